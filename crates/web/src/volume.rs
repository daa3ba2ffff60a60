//! Head counts of an insats.

use std::collections::HashMap;

use app::head_count::HeadCounts;
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use domain::{refusal::Refusal, words::MONTHS};

use crate::{
    address,
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, page},
    pages::volume::{Month, VolumePage},
    site::Site,
    trouble::Trouble,
    view::{Link, Refusals},
    visitor::Visitor,
};

/// Column: start of the field's name, and its label.
const COLUMNS: [(&str, &str); 3] = [
    ("kvinnor", "Kvinnor"),
    ("man", "Män"),
    ("okand", "Kön inte noterat"),
];

type Typed = [[String; 3]; 12];

/// The sheet as a form.
pub async fn show(
    State(site): State<Site>,
    visitor: Visitor,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let stands = site
        .app
        .head_counts(&visitor.actor, &slug, asked.ar, site.now())
        .await?;
    let typed = stands
        .sheet
        .map(|month| month.map(|count| count.map(|count| count.to_string()).unwrap_or_default()));
    page(&form(&site, &visitor, &stands, &typed, asked.besked.as_deref(), &[]).await?)
}

/// Saves it.
pub async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Path(slug): Path<String>,
    Form(fields): Form<HashMap<String, String>>,
) -> Result<Response, Trouble> {
    let number = |name: &str| fields.get(name).and_then(|text| text.parse::<i64>().ok());
    let year = number("ar").and_then(|year| i32::try_from(year).ok());
    let stands = site
        .app
        .head_counts(&visitor.actor, &slug, year, site.now())
        .await?;
    let mut typed = Typed::default();
    for (month, row) in (1..).zip(&mut typed) {
        for ((column, _), cell) in COLUMNS.iter().zip(row) {
            let text = fields.get(&format!("{column}-{month}"));
            *cell = text.cloned().unwrap_or_default();
        }
    }
    let version = number("version").unwrap_or(0);
    let saved = site
        .app
        .save_head_counts(&visitor.actor, (&slug, stands.year), &typed, version, site.now())
        .await;
    let there = format!("/insatser/{}/volym?ar={}", address::encode(&slug), stands.year);
    crate::page::answered(saved, (&there, "volym"), async |refusals, theirs| {
        let version = theirs.as_ref().map_or(version, |(_, version)| *version);
        let kept = HeadCounts { version, ..stands };
        let mut again = form(&site, &visitor, &kept, &typed, None, &refusals).await?;
        again.conflict = theirs.map(|(theirs, _)| theirs);
        Ok(again)
    })
    .await
}

async fn form(
    site: &Site,
    visitor: &Visitor,
    stands: &HeadCounts,
    typed: &Typed,
    told: Option<&str>,
    refusals: &[Refusal],
) -> Result<VolumePage, Trouble> {
    let (insats, year) = (&stands.insats, stands.year);
    let one = address::insats(&insats.slug, year);
    let place = Place::new("Volym", "/insatser")
        .step(&insats.name, &one)
        .told(told);
    let way = format!("/insatser/{}/volym", address::encode(&insats.slug));
    let refusals = Refusals::of(refusals);
    Ok(VolumePage {
        shell: frame::shell(site, visitor, place).await?,
        lede: format!(
            "{}, {year}: personer som räknats utan att registreras.",
            insats.name
        ),
        conflict: None,
        counted: stands.counted,
        months: (1..)
            .zip(typed)
            .map(|(n, row)| month(n, row, &refusals))
            .collect(),
        refusals,
        year,
        version: stands.version,
        ways: vec![
            Link::new(format!("Volym {}", year - 1), format!("{way}?ar={}", year - 1)),
            Link::new(format!("Volym {}", year + 1), format!("{way}?ar={}", year + 1)),
            Link::new(format!("Tillbaka till {}", insats.name), one),
        ],
        action: way,
    })
}

fn month(number: usize, typed: &[String; 3], refusals: &Refusals) -> Month {
    let field = |((column, label), text): (&(&str, &'static str), &String)| {
        let id = format!("{column}-{number}");
        let wrong = !refusals.at(&id).is_empty();
        (id, *label, text.clone(), wrong)
    };
    Month {
        number,
        name: MONTHS.get(number - 1).copied().unwrap_or_default(),
        fields: COLUMNS.iter().zip(typed).map(field).collect(),
    }
}
