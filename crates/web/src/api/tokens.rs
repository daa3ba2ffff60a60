//! Making and revoking tokens: of an insats by its deltagaransvariga, of a team by its members, of the
//! association by the office.

use app::{
    App, Failure,
    rights::Act,
    token::{Holder, Listed, NewToken, Scope},
};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use chrono::{DateTime, Utc};
use domain::refusal::Refusal;

use crate::{
    consultation,
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page, refused},
    pages::api::{TokenLine, TokensPage},
    site::Site,
    trouble::Trouble,
    view::{Field, Link, Refusals},
    visitor::Visitor,
};

/// Those who may make tokens of an insats: for participations, or for head counts.
pub const MAY: &[Act] = &[Act::ManageTokens, Act::EditHeadCounts];

/// What was typed, in the order it was sent.
type Typed = Form<Vec<(String, String)>>;

/// The tokens of an insats.
pub async fn of_insats(
    State(site): State<Site>,
    visitor: Visitor,
    Path(insats): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let view = View::new(&site, &visitor, Holder::Insats(insats));
    page(
        &view
            .page(asked.besked.as_deref(), &NewToken::default(), None, &[])
            .await?,
    )
}

/// The tokens of a team.
pub async fn of_team(
    State(site): State<Site>,
    visitor: Visitor,
    Path(team): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let view = View::new(&site, &visitor, Holder::Team(team));
    page(
        &view
            .page(asked.besked.as_deref(), &NewToken::default(), None, &[])
            .await?,
    )
}

/// The association's.
pub async fn of_association(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    let view = View::new(&site, &visitor, Holder::Association);
    page(
        &view
            .page(asked.besked.as_deref(), &NewToken::default(), None, &[])
            .await?,
    )
}

/// Makes one for an insats.
pub async fn make_for_insats(
    State(site): State<Site>,
    visitor: Visitor,
    Path(insats): Path<String>,
    Form(typed): Typed,
) -> Answer {
    View::new(&site, &visitor, Holder::Insats(insats))
        .make(&typed)
        .await
}

/// Makes one for a team.
pub async fn make_for_team(
    State(site): State<Site>,
    visitor: Visitor,
    Path(team): Path<String>,
    Form(typed): Typed,
) -> Answer {
    View::new(&site, &visitor, Holder::Team(team)).make(&typed).await
}

/// Makes one for the association.
pub async fn make_for_association(State(site): State<Site>, visitor: Visitor, Form(typed): Typed) -> Answer {
    View::new(&site, &visitor, Holder::Association).make(&typed).await
}

/// Revokes one of an insats.
pub async fn revoke_of_insats(
    State(site): State<Site>,
    visitor: Visitor,
    Path((insats, id)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    View::new(&site, &visitor, Holder::Insats(insats))
        .revoke(&id)
        .await
}

/// Revokes one of a team.
pub async fn revoke_of_team(
    State(site): State<Site>,
    visitor: Visitor,
    Path((team, id)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    View::new(&site, &visitor, Holder::Team(team)).revoke(&id).await
}

/// Revokes one of the association's.
pub async fn revoke_of_association(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    View::new(&site, &visitor, Holder::Association).revoke(&id).await
}

/// Whose tokens are looked at, and by whom.
struct View<'a> {
    site: &'a Site,
    visitor: &'a Visitor,
    holder: Holder,
}

impl<'a> View<'a> {
    fn new(site: &'a Site, visitor: &'a Visitor, holder: Holder) -> View<'a> {
        View {
            site,
            visitor,
            holder,
        }
    }

    async fn make(&self, typed: &[(String, String)]) -> Answer {
        let new = read(typed);
        let (actor, now) = (&self.visitor.actor, self.site.now());
        let made = self.site.app.create_token(actor, &self.holder, &new, now).await;
        match made {
            Ok(token) => page(&self.page(None, &NewToken::default(), Some(token), &[]).await?),
            Err(Failure::Refused(refusals)) => refused(&self.page(None, &new, None, &refusals).await?),
            Err(failure) => Err(failure.into()),
        }
    }

    async fn revoke(&self, id: &str) -> Result<Response, Trouble> {
        let (actor, now) = (&self.visitor.actor, self.site.now());
        self.site.app.revoke_token(actor, &self.holder, id, now).await?;
        Ok(done(&address(&self.holder), "nyckel-bort"))
    }

    async fn page(
        &self,
        told: Option<&str>,
        new: &NewToken,
        fresh: Option<String>,
        refusals: &[Refusal],
    ) -> Result<TokensPage, Trouble> {
        let holder = &self.holder;
        let tokens = self.site.app.tokens(&self.visitor.actor, holder).await?;
        let (place, lede) = match holder {
            Holder::Insats(slug) => (
                Place::new("Nycklar", "/insatser").step("Insatsen", format!("/insatser/{slug}")),
                "Med en nyckel registrerar och läser insatsens eget system i insatsen, och ingen annanstans.",
            ),
            Holder::Team(slug) => (
                Place::new("Nycklar", consultation::JOB)
                    .step("Teamet", format!("{}?team={slug}", consultation::JOB)),
                "Med en nyckel registrerar och läser ett annat system teamets remisser och möten, och ingen annans. Den når inga deltaganden.",
            ),
            Holder::Association => (
                Place::new("Nycklar", "/installningar"),
                "Med en nyckel läser ett annat program förbundets tal. Den når inga deltaganden.",
            ),
        };
        let others = App::token_holders(&self.visitor.actor);
        let others = others.iter().filter(|other| *other != holder);
        let refusals = Refusals::of(refusals);
        let scope = |scope: Scope| {
            (
                scope.name().to_owned(),
                words(scope).to_owned(),
                new.scopes.contains(&scope),
            )
        };
        let days = if new.days == 0 {
            String::from("365")
        } else {
            new.days.to_string()
        };
        Ok(TokensPage {
            shell: frame::shell(self.site, self.visitor, place.told(told)).await?,
            lede: lede.into(),
            others: others
                .map(|other| Link::new(name(other), address(other)))
                .collect(),
            fresh,
            address: address(holder),
            tokens: tokens.iter().map(|token| line(token, self.site.now())).collect(),
            name: Field::text("namn", "Program")
                .help("Vilket system nyckeln är till, så att den känns igen när den ska bytas.")
                .value(&new.name)
                .error(&refusals),
            days: Field::text("dagar", "Gäller i så många dagar")
                .help("Högst 400. Byt nyckel innan den går ut.")
                .value(days)
                .error(&refusals),
            scopes: App::scopes(&self.visitor.actor, holder)
                .into_iter()
                .map(scope)
                .collect(),
            refusals,
        })
    }
}

/// Where a holder's tokens are made.
fn address(holder: &Holder) -> String {
    match holder {
        Holder::Insats(insats) => format!("/insatser/{insats}/nycklar"),
        Holder::Team(team) => format!("{}/team/{team}/nycklar", consultation::JOB),
        Holder::Association => "/installningar/nycklar".to_owned(),
    }
}

/// A holder as one chooses it.
fn name(holder: &Holder) -> String {
    match holder {
        Holder::Insats(insats) => format!("Insatsen {insats}"),
        Holder::Team(team) => format!("Samverkansteamet {team}"),
        Holder::Association => "Förbundets tal".to_owned(),
    }
}

fn read(typed: &[(String, String)]) -> NewToken {
    let text = |name: &str| {
        let found = typed.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).unwrap_or_default()
    };
    let scopes = typed.iter().filter(|(key, _)| key == "behorighet");
    NewToken {
        name: text("namn").to_owned(),
        scopes: scopes.filter_map(|(_, name)| Scope::named(name)).collect(),
        days: text("dagar").parse().unwrap_or(-1),
    }
}

fn words(scope: Scope) -> &'static str {
    match scope {
        Scope::ReadRows => "läsa insatsens deltaganden",
        Scope::WriteRows => "registrera, rätta och avsluta deltaganden",
        Scope::Figures => "läsa förbundets tal",
        Scope::HeadCounts => "registrera volym",
        Scope::ReadReferrals => "läsa teamets remisser och möten",
        Scope::WriteReferrals => "registrera remisser, möten och konsultationer",
    }
}

fn line(token: &Listed, now: DateTime<Utc>) -> TokenLine {
    let works = token.revoked.is_none() && token.expires > now;
    let state = match token.revoked {
        Some(at) => format!("återkallad {}", frame::when(at)),
        None if works => format!("till {}", frame::when(token.expires)),
        None => format!("gick ut {}", frame::when(token.expires)),
    };
    TokenLine {
        id: token.id.clone(),
        name: token.name.clone(),
        scopes: token
            .scopes
            .iter()
            .map(|scope| words(*scope))
            .collect::<Vec<_>>()
            .join(", "),
        state,
        used: token.used.map_or_else(|| "aldrig".to_owned(), frame::when),
        works,
    }
}
