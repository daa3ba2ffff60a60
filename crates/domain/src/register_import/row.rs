//! A row of the file as the fields of an entry and an exit, with what is wrong by column.

use super::{
    field::{Field, Kind},
    mapping::Mapping,
    table::Table,
    value::{date, lookup, per_cent, plain, shares, year},
};
use crate::{
    participation::{Entry, Exit, Fields, Rules},
    personnummer::{self, Typed},
    refusal::Refusal,
};

/// A row as read.
#[derive(Clone, Debug)]
pub struct Line {
    /// The row's number in the file.
    pub line: usize,
    /// Its fields.
    pub fields: Fields,
    /// The number, for the pseudonym alone.
    pub person: Typed,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

/// Something wrong in a row: where, what stands there, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The row's number in the file.
    pub line: usize,
    /// The column's heading, or the field that has no column.
    pub column: String,
    /// What stands there; never a number of a person.
    pub found: String,
    /// Stable code.
    pub code: &'static str,
    /// Cause and next step.
    pub message: String,
}

/// What stands in place of a cell that may hold a number of a person.
const HIDDEN: &str = "(visas inte)";

/// Every row of a table under a mapping.
pub fn read(table: &Table, mapping: &Mapping, fields: &[Field]) -> Vec<Line> {
    let columns: Vec<Option<&Field>> = mapping
        .columns
        .iter()
        .map(|name| fields.iter().find(|field| field.name == *name))
        .collect();
    let line = |(line, cells): &(usize, Vec<String>)| {
        let mut row = Row {
            line: Line {
                line: *line,
                fields: Fields::default(),
                person: Typed::default(),
                faults: Vec::new(),
            },
            mapping,
        };
        for (i, (cell, field)) in cells.iter().zip(&columns).enumerate() {
            if let Some(field) = field.filter(|_| !cell.is_empty()) {
                row.take(field, cell, &table.header[i]);
            }
        }
        row.line.fields.set_default("underlag", mapping.consent.as_str());
        row.line
    };
    table.rows.iter().map(line).collect()
}

struct Row<'a> {
    line: Line,
    mapping: &'a Mapping,
}

impl Row<'_> {
    fn take(&mut self, field: &Field, cell: &str, column: &str) {
        let name = field.name.as_str();
        let value = match &field.kind {
            Kind::Designation | Kind::Municipality => Some(cell.to_owned()),
            Kind::Person => {
                self.line.person = Typed::new(cell.to_owned());
                return;
            }
            Kind::Date => date(cell),
            Kind::Year => year(cell),
            Kind::Degree => per_cent(cell),
            Kind::Codes(_) => self.code(field, cell),
            Kind::Shares(_) => return self.shares(field, cell, column),
        };
        match value {
            Some(value) if value.is_empty() => {}
            Some(value) => self.line.fields.set(name, value),
            None => self.fault(column, cell, wrong(&field.kind)),
        }
    }

    /// The code of a text; empty when the person decided that it stands for nothing.
    fn code(&self, field: &Field, text: &str) -> Option<String> {
        let (Kind::Codes(choices) | Kind::Shares(choices)) = &field.kind else {
            return None;
        };
        let decided = self.mapping.values.get(&(field.name.clone(), plain(text)));
        let known = lookup(choices, text).map(str::to_owned);
        known.or_else(|| decided.cloned())
    }

    fn shares(&mut self, field: &Field, cell: &str, column: &str) {
        let parts = shares(cell);
        let alone = parts.len() == 1;
        for (text, degree) in parts {
            match (self.code(field, &text), degree) {
                (None, _) => self.fault(column, &text, wrong(&field.kind)),
                (Some(slug), _) if slug.is_empty() => {}
                (Some(slug), None) if alone => self.line.fields.set(&field.name, slug),
                (Some(slug), degree) => {
                    let degree = degree.unwrap_or_else(|| "100".into());
                    self.line.fields.set(&format!("{}-{slug}", field.name), degree);
                }
            }
        }
    }

    fn fault(&mut self, column: &str, found: &str, (code, message): (&'static str, &str)) {
        self.line.faults.push(Fault {
            line: self.line.line,
            column: column.to_owned(),
            found: shown(found),
            code,
            message: message.to_owned(),
        });
    }
}

fn shown(found: &str) -> String {
    if personnummer::is_in(found) {
        HIDDEN.to_owned()
    } else {
        found.to_owned()
    }
}

fn wrong(kind: &Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Date => ("import-datum", "Skriv datumet som ÅÅÅÅ-MM-DD."),
        Kind::Year => ("import-ar", "Skriv årtalet med fyra siffror."),
        Kind::Degree => ("import-grad", "Skriv hela procent, till exempel 50."),
        _ => (
            "import-varde",
            "Värdet är inget i kodlistan. Koppla det till ett värde, eller rätta det i filen.",
        ),
    }
}

impl Line {
    /// The row's own reference; empty for an anonymous one.
    pub fn reference(&self) -> &str {
        if self.fields.text("underlag") == "skriftligt" {
            self.fields.text("referens")
        } else {
            ""
        }
    }

    /// The entry and exit the row stands for.
    ///
    /// # Errors
    /// Everything that is wrong with it, by column.
    pub fn judge(
        &self,
        (table, mapping): (&Table, &Mapping),
        fields: &[Field],
        rules: &Rules,
    ) -> Result<(Entry, Option<Exit>), Vec<Fault>> {
        let mut faults = self.faults.clone();
        let place = |refusals: Vec<Refusal>| -> Vec<Fault> {
            let placed = refusals
                .into_iter()
                .map(|refusal| self.placed(refusal, (table, mapping), fields));
            placed.collect()
        };
        // A value that could not be read is not told a second time as one that is not there.
        let new = |faults: &[Fault], more: Vec<Fault>| -> Vec<Fault> {
            let told = |fault: &Fault| faults.iter().any(|other| other.column == fault.column);
            more.into_iter().filter(|fault| !told(fault)).collect()
        };
        let entry = Entry::read(&self.fields, &self.person, rules);
        let exit = match (&entry, self.fields.text("avslut")) {
            (Ok(entry), day) if !day.is_empty() => {
                Exit::read(&self.exit_fields(entry), entry.start(), rules).map(Some)
            }
            _ => Ok(None),
        };
        match (entry, exit) {
            (Ok(entry), Ok(exit)) if faults.is_empty() => return Ok((entry, exit)),
            (entry, exit) => {
                for refusals in [entry.err(), exit.err()].into_iter().flatten() {
                    let more = new(&faults, place(refusals));
                    faults.extend(more);
                }
            }
        }
        Err(faults)
    }

    /// An anonymous exit is its day; nothing else is asked for or kept.
    fn exit_fields(&self, entry: &Entry) -> Fields {
        match entry {
            Entry::Named(_) => self.fields.clone(),
            Entry::Anonymous(_) => Fields::new(vec![
                ("avslut".into(), self.fields.text("avslut").to_owned()),
                ("orsak".into(), "ej_insamlat".into()),
            ]),
        }
    }

    /// A refusal at a field as a fault at its column.
    pub fn placed(&self, refusal: Refusal, (table, mapping): (&Table, &Mapping), fields: &[Field]) -> Fault {
        let at = |name: &str| mapping.column_of(name);
        // "forsorjning-skal" without a column of its own is about the column of "forsorjning".
        let base = refusal.place.split('-').next().unwrap_or_default();
        let column = at(&refusal.place).or_else(|| at(base));
        let label = fields.iter().find(|field| field.name == refusal.place);
        let cells = table.rows.iter().find(|(line, _)| *line == self.line);
        let found = column.and_then(|i| cells.and_then(|(_, cells)| cells.get(i)));
        let hidden = refusal.place == "personnummer";
        Fault {
            line: self.line,
            column: column
                .and_then(|i| table.header.get(i).cloned())
                .or_else(|| label.map(|field| field.label.clone()))
                .unwrap_or_default(),
            found: if hidden {
                HIDDEN.to_owned()
            } else {
                found.map_or_else(String::new, |found| shown(found))
            },
            code: refusal.code,
            message: refusal.message,
        }
    }
}
