//! The three-way match: ten thousand requisitions against a hundred thousand vouchers, and twice and
//! four times less, to see that it is linear. `cargo bench -p domain --bench matching` prints a line of
//! JSON for each: the best of five, in milliseconds.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

use std::{collections::BTreeMap, time::Instant};

use chrono::{NaiveDate, TimeDelta};
use domain::{
    matching::{Booking, Claim, lines},
    money::Ore,
    requisition::Period,
};

fn main() {
    for claims in [2_500_usize, 5_000, 10_000] {
        let (claimed, booked) = made(claims);
        let budgets: BTreeMap<String, Ore> = (0..100)
            .map(|i| (format!("insats-{i}"), Ore::kronor(1)))
            .collect();
        let mut best = f64::MAX;
        for _ in 0..5 {
            let begun = Instant::now();
            let found = lines(2022, &claimed, &booked, &budgets);
            assert!(!found.is_empty());
            best = best.min(begun.elapsed().as_secs_f64());
        }
        println!(
            "{{\"requisitions\":{claims},\"vouchers\":{},\"milliseconds\":{:.2}}}",
            booked.len(),
            best * 1e3
        );
    }
}

/// Ten vouchers a requisition: one its own by amount or number, the others of other things.
fn made(claims: usize) -> (Vec<Claim>, Vec<Booking>) {
    let first = NaiveDate::from_ymd_opt(2022, 1, 1).unwrap_or_default();
    let ore = |n: usize| Ore(i64::try_from(n).unwrap_or(0));
    let claim = |n: usize| Claim {
        number: format!("R2022-{n:05}"),
        insats: format!("insats-{}", n % 100),
        period: Period::new(
            2022,
            u8::try_from(n % 12).unwrap_or(0) + 1,
            u8::try_from(n % 12).unwrap_or(0) + 1,
        )
        .unwrap_or_else(|| unreachable!("a month")),
        amount: ore(10_000_000 + n * 7),
    };
    let booking = |n: usize| Booking {
        voucher: format!("A {n}"),
        insats: format!("insats-{}", n % 100),
        date: first + TimeDelta::days(i64::try_from(n * 31 % 365).unwrap_or(0)),
        amount: if n.is_multiple_of(10) {
            ore(10_000_000 + n / 10 * 7)
        } else {
            ore(1_000 + n % 977)
        },
        text: if n.is_multiple_of(20) {
            format!("Rekvisition R2022-{:05}", n / 10)
        } else {
            "Övrigt".into()
        },
    };
    (
        (0..claims).map(claim).collect(),
        (0..claims * 10).map(booking).collect(),
    )
}
