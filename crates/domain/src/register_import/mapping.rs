//! Which field each column goes to: guessed from headings, decided by a person. What looks like
//! names is barred; what looks like numbers of persons may only make pseudonyms.

use std::collections::BTreeMap;

use super::{
    field::{Field, Kind},
    table::Table,
    value::{lookup, plain, shares},
};
use crate::{personnummer, refusal::Refusal};

/// Headings by which a field is recognised; the longest that fits wins.
const HEADS: &[(&str, &[&str])] = &[
    (
        "referens",
        &[
            "beteckning",
            "referens",
            "lokal referens",
            "löpnummer",
            "ärende",
            "ärendenummer",
            "deltagarnummer",
            "deltagar id",
            "id",
        ],
    ),
    ("underlag", &["samtycke", "skriftligt samtycke", "underlag"]),
    (
        "samtycke-datum",
        &["samtycke datum", "samtyckesdatum", "datum för samtycke"],
    ),
    (
        "samtycke-version",
        &["samtycke blankettversion", "blankettversion"],
    ),
    ("samtycke-sprak", &["samtycke språk"]),
    ("samtycke-handling", &["samtycke handling", "diarienummer"]),
    (
        "personnummer",
        &[
            "personnummer",
            "personnr",
            "pnr",
            "samordningsnummer",
            "person id",
        ],
    ),
    (
        "start",
        &[
            "start",
            "startdatum",
            "inskriven",
            "inskrivningsdatum",
            "inregistrering",
            "inregistrerad",
            "datum in",
            "från",
        ],
    ),
    ("lage", &["läge", "status"]),
    ("kon", &["kön", "juridiskt kön"]),
    ("fodelsear", &["födelseår", "född", "födelsedatum"]),
    ("kommun", &["kommun", "hemkommun", "bostadskommun"]),
    (
        "remittent",
        &[
            "remittent",
            "remitterande",
            "remitterad av",
            "aktualiserad av",
            "inremitterad av",
        ],
    ),
    (
        "utbildning",
        &["utbildning", "utbildningsnivå", "högsta utbildning"],
    ),
    (
        "tid",
        &[
            "tid i offentlig försörjning",
            "tid i försörjning",
            "försörjningstid",
        ],
    ),
    (
        "forsorjning",
        &[
            "försörjning",
            "försörjning före",
            "försörjning vid start",
            "försörjning in",
        ],
    ),
    (
        "sysselsattning",
        &[
            "sysselsättning",
            "sysselsättning före",
            "sysselsättning vid start",
            "sysselsättning in",
        ],
    ),
    (
        "avslut",
        &[
            "avslut",
            "avslutsdatum",
            "slutdatum",
            "utskriven",
            "utskrivningsdatum",
            "utregistrering",
            "datum ut",
            "till",
        ],
    ),
    (
        "orsak",
        &[
            "avslutsanledning",
            "avslutsorsak",
            "anledning",
            "orsak",
            "anledning till avslut",
        ],
    ),
    (
        "forsorjning_efter",
        &["försörjning efter", "försörjning vid avslut", "försörjning ut"],
    ),
    (
        "sysselsattning_efter",
        &[
            "sysselsättning efter",
            "sysselsättning vid avslut",
            "sysselsättning ut",
        ],
    ),
    ("alder-skal", &["skäl till ålder"]),
    ("forsorjning-skal", &["skäl till försörjning"]),
];

/// Words of headings whose columns are never read.
const NAMES: &[&str] = &[
    "namn",
    "förnamn",
    "efternamn",
    "tilltalsnamn",
    "deltagarnamn",
    "telefon",
    "telefonnummer",
    "mobil",
    "mail",
    "epost",
    "e post",
    "adress",
    "gatuadress",
    "postnummer",
    "postort",
    "ort",
    "anteckning",
    "anteckningar",
    "kommentar",
    "kommentarer",
    "notering",
    "noteringar",
    "fritext",
    "handläggare",
    "coach",
    "name",
    "kontaktperson",
];

/// Why a column's choice is narrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// The heading says names or words about a person: it is not read.
    Names,
    /// It looks like numbers of persons: for pseudonyms, or not at all.
    Numbers,
}

/// The field of each column, and what values stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Name of the field per column; empty when the column is not read.
    pub columns: Vec<String>,
    /// Code by field and plain text, for values that are not recognised; empty leaves the value out.
    pub values: BTreeMap<(String, String), String>,
    /// The consent that holds for every row, when there is no column for it.
    pub consent: String,
}

/// A value that is no known code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The field, by name.
    pub field: String,
    /// The column's heading.
    pub column: String,
    /// As written, first time.
    pub text: String,
    /// On how many rows.
    pub rows: usize,
}

/// Why a column's choice is narrowed, if it is.
pub fn bar(table: &Table, column: usize) -> Option<Bar> {
    let head = plain(table.header.get(column).map_or("", String::as_str));
    let names = |word: &&str| head == **word || head.split(' ').any(|part| part == *word);
    if NAMES.iter().any(names) {
        return Some(Bar::Names);
    }
    let (mut filled, mut numbers) = (0_usize, 0_usize);
    for cell in table.filled(column) {
        filled += 1;
        numbers += usize::from(personnummer::is_in(cell));
    }
    (numbers * 5 > filled).then_some(Bar::Numbers)
}

impl Mapping {
    /// The mapping that headings suggest; each field once.
    pub fn guess(table: &Table, fields: &[Field]) -> Mapping {
        let mut columns: Vec<String> = vec![String::new(); table.header.len()];
        let mut scored: Vec<(usize, usize, &str)> = Vec::new();
        for (column, head) in table.header.iter().enumerate() {
            let bar = bar(table, column);
            if bar == Some(Bar::Names) {
                continue;
            }
            for field in fields {
                let score = score(&plain(head), field);
                let fits = bar.is_none() || field.kind == Kind::Person;
                if score > 0 && fits {
                    scored.push((score, column, &field.name));
                }
            }
        }
        scored.sort_by_key(|(score, column, _)| (std::cmp::Reverse(*score), *column));
        for (_, column, name) in scored {
            if columns[column].is_empty() && !columns.iter().any(|taken| taken == name) {
                name.clone_into(&mut columns[column]);
            }
        }
        Mapping {
            columns,
            ..Mapping::default()
        }
    }

    /// The column of a field.
    pub fn column_of(&self, field: &str) -> Option<usize> {
        self.columns.iter().position(|name| name == field)
    }

    /// What stands in the way of reading with this mapping, each at `kolumn-N` or `samtycke`.
    pub fn problems(&self, table: &Table, fields: &[Field]) -> Vec<Refusal> {
        let mut problems = Vec::new();
        for (i, name) in self
            .columns
            .iter()
            .enumerate()
            .filter(|(_, name)| !name.is_empty())
        {
            let place = format!("kolumn-{}", i + 1);
            let head = table.header.get(i).map_or("", String::as_str);
            let Some(field) = fields.iter().find(|field| field.name == *name) else {
                problems.push(Refusal::at("import-falt", place, "Välj ett fält i listan."));
                continue;
            };
            let message = match bar(table, i) {
                Some(Bar::Names) => {
                    format!("Kolumnen ”{head}” kan innehålla namn eller fri text och läses aldrig.")
                }
                Some(Bar::Numbers) if field.kind != Kind::Person => {
                    format!(
                        "Kolumnen ”{head}” ser ut att innehålla personnummer. Den kan bara bli pseudonym, eller inte läsas."
                    )
                }
                _ if self.columns[..i].contains(name) => {
                    format!("Fältet ”{}” är redan valt för en annan kolumn.", field.label)
                }
                _ => continue,
            };
            problems.push(Refusal::at("import-kolumn", place, message));
        }
        if self.column_of("start").is_none() {
            problems.push(Refusal::at(
                "import-start",
                "kolumner",
                "Välj vilken kolumn som är startdatum.",
            ));
        }
        if self.column_of("underlag").is_none() && self.consent.is_empty() {
            let message = "Välj vilken kolumn som visar samtycke, eller vad som gäller för alla rader.";
            problems.push(Refusal::at("import-samtycke", "samtycke", message));
        }
        problems
    }

    /// The values that stand for no known code and are not mapped yet, by column.
    pub fn unknown(&self, table: &Table, fields: &[Field]) -> Vec<Unknown> {
        let mut found: Vec<Unknown> = Vec::new();
        for (i, name) in self.columns.iter().enumerate() {
            let Some(field) = fields.iter().find(|field| field.name == *name) else {
                continue;
            };
            let (Kind::Codes(choices) | Kind::Shares(choices)) = &field.kind else {
                continue;
            };
            let mut seen: BTreeMap<String, (String, usize)> = BTreeMap::new();
            for cell in table.filled(i) {
                let texts = match field.kind {
                    Kind::Shares(_) => shares(cell).into_iter().map(|(text, _)| text).collect(),
                    _ => vec![cell.to_owned()],
                };
                for text in texts {
                    let key = plain(&text);
                    if key.is_empty() || lookup(choices, &text).is_some() || personnummer::is_in(&text) {
                        continue;
                    }
                    seen.entry(key).or_insert((text, 0)).1 += 1;
                }
            }
            found.extend(seen.into_values().map(|(text, rows)| Unknown {
                field: name.clone(),
                column: table.header[i].clone(),
                text,
                rows,
            }));
        }
        found
    }
}

/// How well a heading fits a field; 0 when not at all.
fn score(head: &str, field: &Field) -> usize {
    if head == plain(&field.label) || head == plain(&field.name) {
        return 1_000;
    }
    let known = HEADS.iter().find(|(name, _)| *name == field.name);
    let fits = |words: &&&str| {
        head == **words || head.starts_with(&format!("{words} ")) || head.ends_with(&format!(" {words}"))
    };
    let best =
        known.and_then(|(_, heads)| heads.iter().filter(fits).map(|words| words.chars().count()).max());
    best.unwrap_or(0)
}
