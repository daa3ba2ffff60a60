//! Charts as SVG.
use domain::chart::Chart;
/// Colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// P
    Print,
    /// P
    Page,
}
/// Options.
pub struct ChartOptions<'a> {
    /// w
    pub width: u32,
    /// p
    pub palette: Palette,
    /// i
    pub id: &'a str,
    /// t
    pub title: &'a str,
}
/// Draws.
pub fn chart_svg(_c: &Chart, o: &ChartOptions) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} 200\"><rect width=\"{w}\" height=\"200\" fill=\"#eee\"/><text x=\"9\" y=\"30\" font-family=\"Source Sans 3\">Hej</text></svg>",
        w = o.width
    )
}
