//! The accessibility check: axe-core's rules for WCAG 2.2 A and AA and its best practices.

use std::{env, fs};

use thirtyfour::WebDriver;

const RUN: &str = "
const done = arguments[arguments.length - 1];
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// A colour on its way from one to another is none to judge.
const settled = Promise.allSettled(document.getAnimations().map(animation => animation.finished));
settled.then(() => axe.run(document, { runOnly: tags })).then(result => done(result.violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.html.slice(0, 200)}`))));";

/// What axe finds wrong on the page as it stands, a line each.
pub async fn violations(page: &WebDriver) -> Vec<String> {
    let script =
        env::var_os("SAMORDNA_AXE").expect("SAMORDNA_AXE names axe.min.js; cargo xtask test sets it");
    let script = fs::read_to_string(script).expect("axe.min.js can be read");
    // A script from the driver is not stopped by the page's content security policy.
    page.execute(script, vec![]).await.expect("axe loads");
    let found = page.execute_async(RUN, vec![]).await.expect("axe runs");
    found.convert().expect("axe answers with lines")
}

/// Fails the test when axe finds anything.
pub async fn assert_clean(page: &WebDriver, name: &str) {
    let found = violations(page).await;
    assert!(
        found.is_empty(),
        "{name}: tillgänglighetsfel:\n  {}",
        found.join("\n  ")
    );
}
