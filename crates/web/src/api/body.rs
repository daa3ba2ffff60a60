//! What a program sent, into the same fields that a form sends. Everything that is wrong is told at
//! once, each at its field.

use app::Failure;
use axum::http::{StatusCode, header};
use chrono::NaiveDate;
use domain::{
    codes::CodeTable,
    participation::{Fields, Interim, Missing},
    personnummer::Typed,
    refusal::Refusal,
};
use serde_json::{Map, Value};

use super::{
    guard::Caller,
    problem::Problem,
    schema::{Field, Kind, Rows},
};

/// The object that was sent.
///
/// # Errors
/// 415 for other content, 400 for what is no JSON object.
pub fn object(caller: &Caller) -> Result<Map<String, Value>, Problem> {
    let kind = caller.headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media = kind.split(';').next().unwrap_or_default().trim();
    if !media.eq_ignore_ascii_case("application/json") {
        let detail = "Skicka JSON med huvudet Content-Type: application/json.";
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "innehallstyp",
            detail,
        ));
    }
    // The cause is not repeated: it may quote what was sent.
    if let Ok(Value::Object(object)) = serde_json::from_slice(&caller.body) {
        Ok(object)
    } else {
        let detail = "Innehållet är inte ett JSON-objekt.";
        Err(Problem::new(StatusCode::BAD_REQUEST, "json", detail))
    }
}

/// What was sent, as a form would have sent it.
#[derive(Debug)]
pub struct Sent {
    /// The fields.
    pub fields: Fields,
    /// The number of a person, apart from them.
    pub person: Typed,
    /// The path of the object itself, with a dot, or empty.
    at: &'static str,
    known: Vec<&'static str>,
    /// What form fields of a row or of a group begin with, and the path there.
    groups: Vec<(String, String)>,
}

impl Sent {
    /// The fields of an object that stands at a path: `utregistrering.`, or empty.
    ///
    /// # Errors
    /// 422 with a refusal per field that is unknown or of the wrong kind.
    pub fn read(mut object: Map<String, Value>, known: &[Field], at: &'static str) -> Result<Sent, Problem> {
        let mut person = Typed::default();
        if let Some(Value::String(number)) = object.get("personnummer")
            && known.iter().any(|field| field.kind == Kind::Person)
        {
            person = Typed::new(number.clone());
            object.remove("personnummer");
        }
        let mut reading = Reading::default();
        reading.object(&object, known, at);
        if !reading.faults.is_empty() {
            return Err(Problem::fields(reading.faults));
        }
        Ok(Sent {
            fields: Fields::new(reading.values),
            person,
            at,
            known: known.iter().map(|field| field.name).collect(),
            groups: reading.groups,
        })
    }

    /// What the rules refused, at the paths of what was sent.
    pub fn refused(&self, faults: Vec<Refusal>) -> Problem {
        let placed = |f: Refusal| Refusal::at(f.code, self.path(&f.place), f.message);
        Problem::fields(faults.into_iter().map(placed).collect())
    }

    /// What an act answered, its refusals at the paths of what was sent.
    pub fn failed(&self, failure: Failure) -> Problem {
        match failure {
            Failure::Refused(refusals) => self.refused(refusals),
            other => other.into(),
        }
    }

    /// Where in the JSON a form's field stands: `akt-1-fran` is `aktiviteter[0].fran`.
    fn path(&self, place: &str) -> String {
        if place.is_empty() {
            return String::new();
        }
        let inside =
            |(prefix, path): &(String, String)| Some(format!("{path}{}", place.strip_prefix(prefix)?));
        let whole = self.known.contains(&place);
        let part = self.groups.iter().filter(|_| !whole).find_map(inside);
        part.unwrap_or_else(|| format!("{}{place}", self.at))
    }
}

/// A name that was sent, as far as it is worth repeating.
fn shown(name: &str) -> String {
    let plain = |c: &char| c.is_alphanumeric() || "-_".contains(*c);
    name.chars().filter(plain).take(40).collect()
}

type Values = Vec<(String, String)>;

/// What has been read so far.
#[derive(Default)]
struct Reading {
    values: Values,
    faults: Vec<Refusal>,
    groups: Vec<(String, String)>,
}

impl Reading {
    /// Reads an object's fields; `at` is the path to them.
    fn object(&mut self, object: &Map<String, Value>, known: &[Field], at: &str) {
        for (name, value) in object {
            match known.iter().find(|field| field.name == name) {
                Some(field) => self.field(field, value, at),
                None => self.faults.push(Refusal::at(
                    "falt-okant",
                    format!("{at}{}", shown(name)),
                    "Fältet finns inte. Se beskrivningen på /api.",
                )),
            }
        }
        for field in known {
            if field.required && !object.contains_key(field.name) {
                let place = format!("{at}{}", field.name);
                self.faults
                    .push(Refusal::at("uppgift-kravs", place, "Fältet måste skickas."));
            }
            if let Some(prefix) = group(field) {
                self.groups.push((prefix, format!("{at}{}.", field.name)));
            }
        }
    }

    fn field(&mut self, field: &Field, value: &Value, at: &str) {
        let path = format!("{at}{}", field.name);
        if let (Kind::Rows(rows), Value::Array(items)) = (&field.kind, value)
            && items.len() <= most_rows()
        {
            for (number, item) in items.iter().enumerate() {
                self.row(rows, number, item, &format!("{path}[{number}]"));
            }
        } else if let Err(message) = take(field, value, &mut self.values) {
            self.faults.push(Refusal::at("falt-form", path, message));
        }
    }

    /// Adds a row's values as a form numbers them.
    fn row(&mut self, rows: &Rows, at: usize, item: &Value, path: &str) {
        let Some(object) = item.as_object() else {
            self.faults
                .push(Refusal::at("falt-form", path, "Skicka ett objekt."));
            return;
        };
        let mut row = Reading::default();
        row.object(object, &rows.fields, &format!("{path}."));
        if !row.faults.is_empty() {
            self.faults.extend(row.faults);
            return;
        }
        let own = Fields::new(row.values);
        let number = rows
            .key
            .map_or_else(|| (at + 1).to_string(), |key| own.text(key).to_owned());
        let prefix = format!("{}-{number}-", rows.prefix);
        if self.groups.iter().any(|(taken, _)| *taken == prefix) {
            let place = format!("{path}.{}", rows.key.unwrap_or_default());
            let message = format!("Numret {number} finns redan. Välj ett annat.");
            self.faults.push(Refusal::at("falt-form", place, message));
            return;
        }
        let values = own.iter().filter(|(name, _)| Some(*name) != rows.key);
        self.values
            .extend(values.map(|(name, value)| (format!("{prefix}{name}"), value.to_owned())));
        self.groups.push((prefix, format!("{path}.")));
    }
}

/// What the form fields of a field with parts begin with.
fn group(field: &Field) -> Option<String> {
    match field.kind {
        Kind::Answers => Some(QUESTION.to_owned()),
        Kind::Shares(..) => Some(format!("{}-", field.name)),
        _ => None,
    }
}

/// What a form calls an answer to a question of the insats's own, before the question's key.
const QUESTION: &str = "fraga-";

/// Adds a field's values as a form would send them.
fn take(field: &Field, value: &Value, values: &mut Values) -> Result<(), String> {
    let name = field.name;
    match (&field.kind, value) {
        (Kind::Codes(codes), Value::String(text)) if codes.contains(&text.as_str()) => {
            values.push((name.to_owned(), text.clone()));
        }
        (Kind::Codes(codes), _) => return Err(format!("Skicka någon av {}.", codes.join(", "))),
        (Kind::Several(codes), Value::Array(items)) => {
            for item in items {
                let code = item.as_str().filter(|code| codes.contains(code));
                let code = code.filter(|code| !values.iter().any(|(key, sent)| key == name && sent == code));
                let code = code.ok_or_else(|| list_of(codes))?;
                values.push((name.to_owned(), code.to_owned()));
            }
        }
        (Kind::Several(codes), _) => return Err(list_of(codes)),
        (Kind::Date, Value::String(text)) if is_date(text) => values.push((name.to_owned(), text.clone())),
        (Kind::DateOrYear, Value::String(text)) if is_date(text) || is_year(text) => {
            values.push((name.to_owned(), text.clone()));
        }
        (Kind::Date | Kind::DateOrYear, _) => return Err("Skicka datumet som ÅÅÅÅ-MM-DD.".into()),
        (Kind::Year, Value::Number(year)) if year.is_i64() || year.is_u64() => {
            values.push((name.to_owned(), year.to_string()));
        }
        (Kind::Year | Kind::Shares(..), Value::String(why)) if Missing::from_slug(why).is_some() => {
            values.push((name.to_owned(), why.clone()));
        }
        (Kind::Year, _) => return Err("Skicka ett årtal, eller varför det saknas.".into()),
        (Kind::Text(most), Value::String(text)) => values.push((name.to_owned(), words(text, *most)?)),
        (Kind::Text(_) | Kind::Person, _) => return Err("Skicka en text.".into()),
        (Kind::Shares(codes, step), Value::Object(shares)) => {
            return take_shares(name, codes, *step, shares, values);
        }
        (Kind::Shares(..), _) => {
            return Err("Skicka ett objekt med procent per kod, eller varför uppgiften saknas.".into());
        }
        (Kind::Answers, Value::Object(answers)) => return take_answers(answers, values),
        (Kind::Answers, _) => return Err("Skicka ett objekt med svar per fråga.".into()),
        (Kind::List(most), Value::Array(items)) if items.len() <= 20 => {
            for item in items {
                let text = item.as_str().ok_or("Listan ska innehålla texter.")?;
                values.push((name.to_owned(), words(text, *most)?));
            }
        }
        (Kind::List(_), _) => return Err("Skicka en lista med högst 20 texter.".into()),
        (Kind::Number(low, high), value) => {
            let number = value.as_i64().filter(|number| (low..=high).contains(&number));
            let number = number.ok_or_else(|| format!("Skicka ett helt tal från {low} till {high}."))?;
            values.push((name.to_owned(), number.to_string()));
        }
        (Kind::Rows(_), _) => return Err(format!("Skicka en lista med högst {} rader.", Interim::MOST)),
    }
    Ok(())
}

fn list_of(codes: &[&str]) -> String {
    format!(
        "Skicka en lista med {}, var och en högst en gång.",
        codes.join(", ")
    )
}

fn most_rows() -> usize {
    usize::try_from(Interim::MOST).unwrap_or(0)
}

fn take_answers(answers: &Map<String, Value>, values: &mut Values) -> Result<(), String> {
    for (question, answer) in answers {
        let answer = answer.as_i64().ok_or("Svaren ska vara hela tal.")?;
        let key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        if question.is_empty() || question.len() > 60 || !question.chars().all(key) {
            return Err("Frågornas nycklar har små bokstäver, siffror, - och _.".into());
        }
        values.push((format!("{QUESTION}{question}"), answer.to_string()));
    }
    Ok(())
}

fn take_shares(
    name: &str,
    codes: &[&str],
    step: i64,
    shares: &Map<String, Value>,
    values: &mut Values,
) -> Result<(), String> {
    if shares.is_empty() {
        return Err("Skicka minst en kod, eller varför uppgiften saknas.".into());
    }
    for (code, share) in shares {
        if !codes.contains(&code.as_str()) {
            return Err(format!("Koderna är {}.", codes.join(", ")));
        }
        let share = share
            .as_i64()
            .filter(|share| (step..=100).contains(share) && share % step == 0)
            .ok_or_else(|| format!("Skicka hela procent från {step} till 100 i steg om {step}."))?;
        values.push((format!("{name}-{code}"), share.to_string()));
    }
    Ok(())
}

/// Words without control characters, not too many.
fn words(text: &str, most: usize) -> Result<String, String> {
    let fits = !text.trim().is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control);
    if fits {
        Ok(text.to_owned())
    } else {
        Err(format!("Skicka 1–{most} tecken på en rad."))
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.starts_with("20") && text.bytes().all(|byte| byte.is_ascii_digit())
}
