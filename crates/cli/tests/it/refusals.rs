//! Bad input: a Swedish message with place, cause and next step; exit code 1, or 2 for the command itself.

use std::fs;

use crate::{example, loaded, samordna};

#[test]
fn what_cannot_be_understood_ends_with_2() {
    for args in [
        &["chekc"][..],
        &["figures"],
        &["check", "--year", "tolv"],
        &["apportion"],
        &[],
    ] {
        let answer = samordna(args);
        assert_eq!(answer.code, 2, "{args:?}");
        assert!(
            answer.err.starts_with("Fel: ") && answer.out.is_empty(),
            "{args:?}: {}",
            answer.err
        );
    }
}

/// The command is refused with place and next step, in both forms.
fn refused(args: &[&str], place: &str, step: &str) {
    let answer = samordna(args);
    assert_eq!(answer.code, 1, "{args:?}: {}", answer.err);
    assert!(
        answer.err.contains(place) && answer.err.contains(step),
        "{args:?}: {}",
        answer.err
    );
    let json = samordna(&[args, &["--format", "json"]].concat()).json();
    assert_eq!(json["refusals"][0]["place"], place, "{args:?}");
}

#[test]
fn a_refusal_names_place_cause_and_next_step() {
    let db = loaded();
    for (args, place, step) in [
        (
            &["figures", "--year", "2022", "--db", "saknas/x.db"][..],
            "saknas/x.db",
            "samordna init",
        ),
        (
            &["figures", "--year", "2022", "--db", db, "--measure", "x.y"],
            "x.y",
            "docs/measures.md",
        ),
        (&["check", "--db", db, "--only", "nej"], "nej", "Välj en av"),
        (
            &["check", "--published", "finns-inte"],
            "finns-inte",
            "Ange en mapp",
        ),
        (&["sie", "finns-inte.se"], "finns-inte.se", "Kontrollera"),
        (&["init", "--db", db], db, "samordna migrate"),
        (&["link", "kung", "--db", db], "kung", "Välj en av"),
        (
            &[
                "report", "plan", "--year", "2031", "--db", db, "--out", "plan.pdf",
            ],
            "--year",
            "År som finns: 20",
        ),
        (
            &["serve", "--db", db, "--listen", "999.1.1.1:1"],
            "999.1.1.1:1",
            "--listen",
        ),
    ] {
        refused(args, place, step);
    }
}

/// What the operating system, SQLite or the parser of settings answers is said in Swedish, and places are places.
#[test]
fn what_the_surroundings_answer_is_told_in_swedish() {
    let dir = tempfile::tempdir().expect("folder");
    let at = |name: &str| dir.path().join(name).display().to_string();
    let (db, folder) = (at("a.db"), dir.path().display().to_string());
    assert_eq!(samordna(&["init", "--db", &db]).code, 0);
    fs::write(at("s.toml"), "listen = \"a\"\ndb = 3\n").expect("written");
    fs::write(at("b.toml"), b"\xff\xfe").expect("written");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("bound").to_string();
    for (args, place, cause) in [
        (
            &["doctor", "--db", &folder][..],
            folder.clone(),
            "inte en databas",
        ),
        (
            &["init", "--db", &at("saknas/x.db")],
            at("saknas/x.db"),
            "inte att skriva",
        ),
        (
            &["backup", &at("saknas/k.db"), "--db", &db],
            at("saknas/k.db"),
            "inte att skriva",
        ),
        (
            &["doctor", "--config", &at("saknas.toml")],
            at("saknas.toml"),
            "den finns inte",
        ),
        (&["doctor", "--config", &folder], folder.clone(), "det är en mapp"),
        (
            &["doctor", "--config", &at("s.toml")],
            at("s.toml"),
            "rad 2: ”db”",
        ),
        (&["doctor", "--config", &at("b.toml")], at("b.toml"), "UTF-8"),
        (
            &["serve", "--db", &db, "--listen", &port],
            port.clone(),
            "lyssnar redan",
        ),
        (
            &["serve", "--db", &db, "--listen", "192.0.2.1:80"],
            "192.0.2.1:80".into(),
            "inte på den här",
        ),
        (
            &["doctor", "--db", "postgres://a:hemligt@127.0.0.1:1/x"],
            "postgres://127.0.0.1:1/x".into(),
            "ingen svarar",
        ),
    ] {
        refused(args, &place, cause);
        let said = samordna(args).err;
        for english in ["os error", "No such", "unable", "denied", "expected", "hemligt"] {
            assert!(!said.contains(english), "{args:?}: {said}");
        }
    }
}

#[test]
fn folders_with_the_names_of_tables_are_told() {
    let dir = tempfile::tempdir().expect("folder");
    fs::create_dir(dir.path().join("bokslut.csv")).expect("folder");
    fs::write(dir.path().join("mal.csv"), "mål;resultat\n").expect("written");
    let folder = dir.path().display().to_string();
    let db = dir.path().join("a.db").display().to_string();
    assert_eq!(samordna(&["init", "--db", &db]).code, 0);
    let checked = samordna(&["check", "--published", &folder]);
    assert!(checked.out.contains("bokslut.csv är en mapp"), "{}", checked.out);
    let read = samordna(&["import", "tables", &folder, "--dry-run", "--db", &db]);
    assert!(
        read.out.contains("bokslut.csv är en mapp"),
        "{}{}",
        read.out,
        read.err
    );
}

#[test]
fn an_unknown_year_and_a_place_where_no_file_can_be_are_refused_before_anything_is_done() {
    let db = loaded();
    for (args, place, step) in [
        (
            &["figures", "--year", "2147483647", "--db", db][..],
            "--year",
            "År som finns: 20",
        ),
        (
            &["check", "--year", "1800", "--db", db],
            "--year",
            "År som finns: 20",
        ),
        (
            &["export", "finsam", "--year", "9999", "--db", db, "--out", "x.csv"],
            "--year",
            "År som finns: 20",
        ),
        (
            &[
                "report",
                "annual",
                "--year",
                "2022",
                "--db",
                db,
                "--out",
                "saknas/x.pdf",
                "--xlsx",
                "kvar.xlsx",
            ],
            "saknas/x.pdf",
            "mappen saknas finns inte",
        ),
        (
            &[
                "report",
                "annual",
                "--year",
                "2022",
                "--db",
                db,
                "--out",
                "/dev/null",
            ],
            "/dev/null",
            "annat än en fil",
        ),
        (
            &["init", "--db", "ny.db", "--name", "Prov", "--org-number", "abc"],
            "abc",
            "222000-1859",
        ),
    ] {
        refused(args, place, step);
    }
    assert!(!std::path::Path::new("kvar.xlsx").exists() && !std::path::Path::new("ny.db").exists());
}

#[test]
fn wrong_amounts_and_populations_are_refused() {
    let population = example().join("befolkning.csv").display().to_string();
    for total in ["-1", "tolv", "1,50", ""] {
        assert_eq!(
            samordna(&["apportion", "--total", total, "--population", &population]).code,
            1,
            "{total}"
        );
    }
    let dir = tempfile::tempdir().expect("folder");
    let path = dir.path().join("p.csv");
    for rows in [
        "Borgholm;0885;-5",
        "Borgholm;0885;många",
        "Borgholm;0885;1\nBorgholm;0885;1",
        "",
    ] {
        fs::write(&path, format!("kommun;kod;folkmängd_2022_09_30\n{rows}\n")).expect("written");
        let answer = samordna(&[
            "apportion",
            "--total",
            "100",
            "--population",
            &path.display().to_string(),
        ]);
        assert_eq!(answer.code, 1, "{rows}");
        assert!(answer.err.contains("p.csv"), "{rows}: {}", answer.err);
    }
}

#[test]
fn a_database_of_another_program_or_a_newer_one_is_left_alone() {
    let dir = tempfile::tempdir().expect("folder");
    let path = dir.path().join("annan.db");
    fs::write(
        &path,
        "detta är ingen databas, bara text som är lång nog för ett sidhuvud i en fil",
    )
    .expect("written");
    let answer = samordna(&["figures", "--year", "2022", "--db", &path.display().to_string()]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("inte en databas"), "{}", answer.err);
}

#[test]
fn an_empty_database_says_how_to_begin() {
    let dir = tempfile::tempdir().expect("folder");
    let db = dir.path().join("tom.db").display().to_string();
    assert_eq!(samordna(&["init", "--db", &db]).code, 0);
    let answer = samordna(&["figures", "--year", "2022", "--db", &db]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("samordna import tables"), "{}", answer.err);
}
