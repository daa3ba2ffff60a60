//! Every route for every role, what every answer carries, and what is refused.

use app::{
    Actor, Role,
    people::Persona,
    rights::{Act, On, may},
};
use axum::http::{Request, StatusCode, header};
use web::{
    routes::{ROUTES, Route},
    visitor::Access,
};

use crate::site::{Site, persona, send};

/// An address of a route on the example year, and whether something answers there.
fn sample(route: &Route) -> (String, bool) {
    let year = if route.path.contains("{ar}") {
        ""
    } else {
        "?ar=2022"
    };
    let path = route
        .path
        .replace("{namn}", &web::assets::STYLE.file_name())
        .replace("{insats}", "krus")
        .replace("{team}", "norr")
        .replace("{tal}", "deltaganden.nya")
        .replace("{slag}", "arsredovisning")
        .replace("{ar}", "2022")
        .replace("{kvartal}", "4")
        .replace("{rubrik}", "syfte")
        .replace("{avsnitt}", "ordforande")
        .replace("{rapport}", "kvartal-4")
        .replace("{manad}", "1");
    let path = if path.starts_with("/installningar/") {
        path.replace("{anvandare}", "administrator")
    } else {
        path
    };
    // Typesetting takes a minute without optimisation; the report's own tests do it.
    let slow = path.ends_with("/pdf");
    let outside = path.starts_with("/logga-in/extern");
    // What must be made first does not answer; who may not have it does not notice the difference.
    let locked = path.starts_with("/kvartal/") && path.ends_with("html");
    // A line that is followed up must be named.
    let made = path.contains('{') || locked || path.ends_with("/uppfoljning/rad");
    let path: String = path
        .split('/')
        .map(|part| if part.starts_with('{') { "x" } else { part })
        .collect::<Vec<_>>()
        .join("/");
    (path + year, !(slow || outside || made))
}

/// Who asks.
struct Who {
    name: String,
    cookie: String,
    actor: Actor,
}

/// The same roles, somewhere else than the addresses of [`sample`], and no role at all.
const ELSEWHERE: [Persona; 4] = [
    Persona {
        id: "annan-insats",
        name: "Annan insatsansvarig",
        roles: &[Role::InsatsManager],
        of_insats: true,
        of_team: false,
    },
    Persona {
        id: "annan-deltagare",
        name: "Annan deltagaransvarig",
        roles: &[Role::ParticipantManager],
        of_insats: true,
        of_team: false,
    },
    Persona {
        id: "annat-team",
        name: "Annat team",
        roles: &[Role::Team],
        of_insats: false,
        of_team: true,
    },
    Persona {
        id: "utan-roll",
        name: "Utan roll",
        roles: &[],
        of_insats: false,
        of_team: false,
    },
];

async fn everybody(site: &Site) -> Vec<Who> {
    let now = testkit::clock::now();
    let mut all = Vec::new();
    let here = Role::ALL.map(|role| (persona(role), ("krus", "norr")));
    let elsewhere = ELSEWHERE.iter().map(|persona| (persona, ("resa", "soder")));
    for (persona, (insats, team)) in here.into_iter().chain(elsewhere) {
        let user = site
            .app
            .add_persona(persona, (Some(insats), Some(team)), now)
            .await
            .unwrap();
        let link = format!("/logga-in/{}", site.app.login_link(&user, now).await.unwrap());
        all.push(Who {
            name: persona.name.to_owned(),
            cookie: site.post_raw(&link, "", "same-origin", "").await.cookie(),
            actor: site.app.actor(&user, testkit::clock::today()).await.unwrap(),
        });
    }
    all
}

/// The answer to a request by the route's own method and nothing in it.
async fn bare(site: &Site, route: &Route, cookie: &str) -> StatusCode {
    let request = Request::builder()
        .method(route.method)
        .uri(sample(route).0)
        .header(header::COOKIE, cookie);
    send(&site.router, request, "").await.status
}

/// Whether the actor may use this address: by the route, and by the insats or team in it.
fn expected(route: &Route, actor: &Actor) -> bool {
    let place = |act: Act| {
        let here = match (route.path.contains("{insats}"), route.path.contains("{team}")) {
            (true, _) => may(actor, act, On::Insats("krus")),
            (_, true) => may(actor, act, On::Team("norr")),
            _ => true,
        };
        here || may(actor, act, On::Association)
    };
    route.access.lets_in(actor)
        && match route.access {
            Access::May(act) => place(act),
            Access::MayAny(acts) if route.path.contains("{insats}") => acts.iter().any(|act| place(*act)),
            _ => true,
        }
}

#[tokio::test]
async fn r_web_02_what_a_role_may_not_see_is_not_there_for_any_route_and_role() {
    let site = Site::new(true).await;
    let mut seen = 0;
    for who in everybody(&site).await {
        for route in ROUTES.iter().filter(|route| route.access != Access::Everyone) {
            let (address, answers) = sample(route);
            let at = format!("{} {} {address}", who.name, route.method);
            if matches!(route.access, Access::Token(_)) {
                // A person's session opens nothing that is for programs.
                assert_eq!(
                    bare(&site, route, &who.cookie).await,
                    StatusCode::UNAUTHORIZED,
                    "{at}"
                );
                seen += 1;
                continue;
            }
            let may = expected(route, &who.actor);
            if route.method == "GET" {
                let status = site.get(&address, &who.cookie).await.status;
                if !may {
                    assert_eq!(status, StatusCode::NOT_FOUND, "{at}");
                } else if answers {
                    assert_eq!(status, StatusCode::OK, "{at}");
                }
            } else {
                // Without the form's token: whoever may is stopped by that, before anything is done.
                let bare = site
                    .post_raw(&address, &who.cookie, "same-origin", "")
                    .await
                    .status;
                let let_in = route.access.lets_in(&who.actor);
                let stopped = if let_in {
                    StatusCode::FORBIDDEN
                } else {
                    StatusCode::NOT_FOUND
                };
                assert_eq!(bare, stopped, "{at}");
                if let_in && !may {
                    let status = site.post(&address, &who.cookie, "").await.status;
                    assert!(status.is_client_error(), "{at}: {status}");
                }
            }
            seen += 1;
        }
    }
    let routes = ROUTES.iter().filter(|r| r.access != Access::Everyone).count();
    assert_eq!(seen, routes * (Role::ALL.len() + ELSEWHERE.len()));
}

#[tokio::test]
async fn r_web_01_without_a_session_only_the_log_in_is_shown() {
    let site = Site::new(true).await;
    for route in ROUTES {
        let (address, answers) = sample(route);
        let answer = if route.method == "GET" {
            site.get(&address, "").await
        } else {
            site.post_raw(&address, "", "same-origin", "").await
        };
        let at = format!("{} {address}", route.method);
        match (route.access, route.method) {
            (Access::Everyone, "GET") if answers => assert_eq!(answer.status, StatusCode::OK, "{at}"),
            (Access::Everyone, _) => assert!(
                !answer.status.is_success() || !answers || at.contains("glomt"),
                "{at}"
            ),
            (Access::Token(_), _) => {
                assert_eq!(bare(&site, route, "").await, StatusCode::UNAUTHORIZED, "{at}");
            }
            (_, "GET") => {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{at}");
                assert_eq!(answer.header("location"), "/logga-in", "{at}");
            }
            _ => assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{at}"),
        }
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
