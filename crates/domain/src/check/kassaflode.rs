//! `kassaflode`: the cash flow is the change of the balance sheet.

use super::{
    Out,
    relation::{Relation, Rule, Terms},
    sheet::{Id, Sheet},
};
use crate::finding::Severity::MustFix;

/// The check's name.
pub const NAME: &str = "kassaflode";

/// Changes of receivables and liabilities, and cash from opening to closing.
pub fn relations(sheet: &Sheet, out: &mut Out) {
    for (flow, stock, sign) in [
        ("kassaflode.fordringar", "balans.korta_fordringar", -1),
        ("kassaflode.skulder", "balans.kortfristiga_skulder", 1),
    ] {
        for year in sheet.years(flow) {
            let (now, before) = (sheet.one(stock, year), sheet.one(stock, year - 1));
            if let (Some(flow), Some(now), Some(before)) = (sheet.one(flow, year), now, before) {
                let terms = vec![(sign, now), (-sign, before)];
                let words = "balansräkningens förändring under året";
                out.relations
                    .push(Relation::sum(NAME, MustFix, flow, terms, words));
            }
        }
    }
    for year in sheet.years("kassaflode.likvida_slut") {
        let Some(closing) = sheet.one("kassaflode.likvida_slut", year) else {
            continue;
        };
        let of = |measure| sheet.one(measure, year);
        if let (Some(opening), Some(flow)) = (of("kassaflode.likvida_borjan"), of("kassaflode.arets")) {
            let terms = vec![(1, opening), (1, flow)];
            let words = "likvida medel vid årets början plus årets kassaflöde";
            out.relations
                .push(Relation::sum(NAME, MustFix, closing, terms, words));
        }
        cash(
            out,
            closing,
            of("balans.kassa_bank"),
            of("balans.kortfristiga_placeringar"),
        );
    }
    for year in sheet.years("kassaflode.likvida_borjan") {
        let before = |measure| sheet.one(measure, year - 1);
        if let (Some(opening), None) = (
            sheet.one("kassaflode.likvida_borjan", year),
            before("kassaflode.likvida_slut"),
        ) {
            cash(
                out,
                opening,
                before("balans.kassa_bank"),
                before("balans.kortfristiga_placeringar"),
            );
        }
    }
}

/// Liquid funds are cash and bank, with short investments where these count as liquid.
fn cash(out: &mut Out, liquid: Id, cash: Option<Id>, investments: Option<Id>) {
    let Some(cash) = cash else { return };
    let mut readings: Vec<Terms> = vec![vec![(1, cash)]];
    readings.extend(investments.map(|id| vec![(1, cash), (1, id)]));
    out.relations.push(Relation::new(
        NAME,
        MustFix,
        liquid,
        Rule::Sum(readings),
        "kassa och bank i balansräkningen",
    ));
}
