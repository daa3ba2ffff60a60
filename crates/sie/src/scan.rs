//! Cutting a file into lines and a line into fields, without copying anything.

use memchr::memchr2;

/// Lines ended by LF, CRLF or a lone CR.
#[derive(Clone)]
pub(crate) struct Lines<'a> {
    rest: &'a [u8],
}

impl<'a> Lines<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Lines { rest: bytes }
    }

    /// How many bytes are left to cut.
    pub(crate) const fn left(&self) -> usize {
        self.rest.len()
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    #[inline]
    fn next(&mut self) -> Option<&'a [u8]> {
        let (line, tail) = match self.rest {
            [] => return None,
            // A third of all lines are nothing but a brace: cheaper than a search for their end.
            [b'{' | b'}', b'\r', b'\n', ..] => self.rest.split_at(1),
            _ => {
                let end = memchr2(b'\n', b'\r', self.rest);
                self.rest.split_at(end.unwrap_or(self.rest.len()))
            }
        };
        self.rest = match tail {
            [b'\r', b'\n', rest @ ..] | [_, rest @ ..] => rest,
            [] => tail,
        };
        Some(line)
    }
}

/// One field as it stands in the file, without its outer quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Field<'a> {
    pub raw: &'a [u8],
    /// There are escaped quotes in it.
    pub escaped: bool,
}

/// What was odd about the quotes of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Oddities {
    /// A quoted field had no closing quote.
    pub open: bool,
    /// A quote stood inside a field without backslash.
    pub bare: bool,
}

/// The fields of one line. Everything up to and including the space separates: tabs, NUL and the
/// end-of-file mark of DOS among them.
#[derive(Clone)]
pub(crate) struct Fields<'a> {
    /// What has not been cut yet.
    left: &'a [u8],
    pub odd: Oddities,
}

const fn separates(byte: u8) -> bool {
    byte <= b' '
}

/// A line from its first visible character on.
#[inline]
pub(crate) fn visible(line: &[u8]) -> &[u8] {
    let mut line = line;
    while let [first, rest @ ..] = line
        && separates(*first)
    {
        line = rest;
    }
    line
}

impl<'a> Fields<'a> {
    pub(crate) fn new(line: &'a [u8]) -> Self {
        Fields {
            left: line,
            odd: Oddities::default(),
        }
    }

    /// What is left of the line from its next field on, for a reader that knows what to expect there.
    #[inline]
    pub(crate) fn ahead(&mut self) -> &'a [u8] {
        self.left = visible(self.left);
        self.left
    }

    /// So many bytes of what is ahead have been read.
    #[inline]
    pub(crate) fn pass(&mut self, bytes: usize) {
        self.left = self.left.get(bytes..).unwrap_or_default();
    }

    /// What is left of the line, without surrounding separators.
    pub(crate) fn rest(&mut self) -> &'a [u8] {
        let rest = self.ahead();
        self.left = &[];
        let end = rest.iter().rposition(|b| !separates(*b)).map_or(0, |i| i + 1);
        rest.get(..end).unwrap_or_default()
    }

    /// The next field; braces are ordinary characters.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<Field<'a>> {
        match self.ahead() {
            [] => None,
            [b'"', inside @ ..] => Some(self.quoted(inside)),
            _ => Some(self.plain(separates)),
        }
    }

    /// The next field in a record with an object list: a brace ends it.
    #[inline]
    pub(crate) fn before_list(&mut self) -> Option<Field<'a>> {
        match self.ahead() {
            [] | [b'{', ..] => None,
            [b'"', inside @ ..] => Some(self.quoted(inside)),
            _ => Some(self.plain(|byte| separates(byte) || byte == b'{')),
        }
    }

    /// Whether an object list with nothing in it comes next, which is then taken off the line.
    #[inline]
    pub(crate) fn empty_list(&mut self) -> bool {
        let [b'{', b'}', left @ ..] = self.ahead() else {
            return false;
        };
        self.left = left;
        true
    }

    /// What stands between the braces of an object list; nothing when no list begins here.
    #[inline]
    pub(crate) fn list(&mut self) -> Option<List<'a>> {
        let [b'{', inside @ ..] = self.ahead() else {
            return None;
        };
        let mut quoted = false;
        let mut before = b'{';
        for (at, &byte) in inside.iter().enumerate() {
            match byte {
                b'"' if !(quoted && before == b'\\') => quoted = !quoted,
                b'}' if !quoted => {
                    let (raw, left) = inside.split_at(at);
                    self.left = left.get(1..).unwrap_or_default();
                    return Some(List { raw, closed: true });
                }
                _ => {}
            }
            before = byte;
        }
        // Never closed: nothing on this line can be told apart from the list.
        self.left = &[];
        Some(List {
            raw: inside,
            closed: false,
        })
    }

    /// Whether the line ends in a free-standing `}`, which is then taken off it.
    #[inline]
    pub(crate) fn closing_brace(&mut self) -> bool {
        self.trailing(b'}')
    }

    /// Whether the line ends in a free-standing `{`, which is then taken off it.
    #[inline]
    pub(crate) fn opening_brace(&mut self) -> bool {
        self.trailing(b'{')
    }

    #[inline]
    fn trailing(&mut self, brace: u8) -> bool {
        match self.left.trim_ascii_end() {
            [before @ .., last] if *last == brace && before.last().is_some_and(|b| separates(*b)) => {
                self.left = before;
                true
            }
            _ => false,
        }
    }

    #[inline]
    fn plain(&mut self, ends: impl Fn(u8) -> bool) -> Field<'a> {
        let end = self.left.iter().position(|byte| ends(*byte));
        let (raw, left) = self.left.split_at(end.unwrap_or(self.left.len()));
        self.left = left;
        Field { raw, escaped: false }
    }

    /// From the opening quote to the quote that closes: one that is not escaped and stands before a
    /// separator, a brace or the end.
    #[inline]
    fn quoted(&mut self, inside: &'a [u8]) -> Field<'a> {
        let mut escaped = false;
        let mut at = 0;
        // An escaped quote before a separator: the closing one after all, should no other come
        // ("C:\BOK\" is a path, not an escape).
        let mut fallback = None;
        while let Some(offset) = inside.get(at..).and_then(|rest| memchr::memchr(b'"', rest)) {
            let quote = at + offset;
            let after = inside.get(quote + 1).copied().unwrap_or(b' ');
            let ends = separates(after) || after == b'}' || after == b'{';
            if quote > 0 && inside.get(quote - 1) == Some(&b'\\') {
                escaped = true;
                fallback = fallback.or(ends.then_some(quote));
                at = quote + 1;
            } else if ends {
                self.left = inside.get(quote + 1..).unwrap_or_default();
                let raw = inside.get(..quote).unwrap_or_default();
                return Field { raw, escaped };
            } else {
                self.odd.bare = true;
                escaped = true;
                at = quote + if after == b'"' { 2 } else { 1 };
            }
        }
        let end = fallback.unwrap_or(inside.len());
        self.odd.open |= fallback.is_none();
        self.left = inside.get(end + 1..).unwrap_or_default();
        Field {
            raw: inside.get(..end).unwrap_or_default().trim_ascii_end(),
            escaped,
        }
    }
}

/// The inside of an object list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct List<'a> {
    pub raw: &'a [u8],
    pub closed: bool,
}

/// The bytes of a field with `\"` and `""` inside it made one quote each.
pub(crate) fn unescape(raw: &[u8], to: &mut Vec<u8>) {
    let mut rest = raw;
    while let Some((&first, tail)) = rest.split_first() {
        let pair = tail.first() == Some(&b'"') && (first == b'\\' || first == b'"');
        to.push(if pair { b'"' } else { first });
        rest = if pair {
            tail.get(1..).unwrap_or_default()
        } else {
            tail
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(line: &str) -> (Vec<String>, Oddities) {
        let mut fields = Fields::new(line.as_bytes());
        let mut all = Vec::new();
        while let Some(field) = fields.next() {
            let mut bytes = Vec::new();
            if field.escaped {
                unescape(field.raw, &mut bytes);
            } else {
                bytes.extend(field.raw);
            }
            all.push(String::from_utf8(bytes).unwrap());
        }
        (all, fields.odd)
    }

    #[test]
    fn lines_end_in_every_way_there_is() {
        let lines = |s: &'static str| Lines::new(s.as_bytes()).map(<[u8]>::to_vec).collect::<Vec<_>>();
        assert_eq!(lines("a\r\nb\nc\rd"), [b"a", b"b", b"c", b"d"]);
        assert_eq!(lines("a\n\r\n"), [&b"a"[..], b""]);
        assert_eq!(lines(""), Vec::<Vec<u8>>::new());
    }

    #[test]
    fn r_sie_03_fields_are_cut_with_and_without_quotes() {
        let fine = Oddities::default();
        let bare = Oddities { bare: true, ..fine };
        let open = Oddities { open: true, ..fine };
        for (line, expected, odd) in [
            ("a  b\tc", vec!["a", "b", "c"], fine),
            (r#""" "x y" z"#, vec!["", "x y", "z"], fine),
            (r#""Kassa \"special\"""#, vec!["Kassa \"special\""], fine),
            (r#""C:\BOK\Ovnbol" 1"#, vec![r"C:\BOK\Ovnbol", "1"], fine),
            (r#""C:\BOK\""#, vec![r"C:\BOK\"], fine),
            (r#""C:\BOK\" 5"#, vec![r"C:\BOK\", "5"], fine),
            (r#""a\\"b" c"#, vec![r#"a\"b"#, "c"], fine),
            (r#""Bolaget "Sol" AB""#, vec!["Bolaget \"Sol", "AB\""], bare),
            (r#""3""-rör" x"#, vec!["3\"-rör", "x"], bare),
            (r#""aldrig slut  "#, vec!["aldrig slut"], open),
            ("a\0\x1a", vec!["a"], fine),
            ("{x} }", vec!["{x}", "}"], fine),
        ] {
            let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
            assert_eq!(split(line), (expected, odd), "{line}");
        }
    }

    #[test]
    fn r_sie_04_an_object_list_stands_between_braces() {
        for (line, raw, closed, next) in [
            ("1910 {} 5", "", true, Some("5")),
            ("1910{1 \"2\"}5", "1 \"2\"", true, Some("5")),
            ("1910 { \"1\" \"a}b\" } 5", " \"1\" \"a}b\" ", true, Some("5")),
            ("1910 {1 \"a\\\"}b\"}5", "1 \"a\\\"}b\"", true, Some("5")),
            ("1910 {1 2 5", "1 2 5", false, None),
        ] {
            let mut fields = Fields::new(line.as_bytes());
            assert_eq!(fields.before_list().unwrap().raw, b"1910");
            assert_eq!(
                fields.list(),
                Some(List {
                    raw: raw.as_bytes(),
                    closed
                }),
                "{line}"
            );
            assert_eq!(fields.next().map(|f| f.raw), next.map(str::as_bytes), "{line}");
        }
        assert_eq!(Fields::new(b" 5").list(), None);
    }
}
