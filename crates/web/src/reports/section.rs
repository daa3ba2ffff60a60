//! Editing a text section: what is typed is kept, the preview is the report's own, and two writers
//! never overwrite each other unseen.

use app::{
    Failure,
    report::{Edited, Section, Which},
};
use axum::{
    extract::{Form, Path, State},
    response::{Html, IntoResponse, Response},
};
use domain::refusal::{Problem, Refusal};

use super::{named, way};
use crate::{
    address, areas,
    figures::{name, reference, scope},
    frame::{self, Place},
    page::{Answer, done, page, refused},
    pages::section::{OtherText, SectionPage},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Refusals, Row, RowKind, Table},
    visitor::Visitor,
};

/// What is sent.
#[derive(serde::Deserialize)]
pub struct Sent {
    #[serde(default)]
    text: String,
    #[serde(default)]
    version: i64,
    visa: Option<String>,
}

/// A text being written.
struct Writing<'a> {
    which: Which,
    section: &'a Section,
    text: String,
    version: i64,
    refusals: Vec<Refusal>,
    conflict: Option<OtherText>,
    draft: String,
}

/// The editor, with the writer's unsaved text where there is one.
pub async fn show(
    State(site): State<Site>,
    visitor: Visitor,
    Path((kind, year, id)): Path<(String, i32, String)>,
) -> Answer {
    let which = named((&kind, year))?;
    let section = find(&site, &visitor, which, &id).await?;
    let kept = site.app.kept_draft(&visitor.actor, which, &id).await?;
    let kept = kept.filter(|text| *text != section.markdown);
    let draft = if kept.is_some() {
        "Ditt osparade utkast visas. Spara för att det ska komma med i rapporten."
    } else {
        ""
    };
    let writing = Writing {
        which,
        text: kept.unwrap_or_else(|| section.markdown.clone()),
        version: section.version,
        refusals: Vec::new(),
        conflict: None,
        draft: draft.into(),
        section: &section,
    };
    page(&editor(&site, &visitor, writing).await?)
}

/// Saves, or shows the preview without saving.
pub async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Path((kind, year, id)): Path<(String, i32, String)>,
    Form(sent): Form<Sent>,
) -> Result<Response, Trouble> {
    let which = named((&kind, year))?;
    let section = find(&site, &visitor, which, &id).await?;
    let text = sent.text.replace("\r\n", "\n");
    let mut writing = Writing {
        which,
        section: &section,
        text: text.clone(),
        version: sent.version,
        refusals: Vec::new(),
        conflict: None,
        draft: String::new(),
    };
    if sent.visa.is_some() {
        writing.draft = "Förhandsvisning. Texten är inte sparad.".into();
        return page(&editor(&site, &visitor, writing).await?);
    }
    let edited = Edited {
        section: &id,
        markdown: &text,
        seen: sent.version,
    };
    match site
        .app
        .save_section(&visitor.actor, which, &edited, site.now())
        .await
    {
        Ok(_) => {
            site.app.keep_draft(&visitor.actor, which, &id, "").await?;
            Ok(done(&way(which), "avsnitt"))
        }
        Err(Failure::Refused(refusals)) => {
            writing.refusals = refusals;
            refused(&editor(&site, &visitor, writing).await?)
        }
        Err(Failure::Conflict { theirs, version }) => {
            let (by, when) = match &section.edited {
                Some((at, by)) => (site.app.user_name(by).await?, frame::when(*at)),
                None => ("Någon annan".into(), String::new()),
            };
            writing.version = version;
            writing.conflict = Some(OtherText {
                by,
                when,
                text: theirs,
            });
            crate::page::conflict(&editor(&site, &visitor, writing).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Keeps what is typed, without saving it in the report.
pub async fn draft(
    State(site): State<Site>,
    visitor: Visitor,
    Path((kind, year, id)): Path<(String, i32, String)>,
    Form(sent): Form<Sent>,
) -> Result<Response, Trouble> {
    let which = named((&kind, year))?;
    let text = sent.text.replace("\r\n", "\n");
    site.app.keep_draft(&visitor.actor, which, &id, &text).await?;
    Ok(axum::http::StatusCode::NO_CONTENT.into_response())
}

/// The text as it would be printed, as a part of a page.
pub async fn preview(
    State(site): State<Site>,
    visitor: Visitor,
    Path((kind, year, id)): Path<(String, i32, String)>,
    Form(sent): Form<Sent>,
) -> Result<Html<String>, Trouble> {
    let which = named((&kind, year))?;
    Ok(Html(previewed(&site, &visitor, (which, &id), &sent.text).await?))
}

async fn find(site: &Site, visitor: &Visitor, which: Which, id: &str) -> Result<Section, Trouble> {
    let sections = site.app.sections(&visitor.actor, which).await?;
    sections
        .into_iter()
        .find(|section| section.spec.id == id)
        .ok_or_else(Trouble::not_found)
}

async fn previewed(site: &Site, visitor: &Visitor, at: (Which, &str), text: &str) -> Result<String, Trouble> {
    let (html, problems) = site
        .app
        .preview(&visitor.actor, at, text, &address::figure, site.now())
        .await?;
    let notes: String = problems.iter().map(problem).collect();
    Ok(match (notes.is_empty(), html.is_empty()) {
        (true, true) => "<p class=\"soft\">Här visas texten.</p>".into(),
        (true, false) => html,
        (false, _) => format!("<ul class=\"notice should\">{notes}</ul>{html}"),
    })
}

fn problem(problem: &Problem) -> String {
    let mut words = Cell::text(format!("Rad {}: {}", problem.line, problem.message)).to_string();
    words.insert_str(0, "<li>");
    words + "</li>"
}

async fn editor(site: &Site, visitor: &Visitor, writing: Writing<'_>) -> Result<SectionPage, Trouble> {
    let (which, spec) = (writing.which, &writing.section.spec);
    let year = which.year;
    let refusals = Refusals::of(&writing.refusals);
    let own = format!("{}/avsnitt/{}", way(which), spec.id);
    let place = Place::new(&spec.title, "/rapporter").step(which.title(), way(which));
    let help =
        "Markdown: tom rad mellan stycken, ”## ” före en rubrik, ”- ” före en punkt, *kursivt*, **fetstil**.";
    let preview = previewed(site, visitor, (which, &spec.id), &writing.text).await?;
    Ok(SectionPage {
        shell: frame::shell(site, visitor, place).await?,
        year,
        lede: spec.help.into(),
        conflict: writing.conflict,
        text: Field::long("text", "Text", 22)
            .help(help)
            .value(writing.text)
            .error(&refusals),
        refusals,
        version: writing.version,
        draft: writing.draft,
        preview,
        references: references(site, visitor, year).await?,
        draft_way: format!("{own}/utkast"),
        preview_way: format!("{own}/forhandsvisning"),
        action: own,
        back: way(which),
    })
}

/// The figures of the whole association, to copy references from without a script.
async fn references(site: &Site, visitor: &Visitor, year: i32) -> Result<Table, Trouble> {
    let year = site.app.year(&visitor.actor, year).await?;
    let mut table = Table::new(
        "hanvisningar",
        "Hänvisningar",
        &["Nyckeltal", "Värde#", "Hänvisning"],
    );
    let mut area = "";
    for figure in year
        .figures
        .iter()
        .filter(|f| f.key.scope.0.is_empty() && f.value.units().is_some())
    {
        if areas::of(figure.key.measure) != area {
            area = areas::of(figure.key.measure);
            table.rows.push(Row {
                kind: RowKind::Group,
                cells: vec![Cell::text(areas::words(area))],
            });
        }
        let restricted = scope(&year, figure);
        let words = if restricted.is_empty() {
            name(figure).to_owned()
        } else {
            format!("{}, {restricted}", name(figure))
        };
        table.rows.push(Row::of(vec![
            Cell::text(words),
            Cell::figure(figure.text(), &figure.key),
            Cell::text(reference(figure, year.year)),
        ]));
    }
    Ok(table)
}
