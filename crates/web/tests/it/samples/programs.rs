//! The interface for programs, and the import of registers.

use domain::refusal::Refusal;
use web::{
    pages::{
        api::{ApiPage, TokenLine, TokensPage},
        register_import::{ColumnRow, ColumnsPage, OutcomePage, RunningPage, UploadPage, ValueRow},
    },
    view::{Field, Link, Refusals},
};

use super::{render, shell, table};

pub fn all() -> Vec<(&'static str, String)> {
    let refused = Refusals::of(&[Refusal::at(
        "nyckel-namn",
        "namn",
        "Skriv vilket program nyckeln är till.",
    )]);
    vec![
        render(
            "api",
            &ApiPage {
                shell: shell("Gränssnitt för program", ""),
                operations: table(
                    "adresser",
                    "Adresser",
                    &["Adress", "Vad"],
                    &[&["GET /api/v1/tal", "Årets tal."]],
                ),
                fields: vec![table(
                    "inregistrering",
                    "Inregistrering",
                    &["Fält", "Betydelse"],
                    &[&["start", "Startdatum."]],
                )],
                problems: vec![("nyckel", "401 nyckel".into(), "Nyckel saknas.")],
            },
        ),
        render(
            "nycklar",
            &tokens(Refusals::default(), Some("samordna_0123".into())),
        ),
        render("nycklar-fel", &tokens(refused, None)),
        render("register", &upload()),
        render("register-kolumner", &columns()),
        render("register-provlast", &outcome(false)),
        render("register-klart", &outcome(true)),
        render("register-pagar", &running()),
    ]
}

fn tokens(refusals: Refusals, fresh: Option<String>) -> TokensPage {
    let line = |name: &str, works| TokenLine {
        id: "abc".into(),
        name: name.into(),
        scopes: "läsa insatsens deltaganden".into(),
        state: "till 2027-01-01 kl. 10.00".into(),
        used: "aldrig".into(),
        works,
    };
    TokensPage {
        shell: shell("Nycklar", "Insatser"),
        lede: "Med en nyckel registrerar och läser insatsens eget system.".into(),
        others: vec![Link::new(
            "Samverkansteamet norr",
            "/konsultation/team/norr/nycklar",
        )],
        fresh,
        address: "/insatser/krus/nycklar".into(),
        tokens: vec![line("Journalen", true), line("Gamla journalen", false)],
        name: Field::text("namn", "Program")
            .help("Vilket system nyckeln är till.")
            .error(&refusals),
        days: Field::text("dagar", "Gäller i så många dagar").value("365"),
        scopes: vec![(
            "deltaganden:läsa".into(),
            "läsa insatsens deltaganden".into(),
            true,
        )],
        refusals,
    }
}

fn options() -> Vec<(String, String)> {
    vec![
        ("referens".into(), "Beteckning".into()),
        ("start".into(), "Start".into()),
    ]
}

fn upload() -> UploadPage {
    UploadPage {
        shell: shell("Läs in register", ""),
        refusals: Refusals::default(),
        insats: Field::choice("insats", "Insats", vec![("krus".into(), "KRUS".into())]),
        file: Field::file("fil", "Fil", ".xlsx,.csv"),
    }
}

fn columns() -> ColumnsPage {
    let column = |number, head: &str, note: &str| ColumnRow {
        number,
        head: head.into(),
        sample: if note.is_empty() {
            "KR-1 · KR-2".into()
        } else {
            String::new()
        },
        note: note.into(),
        chosen: if note.is_empty() {
            "referens".into()
        } else {
            String::new()
        },
        options: options(),
    };
    ColumnsPage {
        shell: shell("Kolumner", ""),
        lede: "register.xlsx, 120 rader till insatsen krus.".into(),
        refusals: Refusals::default(),
        consent: Field::choice("samtycke", "Samtycke", options()),
        columns: vec![
            column(1, "Beteckning", ""),
            column(
                2,
                "Namn",
                "Rubriken tyder på namn eller fri text: kolumnen läses aldrig.",
            ),
        ],
        values: vec![ValueRow {
            field: "remittent".into(),
            column: "Remittent".into(),
            text: "Kriminalvården".into(),
            rows: "2".into(),
            chosen: "?".into(),
            options: options(),
        }],
        more: "Ytterligare 3 värden visas när de här är kopplade.".into(),
        address: "/deltagare/importera/x".into(),
    }
}

fn outcome(finished: bool) -> OutcomePage {
    OutcomePage {
        shell: shell("Provläsning", ""),
        lede: "register.xlsx till insatsen krus".into(),
        verdict: "118 rader kan registreras".into(),
        verdict_class: "should",
        effect: "Inget är ändrat än.".into(),
        facts: vec![("Nya", "118".into()), ("Avvisade", "2".into())],
        tables: vec![table(
            "avvisade",
            "Avvisade rader",
            &["Rad", "Kolumn", "Vad som är fel"],
            &[&["4", "Start", "Skriv datumet som ÅÅÅÅ-MM-DD."]],
        )],
        confirm: (!finished).then(|| "Registrera 118 rader".into()),
        address: "/deltagare/importera/x".into(),
        finished,
    }
}

fn running() -> RunningPage {
    RunningPage {
        shell: shell("Registrerar", ""),
        lede: "register.xlsx till insatsen krus".into(),
        done: 40,
        all: 120,
        words: "40 av 120 rader är klara.".into(),
        address: "/deltagare/importera/x".into(),
    }
}
