//! Workbooks (XLSX) as rows: read within bounds, written as they come.
//!
//! A small file can unpack to gigabytes, one far cell can claim a sheet of millions of rows, and a
//! stated count can ask the reader for all memory there is. So a workbook is measured before it is
//! read ([`read`]), and what it becomes is counted while it grows.

mod grid;
mod measure;
pub mod read;
pub mod write;

pub use read::{Limits, Sheet, read};
pub use write::{Value, Workbook};
