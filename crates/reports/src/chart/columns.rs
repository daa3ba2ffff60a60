//! Vertical columns, one group per category.

use domain::{chart::Chart, figure::WITHHELD};

use super::{
    gap, label,
    scale::{Scale, count},
    shared_gap,
    svg::{Ink, Svg},
    text::{self, LINE, SIZE},
    unit_line, value, values,
};

const PLOT: f64 = 125.0;
const MAX_COLUMN: f64 = 46.0;

/// The measures of a chart whose labels fit.
pub(super) struct Frame {
    /// Width of one category.
    pub(super) pitch: f64,
    /// Wrapped category labels.
    pub(super) labels: Vec<Vec<String>>,
    /// Room to the right of the plot.
    pub(super) right: f64,
}

impl Frame {
    /// `None` when a category label cannot be wrapped to its category's width in three lines.
    pub(super) fn new(chart: &Chart, width: f64, right: f64) -> Option<Frame> {
        let pitch = (width - right) / count(chart.categories.len());
        let wrapped = chart.categories.iter().map(|c| text::wrap(c, pitch - 6.0));
        let labels = wrapped.collect::<Option<Vec<_>>>()?;
        labels
            .iter()
            .all(|l| l.len() <= 3)
            .then_some(Frame { pitch, labels, right })
    }

    /// As [`Frame::new`] for a long row of points in time: where the labels do not fit beside each other,
    /// every second, third, … of them is written, so that a step divides a year or is whole years.
    pub(super) fn sparse(chart: &Chart, width: f64, right: f64) -> Option<Frame> {
        let pitch = (width - right) / count(chart.categories.len());
        let fits = |step: usize| {
            chart
                .categories
                .iter()
                .step_by(step)
                .all(|c| text::width(c) + 6.0 <= pitch * count(step))
        };
        let step = [1, 2, 3, 4, 6, 12, 24, 60].into_iter().find(|step| fits(*step))?;
        let written = |at: usize, c: &String| {
            let inside = (count(at) + 0.5) * pitch + text::width(c) / 2.0 <= width;
            (at.is_multiple_of(step) && inside).then(|| c.clone())
        };
        let labels = chart.categories.iter().enumerate();
        let labels = labels
            .map(|(at, c)| written(at, c).into_iter().collect())
            .collect();
        Some(Frame { pitch, labels, right })
    }

    /// Middle of a category.
    pub(super) fn middle(&self, category: usize) -> f64 {
        (count(category) + 0.5) * self.pitch
    }

    /// Writes the category labels under `y` and answers where the drawing ends.
    pub(super) fn foot(&self, svg: &mut Svg, y: f64) -> f64 {
        for (category, lines) in self.labels.iter().enumerate() {
            for (i, line) in lines.iter().enumerate() {
                svg.middle(self.middle(category), y + 15.0 + count(i) * LINE, line);
            }
        }
        let most = self.labels.iter().map(Vec::len).max().unwrap_or(1);
        y + 8.0 + count(most) * LINE
    }
}

/// Draws the columns, or answers false when labels would meet: then bars are drawn instead.
pub(super) fn draw(chart: &Chart, svg: &mut Svg) -> bool {
    let right = target_room(chart);
    let Some(frame) = Frame::new(chart, svg.width, right) else {
        return false;
    };
    let n = count(chart.series.len());
    let column = ((frame.pitch - 12.0) / n).min(MAX_COLUMN);
    let widest = values(chart)
        .map(|v| text::width(&label(chart, v)))
        .fold(0.0, f64::max);
    if !gaps_fit(chart, column, frame.pitch) {
        return false;
    }
    if column < widest + 1.0 && (n > 1.0 || frame.pitch < widest + 6.0) {
        return false;
    }
    let names = Names::new(chart, &frame, column, svg.width);
    let Some(names) = names else { return false };
    let top = if unit_line(chart).is_some() { 20.0 } else { 4.0 } + names.room() + SIZE + 4.0;
    if let Some(unit) = unit_line(chart) {
        svg.muted(0.0, 11.0, unit);
    }
    let negative = values(chart).any(|v| v < 0);
    let bottom = top + PLOT;
    let scale = Scale::new(values(chart), bottom, top);
    for category in 0..chart.categories.len() {
        group(chart, svg, category, (&frame, column, scale));
    }
    names.draw(chart, svg, (&frame, column, scale));
    svg.line(
        (0.0, scale.zero()),
        (svg.width - right, scale.zero()),
        Ink::Text,
        1.0,
    );
    target(chart, svg, scale, right);
    // After the target, whose line may run where a number stands.
    for category in 0..chart.categories.len() {
        numbers(chart, svg, category, (&frame, column, scale));
    }
    svg.height = frame.foot(svg, bottom + if negative { SIZE + 6.0 } else { 0.0 });
    true
}

/// Whether the word for a hidden value fits: over its own column, or once over the whole group.
fn gaps_fit(chart: &Chart, column: f64, pitch: f64) -> bool {
    let fits = |&(_, category): &(usize, usize)| {
        let room = if shared_gap(chart, category).is_some() {
            pitch
        } else {
            column
        };
        text::width(WITHHELD) <= room
    };
    chart.withheld.iter().all(fits)
}

fn left(frame: &Frame, category: usize, series: usize, n: usize, column: f64) -> f64 {
    frame.middle(category) - column * count(n) / 2.0 + count(series) * column
}

fn group(chart: &Chart, svg: &mut Svg, category: usize, (frame, column, scale): (&Frame, f64, Scale)) {
    for series in 0..chart.series.len() {
        let x = left(frame, category, series, chart.series.len(), column);
        if let Some(value) = value(chart, series, category) {
            let y = scale.px(value);
            svg.rect(
                (x + 0.8, scale.zero()),
                (x + column - 0.8, y),
                Ink::Series(series),
            );
        }
    }
}

fn numbers(chart: &Chart, svg: &mut Svg, category: usize, (frame, column, scale): (&Frame, f64, Scale)) {
    if let Some(words) = shared_gap(chart, category) {
        let at = (frame.middle(category), scale.zero() - 4.0);
        svg.text(at, "middle", Ink::Muted, words);
        return;
    }
    for series in 0..chart.series.len() {
        let middle = left(frame, category, series, chart.series.len(), column) + column / 2.0;
        let Some(value) = value(chart, series, category) else {
            let words = gap(chart, series, category);
            svg.text((middle, scale.zero() - 4.0), "middle", Ink::Muted, words);
            continue;
        };
        let (y, words) = (scale.px(value), label(chart, value));
        let at = if value < 0 { y + SIZE + 1.0 } else { y - 4.0 };
        let inside = scale.zero() - y >= LINE + 4.0 && text::width(&words) <= column - 4.0;
        if !crossed(chart, scale, at) {
            svg.middle(middle, at, &words);
        } else if inside {
            svg.text((middle, y + SIZE + 2.0), "middle", Ink::On(series), &words);
        } else {
            svg.rimmed((middle, at), "middle", &words);
        }
    }
}

/// Whether the target's line runs through words that stand at this height.
fn crossed(chart: &Chart, scale: Scale, at: f64) -> bool {
    let line = chart.target.as_ref().map(|(_, level)| scale.px(*level));
    line.is_some_and(|line| (at - SIZE..at + 3.0).contains(&line))
}

/// Room to the right for the target's name and level.
pub(super) fn target_room(chart: &Chart) -> f64 {
    let room =
        |(name, level): &(String, i64)| text::width(name).max(text::width(&label(chart, *level))) + 10.0;
    chart.target.as_ref().map_or(0.0, room)
}

/// The target as a line across, named to the right of the plot.
pub(super) fn target(chart: &Chart, svg: &mut Svg, scale: Scale, right: f64) {
    let Some((name, level)) = &chart.target else {
        return;
    };
    let (x, y) = (svg.width - right, scale.px(*level));
    svg.line((0.0, y), (x, y), Ink::Target, 1.5);
    svg.text((x + 6.0, y), "start", Ink::Target, name);
    svg.text((x + 6.0, y + LINE), "start", Ink::Target, &label(chart, *level));
}

/// How the series are named.
enum Names {
    /// One series: the caption names it.
    None,
    /// Two series: above the columns of one category, one name to the left and one to the right.
    Above(usize),
}

impl Names {
    /// `None` when the names do not fit.
    fn new(chart: &Chart, frame: &Frame, column: f64, width: f64) -> Option<Names> {
        match chart.series.as_slice() {
            [_] => Some(Names::None),
            [a, b] => {
                let fits = |c: &usize| {
                    let middle = frame.middle(*c);
                    let whole = value(chart, 0, *c).is_some() && value(chart, 1, *c).is_some();
                    whole
                        && middle - column * 0.3 - text::width(&a.name) >= 0.0
                        && middle + column * 0.3 + text::width(&b.name) <= width
                };
                let tallest = |c: &usize| value(chart, 0, *c).unwrap_or(0) + value(chart, 1, *c).unwrap_or(0);
                let best = (0..chart.categories.len()).filter(fits).max_by_key(tallest);
                best.map(Names::Above)
            }
            _ => None,
        }
    }

    fn room(&self) -> f64 {
        match self {
            Names::None => 0.0,
            Names::Above(_) => 20.0,
        }
    }

    fn draw(&self, chart: &Chart, svg: &mut Svg, (frame, column, scale): (&Frame, f64, Scale)) {
        let Names::Above(category) = self else { return };
        let y = if unit_line(chart).is_some() { 31.0 } else { 15.0 };
        for (series, anchor) in [(0, "end"), (1, "start")] {
            let x = left(frame, *category, series, 2, column) + column / 2.0;
            let towards = if series == 0 { column * 0.2 } else { -column * 0.2 };
            svg.text((x + towards, y), anchor, Ink::Text, &chart.series[series].name);
            let top = scale.px(value(chart, series, *category).unwrap_or(0).max(0)) - SIZE - 5.0;
            if top > y + 5.0 {
                svg.line((x, y + 4.0), (x, top), Ink::Grid, 1.0);
            }
        }
    }
}
