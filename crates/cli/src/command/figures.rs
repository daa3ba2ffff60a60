//! `samordna figures`: a year's figures with their traces.

use std::fmt::Write;

use app::Outcome;
use domain::{
    figure::{Figure, Value as FigureValue},
    measure,
    refusal::Refusal,
};
use serde_json::{Value, json};

use crate::{
    args::Figures,
    command::Session,
    out::{self, Exit},
};

/// Runs the command.
pub async fn run(session: &Session, args: &Figures) -> Outcome<Exit> {
    if let Some(id) = &args.measure
        && measure::find(id).is_none()
    {
        let message = "Måttet finns inte. Alla mått står i docs/measures.md och skrivs ut med samordna figures --year utan --measure.";
        return Err(Refusal::at("okant-matt", id.clone(), message).into());
    }
    let app = session.open().await?;
    let year = session.year(&app, Some(args.year)).await?;
    let year = app.year(&session.actor, year).await?;
    let wanted = |figure: &&Figure| args.measure.as_deref().is_none_or(|id| id == figure.key.measure);
    let figures: Vec<&Figure> = year.figures.iter().filter(wanted).collect();
    let json: Vec<Value> = figures.iter().map(|f| as_json(f)).collect();
    out::answer(session.format, &json!(json), &text(&figures));
    Ok(Exit::Ok)
}

fn name(figure: &Figure) -> &'static str {
    measure::find(figure.key.measure).map_or(figure.key.measure, |m| m.name)
}

fn as_json(figure: &Figure) -> Value {
    json!({
        "id": figure.key.measure,
        "name": name(figure),
        "unit": figure.unit,
        "year": figure.key.year,
        "scope": figure.key.scope,
        "value": value(figure),
        "k": figure.k,
        "n": figure.n,
        "missing": figure.missing,
        "trace": { "kind": figure.trace.kind(), "count": figure.trace.count(), "digest": figure.digest() },
    })
}

/// Counts and öre are numbers; decimals are exact text.
fn value(figure: &Figure) -> Value {
    match figure.value {
        FigureValue::Count(n) => json!(n),
        FigureValue::Money(ore) => json!(ore.0),
        FigureValue::Decimal { .. } => json!(figure.machine_text()),
        FigureValue::Missing(_) => Value::Null,
    }
}

fn text(figures: &[&Figure]) -> String {
    let mut text = String::new();
    for figure in figures {
        let of = match (figure.k, figure.n) {
            (Some(k), Some(n)) => format!(" ({k} av {n}, uppgift saknas för {})", figure.missing),
            _ => String::new(),
        };
        let _ = writeln!(text, "{:<60} {:>18}{of}", figure.key.to_string(), figure.text());
    }
    text
}
