//! What is due for this visitor, from what they may do and what is not done.

use app::{report::Which, rights::Act};
use chrono::Datelike;
use domain::{due::annual_report, finding::Severity};

use crate::{
    checks, consultation,
    pages::start::{By, FindingLine, StartPage, Todo},
    reports,
    site::Site,
    trouble::Trouble,
    view::Link,
    visitor::Visitor,
};

/// The most serious findings that are shown on the start page.
const SHOWN: usize = 5;

/// One thing to do.
pub fn todo(due: By, text: impl Into<String>, way: Link) -> Todo {
    Todo {
        due,
        late: false,
        text: text.into(),
        way,
    }
}

/// What the register's rules find due for this visitor, whatever the year shown.
pub async fn register(site: &Site, visitor: &Visitor, start: &mut StartPage) -> Result<(), Trouble> {
    let due = site.app.due(&visitor.actor, site.now()).await?;
    start.todo.extend(due.into_iter().map(consultation::todo));
    Ok(())
}

/// Findings, the report's dates, accounts without a line.
pub async fn fill(site: &Site, visitor: &Visitor, start: &mut StartPage) -> Result<(), Trouble> {
    if visitor.may(Act::ReadChecks) {
        findings(site, visitor, start).await?;
    }
    report(site, visitor, start).await?;
    if visitor.may(Act::EditMapping) {
        let year = site.app.year(&visitor.actor, start.year).await?;
        let unmapped = year.ledger().map_or(0, |ledger| {
            ledger
                .accounts
                .iter()
                .filter(|account| year.mapping().line_of(account.number).is_none())
                .count()
        });
        if unmapped > 0 {
            let text = format!("Koppla {unmapped} konton till räkenskapernas rader");
            start.todo.push(todo(
                By::Words("före bokslut"),
                text,
                Link::new("Koppla", "/installningar/konton"),
            ));
        }
    }
    Ok(())
}

async fn findings(site: &Site, visitor: &Visitor, start: &mut StartPage) -> Result<(), Trouble> {
    let found = site.app.findings(&visitor.actor, start.year, None).await?;
    start.findings_words = checks::summary(&found);
    let open = |severity| {
        found
            .iter()
            .filter(|f| f.is_open() && f.finding.severity == severity)
            .count()
    };
    let way =
        |code: &str, words: &str| Link::new(words, format!("/granskning?ar={}&allvar={code}", start.year));
    let (must, may) = (open(Severity::MustFix), open(Severity::AnswerOnce));
    if must > 0 {
        let text = format!(
            "Rätta {must} fynd som hindrar att årsredovisningen {} publiceras",
            start.year
        );
        start.todo.push(todo(
            By::Words("före publicering"),
            text,
            way("must_fix", "Se fynden"),
        ));
    }
    if may > 0 && visitor.may(Act::AnswerFinding) {
        let text = format!("Svara på {may} fynd som kan stämma");
        start
            .todo
            .push(todo(By::Words("en gång"), text, way("answer_once", "Svara")));
    }
    let serious = found.iter().filter(|f| f.is_open()).take(SHOWN);
    start.findings = serious
        .map(|f| FindingLine {
            place: format!("{}, {}", f.finding.place.table, f.finding.place.row),
            message: f.finding.message.clone(),
            severity: crate::view::severity_words(f.finding.severity),
            class: match f.finding.severity {
                Severity::MustFix => "must",
                Severity::ShouldFix => "should",
                Severity::AnswerOnce => "",
            },
        })
        .collect();
    Ok(())
}

/// The annual report of the newest year, until it is published.
async fn report(site: &Site, visitor: &Visitor, start: &mut StartPage) -> Result<(), Trouble> {
    let published = site
        .app
        .published_reports(&visitor.actor, Which::annual(start.year))
        .await?;
    if !published.is_empty() {
        start
            .lede
            .push_str(&format!(". Årsredovisningen {} är publicerad.", start.year));
        return Ok(());
    }
    let latest = site.app.frame_years(&visitor.actor).await?.first() == Some(&start.year);
    let Some(due) = annual_report(start.year).filter(|_| latest) else {
        return Ok(());
    };
    let late = site.now().date_naive() > due;
    let mut item = |text: String, words: &str, way: String| {
        start.todo.push(Todo {
            late,
            ..todo(By::Day(due), text, Link::new(words, way))
        });
    };
    if visitor.may(Act::EditReport) {
        let sections = site
            .app
            .sections(&visitor.actor, Which::annual(due.year() - 1))
            .await?;
        let empty = sections
            .iter()
            .filter(|s| s.spec.required && s.markdown.trim().is_empty())
            .count();
        if empty > 0 {
            item(
                format!("Skriv {empty} textavsnitt som är tomma"),
                "Skriv",
                reports::way(Which::annual(due.year() - 1)),
            );
        }
    }
    if visitor.may(Act::PublishReport) {
        let way = format!("{}/publicera", reports::way(Which::annual(due.year() - 1)));
        item(
            format!("Publicera årsredovisningen {}", due.year() - 1),
            "Publicera",
            way,
        );
    }
    Ok(())
}
