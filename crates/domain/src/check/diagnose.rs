//! From broken relations to findings: which cell is wrong?
//!
//! 1. A cell whose one new value mends two or more broken relations and breaks none is the wrong
//!    one: one finding, at that cell, and the relations it mends are explained.
//! 2. Otherwise a part that is printed in thousands, with the other sign or with its digits
//!    exchanged is.
//! 3. Otherwise the relation's target is, and what was computed from it in the same column and
//!    agrees with it is wrong as well, unless some other place confirms it.
//!
//! Each place gets one finding.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    relation::{Relation, Rule},
    sheet::{Id, Sheet},
    wording::{self, Slip},
};
use crate::finding::{Finding, Place, Severity};

/// Larger sums are not searched for the wrong part.
const SEARCHED_PARTS: usize = 400;

/// Findings of the relations that do not hold. With `only`, a wrong unit is reported under the
/// check that was asked for.
pub fn diagnose(sheet: &Sheet, relations: &[Relation], only: Option<&str>) -> Vec<Finding> {
    let mut doctor = Doctor::new(sheet, relations, only.is_some());
    doctor.mend_by_agreement();
    doctor.mend_one_by_one();
    doctor.findings
}

struct Doctor<'a> {
    sheet: &'a Sheet,
    relations: &'a [Relation],
    /// As printed, then as mended.
    values: Vec<i128>,
    /// Relations by cell.
    of_cell: BTreeMap<Id, Vec<usize>>,
    /// Broken and not yet explained.
    broken: BTreeSet<usize>,
    /// Broken as printed.
    first_broken: BTreeSet<usize>,
    named: BTreeSet<Place>,
    /// Cells named as wrong, with the value that would be right.
    mended: BTreeMap<Id, i128>,
    keep_check: bool,
    findings: Vec<Finding>,
}

/// A cell, the value that would be right, and the broken relations it mends.
struct Repair {
    cell: Id,
    value: i128,
    mends: Vec<usize>,
}

impl<'a> Doctor<'a> {
    fn new(sheet: &'a Sheet, relations: &'a [Relation], keep_check: bool) -> Doctor<'a> {
        let values: Vec<i128> = sheet.cells.iter().map(crate::cell::Cell::value).collect();
        let mut of_cell: BTreeMap<Id, Vec<usize>> = BTreeMap::new();
        for (index, relation) in relations.iter().enumerate() {
            for cell in relation.cells().into_iter().collect::<BTreeSet<Id>>() {
                of_cell.entry(cell).or_default().push(index);
            }
        }
        let broken: BTreeSet<usize> = (0..relations.len())
            .filter(|r| relations[*r].check(&values).is_err())
            .collect();
        Doctor {
            sheet,
            relations,
            values,
            of_cell,
            first_broken: broken.clone(),
            broken,
            named: BTreeSet::new(),
            mended: BTreeMap::new(),
            keep_check,
            findings: Vec::new(),
        }
    }

    /// Step 1, the cell that mends most first.
    fn mend_by_agreement(&mut self) {
        while let Some(repairs) = self.best_repairs() {
            let [repair] = repairs.as_slice() else {
                self.shared(&repairs);
                continue;
            };
            self.agree(repair);
        }
    }

    /// One cell explains several broken relations.
    fn agree(&mut self, repair: &Repair) {
        let mends: Vec<&Relation> = repair.mends.iter().map(|r| &self.relations[*r]).collect();
        let own = mends.iter().find(|r| r.target == repair.cell);
        let Some(face) = own.or(mends.first()) else { return };
        let severity = mends.iter().map(|r| r.severity).min().unwrap_or(face.severity);
        let cell = &self.sheet.cells[repair.cell];
        let mut message = if face.target == repair.cell {
            wording::mismatch(cell, face, repair.value)
        } else {
            format!(
                "Här står {}, men bara {} stämmer med {}.",
                cell.swedish(cell.value()),
                cell.swedish(repair.value),
                wording::name(&self.sheet.cells[face.target])
            )
        };
        message += &wording::also(self.sheet, &mends, repair.cell);
        self.report(repair.cell, (face.check, severity), repair.value, &message);
        let slipped = Slip::of(self.values[repair.cell], repair.value).is_some();
        for relation in &repair.mends {
            if !slipped {
                self.question(*relation, repair.cell);
            }
            self.broken.remove(relation);
        }
        self.values[repair.cell] = repair.value;
    }

    /// What "may be true" stays a question of its own even when another cell would explain it.
    fn question(&mut self, relation: usize, because: Id) {
        let relation = &self.relations[relation];
        let bound = relation.is_bound();
        if relation.severity != Severity::AnswerOnce || relation.target == because || bound {
            return;
        }
        if let Err(expected) = relation.check(&self.values) {
            let cause = &self.sheet.cells[because].place;
            let message = format!(
                "{} Det förklaras om {cause} rättas.",
                wording::mismatch(&self.sheet.cells[relation.target], relation, expected)
            );
            self.report(
                relation.target,
                (relation.check, relation.severity),
                expected,
                &message,
            );
        }
    }

    /// Several cells explain the same relations equally well: one finding, at the simplest relation.
    fn shared(&mut self, repairs: &[Repair]) {
        let Some(first) = repairs.first() else { return };
        let simple = |r: &&usize| {
            let relation = &self.relations[**r];
            (relation.parts.is_none(), relation.cells().len())
        };
        if let Some(face) = first.mends.iter().min_by_key(simple).copied() {
            self.by_default(face);
        }
        for relation in &first.mends {
            self.broken.remove(relation);
        }
    }

    /// The repairs that mend most: two relations at least, breaking none; all that tie.
    fn best_repairs(&self) -> Option<Vec<Repair>> {
        let mut counts: BTreeMap<Id, usize> = BTreeMap::new();
        for relation in &self.broken {
            let cells: BTreeSet<Id> = self.relations[*relation].cells().into_iter().collect();
            if cells.len() <= SEARCHED_PARTS {
                for cell in cells {
                    *counts.entry(cell).or_default() += 1;
                }
            }
        }
        let candidates = counts.into_iter().filter(|(_, n)| *n > 1).map(|(cell, _)| cell);
        let mut best: Vec<Repair> = Vec::new();
        for repair in candidates.filter_map(|cell| self.repair_of(cell)) {
            let most = best.first().map_or(0, |b| b.mends.len());
            if repair.mends.len() > most {
                best.clear();
            }
            if repair.mends.len() >= most.max(2) {
                best.push(repair);
            }
        }
        // Ties over other relations are other errors; they wait for the next round.
        let mends = best.first()?.mends.clone();
        best.retain(|b| b.mends == mends);
        Some(self.prefer(best))
    }

    /// Among cells that explain the same relations, one that is the target of all, or explained by
    /// a slip of the pen.
    fn prefer(&self, repairs: Vec<Repair>) -> Vec<Repair> {
        let all_target = |r: &Repair| r.mends.iter().all(|m| self.relations[*m].target == r.cell);
        let slip = |r: &Repair| Slip::of(self.values[r.cell], r.value).is_some();
        for wanted in [&slip as &dyn Fn(&Repair) -> bool, &all_target] {
            if let [index] = (0..repairs.len())
                .filter(|i| wanted(&repairs[*i]))
                .collect::<Vec<_>>()[..]
            {
                return repairs.into_iter().skip(index).take(1).collect();
            }
        }
        repairs
    }

    fn repair_of(&self, cell: Id) -> Option<Repair> {
        let touching = self.of_cell.get(&cell)?;
        let broken: Vec<usize> = touching
            .iter()
            .copied()
            .filter(|r| self.broken.contains(r))
            .collect();
        let proposals: BTreeSet<i128> = broken
            .iter()
            .flat_map(|r| self.relations[*r].repairs(cell, &self.values))
            .collect();
        let mut values = self.values.clone();
        let try_value = |value: i128| {
            values[cell] = value;
            let holds = |r: &usize| self.relations[*r].check(&values).is_ok();
            let harmless = touching
                .iter()
                .filter(|r| !broken.contains(r))
                .all(|r| holds(r) || self.first_broken.contains(r));
            let mends: Vec<usize> = broken.iter().copied().filter(holds).collect();
            (harmless && mends.len() > 1).then_some(Repair { cell, value, mends })
        };
        proposals
            .into_iter()
            .filter_map(try_value)
            .max_by_key(|r| r.mends.len())
    }

    /// Steps 2 and 3.
    fn mend_one_by_one(&mut self) {
        while let Some(relation) = self.broken.pop_first() {
            self.by_default(relation);
        }
    }

    fn by_default(&mut self, index: usize) {
        let relation = &self.relations[index];
        let Err(expected) = relation.check(&self.values) else {
            return;
        };
        if let Some((cell, value)) = self.slipped_part(relation, expected) {
            let message = format!(
                "Här står {}, men bara {} stämmer med {}.",
                self.sheet.cells[cell].swedish(self.values[cell]),
                self.sheet.cells[cell].swedish(value),
                wording::name(&self.sheet.cells[relation.target])
            );
            self.report(cell, (relation.check, relation.severity), value, &message);
            self.values[cell] = value;
            return;
        }
        if let Some((source, value)) = self.wrong_source(relation) {
            let message = format!(
                "Här står {}, men {} är {}.",
                self.sheet.cells[source].swedish(self.values[source]),
                wording::elsewhere(&self.sheet.cells[relation.target]),
                self.sheet.cells[source].swedish(value),
            );
            self.report(source, (relation.check, relation.severity), value, &message);
            return;
        }
        if let Some(place) = &relation.parts {
            self.report_parts(relation, place.clone(), expected);
            return;
        }
        let target = relation.target;
        let mut message = wording::mismatch(&self.sheet.cells[target], relation, expected);
        message += &self.follows(target, expected);
        if relation.derived {
            message += " Rätta beloppet, eller den post det är räknat på.";
        }
        let reported = self.report(target, (relation.check, relation.severity), expected, &message);
        // Only what was computed in the same column is passed on; what may be true stays as it is.
        if reported && relation.derived && relation.severity != Severity::AnswerOnce {
            self.propagate(target, expected);
        }
    }

    /// The one part of a sum that a slip of the pen explains, when the target itself is not one.
    fn slipped_part(&self, relation: &Relation, expected: i128) -> Option<(Id, i128)> {
        let Rule::Sum(readings) = &relation.rule else {
            return None;
        };
        let found = self.values[relation.target];
        let parts: BTreeSet<Id> = readings.iter().flatten().map(|(_, id)| *id).collect();
        if parts.len() < 2 || parts.len() > SEARCHED_PARTS || Slip::of(found, expected).is_some() {
            return None;
        }
        let slipped = |cell: Id| {
            let value = relation.repairs(cell, &self.values).into_iter().next()?;
            let now = self.values[cell];
            let slip = Slip::of(now, value)?;
            // A positive part is not turned negative to make a sum fit.
            let likely = slip != Slip::Sign || now < 0;
            let others = self.of_cell.get(&cell)?;
            let confirmed = others.iter().any(|r| !self.first_broken.contains(r));
            (likely && !confirmed && !self.mended.contains_key(&cell)).then_some((cell, value))
        };
        let found: Vec<(Id, i128)> = parts.into_iter().filter_map(slipped).collect();
        if let [one] = found[..] { Some(one) } else { None }
    }

    /// Of two places that differ, the source is wrong when other exact relations confirm the target
    /// and none confirms the source.
    fn wrong_source(&self, relation: &Relation) -> Option<(Id, i128)> {
        let Rule::Sum(readings) = &relation.rule else {
            return None;
        };
        let [terms] = readings.as_slice() else { return None };
        let [(_, source)] = terms[..] else { return None };
        let value = relation.repairs(source, &self.values).first().copied()?;
        (self.confirmed(relation.target) && !self.confirmed(source)).then_some((source, value))
    }

    /// Whether some other exact relation holds for the cell, to the last krona.
    fn confirmed(&self, cell: Id) -> bool {
        let touching = self.of_cell.get(&cell).map_or(&[][..], Vec::as_slice);
        touching
            .iter()
            .filter(|r| !self.first_broken.contains(r))
            .any(|r| {
                let relation = &self.relations[*r];
                let exact = Relation {
                    tolerance: 0,
                    ..relation.clone()
                };
                !relation.is_bound() && exact.check(&self.values).is_ok()
            })
    }

    fn report_parts(&mut self, relation: &Relation, place: Place, expected: i128) {
        let whole = &self.sheet.cells[relation.target];
        let found = whole.value();
        if !self.named.insert(place.clone()) {
            return;
        }
        let (parts, right) = (whole.swedish(expected), whole.swedish(found));
        let elsewhere = self.equal_elsewhere(relation.target, expected);
        self.findings.push(Finding {
            check: relation.check,
            severity: relation.severity,
            place,
            expected: Some(whole.plain(found)),
            found: whole.plain(expected),
            message: format!(
                "Delarna blir tillsammans {parts}, men {} är {right} (skillnad {}).{elsewhere} \
                 Rätta delarna, eller skriv vad som ingår i dem.",
                relation.words,
                whole.swedish(expected - found),
            ),
        });
    }

    /// "Det är i stället ”totalt antal deltagare”": the parts are those of another whole.
    fn equal_elsewhere(&self, whole: Id, value: i128) -> String {
        let cell = &self.sheet.cells[whole];
        let other = self.sheet.cells.iter().find(|c| {
            let beside = c.place.table == cell.place.table && c.group == cell.group && !c.group.is_empty();
            beside && c.year == cell.year && c.value() == value && c.measure.starts_with("deltaganden.")
        });
        other.map_or_else(String::new, |c| {
            format!(" De är i stället lika med ”{}”.", c.label)
        })
    }

    /// "Värdet är räknat på …, som är fel": an earlier finding explains this one.
    fn follows(&self, target: Id, expected: i128) -> String {
        let touching = self.of_cell.get(&target).map_or(&[][..], Vec::as_slice);
        let cause = touching
            .iter()
            .map(|r| &self.relations[*r])
            .filter(|r| r.target == target)
            .find_map(|r| {
                let cause = r
                    .cells()
                    .into_iter()
                    .skip(1)
                    .find(|c| self.mended.contains_key(c))?;
                let printed: Vec<i128> = self.sheet.cells.iter().map(crate::cell::Cell::value).collect();
                let agreed = r.check(&printed).is_ok();
                let mut values = printed;
                values[cause] = self.mended[&cause];
                (agreed && r.check(&values) == Err(expected)).then_some(cause)
            });
        cause.map_or_else(String::new, |c| {
            format!(" Felet följer av {}.", wording::name(&self.sheet.cells[c]))
        })
    }

    /// What was computed from a wrong value in the same column is wrong as well, unless some other
    /// relation that holds confirms the value as printed.
    fn propagate(&mut self, target: Id, expected: i128) {
        let mut values = self.values.clone();
        values[target] = expected;
        let mut changed = vec![target];
        let mut followers: Vec<(usize, i128)> = Vec::new();
        let mut next = 0;
        while let Some(cell) = changed.get(next).copied() {
            next += 1;
            for index in self.of_cell.get(&cell).cloned().unwrap_or_default() {
                let relation = &self.relations[index];
                if self.first_broken.contains(&index) || followers.iter().any(|(f, _)| *f == index) {
                    continue;
                }
                let Err(value) = relation.check(&values) else {
                    continue;
                };
                if !relation.derived || changed.contains(&relation.target) {
                    return;
                }
                values[relation.target] = value;
                changed.push(relation.target);
                followers.push((index, value));
            }
        }
        self.values[target] = expected;
        for (index, value) in followers {
            let relation = &self.relations[index];
            let cell = &self.sheet.cells[relation.target];
            let message = format!(
                "Här står {}, men med rättade belopp är {} {}. Felet följer av {}.",
                cell.swedish(cell.value()),
                relation.words,
                cell.swedish(value),
                wording::name(&self.sheet.cells[target]),
            );
            self.report(
                relation.target,
                (relation.check, relation.severity.max(Severity::ShouldFix)),
                value,
                &message,
            );
            self.values[relation.target] = value;
        }
    }

    /// One finding per place; answers whether it was new.
    fn report(
        &mut self,
        id: Id,
        (check, severity): (&'static str, Severity),
        expected: i128,
        message: &str,
    ) -> bool {
        let cell = &self.sheet.cells[id];
        if !self.named.insert(cell.place.clone()) {
            return false;
        }
        let unit = matches!(
            Slip::of(cell.value(), expected),
            Some(Slip::Thousands | Slip::Kronor)
        );
        self.mended.insert(id, expected);
        self.findings.push(Finding {
            check: if unit && !self.keep_check {
                wording::UNIT_CHECK
            } else {
                check
            },
            severity,
            place: cell.place.clone(),
            expected: Some(cell.plain(expected)),
            found: cell.plain(cell.value()),
            message: format!("{message}{}", wording::slip(cell.value(), expected)),
        });
        true
    }
}
