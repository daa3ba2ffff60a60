//! One semicolon CSV table, read tolerantly: whatever can be read is, and every oddity is a
//! [`Problem`] with its line, its cause and the next step.

use std::collections::BTreeMap;

use super::{
    decode::{Encoding, decode},
    layout::{Column, FileSpec, Layout, base_name},
    number::{canonical, tidy},
    values,
};
use crate::refusal::Problem;

pub use super::number::{is_blank, is_withheld, printed_number};

/// Larger files are not read: the largest table of a year is a few kilobytes.
pub const MAX_BYTES: usize = 4 << 20;
/// More rows than this are not read.
pub const MAX_ROWS: usize = 50_000;
/// More problems than this in one file are not listed.
const MAX_PROBLEMS: usize = 200;

/// A table as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// File name without folders.
    pub name: String,
    /// Column names, trimmed.
    pub header: Vec<String>,
    /// Rows, blank ones left out.
    pub rows: Vec<Row>,
}

/// A row as text; as many cells as the header has columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Line in the file, 1-based.
    pub line: usize,
    /// Trimmed.
    pub cells: Vec<String>,
}

impl Table {
    /// The index of the column with this name (case aside).
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|h| h.to_lowercase() == name)
    }

    /// A cell by column name; empty when there is none.
    pub fn text<'a>(&self, row: &'a Row, column: &str) -> &'a str {
        self.column(column)
            .and_then(|c| row.cells.get(c))
            .map_or("", String::as_str)
    }
}

/// A problem with the cell it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is told to people.
    pub problem: Problem,
    /// The row as its key columns name it; empty for the whole table.
    pub row: String,
    /// The column; empty for the whole row.
    pub column: String,
    /// What stands there.
    pub found: String,
}

/// Reads one table. The layout decides by the file's name which columns it must have; a table
/// outside the layout is read without asking for any.
pub fn read_table(file_name: &str, bytes: &[u8]) -> (Table, Vec<Problem>) {
    let (table, faults) = read_with_faults(file_name, bytes);
    (table, faults.into_iter().map(|f| f.problem).collect())
}

/// As [`read_table`], with the cell of each problem.
pub fn read_with_faults(file_name: &str, bytes: &[u8]) -> (Table, Vec<Fault>) {
    let base = base_name(file_name);
    let mut reader = Reader {
        // A table of the layout has one name, however the file's is capitalised.
        file: if Layout::file(base).is_some() {
            base.to_lowercase()
        } else {
            base.to_owned()
        },
        faults: Vec::new(),
    };
    let table = reader.read(bytes);
    (table, reader.faults)
}

struct Reader {
    file: String,
    faults: Vec<Fault>,
}

impl Reader {
    fn say(&mut self, line: usize, code: &'static str, message: String) {
        self.say_at(line, code, message, ["", "", ""]);
    }

    fn say_at(&mut self, line: usize, code: &'static str, message: String, [row, column, found]: [&str; 3]) {
        if self.faults.len() < MAX_PROBLEMS {
            self.faults.push(Fault {
                problem: Problem {
                    file: self.file.clone(),
                    line,
                    code,
                    message,
                },
                row: row.to_owned(),
                column: column.to_owned(),
                found: found.to_owned(),
            });
        }
    }

    fn read(&mut self, bytes: &[u8]) -> Table {
        let mut table = Table {
            name: self.file.clone(),
            ..Table::default()
        };
        let Some(text) = self.text(bytes) else {
            return table;
        };
        let delimiter = self.delimiter(&text);
        let mut lines = self.records(&text, delimiter);
        if lines.is_empty() {
            self.say(
                0,
                "fil-tom",
                "Filen är tom. Lägg in rubrikrad och rader, eller ta bort filen.".into(),
            );
            return table;
        }
        table.header = lines.remove(0).cells;
        table.rows = lines;
        self.widths(&mut table);
        if let Some((spec, _)) = Layout::file(&self.file) {
            self.columns(&table, spec);
            self.values(&mut table, spec);
            self.duplicates(&mut table, spec);
            let whole = self.faults.iter().all(|f| f.problem.code != "kolumn-saknas");
            if table.rows.is_empty() && whole {
                let message = "Filen har rubriker men inga rader. Lägg in raderna, eller ta bort filen.";
                self.say(0, "fil-utan-rader", message.into());
            }
        }
        table
    }

    fn text(&mut self, bytes: &[u8]) -> Option<String> {
        if bytes.len() > MAX_BYTES {
            let (size, most) = (bytes.len() >> 20, MAX_BYTES >> 20);
            self.say(
                0,
                "fil-for-stor",
                format!("Filen är {size} MiB; högst {most} MiB läses. Kontrollera att det är rätt fil."),
            );
            return None;
        }
        let (text, encoding) = decode(bytes);
        if encoding != Encoding::Utf8 {
            self.say(
                0,
                "kodning",
                format!(
                    "Filen är inte UTF-8 utan lästes som {}. Kontrollera å, ä och ö, och spara om som UTF-8.",
                    encoding.label()
                ),
            );
        }
        if text.contains('\0') {
            self.say(
                0,
                "nolltecken",
                "Filen innehåller nolltecken och är troligen ingen texttabell. Exportera tabellen som CSV."
                    .into(),
            );
            return None;
        }
        Some(text)
    }

    /// Semicolon, unless the header plainly uses something else.
    fn delimiter(&mut self, text: &str) -> u8 {
        let head = text.lines().find(|l| !l.trim().is_empty()).unwrap_or_default();
        let other = [('\t', "tabb"), ('|', "lodstreck"), (',', "komma")]
            .into_iter()
            .find(|(c, _)| head.contains(*c));
        match other {
            Some((c, word)) if !head.contains(';') => {
                self.say(
                    1,
                    "avgransare",
                    format!("Kolumnerna skiljs åt med {word}; semikolon väntades. Spara om med semikolon."),
                );
                u8::try_from(c).unwrap_or(b';')
            }
            _ => b';',
        }
    }

    fn records(&mut self, text: &str, delimiter: u8) -> Vec<Row> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records().filter_map(Result::ok) {
            let line = record
                .position()
                .map_or(0, |p| usize::try_from(p.line()).unwrap_or(0));
            let broken = record.iter().any(|c| c.trim().contains('\n'));
            let cells: Vec<String> = record.iter().map(tidy).collect();
            if cells.iter().all(String::is_empty) {
                continue;
            }
            if rows.len() > MAX_ROWS {
                let message =
                    format!("Fler än {MAX_ROWS} rader; resten lästes inte. Kontrollera att det är rätt fil.");
                self.say(line, "for-manga-rader", message);
                break;
            }
            if broken {
                let message = "Ett fält går över flera rader; ett citattecken är troligen inte avslutat. Rätta citattecknen.";
                self.say(line, "citattecken", message.into());
            }
            rows.push(Row { line, cells });
        }
        rows
    }

    fn widths(&mut self, table: &mut Table) {
        let width = table.header.len();
        let counts: Vec<bool> = table.header.iter().map(|h| self.is_count(h)).collect();
        for row in &mut table.rows {
            let found = row.cells.len();
            let extra = row.cells.iter().skip(width).any(|c| !c.is_empty());
            // Programs leave out empty fields at the end; a row that has begun to count has them all.
            let begun = counts
                .iter()
                .zip(&row.cells)
                .any(|(count, cell)| *count && !cell.is_empty());
            let lacking = found < width && (begun && counts[found..].contains(&true));
            if lacking || extra {
                self.say(
                    row.line,
                    "rad-ojamn",
                    format!("Raden har {found} fält men rubriken {width}. Rätta semikolonen på raden."),
                );
            }
            row.cells.resize(width, String::new());
        }
    }

    fn is_count(&self, header: &str) -> bool {
        let spec = Layout::file(&self.file).map(|(spec, _)| spec);
        let kind = spec.and_then(|spec| spec.column(header)).map(|(_, kind, _)| kind);
        kind.is_none_or(|kind| kind == Column::Count)
    }

    fn columns(&mut self, table: &Table, spec: &FileSpec) {
        let unknown: Vec<&String> = table
            .header
            .iter()
            .filter(|h| !h.is_empty() && spec.column(h).is_none())
            .collect();
        for (pattern, _) in spec.columns {
            let present = table
                .header
                .iter()
                .any(|h| spec.column(h).is_some_and(|(p, ..)| p == *pattern));
            if present || spec.is_additional(pattern) {
                continue;
            }
            let shown = pattern.replace("YYYY", "ÅÅÅÅ").replace("DATE", "ÅÅÅÅ_MM_DD");
            let near = unknown
                .iter()
                .min_by_key(|h| distance(h, pattern))
                .filter(|near| distance(near, pattern) <= pattern.chars().count() / 2);
            let advice = match near {
                Some(near) => format!("Menas ”{near}”? Döp om kolumnen till ”{shown}”."),
                // Nothing is computed from it.
                None if spec.is_descriptive(pattern) => continue,
                None => format!("Lägg till kolumnen ”{shown}”."),
            };
            self.say(1, "kolumn-saknas", format!("Kolumnen ”{shown}” saknas. {advice}"));
        }
        for header in unknown {
            self.say(
                1,
                "kolumn-okand",
                format!("Kolumnen ”{header}” hör inte till tabellen och lästes inte."),
            );
        }
        for (i, header) in table.header.iter().enumerate() {
            if !header.is_empty() && table.header[..i].contains(header) {
                self.say(
                    1,
                    "kolumn-dubblett",
                    format!("Kolumnen ”{header}” finns två gånger; den första läses. Ta bort den andra."),
                );
            }
        }
    }

    /// Tells what is wrong with the values, and writes the numbers in one way.
    fn values(&mut self, table: &mut Table, spec: &FileSpec) {
        let mut plain = Vec::new();
        for (r, row) in table.rows.iter().enumerate() {
            let name = key(table, spec, row).join(": ");
            if let Some((code, message)) = values::nameless(spec, table, row) {
                self.say_at(row.line, code, message, [&name, "", ""]);
            }
            for (c, (header, cell)) in table.header.iter().zip(&row.cells).enumerate() {
                let Some(kind) = values::kind(spec, table, row, (header, cell)) else {
                    continue;
                };
                let fault = values::fault(kind, header, cell)
                    .or_else(|| values::words_for_number(spec, table, row, (header, cell)));
                if let Some((code, message)) = fault {
                    self.say_at(row.line, code, message, [name.as_str(), header, cell]);
                }
                plain.extend(canonical(kind, cell).map(|text| (r, c, text)));
            }
        }
        for (r, c, text) in plain {
            table.rows[r].cells[c] = text;
        }
    }

    /// Names rows that stand twice; one that is the same to the last field is read once.
    fn duplicates(&mut self, table: &mut Table, spec: &FileSpec) {
        let mut seen: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        let mut copies = Vec::new();
        for (index, row) in table.rows.iter().enumerate() {
            let key = key(table, spec, row);
            if key.iter().all(|part| part.is_empty()) {
                continue;
            }
            let name = key.join(": ");
            let same = key.iter().map(|part| part.to_lowercase()).collect();
            if let Some(first) = seen.insert(same, index) {
                let message = format!(
                    "Raden ”{name}” finns redan på rad {}. Ta bort den ena, eller skilj dem åt.",
                    table.rows[first].line
                );
                self.say_at(row.line, "rad-dubblett", message, [&name, "", ""]);
                if table.rows[first].cells == row.cells {
                    copies.push(row.line);
                }
            }
        }
        table.rows.retain(|row| !copies.contains(&row.line));
    }
}

/// A row's identity: its key columns, empty ones left out at the ends.
fn key<'a>(table: &Table, spec: &FileSpec, row: &'a Row) -> Vec<&'a str> {
    let is_key = |h: &String| matches!(spec.column(h), Some((_, Column::Key | Column::Year, _)));
    let columns = table.header.iter().zip(&row.cells);
    columns
        .filter(|(h, _)| is_key(h))
        .map(|(_, cell)| cell.as_str())
        .collect()
}

/// Whether two names are a slip of the pen apart: one letter, or two in longer names. Names that
/// differ in their numbers only are two names.
pub(crate) fn is_near(a: &str, b: &str) -> bool {
    let letters = |name: &str| -> String { name.chars().filter(|c| !c.is_ascii_digit()).collect() };
    let most = if b.chars().count() < 6 { 1 } else { 2 };
    let apart = distance(a, b);
    apart > 0 && apart <= most && letters(a).to_lowercase() != letters(b).to_lowercase()
}

/// Edit distance, case aside; names are short.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (
        a.to_lowercase().chars().take(64).collect(),
        b.to_lowercase().chars().collect(),
    );
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let change = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(name: &str, text: &str) -> Vec<(usize, &'static str)> {
        let (_, problems) = read_table(name, text.as_bytes());
        problems.into_iter().map(|p| (p.line, p.code)).collect()
    }

    #[test]
    fn oddities_are_named_with_line_and_code() {
        let head = "insats;budget;totalt;nya;avslutade;pågående\n";
        let name = "sus-insatser-2031.csv";
        for (rows, expected) in [
            ("a;1;2;1;1;1\n\n;;;;;\n\n", vec![]),
            ("a;1;2;1;1;1\r\n\"b\";\"1 000\";;–;1;1\r\n", vec![]),
            ("a;1;två;1;1;1\n", vec![(2, "inte-tal")]),
            ("a;1;2;skyddad;<5;..\n", vec![]),
            ("a;1;2;<fem;1;1\n", vec![(2, "inte-tal")]),
            ("a;1;-2;1;1;1\n", vec![(2, "negativt-antal")]),
            ("a;1;2,5;1;1;1\n", vec![(2, "inte-heltal")]),
            ("a;1;2;1;1;1\na;1;2;1;1;1\n", vec![(3, "rad-dubblett")]),
            ("a;1;2;1\n", vec![(2, "rad-ojamn")]),
            ("a;1;2;1;1;1;9\n", vec![(2, "rad-ojamn")]),
            ("\"a;1;2;1;1;1\nb;1;2;1;1;1\n", vec![(2, "citattecken")]),
        ] {
            assert_eq!(codes(name, &format!("{head}{rows}")), expected, "{rows:?}");
        }
        assert_eq!(codes(name, ""), [(0, "fil-tom")]);
        assert_eq!(codes(name, "insats\0"), [(0, "nolltecken")]);
        assert_eq!(
            codes(name, "a,b\n"),
            [
                (1, "avgransare"),
                (1, "kolumn-saknas"),
                (1, "kolumn-saknas"),
                (1, "kolumn-saknas"),
                (1, "kolumn-saknas"),
                (1, "kolumn-saknas"),
                (1, "kolumn-saknas"),
                (1, "kolumn-okand"),
                (1, "kolumn-okand")
            ]
        );
        let (_, problems) = read_table(name, &vec![b'a'; MAX_BYTES + 1]);
        assert_eq!(problems[0].code, "fil-for-stor");
    }

    #[test]
    fn a_renamed_column_gets_a_suggestion() {
        let (_, problems) = read_table(
            "sus-per-ar.csv",
            "År;budget;total;nya;avslutade;pågående\n2031;1;1;1;1;0\n".as_bytes(),
        );
        let messages: Vec<&str> = problems.iter().map(|p| p.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "Kolumnen ”totalt” saknas. Menas ”total”? Döp om kolumnen till ”totalt”.",
                "Kolumnen ”total” hör inte till tabellen och lästes inte."
            ]
        );
    }
}
