//! The same file in every character set it is met in.

use sie::{Encoding, inspect, read, read_as};

use crate::examples::file;

/// The faultless example as text.
fn text() -> String {
    std::fs::read_to_string(format!("{}/tests/data/hel.se", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn in_set(text: &str, byte: impl Fn(char) -> u8) -> Vec<u8> {
    text.chars()
        .map(|c| if c.is_ascii() { c as u8 } else { byte(c) })
        .collect()
}

fn windows(c: char) -> u8 {
    u8::try_from(u32::from(c)).unwrap()
}

fn macintosh(c: char) -> u8 {
    match c {
        'å' => 0x8c,
        'ä' => 0x8a,
        'ö' => 0x9a,
        'Å' => 0x81,
        'Ä' => 0x80,
        'Ö' => 0x85,
        'é' => 0x8e,
        _ => b'2',
    }
}

#[test]
fn r_sie_01_every_character_set_gives_the_same_document_and_is_named() {
    let text = text();
    let (expected, _) = read(&file("hel.se"));
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (bytes, name) in [
        (file("hel.se"), "cp437"),
        (text.clone().into_bytes(), "utf-8"),
        (format!("\u{feff}{text}").into_bytes(), "utf-8"),
        (in_set(&text, windows), "windows-1252"),
        ([&b"\xff\xfe"[..], &utf16].concat(), "utf-16le"),
    ] {
        let (document, summary) = inspect(&bytes);
        assert_eq!(document, expected, "{name}");
        assert_eq!(summary.encoding, name);
        let codes: Vec<_> = summary
            .problems
            .iter()
            .map(|p| (p.code, p.record.as_ref()))
            .collect();
        assert_eq!(
            codes,
            if name == "cp437" {
                vec![]
            } else {
                vec![("encoding", "#FORMAT")]
            }
        );
    }
}

#[test]
fn r_sie_01_mac_roman_is_recognised() {
    let (document, summary) = inspect(&in_set(&text(), macintosh));
    assert_eq!(
        (summary.encoding, document.header.company.as_str()),
        ("macintosh", "Samordningsförbundet \"Exemplet\"")
    );
}

#[test]
fn r_sie_01_a_known_character_set_is_not_guessed() {
    let bytes = b"#FLAGGA 0\n#PROSA \"\xf6\"\n";
    assert_eq!(read(bytes).0.header.remarks, ["ö"]);
    assert_eq!(read_as(bytes, Encoding::Cp437).0.header.remarks, ["÷"]);
}

#[test]
fn r_sie_01_lost_characters_are_reported_where_they_are() {
    let (_, problems) = read("#FLAGGA 0\n#FNAMN \"\u{fffd}vningsbolaget\"\n".as_bytes());
    let lost = problems.iter().find(|p| p.code == "characters-lost").unwrap();
    assert_eq!(lost.line, 2);
}
