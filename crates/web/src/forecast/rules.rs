//! Which accounts and projects belong to which line of the budget.

use app::{Failure, rights::Act};
use axum::{
    extract::{Form, State},
    response::Response,
};

use super::{Sent, WAY, Wanted, followed, sent};
use crate::{
    frame::{self, Place},
    page::{Answer, done, page, refused},
    pages::desk::{DeskForm, DeskPage, Part},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Refusals, Row, Table},
    visitor::Visitor,
};

/// The rules, as a table and as text.
pub async fn show(State(site): State<Site>, visitor: Visitor) -> Answer {
    page(&shown(&site, &visitor, (Refusals::default(), None)).await?)
}

/// Saves them.
pub async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let text = sent(&fields, "koppling").replace("\r\n", "\n");
    match site
        .app
        .save_budget_rules(&visitor.actor, &text, site.now())
        .await
    {
        Ok(_) => Ok(done(WAY, "budgetkoppling")),
        Err(Failure::Refused(lines)) => {
            refused(&shown(&site, &visitor, (Refusals::of(&lines), Some(text))).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    (refusals, typed): (Refusals, Option<String>),
) -> Result<DeskPage, Trouble> {
    let followed = followed(site, visitor, &Wanted::default()).await?;
    let mut table = Table::new(
        "kopplingar",
        "Budgetrader och deras konton",
        &["Rad", "Grupp", "Konton", "Projekt", "Fördelning"],
    );
    for rule in &followed.rules.0 {
        let accounts = if rule.from == rule.to {
            rule.from.to_string()
        } else {
            format!("{}–{}", rule.from, rule.to)
        };
        table.rows.push(Row::of(vec![
            Cell::text(&rule.label),
            Cell::text(domain::forecast::line::group_name(rule.group)),
            Cell::text(accounts),
            Cell::text(if rule.project.is_empty() {
                "alla"
            } else {
                &rule.project
            }),
            Cell::text(rule.profile.label()),
        ]));
    }
    let mut part = Part::new("koppling-nu", "Kopplingen");
    part.words = vec![
        "En rad med projekt går före en utan, och ett smalare intervall före ett bredare. Det som ingen rad håller visas för sig som ”utan budgetrad”, så att summan alltid är bokföringens.".into(),
    ];
    if followed.rules.0.is_empty() {
        part.words
            .push("Ingen koppling finns än: utfallet visas per rad i resultaträkningen.".into());
    } else {
        part.tables = vec![table];
    }
    if visitor.may(Act::EditMapping) {
        part.forms.push(DeskForm {
            action: format!("{WAY}/koppling"),
            fields: vec![
                Field::long("koppling", "Kopplingen som text", 18)
                    .help("En rad per intervall: från;till;projekt;grupp;rad;fördelning. Grupp är intäkter, finansiella intäkter, kostnader eller finansiella kostnader. Raden skrivs som i budgeten. Fördelning är jämnt, kvartalets första månad eller kvartalets sista månad.")
                    .value(typed.unwrap_or_else(|| followed.rules.to_csv()))
                    .error(&refusals),
            ],
            button: "Spara kopplingen".into(),
            primary: true,
            summary: "Ändra kopplingen".into(),
            open: !refusals.lines.is_empty() || followed.rules.0.is_empty(),
            ..DeskForm::default()
        });
    }
    let place = Place::new("Budgetrader och konton", "/ekonomi").step("Uppföljning och prognos", WAY);
    Ok(DeskPage {
        shell: frame::shell(site, visitor, place).await?,
        lede: "Vilka konton och projekt som hör till vilken rad i budgeten.".into(),
        refusals,
        parts: vec![part],
        ..DeskPage::default()
    })
}
