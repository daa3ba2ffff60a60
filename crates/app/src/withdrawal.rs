//! A consent is withdrawn: the record becomes anonymous in one transaction, every figure stays what
//! it was, and a certificate says what was done.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};
use domain::{
    facts::{Carried, Facts, PeriodCell},
    refusal::Refusal,
    withdrawal,
};
use serde::{Deserialize, Serialize};
use store::{AssociationId, Tx, withdrawal::NewKeys};

use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, require},
};

/// What a certificate says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Kinds of information that were removed, with how many records of each.
    pub removed: Vec<(String, u64)>,
    /// Measures that keep the participation in their totals.
    pub kept: Vec<String>,
    /// How many totals keep it.
    pub figures: usize,
    /// Days until the oldest copy of the database that still holds the information is gone.
    pub backups: u32,
}

/// A certificate to show and print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// Its number.
    pub code: String,
    /// The insats's name.
    pub insats: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it, by name.
    pub who: String,
    /// What was done.
    pub done: Done,
}

impl App {
    /// Withdraws the consent of a participation; answers with the certificate's number. Afterwards
    /// the participation's own key leads nowhere.
    ///
    /// # Errors
    /// Not found for those who may not; a refusal when the record is anonymous already; a fault,
    /// and nothing changed, should any figure not stay what it was.
    pub async fn withdraw_consent(
        &self,
        actor: &Actor,
        public_id: &str,
        now: DateTime<Utc>,
    ) -> Outcome<String> {
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let found = store::withdrawal::find(&mut tx, association, public_id).await?;
        let found = found.ok_or(Failure::NotFound)?;
        require(actor, Act::EditRows, On::Insats(&found.insats))?;
        if found.anonymous {
            let message = "Posten är redan anonym: den har bara kön och startår, och det finns inget samtycke att återkalla.";
            return Err(Refusal::new("redan-anonym", message).into());
        }
        let mut done = anonymise(
            &mut tx,
            association,
            &[(found.id, public_id.to_owned())],
            now.year(),
        )
        .await?;
        let forms = store::withdrawal::forget_forms(&mut tx, &found.insats, public_id).await?;
        if forms > 0 {
            done.removed.push(("sparade formulär".into(), forms));
        }
        let rules = store::retention::rules(&mut tx).await?;
        let backups = domain::retention::rule_on(&rules, domain::retention::Class::Backups, now.date_naive());
        done.backups = backups.map_or(0, |rule| rule.days);
        let certificate = store::withdrawal::Certificate {
            code: code()?,
            insats: found.insats,
            at: now,
            actor: actor.id.clone(),
            content: serde_json::to_string(&done).map_err(Failure::fault)?,
        };
        store::withdrawal::save_certificate(&mut tx, association, &certificate).await?;
        let detail = serde_json::json!({
            "certificate": certificate.code,
            "removed": done.removed.iter().map(|(_, count)| count).sum::<u64>(),
            "figures": done.figures,
        });
        record(
            &mut tx,
            actor,
            ("deltagande.samtycke-aterkallat", public_id),
            detail,
            now,
        )
        .await?;
        tx.commit().await?;
        self.forget_rows();
        self.clear_traces().await;
        Ok(certificate.code)
    }

    /// A certificate, for those who may register in its insats.
    ///
    /// # Errors
    /// Not found for everybody else, and for a number that does not exist.
    pub async fn withdrawal_certificate(&self, actor: &Actor, code: &str) -> Outcome<Certificate> {
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let kept = store::withdrawal::certificate(&mut tx, association, code).await?;
        let kept = kept.ok_or(Failure::NotFound)?;
        require(actor, Act::EditRows, On::Insats(&kept.insats))?;
        let insatser = store::insats::load(&mut tx, association).await?;
        let insats = insatser.into_iter().find(|insats| insats.slug == kept.insats);
        let user = store::user::find(&mut tx, &kept.actor).await?;
        Ok(Certificate {
            code: kept.code,
            insats: insats.map_or(kept.insats, |insats| insats.name),
            at: kept.at,
            who: user.map_or(kept.actor, |user| user.name),
            done: serde_json::from_str(&kept.content).map_err(Failure::fault)?,
        })
    }

    /// Clears what overwritten rows leave in the database's files. When somebody reads for long it
    /// cannot be done at once; the daily disposal does it again.
    pub(crate) async fn clear_traces(&self) {
        match store::withdrawal::clear_traces(self.db()).await {
            Ok(true) => {}
            Ok(false) => tracing::info!("the write-ahead log was in use and is emptied later"),
            Err(cause) => tracing::warn!(%cause, "overwritten rows are cleared later"),
        }
    }
}

/// Makes records anonymous and keeps what the figures need: the one way this is ever done.
pub(crate) async fn anonymise(
    tx: &mut Tx,
    association: AssociationId,
    rows: &[(i64, String)],
    through: i32,
) -> Outcome<Done> {
    let before = Arc::new(store::load_facts(tx, association).await?);
    let mut removed: Vec<(String, u64)> = vec![("uppgifter vid start och avslut".into(), 0)];
    let mut referrals = 0;
    for (row, public_id) in rows {
        removed[0].1 += 1;
        referrals += store::withdrawal::forget_referral(tx, public_id, &code()?).await?;
        for (table, count) in store::withdrawal::make_anonymous(tx, *row, &keys()?).await? {
            let words = table_words(&table);
            match removed.iter_mut().find(|(held, _)| held == words) {
                Some((_, sum)) => *sum += count,
                None => removed.push((words.into(), count)),
            }
        }
    }
    removed.push(("kopplingar till remisser".into(), referrals));
    removed.retain(|(_, count)| *count > 0);
    let after = store::load_facts(tx, association).await?;
    let cells = store::disclosure::cells(tx, association).await?;
    let carried = carry(before, after, through, cells).await?;
    store::carried::add(tx, association, &carried).await?;
    Ok(Done {
        removed,
        kept: withdrawal::kept(&carried).into_iter().map(Into::into).collect(),
        figures: carried.len(),
        backups: 0,
    })
}

async fn carry(before: Arc<Facts>, after: Facts, through: i32, cells: Vec<PeriodCell>) -> Outcome<Carried> {
    let carried = tokio::task::spawn_blocking(move || {
        let published = withdrawal::Published {
            cells: &cells,
            count: domain::statistics::counts,
        };
        withdrawal::carry(&before, &after, through, published)
    });

    let carried = carried.await.map_err(Failure::fault)?;
    carried.map_err(|changed| Failure::fault(format!("{} would change", changed.0)))
}

/// What a table that refers to participations holds, in words.
fn table_words(table: &str) -> &'static str {
    match table {
        "participation_consent" => "samtycken",
        "participation_missing" => "skäl till att uppgifter saknas",
        "participation_goal" => "mål och delmål",
        "participation_activity" => "aktiviteter",
        "participation_step" => "stegförflyttningar",
        "participation_follow_up" => "uppföljningar",
        "own_answer" => "svar på insatsens egna frågor",
        "participation" => "kopplingar till andra deltaganden",
        _ => "andra uppgifter",
    }
}

/// Random keys for the anonymous row: below zero, where the database never gives any.
fn keys() -> Outcome<NewKeys> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(Failure::fault)?;
    let id = i64::from_be_bytes(bytes) | i64::MIN;
    Ok(NewKeys {
        id,
        public_id: code()?,
    })
}

/// Twelve random characters without those that are mistaken for each other.
fn code() -> Outcome<String> {
    const LETTERS: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyz0";
    let mut bytes = [0; 12];
    getrandom::fill(&mut bytes).map_err(Failure::fault)?;
    let letter = |byte: &u8| char::from(LETTERS[usize::from(byte & 31)]);
    Ok(bytes.iter().map(letter).collect())
}
