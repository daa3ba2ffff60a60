//! Who may do what: one function, asked by every act and by pages that decide whether to show a
//! button. What one may not know exists is answered as if it did not exist.

pub mod matrix;

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
    /// Invite users and give roles, except the one that reads rows.
    ManageUsers,
    /// Invite deltagaransvariga of one's own insats.
    ManageRowUsers,
    /// Register, correct, close and withdraw participations.
    EditRows,
    /// Read who has read or changed a participation.
    ReadRowLog,
    /// Read referrals, meetings and consultations of a team.
    ReadReferrals,
    /// Register referrals, meetings, consultations and recommendations.
    EditReferrals,
    /// Register head counts of an insats that counts without registering.
    EditHeadCounts,
    /// Accept or dispute an insats's counts before a quarter closes, and write its quarterly report.
    AnswerQuarter,
    /// See which insatser have answered for a quarter, and close it.
    ReadQuarters,
    /// Make and revoke tokens for an insats's own system.
    ManageTokens,
    /// Make and revoke tokens for a team's own system.
    ManageTeamTokens,
    /// Change the association's settings, such as the smallest cell.
    EditSettings,
    /// Decide an insats's own questions and outcome labels.
    EditInsatsForm,
    /// Apportion contributions, enter populations and payment plans.
    EditContributions,
    /// Register the decided contributions of a year.
    DecideContributions,
    /// Make and send invoices to members, and read invoices received.
    EditInvoices,
    /// Write budget proposals, scenarios and plan texts.
    EditPlan,
    /// Register the board's decision of a plan and budget.
    DecidePlan,
    /// Read requisitions: of one's own insats, or all.
    ReadRequisitions,
    /// Fill in and attest an insats's requisition (attest 1).
    EditRequisition,
    /// Review a requisition and return it.
    ReviewRequisition,
    /// Attest a reviewed requisition (attest 2).
    AttestRequisition,
    /// Write payment files and read account statements.
    EditPayments,
    /// Decide who may attest what, with limits and deputies.
    EditAttestRules,
    /// Enter forecasts and explain differences between budget and outcome.
    EditForecast,
    /// Close a quarter's economy.
    CloseEconomy,
    /// Make the claim for VAT compensation.
    EditVat,
    /// Apply for money from a pot.
    ApplyPot,
    /// Decide a pot's frame and its applications by delegation.
    DecidePot,
}

impl Act {
    /// Every act.
    pub const ALL: [Act; 43] = [
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
        Act::ManageUsers,
        Act::ManageRowUsers,
        Act::EditRows,
        Act::ReadRowLog,
        Act::ReadReferrals,
        Act::EditReferrals,
        Act::EditHeadCounts,
        Act::AnswerQuarter,
        Act::ReadQuarters,
        Act::ManageTokens,
        Act::ManageTeamTokens,
        Act::EditSettings,
        Act::EditInsatsForm,
        Act::EditContributions,
        Act::DecideContributions,
        Act::EditInvoices,
        Act::EditPlan,
        Act::DecidePlan,
        Act::ReadRequisitions,
        Act::EditRequisition,
        Act::ReviewRequisition,
        Act::AttestRequisition,
        Act::EditPayments,
        Act::EditAttestRules,
        Act::EditForecast,
        Act::CloseEconomy,
        Act::EditVat,
        Act::ApplyPot,
        Act::DecidePot,
    ];
}

/// What it is done on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On<'a> {
    /// The association as a whole.
    Association,
    /// One insats, by slug.
    Insats(&'a str),
    /// One team, by slug.
    Team(&'a str),
}

/// Whether the actor may do it. What concerns participants' rows is nobody's on the whole
/// association: rows are held by the huvudman, insats by insats, and nobody of the association can
/// give that right, so nobody can take it either.
pub fn may(actor: &Actor, act: Act, on: On<'_>) -> bool {
    let any = |roles: &[Role]| roles.iter().any(|role| actor.has(*role));
    match act {
        Act::ReadRows | Act::EditRows | Act::ReadRowLog | Act::ManageTokens => {
            matches!(on, On::Insats(insats) if actor.has_for(Role::ParticipantManager, insats))
        }
        Act::ManageRowUsers
        | Act::EditHeadCounts
        | Act::AnswerQuarter
        | Act::EditInsatsForm
        | Act::EditRequisition
        | Act::ApplyPot => {
            matches!(on, On::Insats(insats) if actor.has_for(Role::InsatsManager, insats))
        }
        Act::ReadRequisitions => {
            any(&[Role::Office, Role::Economist, Role::Auditor])
                || matches!(on, On::Insats(insats) if actor.has_for(Role::InsatsManager, insats))
        }
        Act::ReadReferrals | Act::EditReferrals | Act::ManageTeamTokens => {
            matches!(on, On::Team(team) if actor.in_team(team))
        }
        Act::ReadFigures | Act::ReadReport => !actor.assignments.is_empty(),
        Act::ReadEconomy | Act::ReadChecks => {
            any(&[Role::Office, Role::Economist, Role::Board, Role::Auditor])
        }
        Act::ReadVouchers => any(&[Role::Office, Role::Economist, Role::Auditor]),
        Act::AnswerFinding
        | Act::EditReport
        | Act::EditContributions
        | Act::EditInvoices
        | Act::EditPlan
        | Act::AttestRequisition
        | Act::EditForecast => any(&[Role::Office, Role::Economist]),
        Act::PublishReport
        | Act::ImportTables
        | Act::ManageUsers
        | Act::EditSettings
        | Act::DecideContributions
        | Act::DecidePlan
        | Act::ReviewRequisition
        | Act::EditAttestRules
        | Act::DecidePot => any(&[Role::Office]),
        Act::ImportLedger
        | Act::EditMapping
        | Act::CloseYear
        | Act::EditPayments
        | Act::CloseEconomy
        | Act::EditVat => any(&[Role::Economist]),
        Act::ReadAudit | Act::ReadQuarters => any(&[Role::Office, Role::Auditor]),
    }
}

/// Whether the actor may do it somewhere: on the association, or on an insats or team of theirs.
/// Pages that list what one has ask this; the act itself then asks [`may`] for each.
pub fn may_somewhere(actor: &Actor, act: Act) -> bool {
    may(actor, act, On::Association)
        || actor.assignments.iter().any(|a| {
            a.insats
                .as_deref()
                .is_some_and(|insats| may(actor, act, On::Insats(insats)))
                || a.team
                    .as_deref()
                    .is_some_and(|team| may(actor, act, On::Team(team)))
        })
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
            team: (role == Role::Team).then(|| "norr".into()),
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
            Act::ReadQuarters,
            Act::ReadRequisitions,
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
    fn r_rol_06_a_team_reads_and_writes_the_referrals_of_its_own_team_only() {
        for role in Role::ALL {
            let actor = with(role, Some("krus"));
            for act in [Act::ReadReferrals, Act::EditReferrals, Act::ManageTeamTokens] {
                assert_eq!(may(&actor, act, On::Team("norr")), role == Role::Team, "{role:?}");
                assert!(!may(&actor, act, On::Team("soder")), "{role:?}");
                assert!(!may(&actor, act, On::Association), "{role:?}");
            }
        }
    }

    #[test]
    fn r_rol_07_nobody_of_the_association_gives_the_right_to_read_rows() {
        for role in Role::ALL {
            let actor = with(role, Some("krus"));
            let gives = may(&actor, Act::ManageRowUsers, On::Insats("krus"));
            assert_eq!(gives, role == Role::InsatsManager, "{role:?}");
            assert!(
                !(gives && may(&actor, Act::ReadRows, On::Insats("krus"))),
                "{role:?}"
            );
        }
    }

    #[test]
    fn a_page_of_ones_own_is_open_to_those_who_have_something_there() {
        let manager = with(Role::ParticipantManager, Some("krus"));
        assert!(may_somewhere(&manager, Act::ReadRows));
        assert!(!may_somewhere(&manager, Act::ReadReferrals));
        assert!(may_somewhere(&with(Role::Team, None), Act::ReadReferrals));
        assert!(!may_somewhere(&with(Role::Office, None), Act::ReadRows));
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
