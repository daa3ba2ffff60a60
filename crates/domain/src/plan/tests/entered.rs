//! Plans as they are typed and pasted.

use super::*;

#[test]
fn r_pla_07_amounts_in_tkr_are_refused() {
    let mut plan = plan_2023();
    for line in &mut plan.lines {
        line.amounts[1] = line.amounts[1].map(|a| Ore(a.0 / 1000));
    }
    for row in &mut plan.insatser {
        row.amounts[1] = row.amounts[1].map(|a| Ore(a.0 / 1000));
    }
    let stops = control::Review::of(&plan, &Context::default()).stops;
    assert!(codes(&stops).contains(&("plan-tkr", "2024")));
    for text in ["12 324 tkr", "1,5 mkr", "-1", "tolv", "1e9", "1 000 000 000 000"] {
        assert!(typed::amount(text).is_err(), "{text}");
    }
    assert!(
        typed::amount("12 324 tkr")
            .expect_err("no")
            .contains("12\u{a0}324\u{a0}000")
    );
    assert_eq!(typed::amount(" 1 234 567,50 kr"), Ok(Some(Ore(123_456_750))));
    assert_eq!(typed::amount("  "), Ok(None));
}

#[test]
fn r_pla_13_pasted_rows_find_their_lines_and_sums_are_left_out() {
    let mut plan = plan_2023();
    let text = "Resor\t160 000\t165 000\nkonferenser;310000;;305 000\nNy rad\t1\nSUMMA\t9\t9\t9\n";
    let pasted = typed::paste(&mut plan, text).expect("pasted");
    assert_eq!(
        (pasted.changed, pasted.added, pasted.sums),
        (2, vec!["Ny rad".to_owned()], 1)
    );
    let line = |label: &str| {
        plan.lines
            .iter()
            .find(|l| l.label == label)
            .expect("a line")
            .amounts
            .clone()
    };
    assert_eq!(
        line("Resor"),
        [160_000, 165_000, 150_000].map(|kr| Some(Ore::kronor(kr)))
    );
    assert_eq!(
        line("Konferenser"),
        [310_000, 300_000, 305_000].map(|kr| Some(Ore::kronor(kr)))
    );
    let before = plan.clone();
    let refusals = typed::paste(&mut plan, "Resor\t12\nKonferenser\ttolv\n\t3\n").expect_err("refused");
    assert_eq!((refusals.len(), refusals[0].place.as_str()), (2, "rad 2"));
    assert_eq!(plan, before, "nothing is half pasted");
}

#[test]
fn r_pla_15_a_form_is_read_back_as_the_plan_or_refused_field_by_field() {
    let members = |plan: &Plan| -> Vec<crate::facts::Member> {
        let member = |row: &MemberRow| crate::facts::Member {
            code: row.member.clone(),
            name: row.name.clone(),
            kind: crate::codes::MemberKind::Municipality,
            population: Vec::new(),
        };
        plan.contributions.iter().map(member).collect()
    };
    let mut plan = plan_2023();
    plan.insatser.iter_mut().for_each(|row| row.insats = None);
    plan.opening = Some(Opening {
        amount: Ore(385_365_450),
        source: "Bokslutet".into(),
    });
    plan.timetable.meeting = Some(day("2022-11-24"));
    plan.stated.sort_unstable();
    let form = form::Form::of(&plan);
    assert_eq!(form.read(&plan, &[], &members(&plan)), Ok(plan.clone()));
    let mut wrong = form.clone();
    wrong.lines[3].amounts[1] = "12 tkr".into();
    wrong.lines[4].kind = "9".into();
    wrong.lines[5].label = " ".into();
    wrong.insatser[0].kind = "okand".into();
    wrong.insatser[1].cost_type = "bil".into();
    wrong.members[0].note = "många".into();
    wrong.days.0 = "i morgon".into();
    wrong.opening.1 = String::new();
    wrong.stated[0].1[0] = "x".into();
    let refusals = wrong.read(&plan, &[], &members(&plan)).expect_err("refused");
    assert_eq!(
        refusals.iter().map(|r| r.place.as_str()).collect::<Vec<_>>(),
        [
            "r3-2024",
            "r4-grupp",
            "i0-grupp",
            "i1-slag",
            "m0-not",
            "k0-2023",
            "ingaende-kalla",
            "svar"
        ]
    );
    wrong = form;
    wrong.lines[5].label = " ".into();
    let shorter = wrong.read(&plan, &[], &members(&plan)).expect("a plan");
    assert_eq!(
        shorter.lines.len(),
        plan.lines.len() - 1,
        "a row without label is taken away"
    );
}
