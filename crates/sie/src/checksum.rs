//! `#KSUMMA`: CRC-32 over labels and fields (SIE 4B, chapter 10).
//!
//! Left out are separators between fields, quotes around fields, the backslash before a quote, and
//! the braces of object lists and vouchers. The bytes are those of code page 437.

use crc32fast::Hasher;

use crate::{
    charset::to_cp437,
    encoding::Encoding,
    record::Record,
    scan::{Field, Fields, unescape},
};

/// The running checksum of a file.
pub(crate) struct Running {
    /// Over the bytes as they stand in the file.
    as_is: Hasher,
    /// Over the same text in code page 437, when the file is in something else: the sum was right
    /// before somebody changed the character set.
    as_pc8: Option<(Hasher, Encoding)>,
    scratch: Vec<u8>,
}

impl Running {
    pub(crate) fn new(encoding: Encoding) -> Self {
        let as_pc8 = (encoding != Encoding::Cp437).then(|| (Hasher::new(), encoding));
        Running {
            as_is: Hasher::new(),
            as_pc8,
            scratch: Vec::new(),
        }
    }

    /// Takes in one record with its label.
    pub(crate) fn record(&mut self, line: &[u8]) {
        let mut fields = Fields::new(line);
        let Some(label) = fields.next() else { return };
        self.field(label);
        let list_at = Record::of(label.raw).and_then(Record::list_at);
        for at in 0_u8.. {
            if Some(at) == list_at
                && let Some(list) = fields.list()
            {
                let mut objects = Fields::new(list.raw);
                while let Some(field) = objects.next() {
                    self.field(field);
                }
            }
            let field = if list_at.is_some_and(|list| at < list) {
                fields.before_list()
            } else {
                fields.next()
            };
            let Some(field) = field else { return };
            self.field(field);
        }
    }

    fn field(&mut self, field: Field<'_>) {
        self.scratch.clear();
        if field.escaped {
            unescape(field.raw, &mut self.scratch);
        } else {
            self.scratch.extend_from_slice(field.raw);
        }
        self.as_is.update(&self.scratch);
        if let Some((hasher, encoding)) = &mut self.as_pc8 {
            let mut text = String::new();
            encoding.decode_into(&self.scratch, &mut text);
            let bytes: Vec<u8> = text.chars().map(|c| to_cp437(c).unwrap_or(b'?')).collect();
            hasher.update(&bytes);
        }
    }

    /// Whether a stated sum is the sum of what was taken in.
    pub(crate) fn is(&self, stated: u32) -> bool {
        self.as_is.clone().finalize() == stated
            || self
                .as_pc8
                .as_ref()
                .is_some_and(|(hasher, _)| hasher.clone().finalize() == stated)
    }

    /// The sum of what was taken in.
    pub(crate) fn value(&self) -> u32 {
        self.as_is.clone().finalize()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(lines: &[&str]) -> u32 {
        let mut running = Running::new(Encoding::Cp437);
        for line in lines {
            running.record(line.as_bytes());
        }
        running.value()
    }

    #[test]
    fn r_sie_20_the_checksum_is_over_labels_and_fields_only() {
        let plain = |bytes: &[u8]| crc32fast::hash(bytes);
        assert_eq!(
            sum(&["#KONTO  1915 \"Kassa \\\"special\\\"\""]),
            plain(b"#KONTO1915Kassa \"special\"")
        );
        assert_eq!(
            sum(&["\t#TRANS 1910 { \"1\" \"a b\" 6 x} -5.00 \"\" \"text\""]),
            plain(b"#TRANS19101a b6x-5.00text")
        );
        assert_eq!(
            sum(&["#GEN 20240101 AB", "", "#FNR {x}"]),
            plain(b"#GEN20240101AB#FNR{x}")
        );
        assert_eq!(sum(&[]), 0);
    }

    #[test]
    fn r_sie_20_a_changed_character_set_does_not_spoil_the_checksum() {
        let mut running = Running::new(Encoding::Utf8);
        running.record("#FNAMN \"Åre\"".as_bytes());
        assert!(running.is(crc32fast::hash(b"#FNAMN\x8fre")));
        assert!(running.is(crc32fast::hash("#FNAMNÅre".as_bytes())));
        assert!(!running.is(1));
    }
}
