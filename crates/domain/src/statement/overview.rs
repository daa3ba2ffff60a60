//! The overview over five years or more: bookkeeping where it is at hand, published values before.

use crate::{
    figure::{MeasureId, Value},
    unit::Unit,
};

/// Years side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// Newest first, without gaps.
    pub years: Vec<i32>,
    /// In printed order.
    pub rows: Vec<OverviewRow>,
}

/// One measure over the years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverviewRow {
    /// As printed.
    pub label: &'static str,
    /// The measure; its figure of each year is what the cell prints.
    pub measure: MeasureId,
    /// Its unit.
    pub unit: Unit,
    /// One per year; `None` when nothing is known.
    pub values: Vec<Option<OverviewValue>>,
}

/// A value and where it is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverviewValue {
    /// The value.
    pub value: Value,
    /// The document it was published in; `None` when it comes from the bookkeeping.
    pub published: Option<String>,
}
