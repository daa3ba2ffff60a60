//! Vouchers for the accounting firm.

use app::Failure;
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use chrono::NaiveDate;
use domain::{
    money::Ore,
    outgoing::{Accounts, Voucher},
    refusal::Refusal,
};

use crate::{
    frame::{self, Place},
    page::{Answer, done, file, page},
    pages::work::{WorkForm, WorkPage, WorkPart},
    requisition::{Sent, sent},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Link, Refusals, Row, Table},
    visitor::Visitor,
};

const WAY: &str = "/ekonomi/sie-ut";

/// Which days.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Days {
    fran: Option<String>,
    till: Option<String>,
    besked: Option<String>,
}

impl Days {
    /// The days asked for, or the last quarter that ended.
    fn read(&self, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Refusal> {
        let ended = domain::quarter::Quarter::ended(today).map(domain::quarter::Quarter::period);
        let day = |text: &Option<String>, name: &'static str, otherwise: Option<NaiveDate>| match text {
            Some(text) => text.trim().parse().map_err(|_| {
                let message = "Skriv dagen som ÅÅÅÅ-MM-DD.";
                Refusal::at("sie-ut-dag", name, message)
            }),
            None => Ok(otherwise.unwrap_or(today)),
        };
        Ok((
            day(&self.fran, "fran", ended.map(|p| p.from))?,
            day(&self.till, "till", ended.map(|p| p.to))?,
        ))
    }
}

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(days): Query<Days>) -> Answer {
    match days.read(site.now().date_naive()) {
        Ok(read) => shown(&site, &visitor, read, &[], days.besked.as_deref()).await,
        Err(refusal) => {
            let last = Days::default().read(site.now().date_naive());
            let read = last.map_err(Failure::from)?;
            shown(&site, &visitor, read, &[refusal], None).await
        }
    }
}

/// The file.
pub async fn get(
    State(site): State<Site>,
    visitor: Visitor,
    Path(days): Path<String>,
) -> Result<Response, Trouble> {
    let days = days.split_once("--");
    let days = days.and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    let (from, to) = days.ok_or_else(Trouble::not_found)?;
    let made = site
        .app
        .outgoing_file(&visitor.actor, (from, to), site.now())
        .await;
    match made {
        Ok(bytes) => Ok(file(
            &format!("samordna-{from}--{to}.si"),
            "application/octet-stream",
            bytes,
        )),
        Err(Failure::Refused(refusals)) => shown(&site, &visitor, (from, to), &refusals, None).await,
        Err(failure) => Err(failure.into()),
    }
}

/// Saves the accounts.
pub async fn accounts(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let preset = sent(&fields, "uppsattning");
    let typed: &[(String, String)] = if sent(&fields, "aterstall") == "ja" {
        &[]
    } else {
        &fields
    };
    let saved = site
        .app
        .save_outgoing_accounts(&visitor.actor, (&preset, typed), site.now())
        .await;
    match saved {
        Ok(()) => Ok(done(WAY, "sie-konton")),
        Err(Failure::Refused(refusals)) => {
            let last = Days::default().read(site.now().date_naive());
            let read = last.map_err(Failure::from)?;
            shown(&site, &visitor, read, &refusals, None).await
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    days: (NaiveDate, NaiveDate),
    refusals: &[Refusal],
    told: Option<&str>,
) -> Answer {
    let (outgoing, mut lines) = match site.app.outgoing(&visitor.actor, days.0, days.1).await {
        Ok(outgoing) => (Some(outgoing), Vec::new()),
        Err(Failure::Refused(lines)) => (None, lines),
        Err(failure) => return Err(failure.into()),
    };
    lines.extend(refusals.iter().cloned());
    let wrong = !lines.is_empty();
    let refusals = Refusals {
        title: "Det gick inte".into(),
        lines,
    };
    let (vouchers, accounts) = outgoing.map_or_else(
        || (Vec::new(), Accounts::preset("")),
        |outgoing| (outgoing.vouchers, outgoing.accounts),
    );
    let place = Place::new("Verifikationer till redovisningsbyrån", "/ekonomi").told(told);
    let file = || Link::new("Hämta SIE-filen", format!("{WAY}/{}--{}", days.0, days.1));
    let mut response = page(&WorkPage {
        shell: frame::shell(site, visitor, place).await?,
        state: Cell::default(),
        lede: "Attesterade rekvisitioner, fakturor och betalningar som SIE 4I med kontrollsumma, att läsa in i bokföringsprogrammet."
            .into(),
        links: Vec::new(),
        primary: (!vouchers.is_empty()).then(file),
        ways: Vec::new(),
        notice: Default::default(),
        parts: vec![chosen(&vouchers, days, &refusals), accounts_part(&accounts, &refusals)],
        refusals,
    })?;
    if wrong {
        *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// The days chosen and their vouchers.
fn chosen(vouchers: &[Voucher], (from, to): (NaiveDate, NaiveDate), refusals: &Refusals) -> WorkPart {
    let mut table = Table::new(
        "verifikationer",
        format!("Verifikationer {from}–{to}, kronor"),
        &["Dag", "Text", "Konto", "Projekt", "Debet#", "Kredit#"],
    );
    let money = |amount: Option<Ore>| amount.map_or_else(Cell::default, |a| Cell::text(a.to_string()));
    for voucher in vouchers {
        for (place, row) in voucher.rows.iter().enumerate() {
            table.rows.push(Row::of(vec![
                Cell::text(voucher.date.to_string()),
                Cell::text(if place == 0 { voucher.text.as_str() } else { "" }),
                Cell::text(row.account.to_string()),
                Cell::text(&row.project),
                money(row.debit()),
                money(row.credit()),
            ]));
        }
    }
    let dates = WorkForm {
        action: WAY.into(),
        get: true,
        fields: vec![
            Field::text("fran", "Från och med")
                .value(from.to_string())
                .error(refusals),
            Field::text("till", "Till och med")
                .help("Slutar perioden den 31 december kommer årets upplupna rekvisitioner med.")
                .value(to.to_string())
                .error(refusals),
        ],
        button: "Visa".into(),
        ..WorkForm::default()
    };
    let mut part = WorkPart {
        id: "urval".into(),
        title: format!("{} verifikationer {from}–{to}", vouchers.len()),
        tables: vec![table],
        forms: vec![dates],
        ..WorkPart::default()
    };
    if vouchers.is_empty() {
        part.words
            .push("Inget attesterades eller betalades de dagarna.".into());
    }
    part
}

/// The accounts they are booked on.
fn accounts_part(accounts: &Accounts, refusals: &Refusals) -> WorkPart {
    let presets = ["EUBAS97", "Kommun-Bas"].map(|name| (name.to_owned(), name.to_owned()));
    let mut fields =
        vec![Field::choice("uppsattning", "Uppsättning", presets.into()).value(&accounts.preset)];
    fields.extend(
        accounts
            .fields()
            .map(|(name, label, number)| Field::text(name, label).value(number.to_string()).error(refusals)),
    );
    WorkPart {
        id: "konton".into(),
        title: "Konton".into(),
        words: vec!["Kontona kommer från förbundets kontoplan. Stäm av dem med byrån en gång.".into()],
        forms: vec![WorkForm {
            action: format!("{WAY}/konton"),
            folded: format!("{}: ändra konton", accounts.preset),
            open: refusals.lines.iter().any(|r| r.code == "sie-ut-konto"),
            fields,
            boxes: vec![(
                "aterstall".into(),
                "aterstall".into(),
                "ja".into(),
                "Återställ till uppsättningens egna konton".into(),
                false,
            )],
            button: "Spara kontona".into(),
            ..WorkForm::default()
        }],
        ..WorkPart::default()
    }
}
