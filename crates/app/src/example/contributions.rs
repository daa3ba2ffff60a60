//! The example's contributions: the populations behind the printed amounts, the hand-rounded amounts of
//! 2021, a decided 2023 with its first invoices, and an invoice that came. Addresses, references, bankgiro
//! and decision are constructed.

use chrono::{DateTime, Utc};
use domain::{
    contribution::{Basis, decide},
    facts::Contribution,
    giro::OrgNumber,
    money::Ore,
    population::Population,
    refusal::Refusal,
};
use einvoice::compose::{Draft, swedish};
use store::invoice::Billing;

use super::POPULATIONS;
use crate::{Actor, App, Failure, Outcome, import::Upload, invoice::Seller, record};

/// Member's code and organisation number.
const NUMBERS: [(&str, &str); 14] = [
    ("0885", "2120000795"),
    ("0862", "2120000738"),
    ("0860", "2120000712"),
    ("0821", "2120000688"),
    ("0880", "2120000746"),
    ("0861", "2120000720"),
    ("0840", "2120000704"),
    ("0881", "2120000753"),
    ("0882", "2120000761"),
    ("0834", "2120000696"),
    ("0884", "2120000787"),
    ("0883", "2120000779"),
    ("region", "2321000073"),
    ("staten", "2021005521"),
];

/// The year whose contributions are decided and invoiced.
const YEAR: i32 = 2023;

impl App {
    /// Populations, basis, decision, plan and first invoices.
    pub(super) async fn construct_contributions(&self, now: DateTime<Utc>) -> Outcome<()> {
        self.example_populations(now).await?;
        self.example_amounts(now).await?;
        let system = Actor::system();
        let decision = ("Styrelsen § 47/2022 (konstruerat)", "2022-11-25");
        self.decide_contributions(&system, YEAR, decision, now).await?;
        self.save_payment_plan(
            &system,
            YEAR,
            "2023-01-31\n2023-04-30\n2023-07-31\n2023-10-31",
            now,
        )
        .await?;
        self.example_addresses(now).await?;
        self.make_invoices(&system, (YEAR, 1), now).await?;
        let first = self.invoices(&system).await?;
        let today = now.date_naive().to_string();
        for (index, listed) in first.iter().rev().enumerate() {
            let paid = if index % 4 == 3 { "" } else { today.as_str() };
            self.mark_invoice(&system, listed.invoice.number, (&today, paid), now)
                .await?;
        }
        self.example_received(now).await
    }

    async fn example_populations(&self, now: DateTime<Utc>) -> Outcome<()> {
        for (name, bytes) in POPULATIONS {
            let (table, _) = Population::read_any(name, bytes, None);
            let Some(on) = table.date else { continue };
            let mut tx = self.db().write().await?;
            let association = self.association(&mut tx).await?;
            let members = store::member::load(&mut tx, association).await?;
            let rows = table.of_members(&members)?;
            let source = store::contribution::Source {
                on,
                table: table.table.clone(),
                extracted: now.date_naive(),
                stated: None,
            };
            store::contribution::save_populations(&mut tx, association, &source, &rows).await?;
            record(
                &mut tx,
                &Actor::system(),
                ("folkmängd.spara", &on.to_string()),
                serde_json::json!({}),
                now,
            )
            .await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// What was printed for 2021 is not the key's in four municipalities; they say why.
    async fn example_amounts(&self, now: DateTime<Utc>) -> Outcome<()> {
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let members = store::member::load(&mut tx, association).await?;
        let all = store::member::load_contributions(&mut tx, association).await?;
        let printed: Vec<&Contribution> = all.iter().filter(|c| c.year == 2021).collect();
        let total: Ore = printed.iter().map(|c| c.amount).sum();
        let on = chrono::NaiveDate::from_ymd_opt(2020, 9, 30).unwrap_or_default();
        let proposed = Basis::by_law(total, on)
            .propose(&members)
            .map_err(Failure::Refused)?;
        let mut others = Vec::new();
        for proposed in &proposed {
            let amount = printed
                .iter()
                .find(|c| c.member == proposed.member)
                .map(|c| c.amount);
            let made = decide(
                proposed,
                2021,
                amount.unwrap_or(proposed.amount),
                "avrundat för hand i den tryckta tabellen",
            )?;
            others.push(made);
        }
        others.retain(|made| made.override_reason.is_some());
        store::member::save_contributions(&mut tx, association, &others).await?;
        record(
            &mut tx,
            &Actor::system(),
            ("bidrag.avvikelse", "2021"),
            serde_json::json!({ "others": others.len() }),
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    async fn example_addresses(&self, now: DateTime<Utc>) -> Outcome<()> {
        let system = Actor::system();
        let seller = Seller {
            street: "Exempelgatan 1".into(),
            post_code: "111 11".into(),
            city: "Exempelstad".into(),
            giro: "5050-1055".into(),
            contact: "Kansliet".into(),
        };
        self.save_seller(&system, &seller, now).await?;
        let addresses = self.invoice_addresses(&system).await?;
        for (index, (member, _)) in addresses.members.iter().enumerate() {
            let Some((_, number)) = NUMBERS.iter().find(|(code, _)| member.code.starts_with(code)) else {
                continue;
            };
            let billing = Billing {
                member: member.code.clone(),
                org_number: (*number).into(),
                street: format!("Exempelvägen {}", index + 2),
                post_code: "111 11".into(),
                city: "Exempelstad".into(),
                reference: format!("EX{}", 1001 + index),
            };
            self.save_billing(&system, &billing, now).await?;
        }
        Ok(())
    }

    /// A constructed invoice from a constructed firm.
    async fn example_received(&self, now: DateTime<Utc>) -> Outcome<()> {
        let firm = OrgNumber::parse("", "559999-9991")?;
        let own = OrgNumber::parse("", "222000-1859")?;
        let today = now.date_naive();
        let draft = Draft {
            number: "4711".into(),
            issued: today,
            due: today + chrono::TimeDelta::days(30),
            credits: None,
            buyer_reference: "Kansliet".into(),
            note: "Konstruerad faktura".into(),
            period: None,
            seller: swedish(
                "Exempelkonferens AB (konstruerad)",
                &firm,
                ("Exempelgatan 9", "111 11", "Exempelstad"),
            ),
            buyer: swedish(
                "Samordningsförbundet i Kalmar län",
                &own,
                ("Exempelgatan 1", "111 11", "Exempelstad"),
            ),
            giro: crate::invoice::giro("5050-1055")?,
            ocr: domain::giro::Ocr::of("4711")?,
            lines: vec![("Lokalhyra, inspirationsdag".into(), Ore::kronor(8_500))],
        };
        let xml = einvoice::write(&draft.invoice()).map_err(|faults| {
            let first = faults.first().map(ToString::to_string).unwrap_or_default();
            Failure::from(Refusal::new("faktura-regel", first))
        })?;
        let file = Upload {
            name: "faktura-4711.xml".into(),
            bytes: xml.into_bytes(),
        };
        self.receive_invoice(&Actor::system(), &file, now).await?;
        Ok(())
    }
}
