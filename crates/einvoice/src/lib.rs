//! Invoices between members and association: Peppol BIS Billing 3 (EN 16931 in UBL 2.1), read and written.
//!
//! [`write()`] checks the business rules first and refuses what breaks one. [`read()`] takes any EN 16931
//! invoice or credit note in UBL and never fails: what is wrong is a problem with its line. It refuses
//! document types and entities, and bounds size, depth and number of elements.

pub mod compose;
pub mod decimal;
pub mod model;
mod read;
pub mod rules;
mod tree;
mod write;

pub use decimal::Decimal;
pub use model::{Allowance, Invoice, Line, Party, Payment, Preceding, Tax, Totals};
pub use read::{MAX_BYTES, read};
pub use rules::{Fault, check, check_received};
pub use write::write;
