//! Every address of the site: method, path, who may, what it is for. The router, its tests and
//! `docs/routes.md` are made from this list.

mod entry;
mod programs;
mod reports;

use app::{
    Role,
    rights::{Act, matrix},
};
use axum::routing::{MethodRouter, get, post};

use crate::{
    accounts, checks, consultation, economy, figures, import, insatser, log, register_import, retention,
    settings,
    site::Site,
    start,
    visitor::Access::{self, Everyone, LoggedIn, May, MayAny, Token},
    volume, withdrawal,
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

/// All of them: who one is, the pages in the order of the menu, the interface for programs.
pub const ROUTES: &[Route] = &joined::<
    { entry::ROUTES.len() + PAGES.len() + reports::ROUTES.len() + programs::ROUTES.len() },
>(&[entry::ROUTES, PAGES, reports::ROUTES, programs::ROUTES]);

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
        "/konsultation",
        May(Act::ReadReferrals),
        "teamets remisser: det som brådskar först",
        || get(consultation::inbox),
    ),
    read("/konsultation/ny", May(Act::EditReferrals), "ny remiss", || {
        get(consultation::new)
    }),
    change(
        "/konsultation/ny",
        May(Act::EditReferrals),
        "sparar remissen",
        || post(consultation::create),
    ),
    read(
        "/konsultation/remiss/{remiss}",
        May(Act::ReadReferrals),
        "en remiss och vad som har hänt",
        || get(consultation::referral),
    ),
    change(
        "/konsultation/remiss/{remiss}",
        May(Act::EditReferrals),
        "tar emot, återlämnar eller återtar den",
        || post(consultation::step),
    ),
    read(
        "/konsultation/moten",
        May(Act::ReadReferrals),
        "teamets möten",
        || get(consultation::meetings),
    ),
    read(
        "/konsultation/moten/nytt",
        May(Act::EditReferrals),
        "nytt möte",
        || get(consultation::new_meeting),
    ),
    change(
        "/konsultation/moten/nytt",
        May(Act::EditReferrals),
        "sparar mötet",
        || post(consultation::create_meeting),
    ),
    read(
        "/konsultation/moten/{mote}",
        May(Act::ReadReferrals),
        "ett möte: parter och konsultationer",
        || get(consultation::meeting),
    ),
    change(
        "/konsultation/moten/{mote}/parter",
        May(Act::EditReferrals),
        "sparar vilka parter som var med",
        || post(consultation::parties),
    ),
    change(
        "/konsultation/moten/{mote}/konsultationer",
        May(Act::EditReferrals),
        "registrerar en konsultation",
        || post(consultation::add_consultation),
    ),
    read(
        "/konsultation/teamet",
        May(Act::ReadReferrals),
        "avsändande enheter och antal per månad",
        || get(consultation::team),
    ),
    change(
        "/konsultation/antal",
        May(Act::EditReferrals),
        "anger en månads antal konsultationer",
        || post(consultation::count),
    ),
    change(
        "/konsultation/enheter",
        May(Act::EditReferrals),
        "erbjuder en enhet, eller inte längre",
        || post(consultation::unit),
    ),
    read(
        "/konsultation/floden",
        May(Act::ReadFigures),
        "remisser och väntetider per team och avsändare, bara tal",
        || get(consultation::flows),
    ),
    read(
        "/deltagare/rekommenderade",
        May(Act::ReadRows),
        "rekommendationer som väntar på insatsen",
        || get(consultation::waiting),
    ),
    change(
        "/deltagare/rekommenderade",
        May(Act::EditRows),
        "avslutar en rekommendation som inte blev av",
        || post(consultation::close),
    ),
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
        "/insatser/{insats}",
        May(Act::ReadFigures),
        "en insats och dess år",
        || get(insatser::one),
    ),
    read(
        "/insatser/{insats}/volym",
        May(Act::EditHeadCounts),
        "räknade personer per månad och kön",
        || get(volume::show),
    ),
    change(
        "/insatser/{insats}/volym",
        May(Act::EditHeadCounts),
        "sparar räknade personer",
        || post(volume::save),
    ),
    read(
        "/deltagare/{deltagande}/logg",
        May(Act::ReadRowLog),
        "vem som har sett och ändrat ett deltagande",
        || get(log::seen),
    ),
    read(
        "/deltagare/{deltagande}/samtycke",
        May(Act::EditRows),
        "vad ett återkallat samtycke innebär",
        || get(withdrawal::ask),
    ),
    change(
        "/deltagare/{deltagande}/samtycke",
        May(Act::EditRows),
        "återkallar samtycket: posten blir anonym",
        || post(withdrawal::withdraw),
    ),
    read(
        "/intyg/{kod}",
        May(Act::EditRows),
        "intyg om återkallat samtycke",
        || get(withdrawal::certificate),
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
        "/ekonomi.csv",
        May(Act::ReadEconomy),
        "en av sidans tabeller som CSV",
        || get(economy::csv),
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
        "/granskning/logg",
        May(Act::ReadAudit),
        "loggkedjan och läsloggen, utan personuppgifter",
        || get(log::show),
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
        "/gallring",
        May(Act::ReadAudit),
        "gallringsregler och protokoll",
        || get(retention::show),
    ),
    change(
        "/gallring",
        May(Act::EditSettings),
        "beslutar en gallringsregel",
        || post(retention::save),
    ),
    read(
        "/deltagare/importera",
        May(Act::EditRows),
        "läser in ett register: insats och fil",
        || get(register_import::form),
    ),
    upload(
        "/deltagare/importera",
        May(Act::EditRows),
        "läser registrets kolumner",
        || post(register_import::send),
    ),
    read(
        "/deltagare/importera/mall.xlsx",
        May(Act::EditRows),
        "mall för ett register, med kodlistor",
        || get(register_import::blank),
    ),
    read(
        "/deltagare/importera/{import}",
        May(Act::EditRows),
        "kolumner, provläsning, läge eller resultat",
        || get(register_import::stand),
    ),
    change(
        "/deltagare/importera/{import}/kolumner",
        May(Act::EditRows),
        "provläser med valda kolumner",
        || post(register_import::map),
    ),
    change(
        "/deltagare/importera/{import}/andra",
        May(Act::EditRows),
        "tillbaka till kolumnerna",
        || post(register_import::again),
    ),
    change(
        "/deltagare/importera/{import}/registrera",
        May(Act::EditRows),
        "registrerar raderna",
        || post(register_import::register),
    ),
    read(
        "/deltagare/importera/{import}/resultat.xlsx",
        May(Act::EditRows),
        "utfallet rad för rad",
        || get(register_import::result),
    ),
    change(
        "/deltagare/importera/{import}/avbryt",
        May(Act::EditRows),
        "tar bort filen",
        || post(register_import::cancel),
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
