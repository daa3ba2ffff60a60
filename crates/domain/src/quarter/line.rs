//! The lines of a quarter's counts.

use crate::{
    codes::{CodeTable, ReferringAuthority, Sex},
    disclosure::Policy,
};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Line {
    /// What the budget says of participants in the year.
    Budgeted,
    /// Entries.
    New,
    /// Entries of one sex.
    NewOf(Sex),
    /// Entries by who referred.
    Referred(ReferringAuthority),
    /// Open any day.
    Total,
    /// Open any day, of one sex.
    TotalOf(Sex),
    /// Exits.
    Closed,
    /// Exits of one sex.
    ClosedOf(Sex),
    /// Open when the quarter ended.
    Ongoing,
    /// Exits with a known occupation: the base of the next.
    Known,
    /// Exits to work or study.
    WorkOrStudy,
    /// Consultations.
    Consultations,
    /// Participations with practice.
    Practice,
    /// People counted without registration.
    HeadCount,
}

impl Line {
    /// Every line, in the order of printing.
    pub fn all() -> Vec<Line> {
        let mut lines = vec![Line::Budgeted, Line::New];
        lines.extend(Sex::ALL.iter().map(|sex| Line::NewOf(*sex)));
        lines.extend(ReferringAuthority::ALL.iter().map(|a| Line::Referred(*a)));
        lines.push(Line::Total);
        lines.extend(Sex::ALL.iter().map(|sex| Line::TotalOf(*sex)));
        lines.push(Line::Closed);
        lines.extend(Sex::ALL.iter().map(|sex| Line::ClosedOf(*sex)));
        lines.extend([
            Line::Ongoing,
            Line::Known,
            Line::WorkOrStudy,
            Line::Consultations,
            Line::Practice,
            Line::HeadCount,
        ]);
        lines
    }

    /// Its name in forms and in the database; never changed.
    pub fn slug(self) -> String {
        match self {
            Line::Budgeted => "budgeterade".into(),
            Line::New => "nya".into(),
            Line::NewOf(sex) => format!("nya_{}", sex.slug()),
            Line::Referred(authority) => format!("remitterade_{}", authority.slug()),
            Line::Total => "totalt".into(),
            Line::TotalOf(sex) => format!("totalt_{}", sex.slug()),
            Line::Closed => "avslutade".into(),
            Line::ClosedOf(sex) => format!("avslutade_{}", sex.slug()),
            Line::Ongoing => "pagaende".into(),
            Line::Known => "kanda".into(),
            Line::WorkOrStudy => "arbete_eller_studier".into(),
            Line::Consultations => "konsultationer".into(),
            Line::Practice => "praktik".into(),
            Line::HeadCount => "volym".into(),
        }
    }

    /// The line of a name.
    pub fn from_slug(slug: &str) -> Option<Line> {
        Line::all().into_iter().find(|line| line.slug() == slug)
    }

    /// As printed.
    pub fn label(self) -> String {
        match self {
            Line::Budgeted => "Budgeterade deltagare".into(),
            Line::New => "Nya deltaganden".into(),
            Line::NewOf(sex) => format!("– nya, {}", sex.label()),
            Line::Referred(authority) => format!("– nya, remitterade av {}", authority.label()),
            Line::Total => "Totalt antal deltaganden".into(),
            Line::TotalOf(sex) => format!("– totalt, {}", sex.label()),
            Line::Closed => "Avslutade".into(),
            Line::ClosedOf(sex) => format!("– avslutade, {}", sex.label()),
            Line::Ongoing => "Pågående när kvartalet slutade".into(),
            Line::Known => "Avslutade med känd sysselsättning".into(),
            Line::WorkOrStudy => "Till arbete eller studier".into(),
            Line::Consultations => "Konsultationer".into(),
            Line::Practice => "Deltaganden med praktik".into(),
            Line::HeadCount => "Räknade personer (volym)".into(),
        }
    }

    /// Lines that tell of background are withheld together outside the insats.
    pub(super) fn group(self) -> Option<u8> {
        match self {
            Line::Referred(_) => Some(1),
            Line::Known | Line::WorkOrStudy => Some(2),
            Line::Practice => Some(3),
            _ => None,
        }
    }
}

/// One line's numbers. `None`: not counted there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// What.
    pub line: Line,
    /// In the quarter.
    pub quarter: Option<i64>,
    /// From 1 January to the quarter's end.
    pub year: Option<i64>,
    /// Since the insats began.
    pub start: Option<i64>,
    /// In the same quarter of the year before.
    pub before: Option<i64>,
    /// Too few for the number to leave the insats.
    pub withheld: bool,
}

impl Counted {
    /// How much more than in the same quarter of the year before.
    pub fn change(&self) -> Option<i64> {
        Some(self.quarter? - self.before?)
    }

    /// The line without its numbers.
    pub(super) fn hidden(&self) -> Counted {
        Counted {
            line: self.line,
            quarter: None,
            year: None,
            start: None,
            before: None,
            withheld: true,
        }
    }
}

/// An insats's counts of a quarter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(pub Vec<Counted>);

impl Counts {
    /// A line's numbers.
    pub fn of(&self, line: Line) -> Option<&Counted> {
        self.0.iter().find(|counted| counted.line == line)
    }

    /// Whether anything was counted of the quarter: without it there is nothing to answer for.
    pub fn is_counted(&self) -> bool {
        self.0.iter().any(|counted| counted.quarter.is_some())
    }

    /// The numbers as a line of text, for keeping beside an answer.
    pub fn to_text(&self) -> String {
        let number = |n: Option<i64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
        let line = |c: &Counted| {
            let numbers = [c.quarter, c.year, c.start, c.before].map(number).join("/");
            format!("{}={numbers}", c.line.slug())
        };
        let lines: Vec<String> = self.0.iter().map(line).collect();
        lines.join(";")
    }

    /// Numbers that were kept; lines this version does not know are left out.
    pub fn from_text(text: &str) -> Counts {
        let read = |part: &str| {
            let (slug, numbers) = part.split_once('=')?;
            let mut numbers = numbers.split('/').map(|n| n.parse::<i64>().ok());
            let mut next = || numbers.next().flatten();
            Some(Counted {
                line: Line::from_slug(slug)?,
                quarter: next(),
                year: next(),
                start: next(),
                before: next(),
                withheld: false,
            })
        };
        Counts(text.split(';').filter_map(read).collect())
    }

    /// What an answer is an answer to: the quarter's and the year's numbers, as a digest.
    pub fn digest(&self) -> String {
        let own = self.0.iter().filter(|c| c.line != Line::Budgeted);
        let bare = own.map(|c| Counted {
            start: None,
            before: None,
            withheld: false,
            ..*c
        });
        crate::audit::sha256(Counts(bare.collect()).to_text().as_bytes())
    }

    /// The numbers as they may leave the insats. Background in numbers below the smallest cell is withheld
    /// with every other line of its kind, also when an earlier quarter of the year had so few: a
    /// number could otherwise be had by subtraction. `earlier` are the year's quarters before.
    #[must_use]
    pub fn outside(&self, earlier: &[Counts], policy: Policy) -> Counts {
        let few = |n: Option<i64>| n.is_some_and(|n| n != 0 && n < policy.minimum());
        let small = |counts: &Counts, group: u8| {
            let own = counts.0.iter().filter(|c| c.line.group() == Some(group));
            let each = own.into_iter().any(|c| few(c.quarter) || few(c.year));
            let rest = |of: fn(&Counted) -> Option<i64>| {
                let number = |line| counts.of(line).and_then(of);
                group == 2
                    && few(number(Line::Known)
                        .zip(number(Line::WorkOrStudy))
                        .map(|(n, k)| n - k))
            };
            each || rest(|c| c.quarter) || rest(|c| c.year)
        };
        let withheld = |group: u8| {
            let mut all = earlier.iter().chain(std::iter::once(self));
            all.any(|counts| small(counts, group))
        };
        let hide = |c: &Counted| match c.line.group().filter(|group| withheld(*group)) {
            None => *c,
            Some(_) => c.hidden(),
        };
        // Last year's quarter tells background of few people too.
        let before = |c: Counted| Counted {
            before: c.before.filter(|n| c.line.group().is_none() || !few(Some(*n))),
            ..c
        };
        Counts(self.0.iter().map(hide).map(before).collect())
    }
}
