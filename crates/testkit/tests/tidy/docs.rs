//! The documentation leads somewhere.

use std::collections::BTreeSet;

use crate::source::{file, markdown, none, root};

#[test]
fn links_resolve() {
    let mut broken = Vec::new();
    for page in markdown() {
        for link in links(&page.text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
            let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let path = if target.is_empty() {
                page.path.clone()
            } else {
                format!("{folder}/{target}")
            };
            let found = root().join(path.trim_start_matches('/'));
            let text = std::fs::read_to_string(&found).unwrap_or_default();
            if !found.exists() || !(anchor.is_empty() || headings(&text).contains(anchor)) {
                broken.push(format!("{}: {link}", page.path));
            }
        }
    }
    none(&broken, "links that lead nowhere");
}

#[test]
fn the_readme_commands_exist() {
    let Some(readme) = file("README.md") else { return };
    for command in ["cargo run --release -- demo", "cargo xtask test"] {
        assert!(readme.contains(command), "README.md does not name `{command}`");
    }
    let alias = file(".cargo/config.toml").expect("the alias is configured");
    assert!(alias.contains("xtask = \"run --quiet --package xtask --\""));
    let program = file("docs/cli.md").expect("the command line is documented");
    assert!(
        program.contains("samordna demo"),
        "docs/cli.md does not document the README's first command"
    );
}

#[test]
fn what_the_architecture_names_is_there() {
    let Some(page) = file("ARCHITECTURE.md") else {
        return;
    };
    let crates = [
        "domain", "sie", "store", "reports", "app", "web", "cli", "testkit",
    ];
    let missing = crates.iter().filter(|name| !page.contains(&format!("`{name}`")));
    none(
        &missing.map(ToString::to_string).collect::<Vec<_>>(),
        "crates ARCHITECTURE.md does not mention",
    );
    for named in [
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "clippy.toml",
        "deny.toml",
        "rustfmt.toml",
        ".ci/run",
    ] {
        assert!(root().join(named).exists(), "{named} is promised but not there");
    }
}

#[test]
fn links_and_headings_are_read() {
    assert_eq!(
        links("see [a](b.md#c) and ![d](e.png)\n```\n[x](y)\n```"),
        ["b.md#c", "e.png"]
    );
    assert!(headings("# Så här: gör du!\n").contains("så-här-gör-du"));
}

fn links(text: &str) -> Vec<&str> {
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.lines() {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            continue;
        }
        let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        found.extend(targets.filter(|target| !target.contains(' ')));
    }
    found
}

/// The anchors a page offers, made of its headings the way Git hosts do.
fn headings(text: &str) -> BTreeSet<String> {
    let titles = text
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| line.trim_start_matches('#').trim());
    titles
        .map(|title| {
            let kept = title.to_lowercase().replace(' ', "-");
            kept.chars()
                .filter(|c| c.is_alphanumeric() || *c == '-' || *c == '_')
                .collect()
        })
        .collect()
}
