//! Dresses an answer without a page: heading, cause, next step, and the visitor's own menu.

use axum::{
    extract::{Request, State},
    http::HeaderMap,
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    api,
    frame::{self, Place},
    page::page,
    pages::error::ErrorPage,
    site::Site,
    trouble::{self, Trouble},
    view::{Link, Shell},
    visitor::Visitor,
};

/// The layer.
pub async fn dress(State(site): State<Site>, request: Request, next: Next) -> Response {
    let headers = request.headers().clone();
    let for_programs = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    if for_programs {
        return api::problem::dress(response);
    }
    match trouble::carried(&response) {
        Some(trouble) => dressed(&site, &headers, trouble).await,
        None => response,
    }
}

async fn dressed(site: &Site, headers: &HeaderMap, trouble: Trouble) -> Response {
    let (title, usual) = trouble.words();
    let message = if trouble.message.is_empty() {
        usual.to_owned()
    } else {
        trouble.message.clone()
    };
    if headers.contains_key("x-fragment") {
        return (trouble.status, message).into_response();
    }
    let shell = own_shell(site, headers, title)
        .await
        .unwrap_or_else(|| frame::outside(title));
    let way = if shell.person.is_some() {
        Link::new("Till startsidan", "/")
    } else {
        Link::new("Logga in", "/logga-in")
    };
    let error = ErrorPage {
        shell,
        message,
        reference: trouble.reference,
        way,
    };
    match page(&error) {
        Ok(mut response) => {
            *response.status_mut() = trouble.status;
            response
        }
        Err(_) => (trouble.status, title).into_response(),
    }
}

/// The visitor's own frame; none when there is no session, or when that is what broke.
async fn own_shell(site: &Site, headers: &HeaderMap, title: &str) -> Option<Shell> {
    let visitor = Visitor::of(site, headers).await.ok()??;
    let place = Place::new(title, "").step(title, "");
    frame::shell(site, &visitor, place).await.ok()
}
