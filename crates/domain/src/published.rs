//! A folder of tables somebody published: semicolon CSV files in a fixed layout, any association's
//! values. Reading never fails: it answers with what could be read and the problems met.

mod cells;
pub mod decode;
pub mod folder;
pub mod layout;
mod number;
pub mod table;
mod unread;
mod values;

pub(crate) use cells::{is_sum, nearly_measure};
pub use folder::{PublishedFolder, PublishedTable, read_folder};
pub use layout::{Column, FileKind, FileSpec, Layout};
pub use table::{Row, Table, read_table};
