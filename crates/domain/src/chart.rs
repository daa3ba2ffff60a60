//! A chart as data. It is drawn once, as SVG, for page and PDF; its table is its alternative text.

use crate::{figure::WITHHELD, number};

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Chart {
    /// The form.
    pub kind: ChartKind,
    /// Labels of the groups along the category axis.
    pub categories: Vec<String>,
    /// One or more series over the same categories.
    pub series: Vec<Series>,
    /// Word after a number in labels and in the alternative text ("deltaganden", "kr", "%").
    pub unit: String,
    /// A level to compare with, drawn as a line across: label and value.
    pub target: Option<(String, i64)>,
    /// Decimals of every value.
    pub decimals: u32,
    /// Series and category of the values that disclosure control hides; every other value that is
    /// not there is not known.
    pub withheld: Vec<(usize, usize)>,
}

/// The form of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// Horizontal bars, one group per category; best where labels are long.
    Bars,
    /// Vertical columns, one group per category.
    Columns,
    /// Vertical columns, series on top of each other.
    Stacked,
    /// Lines over years.
    Lines,
    /// Result against target with a band, one row per category; series: result, target.
    Bullet,
}

/// One series.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Series {
    /// Direct label.
    pub name: String,
    /// One value per category, in units of 10^-decimals; `None` where there is none.
    pub values: Vec<Option<i64>>,
}

impl Chart {
    /// Whether disclosure control hides the value.
    pub fn is_withheld(&self, series: usize, category: usize) -> bool {
        self.withheld.contains(&(series, category))
    }

    /// The chart, where every value that is not there is one that disclosure control hides.
    pub fn with_gaps_withheld(self) -> Chart {
        let series = self.series.iter().enumerate();
        let withheld = series.flat_map(|(place, series)| {
            let values = series.values.iter().enumerate();
            values
                .filter(|(_, value)| value.is_none())
                .map(move |(category, _)| (place, category))
        });
        Chart {
            withheld: withheld.collect(),
            ..self
        }
    }

    /// Without the series that have no value at all.
    pub fn without_empty_series(&self) -> Chart {
        let kept: Vec<usize> = (0..self.series.len())
            .filter(|s| self.series[*s].values.iter().any(Option::is_some))
            .collect();
        let place = |series: usize| kept.iter().position(|old| *old == series);
        Chart {
            series: kept.iter().map(|s| self.series[*s].clone()).collect(),
            withheld: self
                .withheld
                .iter()
                .filter_map(|(series, category)| Some((place(*series)?, *category)))
                .collect(),
            ..self.clone()
        }
    }

    /// Without the categories of which disclosure control hides every value, and their names.
    pub fn without_withheld(self) -> (Chart, Vec<String>) {
        let series = self.series.len();
        let hidden = |c: &usize| series > 0 && (0..series).all(|s| self.is_withheld(s, *c));
        let (left_out, kept): (Vec<usize>, Vec<usize>) = (0..self.categories.len()).partition(hidden);
        let name = |c: &usize| self.categories[*c].clone();
        let place = |category: usize| kept.iter().position(|old| *old == category);
        let of = |series: &Series| Series {
            name: series.name.clone(),
            values: kept
                .iter()
                .map(|c| series.values.get(*c).copied().flatten())
                .collect(),
        };
        let chart = Chart {
            categories: kept.iter().map(name).collect(),
            series: self.series.iter().map(of).collect(),
            withheld: self
                .withheld
                .iter()
                .filter_map(|(series, category)| Some((*series, place(*category)?)))
                .collect(),
            ..self.clone()
        };
        (chart, left_out.iter().map(name).collect())
    }

    /// The alternative text: every category with every value.
    pub fn alt(&self, caption: &str) -> String {
        let mut text = format!("{caption}.");
        for (i, category) in self.categories.iter().enumerate() {
            let values: Vec<String> = self
                .series
                .iter()
                .enumerate()
                .map(|(place, series)| self.alt_value(place, series, i))
                .collect();
            text.push_str(&format!(" {category}: {}.", values.join(", ")));
        }
        if let Some((label, level)) = &self.target {
            text.push_str(&format!(
                " {label}: {} {}.",
                number::decimal(*level, self.decimals),
                self.unit
            ));
        }
        text
    }

    fn alt_value(&self, place: usize, series: &Series, category: usize) -> String {
        let value = match series.values.get(category).copied().flatten() {
            Some(value) => format!("{} {}", number::decimal(value, self.decimals), self.unit),
            None if self.is_withheld(place, category) => WITHHELD.into(),
            None => "uppgift saknas".into(),
        };
        if self.series.len() > 1 {
            format!("{} {value}", series.name.to_lowercase())
        } else {
            value
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four categories, two series: all known, one hidden, all hidden, one not known.
    fn chart() -> Chart {
        let series = |name: &str, values: [Option<i64>; 4]| Series {
            name: name.into(),
            values: values.to_vec(),
        };
        Chart {
            kind: ChartKind::Bars,
            categories: ["a", "b", "c", "d"].map(String::from).to_vec(),
            series: vec![
                series("Kvinnor", [Some(7), Some(9), None, None]),
                series("Män", [Some(8), None, None, Some(5)]),
            ],
            unit: "st".into(),
            target: None,
            decimals: 0,
            withheld: vec![(1, 1), (0, 2), (1, 2)],
        }
    }

    #[test]
    fn the_alternative_text_tells_hidden_from_unknown() {
        let text = chart().alt("Rubrik");
        for said in [
            "b: kvinnor 9 st, män skyddad",
            "d: kvinnor uppgift saknas, män 5 st",
        ] {
            assert!(text.contains(said), "{text}");
        }
    }

    #[test]
    fn a_category_where_everything_is_hidden_is_left_out_and_the_rest_keeps_its_gaps() {
        let (chart, left_out) = chart().without_withheld();
        assert_eq!(
            (chart.categories.join(""), left_out),
            ("abd".into(), vec!["c".to_owned()])
        );
        assert_eq!(chart.withheld, [(1, 1)]);
        assert_eq!(chart.series[1].values, [Some(8), None, Some(5)]);
    }

    #[test]
    fn a_series_without_values_goes_and_takes_its_gaps_with_it() {
        let mut chart = chart();
        chart.series[0].values = vec![None; 4];
        let chart = chart.without_empty_series();
        assert_eq!((chart.series.len(), chart.withheld), (1, vec![(0, 1), (0, 2)]));
    }
}
