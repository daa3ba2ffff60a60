//! A folder of tables somebody published: semicolon CSV files in a fixed layout, any association's
//! values. Reading never fails: it answers with what could be read and the problems met.

pub mod decode;
pub mod layout;
pub mod table;

pub use layout::{Column, FileKind, FileSpec, Layout};
pub use table::{Row, Table, read_table};
