//! References and escapes inside a text.

use std::collections::BTreeMap;

/// How a figure is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Show {
    /// The value with its unit: "32,1 %".
    #[default]
    Value,
    /// The value without unit: "32,1".
    Number,
    /// The numerator: "36".
    K,
    /// The base: "112".
    N,
    /// Both: "36 av 112".
    KOfN,
    /// The amount without its sign, for "ett underskott på".
    Abs,
}

/// A reference as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FigureRef {
    /// Measure id.
    pub measure: String,
    /// Restriction: dimension and code, as written.
    pub scope: BTreeMap<String, String>,
    /// Year; the report's when absent.
    pub year: Option<i32>,
    /// How it is printed.
    pub show: Show,
}

impl FigureRef {
    /// Reads what stands between `[[` and `]]`.
    ///
    /// # Errors
    /// What could not be understood, in Swedish.
    pub fn parse(text: &str) -> Result<FigureRef, String> {
        let mut parts = text.split('|').map(str::trim);
        let measure = parts.next().unwrap_or_default().to_owned();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_');
        if measure.is_empty() || !measure.chars().all(plain) {
            return Err(format!(
                "”{measure}” är inget måttnamn; ett sådant skrivs som deltaganden.nya"
            ));
        }
        let mut reference = FigureRef {
            measure,
            ..FigureRef::default()
        };
        for part in parts.flat_map(|p| p.split(',')).map(str::trim) {
            let (name, value) = part
                .split_once('=')
                .ok_or_else(|| format!("”{part}” saknar likhetstecken; skriv till exempel insats=krus"))?;
            reference.set(name.trim(), value.trim())?;
        }
        Ok(reference)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "år" | "ar" => {
                let year = value.parse().map_err(|_| format!("”{value}” är inget år"))?;
                self.year = Some(year);
            }
            "visa" => {
                self.show = match value {
                    "tal" => Show::Number,
                    "k" => Show::K,
                    "n" => Show::N,
                    "k av n" => Show::KOfN,
                    "belopp" => Show::Abs,
                    _ => {
                        return Err(format!(
                            "visa kan vara tal, k, n, k av n eller belopp, inte ”{value}”"
                        ));
                    }
                };
            }
            _ => {
                self.scope.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(())
    }
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Words.
    Words(&'a str),
    /// Between `[[` and `]]`.
    Reference(&'a str),
    /// Between `{{` and `}}`: the number and, after `|`, the reason.
    Escape(&'a str, Option<&'a str>),
    /// An opening without its closing.
    Open(&'a str),
}

/// Cuts a text into pieces, in order, nothing lost.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = next(rest) {
        if at > 0 {
            out.push(Piece::Words(&rest[..at]));
        }
        let (is_reference, inner) = (rest[at..].starts_with("[["), &rest[at + 2..]);
        let close = if is_reference { "]]" } else { "}}" };
        let Some(end) = inner.find(close) else {
            out.push(Piece::Open(&rest[at..]));
            return out;
        };
        let body = &inner[..end];
        out.push(if is_reference {
            Piece::Reference(body)
        } else {
            match body.split_once('|') {
                Some((number, reason)) => Piece::Escape(number.trim(), Some(reason.trim())),
                None => Piece::Escape(body.trim(), None),
            }
        });
        rest = &inner[end + 2..];
    }
    if !rest.is_empty() {
        out.push(Piece::Words(rest));
    }
    out
}

fn next(text: &str) -> Option<usize> {
    match (text.find("[["), text.find("{{")) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The known id that is most like `wanted`, if any is.
pub(super) fn nearest<'a>(wanted: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let scored = known.map(|id| (distance(wanted, id), id));
    let (distance, id) = scored.min()?;
    (distance <= wanted.chars().count() / 2).then_some(id)
}

/// How many letters must be changed, added or removed.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row.last().copied().unwrap_or(0)
}
