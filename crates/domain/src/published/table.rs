//! One semicolon CSV table, read tolerantly: whatever can be read is, and every oddity is a
//! [`Problem`] with its line, its cause and the next step.

use std::collections::BTreeMap;

use super::{
    decode::{Encoding, decode},
    layout::{Column, FileSpec, Layout, base_name},
};
use crate::{figure::WITHHELD, number, refusal::Problem};

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

/// Reads a number as it is printed: spaces of every kind between thousands, comma or point, minus
/// sign or hyphen. The answer is units of 10^-decimals and the decimals; `None` for an empty cell,
/// a lone dash and for words.
pub fn printed_number(text: &str) -> Option<(i64, u32)> {
    let decimals = text
        .trim_end()
        .rsplit_once(['.', ','])
        .map_or(0, |(_, fraction)| fraction.chars().count());
    let decimals = u32::try_from(decimals).ok().filter(|d| *d <= 6)?;
    // Sums of a table's cells must stay far inside i64.
    number::parse_decimal(text, decimals)
        .filter(|n| n.unsigned_abs() <= 1_000_000_000_000_000)
        .map(|n| (n, decimals))
}

/// An empty cell, or a dash that stands for one.
pub fn is_blank(text: &str) -> bool {
    matches!(text.trim(), "" | "-" | "–" | "—")
}

/// A value that is there and not printed, to protect somebody: "skyddad", "sekretess", ".." or "<5".
pub fn is_withheld(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    matches!(text.as_str(), WITHHELD | "sekretess" | "..")
        || text
            .strip_prefix('<')
            .is_some_and(|limit| printed_number(limit).is_some())
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
    let mut reader = Reader {
        file: base_name(file_name).to_owned(),
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
            self.values(&table, spec);
            self.duplicates(&table, spec);
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
        let other = [('\t', "tabb"), (',', "komma")]
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
            let cells: Vec<String> = record.iter().map(|c| c.trim().to_owned()).collect();
            if cells.iter().all(String::is_empty) {
                continue;
            }
            if rows.len() > MAX_ROWS {
                let message =
                    format!("Fler än {MAX_ROWS} rader; resten lästes inte. Kontrollera att det är rätt fil.");
                self.say(line, "for-manga-rader", message);
                break;
            }
            if cells.iter().any(|c| c.contains('\n')) {
                let message = "Ett fält går över flera rader; ett citattecken är troligen inte avslutat. Rätta citattecknen.";
                self.say(line, "citattecken", message.into());
            }
            rows.push(Row { line, cells });
        }
        rows
    }

    fn widths(&mut self, table: &mut Table) {
        let width = table.header.len();
        for row in &mut table.rows {
            let found = row.cells.len();
            let extra = row.cells.iter().skip(width).any(|c| !c.is_empty());
            if found < width || extra {
                self.say(
                    row.line,
                    "rad-ojamn",
                    format!("Raden har {found} fält men rubriken {width}. Rätta semikolonen på raden."),
                );
            }
            row.cells.resize(width, String::new());
        }
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
            if present {
                continue;
            }
            let shown = pattern.replace("YYYY", "ÅÅÅÅ").replace("DATE", "ÅÅÅÅ_MM_DD");
            let near = unknown.iter().min_by_key(|h| distance(h, pattern));
            let advice = match near {
                Some(near) if distance(near, pattern) <= pattern.chars().count() / 2 => {
                    format!("Menas ”{near}”? Döp om kolumnen till ”{shown}”.")
                }
                _ => format!("Lägg till kolumnen ”{shown}”."),
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

    fn values(&mut self, table: &Table, spec: &FileSpec) {
        for row in &table.rows {
            let name = key(table, spec, row).join(": ");
            for (header, cell) in table.header.iter().zip(&row.cells) {
                let Some((_, kind, _)) = spec.column(header) else {
                    continue;
                };
                let at = [name.as_str(), header, cell];
                if let Some((code, message)) = fault(kind, header, cell) {
                    self.say_at(row.line, code, message, at);
                }
            }
        }
    }

    fn duplicates(&mut self, table: &Table, spec: &FileSpec) {
        let mut seen: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        for row in &table.rows {
            let key = key(table, spec, row);
            if key.iter().all(|part| part.is_empty()) {
                continue;
            }
            let name = key.join(": ");
            if let Some(first) = seen.insert(key, row.line) {
                let message = format!(
                    "Raden ”{name}” finns redan på rad {first}. Ta bort den ena, eller skilj dem åt."
                );
                self.say_at(row.line, "rad-dubblett", message, [&name, "", ""]);
            }
        }
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

/// What is wrong with a value in a column of this kind.
fn fault(kind: Column, header: &str, cell: &str) -> Option<(&'static str, String)> {
    if !kind.is_number() || is_blank(cell) || is_withheld(cell) {
        return None;
    }
    let place = format!("”{cell}” i kolumnen ”{header}”");
    match printed_number(cell) {
        None => {
            let message = format!("{place} är inget tal. Skriv talet med siffror eller lämna tomt.");
            Some(("inte-tal", message))
        }
        Some((n, _)) if n < 0 && kind == Column::Count => {
            let message = format!("{place} är negativt, men ett antal är minst 0. Rätta talet.");
            Some(("negativt-antal", message))
        }
        Some((_, decimals)) if decimals > 0 && kind == Column::Count => {
            let message = format!("{place} har decimaler, men ett antal är ett heltal. Rätta talet.");
            Some(("inte-heltal", message))
        }
        Some(_) if kind == Column::Year && super::layout::year(cell).is_none() => Some((
            "orimligt-ar",
            format!("{place} är inget rimligt årtal. Rätta året."),
        )),
        Some(_) => None,
    }
}

/// Edit distance, case aside; names are short.
pub(super) fn distance(a: &str, b: &str) -> usize {
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
            (
                "\"a;1;2;1;1;1\nb;1;2;1;1;1\n",
                vec![(2, "citattecken"), (2, "rad-ojamn")],
            ),
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

    #[test]
    fn numbers_as_they_are_printed() {
        for (text, expected) in [
            ("12 324 000", Some((12_324_000, 0))),
            ("−2", Some((-2, 0))),
            ("33.6", Some((336, 1))),
            ("5,25", Some((525, 2))),
            ("", None),
            ("–", None),
            ("12 tkr", None),
            ("9999999999999999999999", None),
        ] {
            assert_eq!(printed_number(text), expected, "{text}");
        }
    }
}
