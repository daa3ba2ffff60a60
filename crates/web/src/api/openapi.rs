//! The description of the interface, OpenAPI 3.1: made from the same fields that requests are read by.

use app::token::Scope;
use axum::response::Response;
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

const CHANGE: &[u16] = &[400, 409, 413, 415, 422];
const CHANGE_OF_VERSION: &[u16] = &[400, 409, 412, 413, 415, 422, 428];

/// Every operation.
pub const OPERATIONS: &[Operation] = &[
    Operation {
        method: "get",
        path: "/api/v1/insatser/{insats}/deltaganden",
        id: "listaDeltaganden",
        summary: "Insatsens deltaganden, senaste start först, 200 åt gången.",
        scope: Scope::ReadRows,
        body: "",
        answer: "Lista",
        statuses: &[400],
    },
    Operation {
        method: "post",
        path: "/api/v1/insatser/{insats}/deltaganden",
        id: "registreraDeltagande",
        summary: "Registrerar ett deltagande.",
        scope: Scope::WriteRows,
        body: "Inregistrering",
        answer: "Utfall",
        statuses: CHANGE,
    },
    Operation {
        method: "get",
        path: "/api/v1/deltaganden/{id}",
        id: "hamtaDeltagande",
        summary: "Ett deltagande, med version i ETag.",
        scope: Scope::ReadRows,
        body: "",
        answer: "Deltagande",
        statuses: &[],
    },
    Operation {
        method: "put",
        path: "/api/v1/deltaganden/{id}",
        id: "rattaDeltagande",
        summary: "Rättar ett deltagande: det som skickas ersätter det som står. Utan personnummer behålls pseudonymen.",
        scope: Scope::WriteRows,
        body: "Rattelse",
        answer: "Utfall",
        statuses: CHANGE_OF_VERSION,
    },
    Operation {
        method: "post",
        path: "/api/v1/deltaganden/{id}/avslut",
        id: "avslutaDeltagande",
        summary: "Avslutar ett deltagande.",
        scope: Scope::WriteRows,
        body: "Utregistrering",
        answer: "Utfall",
        statuses: CHANGE_OF_VERSION,
    },
    Operation {
        method: "post",
        path: "/api/v1/deltaganden/{id}/felregistrering",
        id: "felregistreraDeltagande",
        summary: "Felregistrerar ett deltagande: det ingår inte i något antal.",
        scope: Scope::WriteRows,
        body: "Felregistrering",
        answer: "Utfall",
        statuses: CHANGE_OF_VERSION,
    },
    Operation {
        method: "post",
        path: "/api/v1/deltaganden/{id}/start",
        id: "startaDeltagande",
        summary: "Ett beviljat deltagande börjar, eller går från introduktionsgrupp till att delta.",
        scope: Scope::WriteRows,
        body: "Start",
        answer: "Utfall",
        statuses: CHANGE_OF_VERSION,
    },
    Operation {
        method: "get",
        path: "/api/v1/deltaganden/{id}/plan",
        id: "hamtaPlan",
        summary: "Deltagandets mål, delmål och aktiviteter, med version i ETag.",
        scope: Scope::ReadRows,
        body: "",
        answer: "Plan",
        statuses: &[],
    },
    Operation {
        method: "put",
        path: "/api/v1/deltaganden/{id}/plan",
        id: "sparaPlan",
        summary: "Ersätter planen.",
        scope: Scope::WriteRows,
        body: "Plan",
        answer: "Utfall",
        statuses: CHANGE_OF_VERSION,
    },
    Operation {
        method: "get",
        path: "/api/v1/deltaganden/{id}/uppfoljningar",
        id: "hamtaUppfoljningar",
        summary: "De uppföljningar som är gjorda, med version i ETag.",
        scope: Scope::ReadRows,
        body: "",
        answer: "Uppfoljningar",
        statuses: &[],
    },
    Operation {
        method: "post",
        path: "/api/v1/deltaganden/{id}/uppfoljningar",
        id: "sparaUppfoljning",
        summary: "Sparar uppföljningen efter tre, sex eller tolv månader, eller att kontakten är bruten.",
        scope: Scope::WriteRows,
        body: "Uppfoljning",
        answer: "Utfall",
        statuses: CHANGE_OF_VERSION,
    },
    Operation {
        method: "get",
        path: "/api/v1/insatser/{insats}/volym/{ar}",
        id: "hamtaVolym",
        summary: "Årets volym i en insats som räknar utan att registrera, månad för månad.",
        scope: Scope::HeadCounts,
        body: "",
        answer: "Volym",
        statuses: &[400],
    },
    Operation {
        method: "put",
        path: "/api/v1/insatser/{insats}/volym/{ar}",
        id: "sparaVolym",
        summary: "Ersätter årets volym. Månader som inte är räknade skickas som null.",
        scope: Scope::HeadCounts,
        body: "Volymer",
        answer: "Utfall",
        statuses: CHANGE_OF_VERSION,
    },
    Operation {
        method: "get",
        path: "/api/v1/tal",
        id: "listaTal",
        summary: "Årets tal. De som skulle avslöja små grupper är skyddade, som i all statistik.",
        scope: Scope::Figures,
        body: "",
        answer: "Tal",
        statuses: &[400, 422],
    },
];

/// The description as a file.
pub async fn serve() -> Response {
    json_text(&description())
}

/// The description.
pub fn description() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for operation in OPERATIONS {
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
            "description": "Samma handlingar som på webbsidorna, för insatsens eget system. Se /api för en läsbar version.",
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "nyckel": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": { "nyckel": { "type": "http", "scheme": "bearer",
                "description": "En nyckel som deltagaransvarig gör på insatsens sida, eller förbundet för tal." } },
            "schemas": schemas(),
        },
    })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn described(operation: &Operation) -> Value {
    let mut responses = Map::new();
    let status = if operation.id == "registreraDeltagande" {
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
        "Utfall" | "Deltagande" | "Volym" | "Plan" | "Uppfoljningar"
    ) {
        done["headers"]["ETag"] = json!({ "description": "Versionen.", "required": true,
            "schema": { "type": "string", "pattern": "^\"[0-9]+\"$" } });
    }
    if operation.answer == "Utfall" {
        done["headers"]["Location"] = json!({ "description": "Deltagandets adress.", "required": true,
            "schema": { "type": "string" } });
    }
    if operation.answer == "Utfall" && operation.id != "sparaVolym" {
        done["links"] = links();
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

/// What can be done next with a participation that was just changed.
fn links() -> Value {
    let read = json!({ "id": "$response.body#/id" });
    let change = json!({ "id": "$response.body#/id", "header.If-Match": "$response.header.ETag" });
    json!({
        "hamta": { "operationId": "hamtaDeltagande", "parameters": read },
        "ratta": { "operationId": "rattaDeltagande", "parameters": change },
        "avsluta": { "operationId": "avslutaDeltagande", "parameters": change },
        "felregistrera": { "operationId": "felregistreraDeltagande", "parameters": change },
        "starta": { "operationId": "startaDeltagande", "parameters": change },
        "plan": { "operationId": "hamtaPlan", "parameters": read },
        "sparaPlan": { "operationId": "sparaPlan", "parameters": change },
        "uppfoljningar": { "operationId": "hamtaUppfoljningar", "parameters": read },
        "foljUpp": { "operationId": "sparaUppfoljning", "parameters": change },
    })
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
    let mut out = Vec::new();
    let path = |name: &str, words: &str, pattern: &str| {
        json!({ "name": name, "in": "path", "required": true, "description": words,
            "schema": { "type": "string", "pattern": pattern } })
    };
    if operation.path.contains("{insats}") {
        out.push(path("insats", "Insatsens kortnamn.", "^[a-z0-9-]{1,60}$"));
    }
    if operation.path.contains("{id}") {
        out.push(path("id", "Deltagandets nyckel.", "^[a-z0-9-]{1,40}$"));
    }
    if operation.path.contains("{ar}") {
        out.push(
            json!({ "name": "ar", "in": "path", "required": true, "description": "Året.",
            "schema": { "type": "integer", "minimum": 1990, "maximum": 2200 } }),
        );
    }
    let query = |name: &str, words: &str, required: bool, schema: Value| json!({ "name": name, "in": "query", "required": required, "description": words, "schema": schema });
    match operation.id {
        "listaDeltaganden" => {
            let states = &participations::STATES[1..];
            out.push(query(
                "lage",
                "Bara de här.",
                false,
                json!({ "type": "string", "enum": states }),
            ));
            let part = json!({ "type": "string", "maxLength": 40, "pattern": r"^[^\x00-\x1F\x7F-\x9F]*$" });
            out.push(query("referens", "En del av beteckningen.", false, part));
            let skipped = json!({ "type": "integer", "minimum": 0, "maximum": 10_000_000 });
            out.push(query("fran", "Hur många som hoppas över.", false, skipped));
        }
        "listaTal" => {
            let year = json!({ "type": "integer", "minimum": 1990, "maximum": 2200 });
            out.push(query("ar", "Året.", true, year));
            let measure = json!({ "type": "string", "pattern": figures::ID });
            out.push(query("matt", "Bara det här måttet.", false, measure));
        }
        _ => {}
    }
    let header = |name: &str, words: &str, pattern: &str| {
        json!({ "name": name, "in": "header", "required": true, "description": words,
            "schema": { "type": "string", "pattern": pattern } })
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
    json!({
        "Inregistrering": schema::object(&schema::entry()),
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
    })
}
