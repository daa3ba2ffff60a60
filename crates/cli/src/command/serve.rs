//! `samordna serve` and `samordna link`.

use app::{App, Failure, Outcome, people::PERSONAS};
use domain::refusal::Refusal;
use serde_json::json;
use tokio::net::TcpListener;

use crate::{
    command::{Session, dispose},
    out::{self, Exit},
};

/// Where to listen when nothing says otherwise: this machine only.
const DEFAULT_LISTEN: &str = "127.0.0.1:8080";

/// Serves the database until the process is told to stop.
pub async fn run(session: &Session, listen: Option<&str>) -> Outcome<Exit> {
    let app = session.open().await?;
    let _lock = app.db().lock_for_serving()?;
    let listen = listen
        .or(session.config.listen.as_deref())
        .unwrap_or(DEFAULT_LISTEN);
    let listener = listener(listen).await?;
    let address = listener.local_addr().map_err(Failure::fault)?;
    let app = session
        .furnish(app, &session.db, &format!("http://{address}"))
        .await?;
    let text = format!(
        "samordna lyssnar på http://{address}. Skapa en inloggningslänk med samordna link. Avsluta med Ctrl+C.\n"
    );
    out::answer(
        session.format,
        &json!({ "address": format!("http://{address}") }),
        &text,
    );
    let disposing = tokio::spawn(dispose::daily(app.clone()));
    let done = until_stopped(session, app, listener).await;
    disposing.abort();
    done
}

/// Makes a one-time link for a role and prints it.
pub async fn link(
    session: &Session,
    persona: &str,
    insats: Option<&str>,
    team: Option<&str>,
) -> Outcome<Exit> {
    let app = session.open().await?;
    let Some(persona) = PERSONAS.iter().find(|p| p.id == persona) else {
        let ids: Vec<&str> = PERSONAS.iter().map(|p| p.id).collect();
        let message = format!("Rollen finns inte. Välj en av: {}.", ids.join(", "));
        return Err(Refusal::at("okand-roll", persona, message).into());
    };
    if persona.of_insats && insats.is_none() {
        let message = "Rollen hör till en insats. Ange den med --insats, till exempel --insats krus.";
        return Err(Refusal::at("insats-saknas", "--insats", message).into());
    }
    if persona.of_team && team.is_none() {
        let message = "Rollen hör till ett team. Ange det med --team, till exempel --team norr.";
        return Err(Refusal::at("team-saknas", "--team", message).into());
    }
    let now = Session::now();
    let user = app.add_persona(persona, (insats, team), now).await?;
    let token = app.login_link(&user, now).await?;
    let path = format!("/logga-in/{token}");
    let base = session
        .config
        .public_address
        .clone()
        .unwrap_or_else(|| format!("http://{DEFAULT_LISTEN}"));
    let address = format!("{}{path}", base.trim_end_matches('/'));
    out::answer(
        session.format,
        &json!({ "user": user.public_id, "path": path, "address": address }),
        &format!("{address}\n"),
    );
    Ok(Exit::Ok)
}

/// Makes a new invitation for a user and prints it. Whoever may run commands here may do everything.
pub async fn invite(session: &Session, email: &str) -> Outcome<Exit> {
    let app = session.open().await?;
    let app = session
        .furnish(app, &session.db, &format!("http://{DEFAULT_LISTEN}"))
        .await?;
    let (user, path) = app.reinvite_by_email(email, Session::now()).await?;
    let address = format!("{}{path}", app.around().address);
    out::answer(
        session.format,
        &json!({ "user": user, "path": path, "address": address }),
        &format!("{address}\n"),
    );
    Ok(Exit::Ok)
}

/// Takes the address, or says why it could not be had.
pub async fn listener(address: &str) -> Outcome<TcpListener> {
    TcpListener::bind(address).await.map_err(|cause| {
        let why = match cause.kind() {
            std::io::ErrorKind::AddrInUse => "någon annan lyssnar redan där".to_owned(),
            std::io::ErrorKind::PermissionDenied => "åtkomst nekas (portar under 1024 kräver särskild rätt)".to_owned(),
            _ => app::files::words(&cause),
        };
        let message = format!("Det går inte att lyssna på adressen: {why}. Välj en annan med --listen, till exempel 127.0.0.1:8081.");
        Refusal::at("adress", address, message).into()
    })
}

/// Serves; requests under way are finished before the end.
pub async fn until_stopped(session: &Session, app: App, listener: TcpListener) -> Outcome<Exit> {
    let secure = session
        .config
        .public_address
        .as_deref()
        .is_some_and(|a| a.starts_with("https://"));
    let options = web::Options {
        secure,
        clock: Session::now,
    };
    let db = app.db().clone();
    web::serve(app, options, listener, stopped())
        .await
        .map_err(Failure::fault)?;
    db.close().await;
    Ok(Exit::Ok)
}

/// Ctrl+C, or the system's request to end.
async fn stopped() {
    let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(signal) => signal,
        Err(cause) => {
            tracing::warn!(%cause, "no terminate signal");
            let _ = tokio::signal::ctrl_c().await;
            return;
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
