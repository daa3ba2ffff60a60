//! A whole folder of published tables.

use super::{
    layout::{FileKind, FileSpec, Layout, base_name},
    table::{Fault, Table, read_with_faults},
    unread,
};
use crate::refusal::Problem;

/// More files than this in a folder are not read.
const MAX_FILES: usize = 500;

/// A table with what its name says about it.
#[derive(Clone, Debug)]
pub struct PublishedTable {
    /// Which table of the layout.
    pub kind: FileKind,
    /// The year in its name.
    pub year: Option<i32>,
    /// Its text.
    pub table: Table,
}

/// The tables of a folder that belong to the layout.
#[derive(Clone, Debug, Default)]
pub struct PublishedFolder {
    /// In order of kind, then year.
    pub tables: Vec<PublishedTable>,
    /// What was odd about them.
    pub faults: Vec<Fault>,
    /// The year asked for, if it is not to be the latest.
    pub wanted_year: Option<i32>,
}

/// Reads the files of a folder; files outside the layout are left alone (and one that was probably
/// meant to be a table is named as a problem).
pub fn read_folder(files: &[(String, Vec<u8>)]) -> (PublishedFolder, Vec<Problem>) {
    let mut folder = PublishedFolder::default();
    for (name, bytes) in files.iter().take(MAX_FILES) {
        let Some((spec, year)) = Layout::file(name) else {
            let reason = unread::reason(name, bytes);
            folder
                .faults
                .extend(reason.map(|words| whole(base_name(name), "fil-okand", &words)));
            continue;
        };
        let (table, faults) = read_with_faults(name, bytes);
        if folder.tables.iter().any(|t| t.table.name == table.name) {
            let words = "Filen finns två gånger, med olika stora bokstäver i namnet; den första läses. Ta bort den andra.";
            folder.faults.push(whole(base_name(name), "fil-dubblett", words));
            continue;
        }
        folder.faults.extend(faults);
        folder.tables.push(PublishedTable {
            kind: spec.kind,
            year,
            table,
        });
    }
    folder
        .tables
        .sort_by(|a, b| (a.kind, a.year, &a.table.name).cmp(&(b.kind, b.year, &b.table.name)));
    if folder.tables.is_empty() {
        folder
            .faults
            .push(whole("", "mapp-tom", "Ingen fil i mappen hör till layouten."));
    }
    folder
        .faults
        .sort_by(|a, b| (&a.problem.file, a.problem.line).cmp(&(&b.problem.file, b.problem.line)));
    let problems = folder.faults.iter().map(|f| f.problem.clone()).collect();
    (folder, problems)
}

/// A fault of a whole file, with the names that were expected.
fn whole(file: &str, code: &'static str, message: &str) -> Fault {
    let names: Vec<String> = Layout::files().iter().map(FileSpec::file_name).collect();
    Fault {
        problem: Problem {
            file: file.to_owned(),
            line: 0,
            code,
            message: format!("{message} Väntade filer: {}.", names.join(", ")),
        },
        row: String::new(),
        column: String::new(),
        found: String::new(),
    }
}

impl PublishedFolder {
    /// The year the folder is about: the one asked for, or the latest in the names of its per-year
    /// files, or the latest year of the statements, or of the yearly series.
    pub fn year(&self) -> i32 {
        let named = self.tables.iter().filter_map(|t| t.year).max();
        self.wanted_year
            .or(named)
            .or_else(|| self.latest_column(FileKind::Statements))
            .or_else(|| self.latest_row(FileKind::PerYear))
            .or_else(|| self.latest_column(FileKind::Overview))
            .unwrap_or(0)
    }

    fn latest_column(&self, kind: FileKind) -> Option<i32> {
        let table = &self.tables.iter().find(|t| t.kind == kind)?.table;
        let (spec, _) = Layout::file(&table.name)?;
        table.header.iter().filter_map(|h| spec.column(h)?.2).max()
    }

    fn latest_row(&self, kind: FileKind) -> Option<i32> {
        let table = &self.tables.iter().find(|t| t.kind == kind)?.table;
        let year = |row| super::layout::year(table.text(row, "år"));
        table.rows.iter().filter_map(year).max()
    }

    /// The tables of one kind.
    pub fn of(&self, kind: FileKind) -> impl Iterator<Item = &PublishedTable> {
        self.tables.iter().filter(move |t| t.kind == kind)
    }
}
