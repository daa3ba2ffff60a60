//! The kostnadsrapport: funds per party, costs of insatser and administration against budget.

use super::{
    Part, Sources,
    render::{row, table},
};
use crate::{
    codes::MemberKind,
    document::{RowKind, Table, TableCell},
    figure::{FigureKey, MeasureId, Scope},
    money::Ore,
    statement::measure as id,
};

/// An amount; empty where there is none.
pub(super) fn amount(value: Option<Ore>) -> TableCell {
    value.map_or_else(
        || TableCell::text(""),
        |ore| TableCell {
            text: ore.rounded(),
            number: Some((ore.0, 2)),
            ..TableCell::default()
        },
    )
}

/// A year's amounts out of its figures.
pub(super) struct Money<'a> {
    pub(super) sources: &'a Sources<'a>,
    pub(super) year: i32,
}

impl Money<'_> {
    pub(super) fn of(&self, measure: MeasureId, year: i32, scope: Scope) -> Option<Ore> {
        let figure = self.sources.figures.get(&FigureKey { measure, year, scope })?;
        match figure.value {
            crate::figure::Value::Money(ore) => Some(ore),
            _ => None,
        }
    }

    pub(super) fn now(&self, measure: MeasureId) -> Option<Ore> {
        self.of(measure, self.year, Scope::all())
    }

    /// Contributions of one kind of member.
    fn funds(&self, kind: MemberKind) -> Option<Ore> {
        let members = self
            .sources
            .facts
            .members
            .iter()
            .filter(|member| member.kind == kind);
        let amounts: Vec<Ore> = members
            .filter_map(|m| self.of("bidrag.belopp", self.year, Scope::all().with("medlem", &m.code)))
            .collect();
        (!amounts.is_empty()).then(|| Ore(amounts.iter().map(|ore| ore.0).sum()))
    }

    /// Budgeted cost that is no insats.
    pub(super) fn administration_budget(&self) -> Option<Ore> {
        let all = self.now("budget.kostnader")?;
        Some(Ore(all.0 - self.now("insats.budget")?.0))
    }

    /// Booked cost that is no insats.
    pub(super) fn administration(&self) -> Option<Ore> {
        let all = self.now(id::COST)?;
        let depreciation = self.now(id::DEPRECIATION).map_or(0, |ore| ore.0);
        Some(Ore(all.0 + depreciation - self.now("insats.kostnad")?.0))
    }

    /// Equity when the year began.
    pub(super) fn own_capital(&self) -> Option<Ore> {
        self.of(id::EQUITY, self.year - 1, Scope::all())
    }
}

/// The report's two tables.
pub(super) fn cost(sources: &Sources<'_>, year: i32) -> Vec<Part> {
    let money = Money { sources, year };
    vec![Part::Plain(funds(&money, year)), Part::Plain(costs(&money, year))]
}

/// What every party pays.
fn funds(money: &Money<'_>, year: i32) -> Table {
    let mut rows = Vec::new();
    for (kind, label) in [
        (MemberKind::State, "Staten"),
        (MemberKind::Region, "Regioner"),
        (MemberKind::Municipality, "Kommuner"),
    ] {
        rows.push(row(RowKind::Normal, label, [amount(money.funds(kind))]));
    }
    rows.push(row(
        RowKind::Total,
        "Tilldelade medel",
        [amount(money.now("bidrag.summa"))],
    ));
    rows.push(row(
        RowKind::Normal,
        "Eget kapital vid årets början",
        [amount(money.own_capital())],
    ));
    table(
        "medel",
        format!("Medel per part {year}, kronor"),
        &["Part", "Belopp"].map(str::to_owned),
        rows,
        vec!["Socialfonds- och andra medel redovisas inte som egna bidrag och finns i intäkterna.".into()],
    )
}

/// A line of costs: its budget and its outcome.
type Cost<'a> = (RowKind, &'a str, Option<Ore>, Option<Ore>);

/// Insatser, administration and both, against budget.
fn costs(money: &Money<'_>, year: i32) -> Table {
    let lines = [
        (
            RowKind::Normal,
            "Insatser",
            money.now("insats.budget"),
            money.now("insats.kostnad"),
        ),
        (
            RowKind::Normal,
            "Administration och övrigt",
            money.administration_budget(),
            money.administration(),
        ),
    ];
    let sum = |pick: fn(&Cost<'_>) -> Option<Ore>| {
        let amounts: Option<Vec<Ore>> = lines.iter().map(pick).collect();
        amounts.map(|amounts| Ore(amounts.iter().map(|ore| ore.0).sum()))
    };
    let total = (
        RowKind::Total,
        "Kostnader",
        sum(|line| line.2),
        sum(|line| line.3),
    );
    let line = |(kind, label, budget, outcome): &Cost<'_>| {
        let left = budget
            .zip(*outcome)
            .map(|(budget, outcome)| Ore(budget.0 - outcome.0));
        row(*kind, label, [amount(*budget), amount(*outcome), amount(left)])
    };
    table(
        "kostnader",
        format!("Kostnader mot budget {year}, kronor"),
        &["Kostnad", "Budget", "Utfall", "Kvar"].map(str::to_owned),
        lines.iter().chain([&total]).map(line).collect(),
        vec!["Administration och övrigt är alla kostnader utom insatsernas, avskrivningar inräknade.".into()],
    )
}
