//! Counts of participations per insats, which are open: the insatsrapport as SUS printed it, the
//! flow, and the time in an insats, which is not given for small groups.

use super::{
    Part, Selection, Sources,
    counter::Counter,
    finsam::Details,
    render::{count, period, row, table},
};
use crate::{
    chart::{Chart, ChartKind, Series},
    codes::CodeTable,
    document::{Diagram, Row, RowKind, Table, TableCell},
    facts::Insats,
    figure::{FigureKey, MeasureId, Scope, Value, WITHHELD},
    number,
    unit::ratio,
};

/// Days of a mean month.
const MONTH: i64 = 304;

fn wanted<'a>(sources: &Sources<'a>, selection: &Selection) -> Vec<&'a Insats> {
    let chosen = |insats: &&Insats| selection.insats.as_ref().is_none_or(|slug| *slug == insats.slug);
    sources.facts.insatser.iter().filter(chosen).collect()
}

/// The figure of the period's year, where the period is one.
fn figure(sources: &Sources<'_>, selection: &Selection, measure: MeasureId, scope: Scope) -> TableCell {
    let year = selection.period.as_year();
    let figure = year.and_then(|year| sources.figures.get(&FigureKey { measure, year, scope }));
    figure.map_or_else(
        || TableCell::text(""),
        |figure| TableCell {
            text: figure.value.text(),
            number: match figure.value {
                Value::Money(ore) => Some((ore.0, 2)),
                Value::Count(n) => Some((n, 0)),
                _ => None,
            },
            figure: Some(figure.key.clone()),
            link: None,
        },
    )
}

/// The insatsrapport's columns, as SUS had them.
const HEADS: [&str; 19] = [
    "Insats",
    "Förbund",
    "Beskrivning",
    "Start",
    "Slut",
    "Inriktning",
    "Preciserad inriktning",
    "Målgrupp",
    "Budgeterade deltagare",
    "Deltagare",
    "Anonyma",
    "In",
    "Ut",
    "Pågående",
    "Budgeterad volym",
    "Volym",
    "Budget kr",
    "Utfall kr",
    "Volyminsats",
];

/// The insatsrapport: the columns people know from SUS.
pub fn insats_report(sources: &Sources<'_>, selection: &Selection) -> Table {
    let counter = Counter::new(sources.facts);
    let rows = wanted(sources, selection)
        .into_iter()
        .map(|insats| report_row(sources, selection, &counter, insats))
        .collect();
    let notes = vec![
        "Antal deltaganden är öppna. Budget, utfall och volym anges när perioden är ett kalenderår."
            .to_owned(),
    ];
    let caption = format!("Insatsrapport {}", period(selection.period));
    let mut table = table("insatsrapport", caption, &HEADS.map(str::to_owned), rows, notes);
    for (column, place) in table.columns.iter_mut().zip(0..) {
        column.numeric = (8..18).contains(&place);
    }
    table
}

fn report_row(sources: &Sources<'_>, selection: &Selection, counter: &Counter<'_>, insats: &Insats) -> Row {
    let scope = Scope::all().with("insats", &insats.slug);
    let details = Details::of(sources.details, &insats.slug);
    let blank = || TableCell::text("");
    let tally = |measure: &str| {
        if insats.registers {
            count(counter.count(measure, selection.period, &scope))
        } else {
            blank()
        }
    };
    let year = selection.period.as_year();
    let mut budgeted = insats.budgeted_participants.iter();
    let budgeted = budgeted.find(|(of, _)| Some(*of) == year);
    let budgeted = || budgeted.map_or_else(blank, |(_, n)| count(Some(*n)));
    let day =
        |day: Option<chrono::NaiveDate>| TableCell::text(day.map_or_else(String::new, |day| day.to_string()));
    let registers = insats.registers;
    row(
        RowKind::Normal,
        &insats.name,
        [
            TableCell::text(&sources.facts.association.name),
            TableCell::text(&insats.methods),
            day(details.from),
            day(details.to),
            TableCell::text(details.direction),
            TableCell::text(details.precisely),
            TableCell::text(details.target_group),
            if registers { budgeted() } else { blank() },
            tally("deltaganden.totalt"),
            tally("deltaganden.anonyma"),
            tally("deltaganden.nya"),
            tally("deltaganden.avslutade"),
            tally("deltaganden.pagaende"),
            if registers { blank() } else { budgeted() },
            figure(sources, selection, "volym.antal", scope.clone()),
            figure(sources, selection, "insats.budget", scope.clone()),
            figure(sources, selection, "insats.kostnad", scope),
            TableCell::text(if registers { "nej" } else { "ja" }),
        ],
    )
}

const FLOW: [(&str, &str); 5] = [
    ("deltaganden.ingaende", "Från tidigare"),
    ("deltaganden.nya", "Nya"),
    ("deltaganden.totalt", "Totalt"),
    ("deltaganden.avslutade", "Avslutade"),
    ("deltaganden.pagaende", "Pågående"),
];

/// The lines of the flow, and how many of them are an insats: the rest is all together.
fn flow_lines(sources: &Sources<'_>, selection: &Selection) -> (Vec<(String, Scope)>, usize) {
    let sexed = |scope: Scope| match selection.sex {
        Some(sex) => scope.with("kon", sex.slug()),
        None => scope,
    };
    let insatser = wanted(sources, selection)
        .into_iter()
        .filter(|insats| insats.registers);
    let mut lines: Vec<(String, Scope)> = insatser
        .map(|insats| {
            let scope = Scope::all().with("insats", &insats.slug);
            (insats.name.clone(), sexed(scope))
        })
        .collect();
    let each = lines.len();
    if selection.insats.is_none() {
        lines.push(("Alla insatser".into(), sexed(Scope::all())));
    }
    (lines, each)
}

/// The flow through each insats, and the time in it.
pub(super) fn flow(sources: &Sources<'_>, selection: &Selection) -> Vec<Part> {
    let counter = Counter::new(sources.facts);
    let (lines, each) = flow_lines(sources, selection);
    let value = |measure: &str, scope: &Scope| counter.count(measure, selection.period, scope);
    let mut heads = vec!["Insats".to_owned()];
    heads.extend(FLOW.iter().map(|(_, head)| (*head).to_owned()));
    let rows = lines.iter().enumerate().map(|(place, (name, scope))| {
        let kind = if place < each {
            RowKind::Normal
        } else {
            RowKind::Total
        };
        row(kind, name, FLOW.map(|(measure, _)| count(value(measure, scope))))
    });
    let caption = format!("Genomströmning {}", period(selection.period));
    let flow = table(
        "genomstromning",
        caption.clone(),
        &heads,
        rows.collect(),
        Vec::new(),
    );
    let series = |name: &str, measure: &str| Series {
        name: name.to_owned(),
        values: lines[..each]
            .iter()
            .map(|(_, scope)| value(measure, scope))
            .collect(),
    };
    let chart = Chart {
        kind: ChartKind::Bars,
        categories: lines[..each].iter().map(|(name, _)| name.clone()).collect(),
        series: vec![
            series("Nya", "deltaganden.nya"),
            series("Avslutade", "deltaganden.avslutade"),
        ],
        unit: "deltaganden".into(),
        target: None,
        decimals: 0,
        withheld: Vec::new(),
    }
    .with_gaps_withheld();
    let diagram = Diagram {
        label: String::new(),
        caption,
        id: "genomstromning-diagram".into(),
        chart,
        table: flow,
    };
    vec![
        Part::Drawn(Box::new(diagram)),
        Part::Plain(time(sources, selection, &counter, &lines)),
    ]
}

/// Median and quartiles of the time in the insats: a value of its own tells of one person, so a
/// median needs twice the minimum and quartiles four times.
fn time(
    sources: &Sources<'_>,
    selection: &Selection,
    counter: &Counter<'_>,
    lines: &[(String, Scope)],
) -> Table {
    let minimum = sources.policy.map_or(0, |policy| {
        i64::from(u8::try_from(policy.minimum()).unwrap_or(u8::MAX))
    });
    let rows = lines.iter().map(|(name, scope)| {
        let days = counter.days(selection.period, scope);
        let n = i64::try_from(days.len()).unwrap_or(i64::MAX);
        let at = |quarter: usize, needed: i64| {
            if n == 0 {
                return TableCell::text("–");
            }
            if n < needed {
                return TableCell::text(WITHHELD);
            }
            months(days[(days.len() - 1) * quarter / 4])
        };
        row(
            RowKind::Normal,
            name,
            [
                count(Some(n)),
                at(2, 2 * minimum),
                at(1, 4 * minimum),
                at(3, 4 * minimum),
            ],
        )
    });
    let heads = [
        "Insats",
        "Avslutade (n)",
        "Median, månader",
        "Nedre kvartil",
        "Övre kvartil",
    ]
    .map(str::to_owned);
    let notes = vec![
        "Från inregistrering till avslut, bland avslutade i perioden; anonyma ingår inte. Median anges när n är minst två gånger minsta cell, kvartiler vid fyra gånger.".to_owned(),
    ];
    let caption = format!("Tid i insats, avslutade {}", period(selection.period));
    table("tid-i-insats", caption, &heads, rows.collect(), notes)
}

fn months(days: i64) -> TableCell {
    ratio(days, MONTH, 10, 1).map_or_else(
        || TableCell::text("–"),
        |units| TableCell {
            number: Some((units, 1)),
            ..TableCell::text(number::decimal(units, 1))
        },
    )
}
