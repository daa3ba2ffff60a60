//! The last annex: every figure the report prints, found by walking the finished document.

use std::collections::BTreeSet;

use super::{Sources, cells};
use crate::{
    document::{Block, Document, Inline, Row, RowKind, Table, TableCell},
    figure::{Figure, FigureKey, Missing, Trace, Value},
    figures::Figures,
    measure::{self, Area},
    money::Ore,
    number,
    unit::Unit,
};

const WIDTH: usize = 4;
/// More accounts or parts than this are told by how many.
const FEW: usize = 3;
/// The column of traces.
const TRACE: usize = 3;
/// Stands for the trace of the row above.
const SAME: &str = "som ovan";

/// Every figure the document refers to, by measure, year and scope.
pub fn referenced(document: &Document) -> BTreeSet<FigureKey> {
    let mut keys: BTreeSet<FigureKey> = BTreeSet::new();
    keys.extend(document.key_figures.iter().filter_map(|k| k.figure.clone()));
    for block in &document.blocks {
        match block {
            Block::Paragraph(inlines) | Block::Notice(inlines) => keys.extend(in_text(inlines)),
            Block::List { items, .. } => keys.extend(items.iter().flat_map(|item| in_text(item))),
            Block::Table(table) => keys.extend(in_table(table)),
            Block::Diagram(diagram) => keys.extend(in_table(&diagram.table)),
            Block::Heading { .. } | Block::FillIn(_) | Block::Initials | Block::Signatures(_) => {}
        }
    }
    keys
}

fn in_text(inlines: &[Inline]) -> impl Iterator<Item = FigureKey> {
    inlines.iter().filter_map(|inline| match inline {
        Inline::Figure { key, .. } => Some(key.clone()),
        _ => None,
    })
}

fn in_table(table: &Table) -> impl Iterator<Item = FigureKey> {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    cells.filter_map(|cell| cell.figure.clone())
}

/// Adds the register as annex `number`.
pub(crate) fn append(document: &mut Document, sources: &Sources<'_>, number: usize) {
    let keys = referenced(document);
    document.blocks.push(Block::Heading {
        level: 1,
        number: Some(format!("Bilaga {number}")),
        text: "Talregister".into(),
        id: "figurregister".into(),
    });
    let count = number::integer(i64::try_from(keys.len()).unwrap_or(i64::MAX));
    let words = format!(
        "Registret har alla {count} tal som rapporten trycker, ordnade efter mått med namn, version och enhet. För varje tal anges år och avgränsning, värde, antal av bas och vad det är räknat av. Antal av bas anges för andelar och medelvärden; inom parentes de som saknar uppgift. Ett skyddat tal är för litet att visa, eller skulle avslöja ett annat som är det. Definitionerna i sin helhet finns i måttregistret."
    );
    document.blocks.push(Block::Paragraph(vec![Inline::Text(words)]));
    for area in Area::ALL {
        let keys: Vec<&FigureKey> = keys.iter().filter(|key| Area::of(key.measure) == area).collect();
        if keys.is_empty() {
            continue;
        }
        document.blocks.push(Block::Heading {
            level: 2,
            number: None,
            text: area.label().into(),
            id: format!("figurregister-{}", area.slug()),
        });
        document.blocks.push(Block::Table(of_area(area, &keys, sources)));
    }
}

fn of_area(area: Area, keys: &[&FigureKey], sources: &Sources<'_>) -> Table {
    let of_measures = keys.chunk_by(|a, b| a.measure == b.measure);
    let rows = of_measures.flat_map(|keys| of_measure(keys, sources)).collect();
    let mut columns = cells::words(&["År och avgränsning", "Värde", "Antal av bas", "Räknat av"]);
    columns[1].numeric = true;
    let caption = format!("Tal som trycks i rapporten: {}", area.label().to_lowercase());
    cells::table(
        &format!("tabell-figurregister-{}", area.slug()),
        caption,
        columns,
        rows,
    )
}

/// One measure's heading and figures. A trace that all of them share stands once, in the heading.
fn of_measure(keys: &[&FigureKey], sources: &Sources<'_>) -> Vec<Row> {
    let figures = keys.iter().filter_map(|key| sources.figures.get(key));
    let mut rows: Vec<Row> = figures.map(|figure| row(figure, sources)).collect();
    let mut heading = keys.first().map_or_else(String::new, |key| measure_words(key));
    let shared = rows
        .first()
        .map_or_else(String::new, |row| row.cells[TRACE].text.clone());
    if !shared.is_empty() && rows.len() > 1 && rows.iter().all(|row| row.cells[TRACE].text == shared) {
        heading = format!("{heading}. Räknat av: {shared}");
        for row in &mut rows {
            row.cells[TRACE] = cells::blank();
        }
    } else {
        say_once(&mut rows);
    }
    rows.insert(0, cells::group(heading, WIDTH));
    rows
}

/// A trace that is the row's above is not said again.
fn say_once(rows: &mut [Row]) {
    let mut above = String::new();
    for row in rows {
        let trace = &mut row.cells[TRACE];
        if !above.is_empty() && trace.text == above {
            trace.text = SAME.into();
        } else {
            above.clone_from(&trace.text);
        }
    }
}

/// "Nya deltaganden – deltaganden.nya, version 1, deltaganden".
fn measure_words(key: &FigureKey) -> String {
    measure::find(key.measure).map_or_else(
        || key.measure.to_owned(),
        |m| format!("{} – {}, version {}, {}", m.name, m.id, m.version, m.unit.label()),
    )
}

fn row(figure: &Figure, sources: &Sources<'_>) -> Row {
    let scope = measure::words(sources.facts, &figure.key.scope);
    let year = figure.key.year;
    let place = if scope.is_empty() {
        year.to_string()
    } else {
        format!("{year}, {scope}")
    };
    let cells = vec![
        cells::with_unit(figure),
        TableCell::text(base_words(figure, sources.figures)),
        TableCell::text(trace_of(figure, sources)),
    ];
    cells::row(RowKind::Normal, place, cells)
}

/// The trace without the name of the row, which the first column has. Of a protected number nothing
/// is told but that it is one; why stands once, above.
fn trace_of(figure: &Figure, sources: &Sources<'_>) -> String {
    if figure.value == Value::Missing(Missing::Withheld) {
        return String::new();
    }
    let trace = trace_words(&figure.trace, sources);
    match figure.key.scope.get("rad") {
        Some(label) => trace.replacen(&format!(", raden {label}"), "", 1),
        None => trace,
    }
}

fn base_words(figure: &Figure, figures: &Figures) -> String {
    let base = match (figure.k, figure.n) {
        // A mean's numerator is a sum of ages, which tells nobody anything.
        (Some(_), Some(n)) if figure.unit == Unit::Ar => number::integer(n),
        (None, Some(n)) => number::integer(n),
        (Some(k), Some(n)) if is_of_money(figure, figures) => {
            let [k, n] = [k, n].map(|ore| Ore(ore).rounded());
            format!("{k} av {n} kr")
        }
        (Some(k), Some(n)) => format!("{} av {}", number::integer(k), number::integer(n)),
        _ => String::new(),
    };
    match figure.missing {
        0 => base,
        missing => {
            let missing = number::integer(missing);
            format!("{base} ({missing} saknar)").trim_start().to_owned()
        }
    }
}

/// Whether a share is of kronor: its last part is, or the figure it repeats is such a share.
fn is_of_money(figure: &Figure, figures: &Figures) -> bool {
    let Trace::Figures { parts, .. } = &figure.trace else {
        return false;
    };
    let Some(part) = parts.last().and_then(|key| figures.get(key)) else {
        return false;
    };
    part.unit == Unit::Kronor || (part.key.measure != figure.key.measure && is_of_money(part, figures))
}

fn trace_words(trace: &Trace, sources: &Sources<'_>) -> String {
    match trace {
        Trace::Rows { of, count, .. } => {
            let rows = if *count == 1 { "rad" } else { "rader" };
            format!("{} {rows} hos {}", number::integer(*count), of.holder())
        }
        Trace::Vouchers {
            accounts,
            project,
            count,
        } => {
            let project = project
                .as_ref()
                .map_or_else(String::new, |code| format!(", projekt {code}"));
            format!(
                "{}{project}; {} bokförda poster",
                accounts_words(accounts),
                number::integer(*count)
            )
        }
        Trace::Figures { rule, parts } => rule_words(rule, parts),
        Trace::Entered { source, .. } => source.clone(),
        Trace::Published { source } => published_words(source, &sources.own_title()),
    }
}

/// A report does not cite itself: what it printed before this edition is a registered value.
fn published_words(source: &str, own: &str) -> String {
    match source.strip_prefix(own) {
        Some(place) => format!("registrerat värde{place}"),
        None => format!("publicerat: {source}"),
    }
}

/// The words a rule counts its parts with.
const PLACES: [&str; 4] = ["den första", "den andra", "den tredje", "den fjärde"];

/// "100 × insats.kostnad / bidrag.summa"; the parts after the rule where it does not name them.
fn rule_words(rule: &str, parts: &[FigureKey]) -> String {
    if parts.is_empty() {
        return rule.to_owned();
    }
    let is_place = |(_, place): &(&FigureKey, &str)| rule.contains(place);
    let named: Vec<(&FigureKey, &str)> = parts.iter().zip(PLACES).filter(is_place).collect();
    if named.len() != parts.len() {
        return format!("{rule}: {}", parts_words(parts));
    }
    let replaced = |words: String, (part, place): &(&FigureKey, &str)| words.replace(place, part.measure);
    named.iter().fold(rule.to_owned(), replaced)
}

/// The measures of a few parts, in the rule's order; otherwise how many and of what.
fn parts_words(parts: &[FigureKey]) -> String {
    let mut measures: Vec<&str> = parts.iter().map(|key| key.measure).collect();
    measures.dedup();
    if measures.len() > FEW {
        return format!("{} tal", parts.len());
    }
    let named = measures.join(", ");
    if parts.len() > measures.len() {
        format!("{} tal av {named}", parts.len())
    } else {
        named
    }
}

fn accounts_words(accounts: &[u32]) -> String {
    match accounts {
        [] => "inga konton".into(),
        few if few.len() <= FEW => {
            let numbers: Vec<String> = few.iter().map(u32::to_string).collect();
            format!("konto {}", numbers.join(", "))
        }
        [first, .., last] => format!("{} konton, {first}–{last}", accounts.len()),
        [only] => format!("konto {only}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Scope;

    #[test]
    fn a_rule_names_its_parts_and_never_ends_in_a_colon() {
        let part = |measure| FigureKey {
            measure,
            year: 2022,
            scope: Scope::all(),
        };
        let two = [part("insats.kostnad"), part("bidrag.summa")];
        for (rule, parts, said) in [
            (
                "100 × den första / den andra",
                &two[..],
                "100 × insats.kostnad / bidrag.summa",
            ),
            (
                "100 × |den första − den andra| / den andra",
                &two,
                "100 × |insats.kostnad − bidrag.summa| / bidrag.summa",
            ),
            ("summan", &two, "summan: insats.kostnad, bidrag.summa"),
            ("samma värde", &[], "samma värde"),
        ] {
            assert_eq!(rule_words(rule, parts), said);
        }
    }

    #[test]
    fn a_report_does_not_cite_itself() {
        let own = "Årsredovisning 2022";
        for (source, said) in [
            ("Årsredovisning 2022, tabell 1", "registrerat värde, tabell 1"),
            (
                "Årsredovisning 2021, tabell 1",
                "publicerat: Årsredovisning 2021, tabell 1",
            ),
        ] {
            assert_eq!(published_words(source, own), said);
        }
    }
}
