//! Tokens: who makes them, what they open, what they do not.

use app::{Role, token::Scope};
use axum::http::StatusCode;

use super::{Call, ROWS, call, entry, token, token_for};
use crate::site::Site;

#[tokio::test]
async fn r_api_01_without_a_working_token_nothing_is_answered() {
    let site = Site::new(true).await;
    let cookie = site.log_in(Role::ParticipantManager).await;
    for token in ["", "samordna_0000", "x y"] {
        let (answer, problem) = call(
            &site,
            Call {
                address: ROWS,
                token,
                ..Call::default()
            },
        )
        .await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
        assert_eq!(problem["title"], "Nyckel saknas eller gäller inte");
    }
    // A session is no token.
    assert_eq!(site.get(ROWS, &cookie).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        site.get("/api/v1/finns-inte", &cookie).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn r_api_02_a_token_reaches_its_own_insats_and_scope_only() {
    let site = Site::new(true).await;
    let reads = token(&site, &[Scope::ReadRows]).await;
    let writes = token(&site, &[Scope::WriteRows]).await;
    let made = Call {
        method: "POST",
        address: ROWS,
        token: &writes,
        key: "nyckel-0001",
        body: Some(entry("KR-9001")),
        ..Call::default()
    };
    assert_eq!(call(&site, made).await.0.status, StatusCode::CREATED);
    let other = token_for(&site, "resa", &[Scope::ReadRows]).await;
    let get = |address, token| Call {
        address,
        token,
        ..Call::default()
    };
    assert_eq!(call(&site, get(ROWS, &reads)).await.0.status, StatusCode::OK);
    assert_eq!(
        call(&site, get(ROWS, &other)).await.0.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        call(&site, get("/api/v1/tal?ar=2022", &reads)).await.0.status,
        StatusCode::FORBIDDEN
    );
    let (_, list) = call(&site, get(ROWS, &reads)).await;
    let id = list["deltaganden"][0]["id"].as_str().unwrap();
    let one = format!("/api/v1/deltaganden/{id}");
    let (answer, _) = call(&site, get(&one, &reads)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.header("etag").starts_with('"'));
    // What another insats has is as if it did not exist.
    let (hidden, words) = call(&site, get(&one, &other)).await;
    let (nothing, none) = call(&site, get("/api/v1/deltaganden/finns-inte", &other)).await;
    assert_eq!((hidden.status, words), (nothing.status, none));
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
}

fn shown_token(page: &str) -> &str {
    let after = page.split("<code>").nth(1).unwrap();
    after.split('<').next().unwrap()
}

#[tokio::test]
async fn r_api_03_deltagaransvarig_makes_tokens_for_the_own_insats_and_the_office_for_figures() {
    let site = Site::new(true).await;
    let page = "/insatser/krus/nycklar";
    for role in Role::ALL {
        let cookie = site.log_in(role).await;
        let own = site.get(page, &cookie).await.status;
        let of_figures = site.get("/installningar/nycklar", &cookie).await.status;
        let other = site.get("/insatser/resa/nycklar", &cookie).await.status;
        let yes = |may| {
            if may {
                StatusCode::OK
            } else {
                StatusCode::NOT_FOUND
            }
        };
        let manages = matches!(role, Role::ParticipantManager | Role::InsatsManager);
        assert_eq!(own, yes(manages), "{role:?}");
        assert_eq!(of_figures, yes(role == Role::Office), "{role:?}");
        assert_eq!(other, StatusCode::NOT_FOUND, "{role:?}");
    }
    let cookie = site.log_in(Role::ParticipantManager).await;
    let wrong = site.post(page, &cookie, "namn=&dagar=999").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for told in ["Skriv vilket program", "Välj minst en sak", "1 till 400 dagar"] {
        assert!(wrong.text.contains(told), "{told}");
    }
    // The scope of head counts is not one's own to give.
    let beyond = site
        .post(page, &cookie, "namn=Journalen&dagar=30&behorighet=volym%3Askriva")
        .await;
    assert_eq!(beyond.status, StatusCode::UNPROCESSABLE_ENTITY);
    let made = site
        .post(
            page,
            &cookie,
            "namn=Journalen&dagar=30&behorighet=deltaganden%3Al%C3%A4sa",
        )
        .await;
    let token = shown_token(&made.text);
    assert!(token.starts_with("samordna_"));
    assert!(!site.get(page, &cookie).await.text.contains(token), "shown once");
    let read = Call {
        address: ROWS,
        token,
        ..Call::default()
    };
    assert_eq!(call(&site, read).await.0.status, StatusCode::OK);
    let list = site.get(page, &cookie).await.text;
    let revoke = list
        .split("action=\"")
        .find(|rest| rest.contains("/aterkalla"))
        .unwrap();
    let revoke = revoke.split('"').next().unwrap();
    assert_eq!(site.post(revoke, &cookie, "").await.status, StatusCode::SEE_OTHER);
    let read = Call {
        address: ROWS,
        token,
        ..Call::default()
    };
    assert_eq!(call(&site, read).await.0.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn r_api_12_head_counts_are_put_by_a_token_that_the_insatsansvarig_made() {
    let site = Site::new(true).await;
    let cookie = site.log_in(Role::InsatsManager).await;
    let page = "/insatser/krus/nycklar";
    let rows = site
        .post(
            page,
            &cookie,
            "namn=X&dagar=30&behorighet=deltaganden%3Al%C3%A4sa",
        )
        .await;
    assert_eq!(
        rows.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "rows are not the insatsansvarig's to give"
    );
    let made = site
        .post(page, &cookie, "namn=Dörren&dagar=30&behorighet=volym%3Askriva")
        .await;
    let token = shown_token(&made.text);
    let sheet = "/api/v1/insatser/krus/volym/2022";
    let (answer, counts) = call(
        &site,
        Call {
            address: sheet,
            token,
            ..Call::default()
        },
    )
    .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let version = answer.header("etag").to_owned();
    let months = counts["manader"].as_array().unwrap();
    assert_eq!(months.len(), 12);
    let put = |body| Call {
        method: "PUT",
        address: sheet,
        token,
        key: "nyckel-0001",
        version: &version,
        body: Some(body),
    };
    let (short, _) = call(&site, put(serde_json::json!({ "manader": [] }))).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    // KRUS registers participations: volume is counted elsewhere, and the act says so.
    let (refused, problem) = call(&site, put(serde_json::json!({ "manader": months }))).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(problem["fel"][0]["kod"], "volym-registrerar");
    assert_eq!(
        call(
            &site,
            Call {
                address: ROWS,
                token,
                ..Call::default()
            }
        )
        .await
        .0
        .status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn r_api_04_a_token_for_figures_reaches_no_row() {
    let site = Site::new(true).await;
    testkit::rows::add(site.app.db(), &["krus", "resa"]).await;
    let cookie = site.log_in(Role::Office).await;
    let made = site
        .post(
            "/installningar/nycklar",
            &cookie,
            "namn=Statistik&dagar=30&behorighet=tal%3Al%C3%A4sa",
        )
        .await;
    let token = shown_token(&made.text);
    let get = |address| Call {
        address,
        token,
        ..Call::default()
    };
    let (answer, figures) = call(&site, get("/api/v1/tal?ar=2022&matt=deltaganden.nya")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(figures["tal"][0]["värde"].is_string(), "{figures}");
    let (_, all) = call(&site, get("/api/v1/tal?ar=2022")).await;
    let all = all["tal"].as_array().unwrap();
    let hidden = all.iter().filter(|figure| figure["skyddat"] == true);
    for figure in hidden.clone() {
        let shown = [&figure["värde"], &figure["k"], &figure["n"]];
        assert!(shown.iter().all(|value| value.is_null()), "{figure}");
    }
    assert!(
        hidden.count() > 0,
        "small groups are withheld, as in the statistics"
    );
    assert_eq!(call(&site, get(ROWS)).await.0.status, StatusCode::FORBIDDEN);
    for wrong in [
        "/api/v1/tal?ar=2022&matt=finns.inte",
        "/api/v1/tal?ar=2022&matt=deltaganden.nya%20",
        "/api/v1/tal?ar=2022&matt=%0A",
    ] {
        let (answer, problem) = call(&site, get(wrong)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert_eq!(problem["fel"][0]["fält"], "matt");
    }
    for wrong in ["/api/v1/tal", "/api/v1/tal?ar=x", "/api/v1/tal?ar=1"] {
        let (answer, problem) = call(&site, get(wrong)).await;
        assert_eq!(
            (answer.status, &problem["status"]),
            (StatusCode::BAD_REQUEST, &400.into()),
            "{wrong}"
        );
    }
}

#[test]
fn r_api_10_every_route_for_programs_is_described() {
    let description = web::api::openapi::description();
    for route in web::routes::ROUTES {
        if matches!(route.access, web::visitor::Access::Token(_)) {
            let operation = &description["paths"][route.path][route.method.to_lowercase()];
            assert!(
                operation["operationId"].is_string(),
                "{} {}",
                route.method,
                route.path
            );
        }
    }
}
