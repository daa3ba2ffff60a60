//! Properties: a folder without contradictions gives no finding, a changed number gives one that
//! names it, and no folder makes the checks fail.

use domain::published::{Layout, layout::Column, table::printed_number};
use proptest::{collection::vec, prelude::*, sample::Index};

use super::{
    clean::{self, Folder},
    edit::{problems, run},
    kalmar::text,
};

/// A number in a folder: file, line, field.
#[derive(Clone, Copy, Debug)]
struct Spot(usize, usize, usize);

/// Numbers that take part in an exact relation. Left out, because nothing in the layout says what
/// they must be: posts, targets without a number in their words, survey results, ages, shares by
/// education and support time (bounds only), what has happened since the start, the oldest year's
/// budgeted and new participants.
fn related(file: &str, line: &str, column: usize, is_first: bool) -> bool {
    let loose = [
        "Antal anställda",
        "under 30",
        "medelålder",
        "utbildning",
        "tid i offentlig",
        "arbetssökande",
        "sedan start",
        "upplever",
    ];
    if loose.iter().any(|words| line.contains(words)) {
        return false;
    }
    match file {
        _ if file.starts_with("insatser") => column == 6 || column == 7,
        _ if file.starts_with("mal") => column == 6,
        _ if file.starts_with("sus-per-ar") => column > 1 && !(is_first && column == 3),
        _ => true,
    }
}

fn spots(folder: &Folder) -> Vec<Spot> {
    let mut spots = Vec::new();
    for (f, (name, text)) in folder.iter().enumerate() {
        let (spec, _) = Layout::file(name).unwrap();
        let header: Vec<&str> = text.lines().next().unwrap().split(';').collect();
        for (l, line) in text.lines().enumerate().skip(1) {
            for (c, field) in line.split(';').enumerate() {
                let kind = spec.column(header[c]).map(|(_, kind, _)| kind);
                let number = kind.is_some_and(|k| k.is_number() || k == Column::Mixed) && header[c] != "år";
                if number && printed_number(field).is_some() && related(name, line, c, l == 1) {
                    spots.push(Spot(f, l, c));
                }
            }
        }
    }
    spots
}

/// The folder with the number raised.
fn raised(folder: &Folder, Spot(f, l, c): Spot, by: i64) -> (Folder, String) {
    let mut folder = folder.clone();
    let mut lines: Vec<String> = folder[f].1.lines().map(str::to_owned).collect();
    let mut fields: Vec<String> = lines[l].split(';').map(str::to_owned).collect();
    let (units, decimals) = printed_number(&fields[c]).unwrap();
    fields[c] = domain::number::plain(units + by, decimals);
    lines[l] = fields.join(";");
    let row = lines[l].clone();
    folder[f].1 = lines.join("\n") + "\n";
    (folder, row)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn r_gra_23_a_folder_without_contradictions_is_silent(seed: u64) {
        let folder = clean::folder(seed);
        prop_assert_eq!(problems(&folder), vec![]);
        prop_assert_eq!(text(&run(&folder, None)), "");
    }

    #[test]
    fn r_gra_24_a_changed_number_is_found_where_it_stands_or_in_its_sum(
        seed: u64, spot: Index, by in 3_i64..5_000, files in vec(any::<bool>(), 13)
    ) {
        let folder = clean::folder(seed);
        let spots = spots(&folder);
        let spot = spots[spot.index(spots.len())];
        let (bad, row) = raised(&folder, spot, by);
        let found = run(&bad, None);
        let name = &folder[spot.0].0;
        prop_assert!(!found.is_empty(), "{name} {row} field {}", spot.2);
        // An annex is the part of a sum in bakgrund; a population shows in its municipality's share.
        let elsewhere = name.starts_with("bilagor") || name.starts_with("befolkning");
        let here = found.iter().any(|f| f.place.table == *name);
        prop_assert!(here || elsewhere, "{name} {row} field {}\n{}", spot.2, text(&found));
        prop_assert!(found.len() <= 4, "{name} {row} field {}\n{}", spot.2, text(&found));
        // Missing files take relations away, never the ability to run.
        let some: Folder = bad.into_iter().zip(files).filter(|(_, keep)| *keep).map(|(f, _)| f).collect();
        run(&some, None);
        let clean: Folder = folder.into_iter().filter(|(n, _)| some.iter().any(|(m, _)| m == n)).collect();
        prop_assert_eq!(text(&run(&clean, None)), "");
    }

    #[test]
    fn r_gra_25_garbage_is_read_and_checked_without_failing(
        seed: u64, edits in vec((any::<Index>(), any::<Index>(), vec(any::<u8>(), 0..12)), 1..20)
    ) {
        let folder = clean::folder(seed);
        let mut files: Vec<(String, Vec<u8>)> = folder.into_iter().map(|(n, t)| (n, t.into_bytes())).collect();
        for (file, at, bytes) in edits {
            let count = files.len();
            let text = &mut files[file.index(count)].1;
            let at = at.index(text.len().max(1)).min(text.len());
            let end = (at + bytes.len()).min(text.len());
            text.splice(at..end, bytes);
        }
        let (published, _) = domain::published::read_folder(&files);
        domain::check::published(&published, &[], None);
    }

    #[test]
    fn r_gra_25_huge_numbers_and_words_do_not_fail(
        seed: u64, spot: Index, value in prop_oneof!["[0-9]{1,40}", "-?[0-9]{15}", "[a-zåäö −–,.]{0,9}"]
    ) {
        let folder = clean::folder(seed);
        let spots = spots(&folder);
        let Spot(f, l, c) = spots[spot.index(spots.len())];
        let mut bad = folder;
        let lines: Vec<String> = bad[f].1.lines().enumerate().map(|(i, line)| {
            let mut fields: Vec<&str> = line.split(';').collect();
            if i == l { fields[c] = &value; }
            fields.join(";")
        }).collect();
        bad[f].1 = lines.join("\n");
        run(&bad, None);
    }
}
