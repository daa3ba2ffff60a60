//! The start page: what is due for this role, then the year at a glance.

mod due;
mod own;
pub mod plots;

use app::{Year, rights::Act};
use axum::extract::{Query, State};
use domain::{
    due::annual_report,
    facts::GoalOutcome,
    figure::{Figure, MeasureId, Scope},
    goal::{GoalResult, Judgement},
};

use crate::{
    figures,
    frame::{self, Place},
    insatser::{Asked, cell},
    page::{Answer, page},
    pages::{
        KeyFigure,
        start::{By, StartPage},
    },
    site::Site,
    trouble::Trouble,
    view::{Cell, Link, Row, Table},
    visitor::Visitor,
};

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let shown = frame::year(&site, &visitor, asked.ar).await?;
    let known = site.app.frame_years(&visitor.actor).await?.contains(&shown);
    let mut place = Place::new("Start", "").told(asked.besked.as_deref());
    if known {
        place = place.in_year(shown, "/?ar=");
    }
    let shell = frame::shell(&site, &visitor, place).await?;
    let mut start = StartPage {
        year: shown,
        heading: shell.association.clone(),
        lede: visitor.actor.name.clone(),
        shell,
        primary: None,
        todo: Vec::new(),
        next_date: annual_report(shown)
            .map(|day| format!("årsredovisningen {shown} ska vara klar senast {day}"))
            .unwrap_or_default(),
        may_import: visitor.may(Act::ImportLedger),
        own: Vec::new(),
        key_figures: Vec::new(),
        plots: Vec::new(),
        goal_plot: None,
        goals: Table::default(),
        findings_words: String::new(),
        findings: Vec::new(),
    };
    due::register(&site, &visitor, &mut start).await?;
    own::fill(&site, &visitor, &mut start).await?;
    if known {
        fill(&site, &visitor, &mut start).await?;
    } else if visitor.may(Act::ImportLedger) {
        start.todo.push(due::todo(
            By::Words("nu"),
            "Läs in förbundets bokföring",
            Link::new("Läs in", "/import"),
        ));
    }
    start.todo.sort_by_key(|todo| todo.due);
    page(&start)
}

async fn fill(site: &Site, visitor: &Visitor, start: &mut StartPage) -> Result<(), Trouble> {
    let year = site.app.year(&visitor.actor, start.year).await?;
    let goals = year.goal_results();
    start.key_figures = key_figures(&year);
    start.plots = plots::all(&year, visitor);
    start.goal_plot = plots::goals(&goals, year.year);
    // Where it fills the row that the other plots leave half empty.
    if start.plots.len() % 2 == 1 {
        start.plots.extend(start.goal_plot.take());
    }
    start.goals = goal_table(&goals, year.year);
    if start.primary.is_none() && visitor.may(Act::ReadReport) {
        let way = crate::reports::way(app::report::Which::annual(start.year));
        start.primary = Some(Link::new(format!("Läs årsredovisningen {}", start.year), way));
    }
    due::fill(site, visitor, start).await
}

/// A figure of the whole association in large print with a line of context, if it is known.
pub fn large(year: &Year, measure: MeasureId, label: &str, detail: Option<String>) -> Option<KeyFigure> {
    let figure = known(year, measure)?;
    Some(KeyFigure {
        label: label.into(),
        value: cell(Some(figure)),
        detail: detail.unwrap_or_default(),
    })
}

/// The figure of the whole association, if it is known.
fn known(year: &Year, measure: MeasureId) -> Option<&Figure> {
    let figure = year.figures.of_year(measure, Scope::all())?;
    figure.value.units().map(|_| figure)
}

/// The text of a figure of the whole association, if it is known.
pub fn words(year: &Year, measure: MeasureId) -> Option<String> {
    known(year, measure).map(Figure::text)
}

fn key_figures(year: &Year) -> Vec<KeyFigure> {
    let text = |measure| words(year, measure);
    let key = |measure, label: &str, detail| large(year, measure, label, detail);
    let before = || {
        Some(format!(
            "{} från tidigare år, {} nya",
            text("deltaganden.ingaende")?,
            text("deltaganden.nya")?
        ))
    };
    [
        key("deltaganden.totalt", "deltaganden under året", before()),
        key(
            "deltaganden.avslutade",
            "avslutade",
            text("deltaganden.pagaende").map(|n| format!("{n} pågår vid årets slut")),
        ),
        key(
            "avslut.arbete_eller_studier",
            "till arbete eller studier",
            known(year, "avslut.arbete_eller_studier").map(|f| format!("{} avslutade", figures::base(f))),
        ),
        key(
            "konsultationer.antal",
            "konsultationer",
            Some("i samverkansteamen, räknas inte som deltaganden".into()),
        ),
        key(
            "ekonomi.resultat",
            "årets resultat",
            text("budget.resultat").map(|n| format!("budgeterat {n}")),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// All goals with target, result and judgement.
fn goal_table(goals: &[GoalResult], year: i32) -> Table {
    let mut table = Table::new(
        "malen",
        format!("Mål {year}"),
        &["Mål", "Målvärde#", "Resultat#", "Bedömning"],
    );
    for result in goals {
        let outcome = match (&result.figure, &result.goal.outcome) {
            (_, GoalOutcome::Words { .. }) | (None, _) => Cell::default(),
            (Some(figure), _) => Cell::figure(&result.outcome, &figure.key),
        };
        table.rows.push(Row::of(vec![
            Cell::text(&result.goal.text),
            Cell::text(plots::target_words(result)),
            outcome,
            Cell::badge(result.judgement.label(), judgement_class(result.judgement)),
        ]));
    }
    table
}

fn judgement_class(judgement: Judgement) -> &'static str {
    match judgement {
        Judgement::Met => "good",
        Judgement::LargelyMet => "should",
        Judgement::NotMet => "must",
        Judgement::NotMeasured => "plain",
    }
}
