//! Putting one record after another.

use super::{
    error::{WriteError, WriteErrorKind},
    translit::nearest,
};
use crate::{charset::to_cp437, checksum::Running, date::Date, encoding::Encoding};

pub(super) struct Writer {
    out: Vec<u8>,
    record: &'static str,
    /// Where the current record began.
    start: usize,
    in_list: bool,
    transliterate: bool,
    checksum: Option<Running>,
}

impl Writer {
    pub(super) fn new(transliterate: bool) -> Self {
        Writer {
            out: Vec::new(),
            record: "",
            start: 0,
            in_list: false,
            transliterate,
            checksum: None,
        }
    }

    pub(super) fn start_checksum(&mut self) {
        self.begin("#KSUMMA");
        self.end();
        self.checksum = Some(Running::new(Encoding::Cp437));
    }

    pub(super) fn begin(&mut self, record: &'static str) {
        self.record = record;
        self.start = self.out.len();
        self.out.extend_from_slice(record.as_bytes());
    }

    /// Label of the record being written.
    pub(super) const fn current(&self) -> &'static str {
        self.record
    }

    pub(super) fn end(&mut self) {
        if let (Some(running), Some(line)) = (&mut self.checksum, self.out.get(self.start..)) {
            running.record(line);
        }
        self.out.extend_from_slice(b"\r\n");
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        if let Some(running) = self.checksum.take() {
            self.begin("#KSUMMA");
            self.bare(&running.value().to_string());
            self.end();
        }
        self.out
    }

    pub(super) fn indent(&mut self) {
        self.out.extend_from_slice(b"   ");
    }

    /// A brace around the rows of a voucher stands alone on its line.
    pub(super) fn brace(&mut self, brace: &str) {
        self.out.extend_from_slice(brace.as_bytes());
        self.out.extend_from_slice(b"\r\n");
    }

    pub(super) fn open_list(&mut self) {
        self.out.extend_from_slice(b" {");
        self.in_list = true;
    }

    pub(super) fn close_list(&mut self) {
        self.out.push(b'}');
        self.in_list = false;
    }

    fn space(&mut self) {
        if !(self.in_list && self.out.last() == Some(&b'{')) {
            self.out.push(b' ');
        }
    }

    /// A field that never needs quotes.
    pub(super) fn bare(&mut self, field: &str) {
        self.space();
        self.out.extend_from_slice(field.as_bytes());
    }

    /// A date, or an empty field in its place.
    pub(super) fn date(&mut self, date: Option<Date>) {
        match date {
            Some(date) => self.bare(&format!("{:08}", date.number())),
            None => self.bare("\"\""),
        }
    }

    /// A code such as an account number: quoted only when it must be.
    pub(super) fn code(&mut self, code: &str) -> Result<(), WriteError> {
        let start = self.out.len();
        self.text(code)?;
        // Judged by what was written: a character may have been replaced by a plain one.
        let plain = |b: &u8| b.is_ascii_alphanumeric() || b"-_.".contains(b);
        let quote = start + self.out[start..].iter().position(|b| *b != b' ').unwrap_or(0);
        if let [b'"', inside @ .., b'"'] = &self.out[quote..]
            && !inside.is_empty()
            && inside.iter().all(plain)
        {
            self.out.pop();
            self.out.remove(quote);
        }
        Ok(())
    }

    pub(super) fn optional_text(&mut self, text: &str) -> Result<(), WriteError> {
        if text.is_empty() { Ok(()) } else { self.text(text) }
    }

    /// A record of one text, left out when the text is empty.
    pub(super) fn single(&mut self, record: &'static str, text: &str) -> Result<(), WriteError> {
        if text.is_empty() {
            Ok(())
        } else {
            self.record(record, &[text])
        }
    }

    /// A record of texts; empty ones at the end are left out, but never the first.
    pub(super) fn record(&mut self, record: &'static str, texts: &[&str]) -> Result<(), WriteError> {
        self.begin(record);
        let used = texts
            .iter()
            .rposition(|t| !t.is_empty())
            .map_or(1, |last| last + 1);
        for text in texts.iter().take(used) {
            self.text(text)?;
        }
        self.end();
        Ok(())
    }

    /// A text in quotes.
    pub(super) fn text(&mut self, text: &str) -> Result<(), WriteError> {
        self.space();
        let start = self.out.len();
        self.out.push(b'"');
        for c in text.chars() {
            self.character(c, text)?;
        }
        if self.out.last() == Some(&b'\\') {
            return self.ends_in_backslash(start, text);
        }
        self.out.push(b'"');
        Ok(())
    }

    fn character(&mut self, c: char, text: &str) -> Result<(), WriteError> {
        let control = c < ' ' || c == '\u{7f}';
        match to_cp437(c).filter(|_| !control) {
            Some(b'"') => self.out.extend_from_slice(b"\\\""),
            Some(byte) => self.out.push(byte),
            None if self.transliterate => {
                for near in nearest(c).chars() {
                    self.out.extend(to_cp437(near));
                }
            }
            None => {
                let kind = WriteErrorKind::Character {
                    character: c,
                    text: text.to_owned(),
                };
                return Err(WriteError {
                    record: self.record,
                    kind,
                });
            }
        }
        Ok(())
    }

    /// `\"` means a quote, so a text with a backslash last must do without quotes.
    fn ends_in_backslash(&mut self, start: usize, text: &str) -> Result<(), WriteError> {
        let needs_quotes = |b: &u8| *b <= b' ' || b"\"{}".contains(b);
        let inside = self.out.get(start + 1..).unwrap_or_default();
        if !inside.iter().any(needs_quotes) {
            self.out.remove(start);
            return Ok(());
        }
        if self.transliterate {
            self.out.pop();
            self.out.extend_from_slice(b"/\"");
            return Ok(());
        }
        Err(WriteError {
            record: self.record,
            kind: WriteErrorKind::Backslash(text.to_owned()),
        })
    }
}
