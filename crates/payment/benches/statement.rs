//! Reading an account statement of a hundred thousand entries, in megabytes a second.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]

mod make;

use std::time::Instant;

fn main() {
    for entries in [10_000, 100_000] {
        let file = make::statement(entries);
        let mut best = f64::MAX;
        for _ in 0..5 {
            let begun = Instant::now();
            let mut sum = 0;
            let reading = payment::read("bench", file.as_bytes(), |entry| sum += entry.amount.0);
            assert!(reading.problems.is_empty() && sum < 0);
            best = best.min(begun.elapsed().as_secs_f64());
        }
        #[expect(clippy::cast_precision_loss, reason = "bytes of a file, for a measurement")]
        let megabytes = file.len() as f64 / 1e6;
        println!(
            "camt.053 {entries} entries: {megabytes:.1} MB in {:.1} ms, {:.0} MB/s",
            best * 1e3,
            megabytes / best
        );
    }
}
