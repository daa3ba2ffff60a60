//! Statistics of a selection: counted, controlled against what left before, remembered, handed out.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{
    disclosure::Memory,
    document::{Block, Document, Status, Table},
    refusal::Refusal,
    statistics::{self, Kind, Part, Selection, Sources, Statistics, finsam::Details},
    years::YEARS,
};

use crate::{
    Actor, App, Failure, Outcome, Year, record,
    rights::{Act, On, require},
    year::{own_insatser, own_teams},
};

/// A report as its reader sees it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The report.
    pub report: Statistics,
    /// The reader answers for the insats, or is of the team, and sees its counts as they are.
    pub own: bool,
}

impl App {
    /// The report of a selection. Others than the insats's or team's own people get it controlled; what leaves
    /// beyond the year's published tables is remembered, so that no later table reveals what this one
    /// withholds.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal for a selection that cannot be.
    pub async fn statistics(
        &self,
        actor: &Actor,
        selection: &Selection,
        now: DateTime<Utc>,
    ) -> Outcome<Shown> {
        require(actor, Act::ReadFigures, On::Association)?;
        if selection.kind.is_money() {
            require(actor, Act::ReadEconomy, On::Association)?;
        }
        let own = is_own(actor, selection);
        let year = self
            .year(
                actor,
                selection.period.to.year().clamp(*YEARS.start(), *YEARS.end()),
            )
            .await?;
        let refusals = selection.refusals(&year.facts);
        if !refusals.is_empty() {
            return Err(Failure::Refused(refusals));
        }
        let policy = self.policy().await?;
        let work = Work {
            year,
            details: self.details().await?,
            selection: selection.clone(),
            policy: (!own).then_some(policy),
        };
        let memory = if own {
            Vec::new()
        } else {
            self.memory(selection.kind).await?
        };
        let (work, report) = work.done(memory.clone()).await?;
        if own || news(&report.memory, &memory).is_empty() {
            return Ok(Shown { report, own });
        }
        let report = self.remember(work, now).await?;
        Ok(Shown { report, own })
    }

    /// Decides again where nobody else can decide meanwhile, and remembers what leaves.
    async fn remember(&self, work: Work, now: DateTime<Utc>) -> Outcome<Statistics> {
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::disclosure::alone(&mut tx).await?;
        let wanted = statistics::measures(work.selection.kind);
        let memory = store::disclosure::memory(&mut tx, association, &wanted).await?;
        let (_, report) = work.done(memory.clone()).await?;
        store::disclosure::remember(&mut tx, association, &news(&report.memory, &memory), now).await?;
        tx.commit().await?;
        Ok(report)
    }

    async fn memory(&self, kind: Kind) -> Outcome<Vec<Memory>> {
        let wanted = statistics::measures(kind);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        Ok(store::disclosure::memory(&mut tx, association, &wanted).await?)
    }

    async fn details(&self) -> Outcome<Vec<Details>> {
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        Ok(store::insats_detail::load(&mut tx, association).await?)
    }

    /// What every insats is, in the words that the national follow-up asks for.
    ///
    /// # Errors
    /// Not found for somebody without a role.
    pub async fn insats_details(&self, actor: &Actor) -> Outcome<Vec<Details>> {
        require(actor, Act::ReadFigures, On::Association)?;
        self.details().await
    }

    /// Saves what an insats is.
    ///
    /// # Errors
    /// Not found for those who may not, or an unknown insats; a refusal for days or texts that cannot be.
    pub async fn describe_insats(&self, actor: &Actor, details: &Details, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditSettings, On::Association)?;
        if self.facts().await?.insats(&details.insats).is_none() {
            return Err(Failure::NotFound);
        }
        let mut refusals = Vec::new();
        if details.from.zip(details.to).is_some_and(|(from, to)| to < from) {
            let message = "Insatsen slutar innan den börjar. Ändra start eller slut.";
            refusals.push(Refusal::at("insats-dagar", "slut", message));
        }
        for (place, text) in [
            ("inriktning", &details.direction),
            ("preciserad", &details.precisely),
            ("malgrupp", &details.target_group),
        ] {
            if text.chars().count() > 300 {
                refusals.push(Refusal::at(
                    "insats-text",
                    place,
                    "Texten är längre än 300 tecken. Korta den.",
                ));
            }
        }
        if !refusals.is_empty() {
            return Err(Failure::Refused(refusals));
        }
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::insats_detail::save(&mut tx, association, details).await?;
        let detail = serde_json::json!({ "esf": details.esf });
        record(&mut tx, actor, ("insats.beskriv", &details.insats), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// The rows that *Uppföljning Finsam* takes.
    ///
    /// # Errors
    /// Not found for those who may not read the economy.
    pub async fn finsam(&self, actor: &Actor, year: i32) -> Outcome<Table> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let (computed, details) = (self.year(actor, year).await?, self.details().await?);
        Ok(statistics::finsam::rows(
            &sources(&computed, &details, None, &[]),
            year,
        ))
    }

    /// The SUS-style insatsrapport of a year.
    ///
    /// # Errors
    /// Not found for somebody without a role.
    pub async fn insats_report(&self, actor: &Actor, year: i32) -> Outcome<Table> {
        require(actor, Act::ReadFigures, On::Association)?;
        let (computed, details) = (self.year(actor, year).await?, self.details().await?);
        let selection = Selection::of_year(Kind::Insatser, year);
        Ok(statistics::insats_report(
            &sources(&computed, &details, None, &[]),
            &selection,
        ))
    }

    /// Tables as a workbook.
    ///
    /// # Errors
    /// As [`App::year`]; a fault when it cannot be written.
    pub async fn workbook(
        &self,
        actor: &Actor,
        title: &str,
        parts: &[Part],
        day: NaiveDate,
    ) -> Outcome<Vec<u8>> {
        require(actor, Act::ReadFigures, On::Association)?;
        let facts = self.facts().await?;
        let heading = Block::Heading {
            level: 1,
            number: None,
            text: title.to_owned(),
            id: "statistik".into(),
        };
        let block = |part: &Part| match part {
            Part::Drawn(diagram) => Block::Table(diagram.table.clone()),
            Part::Plain(table) => Block::Table(table.clone()),
        };
        let mut blocks = vec![heading];
        for part in parts {
            let sub = Block::Heading {
                level: 2,
                number: None,
                text: part.table().caption.clone(),
                id: format!("rubrik-{}", part.table().id),
            };
            blocks.extend([sub, block(part)]);
        }
        let document = Document {
            title: title.to_owned(),
            association: facts.association.name.clone(),
            org_number: facts.association.org_number.clone(),
            date: day.to_string(),
            status: Status::Draft,
            data_notice: facts
                .association
                .constructed
                .then(|| "Exempeldata: deltagandena är konstruerade.".to_owned()),
            key_figures: Vec::new(),
            blocks,
        };
        reports::xlsx(&document).map_err(Failure::fault)
    }
}

/// A table as CSV for a Swedish spreadsheet.
pub fn csv(table: &Table) -> String {
    reports::csv(table)
}

/// Whether all that is selected is of an insats or a team of the actor's own.
fn is_own(actor: &Actor, selection: &Selection) -> bool {
    let among = |one: &Option<String>, own: Vec<String>| one.as_ref().is_some_and(|slug| own.contains(slug));
    if selection.kind == Kind::Referrals {
        return among(&selection.team, own_teams(actor));
    }
    among(&selection.insats, own_insatser(actor)) && selection.compare != statistics::Compare::Insatser
}

/// What is asked, with all it is made from.
struct Work {
    year: std::sync::Arc<Year>,
    details: Vec<Details>,
    selection: Selection,
    policy: Option<domain::disclosure::Policy>,
}

impl Work {
    /// The report, made where it does not hold up others.
    async fn done(self, memory: Vec<Memory>) -> Outcome<(Work, Statistics)> {
        let made = tokio::task::spawn_blocking(move || {
            let report = statistics::report(
                &sources(&self.year, &self.details, self.policy, &memory),
                &self.selection,
            );
            (self, report)
        });
        made.await.map_err(Failure::fault)
    }
}

fn sources<'a>(
    year: &'a Year,
    details: &'a [Details],
    policy: Option<domain::disclosure::Policy>,
    memory: &'a [Memory],
) -> Sources<'a> {
    Sources {
        facts: &year.facts,
        figures: &year.figures,
        details,
        policy,
        memory,
    }
}

/// What is not remembered yet, or not as it now leaves.
fn news(leaving: &[Memory], known: &[Memory]) -> Vec<Memory> {
    let known: std::collections::HashMap<_, _> =
        known.iter().map(|entry| (&entry.key, entry.value)).collect();
    let is_new = |entry: &&Memory| match known.get(&entry.key) {
        None => true,
        Some(value) => entry.value.is_some() && *value != entry.value,
    };
    leaving.iter().filter(is_new).cloned().collect()
}
