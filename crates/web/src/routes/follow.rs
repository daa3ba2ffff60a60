//! Follow-up and forecast, VAT compensation, pots.

use app::rights::Act;
use axum::routing::{get, post};

use super::{Route, change, read};
use crate::{forecast, pot, vat, visitor::Access::May};

/// In the order of `docs/routes.md`.
pub const ROUTES: &[Route] = &[
    read(
        "/ekonomi/uppfoljning",
        May(Act::ReadEconomy),
        "budget mot utfall och prognos",
        || get(forecast::show),
    ),
    read(
        "/ekonomi/uppfoljning.csv",
        May(Act::ReadEconomy),
        "en av sidans tabeller som CSV",
        || get(forecast::csv),
    ),
    read(
        "/ekonomi/uppfoljning.xlsx",
        May(Act::ReadEconomy),
        "en av sidans tabeller som XLSX",
        || get(forecast::xlsx),
    ),
    read(
        "/ekonomi/uppfoljning/rad",
        May(Act::ReadEconomy),
        "en rad: månader, underlag, prognos och historik",
        || get(forecast::line),
    ),
    change(
        "/ekonomi/uppfoljning/rad",
        May(Act::EditForecast),
        "väljer metod eller anger belopp",
        || post(forecast::choose),
    ),
    read(
        "/ekonomi/uppfoljning/koppling",
        May(Act::ReadEconomy),
        "budgetens rader och deras konton",
        || get(forecast::rules),
    ),
    change(
        "/ekonomi/uppfoljning/koppling",
        May(Act::EditMapping),
        "sparar budgetens koppling",
        || post(forecast::save_rules),
    ),
    change(
        "/ekonomi/uppfoljning/delar",
        May(Act::EditSettings),
        "bestämmer om delårsrapport görs",
        || post(forecast::set_interim),
    ),
    read(
        "/ekonomi/rapport/{ar}/{rapport}",
        May(Act::ReadEconomy),
        "kvartalets ekonomirapport eller delårsrapporten",
        || get(forecast::report),
    ),
    read(
        "/ekonomi/rapport/{ar}/{rapport}/pdf",
        May(Act::ReadEconomy),
        "rapporten som PDF",
        || get(forecast::pdf),
    ),
    read(
        "/ekonomi/rapport/{ar}/{rapport}/html",
        May(Act::ReadEconomy),
        "rapporten som webbsida",
        || get(forecast::html),
    ),
    read(
        "/ekonomi/rapport/{ar}/{rapport}/text",
        May(Act::EditForecast),
        "skriver rapportens text",
        || get(forecast::text),
    ),
    change(
        "/ekonomi/rapport/{ar}/{rapport}/text",
        May(Act::EditForecast),
        "sparar rapportens text",
        || post(forecast::save_text),
    ),
    read(
        "/ekonomi/rapport/{ar}/{rapport}/las",
        May(Act::PublishReport),
        "vad det innebär att låsa rapporten",
        || get(forecast::ask_to_lock),
    ),
    change(
        "/ekonomi/rapport/{ar}/{rapport}/las",
        May(Act::PublishReport),
        "låser rapporten",
        || post(forecast::lock),
    ),
    read(
        "/ekonomi/rapport/{ar}/{rapport}/last/{nummer}",
        May(Act::ReadEconomy),
        "en låst rapport som PDF",
        || get(forecast::locked),
    ),
    read(
        "/ekonomi/moms",
        May(Act::ReadVouchers),
        "momsersättning: ansökningar och avstämning",
        || get(vat::show),
    ),
    change(
        "/ekonomi/moms",
        May(Act::EditVat),
        "sparar momskonton och period",
        || post(vat::save),
    ),
    read(
        "/ekonomi/moms.csv",
        May(Act::ReadVouchers),
        "en av momsens tabeller som CSV",
        || get(vat::csv),
    ),
    read(
        "/ekonomi/moms.xlsx",
        May(Act::ReadVouchers),
        "en av momsens tabeller som XLSX",
        || get(vat::xlsx),
    ),
    read(
        "/ekonomi/moms/{ar}/{manad}",
        May(Act::ReadVouchers),
        "en ansökan om momsersättning",
        || get(vat::claim),
    ),
    change(
        "/ekonomi/moms/{ar}/{manad}/inlamnad",
        May(Act::EditVat),
        "registrerar ansökan som inlämnad",
        || post(vat::submit),
    ),
    change(
        "/ekonomi/moms/{ar}/{manad}/utbetald",
        May(Act::EditVat),
        "registrerar ansökan som utbetald",
        || post(vat::pay),
    ),
    read(
        "/ekonomi/potter",
        May(Act::ReadEconomy),
        "potter: ramar, ansökningar, att anmäla",
        || get(pot::show),
    ),
    change(
        "/ekonomi/potter",
        May(Act::DecidePot),
        "registrerar en beslutad ram",
        || post(pot::add),
    ),
    read(
        "/ekonomi/potter.csv",
        May(Act::ReadEconomy),
        "en av potternas tabeller som CSV",
        || get(pot::csv),
    ),
    read(
        "/ekonomi/potter.xlsx",
        May(Act::ReadEconomy),
        "en av potternas tabeller som XLSX",
        || get(pot::xlsx),
    ),
    change(
        "/ekonomi/potter/anmal",
        May(Act::DecidePot),
        "märker delegationsbeslut som anmälda",
        || post(pot::report),
    ),
    read(
        "/ekonomi/potter/{pott}",
        May(Act::ReadEconomy),
        "en pott och dess ansökningar",
        || get(pot::one),
    ),
    change(
        "/ekonomi/potter/{pott}",
        May(Act::DecidePot),
        "ändrar ramen",
        || post(pot::save),
    ),
    change(
        "/ekonomi/potter/{pott}/stang",
        May(Act::DecidePot),
        "stänger eller öppnar en pott",
        || post(pot::close),
    ),
    change(
        "/ekonomi/potter/{pott}/{nummer}/beslut",
        May(Act::DecidePot),
        "beslutar om en ansökan på delegation",
        || post(pot::decide),
    ),
    read(
        "/potter",
        May(Act::ApplyPot),
        "insatsens ansökningar ur potter",
        || get(pot::own),
    ),
    change("/potter", May(Act::ApplyPot), "söker medel ur en pott", || {
        post(pot::apply)
    }),
    change(
        "/potter/{pott}/{nummer}/aterta",
        May(Act::ApplyPot),
        "tar tillbaka en ansökan",
        || post(pot::withdraw),
    ),
];
