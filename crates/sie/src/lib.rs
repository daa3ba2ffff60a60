//! Wait.
mod amount;
mod books;
mod charset;
mod check;
mod checksum;
mod code;
mod date;
mod document;
mod encoding;
mod org_number;
mod problem;
mod quantity;
mod read;
mod record;
mod scan;
mod summary;
mod text;
mod view;

pub use crate::{
    amount::Amount,
    check::check,
    date::{Date, Period},
    document::*,
    encoding::Encoding,
    org_number::org_number_is_valid,
    problem::{Problem, Severity},
    quantity::Quantity,
    read::read,
    summary::{Summary, YearSummary, inspect, summary},
    view::{Balance, BalanceKind, Line, Objects, Row, RowKind, Voucher, VoucherHead},
};
