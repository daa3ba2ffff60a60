//! Follow-up and VAT as acts, on both databases.

use app::{Failure, Role, forecast::Kind as Report};
use chrono::{DateTime, Datelike, Utc};
use domain::{
    facts::BudgetGroup,
    forecast::{Entered, LineKey, Method},
    money::Ore,
    quarter::Quarter,
    vat::State,
};
use rstest::rstest;
use testkit::Kind;

use crate::desk::{Desk, is_missing, read_books, refusals, with, with_tables};

fn now() -> DateTime<Utc> {
    "2022-12-05T09:00:00Z".parse().unwrap()
}

async fn prepared(kind: Kind) -> Option<Desk> {
    let desk = with_tables(kind, now()).await?;
    read_books(&desk, &[2021, 2022], now()).await;
    Some(desk)
}

#[rstest]
#[tokio::test]
async fn r_pro_12_the_economy_is_followed_up_by_those_who_may(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let economist = with(Role::Economist, None);
    let rules = "från;till;projekt;grupp;rad;fördelning\n7000;7699;;kostnader;Personal;jämnt\n4010;4010;;kostnader;Beslutade individinsatser;kvartalets sista månad";
    assert_eq!(app.save_budget_rules(&economist, rules, now()).await.unwrap(), 2);
    let wrong = app
        .save_budget_rules(&economist, "från;grupp;rad\nx;kostnader;A", now())
        .await;
    assert_eq!(refusals(wrong)[0].place, "koppling");
    assert!(is_missing(
        &app.save_budget_rules(&with(Role::Office, None), rules, now())
            .await
    ));

    let key = LineKey::budget(BudgetGroup::Cost, "Personal").to_text();
    let typed = Entered {
        method: "3",
        amount: "2 400 000",
        reason: "Vikarie under hösten.",
    };
    let at = (2022, 9);
    app.choose_forecast(&economist, at, &key, typed, now())
        .await
        .unwrap();
    let sheet = app
        .followed_line(&economist, (2022, Some(9)), &key)
        .await
        .unwrap();
    assert_eq!(sheet.row.sum.forecast, Some(Ore::kronor(2_400_000)));
    assert_eq!(sheet.row.forecast.method, Some(Method::Entered));
    assert_eq!(sheet.history[0].0.by, "u");
    let months: Ore = sheet.months.iter().copied().sum();
    // Months are to the öre; the outcome is the sum of its accounts, each in whole kronor.
    let rounding = (months - sheet.row.sum.outcome).0.abs();
    assert!(rounding <= 1_000, "{rounding} öre");
    assert_eq!((sheet.outcome(), sheet.booked()), (months, Some(months)));
    let vouchers = sheet.vouchers.unwrap();
    assert_eq!(vouchers.iter().map(|v| v.amount).sum::<i64>(), months.0);
    assert_eq!(i64::try_from(vouchers.len()).unwrap(), sheet.row.transactions);

    let board = with(Role::Board, None);
    let read = app.followed_line(&board, (2022, Some(9)), &key).await.unwrap();
    assert!(read.vouchers.is_none(), "the board reads no vouchers");
    for role in [Role::Board, Role::Auditor, Role::InsatsManager] {
        let who = with(role, Some("krus"));
        assert!(
            is_missing(&app.choose_forecast(&who, at, &key, typed, now()).await),
            "{role:?}"
        );
    }
    let manager = with(Role::InsatsManager, Some("krus"));
    assert!(is_missing(&app.follow_up(&manager, (2022, None)).await));
    assert!(is_missing(&app.follow_up(&economist, (2022, Some(13))).await));
    let ended = app
        .choose_forecast(&economist, (2022, 12), &key, typed, now())
        .await;
    assert_eq!(refusals(ended)[0].code, "prognos-slut");
}

#[rstest]
#[tokio::test]
async fn r_pro_13_a_report_is_locked_as_it_is_handed_to_the_board(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let (office, economist) = (with(Role::Office, None), with(Role::Economist, None));
    let report = Report::Quarter(Quarter::new(2022, 3).unwrap());
    let save = |text: &'static str, seen| app.save_economic_text(&economist, report, (text, seen), now());
    assert_eq!(save("Hösten är lugn.", 0).await.unwrap(), 1);
    // Locked as it is handed over; what changes afterwards is locked under the next number.
    let lock = |actor| app.lock_economic_report(actor, report, now());
    assert!(is_missing(&lock(&economist).await), "the office locks");
    let first = lock(&office).await.unwrap();
    assert_eq!(save("Hösten blev dyr.", 1).await.unwrap(), 2);
    let second = lock(&office).await.unwrap();
    assert_eq!((first.number, second.number), (1, 2));
    assert_ne!(first.sha256, second.sha256);
    let board = with(Role::Board, None);
    let kept = app.locked_economic_reports(&board, report).await.unwrap();
    assert_eq!(kept, [first, second]);
    let bytes = app.locked_economic_pdf(&board, report, 1).await.unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    let other = Report::Quarter(Quarter::new(2022, 4).unwrap());
    assert!(is_missing(&app.locked_economic_pdf(&board, other, 1).await));
    let early = Report::Quarter(Quarter::new(now().year(), 4).unwrap());
    let refused = refusals(app.lock_economic_report(&office, early, now()).await);
    assert_eq!(refused[0].code, "las-period");
}

#[rstest]
#[tokio::test]
async fn r_pro_10_reports_are_written_once_and_the_interim_one_only_by_decision(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let (office, economist) = (with(Role::Office, None), with(Role::Economist, None));
    let report = Report::Quarter(Quarter::new(2022, 3).unwrap());
    let save = |text: &'static str, seen| app.save_economic_text(&economist, report, (text, seen), now());
    assert_eq!(save("Hösten är lugn.", 0).await.unwrap(), 1);
    assert!(matches!(
        save("En annan.", 0).await,
        Err(Failure::Conflict { version: 1, .. })
    ));
    assert_eq!(
        refusals(save("Om 19900304-2387.", 1).await)[0].code,
        "prognos-person"
    );
    let read = app.economic_report(&office, report, now()).await.unwrap();
    assert_eq!(read.text.markdown, "Hösten är lugn.");
    assert_eq!(read.findings, []);
    assert_eq!(read.document.title, "Ekonomirapport, kvartal 3 2022");

    let interim = Report::Interim(2022);
    assert!(is_missing(&app.economic_report(&office, interim, now()).await));
    assert_eq!(
        refusals(app.set_interim(&office, "9", now()).await)[0].code,
        "delar-period"
    );
    assert!(is_missing(&app.set_interim(&economist, "8", now()).await));
    app.set_interim(&office, "8", now()).await.unwrap();
    let made = app.economic_report(&office, interim, now()).await.unwrap();
    assert_eq!(made.document.title, "Delårsrapport januari–augusti 2022");
    assert!(made.findings.is_empty());
    app.set_interim(&office, "", now()).await.unwrap();
    assert!(is_missing(&app.economic_report(&office, interim, now()).await));
}

#[rstest]
#[tokio::test]
async fn r_mom_08_a_claim_goes_from_draft_to_money_in_the_economists_hands(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let economist = with(Role::Economist, None);
    let year = app.vat(&economist, (2022, Some(6))).await.unwrap();
    assert_eq!((year.claims.len(), year.payouts.len()), (4, 4));
    let total = year.claims[0].total();
    for role in [Role::Office, Role::Auditor] {
        let who = with(role, None);
        assert!(app.vat(&who, (2022, None)).await.is_ok());
        assert!(is_missing(
            &app.submit_vat(&who, (2022, 1), "2022-04-12", now()).await
        ));
    }
    assert!(is_missing(&app.vat(&with(Role::Board, None), (2022, None)).await));
    let late = app.submit_vat(&economist, (2022, 1), "2022-03-12", now()).await;
    assert_eq!(refusals(late)[0].place, "dag");
    app.submit_vat(&economist, (2022, 1), "2022-04-12", now())
        .await
        .unwrap();
    let voucher = app::vat::way(&year.payouts[1].key());
    let wrong = app
        .pay_vat(&economist, (2022, 1), ("", "", "2022/A/1"), now())
        .await;
    assert_eq!(refusals(wrong)[0].code, "moms-verifikation");
    app.pay_vat(&economist, (2022, 1), ("", "", &voucher), now())
        .await
        .unwrap();
    let (claim, year) = app.vat_claim(&economist, (2022, 1)).await.unwrap();
    assert_eq!(claim.total(), total);
    assert!(matches!(claim.state, State::Paid { .. }));
    assert_eq!(year.payouts.len(), 3);
    assert_eq!(year.reconciliation.unwrap().unexplained(), Ore::ZERO);
    // Another length leaves out the months that are claimed.
    app.set_vat(&economist, ("1650", "manad"), now()).await.unwrap();
    let year = app.vat(&economist, (2022, None)).await.unwrap();
    assert_eq!(year.claims.len(), 1 + 9);
    assert_eq!(
        refusals(app.set_vat(&economist, ("moms", ""), now()).await)[0].place,
        "konton"
    );
}
