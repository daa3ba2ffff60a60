//! The text sections of an annual report, for the report and for the editor.

use crate::{
    facts::Facts,
    report::{Section, SectionSpec},
};

/// The sections every report has, in the order they are printed.
pub const SECTIONS: &[SectionSpec] = &[
    SectionSpec::required(
        "ordforande",
        "Ordföranden har ordet",
        "Året i korthet med ordförandens egna ord. Skriv utan namn på enskilda.",
    ),
    SectionSpec::required(
        "verksamheten",
        "Förbundet och dess uppdrag",
        "Medlemmar, styrelse och kansli; uppdrag; finansiering; verksamhetsidé och vision.",
    ),
    SectionSpec::optional(
        "oversikt",
        "Översikt över verksamhetens utveckling",
        "Kommentar till översikten: vad som förändrats över åren och varför.",
    ),
    SectionSpec::required(
        "forhallanden",
        "Viktiga förhållanden för resultat och ekonomisk ställning",
        "Det som påverkat årets resultat och ställning, inifrån och utifrån.",
    ),
    SectionSpec::required(
        "handelser",
        "Händelser av väsentlig betydelse",
        "Händelser under året, och efter dess slut, som en läsare behöver känna till.",
    ),
    SectionSpec::required(
        "styrning",
        "Styrning och uppföljning av verksamheten",
        "Vem som beslutar vad, hur styrelsen får veta hur det går, intern kontroll.",
    ),
    SectionSpec::required(
        "hushallning",
        "God ekonomisk hushållning",
        "Vad förbundet menar med god ekonomisk hushållning, och den samlade bedömningen av året.",
    ),
    SectionSpec::optional(
        "insatser",
        "Finansierade insatser",
        "Målgrupper och uppföljning som är gemensamma för insatserna.",
    ),
    SectionSpec::optional(
        "maluppfyllelse",
        "Måluppfyllelse",
        "Kommentar till måltabellen: varför utfallet blev som det blev.",
    ),
    SectionSpec::optional(
        "individer",
        "Resultat på individnivå",
        "Kommentar till tabell 1 och 2 och till diagrammen.",
    ),
    SectionSpec::required(
        "struktur",
        "Strukturövergripande insatser",
        "Utbildningar, konferenser och annat som ger bättre förutsättningar för samverkan.",
    ),
    SectionSpec::required(
        "stallning",
        "Ekonomisk ställning",
        "Eget kapital mot riktlinjen, likviditet och vad de betyder för kommande år.",
    ),
    SectionSpec::optional(
        "balanskrav",
        "Balanskravsresultat",
        "Justeringar, synnerliga skäl och plan för att återställa ett underskott.",
    ),
    SectionSpec::required(
        "personal",
        "Väsentliga personalförhållanden",
        "Tjänster, fördelning mellan kvinnor och män, sjukfrånvaro. Aldrig något om en enskild.",
    ),
    SectionSpec::required(
        "utveckling",
        "Förväntad utveckling",
        "Vad som väntar: insatser, mål, ekonomisk prognos.",
    ),
    SectionSpec::optional(
        "drift",
        "Driftsredovisning",
        "Varför utfallet skiljer sig från budgeten.",
    ),
    SectionSpec::optional(
        "redovisningsprinciper",
        "Redovisningsprinciper",
        "Principer utöver avrundning och räknebaser, som skrivs av sig själva.",
    ),
    SectionSpec::optional("noter", "Noter", "Upplysningar utöver noterna ur bokföringen."),
    SectionSpec::optional(
        "underskrifter",
        "Underskrifter",
        "En punktlista: en rad per plats i styrelsen med funktion och medlem, utan namn. Tom: en rad per medlem.",
    ),
];

/// The fixed headings of an insats's annex: end of the id, heading, level of the heading, help.
pub(crate) const ANNEX: &[(&str, &str, u8, &str)] = &[
    (
        "syfte",
        "Syfte, mål och målgrupp",
        2,
        "Varför insatsen finns, vad den ska nå och för vem.",
    ),
    (
        "resurs",
        "Tidsram och personalresurs",
        2,
        "Avtal eller projekttid; tjänster och omfattning.",
    ),
    ("metod", "Metod", 2, "Hur insatsen arbetar med deltagarna."),
    (
        "resultat",
        "Resultat på individnivå",
        2,
        "Kommentar till årets resultat. Tabellen skrivs av sig själv.",
    ),
    (
        "organisation",
        "Organisation",
        3,
        "Vad i organisationen som bidragit.",
    ),
    (
        "arbetsgrupp",
        "Arbetsgrupp",
        3,
        "Vad i arbetsgruppen som bidragit.",
    ),
    (
        "styrgrupp",
        "Styrgrupp",
        3,
        "Vad i styrgruppens arbete som bidragit.",
    ),
    (
        "individniva",
        "Individnivå",
        3,
        "Vad i arbetet med deltagarna som bidragit.",
    ),
];

/// The id of an annex's section.
pub fn annex_id(slug: &str, end: &str) -> String {
    format!("bilaga-{slug}-{end}")
}

/// Every section of this association's report, in the order they are printed.
pub fn sections(facts: &Facts) -> Vec<Section> {
    let own = SECTIONS.iter().map(Section::from);
    let annexes = facts.insatser.iter().flat_map(|insats| {
        ANNEX.iter().map(|(end, heading, _, help)| Section {
            id: annex_id(&insats.slug, end),
            title: format!("{}: {heading}", insats.name),
            help,
            required: *end != "resultat",
        })
    });
    own.chain(annexes).collect()
}
