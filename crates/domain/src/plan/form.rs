//! A plan as a form: every field as text, read back into a plan or refused field by field.

use chrono::NaiveDate;

use super::{Follows, GROUPS, InsatsRow, Line, MemberRow, Opening, Plan, Stated, Sum, Timetable, typed};
use crate::{
    cost_type::CostType,
    facts::{Insats, Member},
    money::Ore,
    number::{decimal, integer},
    refusal::Refusal,
};

/// Which part of a plan a row is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A line.
    #[default]
    Line,
    /// An insats budget.
    Insats,
    /// A contribution.
    Member,
}

impl Part {
    /// The letter its fields begin with.
    pub const fn letter(self) -> char {
        match self {
            Part::Line => 'r',
            Part::Insats => 'i',
            Part::Member => 'm',
        }
    }
}

/// A row as typed. A row without label is left out; that is how one is taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// As printed.
    pub label: String,
    /// A line's group and what it follows: "1" to "4", "1b" contributions, "3i" insatser. An
    /// insats's slug, or a member's code.
    pub kind: String,
    /// A cost type's name, or empty.
    pub cost_type: String,
    /// One for each year.
    pub amounts: Vec<String>,
    /// Why.
    pub note: String,
}

/// A plan as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// Lines.
    pub lines: Vec<Row>,
    /// Insats budgets.
    pub insatser: Vec<Row>,
    /// Contributions.
    pub members: Vec<Row>,
    /// Control sums: which, and one text for each year.
    pub stated: Vec<(Sum, Vec<String>)>,
    /// Opening own capital and its source.
    pub opening: (String, String),
    /// Document or proposal.
    pub source: String,
    /// The last day of answers, and the meeting.
    pub days: (String, String),
}

/// An amount as it stands in a field.
pub fn shown(amount: Option<Ore>) -> String {
    amount.map_or_else(String::new, |amount| {
        if amount.0 % 100 == 0 {
            integer(amount.0 / 100)
        } else {
            decimal(amount.0, 2)
        }
    })
}

/// The code of a line's group and what it follows.
pub fn kind(line: &Line) -> String {
    let group = GROUPS.iter().position(|group| *group == line.group).unwrap_or(0) + 1;
    let follows = match line.follows {
        Follows::Nothing => "",
        Follows::Insatser => "i",
        Follows::Contributions => "b",
    };
    format!("{group}{follows}")
}

impl Form {
    /// A plan as its form shows it.
    pub fn of(plan: &Plan) -> Form {
        let amounts = |amounts: &[Option<Ore>]| amounts.iter().copied().map(shown).collect();
        let cost = |cost: Option<CostType>| cost.map_or_else(String::new, |cost| cost.slug().to_owned());
        let line = |line: &Line| Row {
            label: line.label.clone(),
            kind: kind(line),
            cost_type: cost(line.cost_type),
            amounts: amounts(&line.amounts),
            note: line.note.clone(),
        };
        let insats = |row: &InsatsRow| Row {
            label: row.label.clone(),
            kind: row.insats.clone().unwrap_or_default(),
            cost_type: cost(row.cost_type),
            amounts: amounts(&row.amounts),
            note: row.note.clone(),
        };
        let member = |row: &MemberRow| Row {
            label: row.name.clone(),
            kind: row.member.clone(),
            cost_type: String::new(),
            amounts: amounts(&row.amounts),
            note: row.inhabitants.map_or_else(String::new, integer),
        };
        let years = plan.years();
        let stated = |sum: Sum| {
            let at = |year: &i32| {
                let own = plan.stated.iter().find(|s| (s.sum, s.year) == (sum, *year));
                shown(own.map(|s| s.amount))
            };
            (sum, years.iter().map(at).collect())
        };
        let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        Form {
            lines: plan.lines.iter().map(line).collect(),
            insatser: plan.insatser.iter().map(insats).collect(),
            members: plan.contributions.iter().map(member).collect(),
            stated: Sum::ALL.into_iter().map(stated).collect(),
            opening: plan
                .opening
                .as_ref()
                .map_or_else(<(String, String)>::default, |opening| {
                    (shown(Some(opening.amount)), opening.source.clone())
                }),
            source: plan.version.source.clone(),
            days: (day(plan.timetable.answers_by), day(plan.timetable.meeting)),
        }
    }

    /// The plan as typed; version, state and years are the given plan's.
    ///
    /// # Errors
    /// A refusal per field that cannot be, placed at the field: `r3-2027` is the fourth line's amount.
    pub fn read(&self, of: &Plan, insatser: &[Insats], members: &[Member]) -> Result<Plan, Vec<Refusal>> {
        let mut reader = Reader {
            years: of.years(),
            refusals: Vec::new(),
        };
        let mut plan = Plan {
            first: of.first,
            span: of.span,
            version: of.version.clone(),
            ..Plan::default()
        };
        for (at, row) in self.lines.iter().enumerate() {
            plan.lines.extend(reader.line(at, row));
        }
        for (at, row) in self.insatser.iter().enumerate() {
            plan.insatser.extend(reader.insats(at, row, insatser));
        }
        for (at, row) in self.members.iter().enumerate() {
            plan.contributions.extend(reader.member(at, row, members));
        }
        if self.lines.len() + self.insatser.len() + self.members.len() > typed::MOST_ROWS {
            let message = format!("Planen har fler än {} rader. Slå ihop några.", typed::MOST_ROWS);
            reader.refusals.push(Refusal::new("plan-rader", message));
        }
        for (sum, texts) in &self.stated {
            let code = Sum::ALL.iter().position(|other| other == sum).unwrap_or(0);
            let amounts = reader.sums(&format!("k{code}"), texts);
            let stated = amounts.into_iter().zip(of.years());
            plan.stated.extend(stated.filter_map(|(amount, year)| {
                amount.map(|amount| Stated {
                    sum: *sum,
                    year,
                    amount,
                })
            }));
        }
        plan.version.source = reader.words("kalla", &self.source);
        plan.opening = reader.opening(&self.opening);
        plan.timetable = Timetable {
            answers_by: reader.day("svar", &self.days.0),
            meeting: reader.day("mote", &self.days.1),
        };
        if reader.refusals.is_empty() {
            Ok(plan)
        } else {
            Err(reader.refusals)
        }
    }
}

struct Reader {
    years: Vec<i32>,
    refusals: Vec<Refusal>,
}

impl Reader {
    fn say(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.refusals.push(Refusal::at("plan-falt", place, message));
    }

    /// The row's own name for its fields, unless it has no label: then it is left out, and whatever
    /// stands in it must be empty.
    fn label(&mut self, part: Part, at: usize, row: &Row) -> Option<(String, String)> {
        let id = format!("{}{at}", part.letter());
        let label = row.label.trim().to_owned();
        if label.is_empty() {
            return None;
        }
        if label.chars().count() > typed::LONGEST {
            self.say(
                format!("{id}-namn"),
                format!("Benämningen är längre än {} tecken.", typed::LONGEST),
            );
        }
        Some((id, label))
    }

    fn amounts(&mut self, id: &str, label: &str, texts: &[String]) -> Vec<Option<Ore>> {
        let mut amounts = Vec::with_capacity(self.years.len());
        for (at, year) in self.years.clone().into_iter().enumerate() {
            let text = texts.get(at).map_or("", String::as_str);
            amounts.push(typed::amount(text).unwrap_or_else(|message| {
                self.say(format!("{id}-{year}"), format!("{label}, {year}: {message}"));
                None
            }));
        }
        amounts
    }

    /// A sum may be negative: a result is.
    fn sums(&mut self, id: &str, texts: &[String]) -> Vec<Option<Ore>> {
        let mut amounts = Vec::with_capacity(self.years.len());
        for (at, year) in self.years.clone().into_iter().enumerate() {
            let text = texts.get(at).map_or("", |text| text.trim());
            let read = Ore::parse(text);
            if read.is_none() && !text.is_empty() {
                self.say(
                    format!("{id}-{year}"),
                    format!("Kontrollsumman {year}: ”{text}” är inget belopp i kronor."),
                );
            }
            amounts.push(read);
        }
        amounts
    }

    fn words(&mut self, place: &str, text: &str) -> String {
        let text = text.trim().to_owned();
        if text.chars().count() > 500 {
            self.say(place, "Texten är längre än 500 tecken. Korta den.");
        }
        text
    }

    fn cost_type(&mut self, id: &str, text: &str) -> Option<CostType> {
        let read = CostType::from_slug(text);
        if read.is_none() && !text.is_empty() {
            self.say(
                format!("{id}-slag"),
                "Kostnadsslaget finns inte. Välj ett ur listan.",
            );
        }
        read
    }

    fn line(&mut self, at: usize, row: &Row) -> Option<Line> {
        let (id, label) = self.label(Part::Line, at, row)?;
        let group = row.kind.get(..1).and_then(|digit| digit.parse::<usize>().ok());
        let group = group.and_then(|n| GROUPS.get(n.checked_sub(1)?).copied());
        let Some(group) = group else {
            self.say(
                format!("{id}-grupp"),
                format!("Välj om ”{label}” är en intäkt eller en kostnad."),
            );
            return None;
        };
        Some(Line {
            group,
            follows: match row.kind.get(1..) {
                Some("i") => Follows::Insatser,
                Some("b") => Follows::Contributions,
                _ => Follows::Nothing,
            },
            cost_type: self.cost_type(&id, &row.cost_type),
            amounts: self.amounts(&id, &label, &row.amounts),
            note: self.words(&format!("{id}-not"), &row.note),
            label,
        })
    }

    fn insats(&mut self, at: usize, row: &Row, insatser: &[Insats]) -> Option<InsatsRow> {
        let (id, label) = self.label(Part::Insats, at, row)?;
        let insats = insatser.iter().find(|insats| insats.slug == row.kind);
        if insats.is_none() && !row.kind.is_empty() {
            self.say(
                format!("{id}-grupp"),
                format!("Insatsen för ”{label}” finns inte. Välj en ur listan."),
            );
        }
        Some(InsatsRow {
            insats: insats.map(|insats| insats.slug.clone()),
            cost_type: self.cost_type(&id, &row.cost_type),
            amounts: self.amounts(&id, &label, &row.amounts),
            note: self.words(&format!("{id}-not"), &row.note),
            label,
        })
    }

    fn member(&mut self, at: usize, row: &Row, members: &[Member]) -> Option<MemberRow> {
        let (id, name) = self.label(Part::Member, at, row)?;
        if members.iter().all(|member| member.code != row.kind) {
            self.say(
                format!("{id}-namn"),
                format!("”{name}” är ingen medlem i förbundet."),
            );
        }
        let inhabitants = crate::number::parse_decimal(&row.note, 0).filter(|n| *n >= 0);
        if inhabitants.is_none() && !row.note.trim().is_empty() {
            self.say(
                format!("{id}-not"),
                format!("Folkmängden för {name} ska vara ett antal."),
            );
        }
        Some(MemberRow {
            member: row.kind.clone(),
            inhabitants,
            amounts: self.amounts(&id, &name, &row.amounts),
            name,
        })
    }

    fn opening(&mut self, (amount, source): &(String, String)) -> Option<Opening> {
        let text = amount.trim();
        if text.is_empty() {
            return None;
        }
        let source = self.words("ingaende-kalla", source);
        let Some(amount) = Ore::parse(text) else {
            self.say("ingaende", format!("”{text}” är inget belopp i kronor."));
            return None;
        };
        if source.is_empty() {
            self.say(
                "ingaende-kalla",
                "Skriv varifrån det egna kapitalet är taget, till exempel bokslutet eller prognosen.",
            );
        }
        Some(Opening { amount, source })
    }

    fn day(&mut self, place: &str, text: &str) -> Option<NaiveDate> {
        let text = text.trim();
        let day = text.parse().ok();
        if day.is_none() && !text.is_empty() {
            self.say(place, format!("”{text}” är ingen dag. Skriv ÅÅÅÅ-MM-DD."));
        }
        day
    }
}
