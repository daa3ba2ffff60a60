//! The description of the interface, OpenAPI 3.1: made from the same fields that requests are read by.

mod operations;
mod referrals;

use app::token::Scope;
use axum::response::Response;
use domain::{referral::Stage, years::YEARS};
use serde_json::{Map, Value, json};

use super::{
    figures, head_counts, pace, participations,
    record::EXIT,
    schema::{self, Field},
};
use crate::page::json as json_text;

/// An operation, as the description and the readable page show it.
pub struct Operation {
    /// "get", "post" or "put".
    pub method: &'static str,
    /// Path with parameters.
    pub path: &'static str,
    /// Unique name.
    pub id: &'static str,
    /// What it does, in Swedish.
    pub summary: &'static str,
    /// The scope its token needs.
    pub scope: Scope,
    /// The name of what is sent, or empty.
    pub body: &'static str,
    /// The name of what is answered.
    pub answer: &'static str,
    /// Statuses beyond those of every operation.
    pub statuses: &'static [u16],
}

/// Every operation.
pub fn operations() -> impl Iterator<Item = &'static Operation> {
    operations::OPERATIONS.iter().chain(referrals::OPERATIONS)
}

/// The description as a file.
pub async fn serve() -> Response {
    json_text(&description())
}

/// The description.
pub fn description() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for operation in operations() {
        let path = paths
            .entry(operation.path)
            .or_insert_with(|| Value::Object(Map::new()));
        path[operation.method] = described(operation);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "samordna",
            "version": "1",
            "description": "Samma handlingar som på webbsidorna, för insatsens och samverkansteamets egna system. Se /api för en läsbar version.",
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "nyckel": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "nyckel": { "type": "http", "scheme": "bearer",
                "description": "En nyckel som deltagaransvarig gör på insatsens sida, samverkansteamet på sin, eller förbundet för tal." } },
            "schemas": schemas(),
        },
    })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn described(operation: &Operation) -> Value {
    let mut responses = Map::new();
    let status = if operation.id.starts_with("registrera") {
        "201"
    } else {
        "200"
    };
    let mut done = json!({
        "description": "Utfört.",
        "content": { "application/json": { "schema": reference(operation.answer) } },
    });
    if matches!(
        operation.answer,
        "Utfall" | "Deltagande" | "Volym" | "Plan" | "Uppfoljningar" | "Remiss" | "Mote"
    ) {
        done["headers"]["ETag"] = json!({ "description": "Versionen.", "required": true,
            "schema": { "type": "string", "pattern": "^\"[0-9]+\"$" } });
    }
    if operation.answer == "Utfall" {
        done["headers"]["Location"] = json!({ "description": "Var det som ändrades läses.", "required": true,
            "schema": { "type": "string" } });
    }
    let links = links(operation);
    if !links.is_empty() {
        done["links"] = Value::Object(links);
    }
    responses.insert(status.into(), done);
    for code in operation.statuses.iter().chain(&[401, 403, 404, 429, 503]) {
        let problem = json!({ "application/problem+json": { "schema": reference("Problem") } });
        let mut answer = json!({ "description": said(*code), "content": problem });
        if *code == 429 {
            answer["headers"]["Retry-After"] =
                json!({ "description": "Sekunder att vänta.", "schema": { "type": "integer" } });
        }
        responses.insert(code.to_string(), answer);
    }
    let mut out = json!({
        "operationId": operation.id,
        "summary": operation.summary,
        "description": format!("Kräver behörigheten {}.", operation.scope.name()),
        "parameters": parameters(operation),
        "responses": responses,
    });
    if !operation.body.is_empty() {
        let content = json!({ "application/json": { "schema": reference(operation.body) } });
        out["requestBody"] = json!({ "required": true, "content": content });
    }
    out
}

/// What can be done next with what was just changed.
fn links(operation: &Operation) -> Map<String, Value> {
    let path = operation.path;
    let (parameter, next): (&str, &[(&str, bool)]) = match operation.answer {
        "Utfall" if path.ends_with("/deltaganden") || path.contains("{id}") => ("id", operations::NEXT),
        "Utfall" if path.ends_with("/remisser") || path.contains("{remiss}") => ("remiss", referrals::NEXT),
        "Utfall" if path.ends_with("/moten") || path.ends_with("/parter") => {
            ("mote", referrals::NEXT_OF_MEETING)
        }
        _ => return Map::new(),
    };
    let link = |(id, changes): &(&str, bool)| {
        let mut parameters = json!({ parameter: "$response.body#/id" });
        if *changes {
            parameters["header.If-Match"] = json!("$response.header.ETag");
        }
        (
            (*id).to_owned(),
            json!({ "operationId": id, "parameters": parameters }),
        )
    };
    next.iter().map(link).collect()
}

fn said(status: u16) -> String {
    match status {
        400 => "Begäran går inte att läsa.".into(),
        401 => "Nyckel saknas eller gäller inte.".into(),
        403 => "Nyckeln saknar behörigheten.".into(),
        404 => "Finns inte, eller så har nyckeln inte tillgång.".into(),
        409 => "Samma begäran pågår.".into(),
        412 => "Någon annan har ändrat under tiden.".into(),
        413 => "Begäran är för stor.".into(),
        415 => "Innehållet är inte JSON.".into(),
        422 => "Uppgifter kan inte tas emot; fel säger vilka och varför.".into(),
        428 => "If-Match saknas.".into(),
        429 => format!(
            "För ofta: högst {} begäranden på en gång och {} i sekunden därefter.",
            pace::BURST,
            pace::STEADY
        ),
        _ => "Det tog för lång tid.".into(),
    }
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let mut out = path_parameters(operation.path);
    out.extend(query_parameters(operation.id));
    let header = |name: &str, words: &str, pattern: &str| {
        let pattern = json!({ "type": "string", "pattern": pattern });
        parameter("header", (name, words), true, &pattern)
    };
    if operation.method != "get" {
        let words = "Ny för varje ändring; samma nyckel och innehåll ger samma svar i ett dygn.";
        out.push(header("Idempotency-Key", words, "^[A-Za-z0-9_-]{8,64}$"));
    }
    if operation.statuses.contains(&428) {
        let words = "Versionen du har läst, som den står i ETag.";
        out.push(header("If-Match", words, "^\"[0-9]{1,12}\"$"));
    }
    out
}

fn parameter(place: &str, (name, words): (&str, &str), required: bool, schema: &Value) -> Value {
    json!({ "name": name, "in": place, "required": required, "description": words, "schema": schema })
}

fn year() -> Value {
    json!({ "type": "integer", "minimum": YEARS.start(), "maximum": YEARS.end() })
}

fn path_parameters(path: &str) -> Vec<Value> {
    let slug = || json!({ "type": "string", "pattern": "^[a-z0-9-]{1,60}$" });
    let key = || json!({ "type": "string", "pattern": "^[a-z0-9-]{1,40}$" });
    let all = [
        ("insats", "Insatsens kortnamn.", slug()),
        ("team", "Teamets kortnamn.", slug()),
        ("id", "Deltagandets nyckel.", key()),
        ("rekommendation", "Rekommendationens nyckel.", key()),
        ("remiss", "Remissens nyckel.", key()),
        ("mote", "Mötets nyckel.", key()),
        ("ar", "Året.", year()),
    ];
    let named = all
        .into_iter()
        .filter(|(name, ..)| path.contains(&format!("{{{name}}}")));
    named
        .map(|(name, words, schema)| parameter("path", (name, words), true, &schema))
        .collect()
}

fn query_parameters(operation: &str) -> Vec<Value> {
    let query = |name: &str, words: &str, required, schema: Value| {
        parameter("query", (name, words), required, &schema)
    };
    let codes = |codes: &[&str]| json!({ "type": "string", "enum": codes });
    let part = |words: &str| {
        let part = json!({ "type": "string", "maxLength": 40, "pattern": r"^[^\x00-\x1F\x7F-\x9F]*$" });
        query("referens", words, false, part)
    };
    let skipped = || {
        let number = json!({ "type": "integer", "minimum": 0, "maximum": 10_000_000 });
        query("fran", "Hur många som hoppas över.", false, number)
    };
    match operation {
        "listaRemisser" => vec![
            query("skede", "Bara de här.", false, codes(&Stage::SLUGS)),
            part("En del av referensen."),
            skipped(),
        ],
        "listaMoten" => vec![skipped()],
        "listaDeltaganden" => vec![
            query("lage", "Bara de här.", false, codes(&participations::STATES[1..])),
            part("En del av beteckningen."),
            skipped(),
        ],
        "listaTal" => {
            let measure = json!({ "type": "string", "pattern": figures::ID });
            vec![
                query("ar", "Året.", true, year()),
                query("matt", "Bara det här måttet.", false, measure),
            ]
        }
        _ => Vec::new(),
    }
}

#[expect(clippy::too_many_lines, reason = "a schema is a value, not a procedure")]
fn schemas() -> Value {
    let text = || json!({ "type": "string" });
    let mut correction = schema::entry();
    let mut corrected = schema::object(&correction);
    corrected["properties"][EXIT] = schema::object(&schema::exit());
    let fault = json!({ "type": "object", "required": ["fält", "kod", "meddelande"], "additionalProperties": false,
        "properties": { "fält": text(), "kod": text(), "meddelande": text() } });
    // What is read back is what is sent, without the number.
    correction.retain(|field: &Field| field.kind != schema::Kind::Person);
    let mut read = schema::object(&correction);
    for (name, schema) in [
        ("id", text()),
        ("version", json!({ "type": "integer", "minimum": 1 })),
        ("insats", text()),
        (
            "tillstand",
            json!({ "type": "string", "enum": &participations::STATES[1..] }),
        ),
        ("pseudonym", json!({ "type": "boolean" })),
        (EXIT, schema::object(&schema::exit())),
    ] {
        read["properties"][name] = schema;
    }
    read["required"] = json!([
        "id",
        "version",
        "insats",
        "tillstand",
        "pseudonym",
        "underlag",
        "start"
    ]);
    let count = json!({ "type": ["integer", "null"], "minimum": 0, "maximum": head_counts::MOST });
    let columns: Map<String, Value> = head_counts::COLUMNS
        .iter()
        .map(|name| ((*name).to_owned(), count.clone()))
        .collect();
    let month = json!({ "type": "object", "properties": columns, "required": head_counts::COLUMNS,
        "additionalProperties": false });
    let months = json!({ "type": "array", "minItems": 12, "maxItems": 12, "items": month });
    let nullable = |kind: &str| json!({ "type": [kind, "null"] });
    let mut all = json!({
        "Inregistrering": schema::object(&schema::registered()),
        "Utregistrering": schema::object(&schema::exit()),
        "Rattelse": corrected,
        "Felregistrering": schema::object(&schema::reversal()),
        "Start": schema::object(&schema::start()),
        "Plan": schema::object(&schema::plan()),
        "Uppfoljning": schema::object(&schema::follow_up()),
        "Uppfoljningar": { "type": "object", "required": ["uppfoljningar"], "additionalProperties": false,
            "properties": { "uppfoljningar": { "type": "array", "items": reference("Uppfoljning") } } },
        "Deltagande": read,
        "Volymer": { "type": "object", "required": ["manader"], "additionalProperties": false,
            "properties": { "manader": months } },
        "Volym": { "type": "object", "required": ["ar", "version", "manader"], "additionalProperties": false,
            "properties": { "ar": { "type": "integer" }, "version": { "type": "integer" }, "manader": months } },
        "Utfall": { "type": "object", "required": ["id", "version"], "additionalProperties": false,
            "properties": { "id": text(), "version": { "type": "integer", "minimum": 0 } } },
        "Lista": { "type": "object", "required": ["deltaganden", "fler"], "additionalProperties": false, "properties": {
            "deltaganden": { "type": "array", "items": { "type": "object",
                "required": ["id", "referens", "tillstand", "start", "avslut", "kon", "fodelsear"],
                "additionalProperties": false,
                "properties": { "id": text(), "referens": nullable("string"), "tillstand": text(), "start": text(),
                    "avslut": nullable("string"), "kon": nullable("string"), "fodelsear": nullable("integer") } } },
            "fler": { "type": "boolean" } } },
        "Tal": { "type": "object", "required": ["år", "tal"], "additionalProperties": false, "properties": {
            "år": { "type": "integer" },
            "tal": { "type": "array", "items": { "type": "object",
                "required": ["tal", "namn", "enhet", "värde", "öre", "k", "n", "saknas", "skyddat"], "additionalProperties": false,
                "properties": { "tal": text(), "namn": text(), "enhet": text(),
                    "värde": { "type": ["string", "null"], "description": "Decimaltal med punkt; pengar i öre." },
                    "öre": { "type": "boolean" }, "k": nullable("integer"), "n": nullable("integer"),
                    "saknas": { "type": "integer" },
                    "skyddat": { "type": "boolean", "description": "Talet hålls inne, och står då utan värde, k och n." } } } } } },
        "Problem": { "type": "object", "required": ["type", "title", "status", "detail"], "properties": {
            "type": text(), "title": text(), "status": { "type": "integer" }, "detail": text(),
            "referens": text(), "fel": { "type": "array", "items": fault } } },
    });
    for (name, schema) in referrals::schemas() {
        all[name] = schema;
    }
    all
}
