//! The annual report: composed from the year's figures, written together, published once.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use domain::{
    annual_report::{self, Sources},
    check,
    document::{Block, Document, Status, Table},
    figure::FigureKey,
    finding::{Finding, Severity},
    goal,
    quarter::Quarter,
    refusal::{Problem, Refusal},
};
use reports::HtmlOptions;
use sha2::{Digest, Sha256};
use store::{AssociationId, Tx, report::Snapshot};
use tokio::sync::Semaphore;

use crate::{
    Actor, App, Failure, Outcome,
    checks::Found,
    hex, record,
    rights::{Act, On, require},
};

/// The report's kind in the database.
const ANNUAL: &str = "arsredovisning";

/// Typst is given one report at a time: two at once would take twice the memory and no less time on
/// the small machines this runs on.
static TYPESETTERS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(1));

/// A text section as an editor needs it.
#[derive(Clone, Debug)]
pub struct Section {
    /// What it is.
    pub spec: annual_report::Section,
    /// The text as it stands; empty when not begun.
    pub markdown: String,
    /// Its version, 0 when not begun: sent back when saving.
    pub version: i64,
    /// When it was last saved, and by whom (public id).
    pub edited: Option<(DateTime<Utc>, String)>,
}

/// A draft with what stands in its way.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The report.
    pub document: Document,
    /// What is wrong in the texts.
    pub problems: Vec<Problem>,
    /// Where the draft contradicts itself: one figure with two values, a total that is not its rows'.
    pub findings: Vec<Finding>,
}

impl App {
    /// The year's annual report as it would be now.
    ///
    /// # Errors
    /// Not found for those who may not read reports; a refusal when the database is empty.
    pub async fn annual_report(&self, actor: &Actor, year: i32, now: DateTime<Utc>) -> Outcome<Draft> {
        require(actor, Act::ReadReport, On::Association)?;
        self.composed(actor, year, Status::Draft, now).await
    }

    async fn composed(&self, actor: &Actor, year: i32, status: Status, now: DateTime<Utc>) -> Outcome<Draft> {
        let computed = self.year(actor, year).await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let texts = texts(&mut tx, association, year).await?;
        let (document, problems) = annual_report::compose(&Sources {
            facts: &computed.facts,
            figures: &computed.figures,
            goals: &goal::results(&computed.facts, &computed.figures),
            texts: &texts,
            status: &status,
            date: &now.date_naive().to_string(),
        });
        let findings = check::document(&document);
        Ok(Draft {
            document,
            problems,
            findings,
        })
    }

    /// Every text section of the year's report, in the order of printing.
    ///
    /// # Errors
    /// Not found for those who may not read reports.
    pub async fn sections(&self, actor: &Actor, year: i32) -> Outcome<Vec<Section>> {
        require(actor, Act::ReadReport, On::Association)?;
        let facts = self.facts().await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let stored = match store::report::find(&mut tx, association, ANNUAL, year).await? {
            Some(report) => store::report::sections(&mut tx, &report).await?,
            None => Vec::new(),
        };
        let quarterly = from_fourth_quarter(&mut tx, association, year).await?;
        let section = |spec: annual_report::Section| {
            let text = stored.iter().find(|s| s.key == spec.id);
            let own = text
                .map(|s| s.markdown.clone())
                .filter(|text| !text.trim().is_empty());
            let proposed = || {
                quarterly
                    .iter()
                    .find(|(id, _)| *id == spec.id)
                    .map(|(_, text)| text.clone())
            };
            Section {
                markdown: own.or_else(proposed).unwrap_or_default(),
                version: text.map_or(0, |s| s.version),
                edited: text.map(|s| (s.edited_at, s.edited_by.clone())),
                spec,
            }
        };
        Ok(annual_report::sections(&facts).into_iter().map(section).collect())
    }

    /// Saves a text, unless somebody else saved a newer one since `seen`; answers with its version.
    ///
    /// # Errors
    /// Not found for those who may not write, or an unknown section; a conflict with the other text.
    pub async fn save_section(
        &self,
        actor: &Actor,
        year: i32,
        text: &Edited<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        require(actor, Act::EditReport, On::Association)?;
        let known = self.sections(actor, year).await?;
        let current = known
            .into_iter()
            .find(|s| s.spec.id == text.section)
            .ok_or(Failure::NotFound)?;
        if text.markdown.len() > MAX_TEXT {
            let message = format!(
                "Texten är längre än {MAX_TEXT} tecken. Korta den eller dela upp den på flera avsnitt."
            );
            return Err(Refusal::at("text-lang", "text", message).into());
        }
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let report = begun(&mut tx, association, year).await?;
        let edit = store::report::Edit {
            key: text.section,
            markdown: text.markdown,
            seen: text.seen,
            at: now,
            by: &actor.id,
        };
        let version = match store::report::save_section(&mut tx, &report, edit).await {
            Ok(version) => version,
            Err(store::Error::Conflict { current: version }) => {
                return Err(Failure::Conflict {
                    theirs: current.markdown,
                    version,
                });
            }
            Err(other) => return Err(other.into()),
        };
        let detail = serde_json::json!({ "year": year, "version": version });
        record(&mut tx, actor, ("rapport.avsnitt", text.section), detail, now).await?;
        tx.commit().await?;
        Ok(version)
    }

    /// Publishes the report: locks the PDF with its hash. Refused while anything must be fixed.
    ///
    /// # Errors
    /// Not found for those who may not publish; refusals that name what must be fixed.
    pub async fn publish_report(&self, actor: &Actor, year: i32, now: DateTime<Utc>) -> Outcome<Snapshot> {
        require(actor, Act::PublishReport, On::Association)?;
        let found = self.found(actor, year, None).await?;
        let draft = self.composed(actor, year, Status::Draft, now).await?;
        let obstacles = obstacles(&found, &draft);
        if !obstacles.is_empty() {
            return Err(Failure::Refused(obstacles));
        }
        let hash = hex(&Sha256::digest(html(&draft.document)?.as_bytes()));
        let published = self
            .composed(actor, year, Status::Published { hash }, now)
            .await?;
        let bytes = pdf(published.document).await?;
        let sha256 = hex(&Sha256::digest(&bytes));
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let report = begun(&mut tx, association, year).await?;
        let number = store::report::publish(&mut tx, &report, &sha256, &bytes, now, &actor.id).await?;
        let detail = serde_json::json!({ "number": number, "sha256": sha256 });
        record(
            &mut tx,
            actor,
            ("rapport.publicera", &format!("årsredovisning {year}")),
            detail,
            now,
        )
        .await?;
        tx.commit().await?;
        Ok(Snapshot {
            number,
            sha256,
            published_at: now,
            published_by: actor.id.clone(),
        })
    }

    /// What was published of the year's report, oldest first.
    ///
    /// # Errors
    /// Not found for those who may not read reports.
    pub async fn published_reports(&self, actor: &Actor, year: i32) -> Outcome<Vec<Snapshot>> {
        require(actor, Act::ReadReport, On::Association)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        match store::report::find(&mut tx, association, ANNUAL, year).await? {
            Some(report) => Ok(store::report::snapshots(&mut tx, &report).await?),
            None => Ok(Vec::new()),
        }
    }

    /// The locked PDF of one publication.
    ///
    /// # Errors
    /// Not found when there is none of that number.
    pub async fn published_pdf(&self, actor: &Actor, year: i32, number: i64) -> Outcome<Vec<u8>> {
        require(actor, Act::ReadReport, On::Association)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let report = store::report::find(&mut tx, association, ANNUAL, year)
            .await?
            .ok_or(Failure::NotFound)?;
        store::report::snapshot_bytes(&mut tx, &report, number)
            .await?
            .ok_or(Failure::NotFound)
    }
}

/// The longest text of a section, in bytes: about sixty pages.
pub const MAX_TEXT: usize = 200_000;

/// A text somebody wants to save.
#[derive(Clone, Copy, Debug)]
pub struct Edited<'a> {
    /// The section's id.
    pub section: &'a str,
    /// Its text.
    pub markdown: &'a str,
    /// The version the writer saw.
    pub seen: i64,
}

/// A document as one accessible web page.
///
/// # Errors
/// A fault when the document breaks a rule of form.
pub fn html(document: &Document) -> Outcome<String> {
    reports::html(
        document,
        &HtmlOptions {
            trace: None,
            standalone: true,
        },
    )
    .map_err(Failure::fault)
}

/// A document as a part of a page; every figure leads where `trace` says.
///
/// # Errors
/// As [`html`].
pub fn html_part(document: &Document, trace: &dyn Fn(&FigureKey) -> String) -> Outcome<String> {
    reports::html(
        document,
        &HtmlOptions {
            trace: Some(trace),
            standalone: false,
        },
    )
    .map_err(Failure::fault)
}

/// A document as a folder: the page, and every table as CSV.
///
/// # Errors
/// As [`html`].
pub fn html_folder(document: &Document) -> Outcome<Vec<(String, Vec<u8>)>> {
    reports::html_folder(document).map_err(Failure::fault)
}

/// Every table of a document in one workbook.
///
/// # Errors
/// As [`html`].
pub fn xlsx(document: &Document) -> Outcome<Vec<u8>> {
    reports::xlsx(document).map_err(Failure::fault)
}

/// One table as a workbook.
///
/// # Errors
/// A fault when it cannot be written.
pub fn table_xlsx(association: &str, date: &str, table: Table) -> Outcome<Vec<u8>> {
    let title = match table.caption.trim() {
        "" => table.id.clone(),
        caption => caption.to_owned(),
    };
    reports::xlsx(&Document {
        title,
        association: association.to_owned(),
        org_number: String::new(),
        date: date.to_owned(),
        status: Status::Draft,
        data_notice: None,
        key_figures: Vec::new(),
        blocks: vec![Block::Table(table)],
    })
    .map_err(Failure::fault)
}

/// A document as PDF, one at a time.
///
/// # Errors
/// A fault when it cannot be typeset.
pub async fn pdf(document: Document) -> Outcome<Vec<u8>> {
    let _turn = TYPESETTERS.acquire().await.map_err(Failure::fault)?;
    let typeset = tokio::task::spawn_blocking(move || reports::pdf(&document));
    typeset.await.map_err(Failure::fault)?.map_err(Failure::fault)
}

/// The report's own texts; an annex that has none takes what the insats confirmed for the fourth
/// quarter.
async fn texts(tx: &mut Tx, association: AssociationId, year: i32) -> Outcome<Vec<(String, String)>> {
    let mut texts: Vec<(String, String)> = match store::report::find(tx, association, ANNUAL, year).await? {
        Some(report) => {
            let sections = store::report::sections(tx, &report).await?;
            sections.into_iter().map(|s| (s.key, s.markdown)).collect()
        }
        None => Vec::new(),
    };
    texts.retain(|(_, text)| !text.trim().is_empty());
    for (id, text) in from_fourth_quarter(tx, association, year).await? {
        if !texts.iter().any(|(own, _)| *own == id) {
            texts.push((id, text));
        }
    }
    Ok(texts)
}

/// What insatser confirmed for the fourth quarter, by the annex's section.
async fn from_fourth_quarter(
    tx: &mut Tx,
    association: AssociationId,
    year: i32,
) -> Outcome<Vec<(String, String)>> {
    let Some(quarter) = Quarter::new(year, 4) else {
        return Ok(Vec::new());
    };
    let texts = store::quarter::texts_of(tx, association, quarter).await?;
    let section = |(slug, key, text): (String, String, String)| (annual_report::annex_id(&slug, &key), text);
    Ok(texts
        .into_iter()
        .map(section)
        .filter(|(_, text)| !text.trim().is_empty())
        .collect())
}

/// The year's report, begun now if it was not.
async fn begun(tx: &mut Tx, association: AssociationId, year: i32) -> Outcome<store::report::Report> {
    if let Some(report) = store::report::find(tx, association, ANNUAL, year).await? {
        return Ok(report);
    }
    let id = uuid::Uuid::now_v7().to_string();
    Ok(store::report::create(tx, association, &id, ANNUAL, year).await?)
}

/// What must be fixed before a report is published: findings in the data and in the draft itself, and
/// wrong references in its texts.
fn obstacles(found: &[Found], draft: &Draft) -> Vec<Refusal> {
    let findings = found.iter().map(|f| &f.finding).chain(&draft.findings);
    let must_fix = findings.filter(|f| f.severity == Severity::MustFix);
    let findings = must_fix.map(|f| Refusal::at("maste-rattas", f.place.to_string(), f.message.clone()));
    let wrong_texts = draft.problems.iter().filter(|p| p.code.starts_with("text-"));
    let texts =
        wrong_texts.map(|p| Refusal::at(p.code, format!("{}, rad {}", p.file, p.line), p.message.clone()));
    findings.chain(texts).collect()
}

#[cfg(test)]
mod tests {
    use domain::finding::{Finding, Place};

    use super::*;

    #[test]
    fn a_draft_that_contradicts_itself_is_not_published() {
        let finding = |severity| Finding {
            check: "samma-varde",
            severity,
            place: Place {
                table: "Tabell 1".into(),
                row: "Summa".into(),
                column: "Totalt".into(),
            },
            expected: None,
            found: "265".into(),
            message: "Här står 265.".into(),
        };
        let draft = Draft {
            document: Document {
                title: String::new(),
                association: String::new(),
                org_number: String::new(),
                date: String::new(),
                status: Status::Draft,
                data_notice: None,
                key_figures: Vec::new(),
                blocks: Vec::new(),
            },
            problems: Vec::new(),
            findings: vec![finding(Severity::MustFix), finding(Severity::ShouldFix)],
        };
        let stops = obstacles(&[], &draft);
        assert_eq!(stops.len(), 1, "{stops:?}");
        assert_eq!(stops[0].code, "maste-rattas");
        assert!(stops[0].place.contains("Tabell 1"), "{stops:?}");
    }
}
