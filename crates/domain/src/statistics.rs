//! Statistics of any period: the tables people expect (DOMAIN 4), counted by the same rules as the
//! year's figures and controlled before anybody outside the insats sees them.

mod build;
mod counter;
pub mod finsam;
mod money;
mod overview;
mod referrals;
mod render;

use chrono::{Datelike, NaiveDate};

use crate::{
    codes::{CodeTable, Sex, Support},
    disclosure::{Memory, Period, Policy},
    document::{Diagram, Table},
    facts::Facts,
    figure::Scope,
    figures::Figures,
    measure::bands::AGE_BANDS,
    refusal::Refusal,
};

pub use build::measures;
pub use counter::{counts, municipalities};
pub use overview::insats_report;
pub use render::decided;

/// A kind of report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Per insats: participants in, out and ongoing, budget and outcome.
    Insatser,
    /// Who the new ones are.
    Background,
    /// Support before and after.
    Support,
    /// Occupation before and after.
    Occupation,
    /// Why participations ended, and in what.
    Exits,
    /// Support at exit given one support before.
    Transition,
    /// Who started or increased work or study.
    Work,
    /// Flow through the insatser and time in them.
    Flow,
    /// Referrals to the teams, which way they went and how long they waited.
    Referrals,
    /// Funds per party, costs against budget.
    Cost,
}

impl Kind {
    /// Every kind, in the order of the picker.
    pub const ALL: [Kind; 10] = [
        Kind::Insatser,
        Kind::Background,
        Kind::Support,
        Kind::Occupation,
        Kind::Exits,
        Kind::Transition,
        Kind::Work,
        Kind::Flow,
        Kind::Referrals,
        Kind::Cost,
    ];

    /// Its name in addresses and files.
    pub const fn slug(self) -> &'static str {
        match self {
            Kind::Insatser => "insatsrapport",
            Kind::Background => "bakgrund",
            Kind::Support => "forsorjning",
            Kind::Occupation => "sysselsattning",
            Kind::Exits => "avslut",
            Kind::Transition => "overgang",
            Kind::Work => "arbete",
            Kind::Flow => "genomstromning",
            Kind::Referrals => "remisser",
            Kind::Cost => "kostnad",
        }
    }

    /// Its printed name.
    pub const fn label(self) -> &'static str {
        match self {
            Kind::Insatser => "Insatsrapport",
            Kind::Background => "Bakgrund hos nya",
            Kind::Support => "Försörjning före och efter",
            Kind::Occupation => "Sysselsättning före och efter",
            Kind::Exits => "Avslut och utfall",
            Kind::Transition => "Övergång mellan försörjningar",
            Kind::Work => "Arbete och studier vid avslut",
            Kind::Flow => "Genomströmning och tid i insats",
            Kind::Referrals => "Remisser och väntetider",
            Kind::Cost => "Kostnadsrapport",
        }
    }

    /// The kind with this slug.
    pub fn from_slug(slug: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    /// Whether it is about money, for those who may read the economy.
    pub const fn is_money(self) -> bool {
        matches!(self, Kind::Cost)
    }
}

/// What a report is set beside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compare {
    /// Nothing.
    #[default]
    Nothing,
    /// The same period in the two years before.
    Years,
    /// Every registering insats.
    Insatser,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Which report.
    pub kind: Kind,
    /// Which days.
    pub period: Period,
    /// One insats, by slug.
    pub insats: Option<String>,
    /// One team, by slug; of referrals only.
    pub team: Option<String>,
    /// One municipality.
    pub municipality: Option<String>,
    /// One sex.
    pub sex: Option<Sex>,
    /// One age band, by slug.
    pub age: Option<String>,
    /// The support before, of a transition.
    pub before: Support,
    /// What it is set beside.
    pub compare: Compare,
}

impl Selection {
    /// A whole year of one kind, unrestricted.
    pub fn of_year(kind: Kind, year: i32) -> Selection {
        Selection {
            kind,
            period: Period::year(year),
            insats: None,
            team: None,
            municipality: None,
            sex: None,
            age: None,
            before: Support::SicknessBenefit,
            compare: Compare::Nothing,
        }
    }

    /// What is wrong with it, each at its field.
    pub fn refusals(&self, facts: &Facts) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        let (from, to) = (self.period.from, self.period.to);
        if from > to {
            let message = "Perioden slutar innan den börjar. Ändra från- eller tilldatum.";
            refusals.push(Refusal::at("statistik-period", "till", message));
        }
        if to.year() - from.year() > 20 {
            let message = "Perioden är längre än 20 år. Välj en kortare period.";
            refusals.push(Refusal::at("statistik-lang", "fran", message));
        }
        if let Some(insats) = &self.insats
            && facts.insats(insats).is_none()
        {
            let message = "Insatsen finns inte. Välj en insats i listan.";
            refusals.push(Refusal::at("statistik-insats", "insats", message));
        }
        if let Some(team) = &self.team
            && !facts.teams.iter().any(|known| known.slug == *team)
        {
            let message = "Teamet finns inte. Välj ett team i listan.";
            refusals.push(Refusal::at("statistik-team", "team", message));
        }
        // A window of days, moved a day at a time, would fill the memory with tables that protect less and less.
        let whole_months = from.day() == 1 && to.succ_opt().is_some_and(|next| next.day() == 1);
        if self.kind == Kind::Referrals && !whole_months {
            let message = "Remisser räknas i hela månader. Låt perioden börja den första och sluta den sista i en månad.";
            refusals.push(Refusal::at("statistik-manad", "till", message));
        }
        if let Some(age) = &self.age
            && !AGE_BANDS.iter().any(|band| band.slug == age)
        {
            let message = "Åldersgruppen finns inte. Välj en grupp i listan.";
            refusals.push(Refusal::at("statistik-alder", "alder", message));
        }
        refusals
    }

    /// The restriction as a scope.
    pub fn scope(&self) -> Scope {
        let mut scope = Scope::all();
        if let Some(insats) = &self.insats {
            scope = scope.with("insats", insats);
        }
        if let Some(team) = &self.team {
            scope = scope.with("team", team);
        }
        if let Some(municipality) = &self.municipality {
            scope = scope.with("kommun", municipality);
        }
        if let Some(sex) = self.sex {
            scope = scope.with("kon", sex.slug());
        }
        if let Some(age) = &self.age {
            scope = scope.with("alder", age);
        }
        scope
    }

    /// Without what the kind is not given by, so that its title says what is counted.
    #[must_use]
    fn applied(mut self) -> Selection {
        let overview = matches!(
            self.kind,
            Kind::Insatser | Kind::Flow | Kind::Cost | Kind::Referrals
        );
        if overview {
            self.age = None;
            self.municipality = None;
        }
        if matches!(self.kind, Kind::Insatser | Kind::Cost | Kind::Referrals) {
            self.sex = None;
        }
        if matches!(self.kind, Kind::Cost | Kind::Referrals) {
            self.insats = None;
        }
        if self.kind != Kind::Referrals {
            self.team = None;
        }
        self
    }

    /// The same period so many years earlier; a month's last day stays its last day.
    pub fn earlier(&self, years: i32) -> Period {
        let moved = |day: NaiveDate| {
            let year = day.year() - years;
            NaiveDate::from_ymd_opt(year, day.month(), day.day())
                .or_else(|| NaiveDate::from_ymd_opt(year, 2, 28))
                .unwrap_or(day)
        };
        let after = self.period.to.succ_opt().filter(|next| next.day() == 1);
        Period {
            from: moved(self.period.from),
            to: after
                .and_then(|next| moved(next).pred_opt())
                .unwrap_or_else(|| moved(self.period.to)),
        }
    }
}

/// What a report is made from.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// The facts.
    pub facts: &'a Facts,
    /// The figures of the period's last year, as the reader may see them: money comes from here.
    pub figures: &'a Figures,
    /// What the insatser are, beyond their names.
    pub details: &'a [finsam::Details],
    /// Withheld by this policy; none for the insats's own people, who see their counts as they are.
    pub policy: Option<Policy>,
    /// What left before, of the measures named by [`measures`].
    pub memory: &'a [Memory],
}

/// A table, and its chart where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A table with its chart.
    Drawn(Box<Diagram>),
    /// A table alone.
    Plain(Table),
}

impl Part {
    /// The table.
    pub fn table(&self) -> &Table {
        match self {
            Part::Drawn(diagram) => &diagram.table,
            Part::Plain(table) => table,
        }
    }
}

/// A report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistics {
    /// "Bakgrund hos nya 2022, KRUS, kvinnor".
    pub title: String,
    /// Its tables.
    pub parts: Vec<Part>,
    /// What leaves with it, to be remembered.
    pub memory: Vec<Memory>,
    /// How many cells are withheld.
    pub withheld: usize,
}

/// The report of a selection.
pub fn report(sources: &Sources<'_>, selection: &Selection) -> Statistics {
    let selection = &selection.clone().applied();
    let title = render::title(sources.facts, selection);
    match selection.kind {
        Kind::Cost => Statistics {
            title,
            parts: money::cost(sources, selection.period.to.year()),
            memory: Vec::new(),
            withheld: 0,
        },
        Kind::Insatser => Statistics {
            title,
            parts: vec![Part::Plain(insats_report(sources, selection))],
            memory: Vec::new(),
            withheld: 0,
        },
        Kind::Flow => Statistics {
            title,
            parts: overview::flow(sources, selection),
            memory: Vec::new(),
            withheld: 0,
        },
        Kind::Referrals => referrals::report(sources, selection, title),
        _ => render::counted(sources, selection, title),
    }
}
