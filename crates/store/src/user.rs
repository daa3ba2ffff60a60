//! Users and what they are, where and when.

use chrono::NaiveDate;

use crate::{AssociationId, Error, Result, Tx, insats, team, tx::sql};

/// Somebody who may log in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub(crate) id: i64,
    /// Key in addresses and in the audit trail.
    pub public_id: String,
    /// Name or function.
    pub name: String,
    /// Address for log-in links, if any.
    pub email: Option<String>,
    /// Only active users log in.
    pub active: bool,
}

/// A role, where it holds and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Stored code of `app::Role`.
    pub role: u8,
    /// The insats's slug, for roles held for one insats.
    pub insats: Option<String>,
    /// The team's slug, for roles held for one team.
    pub team: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive.
    pub to: Option<NaiveDate>,
}

/// Adds an active user.
///
/// # Errors
/// [`Error::Duplicate`] when the public id or the address is taken.
pub async fn create(tx: &mut Tx, public_id: &str, name: &str, email: Option<&str>) -> Result<User> {
    let (id,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO app_user (public_id, name, email, active) VALUES ($1, $2, $3, $4) RETURNING id",
        public_id, name, email, true)?;
    Ok(User {
        id,
        public_id: public_id.into(),
        name: name.into(),
        email: email.map(Into::into),
        active: true,
    })
}

/// Lets a user log in, or not any more.
///
/// # Errors
/// The database's own.
pub async fn set_active(tx: &mut Tx, user: &User, active: bool) -> Result<()> {
    sql!(tx, execute: "UPDATE app_user SET active = $1 WHERE id = $2", active, user.id)?;
    Ok(())
}

type Row = (i64, String, String, Option<String>, bool);

/// Every user, by name in Swedish order.
///
/// # Errors
/// The database's own.
pub async fn all(tx: &mut Tx) -> Result<Vec<User>> {
    let rows: Vec<Row> = sql!(tx, fetch_all: "SELECT id, public_id, name, email, active FROM app_user ORDER BY name COLLATE sv, id")?;
    Ok(rows.into_iter().map(user).collect())
}

/// One user.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &mut Tx, public_id: &str) -> Result<Option<User>> {
    let row: Option<Row> = sql!(tx, fetch_optional:
        "SELECT id, public_id, name, email, active FROM app_user WHERE public_id = $1", public_id)?;
    Ok(row.map(user))
}

/// The user with an e-mail address, which is kept in small letters.
///
/// # Errors
/// The database's own.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<User>> {
    let row: Option<Row> = sql!(tx, fetch_optional:
        "SELECT id, public_id, name, email, active FROM app_user WHERE email = $1", email)?;
    Ok(row.map(user))
}

/// Keeps others from changing a user's roles until the transaction ends.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &mut Tx, user: &User) -> Result<()> {
    sql!(tx, execute: "UPDATE app_user SET active = active WHERE id = $1", user.id)?;
    Ok(())
}

pub(crate) fn user((id, public_id, name, email, active): Row) -> User {
    User {
        id,
        public_id,
        name,
        email,
        active,
    }
}

/// Gives a role. Which roles exclude each other is `app`'s rule.
///
/// # Errors
/// [`Error::Unknown`] for an insats or team that is not there, [`Error::Constraint`] for a role of an
/// insats (or team) without one or the reverse, [`Error::Duplicate`] for the same assignment twice.
pub async fn assign(
    tx: &mut Tx,
    association: AssociationId,
    user: &User,
    assignment: &Assignment,
) -> Result<()> {
    let insatser = insats::ids(tx, association).await?;
    let insats = insats::id_of(&insatser, assignment.insats.as_ref())?;
    let team = team::id_of(tx, association, assignment.team.as_deref()).await?;
    sql!(tx, execute:
        "INSERT INTO role_assignment (user_id, association_id, role, insats_id, team_id, valid_from, valid_to)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        user.id, association.0, i16::from(assignment.role), insats, team, assignment.from, assignment.to)?;
    Ok(())
}

/// Lets an assignment end on a day, or takes it back when it would begin after that; false when there
/// is no such assignment.
///
/// # Errors
/// The database's own.
pub async fn end(
    tx: &mut Tx,
    association: AssociationId,
    user: &User,
    assignment: &Assignment,
    last: NaiveDate,
) -> Result<bool> {
    let insatser = insats::ids(tx, association).await?;
    let insats = insats::id_of(&insatser, assignment.insats.as_ref())?.unwrap_or(0);
    let team = team::id_of(tx, association, assignment.team.as_deref())
        .await?
        .unwrap_or(0);
    let role = i16::from(assignment.role);
    let changed = if assignment.from > last {
        sql!(tx, execute:
            "DELETE FROM role_assignment WHERE user_id = $1 AND association_id = $2 AND role = $3
             AND coalesce(insats_id, 0) = $4 AND coalesce(team_id, 0) = $5 AND valid_from = $6",
            user.id, association.0, role, insats, team, assignment.from)?
    } else {
        sql!(tx, execute:
            "UPDATE role_assignment SET valid_to = $7 WHERE user_id = $1 AND association_id = $2 AND role = $3
             AND coalesce(insats_id, 0) = $4 AND coalesce(team_id, 0) = $5 AND valid_from = $6",
            user.id, association.0, role, insats, team, assignment.from, last)?
    };
    Ok(changed == 1)
}

type AssignmentRow = (
    i64,
    i16,
    Option<String>,
    Option<String>,
    NaiveDate,
    Option<NaiveDate>,
);

/// Every assignment of a user with its association, past and coming ones included.
///
/// # Errors
/// [`Error::Unknown`] for a role code that cannot be.
pub async fn assignments(tx: &mut Tx, user: &User) -> Result<Vec<(AssociationId, Assignment)>> {
    let rows: Vec<AssignmentRow> = sql!(tx, fetch_all:
        "SELECT r.association_id, r.role, i.slug, t.slug, r.valid_from, r.valid_to
         FROM role_assignment r LEFT JOIN insats i ON i.id = r.insats_id LEFT JOIN team t ON t.id = r.team_id
         WHERE r.user_id = $1 ORDER BY r.association_id, r.role, r.valid_from, r.id", user.id)?;
    let assignment = |(association, role, insats, team, from, to)| {
        let role = u8::try_from(role).map_err(|_| Error::unknown("role", &role))?;
        Ok((
            AssociationId(association),
            Assignment {
                role,
                insats,
                team,
                from,
                to,
            },
        ))
    };
    rows.into_iter().map(assignment).collect()
}
