//! A session that ended while somebody was typing.

use app::Role;
use axum::http::{Request, StatusCode, header};
use chrono::TimeDelta;

use crate::site::{HOST, Site, later, send};

const PAGE: &str = "/installningar/konton";

#[tokio::test]
async fn r_inl_22_what_was_typed_comes_back_after_the_log_in_and_is_not_saved_by_itself() {
    let site = Site::new(true).await;
    let cookie = site.log_in(Role::Economist).await;
    let before = site.get(PAGE, &cookie).await;
    let body = format!("csrf={}&fran=7777&till=7778&rad=x&not=min+text", before.csrf());
    let router = site.at(|| later(TimeDelta::hours(3)));
    let from = |cookie: &str| {
        Request::post(PAGE)
            .header(header::COOKIE, cookie)
            .header(header::REFERER, format!("https://{HOST}{PAGE}"))
    };
    for (body, fragment) in [(body.replace("csrf=", "csrf=0"), false), (body.clone(), true)] {
        let request = if fragment {
            from(&cookie).header("x-fragment", "1")
        } else {
            from(&cookie)
        };
        let answer = send(&router, request, &body).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "nothing is kept");
    }
    let answer = send(&router, from(&cookie), &body).await;
    assert_eq!(answer.header("location"), "/logga-in?besked=behallet");
    let told = send(&router, Request::get("/logga-in?besked=behallet"), "").await;
    assert!(told.text.contains("finns kvar: logga in"));

    // Somebody else who logs in here sees nothing of it.
    let office = site.log_in(Role::Office).await;
    let peek = format!("{office}; __Host-samordna-fortsatt=1");
    assert!(!site.get(PAGE, &peek).await.text.contains("min text"));

    let link = site.link(Role::Economist).await;
    let back = send(&router, Request::post(&link), "").await;
    assert_eq!(back.header("location"), PAGE);
    let cookies: Vec<_> = back.headers.get_all("set-cookie").iter().collect();
    let cookies = cookies
        .iter()
        .map(|c| c.to_str().unwrap().split(';').next().unwrap());
    let cookies = cookies.collect::<Vec<_>>().join("; ");
    let get = || Request::get(PAGE).header(header::COOKIE, &cookies);
    let page = send(&router, get(), "").await;
    assert!(
        page.text.contains("Du blev utloggad medan du skrev"),
        "{}",
        page.text
    );
    assert!(page.text.contains("value=\"7777\"") && page.text.contains("value=\"min text\""));
    assert!(
        !page.text.contains(&before.csrf()),
        "the form carries the new session's token"
    );
    assert!(page.header("set-cookie").contains("Max-Age=0"));
    let once = send(&router, get(), "").await;
    assert!(
        !once.text.contains("min text"),
        "it was not saved, and is handed back once"
    );
}

#[tokio::test]
async fn r_inl_23_a_session_that_was_ended_on_purpose_keeps_nothing() {
    let site = Site::new(true).await;
    let cookie = site.log_in(Role::Economist).await;
    let csrf = site.get(PAGE, &cookie).await.csrf();
    site.post("/logga-ut", &cookie, "").await;
    let answer = site
        .post_raw(PAGE, &cookie, "same-origin", &format!("csrf={csrf}&fran=7777"))
        .await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}
