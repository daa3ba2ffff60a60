//! Charts as SVG: the same drawing on a web page and in the PDF. Text stays text, bars start at
//! zero, series are named where they stand, and a drawing that does not fit its width is turned
//! into horizontal bars instead of letting labels meet.

mod bars;
mod bullet;
mod columns;
mod lines;
mod scale;
mod stacked;
mod svg;
mod text;

use domain::{
    chart::{Chart, ChartKind},
    figure::WITHHELD,
    number,
};

use svg::Svg;

/// Where the chart is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// Fixed colours and the embedded sans-serif face.
    Print,
    /// CSS custom properties (`--chart-1` … `--chart-6`, `--chart-ink`, `--chart-muted`,
    /// `--chart-line`, `--chart-band`) with the printed colours as fallback, and the page's own face.
    Page,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug)]
pub struct ChartOptions<'a> {
    /// Width in CSS pixels; charts are made for 340 to 760 and held within 240 to 1 200.
    pub width: u32,
    /// Colours and face.
    pub palette: Palette,
    /// Anchor of the diagram: prefix of the ids inside the drawing.
    pub id: &'a str,
    /// The caption: title of the drawing and first sentence of its description.
    pub title: &'a str,
}

/// Draws the chart. A chart without any value becomes a drawing that says so.
pub fn chart_svg(chart: &Chart, options: &ChartOptions) -> String {
    let mut svg = Svg::new(options);
    // A series without any value would only take room.
    let chart = &chart.without_empty_series();
    if chart.series.is_empty() || chart.categories.is_empty() {
        svg.height = 40.0;
        svg.muted(0.0, 24.0, "Inga värden att visa.");
    } else {
        draw(chart, &mut svg);
    }
    svg.finish(&chart.alt(options.title))
}

fn draw(chart: &Chart, svg: &mut Svg) {
    let negative = chart
        .series
        .iter()
        .flat_map(|s| &s.values)
        .any(|v| v.is_some_and(|v| v < 0));
    let drawn = match chart.kind {
        ChartKind::Bars => false,
        ChartKind::Columns => columns::draw(chart, svg),
        ChartKind::Stacked if negative => columns::draw(chart, svg),
        ChartKind::Stacked => stacked::draw(chart, svg),
        ChartKind::Lines => lines::draw(chart, svg),
        ChartKind::Bullet => bullet::draw(chart, svg),
    };
    if !drawn {
        bars::draw(chart, svg);
    }
}

/// A value as it is written at a bar: per cent with its sign, everything else bare.
fn label(chart: &Chart, value: i64) -> String {
    let number = number::decimal(value, chart.decimals);
    if chart.unit == "%" {
        format!("{number}\u{a0}%")
    } else {
        number
    }
}

/// The unit as a line above the plot; nothing for per cent, which stand at every value.
fn unit_line(chart: &Chart) -> Option<&str> {
    (chart.unit != "%" && !chart.unit.is_empty()).then_some(chart.unit.as_str())
}

/// The value of one series and category.
fn value(chart: &Chart, series: usize, category: usize) -> Option<i64> {
    chart.series[series].values.get(category).copied().flatten()
}

/// What stands where a value would: that it is hidden, or that there is none.
fn gap(chart: &Chart, series: usize, category: usize) -> &'static str {
    if chart.is_withheld(series, category) {
        WITHHELD
    } else {
        "–"
    }
}

/// The one word for a category where every value is hidden.
fn shared_gap(chart: &Chart, category: usize) -> Option<&'static str> {
    (0..chart.series.len())
        .all(|s| chart.is_withheld(s, category))
        .then_some(WITHHELD)
}

/// Every value that is drawn, the target included.
fn values(chart: &Chart) -> impl Iterator<Item = i64> + '_ {
    let drawn = chart
        .series
        .iter()
        .flat_map(|s| s.values.iter().take(chart.categories.len()));
    drawn
        .copied()
        .flatten()
        .chain(chart.target.iter().map(|(_, v)| *v))
}
