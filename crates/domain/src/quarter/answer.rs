//! The insatsansvarig's answer to the quarter's counts.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Counts, Line, Quarter};
use crate::{personnummer, refusal::Refusal};

/// The fewest letters of a remark.
const FEWEST_WORDS: usize = 10;
/// The most letters of a remark.
pub const MOST_WORDS: usize = 500;

/// The answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nobody has answered.
    Silent,
    /// The counts are right.
    Accepted(Given),
    /// Some of them are not.
    Disputed(Given, Vec<Remark>),
}

/// Who answered, when, and to which counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The function, never a name: "insatsansvarig".
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The counts that were answered for.
    pub counts: Counts,
}

/// Words that follow a figure wherever the quarter's figure is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The figure.
    pub line: Line,
    /// What it was when it was disputed.
    pub counted: Option<i64>,
    /// What is wrong with it.
    pub words: String,
}

/// A count that is another now than when it was answered for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Which.
    pub line: Line,
    /// In the quarter, then.
    pub then: Option<i64>,
    /// In the quarter, now.
    pub now: Option<i64>,
    /// So far in the year, then.
    pub year_then: Option<i64>,
    /// So far in the year, now.
    pub year_now: Option<i64>,
}

/// How an insats stands before a quarter is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is counted of it, so nothing is asked.
    NothingCounted,
    /// The quarter goes on.
    Running,
    /// Asked, without an answer.
    Silent,
    /// Accepted, and the counts are the same.
    Accepted,
    /// Disputed, and the counts are the same.
    Disputed,
    /// Answered for other counts: asked again.
    Reopened(Vec<Change>),
}

impl Standing {
    /// How the answer stands against today's counts.
    pub fn of(answer: &Answer, counts: &Counts, quarter: Quarter, today: NaiveDate) -> Standing {
        if !counts.is_counted() {
            return Standing::NothingCounted;
        }
        if !quarter.has_ended(today) {
            return Standing::Running;
        }
        let given = match answer {
            Answer::Silent => return Standing::Silent,
            Answer::Accepted(given) | Answer::Disputed(given, _) => given,
        };
        if given.counts.digest() != counts.digest() {
            return Standing::Reopened(changes(&given.counts, counts));
        }
        match answer {
            Answer::Disputed(..) => Standing::Disputed,
            _ => Standing::Accepted,
        }
    }

    /// Whether an answer is waited for.
    pub const fn is_waiting(&self) -> bool {
        matches!(self, Standing::Silent | Standing::Reopened(_))
    }

    /// In words.
    pub const fn label(&self) -> &'static str {
        match self {
            Standing::NothingCounted => "inget att svara på",
            Standing::Running => "pågår",
            Standing::Silent => "inte besvarad",
            Standing::Accepted => "godkänd",
            Standing::Disputed => "bestridd",
            Standing::Reopened(_) => "ändrad efter svaret",
        }
    }
}

impl Answer {
    /// Who answered and when, if anybody did.
    pub const fn given(&self) -> Option<&Given> {
        match self {
            Answer::Silent => None,
            Answer::Accepted(given) | Answer::Disputed(given, _) => Some(given),
        }
    }

    /// What was said of a figure.
    pub fn remark(&self, line: Line) -> Option<&Remark> {
        self.remarks().iter().find(|remark| remark.line == line)
    }

    /// Everything that was said.
    pub fn remarks(&self) -> &[Remark] {
        match self {
            Answer::Disputed(_, remarks) => remarks,
            _ => &[],
        }
    }
}

fn changes(then: &Counts, now: &Counts) -> Vec<Change> {
    let change = |line: Line| {
        let (was, is) = (then.of(line), now.of(line));
        let change = Change {
            line,
            then: was.and_then(|c| c.quarter),
            now: is.and_then(|c| c.quarter),
            year_then: was.and_then(|c| c.year),
            year_now: is.and_then(|c| c.year),
        };
        let same = change.then == change.now && change.year_then == change.year_now;
        (!same).then_some(change)
    };
    let lines = Line::all().into_iter().filter(|line| *line != Line::Budgeted);
    lines.filter_map(change).collect()
}

/// Reads a remark on a figure: the line's name and words about the figure.
///
/// # Errors
/// Refusals at `tal` and `ord`.
pub fn remark(line: &str, words: &str, counts: &Counts) -> Result<Remark, Vec<Refusal>> {
    let counted = Line::from_slug(line).and_then(|line| counts.of(line));
    let words = words.trim();
    let mut refusals = Vec::new();
    if counted.is_none() {
        let message = "Välj vilket tal som inte stämmer.";
        refusals.push(Refusal::at("kvartal-tal", "tal", message));
    }
    let length = words.chars().count();
    if length < FEWEST_WORDS {
        let message = format!("Skriv vad som är fel med talet, minst {FEWEST_WORDS} tecken.");
        refusals.push(Refusal::at("kvartal-ord", "ord", message));
    } else if length > MOST_WORDS {
        let message = format!("Anmärkningen är längre än {MOST_WORDS} tecken. Korta den.");
        refusals.push(Refusal::at("kvartal-ord", "ord", message));
    } else if personnummer::is_in(words) {
        let message = "Anmärkningen liknar ett personnummer. Skriv om talet, aldrig om en person; anmärkningen trycks i rapporten.";
        refusals.push(Refusal::at("kvartal-person", "ord", message));
    }
    match counted {
        Some(counted) if refusals.is_empty() => Ok(Remark {
            line: counted.line,
            counted: counted.quarter.or(counted.year),
            words: words.to_owned(),
        }),
        _ => Err(refusals),
    }
}
