//! Budgets in versions: a changed budget is a new version, the earlier ones stay.

use domain::{
    facts::{Budget, BudgetGroup, BudgetLine, InsatsBudget},
    money::Ore,
};

use crate::{
    AssociationId, Error, Result, Tx, insats, position,
    tx::{insert_all, sql},
};

/// Stored codes of the groups, from 1.
const GROUPS: [BudgetGroup; 4] = [
    BudgetGroup::Income,
    BudgetGroup::FinancialIncome,
    BudgetGroup::Cost,
    BudgetGroup::FinancialCost,
];

/// Saves each budget as a new version of its year, unless the newest version is the same; answers
/// with how many versions were added.
///
/// # Errors
/// [`Error::Constraint`] for an empty label or version.
pub async fn save_budgets(tx: &mut Tx, association: AssociationId, budgets: &[Budget]) -> Result<usize> {
    let stored = all_budgets(tx, association).await?;
    let mut added = 0;
    for budget in budgets {
        let newest = stored.iter().rev().find(|(_, b)| b.year == budget.year);
        if newest.is_some_and(|(_, b)| b == budget) {
            continue;
        }
        let number = newest.map_or(1, |(number, _)| number + 1);
        insert_budget(tx, association, number, budget).await?;
        added += 1;
    }
    Ok(added)
}

async fn insert_budget(tx: &mut Tx, association: AssociationId, number: i64, b: &Budget) -> Result<()> {
    let (id,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO budget (association_id, year, version_number, version, source)
         VALUES ($1, $2, $3, $4, $5) RETURNING id",
        association.0, i64::from(b.year), number, &b.version, &b.source)?;
    let lines: Vec<_> = b.lines.iter().enumerate().collect();
    insert_all!(
        tx,
        "INSERT INTO budget_line (budget_id, position, grp, label, amount) ",
        5,
        lines,
        |(i, line), values| {
            values
                .push_bind(id)
                .push_bind(position(*i))
                .push_bind(group_code(line.group))
                .push_bind(line.label.clone())
                .push_bind(line.amount.0);
        }
    );
    Ok(())
}

/// Every version of every budget, with its number: by year, oldest version first.
///
/// # Errors
/// The database's own.
pub async fn all_budgets(tx: &mut Tx, association: AssociationId) -> Result<Vec<(i64, Budget)>> {
    let heads: Vec<(i64, i64, i64, String, String)> = sql!(tx, fetch_all:
        "SELECT id, year, version_number, version, source FROM budget WHERE association_id = $1
         ORDER BY year, version_number", association.0)?;
    let lines: Vec<(i64, i16, String, i64)> = sql!(tx, fetch_all:
        "SELECT l.budget_id, l.grp, l.label, l.amount FROM budget_line l JOIN budget b ON b.id = l.budget_id
         WHERE b.association_id = $1 ORDER BY l.budget_id, l.position", association.0)?;
    let mut budgets = Vec::with_capacity(heads.len());
    for (id, year, number, version, source) in heads {
        let own = lines.iter().filter(|line| line.0 == id);
        let lines = own
            .map(|(_, group, label, amount)| {
                Ok(BudgetLine {
                    group: group_of(*group)?,
                    label: label.clone(),
                    amount: Ore(*amount),
                })
            })
            .collect::<Result<_>>()?;
        let year = crate::year(year);
        budgets.push((
            number,
            Budget {
                year,
                version,
                source,
                lines,
            },
        ));
    }
    Ok(budgets)
}

/// The budget that holds for each year: the newest decided or revised version, or the newest
/// proposal where nothing is decided.
///
/// # Errors
/// The database's own.
pub async fn load_budgets(tx: &mut Tx, association: AssociationId) -> Result<Vec<Budget>> {
    let mut held: Vec<Budget> = Vec::new();
    for (_, budget) in all_budgets(tx, association).await? {
        match held.last_mut().filter(|last| last.year == budget.year) {
            Some(last) if decided(&budget) || !decided(last) => *last = budget,
            Some(_) => {}
            None => held.push(budget),
        }
    }
    Ok(held)
}

fn decided(budget: &Budget) -> bool {
    matches!(budget.version.as_str(), "beslutad" | "reviderad")
}

fn group_code(group: BudgetGroup) -> i16 {
    let place = GROUPS.iter().position(|g| *g == group).unwrap_or(0);
    i16::try_from(place).unwrap_or(0) + 1
}

fn group_of(code: i16) -> Result<BudgetGroup> {
    let place = usize::try_from(code - 1).ok();
    place
        .and_then(|place| GROUPS.get(place).copied())
        .ok_or_else(|| Error::unknown("budget group", &code))
}

/// Saves the insats budgets of each year named as a new version of that year, unless the newest
/// version is the same; answers with how many versions were added.
///
/// # Errors
/// [`Error::Unknown`] for an insats that is not there.
pub async fn save_insats_budgets(
    tx: &mut Tx,
    association: AssociationId,
    budgets: &[InsatsBudget],
) -> Result<usize> {
    let ids = insats::ids(tx, association).await?;
    let stored = load_insats_budgets(tx, association).await?;
    let mut years: Vec<i32> = budgets.iter().map(|b| b.year).collect();
    years.sort_unstable();
    years.dedup();
    let mut added = 0;
    for year in years {
        let new: Vec<_> = budgets.iter().filter(|b| b.year == year).collect();
        if stored.iter().filter(|b| b.year == year).eq(new.iter().copied()) {
            continue;
        }
        let (number,): (i64,) = sql!(tx, fetch_one:
            "SELECT COALESCE(MAX(version_number), 0) + 1 FROM insats_budget WHERE association_id = $1 AND year = $2",
            association.0, i64::from(year))?;
        let rows = new
            .iter()
            .enumerate()
            .map(|(i, b)| Ok((position(i), insats::id_of(&ids, b.insats.as_ref())?, *b)))
            .collect::<Result<Vec<_>>>()?;
        insert_all!(
            tx,
            "INSERT INTO insats_budget
            (association_id, year, version_number, position, insats_id, label, amount) ",
            7,
            rows,
            |(position, insats, b), values| {
                values
                    .push_bind(association.0)
                    .push_bind(i64::from(year))
                    .push_bind(number)
                    .push_bind(*position)
                    .push_bind(*insats)
                    .push_bind(b.label.clone())
                    .push_bind(b.amount.0);
            }
        );
        added += 1;
    }
    Ok(added)
}

/// The newest version of each year's insats budgets, in printed order.
///
/// # Errors
/// The database's own.
pub async fn load_insats_budgets(tx: &mut Tx, association: AssociationId) -> Result<Vec<InsatsBudget>> {
    let rows: Vec<(Option<String>, String, i64, i64)> = sql!(tx, fetch_all:
        "SELECT i.slug, b.label, b.year, b.amount FROM insats_budget b LEFT JOIN insats i ON i.id = b.insats_id
         WHERE b.association_id = $1 AND b.version_number = (SELECT MAX(n.version_number) FROM insats_budget n
               WHERE n.association_id = b.association_id AND n.year = b.year)
         ORDER BY b.year, b.position", association.0)?;
    let budget = |(insats, label, year, amount)| InsatsBudget {
        insats,
        label,
        year: crate::year(year),
        amount: Ore(amount),
    };
    Ok(rows.into_iter().map(budget).collect())
}
