//! What a check found.

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A report cannot be published while it stands.
    MustFix,
    /// Ought to be corrected.
    ShouldFix,
    /// May be true: answered once with a reason, the answer stays.
    AnswerOnce,
}

/// Where a cell is printed or held.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Place {
    /// File name of a published table, or the live table's name ("Tabell 1", "Not 2").
    pub table: String,
    /// Row, as printed.
    pub row: String,
    /// Column, as printed.
    pub column: String,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}, raden ”{}”, kolumnen ”{}”",
            self.table, self.row, self.column
        )
    }
}

/// One finding of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The check's name, for example `tvarsumma`.
    pub check: &'static str,
    /// How serious.
    pub severity: Severity,
    /// The cell that is wrong, or the one farthest from the source.
    pub place: Place,
    /// What the rule gives there, in the printed unit; absent when the rule has no single value.
    pub expected: Option<String>,
    /// What stands there.
    pub found: String,
    /// What is wrong, against what, and the next step, in Swedish.
    pub message: String,
}

impl Finding {
    /// The identity an answer is stored under: check and place, not the values, so that an answer
    /// stays; the values are stored beside it and a changed value opens the question again.
    pub fn key(&self) -> String {
        format!(
            "{}|{}|{}|{}",
            self.check, self.place.table, self.place.row, self.place.column
        )
    }
}
