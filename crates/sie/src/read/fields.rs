//! Single fields: decoded, typed, and reported when they are not what they should be.

use super::Reader;
use crate::{
    amount::{Amount, Form},
    books::{QuantityId, Tail, TailId},
    code,
    date::{Date, Period, digits},
    quantity::Quantity,
    scan::{Field, Fields, Oddities, unescape},
    text::{Sym, Texts},
};

/// So many texts are remembered by their bytes.
const REMEMBERED: usize = 4096;

impl Reader {
    /// The bytes of a field as text in `self.decoded`; control characters become spaces.
    fn decode(&mut self, field: Field<'_>) {
        self.decoded.clear();
        if field.escaped {
            self.scratch.clear();
            unescape(field.raw, &mut self.scratch);
            self.decoding.decode_into(&self.scratch, &mut self.decoded);
        } else {
            self.decoding.decode_into(field.raw, &mut self.decoded);
        }
        // No character set has a control character of these in any other byte.
        let control = |c: char| c < ' ' || c == '\u{7f}';
        if field.raw.iter().any(|b| *b < b' ' || *b == 0x7f) {
            self.decoded = self.decoded.replace(control, " ");
            self.problem(code::CONTROL_CHARACTER, || {
                "Texten innehåller styrtecken, som inte får förekomma. De lästes som mellanslag.".to_owned()
            });
        }
    }

    /// A text as a symbol, the same for the same text.
    #[inline]
    pub(super) fn sym(&mut self, field: Option<Field<'_>>) -> Sym {
        let Some(field) = field.filter(|f| !f.raw.is_empty()) else {
            return Sym(0);
        };
        match plain(field) {
            Some(ascii) => self.document.books.texts.intern_ascii(ascii),
            None => self.remembered_sym(field),
        }
    }

    /// An account: its number is mostly four digits, and these are found by their value.
    #[inline]
    pub(super) fn row_account(&mut self, fields: &mut Fields<'_>) -> Sym {
        let number = match fields.ahead() {
            [a, b, c, d, b' ' | b'{', ..] => four_digits([*a, *b, *c, *d]),
            _ => None,
        };
        let known = number.and_then(|n| self.numbered.get(n).copied());
        if let Some(known) = known.filter(|known| *known != Sym(0)) {
            fields.pass(4);
            return known;
        }
        let account = fields.before_list();
        let sym = self.sym(account);
        if let Some(place) = number.and_then(|n| self.numbered.get_mut(n)) {
            *place = sym;
        }
        sym
    }

    /// The amount of a row: in one pass when it is in the form of the standard.
    #[inline]
    pub(super) fn row_amount(&mut self, fields: &mut Fields<'_>) -> Amount {
        if let Some((amount, length)) = Amount::leading(fields.ahead()) {
            fields.pass(length);
            return amount;
        }
        let field = fields.next();
        self.amount(field)
    }

    /// What stands after the amount: the same on row after row, down to the byte, so that most are not
    /// taken apart. One that is told to be wrong is not remembered, to be told again.
    #[inline]
    pub(super) fn tail(&mut self, fields: &mut Fields<'_>) -> TailId {
        let raw = fields.ahead();
        if raw == self.last_tail.0 {
            return self.last_tail.1;
        }
        self.new_tail(raw, fields)
    }

    fn new_tail(&mut self, raw: &[u8], fields: &mut Fields<'_>) -> TailId {
        let told = self.problems.seen();
        let tail = Tail {
            date: self.date(fields.next(), "Radens datum"),
            text: self.sym(fields.next()),
            quantity: self.quantity(fields.next()),
            sign: self.sym(fields.next()),
        };
        let tail = self.document.books.tail(tail);
        if fields.odd == Oddities::default() && self.problems.seen() == told {
            self.last_tail.0.clear();
            self.last_tail.0.extend_from_slice(raw);
            self.last_tail.1 = tail;
        }
        tail
    }

    /// Decoding costs more than finding the same bytes again, and the same texts come again and again.
    fn remembered_sym(&mut self, field: Field<'_>) -> Sym {
        let raw = if field.escaped { &[] } else { field.raw };
        if let Some(&sym) = self.decoded_before.get(raw) {
            return sym;
        }
        let sym = self.decoded_sym(field, Texts::intern);
        if !raw.is_empty() && self.decoded_before.len() < REMEMBERED {
            self.decoded_before.insert(raw.into(), sym);
        }
        sym
    }

    /// A text as a symbol of its own, for texts that hardly repeat.
    #[inline]
    pub(super) fn own_sym(&mut self, field: Option<Field<'_>>) -> Sym {
        let Some(field) = field else { return Sym(0) };
        match plain(field) {
            Some(ascii) => self
                .document
                .books
                .texts
                .push(std::str::from_utf8(ascii).unwrap_or_default()),
            None => self.decoded_sym(field, Texts::push),
        }
    }

    fn decoded_sym(&mut self, field: Field<'_>, keep: fn(&mut Texts, &str) -> Sym) -> Sym {
        self.decode(field);
        keep(&mut self.document.books.texts, &self.decoded)
    }

    /// A text by value.
    pub(super) fn text(&mut self, field: Option<Field<'_>>) -> String {
        let Some(field) = field else { return String::new() };
        self.decode(field);
        self.decoded.clone()
    }

    /// The text that ends a record. Without quotes it is all that is left of the line: programs
    /// forget the quotes, and the standard has nothing else to put there.
    pub(super) fn last_text(&mut self, fields: &mut Fields<'_>) -> Option<String> {
        let mut ahead = fields.clone();
        let raw = ahead.rest();
        if raw.first() == Some(&b'"') || raw.is_empty() {
            let field = fields.next();
            // Quotes inside, not escaped: the text ends at the last quote of the line.
            if fields.odd.bare
                && !fields.rest().is_empty()
                && let [b'"', inside @ .., b'"'] = raw
            {
                return Some(self.text(Some(Field {
                    raw: inside,
                    escaped: true,
                })));
            }
            return field.map(|_| self.text(field));
        }
        *fields = ahead;
        if raw.iter().any(|b| *b <= b' ') {
            self.problem(code::TEXT_UNQUOTED, || {
                "Texten innehåller mellanslag men saknar citattecken. Den lästes till radens slut; inget behöver göras.".to_owned()
            });
        }
        Some(self.text(Some(Field { raw, escaped: false })))
    }

    /// What stands in a field, shortened, for a message.
    pub(super) fn show(&mut self, field: Field<'_>) -> String {
        let mut text = String::new();
        self.decoding
            .decode_into(field.raw.get(..30).unwrap_or(field.raw), &mut text);
        text.replace(char::is_control, " ")
    }

    #[inline]
    pub(super) fn date(&mut self, field: Option<Field<'_>>, what: &str) -> Option<Date> {
        let field = field.filter(|f| !f.raw.is_empty())?;
        // The rows of a voucher mostly repeat its date.
        let eight = <[u8; 8]>::try_from(field.raw).ok();
        if eight == Some(self.last_date.0) {
            return self.last_date.1;
        }
        let date = Date::read(field.raw).or_else(|| self.odd_date(field, what));
        if let (Some(_), Some(raw)) = (date, eight) {
            self.last_date = (raw, date);
        }
        date
    }

    fn odd_date(&mut self, field: Field<'_>, what: &str) -> Option<Date> {
        // Zeros, and spaces between quotes, stand for no date.
        if field.raw.iter().all(|b| b"0 ".contains(b)) {
            return None;
        }
        let shown = self.show(field);
        let date =
            Date::read_separated(field.raw.trim_ascii()).or_else(|| Date::read(field.raw.trim_ascii()));
        if date.is_some() {
            self.problem(code::DATE_FORMAT, || {
                format!("{what} är skrivet ”{shown}”, ska vara ÅÅÅÅMMDD. Det lästes ändå.")
            });
        } else {
            self.problem(code::DATE, || {
                format!("{what} är ”{shown}”, som inte är någon dag. Ange en dag som ÅÅÅÅMMDD, till exempel 20221231.")
            });
        }
        date
    }

    #[inline]
    pub(super) fn amount(&mut self, field: Option<Field<'_>>) -> Amount {
        match field.map(|f| (f, Amount::read(f.raw))) {
            Some((_, Some((amount, Form::Standard)))) => amount,
            other => self.odd_amount(other),
        }
    }

    fn odd_amount(&mut self, read: Option<(Field<'_>, Option<(Amount, Form)>)>) -> Amount {
        let Some((field, read)) = read.filter(|(f, _)| !f.raw.is_empty()) else {
            self.problem(code::FIELD_MISSING, || {
                "Beloppet saknas och räknas som 0,00. Rätta raden i bokföringsprogrammet och exportera om filen.".to_owned()
            });
            return Amount::ZERO;
        };
        let shown = self.show(field);
        match read {
            Some((amount, Form::Rounded)) => {
                self.problem(code::AMOUNT_ROUNDED, || {
                    format!("Beloppet ”{shown}” har fler än två decimaler och avrundades till {}. Rätta det före import.", amount.swedish())
                });
                amount
            }
            Some((amount, _)) => {
                self.problem(code::AMOUNT_FORMAT, || {
                    format!("Beloppet är skrivet ”{shown}”, ska vara {amount}. Det lästes ändå.")
                });
                amount
            }
            None => {
                self.problem(code::AMOUNT, || {
                    format!("Beloppet ”{shown}” kan inte läsas och räknas som 0,00. Väntat: siffror med punkt och högst två decimaler, till exempel -1234.50.")
                });
                Amount::ZERO
            }
        }
    }

    pub(super) fn quantity(&mut self, field: Option<Field<'_>>) -> QuantityId {
        let Some(field) = field.filter(|f| !f.raw.trim_ascii().is_empty()) else {
            return QuantityId::default();
        };
        let quantity = Quantity::read(field.raw.trim_ascii());
        if quantity.is_none() {
            let shown = self.show(field);
            self.problem(code::QUANTITY, || {
                format!("Kvantiteten ”{shown}” är inget tal och togs inte med. Väntat: siffror med punkt, till exempel -12.5.")
            });
        }
        self.document.books.quantity(quantity)
    }

    /// The year's index: 0, −1, −2 …
    pub(super) fn year_index(&mut self, field: Option<Field<'_>>) -> Option<i16> {
        let raw = field.map(|f| f.raw).unwrap_or_default();
        let (sign, number) = match raw {
            [b'-', rest @ ..] => (-1, rest),
            all => (1, all),
        };
        let index = digits(number).and_then(|n| i16::try_from(i64::from(n) * sign).ok());
        if index.is_none() {
            let shown = field.map(|f| self.show(f)).unwrap_or_default();
            self.problem(code::YEAR_INDEX, || {
                format!("Årsnumret är ”{shown}”, ska vara 0 för innevarande år eller -1, -2 … för tidigare. Posten togs inte med.")
            });
        }
        index
    }

    pub(super) fn period(&mut self, field: Option<Field<'_>>) -> Option<Period> {
        let period = field.and_then(|f| Period::read(f.raw));
        if period.is_none() {
            let shown = field.map(|f| self.show(f)).unwrap_or_default();
            self.problem(code::PERIOD, || {
                format!("Perioden är ”{shown}”, ska vara ÅÅÅÅMM, till exempel 202203. Posten togs inte med.")
            });
        }
        period
    }

    /// A whole number from 0; reported with the given code when it is something else.
    pub(super) fn number(&mut self, field: Option<Field<'_>>, what: &str) -> Option<u32> {
        let number = field.and_then(|f| digits(f.raw));
        if number.is_none() {
            let shown = field.map(|f| self.show(f)).unwrap_or_default();
            self.problem(code::DIMENSION, || {
                format!("{what} är ”{shown}”, ska vara ett nummer (1 kostnadsställe, 6 projekt …). Uppgiften togs inte med.")
            });
        }
        number
    }
}

/// Four digits as a number.
#[inline]
fn four_digits(digits: [u8; 4]) -> Option<usize> {
    let number = digits.iter().fold(0, |number, digit| {
        number * 10 + usize::from(digit.wrapping_sub(b'0'))
    });
    digits.iter().all(u8::is_ascii_digit).then_some(number)
}

/// A field of printable ASCII without escapes: most are, and need no decoding.
#[inline]
fn plain(field: Field<'_>) -> Option<&[u8]> {
    (!field.escaped && printable(field.raw)).then_some(field.raw)
}

/// Whether all bytes are from the space to `~`, eight at a time.
#[inline]
fn printable(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let (words, rest) = bytes.as_chunks::<8>();
    // The high bit of a byte ends up set when it was set, or the byte is below the space, or above `~`.
    // A carry into the next byte comes only out of one that is found out itself.
    let odd = words.iter().fold(0, |odd, word| {
        let word = u64::from_le_bytes(*word);
        odd | word | word.wrapping_sub(0x20 * ONES) | word.wrapping_add(ONES)
    });
    odd & (0x80 * ONES) == 0 && rest.iter().all(|b| (b' '..0x7f).contains(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printable_is_from_the_space_to_the_tilde_wherever_it_stands() {
        for byte in 0..=255_u8 {
            for length in [1, 7, 8, 9, 16, 20] {
                for at in 0..length {
                    let mut bytes = vec![b'~'; length];
                    bytes[at] = byte;
                    let expected = (b' '..=b'~').contains(&byte);
                    assert_eq!(printable(&bytes), expected, "{byte} at {at} of {length}");
                    bytes.fill(b' ');
                    bytes[at] = byte;
                    assert_eq!(printable(&bytes), expected, "{byte} at {at} of {length}");
                }
            }
        }
    }
}
