//! A budget in the browser's way: proposed, typed wrong, saved, sent, decided; a scenario beside it.

use app::Role;
use axum::http::StatusCode;

use crate::site::Site;

const PLAN: &str = "/ekonomi/plan/2024/1";

/// Every field of the page's first form as it stands, ready to be sent.
fn form(page: &str) -> Vec<(String, String)> {
    let form = page.split("<form class=\"form wide part grid\"").nth(1).unwrap();
    let form = form.split("</form>").next().unwrap();
    let attribute = |tag: &str, name: &str| {
        let rest = tag.split(&format!(" {name}=\"")).nth(1)?;
        Some(
            rest.split('"')
                .next()?
                .replace("&#34;", "\"")
                .replace("&#38;", "&"),
        )
    };
    let mut fields = Vec::new();
    for tag in form.split('<') {
        let tag = tag.split('>').next().unwrap();
        if tag.starts_with("input") {
            fields.push((
                attribute(tag, "name").unwrap(),
                attribute(tag, "value").unwrap_or_default(),
            ));
        } else if tag.starts_with("select") {
            fields.push((attribute(tag, "name").unwrap(), String::new()));
        } else if tag.starts_with("option") && tag.contains(" selected") {
            fields.last_mut().unwrap().1 = attribute(tag, "value").unwrap();
        }
    }
    fields.retain(|(name, _)| name != "csrf");
    fields
}

fn body(fields: &[(String, String)]) -> String {
    let encode = |text: &str| -> String {
        text.bytes()
            .map(|b| {
                if b.is_ascii_alphanumeric() || b == b'-' {
                    char::from(b).to_string()
                } else {
                    format!("%{b:02X}")
                }
            })
            .collect()
    };
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

fn set(fields: &mut [(String, String)], name: &str, value: &str) {
    fields.iter_mut().find(|(own, _)| own == name).unwrap().1 = value.into();
}

/// A proposal, refused where it is wrong, saved, and saved by two at once.
async fn written(site: &Site, office: &str) {
    let refused = site
        .post("/ekonomi/plan/ny", office, "ar=27&antal=3&fran=2023-1")
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let made = site
        .post("/ekonomi/plan/ny", office, "ar=2024&antal=3&fran=2023-1")
        .await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let way = format!("{PLAN}/andra");
    let grid = site.get(&way, office).await;
    let mut fields = form(&grid.text);
    set(&mut fields, "r3-2025", "12 tkr");
    set(&mut fields, "r3-not", "Mina ord");
    let refused = site.post(&way, office, &body(&fields)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("value=\"12 tkr\"") && refused.text.contains("href=\"#r3-2025\""));
    assert!(refused.text.contains("Mina ord") && refused.text.contains("12\u{a0}000"));
    set(&mut fields, "r3-2025", "355 000");
    set(&mut fields, "k2-2024", "1");
    set(&mut fields, "ingaende", "9 000 000");
    set(&mut fields, "ingaende-kalla", "Prognos");
    let saved = site.post(&way, office, &body(&fields)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);

    set(&mut fields, "r3-not", "Den andras ord");
    let conflict = site.post(&way, office, &body(&fields)).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(conflict.text.contains("Den andras ord") && conflict.text.contains("Mina ord"));
}

#[tokio::test]
async fn r_pla_02_a_budget_is_proposed_mended_sent_decided_and_locked() {
    let site = Site::new(true).await;
    let office = site.log_in(Role::Office).await;
    let list = site.get("/ekonomi/plan", &office).await;
    assert!(
        list.text.contains("2023–2025, version 1") && list.text.contains("Styrelsen beslutar budgeten"),
        "{}",
        list.text
    );
    let printed = site.get("/ekonomi/plan/2023/1", &office).await;
    assert!(
        printed.text.contains("17\u{a0}016\u{a0}500")
            && printed.text.contains("16\u{a0}716\u{a0}500\u{a0}kr")
    );
    let file = site
        .get("/ekonomi/plan/2023/1/tabell.csv?tabell=budget", &office)
        .await;
    assert!(file.text.contains("17016500"), "{}", file.text);

    written(&site, &office).await;
    let page = site.get(PLAN, &office).await;
    assert!(page.text.contains("Går inte ihop") && !page.text.contains("Registrera beslutet och lås"));
    let early = site
        .post(
            &format!("{PLAN}/beslut"),
            &office,
            "dag=2023-02-10&paragraf=%C2%A7+47&version=2",
        )
        .await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    let way = format!("{PLAN}/andra");
    let grid = site.get(&way, &office).await;
    let mut fields = form(&grid.text);
    set(&mut fields, "k2-2024", "");
    let saved = site.post(&way, &office, &body(&fields)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let page = site.get(PLAN, &office).await;
    assert!(page.text.contains("11 kap. 5 §"), "{}", page.text);
    let sent = site
        .post(&format!("{PLAN}/samrad"), &office, "sant=2023-01-30&version=3")
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
    let economist = site.log_in(Role::Economist).await;
    let decision = "dag=2023-02-10&paragraf=%C2%A7+47&version=4";
    let hidden = site.post(&format!("{PLAN}/beslut"), &economist, decision).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    let decided = site.post(&format!("{PLAN}/beslut"), &office, decision).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text);
    let page = site.get(PLAN, &office).await;
    assert!(page.text.contains("§ 47") && !page.text.contains("Ändra planen"));
    let locked = site.post(&way, &office, &body(&fields)).await;
    assert_eq!(locked.status, StatusCode::UNPROCESSABLE_ENTITY);
    let difference = site.get(&format!("{PLAN}/skillnad?mot=2023-1"), &office).await;
    assert_eq!(difference.status, StatusCode::OK);
    assert!(difference.text.contains("Rader som skiljer"));
}

#[tokio::test]
async fn r_sce_06_scenarios_are_beside_the_plan_and_become_a_proposal() {
    let site = Site::new(false).await;
    site.app.load_example(testkit::clock::now()).await.unwrap();
    let office = site.log_in(Role::Office).await;
    let list = site.get("/ekonomi/scenarier", &office).await;
    assert!(
        list.text.contains("Planen 2023–2025") && list.text.contains("konstruerat"),
        "{}",
        list.text
    );
    let new = site.get("/ekonomi/scenarier/nytt?plan=2023-1", &office).await;
    assert_eq!(new.status, StatusCode::OK);
    let wrong = "plan=2023-1&namn=Prov&ar=5&varsel=3&personal=80&likvida=&andring-1=avsluta&insats-1=&namn-1=Nej&fran-1=2024-01&varde-1=";
    let refused = site.post("/ekonomi/scenarier", &office, wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("value=\"Nej\"") && refused.text.contains("href=\"#andring-1\""));
    let right = wrong.replace("insats-1=&", "insats-1=KRUS+i+Kalmar+kommun&");
    let saved = site.post("/ekonomi/scenarier", &office, &right).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let again = site.post("/ekonomi/scenarier", &office, &right).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let list = site.get("/ekonomi/scenarier", &office).await;
    let id = list.text.split("/ekonomi/scenarier/").filter_map(|rest| {
        let id: String = rest.chars().take_while(char::is_ascii_digit).collect();
        rest[id.len()..].starts_with("\">Prov").then_some(id)
    });
    let id = id.into_iter().next().unwrap();
    let proposed = site
        .post(&format!("/ekonomi/scenarier/{id}/forslag"), &office, "")
        .await;
    assert_eq!(proposed.status, StatusCode::SEE_OTHER, "{}", proposed.text);
    let plan = site.get("/ekonomi/plan/2023/2", &office).await;
    assert!(plan.text.contains("Scenariot Prov"), "{}", plan.text);
}

#[tokio::test]
async fn r_egk_03_a_guideline_and_an_adjustment_are_entered_with_their_source() {
    let site = Site::new(false).await;
    site.app.load_example(testkit::clock::now()).await.unwrap();
    let economist = site.log_in(Role::Economist).await;
    let page = site.get("/ekonomi/eget-kapital", &economist).await;
    assert!(
        page.text.contains("2\u{a0}730\u{a0}000") && page.text.contains("Över riktlinjen"),
        "{}",
        page.text
    );
    let refused = site
        .post(
            "/ekonomi/eget-kapital",
            &economist,
            "fran=2024&underlag=bidrag&steg=fem&avrundning=1&kalla=",
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains(">fem</textarea>"));
    let saved = site
        .post(
            "/ekonomi/eget-kapital",
            &economist,
            "fran=2024&underlag=bidrag&steg=0:20&avrundning=10000&kalla=Styrelsen",
        )
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let way = "/ekonomi/eget-kapital/justering";
    let adjusted = site.post(way, &economist, "justering-ar=2022&justering-namn=Realisationsvinst&justering-belopp=-100000&justering-kalla=Not+5").await;
    assert_eq!(adjusted.status, StatusCode::SEE_OTHER, "{}", adjusted.text);
    let economy = site.get("/ekonomi/rakenskaper?ar=2022", &economist).await;
    assert!(
        economy.text.contains("Realisationsvinst") && economy.text.contains("−304\u{a0}79"),
        "{}",
        economy.text
    );
    let board = site.log_in(Role::Board).await;
    assert_eq!(
        site.post(way, &board, "justering-ar=2022").await.status,
        StatusCode::NOT_FOUND
    );
}
