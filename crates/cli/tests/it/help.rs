//! `docs/cli.md` is the program's own help.

use std::{fs, path::Path};

use crate::samordna;

#[test]
fn the_command_reference_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/cli.md");
    let now = samordna(&["help"]).out;
    if std::env::var_os("SAMORDNA_UPDATE").is_some() {
        fs::write(&path, &now).expect("written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == now,
        "docs/cli.md är inte aktuell: kör SAMORDNA_UPDATE=1 cargo test -p samordna"
    );
}

#[test]
fn every_command_has_a_swedish_help_without_english_words() {
    let help = samordna(&["help"]).out;
    for english in [
        "Usage:",
        "Options:",
        "Commands:",
        "Print help",
        "[default",
        "[possible values",
    ] {
        assert!(!help.contains(english), "{english}");
    }
}
