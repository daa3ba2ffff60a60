//! A fuzzer from elsewhere (PyPI schemathesis) reads the description and asks the running server.

use std::{env, process::Command};

use app::{
    Actor, App, Role,
    token::{Holder, NewToken, Scope},
};
use domain::{
    consultation::{Draft as Treated, Party},
    referral::Draft,
};
use testkit::clock;
use tokio::net::TcpListener;

use super::{fresh_token, made, person, team_token};
use crate::site::Site;

/// The insats and the team of the tokens, which no fuzzer guesses.
const PLACE: &str = r#"
[parameters]
"path.insats" = "krus"
"path.team" = "norr"
"#;

/// A referral and a meeting of the team, which no fuzzer guesses either.
async fn treated(site: &Site) -> String {
    let actor = person(site, Role::Team, &Holder::Team("norr".into())).await;
    let draft = Draft {
        reference: "23-001".into(),
        authority: "region".into(),
        new_unit: "Hälsocentralen".into(),
        need: "studier".into(),
        received: "2023-02-01".into(),
        ..Draft::default()
    };
    let (app, now) = (&site.app, clock::now());
    let referral = app.add_referral(&actor, "norr", ("", &draft), now).await.unwrap();
    let meeting = ("", "2023-02-14", vec![Party::Region]);
    let meeting = app.add_meeting(&actor, "norr", meeting, now).await.unwrap();
    let still_open = Treated {
        referral: referral.clone(),
        ..Treated::default()
    };
    let recommended = Treated {
        kind: "insats".into(),
        insats: "krus".into(),
        ..Treated::default()
    };
    for treated in [&still_open, &recommended] {
        app.add_consultation(&actor, &meeting, ("", treated), now)
            .await
            .unwrap();
    }
    format!("{PLACE}\"path.remiss\" = \"{referral}\"\n\"path.mote\" = \"{meeting}\"\n")
}

/// Everything the fuzzer can check, and what it is told of this interface.
const CONFIG: &str = r#"
[checks.missing_required_header]
expected-statuses = [400, 401, 403, 406, 415, 422, 428, 429]

[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "412", "422", "428", "429"]
"#;

const CONFIG_FILE: &str = "schemathesis.toml";

/// What a team's token is for.
const OF_TEAM: &str = "^/api/v1/(team|remisser|moten)/";

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
    let of_team = [Scope::ReadReferrals, Scope::WriteReferrals];
    let of_team = team_token(&site, "norr", &of_team, chrono::Utc::now()).await;
    let of_one = treated(&site).await;
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
    let config = folder.path().join(CONFIG_FILE);
    let (figures, sheet) = ("/api/v1/tal", "/api/v1/insatser/{insats}/volym/{ar}");
    let runs = [
        (
            &token,
            PLACE,
            vec![
                "--exclude-path",
                figures,
                "--exclude-path",
                sheet,
                "--exclude-path-regex",
                OF_TEAM,
            ],
        ),
        (&of_team, PLACE, vec!["--include-path-regex", OF_TEAM]),
        (
            &of_team,
            of_one.as_str(),
            [["--include-path-regex", OF_TEAM], RIGHT].concat(),
        ),
        (&of_figures, PLACE, [["--include-path", figures], ALONE].concat()),
        (&of_volume, "", [["--include-path", sheet], WRONG].concat()),
        (&of_volume, PLACE, [["--include-path", sheet], RIGHT].concat()),
    ];
    for (token, place, chosen) in runs {
        std::fs::write(&config, [place, CONFIG].concat()).unwrap();
        let mut fuzzer = fuzzer(&program, &address, token);
        fuzzer.current_dir(folder.path()).args(chosen);
        let said = tokio::task::spawn_blocking(move || fuzzer.output());
        let said = said.await.unwrap().unwrap();
        let text = String::from_utf8_lossy(&said.stdout).into_owned();
        println!("{text}{}", String::from_utf8_lossy(&said.stderr));
        assert!(said.status.success(), "schemathesis found something; see above");
    }
    let _ = stop.send(());
    served.await.unwrap().unwrap();
}

/// The fuzzer with the settings of every run, where its configuration lies in the present folder.
fn fuzzer(program: &str, address: &str, token: &str) -> Command {
    let or = |name: &str, usual: &str| env::var(name).unwrap_or_else(|_| usual.into());
    let mut fuzzer = Command::new(program);
    fuzzer.args(["--config-file", CONFIG_FILE, "run"]).args([
        &format!("{address}/api/v1/openapi.json"),
        "--checks",
        "all",
        "--header",
        &format!("Authorization: Bearer {token}"),
        "--max-examples",
        &or("SAMORDNA_SCHEMATHESIS_EXAMPLES", "30"),
        "--seed",
        &or("SAMORDNA_SCHEMATHESIS_SEED", "1"),
        "--continue-on-failure",
        "--no-color",
    ]);
    fuzzer
}

async fn figures(app: &App) -> String {
    let new = NewToken {
        name: "Statistik".into(),
        scopes: vec![Scope::Figures],
        days: 30,
    };
    app.create_token(&Actor::system(), &Holder::Association, &new, chrono::Utc::now())
        .await
        .unwrap()
}

async fn volume(site: &Site) -> String {
    let holder = (Role::InsatsManager, &Holder::Insats("krus".into()));
    made(site, holder, &[Scope::HeadCounts], chrono::Utc::now()).await
}
