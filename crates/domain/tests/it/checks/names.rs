//! What used to pass in silence: names no other table knows, and what was not read at all.

use domain::finding::{Finding, Severity};
use rstest::rstest;

use super::{
    clean::{self, Folder},
    edit::{At, change, run},
    kalmar::text,
};

const SEED: u64 = 11;

fn table<'a>(folder: &'a mut Folder, file: &str) -> &'a mut String {
    &mut folder
        .iter_mut()
        .find(|(name, _)| name.starts_with(file))
        .unwrap()
        .1
}

/// The first row that holds the words.
fn line(folder: &mut Folder, file: &str, words: &str) -> String {
    table(folder, file)
        .lines()
        .find(|l| l.contains(words))
        .unwrap()
        .to_owned()
}

fn replace(folder: &mut Folder, file: &str, from: &str, to: &str) {
    let text = table(folder, file);
    assert!(text.contains(from), "{file} {from}");
    *text = text.replacen(from, to, 1);
}

fn first_insats(folder: &mut Folder) -> String {
    let row = table(folder, "sus-insatser").lines().nth(1).unwrap().to_owned();
    row.split(';').next().unwrap().to_owned()
}

fn first_member(folder: &mut Folder) -> String {
    let row = table(folder, "medlemsbidrag").lines().nth(1).unwrap().to_owned();
    row.split(';').next().unwrap().to_owned()
}

/// The one finding, which is about a name.
fn only(folder: &Folder) -> Finding {
    let found = run(folder, None);
    assert_eq!(found.len(), 1, "{}", text(&found));
    assert_eq!((found[0].check, found[0].severity), ("namn", Severity::ShouldFix));
    found[0].clone()
}

#[rstest]
#[case("bilagor")]
#[case("insatskostnader")]
#[case("insatsbudget")]
#[case("insatser")]
fn r_gra_33_an_insats_that_no_other_table_knows_is_named(#[case] file: &str) {
    let mut folder = clean::folder(SEED);
    let id = first_insats(&mut folder);
    let wrong = format!("{id}e");
    let text = table(&mut folder, file);
    let separator = if file == "insatskostnader" { ';' } else { '\n' };
    *text = text.replace(&format!("{separator}{id};"), &format!("{separator}{wrong};"));
    let found = run(&folder, Some("namn"));
    assert_eq!(found.len(), 1, "{}", super::kalmar::text(&found));
    assert_eq!(
        (found[0].found.as_str(), found[0].expected.as_deref()),
        (wrong.as_str(), Some(id.as_str()))
    );
    assert!(found[0].place.table.starts_with(file));
}

#[test]
fn r_gra_33_an_insats_with_participants_and_no_name_like_it_is_named_too() {
    let mut folder = clean::folder(SEED);
    let id = first_insats(&mut folder);
    replace(&mut folder, "sus-insatser", &format!("\n{id};"), "\nobekant;");
    let found = run(&folder, Some("namn"));
    assert_eq!(found.len(), 1, "{}", text(&found));
    assert_eq!(
        (found[0].found.as_str(), found[0].expected.as_deref()),
        ("obekant", None)
    );
}

#[test]
fn r_gra_33_a_new_insats_in_the_budget_alone_is_no_mistake() {
    let mut folder = clean::folder(SEED);
    replace(
        &mut folder,
        "insatsbudget",
        ";Kostnader (tryckt)",
        "miljonen;Miljonen;0;0;0\n;Kostnader (tryckt)",
    );
    assert_eq!(text(&run(&folder, None)), "");
}

#[test]
fn r_gra_33_a_measure_that_is_nearly_known_is_named() {
    let mut folder = clean::folder(SEED);
    let row = line(&mut folder, "bilagor", "avslutade deltagare");
    replace(
        &mut folder,
        "bilagor",
        &row,
        &row.replace("avslutade deltagare", "avslutade deltgare"),
    );
    let found = only(&folder);
    assert_eq!(found.expected.as_deref(), Some("avslutade deltagare"));
}

#[test]
fn r_gra_33_a_member_is_spelled_alike_in_every_table() {
    let clean = clean::folder(SEED);
    let mut folder = clean.clone();
    let member = first_member(&mut folder);
    // In the contributions the other two agree against it.
    let wrong = member.replacen('o', "ö", 1);
    assert_ne!(member, wrong);
    replace(&mut folder, "medlemsbidrag", &member, &wrong);
    let found = only(&folder);
    assert_eq!(
        (found.place.table.as_str(), found.place.row.as_str()),
        ("medlemsbidrag.csv", wrong.as_str())
    );
    // In the note it is the note.
    let mut folder = clean;
    let row = line(&mut folder, "bokslut", &format!("Driftbidrag från {member}"));
    replace(&mut folder, "bokslut", &row, &row.replace(&member, &wrong));
    let found = only(&folder);
    assert_eq!(
        (found.place.table.as_str(), found.expected.as_deref()),
        ("bokslut.csv", Some(member.as_str()))
    );
}

#[test]
fn r_gra_33_a_municipality_without_population_is_named() {
    let clean = clean::folder(SEED);
    let row = line(&mut clean.clone(), "befolkning", ";0001;");
    let name = row.split(';').next().unwrap();
    for (to, column) in [
        (String::new(), "kommun"),
        (format!("{name};0001;"), "folkmängd"),
        (format!("{name};0001;0"), "folkmängd"),
        (row.replacen('o', "ö", 1), "kommun"),
    ] {
        let mut folder = clean.clone();
        let text = table(&mut folder, "befolkning");
        *text = text.replacen(&row, &to, 1);
        let found = run(&folder, Some("namn"));
        assert_eq!(found.len(), 1, "{to}\n{}", super::kalmar::text(&found));
        assert!(found[0].place.column.starts_with(column), "{to}");
    }
}

#[test]
fn r_gra_33_two_municipalities_have_two_codes() {
    let mut folder = clean::folder(SEED);
    replace(&mut folder, "befolkning", ";0002;", ";0001;");
    let found = only(&folder);
    assert_eq!(
        (found.place.column.as_str(), found.found.as_str()),
        ("kod", "0001")
    );
}

#[rstest]
#[case::region_as_municipality("Region Mitt;region", "Region Mitt;kommun", Some("region"))]
#[case::blank("Region Mitt;region", "Region Mitt;", Some("region"))]
#[case::unknown("Försäkringskassan;staten", "Försäkringskassan;myndighet", Some("staten"))]
fn r_gra_33_a_member_is_of_a_known_kind(#[case] from: &str, #[case] to: &str, #[case] right: Option<&str>) {
    let mut folder = clean::folder(SEED);
    replace(&mut folder, "medlemsbidrag", from, to);
    let found = run(&folder, Some("namn"));
    assert_eq!(found.len(), 1, "{}", text(&found));
    assert_eq!(
        (found[0].place.column.as_str(), found[0].expected.as_deref()),
        ("typ", right)
    );
}

#[test]
fn r_gra_33_an_operating_statement_of_another_year_is_named() {
    let mut folder = clean::folder(SEED);
    let heading = line(&mut folder, "bokslut", "Nettokostnad utfall");
    let heading = heading.split(';').next().unwrap().to_owned();
    let text = table(&mut folder, "bokslut");
    *text = text.replace(&heading, "driftsredovisning 1999");
    let found = only(&folder);
    assert_eq!(found.place.row, "driftsredovisning 1999");
}

#[test]
fn r_gra_33_municipalities_of_an_insats_are_members_and_its_own() {
    let mut folder = clean::folder(SEED);
    let id = first_insats(&mut folder);
    let places: Vec<String> = table(&mut folder, "befolkning")
        .lines()
        .skip(1)
        .map(|l| l.split(';').next().unwrap().to_owned())
        .collect();
    replace(
        &mut folder,
        "insatser",
        &format!("{id};{id};;"),
        &format!("{id};{id};;{}", places[0]),
    );
    assert_eq!(text(&run(&folder, None)), "");
    let mut other = folder.clone();
    replace(
        &mut other,
        "insatskostnader",
        &format!(";{id};;"),
        &format!(";{id};{};", places[1]),
    );
    assert_eq!(only(&other).found, places[1]);
    replace(&mut folder, "insatser", &places[0], "Atlantis");
    assert_eq!(only(&folder).found, "Atlantis");
}

#[test]
fn r_gra_07_a_note_that_is_referred_to_is_printed() {
    let mut folder = clean::folder(SEED);
    replace(
        &mut folder,
        "bokslut",
        "Korta fordringar;3;",
        "Korta fordringar;7;",
    );
    let found = run(&folder, None);
    assert_eq!(found.len(), 1, "{}", text(&found));
    assert_eq!(
        (found[0].place.column.as_str(), found[0].found.as_str()),
        ("not", "7")
    );
}

#[test]
fn r_gra_13_an_annex_says_the_same_of_its_exits_twice() {
    let mut folder = clean::folder(SEED);
    let (work, rest) = (
        line(&mut folder, "bilagor", "avslut arbete eller studier"),
        "avslut annan anledning",
    );
    let other = line(&mut folder, "bilagor", rest);
    // Moved between two reasons: their sum still is those who left.
    let moved = |row: &str, by: i64| {
        let (words, value) = row.rsplit_once(';').unwrap();
        format!("{words};{}", value.parse::<i64>().unwrap() + by)
    };
    replace(&mut folder, "bilagor", &work, &moved(&work, -1));
    replace(&mut folder, "bilagor", &other, &moved(&other, 1));
    let found = run(&folder, None);
    assert_eq!(found.len(), 1, "{}", text(&found));
    assert_eq!(found[0].check, "bilaga");
}

#[test]
fn r_gra_11_an_insats_begins_the_year_with_what_the_last_ended_with() {
    let mut folder = clean::folder(SEED);
    let (name, rows) = folder
        .iter()
        .find(|(n, _)| n.starts_with("sus-insatser"))
        .unwrap()
        .clone();
    let year: i32 = name["sus-insatser-".len()..][..4].parse().unwrap();
    let mut before = "insats;budget;totalt;nya;avslutade;pågående\n".to_owned();
    for (index, row) in rows
        .lines()
        .skip(1)
        .filter(|l| !l.starts_with("SUMMA"))
        .enumerate()
    {
        let f: Vec<&str> = row.split(';').collect();
        let brought = f[2].parse::<i64>().unwrap() - f[3].parse::<i64>().unwrap() + i64::from(index == 0);
        before += &format!("{};{};{};1;3;{brought}\n", f[0], f[1], brought + 3);
    }
    folder.push((format!("sus-insatser-{}.csv", year - 1), before));
    let found = run(&folder, Some("floden"));
    assert_eq!(found.len(), 1, "{}", text(&found));
    assert_eq!(
        (found[0].place.table.as_str(), found[0].place.column.as_str()),
        (name.as_str(), "totalt")
    );
}

#[rstest]
#[case::row_without_name("sus-insatser", "nyckel-tom")]
#[case::words_for_women("bakgrund", "ord-som-tal")]
#[case::words_for_a_result("mal", "ord-som-tal")]
fn r_gra_31_what_is_not_compared_is_told(#[case] file: &str, #[case] code: &str) {
    let mut folder = clean::folder(SEED);
    let first = first_insats(&mut folder);
    match file {
        "sus-insatser" => replace(&mut folder, file, &format!("\n{first};"), "\n;"),
        "bakgrund" => {
            let row = line(&mut folder, file, "nyinskrivna;antal");
            let mut fields: Vec<&str> = row.split(';').collect();
            fields[2] = "hälften";
            replace(&mut folder, file, &row, &fields.join(";"));
        }
        _ => replace(
            &mut folder,
            file,
            "indikator 1, 2, 3;90;",
            "indikator 1, 2, 3;nästan alla;",
        ),
    }
    let (_, problems) = domain::published::read_folder(
        &folder
            .iter()
            .map(|(n, t)| (n.clone(), t.clone().into_bytes()))
            .collect::<Vec<_>>(),
    );
    assert_eq!(problems.iter().map(|p| p.code).collect::<Vec<_>>(), [code]);
    let found = run(&folder, Some("inlasning"));
    assert_eq!(found.len(), 1, "{}", text(&found));
    assert_eq!(found[0].severity, Severity::ShouldFix);
}

#[test]
fn r_gra_34_what_cannot_be_read_is_unknown_and_not_nought() {
    for words in ["tolv", "-7"] {
        let mut folder = clean::folder(SEED);
        change(&mut folder, At("bilagor", "", 2), |_| words.into());
        change(&mut folder, At("sus-insatser", "", 3), |_| words.into());
        let found = run(&folder, None);
        assert_eq!(found.len(), 2, "{words}\n{}", text(&found));
        assert!(found.iter().all(|f| f.check == "inlasning"));
    }
}

#[test]
fn r_gra_34_a_row_that_stands_twice_counts_once() {
    for file in [
        "sus-insatser",
        "insatskostnader",
        "bokslut",
        "budget",
        "bilagor",
        "medlemsbidrag",
    ] {
        let mut folder = clean::folder(SEED);
        let text = table(&mut folder, file);
        let row = text.lines().nth(1).unwrap().to_owned();
        *text = text.replacen(&row, &format!("{row}\n{row}"), 1);
        let found = run(&folder, None);
        assert_eq!(found.len(), 1, "{file}\n{}", super::kalmar::text(&found));
        assert_eq!(found[0].check, "inlasning");
    }
}

#[test]
fn r_gra_32_files_that_were_not_read_are_told() {
    let mut folder = clean::folder(SEED);
    let (_, text) = folder.iter().find(|(n, _)| n == "bokslut.csv").unwrap().clone();
    folder.push(("bokslut (1).csv".into(), text));
    folder.push(("README.md".into(), "# Tabeller".into()));
    folder.push((
        "maltrosklar.csv".into(),
        "år;nummer;i_stort_sett_från;mått\n".into(),
    ));
    let goals = table(&mut folder, "mal.csv");
    *goals = goals.lines().next().unwrap().to_owned() + "\n";
    let found = run(&folder, None);
    let places: Vec<(&str, &str)> = found.iter().map(|f| (f.check, f.place.table.as_str())).collect();
    assert_eq!(
        places,
        [("inlasning", "bokslut (1).csv"), ("inlasning", "mal.csv")]
    );
    assert!(found.iter().all(|f| f.severity == Severity::ShouldFix));
}

#[test]
fn r_gra_32_a_table_that_is_there_twice_is_read_once() {
    let mut folder = clean::folder(SEED);
    let (_, text) = folder.iter().find(|(n, _)| n == "bokslut.csv").unwrap().clone();
    folder.push(("BOKSLUT.CSV".into(), text));
    let found = run(&folder, None);
    assert_eq!(found.len(), 1, "{}", super::kalmar::text(&found));
    assert_eq!(
        (found[0].check, found[0].place.table.as_str()),
        ("inlasning", "BOKSLUT.CSV")
    );
}

#[rstest]
#[case::cost_of_nobody("insatskostnader", ";okand;")]
#[case::not_in_the_list("insatser", "\nokand;okand;")]
fn r_gra_33_an_insats_with_costs_or_participants_is_in_the_list(#[case] file: &str, #[case] wrong: &str) {
    let mut folder = clean::folder(SEED);
    let id = first_insats(&mut folder);
    let right = wrong.replace("okand", &id);
    replace(&mut folder, file, &right, wrong);
    let found = run(&folder, Some("namn"));
    assert_eq!(found.len(), 1, "{}", text(&found));
    let named = if file == "insatser" { id.as_str() } else { "okand" };
    assert_eq!(found[0].found, named);
}

#[test]
fn r_gra_07_the_next_year_repeats_this_years_closing_balances() {
    let folder = crate::books::folders().remove(0);
    let year = crate::books::facts(&folder, &[2021]).ledger.years.remove(0);
    let bank = year.accounts.iter().find(|a| a.number == 1930).unwrap();
    let moved: i64 = year
        .movements
        .iter()
        .filter(|m| m.account == 1930)
        .map(|m| m.amount.0)
        .sum();
    let closing = domain::money::Ore(bank.opening.0 + moved);
    assert_eq!(domain::check::restated(&year, 2022, &[(1930, closing)]), []);
    let wrong = domain::money::Ore(closing.0 + 100);
    let found = domain::check::restated(&year, 2022, &[(1930, wrong), (1931, closing)]);
    assert_eq!(found.len(), 2, "{}", text(&found));
    assert_eq!(
        (found[0].place.table.as_str(), found[0].place.column.as_str()),
        ("bokforing-2022.se", "föregående år")
    );
}
