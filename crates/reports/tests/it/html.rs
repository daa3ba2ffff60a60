//! The page.

use std::collections::HashSet;

use domain::figure::FigureKey;
use reports::{HtmlOptions, html, html_folder};
use roxmltree::Document;

use crate::sample;

fn fragment() -> String {
    let trace = |key: &FigureKey| format!("/nyckeltal/{key}");
    html(
        &sample::small(),
        &HtmlOptions {
            trace: Some(&trace),
            standalone: false,
        },
    )
    .unwrap()
}

#[test]
fn r_rap_30_the_page_is_well_formed_with_unique_ids_and_links_that_lead_somewhere() {
    let text = fragment();
    let page = Document::parse(&text).unwrap();
    let mut ids = HashSet::new();
    for id in page.descendants().filter_map(|n| n.attribute("id")) {
        assert!(ids.insert(id), "{id} två gånger");
    }
    for to in page
        .descendants()
        .filter_map(|n| n.attribute("href"))
        .filter_map(|h| h.strip_prefix('#'))
    {
        assert!(ids.contains(to), "#{to} leder ingenstans");
    }
    for ids_of in page.descendants().filter_map(|n| n.attribute("aria-labelledby")) {
        assert!(ids_of.split(' ').all(|id| ids.contains(id)), "{ids_of}");
    }
}

#[test]
fn r_rap_31_headings_skip_no_level() {
    let text = fragment();
    let page = Document::parse(&text).unwrap();
    let level = |name: &str| name.strip_prefix('h').and_then(|n| n.parse::<u32>().ok());
    let levels: Vec<u32> = page
        .descendants()
        .filter_map(|n| level(n.tag_name().name()))
        .collect();
    assert_eq!(levels.first(), Some(&1));
    assert!(
        levels.windows(2).all(|w| w[1] <= w[0] + 1 && w[1] > 1),
        "{levels:?}"
    );
}

#[test]
fn r_rap_02_every_table_has_a_caption_and_headers_on_the_page() {
    let text = fragment();
    let page = Document::parse(&text).unwrap();
    let tables: Vec<_> = page.descendants().filter(|n| n.has_tag_name("table")).collect();
    assert_eq!(tables.len(), 5);
    for table in tables {
        let scope = |s: &str| table.descendants().any(|n| n.attribute("scope") == Some(s));
        assert!(table.children().any(|n| n.has_tag_name("caption")) && scope("col") && scope("row"));
        for row in table.descendants().filter(|n| n.has_tag_name("tr")) {
            assert!(row.first_element_child().is_some_and(|n| n.has_tag_name("th")));
        }
    }
}

#[test]
fn r_rap_32_every_figure_carries_its_key_and_leads_to_its_trace() {
    let text = fragment();
    let page = Document::parse(&text).unwrap();
    let figures: Vec<_> = page
        .descendants()
        .filter(|n| n.attribute("data-figure").is_some())
        .collect();
    assert!(figures.len() > 40);
    for figure in figures {
        let key = figure.attribute("data-figure").unwrap();
        assert_eq!(
            figure.attribute("href"),
            Some(format!("/nyckeltal/{key}").as_str())
        );
    }
}

#[test]
fn r_rap_33_the_folder_holds_the_page_and_every_table() {
    let files = html_folder(&sample::small()).unwrap();
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names[..3],
        ["index.html", "tabell-1.csv", "diagram-1-underlag.csv"]
    );
    let page = String::from_utf8(files[0].1.clone()).unwrap();
    assert!(page.starts_with("<!doctype html>\n<html lang=\"sv\">") && page.contains("@media print"));
    std::fs::write(
        std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("small.html"),
        &page,
    )
    .unwrap();
}

#[test]
fn r_rap_34_text_cannot_become_markup() {
    let mut document = sample::small();
    document.title = "<script>alert(1)</script> & \"citat\"".into();
    let page = html(
        &document,
        &HtmlOptions {
            standalone: true,
            ..HtmlOptions::default()
        },
    )
    .unwrap();
    assert!(!page.contains("<script>") && page.contains("&lt;script&gt;"));
}
