//! Reports: composed from the year's figures, written together, published once.

mod form;
mod texts;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    check,
    document::{Document, Status},
    facts::Facts,
    figures::Figures,
    finding::{Finding, Severity},
    goal, operations_plan,
    plan::Plan,
    refusal::{Problem, Refusal},
    report::{self, Kind, Sources},
};
use sha2::{Digest, Sha256};
use store::Tx;
pub use store::report::Snapshot;

use crate::{
    Actor, App, Failure, Outcome, Year,
    checks::Found,
    hex, record,
    rights::{Act, On, require},
};
pub use form::{html, html_folder, html_part, pdf, table_xlsx, xlsx};

/// Which report: a kind and the year it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Which {
    /// What it is.
    pub kind: Kind,
    /// Its year.
    pub year: i32,
}

impl Which {
    /// The annual report of a year.
    pub const fn annual(year: i32) -> Which {
        let kind = Kind::AnnualReport;
        Which { kind, year }
    }

    /// The operations plan for a year.
    pub const fn plan(year: i32) -> Which {
        let kind = Kind::OperationsPlan;
        Which { kind, year }
    }

    /// "Årsredovisning 2022".
    pub fn title(self) -> String {
        self.kind.title(self.year)
    }
}

/// A text section as an editor needs it.
#[derive(Clone, Debug)]
pub struct Section {
    /// What it is.
    pub spec: report::Section,
    /// The text as it stands, or what is proposed; empty when there is neither.
    pub markdown: String,
    /// Whether the text is only proposed: nobody saved one.
    pub proposed: bool,
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
    /// Why it is not published yet whatever it says: the budget it prints is only proposed.
    pub undecided: Option<Refusal>,
}

/// What a report's numbers come from; what is absent is the year's own.
pub(crate) struct Material {
    year: Arc<Year>,
    plan: Option<Plan>,
    facts: Option<Facts>,
    figures: Option<Figures>,
}

impl Material {
    pub(crate) fn facts(&self) -> &Facts {
        self.facts.as_ref().unwrap_or(&self.year.facts)
    }

    pub(crate) fn figures(&self) -> &Figures {
        self.figures.as_ref().unwrap_or(&self.year.figures)
    }
}

impl App {
    /// The report as it would be now.
    ///
    /// # Errors
    /// Not found for those who may not read reports; a refusal when the database is empty.
    pub async fn report(&self, actor: &Actor, which: Which, now: DateTime<Utc>) -> Outcome<Draft> {
        require(actor, Act::ReadReport, On::Association)?;
        self.composed(actor, which, Status::Draft, now).await
    }

    async fn composed(
        &self,
        actor: &Actor,
        which: Which,
        status: Status,
        now: DateTime<Utc>,
    ) -> Outcome<Draft> {
        let date = now.date_naive();
        let material = self.material(actor, which, date).await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let (texts, carried) = texts::printed(&mut tx, association, which).await?;
        let (facts, figures) = (material.facts(), material.figures());
        let (document, mut problems) = which.kind.compose(&Sources {
            facts,
            figures,
            goals: &goal::results(facts, figures),
            texts: &texts,
            plan: material.plan.as_ref(),
            status: &status,
            date: &date.to_string(),
        });
        problems.extend(carried);
        problems.extend(reports::unprintable(&document).into_iter().map(unprintable));
        let findings = check::document(&document);
        Ok(Draft {
            document,
            problems,
            findings,
            undecided: material.plan.as_ref().and_then(operations_plan::undecided),
        })
    }

    /// What the report's numbers come from. A plan prints its own version's budgets, and how the last
    /// year that is over went.
    pub(crate) async fn material(&self, actor: &Actor, which: Which, date: NaiveDate) -> Outcome<Material> {
        let year = self.year(actor, which.year).await?;
        let mut material = Material {
            year,
            plan: None,
            facts: None,
            figures: None,
        };
        if which.kind == Kind::OperationsPlan {
            let last = operations_plan::outcome_year(which.year, date);
            let last = self.year(actor, last).await?;
            let facts = &material.year.facts;
            material.plan = operations_plan::chosen(&facts.plans, which.year).cloned();
            material.facts = material
                .plan
                .as_ref()
                .map(|plan| operations_plan::facts_of(plan, facts));
            let figures = &material.year.figures;
            let own = material.facts.as_ref().map(|facts| figures.planned_as(facts));
            let figures = own.as_ref().unwrap_or(figures).beside(&last.figures);
            material.figures = Some(figures);
        }
        Ok(material)
    }

    /// The years a kind of report can be written for, newest first.
    ///
    /// # Errors
    /// Not found for those who may not read figures.
    pub async fn report_years(&self, actor: &Actor, kind: Kind) -> Outcome<Vec<i32>> {
        match kind {
            Kind::AnnualReport => Ok(self.frame(actor).await?.years),
            Kind::OperationsPlan => {
                require(actor, Act::ReadFigures, On::Association)?;
                let facts = self.facts().await?;
                let mut years: Vec<i32> = facts.plans.iter().map(|plan| plan.first).collect();
                years.sort_unstable_by(|a, b| b.cmp(a));
                years.dedup();
                Ok(years)
            }
        }
    }

    /// Every text section of the report, in the order of printing.
    ///
    /// # Errors
    /// Not found for those who may not read reports.
    pub async fn sections(&self, actor: &Actor, which: Which) -> Outcome<Vec<Section>> {
        require(actor, Act::ReadReport, On::Association)?;
        let facts = self.facts().await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let stored = match store::report::find(&mut tx, association, which.kind.slug(), which.year).await? {
            Some(report) => store::report::sections(&mut tx, &report).await?,
            None => Vec::new(),
        };
        let proposed = texts::proposed(&mut tx, association, which).await?;
        let section = |spec: report::Section| {
            let text = stored.iter().find(|s| s.key == spec.id);
            let own = text
                .map(|s| s.markdown.clone())
                .filter(|text| !text.trim().is_empty());
            let other = proposed.iter().find(|(id, _)| *id == spec.id);
            Section {
                proposed: own.is_none() && other.is_some(),
                markdown: own
                    .or_else(|| other.map(|(_, text)| text.clone()))
                    .unwrap_or_default(),
                version: text.map_or(0, |s| s.version),
                edited: text.map(|s| (s.edited_at, s.edited_by.clone())),
                spec,
            }
        };
        Ok(which.kind.sections(&facts).into_iter().map(section).collect())
    }

    /// Saves a text, unless somebody else saved a newer one since `seen`; answers with its version.
    ///
    /// # Errors
    /// Not found for those who may not write, or an unknown section; a conflict with the other text.
    pub async fn save_section(
        &self,
        actor: &Actor,
        which: Which,
        text: &Edited<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        require(actor, Act::EditReport, On::Association)?;
        let known = self.sections(actor, which).await?;
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
        let report = begun(&mut tx, association, (which.kind.slug(), which.year)).await?;
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
        let detail = serde_json::json!({ "kind": which.kind.slug(), "year": which.year, "version": version });
        record(&mut tx, actor, ("rapport.avsnitt", text.section), detail, now).await?;
        tx.commit().await?;
        Ok(version)
    }

    /// Publishes the report: locks the PDF with its hash. Refused while anything must be fixed.
    ///
    /// # Errors
    /// Not found for those who may not publish; refusals that name what must be fixed.
    pub async fn publish_report(&self, actor: &Actor, which: Which, now: DateTime<Utc>) -> Outcome<Snapshot> {
        require(actor, Act::PublishReport, On::Association)?;
        let found = self.found(actor, which.year, None).await?;
        let draft = self.composed(actor, which, Status::Draft, now).await?;
        let obstacles = obstacles(&found, &draft);
        if !obstacles.is_empty() {
            return Err(Failure::Refused(obstacles));
        }
        let hash = fingerprint(&draft.document)?;
        let published = self
            .composed(actor, which, Status::Published { hash }, now)
            .await?;
        let place = (which.kind.slug(), which.year);
        let act = ("rapport.publicera", which.title().to_lowercase());
        self.lock(actor, place, act, published.document, now).await
    }

    /// Locks a report's PDF with its hash, under the next number of this kind and year.
    pub(crate) async fn lock(
        &self,
        actor: &Actor,
        (kind, year): (&str, i32),
        (act, object): (&str, String),
        document: Document,
        now: DateTime<Utc>,
    ) -> Outcome<Snapshot> {
        let bytes = pdf(document).await?;
        let sha256 = hex(&Sha256::digest(&bytes));
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let report = begun(&mut tx, association, (kind, year)).await?;
        let number = store::report::publish(&mut tx, &report, &sha256, &bytes, now, &actor.id).await?;
        let detail = serde_json::json!({ "number": number, "sha256": sha256 });
        record(&mut tx, actor, (act, &object), detail, now).await?;
        tx.commit().await?;
        Ok(Snapshot {
            number,
            sha256,
            published_at: now,
            published_by: actor.id.clone(),
        })
    }

    /// What was locked of this kind and year, oldest first.
    pub(crate) async fn locked(&self, (kind, year): (&str, i32)) -> Outcome<Vec<Snapshot>> {
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        match store::report::find(&mut tx, association, kind, year).await? {
            Some(report) => Ok(store::report::snapshots(&mut tx, &report).await?),
            None => Ok(Vec::new()),
        }
    }

    /// The locked PDF of this number.
    pub(crate) async fn locked_pdf(&self, (kind, year): (&str, i32), number: i64) -> Outcome<Vec<u8>> {
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let report = store::report::find(&mut tx, association, kind, year).await?;
        let report = report.ok_or(Failure::NotFound)?;
        let bytes = store::report::snapshot_bytes(&mut tx, &report, number).await?;
        bytes.ok_or(Failure::NotFound)
    }

    /// What was published of the report, oldest first.
    ///
    /// # Errors
    /// Not found for those who may not read reports.
    pub async fn published_reports(&self, actor: &Actor, which: Which) -> Outcome<Vec<Snapshot>> {
        require(actor, Act::ReadReport, On::Association)?;
        self.locked((which.kind.slug(), which.year)).await
    }

    /// The locked PDF of one publication.
    ///
    /// # Errors
    /// Not found when there is none of that number.
    pub async fn published_pdf(&self, actor: &Actor, which: Which, number: i64) -> Outcome<Vec<u8>> {
        require(actor, Act::ReadReport, On::Association)?;
        self.locked_pdf((which.kind.slug(), which.year), number).await
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

/// The hash of what a report says, which is printed in it when it is locked.
pub(crate) fn fingerprint(draft: &Document) -> Outcome<String> {
    Ok(hex(&Sha256::digest(html(draft)?.as_bytes())))
}

/// The report of this kind and year, begun now if it was not.
pub(crate) async fn begun(
    tx: &mut Tx,
    association: store::AssociationId,
    (kind, year): (&str, i32),
) -> Outcome<store::report::Report> {
    if let Some(report) = store::report::find(tx, association, kind, year).await? {
        return Ok(report);
    }
    let id = uuid::Uuid::now_v7().to_string();
    Ok(store::report::create(tx, association, &id, kind, year).await?)
}

/// The code of a character that the PDF cannot print. A draft has a square for it; a publication, which
/// is kept for ever, is to say what was meant.
const UNPRINTABLE: &str = "rapport-tecken";

fn unprintable(refusal: Refusal) -> Problem {
    Problem {
        file: refusal.place,
        line: 0,
        code: UNPRINTABLE,
        message: refusal.message,
    }
}

/// What must be fixed before a report is published: a budget that is only proposed, findings in the
/// data and in the draft itself, and wrong references in its texts.
fn obstacles(found: &[Found], draft: &Draft) -> Vec<Refusal> {
    let findings = found.iter().map(|f| &f.finding).chain(&draft.findings);
    let must_fix = findings.filter(|f| f.severity == Severity::MustFix);
    let findings = must_fix.map(|f| Refusal::at("maste-rattas", f.place.to_string(), f.message.clone()));
    let stops = |p: &&Problem| p.code.starts_with("text-") || p.code == UNPRINTABLE;
    let wrong_texts = draft.problems.iter().filter(stops);
    let texts = wrong_texts.map(|p| Refusal::at(p.code, p.place(), p.message.clone()));
    draft
        .undecided
        .iter()
        .cloned()
        .chain(findings)
        .chain(texts)
        .collect()
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
            undecided: None,
        };
        let stops = obstacles(&[], &draft);
        assert_eq!(stops.len(), 1, "{stops:?}");
        assert_eq!(stops[0].code, "maste-rattas");
        assert!(stops[0].place.contains("Tabell 1"), "{stops:?}");
    }
}
