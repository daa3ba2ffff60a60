//! The interim report (delårsrapport).
//!
//! Lag (2018:597) om kommunal bokföring och redovisning 13 kap. 1 §: at least one a year, of a period
//! from the year's start that is at least half and at most two thirds of it; kommunallagen (2017:725)
//! 11 kap. 16 §: handed over within two months of the period's end. RKR R17 says what it holds. The
//! law names kommuner, regioner and kommunalförbund; whether a samordningsförbund makes one is its
//! own decision, so it is a setting and made only when that is on.

use chrono::{Datelike, Months, NaiveDate};

use super::{
    ledger, month_name, period,
    report::{ReportSources, Writer},
    tables::{amount, table},
};
use crate::{
    document::{Document, Row, RowKind, Table, TableCell},
    money::Ore,
    refusal::{Problem, Refusal},
    statement::{Level, Statements, Table as Statement},
};

/// The shortest period, in months: half the year.
pub const SHORTEST: u8 = 6;
/// The longest period, in months: two thirds of the year.
pub const LONGEST: u8 = 8;

/// Reads the setting: the period's last month, or none when no report is made.
///
/// # Errors
/// A refusal for a month outside the law's bounds.
pub fn setting(text: &str) -> Result<Option<u8>, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<u8>() {
        Ok(month) if (SHORTEST..=LONGEST).contains(&month) => Ok(Some(month)),
        _ => {
            let message = "Delårsrapporten ska omfatta minst sex och högst åtta månader. Välj juni, juli eller augusti, eller ingen delårsrapport.";
            Err(Refusal::at("delar-period", "manad", message))
        }
    }
}

/// The day by which it is to be handed over: two months after the period.
pub fn due(year: i32, month: u8) -> NaiveDate {
    let first_after = NaiveDate::from_ymd_opt(year, u32::from(month.clamp(1, 11)) + 1, 1).unwrap_or_default();
    let last = first_after.pred_opt().unwrap_or_default();
    let moved = last.checked_add_months(Months::new(2)).unwrap_or(last);
    // The end of a month stays the end of a month.
    let next = moved
        .with_day(1)
        .and_then(|d| d.checked_add_months(Months::new(1)));
    next.and_then(|d| d.pred_opt()).unwrap_or(moved)
}

/// The report, and what is wrong in its text. The follow-up must be of the setting's month.
pub fn report(sources: &ReportSources<'_>) -> (Document, Vec<Problem>) {
    let follow_up = sources.follow_up;
    let (year, month) = (follow_up.year, follow_up.month);
    let this = ledger::statements(sources.facts, year, month);
    let before = ledger::statements(sources.facts, year - 1, month);
    let whole = ledger::statements(sources.facts, year - 1, 12);
    let mut writer = Writer::new(sources);
    writer.heading(1, "Förvaltningsberättelse", "forvaltningsberattelse");
    writer.notice();
    writer.text("delarsrapport");
    writer.heading(1, "Resultaträkning", "resultatrakning");
    writer.table(income(&this, &before, &whole, (year, month)));
    writer.heading(1, "Balansräkning", "balansrakning");
    writer.table(balance(&this, (year, month)));
    writer.heading(1, "Driftsredovisning", "driftsredovisning");
    writer.keyed(follow_up.so_far());
    writer.heading(1, "Prognos för helåret", "helar");
    writer.forecast();
    writer.heading(1, "Insatserna", "insatserna");
    writer.keyed(follow_up.by_insats());
    writer.heading(1, "Grunder", "grunder");
    writer.paragraph(format!(
        "Delårsrapporten omfattar {}. Den är gjord med samma konton, samma rader och samma regler som årsredovisningen. Periodiseringar är de som är bokförda till och med periodens sista dag; prognosens metoder står i tabellen.",
        period(year, month)
    ));
    writer.keyed(follow_up.methods());
    writer.done(format!("Delårsrapport {}", period(year, month)))
}

fn kind(level: Level) -> RowKind {
    match level {
        Level::Group => RowKind::Group,
        Level::Line => RowKind::Normal,
        Level::Subtotal => RowKind::Subtotal,
        Level::Total => RowKind::Total,
    }
}

/// The same row of another period.
fn same<'a>(statement: &'a Statement, label: &str) -> Option<&'a crate::statement::Row> {
    statement.rows.iter().find(|row| row.label == label)
}

fn income(this: &Statements, before: &Statements, whole: &Statements, at: (i32, u8)) -> Table {
    let (year, month) = at;
    let until = &month_name(month)[..3];
    let heads = [
        "Rad".to_owned(),
        format!("jan–{until} {year}#"),
        format!("jan–{until} {}#", year - 1),
        format!("helår {}#", year - 1),
    ];
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut income = table(
        "delar-resultat",
        format!("Resultaträkning, {}, kronor", period(year, month)),
        &heads,
    );
    for row in &this.income.rows {
        let of = |statements: &Statements| {
            let row = same(&statements.income, &row.label);
            amount(row.and_then(|row| row.current))
        };
        income.rows.push(Row {
            kind: kind(row.level),
            cells: vec![
                TableCell::text(&row.label),
                amount(row.current),
                of(before),
                of(whole),
            ],
        });
    }
    income
}

fn balance(this: &Statements, (year, month): (i32, u8)) -> Table {
    let end = NaiveDate::from_ymd_opt(year, u32::from(month.clamp(1, 11)) + 1, 1)
        .and_then(|day| day.pred_opt())
        .unwrap_or_default();
    let heads = [
        "Rad".to_owned(),
        format!("{end}#"),
        format!("{}-12-31#", year - 1),
    ];
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut balance = table("delar-balans", format!("Balansräkning per {end}, kronor"), &heads);
    for row in &this.balance.rows {
        let cells = if row.level == Level::Group {
            vec![
                TableCell::text(&row.label),
                TableCell::default(),
                TableCell::default(),
            ]
        } else {
            let cell = |ore: Option<Ore>| amount(ore);
            vec![TableCell::text(&row.label), cell(row.current), cell(row.previous)]
        };
        balance.rows.push(Row {
            kind: kind(row.level),
            cells,
        });
    }
    balance
}
