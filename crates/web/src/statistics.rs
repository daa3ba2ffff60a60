//! Statistics: a selection in the address, its tables and charts, and the same as files.

mod fields;

use std::collections::BTreeMap;

use app::{
    Failure, Year,
    rights::{Act, On, may},
    statistics::{Shown, csv as csv_of},
};
use axum::extract::{Path, Query, State};
use chrono::{Datelike, Months, NaiveDate};
use domain::{
    codes::{CodeTable, Sex, Support},
    disclosure::Period,
    figure::WITHHELD,
    refusal::Refusal,
    statistics::{Compare, Kind, Part, Selection},
};

use crate::{
    address,
    frame::{self, Place},
    page::{Answer, file, json as json_text, page, refused},
    pages::statistics::StatisticsPage,
    site::Site,
    trouble::Trouble,
    view::{Link, Plot, Refusals, Table},
    visitor::Visitor,
};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What is typed, by field.
type Typed = BTreeMap<String, String>;

/// The selection typed, and what is wrong with it.
struct Asked {
    selection: Selection,
    refusals: Vec<Refusal>,
    typed: Typed,
}

fn asked(typed: Typed, year: i32) -> Asked {
    let get = |name: &str| {
        typed
            .get(name)
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
    };
    let mut refusals = Vec::new();
    let mut day = |name: &str, other: NaiveDate| {
        let Some(text) = get(name) else { return other };
        text.parse().unwrap_or_else(|_| {
            let message = "Datumet går inte att läsa. Skriv ÅÅÅÅ-MM-DD, till exempel 2022-06-30.";
            refusals.push(Refusal::at("statistik-datum", name, message));
            other
        })
    };
    let whole = Period::year(year);
    let period = Period {
        from: day("fran", whole.from),
        to: day("till", whole.to),
    };
    let selection = Selection {
        kind: get("rapport")
            .and_then(Kind::from_slug)
            .unwrap_or(Kind::Background),
        period,
        insats: get("insats").map(str::to_owned),
        team: get("team").map(str::to_owned),
        municipality: get("kommun").map(str::to_owned),
        sex: get("kon").and_then(Sex::from_slug),
        age: get("alder").map(str::to_owned),
        before: get("fore")
            .and_then(Support::from_slug)
            .unwrap_or(Support::SicknessBenefit),
        compare: match get("jamfor") {
            Some("ar") => Compare::Years,
            Some("insatser") => Compare::Insatser,
            _ => Compare::Nothing,
        },
    };
    Asked {
        selection,
        refusals,
        typed,
    }
}

/// The selection as it stands in addresses.
fn query(selection: &Selection) -> String {
    let mut parts = vec![
        format!("rapport={}", selection.kind.slug()),
        format!("fran={}", selection.period.from),
        format!("till={}", selection.period.to),
    ];
    let mut add = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            parts.push(format!("{name}={}", address::encode(value)));
        }
    };
    add("insats", selection.insats.as_deref());
    add("team", selection.team.as_deref());
    add("kommun", selection.municipality.as_deref());
    add("kon", selection.sex.map(CodeTable::slug));
    add("alder", selection.age.as_deref());
    if selection.kind == Kind::Transition {
        add("fore", Some(selection.before.slug()));
    }
    add(
        "jamfor",
        match selection.compare {
            Compare::Nothing => None,
            Compare::Years => Some("ar"),
            Compare::Insatser => Some("insatser"),
        },
    );
    parts.join("&")
}

async fn year(site: &Site, visitor: &Visitor, typed: &Typed) -> Result<std::sync::Arc<Year>, Trouble> {
    let of = |name: &str| {
        typed
            .get(name)
            .and_then(|text| text.get(..4))
            .and_then(|year| year.parse().ok())
    };
    let shown = frame::year(site, visitor, of("ar").or_else(|| of("till"))).await?;
    Ok(site.app.year(&visitor.actor, shown).await?)
}

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(typed): Query<Typed>) -> Answer {
    let year = year(&site, &visitor, &typed).await?;
    let asked = asked(typed, year.year);
    let outcome = if asked.refusals.is_empty() {
        site.app
            .statistics(&visitor.actor, &asked.selection, site.now())
            .await
    } else {
        Err(Failure::Refused(asked.refusals.clone()))
    };
    match outcome {
        Ok(shown) => page(&full(&site, &visitor, &year, &asked, Some(&shown), &[]).await?),
        Err(Failure::Refused(refusals)) => {
            refused(&full(&site, &visitor, &year, &asked, None, &refusals).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn full(
    site: &Site,
    visitor: &Visitor,
    year: &Year,
    asked: &Asked,
    shown: Option<&Shown>,
    refusals: &[Refusal],
) -> Result<StatisticsPage, Trouble> {
    let mut summary = Refusals::of(refusals);
    summary.title = "Urvalet går inte att visa".into();
    let address = query(&asked.selection);
    let parts = shown.map_or(&[][..], |shown| &shown.report.parts);
    let place = Place::new("Statistik", "/nyckeltal").in_year(
        year.year,
        format!("/statistik?rapport={}&ar=", asked.selection.kind.slug()),
    );
    Ok(StatisticsPage {
        shell: frame::shell(site, visitor, place).await?,
        heading: shown.map_or_else(String::new, |shown| shown.report.title.clone()),
        fields: fields::all(visitor, year, asked, &summary),
        refusals: summary,
        plots: parts.iter().filter_map(|part| plot(part, &address)).collect(),
        tables: parts.iter().filter_map(|part| plain(part, &address)).collect(),
        withheld: shown
            .filter(|shown| !shown.own)
            .map_or(0, |shown| shown.report.withheld),
        minimum: site.app.smallest_cell(&visitor.actor).await?.policy.minimum(),
        own: shown
            .filter(|shown| shown.own)
            .map_or("", |_| own_words(&asked.selection)),
        periods: periods(&asked.selection),
        rows: rows(visitor, &asked.selection),
        holder: match asked.selection.kind {
            Kind::Referrals => "Remisserna finns hos teamen; här visas bara antal och tider.",
            _ => "Raderna finns hos huvudmannen; här visas bara antal.",
        },
        exports: vec![
            Link::new("XLSX", format!("/statistik.xlsx?{address}")),
            Link::new("JSON", format!("/statistik.json?{address}")),
        ],
        forms: forms(visitor, year.year),
    })
}

const fn own_words(selection: &Selection) -> &'static str {
    match selection.kind {
        Kind::Referrals => "Du hör till teamet och ser dess tal som de är. Lämna inte ut dem i små grupper.",
        _ => "Du svarar för insatsen och ser dess tal som de är. Lämna inte ut dem i små grupper.",
    }
}

/// The same selection of the year, and of each of its quarters.
fn periods(selection: &Selection) -> Vec<Link> {
    let year = selection.period.to.year();
    let part = |label: String, first: u32, last: u32| {
        let day = |month| NaiveDate::from_ymd_opt(year, month, 1);
        let period = Period {
            from: day(first)?,
            to: day(last)?.checked_add_months(Months::new(1))?.pred_opt()?,
        };
        let other = Selection {
            period,
            ..selection.clone()
        };
        Some(Link::new(label, format!("/statistik?{}", query(&other))))
    };
    let quarters = (1..=4).map(|quarter| part(format!("Kvartal {quarter}"), quarter * 3 - 2, quarter * 3));
    let whole = part(format!("Hela {year}"), 1, 12);
    std::iter::once(whole).chain(quarters).flatten().collect()
}

/// Where the rows are, for those who may see them.
fn rows(visitor: &Visitor, selection: &Selection) -> Option<Link> {
    if selection.kind == Kind::Referrals {
        let team = selection.team.as_deref()?;
        return may(&visitor.actor, Act::ReadReferrals, On::Team(team)).then(|| {
            let way = format!("/konsultation?team={}", address::encode(team));
            Link::new("Visa teamets remisser", way)
        });
    }
    let insats = selection.insats.as_deref()?;
    may(&visitor.actor, Act::ReadRows, On::Insats(insats)).then(|| {
        Link::new(
            "Visa deltagandena i insatsen",
            format!("/deltagare?insats={}", address::encode(insats)),
        )
    })
}

/// Files with a fixed form.
fn forms(visitor: &Visitor, year: i32) -> Vec<Link> {
    let mut forms = vec![
        Link::new(
            format!("Insatsrapport {year}, CSV"),
            format!("/statistik/insatsrapport.csv?ar={year}"),
        ),
        Link::new(
            format!("Insatsrapport {year}, XLSX"),
            format!("/statistik/insatsrapport.xlsx?ar={year}"),
        ),
    ];
    if visitor.may(Act::ReadEconomy) {
        forms.extend([
            Link::new(
                format!("Uppföljning Finsam {year}, CSV"),
                format!("/statistik/finsam.csv?ar={year}"),
            ),
            Link::new(
                format!("Uppföljning Finsam {year}, XLSX"),
                format!("/statistik/finsam.xlsx?ar={year}"),
            ),
        ]);
    }
    forms
}

fn with_export(table: &domain::document::Table, address: &str) -> Table {
    let mut shown = Table::from(table);
    shown.exports = vec![Link::new(
        "CSV",
        format!("/statistik.csv?{address}&tabell={}", table.id),
    )];
    shown
}

fn plot(part: &Part, address: &str) -> Option<(Plot, Table)> {
    let Part::Drawn(diagram) = part else { return None };
    let plot = Plot {
        id: diagram.id.clone(),
        svg: app::pages::drawing(&diagram.chart, &diagram.id, &diagram.caption),
        caption: diagram.caption.clone(),
        note: String::new(),
        table: Table::default(),
    };
    Some((plot, with_export(&diagram.table, address)))
}

fn plain(part: &Part, address: &str) -> Option<Table> {
    match part {
        Part::Plain(table) => Some(with_export(table, address)),
        Part::Drawn(_) => None,
    }
}

async fn report(site: &Site, visitor: &Visitor, typed: Typed) -> Result<(Selection, Shown), Trouble> {
    let year = year(site, visitor, &typed).await?;
    let asked = asked(typed, year.year);
    if !asked.refusals.is_empty() {
        return Err(Failure::Refused(asked.refusals).into());
    }
    let shown = site
        .app
        .statistics(&visitor.actor, &asked.selection, site.now())
        .await?;
    Ok((asked.selection, shown))
}

/// A file's name without ending.
fn name(selection: &Selection) -> String {
    format!(
        "{}-{}-{}",
        selection.kind.slug(),
        selection.period.from,
        selection.period.to
    )
}

/// One of the tables as CSV, the first unless named.
pub async fn csv(State(site): State<Site>, visitor: Visitor, Query(mut typed): Query<Typed>) -> Answer {
    let wanted = typed.remove("tabell");
    let (selection, shown) = report(&site, &visitor, typed).await?;
    let mut tables = shown.report.parts.iter().map(Part::table);
    let table = tables
        .find(|table| wanted.as_ref().is_none_or(|id| *id == table.id))
        .ok_or_else(Trouble::not_found)?;
    Ok(file(
        &format!("{}-{}.csv", table.id, name(&selection)),
        "text/csv; charset=utf-8",
        csv_of(table).into_bytes(),
    ))
}

/// Every table as a workbook.
pub async fn xlsx(State(site): State<Site>, visitor: Visitor, Query(typed): Query<Typed>) -> Answer {
    let (selection, shown) = report(&site, &visitor, typed).await?;
    let day = site.now().date_naive();
    let book = site
        .app
        .workbook(&visitor.actor, &shown.report.title, &shown.report.parts, day)
        .await?;
    Ok(file(&format!("{}.xlsx", name(&selection)), XLSX, book))
}

/// Every table for a program: a withheld cell says so and has no value.
pub async fn json(State(site): State<Site>, visitor: Visitor, Query(typed): Query<Typed>) -> Answer {
    let (selection, shown) = report(&site, &visitor, typed).await?;
    let cell = |cell: &domain::document::TableCell| match cell.number {
        Some((units, 0)) => serde_json::json!(units),
        Some((units, decimals)) => serde_json::json!(domain::number::plain(units, decimals)),
        None if cell.text == WITHHELD => serde_json::json!({ "withheld": true }),
        None => serde_json::json!(cell.text),
    };
    let table = |part: &Part| {
        let table = part.table();
        let rows: Vec<Vec<serde_json::Value>> = table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(cell).collect())
            .collect();
        serde_json::json!({
            "id": table.id,
            "caption": table.caption,
            "columns": table.columns.iter().map(|column| &column.head).collect::<Vec<_>>(),
            "rows": rows,
            "notes": table.notes,
        })
    };
    Ok(json_text(&serde_json::json!({
        "title": shown.report.title,
        "from": selection.period.from.to_string(),
        "to": selection.period.to.to_string(),
        "controlled": !shown.own,
        "tables": shown.report.parts.iter().map(table).collect::<Vec<_>>(),
    })))
}

/// A file with a fixed form: `finsam` or `insatsrapport`, as CSV or XLSX.
pub async fn form(
    State(site): State<Site>,
    visitor: Visitor,
    Path(wanted): Path<String>,
    Query(typed): Query<Typed>,
) -> Answer {
    let year = year(&site, &visitor, &typed).await?.year;
    let (form, kind) = wanted.rsplit_once('.').ok_or_else(Trouble::not_found)?;
    let table = match form {
        "finsam" => site.app.finsam(&visitor.actor, year).await?,
        "insatsrapport" => site.app.insats_report(&visitor.actor, year).await?,
        _ => return Err(Trouble::not_found()),
    };
    let name = format!("{}-{year}.{kind}", table.id);
    match kind {
        "csv" => Ok(file(
            &name,
            "text/csv; charset=utf-8",
            csv_of(&table).into_bytes(),
        )),
        "xlsx" => {
            let title = table.caption.clone();
            let day = site.now().date_naive();
            let book = site
                .app
                .workbook(&visitor.actor, &title, &[Part::Plain(table)], day)
                .await?;
            Ok(file(&name, XLSX, book))
        }
        _ => Err(Trouble::not_found()),
    }
}
