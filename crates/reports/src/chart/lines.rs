//! Lines over years, named at their right ends.

use domain::chart::Chart;

use super::{
    columns::{Frame, target, target_room},
    label,
    scale::{Scale, count},
    svg::{Ink, Svg},
    text::{self, LINE, SIZE},
    unit_line, value, values,
};

const PLOT: f64 = 180.0;
/// More points than this are a course: the axis names some of them and no point has a dot of its own.
const COURSE: usize = 12;

/// How the width is shared.
struct Room {
    frame: Frame,
    /// To the left, for the scale's numbers.
    ticks: f64,
    /// The names stand above the plot, for want of room beside it.
    above: bool,
}

impl Room {
    /// `None` when the labels do not fit.
    fn new(chart: &Chart, width: f64) -> Option<Room> {
        let course = chart.categories.len() > COURSE;
        let half_a_number = if course { widest(chart) / 2.0 } else { 0.0 };
        let beside = names_room(chart).max(target_room(chart)).max(half_a_number);
        let ticks = if chart.series.len() > 1 || course {
            ticks_room(chart)
        } else {
            0.0
        };
        let too_many = count(chart.series.len()) * LINE > PLOT;
        let above = too_many || beside + ticks > width * 0.5;
        if above && !course {
            return None;
        }
        let right = if above { target_room(chart) } else { beside };
        let frame = if course {
            Frame::sparse(chart, width - ticks, right)
        } else {
            Frame::new(chart, width - ticks, right)
        };
        Some(Room {
            frame: frame?,
            ticks,
            above,
        })
    }
}

/// Draws the lines, or answers false when the labels do not fit.
pub(super) fn draw(chart: &Chart, svg: &mut Svg) -> bool {
    let Some(Room { frame, ticks, above }) = Room::new(chart, svg.width) else {
        return false;
    };
    let right = frame.right;
    let mut top = if unit_line(chart).is_some() { 20.0 } else { 4.0 };
    if let Some(unit) = unit_line(chart) {
        svg.muted(0.0, 11.0, unit);
    }
    if above {
        top += names_above(chart, svg, top);
    }
    top += SIZE + 6.0;
    let scale = Scale::new(values(chart), top + PLOT, top);
    let plot = Plot {
        frame,
        left: ticks,
        scale,
    };
    if ticks > 0.0 {
        grid(chart, svg, &plot);
    }
    svg.line(
        (0.0, scale.zero()),
        (svg.width - right, scale.zero()),
        Ink::Text,
        1.0,
    );
    let named = chart.series.len() > 1 && !above;
    if let (true, Some((_, level))) = (named, &chart.target) {
        let y = scale.px(*level);
        svg.line((0.0, y), (svg.width - right, y), Ink::Target, 1.5);
    } else {
        target(chart, svg, scale, right);
    }
    for series in 0..chart.series.len() {
        path(chart, svg, series, &plot);
    }
    if chart.series.len() == 1 {
        numbers(chart, svg, &plot);
    } else if named {
        names(chart, svg, &plot, (top, top + PLOT));
    }
    let negative = values(chart).any(|v| v < 0);
    svg.height = plot.foot(svg, top + PLOT + if negative { SIZE + 4.0 } else { 0.0 });
    true
}

struct Plot {
    frame: Frame,
    left: f64,
    scale: Scale,
}

impl Plot {
    fn x(&self, category: usize) -> f64 {
        self.left + self.frame.middle(category)
    }

    fn foot(&self, svg: &mut Svg, y: f64) -> f64 {
        for (category, lines) in self.frame.labels.iter().enumerate() {
            for (i, line) in lines.iter().enumerate() {
                svg.middle(self.x(category), y + 15.0 + count(i) * LINE, line);
            }
        }
        y + 8.0 + count(self.frame.labels.iter().map(Vec::len).max().unwrap_or(1)) * LINE
    }
}

fn ticks_room(chart: &Chart) -> f64 {
    let ticks = Scale::new(values(chart), 0.0, 1.0).ticks();
    ticks
        .iter()
        .map(|t| text::width(&label(chart, *t)))
        .fold(0.0, f64::max)
        + 4.0
}

fn grid(chart: &Chart, svg: &mut Svg, plot: &Plot) {
    for tick in plot.scale.ticks() {
        let y = plot.scale.px(tick);
        let to = svg.width - plot.frame.right;
        svg.line((plot.left, y), (to, y), Ink::Grid, 1.0);
        svg.text((plot.left - 4.0, y + 4.2), "end", Ink::Muted, &label(chart, tick));
    }
}

/// The line, broken where a value is missing.
fn path(chart: &Chart, svg: &mut Svg, series: usize, plot: &Plot) {
    let mut run = Vec::new();
    for category in 0..=chart.categories.len() {
        let at = (category < chart.categories.len())
            .then(|| value(chart, series, category))
            .flatten();
        match at {
            Some(v) => run.push((plot.x(category), plot.scale.px(v))),
            None if run.is_empty() => {}
            None => {
                svg.polyline(&run, series);
                let alone = run.len() == 1 || chart.categories.len() <= COURSE;
                for point in run.drain(..).filter(|_| alone) {
                    svg.dot(point, series);
                }
            }
        }
    }
}

fn widest(chart: &Chart) -> f64 {
    values(chart)
        .map(|v| text::width(&label(chart, v)))
        .fold(0.0, f64::max)
}

/// The numbers of a single line: all of them when they fit beside each other, else first and last.
fn numbers(chart: &Chart, svg: &mut Svg, plot: &Plot) {
    let all = widest(chart) + 4.0 <= plot.frame.pitch;
    let known: Vec<usize> = (0..chart.categories.len())
        .filter(|c| value(chart, 0, *c).is_some())
        .collect();
    for &category in &known {
        let end = known.first() == Some(&category) || known.last() == Some(&category);
        if let (true, Some(v)) = (all || end, value(chart, 0, category)) {
            svg.middle(plot.x(category), beside(chart, plot, v), &label(chart, v));
        }
    }
}

/// Above the point, or below it when the target's line runs where the number would stand.
fn beside(chart: &Chart, plot: &Plot, value: i64) -> f64 {
    let y = plot.scale.px(value);
    let crossed = chart.target.as_ref().is_some_and(|(_, level)| {
        let above = y - plot.scale.px(*level);
        (0.0..SIZE + 12.0).contains(&above)
    });
    if crossed { y + SIZE + 6.0 } else { y - 8.0 }
}

fn end_label(chart: &Chart, series: usize) -> String {
    let last = chart.series[series]
        .values
        .iter()
        .take(chart.categories.len())
        .rev()
        .find_map(|v| *v);
    let number = last.map(|v| label(chart, v)).unwrap_or_default();
    format!("{} {number}", chart.series[series].name)
}

/// The series' names as lines under `top`; answers how much room they take.
fn names_above(chart: &Chart, svg: &mut Svg, top: f64) -> f64 {
    for series in 0..chart.series.len() {
        let y = top + count(series) * LINE;
        svg.dot((4.0, y + 8.0), series);
        svg.start(12.0, y + 12.2, &end_label(chart, series));
    }
    count(chart.series.len()) * LINE
}

/// "Riktmärket 75,0 %".
fn target_label(chart: &Chart) -> Option<String> {
    let (name, level) = chart.target.as_ref()?;
    Some(format!("{name} {}", label(chart, *level)))
}

fn names_room(chart: &Chart) -> f64 {
    if chart.series.len() == 1 {
        return 0.0;
    }
    let all = (0..chart.series.len()).map(|s| end_label(chart, s));
    let all = all.chain(target_label(chart)).map(|label| text::width(&label));
    all.fold(0.0, f64::max) + 20.0
}

fn names(chart: &Chart, svg: &mut Svg, plot: &Plot, (top, bottom): (f64, f64)) {
    let last = |s: usize| {
        (0..chart.categories.len())
            .rev()
            .find_map(|c| value(chart, s, c))
            .unwrap_or(0)
    };
    let level = chart.target.as_ref().map(|(_, level)| *level);
    let wanted: Vec<f64> = (0..chart.series.len())
        .map(last)
        .chain(level)
        .map(|value| plot.scale.px(value) + 4.2)
        .collect();
    let x = svg.width - plot.frame.right + 8.0;
    for (series, y) in text::spread(&wanted, top, bottom + 4.0).iter().enumerate() {
        if series < chart.series.len() {
            svg.dot((x + 2.0, y - 4.2), series);
            svg.start(x + 10.0, *y, &end_label(chart, series));
        } else if let Some(label) = target_label(chart) {
            svg.text((x + 10.0, *y), "start", Ink::Target, &label);
        }
    }
}
