//! The least that can be called reading a SIE file: cut the lines, cut the rows, add the amounts,
//! sum per account, keep three numbers a row. No text, no header, no problems, and it panics on
//! anything unexpected. What a real reader is measured against.

use std::collections::HashMap;

/// Vouchers, rows and vouchers that do not balance.
pub fn run(bytes: &[u8]) -> (u32, usize, u32) {
    let (mut vouchers, mut unbalanced, mut sum) = (0, 0, 0);
    let mut accounts: HashMap<u32, i64> = HashMap::new();
    let mut kept: Vec<(u32, i64, u32)> = Vec::new();
    let mut start = 0;
    while start < bytes.len() {
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |at| start + at);
        let line = bytes[start..end].trim_ascii();
        start = end + 1;
        if line.starts_with(b"#TRANS") {
            let fields = split(&line[6..]);
            let (account, amount) = (digits(fields[0]), amount(fields[2]));
            sum += amount;
            *accounts.entry(account).or_default() += amount;
            kept.push((account, amount, fields.get(3).map_or(0, |f| digits(f))));
        } else if line.starts_with(b"#VER") {
            vouchers += 1;
            sum = 0;
        } else if line == b"}" && sum != 0 {
            unbalanced += 1;
        }
    }
    std::hint::black_box(&accounts);
    (vouchers, kept.len(), unbalanced)
}

fn split(line: &[u8]) -> Vec<&[u8]> {
    let mut fields = Vec::with_capacity(8);
    let mut at = 0;
    loop {
        while at < line.len() && line[at] == b' ' {
            at += 1;
        }
        if at >= line.len() {
            return fields;
        }
        let start = at;
        let closes = match line[at] {
            b'"' => b'"',
            b'{' => b'}',
            _ => b' ',
        };
        at += 1;
        while at < line.len() && (line[at] != closes || (closes == b'"' && line[at - 1] == b'\\')) {
            at += 1;
        }
        at += usize::from(closes != b' ');
        fields.push(&line[start..at.min(line.len())]);
    }
}

fn digits(field: &[u8]) -> u32 {
    field
        .iter()
        .fold(0, |n, d| n * 10 + u32::from(d.wrapping_sub(b'0')))
}

fn amount(field: &[u8]) -> i64 {
    let (negative, field) = if field[0] == b'-' {
        (true, &field[1..])
    } else {
        (false, field)
    };
    let (mut value, mut decimals) = (0, -1);
    for byte in field {
        if *byte == b'.' {
            decimals = 0;
        } else {
            value = value * 10 + i64::from(byte - b'0');
            decimals += i32::from(decimals >= 0);
        }
    }
    for _ in decimals.max(0)..2 {
        value *= 10;
    }
    if negative { -value } else { value }
}
