//! From a payment file to the account statement.

use super::*;

fn payer() -> Payer {
    Payer {
        profile: "svensk-03".into(),
        agreement: "2220001859".into(),
        account_kind: "bankgiro".into(),
        account: "991-2346".into(),
        bic: "SWEDSESS".into(),
    }
}

fn statement(entries: &str) -> String {
    format!("<Document><BkToCstmrStmt><Stmt><Id>S</Id>{entries}</Stmt></BkToCstmrStmt></Document>")
}

fn entry(amount: &str, reference: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"SEK\">{amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2022-05-02</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>"
    )
}

#[rstest]
#[tokio::test]
async fn r_bet_08_the_statement_marks_paid_what_it_names_and_proposes_the_rest(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let first = approved(app, "2022-k1", "587 096,95").await;
    let second = approved(app, "2022-4", "250").await;
    let third = approved(app, "2022-5", "300").await;
    let all = [first.clone(), second.clone(), third.clone()];
    let without = app
        .make_payment_file(&economist(), &all, day("2022-05-03"), now())
        .await;
    assert_eq!(refusals(without)[0].code, "betalning-profil");
    let wrong = Payer {
        account: "991-2345".into(),
        ..payer()
    };
    assert_eq!(
        refusals(app.save_payer(&economist(), &wrong, now()).await)[0].code,
        "bankgiro-kontrollsiffra"
    );
    app.save_payer(&economist(), &payer(), now()).await.unwrap();
    let passed = app
        .make_payment_file(&economist(), &all, day("2022-05-01"), now())
        .await;
    assert_eq!(refusals(passed)[0].code, "betalfil-dag");
    assert_eq!(state(app, &first).await, State::Approved, "nothing half-written");
    let file = app
        .make_payment_file(&economist(), &all, day("2022-05-03"), now())
        .await
        .unwrap();
    let xml = String::from_utf8(app.payment_file(&economist(), &file).await.unwrap()).unwrap();
    assert!(
        xml.contains("<CtrlSum>587646.95</CtrlSum>")
            && xml.contains(&format!("<EndToEndId>{first}</EndToEndId>"))
    );
    let twice = app
        .make_payment_file(
            &economist(),
            std::slice::from_ref(&first),
            day("2022-05-03"),
            now(),
        )
        .await;
    assert_eq!(refusals(twice)[0].code, "rekvisition-lage");
    assert!(matches!(
        app.payment_file(&office(), &file).await,
        Err(Failure::NotFound)
    ));

    let bomb = app
        .read_statement(
            &economist(),
            ("x.xml", b"<!DOCTYPE x [<!ENTITY a \"b\">]><x/>"),
            now(),
        )
        .await;
    assert_eq!(refusals(bomb)[0].code, "kontoutdrag-dtd");
    let entries = [
        entry("587096.95", &first),
        entry("251.00", &second),
        entry("300.00", "NOTPROVIDED"),
    ];
    let xml = statement(&entries.concat());
    let read = app
        .read_statement(&economist(), ("k.xml", xml.as_bytes()), now())
        .await
        .unwrap();
    assert_eq!(
        read.paid.iter().map(|(n, ..)| n.as_str()).collect::<Vec<_>>(),
        [first.as_str()]
    );
    assert_eq!(
        read.proposals
            .iter()
            .map(|p| p.number.as_str())
            .collect::<Vec<_>>(),
        [third.as_str()]
    );
    assert_eq!(read.problems[0].code, "kontoutdrag-annat-belopp");
    assert_eq!(state(app, &first).await, State::Paid);
    assert_eq!(state(app, &second).await, State::InFile);
    let again = app
        .read_statement(&economist(), ("k.xml", xml.as_bytes()), now())
        .await;
    assert_eq!(refusals(again)[0].code, "kontoutdrag-last");
    app.withdraw_payment_file(&economist(), &file, now())
        .await
        .unwrap();
    assert_eq!(state(app, &second).await, State::Approved);
}
