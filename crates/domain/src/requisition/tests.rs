use chrono::{DateTime, NaiveDate, Utc};
use proptest::prelude::*;
use rstest::rstest;

use super::{
    attest::{Attest, Deputy, Person, Right, Rule, Who, decide, preset},
    *,
};
use crate::quarter::Quarter;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at() -> DateTime<Utc> {
    "2023-04-12T08:00:00Z".parse().unwrap()
}

fn step(did: Did, by: &str) -> Step {
    Step {
        did,
        by: by.into(),
        at: at(),
        words: String::new(),
    }
}

fn claim(number: &str, period: &str, personnel: i64, steps: &[Did]) -> Requisition {
    Requisition {
        number: number.into(),
        insats: "krus".into(),
        period: Period::parse(period).unwrap(),
        last: false,
        decision: "Styrelsen § 45".into(),
        recipient: Recipient::default(),
        amounts: vec![(CostType::Personnel, Ore::kronor(personnel))],
        words: String::new(),
        steps: steps.iter().map(|did| step(*did, "insats")).collect(),
    }
}

const CLAIMED: &[Did] = &[Did::Filled, Did::Attested];

fn typed() -> Draft {
    Draft {
        period: "2023-k2".into(),
        recipient: Recipient {
            name: "Kalmar kommun".into(),
            org_number: "212000-0746".into(),
            account_kind: "bankgiro".into(),
            account: "991-2346".into(),
            reference: String::new(),
        },
        amounts: vec![
            (CostType::Personnel, "500 000,50".into()),
            (CostType::Travel, String::new()),
        ],
        ..Draft::default()
    }
}

#[rstest]
#[case("2023-k2", "kvartal 2 2023", (4, 6))]
#[case("2023-4--6", "kvartal 2 2023", (4, 6))]
#[case("2023-4", "april 2023", (4, 4))]
#[case("2023-1--6", "januari–juni 2023", (1, 6))]
#[case("2023-1--12", "helåret 2023", (1, 12))]
fn r_rek_01_a_period_is_a_quarter_a_month_or_months_of_one_year(
    #[case] text: &str,
    #[case] label: &str,
    #[case] (first, last): (u8, u8),
) {
    let period = Period::parse(text).unwrap();
    assert_eq!(period.label(), label);
    assert_eq!(period.months(), first..=last);
    assert_eq!(Period::parse(&period.slug()), Ok(period));
    for wrong in [
        "",
        "2023",
        "2023-k5",
        "2023-0",
        "2023-13",
        "2023-6--4",
        "1900-1",
        "x-k1",
        "2023-1--",
    ] {
        assert_eq!(Period::parse(wrong).unwrap_err().place, "period", "{wrong}");
    }
}

#[rstest]
#[case("2023-k2", true)]
#[case("2023-6", true)]
#[case("2023-1--12", true)]
#[case("2023-k3", false)]
#[case("2022-k2", false)]
fn r_rek_02_two_requisitions_for_one_period_are_refused(#[case] period: &str, #[case] taken: bool) {
    let held = [claim("R2023-001", "2023-k2", 1, &[Did::Filled])];
    let draft = Draft {
        period: period.into(),
        ..typed()
    };
    let found = read(&draft, "", &held);
    assert_eq!(found.is_err(), taken, "{found:?}");
    if let Err(refusals) = found {
        assert_eq!(
            (refusals[0].code, refusals[0].place.as_str()),
            ("rekvisition-dubbel", "period")
        );
        assert!(
            refusals[0].message.contains("R2023-001"),
            "{}",
            refusals[0].message
        );
    }
    assert!(
        read(
            &Draft {
                period: "2023-k2".into(),
                ..typed()
            },
            "R2023-001",
            &held
        )
        .is_ok(),
        "its own"
    );
    let void = [claim("R2023-001", "2023-k2", 1, &[Did::Filled, Did::Voided])];
    assert!(read(&draft, "", &void).is_ok(), "a void one takes no period");
}

#[test]
fn r_rek_02_after_a_final_requisition_nothing_more_comes_that_year() {
    let mut last = claim("R2023-001", "2023-k2", 1, CLAIMED);
    last.last = true;
    let refusals = read(
        &Draft {
            period: "2023-k3".into(),
            ..typed()
        },
        "",
        &[last.clone()],
    )
    .unwrap_err();
    assert_eq!(refusals[0].code, "rekvisition-slut");
    assert!(
        read(
            &Draft {
                period: "2024-k1".into(),
                ..typed()
            },
            "",
            &[last]
        )
        .is_ok()
    );
}

#[rstest]
#[case("femtusen", "rekvisition-belopp")]
#[case("-500", "rekvisition-negativt")]
#[case("1e9", "rekvisition-belopp")]
#[case("99 999 999 999", "rekvisition-stort")]
fn r_rek_03_amounts_that_are_not_amounts_are_refused_at_their_field(
    #[case] amount: &str,
    #[case] code: &str,
) {
    let draft = Draft {
        amounts: vec![(CostType::Travel, amount.into())],
        ..typed()
    };
    let refusals = read(&draft, "", &[]).unwrap_err();
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    assert_eq!((refusals[0].code, refusals[0].place.as_str()), (code, "resor"));
}

#[test]
fn r_rek_03_every_refusal_comes_at_once() {
    let draft = Draft {
        period: "2023-k9".into(),
        amounts: vec![(CostType::Other, "10".into()), (CostType::Travel, "x".into())],
        words: " ".into(),
        ..Draft::default()
    };
    let codes: Vec<_> = read(&draft, "", &[])
        .unwrap_err()
        .iter()
        .map(|r| r.code)
        .collect();
    assert_eq!(
        codes,
        [
            "rekvisition-period",
            "rekvisition-belopp",
            "rekvisition-ovrigt",
            "rekvisition-mottagare",
            "orgnummer-form",
            "rekvisition-konto"
        ]
    );
    let filled = read(&typed(), "", &[]).unwrap();
    assert_eq!(filled.amounts, [(CostType::Personnel, Ore(50_000_050))]);
    let none = Draft {
        amounts: vec![(CostType::Travel, "0".into())],
        ..typed()
    };
    assert_eq!(read(&none, "", &[]).unwrap_err()[0].code, "rekvisition-tom");
}

#[test]
fn r_rek_03_amounts_in_thousands_look_odd() {
    let filled = read(
        &Draft {
            amounts: vec![(CostType::Personnel, "500".into())],
            ..typed()
        },
        "",
        &[],
    )
    .unwrap();
    assert!(odd(&filled, Some(Ore::kronor(2_403_000)))[0].contains("tusental"));
    let usual = read(&typed(), "", &[]).unwrap();
    assert!(odd(&usual, Some(Ore::kronor(2_403_000))).is_empty() && odd(&usual, None).is_empty());
}

/// Every pair of state and step: exactly those of the table are allowed.
#[test]
fn r_rek_04_only_the_steps_of_the_way_may_be_taken() {
    let allowed = [
        (State::Draft, "Filled Attested Voided"),
        (State::Returned, "Filled Voided"),
        (State::Attested, "Reviewed Returned Voided"),
        (State::Reviewed, "Returned Approved Voided"),
        (State::Approved, "Filed Paid"),
        (State::InFile, "Unfiled Paid"),
        (State::Paid, ""),
        (State::Void, ""),
    ];
    for (state, steps) in allowed {
        for did in Did::ALL {
            let may = steps.split(' ').any(|name| name == format!("{did:?}"));
            let found = next(state, did, "x", at(), "ett tillräckligt skäl");
            assert_eq!(found.is_ok(), may, "{state:?} {did:?}");
            assert_eq!(Did::from_code(did.code()), Some(did));
        }
    }
}

#[rstest]
#[case("fel", "rekvisition-skal")]
#[case("", "rekvisition-skal")]
#[case("Deltagaren 19900101-2389 är fel", "rekvisition-personnummer")]
fn r_rek_05_returning_needs_a_reason_without_persons(#[case] words: &str, #[case] code: &str) {
    let refusal = next(State::Attested, Did::Returned, "x", at(), words).unwrap_err();
    assert_eq!((refusal.code, refusal.place.as_str()), (code, "skal"));
}

#[test]
fn r_rek_06_period_accumulated_budget_and_remaining_stand_beside_each_cost_type() {
    let mut first = claim("R2023-001", "2023-k1", 500_000, CLAIMED);
    first.amounts.push((CostType::Travel, Ore::kronor(10_000)));
    let second = claim("R2023-002", "2023-k2", 600_000, &[Did::Filled]);
    let draft_of_other = claim("R2023-003", "2023-1--3", 1, &[Did::Filled]);
    let budget = Budgeted {
        whole: Some(Ore::kronor(2_403_000)),
        costs: vec![
            (CostType::Personnel, Ore::kronor(2_300_000)),
            (CostType::Premises, Ore::kronor(50_000)),
        ],
        source: String::new(),
    };
    let sheet = sheet(&second, &[first, second.clone(), draft_of_other], &budget);
    let row = |cost| *sheet.rows.iter().find(|row| row.cost == Some(cost)).unwrap();
    let personnel = row(CostType::Personnel);
    assert_eq!(personnel.period, Ore::kronor(600_000));
    assert_eq!(personnel.accumulated, Ore::kronor(1_100_000));
    assert_eq!(personnel.remaining(), Some(Ore::kronor(1_200_000)));
    assert_eq!(
        (row(CostType::Travel).accumulated, row(CostType::Travel).budget),
        (Ore::kronor(10_000), None)
    );
    assert_eq!(row(CostType::Premises).remaining(), Some(Ore::kronor(50_000)));
    assert_eq!(sheet.total.accumulated, Ore::kronor(1_110_000));
    assert_eq!(sheet.total.remaining(), Some(Ore::kronor(1_293_000)));
}

#[rstest]
#[case(600_000, false)]
#[case(630_000, false)]
#[case(630_001, true)]
#[case(570_000, false)]
#[case(569_999, true)]
fn r_rek_07_more_than_five_per_cent_from_the_plan_is_flagged(#[case] kronor: i64, #[case] flagged: bool) {
    let budget = Budgeted {
        whole: Some(Ore::kronor(2_400_000)),
        ..Budgeted::default()
    };
    let requisition = claim("R2023-001", "2023-k1", kronor, CLAIMED);
    let sheet = sheet(&requisition, &[], &budget);
    assert_eq!(sheet.planned, Some(Ore::kronor(600_000)));
    assert_eq!(sheet.is_flagged(), flagged);
}

#[test]
fn r_rek_08_the_forecast_is_what_was_claimed_and_the_plan_of_the_other_months() {
    let budget = Budgeted {
        whole: Some(Ore::kronor(1_200_000)),
        ..Budgeted::default()
    };
    let all = [
        claim("R2023-001", "2023-k1", 350_000, CLAIMED),
        claim("R2023-003", "2023-k3", 300_000, CLAIMED),
    ];
    let forecast = year_sheet("krus", 2023, &all, &budget).forecast.unwrap();
    assert_eq!(
        forecast.remaining_plan,
        Ore::kronor(600_000),
        "the second and fourth quarters"
    );
    assert_eq!(
        (forecast.whole(), forecast.deviation()),
        (Ore::kronor(1_250_000), Ore::kronor(50_000))
    );
    let mut last = all.to_vec();
    last[1].last = true;
    let forecast = year_sheet("krus", 2023, &last, &budget).forecast.unwrap();
    assert_eq!(forecast.whole(), Ore::kronor(650_000));
    assert_eq!(
        year_sheet("krus", 2023, &all, &Budgeted::default()).forecast,
        None
    );
}

#[rstest]
#[case("2023-04-01", Some(false))]
#[case("2023-04-20", Some(false))]
#[case("2023-04-21", Some(true))]
#[case("2023-03-31", None)]
fn r_rek_09_a_missing_requisition_is_reminded_of_when_the_quarter_is_over(
    #[case] today: &str,
    #[case] overdue: Option<bool>,
) {
    let quarter = Quarter::new(2023, 1).unwrap();
    let draft = [claim("R2023-001", "2023-k1", 1, &[Did::Filled])];
    let found = missing("krus", &draft, quarter, day(today));
    assert_eq!(found.map(|m| m.overdue), overdue);
    let claimed = [claim("R2023-001", "2023-k1", 1, CLAIMED)];
    assert_eq!(missing("krus", &claimed, quarter, day(today)), None);
    let months = [claim("R2023-001", "2023-1--2", 1, CLAIMED)];
    assert_eq!(months_left("krus", &months, quarter), [3]);
    assert_eq!(months_left("resa", &claimed, quarter), [1, 2, 3]);
}

#[rstest]
#[case("kvitto.pdf", b"%PDF-1.7 x", Ok("kvitto.pdf"))]
#[case("../../etc/kvitto.PDF", b"%PDF-1.7 x", Ok("kvitto.pdf"))]
#[case("<b>bild</b>.png", b"\x89PNG\r\n\x1a\nx", Ok("b.png"))]
#[case("bild.png", b"\x89PNG\r\n\x1a\nx", Ok("bild.png"))]
#[case("bild.jpg", b"\xff\xd8\xff\xe0", Ok("bild.jpg"))]
#[case("utdrag.csv", b"konto;belopp\n4010;12", Ok("utdrag.csv"))]
#[case("bok.xlsx", b"PK\x03\x04....[Content_Types].xml", Ok("bok.xlsx"))]
#[case("bok.xlsx", b"PK\x03\x04....evil.exe", Err("underlag-typ"))]
#[case("kvitto.pdf", b"MZ\x90\x00", Err("underlag-typ"))]
#[case("kvitto.pdf", b"konto;belopp", Err("underlag-andelse"))]
#[case("sida.txt", b" <html><script>", Err("underlag-typ"))]
#[case("tom.pdf", b"", Err("underlag-tom"))]
fn r_rek_10_a_file_is_what_its_bytes_say(
    #[case] name: &str,
    #[case] bytes: &[u8],
    #[case] found: Result<&str, &str>,
) {
    let accepted = accept_file(name, bytes, 0);
    let short = accepted
        .as_ref()
        .map(|(name, _)| name.as_str())
        .map_err(|refusal| refusal.code);
    assert_eq!(short, found);
    assert_eq!(
        accept_file("a.pdf", b"%PDF-", MOST_FILES).unwrap_err().code,
        "underlag-antal"
    );
    let large = [b"%PDF-".to_vec(), vec![b'x'; MOST_BYTES]].concat();
    assert_eq!(accept_file("a.pdf", &large, 0).unwrap_err().code, "underlag-stor");
}

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

proptest! {
    /// Whatever is claimed and decided: remaining is budget minus accumulated, rows add up to the
    /// whole, and the forecast of a year claimed in full is what was claimed.
    #[test]
    fn r_rek_06_sheets_add_up(
        amounts in prop::collection::vec((0usize..8, 1i64..100_000_000), 1..20),
        whole in 0i64..10_000_000_000,
    ) {
        let mut all: Vec<Requisition> = Vec::new();
        for (place, (cost, amount)) in amounts.iter().enumerate() {
            let month = u8::try_from(place % 12).unwrap() + 1;
            let mut one = claim(&format!("R{place}"), &format!("2023-{month}"), 0, CLAIMED);
            one.amounts = vec![(CostType::ALL[*cost], Ore(*amount))];
            all.push(one);
        }
        let budget = Budgeted { whole: Some(Ore(whole)), ..Budgeted::default() };
        let sheet = year_sheet("krus", 2023, &all, &budget);
        let sum: i64 = amounts.iter().map(|(_, amount)| amount).sum();
        prop_assert_eq!(sheet.total.accumulated, Ore(sum));
        prop_assert_eq!(sheet.total.remaining(), Some(Ore(whole - sum)));
        let forecast = sheet.forecast.unwrap();
        prop_assert_eq!(forecast.whole() - forecast.budget, Ore(sum) - sheet.planned.unwrap());
        if amounts.len() >= 12 {
            prop_assert_eq!(forecast.remaining_plan, Ore::ZERO);
        }
    }

    /// No chain of steps that the rules allow pays without two attests of the round.
    #[test]
    fn r_rek_04_nothing_is_paid_without_two_attests(tries in prop::collection::vec(1u8..=9, 0..40)) {
        let mut claim = claim("R1", "2023-k1", 1, &[]);
        for code in tries {
            let did = Did::from_code(code).unwrap();
            if let Ok(step) = next(claim.state(), did, "x", at(), "ett tillräckligt skäl") {
                claim.steps.push(step);
            }
            if matches!(claim.state(), State::Approved | State::InFile | State::Paid) {
                for did in [Did::Attested, Did::Reviewed, Did::Approved] {
                    prop_assert!(claim.signed(did).is_some());
                }
            }
        }
    }
}

#[rstest]
#[case("bankgiro", "991-2346", "212000-0746", "")]
#[case("bankgiro", "991-2345", "212000-0746", "bankgiro-kontrollsiffra")]
#[case("plusgiro", "28 65 43-4", "212000-0746", "")]
#[case("iban", "SE35 5000 0000 0549 1000 0003", "212000-0746", "")]
#[case("iban", "SE35 5000 0000 0549 1000 0004", "212000-0746", "iban-kontrollsiffra")]
#[case("iban", "SE35", "212000-0746", "iban-form")]
#[case("bankgiro", "991-2346", "212000-0745", "orgnummer-kontrollsiffra")]
#[case("swish", "123", "212000-0746", "rekvisition-konto")]
fn r_bet_01_accounts_and_organisation_numbers_have_right_check_digits(
    #[case] kind: &str,
    #[case] account: &str,
    #[case] org_number: &str,
    #[case] refused: &str,
) {
    let mut draft = typed();
    draft.recipient.account_kind = kind.into();
    draft.recipient.account = account.into();
    draft.recipient.org_number = org_number.into();
    let found = read(&draft, "", &[]).map_or_else(|refusals| refusals[0].code, |_| "");
    assert_eq!(found, refused);
}
