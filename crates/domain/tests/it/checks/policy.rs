//! Order, single checks, answers, the list of checks.

use std::{fs, path::Path};

use domain::{
    check::{
        self,
        answer::{self, Answer},
        markdown,
    },
    finding::Severity,
};

use super::{
    clean,
    edit::{At, change, plus, run},
    kalmar,
};
use crate::books;

#[test]
fn r_gra_20_one_error_gives_one_finding_at_its_place() {
    let mut folder = clean::folder(5);
    // Wrong in the income statement: note, operating statement, overview and result all tell.
    let changed = change(
        &mut folder,
        At("bokslut", "resultaträkning;Verksamhetens intäkter", 3),
        plus(12_345),
    );
    let found = run(&folder, None);
    assert_eq!(found.len(), 1, "{}", kalmar::text(&found));
    assert_eq!(found[0].place.row, "resultaträkning: Verksamhetens intäkter");
    assert_eq!(
        (found[0].expected.clone(), found[0].found.clone()),
        (Some(changed.before), changed.after)
    );
    assert!(
        found[0].message.contains("Då stämmer också"),
        "{}",
        found[0].message
    );
}

#[test]
fn r_gra_26_an_answer_stays_until_the_value_changes() {
    let folder = books::folders().remove(0);
    let (published, _) = domain::published::read_folder(&kalmar::files(&folder));
    let findings = check::published(&published, &[], None);
    let question = findings
        .iter()
        .find(|f| f.severity == Severity::AnswerOnce)
        .unwrap();
    let answer = answer::answer(question, " Räknat på annat sätt före 2015. ", "u1", "2023-03-01").unwrap();
    let open = |answers: &[Answer]| answer::open(&findings, answers).len();
    assert_eq!(open(std::slice::from_ref(&answer)), findings.len() - 1);
    let changed = Answer {
        found: "51".into(),
        ..answer
    };
    assert_eq!(open(&[changed]), findings.len());
    assert_eq!(
        answer::answer(question, "  ", "u1", "2023-03-01")
            .unwrap_err()
            .code,
        "fynd-utan-skal"
    );
    let wrong = findings.iter().find(|f| f.severity == Severity::MustFix).unwrap();
    assert_eq!(
        answer::answer(wrong, "nej", "u1", "2023-03-01").unwrap_err().code,
        "fynd-maste-rattas"
    );
    assert!(answer::blocks_publishing(&findings));
}

#[test]
fn r_gra_27_every_check_runs_alone_and_in_a_fixed_order() {
    let folder = books::folders().remove(0);
    let mut files = kalmar::files(&folder);
    let (published, _) = domain::published::read_folder(&files);
    for name in check::names() {
        let alone = check::published(&published, &[], Some(name));
        assert!(alone.iter().all(|f| f.check == name), "{name}");
    }
    let first = check::published(&published, &[], None);
    files.reverse();
    let (reversed, _) = domain::published::read_folder(&files);
    assert_eq!(check::published(&reversed, &[], None), first);
    assert_eq!(check::published(&published, &[], Some("finns-inte")), []);
}

/// Set `SAMORDNA_UPDATE=1` to write the page anew.
#[test]
fn the_list_of_checks_is_documented() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/checks.md");
    let text = markdown::markdown();
    if std::env::var_os("SAMORDNA_UPDATE").is_some() {
        fs::write(&path, &text).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}
