//! Every address of the site: method, path, who may, what it is for. The router, its tests and
//! `docs/routes.md` are made from this list.

use app::{Actor, Assignment, Role, rights::Act};
use axum::routing::{MethodRouter, get, post};
use chrono::NaiveDate;

use crate::{
    accounts, checks, economy, figures, import, insatser, login, reports, settings,
    site::Site,
    start,
    visitor::Access::{self, Everyone, LoggedIn, May, MayAny},
};

/// One route.
pub struct Route {
    /// "GET" or "POST".
    pub method: &'static str,
    /// Its path.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// What it is for, in Swedish.
    pub purpose: &'static str,
    /// The longest body taken, in bytes.
    pub limit: usize,
    pub(crate) handler: fn() -> MethodRouter<Site>,
}

/// A form of words; files have a limit of their own.
const FORM: usize = 1 << 20;
/// A year of bookkeeping, or all tables of an association, with room to spare.
const FILE: usize = 64 << 20;

const fn read(
    path: &'static str,
    access: Access,
    purpose: &'static str,
    handler: fn() -> MethodRouter<Site>,
) -> Route {
    Route {
        method: "GET",
        path,
        access,
        purpose,
        limit: 0,
        handler,
    }
}

const fn change(
    path: &'static str,
    access: Access,
    purpose: &'static str,
    handler: fn() -> MethodRouter<Site>,
) -> Route {
    Route {
        method: "POST",
        path,
        access,
        purpose,
        limit: FORM,
        handler,
    }
}

const fn upload(
    path: &'static str,
    access: Access,
    purpose: &'static str,
    handler: fn() -> MethodRouter<Site>,
) -> Route {
    Route {
        limit: FILE,
        ..change(path, access, purpose, handler)
    }
}

/// All of them, in the order of the menu.
pub const ROUTES: &[Route] = &[
    read("/statiskt/{namn}", Everyone, "stil, skript och märke", || {
        get(crate::files::asset)
    }),
    read("/logga-in", Everyone, "hur man loggar in", || get(login::ask)),
    read(
        "/logga-in/{lank}",
        Everyone,
        "en engångslänk: visar en knapp",
        || get(login::link),
    ),
    change(
        "/logga-in/{lank}",
        Everyone,
        "knappen: loggar in, en gång",
        || post(login::enter),
    ),
    change("/logga-ut", LoggedIn, "loggar ut", || post(login::leave)),
    read("/", LoggedIn, "startsidan: att göra och året i korthet", || {
        get(start::show)
    }),
    read(
        "/insatser",
        May(Act::ReadFigures),
        "insatserna med årets tal",
        || get(insatser::list),
    ),
    read(
        "/insatser.csv",
        May(Act::ReadFigures),
        "en av sidans tabeller som CSV",
        || get(insatser::csv),
    ),
    read(
        "/insatser.xlsx",
        May(Act::ReadFigures),
        "en av sidans tabeller som XLSX",
        || get(insatser::xlsx),
    ),
    read(
        "/insatser/{insats}",
        May(Act::ReadFigures),
        "en insats och dess år",
        || get(insatser::one),
    ),
    read(
        "/nyckeltal",
        May(Act::ReadFigures),
        "årets nyckeltal: sök och urval",
        || get(figures::list),
    ),
    read("/nyckeltal.csv", May(Act::ReadFigures), "urvalet som CSV", || {
        get(figures::csv)
    }),
    read(
        "/nyckeltal.xlsx",
        May(Act::ReadFigures),
        "urvalet som XLSX",
        || get(figures::xlsx),
    ),
    read(
        "/nyckeltal.json",
        May(Act::ReadFigures),
        "urvalet som JSON, även för redigerarens förslag",
        || get(figures::json),
    ),
    read(
        "/nyckeltal/{tal}",
        May(Act::ReadFigures),
        "ett tal: betydelse, ursprung, historik",
        || get(figures::one),
    ),
    read(
        "/ekonomi",
        May(Act::ReadEconomy),
        "räkenskaper, budget och bidrag",
        || get(economy::show),
    ),
    read(
        "/ekonomi.csv",
        May(Act::ReadEconomy),
        "en av sidans tabeller som CSV",
        || get(economy::csv),
    ),
    read(
        "/ekonomi.xlsx",
        May(Act::ReadEconomy),
        "en av sidans tabeller som XLSX",
        || get(economy::xlsx),
    ),
    read(
        "/rapporter",
        May(Act::ReadReport),
        "rapporterna och deras läge",
        || get(reports::list),
    ),
    read(
        "/rapporter/arsredovisning/{ar}",
        May(Act::ReadReport),
        "årsredovisningen som sida",
        || get(reports::read),
    ),
    read(
        "/rapporter/arsredovisning/{ar}/pdf",
        May(Act::ReadReport),
        "utkastet som PDF",
        || get(reports::pdf),
    ),
    read(
        "/rapporter/arsredovisning/{ar}/xlsx",
        May(Act::ReadReport),
        "rapportens tabeller som XLSX",
        || get(reports::xlsx),
    ),
    read(
        "/rapporter/arsredovisning/{ar}/html",
        May(Act::ReadReport),
        "rapporten som fristående webbsida",
        || get(reports::html),
    ),
    read(
        "/rapporter/arsredovisning/{ar}/publicerad/{nummer}",
        May(Act::ReadReport),
        "en publicerad, låst PDF",
        || get(reports::published),
    ),
    read(
        "/rapporter/arsredovisning/{ar}/avsnitt/{avsnitt}",
        May(Act::EditReport),
        "redigerar ett avsnitt",
        || get(reports::section),
    ),
    change(
        "/rapporter/arsredovisning/{ar}/avsnitt/{avsnitt}",
        May(Act::EditReport),
        "sparar avsnittet",
        || post(reports::save_section),
    ),
    change(
        "/rapporter/arsredovisning/{ar}/avsnitt/{avsnitt}/utkast",
        May(Act::EditReport),
        "behåller osparad text",
        || post(reports::section_draft),
    ),
    change(
        "/rapporter/arsredovisning/{ar}/avsnitt/{avsnitt}/forhandsvisning",
        May(Act::EditReport),
        "visar texten som den trycks",
        || post(reports::section_preview),
    ),
    read(
        "/rapporter/arsredovisning/{ar}/publicera",
        May(Act::PublishReport),
        "vad publicering innebär, eller vad som hindrar",
        || get(reports::ask_to_publish),
    ),
    change(
        "/rapporter/arsredovisning/{ar}/publicera",
        May(Act::PublishReport),
        "publicerar och låser",
        || post(reports::publish),
    ),
    read("/granskning", May(Act::ReadChecks), "årets fynd", || {
        get(checks::show)
    }),
    change(
        "/granskning/svar",
        May(Act::AnswerFinding),
        "besvarar ett fynd som kan stämma",
        || post(checks::answer),
    ),
    read(
        "/import",
        MayAny(import::MAY),
        "väljer fil; tidigare inläsningar",
        || get(import::form),
    ),
    upload("/import", MayAny(import::MAY), "provläser filen", || {
        post(import::send)
    }),
    read(
        "/import/{fil}",
        MayAny(import::MAY),
        "provläsningens resultat",
        || get(import::tried),
    ),
    change(
        "/import/{fil}/las-in",
        MayAny(import::MAY),
        "läser in filen",
        || post(import::confirm),
    ),
    change(
        "/import/{fil}/avbryt",
        MayAny(import::MAY),
        "tar bort filen",
        || post(import::cancel),
    ),
    read(
        "/installningar/konton",
        May(Act::ReadEconomy),
        "konton och räkenskapernas rader",
        || get(accounts::show),
    ),
    change(
        "/installningar/konton",
        May(Act::EditMapping),
        "sparar kopplingen",
        || post(accounts::save),
    ),
    read(
        "/installningar",
        May(Act::ReadFigures),
        "förbundet, medlemmar, händelser",
        || get(settings::show),
    ),
];

/// `docs/routes.md`: every address with what it is for and the roles that may use it.
pub fn markdown() -> String {
    let mut text = String::from(
        "# Adresser\n\nSkriven ur `crates/web/src/routes.rs`; ändra inte för hand. En roll som inte får använda en adress får \
         samma svar som om den inte fanns.\n\n| metod | adress | vad | vem |\n|---|---|---|---|\n",
    );
    for route in ROUTES {
        text.push_str(&format!(
            "| {} | `{}` | {} | {} |\n",
            route.method,
            route.path,
            route.purpose,
            who(route.access)
        ));
    }
    text
}

fn who(access: Access) -> String {
    let holder = |role: Role| Actor {
        id: String::new(),
        name: String::new(),
        assignments: vec![Assignment {
            role,
            insats: matches!(role, Role::InsatsManager | Role::ParticipantManager).then(|| "x".into()),
            team: (role == Role::Team).then(|| "x".into()),
            from: NaiveDate::MIN,
            to: None,
        }],
    };
    match access {
        Everyone => "alla".into(),
        LoggedIn => "alla inloggade".into(),
        May(_) | MayAny(_) => {
            let roles = Role::ALL
                .into_iter()
                .filter(|role| access.lets_in(&holder(*role)));
            let names: Vec<&str> = roles.map(Role::label).collect();
            if names.len() == Role::ALL.len() {
                "alla roller".into()
            } else {
                names.join(", ")
            }
        }
    }
}
