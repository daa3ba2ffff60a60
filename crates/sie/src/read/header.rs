//! `#FLAGGA` to `#VALUTA`.

use super::Reader;
use crate::{
    code,
    date::digits,
    document::{Address, Generated, OrgNumber, Program, Year},
    record::Record,
    scan::{Field, Fields},
    view::Line,
};

impl Reader {
    pub(super) fn header_record(&mut self, record: Record, fields: &mut Fields<'_>) {
        match record {
            Record::Remark => {
                let remark = self.last_text(fields).unwrap_or_default();
                self.document.header.remarks.push(remark);
            }
            Record::Year => self.year(fields),
            _ if self.repeated(record, fields) => {}
            Record::Flag => self.flag(fields.next()),
            Record::Format => self.format(fields),
            Record::Generated => {
                let date = self.date(fields.next(), "Datumet");
                let sign = self.text(fields.next());
                self.document.header.generated = Some(Generated { date, sign });
            }
            Record::FileType => self.stated_type(fields.next()),
            Record::Address => {
                let [contact, street, postal, phone] = std::array::from_fn(|_| self.text(fields.next()));
                self.document.header.address = Some(Address {
                    contact,
                    street,
                    postal,
                    phone,
                });
            }
            Record::OrgNumber => {
                let [number, acquisition, activity] = std::array::from_fn(|_| self.text(fields.next()));
                let line = Line(self.line);
                self.document.header.org_number = OrgNumber {
                    number,
                    acquisition,
                    activity,
                    line,
                };
            }
            Record::TaxYear => self.tax_year(fields.next()),
            Record::Extent => self.document.header.extent = self.date(fields.next(), "Datumet"),
            _ => self.single_text(record, fields),
        }
    }

    fn single_text(&mut self, record: Record, fields: &mut Fields<'_>) {
        match record {
            Record::Program => {
                let [name, version] = std::array::from_fn(|_| self.text(fields.next()));
                self.document.header.program = Program { name, version };
            }
            Record::Company => self.document.header.company = self.last_text(fields).unwrap_or_default(),
            Record::CompanyType => self.document.header.company_type = self.text(fields.next()),
            Record::CompanyId => self.document.header.company_id = self.last_text(fields).unwrap_or_default(),
            Record::Industry => self.document.header.industry = self.text(fields.next()),
            Record::Chart => self.document.header.chart = self.text(fields.next()),
            Record::Currency => self.document.header.currency = self.text(fields.next()),
            _ => {}
        }
    }

    /// Whether a record that may stand once has stood already. The first one holds.
    fn repeated(&mut self, record: Record, fields: &mut Fields<'_>) -> bool {
        let bit = 1_u64 << (record as u64);
        let again = self.taken & bit != 0;
        self.taken |= bit;
        if again {
            let shown = self.show(Field {
                raw: fields.rest(),
                escaped: false,
            });
            self.problem(code::RECORD_REPEATED, || {
                format!("Posten står mer än en gång; den första gäller och ”{shown}” togs inte med. Ta bort den som är fel.")
            });
        }
        again
    }

    fn flag(&mut self, field: Option<Field<'_>>) {
        match field.map(|f| f.raw) {
            Some(b"0") => {}
            Some(b"1") => self.document.header.imported = true,
            _ => self.unknown_field(field, "0 eller 1"),
        }
    }

    fn format(&mut self, fields: &mut Fields<'_>) {
        let field = fields.next();
        self.document.source.format = self.text(field);
        if !self.document.source.format.eq_ignore_ascii_case("PC8") {
            let stated = self.document.source.format.clone();
            self.problem(code::FORMAT, || {
                format!("#FORMAT är ”{stated}”; standarden tillåter bara PC8. Teckentabellen avgjordes av innehållet.")
            });
        }
    }

    fn stated_type(&mut self, field: Option<Field<'_>>) {
        // "4E" and "4I" are not in the standard but clear.
        match field.map(|f| f.raw).unwrap_or_default() {
            [digit @ b'1'..=b'4'] | [digit @ b'4', b'E' | b'I' | b'e' | b'i'] => {
                self.document.header.stated_type = Some(digit - b'0');
            }
            _ => self.unknown_field(field, "1, 2, 3 eller 4"),
        }
    }

    fn tax_year(&mut self, field: Option<Field<'_>>) {
        match field.and_then(|f| digits(f.raw)) {
            Some(year @ 1900..=2999) => self.document.header.tax_year = Some(year),
            _ if field.is_none_or(|f| f.raw.is_empty()) => {}
            _ => self.unknown_field(field, "ett årtal med fyra siffror"),
        }
    }

    fn unknown_field(&mut self, field: Option<Field<'_>>, expected: &str) {
        let shown = field.map(|f| self.show(f)).unwrap_or_default();
        self.problem(code::FIELD_UNKNOWN, || {
            format!("Fältet är ”{shown}”, väntat {expected}. Uppgiften togs inte med.")
        });
    }

    fn year(&mut self, fields: &mut Fields<'_>) {
        let Some(index) = self.year_index(fields.next()) else {
            return;
        };
        let start = self.date(fields.next(), "Årets första dag");
        let end = self.date(fields.next(), "Årets sista dag");
        if self
            .document
            .header
            .years
            .iter()
            .take(1000)
            .any(|y| y.index == index)
        {
            return self.problem(code::RECORD_REPEATED, || {
                format!(
                    "Räkenskapsår {index} står mer än en gång; det första gäller. Ta bort det som är fel."
                )
            });
        }
        if start.is_none() || end.is_none() || start > end {
            self.problem(code::YEAR_DATES, || {
                format!("Räkenskapsår {index} ska ha en första och en sista dag i ordning. Verifikationernas datum kan inte prövas mot året.")
            });
        }
        self.document.header.years.push(Year {
            index,
            start,
            end,
            line: Line(self.line),
        });
    }
}
