//! Writing a text of the quarterly report, or confirming an old one. Two writers never overwrite
//! each other unseen.

use app::{Failure, quarter::Edited};
use axum::{
    extract::{Form, Path, State},
    response::Response,
};
use domain::{
    quarter::{Quarter, Text},
    refusal::Refusal,
};

use super::{JOB, Sent, asked, sent};
use crate::{
    frame::{self, Place},
    page::{Answer, done, page, refused},
    pages::{quarter::QuarterTextPage, section::OtherText},
    site::Site,
    trouble::Trouble,
    view::{Field, Refusals},
    visitor::Visitor,
};

/// A heading of an insats's quarter.
struct At {
    quarter: Quarter,
    slug: String,
    name: String,
    text: Text,
}

/// What was typed, and what became of it.
#[derive(Default)]
struct Typed<'a> {
    markdown: Option<String>,
    version: Option<i64>,
    refusals: &'a [Refusal],
    conflict: Option<OtherText>,
}

/// The editor.
pub async fn show(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, number, slug, heading)): Path<(i32, u8, String, String)>,
) -> Answer {
    let at = find(&site, &visitor, (asked(year, number)?, slug), &heading).await?;
    page(&editor(&site, &visitor, &at, Typed::default()).await?)
}

/// Saves.
pub async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, number, slug, heading)): Path<(i32, u8, String, String)>,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let at = find(&site, &visitor, (asked(year, number)?, slug), &heading).await?;
    let markdown = sent(&fields, "text").replace("\r\n", "\n");
    let edited = Edited {
        heading: &heading,
        markdown: &markdown,
        seen: sent(&fields, "version").parse().unwrap_or(0),
    };
    let place = (at.quarter, at.slug.as_str());
    let saved = site
        .app
        .save_quarter_text(&visitor.actor, place, &edited, site.now())
        .await;
    let typed = Typed {
        markdown: Some(markdown.clone()),
        version: Some(edited.seen),
        ..Typed::default()
    };
    match saved {
        Ok(_) => Ok(done(&at.quarter.way(&at.slug), "kvartal-text")),
        Err(Failure::Refused(refusals)) => {
            let refusals = refusals.as_slice();
            refused(&editor(&site, &visitor, &at, Typed { refusals, ..typed }).await?)
        }
        Err(Failure::Conflict { theirs, version }) => {
            let now = find(&site, &visitor, (at.quarter, at.slug.clone()), &heading).await?;
            let (by, when) = match &now.text.own {
                Some(own) => (
                    site.app.user_name(&own.edited_by).await?,
                    frame::when(own.edited_at),
                ),
                None => ("Någon annan".into(), String::new()),
            };
            let typed = Typed {
                version: Some(version),
                conflict: Some(OtherText {
                    by,
                    when,
                    text: theirs,
                }),
                ..typed
            };
            crate::page::conflict(&editor(&site, &visitor, &now, typed).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Confirms every old text as it stands.
pub async fn confirm(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, number, slug)): Path<(i32, u8, String)>,
) -> Result<Response, Trouble> {
    let quarter = asked(year, number)?;
    site.app
        .confirm_quarter_texts(&visitor.actor, (quarter, &slug), site.now())
        .await?;
    Ok(done(&quarter.way(&slug), "kvartal-text"))
}

async fn find(
    site: &Site,
    visitor: &Visitor,
    (quarter, slug): (Quarter, String),
    heading: &str,
) -> Result<At, Trouble> {
    let sheet = site
        .app
        .quarter(&visitor.actor, (quarter, &slug), site.now())
        .await?;
    let name = sheet.name;
    let text = sheet.texts.into_iter().find(|t| t.heading.key == heading);
    let text = text.filter(|_| sheet.may_answer).ok_or_else(Trouble::not_found)?;
    Ok(At {
        quarter,
        slug,
        name,
        text,
    })
}

async fn editor(
    site: &Site,
    visitor: &Visitor,
    at: &At,
    typed: Typed<'_>,
) -> Result<QuarterTextPage, Trouble> {
    let way = at.quarter.way(&at.slug);
    let refusals = Refusals::of(typed.refusals);
    let heading = at.text.heading;
    let old = match (&at.text.proposal, at.text.old()) {
        (Some(written), Some(old)) => {
            let by = site.app.user_name(&written.edited_by).await?;
            format!(
                "Texten är {old}, skriven av {by} {}. Spara den som den står eller skriv om den.",
                frame::when(written.edited_at)
            )
        }
        _ => String::new(),
    };
    let stands = at.text.shown().map(|written| written.markdown.clone());
    let help = "Markdown: tom rad mellan stycken, ”- ” före en punkt. En siffra skrivs som en hänvisning, till exempel [[deltaganden.nya|insats=krus]]; den avser hela året.";
    let title = format!("{}, {}", at.name, at.quarter.label());
    Ok(QuarterTextPage {
        shell: frame::shell(
            site,
            visitor,
            Place::new(heading.title, JOB).step(title, way.clone()),
        )
        .await?,
        lede: heading.help.into(),
        conflict: typed.conflict,
        button: if old.is_empty() {
            "Spara texten"
        } else {
            "Bekräfta texten"
        },
        old,
        text: Field::long("text", "Text", 14)
            .help(help)
            .value(typed.markdown.or(stands).unwrap_or_default())
            .error(&refusals),
        refusals,
        version: typed.version.unwrap_or_else(|| at.text.version()),
        action: format!("{way}/text/{}", heading.key),
        back: way,
    })
}
