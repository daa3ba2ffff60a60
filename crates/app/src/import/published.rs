//! Annual reports that were published with figures an import changes. A publication is locked: it stands
//! as it was, and whoever imports is told that it no longer agrees.

use domain::report::Kind;
use store::{AssociationId, Tx, report::Snapshot};

use crate::Outcome;

/// A published annual report that prints a year the import changes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Published {
    /// The report's year.
    pub year: i32,
    /// Its number within the year; the newest.
    pub number: i64,
    /// The day it was published, ISO 8601.
    pub on: String,
    /// What that means and what to do, in Swedish.
    pub message: String,
}

/// The newest publication of each annual report that prints figures of `from` or a later year: its own year
/// and, in comparisons and the overview, every earlier one.
pub(super) async fn since(tx: &mut Tx, association: AssociationId, from: i32) -> Outcome<Vec<Published>> {
    let newest = store::report::newest(tx, association, Kind::AnnualReport.slug()).await?;
    let touched = newest.into_iter().filter(|(year, _)| *year >= from);
    Ok(touched
        .map(|(year, snapshot)| published(year, &snapshot, from))
        .collect())
}

/// Whether any annual report is published at all.
pub(super) async fn any(tx: &mut Tx, association: AssociationId) -> Outcome<bool> {
    let newest = store::report::newest(tx, association, Kind::AnnualReport.slug()).await?;
    Ok(!newest.is_empty())
}

fn published(year: i32, snapshot: &Snapshot, from: i32) -> Published {
    let on = snapshot.published_at.format("%Y-%m-%d").to_string();
    let what = if year == from {
        "årets uppgifter".to_owned()
    } else {
        format!("uppgifter från {from} som den jämför med")
    };
    let message = format!(
        "{} publicerades {on} och står kvar oförändrad, men inläsningen ändrar {what}. Jämför den med det nya utkastet, och publicera på nytt om den inte längre stämmer.",
        Kind::AnnualReport.title(year)
    );
    Published {
        year,
        number: snapshot.number,
        on,
        message,
    }
}
