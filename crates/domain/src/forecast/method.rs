//! The three stated ways to say what a line ends the year in, and the sum of insatser.

use super::{Profile, choice::Choice, month_name};
use crate::money::Ore;

/// How a line's year-end is forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// What is booked, plus what the budget holds for the rest of the year.
    Plan,
    /// What is booked, carried on at the same pace.
    Pace,
    /// An amount somebody entered, with a reason.
    Entered,
    /// What is booked, plus what the insatser's forecasts add to theirs.
    Insatser,
}

impl Method {
    /// Those one may choose.
    pub const CHOOSABLE: [Method; 3] = [Method::Plan, Method::Pace, Method::Entered];

    /// The stored code.
    pub const fn code(self) -> i16 {
        match self {
            Method::Plan => 1,
            Method::Pace => 2,
            Method::Entered => 3,
            Method::Insatser => 4,
        }
    }

    /// The method of a stored code, or of a form's choice.
    pub fn from_code(code: i16) -> Option<Method> {
        let all = [Method::Plan, Method::Pace, Method::Entered, Method::Insatser];
        all.into_iter().find(|method| method.code() == code)
    }

    /// On pages.
    pub const fn label(self) -> &'static str {
        match self {
            Method::Plan => "återstående plan",
            Method::Pace => "takt",
            Method::Entered => "angivet belopp",
            Method::Insatser => "insatsernas prognoser",
        }
    }

    /// What it means.
    pub const fn meaning(self) -> &'static str {
        match self {
            Method::Plan => "Utfallet hittills plus det som är budgeterat för årets återstående månader.",
            Method::Pace => {
                "Utfallet hittills delat med de delar av året som gått, gånger årets alla delar: tolv månader, eller fyra kvartal för rader som bokförs kvartalsvis."
            }
            Method::Entered => {
                "Ett belopp som någon har angett, med skäl. Alla angivna belopp finns kvar i historiken."
            }
            Method::Insatser => {
                "Summan av insatsernas prognoser, plus det på raden som inte hör till någon insats."
            }
        }
    }
}

/// How the forecast of a year that is over came about.
pub(super) const OVER: &str = "Året är slut: prognosen är utfallet.";

/// What a line is expected to end in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forecast {
    /// The amount, in the group's sign; `None` when nothing can be said.
    pub amount: Option<Ore>,
    /// How it came about; `None` when nothing can be said.
    pub method: Option<Method>,
    /// The choice it rests on, if somebody made one.
    pub choice: Option<Choice>,
    /// The computation in words.
    pub words: String,
}

/// What a forecast is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Basis<'a> {
    pub month: u8,
    pub outcome: Ore,
    pub budget: Option<Ore>,
    pub budget_so_far: Option<Ore>,
    pub profile: Profile,
    pub choice: Option<&'a Choice>,
}

/// The forecast by choice, or by default: remaining plan where there is a budget, else pace. After
/// twelve months it is the outcome.
pub(super) fn forecast(basis: &Basis<'_>) -> Forecast {
    if basis.month >= 12 {
        return Forecast {
            amount: Some(basis.outcome),
            method: None,
            choice: None,
            words: OVER.to_owned(),
        };
    }
    let chosen = basis.choice.map(|choice| choice.method);
    let method = match chosen {
        Some(method) if method != Method::Insatser => method,
        _ if basis.budget.is_some() => Method::Plan,
        _ => Method::Pace,
    };
    let made = match method {
        Method::Entered => basis.choice.and_then(entered),
        Method::Pace => pace(basis).or_else(|| plan(basis)),
        Method::Plan | Method::Insatser => plan(basis).or_else(|| pace(basis)),
    };
    let (amount, method, words) = made.map_or(
        (
            None,
            None,
            "Utan budget och utfall finns inget att räkna på.".into(),
        ),
        |m| (Some(m.0), Some(m.1), m.2),
    );
    Forecast {
        amount,
        method,
        choice: basis
            .choice
            .filter(|choice| Some(choice.method) == method)
            .cloned(),
        words,
    }
}

type Made = (Ore, Method, String);

fn entered(choice: &Choice) -> Option<Made> {
    let amount = choice.amount?;
    let words = format!("Angivet efter {}: {}", month_name(choice.month), choice.reason);
    Some((amount, Method::Entered, words))
}

fn plan(basis: &Basis<'_>) -> Option<Made> {
    let (budget, so_far) = (basis.budget?, basis.budget_so_far?);
    let left = budget - so_far;
    let amount = basis.outcome + left;
    let words = format!(
        "Utfall {} kr + återstående budget {} kr = {} kr.",
        basis.outcome.rounded(),
        left.rounded(),
        amount.rounded()
    );
    Some((amount, Method::Plan, words))
}

/// Rounded to whole kronor, half away from zero.
fn pace(basis: &Basis<'_>) -> Option<Made> {
    let (passed, all) = basis.profile.passed(basis.month);
    if passed == 0 {
        return None;
    }
    let amount = scaled(basis.outcome, all, passed);
    let parts = if all == 12 { "månader" } else { "kvartal" };
    let words = format!(
        "Utfall {} kr på {passed} av {all} {parts} ger {} kr på hela året.",
        basis.outcome.rounded(),
        amount.rounded()
    );
    Some((amount, Method::Pace, words))
}

/// `amount` × `times` / `of`, to whole kronor, half away from zero.
pub(super) fn scaled(amount: Ore, times: i64, of: i64) -> Ore {
    let of = i128::from(of.max(1)) * 100;
    let product = i128::from(amount.0) * i128::from(times);
    let half = if product < 0 { -of / 2 } else { of / 2 };
    Ore::kronor(i64::try_from((product + half) / of).unwrap_or(i64::MAX / 100))
}
