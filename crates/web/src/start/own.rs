//! What a visitor came for: their own insatser and teams, before the association as a whole.

use app::{
    Year,
    rights::{Act, On, may},
};
use domain::facts::Insats;

use crate::{
    address,
    insatser::{cell, key_figures},
    pages::{
        KeyFigure,
        start::{Own, StartPage},
    },
    site::Site,
    trouble::Trouble,
    view::Link,
    visitor::Visitor,
};

/// The visitor's own parts, and the one primary action that goes with them.
pub(super) async fn fill(site: &Site, visitor: &Visitor, start: &mut StartPage) -> Result<(), Trouble> {
    let slugs = |of: fn(&app::Assignment) -> Option<&String>| {
        let mut slugs: Vec<String> = visitor.actor.assignments.iter().filter_map(of).cloned().collect();
        slugs.sort_unstable();
        slugs.dedup();
        slugs
    };
    let (insatser, teams) = (slugs(|a| a.insats.as_ref()), slugs(|a| a.team.as_ref()));
    if insatser.is_empty() && teams.is_empty() {
        return Ok(());
    }
    let year = site.app.year(&visitor.actor, start.year).await?;
    let mine = year
        .insatser()
        .iter()
        .filter(|insats| insatser.contains(&insats.slug));
    start.own = mine.map(|insats| own_insats(visitor, &year, insats)).collect();
    if !teams.is_empty() {
        for team in site.app.own_teams(&visitor.actor).await? {
            start.own.push(own_team(&year, &team.slug, &team.name));
        }
    }
    if let Some(first) = start.own.first_mut() {
        start.primary = Some(first.ways.remove(0));
        let association = std::mem::take(&mut start.heading);
        start.heading.clone_from(&first.title);
        start.lede = format!("{}. {association}", start.lede);
    }
    Ok(())
}

/// An insats: what its own people do most comes first.
fn own_insats(visitor: &Visitor, year: &Year, insats: &Insats) -> Own {
    let slug = &insats.slug;
    let may = |act| may(&visitor.actor, act, On::Insats(slug));
    let ways = [
        (
            may(Act::EditRows),
            Link::new("Registrera deltagare", format!("/deltagare/ny?insats={slug}")),
        ),
        (
            may(Act::EditRequisition),
            Link::new("Ny rekvisition", format!("/rekvisitioner/ny/{slug}")),
        ),
        (may(Act::ReadRows), Link::new("Alla deltaganden", "/deltagare")),
        (
            may(Act::AnswerQuarter),
            Link::new("Kvartalets tal och texter", "/kvartal"),
        ),
        (may(Act::ApplyPot), Link::new("Potter", "/potter")),
        (
            true,
            Link::new(format!("Öppna {}", insats.name), address::insats(slug, year.year)),
        ),
    ];
    Own {
        id: format!("egen-{slug}"),
        title: insats.name.clone(),
        key_figures: key_figures(year, insats),
        ways: ways
            .into_iter()
            .filter(|(open, _)| *open)
            .map(|(_, link)| link)
            .collect(),
    }
}

fn own_team(year: &Year, slug: &str, name: &str) -> Own {
    let scope = domain::figure::Scope::all().with("team", slug);
    let figure = year.figures.of_year("konsultationer.antal", scope);
    Own {
        id: format!("eget-{slug}"),
        title: name.to_owned(),
        key_figures: figure
            .into_iter()
            .map(|figure| KeyFigure {
                label: "konsultationer".into(),
                value: cell(Some(figure)),
                detail: "räknas inte som deltaganden".into(),
            })
            .collect(),
        ways: vec![
            Link::new("Registrera remiss", format!("/konsultation/ny?team={slug}")),
            Link::new("Inkorgen", format!("/konsultation?team={slug}")),
            Link::new("Möten", format!("/konsultation/moten?team={slug}")),
            Link::new(
                "Enheter och antal per månad",
                format!("/konsultation/teamet?team={slug}"),
            ),
        ],
    }
}
