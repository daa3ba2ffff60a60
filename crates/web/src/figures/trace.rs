//! One figure: what it means, what it is made of, where it is printed, how it has been.

use std::collections::BTreeMap;

use app::{
    Year,
    pages::{PAGE, Vouchers},
    rights::{Act, On, may},
};
use axum::extract::{Path, Query, State};
use domain::{
    chart::{Chart, ChartKind, Series},
    figure::{Figure, FigureKey, Missing, RowKind, Scope, Trace, Value},
    measure::{self, Measure},
    money::Ore,
    number,
    unit::Unit,
};

use super::{base, name, reference, scope};
use crate::{
    address, areas,
    frame::{self, Place},
    page::{Answer, done, page},
    pages::figures::FigurePage,
    site::Site,
    trouble::Trouble,
    view::{Cell, Link, Plot, Row, Table},
    visitor::Visitor,
};

/// One figure's page.
pub async fn one(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(mut asked): Query<BTreeMap<String, String>>,
) -> Answer {
    let measure = measure::find(&id).ok_or_else(Trouble::not_found)?;
    let year_asked = asked.remove("ar").and_then(|year| year.parse().ok());
    let number: u32 = asked
        .remove("sida")
        .and_then(|page| page.parse().ok())
        .unwrap_or(1);
    let shown = frame::year(&site, &visitor, year_asked).await?;
    let year = site.app.year(&visitor.actor, shown).await?;
    let Some(figure) = find(&year, measure, &asked) else {
        return elsewhere(&site, &visitor, (measure, &asked), shown).await;
    };
    let vouchers = match figure.trace {
        Trace::Vouchers { .. } if visitor.may(Act::ReadVouchers) => {
            Some(site.app.vouchers(&visitor.actor, &figure.key, number).await?)
        }
        _ => None,
    };
    let printed = site.app.printed(&visitor.actor, &figure.key, site.now()).await?;
    let place = place(measure, figure, shown);
    page(&FigurePage {
        shell: frame::shell(&site, &visitor, place).await?,
        year: shown,
        scope: scope_line(&year, figure),
        value: figure.text(),
        unit: unit(figure),
        constructed: year.association().constructed
            && matches!(figure.trace, Trace::Rows { .. } | Trace::Vouchers { .. }),
        facts: facts(measure, figure),
        origin: origin(figure),
        rows: rows(&visitor, figure),
        parts: parts(&year, figure),
        previous: vouchers
            .as_ref()
            .filter(|v| v.page > 1)
            .map(|v| step("Föregående sida", &figure.key, v.page - 1)),
        next: vouchers
            .as_ref()
            .filter(|v| i64::from(v.page * PAGE) < v.total)
            .map(|v| step("Nästa sida", &figure.key, v.page + 1)),
        vouchers: vouchers.map(|vouchers| voucher_table(&vouchers)),
        printed: printed
            .into_iter()
            .map(|at| {
                let way = crate::reports::way(at.which);
                Link::new(at.words, format!("{way}#{}", at.anchor))
            })
            .collect(),
        history: history(&year, measure, figure),
        reference: reference(figure, shown),
    })
}

/// On to the year's other figures, for one that other years have.
async fn elsewhere(
    site: &Site,
    visitor: &Visitor,
    (measure, asked): (&'static Measure, &BTreeMap<String, String>),
    shown: i32,
) -> Answer {
    for year in site.app.years(&visitor.actor).await? {
        let year = site.app.year(&visitor.actor, year).await?;
        if find(&year, measure, asked).is_some() {
            return Ok(done(&format!("/nyckeltal?ar={shown}"), "annat-ar"));
        }
    }
    Err(Trouble::not_found())
}

/// Under its area, with the same figure of other years.
fn place(measure: &Measure, figure: &Figure, year: i32) -> Place {
    let other_years = FigureKey {
        year: 0,
        ..figure.key.clone()
    };
    let before_year = address::figure(&other_years)
        .replacen("ar=0&", "", 1)
        .replacen("?ar=0", "", 1);
    let mark = if before_year.contains('?') { '&' } else { '?' };
    let area = areas::of(measure.id);
    Place::new(measure.name, "/nyckeltal")
        .step(areas::words(area), format!("/nyckeltal?ar={year}&grupp={area}"))
        .in_year(year, format!("{before_year}{mark}ar="))
}

/// The figure of this measure whose scope is just what the address asks for.
fn find<'a>(
    year: &'a Year,
    measure: &'static Measure,
    asked: &BTreeMap<String, String>,
) -> Option<&'a Figure> {
    let same = |scope: &Scope| {
        scope.0.len() == asked.len()
            && scope
                .0
                .iter()
                .all(|(dimension, code)| asked.get(*dimension) == Some(code))
    };
    year.figures
        .of(measure.id)
        .find(|figure| figure.key.year == year.year && same(&figure.key.scope))
}

fn scope_line(year: &Year, figure: &Figure) -> String {
    let words = year.scope_words(&figure.key.scope);
    let line: Vec<String> = words
        .into_iter()
        .map(|(dimension, value)| format!("{dimension}: {value}"))
        .collect();
    line.join(" · ")
}

/// The unit's word where the value does not carry it already.
fn unit(figure: &Figure) -> String {
    match (figure.value, figure.unit) {
        (Value::Missing(why), _) => missing_words(why).into(),
        (_, Unit::Procent | Unit::Kronor | Unit::Ar | Unit::KronorPerInvanare) => String::new(),
        (_, unit) => unit.label().into(),
    }
}

fn missing_words(why: Missing) -> &'static str {
    match why {
        Missing::EmptyBase => "basen är tom",
        Missing::NotCollected => "uppgift saknas",
        Missing::NotYetDue => "perioden är inte slut",
        Missing::Withheld => "gruppen är för liten, eller så skulle talet avslöja en som är det",
    }
}

fn facts(measure: &Measure, figure: &Figure) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("Definition", measure.definition.to_owned()),
        ("Räknas i", measure.unit.label().to_owned()),
    ];
    if !measure.universe.is_empty() {
        facts.push(("Omfattar", measure.universe.to_owned()));
    }
    let base = base(figure);
    if !base.is_empty() {
        facts.push(("k av n", base));
    }
    facts.push(("Period", format!("{}, {}", measure.period, figure.key.year)));
    facts.push((
        "Uppgift saknas",
        format!("{} – {}", number::integer(figure.missing), measure.missing),
    ));
    facts.push(("Vem får se", measure.disclosure.label().to_owned()));
    facts.push(("Definitionens version", measure.version.to_string()));
    facts
}

fn origin(figure: &Figure) -> String {
    match &figure.trace {
        Trace::Rows {
            of: RowKind::Consultations,
            count,
            ..
        } => format!("{} konsultationer.", number::integer(*count)),
        Trace::Rows { of, count, .. } => {
            format!(
                "{} rader hos {}. Förbundet ser antalet, aldrig raderna.",
                number::integer(*count),
                of.holder()
            )
        }
        Trace::Vouchers {
            accounts,
            project,
            count,
        } => {
            let project = project
                .as_ref()
                .map(|code| format!(" på projektet {code}"))
                .unwrap_or_default();
            format!(
                "{} transaktioner{project} på {}.",
                number::integer(*count),
                account_words(accounts)
            )
        }
        Trace::Figures { rule, .. } => format!("Räknas ur andra nyckeltal: {rule}."),
        Trace::Entered { source, .. } => format!("Beslutat eller inmatat: {source}."),
        Trace::Published { source } => format!("Tidigare publicerat, utan rader: {source}."),
    }
}

/// The team's referrals, for its own people.
fn rows(visitor: &Visitor, figure: &Figure) -> Option<Link> {
    let team = figure.key.scope.get("team")?;
    may(&visitor.actor, Act::ReadReferrals, On::Team(team)).then(|| {
        let way = format!("/konsultation?team={}", address::encode(team));
        Link::new("Visa teamets remisser", way)
    })
}

fn account_words(accounts: &[u32]) -> String {
    match accounts {
        [one] => format!("konto {one}"),
        [first, .., last] if accounts.len() > 8 => format!("{} konton, {first}–{last}", accounts.len()),
        _ => format!(
            "kontona {}",
            accounts.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
        ),
    }
}

fn parts(year: &Year, figure: &Figure) -> Table {
    let Trace::Figures { parts, .. } = &figure.trace else {
        return Table::default();
    };
    let mut table = Table::new(
        "delar",
        "Nyckeltalen det räknas ur",
        &["Nyckeltal", "Avgränsning", "Värde#"],
    );
    let row = |key: &FigureKey| {
        let part = year.figures.get(key)?;
        Some(Row::of(vec![
            Cell::text(name(part)),
            Cell::text(scope(year, part)),
            Cell::figure(part.text(), key),
        ]))
    };
    table.rows = parts.iter().filter_map(row).collect();
    table
}

fn voucher_table(vouchers: &Vouchers) -> Table {
    let heads = ["Verifikation", "Datum", "Text", "Konto", "Projekt", "Belopp#"];
    let first = i64::from((vouchers.page - 1) * PAGE) + 1;
    let shown = i64::try_from(vouchers.rows.len()).unwrap_or(i64::MAX);
    let caption = format!(
        "Transaktioner {}–{} av {}",
        number::integer(first),
        number::integer(first + shown - 1),
        number::integer(vouchers.total)
    );
    let mut table = Table::new("verifikationer", caption, &heads);
    for entry in &vouchers.rows {
        table.rows.push(Row::of(vec![
            Cell::text(format!("{} {}", entry.series, entry.number)),
            Cell::text(entry.date.to_string()),
            Cell::text(&entry.text),
            Cell::text(format!("{} {}", entry.account, entry.account_name)),
            Cell::text(&entry.project),
            Cell::text(Ore(entry.amount).to_string()),
        ]));
    }
    let mut sum = vec![Cell::text("Summa, alla sidor")];
    sum.extend((0..4).map(|_| Cell::default()));
    sum.push(Cell::text(Ore(vouchers.sum).to_string()));
    table.rows.push(Row::total(sum));
    table
        .notes
        .push("Debet är positivt, kredit negativt, som i bokföringen.".into());
    table
}

fn step(words: &str, key: &FigureKey, page: u32) -> Link {
    Link::new(
        words,
        format!("{}&sida={page}#verifikationer", address::figure(key)),
    )
}

/// The measure over the years, where there is more than one.
fn history(year: &Year, measure: &Measure, figure: &Figure) -> Option<Plot> {
    let values = year.figures.history(measure.id, &figure.key.scope);
    let known: Vec<&&Figure> = values.iter().filter(|f| f.value.units().is_some()).collect();
    if known.len() < 2 {
        return None;
    }
    let mut table = Table::new(
        "historik-tabell",
        format!("{} år för år", measure.name),
        &["År", "Värde#"],
    );
    table.rows = known
        .iter()
        .map(|f| {
            Row::of(vec![
                Cell::text(f.key.year.to_string()),
                Cell::figure(f.text(), &f.key),
            ])
        })
        .collect();
    let chart = Chart {
        kind: ChartKind::Columns,
        categories: known.iter().map(|f| f.key.year.to_string()).collect(),
        series: vec![Series {
            name: measure.name.into(),
            values: known.iter().map(|f| in_chart(f.value)).collect(),
        }],
        unit: chart_unit(measure.unit).into(),
        target: None,
        decimals: known.iter().map(|f| decimals(f.value)).max().unwrap_or(0),
        withheld: Vec::new(),
    };
    let caption = caption(&known);
    Some(Plot {
        id: "historik-diagram".into(),
        svg: app::pages::drawing(&chart, "historik-diagram", &caption),
        caption,
        note: String::new(),
        table,
    })
}

fn caption(known: &[&&Figure]) -> String {
    match known {
        [first, .., last] => format!(
            "Från {} år {} till {} år {}",
            first.text(),
            first.key.year,
            last.text(),
            last.key.year
        ),
        _ => String::new(),
    }
}

fn in_chart(value: Value) -> Option<i64> {
    match value {
        Value::Money(ore) => Some(ore.to_kronor()),
        other => other.units(),
    }
}

fn decimals(value: Value) -> u32 {
    match value {
        Value::Decimal { decimals, .. } => decimals,
        _ => 0,
    }
}

fn chart_unit(unit: Unit) -> &'static str {
    unit.label()
}
