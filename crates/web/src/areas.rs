//! The areas figures are grouped by on pages: the first part of a measure's id, in words.

/// Code and words, in the order they are shown.
pub const AREAS: [(&str, &str); 21] = [
    ("deltaganden", "Deltaganden"),
    ("alder", "Ålder"),
    ("utbildning", "Utbildning"),
    ("forsorjningstid", "Tid i offentlig försörjning"),
    ("remittent", "Remittenter"),
    ("avslut", "Avslut"),
    ("sysselsattning", "Sysselsättning"),
    ("forsorjning", "Försörjning"),
    ("konsultationer", "Konsultationer"),
    ("remiss", "Remisser"),
    ("vantan", "Väntetider"),
    ("mal", "Mål"),
    ("insats", "Insatsernas ekonomi"),
    ("ekonomi", "Ekonomi"),
    ("drift", "Driftsredovisning"),
    ("balans", "Balansräkning"),
    ("kassaflode", "Kassaflöde"),
    ("not", "Noter"),
    ("budget", "Budget"),
    ("bidrag", "Medlemsbidrag"),
    ("personal", "Personal"),
];

/// The area of a measure.
pub fn of(measure: &str) -> &str {
    measure.split('.').next().unwrap_or(measure)
}

/// Whether the measure stands in the list; the others are found through the pages that use them.
pub fn is_shown(measure: &str) -> bool {
    AREAS.iter().any(|(code, _)| *code == of(measure))
}

/// Its words.
pub fn words(area: &str) -> &str {
    AREAS
        .iter()
        .find(|(code, _)| *code == area)
        .map_or(area, |(_, words)| words)
}
