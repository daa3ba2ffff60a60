//! Statistics in the browser's place: who sees what, and that every way out is controlled alike.

use app::Role;
use axum::http::StatusCode;

use crate::site::Site;

const EXITS: &str = "rapport=avslut&fran=2022-01-01&till=2022-12-31&insats=krus";

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn r_roj_09_only_the_insats_s_own_people_see_its_small_counts() {
    let site = Site::new(true).await;
    testkit::rows::add(site.app.db(), &["krus", "resa"]).await;
    for (role, own) in [
        (Role::Office, false),
        (Role::Board, false),
        (Role::Auditor, false),
        (Role::Team, false),
        (Role::InsatsManager, true),
        (Role::ParticipantManager, true),
    ] {
        let cookie = site.log_in(role).await;
        let page = site.get(&format!("/statistik?{EXITS}"), &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{role:?}: {}", page.text);
        assert_eq!(page.text.contains("skyddad</"), !own, "{role:?}");
        let data = site.get(&format!("/statistik.json?{EXITS}"), &cookie).await;
        let data = json(&data.text);
        assert_eq!(data["controlled"], !own, "{role:?}");
        assert_eq!(data.to_string().contains("withheld"), !own, "{role:?}");
        let csv = site.get(&format!("/statistik.csv?{EXITS}"), &cookie).await;
        assert_eq!(csv.text.contains("skyddad"), !own, "{role:?}");
        let figures = site
            .get("/nyckeltal.csv?ar=2022&q=avslutsanledning", &cookie)
            .await;
        let krus: Vec<&str> = figures
            .text
            .lines()
            .filter(|line| line.contains("KRUS"))
            .collect();
        assert!(!krus.is_empty(), "{role:?}");
        assert_eq!(
            krus.iter().all(|line| !line.contains(";2022;;")),
            own,
            "{role:?}: {krus:?}"
        );
        let figure = site
            .get(
                "/nyckeltal/avslut.anledning?ar=2022&insats=krus&orsak=sjukdom",
                &cookie,
            )
            .await;
        assert_eq!(figure.status, StatusCode::OK, "{role:?}");
        assert_eq!(figure.text.contains("skyddad"), !own, "{role:?}");
        // Another insats is controlled for them too.
        let other = site
            .get(
                "/statistik.json?rapport=avslut&fran=2022-01-01&till=2022-12-31&insats=resa",
                &cookie,
            )
            .await;
        assert_eq!(json(&other.text)["controlled"], true, "{role:?}");
    }
}

#[tokio::test]
async fn the_whole_page_comes_as_a_workbook_and_the_fixed_forms_as_files() {
    let site = Site::new(true).await;
    let office = site.log_in(Role::Office).await;
    for address in [
        "/statistik.xlsx?rapport=bakgrund&fran=2022-01-01&till=2022-12-31&jamfor=insatser",
        "/statistik.xlsx?rapport=kostnad&fran=2022-01-01&till=2022-12-31",
        "/statistik/finsam.xlsx?ar=2022",
        "/statistik/insatsrapport.xlsx?ar=2022",
    ] {
        let answer = site.get(address, &office).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.text);
        assert!(answer.text.starts_with("PK"), "{address}");
    }
    let rows = site.get("/statistik/finsam.csv?ar=2022", &office).await;
    assert!(
        rows.text.contains("Tilldelade medel kr;Eget kapital kr"),
        "{}",
        rows.text
    );
    assert!(rows.text.lines().count() > 8);
    let report = site.get("/statistik/insatsrapport.csv?ar=2022", &office).await;
    assert!(
        report
            .text
            .contains("Preciserad inriktning;Målgrupp;Budgeterade deltagare")
    );
    assert_eq!(
        site.get("/statistik/annat.csv?ar=2022", &office).await.status,
        StatusCode::NOT_FOUND
    );
    // Money is not for those who may not read the economy.
    let manager = site.log_in(Role::InsatsManager).await;
    for address in [
        "/statistik/finsam.csv?ar=2022",
        "/statistik?rapport=kostnad&ar=2022",
    ] {
        assert_eq!(
            site.get(address, &manager).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
}

#[tokio::test]
async fn a_wrong_selection_comes_back_with_what_was_typed() {
    let site = Site::new(true).await;
    let office = site.log_in(Role::Office).await;
    let page = site
        .get(
            "/statistik?rapport=avslut&fran=2022-13-40&till=2022-12-31",
            &office,
        )
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("value=\"2022-13-40\"") && page.text.contains("Datumet går inte att läsa"));
    for kind in [
        "insatsrapport",
        "bakgrund",
        "forsorjning",
        "sysselsattning",
        "avslut",
        "overgang",
        "arbete",
        "genomstromning",
        "kostnad",
    ] {
        for beside in ["", "ar", "insatser"] {
            let address =
                format!("/statistik?rapport={kind}&fran=2022-01-01&till=2022-12-31&jamfor={beside}");
            let page = site.get(&address, &office).await;
            assert_eq!(page.status, StatusCode::OK, "{address}");
            assert!(page.text.contains("<table"), "{address}");
        }
    }
}

#[tokio::test]
async fn r_roj_10_the_smallest_cell_changes_with_a_decision_only() {
    let site = Site::new(true).await;
    testkit::rows::add(site.app.db(), &["krus", "resa"]).await;
    let office = site.log_in(Role::Office).await;
    for (body, wrong) in [
        ("minsta=2&beslut=Styrelsen", "Minsta cell kan vara 3 till 50"),
        ("minsta=fem&beslut=Styrelsen", "med siffror"),
        ("minsta=10&beslut=", "Ange styrelsens beslut"),
    ] {
        let refused = site.post("/installningar/rojande", &office, body).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
        assert!(refused.text.contains(wrong), "{body}");
    }
    let count = async || {
        let csv = site
            .get("/nyckeltal.csv?ar=2022&q=avslutsanledning", &office)
            .await;
        csv.text.lines().filter(|line| line.contains(";2022;;")).count()
    };
    let before = count().await;
    let saved = site
        .post(
            "/installningar/rojande",
            &office,
            "minsta=10&beslut=Styrelsen+2026-10-02",
        )
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert!(
        site.get("/installningar/rojande", &office)
            .await
            .text
            .contains("Styrelsen 2026-10-02")
    );
    assert!(count().await > before, "a larger cell withholds more");
    let board = site.log_in(Role::Board).await;
    let refused = site
        .post("/installningar/rojande", &board, "minsta=3&beslut=x")
        .await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_insats_is_described_for_the_follow_up() {
    let site = Site::new(true).await;
    let office = site.log_in(Role::Office).await;
    assert!(
        site.get("/installningar/insatser?insats=krus", &office)
            .await
            .text
            .contains("Spara beskrivningen")
    );
    let body = "insats=krus&inriktning=Rehabilitering&malgrupp=Unga&esf=nej&start=2022-05-01&slut=2021-01-01";
    let refused = site.post("/installningar/insatser", &office, body).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("value=\"Rehabilitering\""));
    let saved = site
        .post(
            "/installningar/insatser",
            &office,
            &body.replace("2021-01-01", ""),
        )
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let rows = site.get("/statistik/finsam.csv?ar=2022", &office).await;
    assert!(
        rows.text
            .lines()
            .any(|line| line.starts_with("KRUS") && line.contains(";Rehabilitering;Unga;nej;")),
        "{}",
        rows.text
    );
}

#[tokio::test]
async fn r_kon_15_referrals_leave_the_team_alike_on_pages_in_files_and_as_figures() {
    const YEAR: &str = "rapport=remisser&fran=2023-01-01&till=2023-12-31";
    let site = Site::new(true).await;
    let team = site.log_in(Role::Team).await;
    let referral = "team=norr&nyckel=abcdefghijkmnpqr&referens=23-001&mottagen=2023-02-01&behov=studier\
                    &kommun=Vimmerby&ny-enhet=H%C3%A4lsocentralen&myndighet=region";
    let saved = site.post("/konsultation/ny", &team, referral).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let office = site.log_in(Role::Office).await;
    for (cookie, own) in [(&office, false), (&team, true)] {
        let address = format!("{YEAR}&team=norr");
        let page = site.get(&format!("/statistik?{address}"), cookie).await;
        assert_eq!(page.text.contains("skyddad</td>"), !own, "{}", page.text);
        assert_eq!(page.text.contains("Du hör till teamet"), own);
        assert_eq!(page.text.contains("Visa teamets remisser"), own);
        assert!(page.text.contains("Kvartal 1") && !page.text.contains("23-001"));
        let data = site.get(&format!("/statistik.json?{address}"), cookie).await;
        assert_eq!(json(&data.text)["controlled"], !own);
        assert_eq!(data.text.contains("withheld"), !own);
        let csv = site
            .get(
                &format!("/statistik.csv?{address}&tabell=remisser-avsandare"),
                cookie,
            )
            .await;
        assert!(csv.text.contains("Inkomna;Besvarade;Återlämnade"), "{}", csv.text);
        assert_eq!(csv.text.contains("skyddad"), !own);
        let figure = site
            .get("/nyckeltal/remiss.inkomna?ar=2023&team=norr", cookie)
            .await;
        assert_eq!(figure.status, StatusCode::OK, "{}", figure.text);
        assert_eq!(figure.text.contains("skyddad"), !own);
        assert_eq!(figure.text.contains("1 rader hos samverkansteamen"), own);
        let list = site
            .get("/nyckeltal.csv?ar=2023&q=inkomna+remisser", cookie)
            .await;
        let norr = list
            .text
            .lines()
            .find(|line| line.contains("norr") || line.contains("Norr"));
        assert_eq!(norr.unwrap().contains(";2023;1;"), own, "{}", list.text);
        let book = site.get(&format!("/statistik.xlsx?{YEAR}"), cookie).await;
        assert!(book.text.starts_with("PK"));
    }
    // A part of a month is refused, at its field.
    let part = site
        .get(
            "/statistik?rapport=remisser&fran=2023-01-02&till=2023-03-31",
            &office,
        )
        .await;
    assert_eq!(part.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(part.text.contains("hela månader"));
}
