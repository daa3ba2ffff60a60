//! Fills the frame of a page: the jobs this visitor may see, where the page is, the years.

mod told;

use app::{pages::Happening, rights::Act};
use chrono::{DateTime, Utc};
use domain::years::YEARS;

use crate::{
    site::Site,
    trouble::Trouble,
    view::{Crumb, Job, Person, Shell, Year},
    visitor::Visitor,
};

/// The main menu: by job, never by table. Those without pages in this version are not here.
const JOBS: [(&str, &str, &[Act]); 11] = [
    ("Deltagare", "/deltagare", &[Act::ReadRows]),
    ("Konsultation", "/konsultation", &[Act::ReadReferrals]),
    ("Insatser", "/insatser", &[Act::ReadFigures]),
    ("Kvartal", crate::quarter::JOB, crate::quarter::MAY),
    ("Rekvisitioner", crate::requisition::JOB, &[Act::EditRequisition]),
    ("Potter", "/potter", &[Act::ApplyPot]),
    ("Uppföljning", "/nyckeltal", &[Act::ReadFigures]),
    ("Ekonomi", "/ekonomi", &[Act::ReadEconomy]),
    ("Rapporter", "/rapporter", &[Act::ReadReport]),
    ("Granskning", "/granskning", &[Act::ReadChecks]),
    ("Inställningar", "/installningar", &[Act::ReadFigures]),
];

/// Where a page is.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// Heading and title.
    pub title: String,
    /// The job of the menu it belongs to, by its address; empty for the start page.
    pub job: &'static str,
    /// Steps between the job and this page: words and address.
    pub steps: Vec<(String, String)>,
    /// The year shown; `None` where there is no choice of year.
    pub year: Option<i32>,
    /// Address of the page for another year: everything before the year.
    pub other_years: String,
    /// What the last act did, from the address.
    pub told: Option<String>,
}

impl Place {
    /// A page of a job.
    pub fn new(title: impl Into<String>, job: &'static str) -> Place {
        Place {
            title: title.into(),
            job,
            ..Place::default()
        }
    }

    /// With a choice of year; `address` is the page's address up to the year.
    #[must_use]
    pub fn in_year(mut self, year: i32, address: impl Into<String>) -> Place {
        self.year = Some(year);
        self.other_years = address.into();
        self
    }

    /// With a step between the job and the page.
    #[must_use]
    pub fn step(mut self, words: impl Into<String>, address: impl Into<String>) -> Place {
        self.steps.push((words.into(), address.into()));
        self
    }

    /// With word of what was just done.
    #[must_use]
    pub fn told(mut self, code: Option<&str>) -> Place {
        self.told = code.and_then(told::told).map(str::to_owned);
        self
    }
}

/// The frame of a page for a visitor.
///
/// # Errors
/// The database's own, as trouble.
pub async fn shell(site: &Site, visitor: &Visitor, place: Place) -> Result<Shell, Trouble> {
    let frame = site.app.frame(&visitor.actor).await?;
    let years = years(&frame.years, &place);
    let may = |acts: &[Act]| acts.iter().any(|act| visitor.may_somewhere(*act));
    let jobs = JOBS.iter().filter(|(_, _, acts)| may(acts));
    // Who has no job of requisitions comes to them by way of the economy.
    let own = JOBS.iter().any(|(_, href, acts)| *href == place.job && may(acts));
    let lit = if !own && place.job == crate::requisition::JOB {
        "/ekonomi"
    } else {
        place.job
    };
    let job = |(label, href, _): &(&'static str, &'static str, &[Act])| Job {
        label,
        href,
        current: *href == lit,
    };
    Ok(Shell {
        jobs: jobs.map(job).collect(),
        crumbs: crumbs(&place),
        title: place.title,
        association: if frame.association.is_empty() {
            "samordna".into()
        } else {
            frame.association
        },
        person: Some(person(visitor)),
        years,
        csrf: visitor.csrf.clone(),
        example: frame.constructed.then(|| EXAMPLE.to_owned()),
        flash: place.told,
        last: frame.last.map(|event| event_words(&event)),
    })
}

/// The same page for the years that hold something.
fn years(known: &[i32], place: &Place) -> Vec<Year> {
    let Some(shown) = place.year else {
        return Vec::new();
    };
    let mut years = known.to_vec();
    // A year that is only asked for, such as one with requisitions and no bookkeeping yet.
    if !years.contains(&shown) {
        years.push(shown);
    }
    years.sort_unstable();
    let year = |year: i32| Year {
        label: year.to_string(),
        href: format!("{}{year}", place.other_years),
        current: year == shown,
    };
    years.into_iter().map(year).collect()
}

const EXAMPLE: &str = "Deltaganden och verifikationer är konstruerade så att de ger de publicerade talen. Inga verkliga personer.";

/// The frame for somebody who is not logged in: nothing but a title.
pub fn outside(title: impl Into<String>) -> Shell {
    Shell {
        title: title.into(),
        association: "samordna".into(),
        ..Shell::default()
    }
}

fn person(visitor: &Visitor) -> Person {
    let mut roles: Vec<String> = Vec::new();
    for assignment in &visitor.actor.assignments {
        let role = assignment.role.label();
        let place = assignment.insats.as_ref().or(assignment.team.as_ref());
        let words = place.map_or_else(|| role.to_owned(), |place| format!("{role}, {place}"));
        let name = visitor.actor.name.to_lowercase();
        // A name that says the role already is not followed by it once more.
        if name != role.to_lowercase() && name != words.to_lowercase() && !roles.contains(&words) {
            roles.push(words);
        }
    }
    Person {
        name: visitor.actor.name.clone(),
        role: roles.join(", "),
    }
}

fn crumbs(place: &Place) -> Vec<Crumb> {
    if place.job.is_empty() && place.steps.is_empty() {
        return Vec::new();
    }
    let year = place.year.map(|year| format!("?ar={year}")).unwrap_or_default();
    let crumb = |label: &str, href: String| Crumb {
        label: label.to_owned(),
        href,
        current: false,
    };
    let mut crumbs = vec![crumb("Start", format!("/{year}"))];
    let job = JOBS.iter().find(|(_, href, _)| *href == place.job);
    crumbs.extend(job.map(|(label, href, _)| crumb(label, format!("{href}{year}"))));
    crumbs.extend(place.steps.iter().map(|(words, href)| crumb(words, href.clone())));
    if crumbs.last().is_none_or(|last| last.label != place.title) {
        crumbs.push(crumb(&place.title, String::new()));
    }
    if let Some(last) = crumbs.last_mut() {
        last.current = true;
    }
    crumbs
}

/// "Ekonomen läste in bokföring 2022, 2026-11-21 20.15".
pub fn event_words(event: &Happening) -> String {
    format!("{} {}, {}", event.who, event.what, when(event.at))
}

/// Date and time in Sweden's own time, as people write it.
pub fn when(at: DateTime<Utc>) -> String {
    at.with_timezone(&sweden(at))
        .format("%Y-%m-%d kl. %H.%M")
        .to_string()
}

/// Central European time by the rule of the European Union: summer time from the last Sunday of March
/// to the last Sunday of October, both at 01.00 UTC.
fn sweden(at: DateTime<Utc>) -> chrono::FixedOffset {
    use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
    let last_sunday = |month: u32| {
        let day = NaiveDate::from_ymd_opt(at.year(), month, 31).unwrap_or_default();
        let back = i64::from(day.weekday().days_since(Weekday::Sun));
        (day - TimeDelta::days(back))
            .and_hms_opt(1, 0, 0)
            .unwrap_or_default()
    };
    let summer = (last_sunday(3)..last_sunday(10)).contains(&at.naive_utc());
    let hours = if summer { 2 } else { 1 };
    chrono::FixedOffset::east_opt(hours * 3600).unwrap_or_else(|| chrono::Offset::fix(&Utc))
}

/// The year a request asks for, or the newest with anything to show.
///
/// # Errors
/// The database's own, as trouble.
pub async fn year(site: &Site, visitor: &Visitor, asked: Option<i32>) -> Result<i32, Trouble> {
    if let Some(year) = asked.filter(|year| YEARS.contains(year)) {
        return Ok(year);
    }
    let years = site.app.frame_years(&visitor.actor).await?;
    Ok(years.first().copied().unwrap_or_else(|| {
        use chrono::Datelike;
        site.now().year() - 1
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_swedish_in_winter_and_summer() {
        for (utc, swedish) in [
            ("2026-11-21T19:15:00Z", "2026-11-21 kl. 20.15"),
            ("2026-07-01T23:30:00Z", "2026-07-02 kl. 01.30"),
            ("2026-03-29T00:59:00Z", "2026-03-29 kl. 01.59"),
            ("2026-03-29T01:00:00Z", "2026-03-29 kl. 03.00"),
            ("2026-10-25T00:59:00Z", "2026-10-25 kl. 02.59"),
            ("2026-10-25T01:00:00Z", "2026-10-25 kl. 02.00"),
        ] {
            assert_eq!(when(utc.parse().unwrap()), swedish);
        }
    }
}
