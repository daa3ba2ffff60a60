//! The interface for programs: its tokens.

use domain::refusal::Refusal;
use web::{
    pages::api::{ApiPage, TokenLine, TokensPage},
    view::{Field, Refusals},
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
