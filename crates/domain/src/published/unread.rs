//! Files that lie beside the tables and were not read: which of them were probably meant to be.

use super::{
    decode::decode,
    layout::{FileSpec, Layout, base_name},
    number::tidy,
    table::distance,
};

/// So much of a file is looked at for its header.
const HEAD: usize = 2_000;

/// Why a file was probably meant to be read, and what to do about it; nothing for a file that
/// plainly is something else. Files in folders of their own are never tables.
pub(super) fn reason(name: &str, bytes: &[u8]) -> Option<String> {
    if Layout::ledger_year(name).is_some() {
        return None;
    }
    let lower = base_name(name).to_lowercase();
    let (stem, extension) = lower.rsplit_once('.')?;
    match extension {
        "csv" | "tsv" => by_name(stem).or_else(|| by_header(bytes)),
        "txt" => by_header(bytes),
        "xlsx" | "xls" | "ods" => by_name(stem).map(|_| {
            "Filen liknar en tabell men arbetsböcker läses inte. Spara bladet som CSV med semikolon."
                .to_owned()
        }),
        _ => None,
    }
}

fn by_name(stem: &str) -> Option<String> {
    let core = core(stem);
    let near = |spec: &&FileSpec| {
        let most = if spec.stem.len() < 5 { 0 } else { 2 };
        distance(&core, spec.stem) <= most
    };
    let exact = Layout::files().iter().find(|spec| spec.stem == core);
    let spec = exact.or_else(|| Layout::files().iter().find(near))?;
    Some(if spec.per_year && spec.stem == stem {
        format!(
            "Filnamnet saknar årtal, så filen lästes inte. Döp om den till {}.",
            spec.file_name()
        )
    } else {
        format!(
            "Filnamnet liknar {} men är det inte, så filen lästes inte. Döp om den.",
            spec.file_name()
        )
    })
}

/// The name without what copying, dating and numbering add: "kopia av bokslut (2)" is "bokslut".
fn core(stem: &str) -> String {
    let words: Vec<&str> = stem
        .split(|c: char| !c.is_alphabetic())
        .filter(|w| {
            !matches!(
                *w,
                "" | "kopia" | "copy" | "av" | "of" | "ny" | "slutlig" | "v" | "version"
            )
        })
        .collect();
    words.join("-")
}

/// A header with at least two of a table's columns, and half of them.
fn by_header(bytes: &[u8]) -> Option<String> {
    let (text, _) = decode(&bytes[..bytes.len().min(HEAD)]);
    let head = text.lines().find(|line| !line.trim().is_empty())?;
    let columns: Vec<String> = head
        .split([';', '\t', ','])
        .map(|c| tidy(c.trim_matches('"')))
        .collect();
    let fits = |spec: &&FileSpec| {
        let found = |pattern: &str| {
            columns
                .iter()
                .any(|c| spec.column(c).is_some_and(|(p, ..)| p == pattern))
        };
        let asked: Vec<&str> = spec
            .columns
            .iter()
            .map(|(p, _)| *p)
            .filter(|p| !spec.is_additional(p))
            .collect();
        let hits = asked.iter().filter(|p| found(p)).count();
        hits >= 2 && hits * 2 > asked.len()
    };
    let spec = Layout::files().iter().find(fits)?;
    Some(format!(
        "Kolumnerna är de i {} men filen heter något annat, så den lästes inte. Döp om den om den ska granskas.",
        spec.file_name()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_gra_32_a_file_that_was_meant_to_be_a_table_is_named() {
        for (name, text) in [
            ("bokslut (1).csv", ""),
            ("Kopia av bokslut.csv", ""),
            ("bokslut-2022.csv", ""),
            ("bakgrund.csv", ""),
            ("buget.csv", ""),
            ("mal.xlsx", ""),
            ("tabell 4.csv", "insats;budget;totalt;nya;avslutade;pågående\n"),
            ("flera år.txt", "mått\t2022\t2021\n"),
        ] {
            assert!(reason(name, text.as_bytes()).is_some(), "{name}");
        }
    }

    #[test]
    fn r_gra_32_what_plainly_is_something_else_is_left_alone() {
        for (name, text) in [
            ("README.md", "insats;budget;totalt;nya;avslutade;pågående\n"),
            ("bokforing-2022.se", ""),
            ("maltrosklar.csv", "år;nummer;i_stort_sett_från;mått\n"),
            ("kontomappning.csv", "från;till;rad;notrad\n"),
            ("arsredovisning.pdf", ""),
            ("budget.docx", ""),
            ("deltagare.xlsx", ""),
            ("anteckningar.txt", "Bakgrund, budget och mål\n"),
        ] {
            assert_eq!(reason(name, text.as_bytes()), None, "{name}");
        }
    }
}
