//! Statistics Sweden's tables as CSV: a title and notes around the table, comma, semicolon or tab,
//! code and name in one cell or two, a column per period or a row per period.

use chrono::NaiveDate;

use super::{Municipality, Population, period::date_in};
use crate::number;

/// More rows than this are not read.
const MAX_ROWS: usize = 200_000;
/// More problems than this are not listed.
const MAX_PROBLEMS: usize = 50;

/// Line, code and text of a problem.
pub(super) type Found = (usize, &'static str, String);

/// The columns of a table.
#[derive(Debug, Default)]
struct Columns {
    region: usize,
    code: Option<usize>,
    time: Option<usize>,
    value: usize,
    /// The value column's own day.
    date: Option<NaiveDate>,
    /// Age, sex and the like: only their totals are read.
    split: Vec<usize>,
}

struct Line {
    number: usize,
    cells: Vec<String>,
}

pub(super) fn read(text: &str, wanted: Option<NaiveDate>) -> (Population, Vec<Found>) {
    let mut found = Vec::new();
    let Some((head, lines)) = lines(text) else {
        found.push((
            1,
            "befolkning-kolumn",
            "Ingen rubrikrad med region eller kommun hittades. Hämta tabellen med rubriker, eller skriv kommun;kod;folkmängd_ÅÅÅÅ_MM_DD.".into(),
        ));
        return (Population::default(), found);
    };
    let columns = match columns(&head, wanted) {
        Ok(columns) => columns,
        Err(problem) => {
            found.push(problem);
            return (Population::default(), found);
        }
    };
    let mut population = Population {
        date: columns.date,
        table: title(text, head.number),
        ..Population::default()
    };
    let mut reader = Reader {
        columns: &columns,
        found,
        skipped: None,
    };
    let mut rows = reader.rows(&lines);
    if let Some(last) = rows.iter().filter_map(|row| row.date).max() {
        let day = wanted
            .filter(|w| rows.iter().any(|r| r.date == Some(*w)))
            .unwrap_or(last);
        rows.retain(|row| row.date == Some(day));
        population.date = Some(day);
    }
    reader.keep(rows, &mut population);
    if population.rows.is_empty()
        && let Some(column) = reader.skipped
    {
        let name = head.cells.get(column).map_or("", String::as_str);
        let message = format!("Tabellen är uppdelad på {name} utan totalt. Hämta den utan uppdelning.");
        reader.found.push((head.number, "befolkning-uppdelad", message));
    }
    if population.date.is_none() {
        let message = "Tabellen säger inte vilken dag folkmängden gäller. Ange dagen.";
        reader
            .found
            .push((head.number, "befolkning-datum", message.into()));
    }
    (population, reader.found)
}

/// What stands before the table.
fn title(text: &str, head: usize) -> String {
    let before = text.lines().take(head.saturating_sub(1));
    let line =
        before.map(|line| line.trim_matches(|c: char| c == '"' || c == ';' || c == ',' || c.is_whitespace()));
    let mut line = line.filter(|line| !line.is_empty());
    line.next().unwrap_or_default().chars().take(200).collect()
}

fn is_head(cell: &str) -> bool {
    matches!(
        cell.to_lowercase().as_str(),
        "region" | "regioner" | "kommun" | "kommuner" | "län och kommun"
    )
}

/// The head and the lines after it, with the separator that gives the most columns.
fn lines(text: &str) -> Option<(Line, Vec<Line>)> {
    let split = |separator: u8| -> Vec<Line> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let line = |record: csv::StringRecord| Line {
            number: record
                .position()
                .and_then(|p| usize::try_from(p.line()).ok())
                .unwrap_or(0),
            cells: record.iter().map(|cell| cell.trim().to_owned()).collect(),
        };
        reader
            .records()
            .take(MAX_ROWS)
            .filter_map(Result::ok)
            .map(line)
            .collect()
    };
    let tables = [b';', b',', b'\t'].map(|separator| {
        let mut all = split(separator);
        let head = all
            .iter()
            .position(|line| line.cells.len() > 1 && line.cells.iter().any(|cell| is_head(cell)))?;
        let rest = all.split_off(head + 1);
        Some((all.pop()?, rest))
    });
    tables
        .into_iter()
        .flatten()
        .max_by_key(|(head, _)| head.cells.len())
}

fn columns(head: &Line, wanted: Option<NaiveDate>) -> Result<Columns, Found> {
    let lower: Vec<String> = head.cells.iter().map(|cell| cell.to_lowercase()).collect();
    let at = |names: &[&str]| lower.iter().position(|cell| names.contains(&cell.as_str()));
    let Some(region) = head.cells.iter().position(|cell| is_head(cell)) else {
        return Err((
            head.number,
            "befolkning-kolumn",
            "Kolumnen region saknas. Lägg till den.".into(),
        ));
    };
    let code = at(&["kod", "regionkod", "kommunkod", "region_code", "code"]);
    let time = at(&["tid", "år", "månad", "kvartal", "datum", "period"]);
    let rest = (0..lower.len()).filter(|i| *i != region && Some(*i) != code && Some(*i) != time);
    let rest: Vec<usize> = rest.collect();
    let dated: Vec<(usize, NaiveDate)> = rest
        .iter()
        .filter_map(|i| Some((*i, date_in(&head.cells[*i])?)))
        .collect();
    let chosen = dated
        .iter()
        .find(|(_, date)| Some(*date) == wanted)
        .or_else(|| dated.iter().max_by_key(|(_, date)| *date));
    let value = match (time, chosen) {
        (None, Some((value, _))) => Some(*value),
        _ => rest.last().copied(),
    };
    let Some(value) = value else {
        let message = "Kolumnen med folkmängden saknas. Lägg till den.";
        return Err((head.number, "befolkning-kolumn", message.into()));
    };
    let split = rest
        .iter()
        .copied()
        .filter(|i| *i != value && !dated.iter().any(|(d, _)| d == i));
    Ok(Columns {
        region,
        code,
        time,
        value,
        date: chosen.filter(|_| time.is_none()).map(|(_, date)| *date),
        split: split.collect(),
    })
}

struct Row {
    line: usize,
    code: String,
    name: String,
    value: String,
    date: Option<NaiveDate>,
}

struct Reader<'a> {
    columns: &'a Columns,
    found: Vec<Found>,
    /// A column whose parts were left out.
    skipped: Option<usize>,
}

impl Reader<'_> {
    fn say(&mut self, line: usize, code: &'static str, message: String) {
        if self.found.len() < MAX_PROBLEMS {
            self.found.push((line, code, message));
        }
    }

    fn rows(&mut self, lines: &[Line]) -> Vec<Row> {
        let mut rows = Vec::new();
        for line in lines {
            let cell = |i: usize| line.cells.get(i).map_or("", String::as_str);
            // Notes below the table have one cell.
            if line.cells.len() <= self.columns.value || cell(self.columns.region).is_empty() {
                continue;
            }
            let part = |i: &&usize| !is_total(cell(**i));
            if let Some(column) = self.columns.split.iter().find(part) {
                self.skipped = Some(*column);
                continue;
            }
            let (code, name) = match self.columns.code {
                Some(code) => (cell(code), cell(self.columns.region)),
                None => coded(cell(self.columns.region)),
            };
            let date = self.columns.time.and_then(|time| date_in(cell(time)));
            if self.columns.time.is_some() && date.is_none() {
                let message = format!(
                    "”{}” är ingen tid. Skriv till exempel 2025M09.",
                    cell(self.columns.time.unwrap_or(0))
                );
                self.say(line.number, "befolkning-period", message);
                continue;
            }
            rows.push(Row {
                line: line.number,
                code: code.to_owned(),
                name: name.to_owned(),
                value: cell(self.columns.value).to_owned(),
                date,
            });
        }
        rows
    }

    fn keep(&mut self, rows: Vec<Row>, population: &mut Population) {
        for row in rows {
            let digits = !row.code.is_empty() && row.code.bytes().all(|b| b.is_ascii_digit());
            let Some(count) = self.count(&row) else { continue };
            match row.code.len() {
                2 if digits => population.stated.push((row.code, count)),
                3 | 4 if digits => {
                    let code = format!("{:0>4}", row.code);
                    if row.code.len() == 3 {
                        self.say(
                            row.line,
                            "befolkning-nolla",
                            format!("Kommunkoden {} lästes som {code}.", row.code),
                        );
                    }
                    if population.rows.iter().any(|known| known.code == code) {
                        let message = format!(
                            "Kommunkoden {code} finns redan på en rad ovanför. Ta bort den ena raden."
                        );
                        self.say(row.line, "befolkning-dubblett", message);
                    } else {
                        population.rows.push(Municipality {
                            name: row.name,
                            code,
                            population: count,
                        });
                    }
                }
                _ => {
                    let message = format!(
                        "”{}” är ingen kommunkod. Skriv fyra siffror före kommunens namn.",
                        row.code
                    );
                    self.say(row.line, "befolkning-kod", message);
                }
            }
        }
    }

    fn count(&mut self, row: &Row) -> Option<i64> {
        match number::parse_decimal(&row.value, 0) {
            Some(count) if count > 0 => Some(count),
            Some(count) => {
                let message = format!(
                    "{} har folkmängden {count}. Den måste vara större än noll.",
                    row.name
                );
                self.say(row.line, "befolkning-varde", message);
                None
            }
            None => {
                let message = format!(
                    "”{}” är inget helt tal. Skriv folkmängden för {} med siffror.",
                    row.value, row.name
                );
                self.say(row.line, "befolkning-varde", message);
                None
            }
        }
    }
}

/// "0880 Kalmar" apart; a name alone has no code.
fn coded(cell: &str) -> (&str, &str) {
    let (head, tail) = cell.split_once(char::is_whitespace).unwrap_or((cell, ""));
    if !head.is_empty() && head.bytes().all(|b| b.is_ascii_digit()) {
        (head, tail.trim())
    } else {
        ("", cell)
    }
}

/// Whether a cell of age, sex or the like is everybody.
pub(super) fn is_total(cell: &str) -> bool {
    let cell = cell.to_lowercase();
    cell.is_empty()
        || cell.starts_with("tot")
        || cell.contains("totalt")
        || cell.contains("samtliga")
        || cell == "1+2"
        || cell == "alla"
}
