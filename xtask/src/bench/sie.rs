//! SIE: reading and checking, against a ceiling and `ledger` on the same books.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
    process::Command,
};

use super::{Row, Section, measure, random::Random, samordna, scratch};
use crate::shell;

const VOUCHERS: u64 = 100_000;

/// Number and name of the accounts in the made-up books.
const ACCOUNTS: &[(u32, &str)] = &[
    (1510, "Kundfordringar"),
    (1930, "Bank"),
    (2440, "Leverantörsskulder"),
    (3010, "Bidrag"),
    (4010, "Insatser"),
    (5010, "Hyra"),
    (7010, "Löner"),
    (7510, "Arbetsgivaravgifter"),
];

pub fn run() -> Result<Section, String> {
    let mut rows = Vec::new();
    let mut missing =
        vec!["crate `sie4`, which reads only a stripped file; its figure stands in crates/sie".to_owned()];
    let bench = shell::must(shell::cargo().args(["bench", "--locked", "-p", "sie", "--bench", "sie"]))?;
    let number = |line: &str, after: &str| {
        let found = bench.lines().find(|found| found.starts_with(line))?;
        let rest = found.split_once(after)?.1;
        rest.split_whitespace().next()?.parse::<f64>().ok()
    };
    if let Some(ceiling) = number("ceiling", "ceiling") {
        rows.push(Row::plain(
            "the simplest possible program (a ceiling)",
            format!("{ceiling:.0} MB/s"),
        ));
    }
    if let (Some(speed), Some(share)) = (
        number("sie read and check", "check"),
        number("sie read and check", "MB/s"),
    ) {
        let figure = format!("{speed:.0} MB/s, {share:.2} of the ceiling");
        rows.push(Row::goal(
            "read and check",
            figure,
            "≥ 0.33 of the ceiling",
            share >= 0.33,
        ));
    }
    if let Some(times) = number("peak memory", "memory") {
        rows.push(Row::goal(
            "memory, of the file's size",
            format!("{times:.1} ×"),
            "≤ 4 ×",
            times <= 4.0,
        ));
    }
    store(&mut rows, &mut missing)?;
    Ok(Section {
        title: "SIE: 100 000 vouchers",
        how: "`cargo bench -p sie` on made-up books of its own; then the same number of vouchers imported durably by \
              the whole program into a new file, against `ledger` that only reads its own format.",
        rows,
        missing,
    })
}

fn store(rows: &mut Vec<Row>, missing: &mut Vec<String>) -> Result<(), String> {
    let folder = scratch("sie")?;
    let (books, journal) = (folder.join("bokforing.se"), folder.join("bokforing.journal"));
    write(&books, &journal).map_err(|e| format!("bokföringen kunde inte skrivas: {e}"))?;
    let database = folder.join("prov.db");
    let import = measure::process(1, || {
        let _ = std::fs::remove_file(&database);
        let _ = Command::new(samordna())
            .arg("init")
            .arg("--db")
            .arg(&database)
            .output();
        let mut import = Command::new(samordna());
        import
            .args(["import", "sie"])
            .arg(&books)
            .arg("--db")
            .arg(&database);
        import
    });
    let import = match import {
        Ok(taken) => taken,
        Err(why) => {
            missing.push(format!(
                "durable import ({})",
                why.lines().next().unwrap_or_default()
            ));
            return Ok(());
        }
    };
    let figure = format!("{:.2} s, {:.0} MiB", import.seconds, import.mebibytes);
    if shell::find("ledger").is_none() {
        rows.push(Row::plain("imported durably", figure));
        missing.push("`ledger` (Debian: ledger)".to_owned());
        return Ok(());
    }
    let ledger = measure::process(1, || {
        let mut ledger = Command::new("ledger");
        ledger.arg("-f").arg(&journal).arg("balance");
        ledger
    })?;
    rows.push(Row::goal(
        "imported durably",
        figure,
        "less than `ledger` reads",
        import.seconds < ledger.seconds,
    ));
    rows.push(Row::plain(
        "`ledger` reads only",
        format!("{:.2} s", ledger.seconds),
    ));
    Ok(())
}

/// The same balanced vouchers of three rows as SIE 4 and as a journal.
fn write(books: &Path, journal: &Path) -> std::io::Result<()> {
    let (mut sie, mut ledger) = (
        BufWriter::new(File::create(books)?),
        BufWriter::new(File::create(journal)?),
    );
    write!(
        sie,
        "#FLAGGA 0\r\n#PROGRAM \"bench\" 1.0\r\n#FORMAT PC8\r\n#GEN 20230101\r\n#SIETYP 4\r\n"
    )?;
    write!(
        sie,
        "#ORGNR 222000-1859\r\n#FNAMN \"Prov\"\r\n#RAR 0 20220101 20221231\r\n#KPTYP EUBAS97\r\n"
    )?;
    for (account, name) in ACCOUNTS {
        write!(
            sie,
            "#KONTO {account} \"{}\"\r\n",
            name.replace(['ö', 'å', 'ä'], "o")
        )?;
    }
    let mut random = Random::new(4);
    for number in 1..=VOUCHERS {
        let (month, day) = ((number - 1) * 12 / VOUCHERS + 1, random.between(1, 28));
        let first = i64::try_from(random.between(200, 9_999_999)).unwrap_or(200);
        let part = i64::try_from(random.between(1, 199)).unwrap_or(1);
        let amounts = [first, -part, part - first];
        write!(
            sie,
            "#VER A {number} 2022{month:02}{day:02} \"Faktura {number}\"\r\n{{\r\n"
        )?;
        writeln!(ledger, "2022-{month:02}-{day:02} * ({number}) Faktura {number}")?;
        for amount in amounts {
            let (account, name) = random.pick(ACCOUNTS);
            let sign = if amount < 0 { "-" } else { "" };
            let kronor = format!("{sign}{}.{:02}", amount.abs() / 100, amount.abs() % 100);
            write!(sie, "   #TRANS {account} {{}} {kronor}\r\n")?;
            writeln!(ledger, "    {account} {name}  {kronor} SEK")?;
        }
        sie.write_all(b"}\r\n")?;
        writeln!(ledger)?;
    }
    sie.flush()?;
    ledger.flush()
}
