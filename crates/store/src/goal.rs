//! Goals.

use domain::facts::{Goal, GoalDirection, GoalLevel, GoalOutcome, Thresholds};

use crate::{AssociationId, Error, Result, Tx, tx::sql};

/// Stored codes of the levels, from 1.
const LEVELS: [GoalLevel; 4] = [
    GoalLevel::Individual,
    GoalLevel::Structure,
    GoalLevel::Organisation,
    GoalLevel::Economy,
];

/// Replaces the goals of every year named.
///
/// # Errors
/// [`Error::Duplicate`] for a number twice in a year; [`Error::Constraint`] when "largely met" is
/// stricter than the target.
pub async fn save(tx: &mut Tx, association: AssociationId, goals: &[Goal]) -> Result<()> {
    for goal in goals {
        sql!(tx, execute: "DELETE FROM goal WHERE association_id = $1 AND year = $2",
            association.0, i64::from(goal.year))?;
    }
    for goal in goals {
        insert(tx, association, goal).await?;
    }
    Ok(())
}

async fn insert(tx: &mut Tx, association: AssociationId, g: &Goal) -> Result<()> {
    let row = Row::of(g);
    sql!(tx, execute:
        "INSERT INTO goal (association_id, year, number, level, text, measured_by, outcome, measure, units, decimals,
                           source, words, judgement, direction, target, largely, target_decimals)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        association.0, row.year, row.number, row.level, row.text, row.measured_by, row.outcome, row.measure, row.units,
        row.decimals, row.source, row.words, row.judgement, row.direction, row.target, row.largely,
        row.target_decimals)?;
    Ok(())
}

#[derive(Default, sqlx::FromRow)]
struct Row {
    year: i64,
    number: i64,
    level: i16,
    text: String,
    measured_by: String,
    outcome: i16,
    measure: Option<String>,
    units: Option<i64>,
    decimals: Option<i16>,
    source: Option<String>,
    words: Option<String>,
    judgement: Option<String>,
    direction: Option<i16>,
    target: Option<i64>,
    largely: Option<i64>,
    target_decimals: Option<i16>,
}

impl Row {
    fn of(g: &Goal) -> Row {
        let mut row = Row {
            year: i64::from(g.year),
            number: i64::from(g.number),
            level: LEVELS
                .iter()
                .zip(1..)
                .find(|(l, _)| **l == g.level)
                .map_or(0, |(_, code)| code),
            text: g.text.clone(),
            measured_by: g.measured_by.clone(),
            ..Row::default()
        };
        match &g.outcome {
            GoalOutcome::None => {}
            GoalOutcome::Measure(id) => (row.outcome, row.measure) = (1, Some(id.clone())),
            GoalOutcome::Entered {
                units,
                decimals,
                source,
            } => {
                row.outcome = 2;
                (row.units, row.decimals) = (Some(*units), Some(small(*decimals)));
                row.source = Some(source.clone());
            }
            GoalOutcome::Words { text, judgement } => {
                row.outcome = 3;
                (row.words, row.judgement) = (Some(text.clone()), Some(judgement.clone()));
            }
        }
        if let Some(t) = g.thresholds {
            row.direction = Some(if t.direction == GoalDirection::AtLeast {
                1
            } else {
                2
            });
            (row.target, row.largely) = (Some(t.target), Some(t.largely));
            row.target_decimals = Some(small(t.decimals));
        }
        row
    }

    fn goal(self) -> Result<Goal> {
        let level = usize::try_from(self.level - 1)
            .ok()
            .and_then(|l| LEVELS.get(l).copied());
        let outcome = match (
            self.outcome,
            self.measure,
            self.units,
            self.source,
            self.words.zip(self.judgement),
        ) {
            (1, Some(id), ..) => GoalOutcome::Measure(id),
            (2, _, Some(units), Some(source), _) => GoalOutcome::Entered {
                units,
                decimals: large(self.decimals),
                source,
            },
            (3, _, _, _, Some((text, judgement))) => GoalOutcome::Words { text, judgement },
            _ => GoalOutcome::None,
        };
        let thresholds = self.direction.zip(self.target.zip(self.largely));
        Ok(Goal {
            year: crate::year(self.year),
            number: u32::try_from(self.number).unwrap_or(0),
            level: level.ok_or_else(|| Error::unknown("goal level", &self.level))?,
            text: self.text,
            measured_by: self.measured_by,
            outcome,
            thresholds: thresholds.map(|(direction, (target, largely))| Thresholds {
                direction: if direction == 1 {
                    GoalDirection::AtLeast
                } else {
                    GoalDirection::AtMost
                },
                target,
                largely,
                decimals: large(self.target_decimals),
            }),
        })
    }
}

fn small(decimals: u32) -> i16 {
    i16::try_from(decimals).unwrap_or(i16::MAX)
}

fn large(decimals: Option<i16>) -> u32 {
    decimals.and_then(|d| u32::try_from(d).ok()).unwrap_or(0)
}

/// Goals by year and number.
///
/// # Errors
/// The database's own.
pub async fn load(tx: &mut Tx, association: AssociationId) -> Result<Vec<Goal>> {
    let rows: Vec<Row> = sql!(tx, fetch_all:
        "SELECT year, number, level, text, measured_by, outcome, measure, units, decimals, source, words, judgement,
                direction, target, largely, target_decimals
         FROM goal WHERE association_id = $1 ORDER BY year, number", association.0)?;
    rows.into_iter().map(Row::goal).collect()
}
