//! Scenarios: side by side with plots, one as a form, into a proposal.

mod form;
mod plots;

pub use form::{create, edit, new, save};

use app::{plan::scenario::Shown, rights::Act};
use axum::{
    extract::{Path, Query, RawQuery, State},
    response::Response,
};
use chrono::Datelike;
use domain::{
    number::{NBSP, decimal},
    scenario::Latest,
};

use super::{key_text, kronor, part, row, way, ways};
use crate::{
    frame::{self, Place},
    insatser::{self, Asked},
    page::{Answer, done, page},
    pages::plan::{PlanPage, PlanPart, ShortForm},
    site::Site,
    trouble::Trouble,
    view::{Cell, Link, Refusals, Table},
    visitor::Visitor,
};

/// Where they are.
pub const LIST: &str = "/ekonomi/scenarier";

/// Side by side; `?s=1&s=2` names which.
pub async fn list(
    State(site): State<Site>,
    visitor: Visitor,
    RawQuery(raw): RawQuery,
    Query(asked): Query<Asked>,
) -> Answer {
    let ids = named(raw.as_deref());
    let shown = site.app.compare(&visitor.actor, &ids).await?;
    let edit = visitor.may(Act::EditPlan);
    let [comparison, by_year, changes] = tables(&shown, &ids, edit);
    let plans = site.app.plans(&visitor.actor, site.now()).await?;
    let base = plans.plans.first().map(|held| key_text(super::key(&held.plan)));
    let actions = base
        .filter(|_| edit)
        .map(|base| Link::new("Nytt scenario", format!("{LIST}/nytt?plan={base}")));
    let mut parts = Vec::new();
    if shown.is_empty() {
        parts.push(PlanPart {
            lede: "Ett scenario visar vad som händer med pengarna om en insats startar, upphör eller skjuts upp, om tilldelningen ändras, om kostnaderna räknas upp eller om tjänster står tomma. Det ändrar ingenting i planen.".into(),
            ..part("tomt", "Inga scenarier än", Vec::new())
        });
    } else {
        parts.push(PlanPart {
            plots: plots::all(&shown),
            ..part("jamfor", "Sida vid sida", vec![comparison])
        });
        parts.push(part("arforar", "År för år", vec![by_year]));
        parts.push(PlanPart {
            lede: "Bidragen antas komma en fjärdedel i början av varje kvartal, insatsernas rekvisitioner betalas månaden efter kvartalet och allt annat jämnt över året. Finns inga likvida medel inskrivna börjar det med det egna kapitalet.".into(),
            ..part("antaganden", "Så är det räknat", vec![changes])
        });
        if edit {
            parts.push(PlanPart {
                forms: proposals(&shown),
                ..part("forslag", "Gör ett förslag av ett scenario", Vec::new())
            });
        }
    }
    let place = Place::new("Scenarier", "/ekonomi").told(asked.besked.as_deref());
    page(&PlanPage {
        shell: frame::shell(&site, &visitor, place).await?,
        lede: "Vad ett beslut gör med pengarna, upp till fyra scenarier bredvid planen.".into(),
        actions: actions.into_iter().collect(),
        refusals: Refusals::default(),
        conflict: None,
        notices: Vec::new(),
        ways: ways(LIST),
        parts,
    })
}

/// One of the page's tables as a file.
pub async fn csv(
    State(site): State<Site>,
    visitor: Visitor,
    RawQuery(raw): RawQuery,
    Query(asked): Query<Asked>,
) -> Answer {
    let ids = named(raw.as_deref());
    let shown = site.app.compare(&visitor.actor, &ids).await?;
    insatser::sheet(tables(&shown, &ids, false), &asked, site.now().year())
}

/// The same as a workbook.
pub async fn xlsx(
    State(site): State<Site>,
    visitor: Visitor,
    RawQuery(raw): RawQuery,
    Query(asked): Query<Asked>,
) -> Answer {
    let ids = named(raw.as_deref());
    let shown = site.app.compare(&visitor.actor, &ids).await?;
    let table = insatser::wanted(tables(&shown, &ids, false), &asked)?;
    insatser::workbook(&site, &visitor, table, site.now().year()).await
}

/// The scenarios that an address names.
fn named(raw: Option<&str>) -> Vec<i64> {
    let pairs = raw.unwrap_or_default().split('&');
    let ids = pairs.filter_map(|pair| pair.strip_prefix("s="));
    ids.filter_map(|id| id.parse().ok()).collect()
}

fn tables(shown: &[Shown], ids: &[i64], edit: bool) -> [Table; 3] {
    let chosen: Vec<String> = ids.iter().map(|id| format!("&s={id}")).collect();
    let chosen = chosen.concat();
    let with_files = |table: Table| {
        let address = |ending: &str| format!("{LIST}.{ending}?tabell={}{chosen}", table.id);
        let exports = vec![
            Link::new("CSV", address("csv")),
            Link::new("XLSX", address("xlsx")),
        ];
        Table { exports, ..table }
    };
    [comparison(shown, edit), by_year(shown), changes(shown)].map(with_files)
}

/// Takes one away.
pub async fn remove(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<i64>,
) -> Result<Response, Trouble> {
    site.app.remove_scenario(&visitor.actor, id, site.now()).await?;
    Ok(done(LIST, "scenario-bort"))
}

/// Makes a proposal out of one.
pub async fn propose(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<i64>,
) -> Result<Response, Trouble> {
    let key = site.app.propose_scenario(&visitor.actor, id, site.now()).await?;
    Ok(done(&way(key), "budget-ny"))
}

/// `edit`: the scenarios lead to their forms.
fn comparison(shown: &[Shown], edit: bool) -> Table {
    let heads = [
        "Scenario",
        "Eget kapital sista året#",
        "Riktlinje#",
        "Lägsta likvida medel#",
        "När",
        "Andel till insatser, lägst#",
        "Senast att besluta",
    ];
    let mut table = Table::new("jamforelse", "Scenarierna bredvid planen, kronor", &heads);
    for one in shown {
        let last = one.outcome.years.last();
        let lowest = one.outcome.lowest();
        let share = one
            .outcome
            .years
            .iter()
            .filter_map(|year| year.sum.insats_share())
            .min();
        let amount = |amount: Option<domain::money::Ore>| amount.map_or_else(Cell::default, kronor);
        let mut own = row(
            "",
            [
                amount(last.and_then(|year| year.closing)),
                amount(last.and_then(|year| year.most)),
                amount(lowest.map(|(_, amount)| amount)),
                Cell::text(lowest.map_or_else(String::new, |(month, _)| month.to_string())),
                Cell::text(share.map_or_else(String::new, |share| format!("{}{NBSP}%", decimal(share, 1)))),
                Cell::text(if one.id == 0 {
                    String::new()
                } else {
                    until(&one.latest)
                }),
            ],
        );
        if one.id == 0 {
            own.cells[0] = Cell::link(
                format!("Planen {}", one.base.period()),
                way(super::key(&one.base)),
            );
        } else if edit {
            own.cells[0] = Cell::link(&one.scenario.name, format!("{LIST}/{}", one.id));
        }
        table.rows.push(own);
    }
    table
}

/// The latest day in words.
fn until(latest: &Latest) -> String {
    match latest {
        Latest::NotNeeded => "behövs inte: planen klarar sig".into(),
        Latest::Unknown => "eget kapital är inte känt".into(),
        Latest::NotEnough(trouble) => format!("räcker inte: {}", trouble.words()),
        Latest::By(trouble, day, effect) => {
            format!("{day}, med verkan senast {effect}, annars: {}", trouble.words())
        }
    }
}

fn by_year(shown: &[Shown]) -> Table {
    let heads = [
        "Scenario",
        "Intäkter#",
        "Kostnader#",
        "Insatser#",
        "Andel#",
        "Utgående eget kapital#",
        "Riktlinje#",
    ];
    let mut table = Table::new("scenario-ar", "Scenarierna år för år, kronor", &heads);
    let years = shown.iter().map(|one| one.outcome.years.len()).max().unwrap_or(0);
    for at in 0..years {
        let Some(year) = shown.iter().find_map(|one| one.outcome.years.get(at)) else {
            continue;
        };
        table.rows.push(crate::view::Row {
            kind: crate::view::RowKind::Group,
            cells: vec![Cell::text(year.sum.year.to_string())],
        });
        for one in shown {
            let Some(year) = one.outcome.years.get(at) else {
                continue;
            };
            let share = year
                .sum
                .insats_share()
                .map_or_else(String::new, |share| format!("{}{NBSP}%", decimal(share, 1)));
            let amount = |amount: Option<domain::money::Ore>| amount.map_or_else(Cell::default, kronor);
            table.rows.push(row(
                &one.scenario.name,
                [
                    kronor(year.sum.all_income()),
                    kronor(year.sum.all_cost()),
                    kronor(year.sum.insatser),
                    Cell::text(share),
                    amount(year.closing),
                    amount(year.most),
                ],
            ));
        }
    }
    table
}

fn changes(shown: &[Shown]) -> Table {
    let heads = ["Scenario", "Bygger på", "Ändringar", "Antaganden"];
    let mut table = Table::new("scenario-andringar", "Vad scenarierna ändrar", &heads);
    for one in shown.iter().filter(|one| one.id != 0) {
        let words: Vec<String> = one
            .scenario
            .changes
            .iter()
            .map(domain::scenario::Change::words)
            .collect();
        let liquid = one.scenario.liquid.map_or_else(
            || "likvida medel inte inskrivna".to_owned(),
            |l| format!("likvida medel {}", l.kr()),
        );
        let assumed = format!(
            "{} månader från beslut till verkan; personal {}{NBSP}% av odelade insatsbudgetar; {liquid}",
            one.scenario.notice,
            decimal(one.scenario.personnel, 2)
        );
        let base = format!("{}, version {}", one.base.period(), one.base.version.number);
        table.rows.push(row(
            &one.scenario.name,
            [base, words.join("; "), assumed].map(Cell::text),
        ));
    }
    table
}

fn proposals(shown: &[Shown]) -> Vec<ShortForm> {
    let one = |one: &Shown| ShortForm {
        action: format!("{LIST}/{}/forslag", one.id),
        button: format!("Gör {} till ett budgetförslag", one.scenario.name),
        ..ShortForm::default()
    };
    shown.iter().filter(|one| one.id != 0).map(one).collect()
}
