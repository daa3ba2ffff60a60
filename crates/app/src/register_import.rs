//! Importing an existing register: read, map, try, register. Each row goes through the same acts as a
//! form, so that a row is refused for the same reasons; importing the same file again changes nothing.

mod clash;
mod files;
mod plan;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use chrono::{DateTime, Utc};
use domain::{
    refusal::Refusal,
    register_import::{Fault, Mapping, Table, fields},
};
pub use files::{result_file, template};
use plan::{Step, Todo};
use sheets::Limits;

use crate::{
    Actor, App, Failure, Outcome,
    import::Upload,
    participation::Correction,
    record,
    rights::{Act, On, require},
};

/// What became, or would become, of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A new participation.
    New,
    /// It is there already and says the same.
    Unchanged,
    /// It is there already and differs.
    Changed(Vec<String>),
    /// It cannot be registered.
    Refused(Vec<Fault>),
}

/// A row with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The row's number in the file.
    pub line: usize,
    /// The insats's own reference; empty for an anonymous row.
    pub reference: String,
    /// What.
    pub what: What,
}

/// How many rows became, or would become, what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// New participations.
    pub new: usize,
    /// Corrected ones.
    pub changed: usize,
    /// Said the same.
    pub unchanged: usize,
    /// Rows that cannot be registered.
    pub refused: usize,
    /// What is wrong in those, together.
    pub faults: usize,
}

impl Sums {
    /// The sums of these rows.
    pub fn of(told: &[Told]) -> Sums {
        let mut sums = Sums::default();
        for row in told {
            match &row.what {
                What::New => sums.new += 1,
                What::Changed(_) => sums.changed += 1,
                What::Unchanged => sums.unchanged += 1,
                What::Refused(faults) => {
                    sums.refused += 1;
                    sums.faults += faults.len();
                }
            }
        }
        sums
    }

    /// Rows that change the register.
    pub fn registered(&self) -> usize {
        self.new + self.changed
    }
}

/// How far an import has come.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    done: Arc<AtomicUsize>,
    all: Arc<AtomicUsize>,
}

impl Progress {
    /// Rows done, and all.
    pub fn read(&self) -> (usize, usize) {
        (
            self.done.load(Ordering::Relaxed),
            self.all.load(Ordering::Relaxed),
        )
    }
}

/// Reads an uploaded register as a table.
///
/// # Errors
/// A refusal for a file that is no table, too large or empty.
pub fn read_table(upload: &Upload) -> Result<Table, Refusal> {
    let name = upload.base_name();
    let lower = name.to_lowercase();
    let ending = lower.rsplit_once('.').map(|(_, ending)| ending);
    let mut table = if ending == Some("xlsx") {
        let mut sheets = sheets::read(name, &upload.bytes, &Limits::REGISTER)?;
        // The register is the first sheet; the template has its codes on the second.
        let rows = if sheets.is_empty() {
            Vec::new()
        } else {
            sheets.remove(0).rows
        };
        Table::of(name, (1..).zip(rows))?
    } else if matches!(ending, Some("csv" | "txt")) {
        Table::csv(name, &upload.bytes)?
    } else {
        let message = "Välj en fil som slutar på .xlsx eller .csv.";
        return Err(Refusal::at("import-fil", name, message));
    };
    let barred: Vec<bool> = (0..table.header.len())
        .map(|i| {
            domain::register_import::mapping::bar(&table, i) == Some(domain::register_import::Bar::Names)
        })
        .collect();
    table.forget(|i| barred.get(i).copied().unwrap_or(true));
    Ok(table)
}

impl App {
    /// What an import would do, row by row; nothing is changed.
    ///
    /// # Errors
    /// Not found for those who may not register in the insats; refusals of the mapping.
    pub async fn try_register_import(
        &self,
        actor: &Actor,
        insats: &str,
        (table, mapping): (&Table, &Mapping),
        now: DateTime<Utc>,
    ) -> Outcome<Vec<Told>> {
        let steps = self.plan_import(actor, insats, (table, mapping), now).await?;
        Ok(steps.into_iter().map(|step| step.told()).collect())
    }

    /// Imports: each row in a transaction of its own, so that one row's refusal stops no other and an
    /// interrupted import can be run again.
    ///
    /// # Errors
    /// As [`App::try_register_import`]; a fault stops it where it was.
    pub async fn run_register_import(
        &self,
        actor: &Actor,
        insats: &str,
        (table, mapping): (&Table, &Mapping),
        progress: &Progress,
        now: DateTime<Utc>,
    ) -> Outcome<Vec<Told>> {
        let steps = self.plan_import(actor, insats, (table, mapping), now).await?;
        progress.all.store(steps.len(), Ordering::Relaxed);
        let known = fields();
        let mut told = Vec::with_capacity(steps.len());
        for step in steps {
            let mut outcome = step.told();
            match self.carry_out(actor, insats, step.todo, now).await {
                Ok(()) => {}
                Err(Failure::Refused(refusals)) => {
                    let faults = refusals
                        .into_iter()
                        .map(|refusal| step.line.placed(refusal, (table, mapping), &known));
                    outcome.what = What::Refused(faults.collect());
                }
                Err(Failure::Conflict { .. }) => {
                    let message = "Någon annan ändrade deltagandet under importen. Läs in filen igen.";
                    let refusal = Refusal::new("import-krock", message);
                    let fault = step.line.placed(refusal, (table, mapping), &known);
                    outcome.what = What::Refused(vec![fault]);
                }
                Err(failure) => return Err(failure),
            }
            told.push(outcome);
            progress.done.fetch_add(1, Ordering::Relaxed);
        }
        self.note_import(actor, insats, &told, now).await?;
        Ok(told)
    }

    async fn carry_out(&self, actor: &Actor, insats: &str, todo: Todo, now: DateTime<Utc>) -> Outcome<()> {
        match todo {
            Todo::Nothing | Todo::Refuse(_) => Ok(()),
            Todo::Enter(entry, exit) => {
                let entered = self.enter_whole(actor, insats, (*entry, exit), now);
                entered.await.map(drop)
            }
            Todo::Correct(change) => {
                let plan::Change {
                    id,
                    version,
                    entry,
                    exit,
                    was_open,
                    ..
                } = *change;
                let (corrected, closing) = if was_open { (None, exit) } else { (exit, None) };
                let correction = Correction {
                    entry,
                    exit: corrected,
                };
                let version = self
                    .correct_participation(actor, (&id, version), correction, now)
                    .await?;
                if let Some(exit) = closing {
                    self.close_participation(actor, (&id, version), exit, now).await?;
                }
                Ok(())
            }
        }
    }

    async fn note_import(
        &self,
        actor: &Actor,
        insats: &str,
        told: &[Told],
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let count = |test: fn(&What) -> bool| told.iter().filter(|told| test(&told.what)).count();
        let detail = serde_json::json!({
            "nya": count(|what| matches!(what, What::New)),
            "ändrade": count(|what| matches!(what, What::Changed(_))),
            "oförändrade": count(|what| matches!(what, What::Unchanged)),
            "avvisade": count(|what| matches!(what, What::Refused(_))),
        });
        let mut tx = self.db().write().await?;
        record(&mut tx, actor, ("register.importera", insats), detail, now).await?;
        Ok(tx.commit().await?)
    }

    async fn plan_import(
        &self,
        actor: &Actor,
        insats: &str,
        (table, mapping): (&Table, &Mapping),
        now: DateTime<Utc>,
    ) -> Outcome<Vec<Step>> {
        require(actor, Act::EditRows, On::Insats(insats))?;
        let problems = mapping.problems(table, &fields());
        if !problems.is_empty() {
            return Err(Failure::Refused(problems));
        }
        let rules = self.entry_rules(actor, insats, now).await?;
        plan::Planner::new(self, actor, insats, now)
            .await?
            .steps((table, mapping), &rules)
            .await
    }
}
