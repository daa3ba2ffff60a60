//! The version of the plan that is printed: its own amounts, whatever was decided later.

use crate::{
    facts::{Contribution, Facts},
    plan::Plan,
    refusal::Refusal,
};

/// The version a plan for the year is printed from: the last decided one, otherwise the newest
/// proposal. `plans` are versions of any years.
pub fn chosen(plans: &[Plan], year: i32) -> Option<&Plan> {
    let of_year = || plans.iter().filter(|plan| plan.first == year);
    let newest = |plan: &&Plan| plan.version.number;
    let decided = of_year().filter(|plan| !plan.version.state.is_open());
    decided
        .max_by_key(newest)
        .or_else(|| of_year().max_by_key(newest))
}

/// The facts as this version has them: its years' budgets, insats budgets and contributions, nothing
/// decided for years after it, and its opening own capital.
#[must_use]
pub fn facts(plan: &Plan, facts: &Facts) -> Facts {
    let mut own = facts.clone();
    let years = plan.years();
    let before = |year: i32| year < plan.first;
    own.budgets.retain(|budget| before(budget.year));
    own.insats_budgets.retain(|budget| before(budget.year));
    for year in &years {
        own.budgets.extend(plan.budget(*year));
        own.insats_budgets.extend(plan.insats_budgets(*year));
    }
    if !plan.contributions.is_empty() {
        own.contributions.retain(|contribution| before(contribution.year));
        own.contributions.extend(contributions(plan, facts));
    }
    own.opening = plan.opening.as_ref().map(|opening| (plan.first, opening.clone()));
    own
}

/// The version's contributions. A reason why an amount differs from the key is kept while the amount
/// is the decided one.
fn contributions(plan: &Plan, facts: &Facts) -> Vec<Contribution> {
    let years = plan.years();
    let of_row = |row: &crate::plan::MemberRow| {
        let amounts = years.iter().zip(&row.amounts);
        let contribution = |(year, amount): (&i32, &Option<crate::money::Ore>)| {
            let mut contribution = Contribution {
                member: row.member.clone(),
                year: *year,
                amount: (*amount)?,
                override_reason: None,
            };
            let same = |c: &&Contribution| {
                (&c.member, c.year, c.amount)
                    == (&contribution.member, contribution.year, contribution.amount)
            };
            let decided = facts.contributions.iter().find(same);
            contribution.override_reason = decided.and_then(|c| c.override_reason.clone());
            Some(contribution)
        };
        amounts.filter_map(contribution).collect::<Vec<_>>()
    };
    plan.contributions.iter().flat_map(of_row).collect()
}

/// Why a plan is not published yet: a proposal is still written in.
pub fn undecided(plan: &Plan) -> Option<Refusal> {
    let state = &plan.version.state;
    state.is_open().then(|| {
        let (number, word) = (plan.version.number, state.word());
        let message = format!(
            "Version {number} av budgeten är {word}. Besluta den under Ekonomi, Plan och budget; därefter går planen att publicera."
        );
        Refusal::new("plan-inte-beslutad", message)
    })
}
