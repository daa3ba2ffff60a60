//! Diagrams by sex, each with the table of the same numbers.

use crate::{
    chart::{Chart, ChartKind, Series},
    codes::{CodeTable, Sex},
    document::{Row, RowKind, Table, TableCell},
    figure::{Figure, MeasureId, Missing, Scope, Value},
    number,
    report::{
        cells,
        draft::{Draft, Place},
    },
};

/// A coded property: the scope's dimension, and its codes with labels in printed order.
pub(super) struct Property {
    pub dimension: &'static str,
    pub codes: Vec<(&'static str, &'static str)>,
}

impl Property {
    /// The codes of a table.
    pub fn of<T: CodeTable>(dimension: &'static str) -> Property {
        let codes = T::ALL.iter().map(|code| (code.slug(), code.label()));
        Property {
            dimension,
            codes: codes.collect(),
        }
    }
}

/// One property by sex.
pub(super) struct BySex {
    /// What is counted.
    pub count: MeasureId,
    /// The share that is drawn; without one the count is.
    pub share: Option<MeasureId>,
    /// Those with a known answer: the base.
    pub known: MeasureId,
    /// Label of the base's row.
    pub base: &'static str,
    /// Whether the parts add up to the base; not where several answers may be given.
    pub adds_up: bool,
    pub kind: ChartKind,
    /// Head of the row headers.
    pub head: &'static str,
}

/// The groups of every table by sex.
pub(super) const WHO: [(&str, Option<Sex>); 3] = [
    ("Kvinnor", Some(Sex::Woman)),
    ("Män", Some(Sex::Man)),
    ("Alla", None),
];

/// A scope of one sex, or of all.
pub(super) fn sexed(scope: Scope, sex: Option<Sex>) -> Scope {
    match sex {
        Some(sex) => scope.with("kon", sex.slug()),
        None => scope,
    }
}

/// The series a chart draws, and the places of those values that disclosure control hides.
pub(super) fn drawn(series: &[(&str, Vec<Option<&Figure>>)]) -> (Vec<Series>, Vec<(usize, usize)>) {
    let is_withheld = |figure: Option<&Figure>| {
        figure.is_some_and(|figure| figure.value == Value::Missing(Missing::Withheld))
    };
    let withheld = series.iter().enumerate().flat_map(|(place, (_, figures))| {
        let hidden = figures
            .iter()
            .enumerate()
            .filter(move |(_, figure)| is_withheld(**figure));
        hidden.map(move |(category, _)| (place, category))
    });
    let of = |(name, figures): &(&str, Vec<Option<&Figure>>)| Series {
        name: (*name).to_owned(),
        values: figures
            .iter()
            .map(|figure| figure.and_then(|figure| figure.value.units()))
            .collect(),
    };
    (series.iter().map(of).collect(), withheld.collect())
}

/// More hidden values than a quarter make the two sexes' bars a diagram of gaps.
const GAPS: usize = 4;
const TOGETHER: &str =
    "Diagrammet visar kvinnor och män tillsammans: var för sig är för många av talen skyddade.";

impl Draft<'_> {
    /// A diagram of one property by sex.
    pub(super) fn by_sex(&mut self, rule: &BySex, property: &Property, mut place: Place) {
        let drawn_measure = rule.share.unwrap_or(rule.count);
        let scope = |code: &str, sex| sexed(Scope::all().with(property.dimension, code), sex);
        let of = |(name, sex): &(&'static str, Option<Sex>)| {
            let figures = property
                .codes
                .iter()
                .map(|(code, _)| self.figure(drawn_measure, scope(code, *sex)));
            (*name, figures.collect::<Vec<_>>())
        };
        let [women, men, all] = WHO.each_ref().map(of);
        let (mut series, mut withheld) = drawn(&[women, men]);
        let (together, gaps) = drawn(&[all]);
        if withheld.len() * GAPS > 2 * property.codes.len() && gaps.len() * 2 < withheld.len() {
            // What is drawn is printed in the table anyway: nothing is added up here.
            (series, withheld) = (together, gaps);
            place.notes.push(TOGETHER.into());
        }
        let chart = Chart {
            kind: rule.kind,
            categories: property
                .codes
                .iter()
                .map(|(_, label)| (*label).to_owned())
                .collect(),
            series,
            unit: if rule.share.is_some() { "%" } else { "deltaganden" }.into(),
            target: None,
            decimals: 0,
            withheld,
        };
        let table = self.table_by_sex(rule, property, place.id);
        place.notes.extend(self.constructed_note());
        self.diagram(place, chart, table);
    }

    fn table_by_sex(&self, rule: &BySex, property: &Property, id: &str) -> Table {
        let mut heads = vec![rule.head, "Kvinnor", "Män", "Alla"];
        if rule.share.is_some() {
            heads.extend(["Kvinnor, %", "Män, %", "Alla, %"]);
        }
        let cells_of = |measure: MeasureId, scope: &Scope| {
            WHO.map(|(_, sex)| self.cell(measure, sexed(scope.clone(), sex)))
        };
        let mut rows: Vec<Row> = Vec::new();
        for (code, label) in &property.codes {
            let scope = Scope::all().with(property.dimension, *code);
            let mut cells: Vec<TableCell> = cells_of(rule.count, &scope).to_vec();
            if let Some(share) = rule.share {
                cells.extend(cells_of(share, &scope));
            }
            rows.push(cells::row(RowKind::Normal, *label, cells));
        }
        let mut base = cells_of(rule.known, &Scope::all()).to_vec();
        base.resize(heads.len() - 1, cells::blank());
        let kind = if rule.adds_up {
            RowKind::Total
        } else {
            RowKind::Normal
        };
        rows.push(cells::row(kind, rule.base, base));
        let caption = String::new();
        cells::table(&format!("{id}-underlag"), caption, cells::numeric(&heads), rows)
    }

    /// "Bas: 118 av 122 nya deltaganden med känd ålder; 4 saknar uppgift."
    pub fn base_note(&self, known: MeasureId, universe: MeasureId, words: &str) -> Option<String> {
        let (known, all) = (self.known(known)?.k?, self.known(universe)?.k?);
        let missing = match all - known {
            0 => "ingen saknar uppgift".to_owned(),
            n => format!("{} saknar uppgift", number::integer(n)),
        };
        let (known, all) = (number::integer(known), number::integer(all));
        Some(format!("Bas: {known} av {all} {words}; {missing}."))
    }

    /// The code with the largest count, when it is above zero; the first of equal ones.
    pub(super) fn largest(&self, count: MeasureId, property: &Property) -> Option<(&'static str, i64)> {
        let mut best: Option<(&'static str, i64)> = None;
        for (code, _) in &property.codes {
            let figure = self.figure(count, Scope::all().with(property.dimension, *code));
            if let Some(Value::Count(n)) = figure.map(|figure| figure.value)
                && n > best.map_or(0, |(_, n)| n)
            {
                best = Some((code, n));
            }
        }
        best
    }
}
