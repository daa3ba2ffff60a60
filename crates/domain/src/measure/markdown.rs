//! `docs/measures.md`, written from the registry.

use std::fmt::Write as _;

use super::{Measure, registry};

/// The whole page.
pub fn markdown() -> String {
    let mut page = String::from(
        "# Mått\n\nSkriven ur registret i `crates/domain/src/measure`; ändra där och kör testerna med `SAMORDNA_UPDATE=1`.\n\n\
         Varje tal på sidor, i rapporter och i exporter är ett av dessa mått för ett år och en avgränsning.\n\
         Procenttal bär antal (k), bas (n) och hur många som saknar uppgift; de avrundas från noll vid hälften.\n\
         Felregistrerade deltaganden ingår inte i något mått.\n",
    );
    let mut group = "";
    for measure in registry() {
        let of = measure.id.split('.').next().unwrap_or_default();
        if of != group {
            group = of;
            // Writing to a string cannot fail.
            let _ = write!(page, "\n## {group}\n");
        }
        section(&mut page, measure);
    }
    page
}

fn section(page: &mut String, measure: &Measure) {
    let whole = measure.whole.then_some("hela förbundet");
    let scopes: Vec<&str> = whole.into_iter().chain(measure.scopes.iter().copied()).collect();
    let scopes = scopes.join(", ");
    let _ = write!(
        page,
        "\n### `{}` {}\n\n{}\n\n- Enhet: {}. Version {}. Skydd: {}.\n- Räknas bland: {}. Period: {}.\n- Saknas: {}.\n- Ges för: {scopes}.\n",
        measure.id,
        measure.name,
        measure.definition,
        measure.unit.label(),
        measure.version,
        measure.disclosure.label(),
        measure.universe,
        measure.period,
        measure.missing,
    );
}
