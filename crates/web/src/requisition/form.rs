//! Filling in a requisition.

use app::{Failure, requisition::Blank};
use axum::{
    extract::{Form, Path, State},
    response::Response,
};
use domain::{
    cost_type::CostType,
    quarter::Quarter,
    refusal::Refusal,
    requisition::{Draft, Period, Recipient},
};

use super::{JOB, Sent, sent};
use crate::{
    frame::{self, Place},
    page::{Answer, done, page, refused},
    pages::requisition::{CostLine, RequisitionFormPage},
    site::Site,
    trouble::Trouble,
    view::{Field, Refusals},
    visitor::Visitor,
};

/// A new one, with what is proposed.
pub async fn blank(State(site): State<Site>, visitor: Visitor, Path(slug): Path<String>) -> Answer {
    let blank = site
        .app
        .blank_requisition(&visitor.actor, &slug, site.now())
        .await?;
    let draft = blank.draft.clone();
    page(&shown(&site, &visitor, (&blank, None), &draft, &[]).await?)
}

/// Saves a new one.
pub async fn create(
    State(site): State<Site>,
    visitor: Visitor,
    Path(slug): Path<String>,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    save(&site, &visitor, (&slug, None), &fields).await
}

/// One that is not attested.
pub async fn edit(State(site): State<Site>, visitor: Visitor, Path(number): Path<String>) -> Answer {
    let held = site.app.requisition(&visitor.actor, &number, site.now()).await?;
    if !held.may.fill {
        return Err(Trouble::not_found());
    }
    let r = &held.requisition;
    let blank = site
        .app
        .blank_requisition(&visitor.actor, &r.insats, site.now())
        .await?;
    let draft = Draft {
        period: r.period.slug(),
        last: r.last,
        decision: r.decision.clone(),
        recipient: r.recipient.clone(),
        amounts: r
            .amounts
            .iter()
            .map(|(cost, amount)| (*cost, amount.to_string()))
            .collect(),
        words: r.words.clone(),
    };
    page(&shown(&site, &visitor, (&blank, Some(&number)), &draft, &[]).await?)
}

/// Saves it.
pub async fn change(
    State(site): State<Site>,
    visitor: Visitor,
    Path(number): Path<String>,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let held = site.app.requisition(&visitor.actor, &number, site.now()).await?;
    save(
        &site,
        &visitor,
        (&held.requisition.insats, Some(&number)),
        &fields,
    )
    .await
}

async fn save(
    site: &Site,
    visitor: &Visitor,
    (slug, number): (&str, Option<&str>),
    fields: &[(String, String)],
) -> Result<Response, Trouble> {
    let draft = typed(fields);
    let saved = site
        .app
        .save_requisition(&visitor.actor, (slug, number), &draft, site.now())
        .await;
    match saved {
        Ok((number, odd)) => {
            let told = if odd.is_empty() {
                "rekvisition"
            } else {
                "rekvisition-udda"
            };
            Ok(done(&format!("{JOB}/{number}"), told))
        }
        Err(Failure::Refused(refusals)) => {
            let blank = site
                .app
                .blank_requisition(&visitor.actor, slug, site.now())
                .await?;
            refused(&shown(site, visitor, (&blank, number), &draft, &refusals).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

fn typed(fields: &[(String, String)]) -> Draft {
    let of = |name: &str| sent(fields, name);
    Draft {
        period: of("period"),
        last: of("slut") == "ja",
        decision: of("beslut"),
        recipient: Recipient {
            name: of("mottagare"),
            org_number: of("orgnummer"),
            account_kind: of("kontotyp"),
            account: of("konto"),
            reference: of("referens"),
        },
        amounts: CostType::ALL
            .into_iter()
            .map(|cost| (cost, of(cost.slug())))
            .collect(),
        words: of("ord"),
    }
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    (blank, number): (&Blank, Option<&str>),
    draft: &Draft,
    refusals: &[Refusal],
) -> Result<RequisitionFormPage, Trouble> {
    let refusals = Refusals::of(refusals);
    let back = number.map_or_else(|| JOB.to_owned(), |number| format!("{JOB}/{number}"));
    let title = number.map_or_else(|| "Ny rekvisition".to_owned(), |number| format!("Ändra {number}"));
    let action = number.map_or_else(
        || format!("{JOB}/ny/{}", blank.slug),
        |number| format!("{JOB}/{number}/andra"),
    );
    let place = Place::new(title, JOB);
    let year = Period::parse(&draft.period).map_or_else(|_| String::new(), |p| p.year().to_string());
    let total = &blank.sheet.total;
    Ok(RequisitionFormPage {
        shell: frame::shell(site, visitor, place).await?,
        lede: format!("{}. Fyll i vad insatsen har kostat under perioden.", blank.name),
        action,
        back,
        first: vec![
            Field::choice("period", "Period", periods(draft))
                .help("Nästa period som inte är rekvirerad är föreslagen.")
                .value(&draft.period)
                .error(&refusals),
            Field::text("beslut", "Beslut eller avtal")
                .help("Det som insatsen får sina medel genom, till exempel LIS-avtal eller Styrelsen § 45.")
                .value(&draft.decision)
                .error(&refusals),
        ],
        caption: format!("Kostnader, kronor. Budget {year}: {}", said(&blank.budget.source)),
        costs: CostType::ALL
            .iter()
            .map(|cost| line(blank, draft, *cost, &refusals))
            .collect(),
        sum: [
            total.accumulated.to_string(),
            total.budget.map(|amount| amount.to_string()).unwrap_or_default(),
            total
                .remaining()
                .map(|amount| amount.to_string())
                .unwrap_or_default(),
        ],
        last: draft.last,
        rest: rest(draft, &refusals),
        refusals,
    })
}

fn said(source: &str) -> String {
    if source.is_empty() {
        "inte beslutad än".into()
    } else {
        crate::source::words(source)
    }
}

fn rest(draft: &Draft, refusals: &Refusals) -> Vec<Field> {
    let kinds = [
        ("bankgiro", "Bankgiro"),
        ("plusgiro", "Plusgiro"),
        ("iban", "IBAN"),
    ];
    let kinds = kinds.map(|(code, words)| (code.to_owned(), words.to_owned()));
    let to = &draft.recipient;
    vec![
        Field::long("ord", "Till kansliet", 3)
            .help("Vad övriga kostnader är och sådant som avviker. Skriv inga uppgifter om personer.")
            .value(&draft.words)
            .error(refusals),
        Field::text("mottagare", "Mottagare")
            .help("Huvudmannen som ska få betalt.")
            .value(&to.name)
            .error(refusals),
        Field::text("orgnummer", "Mottagarens organisationsnummer")
            .value(&to.org_number)
            .error(refusals),
        Field::choice("kontotyp", "Betalas till", kinds.into())
            .value(&to.account_kind)
            .error(refusals),
        Field::text("konto", "Nummer").value(&to.account).error(refusals),
        Field::text("referens", "Referens eller OCR")
            .help("Det som mottagaren vill se på betalningen. Får vara tomt.")
            .value(&to.reference)
            .error(refusals),
    ]
}

fn line(blank: &Blank, draft: &Draft, cost: CostType, refusals: &Refusals) -> CostLine {
    let row = blank.sheet.rows.iter().find(|row| row.cost == Some(cost));
    let typed = draft.amounts.iter().find(|(own, _)| *own == cost);
    CostLine {
        name: cost.slug(),
        label: cost.label(),
        value: typed.map(|(_, value)| value.clone()).unwrap_or_default(),
        error: refusals.at(cost.slug()),
        beside: [
            row.map(|row| row.accumulated.to_string()).unwrap_or_default(),
            row.and_then(|row| row.budget)
                .map(|amount| amount.to_string())
                .unwrap_or_default(),
            row.and_then(domain::requisition::Row::remaining)
                .map(|amount| amount.to_string())
                .unwrap_or_default(),
        ],
    }
}

/// Quarters and months of the proposed year and the one before, and the whole years.
fn periods(draft: &Draft) -> Vec<(String, String)> {
    let year = Period::parse(&draft.period).map_or(2000, Period::year);
    let mut all = Vec::new();
    for year in [year, year + 1, year - 1] {
        all.extend(Quarter::all(year).map(Period::quarter));
        all.extend((1..=12).filter_map(|month| Period::new(year, month, month)));
        all.extend(
            [(1, 6), (7, 12), (1, 12)]
                .iter()
                .filter_map(|(first, last)| Period::new(year, *first, *last)),
        );
    }
    if let Ok(own) = Period::parse(&draft.period)
        && !all.contains(&own)
    {
        all.insert(0, own);
    }
    all.into_iter()
        .map(|period| (period.slug(), period.label()))
        .collect()
}
