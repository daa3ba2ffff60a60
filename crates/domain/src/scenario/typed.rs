//! A scenario as typed.

use super::{Change, Month, Scenario};
use crate::{
    money::Ore,
    number::parse_decimal,
    plan::{Plan, typed::amount},
    refusal::Refusal,
};

/// The most changes of a scenario.
pub const MOST_CHANGES: usize = 12;

/// What is asked for of personnel.
const PERSONNEL: &str =
    "Skriv personalens andel av insatsbudgetar som inte är delade på kostnadsslag, 0 till 100 procent.";

/// A row of a change as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// "starta", "avsluta", "skjut", "bidrag", "index", "vakans"; empty for no change.
    pub kind: String,
    /// An insats.
    pub label: String,
    /// "2027-03" or "2027".
    pub from: String,
    /// Kronor, per cent or months, by the kind.
    pub value: String,
}

/// A scenario as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Name.
    pub name: String,
    /// Years.
    pub span: String,
    /// Months.
    pub notice: String,
    /// Per cent.
    pub personnel: String,
    /// Kronor; empty when not known.
    pub liquid: String,
    /// Changes.
    pub rows: Vec<Row>,
}

impl Typed {
    /// The scenario, on a plan.
    ///
    /// # Errors
    /// A refusal per field that cannot be; a change's place is `andring-1`.
    pub fn read(&self, plan: &Plan) -> Result<Scenario, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut say = |place: &str, message: &str| refusals.push(Refusal::at("scenario", place, message));
        let name = self.name.trim().to_owned();
        if name.is_empty() || name.chars().count() > 100 {
            say("namn", "Ge scenariot ett namn med högst 100 tecken.");
        }
        let span = self.span.trim().parse::<usize>().ok();
        let span = span.filter(|span| (1..=10).contains(span));
        if span.is_none() {
            say("ar", "Skriv hur många år scenariot räknas, 1 till 10.");
        }
        let notice = self
            .notice
            .trim()
            .parse::<u32>()
            .ok()
            .filter(|months| *months <= 24);
        if notice.is_none() {
            say("varsel", "Skriv månader från beslut till verkan, 0 till 24.");
        }
        let personnel = rate(&self.personnel).filter(|rate| (0..=10_000).contains(rate));
        if personnel.is_none() {
            say("personal", PERSONNEL);
        }
        let liquid = amount(&self.liquid).unwrap_or_else(|message| {
            say("likvida", &message);
            None
        });
        let changes = self.changes(plan, span.unwrap_or(plan.span), &mut say);
        match (span, notice, personnel, refusals.is_empty()) {
            (Some(span), Some(notice), Some(personnel), true) => Ok(Scenario {
                name,
                base: (plan.first, plan.version.number),
                span,
                notice,
                personnel,
                liquid,
                changes,
            }),
            _ => Err(refusals),
        }
    }

    fn changes(&self, plan: &Plan, span: usize, say: &mut impl FnMut(&str, &str)) -> Vec<Change> {
        let mut changes = Vec::new();
        for (at, row) in self
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| !row.kind.is_empty())
        {
            match row.read(plan, span) {
                Ok(change) => changes.push(change),
                Err(message) => say(&format!("andring-{}", at + 1), &message),
            }
        }
        changes
    }

    /// What a scenario would have been typed as.
    pub fn of(scenario: &Scenario) -> Typed {
        use crate::number::decimal;
        let per_cent = |rate: i64| decimal(rate, 2);
        let month = |month: &Month| format!("{}-{:02}", month.year, month.month);
        let row = |change: &Change| {
            let (kind, label, from, value) = match change {
                Change::Start { label, from, yearly } => {
                    ("starta", label.clone(), month(from), yearly.rounded())
                }
                Change::Stop { label, from } => ("avsluta", label.clone(), month(from), String::new()),
                Change::Delay { label, months } => {
                    ("skjut", label.clone(), String::new(), months.to_string())
                }
                Change::Allotment { from, total } => {
                    ("bidrag", String::new(), from.to_string(), total.rounded())
                }
                Change::Index { from, rate } => ("index", String::new(), from.to_string(), per_cent(*rate)),
                Change::Vacancy { from, rate } => {
                    ("vakans", String::new(), from.to_string(), per_cent(*rate))
                }
            };
            Row {
                kind: kind.into(),
                label,
                from,
                value,
            }
        };
        Typed {
            name: scenario.name.clone(),
            span: scenario.span.to_string(),
            notice: scenario.notice.to_string(),
            personnel: per_cent(scenario.personnel),
            liquid: scenario.liquid.map(Ore::rounded).unwrap_or_default(),
            rows: scenario.changes.iter().map(row).collect(),
        }
    }
}

fn rate(text: &str) -> Option<i64> {
    parse_decimal(text.trim().trim_end_matches('%'), 2)
}

impl Row {
    fn read(&self, plan: &Plan, span: usize) -> Result<Change, String> {
        let kronor = || match amount(&self.value)? {
            Some(amount) => Ok(amount),
            None => Err("Skriv beloppet för ett år i kronor.".to_owned()),
        };
        let rate = || {
            let rate = rate(&self.value).filter(|rate| rate.abs() <= 10_000);
            rate.ok_or_else(|| "Skriv procent mellan −100 och 100, till exempel 2,5.".to_owned())
        };
        Ok(match self.kind.as_str() {
            "starta" => Change::Start {
                label: self.new_label(plan)?,
                from: self.month(plan.first, span)?,
                yearly: kronor()?,
            },
            "avsluta" => Change::Stop {
                label: self.known(plan)?,
                from: self.month(plan.first, span)?,
            },
            "skjut" => Change::Delay {
                label: self.known(plan)?,
                months: self
                    .value
                    .trim()
                    .parse()
                    .ok()
                    .filter(|months| (1..=60).contains(months))
                    .ok_or("Skriv antal månader, 1 till 60.")?,
            },
            "bidrag" => Change::Allotment {
                from: self.year(plan.first, span)?,
                total: kronor()?,
            },
            "index" => Change::Index {
                from: self.year(plan.first, span)?,
                rate: rate()?,
            },
            "vakans" => Change::Vacancy {
                from: self.year(plan.first, span)?,
                rate: rate()
                    .ok()
                    .filter(|r| *r >= 0)
                    .ok_or("Skriv procent mellan 0 och 100.")?,
            },
            other => return Err(format!("”{other}” är ingen ändring. Välj en ur listan.")),
        })
    }

    fn new_label(&self, plan: &Plan) -> Result<String, String> {
        let label = self.label.trim().to_owned();
        if label.is_empty() || label.chars().count() > 200 {
            return Err("Skriv vad den nya insatsen heter.".into());
        }
        if plan.insatser.is_empty() {
            return Err("Planen har inga insatsbudgetar att ändra. Lägg in dem i planen först.".into());
        }
        if plan.insatser.iter().any(|row| row.label == label) {
            return Err(format!(
                "”{label}” finns redan i planen. Ge den nya insatsen ett annat namn."
            ));
        }
        Ok(label)
    }

    fn known(&self, plan: &Plan) -> Result<String, String> {
        let label = self.label.trim();
        let row = plan.insatser.iter().find(|row| row.label == label);
        row.map(|row| row.label.clone())
            .ok_or_else(|| format!("”{label}” har ingen budget i planen. Välj en insats ur planen."))
    }

    fn month(&self, first: i32, span: usize) -> Result<Month, String> {
        let text = self.from.trim();
        let read = text.split_once('-').and_then(|(year, month)| {
            let month = month.parse().ok().filter(|m| (1..=12).contains(m))?;
            Some(Month {
                year: year.parse().ok()?,
                month,
            })
        });
        let read = read.or_else(|| text.parse().ok().map(|year| Month { year, month: 1 }));
        read.filter(|month| within(month.year, first, span))
            .ok_or_else(|| format!("Skriv månaden som ÅÅÅÅ-MM inom scenariots år, från och med {first}."))
    }

    fn year(&self, first: i32, span: usize) -> Result<i32, String> {
        let read = self.from.trim().get(..4).and_then(|year| year.parse().ok());
        read.filter(|year| within(*year, first, span))
            .ok_or_else(|| format!("Skriv ett av scenariots år, från och med {first}."))
    }
}

fn within(year: i32, first: i32, span: usize) -> bool {
    (first..first + i32::try_from(span).unwrap_or(0)).contains(&year)
}
