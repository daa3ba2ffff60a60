//! What was found wrong, where, and what to do about it.

use std::{borrow::Cow, fmt};

/// How serious a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The file departs from the standard or from custom, but what it says is understood.
    Warning,
    /// Something is lost, contradictory or unreadable: the books must not be taken in unseen.
    Error,
}

/// One thing that is wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// Line in the file, from 1. What concerns the whole file stands on line 1.
    pub line: u32,
    /// Label of the record, such as `#TRANS`; the unknown label itself for unknown records.
    pub record: Cow<'static, str>,
    /// How serious it is.
    pub severity: Severity,
    /// Stable name of the kind of problem, in kebab-case.
    pub code: &'static str,
    /// Swedish: what stands there, what was expected, what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "rad {}: {}: {} [{}]",
            self.line, self.record, self.message, self.code
        )
    }
}

/// So many problems of one code are listed; the rest are counted. A file in which every line is
/// wrong must not cost many times its own size in messages.
pub(crate) const LISTED: u32 = 1000;

/// The same for departures of form that change nothing: a program that makes one makes it on every line.
const LISTED_OF_FORM: u32 = 20;

/// Gathers problems, so many of each code as are worth listing.
pub(crate) struct Collector {
    problems: Vec<Problem>,
    counts: Vec<Count>,
    warnings: u32,
}

struct Count {
    code: &'static str,
    severity: Severity,
    seen: u32,
    /// Where the first unlisted one stood.
    line: u32,
    record: Cow<'static, str>,
}

/// A code with its severity, as the rules name them.
#[derive(Clone, Copy)]
pub(crate) struct Code(pub &'static str, pub Severity);

impl Collector {
    /// For what departs from the form of the standard.
    pub(crate) const fn form() -> Self {
        Collector {
            problems: Vec::new(),
            counts: Vec::new(),
            warnings: LISTED_OF_FORM,
        }
    }

    /// For what is wrong in the content.
    pub(crate) const fn content() -> Self {
        Collector {
            problems: Vec::new(),
            counts: Vec::new(),
            warnings: LISTED,
        }
    }

    /// How many there have been, listed or not.
    pub(crate) fn seen(&self) -> u64 {
        self.counts.iter().map(|count| u64::from(count.seen)).sum()
    }

    const fn limit(&self, severity: Severity) -> u32 {
        match severity {
            Severity::Warning => self.warnings,
            Severity::Error => LISTED,
        }
    }

    pub(crate) fn add(
        &mut self,
        Code(code, severity): Code,
        line: u32,
        record: impl Into<Cow<'static, str>>,
        message: impl FnOnce() -> String,
    ) {
        let at = self
            .counts
            .iter()
            .position(|c| c.code == code)
            .unwrap_or_else(|| {
                let record = Cow::Borrowed("");
                self.counts.push(Count {
                    code,
                    severity,
                    seen: 0,
                    line,
                    record,
                });
                self.counts.len() - 1
            });
        let limit = self.limit(severity);
        let Some(count) = self.counts.get_mut(at) else {
            return;
        };
        count.seen = count.seen.saturating_add(1);
        if count.seen <= limit {
            self.problems.push(Problem {
                line,
                record: record.into(),
                severity,
                code,
                message: message(),
            });
        } else if count.seen == limit + 1 {
            (count.line, count.record) = (line, record.into());
        }
    }

    pub(crate) fn finish(mut self) -> Vec<Problem> {
        for count in std::mem::take(&mut self.counts) {
            let rest = count.seen.saturating_sub(self.limit(count.severity));
            if rest == 0 {
                continue;
            }
            self.problems.push(Problem {
                line: count.line,
                record: count.record,
                severity: count.severity,
                code: count.code,
                message: format!(
                    "Ytterligare {rest} av samma slag, från den här raden och framåt, räknas men listas inte."
                ),
            });
        }
        self.problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_sie_10_a_flood_of_one_problem_is_counted_not_listed() {
        let mut all = Collector::content();
        for line in 1..=LISTED + 5 {
            all.add(Code("amount", Severity::Error), line, "#TRANS", || {
                "fel".to_owned()
            });
        }
        all.add(Code("date", Severity::Error), 7, "#VER", || "annat".to_owned());
        let problems = all.finish();
        assert_eq!(problems.len(), LISTED as usize + 2);
        let last = problems.last().unwrap();
        assert_eq!((last.line, last.code), (LISTED + 1, "amount"));
        let mut form = Collector::form();
        for line in 1..=30 {
            form.add(
                Code("quote-unescaped", Severity::Warning),
                line,
                "#KONTO",
                String::new,
            );
        }
        assert_eq!(form.finish().len(), 21);
        assert!(last.message.starts_with("Ytterligare 5 av"));
    }
}
