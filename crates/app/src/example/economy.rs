//! The example's follow-up, VAT claims and pots: constructed on top of the published sums.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    facts::BudgetGroup,
    forecast::{Choice, LineKey, Method, Rules},
    money::Ore,
    pot::{Application, Decided, Outcome as Ended, Pot},
    published::{Table, read_table},
    refusal::{Problem, Refusal},
    vat::Period,
};

use super::{BUDGET_RULES, POTS, YEAR};
use crate::{Actor, App, Outcome, record};

/// Claims for VAT, the day each was sent, and the payout of the books that settled it: the one of the
/// month after, as the example's ledger has it.
const CLAIMS: [(i32, u8, &str); 4] = [
    (2021, 10, "2022-01-18"),
    (2022, 1, "2022-04-19"),
    (2022, 4, "2022-07-19"),
    (2022, 7, "2022-10-18"),
];

impl App {
    /// Accounts of the budget's lines, a few choices of forecast, claims and pots.
    pub(super) async fn construct_economy(&self, now: DateTime<Utc>) -> Outcome<()> {
        self.example_forecast(now).await?;
        for (year, from, day) in CLAIMS {
            self.example_claim((year, from), day, now).await?;
        }
        self.example_pots(now).await
    }

    async fn example_forecast(&self, now: DateTime<Utc>) -> Outcome<()> {
        let system = Actor::system();
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        for (name, bytes) in BUDGET_RULES {
            let (rules, problems) = Rules::read(name, bytes);
            clean(problems)?;
            store::forecast::save_rules(&mut tx, association, &rules).await?;
        }
        let choice = |key: &str, month, method, amount: Option<i64>, reason: &str| Choice {
            key: LineKey::budget(BudgetGroup::Cost, key),
            year: YEAR,
            month,
            method,
            amount: amount.map(Ore::kronor),
            reason: reason.into(),
            at: now,
            by: system.id.clone(),
        };
        for choice in [
            choice(
                "Personal",
                6,
                Method::Entered,
                Some(2_200_000),
                "Exempel: tjänstledighet under våren sänker årets kostnad.",
            ),
            choice(
                "Personal",
                9,
                Method::Entered,
                Some(2_460_000),
                "Exempel: vikarie under hösten enligt avtal.",
            ),
            choice(
                "Konferenser",
                8,
                Method::Pace,
                None,
                "Exempel: kurserna fortsätter i samma takt under hösten.",
            ),
        ] {
            store::forecast::add_choice(&mut tx, association, &choice).await?;
        }
        let detail = serde_json::json!({});
        record(
            &mut tx,
            &system,
            ("prognos.koppling", "exemplets rader"),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    async fn example_claim(&self, at: (i32, u8), day: &str, now: DateTime<Utc>) -> Outcome<()> {
        let system = Actor::system();
        let facts = self.facts().await?;
        let booked = facts.ledger.year(at.0).is_some();
        let ended = Period::new(at.0, at.1, at.1 + 2).is_some_and(|p| p.last() < now.date_naive());
        if !booked || !ended {
            return Ok(());
        }
        self.submit_vat(&system, at, day, now).await?;
        let sent: NaiveDate = day.parse().unwrap_or_default();
        let year = self.vat(&system, (YEAR, None)).await?;
        let payout = year
            .payouts
            .iter()
            .filter(|entry| entry.date > sent)
            .min_by_key(|entry| entry.date);
        if let Some(payout) = payout {
            let voucher = crate::vat::way(&payout.key());
            self.pay_vat(&system, at, ("", "", &voucher), now).await?;
        }
        Ok(())
    }

    async fn example_pots(&self, now: DateTime<Utc>) -> Outcome<()> {
        let facts = self.facts().await?;
        let system = Actor::system();
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let (pots, applications) = (table("potter.csv")?, table("ansokningar.csv")?);
        for row in &pots.rows {
            let text = |column: &str| pots.text(row, column);
            let most = text("högst").parse().ok().map(Ore::kronor);
            let pot = Pot {
                public_id: key(text("pott"), text("år")),
                name: text("pott").to_owned(),
                year: text("år").parse().unwrap_or(YEAR),
                frame: Ore::kronor(text("ram").parse().unwrap_or(1)),
                most,
                decision: text("beslut").to_owned(),
                decided_on: text("dag").parse().unwrap_or_default(),
                delegate: text("delegat").to_owned(),
                purpose: text("ändamål").to_owned(),
                closed: false,
                constructed: true,
            };
            store::pot::save(&mut tx, association, &pot).await?;
        }
        for row in &applications.rows {
            let text = |column: &str| applications.text(row, column);
            if facts.insats(text("insats")).is_none() {
                continue;
            }
            let (pot, application) = application(&text, &system.id);
            let number = store::pot::apply(&mut tx, association, &pot, &application).await?;
            if application.outcome != Ended::Waiting {
                let at = (pot.as_str(), number);
                store::pot::end(&mut tx, association, at, &application.outcome).await?;
            }
            if let Some(meeting) = application.reported {
                store::pot::report(&mut tx, association, &pot, (meeting, &[number])).await?;
            }
        }
        let detail = serde_json::json!({ "potter": pots.rows.len(), "ansokningar": applications.rows.len() });
        record(&mut tx, &system, ("pott.ram", "exemplets potter"), detail, now).await?;
        Ok(tx.commit().await?)
    }
}

/// "potten-2022".
fn key(name: &str, year: &str) -> String {
    format!("{}-{year}", name.to_lowercase())
}

/// A row of constructed applications, with its pot.
fn application<'a>(text: &impl Fn(&str) -> &'a str, by: &str) -> (String, Application) {
    let day = |column: &str| text(column).parse::<NaiveDate>().ok();
    let amount = |column: &str| text(column).parse::<i64>().ok().map(Ore::kronor);
    let outcome = day("beslutad").map_or(Ended::Waiting, |on| {
        Ended::Decided(Decided {
            granted: amount("beviljat"),
            reason: text("skäl").to_owned(),
            on,
            by: by.to_owned(),
        })
    });
    let application = Application {
        number: 0,
        insats: text("insats").to_owned(),
        purpose: text("ändamål").to_owned(),
        amount: amount("sökt").unwrap_or(Ore::kronor(1)),
        applied_on: day("dag").unwrap_or_default(),
        applied_by: by.to_owned(),
        outcome,
        reported: day("anmäld"),
    };
    (key(text("pott"), text("år")), application)
}

fn table(name: &str) -> Outcome<Table> {
    let file = POTS.iter().find(|(known, _)| *known == name);
    let (table, problems) = read_table(name, file.map_or(&[][..], |(_, bytes)| bytes));
    clean(problems)?;
    Ok(table)
}

fn clean(problems: Vec<Problem>) -> Outcome<()> {
    match problems.into_iter().next() {
        Some(problem) => Err(Refusal::at(problem.code, problem.file, problem.message).into()),
        None => Ok(()),
    }
}
