//! Where things are: the repository, what cargo builds, what xtask has fetched.

use std::{env, path::PathBuf};

/// The repository's root.
pub fn root() -> PathBuf {
    let own = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    own.and_then(|dir| dir.parent().map(PathBuf::from))
        .unwrap_or_else(|| PathBuf::from("."))
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// Programs and scripts that xtask has fetched; kept between runs.
pub fn tools() -> PathBuf {
    target().join("tools")
}

/// The program itself, as the tests build it.
pub fn samordna() -> PathBuf {
    target().join("debug/samordna")
}
