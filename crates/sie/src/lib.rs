//! Reader, validator and strict writer of **SIE 4**, the format in which Swedish bookkeeping
//! programs hand over their books: types 1, 2, 3, 4E and 4I of SIE 4B and 4C.
//!
//! ```
//! let file = b"#FLAGGA 0\r\n#FORMAT PC8\r\n#SIETYP 4\r\n#FNAMN \"Samordningsf\x94rbundet\"\r\n\
//!     #VER A 1 20220131 \"Hyra\"\r\n{\r\n#TRANS 5010 {6 \"KRUS\"} 1200.00\r\n#TRANS 1930 {} -1000.00\r\n}\r\n";
//! let (document, problems) = sie::read(file);
//! assert_eq!(document.header.company, "Samordningsförbundet");
//! let voucher = document.vouchers().next().unwrap();
//! let row = voucher.rows().next().unwrap();
//! assert_eq!((row.account, row.objects.get(6), row.amount), ("5010", Some("KRUS"), sie::Amount(120_000)));
//! assert!(problems.is_empty());
//! let found = sie::check(&document);
//! assert!(found.iter().any(|p| p.code == "voucher-unbalanced" && p.line == 5));
//! ```
//!
//! Three ideas carry it:
//!
//! - **Reading never fails.** [`read`] always gives a [`Document`], and a list of [`Problem`]s with
//!   line, record, stable code, severity and a Swedish sentence with the next step. Whether the books
//!   add up is a second question, asked with [`check`]; [`inspect`] asks both.
//! - **Files in the wild are not in code page 437.** The character set is chosen by evidence
//!   ([`Encoding`]), and reported.
//! - **What is written reads back equal**, or is refused ([`write()`]).
//!
//! A document is compact: 24 bytes a row and what it does not share with the row before, every
//! distinct text once. [`Voucher`], [`Row`] and
//! [`Balance`] are views that borrow from it, and the same types build one
//! ([`Document::add_voucher`], [`Document::add_row`], [`Document::add_balance`]).
//!
//! The crate knows nothing of charts of accounts, databases or any program.

mod amount;
mod books;
mod charset;
mod check;
mod checksum;
mod code;
mod date;
mod document;
mod encoding;
mod hash;
mod org_number;
mod problem;
mod quantity;
mod read;
mod record;
mod scan;
mod summary;
mod text;
mod view;
mod write;

pub use crate::{
    amount::Amount,
    check::check,
    date::{Date, Period},
    document::{
        Account, AccountKind, Address, Checksum, Dimension, Document, FileType, Generated, Header, Object,
        OrgNumber, Program, Source, Year,
    },
    encoding::Encoding,
    org_number::org_number_is_valid,
    problem::{Problem, Severity},
    quantity::Quantity,
    read::{read, read_as},
    summary::{Summary, YearSummary, inspect, summary},
    view::{Balance, BalanceKind, Line, Objects, Row, RowKind, Voucher, VoucherHead},
    write::{Options, WriteError, WriteErrorKind, write},
};
