//! `samordna demo`: the example association, ready to look at.

use std::fmt::Write;

use app::{App, Failure, Outcome};
use serde_json::{Value, json};

use crate::{
    args::Demo,
    command::{Session, serve},
    out::{self, Exit},
};

/// Loads the example and serves it; with `--load-only` it stops there.
pub async fn run(session: &Session, args: &Demo) -> Outcome<Exit> {
    // Kept until the end: dropping it removes the temporary database.
    let mut folder = None;
    let target = if session.db_named {
        session.db.clone()
    } else {
        let made = tempfile::tempdir().map_err(Failure::fault)?;
        let path = made.path().join("exempel.db").display().to_string();
        folder = Some(made);
        path
    };
    let app = App::create(&target).await?;
    let lock = app.db().lock_for_serving()?;
    let users = app.load_example(Session::now()).await?;
    if args.load_only {
        let text = format!("Exempelåret är inläst i {}.\n", app.db().display());
        out::answer(
            session.format,
            &json!({ "db": app.db().display(), "users": users.len() }),
            &text,
        );
        app.db().close().await;
        return Ok(Exit::Ok);
    }
    let listener = serve::listener(&args.listen).await?;
    let address = format!("http://{}", listener.local_addr().map_err(Failure::fault)?);
    let app = session.furnish(app, &target, &address).await?;
    let mut links = Vec::new();
    for user in &users {
        let token = app.login_link(user, Session::now()).await?;
        links.push((user.name.clone(), format!("{address}/logga-in/{token}")));
    }
    announce(session, &address, &links);
    let done = serve::until_stopped(session, app, listener).await;
    drop((lock, folder));
    done
}

fn announce(session: &Session, address: &str, links: &[(String, String)]) {
    let json: Vec<Value> = links
        .iter()
        .map(|(name, link)| json!({ "name": name, "link": link }))
        .collect();
    let mut text = format!(
        "samordna visar exempelförbundet på {address}\n\nLogga in som (varje länk gäller en gång):\n"
    );
    for (name, link) in links {
        let _ = writeln!(text, "  {name:<28} {link}");
    }
    text.push_str(
        "\nDeltagandena är konstruerade så att de stämmer med publicerade totaler. Avsluta med Ctrl+C.\n",
    );
    out::answer(
        session.format,
        &json!({ "address": address, "links": json }),
        &text,
    );
}
