//! Result against target: one row per category, a bar for the result, a mark for the target and a
//! band of five per cent around it (the association's own rule for insats budgets).

use domain::chart::Chart;

use super::{
    bars::Labels,
    gap, label,
    scale::{Scale, count},
    svg::{Ink, Svg},
    text::{self, LINE},
    unit_line, value,
};

const BAR: f64 = 16.0;

/// Draws the rows, or answers false when there is no target to draw against.
pub(super) fn draw(chart: &Chart, svg: &mut Svg) -> bool {
    let level = |category: usize| {
        let own = chart
            .series
            .get(1)
            .and_then(|s| s.values.get(category).copied().flatten());
        own.or(chart.target.as_ref().map(|t| t.1))
    };
    let all = || {
        (0..chart.categories.len())
            .flat_map(|c| [value(chart, 0, c), level(c)])
            .flatten()
    };
    if (0..chart.categories.len()).all(|c| level(c).is_none()) || all().any(|v| v < 0) {
        return false;
    }
    let labels = Labels::new(chart, svg.width);
    let words: Vec<String> = (0..chart.categories.len())
        .map(|c| words(chart, c, level(c)))
        .collect();
    let room = words.iter().map(|w| text::width(w)).fold(0.0, f64::max) + 10.0;
    let left = labels.room + 8.0;
    if svg.width - room - left < 60.0 {
        return false;
    }
    let highest = all().max().unwrap_or(0);
    let reach = highest.saturating_add(highest / 16);
    let scale = Scale::new(all().chain([reach]), left, svg.width - room);
    let mut y = 2.0;
    if let Some(unit) = unit_line(chart) {
        svg.muted(0.0, 11.0, unit);
        y = 22.0;
    }
    let top = y;
    for (category, lines) in labels.lines.iter().enumerate() {
        let height = (count(lines.len()) * LINE).max(BAR + 4.0);
        let first = y + (height - count(lines.len()) * LINE) / 2.0 + 10.5;
        for (i, line) in lines.iter().enumerate() {
            svg.start(0.0, first + count(i) * LINE, line);
        }
        mark(
            svg,
            scale,
            value(chart, 0, category),
            level(category),
            y + height / 2.0,
        );
        svg.end(svg.width, y + height / 2.0 + 4.2, &words[category]);
        y += height + 9.0;
    }
    svg.line((scale.zero(), top - 2.0), (scale.zero(), y - 5.0), Ink::Text, 1.0);
    svg.height = y;
    true
}

fn words(chart: &Chart, category: usize, level: Option<i64>) -> String {
    let result =
        value(chart, 0, category).map_or_else(|| gap(chart, 0, category).to_owned(), |v| label(chart, v));
    match level {
        Some(level) => format!("{result} av {}", label(chart, level)),
        None => result,
    }
}

fn mark(svg: &mut Svg, scale: Scale, value: Option<i64>, level: Option<i64>, middle: f64) {
    if let Some(level) = level {
        let band = level / 20;
        let (from, to) = (scale.px(level - band), scale.px(level.saturating_add(band)));
        svg.rect(
            (from, middle - BAR / 2.0 - 2.0),
            (to, middle + BAR / 2.0 + 2.0),
            Ink::Band,
        );
    }
    if let Some(value) = value {
        svg.rect(
            (scale.zero(), middle - BAR / 3.2),
            (scale.px(value), middle + BAR / 3.2),
            Ink::Series(0),
        );
    }
    if let Some(level) = level {
        let x = scale.px(level);
        svg.rect(
            (x - 1.2, middle - BAR / 2.0 - 2.0),
            (x + 1.2, middle + BAR / 2.0 + 2.0),
            Ink::Target,
        );
    }
}
