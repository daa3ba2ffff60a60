//! The stable names of everything that can be wrong. `docs/rules/sie.md` says what each means.

use crate::problem::{
    Code,
    Severity::{Error, Warning},
};

pub(crate) const FILE_EMPTY: Code = Code("file-empty", Error);
pub(crate) const NOT_SIE: Code = Code("not-sie", Error);
pub(crate) const FILE_TOO_LARGE: Code = Code("file-too-large", Error);
pub(crate) const TRUNCATED: Code = Code("truncated", Error);
pub(crate) const ENCODING: Code = Code("encoding", Warning);
pub(crate) const ENCODING_MIXED: Code = Code("encoding-mixed", Warning);
pub(crate) const CHARACTERS_LOST: Code = Code("characters-lost", Warning);
pub(crate) const CONTROL_CHARACTER: Code = Code("control-character", Warning);
pub(crate) const FORMAT: Code = Code("format", Warning);

pub(crate) const UNKNOWN_RECORD: Code = Code("unknown-record", Warning);
pub(crate) const RECORD_MISSING: Code = Code("record-missing", Warning);
pub(crate) const RECORD_REPEATED: Code = Code("record-repeated", Warning);
pub(crate) const RECORD_IN_VOUCHER: Code = Code("record-in-voucher", Warning);
pub(crate) const STRAY_LINE: Code = Code("stray-line", Warning);
pub(crate) const LINE_BREAK_IN_TEXT: Code = Code("line-break-in-text", Warning);
pub(crate) const QUOTE_MISSING: Code = Code("quote-missing", Warning);
pub(crate) const QUOTE_UNESCAPED: Code = Code("quote-unescaped", Warning);
pub(crate) const TEXT_UNQUOTED: Code = Code("text-unquoted", Warning);

pub(crate) const FIELD_MISSING: Code = Code("field-missing", Error);
pub(crate) const FIELD_UNKNOWN: Code = Code("field-unknown", Warning);
pub(crate) const AMOUNT: Code = Code("amount", Error);
pub(crate) const AMOUNT_ROUNDED: Code = Code("amount-rounded", Error);
pub(crate) const AMOUNT_FORMAT: Code = Code("amount-format", Warning);
pub(crate) const DATE: Code = Code("date", Error);
pub(crate) const DATE_FORMAT: Code = Code("date-format", Warning);
pub(crate) const PERIOD: Code = Code("period", Error);
pub(crate) const QUANTITY: Code = Code("quantity", Warning);
pub(crate) const YEAR_INDEX: Code = Code("year-index", Error);
pub(crate) const YEAR_DATES: Code = Code("year-dates", Warning);
pub(crate) const DIMENSION: Code = Code("dimension", Error);
pub(crate) const OBJECT_LIST: Code = Code("object-list", Error);
pub(crate) const OBJECT_LIST_MISSING: Code = Code("object-list-missing", Warning);

pub(crate) const BRACE_MISSING: Code = Code("brace-missing", Warning);
pub(crate) const BRACE_EXTRA: Code = Code("brace-extra", Warning);
pub(crate) const ROW_OUTSIDE_VOUCHER: Code = Code("row-outside-voucher", Error);

pub(crate) const CHECKSUM_WRONG: Code = Code("checksum-wrong", Error);
pub(crate) const CHECKSUM_MISSING: Code = Code("checksum-missing", Error);
pub(crate) const CHECKSUM_WITHOUT_START: Code = Code("checksum-without-start", Warning);

pub(crate) const ALREADY_IMPORTED: Code = Code("already-imported", Warning);
pub(crate) const ORG_NUMBER: Code = Code("org-number", Warning);
pub(crate) const ACCOUNT_NOT_NUMERIC: Code = Code("account-not-numeric", Error);
pub(crate) const ACCOUNT_UNDECLARED: Code = Code("account-undeclared", Warning);
pub(crate) const DIMENSION_UNDECLARED: Code = Code("dimension-undeclared", Warning);
pub(crate) const OBJECT_UNDECLARED: Code = Code("object-undeclared", Warning);

pub(crate) const VOUCHER_UNBALANCED: Code = Code("voucher-unbalanced", Error);
pub(crate) const VOUCHER_EMPTY: Code = Code("voucher-empty", Warning);
pub(crate) const VOUCHER_REPEATED: Code = Code("voucher-repeated", Error);
pub(crate) const VOUCHER_NUMBER_REPEATED: Code = Code("voucher-number-repeated", Warning);
pub(crate) const VOUCHER_NUMBER_GAP: Code = Code("voucher-number-gap", Warning);
pub(crate) const VOUCHER_NUMBER_ORDER: Code = Code("voucher-number-order", Warning);
pub(crate) const VOUCHER_OUTSIDE_YEAR: Code = Code("voucher-outside-year", Error);
pub(crate) const ADDED_ROW_ALONE: Code = Code("added-row-alone", Warning);

pub(crate) const CLOSING_BALANCE: Code = Code("closing-balance", Error);
pub(crate) const RESULT_BALANCE: Code = Code("result-balance", Error);
pub(crate) const RESULT_AND_EQUITY: Code = Code("result-and-equity", Error);
