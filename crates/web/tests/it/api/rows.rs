//! Participations through the interface for programs.

use app::token::Scope;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Call, ROWS, call, entry, token};
use crate::site::{Answer, Site};

const BOTH: &[Scope] = &[Scope::ReadRows, Scope::WriteRows];

async fn send(
    site: &Site,
    token: &str,
    (address, key, version): (&str, &str, &str),
    body: Value,
) -> (Answer, Value) {
    let (method, body) = (if version == "PUT" { "PUT" } else { "POST" }, Some(body));
    call(
        site,
        Call {
            method,
            address,
            token,
            key,
            version,
            body,
        },
    )
    .await
}

#[tokio::test]
async fn r_api_05_the_same_key_and_content_is_done_once() {
    let site = Site::new(true).await;
    let token = token(&site, BOTH).await;
    let post = |key, body| send(&site, &token, (ROWS, key, ""), body);
    let (first, made) = post("nyckel-0001", entry("KR-9001")).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text);
    let (again, same) = post("nyckel-0001", entry("KR-9001")).await;
    assert_eq!((again.status, &same), (StatusCode::CREATED, &made));
    assert_eq!(again.header("location"), first.header("location"));
    let (other, problem) = post("nyckel-0001", entry("KR-9002")).await;
    assert_eq!(
        (other.status, &problem["type"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("/api#idempotens-annat"))
    );
    let (without, _) = post("", entry("KR-9003")).await;
    assert_eq!(without.status, StatusCode::BAD_REQUEST);
    // A refusal frees the key: what was corrected may be sent under it.
    let mut wrong = entry("KR-9004");
    wrong["start"] = json!("2031-01-01");
    assert_eq!(
        post("nyckel-0002", wrong).await.0.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        post("nyckel-0002", entry("KR-9004")).await.0.status,
        StatusCode::CREATED
    );
    let search = format!("{ROWS}?referens=KR-90");
    let (_, list) = call(
        &site,
        Call {
            address: &search,
            token: &token,
            ..Call::default()
        },
    )
    .await;
    assert_eq!(list["deltaganden"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn r_api_06_everything_wrong_is_told_at_once_at_its_field() {
    let site = Site::new(true).await;
    let token = token(&site, BOTH).await;
    let (answer, problem) = send(
        &site,
        &token,
        (ROWS, "nyckel-0001", ""),
        json!({ "underlag": "skriftligt", "start": "2022-13-01", "namn": "Ada", "fodelsear": true, "tid": "länge" }),
    )
    .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let mut places: Vec<&str> = problem["fel"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["fält"].as_str().unwrap())
        .collect();
    places.sort_unstable();
    assert_eq!(places, ["fodelsear", "namn", "start", "tid"]);
    assert!(
        !answer.text.contains("Ada") && !answer.text.contains("länge"),
        "what was sent is not repeated"
    );
    for body in [json!([1]), json!("x"), Value::Null] {
        let (answer, _) = send(&site, &token, (ROWS, "nyckel-0001", ""), body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn r_api_07_a_change_names_the_version_it_was_made_from() {
    let site = Site::new(true).await;
    let token = token(&site, BOTH).await;
    let (_, made) = send(&site, &token, (ROWS, "nyckel-0001", ""), entry("KR-9001")).await;
    let one = format!("/api/v1/deltaganden/{}", made["id"].as_str().unwrap());
    let close = format!("{one}/avslut");
    let exit =
        json!({ "avslut": "2022-11-01", "orsak": "sjukdom", "forsorjning_efter": { "sjukpenning": 100 } });
    let with = |key, version| Call {
        method: "POST",
        address: &close,
        token: &token,
        key,
        version,
        body: Some(exit.clone()),
    };
    let (without, _) = call(&site, with("nyckel-0002", "")).await;
    assert_eq!(without.status, StatusCode::PRECONDITION_REQUIRED);
    let (another, _) = call(&site, with("nyckel-0003", "\"7\"")).await;
    assert_eq!(another.status, StatusCode::PRECONDITION_FAILED);
    let (closed, words) = call(&site, with("nyckel-0004", "\"1\"")).await;
    assert_eq!(
        (closed.status, words["version"].as_i64()),
        (StatusCode::OK, Some(2)),
        "{}",
        closed.text
    );
    let get = || Call {
        address: &one,
        token: &token,
        ..Call::default()
    };
    let (answer, read) = call(&site, get()).await;
    assert_eq!(answer.header("etag"), "\"2\"");
    assert_eq!(
        (&read["tillstand"], &read["utregistrering"]["orsak"]),
        (&json!("avslutad"), &json!("sjukdom"))
    );
    // What is read can be sent back, corrected.
    let mut corrected = read.clone();
    for own in ["id", "version", "insats", "tillstand", "pseudonym"] {
        corrected.as_object_mut().unwrap().remove(own);
    }
    corrected["utbildning"] = json!("grundskola");
    let put = Call {
        method: "PUT",
        address: &one,
        token: &token,
        key: "nyckel-0005",
        version: "\"2\"",
        body: Some(corrected),
    };
    let (answer, _) = call(&site, put).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let (_, now) = call(&site, get()).await;
    assert_eq!(
        (&now["utbildning"], &now["version"]),
        (&json!("grundskola"), &json!(3))
    );
    assert_eq!(now["utregistrering"], read["utregistrering"]);
}

#[tokio::test]
async fn r_api_08_a_number_makes_a_pseudonym_and_is_never_sent_back() {
    let site = Site::new(true).await;
    let token = token(&site, BOTH).await;
    let mut with = entry("KR-9001");
    with["personnummer"] = json!("19900101-2385");
    with.as_object_mut().unwrap().remove("fodelsear");
    with.as_object_mut().unwrap().remove("kon");
    let (answer, made) = send(&site, &token, (ROWS, "nyckel-0001", ""), with).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    let one = format!("/api/v1/deltaganden/{}", made["id"].as_str().unwrap());
    let (answer, read) = call(
        &site,
        Call {
            address: &one,
            token: &token,
            ..Call::default()
        },
    )
    .await;
    assert_eq!(read["pseudonym"], json!(true));
    assert!(!answer.text.contains("-2385") && read.get("personnummer").is_none());
    let mut wrong = entry("KR-9002");
    wrong["personnummer"] = json!("19900101-2386");
    let (answer, _) = send(&site, &token, (ROWS, "nyckel-0002", ""), wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!answer.text.contains("-2386"));
    // Without consent nothing but sex and start year is taken.
    let anonymous =
        json!({ "underlag": "skyddad", "start": "2022", "kon": "man", "utbildning": "gymnasium" });
    let (answer, made) = send(&site, &token, (ROWS, "nyckel-0003", ""), anonymous).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    let one = format!("/api/v1/deltaganden/{}", made["id"].as_str().unwrap());
    let (_, read) = call(
        &site,
        Call {
            address: &one,
            token: &token,
            ..Call::default()
        },
    )
    .await;
    assert_eq!(
        (&read["tillstand"], read.get("utbildning")),
        (&json!("anonym"), None)
    );
}
