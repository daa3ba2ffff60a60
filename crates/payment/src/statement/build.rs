//! Statement, entry and payment under way.

use chrono::NaiveDate;
use domain::money::Ore;

use super::{Detail, Entry, MOST_DETAILS, Statement, tag::Tag};

type Told = Option<(&'static str, String)>;

/// What is being put together.
#[derive(Debug, Default)]
pub struct Builder {
    statement: Statement,
    stated: Option<usize>,
    stated_sum: Option<Ore>,
    balance: (String, Option<Ore>, bool),
    entry: Entry,
    sign: Option<bool>,
    status: String,
    foreign: Option<String>,
    detail: Detail,
    details: usize,
    number: usize,
    currency: Option<String>,
    odd: bool,
}

impl Builder {
    /// The currency of the amount that follows.
    pub fn currency(&mut self, currency: Option<String>) {
        self.currency = currency;
    }

    /// An element begins.
    pub fn open(&mut self, path: &[Tag]) {
        match path {
            [Tag::Document, Tag::Statements, Tag::Statement] => {
                self.statement = Statement::default();
                self.stated = None;
                self.stated_sum = None;
                self.odd = false;
            }
            [_, _, Tag::Statement, Tag::Entry] => {
                let mut details = std::mem::take(&mut self.entry.details);
                details.clear();
                self.entry = Entry {
                    details,
                    ..Entry::default()
                };
                self.sign = None;
                self.status.clear();
                self.foreign = None;
                self.details = 0;
                self.number += 1;
            }
            [_, _, Tag::Statement, Tag::Balance] => self.balance = Default::default(),
            [.., Tag::Entry, Tag::Details, Tag::Transaction] => self.detail = Detail::default(),
            _ => {}
        }
    }

    /// An element ends, with its text.
    pub fn value(&mut self, path: &[Tag], value: &str) -> Told {
        match path {
            [_, _, Tag::Statement, Tag::Entry, rest @ ..] if !rest.is_empty() => self.of_entry(rest, value),
            [_, _, Tag::Statement, rest @ ..] => self.of_statement(rest, value),
            _ => None,
        }
    }

    fn of_statement(&mut self, rest: &[Tag], value: &str) -> Told {
        match rest {
            [Tag::Id] => value.clone_into(&mut self.statement.id),
            [Tag::Account, Tag::Id, Tag::Iban] | [Tag::Account, Tag::Id, Tag::OtherId, Tag::Id] => {
                value.clone_into(&mut self.statement.account);
            }
            [Tag::Account, Tag::Currency] => value.clone_into(&mut self.statement.currency),
            [Tag::Balance, Tag::Type, Tag::CodeOrOwn, Tag::Code] => value.clone_into(&mut self.balance.0),
            [Tag::Balance, Tag::Amount] => {
                self.balance.1 = self.kronor().then(|| amount(value)).flatten();
            }
            [Tag::Balance, Tag::CreditDebit] => self.balance.2 = value == "DBIT",
            [Tag::Balance] => self.end_balance(),
            [Tag::Summary, Tag::EntryTotal, Tag::Count] => self.stated = value.parse().ok(),
            [Tag::Summary, Tag::EntryTotal, Tag::Sum] => self.stated_sum = amount(value),
            _ => {}
        }
        None
    }

    fn end_balance(&mut self) {
        let (code, sum, debit) = std::mem::take(&mut self.balance);
        let sum = sum.map(|sum| if debit { -sum } else { sum });
        match code.as_str() {
            "OPBD" | "PRCD" if self.statement.opening.is_none() => self.statement.opening = sum,
            "CLBD" => self.statement.closing = sum,
            _ => {}
        }
    }

    fn kronor(&self) -> bool {
        self.currency.as_deref().is_none_or(|currency| currency == "SEK")
    }

    fn of_entry(&mut self, rest: &[Tag], value: &str) -> Told {
        match rest {
            [Tag::Amount] => return self.entry_amount(value),
            [Tag::CreditDebit] => self.sign = Some(value == "CRDT"),
            // "BOOK", and in later versions <Sts><Cd>BOOK</Cd></Sts>.
            [Tag::Status] if !value.is_empty() => value.clone_into(&mut self.status),
            [Tag::Status, Tag::Code] => value.clone_into(&mut self.status),
            [Tag::Booked, Tag::Date | Tag::DateTime] => {
                self.entry.booked = value.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
                if self.entry.booked.is_none() {
                    let message = format!("Post {}: bokföringsdagen ”{value}” är inget datum.", self.number);
                    return Some(("kontoutdrag-datum", message));
                }
            }
            [Tag::BankReference] => value.clone_into(&mut self.entry.bank_reference),
            [Tag::Details, Tag::Transaction, inner @ ..] => return self.of_detail(inner, value),
            _ => {}
        }
        None
    }

    fn entry_amount(&mut self, value: &str) -> Told {
        if !self.kronor() {
            self.foreign.clone_from(&self.currency);
            return None;
        }
        #[expect(clippy::single_match_else, reason = "both ways are ordinary")]
        match amount(value) {
            Some(sum) => {
                self.entry.amount = sum;
                None
            }
            None => {
                self.odd = true;
                let message = format!(
                    "Post {}: beloppet ”{value}” är inte ett belopp med högst två decimaler.",
                    self.number
                );
                Some(("kontoutdrag-belopp", message))
            }
        }
    }

    fn of_detail(&mut self, rest: &[Tag], value: &str) -> Told {
        match rest {
            [Tag::References, Tag::EndToEnd] if value != "NOTPROVIDED" => {
                value.clone_into(&mut self.detail.end_to_end);
            }
            [Tag::Amount] | [Tag::AmountDetails, Tag::TransactionAmount, Tag::Amount]
                if self.detail.amount.is_none() && self.kronor() =>
            {
                self.detail.amount = amount(value);
            }
            [
                Tag::Remittance,
                Tag::Structured,
                Tag::CreditorReference,
                Tag::Reference,
            ] => {
                value.clone_into(&mut self.detail.reference);
            }
            [Tag::Remittance, Tag::Unstructured] if self.detail.words.len() < 280 => {
                if !self.detail.words.is_empty() {
                    self.detail.words.push(' ');
                }
                self.detail.words.push_str(value);
            }
            [Tag::Parties, Tag::Debtor | Tag::Creditor, Tag::Name]
            | [Tag::Parties, Tag::Debtor | Tag::Creditor, Tag::Party, Tag::Name] => {
                value.clone_into(&mut self.detail.party);
            }
            [] => {
                self.details += 1;
                if self.details <= MOST_DETAILS {
                    self.entry.details.push(std::mem::take(&mut self.detail));
                } else if self.details == MOST_DETAILS + 1 {
                    let message = format!(
                        "Post {} har fler än {MOST_DETAILS} betalningar; de övriga läses inte.",
                        self.number
                    );
                    return Some(("kontoutdrag-manga", message));
                }
            }
            _ => {}
        }
        None
    }

    /// The entry that ended; `None` when it is not booked or not in kronor.
    pub fn entry(&mut self, line: usize) -> (Option<Entry>, Told) {
        let number = self.number;
        self.statement.entries += 1;
        if let Some(currency) = self.foreign.take() {
            self.odd = true;
            let message = format!(
                "Post {number} är i {currency}. Bara kronor läses in; posten är utelämnad. Bokför den för hand."
            );
            return (None, Some(("kontoutdrag-valuta", message)));
        }
        if self.status == "PDNG" || self.status == "INFO" {
            self.statement.entries -= 1;
            return (None, None);
        }
        let Some(credit) = self.sign else {
            self.odd = true;
            let message =
                format!("Post {number} säger inte om den är in- eller utbetalning. Den är utelämnad.");
            return (None, Some(("kontoutdrag-tecken", message)));
        };
        let mut entry = std::mem::take(&mut self.entry);
        entry.number = number;
        entry.line = line;
        let told = parts(&entry);
        if !credit {
            entry.amount = -entry.amount;
        }
        self.statement.sum += entry.amount;
        (Some(entry), told)
    }

    /// The statement that ended, and whether its sums are wrong.
    pub fn statement(&mut self) -> (Statement, Told) {
        let statement = std::mem::take(&mut self.statement);
        let told = if let Some(stated) = self.stated.filter(|stated| *stated != statement.entries) {
            let message = format!(
                "Kontoutdraget {} säger {stated} poster men har {}. Hämta filen på nytt från banken.",
                statement.id, statement.entries
            );
            Some(("kontoutdrag-antal", message))
        } else {
            match (statement.opening, statement.closing) {
                (Some(opening), Some(closing)) if !self.odd && opening + statement.sum != closing => {
                    let message = format!(
                        "Kontoutdraget {}: ingående {opening} kr plus poster {} kr är {} kr, men det utgående saldot är {closing} kr. Hämta filen på nytt från banken.",
                        statement.id,
                        statement.sum,
                        opening + statement.sum
                    );
                    Some(("kontoutdrag-saldo", message))
                }
                _ => None,
            }
        };
        (statement, told)
    }
}

/// Whether the payments of an entry add up to it.
fn parts(entry: &Entry) -> Told {
    let sum: Option<Ore> = entry
        .details
        .iter()
        .map(|detail| detail.amount)
        .sum::<Option<Ore>>();
    let sum = sum.filter(|sum| entry.details.len() > 1 && *sum != entry.amount)?;
    let message = format!(
        "Post {} är på {} kr men dess betalningar blir {sum} kr.",
        entry.number, entry.amount
    );
    Some(("kontoutdrag-delar", message))
}

/// "1234.5" in öre; a point, at most two decimals that matter, no sign.
fn amount(text: &str) -> Option<Ore> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let fraction = fraction.trim_end_matches('0');
    if whole.is_empty() || whole.len() > 15 || fraction.len() > 2 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let kronor: i64 = whole.parse().ok()?;
    let ore: i64 = match fraction.len() {
        0 => 0,
        1 => fraction.parse::<i64>().ok()? * 10,
        _ => fraction.parse().ok()?,
    };
    Some(Ore(kronor.checked_mul(100)?.checked_add(ore)?))
}
