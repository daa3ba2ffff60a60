//! Every address of the site: method, path, who may, what it is for. The router, its tests and
//! `docs/routes.md` are made from this list.

use app::{Actor, Assignment, Role, rights::Act};
use axum::routing::{MethodRouter, get, post};
use chrono::NaiveDate;

use crate::{
    economy, figures, insatser, login, settings,
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
    Route { limit: FILE, ..change(path, access, purpose, handler) }
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
            insats: None,
            from: NaiveDate::MIN,
            to: None,
        }],
    };
    match access {
        Everyone => "alla".into(),
        LoggedIn => "alla inloggade".into(),
        May(_) | MayAny(_) => {
            let roles = Role::ALL.into_iter().filter(|role| access.lets_in(&holder(*role)));
            let names: Vec<&str> = roles.map(Role::label).collect();
            if names.len() == Role::ALL.len() { "alla roller".into() } else { names.join(", ") }
        }
    }
}
