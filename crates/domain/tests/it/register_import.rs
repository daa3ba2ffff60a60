//! Registers from other systems: columns, values, rows.

use domain::{
    participation::{Entry, Rules},
    register_import::{Bar, Fault, Line, Mapping, Table, fields, mapping::bar, row},
};
use proptest::prelude::*;
use rstest::rstest;

const HEAD: &str = "Lokal referens;Deltagarens namn;Personnr;Samtycke;Inskrivningsdatum;Kön;Född;Remitterande myndighet;Utbildningsnivå;Försörjning vid start;Avslutsdatum;Avslutsorsak;Ersättning efter";

fn table(rows: &str) -> Table {
    Table::csv("register.csv", format!("{HEAD}\n{rows}").as_bytes()).unwrap()
}

fn rules() -> Rules {
    Rules::on(chrono::NaiveDate::from_ymd_opt(2023, 2, 15).unwrap())
}

fn mapping(table: &Table) -> Mapping {
    Mapping::guess(table, &fields())
}

fn judged(rows: &str) -> Vec<Result<Entry, Vec<Fault>>> {
    let table = table(rows);
    let mapping = mapping(&table);
    let known = fields();
    let judge = |line: &Line| {
        line.judge((&table, &mapping), &known, &rules())
            .map(|(entry, _)| entry)
    };
    row::read(&table, &mapping, &known).iter().map(judge).collect()
}

#[rstest]
#[case::semicolon(b"a;b\n1;x\n".to_vec())]
#[case::comma(b"a,b\r\n1,x\r\n".to_vec())]
#[case::tab(b"\xEF\xBB\xBFa\tb\n1\tx\n".to_vec())]
#[case::utf16(std::iter::once(0xFEFF_u16).chain("a;b\n1;x\n".encode_utf16()).flat_map(u16::to_le_bytes).collect())]
fn r_inf_03_text_is_read_whatever_parts_and_encodes_it(#[case] bytes: Vec<u8>) {
    let table = Table::csv("r.csv", &bytes).unwrap();
    assert_eq!(table.header, ["a", "b"]);
    assert_eq!(table.rows, [(2, vec!["1".to_owned(), "x".to_owned()])]);
}

#[test]
fn r_inf_03_swedish_letters_of_an_old_file_are_read() {
    let table = Table::csv("r.csv", b"K\xF6n;Kommun\nkvinna;H\xF6gsby\n").unwrap();
    assert_eq!(
        (table.header[0].as_str(), table.rows[0].1[1].as_str()),
        ("Kön", "Högsby")
    );
    assert!(Table::csv("r.csv", b" \n;;\n").is_err());
    assert!(Table::csv("r.csv", b"a\0b").is_err());
}

#[test]
fn r_inf_04_headings_of_other_systems_are_recognised() {
    let table = table("");
    let mapping = mapping(&table);
    let expected = [
        "referens",
        "",
        "personnummer",
        "underlag",
        "start",
        "kon",
        "fodelsear",
        "remittent",
        "utbildning",
        "forsorjning",
        "avslut",
        "orsak",
        "",
    ];
    assert_eq!(mapping.columns, expected);
    assert_eq!(mapping.problems(&table, &fields()), []);
}

#[test]
fn r_inf_04_every_heading_of_the_template_is_its_own_field() {
    let listed: Vec<_> = fields().into_iter().filter(|field| field.in_template).collect();
    let header = listed.iter().map(|field| field.label.clone()).collect();
    let table = Table {
        header,
        rows: Vec::new(),
    };
    let names: Vec<String> = listed.iter().map(|field| field.name.clone()).collect();
    assert_eq!(mapping(&table).columns, names);
}

#[test]
fn r_inf_05_a_column_of_names_is_never_read_and_one_of_numbers_makes_pseudonyms_only() {
    let rows = "KR-1;Ada Lovelace;19900101-2385;ja;2022-01-03;;;;;;;;\n";
    let mut table = table(rows);
    table.header[12] = "Kod".into();
    for (_, cells) in &mut table.rows {
        cells[12] = "900101-2385".into();
    }
    assert_eq!(
        (bar(&table, 1), bar(&table, 2), bar(&table, 12)),
        (Some(Bar::Names), Some(Bar::Numbers), Some(Bar::Numbers))
    );
    let mut forced = mapping(&table);
    "referens".clone_into(&mut forced.columns[1]);
    "samtycke-handling".clone_into(&mut forced.columns[12]);
    forced.columns[0].clear();
    let places: Vec<String> = forced
        .problems(&table, &fields())
        .into_iter()
        .map(|r| r.place)
        .collect();
    assert_eq!(places, ["kolumn-2", "kolumn-13"]);
}

#[test]
fn r_inf_06_values_are_recognised_by_label_slug_number_and_habit() {
    for (sex, education, from) in [
        ("kvinna", "gymnasium", "Försäkringskassan"),
        ("K", "Gymnasieskola", "FK"),
        ("kvinnor", "2", "forsakringskassan"),
    ] {
        let row = format!(
            "KR-1;;;ja;2022-01-03;{sex};1990;{from};{education};sjukpenning 50 %, försörjningsstöd 50 %;;;\n"
        );
        let Ok(Entry::Named(named)) = &judged(&row)[0] else {
            panic!("{row}: {:?}", judged(&row));
        };
        assert_eq!(
            named.education.known(),
            Some(&domain::codes::Education::UpperSecondary)
        );
        assert_eq!(named.supports.known().map(Vec::len), Some(2));
    }
}

#[test]
fn r_inf_07_a_refused_row_tells_row_column_what_stands_there_and_what_to_do() {
    let judged = judged(
        "KR-1;;;ja;2022-02-30;kvinna;1990;;;;;;\nKR-2;;;ja;2022-03-01;kvinna;1990;;;;2022-02-01;sjukdom;\nAda;;;ja;2022-03-01;;1990;;;;;;\n",
    );
    let faults: Vec<Vec<(usize, &str, &str)>> = judged
        .iter()
        .map(|row| {
            row.as_ref()
                .unwrap_err()
                .iter()
                .map(|f| (f.line, f.column.as_str(), f.found.as_str()))
                .collect()
        })
        .collect();
    assert_eq!(faults[0], [(2, "Inskrivningsdatum", "2022-02-30")]);
    assert_eq!(faults[1], [(3, "Avslutsdatum", "2022-02-01")]);
    assert_eq!(faults[2], [(4, "Kön", ""), (4, "Lokal referens", "Ada")]);
}

#[test]
fn r_inf_08_own_words_are_mapped_once_for_all_rows() {
    let table = table(
        "KR-1;;;ja;2022-01-03;kvinna;1990;Kriminalvården;;;;;\nKR-2;;;ja;2022-01-03;man;1991;kriminalvården;;;;;\n",
    );
    let mut mapping = mapping(&table);
    let unknown = mapping.unknown(&table, &fields());
    assert_eq!(
        (unknown.len(), unknown[0].text.as_str(), unknown[0].rows),
        (1, "Kriminalvården", 2)
    );
    mapping
        .values
        .insert(("remittent".into(), "kriminalvården".into()), "egen_annan".into());
    assert_eq!(
        mapping.unknown(&table, &fields()).len(),
        1,
        "still shown, so that it can be changed"
    );
    let known = fields();
    for line in row::read(&table, &mapping, &known) {
        assert!(line.judge((&table, &mapping), &known, &rules()).is_ok());
    }
}

#[test]
fn r_inf_09_a_number_is_in_no_answer() {
    let table = table("KR-1;;19900101-2386;ja;2022-01-03;;;;900101-2385;;;;\n");
    let mapping = mapping(&table);
    let known = fields();
    let lines = row::read(&table, &mapping, &known);
    let faults = lines[0].judge((&table, &mapping), &known, &rules()).unwrap_err();
    let text = format!("{faults:?} {lines:?} {:?}", mapping.unknown(&table, &known));
    assert!(!text.contains("2386") && !text.contains("2385"), "{text}");
}

#[test]
fn r_inf_10_without_consent_nothing_but_sex_and_start_year_is_kept() {
    let judged = judged("KR-1;;;nej;2022-05-03;man;1990;FK;gymnasium;sjukpenning;2022-08-01;sjukdom;\n");
    let Ok(Entry::Anonymous(anonymous)) = &judged[0] else {
        panic!("{judged:?}");
    };
    assert_eq!(anonymous.start_year, 2022);
}

proptest! {
    #[test]
    fn r_inf_11_any_file_is_read_or_refused_and_never_breaks(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(table) = Table::csv("r.csv", &bytes) {
            let known = fields();
            let mapping = Mapping::guess(&table, &known);
            let _ = (mapping.problems(&table, &known), mapping.unknown(&table, &known));
            for line in row::read(&table, &mapping, &known) {
                let _ = line.judge((&table, &mapping), &known, &rules());
            }
        }
    }

    #[test]
    fn r_inf_11_any_cell_in_any_column_is_read_or_refused(cells in prop::collection::vec("[ -~åäöÅÄÖ%–\n]{0,20}", 13)) {
        let mut table = table("");
        table.rows.push((2, cells));
        let known = fields();
        let mut mapping = mapping(&table);
        mapping.consent = "skriftligt".into();
        for line in row::read(&table, &mapping, &known) {
            if let Ok((Entry::Named(named), _)) = line.judge((&table, &mapping), &known, &rules()) {
                prop_assert!(named.reference.chars().any(|c| c.is_ascii_digit()));
                prop_assert!(!named.reference.contains(' '));
            }
        }
    }
}
