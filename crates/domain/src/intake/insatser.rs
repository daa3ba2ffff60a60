//! `insatser.csv`.

use super::tables::{self, Intake, Reader, whole};
use crate::{
    codes::InsatsKind,
    facts::Insats,
    published::{FileKind, PublishedTable, Row, layout},
};

pub(super) fn read(reader: &mut Reader<'_>, intake: &mut Intake) {
    for table in reader.of(FileKind::Insatser) {
        let staff = table.table.header.iter().find_map(|header| {
            let year = header
                .to_lowercase()
                .strip_prefix("personal_")
                .and_then(layout::year)?;
            Some((header.to_lowercase(), year))
        });
        let (staff, year) = staff.unwrap_or_else(|| (String::new(), reader.year));
        for row in &table.table.rows {
            let slug = table.table.text(row, "id");
            if slug.is_empty() {
                reader.say(
                    &table,
                    row,
                    "insats-utan-id",
                    "Raden saknar id. Ge insatsen ett kort id utan å, ä, ö.".into(),
                );
                continue;
            }
            if tables::slug(slug) != slug {
                let message = format!(
                    "Insatsens id ”{slug}” står i adresser och filer och får bara ha små bokstäver a–z, siffror och bindestreck. Ändra det i alla tabeller, till exempel till ”{}”.",
                    tables::slug(slug)
                );
                reader.say(&table, row, "insats-id", message);
                continue;
            }
            let insats = insats(&table, row, slug, (&staff, year));
            if insats.name.is_empty() {
                let message = format!("Insatsen {slug} saknar namn. Skriv namnet så som det ska tryckas.");
                reader.say(&table, row, "insats-utan-namn", message);
                continue;
            }
            if insats.ages.is_some_and(|(from, to)| from > to) {
                let message = format!(
                    "Insatsen {slug} har en lägsta ålder som är högre än den högsta. Byt plats på dem."
                );
                reader.say(&table, row, "alder-intervall", message);
                continue;
            }
            intake.insatser.push(insats);
        }
    }
}

/// An insats with a budgeted number of participants registers participations; one without is
/// strukturövergripande and does not.
fn insats(table: &PublishedTable, row: &Row, slug: &str, (staff, year): (&str, i32)) -> Insats {
    let text = |column: &str| table.table.text(row, column).to_owned();
    let budgeted = whole(&text("budgeterade_deltagare_sus"));
    let age = |column: &str| whole(&text(column)).and_then(|age| i32::try_from(age).ok());
    Insats {
        slug: slug.to_owned(),
        name: text("namn"),
        kind: if budgeted.is_some() {
            InsatsKind::Individual
        } else {
            InsatsKind::Structural
        },
        principal: text("ägare"),
        municipalities: list(&text("kommuner")),
        decision: text("beslut"),
        staff: text(staff),
        methods: text("metoder"),
        budgeted_participants: budgeted.map(|count| (year, count)).into_iter().collect(),
        ages: age("ålder_från").zip(age("ålder_till")),
        registers: budgeted.is_some(),
    }
}

fn list(text: &str) -> Vec<String> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(ToOwned::to_owned).collect()
}
