//! Who may do what: one function, asked by every act and by pages that decide whether to show a
//! button. What one may not know exists is answered as if it did not exist.

use crate::{Actor, Failure, Role};

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Read figures, goals and their traces down to counts.
    ReadFigures,
    /// Read statements, budgets and contributions.
    ReadEconomy,
    /// Read vouchers and transactions.
    ReadVouchers,
    /// Read participations row by row.
    ReadRows,
    /// Read what the checks found.
    ReadChecks,
    /// Answer a finding.
    AnswerFinding,
    /// Read reports and drafts.
    ReadReport,
    /// Write report texts.
    EditReport,
    /// Publish a report.
    PublishReport,
    /// Import bookkeeping.
    ImportLedger,
    /// Import tables of published figures.
    ImportTables,
    /// Change the mapping from accounts to lines.
    EditMapping,
    /// Close or reopen an accounting year.
    CloseYear,
    /// Read the audit trail.
    ReadAudit,
}

impl Act {
    /// Every act.
    pub const ALL: [Act; 14] = [
        Act::ReadFigures,
        Act::ReadEconomy,
        Act::ReadVouchers,
        Act::ReadRows,
        Act::ReadChecks,
        Act::AnswerFinding,
        Act::ReadReport,
        Act::EditReport,
        Act::PublishReport,
        Act::ImportLedger,
        Act::ImportTables,
        Act::EditMapping,
        Act::CloseYear,
        Act::ReadAudit,
    ];
}

/// What it is done on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On<'a> {
    /// The association as a whole.
    Association,
    /// One insats, by slug.
    Insats(&'a str),
}

/// Whether the actor may do it. `ReadRows` on the whole association is nobody's: rows are held by
/// the huvudman, insats by insats.
pub fn may(actor: &Actor, act: Act, on: On<'_>) -> bool {
    let any = |roles: &[Role]| roles.iter().any(|role| actor.has(*role));
    match (act, on) {
        (Act::ReadRows, On::Insats(insats)) => actor.has_for(Role::ParticipantManager, insats),
        (Act::ReadRows, On::Association) => false,
        (Act::ReadFigures | Act::ReadReport, _) => !actor.assignments.is_empty(),
        (Act::ReadEconomy | Act::ReadChecks, _) => {
            any(&[Role::Office, Role::Economist, Role::Board, Role::Auditor])
        }
        (Act::ReadVouchers, _) => any(&[Role::Office, Role::Economist, Role::Auditor]),
        (Act::AnswerFinding | Act::EditReport, _) => any(&[Role::Office, Role::Economist]),
        (Act::PublishReport | Act::ImportTables, _) => any(&[Role::Office]),
        (Act::ImportLedger | Act::EditMapping | Act::CloseYear, _) => any(&[Role::Economist]),
        (Act::ReadAudit, _) => any(&[Role::Office, Role::Auditor]),
    }
}

/// Asks [`may`] and answers "not found" when not: an act that one may not do shows nothing.
///
/// # Errors
/// [`Failure::NotFound`] when the actor may not.
pub fn require(actor: &Actor, act: Act, on: On<'_>) -> Result<(), Failure> {
    if may(actor, act, on) {
        Ok(())
    } else {
        Err(Failure::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Assignment;
    use chrono::NaiveDate;

    fn with(role: Role, insats: Option<&str>) -> Actor {
        let assignment = Assignment {
            role,
            insats: insats.map(Into::into),
            from: NaiveDate::MIN,
            to: None,
        };
        Actor {
            id: "u".into(),
            name: "Prov".into(),
            assignments: vec![assignment],
        }
    }

    #[test]
    fn r_rol_03_rows_are_read_by_the_deltagaransvarig_of_that_insats_only() {
        for role in Role::ALL {
            let actor = with(role, Some("krus"));
            let expected = role == Role::ParticipantManager;
            assert_eq!(
                may(&actor, Act::ReadRows, On::Insats("krus")),
                expected,
                "{role:?}"
            );
            assert!(!may(&actor, Act::ReadRows, On::Insats("resa")), "{role:?}");
            assert!(!may(&actor, Act::ReadRows, On::Association), "{role:?}");
        }
        assert!(!may(&Actor::system(), Act::ReadRows, On::Insats("krus")));
    }

    #[test]
    fn r_rol_04_the_auditor_changes_nothing() {
        let auditor = with(Role::Auditor, None);
        let reads = [
            Act::ReadFigures,
            Act::ReadEconomy,
            Act::ReadVouchers,
            Act::ReadChecks,
            Act::ReadReport,
            Act::ReadAudit,
        ];
        for act in Act::ALL {
            assert_eq!(
                may(&auditor, act, On::Association),
                reads.contains(&act),
                "{act:?}"
            );
        }
    }

    #[test]
    fn r_rol_05_without_a_valid_role_one_may_nothing() {
        let nobody = Actor {
            id: "u".into(),
            name: "Prov".into(),
            assignments: vec![],
        };
        assert!(Act::ALL.iter().all(|act| !may(&nobody, *act, On::Association)));
    }
}
