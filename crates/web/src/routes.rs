//! Every address of the site: method, path, who may, what it is for. The router, its tests and
//! `docs/routes.md` are made from this list.

use app::{
    Role,
    rights::{Act, matrix},
    token::Scope,
};
use axum::routing::{MethodRouter, get, post, put};

use crate::{
    account, accounts, api, checks, consultation, economy, figures, import, insatser, invitation, log, login,
    outside, register_import, reports, retention, settings,
    site::Site,
    start, users,
    visitor::Access::{self, Everyone, LoggedIn, May, MayAny, Token},
    volume, withdrawal,
};

/// One route.
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

/// All of them, in the order of the menu.
pub const ROUTES: &[Route] = &[
    read("/statiskt/{namn}", Everyone, "stil, skript och märke", || {
        get(crate::files::asset)
    }),
    read("/logga-in", Everyone, "inloggningen", || get(login::ask)),
    change("/logga-in", Everyone, "loggar in med lösenord och kod", || {
        post(login::try_in)
    }),
    read(
        "/logga-in/extern",
        Everyone,
        "till organisationens egen inloggning",
        || get(outside::begin),
    ),
    read(
        "/logga-in/extern/svar",
        Everyone,
        "tillbaka från organisationens inloggning",
        || get(outside::back),
    ),
    read("/glomt-losenord", Everyone, "ber om ett nytt lösenord", || {
        get(invitation::ask)
    }),
    change(
        "/glomt-losenord",
        Everyone,
        "skickar en länk, om kontot finns",
        || post(invitation::forgotten),
    ),
    read("/aterstall/{lank}", Everyone, "väljer nytt lösenord", || {
        get(invitation::open_reset)
    }),
    change(
        "/aterstall/{lank}",
        Everyone,
        "byter lösenordet, en gång",
        || post(invitation::reset),
    ),
    read(
        "/inbjudan/{lank}",
        Everyone,
        "en inbjudan: väljer lösenord och telefon",
        || get(invitation::show),
    ),
    change("/inbjudan/{lank}", Everyone, "sparar valet, en gång", || {
        post(invitation::accept)
    }),
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
    read("/konto", LoggedIn, "eget konto och öppna sessioner", || {
        get(account::show)
    }),
    change(
        "/konto/sessioner",
        LoggedIn,
        "avslutar en session, eller alla",
        || post(account::end),
    ),
    change("/konto/losenord", LoggedIn, "byter eget lösenord", || {
        post(account::password)
    }),
    change("/konto/reservkoder", LoggedIn, "visar nya reservkoder", || {
        post(account::codes)
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
        "/insatser/{insats}/anvandare",
        May(Act::ManageRowUsers),
        "insatsens deltagaransvariga",
        || get(users::list),
    ),
    change(
        "/insatser/{insats}/anvandare",
        May(Act::ManageRowUsers),
        "bjuder in en deltagaransvarig",
        || post(users::invite),
    ),
    read(
        "/insatser/{insats}/anvandare/{anvandare}",
        May(Act::ManageRowUsers),
        "en deltagaransvarig",
        || get(users::one),
    ),
    change(
        "/insatser/{insats}/anvandare/{anvandare}/avsluta",
        May(Act::ManageRowUsers),
        "avslutar rollen",
        || post(users::end),
    ),
    change(
        "/insatser/{insats}/anvandare/{anvandare}/inbjudan",
        May(Act::ManageRowUsers),
        "bjuder in på nytt",
        || post(users::again),
    ),
    change(
        "/insatser/{insats}/anvandare/{anvandare}/stang",
        May(Act::ManageRowUsers),
        "stänger kontot",
        || post(users::close),
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
        "/installningar/anvandare",
        May(Act::ManageUsers),
        "användare och roller",
        || get(users::list),
    ),
    change(
        "/installningar/anvandare",
        May(Act::ManageUsers),
        "bjuder in",
        || post(users::invite),
    ),
    read(
        "/installningar/anvandare/{anvandare}",
        May(Act::ManageUsers),
        "en användare",
        || get(users::one),
    ),
    change(
        "/installningar/anvandare/{anvandare}/roll",
        May(Act::ManageUsers),
        "ger en roll till",
        || post(users::give),
    ),
    change(
        "/installningar/anvandare/{anvandare}/avsluta",
        May(Act::ManageUsers),
        "avslutar en roll",
        || post(users::end),
    ),
    change(
        "/installningar/anvandare/{anvandare}/inbjudan",
        May(Act::ManageUsers),
        "bjuder in på nytt",
        || post(users::again),
    ),
    change(
        "/installningar/anvandare/{anvandare}/stang",
        May(Act::ManageUsers),
        "stänger ett konto",
        || post(users::close),
    ),
    read(
        "/installningar/rattigheter",
        May(Act::ReadFigures),
        "vad rollerna får göra, för utskrift",
        || get(users::rights),
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
    read("/api", Everyone, "gränssnittet för program, läsbart", || {
        get(api::docs::show)
    }),
    read(
        "/api/v1/openapi.json",
        Everyone,
        "gränssnittet för program, OpenAPI 3.1",
        || get(api::openapi::serve),
    ),
    read(
        "/api/v1/insatser/{insats}/deltaganden",
        Token(Scope::ReadRows),
        "insatsens deltaganden",
        || get(api::participations::list),
    ),
    change(
        "/api/v1/insatser/{insats}/deltaganden",
        Token(Scope::WriteRows),
        "registrerar ett deltagande",
        || post(api::participations::enter),
    ),
    read(
        "/api/v1/deltaganden/{id}",
        Token(Scope::ReadRows),
        "ett deltagande med version",
        || get(api::participations::one),
    ),
    Route {
        method: "PUT",
        ..change(
            "/api/v1/deltaganden/{id}",
            Token(Scope::WriteRows),
            "rättar ett deltagande",
            || put(api::participations::correct),
        )
    },
    change(
        "/api/v1/deltaganden/{id}/avslut",
        Token(Scope::WriteRows),
        "avslutar ett deltagande",
        || post(api::participations::close),
    ),
    change(
        "/api/v1/deltaganden/{id}/felregistrering",
        Token(Scope::WriteRows),
        "felregistrerar ett deltagande",
        || post(api::participations::reverse),
    ),
    read("/api/v1/tal", Token(Scope::Figures), "årets öppna tal", || {
        get(api::figures::list)
    }),
    read(
        "/insatser/{insats}/nycklar",
        May(Act::ManageTokens),
        "nycklar för insatsens eget system",
        || get(api::tokens::of_insats),
    ),
    change(
        "/insatser/{insats}/nycklar",
        May(Act::ManageTokens),
        "gör en nyckel",
        || post(api::tokens::make_for_insats),
    ),
    change(
        "/insatser/{insats}/nycklar/{nyckel}/aterkalla",
        May(Act::ManageTokens),
        "återkallar en nyckel",
        || post(api::tokens::revoke_of_insats),
    ),
    read(
        "/installningar/nycklar",
        May(Act::EditSettings),
        "nycklar för förbundets tal",
        || get(api::tokens::of_association),
    ),
    change(
        "/installningar/nycklar",
        May(Act::EditSettings),
        "gör en nyckel för tal",
        || post(api::tokens::make_for_association),
    ),
    change(
        "/installningar/nycklar/{nyckel}/aterkalla",
        May(Act::EditSettings),
        "återkallar en nyckel för tal",
        || post(api::tokens::revoke_of_association),
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
