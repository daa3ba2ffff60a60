//! The insatser of a year, and one of them.

mod one;

use app::{Year, report, rights::Act};
use axum::extract::{Query, State};
use domain::{
    chart::{Chart, ChartKind, Series},
    codes::InsatsKind,
    facts::Insats,
    figure::{Figure, MeasureId, Scope},
};
pub use one::{key_figures, one};

use crate::{
    address,
    frame::{self, Place},
    page::{Answer, XLSX, file, page},
    pages::insatser::InsatserPage,
    site::Site,
    trouble::Trouble,
    view::{Cell, Link, Plot, Row, Table},
    visitor::Visitor,
};

/// Which year.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    /// The year asked for.
    pub ar: Option<i32>,
    /// What a redirect says was done.
    pub besked: Option<String>,
    /// Which table to get as a file.
    pub tabell: Option<String>,
}

/// Participants: measure and column.
const FLOW: [(MeasureId, &str); 5] = [
    ("deltaganden.budgeterade", "Budgeterade#"),
    ("deltaganden.totalt", "Totalt#"),
    ("deltaganden.nya", "Nya#"),
    ("deltaganden.avslutade", "Avslutade#"),
    ("deltaganden.pagaende", "Pågående#"),
];

/// Money: measure and column.
const MONEY: [(MeasureId, &str); 4] = [
    ("insats.kostnad", "Bokförd kostnad#"),
    ("insats.rekvirerat", "Rekvirerat#"),
    ("insats.budget", "Budget#"),
    ("insats.budgetavvikelse", "Avvikelse#"),
];

/// The page's tables by id.
fn tables(year: &Year) -> [Table; 2] {
    let shown = year.year;
    let tables = [
        table(
            year,
            "deltaganden",
            format!("Deltaganden per insats {shown}"),
            &FLOW,
        ),
        table(
            year,
            "kostnader",
            format!("Insatsernas ekonomi {shown}, kronor"),
            &MONEY,
        ),
    ];
    tables.map(|mut table| {
        table.exports = exports("/insatser", shown, &table.id);
        table
    })
}

/// One of the page's tables as a file.
pub async fn csv(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let shown = frame::year(&site, &visitor, asked.ar).await?;
    let year = site.app.year(&visitor.actor, shown).await?;
    sheet(tables(&year), &asked, shown)
}

/// The same as a workbook.
pub async fn xlsx(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let shown = frame::year(&site, &visitor, asked.ar).await?;
    let year = site.app.year(&visitor.actor, shown).await?;
    workbook(&site, &visitor, wanted(tables(&year), &asked)?, shown).await
}

/// Where a table of a page is had as a file.
pub fn exports(page: &str, year: i32, table: &str) -> Vec<Link> {
    let link =
        |label: &str, ending: &str| Link::new(label, format!("{page}.{ending}?ar={year}&tabell={table}"));
    vec![link("CSV", "csv"), link("XLSX", "xlsx")]
}

/// The table asked for, or the first.
///
/// # Errors
/// Not found when the page has no such table.
pub fn wanted(tables: impl IntoIterator<Item = Table>, asked: &Asked) -> Result<Table, Trouble> {
    let wanted = |table: &Table| asked.tabell.as_ref().is_none_or(|id| *id == table.id);
    tables.into_iter().find(wanted).ok_or_else(Trouble::not_found)
}

/// A table as a workbook.
///
/// # Errors
/// A fault when it cannot be written.
pub async fn workbook(site: &Site, visitor: &Visitor, table: Table, year: i32) -> Answer {
    let association = site.app.frame(&visitor.actor).await?.association;
    let date = site.now().date_naive().to_string();
    let name = format!("{}-{year}.xlsx", table.id);
    let written =
        tokio::task::spawn_blocking(move || report::table_xlsx(&association, &date, table.to_document()));
    let bytes = written.await.map_err(|cause| Trouble::fault(&cause))??;
    Ok(file(&name, XLSX, bytes))
}

/// The table asked for as CSV.
///
/// # Errors
/// As [`wanted`].
pub fn sheet(tables: impl IntoIterator<Item = Table>, asked: &Asked, year: i32) -> Answer {
    let table = wanted(tables, asked)?;
    Ok(file(
        &format!("{}-{year}.csv", table.id),
        "text/csv; charset=utf-8",
        table.to_csv().into_bytes(),
    ))
}

/// All of them.
pub async fn list(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let shown = frame::year(&site, &visitor, asked.ar).await?;
    let year = site.app.year(&visitor.actor, shown).await?;
    let individual = year
        .insatser()
        .iter()
        .filter(|i| i.kind == InsatsKind::Individual)
        .count();
    let place = Place::new("Insatser", "/insatser").in_year(shown, "/insatser?ar=");
    let [table, costs] = tables(&year);
    page(&InsatserPage {
        shell: frame::shell(&site, &visitor, place).await?,
        year: shown,
        lede: format!(
            "{individual} individinriktade och {} strukturövergripande.",
            year.insatser().len() - individual
        ),
        may_import: visitor.may(Act::ImportLedger),
        plot: participants(&year),
        table,
        costs,
    })
}

fn scope(insats: &Insats) -> Scope {
    Scope::all().with("insats", &insats.slug)
}

/// A cell for a figure; empty where there is none.
pub fn cell(figure: Option<&Figure>) -> Cell {
    figure.map_or_else(Cell::default, |figure| Cell::figure(figure.text(), &figure.key))
}

fn table(year: &Year, id: &str, caption: String, columns: &[(MeasureId, &str)]) -> Table {
    let mut heads = vec!["Insats"];
    heads.extend(columns.iter().map(|(_, head)| *head));
    let mut table = Table::new(id, caption, &heads);
    let cells = |first: Cell, scope: &Scope| {
        let mut cells = vec![first];
        cells.extend(
            columns
                .iter()
                .map(|(measure, _)| cell(year.figures.of_year(measure, scope.clone()))),
        );
        cells
    };
    for insats in year.insatser() {
        let first = Cell::link(&insats.name, address::insats(&insats.slug, year.year));
        let row = cells(first, &scope(insats));
        if row.iter().skip(1).any(|cell| !cell.text.is_empty()) {
            table.rows.push(Row::of(row));
        }
    }
    // What no insats carries is in the sum too.
    for project in year.projects().iter().filter(|project| project.insats.is_none()) {
        let first = Cell::text(format!("{} (utan insats)", project.name));
        let row = cells(first, &Scope::all().with("projekt", &project.code));
        if row.iter().skip(1).any(|cell| !cell.text.is_empty()) {
            table.rows.push(Row::of(row));
        }
    }
    if !table.rows.is_empty() {
        table
            .rows
            .push(Row::total(cells(Cell::text("Alla insatser"), &Scope::all())));
    }
    table
}

/// Participants against the decided number, per insats.
fn participants(year: &Year) -> Option<Plot> {
    let value = |measure, insats: &Insats| {
        year.figures
            .of_year(measure, scope(insats))
            .and_then(|figure| figure.value.units())
    };
    let shown: Vec<(&Insats, i64)> = year
        .insatser()
        .iter()
        .filter_map(|insats| Some((insats, value("deltaganden.totalt", insats)?)))
        .collect();
    let (most, count) = shown.iter().max_by_key(|(_, count)| *count)?;
    let caption = format!("{} har flest deltaganden, {count} under {}", most.name, year.year);
    let series = |name: &str, values| Series {
        name: name.into(),
        values,
    };
    let chart = Chart {
        kind: ChartKind::Bullet,
        categories: shown.iter().map(|(insats, _)| insats.name.clone()).collect(),
        series: vec![
            series(
                "Deltaganden",
                shown.iter().map(|(_, count)| Some(*count)).collect(),
            ),
            series(
                "Budgeterade",
                shown
                    .iter()
                    .map(|(insats, _)| value("deltaganden.budgeterade", insats))
                    .collect(),
            ),
        ],
        unit: "deltaganden".into(),
        target: None,
        decimals: 0,
        withheld: Vec::new(),
    };
    Some(Plot {
        id: "deltagare-diagram".into(),
        svg: app::pages::drawing(&chart, "deltagare-diagram", &caption),
        caption,
        note: "Stapeln är årets deltaganden, strecket det budgeterade antalet.".into(),
        table: Table::default(),
    })
}
