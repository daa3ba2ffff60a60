//! Checking a folder of tables that somebody else printed; no database and no rights are involved.

use std::path::Path;

use domain::{
    check,
    finding::Finding,
    published::{Layout, read_folder},
    refusal::Refusal,
};

use crate::{Outcome, bookkeeping, files};

/// Runs the checks, or the named one, over a folder in the layout of `examples/kalmar`. The folder is
/// about `year`, or the latest year in its names; earlier years in it may be questions. Bookkeeping
/// files `bokforing-ÅÅÅÅ.se` in it are compared with the statements.
///
/// # Errors
/// A refusal for a folder that cannot be read, one without any table, or an unknown check.
pub fn check_folder(dir: &Path, year: Option<i32>, only: Option<&str>) -> Outcome<Vec<Finding>> {
    known(only)?;
    let read = files::read_folder(dir)?;
    let is_table = |name: &str| Layout::file(name).is_some() || Layout::ledger_year(name).is_some();
    if !read.iter().any(|(name, _)| is_table(name)) {
        let message = "Mappen innehåller ingen tabell som programmet känner igen. Filerna ska heta som i examples/kalmar, till exempel budget.csv och bokslut.csv.";
        return Err(Refusal::at("mapp-tom", dir.display().to_string(), message).into());
    }
    let (mut folder, _) = read_folder(&read);
    folder.wanted_year = year;
    let ledger: Vec<_> = read
        .iter()
        .filter(|(name, _)| Layout::ledger_year(name).is_some())
        .filter_map(|(_, bytes)| bookkeeping::ledger_year(&sie::read(bytes).0, ""))
        .collect();
    Ok(check::published(&folder, &ledger, only))
}

/// Refuses a check that does not exist.
pub(crate) fn known(only: Option<&str>) -> Outcome<()> {
    match only {
        Some(name) if !check::names().contains(&name) => {
            let message = format!(
                "Kontrollen finns inte. Välj en av: {}.",
                check::names().join(", ")
            );
            Err(Refusal::at("okand-kontroll", name, message).into())
        }
        _ => Ok(()),
    }
}
