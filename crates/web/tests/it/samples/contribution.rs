//! Contributions, populations, invoices.

use domain::refusal::Refusal;
use web::{
    pages::{
        contribution::{ContributionsPage, OtherRow, PopulationsPage, PreviewPage},
        invoice::{AddressesPage, InvoicePage, InvoicesPage, Paper, ReceivedPage},
    },
    view::{Cell, Field, Link, Refusals, Table},
};

use super::{plot, render, shell, table};

pub fn all() -> Vec<(&'static str, String)> {
    let wrong = |place: &str| Refusals::of(&[Refusal::at("prov", place, "Skriv ett belopp i hela kronor.")]);
    vec![
        render("bidrag", &contributions(Refusals::default(), true)),
        render("bidrag-fel", &contributions(wrong("total"), true)),
        render("bidrag-last", &contributions(Refusals::default(), false)),
        render("folkmangd", &populations(Refusals::default())),
        render("folkmangd-fel", &populations(wrong("dag"))),
        render("folkmangd-last-tabell", &preview(wrong("antal-0880"))),
        render("fakturor", &invoices(true)),
        render("fakturor-tom", &invoices(false)),
        render("faktura", &invoice(Refusals::default(), true)),
        render("faktura-fel", &invoice(wrong("skal"), true)),
        render("faktura-mottagen", &invoice(Refusals::default(), false)),
        render("fakturor-mottagna", &received(Refusals::default())),
        render("fakturor-mottagna-fel", &received(wrong("fil"))),
        render("fakturauppgifter", &addresses(None, wrong("giro"))),
        render(
            "fakturauppgifter-medlem",
            &addresses(Some(("0880".into(), "Kalmar kommun".into())), wrong("orgnr")),
        ),
    ]
}

fn members() -> Table {
    table(
        "medlemsbidrag",
        "Medlemsbidrag 2023, kronor",
        &["Medlem", "Invånare", "Beslutat"],
        &[
            &["Borgholms kommun", "10 873", "175 657"],
            &["Kalmar kommun", "71 947", "1 162 331"],
            &["Summa", "247 905", "16 020 000"],
        ],
    )
}

#[expect(
    clippy::too_many_lines,
    reason = "the parts of one page or act in the order they are read"
)]
fn contributions(refusals: Refusals, open: bool) -> ContributionsPage {
    let field = |name: &str, label: &str| {
        Field::text(name, label)
            .help("I kronor.")
            .value("16 020 000")
            .error(&refusals)
    };
    ContributionsPage {
        shell: shell("Medlemsbidrag 2023", "Ekonomi"),
        year: 2023,
        state: if open {
            Cell::badge("förslag", "should")
        } else {
            Cell::badge("beslutat", "good")
        },
        lede: "16 020 000 kr tillsammans.".into(),
        ways: vec![
            Link::new("2022", "/ekonomi/bidrag?ar=2022"),
            Link::new("Fakturor", "/ekonomi/fakturor"),
        ],
        conflict: (!refusals.lines.is_empty()).then(|| "totalen 1 kr".into()),
        missing: if refusals.lines.is_empty() {
            Vec::new()
        } else {
            vec!["Folkmängden saknas för 12 kommuner.".into()]
        },
        plot: Some(plot("bidrag-diagram", "Kalmar kommun betalar mest")),
        table: members(),
        about: vec!["Delat med 247 905 invånare.".into()],
        basis: if open {
            vec![field("total", "Totalt bidrag")]
        } else {
            Vec::new()
        },
        shares: if open {
            vec![field("andel-0880", "Kalmar kommun")]
        } else {
            Vec::new()
        },
        version: 1,
        others: if open {
            vec![OtherRow {
                code: "0880".into(),
                name: "Kalmar kommun".into(),
                proposed: "1 162 331".into(),
                wrong_reason: true,
                ..OtherRow::default()
            }]
        } else {
            Vec::new()
        },
        decision: if open {
            vec![
                Field::text("beslut", "Beslut"),
                Field::text("beslutsdag", "Beslutsdag"),
            ]
        } else {
            Vec::new()
        },
        may_reopen: !open,
        plan: table(
            "betalplan",
            "Betalplan 2023",
            &["Medlem", "2023-01-31", "Summa"],
            &[&["Kalmar kommun", "581 166", "1 162 331"]],
        ),
        plan_field: open.then(|| Field::long("forfallodagar", "Förfallodagar", 4)),
        refusals,
    }
}

fn populations(refusals: Refusals) -> PopulationsPage {
    PopulationsPage {
        shell: shell("Folkmängder", "Ekonomi"),
        table: table(
            "folkmangder",
            "Dagar med folkmängd",
            &["Dag", "Medlemmarna"],
            &[&["2022-09-30", "247 905"]],
        ),
        day: Some(
            Field::text("dag", "Dag")
                .help("Månadens sista dag.")
                .error(&refusals),
        ),
        file: Some(Field::file("fil", "Fil", ".csv,.json")),
        addresses: Some(Field::long("kallor", "Källor", 6)),
        back: Link::new("Till medlemsbidragen", "/ekonomi/bidrag"),
        refusals,
    }
}

fn preview(refusals: Refusals) -> PreviewPage {
    PreviewPage {
        shell: shell("Läst tabell", "Ekonomi"),
        odd: vec!["Kommunerna är tillsammans 85 235, men tabellen anger 85 239 för länet.".into()],
        fields: vec![
            Field::text("dag", "Dag").value("2025-09-30"),
            Field::text("tabell", "Tabell").value("SCB"),
        ],
        stated: "85239".into(),
        rows: vec![
            (
                "0880".into(),
                "Kalmar kommun".into(),
                "många".into(),
                "71 947".into(),
                true,
            ),
            (
                "0861".into(),
                "Mönsterås kommun".into(),
                "13285".into(),
                String::new(),
                false,
            ),
        ],
        refusals,
    }
}

fn invoices(full: bool) -> InvoicesPage {
    InvoicesPage {
        shell: shell("Fakturor", "Ekonomi"),
        lede: "14 fakturor.".into(),
        ways: vec![
            Link::new("Medlemsbidrag", "/ekonomi/bidrag"),
            Link::new("Fakturauppgifter", "/ekonomi/fakturor/uppgifter"),
        ],
        refusals: Refusals::default(),
        table: if full {
            table(
                "fakturor",
                "Fakturor",
                &["Nummer", "Belopp"],
                &[&[">20230001", "43 915,00"]],
            )
        } else {
            Table::default()
        },
        ready: if full {
            vec![(2023, 2, "Medlemsbidrag 2023, del 2 av 4.".into())]
        } else {
            Vec::new()
        },
    }
}

fn paper() -> Paper {
    Paper {
        kind: "Faktura",
        seller: vec![
            "Samordningsförbundet i Kalmar län".into(),
            "Exempelgatan 1".into(),
        ],
        buyer: vec!["Kalmar kommun".into()],
        facts: vec![("Nummer", "20230001".into()), ("Förfaller", "2023-01-31".into())],
        lines: table(
            "rader",
            "Rader",
            &["Avser", "Belopp"],
            &[&["Medlemsbidrag 2023", "43 915,00"]],
        ),
        sums: vec![
            ("Utan moms".into(), "43 915,00 kr".into()),
            ("Att betala".into(), "43 915,00 kr".into()),
        ],
        payment: vec![("Bankgiro", "5050-1055".into())],
        note: "Medlemsbidrag 2023 enligt beslut".into(),
    }
}

fn invoice(refusals: Refusals, own: bool) -> InvoicePage {
    InvoicePage {
        shell: shell("Faktura 20230001", "Ekonomi"),
        state: Cell::badge("skickad", "plain"),
        lede: "Kalmar kommun, 43 915,00 kr.".into(),
        ways: vec![Link::new(
            "Hämta filen (Peppol)",
            "/ekonomi/fakturor/20230001/xml",
        )],
        problems: if own {
            Vec::new()
        } else {
            vec!["Beloppet att betala anges till 1, men delarna ger 2. (BR-CO-16)".into()]
        },
        paper: paper(),
        action: if own {
            "/ekonomi/fakturor/20230001".into()
        } else {
            String::new()
        },
        marks: vec![Field::text("skickad", "Skickad"), Field::text("betald", "Betald")],
        credit: own.then(|| Field::text("skal", "Skäl").error(&refusals)),
        refusals,
    }
}

fn received(refusals: Refusals) -> ReceivedPage {
    ReceivedPage {
        shell: shell("Mottagna fakturor", "Ekonomi"),
        file: Some(Field::file("fil", "Faktura", ".xml").error(&refusals)),
        table: table(
            "mottagna",
            "Mottagna fakturor",
            &["Avsändare", "Belopp"],
            &[&["Exempelkonferens AB", "8 500,00"]],
        ),
        refusals,
    }
}

fn addresses(member: Option<(String, String)>, refusals: Refusals) -> AddressesPage {
    AddressesPage {
        shell: shell("Fakturauppgifter", "Ekonomi"),
        seller: vec![Field::text("giro", "Bankgiro").error(&refusals)],
        billing: if member.is_some() {
            vec![Field::text("orgnr", "Organisationsnummer").error(&refusals)]
        } else {
            Vec::new()
        },
        member,
        table: table(
            "mottagarlista",
            "Mottagare",
            &["Medlem", "Referens"],
            &[&[">Kalmar kommun", "EX1001"]],
        ),
        refusals,
    }
}
