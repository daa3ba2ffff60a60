//! A year's vouchers as a file states them, held compactly: a hundred thousand take some fifteen
//! megabytes, and nothing is allocated for each of them.

use std::{collections::HashMap, fmt};

use chrono::NaiveDate;

use crate::money::Ore;

/// A voucher (`#VER`), borrowed from where it is held.
#[derive(Clone, Copy)]
pub struct Voucher<'a> {
    /// Series.
    pub series: &'a str,
    /// Number, unique within series and year.
    pub number: &'a str,
    /// Date.
    pub date: NaiveDate,
    /// Text.
    pub text: &'a str,
    lines: &'a [Line],
    texts: &'a Texts,
}

/// A transaction (`#TRANS`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VoucherLine<'a> {
    /// Account number.
    pub account: u32,
    /// Project code (dimension 6); empty when none.
    pub project: &'a str,
    /// Debit positive.
    pub amount: Ore,
    /// Own date, where it differs from the voucher's.
    pub date: Option<NaiveDate>,
    /// Text.
    pub text: &'a str,
    /// Objects of other dimensions as "dimension:code", separated by spaces.
    pub objects: &'a str,
}

impl<'a> Voucher<'a> {
    /// Transactions in order.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = VoucherLine<'a>> + use<'a> {
        let texts = self.texts;
        self.lines.iter().map(move |line| line.of(texts))
    }

    /// What is wrong when it is not zero.
    pub fn sum(&self) -> Ore {
        self.lines.iter().map(|line| line.amount).sum()
    }
}

impl PartialEq for Voucher<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.series, self.number, self.date, self.text)
            == (other.series, other.number, other.date, other.text)
            && self.lines().eq(other.lines())
    }
}

impl Eq for Voucher<'_> {}

impl fmt::Debug for Voucher<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Voucher")
            .field("series", &self.series)
            .field("number", &self.number)
            .field("date", &self.date)
            .field("text", &self.text)
            .field("lines", &self.lines().collect::<Vec<_>>())
            .finish()
    }
}

/// Vouchers in the file's order.
#[derive(Clone, Default)]
pub struct Vouchers {
    heads: Vec<Head>,
    lines: Vec<Line>,
    texts: Texts,
}

#[derive(Clone, Copy)]
struct Head {
    series: Text,
    number: Text,
    text: Text,
    date: NaiveDate,
    /// Its lines begin here and end where the next voucher's begin.
    first: u32,
}

#[derive(Clone, Copy)]
struct Line {
    amount: Ore,
    account: u32,
    project: Text,
    text: Text,
    objects: Text,
    date: Option<NaiveDate>,
}

impl Line {
    fn of(self, texts: &Texts) -> VoucherLine<'_> {
        VoucherLine {
            account: self.account,
            project: texts.get(self.project),
            amount: self.amount,
            date: self.date,
            text: texts.get(self.text),
            objects: texts.get(self.objects),
        }
    }
}

impl Vouchers {
    /// Adds a voucher without transactions at the end.
    pub fn begin(&mut self, series: &str, number: &str, date: NaiveDate, text: &str) {
        self.heads.push(Head {
            series: self.texts.repeated(series),
            number: self.texts.keep(number),
            text: self.texts.keep(text),
            date,
            first: index(self.lines.len()),
        });
    }

    /// Adds a transaction to the last voucher; without a voucher it has nowhere to go.
    pub fn add_line(&mut self, line: &VoucherLine<'_>) {
        if self.heads.is_empty() {
            return;
        }
        self.lines.push(Line {
            amount: line.amount,
            account: line.account,
            project: self.texts.repeated(line.project),
            text: self.texts.repeated(line.text),
            objects: self.texts.repeated(line.objects),
            date: line.date,
        });
    }

    /// Every voucher.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Voucher<'_>> + Clone {
        self.heads.iter().enumerate().map(|(at, head)| Voucher {
            series: self.texts.get(head.series),
            number: self.texts.get(head.number),
            date: head.date,
            text: self.texts.get(head.text),
            lines: self.lines_of(at),
            texts: &self.texts,
        })
    }

    fn lines_of(&self, at: usize) -> &[Line] {
        let start = self.heads.get(at).map_or(0, |head| head.first as usize);
        let end = self
            .heads
            .get(at + 1)
            .map_or(self.lines.len(), |next| next.first as usize);
        self.lines.get(start..end).unwrap_or_default()
    }

    /// Every transaction of every voucher.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = VoucherLine<'_>> {
        self.lines.iter().map(|line| line.of(&self.texts))
    }

    /// Account and amount of every transaction, for sums.
    pub fn amounts(&self) -> impl Iterator<Item = (u32, Ore)> {
        self.lines.iter().map(|line| (line.account, line.amount))
    }

    /// How many vouchers.
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }
}

impl PartialEq for Vouchers {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Vouchers {}

impl fmt::Debug for Vouchers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// A text held in [`Texts`]; the empty text is 0.
#[derive(Clone, Copy)]
struct Text(u32);

/// So many texts are looked for among those held before; a file has few that repeat, and they come early.
const REMEMBERED: usize = 4096;

/// Texts one after another in one string.
#[derive(Clone, Default)]
struct Texts {
    all: String,
    /// Where text `n` (from 1) ends; it begins where `n - 1` ends.
    ends: Vec<u32>,
    known: HashMap<Box<str>, Text>,
}

impl Texts {
    fn get(&self, Text(n): Text) -> &str {
        let Some(at) = (n as usize).checked_sub(1) else {
            return "";
        };
        let start = at
            .checked_sub(1)
            .map_or(0, |before| self.ends.get(before).map_or(0, |end| *end as usize));
        let end = self.ends.get(at).map_or(start, |end| *end as usize);
        self.all.get(start..end).unwrap_or_default()
    }

    /// A text that hardly repeats.
    fn keep(&mut self, text: &str) -> Text {
        if text.is_empty() {
            return Text(0);
        }
        self.all.push_str(text);
        self.ends.push(index(self.all.len()));
        Text(index(self.ends.len()))
    }

    /// A text that comes again and again.
    fn repeated(&mut self, text: &str) -> Text {
        if text.is_empty() {
            return Text(0);
        }
        if let Some(&known) = self.known.get(text) {
            return known;
        }
        let kept = self.keep(text);
        if self.known.len() < REMEMBERED {
            self.known.insert(text.into(), kept);
        }
        kept
    }
}

/// A length as the number of what comes next; files are refused long before it would not fit.
fn index(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out_however_often_a_text_repeats() {
        let line = |account, project, text| VoucherLine {
            account,
            project,
            amount: Ore(i64::from(account)),
            date: None,
            text,
            objects: "",
        };
        let texts: Vec<String> = (0..REMEMBERED + 10).map(|n| format!("text {}", n / 2)).collect();
        let mut vouchers = Vouchers::default();
        vouchers.add_line(&line(1, "", "utan verifikation"));
        for (number, text) in (1..).zip(&texts) {
            vouchers.begin("A", &number.to_string(), NaiveDate::MIN, text);
            for n in 0..number % 3 {
                vouchers.add_line(&line(number, if n == 0 { "" } else { "KRUS" }, text));
            }
        }
        assert_eq!(vouchers.len(), texts.len());
        for ((number, text), voucher) in (1..).zip(&texts).zip(vouchers.iter()) {
            assert_eq!((voucher.series, voucher.text), ("A", text.as_str()));
            assert_eq!(voucher.number, number.to_string());
            let lines: Vec<VoucherLine<'_>> = voucher.lines().collect();
            let expected = [line(number, "", text), line(number, "KRUS", text)];
            assert_eq!(lines, expected[..(number % 3) as usize]);
            assert_eq!(voucher.sum(), Ore(i64::from(number * (number % 3))));
        }
        assert_eq!(vouchers, vouchers.clone());
        assert_eq!(vouchers.amounts().count(), vouchers.lines().len());
        assert!(size_of::<Line>() <= 32 && size_of::<Head>() <= 20);
    }
}
