//! `cargo bench -p sie`: reading and checking 100 000 made-up vouchers, against a ceiling, and the
//! memory it takes. Ratios within one run are what counts. The peer `sie4` is measured in `../peers`.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a benchmark prints its figures and stops at the first surprise"
)]

mod books;
mod ceiling;
mod clock;

use std::{env, fs, hint::black_box, path::Path, process::Command, time::Instant};

use clock::best;

fn main() {
    let arguments: Vec<String> = env::args().collect();
    if let [_, mode, file] = &arguments[..]
        && mode == "--peak"
    {
        return peak(Path::new(file));
    }
    if let [_, mode, what, file] = &arguments[..]
        && mode == "--once"
    {
        return once(what, Path::new(file));
    }
    if let [_, mode, file, vouchers] = &arguments[..]
        && mode == "--write"
    {
        return fs::write(file, books::generate(vouchers.parse().unwrap())).unwrap();
    }
    let bytes = books::generate(100_000);
    let (summary, reading) = best(|| sie::inspect(&bytes).1);
    let (_, only_read) = best(|| sie::read(&bytes));
    let (counted, least) = best(|| ceiling::run(&bytes));
    assert_eq!((summary.vouchers, summary.transactions), (100_000, counted.1));
    let speed = |seconds: f64| bytes.len() as f64 / seconds / 1e6;
    println!(
        "file                {:8.1} MB, {} vouchers",
        bytes.len() as f64 / 1e6,
        summary.vouchers
    );
    println!("ceiling             {:8.0} MB/s", speed(least));
    println!(
        "sie read            {:8.0} MB/s  {:.2} of the ceiling",
        speed(only_read),
        least / only_read
    );
    println!(
        "sie read and check  {:8.0} MB/s  {:.2} of the ceiling",
        speed(reading),
        least / reading
    );
    memory(&bytes);
}

/// One pass in a fresh process, reading of the file included: what a person waits for.
fn once(what: &str, file: &Path) {
    let started = Instant::now();
    let bytes = fs::read(file).unwrap();
    let vouchers = match what {
        "ceiling" => ceiling::run(&bytes).0 as usize,
        _ => sie::inspect(&bytes).1.vouchers,
    };
    let seconds = started.elapsed().as_secs_f64();
    println!("{:.1} MB/s {vouchers}", bytes.len() as f64 / seconds / 1e6);
}

/// Peak memory of a process of its own that does nothing but read and check the file.
fn memory(bytes: &[u8]) {
    let file = env::temp_dir().join(format!("sie-bench-{}.se", std::process::id()));
    fs::write(&file, bytes).unwrap();
    let output = Command::new(env::current_exe().unwrap())
        .arg("--peak")
        .arg(&file)
        .output()
        .unwrap();
    fs::remove_file(&file).unwrap();
    print!("{}", String::from_utf8_lossy(&output.stdout));
}

fn peak(file: &Path) {
    let before = high_water();
    let bytes = fs::read(file).unwrap();
    let (document, summary) = sie::inspect(&bytes);
    black_box((&document, &summary));
    let (Some(before), Some(after)) = (before, high_water()) else {
        return println!("memory              not known on this system");
    };
    let size = bytes.len() as f64 / 1024.0;
    println!(
        "peak memory         {:8.2} x the file, the file itself included",
        (after - before) / size
    );
}

/// The most memory this process has had, in KiB (Linux).
fn high_water() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
