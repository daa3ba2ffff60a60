//! Published tables → facts.

use super::{books::Object, economy, goals, insatser, members, projects, series};
use crate::{
    facts::{Budget, Contribution, Goal, Insats, InsatsBudget, Member, Project, Published, Requisitioned},
    number,
    plan::{self, Plan, Stated},
    published::{PublishedFolder, PublishedTable, Row, layout::Layout, read_folder, table::printed_number},
    refusal::{Problem, Refusal},
};

/// Problems that leave the values certain; every other refuses the import.
const TOLERATED: [&str; 12] = [
    "kodning",
    "avgransare",
    "kolumn-okand",
    "fil-okand",
    "fil-utan-rader",
    "nyckel-tom",
    "ord-som-tal",
    "rad-blank",
    "insats-okand",
    "kommun-utan-folkmangd",
    "projekt-utan-objekt",
    "mal-utan-granser",
];

/// What is known already, for tables that refer to things in files that were not handed in now.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Insatser.
    pub insatser: Vec<Insats>,
    /// Members.
    pub members: Vec<Member>,
    /// Projects, of the association and of the bookkeeping beside the tables (SIE dimension 6).
    pub projects: Vec<Object>,
}

/// Facts read from tables.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Intake {
    /// Members in the table's order.
    pub members: Vec<Member>,
    /// Contributions.
    pub contributions: Vec<Contribution>,
    /// Insatser in the table's order.
    pub insatser: Vec<Insats>,
    /// Projects in the table's order.
    pub projects: Vec<Project>,
    /// The association's budgets, one per year.
    pub budgets: Vec<Budget>,
    /// Insats budgets.
    pub insats_budgets: Vec<InsatsBudget>,
    /// The budget tables' printed sums: what the computed ones are compared with.
    pub stated: Vec<Stated>,
    /// Requisitioned outcome.
    pub requisitioned: Vec<Requisitioned>,
    /// Values without rows.
    pub published: Vec<Published>,
    /// Goals.
    pub goals: Vec<Goal>,
}

impl Intake {
    /// The plans its budget tables make.
    pub fn plans(&self) -> Vec<Plan> {
        plan::tables::plans(&plan::tables::Read {
            budgets: &self.budgets,
            insatser: &self.insats_budgets,
            stated: &self.stated,
            contributions: &self.contributions,
            members: &self.members,
        })
    }

    /// What there is of each kind, in Swedish, for the person who imports.
    pub fn counts(&self) -> Vec<(&'static str, usize)> {
        let all = [
            ("medlemmar", self.members.len()),
            ("medlemsbidrag", self.contributions.len()),
            ("insatser", self.insatser.len()),
            ("projekt", self.projects.len()),
            ("budgetar", self.budgets.len()),
            ("insatsbudgetar", self.insats_budgets.len()),
            ("rekvirerade belopp", self.requisitioned.len()),
            ("publicerade värden", self.published.len()),
            ("mål", self.goals.len()),
        ];
        all.into_iter().filter(|(_, count)| *count > 0).collect()
    }
}

/// Reads the tables; files outside the layout are named and left alone.
pub fn read(files: &[(String, Vec<u8>)], known: &Known) -> (Intake, Vec<Problem>) {
    let is_extra = |name: &str| goals::is_thresholds(name) || Layout::ledger_year(name).is_some();
    let tables: Vec<_> = files
        .iter()
        .filter(|(name, _)| !is_extra(name))
        .cloned()
        .collect();
    let (folder, problems) = read_folder(&tables);
    let mut reader = Reader {
        year: folder.year(),
        folder,
        known,
        problems,
    };
    let thresholds = files.iter().find(|(name, _)| goals::is_thresholds(name));
    let mut intake = Intake::default();
    members::read(&mut reader, &mut intake);
    insatser::read(&mut reader, &mut intake);
    projects::read(&mut reader, &mut intake);
    economy::read(&mut reader, &mut intake);
    series::read(&mut reader, &mut intake);
    goals::read(&mut reader, thresholds, &mut intake);
    (intake, reader.problems)
}

/// The problems that make the values uncertain, as refusals. An import with any of them changes nothing.
pub fn refusals(problems: &[Problem]) -> Vec<Refusal> {
    let serious = problems.iter().filter(|p| !TOLERATED.contains(&p.code));
    serious
        .map(|p| Refusal::at(p.code, p.place(), p.message.clone()))
        .collect()
}

/// The tables being read, and what was wrong.
pub(super) struct Reader<'a> {
    pub folder: PublishedFolder,
    /// The year the folder is about.
    pub year: i32,
    pub known: &'a Known,
    pub problems: Vec<Problem>,
}

impl Reader<'_> {
    pub fn say(&mut self, table: &PublishedTable, row: &Row, code: &'static str, message: String) {
        self.problems.push(Problem {
            file: table.table.name.clone(),
            line: row.line,
            code,
            message,
        });
    }

    /// The tables of a kind, cloned so that problems can be noted while they are read.
    pub fn of(&self, kind: crate::published::FileKind) -> Vec<PublishedTable> {
        self.folder.of(kind).cloned().collect()
    }

    /// The document a table was published in.
    pub fn document(&self, what: &str) -> String {
        format!("Årsredovisning {}, {what}", self.year)
    }
}

/// Columns that carry a year: index, header and year.
pub(super) fn year_columns(table: &PublishedTable) -> Vec<(usize, String, i32)> {
    let Some((spec, _)) = Layout::file(&table.table.name) else {
        return Vec::new();
    };
    let headers = table.table.header.iter().enumerate();
    headers
        .filter_map(|(i, header)| Some((i, header.clone(), spec.column(header)?.2?)))
        .collect()
}

/// A cell of a row; empty when the row is short.
pub(super) fn cell(row: &Row, index: usize) -> &str {
    row.cells.get(index).map_or("", String::as_str)
}

/// A whole number, if that is what the cell holds. Anything else was named when the table was read.
pub(super) fn whole(text: &str) -> Option<i64> {
    printed_number(text).and_then(|(units, decimals)| (decimals == 0).then_some(units))
}

/// Kronor as öre.
pub(super) fn kronor(text: &str) -> Option<crate::money::Ore> {
    number::parse_decimal(text, 2).map(crate::money::Ore)
}

/// A printed sum or difference is not a fact.
pub(super) fn is_sum(label: &str) -> bool {
    label.to_lowercase().contains("(tryckt)")
}

/// Lower case, å ä to a, ö to o, everything else to single hyphens: "Region Kalmar län" →
/// "region-kalmar-lan".
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.to_lowercase().chars() {
        match c {
            'å' | 'ä' => slug.push('a'),
            'ö' => slug.push('o'),
            'é' => slug.push('e'),
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').to_owned()
}
