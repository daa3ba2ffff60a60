//! What another crate makes of the same files: it must count the same wherever it can read them.

use std::{collections::BTreeSet, fs};

use crate::{corpus::folder, examples::file};

/// Vouchers, rows that count and accounts with names, as the crate `sie-parser` sees them.
fn peer(bytes: &[u8]) -> Option<[usize; 3]> {
    let text = match sie_parser::detect_encoding(bytes) {
        sie_parser::Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        sie_parser::Encoding::Cp437 => sie_parser::decode_cp437(bytes),
    };
    let document = sie_parser::document::read(&text).ok()?;
    let posted = |v: &sie_parser::Voucher| {
        v.rows
            .iter()
            .filter(|r| matches!(r.kind, sie_parser::VoucherRowKind::Transaction))
            .count()
    };
    let rows = document.vouchers.iter().map(posted).sum();
    Some([document.vouchers.len(), rows, document.accounts.len()])
}

fn ours(bytes: &[u8]) -> [usize; 3] {
    let (document, summary) = sie::inspect(bytes);
    let accounts: BTreeSet<_> = document.accounts.iter().map(|a| &a.number).collect();
    [summary.vouchers, summary.transactions, accounts.len()]
}

#[test]
fn another_parser_counts_the_same_in_our_example() {
    let bytes = file("hel.se");
    assert_eq!(peer(&bytes), Some(ours(&bytes)));
}

#[test]
fn another_parser_counts_the_same_in_real_files_it_can_read() {
    let Some(folder) = folder() else { return };
    let mut read = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        if path.extension().is_some_and(|e| e == "md") {
            continue;
        }
        if let Some(counts) = peer(&bytes) {
            assert_eq!(counts, ours(&bytes), "{}", path.display());
            read += 1;
        }
    }
    println!("sie-parser read {read} of the files");
    assert!(read > 0);
}
