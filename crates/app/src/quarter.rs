//! Closing a quarter: what each insats has to answer for, its answer and texts, and the closing. The
//! office sees who is silent and the counts as they may leave the insats; never a row.

mod answer;
mod close;

pub use answer::{Edited, Reply};

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    disclosure::{CellKey, Memory, Period, Policy, State},
    document::{Document, Status},
    due::QuarterDue,
    facts::Facts,
    figure::{Missing, Value},
    participation::Due,
    quarter::{
        self, Answer, Counter, Counts, Oddity, Part, Quarter, Seen, Silence, Sources, Standing, Text,
        compose, oddities,
    },
    refusal::Problem,
};
use store::{AssociationId, Tx, quarter::Closing};

use crate::{
    Actor, App, Failure, Outcome, Year,
    rights::{Act, On, may},
};

/// A year of quarters, as far as the reader may see.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The year.
    pub year: i32,
    /// Its quarters that have begun.
    pub quarters: Vec<QuarterState>,
    /// The insatser the reader sees.
    pub insatser: Vec<InsatsState>,
    /// Whether the reader sees every insats.
    pub whole: bool,
}

/// A quarter in an overview.
#[derive(Clone, Debug)]
pub struct QuarterState {
    /// Which.
    pub quarter: Quarter,
    /// Whether it is over.
    pub ended: bool,
    /// Its closing.
    pub closing: Option<Closing>,
    /// Those who are waited for.
    pub silent: Vec<Silence>,
}

/// An insats in an overview: a standing per quarter that has begun.
#[derive(Clone, Debug)]
pub struct InsatsState {
    /// Slug.
    pub slug: String,
    /// Name.
    pub name: String,
    /// How it stands.
    pub standings: Vec<Standing>,
}

/// One insats's quarter.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Which quarter.
    pub quarter: Quarter,
    /// Slug of the insats.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The counts as this reader may see them; locked once the quarter is closed.
    pub counts: Counts,
    /// What an acceptance is of.
    pub digest: String,
    /// The answer.
    pub answer: Answer,
    /// How it stands.
    pub standing: Standing,
    /// What looks odd; only for those who answer.
    pub oddities: Vec<Oddity>,
    /// The texts.
    pub texts: Vec<Text>,
    /// The quarterly report as it would be now.
    pub document: Document,
    /// What is wrong in its texts.
    pub problems: Vec<Problem>,
    /// The closing.
    pub closing: Option<Closing>,
    /// The register gives other counts now than those that were locked.
    pub differs: bool,
    /// Whether this reader answers and writes.
    pub may_answer: bool,
}

/// A quarter loaded: everything its parts are made of.
struct Loaded {
    association: AssociationId,
    facts: Arc<Facts>,
    /// As the reader sees it: what texts refer to.
    year: Arc<Year>,
    /// Every insats's own counts: what answers are about.
    exact: Arc<Year>,
    policy: Policy,
    quarter: Quarter,
    answers: HashMap<String, Answer>,
    closing: Option<Closing>,
    today: NaiveDate,
}

/// Who reads.
#[derive(Clone, Copy)]
enum Reader {
    /// The insats itself.
    Own,
    /// Anybody else.
    Outside,
}

impl App {
    /// A year's quarters: the office and the auditor see every insats, others their own.
    ///
    /// # Errors
    /// Not found for those who answer for none.
    pub async fn quarters(&self, actor: &Actor, year: i32, now: DateTime<Utc>) -> Outcome<Overview> {
        let facts = self.facts().await?;
        let own = own(actor, &facts);
        if own.is_empty() && !sees_all(actor) {
            return Err(Failure::NotFound);
        }
        let mut tx = self.db().read().await?;
        let today = now.date_naive();
        let mut quarters = Vec::new();
        let mut insatser: Vec<InsatsState> = own
            .iter()
            .map(|index| InsatsState {
                slug: facts.insatser[*index].slug.clone(),
                name: facts.insatser[*index].name.clone(),
                standings: Vec::new(),
            })
            .collect();
        for quarter in Quarter::all(year).filter(|q| q.period().from <= today) {
            let loaded = self.loaded(&mut tx, actor, quarter, now).await?;
            let counter = loaded.counter();
            let mut silent = Vec::new();
            for (index, state) in own.iter().zip(&mut insatser) {
                let part = loaded.part(&mut tx, &counter, *index, Vec::new()).await?;
                silent.extend(Silence::of(&state.slug, &state.name, &part.standing, quarter));
                state.standings.push(part.standing);
            }
            quarters.push(QuarterState {
                quarter,
                ended: quarter.has_ended(today),
                closing: loaded.closing,
                silent,
            });
        }
        Ok(Overview {
            year,
            quarters,
            insatser,
            whole: sees_all(actor),
        })
    }

    /// One insats's quarter with its report.
    ///
    /// # Errors
    /// Not found for those who neither answer for it nor see every quarter, and before it began.
    pub async fn quarter(
        &self,
        actor: &Actor,
        (quarter, slug): (Quarter, &str),
        now: DateTime<Utc>,
    ) -> Outcome<Sheet> {
        let may_answer = may(actor, Act::AnswerQuarter, On::Insats(slug));
        if (!may_answer && !sees_all(actor)) || quarter.period().from > now.date_naive() {
            return Err(Failure::NotFound);
        }
        let reader = if may_answer { Reader::Own } else { Reader::Outside };
        let mut tx = self.db().read().await?;
        let loaded = self.loaded(&mut tx, actor, quarter, now).await?;
        let index = loaded.index(slug)?;
        let counter = loaded.counter();
        let live = counter.counts(
            index,
            &store::quarter::practice(&mut tx, loaded.association, slug).await?,
        );
        let texts = loaded.texts(&mut tx, slug).await?;
        let mut part = loaded.part(&mut tx, &counter, index, texts).await?;
        let digest = part.counts.digest();
        let differs = loaded.closing.is_some() && digest != live.digest();
        let oddities = match reader {
            Reader::Own => loaded.odd(&mut tx, index, &part.counts).await?,
            Reader::Outside => {
                part.counts = loaded.outside(&mut tx, index, &part.counts).await?;
                Vec::new()
            }
        };
        let name = loaded.facts.insatser[index].name.clone();
        let parts = [part];
        let status = match &loaded.closing {
            Some(closing) => Status::Published {
                hash: closing.sha256.clone(),
            },
            None => Status::Draft,
        };
        let (document, problems) = loaded.composed(&parts, &status);
        let [part] = parts;
        Ok(Sheet {
            quarter,
            slug: slug.to_owned(),
            name,
            counts: part.counts,
            digest,
            answer: part.answer,
            standing: part.standing,
            oddities,
            texts: part.texts,
            document,
            problems,
            closing: loaded.closing,
            differs,
            may_answer,
        })
    }

    /// What the quarter that ended last asks of this actor.
    pub(crate) async fn quarter_due(&self, actor: &Actor, now: DateTime<Utc>) -> Outcome<Vec<QuarterDue>> {
        let Some(quarter) = Quarter::ended(now.date_naive()) else {
            return Ok(Vec::new());
        };
        let closes = may(actor, Act::PublishReport, On::Association) && sees_all(actor);
        let facts = self.facts().await?;
        let answers = facts
            .insatser
            .iter()
            .any(|i| may(actor, Act::AnswerQuarter, On::Insats(&i.slug)));
        if !closes && !answers {
            return Ok(Vec::new());
        }
        let overview = self.quarters(actor, quarter.year(), now).await?;
        let state = overview
            .quarters
            .into_iter()
            .find(|state| state.quarter == quarter);
        let Some(state) = state.filter(|state| state.closing.is_none()) else {
            return Ok(Vec::new());
        };
        let counted = overview.insatser.iter().any(|insats| {
            let standing = insats.standings.get(usize::from(quarter.number()) - 1);
            standing.is_some_and(|standing| *standing != Standing::NothingCounted)
        });
        let own = state
            .silent
            .iter()
            .filter(|silence| may(actor, Act::AnswerQuarter, On::Insats(&silence.insats)));
        let mut due: Vec<QuarterDue> = own
            .map(|silence| QuarterDue::Answer(quarter, silence.clone()))
            .collect();
        if closes && counted {
            due.push(QuarterDue::Close(quarter, state.silent.len()));
        }
        Ok(due)
    }

    async fn loaded(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        quarter: Quarter,
        now: DateTime<Utc>,
    ) -> Outcome<Loaded> {
        let association = self.association(tx).await?;
        let year = self.year(actor, quarter.year()).await?;
        Ok(Loaded {
            association,
            facts: year.facts.clone(),
            year,
            exact: self.exact_year(quarter.year()).await?,
            policy: crate::disclosure::stored(tx, association).await?,
            quarter,
            answers: store::quarter::answers(tx, association, quarter).await?,
            closing: store::quarter::closing(tx, association, quarter).await?,
            today: now.date_naive(),
        })
    }
}

impl Loaded {
    fn counter(&self) -> Counter<'_> {
        Counter::new(&self.facts, &self.exact.figures, self.quarter)
    }

    fn index(&self, slug: &str) -> Outcome<usize> {
        let found = self.facts.insats(slug).map(|(index, _)| index);
        found.ok_or(Failure::NotFound)
    }

    /// An insats as it is: locked counts once the quarter is closed.
    async fn part(
        &self,
        tx: &mut Tx,
        counter: &Counter<'_>,
        insats: usize,
        texts: Vec<Text>,
    ) -> Outcome<Part> {
        let slug = &self.facts.insatser[insats].slug;
        let locked = match &self.closing {
            Some(_) => store::quarter::snapshot(tx, self.association, self.quarter, slug).await?,
            None => None,
        };
        let counts = match locked {
            Some(snapshot) => snapshot.counts,
            None => counter.counts(
                insats,
                &store::quarter::practice(tx, self.association, slug).await?,
            ),
        };
        let answer = self.answers.get(slug).cloned().unwrap_or(Answer::Silent);
        let standing = Standing::of(&answer, &counts, self.quarter, self.today);
        Ok(Part {
            insats,
            counts,
            answer,
            standing,
            texts,
        })
    }

    async fn texts(&self, tx: &mut Tx, slug: &str) -> Outcome<Vec<Text>> {
        let written = store::quarter::texts(tx, self.association, slug).await?;
        Ok(quarter::texts(self.quarter, &written))
    }

    /// The counts as they may leave the insats.
    async fn outside(&self, tx: &mut Tx, insats: usize, counts: &Counts) -> Outcome<Counts> {
        let slug = &self.facts.insatser[insats].slug;
        let practice = store::quarter::practice(tx, self.association, slug).await?;
        let earlier = Quarter::all(self.quarter.year()).filter(|q| *q < self.quarter);
        let earlier: Vec<Counts> = earlier
            .map(|q| Counter::new(&self.facts, &self.exact.figures, q).counts(insats, &practice))
            .collect();
        let mut before = store::disclosure::memory(tx, self.association, &quarter::MEASURES).await?;
        if self.quarter.number() == 4 {
            before.extend(self.withheld_of_year());
        }
        let outside = counts.outside(&earlier, self.policy);
        Ok(outside.held_back((slug, self.quarter), &before))
    }

    /// The cells that the year's tables withhold: the fourth quarter's year so far is the year.
    fn withheld_of_year(&self) -> Vec<Memory> {
        let held = self.year.figures.iter().filter(|figure| {
            quarter::MEASURES.contains(&figure.key.measure)
                && figure.value == Value::Missing(Missing::Withheld)
        });
        held.map(|figure| Memory {
            key: CellKey::new(
                figure.key.measure,
                Period::year(figure.key.year),
                figure.key.scope.clone(),
            ),
            state: State::Withheld,
            value: None,
        })
        .collect()
    }

    /// What looks odd in an insats's own register.
    async fn odd(&self, tx: &mut Tx, insats: usize, counts: &Counts) -> Outcome<Vec<Oddity>> {
        let slug = &self.facts.insatser[insats].slug;
        let due = due(tx, self.association, slug, self.today).await?;
        Ok(oddities(&Seen {
            facts: &self.facts,
            insats,
            quarter: self.quarter,
            counts,
            due: &due,
            findings: &self.exact.findings(None),
            today: self.today,
        }))
    }

    fn composed(&self, parts: &[Part], status: &Status) -> (Document, Vec<Problem>) {
        let reason = self
            .closing
            .as_ref()
            .map_or("", |closing| closing.reason.as_str());
        compose(&Sources {
            facts: &self.facts,
            figures: &self.year.figures,
            quarter: self.quarter,
            parts,
            status,
            date: &self.today.to_string(),
            reason,
        })
    }
}

/// Whether every insats's quarter is shown.
fn sees_all(actor: &Actor) -> bool {
    may(actor, Act::ReadQuarters, On::Association)
}

/// The insatser shown, by index.
fn own(actor: &Actor, facts: &Facts) -> Vec<usize> {
    let shown = |slug: &str| sees_all(actor) || may(actor, Act::AnswerQuarter, On::Insats(slug));
    let insatser = facts.insatser.iter().enumerate();
    insatser
        .filter(|(_, insats)| shown(&insats.slug))
        .map(|(index, _)| index)
        .collect()
}

/// What is due of an insats's ended participations.
async fn due(tx: &mut Tx, association: AssociationId, slug: &str, today: NaiveDate) -> Outcome<Vec<Due>> {
    let closed = store::quarter::closed(tx, association, slug).await?;
    Ok(closed
        .iter()
        .flat_map(|listed| Due::of(&listed.fact, &listed.made, listed.lost, today))
        .collect())
}
