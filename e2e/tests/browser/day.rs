//! A whole day in the register: a referral comes and becomes a participation, another ends, a consent
//! is withdrawn, the quarter is answered and closed, the annual report follows; the office sees figures
//! and never a row.

use thirtyfour::By;

use crate::visit::Visit;

/// A number that is well formed and nobody's (Skatteverket's test numbers).
const NUMBER: &str = "19900118-9811";

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn a_day_in_the_register() {
    let visit = Visit::of("Samverkansteam").await;
    let (referral, reference) = a_referral_comes(&visit).await;
    the_team_recommends(&visit, &reference).await;
    visit.log_out().await;

    visit.log_in("Deltagaransvarig, krus").await;
    let before = new_ones(&visit).await;
    let entered = the_recommended_is_entered(&visit, &reference).await;
    assert_eq!(new_ones(&visit).await, before + 1);
    let closed = another_is_closed(&visit).await;
    let certificate = a_consent_is_withdrawn(&visit, &entered).await;
    assert_eq!(
        new_ones(&visit).await,
        before + 1,
        "a withdrawn consent changes no figure"
    );
    visit.log_out().await;

    visit.log_in("Insatsansvarig, krus").await;
    the_insats_accepts_its_quarter(&visit).await;
    visit.log_out().await;

    visit.log_in("Förbundsadministratör").await;
    the_quarter_is_closed(&visit).await;
    the_annual_report_follows(&visit, before + 1).await;
    let rows = [
        entered,
        closed.clone(),
        format!("{closed}/logg"),
        format!("{closed}/avsluta"),
        format!("{closed}/samtycke"),
        certificate,
        referral,
    ];
    nobody_is_shown_to_the_office(&visit, &rows, &reference).await;
}

/// Registers a referral; answers with its address and reference.
async fn a_referral_comes(visit: &Visit) -> (String, String) {
    visit.follow("Konsultation").await;
    visit.follow("Ny remiss").await;
    let reference = visit.value("Referens").await;
    visit.press("Spara remissen").await;
    visit.sees("Det gick inte att spara").await;
    visit.choose("Från enhet", ", ").await;
    let need = visit.labelled("Frågan gäller").await;
    let first = need
        .find(By::XPath("./option[2]"))
        .await
        .expect("there are needs");
    first.click().await.expect("it can be chosen");
    visit.choose("Kommun", "Väster").await;
    visit.press("Spara remissen").await;
    visit.sees("Remissen är sparad").await;
    visit.sees("Remissen kom").await;
    visit.check("dag-remiss").await;
    (visit.path().await, reference)
}

/// The referral is treated at a meeting today, with an insats as the answer.
async fn the_team_recommends(visit: &Visit, reference: &str) {
    visit.open("/konsultation/moten").await;
    visit.follow("Nytt möte").await;
    visit.press("Spara mötet").await;
    visit.sees("Registrera nästa konsultation").await;
    visit.choose("Remiss", reference).await;
    visit.choose("Rekommendation", "insats").await;
    visit.press("Spara konsultationen").await;
    visit.sees("Det gick inte att spara").await;
    visit.choose("Insats", "KRUS").await;
    visit.press("Spara konsultationen").await;
    visit.sees("Konsultationen är sparad").await;
    visit.check("dag-mote").await;
}

/// Enters the recommended one; answers with the participation's address.
async fn the_recommended_is_entered(visit: &Visit, reference: &str) -> String {
    visit.open("/deltagare/rekommenderade").await;
    let way = format!("//tr[contains(., '{reference}')]//a[contains(., 'Skriv in')]");
    visit.click(By::XPath(way)).await;
    visit.choose("Finns samtycke?", "skriftligt").await;
    visit.fill("Insatsens beteckning", "KR-0901").await;
    visit
        .fill("Person- eller samordningsnummer (valfritt)", NUMBER)
        .await;
    visit.choose("Kön", "kvinna").await;
    visit.press("Registrera").await;
    // The number says a man: nothing is saved, and the number does not come back.
    visit.sees("Det gick inte att spara").await;
    visit.check("dag-inskrivning-fel").await;
    let number = "Person- eller samordningsnummer (valfritt)";
    assert_eq!(visit.value(number).await, "");
    assert_eq!(visit.value("Insatsens beteckning").await, "KR-0901");
    visit.fill(number, NUMBER).await;
    visit.choose("Kön", "man").await;
    visit.choose("Utbildning", "gymnasium").await;
    visit.choose("Tid i offentlig försörjning", "1–2").await;
    visit.choose("Försörjning", "försörjningsstöd").await;
    visit.choose("Sysselsättning", "övrigt").await;
    visit.press("Registrera").await;
    visit.sees("Deltagandet är registrerat").await;
    visit.check("dag-deltagande").await;
    let path = visit.path().await;
    let page = visit.asked(&path).await.1;
    assert!(
        !page.contains("900118"),
        "the number stands nowhere, not even in part"
    );
    visit.open("/deltagare/rekommenderade").await;
    let left = visit.text("main").await;
    assert!(!left.contains(reference), "it waits no longer: {left}");
    path.split('?').next().unwrap_or_default().to_owned()
}

/// Closes one that goes on; answers with its address.
async fn another_is_closed(visit: &Visit) -> String {
    visit.open("/deltagare?lage=3&sok=EX-").await;
    visit.click(By::Css("main table tbody a")).await;
    visit.follow("Avsluta").await;
    visit.press("Avsluta deltagandet").await;
    visit.sees("Det gick inte att spara").await;
    visit.choose("Avslutsanledning", "arbete, studier").await;
    visit.choose("Försörjning vid avslut", "ingen offentlig").await;
    visit
        .choose("Sysselsättning vid avslut", "ej subventionerat")
        .await;
    visit.press("Avsluta deltagandet").await;
    visit.sees("Deltagandet är avslutat").await;
    visit.sees("Följ upp").await;
    visit.check("dag-avslutad").await;
    let path = visit.path().await;
    path.split('?').next().unwrap_or_default().to_owned()
}

/// Withdraws the consent of a participation; answers with the certificate's address.
async fn a_consent_is_withdrawn(visit: &Visit, entered: &str) -> String {
    visit.open(entered).await;
    visit.follow("Återkalla samtycke").await;
    visit.press("Gör posten anonym").await;
    visit.sees("Bekräfta att personen har återkallat").await;
    visit.click(By::Id("forstatt")).await;
    visit.press("Gör posten anonym").await;
    visit.sees("Samtycket är återkallat och posten är anonym").await;
    visit.check("dag-intyg").await;
    let certificate = visit.path().await;
    assert_eq!(visit.asked(entered).await.0, 404, "the old key leads nowhere");
    let found = visit.asked("/deltagare?sok=KR-0901").await.1;
    assert!(!found.contains(">KR-0901<"), "the reference is gone");
    certificate.split('?').next().unwrap_or_default().to_owned()
}

/// The insatsansvarig reads and accepts the quarter that ended last.
async fn the_insats_accepts_its_quarter(visit: &Visit) {
    visit.follow("Kvartal").await;
    visit.check("dag-kvartal").await;
    // The last column that has a way in and has ended: those that go on ask for nothing.
    let ways = visit
        .page()
        .find_all(By::Css("#kvartalen tbody a, table tbody a"))
        .await
        .expect("there are quarters");
    let mut paths = Vec::new();
    for way in ways {
        paths.extend(way.attr("href").await.expect("a link"));
    }
    for path in paths.iter().rev() {
        visit.open(path).await;
        if visit.text("main").await.contains("Godkänn talen") {
            visit.check("dag-kvartal-insats").await;
            visit.press("Godkänn talen").await;
            visit.sees("Svaret på talen är sparat").await;
            return;
        }
    }
    panic!("no quarter asks for an answer: {paths:?}");
}

/// The office closes it, although the others are silent, and says why.
async fn the_quarter_is_closed(visit: &Visit) {
    visit.follow("Kvartal").await;
    visit.sees("har inte svarat").await;
    visit.press("Stäng ").await;
    visit.sees("Kvartalet stängdes inte").await;
    let why = visit.find(By::Css("main form textarea")).await;
    why.send_keys("Insatserna har semester.")
        .await
        .expect("it can be written in");
    visit.press("Stäng ").await;
    visit.sees("Kvartalet är stängt och låst").await;
    visit.check("dag-kvartal-stangt").await;
    let file = visit
        .find(By::XPath(
            "//a[contains(., 'Hämta den låsta rapporten')]".to_owned(),
        ))
        .await;
    let path = file.attr("href").await.expect("a link").unwrap_or_default();
    let (status, text) = visit.asked(&path).await;
    assert_eq!(status, 200);
    assert!(
        text.contains("KRUS") && !text.contains("KR-0901"),
        "figures and no rows"
    );
}

/// The year's report has the day's figures at once, as a page and as a workbook.
async fn the_annual_report_follows(visit: &Visit, new: u64) {
    let year = year();
    visit.open(&format!("/rapporter/arsredovisning/{year}")).await;
    let report = visit.text("main").await;
    assert!(report.contains("KRUS"), "{report}");
    visit.check("dag-arsredovisning").await;
    let sheets = visit
        .head_of(&format!("/rapporter/arsredovisning/{year}/xlsx"), 2)
        .await;
    assert_eq!(sheets, "PK");
    assert_eq!(new_ones(visit).await, new);
}

/// Pages, interface, files and search say to the office that no such thing exists.
async fn nobody_is_shown_to_the_office(visit: &Visit, rows: &[String], reference: &str) {
    for row in rows {
        assert_eq!(visit.asked(row).await.0, 404, "{row}");
    }
    for path in [
        "/deltagare",
        "/deltagare?insats=krus",
        "/deltagare?insats=krus&sok=EX-",
        "/deltagare/ny?insats=krus",
        "/deltagare/rekommenderade?insats=krus",
        "/deltagare/importera",
        "/deltagare/importera/mall.xlsx",
        "/konsultation",
        "/konsultation/moten",
        "/konsultation/teamet",
        "/insatser/krus/fragor",
    ] {
        assert_eq!(visit.asked(path).await.0, 404, "{path}");
    }
    for row in rows.iter().filter(|row| row.starts_with("/deltagare/")) {
        let key = row.trim_start_matches("/deltagare/").split('/').next();
        let path = format!("/api/v1/deltaganden/{}", key.unwrap_or_default());
        let (status, said) = visit.asked(&path).await;
        assert!(matches!(status, 401 | 404), "{path}: {status}");
        assert!(!said.contains("fodelsear"), "{said}");
    }
    let (status, _) = visit.asked("/api/v1/insatser/krus/deltaganden").await;
    assert!(matches!(status, 401 | 404), "{status}");
    for path in [
        "/nyckeltal?sok=EX-0001".to_owned(),
        format!("/nyckeltal?sok={reference}"),
        "/nyckeltal.csv".to_owned(),
        "/insatser.csv".to_owned(),
        "/statistik.csv".to_owned(),
        "/statistik.json".to_owned(),
        "/statistik?rapport=remisser".to_owned(),
        "/insatser/krus".to_owned(),
        "/granskning/logg".to_owned(),
        format!("/rapporter/arsredovisning/{}/html", year()),
    ] {
        let (status, said) = visit.asked(&path).await;
        assert_eq!(status, 200, "{path}");
        // What was searched for stands in the search box; nowhere else.
        let said = said.replace(&format!("value=\"{reference}\""), "");
        let said = said.replace("value=\"EX-0001\"", "");
        for sign in ["EX-0", "KR-0901", reference] {
            assert!(!said.contains(sign), "{path} says {sign}");
        }
    }
}

/// New participations of this year in the insats, as the figures have them.
async fn new_ones(visit: &Visit) -> u64 {
    let path = format!("/nyckeltal/deltaganden.nya?ar={}&insats=krus", year());
    let (status, page) = visit.asked(&path).await;
    if status == 404 {
        return 0;
    }
    let value = page.split("class=\"figure-value\">").nth(1).unwrap_or_default();
    let digits: String = value
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    digits.parse().unwrap_or(0)
}

/// The year it is.
pub fn year() -> i64 {
    let since = std::time::SystemTime::UNIX_EPOCH.elapsed().expect("after 1970");
    1970 + i64::try_from(since.as_secs()).expect("before the end of time") / 31_556_952
}
