//! The hidden `samordna help`: every command's help as Markdown, for `docs/cli.md`.

use std::fmt::Write;

use crate::{
    args::{self, Format},
    out::{self, Exit},
};

/// Runs the command.
pub fn run() -> Exit {
    out::answer(Format::Text, &serde_json::Value::Null, &markdown());
    Exit::Ok
}

/// The whole reference.
pub fn markdown() -> String {
    let mut text = String::from(
        "# Kommandoraden\n\nSkriven av programmet (`SAMORDNA_UPDATE=1 cargo test -p samordna`). Svar med `--format json` har fasta fältnamn.\n",
    );
    let mut whole = args::command().term_width(100);
    // Flags of the whole program reach its commands when it is built.
    whole.build();
    describe(&mut whole, "samordna", &mut text);
    text
}

fn describe(command: &mut clap::Command, path: &str, text: &mut String) {
    let help = args::in_swedish(&command.clone().bin_name(path).render_long_help().to_string());
    let trimmed: Vec<&str> = help.lines().map(str::trim_end).collect();
    let _ = write!(
        text,
        "\n## `{path}`\n\n```text\n{}\n```\n",
        trimmed.join("\n").trim()
    );
    let names: Vec<String> = command
        .get_subcommands()
        .filter(|c| !c.is_hide_set())
        .map(|c| c.get_name().to_owned())
        .collect();
    for name in names {
        if let Some(sub) = command.find_subcommand_mut(&name) {
            describe(sub, &format!("{path} {name}"), text);
        }
    }
}
