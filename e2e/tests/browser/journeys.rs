//! The main jobs, step by step, as the person who does them.

use std::path::Path;

use thirtyfour::{By, Key};

use crate::visit::Visit;

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn a_link_logs_in_once() {
    let visit = Visit::new().await;
    visit.open("/").await;
    visit.sees("Engångskod").await;
    visit.check("logga-in").await;
    visit.log_in("Förbundsadministratör").await;
    visit.press("Logga ut").await;
    visit.sees("Du är utloggad").await;
    let link = visit.server.link("Förbundsadministratör").to_owned();
    visit.page().goto(&link).await.expect("the link opens");
    visit.sees("Länken är använd").await;
    visit.check("lank-anvand").await;
}

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn every_number_on_the_start_page_is_a_way_in() {
    let visit = Visit::of("Förbundsadministratör").await;
    visit.sees("Alla nyckeltal").await;
    visit.check("start").await;
    let shown = visit.text(".key-figures a").await;
    visit.click(By::Css(".key-figures a")).await;
    visit.sees("Vad det består av").await;
    let traced = visit.text(".figure-value").await;
    let number = shown.split_whitespace().next().unwrap_or_default();
    assert!(
        traced.contains(number),
        "start page says {shown}, its trace {traced}"
    );
    visit.check("spar").await;
}

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn figures_are_found_and_traced() {
    let visit = Visit::of("Revisor").await;
    visit.open("/nyckeltal").await;
    visit.check("nyckeltal").await;
    visit.write("Sök nyckeltal", "nya").await;
    visit.press("Sök").await;
    visit.sees("Nya deltaganden").await;
    visit.click(By::Css(".measures .value a.fig")).await;
    visit.sees("Vad talet betyder").await;
    visit.check("nyckeltal-spar").await;
    let csv = visit.head_of("/nyckeltal.csv", 200).await;
    assert!(csv.contains(';'), "{csv}");
}

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn a_finding_is_answered_once() {
    let visit = Visit::of("Förbundschef").await;
    visit.open("/granskning").await;
    visit.check("granskning").await;
    visit
        .click(By::XPath("//summary[contains(., 'Besvara fyndet')]".to_owned()))
        .await;
    let reason = visit
        .find(By::Css(
            "details[open] textarea, details[open] input:not([type=hidden])",
        ))
        .await;
    reason
        .send_keys("Stämmer: prövat mot underlaget.")
        .await
        .expect("it can be written in");
    visit.click(By::Css("details[open] button")).await;
    visit.sees("Stämmer: prövat mot underlaget.").await;
    visit.check("granskning-besvarad").await;
}

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn a_section_is_written_with_a_figure_and_printed() {
    let visit = Visit::of("Förbundsadministratör").await;
    visit.open("/rapporter").await;
    visit.check("rapporter").await;
    visit.open("/rapporter/arsredovisning/2022").await;
    visit.check("arsredovisning").await;
    visit
        .click(By::XPath(
            "//summary[contains(., 'Redigera textavsnitt')]".to_owned(),
        ))
        .await;
    visit.click(By::Css("details[open] .link-rows a")).await;
    let text = visit.find(By::Css("main form textarea")).await;
    let sentence = "\n\nUnder året avslutades [[deltaganden.avslutade]].";
    text.send_keys(Key::Control + Key::End)
        .await
        .expect("the end is reached");
    text.send_keys(sentence).await.expect("it can be written in");
    visit.press("Förhandsgranska").await;
    visit.sees("Under året avslutades").await;
    let preview = visit.text("#forhandsvisning").await;
    assert!(
        !preview.contains("[["),
        "the reference became no number: {preview}"
    );
    visit.check("avsnitt").await;
    visit.press("Spara avsnittet").await;
    visit.open("/rapporter/arsredovisning/2022").await;
    visit.sees("Under året avslutades").await;
    let pdf = visit.head_of("/rapporter/arsredovisning/2022/pdf", 8).await;
    assert!(pdf.starts_with("%PDF-1."), "{pdf}");
    let sheets = visit.head_of("/rapporter/arsredovisning/2022/xlsx", 2).await;
    assert_eq!(sheets, "PK");
}

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn r_web_17_bookkeeping_is_read_dry_before_it_is_stored() {
    let visit = Visit::of("Ekonom").await;
    visit.open("/import").await;
    visit.check("import").await;
    let books = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/kalmar/bokforing-2022.se");
    let books = books.canonicalize().expect("the example's books are there");
    let file = visit.find(By::Css("input[type=file]")).await;
    file.send_keys(books.display().to_string())
        .await
        .expect("a file can be chosen");
    visit.press("Provläs filen").await;
    visit.find(By::Css("dl.facts-list")).await;
    visit.check("import-provlast").await;
    let buttons = visit.text("section.actions").await;
    let word = if buttons.contains("Läs in") {
        "Läs in"
    } else {
        "Ta bort filen"
    };
    visit.press(word).await;
    visit.sees("Tidigare inläsningar").await;
}

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn what_must_be_mended_stops_the_publishing() {
    let visit = Visit::of("Förbundschef").await;
    visit.open("/rapporter/arsredovisning/2022/publicera").await;
    visit.check("publicera").await;
    let page = visit.text("main").await;
    if page.contains("kan inte publiceras") {
        assert!(!page.contains("Publicera och lås"), "{page}");
        return;
    }
    // Nothing stops it but the board, whose approval has not been ticked.
    visit.press("Publicera och lås").await;
    visit.find(By::Css("#felsammanfattning, .notice.must")).await;
}

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn every_persona_has_a_start_page_without_faults() {
    let visit = Visit::new().await;
    let personas: Vec<String> = visit.server.personas().map(str::to_owned).collect();
    assert!(personas.len() >= 8, "{personas:?}");
    for (at, persona) in personas.iter().enumerate() {
        visit.log_in(persona).await;
        visit.check(&format!("start-{at}")).await;
        visit.log_out().await;
    }
}

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn every_page_of_the_menu_is_without_faults() {
    let visit = Visit::of("Förbundschef").await;
    let links = visit
        .page()
        .find_all(By::Css("nav.jobs a"))
        .await
        .expect("there is a menu");
    let mut paths = Vec::new();
    for link in links {
        paths.extend(link.attr("href").await.expect("a link"));
    }
    assert!(paths.len() >= 5, "{paths:?}");
    for path in paths {
        visit.open(&path).await;
        visit
            .check(&format!(
                "meny-{}",
                path.trim_matches('/').replace(['/', '?', '='], "-")
            ))
            .await;
    }
}

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn the_keyboard_reaches_the_content_first() {
    let visit = Visit::of("Revisor").await;
    let body = visit.find(By::Tag("body")).await;
    body.send_keys(Key::Tab + "").await.expect("keys are sent");
    let focused = visit.page().active_element().await.expect("something has focus");
    assert_eq!(
        focused.text().await.expect("it has text"),
        "Hoppa till innehållet"
    );
    focused.send_keys(Key::Enter + "").await.expect("keys are sent");
    let focused = visit.page().active_element().await.expect("something has focus");
    assert_eq!(focused.id().await.expect("an id").as_deref(), Some("innehall"));
}

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn the_main_jobs_need_no_script() {
    let visit = Visit::new().await;
    visit.browser.without_script().await;
    visit.log_in("Förbundschef").await;
    visit.follow("Alla nyckeltal").await;
    visit.sees("Sök nyckeltal").await;
    visit.open("/granskning").await;
    visit
        .click(By::XPath("//summary[contains(., 'Besvara fyndet')]".to_owned()))
        .await;
    let reason = visit
        .find(By::Css(
            "details[open] textarea, details[open] input:not([type=hidden])",
        ))
        .await;
    reason
        .send_keys("Prövat utan skript.")
        .await
        .expect("it can be written in");
    visit.click(By::Css("details[open] button")).await;
    visit.sees("Prövat utan skript.").await;
}
