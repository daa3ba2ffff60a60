//! Which files a folder of published tables consists of, and which columns each has.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Words; may be empty.
    Text,
    /// Part of the row's identity: words.
    Key,
    /// A whole number of things, never negative.
    Count,
    /// Whole kronor, either sign.
    Amount,
    /// A number with decimals.
    Decimal,
    /// A calendar year.
    Year,
    /// A number or words, such as a goal's printed result.
    Mixed,
}

impl Column {
    /// Whether every value must be a number.
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Count | Self::Amount | Self::Decimal | Self::Year)
    }
}

/// A file of the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// `bakgrund-YYYY.csv`: background of those entered, exits.
    Background,
    /// `befolkning.csv`: population per municipality.
    Population,
    /// `bilagor-YYYY.csv`: the annex of each insats.
    Annexes,
    /// `bokslut.csv`: statements and notes, two years.
    Statements,
    /// `budget.csv`: budget and plan.
    Budget,
    /// `flerarsoversikt.csv`: overview over several years.
    Overview,
    /// `insatsbudget.csv`: budget per insats.
    InsatsBudget,
    /// `insatser.csv`: the insatser.
    Insatser,
    /// `insatskostnader-YYYY.csv`: cost per project.
    InsatsCosts,
    /// `mal.csv`: goals.
    Goals,
    /// `medlemsbidrag.csv`: contributions per member.
    Contributions,
    /// `sus-insatser-YYYY.csv`: participations per insats.
    PerInsats,
    /// `sus-per-ar.csv`: participations per year.
    PerYear,
}

/// A file's name and columns.
#[derive(Clone, Copy, Debug)]
pub struct FileSpec {
    /// Which.
    pub kind: FileKind,
    /// File name without year and extension.
    pub stem: &'static str,
    /// Whether the name ends in `-YYYY`.
    pub per_year: bool,
    /// Columns in order. A name with `YYYY` stands for one or more year columns, `DATE` for a date
    /// written `YYYY_MM_DD`.
    pub columns: &'static [(&'static str, Column)],
}

impl FileSpec {
    /// The file's name as it is told to people: `sus-insatser-ÅÅÅÅ.csv`.
    pub fn file_name(&self) -> String {
        format!("{}{}.csv", self.stem, if self.per_year { "-ÅÅÅÅ" } else { "" })
    }

    /// The column a header names, with the year its name carries.
    pub fn column(&self, header: &str) -> Option<(&'static str, Column, Option<i32>)> {
        self.columns
            .iter()
            .find_map(|(pattern, kind)| matches(pattern, header).map(|year| (*pattern, *kind, year)))
    }

    /// Whether the column only describes, so that a table may lack it.
    pub fn is_descriptive(&self, pattern: &str) -> bool {
        DESCRIPTIVE.contains(&(self.kind, pattern))
    }

    /// Whether the column is read where it is printed and otherwise not asked for.
    pub fn is_additional(&self, pattern: &str) -> bool {
        ADDITIONAL.contains(&(self.kind, pattern))
    }
}

/// Columns that only describe: no number is computed from them, so a table may lack them.
const DESCRIPTIVE: [(FileKind, &str); 7] = [
    (FileKind::Background, "kvinnor"),
    (FileKind::Background, "män"),
    (FileKind::Population, "kod"),
    (FileKind::Statements, "not"),
    (FileKind::Insatser, "beslut"),
    (FileKind::Insatser, "personal_YYYY"),
    (FileKind::Insatser, "metoder"),
];

/// Columns that few tables have: those who are counted as neither women nor men.
const ADDITIONAL: [(FileKind, &str); 2] = [(FileKind::Background, "okänt"), (FileKind::Background, "annat")];

use Column::{Amount, Count, Decimal, Key, Mixed, Text, Year};

const FILES: [FileSpec; 13] = [
    file(
        FileKind::Background,
        "bakgrund",
        true,
        &[
            ("fördelning", Key),
            ("kategori", Key),
            ("kvinnor", Mixed),
            ("män", Mixed),
            ("okänt", Mixed),
            ("annat", Mixed),
            ("alla", Decimal),
            ("enhet", Text),
        ],
    ),
    file(
        FileKind::Population,
        "befolkning",
        false,
        &[("kommun", Key), ("kod", Text), ("folkmängd_DATE", Count)],
    ),
    file(
        FileKind::Annexes,
        "bilagor",
        true,
        &[("insats", Key), ("mått", Key), ("värde", Count)],
    ),
    file(
        FileKind::Statements,
        "bokslut",
        false,
        &[("räkning", Key), ("rad", Key), ("not", Text), ("YYYY", Amount)],
    ),
    file(
        FileKind::Budget,
        "budget",
        false,
        &[("grupp", Key), ("rad", Key), ("YYYY", Amount)],
    ),
    file(
        FileKind::Overview,
        "flerarsoversikt",
        false,
        &[("mått", Key), ("YYYY", Decimal)],
    ),
    file(
        FileKind::InsatsBudget,
        "insatsbudget",
        false,
        &[("insats", Text), ("rad", Key), ("YYYY", Amount)],
    ),
    file(
        FileKind::Insatser,
        "insatser",
        false,
        &[
            ("id", Key),
            ("namn", Text),
            ("ägare", Text),
            ("kommuner", Text),
            ("beslut", Text),
            ("personal_YYYY", Text),
            ("budgeterade_deltagare_sus", Count),
            ("budgeterade_deltagare_bilaga", Count),
            ("ålder_från", Count),
            ("ålder_till", Count),
            ("metoder", Text),
        ],
    ),
    file(
        FileKind::InsatsCosts,
        "insatskostnader",
        true,
        &[
            ("projekt", Key),
            ("insats", Text),
            ("kommun", Text),
            ("kostnad_YYYY", Amount),
        ],
    ),
    file(
        FileKind::Goals,
        "mal",
        false,
        &[
            ("år", Key),
            ("nivå", Text),
            ("mål", Key),
            ("målvärde", Decimal),
            ("enhet", Text),
            ("mäts_med", Text),
            ("utfall_tryckt", Mixed),
            ("bedömning_tryckt", Text),
        ],
    ),
    file(
        FileKind::Contributions,
        "medlemsbidrag",
        false,
        &[("medlem", Key), ("typ", Text), ("bidrag_YYYY", Amount)],
    ),
    file(
        FileKind::PerInsats,
        "sus-insatser",
        true,
        &[
            ("insats", Key),
            ("budget", Count),
            ("totalt", Count),
            ("nya", Count),
            ("avslutade", Count),
            ("pågående", Count),
        ],
    ),
    file(
        FileKind::PerYear,
        "sus-per-ar",
        false,
        &[
            ("år", Year),
            ("budget", Count),
            ("totalt", Count),
            ("nya", Count),
            ("avslutade", Count),
            ("pågående", Count),
        ],
    ),
];

const fn file(
    kind: FileKind,
    stem: &'static str,
    per_year: bool,
    columns: &'static [(&'static str, Column)],
) -> FileSpec {
    FileSpec {
        kind,
        stem,
        per_year,
        columns,
    }
}

/// The layout: thirteen tables, and ledgers as `bokforing-YYYY.se`.
#[derive(Clone, Copy, Debug)]
pub struct Layout;

impl Layout {
    /// Every table of the layout.
    pub const fn files() -> &'static [FileSpec] {
        &FILES
    }

    /// The table with this file name (case and folders aside) and the year in its name.
    pub fn file(file_name: &str) -> Option<(&'static FileSpec, Option<i32>)> {
        let name = base_name(file_name).to_lowercase();
        let stem = name.strip_suffix(".csv")?;
        FILES.iter().find_map(|spec| {
            if !spec.per_year {
                return (spec.stem == stem).then_some((spec, None));
            }
            let year = stem.strip_prefix(spec.stem)?.strip_prefix('-').and_then(year)?;
            Some((spec, Some(year)))
        })
    }

    /// The year of a ledger file `bokforing-YYYY.se`.
    pub fn ledger_year(file_name: &str) -> Option<i32> {
        let name = base_name(file_name).to_lowercase();
        year(name.strip_prefix("bokforing-")?.strip_suffix(".se")?)
    }
}

/// The part of a path after its last slash.
pub fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Four digits that can be a year of a samordningsförbund.
pub fn year(text: &str) -> Option<i32> {
    let plausible = |y: &i32| (1990..=2100).contains(y);
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
        .filter(plausible)
}

/// Whether a header fits a pattern; the inner value is the year in it, where the pattern has one.
#[expect(clippy::option_option, reason = "fits or not, and with or without a year")]
fn matches(pattern: &str, header: &str) -> Option<Option<i32>> {
    let header = header.trim().to_lowercase();
    if let Some(prefix) = pattern.strip_suffix("YYYY") {
        return header.strip_prefix(prefix).and_then(year).map(Some);
    }
    if let Some(prefix) = pattern.strip_suffix("DATE") {
        return header.strip_prefix(prefix)?.get(..4).and_then(year).map(Some);
    }
    (pattern == header).then_some(None)
}
