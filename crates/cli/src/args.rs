//! The command line as a value. Its help is Swedish and is printed whole into `docs/cli.md`.

use std::{ffi::OsString, path::PathBuf};

use chrono::NaiveDate;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

const TEMPLATE: &str = "{about}\n\nAnvändning: {usage}\n\n{all-args}{after-help}";
const EXIT: &str = "Avslutskod: 0 klart, 1 fynd eller avslag, 2 fel i kommandot.";

/// Samordningsförbundets system: registrera en gång, räkna, spåra och korskontrollera varje siffra.
#[derive(Debug, Parser)]
#[command(name = "samordna", version, after_help = EXIT, disable_help_subcommand = true)]
#[command(subcommand_help_heading = "Kommandon", next_help_heading = "Flaggor")]
#[command(disable_help_flag = true, disable_version_flag = true)]
pub struct Cli {
    /// Databasen: sökväg till en fil eller postgres://…
    #[arg(
        long,
        global = true,
        env = "SAMORDNA_DB",
        hide_env_values = true,
        value_name = "FIL|ADRESS"
    )]
    pub db: Option<String>,
    /// Hur svaret skrivs
    #[arg(long, global = true, value_enum, default_value_t = Format::Text, value_name = "FORM")]
    #[arg(hide_possible_values = true, hide_default_value = true)]
    pub format: Format,
    /// Inställningsfil
    #[arg(
        long,
        global = true,
        env = "SAMORDNA_CONFIG",
        hide_env_values = true,
        value_name = "FIL"
    )]
    pub config: Option<PathBuf>,
    /// Visa den här hjälpen
    #[arg(long, short, global = true, action = clap::ArgAction::Help)]
    pub help: Option<bool>,
    /// Visa programmets version
    #[arg(long, action = clap::ArgAction::Version)]
    pub version: Option<bool>,
    /// Vad som ska göras.
    #[command(subcommand)]
    pub command: Command,
}

/// The whole command line, every part of it with the Swedish template (which is not inherited).
pub fn command() -> clap::Command {
    swedish(Cli::command())
}

fn swedish(command: clap::Command) -> clap::Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    let heading = |arg: clap::Arg| {
        let heading = if arg.is_positional() {
            "Argument"
        } else {
            "Flaggor"
        };
        arg.help_heading(heading)
    };
    let command = command
        .help_template(TEMPLATE)
        .subcommand_value_name("KOMMANDO")
        .mut_args(heading);
    names
        .into_iter()
        .fold(command, |command, name| command.mut_subcommand(name, swedish))
}

/// Help as clap wrote it, with its one word that no setting reaches.
pub fn in_swedish(help: &str) -> String {
    help.replace("[OPTIONS]", "[FLAGGOR]")
}

/// Reads the command line.
///
/// # Errors
/// What clap found; [`crate::usage::message`] says it in Swedish.
pub fn read<I, T>(arguments: I) -> Result<Cli, clap::Error>
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    Cli::from_arg_matches(&command().try_get_matches_from(arguments)?)
}

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs: stable field names.
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Starta med exempelförbundet i en tillfällig databas och skriv ut inloggningslänkar
    Demo(Demo),
    /// Starta webbtjänsten
    Serve(Serve),
    /// Skapa en tom databas
    Init(Init),
    /// Uppgradera databasen till programmets version
    Migrate,
    /// Undersök databasen: helhet, nycklar, version och loggkedja
    Doctor,
    /// Säkerhetskopiera databasen medan den används
    Backup {
        /// Filen som skrivs; den får inte redan finnas
        file: PathBuf,
    },
    /// Läs tillbaka en säkerhetskopia; den kontrolleras innan något ersätts
    Restore {
        /// Säkerhetskopian
        file: PathBuf,
    },
    /// Skapa en engångslänk för inloggning i en viss roll
    Link {
        /// Vem: administrator, ekonom, insats, deltagare, team, styrelse, revisor eller registrator
        persona: String,
        /// Insatsens kortnamn, för insatsens egna roller
        #[arg(long)]
        insats: Option<String>,
        /// Teamets kortnamn, för samverkansteam
        #[arg(long)]
        team: Option<String>,
    },
    /// Skapa en ny inbjudan åt en användare som finns, till exempel när telefonen är borta
    Invite {
        /// Användarens e-postadress
        #[arg(value_name = "E-POST")]
        email: String,
    },
    /// Läs in bokföring eller tabeller
    #[command(subcommand, subcommand_help_heading = "Kommandon")]
    Import(Import),
    /// Läs och kontrollera en SIE-fil utan databas
    Sie {
        /// SIE-filen, typ 1–4
        file: PathBuf,
    },
    /// Räkna årets siffror
    Figures(Figures),
    /// Granska databasen, eller en mapp med tryckta tabeller
    Check(Check),
    /// Fördela ett belopp efter invånarantal (största rest)
    Apportion(Apportion),
    /// Visa ett års medlemsbidrag: nyckelns belopp, beslutade belopp, kr per invånare
    Contributions {
        /// Året
        #[arg(long, value_name = "ÅR")]
        year: i32,
    },
    /// Skriv en rapport
    #[command(subcommand, subcommand_help_heading = "Kommandon")]
    Report(Report),
    /// Skriv en fil med fast form
    #[command(subcommand, subcommand_help_heading = "Kommandon")]
    Export(Export),
    /// Granska loggkedjan och läsloggen
    #[command(subcommand, subcommand_help_heading = "Kommandon")]
    Audit(Audit),
    /// Gallra det som är äldre än reglerna säger; serve gör det av sig själv varje dygn
    Dispose {
        /// Visa vad som skulle tas bort, men ändra ingenting
        #[arg(long)]
        dry_run: bool,
    },
    /// Skriv ut alla kommandons hjälp som Markdown
    #[command(hide = true)]
    Help,
}

/// `samordna demo`.
#[derive(Args, Debug)]
pub struct Demo {
    /// Fyll bara databasen med exempelåret och avsluta
    #[arg(long)]
    pub load_only: bool,
    /// Adress att lyssna på; port 0 väljer en ledig [förval: 127.0.0.1:8080]
    #[arg(
        long,
        default_value = "127.0.0.1:8080",
        hide_default_value = true,
        value_name = "ADRESS:PORT"
    )]
    pub listen: String,
}

/// `samordna serve`.
#[derive(Args, Debug)]
pub struct Serve {
    /// Adress att lyssna på [förval: 127.0.0.1:8080, eller listen i inställningsfilen]
    #[arg(
        long,
        env = "SAMORDNA_LISTEN",
        hide_env_values = true,
        value_name = "ADRESS:PORT"
    )]
    pub listen: Option<String>,
}

/// `samordna init`.
#[derive(Args, Debug)]
pub struct Init {
    /// Förbundets namn
    #[arg(long, value_name = "NAMN")]
    pub name: Option<String>,
    /// Organisationsnummer, NNNNNN-NNNN
    #[arg(long, value_name = "NUMMER")]
    pub org_number: Option<String>,
}

/// `samordna import`.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Läs in en SIE-fil
    Sie {
        /// SIE-filen, typ 4
        file: PathBuf,
        /// Visa vad som skulle hända, men ändra ingenting
        #[arg(long)]
        dry_run: bool,
    },
    /// Läs in en mapp med tabeller (samma layout som examples/kalmar)
    Tables {
        /// Mappen
        dir: PathBuf,
        /// Visa vad som skulle hända, men ändra ingenting
        #[arg(long)]
        dry_run: bool,
    },
}

/// `samordna figures`.
#[derive(Args, Debug)]
pub struct Figures {
    /// Året
    #[arg(long, value_name = "ÅR")]
    pub year: i32,
    /// Bara detta mått, till exempel deltaganden.nya
    #[arg(long, value_name = "MÅTT")]
    pub measure: Option<String>,
}

/// `samordna check`.
#[derive(Args, Debug)]
pub struct Check {
    /// Året [förval: det senaste i databasen]
    #[arg(long, value_name = "ÅR")]
    pub year: Option<i32>,
    /// Granska tryckta tabeller i en mapp i stället för databasen
    #[arg(long, value_name = "MAPP")]
    pub published: Option<PathBuf>,
    /// Bara den kontroll som heter så
    #[arg(long, value_name = "NAMN")]
    pub only: Option<String>,
}

/// `samordna apportion`.
#[derive(Args, Debug)]
pub struct Apportion {
    /// Belopp i kronor, till exempel 4005000 eller "4 005 000"
    #[arg(long, value_name = "KR", allow_hyphen_values = true)]
    pub total: String,
    /// Folkmängd per kommun: SCB:s tabell (CSV eller json-stat2), eller CSV med kommun;kod;folkmängd_…
    #[arg(long, value_name = "FIL")]
    pub population: PathBuf,
}

/// `samordna report`.
#[derive(Debug, Subcommand)]
pub enum Report {
    /// Årsredovisningen
    Annual(Written),
    /// Verksamhetsplanen med budget
    Plan(Written),
}

/// `samordna report annual` and `samordna report plan`.
#[derive(Args, Debug)]
pub struct Written {
    /// Året
    #[arg(long, value_name = "ÅR")]
    pub year: i32,
    /// PDF-filen
    #[arg(long, value_name = "FIL")]
    pub out: PathBuf,
    /// Mapp för webbversionen och tabellerna som CSV
    #[arg(long, value_name = "MAPP")]
    pub html: Option<PathBuf>,
    /// Arbetsbok med alla tabeller
    #[arg(long, value_name = "FIL")]
    pub xlsx: Option<PathBuf>,
    /// Fastställ: lås en version, om inget måste rättas
    #[arg(long)]
    pub publish: bool,
}

/// `samordna export`.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// Uppgifterna till Uppföljning Finsam
    Finsam(Exported),
    /// Insatsrapporten med de kolumner SUS hade
    Insatsrapport(Exported),
    /// Verifikationer till redovisningsbyrån: attester, fakturor och betalningar som SIE 4I med kontrollsumma
    Sie {
        /// Första dagen, ÅÅÅÅ-MM-DD
        #[arg(long, value_name = "DAG")]
        from: NaiveDate,
        /// Sista dagen; slutar perioden den 31 december kommer årets upplupna rekvisitioner med
        #[arg(long, value_name = "DAG")]
        to: NaiveDate,
        /// Filen
        #[arg(long, value_name = "FIL")]
        out: PathBuf,
    },
}

/// What is exported, and where to.
#[derive(Args, Debug)]
pub struct Exported {
    /// Året
    #[arg(long, value_name = "ÅR")]
    pub year: i32,
    /// Filen; ändelsen .xlsx ger en arbetsbok, annars CSV
    #[arg(long, value_name = "FIL")]
    pub out: PathBuf,
}

/// `samordna audit`.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Räkna om båda kedjorna och säg var de eventuellt är brutna
    Verify,
}
