//! One version: what it holds, what is wrong with it, samråd and decision.

use app::{Outcome, plan::Sheet, rights::Act};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use domain::{
    plan::{Decision, State as PlanState},
    refusal::Refusal,
};

use super::{Address, LIST, Sent, key, key_text, notice, number, part, refusals, sent, tables, way};
use crate::{
    frame::{self, Place},
    insatser::{Asked, sheet, wanted, workbook},
    page::{Answer, done, page},
    pages::plan::{Notice, PlanPage, PlanPart, ShortForm},
    site::Site,
    trouble::Trouble,
    view::{Field, Link, Refusals, Table},
    visitor::Visitor,
};

/// Fields of the page that a refusal may lead to.
const FIELDS: [&str; 3] = ["dag", "paragraf", "sant"];

/// The page.
pub async fn show(
    State(site): State<Site>,
    visitor: Visitor,
    Path(address): Address,
    Query(asked): Query<Asked>,
) -> Answer {
    let stands = site.app.plan(&visitor.actor, address, site.now()).await?;
    page(&one(&site, &visitor, &stands, (&[], &[]), asked.besked.as_deref()).await?)
}

/// One of its tables as a file.
pub async fn csv(
    State(site): State<Site>,
    visitor: Visitor,
    Path(address): Address,
    Query(asked): Query<Asked>,
) -> Answer {
    let stands = site.app.plan(&visitor.actor, address, site.now()).await?;
    sheet(tables::all(&stands.held.plan), &asked, address.0)
}

/// The same as a workbook.
pub async fn xlsx(
    State(site): State<Site>,
    visitor: Visitor,
    Path(address): Address,
    Query(asked): Query<Asked>,
) -> Answer {
    let stands = site.app.plan(&visitor.actor, address, site.now()).await?;
    let table = wanted(tables::all(&stands.held.plan), &asked)?;
    workbook(&site, &visitor, table, address.0).await
}

/// Sends it for samråd.
pub async fn send(
    State(site): State<Site>,
    visitor: Visitor,
    Path(address): Address,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let day = sent(&fields, "sant").parse();
    let sent = match day {
        Ok(day) => {
            let given = (day, number(&fields, "version"));
            site.app
                .send_plan(&visitor.actor, address, given, site.now())
                .await
        }
        Err(_) => Err(Refusal::at(
            "plan-samrad",
            "sant",
            "Skriv dagen då förslaget sändes som ÅÅÅÅ-MM-DD.",
        )
        .into()),
    };
    answered(&site, &visitor, (address, &fields), sent, "budget-samrad").await
}

/// Registers the decision.
pub async fn decide(
    State(site): State<Site>,
    visitor: Visitor,
    Path(address): Address,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let decision = Decision {
        on: sent(&fields, "dag").parse().ok(),
        section: sent(&fields, "paragraf"),
    };
    let given = (decision, number(&fields, "version"));
    let decided = site
        .app
        .decide_plan(&visitor.actor, address, given, site.now())
        .await;
    answered(&site, &visitor, (address, &fields), decided, "budget-beslut").await
}

/// Takes it away.
pub async fn remove(
    State(site): State<Site>,
    visitor: Visitor,
    Path(address): Address,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    match site.app.remove_plan(&visitor.actor, address, site.now()).await {
        Ok(()) => Ok(done(LIST, "budget-bort")),
        failed => answered(&site, &visitor, (address, &fields), failed, "").await,
    }
}

async fn answered(
    site: &Site,
    visitor: &Visitor,
    (address, fields): ((i32, u32), &[(String, String)]),
    outcome: Outcome<()>,
    told: &str,
) -> Result<Response, Trouble> {
    let again = async |refusals: Vec<Refusal>, theirs: Option<crate::page::Theirs>| {
        let stands = site.app.plan(&visitor.actor, address, site.now()).await?;
        let mut shown = one(site, visitor, &stands, (&refusals, fields), None).await?;
        shown.conflict = theirs.map(|(theirs, _)| theirs);
        Ok(shown)
    };
    crate::page::answered(outcome, (&way(address), told), again).await
}

async fn one(
    site: &Site,
    visitor: &Visitor,
    stands: &Sheet,
    (wrong, fields): (&[Refusal], &[(String, String)]),
    told: Option<&str>,
) -> Result<PlanPage, Trouble> {
    let plan = &stands.held.plan;
    let place = Place::new(format!("Budget {}", plan.period()), "/ekonomi")
        .step("Plan och budget", LIST)
        .told(told);
    let open = plan.version.state.is_open();
    let shown = refusals("Det gick inte", wrong, &FIELDS);
    let mut parts = vec![PlanPart {
        plots: tables::equity(plan, &stands.guideline).into_iter().collect(),
        ..part(
            "planen",
            "Budget",
            with_exports(stands, vec![tables::budget(plan)]),
        )
    }];
    for (id, title, table) in [
        ("insatserna", "Insatser", tables::insatser(plan)),
        ("bidragen", "Medlemsbidrag", tables::contributions(plan)),
    ] {
        if !table.rows.is_empty() {
            parts.push(part(id, title, with_exports(stands, vec![table])));
        }
    }
    if open {
        let calendar = tables::calendar(plan.first, &stands.days);
        parts.push(part("tider", "Tider", vec![calendar]));
        parts.extend(steps(visitor, stands, fields, &shown));
    }
    let edit = open && visitor.may(Act::EditPlan);
    Ok(PlanPage {
        shell: frame::shell(site, visitor, place).await?,
        lede: lede(stands),
        actions: if edit {
            vec![Link::new("Ändra planen", format!("{}/andra", way(key(plan))))]
        } else {
            Vec::new()
        },
        refusals: shown,
        conflict: None,
        notices: notices(stands),
        ways: compare(stands),
        parts,
    })
}

fn lede(stands: &Sheet) -> String {
    let version = &stands.held.plan.version;
    let state = match &version.state {
        PlanState::Proposal => "Förslag, inte sänt till medlemmarna".to_owned(),
        PlanState::Consultation(on) => format!("På samråd hos medlemmarna sedan {on}"),
        PlanState::Decided(decision) | PlanState::Revised(decision) => {
            let day = decision.on.map_or_else(
                || "dag och paragraf är inte kända".into(),
                |day| format!("{day} {}", decision.section),
            );
            let word = if matches!(version.state, PlanState::Revised(_)) {
                "Reviderad"
            } else {
                "Beslutad"
            };
            format!("{word}, {day}")
        }
    };
    let source = if version.source.is_empty() {
        String::new()
    } else {
        format!(" Källa: {}.", crate::source::words(&version.source))
    };
    format!("Version {}. {state}.{source}", version.number)
}

fn notices(stands: &Sheet) -> Vec<Notice> {
    let (review, open) = (&stands.review, stands.held.plan.version.state.is_open());
    let stop = if open {
        "Går inte ihop: kan inte beslutas"
    } else {
        "Går inte ihop"
    };
    let stops = notice("must", stop, &review.stops);
    let warnings = notice("should", "Att veta före beslut", &review.warnings);
    stops.into_iter().chain(warnings).collect()
}

fn compare(stands: &Sheet) -> Vec<Link> {
    let plan = &stands.held.plan;
    let near = stands
        .others
        .iter()
        .filter(|other| other.first.abs_diff(plan.first) <= 1);
    let link = |other: &domain::plan::Plan| {
        let words = format!(
            "Skillnad mot {}, version {}",
            other.period(),
            other.version.number
        );
        Link::new(
            words,
            format!("{}/skillnad?mot={}", way(key(plan)), key_text(key(other))),
        )
    };
    near.take(4).map(link).collect()
}

fn with_exports(stands: &Sheet, mut tables: Vec<Table>) -> Vec<Table> {
    let way = way(key(&stands.held.plan));
    for table in &mut tables {
        let link = |label: &str, ending: &str| {
            Link::new(label, format!("{way}/tabell.{ending}?tabell={}", table.id))
        };
        table.exports = vec![link("CSV", "csv"), link("XLSX", "xlsx")];
    }
    tables
}

/// Samråd, decision, and away with it.
fn steps(
    visitor: &Visitor,
    stands: &Sheet,
    fields: &[(String, String)],
    refusals: &Refusals,
) -> Vec<PlanPart> {
    let plan = &stands.held.plan;
    let form = |way_on: &str, fields: Vec<Field>, button: &str| ShortForm {
        action: format!("{}/{way_on}", way(key(plan))),
        hidden: vec![("version".into(), stands.held.revision.to_string())],
        fields,
        button: button.into(),
        ..ShortForm::default()
    };
    let mut forms = Vec::new();
    let day = |name: &str, label: &str| {
        Field::text(name, label)
            .help("ÅÅÅÅ-MM-DD")
            .value(sent(fields, name))
            .error(refusals)
    };
    if visitor.may(Act::EditPlan) {
        forms.push(ShortForm {
            fold: "Samråd: förslaget är sänt till medlemmarna".into(),
            open: !refusals.at("sant").is_empty(),
            ..form("samrad", vec![day("sant", "Sänt den")], "Registrera samråd")
        });
    }
    if visitor.may(Act::DecidePlan) && stands.review.stops.is_empty() {
        let section = Field::text("paragraf", "Paragraf i protokollet").help("Till exempel § 47.");
        let section = section.value(sent(fields, "paragraf")).error(refusals);
        forms.push(ShortForm {
            fold: "Beslut: styrelsen har beslutat".into(),
            open: !refusals.at("dag").is_empty() || !refusals.at("paragraf").is_empty(),
            ..form(
                "beslut",
                vec![day("dag", "Beslutsdag"), section],
                "Registrera beslutet och lås versionen",
            )
        });
    }
    if visitor.may(Act::EditPlan) {
        forms.push(ShortForm {
            fold: "Ta bort förslaget".into(),
            ..form("bort", Vec::new(), "Ta bort förslaget för gott")
        });
    }
    if forms.is_empty() {
        return Vec::new();
    }
    vec![PlanPart {
        forms,
        lede: if stands.review.stops.is_empty() {
            "Beslutet låser versionen och alla tal om året räknas på den.".into()
        } else {
            "Beslutet kan registreras när det som inte går ihop är rättat.".into()
        },
        ..part("steg", "Nästa steg", Vec::new())
    }]
}
