//! From a table of populations to invoices that are paid and credited, on both databases.

use app::{
    Actor, App, Failure,
    contribution::{Entered, Sheet, Typed, TypedOther},
    import::Upload,
    invoice::{Billing, Seller},
};
use chrono::{DateTime, Utc};
use domain::{
    codes::{CodeTable, MemberKind},
    contribution::basis::per_inhabitant,
    money::Ore,
};
use rstest::rstest;
use testkit::Kind;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::desk::with_tables;

fn now() -> DateTime<Utc> {
    "2022-11-28T09:00:00Z".parse().unwrap()
}

fn codes(failure: Failure) -> Vec<(&'static str, String)> {
    match failure {
        Failure::Refused(refusals) => refusals.into_iter().map(|r| (r.code, r.place)).collect(),
        other => panic!("{other:?}"),
    }
}

fn typed(total: &str) -> Typed {
    let group = |kind: &str, weight: &str, key: &str| (kind.to_owned(), weight.to_owned(), key.to_owned());
    Typed {
        total: total.into(),
        day: "2022-09-30".into(),
        groups: vec![
            group("staten", "2", "lika"),
            group("region", "1", "lika"),
            group("kommun", "1", "folkmangd"),
        ],
        shares: Vec::new(),
    }
}

fn of<'a>(sheet: &'a Sheet, code: &str) -> &'a app::contribution::Row {
    sheet.rows.iter().find(|row| row.member.code == code).unwrap()
}

/// The sums a page prints are those of its rows.
fn adds_up(sheet: &Sheet) {
    let kinds = MemberKind::ALL.iter().map(|kind| sheet.sum_of_kind(*kind));
    assert_eq!(kinds.sum::<Ore>(), sheet.sum());
    assert_eq!(sheet.sum_of(app::contribution::Row::amount), Some(sheet.sum()));
    let instalments: Ore = sheet.instalments().into_iter().sum();
    let planned = sheet.plan.is_some();
    assert_eq!(instalments, if planned { sheet.sum() } else { Ore::ZERO });
    let alone = of(sheet, "staten");
    assert_eq!(sheet.share(alone), Some(1_000), "the whole of its group");
    assert_eq!(alone.per_inhabitant(), None, "shared by no people");
    let municipal = sheet.sum_of_kind(MemberKind::Municipality);
    assert_eq!(
        sheet.per_inhabitant(),
        per_inhabitant(municipal, sheet.inhabitants())
    );
}

#[rstest]
#[tokio::test]
async fn r_for_06_a_proposal_becomes_a_decision(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(desk) = with_tables(kind, now()).await else {
        return;
    };
    let (app, actor) = (&desk.app, &desk.actor);
    let before = app.contributions(actor, 2023).await.unwrap();
    assert!(before.is_decided && before.version == 0, "as imported");
    assert_eq!(of(&before, "0880").proposed, Some(Ore::kronor(1_162_331)));
    assert_eq!(before.sum(), Ore::kronor(16_020_000));
    adds_up(&before);

    let save = async |typed: &Typed, version| {
        app.save_contribution_basis(actor, 2023, typed, version, now())
            .await
    };
    for (total, code) in [
        ("sexton", "bidrag-belopp"),
        ("-5", "bidrag-negativt"),
        ("16 020", "bidrag-storlek"),
    ] {
        assert_eq!(
            codes(save(&typed(total), 0).await.unwrap_err()),
            [(code, "total".to_owned())]
        );
    }
    save(&typed("16 020 000"), 0).await.unwrap();
    assert!(
        matches!(save(&typed("1"), 7).await, Err(Failure::Refused(_))),
        "one krona is implausible"
    );
    assert!(matches!(
        save(&typed("16 020 000"), 7).await,
        Err(Failure::Conflict { version: 1, .. })
    ));
    let proposal = app.contributions(actor, 2023).await.unwrap();
    assert!(!proposal.is_decided && proposal.about[0].contains("247\u{a0}905"));

    let other = |amount: &str, reason: &str| TypedOther {
        member: "0880".into(),
        amount: amount.into(),
        reason: reason.into(),
    };
    let others = async |rows: &[TypedOther]| app.save_contribution_others(actor, 2023, rows, now()).await;
    let refused = others(&[other("1 162 330", "")]).await.unwrap_err();
    assert_eq!(codes(refused), [("bidrag-utan-skal", "skal-0880".to_owned())]);
    others(&[other("1 162 330", "avrundat")]).await.unwrap();
    let decide =
        async |text: &str, day: &str| app.decide_contributions(actor, 2023, (text, day), now()).await;
    let refused = codes(decide("", "2023-11-28").await.unwrap_err());
    assert_eq!(
        refused.iter().map(|(code, _)| *code).collect::<Vec<_>>(),
        ["bidrag-beslut", "bidrag-beslutsdag"]
    );
    assert_eq!(
        codes(decide("§ 1", "2022-11-25").await.unwrap_err())[0].0,
        "bidrag-summa",
        "a krona is missing"
    );
    others(&[]).await.unwrap();
    decide("Styrelsen § 47/2022", "2022-11-25").await.unwrap();
    let decided = app.contributions(actor, 2023).await.unwrap();
    assert_eq!(
        decided.decided.as_ref().map(|d| d.0.as_str()),
        Some("Styrelsen § 47/2022")
    );
    assert_eq!(
        codes(save(&typed("16 020 000"), 3).await.unwrap_err())[0].0,
        "bidrag-beslutat"
    );
    app.reopen_contributions(actor, 2023, now()).await.unwrap();
    assert!(!app.contributions(actor, 2023).await.unwrap().is_decided);
}

async fn decided(app: &App, actor: &Actor) {
    app.save_contribution_basis(actor, 2023, &typed("16 020 000"), 0, now())
        .await
        .unwrap();
    app.decide_contributions(actor, 2023, ("§ 47", "2022-11-25"), now())
        .await
        .unwrap();
}

/// The year is decided, planned and everybody has an address.
async fn invoiced(app: &App, actor: &Actor) {
    decided(app, actor).await;
    app.save_payment_plan(actor, 2023, "2023-01-31\n2023-07-31", now())
        .await
        .unwrap();
    let seller = Seller {
        street: "Gatan 1".into(),
        post_code: "392 00".into(),
        city: "Kalmar".into(),
        giro: "5050-1055".into(),
        contact: String::new(),
    };
    app.save_seller(actor, &seller, now()).await.unwrap();
    for (member, _) in app.invoice_addresses(actor).await.unwrap().members {
        let billing = Billing {
            member: member.code,
            org_number: "212000-0746".into(),
            street: "Gatan 2".into(),
            post_code: "392 00".into(),
            city: "Kalmar".into(),
            reference: "ZZ1".into(),
        };
        app.save_billing(actor, &billing, now()).await.unwrap();
    }
}

#[rstest]
#[tokio::test]
async fn r_fak_12_an_instalment_is_invoiced_all_or_none(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(desk) = with_tables(kind, now()).await else {
        return;
    };
    let (app, actor) = (&desk.app, &desk.actor);
    let make = async |part: u8| app.make_invoices(actor, (2023, part), now()).await;
    assert_eq!(codes(make(1).await.unwrap_err())[0].0, "faktura-utan-beslut");
    decided(app, actor).await;
    app.save_payment_plan(actor, 2023, "2023-01-31", now())
        .await
        .unwrap();
    assert_eq!(codes(make(1).await.unwrap_err())[0].0, "faktura-uppgifter");
    assert!(app.invoices(actor).await.unwrap().is_empty(), "nothing half-made");
    let wrong = Seller {
        giro: "5050-1056".into(),
        ..Seller::default()
    };
    let places: Vec<String> = codes(app.save_seller(actor, &wrong, now()).await.unwrap_err())
        .into_iter()
        .map(|c| c.1)
        .collect();
    assert_eq!(places, ["gatuadress", "postnummer", "ort", "giro"]);
    let wrong = Billing {
        member: "0880".into(),
        org_number: "212000-0747".into(),
        ..Billing::default()
    };
    let refused = codes(app.save_billing(actor, &wrong, now()).await.unwrap_err());
    assert!(
        refused.contains(&("orgnummer-kontrollsiffra", "orgnr".into())),
        "{refused:?}"
    );
}

#[rstest]
#[tokio::test]
async fn r_fak_12_invoices_are_sent_paid_and_credited(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(desk) = with_tables(kind, now()).await else {
        return;
    };
    let (app, actor) = (&desk.app, &desk.actor);
    invoiced(app, actor).await;
    assert_eq!(app.make_invoices(actor, (2023, 1), now()).await.unwrap(), 14);
    let again = app.make_invoices(actor, (2023, 1), now()).await.unwrap_err();
    assert_eq!(codes(again)[0].0, "faktura-finns");
    let list = app.invoices(actor).await.unwrap();
    let numbers: Vec<i64> = list.iter().rev().map(|l| l.invoice.number).collect();
    assert_eq!(numbers, (20_220_001..=20_220_014).collect::<Vec<_>>());
    let kalmar = list.iter().find(|l| l.invoice.member == "0880").unwrap();
    assert_eq!(kalmar.invoice.amount, Ore::kronor(581_166), "the odd krona first");
    let number = kalmar.invoice.number;
    let opened = app.invoice(actor, number).await.unwrap();
    assert_eq!(opened.invoice.totals.payable, Ore::kronor(581_166));
    assert_eq!(opened.invoice.payments[0].reference, kalmar.invoice.ocr);

    let early = app
        .mark_invoice(actor, number, ("2022-11-01", ""), now())
        .await
        .unwrap_err();
    assert_eq!(codes(early), [("faktura-dag", "skickad".to_owned())]);
    let sent = async || {
        let all = app.invoices(actor).await.unwrap();
        app::invoice::open(&all, now().date_naive())
    };
    assert_eq!(sent().await, Ore::ZERO, "nothing is sent");
    app.mark_invoice(actor, number, ("2022-11-28", ""), now())
        .await
        .unwrap();
    assert_eq!(sent().await, kalmar.claimed());
    let credit = async |reason: &str| app.credit_invoice(actor, number, reason, now()).await;
    assert_eq!(codes(credit(" ").await.unwrap_err())[0].0, "faktura-kredit-skal");
    assert_eq!(credit("fel belopp").await.unwrap(), 20_220_015);
    assert_eq!(
        codes(credit("igen").await.unwrap_err())[0].0,
        "faktura-krediterad"
    );
    assert_eq!(sent().await, Ore::ZERO, "credited");
    let note = app.invoice(actor, 20_220_015).await.unwrap();
    assert_eq!(note.listed.claimed(), -kalmar.claimed());
    assert!(note.invoice.is_credit());
    assert_eq!(note.invoice.preceding[0].number, number.to_string());
    // R-FOR-13: both go to the accounting firm, on the common account while no chart names the members.
    let days = ["2022-11-01", "2022-12-30"].map(|text| text.parse().unwrap());
    let books = app.outgoing(actor, days[0], days[1]).await.unwrap();
    let of_kalmar: Vec<_> = books
        .vouchers
        .iter()
        .filter(|v| v.text.ends_with("medlemsbidrag Kalmar kommun"))
        .map(|v| {
            (
                v.text.split(' ').next().unwrap(),
                v.rows[0].amount,
                v.rows[1].account,
            )
        })
        .collect();
    assert_eq!(
        of_kalmar,
        [
            ("Faktura", Ore::kronor(581_166), 3010),
            ("Kreditfaktura", Ore::kronor(-581_166), 3010)
        ]
    );
    let changed = app
        .save_payment_plan(actor, 2023, "2023-02-28", now())
        .await
        .unwrap_err();
    assert_eq!(codes(changed)[0].0, "betalplan-fakturerad");
}

#[rstest]
#[tokio::test]
async fn r_fak_08_a_received_invoice_is_kept_with_what_is_wrong(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = with_tables(kind, now()).await else {
        return;
    };
    let (app, actor) = (&desk.app, &desk.actor);
    invoiced(app, actor).await;
    app.make_invoices(actor, (2023, 1), now()).await.unwrap();
    let xml = app.invoice_xml(actor, 20_220_001).await.unwrap();
    let file = |text: String| Upload {
        name: "in.xml".into(),
        bytes: text.into_bytes(),
    };
    let good = app
        .receive_invoice(actor, &file(xml.clone()), now())
        .await
        .unwrap();
    assert!(
        app.received_invoice(actor, good)
            .await
            .unwrap()
            .problems
            .is_empty()
    );
    let twice = app
        .receive_invoice(actor, &file(xml.clone()), now())
        .await
        .unwrap_err();
    assert_eq!(codes(twice), [("faktura-mottagen", "fil".to_owned())]);
    let wrong = xml.replacen(".00</cbc:PayableAmount>", ".50</cbc:PayableAmount>", 1);
    let id = app.receive_invoice(actor, &file(wrong), now()).await.unwrap();
    let letter = app.received_invoice(actor, id).await.unwrap();
    assert!(
        letter.problems[0].message.contains("BR-CO-16"),
        "{:?}",
        letter.problems
    );
    assert_eq!(app.received_invoices(actor).await.unwrap()[0].problems, 1);
    let bomb = xml.replacen("?>", "?><!DOCTYPE a [<!ENTITY b \"c\">]>", 1);
    let refused = app.receive_invoice(actor, &file(bomb), now()).await.unwrap_err();
    assert_eq!(codes(refused), [("faktura-entitet", "fil".to_owned())]);
    assert_eq!(app.received_invoices(actor).await.unwrap().len(), 2);
}

/// Answers one request with this, and tells what was asked.
async fn serve(answer: String) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut heard = vec![0; 8_192];
        let length = stream.read(&mut heard).await.unwrap();
        stream.write_all(answer.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        String::from_utf8_lossy(&heard[..length]).into_owned()
    });
    (address, asked)
}

fn table(members: &[(String, i64)]) -> String {
    let index: Vec<String> = members
        .iter()
        .enumerate()
        .map(|(i, (code, _))| format!("\"{code}\":{i}"))
        .collect();
    let values: Vec<String> = members.iter().map(|(_, count)| count.to_string()).collect();
    format!(
        "{{\"class\":\"dataset\",\"label\":\"Folkmängd\",\"id\":[\"Region\",\"Tid\"],\"size\":[{},1],\"dimension\":{{\"Region\":{{\"category\":{{\"index\":{{{}}}}}}},\"Tid\":{{\"category\":{{\"index\":[\"2022M09\"]}}}}}},\"role\":{{\"time\":[\"Tid\"]}},\"value\":[{}]}}",
        members.len(),
        index.join(","),
        values.join(",")
    )
}

fn http(body: &str, status: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

#[tokio::test]
async fn r_fol_06_populations_are_fetched_looked_at_and_saved() {
    let Some(desk) = with_tables(Kind::Sqlite, now()).await else {
        return;
    };
    let (app, actor) = (&desk.app, &desk.actor);
    let (_, members, _) = app.population_sources(actor).await.unwrap();
    let own = members.iter().filter(|m| !m.population.is_empty());
    let numbers: Vec<(String, i64)> = own.map(|m| (m.code.clone(), m.population[0].1 + 1)).collect();
    let (address, asked) = serve(http(&table(&numbers), "200 OK")).await;
    let source = format!("2000-01-01;Provtabell;{address}/{{tid}}?r={{regioner}}");
    app.save_population_addresses(actor, &source, now())
        .await
        .unwrap();
    let preview = app.fetch_population(actor, "2022-09-30").await.unwrap();
    assert!(asked.await.unwrap().starts_with("GET /2022M09?r=0885,0862"));
    assert_eq!((preview.rows.len(), preview.table.as_str()), (12, "Provtabell"));
    let (_, count, stands) = &preview.rows[0];
    assert_eq!(
        Some(*count - 1),
        *stands,
        "the number that stands beside the new one"
    );
    let entered = Entered {
        on: "2022-09-30".into(),
        table: preview.table,
        stated: String::new(),
        rows: preview
            .rows
            .iter()
            .map(|(m, count, _)| (m.code.clone(), count.to_string()))
            .collect(),
    };
    let wrong = Entered {
        rows: vec![("0885".into(), "-4".into())],
        ..entered.clone()
    };
    assert_eq!(
        codes(app.save_population(actor, &wrong, now()).await.unwrap_err()).len(),
        12,
        "each is named"
    );
    app.save_population(actor, &entered, now()).await.unwrap();
    let (sources, members, _) = app.population_sources(actor).await.unwrap();
    assert_eq!((sources.len(), sources[0].table.as_str()), (1, "Provtabell"));
    assert_eq!(members[0].population, [("2022-09-30".parse().unwrap(), *count)]);
}

#[tokio::test]
async fn r_fol_06_without_network_it_says_what_to_do_by_hand() {
    let Some(desk) = with_tables(Kind::Sqlite, now()).await else {
        return;
    };
    let (app, actor) = (&desk.app, &desk.actor);
    let refused = async |source: &str| {
        app.save_population_addresses(actor, source, now()).await.unwrap();
        match app.fetch_population(actor, "2022-09-30").await {
            Err(Failure::Refused(refusals)) => refusals.into_iter().next().unwrap(),
            other => panic!("{other:?}"),
        }
    };
    let silent = refused("2000-01-01;T;http://127.0.0.1:9/").await;
    assert_eq!((silent.code, silent.place.as_str()), ("folkmangd-natet", "dag"));
    assert!(silent.message.contains("läs in filen"), "{silent}");
    let (address, _asked) = serve(http("", "503 Service Unavailable")).await;
    assert!(
        refused(&format!("2000-01-01;T;{address}"))
            .await
            .message
            .contains("fel 503")
    );
    let (address, _asked) = serve(http("<html>", "200 OK")).await;
    assert_eq!(
        refused(&format!("2000-01-01;T;{address}")).await.code,
        "befolkning-kolumn"
    );
    let (address, _asked) = serve(http(&" ".repeat(9 << 20), "200 OK")).await;
    assert_eq!(
        refused(&format!("2000-01-01;T;{address}")).await.code,
        "folkmangd-natet"
    );
}
