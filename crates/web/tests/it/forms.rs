//! Forms: what is refused stays as typed, and files are tried before they are taken in.

use app::Role;
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use tower::ServiceExt;

use crate::site::{Answer, HOST, Site, example, read};

#[tokio::test]
async fn r_web_18_a_refused_form_keeps_what_was_typed_and_names_the_fields() {
    let site = Site::new(true).await;
    let cookie = site.log_in(Role::Economist).await;
    let body = "fran=abc&till=4999&rad=Externa+kostnader&not=Min+egen+rad";
    let answer = site.post("/installningar/konton", &cookie, body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("value=\"abc\"") && answer.text.contains("value=\"Min egen rad\""));
    assert!(answer.text.contains("href=\"#rad-1\"") && answer.text.contains("id=\"rad-1\""));

    let office = site.log_in(Role::Office).await;
    let answer = site
        .post("/rapporter/arsredovisning/2022/publicera", &office, "")
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("Kryssa för att styrelsen har godkänt"));
}

#[tokio::test]
async fn r_web_18_two_writers_never_overwrite_each_other_unseen() {
    let site = Site::new(true).await;
    let address = "/rapporter/arsredovisning/2022/avsnitt/ordforande";
    let (office, economist) = (
        site.log_in(Role::Office).await,
        site.log_in(Role::Economist).await,
    );
    let version = |page: &Answer| {
        let after = page.text.split("name=\"version\" value=\"").nth(1).unwrap();
        after.split('"').next().unwrap().to_owned()
    };
    let seen = version(&site.get(address, &office).await);
    let first = site
        .post(address, &office, &format!("version={seen}&text=Kansliets+text"))
        .await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = site
        .post(
            address,
            &economist,
            &format!("version={seen}&text=Ekonomens+text"),
        )
        .await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.text.contains("Kansliets text") && second.text.contains("Ekonomens text"));
    let again = format!("version={}&text=Ekonomens+text", version(&second));
    assert_eq!(
        site.post(address, &economist, &again).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(site.get(address, &office).await.text.contains("Ekonomens text"));
}

#[tokio::test]
async fn unsaved_text_is_kept_for_its_writer_and_previewed_as_the_report_prints_it() {
    let site = Site::new(true).await;
    let address = "/rapporter/arsredovisning/2022/avsnitt/ordforande";
    let (office, economist) = (
        site.log_in(Role::Office).await,
        site.log_in(Role::Economist).await,
    );
    let kept = site
        .post(&format!("{address}/utkast"), &office, "text=Halvf%C3%A4rdigt")
        .await;
    assert_eq!(kept.status, StatusCode::NO_CONTENT);
    assert!(site.get(address, &office).await.text.contains("Halvfärdigt"));
    assert!(!site.get(address, &economist).await.text.contains("Halvfärdigt"));

    let text = "text=Vi+hade+%5B%5Bdeltaganden.nya%5D%5D+nya+och+17+till.";
    let preview = site
        .post(&format!("{address}/forhandsvisning"), &office, text)
        .await;
    assert!(
        preview
            .text
            .contains("href=\"/nyckeltal/deltaganden.nya?ar=2022\""),
        "{}",
        preview.text
    );
    assert!(preview.text.contains("122"), "{}", preview.text);
    assert!(
        preview.text.contains("Rad 1"),
        "a number typed by hand is named: {}",
        preview.text
    );
}

#[tokio::test]
async fn r_web_17_a_file_is_tried_first_and_nothing_changes_until_it_is_confirmed() {
    let site = Site::new(true).await;
    let cookie = site.log_in(Role::Economist).await;
    let mut file = example("bokforing-2022.se");
    let events = async || site.app.events(&app::Actor::system(), 500).await.unwrap().len();

    let same = upload(&site, &cookie, &file.name, &file.bytes).await;
    assert_eq!(same.status, StatusCode::SEE_OTHER);
    let page = site.get(same.header("location"), &cookie).await;
    assert!(page.text.contains("Filen är redan inläst"));

    let line = file.bytes.windows(4).position(|w| w == b"#VER").unwrap();
    let quote = line + file.bytes[line..].iter().position(|b| *b == b'"').unwrap();
    file.bytes[quote + 1] = b'X';
    let before = events().await;
    let tried = upload(&site, &cookie, &file.name, &file.bytes).await;
    let address = tried.header("location").to_owned();
    let page = site.get(&address, &cookie).await;
    assert!(page.text.contains("Filen kan läsas in"), "{}", page.text);
    assert!(
        page.text
            .contains("0 verifikationer tillkommer, 1 ändras och 0 försvinner"),
        "{}",
        page.text
    );
    assert_eq!(events().await, before, "nothing was changed");

    let other = site.log_in(Role::Office).await;
    assert_eq!(
        site.get(&address, &other).await.status,
        StatusCode::NOT_FOUND,
        "another's file"
    );
    let done = site.post(&format!("{address}/las-in"), &cookie, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(
        site.get(&address, &cookie).await.status,
        StatusCode::NOT_FOUND,
        "it is not kept"
    );
}

#[tokio::test]
async fn r_imp_19_the_trial_names_the_published_report_that_the_books_no_longer_agree_with() {
    let site = Site::new(true).await;
    let office = site.log_in(Role::Office).await;
    let way = "/rapporter/arsredovisning/2022/publicera";
    let published = site.post(way, &office, "forstatt=ja").await;
    assert_eq!(published.status, StatusCode::SEE_OTHER, "{}", published.text);

    let cookie = site.log_in(Role::Economist).await;
    let mut file = example("bokforing-2022.se");
    let voucher = file
        .bytes
        .windows(15)
        .position(|w| w == b"#VER A 1 202201")
        .unwrap();
    file.bytes[voucher + 16] ^= 2;
    let tried = upload(&site, &cookie, &file.name, &file.bytes).await;
    let address = tried.header("location").to_owned();
    let page = site.get(&address, &cookie).await.text;
    let table = page
        .split("Publicerade årsredovisningar som inte längre stämmer")
        .nth(1);
    let table = table.unwrap_or_else(|| panic!("{page}"));
    let row = table.split("</table>").next().unwrap();
    assert!(
        row.contains("2022") && row.contains("årets uppgifter") && row.contains("oförändrad"),
        "{row}"
    );
    let done = site.post(&format!("{address}/las-in"), &cookie, "").await;
    assert!(
        done.header("location").contains("inlast-publicerad"),
        "{}",
        done.header("location")
    );
}

#[tokio::test]
async fn a_file_of_another_kind_and_no_file_are_refused_at_the_field() {
    let site = Site::new(true).await;
    let cookie = site.log_in(Role::Economist).await;
    for (name, bytes) in [("", &b""[..]), ("bild.png", b"PNG")] {
        let answer = upload(&site, &cookie, name, bytes).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(
            answer.text.contains("href=\"#fil\"") && answer.text.contains("id=\"fil\""),
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_bookkeeping_file_with_nothing_in_it_is_refused_with_what_to_do() {
    let site = Site::new(true).await;
    let cookie = site.log_in(Role::Economist).await;
    for bytes in [&b""[..], b"\r\n\r\n", b"detta \xe4r ingen SIE-fil"] {
        let answer = upload(&site, &cookie, "tom.se", bytes).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{bytes:?}");
        assert!(
            answer.text.contains("tom.se") && answer.text.contains("Exportera filen på nytt"),
            "{}",
            answer.text
        );
    }
}

#[tokio::test]
async fn tables_of_pages_are_had_as_workbooks() {
    let site = Site::new(true).await;
    let cookie = site.log_in(Role::Office).await;
    for (page, address) in [
        ("/insatser?ar=2022", "/insatser.xlsx?ar=2022&tabell=kostnader"),
        (
            "/ekonomi/rakenskaper?ar=2022",
            "/ekonomi/rakenskaper.xlsx?ar=2022",
        ),
        (
            "/nyckeltal?ar=2022&grupp=deltaganden",
            "/nyckeltal.xlsx?ar=2022&grupp=deltaganden",
        ),
    ] {
        let shown = site.get(page, &cookie).await.text;
        assert!(shown.contains(">XLSX<"), "{page}");
        let answer = site.get(address, &cookie).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        assert!(
            answer.header("content-type").contains("spreadsheetml"),
            "{address}"
        );
        assert!(answer.text.starts_with("PK"), "{address}");
    }
    let none = site.get("/insatser.xlsx?ar=2022&tabell=ingen", &cookie).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

async fn upload(site: &Site, cookie: &str, name: &str, bytes: &[u8]) -> Answer {
    let token = site.get("/import", cookie).await.csrf();
    let mut body = format!(
        "--grans\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--grans\r\nContent-Disposition: form-data; \
         name=\"fil\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    body.extend(bytes);
    body.extend(b"\r\n--grans--\r\n");
    let request = Request::post("/import")
        .header(header::COOKIE, cookie)
        .header(header::HOST, HOST)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=grans")
        .body(Body::from(body))
        .unwrap();
    read(site.router.clone().oneshot(request).await.unwrap()).await
}
