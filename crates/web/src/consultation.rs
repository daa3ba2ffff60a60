//! A team's referrals: the inbox with what is due first, and the waiting times.

mod flows;
mod forms;
mod meeting;
mod referral;
mod team;
mod waiting;

use app::{referral::TeamDesk, rights::Act};
use axum::extract::{Query, State};
use chrono::{Datelike, NaiveDate};
use domain::{
    codes::CodeTable,
    consultation::Desk,
    due::{self, DueFacts},
    facts::Team,
    referral::{List, Referral, Stage, lists},
    waiting::{courses, rows},
};
pub use meeting::{
    add as add_consultation, create as create_meeting, list as meetings, new as new_meeting, one as meeting,
    parties,
};
pub use referral::{create, new, one as referral, step};
pub use team::{count, show as team, unit};
pub use waiting::{close, list as waiting};

use crate::{
    frame::{self, Place},
    page::{Answer, page},
    pages::{
        KeyFigure,
        consultation::InboxPage,
        start::{By, Todo},
    },
    site::Site,
    trouble::Trouble,
    view::{Cell, Link, Row, Table},
    visitor::Visitor,
};

/// The menu's address of these pages.
pub const JOB: &str = "/konsultation";
/// Closed referrals shown in the inbox.
const CLOSED: usize = 20;

/// What an address asks for.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Asked {
    /// Which team.
    pub team: Option<String>,
    /// Which insats.
    pub insats: Option<String>,
    /// Which referral a form begins with.
    pub remiss: Option<String>,
    /// What a redirect says was done.
    pub besked: Option<String>,
}

/// The desk asked for, or that of the first team of the visitor's own; and all of these.
async fn desk(site: &Site, visitor: &Visitor, asked: Option<&str>) -> Result<(TeamDesk, Vec<Team>), Trouble> {
    let teams = site.app.own_teams(&visitor.actor).await?;
    let slug = asked.or_else(|| teams.first().map(|team| team.slug.as_str()));
    let slug = slug.ok_or_else(Trouble::not_found)?;
    Ok((site.app.desk(&visitor.actor, slug, site.now()).await?, teams))
}

/// The inbox.
pub async fn inbox(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let (TeamDesk { desk, codes }, teams) = desk(&site, &visitor, asked.team.as_deref()).await?;
    let today = site.now().date_naive();
    let all: Vec<_> = courses(&desk).collect();
    let (senders, sum) = rows(&all);
    let slug = desk.team.slug.clone();
    let open = open_table(&desk, &codes, today);
    let closed = closed_table(&desk);
    let facts = DueFacts {
        desks: vec![desk],
        ..DueFacts::default()
    };
    let todo = due::list(&facts, today).into_iter().map(todo).collect();
    let desk = &facts.desks[0];
    let place = Place::new(&desk.team.name, JOB).told(asked.besked.as_deref());
    page(&InboxPage {
        shell: frame::shell(&site, &visitor, place).await?,
        lede: format!(
            "Remisser och konsultationer i {}.",
            desk.team.municipalities.join(", ")
        ),
        teams: team_links(&teams, &slug, JOB),
        new_way: format!("/konsultation/ny?team={slug}"),
        ways: vec![
            Link::new("Möten", format!("/konsultation/moten?team={slug}")),
            Link::new(
                "Enheter och antal per månad",
                format!("/konsultation/teamet?team={slug}"),
            ),
            Link::new(
                "Flöden för alla team",
                format!("/statistik?rapport=remisser&ar={}", today.year()),
            ),
            Link::new(
                "Nycklar för program",
                format!("/konsultation/team/{slug}/nycklar"),
            ),
        ],
        todo,
        open,
        closed,
        key_figures: flows::key_figures(&sum),
        plot: flows::plot(&sum, "vantetider"),
        tables: vec![
            flows::flow_table("floden", "Remisser per avsändare", "Avsändare", (&senders, &sum)),
            flows::time_table("tider", "Väntetider per avsändare, dagar", (&senders, &sum)),
        ],
        may_edit: visitor.may_somewhere(Act::EditReferrals),
    })
}

/// Ways to the same page for the visitor's other teams; none when there is one team.
fn team_links(teams: &[Team], shown: &str, address: &str) -> Vec<Link> {
    let others = teams.iter().filter(|team| team.slug != shown);
    others
        .map(|team| Link::new(&team.name, format!("{address}?team={}", team.slug)))
        .collect()
}

/// A thing to do as the pages show it.
pub fn todo(due: due::Due) -> Todo {
    Todo {
        due: By::Day(due.by),
        late: due.overdue,
        text: due.what,
        way: Link::new(due.way, due.href),
    }
}

/// Where a referral's page is.
fn way(referral: &Referral) -> String {
    format!("/konsultation/remiss/{}", referral.key)
}

/// "kommun, Försörjningsstöd Vimmerby".
fn sender_words(referral: &Referral) -> String {
    let sender = &referral.sender;
    format!("{}, {}", sender.authority.label(), sender.name)
}

/// Open referrals, the one due first on top.
fn open_table(desk: &Desk, codes: &[domain::referral::DatedCode], today: NaiveDate) -> Table {
    let mut table = Table::new(
        "oppna",
        "Öppna remisser, den som brådskar mest först",
        &["Referens", "Kom", "Från", "Gäller", "Läge", "Väntar på"],
    );
    let mut open: Vec<_> = desk
        .referrals
        .iter()
        .filter_map(|referral| Some((desk.next_step(referral)?, referral)))
        .collect();
    open.sort_by_key(|((_, by), referral)| (*by, referral.received));
    for ((step, by), referral) in open {
        let words = format!("{step} senast {by}");
        let class = if by < today { "must" } else { "plain" };
        table.rows.push(Row::of(vec![
            Cell::link(referral.reference.to_string(), way(referral)),
            Cell::text(referral.received.to_string()),
            Cell::text(sender_words(referral)),
            Cell::text(lists::label(codes, List::Need, &referral.need)),
            Cell::badge(referral.stage.label(), stage_class(&referral.stage)),
            Cell::badge(words, class),
        ]));
    }
    table
}

fn closed_table(desk: &Desk) -> Table {
    let mut table = Table::new(
        "avslutade",
        format!("De {CLOSED} senast inkomna som är klara"),
        &["Referens", "Kom", "Från", "Läge", "Rekommendation"],
    );
    let closed = desk.referrals.iter().rev().filter(|r| !r.stage.is_open());
    for referral in closed.take(CLOSED) {
        let treated = desk.treated(&referral.key);
        let given = treated.iter().rev().find_map(|(_, c)| c.given.as_ref());
        table.rows.push(Row::of(vec![
            Cell::link(referral.reference.to_string(), way(referral)),
            Cell::text(referral.received.to_string()),
            Cell::text(sender_words(referral)),
            Cell::badge(referral.stage.label(), stage_class(&referral.stage)),
            Cell::text(given.map_or("", |given| given.what.label())),
        ]));
    }
    table
}

const fn stage_class(stage: &Stage) -> &'static str {
    match stage {
        Stage::Received => "should",
        Stage::Accepted { .. } | Stage::Done { .. } => "good",
        Stage::Returned { .. } | Stage::Withdrawn { .. } => "plain",
    }
}

/// A number among the large ones.
fn key_figure(label: &str, value: impl Into<String>, detail: impl Into<String>) -> KeyFigure {
    KeyFigure {
        label: label.into(),
        value: Cell::text(value),
        detail: detail.into(),
    }
}
