//! Own capital against the guideline, the guideline itself, and the adjustments of balanskravsresultatet.

use app::{Failure, Outcome, plan::equity::Overview, rights::Act};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use chrono::Datelike;
use domain::{
    chart::{Chart, ChartKind, Series},
    equity::{Basis, Rule, Typed},
    number::{NBSP, decimal},
    refusal::Refusal,
};

use super::{Sent, kronor, part, row, sent, ways};
use crate::{
    frame::{self, Place},
    insatser::{self, Asked},
    page::{Answer, done, page, refused},
    pages::plan::{Notice, PlanPage, PlanPart, ShortForm},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Link, Plot, Refusals, Table},
    visitor::Visitor,
};

/// Its address.
pub const PAGE: &str = "/ekonomi/eget-kapital";

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    page(&equity(&site, &visitor, (&[], &[]), asked.besked.as_deref()).await?)
}

/// The years as a file.
pub async fn csv(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let overview = site.app.equity(&visitor.actor, site.now()).await?;
    insatser::sheet([results(&overview)], &asked, site.now().year())
}

/// The same as a workbook.
pub async fn xlsx(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let overview = site.app.equity(&visitor.actor, site.now()).await?;
    let table = insatser::wanted([results(&overview)], &asked)?;
    insatser::workbook(&site, &visitor, table, site.now().year()).await
}

/// Saves a guideline.
pub async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let get = |name: &str| sent(&fields, name);
    let typed = Typed {
        from_year: get("fran"),
        basis: get("underlag"),
        amount: get("belopp"),
        steps: get("steg"),
        unit: get("avrundning"),
        source: get("kalla"),
        effect: get("effekt"),
    };
    let saved = site.app.save_guideline(&visitor.actor, &typed, site.now()).await;
    answered(&site, &visitor, &fields, saved, "riktlinje").await
}

/// Adds an adjustment.
pub async fn adjust(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let get = |name: &str| sent(&fields, name);
    let [year, label, amount, source] = [
        "justering-ar",
        "justering-namn",
        "justering-belopp",
        "justering-kalla",
    ]
    .map(get);
    let given = (year.as_str(), label.as_str(), amount.as_str(), source.as_str());
    let saved = site.app.add_adjustment(&visitor.actor, given, site.now()).await;
    answered(&site, &visitor, &fields, saved, "justering").await
}

/// Takes away a year's adjustments.
pub async fn clear(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let year = sent(&fields, "ar").parse().unwrap_or(0);
    let cleared = site.app.clear_adjustments(&visitor.actor, year, site.now()).await;
    answered(&site, &visitor, &fields, cleared, "justering-bort").await
}

async fn answered(
    site: &Site,
    visitor: &Visitor,
    fields: &[(String, String)],
    outcome: Outcome<()>,
    told: &str,
) -> Result<Response, Trouble> {
    match outcome {
        Ok(()) => Ok(done(PAGE, told)),
        Err(Failure::Refused(refusals)) => refused(&equity(site, visitor, (&refusals, fields), None).await?),
        Err(failure) => Err(failure.into()),
    }
}

async fn equity(
    site: &Site,
    visitor: &Visitor,
    (wrong, fields): (&[Refusal], &[(String, String)]),
    told: Option<&str>,
) -> Result<PlanPage, Trouble> {
    let overview = site.app.equity(&visitor.actor, site.now()).await?;
    let refusals = Refusals::of(wrong);
    let edit = visitor.may(Act::EditPlan);
    let mut parts = Vec::new();
    let results = results(&overview);
    if !results.rows.is_empty() {
        parts.push(PlanPart {
            plots: plot(&overview).into_iter().collect(),
            ..part("resultat", "Eget kapital vid årets slut", vec![results])
        });
    }
    let guidelines = guidelines(&overview);
    parts.push(PlanPart {
        lede: "Nationella rådets trappa är inte offentlig i läsbar form, så riktlinjen skrivs in som belopp eller steg, med källa. En ny riktlinje tar vid från sitt år.".into(),
        forms: if edit { vec![guideline_form(fields, &refusals)] } else { Vec::new() },
        ..part("riktlinje", "Riktlinjen", if guidelines.rows.is_empty() { Vec::new() } else { vec![guidelines] })
    });
    let adjustments = adjustments(&overview);
    let none = adjustments.rows.is_empty();
    let mut forms = Vec::new();
    if edit {
        forms.push(adjustment_form(fields, &refusals));
        let mut years: Vec<i32> = overview.adjustments.iter().map(|(year, ..)| *year).collect();
        years.dedup();
        forms.extend(years.into_iter().map(|year| ShortForm {
            fold: format!("Ta bort justeringarna för {year}"),
            action: format!("{PAGE}/justering/bort"),
            hidden: vec![("ar".into(), year.to_string())],
            button: format!("Ta bort {year} års justeringar"),
            ..ShortForm::default()
        }));
    }
    parts.push(PlanPart {
        lede: "Det som ska räknas bort från årets resultat i balanskravsutredningen, till exempel realisationsvinster (lag 2018:597, 11 kap. 10 §).".into(),
        forms,
        ..part("justeringar", "Balanskravsjusteringar", if none { Vec::new() } else { vec![adjustments] })
    });
    let place = Place::new("Eget kapital och riktlinje", "/ekonomi").told(told);
    Ok(PlanPage {
        shell: frame::shell(site, visitor, place).await?,
        lede: "Eget kapital mot den riktlinje som gäller, bokfört och enligt den beslutade planen.".into(),
        actions: Vec::new(),
        notices: notices(&overview),
        refusals,
        conflict: None,
        ways: ways(PAGE),
        parts,
    })
}

/// The newest booked year and the planned ones that are above.
fn notices(overview: &Overview) -> Vec<Notice> {
    let booked = overview
        .years
        .iter()
        .filter(|year| year.booked)
        .max_by_key(|year| year.year);
    let planned = overview.years.iter().filter(|year| !year.booked);
    let above = booked.into_iter().chain(planned).filter_map(|year| {
        let excess = year.excess().filter(|excess| excess.0 > 0)?;
        let word = if year.booked { "är" } else { "blir" };
        Some(format!(
            "{}: det egna kapitalet {word} {} över riktlinjen.",
            year.year,
            excess.kr()
        ))
    });
    let mut lines: Vec<String> = above.collect();
    if lines.is_empty() {
        return Vec::new();
    }
    let effect = overview
        .guidelines
        .last()
        .map(|guideline| guideline.effect.clone())
        .unwrap_or_default();
    lines.push(if effect.is_empty() {
        "Det kan minska nästa års tilldelning. Hur mycket räknas inte ut här, eftersom regeln inte är känd."
            .into()
    } else {
        format!("Källans ord om tilldelningen: {effect} Beloppet räknas inte ut här.")
    });
    vec![Notice {
        class: "should",
        title: "Över riktlinjen".into(),
        lines,
    }]
}

fn results(overview: &Overview) -> Table {
    let heads = [
        "År",
        "Underlag",
        "Eget kapital#",
        "Riktlinje#",
        "Över riktlinjen#",
        "Riktlinjens källa",
    ];
    let mut table = Table::new("eget-kapital", "Eget kapital mot riktlinjen, kronor", &heads);
    table.exports = [("CSV", "csv"), ("XLSX", "xlsx")]
        .map(|(label, ending)| Link::new(label, format!("{PAGE}.{ending}")))
        .into();
    for year in &overview.years {
        let amount = |amount: Option<domain::money::Ore>| amount.map_or_else(Cell::default, kronor);
        let source = year.guideline.as_ref().map_or_else(
            || "ingen riktlinje inskriven".to_owned(),
            |(from, source)| format!("{source} (från {from})"),
        );
        let basis = if year.booked { "bokslut" } else { "plan" };
        table.rows.push(row(
            year.year.to_string(),
            [
                Cell::text(basis),
                amount(year.closing),
                amount(year.most),
                amount(year.excess()),
                Cell::text(source),
            ],
        ));
    }
    table
}

fn plot(overview: &Overview) -> Option<Plot> {
    let tkr = |amount: domain::money::Ore| amount.to_thousands();
    let years = &overview.years;
    let known = years.iter().filter(|year| year.most.is_some());
    let above = known
        .clone()
        .filter(|year| year.excess().is_some_and(|e| e.0 > 0))
        .count();
    let all = known.count();
    let caption = if all == 0 {
        "Eget kapital år för år".to_owned()
    } else {
        format!("Det egna kapitalet är över riktlinjen {above} av {all} år")
    };
    let series = |name: &str, of: fn(&domain::equity::YearEnd) -> Option<domain::money::Ore>| Series {
        name: name.into(),
        values: years.iter().map(|year| of(year).map(tkr)).collect(),
    };
    let chart = Chart {
        kind: ChartKind::Lines,
        categories: years.iter().map(|year| year.year.to_string()).collect(),
        series: vec![
            series("Eget kapital", |year| year.closing),
            series("Riktlinjen", |year| year.most),
        ],
        unit: "tkr".into(),
        target: None,
        decimals: 0,
        withheld: Vec::new(),
    };
    (!years.is_empty()).then(|| Plot {
        id: "kapital".into(),
        svg: app::pages::drawing(&chart, "kapital", &caption),
        caption,
        note: "Tusental kronor. Åren efter det senaste bokslutet är den beslutade planens.".into(),
        table: Table::default(),
    })
}

fn guidelines(overview: &Overview) -> Table {
    let mut table = Table::new(
        "riktlinjer",
        "Riktlinjer",
        &["Från", "Regel", "Källa", "Om överskott"],
    );
    for guideline in &overview.guidelines {
        let rule = match &guideline.rule {
            Rule::Entered(amount) => format!("högst {}", amount.kr()),
            Rule::Steps { basis, steps, unit } => {
                let of = if *basis == Basis::State {
                    "statens bidrag"
                } else {
                    "medlemmarnas bidrag"
                };
                let steps: Vec<String> = steps
                    .iter()
                    .map(|step| format!("{}{NBSP}% över {}", decimal(step.rate, 2), step.above.rounded()))
                    .collect();
                format!("av {of}: {}; avrundat nedåt till {}", steps.join(", "), unit.kr())
            }
        };
        let cells = [rule, guideline.source.clone(), guideline.effect.clone()].map(Cell::text);
        table.rows.push(row(guideline.from_year.to_string(), cells));
    }
    table
}

fn adjustments(overview: &Overview) -> Table {
    let heads = ["År", "Justering", "Belopp#", "Källa"];
    let mut table = Table::new("balanskravsjusteringar", "Balanskravsjusteringar, kronor", &heads);
    for (year, adjustment, source) in &overview.adjustments {
        let cells = [
            Cell::text(&adjustment.label),
            kronor(adjustment.amount),
            Cell::text(source),
        ];
        table.rows.push(row(year.to_string(), cells));
    }
    table
}

fn guideline_form(fields: &[(String, String)], refusals: &Refusals) -> ShortForm {
    let fill = |field: Field| {
        let typed = sent(fields, &field.name);
        field.value(typed).error(refusals)
    };
    let basis = [
        ("belopp", "ett belopp"),
        ("bidrag", "steg av medlemmarnas bidrag"),
        ("staten", "steg av statens bidrag"),
    ];
    let basis = basis
        .map(|(code, words)| (code.to_owned(), words.to_owned()))
        .to_vec();
    ShortForm {
        fold: "Ny riktlinje".into(),
        open: refusals.lines.iter().any(|line| line.code == "riktlinje"),
        action: PAGE.into(),
        fields: vec![
            fill(Field::text("fran", "Gäller från år")),
            fill(Field::choice("underlag", "Riktlinjen är", basis)),
            fill(Field::text("belopp", "Belopp").help("Kronor, när riktlinjen är ett belopp.")),
            fill(Field::long("steg", "Steg", 4).help("Ett per rad: beloppet steget börjar vid, kolon och procent. Till exempel 0: 20 och på nästa rad 5 000 000: 15. Exemplet är påhittat.")),
            fill(Field::text("avrundning", "Avrundas nedåt till hela").help("Kronor, när riktlinjen är steg.")),
            fill(Field::text("kalla", "Källa").help("Beslutet eller dokumentet.")),
            fill(Field::long("effekt", "Vad källan säger om överskott", 3).help("Valfritt, med källans ord.")),
        ],
        button: "Spara riktlinjen".into(),
        hidden: Vec::new(),
        primary: true,
        ..ShortForm::default()
    }
}

fn adjustment_form(fields: &[(String, String)], refusals: &Refusals) -> ShortForm {
    let fill = |field: Field| {
        let typed = sent(fields, &field.name);
        field.value(typed).error(refusals)
    };
    ShortForm {
        fold: "Ny balanskravsjustering".into(),
        open: refusals.lines.iter().any(|line| line.code == "balanskrav"),
        action: format!("{PAGE}/justering"),
        fields: vec![
            fill(Field::text("justering-ar", "År")),
            fill(Field::text("justering-namn", "Justering").help(
                "Till exempel realisationsvinst. Det som styrelsen beslutat att inte återställa heter ”Återställs inte (synnerliga skäl)” och minskar det som är kvar att återställa.",
            )),
            fill(
                Field::text("justering-belopp", "Belopp")
                    .help("Kronor. Det som minskar resultatet har minustecken."),
            ),
            fill(Field::text("justering-kalla", "Källa").help("Till exempel not 5.")),
        ],
        button: "Lägg till justeringen".into(),
        ..ShortForm::default()
    }
}
