//! Rows that would overlap: with what stands in the insats, and with rows before them in the file. The
//! same days are compared as when they are registered, so that a trial tells what the import will.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    participation::{Entry, Same, Span, overlaps},
    refusal::Refusal,
};
use identity::PseudonymKey;
use store::participation::{Person, Place};

use crate::{App, Failure, Outcome};

/// The days of rows that are planned, and the keys persons are recognised by.
pub(super) struct Clashes {
    place: Place,
    keys: Vec<PseudonymKey>,
    references: HashMap<String, Vec<Days>>,
    persons: HashMap<String, Vec<Days>>,
}

/// First and last day.
type Days = (NaiveDate, Option<NaiveDate>);

impl Clashes {
    pub(super) async fn new(app: &App, insats: &str) -> Outcome<Clashes> {
        let mut tx = app.db().read().await?;
        let association = app.association(&mut tx).await?;
        let place = crate::participation::registering(&mut tx, association, insats).await?;
        let principal = place.principal.ok_or(Failure::NotFound)?;
        Ok(Clashes {
            keys: app.known_keys(&mut tx, principal).await?,
            place,
            references: HashMap::new(),
            persons: HashMap::new(),
        })
    }

    /// What a row would overlap; `standing` are the days of other participations of its reference. A
    /// row that overlaps nothing is planned from then on.
    pub(super) async fn of(
        &mut self,
        app: &App,
        (entry, last): (&Entry, Option<NaiveDate>),
        standing: impl Iterator<Item = Days>,
    ) -> Outcome<Vec<Refusal>> {
        let days = (entry.start(), last);
        let reference = entry.reference().unwrap_or_default().to_owned();
        let persons = self.persons_of(entry);
        let span = |same: Same| move |(from, to): Days| Span { same, from, to };
        let mut spans: Vec<Span> = standing.map(span(Same::Reference)).collect();
        let planned = self.references.get(&reference).into_iter().flatten();
        spans.extend(planned.copied().map(span(Same::Reference)));
        for person in &persons {
            let planned = self.persons.get(&person.pseudonym).into_iter().flatten();
            spans.extend(planned.copied().map(span(Same::Person)));
        }
        if !persons.is_empty() {
            let mut tx = app.db().read().await?;
            spans.extend(store::participation::spans(&mut tx, &self.place, None, &persons, None).await?);
        }
        let problems = overlaps(days.0, days.1, &spans);
        if problems.is_empty() {
            self.references.entry(reference).or_default().push(days);
            for person in persons {
                self.persons.entry(person.pseudonym).or_default().push(days);
            }
        }
        Ok(problems)
    }

    /// The pseudonyms of the row's person under every key that is there.
    fn persons_of(&self, entry: &Entry) -> Vec<Person> {
        let number = entry.named().and_then(|named| named.person.as_ref());
        let Some(number) = number else {
            return Vec::new();
        };
        let digits = number.bytes();
        self.keys
            .iter()
            .map(|key| Person {
                pseudonym: key.pseudonym(digits.as_ref()),
                version: key.version(),
            })
            .collect()
    }
}
