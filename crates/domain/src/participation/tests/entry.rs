//! What an entry may say.

use rstest::rstest;

use super::*;

#[test]
fn r_reg_06_the_ordinary_entry_is_read() {
    let entry = entry(&[], "").unwrap();
    let named = entry.named().unwrap();
    assert_eq!(named.sex, Answer::Known(Sex::Woman));
    assert_eq!(named.birth_year, Answer::Known(1990));
    assert_eq!(named.consent.given, day("2026-09-01"), "the start, unless told");
    assert_eq!(
        named.supports,
        Answer::Known(vec![SupportShare {
            support: Support::SocialAssistance,
            degree: 100
        }])
    );
    assert_eq!(named.stage, Stage::Participating);
}

/// Every refusal of an entry, at its field.
#[rstest]
#[case::no_basis(&[("underlag", "")], "uppgift-kravs", "underlag")]
#[case::no_reference(&[("referens", "")], "uppgift-kravs", "referens")]
#[case::a_name(&[("referens", "Anna Andersson")], "referens-form", "referens")]
#[case::a_number_as_reference(&[("referens", "640823-3234")], "personnummer-i-text", "referens")]
#[case::no_start(&[("start", "")], "uppgift-kravs", "start")]
#[case::not_a_date(&[("start", "2026-02-30")], "datum-form", "start")]
#[case::future(&[("start", "2026-11-22")], "datum-framtid", "start")]
#[case::long_ago(&[("start", "1926-09-01")], "datum-gammalt", "start")]
#[case::no_sex(&[("kon", "")], "uppgift-kravs", "kon")]
#[case::unknown_choice(&[("kon", "x")], "val-okant", "kon")]
#[case::no_birth_year(&[("fodelsear", "")], "uppgift-kravs", "fodelsear")]
#[case::born_after_start(&[("fodelsear", "2026")], "fodelsear-orimligt", "fodelsear")]
#[case::born_too_early(&[("fodelsear", "1901")], "fodelsear-orimligt", "fodelsear")]
#[case::two_digits(&[("fodelsear", "90")], "tal-form", "fodelsear")]
#[case::too_young(&[("fodelsear", "2008")], "alder-utanfor", "alder-skal")]
#[case::too_old(&[("fodelsear", "1960")], "alder-utanfor", "alder-skal")]
#[case::unknown_municipality(&[("kommun", "Kiruna")], "val-okant", "kommun")]
#[case::consent_after_entry(&[("samtycke-datum", "2026-09-02")], "samtycke-efter-start", "samtycke-datum")]
#[case::consent_a_name(&[("samtycke-handling", "Annas pärm")], "beteckning-form", "samtycke-handling")]
#[case::consent_a_number(&[("samtycke-handling", "akt 19640823-3234")], "beteckning-form", "samtycke-handling")]
#[case::beyond_the_whole(&[("forsorjning-sjukpenning", "75"), ("forsorjning-studiestod", "50"), ("forsorjning", "")], "forsorjning-over-hel", "forsorjning-skal")]
#[case::odd_degree(&[("forsorjning-sjukpenning", "30")], "grad", "forsorjning-sjukpenning")]
#[case::over_hundred(&[("sysselsattning-arbete", "101")], "tal-form", "sysselsattning-arbete")]
#[case::off_the_scale(&[("fraga-a", "6")], "tal-form", "fraga-a")]
fn r_reg_07_what_cannot_be_is_refused_at_its_field(
    #[case] changes: &[(&str, &str)],
    #[case] code: &'static str,
    #[case] place: &str,
) {
    assert_eq!(refused(entry(changes, "")), [(code, place.to_owned())]);
}

#[test]
fn r_reg_07_every_problem_is_told_at_once() {
    let problems = refused(entry(&[("referens", ""), ("kon", "x"), ("start", "igår")], "12"));
    let places: Vec<&str> = problems.iter().map(|(_, place)| place.as_str()).collect();
    for place in ["referens", "kon", "start", "personnummer"] {
        assert!(places.contains(&place), "{place} in {places:?}");
    }
}

#[rstest]
#[case(&[("fodelsear", "2008"), ("alder-skal", "styrgrupp")])]
#[case(&[("forsorjning-sjukpenning", "75"), ("forsorjning-studiestod", "50"), ("forsorjning", ""), ("forsorjning-skal", "overlapp")])]
fn r_reg_08_a_coded_reason_lets_the_unusual_through(#[case] changes: &[(&str, &str)]) {
    assert!(entry(changes, "").is_ok());
}

#[test]
fn r_reg_09_the_number_gives_sex_and_birth_year_and_may_not_contradict_them() {
    let read = entry(&[("kon", ""), ("fodelsear", "")], "640823-3234").unwrap();
    let named = read.named().unwrap();
    assert_eq!(
        (&named.sex, &named.birth_year),
        (&Answer::Known(Sex::Man), &Answer::Known(1964))
    );
    let problems = refused(entry(&[], "640823-3234"));
    assert!(problems.contains(&("kon-annat", "kon".into())), "{problems:?}");
    assert!(problems.contains(&("fodelsear-annat", "fodelsear".into())));
    let wrong = refused(entry(&[], "640823-3235"));
    assert_eq!(wrong, [("personnummer-kontroll", "personnummer".to_owned())]);
}

#[rstest]
#[case("inget")]
#[case("skyddad")]
fn r_reg_10_without_consent_nothing_but_sex_and_start_year_is_read(#[case] basis: &str) {
    let read = entry(&[("underlag", basis)], "").unwrap();
    assert_eq!(
        read,
        Entry::Anonymous(Anonymous {
            sex: Answer::Known(Sex::Woman),
            start_year: 2026
        })
    );
    assert_eq!(read.start(), day("2026-01-01"));
    let numbered = refused(entry(&[("underlag", basis)], "640823-3234"));
    assert_eq!(numbered, [("anonym-med-nummer", "personnummer".to_owned())]);
    let early = refused(entry(&[("underlag", basis), ("start", "1999")], ""));
    assert_eq!(early, [("startar", "start".to_owned())]);
}

#[test]
fn r_reg_11_a_missing_value_keeps_its_reason() {
    let read = entry(
        &[
            ("utbildning", "avbojt"),
            ("kommun", "okant"),
            ("forsorjning", ""),
            ("tid", ""),
        ],
        "",
    );
    let named = read.unwrap();
    let named = named.named().unwrap();
    assert_eq!(named.education, Answer::Missing(Missing::Declined));
    assert_eq!(named.municipality, Answer::Missing(Missing::Unknown));
    assert_eq!(named.supports, Answer::Missing(Missing::NotCollected));
    assert_eq!(named.support_time, Answer::Missing(Missing::NotCollected));
}
