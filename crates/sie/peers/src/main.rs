//! How fast other crates read the same made-up books, in the same run.
//! With a file as argument, that file is read instead.

#[path = "../../benches/books/mod.rs"]
mod books;
#[path = "../../benches/ceiling/mod.rs"]
mod ceiling;
#[path = "../../benches/clock/mod.rs"]
mod clock;

use std::hint::black_box;

fn main() {
    let bytes = match std::env::args().nth(1) {
        Some(file) => std::fs::read(file).unwrap(),
        None => books::generate(100_000),
    };
    // sie4 stops at records it does not know.
    let stripped: Vec<u8> = bytes
        .split_inclusive(|b| *b == b'\n')
        .filter(|line| !line.starts_with(b"#DIM") && !line.starts_with(b"#OBJEKT"))
        .collect::<Vec<_>>()
        .concat();
    let ours = time("sie: read and check", &bytes, || sie::inspect(&bytes).1.vouchers);
    let ceiling = time("ceiling", &bytes, || ceiling::run(&bytes).0 as usize);
    let sie4 = time("sie4 0.1.1 (records it does not know removed)", &stripped, || {
        let is_voucher = |item: &sie4::Item| matches!(item, sie4::Item::Ver(_));
        sie4::Reader::new(&stripped[..])
            .map_while(Result::ok)
            .map(black_box)
            .filter(is_voucher)
            .count()
    });
    let parser = time("sie-parser 0.2.0", &bytes, || {
        let text = sie_parser::decode_cp437(&bytes);
        sie_parser::document::read(&text).map_or(0, |d| d.vouchers.len())
    });
    println!(
        "sie is {:.2} of the ceiling, {:.1} x sie4, {:.1} x sie-parser",
        ours / ceiling,
        ours / sie4,
        ours / parser
    );
}

/// MB/s of processor time, the best of several runs.
fn time(name: &str, bytes: &[u8], run: impl Fn() -> usize) -> f64 {
    let (vouchers, seconds) = clock::best(run);
    let speed = bytes.len() as f64 / seconds / 1e6;
    println!("{speed:8.0} MB/s  {vouchers:7} vouchers  {name}");
    speed
}
