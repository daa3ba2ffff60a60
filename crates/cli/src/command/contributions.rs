//! `samordna contributions`: a year's contributions as they stand.

use std::fmt::Write;

use app::{Outcome, contribution::Row};
use domain::{contribution::basis::per_inhabitant, money::Ore, number, refusal::Refusal};
use serde_json::{Value, json};

use crate::{
    command::Session,
    out::{self, Exit},
};

/// Runs the command.
pub async fn run(session: &Session, year: i32) -> Outcome<Exit> {
    let app = session.open().await?;
    let sheet = app.contributions(&session.actor, year).await?;
    if sheet.sum() == Ore::ZERO {
        let first = sheet.refusals.into_iter().next();
        let none = || {
            Refusal::new(
                "bidrag-saknas",
                format!("Det finns inga bidrag för {year}. Ange totalen under Medlemsbidrag först."),
            )
        };
        return Err(first.unwrap_or_else(none).into());
    }
    let rows: Vec<Value> = sheet.rows.iter().map(as_json).collect();
    let decided = sheet
        .decided
        .as_ref()
        .map(|(decision, on)| json!({ "decision": decision, "on": on }));
    let json = json!({
        "year": year,
        "decided": decided,
        "total": sheet.sum(),
        "members": rows,
        "notes": sheet.about,
    });
    let mut text = String::new();
    for row in &sheet.rows {
        line(&mut text, &row.member.name, row.inhabitants, row.amount());
    }
    let people = Some(sheet.inhabitants()).filter(|n| *n > 0);
    let _ = writeln!(
        text,
        "{:<44} {:>10} {:>16} kr",
        "Summa",
        people.map(number::integer).unwrap_or_default(),
        sheet.sum().rounded()
    );
    for note in &sheet.about {
        let _ = writeln!(text, "{note}");
    }
    out::answer(session.format, &json, &text);
    Ok(Exit::Ok)
}

fn line(text: &mut String, name: &str, people: Option<i64>, amount: Option<Ore>) {
    let each = people
        .zip(amount)
        .and_then(|(n, amount)| per_inhabitant(amount, n));
    let each = each.map_or_else(String::new, |ore| format!("{ore} kr/inv"));
    let people = people.map(number::integer).unwrap_or_default();
    let amount = amount.unwrap_or_default().rounded();
    let _ = writeln!(text, "{name:<44} {people:>10} {amount:>16} kr {each:>16}");
}

/// Amounts are öre.
fn as_json(row: &Row) -> Value {
    json!({
        "code": row.member.code,
        "member": row.member.name,
        "inhabitants": row.inhabitants,
        "proposed": row.proposed,
        "amount": row.amount(),
        "reason": row.decided.as_ref().and_then(|(_, reason)| reason.clone()).or_else(|| row.other.as_ref().map(|(_, reason)| reason.clone())),
        "before": row.before,
    })
}
