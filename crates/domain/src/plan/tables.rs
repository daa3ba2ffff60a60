//! Plans from published tables, and a plan as published tables.

use std::collections::BTreeMap;

use super::{
    Decision, Follows, GROUPS, InsatsRow, Line, MemberRow, Plan, State, Stated, Sum, Version, sums::typed,
};
use crate::{
    codes::{CodeTable, MemberKind},
    cost_type::CostType,
    facts::{Budget, BudgetGroup, Contribution, InsatsBudget, Member},
    money::Ore,
    number,
};

/// What the tables of a folder say of plans.
#[derive(Clone, Copy, Debug, Default)]
pub struct Read<'a> {
    /// Year by year.
    pub budgets: &'a [Budget],
    /// Year by year.
    pub insatser: &'a [InsatsBudget],
    /// Sums as printed.
    pub stated: &'a [Stated],
    /// Decided contributions.
    pub contributions: &'a [Contribution],
    /// The members, with inhabitants.
    pub members: &'a [Member],
}

/// The plans in a folder of tables: years with insats budgets are one plan, every other year of the
/// budget one of its own. They are decided already; day and § are not in the tables.
pub fn plans(read: &Read<'_>) -> Vec<Plan> {
    let mut years: Vec<i32> = read.insatser.iter().map(|b| b.year).collect();
    years.sort_unstable();
    years.dedup();
    let together = years.windows(2).all(|pair| pair[1] == pair[0] + 1);
    let mut periods: Vec<(i32, usize)> = match years.first() {
        Some(first) if together => vec![(*first, years.len())],
        _ => years.iter().map(|year| (*year, 1)).collect(),
    };
    for budget in read.budgets {
        if !years.contains(&budget.year) {
            periods.push((budget.year, 1));
        }
    }
    periods.sort_unstable();
    periods.into_iter().map(|period| plan(read, period)).collect()
}

fn plan(read: &Read<'_>, (first, span): (i32, usize)) -> Plan {
    let mut plan = Plan {
        first,
        span,
        ..Plan::default()
    };
    let years = plan.years();
    let place = |year: i32| years.iter().position(|y| *y == year);
    let mut sources = Vec::new();
    let mut word = "beslutad";
    for budget in read.budgets {
        let Some(at) = place(budget.year) else { continue };
        if !sources.contains(&budget.source) {
            sources.push(budget.source.clone());
        }
        if budget.year == first {
            word = &budget.version;
        }
        for line in &budget.lines {
            let same = |l: &&mut Line| (l.group, &l.label) == (line.group, &line.label);
            // A label twice in one year is two lines.
            let free = |l: &&mut Line| same(l) && l.amounts[at].is_none();
            let row = plan.lines.iter_mut().find(free);
            match row {
                Some(row) => row.amounts[at] = Some(line.amount),
                None => plan
                    .lines
                    .push(new_line(line.group, &line.label, span, at, line.amount)),
            }
        }
    }
    for budget in read.insatser {
        let Some(at) = place(budget.year) else { continue };
        let free = |row: &&mut InsatsRow| {
            (&row.insats, &row.label) == (&budget.insats, &budget.label) && row.amounts[at].is_none()
        };
        match plan.insatser.iter_mut().find(free) {
            Some(row) => row.amounts[at] = Some(budget.amount),
            None => plan.insatser.push(InsatsRow {
                insats: budget.insats.clone(),
                label: budget.label.clone(),
                cost_type: None,
                amounts: (0..span).map(|i| (i == at).then_some(budget.amount)).collect(),
                note: String::new(),
            }),
        }
    }
    plan.contributions = contributions(read, &years);
    plan.stated = read
        .stated
        .iter()
        .copied()
        .filter(|s| place(s.year).is_some())
        .collect();
    plan.version = Version {
        number: 1,
        state: state(word),
        source: sources.join("; "),
    };
    follow(&mut plan);
    plan
}

/// The state of a published version's word.
pub fn state(word: &str) -> State {
    match word {
        "beslutad" => State::Decided(Decision::default()),
        "reviderad" => State::Revised(Decision::default()),
        _ => State::Proposal,
    }
}

fn new_line(group: BudgetGroup, label: &str, span: usize, at: usize, amount: Ore) -> Line {
    let personnel = group == BudgetGroup::Cost && label.trim().eq_ignore_ascii_case("personal");
    Line {
        group,
        label: label.to_owned(),
        follows: Follows::Nothing,
        cost_type: personnel.then_some(CostType::Personnel),
        amounts: (0..span).map(|i| (i == at).then_some(amount)).collect(),
        note: String::new(),
    }
}

/// The line for insatser follows the insats budgets, and the one for contributions the members'.
/// Typed amounts stay: where they are not the parts' sum, that is a finding.
fn follow(plan: &mut Plan) {
    for line in &mut plan.lines {
        let label = line.label.to_lowercase();
        line.follows = match line.group {
            BudgetGroup::Cost if label.contains("individ") && label.contains("insatser") => Follows::Insatser,
            BudgetGroup::Income if label.contains("ägarbidrag") || label.contains("medlemsbidrag") => {
                Follows::Contributions
            }
            _ => Follows::Nothing,
        };
    }
}

fn contributions(read: &Read<'_>, years: &[i32]) -> Vec<MemberRow> {
    let row = |member: &Member| {
        let amount = |year: &i32| {
            let own = |c: &&Contribution| c.member == member.code && c.year == *year;
            read.contributions.iter().find(own).map(|c| c.amount)
        };
        let amounts: Vec<Option<Ore>> = years.iter().map(amount).collect();
        amounts.iter().any(Option::is_some).then(|| MemberRow {
            member: member.code.clone(),
            name: member.name.clone(),
            inhabitants: inhabitants(member, years.first().copied().unwrap_or(0)),
            amounts,
        })
    };
    read.members.iter().filter_map(row).collect()
}

/// Inhabitants in the newest population from before the budget year; only municipalities are shared by
/// them.
pub fn inhabitants(member: &Member, year: i32) -> Option<i64> {
    if member.kind != MemberKind::Municipality {
        return None;
    }
    let before = member
        .population
        .iter()
        .filter(|(date, _)| chrono::Datelike::year(date) < year);
    let newest = before.max_by_key(|(date, _)| *date)?;
    // Older years' amounts were shared by other populations.
    (chrono::Datelike::year(&newest.0) == year - 1).then_some(newest.1)
}

/// A plan as the three published tables; sums only where the paper's are known.
pub fn printed(plan: &Plan, members: &[Member]) -> Vec<(String, Vec<u8>)> {
    let years = plan.years();
    let heads = |first: &[&str], prefix: &str| {
        let years = years.iter().map(|year| format!("{prefix}{year}"));
        first
            .iter()
            .map(|s| (*s).to_owned())
            .chain(years)
            .collect::<Vec<_>>()
            .join(";")
    };
    let row = |first: &[&str], amounts: Vec<String>| {
        first
            .iter()
            .map(|s| s.replace([';', '\n', '"'], " "))
            .chain(amounts)
            .collect::<Vec<_>>()
            .join(";")
    };
    let each = |amount: &dyn Fn(usize) -> Option<Ore>| -> Vec<String> {
        (0..plan.span)
            .map(|i| amount(i).map_or_else(String::new, kronor))
            .collect()
    };
    let paper = stated(plan);
    let stated = |sum: Sum| {
        let amounts = each(&|i| paper.get(&(sum, years[i])).copied());
        amounts.iter().any(|a| !a.is_empty()).then_some(amounts)
    };
    let mut budget = vec![heads(&["grupp", "rad"], "")];
    for group in GROUPS {
        let word = Sum::of_group(group).label();
        for line in plan.group(group) {
            let amounts = each(&|i| Some(plan.amount(line, i)));
            budget.push(row(&[word, &line.label], amounts));
        }
        if let Some(amounts) = stated(Sum::of_group(group)) {
            budget.push(row(&[word, "SUMMA (tryckt)"], amounts));
        }
    }
    if let Some(amounts) = stated(Sum::Result) {
        budget.push(row(&["resultat", "Resultat (tryckt)"], amounts));
    }
    let mut insatser = vec![heads(&["insats", "rad"], "")];
    for sum in plan.insats_sums() {
        let amounts = each(&|i| Some(sum.amounts[i]));
        insatser.push(row(&[sum.insats.as_deref().unwrap_or(""), &sum.label], amounts));
    }
    let mut contributions = vec![heads(&["medlem", "typ"], "bidrag_")];
    for member in &plan.contributions {
        let kind = members.iter().find(|m| m.code == member.member).map(|m| m.kind);
        let kind = kind.unwrap_or(MemberKind::Municipality).slug();
        let amounts = each(&|i| member.amounts.get(i).copied().flatten());
        contributions.push(row(&[&member.name, kind], amounts));
    }
    let file = |name: &str, lines: Vec<String>| (name.to_owned(), (lines.join("\n") + "\n").into_bytes());
    let mut files = vec![file("budget.csv", budget)];
    if insatser.len() > 1 {
        files.push(file("insatsbudget.csv", insatser));
    }
    if contributions.len() > 1 {
        files.push(file("medlemsbidrag.csv", contributions));
    }
    files
}

fn stated(plan: &Plan) -> BTreeMap<(Sum, i32), Ore> {
    plan.stated.iter().map(|s| ((s.sum, s.year), s.amount)).collect()
}

fn kronor(amount: Ore) -> String {
    if amount.0 % 100 == 0 {
        (amount.0 / 100).to_string()
    } else {
        number::plain(amount.0, 2)
    }
}

impl Plan {
    /// The plan's year as the budget that figures are made of.
    pub fn budget(&self, year: i32) -> Option<Budget> {
        let place = self.place(year)?;
        let lines: Vec<_> = self
            .lines
            .iter()
            .filter(|line| line.follows != Follows::Nothing || line.amounts[place].is_some())
            .map(|line| crate::facts::BudgetLine {
                group: line.group,
                label: line.label.clone(),
                amount: self.amount(line, place),
            })
            .collect();
        (!lines.is_empty()).then(|| Budget {
            year,
            version: self.version.state.word().into(),
            source: self.version.source.clone(),
            lines,
        })
    }

    /// The plan's insats budgets of a year, cost types added.
    pub fn insats_budgets(&self, year: i32) -> Vec<InsatsBudget> {
        let Some(place) = self.place(year) else {
            return Vec::new();
        };
        let given = |sum: &super::InsatsSum| {
            sum.rows.iter().any(|row| {
                self.insatser[*row]
                    .amounts
                    .get(place)
                    .copied()
                    .flatten()
                    .is_some()
            })
        };
        self.insats_sums()
            .into_iter()
            .filter(given)
            .map(|sum| InsatsBudget {
                insats: sum.insats.clone(),
                label: sum.label.clone(),
                year,
                amount: typed(&sum.amounts.iter().copied().map(Some).collect::<Vec<_>>(), place),
            })
            .collect()
    }
}
