//! Requisitions: the year's list with what is due, missing and flagged.

mod files;
mod form;
mod one;

use app::{
    requisition::{InsatsYear, Register},
    rights::Act,
};
use axum::extract::{Query, State};
use domain::{
    chart::{Chart, ChartKind, Series},
    money::Ore,
    number,
    requisition::{Forecast, Sheet, State as Standing},
};
pub use files::{add as add_file, file as get_file, remove as remove_file};
pub use form::{blank, change, create, edit};
pub use one::{show as one, step};

use crate::{
    frame::{self, Place},
    insatser::{Asked, exports, sheet, workbook},
    page::{Answer, page},
    pages::work::{WorkLine, WorkPage, WorkPart},
    site::Site,
    trouble::Trouble,
    view::{Cell, Link, Plot, Refusals, Row, Table},
    visitor::Visitor,
};

/// The menu's address of these pages.
pub const JOB: &str = "/rekvisitioner";
/// Who takes steps with a requisition.
pub const STEPS: &[Act] = &[
    Act::EditRequisition,
    Act::ReviewRequisition,
    Act::AttestRequisition,
    Act::EditPayments,
];

/// A form as sent.
pub type Sent = axum::extract::Form<Vec<(String, String)>>;

/// A field of it, trimmed.
pub fn sent(fields: &[(String, String)], name: &str) -> String {
    let found = fields.iter().find(|(key, _)| key == name);
    found
        .map(|(_, value)| value.trim().to_owned())
        .unwrap_or_default()
}

/// A state as a badge.
pub fn badge(state: Standing) -> Cell {
    let class = match state {
        Standing::Paid => "good",
        Standing::Returned | Standing::Void => "must",
        Standing::Draft | Standing::Attested | Standing::Reviewed => "should",
        Standing::Approved | Standing::InFile => "plain",
    };
    Cell::badge(state.label(), class)
}

/// The year's requisitions.
pub async fn list(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let register = site
        .app
        .requisitions(&visitor.actor, asked.ar, site.now())
        .await?;
    let shown = register.year;
    let beside = |year: &i32| Link::new(year.to_string(), format!("{JOB}?ar={year}"));
    let lede = if register.whole {
        format!("Vad huvudmännen har rekvirerat för {shown}, mot budget, och vad som väntar.")
    } else {
        format!("Rekvirera insatsens kostnader för {shown} och följ dem till betalning.")
    };
    let own = |(slug, name): &(String, String)| {
        Link::new(format!("Ny rekvisition, {name}"), format!("{JOB}/ny/{slug}"))
    };
    let mut own: Vec<Link> = register.own.iter().map(own).collect();
    let primary = (!own.is_empty()).then(|| own.remove(0));
    let mut links = own;
    if register.whole {
        links.push(Link::new("Attesträtt", "/ekonomi/attestratt"));
    }
    if visitor.may(Act::EditPayments) {
        links.push(Link::new("Betalningar", "/ekonomi/betalningar"));
    }
    if visitor.may(Act::ReadVouchers) && register.whole {
        links.push(Link::new(
            "Trevägsmatchning",
            format!("/ekonomi/matchning?ar={shown}"),
        ));
    }
    let parts = parts(&register);
    page(&WorkPage {
        shell: frame::shell(
            &site,
            &visitor,
            Place::new("Rekvisitioner", JOB).told(asked.besked.as_deref()),
        )
        .await?,
        state: Cell::default(),
        lede,
        links,
        primary,
        ways: register
            .years
            .iter()
            .filter(|year| **year != shown)
            .map(beside)
            .collect(),
        refusals: Refusals::default(),
        notice: Default::default(),
        parts,
    })
}

/// One of the page's tables as a file.
pub async fn csv(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (tables, year) = tables(&site, &visitor, &asked).await?;
    sheet(tables, &asked, year)
}

/// The same as a workbook.
pub async fn xlsx(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (tables, year) = tables(&site, &visitor, &asked).await?;
    workbook(&site, &visitor, crate::insatser::wanted(tables, &asked)?, year).await
}

async fn tables(site: &Site, visitor: &Visitor, asked: &Asked) -> Result<(Vec<Table>, i32), Trouble> {
    let register = site
        .app
        .requisitions(&visitor.actor, asked.ar, site.now())
        .await?;
    let parts = parts(&register);
    Ok((
        parts.into_iter().flat_map(|part| part.tables).collect(),
        register.year,
    ))
}

fn parts(register: &Register) -> Vec<WorkPart> {
    let mut parts = Vec::new();
    if !register.missing.is_empty() {
        parts.push(missing(register));
    }
    let mut insatser = WorkPart {
        id: "insatser".into(),
        title: format!("{} mot budget", register.year),
        plot: plot(&register.insatser, register.year),
        tables: vec![years(register)],
        ..WorkPart::default()
    };
    if register.insatser.is_empty() {
        insatser.words.push(format!(
            "Inget är rekvirerat för {} och ingen insats har en egen budget.",
            register.year
        ));
    }
    parts.push(insatser);
    let mut rows = WorkPart {
        id: "rekvisitioner-alla".into(),
        title: "Rekvisitionerna".into(),
        tables: vec![listed(register)],
        ..WorkPart::default()
    };
    if register.rows.is_empty() {
        rows.words
            .push("Ingen rekvisition finns för året än. Den insatsansvariga fyller i den här.".into());
    }
    parts.push(rows);
    parts
}

fn missing(register: &Register) -> WorkPart {
    let line = |(name, gap): &(String, domain::requisition::Missing)| WorkLine {
        words: format!("{name}: {}", gap.words()),
        note: if gap.overdue {
            format!("skulle ha kommit senast {}", gap.by)
        } else {
            format!("ska komma senast {}", gap.by)
        },
        href: register
            .own
            .iter()
            .find(|(slug, _)| *slug == gap.insats)
            .map_or_else(String::new, |(slug, _)| format!("{JOB}/ny/{slug}")),
        ..WorkLine::default()
    };
    WorkPart {
        id: "saknas".into(),
        title: "Saknas".into(),
        state: Cell::badge(register.missing.len().to_string(), "should"),
        words: vec!["Kvartalet är slut och månaderna är inte rekvirerade.".into()],
        lines: register.missing.iter().map(line).collect(),
        ..WorkPart::default()
    }
}

fn years(register: &Register) -> Table {
    let mut table = Table::new(
        "insatsernas-ar",
        format!("Rekvirerat mot budget {}, kronor", register.year),
        &[
            "Insats",
            "Rekvirerat#",
            "Budgetens andel#",
            "Avvikelse#",
            "Årets budget#",
            "Återstår#",
            "Prognos#",
            "Läge",
        ],
    );
    let money = |amount: Option<Ore>| amount.map_or_else(Cell::default, |a| Cell::text(a.to_string()));
    for insats in &register.insatser {
        let sheet = &insats.sheet;
        table.rows.push(Row::of(vec![
            Cell::text(&insats.name),
            Cell::text(sheet.total.accumulated.to_string()),
            money(sheet.planned),
            money(sheet.deviation()),
            money(sheet.total.budget),
            money(sheet.total.remaining()),
            money(sheet.forecast.map(|forecast| forecast.whole())),
            flag(sheet),
        ]));
    }
    if !register.insatser.is_empty() {
        let sum = |of| money(register.sum_of(of));
        table.rows.push(Row::total(vec![
            Cell::text("Summa"),
            sum(|sheet| Some(sheet.total.accumulated)),
            sum(|sheet| sheet.planned),
            sum(Sheet::deviation),
            sum(|sheet| sheet.total.budget),
            sum(|sheet| sheet.total.remaining()),
            sum(|sheet| sheet.forecast.map(|forecast| forecast.whole())),
            Cell::default(),
        ]));
        table.notes = vec![
            "Budgetens andel är en tolftedel per rekvirerad månad. Mer än fem procent från den flaggas."
                .into(),
            Forecast::METHOD.into(),
        ];
        table.exports = exports(JOB, register.year, &table.id);
    }
    table
}

/// How a sheet stands against the five per cent.
pub fn flag(sheet: &Sheet) -> Cell {
    let Some(share) = sheet.deviation_share() else {
        return Cell::text(if sheet.total.budget.is_some() {
            ""
        } else {
            "egen budget saknas"
        });
    };
    let percent = format!("{} %", number::decimal(share / 10, 1)).replace(" %", "\u{a0}%");
    if sheet.is_flagged() {
        Cell::badge(format!("utanför ±5 %: {percent}"), "should")
    } else {
        Cell::badge(format!("inom ±5 %: {percent}"), "good")
    }
}

fn listed(register: &Register) -> Table {
    let mut table = Table::new(
        "rekvisitioner",
        format!("Rekvisitioner {}, kronor", register.year),
        &[
            "Nummer",
            "Insats",
            "Period",
            "Belopp#",
            "Läge",
            "Från plan",
            "Mottagare",
        ],
    );
    for row in &register.rows {
        let r = &row.requisition;
        table.rows.push(Row::of(vec![
            Cell::link(&r.number, format!("{JOB}/{}", r.number)),
            Cell::text(&row.name),
            Cell::text(r.period.label()),
            Cell::text(r.total().to_string()),
            badge(r.state()),
            if row.flagged {
                Cell::badge("utanför ±5 %", "should")
            } else {
                Cell::default()
            },
            Cell::text(&r.recipient.name),
        ]));
    }
    if !register.rows.is_empty() {
        let mut cells = vec![Cell::text("Rekvirerat"), Cell::default(), Cell::default()];
        cells.push(Cell::text(register.claimed().to_string()));
        cells.extend([Cell::default(), Cell::default(), Cell::default()]);
        table.rows.push(Row::total(cells));
        table.notes = vec!["Utkast, återsända och makulerade räknas inte i summan.".into()];
        table.exports = exports(JOB, register.year, &table.id);
    }
    table
}

fn plot(insatser: &[InsatsYear], year: i32) -> Option<Plot> {
    let shown: Vec<&InsatsYear> = insatser
        .iter()
        .filter(|insats| insats.sheet.total.budget.is_some())
        .collect();
    if shown.is_empty() {
        return None;
    }
    let tkr = |amount: Ore| Some(amount.to_thousands());
    let outside = shown.iter().filter(|insats| insats.sheet.is_flagged()).count();
    let caption = match outside {
        0 => format!("Alla insatser är inom fem procent från planen {year}"),
        1 => format!("En insats är mer än fem procent från planen {year}"),
        n => format!("{n} insatser är mer än fem procent från planen {year}"),
    };
    let series = |name: &str, values| Series {
        name: name.into(),
        values,
    };
    let chart = Chart {
        kind: ChartKind::Bullet,
        categories: shown.iter().map(|insats| insats.name.clone()).collect(),
        series: vec![
            series(
                "Rekvirerat",
                shown.iter().map(|i| tkr(i.sheet.total.accumulated)).collect(),
            ),
            series(
                "Budgetens andel",
                shown.iter().map(|i| i.sheet.planned.and_then(tkr)).collect(),
            ),
        ],
        unit: "tkr".into(),
        target: None,
        decimals: 0,
        withheld: Vec::new(),
    };
    Some(Plot {
        id: "rekvirerat-diagram".into(),
        svg: app::pages::drawing(&chart, "rekvirerat-diagram", &caption),
        caption,
        note: "Tusental kronor. Stapeln är det rekvirerade, strecket budgetens andel för de rekvirerade månaderna, bandet fem procent på var sida.".into(),
        table: Table::default(),
    })
}
