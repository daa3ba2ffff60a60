//! Saying what a test had to leave out, so that a green run does not promise too much.

use std::{
    collections::BTreeSet,
    env,
    fs::OpenOptions,
    io::Write as _,
    sync::{Mutex, PoisonError},
};

static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Tells the person at the terminal, past the test runner's capture, what is not tested and why.
/// Each line is said once per test binary. `cargo xtask test` counts the lines as skipped.
pub fn say(what: &str) {
    if !SAID
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(what.to_owned())
    {
        return;
    }
    // The macros are captured; a line that nobody sees says nothing.
    let _ = writeln!(std::io::stderr(), "UTELÄMNAT: {what}");
    if let Some(list) = env::var_os("SAMORDNA_LEFT_OUT") {
        let file = OpenOptions::new().create(true).append(true).open(list);
        let _ = file.and_then(|mut file| writeln!(file, "{what}"));
    }
}
