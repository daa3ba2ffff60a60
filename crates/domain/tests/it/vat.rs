//! Compensation for VAT: the example's claims, and what must hold for any account.

use chrono::NaiveDate;
use domain::{
    intake::books::{VoucherLine, Vouchers},
    money::Ore,
    published::decode::decode,
    vat::{
        Accounts, Claim, Entry, Kind, Length, Period, State, balance, draft, entries, overlap, pay,
        reconcile, submit, unchanged,
    },
};
use proptest::prelude::*;
use rstest::rstest;

use crate::books;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn quarter(number: u8) -> Period {
    Period::new(2022, number * 3 - 2, number * 3).unwrap()
}

fn accounts() -> Accounts {
    Accounts::preset("EUBAS97")
}

/// The example's vouchers of a year.
fn vouchers(year: i32) -> Vouchers {
    let bytes = std::fs::read(books::folders()[0].join(format!("bokforing-{year}.se"))).unwrap();
    let mut vouchers = Vouchers::default();
    for line in decode(&bytes).0.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["#VER", series, number, date, ..] => {
                let date = NaiveDate::parse_from_str(date, "%Y%m%d").unwrap();
                vouchers.begin(series, number, date, line.split('"').nth(1).unwrap_or_default());
            }
            ["#TRANS", account, ..] => {
                let amount = line.split_once('}').unwrap().1.split_whitespace().next().unwrap();
                vouchers.add_line(&on(account.parse().unwrap(), Ore::parse(amount).unwrap()));
            }
            _ => {}
        }
    }
    vouchers
}

fn on(account: u32, amount: Ore) -> VoucherLine<'static> {
    VoucherLine {
        account,
        project: "",
        amount,
        date: None,
        text: "",
        objects: "",
    }
}

fn kalmar() -> Vec<Entry> {
    entries(2022, &vouchers(2022), &accounts(), &books::kalmar_mapping())
}

fn claim(period: Period, claims: &[Claim], entries: &[Entry]) -> Claim {
    Claim {
        period,
        state: State::Draft,
        rows: draft(period, claims, entries),
    }
}

#[test]
fn r_mom_01_a_claim_is_the_periods_input_vat_voucher_by_voucher() {
    let all = kalmar();
    let payouts: Vec<&Entry> = all.iter().filter(|e| e.kind == Kind::Payout).collect();
    assert_eq!(payouts.len(), 4);
    assert_eq!(payouts[0].amount, Ore(-9_221_211));
    let mut sum = Ore::ZERO;
    for number in 1..=4 {
        let claim = claim(quarter(number), &[], &all);
        assert!(claim.rows.iter().all(|row| row.amount.0 > 0 && !row.late));
        let days = claim.period.first()..=claim.period.last();
        assert!(claim.rows.iter().all(|row| days.contains(&row.date)));
        sum += claim.total();
    }
    // Opening 147 757 + input − paid = closing 187 479.
    let paid: Ore = payouts.iter().map(|e| e.amount).sum();
    assert_eq!(Ore::kronor(147_757) + sum + paid, Ore::kronor(187_479));
}

#[test]
fn r_mom_01_a_credit_note_lowers_the_claim_and_only_the_bank_makes_a_payout() {
    let mut all = Vouchers::default();
    let lines: [(&str, &[(u32, i64)]); 6] = [
        ("1", &[(4020, 800), (1650, 200), (2440, -1000)]),
        ("2", &[(4020, -80), (1650, -20), (1930, 100)]),
        ("3", &[(1650, -150), (1930, 150)]),
        ("4", &[(1650, -5), (1510, 5)]),
        ("5", &[(4020, 5), (1930, -5)]),
        ("6", &[(1650, 5), (1650, -5)]),
    ];
    for (number, lines) in lines {
        all.begin("A", number, day("2022-02-01"), "v");
        for (account, ore) in lines {
            all.add_line(&on(*account, Ore(*ore)));
        }
    }
    let found = entries(2022, &all, &accounts(), &books::kalmar_mapping());
    let found: Vec<_> = found
        .iter()
        .map(|e| (e.number.as_str(), e.amount.0, e.kind))
        .collect();
    assert_eq!(
        found,
        [
            ("1", 200, Kind::Input),
            ("2", -20, Kind::Input),
            ("3", -150, Kind::Payout),
            ("4", -5, Kind::Input)
        ]
    );
}

fn submitted(number: u8, claims: &[Claim], entries: &[Entry]) -> Claim {
    let drafted = claim(quarter(number), claims, entries);
    let on = drafted.period.last() + chrono::TimeDelta::days(12);
    let state = submit(&drafted, claims, Some(on), day("2023-06-01")).unwrap();
    Claim { state, ..drafted }
}

#[test]
fn r_mom_02_what_is_booked_late_follows_in_the_next_claim_and_says_so() {
    let mut all = kalmar();
    let first = submitted(1, &[], &all);
    let total = first.total();
    all.push(Entry {
        year: 2022,
        series: "A".into(),
        number: "999".into(),
        date: day("2022-03-15"),
        text: "Sen faktura".into(),
        amount: Ore::kronor(250),
        kind: Kind::Input,
    });
    assert_eq!(first.total(), total);
    let claims = [first];
    let next = claim(quarter(2), &claims, &all);
    let late: Vec<_> = next
        .rows
        .iter()
        .filter(|row| row.late)
        .map(|row| row.amount)
        .collect();
    assert_eq!(late, [Ore::kronor(250)]);
    // The same voucher is never in two claims.
    let taken: Vec<_> = claims[0].rows.iter().map(|row| &row.voucher).collect();
    assert!(next.rows.iter().all(|row| !taken.contains(&&row.voucher)));
    assert!(claims[0].rows.iter().all(|row| unchanged(row, &all)));
}

#[rstest]
#[case(Some("2022-04-12"), "2022-06-01", Ok(()))]
#[case(Some("2022-03-31"), "2022-06-01", Err("moms-dag"))]
#[case(Some("2022-06-02"), "2022-06-01", Err("moms-dag"))]
#[case(None, "2022-06-01", Err("moms-dag"))]
#[case(Some("2022-03-31"), "2022-03-31", Err("moms-pagar"))]
fn r_mom_03_a_claim_is_sent_when_its_period_is_over(
    #[case] on: Option<&str>,
    #[case] today: &str,
    #[case] expected: Result<(), &str>,
) {
    let drafted = claim(quarter(1), &[], &kalmar());
    let sent = submit(&drafted, &[], on.map(day), day(today));
    assert_eq!(sent.map(|_| ()).map_err(|r| r.code), expected);
}

#[test]
fn r_mom_03_no_month_is_in_two_claims_and_an_empty_one_is_not_sent() {
    let all = kalmar();
    let first = submitted(1, &[], &all);
    let march = claim(Period::new(2022, 3, 3).unwrap(), &[], &all);
    let code = |claim: &Claim, claims: &[Claim]| {
        submit(claim, claims, Some(day("2022-04-12")), day("2022-06-01")).map_err(|r| r.code)
    };
    assert!(overlap(march.period, std::slice::from_ref(&first)).is_some());
    assert_eq!(code(&march, std::slice::from_ref(&first)), Err("moms-overlapp"));
    assert_eq!(code(&first, &[]), Err("moms-inlamnad"));
    let empty = Claim {
        rows: Vec::new(),
        ..march
    };
    assert_eq!(code(&empty, &[]), Err("moms-tom"));
}

#[test]
fn r_mom_04_a_claim_is_paid_by_a_payout_of_the_books_or_a_typed_amount() {
    let all = kalmar();
    let first = submitted(1, &[], &all);
    let payout = all.iter().filter(|e| e.kind == Kind::Payout).nth(1).unwrap();
    let today = day("2022-06-01");
    let claims = [first.clone()];
    let Ok(State::Paid {
        on, amount, voucher, ..
    }) = pay(&first, &claims, (None, ""), Some(payout), today)
    else {
        panic!("a payout settles")
    };
    assert_eq!(
        (on, amount, voucher),
        (payout.date, -payout.amount, Some(payout.key()))
    );
    let code = |typed, payout| pay(&first, &claims, typed, payout, today).map_err(|r| r.code);
    let input = all.iter().find(|e| e.kind == Kind::Input);
    assert_eq!(code((None, ""), input), Err("moms-verifikation"));
    assert_eq!(
        code((Some(day("2022-05-12")), "mycket"), None),
        Err("moms-belopp")
    );
    assert_eq!(code((Some(day("2022-05-12")), "-5"), None), Err("moms-belopp"));
    assert_eq!(code((Some(day("2022-04-01")), "5"), None), Err("moms-dag"));
    assert!(code((Some(day("2022-05-12")), "124 487,14"), None).is_ok());
    let settled = Claim {
        state: pay(&first, &claims, (None, ""), Some(payout), today).unwrap(),
        ..first.clone()
    };
    let second = submitted(2, &claims, &all);
    let taken = pay(
        &second,
        std::slice::from_ref(&settled),
        (None, ""),
        Some(payout),
        day("2023-01-01"),
    );
    assert_eq!(taken.map_err(|r| r.code), Err("moms-verifikation"));
    let again = pay(&settled, &[], (None, ""), Some(payout), today);
    assert_eq!(again.map_err(|r| r.code), Err("moms-ej-inlamnad"));
}

#[test]
fn r_mom_05_the_account_is_explained_by_unpaid_claims_and_named_vouchers() {
    let facts = books::facts(&books::folders()[0], &[2021, 2022]);
    let ledger = facts.ledger.year(2022).unwrap();
    let all = kalmar();
    let (opening, at_end) = balance(ledger, &accounts(), 12);
    assert_eq!((opening, at_end), (Ore::kronor(147_757), Ore::kronor(187_479)));
    let mut claims: Vec<Claim> = Vec::new();
    for number in 1..=4 {
        claims.push(submitted(number, &claims, &all));
    }
    let payouts: Vec<&Entry> = all.iter().filter(|e| e.kind == Kind::Payout).collect();
    // The payout of February is last year's fourth quarter; those of May, August and November are ours.
    for (at, payout) in payouts.iter().skip(1).enumerate() {
        let state = pay(&claims[at], &claims, (None, ""), Some(payout), day("2023-01-01")).unwrap();
        claims[at].state = state;
    }
    let on = day("2022-12-31");
    let made = reconcile((2022, on), (opening, at_end), &claims, &all);
    assert_eq!(made.expected.len(), 1, "the fourth quarter waits");
    assert_eq!(made.unexplained(), Ore::ZERO);
    let first: Vec<_> = made.items.iter().map(|item| item.words.as_str()).collect();
    assert!(first.iter().any(|w| w.starts_with("Ingående saldo")), "{first:?}");
    assert!(
        first
            .iter()
            .any(|w| w.starts_with("Utbetalning som inte är kopplad")),
        "{first:?}"
    );
}

#[test]
fn r_mom_05_a_voucher_changed_after_the_claim_is_named() {
    let mut all = kalmar();
    let first = submitted(1, &[], &all);
    let changed = first.rows[0].voucher.clone();
    let at = all.iter().position(|e| e.key() == changed).unwrap();
    all[at].amount += Ore::kronor(100);
    let sum: Ore = all
        .iter()
        .filter(|e| e.date <= day("2022-03-31"))
        .map(|e| e.amount)
        .sum();
    let made = reconcile((2022, day("2022-03-31")), (Ore::ZERO, sum), &[first], &all);
    let item = made
        .items
        .iter()
        .find(|item| item.voucher == Some(changed.clone()))
        .unwrap();
    assert!(
        item.words.starts_with("Ändrad efter inlämningen"),
        "{}",
        item.words
    );
    assert_eq!((item.amount, made.unexplained()), (Ore::kronor(100), Ore::ZERO));
}

#[rstest]
#[case("1650", Ok("1650"))]
#[case(" 1650 , 2641-2649", Ok("1650, 2641–2649"))]
#[case("", Err("moms-konto"))]
#[case("moms", Err("moms-konto"))]
#[case("2649-2641", Err("moms-konto"))]
#[case("1-2-3", Err("moms-konto"))]
fn r_mom_06_the_accounts_are_data(#[case] typed: &str, #[case] expected: Result<&str, &str>) {
    let read = Accounts::read(typed).map(|a| a.to_text()).map_err(|r| r.code);
    assert_eq!(read, expected.map(str::to_owned));
}

#[test]
fn r_mom_06_periods_are_whole_months_of_one_year() {
    assert_eq!(Period::all(2022, Length::Quarter).len(), 4);
    assert_eq!(Period::all(2022, Length::Month).len(), 12);
    assert_eq!(quarter(4).label(), "kvartal 4 2022");
    assert_eq!(Period::new(2022, 3, 3).unwrap().label(), "mars 2022");
    assert_eq!(Period::new(2022, 2, 4).unwrap().label(), "februari–april 2022");
    assert_eq!(
        (quarter(4).first(), quarter(4).last()),
        (day("2022-10-01"), day("2022-12-31"))
    );
    for wrong in [(2022, 0, 3), (2022, 4, 3), (2022, 11, 13), (22, 1, 3)] {
        assert_eq!(Period::new(wrong.0, wrong.1, wrong.2), None);
    }
    assert_eq!(
        (Length::from_code("manad"), Length::from_code("?")),
        (Length::Month, Length::Quarter)
    );
}

fn entry(number: usize, month: u32, ore: i64) -> Entry {
    Entry {
        year: 2022,
        series: "A".into(),
        number: number.to_string(),
        date: NaiveDate::from_ymd_opt(2022, month, 10).unwrap(),
        text: "v".into(),
        amount: Ore(ore),
        kind: if ore < 0 && number.is_multiple_of(2) {
            Kind::Payout
        } else {
            Kind::Input
        },
    }
}

proptest! {
    #[test]
    fn r_mom_05_the_difference_is_always_explained_to_the_ore(
        booked in proptest::collection::vec((1..=12_u32, -90_000..90_000_i64), 0..60),
        changed in proptest::collection::vec((any::<prop::sample::Index>(), -900..900_i64), 0..5),
        opening in -90_000..90_000_i64,
        sent in 0..=4_u8,
        settled in 0..=4_usize,
        month in 1..=12_u32,
    ) {
        let mut all: Vec<Entry> = booked.iter().enumerate().map(|(n, (m, ore))| entry(n, *m, *ore)).collect();
        let mut claims: Vec<Claim> = Vec::new();
        for number in 1..=sent {
            let made = claim(quarter(number), &claims, &all);
            let on = made.period.last() + chrono::TimeDelta::days(1);
            if let Ok(state) = submit(&made, &claims, Some(on), day("2023-06-01")) {
                claims.push(Claim { state, ..made });
            }
        }
        let payouts: Vec<Entry> = all.iter().filter(|e| e.kind == Kind::Payout).cloned().collect();
        for (at, payout) in payouts.iter().enumerate().take(settled) {
            if let Some(claim) = claims.get(at).cloned()
                && let Ok(state) = pay(&claim, &claims, (None, ""), Some(payout), day("2023-06-01"))
            {
                claims[at].state = state;
            }
        }
        for (which, more) in changed {
            if !all.is_empty() {
                let at = which.index(all.len());
                all[at].amount += Ore(more);
            }
        }
        let on = Period::new(2022, 1, u8::try_from(month).unwrap()).unwrap().last();
        let moved: Ore = all.iter().filter(|e| e.date <= on).map(|e| e.amount).sum();
        let made = reconcile((2022, on), (Ore(opening), Ore(opening) + moved), &claims, &all);
        prop_assert_eq!(made.unexplained(), Ore::ZERO);
    }
}
