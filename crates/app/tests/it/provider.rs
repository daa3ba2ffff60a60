//! Logging in by an identity provider, against a real one: the npm package `oidc-provider`, started here.

use std::{
    collections::BTreeMap,
    env,
    io::{BufRead, BufReader, Lines},
    process::{Child, ChildStdout, Command, Stdio},
};

use app::{Actor, App, Around, Assignment, Failure, Provider, Role, login::Origin, users::Guest};
use chrono::{NaiveDate, Utc};
use openidconnect::reqwest::{self, Client, Response, header};
use testkit::{Fresh, Kind, fresh, left_out};

const PACKAGE: &str = "SAMORDNA_OIDC_PROVIDER";
const REDIRECT: &str = "http://127.0.0.1:9/logga-in/extern/svar";
const SECRET: &str = "provhemlighet-provhemlighet-provhemlighet";
const ORIGIN: Origin<'static> = Origin {
    address: "127.0.0.1",
    browser: "",
};

/// The provider's process; ended with the test.
struct Running {
    child: Child,
    issuer: String,
    /// Closed, it would end the process at the next thing it says.
    _said: Lines<BufReader<ChildStdout>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn start() -> Option<Running> {
    if env::var_os(PACKAGE).is_none() {
        left_out::say(&format!(
            "inloggning via organisationen: sätt {PACKAGE} eller kör cargo xtask test"
        ));
        return None;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/provider.mjs");
    let mut child = Command::new("node")
        .arg(script)
        .env("SECRET", SECRET)
        .env("REDIRECT", REDIRECT)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Warnings about quick starts may come first.
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    let issuer = said
        .by_ref()
        .map(Result::unwrap)
        .find(|line| line.starts_with("http"));
    let issuer = issuer.unwrap_or_default();
    assert!(
        issuer.starts_with("http://127.0.0.1:"),
        "the provider did not start: {issuer}"
    );
    Some(Running {
        child,
        issuer,
        _said: said,
    })
}

/// A browser with a memory for cookies, which follows redirects until it is sent to ourselves.
struct Browser {
    client: Client,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    fn new() -> Browser {
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Browser {
            client,
            cookies: BTreeMap::new(),
        }
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> Response {
        let all: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let answer = request
            .header(header::COOKIE, all.join("; "))
            .send()
            .await
            .unwrap();
        for set in answer.headers().get_all(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.into(), value.into());
        }
        answer
    }

    /// Follows redirects; the address of ours it was sent to, or the page it came to.
    async fn follow(&mut self, issuer: &str, mut answer: Response) -> Result<String, String> {
        for _ in 0..12 {
            let Some(to) = answer.headers().get(header::LOCATION) else {
                return Err(answer.text().await.unwrap());
            };
            let to = to.to_str().unwrap().to_owned();
            if to.starts_with(REDIRECT) {
                return Ok(to);
            }
            let to = if to.starts_with('/') {
                format!("{issuer}{to}")
            } else {
                to
            };
            answer = self.send(self.client.get(to)).await;
        }
        panic!("redirects without end");
    }

    /// Logs in as an account and consents: state and code that come back.
    async fn log_in(&mut self, issuer: &str, address: &str, account: &str) -> (String, String) {
        let mut answer = self.send(self.client.get(address)).await;
        loop {
            let page = match self.follow(issuer, answer).await {
                Ok(back) => return (parameter(&back, "state"), parameter(&back, "code")),
                Err(page) => page,
            };
            let action = page.split("action=\"").nth(1).unwrap_or_else(|| panic!("{page}"));
            let action = action.split('"').next().unwrap();
            let action = if action.starts_with('/') {
                format!("{issuer}{action}")
            } else {
                action.to_owned()
            };
            let prompt = if page.contains("value=\"login\"") {
                "login"
            } else {
                "consent"
            };
            let form = [("prompt", prompt), ("login", account), ("password", "x")];
            answer = self.send(self.client.post(action).form(&form)).await;
        }
    }
}

fn parameter(address: &str, name: &str) -> String {
    let query = address.split('?').nth(1).unwrap();
    let pair = query
        .split('&')
        .find_map(|pair| pair.strip_prefix(&format!("{name}=")));
    pair.unwrap_or_else(|| panic!("{address}")).to_owned()
}

async fn desk(issuer: &str) -> (App, Fresh) {
    let fresh = fresh(Kind::Sqlite).await.unwrap();
    let app = App::over(fresh.db.clone()).with_key([7; 32]).with_around(Around {
        provider: Some(Provider {
            name: "Kommunen".into(),
            issuer: issuer.into(),
            client_id: "samordna".into(),
            client_secret: SECRET.into(),
            redirect: REDIRECT.into(),
        }),
        ..Around::default()
    });
    crate::users::association(&app).await;
    let guest = |name: &str, email: &str| Guest {
        name: name.into(),
        email: email.into(),
    };
    let role = Assignment {
        role: Role::Economist,
        insats: None,
        team: None,
        from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
        to: None,
    };
    for guest in [
        guest("Anna", "anna@example.org"),
        guest("Olle", "o-lle@example.org"),
    ] {
        app.invite_user(&Actor::system(), &guest, &role, Utc::now())
            .await
            .unwrap();
    }
    (app, fresh)
}

fn code_of(refused: &Result<String, Failure>) -> &str {
    match refused {
        Err(Failure::Refused(refusals)) => refusals[0].code,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn r_inl_25_only_the_invited_come_in_by_their_organisations_log_in() {
    let Some(provider) = start() else { return };
    let issuer = provider.issuer.clone();
    let (app, _fresh) = desk(&issuer).await;
    let enter = async |account: &str| {
        let (address, kept) = app.begin_outside(Utc::now()).await.unwrap();
        assert!(address.contains("code_challenge_method=S256") && address.contains("nonce="));
        let (state, code) = Browser::new().log_in(&issuer, &address, account).await;
        let done = app
            .finish_outside(&kept, (&state, &code), &ORIGIN, Utc::now())
            .await;
        (kept, state, code, done)
    };

    let (kept, state, code, done) = enter("anna@example.org").await;
    let session = app.session(&done.unwrap(), Utc::now()).await.unwrap().unwrap();
    assert_eq!(session.actor.name, "Anna");
    let again = app
        .finish_outside(&kept, (&state, &code), &ORIGIN, Utc::now())
        .await;
    assert_eq!(code_of(&again), "extern-avbruten", "a code serves once");
    let (.., second) = enter("anna@example.org").await;
    assert!(second.is_ok(), "known by the key from now on");

    for (account, why) in [
        ("ingen@example.org", "nobody invited"),
        ("o-lle@example.org", "the address is not verified there"),
        (
            "annan anna@example.org",
            "another person who has got Anna's address",
        ),
    ] {
        let (.., done) = enter(account).await;
        assert_eq!(code_of(&done), "extern-okand", "{why}");
    }
    let today = Utc::now().date_naive();
    assert_eq!(
        app.users(&Actor::system(), today).await.unwrap().len(),
        2,
        "nobody was made"
    );

    let (address, kept) = app.begin_outside(Utc::now()).await.unwrap();
    let (state, code) = Browser::new().log_in(&issuer, &address, "anna@example.org").await;
    let (_, other) = app.begin_outside(Utc::now()).await.unwrap();
    let late = Utc::now() + chrono::TimeDelta::minutes(11);
    for (kept, state, now) in [
        (kept.as_str(), "annat", Utc::now()),
        (other.as_str(), state.as_str(), Utc::now()),
        ("", state.as_str(), Utc::now()),
        ("00ff", state.as_str(), Utc::now()),
        (kept.as_str(), state.as_str(), late),
    ] {
        let refused = app.finish_outside(kept, (state, &code), &ORIGIN, now).await;
        assert_eq!(code_of(&refused), "extern-avbruten");
    }
}
