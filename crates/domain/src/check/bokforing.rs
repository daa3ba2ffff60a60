//! `bokforing`: the bookkeeping's balances are the statements' items, and an item with a note is the note's sum.

use super::{
    Out,
    relation::Relation,
    sheet::{Id, Sheet},
};
use crate::{
    cell::Cell,
    facts::{AccountKind, Facts, Ledger, LedgerYear},
    figure::Scope,
    finding::{Place, Severity::MustFix},
    money::Ore,
    statement::{Row, Statements, mapping::Mapping},
    unit::Unit,
};

/// The check's name.
pub const NAME: &str = "bokforing";

/// Leaves of the statements: what is compared with the bookkeeping. Sums follow from them.
const LEAVES: [&str; 11] = [
    "ekonomi.intakter",
    "ekonomi.kostnader",
    "ekonomi.avskrivningar",
    "ekonomi.finansiella_intakter",
    "ekonomi.finansiella_kostnader",
    "balans.korta_fordringar",
    "balans.kortfristiga_placeringar",
    "balans.kassa_bank",
    "balans.eget_kapital",
    "balans.kortfristiga_skulder",
    "not.rad",
];

/// Whether a place is in the bookkeeping.
pub fn is_ledger(table: &str) -> bool {
    table.starts_with("bokforing")
}

/// The sheet with the bookkeeping's balances as cells, placed in `bokforing-YYYY.se`.
pub fn with_ledger(sheet: Sheet, ledger: &[LedgerYear]) -> Sheet {
    if ledger.is_empty() {
        return sheet;
    }
    let mut years = ledger.to_vec();
    years.sort_by_key(|y| y.year);
    let facts = Facts {
        mapping: mapping(&years),
        ledger: Ledger { years: years.clone() },
        ..Facts::default()
    };
    let mut cells = sheet.cells;
    for year in years.iter().map(|y| y.year) {
        let (statements, _) = Statements::of(&facts, year);
        let first = !years.iter().any(|y| y.year == year - 1);
        for row in statements.tables().flat_map(|t| &t.rows) {
            cells.extend(cell(row, year, row.current));
            // Opening balances are the closing ones of a year whose bookkeeping is not at hand.
            if first
                && row
                    .figure
                    .as_ref()
                    .is_some_and(|f| f.measure.starts_with("balans."))
            {
                cells.extend(cell(row, year - 1, row.previous).map(|mut cell| {
                    cell.place.table = file(year);
                    cell.place.column = "ingående balans".into();
                    cell
                }));
            }
        }
    }
    let mut with = Sheet::new(cells, sheet.year);
    with.goals = sheet.goals;
    with.note_refs = sheet.note_refs;
    with.ledger = years;
    with
}

/// Financial items tell the two charts of accounts apart: in Kommun-Bas income has 84 and cost 85.
fn mapping(years: &[LedgerYear]) -> Mapping {
    let municipal = years.iter().flat_map(|y| &y.accounts).any(|a| match a.kind {
        Some(AccountKind::Income) => (8400..8500).contains(&a.number),
        Some(AccountKind::Cost) => (8500..8600).contains(&a.number),
        _ => false,
    });
    let name = if municipal { "Kommun-Bas" } else { "EUBAS97" };
    Mapping::preset(name).unwrap_or_default()
}

fn file(year: i32) -> String {
    format!("bokforing-{year}.se")
}

fn cell(row: &Row, year: i32, amount: Option<Ore>) -> Option<Cell> {
    let figure = row.figure.as_ref().filter(|f| LEAVES.contains(&f.measure))?;
    let lower = |(key, value): (&&'static str, &String)| (*key, value.to_lowercase());
    Some(Cell {
        measure: figure.measure.to_owned(),
        scope: Scope(figure.scope.0.iter().map(lower).collect()),
        year,
        place: Place {
            table: file(year),
            row: accounts(row),
            column: "saldo".into(),
        },
        group: String::new(),
        label: row.label.clone(),
        unit: Unit::Kronor,
        units: amount?.to_kronor(),
        decimals: 0,
        is_sum: false,
        negated: figure.negated,
    })
}

fn accounts(row: &Row) -> String {
    match row.accounts.as_slice() {
        [] => row.label.clone(),
        [one] => format!("konto {one} {}", row.label),
        [first, .., last] => format!("konto {first}–{last} {}", row.label),
    }
}

/// Items against their notes, and against the bookkeeping.
pub fn relations(sheet: &Sheet, out: &mut Out) {
    for (item, note) in &sheet.note_refs {
        let cell = &sheet.cells[*item];
        let scope = Scope::all().with("not", note.to_lowercase());
        if let Some(sum) = sheet.in_table("bokslut", "not.summa", cell.year, &scope) {
            let words = format!("summan i not {note}");
            out.relations
                .push(Relation::sum(NAME, MustFix, *item, vec![(1, sum)], words));
        }
    }
    let ledger: Vec<Id> = (0..sheet.cells.len())
        .filter(|id| is_ledger(&sheet.cells[*id].place.table))
        .collect();
    for id in &ledger {
        let cell = &sheet.cells[*id];
        let printed = sheet.in_table("bokslut", &cell.measure, cell.year, &cell.scope);
        if let Some(printed) = printed.filter(|p| !specified(sheet, *p, &ledger)) {
            let words = format!("bokföringens saldo i {}, {}", cell.place.table, cell.place.row);
            let relation = Relation::sum(NAME, MustFix, printed, vec![(1, *id)], words);
            out.relations.push(relation.within(rounding(sheet, cell.year)));
        }
    }
}

/// An item whose note's every row is compared with the bookkeeping is compared there.
fn specified(sheet: &Sheet, item: Id, ledger: &[Id]) -> bool {
    let Some((_, note)) = sheet.note_refs.iter().find(|(id, _)| *id == item) else {
        return false;
    };
    let year = sheet.cells[item].year;
    let in_note = |id: &Id| {
        let cell = &sheet.cells[*id];
        let of_note = cell
            .scope
            .get("not")
            .is_some_and(|n| n == note || n.starts_with(&format!("{note} ")));
        cell.measure == "not.rad" && cell.year == year && of_note
    };
    let rows: Vec<&Id> = ledger.iter().filter(|id| in_note(id)).collect();
    let printed = |id: &&Id| {
        sheet
            .in_table("bokslut", "not.rad", year, &sheet.cells[**id].scope)
            .is_some()
    };
    !rows.is_empty() && rows.into_iter().all(|id| printed(&id))
}

/// Whole kronor can be rounded in another way than ours where the bookkeeping has öre.
fn rounding(sheet: &Sheet, year: i32) -> i128 {
    let near = |y: &&LedgerYear| y.year == year || y.year == year + 1;
    let with_ore = |y: &LedgerYear| {
        let balances = y
            .accounts
            .iter()
            .filter_map(|a| a.stated)
            .chain(y.accounts.iter().map(|a| a.opening));
        balances.into_iter().any(|ore| ore.0 % 100 != 0)
    };
    i128::from(sheet.ledger.iter().filter(near).any(with_ore))
}
