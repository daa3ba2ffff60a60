//! A line in another character set than its file: what comes of two files put together, or of a text
//! pasted into one.

use super::{Encoding, likeness};

/// A place in a file, and the set its line seems to be written in.
pub(crate) type Mixed = (usize, Encoding);

/// What speaks for a line being in another set: one Swedish letter, at least.
const EVIDENCE: i64 = 6;

/// The first line in another set than the file's eight-bit one: it makes no sense in the file's, and
/// Swedish in the other.
pub(super) fn in_eight_bit(bytes: &[u8], own: Encoding) -> Option<Mixed> {
    let (odd, common) = (odd_bytes(own), common_bytes(own));
    let mut from = 0;
    while let Some(at) = first_odd(bytes, from, &odd, common) {
        let (start, line) = line_around(bytes, at);
        if let Some(other) = other_set(line, own) {
            return Some((at, other));
        }
        from = start + line.len() + 1;
    }
    None
}

/// The first bytes that are not UTF-8 in a file that mostly is, if they are Swedish in an eight-bit set.
pub(super) fn in_utf8(bytes: &[u8], broken: usize) -> Option<Mixed> {
    let (_, line) = line_around(bytes, broken);
    let stray: Vec<u8> = line
        .utf8_chunks()
        .flat_map(|chunk| chunk.invalid().to_vec())
        .collect();
    let swedish = |set: Encoding| stray.iter().map(|b| likeness(set.char_of(*b))).sum::<i64>();
    let sets = [Encoding::Cp437, Encoding::Windows1252].map(|set| (swedish(set), set));
    let best = sets.into_iter().max_by_key(|(points, _)| *points);
    best.filter(|(points, _)| *points >= EVIDENCE)
        .map(|(_, set)| (broken, set))
}

/// Bytes that may be a sign of another set: a normal file has hardly any.
fn odd_bytes(own: Encoding) -> [bool; 256] {
    std::array::from_fn(|byte| {
        let c = u8::try_from(byte).map_or(' ', |byte| own.char_of(byte));
        byte >= 128 && (likeness(c) < 0 || !c.is_alphanumeric())
    })
}

/// The letters that nearly all Swedish is written with; ASCII where the set has them not.
fn common_bytes(own: Encoding) -> [u8; 7] {
    "åäöÅÄÖé"
        .chars()
        .map(|c| (128..=u8::MAX).find(|byte| own.char_of(*byte) == c).unwrap_or(0))
        .collect::<Vec<u8>>()
        .try_into()
        .unwrap_or_default()
}

fn first_odd(bytes: &[u8], from: usize, odd: &[bool; 256], common: [u8; 7]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let (chunks, tail) = rest.as_chunks::<64>();
    let seen = |part: &[u8]| part.iter().position(|b| odd[usize::from(*b)]);
    let mut uncommon = chunks
        .iter()
        .enumerate()
        .filter(|(_, chunk)| !chunk.is_ascii() && has_uncommon(chunk, common));
    let found = uncommon.find_map(|(n, chunk)| Some(n * 64 + seen(chunk)?));
    let found = found.or_else(|| Some(chunks.len() * 64 + seen(tail)?));
    found.map(|at| from + at)
}

/// Whether any byte is neither ASCII nor a common letter. Without a branch for each byte, so that many are
/// looked at at once: this goes through the whole file.
fn has_uncommon(chunk: &[u8; 64], common: [u8; 7]) -> bool {
    let mut found = 0;
    for &byte in chunk {
        let mut uncommon = byte >> 7;
        for letter in common {
            uncommon &= u8::from(byte != letter);
        }
        found |= uncommon;
    }
    found != 0
}

/// The line a byte is in, with its place.
fn line_around(bytes: &[u8], at: usize) -> (usize, &[u8]) {
    let ends = |b: &u8| matches!(b, b'\n' | b'\r');
    let (before, after) = bytes.split_at(at.min(bytes.len()));
    let start = before.iter().rposition(ends).map_or(0, |end| end + 1);
    let end = at + after.iter().position(ends).unwrap_or(after.len());
    (start, bytes.get(start..end).unwrap_or_default())
}

/// The other set a line is written in; `None` when it may well be in the file's own.
fn other_set(line: &[u8], own: Encoding) -> Option<Encoding> {
    if points(line, own) >= 0 {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(line) {
        return Some(Encoding::Utf8).filter(|_| foreign(text) > 0);
    }
    let others = [Encoding::Cp437, Encoding::Windows1252];
    others
        .into_iter()
        .find(|other| *other != own && points(line, *other) >= EVIDENCE)
}

fn foreign(text: &str) -> i64 {
    text.chars().filter(|c| !c.is_ascii()).map(likeness).sum()
}

/// How much a line looks like Swedish in a set. What is no letter but stands within a word speaks against
/// it; an apostrophe may.
fn points(line: &[u8], set: Encoding) -> i64 {
    let letter = |at: Option<usize>| {
        let byte = at.and_then(|at| line.get(at));
        byte.is_some_and(|b| b.is_ascii_alphabetic() || !b.is_ascii())
    };
    let high = line.iter().enumerate().filter(|(_, b)| !b.is_ascii());
    high.map(|(at, &byte)| {
        let c = set.char_of(byte);
        let within = letter(at.checked_sub(1)) && letter(Some(at + 1));
        if within && !c.is_alphabetic() && c != '’' {
            -3
        } else {
            likeness(c)
        }
    })
    .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::detect;

    /// å, ä and ö in each set.
    const CP437: &[u8] = b"\x86 \x84 \x94 l\x94n f\x94r\n";
    const WINDOWS: &[u8] = b"\xe5 \xe4 \xf6 l\xf6n f\xf6r\n";
    const UTF8: &[u8] = "å ä ö lön för\n".as_bytes();

    #[test]
    fn r_sie_16_a_line_in_another_set_is_found() {
        for (file, line, other) in [
            (CP437, "Östra".as_bytes(), Some(Encoding::Utf8)),
            (CP437, b"F\xf6rbundet", Some(Encoding::Windows1252)),
            (WINDOWS, b"F\x94rbundet", Some(Encoding::Cp437)),
            (WINDOWS, "Östra".as_bytes(), Some(Encoding::Utf8)),
            (UTF8, b"F\xf6rbundet", Some(Encoding::Windows1252)),
            (UTF8, b"F\x94rbundet", Some(Encoding::Cp437)),
            // Signs, quotes and names that belong in the file's own set.
            (CP437, b"2 m\xfd, 10 \xf8C, \xab dag", None),
            (WINDOWS, b"\x94Hej\x94 sa Martin\x92s v\xe4n, a\x96b", None),
            (WINDOWS, b"Jos\xe9 \xd8stg\xe5rd \x80 5", None),
            (UTF8, b"\xe2\x80", None),
        ] {
            let bytes = [&file.repeat(3), line, b"\n", file].concat();
            let found = detect(&bytes).mixed;
            assert_eq!(found.map(|(_, set)| set), other, "{line:x?}");
            if let Some((at, _)) = found {
                let start = file.len() * 3;
                assert!((start..start + line.len()).contains(&at), "{at}");
            }
        }
    }

    #[test]
    fn r_sie_16_a_file_in_one_set_has_no_other() {
        for file in [CP437, WINDOWS, UTF8] {
            assert_eq!(detect(file).mixed, None);
        }
    }
}
