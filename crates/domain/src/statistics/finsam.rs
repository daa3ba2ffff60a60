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

/// The rows of a year: the association first, then every insats.
pub fn rows(sources: &Sources<'_>, year: i32) -> Table {
    let money = Money { sources, year };
    let counter = Counter::new(sources.facts);
    let blank = || TableCell::text("");
    let mut rows: Vec<Row> = vec![row(
        RowKind::Total,
        &sources.facts.association.name,
        [
            amount(money.now("bidrag.summa")),
            amount(money.own_capital()),
            amount(money.administration_budget()),
            amount(money.administration()),
            amount(money.now("insats.budget")),
            amount(money.now("insats.kostnad")),
            blank(),
            blank(),
            blank(),
            blank(),
            count(counter.count(
                "deltaganden.totalt",
                Period::year(year),
                &Scope::all().with("kon", Sex::Woman.slug()),
            )),
            count(counter.count(
                "deltaganden.totalt",
                Period::year(year),
                &Scope::all().with("kon", Sex::Man.slug()),
            )),
        ],
    )];
    for insats in &sources.facts.insatser {
        let scope = Scope::all().with("insats", &insats.slug);
        let details = sources
            .details
            .iter()
            .find(|d| d.insats == insats.slug)
            .cloned()
            .unwrap_or_default();
        let of_sex = |sex: Sex| {
            if insats.registers {
                let scope = scope.clone().with("kon", sex.slug());
                count(counter.count("deltaganden.totalt", Period::year(year), &scope))
            } else {
                blank()
            }
        };
        let budgeted = insats.budgeted_participants.iter().find(|(of, _)| *of == year);
        let esf = details.esf.map_or("", |esf| if esf { "ja" } else { "nej" });
        rows.push(row(
            RowKind::Normal,
            &insats.name,
            [
                blank(),
                blank(),
                blank(),
                blank(),
                amount(money.of("insats.budget", year, scope.clone())),
                amount(money.of("insats.kostnad", year, scope.clone())),
                budgeted.map_or_else(blank, |(_, n)| count(Some(*n))),
                TableCell::text(details.direction),
                TableCell::text(details.target_group),
                TableCell::text(esf),
                of_sex(Sex::Woman),
                of_sex(Sex::Man),
            ],
        ));
    }
    let heads = [
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
    let notes = vec![
        "Antal deltaganden per insats och kön är öppna. En tom ruta är en uppgift som inte är införd."
            .to_owned(),
    ];
    let caption = format!("Uppföljning Finsam {year}");
    let mut table = table(
        "uppfoljning-finsam",
        caption,
        &heads.map(str::to_owned),
        rows,
        notes,
    );
    for place in [8, 9, 10] {
        table.columns[place].numeric = false;
    }
    table
}
