//! The figures of a year: searched, filtered, exported, and each with its trace.

mod list;
mod trace;

use app::Year;
use axum::{
    extract::{Query, State},
    response::Response,
};
use domain::{
    figure::{Figure, Value},
    measure, number,
};
pub use trace::one;

use crate::{
    address, areas,
    frame::{self, Place},
    insatser::workbook,
    page::{Answer, file, json as json_text, page},
    pages::{
        FilterOption,
        figures::{Area, FiguresPage},
    },
    site::Site,
    trouble::Trouble,
    view::{Cell, Link, Row, Table, quoted},
    visitor::Visitor,
};

/// What is searched.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Asked {
    ar: Option<i32>,
    #[serde(default)]
    q: String,
    #[serde(default)]
    grupp: String,
    besked: Option<String>,
}

/// A figure with the words it is found by.
struct Named<'a> {
    figure: &'a Figure,
    name: &'static str,
    scope: String,
}

impl Asked {
    fn address(&self, of: &str, year: i32) -> String {
        format!(
            "{of}?ar={year}&q={}&grupp={}",
            address::encode(&self.q),
            address::encode(&self.grupp)
        )
    }

    /// The address up to the year, so that a search stays when the year is changed.
    fn before_year(&self) -> String {
        format!(
            "/nyckeltal?q={}&grupp={}&ar=",
            address::encode(&self.q),
            address::encode(&self.grupp)
        )
    }

    fn fits(&self, named: &Named<'_>) -> bool {
        let text = format!("{} {} {}", named.name, named.scope, named.figure.key.measure).to_lowercase();
        self.q
            .to_lowercase()
            .split_whitespace()
            .all(|word| text.contains(word))
    }
}

/// The list.
pub async fn list(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let shown = frame::year(&site, &visitor, asked.ar).await?;
    let year = site.app.year(&visitor.actor, shown).await?;
    let all: Vec<Named<'_>> = named(&year)
        .into_iter()
        .filter(|named| areas::is_shown(named.figure.key.measure))
        .collect();
    let found: Vec<&Named<'_>> = all.iter().filter(|named| asked.fits(named)).collect();
    let in_area = |area: &str| {
        found
            .iter()
            .filter(|n| areas::of(n.figure.key.measure) == area)
            .count()
    };
    let options = areas::AREAS.iter().map(|(code, name)| FilterOption {
        code: (*code).into(),
        name: (*name).into(),
        count: in_area(code),
    });
    let chosen = |area: &str| asked.grupp.is_empty() || asked.grupp == area;
    let shown_areas: Vec<Area> = areas::AREAS
        .iter()
        .filter(|(code, _)| chosen(code))
        .filter_map(|(code, words)| list::area(code, words, &found, !asked.q.trim().is_empty()))
        .collect();
    let place = Place::new("Nyckeltal", "/nyckeltal")
        .in_year(shown, asked.before_year())
        .told(asked.besked.as_deref());
    page(&FiguresPage {
        shell: frame::shell(&site, &visitor, place).await?,
        year: shown,
        query: asked.q.clone(),
        chosen: asked.grupp.clone(),
        areas: options.filter(|option| option.count > 0).collect(),
        summary: list::summary(&shown_areas, all.len(), shown),
        exports: vec![
            Link::new("CSV", asked.address("/nyckeltal.csv", shown)),
            Link::new("XLSX", asked.address("/nyckeltal.xlsx", shown)),
            Link::new("JSON", asked.address("/nyckeltal.json", shown)),
        ],
        shown: shown_areas,
    })
}

/// The selection as CSV, semicolon between, as Swedish spreadsheets read it.
pub async fn csv(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let shown = frame::year(&site, &visitor, asked.ar).await?;
    let year = site.app.year(&visitor.actor, shown).await?;
    let mut text = String::from("\u{feff}id;namn;avgränsning;år;värde;enhet;k;n;saknas\r\n");
    for named in selection(&asked, &year) {
        let figure = named.figure;
        let count = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
        let value = figure.machine_text().unwrap_or_default().replace('.', ",");
        let fields = [
            figure.key.measure.to_owned(),
            named.name.to_owned(),
            named.scope.clone(),
            shown.to_string(),
            if matches!(figure.value, Value::Money(_)) {
                kronor(&value)
            } else {
                value
            },
            figure.unit.label().to_owned(),
            count(figure.k),
            count(figure.n),
            figure.missing.to_string(),
        ];
        let [id, name, scope, rest @ ..] = fields;
        let words = [id, name, scope].map(|field| quoted(&field)).join(";");
        text.push_str(&format!("{words};{}", rest.join(";")));
        text.push_str("\r\n");
    }
    Ok(file(
        &format!("nyckeltal-{shown}.csv"),
        "text/csv; charset=utf-8",
        text.into_bytes(),
    ))
}

/// The selection as a workbook.
pub async fn xlsx(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let shown = frame::year(&site, &visitor, asked.ar).await?;
    let year = site.app.year(&visitor.actor, shown).await?;
    let heads = [
        "Id",
        "Namn",
        "Avgränsning",
        "Värde#",
        "Enhet",
        "k#",
        "n#",
        "Saknas#",
    ];
    let mut table = Table::new("nyckeltal", format!("Nyckeltal {shown}"), &heads);
    for named in selection(&asked, &year) {
        let figure = named.figure;
        let count = |n: Option<i64>| Cell::text(n.map_or_else(String::new, |n| n.to_string()));
        let unit = figure.unit.label();
        let text = figure.text();
        table.rows.push(Row::of(vec![
            Cell::text(figure.key.measure),
            Cell::text(named.name),
            Cell::text(&named.scope),
            Cell::text(text.trim_end_matches(unit).trim()),
            Cell::text(unit),
            count(figure.k),
            count(figure.n),
            count(Some(figure.missing)),
        ]));
    }
    workbook(&site, &visitor, table, shown).await
}

/// The selection as JSON: for the editor's completion, and for programs.
pub async fn json(
    State(site): State<Site>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Trouble> {
    let shown = frame::year(&site, &visitor, asked.ar).await?;
    let year = site.app.year(&visitor.actor, shown).await?;
    let one = |named: Named<'_>| {
        let name = if named.scope.is_empty() {
            named.name.to_owned()
        } else {
            format!("{} – {}", named.name, named.scope)
        };
        serde_json::json!({
            "name": name,
            "text": named.figure.text(),
            "reference": reference(named.figure, shown),
        })
    };
    let all: Vec<serde_json::Value> = selection(&asked, &year).map(one).collect();
    Ok(json_text(&serde_json::Value::Array(all)))
}

fn selection<'a>(asked: &'a Asked, year: &'a Year) -> impl Iterator<Item = Named<'a>> {
    let in_area =
        |named: &Named<'_>| asked.grupp.is_empty() || areas::of(named.figure.key.measure) == asked.grupp;
    named(year)
        .into_iter()
        .filter(move |named| asked.fits(named) && in_area(named))
}

fn named(year: &Year) -> Vec<Named<'_>> {
    let named = |figure| Named {
        figure,
        name: name(figure),
        scope: scope(year, figure),
    };
    year.figures.iter().map(named).collect()
}

/// A figure's name in Swedish.
pub fn name(figure: &Figure) -> &'static str {
    measure::find(figure.key.measure).map_or(figure.key.measure, |measure| measure.name)
}

/// A figure's restriction in words: "KRUS, kvinnor".
pub fn scope(year: &Year, figure: &Figure) -> String {
    let words: Vec<String> = year
        .scope_words(&figure.key.scope)
        .into_iter()
        .map(|(_, value)| value)
        .collect();
    words.join(", ")
}

/// How a text of the year's report refers to a figure: `[[deltaganden.nya|insats=krus]]`.
pub fn reference(figure: &Figure, year: i32) -> String {
    let mut text = format!("[[{}", figure.key.measure);
    for (dimension, code) in &figure.key.scope.0 {
        text.push_str(&format!("|{dimension}={code}"));
    }
    if figure.key.year != year {
        text.push_str(&format!("|år={}", figure.key.year));
    }
    text + "]]"
}

/// "36 av 112" where the base is a count of the same unit.
pub fn base(figure: &Figure) -> String {
    match (figure.k, figure.n) {
        (Some(k), Some(n)) => format!("{} av {}", number::integer(k), number::integer(n)),
        (None, Some(n)) => format!("n = {}", number::integer(n)),
        _ => String::new(),
    }
}

/// Öre as kronor with a comma.
fn kronor(ore: &str) -> String {
    ore.parse::<i64>()
        .map_or_else(|_| ore.to_owned(), |ore| number::plain(ore, 2).replace('.', ","))
}
