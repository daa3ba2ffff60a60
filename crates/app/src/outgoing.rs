//! Vouchers for the accounting firm, as a SIE file of type 4I.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{
    facts::Facts,
    outgoing::{
        Accounts, Claim, Invoiced, Voucher, accrual_vouchers, contribution_vouchers, own_account,
        requisition_vouchers,
    },
    refusal::Refusal,
    requisition::{Did, Requisition},
};
use sie::{Account, Amount, Date, Document, Generated, Object, Objects, Options, Row, VoucherHead};
use store::{AssociationId, Tx, requisition::Filter};

use crate::{
    Actor, App, Failure, Outcome,
    invoice::claimed,
    record,
    requisition::name,
    rights::{Act, On, require},
};

/// The project dimension of SIE.
const PROJECT: u32 = 6;

/// Vouchers to hand over.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The vouchers.
    pub vouchers: Vec<Voucher>,
    /// The accounts used.
    pub accounts: Accounts,
}

impl App {
    /// The vouchers of a span of days; with accruals when its last day ends a year.
    ///
    /// # Errors
    /// Not found for those who do not pay; a refusal when the last day is before the first.
    pub async fn outgoing(&self, actor: &Actor, from: NaiveDate, to: NaiveDate) -> Outcome<Outgoing> {
        require(actor, Act::EditPayments, On::Association)?;
        if to < from {
            let message = "Sista dagen är före den första. Byt plats på dem.";
            return Err(Refusal::at("sie-ut-dagar", "till", message).into());
        }
        let facts = self.facts().await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let accounts = accounts(&mut tx, association, &facts).await?;
        let all = store::requisition::load(&mut tx, association, Filter::default()).await?;
        let claims: Vec<Claim> = all
            .iter()
            .filter(|r| r.is_claimed())
            .map(|r| claim(&facts, r))
            .collect();
        let mut vouchers = requisition_vouchers(&claims, &accounts, (from, to));
        let stored = store::invoice::list(&mut tx, association).await?;
        let invoiced: Vec<Invoiced> = stored.iter().map(|i| invoiced(&facts, i)).collect();
        vouchers.extend(contribution_vouchers(&invoiced, &accounts, (from, to)));
        if (to.month(), to.day()) == (12, 31) {
            let own: Vec<Claim> = claims
                .into_iter()
                .filter(|c| c.ends.year() == to.year())
                .collect();
            vouchers.extend(accrual_vouchers(&own, &accounts, to));
        }
        Ok(Outgoing {
            from,
            to,
            vouchers,
            accounts,
        })
    }

    /// The same as a SIE file with checksum.
    ///
    /// # Errors
    /// As [`App::outgoing`]; a refusal when there is nothing to hand over or a text cannot be written.
    pub async fn outgoing_file(
        &self,
        actor: &Actor,
        (from, to): (NaiveDate, NaiveDate),
        now: DateTime<Utc>,
    ) -> Outcome<Vec<u8>> {
        let outgoing = self.outgoing(actor, from, to).await?;
        if outgoing.vouchers.is_empty() {
            let message = format!(
                "Ingen rekvisition attesterades eller betalades, och ingen faktura skrevs eller betalades, {from}–{to}. Välj andra dagar."
            );
            return Err(Refusal::at("sie-ut-tom", "fran", message).into());
        }
        let facts = self.facts().await?;
        let bytes = file(&facts, &outgoing, now.date_naive())?;
        let mut tx = self.db().write().await?;
        let detail = serde_json::json!({ "from": from, "to": to, "vouchers": outgoing.vouchers.len() });
        record(
            &mut tx,
            actor,
            ("sie.ut", "verifikationer till byrån"),
            detail,
            now,
        )
        .await?;
        tx.commit().await?;
        Ok(bytes)
    }

    /// Saves the accounts used.
    ///
    /// # Errors
    /// Not found for those who do not pay; refusals at the fields.
    pub async fn save_outgoing_accounts(
        &self,
        actor: &Actor,
        (preset, typed): (&str, &[(String, String)]),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditPayments, On::Association)?;
        let accounts = Accounts::read(preset, typed).map_err(Failure::Refused)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::setting::save(&mut tx, association, "sie_ut.preset", &accounts.preset).await?;
        for (field, _, account) in accounts.fields() {
            store::setting::save(
                &mut tx,
                association,
                &format!("sie_ut.{field}"),
                &account.to_string(),
            )
            .await?;
        }
        let detail = serde_json::json!({ "accounts": accounts.fields().map(|(field, _, n)| (field, n)) });
        record(&mut tx, actor, ("sie.konton", &accounts.preset), detail, now).await?;
        Ok(tx.commit().await?)
    }
}

/// The accounts as they stand: those saved, else the preset of the association's own chart.
async fn accounts(tx: &mut Tx, association: AssociationId, facts: &Facts) -> Outcome<Accounts> {
    let settings = store::setting::load(tx, association).await?;
    let preset = settings.get("sie_ut.preset").unwrap_or(&facts.mapping.preset);
    let typed: Vec<(String, String)> = settings
        .iter()
        .filter_map(|(key, value)| Some((key.strip_prefix("sie_ut.")?.to_owned(), value.clone())))
        .collect();
    Ok(Accounts::read(preset, &typed).unwrap_or_else(|_| Accounts::preset(preset)))
}

fn claim(facts: &Facts, r: &Requisition) -> Claim {
    let project = facts
        .projects
        .iter()
        .find(|p| p.insats.as_deref() == Some(r.insats.as_str()));
    Claim {
        number: r.number.clone(),
        insats: name(facts, &r.insats),
        period: r.period.label(),
        ends: r.period.to(),
        project: project.map(|p| p.code.clone()).unwrap_or_default(),
        amount: r.total(),
        approved: r.signed(Did::Approved).map(|step| step.at.date_naive()),
        paid: r.paid_on(),
    }
}

/// The accounts of the newest year that was read in: what there is now, by the accounting firm's own names.
fn chart(facts: &Facts) -> &[domain::facts::Account] {
    let newest = facts.ledger.years.iter().max_by_key(|year| year.year);
    newest.map_or(&[], |year| &year.accounts)
}

fn invoiced(facts: &Facts, stored: &store::invoice::Stored) -> Invoiced {
    let member = facts.members.iter().find(|m| m.code == stored.member);
    let member = member.map_or_else(|| stored.member.clone(), |m| m.name.clone());
    let document = match stored.credits {
        Some(_) => "Kreditfaktura",
        None => "Faktura",
    };
    Invoiced {
        document: format!("{document} {}", stored.number),
        account: own_account(chart(facts), &member),
        member,
        date: stored.issued,
        amount: claimed(stored),
        paid: stored.paid,
    }
}

/// The vouchers as SIE 4I.
fn file(facts: &Facts, outgoing: &Outgoing, today: NaiveDate) -> Outcome<Vec<u8>> {
    let mut document = Document::default();
    let header = &mut document.header;
    header.program.name = "samordna".into();
    header.program.version = env!("CARGO_PKG_VERSION").into();
    header.generated = Some(Generated {
        date: date(today),
        sign: String::new(),
    });
    header.stated_type = Some(4);
    header.org_number.number.clone_from(&facts.association.org_number);
    header.company.clone_from(&facts.association.name);
    header.chart.clone_from(&outgoing.accounts.preset);
    header.currency = "SEK".into();
    name_accounts(&mut document, facts, outgoing);
    name_projects(&mut document, facts, outgoing);
    for voucher in &outgoing.vouchers {
        document.add_voucher(&VoucherHead {
            date: date(voucher.date),
            text: &voucher.text,
            ..VoucherHead::default()
        });
        for row in &voucher.rows {
            let account = row.account.to_string();
            let pair = [(PROJECT, row.project.as_str())];
            document.add_row(&Row {
                account: &account,
                objects: if row.project.is_empty() {
                    Objects::default()
                } else {
                    Objects::from(&pair[..])
                },
                amount: Amount(row.amount.0),
                ..Row::default()
            });
        }
    }
    let options = Options {
        checksum: true,
        transliterate: true,
    };
    sie::write(&document, options).map_err(|error| {
        let message = format!("Filen kunde inte skrivas: {error}. Rätta texten och försök igen.");
        Refusal::new("sie-ut-skriv", message).into()
    })
}

/// Every account that is booked on, by the name of the association's chart, or else of its use here.
fn name_accounts(document: &mut Document, facts: &Facts, outgoing: &Outgoing) {
    let rows = outgoing.vouchers.iter().flat_map(|voucher| &voucher.rows);
    let numbers: BTreeSet<u32> = rows.map(|row| row.account).collect();
    for number in numbers {
        let fields = outgoing.accounts.fields();
        let label = fields.iter().find(|(.., account)| *account == number);
        let own = chart(facts).iter().find(|account| account.number == number);
        let name = own.map(|account| account.name.as_str());
        document.accounts.push(Account {
            number: number.to_string(),
            name: name.or(label.map(|(_, label, _)| *label)).map(str::to_owned),
            ..Account::default()
        });
    }
}

/// Every project that is booked on.
fn name_projects(document: &mut Document, facts: &Facts, outgoing: &Outgoing) {
    let rows = outgoing.vouchers.iter().flat_map(|voucher| &voucher.rows);
    document.dimensions.push(sie::Dimension {
        number: PROJECT,
        name: "Projekt".into(),
        ..sie::Dimension::default()
    });
    let projects: BTreeSet<&str> = rows
        .map(|row| row.project.as_str())
        .filter(|p| !p.is_empty())
        .collect();
    for code in projects {
        let known = facts.projects.iter().find(|p| p.code == code);
        document.objects.push(Object {
            dimension: PROJECT,
            code: code.to_owned(),
            name: known.map_or_else(|| code.to_owned(), |p| p.name.clone()),
            ..Object::default()
        });
    }
}

fn date(day: NaiveDate) -> Option<Date> {
    Date::new(u32::try_from(day.year()).ok()?, day.month(), day.day())
}
