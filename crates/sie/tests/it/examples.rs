//! The example files in `tests/data`, and what is wrong in a file as text.

/// One of the example files, which are kept in UTF-8 so that they can be read, as a bookkeeping
/// program would have written it: code page 437 and CRLF.
pub fn file(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    pc8(&std::fs::read_to_string(path).unwrap().replace('\n', "\r\n"))
}

/// The letters beyond ASCII that the examples use.
const LETTERS: [(char, u8); 8] = [
    ('å', 0x86),
    ('ä', 0x84),
    ('ö', 0x94),
    ('Å', 0x8f),
    ('Ä', 0x8e),
    ('Ö', 0x99),
    ('é', 0x82),
    ('²', 0xfd),
];

/// Text in code page 437.
pub fn pc8(text: &str) -> Vec<u8> {
    let byte = |c: char| {
        LETTERS
            .iter()
            .find(|(letter, _)| *letter == c)
            .map(|(_, byte)| *byte)
    };
    text.chars()
        .map(|c| byte(c).unwrap_or_else(|| u8::try_from(c).unwrap()))
        .collect()
}

/// The reverse.
pub fn from_pc8(bytes: &[u8]) -> String {
    let letter = |b: u8| {
        LETTERS
            .iter()
            .find(|(_, byte)| *byte == b)
            .map(|(letter, _)| *letter)
    };
    bytes
        .iter()
        .map(|&b| letter(b).unwrap_or(char::from(b)))
        .collect()
}

/// All problems of a file, one a line, as a person would list them.
pub fn listed(bytes: &[u8]) -> String {
    let (_, summary) = sie::inspect(bytes);
    let line = |p: &sie::Problem| format!("{:?} {p}\n", p.severity).replace('\u{a0}', " ");
    summary.problems.iter().map(line).collect()
}

/// The codes of all problems of a file, in the order of its lines.
pub fn codes(bytes: &[u8]) -> Vec<&'static str> {
    sie::inspect(bytes).1.problems.iter().map(|p| p.code).collect()
}
