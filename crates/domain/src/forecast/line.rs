//! Which line: one of the budget, an insats, or what belongs to neither.

use crate::{facts::BudgetGroup, statement::mapping::Line};

/// A line of a follow-up. Its text is the key of choices and addresses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKey {
    /// A line of the budget: group and label.
    Budget(Group, String),
    /// An insats, by slug.
    Insats(String),
    /// A project without insats, by code.
    Project(String),
    /// What no rule connects to a line of the budget, by line of the income statement.
    Unlinked(Line),
}

/// A group of the budget, ordered as printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Group(u8);

/// The groups in printed order, with their names in files and addresses.
pub const GROUPS: [(BudgetGroup, &str, &str); 4] = [
    (BudgetGroup::Income, "intäkter", "Intäkter"),
    (
        BudgetGroup::FinancialIncome,
        "finansiella intäkter",
        "Finansiella intäkter",
    ),
    (BudgetGroup::Cost, "kostnader", "Kostnader"),
    (
        BudgetGroup::FinancialCost,
        "finansiella kostnader",
        "Finansiella kostnader",
    ),
];

impl From<BudgetGroup> for Group {
    fn from(group: BudgetGroup) -> Group {
        let place = (0_u8..).zip(GROUPS).find(|(_, (g, ..))| *g == group);
        Group(place.map_or(0, |(place, _)| place))
    }
}

impl From<Group> for BudgetGroup {
    fn from(group: Group) -> BudgetGroup {
        GROUPS[usize::from(group.0).min(3)].0
    }
}

/// The group with this name in a file.
pub fn group_of(name: &str) -> Option<BudgetGroup> {
    let wanted = name.trim().to_lowercase();
    GROUPS.iter().find(|(_, n, _)| *n == wanted).map(|(g, ..)| *g)
}

/// A group's name in a file.
pub fn group_name(group: BudgetGroup) -> &'static str {
    GROUPS[usize::from(Group::from(group).0)].1
}

/// A group's name as printed.
pub fn group_title(group: BudgetGroup) -> &'static str {
    GROUPS[usize::from(Group::from(group).0)].2
}

/// The group a line of the income statement belongs to when no rule says; `None` for a line of the
/// balance sheet.
pub fn group_of_line(line: Line) -> Option<BudgetGroup> {
    Some(match line {
        Line::Income => BudgetGroup::Income,
        Line::ExternalCost | Line::PersonnelCost | Line::Depreciation | Line::Extraordinary => {
            BudgetGroup::Cost
        }
        Line::FinancialIncome => BudgetGroup::FinancialIncome,
        Line::FinancialCost => BudgetGroup::FinancialCost,
        _ => return None,
    })
}

/// Whether more is better.
pub const fn is_income(group: BudgetGroup) -> bool {
    matches!(group, BudgetGroup::Income | BudgetGroup::FinancialIncome)
}

impl LineKey {
    /// A line of the budget.
    pub fn budget(group: BudgetGroup, label: impl Into<String>) -> LineKey {
        LineKey::Budget(group.into(), label.into())
    }

    /// As kept and as in addresses: "kostnader:Personal", "insats:krus".
    pub fn to_text(&self) -> String {
        match self {
            LineKey::Budget(group, label) => format!("{}:{label}", group_name((*group).into())),
            LineKey::Insats(slug) => format!("insats:{slug}"),
            LineKey::Project(code) => format!("projekt:{code}"),
            LineKey::Unlinked(line) => format!("utan rad:{}", line.label()),
        }
    }

    /// Reads [`LineKey::to_text`]; `None` for anything else.
    pub fn from_text(text: &str) -> Option<LineKey> {
        let (kind, name) = text.split_once(':')?;
        if name.is_empty() {
            return None;
        }
        Some(match kind {
            "insats" => LineKey::Insats(name.to_owned()),
            "projekt" => LineKey::Project(name.to_owned()),
            "utan rad" => LineKey::Unlinked(Line::from_label(name)?),
            group => LineKey::budget(group_of(group)?, name),
        })
    }
}
