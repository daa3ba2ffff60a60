//! Tests of the pages and of the router.

mod html;
mod samples;
mod structure;
