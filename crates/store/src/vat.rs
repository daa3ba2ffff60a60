//! Claims for VAT compensation as they were submitted.

use chrono::NaiveDate;
use domain::{
    money::Ore,
    vat::{Claim, ClaimRow, Period, State},
};

use crate::{
    AssociationId, Error, Result, Tx, position,
    tx::{insert_all, sql},
};

#[derive(sqlx::FromRow)]
struct ClaimHead {
    id: i64,
    year: i64,
    from_month: i16,
    to_month: i16,
    submitted_on: NaiveDate,
    paid_on: Option<NaiveDate>,
    paid_amount: Option<i64>,
    paid_year: Option<i64>,
    paid_series: Option<String>,
    paid_number: Option<String>,
}

#[derive(sqlx::FromRow)]
struct RowOf {
    claim_id: i64,
    voucher_year: i64,
    series: String,
    number: String,
    dated: NaiveDate,
    text: String,
    amount: i64,
    late: bool,
}

/// Every submitted claim with its rows, oldest period first.
///
/// # Errors
/// The database's own.
pub async fn claims(tx: &mut Tx, association: AssociationId) -> Result<Vec<Claim>> {
    let heads: Vec<ClaimHead> = sql!(tx, fetch_all:
        "SELECT id, year, CAST(from_month AS SMALLINT) AS from_month, CAST(to_month AS SMALLINT) AS to_month,
                submitted_on, paid_on, paid_amount, paid_year, paid_series, paid_number
         FROM vat_claim WHERE association_id = $1 ORDER BY year, from_month", association.0)?;
    let rows: Vec<RowOf> = sql!(tx, fetch_all:
        "SELECT r.claim_id, r.voucher_year, r.series, r.number, r.dated, r.text, r.amount, r.late
         FROM vat_claim_row r JOIN vat_claim c ON c.id = r.claim_id
         WHERE c.association_id = $1 ORDER BY r.claim_id, r.position", association.0)?;
    let mut claims = Vec::with_capacity(heads.len());
    for head in heads {
        let month = |month: i16| u8::try_from(month).unwrap_or(0);
        let period = Period::new(
            crate::year(head.year),
            month(head.from_month),
            month(head.to_month),
        )
        .ok_or_else(|| Error::unknown("period", &head.from_month))?;
        let of = rows.iter().filter(|row| row.claim_id == head.id).map(row);
        claims.push(Claim {
            period,
            state: state(&head),
            rows: of.collect(),
        });
    }
    Ok(claims)
}

fn state(head: &ClaimHead) -> State {
    let Some((on, amount)) = head.paid_on.zip(head.paid_amount) else {
        return State::Submitted {
            on: head.submitted_on,
        };
    };
    let voucher = head
        .paid_year
        .zip(head.paid_series.clone())
        .zip(head.paid_number.clone())
        .map(|((year, series), number)| (crate::year(year), series, number));
    State::Paid {
        submitted: head.submitted_on,
        on,
        amount: Ore(amount),
        voucher,
    }
}

fn row(row: &RowOf) -> ClaimRow {
    ClaimRow {
        voucher: (
            crate::year(row.voucher_year),
            row.series.clone(),
            row.number.clone(),
        ),
        date: row.dated,
        text: row.text.clone(),
        amount: Ore(row.amount),
        late: row.late,
    }
}

/// Keeps a claim as it is submitted; `by` is the user's public id.
///
/// # Errors
/// [`Error::Duplicate`] when the period is submitted already.
pub async fn submit(
    tx: &mut Tx,
    association: AssociationId,
    claim: &Claim,
    (on, by): (NaiveDate, &str),
) -> Result<()> {
    let Period { year, from, to } = claim.period;
    let (id,): (i64,) = sql!(tx, fetch_one:
        "INSERT INTO vat_claim (association_id, year, from_month, to_month, state, submitted_on, submitted_by)
         VALUES ($1, $2, $3, $4, 2, $5, $6) RETURNING id",
        association.0, i64::from(year), i16::from(from), i16::from(to), on, by)?;
    let rows: Vec<_> = claim.rows.iter().enumerate().collect();
    insert_all!(
        tx,
        "INSERT INTO vat_claim_row (claim_id, position, voucher_year, series, number, dated, text, amount, late) ",
        9,
        rows,
        |(place, row), values| {
            values
                .push_bind(id)
                .push_bind(position(*place))
                .push_bind(i64::from(row.voucher.0))
                .push_bind(row.voucher.1.clone())
                .push_bind(row.voucher.2.clone())
                .push_bind(row.date)
                .push_bind(row.text.clone())
                .push_bind(row.amount.0)
                .push_bind(row.late);
        }
    );
    Ok(())
}

/// Registers that a submitted claim was paid.
///
/// # Errors
/// [`Error::Unknown`] when no such claim waits for its money.
pub async fn paid(tx: &mut Tx, association: AssociationId, period: Period, state: &State) -> Result<()> {
    let State::Paid {
        on, amount, voucher, ..
    } = state
    else {
        return Err(Error::unknown("claim", &period.from));
    };
    let (year, series, number) = voucher
        .as_ref()
        .map_or((None, None, None), |(year, series, number)| {
            (Some(i64::from(*year)), Some(series.clone()), Some(number.clone()))
        });
    let changed = sql!(tx, execute:
        "UPDATE vat_claim SET state = 3, paid_on = $1, paid_amount = $2, paid_year = $3, paid_series = $4, paid_number = $5
         WHERE association_id = $6 AND year = $7 AND from_month = $8 AND to_month = $9 AND state = 2",
        *on, amount.0, year, series, number,
        association.0, i64::from(period.year), i16::from(period.from), i16::from(period.to))?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::unknown("claim", &period.from))
    }
}
