//! A chart as data. It is drawn once, as SVG, for page and PDF; its table is its alternative text.

use crate::number;

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
    /// The alternative text: every category with every value.
    pub fn alt(&self, caption: &str) -> String {
        let mut text = format!("{caption}.");
        for (i, category) in self.categories.iter().enumerate() {
            let values: Vec<String> = self
                .series
                .iter()
                .map(|series| self.alt_value(series, i))
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

    fn alt_value(&self, series: &Series, category: usize) -> String {
        let value = match series.values.get(category).copied().flatten() {
            Some(value) => format!("{} {}", number::decimal(value, self.decimals), self.unit),
            None => "uppgift saknas".into(),
        };
        if self.series.len() > 1 {
            format!("{} {value}", series.name.to_lowercase())
        } else {
            value
        }
    }
}
