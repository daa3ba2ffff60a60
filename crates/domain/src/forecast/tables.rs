//! The follow-up as tables: for the month and so far, for the whole year, what is left, the methods.

use super::{
    FollowUp, LineKey, Row, Sum,
    line::{group_title, is_income},
    month_name,
};
use crate::{
    chart::{Chart, ChartKind, Series},
    document::{Column, Row as Printed, RowKind, Table, TableCell},
    facts::BudgetGroup,
    figure::{FigureKey, Scope},
    measure::budget_group,
    money::Ore,
};

/// A table with the line of each of its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyed {
    /// The table.
    pub table: Table,
    /// The line of each row; `None` for headings and sums.
    pub keys: Vec<Option<LineKey>>,
}

/// An amount in whole kronor; empty when it is not known.
pub fn amount(ore: Option<Ore>) -> TableCell {
    ore.map_or_else(TableCell::default, |ore| TableCell {
        number: Some((ore.to_kronor(), 0)),
        ..TableCell::text(ore.rounded())
    })
}

/// Columns; those whose name ends in "#" are numeric.
pub fn columns(heads: &[&str]) -> Vec<Column> {
    let column = |head: &&str| Column {
        head: head.trim_end_matches('#').to_owned(),
        numeric: head.ends_with('#'),
    };
    heads.iter().map(column).collect()
}

/// A table without rows.
pub fn table(id: &str, caption: String, heads: &[&str]) -> Table {
    Table {
        label: String::new(),
        caption,
        id: id.to_owned(),
        columns: columns(heads),
        rows: Vec::new(),
        notes: Vec::new(),
    }
}

const ROUNDING: &str = "Hela kronor. Månaden och hittills avrundas var för sig så att varje kolumn summerar; öret finns på radens sida.";
const SIGN: &str = "Avvikelsen är positiv när den är till förbundets fördel.";

/// The column of methods in the table of the whole year.
pub(super) const METHOD: usize = 5;

impl FollowUp {
    /// Whether the year is over, so that nothing is expected any more.
    pub fn is_over(&self) -> bool {
        self.month >= 12
    }

    /// Budget and outcome by line, for the month and so far.
    pub fn so_far(&self) -> Keyed {
        let month = month_name(self.month);
        let heads = [
            "Rad".to_owned(),
            format!("Budget {month}#"),
            format!("Utfall {month}#"),
            "Budget hittills#".to_owned(),
            "Utfall hittills#".to_owned(),
            "Avvikelse#".to_owned(),
        ];
        let caption = format!("Budget mot utfall, {}, kronor", self.period());
        let planned = !self.budget.is_empty();
        let mut keyed = self.by_group("hittills", caption, &heads, |sum, group, _| {
            so_far(sum, group, planned)
        });
        keyed.table.notes = vec![SIGN.into(), ROUNDING.into()];
        keyed
    }

    /// Budget and forecast of the whole year by line.
    pub fn whole_year(&self) -> Keyed {
        let heads = [
            "Rad".to_owned(),
            format!("Budget {}#", self.year),
            "Utfall hittills#".to_owned(),
            "Prognos#".to_owned(),
            "Avvikelse#".to_owned(),
            "Metod".to_owned(),
        ];
        let caption = if self.is_over() {
            format!("Budget och utfall {}, kronor", self.year)
        } else {
            let month = month_name(self.month);
            format!("Prognos för {} efter {month}, kronor", self.year)
        };
        let (year, planned) = (self.year, !self.budget.is_empty());
        let mut keyed = self.by_group("prognos", caption, &heads, move |sum, group, row| {
            let mut budget = amount(sum.budget);
            if let Some(Row {
                key: LineKey::Budget(_, label),
                ..
            }) = row
            {
                budget.figure = sum.budget.map(|_| FigureKey {
                    measure: "budget.rad",
                    year,
                    scope: Scope::all().with("grupp", budget_group(group)).with("rad", label),
                });
            }
            let mut cells = vec![
                budget,
                amount(Some(sum.outcome)),
                amount(sum.forecast),
                amount(sum.forecast_deviation(group).filter(|_| planned)),
            ];
            cells.push(TableCell::text(row.map_or("", method)));
            cells
        });
        keyed.table.notes = vec![SIGN.into()];
        if !self.budget.is_empty() {
            keyed.table.notes.push(format!("Budget: {}.", self.budget));
        }
        keyed
    }

    /// Income, costs and what is left. Costs have a minus sign, so that the rows add up.
    pub fn what_is_left(&self) -> Table {
        let heads = [
            "Rad",
            "Budget hittills#",
            "Utfall hittills#",
            "Budget helår#",
            "Prognos helår#",
        ];
        let mut left = table("resultat", format!("Resultat {}, kronor", self.year), &heads);
        let cells = |label: &str, sum: &Sum, sign: i64| {
            let signed = |ore: Option<Ore>| amount(ore.map(|ore| if sign < 0 { -ore } else { ore }));
            vec![
                TableCell::text(label),
                signed(sum.budget_so_far),
                signed(Some(sum.outcome)),
                signed(sum.budget),
                signed(sum.forecast),
            ]
        };
        for group in &self.groups {
            let sign = if is_income(group.group) { 1 } else { -1 };
            left.rows.push(Printed {
                kind: RowKind::Normal,
                cells: cells(group_title(group.group), &group.sum, sign),
            });
        }
        left.rows.push(Printed {
            kind: RowKind::Total,
            cells: cells("Resultat", &self.result, 1),
        });
        left
    }

    /// The insatser: so far and the year.
    pub fn by_insats(&self) -> Keyed {
        let claimed = self.insatser.iter().any(|row| row.claimed.is_some());
        let mut heads = vec!["Insats".to_owned()];
        let month = format!("Utfall {}#", month_name(self.month));
        heads.extend([month, "Budget hittills#".into(), "Utfall hittills#".into()]);
        if claimed {
            heads.push("Rekvirerat#".into());
        }
        heads.extend(["Budget helår#", "Prognos#", "Avvikelse#"].map(String::from));
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let caption = format!("Insatserna, {}, kronor", self.period());
        let mut keyed = Keyed {
            table: table("insatser", caption, &heads),
            keys: Vec::new(),
        };
        let cells = |label: &str, sum: &Sum, of: Option<Ore>| {
            let mut cells = vec![
                TableCell::text(label),
                amount(Some(sum.month)),
                amount(sum.budget_so_far),
                amount(Some(sum.outcome)),
            ];
            if claimed {
                cells.push(amount(of));
            }
            cells.extend([
                amount(sum.budget),
                amount(sum.forecast),
                amount(
                    sum.forecast_deviation(BudgetGroup::Cost)
                        .filter(|_| sum.budget.is_some()),
                ),
            ]);
            cells
        };
        for row in &self.insatser {
            keyed.push(
                RowKind::Normal,
                cells(&row.label, &row.sum, row.claimed),
                Some(&row.key),
            );
        }
        if !self.insatser.is_empty() {
            let all: Ore = self.insatser.iter().filter_map(|row| row.claimed).sum();
            keyed.push(
                RowKind::Total,
                cells("Alla insatser", &self.insats_sum, Some(all)),
                None,
            );
        }
        if self.insats_sum.budget.is_none() {
            let note = "Året har ingen budget per insats; insatserna ryms i budgetens rad.";
            keyed.table.notes.push(note.into());
        }
        keyed
    }

    /// How every forecast came about, in words.
    pub fn methods(&self) -> Keyed {
        let heads = ["Rad", "Metod", "Så räknas den"];
        let caption = format!("Prognosens metoder {}", self.year);
        let mut keyed = Keyed {
            table: table("metoder", caption, &heads),
            keys: Vec::new(),
        };
        for row in self.rows() {
            let cells = vec![
                TableCell::text(&row.label),
                TableCell::text(method(row)),
                TableCell::text(&row.forecast.words),
            ];
            keyed.push(RowKind::Normal, cells, Some(&row.key));
        }
        keyed
    }

    fn by_group(
        &self,
        id: &str,
        caption: String,
        heads: &[String],
        cells: impl Fn(&Sum, BudgetGroup, Option<&Row>) -> Vec<TableCell>,
    ) -> Keyed {
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let mut keyed = Keyed {
            table: table(id, caption, &heads),
            keys: Vec::new(),
        };
        for group in &self.groups {
            let title = group_title(group.group);
            let with = |first: &str, rest: Vec<TableCell>| {
                let mut cells = vec![TableCell::text(first)];
                cells.extend(rest);
                cells
            };
            let blank = heads.iter().map(|_| TableCell::default()).skip(1).collect();
            keyed.push(RowKind::Group, with(title, blank), None);
            for row in &group.rows {
                let cells = with(&row.label, cells(&row.sum, group.group, Some(row)));
                keyed.push(RowKind::Normal, cells, Some(&row.key));
            }
            let sum = format!("Summa {}", title.to_lowercase());
            keyed.push(
                RowKind::Subtotal,
                with(&sum, cells(&group.sum, group.group, None)),
                None,
            );
        }
        keyed
    }

    /// Accumulated costs by month, thousands of kronor.
    pub fn course_chart(&self) -> Option<(Chart, String)> {
        if !self.booked && !self.budgeted {
            return None;
        }
        let series = |name: &str, of: fn(&super::Course) -> Option<Ore>| Series {
            name: name.to_owned(),
            values: self
                .course
                .iter()
                .map(|at| of(at).map(Ore::to_thousands))
                .collect(),
        };
        let all = [
            series("Utfall", |at| at.outcome),
            series("Budget", |at| at.budget),
            series("Prognos", |at| at.forecast),
        ];
        let chart = Chart {
            kind: ChartKind::Lines,
            categories: self
                .course
                .iter()
                .map(|at| month_name(at.month)[..3].to_owned())
                .collect(),
            series: all
                .into_iter()
                .filter(|series| series.values.iter().any(Option::is_some))
                .collect(),
            unit: "tkr".into(),
            target: None,
            decimals: 0,
            withheld: Vec::new(),
        };
        Some((chart, self.finding()))
    }

    /// What the chart shows, in a sentence.
    pub fn finding(&self) -> String {
        let costs = self.sum(BudgetGroup::Cost);
        let (Some(forecast), Some(budget)) = (costs.forecast, costs.budget) else {
            return format!("Ackumulerade kostnader {}", self.year);
        };
        let [follow, end_up] = if self.is_over() {
            ["följde", "blev"]
        } else {
            ["väntas följa", "väntas bli"]
        };
        let apart = (forecast - budget).abs().rounded();
        let side = match (forecast - budget).0 {
            0 => return format!("Kostnaderna {follow} budgeten {}", self.year),
            above if above > 0 => "högre",
            _ => "lägre",
        };
        format!("Kostnaderna {end_up} {apart} kr {side} än budgeten {}", self.year)
    }

    /// The chart's numbers.
    pub fn course_table(&self) -> Table {
        let heads = ["Månad", "Budget#", "Utfall#", "Prognos#"];
        let caption = format!("Ackumulerade kostnader {}, kronor", self.year);
        let mut course = table("forlopp", caption, &heads);
        for at in &self.course {
            course.rows.push(Printed {
                kind: RowKind::Normal,
                cells: vec![
                    TableCell::text(month_name(at.month)),
                    amount(at.budget),
                    amount(at.outcome),
                    amount(at.forecast),
                ],
            });
        }
        course
    }
}

impl Keyed {
    fn push(&mut self, kind: RowKind, cells: Vec<TableCell>, key: Option<&LineKey>) {
        self.table.rows.push(Printed { kind, cells });
        self.keys.push(key.cloned());
    }
}

/// Without any budget there is nothing to deviate from.
fn so_far(sum: &Sum, group: BudgetGroup, planned: bool) -> Vec<TableCell> {
    vec![
        amount(sum.month_budget),
        amount(Some(sum.month)),
        amount(sum.budget_so_far),
        amount(Some(sum.outcome)),
        amount(Some(sum.deviation(group)).filter(|_| planned)),
    ]
}

/// The method's name, or that the year is over.
pub fn method(row: &Row) -> &'static str {
    match (row.forecast.method, row.forecast.amount) {
        (Some(method), _) => method.label(),
        (None, Some(_)) => "utfall",
        (None, None) => "ingen",
    }
}
