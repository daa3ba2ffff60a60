//! For measuring: `ark write FILE ROWS` writes a workbook of 14 columns, `ark read FILE` reads one.
#![expect(clippy::print_stdout, reason = "a terminal tool talks on the terminal")]

use std::{env, error::Error, fs, io::BufWriter};

use chrono::NaiveDate;
use sheets::{Limits, Value, Workbook};

const WORDS: [&str; 6] = [
    "Försäkringskassan",
    "arbetsförmedlingen",
    "gymnasium",
    "försörjningsstöd",
    "fortsatt rehabilitering",
    "ej subventionerat arbete",
];

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", file, rows] => write(file, rows.parse()?),
        ["read", file] => match sheets::read(file, &fs::read(file)?, &Limits::REGISTER) {
            Ok(sheets) => {
                println!("{}", sheets.iter().map(|sheet| sheet.rows.len()).sum::<usize>());
                Ok(())
            }
            Err(refusal) => {
                println!("{}: {refusal}", refusal.code);
                Ok(())
            }
        },
        _ => Err("ark write FILE ROWS | ark read FILE".into()),
    }
}

fn write(file: &str, rows: usize) -> Result<(), Box<dyn Error>> {
    let mut book = Workbook::new(BufWriter::new(fs::File::create(file)?));
    let heads: Vec<String> = (1..=14).map(|n| format!("Kolumn {n}")).collect();
    let columns: Vec<(&str, u32)> = heads.iter().map(|head| (head.as_str(), 16)).collect();
    book.sheet("Deltaganden", &columns)?;
    let first = NaiveDate::from_ymd_opt(2010, 1, 1).unwrap_or_default();
    for row in 0..rows {
        let n = i64::try_from(row)?;
        let reference = format!("ref-{row}");
        let word = |k: usize| Value::Text(WORDS[(row + k) % WORDS.len()]);
        let day = Value::Date(first + chrono::TimeDelta::days(n % 5_000));
        book.row(&[
            Value::Text(&reference),
            Value::Number(n),
            Value::Number(1950 + n % 55),
            Value::Number(n % 3),
            day,
            word(0),
            word(1),
            word(2),
            Value::Number(n % 101),
            word(3),
            day,
            word(4),
            word(5),
            Value::Number(n * 7 % 100_000),
        ])?;
    }
    book.finish()?;
    Ok(())
}
