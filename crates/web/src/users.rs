//! Users and roles: the association's, by the office; the deltagaransvariga of an insats, by its
//! insatsansvarig.

mod form;
mod matrix;

use app::{
    Assignment, Failure,
    rights::Act,
    users::{Guest, Invited, Listed, Places, may_give},
};
use axum::extract::{Form, Path, Query, State};
use chrono::NaiveDate;
use domain::refusal::Refusal;
use form::{key_of, role_of, role_typed};
pub use matrix::show as rights;

use crate::{
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page, refused},
    pages::users::{LinkPage, RoleRow, UserPage, UsersPage},
    site::Site,
    trouble::Trouble,
    view::{Cell, Link, Refusals, Row, Table},
    visitor::Visitor,
};

/// What the forms send.
#[derive(Debug, Default, Clone, serde::Deserialize)]
#[serde(default)]
pub struct Sent {
    namn: String,
    epost: String,
    roll: String,
    fran: String,
    till: String,
    sista: String,
}

/// Whose users: everybody's, or the deltagaransvariga of one insats.
#[derive(Debug, Clone)]
pub(crate) struct Circle {
    insats: Option<String>,
}

/// The parts of an address below which users stand.
#[derive(Debug, serde::Deserialize)]
pub struct At {
    insats: Option<String>,
    anvandare: Option<String>,
}

impl Circle {
    fn address(&self) -> String {
        match &self.insats {
            None => "/installningar/anvandare".into(),
            Some(insats) => format!("/insatser/{insats}/anvandare"),
        }
    }

    async fn listed(&self, site: &Site, visitor: &Visitor) -> Result<Vec<Listed>, Failure> {
        let today = site.now().date_naive();
        match &self.insats {
            None => site.app.users(&visitor.actor, today).await,
            Some(insats) => site.app.row_users(&visitor.actor, insats, today).await,
        }
    }

    fn place(&self, title: &str, places: &Places) -> Place {
        match &self.insats {
            None => Place::new(title, "/installningar"),
            Some(insats) => {
                let name = places.insatser.iter().find(|(slug, _)| slug == insats);
                let name = name.map_or(insats, |(_, name)| name);
                Place::new(title, "/insatser").step(name, format!("/insatser/{insats}"))
            }
        }
    }

    fn title(&self) -> &'static str {
        if self.insats.is_none() {
            "Användare"
        } else {
            "Deltagaransvariga"
        }
    }
}

impl At {
    fn circle(&self) -> Circle {
        Circle {
            insats: self.insats.clone(),
        }
    }

    fn user(&self) -> &str {
        self.anvandare.as_deref().unwrap_or("")
    }

    fn address(&self) -> String {
        format!("{}/{}", self.circle().address(), self.user())
    }
}

/// The list.
pub async fn list(
    State(site): State<Site>,
    visitor: Visitor,
    Path(at): Path<At>,
    Query(asked): Query<Asked>,
) -> Answer {
    let sent = Sent {
        fran: site.now().date_naive().to_string(),
        ..Sent::default()
    };
    page(
        &users_page(
            &site,
            &visitor,
            &at.circle(),
            (&sent, &[]),
            asked.besked.as_deref(),
        )
        .await?,
    )
}

/// Invites.
pub async fn invite(
    State(site): State<Site>,
    visitor: Visitor,
    Path(at): Path<At>,
    Form(sent): Form<Sent>,
) -> Answer {
    let circle = at.circle();
    let guest = Guest {
        name: sent.namn.clone(),
        email: sent.epost.clone(),
    };
    let invited = match role_typed(&sent, circle.insats.as_deref()) {
        Ok(role) => {
            site.app
                .invite_user(&visitor.actor, &guest, &role, site.now())
                .await
        }
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    match invited {
        Ok(invited) => handed(&site, &visitor, &circle, invited, &sent.namn).await,
        Err(Failure::Refused(refusals)) => {
            refused(&users_page(&site, &visitor, &circle, (&sent, &refusals), None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// After an invitation: the link where it must be handed over, otherwise the list.
async fn handed(site: &Site, visitor: &Visitor, circle: &Circle, invited: Invited, name: &str) -> Answer {
    let Some(path) = invited.link else {
        let told = if site.app.sends_letters() {
            "inbjuden"
        } else {
            "roll"
        };
        return Ok(done(&circle.address(), told));
    };
    let places = site.app.places().await?;
    let place = circle
        .place("Länk att lämna över", &places)
        .step(circle.title(), circle.address());
    page(&LinkPage {
        shell: frame::shell(site, visitor, place).await?,
        name: name.to_owned(),
        link: format!("{}{path}", site.app.around().address),
        way: Link::new("Klar", circle.address()),
    })
}

/// One user.
pub async fn one(
    State(site): State<Site>,
    visitor: Visitor,
    Path(at): Path<At>,
    Query(asked): Query<Asked>,
) -> Answer {
    let sent = Sent {
        fran: site.now().date_naive().to_string(),
        ..Sent::default()
    };
    page(&user_page(&site, &visitor, &at, (&sent, &[]), asked.besked.as_deref()).await?)
}

/// Gives another role.
pub async fn give(
    State(site): State<Site>,
    visitor: Visitor,
    Path(at): Path<At>,
    Form(sent): Form<Sent>,
) -> Answer {
    let given = match role_typed(&sent, None) {
        Ok(role) => {
            site.app
                .give_role(&visitor.actor, at.user(), &role, site.now())
                .await
        }
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    after(&site, &visitor, &at, &sent, (given, "roll")).await
}

/// Ends a role.
pub async fn end(
    State(site): State<Site>,
    visitor: Visitor,
    Path(at): Path<At>,
    Form(sent): Form<Sent>,
) -> Answer {
    let role = role_of(&sent.roll).ok_or_else(Trouble::not_found)?;
    // The address says whose insats it is; the form cannot name another.
    if at.insats.is_some() && at.insats != role.insats {
        return Err(Trouble::not_found());
    }
    let last = sent.sista.trim();
    let ended = match (last.is_empty(), last.parse::<NaiveDate>()) {
        (true, _) => Ok(None),
        (false, Ok(day)) => Ok(Some(day)),
        (false, Err(_)) => Err(Failure::from(form::no_date("sista"))),
    };
    let ended = match ended {
        Ok(last) => {
            let (actor, id) = (&visitor.actor, at.user());
            site.app.end_role(actor, id, &role, last, site.now()).await
        }
        Err(failure) => Err(failure),
    };
    if ended.is_ok() && at.insats.is_some() {
        return Ok(done(&at.circle().address(), "roll-slut"));
    }
    after(&site, &visitor, &at, &sent, (ended, "roll-slut")).await
}

/// Invites anew.
pub async fn again(State(site): State<Site>, visitor: Visitor, Path(at): Path<At>) -> Answer {
    let listed = at.circle().listed(&site, &visitor).await?;
    let user = listed.into_iter().find(|user| user.id == at.user());
    let user = user.ok_or_else(Trouble::not_found)?;
    match site.app.reinvite(&visitor.actor, &user.id, site.now()).await {
        Ok(invited) => handed(&site, &visitor, &at.circle(), invited, &user.name).await,
        Err(failure) => after(&site, &visitor, &at, &Sent::default(), (Err(failure), "")).await,
    }
}

/// Closes the account.
pub async fn close(State(site): State<Site>, visitor: Visitor, Path(at): Path<At>) -> Answer {
    let listed = at.circle().listed(&site, &visitor).await?;
    if !listed.iter().any(|user| user.id == at.user()) {
        return Err(Trouble::not_found());
    }
    match site.app.close_user(&visitor.actor, at.user(), site.now()).await {
        Ok(()) => Ok(done(&at.circle().address(), "stangd")),
        Err(failure) => after(&site, &visitor, &at, &Sent::default(), (Err(failure), "")).await,
    }
}

async fn after(
    site: &Site,
    visitor: &Visitor,
    at: &At,
    sent: &Sent,
    (outcome, told): (Result<(), Failure>, &str),
) -> Answer {
    match outcome {
        Ok(()) => Ok(done(&at.address(), told)),
        Err(Failure::Refused(refusals)) => {
            refused(&user_page(site, visitor, at, (sent, &refusals), None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn users_page(
    site: &Site,
    visitor: &Visitor,
    circle: &Circle,
    (sent, refusals): (&Sent, &[Refusal]),
    told: Option<&str>,
) -> Result<UsersPage, Trouble> {
    let listed = circle.listed(site, visitor).await?;
    let places = site.app.places().await?;
    let refusals = Refusals::of(refusals);
    let mut users = Table::new(
        "anvandarlista",
        "Användare och deras roller",
        &["Namn", "E-post", "Roller", "Läge"],
    );
    for user in &listed {
        let roles: Vec<String> = user.roles.iter().map(|role| places.words(role)).collect();
        users.rows.push(Row::of(vec![
            Cell::link(&user.name, format!("{}/{}", circle.address(), user.id)),
            Cell::text(user.email.clone().unwrap_or_default()),
            Cell::text(roles.join("; ")),
            state(user),
        ]));
    }
    let lede = match &circle.insats {
        None => {
            "Här bjuds förbundets roller, insatsansvariga och team in. Deltagaransvariga bjuds in av insatsens insatsansvarige."
        }
        Some(_) => {
            "Deltagaransvariga läser och registrerar insatsens deltaganden. Bara du som är insatsansvarig bjuder in dem."
        }
    };
    Ok(UsersPage {
        shell: frame::shell(site, visitor, circle.place(circle.title(), &places).told(told)).await?,
        lede: lede.into(),
        action: circle.address(),
        fields: form::guest(sent, circle, &places, &refusals),
        refusals,
        users,
    })
}

fn state(user: &Listed) -> Cell {
    match (user.active, user.can_log_in, user.roles.is_empty()) {
        (false, ..) => Cell::badge("stängt", ""),
        (true, _, true) => Cell::badge("utan roll", "should"),
        (true, false, _) => Cell::badge("inbjuden", "should"),
        (true, true, _) => Cell::badge("aktiv", "good"),
    }
}

async fn user_page(
    site: &Site,
    visitor: &Visitor,
    at: &At,
    (sent, refusals): (&Sent, &[Refusal]),
    told: Option<&str>,
) -> Result<UserPage, Trouble> {
    let circle = at.circle();
    let listed = circle.listed(site, visitor).await?;
    let user = listed.into_iter().find(|user| user.id == at.user());
    let user = user.ok_or_else(Trouble::not_found)?;
    let places = site.app.places().await?;
    let refusals = Refusals::of(refusals);
    let place = circle
        .place(&user.name, &places)
        .step(circle.title(), circle.address())
        .told(told);
    let row = |role: &Assignment| RoleRow {
        key: key_of(role),
        words: places.words(role),
        from: role.from.to_string(),
        to: role.to.map(|day| day.to_string()).unwrap_or_default(),
        may_end: may_give(&visitor.actor, role),
    };
    let gives = circle.insats.is_none() && user.active && visitor.may(Act::ManageUsers);
    Ok(UserPage {
        shell: frame::shell(site, visitor, place).await?,
        facts: vec![
            (
                "E-postadress",
                user.email.clone().unwrap_or_else(|| "ingen".into()),
            ),
            ("Läge", state(&user).text),
        ],
        roles: user.roles.iter().map(row).collect(),
        address: at.address(),
        give: if gives {
            form::role(sent, &places, &refusals)
        } else {
            Vec::new()
        },
        not_mine: not_mine(&user, visitor),
        refusals,
    })
}

fn not_mine(user: &Listed, visitor: &Visitor) -> String {
    if user.id == visitor.actor.id {
        return "Det här är ditt eget konto. Lösenord och sessioner finns under ditt namn längst upp.".into();
    }
    if !user.active {
        return "Kontot är stängt. Bjud in adressen på nytt från listan för att öppna det.".into();
    }
    if !user.mine {
        return "Personen har roller som sköts av andra. En ny inbjudan ges av den som sköter dem alla, eller av den som sköter programmet (samordna invite).".into();
    }
    String::new()
}
