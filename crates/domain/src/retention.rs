//! How long data is kept: dated rules per class, and what a run of disposal did.

use chrono::{Days, NaiveDate};

/// A class of data with a rule of its own. Codes are stored and never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Everything about a participation but sex and years, after it ended.
    Participations,
    /// Who read which rows.
    Reads,
    /// Sessions and log-in links, after they ended.
    Sessions,
    /// Forms kept while somebody types, receipts of forms and of requests.
    KeptForms,
    /// Files handed in for import, and what came of them row by row.
    ImportFiles,
    /// Copies of the database. The program does not hold them; who runs it answers for them.
    Backups,
}

impl Class {
    /// Every class.
    pub const ALL: [Class; 6] = [
        Class::Participations,
        Class::Reads,
        Class::Sessions,
        Class::KeptForms,
        Class::ImportFiles,
        Class::Backups,
    ];

    /// Stored code.
    pub const fn code(self) -> i16 {
        self as i16 + 1
    }

    /// The class of a stored code.
    pub fn from_code(code: i16) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.code() == code)
    }

    /// Stable name, in protocols.
    pub const fn slug(self) -> &'static str {
        match self {
            Class::Participations => "deltaganden",
            Class::Reads => "laslogg",
            Class::Sessions => "sessioner",
            Class::KeptForms => "formular",
            Class::ImportFiles => "importfiler",
            Class::Backups => "sakerhetskopior",
        }
    }

    /// The class of a name.
    pub fn from_slug(slug: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.slug() == slug)
    }

    /// What it is.
    pub const fn label(self) -> &'static str {
        match self {
            Class::Participations => "Uppgifter om avslutade deltaganden",
            Class::Reads => "Läsloggen",
            Class::Sessions => "Sessioner och inloggningslänkar",
            Class::KeptForms => "Sparade formulär och kvitton",
            Class::ImportFiles => "Filer för inläsning",
            Class::Backups => "Säkerhetskopior",
        }
    }

    /// Who decides how long: the huvudmän answer for their rows, the association for the rest.
    pub const fn decided_by(self) -> &'static str {
        match self {
            Class::Participations => "huvudmännen",
            Class::Reads | Class::KeptForms | Class::ImportFiles => "förbundet",
            Class::Sessions => "programmet",
            Class::Backups => "den som sköter driften",
        }
    }

    /// What happens when the time is up.
    pub const fn done(self) -> &'static str {
        match self {
            Class::Participations => "blir anonyma: kön och år finns kvar, talen är oförändrade",
            Class::Reads => "tas bort från den äldsta änden; kedjan börjar sedan där",
            Class::Sessions | Class::KeptForms | Class::ImportFiles => "tas bort",
            Class::Backups => "tas bort av den som sköter driften",
        }
    }
}

/// How long a class is kept, from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// What.
    pub class: Class,
    /// The rule's first day.
    pub from: NaiveDate,
    /// Days after the participation ended, the event happened or the file came.
    pub days: u32,
    /// The decision, or why.
    pub basis: String,
}

/// What the basis of a rule begins with that the program came with and nobody has decided.
const STARTING_POINT: &str = "Utgångsläge";

impl Rule {
    /// Whether it is only where the program starts: no law sets the time, so somebody must.
    pub fn is_undecided(&self) -> bool {
        self.basis.starts_with(STARTING_POINT)
    }

    /// What is older than this day is disposed of.
    pub fn limit(&self, today: NaiveDate) -> NaiveDate {
        today
            .checked_sub_days(Days::new(u64::from(self.days)))
            .unwrap_or(NaiveDate::MIN)
    }
}

/// The rule of a class that holds on a day: the latest that has begun.
pub fn rule_on(rules: &[Rule], class: Class, day: NaiveDate) -> Option<&Rule> {
    let begun = rules
        .iter()
        .filter(|rule| rule.class == class && rule.from <= day);
    begun.max_by_key(|rule| rule.from)
}

/// What a run did with a class, or would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub class: Class,
    /// Older than this.
    pub before: NaiveDate,
    /// The days of the rule.
    pub days: u32,
    /// How many records.
    pub count: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).expect("a date")
    }

    fn rule(from: NaiveDate, days: u32) -> Rule {
        Rule {
            class: Class::Reads,
            from,
            days,
            basis: "prov".into(),
        }
    }

    #[test]
    fn r_gal_01_the_rule_that_holds_is_the_latest_that_has_begun() {
        let rules = [
            rule(day(2026, 1, 1), 100),
            rule(day(2020, 1, 1), 10),
            rule(day(2027, 1, 1), 5),
        ];
        let on = |date| rule_on(&rules, Class::Reads, date).map(|rule| rule.days);
        assert_eq!(on(day(2025, 12, 31)), Some(10));
        assert_eq!(on(day(2026, 1, 1)), Some(100));
        assert_eq!(on(day(2019, 12, 31)), None);
        assert_eq!(rule_on(&rules, Class::Sessions, day(2026, 1, 1)), None);
        assert_eq!(rules[1].limit(day(2026, 3, 1)), day(2026, 2, 19));
    }

    #[test]
    fn r_gal_06_a_starting_point_is_no_decision() {
        let mut rule = rule(day(2000, 1, 1), 10);
        assert!(!rule.is_undecided());
        rule.basis = "Utgångsläge tills huvudmännen beslutat".into();
        assert!(rule.is_undecided());
        assert_eq!(Class::Participations.decided_by(), "huvudmännen");
    }

    #[test]
    fn codes_and_names_are_stable() {
        for (i, class) in (1_i16..).zip(Class::ALL) {
            assert_eq!(class.code(), i);
            assert_eq!(Class::from_code(i), Some(class));
            assert_eq!(Class::from_slug(class.slug()), Some(class));
        }
    }
}
