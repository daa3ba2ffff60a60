//! Who may attest what, as data: rules with role or person, amount, insats and time; deputies with
//! time; and the decision. No rule lets anybody attest twice or pay themselves.

use chrono::NaiveDate;

use super::{Did, Requisition};
use crate::{money::Ore, refusal::Refusal};

/// Which attest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attest {
    /// The huvudman's.
    First,
    /// The association's.
    Second,
}

impl Attest {
    /// Stored code, 1 or 2.
    pub const fn code(self) -> u8 {
        match self {
            Attest::First => 1,
            Attest::Second => 2,
        }
    }

    /// The attest of a stored code.
    pub const fn from_code(code: u8) -> Option<Attest> {
        match code {
            1 => Some(Attest::First),
            2 => Some(Attest::Second),
            _ => None,
        }
    }

    /// As printed.
    pub const fn label(self) -> &'static str {
        match self {
            Attest::First => "attest 1 (huvudmannen)",
            Attest::Second => "attest 2 (förbundet)",
        }
    }
}

/// Whom a rule is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody with a role, by its stored code.
    Role(u8),
    /// One user, by public id.
    Person(String),
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its key.
    pub id: i64,
    /// Which attest.
    pub attest: Attest,
    /// Whom it is for.
    pub who: Who,
    /// The largest requisition; none is no limit.
    pub limit: Option<Ore>,
    /// The insats, by slug; none is all.
    pub insats: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive; none is until further notice.
    pub to: Option<NaiveDate>,
}

/// Somebody who has another's rights for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deputy {
    /// Its key.
    pub id: i64,
    /// Who stands in, by public id.
    pub deputy: String,
    /// For whom, by public id.
    pub of: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day, inclusive.
    pub to: NaiveDate,
}

/// A person who wants to attest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Public id.
    pub id: String,
    /// Codes of the roles held today; for an insatsansvarig only when held for this insats.
    pub roles: Vec<u8>,
    /// Acts for the one who is paid: holds a role at the insats's huvudman.
    pub paid: bool,
}

/// On whose right somebody attests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Right {
    /// Their own.
    Own,
    /// As deputy of this user.
    For(String),
}

/// The rules that hold where none are decided: any insatsansvarig of the insats attests first,
/// any economist or the office second, without limit.
pub fn preset(manager: u8, seconds: &[u8]) -> Vec<Rule> {
    let rule = |attest, role| Rule {
        id: 0,
        attest,
        who: Who::Role(role),
        limit: None,
        insats: None,
        from: NaiveDate::MIN,
        to: None,
    };
    let mut rules = vec![rule(Attest::First, manager)];
    rules.extend(seconds.iter().map(|role| rule(Attest::Second, *role)));
    rules
}

/// Whether a person may attest a requisition today, and on whose right. `others` are those the
/// person may stand in for, with the roles they hold.
///
/// # Errors
/// A refusal that says what stands in the way: the same person twice, one's own payment, no rule,
/// a rule that does not hold today, or the limit.
pub fn decide(
    requisition: &Requisition,
    attest: Attest,
    person: &Person,
    (rules, deputies, others): (&[Rule], &[Deputy], &[Person]),
    today: NaiveDate,
) -> Result<Right, Refusal> {
    if attest == Attest::Second {
        apart(requisition, person)?;
    }
    let own = best(requisition, attest, person, rules, today);
    if let Best::Holds = own {
        return Ok(Right::Own);
    }
    let mut nearest = own;
    let standing_in = deputies
        .iter()
        .filter(|d| d.deputy == person.id && d.from <= today && today <= d.to);
    for deputy in standing_in {
        let Some(other) = others.iter().find(|other| other.id == deputy.of) else {
            continue;
        };
        match best(requisition, attest, other, rules, today) {
            Best::Holds => return Ok(Right::For(deputy.of.clone())),
            found => nearest = nearest.nearer(found),
        }
    }
    Err(nearest.refusal(requisition, attest))
}

/// Nobody takes part on both sides.
fn apart(requisition: &Requisition, person: &Person) -> Result<(), Refusal> {
    let did = |did: Did| requisition.signed(did).is_some_and(|step| step.by == person.id);
    if did(Did::Attested) || did(Did::Filled) {
        let message = "Du har fyllt i eller attesterat rekvisitionen för huvudmannen. En annan person måste göra förbundets attest.";
        return Err(Refusal::new("attest-samma", message));
    }
    if person.paid {
        let message = "Betalningen går till den verksamhet du själv företräder. En annan person måste göra förbundets attest.";
        return Err(Refusal::new("attest-egen", message));
    }
    Ok(())
}

/// How near a rule came.
enum Best {
    None,
    Outside(NaiveDate, Option<NaiveDate>),
    Above(Ore),
    Holds,
}

impl Best {
    fn nearer(self, other: Best) -> Best {
        match (self, other) {
            (Best::Holds, _) | (_, Best::Holds) => Best::Holds,
            (Best::Above(a), Best::Above(b)) => Best::Above(a.max(b)),
            (above @ Best::Above(_), _) | (_, above @ Best::Above(_)) => above,
            (outside @ Best::Outside(..), _) | (_, outside @ Best::Outside(..)) => outside,
            _ => Best::None,
        }
    }

    fn refusal(self, requisition: &Requisition, attest: Attest) -> Refusal {
        let what = attest.label();
        match self {
            Best::Above(limit) => {
                let message = format!(
                    "Rekvisitionen är på {} kr och din attestgräns är {limit} kr. Be någon med högre gräns, eller ändra regeln under Attesträtt.",
                    requisition.total()
                );
                Refusal::new("attest-grans", message)
            }
            Best::Outside(from, to) => {
                let until = to.map_or_else(|| "tills vidare".to_owned(), |to| format!("till {to}"));
                let message = format!(
                    "Din rätt till {what} gäller från {from} {until}, inte i dag. Ändra regeln under Attesträtt."
                );
                Refusal::new("attest-tid", message)
            }
            _ => {
                let message = format!(
                    "Ingen regel ger dig rätt till {what} för insatsen. Lägg till en under Attesträtt."
                );
                Refusal::new("attest-regel", message)
            }
        }
    }
}

fn best(
    requisition: &Requisition,
    attest: Attest,
    person: &Person,
    rules: &[Rule],
    today: NaiveDate,
) -> Best {
    let his = |rule: &&Rule| {
        let who = match &rule.who {
            Who::Role(role) => person.roles.contains(role),
            Who::Person(id) => *id == person.id,
        };
        let here = rule
            .insats
            .as_ref()
            .is_none_or(|insats| *insats == requisition.insats);
        rule.attest == attest && who && here
    };
    let each = rules.iter().filter(his).map(|rule| {
        let holds = rule.from <= today && rule.to.is_none_or(|to| today <= to);
        match rule.limit {
            _ if !holds => Best::Outside(rule.from, rule.to),
            Some(limit) if requisition.total() > limit => Best::Above(limit),
            _ => Best::Holds,
        }
    });
    each.fold(Best::None, Best::nearer)
}

/// A rule as typed, if it makes sense: the period is not turned around, the limit not negative.
///
/// # Errors
/// Refusals at `till` and `grans`.
pub fn check(rule: &Rule) -> Result<(), Vec<Refusal>> {
    let mut refusals = Vec::new();
    if rule.to.is_some_and(|to| to < rule.from) {
        let message = "Sista dagen är före den första. Byt plats på dem.";
        refusals.push(Refusal::at("attest-period", "till", message));
    }
    if rule.limit.is_some_and(|limit| limit.0 <= 0) {
        let message = "Gränsen måste vara större än noll. Lämna den tom om det inte finns någon.";
        refusals.push(Refusal::at("attest-gransbelopp", "grans", message));
    }
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(refusals)
    }
}

/// A deputy as typed, if it makes sense.
///
/// # Errors
/// Refusals at `till` and `ersattare`.
pub fn check_deputy(deputy: &Deputy) -> Result<(), Vec<Refusal>> {
    let mut refusals = Vec::new();
    if deputy.to < deputy.from {
        let message = "Sista dagen är före den första. Byt plats på dem.";
        refusals.push(Refusal::at("attest-period", "till", message));
    }
    if deputy.deputy == deputy.of {
        let message = "Ingen kan vara ersättare för sig själv. Välj en annan person.";
        refusals.push(Refusal::at("attest-ersattare", "ersattare", message));
    }
    if refusals.is_empty() {
        Ok(())
    } else {
        Err(refusals)
    }
}
