//! The reports: the list, reading one, publishing it.

use askama::Template;

use crate::view::{FindingCard, Link, Refusals, Shell, Table};

/// All reports.
#[derive(Debug, Template)]
#[template(path = "reports.html")]
pub struct ReportsPage {
    /// Frame.
    pub shell: Shell,
    /// One table per kind, one row per report.
    pub tables: Vec<Table>,
}

/// One report as a web page.
#[derive(Debug, Template)]
#[template(path = "report.html")]
pub struct ReportPage {
    /// Frame.
    pub shell: Shell,
    /// "Utkast" or "Publicerad".
    pub status: &'static str,
    /// Class of its badge.
    pub status_class: &'static str,
    /// Date, hash or number of findings.
    pub lede: String,
    /// PDF first, then the other forms.
    pub files: Vec<Link>,
    /// May this person publish it?
    pub may_publish: bool,
    /// Where.
    pub publish_way: String,
    /// What the way there is called.
    pub publish_label: &'static str,
    /// Sections this person may edit.
    pub sections: Vec<SectionLine>,
    /// The list of sections is open.
    pub sections_open: bool,
    /// The report, HTML.
    pub body: String,
}

/// One text section in the list.
#[derive(Debug, Clone)]
pub struct SectionLine {
    /// Its heading.
    pub title: String,
    /// Where it is edited.
    pub href: String,
    /// "tom", "sparad 2023-02-01", "utkast".
    pub state: String,
}

/// Publishing.
#[derive(Debug, Template)]
#[template(path = "publish.html")]
pub struct PublishPage {
    /// Frame.
    pub shell: Shell,
    /// What was wrong.
    pub refusals: Refusals,
    /// What it means.
    pub words: &'static str,
    /// What one says by ticking.
    pub agreed: &'static str,
    /// What the button says.
    pub button: &'static str,
    /// The findings that stop it.
    pub stops: Vec<FindingCard>,
    /// The stops in one sentence.
    pub stops_words: String,
    /// What else is open, in one sentence, or empty.
    pub open: String,
    /// Where the button posts.
    pub action: String,
    /// Back to the report.
    pub back: String,
}
