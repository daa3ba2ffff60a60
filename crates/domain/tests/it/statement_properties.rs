//! What must hold for the statements of every balanced ledger, whatever its öre.

use std::collections::BTreeMap;

use domain::{
    facts::{Account, Facts, Ledger, LedgerYear, Movement},
    money::Ore,
    statement::{Level, Row, Statements, Table, mapping::Mapping},
};
use proptest::{collection::vec, prelude::*};

/// Some of every line of EUBAS97.
const BALANCE: &[u32] = &[
    1220, 1510, 1650, 1810, 1920, 1930, 2010, 2210, 2350, 2440, 2920, 2990,
];
const RESULT: &[u32] = &[
    3010, 3021, 3740, 4010, 4020, 5010, 7210, 7510, 7832, 7990, 8310, 8410, 8710,
];

/// `(account from, account to, project, month, öre)`.
type Voucher = (u32, u32, usize, u8, i64);

fn voucher() -> impl Strategy<Value = Voucher> {
    let account = || prop_oneof![prop::sample::select(BALANCE), prop::sample::select(RESULT)];
    (
        account(),
        account(),
        0..3_usize,
        1..=12_u8,
        -9_000_000..9_000_000_i64,
    )
}

/// Opening balances, then two years of vouchers; `booked` books each year's result on 8999/2019.
pub fn facts() -> impl Strategy<Value = Facts> {
    let opening = vec(
        (prop::sample::select(BALANCE), -50_000_000..50_000_000_i64),
        0..12,
    );
    (
        opening,
        vec(voucher(), 0..60),
        vec(voucher(), 0..60),
        any::<bool>(),
    )
        .prop_map(|(opening, first, second, booked)| {
            let mut balances: BTreeMap<u32, i64> = BTreeMap::new();
            for (account, ore) in opening {
                *balances.entry(account).or_default() += ore;
                *balances.entry(2010).or_default() -= ore;
            }
            let first = year(2021, &balances, &first, booked);
            let carried = carried_forward(&first);
            let second = year(2022, &carried, &second, booked);
            Facts {
                ledger: Ledger {
                    years: vec![first, second],
                },
                mapping: Mapping::preset("EUBAS97").unwrap(),
                ..Facts::default()
            }
        })
}

fn year(year: i32, opening: &BTreeMap<u32, i64>, vouchers: &[Voucher], booked: bool) -> LedgerYear {
    let mut sums: BTreeMap<(u32, usize, u8), (i64, i64)> = BTreeMap::new();
    let mut post = |account, project, month, ore: i64| {
        let sum = sums.entry((account, project, month)).or_default();
        *sum = (sum.0 + ore, sum.1 + 1);
    };
    let mut result = 0;
    for &(from, to, project, month, ore) in vouchers {
        post(from, project, month, -ore);
        post(to, project, month, ore);
        let part = |account| if RESULT.contains(&account) { ore } else { 0 };
        result += part(to) - part(from);
    }
    if booked {
        post(8999, 0, 12, -result);
        post(2019, 0, 12, result);
    }
    let numbers = BALANCE.iter().chain(RESULT).chain(&[2019, 8999]);
    let account = |number: &u32| Account {
        number: *number,
        name: format!("Konto nummer {number}"),
        kind: None,
        opening: Ore(opening.get(number).copied().unwrap_or_default()),
        stated: None,
    };
    let movement =
        |((account, project, month), (ore, transactions)): ((u32, usize, u8), (i64, i64))| Movement {
            account,
            project: ["", "KRUS", "RESA"][project].to_owned(),
            month,
            amount: Ore(ore),
            transactions,
        };
    LedgerYear {
        year,
        accounts: numbers.map(account).collect(),
        movements: sums.into_iter().map(movement).collect(),
        ..LedgerYear::default()
    }
}

/// Closing balances as the next year opens: what is on result accounts goes to 2019.
fn carried_forward(year: &LedgerYear) -> BTreeMap<u32, i64> {
    let mut balances: BTreeMap<u32, i64> = year.accounts.iter().map(|a| (a.number, a.opening.0)).collect();
    for movement in &year.movements {
        *balances.entry(movement.account).or_default() += movement.amount.0;
    }
    let result: i64 = balances
        .iter()
        .filter(|(account, _)| **account >= 3000)
        .map(|(_, ore)| ore)
        .sum();
    balances.retain(|account, _| *account < 3000);
    *balances.entry(2019).or_default() += result;
    balances
}

/// A column of a table.
type Column = fn(&Row) -> Option<Ore>;
const COLUMNS: [Column; 2] = [|row| row.current, |row| row.previous];

fn amount(table: &Table, column: Column, label: &str) -> Ore {
    let row = table.rows.iter().find(|row| row.label == label);
    column(row.unwrap_or_else(|| panic!("{label}"))).unwrap_or(Ore::ZERO)
}

fn sum(table: &Table, column: Column, labels: &[&str]) -> Ore {
    labels.iter().map(|label| amount(table, column, label)).sum()
}

fn income_adds_up(table: &Table, column: Column) {
    let operating = [
        "Verksamhetens intäkter",
        "Verksamhetens kostnader",
        "Avskrivningar",
    ];
    let result = amount(table, column, "Verksamhetens resultat");
    assert_eq!(result, sum(table, column, &operating));
    let financial = sum(table, column, &["Finansiella intäkter", "Finansiella kostnader"]);
    let after = amount(table, column, "Resultat efter finansiella poster");
    assert_eq!(after, result + financial);
    let year = amount(table, column, "Årets resultat");
    assert_eq!(year, after + amount(table, column, "Extraordinära poster"));
}

fn balance_adds_up(table: &Table, column: Column) {
    let current = ["Korta fordringar", "Kortfristiga placeringar", "Kassa och bank"];
    let current_sum = amount(table, column, "Summa omsättningstillgångar");
    assert_eq!(current_sum, sum(table, column, &current));
    let assets = amount(table, column, "Summa tillgångar");
    assert_eq!(
        assets,
        current_sum + amount(table, column, "Maskiner och inventarier")
    );
    let other = [
        "Eget kapital",
        "Årets resultat",
        "Avsättningar för pensioner",
        "Långfristiga skulder",
        "Kortfristiga skulder",
    ];
    let total = amount(table, column, "Summa eget kapital, avsättningar och skulder");
    assert_eq!(total, sum(table, column, &other));
    assert_eq!(assets, total, "the balance sheet balances");
}

/// Rows between two headings or sums add up to the subtotal after them, subtotals to the total.
fn sections_add_up(table: &Table, column: Column) {
    let (mut lines, mut subtotals, mut sectioned) = (Ore::ZERO, Ore::ZERO, false);
    for row in &table.rows {
        let amount = column(row).unwrap_or(Ore::ZERO);
        match row.level {
            Level::Group => lines = Ore::ZERO,
            Level::Line => lines += amount,
            Level::Subtotal => {
                assert_eq!(amount, lines, "{}: {}", table.title, row.label);
                (lines, sectioned) = (Ore::ZERO, true);
                subtotals += amount;
            }
            Level::Total => {
                let parts = if sectioned { subtotals } else { lines };
                assert_eq!(amount, parts, "{}: {}", table.title, row.label);
                return;
            }
        }
    }
    panic!("{} has no total", table.title);
}

fn cash_ends_in_cash(statements: &Statements, column: Column) {
    let cash = &statements.cash_flow;
    let closing = amount(cash, column, "Likvida medel vid årets slut");
    let opening = amount(cash, column, "Likvida medel vid årets början");
    assert_eq!(closing, opening + amount(cash, column, "Årets kassaflöde"));
    assert_eq!(closing, amount(&statements.balance, column, "Kassa och bank"));
    assert_eq!(closing, amount(&statements.operating, column, "Likvida medel"));
}

fn investments_roll_forward(statements: &Statements, column: Column) {
    let table = &statements.investment;
    let parts = [
        "Ingående bokfört värde",
        "Årets investeringar, netto",
        "Årets avskrivningar",
    ];
    let closing = amount(table, column, "Utgående bokfört värde");
    assert_eq!(closing, sum(table, column, &parts));
    assert_eq!(
        closing,
        amount(&statements.balance, column, "Maskiner och inventarier")
    );
    let flow = amount(
        &statements.cash_flow,
        column,
        "Investering i maskiner och inventarier",
    );
    assert_eq!(flow, -amount(table, column, "Årets investeringar, netto"));
}

fn same_everywhere(statements: &Statements, column: Column) {
    let Statements {
        income,
        balance,
        cash_flow,
        operating,
        notes,
        requirement,
        ..
    } = statements;
    let result = amount(income, column, "Årets resultat");
    assert_eq!(result, amount(balance, column, "Årets resultat"));
    assert_eq!(result, amount(cash_flow, column, "Årets resultat"));
    assert_eq!(result, amount(operating, column, "Resultat"));
    let label = "Årets resultat enligt resultaträkningen";
    assert_eq!(result, amount(&requirement.table, column, label));
    let operating_parts = amount(operating, column, "Medlemsavgift")
        - amount(operating, column, "Nettokostnad")
        + amount(operating, column, "Finansiella poster");
    let extraordinary = amount(income, column, "Extraordinära poster");
    assert_eq!(result, operating_parts + extraordinary);
    let equity = amount(balance, column, "Eget kapital") + result;
    assert_eq!(equity, amount(operating, column, "Utgående eget kapital"));
    let lines = [
        amount(income, column, "Verksamhetens intäkter"),
        -amount(income, column, "Verksamhetens kostnader"),
        amount(balance, column, "Korta fordringar"),
        amount(balance, column, "Kortfristiga skulder"),
    ];
    for (note, line) in notes.iter().zip(lines) {
        assert_eq!(amount(note, column, "Summa"), line, "{}", note.title);
    }
}

fn whole_kronor(statements: &Statements) {
    for row in statements.tables().flat_map(|table| &table.rows) {
        for ore in [row.current, row.previous, row.budget, row.deviation]
            .into_iter()
            .flatten()
        {
            assert_eq!(ore.0 % 100, 0, "{}", row.label);
        }
    }
}

/// The exact öre of an account, opening balance and movements.
fn exact(year: &LedgerYear, account: u32) -> i64 {
    let opening = year
        .accounts
        .iter()
        .find(|a| a.number == account)
        .map_or(0, |a| a.opening.0);
    opening
        + year
            .movements
            .iter()
            .filter(|m| m.account == account)
            .map(|m| m.amount.0)
            .sum::<i64>()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn r_rak_03_every_printed_sum_is_the_sum_of_its_rows(facts in facts()) {
        let (statements, problems) = Statements::of(&facts, 2022);
        let codes: Vec<&str> = problems.iter().map(|p| p.code).collect();
        prop_assert_eq!(codes, ["budget-saknas"]);
        whole_kronor(&statements);
        for column in COLUMNS {
            income_adds_up(&statements.income, column);
            sections_add_up(&statements.cash_flow, column);
            sections_add_up(&statements.requirement.table, column);
            statements.notes.iter().for_each(|note| sections_add_up(note, column));
        }
    }

    #[test]
    fn r_rak_05_the_balance_sheet_balances_in_kronor_too(facts in facts()) {
        for year in [2021, 2022] {
            let (statements, _) = Statements::of(&facts, year);
            for column in COLUMNS {
                balance_adds_up(&statements.balance, column);
            }
        }
    }

    #[test]
    fn r_rak_04_one_quantity_has_one_value(facts in facts()) {
        let (statements, _) = Statements::of(&facts, 2022);
        for column in COLUMNS {
            same_everywhere(&statements, column);
        }
        let (before, _) = Statements::of(&facts, 2021);
        for (now, then) in statements.tables().zip(before.tables()) {
            // Note rows differ between years; their sums and lines were compared above.
            for row in then.rows.iter().filter(|_| !now.id.starts_with("not")) {
                let again = now.rows.iter().find(|r| r.label == row.label).unwrap();
                prop_assert_eq!(again.previous, row.current, "{}: {}", now.title, row.label);
            }
        }
    }

    #[test]
    fn r_rak_08_cash_flow_ends_in_cash(facts in facts()) {
        for year in [2021, 2022] {
            let (statements, _) = Statements::of(&facts, year);
            cash_ends_in_cash(&statements, |row| row.current);
            investments_roll_forward(&statements, |row| row.current);
        }
        let (statements, _) = Statements::of(&facts, 2022);
        cash_ends_in_cash(&statements, |row| row.previous);
        investments_roll_forward(&statements, |row| row.previous);
    }

    #[test]
    fn r_rak_02_every_account_is_within_a_krona_of_its_ore(facts in facts()) {
        let (statements, _) = Statements::of(&facts, 2022);
        let year = facts.ledger.year(2022).unwrap();
        let note_rows = statements.notes.iter().flat_map(|note| &note.rows);
        for row in note_rows.filter(|row| row.level == Level::Line && row.current.is_some()) {
            let exact = row.accounts.iter().map(|a| exact(year, *a)).sum::<i64>().abs();
            let printed = row.current.unwrap().0.abs();
            prop_assert!((exact - printed).abs() < 100, "{}: {exact} {printed}", row.label);
        }
        for account in RESULT {
            let parts = statements.projects.iter().filter(|p| p.account == *account);
            let sum: i64 = parts.clone().map(|p| p.amount.0).sum();
            prop_assert!((sum - exact(year, *account)).abs() < 100, "{account}");
            let transactions: i64 = parts.map(|p| p.transactions).sum();
            let movements = year.movements.iter().filter(|m| m.account == *account);
            prop_assert_eq!(transactions, movements.map(|m| m.transactions).sum::<i64>());
        }
    }

    #[test]
    fn r_rak_01_the_order_of_the_ledger_does_not_matter(facts in facts()) {
        let mut turned = facts.clone();
        turned.ledger.years.reverse();
        for year in &mut turned.ledger.years {
            year.accounts.reverse();
            year.movements.reverse();
        }
        prop_assert_eq!(Statements::of(&facts, 2022), Statements::of(&turned, 2022));
    }

    #[test]
    fn r_rak_06_booking_the_result_changes_no_statement(
        vouchers in vec(voucher(), 1..40),
    ) {
        let opening = BTreeMap::new();
        let of = |booked| {
            let facts = Facts {
                ledger: Ledger { years: vec![year(2022, &opening, &vouchers, booked)] },
                mapping: Mapping::preset("EUBAS97").unwrap(),
                ..Facts::default()
            };
            let (statements, _) = Statements::of(&facts, 2022);
            let amounts = |table: &Table| table.rows.iter().map(|row| row.current).collect::<Vec<_>>();
            statements.tables().map(amounts).collect::<Vec<_>>()
        };
        prop_assert_eq!(of(true), of(false));
    }

    #[test]
    fn r_rak_19_absurd_amounts_are_named_and_never_crash(
        vouchers in vec((voucher(), any::<i64>()), 1..20),
    ) {
        let vouchers: Vec<Voucher> = vouchers.into_iter().map(|((from, to, p, m, _), ore)| (from, to, p, m, ore / 64)).collect();
        let ledger = Ledger { years: vec![year(2022, &BTreeMap::new(), &vouchers, false)] };
        let mapping = Mapping::preset("EUBAS97").unwrap();
        let facts = Facts { ledger, mapping, ..Facts::default() };
        let (_, problems) = Statements::of(&facts, 2022);
        let most = 1_000_000_000_000_000;
        let absurd = facts.ledger.years[0].accounts.iter().any(|a| exact(&facts.ledger.years[0], a.number).abs() > most);
        prop_assert_eq!(problems.iter().any(|p| p.code == "balans-orimlig"), absurd);
    }
}
