//! Browser tests of the whole program; see `tests/browser`. Run by `cargo xtask test`.
