//! The pictures of README and handbook, taken by `cargo xtask screenshots`.

use std::{env, path::PathBuf};

use crate::visit::Visit;

/// What is looked at, how much of it in pixels, and the picture's name.
const PICTURES: &[(&str, u32, &str)] = &[
    ("/", 1700, "startsida"),
    ("/nyckeltal/deltaganden.nya?ar=2022", 900, "spar"),
    ("/granskning", 1000, "granskning"),
    ("/rapporter/arsredovisning/2022", 900, "rapport"),
];

#[tokio::test]
#[ignore = "tar handbokens bilder: cargo xtask screenshots"]
async fn pictures() {
    let folder = PathBuf::from(env::var_os("SAMORDNA_HANDBOOK").expect("the pictures' folder is named"));
    let visit = Visit::of("Förbundsadministratör").await;
    for (path, height, name) in PICTURES {
        visit.open(path).await;
        visit.sees("").await;
        visit.browser.screen(1280, *height).await;
        visit
            .page()
            .execute(
                "document.documentElement.style.scrollbarWidth = 'none'",
                Vec::new(),
            )
            .await
            .expect("the scroll bar can be hidden");
        let file = folder.join(format!("{name}.png"));
        visit
            .page()
            .screenshot(&file)
            .await
            .expect("a picture can be saved");
    }
}
