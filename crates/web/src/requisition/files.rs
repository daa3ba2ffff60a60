//! Files beside a requisition.

use app::Failure;
use axum::{
    extract::{Form, Multipart, Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::refusal::Refusal;

use super::{JOB, Sent, one::again, sent};
use crate::{
    page::{done, refused},
    site::Site,
    trouble::Trouble,
    visitor::Visitor,
};

/// Adds what was sent.
pub async fn add(
    State(site): State<Site>,
    visitor: Visitor,
    Path(number): Path<String>,
    mut form: Multipart,
) -> Result<Response, Trouble> {
    let mut refusals = Vec::new();
    let mut count = 0;
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        let name = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|_| broken())?;
        if name.is_empty() {
            continue;
        }
        count += 1;
        let added = site
            .app
            .add_requisition_file(&visitor.actor, &number, (&name, &bytes), site.now())
            .await;
        match added {
            Ok(()) => {}
            Err(Failure::Refused(said)) => refusals.extend(said),
            Err(failure) => return Err(failure.into()),
        }
    }
    if count == 0 {
        refusals.push(Refusal::at("underlag-valj", "fil", "Välj en fil."));
    }
    if refusals.is_empty() {
        return Ok(done(&format!("{JOB}/{number}"), "underlag"));
    }
    refused(&again(&site, &visitor, &number, &refusals).await?)
}

/// Removes one.
pub async fn remove(
    State(site): State<Site>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let key = sent(&fields, "underlag")
        .parse()
        .map_err(|_| Trouble::not_found())?;
    site.app
        .remove_requisition_file(&visitor.actor, (&number, key), site.now())
        .await?;
    Ok(done(&format!("{JOB}/{number}"), "underlag-bort"))
}

/// One of them, to keep; never shown inside a page.
pub async fn file(
    State(site): State<Site>,
    visitor: Visitor,
    Path((number, key)): Path<(String, i64)>,
) -> Result<Response, Trouble> {
    let (name, kind, bytes) = site.app.requisition_file(&visitor.actor, (&number, key)).await?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let ascii: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || ".-_".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    if let Ok(kind) = HeaderValue::from_str(&kind) {
        headers.insert(header::CONTENT_TYPE, kind);
    }
    if let Ok(kept) = HeaderValue::from_str(&format!("attachment; filename=\"{ascii}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, kept);
    }
    Ok(response)
}

fn broken() -> Trouble {
    Failure::from(Refusal::at(
        "underlag-avbruten",
        "fil",
        "Filen kom inte fram hel. Välj den igen.",
    ))
    .into()
}
