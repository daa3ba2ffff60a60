//! Compensation for VAT: the claim of a month or quarter out of the vouchers, and what the VAT account
//! should hold. The rules are `docs/rules/moms.md`.
//!
//! Lag (2005:807) om ersättning för viss mervärdesskatt för kommuner, regioner, kommunalförbund och
//! samordningsförbund: 1 § names samordningsförbund beside kommuner, 2 § gives them compensation for
//! input VAT that may not be deducted under mervärdesskattelagen (2023:200). Skatteverket tries the
//! application and pays. Förordning (2005:811) holds the details.
//!
//! What is not here: the flat-rate compensation of 4 and 5 §§ for what is bought from, or granted to,
//! those who pay no VAT on care, social services and education. Förordning (2005:811) 1 §, as of
//! SFS 2019:1050: 6 per cent of the cost; or 18 per cent of the part shown to be premises and 5 of the
//! rest; 18 per cent of rent for the homes of 4 §; never 18 where the premises are let by the state, a
//! municipality, a region or an association. Which of an association's costs are such is its own
//! judgement, so nothing is computed; the association claims it by itself. Input VAT that the law excludes (cars, housing) is not told apart
//! either: it must not be booked on the VAT account.

mod claim;
mod reconcile;

pub use claim::{Claim, ClaimRow, State, draft, overlap, pay, submit, unchanged};
pub use reconcile::{Item, Reconciliation, reconcile};

use chrono::NaiveDate;

use crate::{
    intake::books::Vouchers,
    money::Ore,
    refusal::Refusal,
    statement::mapping::{Line, Mapping},
    years::YEARS,
};

/// How often the association claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Length {
    /// Every month.
    Month,
    /// Every quarter.
    #[default]
    Quarter,
}

impl Length {
    /// In settings and forms.
    pub const fn code(self) -> &'static str {
        match self {
            Length::Month => "manad",
            Length::Quarter => "kvartal",
        }
    }

    /// The length of a code; a quarter when it is not one.
    pub fn from_code(code: &str) -> Length {
        if code.trim() == "manad" {
            Length::Month
        } else {
            Length::Quarter
        }
    }

    const fn months(self) -> u8 {
        match self {
            Length::Month => 1,
            Length::Quarter => 3,
        }
    }
}

/// The days of a claim: whole months of one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The year.
    pub year: i32,
    /// First month, 1 to 12.
    pub from: u8,
    /// Last month, 1 to 12, not before the first.
    pub to: u8,
}

impl Period {
    /// A period; `None` when the months are none.
    pub fn new(year: i32, from: u8, to: u8) -> Option<Period> {
        let known = YEARS.contains(&year) && (1..=12).contains(&from) && (from..=12).contains(&to);
        known.then_some(Period { year, from, to })
    }

    /// The periods of a year of this length.
    pub fn all(year: i32, length: Length) -> Vec<Period> {
        let months = length.months();
        let starts = (1..=12).step_by(usize::from(months));
        starts
            .filter_map(|from| Period::new(year, from, from + months - 1))
            .collect()
    }

    /// First day.
    pub fn first(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, u32::from(self.from), 1).unwrap_or_default()
    }

    /// Last day.
    pub fn last(self) -> NaiveDate {
        let next = match self.to {
            12 => NaiveDate::from_ymd_opt(self.year + 1, 1, 1),
            month => NaiveDate::from_ymd_opt(self.year, u32::from(month) + 1, 1),
        };
        next.and_then(|day| day.pred_opt()).unwrap_or_default()
    }

    /// "kvartal 1 2022", "mars 2022", "februari–april 2022".
    pub fn label(self) -> String {
        let name = crate::forecast::month_name;
        match (self.to - self.from, self.from % 3) {
            (0, _) => format!("{} {}", name(self.from), self.year),
            (2, 1) => format!("kvartal {} {}", self.to / 3, self.year),
            _ => format!("{}–{} {}", name(self.from), name(self.to), self.year),
        }
    }
}

/// The accounts that hold input VAT to be compensated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accounts(pub Vec<(u32, u32)>);

impl Accounts {
    /// Where an association starts: 1650 (Momsfordran) in the BAS family. Kommun-Bas associations
    /// check theirs; it is the same number until they do.
    pub fn preset(_chart: &str) -> Accounts {
        Accounts(vec![(1650, 1650)])
    }

    /// Whether an account is one of them.
    pub fn hold(&self, account: u32) -> bool {
        self.0.iter().any(|(from, to)| (*from..=*to).contains(&account))
    }

    /// "1650, 2641–2649".
    pub fn to_text(&self) -> String {
        let part = |(from, to): &(u32, u32)| {
            if from == to {
                from.to_string()
            } else {
                format!("{from}–{to}")
            }
        };
        self.0.iter().map(part).collect::<Vec<_>>().join(", ")
    }

    /// Reads [`Accounts::to_text`], hyphens too.
    ///
    /// # Errors
    /// A refusal at `konton` for what is no account, and for none at all.
    pub fn read(text: &str) -> Result<Accounts, Refusal> {
        let wrong = |part: &str| {
            let message =
                format!("”{part}” är inget konto. Skriv till exempel 1650, eller flera: 1650, 2641–2649.");
            Refusal::at("moms-konto", "konton", message)
        };
        let mut ranges = Vec::new();
        for part in text
            .split([',', ';'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let ends: Vec<&str> = part.split(['-', '–']).map(str::trim).collect();
            let number = |text: &str| text.parse::<u32>().ok().filter(|n| (1..=99_999_999).contains(n));
            let (from, to) = match ends.as_slice() {
                [one] => (number(one), number(one)),
                [from, to] => (number(from), number(to)),
                _ => (None, None),
            };
            match from.zip(to) {
                Some((from, to)) if from <= to => ranges.push((from, to)),
                _ => return Err(wrong(part)),
            }
        }
        if ranges.is_empty() {
            return Err(wrong(text));
        }
        Ok(Accounts(ranges))
    }
}

/// What a transaction on a VAT account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Input VAT of a purchase; negative for a credit note.
    Input,
    /// Compensation received.
    Payout,
}

/// A transaction on a VAT account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Accounting year.
    pub year: i32,
    /// The voucher's series.
    pub series: String,
    /// Its number.
    pub number: String,
    /// The voucher's date.
    pub date: NaiveDate,
    /// Its text.
    pub text: String,
    /// Sum on VAT accounts, debit positive.
    pub amount: Ore,
    /// What it is.
    pub kind: Kind,
}

/// A voucher by its year, series and number.
pub type VoucherKey = (i32, String, String);

impl Entry {
    /// Its voucher.
    pub fn key(&self) -> VoucherKey {
        (self.year, self.series.clone(), self.number.clone())
    }
}

/// What a year's vouchers have on the VAT accounts, one entry per voucher. A voucher that takes from
/// the account, puts it into the bank and costs nothing is a payout; everything else is input VAT.
pub fn entries(year: i32, vouchers: &Vouchers, accounts: &Accounts, mapping: &Mapping) -> Vec<Entry> {
    let line = |account: u32| mapping.line_of(account).map(|range| range.line);
    let mut entries = Vec::new();
    for voucher in vouchers.iter() {
        let held = || voucher.lines().filter(|line| accounts.hold(line.account));
        let amount: Ore = held().map(|line| line.amount).sum();
        if amount == Ore::ZERO {
            continue;
        }
        let to_bank = voucher
            .lines()
            .any(|l| l.amount.0 > 0 && line(l.account) == Some(Line::Cash));
        let costs = voucher.lines().any(|l| {
            line(l.account)
                .and_then(crate::forecast::line::group_of_line)
                .is_some()
        });
        entries.push(Entry {
            year,
            series: voucher.series.to_owned(),
            number: voucher.number.to_owned(),
            date: voucher.date,
            text: voucher.text.to_owned(),
            amount,
            kind: if amount.0 < 0 && to_bank && !costs {
                Kind::Payout
            } else {
                Kind::Input
            },
        });
    }
    entries
}

/// The accounts' balance at the end of a month: opening plus movements, to the öre.
pub fn balance(ledger: &crate::facts::LedgerYear, accounts: &Accounts, month: u8) -> (Ore, Ore) {
    let opening: Ore = ledger
        .accounts
        .iter()
        .filter(|account| accounts.hold(account.number))
        .map(|account| account.opening)
        .sum();
    let moved = ledger
        .movements
        .iter()
        .filter(|m| accounts.hold(m.account) && m.month <= month)
        .map(|m| m.amount);
    (opening, opening + moved.sum())
}
