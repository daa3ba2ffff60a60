//! The interface for programs, and the keys they use.

use app::{rights::Act, token::Scope};
use axum::routing::{get, post, put};

use super::{Route, change, read};
use crate::{
    api,
    visitor::Access::{Everyone, May, MayAny, Token},
};

/// In the order of `docs/routes.md`.
pub const ROUTES: &[Route] = &[
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
    change(
        "/api/v1/deltaganden/{id}/start",
        Token(Scope::WriteRows),
        "ett beviljat deltagande börjar",
        || post(api::course::start),
    ),
    read(
        "/api/v1/deltaganden/{id}/plan",
        Token(Scope::ReadRows),
        "deltagandets plan med version",
        || get(api::course::plan),
    ),
    Route {
        method: "PUT",
        ..change(
            "/api/v1/deltaganden/{id}/plan",
            Token(Scope::WriteRows),
            "ersätter planen",
            || put(api::course::save_plan),
        )
    },
    read(
        "/api/v1/deltaganden/{id}/uppfoljningar",
        Token(Scope::ReadRows),
        "deltagandets uppföljningar",
        || get(api::course::follow_ups),
    ),
    change(
        "/api/v1/deltaganden/{id}/uppfoljningar",
        Token(Scope::WriteRows),
        "sparar en uppföljning",
        || post(api::course::follow_up),
    ),
    read(
        "/api/v1/insatser/{insats}/volym/{ar}",
        Token(Scope::HeadCounts),
        "årets volym",
        || get(api::head_counts::read),
    ),
    Route {
        method: "PUT",
        ..change(
            "/api/v1/insatser/{insats}/volym/{ar}",
            Token(Scope::HeadCounts),
            "sparar årets volym",
            || put(api::head_counts::save),
        )
    },
    read(
        "/api/v1/insatser/{insats}/rekommendationer",
        Token(Scope::ReadRows),
        "rekommendationer som väntar på insatsen",
        || get(api::meetings::recommended),
    ),
    change(
        "/api/v1/insatser/{insats}/rekommendationer/{rekommendation}/avslut",
        Token(Scope::WriteRows),
        "rekommendationen blev inget deltagande",
        || post(api::meetings::not_taken),
    ),
    read(
        "/api/v1/team/{team}",
        Token(Scope::ReadReferrals),
        "teamets enheter, koder, kommuner och insatser att välja bland",
        || get(api::referrals::choices),
    ),
    read(
        "/api/v1/team/{team}/remisser",
        Token(Scope::ReadReferrals),
        "teamets remisser",
        || get(api::referrals::list),
    ),
    change(
        "/api/v1/team/{team}/remisser",
        Token(Scope::WriteReferrals),
        "registrerar en remiss",
        || post(api::referrals::register),
    ),
    read(
        "/api/v1/remisser/{remiss}",
        Token(Scope::ReadReferrals),
        "en remiss med version",
        || get(api::referrals::one),
    ),
    change(
        "/api/v1/remisser/{remiss}/mottagande",
        Token(Scope::WriteReferrals),
        "teamet tar emot remissen",
        || post(api::referrals::accept),
    ),
    change(
        "/api/v1/remisser/{remiss}/aterlamning",
        Token(Scope::WriteReferrals),
        "teamet återlämnar remissen med skäl",
        || post(api::referrals::send_back),
    ),
    change(
        "/api/v1/remisser/{remiss}/atertagande",
        Token(Scope::WriteReferrals),
        "avsändaren återtar remissen",
        || post(api::referrals::withdraw),
    ),
    read(
        "/api/v1/team/{team}/moten",
        Token(Scope::ReadReferrals),
        "teamets möten",
        || get(api::meetings::list),
    ),
    change(
        "/api/v1/team/{team}/moten",
        Token(Scope::WriteReferrals),
        "planerar eller registrerar ett möte",
        || post(api::meetings::create),
    ),
    read(
        "/api/v1/moten/{mote}",
        Token(Scope::ReadReferrals),
        "ett möte med konsultationer och version",
        || get(api::meetings::one),
    ),
    Route {
        method: "PUT",
        ..change(
            "/api/v1/moten/{mote}/parter",
            Token(Scope::WriteReferrals),
            "sparar vilka parter som var med",
            || put(api::meetings::save_parties),
        )
    },
    change(
        "/api/v1/moten/{mote}/konsultationer",
        Token(Scope::WriteReferrals),
        "registrerar en konsultation med rekommendation",
        || post(api::meetings::consult),
    ),
    read("/api/v1/tal", Token(Scope::Figures), "årets öppna tal", || {
        get(api::figures::list)
    }),
    read(
        "/insatser/{insats}/nycklar",
        MayAny(api::tokens::MAY),
        "nycklar för insatsens eget system",
        || get(api::tokens::of_insats),
    ),
    change(
        "/insatser/{insats}/nycklar",
        MayAny(api::tokens::MAY),
        "gör en nyckel",
        || post(api::tokens::make_for_insats),
    ),
    change(
        "/insatser/{insats}/nycklar/{nyckel}/aterkalla",
        MayAny(api::tokens::MAY),
        "återkallar en nyckel",
        || post(api::tokens::revoke_of_insats),
    ),
    read(
        "/konsultation/team/{team}/nycklar",
        May(Act::ManageTeamTokens),
        "nycklar för teamets eget system",
        || get(api::tokens::of_team),
    ),
    change(
        "/konsultation/team/{team}/nycklar",
        May(Act::ManageTeamTokens),
        "gör en nyckel för remisser",
        || post(api::tokens::make_for_team),
    ),
    change(
        "/konsultation/team/{team}/nycklar/{nyckel}/aterkalla",
        May(Act::ManageTeamTokens),
        "återkallar en nyckel för remisser",
        || post(api::tokens::revoke_of_team),
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
];
