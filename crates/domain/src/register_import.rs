//! Existing registers from other systems: columns are mapped to the fields of an entry and an exit,
//! values to their codes, and everything that is wrong is told by row and column. No column can
//! carry a name into the register: what is not a code, a date or a checked designation is not kept.

pub mod compare;
pub mod field;
pub mod mapping;
pub mod row;
pub mod table;
mod value;

pub use compare::{differences, overlay};
pub use field::{Choice, Field, Kind, fields};
pub use mapping::{Bar, Mapping, Unknown};
pub use row::{Fault, Line};
pub use table::Table;
pub use value::plain;
