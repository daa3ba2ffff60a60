//! Import and settings.

use domain::refusal::Refusal;
use web::{
    pages::{
        account::{AccountPage, SessionRow},
        accounts::{AccountsPage, RangeRow},
        import::{ImportPage, ImportResultPage},
        settings::SettingsPage,
        users::{LinkPage, RightsPage, RoleRow, UserPage, UsersPage},
    },
    view::{Field, Link, Refusals},
};

use super::{doors, render, shell, table};

#[expect(clippy::too_many_lines, reason = "a sample is a value, not a procedure")]
pub fn all() -> Vec<(&'static str, String)> {
    let refused = Refusals::of(&[Refusal::at("fil-saknas", "fil", "Välj en fil.")]);
    vec![
        render("import", &import(Refusals::default())),
        render("import-fel", &import(refused)),
        render("import-resultat", &result(true)),
        render("import-stopp", &result(false)),
        render(
            "installningar",
            &SettingsPage {
                shell: shell("Inställningar", "Inställningar"),
                facts: vec![
                    ("Namn", "Samordningsförbundet i Kalmar län".into()),
                    ("Organisationsnummer", "222000-1859".into()),
                ],
                groups: vec![doors("Behörigheter", "/installningar/anvandare")],
                may_read_log: true,
                events: table(
                    "handelselista",
                    "Händelser",
                    &["Händelse", "När"],
                    &[&["Bokföring inläst", "20.15"]],
                ),
            },
        ),
        render("konton", &accounts()),
        render("konto", &account()),
        render("anvandare", &users()),
        render("anvandare-en", &user("")),
        render(
            "anvandare-annans",
            &user("Personen har roller som sköts av andra."),
        ),
        render(
            "lank",
            &LinkPage {
                shell: shell("Länk att lämna över", "Inställningar"),
                name: "Anna Berg".into(),
                link: "https://samordna.example/inbjudan/abc".into(),
                way: Link::new("Klar", "/installningar/anvandare"),
            },
        ),
        render(
            "rattigheter",
            &RightsPage {
                shell: shell("Roller och rättigheter", "Inställningar"),
                excluded: table(
                    "forena",
                    "Roller som inte kan förenas",
                    &["Roll", "revisor"],
                    &[&["ekonom", "utesluter"]],
                ),
                rights: table(
                    "rattigheter",
                    "Vad rollerna får göra",
                    &["Får", "revisor"],
                    &[&["läsa", "ja"]],
                ),
            },
        ),
    ]
    .into_iter()
    .chain(super::logs::all())
    .collect()
}

fn account() -> AccountPage {
    let session = |key: &str, this| SessionRow {
        key: key.into(),
        begun: "2023-02-15 kl. 10.00".into(),
        method: "lösenord och kod",
        browser: "Firefox på dator".into(),
        this,
    };
    AccountPage {
        shell: shell("Ditt konto", ""),
        facts: vec![("Namn", "Anna Berg".into())],
        refusals: Refusals::default(),
        sessions: vec![session("abc", true), session("def", false)],
        password: vec![
            Field::known(
                "nuvarande",
                "Nuvarande lösenord",
                ("password", "current-password"),
            ),
            Field::known("losenord", "Nytt lösenord", ("password", "new-password")),
        ],
        confirm: Field::known("bekrafta", "Ditt lösenord", ("password", "current-password")),
        codes: "Du har 9 reservkoder kvar.".into(),
    }
}

fn users() -> UsersPage {
    UsersPage {
        shell: shell("Användare", "Inställningar"),
        lede: "Här bjuds roller in.".into(),
        refusals: Refusals::default(),
        users: table(
            "anvandarlista",
            "Användare",
            &["Namn", "Roller"],
            &[&["Anna Berg", "ekonom"]],
        ),
        action: "/installningar/anvandare".into(),
        fields: vec![Field::known("namn", "Namn", ("text", "off"))],
    }
}

fn user(not_mine: &str) -> UserPage {
    let role = |key: &str, may_end| RoleRow {
        key: key.into(),
        words: format!("ekonom {key}"),
        from: "2023-02-15".into(),
        to: String::new(),
        may_end,
    };
    UserPage {
        shell: shell("Anna Berg", "Inställningar"),
        refusals: Refusals::default(),
        facts: vec![("E-postadress", "anna@example.org".into())],
        roles: vec![role("a", true), role("b", false)],
        address: "/installningar/anvandare/u-1".into(),
        give: vec![Field::text("roll", "Roll")],
        not_mine: not_mine.into(),
    }
}

fn import(refusals: Refusals) -> ImportPage {
    ImportPage {
        shell: shell("Läs in", "Ekonomi"),
        file: Field::file("fil", "SIE-fil", ".se,.si,.sie")
            .help("SIE 4E från bokföringsbyrån.")
            .error(&refusals),
        refusals,
        history: table(
            "inlasningar",
            "Inläsningar",
            &["Fil", "År"],
            &[&["bokforing-2022.se", "2022"]],
        ),
    }
}

fn result(may_confirm: bool) -> ImportResultPage {
    ImportResultPage {
        shell: shell("Provläsning", "Ekonomi"),
        lede: "bokforing-2022.se, provläst kl. 20.15".into(),
        verdict: if may_confirm {
            "Filen kan läsas in"
        } else {
            "Filen kan inte läsas in"
        }
        .into(),
        verdict_class: if may_confirm { "" } else { "must" },
        effect: "Räkenskaperna 2022 räknas om.".into(),
        facts: vec![
            ("Program", "Exempelbok 1.0".into()),
            ("Verifikationer", "512".into()),
        ],
        tables: vec![table(
            "kontroller",
            "Kontroller",
            &["Kontroll", "Utfall"],
            &[&["Verifikationerna balanserar", "ja"]],
        )],
        may_confirm,
        confirm: "/import/1/las-in".into(),
        cancel: "/import/1/avbryt".into(),
    }
}

fn accounts() -> AccountsPage {
    let range = |from: &str, to: &str, line: &str| RangeRow {
        from: from.into(),
        to: to.into(),
        line: line.into(),
        note_row: String::new(),
    };
    AccountsPage {
        shell: shell("Konton och rader", "Inställningar"),
        lede: "Utgår från EUBAS97.".into(),
        refusals: Refusals::default(),
        unmapped: vec!["1999 Observationskonto".into()],
        ranges: vec![range("1900", "1999", "kassa"), range("", "", "")],
        lines: vec![
            ("kassa".into(), "Kassa och bank".into()),
            ("eget_kapital".into(), "Eget kapital".into()),
        ],
        may_edit: true,
    }
}
