//! A small writer of SVG: shapes in one coordinate system, colours by role, numbers with at most one
//! decimal so that the text is short and the same everywhere.

use std::fmt::Write as _;

use super::{ChartOptions, Palette, text};
use crate::escape::escape;

/// A drawing under way. Coordinates are CSS pixels from the top left.
pub(super) struct Svg {
    body: String,
    /// Width, fixed from the start.
    pub(super) width: f64,
    /// Height; the one who draws sets it.
    pub(super) height: f64,
    palette: Palette,
    id: String,
    title: String,
}

/// What a colour is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// The series with this number, from 0.
    Series(usize),
    /// Text and axes.
    Text,
    /// Lesser text.
    Muted,
    /// Grid lines.
    Grid,
    /// The band around a target.
    Band,
    /// The target.
    Target,
    /// Text on top of a series.
    On(usize),
}

/// Series colours: each neighbour differs in lightness, so that they are told apart in grey and by
/// colour-blind readers (pine L 27, ochre L 72, blue L 52, sand L 86, plum L 38, grey L 62).
const SERIES: [&str; 6] = ["#17463a", "#dca53f", "#3f7fa8", "#e4d9bd", "#7a4168", "#93999a"];
/// Whether white text reads on the series' colour.
const DARK: [bool; 6] = [true, false, true, false, true, false];

impl Svg {
    pub(super) fn new(options: &ChartOptions) -> Svg {
        Svg {
            body: String::new(),
            width: f64::from(options.width.clamp(240, 1200)),
            height: 0.0,
            palette: options.palette,
            id: options.id.to_owned(),
            title: options.title.to_owned(),
        }
    }

    fn color(&self, ink: Ink) -> String {
        let (name, fixed) = match ink {
            Ink::Series(i) => (
                format!("chart-{}", i % SERIES.len() + 1),
                SERIES[i % SERIES.len()],
            ),
            Ink::Text => ("chart-ink".into(), "#1c2421"),
            Ink::Muted => ("chart-muted".into(), "#55625c"),
            Ink::Grid => ("chart-line".into(), "#d5ddd9"),
            Ink::Band => ("chart-band".into(), "#dfe9e4"),
            Ink::Target => ("chart-target".into(), "#9c3d22"),
            Ink::On(i) if DARK[i % DARK.len()] => (format!("chart-on-{}", i % SERIES.len() + 1), "#ffffff"),
            Ink::On(i) => (format!("chart-on-{}", i % SERIES.len() + 1), "#1c2421"),
        };
        match self.palette {
            Palette::Print => fixed.to_owned(),
            Palette::Page => format!("var(--{name}, {fixed})"),
        }
    }

    /// A filled rectangle between two points, in any order.
    pub(super) fn rect(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), ink: Ink) {
        let (x, y) = (x1.min(x2), y1.min(y2));
        let (w, h) = ((x2 - x1).abs(), (y2 - y1).abs());
        let fill = self.color(ink);
        self.put(&format!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{fill}"/>"#,
            n(x),
            n(y),
            n(w),
            n(h)
        ));
    }

    /// A line; `dash` for a target.
    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink, weight: f64) {
        let dash = if ink == Ink::Target {
            r#" stroke-dasharray="5 3""#
        } else {
            ""
        };
        let stroke = self.color(ink);
        self.put(&format!(
            r#"<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{stroke}" stroke-width="{}"{dash}/>"#,
            n(from.0),
            n(from.1),
            n(to.0),
            n(to.1),
            n(weight)
        ));
    }

    /// A run of line segments; every other series is dashed.
    pub(super) fn polyline(&mut self, points: &[(f64, f64)], series: usize) {
        let list: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{},{}", n(*x), n(*y)))
            .collect();
        let dash = ["", r#" stroke-dasharray="7 3""#, r#" stroke-dasharray="2 3""#][series % 3];
        let stroke = self.color(Ink::Series(series));
        self.put(&format!(
            r#"<polyline points="{}" fill="none" stroke="{stroke}" stroke-width="2.4" stroke-linejoin="round"{dash}/>"#,
            list.join(" ")
        ));
    }

    /// A dot.
    pub(super) fn dot(&mut self, (x, y): (f64, f64), series: usize) {
        let fill = self.color(Ink::Series(series));
        self.put(&format!(
            r#"<circle cx="{}" cy="{}" r="3.6" fill="{fill}"/>"#,
            n(x),
            n(y)
        ));
    }

    /// Text from its left end.
    pub(super) fn start(&mut self, x: f64, y: f64, words: &str) {
        self.text((x, y), "start", Ink::Text, words);
    }

    /// Text to its right end.
    pub(super) fn end(&mut self, x: f64, y: f64, words: &str) {
        self.text((x, y), "end", Ink::Text, words);
    }

    /// Text around its middle.
    pub(super) fn middle(&mut self, x: f64, y: f64, words: &str) {
        self.text((x, y), "middle", Ink::Text, words);
    }

    /// Lesser text from its left end.
    pub(super) fn muted(&mut self, x: f64, y: f64, words: &str) {
        self.text((x, y), "start", Ink::Muted, words);
    }

    /// Text by anchor and ink. It is moved inwards when it would leave the drawing.
    pub(super) fn text(&mut self, (x, y): (f64, f64), anchor: &str, ink: Ink, words: &str) {
        let wide = text::width(words);
        let before = match anchor {
            "start" => 0.0,
            "end" => wide,
            _ => wide / 2.0,
        };
        let x = x.min(self.width - wide + before).max(before);
        let fill = self.color(ink);
        let anchor = if anchor == "start" {
            String::new()
        } else {
            format!(r#" text-anchor="{anchor}""#)
        };
        let words = escape(words);
        self.put(&format!(
            r#"<text x="{}" y="{}" fill="{fill}"{anchor}>{words}</text>"#,
            n(x),
            n(y)
        ));
    }

    /// Text with a rim of paper, for where a line runs behind it. The rim is a text of its own under
    /// the words: painted glyph by glyph, each rim would eat the glyph before it.
    pub(super) fn rimmed(&mut self, at: (f64, f64), anchor: &str, words: &str) {
        let from = self.body.len();
        self.text(at, anchor, Ink::Text, words);
        let paper = match self.palette {
            Palette::Print => "#ffffff",
            Palette::Page => "var(--report-paper, #fdfdfb)",
        };
        let rim =
            format!(r#"<text aria-hidden="true" stroke="{paper}" stroke-width="4" stroke-linejoin="round""#);
        let drawn = self.body.split_off(from);
        self.body.push_str(&drawn.replacen("<text", &rim, 1));
        self.body.push_str(&drawn);
    }

    fn put(&mut self, element: &str) {
        self.body.push_str(element);
    }

    /// The whole drawing with its title and description.
    pub(super) fn finish(self, description: &str) -> String {
        let (w, h, id) = (n(self.width), n(self.height), escape(&self.id));
        let font = match self.palette {
            // A family name that ends in a digit must be quoted.
            Palette::Print => r#" font-family="'Source Sans 3'""#,
            Palette::Page => r#" font-family="inherit""#,
        };
        let mut out = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-labelledby="{id}-t {id}-d"{font} font-size="{}">"#,
            n(text::SIZE)
        );
        let _ = write!(
            out,
            r#"<title id="{id}-t">{}</title><desc id="{id}-d">{}</desc>{}</svg>"#,
            escape(&self.title),
            escape(description),
            self.body
        );
        out
    }
}

/// A coordinate with at most one decimal; what is not a number becomes 0.
fn n(value: f64) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".into() } else { text.to_owned() }
}
