//! HTTP, sessions, forms and pages. Rules, rights and queries live below, in `app`.

pub mod address;
pub mod assets;
pub mod pages;
pub mod routes;
pub mod site;
pub mod view;
pub mod visitor;

mod account;
mod accounts;
pub mod api;
mod areas;
mod attest;
mod checks;
mod consultation;
mod contribution;
mod cookie;
mod disclosure;
mod dress;
mod economy;
mod figures;
mod files;
mod forecast;
mod forgery;
mod frame;
mod headers;
mod import;
mod insatser;
mod invitation;
mod invoice;
mod log;
mod login;
mod matching;
mod origin;
mod outgoing;
mod outside;
mod page;
mod participation;
mod payments;
mod plan;
mod pot;
mod quarter;
mod refill;
mod register_import;
mod reports;
mod requisition;
mod retention;
mod settings;
mod source;
mod staging;
mod start;
mod statements;
mod statistics;
mod trouble;
mod users;
mod vat;
mod volume;
mod withdrawal;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use app::App;
use axum::{
    Router,
    http::StatusCode,
    middleware::{from_fn, from_fn_with_state},
};
pub use site::Options;
use site::Site;
use tokio::net::TcpListener;
use tower_http::{catch_panic::CatchPanicLayer, compression::CompressionLayer, timeout::TimeoutLayer};
use visitor::{Gate, guard};

/// The longest a page or a file may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// The whole site over one database.
pub fn router(app: App, options: Options) -> Router {
    let site = Site {
        app: Arc::new(app),
        options,
        staging: staging::Staging::default(),
        pace: api::pace::Pace::default(),
        desk: register_import::Desk::default(),
    };
    let mut router = Router::new();
    for route in routes::ROUTES {
        let gate = Gate {
            site: site.clone(),
            access: route.access,
            limit: route.limit,
        };
        router = router.route(
            route.path,
            (route.handler)().layer(from_fn_with_state(gate, guard)),
        );
    }
    router
        .fallback(|| async { trouble::Trouble::not_found() })
        .layer(CatchPanicLayer::custom(trouble::panicked))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            PATIENCE,
        ))
        .layer(from_fn_with_state(site.clone(), refill::refill))
        .layer(from_fn_with_state(site.clone(), dress::dress))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(site.clone(), headers::add))
        .layer(from_fn(headers::log))
        .with_state(site)
}

/// Serves the site until `stop` resolves; requests under way are finished first.
///
/// # Errors
/// The listener's own.
pub async fn serve(
    app: App,
    options: Options,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(app, options).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}
