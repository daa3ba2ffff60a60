//! Users and what they are; and the personas of the demonstration.

use chrono::{DateTime, NaiveDate, Utc};
use store::user::User;

use crate::{Actor, App, Assignment, Failure, Outcome, Role, record};

/// A persona: a function, never a person.
#[derive(Clone, Copy, Debug)]
pub struct Persona {
    /// Stable id, used as the user's public id.
    pub id: &'static str,
    /// As shown in the page head.
    pub name: &'static str,
    /// Roles held.
    pub roles: &'static [Role],
    /// Whether the roles are held for one insats.
    pub of_insats: bool,
    /// Whether the roles are held for one team.
    pub of_team: bool,
}

/// One persona per kind of user (DOMAIN 2).
pub const PERSONAS: [Persona; 9] = [
    Persona {
        id: "administrator",
        name: "Förbundsadministratör",
        roles: &[Role::Office],
        of_insats: false,
        of_team: false,
    },
    Persona {
        id: "chef",
        name: "Förbundschef",
        roles: &[Role::Office, Role::Economist],
        of_insats: false,
        of_team: false,
    },
    Persona {
        id: "ekonom",
        name: "Ekonom",
        roles: &[Role::Economist],
        of_insats: false,
        of_team: false,
    },
    Persona {
        id: "insats",
        name: "Insatsansvarig",
        roles: &[Role::InsatsManager],
        of_insats: true,
        of_team: false,
    },
    Persona {
        id: "deltagare",
        name: "Deltagaransvarig",
        roles: &[Role::ParticipantManager],
        of_insats: true,
        of_team: false,
    },
    Persona {
        id: "team",
        name: "Samverkansteam",
        roles: &[Role::Team],
        of_insats: false,
        of_team: true,
    },
    Persona {
        id: "styrelse",
        name: "Styrelseledamot",
        roles: &[Role::Board],
        of_insats: false,
        of_team: false,
    },
    Persona {
        id: "revisor",
        name: "Revisor",
        roles: &[Role::Auditor],
        of_insats: false,
        of_team: false,
    },
    Persona {
        id: "registrator",
        name: "Registrator",
        roles: &[Role::Registrar],
        of_insats: false,
        of_team: false,
    },
];

/// The user with those of the roles that are held on this day.
pub(crate) fn acting(
    user: &User,
    assignments: impl IntoIterator<Item = store::user::Assignment>,
    today: NaiveDate,
) -> Actor {
    let known = assignments.into_iter().filter_map(Assignment::of);
    let valid = known.filter(|assignment| assignment.valid_on(today));
    Actor {
        id: user.public_id.clone(),
        name: user.name.clone(),
        assignments: valid.collect(),
    }
}

impl App {
    /// The user as an actor on this day.
    ///
    /// # Errors
    /// A fault when a stored role is unknown.
    pub async fn actor(&self, user: &User, today: NaiveDate) -> Outcome<Actor> {
        let mut tx = self.db.read().await?;
        let assignments = store::user::assignments(&mut tx, user).await?;
        Ok(acting(
            user,
            assignments.into_iter().map(|(_, stored)| stored),
            today,
        ))
    }

    /// Adds a user for a persona unless there is one, and answers with it. Roles of an insats or a
    /// team are given for the named one.
    ///
    /// # Errors
    /// Not found for an insats or team that does not exist.
    pub async fn add_persona(
        &self,
        persona: &Persona,
        (insats, team): (Option<&str>, Option<&str>),
        now: DateTime<Utc>,
    ) -> Outcome<User> {
        let mut tx = self.db.write().await?;
        let insats = insats.filter(|_| persona.of_insats);
        let team = team.filter(|_| persona.of_team);
        let id = insats.map_or_else(
            || persona.id.to_owned(),
            |insats| format!("{}-{insats}", persona.id),
        );
        if let Some(user) = store::user::find(&mut tx, &id).await? {
            return Ok(user);
        }
        let association = self.association(&mut tx).await?;
        let name = insats.map_or_else(
            || persona.name.to_owned(),
            |insats| format!("{}, {insats}", persona.name),
        );
        let user = store::user::create(&mut tx, &id, &name, None).await?;
        for role in persona.roles {
            let assignment = store::user::Assignment {
                role: role.code(),
                insats: insats.map(Into::into),
                team: team.map(Into::into),
                from: NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default(),
                to: None,
            };
            store::user::assign(&mut tx, association, &user, &assignment)
                .await
                .map_err(|error| match error {
                    store::Error::Unknown { .. } | store::Error::Constraint(_) => Failure::NotFound,
                    other => other.into(),
                })?;
        }
        record(
            &mut tx,
            &Actor::system(),
            ("användare.ny", &id),
            serde_json::json!({}),
            now,
        )
        .await?;
        tx.commit().await?;
        Ok(user)
    }
}
