//! Users and roles: who gives what to whom, and what follows.

use app::Role;
use axum::http::StatusCode;

use crate::site::{Site, encode};

fn guest(email: &str, rest: &str) -> String {
    format!("namn=Bo+Ek&epost={}&fran=2023-02-01&till=&{rest}", encode(email))
}

/// The key in the address of a user on a list.
async fn key(site: &Site, list: &str, cookie: &str, name: &str) -> String {
    let page = site.get(list, cookie).await;
    let before = page.text.split(&format!("\">{name}</a>")).next().unwrap();
    before.rsplit('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn r_inl_18_the_office_gives_every_role_but_the_one_that_reads_rows() {
    let site = Site::new(true).await;
    let office = site.log_in(Role::Office).await;
    let list = "/installningar/anvandare";
    for (i, role) in ["1", "2", "3:krus", "5:norr", "6", "7", "8"].iter().enumerate() {
        let body = guest(&format!("bo{i}@example.org"), &format!("roll={role}"));
        assert_eq!(
            site.post(list, &office, &body).await.status,
            StatusCode::OK,
            "{role}"
        );
    }
    for role in ["4:krus", "4"] {
        let body = guest("rad@example.org", &format!("roll={role}"));
        let answer = site.post(list, &office, &body).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role}");
    }
    for (body, field) in [
        (guest("rad@example.org", ""), "roll"),
        (guest("inte en adress", "roll=2"), "epost"),
        (guest("rad@example.org", "roll=3:finns-inte"), "roll"),
        (
            guest("rad@example.org", "roll=2").replace("2023-02-01", "i+dag"),
            "fran",
        ),
        (
            guest("rad@example.org", "roll=2").replace("till=", "till=2023-01-01"),
            "till",
        ),
    ] {
        let answer = site.post(list, &office, &body).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(answer.text.contains(&format!("href=\"#{field}\"")), "{body}");
        assert!(answer.text.contains("value=\"Bo Ek\""), "what was typed stays");
    }
}

#[tokio::test]
async fn r_inl_19_an_insatsansvarig_invites_deltagaransvariga_of_the_own_insats_only() {
    let site = Site::new(true).await;
    let manager = site.log_in(Role::InsatsManager).await;
    let office = site.log_in(Role::Office).await;
    let own = "/insatser/krus/anvandare";
    let answer = site.post(own, &manager, &guest("rad@example.org", "")).await;
    assert!(answer.status == StatusCode::OK && answer.text.contains("/inbjudan/"));
    let other = site
        .post("/insatser/resa/anvandare", &manager, &guest("x@example.org", ""))
        .await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let id = key(&site, own, &manager, "Bo Ek").await;
    // The office sees that there is such a user, but cannot get hold of the account.
    let at = format!("/installningar/anvandare/{id}");
    assert!(
        site.get(&at, &office)
            .await
            .text
            .contains("deltagaransvarig, KRUS")
    );
    for act in ["inbjudan", "stang"] {
        let answer = site.post(&format!("{at}/{act}"), &office, "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
    }
    let end = "roll=2023-02-01+4:krus&sista=";
    let answer = site.post(&format!("{at}/avsluta"), &office, end).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let again = site.post(&format!("{own}/{id}/inbjudan"), &manager, "").await;
    assert!(again.text.contains("/inbjudan/"));
    let ended = site.post(&format!("{own}/{id}/avsluta"), &manager, end).await;
    assert_eq!(
        ended.header("location"),
        "/insatser/krus/anvandare?besked=roll-slut"
    );
    assert!(!site.get(own, &manager).await.text.contains("Bo Ek"));
}

#[tokio::test]
async fn r_inl_20_roles_that_exclude_each_other_are_refused_while_they_overlap() {
    let site = Site::new(true).await;
    let manager = site.log_in(Role::InsatsManager).await;
    let office = site.log_in(Role::Office).await;
    let list = "/installningar/anvandare";
    let email = "bo@example.org";
    assert_eq!(
        site.post(list, &office, &guest(email, "roll=2")).await.status,
        StatusCode::OK
    );
    let both = site
        .post("/insatser/krus/anvandare", &manager, &guest(email, ""))
        .await;
    assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        both.text.contains("kan inte förenas med deltagaransvarig"),
        "{}",
        both.text
    );
    let id = key(&site, list, &office, "Bo Ek").await;
    let give = |role: &str, from: &str| format!("roll={role}&fran={from}&till=");
    let at = format!("{list}/{id}");
    for role in ["7", "2"] {
        let answer = site
            .post(&format!("{at}/roll"), &office, &give(role, "2023-02-01"))
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{role}");
    }
    let end = "roll=2023-02-01+2&sista=2023-03-31";
    assert_eq!(
        site.post(&format!("{at}/avsluta"), &office, end).await.status,
        StatusCode::SEE_OTHER
    );
    let after = site
        .post(&format!("{at}/roll"), &office, &give("7", "2023-04-01"))
        .await;
    assert_eq!(after.header("location"), format!("{at}?besked=roll"));
}

#[tokio::test]
async fn r_inl_21_a_closed_account_has_no_role_no_session_and_no_way_in() {
    let site = Site::new(true).await;
    let office = site.log_in(Role::Office).await;
    let board = site.log_in(Role::Board).await;
    assert_eq!(site.get("/", &board).await.status, StatusCode::OK);
    let at = "/installningar/anvandare/styrelse";
    let closed = site.post(&format!("{at}/stang"), &office, "").await;
    assert_eq!(
        closed.header("location"),
        "/installningar/anvandare?besked=stangd"
    );
    assert_eq!(site.get("/", &board).await.status, StatusCode::SEE_OTHER);
    let page = site.get(at, &office).await;
    assert!(page.text.contains("Kontot är stängt") && page.text.contains("Ingen roll gäller"));
    let own = "/installningar/anvandare/administrator";
    assert_eq!(
        site.post(&format!("{own}/stang"), &office, "").await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "never one's own"
    );
    let end = site
        .post(&format!("{own}/avsluta"), &office, "roll=2000-01-01+1")
        .await;
    assert_eq!(end.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.get("/", &office).await.status, StatusCode::OK);
}
