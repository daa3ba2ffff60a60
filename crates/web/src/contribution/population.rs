//! Populations: fetched or read from a file, looked at, then saved.

use app::{
    Failure,
    contribution::{Entered, Preview, Source},
    import::Upload,
    rights::Act,
};
use axum::{
    extract::{Form, Multipart, Query, State},
    http::StatusCode,
    response::Response,
};
use domain::{
    contribution::basis::{days, inhabitants, municipal_inhabitants, municipalities, usual_day},
    facts::Member,
    number,
    refusal::Refusal,
};

use super::{Fields, get, with_start};
use crate::{
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page, refused},
    pages::contribution::{PopulationsPage, PreviewPage},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Link, Refusals, Row, Table},
    visitor::Visitor,
};

/// The page's address.
const PAGE: &str = "/ekonomi/folkmangd";

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    page(&populations(&site, &visitor, &Fields::new(), &[], asked.besked.as_deref()).await?)
}

async fn populations(
    site: &Site,
    visitor: &Visitor,
    typed: &Fields,
    refusals: &[Refusal],
    told: Option<&str>,
) -> Result<PopulationsPage, Trouble> {
    let (sources, members, addresses) = site.app.population_sources(&visitor.actor).await?;
    let refusals = Refusals {
        title: "Det gick inte".into(),
        ..Refusals::of(refusals)
    };
    let may_edit = visitor.may(Act::EditContributions);
    let day = typed.get("dag").cloned().unwrap_or_else(|| {
        let usual = usual_day(site.now().date_naive());
        usual.map(|day| day.to_string()).unwrap_or_default()
    });
    Ok(PopulationsPage {
        shell: frame::shell(site, visitor, Place::new("Folkmängder", "/ekonomi").told(told)).await?,
        day: may_edit.then(|| {
            Field::text("dag", "Dag").help("Månadens sista dag, ÅÅÅÅ-MM-DD. Vanligen 30 september året före.").value(day).error(&refusals)
        }),
        file: may_edit.then(|| {
            let help = "Tabellen från SCB:s statistikdatabas som CSV eller json-stat2, eller förbundets egen tabell kommun;kod;folkmängd_ÅÅÅÅ_MM_DD.";
            Field::file("fil", "Fil", ".csv,.json,.txt").help(help).error(&refusals)
        }),
        addresses: visitor.may(Act::EditSettings).then(|| {
            let typed = typed.get("kallor").cloned().unwrap_or(addresses);
            let help = "En källa per rad: från och med dag;tabellens namn;adress;fråga. {tid}, {regioner} och {regionlista} fylls i. Tomt ger programmets egna.";
            Field::long("kallor", "Källor", 6).help(help).value(typed).error(&refusals)
        }),
        refusals,
        table: known(&sources, &members),
        back: Link::new("Till medlemsbidragen", super::PAGE),
    })
}

/// The days there are numbers for.
fn known(sources: &[Source], members: &[Member]) -> Table {
    let mut table = Table::new(
        "folkmangder",
        "Dagar med folkmängd",
        &[
            "Dag",
            "Tabell",
            "Hämtad",
            "Medlemmarna#",
            "Länet enligt tabellen#",
        ],
    );
    for on in days(members) {
        let source = sources.iter().find(|source| source.on == on);
        let number = |n: Option<i64>| n.map_or_else(Cell::default, |n| Cell::text(number::integer(n)));
        table.rows.push(Row::of(vec![
            Cell::text(on.to_string()),
            Cell::text(source.map_or("inläst tabell", |source| source.table.as_str())),
            Cell::text(source.map_or_else(String::new, |source| source.extracted.to_string())),
            number(Some(municipal_inhabitants(members, on))),
            number(source.and_then(|source| source.stated)),
        ]));
    }
    table
}

/// A file was sent: what it says is the next page.
pub async fn send(State(site): State<Site>, visitor: Visitor, mut form: Multipart) -> Answer {
    let broken = || Trouble::because(StatusCode::BAD_REQUEST, "Filen kom inte fram hel. Försök igen.");
    let mut upload = None;
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        let name = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|_| broken())?.to_vec();
        if !name.is_empty() {
            upload = Some(Upload { name, bytes });
        }
    }
    let read = match upload {
        Some(upload) => site.app.read_population(&visitor.actor, &upload).await,
        None => Err(Refusal::at("import-fil", "fil", "Välj en fil.").into()),
    };
    looked_at(&site, &visitor, &Fields::new(), read).await
}

/// Statistics Sweden was asked.
pub async fn fetch(
    State(site): State<Site>,
    visitor: Visitor,
    Form(typed): Form<Fields>,
) -> Result<Response, Trouble> {
    let read = site
        .app
        .fetch_population(&visitor.actor, &get(&typed, "dag"))
        .await;
    looked_at(&site, &visitor, &typed, read).await
}

async fn looked_at(site: &Site, visitor: &Visitor, typed: &Fields, read: Result<Preview, Failure>) -> Answer {
    match read {
        Ok(preview) => page(&preview_page(site, visitor, &entered(&preview), &odd(&preview), &[]).await?),
        Err(Failure::Refused(refusals)) => {
            refused(&populations(site, visitor, typed, &refusals, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

fn entered(preview: &Preview) -> Entered {
    Entered {
        on: preview.on.map(|on| on.to_string()).unwrap_or_default(),
        table: preview.table.clone(),
        stated: preview.stated.map(|n| n.to_string()).unwrap_or_default(),
        rows: preview
            .rows
            .iter()
            .map(|(member, count, _)| (member.code.clone(), count.to_string()))
            .collect(),
    }
}

fn odd(preview: &Preview) -> Vec<String> {
    preview
        .problems
        .iter()
        .map(|problem| problem.message.clone())
        .collect()
}

async fn preview_page(
    site: &Site,
    visitor: &Visitor,
    entered: &Entered,
    odd: &[String],
    refusals: &[Refusal],
) -> Result<PreviewPage, Trouble> {
    let (_, members, _) = site.app.population_sources(&visitor.actor).await?;
    let refusals = Refusals::of(refusals);
    let on = entered.on.parse().ok();
    let row = |member: &Member| {
        let typed = entered.rows.iter().find(|(code, _)| *code == member.code);
        let stands = on.and_then(|on| inhabitants(member, on));
        (
            member.code.clone(),
            member.name.clone(),
            typed.map(|(_, text)| text.clone()).unwrap_or_default(),
            stands.map(number::integer).unwrap_or_default(),
            !refusals.at(&format!("antal-{}", member.code)).is_empty(),
        )
    };
    let place = Place::new("Läst tabell", "/ekonomi").step("Folkmängder", PAGE);
    Ok(PreviewPage {
        shell: frame::shell(site, visitor, place).await?,
        odd: odd.to_vec(),
        fields: vec![
            Field::text("dag", "Dag")
                .help("Den dag folkmängden gäller, ÅÅÅÅ-MM-DD.")
                .value(&entered.on)
                .error(&refusals),
            Field::text("tabell", "Tabell")
                .help("Skrivs ut bredvid bidragen.")
                .value(&entered.table)
                .error(&refusals),
        ],
        stated: entered.stated.clone(),
        rows: municipalities(&members).map(row).collect(),
        refusals,
    })
}

/// Saves what was looked at.
pub async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Form(typed): Form<Fields>,
) -> Result<Response, Trouble> {
    let entered = Entered {
        on: get(&typed, "dag"),
        table: get(&typed, "tabell"),
        stated: get(&typed, "lan"),
        rows: with_start(&typed, "antal-"),
    };
    match site
        .app
        .save_population(&visitor.actor, &entered, site.now())
        .await
    {
        Ok(()) => Ok(done(PAGE, "folkmangd")),
        Err(Failure::Refused(refusals)) => {
            refused(&preview_page(&site, &visitor, &entered, &[], &refusals).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Saves where populations are fetched.
pub async fn sources(
    State(site): State<Site>,
    visitor: Visitor,
    Form(typed): Form<Fields>,
) -> Result<Response, Trouble> {
    match site
        .app
        .save_population_addresses(&visitor.actor, &get(&typed, "kallor"), site.now())
        .await
    {
        Ok(()) => Ok(done(PAGE, "folkmangd-kallor")),
        Err(Failure::Refused(refusals)) => {
            refused(&populations(&site, &visitor, &typed, &refusals, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}
