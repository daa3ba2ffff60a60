//! Figures for programs: those that need no protection of small groups, of one year.

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    figure::{Figure, Value},
    measure::{self, Disclosure},
};
use serde_json::json;

use super::{guard::Caller, problem::Problem};
use crate::{page::json as json_text, site::Site};

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
    let year = asked
        .ok()
        .map(|asked| asked.0)
        .filter(|asked| (1990..=2200).contains(&asked.ar) && !asked.matt.chars().any(char::is_control));
    let Some(asked) = year else {
        let detail = "Ange året, till exempel ?ar=2022, från 1990 till 2200.";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "parameter", detail));
    };
    let year = site.app.year(&caller.bearer.actor, asked.ar).await?;
    // Figures of small groups leave by the protected tables only.
    let open = |figure: &&Figure| {
        let measure = measure::find(figure.key.measure);
        measure.is_some_and(|m| m.disclosure != Disclosure::Background)
            && (asked.matt.is_empty() || asked.matt == figure.key.measure)
    };
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
        })
    };
    let figures: Vec<serde_json::Value> = year.figures.iter().filter(open).map(one).collect();
    Ok(json_text(&json!({ "år": asked.ar, "tal": figures })).into_response())
}
