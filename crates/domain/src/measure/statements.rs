//! Economy: every row of the statements that prints a figure, the operating statement against
//! budget, and the overview's values.

use super::{Eval, Inputs, Measure};
use crate::{
    figure::{Figure, FigureKey, MeasureId, Scope, Trace},
    figures::Figures,
    statement::{Row, Statements, Table, measure as id},
    unit::Unit,
};

/// How many years of results a balance requirement names: an overview of the year after prints
/// them too.
const YEARS_BEHIND: i32 = 7;

pub(super) const MEASURES: &[Measure] = &[
    row(
        id::INCOME,
        "Verksamhetens intäkter",
        "Medlemsbidrag och övriga intäkter, enligt resultaträkningen.",
    ),
    row(
        id::COST,
        "Verksamhetens kostnader",
        "Externa kostnader och personalkostnader, utan avskrivningar.",
    ),
    row(id::DEPRECIATION, "Avskrivningar", "Årets avskrivningar."),
    row(
        id::OPERATING_RESULT,
        "Verksamhetens resultat",
        "Intäkter minus kostnader och avskrivningar.",
    ),
    row(
        id::FINANCIAL_INCOME,
        "Finansiella intäkter",
        "Räntor och liknande.",
    ),
    row(
        id::FINANCIAL_COST,
        "Finansiella kostnader",
        "Räntor och bankavgifter.",
    ),
    row(
        id::FINANCIAL_NET,
        "Finansiella poster",
        "Finansiella intäkter minus finansiella kostnader.",
    ),
    row(
        id::RESULT_AFTER_FINANCIAL,
        "Resultat efter finansiella poster",
        "Verksamhetens resultat och finansiella poster.",
    ),
    row(
        id::EXTRAORDINARY,
        "Extraordinära poster",
        "Extraordinära intäkter minus kostnader.",
    ),
    row(
        id::RESULT,
        "Årets resultat",
        "Resultatet enligt resultaträkningen; samma tal i balansräkning, kassaflöde och översikt.",
    ),
    row(
        id::NET_COST,
        "Nettokostnad",
        "Verksamhetens kostnader och avskrivningar.",
    ),
    row(
        id::EQUITY,
        "Eget kapital vid årets slut",
        "Eget kapital, årets resultat inräknat.",
    ),
    row(
        id::BALANCE_REQUIREMENT,
        "Balanskravsresultat",
        "Årets resultat efter balanskravsjusteringar (kommunallagen 11 kap.).",
    ),
    row(
        id::INVESTMENTS,
        "Årets investeringar",
        "Nettoinvesteringar i inventarier.",
    ),
    row(
        id::EQUIPMENT,
        "Maskiner och inventarier",
        "Tillgångar enligt balansräkningen.",
    ),
    row(
        id::SHORT_RECEIVABLES,
        "Korta fordringar",
        "Tillgångar enligt balansräkningen, specificerade i not 3.",
    ),
    row(
        id::SHORT_INVESTMENTS,
        "Kortfristiga placeringar",
        "Tillgångar enligt balansräkningen.",
    ),
    row(
        id::CASH,
        "Kassa och bank",
        "Likvida medel enligt balansräkningen.",
    ),
    row(
        id::CURRENT_ASSETS,
        "Summa omsättningstillgångar",
        "Korta fordringar, placeringar, kassa och bank.",
    ),
    row(id::ASSETS, "Summa tillgångar", "Alla tillgångar."),
    row(
        id::EQUITY_BEFORE_RESULT,
        "Eget kapital före årets resultat",
        "Ingående eget kapital.",
    ),
    row(
        id::PENSION_PROVISIONS,
        "Avsättningar för pensioner",
        "Avsättningar enligt balansräkningen.",
    ),
    row(
        id::LONG_LIABILITIES,
        "Långfristiga skulder",
        "Skulder enligt balansräkningen.",
    ),
    row(
        id::SHORT_LIABILITIES,
        "Kortfristiga skulder",
        "Skulder enligt balansräkningen, specificerade i not 4.",
    ),
    row(
        id::EQUITY_AND_LIABILITIES,
        "Summa eget kapital, avsättningar och skulder",
        "Ska vara lika med summa tillgångar.",
    ),
    row(
        id::FLOW_DEPRECIATION,
        "Kassaflöde: avskrivningar",
        "Återlagda avskrivningar.",
    ),
    row(
        id::FLOW_PROVISIONS,
        "Kassaflöde: avsättningar",
        "Förändring av avsättningar.",
    ),
    row(
        id::FLOW_RECEIVABLES,
        "Kassaflöde: kortfristiga fordringar",
        "Minskning (+) eller ökning (−).",
    ),
    row(
        id::FLOW_LIABILITIES,
        "Kassaflöde: kortfristiga skulder",
        "Ökning (+) eller minskning (−).",
    ),
    row(
        id::FLOW_OPERATING,
        "Kassaflöde för den löpande verksamheten",
        "Årets resultat och förändringar i rörelsen.",
    ),
    row(
        id::FLOW_EQUIPMENT,
        "Kassaflöde: inventarier",
        "Inköp (−) och försäljning (+).",
    ),
    row(
        id::FLOW_SHORT_INVESTMENTS,
        "Kassaflöde: placeringar",
        "Förändring av kortfristiga placeringar.",
    ),
    row(
        id::FLOW_INVESTING,
        "Kassaflöde från investeringar",
        "Summan av investeringsdelen.",
    ),
    row(
        id::FLOW_LONG_LIABILITIES,
        "Kassaflöde: långfristiga skulder",
        "Förändring av långfristiga skulder.",
    ),
    row(
        id::FLOW_EQUITY,
        "Kassaflöde: eget kapital",
        "Förändring av eget kapital utöver årets resultat.",
    ),
    row(
        id::FLOW_FINANCING,
        "Kassaflöde från finansiering",
        "Summan av finansieringsdelen.",
    ),
    row(
        id::FLOW_YEAR,
        "Årets kassaflöde",
        "Summan av de tre delarna; förändringen av likvida medel.",
    ),
    row(
        id::CASH_OPENING,
        "Likvida medel vid årets början",
        "Likvida medel vid förra årets slut.",
    ),
    row(
        id::CASH_CLOSING,
        "Likvida medel vid årets slut",
        "Likvida medel enligt balansräkningen.",
    ),
];

pub(super) const NOTES: &[Measure] = &[
    row(
        id::NOTE_ROW,
        "Rad i not",
        "Konton som hör till raden enligt kontomappningen.",
    )
    .only_by(&["not+rad"]),
    row(id::NOTE_SUM, "Summa i not", "Summan av notens rader.").only_by(&["not"]),
    money(
        id::REQUIREMENT_ROW,
        "Rad i balanskravsutredningen",
        "Justeringar av årets resultat, och underskott som ännu inte återställts (kommunallagen 11 kap. 12 §).",
        |inputs, measure, _| requirement(inputs, measure),
    )
    .by(&["rad"]),
    money(
        "drift.utfall",
        "Driftsredovisning, utfall",
        "Utfall per rad i driftsredovisningen, med den radens tecken.",
        |inputs, measure, _| operating(inputs, measure, Part::Outcome),
    )
    .only_by(&["rad"]),
    money(
        "drift.budget",
        "Driftsredovisning, budget",
        "Beslutad budget per rad i driftsredovisningen.",
        |inputs, measure, _| operating(inputs, measure, Part::Budget),
    )
    .only_by(&["rad"]),
    money(
        "drift.avvikelse",
        "Driftsredovisning, avvikelse",
        "Utfall mot budget per rad; plus är bättre än budget.",
        |inputs, measure, _| operating(inputs, measure, Part::Deviation),
    )
    .only_by(&["rad"]),
    money(
        id::EMPLOYEES,
        "Antal anställda",
        "Anställda i årsarbetare, som de publicerats.",
        |inputs, measure, _| from_overview(inputs, measure),
    )
    .in_unit(Unit::Tjanster),
];

const fn row(id: MeasureId, name: &'static str, definition: &'static str) -> Measure {
    money(id, name, definition, from_rows)
}

const fn money(id: MeasureId, name: &'static str, definition: &'static str, eval: Eval) -> Measure {
    Measure::new(id, name, Unit::Kronor, definition, eval)
        .of(
            "bokföringens konton genom kontomappningen, i hela kronor",
            super::Disclosure::Open,
        )
        .when("räkenskapsåret; balansposter vid dess slut")
        .without_answer("finns inte bokföringen för året finns inget värde")
}

/// Every table of the statements; where one figure is printed at several places they are equal, and
/// the first is taken.
fn tables(statements: &Statements) -> impl Iterator<Item = &Table> {
    let first = [&statements.income, &statements.balance].into_iter();
    let last = [
        &statements.cash_flow,
        &statements.operating,
        &statements.investment,
        &statements.requirement.table,
    ];
    first.chain(&statements.notes).chain(last)
}

fn from_rows(inputs: &Inputs<'_>, measure: &Measure, _: &Figures) -> Vec<Figure> {
    let rows = tables(&inputs.statements).flat_map(|table| &table.rows);
    let figures = rows.filter_map(|row| {
        let (key, amount) = row.figure(inputs.year)?;
        (key.measure == measure.id).then(|| Figure::money(key, amount, vouchers(row)))
    });
    figures.collect()
}

/// Deficits stand on the results of the years before, as far as the overview prints them.
fn requirement(inputs: &Inputs<'_>, measure: &Measure) -> Vec<Figure> {
    let overview = &inputs.statements.overview;
    let results = overview.rows.iter().find(|row| row.measure == id::RESULT);
    let known = results
        .map_or(&[][..], |row| &row.values)
        .iter()
        .zip(&overview.years);
    let near = |year: i32| year > inputs.year - YEARS_BEHIND;
    let parts: Vec<FigureKey> = known
        .filter(|(value, year)| value.is_some() && near(**year))
        .map(|(_, year)| FigureKey {
            year: *year,
            ..inputs.key(id::RESULT, Scope::all())
        })
        .collect();
    let rows = inputs.statements.requirement.table.rows.iter();
    let figures = rows.filter_map(|row| {
        let (key, amount) = row.figure(inputs.year)?;
        let trace = Trace::Figures {
            rule: "årens resultat; överskott återställer det äldsta underskottet först".into(),
            parts: parts.clone(),
        };
        (key.measure == measure.id).then(|| Figure::money(key, amount, trace))
    });
    figures.collect()
}

fn vouchers(row: &Row) -> Trace {
    Trace::Vouchers {
        accounts: row.accounts.clone(),
        project: None,
        count: row.transactions,
    }
}

/// A column of the operating statement.
#[derive(Clone, Copy)]
enum Part {
    Outcome,
    Budget,
    Deviation,
}

fn operating(inputs: &Inputs<'_>, measure: &Measure, part: Part) -> Vec<Figure> {
    let scoped = |measure, row: &Row| FigureKey {
        measure,
        ..inputs.key(id::RESULT, Scope::all().with("rad", &row.label))
    };
    let rows = inputs.statements.operating.rows.iter();
    let figures = rows.filter_map(|row| {
        let amount = match part {
            Part::Outcome => row.current,
            Part::Budget => row.budget,
            Part::Deviation => row.deviation,
        };
        let trace = match part {
            Part::Outcome => vouchers(row),
            Part::Budget => Trace::Entered {
                source: format!("Budget {}", inputs.year),
                count: 1,
            },
            Part::Deviation => Trace::Figures {
                rule: "utfall mot budget; plus är bättre än budget".into(),
                parts: vec![scoped("drift.utfall", row), scoped("drift.budget", row)],
            },
        };
        Some(Figure::money(scoped(measure.id, row), amount?, trace))
    });
    figures.collect()
}

fn from_overview(inputs: &Inputs<'_>, measure: &Measure) -> Vec<Figure> {
    let figures = overview(&inputs.statements);
    figures
        .into_iter()
        .filter(|f| f.key.measure == measure.id && f.key.year == inputs.year)
        .collect()
}

/// The overview's values as figures, of every year; those of the statements' own years stand there.
pub(crate) fn overview(statements: &Statements) -> Vec<Figure> {
    let mut figures = Vec::new();
    for row in &statements.overview.rows {
        for (year, value) in statements.overview.years.iter().zip(&row.values) {
            let Some(value) = value else { continue };
            let trace = match &value.published {
                Some(source) => Trace::Published {
                    source: source.clone(),
                },
                None => Trace::Entered {
                    source: format!("Bokföringen {year}"),
                    count: 1,
                },
            };
            figures.push(Figure {
                key: FigureKey {
                    measure: row.measure,
                    year: *year,
                    scope: Scope::all(),
                },
                value: value.value,
                unit: row.unit,
                k: None,
                n: None,
                missing: 0,
                trace,
            });
        }
    }
    figures
}
