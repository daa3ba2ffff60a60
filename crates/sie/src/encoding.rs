//! Which character set a file is written in, by evidence, and how its bytes become text.
//!
//! The standard allows code page 437 only and has no way to say anything else: `#FORMAT` is always
//! `PC8`. Files in the wild are UTF-8, Windows-1252 and, rarely, Mac Roman or UTF-16.

mod mixed;

use std::{borrow::Cow, fmt};

use crate::charset::{CP437, MAC_ROMAN, WINDOWS_1252};
use mixed::Mixed;

/// The character set a file turned out to be written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Code page 437, the standard's PC8. Plain ASCII counts as this.
    #[default]
    Cp437,
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// Windows-1252, of which ISO 8859-1 is a part.
    Windows1252,
    /// Mac Roman.
    MacRoman,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
}

impl Encoding {
    /// The name used in reports: `cp437`, `utf-8`, `windows-1252`, `macintosh`, `utf-16le`, `utf-16be`.
    pub const fn name(self) -> &'static str {
        match self {
            Encoding::Cp437 => "cp437",
            Encoding::Utf8 => "utf-8",
            Encoding::Windows1252 => "windows-1252",
            Encoding::MacRoman => "macintosh",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
        }
    }

    /// Upper half of an eight-bit set; nothing for the Unicode encodings.
    const fn table(self) -> Option<&'static [char; 128]> {
        match self {
            Encoding::Cp437 => Some(&CP437),
            Encoding::Windows1252 => Some(&WINDOWS_1252),
            Encoding::MacRoman => Some(&MAC_ROMAN),
            Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => None,
        }
    }

    /// What a byte is in an eight-bit set.
    fn char_of(self, byte: u8) -> char {
        let Some(high) = usize::from(byte).checked_sub(128) else {
            return char::from(byte);
        };
        let held = self.table().and_then(|table| table.get(high));
        held.copied().unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// Appends the bytes as text. Bytes without meaning become U+FFFD.
    pub(crate) fn decode_into(self, bytes: &[u8], text: &mut String) {
        let Some(table) = self.table() else {
            text.push_str(&String::from_utf8_lossy(bytes));
            return;
        };
        text.extend(bytes.iter().map(|&byte| {
            match byte.checked_sub(128) {
                None => char::from(byte),
                Some(high) => table
                    .get(usize::from(high))
                    .copied()
                    .unwrap_or(char::REPLACEMENT_CHARACTER),
            }
        }));
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What [`detect`] found out.
pub(crate) struct Detected<'a> {
    pub encoding: Encoding,
    /// The file without byte order mark; UTF-16 as UTF-8.
    pub bytes: Cow<'a, [u8]>,
    /// First place of a character that an earlier program, or a broken transfer, destroyed.
    pub lost: Option<usize>,
    /// The first line in another set than the rest.
    pub mixed: Option<Mixed>,
}

/// Decides by byte order mark, then by whether the bytes are UTF-8, then by which eight-bit set
/// gives the most Swedish text. Without evidence it is the standard's own set.
pub(crate) fn detect(bytes: &[u8]) -> Detected<'_> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, Encoding::Utf16Le),
        [0xfe, 0xff, rest @ ..] => utf16(rest, Encoding::Utf16Be),
        [b'#', 0, _, 0, ..] => utf16(bytes, Encoding::Utf16Le),
        [0, b'#', 0, _, ..] => utf16(bytes, Encoding::Utf16Be),
        _ if bytes.is_ascii() => whole(bytes, Encoding::Cp437),
        _ if mostly_utf8(bytes) => utf8(bytes),
        _ => {
            let encoding = eight_bit(bytes);
            Detected {
                mixed: mixed::in_eight_bit(bytes, encoding),
                ..whole(bytes, encoding)
            }
        }
    }
}

fn whole(bytes: &[u8], encoding: Encoding) -> Detected<'_> {
    Detected {
        encoding,
        bytes: Cow::Borrowed(bytes),
        lost: None,
        mixed: None,
    }
}

fn utf8(bytes: &[u8]) -> Detected<'_> {
    let broken = std::str::from_utf8(bytes).err().map(|e| e.valid_up_to());
    let replaced = memchr::memmem::find(bytes, "\u{fffd}".as_bytes());
    let mixed = broken.and_then(|at| mixed::in_utf8(bytes, at));
    let broken = broken.filter(|_| mixed.is_none());
    Detected {
        encoding: Encoding::Utf8,
        bytes: Cow::Borrowed(bytes),
        lost: [broken, replaced].into_iter().flatten().min(),
        mixed,
    }
}

fn utf16(bytes: &[u8], encoding: Encoding) -> Detected<'_> {
    let units = bytes.chunks_exact(2).map(|pair| match (pair, encoding) {
        (&[a, b], Encoding::Utf16Be) => u16::from_be_bytes([a, b]),
        (&[a, b], _) => u16::from_le_bytes([a, b]),
        _ => 0,
    });
    let text: String = char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    let lost = text.find(char::REPLACEMENT_CHARACTER);
    Detected {
        encoding,
        bytes: Cow::Owned(text.into_bytes()),
        lost,
        mixed: None,
    }
}

/// Whether there are more characters of several bytes than bytes that are not UTF-8. A byte of an
/// eight-bit set is hardly ever followed by the right continuation, so the two never come close.
fn mostly_utf8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        // The two never come close: a thousand is evidence enough.
        if bad > 1000 && bad > good * 4 {
            return false;
        }
        good += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
        bad += chunk.invalid().len();
    }
    good > bad
}

/// The eight-bit set in which the bytes look most like Swedish; a tie goes to the standard's.
fn eight_bit(bytes: &[u8]) -> Encoding {
    let counts = high_bytes(bytes);
    let score = |encoding: Encoding| -> i64 {
        let table = encoding.table().unwrap_or(&CP437);
        counts.iter().zip(table).map(|(&n, &c)| n * likeness(c)).sum()
    };
    let mut best = (Encoding::Cp437, score(Encoding::Cp437));
    // Mac Roman is rare and made of bytes that are letters in code page 437 as well: it has to be clear.
    for (candidate, margin) in [(Encoding::Windows1252, 0), (Encoding::MacRoman, 12)] {
        let points = score(candidate);
        if points > best.1 + margin {
            best = (candidate, points);
        }
    }
    best.0
}

/// So many bytes from 128 up decide; a whole large file would say nothing else.
const EVIDENCE: u32 = 20_000;

/// How often each byte from 128 up occurs among the first of them.
fn high_bytes(bytes: &[u8]) -> [i64; 128] {
    let mut counts = [0_i64; 128];
    let mut seen = 0;
    for chunk in bytes.chunks(64).filter(|chunk| !chunk.is_ascii()) {
        for &byte in chunk {
            if let Some(count) = usize::from(byte).checked_sub(128).and_then(|i| counts.get_mut(i)) {
                *count += 1;
                seen += 1;
            }
        }
        if seen >= EVIDENCE {
            break;
        }
    }
    counts
}

/// How likely a character is in Swedish bookkeeping: its letters, then the letters of names, then
/// signs; drawing characters and holes in the set speak against.
fn likeness(c: char) -> i64 {
    match c {
        'å' | 'ä' | 'ö' => 8,
        'Å' | 'Ä' | 'Ö' => 6,
        'é' => 4,
        'É' | 'ü' | 'Ü' | 'è' | 'à' | 'á' | 'æ' | 'Æ' | 'ø' | 'Ø' | 'ô' | 'ê' | 'ç' | 'ñ' | 'ó' | 'í'
        | 'ë' | 'ï' => 2,
        '½' | '§' | '°' | '´' | '²' | '³' | 'µ' | '€' | '£' | '–' | '’' | '”' | '\u{a0}' => 0,
        '\u{fffd}' | '\u{f8ff}' => -6,
        c if c.is_alphabetic() && (c as u32) < 0x180 => 0,
        _ => -3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charset::to_cp437;

    fn encode(text: &str, table: &[char; 128]) -> Vec<u8> {
        let high = |c| {
            table
                .iter()
                .zip(128_u8..=255)
                .find(|(held, _)| **held == c)
                .map(|(_, b)| b)
        };
        text.chars()
            .map(|c| {
                u8::try_from(c)
                    .ok()
                    .filter(u8::is_ascii)
                    .or_else(|| high(c))
                    .unwrap()
            })
            .collect()
    }

    #[test]
    fn r_sie_01_the_character_set_is_chosen_by_evidence() {
        let texts = [
            "#FNAMN \"Samordningsförbundet Östra Skåne\"",
            "ö",
            "Åre",
            "ÄLVSJÖ",
            "Hyra för maj, à 3 st ½ fakturor",
            "José på Café Müller köpte 2 kg räkor",
        ];
        for text in texts {
            for (encoding, bytes) in [
                (Encoding::Cp437, encode(text, &CP437)),
                (Encoding::Windows1252, encode(text, &WINDOWS_1252)),
                (Encoding::Utf8, text.as_bytes().to_vec()),
                (Encoding::Utf8, [b"\xef\xbb\xbf", text.as_bytes()].concat()),
            ] {
                let found = detect(&bytes);
                assert_eq!(found.encoding, encoding, "{text}");
                let mut read = String::new();
                found.encoding.decode_into(&found.bytes, &mut read);
                assert_eq!(read, text);
            }
        }
        // Mac Roman has ½ nowhere and shares bytes with the others: it takes a little more text.
        for text in [
            "Samordningsförbundet på Öland",
            "årets avgift från länet",
            "Lön för mars, när året är slut",
        ] {
            assert_eq!(
                detect(&encode(text, &MAC_ROMAN)).encoding,
                Encoding::MacRoman,
                "{text}"
            );
        }
    }

    #[test]
    fn r_sie_01_without_evidence_it_is_code_page_437() {
        for bytes in [&b""[..], b"#FLAGGA 0", b"\xff\xff", b"\xc4"] {
            let expected = if bytes == b"\xc4" {
                Encoding::Windows1252
            } else {
                Encoding::Cp437
            };
            assert_eq!(detect(bytes).encoding, expected);
        }
        assert_eq!(to_cp437('─'), Some(0xc4));
    }

    #[test]
    fn r_sie_01_utf_16_is_read_and_broken_utf_8_is_noticed() {
        let text = "#FLAGGA 0\r\n#FNAMN \"Åsa\"";
        let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, encoding) in [
            (le.clone(), Encoding::Utf16Le),
            (be.clone(), Encoding::Utf16Be),
            ([&b"\xff\xfe"[..], &le].concat(), Encoding::Utf16Le),
            ([&b"\xfe\xff"[..], &be].concat(), Encoding::Utf16Be),
        ] {
            let found = detect(&bytes);
            assert_eq!((found.encoding, found.lost), (encoding, None));
            assert_eq!(found.bytes, text.as_bytes());
        }
        assert_eq!(detect("Ås\u{fffd}".as_bytes()).lost, Some(3));
        let found = detect(b"\xc3\xa5\xc3\xa4\xf6");
        assert_eq!((found.encoding, found.lost), (Encoding::Utf8, None));
        assert_eq!(found.mixed, Some((4, Encoding::Windows1252)));
    }
}
