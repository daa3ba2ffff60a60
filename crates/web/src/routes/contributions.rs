//! Contributions, populations and invoices.

use app::rights::Act;
use axum::routing::{get, post};

use super::{Route, change, read, upload};
use crate::{
    contribution::{self, population},
    invoice,
    visitor::Access::May,
};

/// In the order of `docs/routes.md`.
pub const ROUTES: &[Route] = &[
    read(
        "/ekonomi/bidrag",
        May(Act::ReadEconomy),
        "årets medlemsbidrag: fördelning, beslut, betalplan",
        || get(contribution::show),
    ),
    read(
        "/ekonomi/bidrag.csv",
        May(Act::ReadEconomy),
        "en av sidans tabeller som CSV",
        || get(contribution::csv),
    ),
    read(
        "/ekonomi/bidrag.xlsx",
        May(Act::ReadEconomy),
        "en av sidans tabeller som XLSX",
        || get(contribution::xlsx),
    ),
    change(
        "/ekonomi/bidrag",
        May(Act::EditContributions),
        "sparar vad bidragen fördelas efter",
        || post(contribution::save),
    ),
    change(
        "/ekonomi/bidrag/avvikelser",
        May(Act::EditContributions),
        "sparar andra belopp än nyckelns",
        || post(contribution::others),
    ),
    change(
        "/ekonomi/bidrag/beslut",
        May(Act::DecideContributions),
        "registrerar beslutet om bidragen",
        || post(contribution::decide),
    ),
    change(
        "/ekonomi/bidrag/aterta",
        May(Act::DecideContributions),
        "tar tillbaka ett registrerat beslut",
        || post(contribution::reopen),
    ),
    change(
        "/ekonomi/bidrag/betalplan",
        May(Act::EditContributions),
        "sparar betalplanen",
        || post(contribution::plan),
    ),
    read(
        "/ekonomi/folkmangd",
        May(Act::ReadEconomy),
        "folkmängder och deras källor",
        || get(population::show),
    ),
    upload(
        "/ekonomi/folkmangd",
        May(Act::EditContributions),
        "läser en tabell med folkmängder",
        || post(population::send),
    ),
    change(
        "/ekonomi/folkmangd/hamta",
        May(Act::EditContributions),
        "hämtar folkmängder från SCB",
        || post(population::fetch),
    ),
    change(
        "/ekonomi/folkmangd/spara",
        May(Act::EditContributions),
        "sparar folkmängderna",
        || post(population::save),
    ),
    change(
        "/ekonomi/folkmangd/kallor",
        May(Act::EditSettings),
        "ändrar varifrån folkmängder hämtas",
        || post(population::sources),
    ),
    read(
        "/ekonomi/fakturor",
        May(Act::ReadEconomy),
        "fakturor till medlemmarna",
        || get(invoice::list),
    ),
    change(
        "/ekonomi/fakturor",
        May(Act::EditInvoices),
        "skapar fakturorna för en del av bidragen",
        || post(invoice::make),
    ),
    read(
        "/ekonomi/fakturor/uppgifter",
        May(Act::EditInvoices),
        "adresser, referenser och bankgiro",
        || get(invoice::addresses),
    ),
    change(
        "/ekonomi/fakturor/uppgifter",
        May(Act::EditInvoices),
        "sparar fakturauppgifter",
        || post(invoice::save_address),
    ),
    read(
        "/ekonomi/fakturor/mottagna",
        May(Act::ReadEconomy),
        "mottagna fakturor",
        || get(invoice::received),
    ),
    upload(
        "/ekonomi/fakturor/mottagna",
        May(Act::EditInvoices),
        "läser in en mottagen faktura",
        || post(invoice::receive),
    ),
    read(
        "/ekonomi/fakturor/mottagna/{nummer}",
        May(Act::ReadEconomy),
        "en mottagen faktura",
        || get(invoice::received_one),
    ),
    read(
        "/ekonomi/fakturor/mottagna/{nummer}/xml",
        May(Act::ReadEconomy),
        "filen som den kom",
        || get(invoice::received_file),
    ),
    read(
        "/ekonomi/fakturor/{nummer}",
        May(Act::ReadEconomy),
        "en faktura att läsa",
        || get(invoice::one),
    ),
    change(
        "/ekonomi/fakturor/{nummer}",
        May(Act::EditInvoices),
        "noterar skickad och betald",
        || post(invoice::mark),
    ),
    change(
        "/ekonomi/fakturor/{nummer}/kreditera",
        May(Act::EditInvoices),
        "krediterar fakturan",
        || post(invoice::credit),
    ),
    read(
        "/ekonomi/fakturor/{nummer}/xml",
        May(Act::ReadEconomy),
        "fakturans fil (Peppol)",
        || get(invoice::xml),
    ),
];
