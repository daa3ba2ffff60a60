//! Entering a participation: one page, sent once.

use app::{App, Failure, participation::Sending};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use domain::{
    codes::CodeTable,
    participation::{Entry, Fields, Rules},
    personnummer::Typed,
    refusal::Refusal,
};

use super::{blank, fields::Filler, finished, way};
use crate::{
    frame::{self, Place},
    page::{Answer, done, page, refused},
    pages::participation::FormPage,
    site::Site,
    trouble::Trouble,
    view::{Link, Refusals},
    visitor::Visitor,
};

/// Where one enters, and from what.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    insats: Option<String>,
    /// The participation this is a transfer from.
    fran: Option<String>,
    /// The recommendation that led here.
    rekommendation: Option<String>,
}

/// The form.
pub async fn ask(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let own = site.app.own_insatser(&visitor.actor).await?;
    let first = own
        .iter()
        .find(|own| own.may_edit)
        .map(|own| own.insats.slug.clone());
    let insats = asked.insats.or(first).ok_or_else(Trouble::not_found)?;
    let rules = site.app.entry_rules(&visitor.actor, &insats, site.now()).await?;
    let mut fields = Fields::default();
    if let Some(from) = asked.fran.as_deref() {
        carry_over(&site, &visitor, from, &mut fields).await?;
    }
    if let Some(key) = asked.rekommendation.as_deref() {
        let recommended = site.app.recommendation(&visitor.actor, key, site.now()).await?;
        fields.set("remittent", recommended.authority.map_or("", CodeTable::slug));
        fields.set("kommun", recommended.municipality.unwrap_or_default());
        fields.set("rekommendation", key);
    }
    fields.set_default("start", rules.today.to_string());
    let served = own.iter().find(|own| own.insats.slug == insats);
    if let Some([only]) = served.map(|own| own.insats.municipalities.as_slice()) {
        fields.set_default("kommun", only.as_str());
    }
    fields.set("insats", insats);
    fields.set("formular", App::form_token()?);
    page(&form(&site, &visitor, &rules, &fields, &[], false).await?)
}

/// What a transfer brings along: the background, and what the exit found as what there was before.
async fn carry_over(site: &Site, visitor: &Visitor, from: &str, fields: &mut Fields) -> Result<(), Trouble> {
    let seen = site.app.participation(&visitor.actor, from, site.now()).await?;
    let left = seen.record.entry.fields();
    for name in ["underlag", "kon", "fodelsear", "kommun", "utbildning", "tid"] {
        fields.set(name, left.text(name));
    }
    if let Some(exit) = &seen.record.exit {
        let mut after = Fields::default();
        exit.write(&mut after);
        for (name, value) in after.iter().filter(|(name, _)| name.contains("_efter")) {
            fields.set(&name.replace("_efter", ""), value);
        }
        fields.set("start", exit.date.to_string());
    }
    fields.set("fran", from);
    Ok(())
}

/// Enters it.
pub async fn enter(
    State(site): State<Site>,
    visitor: Visitor,
    Form(values): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let mut fields = Fields::new(values);
    let typed = Typed::new(fields.take("personnummer").unwrap_or_default());
    let insats = fields.text("insats").to_owned();
    let sending = Sending {
        token: Some(fields.text("formular")).filter(|token| token.len() >= 16),
        transferred_from: Some(fields.text("fran")).filter(|from| !from.is_empty()),
        recommendation: Some(fields.text("rekommendation")).filter(|key| !key.is_empty()),
    };
    let read = |rules: &Rules| Entry::read(&fields, &typed, rules);
    let sent = site
        .app
        .send_entry(&visitor.actor, &insats, read, sending, site.now());
    let refusals = match sent.await {
        Ok(public_id) => {
            let named = fields.text("underlag") == "skriftligt";
            let told = if named { "inregistrerad" } else { "anonym" };
            return Ok(done(&way(&public_id), told));
        }
        Err(Failure::Refused(refusals)) => refusals,
        Err(failure) => return Err(failure.into()),
    };
    let rules = site.app.entry_rules(&visitor.actor, &insats, site.now()).await?;
    refused(&form(&site, &visitor, &rules, &fields, &refusals, !typed.is_empty()).await?)
}

async fn form(
    site: &Site,
    visitor: &Visitor,
    rules: &Rules,
    fields: &Fields,
    refusals: &[Refusal],
    had_number: bool,
) -> Result<FormPage, Trouble> {
    let own = site.app.own_insatser(&visitor.actor).await?;
    let insats = fields.text("insats");
    let name = own
        .iter()
        .find(|own| own.insats.slug == insats)
        .map_or("", |own| own.insats.name.as_str());
    let others = own.iter().filter(|own| own.may_edit && own.insats.slug != insats);
    let shown = Refusals::of(refusals);
    let filler = Filler {
        fields,
        refusals: &shown,
    };
    let place = Place::new("Registrera deltagare", "/deltagare");
    let mut form = FormPage {
        lede: format!(
            "I insatsen {name}. Det som inte är känt kan lämnas som ej insamlat och rättas senare."
        ),
        links: others
            .map(|own| {
                let address = format!("/deltagare/ny?insats={}", own.insats.slug);
                Link::new(format!("Registrera i {} i stället", own.insats.name), address)
            })
            .collect(),
        action: "/deltagare/ny".into(),
        hidden: ["insats", "formular", "fran", "rekommendation"]
            .map(|name| (name.to_owned(), fields.text(name).to_owned()))
            .to_vec(),
        groups: filler.entry(rules, true),
        button: "Registrera".into(),
        back: Link::new("Avbryt", "/deltagare"),
        ..blank(frame::shell(site, visitor, place).await?)
    };
    if had_number {
        form.notes.push(
            "Personnumret skickas aldrig tillbaka i en sida, så att det inte blir kvar i webbläsaren. Skriv det igen.".into(),
        );
    }
    if !fields.text("fran").is_empty() {
        form.notes.push(
            "Övergång från en annan insats: uppgifterna följer med härifrån, men ett nytt samtycke behövs. Kontrollera dem.".into(),
        );
    }
    Ok(finished(form, refusals, None))
}
