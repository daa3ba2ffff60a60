//! Invitations, passwords and codes, lock-out, forgotten passwords, sessions.

use std::path::{Path, PathBuf};

use app::{Around, Role};
use axum::{
    Router,
    http::{Request, StatusCode, header},
};
use chrono::{DateTime, TimeDelta, Utc};
use identity::totp::Secret;
use testkit::clock;

use crate::{
    site::{Answer, Site, encode, later, send},
    wait::wait_for,
};

const PASSWORD: &str = "korrekt häst batteri";
const ANNA: &str = "anna@example.org";

/// Somebody who was invited and has chosen a password.
struct Anna {
    cookie: String,
    secret: Secret,
    codes: Vec<String>,
}

/// The bytes of a secret as typed by hand.
fn unbase32(text: &str) -> Vec<u8> {
    let (mut bits, mut count, mut bytes) = (0_u64, 0, Vec::new());
    for letter in text.bytes().filter(|b| *b != b' ') {
        let digit = if letter.is_ascii_uppercase() {
            letter - b'A'
        } else {
            letter - b'2' + 26
        };
        bits = (bits << 5) | u64::from(digit);
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 255).unwrap());
        }
    }
    bytes
}

fn code(secret: &Secret, at: DateTime<Utc>) -> String {
    secret.code(u64::try_from(at.timestamp()).unwrap())
}

async fn post(router: &Router, address: &str, cookie: &str, body: &str) -> Answer {
    send(
        router,
        Request::post(address).header(header::COOKIE, cookie),
        body,
    )
    .await
}

/// The link the office is shown after inviting Anna as economist.
async fn invited(site: &Site) -> String {
    let office = site.log_in(Role::Office).await;
    let body = format!(
        "namn=Anna+Berg&epost={}&roll=2&fran=2023-01-01&till=",
        encode(ANNA)
    );
    let answer = site.post("/installningar/anvandare", &office, &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let start = answer.text.find("/inbjudan/").unwrap();
    answer.text[start..].split('<').next().unwrap().to_owned()
}

fn secret_on(page: &str) -> Secret {
    let text = page
        .split("skriv in nyckeln <span class=\"mono\">")
        .nth(1)
        .unwrap();
    Secret::of(&unbase32(text.split('<').next().unwrap())).unwrap()
}

async fn anna(site: &Site) -> Anna {
    let link = invited(site).await;
    let page = site.get(&link, "").await;
    let secret = secret_on(&page.text);
    let body = format!(
        "losenord={0}&igen={0}&kod={1}",
        encode(PASSWORD),
        code(&secret, clock::now())
    );
    let answer = post(&site.router, &link, "", &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let codes = answer
        .text
        .split("<li>")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().to_owned());
    Anna {
        cookie: answer.cookie(),
        secret,
        codes: codes.filter(|code| code.len() == 14).collect(),
    }
}

fn typed(email: &str, password: &str, code: &str) -> String {
    format!(
        "epost={}&losenord={}&kod={}",
        encode(email),
        encode(password),
        encode(code)
    )
}

#[tokio::test]
async fn r_inl_11_an_invitation_sets_password_and_telephone_once() {
    let site = Site::new(true).await;
    let link = invited(&site).await;
    let page = site.get(&link, "").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("<svg class=\"square\"") && page.text.contains("autocomplete=\"one-time-code\"")
    );
    assert_eq!(
        site.get(&link, "").await.text,
        page.text,
        "looking does not use it"
    );
    let right = code(&secret_on(&page.text), clock::now());
    for (password, again, code, field) in [
        ("kort", "kort", right.as_str(), "losenord"),
        (PASSWORD, "annat", right.as_str(), "igen"),
        (
            "Anna Berg 2023 hej",
            "Anna Berg 2023 hej",
            right.as_str(),
            "losenord",
        ),
        (PASSWORD, PASSWORD, "000000", "kod"),
    ] {
        let body = format!("losenord={}&igen={}&kod={code}", encode(password), encode(again));
        let answer = post(&site.router, &link, "", &body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{password}");
        assert!(
            !answer.text.contains(&format!("value=\"{password}\"")),
            "never printed back"
        );
    }
    let body = format!("losenord={0}&igen={0}&kod={right}", encode(PASSWORD));
    let answer = post(&site.router, &link, "", &body).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.text.matches("<li>").count(), 10, "spare codes");
    let start = site.get("/", &answer.cookie()).await;
    assert!(start.status == StatusCode::OK && start.text.contains("Anna Berg"));
    for again in [
        site.get(&link, "").await,
        post(&site.router, &link, "", &body).await,
    ] {
        assert_eq!(again.status, StatusCode::NOT_FOUND);
        assert!(again.header("set-cookie").is_empty());
    }
}

#[tokio::test]
async fn r_inl_12_password_and_code_log_in_and_a_code_serves_once() {
    let site = Site::new(true).await;
    let anna = anna(&site).await;
    let now = || later(TimeDelta::minutes(1));
    let router = site.at(now);
    let right = code(&anna.secret, now());
    for (email, password, code) in [
        (ANNA, PASSWORD, "000000"),
        (ANNA, "fel lösenord hela vägen", right.as_str()),
        ("ingen@example.org", PASSWORD, right.as_str()),
    ] {
        let answer = post(&router, "/logga-in", "", &typed(email, password, code)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.text.contains("lösenordet eller koden stämmer inte"),
            "{email} {password}"
        );
        assert!(answer.header("set-cookie").is_empty() && answer.text.contains(email));
    }
    let body = typed(" ANNA@example.org ", PASSWORD, &right);
    let answer = post(&router, "/logga-in", "", &body).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::SEE_OTHER, "/")
    );
    let again = post(&router, "/logga-in", "", &body).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the code was used"
    );
    let spare = typed(ANNA, PASSWORD, &anna.codes[0].to_uppercase());
    assert_eq!(
        post(&router, "/logga-in", "", &spare).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        post(&router, "/logga-in", "", &spare).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the spare code was used"
    );
}

#[tokio::test]
async fn r_inl_13_guessing_is_stopped_for_known_and_unknown_addresses_alike() {
    let site = Site::new(true).await;
    let anna = anna(&site).await;
    let mut texts = Vec::new();
    for email in [ANNA, "ingen@example.org"] {
        for _ in 0..5 {
            let answer = post(&site.router, "/logga-in", "", &typed(email, "fel", "1")).await;
            assert!(answer.text.contains("stämmer inte"));
        }
        // A restart forgets nothing: another router over the same database.
        let right = typed(email, PASSWORD, &code(&anna.secret, clock::now()));
        let answer = post(&site.at(clock::now), "/logga-in", "", &right).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.text.contains("Vänta en minut och försök igen"),
            "{}",
            answer.text
        );
        texts.push(answer.text.replace(email, ""));
    }
    assert_eq!(texts[0], texts[1], "nobody learns which address has an account");
    let after = || later(TimeDelta::minutes(2));
    let right = typed(ANNA, PASSWORD, &code(&anna.secret, after()));
    assert_eq!(
        post(&site.at(after), "/logga-in", "", &right).await.status,
        StatusCode::SEE_OTHER
    );
    let from = |address: &str| Request::post("/logga-in").header("x-forwarded-for", address);
    for i in 0..30 {
        let body = typed(&format!("nr{i}@example.org"), "fel", "1");
        send(&site.router, from("10.0.0.9"), &body).await;
    }
    let other = typed("annan@example.org", "fel", "1");
    let barred = send(&site.router, from("1.1.1.1, 10.0.0.9"), &other).await;
    assert!(barred.text.contains("För många försök"), "by network address");
    let elsewhere = send(&site.router, from("10.0.0.8"), &other).await;
    assert!(elsewhere.text.contains("stämmer inte"));
}

async fn letters(folder: &Path, wanted: usize) -> Vec<String> {
    wait_for("the letters are in the outbox", async || {
        let files = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().path());
        let whole: Vec<_> = files
            .filter(|f| f.extension().is_some_and(|e| e == "eml"))
            .collect();
        let read = |file: &PathBuf| std::fs::read_to_string(file).unwrap();
        (whole.len() >= wanted).then(|| whole.iter().map(read).collect())
    })
    .await
}

#[tokio::test]
async fn r_inl_14_a_forgotten_password_is_answered_alike_whoever_asks() {
    let mut site = Site::new(true).await;
    let anna = anna(&site).await;
    let folder = tempfile::tempdir().unwrap();
    site.around(Around {
        address: "https://samordna.example".into(),
        outbox: Some(folder.path().to_owned()),
        ..Around::default()
    });
    let ask = async |email: &str| {
        post(
            &site.router,
            "/glomt-losenord",
            "",
            &format!("epost={}", encode(email)),
        )
        .await
    };
    let (unknown, known) = (ask("ingen@example.org").await, ask(ANNA).await);
    assert_eq!((unknown.status, &unknown.text), (StatusCode::OK, &known.text));
    let sent = letters(folder.path(), 1).await;
    assert_eq!(sent.len(), 1, "one letter, to the one who has an account");
    assert!(sent[0].starts_with("To: <anna@example.org>"));
    let link = sent[0].split("https://samordna.example").nth(1).unwrap();
    let link = link.split('\r').next().unwrap();
    let now = || later(TimeDelta::minutes(1));
    let router = site.at(now);
    let body = |code: &str| format!("losenord={0}&igen={0}&kod={code}", encode("en ko till i hagen"));
    let without = post(&router, link, "", &body("000000")).await;
    assert_eq!(
        without.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "the letter alone is not enough"
    );
    let done = post(&router, link, "", &body(&code(&anna.secret, now()))).await;
    assert_eq!(done.header("location"), "/logga-in?besked=losenord");
    assert_eq!(
        site.get("/", &anna.cookie).await.status,
        StatusCode::SEE_OTHER,
        "every session ended"
    );
    let old = typed(ANNA, PASSWORD, &code(&anna.secret, later(TimeDelta::minutes(2))));
    let old = post(&site.at(|| later(TimeDelta::minutes(2))), "/logga-in", "", &old).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        post(&router, link, "", &body("1")).await.status,
        StatusCode::NOT_FOUND,
        "once"
    );
    for _ in 0..2 {
        ask(ANNA).await;
    }
    assert!(ask(ANNA).await.text.contains("För många försök"));
}

#[tokio::test]
async fn r_inl_17_open_sessions_are_listed_and_ended_one_by_one_or_all() {
    let site = Site::new(true).await;
    let anna = anna(&site).await;
    let request = Request::post("/logga-in").header(header::USER_AGENT, "Mozilla/5.0 Firefox/120.0");
    let body = typed(ANNA, PASSWORD, &anna.codes[0]);
    let other = send(&site.router, request, &body).await.cookie();
    let page = site.get("/konto", &anna.cookie).await;
    assert!(page.text.contains("Firefox på dator") && page.text.contains("Den här"));
    let key = page.text.split("name=\"nyckel\" value=\"").nth(1).unwrap();
    let key = key.split('"').next().unwrap().to_owned();
    let office = site.log_in(Role::Office).await;
    site.post("/konto/sessioner", &office, &format!("nyckel={key}"))
        .await;
    assert_eq!(
        site.get("/", &other).await.status,
        StatusCode::OK,
        "somebody else's is not ended"
    );
    site.post("/konto/sessioner", &anna.cookie, &format!("nyckel={key}"))
        .await;
    assert_eq!(site.get("/", &other).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.get("/", &anna.cookie).await.status, StatusCode::OK);

    let change = format!(
        "nuvarande={}&losenord={1}&igen={1}",
        encode("fel"),
        encode("en ko till i hagen")
    );
    let refused = site.post("/konto/losenord", &anna.cookie, &change).await;
    assert!(refused.text.contains("Lösenordet stämmer inte"));
    let change = change.replace("nuvarande=fel", &format!("nuvarande={}", encode(PASSWORD)));
    let changed = site.post("/konto/losenord", &anna.cookie, &change).await;
    assert_eq!(changed.header("location"), "/konto?besked=losenord");
    assert_eq!(
        site.get("/", &anna.cookie).await.status,
        StatusCode::OK,
        "this one stays"
    );
    let out = site.post("/konto/sessioner", &anna.cookie, "").await;
    assert_eq!(out.header("location"), "/logga-in?besked=overallt");
    assert_eq!(site.get("/", &anna.cookie).await.status, StatusCode::SEE_OTHER);
}
