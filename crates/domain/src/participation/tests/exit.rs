//! What is said between the entry and the exit, at the exit and after it.

use rstest::rstest;

use super::*;

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
