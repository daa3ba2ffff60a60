//! The plan's text sections, in the order of printing.

use crate::report::SectionSpec;

const fn required(id: &'static str, title: &'static str, help: &'static str) -> SectionSpec {
    SectionSpec::required(id, title, help)
}

const fn optional(id: &'static str, title: &'static str, help: &'static str) -> SectionSpec {
    SectionSpec::optional(id, title, help)
}

/// The sections every plan has.
pub const SECTIONS: &[SectionSpec] = &[
    required(
        "inledning",
        "Inledning",
        "När förbundet bildades, vilka medlemmarna är och enligt vilken lag det arbetar.",
    ),
    required(
        "samordning",
        "Övergripande syfte med finansiell samordning",
        "Varför medlemmarna samordnar sina resurser: den enskildes arbetsförmåga och en effektiv användning av pengarna.",
    ),
    required(
        "uppgifter",
        "Förbundets uppgifter",
        "Vad lagen ger förbundet i uppgift, och vad det inte får göra.",
    ),
    required(
        "manniskosyn",
        "Synen på människan",
        "De värderingar som arbetet vilar på.",
    ),
    required(
        "samverkan",
        "Stöd till en bättre samverkanskultur",
        "Utbildningar, mötesplatser och annat som ger bättre förutsättningar för samverkan.",
    ),
    required(
        "individinsatser",
        "Finansiering av individinriktade insatser",
        "Vad som krävs för att en insats ska finansieras, och hur länge.",
    ),
    required(
        "organisation",
        "Organisation",
        "Styrelse, arbetsutskott, beredningsgrupp, lokala samverkansgrupper och kansli. Skriv funktioner, inte namn.",
    ),
    required("malgrupper", "Målgrupper", "Vilka insatserna är till för."),
    required(
        "syfte",
        "Syfte",
        "Vad förbundets arbete ska leda fram till för dem som behöver flera myndigheter samtidigt.",
    ),
    required(
        "mal",
        "Mål",
        "Hur målen hänger ihop. Måltabellen skrivs av sig själv.",
    ),
    required(
        "uppfoljning",
        "Uppföljning av målen",
        "När och hur målen följs upp, och vem som får veta.",
    ),
    required(
        "arbete",
        "Planerat arbete",
        "Seminarier, inspirationsdagar, utbildningar och annat som är planerat under året.",
    ),
    required(
        "budget",
        "Budget",
        "Vad budgeten bygger på, och varför den går med överskott eller underskott.",
    ),
    optional(
        "bidrag",
        "Medlemmarnas bidrag",
        "Hur bidragen är fördelade mellan medlemmarna.",
    ),
    optional(
        "insatsbudget",
        "Insatsernas budget",
        "Uppräkning, insatser som börjar eller slutar, medel som inte är bundna.",
    ),
    optional(
        "kapital",
        "Eget kapital",
        "Hur det egna kapitalet utvecklas mot riktlinjen, och hur ett underskott täcks.",
    ),
    optional(
        "beslut",
        "Beslut",
        "Var och när planen beslutas, samrådet med medlemmarna och hur beslutet meddelas.",
    ),
];
