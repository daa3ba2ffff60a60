//! A fuzzer from elsewhere (PyPI schemathesis) reads the description and asks the running server.

use std::{env, process::Command};

use app::{
    Actor, App, Role,
    token::{NewToken, Scope},
};
use testkit::clock;
use tokio::net::TcpListener;

use super::fresh_token;
use crate::site::{Site, persona};

/// The insats of the tokens, which no fuzzer guesses.
const PLACE: &str = r#"
[parameters]
"path.insats" = "krus"
"#;

/// Everything the fuzzer can check, and what it is told of this interface.
const CONFIG: &str = r#"
[checks.missing_required_header]
expected-statuses = [400, 401, 403, 406, 415, 422, 428, 429]

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "412", "422", "428", "429"]
"#;

/// An address alone leads nowhere: no phase that follows links.
const ALONE: [&str; 2] = ["--phases", "examples,coverage,fuzzing"];
/// Where the address itself is what is tried: with the insats given, a wrong one would never be sent.
const WRONG: [&str; 2] = ["--phases", "examples,coverage"];
const RIGHT: [&str; 2] = ["--phases", "fuzzing"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs schemathesis: cargo xtask test api"]
async fn r_api_11_a_fuzzer_that_reads_the_description_finds_nothing() {
    let program = env::var("SAMORDNA_SCHEMATHESIS").expect("cargo xtask test api says where schemathesis is");
    let site = Site::new(true).await;
    let token = fresh_token(&site, &[Scope::ReadRows, Scope::WriteRows], chrono::Utc::now()).await;
    let of_figures = figures(&site.app).await;
    let of_volume = volume(&site).await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let options = web::Options {
        secure: false,
        clock: chrono::Utc::now,
    };
    let served = tokio::spawn(web::serve(site.app.clone(), options, listener, async {
        let _ = stopped.await;
    }));
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("schemathesis.toml");
    let (figures, sheet) = ("/api/v1/tal", "/api/v1/insatser/{insats}/volym/{ar}");
    let runs = [
        (
            &token,
            true,
            vec!["--exclude-path", figures, "--exclude-path", sheet],
        ),
        (&of_figures, true, [["--include-path", figures], ALONE].concat()),
        (&of_volume, false, [["--include-path", sheet], WRONG].concat()),
        (&of_volume, true, [["--include-path", sheet], RIGHT].concat()),
    ];
    for (token, placed, chosen) in runs {
        let place = if placed { PLACE } else { "" };
        std::fs::write(&config, [place, CONFIG].concat()).unwrap();
        let mut fuzzer = Command::new(&program);
        fuzzer.current_dir(folder.path());
        fuzzer.arg("--config-file").arg(&config).args([
            "run",
            &format!("{address}/api/v1/openapi.json"),
            "--checks",
            "all",
            "--header",
            &format!("Authorization: Bearer {token}"),
            "--max-examples",
            &env::var("SAMORDNA_SCHEMATHESIS_EXAMPLES").unwrap_or_else(|_| "30".into()),
            "--seed",
            &env::var("SAMORDNA_SCHEMATHESIS_SEED").unwrap_or_else(|_| "1".into()),
            "--continue-on-failure",
            "--no-color",
        ]);
        fuzzer.args(chosen);
        let said = tokio::task::spawn_blocking(move || fuzzer.output());
        let said = said.await.unwrap().unwrap();
        let text = String::from_utf8_lossy(&said.stdout).into_owned();
        println!("{text}{}", String::from_utf8_lossy(&said.stderr));
        assert!(said.status.success(), "schemathesis found something; see above");
    }
    let _ = stop.send(());
    served.await.unwrap().unwrap();
}

async fn figures(app: &App) -> String {
    let new = NewToken {
        name: "Statistik".into(),
        scopes: vec![Scope::Figures],
        days: 30,
    };
    app.create_token(&Actor::system(), None, &new, chrono::Utc::now())
        .await
        .unwrap()
}

async fn volume(site: &Site) -> String {
    let insats = Some("krus");
    let persona = persona(Role::InsatsManager);
    let user = site
        .app
        .add_persona(persona, (insats, None), clock::now())
        .await
        .unwrap();
    let actor = site.app.actor(&user, clock::today()).await.unwrap();
    let new = NewToken {
        name: "Dörren".into(),
        scopes: vec![Scope::HeadCounts],
        days: 30,
    };
    site.app
        .create_token(&actor, insats, &new, chrono::Utc::now())
        .await
        .unwrap()
}
