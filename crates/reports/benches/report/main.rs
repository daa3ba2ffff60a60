//! A report of 25 chapters, 100 tables and 20 diagrams, as us and as the peers' source.
//!
//! `cargo xtask bench typsattning` runs it: `prepare FOLDER` writes the same content as Typst and HTML
//! for the peers, `cold FILE` sets it once in a fresh process, `warm RUNS` sets it again and again in
//! one process and prints the best time as one line of JSON. Without arguments: `warm 5`.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints its figures and stops at the first surprise"
)]

mod content;
mod ours;
mod peers;

use std::{fs, path::Path, time::Instant};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let content = content::generate();
    match words[..] {
        ["prepare", folder] => peers::write(&content, Path::new(folder)),
        ["cold", file] => fs::write(file, reports::pdf(&ours::document(&content)).unwrap()).unwrap(),
        ["warm", runs] => warm(&content, runs.parse().unwrap()),
        _ => warm(&content, 5),
    }
}

fn warm(content: &[content::Chapter], runs: usize) {
    let document = ours::document(content);
    let first = reports::pdf(&document).unwrap();
    let mut best = f64::INFINITY;
    let mut identical = true;
    for _ in 0..runs {
        let started = Instant::now();
        let again = reports::pdf(&document).unwrap();
        best = best.min(started.elapsed().as_secs_f64());
        identical &= again == first;
    }
    println!(
        "{{\"warm_s\":{best:.4},\"bytes\":{},\"identical\":{identical}}}",
        first.len()
    );
}
