//! Pages of work, and the requisition's form.

use domain::refusal::Refusal;
use web::{
    pages::{
        requisition::{CostLine, RequisitionFormPage},
        work::{WorkForm, WorkLine, WorkPage, WorkPart},
    },
    view::{Cell, Field, Link, Refusals},
};

use super::{render, shell, table};

pub fn all() -> Vec<(&'static str, String)> {
    let wrong = Refusals::of(&[Refusal::at(
        "rekvisition-belopp",
        "resor",
        "”x” är inte ett belopp.",
    )]);
    let reason = Refusals::of(&[Refusal::at("rekvisition-skal", "skal", "Skriv skälet.")]);
    vec![
        render("rekvisition", &work(Refusals::default())),
        render("rekvisition-fel", &work(reason)),
        render("rekvisition-formular", &form(Refusals::default())),
        render("rekvisition-formular-fel", &form(wrong)),
    ]
}

#[expect(
    clippy::too_many_lines,
    reason = "the parts of one page or act in the order they are read"
)]
fn work(refusals: Refusals) -> WorkPage {
    let line = WorkLine {
        words: "kvitto.pdf".into(),
        href: "/rekvisitioner/R2023-001/underlag/1".into(),
        note: "12 kB".into(),
        action: "/rekvisitioner/R2023-001/underlag-bort".into(),
        sends: ("underlag".into(), "1".into()),
        button: "Ta bort".into(),
    };
    let boxes = vec![(
        "val-0".into(),
        "rekvisition".into(),
        "R2023-001".into(),
        "R2023-001 KRUS".into(),
        true,
    )];
    WorkPage {
        shell: shell("KRUS, kvartal 1 2023", "Ekonomi"),
        state: Cell::badge("granskad", "should"),
        lede: "R2023-001 på 587 096,95 kr.".into(),
        links: vec![Link::new("I bokföringen", "/ekonomi/matchning")],
        primary: None,
        ways: vec![Link::new("2022", "/rekvisitioner?ar=2022")],
        notice: ("Att känna till".into(), vec!["Budgeten är inte delad.".into()]),
        parts: vec![
            WorkPart {
                id: "belopp".into(),
                title: "Kostnader".into(),
                state: Cell::badge("inom ±5 %", "good"),
                words: vec!["Årsprognos 2 400 000,00 kr.".into()],
                tables: vec![table(
                    "kostnader",
                    "Perioden mot budget, kronor",
                    &["Kostnadsslag", "Perioden#"],
                    &[&["Personal", "500 000,00"]],
                )],
                ..WorkPart::default()
            },
            WorkPart {
                id: "gor".into(),
                title: "Nästa steg".into(),
                lines: vec![line],
                forms: vec![
                    WorkForm {
                        action: "/rekvisitioner/R2023-001/steg".into(),
                        hidden: vec![("steg".into(), "attest2".into())],
                        boxes,
                        button: "Attestera för förbundet".into(),
                        primary: true,
                        ..WorkForm::default()
                    },
                    WorkForm {
                        action: "/rekvisitioner/R2023-001/steg".into(),
                        folded: "Återsänd till huvudmannen".into(),
                        open: !refusals.lines.is_empty(),
                        fields: vec![Field::long("skal", "Vad ska rättas?", 3).error(&refusals)],
                        button: "Återsänd".into(),
                        ..WorkForm::default()
                    },
                ],
                ..WorkPart::default()
            },
        ],
        refusals,
    }
}

fn form(refusals: Refusals) -> RequisitionFormPage {
    let cost = |name: &'static str, label: &'static str| CostLine {
        name,
        label,
        value: "500 000".into(),
        error: refusals.at(name),
        beside: ["10,00".into(), String::new(), String::new()],
    };
    let periods = vec![("2023-k1".to_owned(), "kvartal 1 2023".to_owned())];
    RequisitionFormPage {
        shell: shell("Ny rekvisition", "Ekonomi"),
        lede: "KRUS. Fyll i vad insatsen har kostat under perioden.".into(),
        action: "/rekvisitioner/ny/krus".into(),
        back: "/rekvisitioner".into(),
        first: vec![Field::choice("period", "Period", periods)],
        caption: "Kostnader, kronor".into(),
        costs: vec![cost("personal", "Personal"), cost("resor", "Resor")],
        sum: ["10,00".into(), "2 403 000,00".into(), "2 402 990,00".into()],
        last: false,
        rest: vec![Field::text("mottagare", "Mottagare").value("Kalmar kommun")],
        refusals,
    }
}
