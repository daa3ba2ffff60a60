//! Reports: reading, writing, publishing.

use app::rights::Act;
use axum::routing::{get, post};

use super::{Route, change, read};
use crate::{reports, visitor::Access::May};

/// In the order of `docs/routes.md`.
pub const ROUTES: &[Route] = &[
    read(
        "/rapporter",
        May(Act::ReadReport),
        "rapporterna och deras läge",
        || get(reports::list),
    ),
    read(
        "/rapporter/{slag}/{ar}",
        May(Act::ReadReport),
        "årsredovisningen eller verksamhetsplanen som sida",
        || get(reports::read),
    ),
    read(
        "/rapporter/{slag}/{ar}/pdf",
        May(Act::ReadReport),
        "utkastet som PDF",
        || get(reports::pdf),
    ),
    read(
        "/rapporter/{slag}/{ar}/xlsx",
        May(Act::ReadReport),
        "rapportens tabeller som XLSX",
        || get(reports::xlsx),
    ),
    read(
        "/rapporter/{slag}/{ar}/html",
        May(Act::ReadReport),
        "rapporten som fristående webbsida",
        || get(reports::html),
    ),
    read(
        "/rapporter/{slag}/{ar}/publicerad/{nummer}",
        May(Act::ReadReport),
        "en publicerad, låst PDF",
        || get(reports::published),
    ),
    read(
        "/rapporter/{slag}/{ar}/avsnitt/{avsnitt}",
        May(Act::EditReport),
        "redigerar ett avsnitt",
        || get(reports::section),
    ),
    change(
        "/rapporter/{slag}/{ar}/avsnitt/{avsnitt}",
        May(Act::EditReport),
        "sparar avsnittet",
        || post(reports::save_section),
    ),
    change(
        "/rapporter/{slag}/{ar}/avsnitt/{avsnitt}/utkast",
        May(Act::EditReport),
        "behåller osparad text",
        || post(reports::section_draft),
    ),
    change(
        "/rapporter/{slag}/{ar}/avsnitt/{avsnitt}/forhandsvisning",
        May(Act::EditReport),
        "visar texten som den trycks",
        || post(reports::section_preview),
    ),
    read(
        "/rapporter/{slag}/{ar}/publicera",
        May(Act::PublishReport),
        "vad publicering innebär, eller vad som hindrar",
        || get(reports::ask_to_publish),
    ),
    change(
        "/rapporter/{slag}/{ar}/publicera",
        May(Act::PublishReport),
        "publicerar och låser",
        || post(reports::publish),
    ),
];
