//! Every figure of one association and year, from facts already loaded.
//!
//! `cargo bench -p domain --bench figures` makes an association of 2 000 participations in a year
//! (eight insatser) and prints one line of JSON: how many figures, and the best of ten runs.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark's output and its own input"
)]

use std::{hint::black_box, time::Instant};

use domain::{
    codes::InsatsKind,
    example::{self, InsatsTarget, Targets},
    facts::{Facts, Insats},
    figures::Figures,
};

fn main() {
    let facts = facts();
    let mut best = u128::MAX;
    let mut figures = 0;
    for _ in 0..10 {
        let started = Instant::now();
        let computed = black_box(Figures::compute(&facts, 2022));
        best = best.min(started.elapsed().as_micros());
        figures = computed.iter().count();
    }
    println!(
        "{{\"rows\":{},\"figures\":{figures},\"us\":{best}}}",
        facts.participations.len()
    );
}

fn facts() -> Facts {
    let insatser: Vec<Insats> = (0..8).map(|i| insats(&format!("insats-{i}"))).collect();
    let row = |insats: &Insats| InsatsTarget {
        insats: insats.slug.clone(),
        total: 250,
        new: 120,
        closed: 100,
        ongoing: 150,
        ..InsatsTarget::default()
    };
    let targets = Targets {
        year: 2022,
        insatser: insatser.iter().map(row).collect(),
        consultations: Some(900),
        ..Targets::default()
    };
    let year = example::year(&insatser, &targets).unwrap();
    let (participations, consultations) = (year.participations, year.consultations);
    Facts {
        insatser,
        participations,
        consultations,
        ..Facts::default()
    }
}

fn insats(slug: &str) -> Insats {
    Insats {
        slug: slug.into(),
        name: slug.into(),
        kind: InsatsKind::Individual,
        principal: String::new(),
        municipalities: Vec::new(),
        decision: String::new(),
        staff: String::new(),
        methods: String::new(),
        budgeted_participants: vec![(2022, 200)],
        ages: Some((16, 64)),
        registers: true,
    }
}
