//! A quarter in the browser's way: read, disputed with what was typed kept, accepted, closed.

use app::Role;
use axum::http::StatusCode;

use crate::site::Site;

const KRUS: &str = "/kvartal/2022/4/krus";

fn value(page: &str, name: &str) -> String {
    let after = page.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
    after.split('"').next().unwrap().to_owned()
}

/// The silent of the fourth quarter, as its form sends them.
fn silent(list: &str) -> String {
    let card = list.split("id=\"kvartal-4\"").nth(1).unwrap();
    let card = card.split("</section>").next().unwrap();
    let named = card.split("name=\"tyst\" value=\"").skip(1);
    let named: Vec<_> = named
        .map(|rest| format!("&tyst={}", rest.split('"').next().unwrap()))
        .collect();
    named.concat()
}

#[tokio::test]
async fn r_kva_03_counts_are_read_disputed_accepted_and_the_quarter_closed() {
    let site = Site::new(true).await;
    testkit::rows::add(site.app.db(), &["krus", "resa"]).await;
    let manager = site.log_in(Role::InsatsManager).await;
    let start = site.get("/", &manager).await;
    assert!(start.text.contains("Svara på talen för kvartal 4 2022") && start.text.contains(KRUS));
    let list = site.get("/kvartal", &manager).await;
    assert!(list.text.contains("inte besvarad") && !list.text.contains("/kvartal/2022/4/resa"));
    let page = site.get(KRUS, &manager).await;
    assert!(
        page.text.contains("Godkänn talen") && page.text.contains("Nya deltaganden"),
        "{}",
        page.text
    );

    let way = format!("{KRUS}/svar");
    let refused = site.post(&way, &manager, "svar=bestrid&tal=nya&ord=fel").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#ord\"") && refused.text.contains(">fel</textarea>"));
    let saved = site
        .post(
            &way,
            &manager,
            "svar=bestrid&tal=nya&ord=En+inskrivning+i+december+saknas.",
        )
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let office = site.log_in(Role::Office).await;
    for address in [KRUS.to_owned(), format!("{KRUS}/rapport")] {
        let read = site.get(&address, &office).await;
        assert!(
            read.text.contains("En inskrivning i december saknas."),
            "{address}: {}",
            read.text
        );
        assert!(!read.text.contains("Godkänn talen"));
    }
    let digest = value(&page.text, "avtryck");
    let accepted = site
        .post(&way, &manager, &format!("svar=godkann&avtryck={digest}"))
        .await;
    assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.text);

    let list = site.get("/kvartal?ar=2022", &office).await;
    assert!(list.text.contains("godkänd") && list.text.contains("Påminnelse att kopiera"));
    let close = "/kvartal/2022/4/stang";
    let named = silent(&list.text);
    assert!(!named.is_empty() && !named.contains("krus"));
    let refused = site.post(close, &office, &format!("skal=nej{named}")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#skal-4\"") && refused.text.contains(">nej</textarea>"));
    let closed = site
        .post(close, &office, &format!("skal=Alla+är+påminda.{named}"))
        .await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
    let file = site.get("/kvartal/2022/4/stangt.html", &office).await;
    assert!(file.text.contains("Alla är påminda."));
    let page = site.get(KRUS, &manager).await;
    assert!(page.text.contains("låsta") && !page.text.contains("Bestrid talet"));
    let late = site
        .post(&way, &manager, &format!("svar=godkann&avtryck={digest}"))
        .await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn r_kva_13_two_writers_see_each_others_text() {
    let site = Site::new(true).await;
    let manager = site.log_in(Role::InsatsManager).await;
    let before = "/kvartal/2022/3/krus/text/metod";
    let saved = site
        .post(before, &manager, "version=0&text=Handledning+enligt+IPS.")
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let way = format!("{KRUS}/text/metod");
    let old = site.get(&way, &manager).await;
    assert!(old.text.contains("från kvartal 3 2022") && old.text.contains("Handledning enligt IPS."));
    let page = site.get(KRUS, &manager).await;
    assert!(page.text.contains("Bekräfta alla gamla texter"));
    let confirmed = site.post(&format!("{KRUS}/bekrafta"), &manager, "").await;
    assert_eq!(confirmed.status, StatusCode::SEE_OTHER, "{}", confirmed.text);
    let conflict = site.post(&way, &manager, "version=0&text=Min+egen+text.").await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(conflict.text.contains("Min egen text.") && conflict.text.contains("Handledning enligt IPS."));
    assert_eq!(value(&conflict.text, "version"), "1");
    let merged = site.post(&way, &manager, "version=1&text=Min+egen+text.").await;
    assert_eq!(merged.status, StatusCode::SEE_OTHER);
    for other in [Role::Office, Role::ParticipantManager] {
        let cookie = site.log_in(other).await;
        assert_eq!(site.get(&way, &cookie).await.status, StatusCode::NOT_FOUND);
    }
}
