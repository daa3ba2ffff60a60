//! One line: its months to the öre, the vouchers behind it, its forecast and who chose what.

use app::{Failure, forecast::LineSheet};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use domain::{
    forecast::{Entered, Method, line::group_title, month_name, tables},
    money::Ore,
    number,
    refusal::Refusal,
};

use super::{Sent, WAY, Wanted, line_way, sent};
use crate::{
    frame::{self, Place},
    page::{Answer, done, page, refused},
    pages::{
        KeyFigure,
        desk::{DeskForm, DeskPage, Part},
    },
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Refusals, Row, Table},
    visitor::Visitor,
};

/// The most transactions shown; the whole is a figure's own page or a file's.
const MOST: usize = 500;

/// What was typed.
#[derive(Default)]
struct Typed<'a> {
    method: String,
    amount: String,
    reason: String,
    refusals: &'a [Refusal],
}

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(wanted): Query<Wanted>) -> Answer {
    let sheet = sheet(&site, &visitor, &wanted).await?;
    page(
        &shown(
            &site,
            &visitor,
            &sheet,
            Typed::default(),
            wanted.besked.as_deref(),
        )
        .await?,
    )
}

/// Chooses a method, or enters an amount.
pub async fn choose(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let wanted = Wanted {
        ar: sent(&fields, "ar").parse().ok(),
        manad: sent(&fields, "manad").parse().ok(),
        rad: Some(sent(&fields, "rad")),
        ..Wanted::default()
    };
    let sheet = sheet(&site, &visitor, &wanted).await?;
    let at = (sheet.followed.year.year, sheet.followed.follow_up.month);
    let line = sheet.row.key.to_text();
    let typed = Typed {
        method: sent(&fields, "metod"),
        amount: sent(&fields, "belopp"),
        reason: sent(&fields, "skal"),
        refusals: &[],
    };
    let entered = Entered {
        method: &typed.method,
        amount: &typed.amount,
        reason: &typed.reason,
    };
    let chosen = site
        .app
        .choose_forecast(&visitor.actor, at, &line, entered, site.now())
        .await;
    match chosen {
        Ok(()) => Ok(done(&line_way(at, &line), "prognos")),
        Err(Failure::Refused(refusals)) => {
            let refusals = refusals.as_slice();
            refused(&shown(&site, &visitor, &sheet, Typed { refusals, ..typed }, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn sheet(site: &Site, visitor: &Visitor, wanted: &Wanted) -> Result<LineSheet, Trouble> {
    let year = frame::year(site, visitor, wanted.ar).await?;
    let line = wanted.rad.as_deref().unwrap_or_default();
    Ok(site
        .app
        .followed_line(&visitor.actor, (year, wanted.manad), line)
        .await?)
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    sheet: &LineSheet,
    typed: Typed<'_>,
    told: Option<&str>,
) -> Result<DeskPage, Trouble> {
    let follow_up = &sheet.followed.follow_up;
    let (year, month) = (follow_up.year, follow_up.month);
    let place = Place::new(&sheet.row.label, "/ekonomi")
        .step(
            "Uppföljning och prognos",
            format!("{WAY}?ar={year}&manad={month}"),
        )
        .told(told);
    let refusals = Refusals::of(typed.refusals);
    let state = if sheet.row.off {
        Cell::badge("mer än 5 % från budget", "should")
    } else {
        Cell::default()
    };
    Ok(DeskPage {
        shell: frame::shell(site, visitor, place).await?,
        state,
        lede: format!(
            "{}, {}. Budgeten fördelas {} över året.",
            group_title(sheet.row.group),
            follow_up.period(),
            match sheet.row.profile {
                domain::forecast::Profile::Even => "jämnt",
                domain::forecast::Profile::QuarterFirst => "på kvartalens första månad",
                domain::forecast::Profile::QuarterLast => "på kvartalens sista månad",
            }
        ),
        key_figures: key_figures(sheet),
        parts: [forecast(sheet, &typed, &refusals), months(sheet)]
            .into_iter()
            .chain(vouchers(sheet))
            .collect(),
        refusals,
        ..DeskPage::default()
    })
}

fn key_figures(sheet: &LineSheet) -> Vec<KeyFigure> {
    let sum = &sheet.row.sum;
    let figure = |label: &str, value: Option<Ore>, detail: String| {
        value.map(|value| KeyFigure {
            label: label.into(),
            value: Cell::text(value.kr()),
            detail,
        })
    };
    let of = |budget: Option<Ore>| budget.map_or_else(String::new, |b| format!("budget {}", b.kr()));
    [
        figure("utfall hittills", Some(sum.outcome), of(sum.budget_so_far)),
        figure("prognos för helåret", sum.forecast, of(sum.budget)),
        figure(
            "avvikelse mot årsbudget",
            sum.forecast_deviation(sheet.row.group),
            "positiv är till förbundets fördel".into(),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn forecast(sheet: &LineSheet, typed: &Typed<'_>, refusals: &Refusals) -> Part {
    let mut part = Part::new("prognos", format!("Prognos: {}", tables::method(&sheet.row)));
    part.words = vec![sheet.row.forecast.words.clone()];
    let mut history = Table::new(
        "historik",
        "Val och angivna belopp",
        &["Efter", "Metod", "Belopp#", "Skäl", "Av", "När"],
    );
    for (choice, by) in &sheet.history {
        history.rows.push(Row::of(vec![
            Cell::text(month_name(choice.month)),
            Cell::text(choice.method.label()),
            Cell::text(choice.amount.map(Ore::kr).unwrap_or_default()),
            Cell::text(&choice.reason),
            Cell::text(by),
            Cell::text(frame::when(choice.at)),
        ]));
    }
    part.tables = vec![history];
    part.tables.retain(|table| !table.rows.is_empty());
    if sheet.followed.may_edit && sheet.followed.follow_up.month < 12 {
        part.forms.push(choice_form(sheet, typed, refusals));
    }
    part
}

/// Choosing a method, or entering an amount.
fn choice_form(sheet: &LineSheet, typed: &Typed<'_>, refusals: &Refusals) -> DeskForm {
    let follow_up = &sheet.followed.follow_up;
    let stands = sheet
        .row
        .forecast
        .method
        .filter(|m| Method::CHOOSABLE.contains(m));
    let method = if typed.method.is_empty() {
        stands.map(|method| method.code().to_string()).unwrap_or_default()
    } else {
        typed.method.clone()
    };
    let options = Method::CHOOSABLE.map(|m| (m.code().to_string(), m.label().to_owned()));
    let meanings = Method::CHOOSABLE.map(|m| format!("{}: {}", m.label(), m.meaning()));
    let (year, month) = (follow_up.year, follow_up.month);
    DeskForm {
        action: format!("{WAY}/rad"),
        hidden: vec![
            ("ar".into(), year.to_string()),
            ("manad".into(), month.to_string()),
            ("rad".into(), sheet.row.key.to_text()),
        ],
        fields: vec![
            Field::choice("metod", "Metod", options.to_vec())
                .help(meanings.join(" "))
                .value(method)
                .error(refusals),
            Field {
                kind: crate::view::FieldKind::Text("decimal"),
                ..Field::text("belopp", "Belopp för helåret, kronor")
            }
            .help("Bara för angivet belopp. Hela kronor, inte tusental, och utan minustecken.")
            .value(&typed.amount)
            .error(refusals),
            Field::long("skal", "Skäl", 3)
                .help("Skrivs ut i rapporten till styrelsen. Skriv aldrig om en person.")
                .value(&typed.reason)
                .error(refusals),
        ],
        button: format!("Spara prognos efter {}", month_name(month)),
        primary: true,
        summary: "Välj metod eller ange belopp".into(),
        open: !refusals.lines.is_empty(),
    }
}

/// Budget and outcome month by month, to the öre.
fn months(sheet: &LineSheet) -> Part {
    let mut table = Table::new(
        "manader",
        format!("Utfall månad för månad, {}", sheet.followed.follow_up.period()),
        &["Månad", "Utfall#", "Ackumulerat#"],
    );
    let accumulated = Ore::accumulated(&sheet.months);
    for (month, (amount, so_far)) in (1..).zip(sheet.months.iter().zip(accumulated)) {
        table.rows.push(Row::of(vec![
            Cell::text(month_name(month)),
            Cell::text(amount.to_string()),
            Cell::text(so_far.to_string()),
        ]));
    }
    table.rows.push(Row::total(vec![
        Cell::text("Summa"),
        Cell::text(sheet.outcome().to_string()),
        Cell::default(),
    ]));
    Part {
        tables: vec![table],
        ..Part::new("manad-for-manad", "Månad för månad")
    }
}

fn vouchers(sheet: &LineSheet) -> Option<Part> {
    let vouchers = sheet.vouchers.as_ref()?;
    let mut table = Table::new(
        "verifikationer",
        format!("{} transaktioner", number::integer(sheet.row.transactions)),
        &["Verifikation", "Datum", "Text", "Konto", "Projekt", "Belopp#"],
    );
    for entry in vouchers.iter().take(MOST) {
        table.rows.push(Row::of(vec![
            Cell::text(format!("{} {}", entry.series, entry.number)),
            Cell::text(entry.date.to_string()),
            Cell::text(&entry.text),
            Cell::text(format!("{} {}", entry.account, entry.account_name)),
            Cell::text(&entry.project),
            Cell::text(Ore(entry.amount).to_string()),
        ]));
    }
    let sum = sheet.booked().unwrap_or_default();
    let blank = || Cell::default();
    table.rows.push(Row::total(vec![
        Cell::text("Summa"),
        blank(),
        blank(),
        blank(),
        blank(),
        Cell::text(sum.to_string()),
    ]));
    table
        .notes
        .push("Debet är positivt: kostnader har plus, intäkter minus.".into());
    if vouchers.len() > MOST {
        table
            .notes
            .push(format!("De första {MOST} visas; summan gäller alla."));
    }
    let mut part = Part::new("underlag", "Verifikationer");
    if vouchers.is_empty() {
        part.words = vec!["Inget är bokfört på raden.".into()];
    } else {
        part.tables = vec![table];
    }
    Some(part)
}
