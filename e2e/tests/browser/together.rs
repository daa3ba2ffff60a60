//! What goes wrong between people and browsers: two who change the same participation, a form sent
//! twice, a session that ended while somebody wrote. Nobody's text is lost and nothing is done twice.

use thirtyfour::By;

use crate::visit::Visit;

const WHO: &str = "Deltagaransvarig, krus";

/// A participation that goes on; answers with its address.
async fn one_that_goes_on(visit: &Visit) -> String {
    visit.open("/deltagare?lage=3&sok=EX-").await;
    let link = visit.find(By::Css("main table tbody a")).await;
    link.attr("href").await.expect("a link").unwrap_or_default()
}

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn r_reg_21_two_who_correct_the_same_participation_see_both_texts() {
    let visit = Visit::of(WHO).await;
    let way = one_that_goes_on(&visit).await;
    visit.open(&format!("{way}/ratta")).await;
    visit.fill("Insatsens beteckning", "KR-0911").await;
    let first = visit.page().window().await.expect("a window");
    let second = visit.page().new_tab().await.expect("a second tab");
    visit.page().switch_to_window(second).await.expect("it is shown");
    visit.open(&format!("{way}/ratta")).await;
    visit.fill("Insatsens beteckning", "KR-0912").await;
    visit.press("Spara rättelsen").await;
    visit.sees("Rättelsen är sparad").await;

    visit.page().switch_to_window(first).await.expect("it is shown");
    visit.press("Spara rättelsen").await;
    visit.sees("Deltagandet har ändrats under tiden").await;
    assert!(
        visit.text("#konflikt").await.contains("KR-0912"),
        "theirs is shown"
    );
    assert_eq!(
        visit.value("Insatsens beteckning").await,
        "KR-0911",
        "mine stands in the form"
    );
    visit.check("samtidigt-rattat").await;
    visit.press("Spara rättelsen").await;
    visit.sees("Rättelsen är sparad").await;
    visit.sees("KR-0911").await;
}

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn r_reg_24_an_entry_sent_twice_is_one_participation() {
    let visit = Visit::of(WHO).await;
    visit.open("/deltagare/ny").await;
    visit.choose("Finns samtycke?", "skriftligt").await;
    visit.fill("Insatsens beteckning", "KR-0921").await;
    visit.choose("Kön", "kvinna").await;
    visit.fill("Födelseår", "1990").await;
    // The same form, sent by itself before the button is pressed.
    let script = "const done = arguments[arguments.length - 1];
        const form = document.querySelector('main form[method=post]');
        fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) })
          .then(answer => done(new URL(answer.url).pathname)).catch(error => done(String(error)));";
    let sent = visit.page().execute_async(script, vec![]).await;
    let sent: String = sent.expect("it is sent").convert().expect("an address");
    visit.press("Registrera").await;
    visit.sees("Deltagandet är registrerat").await;
    let path = visit.path().await;
    assert_eq!(path.split('?').next(), Some(sent.as_str()));
    visit.page().back().await.expect("back to the form");
    visit.sees("Finns samtycke?").await;
    visit.press("Registrera").await;
    // The browser may have kept what was typed, or not: either the participation or a refusal comes.
    let answered = "//main//*[contains(., 'Det gick inte att spara') or contains(., 'KR-0921')]";
    visit.find(By::XPath(answered)).await;
    visit.open("/deltagare?sok=KR-0921").await;
    visit.sees("1 deltaganden, senaste starten först").await;
}

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn r_inl_15_a_session_that_ended_gives_the_text_back() {
    let visit = Visit::of(WHO).await;
    let way = one_that_goes_on(&visit).await;
    visit.open(&format!("{way}/avsluta")).await;
    visit.choose("Avslutsanledning", "flytt").await;
    visit.choose("Sysselsättning vid avslut", "övrigt").await;
    let chosen = visit.value("Sysselsättning vid avslut").await;
    visit.server.end_sessions();
    visit.press("Avsluta deltagandet").await;
    visit.sees("Engångskod").await;
    visit.check("utloggad-medan").await;
    let link = visit.server.new_link("deltagare", "krus");
    visit.page().goto(&link).await.expect("the link opens");
    visit.press("Logga in").await;
    visit.sees("Du blev utloggad medan du skrev").await;
    assert_eq!(visit.value("Sysselsättning vid avslut").await, chosen);
    assert_eq!(visit.value("Avslutsanledning").await, "flytt");
    visit.check("text-tillbaka").await;
    visit.press("Avsluta deltagandet").await;
    visit.sees("Deltagandet är avslutat").await;
}
