//! Participations in the browser's terms: what is shown to whom, what comes back and what never does.

use app::{Actor, Assignment, Role};
use axum::http::StatusCode;
use domain::{
    participation::{Entry, Fields},
    personnummer::Typed,
};
use testkit::clock;

use crate::site::{Answer, Site};

async fn example() -> Site {
    let site = Site::new(false).await;
    site.app.load_example(clock::now()).await.unwrap();
    site
}

const FORM: &str = "insats=krus&underlag=skriftligt&start=2023-01-10&referens=KR-900&kon=kvinna&fodelsear=1990\
    &kommun=Kalmar&remittent=region&utbildning=gymnasium&tid=1_2_ar&forsorjning=sjukpenning&sysselsattning=ovrigt";

/// Fields in the open: those before the first fold.
fn fields(page: &str) -> usize {
    page.split("<form class=\"form")
        .nth(1)
        .unwrap()
        .split("<details")
        .next()
        .unwrap()
        .matches("class=\"field")
        .count()
}

fn hidden(page: &Answer, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let after = page.text.split(&mark).nth(1).unwrap();
    after.split('"').next().unwrap().to_owned()
}

async fn entered(site: &Site, cookie: &str, reference: &str) -> String {
    let answer = site
        .post("/deltagare/ny", cookie, &FORM.replace("KR-900", reference))
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.header("location").split('?').next().unwrap().to_owned()
}

#[tokio::test]
async fn r_reg_31_an_entry_takes_at_most_twelve_fields_and_an_exit_ten() {
    let site = example().await;
    let cookie = site.log_in(Role::ParticipantManager).await;
    let list = site.get("/deltagare", &cookie).await;
    assert!(
        list.text.contains("href=\"/deltagare/ny?insats=krus\""),
        "one click from the list"
    );
    let form = site.get("/deltagare/ny?insats=krus", &cookie).await;
    assert!((1..=12).contains(&fields(&form.text)), "{}", fields(&form.text));
    let one = entered(&site, &cookie, "KR-900").await;
    let exit = site.get(&format!("{one}/avsluta"), &cookie).await;
    assert!((1..=10).contains(&fields(&exit.text)), "{}", fields(&exit.text));
}

#[tokio::test]
async fn r_reg_32_what_was_typed_comes_back_except_the_number() {
    let site = example().await;
    let cookie = site.log_in(Role::ParticipantManager).await;
    let body = format!("{}&personnummer=640823-3235", FORM.replace("1990", "19x0"));
    let answer = site.post("/deltagare/ny", &cookie, &body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("value=\"KR-900\"") && answer.text.contains("value=\"19x0\""));
    assert!(answer.text.contains("value=\"sjukpenning\" selected"));
    assert!(answer.text.contains("href=\"#fodelsear\"") && answer.text.contains("href=\"#personnummer\""));
    assert!(
        !answer.text.contains("640823") && !answer.text.contains("-3235"),
        "the number"
    );
    assert!(
        answer.text.contains("Personnumret skickas aldrig tillbaka"),
        "and why"
    );
}

#[tokio::test]
async fn r_reg_27_the_office_is_refused_every_row() {
    let site = example().await;
    let own = site.log_in(Role::ParticipantManager).await;
    let one = entered(&site, &own, "KR-900").await;
    assert!(site.get(&one, &own).await.text.contains("KR-900"));
    for role in Role::ALL
        .into_iter()
        .filter(|role| *role != Role::ParticipantManager)
    {
        let cookie = site.log_in(role).await;
        for address in [
            "/deltagare",
            "/deltagare/ny",
            "/deltagare?sok=KR-900",
            &one,
            &format!("{one}/ratta"),
        ] {
            let answer = site.get(address, &cookie).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{role:?} {address}");
            assert!(!answer.text.contains("KR-900"), "{role:?} {address}");
        }
        let sent = site
            .post(
                &format!("{one}/avsluta"),
                &cookie,
                "version=1&avslut=2023-02-01&orsak=sjukdom",
            )
            .await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{role:?}");
    }
    let elsewhere = site.get("/deltagare?insats=kompass", &own).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND, "another insats");
}

#[tokio::test]
async fn r_reg_33_a_participation_goes_from_entry_to_exit_in_the_browser() {
    let site = example().await;
    let cookie = site.log_in(Role::ParticipantManager).await;
    let one = entered(&site, &cookie, "KR-900").await;
    let early =
        "version=1&avslut=2023-01-01&orsak=arbete_studier_arbetssokande&sysselsattning_efter-arbete=50";
    let refused = site.post(&format!("{one}/avsluta"), &cookie, early).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("är före starten") && refused.text.contains("value=\"50\""));
    assert!(
        refused.text.contains("<details class=\"fold\" open>"),
        "what was typed is in sight"
    );
    let done = site
        .post(
            &format!("{one}/avsluta"),
            &cookie,
            &early.replace("2023-01-01", "2023-02-01"),
        )
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    let page = site.get(&one, &cookie).await;
    assert!(page.text.contains("avslutad") && page.text.contains("ej subventionerat arbete 50"));
    assert!(page.text.contains("Arbete eller studier"), "the outcome list");
    let again = site
        .get(
            &format!(
                "/deltagare/ny?insats=krus&fran={}",
                one.trim_start_matches("/deltagare/")
            ),
            &cookie,
        )
        .await;
    assert!(again.text.contains("Övergång från en annan insats"));
}

#[tokio::test]
async fn r_reg_21_the_other_text_is_shown_and_ones_own_stands() {
    let site = example().await;
    let cookie = site.log_in(Role::ParticipantManager).await;
    let one = entered(&site, &cookie, "KR-900").await;
    let address = format!("{one}/ratta");
    let form = site.get(&address, &cookie).await;
    assert!(
        form.text.contains("value=\"KR-900\""),
        "filled in with what stands"
    );
    let version = hidden(&form, "version");
    let body =
        |reference: &str, version: &str| format!("version={version}&{}", FORM.replace("KR-900", reference));
    let first = site.post(&address, &cookie, &body("KR-901", &version)).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = site.post(&address, &cookie, &body("KR-902", &version)).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.text.contains("Beteckning: KR-901") && second.text.contains("value=\"KR-902\""));
    let last = site
        .post(&address, &cookie, &body("KR-902", &hidden(&second, "version")))
        .await;
    assert_eq!(last.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn r_reg_24_a_form_sent_twice_leads_to_the_same_participation() {
    let site = example().await;
    let cookie = site.log_in(Role::ParticipantManager).await;
    let form = site.get("/deltagare/ny?insats=krus", &cookie).await;
    let body = format!("formular={}&{FORM}", hidden(&form, "formular"));
    let first = site.post("/deltagare/ny", &cookie, &body).await;
    let second = site.post("/deltagare/ny", &cookie, &body).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    assert_eq!(first.header("location"), second.header("location"));
}

#[tokio::test]
async fn r_reg_30_a_reversal_says_which_figures_it_changes() {
    let site = example().await;
    let cookie = site.log_in(Role::ParticipantManager).await;
    let one = entered(&site, &cookie, "KR-900").await;
    let asked = site.get(&format!("{one}/felregistrera"), &cookie).await;
    for words in [
        "Insatsens tal som ändras",
        "Förbundets tal som också räknar",
        "button danger",
    ] {
        assert!(asked.text.contains(words), "{words}: {}", asked.text);
    }
    let others = asked
        .text
        .split("Förbundets tal som också räknar")
        .nth(1)
        .unwrap();
    let others = others.split("</table>").next().unwrap();
    assert!(
        !others.contains("Nu</th>") && !others.contains("Efter</th>"),
        "{others}"
    );
    let nothing = site
        .post(&format!("{one}/felregistrera"), &cookie, "version=1")
        .await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = site
        .post(
            &format!("{one}/felregistrera"),
            &cookie,
            "version=1&skal=dubblett",
        )
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert!(site.get(&one, &cookie).await.text.contains("Felregistrerad"));
}

#[tokio::test]
async fn r_reg_34_a_list_of_two_hundred_is_at_most_sixty_kilobytes() {
    let site = example().await;
    let cookie = site.log_in(Role::ParticipantManager).await;
    let manager = Actor {
        id: "deltagare-krus".into(),
        name: "Deltagaransvarig".into(),
        assignments: vec![Assignment {
            role: Role::ParticipantManager,
            insats: Some("krus".into()),
            team: None,
            from: chrono::NaiveDate::MIN,
            to: None,
        }],
    };
    let rules = site
        .app
        .entry_rules(&manager, "krus", clock::now())
        .await
        .unwrap();
    for n in 0..210 {
        let mut fields = Fields::default();
        for pair in FORM.split('&') {
            let (name, value) = pair.split_once('=').unwrap();
            fields.set(name, value);
        }
        fields.set("referens", format!("KR-{n:04}"));
        let entry = Entry::read(&fields, &Typed::default(), &rules).unwrap();
        site.app
            .enter_participation(&manager, "krus", entry, clock::now())
            .await
            .unwrap();
    }
    let list = site.get("/deltagare", &cookie).await;
    assert_eq!(
        list.text.matches("<tr role=\"row\"><th scope=\"row\"").count(),
        200
    );
    assert!(list.text.len() <= 60 * 1024, "{} bytes", list.text.len());
    assert!(list.text.contains("Visa fler"));
    let found = site.get("/deltagare?sok=kr-0207", &cookie).await;
    assert!(found.text.contains("KR-0207") && !found.text.contains("KR-0206"));
}

#[tokio::test]
async fn r_reg_23_an_insats_decides_its_own_questions() {
    let site = example().await;
    let manager = site.log_in(Role::InsatsManager).await;
    let address = "/insatser/krus/fragor";
    let wrong = site
        .post(
            address,
            &manager,
            "text=Hur+sover+du%3F&nar=start&svar=&fran=2023-01-01",
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = "text=Hur+sover+du%3F&nar=start&svar=skala&lagst=1&hogst=5&fran=2023-01-01";
    assert_eq!(
        site.post(address, &manager, right).await.status,
        StatusCode::SEE_OTHER
    );
    let other = site.get("/insatser/kompass/fragor", &manager).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    let cookie = site.log_in(Role::ParticipantManager).await;
    let form = site.get("/deltagare/ny?insats=krus", &cookie).await;
    assert!(form.text.contains("Hur sover du?"));
}
