//! What an insats registers by: its own questions and outcome labels, and the association's outcome
//! lists.

use chrono::NaiveDate;
use domain::participation::{ExitLabel, OutcomeList, OutcomeRule, Question, default_lists};

use crate::{
    AssociationId, Error, Result, Tx, code, position,
    tx::{insert_all, sql},
};
use domain::codes::CodeTable;

#[derive(sqlx::FromRow)]
struct QuestionRow {
    id: i64,
    slug: String,
    text: String,
    moment: i16,
    kind: i16,
    low: i64,
    high: i64,
    valid_from: NaiveDate,
    valid_to: Option<NaiveDate>,
}

/// The questions of an insats, in the order they were made.
///
/// # Errors
/// [`Error::Unknown`] for a code this program does not know.
pub async fn questions(tx: &mut Tx, association: AssociationId, insats: &str) -> Result<Vec<Question>> {
    let rows: Vec<QuestionRow> = sql!(tx, fetch_all:
        "SELECT q.id, q.slug, q.text, q.moment, q.kind, q.low, q.high, q.valid_from, q.valid_to
         FROM own_question q JOIN insats i ON i.id = q.insats_id
         WHERE i.association_id = $1 AND i.slug = $2 ORDER BY q.id", association.0, insats)?;
    let choices: Vec<(i64, String)> = sql!(tx, fetch_all:
        "SELECT c.question_id, c.label FROM own_choice c JOIN own_question q ON q.id = c.question_id
         JOIN insats i ON i.id = q.insats_id WHERE i.association_id = $1 AND i.slug = $2
         ORDER BY c.question_id, c.position", association.0, insats)?;
    let question = |row: QuestionRow| {
        let own = choices.iter().filter(|(question, _)| *question == row.id);
        Ok(Question {
            slug: row.slug,
            text: row.text,
            moment: code("moment", row.moment)?,
            kind: code("answer kind", row.kind)?,
            limits: (row.low, row.high),
            choices: own.map(|(_, label)| label.clone()).collect(),
            from: row.valid_from,
            to: row.valid_to,
        })
    };
    rows.into_iter().map(question).collect()
}

/// Saves a question by its key. What an answer means never changes: text and kind of one that has
/// answers stay as they are, only its last day follows.
///
/// # Errors
/// [`Error::Unknown`] for an insats that is not there, [`Error::Constraint`] for limits that cannot be.
pub async fn save_question(
    tx: &mut Tx,
    association: AssociationId,
    insats: &str,
    question: &Question,
) -> Result<()> {
    let insats = insats_id(tx, association, insats).await?;
    let (id,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO own_question (insats_id, slug, text, moment, kind, low, high, valid_from, valid_to)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (insats_id, slug) DO UPDATE SET valid_to = excluded.valid_to RETURNING id",
        insats, &question.slug, &question.text, i16::from(question.moment.code()),
        i16::from(question.kind.code()), question.limits.0, question.limits.1, question.from, question.to)?;
    let rows: Vec<_> = question.choices.iter().enumerate().collect();
    insert_all!(
        tx,
        "INSERT INTO own_choice (question_id, position, label) ",
        3,
        rows,
        |(i, label), values| {
            values
                .push_bind(id)
                .push_bind(position(*i) + 1)
                .push_bind((*label).clone());
        },
        " ON CONFLICT (question_id, position) DO NOTHING"
    );
    Ok(())
}

/// The insats's own outcome labels.
///
/// # Errors
/// [`Error::Unknown`] for a code this program does not know.
pub async fn labels(tx: &mut Tx, association: AssociationId, insats: &str) -> Result<Vec<ExitLabel>> {
    let rows: Vec<(String, String, i16, NaiveDate, Option<NaiveDate>)> = sql!(tx, fetch_all:
        "SELECT l.slug, l.label, l.reason, l.valid_from, l.valid_to FROM exit_label l
         JOIN insats i ON i.id = l.insats_id WHERE i.association_id = $1 AND i.slug = $2 ORDER BY l.id",
        association.0, insats)?;
    let label = |(slug, label, reason, from, to)| {
        Ok(ExitLabel {
            slug,
            label,
            reason: code("exit reason", reason)?,
            from,
            to,
        })
    };
    rows.into_iter().map(label).collect()
}

/// Saves a label by its key; what it counts as never changes, only its last day.
///
/// # Errors
/// [`Error::Unknown`] for an insats that is not there.
pub async fn save_label(
    tx: &mut Tx,
    association: AssociationId,
    insats: &str,
    label: &ExitLabel,
) -> Result<()> {
    let insats = insats_id(tx, association, insats).await?;
    sql!(tx, execute:
        "INSERT INTO exit_label (insats_id, slug, label, reason, valid_from, valid_to)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (insats_id, slug) DO UPDATE SET valid_to = excluded.valid_to",
        insats, &label.slug, &label.label, i16::from(label.reason.code()), label.from, label.to)?;
    Ok(())
}

const RULES: [OutcomeRule; 3] = [
    OutcomeRule::WorkOrStudy,
    OutcomeRule::Jobseeker,
    OutcomeRule::Registered,
];

/// The association's outcome lists; the common ones until it has its own.
///
/// # Errors
/// [`Error::Unknown`] for a rule this program does not know.
pub async fn lists(tx: &mut Tx, association: AssociationId) -> Result<Vec<OutcomeList>> {
    let rows: Vec<(String, String, i16, String, NaiveDate, Option<NaiveDate>)> = sql!(tx, fetch_all:
        "SELECT slug, name, rule, includes, valid_from, valid_to FROM outcome_list
         WHERE association_id = $1 ORDER BY valid_from, slug", association.0)?;
    if rows.is_empty() {
        return Ok(default_lists());
    }
    let list = |(slug, name, rule, includes, from, to): (_, _, i16, String, _, _)| {
        let known = usize::try_from(rule - 1)
            .ok()
            .and_then(|at| RULES.get(at).copied());
        Ok(OutcomeList {
            slug,
            name,
            rule: known.ok_or_else(|| Error::unknown("outcome rule", &rule))?,
            includes: includes.split_whitespace().map(str::to_owned).collect(),
            from,
            to,
        })
    };
    rows.into_iter().map(list).collect()
}

/// Saves outcome lists by their keys.
///
/// # Errors
/// [`Error::Constraint`] for dates that cannot be.
pub async fn save_lists(tx: &mut Tx, association: AssociationId, lists: &[OutcomeList]) -> Result<()> {
    for list in lists {
        let rule = RULES.iter().position(|rule| *rule == list.rule).unwrap_or(2);
        sql!(tx, execute:
            "INSERT INTO outcome_list (association_id, slug, name, rule, includes, valid_from, valid_to)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (association_id, slug) DO UPDATE
             SET name = excluded.name, includes = excluded.includes, valid_to = excluded.valid_to",
            association.0, &list.slug, &list.name, position(rule) + 1, list.includes.join(" "), list.from, list.to)?;
    }
    Ok(())
}

async fn insats_id(tx: &mut Tx, association: AssociationId, insats: &str) -> Result<i64> {
    let row: Option<(i64,)> = sql!(tx, fetch_optional:
        "SELECT id FROM insats WHERE association_id = $1 AND slug = $2", association.0, insats)?;
    row.map(|(id,)| id)
        .ok_or_else(|| Error::unknown("insats", &insats))
}
