//! Members' contributions: who pays what share, by which key, and what was decided instead.

pub mod basis;
pub mod instalment;

pub use basis::{Basis, Denominator, Group, Key};
use chrono::NaiveDate;

use crate::{
    apportion::apportion,
    codes::{CodeTable, MemberKind},
    facts::{Contribution, Member},
    money::Ore,
    number::NBSP,
    refusal::Refusal,
    unit::ratio,
};

/// The parties' weights (lag 2003:1210): the state half, Arbetsförmedlingen's part included;
/// regions a quarter; municipalities a quarter.
const WEIGHTS: [(MemberKind, i64); 3] = [
    (MemberKind::State, 2),
    (MemberKind::Region, 1),
    (MemberKind::Municipality, 1),
];

/// What the three parties pay, in whole kronor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parties {
    /// Försäkringskassan, for Arbetsförmedlingen too.
    pub state: Ore,
    /// The region, or the regions together.
    pub regions: Ore,
    /// The municipalities together.
    pub municipalities: Ore,
}

impl Parties {
    /// The parties' shares of a total in whole kronor; a total four does not divide is shared by
    /// largest remainder.
    ///
    /// # Errors
    /// Refuses a negative total and one with öre.
    pub fn of(total: Ore) -> Result<Parties, Refusal> {
        let weights = WEIGHTS.map(|(kind, weight)| (kind.code(), weight));
        let shares = apportion(whole_kronor(total)?, &weights)?;
        Ok(Parties {
            state: Ore::kronor(shares[0]),
            regions: Ore::kronor(shares[1]),
            municipalities: Ore::kronor(shares[2]),
        })
    }

    /// What the parties' members were decided to pay in a year. A contribution of somebody who is
    /// no member is left out.
    pub fn decided(members: &[Member], contributions: &[Contribution], year: i32) -> Parties {
        let sum = |kind: MemberKind| {
            let of_kind = |c: &&Contribution| {
                c.year == year && members.iter().any(|m| m.kind == kind && m.code == c.member)
            };
            contributions.iter().filter(of_kind).map(|c| c.amount).sum()
        };
        Parties {
            state: sum(MemberKind::State),
            regions: sum(MemberKind::Region),
            municipalities: sum(MemberKind::Municipality),
        }
    }

    /// Everything together.
    pub fn total(&self) -> Ore {
        self.state + self.regions + self.municipalities
    }

    /// Whether the shares are the law's: half, a quarter, a quarter of their own total.
    ///
    /// # Errors
    /// Refuses shares that are not, naming what they should be.
    pub fn check(&self) -> Result<(), Refusal> {
        let right = Parties::of(self.total())?;
        if right == *self {
            return Ok(());
        }
        let line =
            |name: &str, is: Ore, should: Ore| format!("{name} {} i stället för {}", is.kr(), should.kr());
        let wrong: Vec<String> = [
            ("staten", self.state, right.state),
            ("region", self.regions, right.regions),
            ("kommunerna", self.municipalities, right.municipalities),
        ]
        .into_iter()
        .filter(|(_, is, should)| is != should)
        .map(|(name, is, should)| line(name, is, should))
        .collect();
        let message = format!(
            "Parternas andelar ska vara en halv, en fjärdedel och en fjärdedel av {}: {}. Rätta beloppen.",
            self.total().kr(),
            wrong.join(", ")
        );
        Err(Refusal::new("bidrag-andelar", message))
    }
}

/// A member's contribution by the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The member's code.
    pub member: String,
    /// Its share.
    pub amount: Ore,
    /// Its population, for a municipality.
    pub population: Option<i64>,
}

/// Every member's contribution to a total: parties by law, municipalities by their population on
/// `date`, regions and state payers equally among themselves. In the members' order.
///
/// # Errors
/// As [`Basis::propose`], the first refusal only.
pub fn propose(total: Ore, members: &[Member], date: NaiveDate) -> Result<Vec<Proposed>, Refusal> {
    Basis::by_law(total, date).propose(members).map_err(|refusals| {
        let first = refusals.into_iter().next();
        first.unwrap_or_else(|| Refusal::new("bidrag-part-saknas", "Bidraget kunde inte fördelas."))
    })
}

/// Decides a contribution; an amount that differs from the key needs a reason, which stays with it.
///
/// # Errors
/// Refuses a negative amount, and another amount than the key's without a reason.
pub fn decide(proposed: &Proposed, year: i32, amount: Ore, reason: &str) -> Result<Contribution, Refusal> {
    let reason = reason.trim();
    if amount < Ore::ZERO {
        let message = format!("Bidraget {} är negativt. Ange noll eller mer.", amount.kr());
        return Err(Refusal::at("bidrag-negativt", &proposed.member, message));
    }
    let differs = amount != proposed.amount;
    if differs && reason.is_empty() {
        let message = format!(
            "Bidraget {} är ett annat än fördelningens {}. Ange skälet.",
            amount.kr(),
            proposed.amount.kr()
        );
        return Err(Refusal::at("bidrag-utan-skal", &proposed.member, message));
    }
    Ok(Contribution {
        member: proposed.member.clone(),
        year,
        amount,
        override_reason: differs.then(|| reason.to_owned()),
    })
}

/// What the members were decided to pay together.
///
/// # Errors
/// Refuses amounts that are not the total together, naming the difference.
pub fn adds_up(decided: &[Contribution], total: Ore) -> Result<Ore, Refusal> {
    let sum = decided.iter().map(|contribution| contribution.amount).sum();
    if sum == total {
        return Ok(sum);
    }
    let message = format!(
        "Beloppen är tillsammans {sum} kr, men totalen är {total} kr: skillnaden är {} kr. Rätta avvikelserna eller totalen.",
        total - sum
    );
    Err(Refusal::at("bidrag-summa", "total", message))
}

/// A member's part of what its group pays together, in tenths of a per cent, rounded half up; `None`
/// when the group pays nothing.
pub fn share(amount: Ore, whole: Ore) -> Option<i64> {
    if whole <= Ore::ZERO {
        return None;
    }
    ratio(amount.0, whole.0, 100, 1)
}

fn whole_kronor(amount: Ore) -> Result<i64, Refusal> {
    if amount.0 % 100 == 0 {
        return Ok(amount.0 / 100);
    }
    let message = format!("Beloppet {amount}{NBSP}kr har ören. Ange hela kronor.");
    Err(Refusal::at("bidrag-oren", "belopp", message))
}
