//! A SIE document as an accounting year. The crate `sie` knows nobody; this is where its words
//! become the association's.

use std::{
    collections::{HashMap, HashSet},
    panic::resume_unwind,
    thread,
};

use chrono::{Datelike, Months, NaiveDate};
use domain::{
    facts::{Account, AccountKind},
    intake::books::{Books, Object, VoucherLine, Vouchers},
    money::Ore,
    refusal::{Problem, Refusal},
    years::YEARS,
};
use sie::{BalanceKind, Document, FileType, Severity};

/// A hundred billion kronor, in öre.
const MOST: u64 = 10_000_000_000_000;
/// The dimension of projects in SIE.
const PROJECT: u32 = 6;

/// A file that was read: its year, what was odd, and what refuses it.
pub(super) struct Reading {
    /// The year; absent when the file is not a year's bookkeeping.
    pub books: Option<Books>,
    /// Kind of chart of accounts (`#KPTYP`).
    pub chart: String,
    /// Oddities, by line.
    pub problems: Vec<Problem>,
    /// What is lost or unreadable.
    pub refusals: Vec<Refusal>,
}

/// Reads the file while `beside` makes of it what is kept. Takes the file, which is not needed once both
/// are done: what comes of it takes as much again.
pub(super) fn read<T: Send>(
    file: &str,
    bytes: Vec<u8>,
    beside: impl FnOnce(&[u8]) -> T + Send,
) -> (Reading, T) {
    let ((document, found), kept) = thread::scope(|scope| {
        let kept = scope.spawn(|| beside(&bytes));
        let read = sie::read(&bytes);
        (read, kept.join().unwrap_or_else(|cause| resume_unwind(cause)))
    });
    drop(bytes);
    let place = |line: usize| format!("{file}, rad {line}");
    let mut reading = Reading {
        books: None,
        chart: document.header.chart.clone(),
        problems: Vec::new(),
        refusals: Vec::new(),
    };
    for problem in found {
        let line = usize::try_from(problem.line).unwrap_or(0);
        if problem.severity == Severity::Error {
            let message = format!("{}: {}", problem.record, problem.message);
            reading
                .refusals
                .push(Refusal::at(problem.code, place(line), message));
        }
        reading.problems.push(Problem {
            file: file.to_owned(),
            line,
            code: problem.code,
            message: problem.message,
        });
    }
    // A file that cannot be read has no year to tell of; its first problem says why.
    if reading
        .refusals
        .iter()
        .any(|r| r.code == "not-sie" || r.code == "file-empty")
    {
        return (reading, kept);
    }
    let mut builder = Builder {
        file,
        document: &document,
        refusals: Vec::new(),
    };
    reading.books = builder.books();
    reading.refusals.append(&mut builder.refusals);
    (reading, kept)
}

/// Name and number of the company, and its projects: what tables beside the file need.
pub(super) fn company(bytes: &[u8]) -> (String, String, Vec<Object>) {
    let (document, _) = sie::read(bytes);
    let projects = objects(&document, |dimension| dimension == PROJECT);
    (
        document.header.company.clone(),
        document.header.org_number.number.clone(),
        projects,
    )
}

struct Builder<'a> {
    file: &'a str,
    document: &'a Document,
    refusals: Vec<Refusal>,
}

impl Builder<'_> {
    fn refuse(&mut self, code: &'static str, line: u32, message: String) {
        let place = if line == 0 {
            self.file.to_owned()
        } else {
            format!("{}, rad {line}", self.file)
        };
        self.refusals.push(Refusal::at(code, place, message));
    }

    fn books(&mut self) -> Option<Books> {
        let kind = self.document.file_type();
        if kind != FileType::Export {
            let message = format!(
                "Filen är av SIE-typ {}. Be redovisningsbyrån om typ 4E, som har årets alla verifikationer och saldon.",
                kind.name()
            );
            self.refuse("sie-typ", 0, message);
            return None;
        }
        let year = self.document.year(0);
        let dates = year.and_then(|y| date(y.start?).zip(date(y.end?)));
        let Some((first_day, last_day)) = dates.filter(|(first, last)| first < last) else {
            let message = "Räkenskapsåret (#RAR 0) saknas eller är oläsligt. Be om en fil med årets första och sista dag.";
            self.refuse("sie-rar", year.map_or(0, |y| y.line.0), message.into());
            return None;
        };
        self.year_as_the_law_has_it(first_day, last_day);
        let header = &self.document.header;
        if !matches!(header.currency.as_str(), "" | "SEK") {
            let message = format!(
                "Filen är i {} (#VALUTA), men förbundets bokföring förs i kronor. Be om en fil i svenska kronor.",
                header.currency
            );
            self.refuse("sie-valuta", 0, message);
        }
        let vouchers = self.vouchers();
        let accounts = self.accounts();
        Some(Books {
            year: last_day.year(),
            first_day,
            last_day,
            name: header.company.clone(),
            org_number: header.org_number.number.clone(),
            accounts,
            projects: projects(self.document, &vouchers),
            objects: objects(self.document, |dimension| dimension != PROJECT),
            vouchers,
            previous_result: self.previous_result(),
        })
    }

    /// A year is one of ours, at most eighteen months (bokföringslagen 3 kap. 3 §) and begins when the one before has ended.
    fn year_as_the_law_has_it(&mut self, first_day: NaiveDate, last_day: NaiveDate) {
        let line = self.document.year(0).map_or(0, |year| year.line.0);
        if first_day + Months::new(18) <= last_day {
            let message = format!(
                "Räkenskapsåret {first_day}–{last_day} är längre än arton månader. Kontrollera #RAR 0 och be om en ny fil."
            );
            self.refuse("sie-rar", line, message);
        }
        if !YEARS.contains(&last_day.year()) {
            let message = format!(
                "Räkenskapsåret slutar {last_day}; år mellan {} och {} läses in. Kontrollera #RAR 0 och be om en ny fil.",
                YEARS.start(),
                YEARS.end()
            );
            self.refuse("sie-rar", line, message);
        }
        let before = self.document.year(-1).and_then(|year| date(year.end?));
        if let Some(end) = before.filter(|end| *end >= first_day) {
            let message = format!(
                "Räkenskapsåret börjar {first_day}, men året före slutar {end} (#RAR -1). Kontrollera åren och be om en ny fil."
            );
            self.refuse("sie-rar", line, message);
        }
    }

    /// An amount that books can hold; sums of larger ones would not be told from each other.
    fn amount(&mut self, amount: sie::Amount, line: u32) -> Ore {
        if amount.0.unsigned_abs() > MOST {
            let message = format!(
                "Beloppet {} kr är större än ett förbund kan ha. Rätta det i bokföringen och be om en ny fil.",
                amount.swedish()
            );
            self.refuse("sie-belopp", line, message);
            return Ore::ZERO;
        }
        Ore(amount.0)
    }

    fn vouchers(&mut self) -> Vouchers {
        let mut vouchers = Vouchers::default();
        for voucher in self.document.vouchers() {
            let head = voucher.head;
            let Some(day) = head.date.and_then(date) else {
                let message = format!(
                    "Verifikation {} saknar läsbart datum. Rätta den i bokföringen och be om en ny fil.",
                    voucher.name()
                );
                self.refuse("sie-datum", head.line.0, message);
                continue;
            };
            vouchers.begin(head.series, head.number, day, head.text);
            for row in voucher.posted() {
                vouchers.add_line(&VoucherLine {
                    account: self.account(row.account, row.line.0),
                    project: row.objects.get(PROJECT).unwrap_or_default(),
                    amount: self.amount(row.amount, row.line.0),
                    date: row.date.and_then(date).filter(|own| *own != day),
                    text: row.text,
                    objects: &others(&row),
                });
            }
        }
        vouchers
    }

    fn account(&mut self, number: &str, line: u32) -> u32 {
        match number.parse() {
            Ok(number) if number > 0 => number,
            _ => {
                let message = format!(
                    "Kontot ”{number}” är inget kontonummer. Rätta det i bokföringen och be om en ny fil."
                );
                self.refuse("sie-kontonummer", line, message);
                0
            }
        }
    }

    /// What last year's results sum to, as the file repeats them.
    fn previous_result(&self) -> Option<Ore> {
        let results = self
            .document
            .balances()
            .filter(|b| b.year == -1 && b.kind == BalanceKind::Result && b.objects.is_empty());
        let sum = |sum: Option<i128>, b: sie::Balance<'_>| Some(sum.unwrap_or(0) + i128::from(b.amount.0));
        i64::try_from(results.fold(None, sum)?).ok().map(Ore)
    }

    /// Declared accounts and those with a balance, in number order.
    fn accounts(&mut self) -> Vec<Account> {
        let mut opening: HashMap<&str, Ore> = HashMap::new();
        let mut stated: HashMap<&str, Ore> = HashMap::new();
        let document = self.document;
        for balance in document
            .balances()
            .filter(|b| b.year == 0 && b.objects.is_empty())
        {
            let amount = self.amount(balance.amount, balance.line.0);
            match balance.kind {
                BalanceKind::Opening => opening.insert(balance.account, amount),
                BalanceKind::Closing | BalanceKind::Result => stated.insert(balance.account, amount),
                _ => None,
            };
        }
        let held = |number: &str| opening.contains_key(number) || stated.contains_key(number);
        let mut accounts = Vec::with_capacity(self.document.accounts.len());
        for account in &self.document.accounts {
            if account.name.is_none() && !held(&account.number) {
                continue;
            }
            accounts.push(Account {
                number: self.account(&account.number, account.line.0),
                name: account.name.clone().unwrap_or_default(),
                kind: account.kind.map(kind),
                opening: opening.get(&*account.number).copied().unwrap_or_default(),
                stated: stated.get(&*account.number).copied(),
            });
        }
        accounts.sort_by_key(|a| a.number);
        accounts
    }
}

/// The objects of other dimensions than projects, as they are stored.
fn others(row: &sie::Row<'_>) -> String {
    let others = row.objects.iter().filter(|(dimension, _)| *dimension != PROJECT);
    let others: Vec<String> = others
        .map(|(dimension, code)| format!("{dimension}:{code}"))
        .collect();
    others.join(" ")
}

fn kind(kind: sie::AccountKind) -> AccountKind {
    match kind {
        sie::AccountKind::Asset => AccountKind::Asset,
        sie::AccountKind::Liability => AccountKind::Liability,
        sie::AccountKind::Cost => AccountKind::Cost,
        sie::AccountKind::Income => AccountKind::Income,
    }
}

fn date(date: sie::Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(date.year()).ok()?, date.month(), date.day())
}

fn objects(document: &Document, of: impl Fn(u32) -> bool) -> Vec<Object> {
    let mut seen = HashSet::new();
    let own = document
        .objects
        .iter()
        .filter(|o| of(o.dimension) && seen.insert((o.dimension, &o.code)));
    let object = |o: &sie::Object| Object {
        dimension: o.dimension,
        code: o.code.clone(),
        name: o.name.clone(),
    };
    own.map(object).collect()
}

/// Declared projects, then those that are only used, under their code.
fn projects(document: &Document, vouchers: &Vouchers) -> Vec<Object> {
    let mut projects = objects(document, |dimension| dimension == PROJECT);
    let mut known: HashSet<String> = projects.iter().map(|o| o.code.clone()).collect();
    let used = vouchers.lines().map(|line| line.project);
    for code in used.filter(|code| !code.is_empty()) {
        if !known.contains(code) {
            known.insert(code.to_owned());
            projects.push(Object {
                dimension: PROJECT,
                code: code.to_owned(),
                name: code.to_owned(),
            });
        }
    }
    projects
}
