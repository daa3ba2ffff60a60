//! Whatever the bytes are, reading ends, and what is handed over adds up to what is told.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut sum = domain_sum();
    let reading = payment::read("fuzz", bytes, |entry| sum += entry.amount.0);
    if !reading.broken {
        let stated: i64 = reading.statements.iter().map(|s| s.sum.0).sum();
        assert_eq!(stated, sum);
    }
});

fn domain_sum() -> i64 {
    0
}
