//! What every page shows beside its own content, and the parts of a year a page may read. Rows of
//! participations are not among them.

mod draft;
mod printed;
mod voucher;
mod words;

use chrono::{DateTime, Utc};
use domain::{
    chart::Chart,
    facts::{Association, Budget, Contribution, Goal, Insats, InsatsBudget, LedgerYear, Member, Project},
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
        let facts = match self.facts().await {
            Ok(facts) => facts,
            Err(Failure::Refused(_)) => return Ok(Frame::default()),
            Err(failure) => return Err(failure),
        };
        let years = if actor.assignments.is_empty() {
            Vec::new()
        } else {
            self.years(actor).await?
        };
        let last = self
            .events(actor, 1)
            .await
            .ok()
            .and_then(|events| events.into_iter().next());
        Ok(Frame {
            association: facts.association.name.clone(),
            constructed: facts.association.constructed,
            years,
            last,
        })
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
            match user {
                Some(user) => user.name.clone(),
                None if id == "okänd" => "Någon".to_owned(),
                None => "Kommandoraden".to_owned(),
            }
        };
        let event = |stored: store::audit::Stored| Happening {
            at: stored.event.at,
            who: name(&stored.event.actor),
            what: words(&stored.event.act, &stored.event.object),
        };
        Ok(stored.into_iter().map(event).collect())
    }
}

/// An act of the audit trail in words.
fn words(act: &str, object: &str) -> String {
    let verb = match act {
        "inloggning" => return "loggade in".into(),
        "inloggning.valt" => return "valde lösenord och telefon".into(),
        "inloggning.lösenord" => return "bytte lösenord".into(),
        "inloggning.glömt" => return "bad om ett nytt lösenord".into(),
        "inloggning.reservkod" => return "använde en reservkod".into(),
        "inloggning.reservkoder" => return "tog nya reservkoder".into(),
        "inloggning.spärrad" => return format!("spärrades efter för många försök ({object})"),
        "användare.inbjuden" => "bjöd in",
        "användare.roll" => "gav en roll åt",
        "användare.roll-slut" => "avslutade en roll för",
        "användare.stängd" => "stängde kontot för",
        "användare.ny" => "lade till användaren",
        "bokforing.importera" => "läste in",
        "tabeller.importera" => "läste in tabeller:",
        "rapport.avsnitt" | "prognos.text" => "skrev i",
        "rapport.publicera" => "publicerade",
        "fynd.svar" => "besvarade fyndet",
        "insats.beskriv" => "beskrev insatsen",
        "rojande.andra" => "ändrade minsta cell:",
        "register.importera" => "läste in deltaganden i",
        "nyckel.ny" => "gjorde nyckeln",
        "nyckel.återkalla" => "återkallade nyckeln",
        "remiss.ny" => "registrerade en remiss:",
        "remiss.steg" => "förde en remiss vidare:",
        "remiss.enhet" => "ändrade avsändande enheter:",
        "mote.nytt" => "registrerade ett möte:",
        "mote.parter" => "ändrade mötets parter:",
        "konsultation.ny" => "registrerade en konsultation:",
        "konsultation.antal" => "angav konsultationer per månad:",
        "rekommendation.tagen" => "tog hand om en rekommendation:",
        "team.spara" => "ändrade",
        "koppling.andra" => "ändrade kopplingen av konton",
        "prognos.val" => "valde prognos för",
        "prognos.koppling" => "ändrade vilka konton som hör till",
        "prognos.delar" => "ändrade delårsrapporten:",
        "moms.installning" => "ändrade momskontona:",
        "moms.inlamnad" => "lämnade in momsansökan för",
        "moms.utbetald" => "registrerade utbetald moms för",
        "pott.ram" => "sparade ramen för",
        "pott.stang" => "stängde eller öppnade",
        "pott.ansokan" => "sökte medel ur",
        "pott.aterta" => "tog tillbaka en ansökan ur",
        "pott.beslut" => "beslutade om en ansökan ur",
        "pott.anmald" => "anmälde delegationsbeslut till",
        _ => return format!("{act} {object}").trim().to_owned(),
    };
    format!("{verb} {object}").trim().to_owned()
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
