//! A participation's start, plan and follow-ups through the interface for programs.

use app::token::Scope;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Call, ROWS, call, entry, token};
use crate::site::{Answer, Site};

struct Desk {
    site: Site,
    token: String,
    /// The participation's address.
    one: String,
}

impl Desk {
    /// With a participation that stands at this stage.
    async fn new(stage: &str) -> Desk {
        let site = Site::new(true).await;
        let token = token(&site, &[Scope::ReadRows, Scope::WriteRows]).await;
        let mut row = entry("KR-9001");
        row["lage"] = json!(stage);
        let call = Call {
            method: "POST",
            address: ROWS,
            token: &token,
            key: "nyckel-0001",
            body: Some(row),
            ..Call::default()
        };
        let (answer, made) = super::call(&site, call).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        let one = format!("/api/v1/deltaganden/{}", made["id"].as_str().unwrap());
        Desk { site, token, one }
    }

    async fn read(&self, part: &str) -> (Answer, Value) {
        let address = format!("{}/{part}", self.one);
        let call = Call {
            address: &address,
            token: &self.token,
            ..Call::default()
        };
        super::call(&self.site, call).await
    }

    async fn send(
        &self,
        (method, part): (&str, &str),
        (key, version): (&str, &str),
        body: Value,
    ) -> (Answer, Value) {
        let address = format!("{}/{part}", self.one);
        let sent = Call {
            method,
            address: &address,
            token: &self.token,
            key,
            version,
            body: Some(body),
        };
        call(&self.site, sent).await
    }
}

#[tokio::test]
async fn r_api_13_a_granted_participation_starts_once() {
    let desk = Desk::new("beviljad").await;
    let start = json!({ "lage": "deltar", "start": "2022-05-09" });
    let (answer, done) = desk
        .send(("POST", "start"), ("nyckel-0002", "\"1\""), start.clone())
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(done["version"], json!(2));
    let (again, problem) = desk
        .send(("POST", "start"), ("nyckel-0003", "\"2\""), start)
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
}

#[tokio::test]
async fn r_api_13_the_plan_that_is_read_can_be_sent_back() {
    let desk = Desk::new("deltar").await;
    let plan = json!({
        "mal": [
            { "nummer": 2, "omrade": "arbete", "satt": "2022-05-09", "lage": "pagar" },
            { "nummer": 5, "omrade": "studier", "under": 2, "satt": "2022-05-10", "lage": "pagar" },
        ],
        "aktiviteter": [{ "slag": "praktik", "fran": "2022-05-16", "till": "2022-06-30", "timmar": 20 }],
    });
    let (answer, _) = desk
        .send(("PUT", "plan"), ("nyckel-0002", "\"1\""), plan.clone())
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let (read, stands) = desk.read("plan").await;
    assert_eq!((read.header("etag"), &stands), ("\"2\"", &plan));
    let (answer, _) = desk.send(("PUT", "plan"), ("nyckel-0003", "\"2\""), stands).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let twice = json!({ "mal": [{ "nummer": 1, "omrade": "arbete" }, { "nummer": 1, "omrade": "studier" }] });
    let beyond = json!({ "aktiviteter": [{ "slag": "praktik", "fran": "2022-05-16", "timmar": 41 }] });
    let unknown = json!({ "mal": [{ "nummer": 1, "omrade": "arbete", "namn": "Ada" }] });
    for (key, wrong, place) in [
        ("nyckel-0004", twice, "mal[1].nummer"),
        ("nyckel-0005", beyond, "aktiviteter[0].timmar"),
        ("nyckel-0006", unknown, "mal[0].namn"),
    ] {
        let (answer, problem) = desk.send(("PUT", "plan"), (key, "\"3\""), wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem["fel"][0]["fält"], json!(place));
        assert!(!answer.text.contains("Ada"), "what was sent is not repeated");
    }
    assert_eq!(
        desk.read("plan").await.1,
        plan,
        "nothing of what was wrong stands"
    );
}

#[tokio::test]
async fn r_api_17_what_the_rules_refuse_of_a_plan_is_told_at_its_json_path() {
    let desk = Desk::new("deltar").await;
    let plan = json!({
        "mal": [
            { "nummer": 7, "omrade": "arbete", "satt": "2022-05-09" },
            { "nummer": 3, "omrade": "studier", "under": 4, "satt": "2031-05-09" },
        ],
        "aktiviteter": [
            { "slag": "praktik", "fran": "2022-05-16", "timmar": 20 },
            { "slag": "praktik", "fran": "2022-04-01", "till": "2022-03-01", "timmar": 20 },
        ],
    });
    let (answer, problem) = desk.send(("PUT", "plan"), ("nyckel-0002", "\"1\""), plan).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut places: Vec<&str> = problem["fel"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["fält"].as_str().unwrap())
        .collect();
    places.sort_unstable();
    let expected = [
        "aktiviteter[1].fran",
        "aktiviteter[1].till",
        "mal[1].satt",
        "mal[1].under",
    ];
    assert_eq!(places, expected);
}

#[tokio::test]
async fn r_api_13_a_follow_up_is_saved_after_the_exit() {
    let desk = Desk::new("deltar").await;
    let made = json!({ "manader": "3", "kontakt": "tappad" });
    let (early, _) = desk
        .send(("POST", "uppfoljningar"), ("nyckel-0002", "\"1\""), made.clone())
        .await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    let exit = json!({ "avslut": "2022-06-01", "orsak": "sjukdom" });
    let (answer, done) = desk
        .send(("POST", "avslut"), ("nyckel-0003", "\"1\""), exit)
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let version = format!("\"{}\"", done["version"]);
    let (answer, _) = desk
        .send(("POST", "uppfoljningar"), ("nyckel-0004", &version), made)
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let (_, stands) = desk.read("uppfoljningar").await;
    let first = &stands["uppfoljningar"][0];
    assert_eq!(
        (&first["manader"], &first["forsorjning"]),
        (&json!("3"), &json!("tappad_kontakt")),
        "{stands}"
    );
}
