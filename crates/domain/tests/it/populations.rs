//! Tables of populations as Statistics Sweden gives them.

use chrono::NaiveDate;
use domain::{
    codes::MemberKind,
    facts::Member,
    population::{
        self, Population,
        fetch::{STANDARD, request, sources},
    },
};
use proptest::prelude::*;
use rstest::rstest;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// As version 2 answers: regions, everybody, one month; the county is stated.
const VERSION_2: &str = r#"{"version":"2.0","class":"dataset","label":"Folkmängden per månad efter region, ålder, kön, tabellinnehåll och månad","source":"SCB",
"id":["Region","Alder","Kon","ContentsCode","Tid"],"size":[3,1,1,1,1],
"role":{"geo":["Region"],"time":["Tid"],"metric":["ContentsCode"]},
"dimension":{"Region":{"label":"region","category":{"index":{"08":0,"0880":1,"0861":2},"label":{"08":"Kalmar län","0880":"Kalmar","0861":"Mönsterås"}}},
"Alder":{"label":"ålder","category":{"index":{"TotSA":0},"label":{"TotSA":"totalt, samtliga åldrar"}}},
"Kon":{"label":"kön","category":{"index":{"TotSa":0},"label":{"TotSa":"totalt"}}},
"ContentsCode":{"label":"tabellinnehåll","category":{"index":{"000007SF":0},"label":{"000007SF":"Folkmängden per månad"}}},
"Tid":{"label":"månad","category":{"index":{"2025M09":0},"label":{"2025M09":"2025M09"}}}},
"value":[85239,71950,13285]}"#;

/// As version 1 answers: without age and sex, two months, values as an object with a hole elsewhere.
const VERSION_1: &str = r#"{"class":"dataset","label":"Folkmängden per månad","id":["Region","Tid"],"size":[2,2],
"dimension":{"Region":{"label":"region","category":{"index":["0880","0861"],"label":{"0880":"0880 Kalmar","0861":"0861 Mönsterås"}}},
"Tid":{"label":"månad","category":{"index":{"2022M08":0,"2022M09":1},"label":{"2022M08":"2022M08","2022M09":"2022M09"}}}},
"role":{"time":["Tid"]},"value":{"0":71900,"1":71947,"2":13290,"3":13287}}"#;

fn rows(population: &Population) -> Vec<(&str, &str, i64)> {
    fn row(row: &population::Municipality) -> (&str, &str, i64) {
        (&row.code, &row.name, row.population)
    }
    population.rows.iter().map(row).collect()
}

#[test]
fn r_fol_01_json_stat2_of_both_versions() {
    let (table, problems) = Population::read_any("scb.json", VERSION_2.as_bytes(), None);
    assert_eq!(
        rows(&table),
        [("0880", "Kalmar", 71_950), ("0861", "Mönsterås", 13_285)]
    );
    assert_eq!(table.date, Some(day(2025, 9, 30)));
    assert_eq!(table.county(), Some(85_239));
    assert!(table.table.starts_with("Folkmängden per månad"));
    let codes: Vec<&str> = problems.iter().map(|p| p.code).collect();
    assert_eq!(codes, ["befolkning-delar"], "the parts are 85 235");
    assert_eq!(population::refusal(&problems), None);

    let (table, problems) = Population::read_any("scb.json", VERSION_1.as_bytes(), None);
    assert_eq!(problems, []);
    assert_eq!(
        rows(&table),
        [("0880", "Kalmar", 71_947), ("0861", "Mönsterås", 13_287)]
    );
    let (earlier, _) = Population::read_any("scb.json", VERSION_1.as_bytes(), Some(day(2022, 8, 31)));
    assert_eq!(earlier.rows[0].population, 71_900);
    assert_eq!(earlier.date, Some(day(2022, 8, 31)));
    let wrapped = format!("{{\"dataset\":{VERSION_1}}}");
    let (table, problems) = Population::read_any("scb.json", wrapped.as_bytes(), None);
    assert_eq!((table.rows.len(), problems.len()), (2, 0));
}

#[rstest]
#[case::cut(&VERSION_2[..200], "befolkning-json")]
#[case::other("{\"a\":1}", "befolkning-json")]
#[case::few(
    "{\"id\":[\"Region\"],\"size\":[2],\"dimension\":{\"Region\":{\"category\":{\"index\":[\"0880\",\"0861\"]}}},\"value\":[1]}",
    "befolkning-json"
)]
#[case::null(
    "{\"label\":\"Folkmängd 2022\",\"id\":[\"Region\"],\"dimension\":{\"Region\":{\"category\":{\"index\":[\"0880\"]}}},\"value\":[null]}",
    "befolkning-varde"
)]
#[case::negative(
    "{\"label\":\"Folkmängd 2022\",\"id\":[\"Region\"],\"dimension\":{\"Region\":{\"category\":{\"index\":[\"0880\"]}}},\"value\":[-3]}",
    "befolkning-varde"
)]
#[case::text(
    "{\"label\":\"Folkmängd 2022\",\"id\":[\"Region\"],\"dimension\":{\"Region\":{\"category\":{\"index\":[\"0880\"]}}},\"value\":[\"många\"]}",
    "befolkning-varde"
)]
#[case::sex(
    "{\"label\":\"Folkmängd 2022\",\"id\":[\"Region\",\"Kon\"],\"dimension\":{\"Region\":{\"category\":{\"index\":[\"0880\"]}},\"Kon\":{\"label\":\"kön\",\"category\":{\"index\":[\"1\",\"2\"],\"label\":{\"1\":\"män\",\"2\":\"kvinnor\"}}}},\"value\":[1,2]}",
    "befolkning-uppdelad"
)]
#[case::huge(
    "{\"id\":[\"Region\",\"A\",\"B\"],\"dimension\":{\"Region\":{\"category\":{\"index\":[\"0880\"]}},\"A\":{\"category\":{\"index\":{\"x\":99999999}}}},\"value\":{}}",
    "befolkning-json"
)]
fn r_fol_01_what_is_wrong_in_the_json_is_named(#[case] text: &str, #[case] code: &str) {
    let (_, problems) = Population::read_any("scb.json", text.as_bytes(), None);
    let refusal = population::refusal(&problems).unwrap();
    assert_eq!(refusal.code, code, "{problems:?}");
    assert!(refusal.place.starts_with("scb.json"));
}

#[rstest]
#[case::comma(
    "\"region\",\"Folkmängd 2022M09\"\n\"08 Kalmar län\",85234\n\"0880 Kalmar\",71947\n\"0861 Mönsterås\",13287\n"
)]
#[case::semicolon(
    "Folkmängd efter region\n\nregion;kön;2022M09\n0880 Kalmar;totalt;71947\n0861 Mönsterås;totalt;13287\n\nKälla: SCB\n"
)]
#[case::by_sex(
    "region;kön;2022M09\n0880 Kalmar;totalt;71947\n0880 Kalmar;män;36000\n0861 Mönsterås;totalt;13287\n0861 Mönsterås;kvinnor;6600\n"
)]
#[case::long(
    "region,månad,Folkmängden per månad\n0880 Kalmar,2022M08,71900\n0880 Kalmar,2022M09,71947\n0861 Mönsterås,2022M09,13287\n"
)]
#[case::months("region;2022M08;2022M09\n0880 Kalmar;71900;71947\n0861 Mönsterås;13290;13287\n")]
#[case::code_apart("kod;kommun;Folkmängd 30 september 2022\n880;Kalmar;71 947\n0861;Mönsterås;13 287\n")]
#[case::own("kommun;kod;folkmängd_2022_09_30\nKalmar;0880;71947\nMönsterås;0861;13287\n")]
fn r_fol_02_the_csv_layouts(#[case] text: &str) {
    let cp1252: Vec<u8> = text
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    for bytes in [
        text.as_bytes().to_vec(),
        cp1252,
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
    ] {
        let (table, problems) = Population::read_any("folk.csv", &bytes, None);
        assert_eq!(population::refusal(&problems), None, "{problems:?}");
        assert_eq!(
            rows(&table),
            [("0880", "Kalmar", 71_947), ("0861", "Mönsterås", 13_287)]
        );
        assert_eq!(table.date, Some(day(2022, 9, 30)));
    }
}

#[rstest]
#[case::no_head("Kalmar;71947\n", "befolkning-kolumn", 1)]
#[case::text("region;2022M09\n0880 Kalmar;många\n", "befolkning-varde", 2)]
#[case::negative("region;2022M09\n0880 Kalmar;-5\n", "befolkning-varde", 2)]
#[case::dots("region;2022M09\n0861 Mönsterås;5\n0880 Kalmar;..\n", "befolkning-varde", 3)]
#[case::no_code("region;2022M09\nKalmar;5\n", "befolkning-kod", 2)]
#[case::twice("region;2022M09\n0880 Kalmar;5\n0880 Kalmar;5\n", "befolkning-dubblett", 3)]
#[case::sexes(
    "region;kön;2022M09\n0880 Kalmar;män;5\n0880 Kalmar;kvinnor;5\n",
    "befolkning-uppdelad",
    1
)]
#[case::time("region;månad;Folkmängd\n0880 Kalmar;sommaren;5\n", "befolkning-period", 2)]
fn r_fol_02_a_bad_row_is_named(#[case] text: &str, #[case] code: &str, #[case] line: usize) {
    let (_, problems) = Population::read_any("folk.csv", text.as_bytes(), None);
    let found = problems.iter().find(|p| p.code == code);
    assert_eq!(found.map(|p| p.line), Some(line), "{problems:?}");
    assert!(population::refusal(&problems).is_some());
}

#[test]
fn r_fol_04_another_day_and_a_missing_member_are_refused() {
    let (_, problems) = Population::read_any("scb.json", VERSION_2.as_bytes(), Some(day(2024, 9, 30)));
    assert_eq!(population::refusal(&problems).unwrap().code, "befolkning-period");
    let (table, _) = Population::read_any("scb.json", VERSION_2.as_bytes(), None);
    let member = |code: &str, name: &str| Member {
        code: code.into(),
        name: name.into(),
        kind: MemberKind::Municipality,
        population: Vec::new(),
    };
    let known = [
        member("0880", "Kalmar kommun"),
        member("monsteras", "Mönsterås kommun"),
    ];
    let found = table.of_members(&known).unwrap();
    assert_eq!(
        found,
        [("0880".to_owned(), 71_950), ("monsteras".to_owned(), 13_285)]
    );
    let refusal = table
        .of_members(&[
            member("0880", "Kalmar kommun"),
            member("0821", "Högsby kommun"),
            member("0834", "Torsås kommun"),
        ])
        .unwrap_err();
    assert!(
        refusal.message.contains("Högsby kommun, Torsås kommun"),
        "{refusal}"
    );
}

#[test]
fn r_fol_05_the_source_follows_the_day() {
    let sources = sources(STANDARD).unwrap();
    let codes = ["0880", "0861", "somebody"];
    let old = request(&sources, &codes, day(2022, 9, 30)).unwrap();
    assert!(old.address.ends_with("/BefolkManad"));
    let body: serde_json::Value = serde_json::from_str(&old.body.unwrap()).unwrap();
    assert_eq!(
        body["query"][0]["selection"]["values"],
        serde_json::json!(["0880", "0861"])
    );
    assert_eq!(
        body["query"][1]["selection"]["values"],
        serde_json::json!(["2022M09"])
    );
    let new = request(&sources, &codes, day(2025, 9, 30)).unwrap();
    assert_eq!(new.body, None);
    assert!(
        new.address
            .contains("valueCodes[Region]=0880,0861&valueCodes[Tid]=2025M09"),
        "{}",
        new.address
    );
    assert_eq!(
        request(&sources, &codes, day(2025, 9, 29)).unwrap_err().code,
        "folkmangd-dag"
    );
    assert_eq!(
        request(&[], &codes, day(2025, 9, 30)).unwrap_err().code,
        "folkmangd-ingen-kalla"
    );
    for wrong in [
        "i går;t;https://x",
        "2025-01-01;;https://x",
        "2025-01-01;t;ftp://x",
        "2025-01-01",
    ] {
        assert_eq!(
            population::fetch::sources(wrong).unwrap_err().code,
            "folkmangd-kalla"
        );
    }
}

proptest! {
    #[test]
    fn r_fol_02_any_bytes_are_read_without_failing(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Population::read_any("x", &bytes, None);
    }

    #[test]
    fn r_fol_02_any_table_is_read_without_failing(cells in prop::collection::vec("[0-9a-zåäö \";,.{}\\[\\]:-]{0,12}", 0..40)) {
        let text = format!("region;kön;2022M09\n{}", cells.chunks(3).map(|c| c.join(";")).collect::<Vec<_>>().join("\n"));
        let _ = Population::read_any("x", text.as_bytes(), None);
        let json = format!("{{\"id\":[\"Region\"],\"dimension\":{{}},\"value\":[{}]}}", cells.join(","));
        let _ = Population::read_any("x", json.as_bytes(), None);
    }
}
