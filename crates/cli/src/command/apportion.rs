//! `samordna apportion`: a total over members by population.

use std::fmt::Write;

use app::Outcome;
use domain::{
    money::Ore,
    number,
    population::{self, Population, Share},
    refusal::Refusal,
};
use serde_json::json;

use crate::{
    args::{Apportion, Format},
    out::{self, Exit},
};

/// Runs the command.
pub fn run(format: Format, args: &Apportion) -> Outcome<Exit> {
    let total = total(&args.total)?;
    let name = args.population.display().to_string();
    let bytes = app::files::read(&args.population)?;
    let (population, problems) = Population::read_any(&name, &bytes, None);
    if let Some(refusal) = population::refusal(&problems) {
        return Err(refusal.into());
    }
    let shares = population.apportion(total)?;
    let json: Vec<_> = shares.iter().map(as_json).collect();
    out::answer(format, &json!(json), &text(&shares, total));
    Ok(Exit::Ok)
}

fn as_json(share: &Share) -> serde_json::Value {
    json!({ "member": share.member, "code": share.code, "population": share.population, "amount": share.amount })
}

fn text(shares: &[Share], total: i64) -> String {
    let mut text = String::new();
    let mut line = |name: &str, code: &str, population: i64, amount: i64| {
        let (population, amount) = (number::integer(population), number::integer(amount));
        let _ = writeln!(text, "{name:<24} {code:>6} {population:>12} {amount:>14} kr");
    };
    for share in shares {
        line(&share.member, &share.code, share.population, share.amount);
    }
    line("Summa", "", shares.iter().map(|s| s.population).sum(), total);
    text
}

/// Whole kronor, not negative.
fn total(text: &str) -> Result<i64, Refusal> {
    let amount = Ore::parse(text).filter(|ore| ore.0 >= 0 && ore.0 % 100 == 0);
    amount.map(|ore| ore.0 / 100).ok_or_else(|| {
        let message =
            format!("”{text}” är inte ett belopp i hela kronor. Skriv till exempel --total 4005000.");
        Refusal::at("belopp", "--total", message)
    })
}
