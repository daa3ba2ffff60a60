//! The list of checks: name, title, what each says, and how serious its findings are.

use super::{
    Out, bidrag, bilaga, bokforing, budgetsumma, delar, eget_kapital, floden, fordelning, granser, inlasning,
    kassaflode, maluppfyllelse, namn, procent, resultat, samma_varde, sheet::Sheet, skillnad, tvarsumma,
    wording,
};
use crate::finding::Severity::{self, AnswerOnce, MustFix, ShouldFix};

/// A named check.
#[derive(Debug)]
pub struct Check {
    /// Stable name, as `--only` takes it.
    pub name: &'static str,
    /// Swedish title.
    pub title: &'static str,
    /// What it checks, in plain Swedish.
    pub what: &'static str,
    /// How serious its findings can be.
    pub severities: &'static [Severity],
    /// What it says about a sheet.
    pub run: fn(&Sheet, &mut Out),
}

fn nothing(_: &Sheet, _: &mut Out) {}

const CHECKS: [Check; 19] = [
    Check {
        name: inlasning::NAME,
        title: "Tabellerna går att läsa",
        what: "Filer och kolumner känns igen, tal är tal, antal är inte negativa, rader har namn och ingen står två gånger.",
        severities: &[MustFix, ShouldFix],
        run: nothing,
    },
    Check {
        name: namn::NAME,
        title: "Samma namn i alla tabeller",
        what: "Insatser, kommuner, medlemmar och mått heter likadant i alla tabeller, så att inget tal undgår jämförelsen; ett namn som liknar ett annat föreslås.",
        severities: &[ShouldFix],
        run: nothing,
    },
    Check {
        name: tvarsumma::NAME,
        title: "Summor",
        what: "Varje tryckt summa i insatstabell, insatskostnader, insatsbudget, räkningar och noter är summan av sina rader.",
        severities: &[MustFix],
        run: tvarsumma::relations,
    },
    Check {
        name: budgetsumma::NAME,
        title: "Budgetens summor",
        what: "Budgetens rader blir gruppens summa varje år, och individinsatserna är insatsbudgetens summa.",
        severities: &[MustFix],
        run: budgetsumma::relations,
    },
    Check {
        name: resultat::NAME,
        title: "Resultat är intäkter minus kostnader",
        what: "I budget, driftsredovisning och flerårsöversikt, varje år; återfört överskott tar ut det budgeterade underskottet.",
        severities: &[MustFix],
        run: resultat::relations,
    },
    Check {
        name: skillnad::NAME,
        title: "Avvikelser",
        what: "Driftsredovisningens avvikelser är skillnaden mellan utfall och budget, och de lägger ihop sig till resultatets avvikelse.",
        severities: &[MustFix],
        run: skillnad::relations,
    },
    Check {
        name: samma_varde::NAME,
        title: "Samma uppgift är lika överallt",
        what: "Samma uppgift har samma värde på varje ställe, eller skillnaden förklaras av en namngiven post som går jämnt upp.",
        severities: &[MustFix, ShouldFix],
        run: samma_varde::relations,
    },
    Check {
        name: bokforing::NAME,
        title: "Bokföring, räkningar och noter",
        what: "Bokföringens saldon är räkningarnas poster, och poster med not är notens summa.",
        severities: &[MustFix],
        run: bokforing::relations,
    },
    Check {
        name: kassaflode::NAME,
        title: "Kassaflöde",
        what: "Kassaflödets poster är balansräkningens förändringar, och likvida medel går från årets början till årets slut.",
        severities: &[MustFix],
        run: kassaflode::relations,
    },
    Check {
        name: eget_kapital::OPENING,
        title: "Ingående är föregående utgående",
        what: "Årets ingående eget kapital och likvida medel är föregående års utgående.",
        severities: &[MustFix],
        run: eget_kapital::opening,
    },
    Check {
        name: eget_kapital::NAME,
        title: "Eget kapital",
        what: "Utgående eget kapital är ingående plus årets resultat, överallt där det står och från år till år.",
        severities: &[MustFix, ShouldFix],
        run: eget_kapital::relations,
    },
    Check {
        name: floden::NAME,
        title: "Deltagare in, ut och kvar",
        what: "Totalt minus avslutade är pågående, och pågående vid årets början plus nya är totalt.",
        severities: &[MustFix, ShouldFix, AnswerOnce],
        run: floden::relations,
    },
    Check {
        name: delar::NAME,
        title: "Delar av en helhet",
        what: "Kvinnor och män blir alla, remittenter blir nya deltagare, avslutsorsaker blir avslutade.",
        severities: &[MustFix, ShouldFix],
        run: delar::relations,
    },
    Check {
        name: bilaga::NAME,
        title: "Bilaga är huvudtabell",
        what: "Insatsernas bilagor har samma antal som huvudtabellen, och deras summor förbundets.",
        severities: &[ShouldFix],
        run: bilaga::relations,
    },
    Check {
        name: procent::NAME,
        title: "Procenttal räknas om",
        what: "Procenttal i måltabellen räknas om ur de tal de bygger på, också tal som står i text.",
        severities: &[MustFix, ShouldFix],
        run: procent::relations,
    },
    Check {
        name: granser::NAME,
        title: "Gränser",
        what: "En del är inte större än det hela, procenttal ligger mellan 0 och 100, åldrar inom målgruppen.",
        severities: &[MustFix, ShouldFix, AnswerOnce],
        run: granser::relations,
    },
    Check {
        name: maluppfyllelse::NAME,
        title: "Bedömning mot målvärde",
        what: "”Uppnått” och ”inte uppnått” stämmer med utfallet mot målvärdet.",
        severities: &[ShouldFix],
        run: maluppfyllelse::findings,
    },
    Check {
        name: bidrag::NAME,
        title: "Medlemsbidrag",
        what: "Staten betalar hälften, regionen en fjärdedel och kommunerna en fjärdedel; bidragen är budgetens och bokslutets.",
        severities: &[MustFix, ShouldFix],
        run: bidrag::relations,
    },
    Check {
        name: fordelning::NAME,
        title: "Fördelning efter invånarantal",
        what: "Kommunernas bidrag är fjärdedelen fördelad efter folkmängden året före, med största rest.",
        severities: &[AnswerOnce],
        run: fordelning::relations,
    },
];

const UNITS: Check = Check {
    name: wording::UNIT_CHECK,
    title: "Tusental kronor och kronor",
    what: "Ett belopp som stämmer först när det multipliceras eller divideras med 1 000 är tryckt i fel enhet.",
    severities: &[MustFix, ShouldFix],
    run: nothing,
};

static ALL: [Check; 20] = {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s] = CHECKS;
    [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, UNITS]
};

/// Every check, in the order they are run.
pub fn all() -> &'static [Check] {
    &ALL
}

/// The names `--only` takes.
pub fn names() -> Vec<&'static str> {
    ALL.iter().map(|c| c.name).collect()
}
