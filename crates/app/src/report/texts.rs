//! What a report's sections say before anybody wrote in them: an annex what the insats confirmed for
//! the fourth quarter, a plan what it said the year before.

use domain::{annual_report, operations_plan, quarter::Quarter, refusal::Problem, report::Kind};
use store::{AssociationId, Tx};

use super::Which;
use crate::Outcome;

/// Section id and Markdown.
pub(super) type Texts = Vec<(String, String)>;

/// The report's own texts, and for sections without one what is proposed; what has to be read through
/// before it is published is named.
pub(super) async fn printed(
    tx: &mut Tx,
    association: AssociationId,
    which: Which,
) -> Outcome<(Texts, Vec<Problem>)> {
    let mut texts = own(tx, association, which).await?;
    let proposed = proposed(tx, association, which).await?;
    if which.kind == Kind::OperationsPlan {
        let problems = operations_plan::carry_on(&mut texts, proposed);
        return Ok((texts, problems));
    }
    for (id, text) in proposed {
        if !texts.iter().any(|(own, _)| *own == id) {
            texts.push((id, text));
        }
    }
    Ok((texts, Vec::new()))
}

/// What somebody saved and did not empty.
async fn own(tx: &mut Tx, association: AssociationId, which: Which) -> Outcome<Texts> {
    let Some(report) = store::report::find(tx, association, which.kind.slug(), which.year).await? else {
        return Ok(Vec::new());
    };
    let sections = store::report::sections(tx, &report).await?;
    let texts = sections.into_iter().map(|s| (s.key, s.markdown));
    Ok(texts.filter(|(_, text)| !text.trim().is_empty()).collect())
}

/// What a section says while nobody wrote in it.
pub(super) async fn proposed(tx: &mut Tx, association: AssociationId, which: Which) -> Outcome<Texts> {
    match which.kind {
        Kind::AnnualReport => from_fourth_quarter(tx, association, which.year).await,
        Kind::OperationsPlan => {
            let before = Which {
                year: which.year - 1,
                ..which
            };
            own(tx, association, before).await
        }
    }
}

/// What insatser confirmed for the fourth quarter, by the annex's section.
async fn from_fourth_quarter(tx: &mut Tx, association: AssociationId, year: i32) -> Outcome<Texts> {
    let Some(quarter) = Quarter::new(year, 4) else {
        return Ok(Vec::new());
    };
    let texts = store::quarter::texts_of(tx, association, quarter).await?;
    let section = |(slug, key, text): (String, String, String)| (annual_report::annex_id(&slug, &key), text);
    Ok(texts
        .into_iter()
        .map(section)
        .filter(|(_, text)| !text.trim().is_empty())
        .collect())
}
