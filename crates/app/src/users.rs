//! Who may log in as what: the office invites and ends the association's roles, insatsansvariga and
//! team members; an insatsansvarig invites and ends the deltagaransvariga of the own insats. Nobody
//! gives a role one may not give, and nobody gets hold of an account by inviting it anew who could not
//! have given all that it holds.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::{account::Email, refusal::Refusal};
use store::{AssociationId, Tx, user::User};

use crate::{
    Actor, App, Assignment, Failure, Outcome, Role,
    actor::conflict,
    record,
    rights::{Act, On, may, require},
    session::token,
};

/// The longest name.
const LONGEST_NAME: usize = 100;

/// Somebody to invite.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guest {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

/// A user as those read it who give roles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Key in addresses.
    pub id: String,
    /// Name or function.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// May log in.
    pub active: bool,
    /// Has chosen a password, or has logged in by the identity provider.
    pub can_log_in: bool,
    /// Roles that hold or will hold.
    pub roles: Vec<Assignment>,
    /// Whether the one who reads may invite the user anew and close the account.
    pub mine: bool,
}

/// What an invitation or a new role led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// Key of the user.
    pub id: String,
    /// The path of a link to hand over; `None` when it went by letter or none was needed.
    pub link: Option<String>,
}

/// Where roles can be held: slugs and names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Insatser in printed order.
    pub insatser: Vec<(String, String)>,
    /// Teams in printed order.
    pub teams: Vec<(String, String)>,
}

impl Places {
    /// "insatsansvarig, KRUS".
    pub fn words(&self, role: &Assignment) -> String {
        let name = |all: &[(String, String)], slug: &String| {
            let found = all.iter().find(|(known, _)| known == slug);
            found.map_or_else(|| slug.clone(), |(_, name)| name.clone())
        };
        let insats = role.insats.as_ref().map(|slug| name(&self.insatser, slug));
        let team = role.team.as_ref().map(|slug| name(&self.teams, slug));
        match insats.or(team) {
            Some(place) => format!("{}, {place}", role.role.label()),
            None => role.role.label().to_owned(),
        }
    }
}

/// Whether the actor may give this role, and end it.
pub fn may_give(actor: &Actor, assignment: &Assignment) -> bool {
    match (assignment.role, assignment.insats.as_deref()) {
        (Role::ParticipantManager, Some(insats)) => may(actor, Act::ManageRowUsers, On::Insats(insats)),
        (Role::ParticipantManager, None) => false,
        _ => may(actor, Act::ManageUsers, On::Association),
    }
}

impl App {
    /// Where roles can be held.
    ///
    /// # Errors
    /// A refusal when the database is empty.
    pub async fn places(&self) -> Outcome<Places> {
        let facts = self.facts().await?;
        let mut tx = self.db().read().await?;
        let association = self.association(&mut tx).await?;
        let teams = store::team::load(&mut tx, association).await?;
        let insatser = facts.insatser.iter();
        Ok(Places {
            insatser: insatser.map(|i| (i.slug.clone(), i.name.clone())).collect(),
            teams: teams.into_iter().map(|t| (t.slug, t.name)).collect(),
        })
    }

    /// Every user with the roles that hold or will hold.
    ///
    /// # Errors
    /// Not found for those who may not.
    pub async fn users(&self, actor: &Actor, today: NaiveDate) -> Outcome<Vec<Listed>> {
        require(actor, Act::ManageUsers, On::Association)?;
        self.listed(actor, today).await
    }

    /// The deltagaransvariga of an insats.
    ///
    /// # Errors
    /// Not found for those who may not.
    pub async fn row_users(&self, actor: &Actor, insats: &str, today: NaiveDate) -> Outcome<Vec<Listed>> {
        require(actor, Act::ManageRowUsers, On::Insats(insats))?;
        let mut all = self.listed(actor, today).await?;
        let here = |a: &Assignment| a.role == Role::ParticipantManager && a.insats.as_deref() == Some(insats);
        all.retain(|user| user.roles.iter().any(here));
        for user in &mut all {
            // What somebody is elsewhere is nothing for this insats.
            user.roles.retain(here);
        }
        Ok(all)
    }

    async fn listed(&self, actor: &Actor, today: NaiveDate) -> Outcome<Vec<Listed>> {
        let mut tx = self.db().read().await?;
        let holders = store::credential::holders(&mut tx).await?;
        let mut listed = Vec::new();
        for user in store::user::all(&mut tx).await? {
            let roles = standing(&mut tx, &user, today).await?;
            listed.push(Listed {
                mine: roles.iter().all(|role| may_give(actor, role)),
                can_log_in: holders.contains(&user.public_id),
                id: user.public_id,
                name: user.name,
                email: user.email,
                active: user.active,
                roles,
            });
        }
        Ok(listed)
    }

    /// Invites somebody to a role. Somebody who is a user already gets the role; whoever has not
    /// chosen a password yet gets a new link.
    ///
    /// # Errors
    /// Not found for those who may not give the role; a refusal per field.
    pub async fn invite_user(
        &self,
        actor: &Actor,
        guest: &Guest,
        role: &Assignment,
        now: DateTime<Utc>,
    ) -> Outcome<Invited> {
        if !may_give(actor, role) {
            return Err(Failure::NotFound);
        }
        let (name, email) = examined(guest)?;
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let user = if let Some(user) = store::user::by_email(&mut tx, email.as_str()).await? {
            user
        } else {
            let id = format!("u-{}", &token()?[..12]);
            store::user::create(&mut tx, &id, &name, Some(email.as_str())).await?
        };
        if !user.active {
            store::user::set_active(&mut tx, &user, true).await?;
        }
        give(&mut tx, association, &user, role, now.date_naive()).await?;
        let link = self.link_unless_known(&mut tx, actor, &user, now).await?;
        let detail = described(role);
        record(
            &mut tx,
            actor,
            ("användare.inbjuden", &user.public_id),
            detail,
            now,
        )
        .await?;
        tx.commit().await?;
        Ok(self.handed_over(&user, link, now))
    }

    /// Gives a user another role.
    ///
    /// # Errors
    /// Not found for those who may not, or for a user who is not there; a refusal for a role that
    /// cannot be joined with what the user is.
    pub async fn give_role(
        &self,
        actor: &Actor,
        id: &str,
        role: &Assignment,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        if !may_give(actor, role) {
            return Err(Failure::NotFound);
        }
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let user = find(&mut tx, id).await?;
        if !user.active {
            return Err(closed().into());
        }
        give(&mut tx, association, &user, role, now.date_naive()).await?;
        record(&mut tx, actor, ("användare.roll", id), described(role), now).await?;
        Ok(tx.commit().await?)
    }

    /// Ends a role: at once, or after a last day.
    ///
    /// # Errors
    /// Not found for those who may not give it, or when the user does not hold it; a refusal for one's
    /// own administration, which somebody else must end.
    pub async fn end_role(
        &self,
        actor: &Actor,
        id: &str,
        role: &Assignment,
        last: Option<NaiveDate>,
        now: DateTime<Utc>,
    ) -> Outcome<()> {
        if !may_give(actor, role) {
            return Err(Failure::NotFound);
        }
        if actor.id == id && role.role == Role::Office {
            let message = "Din egen roll som förbundsadministratör avslutas av en annan administratör, så att det alltid finns någon som kan ge behörigheter.";
            return Err(Refusal::new("egen-roll", message).into());
        }
        let today = now.date_naive();
        let yesterday = today - TimeDelta::days(1);
        let last = last.filter(|day| *day >= today).unwrap_or(yesterday);
        let mut tx = self.db().write().await?;
        let association = self.association(&mut tx).await?;
        let user = find(&mut tx, id).await?;
        if !store::user::end(&mut tx, association, &user, &stored(role), last).await? {
            return Err(Failure::NotFound);
        }
        let left = standing(&mut tx, &user, today).await?;
        if !left.iter().any(|role| role.valid_on(today)) {
            store::session::end_all(&mut tx, id, None).await?;
        }
        let mut detail = described(role);
        detail["sista_dag"] = last.to_string().into();
        record(&mut tx, actor, ("användare.roll-slut", id), detail, now).await?;
        Ok(tx.commit().await?)
    }

    /// Invites a user anew: password, telephone and spare codes are chosen again. For somebody who lost
    /// the telephone, or the letter.
    ///
    /// # Errors
    /// Not found for a user who is not there, and for those who could not have given everything the
    /// user holds: the link opens the account.
    pub async fn reinvite(&self, actor: &Actor, id: &str, now: DateTime<Utc>) -> Outcome<Invited> {
        let mut tx = self.db().write().await?;
        let user = self.own_guest(&mut tx, actor, id, now.date_naive()).await?;
        if !user.active {
            return Err(closed().into());
        }
        let link = self.invite(&mut tx, &user, now).await?;
        let detail = serde_json::json!({ "på_nytt": true });
        record(&mut tx, actor, ("användare.inbjuden", id), detail, now).await?;
        tx.commit().await?;
        Ok(self.handed_over(&user, Some(link), now))
    }

    /// Invites a user anew on the machine's own authority; answers with key and path of the link.
    ///
    /// # Errors
    /// A refusal when nobody who may log in has the address.
    pub async fn reinvite_by_email(&self, email: &str, now: DateTime<Utc>) -> Outcome<(String, String)> {
        self.key()?;
        let email = Email::parse(email)?;
        let mut tx = self.db().write().await?;
        let user = store::user::by_email(&mut tx, email.as_str()).await?;
        let user = user.filter(|user| user.active).ok_or_else(|| {
            let message =
                "Ingen öppen användare har adressen. Bjud in den i webbtjänsten, under Inställningar.";
            Refusal::at("epost-okand", email.as_str(), message)
        })?;
        let link = self.invite(&mut tx, &user, now).await?;
        let detail = serde_json::json!({ "på_nytt": true });
        let what = ("användare.inbjuden", user.public_id.as_str());
        record(&mut tx, &Actor::system(), what, detail, now).await?;
        tx.commit().await?;
        Ok((user.public_id, link))
    }

    /// Closes an account: no role, no session, no way to log in.
    ///
    /// # Errors
    /// As [`App::reinvite`]; a refusal for one's own account.
    pub async fn close_user(&self, actor: &Actor, id: &str, now: DateTime<Utc>) -> Outcome<()> {
        if actor.id == id {
            let message = "Ditt eget konto stängs av en annan administratör.";
            return Err(Refusal::new("eget-konto", message).into());
        }
        let today = now.date_naive();
        let mut tx = self.db().write().await?;
        let user = self.own_guest(&mut tx, actor, id, today).await?;
        let association = self.association(&mut tx).await?;
        for role in standing(&mut tx, &user, today).await? {
            let yesterday = today - TimeDelta::days(1);
            store::user::end(&mut tx, association, &user, &stored(&role), yesterday).await?;
        }
        store::user::set_active(&mut tx, &user, false).await?;
        store::credential::forget(&mut tx, &user).await?;
        store::session::end_all(&mut tx, id, None).await?;
        store::held::forget(&mut tx, id).await?;
        record(
            &mut tx,
            actor,
            ("användare.stängd", id),
            serde_json::json!({}),
            now,
        )
        .await?;
        Ok(tx.commit().await?)
    }

    /// A user all of whose roles the actor may give.
    async fn own_guest(&self, tx: &mut Tx, actor: &Actor, id: &str, today: NaiveDate) -> Outcome<User> {
        let user = find(tx, id).await?;
        store::user::lock(tx, &user).await?;
        let roles = standing(tx, &user, today).await?;
        let all = roles.iter().all(|role| may_give(actor, role));
        let nothing = roles.is_empty() && !may(actor, Act::ManageUsers, On::Association);
        if !all || nothing {
            return Err(Failure::NotFound);
        }
        Ok(user)
    }

    /// A link for somebody who cannot log in yet and is wholly the actor's guest.
    async fn link_unless_known(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        user: &User,
        now: DateTime<Utc>,
    ) -> Outcome<Option<String>> {
        let known = store::credential::holders(tx).await?;
        let roles = standing(tx, user, now.date_naive()).await?;
        if known.contains(&user.public_id) || !roles.iter().all(|role| may_give(actor, role)) {
            return Ok(None);
        }
        Ok(Some(self.invite(tx, user, now).await?))
    }

    /// A link goes by letter where letters go anywhere; otherwise to the one who invited.
    fn handed_over(&self, user: &User, link: Option<String>, now: DateTime<Utc>) -> Invited {
        let id = user.public_id.clone();
        match link {
            Some(path) if self.sends_letters() && user.email.is_some() => {
                self.send_invitation(user, &path, now);
                Invited { id, link: None }
            }
            link => Invited { id, link },
        }
    }
}

async fn find(tx: &mut Tx, id: &str) -> Outcome<User> {
    store::user::find(tx, id).await?.ok_or(Failure::NotFound)
}

/// The roles of a user that hold today or will.
async fn standing(tx: &mut Tx, user: &User, today: NaiveDate) -> Outcome<Vec<Assignment>> {
    let all = store::user::assignments(tx, user).await?;
    let standing = all.into_iter().filter_map(|(_, stored)| Assignment::of(stored));
    Ok(standing.filter(|a| a.to.is_none_or(|to| today <= to)).collect())
}

/// Saves a role, unless it excludes what the user is or will be at the same time.
async fn give(
    tx: &mut Tx,
    association: AssociationId,
    user: &User,
    role: &Assignment,
    today: NaiveDate,
) -> Outcome<()> {
    let refuse = |place: &str, message: String| Err(Refusal::at("roll-fel", place, message).into());
    if role.to.is_some_and(|to| to < role.from || to < today) {
        return refuse(
            "till",
            "Sista dagen kan inte ligga före den första, eller redan ha varit.".into(),
        );
    }
    store::user::lock(tx, user).await?;
    let held = standing(tx, user, today).await?;
    if let Some(other) = conflict(&held, role) {
        let message = if other.role == role.role {
            format!("{} är redan {} under den tiden.", user.name, role.role.label())
        } else {
            format!(
                "{} är {}, och den rollen kan inte förenas med {}. Avsluta den ena rollen först, eller välj dagar som inte överlappar.",
                user.name,
                other.role.label(),
                role.role.label()
            )
        };
        return refuse("roll", message);
    }
    let saved = store::user::assign(tx, association, user, &stored(role)).await;
    saved.map_err(|error| match error {
        store::Error::Unknown { .. } | store::Error::Constraint(_) => {
            let message =
                "Välj den insats eller det team som rollen gäller för; andra roller gäller hela förbundet.";
            Refusal::at("roll-plats", "roll", message).into()
        }
        other => other.into(),
    })
}

fn examined(guest: &Guest) -> Outcome<(String, Email)> {
    let name = guest.name.trim();
    let mut refusals = Vec::new();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        let message = format!("Skriv namnet, högst {LONGEST_NAME} tecken.");
        refusals.push(Refusal::at("namn-fel", "namn", message));
    }
    match Email::parse(&guest.email) {
        Ok(email) if refusals.is_empty() => Ok((name.to_owned(), email)),
        Ok(_) => Err(Failure::Refused(refusals)),
        Err(refusal) => {
            refusals.push(refusal);
            Err(Failure::Refused(refusals))
        }
    }
}

fn stored(role: &Assignment) -> store::user::Assignment {
    store::user::Assignment {
        role: role.role.code(),
        insats: role.insats.clone(),
        team: role.team.clone(),
        from: role.from,
        to: role.to,
    }
}

fn described(role: &Assignment) -> serde_json::Value {
    serde_json::json!({
        "roll": role.role,
        "insats": role.insats,
        "team": role.team,
        "från": role.from.to_string(),
        "till": role.to.map(|day| day.to_string()),
    })
}

fn closed() -> Refusal {
    let message = "Kontot är stängt. Bjud in personen på nytt från listan över användare.";
    Refusal::new("konto-stangt", message)
}
