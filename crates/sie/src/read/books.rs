//! Balances, vouchers and rows: nearly all of a file, so this is where speed counts.

use super::{Block, Reader};
use crate::{
    books::{BalanceData, ListId, Place, RowData, VoucherData},
    code,
    record::Record,
    scan::{Field, Fields, Oddities},
    text::Sym,
    view::{BalanceKind, RowKind},
};

/// After so many vouchers it is known what the rest of the file will need.
const SAMPLE: usize = 250;

impl Reader {
    /// Takes a balance record; false when it is something else.
    pub(super) fn balance_record(&mut self, record: Record, fields: &mut Fields<'_>) -> bool {
        let kind = match record {
            Record::Opening => BalanceKind::Opening,
            Record::Closing => BalanceKind::Closing,
            Record::ObjectOpening => BalanceKind::ObjectOpening,
            Record::ObjectClosing => BalanceKind::ObjectClosing,
            Record::Result => BalanceKind::Result,
            Record::PeriodBalance => BalanceKind::Period,
            Record::PeriodBudget => BalanceKind::Budget,
            _ => return false,
        };
        if let Some(balance) = self.balance(kind, fields) {
            self.document.books.balances.push(balance);
        }
        true
    }

    fn balance(&mut self, kind: BalanceKind, fields: &mut Fields<'_>) -> Option<BalanceData> {
        let year = self.year_index(fields.next())?;
        let period = if kind.has_period() {
            Some(self.period(fields.next())?)
        } else {
            None
        };
        let account = fields.before_list();
        let account = self.sym(account);
        if account == Sym(0) {
            self.missing("Kontonumret");
            return None;
        }
        let mut objects = self.list(fields, kind.has_objects());
        if !kind.has_objects() && objects != ListId::default() {
            self.problem(code::OBJECT_LIST, || {
                "Posten ska inte ha några objekt; saldot lästes för kontot som helhet. Kontrollera det mot bokföringsprogrammet.".to_owned()
            });
            objects = ListId::default();
        }
        let (amount, quantity) = (fields.next(), fields.next());
        self.split_amount(amount, quantity);
        let amount = self.amount(amount);
        let quantity = self.quantity(quantity);
        Some(BalanceData {
            amount,
            account,
            objects,
            quantity,
            period,
            line: self.line,
            year,
            kind,
        })
    }

    /// "1 000,50" without quotes comes out as an amount of 1 and a quantity of 000,50.
    fn split_amount(&mut self, amount: Option<Field<'_>>, quantity: Option<Field<'_>>) {
        let (Some(amount), Some(quantity)) = (amount, quantity) else {
            return;
        };
        let whole = amount.raw.strip_prefix(b"-").unwrap_or(amount.raw);
        let (thousands, decimals) = quantity.raw.split_at(quantity.raw.len().min(3));
        let odd = thousands.starts_with(b"0") || decimals.starts_with(b",");
        if (1..=3).contains(&whole.len())
            && whole.iter().all(u8::is_ascii_digit)
            && thousands.len() == 3
            && thousands.iter().all(u8::is_ascii_digit)
            && matches!(decimals, [] | [b',' | b'.', ..])
            && odd
        {
            let (first, then) = (self.show(amount), self.show(quantity));
            self.problem(code::AMOUNT, || {
                format!("Beloppet ser ut att vara skrivet ”{first} {then}” och lästes som {first}: tusental får inte skiljas åt. Rätta det före import.")
            });
        }
    }

    /// The object list at this place. Lists repeat: each is taken apart once.
    #[inline]
    fn list(&mut self, fields: &mut Fields<'_>, expected: bool) -> ListId {
        if fields.empty_list() {
            return ListId::default();
        }
        self.full_list(fields, expected)
    }

    fn full_list(&mut self, fields: &mut Fields<'_>, expected: bool) -> ListId {
        let Some(list) = fields.list() else {
            if expected {
                self.problem(code::OBJECT_LIST_MISSING, || {
                    "Objektlistan { } saknas; raden lästes som om den var tom. Inget behöver göras om raden ska sakna objekt.".to_owned()
                });
            }
            return ListId::default();
        };
        if list.closed && list.raw.iter().all(|b| *b <= b' ') {
            return ListId::default();
        }
        if list.closed
            && let Some(&id) = self.lists.get(list.raw)
        {
            return id;
        }
        let id = self.new_list(list.raw, list.closed);
        if list.closed {
            self.lists.insert(list.raw.into(), id);
        }
        id
    }

    fn new_list(&mut self, raw: &[u8], closed: bool) -> ListId {
        let mut fields = Fields::new(raw);
        let mut pairs: Vec<(u32, Sym)> = Vec::new();
        let mut whole = closed;
        while whole && let Some(dimension) = fields.next() {
            let Some(object) = fields.next() else {
                whole = dimension.raw.is_empty();
                break;
            };
            // An empty code is no object; programs write {1 ""} and {"" ""}.
            if !object.raw.is_empty()
                && let Some(number) = self.number(Some(dimension), "Dimensionen i objektlistan")
            {
                pairs.push((number, self.sym(Some(object))));
            }
        }
        if !whole {
            let shown = self.show(Field { raw, escaped: false });
            self.problem(code::OBJECT_LIST, || {
                format!("Objektlistan ”{shown}” kan inte läsas; väntat par av dimension och objekt inom {{ }}. Objekten togs inte med.")
            });
        }
        self.document
            .books
            .add_list(if whole { pairs } else { Vec::new() })
    }

    #[inline]
    pub(super) fn row(&mut self, record: Record, line: &[u8]) -> Oddities {
        let kind = match record {
            Record::Added => RowKind::Added,
            Record::Removed => RowKind::Removed,
            _ => RowKind::Posted,
        };
        let mut fields = Fields::new(line);
        if self.block != Block::Open && !self.row_without_brace(&mut fields) {
            return Oddities::default();
        }
        let account = self.row_account(&mut fields);
        if account == Sym(0) {
            self.problem(code::FIELD_MISSING, || {
                "Kontonumret saknas; raden räknas ändå. Rätta den i bokföringsprogrammet och exportera om filen.".to_owned()
            });
        }
        let objects = self.list(&mut fields, true);
        let closes = fields.closing_brace();
        let amount = self.row_amount(&mut fields);
        let tail = self.tail(&mut fields);
        let row = RowData {
            amount,
            account,
            objects,
            tail,
            place: Place::new(self.line, kind),
        };
        self.document.books.rows.push(row);
        if closes {
            self.close_brace();
        }
        fields.odd
    }

    /// A row where no brace is open: right after `#VER` it is taken as if there were one.
    fn row_without_brace(&mut self, fields: &mut Fields<'_>) -> bool {
        if self.block == Block::Pending {
            self.block = Block::Open;
            self.problem(code::BRACE_MISSING, || {
                "Klammern { före verifikationens rader saknas. Raderna lästes ändå.".to_owned()
            });
            return true;
        }
        let raw = fields.rest();
        let shown = self.show(Field { raw, escaped: false });
        self.problem(code::ROW_OUTSIDE_VOUCHER, || {
            format!(
                "Raden ”{shown}” står utanför varje verifikation och togs inte med. Exportera filen på nytt."
            )
        });
        false
    }

    pub(super) fn voucher(&mut self, line: &[u8]) -> Oddities {
        if self.block == Block::Open {
            let name = self.last_voucher();
            self.problem(code::BRACE_MISSING, || {
                format!("Klammern }} efter verifikation {name} saknas. En ny verifikation börjar här.")
            });
        }
        match self.document.books.vouchers.len() {
            0 => self.left_at_first = self.left,
            SAMPLE => {
                let read = self.left_at_first - self.left;
                self.document.books.expect(read, self.left);
            }
            _ => {}
        }
        let mut fields = Fields::new(line);
        let opens = fields.opening_brace();
        let series = self.sym(fields.next());
        let number = self.own_sym(fields.next());
        let date = fields.next();
        let (date, given) = (
            self.date(date, "Verifikationens datum"),
            date.is_some_and(|f| !f.raw.is_empty()),
        );
        let text = self.own_sym(fields.next());
        let registered = self.date(fields.next(), "Registreringsdatumet");
        let sign = self.sym(fields.next());
        let first_row = self.document.books.next_row();
        let voucher = VoucherData {
            series,
            number,
            text,
            sign,
            date,
            registered,
            first_row,
            line: self.line,
        };
        self.document.books.vouchers.push(voucher);
        self.block = if opens { Block::Open } else { Block::Pending };
        if !given {
            let name = self.last_voucher();
            self.problem(code::FIELD_MISSING, || {
                format!("Datumet för verifikation {name} saknas. Ange verifikationens dag som ÅÅÅÅMMDD.")
            });
        }
        fields.odd
    }

    /// The name of the voucher read last, for a message.
    pub(super) fn last_voucher(&self) -> String {
        let books = &self.document.books;
        books
            .vouchers
            .last()
            .map(|voucher| books.name(voucher))
            .unwrap_or_default()
    }

    pub(super) fn open_brace(&mut self) {
        if self.block == Block::Pending {
            self.block = Block::Open;
            return;
        }
        self.record = Record::Voucher;
        self.problem(code::BRACE_EXTRA, || {
            "Klammern { står inte efter en #VER och betyder inget här. Kontrollera raderna omkring."
                .to_owned()
        });
    }

    pub(super) fn close_brace(&mut self) {
        if self.block == Block::None {
            self.record = Record::Voucher;
            self.problem(code::BRACE_EXTRA, || {
                "Klammern } avslutar ingen verifikation. Kontrollera raderna omkring.".to_owned()
            });
        }
        self.block = Block::None;
    }
}
