use domain::{giro::OrgNumber, money::Ore};
use payment::{Account, Debtor, Order, PROFILES, Payment, Profile, Remittance, write};
use proptest::prelude::*;
use rstest::rstest;

fn payment(reference: &str, ore: i64, kind: &str, account: &str, words: &str) -> Payment {
    Payment {
        end_to_end: reference.into(),
        amount: Ore(ore),
        name: "Kalmar kommun & Söner <AB>".into(),
        account: Account::parse("konto", kind, account).unwrap(),
        remittance: Remittance::of(words, &format!("Rekvisition {reference}")),
    }
}

fn order() -> Order {
    Order {
        id: "B2023-001".into(),
        created: "2023-04-12T08:30:00".parse().unwrap(),
        on: "2023-04-14".parse().unwrap(),
        debtor: Debtor {
            name: "Samordningsförbundet i Kalmar län".into(),
            org_number: OrgNumber::parse("orgnummer", "222000-1859").unwrap(),
            agreement: "2220001859".into(),
            account: Account::parse("konto", "iban", "SE35 5000 0000 0549 1000 0003").unwrap(),
            bic: "SWEDSESS".into(),
        },
        payments: vec![
            payment("R2023-001", 58_709_695, "bankgiro", "991-2346", ""),
            payment("R2023-002", 1, "plusgiro", "28 65 43-4", "1234566"),
            payment(
                "R2023-003",
                100,
                "iban",
                "SE3550000000054910000003",
                "Er ref: Insats",
            ),
        ],
    }
}

#[test]
fn r_bet_02_every_payment_is_in_the_file_with_its_account_and_reference() {
    for profile in PROFILES {
        let xml = write(&order(), profile).unwrap();
        for part in [
            profile.version.message(),
            "<NbOfTxs>3</NbOfTxs>",
            "<CtrlSum>587097.96</CtrlSum>",
            "<EndToEndId>R2023-001</EndToEndId>",
            "<InstdAmt Ccy=\"SEK\">587096.95</InstdAmt>",
            "<InstdAmt Ccy=\"SEK\">0.01</InstdAmt>",
            "Kalmar kommun &amp; Söner &lt;AB&gt;",
            "<Id>9912346</Id>",
            "<Prtry>BGNR</Prtry>",
            "<MmbId>9900</MmbId>",
            "<Ref>1234566</Ref>",
            "<Ustrd>Rekvisition R2023-001</Ustrd>",
            "<IBAN>SE3550000000054910000003</IBAN>",
        ] {
            assert!(xml.contains(part), "{}: {part}", profile.slug);
        }
        // `cargo xtask test betalfil` tries them under ISO 20022's schemas.
        insta::assert_snapshot!(format!("betalfil-{}", profile.slug), xml);
        assert_eq!(xml.matches("<CdtTrfTxInf>").count(), 3);
        assert_eq!(Profile::from_slug(profile.slug), Some(profile));
    }
}

#[rstest]
#[case::none(|o: &mut Order| o.payments.clear(), "betalfil-tom")]
#[case::twice(|o: &mut Order| o.payments[1].end_to_end = "R2023-001".into(), "betalfil-dubbel")]
#[case::zero(|o: &mut Order| o.payments[0].amount = Ore(0), "betalfil-belopp")]
#[case::negative(|o: &mut Order| o.payments[0].amount = Ore(-5), "betalfil-belopp")]
#[case::passed(|o: &mut Order| o.on = "2023-04-11".parse().unwrap(), "betalfil-dag")]
#[case::bic(|o: &mut Order| o.debtor.bic = "SWED".into(), "betalfil-bic")]
#[case::nobody(|o: &mut Order| o.payments[0].name = " ".into(), "betalfil-mottagare")]
#[case::long(|o: &mut Order| o.payments[0].end_to_end = "R".repeat(36), "betalfil-referens")]
#[case::sign(|o: &mut Order| o.id = "B 1/å".into(), "betalfil-referens")]
fn r_bet_03_what_a_bank_would_return_is_refused(#[case] change: fn(&mut Order), #[case] code: &str) {
    let mut order = order();
    change(&mut order);
    let refusals = write(&order, &PROFILES[0]).unwrap_err();
    assert_eq!(refusals[0].code, code);
    assert!(refusals[0].message.ends_with('.'), "{}", refusals[0].message);
}

proptest! {
    /// Whatever the words and amounts, the file is whole XML whose sum is the payments' sum.
    #[test]
    fn r_bet_02_files_add_up_and_are_whole_xml(
        words in "\\PC{0,200}",
        name in "\\PC{1,120}",
        amounts in prop::collection::vec(1i64..1_000_000_000_000, 1..40),
    ) {
        let mut order = order();
        order.payments = amounts.iter().enumerate().map(|(place, ore)| Payment {
            name: format!("A{name}"),
            remittance: Remittance::Text(words.clone()),
            ..payment(&format!("R{place}"), *ore, "bankgiro", "991-2346", "")
        }).collect();
        let xml = write(&order, &PROFILES[0]).unwrap();
        let sum: i64 = amounts.iter().sum();
        let stated = format!("<CtrlSum>{}.{:02}</CtrlSum>", sum / 100, sum % 100);
        prop_assert_eq!(xml.matches(&stated).count(), 2);
        let mut reader = quick_xml::Reader::from_str(&xml);
        let mut depth = 0_i32;
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Start(_)) => depth += 1,
                Ok(quick_xml::events::Event::End(_)) => depth -= 1,
                Ok(quick_xml::events::Event::Eof) => break,
                Ok(_) => {}
                Err(error) => prop_assert!(false, "{}", error),
            }
        }
        prop_assert_eq!(depth, 0);
    }
}
