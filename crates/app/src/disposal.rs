//! Disposal: what is older than the rules say goes, once a day by itself, with a protocol.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{
    audit::hex,
    refusal::Refusal,
    retention::{Class, Line, Rule, rule_on},
};
use store::{AssociationId, Tx};

use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, require},
    withdrawal,
};

/// A protocol to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protocol {
    /// Its number; 0 for a dry run, which is not kept.
    pub number: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: public id, or "system".
    pub actor: String,
    /// One line per class.
    pub lines: Vec<Line>,
}

/// The rules and what was done by them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Every rule, by class and day.
    pub rules: Vec<Rule>,
    /// The newest protocols.
    pub protocols: Vec<Protocol>,
}

impl App {
    /// What a run would do now; nothing is changed.
    ///
    /// # Errors
    /// Not found for those who may not.
    pub async fn plan_disposal(&self, actor: &Actor, now: DateTime<Utc>) -> Outcome<Protocol> {
        require(actor, Act::ReadAudit, On::Association)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let rules = store::retention::rules(&mut tx).await?;
        let mut lines = Vec::new();
        for (class, rule) in holding(&rules, now.date_naive()) {
            let before = rule.limit(now.date_naive());
            let count = match class {
                Class::Participations => {
                    let ended = store::withdrawal::ended_before(&mut tx, association, before).await?;
                    i64::try_from(ended.len()).unwrap_or(i64::MAX)
                }
                Class::Reads => store::read_log::count_before(&mut tx, midnight(before)).await?,
                other => store::retention::count_old(&mut tx, other, midnight(before)).await?,
            };
            lines.push(line(rule, before, count));
        }
        Ok(Protocol {
            number: 0,
            at: now,
            actor: actor.id.clone(),
            lines,
        })
    }

    /// Disposes of everything that is older than its rule, in one transaction, and keeps the
    /// protocol. Every figure stays what it was.
    ///
    /// # Errors
    /// Not found for those who may not; a fault, and nothing changed, should a figure not stay.
    pub async fn dispose(&self, actor: &Actor, now: DateTime<Utc>) -> Outcome<Protocol> {
        require(actor, Act::EditSettings, On::Association)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let rules = store::retention::rules(&mut tx).await?;
        let mut lines = Vec::new();
        for (class, rule) in holding(&rules, now.date_naive()) {
            let before = rule.limit(now.date_naive());
            let count = match class {
                Class::Participations => participations(&mut tx, association, before, now).await?,
                Class::Reads => reads(&mut tx, actor, before, now).await?,
                other => store::retention::remove_old(&mut tx, other, midnight(before)).await?,
            };
            lines.push(line(rule, before, count));
        }
        point(&mut tx, actor, now).await?;
        let json = serde_json::to_string(&lines.iter().map(written).collect::<Vec<_>>());
        let json = json.map_err(Failure::fault)?;
        let number = store::retention::save_run(&mut tx, now, &actor.id, &json).await?;
        let anonymised = lines
            .iter()
            .any(|line| line.class == Class::Participations && line.count > 0);
        let detail = serde_json::json!({ "removed": lines.iter().map(|line| line.count).sum::<i64>() });
        let act = if anonymised {
            "gallring.anonymisera"
        } else {
            "logg.gallring"
        };
        record(&mut tx, actor, (act, &format!("protokoll {number}")), detail, now).await?;
        tx.commit().await?;
        self.forget_rows();
        self.clear_traces().await;
        Ok(Protocol {
            number,
            at: now,
            actor: actor.id.clone(),
            lines,
        })
    }

    /// Runs the disposal when it has not been run today; answers with the protocol if it was.
    ///
    /// # Errors
    /// As [`App::dispose`].
    pub async fn dispose_daily(&self, now: DateTime<Utc>) -> Outcome<Option<Protocol>> {
        let mut tx = self.db().read().await?;
        let empty = store::association::all(&mut tx).await?.is_empty();
        let last = store::retention::runs(&mut tx, 1).await?;
        drop(tx);
        let today = last
            .first()
            .is_some_and(|run| run.at.date_naive() >= now.date_naive());
        if empty || today {
            return Ok(None);
        }
        self.dispose(&Actor::system(), now).await.map(Some)
    }

    /// The rules and the newest protocols: counts only.
    ///
    /// # Errors
    /// Not found for those who may not.
    pub async fn retention(&self, actor: &Actor) -> Outcome<Retention> {
        require(actor, Act::ReadAudit, On::Association)?;
        let mut tx = self.db().read().await?;
        let rules = store::retention::rules(&mut tx).await?;
        let runs = store::retention::runs(&mut tx, 60).await?;
        let protocol = |run: store::retention::Run| Protocol {
            number: run.number,
            at: run.at,
            actor: run.actor,
            lines: read(&run.lines),
        };
        Ok(Retention {
            rules,
            protocols: runs.into_iter().map(protocol).collect(),
        })
    }

    /// Decides a rule from a day on. Protocols of earlier runs keep the days they followed.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal for a day that has been, days that cannot be, or
    /// no basis.
    pub async fn save_retention_rule(&self, actor: &Actor, rule: &Rule, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditSettings, On::Association)?;
        let mut refusals = Vec::new();
        if rule.from < now.date_naive() {
            let message = "Regeln kan inte börja gälla en dag som varit. Välj i dag eller senare.";
            refusals.push(Refusal::at("gallring-dag", "fran", message));
        }
        if !(1..=36_525).contains(&rule.days) {
            let message = "Skriv hur många dagar uppgifterna sparas, mellan 1 och 36 525.";
            refusals.push(Refusal::at("gallring-dagar", "dagar", message));
        }
        if rule.basis.trim().is_empty() {
            let message = "Skriv vilket beslut regeln bygger på, till exempel Styrelsen 2026-11-20 § 12.";
            refusals.push(Refusal::at("gallring-grund", "grund", message));
        }
        if !refusals.is_empty() {
            return Err(Failure::Refused(refusals));
        }
        let mut tx = self.db().write().await?;
        store::retention::save_rule(&mut tx, rule).await?;
        let detail = serde_json::json!({ "from": rule.from, "days": rule.days });
        record(
            &mut tx,
            actor,
            ("logg.gallringsregel", rule.class.slug()),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}

/// The classes the program disposes of itself, with the rule that holds.
fn holding(rules: &[Rule], today: NaiveDate) -> impl Iterator<Item = (Class, &Rule)> {
    let classes = Class::ALL.into_iter().filter(|class| *class != Class::Backups);
    classes.filter_map(move |class| Some((class, rule_on(rules, class, today)?)))
}

async fn participations(
    tx: &mut Tx,
    association: AssociationId,
    before: NaiveDate,
    now: DateTime<Utc>,
) -> Outcome<i64> {
    let rows = store::withdrawal::ended_before(tx, association, before).await?;
    if !rows.is_empty() {
        withdrawal::anonymise(tx, association, &rows, now.year()).await?;
    }
    Ok(i64::try_from(rows.len()).unwrap_or(i64::MAX))
}

/// The audit trail keeps the number and hash of the last read event that went.
async fn reads(tx: &mut Tx, actor: &Actor, before: NaiveDate, now: DateTime<Utc>) -> Outcome<i64> {
    let Some((gone, through, hash)) = store::read_log::dispose(tx, midnight(before), now).await? else {
        return Ok(0);
    };
    let detail = serde_json::json!({ "hash": hex(&hash) });
    record(
        tx,
        actor,
        (store::read_log::POINT, &through.to_string()),
        detail,
        now,
    )
    .await?;
    Ok(i64::try_from(gone).unwrap_or(i64::MAX))
}

/// The audit trail keeps where the read log has come to, so that a cut-off end is seen.
async fn point(tx: &mut Tx, actor: &Actor, now: DateTime<Utc>) -> Outcome<()> {
    let (number, hash) = store::read_log::head(tx).await?;
    if number > 0 {
        let detail = serde_json::json!({ "hash": hex(&hash) });
        record(
            tx,
            actor,
            (store::read_log::POINT, &number.to_string()),
            detail,
            now,
        )
        .await?;
    }
    Ok(())
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc()
}

fn line(rule: &Rule, before: NaiveDate, count: i64) -> Line {
    Line {
        class: rule.class,
        before,
        days: rule.days,
        count,
    }
}

fn written(line: &Line) -> serde_json::Value {
    serde_json::json!({
        "class": line.class.slug(),
        "before": line.before,
        "days": line.days,
        "count": line.count,
    })
}

/// A protocol's lines; what this program does not know is left out.
fn read(json: &str) -> Vec<Line> {
    let lines: Vec<serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    let line = |value: &serde_json::Value| {
        Some(Line {
            class: Class::from_slug(value["class"].as_str()?)?,
            before: value["before"].as_str()?.parse().ok()?,
            days: u32::try_from(value["days"].as_u64()?).ok()?,
            count: value["count"].as_i64()?,
        })
    };
    lines.iter().filter_map(line).collect()
}
