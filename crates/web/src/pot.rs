//! Pots: what is left, applications to decide, what the board is to be told.

mod edit;
mod own;

use app::{Failure, pot::PotSheet, rights::Act};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use domain::{
    chart::{Chart, ChartKind, Series},
    money::Ore,
    pot::{Application, Outcome, Together, TypedPot, waiting},
    refusal::Refusal,
};
pub use edit::{close, decide, save, show as one};
pub use own::{apply, show as own, withdraw};

use crate::{
    address,
    forecast::{Sent, sent},
    frame::{self, Place},
    insatser::{self, Asked},
    page::{Answer, done, page, refused},
    pages::desk::{DeskForm, DeskPage, Part},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Link, Plot, Refusals, Row, Table},
    visitor::Visitor,
};

/// The page's address.
pub const WAY: &str = "/ekonomi/potter";

/// A pot as typed.
#[derive(Clone, Debug, Default)]
struct TypedFields {
    values: Vec<(String, String)>,
}

/// Fields of a pot: name, label, help.
const FIELDS: [(&str, &str, &str); 8] = [
    (
        "namn",
        "Pottens namn",
        "Som den står i beslutet, till exempel Potten.",
    ),
    ("ar", "År", "Fyra siffror."),
    (
        "ram",
        "Ram, kronor",
        "Det som högst får beviljas under året. Hela kronor.",
    ),
    (
        "hogst",
        "Högst per ansökan, kronor",
        "Tomt när bara ramen gäller.",
    ),
    ("beslut", "Beslut", "Styrelsens paragraf, till exempel § 61."),
    ("dag", "Beslutets dag", "ÅÅÅÅ-MM-DD."),
    (
        "delegat",
        "Beslutar på delegation",
        "Funktion, aldrig ett namn: till exempel förbundschefen.",
    ),
    (
        "andamal",
        "Ändamål",
        "Vad potten är till för; visas för den som söker.",
    ),
];

impl TypedFields {
    fn of(fields: &[(String, String)]) -> TypedFields {
        let value = |name: &str| (name.to_owned(), sent(fields, name));
        TypedFields {
            values: FIELDS.iter().map(|(name, ..)| value(name)).collect(),
        }
    }

    /// Of a pot that is there.
    fn of_pot(sheet: &PotSheet) -> TypedFields {
        let pot = &sheet.pot;
        let values = [
            pot.name.clone(),
            pot.year.to_string(),
            pot.frame.to_kronor().to_string(),
            pot.most
                .map(|most| most.to_kronor().to_string())
                .unwrap_or_default(),
            pot.decision.clone(),
            pot.decided_on.to_string(),
            pot.delegate.clone(),
            pot.purpose.clone(),
        ];
        let names = FIELDS.iter().map(|(name, ..)| (*name).to_owned());
        TypedFields {
            values: names.zip(values).collect(),
        }
    }

    fn get(&self, name: &str) -> &str {
        let found = self.values.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    fn typed(&self) -> TypedPot<'_> {
        TypedPot {
            name: self.get("namn"),
            year: self.get("ar"),
            frame: self.get("ram"),
            most: self.get("hogst"),
            decision: self.get("beslut"),
            decided_on: self.get("dag"),
            delegate: self.get("delegat"),
            purpose: self.get("andamal"),
        }
    }

    fn fields(&self, refusals: &Refusals) -> Vec<Field> {
        let field = |(name, label, help): &(&str, &str, &str)| {
            let field = match *name {
                "andamal" => Field::long(*name, *label, 3),
                "ram" | "hogst" | "ar" => Field {
                    kind: crate::view::FieldKind::Text("numeric"),
                    ..Field::text(*name, *label)
                },
                _ => Field::text(*name, *label),
            };
            field.help(*help).value(self.get(name)).error(refusals)
        };
        FIELDS.iter().map(field).collect()
    }
}

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let pots = site.app.pots(&visitor.actor).await?;
    let typed = (TypedFields::default(), String::new());
    page(&shown(&site, &visitor, &pots, (&[], typed), asked.besked.as_deref()).await?)
}

/// The page's tables as files.
pub async fn csv(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (tables, year) = files(&site, &visitor).await?;
    insatser::sheet(tables, &asked, year)
}

/// The same as a workbook.
pub async fn xlsx(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (tables, year) = files(&site, &visitor).await?;
    insatser::workbook(&site, &visitor, insatser::wanted(tables, &asked)?, year).await
}

async fn files(site: &Site, visitor: &Visitor) -> Result<(Vec<Table>, i32), Trouble> {
    let pots = site.app.pots(&visitor.actor).await?;
    let year = pots.first().map_or(2000, |sheet| sheet.pot.year);
    let insatser = names(site, visitor).await?;
    let every: Vec<(&PotSheet, &Application)> = pots
        .iter()
        .flat_map(|sheet| sheet.applications.iter().map(move |a| (sheet, a)))
        .collect();
    let all = applications("ansokningar", "Ansökningar", &every, &insatser);
    Ok((vec![standing(&pots), all, to_report(&pots, &insatser)], year))
}

/// Names of insatser by slug.
async fn names(site: &Site, visitor: &Visitor) -> Result<Vec<(String, String)>, Trouble> {
    let year = frame::year(site, visitor, None).await?;
    let year = site.app.year(&visitor.actor, year).await?;
    Ok(year
        .insatser()
        .iter()
        .map(|i| (i.slug.clone(), i.name.clone()))
        .collect())
}

fn name_of(insatser: &[(String, String)], slug: &str) -> String {
    let found = insatser.iter().find(|(known, _)| known == slug);
    found.map_or_else(|| slug.to_owned(), |(_, name)| name.clone())
}

/// Registers a frame.
pub async fn add(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let typed = TypedFields::of(&fields);
    match site
        .app
        .save_pot(&visitor.actor, None, typed.typed(), site.now())
        .await
    {
        Ok(id) => Ok(done(&format!("{WAY}/{id}"), "pott")),
        Err(Failure::Refused(refusals)) => {
            let pots = site.app.pots(&visitor.actor).await?;
            let typed = (refusals.as_slice(), (typed, String::new()));
            refused(&shown(&site, &visitor, &pots, typed, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Marks decisions as reported to a meeting.
pub async fn report(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let meeting = sent(&fields, "sammantrade");
    match site.app.report_pots(&visitor.actor, &meeting, site.now()).await {
        Ok(_) => Ok(done(WAY, "pott-anmald")),
        Err(Failure::Refused(refusals)) => {
            let pots = site.app.pots(&visitor.actor).await?;
            let typed = (refusals.as_slice(), (TypedFields::default(), meeting));
            refused(&shown(&site, &visitor, &pots, typed, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    pots: &[PotSheet],
    (refusals, (typed, meeting)): (&[Refusal], (TypedFields, String)),
    told: Option<&str>,
) -> Result<DeskPage, Trouble> {
    let refusals = Refusals::of(refusals);
    let insatser = names(site, visitor).await?;
    let mut parts = Vec::new();
    if !pots.is_empty() {
        parts.push(Part {
            plot: plot(pots),
            tables: vec![exported(standing(pots))],
            ..Part::new("ramar", "Ramar")
        });
    }
    let undecided: Vec<(&PotSheet, &Application)> = pots
        .iter()
        .flat_map(|sheet| waiting(&sheet.applications).map(move |a| (sheet, a)))
        .collect();
    if !undecided.is_empty() {
        parts.push(Part {
            tables: vec![applications(
                "att-besluta",
                "Ansökningar att besluta",
                &undecided,
                &insatser,
            )],
            ..Part::new("vantar", "Att besluta")
        });
    }
    let decides = visitor.may(Act::DecidePot);
    parts.extend(report_part(
        to_report(pots, &insatser),
        decides,
        (&meeting, &refusals),
    ));
    if decides {
        let again = refusals.lines.iter().any(|line| line.place != "sammantrade");
        parts.push(Part {
            forms: vec![DeskForm {
                action: WAY.into(),
                fields: typed.fields(&refusals),
                button: "Spara ramen".into(),
                primary: true,
                summary: "Registrera en beslutad ram".into(),
                open: again || pots.is_empty(),
                ..DeskForm::default()
            }],
            ..Part::new("ny", "Ny pott")
        });
    }
    Ok(DeskPage {
        shell: frame::shell(site, visitor, Place::new("Potter", "/ekonomi").told(told)).await?,
        lede: "Beslutade ramar för små åtgärder: vad som är beviljat och vad som är kvar.".into(),
        refusals,
        empty: if pots.is_empty() && !decides {
            "Ingen pott är beslutad än.".into()
        } else {
            String::new()
        },
        parts,
        ..DeskPage::default()
    })
}

/// Decisions to report, with the form that marks them.
fn report_part(told_of: Table, decides: bool, (meeting, refusals): (&str, &Refusals)) -> Option<Part> {
    if told_of.rows.is_empty() {
        return None;
    }
    let mut part = Part {
        words: vec!["Delegationsbeslut som inget sammanträde har fått veta av.".into()],
        tables: vec![exported(told_of)],
        ..Part::new("anmala", "Att anmäla till styrelsen")
    };
    if decides {
        part.forms.push(DeskForm {
            action: format!("{WAY}/anmal"),
            fields: vec![
                Field::text("sammantrade", "Sammanträdets dag")
                    .help("ÅÅÅÅ-MM-DD. Beslut till och med den dagen märks som anmälda.")
                    .value(meeting)
                    .error(refusals),
            ],
            button: "Märk som anmälda".into(),
            ..DeskForm::default()
        });
    }
    Some(part)
}

fn exported(mut table: Table) -> Table {
    let link = |label: &str, ending: &str| Link::new(label, format!("{WAY}.{ending}?tabell={}", table.id));
    table.exports = vec![link("CSV", "csv"), link("XLSX", "xlsx")];
    table
}

/// "Potten 2022".
fn named(sheet: &PotSheet) -> String {
    let made = if sheet.pot.constructed { " (exempel)" } else { "" };
    format!("{} {}{made}", sheet.pot.name, sheet.pot.year)
}

fn way(sheet: &PotSheet) -> String {
    format!("{WAY}/{}", address::encode(&sheet.pot.public_id))
}

fn standing(pots: &[PotSheet]) -> Table {
    let mut table = Table::new(
        "ramar-tabell",
        "Ram, beviljat och kvar, kronor",
        &[
            "Pott",
            "Ram#",
            "Beviljat#",
            "Kvar#",
            "Sökt, inte beslutat#",
            "Beslut",
            "Beslutar",
        ],
    );
    let amount = |ore: Ore| Cell::text(ore.rounded());
    for sheet in pots {
        let (pot, standing) = (&sheet.pot, &sheet.standing);
        table.rows.push(Row::of(vec![
            Cell::link(named(sheet), way(sheet)),
            amount(standing.frame),
            amount(standing.granted),
            amount(standing.left()),
            amount(standing.applied),
            Cell::text(format!("{}, {}", pot.decision, pot.decided_on)),
            Cell::text(if pot.closed { "stängd" } else { &pot.delegate }),
        ]));
    }
    if pots.iter().any(|sheet| sheet.pot.constructed) {
        let note = "Exempel: ramarna är budgetens, men paragrafer, datum och ansökningar är konstruerade.";
        table.notes.push(note.into());
    }
    table
}

fn plot(pots: &[PotSheet]) -> Option<Plot> {
    let least = pots.iter().min_by_key(|sheet| sheet.standing.left())?;
    let caption = format!("{} har {} kvar", named(least), least.standing.left().kr());
    let series = |name: &str, of: fn(&PotSheet) -> Ore| Series {
        name: name.into(),
        values: pots.iter().map(|sheet| Some(of(sheet).to_thousands())).collect(),
    };
    let chart = Chart {
        kind: ChartKind::Bullet,
        categories: pots.iter().map(named).collect(),
        series: vec![
            series("Beviljat", |sheet| sheet.standing.granted),
            series("Ram", |sheet| sheet.standing.frame),
        ],
        unit: "tkr".into(),
        target: None,
        decimals: 0,
        withheld: Vec::new(),
    };
    Some(Plot {
        id: "potter-diagram".into(),
        svg: app::pages::drawing(&chart, "potter-diagram", &caption),
        caption,
        note: "Tusental kronor. Stapeln är beviljat, strecket ramen.".into(),
        table: Table::default(),
    })
}

/// Applications in a table.
fn applications(
    id: &str,
    caption: &str,
    all: &[(&PotSheet, &Application)],
    insatser: &[(String, String)],
) -> Table {
    let mut table = Table::new(
        id,
        format!("{caption}, kronor"),
        &[
            "Ansökan",
            "Insats",
            "Ändamål",
            "Datum",
            "Sökt#",
            "Beviljat#",
            "Läge",
            "Skäl",
        ],
    );
    for (sheet, application) in all {
        let reason = match &application.outcome {
            Outcome::Decided(decided) => decided.reason.clone(),
            _ => String::new(),
        };
        let amount = |ore: Ore| Cell::text(ore.rounded());
        table.rows.push(Row::of(vec![
            Cell::link(
                format!("{} nr {}", sheet.pot.name, application.number),
                format!("{}#ansokan-{}", way(sheet), application.number),
            ),
            Cell::text(name_of(insatser, &application.insats)),
            Cell::text(&application.purpose),
            Cell::text(application.applied_on.to_string()),
            amount(application.amount),
            application.granted().map_or_else(Cell::default, amount),
            Cell::badge(application.state(), badge(application)),
            Cell::text(reason),
        ]));
    }
    table
}

fn badge(application: &Application) -> &'static str {
    match &application.outcome {
        Outcome::Waiting => "should",
        Outcome::Decided(decided) if decided.granted.is_some() => "good",
        _ => "plain",
    }
}

/// Decisions the board has not been told of.
fn to_report(pots: &[PotSheet], insatser: &[(String, String)]) -> Table {
    let decided: Vec<(&PotSheet, &Application)> = pots
        .iter()
        .flat_map(|sheet| sheet.applications.iter().map(move |a| (sheet, a)))
        .filter(|(_, application)| application.is_to_report())
        .collect();
    let mut table = applications("att-anmala", "Delegationsbeslut att anmäla", &decided, insatser);
    if !decided.is_empty() {
        let together = Together::of(decided.iter().map(|(_, application)| *application));
        let mut cells = vec![Cell::text("Summa")];
        cells.extend((0..3).map(|_| Cell::default()));
        cells.push(Cell::text(together.wanted.rounded()));
        cells.push(Cell::text(together.granted.rounded()));
        cells.extend([Cell::default(), Cell::default()]);
        table.rows.push(Row::total(cells));
    }
    table
}

/// The pot of an address.
async fn found(site: &Site, visitor: &Visitor, key: &str) -> Result<PotSheet, Trouble> {
    let pots = site.app.pots(&visitor.actor).await?;
    let found = pots.into_iter().find(|sheet| sheet.pot.public_id == key);
    found.ok_or_else(Trouble::not_found)
}

/// An application of an address.
pub type At = Path<(String, i64)>;
