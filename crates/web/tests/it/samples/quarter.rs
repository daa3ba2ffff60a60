//! Quarters: who has answered, one insats's counts, a text.

use domain::refusal::Refusal;
use web::{
    pages::{
        quarter::{QuarterCard, QuarterPage, QuarterTextPage, QuartersPage, TextLine},
        section::OtherText,
    },
    view::{Cell, Field, Link, Refusals, Table},
};

use super::{render, shell, table};

pub fn all() -> Vec<(&'static str, String)> {
    let wrong = Refusals::of(&[Refusal::at(
        "kvartal-ord",
        "ord",
        "Skriv vad som är fel med talet.",
    )]);
    let no_reason = Refusals::of(&[Refusal::at("kvartal-skal", "skal-3", "Alla har inte svarat.")]);
    vec![
        render("kvartal", &list(true, Refusals::default())),
        render("kvartal-fel", &list(true, no_reason)),
        render("kvartal-eget", &list(false, Refusals::default())),
        render("kvartal-insats", &one(true, Refusals::default())),
        render("kvartal-insats-fel", &one(true, wrong)),
        render("kvartal-insats-last", &one(false, Refusals::default())),
        render("kvartal-text", &text(false)),
        render("kvartal-text-konflikt", &text(true)),
    ]
}

fn card(number: u8, silent: bool, refusals: &Refusals) -> QuarterCard {
    let id = format!("skal-{number}");
    let mut reason = Field::long(id, "Varför kvartalet stängs utan alla svar", 3).error(refusals);
    reason.control = "skal".into();
    QuarterCard {
        id: format!("kvartal-{number}"),
        title: format!("Kvartal {number} 2026"),
        state: Cell::badge(if silent { "väntar på svar" } else { "stängt" }, "should"),
        words: "Svaren ska ha kommit senast 2026-10-20.".into(),
        silent: if silent {
            vec!["Resa: har inte svarat, frågan ställdes 2026-10-01".into()]
        } else {
            Vec::new()
        },
        reminder: "Hej! Talen för kvartal 3 2026 väntar på ert svar.".into(),
        file: (!silent).then(|| Link::new("Hämta den låsta rapporten", "/kvartal/2026/2/stangt.html")),
        close: if silent {
            format!("/kvartal/2026/{number}/stang")
        } else {
            String::new()
        },
        named: vec!["resa".into()],
        reason: silent.then_some(reason),
        primary: silent,
    }
}

fn list(whole: bool, refusals: Refusals) -> QuartersPage {
    QuartersPage {
        shell: shell("Kvartal", "Kvartal"),
        lede: "Vad insatserna har svarat om sina tal 2026.".into(),
        years: vec![
            Link::new("2025", "/kvartal?ar=2025"),
            Link::new("2027", "/kvartal?ar=2027"),
        ],
        table: table(
            "kvartalen",
            "Svar 2026",
            &["Insats", "Kvartal 1", "Kvartal 2"],
            &[&["Krus", "godkänd", "inte besvarad"]],
        ),
        quarters: if whole {
            vec![card(3, true, &refusals), card(2, false, &refusals)]
        } else {
            Vec::new()
        },
        refusals,
    }
}

fn one(open: bool, refusals: Refusals) -> QuarterPage {
    let line = |title, old: &str| TextLine {
        title,
        state: "Insatsledaren, 2026-07-02 kl. 10.15".into(),
        old: old.into(),
        href: if open {
            "/kvartal/2026/3/krus/text/metod".into()
        } else {
            String::new()
        },
    };
    QuarterPage {
        shell: shell("Krus, kvartal 3 2026", "Kvartal"),
        state: Cell::badge("inte besvarad", "should"),
        lede: "Svara senast 2026-10-20.".into(),
        files: vec![Link::new("Läs rapporten", "/kvartal/2026/3/krus/rapport")],
        changes: if open {
            vec!["Nya deltaganden: 12 blev 13 i kvartalet".into()]
        } else {
            Vec::new()
        },
        table: if open {
            table(
                "talen",
                "Tal för kvartal 3 2026",
                &["Tal", "Kvartal 3"],
                &[&["Nya deltaganden (bestritt)", "12"]],
            )
        } else {
            Table::default()
        },
        oddities: if open {
            vec!["3 deltaganden har varit öppna i mer än fem år. Har de avslutats?".into()]
        } else {
            Vec::new()
        },
        asks: true,
        way: "/kvartal/2026/3/krus".into(),
        digest: if open { "abc".into() } else { String::new() },
        accept: "Godkänn talen",
        dispute: vec![
            Field::choice(
                "tal",
                "Vilket tal",
                vec![("nya".into(), "Nya deltaganden: 12".into())],
            ),
            Field::long("ord", "Vad som är fel med talet", 4).error(&refusals),
        ],
        refusals,
        texts: vec![line("Metod", "från kvartal 2 2026"), line("Organisation", "")],
        may_confirm: open,
        problems: vec!["kvartal-krus-metod, rad 1: ”37” är skrivet för hand".into()],
    }
}

fn text(conflict: bool) -> QuarterTextPage {
    QuarterTextPage {
        shell: shell("Metod", "Kvartal"),
        lede: "Hur insatsen arbetar med deltagarna.".into(),
        refusals: Refusals::default(),
        conflict: conflict.then(|| OtherText {
            by: "Insatsledaren".into(),
            when: "2026-10-02 kl. 10.15".into(),
            text: "En annan text.".into(),
        }),
        old: if conflict {
            String::new()
        } else {
            "Texten är från kvartal 2 2026.".into()
        },
        text: Field::long("text", "Text", 14).value("Handledning enligt IPS."),
        version: 1,
        button: "Spara texten",
        action: "/kvartal/2026/3/krus/text/metod".into(),
        back: "/kvartal/2026/3/krus".into(),
    }
}
