//! Closing: the counts, the answers and the report of every insats, locked.

use chrono::{DateTime, Utc};
use domain::{
    document::Status,
    quarter::{Part, Quarter, Silence, close},
};
use sha2::{Digest, Sha256};
use store::quarter::{Closing, Snapshot};

use super::{Loaded, sees_all};
use crate::{
    Actor, App, Failure, Outcome, hex, record, report,
    rights::{Act, On, require},
};

impl App {
    /// Closes a quarter. `named` are the silent insatser that the one who closes has seen.
    ///
    /// # Errors
    /// Not found for those who may not; refusals when it goes on, is closed already, or somebody is
    /// silent without a reason given.
    pub async fn close_quarter(
        &self,
        actor: &Actor,
        quarter: Quarter,
        (named, reason): (&[String], &str),
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::ReadQuarters, On::Association)?;
        require(actor, Act::PublishReport, On::Association)?;
        let mut tx = self.db().write().await?;
        let mut loaded = self.loaded(&mut tx, actor, quarter, now).await?;
        loaded.still_open()?;
        let parts = all(&mut tx, &loaded).await?;
        let silent: Vec<Silence> = parts
            .iter()
            .filter_map(|part| {
                let insats = &loaded.facts.insatser[part.insats];
                Silence::of(&insats.slug, &insats.name, &part.standing, quarter)
            })
            .collect();
        let reason = close(quarter, loaded.today, &silent, named, reason).map_err(Failure::Refused)?;
        loaded.closing = Some(Closing {
            reason: reason.clone(),
            at: now,
            by: actor.id.clone(),
            sha256: String::new(),
        });
        // What leaves now is held against what left before, and nobody else decides meanwhile.
        store::disclosure::alone(&mut tx).await?;
        let outside = outside(&mut tx, &loaded, &parts).await?;
        let (bytes, snapshots) = locked(&loaded, &parts, &outside)?;
        let left: Vec<_> = outside
            .iter()
            .flat_map(|part| {
                let slug = &loaded.facts.insatser[part.insats].slug;
                part.counts.memory(slug, quarter)
            })
            .collect();
        store::disclosure::remember(&mut tx, loaded.association, &left, now).await?;
        let closing = Closing {
            reason,
            at: now,
            by: actor.id.clone(),
            sha256: hex(&Sha256::digest(&bytes)),
        };
        let file = (&closing, bytes.as_slice());
        store::quarter::close(&mut tx, loaded.association, quarter, file, &snapshots).await?;
        let detail = serde_json::json!({ "silent": silent.len(), "sha256": closing.sha256 });
        record(&mut tx, actor, ("kvartal.stäng", &quarter.label()), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// The locked report of a closed quarter as a page, every insats.
    ///
    /// # Errors
    /// Not found for those who do not see every quarter, and while it is open.
    pub async fn closed_quarter(&self, actor: &Actor, quarter: Quarter) -> Outcome<Vec<u8>> {
        if !sees_all(actor) {
            return Err(Failure::NotFound);
        }
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let file = store::quarter::file(&mut tx, association, quarter).await?;
        file.ok_or(Failure::NotFound)
    }

    /// The locked report of one insats as a page.
    ///
    /// # Errors
    /// Not found for those who neither answer for it nor see every quarter, and while it is open.
    pub async fn closed_quarter_of(
        &self,
        actor: &Actor,
        (quarter, slug): (Quarter, &str),
    ) -> Outcome<Vec<u8>> {
        if !sees_all(actor) {
            require(actor, Act::AnswerQuarter, On::Insats(slug))?;
        }
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let snapshot = store::quarter::snapshot(&mut tx, association, quarter, slug).await?;
        snapshot.map(|snapshot| snapshot.bytes).ok_or(Failure::NotFound)
    }
}

/// Every insats with its texts.
async fn all(tx: &mut store::Tx, loaded: &Loaded) -> Outcome<Vec<Part>> {
    let counter = loaded.counter();
    let mut parts = Vec::new();
    for index in 0..loaded.facts.insatser.len() {
        let texts = loaded.texts(tx, &loaded.facts.insatser[index].slug).await?;
        parts.push(loaded.part(tx, &counter, index, texts).await?);
    }
    Ok(parts)
}

/// Every insats with its counts as they may leave it.
async fn outside(tx: &mut store::Tx, loaded: &Loaded, parts: &[Part]) -> Outcome<Vec<Part>> {
    let mut outside = Vec::new();
    for part in parts {
        outside.push(Part {
            counts: loaded.outside(tx, part.insats, &part.counts).await?,
            ..part.clone()
        });
    }
    Ok(outside)
}

/// The whole as a file, and each insats's page. Both are read outside the insats, so they carry what
/// may leave it; the counts beside them are the whole ones.
fn locked(loaded: &Loaded, parts: &[Part], outside: &[Part]) -> Outcome<(Vec<u8>, Vec<Snapshot>)> {
    let mut snapshots = Vec::new();
    for (part, shown) in parts.iter().zip(outside) {
        let page = published(loaded, std::slice::from_ref(shown))?;
        let page = report::html(&page)?;
        snapshots.push(Snapshot {
            insats: loaded.facts.insatser[part.insats].slug.clone(),
            counts: part.counts.clone(),
            answered: !part.standing.is_waiting(),
            sha256: hex(&Sha256::digest(page.as_bytes())),
            bytes: page.into_bytes(),
        });
    }
    let whole = published(loaded, outside)?;
    Ok((report::html(&whole)?.into_bytes(), snapshots))
}

/// A report that carries the fingerprint of its own content.
fn published(loaded: &Loaded, parts: &[Part]) -> Outcome<domain::document::Document> {
    let (draft, _) = loaded.composed(parts, &Status::Draft);
    let hash = hex(&Sha256::digest(report::html(&draft)?.as_bytes()));
    Ok(loaded.composed(parts, &Status::Published { hash }).0)
}
