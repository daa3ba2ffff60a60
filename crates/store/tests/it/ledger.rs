use domain::{
    facts::{Account, AccountKind, Movement},
    intake::books::{Books, Object, VoucherLine, Vouchers},
    money::Ore,
};
use rstest::rstest;
use store::{
    AssociationId, Error, Packed, Tx,
    ledger::{self, NewFile},
    project, voucher,
};

use crate::db::{Kind, day, fresh, moment, with_association};

fn line(account: u32, project: &'static str, kronor: i64) -> VoucherLine<'static> {
    VoucherLine {
        account,
        project,
        amount: Ore::kronor(kronor),
        date: None,
        text: "",
        objects: "",
    }
}

/// A voucher of series A: number, month and lines.
type Made = (&'static str, u32, Vec<VoucherLine<'static>>);

fn vouchers(made: &[Made]) -> Vouchers {
    let mut vouchers = Vouchers::default();
    for (number, month, lines) in made {
        vouchers.begin(
            "A",
            number,
            day(2022, *month, 15),
            &format!("Verifikation {number}"),
        );
        for line in lines {
            vouchers.add_line(line);
        }
    }
    vouchers
}

fn two() -> Vec<Made> {
    let mut dated = line(4010, "KRUS", 200);
    (dated.date, dated.text, dated.objects) = (Some(day(2022, 3, 1)), "Löner", "1:100");
    vec![
        ("1", 2, vec![line(4010, "KRUS", 100), line(1930, "", -100)]),
        ("2", 2, vec![dated, line(4010, "", 200), line(1930, "", -400)]),
    ]
}

fn books() -> Books {
    let account = |number, name: &str, kind, opening, stated| Account {
        number,
        name: name.into(),
        kind,
        opening: Ore(opening),
        stated,
    };
    Books {
        year: 2022,
        first_day: day(2022, 1, 1),
        last_day: day(2022, 12, 31),
        name: "Samordningsförbundet i Prov".into(),
        org_number: "222000-1859".into(),
        accounts: vec![
            account(
                1930,
                "Bank",
                Some(AccountKind::Asset),
                500_000,
                Some(Ore(450_000)),
            ),
            account(4010, "Lämnade bidrag", Some(AccountKind::Cost), 0, None),
            account(9999, "Okänt", None, 0, None),
        ],
        projects: vec![
            Object {
                dimension: 6,
                code: "KRUS".into(),
                name: "KRUS".into(),
            },
            Object {
                dimension: 6,
                code: "RESA".into(),
                name: "RESA".into(),
            },
        ],
        objects: vec![Object {
            dimension: 1,
            code: "100".into(),
            name: "Kansli".into(),
        }],
        vouchers: vouchers(&two()),
        previous_result: None,
    }
}

async fn import(tx: &mut Tx, id: AssociationId, books: &Books) -> store::Result<i64> {
    let file = NewFile {
        name: "bok.se",
        sha256: &domain::audit::sha256(b"bok"),
        packed: Packed::new(b"bok"),
        at: moment(0),
        by: "system",
    };
    let year = ledger::save_year(tx, id, books, file).await?;
    voucher::add(tx, id, year, books.vouchers.iter()).await?;
    Ok(year)
}

#[rstest]
#[tokio::test]
async fn r_lag_06_balances_are_summed_per_account_project_and_month(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    import(&mut tx, id, &books()).await.unwrap();
    let ledger = ledger::load(&mut tx, id).await.unwrap();
    let year = ledger.year(2022).unwrap();
    assert_eq!(year.accounts, books().accounts);
    assert_eq!(year.vouchers, 2);
    assert_eq!(year.file_hash, domain::audit::sha256(b"bok"));
    let movement = |account, project: &str, month, kronor, transactions| Movement {
        account,
        project: project.into(),
        month,
        amount: Ore::kronor(kronor),
        transactions,
    };
    assert_eq!(
        year.movements,
        [
            movement(1930, "", 2, -500, 2),
            movement(4010, "", 2, 200, 1),
            movement(4010, "KRUS", 2, 100, 1),
            movement(4010, "KRUS", 3, 200, 1),
        ]
    );
    let stored = ledger::years(&mut tx, id).await.unwrap().remove(0);
    assert_eq!(voucher::load(&mut tx, &stored).await.unwrap(), books().vouchers);
    assert_eq!(
        ledger::file(&mut tx, id, 2022).await.unwrap(),
        Some(("bok.se".into(), b"bok".to_vec()))
    );
    assert_eq!(project::load(&mut tx, id).await.unwrap().len(), 2);
}

#[rstest]
#[tokio::test]
async fn a_voucher_can_be_replaced_and_a_year_closed(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    let mut books = books();
    import(&mut tx, id, &books).await.unwrap();
    // The second import keeps the project's own name and insats.
    books.projects[0].name = "Annat".into();
    books.accounts.remove(2);
    let changed = ("2", 4, vec![line(4010, "RESA", 7), line(1930, "", -7)]);
    books.vouchers = vouchers(&[two().remove(0), changed]);
    let file = NewFile {
        name: "b.se",
        sha256: &domain::audit::sha256(b"b"),
        packed: Packed::new(b"b"),
        at: moment(1),
        by: "x",
    };
    let year = ledger::save_year(&mut tx, id, &books, file).await.unwrap();
    voucher::remove(&mut tx, year, "A", "2").await.unwrap();
    voucher::add(&mut tx, id, year, books.vouchers.iter().skip(1))
        .await
        .unwrap();
    ledger::drop_unused_accounts(&mut tx, year, &books).await.unwrap();
    let loaded = ledger::load(&mut tx, id).await.unwrap();
    assert_eq!(loaded.years[0].accounts, books.accounts);
    assert_eq!(
        loaded.years[0].movements.iter().map(|m| m.amount).sum::<Ore>(),
        Ore::ZERO
    );
    assert_eq!(project::load(&mut tx, id).await.unwrap()[0].name, "KRUS");
    let stored = ledger::years(&mut tx, id).await.unwrap().remove(0);
    assert_eq!(voucher::load(&mut tx, &stored).await.unwrap(), books.vouchers);
    assert_eq!((stored.closed, stored.file_name.as_str()), (false, "b.se"));
    assert!(ledger::set_closed(&mut tx, id, 2022, true).await.unwrap());
    assert!(ledger::years(&mut tx, id).await.unwrap()[0].closed);
    assert!(!ledger::set_closed(&mut tx, id, 2021, true).await.unwrap());
    voucher::remove_all(&mut tx, year).await.unwrap();
    assert_eq!(ledger::load(&mut tx, id).await.unwrap().years[0].vouchers, 0);
}

#[rstest]
#[tokio::test]
async fn r_lag_07_a_transaction_needs_its_account_and_a_number_is_used_once(
    #[values(Kind::Sqlite, Kind::Postgres)] kind: Kind,
) {
    let Some(fresh) = fresh(kind).await else { return };
    for (spoil, duplicate) in [
        ((|v| v[0].2[0].account = 4711) as fn(&mut [Made]), false),
        (|v| v[1].0 = "1", true),
        (|v| v[1].0 = "", false),
    ] {
        let (mut tx, id) = with_association(&fresh.db).await;
        let (mut books, mut made) = (books(), two());
        spoil(&mut made);
        books.vouchers = vouchers(&made);
        let refused = import(&mut tx, id, &books).await;
        let as_expected = match refused {
            Err(Error::Duplicate(_)) => duplicate,
            Err(Error::Constraint(_)) => !duplicate,
            _ => false,
        };
        assert!(as_expected, "{refused:?}");
    }
    let (mut tx, id) = with_association(&fresh.db).await;
    let (mut books, mut made) = (books(), two());
    made[0].2[0].project = "SAKNAS";
    books.vouchers = vouchers(&made);
    assert!(matches!(
        import(&mut tx, id, &books).await,
        Err(Error::Unknown { what: "project", .. })
    ));
}

#[rstest]
#[tokio::test]
async fn entries_are_filtered_paged_and_summed(#[values(Kind::Sqlite, Kind::Postgres)] kind: Kind) {
    let Some(fresh) = fresh(kind).await else { return };
    let (mut tx, id) = with_association(&fresh.db).await;
    import(&mut tx, id, &books()).await.unwrap();
    for (accounts, project, rows, kronor) in [
        (vec![], None, 5, 0),
        (vec![4010], None, 3, 500),
        (vec![4010, 1930], Some("KRUS"), 2, 300),
        (vec![4010], Some(""), 1, 200),
        (vec![4711], None, 0, 0),
    ] {
        let filter = voucher::Filter {
            year: 2022,
            accounts,
            project: project.map(Into::into),
        };
        let page = voucher::entries(&mut tx, id, &filter, 0, 100).await.unwrap();
        assert_eq!(
            (page.rows.len(), page.total, page.sum),
            (rows, i64::try_from(rows).unwrap(), kronor * 100),
            "{filter:?}"
        );
    }
    let filter = voucher::Filter {
        year: 2022,
        accounts: vec![4010],
        project: Some("KRUS".into()),
    };
    let page = voucher::entries(&mut tx, id, &filter, 1, 1).await.unwrap();
    assert_eq!((page.rows.len(), page.total), (1, 2));
    let entry = &page.rows[0];
    assert_eq!((entry.number.as_str(), entry.text.as_str()), ("2", "Löner"));
    assert_eq!(
        (entry.account_name.as_str(), entry.project.as_str()),
        ("Lämnade bidrag", "KRUS")
    );
}
