//! What stops a plan from being decided, and what it is warned of. Runs on every save.

use std::collections::{BTreeMap, BTreeSet};

use super::{Follows, GROUPS, INSATS_SHARE, LEAST_YEARS, Plan, sums::typed, tables};
use crate::{
    check,
    codes::InsatsKind,
    facts::{BudgetGroup, Insats, Member},
    finding::Severity,
    money::Ore,
    number::{NBSP, decimal},
    published::read_folder,
    refusal::Refusal,
};

/// What a plan is held against.
#[derive(Clone, Debug, Default)]
pub struct Context<'a> {
    /// The insatser, with their decisions.
    pub insatser: &'a [Insats],
    /// The members.
    pub members: &'a [Member],
    /// The most own capital the guideline allows at a year's end, where it is known.
    pub guideline: BTreeMap<i32, Ore>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// What does not add up: it cannot be decided while one stands.
    pub stops: Vec<Refusal>,
    /// What is allowed but should be known when it is decided.
    pub warnings: Vec<Refusal>,
}

impl Review {
    /// Everything that is to be said of a plan.
    pub fn of(plan: &Plan, context: &Context<'_>) -> Review {
        let mut review = Review::default();
        years(plan, &mut review);
        labels(plan, &mut review);
        parts(plan, &mut review);
        stated(plan, &mut review);
        thousands(plan, &mut review);
        checks(plan, context, &mut review);
        equity(plan, context, &mut review);
        share(plan, &mut review);
        decisions(plan, context, &mut review);
        review
    }

    fn stop(&mut self, code: &'static str, place: impl Into<String>, message: impl Into<String>) {
        self.stops.push(Refusal::at(code, place, message));
    }

    fn warn(&mut self, code: &'static str, place: impl Into<String>, message: impl Into<String>) {
        self.warnings.push(Refusal::at(code, place, message));
    }
}

fn years(plan: &Plan, review: &mut Review) {
    if plan.span < LEAST_YEARS {
        let message = format!(
            "Planen täcker {} år. En budget har en plan för tre år med budgetåret som första år \
             (kommunallagen 11 kap. 6 §). Lägg till åren som fattas.",
            plan.span
        );
        review.stop("plan-ar", "år", message);
    }
    for (group, word) in [
        (BudgetGroup::Income, "intäkter"),
        (BudgetGroup::Cost, "kostnader"),
    ] {
        if plan.group(group).all(|line| plan.amount(line, 0) == Ore::ZERO) {
            let message = format!("Budgetåret {} har inga {word}. Fyll i minst en rad.", plan.first);
            review.stop("plan-tom", word, message);
        }
    }
}

fn labels(plan: &Plan, review: &mut Review) {
    let mut seen = BTreeSet::new();
    for line in &plan.lines {
        let group = GROUPS.iter().position(|g| *g == line.group);
        if !seen.insert((group, line.label.trim().to_lowercase())) {
            let message = format!(
                "Raden ”{}” står två gånger i samma grupp. Slå ihop dem eller ge dem olika namn.",
                line.label
            );
            review.stop("plan-dubblett", &line.label, message);
        }
    }
    let mut seen = BTreeSet::new();
    for row in &plan.insatser {
        let name = row.insats.clone().unwrap_or_else(|| row.label.to_lowercase());
        if !seen.insert((name, row.cost_type)) {
            let message = format!(
                "”{}” står två gånger med samma kostnadsslag. Slå ihop raderna.",
                row.label
            );
            review.stop("plan-dubblett", &row.label, message);
        }
    }
    let amounts = plan
        .lines
        .iter()
        .map(|line| (&line.label, &line.amounts))
        .chain(plan.insatser.iter().map(|row| (&row.label, &row.amounts)))
        .chain(plan.contributions.iter().map(|row| (&row.name, &row.amounts)));
    for (label, amounts) in amounts {
        if amounts.iter().flatten().any(|amount| *amount < Ore::ZERO) {
            let message = format!("”{label}” har ett negativt belopp. Skriv belopp utan minustecken.");
            review.stop("plan-negativ", label, message);
        }
    }
}

/// Insats budgets and contributions belong to a line, and to one only.
fn parts(plan: &Plan, review: &mut Review) {
    let any = |place: fn(&Plan, usize) -> Option<Ore>| (0..plan.span).any(|i| place(plan, i).is_some());
    for (follows, has, words, line) in [
        (
            Follows::Insatser,
            any(Plan::insatser_at),
            "Insatsbudgetarna",
            "kostnadsrad",
        ),
        (
            Follows::Contributions,
            any(Plan::contributions_at),
            "Medlemsbidragen",
            "intäktsrad",
        ),
    ] {
        let lines: Vec<_> = plan.lines.iter().filter(|line| line.follows == follows).collect();
        if has && lines.is_empty() {
            let message =
                format!("{words} ingår inte i någon rad, så de saknas i summan. Låt en {line} följa dem.");
            review.stop("plan-del", words, message);
        }
        if lines.len() > 1 {
            let message = format!(
                "{words} räknas i {} rader. Låt bara en rad följa dem.",
                lines.len()
            );
            review.stop("plan-del", words, message);
        }
    }
    for (place, year) in plan.years().into_iter().enumerate() {
        for line in plan.lines.iter().filter(|line| line.follows != Follows::Nothing) {
            let (own, sum) = (typed(&line.amounts, place), plan.amount(line, place));
            if line.amounts.get(place).copied().flatten().is_some() && own != sum {
                let message = format!(
                    "Raden ”{}” är skriven som {} för {year} men delarna blir {}. Rätta delarna eller töm beloppet; \
                     då gäller delarnas summa.",
                    line.label,
                    own.exact(),
                    sum.exact()
                );
                review.stop("plan-del", format!("{}, {year}", line.label), message);
            }
        }
    }
}

/// The paper's sums are the computed ones.
fn stated(plan: &Plan, review: &mut Review) {
    let sums = plan.sums();
    for stated in &plan.stated {
        let Some(sum) = sums.iter().find(|sum| sum.year == stated.year) else {
            continue;
        };
        let computed = sum.of(stated.sum);
        if computed != stated.amount {
            let message = format!(
                "Underlagets summa för {} {} är {} men raderna blir {}: skillnaden är {}. Rätta raden som är fel, \
                 eller kontrollsumman.",
                stated.sum.label(),
                stated.year,
                stated.amount.exact(),
                computed.exact(),
                (computed - stated.amount).exact()
            );
            review.stop(
                "plan-summa",
                format!("{}, {}", stated.sum.label(), stated.year),
                message,
            );
        }
    }
}

/// A year that is a thousandth of another was pasted in tkr.
fn thousands(plan: &Plan, review: &mut Review) {
    let sums = plan.sums();
    let largest = sums
        .iter()
        .map(|sum| sum.income.max(sum.cost))
        .max()
        .unwrap_or_default();
    for sum in &sums {
        for (word, amount) in [("Intäkterna", sum.income), ("Kostnaderna", sum.cost)] {
            let thousandth = amount > Ore::ZERO && amount.0.saturating_mul(200) < largest.0;
            if thousandth {
                let message = format!(
                    "{word} {} är {} och andra belopp i planen är minst 200 gånger större: de ser ut att vara i tkr. \
                     Skriv alla belopp i kronor.",
                    sum.year,
                    amount.exact()
                );
                review.stop("plan-tkr", sum.year.to_string(), message);
            }
        }
    }
    for row in &plan.insatser {
        let most = row.amounts.iter().flatten().max().copied().unwrap_or_default();
        for (amount, year) in row.amounts.iter().zip(plan.years()) {
            if let Some(amount) = amount.filter(|a| a.0 > 0 && a.0.saturating_mul(200) < most.0) {
                let message = format!(
                    "{} har {} för {year} men {} ett annat år: ett av dem ser ut att vara i tkr. Skriv alla belopp i kronor.",
                    row.label,
                    amount.exact(),
                    most.exact()
                );
                review.stop("plan-tkr", format!("{}, {year}", row.label), message);
            }
        }
    }
}

/// The checks of published tables, run over the plan printed as such. What is said already is not
/// repeated.
fn checks(plan: &Plan, context: &Context<'_>, review: &mut Review) {
    let (folder, _) = read_folder(&tables::printed(plan, context.members));
    let found = check::published(&folder, &[], None).into_iter();
    // The plan's names are its own, and its members need not be known yet.
    for finding in found.filter(|f| f.check != check::NAMING) {
        let own = ["budgetsumma", "resultat"].contains(&finding.check);
        let tables = ["budget.csv", "insatsbudget.csv", "medlemsbidrag.csv"];
        if own || !tables.contains(&finding.place.table.as_str()) {
            continue;
        }
        let place = format!("{}, {}", finding.place.row, finding.place.column);
        let refusal = Refusal::at("plan-granskning", place, plain(&finding.message));
        match finding.severity {
            Severity::MustFix => review.stops.push(refusal),
            Severity::ShouldFix | Severity::AnswerOnce => review.warnings.push(refusal),
        }
    }
}

/// Tables have names here, not files.
fn plain(message: &str) -> String {
    message
        .replace("insatsbudget.csv", "insatsbudgeten")
        .replace("medlemsbidrag.csv", "medlemsbidragen")
        .replace("budget.csv", "budgeten")
}

fn equity(plan: &Plan, context: &Context<'_>, review: &mut Review) {
    let years = plan.equity();
    if plan.opening.is_none() {
        let message = format!(
            "Det egna kapitalet vid ingången av {} är inte ifyllt, så det går inte att se vad underskott täcks med. \
             Fyll i det ur bokslutet eller prognosen.",
            plan.first
        );
        review.warn("plan-kapital", "eget kapital", message);
    }
    for year in &years {
        if year.result < Ore::ZERO {
            let message = format!(
                "Budgeten för {} har ett underskott på {} som ska täckas av eget kapital. Intäkterna ska överstiga \
                 kostnaderna (kommunallagen 11 kap. 5 §), och ett negativt resultat ska återställas inom tre år om inte \
                 synnerliga skäl finns (12 och 13 §§). Skriv skälen i beslutet.",
                year.year,
                (-year.result).exact()
            );
            review.warn("plan-underskott", year.year.to_string(), message);
        }
        let Some(closing) = year.closing else { continue };
        if closing < Ore::ZERO {
            let message = format!(
                "Det egna kapitalet räcker inte: det blir {} vid utgången av {}. Minska kostnaderna eller öka intäkterna.",
                closing.exact(),
                year.year
            );
            if year.year == plan.first {
                review.stop("plan-tackning", year.year.to_string(), message);
            } else {
                review.warn("plan-tackning", year.year.to_string(), message);
            }
        }
        if let Some(most) = context.guideline.get(&year.year).filter(|most| closing > **most) {
            let message = format!(
                "Det egna kapitalet blir {} vid utgången av {}, {} över riktlinjen {}. Det kan påverka nästa års tilldelning.",
                closing.exact(),
                year.year,
                (closing - *most).exact(),
                most.exact()
            );
            review.warn("plan-riktlinje", year.year.to_string(), message);
        }
    }
}

fn share(plan: &Plan, review: &mut Review) {
    for sum in plan.sums() {
        if let Some(share) = sum.insats_share().filter(|share| *share < INSATS_SHARE * 10) {
            let message = format!(
                "Av medlemmarnas bidrag {} går {}{NBSP}% ({} av {}) till individuella insatser; riktmärket är minst {INSATS_SHARE}{NBSP}%.",
                sum.year,
                decimal(share, 1),
                sum.insatser.exact(),
                sum.contributions.exact()
            );
            review.warn("plan-andel", sum.year.to_string(), message);
        }
    }
}

/// A budget needs a decision of the insats, and a decision a budget.
fn decisions(plan: &Plan, context: &Context<'_>, review: &mut Review) {
    if plan.insatser_at(0).is_none() {
        return;
    }
    for insats in context
        .insatser
        .iter()
        .filter(|i| i.kind == InsatsKind::Individual)
    {
        let own = plan
            .insatser
            .iter()
            .filter(|row| row.insats.as_deref() == Some(&insats.slug));
        let budget: Ore = own.map(|row| typed(&row.amounts, 0)).sum();
        let decided = !insats.decision.trim().is_empty();
        if budget > Ore::ZERO && !decided {
            let message = format!(
                "{} har en budget på {} för {} men inget beslut är registrerat.",
                insats.name,
                budget.exact(),
                plan.first
            );
            review.warn("plan-insats-beslut", &insats.name, message);
        } else if budget == Ore::ZERO && decided {
            let message = format!(
                "{} har ett beslut ({}) men ingen budget för {}. Är insatsen avslutad är allt som det ska.",
                insats.name, insats.decision, plan.first
            );
            review.warn("plan-insats-budget", &insats.name, message);
        }
    }
    for row in plan.insatser.iter().filter(|row| row.insats.is_none()) {
        if typed(&row.amounts, 0) > Ore::ZERO {
            let message = format!(
                "”{}” har en budget men hör inte till någon insats med beslut. Koppla den till en insats, eller låt den stå \
                 om det är en ram som fördelas senare.",
                row.label
            );
            review.warn("plan-insats-beslut", &row.label, message);
        }
    }
}
