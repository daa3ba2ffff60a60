//! Everything that knows SQL: both databases, their schema, and rows ⇄ the domain's types.
//!
//! One SQL text runs on SQLite and PostgreSQL through the macro [`tx::sql`]; where they must differ
//! it stands in [`dialect`]. Functions take a [`Tx`]: who opens and commits it is `app`'s business.

mod dialect;
mod lane;
mod tx;

pub mod api;
pub mod association;
pub mod audit;
pub mod backup;
pub mod carried;
pub mod collation;
pub mod consultation;
pub mod contribution;
pub mod credential;
pub mod db;
pub mod desk;
pub mod disclosure;
pub mod doctor;
pub mod economy;
pub mod equity;
pub mod error;
pub mod facts;
pub mod finding;
mod fold;
pub mod forecast;
pub mod goal;
pub mod head_count;
pub mod held;
pub mod insats;
pub mod insats_detail;
pub mod invoice;
pub mod ledger;
pub mod lock;
pub mod mapping;
pub mod matching;
pub mod member;
pub mod migrate;
mod packed;
pub mod participation;
pub mod payment;
pub mod plan;
pub mod pot;
pub mod project;
pub mod pseudonym;
pub mod published;
pub mod quarter;
pub mod read_log;
pub mod receipt;
pub mod referral;
pub mod register;
pub mod report;
pub mod requisition;
pub mod retention;
pub mod scenario;
pub mod session;
pub mod setting;
pub mod team;
pub mod throttle;
pub mod user;
pub mod vat;
pub mod voucher;
pub mod withdrawal;

pub use db::{Db, Options, Target};
pub use error::Error;
pub use facts::load_facts;
pub use packed::Packed;
pub use tx::Tx;

/// An association's key inside the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssociationId(pub(crate) i64);

/// What the functions here answer with.
pub type Result<T> = std::result::Result<T, Error>;

/// A stored code as its value; a code that this program does not know is an error, 0 is `None`.
fn optional_code<T: domain::codes::CodeTable>(what: &'static str, stored: i16) -> Result<Option<T>> {
    match stored {
        0 => Ok(None),
        _ => code(what, stored).map(Some),
    }
}

/// A stored code that may not be 0.
fn code<T: domain::codes::CodeTable>(what: &'static str, stored: i16) -> Result<T> {
    let known = u8::try_from(stored).ok().and_then(T::from_code);
    known.ok_or_else(|| Error::unknown(what, &stored))
}

/// A row's place in a list.
fn position(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

/// A stored year; the schema keeps it among [`domain::years::YEARS`].
fn year(stored: i64) -> i32 {
    i32::try_from(stored).unwrap_or(0)
}
