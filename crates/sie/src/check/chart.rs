//! What is used is declared.

use std::collections::HashSet;

use super::{
    Checking,
    tally::{Tally, Used},
};
use crate::{code, document::FileType, text::Sym};

/// Dimension numbers whose meaning the standard fixes: they need no declaration.
const RESERVED: std::ops::RangeInclusive<u32> = 1..=19;

impl<'d> Checking<'d> {
    pub(super) fn chart(&mut self, tally: &Tally) {
        let declared: HashSet<&str> = self
            .document
            .accounts
            .iter()
            .filter(|a| a.name.is_some())
            .map(|a| a.number.as_str())
            .collect();
        self.accounts(&tally.accounts, &declared);
        self.objects(tally);
    }

    /// Every account in use, once, where it is first used.
    fn accounts(&mut self, used: &[Used], declared: &HashSet<&str>) {
        let texts = &self.document.books.texts;
        let named = used.iter().filter(|used| used.account != Sym(0));
        let mut first: Vec<_> = named
            .filter_map(|used| Some((used.first?, used.account)))
            .collect();
        first.sort_unstable_by_key(|((line, _), account)| (*line, *account));
        for ((line, label), account) in first {
            let number = texts.get(account);
            // A program that declares such an account means it; one that does not has lost its way.
            if !declared.contains(number) && !number.bytes().all(|b| b.is_ascii_digit()) {
                self.problems.add(code::ACCOUNT_NOT_NUMERIC, line, label, || {
                    format!("Kontot ”{number}” är inget kontonummer. Flytta beloppet till rätt konto i bokföringsprogrammet.")
                });
            } else if self.file_type != FileType::Import && !declared.contains(number) {
                self.problems.add(code::ACCOUNT_UNDECLARED, line, label, || {
                    format!(
                        "Konto {number} används men har ingen #KONTO-post. Kontots namn får anges vid import."
                    )
                });
            }
        }
    }

    /// Objects in use, once each. A dimension without a single `#OBJEKT` is not asked for them: the
    /// record is voluntary, and programs that leave it out leave it out altogether.
    fn objects(&mut self, tally: &Tally) {
        if self.file_type == FileType::Import {
            return;
        }
        let declared: HashSet<(u32, &str)> = self
            .document
            .objects
            .iter()
            .map(|o| (o.dimension, o.code.as_str()))
            .collect();
        let listed: HashSet<u32> = self.document.objects.iter().map(|o| o.dimension).collect();
        let dimensions: HashSet<u32> = self.document.dimensions.iter().map(|d| d.number).collect();
        let mut told: HashSet<(u32, &'d str)> = HashSet::new();
        let books = &self.document.books;
        for &(list, (line, label)) in &tally.lists {
            for (dimension, object) in books.objects(list).iter() {
                let free = !RESERVED.contains(&dimension) && !dimensions.contains(&dimension);
                if free && told.insert((dimension, "")) {
                    self.problems.add(code::DIMENSION_UNDECLARED, line, label, || {
                        format!("Dimension {dimension} används men har ingen #DIM-post, så vad den betyder framgår inte. Ange det vid import.")
                    });
                }
                let missing = listed.contains(&dimension) && !declared.contains(&(dimension, object));
                if missing && told.insert((dimension, object)) {
                    self.problems.add(code::OBJECT_UNDECLARED, line, label, || {
                        format!("Objekt ”{object}” i dimension {dimension} används men har ingen #OBJEKT-post. Objektets namn får anges vid import.")
                    });
                }
            }
        }
    }
}
