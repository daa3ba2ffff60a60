//! Decided cells as tables and charts. A share is printed only with both its counts; a chart has no
//! bar for what its table withholds.

use super::{
    Compare, Kind, Part, Selection, Sources, Statistics,
    build::{self, Column, Counted},
    referrals,
};
use crate::{
    chart::{Chart, ChartKind, Series},
    codes::{CodeTable, Education, ExitReason, Occupation, ReferringAuthority, Support, SupportTime},
    cube::WORK_CHANGES,
    disclosure::{Attribute, Decided},
    document::{self, Diagram, Row, RowKind, Table, TableCell},
    facts::Facts,
    figure::WITHHELD,
    measure::{bands::AGE_BANDS, words},
    number,
    unit::ratio,
};

/// Under every table that may withhold.
pub(super) const NOTE: &str = "Skyddad: talet är mindre än minsta cell, eller skulle avslöja ett annat som är det. Noll skrivs ut. Andelar räknas på kända svar.";

/// "Bakgrund hos nya, 2022, KRUS, kvinnor".
pub(super) fn title(facts: &Facts, selection: &Selection) -> String {
    let mut title = format!("{}, {}", selection.kind.label(), period(selection.period));
    let scope = words(facts, &selection.scope());
    if !scope.is_empty() {
        title.push_str(&format!(", {scope}"));
    }
    title
}

/// "2022", or "2022-01-01–2022-06-30".
pub(super) fn period(period: crate::disclosure::Period) -> String {
    period.as_year().map_or_else(
        || format!("{}–{}", period.from, period.to),
        |year| year.to_string(),
    )
}

/// A count, or the word for a withheld one.
pub(super) fn count(value: Option<i64>) -> TableCell {
    match value {
        Some(value) => TableCell {
            number: Some((value, 0)),
            ..TableCell::text(number::integer(value))
        },
        None => TableCell::text(WITHHELD),
    }
}

/// A share in per cent with one decimal.
fn share(k: Option<i64>, n: Option<i64>) -> TableCell {
    let (Some(k), Some(n)) = (k, n) else {
        return TableCell::text(WITHHELD);
    };
    ratio(k, n, 100, 1).map_or_else(
        || TableCell::text("–"),
        |units| TableCell {
            number: Some((units, 1)),
            ..TableCell::text(number::decimal(units, 1))
        },
    )
}

/// Words, then numbers.
pub(super) fn columns(heads: &[String]) -> Vec<document::Column> {
    let column = |(place, head): (usize, &String)| document::Column {
        head: head.clone(),
        numeric: place > 0,
    };
    heads.iter().enumerate().map(column).collect()
}

/// A row.
pub(super) fn row(kind: RowKind, label: &str, cells: impl IntoIterator<Item = TableCell>) -> Row {
    let mut all = vec![TableCell::text(label)];
    all.extend(cells);
    Row { kind, cells: all }
}

/// A table without number.
pub(super) fn table(
    id: &str,
    caption: String,
    heads: &[String],
    rows: Vec<Row>,
    notes: Vec<String>,
) -> Table {
    Table {
        label: String::new(),
        caption,
        id: id.to_owned(),
        columns: columns(heads),
        rows,
        notes,
    }
}

/// A code in words.
fn label(attribute: &Attribute, code: &str) -> String {
    fn of<T: CodeTable>(code: &str) -> Option<String> {
        T::from_slug(code).map(|value| value.label().to_owned())
    }
    let label = match attribute.dimension {
        "alder" => AGE_BANDS
            .iter()
            .find(|b| b.slug == code)
            .map(|b| b.label.to_owned()),
        "utbildning" => of::<Education>(code),
        "tid" => of::<SupportTime>(code),
        "remittent" => of::<ReferringAuthority>(code),
        "orsak" => of::<ExitReason>(code),
        "sysselsattning" => of::<Occupation>(code),
        "forandring" => WORK_CHANGES.iter().find(|c| c.0 == code).map(|c| c.1.to_owned()),
        _ => of::<Support>(code),
    };
    label.unwrap_or_else(|| code.to_owned())
}

fn heading(attribute: &Attribute) -> &'static str {
    match attribute.parts {
        "alder.antal" => "Ålder vid inregistrering",
        "utbildning.antal" => "Utbildning",
        "forsorjningstid.antal" => "Tid i offentlig försörjning",
        "remittent.antal" => "Remittent",
        "avslut.anledning" => "Avslutsanledning",
        "sysselsattning.fore" => "Sysselsättning före",
        "sysselsattning.efter" => "Sysselsättning vid avslut",
        "forsorjning.fore" => "Försörjning före",
        "forsorjning.efter" => "Försörjning vid avslut",
        "overgang.antal" => "Försörjning vid avslut för dem som före hade",
        _ => "Arbete och studier från start till avslut",
    }
}

/// The cells of a selection with what is decided of them, all that left before among them; none for
/// the insats's own people. What an attacker has to work with.
pub fn decided(sources: &Sources<'_>, selection: &Selection) -> Option<Decided> {
    if selection.kind == Kind::Referrals {
        return referrals::decided(sources, selection);
    }
    let (own, beside) = build::columns(sources.facts, selection);
    let all: Vec<&Column> = own.iter().chain(&beside).collect();
    build::counted(sources, selection, &all).decided
}

/// A report of counted attributes.
pub(super) fn counted(sources: &Sources<'_>, selection: &Selection, title: String) -> Statistics {
    let (own, beside) = build::columns(sources.facts, selection);
    let all: Vec<&Column> = own.iter().chain(&beside).collect();
    let counted = build::counted(sources, selection, &all);
    let page = Page {
        selection,
        counted: &counted,
        own: own.iter().collect(),
        beside: beside.iter().collect(),
    };
    let mut parts = Vec::new();
    for attribute in build::printed(selection.kind) {
        if selection.scope().get(attribute.dimension).is_none() {
            parts.push(page.attribute(attribute));
            parts.extend(page.comparison(attribute));
        }
    }
    match selection.kind {
        Kind::Support | Kind::Occupation => parts.push(page.change()),
        kind if build::has_outcomes(kind) => parts.push(page.outcomes()),
        _ => {}
    }
    let withheld = counted.decided.as_ref().map_or(0, |_| withheld_in(&parts));
    let memory = counted.leaving(selection.kind);
    Statistics {
        title,
        parts,
        memory,
        withheld,
    }
}

/// How many cells of the tables are withheld.
pub(super) fn withheld_in(parts: &[Part]) -> usize {
    let cells = parts
        .iter()
        .flat_map(|part| &part.table().rows)
        .flat_map(|row| &row.cells);
    cells.filter(|cell| cell.text == WITHHELD).count()
}

struct Page<'a> {
    selection: &'a Selection,
    counted: &'a Counted<'a>,
    own: Vec<&'a Column>,
    beside: Vec<&'a Column>,
}

impl Page<'_> {
    fn about(&self, attribute: &Attribute) -> String {
        let mut heading = heading(attribute).to_owned();
        if attribute.parts == "overgang.antal" {
            heading.push_str(&format!(" {}", self.selection.before.label()));
        }
        heading
    }

    fn part(&self, attribute: &Attribute, column: &Column, code: &str) -> Option<i64> {
        self.counted
            .count(attribute.parts, column, Some((attribute.dimension, code)))
    }

    fn base(&self, attribute: &Attribute, column: &Column) -> Option<i64> {
        match attribute.known {
            Some(known) => self.counted.count(known, column, None),
            None => self.part(attribute, column, "kand"),
        }
    }

    /// One attribute by sex: counts, shares, known, missing and all.
    fn attribute(&self, attribute: &Attribute) -> Part {
        let mut heads = vec![self.about(attribute)];
        heads.extend(self.own.iter().map(|column| column.label.clone()));
        heads.extend(self.own.iter().map(|column| format!("{}, %", column.label)));
        let bases: Vec<Option<i64>> = self
            .own
            .iter()
            .map(|column| self.base(attribute, column))
            .collect();
        let codes = attribute.codes();
        let mut rows = Vec::new();
        for code in &codes {
            let parts: Vec<Option<i64>> = self
                .own
                .iter()
                .map(|column| self.part(attribute, column, code))
                .collect();
            let shares = parts.iter().zip(&bases).map(|(k, n)| share(*k, *n));
            let cells: Vec<TableCell> = parts.iter().map(|k| count(*k)).chain(shares).collect();
            rows.push(row(RowKind::Normal, &label(attribute, code), cells));
        }
        rows.extend(self.sums(attribute, &self.own, &bases, self.own.len()));
        let id = attribute.parts.replace(['.', '_'], "-");
        let mut notes = vec![NOTE.to_owned()];
        if attribute.several {
            notes.push(
                "Flera kan anges för en och samma, så delarna kan vara fler än de med känt svar.".into(),
            );
        }
        let finding = self.finding(attribute, &codes, bases.first().copied().flatten());
        let caption = format!("{}, {}", self.about(attribute), period(self.selection.period));
        Part::Drawn(Box::new(Diagram {
            label: String::new(),
            caption: finding.unwrap_or_else(|| caption.clone()),
            id: format!("{id}-diagram"),
            chart: self.chart(attribute, &codes),
            table: table(&id, caption, &heads, rows, notes),
        }))
    }

    /// Known, missing and all, in each column; `blank` cells follow for the shares.
    fn sums(&self, attribute: &Attribute, of: &[&Column], bases: &[Option<i64>], blank: usize) -> Vec<Row> {
        let cells = |values: Vec<Option<i64>>| {
            let cells = values.into_iter().map(count);
            cells
                .chain((0..blank).map(|_| TableCell::text("")))
                .collect::<Vec<_>>()
        };
        let missing = of
            .iter()
            .map(|column| self.part(attribute, column, "okand"))
            .collect();
        let all = of
            .iter()
            .map(|column| self.counted.count(attribute.total, column, None))
            .collect();
        vec![
            row(RowKind::Subtotal, "Känt svar (n)", cells(bases.to_vec())),
            row(RowKind::Normal, "Uppgift saknas", cells(missing)),
            row(RowKind::Total, "Alla deltaganden", cells(all)),
        ]
    }

    /// "gymnasium är vanligast: 45 av 112".
    fn finding(&self, attribute: &Attribute, codes: &[&str], base: Option<i64>) -> Option<String> {
        let first = self.own.first()?;
        let shown = codes
            .iter()
            .filter_map(|code| Some((code, self.part(attribute, first, code)?)));
        let (code, k) = shown.max_by_key(|(_, k)| *k).filter(|(_, k)| *k > 0)?;
        let name = label(attribute, code);
        let n = base.map_or_else(String::new, |n| format!(" av {}", number::integer(n)));
        Some(format!(
            "{}: {name} är vanligast, {}{n}",
            self.about(attribute),
            number::integer(k)
        ))
    }

    fn chart(&self, attribute: &Attribute, codes: &[&str]) -> Chart {
        let shown: Vec<&&Column> = if self.own.len() > 1 {
            self.own.iter().skip(1).collect()
        } else {
            self.own.iter().collect()
        };
        let series = |column: &&&Column| Series {
            name: column.label.clone(),
            values: codes
                .iter()
                .map(|code| self.part(attribute, column, code))
                .collect(),
        };
        Chart {
            kind: ChartKind::Bars,
            categories: codes.iter().map(|code| label(attribute, code)).collect(),
            series: shown.iter().map(series).collect(),
            unit: "deltaganden".into(),
            target: None,
            decimals: 0,
            withheld: Vec::new(),
        }
        .with_gaps_withheld()
    }

    /// The same attribute beside earlier years, or in every insats.
    fn comparison(&self, attribute: &Attribute) -> Option<Part> {
        if self.beside.is_empty() {
            return None;
        }
        let mut heads = vec![self.about(attribute)];
        heads.extend(self.beside.iter().map(|column| column.label.clone()));
        let bases: Vec<Option<i64>> = self
            .beside
            .iter()
            .map(|column| self.base(attribute, column))
            .collect();
        let mut rows: Vec<Row> = attribute
            .codes()
            .iter()
            .map(|code| {
                let cells = self
                    .beside
                    .iter()
                    .map(|column| count(self.part(attribute, column, code)));
                row(RowKind::Normal, &label(attribute, code), cells)
            })
            .collect();
        rows.extend(self.sums(attribute, &self.beside, &bases, 0));
        let id = format!("{}-jamforelse", attribute.parts.replace(['.', '_'], "-"));
        let what = match self.selection.compare {
            Compare::Years => "jämfört med tidigare år",
            _ => "i varje insats",
        };
        let caption = format!("{} {what}", self.about(attribute));
        Some(Part::Plain(table(
            &id,
            caption,
            &heads,
            rows,
            vec![NOTE.to_owned()],
        )))
    }

    /// After less before, in numbers, where both are shown.
    fn change(&self) -> Part {
        let sides: Vec<&Attribute> = build::printed(self.selection.kind).collect();
        let mut heads = vec!["Förändring från före till vid avslut".to_owned()];
        heads.extend(self.own.iter().map(|column| column.label.clone()));
        let mut rows = Vec::new();
        if let [before, after] = sides[..] {
            for code in before.codes() {
                let cells = self.own.iter().map(|column| {
                    let was = self.part(before, column, code);
                    let is = self.part(after, column, code);
                    count(was.zip(is).map(|(was, is)| is - was))
                });
                rows.push(row(RowKind::Normal, &label(before, code), cells));
            }
        }
        let caption = format!("Förändring, {}", period(self.selection.period));
        let note = "Antal vid avslut minus antal före, bland avslutade i perioden.".to_owned();
        Part::Plain(table(
            "forandring",
            caption,
            &heads,
            rows,
            vec![note, NOTE.to_owned()],
        ))
    }

    /// Work or study, seeking work; before and at exit.
    fn outcomes(&self) -> Part {
        const ROWS: [(&str, &str, &str); 4] = [
            (
                "Arbete eller studier före",
                "egenforsorjning.antal_fore",
                "sysselsattning.fore_kanda",
            ),
            (
                "Arbete eller studier vid avslut",
                "avslut.antal_arbete_eller_studier",
                "avslut.kanda",
            ),
            (
                "Arbetssökande före",
                "arbetssokande.antal_fore",
                "sysselsattning.fore_kanda",
            ),
            (
                "Arbetssökande vid avslut",
                "avslut.antal_arbetssokande",
                "avslut.kanda",
            ),
        ];
        let mut heads = vec!["Utfall".to_owned()];
        heads.extend(self.own.iter().map(|column| column.label.clone()));
        heads.extend(self.own.iter().map(|column| format!("{}, n", column.label)));
        heads.extend(self.own.iter().map(|column| format!("{}, %", column.label)));
        let of = |measure: &str| -> Vec<Option<i64>> {
            self.own
                .iter()
                .map(|column| self.counted.count(measure, column, None))
                .collect()
        };
        let rows = ROWS.iter().map(|(label, k, n)| {
            let (k, n) = (of(k), of(n));
            let shares = k.iter().zip(&n).map(|(k, n)| share(*k, *n));
            let cells: Vec<TableCell> = k
                .iter()
                .chain(&n)
                .map(|value| count(*value))
                .chain(shares)
                .collect();
            row(RowKind::Normal, label, cells)
        });
        let caption = format!("Utfall, {}", period(self.selection.period));
        let note = "Arbete och studier samtidigt räknas en gång. Arbetssökande är utan arbete eller studier."
            .to_owned();
        Part::Plain(table(
            "utfall",
            caption,
            &heads,
            rows.collect(),
            vec![note, NOTE.to_owned()],
        ))
    }
}
