use chrono::{Datelike, NaiveDate, TimeDelta};
use proptest::prelude::*;
use rstest::rstest;

use super::{codes::Missing, *};
use crate::{
    codes::{CodeTable, Education, ExitReason, Occupation, ReferringAuthority, Sex, Support, SupportTime},
    facts::{OccupationShare, SupportShare},
    personnummer::Typed,
    refusal::Refusal,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn rules() -> Rules {
    let question = |slug: &str, kind, moment, limits| Question {
        slug: slug.into(),
        text: "Hur går det?".into(),
        moment,
        kind,
        limits,
        choices: vec!["bra".into(), "dåligt".into()],
        from: day("2020-01-01"),
        to: None,
    };
    Rules {
        ages: Some((19, 64)),
        municipalities: vec!["Kalmar".into(), "Annan kommun".into()],
        questions: vec![
            question("a", AnswerKind::Scale, Moment::Entry, (1, 5)),
            question("b", AnswerKind::Choice, Moment::Exit, (0, 0)),
            question("c", AnswerKind::Scale, Moment::Interim, (1, 5)),
        ],
        labels: vec![ExitLabel {
            slug: "ratt".into(),
            label: "rätt ersättning".into(),
            reason: ExitReason::Illness,
            from: day("2020-01-01"),
            to: None,
        }],
        ..Rules::on(day("2026-11-21"))
    }
}

/// A form with what the ordinary case needs.
fn form(changes: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::new(
        [
            ("underlag", "skriftligt"),
            ("referens", "KR-0123"),
            ("start", "2026-09-01"),
            ("kon", "kvinna"),
            ("fodelsear", "1990"),
            ("kommun", "Kalmar"),
            ("remittent", "region"),
            ("utbildning", "gymnasium"),
            ("tid", "1_2_ar"),
            ("forsorjning", "forsorjningsstod"),
            ("sysselsattning", "ovrigt"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec(),
    );
    for (name, value) in changes {
        fields.set(name, *value);
    }
    fields
}

fn entry(changes: &[(&str, &str)], number: &str) -> Result<Entry, Vec<Refusal>> {
    Entry::read(&form(changes), &Typed::new(number.into()), &rules())
}

fn refused(result: Result<impl std::fmt::Debug, Vec<Refusal>>) -> Vec<(&'static str, String)> {
    let refusals = result.unwrap_err();
    refusals.into_iter().map(|r| (r.code, r.place)).collect()
}

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

fn exit_form(changes: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::default();
    for (name, value) in [
        ("avslut", "2026-10-01"),
        ("orsak", "arbete_studier_arbetssokande"),
        ("forsorjning_efter", "ingen_offentlig"),
        ("sysselsattning_efter", "arbete"),
    ]
    .iter()
    .chain(changes)
    {
        fields.set(name, *value);
    }
    fields
}

fn exit(changes: &[(&str, &str)]) -> Result<Exit, Vec<Refusal>> {
    Exit::read(&exit_form(changes), day("2026-09-01"), &rules())
}

#[rstest]
#[case::no_date(&[("avslut", "")], "uppgift-kravs", "avslut")]
#[case::before_entry(&[("avslut", "2026-08-31")], "avslut-fore-start", "avslut")]
#[case::future(&[("avslut", "2026-11-22")], "datum-framtid", "avslut")]
#[case::no_reason(&[("orsak", "")], "uppgift-kravs", "orsak")]
#[case::reversal(&[("orsak", "felregistrering")], "avslut-felregistrering", "orsak")]
#[case::work_without_work(&[("sysselsattning_efter", "ovrigt")], "avslut-sysselsattning", "sysselsattning_efter")]
#[case::label_of_another_reason(&[("etikett", "ratt")], "etikett-annan-anledning", "orsak")]
#[case::unknown_label(&[("etikett", "x")], "val-okant", "etikett")]
#[case::step_that_follows_by_itself(&[("steg", "arbete_eller_studier")], "val-okant", "steg")]
#[case::beyond_the_whole(&[("forsorjning_efter", ""), ("forsorjning_efter-studiestod", "75"), ("forsorjning_efter-sjukpenning", "50")], "forsorjning-over-hel", "forsorjning_efter-skal")]
fn r_reg_12_an_exit_that_cannot_be_is_refused(
    #[case] changes: &[(&str, &str)],
    #[case] code: &'static str,
    #[case] place: &str,
) {
    assert_eq!(refused(exit(changes)), [(code, place.to_owned())]);
}

#[test]
fn r_reg_13_a_label_of_the_insatss_own_counts_as_its_reason() {
    let read = exit(&[("etikett", "ratt"), ("orsak", "")]).unwrap();
    assert_eq!(read.reason, Answer::Known(ExitReason::Illness));
}

#[test]
fn r_reg_14_outcome_lists_follow_from_occupation_and_from_each_other() {
    let outcomes = |changes: &[(&str, &str)]| -> Vec<String> {
        let lists = default_lists();
        let exit = exit(changes).unwrap();
        exit.outcomes(&lists)
            .iter()
            .map(|list| list.slug.clone())
            .collect()
    };
    assert_eq!(
        outcomes(&[]),
        ["arbete_eller_studier", "positiv_stegforflyttning_2023"]
    );
    let none = [("orsak", "sjukdom"), ("sysselsattning_efter", "ovrigt")];
    assert!(outcomes(&none).is_empty());
    let step = [none[0], none[1], ("steg", "positiv_stegforflyttning_2023")];
    assert_eq!(outcomes(&step), ["positiv_stegforflyttning_2023"]);
}

fn follow_up(changes: &[(&str, &str)]) -> Result<FollowUp, Vec<Refusal>> {
    let mut fields = Fields::default();
    for (name, value) in [
        ("manader", "3"),
        ("kontakt", "natt"),
        ("datum", "2026-10-01"),
        ("sysselsattning", "arbete"),
    ]
    .iter()
    .chain(changes)
    {
        fields.set(name, *value);
    }
    FollowUp::read(&fields, day("2026-07-01"), &rules())
}

#[test]
fn r_reg_15_a_follow_up_is_due_three_six_and_twelve_months_after_the_exit() {
    assert_eq!(Months::Three.after(day("2026-11-30")), day("2027-02-28"));
    assert_eq!(Months::Twelve.after(day("2024-02-29")), day("2025-02-28"));
    assert!(follow_up(&[]).is_ok());
    assert!(follow_up(&[("datum", "2026-09-15")]).is_ok(), "three weeks early");
    assert_eq!(
        refused(follow_up(&[("datum", "2026-08-01")])),
        [("uppfoljning-for-tidig", "datum".into())]
    );
    assert_eq!(
        refused(follow_up(&[("datum", "2026-12-01")])),
        [("datum-framtid", "datum".into())]
    );
    let lost = follow_up(&[("kontakt", "tappad")]).unwrap();
    assert_eq!(
        lost.occupations,
        Answer::Missing(Missing::LostContact),
        "nothing is known of the lost"
    );
}

#[test]
fn r_reg_35_own_questions_are_asked_between_entry_and_exit_too() {
    let mut fields = Fields::default();
    fields.set("fraga-c", "4");
    let interim = Interim::read(&fields, day("2026-09-01"), &rules()).unwrap();
    let answer = OwnAnswer {
        question: "c".into(),
        value: 4,
    };
    assert_eq!(interim.answers, [answer]);
    assert_eq!(interim.fields().text("fraga-c"), "4");
    fields.set("fraga-c", "6");
    let problems = refused(Interim::read(&fields, day("2026-09-01"), &rules()));
    assert_eq!(problems[0].1, "fraga-c");

    let mut later = rules();
    later.questions[2].to = Some(day("2026-10-01"));
    let silent = Interim::read(&Fields::default(), day("2026-09-01"), &later).unwrap();
    assert_eq!(
        silent.clone().in_place_of(&interim, &later).answers,
        interim.answers,
        "a question that is not asked any more keeps its answer"
    );
    assert!(silent.in_place_of(&interim, &rules()).answers.is_empty());
}

#[rstest]
#[case::sub_goal_of_itself(&[("mal-1-under", "1")], "mal-1-under")]
#[case::sub_goal_of_none(&[("mal-1-under", "4")], "mal-1-under")]
#[case::decided_before_it_was_set(&[("mal-1-dag", "2026-09-01")], "mal-1-dag")]
#[case::activity_backwards(&[("akt-1-till", "2026-09-01")], "akt-1-till")]
#[case::activity_before_start(&[("akt-1-fran", "2026-08-01")], "akt-1-fran")]
#[case::too_many_hours(&[("akt-1-timmar", "41")], "akt-1-timmar")]
#[case::no_hours(&[("akt-1-timmar", "")], "akt-1-timmar")]
fn r_reg_16_a_plan_that_cannot_be_is_refused(#[case] changes: &[(&str, &str)], #[case] place: &str) {
    let mut fields = Fields::default();
    for (name, value) in [
        ("mal-1-omrade", "arbete"),
        ("mal-1-satt", "2026-09-10"),
        ("akt-1-slag", "praktik"),
        ("akt-1-fran", "2026-09-10"),
        ("akt-1-timmar", "20"),
    ]
    .iter()
    .chain(changes)
    {
        fields.set(name, *value);
    }
    let problems = refused(Interim::read(&fields, day("2026-09-01"), &rules()));
    assert_eq!(
        problems
            .iter()
            .map(|(_, place)| place.as_str())
            .collect::<Vec<_>>(),
        [place]
    );
}

#[rstest]
#[case::open_before(("2026-01-01", None), true)]
#[case::ended_the_same_day(("2026-01-01", Some("2026-09-01")), false)]
#[case::ended_later(("2026-01-01", Some("2026-09-02")), true)]
#[case::begins_later(("2026-10-01", None), true)]
#[case::same_day_over_at_once(("2026-09-01", Some("2026-09-01")), true)]
fn r_reg_17_the_same_person_or_reference_is_in_an_insats_once_at_a_time(
    #[case] other: (&str, Option<&str>),
    #[case] refused: bool,
) {
    for same in [Same::Person, Same::Reference] {
        let span = Span {
            same,
            from: day(other.0),
            to: other.1.map(day),
        };
        assert_eq!(
            overlaps(day("2026-09-01"), None, &[span]).len(),
            usize::from(refused)
        );
    }
}

fn record(entry: Entry, exit: Option<Exit>) -> Record {
    Record {
        keys: Keys {
            public_id: "p".into(),
            insats: "krus".into(),
            version: 1,
            changed_at: chrono::DateTime::UNIX_EPOCH,
            changed_by: "u".into(),
        },
        entry,
        granted: None,
        introduced: None,
        interim: Interim::default(),
        exit,
        reversal: None,
        follow_ups: Vec::new(),
        transferred_from: None,
        transferred_to: None,
        pseudonymous: false,
        constructed: false,
    }
}

#[test]
fn r_reg_18_the_state_follows_from_the_facts() {
    let open = record(entry(&[], "").unwrap(), None);
    assert_eq!(open.state(), State::Open);
    let stage = |slug| record(entry(&[("lage", slug)], "").unwrap(), None);
    assert_eq!(stage("beviljad").state(), State::Granted);
    assert_eq!(stage("introduktion").state(), State::Introduction);
    assert!(!stage("beviljad").fact(0).is_counted() && open.fact(0).is_counted());
    let closed = record(entry(&[], "").unwrap(), Some(exit(&[]).unwrap()));
    assert_eq!(closed.state(), State::Closed);
    let reversal = Some(Reversal {
        on: day("2026-11-01"),
        reason: Some(ReversalReason::Twice),
    });
    let reversed = Record { reversal, ..closed };
    assert_eq!(reversed.state(), State::Reversed);
    assert!(!reversed.fact(0).is_counted(), "never a result");
    let anonymous = record(entry(&[("underlag", "inget")], "").unwrap(), None);
    assert_eq!(anonymous.state(), State::Anonymous { closed: false });
}

#[test]
fn r_reg_15_what_is_not_made_is_due_and_the_lost_are_not_asked_again() {
    let left = Exit {
        date: day("2026-06-01"),
        ..exit(&[]).unwrap()
    };
    let mut closed = record(entry(&[("start", "2025-01-01")], "").unwrap(), Some(left));
    let due = |record: &Record| -> Vec<u8> {
        let due = record.due(day("2026-11-21"));
        due.iter()
            .filter_map(|d| d.follow_up)
            .map(CodeTable::code)
            .collect()
    };
    assert_eq!(due(&closed), [3, 6], "six months within two weeks");
    let made = FollowUp {
        months: Months::Three,
        on: day("2026-09-01"),
        contact: Contact::Reached,
        supports: Answer::default(),
        occupations: Answer::default(),
        answers: vec![],
    };
    closed.follow_ups = vec![made.clone()];
    assert_eq!(due(&closed), [6]);
    closed.follow_ups = vec![FollowUp {
        contact: Contact::Lost,
        ..made
    }];
    assert!(due(&closed).is_empty());
    let granted = record(entry(&[("lage", "beviljad")], "").unwrap(), None);
    assert_eq!(granted.due(day("2026-11-21")).len(), 1, "granted 81 days ago");
}

fn answer<T: CodeTable + std::fmt::Debug>() -> impl Strategy<Value = Answer<T>> {
    prop_oneof![
        4 => prop::sample::select(T::ALL).prop_map(Answer::Known),
        1 => missing().prop_map(Answer::Missing),
    ]
}

fn missing() -> impl Strategy<Value = Missing> {
    prop::sample::select(Missing::ALL)
}

fn supports() -> impl Strategy<Value = Answer<Vec<SupportShare>>> {
    let shares = prop::collection::btree_map(1_u8..=10, 1_u8..=4, 1..3).prop_map(|chosen| {
        let share = |(code, quarters)| SupportShare {
            support: Support::from_code(code).unwrap(),
            degree: quarters * 25,
        };
        Answer::Known(chosen.into_iter().map(share).collect())
    });
    prop_oneof![4 => shares, 1 => missing().prop_map(Answer::Missing)]
}

fn occupations() -> impl Strategy<Value = Answer<Vec<OccupationShare>>> {
    let shares = prop::collection::btree_map(1_u8..=5, 1_u8..=100, 1..3).prop_map(|chosen| {
        let share = |(code, per_cent)| OccupationShare {
            occupation: Occupation::from_code(code).unwrap(),
            per_cent,
        };
        Answer::Known(chosen.into_iter().map(share).collect())
    });
    prop_oneof![4 => shares, 1 => missing().prop_map(Answer::Missing)]
}

prop_compose! {
    fn named()(
        (days, consented) in (0_i64..3000, 0_i64..400),
        (sex, born, municipality) in (answer::<Sex>(), 1966_i32..1998, prop::sample::select(vec!["Kalmar", "Annan kommun"])),
        (referred_by, education, support_time) in
            (answer::<ReferringAuthority>(), answer::<Education>(), answer::<SupportTime>()),
        (supports, occupations) in (supports(), occupations()),
        (language, stage) in (prop::sample::select(Language::ALL), prop::sample::select(Stage::ALL)),
        scale in prop::option::of(1_i64..=5),
    ) -> Named {
        let start = day("2018-01-01") + TimeDelta::days(days);
        Named {
            reference: format!("KR-{days}"),
            person: None,
            stage,
            start,
            consent: Consent {
                form_version: "2018-1".into(),
                language,
                given: start - TimeDelta::days(consented),
                document: String::new(),
            },
            sex,
            birth_year: Answer::Known(born),
            municipality: Answer::Known(municipality.into()),
            referred_by,
            education,
            support_time,
            supports,
            occupations,
            answers: scale.filter(|_| start >= day("2020-01-01")).map(|value| OwnAnswer { question: "a".into(), value })
                .into_iter().collect(),
            age_reason: Some(AgeReason::Agreement),
            excess_reason: Some(ExcessReason::Overlap),
        }
    }
}

prop_compose! {
    fn left()(
        days in 0_i64..800,
        reason in answer::<ExitReason>(),
        (supports, occupations) in (supports(), occupations()),
        stepped: bool,
    ) -> (i64, Exit) {
        let exit = Exit {
            date: day("2018-01-01"),
            reason,
            label: None,
            supports,
            occupations,
            steps: if stepped { vec!["positiv_stegforflyttning_2023".into()] } else { vec![] },
            answers: vec![],
            excess_reason: Some(ExcessReason::Complement),
        };
        (days, exit)
    }
}

proptest! {
    #[test]
    fn r_reg_19_an_entry_written_to_a_form_reads_back_the_same(named in named()) {
        let entry = Entry::Named(Box::new(named));
        let read = Entry::read(&entry.fields(), &Typed::default(), &rules());
        prop_assert_eq!(read, Ok(entry));
    }

    #[test]
    fn r_reg_19_an_exit_written_to_a_form_reads_back_the_same(named in named(), (days, exit) in left()) {
        let exit = Exit { date: named.start + TimeDelta::days(days), ..exit };
        prop_assume!(exit.problems(named.start, &rules()).is_empty());
        let mut fields = Fields::default();
        exit.write(&mut fields);
        prop_assert_eq!(Exit::read(&fields, named.start, &rules()), Ok(exit));
    }

    #[test]
    fn r_reg_07_any_text_in_any_field_is_read_without_a_crash(
        field in prop::sample::select(vec![
            "underlag", "referens", "start", "kon", "fodelsear", "kommun", "remittent", "forsorjning",
            "forsorjning-sjukpenning", "sysselsattning-arbete", "samtycke-datum", "samtycke-handling", "lage", "fraga-a",
        ]),
        text in "\\PC{0,30}",
        number in "[0-9+-]{0,13}",
    ) {
        if let Err(refusals) = entry(&[(field, &text)], &number) {
            for refusal in refusals {
                prop_assert!(!refusal.place.is_empty(), "{}", refusal.code);
                prop_assert!(number.len() < 6 || !refusal.message.contains(&number), "{}", refusal.message);
            }
        }
    }

    #[test]
    fn r_reg_07_an_accepted_entry_is_possible(named in named(), year in 1900_i32..2030, days in -4000_i64..4000) {
        let mut named = named;
        named.birth_year = Answer::Known(year);
        named.start += TimeDelta::days(days);
        let start = named.start;
        let given = named.consent.given;
        let entry = Entry::Named(Box::new(named));
        if entry.problems(&rules()).is_empty() {
            prop_assert!(start <= rules().today && given <= start && year < start.year());
        } else {
            prop_assert!(start > rules().today || given > start || start.year() - year > 110
                || year >= start.year() || given.year() < 2000 || start.year() < 2000);
        }
    }

    #[test]
    fn r_reg_17_two_participations_that_share_a_day_within_overlap(
        a in (0_i64..100, prop::option::of(0_i64..100)), b in (0_i64..100, prop::option::of(0_i64..100)),
    ) {
        let at = |n: i64| day("2026-01-01") + TimeDelta::days(n);
        let (from, to) = (at(a.0), a.1.map(|n| at(a.0 + n)));
        let other = Span { same: Same::Person, from: at(b.0), to: b.1.map(|n| at(b.0 + n)) };
        let inside = |d: NaiveDate, from: NaiveDate, to: Option<NaiveDate>| d >= from && to.is_none_or(|to| d < to);
        let shared = (0..220).any(|n| inside(at(n), from, to) && inside(at(n), other.from, other.to));
        let refused = !overlaps(from, to, std::slice::from_ref(&other)).is_empty();
        // Of one that is over the day it begins there is no day within, but the same first day is refused.
        prop_assert!(!shared || refused);
        prop_assert!(!refused || shared || from == other.from || to == Some(from) || other.to == Some(other.from));
        let mirrored = Span { same: Same::Person, from, to };
        prop_assert_eq!(refused, !overlaps(other.from, other.to, &[mirrored]).is_empty());
    }

    #[test]
    fn r_reg_18_only_what_has_begun_and_is_not_reversed_is_counted(named in named(), reversed: bool, ended: bool) {
        let stage = named.stage;
        let start = named.start;
        let mut record = record(Entry::Named(Box::new(named)), None);
        if ended {
            record.exit = Some(Exit { date: start, ..exit(&[]).unwrap() });
        }
        record.reversal = reversed.then_some(Reversal { on: day("2026-11-01"), reason: None });
        let fact = record.fact(0);
        prop_assert_eq!(fact.is_counted(), stage == Stage::Participating && !reversed);
        prop_assert!(fact.exit.is_none_or(|exit| exit.date >= start));
    }

    #[test]
    fn r_reg_11_every_missing_field_of_a_record_has_its_reason(named in named()) {
        let record = record(Entry::Named(Box::new(named.clone())), None);
        let missing = record.missing();
        prop_assert_eq!(missing.iter().any(|(f, _)| *f == Field::Education), named.education.known().is_none());
        prop_assert_eq!(missing.iter().find(|(f, _)| *f == Field::SupportBefore).map(|(_, why)| *why), named.supports.missing());
        prop_assert!(missing.iter().all(|(f, _)| !matches!(f, Field::ExitReason | Field::SupportAfter)), "not due");
    }
}
