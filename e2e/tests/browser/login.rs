//! Invited, telephone tied, in and out, as the persons who do it.

use std::time::{SystemTime, UNIX_EPOCH};

use identity::totp::Secret;

use crate::visit::Visit;

const PASSWORD: &str = "korrekt häst batteri";

/// The secret as the page writes it for those who type by hand.
fn secret(typed: &str) -> Secret {
    let digits = typed.bytes().filter(|b| *b != b' ').map(|letter| {
        if letter.is_ascii_uppercase() {
            letter - b'A'
        } else {
            letter - b'2' + 26
        }
    });
    let bits: Vec<u8> = digits
        .flat_map(|d| (0..5).rev().map(move |bit| (d >> bit) & 1))
        .collect();
    let bytes: Vec<u8> = bits
        .chunks_exact(8)
        .map(|byte| byte.iter().fold(0, |sum, bit| (sum << 1) | bit))
        .collect();
    Secret::of(&bytes).expect("twenty bytes")
}

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn somebody_is_invited_ties_a_telephone_and_logs_in() {
    let visit = Visit::of("Förbundsadministratör").await;
    visit.open("/installningar/rattigheter").await;
    visit.check("rattigheter").await;
    visit.open("/installningar/anvandare").await;
    visit.check("anvandare").await;
    visit.write("Namn", "Anna Berg").await;
    visit.write("E-postadress", "anna@example.org").await;
    visit.press("Bjud in").await;
    visit.sees("Välj en roll").await;
    visit.check("anvandare-fel").await;
    visit.write("Roll", "ekonom").await;
    visit.press("Bjud in").await;
    visit.sees("Lämna länken till").await;
    visit.check("anvandare-lank").await;
    let link = visit.text("p.breakable").await;
    visit.press("Logga ut").await;
    visit.sees("Du är utloggad").await;

    visit.page().goto(&link).await.expect("the invitation opens");
    visit.sees("Koppla din telefon").await;
    visit.check("inbjudan").await;
    let shared = secret(&visit.text("form .mono").await);
    visit.write("Nytt lösenord", PASSWORD).await;
    visit.write("Samma lösenord igen", PASSWORD).await;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    visit
        .write("Koden som appen visar", &shared.code(now.as_secs()))
        .await;
    visit.press("Spara och logga in").await;
    visit.sees("Dina reservkoder").await;
    visit.check("reservkoder").await;
    let spare = visit.text(".spare-codes li").await;
    visit.follow("Fortsätt").await;
    visit.sees("Att göra").await;
    visit.follow("Anna Berg").await;
    visit.sees("Öppna sessioner").await;
    visit.check("konto").await;
    visit.press("Logga ut överallt").await;

    visit.sees("Du är utloggad överallt").await;
    visit.write("E-postadress", "anna@example.org").await;
    visit.write("Lösenord", PASSWORD).await;
    visit.write("Engångskod", "000000").await;
    visit.press("Logga in").await;
    visit.sees("lösenordet eller koden stämmer inte").await;
    visit.check("logga-in-fel").await;
    visit.write("Lösenord", PASSWORD).await;
    visit.write("Engångskod", &spare).await;
    visit.press("Logga in").await;
    visit.sees("Att göra").await;
    visit.press("Logga ut").await;
    visit.sees("Du är utloggad").await;
    visit.follow("Glömt lösenordet").await;
    visit.check("glomt-losenord").await;
}
