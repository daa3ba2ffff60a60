//! Pots: a decided frame for small measures, applied for without personal data, decided by
//! delegation, reported to the board. The rules are `docs/rules/pott.md`.

mod application;

pub use application::{
    Application, Decided, Outcome, Typed, Wanted, apply, can_withdraw, decide, report, waiting,
};

use chrono::NaiveDate;

use crate::{money::Ore, personnummer, refusal::Refusal, years::YEARS};

/// The most letters of a name, a section or a function.
const MOST_WORDS: usize = 200;
/// The fewest letters that say anything.
pub(crate) const FEWEST: usize = 10;
/// The most letters of a purpose or a reason.
pub(crate) const MOST: usize = 1_000;
/// A thousand million kronor.
const MOST_KRONOR: i64 = 1_000_000_000;

/// A frame for small measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pot {
    /// Key in addresses.
    pub public_id: String,
    /// "Potten".
    pub name: String,
    /// The year it is for.
    pub year: i32,
    /// What may be granted in all.
    pub frame: Ore,
    /// The most of one application; none when there is no limit but the frame.
    pub most: Option<Ore>,
    /// "§ 61".
    pub decision: String,
    /// The day of the decision.
    pub decided_on: NaiveDate,
    /// Who decides by delegation: a function, never a name.
    pub delegate: String,
    /// What it is for.
    pub purpose: String,
    /// Taken out of use: nobody applies any more.
    pub closed: bool,
    /// Made up for the example.
    pub constructed: bool,
}

/// How much of a pot is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The frame.
    pub frame: Ore,
    /// Granted.
    pub granted: Ore,
    /// Applied for and not decided.
    pub applied: Ore,
}

impl Standing {
    /// How a pot stands.
    pub fn of(pot: &Pot, applications: &[Application]) -> Standing {
        let sum = |of: fn(&Application) -> Option<Ore>| applications.iter().filter_map(of).sum();
        Standing {
            frame: pot.frame,
            granted: sum(Application::granted),
            applied: sum(|a| matches!(a.outcome, Outcome::Waiting).then_some(a.amount)),
        }
    }

    /// What may still be granted.
    pub fn left(&self) -> Ore {
        self.frame - self.granted
    }
}

/// What some applications amount to together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Together {
    /// Applied for.
    pub wanted: Ore,
    /// Granted.
    pub granted: Ore,
}

impl Together {
    /// The sums of these applications.
    pub fn of<'a>(applications: impl IntoIterator<Item = &'a Application>) -> Together {
        let add = |so_far: Together, application: &Application| Together {
            wanted: so_far.wanted + application.amount,
            granted: so_far.granted + application.granted().unwrap_or_default(),
        };
        applications.into_iter().fold(Together::default(), add)
    }
}

/// A pot as typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct TypedPot<'a> {
    /// Name.
    pub name: &'a str,
    /// Year.
    pub year: &'a str,
    /// Frame in kronor.
    pub frame: &'a str,
    /// The most of one application, or empty.
    pub most: &'a str,
    /// The decision's section.
    pub decision: &'a str,
    /// Its day, ISO.
    pub decided_on: &'a str,
    /// Who decides.
    pub delegate: &'a str,
    /// What it is for.
    pub purpose: &'a str,
}

/// Reads a pot; `granted` is what has been granted of it already.
///
/// # Errors
/// Refusals at `namn`, `ar`, `ram`, `hogst`, `beslut`, `dag`, `delegat` and `andamal`.
pub fn read_pot(typed: &TypedPot<'_>, public_id: &str, granted: Ore) -> Result<Pot, Vec<Refusal>> {
    let mut refusals = Vec::new();
    let mut need = |place: &str, text: &str, message: &str| {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > MOST_WORDS {
            refusals.push(Refusal::at("pott-falt", place, message));
        }
        text.to_owned()
    };
    let name = need("namn", typed.name, "Skriv pottens namn, högst 200 tecken.");
    let decision = need("beslut", typed.decision, "Ange beslutet, till exempel § 61.");
    let message = "Ange vilken funktion som beslutar på delegation, till exempel förbundschefen.";
    let delegate = need("delegat", typed.delegate, message);
    let year = year(typed.year, &mut refusals);
    let decided_on = decided_on(typed.decided_on, &mut refusals);
    let (frame, most) = amounts(typed, granted, &mut refusals);
    let purpose = kept(words(typed.purpose, "andamal", (0, "Ändamålet")), &mut refusals);
    match (year, decided_on, frame, purpose) {
        (Some(year), Some(decided_on), Some(frame), Some(purpose)) if refusals.is_empty() => Ok(Pot {
            public_id: public_id.to_owned(),
            name,
            year,
            frame,
            most,
            decision,
            decided_on,
            delegate,
            purpose,
            closed: false,
            constructed: false,
        }),
        _ => Err(refusals),
    }
}

fn year(text: &str, refusals: &mut Vec<Refusal>) -> Option<i32> {
    let year = text.trim().parse().ok().filter(|y| YEARS.contains(y));
    if year.is_none() {
        refusals.push(Refusal::at("pott-ar", "ar", "Skriv året med fyra siffror."));
    }
    year
}

fn decided_on(text: &str, refusals: &mut Vec<Refusal>) -> Option<NaiveDate> {
    let day = text.trim().parse().ok();
    if day.is_none() {
        let message = "Skriv beslutets dag som ÅÅÅÅ-MM-DD.";
        refusals.push(Refusal::at("pott-dag", "dag", message));
    }
    day
}

/// The frame, and the most of one application, if there is such a limit.
fn amounts(typed: &TypedPot<'_>, granted: Ore, refusals: &mut Vec<Refusal>) -> (Option<Ore>, Option<Ore>) {
    let frame = kept(kronor(typed.frame, "ram"), refusals);
    let most = match typed.most.trim() {
        "" => None,
        text => kept(kronor(text, "hogst"), refusals),
    };
    if frame.zip(most).is_some_and(|(frame, most)| most > frame) {
        let message = "Högsta belopp per ansökan är större än ramen. Sänk det, eller höj ramen.";
        refusals.push(Refusal::at("pott-hogst", "hogst", message));
    }
    if let Some(frame) = frame.filter(|frame| *frame < granted) {
        let message = format!(
            "Ramen {} kr är mindre än det som redan är beviljat, {} kr. Ramen kan inte sänkas under det.",
            frame.rounded(),
            granted.rounded()
        );
        refusals.push(Refusal::at("pott-under-beviljat", "ram", message));
    }
    (frame, most)
}

/// The value, or `None` with the refusal kept.
fn kept<T>(read: Result<T, Refusal>, refusals: &mut Vec<Refusal>) -> Option<T> {
    read.map_err(|refusal| refusals.push(refusal)).ok()
}

/// A positive amount in whole kronor.
pub(crate) fn kronor(text: &str, place: &str) -> Result<Ore, Refusal> {
    let amount = Ore::parse(text).filter(|ore| ore.0 > 0 && *ore <= Ore::kronor(MOST_KRONOR));
    match amount {
        Some(amount) if amount.0 % 100 == 0 => Ok(amount),
        Some(_) => {
            let message = "Skriv beloppet i hela kronor, utan ören.";
            Err(Refusal::at("pott-belopp", place, message))
        }
        None => {
            let message = "Skriv ett belopp i kronor, större än noll, till exempel 12 000.";
            Err(Refusal::at("pott-belopp", place, message))
        }
    }
}

/// A text of some letters, without anything that looks like a personal identity number.
pub(crate) fn words(text: &str, place: &str, (fewest, what): (usize, &str)) -> Result<String, Refusal> {
    let text = text.trim();
    let length = text.chars().count();
    if length < fewest {
        let message = format!("{what} behöver minst {fewest} tecken.");
        return Err(Refusal::at("pott-ord", place, message));
    }
    if length > MOST {
        let message = format!("{what} är längre än {MOST} tecken. Korta texten.");
        return Err(Refusal::at("pott-ord", place, message));
    }
    if personnummer::is_in(text) {
        let message = format!(
            "{what} innehåller något som liknar ett personnummer. Beskriv åtgärden, aldrig personen."
        );
        return Err(Refusal::at("pott-person", place, message));
    }
    Ok(text.to_owned())
}
