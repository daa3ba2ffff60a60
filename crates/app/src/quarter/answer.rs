//! Accepting, disputing, and writing the quarterly report's texts.

use chrono::{DateTime, Utc};
use domain::{
    personnummer,
    quarter::{Answer, Given, Part, Quarter, Standing, headings, remark},
    refusal::Refusal,
};
use store::{Tx, quarter::Edit};

use super::Loaded;
use crate::{
    Actor, App, Failure, Outcome, Role, record,
    report::MAX_TEXT,
    rights::{Act, On, require},
};

/// An answer to a quarter's counts.
#[derive(Clone, Copy, Debug)]
pub enum Reply<'a> {
    /// They are right; with the digest of those that were read.
    Accept(&'a str),
    /// One of them is not.
    Dispute {
        /// Its name.
        line: &'a str,
        /// What is wrong with it.
        words: &'a str,
    },
}

/// A text to save.
#[derive(Clone, Copy, Debug)]
pub struct Edited<'a> {
    /// The heading's key.
    pub heading: &'a str,
    /// Its text.
    pub markdown: &'a str,
    /// The version the writer saw; 0 when there was none for the quarter.
    pub seen: i64,
}

impl App {
    /// Accepts the counts of a quarter, or disputes one of them.
    ///
    /// # Errors
    /// Not found for those who do not answer for the insats; refusals when it is not asked, when the
    /// counts are others than those that were read, and of the remark.
    pub async fn answer_quarter(
        &self,
        actor: &Actor,
        (quarter, slug): (Quarter, &str),
        reply: Reply<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        require(actor, Act::AnswerQuarter, On::Insats(slug))?;
        let mut tx = self.db().write().await?;
        let loaded = self.loaded(&mut tx, actor, quarter, now).await?;
        let part = asked(&mut tx, &loaded, slug).await?;
        let given = Given {
            by: Role::InsatsManager.label().to_owned(),
            at: now,
            counts: part.counts.clone(),
        };
        let answer = match reply {
            Reply::Accept(digest) if digest != part.counts.digest() => {
                let message = "Talen har ändrats sedan sidan visades. Läs dem igen och svara sedan.";
                return Err(Refusal::new("kvartal-andrat", message).into());
            }
            Reply::Accept(_) => Answer::Accepted(given),
            Reply::Dispute { line, words } => {
                let new = remark(line, words, &part.counts).map_err(Failure::Refused)?;
                let kept =
                    part.answer.remarks().iter().filter(|old| {
                        old.line != new.line && !matches!(part.standing, Standing::Reopened(_))
                    });
                let mut remarks: Vec<_> = kept.cloned().collect();
                remarks.push(new);
                Answer::Disputed(given, remarks)
            }
        };
        let what = match answer {
            Answer::Disputed(..) => "bestridd",
            _ => "godkänd",
        };
        let at = (quarter, slug);
        store::quarter::save_answer(&mut tx, loaded.association, at, &answer, &actor.id).await?;
        let detail =
            serde_json::json!({ "year": quarter.year(), "quarter": quarter.number(), "answer": what });
        record(&mut tx, actor, ("kvartal.svar", slug), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Saves a text of the quarterly report, or confirms an old one; answers with its version.
    ///
    /// # Errors
    /// Not found for those who do not answer for the insats, or an unknown heading; a conflict with
    /// the other text; refusals.
    pub async fn save_quarter_text(
        &self,
        actor: &Actor,
        (quarter, slug): (Quarter, &str),
        text: &Edited<'_>,
        now: DateTime<Utc>,
    ) -> Outcome<i64> {
        require(actor, Act::AnswerQuarter, On::Insats(slug))?;
        let known = headings().iter().any(|heading| heading.key == text.heading);
        if !known || quarter.period().from > now.date_naive() {
            return Err(Failure::NotFound);
        }
        written(text.markdown)?;
        let mut tx = self.db().write().await?;
        let loaded = self.loaded(&mut tx, actor, quarter, now).await?;
        loaded.index(slug)?;
        loaded.still_open()?;
        let edit = Edit {
            key: text.heading,
            markdown: text.markdown,
            seen: text.seen,
            at: now,
            by: &actor.id,
        };
        let saved = store::quarter::save_text(&mut tx, loaded.association, (quarter, slug), edit).await;
        let version = match saved {
            Err(store::Error::Conflict { current }) => {
                let texts = loaded.texts(&mut tx, slug).await?;
                let theirs = texts.into_iter().find(|t| t.heading.key == text.heading);
                return Err(Failure::Conflict {
                    theirs: theirs
                        .and_then(|t| t.own)
                        .map_or_else(String::new, |own| own.markdown),
                    version: current,
                });
            }
            saved => saved?,
        };
        let detail = serde_json::json!({
            "year": quarter.year(), "quarter": quarter.number(), "heading": text.heading, "version": version,
        });
        record(&mut tx, actor, ("kvartal.text", slug), detail, now).await?;
        tx.commit().await?;
        Ok(version)
    }

    /// Confirms every old text of a quarter as it stands; answers with how many.
    ///
    /// # Errors
    /// As [`App::save_quarter_text`].
    pub async fn confirm_quarter_texts(
        &self,
        actor: &Actor,
        (quarter, slug): (Quarter, &str),
        now: DateTime<Utc>,
    ) -> Outcome<usize> {
        let sheet = self.quarter(actor, (quarter, slug), now).await?;
        let mut confirmed = 0;
        for text in sheet.texts {
            let (None, Some(old)) = (&text.own, &text.proposal) else {
                continue;
            };
            let edited = Edited {
                heading: text.heading.key,
                markdown: &old.markdown,
                seen: 0,
            };
            self.save_quarter_text(actor, (quarter, slug), &edited, now)
                .await?;
            confirmed += 1;
        }
        Ok(confirmed)
    }
}

impl Loaded {
    pub(super) fn still_open(&self) -> Outcome<()> {
        match &self.closing {
            None => Ok(()),
            Some(closing) => {
                let message = format!(
                    "Kvartal {} {} stängdes {} och är låst. Rättelser i registret syns i nästa kvartal.",
                    self.quarter.number(),
                    self.quarter.year(),
                    closing.at.date_naive()
                );
                Err(Refusal::new("kvartal-stangt", message).into())
            }
        }
    }
}

/// The insats's part, when it is asked for an answer.
async fn asked(tx: &mut Tx, loaded: &Loaded, slug: &str) -> Outcome<Part> {
    let index = loaded.index(slug)?;
    loaded.still_open()?;
    let part = loaded.part(tx, &loaded.counter(), index, Vec::new()).await?;
    let refuse = |code, message: String| Err(Refusal::new(code, message).into());
    match part.standing {
        Standing::NothingCounted => refuse(
            "kvartal-inget",
            "Insatsen har inga tal i kvartalet, så det finns inget att svara på.".into(),
        ),
        Standing::Running => refuse(
            "kvartal-pagar",
            format!(
                "Kvartalet pågår till och med {}. Svara när det är slut.",
                loaded.quarter.last()
            ),
        ),
        _ => Ok(part),
    }
}

fn written(markdown: &str) -> Outcome<()> {
    if markdown.len() > MAX_TEXT {
        let message = format!("Texten är längre än {MAX_TEXT} tecken. Korta den.");
        return Err(Refusal::at("text-lang", "text", message).into());
    }
    if personnummer::is_in(markdown) {
        let message = "Texten innehåller något som liknar ett personnummer. Ta bort det; texten trycks i rapporten och ska aldrig handla om en enskild.";
        return Err(Refusal::at("text-personnummer", "text", message).into());
    }
    Ok(())
}
