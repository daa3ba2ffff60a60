//! The operations plan in the web: beside the annual report, with its own texts and its own gate.

use app::Role;
use axum::http::StatusCode;

use crate::site::Site;

const PLAN: &str = "/rapporter/verksamhetsplan/2023";

#[tokio::test]
async fn r_vpb_01_the_plan_is_read_and_written_beside_the_annual_report() {
    let site = Site::new(false).await;
    site.app.load_example(testkit::clock::now()).await.unwrap();
    let office = site.log_in(Role::Office).await;
    let list = site.get("/rapporter", &office).await.text;
    assert!(list.contains("Verksamhetsplan 2023") && list.contains("Årsredovisning 2022"));
    let page = site.get(PLAN, &office).await;
    assert_eq!(page.status, StatusCode::OK);
    for id in [
        "tabell-mal",
        "tabell-budget",
        "tabell-bidrag",
        "tabell-insatsbudget",
        "tabell-kapital",
    ] {
        assert!(page.text.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(page.text.contains("/nyckeltal/budget.rad?ar=2024&amp;"));
    // Every figure of it leads to a trace, also those of years to come.
    let trace = "/nyckeltal/budget.resultat?ar=2024";
    let trace = site.get(trace, &office).await;
    assert_eq!(trace.status, StatusCode::OK);
    let each = site
        .get("/nyckeltal/bidrag.per_invanare?ar=2023&medlem=0880", &office)
        .await;
    assert!(each.text.contains("Verksamhetsplan 2023") && each.text.contains("16,16"));

    for wrong in [
        "/rapporter/verksamhetsplan/2031",
        "/rapporter/annat/2022",
        "/rapporter/annat/2022/pdf",
    ] {
        assert_eq!(
            site.get(wrong, &office).await.status,
            StatusCode::NOT_FOUND,
            "{wrong}"
        );
    }
    let section = format!("{PLAN}/avsnitt/budget");
    let form = site.get(&section, &office).await.text;
    assert!(form.contains("budget.resultat|visa=belopp"));
    let typed =
        "text=Underskottet+%C3%A4r+%5B%5Bbudget.resultat%7Cvisa%3Dbelopp%5D%5D%2C+allts%C3%A5+1+830+500+kr.";
    let preview = site
        .post(&format!("{section}/forhandsvisning"), &office, typed)
        .await;
    assert!(preview.text.contains("Rad 1") && preview.text.contains("1\u{a0}830\u{a0}500"));
    assert_eq!(
        site.get(&format!("{PLAN}/avsnitt/ordforande"), &office)
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    let unasked = site.post(&format!("{PLAN}/publicera"), &office, "").await;
    assert_eq!(unasked.status, StatusCode::UNPROCESSABLE_ENTITY);
}
