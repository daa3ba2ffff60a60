//! What every page shows beside its own content, and the parts of a year a page may read. Rows of
//! participations are not among them.

mod acts;
mod draft;
mod printed;
mod voucher;
mod words;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{
    chart::Chart,
    facts::{
        Association, Budget, Contribution, Facts, Goal, Insats, InsatsBudget, LedgerYear, Member, Project,
        Team,
    },
    goal::{self, GoalResult},
    statement::mapping::Mapping,
};

use reports::{ChartOptions, Palette, chart_svg};

use crate::{
    Actor, App, Failure, Outcome, Year,
    rights::{Act, On, may},
};

pub use printed::{PrintedAt, Trace};
pub use voucher::{PAGE, Vouchers};

/// The style sheet of a report as a page.
pub const REPORT_STYLE: &str = reports::STYLE;

/// What frames every page.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The association's name; empty before anything is loaded.
    pub association: String,
    /// The data is made up, so every page says so.
    pub constructed: bool,
    /// Years with anything to show, newest first.
    pub years: Vec<i32>,
    /// What happened last, for those who may know.
    pub last: Option<Happening>,
}

/// Something that happened, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by name.
    pub who: String,
    /// What, in words.
    pub what: String,
}

impl App {
    /// What frames this actor's pages. An empty database gives an empty frame.
    ///
    /// # Errors
    /// The database's own.
    pub async fn frame(&self, actor: &Actor) -> Outcome<Frame> {
        let Some(facts) = self.facts_if_any().await? else {
            return Ok(Frame::default());
        };
        Ok(Frame {
            association: facts.association.name.clone(),
            constructed: facts.association.constructed,
            years: self.years_for(actor),
            last: self.last_event(actor).await.unwrap_or_default(),
        })
    }

    /// The years of [`App::frame`] alone.
    ///
    /// # Errors
    /// The database's own.
    pub async fn frame_years(&self, actor: &Actor) -> Outcome<Vec<i32>> {
        let facts = self.facts_if_any().await?;
        Ok(facts.map_or_else(Vec::new, |_| self.years_for(actor)))
    }

    fn years_for(&self, actor: &Actor) -> Vec<i32> {
        if may(actor, Act::ReadFigures, On::Association) {
            self.shown_years()
        } else {
            Vec::new()
        }
    }

    async fn facts_if_any(&self) -> Outcome<Option<Arc<Facts>>> {
        match self.facts().await {
            Ok(facts) => Ok(Some(facts)),
            Err(Failure::Refused(_)) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// What happened last; nothing for those who may not know.
    async fn last_event(&self, actor: &Actor) -> Outcome<Option<Happening>> {
        if !may(actor, Act::ReadEconomy, On::Association) {
            return Ok(None);
        }
        let mut tx = self.db().read().await?;
        let last = store::audit::last(&mut tx).await?;
        Ok(last.map(|(event, name)| Happening {
            at: event.at,
            who: name.unwrap_or_else(|| nobody(&event.actor).to_owned()),
            what: acts::words(&event.act, &event.object),
        }))
    }

    /// The newest events, newest first.
    ///
    /// # Errors
    /// Not found for those who may not know that anything happened.
    pub async fn events(&self, actor: &Actor, count: u32) -> Outcome<Vec<Happening>> {
        if !may(actor, Act::ReadEconomy, On::Association) {
            return Err(Failure::NotFound);
        }
        let mut tx = self.db().read().await?;
        let stored = store::audit::list(&mut tx, 0, count).await?;
        let users = store::user::all(&mut tx).await?;
        let name = |id: &str| {
            let user = users.iter().find(|user| user.public_id == id);
            user.map_or_else(|| nobody(id).to_owned(), |user| user.name.clone())
        };
        let event = |stored: store::audit::Stored| Happening {
            at: stored.event.at,
            who: name(&stored.event.actor),
            what: acts::words(&stored.event.act, &stored.event.object),
        };
        Ok(stored.into_iter().map(event).collect())
    }
}

/// Who acted, where no user did.
fn nobody(id: &str) -> &'static str {
    if id == "okänd" { "Någon" } else { "Kommandoraden" }
}

impl Year {
    /// Who.
    pub fn association(&self) -> &Association {
        &self.facts.association
    }

    /// Members in printed order.
    pub fn members(&self) -> &[Member] {
        &self.facts.members
    }

    /// Decided contributions of every year.
    pub fn contributions(&self) -> &[Contribution] {
        &self.facts.contributions
    }

    /// Insatser in printed order.
    pub fn insatser(&self) -> &[Insats] {
        &self.facts.insatser
    }

    /// The teams, in printed order.
    pub fn teams(&self) -> &[Team] {
        &self.facts.teams
    }

    /// The municipalities that participations are registered with.
    pub fn municipalities(&self) -> Vec<String> {
        domain::statistics::municipalities(&self.facts)
    }

    /// Ledger projects.
    pub fn projects(&self) -> &[Project] {
        &self.facts.projects
    }

    /// The association's budget of this year.
    pub fn budget(&self) -> Option<&Budget> {
        self.facts.budgets.iter().rfind(|budget| budget.year == self.year)
    }

    /// The insatser's budgets of this year.
    pub fn insats_budgets(&self) -> impl Iterator<Item = &InsatsBudget> {
        self.facts
            .insats_budgets
            .iter()
            .filter(|budget| budget.year == self.year)
    }

    /// Goals of this year.
    pub fn goals(&self) -> impl Iterator<Item = &Goal> {
        self.facts.goals.iter().filter(|goal| goal.year == self.year)
    }

    /// Goals of this year with results and judgements.
    pub fn goal_results(&self) -> Vec<GoalResult> {
        goal::results(&self.facts, &self.figures)
    }

    /// The bookkeeping of this year.
    pub fn ledger(&self) -> Option<&LedgerYear> {
        self.facts.ledger.year(self.year)
    }

    /// Account → line.
    pub fn mapping(&self) -> &Mapping {
        &self.facts.mapping
    }
}

/// A chart as SVG for a page, drawn once for wide screens and once for narrow ones; the style sheet
/// shows the one that fits, and colours follow the page's own.
pub fn drawing(chart: &Chart, id: &str, title: &str) -> String {
    let draw = |class: &str, id: &str, width| {
        let options = ChartOptions {
            width,
            palette: Palette::Page,
            id,
            title,
        };
        format!("<div class=\"{class}\">{}</div>", chart_svg(chart, &options))
    };
    draw("chart-wide", id, 620) + &draw("chart-narrow", &format!("{id}-smal"), 340)
}

impl App {
    /// A user's name by public id, for "saved by".
    ///
    /// # Errors
    /// The database's own.
    pub async fn user_name(&self, id: &str) -> Outcome<String> {
        let mut tx = self.db().read().await?;
        let user = store::user::find(&mut tx, id).await?;
        Ok(user.map_or_else(|| "Kommandoraden".to_owned(), |user| user.name))
    }
}
