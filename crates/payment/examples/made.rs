//! Files to try validators and memory with: `made pain PROFILE` writes a payment file, `made camt N`
//! an account statement of N entries, `made read FILE` reads one and says what it was.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for trying things writes to the terminal and may fail"
)]

#[path = "../benches/make/mod.rs"]
mod make;

use std::{fs::File, io::BufReader};

use domain::{giro::OrgNumber, money::Ore};
use payment::{Account, Debtor, Order, Payment, Profile, Remittance};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let second = arguments.get(2).cloned().unwrap_or_default();
    match arguments.get(1).map(String::as_str) {
        Some("pain") => print!(
            "{}",
            payment::write(&order(), Profile::from_slug(&second).unwrap()).unwrap()
        ),
        Some("camt") => print!("{}", make::statement(second.parse().unwrap())),
        Some("read") => {
            let mut sum = 0;
            let mut entries = 0;
            let reading = payment::read(&second, BufReader::new(File::open(&second).unwrap()), |entry| {
                sum += entry.amount.0;
                entries += 1;
            });
            println!(
                "{entries} entries, {sum} ore, {} problems, broken: {}",
                reading.problems.len(),
                reading.broken
            );
            for problem in reading.problems.iter().take(5) {
                println!("{problem:?}");
            }
        }
        _ => println!("made pain PROFILE | camt N | read FILE"),
    }
}

fn order() -> Order {
    let payment = |reference: &str, ore, kind: &str, account: &str, words: &str| Payment {
        end_to_end: reference.into(),
        amount: Ore(ore),
        name: "Kalmar kommun".into(),
        account: Account::parse("konto", kind, account).unwrap(),
        remittance: Remittance::of(words, "Rekvisition kvartal 1 2023, KRUS"),
    };
    Order {
        id: "B2023-001".into(),
        created: "2023-04-12T08:30:00".parse().unwrap(),
        on: "2023-04-14".parse().unwrap(),
        debtor: Debtor {
            name: "Samordningsförbundet i Kalmar län".into(),
            org_number: OrgNumber::parse("orgnummer", "222000-1859").unwrap(),
            agreement: "2220001859".into(),
            account: Account::parse("konto", "bankgiro", "991-2346").unwrap(),
            bic: "SWEDSESS".into(),
        },
        payments: vec![
            payment("R2023-001", 58_709_695, "bankgiro", "991-2346", ""),
            payment("R2023-002", 1, "plusgiro", "28 65 43-4", "1234566"),
            payment(
                "R2023-003",
                100,
                "iban",
                "SE3550000000054910000003",
                "Er referens & <mer>",
            ),
        ],
    }
}
