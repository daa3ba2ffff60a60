//! Population per municipality, the key municipalities usually share their part by.

pub mod fetch;
mod json_stat;
mod period;
mod scb;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::{
    apportion::apportion,
    codes::MemberKind,
    facts::Member,
    intake::members::same_municipality,
    number,
    published::{Table, decode::decode, read_table},
    refusal::{Problem, Refusal},
};

/// Problems that leave the figures certain. Every other problem refuses the file.
const TOLERATED: &[&str] = &[
    "kodning",
    "avgransare",
    "befolkning-datum",
    "befolkning-nolla",
    "befolkning-delar",
];
/// Larger files are not read: every municipality, age and month is less.
pub const MAX_BYTES: usize = 8 << 20;

/// A table of populations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Population {
    /// The day it is about, from the column's name.
    pub date: Option<NaiveDate>,
    /// In the file's order.
    pub rows: Vec<Municipality>,
    /// What the table calls itself; empty when it does not say.
    pub table: String,
    /// Counties and the whole country as the table states them: code and inhabitants.
    pub stated: Vec<(String, i64)>,
}

/// One municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Municipality {
    /// As written.
    pub name: String,
    /// Four digits.
    pub code: String,
    /// Inhabitants.
    pub population: i64,
}

/// One municipality's share of a total.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Share {
    /// The municipality, as written.
    pub member: String,
    /// Its code.
    pub code: String,
    /// Its inhabitants.
    pub population: i64,
    /// Its share in the total's unit.
    pub amount: i64,
}

impl Population {
    /// Reads `kommun;kod;folkmängd_ÅÅÅÅ_MM_DD`, with further columns ignored. Rows that cannot be
    /// understood are left out and named.
    pub fn read(file: &str, bytes: &[u8]) -> (Population, Vec<Problem>) {
        // Under its own name a table of the published layout would be checked twice.
        let (table, problems) = read_table("folkmängd", bytes);
        let mut reader = Reader { problems };
        let population = reader.read(&table);
        let named = |problem: Problem| Problem {
            file: file.to_owned(),
            ..problem
        };
        (population, reader.problems.into_iter().map(named).collect())
    }

    /// Reads any of the layouts a table of populations comes in: json-stat2 as PxWeb answers (versions 1
    /// and 2), Statistics Sweden's own CSV layouts, and [`Population::read`]'s. Of several days the
    /// `wanted` one is taken, or the last.
    pub fn read_any(file: &str, bytes: &[u8], wanted: Option<NaiveDate>) -> (Population, Vec<Problem>) {
        let problem = |code, message: String| Problem {
            file: file.to_owned(),
            line: 0,
            code,
            message,
        };
        if bytes.len() > MAX_BYTES {
            let message = format!(
                "Filen är större än {} MB. Hämta bara kommunerna och en dag.",
                MAX_BYTES >> 20
            );
            return (Population::default(), vec![problem("fil-stor", message)]);
        }
        let (text, _) = decode(bytes);
        let start = text.trim_start();
        let (population, found) = if start.starts_with('{') {
            json_stat::read(start, wanted)
        } else if start
            .lines()
            .next()
            .is_some_and(|line| line.to_lowercase().contains("folkmängd_"))
        {
            return Population::read(file, bytes);
        } else {
            scb::read(&text, wanted)
        };
        let mut problems: Vec<Problem> = found
            .into_iter()
            .map(|(line, code, message)| Problem {
                line,
                ..problem(code, message)
            })
            .collect();
        if population.rows.is_empty() && problems.is_empty() {
            problems.push(problem(
                "befolkning-tom",
                "Ingen kommun kunde läsas. Filen ska ha en rad per kommun med fyrsiffrig kod.".into(),
            ));
        }
        if let (Some(wanted), Some(date)) = (wanted, population.date)
            && wanted != date
        {
            let message = format!("Tabellen gäller {date}, men {wanted} efterfrågas. Hämta den dagen.");
            problems.push(problem("befolkning-period", message));
        }
        if let Some(message) = population.parts_differ() {
            problems.push(problem("befolkning-delar", message));
        }
        (population, problems)
    }

    /// What the table states for a whole county, when every row is in one and it states it.
    pub fn county(&self) -> Option<i64> {
        let first = self.rows.first()?.code.get(..2)?;
        let same = self.rows.iter().all(|row| row.code.starts_with(first));
        let stated = self.stated.iter().find(|(code, _)| code == first);
        stated.filter(|_| same).map(|(_, count)| *count)
    }

    /// Says so when the municipalities do not add up to the county that the table states.
    fn parts_differ(&self) -> Option<String> {
        let stated = self.county()?;
        let sum: i64 = self.rows.iter().map(|row| row.population).sum();
        (sum != stated).then(|| {
            format!(
                "Kommunerna är tillsammans {}, men tabellen anger {} för länet. Bidragen delas med summan av kommunerna.",
                number::integer(sum),
                number::integer(stated)
            )
        })
    }

    /// The members' own numbers: member's code and inhabitants, in the members' order. A member is
    /// found by its code, or by the municipality's name.
    ///
    /// # Errors
    /// Refuses a table in which a municipality among the members is missing, naming every one.
    pub fn of_members(&self, members: &[Member]) -> Result<Vec<(String, i64)>, Refusal> {
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for member in members.iter().filter(|m| m.kind == MemberKind::Municipality) {
            let own = self.rows.iter().find(|row| row.code == member.code);
            let own = own.or_else(|| {
                let named = |row: &&Municipality| same_municipality(&member.name, &row.name);
                self.rows.iter().find(named)
            });
            match own {
                Some(row) => found.push((member.code.clone(), row.population)),
                None => missing.push(member.name.as_str()),
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        let message = format!(
            "Folkmängden saknas i tabellen för {}. Hämta en tabell med alla medlemskommuner.",
            missing.join(", ")
        );
        Err(Refusal::at("befolkning-medlem-saknas", "fil", message))
    }

    /// Shares a total by population (see [`apportion`]); the rows' order does not matter.
    ///
    /// # Errors
    /// As [`apportion`].
    pub fn apportion(&self, total: i64) -> Result<Vec<Share>, Refusal> {
        let weights: Vec<(&str, i64)> = self.rows.iter().map(|row| (&*row.code, row.population)).collect();
        let share = |(row, amount): (&Municipality, i64)| Share {
            member: row.name.clone(),
            code: row.code.clone(),
            population: row.population,
            amount,
        };
        let amounts = apportion(total, &weights)?;
        Ok(self.rows.iter().zip(amounts).map(share).collect())
    }
}

/// The refusal of a file with problems that make its figures uncertain: it names the first and says
/// how many there are.
pub fn refusal(problems: &[Problem]) -> Option<Refusal> {
    let mut serious = problems.iter().filter(|p| !TOLERATED.contains(&p.code));
    let first = serious.next()?;
    let more = match serious.count() {
        0 => String::new(),
        n => format!(" Filen har {n} fel till."),
    };
    let message = format!("{}{more}", first.message);
    Some(Refusal::at(first.code, first.place(), message))
}

struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    fn say(&mut self, line: usize, code: &'static str, message: String) {
        let file = String::new();
        self.problems.push(Problem {
            file,
            line,
            code,
            message,
        });
    }

    fn read(&mut self, table: &Table) -> Population {
        let wanted = [
            ("kommun", "kommun"),
            ("kod", "kod"),
            ("folkmängd", "folkmängd_ÅÅÅÅ_MM_DD"),
        ];
        let columns = wanted.map(|(start, shown)| {
            let is = |header: &String| {
                let header = header.to_lowercase();
                header == start || (start == "folkmängd" && header.starts_with("folkmängd_"))
            };
            let found = table.header.iter().position(is);
            if found.is_none() && !table.header.is_empty() {
                self.say(
                    1,
                    "befolkning-kolumn",
                    format!("Kolumnen {shown} saknas. Lägg till den eller rätta rubriken."),
                );
            }
            found
        });
        let [Some(name), Some(code), Some(count)] = columns else {
            return Population::default();
        };
        let date = date(&table.header[count]);
        if date.is_none() {
            let message = "Rubriken säger inte vilken dag folkmängden gäller. Skriv folkmängd_ÅÅÅÅ_MM_DD.";
            self.say(1, "befolkning-datum", message.into());
        }
        let mut population = Population {
            date,
            ..Population::default()
        };
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for row in &table.rows {
            let [name, code, count] = [name, code, count].map(|c| row.cells[c].as_str());
            let Some(municipality) = self.municipality(row.line, [name, code, count]) else {
                continue;
            };
            if let Some(first) = seen.insert(municipality.code.clone(), row.line) {
                let message = format!(
                    "Kommunkoden {} finns redan på rad {first}. Ta bort den ena raden.",
                    municipality.code
                );
                self.say(row.line, "befolkning-dubblett", message);
                continue;
            }
            population.rows.push(municipality);
        }
        if population.rows.is_empty() {
            self.say(
                0,
                "befolkning-tom",
                "Ingen kommun kunde läsas. Filen ska ha en rad per kommun.".into(),
            );
        }
        population
    }

    fn municipality(&mut self, line: usize, [name, code, count]: [&str; 3]) -> Option<Municipality> {
        let population = match number::parse_decimal(count, 0) {
            Some(population) if population > 0 => population,
            Some(population) => {
                let message = format!("{name} har folkmängden {population}. Den måste vara större än noll.");
                self.say(line, "befolkning-varde", message);
                return None;
            }
            None => {
                let message =
                    format!("”{count}” är inget helt tal. Skriv folkmängden för {name} med siffror.");
                self.say(line, "befolkning-varde", message);
                return None;
            }
        };
        let digits = code.bytes().all(|b| b.is_ascii_digit());
        let code = match code.len() {
            4 if digits => code.to_owned(),
            // Spreadsheets drop the zero that most codes of the south begin with.
            3 if digits => {
                self.say(
                    line,
                    "befolkning-nolla",
                    format!("Kommunkoden {code} lästes som 0{code}."),
                );
                format!("0{code}")
            }
            _ => {
                let message = format!("”{code}” är ingen kommunkod. Skriv fyra siffror för {name}.");
                self.say(line, "befolkning-kod", message);
                return None;
            }
        };
        Some(Municipality {
            name: name.to_owned(),
            code,
            population,
        })
    }
}

/// The day in "folkmängd_2022_09_30".
fn date(header: &str) -> Option<NaiveDate> {
    let (_, date) = header.split_once('_')?;
    NaiveDate::parse_from_str(date, "%Y_%m_%d").ok()
}
