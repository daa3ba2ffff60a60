//! Columns with the series on top of each other; names stand to the right of the last column.

use domain::chart::Chart;

use super::{
    columns::Frame,
    gap, label,
    scale::{Scale, count, float},
    svg::{Ink, Svg},
    text::{self, LINE, SIZE},
    unit_line, value,
};

const PLOT: f64 = 168.0;
const MAX_COLUMN: f64 = 64.0;

/// Draws the stacks, or answers false when the labels do not fit.
pub(super) fn draw(chart: &Chart, svg: &mut Svg) -> bool {
    let names = chart
        .series
        .iter()
        .map(|s| text::width(&s.name))
        .fold(0.0, f64::max)
        + 12.0;
    if names > svg.width * 0.4 || count(chart.series.len()) * LINE > PLOT {
        return false;
    }
    let Some(frame) = Frame::new(chart, svg.width, names) else {
        return false;
    };
    let totals: Vec<i64> = (0..chart.categories.len()).map(|c| total(chart, c)).collect();
    if totals
        .iter()
        .any(|t| text::width(&label(chart, *t)) > frame.pitch - 2.0)
    {
        return false;
    }
    let top = if unit_line(chart).is_some() { 20.0 } else { 4.0 } + SIZE + 4.0;
    if let Some(unit) = unit_line(chart) {
        svg.muted(0.0, 11.0, unit);
    }
    let bottom = top + PLOT;
    let scale = Scale::new(totals.iter().copied(), bottom, top);
    let column = (frame.pitch - 10.0).min(MAX_COLUMN);
    for (category, total) in totals.iter().enumerate() {
        stack(chart, svg, category, (&frame, column, scale));
        // A stack without one of its parts has no sum to tell.
        let missing = (0..chart.series.len()).find(|s| value(chart, *s, category).is_none());
        let words = missing.map_or_else(|| label(chart, *total), |s| gap(chart, s, category).to_owned());
        svg.middle(frame.middle(category), scale.px(*total) - 4.0, &words);
    }
    svg.line((0.0, bottom), (svg.width - names, bottom), Ink::Text, 1.0);
    name(chart, svg, (&frame, column, scale), (top, bottom));
    svg.height = frame.foot(svg, bottom);
    true
}

fn total(chart: &Chart, category: usize) -> i64 {
    (0..chart.series.len())
        .filter_map(|s| value(chart, s, category))
        .fold(0, i64::saturating_add)
}

fn stack(chart: &Chart, svg: &mut Svg, category: usize, (frame, column, scale): (&Frame, f64, Scale)) {
    let (x1, x2) = (
        frame.middle(category) - column / 2.0,
        frame.middle(category) + column / 2.0,
    );
    let mut sum = 0_i64;
    for series in 0..chart.series.len() {
        let Some(value) = value(chart, series, category) else {
            continue;
        };
        let (low, high) = (scale.px(sum), scale.px(sum.saturating_add(value)));
        svg.rect((x1, low), (x2, high + 0.8), Ink::Series(series));
        let words = label(chart, value);
        if low - high >= LINE + 2.0 && text::width(&words) <= column - 4.0 {
            let at = (frame.middle(category), f64::midpoint(low, high) + 4.2);
            svg.text(at, "middle", Ink::On(series), &words);
        }
        sum = sum.saturating_add(value);
    }
}

/// The names at the height of the last stack's parts, moved apart where parts are thin.
fn name(
    chart: &Chart,
    svg: &mut Svg,
    (frame, column, scale): (&Frame, f64, Scale),
    (top, bottom): (f64, f64),
) {
    let last = chart.categories.len() - 1;
    let mut sum = 0.0;
    let mut wanted = Vec::new();
    for series in 0..chart.series.len() {
        let part = float(value(chart, series, last).unwrap_or(0));
        wanted.push(scale.at(sum + part / 2.0) + 4.2);
        sum += part;
    }
    let placed = text::spread(&wanted, top + 8.0, bottom);
    let x = frame.middle(last) + column / 2.0;
    let words = svg.width - frame.right + 6.0;
    for (series, y) in placed.iter().enumerate() {
        svg.line(
            (x + 1.0, wanted[series] - 4.2),
            (words - 3.0, y - 4.2),
            Ink::Grid,
            1.0,
        );
        svg.start(words, *y, &chart.series[series].name);
    }
}
