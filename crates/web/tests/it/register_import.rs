//! Importing a register in the browser, from file to result.

use app::Role;
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use tower::ServiceExt;

use crate::{
    site::{Answer, HOST, Site, read},
    wait::wait_for,
};

const FILE: &str = "Referens;Namn;Start;Kön;Född;Utbildning;Remittent\n\
    KR-9001;Ada Lovelace;2022-03-01;kvinna;1990;gymnasium;Kriminalvården\n\
    KR-9002;Bo Ek;2022-03-01;man;1991;gymnasium;FK\n\
    KR-9003;Cy Åberg;2031-01-01;man;1991;gymnasium;FK\n";

async fn send(site: &Site, cookie: &str, insats: &str, file: &str) -> Answer {
    let csrf = site.get("/", cookie).await.csrf();
    let part =
        |name: &str, rest: &str| format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{rest}\r\n");
    let body = [
        part("csrf", &format!("\r\n\r\n{csrf}")),
        part("insats", &format!("\r\n\r\n{insats}")),
        part(
            "fil",
            &format!("; filename=\"register.csv\"\r\nContent-Type: text/csv\r\n\r\n{file}"),
        ),
        "--x--\r\n".into(),
    ]
    .concat();
    let request = Request::post("/deltagare/importera")
        .header(header::COOKIE, cookie)
        .header(header::HOST, HOST)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .unwrap();
    read(site.router.clone().oneshot(request).await.unwrap()).await
}

#[tokio::test]
async fn r_inf_15_from_file_to_result_in_the_browser() {
    let site = Site::new(true).await;
    let cookie = site.log_in(Role::ParticipantManager).await;
    let sent = send(&site, &cookie, "krus", FILE).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let job = sent.header("location").to_owned();
    let columns = site.get(&job, &cookie).await.text;
    assert!(columns.contains("läses aldrig") && columns.contains("Kriminalvården"));
    assert!(!columns.contains("Lovelace"), "no name is kept");
    let chosen = "kolumn-1=referens&kolumn-3=start&kolumn-4=kon&kolumn-5=fodelsear&kolumn-6=utbildning&kolumn-7=remittent";
    let without = site.post(&format!("{job}/kolumner"), &cookie, chosen).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.text.contains("Välj vilken kolumn som visar samtycke"));
    let value = "varde-falt=remittent&varde-text=Kriminalv%C3%A5rden&varde-kod=egen_annan";
    let mapped = format!("{chosen}&samtycke=skriftligt&{value}");
    let tried = site.post(&format!("{job}/kolumner"), &cookie, &mapped).await;
    assert_eq!(tried.status, StatusCode::SEE_OTHER, "{}", tried.text);
    let preview = site.get(&job, &cookie).await.text;
    assert!(
        preview.contains("2 rader kan registreras") && preview.contains("2031-01-01"),
        "{preview}"
    );
    assert_eq!(
        site.post(&format!("{job}/registrera"), &cookie, "").await.status,
        StatusCode::SEE_OTHER
    );
    let page = wait_for("the rows are registered", async || {
        let page = site.get(&job, &cookie).await.text;
        page.contains("rader är registrerade").then_some(page)
    })
    .await;
    assert!(page.contains("2 rader är registrerade"), "{page}");
    let file = site.get(&format!("{job}/resultat.xlsx"), &cookie).await;
    assert!(file.header("content-disposition").contains("resultat.xlsx"));
    // The file is the sender's own.
    let office = site.log_in(Role::Office).await;
    assert_eq!(site.get(&job, &office).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        site.post(&format!("{job}/avbryt"), &cookie, "").await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(site.get(&job, &cookie).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn r_inf_13_a_register_goes_into_ones_own_insats_only() {
    let site = Site::new(true).await;
    let cookie = site.log_in(Role::ParticipantManager).await;
    assert_eq!(
        send(&site, &cookie, "resa", FILE).await.status,
        StatusCode::NOT_FOUND
    );
    let empty = send(&site, &cookie, "krus", "\n").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text.contains("Filen är tom"));
}
