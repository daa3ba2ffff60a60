//! The table itself: every amount of the year's result on exactly one line.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Course, FollowUp, Group, LineKey, Profile, Rules, Sources,
    choice::standing,
    ledger,
    line::{GROUPS, group_of_line, is_income},
    method::{Basis, Forecast, Method, forecast, scaled},
};
use crate::{
    facts::{Budget, BudgetGroup},
    money::Ore,
    statement::ProjectAmount,
};

/// An insats or line: budget against outcome, for the month and so far, and what the year ends in.
/// Whole kronor; income and cost are both positive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub key: LineKey,
    /// As printed.
    pub label: String,
    /// The group it is of.
    pub group: BudgetGroup,
    /// Its amounts.
    pub sum: Sum,
    /// The forecast, and how it came about.
    pub forecast: Forecast,
    /// How its budget is spread.
    pub profile: Profile,
    /// Claimed by the huvudman so far, where requisitions are registered.
    pub claimed: Option<Ore>,
    /// The accounts and projects behind the outcome, in order.
    pub behind: Vec<(u32, String)>,
    /// How many transactions so far.
    pub transactions: i64,
    /// The forecast is more than five per cent off the budget.
    pub off: bool,
}

/// Amounts of a row, or of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Budget of the month.
    pub month_budget: Option<Ore>,
    /// Outcome of the month.
    pub month: Ore,
    /// Budget so far.
    pub budget_so_far: Option<Ore>,
    /// Outcome so far.
    pub outcome: Ore,
    /// Budget of the year.
    pub budget: Option<Ore>,
    /// What the year is expected to end in.
    pub forecast: Option<Ore>,
}

impl Sum {
    /// Outcome so far against budget so far, favourable positive; without a budget all of it deviates.
    pub fn deviation(&self, group: BudgetGroup) -> Ore {
        favourable(group, self.outcome - self.budget_so_far.unwrap_or_default())
    }

    /// Forecast against the year's budget, favourable positive; without a budget as [`Sum::deviation`].
    pub fn forecast_deviation(&self, group: BudgetGroup) -> Option<Ore> {
        let budget = self.budget.unwrap_or_default();
        Some(favourable(group, self.forecast? - budget))
    }

    /// Adds a row; what is not known of one is nothing in the sum, unless it is known of none.
    fn add(&mut self, other: &Sum, sign: i64) {
        let signed = |ore: Ore| if sign < 0 { -ore } else { ore };
        let add = |a: Option<Ore>, b: Option<Ore>| match (a, b.map(signed)) {
            (Some(a), Some(b)) => Some(a + b),
            (a, b) => a.or(b),
        };
        self.month_budget = add(self.month_budget, other.month_budget);
        self.budget_so_far = add(self.budget_so_far, other.budget_so_far);
        self.budget = add(self.budget, other.budget);
        self.forecast = add(self.forecast, other.forecast);
        self.month += signed(other.month);
        self.outcome += signed(other.outcome);
    }

    fn of<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Sum {
        let mut sum = Sum::default();
        for row in rows {
            sum.add(&row.sum, 1);
        }
        sum
    }
}

fn favourable(group: BudgetGroup, above: Ore) -> Ore {
    if is_income(group) { above } else { -above }
}

/// Outcome collected for a line.
#[derive(Clone, Debug, Default)]
struct Collected {
    so_far: Ore,
    month: Ore,
    transactions: i64,
    behind: BTreeSet<(u32, String)>,
}

/// Amounts in the ledger's sign, by line.
type ByLine = BTreeMap<LineKey, Collected>;

struct Maker<'a> {
    sources: Sources<'a>,
    lines: ByLine,
    insatser: ByLine,
}

/// The follow-up.
pub fn follow_up(sources: &Sources<'_>) -> FollowUp {
    let Sources {
        facts, year, month, ..
    } = *sources;
    let month = month.clamp(1, 12);
    let statements = ledger::statements(facts, year, month);
    let mut maker = Maker {
        sources: Sources { month, ..*sources },
        lines: ByLine::new(),
        insatser: ByLine::new(),
    };
    for amount in &statements.projects {
        maker.collect(amount, false);
    }
    for amount in ledger::of_month(facts, year, month) {
        maker.collect(&amount, true);
    }
    let budget = facts.budgets.iter().rfind(|budget| budget.year == year);
    let (insatser, insats_sum) = maker.insatser();
    let groups = maker.groups(budget, &insatser);
    let mut result = Sum::default();
    for group in &groups {
        result.add(&group.sum, if is_income(group.group) { 1 } else { -1 });
    }
    let equity = statements
        .operating
        .rows
        .iter()
        .find(|row| row.label == "Utgående eget kapital");
    FollowUp {
        year,
        month,
        booked: facts.ledger.year(year).is_some(),
        budgeted: budget.is_some(),
        budget: budget.map_or_else(String::new, |b| format!("{}: {}", b.version, b.source)),
        course: maker.course(&groups),
        groups,
        result,
        insatser,
        insats_sum,
        opening_equity: equity.and_then(|row| row.previous),
    }
}

impl Maker<'_> {
    fn collect(&mut self, amount: &ProjectAmount, month: bool) {
        let Some(line) = self.line(amount) else { return };
        let insats = self.insats_of(&amount.project);
        let into = |lines: &mut ByLine, key: LineKey| {
            let held = lines.entry(key).or_default();
            if month {
                held.month += amount.amount;
            } else {
                held.so_far += amount.amount;
                held.transactions += amount.transactions;
                held.behind.insert((amount.account, amount.project.clone()));
            }
        };
        into(&mut self.lines, line);
        if let Some(key) = insats {
            into(&mut self.insatser, key);
        }
    }

    /// The line an amount belongs to; `None` for accounts of the balance sheet.
    fn line(&self, amount: &ProjectAmount) -> Option<LineKey> {
        let line = self.sources.facts.mapping.line_of(amount.account)?.line;
        group_of_line(line)?;
        let rule = self.sources.rules.of(amount.account, &amount.project);
        Some(rule.map_or(LineKey::Unlinked(line), Rules::key))
    }

    fn insats_of(&self, project: &str) -> Option<LineKey> {
        if project.is_empty() {
            return None;
        }
        let known = self.sources.facts.projects.iter().find(|p| p.code == project);
        Some(match known.and_then(|p| p.insats.clone()) {
            Some(slug) => LineKey::Insats(slug),
            None => LineKey::Project(project.to_owned()),
        })
    }

    fn row(&self, key: LineKey, label: String, group: BudgetGroup, of: RowOf<'_>) -> Row {
        let Sources { year, month, .. } = self.sources;
        let sign = |ore: Ore| if is_income(group) { -ore } else { ore };
        let (outcome, in_month) = of
            .collected
            .map_or((Ore::ZERO, Ore::ZERO), |c| (sign(c.so_far), sign(c.month)));
        let so_far = |month: u8| {
            let (passed, all) = of.profile.passed(month);
            of.budget.map(|budget| scaled(budget, passed, all))
        };
        let budget_so_far = so_far(month);
        let made = forecast(&Basis {
            month,
            outcome,
            budget: of.budget,
            budget_so_far,
            profile: of.profile,
            choice: standing(self.sources.choices, &key, year, month),
        });
        let sum = Sum {
            month_budget: so_far(month)
                .zip(so_far(month - 1))
                .map(|(now, before)| now - before),
            month: in_month,
            budget_so_far,
            outcome,
            budget: of.budget,
            forecast: made.amount,
        };
        Row {
            off: is_off(&sum),
            sum,
            key,
            label,
            group,
            forecast: made,
            profile: of.profile,
            claimed: None,
            behind: of
                .collected
                .map_or_else(Vec::new, |c| c.behind.iter().cloned().collect()),
            transactions: of.collected.map_or(0, |c| c.transactions),
        }
    }

    /// Insatser in printed order, then projects of none; those without budget and outcome are left out.
    fn insatser(&self) -> (Vec<Row>, Sum) {
        let facts = self.sources.facts;
        let profile = self.insats_profile();
        let mut rows = Vec::new();
        for insats in &facts.insatser {
            let key = LineKey::Insats(insats.slug.clone());
            let budgets = facts
                .insats_budgets
                .iter()
                .filter(|b| b.year == self.sources.year && b.insats.as_ref() == Some(&insats.slug));
            let mut budget = None;
            for line in budgets {
                budget = Some(budget.unwrap_or(Ore::ZERO) + Ore::kronor(line.amount.to_kronor()));
            }
            let collected = self.insatser.get(&key);
            if budget.is_none() && collected.is_none() {
                continue;
            }
            let of = RowOf {
                budget,
                profile,
                collected,
            };
            let mut row = self.row(key, insats.name.clone(), BudgetGroup::Cost, of);
            row.claimed = self.claimed(&insats.slug);
            rows.push(row);
        }
        for (key, collected) in &self.insatser {
            let LineKey::Project(code) = key else { continue };
            let name = facts.projects.iter().find(|p| p.code == *code);
            let name = name.map_or_else(|| code.clone(), |project| project.name.clone());
            let of = RowOf {
                budget: None,
                profile,
                collected: Some(collected),
            };
            rows.push(self.row(
                key.clone(),
                format!("{name} (utan insats)"),
                BudgetGroup::Cost,
                of,
            ));
        }
        let sum = Sum::of(&rows);
        (rows, sum)
    }

    fn claimed(&self, insats: &str) -> Option<Ore> {
        let of_insats = self
            .sources
            .claimed
            .iter()
            .filter(|c| c.insats == insats && c.month <= self.sources.month);
        let amounts: Vec<Ore> = of_insats.map(|claim| claim.amount).collect();
        (!amounts.is_empty()).then(|| amounts.into_iter().sum())
    }

    /// How insatser's budgets are spread: as the line most of their accounts belong to.
    fn insats_profile(&self) -> Profile {
        let mut found: BTreeMap<i64, Profile> = BTreeMap::new();
        for (account, project) in self.insatser.values().flat_map(|c| &c.behind) {
            if let Some(rule) = self.sources.rules.of(*account, project) {
                let lines = self.lines.get(&Rules::key(rule));
                found.insert(lines.map_or(0, |c| c.so_far.0), rule.profile);
            }
        }
        let carried = found.pop_last().map(|(_, profile)| profile);
        carried.unwrap_or_else(|| {
            let projects = self
                .sources
                .rules
                .0
                .iter()
                .filter(|r| r.profile == Profile::QuarterLast);
            projects.map(|rule| rule.profile).next().unwrap_or_default()
        })
    }

    fn groups(&self, budget: Option<&Budget>, insatser: &[Row]) -> Vec<Group> {
        let mut groups = Vec::new();
        for (group, ..) in GROUPS {
            let mut rows = self.of_group(group, budget);
            for row in &mut rows {
                self.take_insatser(row, insatser);
            }
            if !rows.is_empty() {
                let sum = Sum::of(&rows);
                groups.push(Group { group, rows, sum });
            }
        }
        groups
    }

    /// The budget's lines in printed order, lines only a rule names, and what no rule connects.
    fn of_group(&self, group: BudgetGroup, budget: Option<&Budget>) -> Vec<Row> {
        let rules = self.sources.rules;
        let mut labels: Vec<(String, Option<Ore>)> = Vec::new();
        for line in budget
            .iter()
            .flat_map(|b| &b.lines)
            .filter(|line| line.group == group)
        {
            let amount = Ore::kronor(line.amount.to_kronor());
            match labels.iter_mut().find(|(label, _)| *label == line.label) {
                Some((_, sum)) => *sum = Some(sum.unwrap_or(Ore::ZERO) + amount),
                None => labels.push((line.label.clone(), Some(amount))),
            }
        }
        for key in self.lines.keys() {
            let LineKey::Budget(of, label) = key else { continue };
            if BudgetGroup::from(*of) == group && !labels.iter().any(|(known, _)| known == label) {
                labels.push((label.clone(), None));
            }
        }
        let mut rows = Vec::new();
        for (label, budget) in labels {
            let key = LineKey::budget(group, &label);
            let of = RowOf {
                budget,
                profile: rules.profile(group, &label),
                collected: self.lines.get(&key),
            };
            let row = self.row(key, label, group, of);
            if row.transactions > 0 || row.sum.budget.is_some_and(|budget| budget != Ore::ZERO) {
                rows.push(row);
            }
        }
        for (key, collected) in &self.lines {
            let LineKey::Unlinked(line) = key else { continue };
            if group_of_line(*line) == Some(group) {
                let of = RowOf {
                    budget: None,
                    profile: Profile::Even,
                    collected: Some(collected),
                };
                let label = format!("{}, utan budgetrad", line.label());
                rows.push(self.row(key.clone(), label, group, of));
            }
        }
        rows
    }

    /// A line that insatser are booked on takes their forecasts when they have budgets of their own
    /// and nobody chose otherwise.
    fn take_insatser(&self, row: &mut Row, insatser: &[Row]) {
        if self.sources.month >= 12 || row.forecast.choice.is_some() {
            return;
        }
        let booked_here = |insats: &Row| {
            !insats.behind.is_empty() && insats.behind.iter().all(|behind| row.behind.contains(behind))
        };
        let is_theirs = insatser
            .iter()
            .any(|insats| insats.sum.budget.is_some() && booked_here(insats));
        if !is_theirs {
            return;
        }
        // An insats that has not cost anything yet is budgeted on the line of the others.
        let of_line = |insats: &&Row| booked_here(insats) || insats.behind.is_empty();
        let with_forecast: Vec<&Row> = insatser.iter().filter(of_line).collect();
        let forecasts: Ore = with_forecast.iter().filter_map(|r| r.sum.forecast).sum();
        let booked: Ore = with_forecast.iter().map(|r| r.sum.outcome).sum();
        let rest = row.sum.outcome - booked;
        let amount = forecasts + rest;
        row.sum.forecast = Some(amount);
        row.off = is_off(&row.sum);
        row.forecast = Forecast {
            amount: Some(amount),
            method: Some(Method::Insatser),
            choice: None,
            words: Method::Insatser.meaning().to_owned(),
        };
    }

    /// Accumulated costs, financial ones too, by month.
    fn course(&self, groups: &[Group]) -> Vec<Course> {
        let Sources {
            facts, year, month, ..
        } = self.sources;
        let costs: Vec<&Row> = groups
            .iter()
            .filter(|group| !is_income(group.group))
            .flat_map(|group| &group.rows)
            .collect();
        let forecast: Option<Ore> = costs.iter().map(|row| row.sum.forecast).sum();
        let outcome: Ore = costs.iter().map(|row| row.sum.outcome).sum();
        let budget = |at: u8| {
            let of_row = |row: &&Row| {
                let (passed, all) = row.profile.passed(at);
                row.sum.budget.map(|budget| scaled(budget, passed, all))
            };
            let known: Vec<Ore> = costs.iter().filter_map(of_row).collect();
            (!known.is_empty()).then(|| known.into_iter().sum())
        };
        let booked = |at: u8| -> Ore {
            if at == month {
                return outcome;
            }
            let amounts = ledger::statements(facts, year, at).projects;
            let is_cost = |amount: &&ProjectAmount| {
                let line = facts
                    .mapping
                    .line_of(amount.account)
                    .and_then(|r| group_of_line(r.line));
                let ruled = self
                    .sources
                    .rules
                    .of(amount.account, &amount.project)
                    .map(|r| r.group);
                ruled
                    .or(line)
                    .is_some_and(|group| line.is_some() && !is_income(group))
            };
            amounts.iter().filter(is_cost).map(|amount| amount.amount).sum()
        };
        let has = facts.ledger.year(year).is_some();
        let ahead = |at: u8| {
            let rest = i64::from(12 - month);
            let step = i64::from(at.checked_sub(month)?);
            let forecast = forecast?;
            if rest == 0 {
                return None;
            }
            Some(outcome + scaled(forecast - outcome, step, rest))
        };
        (1..=12)
            .map(|at| Course {
                month: at,
                budget: budget(at),
                outcome: (has && at <= month).then(|| booked(at)),
                forecast: if has { ahead(at) } else { None },
            })
            .collect()
    }
}

/// What a row is made of.
#[derive(Clone, Copy)]
struct RowOf<'a> {
    budget: Option<Ore>,
    profile: Profile,
    collected: Option<&'a Collected>,
}

/// More than five per cent off the budget: what the association asks its insatser to explain.
fn is_off(sum: &Sum) -> bool {
    match (sum.forecast, sum.budget) {
        (Some(forecast), Some(budget)) => (forecast - budget).abs().0.saturating_mul(20) > budget.abs().0,
        _ => false,
    }
}
