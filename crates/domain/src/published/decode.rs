//! Bytes to text: tables in the wild are UTF-8, UTF-8 with a byte order mark, UTF-16, CP1252 or
//! the code page 437 of old accounting programs.

/// What the bytes were read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// UTF-16 with byte order mark.
    Utf16,
    /// Windows, Western European.
    Cp1252,
    /// MS-DOS, as SIE prescribes.
    Cp437,
}

impl Encoding {
    /// The name people know it by.
    pub const fn label(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16 => "UTF-16",
            Encoding::Cp1252 => "Windows-1252",
            Encoding::Cp437 => "teckentabell 437",
        }
    }
}

/// Decodes; a byte that means nothing in the guessed encoding becomes U+FFFD. Decomposed Swedish
/// letters (as macOS writes file contents now and then) are composed.
pub fn decode(bytes: &[u8]) -> (String, Encoding) {
    let (text, encoding) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => match std::str::from_utf8(rest) {
            Ok(text) => (text.to_owned(), Encoding::Utf8),
            Err(_) => single_byte(rest),
        },
        [0xFF, 0xFE, rest @ ..] => (utf16(rest, u16::from_le_bytes), Encoding::Utf16),
        [0xFE, 0xFF, rest @ ..] => (utf16(rest, u16::from_be_bytes), Encoding::Utf16),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), Encoding::Utf8),
            Err(_) => single_byte(bytes),
        },
    };
    (compose(text), encoding)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| unit(*pair)).collect();
    String::from_utf16_lossy(&units)
}

/// Swedish text has å ä ö at quite different bytes in the two code pages; the one with more wins.
fn single_byte(bytes: &[u8]) -> (String, Encoding) {
    let count = |letters: &[u8]| bytes.iter().filter(|b| letters.contains(b)).count();
    let cp437 = count(&[0x84, 0x86, 0x94, 0x8E, 0x8F, 0x99, 0x82]);
    let cp1252 = count(&[0xE4, 0xE5, 0xF6, 0xC4, 0xC5, 0xD6, 0xE9]);
    if cp437 > cp1252 {
        (bytes.iter().map(|b| from_cp437(*b)).collect(), Encoding::Cp437)
    } else {
        (bytes.iter().map(|b| from_cp1252(*b)).collect(), Encoding::Cp1252)
    }
}

fn from_cp437(byte: u8) -> char {
    match byte {
        0..0x80 => char::from(byte),
        0x80..0xB0 => "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»"
            .chars()
            .nth(usize::from(byte - 0x80))
            .unwrap_or(char::REPLACEMENT_CHARACTER),
        0xFF => '\u{a0}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

fn from_cp1252(byte: u8) -> char {
    match byte {
        0x80 => '€',
        0x85 => '…',
        0x91 => '‘',
        0x92 => '’',
        0x93 => '“',
        0x94 => '”',
        0x96 => '–',
        0x97 => '—',
        _ if (0x80..0xA0).contains(&byte) => char::REPLACEMENT_CHARACTER,
        _ => char::from(byte),
    }
}

fn compose(text: String) -> String {
    if !text.contains(['\u{308}', '\u{30a}', '\u{301}']) {
        return text;
    }
    [
        ("a\u{30a}", "å"),
        ("A\u{30a}", "Å"),
        ("a\u{308}", "ä"),
        ("A\u{308}", "Ä"),
        ("o\u{308}", "ö"),
        ("O\u{308}", "Ö"),
        ("e\u{301}", "é"),
    ]
    .iter()
    .fold(text, |text, (two, one)| text.replace(two, one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_in_every_encoding() {
        let words = "pågående;Högsby;Mörbylånga";
        let utf16: Vec<u8> = std::iter::once(0xFEFF)
            .chain(words.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let bom = [&[0xEF, 0xBB, 0xBF], words.as_bytes()].concat();
        for (bytes, encoding) in [
            (words.as_bytes().to_vec(), Encoding::Utf8),
            (bom, Encoding::Utf8),
            (utf16, Encoding::Utf16),
            (
                b"p\xE5g\xE5ende;H\xF6gsby;M\xF6rbyl\xE5nga".to_vec(),
                Encoding::Cp1252,
            ),
            (
                b"p\x86g\x86ende;H\x94gsby;M\x94rbyl\x86nga".to_vec(),
                Encoding::Cp437,
            ),
            (
                "pa\u{30a}ga\u{30a}ende;Ho\u{308}gsby;Mo\u{308}rbyla\u{30a}nga"
                    .as_bytes()
                    .to_vec(),
                Encoding::Utf8,
            ),
        ] {
            assert_eq!(decode(&bytes), (words.to_owned(), encoding));
        }
    }
}
