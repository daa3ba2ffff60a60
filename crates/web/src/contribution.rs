//! A year's contributions: the members' amounts, the basis, the decision and the payment plan.

pub mod population;
mod show;

use std::collections::BTreeMap;

use app::{
    Failure, Outcome,
    contribution::{Sheet, Typed, TypedOther},
};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use chrono::Datelike;
use domain::{
    codes::{CodeTable, MemberKind},
    refusal::Refusal,
    years::YEARS,
};

use crate::{
    insatser::{Asked, sheet, wanted, workbook},
    page::{Answer, done, page, refused},
    site::Site,
    trouble::Trouble,
    visitor::Visitor,
};

/// The page's address.
pub const PAGE: &str = "/ekonomi/bidrag";

/// What is typed, by field.
pub(crate) type Fields = BTreeMap<String, String>;

pub(crate) fn get(fields: &Fields, name: &str) -> String {
    fields
        .get(name)
        .map(|text| text.trim().to_owned())
        .unwrap_or_default()
}

/// What a form brings back to the page.
#[derive(Default)]
pub(crate) struct Back {
    pub fields: Option<Fields>,
    pub refusals: Vec<Refusal>,
    pub told: Option<String>,
    pub conflict: Option<(String, i64)>,
}

/// The year asked for, the newest with contributions, or the next.
async fn year(site: &Site, visitor: &Visitor, asked: Option<i32>) -> Result<i32, Trouble> {
    if let Some(year) = asked.filter(|year| YEARS.contains(year)) {
        return Ok(year);
    }
    let years = site.app.contribution_years(&visitor.actor).await?;
    Ok(years.first().copied().unwrap_or_else(|| site.now().year() + 1))
}

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let year = year(&site, &visitor, asked.ar).await?;
    let stands = site.app.contributions(&visitor.actor, year).await?;
    let back = Back {
        told: asked.besked,
        ..Back::default()
    };
    page(&show::page(&site, &visitor, &stands, &back).await?)
}

/// One of the page's tables as CSV.
pub async fn csv(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let year = year(&site, &visitor, asked.ar).await?;
    let stands = site.app.contributions(&visitor.actor, year).await?;
    sheet(show::tables(&stands), &asked, year)
}

/// The same as a workbook.
pub async fn xlsx(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let year = year(&site, &visitor, asked.ar).await?;
    let stands = site.app.contributions(&visitor.actor, year).await?;
    workbook(&site, &visitor, wanted(show::tables(&stands), &asked)?, year).await
}

fn form_year(fields: &Fields) -> Result<i32, Trouble> {
    let year = get(fields, "ar").parse().ok().filter(|year| YEARS.contains(year));
    year.ok_or_else(Trouble::not_found)
}

/// Where a form leads: on, or back with what was typed.
async fn answered(
    site: &Site,
    visitor: &Visitor,
    (year, fields): (i32, Fields),
    (outcome, told): (Outcome<()>, &str),
) -> Result<Response, Trouble> {
    let mut back = Back {
        fields: Some(fields),
        ..Back::default()
    };
    let conflict = match outcome {
        Ok(()) => return Ok(done(&format!("{PAGE}?ar={year}"), told)),
        Err(Failure::Refused(refusals)) => {
            back.refusals = refusals;
            false
        }
        Err(Failure::Conflict { theirs, version }) => {
            back.conflict = Some((theirs, version));
            true
        }
        Err(failure) => return Err(failure.into()),
    };
    let stands: Sheet = site.app.contributions(&visitor.actor, year).await?;
    let again = show::page(site, visitor, &stands, &back).await?;
    if conflict {
        return crate::page::conflict(&again);
    }
    refused(&again)
}

/// Saves the basis.
pub async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Form<Fields>,
) -> Result<Response, Trouble> {
    let year = form_year(&fields)?;
    let group = |kind: &MemberKind| {
        let slug = kind.slug();
        (
            slug.to_owned(),
            get(&fields, &format!("vikt-{slug}")),
            get(&fields, &format!("nyckel-{slug}")),
        )
    };
    let typed = Typed {
        total: get(&fields, "total"),
        day: get(&fields, "dag"),
        groups: MemberKind::ALL.iter().map(group).collect(),
        shares: with_start(&fields, "andel-"),
    };
    let version = get(&fields, "version").parse().unwrap_or(0);
    let saved = site
        .app
        .save_contribution_basis(&visitor.actor, year, &typed, version, site.now())
        .await;
    answered(&site, &visitor, (year, fields), (saved, "bidrag-underlag")).await
}

/// The fields whose name begins so, by the rest of the name.
pub(crate) fn with_start(fields: &Fields, start: &str) -> Vec<(String, String)> {
    let own = fields
        .iter()
        .filter_map(|(name, text)| Some((name.strip_prefix(start)?.to_owned(), text.clone())));
    own.collect()
}

/// Saves amounts in place of the key's.
pub async fn others(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Form<Fields>,
) -> Result<Response, Trouble> {
    let year = form_year(&fields)?;
    let typed = with_start(&fields, "belopp-")
        .into_iter()
        .map(|(member, amount)| TypedOther {
            reason: get(&fields, &format!("skal-{member}")),
            member,
            amount,
        });
    let typed: Vec<TypedOther> = typed.collect();
    let saved = site
        .app
        .save_contribution_others(&visitor.actor, year, &typed, site.now())
        .await;
    answered(&site, &visitor, (year, fields), (saved, "bidrag-avvikelser")).await
}

/// Registers the decision.
pub async fn decide(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Form<Fields>,
) -> Result<Response, Trouble> {
    let year = form_year(&fields)?;
    let (decision, on) = (get(&fields, "beslut"), get(&fields, "beslutsdag"));
    let saved = site
        .app
        .decide_contributions(&visitor.actor, year, (&decision, &on), site.now())
        .await;
    answered(&site, &visitor, (year, fields), (saved, "bidrag-beslut")).await
}

/// Takes it back.
pub async fn reopen(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Form<Fields>,
) -> Result<Response, Trouble> {
    let year = form_year(&fields)?;
    let saved = site
        .app
        .reopen_contributions(&visitor.actor, year, site.now())
        .await;
    answered(&site, &visitor, (year, fields), (saved, "bidrag-aterta")).await
}

/// Saves the payment plan.
pub async fn plan(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Form<Fields>,
) -> Result<Response, Trouble> {
    let year = form_year(&fields)?;
    let typed = get(&fields, "forfallodagar");
    let saved = site
        .app
        .save_payment_plan(&visitor.actor, year, &typed, site.now())
        .await;
    answered(&site, &visitor, (year, fields), (saved, "betalplan")).await
}
