//! Making and revoking tokens: of an insats by its deltagaransvariga, of the association by the office.

use app::{
    App, Failure,
    rights::Act,
    token::{Listed, NewToken, Scope},
};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use chrono::{DateTime, Utc};
use domain::refusal::Refusal;

use crate::{
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page, refused},
    pages::api::{TokenLine, TokensPage},
    site::Site,
    trouble::Trouble,
    view::{Field, Refusals},
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
    let view = View::new(&site, &visitor, Some(insats));
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
    let view = View::new(&site, &visitor, None);
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
    View::new(&site, &visitor, Some(insats)).make(&typed).await
}

/// Makes one for the association.
pub async fn make_for_association(State(site): State<Site>, visitor: Visitor, Form(typed): Typed) -> Answer {
    View::new(&site, &visitor, None).make(&typed).await
}

/// Revokes one of an insats.
pub async fn revoke_of_insats(
    State(site): State<Site>,
    visitor: Visitor,
    Path((insats, id)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    View::new(&site, &visitor, Some(insats)).revoke(&id).await
}

/// Revokes one of the association's.
pub async fn revoke_of_association(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    View::new(&site, &visitor, None).revoke(&id).await
}

/// Whose tokens are looked at, and by whom.
struct View<'a> {
    site: &'a Site,
    visitor: &'a Visitor,
    insats: Option<String>,
}

impl<'a> View<'a> {
    fn new(site: &'a Site, visitor: &'a Visitor, insats: Option<String>) -> View<'a> {
        View {
            site,
            visitor,
            insats,
        }
    }

    fn address(&self) -> String {
        match &self.insats {
            Some(insats) => format!("/insatser/{insats}/nycklar"),
            None => "/installningar/nycklar".to_owned(),
        }
    }

    async fn make(&self, typed: &[(String, String)]) -> Answer {
        let new = read(typed);
        let (actor, now) = (&self.visitor.actor, self.site.now());
        let made = self
            .site
            .app
            .create_token(actor, self.insats.as_deref(), &new, now)
            .await;
        match made {
            Ok(token) => page(&self.page(None, &NewToken::default(), Some(token), &[]).await?),
            Err(Failure::Refused(refusals)) => refused(&self.page(None, &new, None, &refusals).await?),
            Err(failure) => Err(failure.into()),
        }
    }

    async fn revoke(&self, id: &str) -> Result<Response, Trouble> {
        let (actor, now) = (&self.visitor.actor, self.site.now());
        self.site
            .app
            .revoke_token(actor, self.insats.as_deref(), id, now)
            .await?;
        Ok(done(&self.address(), "nyckel-bort"))
    }

    async fn page(
        &self,
        told: Option<&str>,
        new: &NewToken,
        fresh: Option<String>,
        refusals: &[Refusal],
    ) -> Result<TokensPage, Trouble> {
        let insats = self.insats.as_deref();
        let tokens = self.site.app.tokens(&self.visitor.actor, insats).await?;
        let place = match insats {
            Some(slug) => Place::new("Nycklar", "/insatser").step(slug, format!("/insatser/{slug}")),
            None => Place::new("Nycklar", "/installningar"),
        };
        let lede = match insats {
            Some(_) => {
                "Med en nyckel registrerar och läser insatsens eget system i insatsen, och ingen annanstans."
            }
            None => "Med en nyckel läser ett annat program förbundets tal. Den når inga deltaganden.",
        };
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
            fresh,
            address: self.address(),
            tokens: tokens.iter().map(|token| line(token, self.site.now())).collect(),
            name: Field::text("namn", "Program")
                .help("Vilket system nyckeln är till, så att den känns igen när den ska bytas.")
                .value(&new.name)
                .error(&refusals),
            days: Field::text("dagar", "Gäller i så många dagar")
                .help("Högst 400. Byt nyckel innan den går ut.")
                .value(days)
                .error(&refusals),
            scopes: App::scopes(&self.visitor.actor, insats)
                .into_iter()
                .map(scope)
                .collect(),
            refusals,
        })
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
