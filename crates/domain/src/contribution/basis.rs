//! What a year's contributions are shared by: a total, the groups' parts of it and a key per group.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

use super::{Proposed, WEIGHTS, whole_kronor};
use crate::{
    apportion::apportion,
    codes::{CodeTable, MemberKind},
    facts::Member,
    money::Ore,
    number::{NBSP, integer},
    refusal::Refusal,
};

/// A total that differs this many times from the year before is taken for thousands of kronor.
const IMPLAUSIBLE: i64 = 20;

/// What a year's contributions are computed from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Basis {
    /// Everything the members pay together, in whole kronor.
    pub total: Ore,
    /// The paying groups; one that is not here pays nothing.
    pub groups: Vec<Group>,
}

/// One group of members and how its part is shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Which members.
    pub kind: MemberKind,
    /// The group's part of the total in proportion to the other groups' (the law's are 2, 1, 1).
    pub weight: i64,
    /// How its members share it.
    pub key: Key,
}

/// How the members of a group share its part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// By the number of inhabitants on a day.
    Population {
        /// The day.
        on: NaiveDate,
    },
    /// The same for each.
    Equal,
    /// By agreed shares: member's code and weight.
    Fixed(BTreeMap<String, i64>),
    /// As entered: member's code and amount. Together they are the group's part.
    Entered(BTreeMap<String, Ore>),
}

impl Key {
    /// In Swedish, as a choice.
    pub const fn label(&self) -> &'static str {
        match self {
            Key::Population { .. } => "efter invånarantal",
            Key::Equal => "lika",
            Key::Fixed(_) => "efter fasta andelar",
            Key::Entered(_) => "med angivna belopp",
        }
    }
}

/// The number of inhabitants a group's part was divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denominator {
    /// The day.
    pub on: NaiveDate,
    /// The sum of the members' own numbers: what is divided by.
    pub parts: i64,
}

impl Basis {
    /// The law's halves and quarters: municipalities by population on a day, the others equally.
    pub fn by_law(total: Ore, on: NaiveDate) -> Basis {
        let group = |(kind, weight)| Group {
            kind,
            weight,
            key: match kind {
                MemberKind::Municipality => Key::Population { on },
                MemberKind::State | MemberKind::Region => Key::Equal,
            },
        };
        Basis {
            total,
            groups: WEIGHTS.into_iter().map(group).collect(),
        }
    }

    /// Each group's part of the total, by largest remainder.
    ///
    /// # Errors
    /// Refuses a total that is negative or has öre, no groups, and a part that is not positive.
    pub fn parts(&self) -> Result<Vec<(MemberKind, Ore)>, Refusal> {
        if self.groups.is_empty() {
            let message = "Ingen part betalar. Ange minst en part med en andel större än noll.";
            return Err(Refusal::at("bidrag-inga-parter", "andel-kommun", message));
        }
        let weights: Vec<(u8, i64)> = self.groups.iter().map(|g| (g.kind.code(), g.weight)).collect();
        let shares = apportion(whole_kronor(self.total)?, &weights)?;
        let part = |(group, share): (&Group, i64)| (group.kind, Ore::kronor(share));
        Ok(self.groups.iter().zip(shares).map(part).collect())
    }

    /// Every member's contribution in the members' order; members of groups that do not pay are left out.
    ///
    /// # Errors
    /// As [`Basis::parts`]; and of every group at once: no member, no number of inhabitants on the
    /// day, a missing or negative share or amount, and entered amounts that are not the group's part.
    pub fn propose(&self, members: &[Member]) -> Result<Vec<Proposed>, Vec<Refusal>> {
        let parts = self.parts().map_err(|refusal| vec![refusal])?;
        let mut by_member: BTreeMap<String, Proposed> = BTreeMap::new();
        let mut refusals = Vec::new();
        for (group, (_, part)) in self.groups.iter().zip(parts) {
            match group.share(part, members) {
                Ok(proposed) => by_member.extend(proposed.into_iter().map(|p| (p.member.clone(), p))),
                Err(found) => refusals.extend(found),
            }
        }
        if !refusals.is_empty() {
            return Err(refusals);
        }
        Ok(members
            .iter()
            .filter_map(|member| by_member.remove(&member.code))
            .collect())
    }

    /// What the groups that share by population are divided by.
    pub fn denominators(&self, members: &[Member]) -> Vec<(MemberKind, Denominator)> {
        let of = |group: &Group| {
            let Key::Population { on } = group.key else {
                return None;
            };
            let own = members.iter().filter(|m| m.kind == group.kind);
            let parts = own.filter_map(|m| inhabitants(m, on)).sum();
            Some((group.kind, Denominator { on, parts }))
        };
        self.groups.iter().filter_map(of).collect()
    }
}

impl Group {
    fn share(&self, part: Ore, members: &[Member]) -> Result<Vec<Proposed>, Vec<Refusal>> {
        let members: Vec<&Member> = members.iter().filter(|m| m.kind == self.kind).collect();
        if members.is_empty() {
            let message = format!(
                "Ingen medlem är {}. Lägg till medlemmen innan bidraget fördelas.",
                self.kind.label()
            );
            return Err(vec![Refusal::new("bidrag-part-saknas", message)]);
        }
        if let Key::Entered(amounts) = &self.key {
            return entered(self.kind, part, &members, amounts);
        }
        let (mut weights, mut refusals) = (Vec::with_capacity(members.len()), Vec::new());
        for member in &members {
            match self.weight_of(member) {
                Ok(weight) => weights.push((member.code.as_str(), weight)),
                Err(refusal) => refusals.push(refusal),
            }
        }
        if !refusals.is_empty() {
            return Err(refusals);
        }
        let kronor = whole_kronor(part).map_err(|refusal| vec![refusal])?;
        let shares = apportion(kronor, &weights).map_err(|refusal| vec![refusal])?;
        let counted = matches!(self.key, Key::Population { .. });
        let proposed = weights
            .iter()
            .zip(shares)
            .map(|((code, weight), share)| Proposed {
                member: (*code).to_owned(),
                amount: Ore::kronor(share),
                population: counted.then_some(*weight),
            });
        Ok(proposed.collect())
    }

    fn weight_of(&self, member: &Member) -> Result<i64, Refusal> {
        match &self.key {
            Key::Population { on } => inhabitants(member, *on).ok_or_else(|| {
                let message = format!("Folkmängden den {on} saknas för {}. Läs in den.", member.name);
                Refusal::at("bidrag-folkmangd", &member.code, message)
            }),
            Key::Fixed(weights) => weights
                .get(&member.code)
                .copied()
                .filter(|weight| *weight > 0)
                .ok_or_else(|| {
                    let message = format!(
                        "{} har ingen andel. Ange en andel större än noll för varje medlem i gruppen.",
                        member.name
                    );
                    Refusal::at("bidrag-andel-saknas", format!("andel-{}", member.code), message)
                }),
            Key::Equal | Key::Entered(_) => Ok(1),
        }
    }
}

fn entered(
    kind: MemberKind,
    part: Ore,
    members: &[&Member],
    amounts: &BTreeMap<String, Ore>,
) -> Result<Vec<Proposed>, Vec<Refusal>> {
    let (mut proposed, mut refusals) = (Vec::new(), Vec::new());
    for member in members {
        match amounts.get(&member.code) {
            Some(amount) if *amount >= Ore::ZERO => proposed.push(Proposed {
                member: member.code.clone(),
                amount: *amount,
                population: None,
            }),
            Some(amount) => {
                let message = format!(
                    "Bidraget {} för {} är negativt. Ange noll eller mer.",
                    amount.kr(),
                    member.name
                );
                refusals.push(Refusal::at(
                    "bidrag-negativt",
                    format!("andel-{}", member.code),
                    message,
                ));
            }
            None => {
                let message = format!("{} har inget belopp. Ange ett belopp, eller noll.", member.name);
                refusals.push(Refusal::at(
                    "bidrag-belopp-saknas",
                    format!("andel-{}", member.code),
                    message,
                ));
            }
        }
    }
    let sum: Ore = proposed.iter().map(|p| p.amount).sum();
    if refusals.is_empty() && sum != part {
        let message = format!(
            "De angivna beloppen ({}) är tillsammans {}, men gruppens del är {}: skillnaden är {}. Rätta beloppen eller totalen.",
            kind.label(),
            sum.kr(),
            part.kr(),
            (part - sum).kr()
        );
        let first = members.first().map_or("", |m| m.code.as_str());
        refusals.push(Refusal::at(
            "bidrag-angivet-summa",
            format!("andel-{first}"),
            message,
        ));
    }
    if refusals.is_empty() {
        Ok(proposed)
    } else {
        Err(refusals)
    }
}

/// A member's number of inhabitants on a day.
pub fn inhabitants(member: &Member, on: NaiveDate) -> Option<i64> {
    let known = member.population.iter().find(|(date, _)| *date == on);
    known.map(|(_, count)| *count)
}

/// The municipalities' inhabitants together on a day, as far as they are known.
pub fn municipal_inhabitants(members: &[Member], on: NaiveDate) -> i64 {
    municipalities(members)
        .filter_map(|member| inhabitants(member, on))
        .sum()
}

/// The days some municipality's number of inhabitants is known for, newest first.
pub fn days(members: &[Member]) -> Vec<NaiveDate> {
    let known = municipalities(members).flat_map(|member| &member.population);
    let days: BTreeSet<NaiveDate> = known.map(|(on, _)| *on).collect();
    days.into_iter().rev().collect()
}

/// The municipalities, in the members' order.
pub fn municipalities(members: &[Member]) -> impl Iterator<Item = &Member> {
    members
        .iter()
        .filter(|member| member.kind == MemberKind::Municipality)
}

/// The newest 30 September whose numbers can be out: contributions are usually shared by the
/// autumn's before the year.
pub fn usual_day(today: NaiveDate) -> Option<NaiveDate> {
    let year = if today.month() > 9 {
        today.year()
    } else {
        today.year() - 1
    };
    NaiveDate::from_ymd_opt(year, 9, 30)
}

/// Refuses a total so far from the year before that it is probably in another unit.
///
/// # Errors
/// A refusal with both totals when one is at least twenty times the other.
pub fn plausible(total: Ore, before: Ore) -> Result<(), Refusal> {
    let far = |small: Ore, large: Ore| small.0.saturating_mul(IMPLAUSIBLE) <= large.0;
    if before <= Ore::ZERO || total <= Ore::ZERO || !(far(total, before) || far(before, total)) {
        return Ok(());
    }
    let guess = if total < before {
        " Är beloppet i tusental kronor? Skriv det i kronor."
    } else {
        " Har beloppet tre nollor för mycket? Skriv det i kronor."
    };
    let message = format!(
        "Totalen {} är orimlig mot föregående års {}.{guess}",
        total.kr(),
        before.kr()
    );
    Err(Refusal::at("bidrag-storlek", "total", message))
}

/// Kronor and öre per inhabitant, rounded half up.
pub fn per_inhabitant(amount: Ore, inhabitants: i64) -> Option<Ore> {
    if inhabitants <= 0 || amount < Ore::ZERO {
        return None;
    }
    let rounded = (amount.0.saturating_mul(2).saturating_add(inhabitants)) / inhabitants.saturating_mul(2);
    Some(Ore(rounded))
}

/// From this day on Statistics Sweden's numbers carry noise (the cell key method): municipalities do
/// not add up to the county.
pub fn is_noisy(on: NaiveDate) -> bool {
    NaiveDate::from_ymd_opt(2025, 1, 1).is_some_and(|from| on >= from)
}

/// What the page says of the number divided by.
pub fn about(denominator: Denominator, stated: Option<i64>) -> String {
    let on = denominator.on;
    let mut text = format!(
        "Delat med {} invånare: summan av medlemmarnas folkmängd {on}.",
        integer(denominator.parts)
    );
    if is_noisy(on) {
        text.push_str(
            " Från 2025 har SCB:s folkmängder ett slumpmässigt tillägg, så delarna läggs inte ihop till länet.",
        );
    }
    if let Some(stated) = stated.filter(|stated| *stated != denominator.parts) {
        text.push_str(&format!(
            " Tabellen anger {}{NBSP}invånare för länet; det talet används inte.",
            integer(stated)
        ));
    }
    text
}
