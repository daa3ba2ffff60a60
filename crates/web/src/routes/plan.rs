//! Plan and budget, scenarios, own capital.

use app::rights::Act;
use axum::routing::{get, post};

use super::{Route, change, read};
use crate::{plan, visitor::Access::May};

/// In the order of `docs/routes.md`.
pub const ROUTES: &[Route] = &[
    read(
        "/ekonomi/plan",
        May(Act::ReadEconomy),
        "budgetens versioner och kalender",
        || get(plan::list),
    ),
    change(
        "/ekonomi/plan/ny",
        May(Act::EditPlan),
        "gör ett budgetförslag",
        || post(plan::create),
    ),
    read(
        "/ekonomi/plan/{ar}/{nummer}",
        May(Act::ReadEconomy),
        "en version av plan och budget",
        || get(plan::one),
    ),
    read(
        "/ekonomi/plan/{ar}/{nummer}/tabell.csv",
        May(Act::ReadEconomy),
        "en av versionens tabeller som CSV",
        || get(plan::csv),
    ),
    read(
        "/ekonomi/plan/{ar}/{nummer}/tabell.xlsx",
        May(Act::ReadEconomy),
        "en av versionens tabeller som XLSX",
        || get(plan::xlsx),
    ),
    read(
        "/ekonomi/plan/{ar}/{nummer}/skillnad",
        May(Act::ReadEconomy),
        "skillnaden mot en annan version",
        || get(plan::difference),
    ),
    read(
        "/ekonomi/plan/{ar}/{nummer}/andra",
        May(Act::EditPlan),
        "rutnätet för ett förslag",
        || get(plan::edit),
    ),
    change(
        "/ekonomi/plan/{ar}/{nummer}/andra",
        May(Act::EditPlan),
        "sparar rutnätet",
        || post(plan::save),
    ),
    change(
        "/ekonomi/plan/{ar}/{nummer}/index",
        May(Act::EditPlan),
        "räknar upp planåren",
        || post(plan::index),
    ),
    change(
        "/ekonomi/plan/{ar}/{nummer}/bidrag",
        May(Act::EditPlan),
        "hämtar bidragen från fördelningen",
        || post(plan::apportion),
    ),
    change(
        "/ekonomi/plan/{ar}/{nummer}/klistra",
        May(Act::EditPlan),
        "lägger in rader ur ett kalkylblad",
        || post(plan::paste),
    ),
    change(
        "/ekonomi/plan/{ar}/{nummer}/samrad",
        May(Act::EditPlan),
        "registrerar att förslaget är sänt på samråd",
        || post(plan::send),
    ),
    change(
        "/ekonomi/plan/{ar}/{nummer}/beslut",
        May(Act::DecidePlan),
        "registrerar styrelsens beslut",
        || post(plan::decide),
    ),
    change(
        "/ekonomi/plan/{ar}/{nummer}/bort",
        May(Act::EditPlan),
        "tar bort ett förslag",
        || post(plan::remove),
    ),
    read(
        "/ekonomi/scenarier",
        May(Act::ReadEconomy),
        "scenarier sida vid sida",
        || get(plan::scenario::list),
    ),
    read(
        "/ekonomi/scenarier.csv",
        May(Act::ReadEconomy),
        "scenarierna som CSV",
        || get(plan::scenario::csv),
    ),
    read(
        "/ekonomi/scenarier.xlsx",
        May(Act::ReadEconomy),
        "scenarierna som XLSX",
        || get(plan::scenario::xlsx),
    ),
    change(
        "/ekonomi/scenarier",
        May(Act::EditPlan),
        "sparar ett nytt scenario",
        || post(plan::scenario::create),
    ),
    read(
        "/ekonomi/scenarier/nytt",
        May(Act::EditPlan),
        "ett nytt scenario",
        || get(plan::scenario::new),
    ),
    read(
        "/ekonomi/scenarier/{scenario}",
        May(Act::EditPlan),
        "ett scenario som formulär",
        || get(plan::scenario::edit),
    ),
    change(
        "/ekonomi/scenarier/{scenario}",
        May(Act::EditPlan),
        "sparar scenariot",
        || post(plan::scenario::save),
    ),
    change(
        "/ekonomi/scenarier/{scenario}/bort",
        May(Act::EditPlan),
        "tar bort scenariot",
        || post(plan::scenario::remove),
    ),
    change(
        "/ekonomi/scenarier/{scenario}/forslag",
        May(Act::EditPlan),
        "gör ett budgetförslag av scenariot",
        || post(plan::scenario::propose),
    ),
    read(
        "/ekonomi/eget-kapital",
        May(Act::ReadEconomy),
        "eget kapital mot riktlinjen",
        || get(plan::equity::show),
    ),
    read(
        "/ekonomi/eget-kapital.csv",
        May(Act::ReadEconomy),
        "eget kapital som CSV",
        || get(plan::equity::csv),
    ),
    read(
        "/ekonomi/eget-kapital.xlsx",
        May(Act::ReadEconomy),
        "eget kapital som XLSX",
        || get(plan::equity::xlsx),
    ),
    change(
        "/ekonomi/eget-kapital",
        May(Act::EditPlan),
        "sparar en riktlinje",
        || post(plan::equity::save),
    ),
    change(
        "/ekonomi/eget-kapital/justering",
        May(Act::EditPlan),
        "lägger till en balanskravsjustering",
        || post(plan::equity::adjust),
    ),
    change(
        "/ekonomi/eget-kapital/justering/bort",
        May(Act::EditPlan),
        "tar bort ett års balanskravsjusteringar",
        || post(plan::equity::clear),
    ),
];
