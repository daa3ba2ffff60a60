//! A scenario as a form.

use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use domain::{
    plan::Plan,
    refusal::Refusal,
    scenario::typed::{MOST_CHANGES, Row, Typed},
};

use super::LIST;
use crate::{
    frame::{self, Place},
    page::{Answer, page},
    pages::plan::{PlanPage, PlanPart, ShortForm},
    plan::{Key, Sent, key, key_text, known, part, read_key, sent, ways},
    site::Site,
    trouble::Trouble,
    view::{Field, Link, Refusals},
    visitor::Visitor,
};

/// Rows of changes in a form.
const ROWS: usize = 4;

/// Which plan a new one stands on.
#[derive(Debug, Default, serde::Deserialize)]
pub struct On {
    plan: Option<String>,
}

/// An empty form.
pub async fn new(State(site): State<Site>, visitor: Visitor, Query(on): Query<On>) -> Answer {
    let base = match &on.plan {
        Some(plan) => known(plan)?,
        None => newest(&site, &visitor).await?,
    };
    let typed = Typed {
        span: "5".into(),
        notice: "3".into(),
        personnel: "80".into(),
        ..Typed::default()
    };
    page(&form(&site, &visitor, (None, base), (&typed, &[])).await?)
}

/// The plan that somebody means who names none.
async fn newest(site: &Site, visitor: &Visitor) -> Result<Key, Trouble> {
    let plans = site.app.plans(&visitor.actor, site.now()).await?.plans;
    let held = plans.first().ok_or_else(Trouble::not_found)?;
    Ok((held.plan.first, held.plan.version.number))
}

/// One that is there.
pub async fn edit(State(site): State<Site>, visitor: Visitor, Path(id): Path<i64>) -> Answer {
    let held = site.app.scenarios(&visitor.actor).await?;
    let held = held
        .into_iter()
        .find(|held| held.id == id)
        .ok_or_else(Trouble::not_found)?;
    let typed = Typed::of(&held.scenario);
    let of = Some((id, held.revision));
    page(&form(&site, &visitor, (of, held.scenario.base), (&typed, &[])).await?)
}

/// Saves a new one.
pub async fn create(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    saved(&site, &visitor, None, &fields).await
}

/// Saves one that is there.
pub async fn save(
    State(site): State<Site>,
    visitor: Visitor,
    Path(id): Path<i64>,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let revision = sent(&fields, "version").parse().unwrap_or(0);
    saved(&site, &visitor, Some((id, revision)), &fields).await
}

async fn saved(
    site: &Site,
    visitor: &Visitor,
    of: Option<(i64, i64)>,
    fields: &[(String, String)],
) -> Result<Response, Trouble> {
    let get = |name: &str| sent(fields, name);
    let base = read_key(&get("plan")).ok_or_else(Trouble::not_found)?;
    let named = |at: &usize| fields.iter().any(|(name, _)| *name == format!("andring-{at}"));
    let row = |at: usize| Row {
        kind: get(&format!("andring-{at}")),
        label: match get(&format!("insats-{at}")) {
            chosen if chosen.is_empty() => get(&format!("namn-{at}")),
            chosen => chosen,
        },
        from: get(&format!("fran-{at}")),
        value: get(&format!("varde-{at}")),
    };
    let typed = Typed {
        name: get("namn"),
        span: get("ar"),
        notice: get("varsel"),
        personnel: get("personal"),
        liquid: get("likvida"),
        rows: (1..=MOST_CHANGES).take_while(named).map(row).collect(),
    };
    let saved = site
        .app
        .save_scenario(&visitor.actor, (of, base), &typed, site.now())
        .await;
    let there = saved
        .as_ref()
        .map_or_else(|_| String::new(), |id| format!("{LIST}?s={id}"));
    crate::page::answered(saved.map(drop), (&there, "scenario"), async |refusals, theirs| {
        let of = of.map(|(id, seen)| (id, theirs.as_ref().map_or(seen, |(_, version)| *version)));
        let mut again = form(site, visitor, (of, base), (&typed, &refusals)).await?;
        again.conflict = theirs.map(|(theirs, _)| theirs);
        Ok(again)
    })
    .await
}

async fn form(
    site: &Site,
    visitor: &Visitor,
    (of, base): (Option<(i64, i64)>, Key),
    (typed, wrong): (&Typed, &[Refusal]),
) -> Result<PlanPage, Trouble> {
    let stands = site.app.plan(&visitor.actor, base, site.now()).await?;
    let plan = &stands.held.plan;
    let refusals = Refusals::of(wrong);
    let title = if of.is_some() {
        typed.name.clone()
    } else {
        "Nytt scenario".into()
    };
    let place = Place::new(title, "/ekonomi").step("Scenarier", LIST);
    let mut hidden = vec![("plan".to_owned(), key_text(key(plan)))];
    hidden.extend(of.map(|(_, revision)| ("version".to_owned(), revision.to_string())));
    let mut groups = Vec::new();
    for at in 1..=(typed.rows.len() + 1).clamp(ROWS, MOST_CHANGES) {
        let row = typed.rows.get(at - 1).cloned().unwrap_or_default();
        groups.push((format!("Ändring {at}"), change(at, &row, plan, &refusals)));
    }
    let mut forms = vec![ShortForm {
        action: of.map_or_else(|| LIST.to_owned(), |(id, _)| format!("{LIST}/{id}")),
        hidden,
        fields: about(typed, &refusals),
        groups,
        button: "Spara och räkna".into(),
        primary: true,
        ..ShortForm::default()
    }];
    forms.extend(of.map(|(id, _)| ShortForm {
        fold: "Ta bort scenariot".into(),
        action: format!("{LIST}/{id}/bort"),
        button: "Ta bort scenariot".into(),
        ..ShortForm::default()
    }));
    Ok(PlanPage {
        shell: frame::shell(site, visitor, place).await?,
        lede: format!("Bygger på {}. Planen ändras inte.", plan.title()),
        actions: Vec::new(),
        refusals,
        conflict: None,
        notices: Vec::new(),
        ways: ways("")
            .into_iter()
            .chain([Link::new(plan.title(), crate::plan::way(key(plan)))])
            .collect(),
        parts: vec![PlanPart {
            forms,
            ..part("scenario", "Ändringar", Vec::new())
        }],
    })
}

fn about(typed: &Typed, refusals: &Refusals) -> Vec<Field> {
    let fill = |field: Field, value: &str| field.value(value).error(refusals);
    vec![
        fill(Field::text("namn", "Namn"), &typed.name),
        fill(
            Field::text("ar", "Antal år")
                .help("Budgetåret räknas med. Åren efter planen fortsätter med dess sista års belopp."),
            &typed.span,
        ),
        fill(
            Field::text("varsel", "Månader från beslut till verkan")
                .help("Uppsägningstid och förberedelse; ger sista dagen att besluta."),
            &typed.notice,
        ),
        fill(
            Field::text("personal", "Personal, procent")
                .help("Andel av insatsbudgetar som inte är delade på kostnadsslag. Används för vakanser."),
            &typed.personnel,
        ),
        fill(
            Field::text("likvida", "Likvida medel vid början")
                .help("Kronor ur bokslutet. Tomt: det egna kapitalet."),
            &typed.liquid,
        ),
    ]
}

fn change(at: usize, row: &Row, plan: &Plan, refusals: &Refusals) -> Vec<Field> {
    let kinds = [
        ("", "ingen ändring"),
        ("starta", "starta en ny insats"),
        ("avsluta", "avsluta en insats"),
        ("skjut", "skjut upp en insats"),
        ("bidrag", "annan tilldelning"),
        ("index", "räkna upp kostnaderna"),
        ("vakans", "vakanser"),
    ];
    let kinds = kinds
        .map(|(code, words)| (code.to_owned(), words.to_owned()))
        .to_vec();
    let mut insatser = vec![(String::new(), "ingen av planens".to_owned())];
    insatser.extend(
        plan.insats_sums()
            .into_iter()
            .map(|sum| (sum.label.clone(), sum.label)),
    );
    let of_plan = insatser.iter().any(|(code, _)| *code == row.label);
    let name = |name: &str| format!("{name}-{at}");
    vec![
        Field::choice(name("andring"), "Slag av ändring", kinds).value(&row.kind).error(refusals),
        Field::choice(name("insats"), "Insats", insatser)
            .help("När en insats avslutas eller skjuts upp.")
            .value(if of_plan { row.label.as_str() } else { "" }),
        Field::text(name("namn"), "Ny insats")
            .help("När en insats startas.")
            .value(if of_plan { "" } else { row.label.as_str() }),
        Field::text(name("fran"), "Från").help("ÅÅÅÅ-MM för insatser, annars året.").value(&row.from),
        Field::text(name("varde"), "Värde")
            .help("Kronor om året för start och tilldelning, månader för uppskov, procent för uppräkning och vakanser.")
            .value(&row.value),
    ]
}
