//! Counting what passed, from the closing lines of each test runner.

use std::{fmt, iter::Sum, ops::AddAssign};

/// How many checks passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Held.
    pub passed: usize,
    /// Did not hold.
    pub failed: usize,
    /// Not run, with a printed reason.
    pub skipped: usize,
}

impl Tally {
    /// One check.
    pub fn one(ok: bool) -> Tally {
        Tally {
            passed: usize::from(ok),
            failed: usize::from(!ok),
            skipped: 0,
        }
    }

    /// One check that was not run.
    pub fn skip() -> Tally {
        Tally {
            skipped: 1,
            ..Tally::default()
        }
    }

    /// Sums the closing lines of `cargo test`: `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
    pub fn of_cargo_test(text: &str) -> Tally {
        text.lines()
            .filter(|line| line.trim_start().starts_with("test result:"))
            .map(|line| Tally {
                passed: before(line, " passed"),
                failed: before(line, " failed"),
                skipped: before(line, " ignored"),
            })
            .sum()
    }

    /// Reads the closing line of nextest: `Summary [ 3.1s] 9 tests run: 8 passed, 1 failed, 2 skipped`.
    /// A test that timed out or broke off counts as failed; one left out by a filter is not counted.
    pub fn of_nextest(text: &str) -> Tally {
        let closing = text
            .lines()
            .rev()
            .find(|line| line.contains(" run: ") && line.contains("Summary ["));
        closing.map_or_else(Tally::default, |line| {
            let run = before(line, " tests run:").max(before(line, " test run:"));
            let passed = before(line, " passed");
            Tally {
                passed,
                failed: run.saturating_sub(passed),
                skipped: 0,
            }
        })
    }

    /// A runner that failed without a failed test (it did not compile, say) counts as one failure.
    #[must_use]
    pub fn or_failure(mut self, ok: bool) -> Tally {
        if !ok && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Tally>>(parts: I) -> Tally {
        parts.fold(Tally::default(), |mut all, part| {
            all += part;
            all
        })
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} passed, {} failed, {} skipped",
            self.passed, self.failed, self.skipped
        )
    }
}

/// The number that stands right before `word`; 0 when it is not there.
fn before(line: &str, word: &str) -> usize {
    let Some(at) = line.find(word) else { return 0 };
    let digits: String = line[..at]
        .chars()
        .rev()
        .take_while(char::is_ascii_digit)
        .collect();
    digits.chars().rev().collect::<String>().parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn cargo_test_lines_are_summed_over_binaries() {
        let text = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n\
                    noise\ntest result: FAILED. 2 passed; 4 failed; 0 ignored; 0 measured";
        assert_eq!(
            Tally::of_cargo_test(text),
            Tally {
                passed: 5,
                failed: 4,
                skipped: 1
            }
        );
    }

    #[test]
    fn nextest_counts_what_did_not_pass_as_failed() {
        let text =
            "     Summary [   3.1s] 12 tests run: 9 passed (1 slow), 1 failed, 2 timed out, 5 skipped\n";
        assert_eq!(
            Tally::of_nextest(text),
            Tally {
                passed: 9,
                failed: 3,
                skipped: 0
            }
        );
        let one = "     Summary [   0.1s] 1 test run: 1 passed, 0 skipped\n";
        assert_eq!(
            Tally::of_nextest(one),
            Tally {
                passed: 1,
                failed: 0,
                skipped: 0
            }
        );
        let cut = "     Summary [   0.1s] 3/12 tests run: 3 passed, 0 skipped\n";
        assert_eq!(
            Tally::of_nextest(cut),
            Tally {
                passed: 3,
                failed: 9,
                skipped: 0
            }
        );
    }

    #[test]
    fn a_runner_that_broke_is_a_failure() {
        assert_eq!(
            Tally::of_nextest("error: could not compile")
                .or_failure(false)
                .failed,
            1
        );
        assert_eq!(Tally::default().or_failure(true), Tally::default());
    }

    #[test]
    fn the_closing_line_has_one_form() {
        assert_eq!(
            Tally {
                passed: 1,
                failed: 0,
                skipped: 2
            }
            .to_string(),
            "1 passed, 0 failed, 2 skipped"
        );
    }
}
