//! The act of importing published tables.

use chrono::{DateTime, Utc};
use domain::{
    intake::{
        books::Object,
        changed,
        tables::{self, Intake, Known},
    },
    published::Layout,
};
use store::{AssociationId, Tx};

use super::{
    Count, ImportReport, Published, Upload, books, create_association, of_content, published, standing,
    too_large,
};
use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, require},
    sheet,
};

/// How the tables are named together in the report and the audit trail.
const TABLES: &str = "tabeller";

/// Name and number of the association and its projects, from bookkeeping that lies beside the tables.
#[derive(Default)]
struct Beside {
    file: String,
    name: String,
    number: String,
    projects: Vec<Object>,
}

impl App {
    /// Imports published tables (CSV, or XLSX with one sheet per table) as facts. Bookkeeping files
    /// among them only lend the association's name and their projects' codes. A dry run answers with
    /// the same report, refused or not, and changes nothing.
    ///
    /// # Errors
    /// Not found for somebody who may not; refusals with place, cause and next step when a table
    /// cannot be trusted. Then nothing was changed.
    pub async fn import_tables(
        &self,
        actor: &Actor,
        uploads: Vec<Upload>,
        dry_run: bool,
        now: DateTime<Utc>,
    ) -> Outcome<ImportReport> {
        require(actor, Act::ImportTables, On::Association)?;
        if let Some(refusal) = uploads
            .iter()
            .find_map(|u| too_large(u.base_name(), u.bytes.len()))
        {
            return Err(refusal.into());
        }
        let reading = tokio::task::spawn_blocking(move || (beside(&uploads), as_tables(uploads)));
        let (beside, files) = reading.await.map_err(Failure::fault)?;
        let files = files?;
        let mut tx = if dry_run {
            self.db.read().await?
        } else {
            self.db.write().await?
        };
        let before = standing(&mut tx).await?;
        let known = known(&mut tx, before.as_ref().map(|(id, _)| *id), &beside).await?;
        let (intake, problems) = tables::read(&files, &known);
        let refusals = tables::refusals(&problems);
        let published = touched(&mut tx, before.as_ref().map(|(id, _)| *id), &intake).await?;
        let report = ImportReport {
            file: TABLES.into(),
            dry_run,
            refused: !refusals.is_empty(),
            counts: intake
                .counts()
                .into_iter()
                .map(|(what, count)| Count { what, count })
                .collect(),
            problems,
            published,
            ..ImportReport::default()
        };
        if dry_run {
            return Ok(report);
        }
        if !refusals.is_empty() {
            return Err(Failure::Refused(refusals));
        }
        let association = match before {
            Some((id, _)) => id,
            None => create_association(&mut tx, &beside.name, &beside.number, &beside.file).await?,
        };
        save(&mut tx, association, &intake).await?;
        let counts = intake
            .counts()
            .into_iter()
            .map(|(what, count)| (what.to_owned(), count.into()));
        let detail = serde_json::Value::Object(counts.collect());
        record(&mut tx, actor, ("tabeller.importera", TABLES), detail, now).await?;
        tx.commit().await?;
        Ok(report)
    }
}

/// Workbooks become one table per sheet; everything else is left as it is.
fn as_tables(uploads: Vec<Upload>) -> Outcome<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::with_capacity(uploads.len());
    for upload in uploads {
        let name = upload.base_name().to_owned();
        if name.to_lowercase().ends_with(".xlsx") {
            files.extend(sheet::tables(&name, &upload.bytes)?);
        } else {
            files.push((name, upload.bytes));
        }
    }
    Ok(files)
}

fn beside(uploads: &[Upload]) -> Beside {
    let mut beside = Beside {
        file: TABLES.into(),
        ..Beside::default()
    };
    let ledgers = uploads
        .iter()
        .filter(|u| Layout::ledger_year(u.base_name()).is_some());
    for upload in ledgers {
        let (name, number, projects) = books::company(&upload.bytes);
        (beside.file, beside.name, beside.number) = (upload.base_name().to_owned(), name, number);
        let new = |o: &Object| beside.projects.iter().all(|known| known.code != o.code);
        let new: Vec<Object> = projects.into_iter().filter(new).collect();
        beside.projects.extend(new);
    }
    beside
}

async fn known(tx: &mut Tx, association: Option<AssociationId>, beside: &Beside) -> Outcome<Known> {
    let mut known = Known {
        projects: beside.projects.clone(),
        ..Known::default()
    };
    if let Some(id) = association {
        known.insatser = store::insats::load(tx, id).await?;
        known.members = store::member::load(tx, id).await?;
        for project in store::project::load(tx, id).await? {
            if known.projects.iter().all(|o| o.code != project.code) {
                known.projects.push(Object {
                    dimension: 6,
                    code: project.code,
                    name: project.name,
                });
            }
        }
    }
    Ok(known)
}

/// Published reports that print figures the tables change.
async fn touched(
    tx: &mut Tx,
    association: Option<AssociationId>,
    intake: &Intake,
) -> Outcome<Vec<Published>> {
    let Some(association) = association else {
        return Ok(Vec::new());
    };
    if !published::any(tx, association).await? {
        return Ok(Vec::new());
    }
    let standing = store::facts::load_facts(tx, association).await?;
    match changed::first_year(intake, &standing) {
        Some(year) => published::since(tx, association, year).await,
        None => Ok(Vec::new()),
    }
}

/// Saves what was read; a contradiction the database finds is told of the tables it came from.
async fn save(tx: &mut Tx, id: AssociationId, intake: &Intake) -> Outcome<()> {
    store::member::save(tx, id, &intake.members)
        .await
        .map_err(of_content("medlemsbidrag.csv, medlemmar"))?;
    store::member::save_contributions(tx, id, &intake.contributions)
        .await
        .map_err(of_content("medlemsbidrag.csv, bidrag"))?;
    store::insats::save(tx, id, &intake.insatser)
        .await
        .map_err(of_content("insatser.csv, insatser"))?;
    store::project::save(tx, id, &intake.projects)
        .await
        .map_err(of_content("insatskostnader, projekt"))?;
    store::project::save_requisitioned(tx, id, &intake.requisitioned)
        .await
        .map_err(of_content("insatskostnader, rekvirerade belopp"))?;
    store::economy::save_read(tx, id, &intake.plans())
        .await
        .map_err(of_content("budget.csv och insatsbudget.csv"))?;
    store::published::save(tx, id, &intake.published)
        .await
        .map_err(of_content("publicerade värden"))?;
    store::goal::save(tx, id, &intake.goals)
        .await
        .map_err(of_content("mal.csv, mål"))
}
