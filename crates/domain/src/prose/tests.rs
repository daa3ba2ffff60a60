//! The rules of text sections, one test per rule.

use proptest::prelude::*;

use super::*;
use crate::{
    document::Inline,
    figure::{FigureKey, Scope},
};

fn lookup(reference: &FigureRef) -> Option<(FigureKey, String)> {
    let key = |measure| FigureKey {
        measure,
        year: reference.year.unwrap_or(2022),
        scope: Scope::all(),
    };
    match (
        reference.measure.as_str(),
        reference.scope.get("insats").map(String::as_str),
        reference.show,
    ) {
        ("deltaganden.nya", None, Show::Value) => Some((key("deltaganden.nya"), "122".into())),
        ("deltaganden.nya", Some("krus"), _) => Some((key("deltaganden.nya"), "16".into())),
        ("avslut.arbete_eller_studier", None, Show::KOfN) => {
            Some((key("avslut.arbete_eller_studier"), "36 av 112".into()))
        }
        _ => None,
    }
}

fn read_words(markdown: &str) -> (Vec<Block>, Vec<Problem>) {
    let names = ["Vägknuten 2.0".to_owned()];
    let section = Section {
        id: "handelser",
        level: 2,
        markdown,
        names: &names,
    };
    read(&section, &lookup)
}

fn codes(markdown: &str) -> Vec<&'static str> {
    read_words(markdown).1.iter().map(|p| p.code).collect()
}

fn printed(markdown: &str) -> String {
    let (blocks, problems) = read_words(markdown);
    assert_eq!(problems, [], "{markdown}");
    let [Block::Paragraph(inlines)] = blocks.as_slice() else {
        panic!("{blocks:?}")
    };
    let text = |i: &Inline| match i {
        Inline::Text(t) | Inline::Strong(t) | Inline::Emphasis(t) => t.clone(),
        Inline::Figure { key, text } => format!("<{key} {text}>"),
        Inline::Link { to, text } => format!("({text} {to})"),
    };
    inlines.iter().map(text).collect()
}

#[test]
fn r_txt_01_a_reference_prints_its_figure() {
    assert_eq!(
        printed("Det var [[deltaganden.nya]] nya."),
        "Det var <deltaganden.nya@2022 122> nya."
    );
    assert_eq!(
        printed("[[deltaganden.nya|insats=krus|år=2021]]"),
        "<deltaganden.nya@2021 16>"
    );
    assert_eq!(
        printed("**[[avslut.arbete_eller_studier|visa=k av n]]** gick vidare"),
        "<avslut.arbete_eller_studier@2022 36 av 112> gick vidare"
    );
}

#[test]
fn r_txt_01_a_reference_may_be_broken_between_lines() {
    assert_eq!(
        printed("Av dem gick [[avslut.arbete_eller_studier|visa=k\nav n]] vidare,\när {{12\n|skäl}}."),
        "Av dem gick <avslut.arbete_eller_studier@2022 36 av 112> vidare, är 12."
    );
    let (_, problems) = read_words("[[deltaganden.nya|\ninsats=krus]]\noch [[borta]] [[öppen\n\nslut");
    let lines: Vec<usize> = problems.iter().map(|p| p.line).collect();
    assert_eq!(lines, [3, 3]);
}

#[test]
fn r_txt_02_an_unknown_reference_is_named_with_line_and_suggestion() {
    let (blocks, problems) =
        read_words("Första raden\nandra [[deltaganden.nyya]] raden\n\n[[hejsan|]] [[Nya]]");
    assert_eq!(problems.len(), 3);
    assert_eq!((problems[0].file.as_str(), problems[0].line), ("handelser.md", 2));
    assert!(
        problems[0].message.contains("Menade du deltaganden.nya?"),
        "{}",
        problems[0].message
    );
    assert_eq!(problems[1].line, 4);
    assert!(problems.iter().all(|p| p.code == "text-referens"));
    assert!(
        format!("{blocks:?}").contains("[[deltaganden.nyya]]"),
        "det skrivna står kvar"
    );
    assert!(
        read_words("[[deltaganden.nya|insats=borta]]").1[0]
            .message
            .contains("avgränsningen (insats=borta)")
    );
    assert_eq!(codes("öppen [[deltaganden.nya"), ["text-referens"]);
}

#[test]
fn r_txt_03_a_typed_number_is_a_finding() {
    for text in [
        "36 av 112 gick vidare",
        "en ökning med 14 procent",
        "14%",
        "resultatet blev −204 793 kr",
        "åldern 16–64 år",
        "2022 deltaganden",
        "de fick 2000 kr",
        "12st",
        "½ tjänst och 2,8 tjänster",
        "7 gånger",
    ] {
        let codes = codes(text);
        assert!(
            !codes.is_empty() && codes.iter().all(|c| *c == "text-siffra"),
            "{text}: {codes:?}"
        );
    }
}

#[test]
fn r_txt_04_dates_laws_labels_and_names_may_be_typed() {
    for text in [
        "den 17 mars 2023, 2023-03-17 och våren 2022",
        "perioden 2023–2025 och 2021/2022.",
        "7 § lagen (2003:1210) om finansiell samordning, 5 kap. 1 § och 11 kap.",
        "se tabell 1, diagram 1–6, not 2 och bilaga 3",
        "metoden 7tjugo, Agenda 2030, RKR R15 och Vägknuten 2.0 i Oskarshamn",
        "under 2022. Deltagarna har",
        "1. första punkten\n2. andra punkten",
        "# Plan för 24 månader",
    ] {
        assert_eq!(codes(text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn r_txt_05_a_marked_number_needs_its_reason() {
    assert_eq!(
        printed("Åldrarna {{16–64|beslut om målgrupp}} år."),
        "Åldrarna 16–64 år."
    );
    assert_eq!(codes("Åldrarna {{16–64}} år."), ["text-skal"]);
    assert_eq!(codes("Åldrarna {{16–64|}} år."), ["text-skal"]);
}

#[test]
fn r_txt_06_what_a_report_cannot_show_is_named() {
    for text in ["`kod`", "<b>fet</b>", "![bild](https://a.se/b.png)", "---"] {
        assert!(codes(text).contains(&"text-markning"), "{text}");
    }
    assert_eq!(codes("[sida](javascript:alert)"), ["text-lank"]);
    assert_eq!(printed("[sida](https://finsam.se)"), "(sida https://finsam.se)");
}

#[test]
fn r_txt_07_headings_follow_their_section_without_gaps_and_with_own_anchors() {
    let (blocks, _) = read_words("# Ett\n\ntext\n\n#### Två\n\n# Ett\n");
    let heads: Vec<(u8, &str)> = blocks
        .iter()
        .filter_map(|b| match b {
            Block::Heading { level, id, .. } => Some((*level, id.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(
        heads,
        [(3, "handelser-ett"), (4, "handelser-tva"), (3, "handelser-ett-2")]
    );
}

#[test]
fn r_txt_08_lists_and_quotes_become_lists_and_notices() {
    let (blocks, problems) = read_words("- ett\n- två\n  - inre\n\n> Obs\n");
    assert_eq!(problems, []);
    let [
        Block::List {
            ordered: false,
            items,
        },
        Block::Notice(_),
    ] = blocks.as_slice()
    else {
        panic!("{blocks:?}")
    };
    assert_eq!(items.len(), 3);
}

proptest! {
    #[test]
    fn r_txt_09_reading_never_fails(text in "([a-zåäö0-9 \\n#*_`<>\\[\\]{}|=()!.,–-]|\\[\\[|\\]\\]|\\{\\{|\\}\\}|deltaganden.nya|§|\\PC){0,80}") {
        let (blocks, problems) = read_words(&text);
        prop_assert!(problems.iter().all(|p| p.line >= 1 && p.line <= text.lines().count().max(1) + 1));
        prop_assert!(blocks.len() <= text.len() + 1);
    }
}
