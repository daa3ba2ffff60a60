//! A whole file as typed values.

use std::fmt;

use crate::{
    books::{BalanceData, Books, Place, RowData, Tail, VoucherData},
    date::Date,
    encoding::Encoding,
    view::{Balance, Line, Row, Voucher, VoucherHead},
};

/// The content of a SIE file. Equal when the content is equal; where records stood, and in which
/// character set, does not matter.
#[derive(Clone, Default)]
pub struct Document {
    /// `#FLAGGA` to `#VALUTA`: whose books these are, from where and for when.
    pub header: Header,
    /// The chart of accounts: `#KONTO` with `#KTYP`, `#ENHET` and `#SRU`.
    pub accounts: Vec<Account>,
    /// `#DIM` and `#UNDERDIM`.
    pub dimensions: Vec<Dimension>,
    /// `#OBJEKT`.
    pub objects: Vec<Object>,
    /// How the file came: character set and checksum. No part of the content.
    pub source: Source,
    pub(crate) books: Books,
}

/// The records that come first in a file. Empty text means that the record is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// `#FLAGGA`: the file has been taken in by the receiving program.
    pub imported: bool,
    /// `#PROGRAM`: name and version of the program that wrote the file.
    pub program: Program,
    /// `#GEN`: when and by whom the file was made.
    pub generated: Option<Generated>,
    /// `#SIETYP` as stated, 1–4.
    pub stated_type: Option<u8>,
    /// `#PROSA`: remarks.
    pub remarks: Vec<String>,
    /// `#FTYP`: kind of company, such as AB or X.
    pub company_type: String,
    /// `#FNR`: the program's own id of the company.
    pub company_id: String,
    /// `#ORGNR`.
    pub org_number: OrgNumber,
    /// `#BKOD`: industry code (SNI).
    pub industry: String,
    /// `#ADRESS`.
    pub address: Option<Address>,
    /// `#FNAMN`: the company's legal name.
    pub company: String,
    /// `#RAR`: financial years, in the order of the file.
    pub years: Vec<Year>,
    /// `#TAXAR`: the assessment year the SRU codes are for.
    pub tax_year: Option<u32>,
    /// `#OMFATTN`: balances are up to and including this day.
    pub extent: Option<Date>,
    /// `#KPTYP`: kind of chart of accounts, such as EUBAS97.
    pub chart: String,
    /// `#VALUTA`: ISO 4217 code; empty means SEK.
    pub currency: String,
}

/// `#PROGRAM`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Program {
    /// Name of the program.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// `#GEN`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The day; absent only if unreadable.
    pub date: Option<Date>,
    /// Name, signature or user id; may be empty.
    pub sign: String,
}

/// `#ORGNR`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrgNumber {
    /// Organisation number as written, with or without hyphen.
    pub number: String,
    /// Förvärvsnummer: tells companies with the same number apart. Mostly empty.
    pub acquisition: String,
    /// Verksamhetsnummer. Mostly empty.
    pub activity: String,
    /// Where it stood.
    pub line: Line,
}

/// `#ADRESS`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Contact person.
    pub contact: String,
    /// Street or box.
    pub street: String,
    /// Postal code and town.
    pub postal: String,
    /// Telephone.
    pub phone: String,
}

/// `#RAR`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Year {
    /// 0 for the current year, −1 for the one before, and so on.
    pub index: i16,
    /// First day; absent only if the file's is missing or unreadable.
    pub start: Option<Date>,
    /// Last day; absent only if the file's is missing or unreadable.
    pub end: Option<Date>,
    /// Where it stood.
    pub line: Line,
}

/// `#KTYP`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountKind {
    /// T, tillgång.
    Asset,
    /// S, skuld or equity.
    Liability,
    /// K, kostnad.
    Cost,
    /// I, intäkt.
    Income,
}

/// An account of the chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Account number; text, since leading zeros mean something.
    pub number: String,
    /// Name. Absent when other records speak of the account but `#KONTO` does not declare it.
    pub name: Option<String>,
    /// `#KTYP`.
    pub kind: Option<AccountKind>,
    /// `#ENHET`: unit of its quantities; mostly empty.
    pub unit: String,
    /// `#SRU`: codes for the tax return.
    pub sru: Vec<String>,
    /// Where its first record stood.
    pub line: Line,
}

/// `#DIM` or `#UNDERDIM`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dimension {
    /// Number; 1–19 are reserved by the standard (1 cost centre, 6 project).
    pub number: u32,
    /// Name.
    pub name: String,
    /// The dimension it divides, for `#UNDERDIM`.
    pub parent: Option<u32>,
    /// Where it stood.
    pub line: Line,
}

/// `#OBJEKT`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object {
    /// Number of its dimension.
    pub dimension: u32,
    /// Code within the dimension.
    pub code: String,
    /// Name.
    pub name: String,
    /// Where it stood.
    pub line: Line,
}

/// How a file came.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The character set the bytes turned out to be in.
    pub encoding: Encoding,
    /// What `#FORMAT` said; should be "PC8".
    pub format: String,
    /// The file's `#KSUMMA`.
    pub checksum: Checksum,
}

/// What became of the file's checksum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Checksum {
    /// The file has none; it is voluntary.
    #[default]
    Absent,
    /// The content agrees with it.
    Ok,
    /// The content disagrees with it, or the file ends before it.
    Wrong,
}

impl Checksum {
    /// `absent`, `ok` or `wrong`.
    pub const fn name(self) -> &'static str {
        match self {
            Checksum::Absent => "absent",
            Checksum::Ok => "ok",
            Checksum::Wrong => "wrong",
        }
    }
}

/// The five kinds of SIE file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileType {
    /// Type 1: year-end balances.
    Balances,
    /// Type 2: also monthly balances.
    Periods,
    /// Type 3: also balances per object.
    Objects,
    /// Type 4E: also every voucher of the year; exported from a bookkeeping program.
    Export,
    /// Type 4I: vouchers only, to be imported into a bookkeeping program.
    Import,
}

impl FileType {
    /// "1", "2", "3", "4E" or "4I".
    pub const fn name(self) -> &'static str {
        match self {
            FileType::Balances => "1",
            FileType::Periods => "2",
            FileType::Objects => "3",
            FileType::Export => "4E",
            FileType::Import => "4I",
        }
    }
}

impl Document {
    /// Which kind of file it is. The standard lets type 4 stand for both directions; a file without
    /// balances is one to import. Without `#SIETYP` it is type 1, unless there are vouchers.
    pub fn file_type(&self) -> FileType {
        match self.header.stated_type {
            Some(2) => FileType::Periods,
            Some(3) => FileType::Objects,
            Some(4) => self.direction(),
            _ if self.books.vouchers.is_empty() => FileType::Balances,
            _ => self.direction(),
        }
    }

    fn direction(&self) -> FileType {
        if self.books.balances.is_empty() {
            FileType::Import
        } else {
            FileType::Export
        }
    }

    /// A financial year by its index: `year(0)` is the current one.
    pub fn year(&self, index: i16) -> Option<&Year> {
        self.header.years.iter().find(|year| year.index == index)
    }

    /// Every voucher with its rows, in the order of the file.
    pub fn vouchers(&self) -> impl ExactSizeIterator<Item = Voucher<'_>> {
        self.books.vouchers()
    }

    /// Every balance, in the order of the file.
    pub fn balances(&self) -> impl ExactSizeIterator<Item = Balance<'_>> {
        self.books.balances.iter().map(|data| self.books.balance(data))
    }

    /// Adds a voucher without rows at the end.
    pub fn add_voucher(&mut self, head: &VoucherHead<'_>) {
        let books = &mut self.books;
        books.vouchers.push(VoucherData {
            series: books.texts.intern(head.series),
            number: books.texts.push(head.number),
            text: books.texts.push(head.text),
            sign: books.texts.intern(head.sign),
            date: head.date,
            registered: head.registered,
            first_row: books.next_row(),
            line: head.line.0,
        });
    }

    /// Adds a row to the last voucher; without a voucher it has nowhere to go and is not added.
    pub fn add_row(&mut self, row: &Row<'_>) {
        let books = &mut self.books;
        if books.vouchers.is_empty() {
            return;
        }
        let tail = Tail {
            date: row.date,
            text: books.texts.intern(row.text),
            quantity: books.quantity(row.quantity),
            sign: books.texts.intern(row.sign),
        };
        let data = RowData {
            amount: row.amount,
            account: books.texts.intern(row.account),
            objects: books.list(row.objects),
            tail: books.tail(tail),
            place: Place::new(row.line.0, row.kind),
        };
        books.rows.push(data);
    }

    /// Adds a balance at the end.
    pub fn add_balance(&mut self, balance: &Balance<'_>) {
        let books = &mut self.books;
        let data = BalanceData {
            amount: balance.amount,
            account: books.texts.intern(balance.account),
            objects: books.list(balance.objects),
            quantity: books.quantity(balance.quantity),
            period: balance.period,
            line: balance.line.0,
            year: balance.year,
            kind: balance.kind,
        };
        books.balances.push(data);
    }
}

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.header == other.header
            && self.accounts == other.accounts
            && self.dimensions == other.dimensions
            && self.objects == other.objects
            && self.balances().eq(other.balances())
            && self.vouchers().eq(other.vouchers())
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("header", &self.header)
            .field("accounts", &self.accounts)
            .field("dimensions", &self.dimensions)
            .field("objects", &self.objects)
            .field("balances", &self.balances().collect::<Vec<_>>())
            .field("vouchers", &self.vouchers().collect::<Vec<_>>())
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}
