//! The economy's first page: the year in large numbers, and a door to each task.

use app::{Year, rights::Act};
use axum::extract::{Query, State};

use crate::{
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, page},
    pages::{KeyFigure, economy::EconomyPage},
    site::Site,
    start::{large, plots, words},
    statements,
    view::{Door, Doors},
    visitor::Visitor,
};

/// What an association plans and gets money by.
const PLAN: &[Door] = &[
    (
        "Medlemsbidrag",
        "/ekonomi/bidrag",
        "Fördela nästa års bidrag efter folkmängd, ange avsteg, registrera beslutet.",
    ),
    (
        "Plan och budget",
        "/ekonomi/plan",
        "Flera år i versioner: förslag, samråd, beslutad, reviderad.",
    ),
    (
        "Verksamhetsplan",
        "/rapporter#verksamhetsplan",
        "Mål, budget och bidrag som dokument: skriv, förhandsgranska, fastställ.",
    ),
    (
        "Scenarier",
        "/ekonomi/scenarier",
        "Pröva insatser, tilldelning och vakanser sida vid sida.",
    ),
    (
        "Eget kapital",
        "/ekonomi/eget-kapital",
        "Riktlinjen, årets resultat och balanskravet.",
    ),
    (
        "Potter",
        "/ekonomi/potter",
        "Ramar för små åtgärder: sökt, beviljat, kvar.",
    ),
];

/// What the money is used for.
const MONEY: &[Door] = &[
    (
        "Fakturor",
        "/ekonomi/fakturor",
        "Medlemmarnas bidrag som e-faktura, och fakturor som kommit in.",
    ),
    (
        "Rekvisitioner",
        "/rekvisitioner",
        "Insatsernas rekvisitioner mot budget: granska, återsänd, attestera.",
    ),
    (
        "Attesträtt",
        "/ekonomi/attestratt",
        "Vem som attesterar vad, beloppsgränser och ersättare.",
    ),
    (
        "Betalningar",
        "/ekonomi/betalningar",
        "Betalfil till banken, kontoutdrag tillbaka.",
    ),
    (
        "Matchning",
        "/ekonomi/matchning",
        "Rekvisition mot verifikation mot beslut; stäng kvartalets ekonomi.",
    ),
    (
        "Uppföljning och prognos",
        "/ekonomi/uppfoljning",
        "Budget mot utfall månad för månad, prognos till årets slut.",
    ),
    (
        "Momsersättning",
        "/ekonomi/moms",
        "Ansökan ur verifikationerna, avstämd mot kontot.",
    ),
];

/// What has been booked and what it shows.
const BOOKS: &[Door] = &[
    (
        "Räkenskaper",
        "/ekonomi/rakenskaper",
        "Drift mot budget, resultat, balans, kassaflöde, noter och fem år.",
    ),
    (
        "Läs in bokföring",
        "/import",
        "SIE-filer från redovisningsbyrån: provläs, jämför, läs in.",
    ),
    (
        "SIE till redovisningsbyrån",
        "/ekonomi/sie-ut",
        "Rekvisitioner, betalningar och periodiseringar som verifikationer.",
    ),
    (
        "Konton och rader",
        "/installningar/konton",
        "Vilket konto som hör till vilken rad i räkenskaperna.",
    ),
];

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let shown = frame::year(&site, &visitor, asked.ar).await?;
    let year = site.app.year(&visitor.actor, shown).await?;
    let place = Place::new("Ekonomi", "/ekonomi")
        .in_year(shown, "/ekonomi?ar=")
        .told(asked.besked.as_deref());
    let plots = [statements::costs_plot(&year), plots::equity(&year)];
    page(&EconomyPage {
        shell: frame::shell(&site, &visitor, place).await?,
        year: shown,
        may_import: visitor.may(Act::ImportLedger),
        key_figures: key_figures(&year),
        plots: plots.into_iter().flatten().collect(),
        groups: Doors::open(
            &visitor,
            &[
                ("planera", "Planera", PLAN),
                ("betala", "Betala och följa upp", MONEY),
                ("bokfort", "Bokfört", BOOKS),
            ],
        ),
    })
}

fn key_figures(year: &Year) -> Vec<KeyFigure> {
    let text = |measure| words(year, measure);
    let key = |measure, label: &str, detail| large(year, measure, label, detail);
    [
        key("bidrag.summa", "medlemsbidrag", None),
        key(
            "insats.kostnad",
            "till insatserna",
            text("insats.budget").map(|budget| format!("av beslutade {budget}")),
        ),
        key(
            "ekonomi.resultat",
            "årets resultat",
            text("budget.resultat").map(|budget| format!("budgeterat {budget}")),
        ),
        key("ekonomi.eget_kapital", "eget kapital vid årets slut", None),
    ]
    .into_iter()
    .flatten()
    .collect()
}
