//! Entries, exits and plans as the text of a form, the reverse of reading; and a record in words.

use super::{Answer, Entry, Exit, Fields, FollowUp, Interim, Named, OwnAnswer, Record};
use crate::{
    codes::{CodeTable, Sex},
    facts::{OccupationShare, SupportShare},
};

impl Entry {
    /// The entry as a form holds it; the number is not in it.
    pub fn fields(&self) -> Fields {
        let mut fields = Fields::default();
        match self {
            Entry::Anonymous(anonymous) => {
                fields.set("underlag", "inget");
                code(&mut fields, "kon", &anonymous.sex);
                fields.set("start", anonymous.start_year.to_string());
            }
            Entry::Named(named) => named.fields(&mut fields),
        }
        fields
    }
}

impl Named {
    fn fields(&self, fields: &mut Fields) {
        fields.set("underlag", "skriftligt");
        fields.set("referens", self.reference.as_str());
        fields.set("lage", self.stage.slug());
        fields.set("start", self.start.to_string());
        fields.set("samtycke-datum", self.consent.given.to_string());
        fields.set("samtycke-version", self.consent.form_version.as_str());
        fields.set("samtycke-sprak", self.consent.language.slug());
        fields.set("samtycke-handling", self.consent.document.as_str());
        code(fields, "kon", &self.sex);
        text(fields, "fodelsear", &self.birth_year);
        text(fields, "kommun", &self.municipality);
        code(fields, "remittent", &self.referred_by);
        code(fields, "utbildning", &self.education);
        code(fields, "tid", &self.support_time);
        supports(fields, "forsorjning", &self.supports);
        occupations(fields, "sysselsattning", &self.occupations);
        answers(fields, &self.answers);
        if let Some(reason) = self.age_reason {
            fields.set("alder-skal", reason.slug());
        }
        if let Some(reason) = self.excess_reason {
            fields.set("forsorjning-skal", reason.slug());
        }
    }
}

impl Exit {
    /// The exit as a form holds it, added to what is there.
    pub fn write(&self, fields: &mut Fields) {
        fields.set("avslut", self.date.to_string());
        code(fields, "orsak", &self.reason);
        if let Some(label) = &self.label {
            fields.set("etikett", label.as_str());
        }
        supports(fields, "forsorjning_efter", &self.supports);
        occupations(fields, "sysselsattning_efter", &self.occupations);
        for step in &self.steps {
            fields.add("steg", step.as_str());
        }
        answers(fields, &self.answers);
        if let Some(reason) = self.excess_reason {
            fields.set("forsorjning_efter-skal", reason.slug());
        }
    }
}

impl Interim {
    /// The plan as a form holds it.
    pub fn fields(&self) -> Fields {
        let mut fields = Fields::default();
        for goal in &self.goals {
            let mut set =
                |part: &str, value: String| fields.set(&format!("mal-{}-{part}", goal.number), value);
            set("omrade", goal.area.slug().into());
            set("under", goal.parent.map(|n| n.to_string()).unwrap_or_default());
            set("satt", goal.set_on.to_string());
            set("lage", goal.status.slug().into());
            set("dag", goal.status_on.map(|d| d.to_string()).unwrap_or_default());
        }
        for (activity, n) in self.activities.iter().zip(1..) {
            let mut set = |part: &str, value: String| fields.set(&format!("akt-{n}-{part}"), value);
            set("slag", activity.kind.slug().into());
            set("fran", activity.from.to_string());
            set("till", activity.to.map(|d| d.to_string()).unwrap_or_default());
            set("timmar", activity.hours.to_string());
        }
        answers(&mut fields, &self.answers);
        fields
    }
}

impl FollowUp {
    /// Supports and occupations in words.
    pub fn words(&self) -> String {
        format!(
            "{}; {}",
            support_words(&self.supports),
            occupation_words(&self.occupations)
        )
    }
}

fn code<T: CodeTable>(fields: &mut Fields, name: &str, answer: &Answer<T>) {
    match answer {
        Answer::Known(value) => fields.set(name, value.slug()),
        Answer::Missing(why) => fields.set(name, why.slug()),
    }
}

fn text<T: ToString>(fields: &mut Fields, name: &str, answer: &Answer<T>) {
    match answer {
        Answer::Known(value) => fields.set(name, value.to_string()),
        Answer::Missing(why) => fields.set(name, why.slug()),
    }
}

fn supports(fields: &mut Fields, name: &str, answer: &Answer<Vec<SupportShare>>) {
    let parts: Option<Vec<_>> = answer
        .known()
        .map(|shares| shares.iter().map(|s| (s.support, s.degree)).collect());
    parts_of(fields, name, parts.as_deref(), answer);
}

fn occupations(fields: &mut Fields, name: &str, answer: &Answer<Vec<OccupationShare>>) {
    let parts: Option<Vec<_>> = answer
        .known()
        .map(|shares| shares.iter().map(|s| (s.occupation, s.per_cent)).collect());
    parts_of(fields, name, parts.as_deref(), answer);
}

fn parts_of<T: CodeTable, S>(
    fields: &mut Fields,
    name: &str,
    parts: Option<&[(T, u8)]>,
    answer: &Answer<Vec<S>>,
) {
    match parts {
        None => fields.set(name, answer.missing().map_or("", |why| why.slug())),
        Some([(only, 100)]) => fields.set(name, only.slug()),
        Some(parts) => {
            for (part, degree) in parts {
                fields.set(&format!("{name}-{}", part.slug()), degree.to_string());
            }
        }
    }
}

fn answers(fields: &mut Fields, answers: &[OwnAnswer]) {
    for answer in answers {
        fields.set(&format!("fraga-{}", answer.question), answer.value.to_string());
    }
}

/// Label and value of everything recorded, in the order of the forms.
pub type Words = Vec<(&'static str, String)>;

impl Record {
    /// The entry in words.
    pub fn entry_words(&self) -> Words {
        match &self.entry {
            Entry::Anonymous(anonymous) => vec![
                ("Underlag", "anonymt: kön och startår".into()),
                ("Kön", sex_words(&anonymous.sex)),
                ("Startår", anonymous.start_year.to_string()),
            ],
            Entry::Named(named) => named_words(named),
        }
    }

    /// The exit in words; empty while open.
    pub fn exit_words(&self) -> Words {
        let Some(exit) = &self.exit else { return Vec::new() };
        let mut words = vec![("Avslutsdatum", exit.date.to_string())];
        if self.entry.named().is_some() {
            words.extend([
                ("Avslutsanledning", code_words(&exit.reason)),
                ("Försörjning vid avslut", support_words(&exit.supports)),
                ("Sysselsättning vid avslut", occupation_words(&exit.occupations)),
            ]);
            words.extend(
                exit.excess_reason
                    .map(|r| ("Mer än hel försörjning", r.label().to_owned())),
            );
        }
        words
    }

    /// Everything in words, a line each: what somebody sees of the other's text in a conflict.
    pub fn text(&self) -> String {
        let words = self.entry_words().into_iter().chain(self.exit_words());
        let lines: Vec<String> = words
            .map(|(label, value)| format!("{label}: {value}\n"))
            .collect();
        lines.concat()
    }
}

fn named_words(named: &Named) -> Words {
    let consent = &named.consent;
    let mut words = vec![
        ("Beteckning", named.reference.clone()),
        ("Läge", named.stage.label().into()),
        ("Startdatum", named.start.to_string()),
        (
            "Samtycke",
            format!(
                "{}, blankett {}, {}",
                consent.given,
                consent.form_version,
                consent.language.label()
            ),
        ),
        ("Kön", sex_words(&named.sex)),
        ("Födelseår", text_words(&named.birth_year)),
        ("Kommun", text_words(&named.municipality)),
        ("Remitterande myndighet", code_words(&named.referred_by)),
        ("Utbildning", code_words(&named.education)),
        ("Tid i offentlig försörjning", code_words(&named.support_time)),
        ("Försörjning", support_words(&named.supports)),
        ("Sysselsättning", occupation_words(&named.occupations)),
    ];
    if !consent.document.is_empty() {
        words.insert(4, ("Samtyckets handling", consent.document.clone()));
    }
    words.extend(
        named
            .age_reason
            .map(|r| ("Ålder utanför gränserna", r.label().to_owned())),
    );
    words.extend(
        named
            .excess_reason
            .map(|r| ("Mer än hel försörjning", r.label().to_owned())),
    );
    words
}

fn missing_words<T>(answer: &Answer<T>) -> String {
    answer
        .missing()
        .map_or_else(String::new, |why| format!("uppgift saknas ({})", why.label()))
}

fn code_words<T: CodeTable>(answer: &Answer<T>) -> String {
    answer
        .known()
        .map_or_else(|| missing_words(answer), |value| value.label().to_owned())
}

/// One person's sex: the table's labels are of many.
fn sex_words(answer: &Answer<Sex>) -> String {
    answer
        .known()
        .map_or_else(|| missing_words(answer), |sex| sex.slug().to_owned())
}

fn text_words<T: ToString>(answer: &Answer<T>) -> String {
    answer
        .known()
        .map_or_else(|| missing_words(answer), ToString::to_string)
}

/// Supports in words: "sjukpenning 50 %, försörjningsstöd 50 %".
pub fn support_words(answer: &Answer<Vec<SupportShare>>) -> String {
    let share = |s: &SupportShare| format!("{} {}\u{a0}%", s.support.label(), s.degree);
    several(answer, share)
}

/// Occupations in words.
pub fn occupation_words(answer: &Answer<Vec<OccupationShare>>) -> String {
    let share = |s: &OccupationShare| format!("{} {}\u{a0}%", s.occupation.label(), s.per_cent);
    several(answer, share)
}

fn several<T>(answer: &Answer<Vec<T>>, share: impl Fn(&T) -> String) -> String {
    match answer.known() {
        None => missing_words(answer),
        Some(shares) if shares.is_empty() => "ingen angiven".into(),
        Some(shares) => shares.iter().map(share).collect::<Vec<_>>().join(", "),
    }
}
