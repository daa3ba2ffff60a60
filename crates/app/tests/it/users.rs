//! The installation's key, users and what they log in with, on both databases.

use std::os::unix::fs::PermissionsExt;

use app::{
    Actor, App, Assignment, Failure, Role,
    held::Held,
    login::{Origin, Typed},
    users::Guest,
};
use chrono::{NaiveDate, TimeDelta};
use domain::facts::Association;
use rstest::rstest;
use testkit::{Kind, fresh};

use crate::desk::now;

const ORIGIN: Origin<'static> = Origin {
    address: "127.0.0.1",
    browser: "",
};

/// An association, so that roles can be given in it.
pub async fn association(app: &App) {
    let association = Association {
        name: "Provförbundet".into(),
        org_number: "222000-1859".into(),
        ..Association::default()
    };
    let mut tx = app.db().write().await.unwrap();
    store::association::create(&mut tx, "forbundet", &association)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

fn role(role: Role) -> Assignment {
    Assignment {
        role,
        insats: None,
        team: None,
        from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
        to: None,
    }
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> &'static str {
    match outcome {
        Err(Failure::Refused(refusals)) => refusals[0].code,
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[tokio::test]
async fn r_inl_24_a_database_opens_with_its_own_key_only(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let app = || App::over(fresh.db.clone());
    let file = fresh.folder.path().join("a.nyckel");
    app().unlock(&file).await.unwrap();
    assert!(file.is_file(), "a database that never had a key gets one");
    app().unlock(&file).await.unwrap();
    let aside = fresh.folder.path().join("b.nyckel");
    std::fs::rename(&file, &aside).unwrap();
    assert_eq!(refused(app().unlock(&file).await), "nyckel-saknas");
    assert!(!file.exists(), "no new key for a database that had one");
    identity::InstallationKey::create(&file).unwrap();
    assert_eq!(refused(app().unlock(&file).await), "nyckel-annan");
    app().unlock(&aside).await.unwrap();
    std::fs::set_permissions(&aside, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(refused(app().unlock(&aside).await), "nyckel-oppen");
}

#[rstest]
#[tokio::test]
async fn who_was_invited_logs_in_and_who_was_closed_does_not(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let app = App::over(fresh.db.clone()).with_key([7; 32]);
    association(&app).await;
    let system = Actor::system();
    let guest = Guest {
        name: "Anna".into(),
        email: "Anna@example.org".into(),
    };
    let invited = app
        .invite_user(&system, &guest, &role(Role::Economist), now())
        .await
        .unwrap();
    let link = invited.link.unwrap();
    let link = link.trim_start_matches("/inbjudan/");
    let shown = app.invitation(link, now()).await.unwrap();
    assert_eq!(
        (shown.email.as_str(), shown.actor.name.as_str()),
        ("anna@example.org", "Anna")
    );
    // The secret is read from what a telephone reads.
    let secret = shown
        .address
        .split("secret=")
        .nth(1)
        .unwrap()
        .split('&')
        .next()
        .unwrap();
    let secret = secret_of(secret);
    let code = |at: chrono::DateTime<chrono::Utc>| secret.code(u64::try_from(at.timestamp()).unwrap());
    let chosen = app::invitation::Chosen {
        password: "korrekt häst batteri".into(),
        again: "korrekt häst batteri".into(),
        code: code(now()),
    };
    let (session, codes) = app.accept(link, &chosen, &ORIGIN, now()).await.unwrap();
    assert_eq!(codes.len(), 10);
    assert!(app.session(&session, now()).await.unwrap().is_some());

    let later = now() + TimeDelta::minutes(1);
    let typed = Typed {
        email: "anna@example.org".into(),
        password: chosen.password.clone(),
        code: code(later),
    };
    let two = app.log_in_with_password(&typed, &ORIGIN, later).await.unwrap();
    assert_eq!(
        refused(app.log_in_with_password(&typed, &ORIGIN, later).await),
        "inloggning-fel"
    );
    let actor = app.session(&two, later).await.unwrap().unwrap().actor;
    let account = app.account(&actor, &two, later).await.unwrap();
    assert_eq!((account.sessions.len(), account.codes_left), (2, 10));

    let form = Held {
        page: "/a".into(),
        action: "/b".into(),
        fields: vec![("text".into(), "min text".into())],
    };
    let csrf = app.session(&two, later).await.unwrap().unwrap().csrf;
    let over = later + TimeDelta::hours(3);
    assert!(
        !app.hold((&two, &csrf), &form, later).await.unwrap(),
        "still open"
    );
    assert!(app.hold((&two, &csrf), &form, over).await.unwrap());
    assert_eq!(app.held(&actor, over).await.unwrap(), Some(form));
    assert_eq!(app.held(&actor, over + TimeDelta::hours(1)).await.unwrap(), None);
    app.forget_held(&actor).await.unwrap();
    assert_eq!(app.held(&actor, over).await.unwrap(), None);

    app.close_user(&system, &invited.id, later).await.unwrap();
    assert!(app.session(&two, later).await.unwrap().is_none());
    let typed = Typed {
        code: code(over),
        ..typed
    };
    assert_eq!(
        refused(app.log_in_with_password(&typed, &ORIGIN, over).await),
        "inloggning-fel"
    );
    assert!(app.verify_audit().await.unwrap().whole());
}

fn secret_of(base32: &str) -> identity::totp::Secret {
    let bits = base32.bytes().flat_map(|letter| {
        let digit = if letter.is_ascii_uppercase() {
            letter - b'A'
        } else {
            letter - b'2' + 26
        };
        (0..5).rev().map(move |bit| digit >> bit & 1)
    });
    let bits: Vec<u8> = bits.collect();
    let bytes: Vec<u8> = bits
        .chunks_exact(8)
        .map(|byte| byte.iter().fold(0, |sum, bit| sum << 1 | bit))
        .collect();
    identity::totp::Secret::of(&bytes).unwrap()
}

#[rstest]
#[tokio::test]
async fn without_a_key_nobody_logs_in_with_a_password(#[values(Kind::Sqlite)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let app = App::over(fresh.db.clone());
    let outcome = app.log_in_with_password(&Typed::default(), &ORIGIN, now()).await;
    assert_eq!(refused(outcome), "nyckel-saknas");
}

#[test]
fn r_inl_10_the_printed_matrix_is_the_one_that_is_asked() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rattigheter.md");
    let now = app::rights::matrix::markdown();
    if std::env::var_os("SAMORDNA_UPDATE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let standing = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        standing, now,
        "docs/rattigheter.md is old: run the tests once with SAMORDNA_UPDATE=1"
    );
}
