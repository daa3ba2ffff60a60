//! The quarter's economic report and the interim report: one text each, tables that fill themselves.

use chrono::{DateTime, Utc};
use domain::{
    check,
    document::{Document, Status},
    finding::Finding,
    forecast::{
        interim, lock,
        report::{ReportSources, quarterly},
    },
    quarter::Quarter,
    refusal::{Problem, Refusal},
};
use store::{AssociationId, Tx, report::Snapshot};

use crate::{
    Actor, App, Failure, Outcome, record,
    report::{MAX_TEXT, begun, fingerprint},
    rights::{Act, On, may, require},
};

/// Which report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The economic report of a quarter.
    Quarter(Quarter),
    /// The interim report of a year.
    Interim(i32),
}

impl Kind {
    /// The year.
    pub const fn year(self) -> i32 {
        match self {
            Kind::Quarter(quarter) => quarter.year(),
            Kind::Interim(year) => year,
        }
    }

    /// Where it is locked among the reports: each quarter's by itself.
    fn locked_as(self) -> (String, i32) {
        let (name, _) = self.key();
        let kind = match self {
            Kind::Quarter(quarter) => format!("{name}-{}", quarter.number()),
            Kind::Interim(_) => name.to_owned(),
        };
        (kind, self.year())
    }

    /// Kind and key of its text among the reports.
    fn key(self) -> (&'static str, String) {
        match self {
            Kind::Quarter(quarter) => ("ekonomirapport", format!("kvartal-{}", quarter.number())),
            Kind::Interim(_) => ("delarsrapport", "text".to_owned()),
        }
    }
}

/// A report as it would be now, with its text.
#[derive(Clone, Debug)]
pub struct EconomicReport {
    /// The report.
    pub document: Document,
    /// The text.
    pub text: Written,
    /// What is wrong in it.
    pub problems: Vec<Problem>,
    /// Where the report contradicts itself.
    pub findings: Vec<Finding>,
    /// Whether this reader writes the text.
    pub may_edit: bool,
}

/// A report's text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Markdown; empty when not begun.
    pub markdown: String,
    /// Its version, 0 when not begun: sent back when saving.
    pub version: i64,
    /// When it was last saved, and by whom (public id).
    pub edited: Option<(DateTime<Utc>, String)>,
}

impl App {
    /// A quarter's economic report, or the year's interim report.
    ///
    /// # Errors
    /// Not found for those who may not read the economy, and for an interim report that is not made.
    pub async fn economic_report(
        &self,
        actor: &Actor,
        kind: Kind,
        now: DateTime<Utc>,
    ) -> Outcome<EconomicReport> {
        require(actor, Act::ReadEconomy, On::Association)?;
        self.composed_economic(actor, kind, &Status::Draft, now).await
    }

    async fn composed_economic(
        &self,
        actor: &Actor,
        kind: Kind,
        status: &Status,
        now: DateTime<Utc>,
    ) -> Outcome<EconomicReport> {
        let month = self.month_of(kind).await?;
        let followed = self.follow_up(actor, (kind.year(), Some(month))).await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let text = written(&mut tx, association, kind).await?;
        let sources = ReportSources {
            facts: &followed.year.facts,
            figures: &followed.year.figures,
            follow_up: &followed.follow_up,
            text: &text.markdown,
            status,
            date: &now.date_naive().to_string(),
        };
        let (document, problems) = match kind {
            Kind::Quarter(quarter) => quarterly(&sources, quarter),
            Kind::Interim(_) => interim::report(&sources),
        };
        Ok(EconomicReport {
            findings: check::document(&document),
            document,
            text,
            problems,
            may_edit: may(actor, Act::EditForecast, On::Association),
        })
    }

    /// Saves a report's text if nobody else did since the writer saw it; answers with its version.
    ///
    /// # Errors
    /// Not found for those who may not, or a report that is not made; a conflict with the other text; a
    /// refusal for a text that is too long or holds something like a personal identity number.
    pub async fn save_economic_text(
        &self,
        actor: &Actor,
        kind: Kind,
        (markdown, seen): (&str, i64),
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        require(actor, Act::EditForecast, On::Association)?;
        self.month_of(kind).await?;
        allowed(markdown)?;
        let (name, key) = kind.key();
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let report = begun(&mut tx, association, (name, kind.year())).await?;
        let edit = store::report::Edit {
            key: &key,
            markdown,
            seen,
            at: now,
            by: &actor.id,
        };
        let version = match store::report::save_section(&mut tx, &report, edit).await {
            Err(store::Error::Conflict { current }) => {
                let theirs = written(&mut tx, association, kind).await?.markdown;
                return Err(Failure::Conflict {
                    theirs,
                    version: current,
                });
            }
            saved => saved?,
        };
        let detail = serde_json::json!({ "ar": kind.year(), "del": key, "version": version });
        record(&mut tx, actor, ("prognos.text", name), detail, now).await?;
        tx.commit().await?;
        Ok(version)
    }

    /// Locks the report as it is handed to the board: its PDF with its hash. A later one, when something
    /// was corrected, gets the next number; what was locked stays.
    ///
    /// # Errors
    /// Not found for those who may not publish, and for an interim report that is not made; refusals when
    /// the period is not over, when the report contradicts itself, or when its text refers wrongly.
    pub async fn lock_economic_report(
        &self,
        actor: &Actor,
        kind: Kind,
        now: DateTime<Utc>,
    ) -> Outcome<Snapshot> {
        require(actor, Act::PublishReport, On::Association)?;
        let last = (kind.year(), self.month_of(kind).await?);
        let draft = self.composed_economic(actor, kind, &Status::Draft, now).await?;
        let obstacles = lock::obstacles(last, now.date_naive(), &draft.findings, &draft.problems);
        if !obstacles.is_empty() {
            return Err(Failure::Refused(obstacles));
        }
        let hash = fingerprint(&draft.document)?;
        let status = Status::Published { hash };
        let locked = self.composed_economic(actor, kind, &status, now).await?;
        let (name, year) = kind.locked_as();
        let act = ("prognos.las", locked.document.title.to_lowercase());
        self.lock(actor, (&name, year), act, locked.document, now).await
    }

    /// What was locked of the report, oldest first.
    ///
    /// # Errors
    /// Not found for those who may not read the economy.
    pub async fn locked_economic_reports(&self, actor: &Actor, kind: Kind) -> Outcome<Vec<Snapshot>> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let (name, year) = kind.locked_as();
        self.locked((&name, year)).await
    }

    /// The PDF that was locked under a number.
    ///
    /// # Errors
    /// Not found for those who may not read the economy, and when there is none.
    pub async fn locked_economic_pdf(&self, actor: &Actor, kind: Kind, number: i64) -> Outcome<Vec<u8>> {
        require(actor, Act::ReadEconomy, On::Association)?;
        let (name, year) = kind.locked_as();
        self.locked_pdf((&name, year), number).await
    }

    /// The last month of a report.
    async fn month_of(&self, kind: Kind) -> Outcome<u8> {
        match kind {
            Kind::Quarter(quarter) => Ok(quarter.number() * 3),
            Kind::Interim(_) => {
                let mut tx = self.db().read().await?;
                let association = self.association(&mut tx).await?;
                let month = super::interim_setting(&mut tx, association).await?;
                month.ok_or(Failure::NotFound)
            }
        }
    }
}

fn allowed(markdown: &str) -> Outcome<()> {
    if markdown.len() > MAX_TEXT {
        let message = "Texten är för lång. Korta den eller dela upp den.";
        return Err(Refusal::at("prognos-text", "text", message).into());
    }
    if domain::personnummer::is_in(markdown) {
        let message =
            "Texten innehåller något som liknar ett personnummer. Ta bort det; rapporten är offentlig.";
        return Err(Refusal::at("prognos-person", "text", message).into());
    }
    Ok(())
}

async fn written(tx: &mut Tx, association: AssociationId, kind: Kind) -> Outcome<Written> {
    let (name, key) = kind.key();
    let Some(report) = store::report::find(tx, association, name, kind.year()).await? else {
        return Ok(Written::default());
    };
    let sections = store::report::sections(tx, &report).await?;
    let found = sections.into_iter().find(|section| section.key == key);
    Ok(found.map_or_else(Written::default, |section| Written {
        markdown: section.markdown,
        version: section.version,
        edited: Some((section.edited_at, section.edited_by)),
    }))
}
