//! Forecast choices and rules, VAT claims, pots.

use domain::{
    facts::BudgetGroup,
    forecast::{Choice, LineKey, Method, Profile, Rule, Rules},
    money::Ore,
    pot::{Application, Decided, Outcome, Pot},
    vat::{Claim, ClaimRow, Period, State},
};
use rstest::rstest;
use store::{Error, Tx, forecast, pot, vat};

use crate::db::{Kind, day, fresh, moment, with_association, with_krus};

fn choice(month: u8, method: Method, amount: Option<i64>) -> Choice {
    Choice {
        key: LineKey::budget(BudgetGroup::Cost, "Personal"),
        year: 2022,
        month,
        method,
        amount: amount.map(Ore::kronor),
        reason: "Vikarien slutar i juni.".into(),
        at: moment(1),
        by: "u1".into(),
    }
}

#[rstest]
#[tokio::test]
async fn r_pro_06_choices_are_kept_in_order_and_never_change(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let all = [
        choice(9, Method::Entered, Some(2_400_000)),
        choice(3, Method::Pace, None),
        choice(9, Method::Plan, None),
    ];
    for choice in &all {
        forecast::add_choice(&mut tx, id, choice).await.unwrap();
    }
    assert_eq!(forecast::choices(&mut tx, id, 2022).await.unwrap(), all);
    assert!(forecast::choices(&mut tx, id, 2021).await.unwrap().is_empty());
    tx.commit().await.unwrap();
    let mut tx = fresh.db.write().await.unwrap();
    let wrong = forecast::add_choice(&mut tx, id, &choice(3, Method::Entered, None)).await;
    assert!(matches!(wrong, Err(Error::Constraint(_))), "{wrong:?}");
    drop(tx);
    for text in [
        "UPDATE forecast_choice SET amount = 1",
        "DELETE FROM forecast_choice",
    ] {
        let mut tx = fresh.db.write().await.unwrap();
        assert!(raw(&mut tx, text).await.is_err(), "{text}");
    }
}

/// Runs a statement on either database.
async fn raw(tx: &mut Tx, text: &'static str) -> Result<(), sqlx::Error> {
    match tx {
        Tx::Sqlite(tx) => sqlite::Query::new(text).execute(tx).map(drop),
        Tx::Postgres(tx) => sqlx::query(text).execute(&mut **tx).await.map(|_| ()),
    }
}

#[rstest]
#[tokio::test]
async fn r_pro_02_rules_are_read_back_as_saved(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let rule = |from, to, project: &str, group, profile| Rule {
        from,
        to,
        project: project.into(),
        group,
        label: "Insatser".into(),
        profile,
    };
    let rules = Rules(vec![
        rule(4000, 4999, "", BudgetGroup::Cost, Profile::QuarterLast),
        rule(4010, 4010, "POTTEN", BudgetGroup::FinancialCost, Profile::Even),
        rule(3000, 3999, "", BudgetGroup::Income, Profile::QuarterFirst),
    ]);
    forecast::save_rules(&mut tx, id, &rules).await.unwrap();
    assert_eq!(forecast::rules(&mut tx, id).await.unwrap(), rules);
    let fewer = Rules(rules.0[..1].to_vec());
    forecast::save_rules(&mut tx, id, &fewer).await.unwrap();
    assert_eq!(forecast::rules(&mut tx, id).await.unwrap(), fewer);
}

fn claim(from: u8, amounts: &[i64]) -> Claim {
    let row = |(number, ore): (usize, &i64)| ClaimRow {
        voucher: (2022, "A".into(), number.to_string()),
        date: day(2022, u32::from(from), 10),
        text: "Kurs".into(),
        amount: Ore(*ore),
        late: number == 0,
    };
    Claim {
        period: Period::new(2022, from, from + 2).unwrap(),
        state: State::Submitted {
            on: day(2022, u32::from(from) + 3, 12),
        },
        rows: amounts.iter().enumerate().map(row).collect(),
    }
}

#[rstest]
#[tokio::test]
async fn r_mom_07_a_submitted_claim_is_locked_and_paid_once(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let (first, second) = (claim(1, &[100, -20]), claim(4, &[300]));
    for claim in [&second, &first] {
        let sent = (claim.state.submitted().unwrap(), "u1");
        vat::submit(&mut tx, id, claim, sent).await.unwrap();
    }
    assert_eq!(
        vat::claims(&mut tx, id).await.unwrap(),
        [first.clone(), second.clone()]
    );
    let paid = State::Paid {
        submitted: first.state.submitted().unwrap(),
        on: day(2022, 5, 12),
        amount: Ore(80),
        voucher: Some((2022, "A".into(), "136".into())),
    };
    vat::paid(&mut tx, id, first.period, &paid).await.unwrap();
    let again = vat::paid(&mut tx, id, first.period, &paid).await;
    assert!(matches!(again, Err(Error::Unknown { .. })), "{again:?}");
    let typed = State::Paid {
        submitted: second.state.submitted().unwrap(),
        on: day(2022, 8, 12),
        amount: Ore(300),
        voucher: None,
    };
    vat::paid(&mut tx, id, second.period, &typed).await.unwrap();
    let stored = vat::claims(&mut tx, id).await.unwrap();
    assert_eq!((&stored[0].state, &stored[1].state), (&paid, &typed));
    tx.commit().await.unwrap();
    for text in ["UPDATE vat_claim_row SET amount = 1", "DELETE FROM vat_claim_row"] {
        let mut tx = fresh.db.write().await.unwrap();
        assert!(raw(&mut tx, text).await.is_err(), "{text}");
    }
    let mut tx = fresh.db.write().await.unwrap();
    let twice = vat::submit(&mut tx, id, &first, (day(2022, 4, 12), "u1")).await;
    assert!(matches!(twice, Err(Error::Duplicate(_))), "{twice:?}");
}

fn pot_of(key: &str) -> Pot {
    Pot {
        public_id: key.into(),
        name: format!("Potten {key}"),
        year: 2022,
        frame: Ore::kronor(300_000),
        most: Some(Ore::kronor(25_000)),
        decision: "§ 61".into(),
        decided_on: day(2021, 11, 26),
        delegate: "förbundschefen".into(),
        purpose: "Små åtgärder.".into(),
        closed: false,
        constructed: false,
    }
}

#[rstest]
#[tokio::test]
async fn r_pot_04_pots_and_applications_are_read_back_and_ended_once(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_krus(&fresh.db).await;
    pot::save(&mut tx, id, &pot_of("a")).await.unwrap();
    let one = waiting();
    let decided = |granted: Option<i64>| {
        Outcome::Decided(Decided {
            granted: granted.map(Ore::kronor),
            reason: "Ett skäl som räcker.".into(),
            on: day(2022, 3, 2),
            by: "u2".into(),
        })
    };
    let outcomes = [
        decided(Some(10_000)),
        decided(None),
        Outcome::Withdrawn { on: day(2022, 3, 3) },
        Outcome::Waiting,
    ];
    for (number, outcome) in (1..).zip(&outcomes) {
        assert_eq!(pot::apply(&mut tx, id, "a", &one).await.unwrap(), number);
        if *outcome != Outcome::Waiting {
            pot::end(&mut tx, id, ("a", number), outcome).await.unwrap();
        }
    }
    let twice = pot::end(&mut tx, id, ("a", 1), &decided(None)).await;
    assert!(matches!(twice, Err(Error::Unknown { .. })), "{twice:?}");
    pot::report(&mut tx, id, "a", (day(2022, 5, 20), &[1]))
        .await
        .unwrap();
    pot::report(&mut tx, id, "a", (day(2022, 9, 1), &[1, 2]))
        .await
        .unwrap();
    let stored = pot::applications(&mut tx, id).await.unwrap();
    let reported = [Some(day(2022, 5, 20)), Some(day(2022, 9, 1)), None, None];
    for (number, ((key, found), (outcome, reported))) in
        (1..).zip(stored.iter().zip(outcomes.iter().zip(reported)))
    {
        let expected = Application {
            number,
            outcome: outcome.clone(),
            reported,
            ..one.clone()
        };
        assert_eq!((key.as_str(), found), ("a", &expected));
    }
    let nobody = Application {
        insats: "finns-inte".into(),
        ..one
    };
    assert!(matches!(
        pot::apply(&mut tx, id, "a", &nobody).await,
        Err(Error::Unknown { .. })
    ));
}

/// An application that waits.
fn waiting() -> Application {
    Application {
        number: 0,
        insats: "krus".into(),
        purpose: "Arbetskläder till praktik.".into(),
        amount: Ore::kronor(12_000),
        applied_on: day(2022, 3, 1),
        applied_by: "u1".into(),
        outcome: Outcome::Waiting,
        reported: None,
    }
}

#[rstest]
#[tokio::test]
async fn r_pot_01_a_frame_is_changed_in_place(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    pot::save(&mut tx, id, &pot_of("a")).await.unwrap();
    let changed = Pot {
        most: None,
        closed: true,
        ..pot_of("a")
    };
    pot::save(&mut tx, id, &changed).await.unwrap();
    assert_eq!(pot::all(&mut tx, id).await.unwrap(), [changed]);
    assert!(pot::lock(&mut tx, id, "a").await.is_ok());
    assert!(matches!(
        pot::lock(&mut tx, id, "x").await,
        Err(Error::Unknown { .. })
    ));
}

#[rstest]
#[tokio::test]
async fn r_pot_01_a_year_has_one_pot_of_a_name(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    pot::save(&mut tx, id, &pot_of("a")).await.unwrap();
    let same = Pot {
        public_id: "b".into(),
        ..pot_of("a")
    };
    let twice = pot::save(&mut tx, id, &same).await;
    assert!(matches!(twice, Err(Error::Duplicate(_))), "{twice:?}");
}
