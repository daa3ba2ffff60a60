//! The commands, one file each, and what they share.

pub mod apportion;
pub mod audit;
pub mod check;
pub mod contributions;
pub mod database;
pub mod demo;
pub mod dispose;
pub mod export;
pub mod figures;
pub mod help;
pub mod import;
pub mod report;
pub mod serve;
pub mod sie;

use app::{Actor, App, Failure, Outcome};
use chrono::{DateTime, Utc};
use domain::{refusal::Refusal, report::Kind};

use crate::{
    args::{Cli, Command, Format, Import, Report},
    config::Config,
    out::Exit,
};

/// Where the database is when nothing says otherwise.
const DEFAULT_DB: &str = "samordna.db";

/// Refusals that concern the database as a whole.
const OF_THE_DATABASE: [&str; 13] = [
    "databas-saknas",
    "databas-annan",
    "databas-skrivskyddad",
    "databas-nyare",
    "databas-aldre",
    "databas-anvands",
    "databas-upptagen",
    "databas-svarar-inte",
    "databas-adress",
    "databas-nekar",
    "databas-skadad",
    "databas-fil",
    "disk-full",
];

/// What every command that needs the database shares.
#[derive(Debug)]
pub struct Session {
    /// The form of the answer.
    pub format: Format,
    /// Path or address of the database.
    pub db: String,
    /// Whether somebody named the database.
    pub db_named: bool,
    /// Settings.
    pub config: Config,
    /// The command line acts as the program itself.
    pub actor: Actor,
}

impl Session {
    /// What the arguments and the settings say.
    pub fn new(cli: &Cli, config: Config) -> Session {
        let named = cli.db.clone().or_else(|| config.db.clone());
        Session {
            format: cli.format,
            db_named: named.is_some(),
            db: named.unwrap_or_else(|| DEFAULT_DB.into()),
            config,
            actor: Actor::system(),
        }
    }

    /// Opens the database.
    pub async fn open(&self) -> Outcome<App> {
        App::open(&self.db).await
    }

    /// The acts with the installation's key and surroundings. `address` is the one people use when
    /// the settings say nothing else.
    pub async fn furnish(&self, app: App, db: &str, address: &str) -> Outcome<App> {
        let address = self.config.public_address.as_deref().unwrap_or(address);
        let around = self.config.around(address)?;
        app.with_around(around).unlock(&self.config.key_file(db)).await
    }

    /// A failure with the database's file as its place, where it concerns the database as a whole.
    pub fn placed(&self, failure: Failure) -> Failure {
        let Failure::Refused(mut refusals) = failure else {
            return failure;
        };
        let whole = |r: &Refusal| r.place.is_empty() && OF_THE_DATABASE.contains(&r.code);
        for refusal in refusals.iter_mut().filter(|r| whole(r)) {
            refusal.place = app::maintenance::shown(&self.db);
        }
        Failure::Refused(refusals)
    }

    /// The year asked for, or the newest in the database.
    pub async fn year(&self, app: &App, asked: Option<i32>) -> Outcome<i32> {
        match asked {
            Some(year) => app.known_year(&self.actor, year).await,
            None => app.years(&self.actor).await?.first().copied().ok_or_else(|| {
                Refusal::new(
                    "tomt-ar",
                    "Databasen har inget år att visa. Läs in bokföring eller tabeller först.",
                )
                .into()
            }),
        }
    }

    /// The time, asked for once per command.
    pub fn now() -> DateTime<Utc> {
        Utc::now()
    }
}

/// Runs the command.
pub async fn run(session: &Session, command: &Command) -> Outcome<Exit> {
    match command {
        Command::Demo(args) => demo::run(session, args).await,
        Command::Serve(args) => serve::run(session, args.listen.as_deref()).await,
        Command::Init(args) => database::init(session, args).await,
        Command::Migrate => database::migrate(session).await,
        Command::Doctor => database::doctor(session).await,
        Command::Backup { file } => database::backup(session, file).await,
        Command::Restore { file } => database::restore(session, file).await,
        Command::Link {
            persona,
            insats,
            team,
        } => serve::link(session, persona, insats.as_deref(), team.as_deref()).await,
        Command::Invite { email } => serve::invite(session, email).await,
        Command::Import(Import::Sie { file, dry_run }) => import::sie(session, file, *dry_run).await,
        Command::Import(Import::Tables { dir, dry_run }) => import::tables(session, dir, *dry_run).await,
        Command::Sie { file } => sie::run(session.format, file),
        Command::Figures(args) => figures::run(session, args).await,
        Command::Check(args) => check::run(session, args).await,
        Command::Apportion(args) => apportion::run(session.format, args),
        Command::Contributions { year } => contributions::run(session, *year).await,
        Command::Report(Report::Annual(args)) => report::write(session, Kind::AnnualReport, args).await,
        Command::Report(Report::Plan(args)) => report::write(session, Kind::OperationsPlan, args).await,
        Command::Export(args) => export::run(session, args).await,
        Command::Audit(_) => audit::verify(session).await,
        Command::Dispose { dry_run } => dispose::run(session, *dry_run).await,
        Command::Help => Ok(help::run()),
    }
}
