//! The report's texts, signatures and judgements, and associations where nearly everything is missing.

use super::*;

#[test]
fn r_ars_07_an_empty_section_is_said_in_a_draft_and_named() {
    let facts = kalmar();
    let (draft, problems) = composed(&facts, 2022, &[], &Status::Draft);
    let empty: Vec<&str> = problems
        .iter()
        .filter(|p| p.code == "avsnitt-tomt")
        .map(|p| p.file.as_str())
        .collect();
    let required: Vec<String> = sections(&facts)
        .into_iter()
        .filter(|section| section.required)
        .map(|section| section.id)
        .collect();
    assert_eq!(empty, required);
    let notices = |d: &Document| {
        d.blocks
            .iter()
            .filter(|block| matches!(block, Block::Notice(_)))
            .count()
    };
    assert_eq!(notices(&draft), empty.len());
    let hash = "0".repeat(64);
    let (published, _) = composed(&facts, 2022, &[], &Status::Published { hash });
    assert_eq!(notices(&published), 0);
    let blank = [("handelser".to_owned(), " \n ".to_owned())];
    let (_, again) = composed(&facts, 2022, &blank, &Status::Draft);
    assert_eq!(again, problems);
}

#[test]
fn r_ars_08_a_text_that_no_section_prints_is_named() {
    let texts = [("handelsser".to_owned(), "Ord.".to_owned())];
    let (_, problems) = composed(&kalmar(), 2022, &texts, &Status::Draft);
    let unknown: Vec<&str> = problems
        .iter()
        .filter(|p| p.code == "avsnitt-okant")
        .map(|p| p.file.as_str())
        .collect();
    assert_eq!(unknown, ["handelsser"]);
}

#[test]
fn r_ars_09_an_association_without_facts_gets_a_report_that_says_so() {
    let facts = Facts::default();
    let (document, problems) = composed(&facts, 2022, &[], &Status::Draft);
    is_sound(&document, &Figures::compute(&facts, 2022));
    assert_eq!(document.key_figures, []);
    let said = inlines(&document)
        .filter(|inline| matches!(inline, Inline::Text(text) if text.starts_with("Uppgift saknas")))
        .count();
    assert!(said >= 10, "{said}");
    let codes: BTreeSet<&str> = problems.iter().map(|p| p.code).collect();
    for code in [
        "ars-avslut",
        "ars-bakgrund",
        "ars-bokforing",
        "ars-deltaganden",
        "ars-insatser",
        "ars-mal",
        "ars-medlemmar",
        "ars-oversikt",
        "ars-projekt",
        "ars-revision",
    ] {
        assert!(codes.contains(code), "{code}");
    }
}

#[test]
fn r_ars_10_constructed_data_are_called_so_wherever_they_show() {
    let mut facts = kalmar();
    let marked = |document: &Document| {
        let marks = |table: &&Table| table.notes.iter().any(|note| note.starts_with("Konstruerade"));
        all_tables(document)
            .into_iter()
            .filter(marks)
            .map(|table| table.id.clone())
            .collect::<Vec<_>>()
    };
    let (document, _) = composed(&facts, 2022, &[], &Status::Draft);
    assert!(document.data_notice.is_some());
    let counted = |id: &str| id.starts_with("diagram-") || id == "tabell-1" || id.ends_with("-resultat");
    for table in all_tables(&document) {
        let is_marked = marked(&document).contains(&table.id);
        assert!(
            is_marked || !counted(&table.id) || table.id == "tabell-resultat",
            "{}",
            table.id
        );
    }
    assert_eq!(marked(&document).len(), 16);
    facts.association.constructed = false;
    facts
        .participations
        .iter_mut()
        .for_each(|p| p.constructed = false);
    let (document, _) = composed(&facts, 2022, &[], &Status::Draft);
    assert_eq!(marked(&document), Vec::<String>::new());
    assert_eq!(document.data_notice, None);
}

#[test]
fn r_ars_11_nothing_says_that_an_insats_led_to_a_result() {
    let (document, _) = example_report();
    let captions = outline(&document).to_lowercase();
    let words: Vec<String> = inlines(&document)
        .map(|inline| format!("{inline:?}").to_lowercase())
        .collect();
    for claim in [
        "ledde till",
        "lett till",
        "tack vare insats",
        "berodde på insats",
        "effekt av insats",
    ] {
        assert!(!captions.contains(claim), "{claim}");
        assert!(words.iter().all(|text| !text.contains(claim)), "{claim}");
    }
}

#[test]
fn r_ars_12_signatures_are_by_function_and_member() {
    let signatures = |texts: &[(String, String)], facts: &Facts| {
        let (document, _) = composed(facts, 2022, texts, &Status::Draft);
        document.blocks.into_iter().find_map(|block| match block {
            Block::Signatures(functions) => Some(functions),
            _ => None,
        })
    };
    let facts = kalmar();
    let by_member = signatures(&[], &facts).unwrap();
    assert_eq!(by_member.len(), 12 + 1 + 2);
    assert_eq!(by_member[0], "Ledamot för Borgholms kommun");
    let listed = [(
        "underskrifter".to_owned(),
        "- Ordförande\n- Ledamot för **Kalmar kommun**\n".to_owned(),
    )];
    assert_eq!(
        signatures(&listed, &facts).unwrap(),
        ["Ordförande", "Ledamot för Kalmar kommun"]
    );
    assert_eq!(signatures(&texts(), &facts).unwrap().len(), 17);
}

#[test]
fn r_ars_13_statement_pages_have_a_place_for_initials_and_lead_to_their_notes() {
    let (document, _) = example_report();
    let initials = document.blocks.iter().filter(|b| **b == Block::Initials).count();
    assert_eq!(initials, 5);
    let links: Vec<String> = all_tables(&document)
        .into_iter()
        .filter(|table| table.id == "tabell-resultat" || table.id == "tabell-balans")
        .flat_map(|table| &table.rows)
        .flat_map(|row| &row.cells)
        .filter_map(|cell| cell.link.clone())
        .collect();
    assert_eq!(links, ["#not-1", "#not-2", "#not-3", "#not-4"]);
}

#[test]
fn r_ars_14_the_cost_of_the_audit_is_stated() {
    let (document, _) = example_report();
    let audit = inlines(&document).any(|inline| {
        matches!(inline, Inline::Figure { key, text } if key.scope.get("rad") == Some("Revisionsarvode") && text == "55\u{a0}071\u{a0}kr")
    });
    assert!(audit);
}

#[test]
fn r_mal_03_a_goal_judged_in_words_keeps_its_outcome_and_has_the_common_judgement() {
    let (document, _) = example_report();
    let tables = all_tables(&document);
    let goals = tables.iter().find(|table| table.id == "tabell-mal").unwrap();
    let row = |words: &str| {
        goals
            .rows
            .iter()
            .find(|row| row.cells[0].text.contains(words))
            .unwrap()
    };
    let texts = |row: &Row| {
        row.cells[1..]
            .iter()
            .map(|c| c.text.replace('\u{a0}', " "))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        texts(row("Nyhetsbrev")),
        ["–", "", "inga nyhetsbrev", "I stort sett uppnått"]
    );
    assert_eq!(
        texts(row("arbete eller studier efter")),
        [
            "minst 35 %",
            "minst 30 %",
            "32,1 % (36 av 112)",
            "I stort sett uppnått"
        ]
    );
}

#[test]
fn section_ids_are_unique_and_name_their_files() {
    let facts = kalmar();
    let all = sections(&facts);
    assert_eq!(all.len(), SECTIONS.len() + 9 * 8);
    let ids: BTreeSet<&str> = all.iter().map(|section| section.id.as_str()).collect();
    assert_eq!(ids.len(), all.len());
    for id in ids {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(id.chars().all(plain), "{id}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn r_ars_09_any_association_gets_a_sound_report(
        register in figure_properties::association(),
        books in statement_properties::facts(),
        year in 2019_i32..2025,
        text in "[a-zåäö0-9 \\n#*\\[\\]|.=-]{0,40}",
    ) {
        let facts = Facts { ledger: books.ledger, mapping: books.mapping, ..register };
        let texts: Vec<(String, String)> = sections(&facts).into_iter().map(|s| (s.id, text.clone())).collect();
        let (document, _) = composed(&facts, year, &texts, &Status::Draft);
        is_sound(&document, &Figures::compute(&facts, year));
        for table in all_tables(&document) {
            if !NOT_PLAIN_SUMS.contains(&table.id.as_str()) {
                sums_hold(table);
            }
        }
    }
}
