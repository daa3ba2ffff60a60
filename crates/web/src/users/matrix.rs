//! Which roles exclude each other and what each may, for printing.

use app::{Role, rights::matrix};
use axum::extract::State;

use crate::{
    frame::{self, Place},
    page::{Answer, page},
    pages::users::RightsPage,
    site::Site,
    view::{Cell, Row, Table},
    visitor::Visitor,
};

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor) -> Answer {
    let heads: Vec<&str> = std::iter::once("Roll")
        .chain(Role::ALL.iter().map(|role| role.label()))
        .collect();
    let mut excluded = Table::new("forena", "Roller som inte kan förenas under samma tid", &heads);
    for (role, cells) in matrix::excluded() {
        let cells = cells.into_iter().map(Cell::text);
        let cells = std::iter::once(Cell::text(role.label())).chain(cells);
        excluded.rows.push(Row::of(cells.collect()));
    }
    let heads: Vec<&str> = std::iter::once("Får")
        .chain(Role::ALL.iter().map(|role| role.label()))
        .collect();
    let mut rights = Table::new("rattigheter", "Vad rollerna får göra", &heads);
    for (act, cells) in matrix::rights() {
        let cells = cells.into_iter().map(Cell::text);
        let cells = std::iter::once(Cell::text(act.label())).chain(cells);
        rights.rows.push(Row::of(cells.collect()));
    }
    rights.notes.push(matrix::NOTE.into());
    let place = Place::new("Roller och rättigheter", "/installningar");
    page(&RightsPage {
        shell: frame::shell(&site, &visitor, place).await?,
        excluded,
        rights,
    })
}
