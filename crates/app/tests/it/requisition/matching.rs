//! Requisitions in the books: the three-way match and the file to the accounting firm.

use super::*;

#[rstest]
#[tokio::test]
async fn r_tvm_04_a_quarters_economy_is_matched_explained_and_closed(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let number = approved(app, "2022-k1", "587 096,95").await;
    let quarter = Quarter::new(2022, 1).unwrap();
    let found = app.matching(&economist(), 2022, now()).await.unwrap();
    let first = found.quarters.iter().find(|q| q.quarter == quarter).unwrap();
    let (_, krus, _) = first
        .rows
        .iter()
        .find(|(_, line, _)| line.insats == "krus")
        .unwrap();
    assert!(krus.matches(), "{krus:?}");
    let paired = found.paired(&krus.claims[0]).unwrap();
    assert_eq!(
        (paired.booked, paired.difference()),
        (paired.claim.amount, Ore::ZERO)
    );
    let sums = first.sums();
    assert_eq!(sums.claimed, krus.claimed, "the only claim of the quarter");
    assert_eq!(sums.difference, sums.booked - sums.claimed);
    assert_eq!(found.closable(), None);
    let booking = &found.bookings[krus.claims[0].bookings[0]];
    assert_eq!(booking.amount, Ore(58_709_695));
    let (series, voucher) = booking.voucher.split_once(' ').unwrap();
    let lines = app.voucher(&economist(), 2022, (series, voucher)).await.unwrap();
    assert_eq!(lines.iter().map(|line| line.amount).sum::<i64>(), 0);
    assert!(matches!(
        app.matching(&manager(), 2022, now()).await,
        Err(Failure::NotFound)
    ));

    assert_eq!(
        refusals(app.close_economy(&economist(), quarter, now()).await)[0].code,
        "ekonomi-skillnad"
    );
    assert!(matches!(
        app.close_economy(&office(), quarter, now()).await,
        Err(Failure::NotFound)
    ));
    let open: Vec<String> = first
        .rows
        .iter()
        .filter(|(_, line, _)| !line.matches())
        .map(|(_, line, _)| line.insats.clone())
        .collect();
    assert!(!open.is_empty());
    for slug in &open {
        app.explain_match(
            &economist(),
            (quarter, slug),
            "Rekvireras i efterhand på papper",
            now(),
        )
        .await
        .unwrap();
    }
    app.close_economy(&economist(), quarter, now()).await.unwrap();
    assert_eq!(
        refusals(app.close_economy(&economist(), quarter, now()).await)[0].code,
        "ekonomi-stangd"
    );
    let late = app
        .save_requisition(
            &with("bo", &[Role::InsatsManager], Some("resa")),
            ("resa", None),
            &draft("2022-k1", "1"),
            now(),
        )
        .await;
    assert_eq!(refusals(late)[0].code, "ekonomi-stangd");
    assert_eq!(state(app, &number).await, State::Approved);
}

#[rstest]
#[tokio::test]
async fn r_sio_05_the_file_to_the_accounting_firm_is_read_back_with_its_checksum(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let number = approved(app, "2022-k1", "587 096,95").await;
    app.step_requisition(&economist(), (&number, Did::Paid), "2022-05-02", now())
        .await
        .unwrap();
    let days = (day("2022-05-01"), day("2022-05-31"));
    let bytes = app.outgoing_file(&economist(), days, now()).await.unwrap();
    let (document, problems) = sie::read(&bytes);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(document.source.checksum, sie::Checksum::Ok);
    let texts: Vec<String> = document.vouchers().map(|v| v.head.text.to_owned()).collect();
    assert_eq!(texts.len(), 2);
    assert!(texts.iter().all(|text| text.contains(&number)));
    let cost = document
        .vouchers()
        .flat_map(|v| v.rows().collect::<Vec<_>>())
        .find(|row| row.account == "4010");
    let cost = cost.unwrap();
    assert_eq!((cost.amount.0, cost.objects.get(6)), (58_709_695, Some("KRUS")));
    assert!(
        sie::check(&document)
            .iter()
            .all(|p| p.severity != sie::Severity::Error)
    );
    let none = app
        .outgoing_file(&economist(), (day("2022-01-01"), day("2022-01-31")), now())
        .await;
    assert_eq!(refusals(none)[0].code, "sie-ut-tom");
    let typed = [("bidrag_ut".to_owned(), "4599".to_owned())];
    app.save_outgoing_accounts(&economist(), ("EUBAS97", &typed), now())
        .await
        .unwrap();
    let outgoing = app.outgoing(&economist(), days.0, days.1).await.unwrap();
    assert_eq!(outgoing.accounts.grants, 4599);
}
