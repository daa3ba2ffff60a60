//! The steps of `cargo xtask test`, in order.

mod api;
mod browser;
mod clippy;
mod deny;
mod doc;
mod einvoice;
mod format;
mod payment;
mod pdf;
mod tests;

use std::{io::Write, time::Instant};

use crate::{
    need::{self, Need},
    tally::Tally,
};

pub use tests::docs;

/// Takes the pictures of README and handbook.
pub fn screenshots() -> Result<bool, String> {
    need::meet([Need::Chromium, Need::ChromeDriver, Need::Font, Need::Poppler])?;
    browser::screenshots()
}

/// One thing that must hold.
struct Step {
    /// What to write after `cargo xtask test` to run it alone.
    name: &'static str,
    /// What is shown while it runs.
    title: &'static str,
    needs: &'static [Need],
    run: fn() -> Result<Tally, String>,
}

const STEPS: &[Step] = &[
    Step {
        name: "format",
        title: "Formatering",
        needs: &[],
        run: format::run,
    },
    Step {
        name: "clippy",
        title: "Clippy, varningar är fel",
        needs: &[],
        run: clippy::run,
    },
    Step {
        name: "tester",
        title: "Tester på SQLite och PostgreSQL",
        needs: &[Need::Postgres, Need::Npm],
        run: tests::run,
    },
    Step {
        name: "dok",
        title: "Dokumentationens exempel",
        needs: &[],
        run: doc::run,
    },
    Step {
        name: "webb",
        title: "Webbläsartester med tillgänglighetskontroll",
        needs: &[Need::Chromium, Need::ChromeDriver, Need::Font, Need::Npm],
        run: browser::run,
    },
    Step {
        name: "api",
        title: "Gränssnittet för program mot ett främmande provprogram",
        needs: &[Need::PythonVenv],
        run: api::run,
    },
    Step {
        name: "licenser",
        title: "Licenser, källor och förbud",
        needs: &[],
        run: deny::run,
    },
    Step {
        name: "faktura",
        title: "Fakturorna enligt de officiella reglerna (EN 16931, Peppol)",
        needs: &[Need::PythonVenv],
        run: einvoice::run,
    },
    Step {
        name: "betalfil",
        title: "Betalfilerna enligt ISO 20022:s scheman",
        needs: &[Need::PythonVenv],
        run: payment::run,
    },
    Step {
        name: "pdf",
        title: "PDF/UA-kontroll av årsredovisningen",
        needs: &[Need::Qpdf, Need::PythonVenv],
        run: pdf::run,
    },
];

/// The names of the steps.
pub fn names() -> String {
    STEPS.iter().map(|step| step.name).collect::<Vec<_>>().join(", ")
}

/// Runs the named steps, or all; whether everything held.
pub fn run(chosen: &[String]) -> Result<bool, String> {
    if let Some(unknown) = chosen
        .iter()
        .find(|name| !STEPS.iter().any(|step| step.name == **name))
    {
        return Err(format!("Okänt steg: {unknown}. Stegen heter {}", names()));
    }
    let wanted = |step: &&Step| chosen.is_empty() || chosen.iter().any(|name| name == step.name);
    let steps: Vec<&Step> = STEPS.iter().filter(wanted).collect();
    need::meet(steps.iter().flat_map(|step| step.needs.iter().copied()))?;

    let begun = Instant::now();
    let mut sum = Tally::default();
    let mut lines = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        println!("\n[{}/{}] {}", number + 1, steps.len(), step.title);
        let _ = std::io::stdout().flush();
        let started = Instant::now();
        let tally = (step.run)().unwrap_or_else(|why| {
            println!("{why}");
            Tally::one(false)
        });
        let mark = if tally.failed > 0 { "FEL" } else { "ok " };
        let line = format!(
            "{mark} {:>7.1} s  {}: {tally}",
            started.elapsed().as_secs_f64(),
            step.title
        );
        println!("{line}");
        lines.push(line);
        sum += tally;
    }
    println!(
        "\n{}\nTid: {:.0} s\n\n{sum}",
        lines.join("\n"),
        begun.elapsed().as_secs_f64()
    );
    Ok(sum.failed == 0 && sum.passed > 0)
}
