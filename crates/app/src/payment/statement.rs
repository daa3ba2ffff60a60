//! The account statement: marks paid what it names, proposes what it may be.

use std::collections::{HashMap, HashSet};

use ::payment::{Detail, Entry};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    money::Ore,
    refusal::{Problem, Refusal},
    requisition::{Did, Requisition, State, next},
};
use sha2::{Digest, Sha256};
use store::{payment::ReadStatement, requisition::Filter};

use crate::{
    Actor, App, Failure, Outcome, hex, record,
    rights::{Act, On, require},
};

/// What a statement did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// Its name.
    pub file: String,
    /// Entries read.
    pub entries: usize,
    /// Requisitions it marked paid: number, day, amount.
    pub paid: Vec<(String, NaiveDate, Ore)>,
    /// What may be one, to be confirmed.
    pub proposals: Vec<Proposal>,
    /// What is odd, entry by entry.
    pub problems: Vec<Problem>,
}

/// A payment that may be a requisition's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The requisition.
    pub number: String,
    /// The day it was booked.
    pub on: NaiveDate,
    /// Amount.
    pub amount: Ore,
    /// Why it is thought so.
    pub why: &'static str,
}

impl App {
    /// Reads an account statement and marks requisitions paid where the payment bears their number
    /// and amount; equal amounts and references are proposed.
    ///
    /// # Errors
    /// Not found for those who do not pay; refusals when the file cannot be used or was read before.
    pub async fn read_statement(
        &self,
        actor: &Actor,
        (file, bytes): (&str, &[u8]),
        now: DateTime<Utc>,
    ) -> Outcome<Read> {
        require(actor, Act::EditPayments, On::Association)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let sha256 = hex(&Sha256::digest(bytes));
        let before = store::payment::statements(&mut tx, association).await?;
        if let Some(before) = before.iter().find(|read| read.sha256 == sha256) {
            let message = format!(
                "Kontoutdraget är redan inläst ({}, {}). Välj ett annat.",
                before.name,
                before.at.date_naive()
            );
            return Err(Refusal::at("kontoutdrag-last", "fil", message).into());
        }
        let all = store::requisition::load(&mut tx, association, Filter::default()).await?;
        let mut search = Search::new(&all, now.date_naive());
        let reading = ::payment::read(file, bytes, |entry| search.entry(&entry));
        if reading.broken {
            let refuse = |p: &Problem| Refusal::at(p.code, "fil", p.message.clone());
            return Err(Failure::Refused(
                reading.problems.iter().rev().take(1).map(refuse).collect(),
            ));
        }
        let mut read = search.found;
        read.file = file.to_owned();
        read.problems.splice(0..0, reading.problems);
        for (number, day, _) in &read.paid {
            let found = all.iter().find(|r| r.number == *number);
            let state = found.map(Requisition::state).ok_or(Failure::NotFound)?;
            let step = next(state, Did::Paid, &actor.id, now, &day.to_string())?;
            store::requisition::add_step(&mut tx, association, number, &step).await?;
        }
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let kept = ReadStatement {
            name: file.to_owned(),
            sha256: sha256.clone(),
            entries: count(read.entries),
            paid: count(read.paid.len()),
            at: now,
            by: actor.id.clone(),
        };
        store::payment::add_statement(&mut tx, association, &kept).await?;
        let numbers: Vec<&str> = read.paid.iter().map(|(number, ..)| number.as_str()).collect();
        let detail = serde_json::json!({ "sha256": sha256, "entries": read.entries, "paid": numbers });
        record(&mut tx, actor, ("betalning.kontoutdrag", file), detail, now).await?;
        tx.commit().await?;
        Ok(read)
    }
}

/// Looks for requisitions among payments.
struct Search<'a> {
    waiting: HashMap<&'a str, &'a Requisition>,
    by_amount: HashMap<Ore, Vec<&'a Requisition>>,
    done: HashSet<&'a str>,
    today: NaiveDate,
    found: Read,
}

impl<'a> Search<'a> {
    fn new(all: &'a [Requisition], today: NaiveDate) -> Search<'a> {
        let waits = |r: &&Requisition| matches!(r.state(), State::Approved | State::InFile);
        let mut by_amount: HashMap<Ore, Vec<&Requisition>> = HashMap::new();
        for r in all.iter().filter(waits) {
            by_amount.entry(r.total()).or_default().push(r);
        }
        Search {
            waiting: all.iter().filter(waits).map(|r| (r.number.as_str(), r)).collect(),
            by_amount,
            done: HashSet::new(),
            today,
            found: Read::default(),
        }
    }

    fn entry(&mut self, entry: &Entry) {
        self.found.entries += 1;
        if entry.amount >= Ore::ZERO {
            return;
        }
        let on = entry.booked.unwrap_or(self.today);
        let none = [Detail::default()];
        let details = if entry.details.is_empty() {
            &none[..]
        } else {
            &entry.details
        };
        let alone = details.len() == 1;
        for detail in details {
            let whole = alone.then_some(entry.amount.abs());
            if let Some(amount) = detail.amount.or(whole) {
                self.detail(entry, detail, (on, amount));
            }
        }
    }

    fn detail(&mut self, entry: &Entry, detail: &Detail, (on, amount): (NaiveDate, Ore)) {
        if let Some(r) = self.waiting.get(detail.end_to_end.as_str()).copied() {
            if r.total() != amount {
                self.found.problems.push(Problem {
                    file: String::new(),
                    line: entry.line,
                    code: "kontoutdrag-annat-belopp",
                    message: format!(
                        "Post {}: {} är betald med {amount} kr men rekvisitionen är på {} kr. Den är inte märkt betald.",
                        entry.number,
                        r.number,
                        r.total()
                    ),
                });
            } else if self.done.insert(&r.number) {
                self.found.paid.push((r.number.clone(), on, amount));
                self.found.proposals.retain(|p| p.number != r.number);
            }
            return;
        }
        let candidates = self.by_amount.get(&amount).cloned().unwrap_or_default();
        for r in candidates {
            if self.done.contains(r.number.as_str()) {
                continue;
            }
            let referred = !r.recipient.reference.is_empty()
                && (detail.reference == r.recipient.reference
                    || detail.words.contains(&r.recipient.reference));
            let why = if referred {
                "samma belopp och referens"
            } else if detail.words.contains(&r.number) {
                "samma belopp och rekvisitionens nummer i texten"
            } else {
                "samma belopp"
            };
            let known = self
                .found
                .proposals
                .iter()
                .any(|p| p.number == r.number && p.on == on);
            if !known {
                self.found.proposals.push(Proposal {
                    number: r.number.clone(),
                    on,
                    amount,
                    why,
                });
            }
        }
    }
}
