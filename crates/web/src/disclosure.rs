//! The smallest cell, and what the insatser are in the words of the national follow-up.

use std::collections::BTreeMap;

use app::{Failure, Year, rights::Act};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use chrono::NaiveDate;
use domain::{refusal::Refusal, statistics::finsam::Details};

use crate::{
    address,
    frame::{self, Place},
    page::{Answer, done, page, refused},
    pages::disclosure::{DescribedPage, SmallestCellPage},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Refusals, Row, Table},
    visitor::Visitor,
};

/// What is typed, by field.
type Typed = BTreeMap<String, String>;

fn get(typed: &Typed, name: &str) -> String {
    typed
        .get(name)
        .map(|text| text.trim().to_owned())
        .unwrap_or_default()
}

/// The smallest cell as a form.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Typed>) -> Answer {
    let decided = site.app.smallest_cell(&visitor.actor).await?;
    let typed = (decided.policy.minimum().to_string(), decided.decision);
    page(
        &form(
            &site,
            &visitor,
            typed,
            &[],
            asked.get("besked").map(String::as_str),
        )
        .await?,
    )
}

/// Saves it.
pub async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    let (minimum, decision) = (get(&typed, "minsta"), get(&typed, "beslut"));
    let saved = if let Ok(number) = minimum.parse() {
        site.app
            .decide_smallest_cell(&visitor.actor, number, &decision, site.now())
            .await
    } else {
        let message = "Skriv minsta cell med siffror, till exempel 5.";
        Err(Refusal::at("rojande-minsta", "minsta", message).into())
    };
    match saved {
        Ok(()) => Ok(done("/installningar/rojande", "rojande")),
        Err(Failure::Refused(refusals)) => {
            refused(&form(&site, &visitor, (minimum, decision), &refusals, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn form(
    site: &Site,
    visitor: &Visitor,
    (minimum, decision): (String, String),
    refusals: &[Refusal],
    told: Option<&str>,
) -> Result<SmallestCellPage, Trouble> {
    let refusals = Refusals::of(refusals);
    let mut number = Field::text("minsta", "Minsta cell")
        .help("Antal under detta visas inte utanför insatsen. Lägst 3.")
        .value(minimum)
        .error(&refusals);
    number.kind = crate::view::FieldKind::Text("numeric");
    let reference = Field::text("beslut", "Styrelsens beslut")
        .help("Till exempel Styrelsen 2026-10-02 § 61. Beslutet sparas med ändringen.")
        .value(decision)
        .error(&refusals);
    let place = Place::new("Röjandekontroll", "/installningar").told(told);
    Ok(SmallestCellPage {
        shell: frame::shell(site, visitor, place).await?,
        fields: vec![number, reference],
        refusals,
        may_edit: visitor.may(Act::EditSettings),
    })
}

/// The insatser as they are described, and the form of one.
pub async fn described(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Typed>) -> Answer {
    let chosen = get(&asked, "insats");
    let details = site.app.insats_details(&visitor.actor).await?;
    let own = details.iter().find(|d| d.insats == chosen).cloned();
    let typed = own.map_or_else(|| Typed::from([("insats".into(), chosen)]), typed_of);
    page(
        &described_page(
            &site,
            &visitor,
            typed,
            &[],
            asked.get("besked").map(String::as_str),
        )
        .await?,
    )
}

fn typed_of(details: Details) -> Typed {
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let esf = details.esf.map_or("", |esf| if esf { "ja" } else { "nej" });
    Typed::from([
        ("insats".into(), details.insats),
        ("inriktning".into(), details.direction),
        ("preciserad".into(), details.precisely),
        ("malgrupp".into(), details.target_group),
        ("esf".into(), esf.into()),
        ("start".into(), day(details.from)),
        ("slut".into(), day(details.to)),
    ])
}

/// Saves one insats's description.
pub async fn describe(
    State(site): State<Site>,
    visitor: Visitor,
    Form(typed): Form<Typed>,
) -> Result<Response, Trouble> {
    let mut refusals = Vec::new();
    let mut day = |name: &str| {
        let text = get(&typed, name);
        let day = text.parse().ok();
        if day.is_none() && !text.is_empty() {
            let message = "Datumet går inte att läsa. Skriv ÅÅÅÅ-MM-DD.";
            refusals.push(Refusal::at("insats-dagar", name, message));
        }
        day
    };
    let details = Details {
        insats: get(&typed, "insats"),
        direction: get(&typed, "inriktning"),
        precisely: get(&typed, "preciserad"),
        target_group: get(&typed, "malgrupp"),
        esf: match get(&typed, "esf").as_str() {
            "ja" => Some(true),
            "nej" => Some(false),
            _ => None,
        },
        from: day("start"),
        to: day("slut"),
    };
    let saved = if refusals.is_empty() {
        site.app
            .describe_insats(&visitor.actor, &details, site.now())
            .await
    } else {
        Err(Failure::Refused(refusals))
    };
    match saved {
        Ok(()) => Ok(done("/installningar/insatser", "beskriven")),
        Err(Failure::Refused(refusals)) => {
            refused(&described_page(&site, &visitor, typed, &refusals, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn described_page(
    site: &Site,
    visitor: &Visitor,
    typed: Typed,
    refusals: &[Refusal],
    told: Option<&str>,
) -> Result<DescribedPage, Trouble> {
    let shown = frame::year(site, visitor, None).await?;
    let year = site.app.year(&visitor.actor, shown).await?;
    let details = site.app.insats_details(&visitor.actor).await?;
    let table = table(visitor, &year, &details);
    let refusals = Refusals::of(refusals);
    let slug = get(&typed, "insats");
    let chosen = year.insatser().iter().find(|insats| insats.slug == slug);
    let text = |name: &str, label: &str| Field::text(name, label).value(get(&typed, name)).error(&refusals);
    let esf =
        [("", "Inte angivet"), ("ja", "Ja"), ("nej", "Nej")].map(|(code, words)| (code.into(), words.into()));
    let fields = vec![
        text("inriktning", "Inriktning"),
        text("preciserad", "Preciserad inriktning"),
        text("malgrupp", "Målgrupp"),
        Field::choice("esf", "Medel från Socialfonden (ESF)", esf.into()).value(get(&typed, "esf")),
        text("start", "Start").help("ÅÅÅÅ-MM-DD"),
        text("slut", "Slut").help("ÅÅÅÅ-MM-DD, tomt medan insatsen pågår"),
    ];
    Ok(DescribedPage {
        shell: frame::shell(
            site,
            visitor,
            Place::new("Insatserna i uppföljningen", "/installningar").told(told),
        )
        .await?,
        table,
        chosen: chosen
            .filter(|_| visitor.may(Act::EditSettings))
            .map(|i| (i.slug.clone(), i.name.clone())),
        fields,
        refusals,
    })
}

/// Every insats as it is described.
fn table(visitor: &Visitor, year: &Year, details: &[Details]) -> Table {
    let heads = ["Insats", "Inriktning", "Målgrupp", "ESF", "Start", "Slut"];
    let mut table = Table::new(
        "insatser",
        "Insatserna i den nationella uppföljningens ord",
        &heads,
    );
    for insats in year.insatser() {
        let own = details.iter().find(|d| d.insats == insats.slug).cloned();
        let own = typed_of(own.unwrap_or_default());
        let first = if visitor.may(Act::EditSettings) {
            let address = format!("/installningar/insatser?insats={}", address::encode(&insats.slug));
            Cell::link(&insats.name, address)
        } else {
            Cell::text(&insats.name)
        };
        let words =
            ["inriktning", "malgrupp", "esf", "start", "slut"].map(|name| Cell::text(get(&own, name)));
        table
            .rows
            .push(Row::of(std::iter::once(first).chain(words).collect()));
    }
    table
}
