//! Data of earlier versions: brought up whole, and by one workstation.

use clinic_core::store::migrate::{self, KNOWN, State};
use clinic_core::store::{Db, Read};
use clinic_core::time::{Clock, Instant};
use clinic_core::{Code, args, check};
use clinic_tests::engine_list::all;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// The first version whose tables hold people and patients.
const OLD: i64 = 3;

async fn write(db: &Db, sql: &'static str, args: Vec<clinic_core::store::Value>) {
    let mut tx = db.begin().await.expect("a transaction");
    tx.exec(sql, args).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    tx.commit().await.expect("committed");
}

async fn migrated(db: &Db, to: i64) {
    migrate::migrate_to(db, &Clock::default(), to, |_, _| {})
        .await
        .unwrap_or_else(|error| panic!("to {to}: {error:?}"));
}

async fn clean(db: &Db, name: &str) {
    let report = check::check(db, None).await.expect("a report");
    assert!(report.is_clean(), "{name}: {:?}", report.findings);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_that_migrate_at_once_one_does_it_and_the_other_finds_it_done() {
    for engine in all() {
        let store = Arc::new(engine.untouched().await);
        let (first, second) = (store.open().await, store.open().await);
        let work = |db: Db| {
            tokio::spawn(async move {
                let mut steps = 0;
                migrate::migrate(&db, &Clock::default(), |_, _| steps += 1).await.map(|()| steps)
            })
        };
        let (one, two) = (work(first.clone()), work(second.clone()));
        let steps = [one, two].map(|task| async move { task.await.expect("no panic").expect("migrated") });
        let [one, two] = steps;
        let (one, two) = tokio::join!(one, two);
        assert!((one == 0) != (two == 0), "{}: {one} and {two} steps", engine.name);
        assert_eq!(migrate::state(&second).await.expect("a state"), State::Ready);
        clean(&second, &engine.name).await;
        first.close().await;
        second.close().await;
        Arc::into_inner(store).expect("nobody else").drop().await;
    }
}

/// Writes as whose the lease stands, and for how long from now by the store's own clock.
async fn lease_of_another(db: &Db, seconds: i64) {
    let until = if db.is_server() {
        let (now,): (Instant,) = db.clone().one("SELECT UTC_TIMESTAMP(6)", vec![]).await.expect("the server's clock");
        now.minus_seconds(-seconds)
    } else {
        Clock::default().now().minus_seconds(-seconds)
    };
    write(db, "UPDATE schema_lease SET holder = ?, until_at = ? WHERE id = 1", args![Uuid::now_v7(), until]).await;
}

/// Somebody else holds the lock: it is waited for, by the server's clock whatever this computer's shows, and taken when it has ended.
#[tokio::test]
async fn a_lock_is_waited_for_by_the_servers_clock() {
    for engine in all() {
        let store = engine.untouched().await;
        let db = store.open().await;
        migrated(&db, OLD).await;
        lease_of_another(&db, 3).await;
        let clock = Clock::default();
        if engine.is_server() {
            // Two hours ahead: by this clock the lock has long ended.
            clock.advance_seconds(7200);
        }
        let began = std::time::Instant::now();
        migrate::migrate_to(&db, &clock, OLD + 1, |_, _| {}).await.expect("migrated after the wait");
        assert!(began.elapsed() > Duration::from_millis(2500), "{}: only {:?}", engine.name, began.elapsed());
        migrated(&db, KNOWN).await;
        db.close().await;
        store.drop().await;
    }
}

/// Whoever loses the lock in the middle writes no version, and stops.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_loses_the_lock_writes_no_version() {
    for engine in all() {
        let store = engine.untouched().await;
        let (db, other) = (store.open().await, store.open().await);
        migrated(&db, OLD).await;
        let mut taken = false;
        let done = migrate::migrate_to(&db, &Clock::default(), OLD + 1, |_, _| {
            if !std::mem::replace(&mut taken, true) {
                tokio::task::block_in_place(|| {
                    tokio::runtime::Handle::current().block_on(lease_of_another(&other, 600));
                });
            }
        })
        .await;
        assert_eq!(done.expect_err("the lock is lost").code(), Code::StoreBusy, "{}", engine.name);
        assert_eq!(migrate::state(&db).await.expect("a state"), State::Older { found: OLD }, "{}", engine.name);
        // The other one is gone: its time is over, and the work is gone on with.
        lease_of_another(&other, -1).await;
        migrated(&db, KNOWN).await;
        for db in [db, other] {
            db.close().await;
        }
        store.drop().await;
    }
}
