//! What holds for every entry and exit.

use chrono::{Datelike, TimeDelta};
use proptest::prelude::*;

use super::*;

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
