//! A mapping as CSV text: `från;till;rad;notrad`.

use super::{Line, MappedRange, Mapping};
use crate::{published::read_table, refusal::Problem};

const HEADER: [&str; 4] = ["från", "till", "rad", "notrad"];
/// Account numbers have at most this many digits in the charts in use.
const MAX_ACCOUNT: u32 = 99_999_999;
/// More ranges than this are not read: every range is held against every other.
const MAX_RANGES: usize = 5_000;

impl Mapping {
    /// Reads a mapping; a row that cannot be understood is left out and named. Ambiguous ranges
    /// ([`Mapping::problems`]) are named too.
    pub fn read(file: &str, bytes: &[u8]) -> (Mapping, Vec<Problem>) {
        let (table, mut problems) = read_table(file, bytes);
        let mut mapping = Mapping::default();
        for column in HEADER.into_iter().take(3).filter(|c| table.column(c).is_none()) {
            let message = format!(
                "Kolumnen {column} saknas. Rubrikraden ska vara {}.",
                HEADER.join(";")
            );
            problems.push(problem(file, 1, "mappning-kolumn", message));
        }
        let mut places = Vec::new();
        for row in table.rows.iter().take(MAX_RANGES) {
            let [from, to, line, note_row] = HEADER.map(|column| table.text(row, column));
            match range(from, to, line, note_row) {
                Ok(range) => {
                    places.push(row.line);
                    mapping.ranges.push(range);
                }
                Err((code, message)) => problems.push(problem(file, row.line, code, message)),
            }
        }
        if let Some(row) = table.rows.get(MAX_RANGES) {
            let message = format!("Fler än {MAX_RANGES} intervall; resten lästes inte. Slå ihop intervall.");
            problems.push(problem(file, row.line, "mappning-for-stor", message));
        }
        problems.extend(mapping.problems_at(file, &places));
        (mapping, problems)
    }

    /// The mapping as the text [`Mapping::read`] reads.
    pub fn to_csv(&self) -> String {
        let mut text = HEADER.join(";") + "\n";
        for MappedRange {
            from,
            to,
            line,
            note_row,
        } in &self.ranges
        {
            let note_row = if note_row.contains([';', '"', '\n', '\r']) {
                format!("\"{}\"", note_row.replace('"', "\"\""))
            } else {
                note_row.clone()
            };
            text.push_str(&format!("{from};{to};{};{note_row}\n", line.label()));
        }
        text
    }
}

fn problem(file: &str, line: usize, code: &'static str, message: String) -> Problem {
    let file = file.to_owned();
    Problem {
        file,
        line,
        code,
        message,
    }
}

fn range(from: &str, to: &str, line: &str, note_row: &str) -> Result<MappedRange, (&'static str, String)> {
    let account = |text: &str| match text.parse::<u32>() {
        Ok(number) if number <= MAX_ACCOUNT => Ok(number),
        _ => Err((
            "mappning-konto",
            format!("”{text}” är inget kontonummer. Skriv siffror, till exempel 4010."),
        )),
    };
    let Some(line) = Line::from_label(line) else {
        let known: Vec<&str> = Line::ALL.iter().map(|l| l.label()).collect();
        let message = format!("Raden ”{line}” finns inte. Välj en av: {}.", known.join(", "));
        return Err(("mappning-rad", message));
    };
    let from = account(from)?;
    let to = if to.is_empty() { from } else { account(to)? };
    Ok(MappedRange {
        from,
        to,
        line,
        note_row: note_row.to_owned(),
    })
}
