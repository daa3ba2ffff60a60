//! What each row asks for, compared with what is there: huvudman and insats are the actor's own, so a
//! participation is known by its reference and start. Anonymous rows have no reference and are
//! compared by number: as many of each sex and start year as the file has.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{
    codes::Sex,
    participation::{Entry, Exit, Rules, Same, Span, State, overlaps},
    refusal::Refusal,
    register_import::{Fault, Line, Mapping, Table, differences, fields, overlay, row},
};

use super::{Told, What, clash::Clashes};
use crate::{Actor, App, Outcome, participation::Filter};

/// A row and what is to be done with it.
pub(super) struct Step {
    pub(super) line: Line,
    pub(super) todo: Todo,
}

pub(super) enum Todo {
    Nothing,
    Refuse(Vec<Fault>),
    Enter(Box<Entry>, Option<Exit>),
    Correct(Box<Change>),
}

/// A correction of a participation that is there.
pub(super) struct Change {
    pub(super) id: String,
    pub(super) version: i64,
    pub(super) entry: Entry,
    pub(super) exit: Option<Exit>,
    pub(super) was_open: bool,
    pub(super) differences: Vec<String>,
}

impl Step {
    pub(super) fn told(&self) -> Told {
        let what = match &self.todo {
            Todo::Nothing => What::Unchanged,
            Todo::Refuse(faults) => What::Refused(faults.clone()),
            Todo::Enter(..) => What::New,
            Todo::Correct(change) => What::Changed(change.differences.clone()),
        };
        Told {
            line: self.line.line,
            // A reference that was refused may be a name: it is not repeated here.
            reference: if matches!(self.todo, Todo::Refuse(_)) {
                String::new()
            } else {
                self.line.reference().to_owned()
            },
            what,
        }
    }
}

/// What stands in the insats.
pub(super) struct Planner<'a> {
    app: &'a App,
    actor: &'a Actor,
    now: DateTime<Utc>,
    /// Key, start and end by reference.
    named: HashMap<String, Vec<(String, NaiveDate, Option<NaiveDate>)>>,
    /// What rows would overlap.
    clashes: Clashes,
    /// How many anonymous there are that no row has stood for yet, by sex, start year and end.
    anonymous: HashMap<(Option<Sex>, i32), usize>,
}

impl<'a> Planner<'a> {
    pub(super) async fn new(
        app: &'a App,
        actor: &'a Actor,
        insats: &str,
        now: DateTime<Utc>,
    ) -> Outcome<Planner<'a>> {
        let mut planner = Planner {
            app,
            actor,
            now,
            named: HashMap::new(),
            clashes: Clashes::new(app, insats).await?,
            anonymous: HashMap::new(),
        };
        let mut offset = 0;
        loop {
            let listing = app
                .participations(actor, insats, &Filter::default(), offset)
                .await?;
            for row in &listing.rows {
                match (State::of(&row.fact), &row.reference) {
                    (State::Reversed, _) => {}
                    (State::Anonymous { .. }, _) => {
                        let key = (row.fact.sex, row.fact.entry.year());
                        *planner.anonymous.entry(key).or_default() += 1;
                    }
                    (_, Some(reference)) => {
                        let end = row.fact.exit.as_ref().map(|exit| exit.date);
                        let known = (row.public_id.clone(), row.fact.entry, end);
                        planner.named.entry(reference.clone()).or_default().push(known);
                    }
                    (_, None) => {}
                }
            }
            if !listing.more {
                return Ok(planner);
            }
            offset += i64::try_from(listing.rows.len()).unwrap_or(0);
        }
    }

    pub(super) async fn steps(
        mut self,
        (table, mapping): (&Table, &Mapping),
        rules: &Rules,
    ) -> Outcome<Vec<Step>> {
        let known = fields();
        let lines = row::read(table, mapping, &known);
        let mut references: HashMap<String, usize> = HashMap::new();
        for line in &lines {
            *references.entry(line.reference().to_owned()).or_default() += 1;
        }
        let mut steps = Vec::with_capacity(lines.len());
        for line in lines {
            let todo = match line.judge((table, mapping), &known, rules) {
                Err(faults) => Todo::Refuse(faults),
                Ok((entry, exit)) => match entry.reference().map(str::to_owned) {
                    None => self.anonymous(entry, exit),
                    Some(reference) => {
                        let alone = references.get(&reference) == Some(&1);
                        let todo = self.named((&reference, alone), (entry, exit), mapping).await?;
                        let clashes = self.clashing(&reference, &todo).await?;
                        if clashes.is_empty() {
                            todo
                        } else {
                            let faults = clashes.into_iter();
                            let placed = faults.map(|fault| line.placed(fault, (table, mapping), &known));
                            Todo::Refuse(placed.collect())
                        }
                    }
                },
            };
            steps.push(Step { line, todo });
        }
        Ok(steps)
    }

    /// What a row with a reference would overlap. A number in a correction is looked at when it is
    /// made: it may be the standing one's own.
    async fn clashing(&mut self, reference: &str, todo: &Todo) -> Outcome<Vec<Refusal>> {
        let (own, entry, exit) = match todo {
            Todo::Nothing | Todo::Refuse(_) => return Ok(Vec::new()),
            Todo::Enter(entry, exit) => ("", entry.as_ref(), exit),
            Todo::Correct(change) => (change.id.as_str(), &change.entry, &change.exit),
        };
        let standing = self.named.get(reference).cloned().unwrap_or_default();
        let others = standing
            .into_iter()
            .filter(|(id, ..)| id != own)
            .map(|(_, from, to)| (from, to));
        let last = exit.as_ref().map(|exit| exit.date);
        if own.is_empty() {
            return self.clashes.of(self.app, (entry, last), others).await;
        }
        let span = |(from, to)| Span {
            same: Same::Reference,
            from,
            to,
        };
        let spans: Vec<Span> = others.map(span).collect();
        Ok(overlaps(entry.start(), last, &spans))
    }

    fn anonymous(&mut self, entry: Entry, exit: Option<Exit>) -> Todo {
        let sex = match &entry {
            Entry::Anonymous(anonymous) => anonymous.sex.known().copied(),
            Entry::Named(_) => None,
        };
        match self.anonymous.get_mut(&(sex, entry.start().year())) {
            Some(left) if *left > 0 => {
                *left -= 1;
                Todo::Nothing
            }
            _ => Todo::Enter(Box::new(entry), exit),
        }
    }

    /// The standing participation is the one with the same start; or, when reference stands once in
    /// the file and once in the register, that one with its start corrected.
    async fn named(
        &self,
        (reference, alone): (&str, bool),
        (entry, exit): (Entry, Option<Exit>),
        mapping: &Mapping,
    ) -> Outcome<Todo> {
        let standing = self.named.get(reference).map_or(&[][..], Vec::as_slice);
        let found = standing
            .iter()
            .find(|(_, start, _)| *start == entry.start())
            .or_else(|| standing.first().filter(|_| alone && standing.len() == 1));
        let Some((id, ..)) = found else {
            return Ok(Todo::Enter(Box::new(entry), exit));
        };
        let seen = self.app.participation(self.actor, id, self.now).await?;
        let standing = seen.record;
        let (entry, exit) = overlay(&standing, (entry, exit), mapping);
        let differences = differences(&standing, (&entry, exit.as_ref()));
        if differences.is_empty() {
            return Ok(Todo::Nothing);
        }
        Ok(Todo::Correct(Box::new(Change {
            id: standing.keys.public_id.clone(),
            version: standing.keys.version,
            was_open: standing.exit.is_none(),
            entry,
            exit,
            differences,
        })))
    }
}
