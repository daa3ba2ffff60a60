//! HTTP, sessions, forms and pages. Rules, rights and queries live below, in `app`.

pub mod address;
pub mod assets;
pub mod pages;
pub mod view;
