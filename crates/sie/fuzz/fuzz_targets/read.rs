//! Whatever the bytes are, reading and checking ends, and what can be written reads back the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sie::{Encoding, Options, inspect, read_as, write};

fuzz_target!(|bytes: &[u8]| {
    let (document, summary) = inspect(bytes);
    assert!(summary.problems.is_sorted_by_key(|p| p.line));
    if let Ok(written) = write(
        &document,
        Options {
            checksum: true,
            transliterate: false,
        },
    ) {
        assert_eq!(read_as(&written, Encoding::Cp437).0, document);
    }
});
