//! The difference between two versions: row by row and year by year. Put on the older one it gives the
//! newer one.

use super::{InsatsRow, Line, MemberRow, Opening, Plan, Stated, Sum};
use crate::{facts::BudgetGroup, money::Ore};

/// What a row is recognised by in both versions; the number tells rows with the same name apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// A line.
    Line(BudgetGroup, String, usize),
    /// An insats budget's row.
    Insats(String, Option<crate::cost_type::CostType>, usize),
    /// A member's contribution.
    Member(String, usize),
}

/// A row as it stands in one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A line.
    Line(Line),
    /// An insats budget's row.
    Insats(InsatsRow),
    /// A contribution.
    Member(MemberRow),
}

/// A row that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Which.
    pub key: Key,
    /// As it was; `None` when it is new.
    pub old: Option<Content>,
    /// As it is; `None` when it is gone.
    pub new: Option<Content>,
}

/// A sum before and after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangedSum {
    /// Of what.
    pub sum: Sum,
    /// Year.
    pub year: i32,
    /// Before; `None` when the older version has no such year.
    pub old: Option<Ore>,
    /// After.
    pub new: Option<Ore>,
}

/// All that differs between two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// First year and number of years, of the newer.
    pub years: (i32, usize),
    /// Rows that differ, in the newer version's order; those that are gone come last.
    pub rows: Vec<Changed>,
    /// The newer version's order, when rows were moved or are new.
    order: Option<Vec<Key>>,
    /// Opening capital before and after, when it differs.
    pub opening: Option<(Option<Opening>, Option<Opening>)>,
    /// Control sums of the newer, when they differ.
    stated: Option<Vec<Stated>>,
    /// Computed sums that differ.
    pub sums: Vec<ChangedSum>,
}

impl Difference {
    /// What differs from the older to the newer.
    pub fn between(old: &Plan, new: &Plan) -> Difference {
        let before = rows(&old.clone().over(new.first, new.span));
        let after = rows(new);
        let mut changed: Vec<Changed> = Vec::new();
        for (key, content) in &after {
            let was = find(&before, key);
            if was != Some(content) {
                changed.push(Changed {
                    key: key.clone(),
                    old: was.cloned(),
                    new: Some(content.clone()),
                });
            }
        }
        for (key, content) in before.iter().filter(|(key, _)| find(&after, key).is_none()) {
            changed.push(Changed {
                key: key.clone(),
                old: Some(content.clone()),
                new: None,
            });
        }
        let keys = |rows: &[(Key, Content)]| rows.iter().map(|(key, _)| key.clone()).collect::<Vec<_>>();
        let order = (keys(&before) != keys(&after)).then(|| keys(&after));
        let kept = old.clone().over(new.first, new.span).stated;
        Difference {
            years: (new.first, new.span),
            rows: changed,
            order,
            opening: (old.opening != new.opening).then(|| (old.opening.clone(), new.opening.clone())),
            stated: (kept != new.stated).then(|| new.stated.clone()),
            sums: sums(old, new),
        }
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.order.is_none() && self.opening.is_none() && self.stated.is_none()
    }

    /// The older version with what differs put on it; version and timetable stay the older's.
    pub fn apply(&self, old: &Plan) -> Plan {
        let mut plan = old.clone().over(self.years.0, self.years.1);
        let mut held = rows(&plan);
        for change in &self.rows {
            match (&change.new, held.iter().position(|(key, _)| *key == change.key)) {
                (Some(new), Some(place)) => held[place].1 = new.clone(),
                (Some(new), None) => held.push((change.key.clone(), new.clone())),
                (None, Some(place)) => drop(held.remove(place)),
                (None, None) => {}
            }
        }
        if let Some(order) = &self.order {
            held.sort_by_key(|(key, _)| order.iter().position(|other| other == key));
        }
        plan.lines.clear();
        plan.insatser.clear();
        plan.contributions.clear();
        for (_, content) in held {
            match content {
                Content::Line(line) => plan.lines.push(line),
                Content::Insats(row) => plan.insatser.push(row),
                Content::Member(row) => plan.contributions.push(row),
            }
        }
        if let Some((_, opening)) = &self.opening {
            plan.opening.clone_from(opening);
        }
        if let Some(stated) = &self.stated {
            plan.stated.clone_from(stated);
        }
        plan
    }
}

fn find<'a>(rows: &'a [(Key, Content)], key: &Key) -> Option<&'a Content> {
    rows.iter()
        .find(|(other, _)| other == key)
        .map(|(_, content)| content)
}

/// Every row with its key.
fn rows(plan: &Plan) -> Vec<(Key, Content)> {
    let mut rows: Vec<(Key, Content)> = Vec::new();
    let mut add = |key: &dyn Fn(usize) -> Key, content: Content| {
        let mut number = 0;
        while find(&rows, &key(number)).is_some() {
            number += 1;
        }
        rows.push((key(number), content));
    };
    for line in &plan.lines {
        let key = |n| Key::Line(line.group, line.label.clone(), n);
        add(&key, Content::Line(line.clone()));
    }
    for row in &plan.insatser {
        let name = row.insats.as_ref().unwrap_or(&row.label);
        let key = |n| Key::Insats(name.clone(), row.cost_type, n);
        add(&key, Content::Insats(row.clone()));
    }
    for row in &plan.contributions {
        let key = |n| Key::Member(row.member.clone(), n);
        add(&key, Content::Member(row.clone()));
    }
    rows
}

fn sums(old: &Plan, new: &Plan) -> Vec<ChangedSum> {
    let (before, after) = (old.sums(), new.sums());
    let mut years: Vec<i32> = before.iter().chain(&after).map(|sum| sum.year).collect();
    years.sort_unstable();
    years.dedup();
    let mut changed = Vec::new();
    for sum in Sum::ALL {
        for year in &years {
            let of = |sums: &[super::YearSum]| sums.iter().find(|s| s.year == *year).map(|s| s.of(sum));
            let (was, is) = (of(&before), of(&after));
            if was != is {
                changed.push(ChangedSum {
                    sum,
                    year: *year,
                    old: was,
                    new: is,
                });
            }
        }
    }
    changed
}

impl Content {
    /// As printed.
    pub fn label(&self) -> String {
        match self {
            Content::Line(line) => line.label.clone(),
            Content::Insats(row) => match row.cost_type {
                Some(cost) => format!("{}, {}", row.label, cost.label().to_lowercase()),
                None => row.label.clone(),
            },
            Content::Member(row) => row.name.clone(),
        }
    }

    /// Its amounts.
    pub fn amounts(&self) -> &[Option<Ore>] {
        match self {
            Content::Line(line) => &line.amounts,
            Content::Insats(row) => &row.amounts,
            Content::Member(row) => &row.amounts,
        }
    }

    /// Its note.
    pub fn note(&self) -> &str {
        match self {
            Content::Line(line) => &line.note,
            Content::Insats(row) => &row.note,
            Content::Member(_) => "",
        }
    }
}
