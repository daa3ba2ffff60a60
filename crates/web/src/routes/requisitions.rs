//! Requisitions, who attests them, payments, the three-way match, vouchers to the accounting firm.

use app::rights::Act;
use axum::routing::{get, post};

use super::{Route, change, read, upload};
use crate::{
    attest, matching, outgoing, payments, requisition,
    visitor::Access::{May, MayAny},
};

/// In the order of `docs/routes.md`.
pub const ROUTES: &[Route] = &[
    read(
        "/rekvisitioner",
        May(Act::ReadRequisitions),
        "årets rekvisitioner mot budget, och vad som saknas",
        || get(requisition::list),
    ),
    read(
        "/rekvisitioner.csv",
        May(Act::ReadRequisitions),
        "en av sidans tabeller som CSV",
        || get(requisition::csv),
    ),
    read(
        "/rekvisitioner.xlsx",
        May(Act::ReadRequisitions),
        "en av sidans tabeller som XLSX",
        || get(requisition::xlsx),
    ),
    read(
        "/rekvisitioner/ny/{insats}",
        May(Act::EditRequisition),
        "en ny rekvisition med förslag",
        || get(requisition::blank),
    ),
    change(
        "/rekvisitioner/ny/{insats}",
        May(Act::EditRequisition),
        "sparar en ny rekvisition som utkast",
        || post(requisition::create),
    ),
    read(
        "/rekvisitioner/{nummer}",
        May(Act::ReadRequisitions),
        "en rekvisition: belopp mot budget, underlag, väg",
        || get(requisition::one),
    ),
    read(
        "/rekvisitioner/{nummer}/andra",
        May(Act::EditRequisition),
        "ändrar ett utkast",
        || get(requisition::edit),
    ),
    change(
        "/rekvisitioner/{nummer}/andra",
        May(Act::EditRequisition),
        "sparar ändringen",
        || post(requisition::change),
    ),
    change(
        "/rekvisitioner/{nummer}/steg",
        MayAny(requisition::STEPS),
        "attesterar, granskar, återsänder, betalar eller makulerar",
        || post(requisition::step),
    ),
    upload(
        "/rekvisitioner/{nummer}/underlag",
        May(Act::EditRequisition),
        "bifogar underlag",
        || post(requisition::add_file),
    ),
    change(
        "/rekvisitioner/{nummer}/underlag-bort",
        May(Act::EditRequisition),
        "tar bort ett underlag",
        || post(requisition::remove_file),
    ),
    read(
        "/rekvisitioner/{nummer}/underlag/{fil}",
        May(Act::ReadRequisitions),
        "ett underlag som fil",
        || get(requisition::get_file),
    ),
    read(
        "/ekonomi/attestratt",
        May(Act::ReadVouchers),
        "vem som får attestera vad",
        || get(attest::show),
    ),
    change(
        "/ekonomi/attestratt/regel",
        May(Act::EditAttestRules),
        "lägger till en attestregel",
        || post(attest::add),
    ),
    change(
        "/ekonomi/attestratt/regel-bort",
        May(Act::EditAttestRules),
        "tar bort en attestregel",
        || post(attest::remove),
    ),
    change(
        "/ekonomi/attestratt/ersattare",
        May(Act::EditAttestRules),
        "lägger till en ersättare",
        || post(attest::add_deputy),
    ),
    change(
        "/ekonomi/attestratt/ersattare-bort",
        May(Act::EditAttestRules),
        "tar bort en ersättare",
        || post(attest::remove_deputy),
    ),
    read(
        "/ekonomi/betalningar",
        May(Act::EditPayments),
        "vad som får betalas, betalfiler och kontoutdrag",
        || get(payments::show),
    ),
    read(
        "/ekonomi/betalningar.csv",
        May(Act::EditPayments),
        "betallistan som CSV",
        || get(payments::csv),
    ),
    read(
        "/ekonomi/betalningar.xlsx",
        May(Act::EditPayments),
        "betallistan som XLSX",
        || get(payments::xlsx),
    ),
    change(
        "/ekonomi/betalningar/fil",
        May(Act::EditPayments),
        "skriver en betalfil (pain.001)",
        || post(payments::make),
    ),
    read(
        "/ekonomi/betalningar/fil/{fil}",
        May(Act::EditPayments),
        "en betalfil",
        || get(payments::get),
    ),
    change(
        "/ekonomi/betalningar/aterkalla",
        May(Act::EditPayments),
        "tar det obetalda ur en betalfil",
        || post(payments::withdraw),
    ),
    change(
        "/ekonomi/betalningar/konto",
        May(Act::EditPayments),
        "sparar förbundets konto och bankens format",
        || post(payments::payer),
    ),
    upload(
        "/ekonomi/betalningar/kontoutdrag",
        May(Act::EditPayments),
        "läser ett kontoutdrag (camt.053)",
        || post(payments::statement),
    ),
    read(
        "/ekonomi/matchning",
        May(Act::ReadVouchers),
        "rekvisition, bokföring och budget mot varandra",
        || get(matching::show),
    ),
    read(
        "/ekonomi/matchning.csv",
        May(Act::ReadVouchers),
        "ett kvartals matchning som CSV",
        || get(matching::csv),
    ),
    read(
        "/ekonomi/matchning.xlsx",
        May(Act::ReadVouchers),
        "ett kvartals matchning som XLSX",
        || get(matching::xlsx),
    ),
    change(
        "/ekonomi/matchning/forklaring",
        May(Act::CloseEconomy),
        "förklarar en skillnad",
        || post(matching::explain),
    ),
    change(
        "/ekonomi/matchning/stang",
        May(Act::CloseEconomy),
        "stänger kvartalets ekonomi",
        || post(matching::close),
    ),
    read(
        "/ekonomi/verifikation/{ar}/{verifikation}",
        May(Act::ReadVouchers),
        "en verifikation och vägen till beslutet",
        || get(matching::voucher),
    ),
    read(
        "/ekonomi/sie-ut",
        May(Act::EditPayments),
        "verifikationer till redovisningsbyrån",
        || get(outgoing::show),
    ),
    read(
        "/ekonomi/sie-ut/{dagar}",
        May(Act::EditPayments),
        "verifikationerna som SIE 4I",
        || get(outgoing::get),
    ),
    change(
        "/ekonomi/sie-ut/konton",
        May(Act::EditPayments),
        "sparar kontona för SIE ut",
        || post(outgoing::accounts),
    ),
];
