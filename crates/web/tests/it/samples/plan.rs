//! Plan and budget: a page of tables and forms, and the grid.

use domain::refusal::Refusal;
use web::{
    pages::plan::{Block, GridPage, GridRow, Notice, PlanPage, PlanPart, ShortForm},
    view::{Field, Link, Refusals},
};

use super::{plot, render, shell, table};

pub fn all() -> Vec<(&'static str, String)> {
    let wrong = Refusals::of(&[Refusal::at(
        "plan-falt",
        "r0-2028",
        "Resor, 2028: ”12 tkr” är i tkr.",
    )]);
    vec![
        render("plan", &version()),
        render(
            "plan-tom",
            &PlanPage {
                notices: Vec::new(),
                parts: Vec::new(),
                actions: Vec::new(),
                ways: Vec::new(),
                ..version()
            },
        ),
        render("plan-rutnat", &grid(Refusals::default(), None)),
        render(
            "plan-rutnat-fel",
            &grid(wrong, Some("Resor: 150 000 · 160 000".into())),
        ),
    ]
}

fn version() -> PlanPage {
    let form = ShortForm {
        fold: "Beslut: styrelsen har beslutat".into(),
        open: true,
        action: "/ekonomi/plan/2027/1/beslut".into(),
        hidden: vec![("version".into(), "3".into())],
        fields: vec![Field::text("dag", "Beslutsdag").help("ÅÅÅÅ-MM-DD")],
        button: "Registrera beslutet och lås versionen".into(),
        primary: false,
        groups: vec![("Ändring 1".into(), vec![Field::text("fran-1", "Från")])],
    };
    PlanPage {
        shell: shell("Budget 2027–2029", "Ekonomi"),
        lede: "Version 1. Förslag, inte sänt till medlemmarna.".into(),
        actions: vec![Link::new("Ändra planen", "/ekonomi/plan/2027/1/andra")],
        refusals: Refusals::default(),
        conflict: Some("Resor: 150 000 · 160 000".into()),
        notices: vec![
            Notice {
                class: "must",
                title: "Går inte ihop: kan inte beslutas".into(),
                lines: vec![
                    "Underlagets summa för kostnader 2028 är 16 716 500 kr men raderna blir 17 016 500 kr."
                        .into(),
                ],
            },
            Notice {
                class: "should",
                title: "Att veta före beslut".into(),
                lines: vec!["Budgeten för 2027 har ett underskott.".into()],
            },
        ],
        ways: vec![Link::new(
            "Skillnad mot 2026–2028, version 1",
            "/ekonomi/plan/2027/1/skillnad?mot=2026-1",
        )],
        parts: vec![
            PlanPart {
                id: "planen".into(),
                title: "Budget".into(),
                lede: "Belopp i kronor.".into(),
                plots: vec![plot(
                    "egetkapital",
                    "Det egna kapitalet är 704 tkr vid utgången av 2029",
                )],
                tables: vec![table(
                    "budget",
                    "Budget 2027–2029, kronor",
                    &["Rad", "2027#", "2028#", "2029#", "Not"],
                    &[&["Resor", "150 000", "150 000", "150 000", "färre möten"]],
                )],
                forms: Vec::new(),
            },
            PlanPart {
                id: "steg".into(),
                title: "Nästa steg".into(),
                forms: vec![form],
                ..PlanPart::default()
            },
        ],
    }
}

fn grid(refusals: Refusals, conflict: Option<String>) -> GridPage {
    let years = vec![2027, 2028, 2029];
    let wrong = !refusals.lines.is_empty();
    let row = |id: &str, label: &str, fixed| GridRow {
        id: id.into(),
        label: label.into(),
        fixed,
        kind: "3".into(),
        cost: String::new(),
        amounts: years
            .iter()
            .map(|year| (*year, "150 000".into(), wrong && *year == 2028))
            .collect(),
        note: "färre möten".into(),
    };
    let kinds = vec![
        ("1".to_owned(), "intäkter".to_owned()),
        ("3".to_owned(), "kostnader".to_owned()),
    ];
    let costs = vec![
        (String::new(), "ej fördelat".to_owned()),
        ("resor".to_owned(), "Resor".to_owned()),
    ];
    let sums = vec![("Kostnader, som sparat".to_owned(), vec!["150 000".to_owned(); 3])];
    let blocks = vec![
        Block {
            id: "rader".into(),
            title: "Rader".into(),
            help: "Belopp i kronor.".into(),
            kind_head: "Grupp".into(),
            note_head: "Not".into(),
            cost: true,
            rows: vec![row("r0", "Resor", false), row("r1", "", false)],
            sums: sums.clone(),
            kinds,
            costs,
        },
        Block {
            id: "medlemmar".into(),
            title: "Medlemsbidrag".into(),
            help: "Lämna åren tomma där bidragen inte är fördelade än.".into(),
            note_head: "Folkmängd".into(),
            rows: vec![row("m0", "Kalmar kommun", true)],
            sums,
            ..Block::default()
        },
    ];
    GridPage {
        shell: shell("Ändra planen", "Ekonomi"),
        lede: "Belopp i kronor utan minustecken.".into(),
        refusals,
        conflict,
        action: "/ekonomi/plan/2027/1/andra".into(),
        revision: 3,
        years: years.clone(),
        blocks,
        stated: vec![row("k0", "intäkter", true)],
        fields: vec![Field::text("ingaende", "Eget kapital vid budgetårets början")],
        back: Link::new("Räkna upp", "/ekonomi/plan/2027/1/andra?tabell=fler"),
    }
}
