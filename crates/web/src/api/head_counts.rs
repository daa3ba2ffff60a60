//! Head counts of an insats that counts without registering: a year's months as one sheet.

use axum::{
    extract::{Path, State},
    http::header,
    response::Response,
};
use domain::{refusal::Refusal, years::YEARS};
use serde_json::{Map, Value, json};

use super::{
    body,
    guard::Caller,
    once::{Done, once, tag},
    problem::Problem,
};
use crate::{page::json as json_text, site::Site};

/// The columns of a month: women, men, sex not noted.
pub const COLUMNS: [&str; 3] = ["kvinnor", "man", "okant"];
/// The most people in a month and column.
pub const MOST: i64 = 100_000;

/// A year's sheet.
pub async fn read(
    State(site): State<Site>,
    caller: Caller,
    Path((insats, year)): Path<(String, i32)>,
) -> Result<Response, Problem> {
    place(&caller, &insats, year)?;
    let actor = &caller.bearer.actor;
    let counts = site
        .app
        .head_counts(actor, &insats, Some(year), site.now())
        .await?;
    let month = |columns: &[Option<i64>; 3]| -> Value {
        let column = |(name, count): (&&str, &Option<i64>)| ((*name).to_owned(), json!(count));
        Value::Object(COLUMNS.iter().zip(columns).map(column).collect())
    };
    let months: Vec<Value> = counts.sheet.iter().map(month).collect();
    let mut response = json_text(&json!({ "ar": year, "version": counts.version, "manader": months }));
    response.headers_mut().insert(header::ETAG, tag(counts.version));
    Ok(response)
}

/// Puts a year's sheet in place of what stands.
pub async fn save(
    State(site): State<Site>,
    caller: Caller,
    Path((insats, year)): Path<(String, i32)>,
) -> Result<Response, Problem> {
    let version = caller.version()?;
    let object = body::object(&caller)?;
    place(&caller, &insats, year)?;
    let act = async {
        let typed = months(&object).map_err(Problem::fields)?;
        let actor = &caller.bearer.actor;
        let whole = (insats.as_str(), year);
        site.app
            .save_head_counts(actor, whole, &typed, version, site.now())
            .await?;
        let stands = site
            .app
            .head_counts(actor, &insats, Some(year), site.now())
            .await?;
        Ok(Done::changed(&format!("{insats}-{year}"), stands.version))
    };
    once(&site, &caller, act).await
}

fn place(caller: &Caller, insats: &str, year: i32) -> Result<(), Problem> {
    caller.of_insats(insats)?;
    if YEARS.contains(&year) {
        Ok(())
    } else {
        Err(Problem::not_found())
    }
}

/// Twelve months as a form would send them.
fn months(object: &Map<String, Value>) -> Result<[[String; 3]; 12], Vec<Refusal>> {
    let wrong = |place: String| {
        let message = format!(
            "Skicka tolv månader, var och en med {}: hela tal från 0 till {MOST}, eller null för det som inte är räknat.",
            COLUMNS.join(", ")
        );
        vec![Refusal::at("falt-form", place, message)]
    };
    let months = object.get("manader").and_then(Value::as_array);
    let Some(months) = months.filter(|months| months.len() == 12 && object.len() == 1) else {
        return Err(wrong("manader".into()));
    };
    let mut typed: [[String; 3]; 12] = Default::default();
    for (i, month) in months.iter().enumerate() {
        let columns = month.as_object().filter(|columns| columns.len() == COLUMNS.len());
        let columns = columns.ok_or_else(|| wrong(format!("manader[{i}]")))?;
        for (column, name) in COLUMNS.iter().enumerate() {
            typed[i][column] = match columns.get(*name) {
                Some(Value::Null) => String::new(),
                Some(count) if count.as_i64().is_some_and(|n| (0..=MOST).contains(&n)) => count.to_string(),
                _ => return Err(wrong(format!("manader[{i}].{name}"))),
            };
        }
    }
    Ok(typed)
}
