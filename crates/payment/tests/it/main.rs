//! The bank's files, read and written.

mod pain;
mod statement;
