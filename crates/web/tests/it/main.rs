//! Tests of the pages and of the router.

mod forms;
mod html;
mod routes;
mod samples;
mod session;
mod site;
mod structure;
