//! The form of a requisition: cost types beside their budget.

use askama::Template;

use crate::view::{Field, Refusals, Shell};

/// The form.
#[derive(Debug, Template)]
#[template(path = "requisition_form.html")]
pub struct RequisitionFormPage {
    /// Frame.
    pub shell: Shell,
    /// One line under the heading.
    pub lede: String,
    /// What was wrong.
    pub refusals: Refusals,
    /// Where it posts.
    pub action: String,
    /// Back from it.
    pub back: String,
    /// Period and decision.
    pub first: Vec<Field>,
    /// "Rekvirerat hittills 2023" and so on.
    pub caption: String,
    /// The cost types.
    pub costs: Vec<CostLine>,
    /// Their sum: so far, budget, left.
    pub sum: [String; 3],
    /// It is the last of the year.
    pub last: bool,
    /// Words and recipient.
    pub rest: Vec<Field>,
}

/// A cost type of the form.
#[derive(Clone, Debug)]
pub struct CostLine {
    /// Name of the field, and its id.
    pub name: &'static str,
    /// Words.
    pub label: &'static str,
    /// What was typed.
    pub value: String,
    /// What was wrong.
    pub error: String,
    /// Claimed so far, budget, left; empty where there is none.
    pub beside: [String; 3],
}
