//! The labels of the standard.

/// Every kind of record in SIE 4B and 4C.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Record {
    Flag,
    Checksum,
    Program,
    Format,
    Generated,
    FileType,
    Remark,
    CompanyType,
    CompanyId,
    OrgNumber,
    Industry,
    Address,
    Company,
    Year,
    TaxYear,
    Extent,
    Chart,
    Currency,
    Account,
    AccountKind,
    Unit,
    Sru,
    Dimension,
    SubDimension,
    Object,
    Opening,
    Closing,
    ObjectOpening,
    ObjectClosing,
    Result,
    PeriodBalance,
    PeriodBudget,
    Voucher,
    Posted,
    Added,
    Removed,
}

use Record as R;

/// Label, record, and at which field (from 0) its object list stands. The frequent ones first.
const LABELS: [(&str, Record, Option<u8>); 36] = [
    ("#TRANS", R::Posted, Some(1)),
    ("#VER", R::Voucher, None),
    ("#PSALDO", R::PeriodBalance, Some(3)),
    ("#PBUDGET", R::PeriodBudget, Some(3)),
    ("#KONTO", R::Account, None),
    ("#KTYP", R::AccountKind, None),
    ("#SRU", R::Sru, None),
    ("#OBJEKT", R::Object, None),
    ("#OIB", R::ObjectOpening, Some(2)),
    ("#OUB", R::ObjectClosing, Some(2)),
    ("#IB", R::Opening, None),
    ("#UB", R::Closing, None),
    ("#RES", R::Result, None),
    ("#RTRANS", R::Added, Some(1)),
    ("#BTRANS", R::Removed, Some(1)),
    ("#ENHET", R::Unit, None),
    ("#FLAGGA", R::Flag, None),
    ("#KSUMMA", R::Checksum, None),
    ("#PROGRAM", R::Program, None),
    ("#FORMAT", R::Format, None),
    ("#GEN", R::Generated, None),
    ("#SIETYP", R::FileType, None),
    ("#PROSA", R::Remark, None),
    ("#FTYP", R::CompanyType, None),
    ("#FNR", R::CompanyId, None),
    ("#ORGNR", R::OrgNumber, None),
    ("#BKOD", R::Industry, None),
    ("#ADRESS", R::Address, None),
    ("#FNAMN", R::Company, None),
    ("#RAR", R::Year, None),
    ("#TAXAR", R::TaxYear, None),
    ("#OMFATTN", R::Extent, None),
    ("#KPTYP", R::Chart, None),
    ("#VALUTA", R::Currency, None),
    ("#DIM", R::Dimension, None),
    ("#UNDERDIM", R::SubDimension, None),
];

impl Record {
    /// The record of a label; lower-case letters are taken for capitals.
    pub(crate) fn of(label: &[u8]) -> Option<Record> {
        let exact = LABELS.iter().find(|(text, ..)| text.as_bytes() == label);
        exact
            .or_else(|| {
                LABELS
                    .iter()
                    .find(|(text, ..)| text.as_bytes().eq_ignore_ascii_case(label))
            })
            .map(|(_, record, _)| *record)
    }

    /// The label with its number sign.
    pub(crate) fn label(self) -> &'static str {
        LABELS
            .iter()
            .find(|(_, record, _)| *record == self)
            .map_or("#", |(text, ..)| text)
    }

    /// The place of the object list among the fields.
    pub(crate) fn list_at(self) -> Option<u8> {
        LABELS
            .iter()
            .find(|(_, record, _)| *record == self)
            .and_then(|(.., at)| *at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_finds_its_record_and_back() {
        for (label, record, _) in LABELS {
            assert_eq!(Record::of(label.as_bytes()), Some(record));
            assert_eq!(Record::of(label.to_lowercase().as_bytes()), Some(record));
            assert_eq!(record.label(), label);
        }
        assert_eq!(Record::of(b"#TRANSX"), None);
    }
}
