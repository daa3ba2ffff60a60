//! The act of importing an accounting year.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use domain::{
    audit::sha256,
    facts::LedgerYear,
    intake::{
        books::{Books, Voucher, Vouchers},
        brought::{self, Brought},
        changed,
        controls::{self, Standing},
        difference::Difference,
    },
    money::Ore,
    statement::mapping::Mapping,
};
use store::{
    AssociationId, Packed, Tx,
    ledger::{NewFile, StoredYear},
};

use super::{
    Count, ImportReport, Published, Unmapped, Upload, VoucherDifference, books, create_association,
    of_content, published, refused, standing, too_large,
};
use tokio::task::spawn_blocking;

use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, require},
};

/// Above so many differing vouchers the year is written anew instead of voucher by voucher.
const REWRITE: usize = 1_000;

/// What the database holds that the file is compared with.
#[derive(Default)]
struct Before {
    association: Option<AssociationId>,
    org_number: String,
    mapping: Mapping,
    year: Option<StoredYear>,
    vouchers: Vouchers,
    previous: Option<(LedgerYear, bool)>,
}

impl App {
    /// Imports a SIE 4E file as the bookkeeping of its year, in place of what the year had. A dry
    /// run answers with the same report, refused or not, and changes nothing.
    ///
    /// # Errors
    /// Not found for somebody who may not; refusals with place, cause and next step when the file
    /// cannot be read, a control refuses, or the year is closed. Then nothing was changed.
    pub async fn import_sie(
        &self,
        actor: &Actor,
        upload: Upload,
        dry_run: bool,
        now: DateTime<Utc>,
    ) -> Outcome<ImportReport> {
        require(actor, Act::ImportLedger, On::Association)?;
        let file = upload.base_name().to_owned();
        if let Some(refusal) = too_large(&file, upload.bytes.len()) {
            return Err(refusal.into());
        }
        let name = file.clone();
        let reading = spawn_blocking(move || {
            books::read(&name, upload.bytes, |bytes| (sha256(bytes), Packed::new(bytes)))
        });
        let (reading, (hash, packed)) = reading.await.map_err(Failure::fault)?;
        let mut tx = if dry_run {
            self.db.read().await?
        } else {
            self.db.write().await?
        };
        let mut report = ImportReport {
            file: file.clone(),
            sha256: hash.clone(),
            dry_run,
            refused: !reading.refusals.is_empty(),
            problems: reading.problems,
            ..ImportReport::default()
        };
        let Some(mut books) = reading.books else {
            return if dry_run {
                Ok(report)
            } else {
                Err(Failure::Refused(reading.refusals))
            };
        };
        let before = before(&mut tx, &books, &hash, &reading.chart).await?;
        let brought = brought::bring(&mut books, &before.mapping);
        examine(&mut report, &books, &before, brought.as_ref());
        if !report.identical {
            report.published = touched(&mut tx, &report, &books, &before).await?;
        }
        if dry_run || report.identical {
            return Ok(report);
        }
        let mut refusals = reading.refusals;
        refusals.extend(refused(&file, &report.controls));
        if !refusals.is_empty() {
            return Err(Failure::Refused(refusals));
        }
        let stored = NewFile {
            name: &file,
            sha256: &hash,
            packed,
            at: now,
            by: &actor.id,
        };
        save(&mut tx, &before, &books, stored).await?;
        let (object, detail) = event(&report, &books);
        record(&mut tx, actor, ("bokforing.importera", &object), detail, now).await?;
        tx.commit().await?;
        Ok(report)
    }
}

async fn before(tx: &mut Tx, books: &Books, hash: &str, chart: &str) -> Outcome<Before> {
    let preset = || Mapping::preset(Mapping::preset_for_chart(chart)).unwrap_or_default();
    let Some((id, association)) = standing(tx).await? else {
        return Ok(Before {
            mapping: preset(),
            ..Before::default()
        });
    };
    let mapping = store::mapping::load(tx, id).await?;
    let years = store::ledger::years(tx, id).await?;
    let closed = |year: i32| years.iter().find(|y| y.year == year).map(|y| y.closed);
    let previous = match closed(books.year - 1) {
        Some(closed) => store::ledger::load_year(tx, id, books.year - 1)
            .await?
            .map(|year| (year, closed)),
        None => None,
    };
    let year = years.into_iter().find(|y| y.year == books.year);
    // An identical file is not compared: nothing will be done.
    let vouchers = match &year {
        Some(year) if year.sha256 != hash => store::voucher::load(tx, year).await?,
        _ => Vouchers::default(),
    };
    Ok(Before {
        association: Some(id),
        org_number: association.org_number,
        mapping: if mapping.ranges.is_empty() {
            preset()
        } else {
            mapping
        },
        year,
        vouchers,
        previous,
    })
}

/// Fills in the report: counts, controls, unmapped accounts, and what would change.
fn examine(report: &mut ImportReport, books: &Books, before: &Before, brought: Option<&Brought>) {
    report.year = Some(books.year);
    report.identical = before
        .year
        .as_ref()
        .is_some_and(|year| year.sha256 == report.sha256);
    let lines = books.vouchers.lines().len();
    let counts = [
        ("konton", books.accounts.len()),
        ("projekt", books.projects.len()),
        ("verifikationer", books.vouchers.len()),
        ("transaktioner", lines),
    ];
    report.counts = counts.map(|(what, count)| Count { what, count }).into();
    report.unmapped = unmapped(books, &before.mapping);
    if report.identical {
        return;
    }
    let standing = Standing {
        org_number: &before.org_number,
        closed: before.year.as_ref().is_some_and(|year| year.closed),
        previous: before.previous.as_ref().map(|(year, closed)| (year, *closed)),
        mapping: Some(&before.mapping),
        brought,
    };
    report.controls = controls::run(books, &standing);
    report.refused |= controls::refuses(&report.controls);
    if before.year.is_some() {
        let difference = Difference::between(&before.vouchers, &books.vouchers);
        report.difference = Some(VoucherDifference::of(&difference));
    }
}

/// Published reports that print the year, when its vouchers or opening balances change.
async fn touched(
    tx: &mut Tx,
    report: &ImportReport,
    books: &Books,
    before: &Before,
) -> Outcome<Vec<Published>> {
    let Some(association) = before.association else {
        return Ok(Vec::new());
    };
    let vouchers = report
        .difference
        .as_ref()
        .is_none_or(|d| d.added + d.changed + d.removed > 0);
    let changes = vouchers
        || match &before.year {
            Some(year) => changed::opens_otherwise(books, &store::ledger::accounts(tx, year).await?),
            None => true,
        };
    if changes {
        published::since(tx, association, books.year).await
    } else {
        Ok(Vec::new())
    }
}

/// Accounts with a balance or a transaction that no report line takes up.
fn unmapped(books: &Books, mapping: &Mapping) -> Vec<Unmapped> {
    let moved: HashSet<u32> = books.vouchers.amounts().map(|(account, _)| account).collect();
    let used = books
        .accounts
        .iter()
        .filter(|a| a.opening != Ore::ZERO || moved.contains(&a.number));
    let lost = used.filter(|a| mapping.line_of(a.number).is_none());
    let unmapped = |a: &domain::facts::Account| Unmapped {
        account: a.number,
        name: a.name.clone(),
    };
    lost.map(unmapped).collect()
}

async fn save(tx: &mut Tx, before: &Before, books: &Books, file: NewFile<'_>) -> Outcome<()> {
    let association = match before.association {
        Some(association) => association,
        None => create_association(tx, &books.name, &books.org_number, file.name).await?,
    };
    if store::mapping::load(tx, association).await?.ranges.is_empty() {
        store::mapping::save(tx, association, &before.mapping).await?;
    }
    let accounts = format!("{}, konton och räkenskapsår", file.name);
    let vouchers = format!("{}, verifikationer", file.name);
    let year = store::ledger::save_year(tx, association, books, file)
        .await
        .map_err(of_content(accounts))?;
    // A year that had nothing has nothing to compare with.
    let none = Vouchers::default();
    let fresh = before.vouchers.is_empty();
    let new = if fresh { &none } else { &books.vouchers };
    let difference = Difference::between(&before.vouchers, new);
    if fresh || difference.len() > REWRITE {
        store::voucher::remove_all(tx, year).await?;
        store::voucher::add(tx, association, year, books.vouchers.iter())
            .await
            .map_err(of_content(vouchers))?;
    } else {
        let gone = difference
            .changed
            .iter()
            .map(|(old, _)| *old)
            .chain(difference.removed.iter().copied());
        for voucher in gone {
            store::voucher::remove(tx, year, voucher.series, voucher.number).await?;
        }
        let changed = difference.changed.iter().map(|(_, new)| *new);
        let added: Vec<Voucher<'_>> = changed.chain(difference.added.iter().copied()).collect();
        store::voucher::add(tx, association, year, added.iter().copied())
            .await
            .map_err(of_content(vouchers))?;
    }
    if before.year.is_some() {
        store::ledger::drop_unused_accounts(tx, year, books).await?;
    }
    Ok(())
}

fn event(report: &ImportReport, books: &Books) -> (String, serde_json::Value) {
    let difference = report.difference.clone().unwrap_or_default();
    let detail = serde_json::json!({
        "fil": report.file,
        "sha256": report.sha256,
        "verifikationer": books.vouchers.len(),
        "tillagda": difference.added,
        "andrade": difference.changed,
        "borttagna": difference.removed,
    });
    (format!("bokföring {}", books.year), detail)
}
