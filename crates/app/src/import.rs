//! Importing files: bookkeeping (SIE 4) and published tables. Every import can be tried first: a dry
//! run answers with the same report and changes nothing. An import is one transaction.

mod books;
mod ledger;
mod published;
mod report;
mod tables;

pub use published::Published;
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

/// What the database itself refused of a file's content: said as a refusal, since nothing broke. The place
/// is the file, and what in it was being saved.
fn of_content(place: impl Into<String>) -> impl FnOnce(store::Error) -> Failure {
    let place = place.into();
    move |error| {
        let Some(cause) = contradiction(&error) else {
            return error.into();
        };
        tracing::debug!(%error, "the database refused content");
        let message = format!("{cause}. Ingenting är ändrat. Rätta uppgiften och läs in filen igen.");
        Failure::refused(Refusal::at("import-motsagelse", place, message))
    }
}

/// What the content contradicts, out of the constraint's kind and the column its text names; `None` when
/// it was not the content that was wrong.
fn contradiction(error: &store::Error) -> Option<String> {
    let text = match error {
        store::Error::Duplicate(_) => return Some("Samma uppgift står två gånger".into()),
        store::Error::Unknown { what, value } => {
            let what = match *what {
                "insats" => "Insatsen",
                "member" => "Medlemmen",
                "project" => "Projektet",
                _ => "Det som kallas",
            };
            return Some(format!("{what} ”{value}” finns inte"));
        }
        store::Error::Constraint(text) => text.to_lowercase(),
        _ => return None,
    };
    // SQLite's text has the expression, PostgreSQL's the constraint's name, which ends in the column's.
    let of = |signs: &[&str]| signs.iter().any(|sign| text.contains(sign));
    let cause = if of(&["foreign key"]) {
        "Något som uppgiften hänvisar till finns inte"
    } else if of(&["year between", "_year_check"]) {
        "Ett årtal ligger utanför 1990–2200"
    } else if of(&["amount >=", "_amount_check"]) {
        "Ett belopp är negativt"
    } else if of(&[
        "<> ''",
        "_name_check",
        "_label_check",
        "_text_check",
        "_code_check",
    ]) {
        "Ett namn eller en text är tom"
    } else {
        "En uppgift saknas eller ligger utanför vad som får sparas"
    };
    Some(cause.into())
}

/// The association of this installation, if there is one.
async fn standing(tx: &mut Tx) -> Outcome<Option<(AssociationId, Association)>> {
    let mut all = store::association::all(tx).await?;
    Ok((!all.is_empty())
        .then(|| all.remove(0))
        .map(|a| (a.id, a.association)))
}

/// Makes the association that a file of bookkeeping is of, before anything else of it is imported.
pub(crate) async fn found_association(tx: &mut Tx, file: &str, bytes: &[u8]) -> Outcome<AssociationId> {
    let (name, number, _) = books::company(bytes);
    create_association(tx, &name, &number, file).await
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

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use store::Error;

    use super::*;

    #[rstest]
    #[case(Error::Constraint("CHECK constraint failed: year BETWEEN 1990 AND 2200".into()), "årtal")]
    #[case(Error::Constraint("new row for relation \"member\" violates check constraint \"member_name_check\"".into()), "namn")]
    #[case(Error::Constraint("CHECK constraint failed: amount >= 0".into()), "belopp")]
    #[case(Error::Constraint("FOREIGN KEY constraint failed".into()), "hänvisar")]
    #[case(Error::Constraint("CHECK constraint failed: direction BETWEEN 1 AND 2".into()), "utanför")]
    #[case(Error::Duplicate("UNIQUE constraint failed: goal.year, goal.number".into()), "två gånger")]
    #[case(Error::Unknown { what: "member", value: "kalmar".into() }, "Medlemmen ”kalmar”")]
    fn r_imp_15_what_the_database_refuses_of_a_file_is_told_in_swedish(
        #[case] error: Error,
        #[case] cause: &str,
    ) {
        let Failure::Refused(refusals) = of_content("bok.se, konton")(error) else {
            panic!("must refuse")
        };
        let told = &refusals[0];
        assert_eq!(
            (told.code, told.place.as_str()),
            ("import-motsagelse", "bok.se, konton")
        );
        assert!(
            told.message.contains(cause) && told.message.contains("läs in filen igen"),
            "{told}"
        );
        assert!(!told.message.contains("constraint"), "{told}");
    }
}
