//! Whatever the bytes are, reading and checking ends, and what can be written reads back the same.
#![no_main]

use einvoice::{read, write};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (invoice, problems) = read("faktura.xml", bytes);
    assert!(invoice.is_some() || !problems.is_empty());
    if let Some(invoice) = invoice
        && let Ok(written) = write(&invoice)
    {
        assert_eq!(read("faktura.xml", written.as_bytes()).0, Some(invoice));
    }
});
