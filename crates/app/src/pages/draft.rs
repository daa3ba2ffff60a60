//! Unsaved texts, kept for the one who writes until they are saved.

use crate::{
    Actor, App, Outcome,
    report::{MAX_TEXT, Which},
    rights::{Act, On, require},
};

impl App {
    /// The unsaved text of this writer for a section, if there is one.
    ///
    /// # Errors
    /// Not found for those who may not write report texts.
    pub async fn kept_draft(&self, actor: &Actor, which: Which, section: &str) -> Outcome<Option<String>> {
        require(actor, Act::EditReport, On::Association)?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let settings = store::setting::load(&mut tx, association).await?;
        let kept = settings.get(&key(actor, which, section));
        Ok(kept.filter(|text| !text.is_empty()).cloned())
    }

    /// Keeps a text without saving it; an empty one forgets what was kept. It is no act of the
    /// association, so nothing is recorded.
    ///
    /// # Errors
    /// Not found for those who may not write report texts.
    pub async fn keep_draft(&self, actor: &Actor, which: Which, section: &str, text: &str) -> Outcome<()> {
        require(actor, Act::EditReport, On::Association)?;
        let known = self
            .sections(actor, which)
            .await?
            .iter()
            .any(|s| s.spec.id == section);
        if !known || text.len() > MAX_TEXT {
            return Err(crate::Failure::NotFound);
        }
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::setting::save(&mut tx, association, &key(actor, which, section), text).await?;
        Ok(tx.commit().await?)
    }
}

fn key(actor: &Actor, which: Which, section: &str) -> String {
    format!(
        "utkast.{}.{}.{}.{section}",
        actor.id,
        which.kind.slug(),
        which.year
    )
}
