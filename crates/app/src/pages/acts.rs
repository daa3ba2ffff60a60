//! The acts of the audit trail in words.

/// What somebody did, before what it was done to.
const DONE: &[(&str, &str)] = &[
    ("användare.inbjuden", "bjöd in"),
    ("användare.ny", "lade till användaren"),
    ("användare.roll", "gav en roll åt"),
    ("användare.roll-slut", "avslutade en roll för"),
    ("användare.stängd", "stängde kontot för"),
    ("attest.ersättare", "lade till en ersättare vid attest:"),
    ("attest.ersättare-bort", "tog bort en ersättare vid attest:"),
    ("attest.regel", "lade till en regel för"),
    ("attest.regel-bort", "tog bort en regel för"),
    ("balanskrav.justera", "ändrade balanskravsjusteringarna för"),
    ("betalning.fil", "skrev betalfilen"),
    ("betalning.konto", "ändrade"),
    ("betalning.kontoutdrag", "läste in kontoutdraget"),
    ("betalning.återkalla", "återkallade betalfilen"),
    ("bokforing.importera", "läste in"),
    ("deltagande.avslut", "avslutade deltagandet"),
    ("deltagande.felregistrering", "felregistrerade deltagandet"),
    ("deltagande.ny", "registrerade deltagandet"),
    ("deltagande.plan", "sparade en plan för deltagandet"),
    ("deltagande.rattelse", "rättade deltagandet"),
    ("deltagande.samtycke-aterkallat", "gjorde ett deltagande anonymt:"),
    ("deltagande.start", "startade deltagandet"),
    ("deltagande.uppfoljning", "följde upp deltagandet"),
    ("ekonomi.förklaring", "förklarade en skillnad i"),
    ("ekonomi.stäng", "stängde ekonomin för"),
    ("exempel.deltaganden", "läste in"),
    ("exempel.rekvisitioner", "läste in"),
    ("exempel.remisser", "läste in"),
    ("fynd.svar", "besvarade fyndet"),
    ("gallring.anonymisera", "gallrade enligt"),
    ("insats.beskriv", "beskrev insatsen"),
    ("insats.etikett", "ändrade etiketterna i"),
    ("insats.fraga", "ändrade de egna frågorna i"),
    ("konsultation.antal", "angav konsultationer per månad:"),
    ("konsultation.ny", "registrerade en konsultation:"),
    ("koppling.andra", "ändrade kopplingen av konton"),
    ("bidrag.aterta", "tog tillbaka beslutet om medlemsbidragen"),
    ("bidrag.avvikelse", "ändrade avvikelser från fördelningen"),
    ("bidrag.besluta", "registrerade beslutet om medlemsbidragen"),
    ("bidrag.betalplan", "sparade betalplanen för"),
    ("bidrag.underlag", "fördelade medlemsbidragen"),
    ("faktura.kreditera", "krediterade fakturan"),
    ("faktura.markera", "ändrade läget för fakturan"),
    ("faktura.mottag", "tog emot fakturan"),
    ("faktura.mottagare", "ändrade fakturauppgifterna för medlemmen"),
    ("faktura.skapa", "skapade fakturor för"),
    ("folkmängd.spara", "sparade folkmängderna den"),
    ("kvartal.stäng", "stängde"),
    ("kvartal.svar", "svarade på talen för"),
    ("kvartal.text", "skrev en kvartalstext för"),
    ("logg.gallring", "gallrade enligt"),
    ("logg.gallringsregel", "beslutade en gallringsregel:"),
    ("läslogg.punkt", "noterade läsloggens läge vid händelse"),
    ("moms.inlamnad", "lämnade in momsansökan för"),
    ("moms.installning", "ändrade momskontona:"),
    ("moms.utbetald", "registrerade utbetald moms för"),
    ("mote.nytt", "registrerade ett möte:"),
    ("mote.parter", "ändrade mötets parter:"),
    ("nyckel.ny", "gjorde nyckeln"),
    ("nyckel.återkalla", "återkallade nyckeln"),
    ("plan.beslut", "registrerade beslutet om budgeten"),
    ("plan.bort", "tog bort budgetförslaget"),
    ("plan.index", "räknade upp budgetförslaget"),
    ("plan.bidrag", "hämtade bidragen till budgetförslaget"),
    ("plan.klistra", "lade in rader i budgetförslaget"),
    ("plan.ny", "gjorde ett budgetförslag:"),
    ("plan.samråd", "registrerade samråd om budgeten"),
    ("plan.spara", "ändrade budgetförslaget"),
    ("pott.anmald", "anmälde delegationsbeslut till"),
    ("pott.ansokan", "sökte medel ur"),
    ("pott.aterta", "tog tillbaka en ansökan ur"),
    ("pott.beslut", "beslutade om en ansökan ur"),
    ("pott.ram", "sparade ramen för"),
    ("pott.stang", "stängde eller öppnade"),
    ("prognos.delar", "ändrade delårsrapporten:"),
    ("prognos.koppling", "ändrade vilka konton som hör till"),
    ("prognos.las", "låste"),
    ("prognos.text", "skrev i"),
    ("prognos.val", "valde prognos för"),
    ("pseudonym.nyckel", "gjorde en ny nyckel för pseudonymer i"),
    ("rapport.avsnitt", "skrev i"),
    ("rapport.publicera", "publicerade"),
    ("register.importera", "läste in deltaganden i"),
    ("rekommendation.tagen", "tog hand om en rekommendation:"),
    ("rekvisition.attest1", "attesterade för huvudmannen rekvisitionen"),
    ("rekvisition.attest2", "attesterade för förbundet rekvisitionen"),
    ("rekvisition.betald", "märkte som betald rekvisitionen"),
    ("rekvisition.betalfil", "lade i betalfil rekvisitionen"),
    ("rekvisition.fyll", "fyllde i rekvisitionen"),
    ("rekvisition.granska", "granskade rekvisitionen"),
    ("rekvisition.makulera", "makulerade rekvisitionen"),
    ("rekvisition.underlag", "bifogade underlag till rekvisitionen"),
    (
        "rekvisition.underlag-bort",
        "tog bort underlag från rekvisitionen",
    ),
    ("rekvisition.ur-betalfil", "tog ur betalfil rekvisitionen"),
    ("rekvisition.återsänd", "återsände rekvisitionen"),
    ("remiss.enhet", "ändrade avsändande enheter:"),
    ("remiss.ny", "registrerade en remiss:"),
    ("remiss.steg", "förde en remiss vidare:"),
    ("riktlinje.spara", "sparade riktlinjen för eget kapital från"),
    ("rojande.andra", "ändrade minsta cell:"),
    ("scenario.bort", "tog bort scenariot"),
    ("scenario.spara", "sparade scenariot"),
    ("sie.konton", "ändrade kontona för SIE ut:"),
    ("sie.ut", "hämtade"),
    ("tabeller.importera", "läste in tabeller:"),
    ("team.spara", "ändrade"),
    ("utfall.spara", "ändrade utfallslistan"),
    ("volym.spara", "sparade volymen för"),
];

/// What somebody did, where what it was done to says nothing more.
const DONE_ALONE: &[(&str, &str)] = &[
    ("faktura.avsandare", "ändrade förbundets fakturauppgifter"),
    ("folkmängd.kallor", "ändrade källorna för folkmängd"),
    ("inloggning", "loggade in"),
    ("inloggning.glömt", "bad om ett nytt lösenord"),
    ("inloggning.lösenord", "bytte lösenord"),
    ("inloggning.reservkod", "använde en reservkod"),
    ("inloggning.reservkoder", "tog nya reservkoder"),
    ("inloggning.utloggad", "loggade ut överallt"),
    ("inloggning.valt", "valde lösenord och telefon"),
];

/// An event in words, as "läste in bokföring 2022".
pub(super) fn words(act: &str, object: &str) -> String {
    let of = |table: &[(&str, &'static str)]| {
        let found = table.iter().find(|(name, _)| *name == act);
        found.map(|(_, words)| *words)
    };
    if act == "inloggning.spärrad" {
        return format!("spärrades efter för många försök ({object})");
    }
    if let Some(alone) = of(DONE_ALONE) {
        return alone.to_owned();
    }
    let done = of(DONE).unwrap_or(act);
    format!("{done} {object}").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn acts_are_told_in_words() {
        for (act, object, told) in [
            ("inloggning", "u", "loggade in"),
            ("deltagande.ny", "abc", "registrerade deltagandet abc"),
            (
                "inloggning.spärrad",
                "tre",
                "spärrades efter för många försök (tre)",
            ),
            ("något.nytt", "x", "något.nytt x"),
        ] {
            assert_eq!(words(act, object), told);
        }
    }
}
