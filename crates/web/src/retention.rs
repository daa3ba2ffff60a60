//! How long data is kept, and what was disposed of.

use app::{Failure, disposal::Protocol, rights::Act};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use domain::{
    number,
    refusal::Refusal,
    retention::{Class, Line, Rule, rule_on},
};

use crate::{
    frame::{self, Place},
    page::{Answer, done, page, refused},
    pages::retention::RetentionPage,
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Refusals, Row, Table},
    visitor::Visitor,
};

/// What the address asks for.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    #[serde(default)]
    prova: String,
    besked: Option<String>,
}

/// A rule as sent.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Sent {
    #[serde(default)]
    klass: String,
    #[serde(default)]
    fran: String,
    #[serde(default)]
    dagar: String,
    #[serde(default)]
    grund: String,
}

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let mut shown = retention_page(&site, &visitor, asked.besked.as_deref(), &Sent::default(), &[]).await?;
    if asked.prova == "ja" {
        let plan = site.app.plan_disposal(&visitor.actor, site.now()).await?;
        let caption = "Vad gallringen skulle ta bort nu";
        shown.plan = Table::new(
            "plan",
            caption,
            &["Uppgifter", "Äldre än", "Antal#", "Vad som händer"],
        );
        shown.plan.rows = plan.lines.iter().map(planned).collect();
    }
    page(&shown)
}

/// Saves a rule.
pub async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Result<Response, Trouble> {
    let saved = match rule(&sent) {
        Ok(rule) => {
            let saved = site.app.save_retention_rule(&visitor.actor, &rule, site.now());
            saved.await
        }
        Err(refusal) => Err(refusal.into()),
    };
    match saved {
        Ok(()) => Ok(done("/gallring", "regel")),
        Err(Failure::Refused(refusals)) => {
            refused(&retention_page(&site, &visitor, None, &sent, &refusals).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

fn rule(sent: &Sent) -> Result<Rule, Refusal> {
    let class = Class::from_slug(&sent.klass)
        .ok_or_else(|| Refusal::at("gallring-klass", "klass", "Välj vilka uppgifter regeln gäller."))?;
    let from = sent
        .fran
        .trim()
        .parse()
        .map_err(|_| Refusal::at("gallring-dag", "fran", "Skriv den första dagen som 2027-01-01."))?;
    let days = number::parse_decimal(&sent.dagar, 0).and_then(|days| u32::try_from(days).ok());
    let days = days.ok_or_else(|| {
        Refusal::at(
            "gallring-dagar",
            "dagar",
            "Skriv antalet dagar med siffror, till exempel 1 095.",
        )
    })?;
    Ok(Rule {
        class,
        from,
        days,
        basis: sent.grund.trim().to_owned(),
    })
}

async fn retention_page(
    site: &Site,
    visitor: &Visitor,
    told: Option<&str>,
    sent: &Sent,
    refusals: &[Refusal],
) -> Result<RetentionPage, Trouble> {
    let retention = site.app.retention(&visitor.actor).await?;
    let refusals = Refusals::of(refusals);
    let today = site.now().date_naive();
    let mut rules = Table::new(
        "regler",
        "Regler som gäller eller ska gälla",
        &[
            "Uppgifter",
            "Sparas",
            "Gäller från",
            "Beslutas av",
            "Grund",
            "Sedan",
        ],
    );
    for rule in &retention.rules {
        let holds = rule_on(&retention.rules, rule.class, today) == Some(rule);
        if holds || rule.from > today {
            rules.rows.push(Row::of(vec![
                Cell::text(rule.class.label()),
                Cell::text(length(rule.days)),
                Cell::text(rule.from.to_string()),
                if rule.is_undecided() {
                    Cell::badge(format!("inte beslutad: {}", rule.class.decided_by()), "should")
                } else {
                    Cell::text(rule.class.decided_by())
                },
                Cell::text(&rule.basis),
                Cell::text(rule.class.done()),
            ]));
        }
    }
    if retention.rules.iter().any(Rule::is_undecided) {
        rules.notes.push(
            "Ingen lag anger tiderna. De som är märkta inte beslutade är programmets utgångslägen; den som svarar för uppgifterna beslutar.".into(),
        );
    }
    let mut protocols = Table::new(
        "protokollista",
        "Gjorda gallringar, de senaste först",
        &["Protokoll", "När", "Borttaget"],
    );
    protocols.rows = retention.protocols.iter().map(protocol).collect();
    let form = visitor.may(Act::EditSettings).then(|| fields(sent, &refusals));
    Ok(RetentionPage {
        shell: frame::shell(site, visitor, Place::new("Gallring", "/installningar").told(told)).await?,
        refusals,
        rules,
        plan: Table::default(),
        protocols,
        form,
    })
}

/// "10 år (3 653 dagar)", "1 dag".
fn length(days: u32) -> String {
    let days = i64::from(days);
    let in_days = match days {
        1 => "1 dag".to_owned(),
        days => format!("{}\u{a0}dagar", number::integer(days)),
    };
    // Four years are 1 461 days, so whole years are off by a leap day or two at most.
    let years = (days * 4 + 730) / 1_461;
    if years > 0 && (days * 4 - years * 1_461).abs() <= 8 {
        format!("{years}\u{a0}år ({in_days})")
    } else {
        in_days
    }
}

fn fields(sent: &Sent, refusals: &Refusals) -> Vec<Field> {
    let classes = Class::ALL.map(|class| (class.slug().to_owned(), class.label().to_owned()));
    vec![
        Field::choice("klass", "Uppgifter", classes.to_vec())
            .value(&sent.klass)
            .error(refusals),
        Field::text("dagar", "Sparas i antal dagar")
            .value(&sent.dagar)
            .error(refusals),
        Field::text("fran", "Gäller från")
            .help("Första dagen, till exempel 2027-01-01.")
            .value(&sent.fran)
            .error(refusals),
        Field::text("grund", "Beslut")
            .help("Vilket beslut regeln bygger på.")
            .value(&sent.grund)
            .error(refusals),
    ]
}

fn planned(line: &Line) -> Row {
    Row::of(vec![
        Cell::text(line.class.label()),
        Cell::text(line.before.to_string()),
        Cell::text(number::integer(line.count)),
        Cell::text(line.class.done()),
    ])
}

fn protocol(made: &Protocol) -> Row {
    let lines: Vec<String> = made
        .lines
        .iter()
        .filter(|line| line.count > 0)
        .map(|line| format!("{}: {}", line.class.label(), number::integer(line.count)))
        .collect();
    let words = if lines.is_empty() {
        "inget var gammalt nog".to_owned()
    } else {
        lines.join(", ")
    };
    Row::of(vec![
        Cell::text(made.number.to_string()),
        Cell::text(frame::when(made.at)),
        Cell::text(words),
    ])
}
