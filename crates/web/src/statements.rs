//! The statements of a year, every amount a way into its vouchers, and outcome against budget.

use app::{Year, rights::Act};
use axum::extract::{Query, State};
use domain::{
    chart::{Chart, ChartKind, Series},
    facts::BudgetGroup,
    figure::{FigureKey, Scope, Value},
    money::Ore,
    number,
    statement::{Level, Overview, Row as StatementRow, Table as Statement},
};

use crate::{
    frame::{self, Place},
    insatser::{Asked, cell, exports, sheet, wanted, workbook},
    page::{Answer, page},
    pages::statements::{StatementPart, StatementsPage},
    site::Site,
    view::{Cell, Column, Plot, Row, RowKind, Table},
    visitor::Visitor,
};

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let shown = frame::year(&site, &visitor, asked.ar).await?;
    let year = site.app.year(&visitor.actor, shown).await?;
    let place = Place::new("Räkenskaper", "/ekonomi")
        .in_year(shown, "/ekonomi/rakenskaper?ar=")
        .told(asked.besked.as_deref());
    let ledger = year.ledger();
    let lede = ledger.map_or_else(String::new, |ledger| {
        format!(
            "{} verifikationer. Belopp i hela kronor. Kostnader har minustecken i resultaträkningen men inte i driftsredovisningen.",
            number::integer(ledger.vouchers)
        )
    });
    page(&StatementsPage {
        shell: frame::shell(&site, &visitor, place).await?,
        year: shown,
        lede,
        may_import: visitor.may(Act::ImportLedger),
        problems: year
            .figures
            .problems()
            .iter()
            .map(|problem| problem.message.clone())
            .collect(),
        parts: if ledger.is_some() || year.budget().is_some() {
            parts(&year)
        } else {
            Vec::new()
        },
    })
}

/// One of the page's tables as a file.
pub async fn csv(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let shown = frame::year(&site, &visitor, asked.ar).await?;
    let year = site.app.year(&visitor.actor, shown).await?;
    let tables = parts(&year).into_iter().flat_map(|part| part.tables);
    sheet(tables, &asked, shown)
}

/// The same as a workbook.
pub async fn xlsx(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let shown = frame::year(&site, &visitor, asked.ar).await?;
    let year = site.app.year(&visitor.actor, shown).await?;
    let tables = parts(&year).into_iter().flat_map(|part| part.tables);
    workbook(&site, &visitor, wanted(tables, &asked)?, shown).await
}

fn with_export(mut table: Table, year: i32) -> Table {
    table.exports = exports("/ekonomi/rakenskaper", year, &table.id);
    table
}

fn parts(year: &Year) -> Vec<StatementPart> {
    let statements = year.figures.statements();
    let of = |statement: &Statement| table(statement, year.year);
    let part = |id: &str, title: &str, plot, tables: Vec<Table>| StatementPart {
        id: id.into(),
        title: title.into(),
        plot,
        tables: tables
            .into_iter()
            .filter(|table| !table.rows.is_empty())
            .map(|table| with_export(table, year.year))
            .collect(),
    };
    let parts = vec![
        part(
            "driftsredovisning",
            "Utfall mot budget",
            costs_plot(year),
            vec![of(&statements.operating), budget(year)],
        ),
        part(
            "resultatrakning",
            "Resultaträkning",
            None,
            vec![of(&statements.income)],
        ),
        part(
            "balansrakning",
            "Balansräkning",
            None,
            vec![of(&statements.balance)],
        ),
        part(
            "kassaflode",
            "Kassaflödesanalys",
            None,
            vec![of(&statements.cash_flow)],
        ),
        part("noter", "Noter", None, statements.notes.iter().map(of).collect()),
        part(
            "balanskrav",
            "Balanskravsresultat",
            None,
            vec![of(&statements.requirement.table)],
        ),
        part(
            "oversikt",
            "År för år",
            None,
            vec![overview(&statements.overview)],
        ),
        part("bidrag", "Medlemsbidrag", None, vec![contributions(year)]),
    ];
    parts.into_iter().filter(|part| !part.tables.is_empty()).collect()
}

/// A statement as a table of the page: note, this year, the year before, or budget and deviation.
fn table(statement: &Statement, year: i32) -> Table {
    let has = |value: fn(&StatementRow) -> Option<Ore>| statement.rows.iter().any(|row| value(row).is_some());
    let (budgeted, noted) = (
        has(|row| row.budget),
        statement.rows.iter().any(|row| !row.note.is_empty()),
    );
    let mut result = Table::new(statement.id.replace(' ', "-"), &statement.title, &["Rad"]);
    let mut add = |head: String, numeric| result.columns.push(Column { head, numeric });
    if noted {
        add("Not".into(), false);
    }
    add(
        if budgeted {
            "Utfall".into()
        } else {
            year.to_string()
        },
        true,
    );
    if budgeted {
        add("Budget".into(), true);
        add("Avvikelse".into(), true);
    }
    let before = has(|row| row.previous);
    if before {
        add((year - 1).to_string(), true);
    }
    for row in &statement.rows {
        let mut cells = vec![Cell::text(&row.label)];
        if noted {
            cells.push(note(row.note));
        }
        cells.push(amount(row, row.current, year));
        if budgeted {
            cells.push(kronor(row.budget));
            cells.push(kronor(row.deviation));
        }
        if before {
            cells.push(amount(row, row.previous, year - 1));
        }
        result.rows.push(Row {
            kind: kind(row.level),
            cells,
        });
    }
    result
}

fn note(note: &str) -> Cell {
    if note.is_empty() {
        Cell::default()
    } else {
        Cell::link(note, format!("#not-{note}"))
    }
}

fn kind(level: Level) -> RowKind {
    match level {
        Level::Group => RowKind::Group,
        Level::Line => RowKind::Normal,
        Level::Subtotal => RowKind::Subtotal,
        Level::Total => RowKind::Total,
    }
}

fn kronor(amount: Option<Ore>) -> Cell {
    amount.map_or_else(Cell::default, |amount| Cell::text(amount.rounded()))
}

/// An amount as printed, leading to its figure.
fn amount(row: &StatementRow, amount: Option<Ore>, year: i32) -> Cell {
    match (amount, &row.figure) {
        (Some(amount), Some(figure)) => {
            let key = FigureKey {
                measure: figure.measure,
                year,
                scope: figure.scope.clone(),
            };
            Cell::figure(amount.rounded(), &key)
        }
        (amount, _) => kronor(amount),
    }
}

/// The budget, line by line.
fn budget(year: &Year) -> Table {
    let mut table = Table::new(
        "budget",
        format!("Budget {}, kronor", year.year),
        &["Rad", "Budget#"],
    );
    let Some(decided) = year.budget() else {
        return table;
    };
    let groups = [
        (BudgetGroup::Income, "intakter", "Intäkter"),
        (
            BudgetGroup::FinancialIncome,
            "finansiella_intakter",
            "Finansiella intäkter",
        ),
        (BudgetGroup::Cost, "kostnader", "Kostnader"),
        (
            BudgetGroup::FinancialCost,
            "finansiella_kostnader",
            "Finansiella kostnader",
        ),
    ];
    for (group, code, words) in groups {
        let lines: Vec<_> = decided
            .lines
            .iter()
            .filter(|line| line.group == group && line.amount != Ore::ZERO)
            .collect();
        if lines.is_empty() {
            continue;
        }
        table.rows.push(Row {
            kind: RowKind::Group,
            cells: vec![Cell::text(words)],
        });
        for line in lines {
            let scope = Scope::all().with("grupp", code).with("rad", &line.label);
            table.rows.push(Row::of(vec![
                Cell::text(&line.label),
                cell(year.figures.of_year("budget.rad", scope)),
            ]));
        }
    }
    let result = cell(year.figures.of_year("budget.resultat", Scope::all()));
    table
        .rows
        .push(Row::total(vec![Cell::text("Budgeterat resultat"), result]));
    table.notes.push(format!(
        "{}: {}.",
        decided.version,
        crate::source::words(&decided.source)
    ));
    table
}

fn overview(overview: &Overview) -> Table {
    let mut heads = vec!["Rad".to_owned()];
    heads.extend(overview.years.iter().map(|year| format!("{year}#")));
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = Table::new("arsoversikt", "Femårsöversikt, kronor", &heads);
    for row in &overview.rows {
        let mut cells = vec![Cell::text(row.label)];
        for (year, value) in overview.years.iter().zip(&row.values) {
            let key = FigureKey {
                measure: row.measure,
                year: *year,
                scope: Scope::all(),
            };
            cells.push(
                value
                    .as_ref()
                    .map_or_else(Cell::default, |value| Cell::figure(value.value.text(), &key)),
            );
        }
        table.rows.push(Row::of(cells));
    }
    table
}

/// What the members pay.
pub fn contributions(year: &Year) -> Table {
    let mut table = Table::new(
        "medlemsbidrag",
        format!("Medlemsbidrag {}, kronor", year.year),
        &["Medlem", "Bidrag#"],
    );
    for member in year.members() {
        let scope = Scope::all().with("medlem", &member.code);
        if let Some(figure) = year.figures.of_year("bidrag.belopp", scope) {
            table
                .rows
                .push(Row::of(vec![Cell::text(&member.name), cell(Some(figure))]));
        }
    }
    if !table.rows.is_empty() {
        let sum = cell(year.figures.of_year("bidrag.summa", Scope::all()));
        table.rows.push(Row::total(vec![Cell::text("Summa"), sum]));
    }
    table
}

/// Words of the whole: how far what the insatser cost is from their budget, and to which side.
fn costs_caption(year: &Year) -> String {
    let of = |measure| year.figures.of_year(measure, Scope::all());
    let units = |measure| of(measure)?.value.units();
    let deviation = of("insats.budgetavvikelse").filter(|figure| figure.value.units().is_some());
    match (deviation, units("insats.kostnad"), units("insats.budget")) {
        (Some(deviation), Some(cost), Some(budget)) => format!(
            "Insatserna kostade {} {} än sin budget {}",
            deviation.text(),
            if cost < budget { "mindre" } else { "mer" },
            year.year
        ),
        _ => format!("Insatsernas kostnad {}", year.year),
    }
}

/// What each insats, and each project outside them, cost; against what was decided for it in a year with
/// budgets per insats.
pub fn costs_plot(year: &Year) -> Option<Plot> {
    let money = |measure, scope: Scope| match year.figures.of_year(measure, scope)?.value {
        Value::Money(ore) => Some(ore.to_thousands()),
        _ => None,
    };
    let insatser = year.insatser().iter();
    let insatser = insatser.map(|insats| (&insats.name, Scope::all().with("insats", &insats.slug)));
    let others = year.projects().iter().filter(|project| project.insats.is_none());
    let others = others.map(|project| (&project.name, Scope::all().with("projekt", &project.code)));
    let (mut categories, mut costs, mut budgets) = (Vec::new(), Vec::new(), Vec::new());
    for (name, scope) in insatser.chain(others) {
        if let Some(cost) = money("insats.kostnad", scope.clone()) {
            categories.push(name.clone());
            costs.push(Some(cost));
            budgets.push(money("insats.budget", scope));
        }
    }
    if categories.is_empty() {
        return None;
    }
    let caption = costs_caption(year);
    let series = |name: &str, values| Series {
        name: name.into(),
        values,
    };
    let decided = budgets.iter().any(Option::is_some);
    let (kind, note) = if decided {
        let note = "Tusental kronor. Strecket är budgeten, bandet fem procent på var sida om den.";
        (ChartKind::Bullet, note)
    } else {
        (
            ChartKind::Bars,
            "Tusental kronor. Året har ingen budget per insats.",
        )
    };
    let mut all = vec![series("Utfall", costs)];
    all.extend(decided.then(|| series("Budget", budgets)));
    let chart = Chart {
        kind,
        categories,
        series: all,
        unit: "tkr".into(),
        target: None,
        decimals: 0,
        withheld: Vec::new(),
    };
    Some(Plot {
        id: "insatskostnader".into(),
        svg: app::pages::drawing(&chart, "insatskostnader", &caption),
        caption,
        note: note.into(),
        table: Table::default(),
    })
}
