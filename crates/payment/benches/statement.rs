//! Reading an account statement of a hundred thousand entries: megabytes a second, and the memory it
//! takes in a process of its own that reads the file from disk.
//!
//! `cargo bench -p payment --bench statement` prints a line of JSON for each size: the best of five.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a benchmark prints its figures and stops at the first surprise"
)]

mod make;

use std::{
    env,
    fs::{self, File},
    io::BufReader,
    process::Command,
    time::Instant,
};

fn main() {
    let arguments: Vec<String> = env::args().collect();
    if let [_, mode, file] = &arguments[..]
        && mode == "--peak"
    {
        return peak(file);
    }
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
        let megabytes = file.len() as f64 / 1e6;
        let path = env::temp_dir().join(format!("samordna-{}-{entries}.xml", std::process::id()));
        fs::write(&path, &file).unwrap();
        let child = Command::new(env::current_exe().unwrap())
            .arg("--peak")
            .arg(&path)
            .output()
            .unwrap();
        fs::remove_file(&path).unwrap();
        let peak = String::from_utf8(child.stdout).unwrap();
        println!(
            "{{\"entries\":{entries},\"megabytes\":{megabytes:.1},\"megabytes_a_second\":{:.1},\"peak_kib\":{}}}",
            megabytes / best,
            peak.trim()
        );
    }
}

/// The peak memory of this process when it does nothing but read the file, in KiB (Linux).
fn peak(file: &str) {
    let mut count = 0_usize;
    let from = BufReader::new(File::open(file).unwrap());
    assert!(!payment::read("bench", from, |_| count += 1).broken && count > 0);
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    println!(
        "{}",
        line.and_then(|line| line.split_whitespace().next())
            .unwrap_or("0")
    );
}
