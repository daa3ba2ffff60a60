//! The pictures of README and handbook, taken by `cargo xtask screenshots`.

use std::{env, path::PathBuf};

use crate::visit::Visit;

/// Who looks, at what, and the picture's name.
const PICTURES: &[(&str, &str, &str)] = &[
    ("Förbundsadministratör", "/", "startsida"),
    ("Förbundsadministratör", "/insatser", "insatser"),
    ("Förbundsadministratör", "/nyckeltal", "nyckeltal"),
    (
        "Förbundsadministratör",
        "/nyckeltal/deltaganden.nya?ar=2022",
        "spar",
    ),
    ("Förbundsadministratör", "/granskning", "granskning"),
    (
        "Förbundsadministratör",
        "/rapporter/arsredovisning/2022",
        "rapport",
    ),
    ("Ekonom", "/import", "import"),
];

#[tokio::test]
#[ignore = "tar handbokens bilder: cargo xtask screenshots"]
async fn pictures() {
    let folder = PathBuf::from(env::var_os("SAMORDNA_HANDBOOK").expect("the pictures' folder is named"));
    let visit = Visit::new().await;
    let mut last = "";
    for (persona, path, name) in PICTURES {
        if *persona != last {
            if !last.is_empty() {
                visit.press("Logga ut").await;
                visit.sees("Du är utloggad").await;
            }
            visit.log_in(persona).await;
            last = persona;
        }
        visit.open(path).await;
        visit.sees("").await;
        visit.browser.screen(1280, 900).await;
        let file = folder.join(format!("{name}.png"));
        visit
            .page()
            .screenshot(&file)
            .await
            .expect("a picture can be saved");
    }
}
