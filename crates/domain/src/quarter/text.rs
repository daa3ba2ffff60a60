//! The quarterly report's texts: written once, carried forward as a proposal until confirmed.

use chrono::{DateTime, Utc};

use super::Quarter;
use crate::annual_report::ANNEX;

/// A fixed heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Stable id, the same as in the annual report's annex.
    pub key: &'static str,
    /// As printed.
    pub title: &'static str,
    /// Level in the report.
    pub level: u8,
    /// What belongs there.
    pub help: &'static str,
}

/// The fixed headings, those of the annex.
pub fn headings() -> Vec<Heading> {
    let heading = |(key, title, level, help): &(&'static str, &'static str, u8, &'static str)| Heading {
        key,
        title,
        level: *level,
        help,
    };
    ANNEX.iter().map(heading).collect()
}

/// A text that was written for a quarter, or confirmed for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The quarter.
    pub quarter: Quarter,
    /// The heading's key.
    pub key: String,
    /// Markdown with references to the year's figures.
    pub markdown: String,
    /// Counts from 1.
    pub version: i64,
    /// When.
    pub edited_at: DateTime<Utc>,
    /// By whom: a user's public id.
    pub edited_by: String,
}

/// A heading of a quarter with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Which.
    pub heading: Heading,
    /// What is written or confirmed for this quarter.
    pub own: Option<Written>,
    /// The latest of an earlier quarter, when nothing is.
    pub proposal: Option<Written>,
}

impl Text {
    /// What is printed: the quarter's own text, or the old one.
    pub fn shown(&self) -> Option<&Written> {
        self.own.as_ref().or(self.proposal.as_ref())
    }

    /// The mark of an old text: "från kvartal 2 2026".
    pub fn old(&self) -> Option<String> {
        let proposal = self.proposal.as_ref().filter(|_| self.own.is_none())?;
        Some(format!("från {}", proposal.quarter.label()))
    }

    /// The version somebody who edits it has seen.
    pub fn version(&self) -> i64 {
        self.own.as_ref().map_or(0, |own| own.version)
    }
}

/// Every heading of a quarter, out of everything an insats ever wrote.
pub fn texts(quarter: Quarter, written: &[Written]) -> Vec<Text> {
    let text = |heading: Heading| {
        let of_heading = || written.iter().filter(move |w| w.key == heading.key);
        let own = of_heading().find(|w| w.quarter == quarter).cloned();
        let earlier = of_heading().filter(|w| w.quarter < quarter && !w.markdown.trim().is_empty());
        let proposal = earlier.max_by_key(|w| w.quarter).filter(|_| own.is_none());
        Text {
            heading,
            proposal: proposal.cloned(),
            own,
        }
    };
    headings().into_iter().map(text).collect()
}
