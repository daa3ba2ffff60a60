//! The example association's economy as facts, read from the published folder. The readers here
//! are for tests only and understand just what those files hold.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use domain::{
    facts::{Account, Budget, BudgetGroup, BudgetLine, Facts, LedgerYear, Movement, Published, Source},
    figure::Scope,
    money::Ore,
    number,
    published::{Table, decode::decode, read_table},
    statement::mapping::Mapping,
};

/// The project's own copy of the tables, and the original where it is at hand.
pub fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders = vec![root.join("examples/kalmar")];
    let original = root.join("../shared/kalmar");
    if original.is_dir() {
        folders.push(original);
    } else {
        println!("../shared/kalmar saknas; bara examples/kalmar prövas.");
    }
    folders
}

pub fn table(folder: &Path, file: &str) -> Table {
    let bytes = fs::read(folder.join(file)).unwrap();
    let (table, problems) = read_table(file, &bytes);
    assert_eq!(problems, [], "{file}");
    table
}

/// Books of the years, budgets and overview, with Kalmar's own mapping.
pub fn facts(folder: &Path, years: &[i32]) -> Facts {
    let mut facts = Facts {
        mapping: kalmar_mapping(),
        budgets: budgets(&table(folder, "budget.csv")),
        published: overview(&table(folder, "flerarsoversikt.csv")),
        ..Facts::default()
    };
    for year in years {
        let bytes = fs::read(folder.join(format!("bokforing-{year}.se"))).unwrap();
        facts.ledger.years.push(ledger(*year, &decode(&bytes).0));
    }
    facts
}

pub fn kalmar_mapping() -> Mapping {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = fs::read(root.join("examples/kontomappning/kalmar.csv")).unwrap();
    let (mapping, problems) = Mapping::read("kalmar.csv", &text);
    assert_eq!(problems, []);
    mapping
}

fn ledger(year: i32, text: &str) -> LedgerYear {
    let mut ledger = LedgerYear {
        year,
        ..LedgerYear::default()
    };
    let mut accounts: BTreeMap<u32, Account> = BTreeMap::new();
    let mut movements: BTreeMap<(u32, String, u8), (Ore, i64)> = BTreeMap::new();
    let mut month = 0;
    for line in text.lines() {
        let (record, rest) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        let words: Vec<&str> = rest.split_whitespace().collect();
        match (record, words.as_slice()) {
            ("#KONTO", [number, ..]) => {
                let number = number.parse().unwrap();
                let name = rest.split('"').nth(1).unwrap_or_default().to_owned();
                accounts.insert(
                    number,
                    Account {
                        number,
                        name,
                        kind: None,
                        opening: Ore::ZERO,
                        stated: None,
                    },
                );
            }
            ("#IB", ["0", account, amount]) => {
                accounts.get_mut(&account.parse().unwrap()).unwrap().opening = Ore::parse(amount).unwrap();
            }
            ("#VER", [_, _, date, ..]) => {
                month = date[4..6].parse().unwrap();
                ledger.vouchers += 1;
            }
            ("#TRANS", [account, ..]) => {
                let (objects, amount) = rest.split_once('{').unwrap().1.split_once('}').unwrap();
                let project = objects
                    .trim()
                    .trim_start_matches("6 ")
                    .trim_matches('"')
                    .to_owned();
                let entry = movements
                    .entry((account.parse().unwrap(), project, month))
                    .or_default();
                entry.0 += Ore::parse(amount).unwrap();
                entry.1 += 1;
            }
            _ => {}
        }
    }
    ledger.accounts = accounts.into_values().collect();
    let movement = |((account, project, month), (amount, transactions))| Movement {
        account,
        project,
        month,
        amount,
        transactions,
    };
    ledger.movements = movements.into_iter().map(movement).collect();
    ledger
}

fn budgets(table: &Table) -> Vec<Budget> {
    let years = table
        .header
        .iter()
        .filter_map(|h| Some((h, h.parse::<i32>().ok()?)));
    let budget = |(column, year): (&String, i32)| Budget {
        year,
        version: "beslutad".into(),
        source: "budget.csv".into(),
        lines: table
            .rows
            .iter()
            .filter(|row| !table.text(row, "rad").contains("(tryckt)"))
            .filter_map(|row| {
                Some(BudgetLine {
                    group: match table.text(row, "grupp") {
                        "intäkter" => BudgetGroup::Income,
                        "finansiella intäkter" => BudgetGroup::FinancialIncome,
                        "kostnader" => BudgetGroup::Cost,
                        "finansiella kostnader" => BudgetGroup::FinancialCost,
                        _ => return None,
                    },
                    label: table.text(row, "rad").to_owned(),
                    amount: Ore::parse(table.text(row, column))?,
                })
            })
            .collect(),
    };
    years.map(budget).collect()
}

fn overview(table: &Table) -> Vec<Published> {
    let mut published = Vec::new();
    for row in &table.rows {
        let (measure, decimals) = match table.text(row, "mått") {
            "Verksamhetens intäkter" => ("ekonomi.intakter", 0),
            "Verksamhetens kostnader" => ("ekonomi.kostnader", 0),
            "Årets resultat" => ("ekonomi.resultat", 0),
            "Soliditet (eget kapital)" => ("ekonomi.eget_kapital", 0),
            "Antal anställda" => ("personal.anstallda", 1),
            other => panic!("okänt mått {other}"),
        };
        for (header, cell) in table.header.iter().zip(&row.cells).skip(1) {
            published.push(Published {
                measure: measure.into(),
                year: header.parse().unwrap(),
                scope: Scope::all(),
                units: number::parse_decimal(cell, decimals).unwrap(),
                decimals,
                source: Source {
                    document: "Årsredovisning 2022".into(),
                    cell: header.clone(),
                },
            });
        }
    }
    published
}
