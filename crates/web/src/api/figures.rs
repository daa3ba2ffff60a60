//! Figures for programs: a year's, protected as everybody outside the insatser sees them.

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    figure::{Figure, Missing, Value},
    measure,
    refusal::Refusal,
    years::YEARS,
};
use serde_json::json;

use super::{guard::Caller, problem::Problem};
use crate::{page::json as json_text, site::Site};

/// What a measure's id looks like, for the description.
pub const ID: &str = "^[a-z0-9_.-]{0,80}$";

/// Which year, and which figures.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Asked {
    ar: i32,
    #[serde(default)]
    matt: String,
}

/// The figures of a year, or of one measure.
pub async fn list(
    State(site): State<Site>,
    caller: Caller,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Response, Problem> {
    let asked = asked.ok().map(|asked| asked.0);
    let Some(asked) = asked.filter(|asked| YEARS.contains(&asked.ar)) else {
        let (first, last) = (YEARS.start(), YEARS.end());
        let detail = format!("Ange året, till exempel ?ar=2022, från {first} till {last}.");
        return Err(Problem::new(StatusCode::BAD_REQUEST, "parameter", detail));
    };
    if !asked.matt.is_empty() && measure::find(&asked.matt).is_none() {
        let message = "Måttet finns inte. Måtten står i docs/measures.md och på sidan Nyckeltal.";
        return Err(Problem::fields(vec![Refusal::at("matt-okant", "matt", message)]));
    }
    let year = site.app.year(&caller.bearer.actor, asked.ar).await?;
    let chosen = |figure: &&Figure| asked.matt.is_empty() || asked.matt == figure.key.measure;
    let one = |figure: &Figure| {
        json!({
            "tal": figure.key.to_string(),
            "namn": measure::find(figure.key.measure).map_or("", |m| m.name),
            "enhet": figure.unit.label(),
            "värde": figure.machine_text(),
            "öre": matches!(figure.value, Value::Money(_)),
            "k": figure.k,
            "n": figure.n,
            "saknas": figure.missing,
            "skyddat": matches!(figure.value, Value::Missing(Missing::Withheld)),
        })
    };
    let figures: Vec<serde_json::Value> = year.figures.iter().filter(chosen).map(one).collect();
    Ok(json_text(&json!({ "år": asked.ar, "tal": figures })).into_response())
}
