//! The binary: arguments, files, environment and the clock.

mod args;
mod command;
mod config;
mod out;
mod usage;

use std::process::ExitCode;

use clap::error::ErrorKind;
use out::Exit;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let cli = match args::read(std::env::args_os()) {
        Ok(cli) => cli,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            out::answer(
                args::Format::Text,
                &serde_json::Value::Null,
                &args::in_swedish(&error.to_string()),
            );
            return Exit::Ok.into();
        }
        Err(error) => {
            out::complain(&usage::message(&error));
            return Exit::Usage.into();
        }
    };
    log();
    let exit = run(&cli);
    if exit == Exit::Ok && out::lost() {
        return Exit::Findings.into();
    }
    exit.into()
}

fn run(cli: &args::Cli) -> Exit {
    let config = match config::read(cli.config.as_deref()) {
        Ok(config) => config,
        Err(refusal) => return out::failure(cli.format, &refusal.into()),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(cause) => return out::failure(cli.format, &app::Failure::fault(cause)),
    };
    let session = command::Session::new(cli, config);
    runtime
        .block_on(command::run(&session, &cli.command))
        .unwrap_or_else(|failure| out::failure(cli.format, &session.placed(failure)))
}

/// The log goes to standard error; `SAMORDNA_LOG=debug` says more.
fn log() {
    let filter = EnvFilter::try_from_env("SAMORDNA_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
}
