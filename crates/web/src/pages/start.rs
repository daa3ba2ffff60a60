//! The start page: what is due, then the year at a glance.

use std::fmt;

use askama::Template;
use chrono::NaiveDate;

use super::KeyFigure;
use crate::view::{Link, Plot, Shell, Table};

/// The start page.
#[derive(Debug, Template)]
#[template(path = "start.html")]
pub struct StartPage {
    /// Frame.
    pub shell: Shell,
    /// The year shown.
    pub year: i32,
    /// Whose page it is: the visitor's insats or team, or the association.
    pub heading: String,
    /// One line under the heading.
    pub lede: String,
    /// The one primary action.
    pub primary: Option<Link>,
    /// What is due for this role, soonest first.
    pub todo: Vec<Todo>,
    /// The next fixed date, when nothing is due.
    pub next_date: String,
    /// May this person import?
    pub may_import: bool,
    /// The visitor's own insatser and teams, which stand before the association.
    pub own: Vec<Own>,
    /// The year in large numbers; empty when there is no data.
    pub key_figures: Vec<KeyFigure>,
    /// Flow, budget, equity and the like.
    pub plots: Vec<Plot>,
    /// Goals with a target, drawn.
    pub goal_plot: Option<Plot>,
    /// All goals with result and judgement.
    pub goals: Table,
    /// The findings in one sentence; empty for those who may not see them.
    pub findings_words: String,
    /// The most serious findings.
    pub findings: Vec<FindingLine>,
}

/// An insats or a team of the visitor's own.
#[derive(Debug, Clone)]
pub struct Own {
    /// Anchor.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Its year in large numbers.
    pub key_figures: Vec<KeyFigure>,
    /// Where its work is done.
    pub ways: Vec<Link>,
}

/// One thing to do.
#[derive(Debug, Clone)]
pub struct Todo {
    /// By when.
    pub due: By,
    /// The date has passed.
    pub late: bool,
    /// What.
    pub text: String,
    /// One click to do it.
    pub way: Link,
}

/// By when something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// "senast 2023-03-31".
    Day(NaiveDate),
    /// "före publicering": after everything that has a day.
    Words(&'static str),
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            By::Day(day) => write!(f, "senast {day}"),
            By::Words(words) => f.write_str(words),
        }
    }
}

/// A finding in one line.
#[derive(Debug, Clone)]
pub struct FindingLine {
    /// Where, as table and row.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// How serious, in words.
    pub severity: &'static str,
    /// Class of the badge.
    pub class: &'static str,
}
