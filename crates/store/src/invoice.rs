//! Invoices to members, numbered without gaps per year of issue; invoices received; whom to bill.

use chrono::{DateTime, NaiveDate, Utc};
use domain::money::Ore;

use crate::{AssociationId, Error, Result, Tx, member, tx::sql};

/// Where and how a member is billed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Billing {
    /// The member's code.
    pub member: String,
    /// Ten digits.
    pub org_number: String,
    /// Street or box.
    pub street: String,
    /// Post code.
    pub post_code: String,
    /// City.
    pub city: String,
    /// The reference the member wants on its invoices.
    pub reference: String,
}

/// An invoice or a credit note of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Year of issue and four digits.
    pub number: i64,
    /// The member's code.
    pub member: String,
    /// The contribution's year.
    pub year: i32,
    /// Which instalment of it.
    pub instalment: u8,
    /// Its day.
    pub issued: NaiveDate,
    /// When it is due.
    pub due: NaiveDate,
    /// What is claimed, or given back.
    pub amount: Ore,
    /// The OCR number.
    pub ocr: String,
    /// The invoice it credits.
    pub credits: Option<i64>,
    /// When it was sent.
    pub sent: Option<NaiveDate>,
    /// When it was paid.
    pub paid: Option<NaiveDate>,
}

/// An invoice somebody sent us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Its number in our list.
    pub id: i64,
    /// Who sent it.
    pub seller: String,
    /// The sender's number.
    pub number: String,
    /// Its day.
    pub issued: Option<NaiveDate>,
    /// When it is due.
    pub due: Option<NaiveDate>,
    /// What is claimed.
    pub amount: Ore,
    /// Of this currency.
    pub currency: String,
    /// How many things were wrong with it.
    pub problems: i64,
    /// When it came.
    pub at: DateTime<Utc>,
}

/// Saves whom to bill.
///
/// # Errors
/// [`Error::Unknown`] for a member that is not there; [`Error::Constraint`] for something left empty.
pub async fn save_billing(tx: &mut Tx, association: AssociationId, billing: &Billing) -> Result<()> {
    let id = id_of(tx, association, &billing.member).await?;
    sql!(tx, execute:
        "INSERT INTO member_billing (member_id, org_number, street, post_code, city, reference) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (member_id) DO UPDATE SET org_number = excluded.org_number, street = excluded.street,
         post_code = excluded.post_code, city = excluded.city, reference = excluded.reference",
        id, &billing.org_number, &billing.street, &billing.post_code, &billing.city, &billing.reference)?;
    Ok(())
}

/// Whom to bill, in the members' order.
///
/// # Errors
/// The database's own.
pub async fn billing(tx: &mut Tx, association: AssociationId) -> Result<Vec<Billing>> {
    let rows: Vec<(String, String, String, String, String, String)> = sql!(tx, fetch_all:
        "SELECT m.code, b.org_number, b.street, b.post_code, b.city, b.reference
         FROM member_billing b JOIN member m ON m.id = b.member_id
         WHERE m.association_id = $1 ORDER BY m.position, m.code", association.0)?;
    let one = |(member, org_number, street, post_code, city, reference)| Billing {
        member,
        org_number,
        street,
        post_code,
        city,
        reference,
    };
    Ok(rows.into_iter().map(one).collect())
}

/// The next number of a year of issue: the year and four digits, without gaps.
///
/// # Errors
/// The database's own.
pub async fn next_number(tx: &mut Tx, association: AssociationId, issued_year: i32) -> Result<i64> {
    let first = i64::from(issued_year) * 10_000;
    let (next,): (i64,) = sql!(tx, fetch_one:
        "SELECT COALESCE(MAX(number), $2) + 1 FROM invoice WHERE association_id = $1 AND number > $2 AND number < $2 + 10000",
        association.0, first)?;
    Ok(next)
}

/// Adds an invoice with the file that is sent.
///
/// # Errors
/// [`Error::Duplicate`] for a number twice and for an invoice credited twice; [`Error::Unknown`] for a
/// member that is not there.
pub async fn add(tx: &mut Tx, association: AssociationId, invoice: &Stored, xml: &str) -> Result<()> {
    let member = id_of(tx, association, &invoice.member).await?;
    sql!(tx, execute:
        "INSERT INTO invoice (association_id, number, member_id, year, instalment, issued, due, amount, ocr, credits, xml)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        association.0, invoice.number, member, i64::from(invoice.year), i16::from(invoice.instalment), invoice.issued,
        invoice.due, invoice.amount.0, &invoice.ocr, invoice.credits, xml)?;
    Ok(())
}

type Row = (
    i64,
    String,
    i64,
    i16,
    NaiveDate,
    NaiveDate,
    i64,
    String,
    Option<i64>,
    Option<NaiveDate>,
    Option<NaiveDate>,
);

fn stored((number, member, year, instalment, issued, due, amount, ocr, credits, sent, paid): Row) -> Stored {
    Stored {
        number,
        member,
        year: crate::year(year),
        instalment: u8::try_from(instalment).unwrap_or(0),
        issued,
        due,
        amount: Ore(amount),
        ocr,
        credits,
        sent,
        paid,
    }
}

/// Every invoice of the association, by number.
///
/// # Errors
/// The database's own.
pub async fn list(tx: &mut Tx, association: AssociationId) -> Result<Vec<Stored>> {
    let rows: Vec<Row> = sql!(tx, fetch_all:
        "SELECT i.number, m.code, i.year, i.instalment, i.issued, i.due, i.amount, i.ocr, i.credits, i.sent_on, i.paid_on
         FROM invoice i JOIN member m ON m.id = i.member_id WHERE i.association_id = $1 ORDER BY i.number", association.0)?;
    Ok(rows.into_iter().map(stored).collect())
}

/// The file of an invoice.
///
/// # Errors
/// The database's own.
pub async fn xml(tx: &mut Tx, association: AssociationId, number: i64) -> Result<Option<String>> {
    let row: Option<(String,)> = sql!(tx, fetch_optional:
        "SELECT xml FROM invoice WHERE association_id = $1 AND number = $2", association.0, number)?;
    Ok(row.map(|(xml,)| xml))
}

/// Notes when an invoice was sent and paid.
///
/// # Errors
/// The database's own.
pub async fn mark(
    tx: &mut Tx,
    association: AssociationId,
    number: i64,
    (sent, paid): (Option<NaiveDate>, Option<NaiveDate>),
) -> Result<()> {
    sql!(tx, execute: "UPDATE invoice SET sent_on = $3, paid_on = $4 WHERE association_id = $1 AND number = $2",
        association.0, number, sent, paid)?;
    Ok(())
}

/// Keeps an invoice that came; answers with its number in our list.
///
/// # Errors
/// [`Error::Duplicate`] for a file that was kept already.
pub async fn receive(
    tx: &mut Tx,
    association: AssociationId,
    received: &Received,
    sha256: &str,
    bytes: &[u8],
) -> Result<i64> {
    let (id,): (i64,) = sql!(tx, fetch_one:
        "SELECT COALESCE(MAX(id), 0) + 1 FROM received_invoice WHERE association_id = $1", association.0)?;
    sql!(tx, execute:
        "INSERT INTO received_invoice (association_id, id, seller, number, issued, due, amount, currency, problems, received_at, sha256, bytes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        association.0, id, &received.seller, &received.number, received.issued, received.due, received.amount.0,
        &received.currency, received.problems, received.at.timestamp_millis(), sha256, bytes)?;
    Ok(id)
}

/// The invoices that came, newest first.
///
/// # Errors
/// The database's own.
pub async fn received(tx: &mut Tx, association: AssociationId) -> Result<Vec<Received>> {
    type Row = (
        i64,
        String,
        String,
        Option<NaiveDate>,
        Option<NaiveDate>,
        i64,
        String,
        i64,
        i64,
    );
    let rows: Vec<Row> = sql!(tx, fetch_all:
        "SELECT id, seller, number, issued, due, amount, currency, problems, received_at FROM received_invoice
         WHERE association_id = $1 ORDER BY id DESC", association.0)?;
    let one = |(id, seller, number, issued, due, amount, currency, problems, at): Row| Received {
        id,
        seller,
        number,
        issued,
        due,
        amount: Ore(amount),
        currency,
        problems,
        at: DateTime::from_timestamp_millis(at).unwrap_or_default(),
    };
    Ok(rows.into_iter().map(one).collect())
}

/// The file of an invoice that came.
///
/// # Errors
/// The database's own.
pub async fn received_bytes(tx: &mut Tx, association: AssociationId, id: i64) -> Result<Option<Vec<u8>>> {
    let row: Option<(Vec<u8>,)> = sql!(tx, fetch_optional:
        "SELECT bytes FROM received_invoice WHERE association_id = $1 AND id = $2", association.0, id)?;
    Ok(row.map(|(bytes,)| bytes))
}

async fn id_of(tx: &mut Tx, association: AssociationId, code: &str) -> Result<i64> {
    let id = member::ids(tx, association).await?.remove(code);
    id.ok_or_else(|| Error::unknown("member", &code))
}
