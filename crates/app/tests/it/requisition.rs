//! A requisition from draft to paid, matched, closed and handed to the accounting firm, on both
//! databases.

use app::{Actor, App, Assignment, Failure, Role, payment::Payer};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    cost_type::CostType,
    money::Ore,
    quarter::Quarter,
    requisition::{
        Did, Draft, Recipient, State,
        attest::{Attest, Deputy, Rule, Who},
    },
};
use rstest::rstest;
use testkit::Kind;

use crate::desk::{Desk, desk, example, folder, refusals};

fn now() -> DateTime<Utc> {
    "2022-05-02T09:00:00Z".parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn with(id: &str, roles: &[Role], insats: Option<&str>) -> Actor {
    let assignment = |role: &Role| Assignment {
        role: *role,
        insats: insats.map(Into::into),
        team: None,
        from: NaiveDate::MIN,
        to: None,
    };
    Actor {
        id: id.into(),
        name: id.into(),
        assignments: roles.iter().map(assignment).collect(),
    }
}

fn manager() -> Actor {
    with("anna", &[Role::InsatsManager], Some("krus"))
}

fn office() -> Actor {
    with("kansli", &[Role::Office], None)
}

fn economist() -> Actor {
    with("ekonom", &[Role::Economist], None)
}

async fn prepared(kind: Kind) -> Option<Desk> {
    let desk = desk(kind).await?;
    desk.app
        .import_tables(&desk.actor, folder(), false, now())
        .await
        .unwrap();
    desk.app
        .import_sie(&desk.actor, example("bokforing-2022.se"), false, now())
        .await
        .unwrap();
    Some(desk)
}

fn draft(period: &str, amount: &str) -> Draft {
    Draft {
        period: period.into(),
        decision: "LIS-avtal".into(),
        recipient: Recipient {
            name: "Kalmar kommun".into(),
            org_number: "212000-0746".into(),
            account_kind: "bankgiro".into(),
            account: "991-2346".into(),
            reference: String::new(),
        },
        amounts: vec![(CostType::Personnel, amount.into())],
        ..Draft::default()
    }
}

async fn step(app: &App, actor: &Actor, number: &str, did: Did) -> app::Outcome<()> {
    app.step_requisition(actor, (number, did), "ett tillräckligt skäl", now())
        .await
}

async fn state(app: &App, number: &str) -> State {
    app.requisition(&office(), number, now())
        .await
        .unwrap()
        .requisition
        .state()
}

/// Filled in, attested, reviewed and attested again.
async fn approved(app: &App, period: &str, amount: &str) -> String {
    let filled = app
        .save_requisition(&manager(), ("krus", None), &draft(period, amount), now())
        .await;
    let (number, _) = filled.unwrap();
    step(app, &manager(), &number, Did::Attested).await.unwrap();
    step(app, &office(), &number, Did::Reviewed).await.unwrap();
    step(app, &economist(), &number, Did::Approved).await.unwrap();
    number
}

#[rstest]
#[tokio::test]
async fn r_rek_04_each_takes_their_own_step_and_nobody_anothers(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let (number, odd) = app
        .save_requisition(&manager(), ("krus", None), &draft("2022-k1", "587 096,95"), now())
        .await
        .unwrap();
    assert!(odd.is_empty());
    let stranger = with("bo", &[Role::InsatsManager], Some("resa"));
    assert!(matches!(
        app.requisition(&stranger, &number, now()).await,
        Err(Failure::NotFound)
    ));
    assert!(matches!(
        step(app, &office(), &number, Did::Attested).await,
        Err(Failure::NotFound)
    ));
    assert_eq!(
        refusals(step(app, &office(), &number, Did::Reviewed).await)[0].code,
        "rekvisition-lage"
    );
    step(app, &manager(), &number, Did::Attested).await.unwrap();
    let change = app
        .save_requisition(&manager(), ("krus", Some(&number)), &draft("2022-k1", "1"), now())
        .await;
    assert_eq!(refusals(change)[0].code, "rekvisition-lage");
    step(app, &office(), &number, Did::Returned).await.unwrap();
    let returned = app.requisition(&manager(), &number, now()).await.unwrap();
    assert!(returned.may.fill && !returned.may.attest);
    assert_eq!(
        returned.requisition.steps.last().unwrap().words,
        "ett tillräckligt skäl"
    );
    app.save_requisition(
        &manager(),
        ("krus", Some(&number)),
        &draft("2022-k1", "587 096,95"),
        now(),
    )
    .await
    .unwrap();
    step(app, &manager(), &number, Did::Attested).await.unwrap();
    step(app, &office(), &number, Did::Reviewed).await.unwrap();
    assert!(matches!(
        step(app, &manager(), &number, Did::Approved).await,
        Err(Failure::NotFound)
    ));
    step(app, &economist(), &number, Did::Approved).await.unwrap();
    assert_eq!(state(app, &number).await, State::Approved);
}

#[rstest]
#[tokio::test]
async fn r_att_01_one_person_with_both_roles_does_not_attest_twice(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let mut both = manager();
    both.assignments.extend(economist().assignments);
    let (number, _) = app
        .save_requisition(&both, ("krus", None), &draft("2022-k1", "100"), now())
        .await
        .unwrap();
    step(app, &both, &number, Did::Attested).await.unwrap();
    step(app, &office(), &number, Did::Reviewed).await.unwrap();
    assert_eq!(
        refusals(step(app, &both, &number, Did::Approved).await)[0].code,
        "attest-samma"
    );
    let shown = app.requisition(&both, &number, now()).await.unwrap();
    assert!(!shown.may.approve && shown.hindered.is_some());
    let mut own = with("clara", &[Role::ParticipantManager], Some("krus"));
    own.assignments.extend(economist().assignments);
    assert_eq!(
        refusals(step(app, &own, &number, Did::Approved).await)[0].code,
        "attest-egen"
    );
}

#[rstest]
#[tokio::test]
async fn r_att_03_decided_rules_replace_the_programs_own(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let rule = |attest, who, limit: Option<i64>| Rule {
        id: 0,
        attest,
        who,
        limit: limit.map(Ore::kronor),
        insats: None,
        from: day("2022-01-01"),
        to: None,
    };
    for rule in [
        rule(Attest::First, Who::Role(Role::InsatsManager.code()), None),
        rule(Attest::Second, Who::Role(Role::Economist.code()), Some(1_000)),
        rule(Attest::Second, Who::Person("chef".into()), None),
    ] {
        app.add_attest_rule(&office(), &rule, now()).await.unwrap();
    }
    assert!(matches!(
        app.add_attest_rule(&economist(), &rule(Attest::Second, Who::Role(2), None), now())
            .await,
        Err(Failure::NotFound)
    ));
    let (number, _) = app
        .save_requisition(&manager(), ("krus", None), &draft("2022-k1", "1 001"), now())
        .await
        .unwrap();
    step(app, &manager(), &number, Did::Attested).await.unwrap();
    step(app, &office(), &number, Did::Reviewed).await.unwrap();
    assert_eq!(
        refusals(step(app, &economist(), &number, Did::Approved).await)[0].code,
        "attest-grans"
    );
    let chief = with("chef", &[Role::Office], None);
    let mut tx = app.db().write().await.unwrap();
    store::user::create(&mut tx, "chef", "Chefen", None)
        .await
        .unwrap();
    store::user::create(&mut tx, "ekonom", "Ekonomen", None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let deputy = Deputy {
        id: 0,
        deputy: "ekonom".into(),
        of: "chef".into(),
        from: day("2022-05-01"),
        to: day("2022-05-31"),
    };
    app.add_deputy(&chief, &deputy, now()).await.unwrap();
    step(app, &economist(), &number, Did::Approved).await.unwrap();
    assert_eq!(state(app, &number).await, State::Approved);
}

#[rstest]
#[tokio::test]
async fn r_rek_10_files_are_kept_with_their_hash_and_shown_to_those_who_may(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let (number, _) = app
        .save_requisition(&manager(), ("krus", None), &draft("2022-k1", "100"), now())
        .await
        .unwrap();
    let add = |name: &'static str, bytes: &'static [u8]| {
        let number = number.clone();
        async move {
            app.add_requisition_file(&manager(), &number, (name, bytes), now())
                .await
        }
    };
    add("kvitto.pdf", b"%PDF-1.7 kvitto").await.unwrap();
    assert_eq!(
        refusals(add("igen.pdf", b"%PDF-1.7 kvitto").await)[0].code,
        "underlag-dubbelt"
    );
    assert_eq!(
        refusals(add("virus.pdf", b"MZ\x90").await)[0].code,
        "underlag-typ"
    );
    let shown = app.requisition(&economist(), &number, now()).await.unwrap();
    assert_eq!(shown.files.len(), 1);
    let key = shown.files[0].id;
    let (name, _, bytes) = app.requisition_file(&office(), (&number, key)).await.unwrap();
    assert_eq!(
        (name.as_str(), bytes.as_slice()),
        ("kvitto.pdf", &b"%PDF-1.7 kvitto"[..])
    );
    let stranger = with("bo", &[Role::InsatsManager], Some("resa"));
    assert!(matches!(
        app.requisition_file(&stranger, (&number, key)).await,
        Err(Failure::NotFound)
    ));
    step(app, &manager(), &number, Did::Attested).await.unwrap();
    let late = app
        .remove_requisition_file(&manager(), (&number, key), now())
        .await;
    assert_eq!(refusals(late)[0].code, "rekvisition-lage");
}

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

#[rstest]
#[tokio::test]
async fn r_rek_09_a_missing_quarter_is_due_for_the_insats_and_later_for_the_office(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    approved(app, "2022-k1", "100").await;
    let due = |actor: Actor, at: &'static str| async move {
        let due = app.due(&actor, at.parse().unwrap()).await.unwrap();
        due.into_iter()
            .map(|due| due.what)
            .filter(|what| what.contains("ekvi"))
            .collect::<Vec<_>>()
    };
    let own = due(manager(), "2022-07-02T08:00:00Z").await;
    assert_eq!(own, ["Rekvirera för kvartal 2 2022, KRUS"]);
    assert!(due(office(), "2022-07-02T08:00:00Z").await.is_empty());
    let late = due(office(), "2022-07-25T08:00:00Z").await;
    assert_eq!(
        late,
        ["Påminn KRUS: rekvisition saknas för april, maj, juni 2022"]
    );
    assert_eq!(
        due(economist(), "2022-05-03T08:00:00Z").await.len(),
        1,
        "one to pay"
    );
}

#[rstest]
#[tokio::test]
async fn r_rek_11_what_is_attested_is_the_insats_s_claimed_amount_in_every_figure(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = prepared(kind).await else { return };
    let app = &desk.app;
    let claimed = async |year| {
        let year = app.year(&economist(), year).await.unwrap();
        let scope = domain::figure::Scope::all().with("insats", "krus");
        year.figures
            .of_year("insats.rekvirerat", scope)
            .map(|figure| figure.value)
    };
    let stated = claimed(2022).await;
    approved(app, "2022-k1", "100 000").await;
    assert_eq!(claimed(2022).await, stated, "the year was stated as a sum");
    assert_eq!(claimed(2023).await, None);
    approved(app, "2023-k1", "500 000,50").await;
    approved(app, "2023-k2", "20").await;
    assert_eq!(
        claimed(2023).await,
        Some(domain::figure::Value::Money(Ore(50_002_050)))
    );
}
