//! Charts.

use domain::chart::{Chart, ChartKind, Series};
use proptest::prelude::*;
use reports::{ChartOptions, Palette, chart_svg};

use crate::sample;

const KINDS: [ChartKind; 5] = [
    ChartKind::Bars,
    ChartKind::Columns,
    ChartKind::Stacked,
    ChartKind::Lines,
    ChartKind::Bullet,
];

fn draw(chart: &Chart, width: u32, palette: Palette) -> String {
    chart_svg(
        chart,
        &ChartOptions {
            width,
            palette,
            id: "d1",
            title: "Rubriken säger fyndet",
        },
    )
}

fn series(name: &str, values: &[i64]) -> Series {
    Series {
        name: name.into(),
        values: values.iter().map(|v| Some(*v)).collect(),
    }
}

fn over(kind: ChartKind, categories: &[&str], unit: &str, series: Vec<Series>) -> Chart {
    Chart {
        kind,
        categories: categories.iter().map(|c| (*c).to_owned()).collect(),
        series,
        unit: unit.into(),
        target: None,
        decimals: 0,
        withheld: Vec::new(),
    }
}

/// Lines over many months, and lines against a target.
fn lines() -> Vec<(&'static str, Chart)> {
    use ChartKind::Lines;
    let years = ["2027", "2028", "2029", "2030", "2031"];
    let months: Vec<String> = (0..36)
        .map(|m| format!("{}-{:02}", 2023 + m / 12, 1 + m % 12))
        .collect();
    let months: Vec<&str> = months.iter().map(String::as_str).collect();
    let saw = |least: i64| (0..36).map(|m| least + 3_700 * (m % 3)).collect::<Vec<i64>>();
    let liquid = vec![
        series("Förslag", &saw(2_100)),
        series("Start av Insats Norr", &saw(-400)),
    ];
    vec![
        ("kurva", over(Lines, &months, "tkr", liquid)),
        (
            "kurva-ensam",
            over(Lines, &months, "tkr", vec![series("Förslag", &saw(2_100))]),
        ),
        (
            "linjer-mal",
            Chart {
                target: Some(("Riktmärket".to_owned(), 750)),
                decimals: 1,
                ..over(
                    Lines,
                    &years,
                    "%",
                    vec![
                        series("Planen", &[748, 775, 775, 775, 775]),
                        series("Insats Norr startar", &[766, 831, 831, 831, 831]),
                    ],
                )
            },
        ),
    ]
}

fn gallery() -> Vec<(&'static str, Chart)> {
    use ChartKind::{Bars, Bullet, Columns, Lines, Stacked};
    let years = ["2018", "2019", "2020", "2021", "2022"];
    let education = [
        "grundskola",
        "gymnasium",
        "högskola, upp till 1 år",
        "högskola, mer än 3 år",
        "annan eftergymnasial",
    ];
    let insatser = ["KRUS", "Pontibus", "Vägknuten 2.0 i Oskarshamn"];
    let by_sex = sample::by_sex(Columns).series;
    let results = vec![series("Årets resultat", &[877, -681, 404, 1246, -205])];
    let flow = vec![
        series("från tidigare år", &[128, 180, 165, 150, 142]),
        series("nya", &[199, 189, 112, 108, 122]),
    ];
    let share = vec![series("Andel", &[312, 301, 288, 296, 321])];
    let sexes = vec![
        series("Kvinnor", &[120, 131, 99, 102, 101]),
        series("Män", &[100, 121, 97, 100, 99]),
    ];
    let outcome = vec![
        series("utfall", &[2_070_769, 1_331_040, 2_352_383]),
        series("budget", &[2_403_000, 1_323_000, 2_430_000]),
    ];
    let target = Some(("Mål".to_owned(), 350));
    let mut all = vec![
        ("kolumner", sample::by_sex(Columns)),
        ("staplar", over(Bars, &education, "deltaganden", by_sex)),
        ("resultat", over(Columns, &years, "tkr", results)),
        ("staplat", over(Stacked, &years, "deltaganden", flow)),
        (
            "linje",
            Chart {
                target,
                decimals: 1,
                ..over(Lines, &years, "%", share)
            },
        ),
        ("linjer", over(Lines, &years, "deltaganden", sexes)),
        ("mal", over(Bullet, &insatser, "kr", outcome)),
    ];
    all.push(("kapital", against_a_guideline()));
    all.extend(lines());
    all
}

/// Columns of which one ends right under the guideline, so that it would run through its number.
fn against_a_guideline() -> Chart {
    let years = ["2016", "2017", "2018", "2019", "2020"];
    let capital = vec![series("Eget kapital", &[1530, 2213, 3089, 2408, 2813])];
    Chart {
        target: Some(("Riktlinje".to_owned(), 2730)),
        ..over(ChartKind::Columns, &years, "tkr", capital)
    }
}

#[test]
fn r_rap_20_no_guideline_runs_through_a_number() {
    let svg = draw(&against_a_guideline(), 400, Palette::Print);
    let white = |words: &str| {
        let text = svg
            .split("<text")
            .find(|text| text.contains(&format!(">{words}<")));
        text.expect("it is written").contains("#ffffff")
    };
    assert!(white("2\u{a0}408"), "inside its column: {svg}");
    for words in ["1\u{a0}530", "2\u{a0}213", "3\u{a0}089", "2\u{a0}813"] {
        assert!(!white(words), "above its column, clear of the line: {svg}");
    }
}

#[test]
fn r_rap_20_every_form_is_drawn_the_same_every_time() {
    for (name, chart) in gallery() {
        let svg = draw(&chart, 620, Palette::Print);
        let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
        for width in [340, 620, 760] {
            std::fs::write(
                path.join(format!("{name}-{width}.svg")),
                draw(&chart, width, Palette::Print),
            )
            .unwrap();
        }
        insta::assert_snapshot!(name, svg.replace("><", ">\n<"));
    }
}

/// Reads an attribute of an element's text.
fn attribute(element: &str, name: &str) -> Option<f64> {
    let from = element.find(&format!(" {name}=\""))? + name.len() + 3;
    element[from..].split('"').next()?.parse().ok()
}

fn plain(words: &str) -> String {
    words
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

struct Label {
    left: f64,
    right: f64,
    y: f64,
    words: String,
}

/// The labels with the extent they have in a common sans-serif (half an em a character at most).
fn labels(svg: &str) -> Vec<Label> {
    // The rim under a label is not another label.
    svg.split("<text")
        .skip(1)
        .filter(|part| !part.starts_with(" aria-hidden"))
        .map(|part| {
            let words = part
                .split('>')
                .nth(1)
                .unwrap()
                .split('<')
                .next()
                .unwrap()
                .to_owned();
            let wide = f64::from(u32::try_from(plain(&words).chars().count()).unwrap()) * 12.0 * 0.5;
            let (x, y) = (attribute(part, "x").unwrap(), attribute(part, "y").unwrap());
            let before = if part.contains("\"end\"") {
                wide
            } else if part.contains("\"middle\"") {
                wide / 2.0
            } else {
                0.0
            };
            Label {
                left: x - before,
                right: x - before + wide,
                y,
                words,
            }
        })
        .collect()
}

fn overlap(labels: &[Label]) -> Option<String> {
    for (i, a) in labels.iter().enumerate() {
        for b in &labels[i + 1..] {
            let apart = a.right <= b.left + 1.0 || b.right <= a.left + 1.0 || (a.y - b.y).abs() > 10.0;
            if !apart {
                return Some(format!("”{}” och ”{}”", a.words, b.words));
            }
        }
    }
    None
}

#[test]
fn r_rap_20_every_value_is_written_in_swedish() {
    for (name, chart) in gallery()
        .into_iter()
        .filter(|(name, _)| !["linjer", "linjer-mal", "kurva", "kurva-ensam"].contains(name))
    {
        let svg = draw(&chart, 620, Palette::Print);
        let words: Vec<String> = labels(&svg).into_iter().map(|l| l.words).collect();
        for value in chart.series.iter().flat_map(|s| &s.values).flatten() {
            let number = domain::number::decimal(*value, chart.decimals);
            assert!(words.iter().any(|w| w.contains(&number)), "{name}: {number}");
        }
    }
}

#[test]
fn r_rap_20_a_stack_without_values_is_not_said_to_be_zero() {
    let missing = |name: &str, last| Series {
        name: name.into(),
        values: vec![None, Some(last)],
    };
    let parts = vec![missing("Egenförsörjning", 32), missing("Arbetssökande", 18)];
    let chart = over(ChartKind::Stacked, &["före", "efter"], "%", parts);
    let svg = draw(&chart, 620, Palette::Page);
    let words: Vec<String> = labels(&svg).into_iter().map(|l| l.words).collect();
    assert!(
        words.contains(&"–".to_owned()) && words.contains(&"50\u{a0}%".to_owned()),
        "{words:?}"
    );
    assert!(!words.iter().any(|word| word.starts_with('0')), "{words:?}");
}

#[test]
fn r_rap_21_labels_of_the_usual_charts_never_meet() {
    for (name, chart) in gallery() {
        for width in [340, 420, 540, 620, 760] {
            let svg = draw(&chart, width, Palette::Page);
            assert_eq!(overlap(&labels(&svg)), None, "{name} {width}");
        }
    }
}

prop_compose! {
    fn any_chart()(
        kind in 0_usize..5,
        categories in prop::collection::vec("[a-zåäö<&\" 0-9]{0,40}", 0..30),
        names in prop::collection::vec("[A-Za-zåäö ]{0,30}", 0..5),
        values in prop::collection::vec(prop::collection::vec(prop::option::of(any::<i64>()), 0..9), 5),
        target in prop::option::of(any::<i64>()),
        decimals in 0_u32..4,
    ) -> Chart {
        let series = names.into_iter().zip(values).map(|(name, values)| Series { name, values }).collect();
        let target = target.map(|t| ("Mål".to_owned(), t));
        Chart { kind: KINDS[kind], categories, series, unit: "kr".into(), target, decimals, withheld: Vec::new() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn r_rap_22_no_drawing_leaves_its_frame(chart in any_chart(), width in 340_u32..=760) {
        let svg = draw(&chart, width, Palette::Print);
        prop_assert!(["\"NaN", "\"inf", "\"-inf"].iter().all(|bad| !svg.contains(bad)));
        let height = attribute(&svg, "height").unwrap();
        prop_assert!(height > 0.0);
        for part in svg.split("<rect").skip(1) {
            let element = part.split('>').next().unwrap();
            let (x, w) = (attribute(element, "x").unwrap(), attribute(element, "width").unwrap());
            prop_assert!(x >= -1.0 && x + w <= f64::from(width) + 1.0, "{element}");
        }
        for label in labels(&svg) {
            prop_assert!(label.left >= -12.0 && label.y <= height + 1.0 && label.y > 0.0, "{} {}", label.words, label.y);
        }
    }
}
