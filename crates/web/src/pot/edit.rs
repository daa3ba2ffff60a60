//! One pot: its applications decided, its frame changed, closed.

use app::{Failure, pot::PotSheet, rights::Act};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use domain::{
    pot::{Application, Typed, waiting},
    refusal::Refusal,
    words::capital,
};

use super::{At, TypedFields, WAY, applications, found, name_of, named, names, way};
use crate::{
    forecast::{Sent, sent},
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page, refused},
    pages::{
        KeyFigure,
        desk::{DeskForm, DeskPage, Part},
    },
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Refusals},
    visitor::Visitor,
};

/// What was typed: the application it was about (0 for the frame), its fields.
#[derive(Default)]
struct Tried {
    number: i64,
    fields: Vec<(String, String)>,
    refusals: Vec<Refusal>,
}

/// The page.
pub async fn show(
    State(site): State<Site>,
    visitor: Visitor,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let sheet = found(&site, &visitor, &key).await?;
    page(
        &shown(
            &site,
            &visitor,
            &sheet,
            &Tried::default(),
            asked.besked.as_deref(),
        )
        .await?,
    )
}

/// Changes the frame.
pub async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Path(key): Path<String>,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let typed = TypedFields::of(&fields);
    let made = site
        .app
        .save_pot(&visitor.actor, Some(&key), typed.typed(), site.now())
        .await;
    answer(&site, &visitor, &key, (made.map(|_| ()), 0, fields)).await
}

/// Closes it, or opens it again.
pub async fn close(
    State(site): State<Site>,
    visitor: Visitor,
    Path(key): Path<String>,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let closed = sent(&fields, "stangd") == "ja";
    let made = site.app.close_pot(&visitor.actor, &key, closed, site.now()).await;
    answer(&site, &visitor, &key, (made, 0, fields)).await
}

/// Decides an application.
pub async fn decide(
    State(site): State<Site>,
    visitor: Visitor,
    Path((key, number)): At,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let (decision, amount, reason) = (
        sent(&fields, "beslut"),
        sent(&fields, "belopp"),
        sent(&fields, "skal"),
    );
    let typed = Typed {
        decision: &decision,
        amount: &amount,
        reason: &reason,
    };
    let at = (key.as_str(), number);
    let made = site.app.decide_pot(&visitor.actor, at, typed, site.now()).await;
    answer(&site, &visitor, &key, (made, number, fields)).await
}

async fn answer(
    site: &Site,
    visitor: &Visitor,
    key: &str,
    (made, number, fields): (app::Outcome<()>, i64, Vec<(String, String)>),
) -> Result<Response, Trouble> {
    match made {
        Ok(()) => Ok(done(&format!("{WAY}/{}", crate::address::encode(key)), "pott")),
        Err(Failure::Refused(refusals)) => {
            let sheet = found(site, visitor, key).await?;
            let tried = Tried {
                number,
                fields,
                refusals,
            };
            refused(&shown(site, visitor, &sheet, &tried, None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    sheet: &PotSheet,
    tried: &Tried,
    told: Option<&str>,
) -> Result<DeskPage, Trouble> {
    let place = Place::new(named(sheet), "/ekonomi")
        .step("Potter", WAY)
        .told(told);
    let insatser = names(site, visitor).await?;
    let decides = visitor.may(Act::DecidePot);
    let refusals = placed(tried);
    let mut parts = Vec::new();
    let mut first = true;
    for application in waiting(&sheet.applications).filter(|_| decides) {
        let mut part = Part::new(
            format!("ansokan-{}", application.number),
            format!("Ansökan {}: {}", application.number, application.amount.kr()),
        );
        let insats = name_of(&insatser, &application.insats);
        part.words = vec![
            format!("{insats}, {}.", application.applied_on),
            application.purpose.clone(),
        ];
        part.forms = vec![decision(sheet, application, (tried, &refusals), first)];
        first = false;
        parts.push(part);
    }
    let all: Vec<(&PotSheet, &Application)> = sheet.applications.iter().map(|a| (sheet, a)).collect();
    let mut part = Part::new("alla", "Alla ansökningar");
    if all.is_empty() {
        part.words = vec!["Ingen har sökt än. Insatserna söker under Potter i sin meny.".into()];
    } else {
        part.tables = vec![applications("ansokningar", "Ansökningar", &all, &insatser)];
    }
    parts.push(part);
    if decides {
        parts.push(frame_part(sheet, tried, &refusals));
    }
    let pot = &sheet.pot;
    Ok(DeskPage {
        shell: frame::shell(site, visitor, place).await?,
        state: if pot.closed {
            Cell::badge("stängd", "plain")
        } else {
            Cell::default()
        },
        lede: format!(
            "Beslutad {}, {}. {} beslutar på delegation. {}",
            pot.decided_on,
            pot.decision.trim_end_matches('.'),
            capital(&pot.delegate),
            pot.purpose
        ),
        refusals,
        key_figures: key_figures(sheet),
        parts,
        ..DeskPage::default()
    })
}

/// Refusals at the ids of the form they are about.
fn placed(tried: &Tried) -> Refusals {
    let at = |refusal: &Refusal| {
        let place = if tried.number > 0 && !refusal.place.is_empty() {
            format!("{}-{}", refusal.place, tried.number)
        } else {
            refusal.place.clone()
        };
        Refusal::at(refusal.code, place, refusal.message.clone())
    };
    Refusals::of(&tried.refusals.iter().map(at).collect::<Vec<_>>())
}

fn key_figures(sheet: &PotSheet) -> Vec<KeyFigure> {
    let figure = |label: &str, value: domain::money::Ore, detail: String| KeyFigure {
        label: label.into(),
        value: Cell::text(value.kr()),
        detail,
    };
    let standing = &sheet.standing;
    let most = sheet
        .pot
        .most
        .map_or_else(String::new, |most| format!("högst {} per ansökan", most.kr()));
    vec![
        figure("ram", standing.frame, most),
        figure("beviljat", standing.granted, String::new()),
        figure(
            "kvar",
            standing.left(),
            format!("{} sökt och inte beslutat", standing.applied.kr()),
        ),
    ]
}

fn decision(
    sheet: &PotSheet,
    application: &Application,
    (tried, refusals): (&Tried, &Refusals),
    primary: bool,
) -> DeskForm {
    let number = application.number;
    let mine = tried.number == number;
    let value = |name: &str| {
        if mine {
            sent(&tried.fields, name)
        } else {
            String::new()
        }
    };
    let id = |name: &str| format!("{name}-{number}");
    let named = |name: &str, field: Field| Field {
        control: name.to_owned(),
        ..field
    };
    let amount = if mine {
        value("belopp")
    } else {
        application.amount.rounded()
    };
    let options = vec![
        ("bevilja".to_owned(), "Bevilja".to_owned()),
        ("avsla".to_owned(), "Avslå".to_owned()),
    ];
    DeskForm {
        action: format!("{}/{number}/beslut", way(sheet)),
        fields: vec![
            named(
                "beslut",
                Field::choice(id("beslut"), "Beslut", options)
                    .value(value("beslut"))
                    .error(refusals),
            ),
            named(
                "belopp",
                Field::text(id("belopp"), "Beviljat belopp, kronor")
                    .help("Högst det sökta, och högst det som är kvar av ramen.")
                    .value(amount)
                    .error(refusals),
            ),
            named(
                "skal",
                Field::long(id("skal"), "Skäl", 2)
                    .help("Behövs vid avslag och vid lägre belopp. Skriv aldrig om en person.")
                    .value(value("skal"))
                    .error(refusals),
            ),
        ],
        button: format!("Spara beslutet om ansökan {number}"),
        primary,
        ..DeskForm::default()
    }
}

fn frame_part(sheet: &PotSheet, tried: &Tried, refusals: &Refusals) -> Part {
    let again = tried.number == 0 && !tried.refusals.is_empty();
    let typed = if again {
        TypedFields::of(&tried.fields)
    } else {
        TypedFields::of_pot(sheet)
    };
    let (button, value) = if sheet.pot.closed {
        ("Öppna för ansökningar", "nej")
    } else {
        ("Stäng för nya ansökningar", "ja")
    };
    Part {
        forms: vec![
            DeskForm {
                action: way(sheet),
                fields: typed.fields(refusals),
                button: "Spara ramen".into(),
                summary: "Ändra ramen".into(),
                open: again,
                ..DeskForm::default()
            },
            DeskForm {
                action: format!("{}/stang", way(sheet)),
                hidden: vec![("stangd".into(), value.into())],
                button: button.into(),
                ..DeskForm::default()
            },
        ],
        ..Part::new("ram", "Ramen")
    }
}
