//! Referrals and waiting times of any months, per team and per sender. Counts go
//! through the same control as all others; a waiting time is given where enough have passed the step.

use super::{
    Compare, Part, Selection, Sources, Statistics,
    render::{NOTE, count, period, row, table, withheld_in},
};
use crate::{
    chart::{Chart, ChartKind, Series},
    codes::{CodeTable, ReferringAuthority},
    disclosure::{CellKey, Decided, Period, referrals},
    document::{Diagram, Row, RowKind, Table, TableCell},
    figure::{Scope, WITHHELD},
    number,
    waiting::{self, COUNTS, Course, Step, WAYS, WaitingTime},
};

const TIME_NOTE: &str = "Kalenderdagar, för remisser som kom i perioden. Median anges när minst två gånger minsta cell har passerat steget, nio av tio vid fyra gånger. Återlämnade och återtagna som inte nådde steget räknas inte där.";

/// The measures whose memory the report is held against.
pub(super) fn measures() -> Vec<&'static str> {
    COUNTS.iter().map(|(measure, _)| *measure).collect()
}

/// The cells of a selection with what is decided of them; none for the team's own people.
pub(super) fn decided(sources: &Sources<'_>, selection: &Selection) -> Option<Decided> {
    let policy = sources.policy?;
    Some(referrals::decided(
        sources.facts,
        &periods(selection),
        sources.memory,
        policy,
    ))
}

/// The period, and those it is set beside, oldest first.
fn periods(selection: &Selection) -> Vec<Period> {
    match selection.compare {
        Compare::Years => (0..3).rev().map(|back| selection.earlier(back)).collect(),
        _ => vec![selection.period],
    }
}

/// The report.
pub(super) fn report(sources: &Sources<'_>, selection: &Selection, title: String) -> Statistics {
    let view = View {
        sources,
        selection,
        decided: decided(sources, selection),
    };
    let parts = view.parts();
    let memory = view.decided.as_ref().map_or_else(Vec::new, |decided| {
        referrals::leaving(decided, &periods(selection))
    });
    Statistics {
        title,
        withheld: view.decided.as_ref().map_or(0, |_| withheld_in(&parts)),
        parts,
        memory,
    }
}

struct View<'a> {
    sources: &'a Sources<'a>,
    selection: &'a Selection,
    decided: Option<Decided>,
}

/// A wait as it is shown: median in tenths of a day, ninth decile in days, how many have passed it and how
/// many have not.
struct Time {
    median: TableCell,
    ninth_decile: TableCell,
    passed: Option<i64>,
    waiting: Option<i64>,
}

impl View<'_> {
    fn courses<'b>(&'b self, period: Period, scope: &'b Scope) -> impl Iterator<Item = &'b Course> {
        let courses = self.sources.facts.courses.iter();
        courses.filter(move |course| course.is_in(period, scope))
    }

    /// A count as the reader sees it: none where it is withheld.
    fn count(&self, measure: &'static str, period: Period, scope: &Scope) -> Option<i64> {
        let Some(decided) = &self.decided else {
            return waiting::count(measure, self.courses(period, scope));
        };
        let (linked, hidden) = decided.parts();
        let place = linked.place(&CellKey::new(measure, period, scope.clone()))?;
        (!hidden[place]).then_some(linked.system().cells()[place].value)
    }

    fn time(&self, step: Step, scope: &Scope) -> Time {
        let period = self.selection.period;
        let [_, _, passed, waiting] = step.measures();
        let passed = self.count(passed, period, scope);
        let exact = WaitingTime::of(step, self.courses(period, scope));
        let shown = |value: Option<i64>, decimals: u32, needed: i64| match passed {
            Some(0) => TableCell::text("–"),
            Some(n) if n >= needed => days(value, decimals),
            _ => TableCell::text(WITHHELD),
        };
        let needed = |ninth| {
            let policy = self.sources.policy;
            policy.map_or(1, |policy| referrals::needed(policy, ninth))
        };
        Time {
            median: shown(exact.median, 1, needed(false)),
            ninth_decile: shown(exact.ninth_decile, 0, needed(true)),
            passed,
            waiting: self.count(waiting, period, scope),
        }
    }

    fn parts(&self) -> Vec<Part> {
        let of_team = self.selection.team.is_some();
        let mut parts = vec![self.waits()];
        if !of_team {
            let teams = self.teams();
            parts.push(Part::Plain(self.ways("team", "Team", &teams)));
            parts.push(Part::Plain(self.times("team", "Team", &teams)));
        }
        let senders = self.senders();
        parts.push(Part::Plain(self.ways("avsandare", "Avsändare", &senders)));
        parts.push(Part::Plain(self.times("avsandare", "Avsändare", &senders)));
        if self.selection.compare == Compare::Years {
            parts.push(Part::Plain(self.compared()));
        }
        parts
    }

    fn teams(&self) -> Vec<(String, Scope)> {
        let teams = self.sources.facts.teams.iter();
        teams
            .map(|team| (team.name.clone(), Scope::all().with("team", &team.slug)))
            .collect()
    }

    /// The senders; of one team for its own people only, for what each sends to each team is not published.
    fn senders(&self) -> Vec<(String, Scope)> {
        let sender = |sender: &ReferringAuthority| {
            let scope = self.selection.scope().with("remittent", sender.slug());
            (sender.label().to_owned(), scope)
        };
        if self.selection.team.is_some() && self.decided.is_some() {
            return Vec::new();
        }
        ReferringAuthority::ALL.iter().map(sender).collect()
    }

    /// The rows of groups, and of them all.
    fn rows(&self, groups: &[(String, Scope)], of: impl Fn(&Scope, RowKind, &str) -> Vec<Row>) -> Vec<Row> {
        let rows = groups
            .iter()
            .flat_map(|(name, scope)| of(scope, RowKind::Normal, name));
        rows.chain(of(&self.selection.scope(), RowKind::Total, "Alla"))
            .collect()
    }

    /// How many went which way.
    fn ways(&self, id: &str, head: &str, groups: &[(String, Scope)]) -> Table {
        let mut heads = vec![head.to_owned()];
        heads.extend(WAYS.iter().map(|(_, head)| (*head).to_owned()));
        let rows = self.rows(groups, |scope, kind, name| {
            let cells = WAYS.map(|(measure, _)| count(self.count(measure, self.selection.period, scope)));
            vec![row(kind, name, cells)]
        });
        let caption = format!(
            "Remisser per {}, {}",
            head.to_lowercase(),
            period(self.selection.period)
        );
        let notes = vec![NOTE.to_owned()];
        table(&format!("remisser-{id}"), caption, &heads, rows, notes)
    }

    /// Each wait of each group.
    fn times(&self, id: &str, head: &str, groups: &[(String, Scope)]) -> Table {
        let rows = self.rows(groups, |scope, kind, name| {
            let of = |step: Step| self.time_row(kind, &format!("{name}, {}", step.label()), step, scope);
            Step::ALL.map(of).into()
        });
        let caption = format!(
            "Väntetider per {}, {}",
            head.to_lowercase(),
            period(self.selection.period)
        );
        time_table(
            &format!("vantetider-{id}"),
            caption,
            &format!("{head} och väntan"),
            rows,
        )
    }

    fn time_row(&self, kind: RowKind, label: &str, step: Step, scope: &Scope) -> Row {
        let time = self.time(step, scope);
        let cells = [
            time.median,
            time.ninth_decile,
            count(time.passed),
            count(time.waiting),
        ];
        row(kind, label, cells)
    }

    /// The three waits of all, drawn.
    fn waits(&self) -> Part {
        let scope = self.selection.scope();
        let rows = Step::ALL.map(|step| self.time_row(RowKind::Normal, step.label(), step, &scope));
        let tenths = |cell: &TableCell| {
            cell.number
                .map(|(units, decimals)| if decimals == 0 { units * 10 } else { units })
        };
        let series = |name: &str, column: usize| Series {
            name: name.to_owned(),
            values: rows.iter().map(|row| tenths(&row.cells[column])).collect(),
        };
        let chart = Chart {
            kind: ChartKind::Bars,
            categories: Step::ALL.iter().map(|step| step.label().to_owned()).collect(),
            series: vec![
                series("Hälften väntade högst", 1),
                series("Nio av tio väntade högst", 2),
            ],
            unit: "dagar".into(),
            target: None,
            decimals: 1,
            withheld: Vec::new(),
        }
        .with_gaps_withheld();
        let caption = format!("Väntetider, {}", period(self.selection.period));
        let median = &rows[0].cells[1];
        let finding = median
            .number
            .map(|_| format!("Hälften av remisserna kom upp på möte inom {} dagar", median.text));
        Part::Drawn(Box::new(Diagram {
            label: String::new(),
            caption: finding.unwrap_or_else(|| caption.clone()),
            id: "vantetider-diagram".into(),
            chart,
            table: time_table("vantetider", caption, "Väntan", rows.into()),
        }))
    }

    /// Every count beside the same period in the years before.
    fn compared(&self) -> Table {
        let periods = periods(self.selection);
        let mut heads = vec!["Remisser".to_owned()];
        heads.extend(periods.iter().map(|of| period(*of)));
        let scope = self.selection.scope();
        let rows = COUNTS.iter().map(|(measure, _)| {
            let cells = periods.iter().map(|of| count(self.count(measure, *of, &scope)));
            let name = crate::measure::find(measure).map_or(*measure, |measure| measure.name);
            row(RowKind::Normal, name, cells)
        });
        let caption = "Remisser jämfört med tidigare år".to_owned();
        table(
            "remisser-jamforelse",
            caption,
            &heads,
            rows.collect(),
            vec![NOTE.to_owned()],
        )
    }
}

fn time_table(id: &str, caption: String, head: &str, rows: Vec<Row>) -> Table {
    let heads = [
        head,
        "Median",
        "Nio av tio inom",
        "Har passerat (n)",
        "Väntar ännu",
    ]
    .map(str::to_owned);
    table(
        id,
        caption,
        &heads,
        rows,
        vec![TIME_NOTE.to_owned(), NOTE.to_owned()],
    )
}

fn days(value: Option<i64>, decimals: u32) -> TableCell {
    value.map_or_else(
        || TableCell::text("–"),
        |units| TableCell {
            number: Some((units, decimals)),
            ..TableCell::text(number::decimal(units, decimals))
        },
    )
}
