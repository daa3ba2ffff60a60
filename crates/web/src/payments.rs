//! Payments: what may be paid, the payment file or list, and the account statement.

use app::{
    Failure,
    payment::{Payer, Read},
};
use axum::{
    extract::{Form, Multipart, Path, Query, State},
    response::Response,
};
use domain::{
    refusal::Refusal,
    requisition::{Requisition, together},
};

use crate::{
    frame::{self, Place},
    insatser::{Asked, exports, sheet, wanted, workbook},
    page::{Answer, done, file, page, refused},
    pages::work::WorkPage,
    requisition::{JOB, Sent, sent},
    site::Site,
    trouble::Trouble,
    view::{Cell, Refusals, Row, Table},
    visitor::Visitor,
};

mod parts;

use parts::{account, outcome, payable, sent_files, statements};

const WAY: &str = "/ekonomi/betalningar";

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    page(&shown(&site, &visitor, &Typed::default(), asked.besked.as_deref()).await?)
}

/// The payment list as a file.
pub async fn csv(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (tables, year) = lists(&site, &visitor).await?;
    sheet(tables, &asked, year)
}

/// The same as a workbook.
pub async fn xlsx(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (tables, year) = lists(&site, &visitor).await?;
    workbook(&site, &visitor, wanted(tables, &asked)?, year).await
}

async fn lists(site: &Site, visitor: &Visitor) -> Result<(Vec<Table>, i32), Trouble> {
    let payments = site.app.payments(&visitor.actor).await?;
    let year = chrono::Datelike::year(&site.now().date_naive());
    Ok((vec![list(&payments.payable, year)], year))
}

/// Writes a payment file.
pub async fn make(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let numbers: Vec<String> = fields
        .iter()
        .filter(|(key, _)| key == "rekvisition")
        .map(|(_, value)| value.clone())
        .collect();
    let day = sent(&fields, "dag");
    let typed = Typed {
        day: Some(day.clone()),
        chosen: Some(numbers.clone()),
        ..Typed::default()
    };
    let Ok(on) = day.parse() else {
        let message = "Skriv betalningsdagen som ÅÅÅÅ-MM-DD.";
        let refusals = vec![Refusal::at("betalfil-dag", "dag", message)];
        return refused(&shown(&site, &visitor, &Typed { refusals, ..typed }, None).await?);
    };
    let made = site
        .app
        .make_payment_file(&visitor.actor, &numbers, on, site.now())
        .await;
    match made {
        Ok(_) => Ok(done(WAY, "betalfil")),
        Err(Failure::Refused(refusals)) => {
            refused(&shown(&site, &visitor, &Typed { refusals, ..typed }, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// A payment file.
pub async fn get(
    State(site): State<Site>,
    visitor: Visitor,
    Path(name): Path<String>,
) -> Result<Response, Trouble> {
    let bytes = site.app.payment_file(&visitor.actor, &name).await?;
    let ascii = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let kept = if ascii {
        format!("{name}.xml")
    } else {
        "betalfil.xml".into()
    };
    Ok(file(&kept, "application/xml", bytes))
}

/// Takes what is not paid out of a file.
pub async fn withdraw(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let name = sent(&fields, "fil");
    let taken = site
        .app
        .withdraw_payment_file(&visitor.actor, &name, site.now())
        .await;
    answer(&site, &visitor, taken, "betalfil-ater", Typed::default()).await
}

/// Saves where it is paid from.
pub async fn payer(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let payer = Payer {
        profile: sent(&fields, "profil"),
        agreement: sent(&fields, "avtal"),
        account_kind: sent(&fields, "kontotyp"),
        account: sent(&fields, "konto"),
        bic: sent(&fields, "bic"),
    };
    let saved = site.app.save_payer(&visitor.actor, &payer, site.now()).await;
    let typed = Typed {
        payer: Some(payer),
        ..Typed::default()
    };
    answer(&site, &visitor, saved, "betalkonto", typed).await
}

/// Reads an account statement; the answer says what it did.
pub async fn statement(
    State(site): State<Site>,
    visitor: Visitor,
    mut form: Multipart,
) -> Result<Response, Trouble> {
    let mut upload = None;
    while let Some(field) = form.next_field().await.map_err(|_| broken())? {
        let name = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|_| broken())?;
        if !name.is_empty() {
            upload = Some((name, bytes));
        }
    }
    let Some((name, bytes)) = upload else {
        let refusals = vec![Refusal::at(
            "kontoutdrag-valj",
            "fil",
            "Välj bankens fil (camt.053).",
        )];
        return refused(
            &shown(
                &site,
                &visitor,
                &Typed {
                    refusals,
                    ..Typed::default()
                },
                None,
            )
            .await?,
        );
    };
    let read = site
        .app
        .read_statement(&visitor.actor, (&name, &bytes), site.now())
        .await;
    match read {
        Ok(read) => {
            let typed = Typed {
                read: Some(read),
                ..Typed::default()
            };
            page(&shown(&site, &visitor, &typed, None).await?)
        }
        Err(Failure::Refused(refusals)) => refused(
            &shown(
                &site,
                &visitor,
                &Typed {
                    refusals,
                    ..Typed::default()
                },
                None,
            )
            .await?,
        ),
        Err(failure) => Err(failure.into()),
    }
}

async fn answer(
    site: &Site,
    visitor: &Visitor,
    outcome: app::Outcome<()>,
    told: &str,
    typed: Typed,
) -> Result<Response, Trouble> {
    match outcome {
        Ok(()) => Ok(done(WAY, told)),
        Err(Failure::Refused(refusals)) => {
            refused(&shown(site, visitor, &Typed { refusals, ..typed }, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

fn broken() -> Trouble {
    let message = "Filen kom inte fram hel. Välj den igen.";
    Failure::from(Refusal::at("kontoutdrag-avbruten", "fil", message)).into()
}

/// What was typed, and what became of it.
#[derive(Default)]
struct Typed {
    refusals: Vec<Refusal>,
    day: Option<String>,
    chosen: Option<Vec<String>>,
    payer: Option<Payer>,
    read: Option<Read>,
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    typed: &Typed,
    told: Option<&str>,
) -> Result<WorkPage, Trouble> {
    let payments = site.app.payments(&visitor.actor).await?;
    let refusals = Refusals {
        title: "Det gick inte".into(),
        lines: typed.refusals.clone(),
    };
    let today = site.now().date_naive();
    let mut parts = Vec::new();
    if let Some(read) = &typed.read {
        parts.push(outcome(read));
    }
    parts.push(payable(&payments, typed, &refusals, today));
    parts.push(sent_files(&payments));
    parts.push(statements(&payments, &refusals));
    parts.push(account(&payments, typed, &refusals));
    let total = payments.total();
    Ok(WorkPage {
        shell: frame::shell(site, visitor, Place::new("Betalningar", "/ekonomi").told(told)).await?,
        state: Cell::default(),
        lede: match payments.payable.len() {
            0 => "Inget väntar på betalning.".into(),
            1 => format!("En rekvisition på {total}\u{a0}kr får betalas."),
            n => format!("{n} rekvisitioner på tillsammans {total}\u{a0}kr får betalas."),
        },
        links: Vec::new(),
        primary: None,
        ways: Vec::new(),
        refusals,
        notice: Default::default(),
        parts,
    })
}

fn list(payable: &[(String, Requisition)], year: i32) -> Table {
    let mut table = Table::new(
        "betallista",
        "Betallista, kronor".to_owned(),
        &["Nummer", "Insats", "Mottagare", "Konto", "Referens", "Belopp#"],
    );
    for (name, r) in payable {
        let to = &r.recipient;
        let reference = if to.reference.is_empty() {
            &r.number
        } else {
            &to.reference
        };
        table.rows.push(Row::of(vec![
            Cell::link(&r.number, format!("{JOB}/{}", r.number)),
            Cell::text(name),
            Cell::text(format!("{}, {}", to.name, to.org_number)),
            Cell::text(format!("{} {}", to.account_kind, to.account)),
            Cell::text(reference),
            Cell::text(r.total().to_string()),
        ]));
    }
    if !payable.is_empty() {
        let sum = together(payable.iter().map(|(_, requisition)| requisition));
        let mut cells = vec![Cell::text("Summa")];
        cells.extend((0..4).map(|_| Cell::default()));
        cells.push(Cell::text(sum.to_string()));
        table.rows.push(Row::total(cells));
        table.exports = exports(WAY, year, &table.id);
    }
    table
}
