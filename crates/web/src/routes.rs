//! Every address of the site: method, path, who may, what it is for. The router, its tests and
//! `docs/routes.md` are made from this list.

mod choices;
mod entry;
mod follow;
mod plan;
mod programs;
mod quarters;
mod register;
mod reports;
mod requisitions;

use app::{
    Role,
    rights::{Act, matrix},
};
use axum::routing::{MethodRouter, get, post};

use crate::{
    accounts, checks, disclosure, economy, figures, import, insatser, settings,
    site::Site,
    start, statements, statistics,
    visitor::Access::{self, Everyone, LoggedIn, May, MayAny, Token},
};

/// One route.
#[derive(Clone, Copy)]
pub struct Route {
    /// "GET" or "POST"; "PUT" for programs.
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

/// All of them: who one is, the pages of everybody's work, the register, reports, the interface for programs.
pub const ROUTES: &[Route] = &joined::<
    {
        choices::ROUTES.len()
            + entry::ROUTES.len()
            + PAGES.len()
            + plan::ROUTES.len()
            + follow::ROUTES.len()
            + programs::ROUTES.len()
            + quarters::ROUTES.len()
            + register::ROUTES.len()
            + reports::ROUTES.len()
            + requisitions::ROUTES.len()
    },
>(&[
    choices::ROUTES,
    entry::ROUTES,
    PAGES,
    plan::ROUTES,
    follow::ROUTES,
    programs::ROUTES,
    quarters::ROUTES,
    register::ROUTES,
    reports::ROUTES,
    requisitions::ROUTES,
]);

const fn joined<const N: usize>(parts: &[&[Route]]) -> [Route; N] {
    let mut all = [PAGES[0]; N];
    let (mut part, mut to) = (0, 0);
    while part < parts.len() {
        let mut from = 0;
        while from < parts[part].len() {
            all[to] = parts[part][from];
            from += 1;
            to += 1;
        }
        part += 1;
    }
    all
}

const PAGES: &[Route] = &[
    read("/statiskt/{namn}", Everyone, "stil, skript och märke", || {
        get(crate::files::asset)
    }),
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
        "/statistik",
        May(Act::ReadFigures),
        "statistik för valfri period och avgränsning",
        || get(statistics::show),
    ),
    read(
        "/statistik.csv",
        May(Act::ReadFigures),
        "en av statistikens tabeller som CSV",
        || get(statistics::csv),
    ),
    read(
        "/statistik.xlsx",
        May(Act::ReadFigures),
        "statistiken som XLSX",
        || get(statistics::xlsx),
    ),
    read(
        "/statistik.json",
        May(Act::ReadFigures),
        "statistiken som JSON",
        || get(statistics::json),
    ),
    read(
        "/statistik/{fil}",
        May(Act::ReadFigures),
        "insatsrapport och Uppföljning Finsam som CSV eller XLSX",
        || get(statistics::form),
    ),
    read(
        "/ekonomi",
        May(Act::ReadEconomy),
        "ekonomin i korthet och vägarna vidare",
        || get(economy::show),
    ),
    read(
        "/ekonomi/rakenskaper",
        May(Act::ReadEconomy),
        "räkenskaper, budget och bidrag",
        || get(statements::show),
    ),
    read(
        "/ekonomi/rakenskaper.csv",
        May(Act::ReadEconomy),
        "en av sidans tabeller som CSV",
        || get(statements::csv),
    ),
    read(
        "/ekonomi/rakenskaper.xlsx",
        May(Act::ReadEconomy),
        "en av sidans tabeller som XLSX",
        || get(statements::xlsx),
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
        "/installningar/rojande",
        May(Act::ReadFigures),
        "minsta cell och beslutet bakom den",
        || get(disclosure::show),
    ),
    change(
        "/installningar/rojande",
        May(Act::EditSettings),
        "ändrar minsta cell",
        || post(disclosure::save),
    ),
    read(
        "/installningar/insatser",
        May(Act::ReadFigures),
        "insatserna i den nationella uppföljningens ord",
        || get(disclosure::described),
    ),
    change(
        "/installningar/insatser",
        May(Act::EditSettings),
        "beskriver en insats",
        || post(disclosure::describe),
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
    match access {
        Everyone => "alla".into(),
        LoggedIn => "alla inloggade".into(),
        Token(scope) => format!("program med nyckel: {}", scope.name()),
        May(_) | MayAny(_) => {
            let roles = Role::ALL
                .into_iter()
                .filter(|role| access.lets_in(&matrix::holder(*role)));
            let names: Vec<&str> = roles.map(Role::label).collect();
            if names.len() == Role::ALL.len() {
                "alla roller".into()
            } else {
                names.join(", ")
            }
        }
    }
}
