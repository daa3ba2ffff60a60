//! Who may attest what: rules and deputies.

use app::{Failure, Role, requisition::attest::Rules, rights::Act};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use domain::{
    money::Ore,
    refusal::Refusal,
    requisition::attest::{Attest, Deputy, Rule, Who},
};

use crate::{
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page, refused},
    pages::work::{WorkForm, WorkLine, WorkPage, WorkPart},
    requisition::{JOB, Sent, sent},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Refusals},
    visitor::Visitor,
};

const WAY: &str = "/ekonomi/attestratt";

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    page(&shown(&site, &visitor, (&[], &[], 0), asked.besked.as_deref()).await?)
}

/// Adds a rule.
pub async fn add(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let added = match rule(&fields) {
        Ok(rule) => site.app.add_attest_rule(&visitor.actor, &rule, site.now()).await,
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    answer(&site, &visitor, added, ("attestregel", &fields, 1)).await
}

/// Removes a rule.
pub async fn remove(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let key = sent(&fields, "regel").parse().map_err(|_| Trouble::not_found())?;
    let removed = site.app.remove_attest_rule(&visitor.actor, key, site.now()).await;
    answer(&site, &visitor, removed, ("attestregel-bort", &fields, 0)).await
}

/// Names a deputy.
pub async fn add_deputy(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let days = (day(&fields, "ers-fran"), day(&fields, "ers-till"));
    let added = match days {
        (Ok(from), Ok(to)) => {
            let deputy = Deputy {
                id: 0,
                deputy: sent(&fields, "ersattare"),
                of: sent(&fields, "for"),
                from,
                to,
            };
            let added = site.app.add_deputy(&visitor.actor, &deputy, site.now()).await;
            added.map_err(|failure| match failure {
                Failure::Refused(lines) => Failure::Refused(
                    lines
                        .into_iter()
                        .map(|r| {
                            if r.place == "till" {
                                Refusal::at(r.code, "ers-till", r.message)
                            } else {
                                r
                            }
                        })
                        .collect(),
                ),
                other => other,
            })
        }
        (from, to) => Err(Failure::Refused(from.err().into_iter().chain(to.err()).collect())),
    };
    answer(&site, &visitor, added, ("ersattare", &fields, 2)).await
}

/// Removes a deputy.
pub async fn remove_deputy(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Sent,
) -> Result<Response, Trouble> {
    let key = sent(&fields, "ersattning")
        .parse()
        .map_err(|_| Trouble::not_found())?;
    let removed = site.app.remove_deputy(&visitor.actor, key, site.now()).await;
    answer(&site, &visitor, removed, ("ersattare-bort", &fields, 0)).await
}

async fn answer(
    site: &Site,
    visitor: &Visitor,
    outcome: app::Outcome<()>,
    (told, fields, form): (&str, &[(String, String)], u8),
) -> Result<Response, Trouble> {
    match outcome {
        Ok(()) => Ok(done(WAY, told)),
        Err(Failure::Refused(refusals)) => {
            refused(&shown(site, visitor, (&refusals, fields, form), None).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

fn day(fields: &[(String, String)], name: &str) -> Result<chrono::NaiveDate, Refusal> {
    sent(fields, name).parse().map_err(|_| {
        let message = "Skriv dagen som ÅÅÅÅ-MM-DD.";
        Refusal::at("attest-dag", name, message)
    })
}

fn rule(fields: &[(String, String)]) -> Result<Rule, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let of = |name: &str| sent(fields, name);
    let from = day(fields, "fran")
        .map_err(|r| refusals.push(r))
        .unwrap_or_default();
    let to = if of("till").is_empty() {
        None
    } else {
        day(fields, "till").map_err(|r| refusals.push(r)).ok()
    };
    let limit = of("grans");
    let read = Ore::parse(&limit);
    if !limit.is_empty() && read.is_none() {
        let message = format!("”{limit}” är inte ett belopp. Skriv till exempel 500 000.");
        refusals.push(Refusal::at("attest-gransbelopp", "grans", message));
    }
    let who = of("vem");
    let who = match who.strip_prefix("roll-").and_then(|code| code.parse().ok()) {
        Some(role) => Who::Role(role),
        None => Who::Person(who),
    };
    let insats = of("insats");
    let attest = if of("attest") == "1" {
        Attest::First
    } else {
        Attest::Second
    };
    if refusals.is_empty() {
        Ok(Rule {
            id: 0,
            attest,
            who,
            limit: read,
            insats: (!insats.is_empty()).then_some(insats),
            from,
            to,
        })
    } else {
        Err(refusals)
    }
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    (refusals, fields, form): (&[Refusal], &[(String, String)], u8),
    told: Option<&str>,
) -> Result<WorkPage, Trouble> {
    let rules = site.app.attest_rules(&visitor.actor).await?;
    let edits = visitor.may(Act::EditAttestRules);
    let refusals = Refusals::of(refusals);
    let today = site.now().date_naive().to_string();
    let place = Place::new("Attesträtt", JOB).told(told);
    Ok(WorkPage {
        shell: frame::shell(site, visitor, place).await?,
        state: Cell::default(),
        lede: "Vem som får attestera vad. Förbundets attest görs alltid av en annan person än huvudmannens, och aldrig av den som själv företräder den som får betalt.".into(),
        links: Vec::new(),
        primary: None,
        ways: Vec::new(),
        notice: Default::default(),
        parts: vec![
            rules_part(&rules, edits, (&refusals, fields, form == 1), &today),
            deputies_part(&rules, edits, (&refusals, fields, form == 2), &today),
        ],
        refusals,
    })
}

fn of(fields: &[(String, String)], own: bool, name: &str, otherwise: &str) -> String {
    if own {
        sent(fields, name)
    } else {
        otherwise.to_owned()
    }
}

fn who(rules: &Rules, who: &Who) -> String {
    match who {
        Who::Role(code) => Role::from_code(*code)
            .map_or_else(|| "okänd roll".into(), |role| format!("roll: {}", role.label())),
        Who::Person(id) => person(rules, id),
    }
}

fn person(rules: &Rules, id: &str) -> String {
    let found = rules.people.iter().find(|(own, _)| own == id);
    found.map_or_else(|| "okänd person".to_owned(), |(_, name)| name.clone())
}

fn rules_part(
    rules: &Rules,
    edits: bool,
    typed: (&Refusals, &[(String, String)], bool),
    today: &str,
) -> WorkPart {
    let mut part = WorkPart {
        id: "regler".into(),
        title: "Regler".into(),
        lines: rules
            .rules
            .iter()
            .map(|rule| rule_line(rules, rule, edits))
            .collect(),
        ..WorkPart::default()
    };
    if rules.preset {
        part.words.push("Inga egna regler är beslutade. De här gäller tills den första läggs till; då gäller bara de beslutade.".into());
    }
    if edits {
        part.forms.push(rule_form(rules, typed, today));
    }
    part
}

fn rule_line(rules: &Rules, rule: &Rule, edits: bool) -> WorkLine {
    let limit = rule.limit.map_or_else(
        || "utan gräns".to_owned(),
        |limit| format!("högst {limit}\u{a0}kr"),
    );
    let insats = rule.insats.as_ref().map_or_else(
        || "alla insatser".to_owned(),
        |slug| {
            let found = rules.insatser.iter().find(|(own, _)| own == slug);
            found.map_or_else(|| slug.clone(), |(_, name)| name.clone())
        },
    );
    let time = match (rules.preset, rule.to) {
        (true, _) => "tills något annat beslutas".to_owned(),
        (false, Some(to)) => format!("{}–{to}", rule.from),
        (false, None) => format!("från {}", rule.from),
    };
    WorkLine {
        words: format!("{}: {}", rule.attest.label(), who(rules, &rule.who)),
        note: format!("{limit}, {insats}, {time}"),
        action: if edits && !rules.preset {
            format!("{WAY}/regel-bort")
        } else {
            String::new()
        },
        sends: ("regel".into(), rule.id.to_string()),
        button: "Ta bort".into(),
        ..WorkLine::default()
    }
}

fn rule_form(
    rules: &Rules,
    (refusals, fields, own): (&Refusals, &[(String, String)], bool),
    today: &str,
) -> WorkForm {
    let kinds = [Attest::First, Attest::Second].map(|a| (a.code().to_string(), a.label().to_owned()));
    let mut people: Vec<(String, String)> = [Role::InsatsManager, Role::Economist, Role::Office]
        .iter()
        .map(|role| (format!("roll-{}", role.code()), format!("roll: {}", role.label())))
        .collect();
    people.extend(rules.people.iter().cloned());
    let mut insatser = vec![(String::new(), "Alla insatser".to_owned())];
    insatser.extend(rules.insatser.iter().cloned());
    let value = |name: &str, otherwise: &str| of(fields, own, name, otherwise);
    WorkForm {
        action: format!("{WAY}/regel"),
        folded: "Lägg till en regel".into(),
        open: own,
        fields: vec![
            Field::choice("attest", "Attest", kinds.into()).value(value("attest", "2")),
            Field::choice("vem", "Roll eller person", people).value(value("vem", "")),
            Field::text("grans", "Högsta belopp")
                .help("Kronor per rekvisition. Tomt betyder ingen gräns.")
                .value(value("grans", ""))
                .error(refusals),
            Field::choice("insats", "Insats", insatser).value(value("insats", "")),
            Field::text("fran", "Från och med")
                .help("ÅÅÅÅ-MM-DD")
                .value(value("fran", today))
                .error(refusals),
            Field::text("till", "Till och med")
                .help("Tomt betyder tills vidare.")
                .value(value("till", ""))
                .error(refusals),
        ],
        button: "Spara regeln".into(),
        primary: true,
        ..WorkForm::default()
    }
}

fn deputies_part(
    rules: &Rules,
    edits: bool,
    (refusals, fields, own): (&Refusals, &[(String, String)], bool),
    today: &str,
) -> WorkPart {
    let line = |deputy: &Deputy| WorkLine {
        words: format!(
            "{} ersätter {}",
            person(rules, &deputy.deputy),
            person(rules, &deputy.of)
        ),
        note: format!("{}–{}", deputy.from, deputy.to),
        action: if edits {
            format!("{WAY}/ersattare-bort")
        } else {
            String::new()
        },
        sends: ("ersattning".into(), deputy.id.to_string()),
        button: "Ta bort".into(),
        ..WorkLine::default()
    };
    let mut part = WorkPart {
        id: "ersattarna".into(),
        title: "Ersättare".into(),
        words: vec!["En ersättare har den ersattas rätt under tiden, aldrig mer.".into()],
        lines: rules.deputies.iter().map(line).collect(),
        ..WorkPart::default()
    };
    if edits {
        let value = |name: &str, otherwise: &str| of(fields, own, name, otherwise);
        part.forms.push(WorkForm {
            action: format!("{WAY}/ersattare"),
            folded: "Lägg till en ersättare".into(),
            open: own,
            fields: vec![
                Field::choice("ersattare", "Ersättare", rules.people.clone())
                    .value(value("ersattare", ""))
                    .error(refusals),
                Field::choice("for", "Ersätter", rules.people.clone()).value(value("for", "")),
                Field::text("ers-fran", "Från och med")
                    .help("ÅÅÅÅ-MM-DD")
                    .value(value("ers-fran", today))
                    .error(refusals),
                Field::text("ers-till", "Till och med")
                    .help("ÅÅÅÅ-MM-DD")
                    .value(value("ers-till", ""))
                    .error(refusals),
            ],
            button: "Spara ersättaren".into(),
            ..WorkForm::default()
        });
    }
    part
}
