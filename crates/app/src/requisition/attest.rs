//! Who may attest what: rules and deputies, kept as data.

use chrono::{DateTime, NaiveDate, Utc};
use domain::requisition::attest::{Deputy, Person, Rule, check, check_deputy, preset};
use store::{AssociationId, Tx};

use crate::{
    Actor, App, Assignment, Failure, Outcome, Role, record,
    rights::{Act, On, require},
};

/// The rules as they stand.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The rules; those of the program while none are decided.
    pub rules: Vec<Rule>,
    /// Nothing is decided: the program's own rules hold.
    pub preset: bool,
    /// Deputies.
    pub deputies: Vec<Deputy>,
    /// Everybody who could be named: public id and name.
    pub people: Vec<(String, String)>,
    /// Insatser: slug and name.
    pub insatser: Vec<(String, String)>,
}

impl App {
    /// The attest rules.
    ///
    /// # Errors
    /// Not found for those who do not read every requisition.
    pub async fn attest_rules(&self, actor: &Actor) -> Outcome<Rules> {
        require(actor, Act::ReadRequisitions, On::Association)?;
        let facts = self.facts().await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let stored = store::requisition::rules(&mut tx, association).await?;
        let people = store::user::all(&mut tx).await?;
        Ok(Rules {
            preset: stored.is_empty(),
            rules: rules(&mut tx, association).await?,
            deputies: store::requisition::deputies(&mut tx, association).await?,
            people: people
                .into_iter()
                .map(|user| (user.public_id, user.name))
                .collect(),
            insatser: facts
                .insatser
                .iter()
                .map(|i| (i.slug.clone(), i.name.clone()))
                .collect(),
        })
    }

    /// Adds a rule.
    ///
    /// # Errors
    /// Not found for those who may not; refusals of the rule.
    pub async fn add_attest_rule(&self, actor: &Actor, rule: &Rule, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditAttestRules, On::Association)?;
        check(rule).map_err(Failure::Refused)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        store::requisition::add_rule(&mut tx, association, rule).await?;
        let detail = serde_json::json!({ "rule": format!("{rule:?}") });
        record(&mut tx, actor, ("attest.regel", rule.attest.label()), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Removes a rule.
    ///
    /// # Errors
    /// Not found for those who may not.
    pub async fn remove_attest_rule(&self, actor: &Actor, key: i64, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditAttestRules, On::Association)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let held = store::requisition::rules(&mut tx, association).await?;
        let rule = held.iter().find(|rule| rule.id == key).ok_or(Failure::NotFound)?;
        store::requisition::remove_rule(&mut tx, association, key).await?;
        let detail = serde_json::json!({ "rule": format!("{rule:?}") });
        record(
            &mut tx,
            actor,
            ("attest.regel-bort", rule.attest.label()),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// Names a deputy.
    ///
    /// # Errors
    /// Not found for those who may not; refusals of the days and the person.
    pub async fn add_deputy(&self, actor: &Actor, deputy: &Deputy, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditAttestRules, On::Association)?;
        check_deputy(deputy).map_err(Failure::Refused)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        for person in [&deputy.deputy, &deputy.of] {
            store::user::find(&mut tx, person)
                .await?
                .ok_or(Failure::NotFound)?;
        }
        store::requisition::add_deputy(&mut tx, association, deputy).await?;
        let detail = serde_json::json!({ "for": deputy.of, "from": deputy.from, "to": deputy.to });
        record(&mut tx, actor, ("attest.ersättare", &deputy.deputy), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Removes a deputy.
    ///
    /// # Errors
    /// Not found for those who may not.
    pub async fn remove_deputy(&self, actor: &Actor, key: i64, now: DateTime<Utc>) -> Outcome<()> {
        require(actor, Act::EditAttestRules, On::Association)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let held = store::requisition::deputies(&mut tx, association).await?;
        let deputy = held.iter().find(|d| d.id == key).ok_or(Failure::NotFound)?;
        store::requisition::remove_deputy(&mut tx, association, key).await?;
        let detail = serde_json::json!({ "for": deputy.of });
        record(
            &mut tx,
            actor,
            ("attest.ersättare-bort", &deputy.deputy),
            detail,
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }
}

/// The rules that hold: those decided, or the program's own while there are none.
pub(super) async fn rules(tx: &mut Tx, association: AssociationId) -> Outcome<Vec<Rule>> {
    let stored = store::requisition::rules(tx, association).await?;
    if stored.is_empty() {
        let seconds = [Role::Economist.code(), Role::Office.code()];
        return Ok(preset(Role::InsatsManager.code(), &seconds));
    }
    Ok(stored)
}

/// Somebody as the rules see them for one insats.
pub(super) fn person(id: &str, assignments: &[Assignment], insats: &str) -> Person {
    let here = assignments
        .iter()
        .filter(|a| a.insats.as_deref().is_none_or(|own| own == insats));
    let roles: Vec<Role> = here.map(|a| a.role).collect();
    Person {
        id: id.to_owned(),
        paid: roles
            .iter()
            .any(|role| matches!(role, Role::InsatsManager | Role::ParticipantManager)),
        roles: roles.into_iter().map(Role::code).collect(),
    }
}

/// Those the actor stands in for today.
pub(super) async fn stood_for(
    tx: &mut Tx,
    association: AssociationId,
    (deputies, actor): (&[Deputy], &str),
    insats: &str,
    today: NaiveDate,
) -> Outcome<Vec<Person>> {
    let mut people = Vec::new();
    let own = deputies
        .iter()
        .filter(|d| d.deputy == actor && d.from <= today && today <= d.to);
    for deputy in own {
        let Some(user) = store::user::find(tx, &deputy.of).await? else {
            continue;
        };
        let held = store::user::assignments(tx, &user).await?;
        let held: Vec<Assignment> = held
            .into_iter()
            .filter(|(of, _)| *of == association)
            .filter_map(|(_, stored)| Assignment::of(stored))
            .filter(|assignment| assignment.valid_on(today))
            .collect();
        people.push(person(&deputy.of, &held, insats));
    }
    Ok(people)
}
