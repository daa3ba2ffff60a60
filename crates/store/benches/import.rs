//! 100 000 vouchers stored durably: `cargo bench -p store --bench import -- FILE [RUNS]` writes them
//! into a new database at FILE, or at a `postgres://` address that is migrated and without an
//! association, and prints seconds and the most memory the process has had as one line of JSON.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints its figures and stops at the first surprise"
)]

use std::{env, fs, time::Instant};

use chrono::{DateTime, NaiveDate};
use domain::{
    facts::{Account, Association},
    intake::books::{Books, VoucherLine, Vouchers},
    money::Ore,
};
use store::{Db, Packed, Target, association, ledger, voucher};

const ACCOUNTS: [u32; 8] = [1510, 1930, 2440, 3010, 4010, 5010, 7010, 7510];

fn books(vouchers: u32) -> Books {
    let account = |number| Account {
        number,
        name: "Konto".into(),
        kind: None,
        opening: Ore(0),
        stated: None,
    };
    let mut state = 4_u32;
    let mut random = move |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let mut made = Vouchers::default();
    for n in 1..=vouchers {
        let date = NaiveDate::from_ymd_opt(2022, (n - 1) * 12 / vouchers + 1, random(28) + 1).unwrap();
        made.begin("A", &n.to_string(), date, &format!("Faktura {n}"));
        let (first, part) = (i64::from(random(9_999_999)) + 200, i64::from(random(198)) + 1);
        for amount in [first, -part, part - first] {
            made.add_line(&VoucherLine {
                account: ACCOUNTS[random(8) as usize],
                project: "",
                amount: Ore(amount),
                date: None,
                text: "Faktura",
                objects: "",
            });
        }
    }
    Books {
        year: 2022,
        first_day: NaiveDate::from_ymd_opt(2022, 1, 1).unwrap(),
        last_day: NaiveDate::from_ymd_opt(2022, 12, 31).unwrap(),
        name: "Prov".into(),
        org_number: "222000-1859".into(),
        accounts: ACCOUNTS.map(account).into(),
        projects: Vec::new(),
        objects: Vec::new(),
        vouchers: made,
        previous_result: None,
    }
}

async fn store_all(target: &str, books: &Books, packed: Packed) -> f64 {
    if let Target::File(path) = Target::parse(target) {
        for ending in ["", "-wal", "-shm", "-lock"] {
            let _ = fs::remove_file(format!("{}{ending}", path.display()));
        }
    }
    let db = Db::create(&Target::parse(target)).await.unwrap();
    let started = Instant::now();
    let mut tx = db.write().await.unwrap();
    let own = Association {
        name: "Prov".into(),
        org_number: "222000-1859".into(),
        ..Association::default()
    };
    let association = association::create(&mut tx, "222000-1859", &own).await.unwrap();
    let file = ledger::NewFile {
        name: "prov.se",
        sha256: "0000000000000000000000000000000000000000000000000000000000000000",
        packed,
        at: DateTime::default(),
        by: "",
    };
    let year = ledger::save_year(&mut tx, association, books, file)
        .await
        .unwrap();
    voucher::add(&mut tx, association, year, books.vouchers.iter())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    db.close().await;
    started.elapsed().as_secs_f64()
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = env::args().filter(|word| word != "--bench").collect();
    let Some(target) = arguments.get(1) else {
        return println!("cargo bench -p store --bench import -- FILE [RUNS]");
    };
    let runs: u32 = arguments.get(2).map_or(1, |runs| runs.parse().unwrap());
    let books = books(100_000);
    let packed = Packed::new(&"#TRANS 1930 {} 1234.00\r\n".repeat(500_000).into_bytes());
    let mut best = f64::INFINITY;
    for _ in 0..runs {
        best = best.min(store_all(target, &books, packed.clone()).await);
    }
    println!("{{\"seconds\":{best:.3}}}");
}
