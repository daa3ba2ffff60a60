//! A team's desk as one value: its referrals, meetings, consultations and recommendations; and how
//! meetings, consultations and recommendations are saved.

use chrono::NaiveDate;
use domain::{
    codes::ReferringAuthority,
    consultation::{Consultation, Desk, Meeting, Party},
    recommendation::{Given, Outcome, Recommendation, Waiting},
    referral::{Dates, Stage},
    waiting::{Course, End},
};

use crate::{
    AssociationId, Error, Result, Tx, code, insats, optional_code,
    referral::{of_team, team_id, units},
    team,
    tx::sql,
};

/// One team's desk.
///
/// # Errors
/// [`Error::Unknown`] for a team that is not there or a stored code this program does not know.
pub async fn load(tx: &mut Tx, association: AssociationId, slug: &str) -> Result<Desk> {
    let id = team_id(tx, association, slug).await?;
    let mut teams = team::load(tx, association).await?;
    teams.retain(|team| team.slug == slug);
    let units = units(tx, id).await?;
    Ok(Desk {
        team: teams.pop().unwrap_or_default(),
        referrals: of_team(tx, id, &units).await?,
        units,
        meetings: meetings(tx, id).await?,
        consultations: consultations(tx, id).await?,
    })
}

/// The desks of every team in printed order. For figures: rows leave only to a team's own people.
///
/// # Errors
/// As [`load`].
pub async fn all(tx: &mut Tx, association: AssociationId) -> Result<Vec<Desk>> {
    let mut desks = Vec::new();
    for team in team::load(tx, association).await? {
        desks.push(load(tx, association, &team.slug).await?);
    }
    Ok(desks)
}

#[derive(sqlx::FromRow)]
struct CourseRow {
    id: i64,
    team: String,
    authority: i16,
    received: NaiveDate,
    accepted: Option<NaiveDate>,
    returned: Option<NaiveDate>,
    return_reason: Option<String>,
    withdrawn: Option<NaiveDate>,
    answered: Option<NaiveDate>,
    held: Option<NaiveDate>,
    kind: Option<i16>,
    insats: Option<String>,
    reason: Option<String>,
    taken: Option<NaiveDate>,
    not_taken: Option<String>,
}

/// The course of every referral, by team in printed order and then as they came: what figures are
/// counted from, in one scan. The same as [`domain::waiting::courses`] of every desk.
///
/// # Errors
/// [`Error::Unknown`] for a stored code this program does not know.
pub async fn courses(tx: &mut Tx, association: AssociationId) -> Result<Vec<Course>> {
    let rows: Vec<CourseRow> = sql!(tx, fetch_all:
        "SELECT r.id, t.slug AS team, u.authority, r.received, r.accepted, r.returned, r.return_reason, r.withdrawn,
                r.answered, m.held, n.kind, i.slug AS insats, n.reason, x.taken, x.reason AS not_taken
         FROM referral r
         JOIN team t ON t.id = r.team_id
         JOIN sender_unit u ON u.id = r.unit_id
         LEFT JOIN team_consultation c ON c.referral_id = r.id
         LEFT JOIN team_meeting m ON m.id = c.meeting_id
         LEFT JOIN recommendation n ON n.consultation_id = c.id
         LEFT JOIN insats i ON i.id = n.insats_id
         LEFT JOIN recommendation_taken x ON x.recommendation_id = n.id
         WHERE t.association_id = $1 ORDER BY t.position, t.slug, r.received, r.id, m.held, c.id", association.0)?;
    // A referral has a row for each meeting that treated it, the first one first.
    rows.chunk_by(|a, b| a.id == b.id).filter_map(course).collect()
}

fn course(treated: &[CourseRow]) -> Option<Result<Course>> {
    let row = treated.first()?;
    let given = treated.iter().rev().find_map(CourseRow::given).transpose();
    let stage = Stage::of(&Dates {
        accepted: row.accepted,
        returned: row.returned.zip(row.return_reason.clone()),
        withdrawn: row.withdrawn,
        answered: row.answered,
    });
    let made = given.and_then(|given| {
        Ok(Course {
            team: row.team.clone(),
            authority: code("referring authority", row.authority)?,
            received: row.received,
            met: row.held,
            answered: stage.dates().answered,
            end: End::of(&stage, given.as_ref().map(|(what, taken)| (what, taken.as_ref()))),
        })
    });
    Some(made)
}

impl CourseRow {
    /// The recommendation of a meeting, and what became of it.
    fn given(&self) -> Option<Result<(Recommendation, Option<Outcome>)>> {
        let what = recommendation(self.kind?, self.insats.clone(), self.reason.clone());
        let taken = outcome(self.taken, self.not_taken.clone(), None);
        Some(what.map(|what| (what, taken)))
    }
}

/// What became of a recommendation that was acted on.
fn outcome(taken: Option<NaiveDate>, not: Option<String>, participation: Option<String>) -> Option<Outcome> {
    Some(match (taken?, not) {
        (on, Some(reason)) => Outcome::NotTaken { on, reason },
        (on, None) => Outcome::Entered { on, participation },
    })
}

type MeetingRow = (String, NaiveDate, i64, bool, bool, bool, bool);

async fn meetings(tx: &mut Tx, team: i64) -> Result<Vec<Meeting>> {
    let rows: Vec<MeetingRow> = sql!(tx, fetch_all:
        "SELECT public_id, held, version, social_insurance, employment_service, region, municipality
         FROM team_meeting WHERE team_id = $1 ORDER BY held", team)?;
    let meeting = |(key, on, version, fk, af, region, municipality): MeetingRow| Meeting {
        key,
        on,
        version,
        parties: Party::ALL
            .into_iter()
            .zip([fk, af, region, municipality])
            .filter_map(|(party, present)| present.then_some(party))
            .collect(),
    };
    Ok(rows.into_iter().map(meeting).collect())
}

/// Saves a meeting of a team, or who took part in it: that raises its version.
///
/// # Errors
/// [`Error::Duplicate`] for two meetings of a team on a day.
pub async fn save_meeting(
    tx: &mut Tx,
    association: AssociationId,
    team: &str,
    meeting: &Meeting,
) -> Result<()> {
    let team = team_id(tx, association, team).await?;
    let present = |party| meeting.parties.contains(&party);
    sql!(tx, execute:
        "INSERT INTO team_meeting (public_id, team_id, held, social_insurance, employment_service, region, municipality)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (public_id) DO UPDATE
         SET held = excluded.held, social_insurance = excluded.social_insurance,
             employment_service = excluded.employment_service, region = excluded.region,
             municipality = excluded.municipality, version = team_meeting.version + 1",
        &meeting.key, team, meeting.on, present(Party::SocialInsurance), present(Party::EmploymentService),
        present(Party::Region), present(Party::Municipality))?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct ConsultationRow {
    public_id: String,
    meeting: String,
    referral: Option<String>,
    recommendation: Option<String>,
    kind: Option<i16>,
    insats: Option<String>,
    reason: Option<String>,
    given: Option<NaiveDate>,
    taken: Option<NaiveDate>,
    participation: Option<String>,
    not_taken: Option<String>,
}

async fn consultations(tx: &mut Tx, team: i64) -> Result<Vec<Consultation>> {
    let rows: Vec<ConsultationRow> = sql!(tx, fetch_all:
        "SELECT c.public_id, m.public_id AS meeting, r.public_id AS referral, n.public_id AS recommendation,
                n.kind, i.slug AS insats, n.reason, n.given, t.taken, t.participation, t.reason AS not_taken
         FROM team_consultation c
         JOIN team_meeting m ON m.id = c.meeting_id
         LEFT JOIN referral r ON r.id = c.referral_id
         LEFT JOIN recommendation n ON n.consultation_id = c.id
         LEFT JOIN insats i ON i.id = n.insats_id
         LEFT JOIN recommendation_taken t ON t.recommendation_id = n.id
         WHERE c.team_id = $1 ORDER BY c.id", team)?;
    rows.into_iter().map(ConsultationRow::consultation).collect()
}

impl ConsultationRow {
    fn consultation(self) -> Result<Consultation> {
        let outcome = outcome(self.taken, self.not_taken, self.participation);
        let given = match (self.recommendation, self.kind, self.given) {
            (Some(key), Some(kind), Some(on)) => Some(Given {
                key,
                what: recommendation(kind, self.insats, self.reason)?,
                on,
                outcome,
            }),
            _ => None,
        };
        Ok(Consultation {
            key: self.public_id,
            meeting: self.meeting,
            referral: self.referral,
            given,
        })
    }
}

/// The schema holds that an insats and a reason are there where the kind needs them.
fn recommendation(kind: i16, insats: Option<String>, reason: Option<String>) -> Result<Recommendation> {
    Ok(match (kind, insats, reason) {
        (1, Some(insats), _) => Recommendation::Enrol { insats },
        (2, ..) => Recommendation::Advice,
        (3, ..) => Recommendation::OtherActor,
        (4, ..) => Recommendation::Wait,
        (5, _, Some(reason)) => Recommendation::Declined { reason },
        _ => return Err(Error::unknown("recommendation", &kind)),
    })
}

/// Adds a consultation to its meeting, with its recommendation.
///
/// # Errors
/// [`Error::Duplicate`] for a referral twice at one meeting or a form sent twice, [`Error::Unknown`]
/// for a meeting, referral or insats that is not there, [`Error::Constraint`] for another team's.
pub async fn add_consultation(
    tx: &mut Tx,
    association: AssociationId,
    team: &str,
    consultation: &Consultation,
) -> Result<()> {
    let team = team_id(tx, association, team).await?;
    let meeting: Option<(i64,)> = sql!(tx, fetch_optional:
        "SELECT id FROM team_meeting WHERE public_id = $1", &consultation.meeting)?;
    let meeting = meeting.ok_or_else(|| Error::unknown("meeting", &consultation.meeting))?;
    let referral = match &consultation.referral {
        None => None,
        Some(key) => {
            let row: Option<(i64,)> =
                sql!(tx, fetch_optional: "SELECT id FROM referral WHERE public_id = $1", key)?;
            Some(row.ok_or_else(|| Error::unknown("referral", key))?.0)
        }
    };
    let (id,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO team_consultation (public_id, team_id, meeting_id, referral_id) VALUES ($1, $2, $3, $4) RETURNING id",
        &consultation.key, team, meeting.0, referral)?;
    match &consultation.given {
        None => Ok(()),
        Some(given) => add_recommendation(tx, association, id, given).await,
    }
}

async fn add_recommendation(
    tx: &mut Tx,
    association: AssociationId,
    consultation: i64,
    given: &Given,
) -> Result<()> {
    let (insats, reason) = match &given.what {
        Recommendation::Enrol { insats } => (Some(insats), None),
        Recommendation::Declined { reason } => (None, Some(reason)),
        _ => (None, None),
    };
    let insats = insats::id_of(&insats::ids(tx, association).await?, insats)?;
    let kind = i16::try_from(given.what.kind() + 1).unwrap_or(0);
    sql!(tx, execute:
        "INSERT INTO recommendation (public_id, consultation_id, kind, insats_id, reason, given)
         VALUES ($1, $2, $3, $4, $5, $6)", &given.key, consultation, kind, insats, reason, given.on)?;
    match &given.outcome {
        None => Ok(()),
        Some(outcome) => save_outcome(tx, association, &given.key, outcome).await,
    }
}

/// Saves what became of a recommendation to begin in an insats.
///
/// # Errors
/// [`Error::Duplicate`] when something had become of it already or the participation came of another
/// one, [`Error::Unknown`] when it is not there or recommends no insats.
pub async fn save_outcome(
    tx: &mut Tx,
    association: AssociationId,
    key: &str,
    outcome: &Outcome,
) -> Result<()> {
    let row: Option<(i64,)> = sql!(tx, fetch_optional:
        "SELECT n.id FROM recommendation n JOIN insats i ON i.id = n.insats_id
         WHERE n.public_id = $1 AND i.association_id = $2", key, association.0)?;
    let (id,) = row.ok_or_else(|| Error::unknown("recommendation", key))?;
    let (on, participation, reason) = match outcome {
        Outcome::Entered { on, participation } => (*on, participation.as_ref(), None),
        Outcome::NotTaken { on, reason } => (*on, None, Some(reason)),
    };
    sql!(tx, execute:
        "INSERT INTO recommendation_taken (recommendation_id, taken, participation, reason) VALUES ($1, $2, $3, $4)",
        id, on, participation, reason)?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct WaitingRow {
    key: String,
    insats: String,
    team: String,
    reference: Option<String>,
    authority: Option<i16>,
    unit: Option<String>,
    municipality: Option<String>,
    need: Option<String>,
    given: NaiveDate,
}

/// Recommendations to begin in an insats that nobody has acted on, oldest first.
///
/// # Errors
/// [`Error::Unknown`] for a stored code this program does not know.
pub async fn waiting(tx: &mut Tx, association: AssociationId, insats: &str) -> Result<Vec<Waiting>> {
    let rows: Vec<WaitingRow> = sql!(tx, fetch_all:
        "SELECT n.public_id AS key, i.slug AS insats, t.name AS team, r.reference, u.authority, u.name AS unit,
                r.municipality, r.need, n.given
         FROM recommendation n
         JOIN insats i ON i.id = n.insats_id
         JOIN team_consultation c ON c.id = n.consultation_id
         JOIN team t ON t.id = c.team_id
         LEFT JOIN referral r ON r.id = c.referral_id
         LEFT JOIN sender_unit u ON u.id = r.unit_id
         LEFT JOIN recommendation_taken x ON x.recommendation_id = n.id
         WHERE i.association_id = $1 AND i.slug = $2 AND x.recommendation_id IS NULL
         ORDER BY n.given, n.id", association.0, insats)?;
    let waiting = |row: WaitingRow| {
        Ok(Waiting {
            key: row.key,
            insats: row.insats,
            team: row.team,
            reference: row.reference,
            authority: optional_code::<ReferringAuthority>(
                "referring authority",
                row.authority.unwrap_or(0),
            )?,
            unit: row.unit.unwrap_or_default(),
            municipality: row.municipality,
            need: row.need,
            on: row.given,
        })
    };
    rows.into_iter().map(waiting).collect()
}

/// The slug of the insats a recommendation names.
///
/// # Errors
/// The database's own.
pub async fn insats_of(tx: &mut Tx, association: AssociationId, key: &str) -> Result<Option<String>> {
    let row: Option<(String,)> = sql!(tx, fetch_optional:
        "SELECT i.slug FROM recommendation n JOIN insats i ON i.id = n.insats_id
         WHERE n.public_id = $1 AND i.association_id = $2", key, association.0)?;
    Ok(row.map(|(slug,)| slug))
}
