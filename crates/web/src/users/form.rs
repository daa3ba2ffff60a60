//! The forms about users: a guest, a role and its days.

use app::{Assignment, Role, users::Places};
use chrono::NaiveDate;
use domain::refusal::Refusal;

use super::{Circle, Sent};
use crate::view::{Field, Refusals};

/// A guest: name, address, and a role unless the circle says which.
pub fn guest(sent: &Sent, circle: &Circle, places: &Places, refusals: &Refusals) -> Vec<Field> {
    let mut fields = vec![
        Field::known("namn", "Namn", ("text", "off"))
            .value(&sent.namn)
            .error(refusals),
        Field::known("epost", "E-postadress", ("email", "off"))
            .help("Personen loggar in med den, hit eller via sin organisation.")
            .value(&sent.epost)
            .error(refusals),
    ];
    if circle.insats.is_none() {
        fields.extend(role(sent, places, refusals));
    } else {
        fields.extend(days(sent, refusals));
    }
    fields
}

/// A role and its days.
pub fn role(sent: &Sent, places: &Places, refusals: &Refusals) -> Vec<Field> {
    let mut options = vec![(String::new(), "Välj roll".to_owned())];
    let mut add = |role: Role, place: Option<&(String, String)>| {
        let key = place.map_or_else(
            || role.code().to_string(),
            |(slug, _)| format!("{}:{slug}", role.code()),
        );
        let words = place.map_or_else(
            || role.label().to_owned(),
            |(_, name)| format!("{}, {name}", role.label()),
        );
        options.push((key, words));
    };
    for role in Role::ALL {
        match role {
            Role::ParticipantManager => {}
            Role::InsatsManager => places.insatser.iter().for_each(|place| add(role, Some(place))),
            Role::Team => places.teams.iter().for_each(|place| add(role, Some(place))),
            _ => add(role, None),
        }
    }
    let mut fields = vec![
        Field::choice("roll", "Roll", options)
            .value(&sent.roll)
            .error(refusals),
    ];
    fields.extend(days(sent, refusals));
    fields
}

fn days(sent: &Sent, refusals: &Refusals) -> [Field; 2] {
    [
        Field::known("fran", "Första dag", ("text", "off"))
            .help("ÅÅÅÅ-MM-DD")
            .value(&sent.fran)
            .error(refusals),
        Field::known("till", "Sista dag", ("text", "off"))
            .help("ÅÅÅÅ-MM-DD. Tomt betyder tills vidare.")
            .value(&sent.till)
            .error(refusals),
    ]
}

/// The role that was typed; in an insats it is always the insats's deltagaransvarig.
pub fn role_typed(sent: &Sent, insats: Option<&str>) -> Result<Assignment, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let from = sent.fran.trim().parse::<NaiveDate>();
    if from.is_err() {
        refusals.push(no_date("fran"));
    }
    let to = match sent.till.trim() {
        "" => Ok(None),
        typed => typed.parse::<NaiveDate>().map(Some),
    };
    if to.is_err() {
        refusals.push(no_date("till"));
    }
    let place = match insats {
        Some(insats) => Some((Role::ParticipantManager, Some(insats.to_owned()))),
        None => place_of(&sent.roll),
    };
    if place.is_none() {
        refusals.push(Refusal::at("roll-saknas", "roll", "Välj en roll."));
    }
    match (place, from, to) {
        (Some((role, slug)), Ok(from), Ok(to)) => Ok(assignment(role, slug, from, to)),
        _ => Err(refusals),
    }
}

/// A date that cannot be read.
pub fn no_date(place: &str) -> Refusal {
    Refusal::at(
        "datum-fel",
        place,
        "Skriv datumet som ÅÅÅÅ-MM-DD, till exempel 2023-02-15.",
    )
}

/// "3:krus" or "1".
fn place_of(key: &str) -> Option<(Role, Option<String>)> {
    let (code, slug) = match key.split_once(':') {
        Some((code, slug)) => (code, Some(slug.to_owned())),
        None => (key, None),
    };
    Some((Role::from_code(code.parse().ok()?)?, slug))
}

fn assignment(role: Role, slug: Option<String>, from: NaiveDate, to: Option<NaiveDate>) -> Assignment {
    let of_team = role == Role::Team;
    Assignment {
        role,
        insats: slug.clone().filter(|_| !of_team),
        team: slug.filter(|_| of_team),
        from,
        to,
    }
}

/// What names a role of a user in a form: "2023-02-15 3:krus".
pub fn key_of(role: &Assignment) -> String {
    let place = role.insats.as_ref().or(role.team.as_ref());
    let place = place.map(|slug| format!(":{slug}")).unwrap_or_default();
    format!("{} {}{place}", role.from, role.role.code())
}

/// The role of such a key; its last day does not matter.
pub fn role_of(key: &str) -> Option<Assignment> {
    let (from, place) = key.split_once(' ')?;
    let (role, slug) = place_of(place)?;
    Some(assignment(role, slug, from.parse().ok()?, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_roles_key_leads_back_to_it() {
        for (code, slug, key) in [
            (1, None, "2023-02-15 1"),
            (3, Some("krus"), "2023-02-15 3:krus"),
            (5, Some("norr"), "2023-02-15 5:norr"),
        ] {
            let day = NaiveDate::from_ymd_opt(2023, 2, 15).unwrap();
            let role = assignment(Role::from_code(code).unwrap(), slug.map(Into::into), day, None);
            assert_eq!(key_of(&role), key);
            assert_eq!(role_of(key), Some(role));
        }
        for wrong in ["", "1", "2023-02-15 9", "i dag 1", "2023-02-15 x:krus"] {
            assert_eq!(role_of(wrong), None, "{wrong}");
        }
    }
}
