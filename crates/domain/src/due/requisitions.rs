//! What of requisitions is due: quarters without one, and those that wait for a person.

use chrono::{NaiveDate, TimeDelta};

use super::{Due, DueFacts};
use crate::requisition::{Missing, State};

/// Days a requisition may wait for one person.
const TO_TREAT: i64 = 10;

/// What requisitions ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequisitionDue {
    /// A quarter has none: the insats's name, which months, and whether it is the office that is told.
    Missing(String, Missing, bool),
    /// One waits: number, insats's name, how it stands, since when.
    Waits(String, String, State, NaiveDate),
}

/// Missing requisitions, and those that wait.
pub(super) fn requisitions(facts: &DueFacts, today: NaiveDate) -> Vec<Due> {
    facts.requisitions.iter().map(|asked| due(asked, today)).collect()
}

fn due(asked: &RequisitionDue, today: NaiveDate) -> Due {
    match asked {
        RequisitionDue::Missing(name, missing, office) => Due {
            what: if *office {
                format!("Påminn {name}: rekvisition saknas för {}", missing.words())
            } else {
                format!("Rekvirera för {}, {name}", missing.quarter.label())
            },
            by: missing.by,
            overdue: today > missing.by,
            href: if *office {
                format!("/rekvisitioner?ar={}", missing.quarter.year())
            } else {
                format!("/rekvisitioner/ny/{}", missing.insats)
            },
            way: if *office { "Öppna" } else { "Fyll i" },
        },
        RequisitionDue::Waits(number, name, state, since) => {
            let what = match state {
                State::Returned => "är återsänd och ska rättas",
                State::Draft => "är ett utkast som inte är attesterat",
                State::Attested => "väntar på granskning",
                State::Reviewed => "väntar på förbundets attest",
                _ => "väntar på betalning",
            };
            let by = *since + TimeDelta::days(TO_TREAT);
            Due {
                what: format!("Rekvisition {number}, {name}, {what}"),
                by,
                overdue: by < today,
                href: format!("/rekvisitioner/{number}"),
                way: "Öppna",
            }
        }
    }
}
