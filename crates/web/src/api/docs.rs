//! The page about the interface, made from the same lists as the description for programs.

use axum::{extract::State, http::HeaderMap, response::Response};

use super::{
    openapi::{self, Operation},
    schema::{self, Field, Kind},
};
use crate::{
    frame::{self, Place},
    page::{Answer, page},
    pages::api::ApiPage,
    site::Site,
    view::{Cell, Row, Table},
    visitor::Visitor,
};

/// The page, with or without a session.
pub async fn show(State(site): State<Site>, headers: HeaderMap) -> Answer {
    let title = "Gränssnitt för program";
    let shell = match Visitor::of(&site, &headers).await? {
        Some(visitor) => frame::shell(&site, &visitor, Place::new(title, "").step(title, "")).await?,
        None => frame::outside(title),
    };
    let answer: Result<Response, _> = page(&ApiPage {
        shell,
        operations: operations(),
        fields: vec![
            fields("inregistrering", "Inregistrering", &schema::registered()),
            fields("utregistrering", "Utregistrering", &schema::exit()),
            fields("felregistrering", "Felregistrering", &schema::reversal()),
            fields("start", "Start", &schema::start()),
            fields("plan", "Plan", &schema::plan()),
            fields("uppfoljning", "Uppföljning", &schema::follow_up()),
            fields("ny-remiss", "Remiss", &schema::referral()),
            fields("steg", "Remissen tas emot eller återtas", &schema::day()),
            fields("aterlamning", "Remissen återlämnas", &schema::returned()),
            fields("nytt-mote", "Möte", &schema::meeting()),
            fields("konsultation", "Konsultation", &schema::consultation()),
            fields(
                "inte-tagen",
                "Rekommendationen blev inget deltagande",
                &schema::not_taken(),
            ),
        ],
        problems: problems(),
    });
    answer
}

fn operations() -> Table {
    let mut table = Table::new("adresser", "Adresser", &["Adress", "Vad", "Behörighet"]);
    let row = |operation: &Operation| {
        Row::of(vec![
            Cell::text(format!("{} {}", operation.method.to_uppercase(), operation.path)),
            Cell::text(operation.summary),
            Cell::text(operation.scope.name()),
        ])
    };
    table.rows = openapi::operations().map(row).collect();
    table
}

fn fields(id: &str, caption: &str, fields: &[Field]) -> Table {
    let mut table = Table::new(id, caption, &["Fält", "Betydelse", "Värden"]);
    let row = |field: &Field| {
        let name = if field.required {
            format!("{} (krävs)", field.name)
        } else {
            field.name.to_owned()
        };
        Row::of(vec![
            Cell::text(name),
            Cell::text(field.label),
            Cell::text(values(&field.kind)),
        ])
    };
    table.rows = fields.iter().map(row).collect();
    table
}

fn values(kind: &Kind) -> String {
    match kind {
        Kind::Codes(codes) => codes.join(", "),
        Kind::Several(codes) => format!("lista av {}", codes.join(", ")),
        Kind::Date => "ÅÅÅÅ-MM-DD".into(),
        Kind::DateOrYear => "ÅÅÅÅ-MM-DD, eller ÅÅÅÅ".into(),
        Kind::Year => "årtal som tal, eller varför det saknas".into(),
        Kind::Text(most) => format!("text, högst {most} tecken"),
        Kind::Person => "tio eller tolv siffror".into(),
        Kind::Shares(codes, step) => {
            format!(
                "procent i steg om {step} per kod: {}; eller varför uppgiften saknas",
                codes.join(", ")
            )
        }
        Kind::Answers => "heltal per frågas nyckel".into(),
        Kind::List(most) => format!("lista av texter, högst {most} tecken"),
        Kind::Number(low, high) => format!("helt tal från {low} till {high}"),
        Kind::Rows(rows) => {
            let row = |field: &Field| {
                let needed = if field.required { " (krävs)" } else { "" };
                format!("{}{needed}: {} {}", field.name, field.label, values(&field.kind))
            };
            let rows: Vec<String> = rows.fields.iter().map(row).collect();
            format!("lista av objekt med {}", rows.join("; "))
        }
    }
}

/// Codes of problems: the anchors that `type` points at.
const PROBLEMS: &[(&str, &str, &str)] = &[
    ("nyckel", "401", "Nyckel saknas, är återkallad eller har gått ut."),
    ("behorighet", "403", "Nyckeln är till för något annat."),
    (
        "finns-inte",
        "404",
        "Finns inte, eller så får nyckeln inte veta att det finns.",
    ),
    ("metod", "405", "Adressen har inte den metoden; se Allow."),
    ("parameter", "400", "En parameter i adressen går inte att läsa."),
    ("json", "400", "Innehållet är inte ett JSON-objekt."),
    ("innehallstyp", "415", "Content-Type är inte application/json."),
    ("storlek", "413", "Innehållet är för stort."),
    (
        "idempotens",
        "400",
        "Idempotency-Key saknas eller går inte att använda.",
    ),
    (
        "idempotens-annat",
        "422",
        "Idempotency-Key är redan använd för ett annat innehåll.",
    ),
    ("pagar", "409", "Samma begäran utförs redan."),
    (
        "uppgifter",
        "422",
        "Uppgifter kan inte tas emot; fel säger vilka och varför.",
    ),
    ("version-form", "400", "If-Match är inte en version som i ETag."),
    ("version-saknas", "428", "If-Match saknas."),
    ("version", "412", "En annan version står."),
    ("for-ofta", "429", "Nyckeln används för ofta; se Retry-After."),
    ("form", "400", "Begäran går inte att läsa."),
    ("tid", "503", "Arbetet tog för lång tid och avbröts."),
    ("fel", "500", "Något gick fel; referens hittar felet i loggen."),
];

fn problems() -> Vec<(&'static str, String, &'static str)> {
    let line = |(code, status, words): &(&'static str, &'static str, &'static str)| {
        (*code, format!("{status} {code}"), *words)
    };
    PROBLEMS.iter().map(line).collect()
}
