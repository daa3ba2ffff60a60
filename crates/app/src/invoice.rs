//! Invoices of the members' contributions: whom to bill, one invoice per member and instalment, sent,
//! paid and credited.

mod addresses;
mod received;

pub use addresses::{Addresses, Seller};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{
    contribution::instalment::Plan,
    facts::{Association, Contribution, Member},
    giro::{Bankgiro, Giro, Ocr, OrgNumber, Plusgiro},
    money::Ore,
    refusal::Refusal,
};
pub use einvoice::{Fault, Invoice, Party};
use einvoice::{
    Preceding,
    compose::{Draft, swedish},
};
pub use received::{Letter, ReceivedInvoice};
pub use store::invoice::Billing;
use store::{AssociationId, Tx, invoice::Stored};

use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, require},
};

/// An invoice in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// As kept.
    pub invoice: Stored,
    /// The member's name.
    pub member: String,
    /// The credit note that gave it back.
    pub credited_by: Option<i64>,
}

impl Listed {
    /// How it stands, in a word.
    pub fn state(&self, today: NaiveDate) -> &'static str {
        let invoice = &self.invoice;
        match (invoice.credits, self.credited_by, invoice.paid, invoice.sent) {
            (Some(_), ..) => "kreditfaktura",
            (_, Some(_), ..) => "krediterad",
            (.., Some(_), _) => "betald",
            (.., None, Some(_)) if invoice.due < today => "förfallen",
            (.., None, Some(_)) => "skickad",
            (.., None, None) => "inte skickad",
        }
    }

    /// Sent and not paid, credited or a credit note.
    pub fn is_open(&self, today: NaiveDate) -> bool {
        matches!(self.state(today), "skickad" | "förfallen")
    }

    /// What is claimed; what a credit note gives back is negative.
    pub fn claimed(&self) -> Ore {
        claimed(&self.invoice)
    }
}

/// What an invoice claims, as [`Listed::claimed`].
pub(crate) fn claimed(invoice: &Stored) -> Ore {
    match invoice.credits {
        Some(_) => -invoice.amount,
        None => invoice.amount,
    }
}

/// What was sent and is not paid, together.
pub fn open(invoices: &[Listed], today: NaiveDate) -> Ore {
    let open = invoices.iter().filter(|listed| listed.is_open(today));
    open.map(Listed::claimed).sum()
}

/// One invoice to be read.
#[derive(Clone, Debug)]
pub struct Opened {
    /// As listed.
    pub listed: Listed,
    /// What its file says.
    pub invoice: Invoice,
}

struct Loaded {
    association: AssociationId,
    about: Association,
    seller: Seller,
    members: Vec<Member>,
    billing: Vec<Billing>,
    contributions: Vec<Contribution>,
    invoices: Vec<Stored>,
}

impl App {
    async fn load_invoicing(&self, tx: &mut Tx) -> Outcome<Loaded> {
        let association = self.association(tx).await?;
        let all = store::association::all(tx).await?;
        let about = all.into_iter().find(|stored| stored.id == association);
        Ok(Loaded {
            association,
            about: about.map(|stored| stored.association).unwrap_or_default(),
            seller: addresses::seller(tx, association).await?,
            members: store::member::load(tx, association).await?,
            billing: store::invoice::billing(tx, association).await?,
            contributions: store::member::load_contributions(tx, association).await?,
            invoices: store::invoice::list(tx, association).await?,
        })
    }

    /// Makes the invoices of one instalment of a year's decided contributions: one per member, numbered
    /// without gaps, all or none. Answers with how many.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal without decision, plan, addresses or giro, for an
    /// instalment that was invoiced, and for every business rule that an invoice would break.
    pub async fn make_invoices(
        &self,
        actor: &Actor,
        (year, instalment): (i32, u8),
        now: DateTime<Utc>,
    ) -> Outcome<usize> {
        require(actor, Act::EditInvoices, On::Association)?;
        let mut tx = self.db().write().await?;
        let loaded = self.load_invoicing(&mut tx).await?;
        let year_stands = store::contribution::load(&mut tx, loaded.association, year).await?;
        let (decision, on) = year_stands.decided.ok_or_else(|| undecided(year))?;
        let plan = Plan::new(year, year_stands.dues)?;
        let place = usize::from(instalment).checked_sub(1).ok_or(Failure::NotFound)?;
        let due = *plan.dues().get(place).ok_or(Failure::NotFound)?;
        loaded.not_made(year, instalment)?;
        let issued = now.date_naive();
        let mut number = store::invoice::next_number(&mut tx, loaded.association, issued.year()).await?;
        let first = number;
        for contribution in loaded.contributions.iter().filter(|c| c.year == year) {
            let parts = plan.amounts(contribution.amount);
            let amount = parts.get(place).copied().unwrap_or_default();
            if amount <= Ore::ZERO {
                continue;
            }
            let stored = Stored {
                number,
                member: contribution.member.clone(),
                year,
                instalment,
                issued,
                due: due.max(issued),
                amount,
                ocr: Ocr::of(&number.to_string())?.digits().to_owned(),
                credits: None,
                sent: None,
                paid: None,
            };
            let text = format!("Medlemsbidrag {year}, del {instalment} av {}", plan.dues().len());
            let note = format!("Medlemsbidrag {year} enligt beslut {decision}, {on}");
            let xml = loaded.xml(&stored, None, (text, note))?;
            store::invoice::add(&mut tx, loaded.association, &stored, &xml).await?;
            number += 1;
        }
        let count = usize::try_from(number - first).unwrap_or(0);
        if count == 0 {
            let message = format!("Ingen medlem betalar något i del {instalment} för {year}.");
            return Err(Refusal::new("faktura-ingen", message).into());
        }
        let detail = serde_json::json!({ "instalment": instalment, "first": first, "count": count });
        record(&mut tx, actor, ("faktura.skapa", &year.to_string()), detail, now).await?;
        tx.commit().await?;
        Ok(count)
    }

    /// Every invoice, newest first.
    ///
    /// # Errors
    /// Not found for those who may not read the economy.
    pub async fn invoices(&self, actor: &Actor) -> Outcome<Vec<Listed>> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let mut tx = self.db().read().await?;
        let loaded = self.load_invoicing(&mut tx).await?;
        let listed = loaded.invoices.iter().rev().map(|invoice| loaded.listed(invoice));
        Ok(listed.collect())
    }

    /// One invoice, read from the file that is sent.
    ///
    /// # Errors
    /// Not found for those who may not read the economy, and for a number that does not exist.
    pub async fn invoice(&self, actor: &Actor, number: i64) -> Outcome<Opened> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let mut tx = self.db().read().await?;
        let loaded = self.load_invoicing(&mut tx).await?;
        let listed = loaded.listed(loaded.find(number)?);
        let xml = store::invoice::xml(&mut tx, loaded.association, number).await?;
        let (read, _) = einvoice::read("faktura.xml", xml.unwrap_or_default().as_bytes());
        let invoice = read.ok_or(Failure::NotFound)?;
        Ok(Opened { listed, invoice })
    }

    /// The file of an invoice, as it is sent.
    ///
    /// # Errors
    /// As [`App::invoice`].
    pub async fn invoice_xml(&self, actor: &Actor, number: i64) -> Outcome<String> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let xml = store::invoice::xml(&mut tx, association, number).await?;
        xml.ok_or(Failure::NotFound)
    }

    /// Notes that an invoice was sent or paid on a day; an empty day takes the note away.
    ///
    /// # Errors
    /// Not found for those who may not and for a number that does not exist; a refusal for a day before
    /// the invoice or after today.
    pub async fn mark_invoice(
        &self,
        actor: &Actor,
        number: i64,
        (sent, paid): (&str, &str),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::EditInvoices, On::Association)?;
        let mut tx = self.db().write().await?;
        let loaded = self.load_invoicing(&mut tx).await?;
        let invoice = loaded.find(number)?;
        let day = |place: &str, text: &str| day(place, text, (invoice.issued, now.date_naive()));
        let (sent, paid) = (day("skickad", sent)?, day("betald", paid)?);
        store::invoice::mark(&mut tx, loaded.association, number, (sent, paid)).await?;
        let detail = serde_json::json!({ "sent": sent, "paid": paid });
        record(
            &mut tx,
            actor,
            ("faktura.markera", &number.to_string()),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// Credits an invoice whole: a credit note with the next number that refers to it. Answers with that.
    ///
    /// # Errors
    /// Not found for those who may not and for a number that does not exist; a refusal for a credit note
    /// and for an invoice that was credited.
    pub async fn credit_invoice(
        &self,
        actor: &Actor,
        number: i64,
        reason: &str,
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        require(actor, Act::EditInvoices, On::Association)?;
        let reason = reason.trim();
        if reason.is_empty() {
            let message = "Skriv varför fakturan krediteras. Skälet står på kreditfakturan.";
            return Err(Refusal::at("faktura-kredit-skal", "skal", message).into());
        }
        let mut tx = self.db().write().await?;
        let loaded = self.load_invoicing(&mut tx).await?;
        let invoice = loaded.find(number)?.clone();
        if invoice.credits.is_some() || loaded.listed(&invoice).credited_by.is_some() {
            let message = format!("Faktura {number} är redan krediterad, eller är själv en kreditfaktura.");
            return Err(Refusal::new("faktura-krediterad", message).into());
        }
        let issued = now.date_naive();
        let next = store::invoice::next_number(&mut tx, loaded.association, issued.year()).await?;
        let note = Stored {
            number: next,
            issued,
            due: issued,
            ocr: Ocr::of(&next.to_string())?.digits().to_owned(),
            credits: Some(number),
            sent: None,
            paid: None,
            ..invoice.clone()
        };
        let text = format!(
            "Kreditering av faktura {number}, medlemsbidrag {} del {}",
            invoice.year, invoice.instalment
        );
        let preceding = Preceding {
            number: number.to_string(),
            issued: Some(invoice.issued),
        };
        let xml = loaded.xml(&note, Some(preceding), (text, reason.to_owned()))?;
        store::invoice::add(&mut tx, loaded.association, &note, &xml).await?;
        let detail = serde_json::json!({ "credits": number, "reason": reason });
        record(
            &mut tx,
            actor,
            ("faktura.kreditera", &next.to_string()),
            detail,
            now,
        )
        .await?;
        tx.commit().await?;
        Ok(next)
    }
}

fn undecided(year: i32) -> Refusal {
    let message =
        format!("Bidragen för {year} är inte beslutade. Registrera beslutet under Medlemsbidrag först.");
    Refusal::new("faktura-utan-beslut", message)
}

impl Loaded {
    /// Nothing is invoiced twice.
    fn not_made(&self, year: i32, instalment: u8) -> Result<(), Refusal> {
        let same = |i: &Stored| i.year == year && i.instalment == instalment && i.credits.is_none();
        if !self.invoices.iter().any(same) {
            return Ok(());
        }
        let message = format!("Del {instalment} för {year} är redan fakturerad.");
        Err(Refusal::new("faktura-finns", message))
    }

    fn find(&self, number: i64) -> Outcome<&Stored> {
        let found = self.invoices.iter().find(|invoice| invoice.number == number);
        found.ok_or(Failure::NotFound)
    }

    fn listed(&self, invoice: &Stored) -> Listed {
        let member = self.members.iter().find(|m| m.code == invoice.member);
        let credit = self.invoices.iter().find(|i| i.credits == Some(invoice.number));
        Listed {
            invoice: invoice.clone(),
            member: member.map_or_else(|| invoice.member.clone(), |m| m.name.clone()),
            credited_by: credit.map(|credit| credit.number),
        }
    }

    /// The file of an invoice, its rules checked.
    fn xml(
        &self,
        invoice: &Stored,
        credits: Option<Preceding>,
        (text, note): (String, String),
    ) -> Outcome<String> {
        let name = self
            .members
            .iter()
            .find(|m| m.code == invoice.member)
            .map_or("", |m| m.name.as_str());
        let billing = self
            .billing
            .iter()
            .find(|b| b.member == invoice.member)
            .ok_or_else(|| {
                let message =
                    format!("Fakturauppgifter saknas för {name}. Fyll i dem under Fakturauppgifter.");
                Refusal::at("faktura-uppgifter", &invoice.member, message)
            })?;
        let (seller, own) = (
            &self.seller,
            OrgNumber::parse("orgnummer", &self.about.org_number)?,
        );
        if seller.street.is_empty() || seller.giro.is_empty() {
            let message = "Förbundets adress och bankgiro saknas. Fyll i dem under Fakturauppgifter.";
            return Err(Refusal::new("faktura-avsandare", message).into());
        }
        let address = (
            seller.street.as_str(),
            seller.post_code.as_str(),
            seller.city.as_str(),
        );
        let mut sender = swedish(&self.about.name, &own, address);
        sender.contact.clone_from(&seller.contact);
        let buyer = OrgNumber::parse("orgnr", &billing.org_number)?;
        let draft = Draft {
            number: invoice.number.to_string(),
            issued: invoice.issued,
            due: invoice.due,
            credits,
            buyer_reference: billing.reference.clone(),
            note,
            period: None,
            seller: sender,
            buyer: swedish(name, &buyer, (&billing.street, &billing.post_code, &billing.city)),
            giro: giro(&seller.giro)?,
            ocr: Ocr::parse("ocr", &invoice.ocr, domain::giro::OcrLevel::CheckDigitAndLength)?,
            lines: vec![(text, invoice.amount)],
        };
        einvoice::write(&draft.invoice()).map_err(|faults| {
            let refusal = |fault: Fault| Refusal::at("faktura-regel", name, format!("{name}: {fault}"));
            Failure::Refused(faults.into_iter().map(refusal).collect())
        })
    }
}

/// A bankgiro number, or "pg" and a plusgiro number.
pub(crate) fn giro(text: &str) -> Result<Giro, Refusal> {
    let lower = text.trim().to_lowercase();
    match lower.strip_prefix("pg") {
        Some(rest) => Plusgiro::parse("giro", rest.trim_start_matches(':')).map(Giro::Plusgiro),
        None => Bankgiro::parse("giro", text).map(Giro::Bankgiro),
    }
}

fn day(place: &str, text: &str, (first, last): (NaiveDate, NaiveDate)) -> Result<Option<NaiveDate>, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|day| (first..=last).contains(day));
    day.map(Some).ok_or_else(|| {
        let message =
            format!("”{text}” är ingen dag mellan fakturans dag {first} och idag. Skriv ÅÅÅÅ-MM-DD.");
        Refusal::at("faktura-dag", place, message)
    })
}
