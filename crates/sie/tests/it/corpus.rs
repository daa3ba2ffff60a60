//! Real files from about fifteen programs, which are not part of the project: they are looked for in
//! `shared/sie-corpus` beside the repository. The example files in `tests/data` are their twins.

use std::{fs, path::PathBuf};

use sie::{Options, Severity, inspect, read, write};

/// name, type, accounts, objects, vouchers, posted rows, debit in öre, character set, checksum, codes
/// of errors. Counted by hand and by a script of its own, not by this crate.
type Expected = (
    &'static str,
    &'static str,
    [usize; 4],
    i64,
    &'static str,
    &'static str,
    &'static [&'static str],
);

const FILES: [Expected; 24] = [
    ("BL0001_typ2.SE", "2", [117, 0, 0, 0], 0, "cp437", "absent", &[]),
    (
        "BL0001_typ4.SE",
        "4E",
        [117, 23, 84, 405],
        101_480_321,
        "cp437",
        "absent",
        &[],
    ),
    (
        "BL0001_typ4I.SI",
        "4I",
        [0, 0, 1, 10],
        331_300,
        "cp437",
        "absent",
        &[],
    ),
    (
        "Bokslut_Norstedts_SIE_4E.se",
        "4E",
        [351, 0, 177, 678],
        2_186_241_900,
        "cp437",
        "ok",
        &[],
    ),
    (
        "Exempelbolaget_SIE_110322_B_33.si",
        "4I",
        [10, 1, 13, 91],
        131_642_443,
        "cp437",
        "absent",
        &[],
    ),
    ("Lon.si", "4I", [8, 0, 1, 8], 6_315_782, "cp437", "absent", &[]),
    (
        "MAMUT_SIE4_EXPORT.SE",
        "4E",
        [412, 33, 168, 458],
        2_520_829_119,
        "cp437",
        "absent",
        &[],
    ),
    (
        "Norstedts_Bokslut_SIE_4I.si",
        "4I",
        [351, 0, 2, 4],
        111_448_811,
        "cp437",
        "ok",
        &[],
    ),
    (
        "SIE4_Exempelfil_med_underdim.SE",
        "4E",
        [530, 39, 295, 1330],
        3_419_790_588,
        "utf-8",
        "absent",
        &[],
    ),
    (
        "Sie4.se",
        "4E",
        [291, 41, 70, 260],
        271_810_804,
        "cp437",
        "absent",
        // Rows on an account called FEL, and an export without all vouchers.
        &[
            "account-not-numeric",
            "closing-balance",
            "closing-balance",
            "result-balance",
        ],
    ),
    ("Sie_1_2.se", "2", [868, 2, 0, 0], 0, "cp437", "absent", &[]),
    (
        "Sie_3___4.se",
        "4E",
        [868, 2, 2, 4],
        105_000,
        "cp437",
        "absent",
        &[],
    ),
    (
        "Test4.SE",
        "4E",
        [81, 0, 167, 1464],
        1_415_347_046,
        "cp437",
        "absent",
        &[],
    ),
    (
        "XE_SIE_4_20151125095119.SE",
        "4E",
        [373, 48, 65, 248],
        49_726_073,
        "cp437",
        "absent",
        // Voucher 1 of series 1 is 12.00 against 10.00.
        &["result-and-equity", "voucher-unbalanced"],
    ),
    (
        "live2011.se",
        "4E",
        [85, 0, 3, 12],
        757_616,
        "cp437",
        "absent",
        &[],
    ),
    (
        "magenta_bokforing_SIE4E.se",
        "4E",
        [136, 0, 19, 84],
        48_415_400,
        "cp437",
        "absent",
        &[],
    ),
    (
        "magenta_bokforing_SIE4I.se",
        "4I",
        [136, 0, 19, 84],
        48_415_400,
        "cp437",
        "absent",
        &[],
    ),
    (
        "si.SI",
        "4I",
        [15, 0, 47, 128],
        305_514_700,
        "cp437",
        "absent",
        &[],
    ),
    (
        "sie_4.SE",
        "4E",
        [565, 8, 20, 76],
        73_304_131,
        "cp437",
        "absent",
        &[],
    ),
    (
        "transaktioner_ovnbolag-bad-balance.se",
        "4E",
        [567, 14, 163, 671],
        1_204_311_152,
        "cp437",
        "absent",
        &["closing-balance", "voucher-unbalanced"],
    ),
    (
        "transaktioner_ovnbolag.se",
        "4E",
        [567, 14, 163, 671],
        1_204_311_152,
        "cp437",
        "absent",
        &[],
    ),
    (
        "typ4.se",
        "4E",
        [299, 6, 81, 287],
        370_615_616,
        "cp437",
        "absent",
        &[],
    ),
    (
        "typ4si.si",
        "4I",
        [299, 6, 81, 287],
        370_615_616,
        "cp437",
        "absent",
        &[],
    ),
    (
        "urval_ovnbolag.si",
        "4I",
        [567, 14, 16, 51],
        65_506_950,
        "cp437",
        "absent",
        &[],
    ),
];

/// The folder, or nothing, said once per test, where it is not there.
pub fn folder() -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/sie-corpus");
    if !path.is_dir() {
        println!("left out: shared/sie-corpus is not beside the repository");
        return None;
    }
    Some(path)
}

#[test]
fn every_real_file_reads_with_the_right_counts_and_no_false_alarm() {
    let Some(folder) = folder() else { return };
    for (name, file_type, counts, debit, encoding, checksum, errors) in FILES {
        let (_, s) = inspect(&fs::read(folder.join(name)).unwrap());
        assert_eq!(
            (s.r#type, s.encoding, s.checksum),
            (file_type, encoding, checksum),
            "{name}"
        );
        assert_eq!(
            ([s.accounts, s.objects, s.vouchers, s.transactions], s.debit),
            (counts, debit),
            "{name}"
        );
        let mut found: Vec<_> = s
            .problems
            .iter()
            .filter(|p| p.severity == Severity::Error)
            .map(|p| p.code)
            .collect();
        found.sort_unstable();
        assert_eq!(found, errors, "{name}: {:#?}", s.problems);
    }
}

#[test]
fn r_sie_22_the_broken_real_file_names_its_voucher() {
    let Some(folder) = folder() else { return };
    let (_, s) = inspect(&fs::read(folder.join("transaktioner_ovnbolag-bad-balance.se")).unwrap());
    let found = s
        .problems
        .iter()
        .find(|p| p.code == "voucher-unbalanced")
        .unwrap();
    assert_eq!((found.line, found.record.as_ref()), (3905, "#VER"));
    assert!(
        found.message.contains("B 1") && found.message.contains("−12\u{a0}771,00"),
        "{found}"
    );
}

#[test]
fn r_sie_42_every_real_file_reads_writes_and_reads_the_same() {
    let Some(folder) = folder() else { return };
    for (name, ..) in FILES {
        let (document, _) = read(&fs::read(folder.join(name)).unwrap());
        // One file came with characters already lost: they can only be written when replaced.
        let lost = name == "SIE4_Exempelfil_med_underdim.SE";
        let document = if lost {
            assert_eq!(write(&document, Options::default()).unwrap_err().record, "#FNR");
            read(
                &write(
                    &document,
                    Options {
                        checksum: false,
                        transliterate: true,
                    },
                )
                .unwrap(),
            )
            .0
        } else {
            document
        };
        for checksum in [false, true] {
            let written = write(
                &document,
                Options {
                    checksum,
                    transliterate: false,
                },
            )
            .unwrap();
            let (again, problems) = read(&written);
            assert_eq!(again, document, "{name}");
            // A path in Windows-1252 in one file was read as code page 437, and is written as it was read.
            let kept = ["year-dates", "encoding-mixed"];
            let form: Vec<_> = problems.iter().filter(|p| !kept.contains(&p.code)).collect();
            assert!(form.is_empty(), "{name}: {form:#?}");
        }
    }
}

#[test]
fn r_sie_09_a_real_file_cut_anywhere_still_reads() {
    let Some(folder) = folder() else { return };
    for name in [
        "BL0001_typ4.SE",
        "MAMUT_SIE4_EXPORT.SE",
        "Norstedts_Bokslut_SIE_4I.si",
    ] {
        let bytes = fs::read(folder.join(name)).unwrap();
        for cut in (0..bytes.len()).step_by(331) {
            let (_, summary) = inspect(&bytes[..cut]);
            assert!(cut == 0 || !summary.problems.is_empty() || summary.vouchers > 0 || cut < bytes.len());
        }
    }
}
