//! Who may attest what.

use rstest::rstest;

use super::{
    super::attest::{Attest, Deputy, Person, Right, Rule, Who, decide, preset},
    *,
};

fn reviewed(kronor: i64) -> Requisition {
    let mut claim = claim("R2023-001", "2023-k1", kronor, &[]);
    claim.steps = vec![
        step(Did::Filled, "anna"),
        step(Did::Attested, "bo"),
        step(Did::Reviewed, "kansli"),
    ];
    claim
}

fn person(id: &str, roles: &[u8]) -> Person {
    Person {
        id: id.into(),
        roles: roles.to_vec(),
        paid: false,
    }
}

#[test]
fn r_att_01_the_second_attest_is_always_another_persons() {
    let rules = preset(4, &[1, 2]);
    let may = |id: &str| {
        decide(
            &reviewed(1),
            Attest::Second,
            &person(id, &[2, 4]),
            (&rules, &[], &[]),
            day("2023-04-12"),
        )
    };
    assert_eq!(may("ekonom"), Ok(Right::Own));
    assert_eq!(may("anna").unwrap_err().code, "attest-samma");
    assert_eq!(may("bo").unwrap_err().code, "attest-samma");
}

#[test]
fn r_att_02_nobody_attests_a_payment_to_themselves() {
    let rules = preset(4, &[2]);
    let paid = Person {
        paid: true,
        ..person("ekonom", &[2])
    };
    let refusal = decide(
        &reviewed(1),
        Attest::Second,
        &paid,
        (&rules, &[], &[]),
        day("2023-04-12"),
    )
    .unwrap_err();
    assert_eq!(refusal.code, "attest-egen");
}

#[rstest]
#[case::no_rule("ekonom", 3, None, None, "attest-regel")]
#[case::within("ekonom", 2, Some(500_000), None, "")]
#[case::above("ekonom", 2, Some(499_999), None, "attest-grans")]
#[case::elsewhere("ekonom", 2, None, Some("resa"), "attest-regel")]
#[case::here("ekonom", 2, None, Some("krus"), "")]
fn r_att_03_rules_are_of_a_role_or_person_with_limit_and_insats(
    #[case] id: &str,
    #[case] role: u8,
    #[case] limit: Option<i64>,
    #[case] insats: Option<&str>,
    #[case] refused: &str,
) {
    let rule = |who| Rule {
        id: 1,
        attest: Attest::Second,
        who,
        limit: limit.map(Ore::kronor),
        insats: insats.map(Into::into),
        from: day("2023-01-01"),
        to: None,
    };
    let of_role = [rule(Who::Role(2))];
    let found = decide(
        &reviewed(500_000),
        Attest::Second,
        &person(id, &[role]),
        (&of_role, &[], &[]),
        day("2023-04-12"),
    );
    assert_eq!(found.map_or_else(|r| r.code, |_| ""), refused);
    let of_person = [rule(Who::Person(id.into()))];
    let found = decide(
        &reviewed(1),
        Attest::Second,
        &person(id, &[]),
        (&of_person, &[], &[]),
        day("2023-04-12"),
    );
    assert_eq!(found.is_ok(), insats != Some("resa"));
}

#[rstest]
#[case("2022-12-31", false)]
#[case("2023-01-01", true)]
#[case("2023-06-30", true)]
#[case("2023-07-01", false)]
fn r_att_04_rules_and_deputies_hold_in_their_time(#[case] today: &str, #[case] holds: bool) {
    let rule = Rule {
        id: 1,
        attest: Attest::Second,
        who: Who::Role(2),
        limit: Some(Ore::kronor(1_000)),
        insats: None,
        from: day("2023-01-01"),
        to: Some(day("2023-06-30")),
    };
    let found = decide(
        &reviewed(1),
        Attest::Second,
        &person("e", &[2]),
        (std::slice::from_ref(&rule), &[], &[]),
        day(today),
    );
    assert_eq!(found.is_ok(), holds);
    if !holds {
        assert_eq!(found.unwrap_err().code, "attest-tid");
    }
    let deputy = Deputy {
        id: 1,
        deputy: "d".into(),
        of: "e".into(),
        from: day("2023-01-01"),
        to: day("2023-06-30"),
    };
    let open = Rule {
        to: None,
        from: day("2020-01-01"),
        ..rule
    };
    let others = [person("e", &[2])];
    let found = decide(
        &reviewed(1),
        Attest::Second,
        &person("d", &[3]),
        (
            std::slice::from_ref(&open),
            std::slice::from_ref(&deputy),
            &others,
        ),
        day(today),
    );
    assert_eq!(
        found.clone().ok(),
        holds.then(|| Right::For("e".into())),
        "{found:?}"
    );
    let found = decide(
        &reviewed(1_001),
        Attest::Second,
        &person("d", &[3]),
        (&[open], &[deputy], &others),
        day(today),
    );
    assert!(found.is_err(), "a deputy has no more than the one stood in for");
}
