//! What is typed about contributions, read with every mistake named at its field.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    codes::{CodeTable, MemberKind},
    contribution::{Basis, Group, Key, Proposed, decide},
    facts::Member,
    money::Ore,
    refusal::Refusal,
};
use store::contribution::Other as Saved;

/// What a year is shared by, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// The total.
    pub total: String,
    /// The day that populations are taken of.
    pub day: String,
    /// Group's slug, weight and key ("folkmangd", "lika", "andelar", "belopp").
    pub groups: Vec<(String, String, String)>,
    /// Member's code, and its share or amount.
    pub shares: Vec<(String, String)>,
}

/// Another amount than the key's, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Other {
    /// The member's code.
    pub member: String,
    /// The amount; empty for the key's.
    pub amount: String,
    /// Why.
    pub reason: String,
}

fn kronor(place: &str, what: &str, text: &str) -> Result<Ore, Refusal> {
    let amount = Ore::parse(text).filter(|ore| ore.0 % 100 == 0);
    match amount {
        Some(amount) if amount >= Ore::ZERO => Ok(amount),
        Some(_) => {
            let message = format!("{what} är negativt: {text}. Ange noll eller mer.");
            Err(Refusal::at("bidrag-negativt", place, message))
        }
        None => {
            let message = format!(
                "{what}: ”{}” är inget belopp i hela kronor. Skriv till exempel 16 020 000.",
                text.trim()
            );
            Err(Refusal::at("bidrag-belopp", place, message))
        }
    }
}

impl Typed {
    /// The basis.
    ///
    /// # Errors
    /// A refusal per field.
    pub(super) fn basis(&self, members: &[Member]) -> Result<Basis, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut keep = |found: Result<(), Refusal>| refusals.extend(found.err());
        let mut basis = Basis::default();
        keep(kronor("total", "Totalen", &self.total).map(|total| basis.total = total));
        for (slug, weight, key) in &self.groups {
            keep(
                self.group(slug, weight, key, members)
                    .map(|group| basis.groups.extend(group)),
            );
        }
        if refusals.is_empty() {
            Ok(basis)
        } else {
            Err(refusals)
        }
    }

    fn group(
        &self,
        slug: &str,
        weight: &str,
        key: &str,
        members: &[Member],
    ) -> Result<Option<Group>, Refusal> {
        let Some(kind) = MemberKind::from_slug(slug) else {
            return Ok(None);
        };
        let weight = match weight.trim() {
            "" => 0,
            text => text.parse::<i64>().ok().filter(|w| (0..=1_000_000).contains(w)).ok_or_else(|| {
                let message = format!("”{text}” är ingen andel. Skriv ett heltal, till exempel 2 för staten, 1 för regionen och 1 för kommunerna.");
                Refusal::at("bidrag-andel", format!("vikt-{slug}"), message)
            })?,
        };
        if weight == 0 {
            return Ok(None);
        }
        let own = || members.iter().filter(|member| member.kind == kind);
        let typed = |code: &str| {
            self.shares
                .iter()
                .find(|(own, _)| own == code)
                .map_or("", |(_, text)| text.trim())
        };
        let key = match key {
            "folkmangd" => Key::Population { on: self.day()? },
            "andelar" => {
                let share = |member: &Member| {
                    let text = typed(&member.code);
                    let share = text.parse::<i64>().ok().filter(|share| *share > 0);
                    share.map(|share| (member.code.clone(), share)).ok_or_else(|| {
                        let message = format!(
                            "Andelen för {} ska vara ett heltal större än noll, inte ”{text}”.",
                            member.name
                        );
                        Refusal::at("bidrag-andel", format!("andel-{}", member.code), message)
                    })
                };
                Key::Fixed(own().map(share).collect::<Result<BTreeMap<_, _>, _>>()?)
            }
            "belopp" => {
                let amount = |member: &Member| {
                    let place = format!("andel-{}", member.code);
                    let amount = kronor(
                        &place,
                        &format!("Beloppet för {}", member.name),
                        typed(&member.code),
                    )?;
                    Ok((member.code.clone(), amount))
                };
                Key::Entered(own().map(amount).collect::<Result<BTreeMap<_, _>, Refusal>>()?)
            }
            _ => Key::Equal,
        };
        Ok(Some(Group { kind, weight, key }))
    }

    fn day(&self) -> Result<NaiveDate, Refusal> {
        date("dag", &self.day)
    }
}

/// A day as typed.
pub(super) fn date(place: &str, text: &str) -> Result<NaiveDate, Refusal> {
    NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d").map_err(|_| {
        let message = format!("”{}” är inget datum. Skriv ÅÅÅÅ-MM-DD.", text.trim());
        Refusal::at("datum-form", place, message)
    })
}

/// The decision's name and day.
pub(super) fn decision(text: &str, on: &str, today: NaiveDate) -> Result<(String, NaiveDate), Vec<Refusal>> {
    let mut refusals = Vec::new();
    let text = text.trim();
    if text.is_empty() {
        let message = "Ange beslutet, till exempel Styrelsen § 58/2026.";
        refusals.push(Refusal::at("bidrag-beslut", "beslut", message));
    }
    let on = match date("beslutsdag", on) {
        Ok(on) if on > today => {
            let message =
                format!("Beslutsdagen {on} har inte varit än. Registrera beslutet när det är fattat.");
            refusals.push(Refusal::at("bidrag-beslutsdag", "beslutsdag", message));
            None
        }
        Ok(on) => Some(on),
        Err(refusal) => {
            refusals.push(refusal);
            None
        }
    };
    match on {
        Some(on) if refusals.is_empty() => Ok((text.to_owned(), on)),
        _ => Err(refusals),
    }
}

/// The amounts in place of the key's.
pub(super) fn others(typed: &[Other], proposed: &[Proposed], year: i32) -> Result<Vec<Saved>, Vec<Refusal>> {
    let (mut others, mut refusals) = (Vec::new(), Vec::new());
    for one in typed.iter().filter(|one| !one.amount.trim().is_empty()) {
        let Some(proposed) = proposed.iter().find(|p| p.member == one.member) else {
            continue;
        };
        let place = format!("belopp-{}", one.member);
        let made = kronor(&place, "Beloppet", &one.amount)
            .and_then(|amount| decide(proposed, year, amount, &one.reason));
        match made {
            Ok(made) => others.extend(made.override_reason.map(|reason| Saved {
                member: made.member,
                amount: made.amount,
                reason,
            })),
            Err(refusal) => {
                let place = if refusal.code == "bidrag-utan-skal" {
                    format!("skal-{}", one.member)
                } else {
                    place
                };
                refusals.push(Refusal::at(refusal.code, place, refusal.message));
            }
        }
    }
    if refusals.is_empty() {
        Ok(others)
    } else {
        Err(refusals)
    }
}
