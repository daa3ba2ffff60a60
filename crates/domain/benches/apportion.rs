//! Every municipality of the country apportioned, and a whole year's contributions of 292 members.
//!
//! `cargo bench -p domain --bench apportion` prints one line of JSON: the median of a hundred runs each,
//! in microseconds. Wanted: a millisecond at most.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark's output and its own input"
)]

use std::{hint::black_box, time::Instant};

use chrono::NaiveDate;
use domain::{apportion::apportion, codes::MemberKind, contribution::Basis, facts::Member, money::Ore};

fn main() {
    let on = NaiveDate::from_ymd_opt(2025, 9, 30).unwrap();
    let members = members(on);
    let weights: Vec<(&str, i64)> = members
        .iter()
        .skip(2)
        .map(|m| (m.code.as_str(), m.population[0].1))
        .collect();
    let shared = median(|| drop(black_box(apportion(black_box(1_000_000_007), &weights))));
    let basis = Basis::by_law(Ore::kronor(4_000_000_028), on);
    let year = median(|| drop(black_box(basis.propose(black_box(&members)))));
    println!(
        "{{\"municipalities\":{},\"apportion_us\":{shared},\"contributions_us\":{year}}}",
        weights.len()
    );
}

fn median(mut run: impl FnMut()) -> u128 {
    let mut times: Vec<u128> = (0..100)
        .map(|_| {
            let started = Instant::now();
            run();
            started.elapsed().as_micros()
        })
        .collect();
    times.sort_unstable();
    times[50]
}

/// The state, a region, and 290 municipalities of two thousand to a million people.
fn members(on: NaiveDate) -> Vec<Member> {
    let member = |code: String, kind, people| Member {
        name: format!("Medlem {code}"),
        code,
        kind,
        population: vec![(on, people)],
    };
    let mut members = vec![
        member("staten".into(), MemberKind::State, 1),
        member("region".into(), MemberKind::Region, 1),
    ];
    let mut state = 42_u64;
    members.extend((0..290).map(|i| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let people = 2_000 + i64::try_from(state >> 44).unwrap() % 998_000;
        member(format!("{:04}", 100 + i), MemberKind::Municipality, people)
    }));
    members
}
