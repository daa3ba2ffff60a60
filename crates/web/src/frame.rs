//! Fills the frame of a page: the jobs this visitor may see, where the page is, the years.

use app::{pages::Happening, rights::Act};
use chrono::{DateTime, Utc};

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
        self.told = code.and_then(told).map(str::to_owned);
        self
    }
}

/// The frame of a page for a visitor.
///
/// # Errors
/// The database's own, as trouble.
pub async fn shell(site: &Site, visitor: &Visitor, place: Place) -> Result<Shell, Trouble> {
    let frame = site.app.frame(&visitor.actor).await?;
    let years = if let Some(shown) = place.year {
        let year = |year: i32| Year {
            label: year.to_string(),
            href: format!("{}{year}", place.other_years),
            current: year == shown,
        };
        frame.years.iter().rev().map(|y| year(*y)).collect()
    } else {
        Vec::new()
    };
    let may = |acts: &[Act]| acts.iter().any(|act| visitor.may_somewhere(*act));
    let jobs = JOBS.iter().filter(|(_, _, acts)| may(acts));
    let job = |(label, href, _): &(&'static str, &'static str, &[Act])| Job {
        label,
        href,
        current: *href == place.job,
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

/// Words for what a redirect says was done. The address carries a code, never words.
fn told(code: &str) -> Option<&'static str> {
    Some(match code {
        "inlast" => "Filen är inläst och talen är omräknade.",
        "bortplockad" => "Filen är borttagen. Inget är inläst.",
        "remiss" => "Remissen är sparad.",
        "mote" => "Mötet är sparat.",
        "konsultation" => "Konsultationen är sparad. Registrera nästa, eller gå vidare.",
        "antal" => "Antalet är sparat.",
        "enhet" => "Enheten är sparad.",
        "rekommendation" => "Rekommendationen är avslutad.",
        "kvartal-svar" => "Svaret på talen är sparat.",
        "kvartal-text" => "Texten är sparad för kvartalet.",
        "kvartal-stangt" => "Kvartalet är stängt och låst.",
        "bidrag-underlag" => "Underlaget är sparat och bidragen är fördelade.",
        "bidrag-avvikelser" => "Avvikelserna är sparade.",
        "bidrag-beslut" => "Beslutet är registrerat. Bidragen kan faktureras.",
        "bidrag-aterta" => "Beslutet är återtaget. Bidragen är ett förslag igen.",
        "betalplan" => "Betalplanen är sparad.",
        "folkmangd" => "Folkmängderna är sparade.",
        "folkmangd-kallor" => "Källorna är sparade.",
        "fakturor-skapade" => "Fakturorna är skapade. Hämta filerna och skicka dem.",
        "faktura-markerad" => "Fakturan är uppdaterad.",
        "faktura-krediterad" => "Kreditfakturan är skapad.",
        "faktura-mottagen" => "Fakturan är mottagen.",
        "fakturauppgifter" => "Uppgifterna är sparade.",
        "svar" => "Svaret är sparat.",
        "avsnitt" => "Avsnittet är sparat.",
        "publicerad" => "Rapporten är publicerad och låst.",
        "inregistrerad" => "Deltagandet är registrerat.",
        "anonym" => "Deltagandet är registrerat anonymt: bara kön och startår är sparade.",
        "utregistrerad" => "Deltagandet är avslutat.",
        "rattad" => "Rättelsen är sparad.",
        "startad" => "Deltagandet har startat.",
        "plan" => "Planen är sparad.",
        "uppfoljd" => "Uppföljningen är sparad.",
        "felregistrerad" => "Deltagandet är felregistrerat och ingår inte längre i något antal.",
        "fraga" | "pott" => "Sparat.",
        "utfall" => "Listan är sparad.",
        "pseudonymnyckel" => "Huvudmannen har en ny nyckel. De som är registrerade känns igen ändå.",
        "losenord" => "Lösenordet är bytt. Dina andra sessioner är avslutade.",
        "session" => "Sessionen är avslutad.",
        "inbjuden" => "Inbjudan är skickad med e-post. Den gäller i sju dagar.",
        "roll" => "Rollen är given. Personen kan redan logga in.",
        "roll-slut" => "Rollen är avslutad.",
        "stangd" => "Kontot är stängt och alla dess sessioner är avslutade.",
        "rojande" => "Minsta cell är sparad och talen är omräknade.",
        "beskriven" => "Beskrivningen är sparad.",
        "nyckel-bort" => "Nyckeln är återkallad och fungerar inte längre.",
        "budget" => "Planen är sparad och summorna är omräknade.",
        "budget-ny" => "Förslaget är gjort.",
        "budget-bort" => "Förslaget är borttaget.",
        "budget-samrad" => "Samrådet är registrerat.",
        "budget-beslut" => "Beslutet är registrerat, versionen är låst och talen är omräknade.",
        "budget-index" => "Planåren är uppräknade.",
        "budget-klistrad" => "Raderna är inlagda.",
        "budget-last" => "Versionen är beslutad och låst. Gör en kopia för att ändra budgeten.",
        "scenario" => "Scenariot är sparat och räknat.",
        "scenario-bort" => "Scenariot är borttaget.",
        "riktlinje" => "Riktlinjen är sparad.",
        "justering" => "Justeringen är sparad och balanskravet är omräknat.",
        "justering-bort" => "Justeringarna är borttagna.",
        "koppling" => "Kopplingen är sparad och räkenskaperna är omräknade.",
        "volym" => "Volymen är sparad.",
        "aterkallat" => "Samtycket är återkallat och posten är anonym.",
        "regel" => "Regeln är sparad.",
        "prognos" => "Prognosen är sparad. Det som gällde förut finns kvar i historiken.",
        "budgetkoppling" => "Kopplingen är sparad och uppföljningen omräknad.",
        "delar" => "Inställningen för delårsrapporten är sparad.",
        "moms" => "Momskonton och period är sparade.",
        "moms-inlamnad" => "Ansökan är registrerad som inlämnad och raderna är låsta.",
        "moms-utbetald" => "Utbetalningen är registrerad.",
        "pott-anmald" => "Besluten är märkta som anmälda.",
        "pott-sokt" => "Ansökan är skickad.",
        "pott-aterta" => "Ansökan är tillbakatagen.",
        "rekvisition" => "Utkastet är sparat. Bifoga underlag och attestera när det är färdigt.",
        "rekvisition-udda" => {
            "Utkastet är sparat, men beloppen ser ovanliga ut mot årets budget. Kontrollera att de är i kronor."
        }
        "rekvisition-attest1" => "Rekvisitionen är attesterad och har gått till kansliet.",
        "rekvisition-granskad" => "Rekvisitionen är granskad och väntar på förbundets attest.",
        "rekvisition-atersand" => "Rekvisitionen är återsänd med skälet.",
        "rekvisition-attest2" => "Rekvisitionen är attesterad och får betalas.",
        "rekvisition-betald" => "Rekvisitionen är märkt betald.",
        "rekvisition-makulerad" => "Rekvisitionen är makulerad. Perioden kan rekvireras på nytt.",
        "underlag" => "Underlaget är bifogat.",
        "underlag-bort" => "Underlaget är borttaget.",
        "attestregel" => "Attestregeln är sparad.",
        "attestregel-bort" => "Attestregeln är borttagen.",
        "ersattare" => "Ersättaren är sparad.",
        "ersattare-bort" => "Ersättaren är borttagen.",
        "betalfil" => "Betalfilen är skriven. Hämta den och sänd den till banken.",
        "betalfil-ater" => "Betalfilen är återkallad. Dess rekvisitioner kan betalas på nytt.",
        "betalkonto" => "Förbundets konto är sparat.",
        "forklaring" => "Förklaringen är sparad.",
        "ekonomi-stangd" => "Kvartalets ekonomi är stängd och låst.",
        "sie-konton" => "Kontona är sparade.",
        _ => return None,
    })
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
    if let Some(year) = asked.filter(|year| (1990..=2200).contains(year)) {
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
