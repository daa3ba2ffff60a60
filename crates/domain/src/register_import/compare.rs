//! What a row would change in a participation that is there already. Fields that have no column
//! stay as they stand.

use crate::{
    codes::CodeTable,
    facts::{OccupationShare, SupportShare},
    participation::{Answer, Entry, Exit, Named, Record},
};

use super::mapping::Mapping;

/// The row's entry and exit with what it says nothing about taken from the standing participation.
pub fn overlay(
    standing: &Record,
    (mut entry, exit): (Entry, Option<Exit>),
    mapping: &Mapping,
) -> (Entry, Option<Exit>) {
    if let (Entry::Named(new), Some(old)) = (&mut entry, standing.entry.named()) {
        keep(new, old, mapping);
    }
    let exit = match (exit, &standing.exit) {
        (Some(mut new), Some(old)) => {
            let has = |field: &str| has(mapping, field);
            new.label.clone_from(&old.label);
            new.steps.clone_from(&old.steps);
            new.answers.clone_from(&old.answers);
            if !has("forsorjning_efter") {
                new.supports.clone_from(&old.supports);
                new.excess_reason = old.excess_reason;
            }
            if !has("sysselsattning_efter") {
                new.occupations.clone_from(&old.occupations);
            }
            Some(new)
        }
        (new, old) => new.or_else(|| old.clone()),
    };
    (entry, exit)
}

/// Whether any column says something of a field.
fn has(mapping: &Mapping, field: &str) -> bool {
    let part = format!("{field}-");
    mapping
        .columns
        .iter()
        .any(|name| name == field || name.starts_with(&part))
}

fn keep(new: &mut Named, old: &Named, mapping: &Mapping) {
    let lacks = |field: &str| !has(mapping, field);
    new.answers.clone_from(&old.answers);
    if lacks("lage") {
        new.stage = old.stage;
    }
    if mapping.column_of("samtycke-datum").is_none() {
        new.consent.given = old.consent.given.min(new.start);
    }
    if mapping.column_of("samtycke-version").is_none() {
        new.consent.form_version.clone_from(&old.consent.form_version);
    }
    if mapping.column_of("samtycke-sprak").is_none() {
        new.consent.language = old.consent.language;
    }
    if mapping.column_of("samtycke-handling").is_none() {
        new.consent.document.clone_from(&old.consent.document);
    }
    if lacks("kommun") {
        new.municipality.clone_from(&old.municipality);
    }
    if lacks("remittent") {
        new.referred_by.clone_from(&old.referred_by);
    }
    if lacks("utbildning") {
        new.education.clone_from(&old.education);
    }
    if lacks("tid") {
        new.support_time.clone_from(&old.support_time);
    }
    if lacks("forsorjning") {
        new.supports.clone_from(&old.supports);
        new.excess_reason = old.excess_reason;
    }
    if lacks("sysselsattning") {
        new.occupations.clone_from(&old.occupations);
    }
}

/// What differs, as "Utbildning: gymnasium → grundskola". A number in the file is no difference: the
/// pseudonym it makes is not comparable here.
pub fn differences(standing: &Record, (entry, exit): (&Entry, Option<&Exit>)) -> Vec<String> {
    let before = values(&standing.entry, standing.exit.as_ref());
    let after = values(entry, exit);
    let changed = after.into_iter().filter_map(|(label, new)| {
        let old = before.iter().find(|(other, _)| *other == label);
        let old = old.map_or("–", |(_, old)| old.as_str());
        (old != new).then(|| format!("{label}: {old} → {new}"))
    });
    changed.collect()
}

fn values(entry: &Entry, exit: Option<&Exit>) -> Vec<(&'static str, String)> {
    let mut out = vec![("Start", entry.start().to_string())];
    if let Entry::Anonymous(anonymous) = entry {
        out.push(("Kön", code(&anonymous.sex)));
    }
    if let Entry::Named(named) = entry {
        out.extend([
            ("Läge", named.stage.label().to_owned()),
            ("Samtycke, datum", named.consent.given.to_string()),
            ("Samtycke, blankettversion", named.consent.form_version.clone()),
            ("Samtycke, språk", named.consent.language.label().to_owned()),
            ("Samtycke, handling", named.consent.document.clone()),
            ("Kön", code(&named.sex)),
            ("Födelseår", text(&named.birth_year, ToString::to_string)),
            ("Kommun", text(&named.municipality, Clone::clone)),
            ("Remittent", code(&named.referred_by)),
            ("Utbildning", code(&named.education)),
            ("Tid i offentlig försörjning", code(&named.support_time)),
            ("Försörjning vid start", text(&named.supports, |s| supports(s))),
            (
                "Sysselsättning vid start",
                text(&named.occupations, |s| occupations(s)),
            ),
        ]);
    }
    if let Some(exit) = exit {
        out.push(("Avslut", exit.date.to_string()));
        if entry.named().is_some() {
            out.extend([
                ("Avslutsanledning", code(&exit.reason)),
                ("Försörjning vid avslut", text(&exit.supports, |s| supports(s))),
                (
                    "Sysselsättning vid avslut",
                    text(&exit.occupations, |s| occupations(s)),
                ),
            ]);
        }
    }
    out
}

fn text<T>(answer: &Answer<T>, words: impl Fn(&T) -> String) -> String {
    match answer {
        Answer::Known(value) => words(value),
        Answer::Missing(why) => why.label().to_owned(),
    }
}

fn code<T: CodeTable>(answer: &Answer<T>) -> String {
    text(answer, |code| code.label().to_owned())
}

fn supports(shares: &[SupportShare]) -> String {
    let mut parts: Vec<(u8, String)> = shares
        .iter()
        .map(|s| (s.support.code(), format!("{} {} %", s.support.label(), s.degree)))
        .collect();
    parts.sort();
    parts
        .into_iter()
        .map(|(_, text)| text)
        .collect::<Vec<_>>()
        .join(", ")
}

fn occupations(shares: &[OccupationShare]) -> String {
    let mut parts: Vec<(u8, String)> = shares
        .iter()
        .map(|s| {
            (
                s.occupation.code(),
                format!("{} {} %", s.occupation.label(), s.per_cent),
            )
        })
        .collect();
    parts.sort();
    parts
        .into_iter()
        .map(|(_, text)| text)
        .collect::<Vec<_>>()
        .join(", ")
}
