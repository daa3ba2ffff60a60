use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 21).unwrap()
}

fn read(text: &str) -> Result<Personnummer, Wrong> {
    Personnummer::read(text, today())
}

/// Numbers that Skatteverket publishes: its test numbers and the examples of SKV 704 and SKV 707.
#[rstest]
#[case("202508242381", 2025, Sex::Woman)]
#[case("202510022383", 2025, Sex::Woman)]
#[case("202504182391", 2025, Sex::Man)]
#[case("189506299818", 1895, Sex::Man)]
#[case("189002099811", 1890, Sex::Man)]
#[case("189103179801", 1891, Sex::Woman)]
#[case("190006129803", 1900, Sex::Woman)]
#[case("190704019801", 1907, Sex::Woman)]
#[case("190108219817", 1901, Sex::Man)]
#[case("200306062381", 2003, Sex::Woman)]
#[case("200802122390", 2008, Sex::Man)]
#[case("640823-3234", 1964, Sex::Man)]
#[case("811218-9876", 1981, Sex::Man)]
#[case("19640823-3234", 1964, Sex::Man)]
#[case("701063-2391", 1970, Sex::Man)]
#[case(" 196408233234 ", 1964, Sex::Man)]
#[case("640823 3234", 1964, Sex::Man)]
#[case("000101-0107", 2000, Sex::Woman)]
fn r_reg_01_published_numbers_are_right(#[case] text: &str, #[case] year: i32, #[case] sex: Sex) {
    let number = read(text).unwrap();
    assert_eq!((number.birth_year(), number.sex()), (year, sex));
    assert_eq!(number.is_coordination(), text == "701063-2391");
}

#[rstest]
#[case("", Wrong::Form)]
#[case("1964", Wrong::Form)]
#[case("6408233234x", Wrong::Form)]
#[case("64082-33234", Wrong::Form)]
#[case("640823--3234", Wrong::Form)]
#[case("19640823+3234", Wrong::Form)]
#[case("1196408233234", Wrong::Form)]
#[case("640823-323٤", Wrong::Form)]
#[case("640823-3235", Wrong::Check)]
#[case("640832-3234", Wrong::Date)]
#[case("641323-3234", Wrong::Date)]
#[case("640892-3234", Wrong::Date)]
#[case("640800-3234", Wrong::Date)]
#[case("000000-0000", Wrong::Date)]
#[case("209901019802", Wrong::Date)]
#[case("164008233234", Wrong::Date)]
fn r_reg_01_what_cannot_be_a_number_is_refused(#[case] text: &str, #[case] wrong: Wrong) {
    assert_eq!(read(text), Err(wrong), "{text}");
}

#[test]
fn r_reg_01_a_plus_means_a_hundred_years_or_more() {
    // 1918 with a plus, 2018 without: the latest that has been.
    let old = read("180823+3231").map(|n| n.birth_year());
    let young = read("180823-3231").map(|n| n.birth_year());
    assert_eq!((old, young), (Ok(1918), Ok(2018)));
    assert_eq!(read("640823-3234").unwrap(), read("19640823-3234").unwrap());
}

#[test]
fn r_reg_02_a_number_is_never_printed() {
    let typed = Typed::new("19640823-3234".into());
    let number = typed.read(today()).unwrap();
    let printed = format!("{typed:?} {number:?} {:?} {:?}", Wrong::Check, Some(&number));
    assert!(!printed.chars().any(|c| c.is_ascii_digit()), "{printed}");
    let refusal = Typed::new("640823-3235".into())
        .read(today())
        .unwrap_err()
        .refusal("personnummer");
    assert!(!refusal.message.contains("3235") && !refusal.message.contains("640823"));
    let panicked = std::panic::catch_unwind(|| {
        assert_eq!(read("640823-3234").unwrap(), read("701063-2391").unwrap());
    });
    let message = *panicked.unwrap_err().downcast::<String>().unwrap();
    assert!(
        !message.contains("3234") && !message.contains("2391"),
        "{message}"
    );
}

#[rstest]
#[case("KR-0123", false)]
#[case("640823-3234", true)]
#[case("se 6408233234 här", true)]
#[case("19640823-3234", true)]
#[case("196408233234", true)]
#[case("701063-2391", true)]
#[case("Dnr 2026-114", false)]
#[case("2026/11/21 nr 4", false)]
#[case("0480-450000", false)]
#[case("9999999999", false)]
fn r_reg_03_a_text_that_holds_a_number_is_recognised(#[case] text: &str, #[case] found: bool) {
    assert_eq!(is_in(text), found, "{text}");
}

fn check_digit(nine: &[u8]) -> u8 {
    let sum: u32 = nine
        .iter()
        .enumerate()
        .map(|(i, d)| {
            let w = u32::from(*d) * if i % 2 == 0 { 2 } else { 1 };
            w / 10 + w % 10
        })
        .sum();
    ((10 - sum % 10) % 10) as u8
}

proptest! {
    #[test]
    fn r_reg_01_every_day_and_birth_number_reads_back(
        days in 0_i64..40_000, born in 1_u32..999, coordination: bool,
    ) {
        let birth = NaiveDate::from_ymd_opt(1917, 1, 1).unwrap() + chrono::TimeDelta::days(days);
        prop_assume!(birth <= today());
        let day = birth.day() + if coordination { 60 } else { 0 };
        let nine = format!("{:02}{:02}{:02}{born:03}", birth.year() % 100, birth.month(), day);
        let digits: Vec<u8> = nine.bytes().map(|b| b - b'0').collect();
        let whole = format!("{}{nine}{}", birth.year() / 100, check_digit(&digits));
        let number = read(&whole).unwrap();
        prop_assert_eq!(number.birth_year(), birth.year());
        prop_assert_eq!(number.is_coordination(), coordination);
        prop_assert_eq!(number.bytes().to_vec(), whole.bytes().collect::<Vec<_>>());
        // One wrong digit among the last ten is always found.
        let mut changed = whole.clone().into_bytes();
        changed[9] = b'0' + (changed[9] - b'0' + 1) % 10;
        prop_assert!(read(std::str::from_utf8(&changed).unwrap()).is_err());
    }

    #[test]
    fn r_reg_01_any_text_is_read_without_a_crash(text in "\\PC{0,20}") {
        let _ = read(&text);
        let _ = is_in(&text);
    }
}
