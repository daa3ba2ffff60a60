//! What must hold for every file and every document there can be.

use proptest::{collection::vec, prelude::*, sample};
use sie::{Encoding, Options, inspect, read, read_as, write};

use crate::{
    arbitrary::{ALL, SWEDISH, document},
    examples::file,
};

const EXAMPLES: [&str; 6] = [
    "hel.se",
    "import.si",
    "verifikationer.se",
    "saldon.se",
    "form.se",
    "klamrar.se",
];

/// A change somebody's editor, program or modem might make to a file.
#[derive(Clone, Debug)]
enum Damage {
    Replace(sample::Index, u8),
    Insert(sample::Index, u8),
    Remove(sample::Index, usize),
    Repeat(sample::Index, usize),
    Swap(sample::Index, sample::Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let byte = prop_oneof![
        any::<u8>(),
        sample::select(b"\"{}#\\ \t\r\n\0-.,09\xff\x84".to_vec())
    ];
    let at = any::<sample::Index>;
    prop_oneof![
        (at(), byte.clone()).prop_map(|(i, b)| Damage::Replace(i, b)),
        (at(), byte).prop_map(|(i, b)| Damage::Insert(i, b)),
        (at(), 1_usize..80).prop_map(|(i, n)| Damage::Remove(i, n)),
        (at(), 1_usize..80).prop_map(|(i, n)| Damage::Repeat(i, n)),
        (at(), at()).prop_map(|(i, j)| Damage::Swap(i, j)),
    ]
}

fn apply(bytes: &mut Vec<u8>, damage: &Damage) {
    if bytes.is_empty() {
        return;
    }
    let len = bytes.len();
    match damage {
        Damage::Replace(i, b) => bytes[i.index(len)] = *b,
        Damage::Insert(i, b) => bytes.insert(i.index(len), *b),
        Damage::Remove(i, n) => drop(bytes.drain(i.index(len)..(i.index(len) + n).min(len))),
        Damage::Repeat(i, n) => {
            let piece = bytes[i.index(len)..(i.index(len) + n).min(len)].to_vec();
            bytes.splice(i.index(len)..i.index(len), piece);
        }
        Damage::Swap(i, j) => bytes.swap(i.index(len), j.index(len)),
    }
}

/// Whatever the bytes are: it ends, in the order of lines, and what can be written reads back the same.
fn survives(bytes: &[u8]) {
    let (document, summary) = inspect(bytes);
    assert!(
        summary
            .problems
            .iter()
            .all(|p| p.line >= 1 && p.record.starts_with('#') && !p.message.is_empty())
    );
    assert!(summary.problems.is_sorted_by_key(|p| p.line));
    let checksum = true;
    if let Ok(written) = write(
        &document,
        Options {
            checksum,
            transliterate: false,
        },
    ) {
        assert_eq!(read_as(&written, Encoding::Cp437).0, document);
    } else if let Ok(written) = write(
        &document,
        Options {
            checksum,
            transliterate: true,
        },
    ) {
        let (replaced, _) = read_as(&written, Encoding::Cp437);
        let again = write(
            &replaced,
            Options {
                checksum,
                transliterate: false,
            },
        )
        .unwrap();
        assert_eq!(String::from_utf8_lossy(&again), String::from_utf8_lossy(&written));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn r_sie_42_any_document_is_written_and_read_back_the_same(document in document(ALL), checksum: bool) {
        let bytes = write(&document, Options { checksum, transliterate: false }).unwrap();
        let (again, _) = read_as(&bytes, Encoding::Cp437);
        prop_assert_eq!(again, document);
    }

    #[test]
    fn r_sie_42_any_swedish_document_is_read_back_without_being_told_the_character_set(document in document(SWEDISH)) {
        let bytes = write(&document, Options::default()).unwrap();
        prop_assert_eq!(read(&bytes).0, document);
    }

    #[test]
    fn r_sie_09_any_bytes_are_read(bytes in vec(any::<u8>(), 0..600)) {
        survives(&bytes);
        survives(&[b"#FLAGGA 0\n", &bytes[..]].concat());
    }

    #[test]
    fn r_sie_09_any_damage_to_a_file_is_survived(
        name in sample::select(EXAMPLES.to_vec()),
        damages in vec(damage(), 1..12),
    ) {
        let mut bytes = file(name);
        for damage in &damages {
            apply(&mut bytes, damage);
        }
        survives(&bytes);
    }

    #[test]
    fn records_made_of_any_fields_are_read(
        label in sample::select(vec!["#TRANS", "#VER", "#KONTO", "#IB", "#PSALDO", "#RAR", "#OIB", "#DIM", "#KSUMMA", "#ORGNR"]),
        rest in "[ \\t\"\\\\{}0-9a-zåäö.,#-]{0,40}",
    ) {
        survives(format!("#FLAGGA 0\n#KSUMMA\n{label} {rest}\n#VER A 1 20220101\n{{\n{label} {rest}\n}}\n").as_bytes());
    }
}

#[test]
fn r_sie_09_a_file_cut_at_any_byte_is_read() {
    for name in EXAMPLES {
        let bytes = file(name);
        for cut in 0..bytes.len() {
            survives(&bytes[..cut]);
        }
    }
}
