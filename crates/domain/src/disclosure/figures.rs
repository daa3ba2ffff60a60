//! The year's figures as others than the insats see them.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::{
    ATTRIBUTES, Attribute, CellKey, Decided, Memory, Period, Policy, State, Tables, linked::Linked, referrals,
};
use crate::{
    codes::{CodeTable, Sex},
    facts::Facts,
    figure::{Figure, FigureKey, Missing, Scope, Trace, Value},
    figures::Figures,
    measure::{self, Disclosure},
    unit::Unit,
};

/// What a trace says in place of what it was made of.
const RULE: &str = "skyddad: talet är för litet, eller skulle avslöja ett annat som är det";

/// Shares, and the count above the line that each follows.
const SHARES: [(&str, &str); 10] = [
    ("utbildning.andel", "utbildning.antal"),
    ("forsorjningstid.andel", "forsorjningstid.antal"),
    ("forsorjningstid.over_1_ar", "forsorjningstid.over_1_ar"),
    ("avslut.arbete_eller_studier", "avslut.antal_arbete_eller_studier"),
    ("egenforsorjning.efter", "avslut.antal_arbete_eller_studier"),
    ("avslut.arbetssokande", "avslut.antal_arbetssokande"),
    ("arbetssokande.efter", "avslut.antal_arbetssokande"),
    ("egenforsorjning.fore", "egenforsorjning.antal_fore"),
    ("arbetssokande.fore", "arbetssokande.antal_fore"),
    ("avslut.sysselsattning", "sysselsattning.efter"),
];

/// The scopes that the year's tables are published for.
fn contexts(facts: &Facts) -> Vec<Scope> {
    let mut contexts = vec![Scope::all()];
    contexts.extend(Sex::ALL.iter().map(|sex| Scope::all().with("kon", sex.slug())));
    let registering = facts.insatser.iter().filter(|insats| insats.registers);
    contexts.extend(registering.map(|insats| Scope::all().with("insats", &insats.slug)));
    contexts
}

/// The year's published tables as cells, with what was printed of the year before.
fn tables(facts: &Facts, figures: &Figures) -> Linked {
    let mut linked = fill(Linked::default(), facts, figures);
    linked.link_scopes();
    linked.remember(&printed(facts, figures.year()));
    linked
}

/// Adds the year's published tables to cells at hand.
pub fn fill(linked: Linked, facts: &Facts, figures: &Figures) -> Linked {
    let year = figures.year();
    let count = |id: &str, scope: &Scope| {
        let measure = measure::find(id)?.id;
        let figure = figures.of_year(measure, scope.clone())?;
        matches!(figure.trace, Trace::Rows { .. }).then_some(figure.k)?
    };
    let mut tables = Tables {
        linked,
        period: Period::year(year),
        count: &count,
    };
    for context in contexts(facts) {
        for attribute in &ATTRIBUTES {
            tables.attribute(attribute, &context);
        }
        tables.outcomes(&context);
        tables.under_30(&context);
        tables.over_a_year(&context);
    }
    tables.linked
}

/// Counts of the year that stand in published documents: everybody knows them.
fn printed(facts: &Facts, year: i32) -> Vec<Memory> {
    let of_year = facts
        .published
        .iter()
        .filter(|p| p.year == year && p.decimals == 0);
    of_year
        .map(|p| Memory {
            key: CellKey::new(canonical(&p.measure), Period::year(year), p.scope.clone()),
            state: State::Shown,
            value: Some(p.units),
        })
        .collect()
}

/// The measure whose cells a measure's counts are.
fn canonical(measure: &str) -> &str {
    SHARES
        .iter()
        .find(|(share, _)| *share == measure)
        .map_or(measure, |(_, count)| count)
}

/// The cell a figure follows.
fn cell_of(figure: &Figure) -> CellKey {
    let period = Period::year(figure.key.year);
    if figure.key.measure == "forsorjningstid.over_5_ar" {
        let scope = figure.key.scope.clone().with("tid", "mer_an_5_ar");
        return CellKey::new("forsorjningstid.antal", period, scope);
    }
    CellKey::new(canonical(figure.key.measure), period, figure.key.scope.clone())
}

/// The year's tables, decided: what every later table is held against.
pub fn standard(facts: &Facts, figures: &Figures, policy: Policy) -> Decided {
    tables(facts, figures).decide(policy)
}

/// As [`standard`], for a year whose other figures are not needed.
pub fn standard_of_year(facts: &Facts, year: i32, policy: Policy) -> Decided {
    standard(facts, &Figures::controlled(facts, year), policy)
}

/// The figures as others than the insats see them: every one that follows a withheld cell says
/// [`Missing::Withheld`], and carries neither k, n nor what is missing.
pub fn protect(facts: &Facts, figures: &Figures, policy: Policy) -> Figures {
    let view = View {
        facts,
        figures,
        policy,
        decided: standard(facts, figures, policy),
        referrals: referrals::standard(facts, figures.year(), policy),
        earlier: earlier(facts, figures.year(), policy),
        crude: crude(figures, policy),
    };
    figures.with(|figure| view.of(figure))
}

/// Outcomes withheld in earlier years, by insats: what was counted since the start would tell them.
fn earlier(facts: &Facts, year: i32, policy: Policy) -> Vec<(i32, Decided)> {
    let first = facts
        .participations
        .iter()
        .filter_map(|p| p.exit.as_ref())
        .map(|exit| exit.date.year())
        .min();
    let years = first.unwrap_or(year)..year;
    years
        .map(|year| (year, standard_of_year(facts, year, policy)))
        .collect()
}

/// Protected measures that are no published table of [`ATTRIBUTES`]: any small count among a
/// measure's figures withholds them all, until the measure is given sums of its own.
fn crude(figures: &Figures, policy: Policy) -> BTreeMap<&'static str, bool> {
    let mut small = BTreeMap::new();
    for figure in figures.iter() {
        let any = small.entry(figure.key.measure).or_insert(false);
        *any |= figure.k.is_some_and(|k| policy.is_small(k));
    }
    small
}

struct View<'a> {
    facts: &'a Facts,
    figures: &'a Figures,
    policy: Policy,
    decided: Decided,
    referrals: Decided,
    earlier: Vec<(i32, Decided)>,
    crude: BTreeMap<&'static str, bool>,
}

impl View<'_> {
    /// What stands in a figure's place; none where it stands as it is.
    fn of(&self, figure: &Figure) -> Option<Figure> {
        let measure = measure::find(figure.key.measure)?;
        if measure.disclosure == Disclosure::Referrals {
            // Also one without value: that nobody has passed a wait is a count.
            return referrals::withholds(&self.referrals, figure, self.policy).then(|| withheld(figure));
        }
        let known = matches!(figure.trace, Trace::Published { .. }) || figure.value.units().is_none();
        if measure.disclosure != Disclosure::Background || known {
            return None;
        }
        let withheld = match figure.key.measure {
            "alder.medel_inskrivning" => self.mean(figure),
            "avslut.arbete_eller_studier_sedan_start" => self.since(figure),
            _ => self
                .decided
                .withheld(&cell_of(figure))
                .unwrap_or_else(|| self.crude.get(figure.key.measure).copied().unwrap_or(true)),
        };
        if withheld {
            return Some(self::withheld(figure));
        }
        let missing = self.unanswered(figure)?;
        Some(Figure {
            missing,
            ..figure.clone()
        })
    }

    /// Those of the context without an answer, from open counts alone: what a single cell's unknown
    /// ones are would tell more.
    fn unanswered(&self, figure: &Figure) -> Option<i64> {
        let attribute =
            Attribute::of(canonical(figure.key.measure)).filter(|_| figure.unit == Unit::Deltaganden)?;
        let mut scope = figure.key.scope.clone();
        scope.0.insert(attribute.dimension, "okand".into());
        let key = CellKey::new(attribute.parts, Period::year(figure.key.year), scope);
        let (linked, _) = self.decided.parts();
        linked
            .place(&key)
            .map(|place| linked.system().cells()[place].value)
    }

    /// A mean is withheld when its group is small, or when the group it leaves is.
    fn mean(&self, figure: &Figure) -> bool {
        let base = |scope: Scope| {
            self.figures
                .of_year("alder.kanda", scope)
                .and_then(|f| f.k)
                .unwrap_or(0)
        };
        let all = base(Scope::all());
        let sexes: Vec<i64> = Sex::ALL
            .iter()
            .map(|sex| base(Scope::all().with("kon", sex.slug())))
            .collect();
        let rest = all - sexes.iter().sum::<i64>();
        let small = sexes.iter().chain([&rest]).any(|n| self.policy.is_small(*n));
        if figure.key.scope.get("kon").is_some() {
            small
        } else {
            self.policy.is_small(all)
        }
    }

    /// Outcomes since the start are this year's and earlier years' together: withheld once any of
    /// those the register counts is.
    fn since(&self, figure: &Figure) -> bool {
        let insats = figure.key.scope.get("insats").unwrap_or_default();
        let base = self.facts.published.iter().filter(|p| {
            p.measure == figure.key.measure && p.scope == figure.key.scope && p.year <= figure.key.year
        });
        let from = base.map(|p| p.year + 1).max().unwrap_or(i32::MIN);
        let hidden = |year: i32, decided: &Decided| {
            let scope = Scope::all().with("insats", insats);
            let key = CellKey::new("avslut.antal_arbete_eller_studier", Period::year(year), scope);
            decided.withheld(&key).unwrap_or(false)
        };
        let small = figure.k.is_some_and(|k| self.policy.is_small(k));
        small
            || hidden(figure.key.year, &self.decided)
            || self
                .earlier
                .iter()
                .any(|(year, decided)| *year >= from && hidden(*year, decided))
    }
}

/// A figure withheld: its key, unit and nothing else.
pub fn withheld(figure: &Figure) -> Figure {
    Figure {
        key: FigureKey { ..figure.key.clone() },
        value: Value::Missing(Missing::Withheld),
        unit: figure.unit,
        k: None,
        n: None,
        missing: 0,
        trace: Trace::Figures {
            rule: RULE.into(),
            parts: Vec::new(),
        },
    }
}
