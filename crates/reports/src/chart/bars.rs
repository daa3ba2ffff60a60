//! Horizontal bars: the form that always fits, for labels stand beside the bars and wrap.

use domain::chart::Chart;

use super::{
    gap, label,
    scale::{Scale, count},
    svg::{Ink, Svg},
    text::{self, LINE},
    unit_line, value, values,
};

const GAP: f64 = 8.0;

/// Draws groups of horizontal bars, one group per category. The bars of the first group that has
/// every series carry the series' names.
pub(super) fn draw(chart: &Chart, svg: &mut Svg) {
    let labels = Labels::new(chart, svg.width);
    let negative = values(chart).any(|v| v < 0);
    let most = svg.width * if negative { 0.25 } else { 0.45 };
    // Names that have no room beside the bars would be written across them.
    let named = named(chart).filter(|first| longest(chart, Some(*first)) <= most);
    let longest = longest(chart, named).min(most);
    let left = labels.room + GAP + if negative { longest + GAP } else { 0.0 };
    let right = (svg.width - longest - GAP).max(left + 20.0);
    let scale = Scale::new(values(chart), left, right);
    let mut y = head(chart, svg, scale, named.is_none());
    let top = y;
    let mut texts: Vec<Label> = Vec::new();
    let bar = if chart.series.len() == 1 { 18.0 } else { 15.0 };
    for (category, lines) in labels.lines.iter().enumerate() {
        let bars = count(chart.series.len()) * bar;
        let height = bars.max(count(lines.len()) * LINE);
        let first = y + (height - count(lines.len()) * LINE) / 2.0 + 10.5;
        for (i, line) in lines.iter().enumerate() {
            svg.start(0.0, first + count(i) * LINE, line);
        }
        let mut at = y + (height - bars) / 2.0;
        for series in 0..chart.series.len() {
            let label = one(
                chart,
                svg,
                (series, category),
                scale,
                (at, bar),
                named == Some(category),
            );
            texts.extend(label);
            at += bar;
        }
        y += height + 9.0;
    }
    svg.line((scale.zero(), top - 3.0), (scale.zero(), y - 5.0), Ink::Text, 1.0);
    if let Some((_, level)) = &chart.target {
        svg.line(
            (scale.px(*level), top - 4.0),
            (scale.px(*level), y - 5.0),
            Ink::Target,
            1.5,
        );
    }
    for (at, anchor, words) in &texts {
        // Only a target's line runs where words stand.
        if chart.target.is_some() {
            svg.rimmed(*at, anchor, words);
        } else {
            svg.text(*at, anchor, Ink::Text, words);
        }
    }
    svg.height = y;
}

/// Where a value's text stands, its anchor, its words.
type Label = ((f64, f64), &'static str, String);

/// The lines above the bars: the series' names when no bar bears them, the unit, the target's name.
fn head(chart: &Chart, svg: &mut Svg, scale: Scale, names: bool) -> f64 {
    let mut y = 0.0;
    if names && chart.series.len() > 1 {
        for (series, named) in chart.series.iter().enumerate() {
            svg.dot((4.0, y + 8.0), series);
            svg.start(12.0, y + 12.2, &named.name);
            y += LINE;
        }
        y += 6.0;
    }
    if let Some(unit) = unit_line(chart) {
        svg.muted(0.0, y + 11.0, unit);
        y += 20.0;
    }
    if let Some((name, level)) = &chart.target {
        let words = format!("{name} {}", label(chart, *level));
        svg.text((scale.px(*level), y + 11.0), "middle", Ink::Target, &words);
        y += 22.0;
    }
    y + 2.0
}

/// Draws a bar and answers its text, which is written last, on top of the target's line.
fn one(
    chart: &Chart,
    svg: &mut Svg,
    (series, category): (usize, usize),
    scale: Scale,
    (y, bar): (f64, f64),
    named: bool,
) -> Option<Label> {
    let base = y + bar / 2.0 + 4.2;
    let Some(value) = value(chart, series, category) else {
        svg.muted(scale.zero() + 5.0, base, gap(chart, series, category));
        return None;
    };
    let x = scale.px(value);
    svg.rect((scale.zero(), y + 0.7), (x, y + bar - 0.7), Ink::Series(series));
    let words = words(chart, series, value, named);
    Some(if value < 0 {
        ((x - 5.0, base), "end", words)
    } else {
        ((x + 5.0, base), "start", words)
    })
}

fn words(chart: &Chart, series: usize, value: i64, named: bool) -> String {
    let number = label(chart, value);
    if named {
        format!("{number}\u{a0}\u{a0}{}", chart.series[series].name)
    } else {
        number
    }
}

/// The category whose bars carry the names: the first in which no series is missing.
fn named(chart: &Chart) -> Option<usize> {
    if chart.series.len() < 2 {
        return None;
    }
    let whole = |c: &usize| (0..chart.series.len()).all(|s| value(chart, s, *c).is_some());
    (0..chart.categories.len()).find(whole).or(Some(0))
}

fn longest(chart: &Chart, named: Option<usize>) -> f64 {
    let mut longest: f64 = 12.0;
    for series in 0..chart.series.len() {
        for category in 0..chart.categories.len() {
            if let Some(value) = value(chart, series, category) {
                let words = words(chart, series, value, named == Some(category));
                longest = longest.max(text::width(&words));
            }
        }
    }
    longest + 5.0
}

/// The category labels, wrapped to at most two fifths of the width.
pub(super) struct Labels {
    /// Lines per category.
    pub(super) lines: Vec<Vec<String>>,
    /// Width of the label column.
    pub(super) room: f64,
}

impl Labels {
    pub(super) fn new(chart: &Chart, width: f64) -> Labels {
        let most = width * 0.4;
        let lines: Vec<Vec<String>> = chart
            .categories
            .iter()
            .map(|c| text::wrap_hard(c, most))
            .collect();
        let widest = lines.iter().flatten().map(|l| text::width(l)).fold(0.0, f64::max);
        Labels {
            lines,
            room: widest.min(most),
        }
    }
}
