//! The rows that *Uppföljning Finsam* takes (DOMAIN 4): the association's money, and per insats
//! budget, outcome, direction, target group, ESF and participants by sex. Nothing else is asked for
//! there, and nothing else is sent.

use chrono::NaiveDate;

use super::{
    Sources,
    counter::Counter,
    money::{Money, amount},
    render::{count, row, table},
};
use crate::{
    codes::{CodeTable, Sex},
    disclosure::Period,
    document::{Row, RowKind, Table, TableCell},
    facts::Insats,
    figure::Scope,
};

/// What an insats is, in the words that the follow-up asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// The insats, by slug.
    pub insats: String,
    /// Inriktning.
    pub direction: String,
    /// Preciserad inriktning.
    pub precisely: String,
    /// Målgrupp.
    pub target_group: String,
    /// Whether the European Social Fund pays a part; none when nobody has said.
    pub esf: Option<bool>,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day; none while it runs.
    pub to: Option<NaiveDate>,
}

/// Money and counts of one year.
struct Annual<'a> {
    sources: &'a Sources<'a>,
    money: Money<'a>,
    counter: Counter<'a>,
    year: i32,
}

fn blank() -> TableCell {
    TableCell::text("")
}

impl Annual<'_> {
    /// Participations of women and men; head counts are never mixed with them.
    fn sexes(&self, scope: &Scope) -> [TableCell; 2] {
        [Sex::Woman, Sex::Man].map(|sex| {
            let scope = scope.clone().with("kon", sex.slug());
            count(
                self.counter
                    .count("deltaganden.totalt", Period::year(self.year), &scope),
            )
        })
    }

    fn association(&self) -> Row {
        let mut cells = vec![
            amount(self.money.now("bidrag.summa")),
            amount(self.money.own_capital()),
            amount(self.money.administration_budget()),
            amount(self.money.administration()),
            amount(self.money.now("insats.budget")),
            amount(self.money.now("insats.kostnad")),
        ];
        cells.extend([blank(), blank(), blank(), blank()]);
        cells.extend(self.sexes(&Scope::all()));
        row(RowKind::Total, &self.sources.facts.association.name, cells)
    }

    fn insats(&self, insats: &Insats) -> Row {
        let scope = Scope::all().with("insats", &insats.slug);
        let details = Details::of(self.sources.details, &insats.slug);
        let budgeted = insats
            .budgeted_participants
            .iter()
            .find(|(of, _)| *of == self.year);
        let esf = details.esf.map_or("", |esf| if esf { "ja" } else { "nej" });
        let mut cells = vec![blank(), blank(), blank(), blank()];
        cells.extend([
            amount(self.money.of("insats.budget", self.year, scope.clone())),
            amount(self.money.of("insats.kostnad", self.year, scope.clone())),
            budgeted.map_or_else(blank, |(_, n)| count(Some(*n))),
            TableCell::text(details.direction),
            TableCell::text(details.target_group),
            TableCell::text(esf),
        ]);
        if insats.registers {
            cells.extend(self.sexes(&scope));
        } else {
            cells.extend([blank(), blank()]);
        }
        row(RowKind::Normal, &insats.name, cells)
    }
}

impl Details {
    /// An insats's own, or empty ones.
    pub(super) fn of(all: &[Details], insats: &str) -> Details {
        all.iter()
            .find(|d| d.insats == insats)
            .cloned()
            .unwrap_or_default()
    }
}

const HEADS: [&str; 13] = [
    "Förbund eller insats",
    "Tilldelade medel kr",
    "Eget kapital kr",
    "Administration budget kr",
    "Administration utfall kr",
    "Insats budget kr",
    "Insats utfall kr",
    "Budgeterade deltagare",
    "Inriktning",
    "Målgrupp",
    "ESF",
    "Kvinnor",
    "Män",
];

/// The rows of a year: the association first, then every insats.
pub fn rows(sources: &Sources<'_>, year: i32) -> Table {
    let of_year = Annual {
        sources,
        money: Money { sources, year },
        counter: Counter::new(sources.facts),
        year,
    };
    let mut rows = vec![of_year.association()];
    rows.extend(sources.facts.insatser.iter().map(|insats| of_year.insats(insats)));
    let note = "Antal deltaganden per insats och kön är öppna. En tom ruta är en uppgift som inte är införd.";
    let caption = format!("Uppföljning Finsam {year}");
    let heads = HEADS.map(str::to_owned);
    let mut table = table("uppfoljning-finsam", caption, &heads, rows, vec![note.to_owned()]);
    for place in [8, 9, 10] {
        table.columns[place].numeric = false;
    }
    table
}
