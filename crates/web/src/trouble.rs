//! When there is no page to show: what went wrong as a value that travels with the answer, and the
//! layer that dresses it. A visitor reads cause and next step, or a reference number; the cause of a
//! fault is logged once under that number and never shown.

use std::any::Any;

use app::Failure;
use axum::{
    body::Body,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// An answer without a page.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// Status.
    pub status: StatusCode,
    /// Cause and next step; empty for the usual words of the status.
    pub message: String,
    /// Reference number of a fault, or empty.
    pub reference: String,
}

impl Trouble {
    /// Trouble with the usual words of its status.
    pub fn of(status: StatusCode) -> Trouble {
        Trouble {
            status,
            message: String::new(),
            reference: String::new(),
        }
    }

    /// Not found, or not for this person to know.
    pub fn not_found() -> Trouble {
        Trouble::of(StatusCode::NOT_FOUND)
    }

    /// Trouble with words of its own.
    pub fn because(status: StatusCode, message: impl Into<String>) -> Trouble {
        Trouble {
            message: message.into(),
            ..Trouble::of(status)
        }
    }

    /// Something broke: the cause is logged once, the visitor gets the number.
    pub fn fault(cause: &dyn std::fmt::Display) -> Trouble {
        let reference = reference();
        tracing::error!(reference, %cause, "fault");
        Trouble {
            reference,
            ..Trouble::of(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }

    /// The answer of a bare status.
    pub fn into_response_of(status: StatusCode) -> Response {
        Trouble::of(status).into_response()
    }

    /// Heading and usual words.
    pub fn words(&self) -> (&'static str, &'static str) {
        match self.status {
            StatusCode::NOT_FOUND => (
                "Sidan finns inte",
                "Adressen finns inte, eller så har din roll inte tillgång till den. Gå via menyn.",
            ),
            StatusCode::FORBIDDEN => (
                "Begäran kunde inte godtas",
                "Formuläret kom inte från den här webbplatsen eller är för gammalt. Ladda om sidan och försök igen.",
            ),
            StatusCode::UNAUTHORIZED => ("Logga in", "Sessionen är avslutad. Logga in igen."),
            StatusCode::PAYLOAD_TOO_LARGE => (
                "Filen är för stor",
                "Det som skickades är större än vad som tas emot. Dela upp filen eller välj en annan.",
            ),
            StatusCode::UNPROCESSABLE_ENTITY | StatusCode::BAD_REQUEST => (
                "Det gick inte att utföra",
                "Något i det som skickades kunde inte tas emot. Gå tillbaka och se över uppgifterna.",
            ),
            StatusCode::SERVICE_UNAVAILABLE => (
                "Det tog för lång tid",
                "Arbetet avbröts. Försök igen om en stund.",
            ),
            _ => (
                "Något gick fel",
                "Felet är loggat och inget är ändrat. Försök igen om en stund.",
            ),
        }
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Trouble {
        match failure {
            Failure::NotFound => Trouble::not_found(),
            Failure::Refused(refusals) => {
                let lines: Vec<String> = refusals.iter().map(|r| r.message.clone()).collect();
                Trouble::because(StatusCode::UNPROCESSABLE_ENTITY, lines.join(" "))
            }
            Failure::Conflict { .. } => Trouble::because(
                StatusCode::CONFLICT,
                "Någon annan har ändrat samma sak under tiden. Ladda om sidan.",
            ),
            Failure::Fault(cause) => Trouble::fault(&cause),
        }
    }
}

impl From<askama::Error> for Trouble {
    fn from(cause: askama::Error) -> Trouble {
        Trouble::fault(&cause)
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status;
        response.extensions_mut().insert(self);
        response
    }
}

/// What a panic becomes.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the signature is given by tower-http"
)]
pub fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let words = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("panic");
    Trouble::fault(&words).into_response()
}

/// The trouble an answer carries: its own, or that of a bare status from the framework.
pub fn carried(response: &Response) -> Option<Trouble> {
    if let Some(trouble) = response.extensions().get::<Trouble>() {
        return Some(trouble.clone());
    }
    let status = response.status();
    let bare = !response.headers().contains_key(header::CONTENT_TYPE)
        || response
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|v| v.as_bytes().starts_with(b"text/plain"));
    match status {
        StatusCode::METHOD_NOT_ALLOWED => Some(Trouble::not_found()),
        _ if bare && (status.is_client_error() || status.is_server_error()) => Some(Trouble::of(status)),
        _ => None,
    }
}

/// Eight characters that find the cause in the log.
fn reference() -> String {
    use std::{
        hash::{BuildHasher, Hasher, RandomState},
        iter,
    };
    let letters = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    let mut bits = RandomState::new().build_hasher().finish();
    iter::repeat_with(|| {
        let letter = letters.get((bits % 31) as usize).copied().unwrap_or(b'X');
        bits /= 31;
        char::from(letter)
    })
    .take(8)
    .collect()
}
