//! The bank's files, read and written.

#[cfg(test)]
mod pain;
#[cfg(test)]
mod statement;
