//! Quarters: what each insats's counts are, who has answered, and the quarterly report.

use app::rights::Act;
use axum::routing::{get, post};

use super::{Route, change, read};
use crate::{
    quarter,
    visitor::Access::{May, MayAny},
};

/// In the order of `docs/routes.md`.
pub const ROUTES: &[Route] = &[
    read(
        "/kvartal",
        MayAny(quarter::MAY),
        "kvartalen: vilka insatser som har svarat",
        || get(quarter::list),
    ),
    change(
        "/kvartal/{ar}/{kvartal}/stang",
        May(Act::PublishReport),
        "stänger kvartalet och låser talen",
        || post(quarter::close),
    ),
    read(
        "/kvartal/{ar}/{kvartal}/stangt.html",
        May(Act::ReadQuarters),
        "ett stängt kvartals låsta rapport",
        || get(quarter::file),
    ),
    read(
        "/kvartal/{ar}/{kvartal}/{insats}",
        MayAny(quarter::MAY),
        "en insats tal, svar och texter",
        || get(quarter::one),
    ),
    change(
        "/kvartal/{ar}/{kvartal}/{insats}/svar",
        May(Act::AnswerQuarter),
        "godkänner talen eller bestrider ett",
        || post(quarter::answer),
    ),
    change(
        "/kvartal/{ar}/{kvartal}/{insats}/bekrafta",
        May(Act::AnswerQuarter),
        "bekräftar gamla texter",
        || post(quarter::confirm),
    ),
    read(
        "/kvartal/{ar}/{kvartal}/{insats}/text/{rubrik}",
        May(Act::AnswerQuarter),
        "skriver en text under fast rubrik",
        || get(quarter::text),
    ),
    change(
        "/kvartal/{ar}/{kvartal}/{insats}/text/{rubrik}",
        May(Act::AnswerQuarter),
        "sparar texten",
        || post(quarter::save_text),
    ),
    read(
        "/kvartal/{ar}/{kvartal}/{insats}/rapport",
        MayAny(quarter::MAY),
        "kvartalsrapporten som sida",
        || get(quarter::report),
    ),
    read(
        "/kvartal/{ar}/{kvartal}/{insats}/pdf",
        MayAny(quarter::MAY),
        "kvartalsrapporten som PDF",
        || get(quarter::pdf),
    ),
    read(
        "/kvartal/{ar}/{kvartal}/{insats}/html",
        MayAny(quarter::MAY),
        "den låsta kvartalsrapporten",
        || get(quarter::html),
    ),
];
