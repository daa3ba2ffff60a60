//! Flows and waiting times as numbers, a plot and tables; and the page of them that everybody reads.

use axum::extract::{Query, State};
use domain::{
    chart::{Chart, ChartKind, Series},
    number,
    waiting::{FlowRow, ShownTime, Step},
};

use super::{Asked, key_figure};
use crate::{
    frame::{self, Place},
    page::{Answer, page},
    pages::{KeyFigure, consultation::FlowsPage},
    site::Site,
    view::{Cell, Link, Plot, Row, Table},
    visitor::Visitor,
};

/// What stands where a number is withheld.
const WITHHELD: &str = "–";
const NOTE: &str = "– visas inte: gruppen är mindre än den minsta cell styrelsen har beslutat, saknas, eller skulle röja en annan som är det.";

/// The page of figures.
pub async fn flows(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let flows = site
        .app
        .flows(&visitor.actor, asked.ar, site.now().date_naive())
        .await?;
    let (from, to) = (flows.from, flows.to);
    let mut periods = vec![Link::new("Senaste tolv månaderna", "/konsultation/floden")];
    let year = |year: &i32| Link::new(year.to_string(), format!("/konsultation/floden?ar={year}"));
    periods.extend(flows.years.iter().map(year));
    let note = |mut table: Table| {
        table.notes = vec![NOTE.into()];
        table
    };
    let place = Place::new("Remisser och väntetider", "/nyckeltal");
    page(&FlowsPage {
        shell: frame::shell(&site, &visitor, place).await?,
        lede: format!("Remisser som kom {from} till {to}. Bara antal och tider; inga remisser visas."),
        periods,
        key_figures: key_figures(&flows.all),
        plot: plot(&flows.all, "vantetider"),
        tables: vec![
            note(flow_table(
                "team",
                "Remisser per team",
                "Team",
                (&flows.teams, &flows.all),
            )),
            note(time_table(
                "team-tider",
                "Väntetider per team, dagar",
                (&flows.teams, &flows.all),
            )),
            note(flow_table(
                "avsandare",
                "Remisser per avsändare",
                "Avsändare",
                (&flows.senders, &flows.all),
            )),
            note(time_table(
                "avsandare-tider",
                "Väntetider per avsändare, dagar",
                (&flows.senders, &flows.all),
            )),
        ],
    })
}

fn count(n: Option<i64>) -> String {
    n.map_or_else(|| WITHHELD.to_owned(), number::integer)
}

fn days(tenths: Option<i64>) -> String {
    tenths.map_or_else(|| WITHHELD.to_owned(), |t| number::decimal(t, 1))
}

/// Came, answered, recommended, and the wait for a meeting.
pub(super) fn key_figures(all: &FlowRow) -> Vec<KeyFigure> {
    let [received, answered, returned, _, recommended, entered] = all.counts.map(count);
    let wait = all.times[0];
    let detail = wait.map_or_else(String::new, |t| {
        format!(
            "median av {}; {} väntar ännu",
            number::integer(t.n),
            count(t.missing)
        )
    });
    vec![
        key_figure("remisser", received, format!("{returned} återlämnade")),
        key_figure("besvarade", answered, String::new()),
        key_figure(
            "rekommenderade en insats",
            recommended,
            format!("{entered} inregistrerade"),
        ),
        key_figure(
            "dagar från remiss till möte",
            days(wait.and_then(|t| t.median)),
            detail,
        ),
    ]
}

/// Median and ninth decile of each wait.
pub(super) fn plot(all: &FlowRow, id: &str) -> Option<Plot> {
    let to_meeting = all.times[0]?;
    let values = |of: fn(ShownTime) -> Option<i64>| all.times.iter().map(|t| t.and_then(of)).collect();
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
    };
    let caption = format!(
        "Hälften av remisserna kom upp på möte inom {} dagar, nio av tio inom {}",
        days(to_meeting.median),
        count(to_meeting.ninth_decile)
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
    let heads = [
        head,
        "Inkomna#",
        "Besvarade#",
        "Återlämnade#",
        "Återtagna#",
        "Rekommenderade insats#",
        "Inregistrerade#",
    ];
    let mut table = Table::new(id, caption, &heads);
    let cells = |row: &FlowRow| {
        let mut cells = vec![Cell::text(&row.name)];
        cells.extend(row.counts.iter().map(|n| Cell::text(count(*n))));
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
                Cell::text(days(time.and_then(|t| t.median))),
                Cell::text(count(time.and_then(|t| t.ninth_decile))),
                Cell::text(count(time.map(|t| t.n))),
                Cell::text(count(time.and_then(|t| t.missing))),
            ]));
        }
    }
    table
}
