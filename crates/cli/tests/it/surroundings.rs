//! What surrounds the program gets in its way: a full disk, a newer database, a second process.

use std::{
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use sqlite::{ConnectOptions, Connection, Query};

use crate::{loaded, samordna};

fn text(path: &Path) -> String {
    path.display().to_string()
}

/// A year's bookkeeping of so many vouchers.
fn bookkeeping(vouchers: u32) -> String {
    let mut file = String::from(
        "#FLAGGA 0\r\n#FORMAT PC8\r\n#SIETYP 4\r\n#ORGNR 222000-1859\r\n#FNAMN \"Prov\"\r\n#RAR 0 20220101 20221231\r\n\
         #KONTO 1930 \"Bank\"\r\n#KONTO 5010 \"Hyra\"\r\n#IB 0 1930 0.00\r\n",
    );
    for number in 1..=vouchers {
        let _ = write!(
            file,
            "#VER A {number} 20220131 \"Hyra nummer {number}\"\r\n{{\r\n#TRANS 5010 {{}} 100.00\r\n#TRANS 1930 {{}} -100.00\r\n}}\r\n"
        );
    }
    file
}

/// Imports into an empty database on a disk with 400 KiB to spare. Each line of the answer: the exit
/// code of the import, of `doctor` (which says that room is short), and of asking for figures; what they said stands on standard error.
const ON_A_SMALL_DISK: &str = "
    size=$(( $(stat -c %s \"$3\") / 1024 + 400 ))
    mount -t tmpfs -o size=${size}k samordna \"$2\" || exit 77
    cp \"$3\" \"$2/x.db\"
    cp \"${3%.db}.nyckel\" \"$2/x.nyckel\"
    cd \"$2\"
    \"$1\" import sie \"$4\" --db x.db >/dev/null; echo $?
    \"$1\" doctor --db x.db >/dev/null; echo $?
    \"$1\" figures --year 2022 --db x.db >/dev/null; echo $?";

/// Needs a file system of its own: Linux where a user may have a mount namespace, or root.
#[test]
fn a_full_disk_is_named_and_nothing_is_half_written() {
    let dir = tempfile::tempdir().expect("folder");
    let (db, file, disk) = (
        dir.path().join("tom.db"),
        dir.path().join("stor.se"),
        dir.path().join("disk"),
    );
    fs::create_dir(&disk).expect("folder");
    fs::write(&file, bookkeeping(8_000)).expect("written");
    assert_eq!(samordna(&["init", "--db", &text(&db)]).code, 0);
    let run = Command::new("unshare")
        .args([
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            ON_A_SMALL_DISK,
            "sh",
        ])
        .args([
            env!("CARGO_BIN_EXE_samordna"),
            &text(&disk),
            &text(&db),
            &text(&file),
        ])
        .env_remove("SAMORDNA_DB")
        .env_remove("SAMORDNA_CONFIG")
        .output();
    let Some(run) = run.ok().filter(|run| run.status.success()) else {
        eprintln!("left out: no file system of its own can be mounted here");
        return;
    };
    let (codes, said) = (
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr),
    );
    assert_eq!(codes.lines().collect::<Vec<_>>(), ["1", "1", "1"], "{said}");
    assert!(said.contains("x.db: Disken är full"), "{said}");
    assert!(said.contains("Frigör utrymme"), "{said}");
    assert!(said.contains("Databasen är tom"), "nothing stands: {said}");
    // With room the same file goes in.
    assert_eq!(
        samordna(&["import", "sie", &text(&file), "--db", &text(&db)]).code,
        0
    );
}

#[test]
fn a_newer_database_is_named_and_left_alone_by_every_command() {
    let dir = tempfile::tempdir().expect("folder");
    let path = dir.path().join("nyare.db");
    fs::copy(loaded(), &path).expect("copied");
    let db = text(&path);
    let mut connection = Connection::open(&ConnectOptions::new(&path)).expect("opened");
    Query::new("UPDATE _sqlx_migrations SET version = 9999 WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)")
        .execute(&mut connection)
        .expect("changed");
    drop(connection);
    let before = fs::read(&path).expect("read");
    for args in [
        &["figures", "--year", "2022"][..],
        &["check", "--year", "2022"],
        &["import", "sie", "finns-inte.se"],
        &["migrate"],
        &["serve"],
        &["demo", "--load-only"],
        &["link", "kansli"],
    ] {
        let answer = samordna(&[args, &["--db", &db]].concat());
        assert_eq!(answer.code, 1, "{args:?}: {}", answer.err);
        if args.contains(&"finns-inte.se") {
            continue;
        }
        for part in [&*db, "9999", "Använd ett nyare program", "ingenting är ändrat"] {
            assert!(answer.err.contains(part), "{args:?}: {part}: {}", answer.err);
        }
    }
    assert_eq!(fs::read(&path).expect("read"), before, "not a byte is changed");
}

/// A process that is ended with the test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_second_server_is_refused_and_commands_go_on_beside_the_first() {
    let dir = tempfile::tempdir().expect("folder");
    let path = dir.path().join("delad.db");
    fs::copy(loaded(), &path).expect("copied");
    let db = text(&path);
    let first = Command::new(env!("CARGO_BIN_EXE_samordna"))
        .args(["demo", "--listen", "127.0.0.1:0", "--db", &db])
        .env_remove("SAMORDNA_CONFIG")
        .stdout(Stdio::piped())
        .spawn()
        .expect("started");
    let mut first = Ended(first);
    let mut lines = BufReader::new(first.0.stdout.take().expect("output")).lines();
    assert!(
        lines.any(|line| line.is_ok_and(|line| line.contains("http://"))),
        "the first serves"
    );
    for args in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["demo", "--load-only"],
    ] {
        let answer = samordna(&[args, &["--db", &db]].concat());
        assert_eq!(answer.code, 1, "{args:?}: {}", answer.err);
        for part in [&*db, "En annan process", "Stoppa den först"] {
            assert!(answer.err.contains(part), "{args:?}: {part}: {}", answer.err);
        }
    }
    let beside = samordna(&["figures", "--year", "2022", "--db", &db, "--format", "json"]);
    assert_eq!(beside.code, 0, "{}", beside.err);
    drop(first);
    let after = samordna(&["doctor", "--db", &db]);
    assert_eq!(after.code, 0, "{}", after.err);
}

#[test]
fn r_exe_07_an_example_that_was_killed_half_way_says_so_and_what_to_do() {
    let dir = tempfile::tempdir().expect("folder");
    let db = dir.path().join("demo.db");
    let mut loading = Command::new(env!("CARGO_BIN_EXE_samordna"))
        .args(["demo", "--load-only", "--db", &text(&db)])
        .stdout(Stdio::null())
        .spawn()
        .expect("started");
    while !is_loading(&db) {
        assert!(
            loading.try_wait().expect("asked").is_none(),
            "it ended before it could be killed"
        );
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    loading.kill().expect("killed");
    loading.wait().expect("ended");
    for args in [
        &["demo", "--load-only"][..],
        &["demo", "--listen", "127.0.0.1:0"],
        &["serve"],
        &["figures", "--year", "2022"],
        &["check", "--year", "2022"],
    ] {
        let answer = samordna(&[args, &["--db", &text(&db)]].concat());
        assert_eq!(answer.code, 1, "{}", answer.err);
        for said in ["demo.db", "bara delvis inläst", "ta bort databasen"] {
            assert!(answer.err.contains(said), "{}", answer.err);
        }
    }
    fs::remove_file(&db).expect("removed");
    for ending in ["-wal", "-shm"] {
        // Only there when the log was not folded in.
        let _ = fs::remove_file(format!("{}{ending}", db.display()));
    }
    for _ in 0..2 {
        assert_eq!(samordna(&["demo", "--load-only", "--db", &text(&db)]).code, 0);
    }
}

/// Whether the file has the mark of an example that is being loaded.
fn is_loading(db: &Path) -> bool {
    let asked = || -> Option<i64> {
        let mut connection = Connection::open(&ConnectOptions::new(db)).ok()?;
        let marks = "SELECT COUNT(*) FROM setting WHERE key = 'exempel-lases-in'";
        let (count,): (i64,) = Query::new(marks).fetch_one(&mut connection).ok()?;
        Some(count)
    };
    db.exists() && asked().is_some_and(|count| count > 0)
}
