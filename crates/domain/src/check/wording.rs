//! The words of findings: what is wrong, against what, a likely cause, the next step.

use super::{
    relation::Relation,
    sheet::{Id, Sheet},
};
use crate::{
    cell::Cell,
    finding::{Finding, Severity},
};

/// The check that a value in the wrong unit is reported under.
pub const UNIT_CHECK: &str = "enhet";

/// A slip of the pen that explains a wrong value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// Thousands where kronor belong.
    Thousands,
    /// Kronor where thousands belong.
    Kronor,
    /// The other sign.
    Sign,
    /// Two neighbouring digits in the other order.
    Digits,
}

impl Slip {
    /// What would turn `found` into `expected`, both in millionths.
    pub fn of(found: i128, expected: i128) -> Option<Slip> {
        const MILLION: i128 = 1_000_000;
        let (f, e) = (found.abs(), expected.abs());
        let in_thousands = |small: i128, large: i128| {
            let rounded = (large + 500 * MILLION) / (1_000 * MILLION) * MILLION;
            large >= 10_000 * MILLION && (small * 1_000 == large || small == rounded)
        };
        if in_thousands(f, e) {
            Some(Slip::Thousands)
        } else if f >= 1_000_000 * MILLION && e * 1_000 == f {
            Some(Slip::Kronor)
        } else if found == -expected && f >= 10 * MILLION {
            Some(Slip::Sign)
        } else if f >= 1_000 * MILLION && exchanged(f, e) {
            Some(Slip::Digits)
        } else {
            None
        }
    }

    fn words(self) -> &'static str {
        match self {
            Slip::Thousands => {
                " Beloppet stämmer om det multipliceras med 1 000: det är tryckt i tusental kronor."
            }
            Slip::Kronor => " Beloppet stämmer om det divideras med 1 000: enheterna är blandade.",
            Slip::Sign => " Beloppet stämmer med omvänt tecken.",
            Slip::Digits => " Siffrorna är troligen omkastade.",
        }
    }
}

/// Two neighbouring digits in the other order. Any order would explain every ninth difference.
fn exchanged(a: i128, b: i128) -> bool {
    let (a, b) = (a.to_string().into_bytes(), b.to_string().into_bytes());
    let unlike: Vec<usize> = (0..a.len().min(b.len())).filter(|i| a[*i] != b[*i]).collect();
    match unlike[..] {
        [i, j] => a.len() == b.len() && j == i + 1 && (a[i], a[j]) == (b[j], b[i]),
        _ => false,
    }
}

/// A cell's name inside its table: row and column.
pub fn name(cell: &Cell) -> String {
    format!("”{}” ({})", cell.place.row, cell.place.column)
}

/// A cell's name seen from another table.
pub fn elsewhere(cell: &Cell) -> String {
    format!("samma uppgift i {}", cell.place)
}

/// A finding with its own words.
pub fn plain(
    check: &'static str,
    severity: Severity,
    cell: &Cell,
    expected: Option<i128>,
    message: &str,
) -> Finding {
    Finding {
        check,
        severity,
        place: cell.place.clone(),
        expected: expected.map(|value| cell.plain(value)),
        found: cell.plain(cell.value()),
        message: format!("Här står {}. {message}", cell.swedish(cell.value())),
    }
}

/// "Här står 16 716 500, men summan av raderna är 17 016 500 (skillnad −300 000)."
pub fn mismatch(cell: &Cell, relation: &Relation, expected: i128) -> String {
    let found = cell.value();
    let (left, right) = (cell.swedish(found), cell.swedish(expected));
    if relation.is_bound() {
        return format!("Här står {left}, men talet ska vara {} {right}.", relation.words);
    }
    format!(
        "Här står {left}, men {} är {right} (skillnad {}).",
        relation.words,
        cell.swedish(found - expected)
    )
}

/// The likely cause.
pub fn slip(found: i128, expected: i128) -> &'static str {
    Slip::of(found, expected).map_or("", Slip::words)
}

/// What else the mended value makes right.
pub fn also(sheet: &Sheet, relations: &[&Relation], cell: Id) -> String {
    let mut names: Vec<String> = relations
        .iter()
        .filter(|r| r.target != cell)
        .map(|r| {
            let other = &sheet.cells[r.target];
            let same = other.place.table == sheet.cells[cell].place.table;
            if same {
                name(other)
            } else {
                format!("{} i {}", name(other), other.place.table)
            }
        })
        .collect();
    names.dedup();
    match names.len() {
        0 => String::new(),
        1..=3 => format!(" Då stämmer också {}.", names.join(", ")),
        n => format!(
            " Då stämmer också {} och {} uppgifter till.",
            names[..2].join(", "),
            n - 2
        ),
    }
}
