//! Changing one field of a folder, and what the checks then say.

use domain::{check, finding::Finding, published::read_folder, refusal::Problem};

use super::clean::Folder;

/// Where a field stands: file, row as the file writes it, column by number.
#[derive(Clone, Copy, Debug)]
pub struct At(pub &'static str, pub &'static str, pub usize);

/// What stood there, and what stands there now.
#[derive(Debug)]
pub struct Change {
    pub file: String,
    pub before: String,
    pub after: String,
}

/// Replaces the field of the first row that starts so.
pub fn change(folder: &mut Folder, At(file, row, column): At, new: impl Fn(&str) -> String) -> Change {
    let (name, text) = folder
        .iter_mut()
        .find(|(name, _)| name.starts_with(file))
        .unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let line = lines
        .iter_mut()
        .skip(1)
        .find(|line| line.starts_with(row))
        .unwrap();
    let mut fields: Vec<String> = line.split(';').map(str::to_owned).collect();
    let before = fields[column].clone();
    fields[column] = new(&before);
    let after = fields[column].clone();
    *line = fields.join(";");
    let file = name.clone();
    *text = lines.join("\n") + "\n";
    Change { file, before, after }
}

/// `value + n` for whole numbers.
pub fn plus(n: i64) -> impl Fn(&str) -> String {
    move |value| (value.parse::<i64>().unwrap() + n).to_string()
}

pub fn run(folder: &Folder, only: Option<&str>) -> Vec<Finding> {
    let (published, _) = read_folder(&bytes(folder));
    check::published(&published, &[], only)
}

pub fn problems(folder: &Folder) -> Vec<Problem> {
    read_folder(&bytes(folder)).1
}

fn bytes(folder: &Folder) -> Vec<(String, Vec<u8>)> {
    folder
        .iter()
        .map(|(name, text)| (name.clone(), text.clone().into_bytes()))
        .collect()
}
