//! The audit trail and the read log are read by people: every act has words, and no words are left
//! behind by an act that is gone.

use std::collections::BTreeSet;

use crate::source;

/// Words for the lists of the logs, and for the start page's account of what happened.
const LISTS: [&str; 2] = ["crates/app/src/log/words.rs", "crates/app/src/pages/acts.rs"];

/// What is written like an act and is none: keys of settings, and files.
const OTHER: &[&str] = &[
    "ansokningar.csv",
    "betalning.avtal",
    "betalning.bic",
    "betalning.kontotyp",
    "betalning.profil",
    "delarsrapport.manad",
    "faktura-4711.xml",
    "faktura.gatuadress",
    "faktura.giro",
    "faktura.kontakt",
    "faktura.ort",
    "faktura.postnummer",
    "faktura.xml",
    "folkmangd.kallor",
    "moms.konton",
    "moms.period",
    "potter.csv",
    "rapport.pdf",
    "rojande.beslut",
    "rojande.minsta",
];

/// The texts in a source file that are written like acts, `<what>.<does>`, and the log-in, which has
/// one word.
fn texts(text: &str) -> BTreeSet<&str> {
    let letters = |part: &str| {
        let fits = |c: char| c.is_lowercase() || c.is_ascii_digit() || c == '-';
        !part.is_empty() && part.chars().all(fits)
    };
    let act = |text: &&str| {
        let parts = text.split_once('.');
        *text == "inloggning" || parts.is_some_and(|(what, does)| letters(what) && letters(does))
    };
    text.split('"').skip(1).step_by(2).filter(act).collect()
}

/// What an act of the read log does; the start page tells only what changed.
const READS: [&str; 3] = [".visa", ".lista", ".bord"];

/// Every act the program can write to the audit trail or the read log.
fn acts(files: &[source::File]) -> BTreeSet<&str> {
    let writes = |file: &&source::File| {
        let place = file.path.starts_with("crates/app/src") || file.path == "crates/store/src/read_log.rs";
        place && file.is_production() && !LISTS.contains(&file.path.as_str())
    };
    let written = files
        .iter()
        .filter(writes)
        .flat_map(|file| texts(file.production()));
    written.filter(|act| !OTHER.contains(act)).collect()
}

#[test]
fn every_act_has_words_and_all_words_are_of_an_act() {
    let files = source::rust();
    let all = acts(&files);
    assert!(all.len() > 100, "the acts are found: {}", all.len());
    let mut wrong = Vec::new();
    for list in LISTS {
        let text = source::file(list).expect("the words are there");
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        let known = texts(text);
        let all_reads = list.ends_with("log/words.rs");
        let told = |act: &&&str| all_reads || !READS.iter().any(|does| act.ends_with(does));
        let without = all.iter().filter(told).filter(|act| !known.contains(**act));
        wrong.extend(without.map(|act| format!("{list}: {act} has no words")));
        let gone = known.iter().filter(|act| !all.contains(**act));
        wrong.extend(gone.map(|act| format!("{list}: {act} is no act")));
    }
    source::none(&wrong, "acts shown as codes, and words for no act");
}
