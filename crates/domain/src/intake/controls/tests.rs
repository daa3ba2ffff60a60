use chrono::NaiveDate;
use rstest::rstest;

use super::*;
use crate::{
    facts::{Account, AccountKind},
    intake::{
        books::{VoucherLine, Vouchers},
        brought,
    },
};

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, month, day).unwrap()
}

fn account(number: u32, kind: AccountKind, opening: i64, stated: i64) -> Account {
    Account {
        number,
        name: format!("Konto {number}"),
        kind: Some(kind),
        opening: Ore(opening),
        stated: Some(Ore(stated)),
    }
}

/// A voucher to be spoilt before it is put among the books.
#[derive(Clone)]
struct Made {
    number: String,
    date: NaiveDate,
    lines: Vec<VoucherLine<'static>>,
}

fn voucher(number: &str, amount: i64) -> Made {
    let line = |account, amount| VoucherLine {
        account,
        project: "",
        amount: Ore(amount),
        date: None,
        text: "",
        objects: "",
    };
    Made {
        number: number.into(),
        date: day(5, 1),
        lines: vec![line(4010, amount), line(1930, -amount)],
    }
}

fn vouchers(made: &[Made]) -> Vouchers {
    let mut vouchers = Vouchers::default();
    for one in made {
        vouchers.begin("A", &one.number, one.date, "");
        one.lines.iter().for_each(|line| vouchers.add_line(line));
    }
    vouchers
}

fn two() -> Vec<Made> {
    vec![voucher("1", 100), voucher("2", 200)]
}

/// Bank 1 000 opening, equity 1 000, costs 300.
fn books() -> Books {
    Books {
        year: 2022,
        first_day: day(1, 1),
        last_day: day(12, 31),
        name: "Prov".into(),
        org_number: "2220001859".into(),
        accounts: vec![
            account(1930, AccountKind::Asset, 1_000, 700),
            account(2010, AccountKind::Liability, -1_000, -1_000),
            account(4010, AccountKind::Cost, 0, 300),
        ],
        projects: vec![],
        objects: vec![],
        vouchers: vouchers(&two()),
        previous_result: None,
    }
}

/// 2021 that closes as 2022 opens: result −400 booked over at the turn of the year.
fn previous() -> LedgerYear {
    let movement = |account, amount| Movement {
        account,
        project: String::new(),
        month: 6,
        amount: Ore(amount),
        transactions: 1,
    };
    LedgerYear {
        year: 2021,
        accounts: vec![
            account(1930, AccountKind::Asset, 1_400, 1_000),
            account(2010, AccountKind::Liability, -1_400, -1_400),
            account(4010, AccountKind::Cost, 0, 400),
        ],
        movements: vec![movement(1930, -400), movement(4010, 400)],
        vouchers: 1,
        file_hash: String::new(),
    }
}

fn failing(books: &Books, standing: &Standing<'_>) -> Vec<(&'static str, Verdict)> {
    let controls = run(books, standing);
    let failing = controls.iter().filter(|c| c.verdict != Verdict::Passed);
    failing.map(|c| (c.code, c.verdict)).collect()
}

#[test]
fn sound_books_pass_every_control() {
    let previous = previous();
    let standing = Standing {
        org_number: "222000-1859",
        previous: Some((&previous, true)),
        ..Standing::default()
    };
    assert_eq!(failing(&books(), &standing), []);
    assert_eq!(run(&books(), &standing).len(), 11, "every control is told");
}

#[rstest]
#[case::unbalanced(|_: &mut Books, v: &mut Vec<Made>| v[0].lines[0].amount = Ore(99), &["sie-obalans", "sie-saldo", "sie-resultat"])]
#[case::number_twice(|_: &mut Books, v: &mut Vec<Made>| v[1].number = "1".into(), &["sie-nummer"])]
#[case::no_number(|_: &mut Books, v: &mut Vec<Made>| v[1].number.clear(), &["sie-nummer"])]
#[case::day_before(|_: &mut Books, v: &mut Vec<Made>| v[0].date = day(1, 1).pred_opt().unwrap(), &["sie-datum"])]
#[case::own_day_after(|_: &mut Books, v: &mut Vec<Made>| v[0].lines[0].date = day(12, 31).succ_opt(), &["sie-datum"])]
#[case::voucher_missing(|_: &mut Books, v: &mut Vec<Made>| { v.pop(); }, &["sie-saldo"])]
#[case::account_missing(|b: &mut Books, _: &mut Vec<Made>| { b.accounts.pop(); }, &["sie-konto", "sie-resultat"])]
#[case::opening_wrong(|b: &mut Books, _: &mut Vec<Made>| b.accounts[1].opening = Ore(-999), &["sie-saldo", "sie-resultat"])]
#[case::other_company(|b: &mut Books, _: &mut Vec<Made>| b.org_number = "556000-0000".into(), &["sie-orgnr"])]
#[case::no_company(|b: &mut Books, _: &mut Vec<Made>| b.org_number.clear(), &["sie-orgnr"])]
fn r_imp_04_each_control_refuses_what_it_is_for(
    #[case] spoil: fn(&mut Books, &mut Vec<Made>),
    #[case] expected: &[&str],
) {
    let (mut books, mut made) = (books(), two());
    spoil(&mut books, &mut made);
    books.vouchers = vouchers(&made);
    let standing = Standing {
        org_number: "222000-1859",
        ..Standing::default()
    };
    let expected: Vec<_> = expected.iter().map(|code| (*code, Verdict::Refused)).collect();
    assert_eq!(failing(&books, &standing), expected);
}

#[test]
fn r_imp_05_a_gap_is_said_and_does_not_refuse() {
    let mut books = books();
    books.vouchers = vouchers(&[voucher("1", 100), voucher("7", 200)]);
    assert_eq!(
        failing(&books, &Standing::default()),
        [("sie-lucka", Verdict::Warned)]
    );
    let gap = run(&books, &Standing::default())
        .into_iter()
        .find(|c| c.code == "sie-lucka")
        .unwrap();
    assert_eq!(
        gap.found,
        ["Verifikation nr 2–6 i serie A saknas. Fråga varför numret inte används."]
    );
}

#[test]
fn r_imp_06_a_closed_year_is_protected() {
    let standing = Standing {
        closed: true,
        ..Standing::default()
    };
    assert_eq!(
        failing(&books(), &standing),
        [("sie-stangt-ar", Verdict::Refused)]
    );
}

#[rstest]
#[case::closed_year(true, Verdict::Refused)]
#[case::open_year(false, Verdict::Warned)]
fn r_imp_07_the_year_opens_as_the_one_before_closed(#[case] closed: bool, #[case] expected: Verdict) {
    let mut previous = previous();
    previous.movements[0].amount = Ore(-300);
    previous.movements[1].amount = Ore(300);
    let standing = Standing {
        previous: Some((&previous, closed)),
        ..Standing::default()
    };
    assert_eq!(failing(&books(), &standing), [("sie-ingaende", expected)]);
    let control = run(&books(), &standing).pop().unwrap();
    assert_eq!(
        control.found.len(),
        2,
        "bank, and equity with the result: {:?}",
        control.found
    );
}

/// The books as a program has them that leaves last year's surplus of 400 outside own capital.
fn without_the_result() -> Books {
    let mut books = books();
    books.accounts[1] = account(2010, AccountKind::Liability, -600, -600);
    books.previous_result = Some(Ore(-400));
    books
}

fn eubas() -> Mapping {
    Mapping::preset("EUBAS97").unwrap()
}

#[rstest]
#[case::own_capital(&[], 2010, -1_000)]
#[case::the_years_result(&[2019], 2019, -400)]
fn r_imp_17_last_years_result_left_out_of_the_opening_balances_is_brought_to_own_capital(
    #[case] declared: &[u32],
    #[case] account: u32,
    #[case] opening: i64,
) {
    let mut books = without_the_result();
    for number in declared {
        books
            .accounts
            .insert(2, self::account(*number, AccountKind::Liability, 0, 0));
    }
    let brought = brought::bring(&mut books, &eubas()).unwrap();
    assert_eq!((brought.account, brought.result), (account, Ore(-400)));
    let own = books.accounts.iter().find(|a| a.number == account).unwrap();
    assert_eq!((own.opening, own.stated), (Ore(opening), Some(Ore(opening))));
    let previous = previous();
    let standing = Standing {
        brought: Some(&brought),
        previous: Some((&previous, true)),
        ..Standing::default()
    };
    assert_eq!(
        failing(&books, &standing),
        [("sie-fjolarets-resultat", Verdict::Warned)],
        "the year before closed on what this one now opens on"
    );
    let told = run(&books, &standing).remove(9).found.remove(0);
    assert!(
        told.contains(&account.to_string()) && told.contains("#RES -1"),
        "{told}"
    );
}

#[test]
fn r_imp_17_a_file_without_an_account_for_it_gets_2099() {
    let mut books = without_the_result();
    books.accounts[1].number = 2440;
    let brought = brought::bring(&mut books, &eubas()).unwrap();
    assert_eq!(brought.account, 2099);
    assert!(books.accounts.is_sorted_by_key(|a| a.number));
    assert_eq!(failing(&books, &Standing::default()), []);
}

#[rstest]
#[case::they_balance_without_it(|b: &mut Books| b.accounts[1].opening = Ore(-1_000))]
#[case::not_even_with_it(|b: &mut Books| b.previous_result = Some(Ore(-399)))]
#[case::the_other_sign(|b: &mut Books| b.previous_result = Some(Ore(400)))]
#[case::unknown(|b: &mut Books| b.previous_result = None)]
fn r_imp_17_nothing_else_is_brought(#[case] change: fn(&mut Books)) {
    let mut books = without_the_result();
    change(&mut books);
    let before = books.clone();
    assert_eq!(brought::bring(&mut books, &eubas()), None);
    assert_eq!(books, before);
}

#[test]
fn many_findings_are_counted() {
    let mut books = books();
    let early: Vec<Made> = (1..=50)
        .map(|n| Made {
            date: day(1, 1).pred_opt().unwrap(),
            ..voucher(&n.to_string(), 6)
        })
        .collect();
    books.vouchers = vouchers(&early);
    let control = run(&books, &Standing::default())
        .into_iter()
        .find(|c| c.code == "sie-datum")
        .unwrap();
    assert_eq!(control.found.len(), 21);
    assert_eq!(control.found[20], "… och 30 till.");
}
