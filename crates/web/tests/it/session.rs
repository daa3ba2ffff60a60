//! Logging in, sessions, forged forms.

use app::Role;
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use chrono::TimeDelta;
use tower::ServiceExt;

use crate::site::{Site, later};

#[tokio::test]
async fn r_web_03_a_link_works_once_and_looking_at_it_does_not_use_it() {
    let site = Site::new(true).await;
    let link = site.link(Role::Office).await;
    for _ in 0..3 {
        let seen = site.get(&link, "").await;
        assert_eq!(seen.status, StatusCode::OK);
        assert!(seen.text.contains("Logga in") && seen.header("set-cookie").is_empty());
    }
    let used = site.post_raw(&link, "", "same-origin", "").await;
    assert_eq!(
        (used.status, used.header("location")),
        (StatusCode::SEE_OTHER, "/")
    );
    let cookie = used.header("set-cookie");
    assert!(cookie.starts_with("__Host-samordna="));
    for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let again = site.post_raw(&link, "", "same-origin", "").await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    assert!(again.header("set-cookie").is_empty());
    assert_eq!(site.get(&link, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        site.get("/logga-in/pahittad", "").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn r_web_04_a_session_ends_when_idle_when_old_and_when_left() {
    let site = Site::new(true).await;
    let cookie = site.log_in(Role::Office).await;
    let open = async |router: axum::Router| {
        let request = Request::get("/")
            .header(header::COOKIE, &cookie)
            .body(Body::empty())
            .unwrap();
        router.oneshot(request).await.unwrap().status() == StatusCode::OK
    };
    assert!(!open(site.at(|| later(TimeDelta::minutes(121)))).await, "idle");
    assert!(open(site.at(|| later(TimeDelta::minutes(110)))).await, "in use");
    assert!(
        open(site.at(|| later(TimeDelta::minutes(220)))).await,
        "kept open by use"
    );
    assert!(open(site.at(|| later(TimeDelta::minutes(330)))).await);
    assert!(open(site.at(|| later(TimeDelta::minutes(440)))).await);
    assert!(open(site.at(|| later(TimeDelta::minutes(550)))).await);
    assert!(open(site.at(|| later(TimeDelta::minutes(660)))).await);
    assert!(
        !open(site.at(|| later(TimeDelta::minutes(721)))).await,
        "too old, though in use"
    );

    let cookie = site.log_in(Role::Board).await;
    let out = site.post("/logga-ut", &cookie, "").await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(
        site.get("/", &cookie).await.status,
        StatusCode::SEE_OTHER,
        "the server forgot it too"
    );
}

#[tokio::test]
async fn r_web_05_a_change_from_another_site_is_refused() {
    let site = Site::new(true).await;
    let cookie = site.log_in(Role::Office).await;
    let token = site.get("/", &cookie).await.csrf();
    for from in ["cross-site", "same-site", "none"] {
        let answer = site
            .post_raw("/logga-ut", &cookie, from, &format!("csrf={token}"))
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{from}");
    }
    let link = site.link(Role::Board).await;
    assert_eq!(
        site.post_raw(&link, "", "cross-site", "").await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        site.get("/", &cookie).await.status,
        StatusCode::OK,
        "still logged in"
    );
}

#[tokio::test]
async fn r_web_06_a_change_without_the_sessions_own_token_is_refused() {
    let site = Site::new(true).await;
    let cookie = site.log_in(Role::Office).await;
    let other = site.log_in(Role::Board).await;
    let token_of_another = site.get("/", &other).await.csrf();
    for body in [
        String::new(),
        "csrf=".into(),
        "csrf=x".into(),
        format!("csrf={token_of_another}"),
    ] {
        let answer = site.post_raw("/logga-ut", &cookie, "same-origin", &body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{body}");
    }
    assert_eq!(
        site.get("/", &cookie).await.status,
        StatusCode::OK,
        "still logged in"
    );
}
