//! Importing files: bookkeeping (SIE 4) and published tables. Every import can be tried first: a dry
//! run answers with the same report and changes nothing. An import is one transaction.

mod books;
mod ledger;
mod report;
mod tables;

pub use report::{Change, Count, ImportReport, Kind, Note, Unmapped, VoucherDifference};

use domain::{
    facts::Association,
    intake::controls::{Control, Verdict},
    refusal::Refusal,
};
use store::{AssociationId, Tx};

use crate::{Failure, Outcome};

/// Files larger than this are not read at all.
const MAX_BYTES: usize = 256 << 20;

/// A file as it was handed in.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its name, with or without folders.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Upload {
    /// The name without folders: what is stored and shown.
    pub(crate) fn base_name(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name)
    }
}

fn too_large(name: &str, bytes: usize) -> Option<Refusal> {
    let (size, most) = (bytes >> 20, MAX_BYTES >> 20);
    (bytes > MAX_BYTES).then(|| {
        let message =
            format!("Filen är {size} MiB; högst {most} MiB läses. Kontrollera att det är rätt fil.");
        Refusal::at("fil-for-stor", name, message)
    })
}

/// What the controls refuse, as refusals that name the file.
fn refused(file: &str, controls: &[Control]) -> Vec<Refusal> {
    let refusing = controls.iter().filter(|c| c.verdict == Verdict::Refused);
    refusing
        .flat_map(|c| {
            c.found
                .iter()
                .map(|found| Refusal::at(c.code, file, found.clone()))
        })
        .collect()
}

/// What the database itself refused of a file's content: said as a refusal, since nothing broke.
fn of_content(file: &str) -> impl Fn(store::Error) -> Failure + '_ {
    move |error| {
        let cause = match &error {
            store::Error::Constraint(cause) | store::Error::Duplicate(cause) => cause.clone(),
            store::Error::Unknown { what, value } => format!("{what} {value}"),
            _ => return error.into(),
        };
        let message = format!(
            "En uppgift i filen motsäger en annan och sparas inte ({cause}). Rätta filen och läs in den igen."
        );
        Failure::refused(Refusal::at("import-motsagelse", file, message))
    }
}

/// The association of this installation, if there is one.
async fn standing(tx: &mut Tx) -> Outcome<Option<(AssociationId, Association)>> {
    let mut all = store::association::all(tx).await?;
    Ok((!all.is_empty())
        .then(|| all.remove(0))
        .map(|a| (a.id, a.association)))
}

/// The first import into an empty database makes its association, by the name and number of the
/// bookkeeping.
async fn create_association(tx: &mut Tx, name: &str, number: &str, file: &str) -> Outcome<AssociationId> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let digits = digits
        .strip_prefix("16")
        .filter(|d| d.len() == 10)
        .unwrap_or(&digits);
    let (Some((head, tail)), 10, false) = (digits.split_at_checked(6), digits.len(), name.trim().is_empty())
    else {
        let message = "Databasen har inget förbund, och filen saknar namn (#FNAMN) eller organisationsnummer (#ORGNR) att skapa det med. Be om en fil med båda.";
        return Err(Refusal::at("forbund-saknas", file, message).into());
    };
    let association = Association {
        name: name.trim().to_owned(),
        org_number: format!("{head}-{tail}"),
        ..Association::default()
    };
    let public_id = association.org_number.clone();
    Ok(store::association::create(tx, &public_id, &association).await?)
}
