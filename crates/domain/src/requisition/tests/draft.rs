//! Drafts and files as they are typed and sent.

use rstest::rstest;

use super::*;

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
