//! Next year's economy as a new user meets it: contributions from a population file, invoices, a plan with
//! a scenario, a requisition all the way to payment, the ledger and its three-way match, the operations plan.

use std::{fs, path::PathBuf};

use tempfile::TempDir;
use thirtyfour::By;

use crate::{day::year, visit::Visit};

/// The year the example's requisitions wait in.
const BOOKED: i64 = 2023;

#[tokio::test]
#[ignore = "kräver webbläsare: cargo xtask test"]
async fn the_krona_from_member_to_payment() {
    let files = TempDir::new().expect("a folder can be made");
    let visit = Visit::of("Förbundschef").await;
    the_contributions_are_apportioned(&visit, &files).await;
    the_members_are_invoiced(&visit).await;
    the_plan_takes_the_contributions(&visit).await;
    a_scenario_is_compared(&visit).await;
    the_operations_plan_follows(&visit).await;
    visit.log_out().await;

    visit.log_in("Insatsansvarig, krus").await;
    let requisition = the_insats_claims(&visit).await;
    visit.log_out().await;
    visit.log_in("Förbundsadministratör").await;
    visit.open(&requisition).await;
    visit.press("Granskad utan anmärkning").await;
    visit.sees("väntar på förbundets attest").await;
    visit.log_out().await;
    visit.log_in("Ekonom").await;
    visit.open(&requisition).await;
    visit.press("Attestera för förbundet").await;
    visit.sees("får betalas").await;
    visit.check("ekonomi-attesterad").await;

    let number = requisition.rsplit('/').next().unwrap_or_default();
    the_ledger_is_read(&visit, &files, number).await;
    the_quarter_matches(&visit, number).await;
}

fn file(files: &TempDir, name: &str, bytes: &[u8]) -> String {
    let path = files.path().join(name);
    fs::write(&path, bytes).expect("a file can be written");
    path.display().to_string()
}

fn example(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../examples/kalmar")
        .join(name)
}

async fn the_contributions_are_apportioned(visit: &Visit, files: &TempDir) {
    let on = year() - 1;
    let known = fs::read_to_string(example("befolkning.csv")).expect("the example has inhabitants");
    let now = known
        .replace("2022_09_30", &format!("{on}_09_30"))
        .replace(";10873", ";10 900");
    visit.open("/ekonomi/folkmangd").await;
    visit
        .labelled("Fil")
        .await
        .send_keys(file(files, "folk.csv", now.as_bytes()))
        .await
        .expect("a file");
    visit.press("Läs filen").await;
    visit.sees("Läst tabell").await;
    visit.check("ekonomi-folkmangd").await;
    visit.press("Spara folkmängderna").await;
    visit.sees("Folkmängderna är sparade").await;

    visit.open(&format!("/ekonomi/bidrag?ar={}", year() + 1)).await;
    visit.fill("Totalt bidrag", "16,6 miljoner").await;
    visit.fill("Folkmängd den dag", &format!("{on}-09-30")).await;
    visit.choose("Kommuner: delas", "efter invånarantal").await;
    visit.press("Spara underlaget").await;
    // Words are no amount; what was typed stands.
    assert_eq!(visit.value("Totalt bidrag").await, "16,6 miljoner");
    visit.check("ekonomi-bidrag-fel").await;
    visit.fill("Totalt bidrag", "16 600 000").await;
    visit.press("Spara underlaget").await;
    visit.sees("bidragen är fördelade").await;
    // A quarter of the total, shared by the municipalities to the krona.
    visit.sees("4\u{a0}150\u{a0}000").await;
    visit.fill("Beslut", &format!("Styrelsen § 58/{on}")).await;
    visit.fill("Beslutsdag", &format!("{on}-11-20")).await;
    visit.press("Registrera beslutet").await;
    visit.sees("Bidragen kan faktureras").await;
    visit.press("Spara betalplanen").await;
    visit.sees("Betalplanen är sparad").await;
    visit.check("ekonomi-bidrag").await;
}

async fn the_members_are_invoiced(visit: &Visit) {
    visit.open("/ekonomi/fakturor").await;
    visit.press("Skapa fakturorna").await;
    visit.sees("Fakturorna är skapade").await;
    visit.check("ekonomi-fakturor").await;
    visit.click(By::Css("main table tbody a")).await;
    visit.sees("Att betala").await;
    visit.check("ekonomi-faktura").await;
    let path = visit.path().await;
    let (status, xml) = visit.asked(&format!("{path}/xml")).await;
    assert_eq!(status, 200);
    assert!(xml.contains("urn:fdc:peppol.eu:2017:poacc:billing:3.0"), "{xml}");
}

async fn the_plan_takes_the_contributions(visit: &Visit) {
    let next = year() + 1;
    visit.open("/ekonomi/plan").await;
    visit.fill("Budgetår", &next.to_string()).await;
    visit.press("Gör ett förslag").await;
    visit.sees("Förslaget är gjort").await;
    visit
        .open(&format!("/ekonomi/plan/{next}/1/andra?tabell=fler"))
        .await;
    visit.press("Hämta bidragen").await;
    visit.sees("Bidragen är hämtade").await;
    visit.sees("16\u{a0}600\u{a0}000").await;
    visit.check("ekonomi-plan").await;
}

async fn a_scenario_is_compared(visit: &Visit) {
    let next = year() + 1;
    visit
        .open(&format!("/ekonomi/scenarier/nytt?plan={next}-1"))
        .await;
    visit.fill("Namn", "Insats Norr startar").await;
    visit.choose("Slag av ändring", "starta en ny insats").await;
    visit.fill("Ny insats", "Insats Norr").await;
    visit.fill("Från", "i höst").await;
    visit.fill("Värde", "900 000").await;
    visit.press("Spara och räkna").await;
    visit.sees("Det gick inte").await;
    assert_eq!(visit.value("Från").await, "i höst");
    visit.fill("Från", &format!("{next}-09")).await;
    visit.press("Spara och räkna").await;
    visit.sees("Scenariot är sparat och räknat").await;
    visit.sees("Insats Norr startar").await;
    visit.check("ekonomi-scenario").await;
}

async fn the_operations_plan_follows(visit: &Visit) {
    let way = format!("/rapporter/verksamhetsplan/{}", year() + 1);
    visit.open(&way).await;
    let report = visit.text("main").await;
    assert!(
        report.contains("16 600 000") || report.contains("16\u{a0}600\u{a0}000"),
        "{report}"
    );
    visit.check("ekonomi-verksamhetsplan").await;
    assert_eq!(visit.head_of(&format!("{way}/pdf"), 4).await, "%PDF");
}

/// The last quarter's costs, by cost type, in the draft that waits; answers with the requisition's address.
async fn the_insats_claims(visit: &Visit) -> String {
    visit.open("/rekvisitioner").await;
    visit.follow("Ny rekvisition").await;
    visit.choose("Period", &format!("kvartal 4 {BOOKED}")).await;
    visit.press("Spara utkastet").await;
    visit.sees("är redan rekvirerad med").await;
    visit.open(&format!("/rekvisitioner?ar={BOOKED}")).await;
    visit
        .click(By::XPath("//main//tr[contains(., 'utkast')]//a".to_owned()))
        .await;
    visit.follow("Ändra").await;
    visit.fill("Personal", "fyrahundra tusen").await;
    visit.press("Spara utkastet").await;
    assert_eq!(visit.value("Personal").await, "fyrahundra tusen");
    visit.check("ekonomi-rekvisition-fel").await;
    visit.fill("Personal", "400 000").await;
    visit.fill("Lokal", "35 000,50").await;
    for cost in [
        "Resor",
        "Material och utrustning",
        "Köpta tjänster",
        "Utbildning och handledning",
        "Gemensamma kostnader (overhead)",
        "Övrigt",
    ] {
        visit.fill(cost, "").await;
    }
    visit.press("Spara utkastet").await;
    visit.sees("435\u{a0}000,50").await;
    visit.press("Attestera för huvudmannen").await;
    visit.sees("har gått till kansliet").await;
    visit.check("ekonomi-rekvisition").await;
    let path = visit.path().await;
    path.split('?').next().unwrap_or_default().to_owned()
}

/// The year after the example's books: opened with what they closed with, and the requisition as a cost.
async fn the_ledger_is_read(visit: &Visit, files: &TempDir, number: &str) {
    let before = fs::read(example("bokforing-2022.se")).expect("the example has books");
    let mut books: Vec<u8> = Vec::new();
    let mut carried = 0_i64;
    for line in before.split(|byte| *byte == b'\n') {
        let begins = |word: &str| line.starts_with(word.as_bytes());
        if [
            "#FLAGGA", "#FORMAT", "#SIETYP", "#PROGRAM", "#FNAMN", "#ORGNR", "#KPTYP", "#VALUTA", "#DIM",
            "#OBJEKT", "#KONTO",
        ]
        .into_iter()
        .any(begins)
        {
            books.extend_from_slice(line);
            books.push(b'\n');
        } else if begins("#UB 0 ") {
            let text = String::from_utf8_lossy(line);
            let words: Vec<&str> = text.split_whitespace().collect();
            let amount: i64 = words[3].parse().expect("whole kronor");
            carried += amount;
            let closing = match words[2] {
                "2440" => format!("{}.50", amount - 435_000),
                _ => amount.to_string(),
            };
            if words[2] != "2019" {
                balance(&mut books, words[2], amount, &closing);
            }
        }
    }
    // Last year's result stands on its own account until it is moved.
    balance(&mut books, "2019", -carried, &(-carried).to_string());
    let voucher = format!(
        "#RAR 0 {BOOKED}0101 {BOOKED}1231\n#RES 0 4010 435000.50\n#VER A 1 {BOOKED}1229 \"{number} KRUS, kvartal 4\"\n{{\n#TRANS 4010 {{6 KRUS}} 435000.50\n#TRANS 2440 {{}} -435000.50\n}}\n"
    );
    books.extend_from_slice(voucher.as_bytes());
    let path = file(files, "bokforing.se", &books);
    visit.open("/import").await;
    visit.labelled("Fil").await.send_keys(path).await.expect("a file");
    visit.press("Provläs filen").await;
    visit.sees("Läs in").await;
    visit.check("ekonomi-provlast").await;
    visit.press("Läs in").await;
    visit.find(By::XPath("//*[contains(., 'läste in')]")).await;
}

fn balance(books: &mut Vec<u8>, account: &str, opening: i64, closing: &str) {
    books.extend_from_slice(format!("#IB 0 {account} {opening}\n#UB 0 {account} {closing}\n").as_bytes());
}

async fn the_quarter_matches(visit: &Visit, number: &str) {
    visit.open(&format!("/ekonomi/matchning?ar={BOOKED}")).await;
    let row = visit
        .text(&format!("main table tbody tr:has(a[href$='{number}'])"))
        .await;
    // Claimed, booked, and the difference between them; spaces of every kind are the same here.
    let row: Vec<&str> = row.split_whitespace().collect();
    let matched = format!("{number} 435 000,50 A 1 435 000,50 0,00");
    assert!(row.join(" ").contains(&matched), "{row:?}");
    visit.check("ekonomi-matchning").await;
}
