//! Words for what a redirect says was done. The address carries a code, never words.

/// Code and words.
const TOLD: &[(&str, &str)] = &[
    ("inlast", "Filen är inläst och talen är omräknade."),
    (
        "inlast-publicerad",
        "Filen är inläst och talen är omräknade. En publicerad årsredovisning står kvar som den var och stämmer inte längre med dem; jämför den med det nya utkastet.",
    ),
    (
        "annat-ar",
        "Det talet finns inte för det här året. Här är årets andra tal.",
    ),
    ("bortplockad", "Filen är borttagen. Inget är inläst."),
    ("remiss", "Remissen är sparad."),
    ("mote", "Mötet är sparat."),
    (
        "konsultation",
        "Konsultationen är sparad. Registrera nästa, eller gå vidare.",
    ),
    ("antal", "Antalet är sparat."),
    ("enhet", "Enheten är sparad."),
    ("rekommendation", "Rekommendationen är avslutad."),
    ("kvartal-svar", "Svaret på talen är sparat."),
    ("kvartal-text", "Texten är sparad för kvartalet."),
    ("kvartal-stangt", "Kvartalet är stängt och låst."),
    (
        "bidrag-underlag",
        "Underlaget är sparat och bidragen är fördelade.",
    ),
    ("bidrag-avvikelser", "Avvikelserna är sparade."),
    (
        "bidrag-beslut",
        "Beslutet är registrerat. Bidragen kan faktureras.",
    ),
    (
        "bidrag-aterta",
        "Beslutet är återtaget. Bidragen är ett förslag igen.",
    ),
    ("betalplan", "Betalplanen är sparad."),
    ("folkmangd", "Folkmängderna är sparade."),
    ("folkmangd-kallor", "Källorna är sparade."),
    (
        "fakturor-skapade",
        "Fakturorna är skapade. Hämta filerna och skicka dem.",
    ),
    ("faktura-markerad", "Fakturan är uppdaterad."),
    ("faktura-krediterad", "Kreditfakturan är skapad."),
    ("faktura-mottagen", "Fakturan är mottagen."),
    ("fakturauppgifter", "Uppgifterna är sparade."),
    ("svar", "Svaret är sparat."),
    ("avsnitt", "Avsnittet är sparat."),
    ("publicerad", "Rapporten är publicerad och låst."),
    ("last", "Rapporten är låst. Den låsta PDF-filen står överst."),
    ("inregistrerad", "Deltagandet är registrerat."),
    (
        "anonym",
        "Deltagandet är registrerat anonymt: bara kön och startår är sparade.",
    ),
    ("utregistrerad", "Deltagandet är avslutat."),
    ("rattad", "Rättelsen är sparad."),
    ("startad", "Deltagandet har startat."),
    ("plan", "Planen är sparad."),
    ("uppfoljd", "Uppföljningen är sparad."),
    (
        "felregistrerad",
        "Deltagandet är felregistrerat och ingår inte längre i något antal.",
    ),
    ("fraga", "Sparat."),
    ("utfall", "Listan är sparad."),
    (
        "pseudonymnyckel",
        "Huvudmannen har en ny nyckel. De som är registrerade känns igen ändå.",
    ),
    (
        "losenord",
        "Lösenordet är bytt. Dina andra sessioner är avslutade.",
    ),
    ("session", "Sessionen är avslutad."),
    (
        "inbjuden",
        "Inbjudan är skickad med e-post. Den gäller i sju dagar.",
    ),
    ("roll", "Rollen är given. Personen kan redan logga in."),
    ("roll-slut", "Rollen är avslutad."),
    ("stangd", "Kontot är stängt och alla dess sessioner är avslutade."),
    ("rojande", "Minsta cell är sparad och talen är omräknade."),
    ("beskriven", "Beskrivningen är sparad."),
    ("nyckel-bort", "Nyckeln är återkallad och fungerar inte längre."),
    ("budget", "Planen är sparad och summorna är omräknade."),
    ("budget-ny", "Förslaget är gjort."),
    ("budget-bort", "Förslaget är borttaget."),
    ("budget-samrad", "Samrådet är registrerat."),
    (
        "budget-beslut",
        "Beslutet är registrerat, versionen är låst och talen är omräknade.",
    ),
    ("budget-index", "Planåren är uppräknade."),
    ("budget-bidrag", "Bidragen är hämtade för de år som är fördelade."),
    ("budget-klistrad", "Raderna är inlagda."),
    (
        "budget-last",
        "Versionen är beslutad och låst. Gör en kopia för att ändra budgeten.",
    ),
    ("scenario", "Scenariot är sparat och räknat."),
    ("scenario-bort", "Scenariot är borttaget."),
    ("riktlinje", "Riktlinjen är sparad."),
    ("justering", "Justeringen är sparad och balanskravet är omräknat."),
    ("justering-bort", "Justeringarna är borttagna."),
    ("koppling", "Kopplingen är sparad och räkenskaperna är omräknade."),
    ("volym", "Volymen är sparad."),
    ("aterkallat", "Samtycket är återkallat och posten är anonym."),
    ("regel", "Regeln är sparad."),
    (
        "prognos",
        "Prognosen är sparad. Det som gällde förut finns kvar i historiken.",
    ),
    (
        "budgetkoppling",
        "Kopplingen är sparad och uppföljningen omräknad.",
    ),
    ("delar", "Inställningen för delårsrapporten är sparad."),
    ("moms", "Momskonton och period är sparade."),
    (
        "moms-inlamnad",
        "Ansökan är registrerad som inlämnad och raderna är låsta.",
    ),
    ("moms-utbetald", "Utbetalningen är registrerad."),
    ("pott", "Sparat."),
    ("pott-anmald", "Besluten är märkta som anmälda."),
    ("pott-sokt", "Ansökan är skickad."),
    ("pott-aterta", "Ansökan är tillbakatagen."),
    (
        "rekvisition",
        "Utkastet är sparat. Bifoga underlag och attestera när det är färdigt.",
    ),
    (
        "rekvisition-udda",
        "Utkastet är sparat, men beloppen ser ovanliga ut mot årets budget. Kontrollera att de är i kronor.",
    ),
    (
        "rekvisition-attest1",
        "Rekvisitionen är attesterad och har gått till kansliet.",
    ),
    (
        "rekvisition-granskad",
        "Rekvisitionen är granskad och väntar på förbundets attest.",
    ),
    ("rekvisition-atersand", "Rekvisitionen är återsänd med skälet."),
    (
        "rekvisition-attest2",
        "Rekvisitionen är attesterad och får betalas.",
    ),
    ("rekvisition-betald", "Rekvisitionen är märkt betald."),
    (
        "rekvisition-makulerad",
        "Rekvisitionen är makulerad. Perioden kan rekvireras på nytt.",
    ),
    ("underlag", "Underlaget är bifogat."),
    ("underlag-bort", "Underlaget är borttaget."),
    ("attestregel", "Attestregeln är sparad."),
    ("attestregel-bort", "Attestregeln är borttagen."),
    ("ersattare", "Ersättaren är sparad."),
    ("ersattare-bort", "Ersättaren är borttagen."),
    (
        "betalfil",
        "Betalfilen är skriven. Hämta den och sänd den till banken.",
    ),
    (
        "betalfil-ater",
        "Betalfilen är återkallad. Dess rekvisitioner kan betalas på nytt.",
    ),
    ("betalkonto", "Förbundets konto är sparat."),
    ("forklaring", "Förklaringen är sparad."),
    ("ekonomi-stangd", "Kvartalets ekonomi är stängd och låst."),
    ("sie-konton", "Kontona är sparade."),
];

/// The words of a code; none for one that is not ours.
pub(super) fn told(code: &str) -> Option<&'static str> {
    let found = TOLD.iter().find(|(known, _)| *known == code);
    found.map(|(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_told_once() {
        for (i, (code, words)) in TOLD.iter().enumerate() {
            assert_eq!(told(code), Some(*words));
            assert!(TOLD[i + 1..].iter().all(|(other, _)| other != code), "{code}");
        }
        assert_eq!(told("finns-inte"), None);
    }
}
