//! VAT compensation: the year's claims, and the VAT account explained.

mod claim;

use app::{rights::Act, vat::VatYear};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
pub use claim::{pay, show as claim, submit};
use domain::{
    forecast::month_name,
    money::Ore,
    number,
    vat::{Claim, Length, Reconciliation, State as Stage},
};

use crate::{
    forecast::{Sent, Wanted, months, sent},
    frame::{self, Place},
    insatser::{self, Asked},
    page::{Answer, done, page, refused},
    pages::{
        KeyFigure,
        desk::{DeskForm, DeskPage, Filter, Part},
    },
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Link, Refusals, Row, Table},
    visitor::Visitor,
};

/// The page's address.
pub const WAY: &str = "/ekonomi/moms";

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(wanted): Query<Wanted>) -> Answer {
    let year = load(&site, &visitor, &wanted).await?;
    page(
        &shown(
            &site,
            &visitor,
            &year,
            (Refusals::default(), None),
            wanted.besked.as_deref(),
        )
        .await?,
    )
}

/// One of the page's tables, or a claim's rows, as a file.
pub async fn csv(State(site): State<Site>, visitor: Visitor, Query(wanted): Query<Wanted>) -> Answer {
    let year = load(&site, &visitor, &wanted).await?;
    insatser::sheet(tables(&year), &table(&wanted), year.year)
}

/// The same as a workbook.
pub async fn xlsx(State(site): State<Site>, visitor: Visitor, Query(wanted): Query<Wanted>) -> Answer {
    let year = load(&site, &visitor, &wanted).await?;
    let table = insatser::wanted(tables(&year), &table(&wanted))?;
    insatser::workbook(&site, &visitor, table, year.year).await
}

fn table(wanted: &Wanted) -> Asked {
    Asked {
        ar: wanted.ar,
        besked: None,
        tabell: wanted.tabell.clone(),
    }
}

/// Saves accounts and how often.
pub async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let (accounts, length) = (sent(&fields, "konton"), sent(&fields, "period"));
    match site
        .app
        .set_vat(&visitor.actor, (&accounts, &length), site.now())
        .await
    {
        Ok(()) => Ok(done(WAY, "moms")),
        Err(app::Failure::Refused(lines)) => {
            let year = load(&site, &visitor, &Wanted::default()).await?;
            let typed = Some((accounts, length));
            refused(&shown(&site, &visitor, &year, (Refusals::of(&lines), typed), None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn load(site: &Site, visitor: &Visitor, wanted: &Wanted) -> Result<VatYear, Trouble> {
    let year = frame::year(site, visitor, wanted.ar).await?;
    Ok(site.app.vat(&visitor.actor, (year, wanted.manad)).await?)
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    year: &VatYear,
    (refusals, typed): (Refusals, Option<(String, String)>),
    told: Option<&str>,
) -> Result<DeskPage, Trouble> {
    let place = Place::new("Momsersättning", "/ekonomi")
        .in_year(year.year, format!("{WAY}?ar="))
        .told(told);
    let empty = if year.booked {
        String::new()
    } else {
        format!(
            "Bokföring saknas för {}. Läs in den, eller välj ett annat år.",
            year.year
        )
    };
    let mut parts = vec![claims_part(year)];
    if let Some(made) = &year.reconciliation {
        parts.push(Part {
            words: vec![
                "Kontots saldo ska vara de ansökningar som inte är utbetalda. Det som skiljer står verifikation för verifikation.".into(),
            ],
            tables: vec![exported(reconciliation(year, made), year)],
            ..Part::new("avstamning", "Avstämning mot kontot")
        });
    }
    if visitor.may(Act::EditVat) {
        parts.push(settings(year, &refusals, typed));
    }
    Ok(DeskPage {
        shell: frame::shell(site, visitor, place).await?,
        lede: "Ersättning för ingående moms enligt lag (2005:807). Skatteverket prövar ansökan.".into(),
        filter: year.booked.then(|| Filter {
            action: WAY.into(),
            hidden: vec![("ar".into(), year.year.to_string())],
            fields: vec![
                Field::choice("manad", "Stäm av per sista", months(1..=12)).value(year.month.to_string()),
            ],
        }),
        key_figures: year.reconciliation.as_ref().map_or_else(Vec::new, key_figures),
        empty,
        parts: if year.booked { parts } else { Vec::new() },
        refusals,
        ..DeskPage::default()
    })
}

fn key_figures(made: &Reconciliation) -> Vec<KeyFigure> {
    let figure = |label: &str, value: Ore, detail: String| KeyFigure {
        label: label.into(),
        value: Cell::text(format!("{value}\u{a0}kr")),
        detail,
    };
    vec![
        figure("saldo på momskontot", made.balance, format!("per {}", made.on)),
        figure(
            "obetalda ansökningar",
            made.claimed(),
            format!(
                "{} inlämnade",
                number::integer(i64::try_from(made.expected.len()).unwrap_or(0))
            ),
        ),
        figure(
            "skillnad att förklara",
            made.difference(),
            format!("{} poster", made.items.len()),
        ),
    ]
}

fn exported(mut table: Table, year: &VatYear) -> Table {
    let link = |label: &str, ending: &str| {
        Link::new(
            label,
            format!(
                "{WAY}.{ending}?ar={}&manad={}&tabell={}",
                year.year, year.month, table.id
            ),
        )
    };
    table.exports = vec![link("CSV", "csv"), link("XLSX", "xlsx")];
    table
}

/// The year's statement, the account's explanation, and every claim's rows.
fn tables(year: &VatYear) -> Vec<Table> {
    let mut tables = vec![statement(year)];
    tables.extend(
        year.reconciliation
            .as_ref()
            .map(|made| reconciliation(year, made)),
    );
    tables.extend(year.claims.iter().map(claim::rows));
    tables
}

fn claims_part(year: &VatYear) -> Part {
    Part {
        tables: vec![exported(statement(year), year)],
        ..Part::new("ansokningar", format!("Ansökningar {}", year.year))
    }
}

/// Where a claim is.
fn claim_way(claim: &Claim) -> String {
    format!("{WAY}/{}/{}", claim.period.year, claim.period.from)
}

/// The yearly statement: a row per claim.
fn statement(year: &VatYear) -> Table {
    let mut table = Table::new(
        "arsbesked",
        format!("Momsersättning {}, kronor", year.year),
        &[
            "Period",
            "Verifikationer#",
            "Sökt#",
            "Läge",
            "Inlämnad",
            "Utbetald",
            "Utbetalt#",
        ],
    );
    let (mut rows, mut total, mut came) = (0_usize, Ore::ZERO, Ore::ZERO);
    for claim in &year.claims {
        let (paid_on, paid) = match &claim.state {
            Stage::Paid { on, amount, .. } => (on.to_string(), Some(*amount)),
            _ => (String::new(), None),
        };
        rows += claim.rows.len();
        total += claim.total();
        came += paid.unwrap_or_default();
        table.rows.push(Row::of(vec![
            Cell::link(claim.period.label(), claim_way(claim)),
            Cell::text(claim.rows.len().to_string()),
            Cell::text(claim.total().to_string()),
            Cell::badge(claim.state.label(), badge(&claim.state)),
            Cell::text(
                claim
                    .state
                    .submitted()
                    .map(|on| on.to_string())
                    .unwrap_or_default(),
            ),
            Cell::text(paid_on),
            Cell::text(paid.map(|paid| paid.to_string()).unwrap_or_default()),
        ]));
    }
    table.rows.push(Row::total(vec![
        Cell::text("Året"),
        Cell::text(rows.to_string()),
        Cell::text(total.to_string()),
        Cell::default(),
        Cell::default(),
        Cell::default(),
        Cell::text(came.to_string()),
    ]));
    table.notes.push(format!(
        "Ingående moms på konto {}. Utkast följer bokföringen tills de lämnas in; då låses raderna.",
        year.settings.accounts.to_text()
    ));
    table
}

fn badge(state: &Stage) -> &'static str {
    match state {
        Stage::Draft => "plain",
        Stage::Submitted { .. } => "should",
        Stage::Paid { .. } => "good",
    }
}

fn reconciliation(year: &VatYear, made: &Reconciliation) -> Table {
    let mut table = Table::new(
        "avstamning-tabell",
        format!(
            "Konto {} per {}, kronor",
            year.settings.accounts.to_text(),
            made.on
        ),
        &["Post", "Verifikation", "Datum", "Belopp#"],
    );
    let line = |words: &str, voucher: String, date: String, amount: Ore| {
        vec![
            Cell::text(words),
            Cell::text(voucher),
            Cell::text(date),
            Cell::text(amount.to_string()),
        ]
    };
    let blank = String::new;
    for (period, amount) in &made.expected {
        table.rows.push(Row::of(line(
            &format!("Obetald ansökan: {period}"),
            blank(),
            blank(),
            *amount,
        )));
    }
    for item in &made.items {
        let voucher = item
            .voucher
            .as_ref()
            .map_or_else(String::new, |(_, series, number)| format!("{series} {number}"));
        let date = item.date.map(|date| date.to_string()).unwrap_or_default();
        table
            .rows
            .push(Row::of(line(&item.words, voucher, date, item.amount)));
    }
    if made.unexplained() != Ore::ZERO {
        table.rows.push(Row::of(line(
            "Oförklarat: månaden på transaktionen är en annan än verifikationens",
            blank(),
            blank(),
            made.unexplained(),
        )));
    }
    table.rows.push(Row::total(line(
        "Kontots saldo",
        blank(),
        made.on.to_string(),
        made.balance,
    )));
    table.notes.push(format!(
        "Ingående saldo {}\u{a0}kr. Saldot är räknat till och med {}.",
        made.opening,
        month_name(year.month)
    ));
    table
}

fn settings(year: &VatYear, refusals: &Refusals, typed: Option<(String, String)>) -> Part {
    let (accounts, length) = typed.unwrap_or_else(|| {
        (
            year.settings.accounts.to_text(),
            year.settings.length.code().to_owned(),
        )
    });
    let options = vec![
        (Length::Quarter.code().to_owned(), "Kvartal".to_owned()),
        (Length::Month.code().to_owned(), "Månad".to_owned()),
    ];
    Part {
        forms: vec![DeskForm {
            action: WAY.into(),
            fields: vec![
                Field::text("konton", "Konton för ingående moms")
                    .help("Till exempel 1650, eller flera: 1650, 2641–2649. Moms som inte ersätts, som på personbilar, ska inte bokföras där.")
                    .value(accounts)
                    .error(refusals),
                Field::choice("period", "Ansökan görs varje", options).value(length),
            ],
            button: "Spara".into(),
            summary: "Konton och period".into(),
            open: !refusals.lines.is_empty(),
            ..DeskForm::default()
        }],
        ..Part::new("installningar", "Inställningar")
    }
}
