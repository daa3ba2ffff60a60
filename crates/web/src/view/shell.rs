//! The frame of every page: whose it is, who is here, where one can go, what happened last.

/// The frame.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    /// The page's name, in the title.
    pub title: String,
    /// The association's name.
    pub association: String,
    /// Who is logged in.
    pub person: Option<Person>,
    /// The jobs this person may see.
    pub jobs: Vec<Job>,
    /// Where am I.
    pub crumbs: Vec<Crumb>,
    /// The same page for other years.
    pub years: Vec<Year>,
    /// The session's token for forms.
    pub csrf: String,
    /// Said on every page while the data is made up.
    pub example: Option<String>,
    /// What the last act did.
    pub flash: Option<String>,
    /// What happened last in the association.
    pub last: Option<String>,
}

/// Who is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Role in words.
    pub role: String,
}

/// One entry of the main menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Words.
    pub label: &'static str,
    /// Address.
    pub href: &'static str,
    /// The page is within this job.
    pub current: bool,
}

/// One step of the path to this page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// Words.
    pub label: String,
    /// Address.
    pub href: String,
    /// This page.
    pub current: bool,
}

/// The same page for another year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// "2022".
    pub label: String,
    /// Address.
    pub href: String,
    /// The year shown.
    pub current: bool,
}
