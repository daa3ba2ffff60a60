//! `#KONTO`, `#KTYP`, `#ENHET`, `#SRU`, `#DIM`, `#UNDERDIM` and `#OBJEKT`.

use super::Reader;
use crate::{
    code,
    document::{Account, AccountKind, Dimension, Object},
    record::Record,
    scan::{Field, Fields},
    view::Line,
};

impl Reader {
    /// Takes a record of the chart of accounts; false when it is something else.
    pub(super) fn chart_record(&mut self, record: Record, fields: &mut Fields<'_>) -> bool {
        match record {
            Record::Account => self.account(fields),
            Record::AccountKind => self.account_kind(fields),
            Record::Unit => {
                let account = fields.next();
                let unit = self.text(fields.next());
                if !unit.is_empty()
                    && let Some(entry) = self.entry(account)
                {
                    entry.unit = unit;
                }
            }
            Record::Sru => {
                let account = fields.next();
                let code = self.text(fields.next());
                if !code.is_empty()
                    && let Some(entry) = self.entry(account)
                {
                    entry.sru.push(code);
                }
            }
            Record::Dimension | Record::SubDimension => self.dimension(record, fields),
            Record::Object => self.object(fields),
            _ => return false,
        }
        true
    }

    /// The account a record speaks of, undeclared if it is the first to do so.
    fn entry(&mut self, number: Option<Field<'_>>) -> Option<&mut Account> {
        let sym = self.sym(number);
        if sym == crate::text::Sym(0) {
            self.missing("Kontonumret");
            return None;
        }
        let at = *self.accounts.entry(sym).or_insert(self.document.accounts.len());
        if at == self.document.accounts.len() {
            let number = self.document.books.texts.get(sym).to_owned();
            self.document.accounts.push(Account {
                number,
                line: Line(self.line),
                ..Account::default()
            });
        }
        self.document.accounts.get_mut(at)
    }

    pub(super) fn missing(&mut self, what: &str) {
        self.problem(code::FIELD_MISSING, || {
            format!("{what} saknas. Posten togs inte med; rätta den i bokföringsprogrammet.")
        });
    }

    fn account(&mut self, fields: &mut Fields<'_>) {
        let number = fields.next();
        let name = self.last_text(fields).unwrap_or_default();
        let line = Line(self.line);
        let Some(entry) = self.entry(number) else { return };
        match &entry.name {
            None => {
                entry.name = Some(name);
                entry.line = line;
            }
            Some(first) => {
                let (number, first) = (entry.number.clone(), first.clone());
                self.problem(code::RECORD_REPEATED, || {
                    format!("Konto {number} står mer än en gång, nu som ”{name}”. Namnet ”{first}” gäller; ta bort det som är fel.")
                });
            }
        }
    }

    fn account_kind(&mut self, fields: &mut Fields<'_>) {
        let account = fields.next();
        let field = fields.next();
        let kind = match field.map(|f| f.raw).unwrap_or_default() {
            b"T" | b"t" => Some(AccountKind::Asset),
            b"S" | b"s" => Some(AccountKind::Liability),
            b"K" | b"k" => Some(AccountKind::Cost),
            b"I" | b"i" => Some(AccountKind::Income),
            _ => None,
        };
        if kind.is_none() && field.is_some_and(|f| !f.raw.is_empty()) {
            let shown = field.map(|f| self.show(f)).unwrap_or_default();
            self.problem(code::FIELD_UNKNOWN, || {
                format!("Kontotypen är ”{shown}”, ska vara T, S, K eller I. Kontots typ följer i stället av numret.")
            });
        }
        if kind.is_some()
            && let Some(entry) = self.entry(account)
        {
            entry.kind = kind;
        }
    }

    fn dimension(&mut self, record: Record, fields: &mut Fields<'_>) {
        let Some(number) = self.number(fields.next(), "Dimensionen") else {
            return;
        };
        let (name, parent) = if record == Record::SubDimension {
            let name = self.text(fields.next());
            (name, self.number(fields.next(), "Den överordnade dimensionen"))
        } else {
            (self.last_text(fields).unwrap_or_default(), None)
        };
        if self
            .document
            .dimensions
            .iter()
            .take(1000)
            .any(|d| d.number == number)
        {
            return self.problem(code::RECORD_REPEATED, || {
                format!("Dimension {number} står mer än en gång; den första gäller. Ta bort den som är fel.")
            });
        }
        self.document.dimensions.push(Dimension {
            number,
            name,
            parent,
            line: Line(self.line),
        });
    }

    fn object(&mut self, fields: &mut Fields<'_>) {
        let Some(dimension) = self.number(fields.next(), "Dimensionen") else {
            return;
        };
        let code = self.text(fields.next());
        if code.is_empty() {
            return self.missing("Objektets kod");
        }
        let name = self.last_text(fields).unwrap_or_default();
        self.document.objects.push(Object {
            dimension,
            code,
            name,
            line: Line(self.line),
        });
    }
}
