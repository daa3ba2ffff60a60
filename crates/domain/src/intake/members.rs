//! `medlemsbidrag.csv` and `befolkning.csv`.

use super::tables::{Intake, Reader, cell, is_sum, kronor, slug, year_columns};
use crate::{
    codes::MemberKind,
    facts::{Contribution, Member},
    money::Ore,
    population::Population,
    published::{FileKind, PublishedTable, Row},
};

pub(super) fn read(reader: &mut Reader<'_>, intake: &mut Intake) {
    let populations = populations(reader);
    for table in reader.of(FileKind::Contributions) {
        for row in &table.table.rows {
            let name = table.table.text(row, "medlem");
            if is_sum(name) {
                continue;
            }
            if name.is_empty() {
                let message =
                    "Raden har belopp men ingen medlem. Skriv medlemmens namn, eller ta bort raden.";
                reader.say(&table, row, "medlem-utan-namn", message.into());
                continue;
            }
            if let Some(member) = member(reader, &table, row, name, &populations) {
                contributions(reader, &table, row, &member.code, intake);
                intake.members.push(member);
            }
        }
    }
}

fn populations(reader: &mut Reader<'_>) -> Vec<Population> {
    let tables = reader.of(FileKind::Population);
    let read = |table: &PublishedTable| {
        // Written back as text: the population's own reader knows the date and the codes.
        let lines = std::iter::once(&table.table.header).chain(table.table.rows.iter().map(|r| &r.cells));
        let text: String = lines.map(|cells| cells.join(";") + "\n").collect();
        Population::read(&table.table.name, text.as_bytes())
    };
    let mut populations = Vec::new();
    for table in &tables {
        let (population, problems) = read(table);
        reader
            .problems
            .extend(problems.into_iter().filter(|p| p.code.starts_with("befolkning")));
        populations.push(population);
    }
    populations
}

fn member(
    reader: &mut Reader<'_>,
    table: &PublishedTable,
    row: &Row,
    name: &str,
    populations: &[Population],
) -> Option<Member> {
    let kind = match table.table.text(row, "typ").to_lowercase().as_str() {
        "kommun" => MemberKind::Municipality,
        "region" => MemberKind::Region,
        "staten" | "stat" => MemberKind::State,
        other => {
            let message =
                format!("Medlemmen ”{name}” har typen ”{other}”. Skriv kommun, region eller staten.");
            reader.say(table, row, "medlem-typ", message);
            return None;
        }
    };
    let known = reader.known.members.iter().find(|m| m.name == name);
    let mut member = Member {
        code: known.map_or_else(|| slug(name), |m| m.code.clone()),
        name: name.to_owned(),
        kind,
        population: known.map_or_else(Vec::new, |m| m.population.clone()),
    };
    match kind {
        MemberKind::State => "staten".clone_into(&mut member.code),
        MemberKind::Region => {}
        MemberKind::Municipality => add_population(reader, table, row, &mut member, populations),
    }
    Some(member)
}

fn add_population(
    reader: &mut Reader<'_>,
    table: &PublishedTable,
    row: &Row,
    member: &mut Member,
    populations: &[Population],
) {
    let mut found = false;
    for population in populations {
        let own = population
            .rows
            .iter()
            .find(|m| same_municipality(&member.name, &m.name));
        if let (Some(own), Some(date)) = (own, population.date) {
            member.code.clone_from(&own.code);
            member.population.retain(|(known, _)| *known != date);
            member.population.push((date, own.population));
            member.population.sort_unstable();
            found = true;
        }
    }
    if !found && !populations.is_empty() {
        let message = format!(
            "Kommunen ”{}” finns inte i befolkning.csv, så bidrag kan inte fördelas till den. Lägg till dess folkmängd.",
            member.name
        );
        reader.say(table, row, "kommun-utan-folkmangd", message);
    }
}

/// "Borgholms kommun" is Borgholm, "Torsås kommun" is Torsås.
pub(crate) fn same_municipality(member: &str, municipality: &str) -> bool {
    let plain = |text: &str| {
        let text = text.trim().to_lowercase();
        text.strip_suffix(" kommun")
            .map_or(text.clone(), ToOwned::to_owned)
    };
    let (member, municipality) = (plain(member), plain(municipality));
    member == municipality || member.strip_suffix('s') == Some(municipality.as_str())
}

fn contributions(
    reader: &mut Reader<'_>,
    table: &PublishedTable,
    row: &Row,
    code: &str,
    intake: &mut Intake,
) {
    for (index, header, year) in year_columns(table) {
        if let Some(amount) = kronor(cell(row, index)) {
            if amount < Ore::ZERO {
                let message = format!(
                    "Bidraget {amount} i kolumnen ”{header}” är negativt. Ett medlemsbidrag är minst noll."
                );
                reader.say(table, row, "bidrag-negativt", message);
                continue;
            }
            intake.contributions.push(Contribution {
                member: code.to_owned(),
                year,
                amount,
                override_reason: None,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::same_municipality;

    #[test]
    fn r_imp_01_a_municipality_is_known_in_the_genitive() {
        for (member, municipality, same) in [
            ("Borgholms kommun", "Borgholm", true),
            ("Torsås kommun", "Torsås", true),
            ("KALMAR kommun", "Kalmar", true),
            ("Mönsterås kommun", "Mönster", false),
            ("Nybro kommun", "Nybro kommun", true),
            ("Region Kalmar län", "Kalmar", false),
        ] {
            assert_eq!(
                same_municipality(member, municipality),
                same,
                "{member} {municipality}"
            );
        }
    }
}
