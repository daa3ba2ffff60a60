//! Every route for every role, what every answer carries, and what is refused.

use app::Role;
use axum::http::StatusCode;
use web::{
    routes::{ROUTES, Route},
    visitor::Access,
};

use crate::site::{Site, persona};

/// An address a route answers on the example year; `None` where it needs something made first.
fn sample(route: &Route) -> Option<String> {
    // Typesetting takes a minute without optimisation; the report's own tests do it.
    let slow = route.path.ends_with("/pdf");
    let locked = route.path.starts_with("/kvartal/") && route.path.ends_with("html");
    if slow
        || locked
        || ["{lank}", "{fil}", "{nummer}", "{remiss}", "{mote}"]
            .iter()
            .any(|made| route.path.contains(made))
    {
        return None;
    }
    let year = if route.path.contains("{ar}") {
        ""
    } else {
        "?ar=2022"
    };
    let path = route
        .path
        .replace("{namn}", &web::assets::STYLE.file_name())
        .replace("{insats}", "krus")
        .replace("{tal}", "deltaganden.nya")
        .replace("{ar}", "2022")
        .replace("{kvartal}", "4")
        .replace("{rubrik}", "syfte")
        .replace("{avsnitt}", "ordforande");
    Some(path + year)
}

#[tokio::test]
async fn r_web_02_what_a_role_may_not_see_is_not_there_for_any_route_and_role() {
    let site = Site::new(true).await;
    for role in Role::ALL {
        let cookie = site.log_in(role).await;
        let user = site
            .app
            .add_persona(persona(role), (Some("krus"), Some("norr")), testkit::clock::now())
            .await
            .unwrap();
        let actor = site.app.actor(&user, testkit::clock::today()).await.unwrap();
        for route in ROUTES.iter().filter(|route| route.method == "GET") {
            let Some(address) = sample(route) else { continue };
            let status = site.get(&address, &cookie).await.status;
            let expected = if route.access.lets_in(&actor) {
                StatusCode::OK
            } else {
                StatusCode::NOT_FOUND
            };
            assert_eq!(status, expected, "{role:?} GET {address}");
        }
        for route in ROUTES
            .iter()
            .filter(|route| route.method == "POST" && route.path != "/logga-ut")
        {
            let Some(address) = sample(route).or_else(|| Some(route.path.replace("{fil}", "x"))) else {
                continue;
            };
            if !route.access.lets_in(&actor) {
                let status = site.post(&address, &cookie, "").await.status;
                assert_eq!(status, StatusCode::NOT_FOUND, "{role:?} POST {address}");
            }
        }
    }
}

#[tokio::test]
async fn r_web_01_without_a_session_only_the_log_in_is_shown() {
    let site = Site::new(true).await;
    for route in ROUTES {
        let Some(address) = sample(route) else { continue };
        let answer = if route.method == "GET" {
            site.get(&address, "").await
        } else {
            site.post_raw(&address, "", "same-origin", "").await
        };
        let expected = match (route.access, route.method) {
            (Access::Everyone, _) => StatusCode::OK,
            (_, "GET") => StatusCode::SEE_OTHER,
            _ => StatusCode::UNAUTHORIZED,
        };
        assert_eq!(answer.status, expected, "{} {address}", route.method);
    }
}

#[tokio::test]
async fn r_web_08_every_answer_carries_the_protecting_headers() {
    let site = Site::new(true).await;
    let cookie = site.log_in(Role::Office).await;
    for address in [
        "/",
        "/insatser",
        "/finns-inte",
        "/logga-in",
        "/nyckeltal.csv",
        &web::assets::STYLE.address(),
    ] {
        let answer = site.get(address, &cookie).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self'"),
            "{address}"
        );
        assert!(!policy.contains("unsafe"), "{address}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{address}");
        }
        assert!(
            answer
                .header("strict-transport-security")
                .starts_with("max-age=31536000"),
            "{address}"
        );
        assert!(
            answer.header("permissions-policy").contains("camera=()"),
            "{address}"
        );
    }
}

#[tokio::test]
async fn r_web_16_embedded_files_are_kept_for_ever_and_pages_never() {
    let site = Site::new(false).await;
    for asset in web::assets::ALL {
        let answer = site.get(&asset.address(), "").await;
        assert_eq!(answer.text, asset.content);
        assert_eq!(
            answer.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(answer.header("content-type"), asset.media_type);
    }
    assert_eq!(
        site.get("/logga-in", "").await.header("cache-control"),
        "no-store"
    );
    assert_eq!(
        site.get("/statiskt/samordna-0000000000000000.css", "")
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn r_web_09_what_is_not_there_is_a_plain_page() {
    let site = Site::new(true).await;
    let cookie = site.log_in(Role::Office).await;
    for address in [
        "/finns-inte",
        "/insatser/finns-inte",
        "/nyckeltal/finns.inte",
        "/nyckeltal/deltaganden.nya?insats=finns-inte",
    ] {
        let answer = site.get(address, &cookie).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        assert!(answer.text.contains("<h1>Sidan finns inte</h1>"), "{address}");
        assert!(
            answer.text.contains("Huvudmeny"),
            "{address}: the menu is still there"
        );
    }
}

#[test]
fn routes_are_documented() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/routes.md");
    let now = web::routes::markdown();
    if std::env::var_os("SAMORDNA_UPDATE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let standing = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        standing, now,
        "docs/routes.md is old: run the tests once with SAMORDNA_UPDATE=1"
    );
}
