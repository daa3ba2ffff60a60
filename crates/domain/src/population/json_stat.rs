//! json-stat2, as PxWeb answers in its interfaces of version 1 and 2.
//!
//! <https://json-stat.org/full/>: `id` and `size` name the dimensions, `dimension.*.category` their
//! codes and labels, and `value` is every cell in row-major order, as a list or as an object of the
//! cells that are not null.

use chrono::NaiveDate;
use serde_json::Value;

use super::{
    Municipality, Population,
    period::date_in,
    scb::{Found, is_total},
};

/// More cells than this are not read.
const MAX_CELLS: usize = 2_000_000;

struct Dimension {
    id: String,
    label: String,
    /// Code and label in the order of the cells.
    categories: Vec<(String, String)>,
}

pub(super) fn read(text: &str, wanted: Option<NaiveDate>) -> (Population, Vec<Found>) {
    match serde_json::from_str::<Value>(text) {
        Ok(value) => {
            // The first version's old json-stat wraps the dataset.
            let dataset = value.get("dataset").unwrap_or(&value);
            dataset_of(dataset, wanted).unwrap_or_else(|found| (Population::default(), vec![found]))
        }
        Err(cause) => {
            let message = format!(
                "Filen är ingen hel JSON: fel på rad {}, tecken {}. Hämta den igen.",
                cause.line(),
                cause.column()
            );
            (
                Population::default(),
                vec![(cause.line(), "befolkning-json", message)],
            )
        }
    }
}

fn odd(message: impl Into<String>) -> Found {
    (0, "befolkning-json", message.into())
}

fn dataset_of(dataset: &Value, wanted: Option<NaiveDate>) -> Result<(Population, Vec<Found>), Found> {
    let dimensions = dimensions(dataset)?;
    let (region, time) = roles(dataset, &dimensions)?;
    let mut at = vec![0; dimensions.len()];
    for (place, dimension) in dimensions.iter().enumerate() {
        if place != region && Some(place) != time {
            at[place] = total(dimension)?;
        }
    }
    let mut population = Population {
        table: dataset
            .get("label")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .chars()
            .take(200)
            .collect(),
        ..Population::default()
    };
    if let Some(time) = time {
        let days = dimensions[time].categories.iter().map(|(code, _)| date_in(code));
        let days: Vec<Option<NaiveDate>> = days.collect();
        let place = days.iter().position(|day| day.is_some() && *day == wanted);
        let last = (0..days.len()).max_by_key(|i| days[*i]);
        at[time] = place.or(last).unwrap_or(0);
        population.date = days.get(at[time]).copied().flatten();
    } else {
        population.date = date_in(&population.table);
    }
    let mut found = Vec::new();
    if population.date.is_none() {
        found.push((
            0,
            "befolkning-datum",
            "Tabellen säger inte vilken dag folkmängden gäller. Ange dagen.".into(),
        ));
    }
    let cells = Cells::of(dataset, &dimensions)?;
    for (place, (code, label)) in dimensions[region].categories.iter().enumerate() {
        at[region] = place;
        one(cells.at(&at), (code, label), &mut population, &mut found);
    }
    Ok((population, found))
}

fn one(
    value: Option<&Value>,
    (code, label): (&str, &str),
    population: &mut Population,
    found: &mut Vec<Found>,
) {
    let digits = code.bytes().all(|b| b.is_ascii_digit());
    if !digits || !matches!(code.len(), 2 | 4) {
        found.push((
            0,
            "befolkning-kod",
            format!("”{code}” är ingen kommunkod. Hämta kommuner med fyrsiffrig kod."),
        ));
        return;
    }
    match value.and_then(Value::as_i64) {
        Some(count) if count > 0 => {
            if code.len() == 2 {
                population.stated.push((code.to_owned(), count));
            } else {
                // Version 1 repeats the code before the name.
                let name = label.strip_prefix(code).unwrap_or(label).trim();
                population.rows.push(Municipality {
                    name: name.to_owned(),
                    code: code.to_owned(),
                    population: count,
                });
            }
        }
        Some(count) => {
            let message = format!("{label} har folkmängden {count}. Den måste vara större än noll.");
            found.push((0, "befolkning-varde", message));
        }
        None => {
            let message =
                format!("Folkmängden för {label} saknas eller är inget helt tal i tabellen. Hämta den igen.");
            found.push((0, "befolkning-varde", message));
        }
    }
}

fn dimensions(dataset: &Value) -> Result<Vec<Dimension>, Found> {
    let all = dataset.get("dimension");
    let id = dataset.get("id").or_else(|| all?.get("id"));
    let ids: Vec<&str> = id
        .and_then(Value::as_array)
        .map(|ids| ids.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let (Some(all), false) = (all, ids.is_empty()) else {
        return Err(odd(
            "Filen är ingen json-stat2-tabell: id och dimension saknas. Välj formatet json-stat2.",
        ));
    };
    ids.iter().map(|id| dimension(id, all.get(*id))).collect()
}

fn dimension(id: &str, value: Option<&Value>) -> Result<Dimension, Found> {
    let category = value.and_then(|value| value.get("category"));
    let labels = category
        .and_then(|category| category.get("label"))
        .and_then(Value::as_object);
    let mut codes: Vec<(usize, String)> = match category.and_then(|category| category.get("index")) {
        Some(Value::Array(codes)) => {
            let codes = codes.iter().filter_map(Value::as_str);
            codes.enumerate().map(|(i, code)| (i, code.to_owned())).collect()
        }
        Some(Value::Object(places)) => {
            let place =
                |(code, at): (&String, &Value)| Some((usize::try_from(at.as_u64()?).ok()?, code.clone()));
            places.iter().filter_map(place).collect()
        }
        // With one category the index may be left out.
        _ => labels
            .into_iter()
            .flat_map(|labels| labels.keys())
            .map(|code| (0, code.clone()))
            .collect(),
    };
    codes.sort_unstable();
    let sound = !codes.is_empty() && codes.iter().enumerate().all(|(i, (at, _))| i == *at);
    if !sound {
        return Err(odd(format!(
            "Dimensionen {id} har ingen hel lista av koder. Hämta tabellen igen."
        )));
    }
    let words = |code: &String| {
        labels
            .and_then(|labels| labels.get(code))
            .and_then(Value::as_str)
            .unwrap_or(code)
            .to_owned()
    };
    Ok(Dimension {
        id: id.to_owned(),
        label: value
            .and_then(|v| v.get("label"))
            .and_then(Value::as_str)
            .unwrap_or(id)
            .to_owned(),
        categories: codes
            .into_iter()
            .map(|(_, code)| (code.clone(), words(&code)))
            .collect(),
    })
}

/// Which dimension is the region, and which the time.
fn roles(dataset: &Value, dimensions: &[Dimension]) -> Result<(usize, Option<usize>), Found> {
    let named = |role: &str, names: &[&str]| {
        let role = dataset
            .get("role")
            .or_else(|| dataset.get("dimension")?.get("role"))
            .and_then(|roles| roles.get(role));
        let by_role = role.and_then(|ids| ids.get(0)).and_then(Value::as_str);
        dimensions
            .iter()
            .position(|d| by_role == Some(d.id.as_str()))
            .or_else(|| {
                dimensions
                    .iter()
                    .position(|d| names.contains(&d.id.to_lowercase().as_str()))
            })
    };
    let region = named("geo", &["region", "kommun"]);
    let region = region.ok_or_else(|| {
        odd("Tabellen har ingen dimension region. Välj en tabell med folkmängd per kommun.")
    })?;
    Ok((region, named("time", &["tid", "time", "år", "månad", "kvartal"])))
}

/// The category of everybody.
fn total(dimension: &Dimension) -> Result<usize, Found> {
    if dimension.categories.len() == 1 {
        return Ok(0);
    }
    let all = |(code, label): &(String, String)| is_total(label) || is_total(code);
    dimension.categories.iter().position(all).ok_or_else(|| {
        let message = format!(
            "Tabellen är uppdelad på {} utan totalt. Hämta den utan uppdelning.",
            dimension.label
        );
        (0, "befolkning-uppdelad", message)
    })
}

struct Cells<'a> {
    value: &'a Value,
    sizes: Vec<usize>,
}

impl<'a> Cells<'a> {
    fn of(dataset: &'a Value, dimensions: &[Dimension]) -> Result<Cells<'a>, Found> {
        let sizes: Vec<usize> = dimensions.iter().map(|d| d.categories.len()).collect();
        let count = sizes
            .iter()
            .try_fold(1_usize, |product, size| product.checked_mul(*size));
        let value = dataset
            .get("value")
            .ok_or_else(|| odd("Tabellen har inga värden. Hämta den igen."))?;
        match (count, value) {
            (Some(count), Value::Array(cells)) if cells.len() == count && count <= MAX_CELLS => {}
            (Some(count), Value::Object(_)) if count <= MAX_CELLS => {}
            _ => {
                return Err(odd(
                    "Antalet värden stämmer inte med tabellens koder. Hämta den igen.",
                ));
            }
        }
        Ok(Cells { value, sizes })
    }

    fn at(&self, place: &[usize]) -> Option<&'a Value> {
        let index = place
            .iter()
            .zip(&self.sizes)
            .fold(0, |index, (at, size)| index * size + at);
        match self.value {
            Value::Array(cells) => cells.get(index),
            Value::Object(cells) => cells.get(&index.to_string()),
            _ => None,
        }
    }
}
