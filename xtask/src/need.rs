//! What a step needs on the machine, and the Debian package that carries it.

use std::{path::Path, process::Command};

use crate::{cluster, shell};

/// Something a step cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// A PostgreSQL server to start.
    Postgres,
    /// A browser.
    Chromium,
    /// What drives it.
    ChromeDriver,
    /// A typeface for the pictures.
    Font,
    /// Fetches axe-core.
    Npm,
    /// Looks at the structure of a PDF.
    Qpdf,
    /// Turns a page of a PDF into a picture.
    Poppler,
    /// Runs the two PDF/UA checkers.
    PythonVenv,
}

impl Need {
    fn package(self) -> &'static str {
        match self {
            Need::Postgres => "postgresql",
            Need::Chromium => "chromium",
            Need::ChromeDriver => "chromium-driver",
            Need::Font => "fonts-dejavu-core",
            Need::Npm => "npm",
            Need::Qpdf => "qpdf",
            Need::Poppler => "poppler-utils",
            Need::PythonVenv => "python3-venv",
        }
    }

    fn is_met(self) -> bool {
        match self {
            Need::Postgres => std::env::var_os(cluster::VARIABLE).is_some() || cluster::binaries().is_some(),
            Need::Chromium => shell::find("chromium").is_some(),
            Need::ChromeDriver => shell::find("chromedriver").is_some(),
            Need::Font => Path::new("/usr/share/fonts/truetype").is_dir(),
            Need::Npm => shell::find("npm").is_some(),
            Need::Qpdf => shell::find("qpdf").is_some(),
            Need::Poppler => shell::find("pdftoppm").is_some(),
            Need::PythonVenv => {
                let import = shell::quiet(Command::new("python3").args(["-c", "import ensurepip, venv"]));
                import.is_ok_and(|said| said.ok)
            }
        }
    }
}

/// Installs what is missing where that can be done (root on Debian); otherwise names the packages.
pub fn meet(needs: impl IntoIterator<Item = Need>) -> Result<(), String> {
    let mut missing: Vec<Need> = needs.into_iter().filter(|need| !need.is_met()).collect();
    missing.sort_unstable();
    missing.dedup();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package()).collect();
    if !(cluster::is_root() && shell::find("apt-get").is_some()) {
        return Err(format!(
            "Det här saknas på datorn. Installera och kör igen:\n  sudo apt-get install {}",
            packages.join(" ")
        ));
    }
    println!("Installerar {} …", packages.join(", "));
    shell::must(apt().args(["update", "-q"]))?;
    shell::must(
        apt()
            .args(["install", "-q", "-y", "--no-install-recommends"])
            .args(&packages),
    )?;
    match missing.iter().find(|need| !need.is_met()) {
        None => Ok(()),
        Some(need) => Err(format!("{} installerades men hittas ändå inte", need.package())),
    }
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
