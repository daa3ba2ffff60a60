//! What is linked to a participation by its key.

use chrono::NaiveDate;
use domain::{
    codes::CodeTable,
    participation::{
        Activity, Answer, Consent, Field, FollowUp, Interim, Missing, Moment, OwnAnswer, PlanGoal, Record,
    },
};

use super::pack::{pack_occupation, pack_support, unpack_occupation, unpack_support};
use crate::{
    Result, Tx, code, optional_code, position,
    tx::{insert_all, sql},
};

/// Everything linked to one participation.
pub(super) struct Details {
    pub consent: Option<Consent>,
    missing: Vec<(Field, Missing)>,
    pub interim: Interim,
    pub steps: Vec<String>,
    pub follow_ups: Vec<FollowUp>,
    answers: Vec<(Moment, OwnAnswer)>,
}

impl Details {
    pub fn missing_of(&self, field: Field) -> Option<Missing> {
        self.missing
            .iter()
            .find(|(f, _)| *f == field)
            .map(|(_, why)| *why)
    }

    pub fn answers_of(&self, moment: Moment) -> Vec<OwnAnswer> {
        let own = self.answers.iter().filter(|(at, _)| *at == moment);
        own.map(|(_, answer)| answer.clone()).collect()
    }
}

/// Adds what a record holds beside its row.
pub(super) async fn write(tx: &mut Tx, id: i64, insats: i64, record: &Record) -> Result<()> {
    if let Some(consent) = record.entry.named().map(|named| &named.consent) {
        sql!(tx, execute:
            "INSERT INTO participation_consent (participation_id, form_version, language, given, document)
             VALUES ($1, $2, $3, $4, $5)",
            id, &consent.form_version, i16::from(consent.language.code()), consent.given, &consent.document)?;
    }
    let missing = record.missing();
    insert_all!(
        tx,
        "INSERT INTO participation_missing (participation_id, field, reason) ",
        3,
        missing,
        |(field, why), values| {
            values
                .push_bind(id)
                .push_bind(i16::from(field.code()))
                .push_bind(i16::from(why.code()));
        }
    );
    plan(tx, id, &record.interim).await?;
    for step in steps(record) {
        sql!(tx, execute: "INSERT INTO participation_step (participation_id, list) VALUES ($1, $2)", id, step)?;
    }
    for follow_up in &record.follow_ups {
        follow(tx, id, insats, follow_up).await?;
    }
    for answer in own_answers(record) {
        answered(tx, (id, insats), 0, &answer).await?;
    }
    Ok(())
}

fn steps(record: &Record) -> &[String] {
    record.exit.as_ref().map_or(&[], |exit| &exit.steps)
}

/// Answers at entry, in between and at exit.
fn own_answers(record: &Record) -> Vec<OwnAnswer> {
    let mut answers: Vec<OwnAnswer> = Vec::new();
    if let Some(named) = record.entry.named() {
        answers.extend_from_slice(&named.answers);
    }
    answers.extend_from_slice(&record.interim.answers);
    if let Some(exit) = &record.exit {
        answers.extend_from_slice(&exit.answers);
    }
    answers
}

async fn plan(tx: &mut Tx, id: i64, interim: &Interim) -> Result<()> {
    insert_all!(
        tx,
        "INSERT INTO participation_goal (participation_id, number, parent, area, set_on, status, status_on) ",
        7,
        interim.goals,
        |goal, values| {
            values
                .push_bind(id)
                .push_bind(i64::from(goal.number))
                .push_bind(goal.parent.map(i64::from))
                .push_bind(i16::from(goal.area.code()))
                .push_bind(goal.set_on)
                .push_bind(i16::from(goal.status.code()))
                .push_bind(goal.status_on);
        }
    );
    let activities: Vec<(usize, &Activity)> = interim.activities.iter().enumerate().collect();
    insert_all!(
        tx,
        "INSERT INTO participation_activity (participation_id, position, kind, first_day, last_day, hours) ",
        6,
        activities,
        |(i, activity), values| {
            values
                .push_bind(id)
                .push_bind(position(*i))
                .push_bind(i16::from(activity.kind.code()))
                .push_bind(activity.from)
                .push_bind(activity.to)
                .push_bind(i64::from(activity.hours));
        }
    );
    Ok(())
}

pub(super) async fn follow(tx: &mut Tx, id: i64, insats: i64, follow_up: &FollowUp) -> Result<()> {
    let why = |missing: Option<Missing>| missing.map_or(0, |why| i16::from(why.code()));
    let months = i16::from(follow_up.months.code());
    sql!(tx, execute:
        "INSERT INTO participation_follow_up (participation_id, months, made_on, contact, support, occupation,
            support_missing, occupation_missing) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id, months, follow_up.on, i16::from(follow_up.contact.code()),
        pack_support(&follow_up.supports.or_default())?, pack_occupation(&follow_up.occupations.or_default())?,
        why(follow_up.supports.missing()), why(follow_up.occupations.missing()))?;
    for answer in &follow_up.answers {
        answered(tx, (id, insats), months, answer).await?;
    }
    Ok(())
}

async fn answered(tx: &mut Tx, (id, insats): (i64, i64), months: i16, answer: &OwnAnswer) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO own_answer (participation_id, question_id, months, value)
         SELECT $1, q.id, $2, $3 FROM own_question q WHERE q.insats_id = $4 AND q.slug = $5",
        id, months, answer.value, insats, &answer.question)?;
    Ok(())
}

/// Removes it all.
pub(super) async fn clear(tx: &mut Tx, id: i64) -> Result<()> {
    sql!(tx, execute: "DELETE FROM participation_consent WHERE participation_id = $1", id)?;
    sql!(tx, execute: "DELETE FROM participation_missing WHERE participation_id = $1", id)?;
    sql!(tx, execute: "DELETE FROM participation_goal WHERE participation_id = $1", id)?;
    sql!(tx, execute: "DELETE FROM participation_activity WHERE participation_id = $1", id)?;
    sql!(tx, execute: "DELETE FROM participation_step WHERE participation_id = $1", id)?;
    sql!(tx, execute: "DELETE FROM participation_follow_up WHERE participation_id = $1", id)?;
    sql!(tx, execute: "DELETE FROM own_answer WHERE participation_id = $1", id)?;
    Ok(())
}

/// Reads it all.
pub(super) async fn read(tx: &mut Tx, id: i64) -> Result<Details> {
    let consent: Option<(String, i16, NaiveDate, String)> = sql!(tx, fetch_optional:
        "SELECT form_version, language, given, document FROM participation_consent WHERE participation_id = $1", id)?;
    let consent = consent
        .map(|(form_version, language, given, document)| {
            Ok::<_, crate::Error>(Consent {
                form_version,
                language: code("language", language)?,
                given,
                document,
            })
        })
        .transpose()?;
    let missing: Vec<(i16, i16)> = sql!(tx, fetch_all:
        "SELECT field, reason FROM participation_missing WHERE participation_id = $1 ORDER BY field", id)?;
    let missing = missing
        .into_iter()
        .map(|(field, why)| Ok((code("field", field)?, code("missing", why)?)))
        .collect::<Result<_>>()?;
    let steps: Vec<(String,)> = sql!(tx, fetch_all:
        "SELECT list FROM participation_step WHERE participation_id = $1 ORDER BY list", id)?;
    let answers = answers(tx, id).await?;
    let between = answers.iter().filter(|(moment, ..)| *moment == Moment::Interim);
    let between = between.map(|(_, _, answer)| answer.clone()).collect();
    Ok(Details {
        consent,
        missing,
        interim: Interim {
            answers: between,
            ..interim(tx, id).await?
        },
        steps: steps.into_iter().map(|(list,)| list).collect(),
        follow_ups: follow_ups(tx, id, &answers).await?,
        answers: answers
            .into_iter()
            .map(|(moment, _, answer)| (moment, answer))
            .collect(),
    })
}

async fn answers(tx: &mut Tx, id: i64) -> Result<Vec<(Moment, i16, OwnAnswer)>> {
    let rows: Vec<(i16, i16, String, i64)> = sql!(tx, fetch_all:
        "SELECT q.moment, a.months, q.slug, a.value FROM own_answer a JOIN own_question q ON q.id = a.question_id
         WHERE a.participation_id = $1 ORDER BY q.id, a.months", id)?;
    rows.into_iter()
        .map(|(moment, months, question, value)| {
            Ok((code("moment", moment)?, months, OwnAnswer { question, value }))
        })
        .collect()
}

type GoalRow = (i64, Option<i64>, i16, NaiveDate, i16, Option<NaiveDate>);
type ActivityRow = (i16, NaiveDate, Option<NaiveDate>, i64);

async fn interim(tx: &mut Tx, id: i64) -> Result<Interim> {
    let goals: Vec<GoalRow> = sql!(tx, fetch_all:
        "SELECT number, parent, area, set_on, status, status_on FROM participation_goal
         WHERE participation_id = $1 ORDER BY number", id)?;
    let small = |number: i64| u8::try_from(number).unwrap_or(0);
    let goal = |(number, parent, area, set_on, status, status_on): GoalRow| {
        Ok(PlanGoal {
            number: small(number),
            parent: parent.map(small),
            area: code("plan area", area)?,
            set_on,
            status: code("goal status", status)?,
            status_on,
        })
    };
    let activities: Vec<ActivityRow> = sql!(tx, fetch_all:
        "SELECT kind, first_day, last_day, hours FROM participation_activity
         WHERE participation_id = $1 ORDER BY position", id)?;
    let activity = |(kind, from, to, hours): ActivityRow| {
        Ok(Activity {
            kind: code("activity", kind)?,
            from,
            to,
            hours: small(hours),
        })
    };
    Ok(Interim {
        goals: goals.into_iter().map(goal).collect::<Result<_>>()?,
        activities: activities.into_iter().map(activity).collect::<Result<_>>()?,
        answers: Vec::new(),
    })
}

#[derive(sqlx::FromRow)]
struct FollowUpRow {
    months: i16,
    made_on: NaiveDate,
    contact: i16,
    support: i64,
    occupation: i64,
    support_missing: i16,
    occupation_missing: i16,
}

async fn follow_ups(tx: &mut Tx, id: i64, answers: &[(Moment, i16, OwnAnswer)]) -> Result<Vec<FollowUp>> {
    let rows: Vec<FollowUpRow> = sql!(tx, fetch_all:
        "SELECT months, made_on, contact, support, occupation, support_missing, occupation_missing
         FROM participation_follow_up WHERE participation_id = $1 ORDER BY months", id)?;
    let follow_up = |row: FollowUpRow| {
        let own = answers
            .iter()
            .filter(|(_, months, _)| *months == row.months && row.months > 0);
        Ok(FollowUp {
            months: code("months", row.months)?,
            on: row.made_on,
            contact: code("contact", row.contact)?,
            supports: match optional_code("missing", row.support_missing)? {
                Some(why) => Answer::Missing(why),
                None => Answer::Known(unpack_support(row.support)),
            },
            occupations: match optional_code("missing", row.occupation_missing)? {
                Some(why) => Answer::Missing(why),
                None => Answer::Known(unpack_occupation(row.occupation)),
            },
            answers: own.map(|(_, _, answer)| answer.clone()).collect(),
        })
    };
    rows.into_iter().map(follow_up).collect()
}
