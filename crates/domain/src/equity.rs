//! The guideline for own capital: how much an association may keep at a year's end. The national
//! council's steps are not public in a form that could be read here, so they are data: an entered
//! amount, or dated steps of a basis with their source. What an excess does to the next allotment is
//! told in the guideline's own words, never computed.

use crate::{
    codes::MemberKind, facts::Contribution, facts::Member, money::Ore, number, refusal::Refusal, years::YEARS,
};

/// A guideline that holds from a year on, until a newer one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guideline {
    /// The first year it holds for.
    pub from_year: i32,
    /// How the most allowed is found.
    pub rule: Rule,
    /// The decision or document it is taken from.
    pub source: String,
    /// What the source says about an excess, in its own words; empty when it says nothing.
    pub effect: String,
}

/// How the most allowed is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// An amount somebody else computed.
    Entered(Ore),
    /// Steps of a basis, rounded down to whole units.
    Steps {
        /// Of what.
        basis: Basis,
        /// Lowest first.
        steps: Vec<Step>,
        /// Rounded down to whole such.
        unit: Ore,
    },
}

/// What steps are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// All members' contributions of the year.
    Contributions,
    /// The state's contribution of the year.
    State,
}

/// A step: so much of what the basis has above an amount, up to the next step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where it begins.
    pub above: Ore,
    /// Hundredths of a per cent.
    pub rate: i64,
}

impl Rule {
    /// The most allowed, given the basis; `None` when the basis is not known.
    pub fn most(&self, basis: impl Fn(Basis) -> Option<Ore>) -> Option<Ore> {
        match self {
            Rule::Entered(amount) => Some(*amount),
            Rule::Steps {
                basis: of,
                steps,
                unit,
            } => {
                let base = i128::from(basis(*of)?.0);
                let part = |(at, step): (usize, &Step)| {
                    let next = steps
                        .get(at + 1)
                        .map_or(i128::MAX, |next| i128::from(next.above.0));
                    let within = base.min(next) - i128::from(step.above.0);
                    within.max(0) * i128::from(step.rate)
                };
                // Hundredths of a per cent of öre; rounded once, down.
                let sum: i128 = steps.iter().enumerate().map(part).sum();
                let unit = i128::from(unit.0.max(1));
                i64::try_from(sum / (10_000 * unit) * unit).ok().map(Ore)
            }
        }
    }
}

/// The guideline that holds for a year: the newest that has begun.
pub fn holds(guidelines: &[Guideline], year: i32) -> Option<&Guideline> {
    let begun = guidelines.iter().filter(|guideline| guideline.from_year <= year);
    begun.max_by_key(|guideline| guideline.from_year)
}

/// A year's basis out of decided contributions; `None` when none are decided.
pub fn basis(members: &[Member], contributions: &[Contribution], year: i32, of: Basis) -> Option<Ore> {
    let counts = |contribution: &&Contribution| {
        let member = members.iter().find(|m| m.code == contribution.member);
        contribution.year == year
            && (of == Basis::Contributions || member.is_some_and(|m| m.kind == MemberKind::State))
    };
    let amounts: Vec<Ore> = contributions.iter().filter(counts).map(|c| c.amount).collect();
    (!amounts.is_empty()).then(|| amounts.into_iter().sum())
}

/// Own capital against the guideline at a year's end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearEnd {
    /// The year.
    pub year: i32,
    /// The most allowed; `None` where no guideline or basis is known.
    pub most: Option<Ore>,
    /// The guideline's first year and source.
    pub guideline: Option<(i32, String)>,
    /// Own capital.
    pub closing: Option<Ore>,
    /// Whether it is booked, or planned.
    pub booked: bool,
}

impl YearEnd {
    /// What is above the guideline; zero when nothing is.
    pub fn excess(&self) -> Option<Ore> {
        let (closing, most) = (self.closing?, self.most?);
        Some((closing - most).max(Ore::ZERO))
    }
}

/// A guideline as typed: year, amount or steps ("5 000 000: 20" a line), unit, source, effect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// First year.
    pub from_year: String,
    /// "belopp", "bidrag" or "staten".
    pub basis: String,
    /// An entered amount.
    pub amount: String,
    /// A step a line: the amount it begins above, a colon, per cent.
    pub steps: String,
    /// Rounding unit.
    pub unit: String,
    /// Source.
    pub source: String,
    /// What the source says about an excess.
    pub effect: String,
}

impl Typed {
    /// The guideline.
    ///
    /// # Errors
    /// A refusal per field that cannot be.
    pub fn read(&self) -> Result<Guideline, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut say = |place: &str, message: String| {
            refusals.push(Refusal::at("riktlinje", place, message));
        };
        let from_year = self.from_year.trim().parse().ok();
        let from_year = from_year.filter(|year| YEARS.contains(year));
        if from_year.is_none() {
            say(
                "fran",
                "Skriv året riktlinjen gäller från med fyra siffror.".into(),
            );
        }
        let source = self.source.trim().to_owned();
        if source.is_empty() || source.chars().count() > 300 {
            let message = "Skriv beslutet eller dokumentet riktlinjen kommer från, med högst 300 tecken.";
            say("kalla", message.into());
        }
        let effect = self.effect.trim().to_owned();
        if effect.chars().count() > 500 {
            say(
                "effekt",
                "Texten om överskott är längre än 500 tecken. Korta den.".into(),
            );
        }
        let rule = self.rule(&mut say);
        match (from_year, rule) {
            (Some(from_year), Some(rule)) if refusals.is_empty() => Ok(Guideline {
                from_year,
                rule,
                source,
                effect,
            }),
            _ => Err(refusals),
        }
    }

    fn rule(&self, say: &mut impl FnMut(&str, String)) -> Option<Rule> {
        let basis = match self.basis.as_str() {
            "bidrag" => Basis::Contributions,
            "staten" => Basis::State,
            _ => return self.entered(say),
        };
        let unit = Ore::parse(&self.unit).filter(|unit| unit.0 >= 100);
        if unit.is_none() {
            say(
                "avrundning",
                "Skriv vad beloppet avrundas nedåt till, i kronor.".into(),
            );
        }
        match steps(&self.steps) {
            Ok(steps) => unit.map(|unit| Rule::Steps { basis, steps, unit }),
            Err(message) => {
                say("steg", message);
                None
            }
        }
    }

    fn entered(&self, say: &mut impl FnMut(&str, String)) -> Option<Rule> {
        match crate::plan::typed::amount(&self.amount) {
            Ok(Some(amount)) => return Some(Rule::Entered(amount)),
            Ok(None) => say("belopp", "Skriv det högsta egna kapitalet i kronor.".into()),
            Err(message) => say("belopp", message),
        }
        None
    }
}

fn steps(text: &str) -> Result<Vec<Step>, String> {
    let mut steps: Vec<Step> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let step = line.split_once(':').and_then(|(above, rate)| {
            let rate = number::parse_decimal(rate.trim().trim_end_matches('%'), 2)?;
            let step = Step {
                above: Ore::parse(above)?,
                rate,
            };
            ((0..=10_000).contains(&rate) && step.above >= Ore::ZERO).then_some(step)
        });
        let Some(step) = step else {
            return Err(format!(
                "”{}” är inget steg. Skriv beloppet steget börjar vid, kolon och procent, till exempel 5 000 000: 15.",
                line.trim()
            ));
        };
        if steps.last().is_some_and(|last| last.above >= step.above) {
            return Err("Skriv stegen med det lägsta beloppet först, varje belopp en gång.".into());
        }
        steps.push(step);
    }
    if steps.is_empty() || steps.len() > 20 {
        return Err("Skriv minst ett och högst tjugo steg, ett på varje rad.".into());
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn typed(basis: &str) -> Typed {
        Typed {
            from_year: "2022".into(),
            basis: basis.into(),
            amount: "2 730 000".into(),
            steps: "0: 20\n5 000 000: 15\n\n10 000 000: 10,5".into(),
            unit: "10 000".into(),
            source: "Årsredovisning 2022".into(),
            effect: String::new(),
        }
    }

    #[test]
    fn r_egk_01_an_entered_amount_holds_until_a_newer_guideline() {
        let entered = typed("belopp").read().expect("a guideline");
        assert_eq!(entered.rule.most(|_| None), Some(Ore::kronor(2_730_000)));
        let newer = Guideline {
            from_year: 2025,
            ..entered.clone()
        };
        let both = [newer, entered];
        let from = |year| holds(&both, year).map(|g| g.from_year);
        assert_eq!(
            [from(2021), from(2022), from(2024), from(2025)],
            [None, Some(2022), Some(2022), Some(2025)]
        );
    }

    #[test]
    fn r_egk_02_steps_are_of_what_lies_above_them_rounded_down_once() {
        let rule = typed("bidrag").read().expect("a guideline").rule;
        let most = |kr| rule.most(|_| Some(Ore::kronor(kr)));
        assert_eq!(most(4_000_000), Some(Ore::kronor(800_000)));
        assert_eq!(most(16_058_000), Some(Ore::kronor(2_380_000)));
        assert_eq!(rule.most(|_| None), None, "never guessed");
    }

    #[test]
    fn r_egk_03_what_cannot_be_read_is_refused_where_it_stands() {
        let places = |typed: Typed| -> Vec<String> {
            typed
                .read()
                .expect_err("refused")
                .into_iter()
                .map(|r| r.place)
                .collect()
        };
        let wrong = Typed {
            from_year: "22".into(),
            source: " ".into(),
            amount: "2 730 tkr".into(),
            ..typed("belopp")
        };
        assert_eq!(places(wrong), ["fran", "kalla", "belopp"]);
        for steps in ["", "fem: 3", "5:101", "5: 1\n5: 2"] {
            assert_eq!(
                places(Typed {
                    steps: steps.into(),
                    ..typed("staten")
                }),
                ["steg"],
                "{steps}"
            );
        }
    }

    #[test]
    fn r_egk_04_an_excess_is_told_only_where_both_are_known() {
        let mut result = YearEnd {
            year: 2022,
            most: Some(Ore::kronor(2_730_000)),
            guideline: None,
            closing: Some(Ore::kronor(3_853_654)),
            booked: true,
        };
        assert_eq!(result.excess(), Some(Ore::kronor(1_123_654)));
        result.closing = Some(Ore::ZERO);
        assert_eq!(result.excess(), Some(Ore::ZERO));
        result.most = None;
        assert_eq!(result.excess(), None);
    }

    proptest! {
        #[test]
        fn r_egk_02_a_larger_basis_never_allows_less(a in 0_i64..90_000_000, b in 0_i64..90_000_000) {
            let rule = typed("bidrag").read().expect("a guideline").rule;
            let most = |kr: i64| rule.most(|_| Some(Ore::kronor(kr)));
            prop_assert!(most(a.min(b)) <= most(a.max(b)));
        }
    }
}
