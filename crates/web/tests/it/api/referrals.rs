//! Referrals, meetings and recommendations through the interface for programs, and what each kind of token
//! reaches.

use app::{
    Role,
    token::{Holder, Scope},
};
use axum::http::StatusCode;
use serde_json::{Value, json};
use testkit::clock;
use web::{routes::ROUTES, visitor::Access};

use super::{Call, call, entry, made, team_token, token};
use crate::site::{Answer, Site};

const BOTH: [Scope; 2] = [Scope::ReadReferrals, Scope::WriteReferrals];
const LIST: &str = "/api/v1/team/norr/remisser";

/// A site and a token of the team in the north.
struct Team {
    site: Site,
    token: String,
    sent: std::cell::Cell<u32>,
}

impl Team {
    async fn new() -> Team {
        let site = Site::new(true).await;
        let token = team_token(&site, "norr", &BOTH, clock::now()).await;
        Team {
            site,
            token,
            sent: std::cell::Cell::new(0),
        }
    }

    async fn read(&self, address: &str) -> (Answer, Value) {
        let token = &self.token;
        call(
            &self.site,
            Call {
                address,
                token,
                ..Call::default()
            },
        )
        .await
    }

    /// Sends a change under a key of its own.
    async fn send(&self, (method, address): (&str, &str), version: &str, body: Value) -> (Answer, Value) {
        self.sent.set(self.sent.get() + 1);
        let sent = Call {
            method,
            address,
            token: &self.token,
            key: &format!("remiss-{:04}", self.sent.get()),
            version,
            body: Some(body),
        };
        call(&self.site, sent).await
    }

    async fn post(&self, address: &str, body: Value) -> (Answer, Value) {
        self.send(("POST", address), "", body).await
    }

    /// The address of a referral that was just registered.
    async fn referral(&self) -> String {
        let (answer, _) = self.post(LIST, referral("23-001")).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        answer.header("location").to_owned()
    }

    /// The address of a meeting held on this day.
    async fn meeting(&self, day: &str) -> String {
        let meeting = json!({ "dag": day, "parter": ["fk", "kommun"] });
        let (answer, _) = self.post("/api/v1/team/norr/moten", meeting).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        answer.header("location").to_owned()
    }
}

fn referral(reference: &str) -> Value {
    json!({
        "referens": reference, "mottagen": "2023-02-01", "behov": "studier", "kommun": "Vimmerby",
        "ny-enhet": "Hälsocentralen", "myndighet": "region",
    })
}

fn places(problem: &Value) -> Vec<&str> {
    let faults = problem["fel"].as_array().unwrap();
    let mut places: Vec<&str> = faults
        .iter()
        .map(|fault| fault["fält"].as_str().unwrap())
        .collect();
    places.sort_unstable();
    places
}

#[tokio::test]
async fn r_api_16_a_referral_is_registered_taken_up_treated_and_answered() {
    let team = Team::new().await;
    let (answer, choices) = team.read("/api/v1/team/norr").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let codes = choices["koder"].as_array().unwrap();
    assert!(
        codes
            .iter()
            .any(|code| code["kod"] == "studier" && code["lista"] == "behov")
    );
    let one = team.referral().await;
    let (answer, read) = team.read(&one).await;
    assert_eq!(answer.header("etag"), "\"1\"", "{}", answer.text);
    assert_eq!(
        (&read["skede"], &read["vantar"]),
        (&json!("inkommen"), &json!("möte"))
    );
    let accept = format!("{one}/mottagande");
    let (answer, done) = team
        .send(("POST", &accept), "\"1\"", json!({ "datum": "2023-02-02" }))
        .await;
    assert_eq!(
        (answer.status, &done["version"]),
        (StatusCode::OK, &json!(2)),
        "{}",
        answer.text
    );
    let meeting = team.meeting("2023-02-14").await;
    let consultation = json!({
        "remiss": read["id"], "rekommendation": "insats", "insats": "krus", "svar": "2023-02-15",
    });
    let (answer, _) = team
        .post(&format!("{meeting}/konsultationer"), consultation)
        .await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    assert_eq!(answer.header("location"), meeting);
    let (answer, read) = team.read(&one).await;
    assert_eq!(
        (&read["skede"], answer.header("etag")),
        (&json!("besvarad"), "\"4\"")
    );
    let given = &read["behandlingar"][0]["rekommendation"];
    assert_eq!(
        (&given["insats"], &given["svar"]),
        (&json!("krus"), &json!("2023-02-15"))
    );
    let (_, held) = team.read(&meeting).await;
    assert_eq!(held["konsultationer"][0]["remiss"], read["id"]);
    let (_, list) = team.read(&format!("{LIST}?skede=besvarad&referens=23-")).await;
    assert_eq!(list["remisser"][0]["referens"], json!("23-001"));
    assert_eq!(list["fler"], json!(false));
    let (_, none) = team.read(&format!("{LIST}?skede=inkommen&referens=23-001")).await;
    assert_eq!(none["remisser"], json!([]));
    let (answer, _) = team.read(&format!("{LIST}?skede=klar")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn r_api_16_a_referral_is_sent_back_for_a_reason_or_taken_back() {
    let team = Team::new().await;
    let one = team.referral().await;
    let back = format!("{one}/aterlamning");
    let body = |reason: &str| json!({ "datum": "2023-02-03", "skal": reason });
    let (refused, problem) = team.send(("POST", &back), "\"1\"", body("finns-inte")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(places(&problem), ["skal"]);
    let (answer, _) = team.send(("POST", &back), "\"1\"", body("underlag")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let (_, read) = team.read(&one).await;
    let expected = json!([{ "skede": "aterlamnad", "datum": "2023-02-03", "skal": "underlag" }]);
    assert_eq!(read["steg"], expected);
    let withdraw = format!("{one}/atertagande");
    let (closed, problem) = team
        .send(("POST", &withdraw), "\"2\"", json!({ "datum": "2023-02-04" }))
        .await;
    assert_eq!(closed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["fel"][0]["kod"], json!("remiss-skede"));
    let (answer, _) = team.post(LIST, referral("23-002")).await;
    let other = format!("{}/atertagande", answer.header("location"));
    let (answer, _) = team
        .send(("POST", &other), "\"1\"", json!({ "datum": "2023-02-04" }))
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
}

#[tokio::test]
async fn r_api_16_nothing_that_says_who_it_is_about_is_taken() {
    let team = Team::new().await;
    let mut wrong = referral("19900304-2387");
    wrong["namn"] = json!("Ada");
    let (answer, problem) = team.post(LIST, wrong.clone()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(places(&problem), ["namn"]);
    wrong.as_object_mut().unwrap().remove("namn");
    wrong["ny-enhet"] = json!("ada.andersson@example.se");
    let (again, problem) = team.post(LIST, wrong).await;
    assert_eq!(places(&problem), ["ny-enhet", "referens"]);
    for text in [answer.text, again.text] {
        assert!(!text.contains("-2387") && !text.contains("Ada") && !text.contains("ada."));
    }
}

#[tokio::test]
async fn r_api_18_a_step_names_the_version_it_was_taken_from() {
    let team = Team::new().await;
    let one = team.referral().await;
    let (accept, day) = (format!("{one}/mottagande"), json!({ "datum": "2023-02-02" }));
    let (without, _) = team.post(&accept, day.clone()).await;
    assert_eq!(without.status, StatusCode::PRECONDITION_REQUIRED);
    let (another, problem) = team.send(("POST", &accept), "\"3\"", day.clone()).await;
    assert_eq!(another.status, StatusCode::PRECONDITION_FAILED);
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .starts_with("Version 1 står nu")
    );
    let (answer, _) = team.send(("POST", &accept), "\"1\"", day).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let meeting = team.meeting("2023-02-14").await;
    let parties = format!("{meeting}/parter");
    let put = |version: &'static str, parties_of: Value| {
        let (team, address) = (&team, parties.as_str());
        async move {
            team.send(("PUT", address), version, json!({ "parter": parties_of }))
                .await
        }
    };
    assert_eq!(put("\"1\"", json!(["af"])).await.0.status, StatusCode::OK);
    assert_eq!(
        put("\"1\"", json!(["af"])).await.0.status,
        StatusCode::PRECONDITION_FAILED
    );
    let (none, problem) = put("\"2\"", json!([])).await;
    assert_eq!(
        (none.status, places(&problem)),
        (StatusCode::UNPROCESSABLE_ENTITY, vec!["parter"])
    );
    let (answer, read) = team.read(&meeting).await;
    assert_eq!(
        (answer.header("etag"), &read["parter"]),
        ("\"2\"", &json!(["af"]))
    );
}

/// Recommendations that wait for KRUS, as its own system reads them.
async fn waiting(site: &Site, token: &str) -> Vec<Value> {
    let asked = Call {
        address: WAITING,
        token,
        ..Call::default()
    };
    let (answer, list) = call(site, asked).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    list["rekommendationer"].as_array().unwrap().clone()
}

const WAITING: &str = "/api/v1/insatser/krus/rekommendationer";

#[tokio::test]
async fn r_api_16_a_recommendation_becomes_a_participation_or_says_why_not() {
    let team = Team::new().await;
    let insats = token(&team.site, &[Scope::ReadRows, Scope::WriteRows]).await;
    let meeting = format!("{}/konsultationer", team.meeting("2023-02-14").await);
    let before = waiting(&team.site, &insats).await.len();
    for _ in 0..2 {
        let advice = json!({ "rekommendation": "insats", "insats": "krus" });
        let (answer, _) = team.post(&meeting, advice).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    }
    let send = |address: String, key: &'static str, body: Value| {
        let (site, token) = (&team.site, insats.as_str());
        async move {
            let sent = Call {
                method: "POST",
                address: &address,
                token,
                key,
                body: Some(body),
                ..Call::default()
            };
            call(site, sent).await
        }
    };
    let own: Vec<Value> = waiting(&team.site, &insats).await.split_off(before);
    let mut row = entry("KR-9001");
    row["rekommendation"] = json!("finns-inte");
    let (refused, problem) = send(super::ROWS.into(), "inskriven-1", row.clone()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(places(&problem), ["rekommendation"]);
    row["rekommendation"] = own[0]["id"].clone();
    let (answer, _) = send(super::ROWS.into(), "inskriven-2", row).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    let close = format!("{WAITING}/{}/avslut", own[1]["id"].as_str().unwrap());
    let why = json!({ "datum": "2023-02-15", "skal": "avbojer" });
    let (answer, _) = send(close.clone(), "inte-tagen-1", why.clone()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert_eq!(answer.header("location"), WAITING);
    let again = send(close, "inte-tagen-2", why).await.0;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    assert_eq!(waiting(&team.site, &insats).await.len(), before);
}

#[tokio::test]
async fn r_api_14_another_teams_referral_is_not_there() {
    let team = Team::new().await;
    let one = team.referral().await;
    let meeting = team.meeting("2023-02-14").await;
    let other = team_token(&team.site, "soder", &BOTH, clock::now()).await;
    let (_, nothing) = call(
        &team.site,
        Call {
            address: "/api/v1/remisser/finns-inte",
            token: &other,
            ..Call::default()
        },
    )
    .await;
    for address in [one.as_str(), meeting.as_str(), LIST, "/api/v1/team/norr"] {
        let asked = Call {
            address,
            token: &other,
            ..Call::default()
        };
        let (hidden, words) = call(&team.site, asked).await;
        assert_eq!(
            (hidden.status, &words),
            (StatusCode::NOT_FOUND, &nothing),
            "{address}"
        );
    }
    let step = Call {
        method: "POST",
        address: &format!("{one}/mottagande"),
        token: &other,
        key: "annat-team-1",
        version: "\"1\"",
        body: Some(json!({ "datum": "2023-02-02" })),
    };
    assert_eq!(call(&team.site, step).await.0.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn r_api_14_a_team_makes_the_tokens_of_its_own_and_gives_no_more_than_it_has() {
    let team = Team::new().await;
    let page = "/konsultation/team/norr/nycklar";
    for role in Role::ALL {
        let cookie = team.site.log_in(role).await;
        let status = team.site.get(page, &cookie).await.status;
        let own = if role == Role::Team {
            StatusCode::OK
        } else {
            StatusCode::NOT_FOUND
        };
        assert_eq!(status, own, "{role:?}");
    }
    let cookie = team.site.log_in(Role::Team).await;
    let elsewhere = "/konsultation/team/soder/nycklar";
    assert_eq!(
        team.site.get(elsewhere, &cookie).await.status,
        StatusCode::NOT_FOUND
    );
    let rows = "namn=X&dagar=30&behorighet=deltaganden%3Al%C3%A4sa";
    let beyond = team.site.post(page, &cookie, rows).await;
    assert_eq!(
        beyond.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "nobody gives what is not theirs"
    );
    let made = "namn=Handl%C3%A4ggarst%C3%B6d&dagar=30&behorighet=remisser%3Al%C3%A4sa";
    let made = team.site.post(page, &cookie, made).await;
    let after = made.text.split("<code>").nth(1).unwrap();
    let reads = after.split('<').next().unwrap();
    let asked = |method, address| Call {
        method,
        address,
        token: reads,
        key: "bara-lasa-1",
        body: (method == "POST").then(|| referral("23-009")),
        ..Call::default()
    };
    assert_eq!(
        call(&team.site, asked("GET", LIST)).await.0.status,
        StatusCode::OK
    );
    assert_eq!(
        call(&team.site, asked("POST", LIST)).await.0.status,
        StatusCode::FORBIDDEN
    );
}

/// A token of every kind: the scopes it has and whether it is of the places in the addresses.
async fn kinds(site: &Site) -> Vec<(String, Vec<Scope>, bool)> {
    let rows = vec![Scope::ReadRows, Scope::WriteRows];
    let holders = [
        (
            Role::ParticipantManager,
            Holder::Insats("krus".into()),
            rows.clone(),
            true,
        ),
        (
            Role::ParticipantManager,
            Holder::Insats("resa".into()),
            rows,
            false,
        ),
        (
            Role::InsatsManager,
            Holder::Insats("krus".into()),
            vec![Scope::HeadCounts],
            true,
        ),
        (
            Role::InsatsManager,
            Holder::Insats("resa".into()),
            vec![Scope::HeadCounts],
            false,
        ),
        (Role::Office, Holder::Association, vec![Scope::Figures], true),
        (
            Role::Team,
            Holder::Team("norr".into()),
            vec![Scope::ReadReferrals],
            true,
        ),
        (
            Role::Team,
            Holder::Team("norr".into()),
            vec![Scope::WriteReferrals],
            true,
        ),
        (Role::Team, Holder::Team("soder".into()), BOTH.to_vec(), false),
    ];
    let mut all = Vec::new();
    for (role, holder, scopes, here) in holders {
        let token = made(site, (role, &holder), &scopes, clock::now()).await;
        all.push((token, scopes, here));
    }
    all
}

#[tokio::test]
async fn r_api_15_every_route_answers_the_tokens_that_are_for_it_and_no_other() {
    let site = Site::new(true).await;
    let mut seen = 0;
    for (token, scopes, here) in kinds(&site).await {
        for route in ROUTES {
            let Access::Token(scope) = route.access else {
                continue;
            };
            let year = if route.path.ends_with("/tal") {
                "?ar=2022"
            } else {
                ""
            };
            let placed = route.path.contains("{insats}") || route.path.contains("{team}");
            let path = route.path.replace("{insats}", "krus").replace("{team}", "norr");
            let path = path.replace("{ar}", "2022");
            let known = !path.contains('{');
            let path = path.replace(['{', '}'], "");
            let changes = route.method != "GET";
            let asked = Call {
                method: route.method,
                address: &format!("{path}{year}"),
                token: &token,
                key: if changes { "varje-nyckel-1" } else { "" },
                version: if changes { "\"1\"" } else { "" },
                body: changes.then(|| json!({ "okant": 1 })),
            };
            let (answer, _) = call(&site, asked).await;
            let at = format!("{} {} {scopes:?} here: {here}", route.method, route.path);
            let expected = if !scopes.contains(&scope) {
                vec![StatusCode::FORBIDDEN]
            } else if placed && !here || !changes && !known {
                vec![StatusCode::NOT_FOUND]
            } else if changes {
                vec![StatusCode::UNPROCESSABLE_ENTITY, StatusCode::NOT_FOUND]
            } else {
                vec![StatusCode::OK]
            };
            assert!(expected.contains(&answer.status), "{at}: {}", answer.text);
            seen += 1;
        }
    }
    let routes = ROUTES
        .iter()
        .filter(|route| matches!(route.access, Access::Token(_)));
    assert_eq!(seen, routes.count() * 8);
}
