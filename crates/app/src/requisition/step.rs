//! The steps after filling in: attest, review, return, second attest, payment by hand, withdrawal.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    refusal::Refusal,
    requisition::{
        Did, Requisition,
        attest::{Attest, Right, decide},
        next,
    },
};
use store::{AssociationId, Tx};

use super::{May, attest, one, still_open};
use crate::{
    Actor, App, Failure, Outcome, record,
    rights::{Act, On, may},
};

/// What the actor may do, and why not attest.
pub(super) async fn may_do(
    tx: &mut Tx,
    association: AssociationId,
    actor: &Actor,
    requisition: &Requisition,
    now: DateTime<Utc>,
) -> Outcome<(May, Option<Refusal>)> {
    let state = requisition.state();
    let here = On::Insats(&requisition.insats);
    let fills = may(actor, Act::EditRequisition, here);
    let reviews = may(actor, Act::ReviewRequisition, On::Association);
    let approves = may(actor, Act::AttestRequisition, On::Association);
    let today = now.date_naive();
    let mut hindered = None;
    let mut attest = false;
    if fills && state.allows(Did::Attested) {
        match right(tx, association, actor, requisition, (Attest::First, today)).await? {
            Ok(_) => attest = true,
            Err(refusal) => hindered = Some(refusal),
        }
    }
    let mut approve = false;
    if approves && state.allows(Did::Approved) {
        match right(tx, association, actor, requisition, (Attest::Second, today)).await? {
            Ok(_) => approve = true,
            Err(refusal) => hindered = Some(refusal),
        }
    }
    let may = May {
        fill: fills && state.allows(Did::Filled),
        attest,
        review: reviews && state.allows(Did::Reviewed),
        give_back: (reviews || approves) && state.allows(Did::Returned),
        approve,
        pay: may(actor, Act::EditPayments, On::Association) && state.allows(Did::Paid),
        void: (fills || reviews) && state.allows(Did::Voided),
        matching: may(actor, Act::ReadVouchers, On::Association),
    };
    Ok((may, hindered))
}

async fn right(
    tx: &mut Tx,
    association: AssociationId,
    actor: &Actor,
    requisition: &Requisition,
    (which, today): (Attest, NaiveDate),
) -> Outcome<Result<Right, Refusal>> {
    let rules = attest::rules(tx, association).await?;
    let deputies = store::requisition::deputies(tx, association).await?;
    let person = attest::person(&actor.id, &actor.assignments, &requisition.insats);
    let others = attest::stood_for(
        tx,
        association,
        (&deputies, &actor.id),
        &requisition.insats,
        today,
    )
    .await?;
    Ok(decide(
        requisition,
        which,
        &person,
        (&rules, &deputies, &others),
        today,
    ))
}

impl App {
    /// Takes a step with a requisition. `words` are the reason of a return or withdrawal, or the day
    /// of a payment.
    ///
    /// # Errors
    /// Not found for those who may not; refusals of the rules and the state.
    pub async fn step_requisition(
        &self,
        actor: &Actor,
        (number, did): (&str, Did),
        words: &str,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let requisition = one(&mut tx, association, actor, number).await?;
        let here = On::Insats(&requisition.insats);
        let all = On::Association;
        let allowed = match did {
            Did::Attested => may(actor, Act::EditRequisition, here),
            Did::Reviewed => may(actor, Act::ReviewRequisition, all),
            Did::Returned => {
                may(actor, Act::ReviewRequisition, all) || may(actor, Act::AttestRequisition, all)
            }
            Did::Approved => may(actor, Act::AttestRequisition, all),
            Did::Paid => may(actor, Act::EditPayments, all),
            Did::Voided => may(actor, Act::EditRequisition, here) || may(actor, Act::ReviewRequisition, all),
            Did::Filled | Did::Filed | Did::Unfiled => false,
        };
        if !allowed {
            return Err(Failure::NotFound);
        }
        let words = if did == Did::Paid {
            paid_on(words, now.date_naive())?
        } else {
            words.to_owned()
        };
        let step = next(requisition.state(), did, &actor.id, now, &words)?;
        let mut on_behalf = String::new();
        let which = match did {
            Did::Attested => Some(Attest::First),
            Did::Approved => Some(Attest::Second),
            _ => None,
        };
        if let Some(which) = which {
            let at = (which, now.date_naive());
            if let Right::For(other) = right(&mut tx, association, actor, &requisition, at).await?? {
                on_behalf = other;
            }
        }
        if matches!(did, Did::Attested | Did::Voided) {
            still_open(&mut tx, association, requisition.period).await?;
        }
        store::requisition::add_step(&mut tx, association, number, &step).await?;
        let detail = serde_json::json!({
            "insats": requisition.insats, "ore": requisition.total().0, "as": on_behalf, "words": step.words,
        });
        record(&mut tx, actor, (act(did), number), detail, now).await?;
        Ok(tx.commit().await?)
    }
}

/// The day of a payment made outside the system.
fn paid_on(words: &str, today: NaiveDate) -> Result<String, Refusal> {
    let day = words.trim().parse::<NaiveDate>().ok().filter(|day| *day <= today);
    day.map(|day| day.to_string()).ok_or_else(|| {
        let message = "Ange betalningsdagen som ÅÅÅÅ-MM-DD, i dag eller tidigare.";
        Refusal::at("rekvisition-betaldag", "dag", message)
    })
}

const fn act(did: Did) -> &'static str {
    match did {
        Did::Filled => "rekvisition.fyll",
        Did::Attested => "rekvisition.attest1",
        Did::Reviewed => "rekvisition.granska",
        Did::Returned => "rekvisition.återsänd",
        Did::Approved => "rekvisition.attest2",
        Did::Filed => "rekvisition.betalfil",
        Did::Unfiled => "rekvisition.ur-betalfil",
        Did::Paid => "rekvisition.betald",
        Did::Voided => "rekvisition.makulera",
    }
}
