//! One insats and its year.

use app::{
    Year,
    rights::{Act, On, may},
};
use axum::extract::{Path, Query, State};
use domain::{
    chart::{Chart, ChartKind, Series},
    codes::CodeTable,
    facts::Insats,
    figure::{Figure, MeasureId, Scope},
    words::capital,
};

use super::{Asked, cell, scope};
use crate::{
    address, figures,
    frame::{self, Place},
    page::{Answer, page},
    pages::{KeyFigure, insatser::InsatsPage},
    site::Site,
    trouble::Trouble,
    view::{Cell, Link, Plot, Row, Table},
    visitor::Visitor,
};

/// The page.
pub async fn one(
    State(site): State<Site>,
    visitor: Visitor,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let shown = frame::year(&site, &visitor, asked.ar).await?;
    let year = site.app.year(&visitor.actor, shown).await?;
    let insats = year
        .insatser()
        .iter()
        .find(|insats| insats.slug == slug)
        .ok_or_else(Trouble::not_found)?;
    let place = Place::new(&insats.name, "/insatser")
        .in_year(shown, format!("/insatser/{}?ar=", address::encode(&slug)));
    let projects = if visitor.may(Act::ReadEconomy) {
        projects(&year, insats)
    } else {
        Table::default()
    };
    let annex = site
        .app
        .annex(&visitor.actor, (shown, &slug), &address::figure, site.now())
        .await?;
    page(&InsatsPage {
        shell: frame::shell(&site, &visitor, place).await?,
        year: shown,
        lede: format!("{}. Drivs av {}.", capital(insats.kind.label()), insats.principal),
        key_figures: key_figures(&year, insats),
        plots: history(&year, insats).into_iter().collect(),
        projects,
        outcomes: outcomes(&year, insats),
        volume_way: may(&visitor.actor, Act::EditHeadCounts, On::Insats(&slug))
            .then(|| domain::head_count::is_counted(insats))
            .filter(|counted| *counted)
            .map(|_| format!("/insatser/{}/volym?ar={shown}", address::encode(&slug))),
        facts: facts(insats),
        annex,
        annex_way: format!("/rapporter/arsredovisning/{shown}#bilaga-{slug}"),
        own: own(&visitor, &slug),
    })
}

/// The insats's own pages that this visitor may open.
fn own(visitor: &Visitor, slug: &str) -> Vec<Link> {
    let may = |act| may(&visitor.actor, act, On::Insats(slug));
    let ways = [
        (
            may(Act::ManageRowUsers),
            Link::new("Deltagaransvariga", format!("/insatser/{slug}/anvandare")),
        ),
        (
            may(Act::EditRows),
            Link::new("Läs in register", "/deltagare/importera"),
        ),
        (
            may(Act::ManageTokens) || may(Act::EditHeadCounts),
            Link::new("Nycklar för program", format!("/insatser/{slug}/nycklar")),
        ),
        (
            may(Act::ManageRowUsers),
            Link::new("Nycklar för pseudonymer", format!("/insatser/{slug}/pseudonymer")),
        ),
    ];
    let open = ways.into_iter().filter(|(may, _)| *may);
    open.map(|(_, link)| link).collect()
}

/// The insats's year in large numbers.
pub fn key_figures(year: &Year, insats: &Insats) -> Vec<KeyFigure> {
    let figure = |measure| year.figures.of_year(measure, scope(insats));
    let detail =
        |measure, words: &str| figure(measure).map_or_else(String::new, |f| format!("{} {words}", f.text()));
    let key = |measure: MeasureId, label: &str, detail: String| {
        figure(measure).map(|f| KeyFigure {
            label: label.into(),
            value: cell(Some(f)),
            detail,
        })
    };
    [
        key(
            "deltaganden.totalt",
            "deltaganden under året",
            detail("deltaganden.budgeterade", "budgeterade"),
        ),
        key(
            "deltaganden.nya",
            "nya",
            detail("deltaganden.ingaende", "från tidigare år"),
        ),
        key(
            "deltaganden.avslutade",
            "avslutade",
            detail("deltaganden.pagaende", "pågår vid årets slut"),
        ),
        key(
            "avslut.arbete_eller_studier",
            "till arbete eller studier",
            figure("avslut.arbete_eller_studier")
                .map(figures::base)
                .unwrap_or_default(),
        ),
        key(
            "volym.antal",
            "räknade personer (volym)",
            detail("volym.per_manad", "per räknad månad"),
        ),
        key(
            "insats.kostnad",
            "bokförd kostnad",
            detail("insats.budget", "budgeterat"),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What else is counted for the insats: every figure of its own that is not in the large numbers.
fn outcomes(year: &Year, insats: &Insats) -> Table {
    let mut table = Table::new(
        "uppfoljning",
        format!("Uppföljning {}", year.year),
        &["Nyckeltal", "Avgränsning", "Värde#", "Andel av#"],
    );
    let own = year
        .figures
        .iter()
        .filter(|f| f.key.scope.get("insats") == Some(insats.slug.as_str()));
    let shown = own.filter(|f| !f.key.measure.starts_with("insats.") && f.key.scope.0.len() <= 2);
    table.rows = shown.map(|figure| row(year, figure)).collect();
    // By name, as people look for it; the figures come in the order of their codes.
    table.rows.sort_by_cached_key(|row| {
        row.cells
            .iter()
            .take(2)
            .map(|cell| cell.text.to_lowercase())
            .collect::<Vec<_>>()
    });
    table.quiet = true;
    table
}

fn row(year: &Year, figure: &Figure) -> Row {
    let other = year
        .scope_words(&figure.key.scope)
        .into_iter()
        .filter(|(dimension, _)| *dimension != "Insats");
    let scope: Vec<String> = other.map(|(_, value)| value).collect();
    Row::of(vec![
        Cell::text(figures::name(figure)),
        Cell::text(scope.join(", ")),
        cell(Some(figure)),
        Cell::text(figures::base(figure)),
    ])
}

/// Money per ledger project.
fn projects(year: &Year, insats: &Insats) -> Table {
    let mut table = Table::new(
        "projekt",
        format!("Kostnad per projekt {}, kronor", year.year),
        &["Projekt", "Kommun", "Bokfört#", "Rekvirerat#"],
    );
    let of = |measure, code: &str| cell(year.figures.of_year(measure, Scope::all().with("projekt", code)));
    for project in year
        .projects()
        .iter()
        .filter(|p| p.insats.as_deref() == Some(insats.slug.as_str()))
    {
        let (booked, claimed) = (
            of("insats.kostnad", &project.code),
            of("insats.rekvirerat", &project.code),
        );
        if !booked.text.is_empty() || !claimed.text.is_empty() {
            table.rows.push(Row::of(vec![
                Cell::text(&project.name),
                Cell::text(&project.municipality),
                booked,
                claimed,
            ]));
        }
    }
    if table.rows.len() > 1 {
        let all = |measure| cell(year.figures.of_year(measure, scope(insats)));
        table.rows.push(Row::total(vec![
            Cell::text("Insatsen"),
            Cell::default(),
            all("insats.kostnad"),
            all("insats.rekvirerat"),
        ]));
    }
    table
}

/// In, out and ongoing over the years, where there is more than one year.
fn history(year: &Year, insats: &Insats) -> Option<Plot> {
    let of = |measure| year.figures.history(measure, &scope(insats));
    let years: Vec<i32> = of("deltaganden.totalt")
        .iter()
        .filter(|f| f.value.units().is_some())
        .map(|f| f.key.year)
        .collect();
    if years.len() < 2 {
        return None;
    }
    let values = |measure| {
        let figures = of(measure);
        let at = |year: &i32| {
            figures
                .iter()
                .find(|f| f.key.year == *year)
                .and_then(|f| f.value.units())
        };
        years.iter().map(at).collect()
    };
    let series = |name: &str, measure| Series {
        name: name.into(),
        values: values(measure),
    };
    let chart = Chart {
        kind: ChartKind::Lines,
        categories: years.iter().map(i32::to_string).collect(),
        series: vec![
            series("Totalt", "deltaganden.totalt"),
            series("Nya", "deltaganden.nya"),
            series("Avslutade", "deltaganden.avslutade"),
        ],
        unit: "deltaganden".into(),
        target: None,
        decimals: 0,
        withheld: Vec::new(),
    };
    let caption = format!("{} år för år", insats.name);
    Some(Plot {
        id: "insats-historik".into(),
        svg: app::pages::drawing(&chart, "insats-historik", &caption),
        caption,
        ..Plot::default()
    })
}

fn facts(insats: &Insats) -> Vec<(&'static str, String)> {
    let ages = insats
        .ages
        .map(|(from, to)| format!("{from}–{to} år"))
        .unwrap_or_default();
    vec![
        ("Inriktning", capital(insats.kind.label())),
        ("Huvudman", insats.principal.clone()),
        ("Kommuner", insats.municipalities.join(", ")),
        ("Beslut", insats.decision.clone()),
        ("Personal", insats.staff.clone()),
        ("Metoder", insats.methods.clone()),
        ("Åldrar", ages),
    ]
}
