//! The harness itself: it must see what is wrong, or its silence means nothing.

use crate::{axe, browser::Browser};

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn axe_finds_what_is_wrong_and_nothing_else() {
    let browser = Browser::open().await;
    let bad = "data:text/html,<html><title>x</title><body><main><h1>x</h1><img src='data:,'><input></main>";
    browser.page.goto(bad).await.expect("a data page opens");
    let found = axe::violations(&browser.page).await;
    for rule in ["html-has-lang", "image-alt", "label"] {
        assert!(
            found.iter().any(|line| line.starts_with(rule)),
            "{rule} is missing in {found:?}"
        );
    }
    let good = "data:text/html,<html lang='sv'><title>x</title><body><main><h1>x</h1><p>y</p></main>";
    browser.page.goto(good).await.expect("a data page opens");
    axe::assert_clean(&browser.page, "en felfri sida").await;
    browser.picture("felfri").await;
    browser.widen(360).await;
    assert!(!browser.is_too_wide().await);
    let wide = "data:text/html,<html lang='sv'><title>x</title><div style='width:900px'>x</div>";
    browser.page.goto(wide).await.expect("a data page opens");
    assert!(browser.is_too_wide().await);
}
