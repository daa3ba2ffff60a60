//! One claim: its vouchers, and sending it or registering its money.

use app::{
    Failure,
    rights::Act,
    vat::{VatYear, way},
};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use domain::{
    refusal::Refusal,
    vat::{Claim, State as Stage},
};

use super::{WAY, badge, claim_way};
use crate::{
    forecast::{Sent, sent},
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page, refused},
    pages::desk::{DeskForm, DeskPage, Part},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Link, Refusals, Row, Table},
    visitor::Visitor,
};

/// What was typed.
#[derive(Default)]
struct Typed<'a> {
    day: String,
    amount: String,
    voucher: String,
    refusals: &'a [Refusal],
}

impl Typed<'_> {
    fn of(fields: &[(String, String)]) -> Typed<'static> {
        Typed {
            day: sent(fields, "dag"),
            amount: sent(fields, "belopp"),
            voucher: sent(fields, "verifikation"),
            refusals: &[],
        }
    }
}

/// The page.
pub async fn show(
    State(site): State<Site>,
    visitor: Visitor,
    Path((year, from)): Path<(i32, u8)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let found = site.app.vat_claim(&visitor.actor, (year, from)).await?;
    page(&shown(&site, &visitor, &found, Typed::default(), asked.besked.as_deref()).await?)
}

/// Registers that it was sent.
pub async fn submit(
    State(site): State<Site>,
    visitor: Visitor,
    Path(at): Path<(i32, u8)>,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let typed = Typed::of(&fields);
    let made = site
        .app
        .submit_vat(&visitor.actor, at, &typed.day, site.now())
        .await;
    answer(&site, &visitor, at, (made, typed, "moms-inlamnad")).await
}

/// Registers that it was paid.
pub async fn pay(
    State(site): State<Site>,
    visitor: Visitor,
    Path(at): Path<(i32, u8)>,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let typed = Typed::of(&fields);
    let given = (typed.day.as_str(), typed.amount.as_str(), typed.voucher.as_str());
    let made = site.app.pay_vat(&visitor.actor, at, given, site.now()).await;
    answer(&site, &visitor, at, (made, typed, "moms-utbetald")).await
}

async fn answer(
    site: &Site,
    visitor: &Visitor,
    at: (i32, u8),
    (made, typed, told): (app::Outcome<()>, Typed<'_>, &str),
) -> Result<Response, Trouble> {
    match made {
        Ok(()) => Ok(done(&format!("{WAY}/{}/{}", at.0, at.1), told)),
        Err(Failure::Refused(refusals)) => {
            let found = site.app.vat_claim(&visitor.actor, at).await?;
            let refusals = refusals.as_slice();
            refused(&shown(site, visitor, &found, Typed { refusals, ..typed }, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    (claim, year): &(Claim, VatYear),
    typed: Typed<'_>,
    told: Option<&str>,
) -> Result<DeskPage, Trouble> {
    let label = claim.period.label();
    let place = Place::new(format!("Momsansökan {label}"), "/ekonomi")
        .step("Momsersättning", format!("{WAY}?ar={}", year.year))
        .told(told);
    let refusals = Refusals::of(typed.refusals);
    let mut table = rows(claim);
    let link = |name: &str, ending: &str| {
        Link::new(
            name,
            format!("{WAY}.{ending}?ar={}&tabell={}", year.year, table.id),
        )
    };
    table.exports = vec![link("CSV", "csv"), link("XLSX", "xlsx")];
    let mut part = Part::new("underlag", "Underlag");
    if claim.rows.is_empty() {
        part.words = vec!["Ingen ingående moms är bokförd i perioden.".into()];
    } else {
        part.tables = vec![table];
    }
    let mut parts = vec![part];
    if visitor.may(Act::EditVat) && site.now().date_naive() > claim.period.last() {
        parts.extend(next(claim, year, &typed, &refusals));
    }
    Ok(DeskPage {
        shell: frame::shell(site, visitor, place).await?,
        state: Cell::badge(claim.state.label(), badge(&claim.state)),
        lede: lede(claim),
        refusals,
        parts,
        ..DeskPage::default()
    })
}

fn lede(claim: &Claim) -> String {
    let total = claim.total();
    match &claim.state {
        Stage::Draft => format!("{total}\u{a0}kr att söka. Utkastet följer bokföringen tills det lämnas in."),
        Stage::Submitted { on } => format!("{total}\u{a0}kr söktes {on}. Raderna är låsta."),
        Stage::Paid {
            submitted,
            on,
            amount,
            voucher,
        } => {
            let booked = voucher.as_ref().map_or_else(String::new, |(_, series, number)| {
                format!(", verifikation {series} {number}")
            });
            format!("{total}\u{a0}kr söktes {submitted}; {amount}\u{a0}kr kom {on}{booked}.")
        }
    }
}

/// A claim's rows.
pub fn rows(claim: &Claim) -> Table {
    let mut table = Table::new(
        format!("ansokan-{}", claim.period.from),
        format!("Ingående moms {}, kronor", claim.period.label()),
        &["Verifikation", "Datum", "Text", "Moms#"],
    );
    for row in &claim.rows {
        let (_, series, number) = &row.voucher;
        let text = if row.late {
            format!("{} (sent bokförd)", row.text)
        } else {
            row.text.clone()
        };
        table.rows.push(Row::of(vec![
            Cell::text(format!("{series} {number}")),
            Cell::text(row.date.to_string()),
            Cell::text(text),
            Cell::text(row.amount.to_string()),
        ]));
    }
    table.rows.push(Row::total(vec![
        Cell::text("Att söka"),
        Cell::default(),
        Cell::default(),
        Cell::text(claim.total().to_string()),
    ]));
    if claim.rows.iter().any(|row| row.late) {
        let note = "Sent bokförd: daterad i en period vars ansökan redan var inlämnad.";
        table.notes.push(note.into());
    }
    table
}

/// What can be done next.
fn next(claim: &Claim, year: &VatYear, typed: &Typed<'_>, refusals: &Refusals) -> Option<Part> {
    let date = |label: &str, help: &str| {
        Field::text("dag", label)
            .help(format!("ÅÅÅÅ-MM-DD. {help}"))
            .value(&typed.day)
            .error(refusals)
    };
    let (title, form) = match &claim.state {
        Stage::Draft if !claim.rows.is_empty() => (
            "Lämna in",
            DeskForm {
                action: format!("{}/inlamnad", claim_way(claim)),
                fields: vec![date(
                    "Inlämnad till Skatteverket",
                    "Dagen då ansökan lämnades in. Därefter är raderna låsta.",
                )],
                button: "Registrera som inlämnad".into(),
                primary: true,
                ..DeskForm::default()
            },
        ),
        Stage::Submitted { .. } => {
            let mut options = vec![(String::new(), "Inte bokförd än".to_owned())];
            options.extend(year.payouts.iter().map(|entry| {
                let words = format!(
                    "{} {}, {}: {}\u{a0}kr",
                    entry.series, entry.number, entry.date, -entry.amount
                );
                (way(&entry.key()), words)
            }));
            (
                "Registrera utbetalningen",
                DeskForm {
                    action: format!("{}/utbetald", claim_way(claim)),
                    fields: vec![
                        Field::choice("verifikation", "Verifikation", options)
                            .help(
                                "Välj den verifikation pengarna är bokförda på; dag och belopp tas därifrån.",
                            )
                            .value(&typed.voucher)
                            .error(refusals),
                        date("Dag", "Behövs bara när utbetalningen inte är bokförd."),
                        Field::text("belopp", "Belopp, kronor")
                            .help("Behövs bara när utbetalningen inte är bokförd.")
                            .value(&typed.amount)
                            .error(refusals),
                    ],
                    button: "Registrera som utbetald".into(),
                    primary: true,
                    ..DeskForm::default()
                },
            )
        }
        _ => return None,
    };
    Some(Part {
        forms: vec![form],
        ..Part::new("nasta", title)
    })
}
