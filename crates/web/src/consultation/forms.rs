//! What the forms of these pages share.

use domain::{
    codes::{CodeTable, ReferringAuthority},
    consultation::Party,
    referral::{DatedCode, List, lists},
};

use crate::pages::consultation::Check;

/// The fields of a form as sent, in order.
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// A field's value, or empty.
    pub fn get(&self, name: &str) -> String {
        let found = self.0.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.trim().to_owned())
            .unwrap_or_default()
    }

    /// The parties that are checked.
    pub fn parties(&self) -> Vec<Party> {
        let sent = |party: &Party| {
            self.0
                .iter()
                .any(|(key, value)| key == "part" && value == party.slug())
        };
        Party::ALL.into_iter().filter(sent).collect()
    }
}

/// Codes to choose from, with an empty choice first.
pub fn options<'a>(empty: &str, codes: impl Iterator<Item = (String, &'a str)>) -> Vec<(String, String)> {
    let mut options = vec![(String::new(), empty.to_owned())];
    options.extend(codes.map(|(code, words)| (code, words.to_owned())));
    options
}

/// The codes of a list that may be chosen today.
pub fn list(codes: &[DatedCode], list: List, today: chrono::NaiveDate, empty: &str) -> Vec<(String, String)> {
    let open = lists::in_force(codes, list, today);
    options(empty, open.map(|code| (code.code.clone(), code.label.as_str())))
}

/// The sending authorities.
pub fn authorities() -> Vec<(String, String)> {
    let all = ReferringAuthority::ALL.iter();
    options("Välj myndighet", all.map(|a| (a.slug().to_owned(), a.label())))
}

/// The four parties as boxes to check.
pub fn checks(present: &[Party]) -> Vec<Check> {
    Party::ALL
        .iter()
        .map(|party| Check {
            id: format!("part-{}", party.slug()),
            control: "part",
            value: party.slug(),
            label: party.label(),
            checked: present.contains(party),
        })
        .collect()
}
