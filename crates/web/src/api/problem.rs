//! What went wrong, as problem+json (RFC 9457) with Swedish words.

use app::{Failure, token::Scope};
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::refusal::Refusal;
use serde_json::json;

use crate::trouble::{self, Trouble};

/// An answer that says no.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Status.
    pub status: StatusCode,
    /// Stable code; `type` is its anchor on the page about the interface.
    pub code: &'static str,
    /// Cause and next step.
    pub detail: String,
    /// What was wrong, field by field.
    pub faults: Vec<Refusal>,
    /// The reference number of a fault, or empty.
    pub reference: String,
    /// Seconds to wait before trying again.
    pub wait: Option<i64>,
}

impl Problem {
    /// A problem with cause and next step.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Problem {
        Problem {
            status,
            code,
            detail: detail.into(),
            faults: Vec::new(),
            reference: String::new(),
            wait: None,
        }
    }

    /// No token, or one that does not work.
    pub fn unauthorized() -> Problem {
        let detail = "Skicka en gällande nyckel: Authorization: Bearer samordna_…";
        Problem::new(StatusCode::UNAUTHORIZED, "nyckel", detail)
    }

    /// A token that is for something else.
    pub fn beyond(scope: Scope) -> Problem {
        let detail = format!(
            "Nyckeln saknar behörigheten {}. Gör en ny nyckel med den.",
            scope.name()
        );
        Problem::new(StatusCode::FORBIDDEN, "behorighet", detail)
    }

    /// Not there, or not for this token to know.
    pub fn not_found() -> Problem {
        let detail = "Adressen finns inte, eller så har nyckeln inte tillgång till den.";
        Problem::new(StatusCode::NOT_FOUND, "finns-inte", detail)
    }

    /// Fields that are wrong.
    pub fn fields(faults: Vec<Refusal>) -> Problem {
        let detail = match faults.len() {
            1 => "En uppgift kan inte tas emot. Rätta den och skicka igen.".to_owned(),
            n => format!("{n} uppgifter kan inte tas emot. Rätta dem och skicka igen."),
        };
        Problem {
            faults,
            ..Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "uppgifter", detail)
        }
    }

    /// Too many requests.
    pub fn too_fast(wait: i64) -> Problem {
        let detail = "Nyckeln används för ofta. Vänta och försök igen.";
        Problem {
            wait: Some(wait),
            ..Problem::new(StatusCode::TOO_MANY_REQUESTS, "for-ofta", detail)
        }
    }

    fn title(&self) -> &'static str {
        match self.status {
            StatusCode::BAD_REQUEST => "Begäran går inte att läsa",
            StatusCode::UNAUTHORIZED => "Nyckel saknas eller gäller inte",
            StatusCode::FORBIDDEN => "Nyckeln får inte göra det här",
            StatusCode::NOT_FOUND => "Finns inte",
            StatusCode::METHOD_NOT_ALLOWED => "Adressen har inte den metoden",
            StatusCode::CONFLICT => "Samma begäran pågår",
            StatusCode::PRECONDITION_FAILED => "Någon annan har ändrat under tiden",
            StatusCode::PAYLOAD_TOO_LARGE => "Begäran är för stor",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "Innehållet ska vara JSON",
            StatusCode::UNPROCESSABLE_ENTITY => "Uppgifterna kan inte tas emot",
            StatusCode::PRECONDITION_REQUIRED => "Versionen saknas",
            StatusCode::TOO_MANY_REQUESTS => "För många begäranden",
            StatusCode::SERVICE_UNAVAILABLE => "Det tog för lång tid",
            _ => "Något gick fel",
        }
    }
}

impl From<Trouble> for Problem {
    fn from(trouble: Trouble) -> Problem {
        let (_, usual) = trouble.words();
        let (code, detail) = match trouble.status {
            StatusCode::NOT_FOUND => return Problem::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => ("metod", "Se huvudet Allow för de metoder som finns."),
            StatusCode::PAYLOAD_TOO_LARGE => ("storlek", usual),
            StatusCode::SERVICE_UNAVAILABLE => ("tid", usual),
            StatusCode::BAD_REQUEST => ("form", "Se över adress, parametrar och innehåll."),
            _ => ("fel", usual),
        };
        Problem {
            reference: trouble.reference,
            ..Problem::new(trouble.status, code, detail)
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Problem {
        match failure {
            Failure::NotFound => Problem::not_found(),
            Failure::Refused(refusals) => Problem::fields(refusals),
            // What the other wrote is not repeated: the program reads it and decides.
            Failure::Conflict { version, .. } => Problem::new(
                StatusCode::PRECONDITION_FAILED,
                "version",
                format!(
                    "Version {version} står nu. Hämta posten, jämför och skicka igen med If-Match: \"{version}\"."
                ),
            ),
            Failure::Fault(cause) => Problem::from(Trouble::fault(&cause)),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut body = json!({
            "type": format!("/api#{}", self.code),
            "title": self.title(),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        if !self.faults.is_empty() {
            let fault = |f: &Refusal| json!({ "fält": f.place, "kod": f.code, "meddelande": f.message });
            body["fel"] = self.faults.iter().map(fault).collect();
        }
        if !self.reference.is_empty() {
            body["referens"] = self.reference.clone().into();
        }
        let kind = [(header::CONTENT_TYPE, "application/problem+json")];
        let mut response = (self.status, kind, body.to_string()).into_response();
        let headers = response.headers_mut();
        if self.status == StatusCode::UNAUTHORIZED {
            let challenge = HeaderValue::from_static("Bearer realm=\"samordna\"");
            headers.insert(header::WWW_AUTHENTICATE, challenge);
        }
        if let Some(wait) = self.wait {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
        response
    }
}

/// Dresses what the framework answered in its own words.
pub fn dress(response: Response) -> Response {
    let status = response.status();
    let own = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/"));
    if own || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let allow = response.headers().get(header::ALLOW).cloned();
    let trouble = match trouble::carried(&response) {
        Some(trouble) if status != StatusCode::METHOD_NOT_ALLOWED => trouble,
        _ => Trouble::of(status),
    };
    let mut dressed = Problem::from(trouble).into_response();
    if let Some(allow) = allow {
        dressed.headers_mut().insert(header::ALLOW, allow);
    }
    dressed
}
