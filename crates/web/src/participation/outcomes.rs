//! Two settings of the register: the association's outcome lists, and the keys of pseudonyms.

use app::{Failure, rights::Act};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use domain::{
    participation::{Fields, OutcomeList, OutcomeRule},
    refusal::Refusal,
};

use super::{blank, fields::Filler, finished, questions::slug};
use crate::{
    frame::{self, Place},
    insatser::Asked,
    page::{Answer, done, page, refused},
    pages::participation::{FormPage, Group},
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Link, Refusals, Row, Table},
    visitor::Visitor,
};

/// Where the lists are.
const LISTS: &str = "/installningar/utfall";
/// How one gets into a list: in forms, and in words.
const RULES: [(&str, &str, OutcomeRule); 3] = [
    (
        "registreras",
        "insatsen bedömer det vid avslut",
        OutcomeRule::Registered,
    ),
    (
        "arbete",
        "sysselsättning: arbete eller studier",
        OutcomeRule::WorkOrStudy,
    ),
    (
        "arbetssokande",
        "sysselsättning: arbetssökande",
        OutcomeRule::Jobseeker,
    ),
];

type Sent = Form<Vec<(String, String)>>;

/// The lists, with a form for one more for those who decide.
pub async fn lists(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let mut fields = Fields::default();
    fields.set("fran", site.now().date_naive().to_string());
    page(&lists_form(&site, &visitor, &fields, (&[], asked.besked.as_deref())).await?)
}

/// Adds a list, or ends one.
pub async fn save_list(
    State(site): State<Site>,
    visitor: Visitor,
    Form(values): Sent,
) -> Result<Response, Trouble> {
    let fields = Fields::new(values);
    let standing = site.app.outcome_lists(&visitor.actor).await?;
    let saved = match list(&fields, &standing) {
        Ok(list) => {
            site.app
                .save_outcome_list(&visitor.actor, &list, site.now())
                .await
        }
        Err(refusals) => Err(Failure::Refused(refusals)),
    };
    match saved {
        Ok(()) => Ok(done(LISTS, "utfall")),
        Err(Failure::Refused(refusals)) => {
            refused(&lists_form(&site, &visitor, &fields, (&refusals, None)).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// The list as typed; one of the name that stands keeps all but its last day.
fn list(fields: &Fields, standing: &[OutcomeList]) -> Result<OutcomeList, Vec<Refusal>> {
    let mut problems = Vec::new();
    let mut day = |name: &'static str| {
        let text = fields.text(name);
        let read = text.parse::<chrono::NaiveDate>().ok();
        if read.is_none() && !text.is_empty() {
            problems.push(Refusal::at("datum-form", name, "Skriv datumet som ÅÅÅÅ-MM-DD."));
        }
        read
    };
    let (from, to) = (day("fran"), day("till"));
    let name = fields.text("namn").trim().to_owned();
    if let Some(same) = standing.iter().find(|list| list.name == name)
        && problems.is_empty()
    {
        return Ok(OutcomeList { to, ..same.clone() });
    }
    let rule = RULES.iter().find(|(code, ..)| *code == fields.text("regel"));
    if rule.is_none() {
        problems.push(Refusal::at(
            "val-okant",
            "regel",
            "Välj hur ett avslut hamnar i listan.",
        ));
    }
    let Some(from) = from else {
        problems.push(Refusal::at(
            "datum-form",
            "fran",
            "Skriv första dagen som ÅÅÅÅ-MM-DD.",
        ));
        return Err(problems);
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(OutcomeList {
        slug: slug(&name),
        name,
        rule: rule.map_or(OutcomeRule::Registered, |(_, _, rule)| *rule),
        includes: fields
            .all("raknar-in")
            .filter(|slug| !slug.is_empty())
            .map(str::to_owned)
            .collect(),
        from,
        to,
    })
}

async fn lists_form(
    site: &Site,
    visitor: &Visitor,
    fields: &Fields,
    (refusals, told): (&[Refusal], Option<&str>),
) -> Result<FormPage, Trouble> {
    let lists = site.app.outcome_lists(&visitor.actor).await?;
    let mut table = Table::new(
        "utfall",
        "Utfallslistor",
        &["Lista", "Hur ett avslut hamnar där", "Räknar in", "Från", "Till"],
    );
    let name_of = |slug: &String| {
        let list = lists.iter().find(|list| list.slug == *slug);
        list.map_or_else(|| slug.clone(), |list| list.name.clone())
    };
    for list in &lists {
        let rule = RULES.iter().find(|(_, _, rule)| *rule == list.rule);
        let within: Vec<String> = list.includes.iter().map(name_of).collect();
        table.rows.push(Row::of(vec![
            Cell::text(&list.name),
            Cell::text(rule.map_or("", |(_, words, _)| *words)),
            Cell::text(within.join(", ")),
            Cell::text(list.from.to_string()),
            Cell::text(list.to.map_or_else(|| "tills vidare".into(), |to| to.to_string())),
        ]));
    }
    let shown = Refusals::of(refusals);
    let filler = Filler {
        fields,
        refusals: &shown,
    };
    let decides = visitor.may(Act::EditSettings);
    let place = Place::new("Utfallslistor", "/installningar").told(told);
    let form = FormPage {
        lede: "Vad som räknas som en stegförflyttning vid avslut. Vad en lista betyder ändras aldrig: skriv samma namn med en sista dag för att sluta använda den, och gör en ny.".into(),
        tables: vec![table],
        action: if decides { LISTS.to_owned() } else { String::new() },
        groups: if decides { list_groups(&lists, &filler) } else { Vec::new() },
        button: "Spara listan".into(),
        back: Link::new("Tillbaka", "/installningar"),
        ..blank(frame::shell(site, visitor, place).await?)
    };
    Ok(finished(form, refusals, None))
}

fn list_groups(lists: &[OutcomeList], filler: &Filler<'_>) -> Vec<Group> {
    let option = |code: &str, words: &str| (code.to_owned(), words.to_owned());
    let mut rules = vec![option("", "Välj")];
    rules.extend(RULES.iter().map(|(code, words, _)| option(code, words)));
    let mut others = vec![option("", "ingen annan lista")];
    others.extend(lists.iter().map(|list| option(&list.slug, &list.name)));
    let within = (1..=2).map(|n| {
        let label = format!("Räknar också in, {n}");
        let field = filler.fill(Field::choice(format!("raknar-in-{n}"), label, others.clone()));
        Field {
            control: "raknar-in".into(),
            ..field
        }
    });
    let mut fields = vec![
        filler
            .fill(Field::text("namn", "Namn").help("Med år, till exempel Positiv stegförflyttning (2027).")),
        filler.fill(Field::choice("regel", "Hur ett avslut hamnar där", rules)),
    ];
    fields.extend(within);
    fields.extend([
        filler.fill(Field::text("fran", "Första dag").help("ÅÅÅÅ-MM-DD.")),
        filler.fill(Field::text("till", "Sista dag").help("Tomt medan listan används.")),
    ]);
    vec![Group::open("Ny lista, eller slut på en", fields)]
}

/// The keys of the insats's huvudman, and the way to a new one.
pub async fn keys(
    State(site): State<Site>,
    visitor: Visitor,
    Path(insats): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    page(&keys_form(&site, &visitor, &insats, (&[], asked.besked.as_deref())).await?)
}

/// Makes a new key.
pub async fn new_key(
    State(site): State<Site>,
    visitor: Visitor,
    Path(insats): Path<String>,
    Form(values): Sent,
) -> Result<Response, Trouble> {
    if Fields::new(values).text("forstatt") != "ja" {
        let message = "Bekräfta att huvudmannen ska få en ny nyckel. Den går inte att ta bort.";
        let refusal = Refusal::at("bekrafta", "forstatt", message);
        return refused(&keys_form(&site, &visitor, &insats, (&[refusal], None)).await?);
    }
    let made = site
        .app
        .rotate_pseudonym_key(&visitor.actor, &insats, site.now())
        .await;
    match made {
        Ok(_) => Ok(done(&keys_way(&insats), "pseudonymnyckel")),
        Err(Failure::Refused(refusals)) => {
            refused(&keys_form(&site, &visitor, &insats, (&refusals, None)).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

fn keys_way(insats: &str) -> String {
    format!("/insatser/{}/pseudonymer", crate::address::encode(insats))
}

async fn keys_form(
    site: &Site,
    visitor: &Visitor,
    insats: &str,
    (refusals, told): (&[Refusal], Option<&str>),
) -> Result<FormPage, Trouble> {
    let versions = site.app.pseudonym_versions(&visitor.actor, insats).await?;
    let mut table = Table::new(
        "nycklar",
        "Huvudmannens nycklar",
        &["Version#", "Gjord", "Används"],
    );
    for (at, (version, made)) in versions.iter().enumerate() {
        table.rows.push(Row::of(vec![
            Cell::text(version.to_string()),
            Cell::text(frame::when(*made)),
            Cell::text(if at == 0 {
                "till nya pseudonymer"
            } else {
                "bara för att känna igen"
            }),
        ]));
    }
    let options = vec![
        (String::new(), "Nej".to_owned()),
        ("ja".to_owned(), "Ja, gör en ny nyckel".to_owned()),
    ];
    let shown = Refusals::of(refusals);
    let sure = Field::choice("forstatt", "Ska huvudmannen få en ny nyckel?", options)
        .help("Gör det om någon kan ha kommit över nyckelfilen och databasen, eller när ni har bestämt att byta.")
        .error(&shown);
    let own = format!("/insatser/{}", crate::address::encode(insats));
    let place = Place::new("Nycklar för pseudonymer", "/insatser")
        .step("Insatsen", &own)
        .told(told);
    let form = FormPage {
        lede: "Ett personnummer blir en pseudonym under huvudmannens nyckel och sparas aldrig. Med en ny nyckel känns de som är registrerade igen ändå, och får en ny pseudonym nästa gång numret skrivs.".into(),
        tables: if versions.is_empty() { Vec::new() } else { vec![table] },
        action: keys_way(insats),
        groups: vec![Group::open("", vec![sure])],
        button: "Gör en ny nyckel".into(),
        back: Link::new("Tillbaka", own),
        ..blank(frame::shell(site, visitor, place).await?)
    };
    Ok(finished(form, refusals, None))
}
