//! A version as tables and plots.

use domain::{
    chart::{Chart, ChartKind, Series},
    facts::BudgetGroup,
    money::Ore,
    number::{NBSP, decimal, integer},
    plan::{GROUPS, Plan, Sum, calendar::Day, calendar::Standing},
};
use std::collections::BTreeMap;

use super::{kronor, row};
use crate::view::{Cell, Plot, Row, RowKind, Table};

/// Name of a table and its columns: label, the years, and a last one.
fn over_years(plan: &Plan, id: &str, caption: &str, last: &str) -> Table {
    let years: Vec<String> = plan.years().iter().map(|year| format!("{year}#")).collect();
    let mut heads = vec!["Rad"];
    heads.extend(years.iter().map(String::as_str));
    if !last.is_empty() {
        heads.push(last);
    }
    Table::new(id, caption, &heads)
}

fn group(label: &str) -> Row {
    Row {
        kind: RowKind::Group,
        cells: vec![Cell::text(label)],
    }
}

fn heading(group: BudgetGroup) -> &'static str {
    match group {
        BudgetGroup::Income => "Intäkter",
        BudgetGroup::FinancialIncome => "Finansiella intäkter",
        BudgetGroup::Cost => "Kostnader",
        BudgetGroup::FinancialCost => "Finansiella kostnader",
    }
}

/// The lines with their sums, own capital last.
pub fn budget(plan: &Plan) -> Table {
    let caption = format!("Budget {}, kronor", plan.period());
    let mut table = over_years(plan, "budget", &caption, "Not");
    let sums = plan.sums();
    let total = |label: &str, kind, amounts: Vec<Option<Ore>>| {
        let cells = amounts
            .into_iter()
            .map(|amount| amount.map_or_else(Cell::default, kronor));
        Row {
            kind,
            cells: std::iter::once(Cell::text(label))
                .chain(cells)
                .chain([Cell::default()])
                .collect(),
        }
    };
    for own in GROUPS {
        if plan.group(own).next().is_none() {
            continue;
        }
        table.rows.push(group(heading(own)));
        for line in plan.group(own) {
            let amounts = (0..plan.span).map(|at| kronor(plan.amount(line, at)));
            table
                .rows
                .push(row(&line.label, amounts.chain([Cell::text(&line.note)])));
        }
        let of = Sum::of_group(own);
        let label = format!("Summa {}", of.label());
        let amounts = sums.iter().map(|sum| Some(sum.of(of))).collect();
        table.rows.push(total(&label, RowKind::Subtotal, amounts));
    }
    let results = sums.iter().map(|sum| Some(sum.result())).collect();
    table.rows.push(total("Resultat", RowKind::Total, results));
    let equity = plan.equity();
    if plan.opening.is_some() {
        let opening = equity.iter().map(|year| year.opening).collect();
        table
            .rows
            .push(total("Ingående eget kapital", RowKind::Normal, opening));
        let closing = equity.iter().map(|year| year.closing).collect();
        table
            .rows
            .push(total("Utgående eget kapital", RowKind::Total, closing));
    }
    let note = plan.opening.as_ref().map(|opening| {
        format!(
            "Ingående eget kapital: {}.",
            crate::source::words(&opening.source)
        )
    });
    table.notes.extend(note);
    table
}

/// Insats by insats, cost types under each.
pub fn insatser(plan: &Plan) -> Table {
    let caption = format!("Insatsernas budgetar {}, kronor", plan.period());
    let mut table = over_years(plan, "insatsbudget", &caption, "Not");
    for sum in plan.insats_sums() {
        let parts: Vec<_> = sum.rows.iter().map(|at| &plan.insatser[*at]).collect();
        let divided = parts.iter().any(|part| part.cost_type.is_some());
        let note = parts
            .iter()
            .map(|part| part.note.as_str())
            .find(|note| !note.is_empty());
        let note = if divided { "" } else { note.unwrap_or("") };
        let cells = sum
            .amounts
            .iter()
            .map(|amount| kronor(*amount))
            .chain([Cell::text(note)]);
        table.rows.push(row(&sum.label, cells));
        for part in parts.iter().filter(|_| divided) {
            let label = part.cost_type.map_or("ej fördelat", |cost| cost.label());
            let amounts = part
                .amounts
                .iter()
                .map(|amount| amount.map_or_else(Cell::default, kronor));
            table.rows.push(row(
                format!("– {}", label.to_lowercase()),
                amounts.chain([Cell::text(&part.note)]),
            ));
        }
    }
    if !table.rows.is_empty() {
        let sums = plan.sums();
        let cells = sums
            .iter()
            .map(|sum| kronor(sum.insatser))
            .chain([Cell::default()]);
        table.rows.push(Row::total(row("Summa", cells).cells));
        let share = |sum: &domain::plan::YearSum| {
            Cell::text(
                sum.insats_share()
                    .map_or_else(String::new, |share| format!("{}{NBSP}%", decimal(share, 1))),
            )
        };
        table.rows.push(row(
            "Andel av medlemmarnas bidrag",
            sums.iter().map(share).chain([Cell::default()]),
        ));
    }
    table
}

/// Member by member, with kronor per inhabitant of the budget year.
pub fn contributions(plan: &Plan) -> Table {
    let caption = format!("Medlemmarnas bidrag {}, kronor", plan.period());
    let mut table = over_years(plan, "medlemsbidrag", &caption, "Folkmängd#");
    table.columns.push(crate::view::Column {
        head: format!("Kr per invånare {}", plan.first),
        numeric: true,
    });
    for member in &plan.contributions {
        let amounts = member
            .amounts
            .iter()
            .map(|amount| amount.map_or_else(Cell::default, kronor));
        let each = member.inhabitants.zip(member.amounts.first().copied().flatten());
        let each = each.and_then(|(inhabitants, amount)| domain::unit::ratio(amount.0, inhabitants, 1, 0));
        let last = [
            Cell::text(member.inhabitants.map_or_else(String::new, integer)),
            Cell::text(each.map_or_else(String::new, |ore| decimal(ore, 2))),
        ];
        table.rows.push(row(&member.name, amounts.chain(last)));
    }
    if !table.rows.is_empty() {
        let sums = (0..plan.span).map(|at| plan.contributions_at(at).map_or_else(Cell::default, kronor));
        let total = row("Summa", sums.chain([Cell::default(), Cell::default()]));
        table.rows.push(Row::total(total.cells));
    }
    table
}

/// Every table of a version.
pub fn all(plan: &Plan) -> Vec<Table> {
    let tables = [budget(plan), insatser(plan), contributions(plan)];
    tables
        .into_iter()
        .filter(|table| !table.rows.is_empty())
        .collect()
}

/// The calendar.
pub fn calendar(year: i32, days: &[Day]) -> Table {
    let mut table = Table::new(
        "kalender",
        format!("Budget {year}: vad som ska göras"),
        &["Vad", "Senast", "Regel", "Läge"],
    );
    for day in days {
        let badge = match day.standing {
            Standing::Done => "met",
            Standing::Ahead => "",
            Standing::Late => "must",
        };
        let standing = match badge {
            "" => Cell::text(day.standing.word()),
            class => Cell::badge(day.standing.word(), class),
        };
        table.rows.push(row(
            day.what,
            [Cell::text(day.by.to_string()), Cell::text(day.rule), standing],
        ));
    }
    table
}

/// Own capital at each year's end against the guideline.
pub fn equity(plan: &Plan, guideline: &BTreeMap<i32, Ore>) -> Option<Plot> {
    let years = plan.equity();
    if years.iter().all(|year| year.closing.is_none()) {
        return None;
    }
    let tkr = |amount: Ore| amount.to_thousands();
    let last = years.last()?;
    let closing = last.closing?;
    let most: Vec<Option<Ore>> = years
        .iter()
        .map(|year| guideline.get(&year.year).copied())
        .collect();
    let same = most.windows(2).all(|pair| pair[0] == pair[1]);
    let target = most.first().copied().flatten().filter(|_| same);
    let caption = format!(
        "Det egna kapitalet är {}\u{a0}tkr vid utgången av {}",
        integer(tkr(closing)),
        last.year
    );
    let chart = Chart {
        kind: ChartKind::Columns,
        categories: years.iter().map(|year| year.year.to_string()).collect(),
        series: vec![Series {
            name: "Eget kapital".into(),
            values: years.iter().map(|year| year.closing.map(tkr)).collect(),
        }],
        unit: "tkr".into(),
        target: target.map(|most| ("Riktlinjen".into(), tkr(most))),
        decimals: 0,
        withheld: Vec::new(),
    };
    Some(Plot {
        id: "egetkapital".into(),
        svg: app::pages::drawing(&chart, "egetkapital", &caption),
        caption,
        note: "Tusental kronor vid årets slut, om planen hålls.".into(),
        table: Table::default(),
    })
}
