//! The logs, a withdrawn consent, head counts and disposal, in the browser's terms.

use app::{Actor, Assignment, Role, read_log::Seen};
use axum::http::StatusCode;
use chrono::NaiveDate;
use testkit::clock;

use crate::site::Site;

async fn example() -> Site {
    let site = Site::new(false).await;
    site.app.load_example(clock::now()).await.unwrap();
    site
}

fn manager() -> Actor {
    Actor {
        id: "deltagare-krus".into(),
        name: "Deltagaransvarig".into(),
        assignments: vec![Assignment {
            role: Role::ParticipantManager,
            insats: Some("krus".into()),
            team: None,
            from: NaiveDate::MIN,
            to: None,
        }],
    }
}

#[tokio::test]
async fn r_sam_07_a_consent_is_withdrawn_in_two_steps_and_leaves_a_certificate() {
    let site = example().await;
    let cookie = site.log_in(Role::ParticipantManager).await;
    let manager = manager();
    let listing = site
        .app
        .show_participations(
            &manager,
            "krus",
            (&app::participation::Filter::default(), 0),
            clock::now(),
        )
        .await
        .unwrap();
    let ended = listing
        .rows
        .iter()
        .find(|row| !row.fact.anonymous && row.fact.exit.is_some());
    let row = ended.unwrap();
    let address = format!("/deltagare/{}/samtycke", row.public_id);
    let asked = site.get(&address, &cookie).await;
    assert!(asked.status == StatusCode::OK && asked.text.contains("Det går inte att ångra"));
    let unconfirmed = site.post(&address, &cookie, "").await;
    assert_eq!(unconfirmed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unconfirmed.text.contains("href=\"#forstatt\""));
    let office = site.log_in(Role::Office).await;
    assert_eq!(
        site.post(&address, &office, "forstatt=ja").await.status,
        StatusCode::NOT_FOUND
    );

    let withdrawn = site.post(&address, &cookie, "forstatt=ja").await;
    assert_eq!(withdrawn.status, StatusCode::SEE_OTHER);
    let certificate = withdrawn.header("location").to_owned();
    let shown = site.get(&certificate, &cookie).await;
    assert!(
        shown.text.contains("Intygets nummer") && shown.text.contains("uppgifter vid start och avslut: 1")
    );
    assert!(!shown.text.contains(&row.public_id));
    assert_eq!(
        site.get(&certificate, &office).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(site.get(&address, &cookie).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn r_log_08_the_auditor_reads_both_logs_filtered_and_recomputes_them() {
    let site = example().await;
    let actor = manager();
    let seen = Seen::Participations {
        insats: "krus",
        rows: &[1, 2, 3],
    };
    site.app
        .log_read(&actor, "deltagare.lista", seen, clock::now())
        .await
        .unwrap();
    let auditor = site.log_in(Role::Auditor).await;
    let changes = site.get("/granskning/logg?vad=koppling.andra", &auditor).await;
    assert_eq!(changes.status, StatusCode::OK);
    assert!(changes.text.contains("kopplingen av konton") && !changes.text.contains("loggade in</td>"));
    let reads = site
        .get("/granskning/logg?logg=lasningar&kontroll=ja", &auditor)
        .await;
    assert!(reads.text.contains("deltaganden i krus") && reads.text.contains("såg listan"));
    assert!(reads.text.contains("Läsloggen är obruten: 1 poster."));
    let none = site
        .get("/granskning/logg?logg=lasningar&fran=2030-01-01", &auditor)
        .await;
    assert!(none.text.contains("Inga poster stämmer med urvalet"));
    // What cannot be a day or a page is no filter and no fault.
    let odd = site
        .get("/granskning/logg?fran=igår&till=%00&sida=4000000000", &auditor)
        .await;
    assert_eq!(odd.status, StatusCode::OK);
}

#[tokio::test]
async fn r_vol_07_head_counts_are_kept_as_typed_when_refused_or_overtaken() {
    let site = example().await;
    let year = site.app.year(&Actor::system(), 2022).await.unwrap();
    let insats = year
        .insatser()
        .iter()
        .find(|i| domain::head_count::is_counted(i))
        .unwrap();
    let persona = app::people::PERSONAS
        .iter()
        .find(|p| p.roles == [Role::InsatsManager])
        .unwrap();
    let user = site
        .app
        .add_persona(persona, (Some(&insats.slug), None), clock::now())
        .await
        .unwrap();
    let link = format!(
        "/logga-in/{}",
        site.app.login_link(&user, clock::now()).await.unwrap()
    );
    let cookie = site.post_raw(&link, "", "same-origin", "").await.cookie();
    let address = format!("/insatser/{}/volym", insats.slug);
    let form = |typed: &str| format!("ar=2022&version=0&{typed}");

    let refused = site.post(&address, &cookie, &form("kvinnor-1=tre&man-1=4")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("href=\"#kvinnor-1\"") && refused.text.contains("value=\"tre\""));
    let saved = site.post(&address, &cookie, &form("kvinnor-1=3&man-1=4")).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let overtaken = site.post(&address, &cookie, &form("kvinnor-1=9")).await;
    assert_eq!(overtaken.status, StatusCode::CONFLICT);
    assert!(overtaken.text.contains("3 kvinnor, 4 män") && overtaken.text.contains("value=\"9\""));
    let shown = site
        .get(&format!("/insatser/{}?ar=2022", insats.slug), &cookie)
        .await;
    assert!(shown.text.contains("räknade personer (volym)") && shown.text.contains("Räkna volym"));
}

#[tokio::test]
async fn r_gal_05_rules_are_decided_by_the_office_and_protocols_read_by_the_auditor() {
    let site = example().await;
    let office = site.log_in(Role::Office).await;
    let rule = "klass=laslogg&dagar=400&fran=2023-03-01&grund=Styrelsen+%C2%A7+12";
    let saved = site.post("/gallring", &office, rule).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let past = site
        .post("/gallring", &office, &rule.replace("2023-03-01", "2020-03-01"))
        .await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(past.text.contains("en dag som varit") && past.text.contains("value=\"400\""));
    let auditor = site.log_in(Role::Auditor).await;
    let shown = site.get("/gallring?prova=ja", &auditor).await;
    assert!(shown.text.contains("Styrelsen § 12") && shown.text.contains("Vad gallringen skulle ta bort nu"));
    assert!(!shown.text.contains("Spara regeln"));
    assert_eq!(
        site.post("/gallring", &auditor, rule).await.status,
        StatusCode::NOT_FOUND
    );
}
