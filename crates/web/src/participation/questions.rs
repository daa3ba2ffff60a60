//! The insats's own questions and outcome labels, decided by the insatsansvarig.

use app::{Failure, rights::Act};
use axum::{
    extract::{Form, Path, Query, State},
    response::Response,
};
use domain::{
    codes::{CodeTable, ExitReason},
    participation::{AnswerKind, ExitLabel, Fields, Moment, Question},
    refusal::Refusal,
};

use super::{blank, fields::Filler, finished};
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

/// The questions with a form for one more.
pub async fn questions(
    State(site): State<Site>,
    visitor: Visitor,
    Path(insats): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let mut fields = Fields::default();
    fields.set("fran", site.now().date_naive().to_string());
    page(&form(&site, &visitor, &insats, &fields, (&[], asked.besked.as_deref())).await?)
}

/// Adds a question, or a label when its field is filled in.
pub async fn save_question(
    State(site): State<Site>,
    visitor: Visitor,
    Path(insats): Path<String>,
    Form(values): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let fields = Fields::new(values);
    let now = site.now();
    let saved = if fields.text("etikett").is_empty() {
        match question(&fields) {
            Ok(question) => {
                site.app
                    .save_question(&visitor.actor, &insats, &question, now)
                    .await
            }
            Err(refusals) => Err(Failure::Refused(refusals)),
        }
    } else {
        match label(&fields, now.date_naive()) {
            Ok(label) => {
                site.app
                    .save_exit_label(&visitor.actor, &insats, &label, now)
                    .await
            }
            Err(refusals) => Err(Failure::Refused(refusals)),
        }
    };
    match saved {
        Ok(()) => Ok(done(
            &format!("/insatser/{}/fragor", crate::address::encode(&insats)),
            "fraga",
        )),
        Err(Failure::Refused(refusals)) => {
            refused(&form(&site, &visitor, &insats, &fields, (&refusals, None)).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// A key out of words: lower case, no signs, and the time keeps it apart from others.
pub(super) fn slug(words: &str) -> String {
    let letters = words
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'å' | 'ä' => 'a',
            'ö' => 'o',
            c if c.is_ascii_alphanumeric() => c,
            _ => '_',
        })
        .take(40)
        .collect::<String>();
    letters.trim_matches('_').to_owned()
}

fn question(fields: &Fields) -> Result<Question, Vec<Refusal>> {
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
    let number = |name: &str, usual: i64| fields.text(name).parse::<i64>().unwrap_or(usual);
    let kind = AnswerKind::from_slug(fields.text("svar"));
    let moment = Moment::from_slug(fields.text("nar"));
    if moment.is_none() {
        problems.push(Refusal::at("val-okant", "nar", "Välj när frågan ställs."));
    }
    if kind.is_none() {
        problems.push(Refusal::at("val-okant", "svar", "Välj hur frågan besvaras."));
    }
    let text = fields.text("text").to_owned();
    let question = Question {
        slug: slug(&text),
        moment: moment.unwrap_or(Moment::Entry),
        kind: kind.unwrap_or(AnswerKind::YesNo),
        limits: (number("lagst", 1), number("hogst", 5)),
        choices: fields
            .text("val")
            .lines()
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .map(str::to_owned)
            .collect(),
        from: from.unwrap_or_default(),
        to,
        text,
    };
    if from.is_none() && problems.iter().all(|p| p.place != "fran") {
        problems.push(Refusal::at(
            "uppgift-kravs",
            "fran",
            "Skriv den första dagen som frågan ställs.",
        ));
    }
    if problems.is_empty() {
        Ok(question)
    } else {
        Err(problems)
    }
}

fn label(fields: &Fields, today: chrono::NaiveDate) -> Result<ExitLabel, Vec<Refusal>> {
    let words = fields.text("etikett").to_owned();
    let Some(reason) = ExitReason::from_slug(fields.text("orsak")) else {
        let message = "Välj den avslutsanledning som etiketten räknas som.";
        return Err(vec![Refusal::at("val-okant", "orsak", message)]);
    };
    Ok(ExitLabel {
        slug: slug(&words),
        label: words,
        reason,
        from: today,
        to: None,
    })
}

async fn form(
    site: &Site,
    visitor: &Visitor,
    insats: &str,
    fields: &Fields,
    (refusals, told): (&[Refusal], Option<&str>),
) -> Result<FormPage, Trouble> {
    app::rights::require(
        &visitor.actor,
        Act::EditInsatsForm,
        app::rights::On::Insats(insats),
    )?;
    let (questions, labels) = site.app.insats_form(&visitor.actor, insats).await?;
    let own = format!("/insatser/{}", crate::address::encode(insats));
    let place = Place::new("Egna frågor och etiketter", "/insatser")
        .step("Insatsen", own.clone())
        .told(told);
    let shown = Refusals::of(refusals);
    let filler = Filler {
        fields,
        refusals: &shown,
    };
    let mut asked = Table::new(
        "fragor",
        "Insatsens frågor",
        &["Fråga", "När", "Svar", "Från", "Till"],
    );
    for q in &questions {
        let till = q.to.map(|to| to.to_string()).unwrap_or_default();
        let cells = [
            q.text.clone(),
            q.moment.label().into(),
            q.kind.label().into(),
            q.from.to_string(),
            till,
        ];
        asked.rows.push(Row::of(cells.map(Cell::text).to_vec()));
    }
    let mut named = Table::new(
        "etiketter",
        "Insatsens etiketter vid avslut",
        &["Etikett", "Räknas som"],
    );
    for label in &labels {
        named.rows.push(Row::of(vec![
            Cell::text(&label.label),
            Cell::text(label.reason.label()),
        ]));
    }
    let form = FormPage {
        lede: "Frågorna besvaras med ja eller nej, en skala, ett val eller ett tal. Inget svar skrivs med ord. En fråga som är ställd ändras inte: skriv samma text med en sista dag för att sluta fråga.".into(),
        tables: vec![asked, named],
        action: format!("{own}/fragor"),
        groups: groups(&filler),
        button: "Lägg till".into(),
        back: Link::new("Tillbaka", own),
        ..blank(frame::shell(site, visitor, place).await?)
    };
    Ok(finished(form, refusals, None))
}

fn groups(filler: &Filler<'_>) -> Vec<Group> {
    let chosen = |options: Vec<(&str, &str)>| -> Vec<(String, String)> {
        let first = [("", "Välj")];
        first
            .into_iter()
            .chain(options)
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .collect()
    };
    let moments = Moment::ALL.iter().map(|m| (m.slug(), m.label())).collect();
    let kinds = AnswerKind::ALL.iter().map(|k| (k.slug(), k.label())).collect();
    let reasons = ExitReason::ALL
        .iter()
        .filter(|r| **r != ExitReason::Reversed)
        .map(|r| (r.slug(), r.label()))
        .collect();
    let question = [
        Field::text("text", "Fråga").help("Som den ställs. Fråga inget som ni inte behöver."),
        Field::choice("nar", "När", chosen(moments)),
        Field::choice("svar", "Svar", chosen(kinds)),
        Field::text("lagst", "Minsta tal").help("För skala och heltal. Tomt betyder 1."),
        Field::text("hogst", "Största tal").help("För skala och heltal. Tomt betyder 5."),
        Field::long("val", "Alternativ", 4).help("För val: ett på varje rad."),
        Field::text("fran", "Första dag").help("ÅÅÅÅ-MM-DD."),
        Field::text("till", "Sista dag").help("Tomt medan frågan ställs."),
    ];
    let label = [
        Field::text("etikett", "Etikett").help(
            "Till exempel rätt ersättning. Fyll i för att lägga till en etikett i stället för en fråga.",
        ),
        Field::choice("orsak", "Räknas som", chosen(reasons)),
    ];
    vec![
        Group::open("Ny fråga", question.map(|field| filler.fill(field)).to_vec()),
        Group::folded(
            "Ny etikett vid avslut",
            label.map(|field| filler.fill(field)).to_vec(),
        ),
    ]
}
