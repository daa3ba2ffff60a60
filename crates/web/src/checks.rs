//! What the checks found in a year, and answering what may be true.

use app::{Failure, checks::Found, rights::Act};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use domain::{
    check::{self, Check},
    finding::Severity,
    refusal::Refusal,
};

use crate::{
    frame::{self, Place},
    page::{Answer as Page, done, page, refused},
    pages::{
        FilterOption,
        checks::{AnswerForm, Answerable, ChecksPage, FindingGroup},
    },
    site::Site,
    trouble::Trouble,
    view::{Answer, Cell, Field, FindingCard, Refusals, Row, Table},
    visitor::Visitor,
};

/// Which findings are shown.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Asked {
    ar: Option<i32>,
    besked: Option<String>,
    #[serde(default)]
    kontroll: String,
    #[serde(default)]
    allvar: String,
}

/// An answer as sent.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Sent {
    ar: i32,
    fynd: String,
    #[serde(default)]
    skal: String,
}

/// Anchor, code, title, help; answered findings last.
const GROUPS: [(&str, &str, &str, &str); 4] = [
    (
        "maste",
        "must_fix",
        "Måste rättas",
        "Årsredovisningen kan inte publiceras så länge något av dem står kvar. De rättas vid källan.",
    ),
    (
        "bor",
        "should_fix",
        "Bör rättas",
        "De hindrar inte publicering men bör rättas.",
    ),
    (
        "kan",
        "answer_once",
        "Kan stämma",
        "Svara en gång varför värdet stämmer. Svaret sparas och frågan ställs igen först om värdet ändras.",
    ),
    (
        "besvarade",
        "",
        "Besvarade",
        "Svaren står kvar och läses av revisorn.",
    ),
];

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Page {
    page(&checks_page(&site, &visitor, &asked, None).await?)
}

/// Stores an answer with its reason.
pub async fn answer(
    State(site): State<Site>,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Result<Response, Trouble> {
    match site
        .app
        .answer_finding(&visitor.actor, sent.ar, &sent.fynd, &sent.skal, site.now())
        .await
    {
        Ok(()) => Ok(done(&format!("/granskning?ar={}", sent.ar), "svar")),
        Err(Failure::Refused(refusals)) => {
            let asked = Asked {
                ar: Some(sent.ar),
                ..Asked::default()
            };
            refused(&checks_page(&site, &visitor, &asked, Some((&sent, &refusals))).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

async fn checks_page(
    site: &Site,
    visitor: &Visitor,
    asked: &Asked,
    sent: Option<(&Sent, &[Refusal])>,
) -> Result<ChecksPage, Trouble> {
    let year = frame::year(site, visitor, asked.ar).await?;
    let found = site.app.findings(&visitor.actor, year, None).await?;
    let mut lines = Vec::new();
    let mut cards = Vec::new();
    for (i, found) in found.iter().enumerate() {
        let fits = (asked.kontroll.is_empty() || asked.kontroll == found.finding.check)
            && (asked.allvar.is_empty() || asked.allvar == code(found.finding.severity));
        if fits {
            let own = sent.filter(|(sent, _)| sent.fynd == found.finding.key());
            let card = answerable(site, visitor, found, i + 1, own).await?;
            if let (Some((_, refusals)), Some(form)) = (own, &card.form) {
                lines.extend(
                    refusals
                        .iter()
                        .map(|r| Refusal::at(r.code, form.reason.name.clone(), r.message.clone())),
                );
            }
            cards.push((found, card));
        }
    }
    let place = Place::new("Granskning", "/granskning")
        .in_year(
            year,
            format!(
                "/granskning?kontroll={}&allvar={}&ar=",
                asked.kontroll, asked.allvar
            ),
        )
        .told(asked.besked.as_deref());
    Ok(ChecksPage {
        shell: frame::shell(site, visitor, place).await?,
        year,
        lede: summary(&found),
        refusals: Refusals::of(&lines),
        checks: check_options(&found),
        severities: severity_options(&found),
        chosen_check: asked.kontroll.clone(),
        chosen_severity: asked.allvar.clone(),
        groups: groups(cards),
        check_count: check::all().len(),
        all_checks: all_checks(&found),
    })
}

/// The findings in one sentence.
pub fn summary(found: &[Found]) -> String {
    let open = |severity| {
        found
            .iter()
            .filter(|f| f.is_open() && f.finding.severity == severity)
            .count()
    };
    let (must, should, may) = (
        open(Severity::MustFix),
        open(Severity::ShouldFix),
        open(Severity::AnswerOnce),
    );
    if must + should + may == 0 {
        return format!(
            "{} kontroller är körda och inget väntar på åtgärd.",
            check::all().len()
        );
    }
    format!("{must} måste rättas, {should} bör rättas och {may} kan stämma och väntar på svar.")
}

/// A severity in addresses and machine answers.
fn code(severity: Severity) -> &'static str {
    match severity {
        Severity::MustFix => "must_fix",
        Severity::ShouldFix => "should_fix",
        Severity::AnswerOnce => "answer_once",
    }
}

async fn answerable(
    site: &Site,
    visitor: &Visitor,
    found: &Found,
    number: usize,
    sent: Option<(&Sent, &[Refusal])>,
) -> Result<Answerable, Trouble> {
    let mut card = FindingCard::of(&found.finding, number);
    card.check_name = title(found.finding.check).into();
    if let Some(answer) = found.answer.as_ref().filter(|_| !found.is_open()) {
        card.answer = Some(Answer {
            reason: answer.reason.clone(),
            by: site.app.user_name(&answer.answered_by).await?,
            when: frame::when(answer.answered_at),
        });
    }
    let asks = found.may_be_answered() && found.is_open() && visitor.may(Act::AnswerFinding);
    let form = asks.then(|| {
        let id = format!("skal-{number}");
        let refused = sent.map(|(_, refusals)| {
            refusals
                .iter()
                .map(|r| r.message.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        });
        let mut reason = Field::long(id, "Varför stämmer värdet?", 3)
            .help("Svaret läses av den som granskar senare, till exempel revisorn.");
        reason.control = "skal".into();
        reason.value = sent.map(|(sent, _)| sent.skal.clone()).unwrap_or_default();
        reason.error = refused.unwrap_or_default();
        AnswerForm {
            key: found.finding.key(),
            open: sent.is_some(),
            reason,
        }
    });
    Ok(Answerable { card, form })
}

fn title(check: &str) -> &str {
    check::all()
        .iter()
        .find(|c| c.name == check)
        .map_or(check, |c| c.title)
}

fn groups(cards: Vec<(&Found, Answerable)>) -> Vec<FindingGroup> {
    let mut groups: Vec<FindingGroup> = GROUPS
        .iter()
        .map(|(id, _, title, help)| FindingGroup {
            id,
            title,
            count: String::new(),
            help,
            checks: Vec::new(),
        })
        .collect();
    for (found, card) in cards {
        let severity = if found.is_open() {
            code(found.finding.severity)
        } else {
            ""
        };
        let at = GROUPS
            .iter()
            .position(|(_, code, ..)| *code == severity)
            .unwrap_or(0);
        let Some(group) = groups.get_mut(at) else { continue };
        match group
            .checks
            .iter_mut()
            .find(|(name, _)| *name == card.card.check_name)
        {
            Some((_, cards)) => cards.push(card),
            None => group.checks.push((card.card.check_name.clone(), vec![card])),
        }
    }
    groups.retain(|group| !group.checks.is_empty());
    for group in &mut groups {
        group.count = format!(
            "{} fynd",
            group.checks.iter().map(|(_, cards)| cards.len()).sum::<usize>()
        );
    }
    groups
}

fn check_options(found: &[Found]) -> Vec<FilterOption> {
    let option = |check: &Check| FilterOption {
        code: check.name.into(),
        name: check.title.into(),
        count: found.iter().filter(|f| f.finding.check == check.name).count(),
    };
    check::all()
        .iter()
        .map(option)
        .filter(|option| option.count > 0)
        .collect()
}

fn severity_options(found: &[Found]) -> Vec<FilterOption> {
    let option = |(_, severity, title, _): &(&str, &str, &str, &str)| FilterOption {
        code: (*severity).into(),
        name: (*title).into(),
        count: found
            .iter()
            .filter(|f| code(f.finding.severity) == *severity)
            .count(),
    };
    GROUPS
        .iter()
        .map(option)
        .filter(|option| option.count > 0)
        .collect()
}

fn all_checks(found: &[Found]) -> Table {
    let mut table = Table::new(
        "kontroller",
        "Kontroller",
        &["Kontroll", "Vad den kräver", "Fynd#"],
    );
    for check in check::all() {
        let count = found.iter().filter(|f| f.finding.check == check.name).count();
        table.rows.push(Row::of(vec![
            Cell::text(check.title),
            Cell::text(check.what),
            Cell::text(count.to_string()),
        ]));
    }
    table
}
