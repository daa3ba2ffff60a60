//! How much work an entry and an exit are: by keyboard alone, every key counted and the time taken.
//! What is printed goes to `docs/benchmarks.md`.

use std::time::Instant;

use thirtyfour::{By, Key, WebElement};

use crate::visit::Visit;

/// The keystroke-level model (Card, Moran and Newell 1980): a key of an average typist, and the pause
/// before each field, in milliseconds.
const KEY: u64 = 280;
const PAUSE: u64 = 1350;

/// Somebody at a keyboard.
struct Typist<'a> {
    visit: &'a Visit,
    keys: u64,
    links: u64,
    fields: u64,
    begun: Instant,
}

impl Typist<'_> {
    fn at(visit: &Visit) -> Typist<'_> {
        Typist {
            visit,
            keys: 0,
            links: 0,
            fields: 0,
            begun: Instant::now(),
        }
    }

    async fn focused(&self) -> WebElement {
        self.visit
            .page()
            .active_element()
            .await
            .expect("something has focus")
    }

    async fn press(&mut self, key: Key) {
        self.keys += 1;
        let focused = self.focused().await;
        self.visit.watch().await;
        focused.send_keys(key + "").await.expect("keys are sent");
        self.visit.arrive().await;
    }

    /// Tabs on until the focused element's text, or its label's, begins with these words.
    async fn tab_to(&mut self, words: &str) {
        for _ in 0..80 {
            if self.name().await.starts_with(words) {
                return;
            }
            self.press(Key::Tab).await;
        }
        panic!("{words} is not reached by Tab");
    }

    /// What a screen reader would begin with: the label's words, or the element's own.
    async fn name(&self) -> String {
        let script = "const e = document.activeElement;
            return ((e.labels && e.labels[0] ? e.labels[0] : e).innerText || '').trim();";
        let answer = self.visit.page().execute(script, vec![]).await;
        answer.expect("the page can be asked").convert().expect("as text")
    }

    /// Follows the link with these words.
    async fn follow(&mut self, words: &str) {
        self.tab_to(words).await;
        self.links += 1;
        self.press(Key::Enter).await;
    }

    /// Types into the field under this label: letters in a list choose.
    async fn answer(&mut self, label: &str, typed: &str) {
        self.tab_to(label).await;
        self.fields += 1;
        self.keys += typed.chars().count() as u64;
        let field = self.focused().await;
        field.send_keys(typed).await.expect("it can be written in");
        let value: Option<String> = field.prop("value").await.expect("it can be asked");
        assert!(
            value.is_some_and(|value| !value.is_empty()),
            "{label}: nothing was chosen by {typed}"
        );
    }

    /// Leaves a field as it stands.
    async fn pass(&mut self, label: &str) {
        self.tab_to(label).await;
        self.fields += 1;
        self.press(Key::Tab).await;
    }

    #[expect(clippy::print_stdout, reason = "the note has these numbers")]
    fn told(&self, what: &str, shown: u64) {
        let taken = self.begun.elapsed().as_secs_f64();
        let person = (self.keys * KEY + self.fields * PAUSE) / 1000;
        println!(
            "{what}: {shown} fields on one page, {} clicks to it, {} filled in, {} keystrokes, {taken:.1} s in the browser, about {person} s for a person",
            self.links, self.fields, self.keys
        );
    }
}

/// How many controls of the page's form are seen before anything is unfolded.
async fn fields(visit: &Visit) -> u64 {
    let script = "return [...document.querySelectorAll('main form[method=post] :is(input:not([type=hidden]), select, textarea)')]
        .filter(control => control.checkVisibility()).length;";
    let answer = visit.page().execute(script, vec![]).await;
    answer
        .expect("the page can be asked")
        .convert()
        .expect("a number")
}

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn r_reg_31_an_entry_and_an_exit_by_keyboard_alone() {
    let visit = Visit::of("Deltagaransvarig, krus").await;
    visit.open("/").await;
    visit.sees("Att göra").await;
    let mut typist = Typist::at(&visit);
    // The way of a new user: past the menu by the skip link, or through it.
    typist.follow("Deltagare").await;
    visit.sees("Deltaganden").await;
    typist.follow("Registrera deltagare").await;
    visit.sees("Finns samtycke?").await;
    let shown = fields(&visit).await;
    assert!(shown <= 12, "{shown} fields");
    typist.answer("Finns samtycke?", "Ja").await;
    typist.pass("Startdatum").await;
    typist.answer("Insatsens beteckning", "KR-0902").await;
    typist.pass("Person- eller samordningsnummer").await;
    typist.answer("Kön", "k").await;
    typist.answer("Födelseår", "1988").await;
    typist.pass("Hemkommun").await;
    typist.answer("Remitterande myndighet", "F").await;
    typist.answer("Utbildning", "gy").await;
    typist.answer("Tid i offentlig försörjning", "1").await;
    typist.answer("Försörjning", "sjukp").await;
    typist.answer("Sysselsättning", "öv").await;
    typist.tab_to("Registrera").await;
    typist.press(Key::Enter).await;
    visit.sees("Deltagandet är registrerat").await;
    typist.told("entry", shown);
    assert!(typist.links <= 2, "{} clicks", typist.links);

    let mut typist = Typist::at(&visit);
    typist.follow("Avsluta").await;
    visit.sees("Avslutsanledning").await;
    let shown = fields(&visit).await;
    assert!(shown <= 10, "{shown} fields");
    typist.pass("Avslutsdatum").await;
    typist.answer("Avslutsanledning", "fl").await;
    typist.answer("Försörjning vid avslut", "sjukp").await;
    typist.answer("Sysselsättning vid avslut", "öv").await;
    typist.tab_to("Avsluta deltagandet").await;
    typist.press(Key::Enter).await;
    visit.sees("Deltagandet är avslutat").await;
    typist.told("exit", shown);
    visit.find(By::Css("main")).await;
}
