//! The audit trail is read by people: every act has words.

use crate::source;

/// The act a call of `record` names: the first text of the pair after it.
fn named(call: &str) -> Option<&str> {
    let pair: String = call.chars().take(160).collect();
    let at = pair.find("(\"")?;
    // A pair that is put together elsewhere names its act there.
    if pair[..at].contains(';') {
        return None;
    }
    let act = call[at + 2..].split('"').next()?;
    act.contains('.').then_some(act)
}

#[test]
fn every_recorded_act_has_words() {
    let words = source::file("crates/app/src/pages/acts.rs").expect("the words are there");
    let mut missing = Vec::new();
    let mut seen = 0;
    for file in source::rust() {
        if !file.path.starts_with("crates/app/src") {
            continue;
        }
        for call in file.text.split("record(").skip(1) {
            let Some(act) = named(call) else { continue };
            seen += 1;
            if !words.contains(&format!("\"{act}\"")) {
                missing.push(format!("{}: {act}", file.path));
            }
        }
    }
    assert!(seen > 60, "the calls are found: {seen}");
    source::none(&missing, "acts that the audit trail shows as codes");
}
