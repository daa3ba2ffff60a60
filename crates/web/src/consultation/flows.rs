//! A team's own flows and waiting times as numbers, a plot and tables.

use domain::{
    chart::{Chart, ChartKind, Series},
    number,
    waiting::{FlowRow, Step, WAYS, WaitingTime},
};

use super::key_figure;
use crate::{
    pages::KeyFigure,
    view::{Cell, Plot, Row, Table},
};

/// What stands for the wait of nobody.
const NOBODY: &str = "–";

fn days(value: Option<i64>, decimals: u32) -> String {
    value.map_or_else(|| NOBODY.to_owned(), |value| number::decimal(value, decimals))
}

/// Came, answered, recommended, and the wait for a meeting.
pub(super) fn key_figures(all: &FlowRow) -> Vec<KeyFigure> {
    let [received, answered, returned, _, recommended, entered] = all.counts.map(number::integer);
    let wait = all.times[0];
    let detail = format!(
        "median av {}; {} väntar ännu",
        number::integer(wait.n),
        number::integer(wait.missing)
    );
    vec![
        key_figure("remisser", received, format!("{returned} återlämnade")),
        key_figure("besvarade", answered, String::new()),
        key_figure(
            "rekommenderade en insats",
            recommended,
            format!("{entered} inregistrerade"),
        ),
        key_figure("dagar från remiss till möte", days(wait.median, 1), detail),
    ]
}

/// Median and ninth decile of each wait.
pub(super) fn plot(all: &FlowRow, id: &str) -> Option<Plot> {
    let to_meeting = all.times[0];
    to_meeting.median?;
    let values = |of: fn(&WaitingTime) -> Option<i64>| all.times.iter().map(of).collect();
    let chart = Chart {
        kind: ChartKind::Bars,
        categories: Step::ALL.iter().map(|step| step.label().to_owned()).collect(),
        series: vec![
            Series {
                name: "Hälften väntade högst".into(),
                values: values(|t| t.median),
            },
            Series {
                name: "Nio av tio väntade högst".into(),
                values: values(|t| t.ninth_decile.map(|d| d * 10)),
            },
        ],
        unit: "dagar".into(),
        target: None,
        decimals: 1,
        withheld: Vec::new(),
    };
    let caption = format!(
        "Hälften av remisserna kom upp på möte inom {} dagar, nio av tio inom {}",
        days(to_meeting.median, 1),
        days(to_meeting.ninth_decile, 0)
    );
    Some(Plot {
        id: id.into(),
        svg: app::pages::drawing(&chart, id, &caption),
        caption,
        ..Plot::default()
    })
}

/// How many went which way, per group.
pub(super) fn flow_table(id: &str, caption: &str, head: &str, (rows, all): (&[FlowRow], &FlowRow)) -> Table {
    let mut heads = vec![head.to_owned()];
    heads.extend(WAYS.iter().map(|(_, head)| format!("{head}#")));
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = Table::new(id, caption, &heads);
    let cells = |row: &FlowRow| {
        let mut cells = vec![Cell::text(&row.name)];
        cells.extend(row.counts.iter().map(|n| Cell::text(number::integer(*n))));
        cells
    };
    table.rows = rows.iter().map(|row| Row::of(cells(row))).collect();
    if rows.len() > 1 {
        table.rows.push(Row::total(cells(all)));
    }
    table
}

/// Each wait per group.
pub(super) fn time_table(id: &str, caption: &str, (rows, all): (&[FlowRow], &FlowRow)) -> Table {
    let heads = [
        "Väntan",
        "Median#",
        "Nio av tio inom#",
        "Har passerat#",
        "Väntar ännu#",
    ];
    let mut table = Table::new(id, caption, &heads);
    let sum = (rows.len() > 1).then_some(all);
    for row in rows.iter().chain(sum) {
        table.rows.push(Row {
            kind: domain::document::RowKind::Group,
            cells: vec![Cell::text(&row.name)],
        });
        for (step, time) in Step::ALL.iter().zip(row.times) {
            table.rows.push(Row::of(vec![
                Cell::text(step.label()),
                Cell::text(days(time.median, 1)),
                Cell::text(days(time.ninth_decile, 0)),
                Cell::text(number::integer(time.n)),
                Cell::text(number::integer(time.missing)),
            ]));
        }
    }
    table
}
