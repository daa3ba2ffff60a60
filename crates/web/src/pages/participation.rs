//! Participations: the list, one of them, and the form that changes one.

use askama::Template;

use crate::view::{Field, Link, Refusals, Shell, Table};

/// The list of one insats, with what is due in all of one's own.
#[derive(Debug, Template)]
#[template(path = "participations.html")]
pub struct ParticipationsPage {
    /// Frame.
    pub shell: Shell,
    /// The insats shown.
    pub insats: String,
    /// Its key.
    pub slug: String,
    /// One's own insatser, and which is shown.
    pub insatser: Vec<(Link, bool)>,
    /// What is due, earliest first.
    pub due: Vec<DueLine>,
    /// How many more are due.
    pub due_more: usize,
    /// States to choose from: code, words, chosen.
    pub states: Vec<(i64, &'static str, bool)>,
    /// What was searched for.
    pub query: String,
    /// The list.
    pub lines: Vec<Line>,
    /// How many are shown.
    pub summary: String,
    /// The address of the next part.
    pub next: Option<String>,
    /// Where a new one is registered, for those who may.
    pub enter: Option<String>,
}

/// Something due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueLine {
    /// The day.
    pub when: String,
    /// The day has passed.
    pub late: bool,
    /// What.
    pub text: String,
    /// The participation.
    pub way: Link,
}

/// A line of the list: as few letters as possible, for two hundred of them are sent at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Address.
    pub way: String,
    /// The insats's own reference.
    pub reference: String,
    /// State in words.
    pub state: &'static str,
    /// What is due, or empty.
    pub due: String,
    /// First and last day.
    pub time: String,
    /// Year of birth and sex.
    pub person: String,
}

/// One participation.
#[derive(Debug, Template)]
#[template(path = "participation.html")]
pub struct ParticipationPage {
    /// Frame.
    pub shell: Shell,
    /// Insats and state.
    pub lede: String,
    /// The same person may be in another insats.
    pub elsewhere: bool,
    /// It is registered by mistake: when and why.
    pub reversed: Option<String>,
    /// The next thing to do.
    pub first: Option<Link>,
    /// Other things one may do.
    pub others: Vec<Link>,
    /// What cannot be undone.
    pub grave: Vec<Link>,
    /// What happened and what is due.
    pub events: Vec<Event>,
    /// The entry: label and value.
    pub entry: Vec<(&'static str, String)>,
    /// The exit.
    pub exit: Vec<(&'static str, String)>,
    /// Outcome lists it is in.
    pub outcomes: Vec<String>,
    /// Answers to own questions.
    pub answers: Vec<(String, String)>,
    /// What is missing and why.
    pub missing: Table,
    /// Version and last change.
    pub changed: String,
}

/// A point of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The day.
    pub on: String,
    /// What.
    pub what: String,
    /// Where it leads.
    pub link: Option<Link>,
    /// It is to be done.
    pub due: bool,
    /// Its day has passed.
    pub late: bool,
}

/// A form in groups of fields.
#[derive(Debug, Template)]
#[template(path = "participation_form.html")]
pub struct FormPage {
    /// Frame.
    pub shell: Shell,
    /// What it is about.
    pub lede: String,
    /// What was wrong.
    pub refusals: Refusals,
    /// What to know before filling it in.
    pub notes: Vec<String>,
    /// What somebody else saved meanwhile.
    pub conflict: Option<OtherVersion>,
    /// Other forms like this one.
    pub links: Vec<Link>,
    /// What is there already, or what changes.
    pub tables: Vec<Table>,
    /// More of it, for those who want to know.
    pub folded: Vec<Table>,
    /// The notes warn and the button is red.
    pub cannot_be_undone: bool,
    /// Where it is sent.
    pub action: String,
    /// Hidden fields: name and value.
    pub hidden: Vec<(String, String)>,
    /// Groups of fields.
    pub groups: Vec<Group>,
    /// Words of the one button.
    pub button: String,
    /// Away from here.
    pub back: Link,
}

/// What somebody else saved meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherVersion {
    /// Who.
    pub by: String,
    /// When.
    pub when: String,
    /// What stands now.
    pub text: String,
    /// Its version.
    pub version: i64,
}

/// Fields that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    /// Heading; none when empty.
    pub title: String,
    /// Folded under its heading.
    pub folded: bool,
    /// A folded one that is open.
    pub open: bool,
    /// Set side by side.
    pub row: bool,
    /// The fields.
    pub fields: Vec<Field>,
}

impl Group {
    /// Fields in the open.
    pub fn open(title: &str, fields: Vec<Field>) -> Group {
        Group {
            title: title.to_owned(),
            folded: false,
            open: true,
            row: false,
            fields,
        }
    }

    /// Fields for the less ordinary case.
    pub fn folded(title: &str, fields: Vec<Field>) -> Group {
        Group {
            folded: true,
            open: false,
            ..Group::open(title, fields)
        }
    }

    /// Fields set side by side.
    pub fn row(title: &str, fields: Vec<Field>) -> Group {
        Group {
            row: true,
            ..Group::open(title, fields)
        }
    }
}
