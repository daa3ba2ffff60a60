//! Each voucher by itself, and the number series.

use std::collections::HashMap;

use super::{Checking, stated::in_another_year};
use crate::{
    amount::swedish,
    books::RowData,
    code,
    document::FileType,
    problem::{Code, Severity},
    text::Sym,
    view::{RowKind, Voucher},
};

impl Checking<'_> {
    pub(super) fn vouchers(&mut self) {
        let document = self.document;
        let year = document.year(0).and_then(|y| Some(y.start?..=y.end?));
        for voucher in document.vouchers() {
            self.balanced(&voucher);
            self.added_rows(&voucher);
            let date = voucher.head.date;
            if let (Some(year), Some(date)) = (&year, date)
                && !year.contains(&date)
            {
                // A feeder system need not know the receiver's year, and an export may hold two years.
                let known = self.file_type == FileType::Import || in_another_year(document, date);
                let Code(name, severity) = code::VOUCHER_OUTSIDE_YEAR;
                let code = Code(name, if known { Severity::Warning } else { severity });
                self.problems.add(code, voucher.head.line.0, "#VER", || {
                    format!(
                        "Verifikation {} är daterad {date}, utanför räkenskapsåret {}–{}. Rätta datumet eller exportera rätt år.",
                        voucher.name(),
                        year.start(),
                        year.end()
                    )
                });
            }
        }
        self.series();
    }

    fn balanced(&mut self, voucher: &Voucher<'_>) {
        let line = voucher.head.line.0;
        let difference = voucher.difference();
        if difference != 0 {
            self.problems.add(code::VOUCHER_UNBALANCED, line, "#VER", || {
                format!(
                    "Verifikation {} balanserar inte: raderna summerar till {}, ska bli 0,00. Rätta den i bokföringsprogrammet och exportera om filen.",
                    voucher.name(),
                    swedish(difference)
                )
            });
        }
        if voucher.rows.iter().all(|row| row.kind != RowKind::Posted) {
            self.problems.add(code::VOUCHER_EMPTY, line, "#VER", || {
                format!(
                    "Verifikation {} har inga rader som räknas. Kontrollera att den är struken med avsikt.",
                    voucher.name()
                )
            });
        }
    }

    /// An added row is a marker for the same row posted right after it.
    fn added_rows(&mut self, voucher: &Voucher<'_>) {
        let mut rows = voucher.rows.iter().peekable();
        while let Some(row) = rows.next() {
            if row.kind == RowKind::Added && !rows.peek().is_some_and(|next| same_posting(row, next)) {
                self.problems.add(code::ADDED_ROW_ALONE, row.line, "#RTRANS", || {
                    format!(
                        "Den tillagda raden i verifikation {} följs inte av samma rad som #TRANS och räknas därför inte. Kontrollera verifikationen.",
                        voucher.name()
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
            // Number 0 stands for none in files of feeder systems.
            let Ok(number @ 1..) = text.trim().parse::<u32>() else {
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
    posted.kind == RowKind::Posted
        && (added.account, added.amount, added.objects) == (posted.account, posted.amount, posted.objects)
}
