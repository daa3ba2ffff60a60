//! Each voucher by itself, and the number series.

use std::{collections::HashMap, ops::RangeInclusive};

use super::{
    Checking,
    tally::{Counts, Sum, Tally, in_another_year},
};
use crate::{
    amount::swedish,
    books::{RowData, VoucherData},
    code,
    date::{Date, digits},
    document::FileType,
    problem::{Code, Severity},
    text::Sym,
    view::RowKind,
};

impl Checking<'_> {
    /// Each voucher, and on the way what the rows use and move.
    pub(super) fn vouchers(&mut self) -> Tally {
        let document = self.document;
        let books = &document.books;
        let current = document.year(0);
        let year = current.and_then(|y| Some(y.start?..=y.end?));
        let extent = document.header.extent;
        let mut tally = Tally::new(books);
        for (at, voucher) in books.vouchers.iter().enumerate() {
            let rows = books.rows_of(at);
            let outside = voucher
                .date
                .filter(|date| !year.as_ref().is_some_and(|year| year.contains(date)));
            let of_another = outside.is_some_and(|date| in_another_year(document, date));
            let counts = match voucher.date {
                // A day of no year the file tells of counts as this year's.
                _ if of_another && current.is_some() => Counts::No,
                Some(date) if extent.is_some_and(|extent| date > extent) => Counts::Later,
                _ => Counts::Yes,
            };
            let sum = tally.rows(rows, counts);
            self.voucher(voucher, rows, &sum);
            if let (Some(year), Some(date)) = (&year, outside) {
                self.outside_year(voucher, date, year, of_another);
            }
        }
        tally.finish(books);
        self.series();
        tally
    }

    fn outside_year(
        &mut self,
        voucher: &VoucherData,
        date: Date,
        year: &RangeInclusive<Date>,
        of_another: bool,
    ) {
        // A feeder system need not know the receiver's year, and an export may hold two years.
        let known = self.file_type == FileType::Import || of_another;
        let Code(name, severity) = code::VOUCHER_OUTSIDE_YEAR;
        let code = Code(name, if known { Severity::Warning } else { severity });
        let books = &self.document.books;
        self.problems.add(code, voucher.line, "#VER", || {
            format!(
                "Verifikation {} är daterad {date}, utanför räkenskapsåret {}–{}. Rätta datumet eller exportera rätt år.",
                books.name(voucher),
                year.start(),
                year.end()
            )
        });
    }

    fn voucher(&mut self, voucher: &VoucherData, rows: &[RowData], sum: &Sum) {
        let books = &self.document.books;
        if sum.difference != 0 {
            self.problems.add(code::VOUCHER_UNBALANCED, voucher.line, "#VER", || {
                format!(
                    "Verifikation {} balanserar inte: raderna summerar till {}, ska bli 0,00. Rätta den i bokföringsprogrammet och exportera om filen.",
                    books.name(voucher),
                    swedish(sum.difference)
                )
            });
        }
        if !sum.posted {
            self.problems.add(code::VOUCHER_EMPTY, voucher.line, "#VER", || {
                format!(
                    "Verifikation {} har inga rader som räknas. Kontrollera att den är struken med avsikt.",
                    books.name(voucher)
                )
            });
        }
        if sum.added {
            self.added_rows(voucher, rows);
        }
    }

    /// An added row is a marker for the same row posted right after it.
    fn added_rows(&mut self, voucher: &VoucherData, rows: &[RowData]) {
        let books = &self.document.books;
        let mut rows = rows.iter().peekable();
        while let Some(row) = rows.next() {
            if row.kind() == RowKind::Added && !rows.peek().is_some_and(|next| same_posting(row, next)) {
                self.problems.add(code::ADDED_ROW_ALONE, row.line(), "#RTRANS", || {
                    format!(
                        "Den tillagda raden i verifikation {} följs inte av samma rad som #TRANS och räknas därför inte. Kontrollera verifikationen.",
                        books.name(voucher)
                    )
                });
            }
        }
    }

    /// Numbers within each series: no gaps, none twice, ascending.
    fn series(&mut self) {
        // In the order of first mention; a file has a handful of series, and stays in one for long.
        let mut series: Vec<(Sym, Vec<Numbered>)> = Vec::new();
        let mut places: HashMap<Sym, usize> = HashMap::new();
        let mut last = (Sym(u32::MAX), 0);
        for (at, voucher) in self.document.books.vouchers.iter().enumerate() {
            let text = self.document.books.texts.get(voucher.number);
            let number = digits(text.as_bytes()).or_else(|| text.trim().parse().ok());
            // Number 0 stands for none in files of feeder systems.
            let Some(number @ 1..) = number else {
                continue;
            };
            if last.0 != voucher.series {
                last = (
                    voucher.series,
                    *places.entry(voucher.series).or_insert(series.len()),
                );
            }
            if last.1 == series.len() {
                series.push((voucher.series, Vec::new()));
            }
            if let Some((_, numbers)) = series.get_mut(last.1) {
                numbers.push(Numbered {
                    number,
                    line: voucher.line,
                    at,
                });
            }
        }
        for (sym, mut numbers) in series {
            let name = match self.document.books.texts.get(sym) {
                "" => "utan namn".to_owned(),
                name => name.to_owned(),
            };
            self.order(&name, &numbers);
            numbers.sort_by_key(|n| (n.number, n.at));
            self.gaps_and_repeats(&name, &numbers);
        }
    }

    fn order(&mut self, name: &str, numbers: &[Numbered]) {
        let back = numbers
            .windows(2)
            .find(|pair| matches!(pair, [a, b] if b.number < a.number));
        if let Some([before, after]) = back {
            self.problems
                .add(code::VOUCHER_NUMBER_ORDER, after.line, "#VER", || {
                    format!(
                        "Serie {name} är inte i nummerordning: {} står efter {}. Innehållet påverkas inte.",
                        after.number, before.number
                    )
                });
        }
    }

    fn gaps_and_repeats(&mut self, name: &str, numbers: &[Numbered]) {
        for pair in numbers.windows(2) {
            let [a, b] = pair else { continue };
            if a.number == b.number {
                self.repeated(name, a, b);
            } else if b.number - a.number > 1 && self.file_type == FileType::Export {
                let (first, last) = (a.number + 1, b.number - 1);
                self.problems.add(code::VOUCHER_NUMBER_GAP, b.line, "#VER", || {
                    let gap = if first == last { format!("{first}") } else { format!("{first}–{last}") };
                    format!("Nummer {gap} saknas i serie {name}. Kontrollera om verifikationerna är makulerade eller inte kom med i exporten.")
                });
            }
        }
    }

    fn repeated(&mut self, name: &str, a: &Numbered, b: &Numbered) {
        let books = &self.document.books;
        let identical = match (books.vouchers.get(a.at), books.vouchers.get(b.at)) {
            (Some(x), Some(y)) => {
                x.date == y.date
                    && !books.rows_of(a.at).is_empty()
                    && books
                        .rows_of(a.at)
                        .iter()
                        .map(|r| books.row(r))
                        .eq(books.rows_of(b.at).iter().map(|r| books.row(r)))
            }
            _ => false,
        };
        if identical {
            self.problems.add(code::VOUCHER_REPEATED, b.line, "#VER", || {
                format!(
                    "Verifikation {name} {} finns redan på rad {} med samma datum och rader. Ta bort den ena.",
                    b.number, a.line
                )
            });
        } else {
            self.problems.add(code::VOUCHER_NUMBER_REPEATED, b.line, "#VER", || {
                format!(
                    "Nummer {} i serie {name} används redan på rad {}, med annat innehåll. Kontrollera numreringen.",
                    b.number, a.line
                )
            });
        }
    }
}

struct Numbered {
    number: u32,
    line: u32,
    /// Place among the vouchers.
    at: usize,
}

fn same_posting(added: &RowData, posted: &RowData) -> bool {
    posted.kind() == RowKind::Posted
        && (added.account, added.amount, added.objects) == (posted.account, posted.amount, posted.objects)
}
