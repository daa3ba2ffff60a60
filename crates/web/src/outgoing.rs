//! Vouchers for the accounting firm.

use app::Failure;
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use chrono::NaiveDate;
use domain::refusal::Refusal;

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

#[expect(
    clippy::too_many_lines,
    reason = "the parts of one page or act in the order they are read"
)]
async fn shown(
    site: &Site,
    visitor: &Visitor,
    (from, to): (NaiveDate, NaiveDate),
    refusals: &[Refusal],
    told: Option<&str>,
) -> Answer {
    let (outgoing, mut lines) = match site.app.outgoing(&visitor.actor, from, to).await {
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
    let mut table = Table::new(
        "verifikationer",
        format!("Verifikationer {from}–{to}, kronor"),
        &["Dag", "Text", "Konto", "Projekt", "Debet#", "Kredit#"],
    );
    let vouchers = outgoing
        .as_ref()
        .map(|o| o.vouchers.as_slice())
        .unwrap_or_default();
    for voucher in vouchers {
        for (place, row) in voucher.rows.iter().enumerate() {
            let first = |text: String| {
                if place == 0 {
                    Cell::text(text)
                } else {
                    Cell::default()
                }
            };
            let debit = row.amount.0 >= 0;
            table.rows.push(Row::of(vec![
                Cell::text(voucher.date.to_string()),
                first(voucher.text.clone()),
                Cell::text(row.account.to_string()),
                Cell::text(&row.project),
                if debit {
                    Cell::text(row.amount.to_string())
                } else {
                    Cell::default()
                },
                if debit {
                    Cell::default()
                } else {
                    Cell::text((-row.amount).to_string())
                },
            ]));
        }
    }
    let dates = WorkForm {
        action: WAY.into(),
        get: true,
        fields: vec![
            Field::text("fran", "Från och med")
                .value(from.to_string())
                .error(&refusals),
            Field::text("till", "Till och med")
                .help("Slutar perioden den 31 december kommer årets upplupna rekvisitioner med.")
                .value(to.to_string())
                .error(&refusals),
        ],
        button: "Visa".into(),
        ..WorkForm::default()
    };
    let accounts = outgoing
        .as_ref()
        .map_or_else(|| domain::outgoing::Accounts::preset(""), |o| o.accounts.clone());
    let mut fields = vec![
        Field::choice(
            "uppsattning",
            "Uppsättning",
            ["EUBAS97", "Kommun-Bas"]
                .map(|name| (name.to_owned(), name.to_owned()))
                .into(),
        )
        .value(&accounts.preset),
    ];
    fields.extend(accounts.fields().map(|(name, label, number)| {
        Field::text(name, label)
            .value(number.to_string())
            .error(&refusals)
    }));
    let place = Place::new("Verifikationer till redovisningsbyrån", "/ekonomi").told(told);
    let wordless = vouchers.is_empty();
    let count = vouchers.len();
    let mut response = page(&WorkPage {
        shell: frame::shell(site, visitor, place).await?,
        state: Cell::default(),
        lede: "Attesterade rekvisitioner, fakturor och betalningar som SIE 4I med kontrollsumma, att läsa in i bokföringsprogrammet."
            .into(),
        links: Vec::new(),
        primary: (!wordless).then(|| Link::new("Hämta SIE-filen", format!("{WAY}/{from}--{to}"))),
        ways: Vec::new(),
        notice: Default::default(),
        parts: vec![
            WorkPart {
                id: "urval".into(),
                title: format!("{count} verifikationer {from}–{to}"),
                words: if wordless {
                    vec!["Inget attesterades eller betalades de dagarna.".into()]
                } else {
                    Vec::new()
                },
                tables: vec![table],
                forms: vec![dates],
                ..WorkPart::default()
            },
            WorkPart {
                id: "konton".into(),
                title: "Konton".into(),
                words: vec![
                    "Kontona kommer från förbundets kontoplan. Stäm av dem med byrån en gång.".into(),
                ],
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
            },
        ],
        refusals,
    })?;
    if wrong {
        *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}
