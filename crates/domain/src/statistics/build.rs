//! From a selection to decided cells: the year's published tables first, then what left before,
//! then what is asked for now, all in one system.

use std::collections::BTreeSet;

use chrono::Datelike;

use super::{Compare, Kind, Selection, Sources, counter::Counter, referrals};
use crate::{
    codes::{CodeTable, Sex},
    disclosure::{ATTRIBUTES, Attribute, CellKey, Decided, Linked, Memory, Period, Tables, figures},
    facts::Facts,
    figure::Scope,
    figures::Figures,
};

/// A period, a context and what it is called in a comparison.
pub(super) struct Column {
    pub(super) label: String,
    pub(super) period: Period,
    pub(super) scope: Scope,
}

/// Attributes of a kind, by their parts.
pub(super) const fn attributes(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Background => &[
            "alder.antal",
            "utbildning.antal",
            "forsorjningstid.antal",
            "remittent.antal",
        ],
        Kind::Support => &["forsorjning.fore", "forsorjning.efter"],
        Kind::Occupation => &["sysselsattning.fore", "sysselsattning.efter"],
        Kind::Exits => &["avslut.anledning"],
        Kind::Transition => &["overgang.antal"],
        Kind::Work => &["arbete.forandring"],
        Kind::Insatser | Kind::Flow | Kind::Cost | Kind::Referrals => &[],
    }
}

/// Whether a kind has the outcomes: work or study, seeking work.
pub(super) const fn has_outcomes(kind: Kind) -> bool {
    matches!(kind, Kind::Exits | Kind::Work)
}

const OUTCOMES: [&str; 6] = [
    "avslut.kanda",
    "avslut.antal_arbete_eller_studier",
    "avslut.antal_arbetssokande",
    "sysselsattning.fore_kanda",
    "egenforsorjning.antal_fore",
    "arbetssokande.antal_fore",
];

/// The measures whose memory a kind is held against.
pub fn measures(kind: Kind) -> Vec<&'static str> {
    if kind == Kind::Referrals {
        return referrals::measures();
    }
    let chosen = attributes(kind).iter().filter_map(|parts| Attribute::of(parts));
    let mut measures: Vec<&str> = chosen
        .flat_map(|attribute| [Some(attribute.parts), attribute.known, Some(attribute.total)])
        .flatten()
        .collect();
    if has_outcomes(kind) {
        measures.extend(OUTCOMES);
    }
    // A transition's row is a cell of the support before.
    if kind == Kind::Transition {
        measures.extend(["forsorjning.fore", "forsorjning.fore_kanda"]);
    }
    measures.sort_unstable();
    measures.dedup();
    measures
}

/// The contexts of a selection: by itself and by sex, then what it is compared with.
pub(super) fn columns(facts: &Facts, selection: &Selection) -> (Vec<Column>, Vec<Column>) {
    let mut scope = selection.scope();
    if selection.kind == Kind::Transition {
        scope = scope.with("fore", selection.before.slug());
    }
    let column = |label: &str, period, scope| Column {
        label: label.to_owned(),
        period,
        scope,
    };
    let mut own = vec![column("Alla", selection.period, scope.clone())];
    if selection.sex.is_none() {
        for (sex, label) in Sex::ALL.iter().zip(["Kvinnor", "Män"]) {
            own.push(column(
                label,
                selection.period,
                scope.clone().with("kon", sex.slug()),
            ));
        }
    }
    let beside = match selection.compare {
        Compare::Nothing => Vec::new(),
        Compare::Years => (0..3)
            .rev()
            .map(|back| {
                let period = selection.earlier(back);
                column(&period.to.year().to_string(), period, scope.clone())
            })
            .collect(),
        Compare::Insatser => {
            let registering = facts.insatser.iter().filter(|insats| insats.registers);
            registering
                .map(|insats| {
                    column(
                        &insats.name,
                        selection.period,
                        scope.clone().with("insats", &insats.slug),
                    )
                })
                .collect()
        }
    };
    (own, beside)
}

/// Counts with what was decided of each; nothing is withheld from the insats's own people.
pub(super) struct Counted<'a> {
    pub(super) counter: Counter<'a>,
    pub(super) decided: Option<Decided>,
    /// Cells of the years' published tables: they are decided anew from the facts, not remembered.
    standard: BTreeSet<CellKey>,
}

impl Counted<'_> {
    /// What leaves beyond the years' published tables.
    pub(super) fn leaving(&self, kind: Kind) -> Vec<Memory> {
        let wanted = measures(kind);
        let cells = self.decided.iter().flat_map(Decided::memory);
        cells
            .filter(|entry| {
                wanted.contains(&entry.key.measure.as_str()) && !self.standard.contains(&entry.key)
            })
            .collect()
    }

    /// A count as the reader sees it: none where it is withheld.
    pub(super) fn count(
        &self,
        measure: &str,
        column: &Column,
        code: Option<(&'static str, &str)>,
    ) -> Option<i64> {
        let scope = match code {
            Some((dimension, code)) => column.scope.clone().with(dimension, code),
            None => column.scope.clone(),
        };
        if let Some(decided) = &self.decided {
            let key = Tables::key(measure, column.period, &scope);
            let (linked, hidden) = decided.parts();
            let place = linked.place(&key)?;
            return (!hidden[place]).then_some(linked.system().cells()[place].value);
        }
        self.exact(measure, column, &scope, code)
    }

    fn exact(
        &self,
        measure: &str,
        column: &Column,
        scope: &Scope,
        code: Option<(&'static str, &str)>,
    ) -> Option<i64> {
        let attribute = Attribute::of(measure);
        let (Some(attribute), Some((_, code @ ("kand" | "okand")))) = (attribute, code) else {
            return self.counter.count(measure, column.period, scope);
        };
        let known = if let Some(known) = attribute.known {
            self.counter.count(known, column.period, &column.scope)?
        } else {
            let of = |code: &str| column.scope.clone().with(attribute.dimension, code);
            let codes = attribute.codes();
            codes
                .iter()
                .map(|code| self.counter.count(attribute.parts, column.period, &of(code)))
                .sum::<Option<i64>>()?
        };
        if code == "kand" {
            return Some(known);
        }
        Some(
            self.counter
                .count(attribute.total, column.period, &column.scope)?
                - known,
        )
    }
}

/// Decides the selection's cells.
pub(super) fn counted<'a>(sources: &Sources<'a>, selection: &Selection, columns: &[&Column]) -> Counted<'a> {
    let facts = sources.facts;
    let counter = Counter::new(facts);
    let Some(policy) = sources.policy else {
        return Counted {
            counter,
            decided: None,
            standard: BTreeSet::new(),
        };
    };
    let mut linked = Linked::default();
    let mut remembered: Vec<Memory> = Vec::new();
    let first = columns.iter().map(|c| c.period.from.year()).min().unwrap_or(0);
    let last = columns.iter().map(|c| c.period.to.year()).max().unwrap_or(-1);
    for year in first..=last {
        let computed = Figures::controlled(facts, year);
        remembered.extend(figures::standard(facts, &computed, policy).memory());
        linked = figures::fill(linked, facts, &computed);
    }
    let chosen: Vec<&Attribute> = attributes(selection.kind)
        .iter()
        .filter_map(|parts| Attribute::of(parts))
        .collect();
    let outcomes = has_outcomes(selection.kind);
    for entry in sources.memory {
        for attribute in &chosen {
            if entry.key.measure == attribute.parts {
                let mut context = entry.key.scope.clone();
                context.0.remove(attribute.dimension);
                linked = fill(linked, &counter, entry.key.period, &context, &[*attribute], false);
            }
        }
        if outcomes && OUTCOMES.contains(&entry.key.measure.as_str()) {
            linked = fill(linked, &counter, entry.key.period, &entry.key.scope, &[], true);
        }
    }
    for column in columns {
        linked = fill(linked, &counter, column.period, &column.scope, &chosen, outcomes);
    }
    linked.link_periods(|key: &CellKey| counter.count(&key.measure, key.period, &key.scope));
    linked.link_scopes();
    linked.remember(&remembered);
    linked.remember(sources.memory);
    let decided = linked.decide(policy);
    Counted {
        counter,
        decided: Some(decided),
        standard: remembered.into_iter().map(|entry| entry.key).collect(),
    }
}

fn fill(
    linked: Linked,
    counter: &Counter<'_>,
    period: Period,
    context: &Scope,
    chosen: &[&Attribute],
    outcomes: bool,
) -> Linked {
    let count = |measure: &str, scope: &Scope| counter.count(measure, period, scope);
    let mut tables = Tables {
        linked,
        period,
        count: &count,
    };
    for attribute in chosen {
        tables.attribute(attribute, context);
    }
    if outcomes {
        tables.outcomes(context);
    }
    tables.linked
}

/// The attributes a kind prints, in order.
pub(super) fn printed(kind: Kind) -> impl Iterator<Item = &'static Attribute> {
    let chosen = attributes(kind);
    chosen
        .iter()
        .filter_map(|parts| ATTRIBUTES.iter().find(|attribute| attribute.parts == *parts))
}
