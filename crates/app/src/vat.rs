//! VAT compensation: claims out of the vouchers, sent and paid, and the account explained.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    refusal::Refusal,
    vat::{
        self, Accounts, Claim, Entry, Kind, Length, Period, Reconciliation, State, VoucherKey, draft,
        reconcile,
    },
};
use store::{AssociationId, Tx};

use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, require},
};

/// Setting: the accounts of input VAT.
const ACCOUNTS: &str = "moms.konton";
/// Setting: how often a claim is made.
const LENGTH: &str = "moms.period";

/// How the association claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VatSettings {
    /// The accounts.
    pub accounts: Accounts,
    /// How often.
    pub length: Length,
}

/// A year of claims.
#[derive(Clone, Debug)]
pub struct VatYear {
    /// The year.
    pub year: i32,
    /// How the association claims.
    pub settings: VatSettings,
    /// The year's claims by period; those not sent are drafts.
    pub claims: Vec<Claim>,
    /// The accounts explained at the end of the month asked for; none without bookkeeping.
    pub reconciliation: Option<Reconciliation>,
    /// The month it is explained for.
    pub month: u8,
    /// Payouts no claim is settled by.
    pub payouts: Vec<Entry>,
    /// Whether the year is booked.
    pub booked: bool,
}

struct Loaded {
    association: AssociationId,
    settings: VatSettings,
    claims: Vec<Claim>,
    entries: Vec<Entry>,
}

impl App {
    /// A year's claims, and the VAT account explained at the end of a month.
    ///
    /// # Errors
    /// Not found for those who may not read vouchers, or a month that is none.
    pub async fn vat(&self, actor: &Actor, (year, month): (i32, Option<u8>)) -> Outcome<VatYear> {
        require(actor, Act::ReadVouchers, On::Association)?;
        if month.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err(Failure::NotFound);
        }
        let facts = self.facts().await?;
        let ledger = facts.ledger.year(year);
        let booked = ledger.and_then(|l| l.movements.iter().map(|m| m.month).max());
        let month = month.or(booked).unwrap_or(12);
        let mut tx = self.db().read().await?;
        let loaded = self.vat_loaded(&mut tx, year).await?;
        let on = Period::new(year, month, month).map_or_else(NaiveDate::default, Period::last);
        let reconciliation = ledger.map(|ledger| {
            let balance = vat::balance(ledger, &loaded.settings.accounts, month);
            reconcile((year, on), balance, &loaded.claims, &loaded.entries)
        });
        let taken = |key: &VoucherKey| loaded.claims.iter().any(|claim| claim.payout() == Some(key));
        let free = loaded
            .entries
            .iter()
            .filter(|e| e.kind == Kind::Payout && e.amount.0 < 0 && !taken(&e.key()));
        Ok(VatYear {
            year,
            claims: loaded.of_year(year),
            payouts: free.cloned().collect(),
            settings: loaded.settings,
            reconciliation,
            month,
            booked: ledger.is_some(),
        })
    }

    /// One claim, sent or not.
    ///
    /// # Errors
    /// As [`App::vat`]; not found for a period that is none of the year's.
    pub async fn vat_claim(&self, actor: &Actor, (year, from): (i32, u8)) -> Outcome<(Claim, VatYear)> {
        let year = self.vat(actor, (year, None)).await?;
        let claim = year
            .claims
            .iter()
            .find(|claim| claim.period.from == from)
            .cloned();
        Ok((claim.ok_or(Failure::NotFound)?, year))
    }

    /// Decides which accounts hold input VAT, and how often a claim is made.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal for what is no account.
    pub async fn set_vat(
        &self,
        actor: &Actor,
        (accounts, length): (&str, &str),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditVat, On::Association)?;
        let accounts = Accounts::read(accounts)?.to_text();
        let length = Length::from_code(length);
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::setting::save(&mut tx, association, ACCOUNTS, &accounts).await?;
        store::setting::save(&mut tx, association, LENGTH, length.code()).await?;
        let detail = serde_json::json!({ "konton": accounts, "period": length.code() });
        record(&mut tx, actor, ("moms.installning", &accounts), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Registers that a claim was sent on a day; its rows are locked as they are now.
    ///
    /// # Errors
    /// Not found for those who may not, or a period that is none; refusals.
    pub async fn submit_vat(
        &self,
        actor: &Actor,
        (year, from): (i32, u8),
        day: &str,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditVat, On::Association)?;
        let mut tx = self.db().write().await?;
        let loaded = self.vat_loaded(&mut tx, year).await?;
        let claim = loaded.claim(year, from)?;
        let on = day.trim().parse().ok();
        let state = vat::submit(&claim, &loaded.claims, on, now.date_naive())?;
        let on = state.submitted().unwrap_or_default();
        store::vat::submit(&mut tx, loaded.association, &claim, (on, &actor.id)).await?;
        let detail =
            serde_json::json!({ "dag": on.to_string(), "ore": claim.total().0, "rader": claim.rows.len() });
        record(
            &mut tx,
            actor,
            ("moms.inlamnad", &claim.period.label()),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// Registers that a claim was paid: by a payout of the bookkeeping ("år/serie/nummer"), or a day and
    /// an amount.
    ///
    /// # Errors
    /// As [`App::submit_vat`].
    pub async fn pay_vat(
        &self,
        actor: &Actor,
        (year, from): (i32, u8),
        (day, amount, voucher): (&str, &str, &str),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditVat, On::Association)?;
        let mut tx = self.db().write().await?;
        let loaded = self.vat_loaded(&mut tx, year + 1).await?;
        let claim = loaded.claim(year, from)?;
        let payout = match voucher.trim() {
            "" => None,
            wanted => {
                let found = loaded.entries.iter().find(|entry| way(&entry.key()) == wanted);
                let refusal = || {
                    let message = "Verifikationen finns inte i bokföringen. Välj en i listan.";
                    Refusal::at("moms-verifikation", "verifikation", message)
                };
                Some(found.ok_or_else(refusal)?)
            }
        };
        let typed = (day.trim().parse().ok(), amount);
        let state = vat::pay(&claim, &loaded.claims, typed, payout, now.date_naive())?;
        store::vat::paid(&mut tx, loaded.association, claim.period, &state).await?;
        let State::Paid { on, amount, .. } = &state else {
            return Err(Failure::NotFound);
        };
        let detail =
            serde_json::json!({ "dag": on.to_string(), "ore": amount.0, "verifikation": voucher.trim() });
        record(
            &mut tx,
            actor,
            ("moms.utbetald", &claim.period.label()),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// Claims, and the entries of every year they and `year` need.
    async fn vat_loaded(&self, tx: &mut Tx, year: i32) -> Outcome<Loaded> {
        let facts = self.facts().await?;
        let association = self.association(tx).await?;
        let stored = store::setting::load(tx, association).await?;
        let accounts = stored.get(ACCOUNTS).and_then(|text| Accounts::read(text).ok());
        let settings = VatSettings {
            accounts: accounts.unwrap_or_else(|| Accounts::preset(&facts.mapping.preset)),
            length: Length::from_code(stored.get(LENGTH).map_or("", String::as_str)),
        };
        let claims = store::vat::claims(tx, association).await?;
        let first = claims
            .iter()
            .map(|claim| claim.period.year)
            .min()
            .unwrap_or(year)
            .min(year);
        let mut entries = Vec::new();
        for stored in store::ledger::years(tx, association).await? {
            if (first..=year).contains(&stored.year) {
                let vouchers = store::voucher::touching(tx, &stored, &settings.accounts.0).await?;
                let found = vat::entries(stored.year, &vouchers, &settings.accounts, &facts.mapping);
                entries.extend(found);
            }
        }
        Ok(Loaded {
            association,
            settings,
            claims,
            entries,
        })
    }
}

impl Loaded {
    /// The year's claims: those sent, and drafts of the periods that no sent one touches.
    fn of_year(&self, year: i32) -> Vec<Claim> {
        let sent = self.claims.iter().filter(|claim| claim.period.year == year);
        let mut claims: Vec<Claim> = sent.cloned().collect();
        for period in Period::all(year, self.settings.length) {
            let known = self.claims.iter().any(|claim| claim.period == period);
            if !known && vat::overlap(period, &self.claims).is_none() {
                claims.push(Claim {
                    period,
                    state: State::Draft,
                    rows: draft(period, &self.claims, &self.entries),
                });
            }
        }
        claims.sort_by_key(|claim| claim.period);
        claims
    }

    fn claim(&self, year: i32, from: u8) -> Outcome<Claim> {
        let found = self
            .of_year(year)
            .into_iter()
            .find(|claim| claim.period.from == from);
        found.ok_or(Failure::NotFound)
    }
}

/// A voucher in a form: "2022/A/45".
pub fn way(key: &VoucherKey) -> String {
    format!("{}/{}/{}", key.0, key.1, key.2)
}
