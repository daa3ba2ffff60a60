//! Stable field names and exit codes of every command.

use serde_json::{Value, json};

use crate::{example, loaded, samordna};

/// The names of an object's fields, in order.
fn fields(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn apportion_gives_the_decided_amounts_of_2023() {
    let population = example().join("befolkning.csv").display().to_string();
    let answer = samordna(&[
        "apportion",
        "--total",
        "4005000",
        "--population",
        &population,
        "--format",
        "json",
    ]);
    assert_eq!(answer.code, 0);
    let rows = answer.json();
    assert_eq!(fields(&rows[0]), ["member", "code", "population", "amount"]);
    let of = |code: &str| {
        rows.as_array()
            .expect("rows")
            .iter()
            .find(|r| r["code"] == code)
            .expect("member")["amount"]
            .clone()
    };
    assert_eq!(
        [of("0885"), of("0880"), of("0834")],
        [json!(175_657), json!(1_162_331), json!(113_976)]
    );
    let sum: i64 = rows
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|r| r["amount"].as_i64())
        .sum();
    assert_eq!(sum, 4_005_000);
}

#[test]
fn a_sie_file_is_summed_up() {
    let file = example().join("bokforing-2022.se").display().to_string();
    let answer = samordna(&["sie", &file, "--format", "json"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let json = answer.json();
    let names = [
        "type",
        "program",
        "company",
        "org_number",
        "years",
        "accounts",
        "objects",
        "vouchers",
        "transactions",
        "debit",
        "encoding",
        "checksum",
        "problems",
    ];
    assert_eq!(fields(&json), names);
    assert_eq!(json["vouchers"], 382);
    assert_eq!(
        (&json["type"], &json["checksum"]),
        (&json!("4E"), &json!("absent"))
    );
    assert_eq!(json["problems"], json!([]));
}

#[test]
fn a_voucher_that_does_not_balance_is_named() {
    let dir = tempfile::tempdir().expect("folder");
    let path = dir.path().join("obalans.se");
    let text = "#FLAGGA 0\r\n#FORMAT PC8\r\n#SIETYP 4\r\n#FNAMN \"Prov\"\r\n#RAR 0 20220101 20221231\r\n\
                #KONTO 1930 \"Bank\"\r\n#KONTO 3010 \"Bidrag\"\r\n#VER B 7 20220110 \"Snett\"\r\n{\r\n\
                #TRANS 1930 {} 100\r\n#TRANS 3010 {} -90\r\n}\r\n";
    std::fs::write(&path, text).expect("written");
    let answer = samordna(&["sie", &path.display().to_string(), "--format", "json"]);
    assert_eq!(answer.code, 1);
    let json = answer.json();
    let named = |p: &Value| {
        p["message"]
            .as_str()
            .is_some_and(|m| m.contains("B 7") && m.contains("10,00"))
    };
    assert!(
        json["problems"].as_array().expect("problems").iter().any(named),
        "{json:#}"
    );
}

#[test]
fn printed_tables_are_checked_with_place_expected_and_found() {
    let dir = example().display().to_string();
    let answer = samordna(&["check", "--published", &dir, "--format", "json"]);
    assert_eq!(answer.code, 1);
    let findings = answer.json();
    assert_eq!(
        fields(&findings[0]),
        ["check", "severity", "place", "expected", "found", "message"]
    );
    assert_eq!(fields(&findings[0]["place"]), ["file", "table", "row", "column"]);
    let found = findings.as_array().expect("findings").iter().find(|f| {
        f["place"]["file"] == "budget.csv" && f["place"]["column"] == "2024" && f["check"] == "budgetsumma"
    });
    let found = found.expect("the sum of 2024 is wrong as printed");
    assert_eq!(
        (&found["expected"], &found["found"]),
        (&json!(17_016_500), &json!(16_716_500))
    );
    assert_eq!(found["severity"], "must_fix");
}

#[test]
fn one_check_runs_alone() {
    let dir = example().display().to_string();
    let answer = samordna(&[
        "check",
        "--published",
        &dir,
        "--only",
        "budgetsumma",
        "--format",
        "json",
    ]);
    let findings = answer.json();
    assert!(
        findings
            .as_array()
            .expect("findings")
            .iter()
            .all(|f| f["check"] == "budgetsumma")
    );
    assert_eq!(findings.as_array().expect("findings").len(), 1);
}

#[test]
fn figures_carry_value_base_and_trace() {
    let all = samordna(&["figures", "--db", loaded(), "--year", "2022", "--format", "json"]).json();
    let figure = |id: &str| {
        let whole = |f: &&Value| f["id"] == id && f["scope"] == json!({});
        all.as_array()
            .expect("figures")
            .iter()
            .find(whole)
            .expect(id)
            .clone()
    };
    let share = figure("avslut.arbete_eller_studier");
    assert_eq!(
        fields(&share),
        [
            "id", "name", "unit", "year", "scope", "value", "k", "n", "missing", "trace"
        ]
    );
    assert_eq!(fields(&share["trace"]), ["kind", "count", "digest"]);
    assert_eq!(
        (&share["value"], &share["k"], &share["n"]),
        (&json!("32.1"), &json!(36), &json!(112))
    );
    for (id, value) in [
        ("deltaganden.totalt", 264),
        ("deltaganden.nya", 122),
        ("deltaganden.avslutade", 112),
        ("deltaganden.pagaende", 152),
        ("konsultationer.antal", 155),
        ("ekonomi.resultat", -20_479_300),
    ] {
        assert_eq!(figure(id)["value"], value, "{id}");
    }
    assert_eq!(figure("ekonomi.resultat")["unit"], "kronor");
}

#[test]
fn one_measure_is_given_alone() {
    let args = [
        "figures",
        "--db",
        loaded(),
        "--year",
        "2022",
        "--measure",
        "deltaganden.nya",
        "--format",
        "json",
    ];
    let figures = samordna(&args).json();
    assert!(
        figures
            .as_array()
            .expect("figures")
            .iter()
            .all(|f| f["id"] == "deltaganden.nya")
    );
}

#[test]
fn the_example_year_has_nothing_that_must_be_fixed() {
    let answer = samordna(&["check", "--db", loaded(), "--year", "2022", "--format", "json"]);
    let findings = answer.json();
    assert!(
        findings
            .as_array()
            .expect("findings")
            .iter()
            .all(|f| f["severity"] != "must_fix"),
        "{findings:#}"
    );
    assert_eq!(
        answer.code,
        i32::from(!findings.as_array().expect("findings").is_empty())
    );
}

#[test]
fn an_import_is_tried_first_and_repeated_without_effect() {
    let dir = tempfile::tempdir().expect("folder");
    let db = dir.path().join("a.db").display().to_string();
    let tables = example().display().to_string();
    let books = example().join("bokforing-2022.se").display().to_string();
    assert_eq!(samordna(&["init", "--db", &db]).code, 0);
    let tried = samordna(&[
        "import",
        "tables",
        &tables,
        "--dry-run",
        "--db",
        &db,
        "--format",
        "json",
    ]);
    assert_eq!(
        (tried.code, tried.json()["dry_run"].clone()),
        (0, json!(true)),
        "{}",
        tried.err
    );
    assert_eq!(
        samordna(&["figures", "--db", &db, "--year", "2022"]).code,
        1,
        "nothing was imported"
    );
    assert_eq!(samordna(&["import", "tables", &tables, "--db", &db]).code, 0);
    assert_eq!(samordna(&["import", "sie", &books, "--db", &db]).code, 0);
    let again = samordna(&["import", "sie", &books, "--db", &db, "--format", "json"]);
    assert_eq!((again.code, again.json()["identical"].clone()), (0, json!(true)));
    let result = samordna(&[
        "figures",
        "--db",
        &db,
        "--year",
        "2022",
        "--measure",
        "ekonomi.resultat",
        "--format",
        "json",
    ]);
    assert_eq!(result.json()[0]["value"], -20_479_300);
}

#[test]
fn a_bookkeeping_file_that_cannot_be_read_is_a_finding_of_its_folder() {
    let dir = tempfile::tempdir().expect("folder");
    let books = std::fs::read(example().join("bokforing-2022.se")).expect("the example");
    std::fs::copy(example().join("budget.csv"), dir.path().join("budget.csv")).expect("copied");
    let place = dir.path().display().to_string();
    let args = [
        "check",
        "--published",
        &place,
        "--only",
        "inlasning",
        "--format",
        "json",
    ];
    std::fs::write(dir.path().join("bokforing-2022.se"), &books).expect("written");
    assert_eq!(samordna(&args).json(), json!([]));
    let cut = books.windows(4).rposition(|w| w == b"#VER").expect("a voucher") + 60;
    std::fs::write(dir.path().join("bokforing-2022.se"), &books[..cut]).expect("written");
    let answer = samordna(&args);
    let found = answer.json();
    assert_eq!(answer.code, 1);
    assert_eq!(found[0]["place"]["file"], "bokforing-2022.se", "{found}");
    assert_eq!(found[0]["check"], "inlasning");
}

#[test]
fn a_database_is_examined_copied_and_read_back() {
    let dir = tempfile::tempdir().expect("folder");
    let place = |name: &str| dir.path().join(name).display().to_string();
    let (copy, other) = (place("kopia.db"), place("annan.db"));
    let doctor = samordna(&["doctor", "--db", loaded(), "--format", "json"]);
    assert_eq!((doctor.code, doctor.json()["ok"].clone()), (0, json!(true)));
    assert!(doctor.json()["free_bytes"].as_i64().is_some_and(|free| free > 0));
    let text = samordna(&["doctor", "--db", loaded()]).out;
    assert!(text.contains("MB i databasens mapp"), "{text}");
    assert_eq!(samordna(&["backup", &copy, "--db", loaded()]).code, 0);
    assert_eq!(
        samordna(&["backup", &copy, "--db", loaded()]).code,
        1,
        "a copy is never written over"
    );
    assert_eq!(samordna(&["restore", &copy, "--db", &other]).code, 0);
    let args = |db| ["figures", "--year", "2022", "--format", "json", "--db", db];
    assert_eq!(samordna(&args(&other)).out, samordna(&args(loaded())).out);
    assert_eq!(samordna(&["audit", "verify", "--db", &other]).code, 0);
}

#[test]
fn the_report_is_written_whole_and_the_same_twice() {
    let dir = tempfile::tempdir().expect("folder");
    let place = |name: &str| dir.path().join(name).display().to_string();
    let write = |pdf: &str| {
        let args = [
            "report",
            "annual",
            "--year",
            "2022",
            "--out",
            pdf,
            "--db",
            loaded(),
        ];
        let more = [
            "--html",
            &place("html"),
            "--xlsx",
            &place("tabeller.xlsx"),
            "--format",
            "json",
        ];
        samordna(&[&args[..], &more[..]].concat())
    };
    let (first, second) = (place("ett.pdf"), place("tva.pdf"));
    let answer = write(&first);
    assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    assert_eq!(write(&second).code, 0);
    let bytes = std::fs::read(first).expect("a PDF");
    assert!(bytes.starts_with(b"%PDF-") && bytes == std::fs::read(second).expect("a PDF"));
    assert!(
        std::fs::read_to_string(place("html/index.html"))
            .expect("a page")
            .contains("<h1")
    );
    assert!(
        std::fs::read(place("tabeller.xlsx"))
            .expect("a workbook")
            .starts_with(b"PK")
    );
}

#[test]
fn files_with_a_fixed_form_are_written_as_csv_and_as_a_workbook() {
    let dir = tempfile::tempdir().expect("folder");
    for (form, head) in [
        ("finsam", "Tilldelade medel kr"),
        ("insatsrapport", "Preciserad inriktning"),
    ] {
        let (csv, xlsx) = (dir.path().join("rader.csv"), dir.path().join("rader.xlsx"));
        for out in [&csv, &xlsx] {
            let out = out.display().to_string();
            let answer = samordna(&[
                "export",
                form,
                "--db",
                loaded(),
                "--year",
                "2022",
                "--out",
                &out,
                "--format",
                "json",
            ]);
            assert_eq!(answer.code, 0, "{}", answer.err);
            assert_eq!(fields(&answer.json()), ["year", "rows", "out"]);
        }
        let text = std::fs::read_to_string(&csv).expect("written");
        assert!(text.lines().next().expect("a head").contains(head), "{text}");
        assert!(std::fs::read(&xlsx).expect("written").starts_with(b"PK"));
    }
}

#[test]
fn r_sio_05_vouchers_for_the_accounting_firm_are_read_back_with_their_checksum() {
    let dir = tempfile::tempdir().expect("folder");
    let file = dir.path().join("byra.si").display().to_string();
    let asked = |from: &str, to: &str| {
        let args = [
            "export",
            "sie",
            "--db",
            loaded(),
            "--from",
            from,
            "--to",
            to,
            "--out",
            &file,
        ];
        samordna(&[&args[..], &["--format", "json"]].concat())
    };
    let written = asked("2022-01-01", "2022-12-31");
    assert_eq!(written.code, 0, "{}", written.err);
    assert_eq!(fields(&written.json()), ["from", "to", "vouchers", "out"]);
    let read = samordna(&["sie", &file, "--format", "json"]).json();
    assert_eq!((&read["type"], &read["checksum"]), (&"4I".into(), &"ok".into()));
    assert!(read["debit"].as_i64() > Some(0), "{read}");
    assert_eq!(read["problems"].as_array().map(Vec::len), Some(0), "{read}");
    // R-FOR-13: the members' own accounts, under the names that the accounting firm gave them.
    assert_eq!(asked("2022-01-01", "2099-12-30").code, 0);
    let bytes = std::fs::read(&file).expect("the file is there");
    let text = String::from_utf8_lossy(&bytes);
    assert!(
        text.contains("#KONTO 3021 \"Driftbidrag Borgholms kommun\""),
        "{text}"
    );
    let turned = asked("2022-12-31", "2022-01-01");
    assert_eq!(turned.code, 1);
    assert_eq!(turned.json()["refusals"][0]["place"], "till");
}
