//! `budget.csv` and `insatsbudget.csv`.

use super::tables::{Intake, Reader, cell, is_sum, kronor, year_columns};
use crate::{
    facts::{Budget, BudgetGroup, BudgetLine, InsatsBudget},
    plan::{Stated, Sum},
    published::{FileKind, PublishedTable, Row},
};

pub(super) fn read(reader: &mut Reader<'_>, intake: &mut Intake) {
    for table in reader.of(FileKind::Budget) {
        budget(reader, &table, intake);
    }
    for table in reader.of(FileKind::InsatsBudget) {
        insats_budget(reader, &table, intake);
    }
}

fn budget(reader: &mut Reader<'_>, table: &PublishedTable, intake: &mut Intake) {
    let mut lines: Vec<(BudgetGroup, String, &Row)> = Vec::new();
    for row in &table.table.rows {
        let (group, label) = (
            table.table.text(row, "grupp").to_lowercase(),
            table.table.text(row, "rad"),
        );
        let group = match group.as_str() {
            "resultat" => {
                if label.to_lowercase().trim_end_matches("(tryckt)").trim() == "resultat" {
                    stated(table, row, Some(Sum::Result), intake);
                }
                continue;
            }
            "intäkter" | "finansiella intäkter" | "kostnader" | "finansiella kostnader" if is_sum(label) => {
                stated(table, row, sum_of(&group), intake);
                continue;
            }
            _ if is_sum(label) => continue,
            "intäkter" => BudgetGroup::Income,
            "finansiella intäkter" => BudgetGroup::FinancialIncome,
            "kostnader" => BudgetGroup::Cost,
            "finansiella kostnader" => BudgetGroup::FinancialCost,
            other => {
                let message = format!(
                    "Gruppen ”{other}” är okänd. Skriv intäkter, finansiella intäkter, kostnader, finansiella kostnader eller resultat."
                );
                reader.say(table, row, "budget-grupp", message);
                continue;
            }
        };
        lines.push((group, label.to_owned(), row));
    }
    for (index, header, year) in year_columns(table) {
        let line = |(group, label, row): &(BudgetGroup, String, &Row)| {
            Some(BudgetLine {
                group: *group,
                label: label.clone(),
                amount: kronor(cell(row, index))?,
            })
        };
        let lines: Vec<BudgetLine> = lines.iter().filter_map(line).collect();
        if !lines.is_empty() {
            intake.budgets.push(Budget {
                year,
                version: "beslutad".into(),
                source: format!("{}, kolumnen {header}", table.table.name),
                lines,
            });
        }
    }
    intake.budgets.sort_by_key(|b| b.year);
}

fn sum_of(group: &str) -> Option<Sum> {
    Sum::ALL.into_iter().find(|sum| sum.label() == group)
}

/// A printed sum, year by year.
fn stated(table: &PublishedTable, row: &Row, sum: Option<Sum>, intake: &mut Intake) {
    for (index, _, year) in year_columns(table) {
        if let (Some(sum), Some(amount)) = (sum, kronor(cell(row, index))) {
            intake.stated.push(Stated { sum, year, amount });
        }
    }
}

fn insats_budget(reader: &mut Reader<'_>, table: &PublishedTable, intake: &mut Intake) {
    let mut budgets = Vec::new();
    for row in &table.table.rows {
        let label = table.table.text(row, "rad");
        if is_sum(label) {
            stated(table, row, Some(Sum::Insatser), intake);
            continue;
        }
        let insats = insats(reader, table, row, intake);
        for (index, _, year) in year_columns(table) {
            if let Some(amount) = kronor(cell(row, index)) {
                budgets.push(InsatsBudget {
                    insats: insats.clone(),
                    label: label.to_owned(),
                    year,
                    amount,
                });
            }
        }
    }
    budgets.sort_by_key(|b| b.year);
    intake.insats_budgets.extend(budgets);
}

/// The insats a row names, if it names one that is known; an unknown one is said.
pub(super) fn insats(
    reader: &mut Reader<'_>,
    table: &PublishedTable,
    row: &Row,
    intake: &Intake,
) -> Option<String> {
    let slug = table.table.text(row, "insats").to_owned();
    let known = intake
        .insatser
        .iter()
        .chain(&reader.known.insatser)
        .any(|i| i.slug == slug);
    if known || slug.is_empty() {
        return known.then_some(slug);
    }
    let message = format!(
        "Insatsen ”{slug}” finns inte i insatser.csv. Raden lästes utan insats; lägg till insatsen om den är en."
    );
    reader.say(table, row, "insats-okand", message);
    None
}
