//! What people read is Swedish and calm.

use crate::source::{File, files, none};

/// English words that are no Swedish ones and that slip into pages.
const ENGLISH: &[&str] = &[
    "the",
    "and",
    "your",
    "you",
    "with",
    "please",
    "submit",
    "save",
    "cancel",
    "delete",
    "edit",
    "search",
    "loading",
    "error",
    "warning",
    "welcome",
    "click",
    "settings",
    "download",
    "upload",
    "login",
    "logout",
    "home",
    "page",
    "next",
    "previous",
    "close",
    "dashboard",
    "report",
    "figure",
    "figures",
    "check",
    "checks",
    "finding",
    "findings",
    "unknown",
    "missing",
    "total",
    "draft",
    "publish",
    "published",
    "yes",
];
/// Words above that are Swedish too.
const SWEDISH_TOO: &[&str] = &["total"];

#[test]
fn pages_do_not_shout() {
    let found = pages()
        .iter()
        .flat_map(|page| hits(page, |text| text.contains('!')))
        .collect::<Vec<_>>();
    none(&found, "exclamation marks in what people read");
}

#[test]
fn pages_are_in_swedish() {
    let english = |text: &str| {
        let mut words = text.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase);
        words.any(|word| ENGLISH.contains(&word.as_str()) && !SWEDISH_TOO.contains(&word.as_str()))
    };
    let found = pages()
        .iter()
        .flat_map(|page| hits(page, english))
        .collect::<Vec<_>>();
    none(&found, "English in what people read");
}

#[test]
fn only_what_is_shown_is_read() {
    let html = "<!DOCTYPE html>\n<p class=\"the\">{% if !x %}Hej{{ the }}{# and #}</p><script>the</script>";
    assert_eq!(shown(html).split_whitespace().collect::<Vec<_>>(), ["Hej"]);
    assert_eq!(
        shown("Kör `cargo the` nu").split_whitespace().collect::<Vec<_>>(),
        ["Kör", "nu"]
    );
    assert_eq!(
        shown("![Hej](bilder/the.png) Nej!")
            .split_whitespace()
            .collect::<Vec<_>>(),
        ["[Hej", "Nej!"]
    );
}

/// Templates, the handbook and the rules.
fn pages() -> Vec<File> {
    let mut all = files("crates/web/templates", &[".html"]);
    all.extend(files("docs/handbok", &[".md"]));
    all.extend(files("docs/rules", &[".md"]));
    all
}

fn hits(page: &File, bad: impl Fn(&str) -> bool) -> Vec<String> {
    let text = shown(&page.text);
    let lines = text.lines().enumerate().filter(|(_, line)| bad(line));
    lines
        .map(|(number, line)| format!("{}:{} {}", page.path, number + 1, line.trim()))
        .collect()
}

/// The text without tags, template code, scripts and code; line breaks kept.
fn shown(text: &str) -> String {
    const HIDDEN: &[(&str, &str)] = &[
        ("{%", "%}"),
        ("{{", "}}"),
        ("{#", "#}"),
        ("<script", "</script>"),
        ("<style", "</style>"),
        ("```", "```"),
        ("`", "`"),
        ("<", ">"),
        ("](", ")"),
    ];
    let mut out = String::new();
    // A picture's words are read, the mark of a picture is not.
    let text = text.replace("![", "[");
    let mut rest = text.as_str();
    'text: while let Some(first) = rest.chars().next() {
        for (open, close) in HIDDEN {
            let Some(inside) = rest.strip_prefix(open) else {
                continue;
            };
            let Some(end) = inside.find(close) else { continue };
            out.extend(inside[..end].chars().filter(|c| *c == '\n'));
            out.push(' ');
            rest = &inside[end + close.len()..];
            continue 'text;
        }
        out.push(first);
        rest = &rest[first.len_utf8()..];
    }
    out
}
