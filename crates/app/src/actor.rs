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
    /// A stored assignment; `None` for a role that this program does not know.
    pub fn of(stored: store::user::Assignment) -> Option<Assignment> {
        Some(Assignment {
            role: Role::from_code(stored.role)?,
            insats: stored.insats,
            team: stored.team,
            from: stored.from,
            to: stored.to,
        })
    }

    /// Whether it holds on this day.
    pub fn valid_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    /// Whether there is a day on which both hold.
    pub fn overlaps(&self, other: &Assignment) -> bool {
        self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to)
    }

    /// Whether it is the same role at the same place.
    fn same_as(&self, other: &Assignment) -> bool {
        (self.role, &self.insats, &self.team) == (other.role, &other.insats, &other.team)
    }
}

/// What among the roles held keeps a person from being given another: a role that excludes it on some
/// day, or the same role on some day.
pub fn conflict<'a>(held: &'a [Assignment], new: &Assignment) -> Option<&'a Assignment> {
    held.iter()
        .filter(|old| old.overlaps(new))
        .find(|old| old.role.excludes(new.role) || old.same_as(new))
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
    fn r_inl_09_excluded_roles_may_follow_each_other_but_never_overlap() {
        let day = |d| NaiveDate::from_ymd_opt(2023, 2, d).unwrap();
        let role = |role: Role, from, to: Option<u32>| Assignment {
            role,
            insats: (role == Role::ParticipantManager).then(|| "krus".into()),
            team: None,
            from: day(from),
            to: to.map(day),
        };
        let held = [role(Role::Office, 10, Some(20))];
        for (from, to, refused) in [
            (1, Some(9), false),
            (1, Some(10), true),
            (12, Some(13), true),
            (1, None, true),
            (20, None, true),
            (21, None, false),
            (21, Some(28), false),
        ] {
            let new = role(Role::ParticipantManager, from, to);
            assert_eq!(conflict(&held, &new).is_some(), refused, "{from}–{to:?}");
        }
        let mut elsewhere = role(Role::ParticipantManager, 1, None);
        let here = [elsewhere.clone()];
        assert!(conflict(&here, &elsewhere).is_some(), "the same role twice");
        elsewhere.insats = Some("resa".into());
        assert!(conflict(&here, &elsewhere).is_none());
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
