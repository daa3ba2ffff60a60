//! Reports: list, reading, editing, publishing.

use domain::{
    finding::{Finding, Place, Severity},
    refusal::Refusal,
};
use web::{
    pages::{
        KeyFigure,
        economy::EconomyPage,
        reports::{PublishPage, ReportPage, ReportsPage, SectionLine},
        section::{OtherText, SectionPage},
        statements::{StatementPart, StatementsPage},
    },
    view::{Cell, Field, FindingCard, Link, Refusals},
};

use super::{doors, plot, render, shell, table};

pub fn all() -> Vec<(&'static str, String)> {
    vec![
        render(
            "ekonomi",
            &EconomyPage {
                shell: shell("Ekonomi", "Ekonomi"),
                year: 2022,
                may_import: true,
                key_figures: vec![KeyFigure {
                    label: "årets resultat".into(),
                    value: Cell::text("−204 793 kr"),
                    detail: "budgeterat −2 047 000 kr".into(),
                }],
                plots: vec![plot("kostnader", "Insatserna avviker 5,6 % från budget 2022")],
                groups: vec![doors("Bokfört", "/ekonomi/rakenskaper")],
            },
        ),
        render("rakenskaper", &statements()),
        render(
            "rakenskaper-tom",
            &StatementsPage {
                parts: Vec::new(),
                ..statements()
            },
        ),
        render(
            "rapporter",
            &ReportsPage {
                shell: shell("Rapporter", "Rapporter"),
                tables: vec![
                    table(
                        "arsredovisning",
                        "Årsredovisningar",
                        &["Rapport", "Läge"],
                        &[&["Årsredovisning 2022", "Utkast"]],
                    ),
                    table(
                        "verksamhetsplan",
                        "Verksamhetsplaner med budget",
                        &["Rapport", "Läge"],
                        &[&["Verksamhetsplan 2023", "Utkast"]],
                    ),
                ],
            },
        ),
        render("rapport", &report()),
        render("avsnitt", &section(None)),
        render(
            "avsnitt-konflikt",
            &section(Some(OtherText {
                by: "Kansliet".into(),
                when: "20.15".into(),
                text: "En annan text.".into(),
            })),
        ),
        render("publicera", &publish(Vec::new())),
        render("publicera-stopp", &publish(vec![stop()])),
    ]
}

fn statements() -> StatementsPage {
    let part = |id: &str, title: &str| StatementPart {
        id: id.into(),
        title: title.into(),
        plot: Some(plot(
            &format!("{id}-diagram"),
            "Kostnaderna blev 9 procent lägre än budgeterat",
        )),
        tables: vec![table(
            &format!("{id}-tabell"),
            title,
            &["Rad", "2022", "2021"],
            &[&["Verksamhetens intäkter", "16 383 989", "16 183 999"]],
        )],
    };
    StatementsPage {
        shell: shell("Räkenskaper", "Ekonomi"),
        year: 2022,
        lede: "Bokföringen är inläst den 21 november 2026.".into(),
        may_import: true,
        problems: vec!["Konto 1999 saknar rad.".into()],
        parts: vec![
            part("resultatrakning", "Resultaträkning"),
            part("balansrakning", "Balansräkning"),
        ],
    }
}

fn report() -> ReportPage {
    ReportPage {
        shell: shell("Årsredovisning 2022", "Rapporter"),
        status: "Utkast",
        status_class: "should",
        lede: "3 fynd måste rättas före publicering.".into(),
        files: vec![
            Link::new("PDF", "/rapporter/arsredovisning/2022.pdf"),
            Link::new("XLSX", "/rapporter/arsredovisning/2022.xlsx"),
        ],
        may_publish: true,
        publish_way: "/rapporter/arsredovisning/2022/publicera".into(),
        publish_label: "Publicera rapporten",
        sections: vec![SectionLine {
            title: "Ordföranden har ordet".into(),
            href: "/rapporter/arsredovisning/2022/avsnitt/ordforande".into(),
            state: "tom".into(),
        }],
        sections_open: false,
        body: "<article class=\"report\"><h1>Årsredovisning 2022</h1><h2 id=\"r-1\">Förvaltningsberättelse</h2><p>Text.</p></article>".into(),
    }
}

fn section(conflict: Option<OtherText>) -> SectionPage {
    let refusals = match conflict {
        Some(_) => Refusals::of(&[Refusal::at(
            "text-krock",
            "text",
            "Någon annan har sparat under tiden.",
        )]),
        None => Refusals::default(),
    };
    SectionPage {
        shell: shell("Ordföranden har ordet", "Rapporter"),
        year: 2022,
        lede: "Årsredovisning 2022".into(),
        text: Field::long("text", "Text", 20)
            .help("Skrivs i Markdown.")
            .value("Året var *bra*.")
            .error(&refusals),
        refusals,
        conflict,
        version: 3,
        draft: String::new(),
        preview: "<p>Året var <em>bra</em>.</p>".into(),
        references: table(
            "hanvisningar",
            "Tal",
            &["Nyckeltal", "Värde"],
            &[&["Nya deltaganden", "122"]],
        ),
        action: "/rapporter/arsredovisning/2022/avsnitt/ordforande".into(),
        draft_way: "/rapporter/arsredovisning/2022/avsnitt/ordforande/utkast".into(),
        preview_way: "/rapporter/arsredovisning/2022/avsnitt/ordforande/forhandsvisning".into(),
        back: "/rapporter/arsredovisning/2022".into(),
    }
}

fn stop() -> FindingCard {
    let finding = Finding {
        check: "tvarsumma",
        severity: Severity::MustFix,
        place: Place {
            table: "Tabell 1".into(),
            row: "Summa".into(),
            column: "Nya".into(),
        },
        expected: Some("122".into()),
        found: "121".into(),
        message: "Summan stämmer inte.".into(),
    };
    FindingCard::of(&finding, 1)
}

fn publish(stops: Vec<FindingCard>) -> PublishPage {
    PublishPage {
        shell: shell("Publicera årsredovisning 2022", "Rapporter"),
        refusals: Refusals::default(),
        words: "När rapporten publiceras låses dess tal och texter.",
        agreed: "Styrelsen har godkänt rapporten för publicering",
        button: "Publicera och lås",
        stops,
        stops_words: "Ett fynd måste rättas först.".into(),
        open: "Två fynd som kan stämma är inte besvarade.".into(),
        action: "/rapporter/arsredovisning/2022/publicera".into(),
        back: "/rapporter/arsredovisning/2022".into(),
    }
}
