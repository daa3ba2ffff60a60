//! A figure's restriction in words: the names of codes, insatser, members and projects.

use domain::{
    codes::{CodeTable, Education, ExitReason, Occupation, ReferringAuthority, Sex, Support, SupportTime},
    figure::Scope,
    measure::bands::AGE_BANDS,
};

use crate::Year;

impl Year {
    /// Dimension and value in words, in the scope's order: ("Insats", "KRUS").
    pub fn scope_words(&self, scope: &Scope) -> Vec<(&'static str, String)> {
        let words = |(dimension, code): (&&'static str, &String)| {
            (label(dimension), self.value_words(dimension, code))
        };
        scope.0.iter().map(words).collect()
    }

    fn value_words(&self, dimension: &str, code: &str) -> String {
        let found = match dimension {
            "insats" => self
                .insatser()
                .iter()
                .find(|i| i.slug == code)
                .map(|i| i.name.clone()),
            "team" => self
                .teams()
                .iter()
                .find(|t| t.slug == code)
                .map(|t| t.name.clone()),
            "medlem" => self
                .members()
                .iter()
                .find(|m| m.code == code)
                .map(|m| m.name.clone()),
            "projekt" => self
                .projects()
                .iter()
                .find(|p| p.code == code)
                .map(|p| p.name.clone()),
            "mal" => self
                .goals()
                .find(|g| g.number.to_string() == code)
                .map(|g| g.text.clone()),
            "alder" => AGE_BANDS
                .iter()
                .find(|b| b.slug == code)
                .map(|b| b.label.to_owned()),
            "kon" => of_table::<Sex>(code),
            "utbildning" => of_table::<Education>(code),
            "tid" => of_table::<SupportTime>(code),
            "remittent" => of_table::<ReferringAuthority>(code),
            "orsak" => of_table::<ExitReason>(code),
            "sysselsattning" => of_table::<Occupation>(code),
            "forsorjning" => of_table::<Support>(code),
            _ => None,
        };
        found.unwrap_or_else(|| code.to_owned())
    }
}

fn of_table<T: CodeTable>(slug: &str) -> Option<String> {
    T::from_slug(slug).map(|code| code.label().to_owned())
}

/// A dimension in words.
fn label(dimension: &str) -> &'static str {
    match dimension {
        "insats" => "Insats",
        "team" => "Team",
        "medlem" => "Medlem",
        "projekt" => "Projekt",
        "mal" => "Mål",
        "alder" => "Ålder",
        "kon" => "Kön",
        "utbildning" => "Utbildning",
        "tid" => "Tid i offentlig försörjning",
        "remittent" => "Remittent",
        "orsak" => "Avslutsanledning",
        "sysselsattning" => "Sysselsättning",
        "forsorjning" => "Försörjning",
        "not" => "Not",
        "grupp" => "Grupp",
        "rad" => "Rad",
        _ => "Avgränsning",
    }
}
