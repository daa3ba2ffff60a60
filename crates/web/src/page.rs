//! Answers: a page, a file, a redirect that tells what was done.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};

use app::Failure;
use domain::refusal::Refusal;

use crate::trouble::Trouble;

/// The media type of a workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What a handler answers with.
pub type Answer = Result<Response, Trouble>;

/// A page.
///
/// # Errors
/// A fault when the template cannot be written.
pub fn page(page: &impl Template) -> Answer {
    Ok(Html(page.render()?).into_response())
}

/// A form again, with what was typed and what was wrong.
///
/// # Errors
/// As [`page`].
pub fn refused(refused: &impl Template) -> Answer {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page(refused)?).into_response())
}

/// A form again, with what was typed beside what somebody else saved in the meantime.
///
/// # Errors
/// As [`page`].
pub fn conflict(again: &impl Template) -> Answer {
    Ok((StatusCode::CONFLICT, page(again)?).into_response())
}

/// What somebody else saved, and its version.
pub type Theirs = (String, i64);

/// The answer to a form: on to an address and what to say there, or the form `again` with what was wrong,
/// or with what somebody else saved in the meantime.
///
/// # Errors
/// As [`page`], and what no form can put right.
pub async fn answered<P: Template>(
    outcome: Result<(), Failure>,
    (address, told): (&str, &str),
    again: impl AsyncFnOnce(Vec<Refusal>, Option<Theirs>) -> Result<P, Trouble>,
) -> Answer {
    match outcome {
        Ok(()) => Ok(done(address, told)),
        Err(Failure::Refused(refusals)) => refused(&again(refusals, None).await?),
        Err(Failure::Conflict { theirs, version }) => {
            conflict(&again(Vec::new(), Some((theirs, version))).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// On to another page after something was done; `told` is the code of what to say there.
pub fn done(address: &str, told: &str) -> Response {
    let mark = if address.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{address}{mark}besked={told}")).into_response()
}

/// A file to keep.
pub fn file(name: &str, media_type: &'static str, content: Vec<u8>) -> Response {
    let mut response = content.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    // Names are ours: ASCII without quotes.
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// Data for a script or a program.
pub fn json(value: &serde_json::Value) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
    (kind, value.to_string()).into_response()
}
