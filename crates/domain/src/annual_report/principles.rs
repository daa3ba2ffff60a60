//! Part 6: what every number in the report rests on.

use super::draft::{self, Draft};
use crate::document::{Block, Inline};

const LAW: &str = "Årsredovisningen är upprättad enligt lagen (2018:597) om kommunal bokföring och redovisning och rekommendationer från Rådet för kommunal redovisning, i tillämpliga delar.";
const ROUNDING: [&str; 2] = [
    "Räkningarna är summor av bokföringens konton. Varje kontos belopp görs till hela kronor en gång per år, uppåt eller nedåt till närmaste hela krona, så att kronorna tillsammans är lika med örenas avrundade summa: de största öresdelarna avrundas uppåt; vid lika öresdel går det större beloppet före, sedan det lägre kontonumret.",
    "Allt som trycks är summor av de hela kronorna. Varje tryckt summa är därför summan av sina tryckta rader, och samma storhet har samma belopp överallt. Procenttal och medelvärden avrundas från noll vid hälften.",
];
/// Counting bases that are never added or compared without saying so.
const BASES: &[(&str, &str)] = &[
    (
        "Deltaganden",
        "en person, eller en anonym post, i en insats under en period. Den som kommer tillbaka är ett nytt deltagande.",
    ),
    (
        "Anonyma deltaganden",
        "poster utan samtycke, med bara kön och startår. De räknas som deltaganden men saknas i alla andra uppgifter.",
    ),
    (
        "Konsultationer",
        "samverkansteamens behandlingar av remisser. En konsultation är aldrig ett deltagande.",
    ),
];
const SHARES: &str = "Räknebaserna läggs aldrig ihop. En andel anges med antal av bas; basen är de som har känd uppgift, och hur många som saknar uppgift står under tabellen.";

/// Redovisningsprinciper.
pub(super) fn part(draft: &mut Draft<'_>) {
    draft.heading(1, "6", "Redovisningsprinciper", "redovisningsprinciper");
    draft.words(LAW);
    draft.section("redovisningsprinciper");
    draft.heading(2, "6.1", "Avrundning", "avrundning");
    for words in ROUNDING {
        draft.words(words);
    }
    draft.heading(2, "6.2", "Räknebaser", "raknebaser");
    let item = |(name, words): &(&str, &str)| {
        let name = Inline::Strong((*name).to_owned());
        vec![name, Inline::Text(format!(": {words}"))]
    };
    draft.blocks.push(Block::List {
        ordered: false,
        items: BASES.iter().map(item).collect(),
    });
    draft.words(SHARES);
    draft.heading(2, "6.3", "Talens ursprung", "figurernas-spar");
    draft.words("Varje tal i rapporten är ett mått med fast definition. Den sista bilagan, talregistret, anger för varje tryckt tal värde, enhet, antal av bas, måttets namn och version, och vad talet är räknat av.");
    if draft::is_constructed(draft.facts()) {
        draft.heading(2, "6.4", "Konstruerade exempeldata", "konstruerade-exempeldata");
        draft.words("Deltaganden och konsultationer i den här rapporten är konstruerade. De stämmer med publicerade totaler per insats, kön, ålder, utbildning, försörjningstid och avslut, men hur uppgifterna hänger samman i det enskilda deltagandet är påhittat. I bokföringen är kontonummer, fördelning på verifikationer och datum konstruerade; årssummorna är de publicerade. Ingen uppgift gäller någon verklig person.");
    }
}
