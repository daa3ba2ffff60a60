//! Plan and budget, scenarios, own capital: pages of tables and short forms, and the grid.

use askama::Template;

use crate::view::{Field, Link, Plot, Refusals, Shell, Table};

/// A page of tables, plots and short forms.
#[derive(Debug, Template)]
#[template(path = "plan.html")]
pub struct PlanPage {
    /// Frame.
    pub shell: Shell,
    /// One line under the heading.
    pub lede: String,
    /// Actions; the first is the primary one.
    pub actions: Vec<Link>,
    /// What was wrong.
    pub refusals: Refusals,
    /// What somebody else saved meanwhile, in words.
    pub conflict: Option<String>,
    /// What is to be known first.
    pub notices: Vec<Notice>,
    /// Ways to pages beside this one.
    pub ways: Vec<Link>,
    /// Parts in order.
    pub parts: Vec<PlanPart>,
}

/// A notice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// "must", "should" or empty.
    pub class: &'static str,
    /// Heading.
    pub title: String,
    /// Lines.
    pub lines: Vec<String>,
}

/// A part of a page.
#[derive(Clone, Debug, Default)]
pub struct PlanPart {
    /// Anchor.
    pub id: String,
    /// Heading.
    pub title: String,
    /// One line under it.
    pub lede: String,
    /// Plots.
    pub plots: Vec<Plot>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Forms.
    pub forms: Vec<ShortForm>,
}

/// A short form.
#[derive(Clone, Debug, Default)]
pub struct ShortForm {
    /// Summary of the fold it stands in; open when empty.
    pub fold: String,
    /// Whether the fold stands open.
    pub open: bool,
    /// Where it is sent.
    pub action: String,
    /// Hidden fields: name and value.
    pub hidden: Vec<(String, String)>,
    /// Fields.
    pub fields: Vec<Field>,
    /// Fields that belong together, after the others: their name, and they.
    pub groups: Vec<(String, Vec<Field>)>,
    /// Words of its button.
    pub button: String,
    /// Whether the button is the page's primary one.
    pub primary: bool,
}

/// The grid of a plan.
#[derive(Debug, Template)]
#[template(path = "plan_grid.html")]
pub struct GridPage {
    /// Frame.
    pub shell: Shell,
    /// One line under the heading.
    pub lede: String,
    /// What was wrong.
    pub refusals: Refusals,
    /// What somebody else saved meanwhile, in words.
    pub conflict: Option<String>,
    /// Where it is sent.
    pub action: String,
    /// The revision it was changed from.
    pub revision: i64,
    /// The years.
    pub years: Vec<i32>,
    /// Lines, insats budgets, contributions.
    pub blocks: Vec<Block>,
    /// Control sums.
    pub stated: Vec<GridRow>,
    /// Source, opening capital, days.
    pub fields: Vec<Field>,
    /// Away from here.
    pub back: Link,
}

/// A block of rows.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// Anchor, and the start of its fields' names.
    pub id: String,
    /// Heading.
    pub title: String,
    /// How to fill it in.
    pub help: String,
    /// Header of the choice; empty where there is none.
    pub kind_head: String,
    /// Header of the note.
    pub note_head: String,
    /// Whether there is a choice of cost type.
    pub cost: bool,
    /// Rows.
    pub rows: Vec<GridRow>,
    /// Sums as they were saved: label and one amount for each year.
    pub sums: Vec<(String, Vec<String>)>,
    /// Options of the first choice.
    pub kinds: Vec<(String, String)>,
    /// Options of the cost type.
    pub costs: Vec<(String, String)>,
}

/// A row of the grid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GridRow {
    /// Start of its fields' names: "r3".
    pub id: String,
    /// As typed.
    pub label: String,
    /// Whether the label is fixed.
    pub fixed: bool,
    /// Chosen.
    pub kind: String,
    /// Chosen.
    pub cost: String,
    /// One for each year: the year, as typed, whether it was wrong.
    pub amounts: Vec<(i32, String, bool)>,
    /// As typed.
    pub note: String,
}

impl GridRow {
    /// What the row is called to those who cannot see it.
    fn name(&self) -> &str {
        if self.label.is_empty() {
            "ny rad"
        } else {
            &self.label
        }
    }
}
