//! Head counts: people counted by sex and month, without registration. For insatser that work with
//! groups or drop-in, and for structural ones (trained professionals). Never a participation.

use chrono::{Datelike, NaiveDate};

use crate::{
    codes::{InsatsKind, Sex},
    facts::Insats,
    refusal::Refusal,
    unit::{Count, Volym},
    words::MONTHS,
};

/// More than this in a month is a slip of the finger.
const MOST: i64 = 100_000;

/// People counted in a month, of one sex or of those whose sex was not noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HeadCount {
    /// Index into [`crate::facts::Facts::insatser`].
    pub insats: usize,
    /// Year.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// `None`: not noted.
    pub sex: Option<Sex>,
    /// How many.
    pub count: i64,
}

impl HeadCount {
    /// As a count of its own unit.
    pub const fn counted(&self) -> Count<Volym> {
        Count::new(self.count)
    }
}

/// The columns of a month: women, men, sex not noted.
pub const COLUMNS: [Option<Sex>; 3] = [Some(Sex::Woman), Some(Sex::Man), None];

/// A year's counts as a sheet: twelve months of [`COLUMNS`]. `None` is not counted, 0 is counted and
/// nobody came.
pub type Sheet = [[Option<i64>; 3]; 12];

/// Whether head counts are taken in this insats: it counts without registering, or is structural.
pub fn is_counted(insats: &Insats) -> bool {
    !insats.registers || insats.kind == InsatsKind::Structural
}

/// Reads a sheet as typed: twelve rows of three fields.
///
/// # Errors
/// A refusal per field that cannot be, placed at `kvinnor-3`, `man-3` or `okand-3`.
pub fn read(typed: &[[String; 3]; 12], year: i32, today: NaiveDate) -> Result<Sheet, Vec<Refusal>> {
    let mut sheet = Sheet::default();
    let mut refusals = Vec::new();
    for (month, fields) in (1_u32..).zip(typed) {
        for (column, text) in fields.iter().enumerate() {
            let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            if text.is_empty() {
                continue;
            }
            let place = format!("{}-{month}", ["kvinnor", "man", "okand"][column]);
            match number(&text, (year, month), today) {
                Ok(count) => sheet[month as usize - 1][column] = Some(count),
                Err((code, message)) => refusals.push(Refusal::at(code, place, message)),
            }
        }
    }
    if refusals.is_empty() {
        Ok(sheet)
    } else {
        Err(refusals)
    }
}

fn number(text: &str, (year, month): (i32, u32), today: NaiveDate) -> Result<i64, (&'static str, String)> {
    let name = MONTHS[month as usize - 1];
    if (year, month) > (today.year(), today.month()) {
        let message =
            format!("{name} {year} har inte börjat. Töm fältet och fyll i det när månaden räknats.");
        return Err(("volym-framtid", message));
    }
    match text.parse::<i64>() {
        Ok(count) if (0..=MOST).contains(&count) => Ok(count),
        Ok(count) if count < 0 => {
            let message = format!("Antalet i {name} är mindre än noll. Skriv hur många som räknades.");
            Err(("volym-varde", message))
        }
        _ => {
            let message = format!(
                "”{text}” i {name} är inget antal mellan 0 och {}. Skriv antalet med siffror.",
                crate::number::integer(MOST)
            );
            Err(("volym-varde", message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(month: usize, column: usize, text: &str) -> [[String; 3]; 12] {
        let mut sheet: [[String; 3]; 12] = Default::default();
        sheet[month - 1][column] = text.into();
        sheet
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 5, 4).expect("a date")
    }

    #[test]
    fn r_vol_03_empty_is_not_counted_and_zero_is() {
        let sheet = read(&typed(4, 1, " 1 200 "), 2026, today()).expect("a number");
        assert_eq!(sheet[3], [None, Some(1_200), None]);
        let zero = read(&typed(5, 2, "0"), 2026, today()).expect("zero");
        assert_eq!(zero[4], [None, None, Some(0)]);
    }

    #[test]
    fn r_vol_03_a_month_that_has_not_begun_is_refused_with_what_cannot_be() {
        for (month, text, code) in [
            (6, "3", "volym-framtid"),
            (2, "-1", "volym-varde"),
            (2, "tre", "volym-varde"),
            (2, "100001", "volym-varde"),
            (2, "99999999999999999999", "volym-varde"),
        ] {
            let refusals = read(&typed(month, 0, text), 2026, today()).expect_err("refused");
            assert_eq!((refusals[0].code, refusals.len()), (code, 1), "{text}");
            assert_eq!(refusals[0].place, format!("kvinnor-{month}"));
        }
    }

    #[test]
    fn r_vol_02_an_insats_that_registers_counts_no_heads() {
        let insats = |kind, registers| Insats {
            slug: "a".into(),
            name: "A".into(),
            kind,
            principal: String::new(),
            municipalities: Vec::new(),
            decision: String::new(),
            staff: String::new(),
            methods: String::new(),
            budgeted_participants: Vec::new(),
            ages: None,
            registers,
        };
        assert!(is_counted(&insats(InsatsKind::Individual, false)));
        assert!(is_counted(&insats(InsatsKind::Structural, true)));
        assert!(!is_counted(&insats(InsatsKind::Individual, true)));
    }
}
