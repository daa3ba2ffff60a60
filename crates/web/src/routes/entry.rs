//! Who one is: the log-in, one's own account, users and roles.

use app::rights::Act;
use axum::routing::{get, post};

use super::{Route, change, read};
use crate::{
    account, invitation, login, outside, users,
    visitor::Access::{Everyone, LoggedIn, May},
};

/// In the order of `docs/routes.md`.
pub const ROUTES: &[Route] = &[
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
];
