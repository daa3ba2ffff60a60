//! Importing a register, as the deltagaransvarig of an insats does it.

use app::{
    Actor, Assignment, Failure, Role,
    import::Upload,
    register_import::{Progress, Sums, Told, What, read_table, result_file, template},
    token::{Asked, Holder, NewToken, Scope},
};
use chrono::NaiveDate;
use domain::register_import::{Mapping, Table, fields};
use rstest::rstest;
use testkit::Kind;

use crate::desk::{Desk, facts, now, with_tables};

const HEAD: &str = "Referens;Namn;Samtycke;Start;Kön;Födelseår;Utbildning;Avslut;Avslutsanledning;Ort\n";

fn manager() -> Actor {
    Actor {
        id: "deltagare-krus".into(),
        name: "Deltagaransvarig".into(),
        assignments: vec![Assignment {
            role: Role::ParticipantManager,
            insats: Some("krus".into()),
            team: None,
            from: NaiveDate::MIN,
            to: None,
        }],
    }
}

async fn loaded(kind: Kind) -> Option<Desk> {
    let mut desk = with_tables(kind, now()).await?;
    desk.app = desk.app.with_key([7; 32]);
    Some(desk)
}

fn table(rows: &str) -> Table {
    let bytes = format!("{HEAD}{rows}").into_bytes();
    read_table(&Upload {
        name: "register.csv".into(),
        bytes,
    })
    .unwrap()
}

async fn run(desk: &Desk, table: &Table) -> Vec<Told> {
    let mapping = Mapping::guess(table, &fields());
    let work = (table, &mapping);
    let progress = Progress::default();
    let tried = desk
        .app
        .try_register_import(&manager(), "krus", work, now())
        .await
        .unwrap();
    let told = desk
        .app
        .run_register_import(&manager(), "krus", work, &progress, now())
        .await
        .unwrap();
    assert_eq!(progress.read(), (told.len(), told.len()));
    assert_eq!(what(&tried), what(&told), "a trial tells what the import does");
    told
}

fn what(told: &[Told]) -> Vec<String> {
    let word = |told: &Told| match &told.what {
        What::New => "ny".to_owned(),
        What::Unchanged => "oförändrad".to_owned(),
        What::Changed(differences) => differences.join("; "),
        What::Refused(faults) => format!("avvisad: {}", faults[0].column),
    };
    told.iter().map(word).collect()
}

#[rstest]
#[tokio::test]
async fn r_inf_12_the_same_file_again_changes_nothing_and_a_changed_row_is_a_correction(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = loaded(kind).await else { return };
    let before = facts(&desk).await.participations.len();
    let rows = "KR-9001;Ada;ja;2022-03-01;kvinna;1990;gymnasium;;;Kalmar\n\
                KR-9002;Bo;ja;2022-04-01;man;1985;grundskola;2022-09-01;sjukdom;\n\
                KR-9003;Cy;nej;2022-04-01;man;1985;grundskola;;;\n\
                KR-9004;Di;nej;2022-06-01;man;;;;;\n\
                Eva Ek;Eva;ja;2022-06-01;kvinna;1980;;;;\n";
    let first = run(&desk, &table(rows)).await;
    assert_eq!(what(&first), ["ny", "ny", "ny", "ny", "avvisad: Referens"]);
    let sums = Sums::of(&first);
    assert_eq!((sums.new, sums.refused, sums.faults), (4, 1, 1));
    assert_eq!((sums.registered(), Sums::of(&[])), (4, Sums::default()));
    assert_eq!(facts(&desk).await.participations.len(), before + 4);
    let again = run(&desk, &table(rows)).await;
    assert_eq!(what(&again)[..4], ["oförändrad"; 4]);
    let changed = rows
        .replace("gymnasium;;;", "grundskola;2022-10-01;flytt;")
        .replace("2022-09-01;sjukdom", "2022-09-02;sjukdom");
    let corrected = run(&desk, &table(&changed)).await;
    assert_eq!(
        what(&corrected)[..3],
        [
            "Utbildning: gymnasium → grundskola; Avslut: – → 2022-10-01; Avslutsanledning: – → flytt; \
             Försörjning vid avslut: – → ej insamlat; Sysselsättning vid avslut: – → ej insamlat",
            "Avslut: 2022-09-01 → 2022-09-02",
            "oförändrad"
        ]
    );
    assert_eq!(what(&run(&desk, &table(&changed)).await)[..4], ["oförändrad"; 4]);
    assert_eq!(facts(&desk).await.participations.len(), before + 4);
}

#[rstest]
#[tokio::test]
async fn r_inf_16_rows_that_overlap_are_told_by_the_trial(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = loaded(kind).await else { return };
    let rows = "KR-9101;Ada;ja;2022-06-01;kvinna;1990;;;;\n\
                KR-9101;Ada;ja;2022-01-10;kvinna;1990;;2022-03-01;flytt;\n\
                KR-9101;Ada;ja;2022-02-01;kvinna;1990;;2022-02-20;flytt;\n\
                KR-9101;Ada;ja;2022-07-01;kvinna;1990;;;;\n";
    let told = run(&desk, &table(rows)).await;
    let overlaps = "avvisad: Referens";
    assert_eq!(
        what(&told),
        ["ny", "ny", overlaps, overlaps],
        "later ones may stand first"
    );
    let again = run(&desk, &table(rows)).await;
    assert_eq!(what(&again), ["oförändrad", "oförändrad", overlaps, overlaps]);
}

#[tokio::test]
async fn r_inf_13_only_the_insatss_own_deltagaransvarig_imports() {
    let desk = loaded(Kind::Sqlite).await.unwrap();
    let table = table("KR-1;;ja;2022-03-01;kvinna;1990;;;;\n");
    let mapping = Mapping::guess(&table, &fields());
    for (actor, insats) in [
        (&desk.actor, "krus"),
        (&manager(), "resa"),
        (&manager(), "finns-inte"),
    ] {
        let tried = desk
            .app
            .try_register_import(actor, insats, (&table, &mapping), now())
            .await;
        assert!(matches!(tried, Err(Failure::NotFound)), "{insats}");
    }
}

#[tokio::test]
async fn r_inf_14_template_and_result_are_workbooks_that_can_be_read_again() {
    let upload = |bytes| Upload {
        name: "mall.xlsx".into(),
        bytes,
    };
    let blank = read_table(&upload(template().unwrap())).unwrap();
    assert!(blank.header.contains(&"Födelseår".to_owned()) && blank.rows.is_empty());
    let told = [Told {
        line: 2,
        reference: "KR-1".into(),
        what: What::New,
    }];
    let result = read_table(&upload(result_file(&told).unwrap())).unwrap();
    assert_eq!(result.rows[0].1[..3], ["2", "KR-1", "ny"]);
}

#[test]
fn r_inf_05_what_is_under_a_heading_of_names_is_forgotten_when_the_file_is_read() {
    let table = table("KR-1;Ada;ja;2022-03-01;kvinna;1990;;;;Kalmar\n");
    assert!(!format!("{table:?}").contains("Ada"));
}

#[rstest]
#[tokio::test]
async fn r_api_05_a_key_is_claimed_once_and_remembers_its_answer(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(desk) = loaded(kind).await else { return };
    let new = NewToken {
        name: "Journalen".into(),
        scopes: vec![Scope::WriteRows],
        days: 30,
    };
    let krus = Holder::Insats("krus".into());
    let secret = desk
        .app
        .create_token(&manager(), &krus, &new, now())
        .await
        .unwrap();
    let bearer = desk.app.bearer(&secret, now()).await.unwrap().unwrap();
    let claim = async |key: &str, content: &[u8], at| {
        desk.app
            .claim_request(&bearer, (key, &secret, content), at)
            .await
            .unwrap()
    };
    assert_eq!(claim("nyckel-1", b"a", now()).await, Asked::First);
    assert_eq!(claim("nyckel-1", b"a", now()).await, Asked::UnderWay);
    desk.app
        .answer_request(&bearer, "nyckel-1", Some((201, "{}")))
        .await
        .unwrap();
    assert_eq!(
        claim("nyckel-1", b"a", now()).await,
        Asked::Answered(201, "{}".into())
    );
    assert_eq!(claim("nyckel-1", b"b", now()).await, Asked::Other);
    let tomorrow = now() + chrono::TimeDelta::hours(25);
    assert_eq!(claim("nyckel-1", b"b", tomorrow).await, Asked::First);
    // What came to nothing may be tried again.
    let late = tomorrow + chrono::TimeDelta::minutes(3);
    assert_eq!(claim("nyckel-1", b"b", late).await, Asked::First);
    let expired = now() + chrono::TimeDelta::days(31);
    assert!(desk.app.bearer(&secret, expired).await.unwrap().is_none());
    let listed = desk.app.tokens(&manager(), &krus).await.unwrap();
    assert_eq!((listed.len(), listed[0].used.is_some()), (1, true));
    let other = desk.app.tokens(&desk.actor, &krus).await;
    assert!(matches!(other, Err(Failure::NotFound)));
}
