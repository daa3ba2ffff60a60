//! Who may know whom, read from the crates' `Cargo.toml`.

use crate::source::{File, files, none};

/// A crate and those of ours it may depend on. Arrows go down; siblings do not know each other.
const LAYERS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("sie", &[]),
    ("identity", &[]),
    ("sqlite", &[]),
    ("store", &["domain", "sqlite"]),
    ("reports", &["domain"]),
    ("sheets", &["domain"]),
    ("einvoice", &["domain"]),
    ("payment", &["domain"]),
    (
        "app",
        &[
            "domain", "einvoice", "identity", "payment", "reports", "sheets", "sie", "store",
        ],
    ),
    ("web", &["app", "domain"]),
    ("cli", &["app", "domain", "web"]),
    ("testkit", &["app", "domain", "store"]),
];

/// An outside crate (or the start of a family's names) and the only ones of ours that may use it.
const ONLY: &[(&str, &[&str])] = &[
    ("sqlx", &["sqlite", "store", "testkit"]),
    ("rusqlite", &["sqlite"]),
    ("axum", &["web"]),
    ("tower-http", &["web"]),
    ("askama", &["web"]),
    ("argon2", &["identity"]),
    ("hmac", &["identity"]),
    ("openidconnect", &["identity"]),
    ("typst", &["reports"]),
    ("rust_xlsxwriter", &["reports"]),
    ("calamine", &["sheets"]),
    ("reqwest", &["app"]),
    ("quick-xml", &["einvoice", "payment"]),
    ("getrandom", &["app", "identity"]),
    ("clap", &["cli"]),
    ("toml", &["cli"]),
    ("tracing-subscriber", &["cli"]),
    ("thirtyfour", &["e2e"]),
];

/// What the rules' crate may never reach: the outside world, the clock, floats.
const NOT_IN_DOMAIN: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "async fn",
    "tokio",
    "f32",
    "f64",
];

#[test]
fn every_crate_has_its_place() {
    let known: Vec<&str> = LAYERS.iter().map(|(name, _)| *name).collect();
    let found = manifests().filter(|(name, _)| !known.contains(&name.as_str()));
    none(
        &found.map(|(name, _)| name).collect::<Vec<_>>(),
        "crates without a place in the table of layers",
    );
}

#[test]
fn arrows_go_down() {
    let ours: Vec<&str> = LAYERS.iter().map(|(name, _)| *name).collect();
    let mut found = Vec::new();
    for (name, manifest) in manifests() {
        let may = LAYERS
            .iter()
            .find(|(layer, _)| *layer == name)
            .map_or(&[][..], |(_, may)| may);
        for dependency in dependencies(&manifest.text, "[dependencies]") {
            if ours.contains(&dependency) && !may.contains(&dependency) {
                found.push(format!("{name} → {dependency}"));
            }
        }
    }
    none(&found, "dependencies that go up or sideways");
}

#[test]
fn each_outside_crate_has_one_home() {
    let mut found = Vec::new();
    for (name, manifest) in manifests() {
        for dependency in dependencies(&manifest.text, "[dependencies]") {
            let family = |outside: &str| {
                dependency == outside
                    || dependency
                        .strip_prefix(outside)
                        .is_some_and(|rest| rest.starts_with('-'))
            };
            let Some((_, homes)) = ONLY.iter().find(|(outside, _)| family(outside)) else {
                continue;
            };
            if !homes.contains(&name.as_str()) {
                found.push(format!("{name} uses {dependency}, which belongs to {homes:?}"));
            }
        }
    }
    none(&found, "outside crates used in the wrong layer");
}

#[test]
fn the_sie_crate_stands_alone() {
    let manifest = manifests()
        .find(|(name, _)| name == "sie")
        .expect("crates/sie is there")
        .1;
    let used = dependencies(&manifest.text, "[dependencies]");
    assert!(
        used.iter()
            .all(|name| ["crc32fast", "memchr", "serde"].contains(name)),
        "{used:?}"
    );
}

#[test]
fn domain_knows_no_outside_world() {
    let mut found = Vec::new();
    for file in files("crates/domain/src", &[".rs"]) {
        for (number, line) in file.production().lines().enumerate() {
            let code = line.split("//").next().unwrap_or("");
            for word in NOT_IN_DOMAIN.iter().filter(|word| names(code, word)) {
                found.push(format!("{}:{} {word}", file.path, number + 1));
            }
        }
    }
    none(
        &found,
        "the rules' crate reaches outside itself, or counts in floats",
    );
}

#[test]
fn the_names_of_dependencies_are_read() {
    let text = "[dependencies]\nchrono.workspace = true\nsqlx = { version = \"1\" }\n# no\n[dev-dependencies]\nx = 1";
    assert_eq!(dependencies(text, "[dependencies]"), ["chrono", "sqlx"]);
    assert_eq!(dependencies(text, "[dev-dependencies]"), ["x"]);
}

/// The folder's name and manifest of every crate.
fn manifests() -> impl Iterator<Item = (String, File)> {
    files("crates", &["Cargo.toml"]).into_iter().filter_map(|file| {
        let mut parts = file.path.split('/');
        let name = parts.nth(1)?.to_owned();
        (parts.count() == 1).then_some((name, file))
    })
}

fn dependencies<'a>(manifest: &'a str, section: &str) -> Vec<&'a str> {
    let lines = manifest
        .lines()
        .map(str::trim)
        .skip_while(|line| *line != section)
        .skip(1);
    lines
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| line.split(['.', '=', ' ']).next())
        .collect()
}

/// Whether `code` has `word` standing by itself.
fn names(code: &str, word: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word)
        .any(|(at, _)| !code[..at].ends_with(inside) && !code[at + word.len()..].starts_with(inside))
}
