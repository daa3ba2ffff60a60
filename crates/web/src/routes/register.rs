//! The register: referrals, participations, head counts, withdrawals, who has read.

use app::rights::Act;
use axum::routing::{get, post};

use super::{Route, change, read, upload};
use crate::{
    consultation, log, participation, register_import, retention, visitor::Access::May, volume, withdrawal,
};

/// In the order of `docs/routes.md`.
pub const ROUTES: &[Route] = &[
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
        "/deltagare",
        May(Act::ReadRows),
        "deltaganden i egna insatser: att göra och lista",
        || get(participation::list),
    ),
    read(
        "/deltagare/ny",
        May(Act::EditRows),
        "registrerar en deltagare",
        || get(participation::ask),
    ),
    change(
        "/deltagare/ny",
        May(Act::EditRows),
        "sparar inregistreringen",
        || post(participation::enter),
    ),
    read(
        "/deltagare/{deltagande}",
        May(Act::ReadRows),
        "ett deltagande",
        || get(participation::one),
    ),
    read(
        "/deltagare/{deltagande}/avsluta",
        May(Act::EditRows),
        "avslutar",
        || get(participation::ask_exit),
    ),
    change(
        "/deltagare/{deltagande}/avsluta",
        May(Act::EditRows),
        "sparar avslutet",
        || post(participation::exit),
    ),
    read(
        "/deltagare/{deltagande}/ratta",
        May(Act::EditRows),
        "rättar det som är registrerat",
        || get(participation::ask_correct),
    ),
    change(
        "/deltagare/{deltagande}/ratta",
        May(Act::EditRows),
        "sparar rättelsen",
        || post(participation::correct),
    ),
    read(
        "/deltagare/{deltagande}/starta",
        May(Act::EditRows),
        "startar en beviljad plats",
        || get(participation::ask_start),
    ),
    change(
        "/deltagare/{deltagande}/starta",
        May(Act::EditRows),
        "sparar starten",
        || post(participation::start),
    ),
    read(
        "/deltagare/{deltagande}/plan",
        May(Act::EditRows),
        "plan och aktiviteter",
        || get(participation::ask_plan),
    ),
    change(
        "/deltagare/{deltagande}/plan",
        May(Act::EditRows),
        "sparar planen",
        || post(participation::plan),
    ),
    read(
        "/deltagare/{deltagande}/uppfoljning",
        May(Act::EditRows),
        "följer upp efter avslutet",
        || get(participation::ask_follow_up),
    ),
    change(
        "/deltagare/{deltagande}/uppfoljning",
        May(Act::EditRows),
        "sparar uppföljningen",
        || post(participation::follow_up),
    ),
    read(
        "/deltagare/{deltagande}/felregistrera",
        May(Act::EditRows),
        "vad en felregistrering ändrar",
        || get(participation::ask_reversal),
    ),
    change(
        "/deltagare/{deltagande}/felregistrera",
        May(Act::EditRows),
        "felregistrerar",
        || post(participation::reverse),
    ),
    read(
        "/insatser/{insats}/fragor",
        May(Act::EditInsatsForm),
        "insatsens egna frågor och etiketter",
        || get(participation::questions),
    ),
    change(
        "/insatser/{insats}/fragor",
        May(Act::EditInsatsForm),
        "lägger till en fråga eller etikett",
        || post(participation::save_question),
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
        "/granskning/logg",
        May(Act::ReadAudit),
        "loggkedjan och läsloggen, utan personuppgifter",
        || get(log::show),
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
];
