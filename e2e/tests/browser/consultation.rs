//! A team's day: a referral comes, a meeting is held, the insats sees the recommendation.

use thirtyfour::By;

use crate::{day::year, visit::Visit};

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn a_referral_is_registered_and_answered_at_a_meeting() {
    let visit = Visit::of("Samverkansteam").await;
    visit.follow("Konsultation").await;
    visit.sees("Inkorg").await;
    visit.check("konsultation").await;
    visit.follow("Ny remiss").await;
    visit.check("remiss-ny").await;
    visit.write("Referens", "19900304-2387").await;
    visit.press("Spara remissen").await;
    visit.sees("liknar ett personnummer").await;
    visit.check("remiss-ny-fel").await;
    visit.open("/konsultation/moten").await;
    visit.check("moten").await;
    visit
        .click(By::XPath("//tr[contains(., 'att registrera')]//a".to_owned()))
        .await;
    visit.sees("Registrera nästa konsultation").await;
    visit.check("mote").await;
    visit.press("Spara konsultationen").await;
    visit.sees("Konsultationen är sparad").await;
    visit.open("/konsultation").await;
    visit.click(By::Css("#oppna tbody a")).await;
    visit.sees("Vad som har hänt").await;
    visit.check("remiss").await;
    visit.open("/konsultation/teamet").await;
    visit.check("konsultation-teamet").await;
    let flows = format!("/statistik?rapport=remisser&ar={}", year());
    visit.open(&flows).await;
    visit.check("konsultation-floden").await;
}

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn the_insats_sees_what_was_recommended() {
    let visit = Visit::of("Deltagaransvarig, krus").await;
    visit.open("/deltagare/rekommenderade").await;
    visit.sees("Rekommenderade").await;
    visit.check("rekommenderade").await;
}
