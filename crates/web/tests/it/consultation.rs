//! Referrals in the browser's way: registered, treated, answered; refused with what was typed; and
//! not there for anybody else.

use app::Role;
use axum::http::StatusCode;

use crate::site::Site;

const REFERRAL: &str = "team=norr&nyckel=abcdefghijkmnpqr&referens=23-001&mottagen=2023-02-01&behov=studier&kommun=Vimmerby&ny-enhet=H%C3%A4lsocentralen&myndighet=region";
const KEY: &str = "/konsultation/remiss/abcdefghijkmnpqr";

async fn with_referral() -> (Site, String) {
    let site = Site::new(true).await;
    let team = site.log_in(Role::Team).await;
    let saved = site.post("/konsultation/ny", &team, REFERRAL).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    assert!(saved.header("location").starts_with(KEY));
    (site, team)
}

#[tokio::test]
async fn a_referral_is_registered_treated_and_answered() {
    let (site, team) = with_referral().await;
    let again = site.post("/konsultation/ny", &team, REFERRAL).await;
    assert_eq!(
        again.status,
        StatusCode::SEE_OTHER,
        "a form sent twice is one referral"
    );
    let inbox = site.get("/konsultation", &team).await;
    assert_eq!(inbox.text.matches(">23-001<").count(), 1, "{}", inbox.text);
    assert!(
        inbox
            .text
            .contains("möte senast <span class=\"whole\">2023-02-22</span>")
    );

    let meeting = "team=norr&nyckel=mmmmmmmmmmmmmmmm&dag=2023-02-14&part=fk&part=kommun";
    let saved = site.post("/konsultation/moten/nytt", &team, meeting).await;
    assert!(
        saved
            .header("location")
            .starts_with("/konsultation/moten/mmmmmmmmmmmmmmmm")
    );
    let page = site.get("/konsultation/moten/mmmmmmmmmmmmmmmm", &team).await;
    assert!(page.text.contains("<option value=\"abcdefghijkmnpqr\">23-001"));
    let consultation = "nyckel=kkkkkkkkkkkkkkkk&remiss=abcdefghijkmnpqr&rekommendation=insats&insats=krus&skal=&svar=2023-02-15";
    let address = "/konsultation/moten/mmmmmmmmmmmmmmmm/konsultationer";
    for _ in 0..2 {
        let saved = site.post(address, &team, consultation).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    }
    let referral = site.get(KEY, &team).await;
    assert!(referral.text.contains("besvarad") && referral.text.contains("Svar: delta i en insats (krus)"));
    assert_eq!(
        site.get("/konsultation/moten?team=norr", &team).await.status,
        StatusCode::OK
    );

    let holder = site.log_in(Role::ParticipantManager).await;
    let waiting = site.get("/deltagare/rekommenderade", &holder).await;
    assert!(waiting.text.contains("23-001") && waiting.text.contains("Hälsocentralen"));
    let rest = waiting.text.split("name=\"rekommendation\"").nth(1).unwrap();
    let key = rest
        .split("<option value=\"")
        .nth(2)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let typed = format!("insats=krus&rekommendation={key}&skal=&datum=2023-02-15");
    let refused = site.post("/deltagare/rekommenderade", &holder, &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#skal\""));
    let typed = format!("insats=krus&rekommendation={key}&skal=avbojer&datum=2023-02-15");
    let closed = site.post("/deltagare/rekommenderade", &holder, &typed).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
    let referral = site.get(KEY, &team).await;
    assert!(referral.text.contains("Blev inte av: personen avböjer"));
}

#[tokio::test]
async fn r_kon_03_a_personal_number_is_refused_and_what_else_was_typed_stays() {
    let (site, team) = with_referral().await;
    let typed = REFERRAL
        .replace("abcdefghijkmnpqr", "bbbbbbbbbbbbbbbb")
        .replace("23-001", "19900304-2387")
        .replace("2023-02-01", "2023-02-99");
    let refused = site.post("/konsultation/ny", &team, &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#referens\"") && refused.text.contains("id=\"referens\""));
    assert!(refused.text.contains("href=\"#mottagen\""));
    assert!(refused.text.contains("value=\"Hälsocentralen\""));
    let stored = site.get("/konsultation", &team).await;
    assert!(!stored.text.contains("-2387") && !stored.text.contains("900304"));
}

#[tokio::test]
async fn r_kon_13_another_teams_referral_is_not_there_and_the_office_sees_no_row() {
    let (site, team) = with_referral().await;
    assert_eq!(
        site.get("/konsultation?team=soder", &team).await.status,
        StatusCode::NOT_FOUND
    );
    let user = site
        .app
        .add_persona(
            &app::people::Persona {
                id: "annat-team",
                ..*crate::site::persona(Role::Team)
            },
            (None, Some("soder")),
            testkit::clock::now(),
        )
        .await
        .unwrap();
    let link = format!(
        "/logga-in/{}",
        site.app.login_link(&user, testkit::clock::now()).await.unwrap()
    );
    let other = site.post_raw(&link, "", "same-origin", "").await.cookie();
    let step = "steg=ta-emot&datum=2023-02-15&skal=";
    for cookie in [
        &other,
        &site.log_in(Role::Office).await,
        &site.log_in(Role::ParticipantManager).await,
    ] {
        assert_eq!(site.get(KEY, cookie).await.status, StatusCode::NOT_FOUND);
        assert_eq!(site.post(KEY, cookie, step).await.status, StatusCode::NOT_FOUND);
        assert_eq!(
            site.post("/konsultation/ny", cookie, REFERRAL).await.status,
            StatusCode::NOT_FOUND
        );
        let figures = site.get("/statistik?rapport=remisser&ar=2023", cookie).await;
        assert_eq!(figures.status, StatusCode::OK);
        assert!(!figures.text.contains("23-001") && !figures.text.contains("Hälsocentralen"));
        assert!(
            figures
                .text
                .contains("<td role=\"cell\" data-label=\"Inkomna\" class=\"num\">skyddad</td>"),
            "one is too few: {}",
            figures.text
        );
        for page in ["/", "/installningar"] {
            assert!(!site.get(page, cookie).await.text.contains("23-001"));
        }
    }
    let taken = site.post(KEY, &team, step).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER);
    let again = site.post(KEY, &team, step).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("redan mottagen"), "{}", again.text);
    let back = site
        .post(KEY, &team, "steg=aterlamna&datum=2023-02-15&skal=")
        .await;
    assert!(back.text.contains("href=\"#skal\"") && back.text.contains("id=\"skal\""));
}

#[tokio::test]
async fn r_kon_09_a_months_number_is_refused_where_consultations_are_registered() {
    let (site, team) = with_referral().await;
    let meeting = "team=norr&nyckel=mmmmmmmmmmmmmmmm&dag=2023-01-17&part=af";
    site.post("/konsultation/moten/nytt", &team, meeting).await;
    let consultation = "nyckel=kkkkkkkkkkkkkkkk&remiss=&rekommendation=rad";
    let address = "/konsultation/moten/mmmmmmmmmmmmmmmm/konsultationer";
    assert_eq!(
        site.post(address, &team, consultation).await.status,
        StatusCode::SEE_OTHER
    );
    let refused = site
        .post("/konsultation/antal", &team, "team=norr&manad=2023-01&antal=7")
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#manad\"") && refused.text.contains("value=\"7\""));
    let saved = site
        .post("/konsultation/antal", &team, "team=norr&manad=2022-12&antal=7")
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let page = site.get("/konsultation/teamet?team=norr", &team).await;
    assert!(page.text.contains("December 2022"));
    let start = site.get("/", &team).await;
    assert!(start.text.contains("Att göra"));
}
