//! `bokforing`: the bookkeeping's balances are the statements' items, and an item with a note is the note's sum.

use std::collections::BTreeSet;

use super::{
    Out,
    relation::{Relation, Rule},
    sheet::{Id, Sheet},
};
use crate::{
    cell::Cell,
    facts::{Account, AccountKind, Facts, Ledger, LedgerYear},
    figure::Scope,
    finding::{
        Finding, Place,
        Severity::{MustFix, ShouldFix},
    },
    money::Ore,
    number,
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
    let mut balances = balances(&years, preset(&years));
    // Files that do not say which chart of accounts they follow are read as the one that fits.
    for name in Mapping::preset_names() {
        let other = self::balances(&years, name);
        if agreeing(&sheet, &other) > agreeing(&sheet, &balances) {
            balances = other;
        }
    }
    let mut cells = sheet.cells;
    cells.extend(balances);
    let mut with = Sheet::new(cells, sheet.year);
    with.goals = sheet.goals;
    with.note_refs = sheet.note_refs;
    with.withheld = sheet.withheld;
    with.unknown = sheet.unknown;
    with.ledger = years;
    with
}

fn balances(years: &[LedgerYear], preset: &str) -> Vec<Cell> {
    let facts = Facts {
        mapping: Mapping::preset(preset).unwrap_or_default(),
        ledger: Ledger {
            years: years.to_vec(),
        },
        ..Facts::default()
    };
    let mut cells = Vec::new();
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
    cells
}

/// How many balances are what the statements print.
fn agreeing(sheet: &Sheet, balances: &[Cell]) -> usize {
    let agrees = |cell: &&Cell| {
        let printed = sheet.in_table("bokslut", &cell.measure, cell.year, &cell.scope);
        printed.is_some_and(|id| sheet.cells[id].value() == cell.value())
    };
    balances.iter().filter(agrees).count()
}

/// Financial items tell the two charts of accounts apart: in Kommun-Bas income has 84 and cost 85.
fn preset(years: &[LedgerYear]) -> &'static str {
    let municipal = years.iter().flat_map(|y| &y.accounts).any(|a| match a.kind {
        Some(AccountKind::Income) => (8400..8500).contains(&a.number),
        Some(AccountKind::Cost) => (8500..8600).contains(&a.number),
        _ => false,
    });
    if municipal { "Kommun-Bas" } else { "EUBAS97" }
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
    accounts_hold(sheet, out);
    notes_exist(sheet, out);
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
            let mut readings = vec![vec![(1, *id)]];
            // Last year's result may be booked on equity already when the year opens.
            let opening = cell.measure == "balans.eget_kapital" && cell.place.column != "saldo";
            let result = sheet.one("ekonomi.resultat", cell.year).filter(|_| opening);
            readings.extend(result.map(|result| vec![(1, *id), (-1, result)]));
            let rule = Rule::Sum(readings);
            let relation = Relation::new(NAME, MustFix, printed, rule, words);
            out.relations.push(relation.within(rounding(sheet, cell.year)));
        }
    }
}

/// A note that a statement refers to is printed, where notes are.
fn notes_exist(sheet: &Sheet, out: &mut Out) {
    let borne = |cell: &Cell| cell.scope.get("not").map(str::to_lowercase);
    let notes: BTreeSet<String> = sheet.cells.iter().filter_map(borne).collect();
    let mut named = BTreeSet::new();
    for (item, note) in &sheet.note_refs {
        let (cell, wanted) = (&sheet.cells[*item], note.to_lowercase());
        let bears = |n: &String| *n == wanted || n.starts_with(&format!("{wanted} "));
        if notes.is_empty() || notes.iter().any(bears) || !named.insert(&cell.place.row) {
            continue;
        }
        out.findings.push(Finding {
            check: NAME,
            severity: ShouldFix,
            place: Place {
                column: "not".into(),
                ..cell.place.clone()
            },
            expected: None,
            found: note.clone(),
            message: format!(
                "Posten hänvisar till not {note}, som inte finns i {}. Rätta notnumret, eller lägg in noten.",
                cell.place.table
            ),
        });
    }
}

/// Equity and booked results: what stands on which account changes over the turn of the year.
const EQUITY: std::ops::Range<u32> = 2000..2100;

/// Each account's opening balance and vouchers make its stated balance, and its opening balance is
/// the year before's closing.
fn accounts_hold(sheet: &Sheet, out: &mut Out) {
    for year in &sheet.ledger {
        let before = sheet.ledger.iter().find(|y| y.year == year.year - 1);
        for account in &year.accounts {
            let closing = closing(year, account);
            if let Some(stated) = account.stated.filter(|s| *s != closing) {
                let words = "ingående balans plus verifikationerna";
                out.findings.push(account_finding(
                    year.year,
                    account,
                    ("utgående balans", words),
                    (closing, stated),
                ));
            }
            let last =
                before.and_then(|y| Some((y, y.accounts.iter().find(|a| a.number == account.number)?)));
            let on_balance = account.number < 3000 && !EQUITY.contains(&account.number);
            if let Some((y, last)) = last.filter(|_| on_balance) {
                let brought = last.stated.unwrap_or_else(|| self::closing(y, last));
                if brought != account.opening {
                    let words = "föregående års utgående balans";
                    let found = (brought, account.opening);
                    out.findings.push(account_finding(
                        year.year,
                        account,
                        ("ingående balans", words),
                        found,
                    ));
                }
            }
        }
    }
}

/// What a later year's file says of this year's closing balances and results, against this year's own.
pub fn restated(year: &LedgerYear, later: i32, stated: &[(u32, Ore)]) -> Vec<Finding> {
    let mut found = Vec::new();
    for (number, amount) in stated {
        let own = year.accounts.iter().find(|a| a.number == *number);
        let blank = Account {
            number: *number,
            name: String::new(),
            kind: None,
            opening: Ore::ZERO,
            stated: None,
        };
        let account = own.unwrap_or(&blank);
        let right = account.stated.unwrap_or_else(|| closing(year, account));
        if right != *amount {
            let words = ("föregående år", "saldot i föregående års egen fil");
            found.push(account_finding(later, account, words, (right, *amount)));
        }
    }
    found
}

fn closing(year: &LedgerYear, account: &Account) -> Ore {
    let own = year.movements.iter().filter(|m| m.account == account.number);
    let sum = own.fold(i128::from(account.opening.0), |sum, m| {
        sum + i128::from(m.amount.0)
    });
    Ore(i64::try_from(sum).unwrap_or(i64::MAX))
}

fn account_finding(
    year: i32,
    account: &Account,
    (column, words): (&str, &str),
    (expected, found): (Ore, Ore),
) -> Finding {
    let plain = |ore: Ore| {
        number::plain(ore.0, 2)
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned()
    };
    Finding {
        check: NAME,
        severity: MustFix,
        place: Place {
            table: file(year),
            row: format!("konto {} {}", account.number, account.name),
            column: column.to_owned(),
        },
        expected: Some(plain(expected)),
        found: plain(found),
        message: format!(
            "Här står {found} kr, men {words} är {expected} kr. Be bokföringsbyrån om en ny fil, eller rätta verifikationerna."
        ),
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
