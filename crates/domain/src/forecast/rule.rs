//! Which accounts and projects belong to which line of the budget, as data.

use crate::{
    facts::BudgetGroup,
    forecast::line::{LineKey, group_name, group_of},
    published::read_table,
    refusal::Problem,
};

/// Columns of the file.
const HEADER: [&str; 6] = ["från", "till", "projekt", "grupp", "rad", "fördelning"];
/// More rules than this are not read.
const MAX_RULES: usize = 2_000;

/// Accounts of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// First account, inclusive.
    pub from: u32,
    /// Last account, inclusive.
    pub to: u32,
    /// Only transactions on this project; all when empty.
    pub project: String,
    /// The line's group.
    pub group: BudgetGroup,
    /// The line's label in the budget.
    pub label: String,
    /// How the line's budget is spread over the year.
    pub profile: Profile,
}

/// How a year's budget is spread over its months.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Profile {
    /// A twelfth a month.
    #[default]
    Even,
    /// A quarter in the first month of each quarter: contributions are paid in advance.
    QuarterFirst,
    /// A quarter in the last month of each quarter: requisitions come afterwards.
    QuarterLast,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Profile; 3] = [Profile::Even, Profile::QuarterFirst, Profile::QuarterLast];

    /// In files and on pages.
    pub const fn label(self) -> &'static str {
        match self {
            Profile::Even => "jämnt",
            Profile::QuarterFirst => "kvartalets första månad",
            Profile::QuarterLast => "kvartalets sista månad",
        }
    }

    /// The profile with this name; an empty one is even.
    pub fn from_label(label: &str) -> Option<Profile> {
        let wanted = label.trim().to_lowercase();
        if wanted.is_empty() {
            return Some(Profile::Even);
        }
        Profile::ALL.into_iter().find(|profile| profile.label() == wanted)
    }

    /// How many of the year's equal parts have passed at the end of a month, and how many there are.
    pub fn passed(self, month: u8) -> (i64, i64) {
        let month = i64::from(month.min(12));
        match self {
            Profile::Even => (month, 12),
            Profile::QuarterFirst => ((month + 2) / 3, 4),
            Profile::QuarterLast => (month / 3, 4),
        }
    }
}

/// The rules of an association.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules(pub Vec<Rule>);

impl Rules {
    /// The rule of a transaction: one that names its project goes before one that does not, then the
    /// narrowest range.
    pub fn of(&self, account: u32, project: &str) -> Option<&Rule> {
        let holds = |rule: &&Rule| {
            (rule.from..=rule.to).contains(&account) && (rule.project.is_empty() || rule.project == project)
        };
        let rank = |rule: &&Rule| (rule.project.is_empty(), rule.to - rule.from);
        self.0.iter().filter(holds).min_by_key(rank)
    }

    /// How a line's budget is spread.
    pub fn profile(&self, group: BudgetGroup, label: &str) -> Profile {
        let of_line = self
            .0
            .iter()
            .find(|rule| rule.group == group && rule.label == label);
        of_line.map(|rule| rule.profile).unwrap_or_default()
    }

    /// The line a rule belongs to.
    pub fn key(rule: &Rule) -> LineKey {
        LineKey::budget(rule.group, &rule.label)
    }

    /// What makes the rules ambiguous; places are counted from the first rule as 1.
    pub fn problems(&self, file: &str) -> Vec<Problem> {
        let places: Vec<usize> = (1..=self.0.len()).collect();
        self.problems_at(file, &places)
    }

    fn problems_at(&self, file: &str, places: &[usize]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (at, (place, rule)) in places.iter().zip(&self.0).enumerate() {
            if let Some((code, message)) = conflict(rule, &self.0[..at]) {
                problems.push(problem(file, *place, code, message));
            }
        }
        problems
    }

    /// Reads rules; a row that cannot be understood is left out and named, and so are ambiguous ones.
    pub fn read(file: &str, bytes: &[u8]) -> (Rules, Vec<Problem>) {
        let (table, mut problems) = read_table(file, bytes);
        for column in HEADER
            .into_iter()
            .filter(|c| !["projekt", "till", "fördelning"].contains(c) && table.column(c).is_none())
        {
            let message = format!(
                "Kolumnen {column} saknas. Rubrikraden ska vara {}.",
                HEADER.join(";")
            );
            problems.push(problem(file, 1, "budgetkoppling-kolumn", message));
        }
        let (mut rules, mut places) = (Rules::default(), Vec::new());
        for row in table.rows.iter().take(MAX_RULES) {
            match rule(HEADER.map(|column| table.text(row, column))) {
                Ok(rule) => {
                    places.push(row.line);
                    rules.0.push(rule);
                }
                Err((code, message)) => problems.push(problem(file, row.line, code, message)),
            }
        }
        if let Some(row) = table.rows.get(MAX_RULES) {
            let message = format!("Fler än {MAX_RULES} rader; resten lästes inte. Slå ihop intervall.");
            problems.push(problem(file, row.line, "budgetkoppling-for-stor", message));
        }
        problems.extend(rules.problems_at(file, &places));
        (rules, problems)
    }

    /// As the text [`Rules::read`] reads.
    pub fn to_csv(&self) -> String {
        let mut text = HEADER.join(";") + "\n";
        for rule in &self.0 {
            let Rule { from, to, .. } = rule;
            let (project, label) = (quoted(&rule.project), quoted(&rule.label));
            let (group, profile) = (group_name(rule.group), rule.profile.label());
            text.push_str(&format!("{from};{to};{project};{group};{label};{profile}\n"));
        }
        text
    }
}

fn quoted(text: &str) -> String {
    if text.contains([';', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

fn conflict(rule: &Rule, earlier: &[Rule]) -> Option<(&'static str, String)> {
    let range = format!("{}–{}", rule.from, rule.to);
    if rule.from > rule.to {
        let message = format!("Intervallet {range} slutar före sin början. Byt plats på från och till.");
        return Some(("budgetkoppling-intervall", message));
    }
    let same = |other: &&Rule| {
        let equal = (other.from, other.to) == (rule.from, rule.to);
        let crosses = other.from <= rule.to && rule.from <= other.to;
        let within = |a: &Rule, b: &Rule| a.from <= b.from && b.to <= a.to;
        other.project == rule.project && (equal || (crosses && !within(other, rule) && !within(rule, other)))
    };
    if earlier.iter().any(|other| same(&other)) {
        let message = format!(
            "Intervallet {range} finns redan, eller överlappar ett annat utan att rymmas i det. Ändra gränserna."
        );
        return Some(("budgetkoppling-overlapp", message));
    }
    let line = |other: &&Rule| (other.group, &other.label) == (rule.group, &rule.label);
    if earlier
        .iter()
        .find(line)
        .is_some_and(|other| other.profile != rule.profile)
    {
        let message = format!(
            "Raden ”{}” har två olika fördelningar över året. Ange samma på alla dess rader.",
            rule.label
        );
        return Some(("budgetkoppling-fordelning", message));
    }
    None
}

fn problem(file: &str, line: usize, code: &'static str, message: String) -> Problem {
    Problem {
        file: file.to_owned(),
        line,
        code,
        message,
    }
}

fn rule(fields: [&str; 6]) -> Result<Rule, (&'static str, String)> {
    let [from, to, project, group, label, profile] = fields;
    let account = |text: &str| match text.parse::<u32>() {
        Ok(number) if (1..=99_999_999).contains(&number) => Ok(number),
        _ => Err((
            "budgetkoppling-konto",
            format!("”{text}” är inget kontonummer. Skriv siffror, till exempel 4010."),
        )),
    };
    let from = account(from)?;
    let to = if to.is_empty() { from } else { account(to)? };
    let Some(group) = group_of(group) else {
        let message = format!(
            "Gruppen ”{group}” finns inte. Välj intäkter, finansiella intäkter, kostnader eller finansiella kostnader."
        );
        return Err(("budgetkoppling-grupp", message));
    };
    let Some(profile) = Profile::from_label(profile) else {
        let known = Profile::ALL.map(Profile::label).join(", ");
        let message = format!("Fördelningen ”{profile}” finns inte. Välj en av: {known}.");
        return Err(("budgetkoppling-fordelning", message));
    };
    if label.is_empty() {
        let message = "Budgetraden saknas. Skriv den som den står i budgeten.".to_owned();
        return Err(("budgetkoppling-rad", message));
    }
    Ok(Rule {
        from,
        to,
        project: project.to_owned(),
        group,
        label: label.to_owned(),
        profile,
    })
}
