//! Words as Swedish sentences and labels need them.

/// Names of the months.
pub const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];

/// The first letter large: "kvartal 3" → "Kvartal 3".
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_with_a_large_letter() {
        assert_eq!(capital("åtgärd i KRUS"), "Åtgärd i KRUS");
        assert_eq!(capital(""), "");
    }
}
