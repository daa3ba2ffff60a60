//! Pages of work: follow-up, VAT compensation, pots.

use domain::refusal::Refusal;
use web::{
    pages::{
        KeyFigure,
        desk::{DeskForm, DeskPage, Filter, Part},
    },
    view::{Cell, Field, Link, Refusals},
};

use super::{plot, render, shell, table};

pub fn all() -> Vec<(&'static str, String)> {
    let wrong = Refusals::of(&[Refusal::at(
        "prognos-skal",
        "skal",
        "Skriv varför prognosen räknas så.",
    )]);
    vec![
        render("ekonomi-desk", &page(Refusals::default())),
        render("ekonomi-desk-fel", &page(wrong)),
        render("ekonomi-desk-tom", &empty()),
    ]
}

fn empty() -> DeskPage {
    DeskPage {
        shell: shell("Uppföljning och prognos", "Ekonomi"),
        lede: "Januari–december 2030, hela kronor.".into(),
        empty: "Varken budget eller bokföring finns för 2030.".into(),
        ..DeskPage::default()
    }
}

fn page(refusals: Refusals) -> DeskPage {
    let form = DeskForm {
        action: "/ekonomi/uppfoljning/rad".into(),
        hidden: vec![("ar".into(), "2022".into())],
        fields: vec![
            Field::choice("metod", "Metod", vec![("1".into(), "återstående plan".into())]),
            Field::long("skal", "Skäl", 3)
                .help("Skrivs ut i rapporten.")
                .error(&refusals),
        ],
        button: "Spara prognos".into(),
        primary: true,
        summary: "Välj metod eller ange belopp".into(),
        open: !refusals.lines.is_empty(),
    };
    DeskPage {
        shell: shell("Uppföljning och prognos", "Ekonomi"),
        state: Cell::badge("inlämnad", "should"),
        lede: "Januari–september 2022, hela kronor.".into(),
        files: vec![
            Link::new("Ekonomirapport kvartal 3", "/ekonomi/rapport/2022/kvartal-3"),
            Link::new("Delårsrapport", "/ekonomi/rapport/2022/delar"),
        ],
        filter: Some(Filter {
            action: "/ekonomi/uppfoljning".into(),
            hidden: vec![("ar".into(), "2022".into())],
            fields: vec![Field::choice(
                "manad",
                "Till och med",
                vec![("9".into(), "September".into())],
            )],
        }),
        key_figures: vec![KeyFigure {
            label: "kostnader till och med september".into(),
            value: Cell::text("12 345 678 kr"),
            detail: "budget 13 000 000 kr".into(),
        }],
        empty: String::new(),
        parts: vec![Part {
            words: vec!["Utfall hittills plus återstående budget.".into()],
            plot: Some(plot(
                "forlopp-diagram",
                "Kostnaderna väntas bli lägre än budgeten",
            )),
            tables: vec![table(
                "hittills",
                "Budget mot utfall",
                &["Rad", "Budget", "Utfall"],
                &[
                    &["Personal", "1 687 500", "1 902 414"],
                    &["Summa", "1 687 500", "1 902 414"],
                ],
            )],
            links: vec![Link::new(
                "Budgetrader och konton",
                "/ekonomi/uppfoljning/koppling",
            )],
            forms: vec![form],
            ..Part::new("utfall", "Budget mot utfall")
        }],
        refusals,
    }
}
