//! A person's visit, in verbs.

use std::time::{Duration, Instant};

use thirtyfour::prelude::*;

use crate::{axe, browser::Browser, server::Server};

/// How long a page may let itself be waited for, and how often it is asked.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(50);

/// Notes on the page whether what is done next leads away from it. The page's own listeners come
/// first, so what they stop is known.
const WATCH: &str = "
window.leaving = false;
const leave = event => { if (!event.defaultPrevented) window.leaving = true; };
addEventListener('submit', leave);
addEventListener('click', event => {
  const link = event.target.closest('a[href]');
  const stays = !link || link.target || link.hasAttribute('download')
    || link.href.split('#')[0] === location.href.split('#')[0];
  if (!stays) leave(event);
});";

/// Whether the page stays, or the next one stands there whole.
const ARRIVED: &str = "return !window.leaving && document.readyState === 'complete'";

/// A browser at a running program.
pub struct Visit {
    /// The program; dropped after the browser.
    pub browser: Browser,
    pub server: Server,
}

impl Visit {
    /// A fresh program and a fresh browser, nobody logged in.
    pub async fn new() -> Visit {
        let server = Server::start();
        let browser = Browser::open().await;
        Visit { browser, server }
    }

    /// A visit that begins logged in.
    pub async fn of(persona: &str) -> Visit {
        let visit = Visit::new().await;
        visit.log_in(persona).await;
        visit
    }

    /// Uses the persona's link as a person does: opens it and presses the button.
    pub async fn log_in(&self, persona: &str) {
        let link = self.server.link(persona).to_owned();
        self.page().goto(&link).await.expect("the link opens");
        self.press("Logga in").await;
        self.sees("Att göra").await;
    }

    /// Opens an address of the site.
    pub async fn open(&self, path: &str) {
        let address = format!("{}{path}", self.server.address);
        self.page().goto(&address).await.expect("the page opens");
    }

    /// Presses the button with these words.
    pub async fn press(&self, words: &str) {
        let button = format!("//button[contains(normalize-space(.), '{words}')]");
        self.click(By::XPath(button)).await;
    }

    /// Follows the first link with these words.
    pub async fn follow(&self, words: &str) {
        let link = format!("//a[contains(normalize-space(.), '{words}')]");
        self.click(By::XPath(link)).await;
    }

    /// Clicks what is found, scrolled into sight; where that leads to another page, waits for it.
    pub async fn click(&self, what: By) {
        let element = self.find(what).await;
        element.scroll_into_view().await.expect("it can be scrolled to");
        self.watch().await;
        element.click().await.expect("it can be clicked");
        self.arrive().await;
    }

    /// To be called before what may lead to another page; [`Visit::arrive`] waits for that page.
    pub async fn watch(&self) {
        let watched = self.page().execute(WATCH, vec![]).await;
        watched.expect("the page can be watched");
    }

    /// Waits until the page that a followed link or a sent form asked for has come. Without it the
    /// next look meets the old page, or one that is just being replaced.
    pub async fn arrive(&self) {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            // Between two pages there is nothing to ask.
            let answer = self.page().execute(ARRIVED, vec![]).await;
            if answer.is_ok_and(|answer| answer.convert().unwrap_or(false)) {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("no new page came: {}", self.place().await);
    }

    /// Writes into the field under this label, after what stands there.
    pub async fn write(&self, label: &str, text: &str) {
        let field = format!("//*[@id=//label[contains(normalize-space(.), '{label}')]/@for]");
        let field = self.find(By::XPath(field)).await;
        field.send_keys(text).await.expect("it can be written in");
    }

    /// Writes into the field under exactly this label, in place of what stands there.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.labelled(label).await;
        field.clear().await.expect("it can be emptied");
        field.send_keys(text).await.expect("it can be written in");
    }

    /// Chooses the first option with these words in the field under exactly this label.
    pub async fn choose(&self, label: &str, words: &str) {
        let list = self.labelled(label).await;
        let option = format!("./option[contains(normalize-space(.), '{words}')]");
        let option = list.find(By::XPath(option)).await;
        let option = option.unwrap_or_else(|why| panic!("{words} is no choice of {label}: {why}"));
        option.click().await.expect("it can be chosen");
    }

    /// The control under exactly this label.
    pub async fn labelled(&self, label: &str) -> WebElement {
        let field = format!("//*[@id=//label[normalize-space(.)='{label}']/@for]");
        self.find(By::XPath(field)).await
    }

    /// What the control under this label holds.
    pub async fn value(&self, label: &str) -> String {
        let field = self.labelled(label).await;
        field
            .prop("value")
            .await
            .expect("it can be asked")
            .unwrap_or_default()
    }

    /// Logs out, and waits until that is done.
    pub async fn log_out(&self) {
        self.press("Logga ut").await;
        self.sees("Du är utloggad").await;
    }

    /// The path of the page, with what follows it.
    pub async fn path(&self) -> String {
        let address = self.page().current_url().await.expect("there is a page");
        let rest = address.as_str().trim_start_matches(&self.server.address);
        rest.to_owned()
    }

    /// The status an address answers with in this visit's session, and what it says.
    pub async fn asked(&self, path: &str) -> (u64, String) {
        let script = "const [path, done] = arguments;
            fetch(path).then(async answer => done([answer.status, await answer.text()]))
              .catch(error => done([0, String(error)]));";
        let answer = self.page().execute_async(script, vec![path.into()]).await;
        answer
            .expect("the address is asked")
            .convert()
            .expect("status and text")
    }

    /// The element, waited for.
    pub async fn find(&self, what: By) -> WebElement {
        let query = self.page().query(what.clone()).wait(PATIENCE, PAUSE);
        match query.first().await {
            Ok(element) => element,
            Err(why) => panic!("{what:?} is not on {}: {why}", self.place().await),
        }
    }

    /// Fails unless the page shows these words soon.
    pub async fn sees(&self, words: &str) {
        self.find(By::XPath(format!(
            "//main//*[contains(normalize-space(.), '{words}')]"
        )))
        .await;
    }

    /// The text of the first element that a CSS selector finds.
    pub async fn text(&self, css: &str) -> String {
        let element = self.find(By::Css(css.to_owned())).await;
        element.text().await.expect("it has text")
    }

    /// Ends a stop of the journey: no accessibility fault on desk and phone, light and dark, nothing
    /// wider than a phone, and pictures of how it looks.
    pub async fn check(&self, name: &str) {
        for (width, dark) in [(1440, false), (360, false), (1440, true)] {
            self.browser.widen(width).await;
            self.browser.darken(dark).await;
            let at = format!("{name} ({width} px{})", if dark { ", mörkt" } else { "" });
            axe::assert_clean(self.page(), &at).await;
            assert!(
                !self.browser.is_too_wide().await,
                "{at}: sidan är bredare än skärmen"
            );
        }
        self.browser.darken(false).await;
        self.browser.picture(name).await;
        self.browser.widen(1440).await;
    }

    /// The first bytes of a file behind an address, fetched with this visit's session.
    pub async fn head_of(&self, path: &str, bytes: usize) -> String {
        let script = "const [path, bytes, done] = arguments;
            fetch(path).then(answer => answer.arrayBuffer())
              .then(data => done(new TextDecoder('latin1').decode(data.slice(0, bytes))))
              .catch(error => done(String(error)));";
        let arguments = vec![path.into(), bytes.into()];
        let answer = self.page().execute_async(script, arguments).await;
        answer.expect("the file is fetched").convert().expect("as text")
    }

    /// The page, for what has no verb here.
    pub fn page(&self) -> &WebDriver {
        &self.browser.page
    }

    async fn place(&self) -> String {
        let address = self.page().current_url().await.map(|url| url.to_string());
        let body = self.page().find(By::Tag("body")).await;
        let text = match body {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(why) => why.to_string(),
        };
        format!("{}:\n{text}\n", address.unwrap_or_default())
    }
}
