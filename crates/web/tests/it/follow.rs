//! Follow-up, VAT compensation and pots in the browser's way.

use app::Role;
use axum::http::StatusCode;

use crate::site::Site;

/// A site with the example's constructed economy.
async fn example() -> Site {
    let site = Site::new(false).await;
    site.app.load_example(testkit::clock::now()).await.unwrap();
    site
}

#[tokio::test]
async fn r_pro_12_a_year_is_followed_up_a_line_forecast_and_the_report_read() {
    let site = example().await;
    let economist = site.log_in(Role::Economist).await;
    let page = site.get("/ekonomi/uppfoljning?ar=2022&manad=9", &economist).await;
    assert_eq!(page.status, StatusCode::OK);
    for words in [
        "Januari–september 2022",
        "Beslutade individinsatser",
        "årets resultat enligt prognos",
        "Alla insatser",
        "Ekonomirapport kvartal 3",
    ] {
        assert!(page.text.contains(words), "{words}");
    }
    let csv = site
        .get(
            "/ekonomi/uppfoljning.csv?ar=2022&manad=12&tabell=resultat",
            &economist,
        )
        .await;
    assert!(
        csv.text.contains("Resultat;-2047000;-204793;-2047000;-204793"),
        "{}",
        csv.text
    );

    let line = "/ekonomi/uppfoljning/rad?ar=2022&manad=9&rad=kostnader%3APersonal";
    let page = site.get(line, &economist).await;
    assert!(
        page.text.contains("2 460 000") || page.text.contains("2\u{a0}460\u{a0}000"),
        "{}",
        page.text
    );
    assert!(page.text.contains("Exempel: vikarie under hösten"));
    let form = "ar=2022&manad=9&rad=kostnader:Personal&metod=3&belopp=2400&skal=Kort+men+naggande";
    let refused = site.post("/ekonomi/uppfoljning/rad", &economist, form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#belopp\"") && refused.text.contains("value=\"2400\""));
    let form = "ar=2022&manad=9&rad=kostnader:Personal&metod=3&belopp=2400000&skal=Tjänsten+är+vakant.";
    let saved = site.post("/ekonomi/uppfoljning/rad", &economist, form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert!(
        site.get(line, &economist)
            .await
            .text
            .contains("Tjänsten är vakant.")
    );

    let report = site.get("/ekonomi/rapport/2022/kvartal-3", &economist).await;
    assert!(report.text.contains("Prognos för helåret") && report.text.contains("Tjänsten är vakant."));
    let text = "/ekonomi/rapport/2022/kvartal-3/text";
    let saved = site
        .post(text, &economist, "version=0&text=Hösten+är+lugn.")
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let conflict = site.post(text, &economist, "version=0&text=En+annan.").await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(conflict.text.contains("Hösten är lugn.") && conflict.text.contains(">En annan.</textarea>"));
    let board = site.log_in(Role::Board).await;
    let read = site.get("/ekonomi/rapport/2022/kvartal-3/html", &board).await;
    assert!(read.text.contains("Hösten är lugn."));
    let line = site.get(line, &board).await;
    assert!(!line.text.contains("Verifikationer</h2>") && !line.text.contains("Spara prognos"));
}

#[tokio::test]
async fn r_pro_11_the_interim_report_is_there_when_it_is_decided() {
    let site = example().await;
    let office = site.log_in(Role::Office).await;
    let address = "/ekonomi/rapport/2022/delar";
    assert_eq!(site.get(address, &office).await.status, StatusCode::NOT_FOUND);
    let refused = site.post("/ekonomi/uppfoljning/delar", &office, "manad=5").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let saved = site.post("/ekonomi/uppfoljning/delar", &office, "manad=8").await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let report = site.get(address, &office).await;
    for words in [
        "Delårsrapport januari–augusti 2022",
        "Balansräkning per 2022-08-31",
        "jan–aug 2021",
    ] {
        assert!(report.text.contains(words), "{words}");
    }
    let rules = "koppling=från;grupp;rad%0Ax;kostnader;A";
    let economist = site.log_in(Role::Economist).await;
    let refused = site
        .post("/ekonomi/uppfoljning/koppling", &economist, rules)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("Rad 2:") && refused.text.contains("x;kostnader;A"));
}

#[tokio::test]
async fn r_mom_08_a_claim_is_read_sent_and_paid() {
    let site = example().await;
    let economist = site.log_in(Role::Economist).await;
    let page = site.get("/ekonomi/moms?ar=2022&manad=12", &economist).await;
    for words in ["kvartal 4 2022", "utbetald", "utkast", "Kontots saldo"] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    assert!(!page.text.contains("Oförklarat"));
    let claim = "/ekonomi/moms/2022/10";
    let way = format!("{claim}/inlamnad");
    let refused = site.post(&way, &economist, "dag=2022-12-01").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#dag\"") && refused.text.contains("value=\"2022-12-01\""));
    let sent = site.post(&way, &economist, "dag=2023-01-18").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let page = site.get(claim, &economist).await;
    assert!(page.text.contains("Raderna är låsta.") && page.text.contains("Registrera som utbetald"));
    let paid = format!("{claim}/utbetald");
    let done = site
        .post(
            &paid,
            &economist,
            "verifikation=&dag=2023-01-20&belopp=152+000,50",
        )
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let csv = site
        .get("/ekonomi/moms.csv?ar=2022&tabell=ansokan-10", &economist)
        .await;
    assert!(csv.text.contains("Att söka;"), "{}", csv.text);
    let auditor = site.log_in(Role::Auditor).await;
    assert!(
        !site
            .get("/ekonomi/moms?ar=2022", &auditor)
            .await
            .text
            .contains("Konton och period")
    );
}

#[tokio::test]
async fn r_pot_06_an_insats_applies_and_the_office_decides() {
    let site = example().await;
    let office = site.log_in(Role::Office).await;
    let year = testkit::clock::today().format("%Y").to_string();
    let form = format!(
        "namn=Miljonen&ar={year}&ram=100000&hogst=50000&beslut=§+12&dag=2022-11-25&delegat=förbundschefen&andamal=Prov"
    );
    let refused = site
        .post("/ekonomi/potter", &office, &form.replace("100000", "hundra"))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#ram\"") && refused.text.contains("value=\"hundra\""));
    let form = form.replace("Miljonen", "Provpotten");
    let saved = site.post("/ekonomi/potter", &office, &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let address = saved.header("location").split('?').next().unwrap().to_owned();
    let key = address.rsplit('/').next().unwrap();

    let manager = site.log_in(Role::InsatsManager).await;
    let page = site.get("/potter", &manager).await;
    assert!(page.text.contains("Provpotten"), "{}", page.text);
    let apply =
        |purpose: &str, amount: &str| format!("pott={key}&insats=krus&andamal={purpose}&belopp={amount}");
    let refused = site
        .post("/potter", &manager, &apply("Till+19900304-2387+i+mars", "60000"))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["liknar ett personnummer", "Högst 50", "value=\"60000\""] {
        assert!(refused.text.contains(words), "{words}: {}", refused.text);
    }
    let sent = site
        .post("/potter", &manager, &apply("Kursmaterial+till+en+grupp", "40000"))
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);

    let page = site.get(&address, &office).await;
    assert!(page.text.contains("Kursmaterial till en grupp"));
    let way = format!("{address}/1/beslut");
    let refused = site.post(&way, &office, "beslut=avsla&belopp=&skal=nej").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#skal-1\"") && refused.text.contains(">nej</textarea>"));
    let decided = site
        .post(&way, &office, "beslut=bevilja&belopp=40000&skal=")
        .await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text);
    let list = site.get("/ekonomi/potter", &office).await;
    assert!(list.text.contains("Att anmäla till styrelsen"));
    let told = site
        .post("/ekonomi/potter/anmal", &office, "sammantrade=2040-01-01")
        .await;
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    let own = site.get("/potter", &manager).await;
    assert!(own.text.contains("beviljad"));
}
