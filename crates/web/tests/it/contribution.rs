//! Contributions in the browser's way: basis with what was typed kept, decision, invoices, a file with
//! populations.

use app::Role;
use axum::http::StatusCode;

use crate::site::Site;

#[tokio::test]
async fn r_for_09_the_office_apportions_decides_and_invoices() {
    let site = Site::new(true).await;
    let office = site.log_in(Role::Office).await;
    let page = site.get("/ekonomi/bidrag?ar=2023", &office).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    for words in [
        "1\u{a0}162\u{a0}331",
        "Delat med 247\u{a0}905",
        "Medlemsbidrag 2023",
    ] {
        assert!(page.text.contains(words), "{words}");
    }
    let bad = "ar=2023&version=0&total=m%C3%A5nga&dag=2022-09-30&vikt-kommun=1&nyckel-kommun=folkmangd";
    let refused = site.post("/ekonomi/bidrag", &office, bad).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#total\"") && refused.text.contains("value=\"många\""));
    let good = "ar=2023&version=0&total=16+020+000&dag=2022-09-30&vikt-staten=2&nyckel-staten=lika&vikt-region=1&nyckel-region=lika&vikt-kommun=1&nyckel-kommun=folkmangd";
    let saved = site.post("/ekonomi/bidrag", &office, good).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let again = site.post("/ekonomi/bidrag", &office, good).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let no_reason = site
        .post(
            "/ekonomi/bidrag/avvikelser",
            &office,
            "ar=2023&belopp-0880=5&skal-0880=",
        )
        .await;
    assert!(
        no_reason.text.contains("href=\"#skal-0880\""),
        "{}",
        no_reason.text
    );
    let decided = "ar=2023&beslut=Styrelsen+47&beslutsdag=2022-11-25";
    let decided = site.post("/ekonomi/bidrag/beslut", &office, decided).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text);
    let plan = "ar=2023&forfallodagar=2023-01-31%0A2023-07-31";
    site.post("/ekonomi/bidrag/betalplan", &office, plan).await;
    let csv = site
        .get("/ekonomi/bidrag.csv?ar=2023&tabell=betalplan", &office)
        .await;
    assert!(
        csv.text.contains("Summa;8010003;8009997;16020000"),
        "{}",
        csv.text
    );
    let list = site.get("/ekonomi/fakturor", &office).await;
    assert!(list.text.contains("del 1 av 2"), "{}", list.text);
    let refused = site.post("/ekonomi/fakturor", &office, "ar=2023&del=1").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Fakturauppgifter"), "{}", refused.text);
    let auditor = site.log_in(Role::Auditor).await;
    let read = site.get("/ekonomi/bidrag?ar=2023", &auditor).await;
    assert!(read.status == StatusCode::OK && !read.text.contains("Spara underlaget"));
    let denied = site.post("/ekonomi/bidrag", &auditor, good).await;
    assert_eq!(denied.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn r_fol_04_a_typed_population_is_saved_and_a_bad_one_comes_back() {
    let site = Site::new(true).await;
    let office = site.log_in(Role::Economist).await;
    let page = site.get("/ekonomi/folkmangd", &office).await;
    assert!(
        page.text.contains("2022-09-30") && page.text.contains("247\u{a0}905"),
        "{}",
        page.text
    );
    let bad = "dag=2023-09-30&tabell=Prov&lan=&antal-0880=m%C3%A5nga";
    let refused = site.post("/ekonomi/folkmangd/spara", &office, bad).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#antal-0880\"") && refused.text.contains("value=\"många\""));
}
