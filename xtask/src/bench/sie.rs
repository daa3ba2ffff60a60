//! SIE: reading and checking against a ceiling and a peer, storing against `ledger` on the same books.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    Row, Section,
    measure::{self, Starter},
    random::Random,
    samordna, scratch,
};
use crate::{place, shell};

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
    let mut missing = Vec::new();
    let bench = shell::must(shell::cargo().args(["bench", "--locked", "-p", "sie", "--bench", "sie"]))?;
    if let Some(times) = number(&bench, "peak memory", "memory") {
        let figure = format!("{times:.1} ×");
        rows.push(Row::goal(
            "read and check: memory, of the file's size",
            figure,
            "≤ 4 ×",
            times <= 4.0,
        ));
    }
    let share = number(&bench, "sie read and check", "MB/s");
    if let (Some(share), Some(ceiling)) = (share, number(&bench, "ceiling", "ceiling")) {
        let figure = format!(
            "{:.0} MB/s, {share:.2} of the ceiling's {ceiling:.0} MB/s",
            share * ceiling
        );
        rows.push(Row::goal(
            "read and check, again and again in one process",
            figure,
            "≥ ⅓",
            share >= 1.0 / 3.0,
        ));
    }
    let program = bench_program()?;
    sizes(&program, &mut rows)?;
    once(&program, &mut rows)?;
    peers(&mut rows, &mut missing);
    store(&mut rows, &mut missing)?;
    Ok(Section {
        title: "SIE: 100 000 vouchers",
        how: "`cargo bench -p sie` and `crates/sie/peers` on made-up books of their own (the ceiling is the simplest \
              possible program; crate `sie4` gets a file without the records it does not know); then the same number of \
              vouchers imported durably by the whole program into a new file (SQLite, write-ahead log, synchronous FULL), \
              against `ledger` that only reads its own format, in turn, the best of three.",
        rows,
        missing,
    })
}

/// The number after a word on the line that begins so.
fn number(said: &str, line: &str, after: &str) -> Option<f64> {
    let found = said
        .lines()
        .find(|found| found.trim_start().starts_with(line.trim_start()))?;
    let rest = found.split_once(after)?.1;
    rest.split_whitespace().next()?.parse().ok()
}

/// Where cargo put the benchmark.
fn bench_program() -> Result<PathBuf, String> {
    let said =
        shell::must(shell::cargo().args(["bench", "--locked", "-p", "sie", "--bench", "sie", "--no-run"]))?;
    let line = said.lines().find(|line| line.contains("Executable"));
    let path = line.and_then(|line| line.rsplit_once('('));
    path.map(|(_, path)| place::root().join(path.trim_end().trim_end_matches(')')))
        .ok_or_else(|| format!("oväntat svar från cargo: {said}"))
}

/// Crates that read SIE, and the ceiling, in the same process on the same books.
fn peers(rows: &mut Vec<Row>, missing: &mut Vec<String>) {
    let mut run = shell::cargo();
    run.args([
        "run",
        "--release",
        "--quiet",
        "--manifest-path",
        "crates/sie/peers/Cargo.toml",
    ]);
    run.env("CARGO_TARGET_DIR", place::target().join("sie-peers"));
    let said = match shell::must(&mut run) {
        Ok(said) => said,
        Err(why) => {
            missing.push(format!("crate sie4 ({})", why.lines().last().unwrap_or_default()));
            return;
        }
    };
    let speed = |name: &str| {
        let line = said
            .lines()
            .find(|line| line.contains("MB/s") && line.contains(name))?;
        line.split_whitespace().next()?.parse::<f64>().ok()
    };
    let (Some(ours), Some(sie4)) = (speed("sie: read"), speed("sie4")) else {
        missing.push("crate sie4 (it did not answer)".to_owned());
        return;
    };
    let figure = format!("ours {ours:.0} MB/s, `sie4` {sie4:.0} MB/s");
    rows.push(Row::plain("read and check in the peer's process", figure));
    let times = ours / sie4;
    rows.push(Row::goal(
        "ours against `sie4`",
        format!("{times:.1} × as fast"),
        "≥ 3 ×",
        times >= 3.0,
    ));
}

/// Made-up books of so many vouchers.
fn made_up(program: &Path, vouchers: u64) -> Result<PathBuf, String> {
    let file = scratch("sie")?.join(format!("{vouchers}.se"));
    let mut write = Command::new(program);
    shell::must(write.arg("--write").arg(&file).arg(vouchers.to_string()))?;
    Ok(file)
}

/// Passes in fresh processes, two kinds in turn, the best of seven each, in MB/s. In one process a small
/// file would be read into memory that is warm already and a large one would not.
fn in_turn(program: &Path, kinds: [(&str, &Path); 2]) -> Result<[f64; 2], String> {
    let mut best = [0.0_f64; 2];
    for _ in 0..7 {
        for ((what, file), best) in kinds.into_iter().zip(&mut best) {
            let said = shell::must(Command::new(program).args(["--once", what]).arg(file))?;
            let speed = said.split_whitespace().next().and_then(|n| n.parse::<f64>().ok());
            *best = best.max(speed.unwrap_or(0.0));
        }
    }
    Ok(best)
}

/// Eight times as large a file.
fn sizes(program: &Path, rows: &mut Vec<Row>) -> Result<(), String> {
    let (small, large) = (made_up(program, 50_000)?, made_up(program, 400_000)?);
    let [small, large] = in_turn(program, [("ours", &small), ("ours", &large)])?;
    rows.push(Row::goal(
        "the same speed whatever the size",
        format!("{small:.0} and {large:.0} MB/s with 50 000 and 400 000 vouchers"),
        "linear",
        large >= 0.8 * small,
    ));
    Ok(())
}

/// One pass, as a person meets it: ours and the ceiling.
fn once(program: &Path, rows: &mut Vec<Row>) -> Result<(), String> {
    let file = made_up(program, VOUCHERS)?;
    let [ours, ceiling] = in_turn(program, [("ours", &file), ("ceiling", &file)])?;
    let share = ours / ceiling;
    let figure = format!("{ours:.0} MB/s, {share:.2} of the ceiling's {ceiling:.0} MB/s");
    let held = share >= 1.0 / 3.0;
    rows.push(Row::goal(
        "read and check, one pass with the reading of the file",
        figure,
        "≥ ⅓",
        held,
    ));
    Ok(())
}

fn store(rows: &mut Vec<Row>, missing: &mut Vec<String>) -> Result<(), String> {
    let folder = scratch("sie")?;
    let (books, journal) = (folder.join("bokforing.se"), folder.join("bokforing.journal"));
    write(&books, &journal).map_err(|e| format!("bokföringen kunde inte skrivas: {e}"))?;
    let database = folder.join("prov.db");
    let import: Starter<'_> = Box::new(|| import(&books, &database));
    let ledger: Starter<'_> = Box::new(|| {
        let mut ledger = Command::new("ledger");
        ledger.arg("-f").arg(&journal).arg("balance");
        ledger
    });
    let kibibytes = |file: &fs::Metadata| u32::try_from(file.len() / 1024).unwrap_or(u32::MAX);
    let size = fs::metadata(&books).map_or(f64::NAN, |file| f64::from(kibibytes(&file)) / 1024.0);
    if shell::find("ledger").is_none() {
        missing.push("`ledger` (Debian: ledger)".to_owned());
        let taken = measure::in_turn(3, &[import])?;
        rows.push(Row::plain("stored durably", format!("{:.2} s", taken[0].seconds)));
        return Ok(());
    }
    let taken = measure::in_turn(3, &[import, ledger])?;
    let (ours, theirs) = (taken[0], taken[1]);
    rows.push(Row::plain(
        "`ledger` only reads",
        format!("{:.2} s", theirs.seconds),
    ));
    let figure = format!(
        "{:.2} s, {:.2} × its time",
        ours.seconds,
        ours.seconds / theirs.seconds
    );
    let held = ours.seconds < theirs.seconds;
    rows.push(Row::goal(
        "stored durably by `samordna import sie`",
        figure,
        "less than `ledger`",
        held,
    ));
    let times = ours.mebibytes / size;
    let figure = format!(
        "{:.0} MiB, {times:.1} × the file of {size:.1} MiB",
        ours.mebibytes
    );
    rows.push(Row::goal(
        "memory of the whole import, the file included",
        figure,
        "≤ 4 ×",
        times <= 4.0,
    ));
    Ok(())
}

/// An import into a new, empty database.
fn import(books: &Path, database: &Path) -> Command {
    for ending in ["", "-wal", "-shm", "-lock"] {
        let _ = fs::remove_file(format!("{}{ending}", database.display()));
    }
    let _ = Command::new(samordna())
        .arg("init")
        .arg("--db")
        .arg(database)
        .output();
    let mut import = Command::new(samordna());
    import
        .args(["import", "sie"])
        .arg(books)
        .arg("--db")
        .arg(database);
    import
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
    // Opening balances, however empty, tell an export of a year from a file of vouchers only.
    for (account, _) in ACCOUNTS.iter().filter(|(account, _)| *account < 3000) {
        write!(sie, "#IB 0 {account} 0.00\r\n")?;
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
            write!(
                sie,
                "   #TRANS {account} {{}} {kronor} 2022{month:02}{day:02} \"Faktura\"\r\n"
            )?;
            writeln!(ledger, "    {account} {name}  {kronor} SEK")?;
        }
        sie.write_all(b"}\r\n")?;
        writeln!(ledger)?;
    }
    sie.flush()?;
    ledger.flush()
}
