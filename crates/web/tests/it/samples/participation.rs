//! Participations.

use domain::refusal::Refusal;
use web::{
    pages::participation::{
        DueLine, Event, FormPage, Group, Line, OtherVersion, ParticipationPage, ParticipationsPage,
    },
    view::{Field, Link, Refusals},
};

use super::{render, shell, table};

pub fn all() -> Vec<(&'static str, String)> {
    vec![
        render("deltagare", &list(true)),
        render("deltagare-tom", &list(false)),
        render("deltagande", &one()),
        render("deltagande-form", &form(&[], None)),
        render(
            "deltagande-form-fel",
            &form(&[Refusal::at("x", "fodelsear", "Skriv fyra siffror.")], None),
        ),
        render(
            "deltagande-form-konflikt",
            &form(
                &[],
                Some(OtherVersion {
                    by: "Deltagaransvarig".into(),
                    when: "2026-11-21 kl. 20.15".into(),
                    text: "Beteckning: KR-0123\n".into(),
                    version: 3,
                }),
            ),
        ),
    ]
}

fn list(full: bool) -> ParticipationsPage {
    let line = |n: i32| Line {
        way: format!("/deltagare/k7q2m9xa{n:02}"),
        reference: format!("EX-{n:04}"),
        state: "avslutad",
        due: if n == 1 {
            "uppföljning efter 3 månader".into()
        } else {
            String::new()
        },
        time: "2022-03-01–2022-09-01".into(),
        person: "1990, kvinna".into(),
    };
    ParticipationsPage {
        shell: shell("Deltagare", "Deltagare"),
        insats: "KRUS".into(),
        slug: "krus".into(),
        insatser: ["KRUS", "Kompass"]
            .map(|name| (Link::new(name, "/deltagare?insats=krus"), name == "KRUS"))
            .to_vec(),
        due: if full {
            vec![DueLine {
                when: "2026-11-01".into(),
                late: true,
                text: "uppföljning efter 3 månader".into(),
                way: Link::new("EX-0001", "/deltagare/k7q2m9xa01"),
            }]
        } else {
            Vec::new()
        },
        due_more: usize::from(full),
        states: vec![(0, "alla", true), (3, "pågår", false)],
        query: String::new(),
        lines: if full {
            (1..20).map(line).collect()
        } else {
            Vec::new()
        },
        summary: "19 deltaganden, senaste starten först.".into(),
        next: full.then(|| "/deltagare?fran=200".into()),
        enter: Some("/deltagare/ny?insats=krus".into()),
    }
}

fn one() -> ParticipationPage {
    let event = |on: &str, what: &str, late| Event {
        on: on.into(),
        what: what.into(),
        link: None,
        due: late,
        late,
    };
    ParticipationPage {
        shell: shell("EX-0001", "Deltagare"),
        lede: "KRUS, avslutad.".into(),
        elsewhere: true,
        reversed: None,
        first: Some(Link::new("Följ upp", "/deltagare/k7q2m9xa01/uppfoljning")),
        others: vec![Link::new("Rätta", "/deltagare/k7q2m9xa01/ratta")],
        grave: vec![Link::new("Felregistrera", "/deltagare/k7q2m9xa01/felregistrera")],
        events: vec![
            event("2022-03-01", "Inregistrering", false),
            event("2022-04-01", "Praktik, 20 timmar i veckan", false),
            event("2022-12-01", "Att göra: uppföljning efter 3 månader", true),
        ],
        entry: vec![("Beteckning", "EX-0001".into()), ("Kön", "kvinnor".into())],
        exit: vec![("Avslutsdatum", "2022-09-01".into())],
        outcomes: vec!["Arbete eller studier".into()],
        answers: vec![("Hur sover du? (vid start)".into(), "4".into())],
        missing: table(
            "saknas",
            "Uppgifter som saknas",
            &["Uppgift", "Varför"],
            &[&["Utbildning", "tillfrågad men avböjt"]],
        ),
        changed: "Version 2, senast ändrad 2026-11-21 kl. 20.15 av Deltagaransvarig.".into(),
    }
}

fn form(refusals: &[Refusal], conflict: Option<OtherVersion>) -> FormPage {
    let refusals = Refusals::of(refusals);
    let options = vec![
        (String::new(), "Välj".to_owned()),
        ("kvinna".to_owned(), "kvinnor".to_owned()),
    ];
    let fields = vec![
        Field::choice("kon", "Kön", options).help("All statistik redovisas efter kön."),
        Field::text("fodelsear", "Födelseår")
            .value("19x0")
            .error(&refusals),
    ];
    FormPage {
        shell: shell("Registrera deltagare", "Deltagare"),
        lede: "I insatsen KRUS.".into(),
        refusals,
        notes: vec!["Personnumret skickas aldrig tillbaka. Skriv det igen.".into()],
        conflict,
        links: vec![Link::new(
            "Registrera i Kompass i stället",
            "/deltagare/ny?insats=kompass",
        )],
        tables: Vec::new(),
        folded: Vec::new(),
        cannot_be_undone: false,
        action: "/deltagare/ny".into(),
        hidden: vec![("insats".into(), "krus".into())],
        groups: vec![
            Group::open("", fields),
            Group::folded(
                "Samtyckets uppgifter",
                vec![Field::text("samtycke-datum", "Samtyckets datum")],
            ),
            Group::row("Mål 1", vec![Field::text("mal-1-satt", "Satt den")]),
        ],
        button: "Registrera".into(),
        back: Link::new("Avbryt", "/deltagare"),
    }
}
