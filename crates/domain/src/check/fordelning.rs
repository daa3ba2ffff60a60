//! `fordelning`: the municipalities' quarter is shared by population, with largest remainder.
//! Members may have agreed otherwise, so what differs is a question to be answered once.

use super::{
    Out, bidrag,
    relation::{Relation, Rule},
    sheet::{Id, Sheet},
};
use crate::{
    apportion::apportion,
    finding::{Finding, Place, Severity::AnswerOnce},
    number,
};

/// The check's name.
pub const NAME: &str = "fordelning";

/// More members than this differing is one finding about the key, not one about each.
const FEW: usize = 2;

/// Every year whose population the year before is known for all municipalities.
pub fn relations(sheet: &Sheet, out: &mut Out) {
    for year in sheet.years("bidrag.belopp") {
        if let Some(shares) = Shares::of(sheet, year) {
            shares.compare(sheet, year, out);
        }
    }
}

struct Shares {
    members: Vec<Id>,
    population: Vec<Id>,
    total: i64,
    amounts: Vec<i64>,
}

impl Shares {
    fn of(sheet: &Sheet, year: i32) -> Option<Shares> {
        let members = bidrag::municipal(sheet, year);
        let people = sheet.all("befolkning.antal", year - 1);
        let find = |member: &Id| {
            let name = sheet.cells[*member].scope.get("medlem")?;
            let same = |id: &&Id| {
                sheet.cells[**id]
                    .scope
                    .get("kommun")
                    .is_some_and(|k| bidrag::same_member(k, name))
            };
            people.iter().find(same).copied()
        };
        let population: Vec<Id> = members.iter().map(find).collect::<Option<_>>()?;
        let unknown = members
            .iter()
            .chain(&population)
            .any(|id| sheet.unknown.contains(id));
        if members.len() < 2 || unknown {
            return None;
        }
        let total = total(sheet, year, &members);
        let amounts = share(
            total,
            &population.iter().map(|id| whole(sheet, *id)).collect::<Vec<_>>(),
        )?;
        Some(Shares {
            members,
            population,
            total,
            amounts,
        })
    }

    fn compare(&self, sheet: &Sheet, year: i32, out: &mut Out) {
        let units = |id: &Id| whole(sheet, *id);
        let off: Vec<usize> = (0..self.members.len())
            .filter(|i| units(&self.members[*i]) != self.amounts[*i])
            .collect();
        let printed: Vec<i64> = self.members.iter().map(units).collect();
        let people: Vec<i64> = self.population.iter().map(units).collect();
        // Two members' amounts always fit some population; of more they say which one is wrong.
        let several = off.len() > 1 && self.members.len() > 2;
        let wrong = several
            .then(|| self.one_wrong_population(&printed, &people))
            .flatten();
        if let Some((index, right)) = wrong {
            out.findings
                .push(population_finding(sheet, self.population[index], right));
            return;
        }
        if off.len() > FEW {
            out.findings.push(self.key_finding(sheet, year, &off));
            return;
        }
        for (member, amount) in self.members.iter().zip(&self.amounts) {
            let words = format!(
                "andelen av {} kr efter folkmängden {}",
                number::integer(self.total),
                year - 1
            );
            let rule = Rule::Value(i128::from(*amount) * 1_000_000);
            // Shares are whole kronor; a contribution with öre is one of them rounded.
            let rounding = i128::from(sheet.cells[*member].decimals > 0);
            out.relations
                .push(Relation::new(NAME, AnswerOnce, *member, rule, words).within(rounding));
        }
    }

    /// The one population that would make every printed amount right.
    fn one_wrong_population(&self, printed: &[i64], people: &[i64]) -> Option<(usize, i64)> {
        let (total, all) = (
            i128::from(self.total),
            people.iter().map(|p| i128::from(*p)).sum::<i128>(),
        );
        (0..people.len()).find_map(|i| {
            let (amount, others) = (i128::from(printed[i]), all - i128::from(people[i]));
            let rest = (total - amount).max(1);
            let right = i64::try_from((2 * amount * others + rest) / (2 * rest)).ok()?;
            let mut mended = people.to_vec();
            mended[i] = right;
            (share(self.total, &mended)? == printed).then_some((i, right))
        })
    }

    fn key_finding(&self, sheet: &Sheet, year: i32, off: &[usize]) -> Finding {
        let gap = |i: &&usize| (whole(sheet, self.members[**i]) - self.amounts[**i]).abs();
        let worst = off.iter().max_by_key(gap).copied().unwrap_or_default();
        let cell = &sheet.cells[self.members[worst]];
        Finding {
            check: NAME,
            severity: AnswerOnce,
            place: Place {
                row: cell.place.row.clone(),
                ..cell.place.clone()
            },
            expected: Some(self.amounts[worst].to_string()),
            found: cell.plain(cell.value()),
            message: format!(
                "{} av {} kommuners bidrag följer inte folkmängden {}; mest skiljer {} ({} kr mot {} kr). \
                 Svara en gång om annan fördelning är beslutad, annars rätta bidragen eller folkmängden.",
                off.len(),
                self.members.len(),
                year - 1,
                cell.place.row,
                cell.swedish(cell.value()),
                number::integer(self.amounts[worst]),
            ),
        }
    }
}

fn population_finding(sheet: &Sheet, id: Id, right: i64) -> Finding {
    let cell = &sheet.cells[id];
    Finding {
        check: NAME,
        severity: AnswerOnce,
        place: cell.place.clone(),
        expected: Some(right.to_string()),
        found: cell.plain(cell.value()),
        message: format!(
            "Med folkmängden {} stämmer inget av kommunernas bidrag; med {} stämmer alla. Kontrollera folkmängden.",
            cell.swedish(cell.value()),
            number::integer(right),
        ),
    }
}

/// The municipalities' sum; the region's quarter where the two differ, so that one wrong amount
/// does not move everybody's share.
fn total(sheet: &Sheet, year: i32, members: &[Id]) -> i64 {
    let sum = |ids: &[Id]| ids.iter().map(|id| whole(sheet, *id)).sum::<i64>();
    let (region, state) = (
        sum(&bidrag::regional(sheet, year)),
        sum(&bidrag::state(sheet, year)),
    );
    if region > 0 && state == 2 * region {
        region
    } else {
        sum(members)
    }
}

/// Whole kronor or persons, with whatever decimals they are printed.
fn whole(sheet: &Sheet, id: Id) -> i64 {
    let value = sheet.cells[id].value();
    let half = 500_000 * value.signum();
    i64::try_from((value + half) / 1_000_000).unwrap_or_default()
}

fn share(total: i64, people: &[i64]) -> Option<Vec<i64>> {
    let weights: Vec<(usize, i64)> = people.iter().copied().enumerate().collect();
    apportion(total, &weights).ok()
}
