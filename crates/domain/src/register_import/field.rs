//! The fields a column may be mapped to, under the names that forms and programs use.

use crate::{
    codes::{CodeTable, Education, ExitReason, Occupation, ReferringAuthority, Sex, Support, SupportTime},
    participation::{AgeReason, ExcessReason, Language, Missing, Stage},
};

/// A field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, as in forms.
    pub name: String,
    /// As people read it; also the template's heading.
    pub label: String,
    /// What it holds.
    pub kind: Kind,
    /// It is in the template.
    pub in_template: bool,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A checked designation, never about a person.
    Designation,
    /// The name of a municipality in the association's list.
    Municipality,
    /// A number of a person, for the pseudonym alone.
    Person,
    /// A day.
    Date,
    /// A year; of a day the year is taken.
    Year,
    /// One code.
    Codes(Vec<Choice>),
    /// One or several codes, each with a degree if need be: "sjukpenning 50; försörjningsstöd 50".
    Shares(Vec<Choice>),
    /// The degree of one code that has a column of its own.
    Degree,
}

/// A code that a value may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its slug.
    pub slug: &'static str,
    /// As printed.
    pub label: &'static str,
    /// Its number; 0 for what has none.
    pub number: u8,
}

const fn choice(slug: &'static str, label: &'static str) -> Choice {
    Choice {
        slug,
        label,
        number: 0,
    }
}

fn codes<T: CodeTable>() -> Vec<Choice> {
    let one = |code: &T| Choice {
        slug: code.slug(),
        label: code.label(),
        number: code.code(),
    };
    T::ALL.iter().map(one).collect()
}

/// Codes, and why a value may be missing.
fn answers<T: CodeTable>() -> Vec<Choice> {
    let mut all = codes::<T>();
    for why in Missing::ALL {
        if all.iter().all(|known| known.slug != why.slug()) {
            all.push(choice(why.slug(), why.label()));
        }
    }
    all
}

/// A field's name, label and kind.
type Listed = (&'static str, &'static str, Kind);

/// What is said of the consent and the person.
fn about_consent() -> Vec<Listed> {
    let consent = vec![
        choice("skriftligt", "skriftligt samtycke"),
        choice("inget", "inget samtycke"),
        choice("skyddad", "skyddad identitet"),
    ];
    vec![
        ("referens", "Beteckning", Kind::Designation),
        ("underlag", "Samtycke", Kind::Codes(consent)),
        ("samtycke-datum", "Samtycke, datum", Kind::Date),
        ("samtycke-version", "Samtycke, blankettversion", Kind::Designation),
        (
            "samtycke-sprak",
            "Samtycke, språk",
            Kind::Codes(codes::<Language>()),
        ),
        ("samtycke-handling", "Samtycke, handling", Kind::Designation),
        ("personnummer", "Personnummer", Kind::Person),
    ]
}

/// What is known at the start.
fn about_start() -> Vec<Listed> {
    vec![
        ("start", "Start", Kind::Date),
        ("lage", "Läge", Kind::Codes(codes::<Stage>())),
        ("kon", "Kön", Kind::Codes(answers::<Sex>())),
        ("fodelsear", "Födelseår", Kind::Year),
        ("kommun", "Kommun", Kind::Municipality),
        (
            "remittent",
            "Remittent",
            Kind::Codes(answers::<ReferringAuthority>()),
        ),
        ("utbildning", "Utbildning", Kind::Codes(answers::<Education>())),
        (
            "tid",
            "Tid i offentlig försörjning",
            Kind::Codes(answers::<SupportTime>()),
        ),
        (
            "forsorjning",
            "Försörjning vid start",
            Kind::Shares(answers::<Support>()),
        ),
        (
            "sysselsattning",
            "Sysselsättning vid start",
            Kind::Shares(answers::<Occupation>()),
        ),
    ]
}

/// What is known at the exit, and the reasons for what is unusual.
fn about_exit() -> Vec<Listed> {
    vec![
        ("avslut", "Avslut", Kind::Date),
        ("orsak", "Avslutsanledning", Kind::Codes(exit_reasons())),
        (
            "forsorjning_efter",
            "Försörjning vid avslut",
            Kind::Shares(answers::<Support>()),
        ),
        (
            "sysselsattning_efter",
            "Sysselsättning vid avslut",
            Kind::Shares(answers::<Occupation>()),
        ),
        (
            "alder-skal",
            "Skäl till ålder utanför gränserna",
            Kind::Codes(codes::<AgeReason>()),
        ),
        (
            "forsorjning-skal",
            "Skäl till försörjning över hel",
            Kind::Codes(codes::<ExcessReason>()),
        ),
    ]
}

/// Every field, in the template's order; those with a column per code last.
pub fn fields() -> Vec<Field> {
    let listed = [about_consent(), about_start(), about_exit()];
    let mut all: Vec<Field> = listed
        .into_iter()
        .flatten()
        .map(|(name, label, kind)| Field {
            name: name.into(),
            label: label.into(),
            kind,
            in_template: true,
        })
        .collect();
    all.extend(degrees::<Support>("forsorjning", "Försörjning vid start"));
    all.extend(degrees::<Support>("forsorjning_efter", "Försörjning vid avslut"));
    all.extend(degrees::<Occupation>(
        "sysselsattning",
        "Sysselsättning vid start",
    ));
    all.extend(degrees::<Occupation>(
        "sysselsattning_efter",
        "Sysselsättning vid avslut",
    ));
    all
}

/// A reversal is no exit: a row that was registered by mistake is left out of the file.
fn exit_reasons() -> Vec<Choice> {
    let mut all = answers::<ExitReason>();
    all.retain(|reason| reason.slug != ExitReason::Reversed.slug());
    all
}

fn degrees<T: CodeTable>(name: &str, label: &str) -> Vec<Field> {
    let one = |code: &T| Field {
        name: format!("{name}-{}", code.slug()),
        label: format!("{label}, {} (grad)", code.label()),
        kind: Kind::Degree,
        in_template: false,
    };
    T::ALL.iter().map(one).collect()
}
