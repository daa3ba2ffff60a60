//! Accounts and the lines of the statements they belong to.

use app::{Failure, Year, rights::Act};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use domain::{
    refusal::Refusal,
    statement::mapping::{Line, MappedRange, Mapping},
};

use crate::{
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page, refused},
    pages::accounts::{AccountsPage, RangeRow},
    site::Site,
    trouble::Trouble,
    view::Refusals,
    visitor::Visitor,
};

/// Empty rows at the end, for new ranges.
const SPARE: usize = 3;

/// The mapping as a form.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let year = year(&site, &visitor, asked.ar).await?;
    let rows = year.mapping().ranges.iter().map(row).collect();
    page(&form(&site, &visitor, &year, rows, &[]).await?)
}

/// Saves it.
pub async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let year = year(&site, &visitor, None).await?;
    let rows = rows(&fields);
    let saved = match mapping(&rows, &year.mapping().preset) {
        Ok(mapping) => site.app.save_mapping(&visitor.actor, &mapping, site.now()).await,
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    match saved {
        Ok(()) => Ok(done("/installningar/konton", "koppling")),
        Err(Failure::Refused(refusals)) => refused(&form(&site, &visitor, &year, rows, &refusals).await?),
        Err(failure) => Err(failure.into()),
    }
}

async fn year(site: &Site, visitor: &Visitor, asked: Option<i32>) -> Result<std::sync::Arc<Year>, Trouble> {
    let shown = frame::year(site, visitor, asked).await?;
    Ok(site.app.year(&visitor.actor, shown).await?)
}

async fn form(
    site: &Site,
    visitor: &Visitor,
    year: &Year,
    mut ranges: Vec<RangeRow>,
    refusals: &[Refusal],
) -> Result<AccountsPage, Trouble> {
    let mapping = year.mapping();
    let unmapped = year.ledger().map_or_else(Vec::new, |ledger| {
        let without = ledger
            .accounts
            .iter()
            .filter(|account| mapping.line_of(account.number).is_none());
        without
            .map(|account| format!("{} {}", account.number, account.name))
            .collect()
    });
    ranges.extend((0..SPARE).map(|_| RangeRow::default()));
    Ok(AccountsPage {
        shell: frame::shell(site, visitor, Place::new("Konton och rader", "/installningar")).await?,
        lede: format!(
            "Utgår från mallen {}. Varje konto hör till den rad vars intervall täcker det.",
            mapping.preset
        ),
        refusals: Refusals::of(refusals),
        unmapped,
        ranges,
        lines: Line::ALL
            .iter()
            .map(|line| (line.label().to_owned(), line.label().to_owned()))
            .collect(),
        may_edit: visitor.may(Act::EditMapping),
    })
}

fn row(range: &MappedRange) -> RangeRow {
    RangeRow {
        from: range.from.to_string(),
        to: range.to.to_string(),
        line: range.line.label().to_owned(),
        note_row: range.note_row.clone(),
    }
}

/// The rows as typed. Every row sends its four fields in order; empty ones are left out.
fn rows(fields: &[(String, String)]) -> Vec<RangeRow> {
    let mut rows: Vec<RangeRow> = Vec::new();
    for (name, value) in fields {
        let value = value.trim().to_owned();
        if name == "fran" {
            rows.push(RangeRow {
                from: value,
                ..RangeRow::default()
            });
        } else if let Some(row) = rows.last_mut() {
            match name.as_str() {
                "till" => row.to = value,
                "rad" => row.line = value,
                "not" => row.note_row = value,
                _ => {}
            }
        }
    }
    rows.retain(|row| !(row.from.is_empty() && row.to.is_empty()));
    rows
}

fn mapping(rows: &[RangeRow], preset: &str) -> Result<Mapping, Vec<Refusal>> {
    let (mut ranges, mut refusals) = (Vec::new(), Vec::new());
    for (i, row) in rows.iter().enumerate() {
        let account = |text: &str| {
            text.parse::<u32>()
                .ok()
                .filter(|number| (1..=99_999_999).contains(number))
        };
        let to = if row.to.is_empty() { &row.from } else { &row.to };
        let range = (account(&row.from), account(to), Line::from_label(&row.line));
        if let (Some(from), Some(to), Some(line)) = range {
            ranges.push(MappedRange {
                from,
                to,
                line,
                note_row: row.note_row.clone(),
            });
        } else {
            let message = format!(
                "Rad {}: skriv kontonummer med siffror, till exempel 4000 till 4999.",
                i + 1
            );
            refusals.push(Refusal::at("koppling-konto", format!("rad-{}", i + 1), message));
        }
    }
    if refusals.is_empty() {
        Ok(Mapping {
            preset: preset.to_owned(),
            ranges,
        })
    } else {
        Err(refusals)
    }
}
