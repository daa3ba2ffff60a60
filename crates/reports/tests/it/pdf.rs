//! The PDF.

use crate::sample;

#[test]
fn r_rap_01_two_runs_give_the_same_bytes() {
    let first = reports::pdf(&sample::small()).unwrap();
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("small.pdf");
    std::fs::write(&path, &first).unwrap();
    println!("skriven till {}", path.display());
    assert!(first == reports::pdf(&sample::small()).unwrap());
}
