//! Settings of the register: outcome lists and the keys of pseudonyms.

use app::rights::Act;
use axum::routing::{get, post};

use super::{Route, change, read};
use crate::{participation, visitor::Access::May};

/// Its routes.
pub const ROUTES: &[Route] = &[
    read(
        "/installningar/utfall",
        May(Act::ReadFigures),
        "utfallslistor: vad som räknas som stegförflyttning",
        || get(participation::lists),
    ),
    change(
        "/installningar/utfall",
        May(Act::EditSettings),
        "lägger till en utfallslista eller ett slut på en",
        || post(participation::save_list),
    ),
    read(
        "/insatser/{insats}/pseudonymer",
        May(Act::ManageRowUsers),
        "nycklarna för huvudmannens pseudonymer",
        || get(participation::keys),
    ),
    change(
        "/insatser/{insats}/pseudonymer",
        May(Act::ManageRowUsers),
        "gör en ny nyckel",
        || post(participation::new_key),
    ),
];
