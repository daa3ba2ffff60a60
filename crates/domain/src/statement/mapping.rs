//! Account → report line, as data: presets per chart of accounts, editable per association.

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

/// Lines of the income statement and the balance sheet, in printed order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Line {
    /// Verksamhetens intäkter.
    Income,
    /// Verksamhetens kostnader, externa.
    ExternalCost,
    /// Verksamhetens kostnader, personal.
    PersonnelCost,
    /// Avskrivningar.
    Depreciation,
    /// Finansiella intäkter.
    FinancialIncome,
    /// Finansiella kostnader.
    FinancialCost,
    /// Extraordinära poster.
    Extraordinary,
    /// Maskiner och inventarier.
    Equipment,
    /// Korta fordringar.
    ShortReceivables,
    /// Kortfristiga placeringar.
    ShortInvestments,
    /// Kassa och bank.
    Cash,
    /// Eget kapital (opening, and results brought forward).
    Equity,
    /// Årets resultat as booked in the balance sheet (2019): cleared against equity.
    BookedResult,
    /// Avsättningar för pensioner.
    PensionProvisions,
    /// Långfristiga skulder.
    LongLiabilities,
    /// Kortfristiga skulder.
    ShortLiabilities,
}
