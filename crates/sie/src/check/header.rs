//! The first records: all there that must be, and an organisation number that can exist.

use super::{
    Checking, TOP,
    tally::{Stated, Tally},
};
use crate::{code, document::FileType, org_number::org_number_is_valid, view::BalanceKind};

impl Checking<'_> {
    pub(super) fn header(&mut self) {
        self.mandatory();
        let header = &self.document.header;
        let stated = &header.org_number;
        if !stated.number.is_empty() && !org_number_is_valid(&stated.number) {
            self.problems.add(code::ORG_NUMBER, stated.line.0.max(TOP), "#ORGNR", || {
                format!(
                    "Organisationsnumret ”{}” har inte tio siffror med rätt kontrollsiffra. Rätta det i bokföringsprogrammets företagsuppgifter.",
                    stated.number
                )
            });
        }
        // Only for imports does the flag mean anything (SIE 4B, #FLAGGA, point 2).
        if header.imported && self.file_type == FileType::Import {
            self.problems.add(code::ALREADY_IMPORTED, TOP, "#FLAGGA", || {
                "Flaggan är 1: filen har redan lästs in en gång. Kontrollera att verifikationerna inte bokförs två gånger.".to_owned()
            });
        }
    }

    fn mandatory(&mut self) {
        let (header, file_type) = (&self.document.header, self.file_type);
        let balances = file_type != FileType::Import;
        let year = balances && header.years.iter().all(|y| y.index != 0);
        let chart = balances && self.document.accounts.iter().all(|a| a.name.is_none());
        let extent = matches!(file_type, FileType::Periods | FileType::Objects) && header.extent.is_none();
        let closing = balances && !self.has(BalanceKind::Closing) && self.any_change();
        let vouchers = self.no_vouchers();
        for (missing, label) in [
            (header.program.name.is_empty(), "#PROGRAM"),
            (self.document.source.format.is_empty(), "#FORMAT"),
            (header.generated.is_none(), "#GEN"),
            (
                header.stated_type.is_none() && file_type != FileType::Balances,
                "#SIETYP",
            ),
            (header.company.is_empty(), "#FNAMN"),
            (year, "#RAR"),
            (extent, "#OMFATTN"),
            (chart, "#KONTO"),
            (closing, "#UB"),
            (vouchers, "#VER"),
        ] {
            if missing {
                self.problems.add(code::RECORD_MISSING, TOP, label, || {
                    format!(
                        "{label} saknas; posten är obligatorisk i SIE typ {}. Filen lästes ändå.",
                        file_type.name()
                    )
                });
            }
        }
    }

    /// Whether anything in the file says that a balance changed or exists, so that a closing balance
    /// different from zero is to be expected.
    fn any_change(&self) -> bool {
        let books = &self.document.books;
        let nothing = books.balances.is_empty() && books.vouchers.is_empty();
        nothing || !books.rows.is_empty() || self.has(BalanceKind::Opening)
    }

    /// Whether vouchers are missing where there must be some: in a file to import, and in an export whose
    /// balances changed in the year. Such a file mostly ends too early.
    fn no_vouchers(&self) -> bool {
        let changed = |stated: &Stated| stated.change(stated.opening.or(stated.previous)) != 0;
        let books = &self.document.books;
        books.vouchers.is_empty()
            && match self.file_type {
                FileType::Import => true,
                FileType::Export if !self.has(BalanceKind::Closing) => false,
                FileType::Export => Tally::new(books)
                    .accounts
                    .iter()
                    .any(|used| changed(&used.stated)),
                FileType::Balances | FileType::Periods | FileType::Objects => false,
            }
    }
}
