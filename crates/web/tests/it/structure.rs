//! Every page, with every sample of it: the form that browsers, readers and the content security
//! policy need.

use std::collections::HashSet;

use crate::{html, samples};

fn each(check: impl Fn(&str, &str, &[html::Tag])) {
    for (name, page) in samples::all() {
        let tags = html::read(&page).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
        check(name, &page, &tags);
    }
}

#[test]
fn r_web_10_every_page_is_well_formed_with_one_heading_and_one_main() {
    each(|name, page, tags| {
        let count = |element: &str| tags.iter().filter(|tag| tag.name == element).count();
        assert_eq!((count("h1"), count("main"), count("title")), (1, 1, 1), "{name}");
        assert!(page.starts_with("<!doctype html>\n<html lang=\"sv\">"), "{name}");
        let first = tags
            .iter()
            .find(|tag| tag.name == "a")
            .and_then(|tag| tag.get("href"));
        assert_eq!(
            first,
            Some("#innehall"),
            "{name}: the first link skips to the content"
        );
    });
}

#[test]
fn r_web_11_no_page_has_inline_style_or_script() {
    each(|name, _, tags| {
        for tag in tags {
            assert!(tag.name != "style", "{name}");
            assert!(tag.name != "script" || tag.get("src").is_some(), "{name}");
            for (key, value) in &tag.attributes {
                assert!(key != "style" && !key.starts_with("on"), "{name}: {tag:?}");
                assert!(!value.starts_with("javascript:"), "{name}: {tag:?}");
            }
        }
    });
}

#[test]
fn r_web_12_ids_are_unique_and_every_reference_to_one_leads_somewhere() {
    each(|name, _, tags| {
        let mut ids = HashSet::new();
        for id in tags.iter().filter_map(|tag| tag.get("id")) {
            assert!(ids.insert(id), "{name}: {id} twice");
        }
        for tag in tags {
            for key in ["aria-labelledby", "aria-describedby", "for"] {
                for id in tag.get(key).into_iter().flat_map(str::split_whitespace) {
                    assert!(ids.contains(id), "{name}: {key}={id}");
                }
            }
            if let Some(id) = tag.get("href").and_then(|to| to.strip_prefix('#')) {
                assert!(ids.contains(id), "{name}: #{id}");
            }
        }
    });
}

#[test]
fn r_web_13_every_control_has_a_label() {
    each(|name, _, tags| {
        let labelled: HashSet<_> = tags.iter().filter_map(|tag| tag.get("for")).collect();
        for tag in tags {
            let control = ["input", "select", "textarea"].contains(&tag.name.as_str());
            let named =
                tag.get("id").is_some_and(|id| labelled.contains(id)) || tag.get("aria-label").is_some();
            assert!(
                !control || tag.get("type") == Some("hidden") || named,
                "{name}: {tag:?}"
            );
        }
    });
}

/// Forms of those who have no session yet.
const OUTSIDE: [&str; 4] = [
    "action=\"/logga-in",
    "action=\"/inbjudan/",
    "action=\"/aterstall/",
    "action=\"/glomt-losenord\"",
];

#[test]
fn r_web_07_every_form_that_changes_something_begins_with_the_sessions_token() {
    each(|name, page, _| {
        for form in page
            .split("<form")
            .skip(1)
            .map(|rest| rest.split("</form>").next().unwrap_or(rest))
        {
            let posts = form.contains("method=\"post\"");
            let first = form.split('>').nth(1).unwrap_or_default().trim();
            let token = first.starts_with("<input type=\"hidden\" name=\"csrf\"");
            assert!(
                !posts || token || OUTSIDE.iter().any(|action| form.contains(action)),
                "{name}: {form}"
            );
        }
    });
}

#[test]
fn r_web_14_levels_of_headings_are_never_skipped() {
    each(|name, _, tags| {
        let mut before = 0;
        for tag in tags {
            let level = match tag.name.as_str() {
                "h1" => 1,
                "h2" => 2,
                "h3" => 3,
                "h4" => 4,
                _ => continue,
            };
            assert!(level <= before + 1, "{name}: h{level} after h{before}");
            before = level;
        }
    });
}

#[test]
fn r_web_15_example_data_is_said_on_every_page_that_shows_it() {
    for (name, page) in samples::all() {
        let shows = !["login", "fel", "inbjudan", "aterstall", "glomt", "reservkoder"]
            .iter()
            .any(|start| name.starts_with(start));
        assert_eq!(page.contains("class=\"example\""), shows, "{name}");
    }
}
