//! Applying to a pot, for an insats.

use app::{Failure, pot::OwnPots};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use chrono::Datelike;
use domain::{
    pot::{Application, Outcome, Wanted},
    refusal::Refusal,
};

use super::{At, badge, name_of, named};
use crate::{
    address,
    forecast::{Sent, sent},
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page, refused},
    pages::desk::{DeskForm, DeskPage, Part},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Refusals, Row, Table},
    visitor::Visitor,
};

/// The page's address, and its job of the menu.
pub const JOB: &str = "/potter";

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    page(&shown(&site, &visitor, (&[], &[]), asked.besked.as_deref()).await?)
}

/// Applies.
pub async fn apply(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let (pot, insats) = (sent(&fields, "pott"), sent(&fields, "insats"));
    let (purpose, amount) = (sent(&fields, "andamal"), sent(&fields, "belopp"));
    let wanted = Wanted {
        purpose: &purpose,
        amount: &amount,
    };
    let made = site
        .app
        .apply_pot(&visitor.actor, (&pot, &insats), wanted, site.now())
        .await;
    answer(&site, &visitor, made.map(|_| ()), ("pott-sokt", &fields)).await
}

/// Takes an application back.
pub async fn withdraw(
    State(site): State<Site>,
    visitor: Visitor,
    axum::extract::Path((pot, number)): At,
) -> Result<Response, Trouble> {
    let made = site
        .app
        .withdraw_pot(&visitor.actor, (&pot, number), site.now())
        .await;
    answer(&site, &visitor, made, ("pott-aterta", &[])).await
}

async fn answer(
    site: &Site,
    visitor: &Visitor,
    made: app::Outcome<()>,
    (told, fields): (&str, &[(String, String)]),
) -> Result<Response, Trouble> {
    match made {
        Ok(()) => Ok(done(JOB, told)),
        Err(Failure::Refused(refusals)) => refused(&shown(site, visitor, (&refusals, fields), None).await?),
        Err(failure) => Err(failure.into()),
    }
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    (refusals, fields): (&[Refusal], &[(String, String)]),
    told: Option<&str>,
) -> Result<DeskPage, Trouble> {
    let own = site.app.own_pots(&visitor.actor).await?;
    let refusals = Refusals::of(refusals);
    let year = site.now().date_naive().year();
    let mut parts = Vec::new();
    let open: Vec<(String, String)> = own
        .pots
        .iter()
        .filter(|sheet| !sheet.pot.closed && sheet.pot.year >= year)
        .map(|sheet| {
            let words = format!("{}: {} kvar", named(sheet), sheet.standing.left().kr());
            (sheet.pot.public_id.clone(), words)
        })
        .collect();
    let mut apply = Part::new("sok", "Sök medel");
    if open.is_empty() {
        apply.words =
            vec!["Ingen pott tar emot ansökningar just nu. Fråga kansliet om du behöver medel.".into()];
    } else {
        apply.forms = vec![form(&own, open, fields, &refusals)];
    }
    parts.push(apply);
    parts.push(mine(&own));
    Ok(DeskPage {
        shell: frame::shell(site, visitor, Place::new("Potter", JOB).told(told)).await?,
        lede: "Sök medel för en liten åtgärd ur en pott som styrelsen har beslutat.".into(),
        refusals,
        parts,
        ..DeskPage::default()
    })
}

fn form(
    own: &OwnPots,
    open: Vec<(String, String)>,
    fields: &[(String, String)],
    refusals: &Refusals,
) -> DeskForm {
    let value = |name: &str| sent(fields, name);
    DeskForm {
        action: JOB.into(),
        fields: vec![
            Field::choice("pott", "Pott", open)
                .value(value("pott"))
                .error(refusals),
            Field::choice("insats", "Insats", own.insatser.clone())
                .value(value("insats"))
                .error(refusals),
            Field::long("andamal", "Vad pengarna ska användas till", 4)
                .help("Beskriv åtgärden. Skriv aldrig namn, personnummer eller annat om en person.")
                .value(value("andamal"))
                .error(refusals),
            Field {
                kind: crate::view::FieldKind::Text("numeric"),
                ..Field::text("belopp", "Belopp, kronor")
            }
            .help("Hela kronor.")
            .value(value("belopp"))
            .error(refusals),
        ],
        button: "Skicka ansökan".into(),
        primary: true,
        ..DeskForm::default()
    }
}

/// The insatser's own applications; those that wait can be taken back.
fn mine(own: &OwnPots) -> Part {
    let mut table = Table::new(
        "mina",
        "Insatsens ansökningar, kronor",
        &[
            "Ansökan",
            "Insats",
            "Ändamål",
            "Sökt#",
            "Beviljat#",
            "Läge",
            "Skäl",
        ],
    );
    let mut part = Part::new("mina-ansokningar", "Insatsens ansökningar");
    for sheet in &own.pots {
        for application in &sheet.applications {
            let label = format!("{} nr {}", named(sheet), application.number);
            table.rows.push(row(&label, application, own));
            if application.outcome == Outcome::Waiting {
                let pot = address::encode(&sheet.pot.public_id);
                part.forms.push(DeskForm {
                    action: format!("{JOB}/{pot}/{}/aterta", application.number),
                    button: format!("Ta tillbaka {label}"),
                    ..DeskForm::default()
                });
            }
        }
    }
    if table.rows.is_empty() {
        part.words = vec!["Insatsen har inte sökt något än.".into()];
    } else {
        part.tables = vec![table];
    }
    part
}

fn row(label: &str, application: &Application, own: &OwnPots) -> Row {
    let reason = match &application.outcome {
        Outcome::Decided(decided) => decided.reason.clone(),
        _ => String::new(),
    };
    let amount = |ore: domain::money::Ore| Cell::text(ore.rounded());
    Row::of(vec![
        Cell::text(label),
        Cell::text(name_of(&own.insatser, &application.insats)),
        Cell::text(&application.purpose),
        amount(application.amount),
        application.granted().map_or_else(Cell::default, amount),
        Cell::badge(application.state(), badge(application)),
        Cell::text(reason),
    ])
}
