//! Integration tests of the rules, on the example association where figures matter.

mod books;
mod statements;
