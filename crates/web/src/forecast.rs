//! Follow-up: budget against outcome and the forecast, by line and insats.

mod line;
mod report;
mod rules;

use app::{forecast::Followed, rights::Act};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use domain::{
    facts::BudgetGroup,
    forecast::{FollowUp, interim, line::group_title, month_name, tables::Keyed},
    money::Ore,
    words::capital,
};
pub use line::{choose, show as line};
pub use report::{ask_to_lock, html, lock, locked, pdf, save_text, show as report, text};
pub use rules::{save as save_rules, show as rules};

use crate::{
    address,
    frame::{self, Place},
    insatser::{self, Asked},
    page::{Answer, done, page, refused},
    pages::{
        KeyFigure,
        desk::{DeskForm, DeskPage, Filter, Part},
    },
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Link, Plot, Refusals, Table},
    visitor::Visitor,
};

/// The page's address.
pub const WAY: &str = "/ekonomi/uppfoljning";

/// What is asked for.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Wanted {
    /// The year.
    pub ar: Option<i32>,
    /// The month, 1 to 12.
    pub manad: Option<u8>,
    /// The line.
    pub rad: Option<String>,
    /// What a redirect says was done.
    pub besked: Option<String>,
    /// Which table to get as a file.
    pub tabell: Option<String>,
}

impl Wanted {
    fn table(&self) -> Asked {
        Asked {
            ar: self.ar,
            besked: None,
            tabell: self.tabell.clone(),
        }
    }
}

/// A form as sent.
pub type Sent = Form<Vec<(String, String)>>;

/// A field of a form as sent.
pub fn sent(fields: &[(String, String)], name: &str) -> String {
    let found = fields.iter().find(|(key, _)| key == name);
    found
        .map(|(_, value)| value.trim().to_owned())
        .unwrap_or_default()
}

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(wanted): Query<Wanted>) -> Answer {
    let followed = followed(&site, &visitor, &wanted).await?;
    page(
        &shown(
            &site,
            &visitor,
            &followed,
            (Refusals::default(), ""),
            wanted.besked.as_deref(),
        )
        .await?,
    )
}

/// One of the page's tables as a file.
pub async fn csv(State(site): State<Site>, visitor: Visitor, Query(wanted): Query<Wanted>) -> Answer {
    let followed = followed(&site, &visitor, &wanted).await?;
    insatser::sheet(tables(&followed.follow_up), &wanted.table(), followed.year.year)
}

/// The same as a workbook.
pub async fn xlsx(State(site): State<Site>, visitor: Visitor, Query(wanted): Query<Wanted>) -> Answer {
    let followed = followed(&site, &visitor, &wanted).await?;
    let table = insatser::wanted(tables(&followed.follow_up), &wanted.table())?;
    insatser::workbook(&site, &visitor, table, followed.year.year).await
}

/// Decides whether an interim report is made.
pub async fn set_interim(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let month = sent(&fields, "manad");
    match site.app.set_interim(&visitor.actor, &month, site.now()).await {
        Ok(()) => Ok(done(WAY, "delar")),
        Err(app::Failure::Refused(lines)) => {
            let followed = followed(&site, &visitor, &Wanted::default()).await?;
            let refusals = Refusals::of(&lines);
            refused(&shown(&site, &visitor, &followed, (refusals, &month), None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn followed(site: &Site, visitor: &Visitor, wanted: &Wanted) -> Result<Followed, Trouble> {
    let year = frame::year(site, visitor, wanted.ar).await?;
    Ok(site.app.follow_up(&visitor.actor, (year, wanted.manad)).await?)
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    followed: &Followed,
    (refusals, typed): (Refusals, &str),
    told: Option<&str>,
) -> Result<DeskPage, Trouble> {
    let follow_up = &followed.follow_up;
    let (year, month) = (follow_up.year, follow_up.month);
    let place = Place::new("Uppföljning och prognos", "/ekonomi")
        .in_year(year, format!("{WAY}?ar="))
        .told(told);
    let empty = if follow_up.booked || follow_up.budgeted {
        String::new()
    } else {
        format!("Varken budget eller bokföring finns för {year}. Läs in dem, eller välj ett annat år.")
    };
    let parts = if empty.is_empty() {
        parts(followed)
    } else {
        Vec::new()
    };
    let settings = visitor.may(Act::EditSettings) || visitor.may(Act::EditMapping);
    let more = settings.then(|| settings_part(visitor, followed, &refusals, typed));
    Ok(DeskPage {
        shell: frame::shell(site, visitor, place).await?,
        lede: lede(follow_up),
        files: reports(followed),
        filter: Some(filter(year, month)),
        key_figures: key_figures(follow_up),
        empty,
        parts: parts.into_iter().chain(more).collect(),
        refusals,
        ..DeskPage::default()
    })
}

fn lede(follow_up: &FollowUp) -> String {
    let budget = if follow_up.budgeted {
        ""
    } else {
        " Budget saknas för året."
    };
    let booked = if follow_up.booked {
        ""
    } else {
        " Bokföring saknas för året."
    };
    format!("{}, hela kronor.{budget}{booked}", capital(&follow_up.period()))
}

/// The choice of month.
fn filter(year: i32, month: u8) -> Filter {
    Filter {
        action: WAY.into(),
        hidden: vec![("ar".into(), year.to_string())],
        fields: vec![Field::choice("manad", "Till och med", months(1..=12)).value(month.to_string())],
    }
}

/// Months as options.
pub fn months(of: std::ops::RangeInclusive<u8>) -> Vec<(String, String)> {
    of.map(|month| (month.to_string(), capital(month_name(month))))
        .collect()
}

fn key_figures(follow_up: &FollowUp) -> Vec<KeyFigure> {
    let figure = |label: String, value: Option<Ore>, detail: String| {
        value.map(|value| KeyFigure {
            label,
            value: Cell::text(value.kr()),
            detail,
        })
    };
    let costs = follow_up.sum(BudgetGroup::Cost);
    let against = |budget: Option<Ore>| budget.map_or_else(String::new, |b| format!("budget {}", b.kr()));
    [
        figure(
            format!(
                "{} till och med {}",
                group_title(BudgetGroup::Cost).to_lowercase(),
                month_name(follow_up.month)
            ),
            (!follow_up.groups.is_empty()).then_some(costs.outcome),
            against(costs.budget_so_far),
        ),
        figure(
            "årets kostnader enligt prognos".into(),
            costs.forecast.filter(|_| !follow_up.groups.is_empty()),
            against(costs.budget),
        ),
        figure(
            "årets resultat enligt prognos".into(),
            follow_up.result.forecast,
            against(follow_up.result.budget),
        ),
        figure(
            "eget kapital vid årets slut".into(),
            follow_up.closing_equity(),
            follow_up.opening_equity.map_or_else(String::new, |opening| {
                format!("{} vid årets början", opening.kr())
            }),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The reports of the period: the quarter's, and the interim one where it is made.
fn reports(followed: &Followed) -> Vec<Link> {
    let follow_up = &followed.follow_up;
    let (year, quarter) = (follow_up.year, follow_up.month.div_ceil(3));
    let mut files = vec![Link::new(
        format!("Ekonomirapport kvartal {quarter}"),
        format!("/ekonomi/rapport/{year}/kvartal-{quarter}"),
    )];
    if followed.interim.is_some() {
        files.push(Link::new(
            "Delårsrapport",
            format!("/ekonomi/rapport/{year}/delar"),
        ));
    }
    files
}

/// The page's tables by id.
fn tables(follow_up: &FollowUp) -> Vec<Table> {
    let (year, month) = (follow_up.year, follow_up.month);
    let mut tables: Vec<Table> = [
        follow_up.so_far(),
        follow_up.whole_year(),
        follow_up.by_insats(),
        follow_up.methods(),
    ]
    .iter()
    .map(|keyed| linked(keyed, (year, month)))
    .collect();
    tables.push(Table::from(&follow_up.what_is_left()));
    tables.push(Table::from(&follow_up.course_table()));
    for table in &mut tables {
        let link = |label: &str, ending: &str| {
            Link::new(
                label,
                format!("{WAY}.{ending}?ar={year}&manad={month}&tabell={}", table.id),
            )
        };
        table.exports = vec![link("CSV", "csv"), link("XLSX", "xlsx")];
    }
    tables
}

/// A table whose rows lead to their lines.
fn linked(keyed: &Keyed, (year, month): (i32, u8)) -> Table {
    let mut table = Table::from(&keyed.table);
    for (row, key) in table.rows.iter_mut().zip(&keyed.keys) {
        if let (Some(key), Some(first)) = (key, row.cells.first_mut()) {
            first.href = Some(line_way((year, month), &key.to_text()));
        }
    }
    table
}

/// A line's page.
pub fn line_way((year, month): (i32, u8), line: &str) -> String {
    format!("{WAY}/rad?ar={year}&manad={month}&rad={}", address::encode(line))
}

fn parts(followed: &Followed) -> Vec<Part> {
    let follow_up = &followed.follow_up;
    let mut all = tables(follow_up);
    let mut take = |id: &str| {
        let at = all.iter().position(|table| table.id == id);
        at.map(|at| all.remove(at)).filter(|table| !table.rows.is_empty())
    };
    let course = take("forlopp").unwrap_or_default();
    let plot = follow_up.course_chart().map(|(chart, caption)| Plot {
        id: "forlopp-diagram".into(),
        svg: app::pages::drawing(&chart, "forlopp-diagram", &caption),
        caption,
        note: "Tusental kronor, ackumulerat. Prognosen går rakt från det senast bokförda till årets slut."
            .into(),
        table: course,
    });
    let mut parts = Vec::new();
    let mut part = |id: &str, title: &str, plot: Option<Plot>, tables: Vec<Option<Table>>| {
        let tables: Vec<Table> = tables.into_iter().flatten().collect();
        if plot.is_some() || !tables.is_empty() {
            parts.push(Part {
                plot,
                tables,
                ..Part::new(id, title)
            });
        }
    };
    part("aret", "Året", plot, vec![take("resultat")]);
    part("utfall", "Budget mot utfall", None, vec![take("hittills")]);
    part("helar", "Prognos för helåret", None, vec![take("prognos")]);
    part("insatserna", "Insatserna", None, vec![take("insatser")]);
    part("metod", "Så räknas prognosen", None, vec![take("metoder")]);
    parts
}

fn settings_part(visitor: &Visitor, followed: &Followed, refusals: &Refusals, typed: &str) -> Part {
    let mut part = Part::new("installningar", "Inställningar");
    part.links = vec![Link::new(
        format!("Budgetrader och konton ({} kopplingar)", followed.rules.0.len()),
        format!("{WAY}/koppling"),
    )];
    if visitor.may(Act::EditSettings) {
        let mut options = vec![(String::new(), "Görs inte".to_owned())];
        options.extend(
            months(interim::SHORTEST..=interim::LONGEST)
                .into_iter()
                .map(|(code, name)| (code, format!("Januari–{}", name.to_lowercase()))),
        );
        let stands = followed
            .interim
            .map(|month| month.to_string())
            .unwrap_or_default();
        let value = if refusals.at("manad").is_empty() {
            stands.as_str()
        } else {
            typed
        };
        let mut field = Field::choice("delar-manad", "Delårsrapport", options)
            .help("Lagen om kommunal bokföring och redovisning 13 kap. kräver minst sex och högst åtta månader. Om förbundet gör en bestämmer styrelsen.")
            .value(value);
        field.control = "manad".into();
        field.error = refusals.at("manad");
        part.forms.push(DeskForm {
            action: format!("{WAY}/delar"),
            fields: vec![field],
            button: "Spara".into(),
            summary: "Delårsrapport".into(),
            open: !refusals.lines.is_empty(),
            ..DeskForm::default()
        });
    }
    part
}
