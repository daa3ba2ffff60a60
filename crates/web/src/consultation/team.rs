//! What a team keeps beside its referrals: the units that send to it, and numbers for months before
//! it registered consultations one by one.

use app::{Failure, referral::TeamDesk};
use axum::{
    extract::{Form, Query, State},
    response::Response,
};
use domain::{
    codes::CodeTable,
    consultation::{self, Desk, MonthCount},
    refusal::Refusal,
};

use super::{Asked, JOB, desk, forms, forms::Fields, team_links};
use crate::{
    frame::{self, Place},
    page::{Answer, done, page, refused},
    pages::consultation::TeamPage,
    site::Site,
    trouble::Trouble,
    view::{Cell, Field, Refusals, Row, Table},
    visitor::Visitor,
};

/// The page.
pub async fn show(State(site): State<Site>, visitor: Visitor, Query(asked): Query<Asked>) -> Answer {
    let typed = (asked.team.as_deref(), "", "");
    page(&shown(&site, &visitor, typed, (&[], asked.besked.as_deref())).await?)
}

/// Saves a month's number.
pub async fn count(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let fields = Fields(fields);
    let (team, month, count) = (fields.get("team"), fields.get("manad"), fields.get("antal"));
    let entered = site
        .app
        .enter_count(&visitor.actor, &team, (&month, &count), site.now())
        .await;
    match entered {
        Ok(()) => Ok(done(&format!("/konsultation/teamet?team={team}"), "antal")),
        Err(Failure::Refused(refusals)) => {
            let typed = (Some(team.as_str()), month.as_str(), count.as_str());
            refused(&shown(&site, &visitor, typed, (&refusals, None)).await?)
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Offers a unit, or no longer.
pub async fn unit(
    State(site): State<Site>,
    visitor: Visitor,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Trouble> {
    let fields = Fields(fields);
    let team = fields.get("team");
    let unit = fields.get("enhet").parse().map_err(|_| Trouble::not_found())?;
    let offered = fields.get("erbjuds") == "ja";
    site.app
        .offer_unit(&visitor.actor, &team, (unit, offered), site.now())
        .await?;
    Ok(done(&format!("/konsultation/teamet?team={team}"), "enhet"))
}

async fn shown(
    site: &Site,
    visitor: &Visitor,
    (team, month, count): (Option<&str>, &str, &str),
    (refusals, told): (&[Refusal], Option<&str>),
) -> Result<TeamPage, Trouble> {
    let (TeamDesk { desk, .. }, teams) = desk(site, visitor, team).await?;
    let slug = desk.team.slug.clone();
    let refusals = Refusals::of(refusals);
    let counts = counts(&site.app.entered_counts(&visitor.actor, &slug).await?);
    let units = units(&desk);
    let names = desk
        .units
        .iter()
        .map(|unit| (unit.key.to_string(), unit.name.as_str()));
    let offered = [("ja", "erbjuds för nya remisser"), ("nej", "erbjuds inte längre")];
    let place = Place::new("Enheter och antal", JOB)
        .step(&desk.team.name, format!("/konsultation?team={slug}"))
        .told(told);
    Ok(TeamPage {
        shell: frame::shell(site, visitor, place).await?,
        lede: desk.team.name.clone(),
        teams: team_links(&teams, &slug, "/konsultation/teamet"),
        team: slug,
        counts,
        count_fields: count_fields((month, count), &refusals),
        unit_fields: if desk.units.is_empty() {
            Vec::new()
        } else {
            vec![
                Field::choice("enhet", "Enhet", forms::options("Välj enhet", names)),
                Field::choice(
                    "erbjuds",
                    "Läge",
                    offered
                        .map(|(code, words)| (code.to_owned(), words.to_owned()))
                        .to_vec(),
                ),
            ]
        },
        units,
        refusals,
    })
}

fn count_fields((month, count): (&str, &str), refusals: &Refusals) -> Vec<Field> {
    let help = "ÅÅÅÅ-MM, en månad innan teamet registrerade konsultationer på möten. Där konsultationer är registrerade räknas de; ett antal till skulle räkna dem två gånger.";
    vec![
        Field::text("manad", "Månad")
            .help(help)
            .value(month)
            .error(refusals),
        Field::text("antal", "Antal konsultationer")
            .help("0 när det inte var några. Tomt tar bort månadens antal.")
            .value(count)
            .error(refusals),
    ]
}

fn counts(entered: &[MonthCount]) -> Table {
    let mut table = Table::new(
        "antalen",
        "Angivna antal, det senaste först",
        &["Månad", "Konsultationer#"],
    );
    for entered in entered {
        table.rows.push(Row::of(vec![
            Cell::text(consultation::month_words(entered.year, entered.month)),
            Cell::text(entered.count.to_string()),
        ]));
    }
    table
}

fn units(desk: &Desk) -> Table {
    let mut table = Table::new(
        "enheter",
        "Enheter som skickar remisser",
        &["Enhet", "Myndighet", "Läge"],
    );
    for unit in &desk.units {
        let (words, class) = if unit.active {
            ("erbjuds", "good")
        } else {
            ("erbjuds inte", "plain")
        };
        table.rows.push(Row::of(vec![
            Cell::text(&unit.name),
            Cell::text(unit.authority.label()),
            Cell::badge(words, class),
        ]));
    }
    table
}
