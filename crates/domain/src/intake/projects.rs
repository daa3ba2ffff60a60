//! `insatskostnader-YYYY.csv`: projects and what was requisitioned for them.

use super::{
    books::Object,
    tables::{Intake, Reader, cell, is_sum, kronor, slug, year_columns},
};
use crate::{
    facts::{Project, Requisitioned},
    published::FileKind,
};

pub(super) fn read(reader: &mut Reader<'_>, intake: &mut Intake) {
    for table in reader.of(FileKind::InsatsCosts) {
        for row in &table.table.rows {
            let name = table.table.text(row, "projekt");
            if name.is_empty() || is_sum(name) {
                continue;
            }
            let code = object(&reader.known.projects, name).map_or_else(|| slug(name), |o| o.code.clone());
            if !reader.known.projects.is_empty() && !reader.known.projects.iter().any(|o| o.code == code) {
                let message = format!(
                    "Projektet ”{name}” finns inte som objekt i bokföringens dimension 6. Ge objektet samma namn."
                );
                reader.say(&table, row, "projekt-utan-objekt", message);
            }
            let insats = super::economy::insats(reader, &table, row, intake);
            for (index, header, year) in year_columns(&table) {
                if let Some(amount) = kronor(cell(row, index)) {
                    intake.requisitioned.push(Requisitioned {
                        project: code.clone(),
                        insats: insats.clone(),
                        year,
                        amount,
                        source: format!("{}, {header}", table.table.name),
                    });
                }
            }
            if !intake.projects.iter().any(|p| p.code == code) {
                intake.projects.push(Project {
                    code,
                    name: name.to_owned(),
                    insats,
                    municipality: table.table.text(row, "kommun").to_owned(),
                });
            }
        }
    }
}

/// The object with this name, or the only one whose name begins with it ("Arbetsterapeut" →
/// "Arbetsterapeut Mörbylånga").
pub(super) fn object<'a>(objects: &'a [Object], name: &str) -> Option<&'a Object> {
    let name = name.trim().to_lowercase();
    let exact = objects.iter().find(|o| o.name.trim().to_lowercase() == name);
    let begins = format!("{name} ");
    let mut longer = objects
        .iter()
        .filter(|o| o.name.to_lowercase().starts_with(&begins));
    exact.or_else(|| longer.next().filter(|_| longer.next().is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_imp_02_a_project_is_found_by_its_objects_name() {
        let object_of = |code: &str, name: &str| Object {
            dimension: 6,
            code: code.into(),
            name: name.into(),
        };
        let objects = [
            object_of("RESA", "RESA"),
            object_of("RESA-KOR", "RESA Kör"),
            object_of("ARB", "Arbetsterapeut Mörbylånga"),
            object_of("X1", "Pott ett"),
            object_of("X2", "Pott två"),
        ];
        for (name, code) in [
            ("resa", Some("RESA")),
            ("RESA Kör", Some("RESA-KOR")),
            ("Arbetsterapeut", Some("ARB")),
            ("Pott", None),
            ("Res", None),
        ] {
            assert_eq!(object(&objects, name).map(|o| o.code.as_str()), code, "{name}");
        }
    }
}
