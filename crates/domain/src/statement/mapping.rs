//! Account → report line, as data: presets per chart of accounts, editable per association.

mod preset;
mod text;

use crate::refusal::Problem;

/// A mapping of account ranges to report lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Name of the preset it started from ("EUBAS97", "Kommun-Bas").
    pub preset: String,
    /// Ranges; a narrower range wins over a wider one that contains it.
    pub ranges: Vec<MappedRange>,
}

/// One range of accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappedRange {
    /// First account, inclusive.
    pub from: u32,
    /// Last account, inclusive.
    pub to: u32,
    /// The line of the statements.
    pub line: Line,
    /// The note row it is specified on; the account's own name when empty.
    pub note_row: String,
}

impl MappedRange {
    fn holds(&self, account: u32) -> bool {
        (self.from..=self.to).contains(&account)
    }

    fn contains(&self, other: &MappedRange) -> bool {
        self.holds(other.from) && self.holds(other.to)
    }

    fn overlaps(&self, other: &MappedRange) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// The first thing wrong with this range beside those before it.
    fn conflict(&self, earlier: &[MappedRange]) -> Option<(&'static str, String)> {
        let name = self.name();
        if self.from > self.to {
            let message = format!("Intervallet {name} slutar före sin början. Byt plats på från och till.");
            return Some(("mappning-intervall", message));
        }
        if earlier
            .iter()
            .any(|other| (other.from, other.to) == (self.from, self.to))
        {
            let message = format!("Intervallet {name} finns två gånger. Ta bort den ena raden.");
            return Some(("mappning-dubblett", message));
        }
        let crossing =
            |other: &&MappedRange| self.overlaps(other) && !self.contains(other) && !other.contains(self);
        let other = earlier.iter().find(crossing)?.name();
        let message = format!(
            "Intervallen {other} och {name} överlappar utan att det ena ryms i det andra. Ändra gränserna."
        );
        Some(("mappning-overlapp", message))
    }

    fn name(&self) -> String {
        if self.from == self.to {
            self.from.to_string()
        } else {
            format!("{}–{}", self.from, self.to)
        }
    }
}

impl Mapping {
    /// The range that decides an account: the narrowest that holds it.
    pub fn line_of(&self, account: u32) -> Option<&MappedRange> {
        self.range_of(account).map(|(_, range)| range)
    }

    /// As [`Mapping::line_of`], with the range's place in the mapping.
    pub(super) fn range_of(&self, account: u32) -> Option<(usize, &MappedRange)> {
        let holding = self
            .ranges
            .iter()
            .enumerate()
            .filter(|(_, range)| range.holds(account));
        holding.min_by_key(|(_, range)| range.to.saturating_sub(range.from))
    }

    /// What makes the mapping ambiguous: a range that ends before it starts, one that is there
    /// twice, and two that overlap without one holding the other. Places are counted from the first
    /// range as 1.
    pub fn problems(&self, file: &str) -> Vec<Problem> {
        let places: Vec<usize> = (1..=self.ranges.len()).collect();
        self.problems_at(file, &places)
    }

    fn problems_at(&self, file: &str, places: &[usize]) -> Vec<Problem> {
        let conflicts = places.iter().zip(&self.ranges).enumerate();
        conflicts
            .filter_map(|(index, (place, range))| {
                let (code, message) = range.conflict(&self.ranges[..index])?;
                let file = file.to_owned();
                Some(Problem {
                    file,
                    line: *place,
                    code,
                    message,
                })
            })
            .collect()
    }
}

macro_rules! lines {
    ($($(#[$doc:meta])* $name:ident = $label:literal),* $(,)?) => {
        /// Lines of the income statement and the balance sheet, in printed order.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Line {
            $($(#[$doc])* $name),*
        }

        impl Line {
            /// Every line, in printed order.
            pub const ALL: &'static [Line] = &[$(Line::$name),*];

            /// The line's name, on pages and in mapping files.
            pub const fn label(self) -> &'static str {
                match self {
                    $(Line::$name => $label),*
                }
            }
        }
    };
}

lines!(
    /// Verksamhetens intäkter.
    Income = "Verksamhetens intäkter",
    /// Verksamhetens kostnader, externa.
    ExternalCost = "Externa kostnader",
    /// Verksamhetens kostnader, personal.
    PersonnelCost = "Personalkostnader",
    /// Avskrivningar.
    Depreciation = "Avskrivningar",
    /// Finansiella intäkter.
    FinancialIncome = "Finansiella intäkter",
    /// Finansiella kostnader.
    FinancialCost = "Finansiella kostnader",
    /// Extraordinära poster.
    Extraordinary = "Extraordinära poster",
    /// Maskiner och inventarier.
    Equipment = "Maskiner och inventarier",
    /// Korta fordringar.
    ShortReceivables = "Korta fordringar",
    /// Kortfristiga placeringar.
    ShortInvestments = "Kortfristiga placeringar",
    /// Kassa och bank.
    Cash = "Kassa och bank",
    /// Eget kapital (opening, and results brought forward).
    Equity = "Eget kapital",
    /// Årets resultat as booked (2019, 8999): cleared against equity, so that the printed result is
    /// the income statement's.
    BookedResult = "Bokfört resultat",
    /// Avsättningar för pensioner.
    PensionProvisions = "Avsättningar för pensioner",
    /// Långfristiga skulder.
    LongLiabilities = "Långfristiga skulder",
    /// Kortfristiga skulder.
    ShortLiabilities = "Kortfristiga skulder",
);

impl Line {
    /// The line with this name, case and outer space aside.
    pub fn from_label(label: &str) -> Option<Line> {
        let wanted = label.trim().to_lowercase();
        Line::ALL
            .iter()
            .copied()
            .find(|line| line.label().to_lowercase() == wanted)
    }
}
