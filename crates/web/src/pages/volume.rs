//! Head counts of an insats: twelve months by sex.

use askama::Template;

use crate::view::{Link, Refusals, Shell};

/// A year's sheet as a form.
#[derive(Debug, Template)]
#[template(path = "volume.html")]
pub struct VolumePage {
    /// Frame.
    pub shell: Shell,
    /// One line under the heading.
    pub lede: String,
    /// What was wrong.
    pub refusals: Refusals,
    /// What somebody else saved meanwhile, in words.
    pub conflict: Option<String>,
    /// Whether head counts are taken here.
    pub counted: bool,
    /// Where the form goes.
    pub action: String,
    /// The year.
    pub year: i32,
    /// The version the sheet was changed from.
    pub version: i64,
    /// The months.
    pub months: Vec<Month>,
    /// Other years, and back.
    pub ways: Vec<Link>,
}

/// One month as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Month {
    /// 1 to 12.
    pub number: usize,
    /// "januari".
    pub name: &'static str,
    /// Women, men, sex not noted: id and name of the field, label, what was typed, wrong or not.
    pub fields: Vec<(String, &'static str, String, bool)>,
}
