//! Who acts: a person with roles that are valid on a day (DOMAIN 2).

use chrono::NaiveDate;

/// A role. Excluded combinations are refused by [`Role::excludes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Förbundsadministratör: the office.
    Office,
    /// Ekonom.
    Economist,
    /// Insatsansvarig, employed by the huvudman.
    InsatsManager,
    /// Deltagaransvarig, employed by the huvudman.
    ParticipantManager,
    /// Samverkansteam.
    Team,
    /// Beredningsgrupp, AU and styrelse.
    Board,
    /// Revisor: reads everything economic, changes nothing.
    Auditor,
    /// Registrator.
    Registrar,
}

impl Role {
    /// Every role, in the order of DOMAIN 2.
    pub const ALL: [Role; 8] = [
        Role::Office,
        Role::Economist,
        Role::InsatsManager,
        Role::ParticipantManager,
        Role::Team,
        Role::Board,
        Role::Auditor,
        Role::Registrar,
    ];

    /// Stored code; never reused.
    pub const fn code(self) -> u8 {
        self as u8 + 1
    }

    /// The role of a stored code.
    pub fn from_code(code: u8) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Printed name.
    pub const fn label(self) -> &'static str {
        match self {
            Role::Office => "förbundsadministratör",
            Role::Economist => "ekonom",
            Role::InsatsManager => "insatsansvarig",
            Role::ParticipantManager => "deltagaransvarig",
            Role::Team => "samverkansteam",
            Role::Board => "styrelse och beredning",
            Role::Auditor => "revisor",
            Role::Registrar => "registrator",
        }
    }

    /// Whether the role belongs to somebody the association employs or its board.
    pub const fn of_the_association(self) -> bool {
        !matches!(self, Role::InsatsManager | Role::ParticipantManager | Role::Team)
    }

    /// Whether one person may not hold both (DOMAIN 2.5): nobody of the association is
    /// deltagaransvarig, and the auditor holds nothing that the auditor reviews.
    pub fn excludes(self, other: Role) -> bool {
        let meets = |a: Role, b: fn(Role) -> bool| (self == a && b(other)) || (other == a && b(self));
        self != other
            && (meets(Role::ParticipantManager, Role::of_the_association) || meets(Role::Auditor, |_| true))
    }
}

/// A role, where it holds and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The role.
    pub role: Role,
    /// The insats it is for; `None` for roles of the whole association or of a team.
    pub insats: Option<String>,
    /// The team it is for.
    pub team: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive; open when `None`.
    pub to: Option<NaiveDate>,
}

impl Assignment {
    /// Whether it holds on this day.
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// The acting person, with the assignments that hold today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The user's public id, as written in the audit trail.
    pub id: String,
    /// Name or function as shown in the page head.
    pub name: String,
    /// Valid assignments.
    pub assignments: Vec<Assignment>,
}

impl Actor {
    /// The program itself: command line on the machine that holds the database, and the demo.
    pub fn system() -> Actor {
        let office = |role| Assignment {
            role,
            insats: None,
            team: None,
            from: NaiveDate::MIN,
            to: None,
        };
        let assignments = vec![office(Role::Office), office(Role::Economist)];
        Actor {
            id: "system".into(),
            name: "Kommandoraden".into(),
            assignments,
        }
    }

    /// Whether the actor holds the role anywhere.
    pub fn has(&self, role: Role) -> bool {
        self.assignments.iter().any(|a| a.role == role)
    }

    /// Whether the actor holds the role for this insats.
    pub fn has_for(&self, role: Role, insats: &str) -> bool {
        self.assignments
            .iter()
            .any(|a| a.role == role && a.insats.as_deref() == Some(insats))
    }

    /// Whether the actor belongs to this team.
    pub fn in_team(&self, team: &str) -> bool {
        self.assignments
            .iter()
            .any(|a| a.role == Role::Team && a.team.as_deref() == Some(team))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_rol_01_nobody_of_the_association_is_deltagaransvarig() {
        for role in Role::ALL.into_iter().filter(|r| r.of_the_association()) {
            assert!(role.excludes(Role::ParticipantManager), "{role:?}");
            assert!(Role::ParticipantManager.excludes(role), "{role:?}");
        }
        assert!(!Role::InsatsManager.excludes(Role::ParticipantManager));
        assert!(!Role::Office.excludes(Role::Economist));
    }

    #[test]
    fn r_rol_02_the_auditor_holds_no_other_role() {
        for role in Role::ALL.into_iter().filter(|r| *r != Role::Auditor) {
            assert!(
                Role::Auditor.excludes(role) && role.excludes(Role::Auditor),
                "{role:?}"
            );
        }
        assert!(!Role::Auditor.excludes(Role::Auditor));
    }

    #[test]
    fn codes_are_stable() {
        for (i, role) in Role::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(role.code()), i + 1);
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        assert_eq!(Role::from_code(0), None);
    }
}
