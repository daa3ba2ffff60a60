//! Follow-up: lines of the budget and their accounts, and what was chosen for a line's year-end.

use chrono::{DateTime, Utc};
use domain::{
    facts::BudgetGroup,
    forecast::{Choice, LineKey, Method, Profile, Rule, Rules},
    money::Ore,
};

use crate::{
    AssociationId, Error, Result, Tx, position,
    tx::{insert_all, sql},
};

/// Stored codes of the groups, from 1.
const GROUPS: [BudgetGroup; 4] = [
    BudgetGroup::Income,
    BudgetGroup::FinancialIncome,
    BudgetGroup::Cost,
    BudgetGroup::FinancialCost,
];

/// Saves rules in place of those that stand.
///
/// # Errors
/// [`Error::Constraint`] for a range that ends before it starts.
pub async fn save_rules(tx: &mut Tx, association: AssociationId, rules: &Rules) -> Result<()> {
    sql!(tx, execute: "DELETE FROM budget_rule WHERE association_id = $1", association.0)?;
    let rows: Vec<_> = rules.0.iter().enumerate().collect();
    insert_all!(
        tx,
        "INSERT INTO budget_rule (association_id, position, from_account, to_account, project, grp, label, profile) ",
        8,
        rows,
        |(place, rule), values| {
            values
                .push_bind(association.0)
                .push_bind(position(*place))
                .push_bind(i64::from(rule.from))
                .push_bind(i64::from(rule.to))
                .push_bind(rule.project.clone())
                .push_bind(code_of(&GROUPS, &rule.group))
                .push_bind(rule.label.clone())
                .push_bind(code_of(&Profile::ALL, &rule.profile));
        }
    );
    Ok(())
}

type RuleRow = (i64, i64, String, i16, String, i16);

/// The rules, in the order they were saved.
///
/// # Errors
/// [`Error::Unknown`] for a code of a newer program.
pub async fn rules(tx: &mut Tx, association: AssociationId) -> Result<Rules> {
    let rows: Vec<RuleRow> = sql!(tx, fetch_all:
        "SELECT from_account, to_account, project, CAST(grp AS SMALLINT), label, CAST(profile AS SMALLINT)
         FROM budget_rule WHERE association_id = $1 ORDER BY position", association.0)?;
    let rule = |(from, to, project, group, label, profile): RuleRow| {
        Ok(Rule {
            from: u32::try_from(from).unwrap_or(0),
            to: u32::try_from(to).unwrap_or(0),
            project,
            group: of_code(&GROUPS, group).ok_or_else(|| Error::unknown("group", &group))?,
            label,
            profile: of_code(&Profile::ALL, profile).ok_or_else(|| Error::unknown("profile", &profile))?,
        })
    };
    Ok(Rules(rows.into_iter().map(rule).collect::<Result<_>>()?))
}

/// Adds a choice after those there are; none is ever changed or removed.
///
/// # Errors
/// [`Error::Constraint`] for an amount where none belongs, or none where one does.
pub async fn add_choice(tx: &mut Tx, association: AssociationId, choice: &Choice) -> Result<()> {
    sql!(tx, execute:
        "INSERT INTO forecast_choice
         (association_id, seq, year, month, line, method, amount, reason, chosen_at, chosen_by)
         SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9
         FROM forecast_choice WHERE association_id = $1",
        association.0, i64::from(choice.year), i16::from(choice.month), choice.key.to_text(), choice.method.code(),
        choice.amount.map(|amount| amount.0), &choice.reason, choice.at.timestamp_millis(), &choice.by)?;
    Ok(())
}

type ChoiceRow = (i64, i16, String, i16, Option<i64>, String, i64, String);

/// Every choice of a year, oldest first.
///
/// # Errors
/// [`Error::Unknown`] for a method of a newer program.
pub async fn choices(tx: &mut Tx, association: AssociationId, year: i32) -> Result<Vec<Choice>> {
    let rows: Vec<ChoiceRow> = sql!(tx, fetch_all:
        "SELECT year, CAST(month AS SMALLINT), line, CAST(method AS SMALLINT), amount, reason, chosen_at, chosen_by
         FROM forecast_choice WHERE association_id = $1 AND year = $2 ORDER BY seq",
        association.0, i64::from(year))?;
    let choice = |(year, month, line, method, amount, reason, at, by): ChoiceRow| {
        Ok(Choice {
            key: LineKey::from_text(&line).ok_or_else(|| Error::unknown("line", &line))?,
            year: crate::year(year),
            month: u8::try_from(month).unwrap_or(12),
            method: Method::from_code(method).ok_or_else(|| Error::unknown("method", &method))?,
            amount: amount.map(Ore),
            reason,
            at: DateTime::<Utc>::from_timestamp_millis(at).unwrap_or_default(),
            by,
        })
    };
    rows.into_iter().map(choice).collect()
}

/// A value's place in a list, from 1.
fn code_of<T: PartialEq>(all: &[T], value: &T) -> i16 {
    let place = all.iter().position(|other| other == value);
    place.and_then(|place| i16::try_from(place + 1).ok()).unwrap_or(0)
}

fn of_code<T: Copy>(all: &[T], code: i16) -> Option<T> {
    let place = usize::try_from(code).ok()?.checked_sub(1)?;
    all.get(place).copied()
}
