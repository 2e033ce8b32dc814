//! Data of earlier versions: brought up whole, by one workstation, and never written by a program that is too old for them.

use chrono::NaiveDate;
use clinic_core::desk::upgrade;
use clinic_core::fields::Secret;
use clinic_core::ids::*;
use clinic_core::office::countries::proposal;
use clinic_core::office::details::ClinicDetails;
use clinic_core::office::start::StartClinic;
use clinic_core::office::workstation::NameWorkstation;
use clinic_core::patients::page::AskPatientsPage;
use clinic_core::store::migrate::{self, KNOWN, State};
use clinic_core::store::{Db, Read};
use clinic_core::time::{Clock, Instant};
use clinic_core::{Clinic, Code, Who, Workstation, args, check};
use clinic_tests::desk::{Desk, PASSWORD, desks};
use clinic_tests::engine_list::all;
use serde_json::Value as Json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use uuid::Uuid;

/// The first version whose tables hold people and patients.
const OLD: i64 = 3;
const AT: &str = "2026-01-05 09:30:00.000000";

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

fn workstation() -> Workstation {
    Workstation { id: WorkstationId::new(), name: "Front desk".into() }
}

fn start() -> StartClinic {
    StartClinic {
        clinic: ClinicDetails { name: "Northside Clinic".into(), ..proposal("GB") },
        user_id: UserId::new(),
        login: "admin".into(),
        name: "Ada Admin".into(),
        password: Secret::plain(PASSWORD),
        sample: false,
    }
}

/// A patient as the first version kept them, with an allergy that was an alert.
async fn old_patient(db: &Db) -> PatientId {
    let id = Uuid::now_v7();
    write(
        db,
        "INSERT INTO patients (id, version, mrn, given_name, family_name, sort_name, birth_date, birth_estimated, sex, reminders_allowed, restricted, registered_at) \
         VALUES (?, 1, '100001', 'Ada', 'Okafor', 'okafor ada', '1980-03-12', FALSE, 'female', TRUE, FALSE, ?)",
        args![id, moment()],
    )
    .await;
    for term in ["ada", "okafor"] {
        write(db, "INSERT INTO patient_terms (patient_id, term, words) VALUES (?, ?, 'ada okafor')", args![id, term])
            .await;
    }
    for (kind, text) in [("allergy", "Penicillin"), ("alert", "Comes with a dog")] {
        write(
            db,
            "INSERT INTO patient_alerts (id, version, patient_id, kind, audience, text, since) VALUES (?, 1, ?, ?, 'both', ?, ?)",
            args![Uuid::now_v7(), id, kind, text, NaiveDate::from_ymd_opt(2026, 1, 5)],
        )
        .await;
    }
    PatientId(id)
}

fn moment() -> Instant {
    Instant(chrono::NaiveDateTime::parse_from_str(AT, "%Y-%m-%d %H:%M:%S%.f").expect("a moment"))
}

async fn clean(db: &Db, name: &str) {
    let report = check::check(db, None).await.expect("a report");
    assert!(report.is_clean(), "{name}: {:?}", report.findings);
}

#[tokio::test]
async fn data_of_an_early_version_come_up_whole() {
    for engine in all() {
        let store = engine.untouched().await;
        let db = store.open().await;
        migrated(&db, OLD).await;
        assert_eq!(migrate::state(&db).await.expect("a state"), State::Older { found: OLD }, "{}", engine.name);
        let desk = workstation();
        let clinic = Clinic::open(db.clone(), &desk, Clock::default()).await.expect("an old clinic");
        clinic.perform(&Who::System, OperationId::new(), start()).await.expect("a started clinic");
        let patient_id = old_patient(&db).await;
        let steps = Arc::new(AtomicUsize::new(0));
        let counted = steps.clone();
        // As the window does it: an administrator signs in with the data as they are.
        upgrade::upgrade(&db, &desk, &Clock::default(), "admin", PASSWORD.to_owned().into(), move |done, total| {
            assert!(done <= total);
            counted.store(done as usize, Ordering::SeqCst);
        })
        .await
        .unwrap_or_else(|error| panic!("{}: {error:?}", engine.name));
        assert!(steps.load(Ordering::SeqCst) > 100, "every step is told");
        assert_eq!(migrate::state(&db).await.expect("a state"), State::Ready, "{}", engine.name);
        clean(&db, &engine.name).await;
        let clinic = Clinic::open(db.clone(), &desk, Clock::default()).await.expect("today's clinic");
        let admin = Who::Person(clinic.sign_in("admin", PASSWORD.to_owned().into()).await.expect("a sign-in"));
        let page = AskPatientsPage { text: Some("okaf".into()), offset: 0, limit: 10 };
        let found: Json = clinic.ask_as(&admin, page).await.expect("patients");
        assert_eq!(found["rows"][0]["mrn"], "100001", "{}: {found}", engine.name);
        // What was an alert of that kind is an allergy of the record now; the other stayed what it was.
        let moved: Vec<(String, String)> = db
            .clone()
            .all("SELECT substance, status FROM allergies WHERE patient_id = ?", args![patient_id])
            .await
            .expect("allergies");
        assert_eq!(moved, [("Penicillin".to_owned(), "active".to_owned())], "{}", engine.name);
        clinic
            .perform(&admin, OperationId::new(), NameWorkstation { name: "Back desk".into() })
            .await
            .expect("it works on");
        clean(&db, &engine.name).await;
        db.close().await;
        store.drop().await;
    }
}

/// The power fails in the middle of a file: what stands is passed over, and nothing is missing afterwards.
#[tokio::test]
async fn half_a_file_is_gone_on_with() {
    let files: [(i64, &'static str); 3] = [
        (5, include_str!("../../migrations/0005_appointments.sql")),
        (9, include_str!("../../migrations/0009_invoicing.sql")),
        (16, include_str!("../../migrations/0016_files.sql")),
    ];
    for engine in all() {
        let store = engine.untouched().await;
        let db = store.open().await;
        for (version, text) in files {
            migrated(&db, version - 1).await;
            let statements: Vec<&'static str> = text.split(";\n").map(bare).filter(|one| !one.is_empty()).collect();
            assert!(statements.len() > 3, "{version}");
            for statement in statements.iter().take(statements.len() / 2) {
                write(&db, statement, vec![]).await;
            }
            assert_eq!(migrate::state(&db).await.expect("a state"), State::Older { found: version - 1 });
        }
        migrated(&db, KNOWN).await;
        let whole = engine.untouched().await;
        let other = whole.open().await;
        migrated(&other, KNOWN).await;
        assert_eq!(shape(&db).await, shape(&other).await, "{}", engine.name);
        for (store, db) in [(store, db), (whole, other)] {
            db.close().await;
            store.drop().await;
        }
    }
}

fn bare(mut statement: &'static str) -> &'static str {
    loop {
        statement = statement.trim();
        if !statement.starts_with("--") {
            return statement;
        }
        statement = statement.split_once('\n').map_or("", |(_, rest)| rest);
    }
}

/// Every table's columns and indexes.
async fn shape(db: &Db) -> Vec<(String, String)> {
    let statements: [&'static str; 2] = if db.is_server() {
        [
            "SELECT CAST(table_name AS CHAR), CAST(column_name AS CHAR) FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY 1, 2",
            "SELECT DISTINCT CAST(table_name AS CHAR), CAST(index_name AS CHAR) FROM information_schema.statistics WHERE table_schema = DATABASE() ORDER BY 1, 2",
        ]
    } else {
        [
            "SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY 1, 2",
            "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' ORDER BY 1, 2",
        ]
    };
    let mut all = Vec::new();
    for sql in statements {
        all.extend(db.clone().all::<(String, String)>(sql, vec![]).await.expect("the shape"));
    }
    all
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

async fn min_writer(db: &Db, version: i64, min_writer: i64) {
    write(db, "UPDATE schema_info SET version = ?, min_writer = ? WHERE id = 1", args![version, min_writer]).await;
}

/// Another desk upgrades the data while this one works: nothing is written past what the data demand, and the next look says so.
#[tokio::test]
async fn an_old_program_writes_nothing_past_min_writer() {
    for desk in desks().await {
        let (old,): (i64,) = desk.db.clone().one("SELECT min_writer FROM schema_info", vec![]).await.expect("a row");
        let name = |name: &str| NameWorkstation { name: name.into() };
        let mut cursor = desk.clinic.cursor().await.expect("a cursor");
        // Newer, and older programs may go on.
        min_writer(&desk.db, KNOWN + 1, KNOWN).await;
        assert_eq!(migrate::state(&desk.db).await.expect("a state"), State::Ready);
        desk.done(name("Desk one")).await;
        desk.clinic.feed(&mut cursor).await.expect("the feed");
        min_writer(&desk.db, KNOWN + 1, KNOWN + 1).await;
        assert_eq!(migrate::state(&desk.db).await.expect("a state"), State::Newer { found: KNOWN + 1 });
        let refused = desk.refused(name("Desk two")).await;
        assert_eq!(refused.code(), Code::ConnectionDataNewer, "{}", desk.engine);
        let of_system = desk.clinic.perform(&Who::System, OperationId::new(), start()).await.expect_err("refused");
        assert_eq!(of_system.code(), Code::ConnectionDataNewer, "{}", desk.engine);
        assert_eq!(desk.clinic.feed(&mut cursor).await.expect_err("told").code(), Code::ConnectionDataNewer);
        assert_eq!(desk.clinic.cursor().await.expect_err("told").code(), Code::ConnectionDataNewer);
        let again = migrate::migrate(&desk.db, &Clock::default(), |_, _| {}).await.expect_err("not downwards");
        assert_eq!(again.code(), Code::ConnectionDataNewer);
        let (kept,): (String,) = desk
            .db
            .clone()
            .one("SELECT name FROM workstations WHERE id = ?", args![desk.clinic.workstation()])
            .await
            .expect("a name");
        assert_eq!(kept, "Desk one", "{}", desk.engine);
        min_writer(&desk.db, KNOWN, old).await;
        desk.done(name("Desk three")).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn a_desk_that_stays_open_is_seen_once_an_hour() {
    for engine in all() {
        let clock = Clock::standing_at(moment());
        let desk = Desk::with_clock(&engine, clock.clone()).await;
        let seen = async || {
            let (at,): (Instant,) = desk
                .db
                .clone()
                .one("SELECT seen_at FROM workstations WHERE id = ?", args![desk.clinic.workstation()])
                .await
                .expect("a workstation");
            at
        };
        let opened = seen().await;
        clock.advance_seconds(3500);
        desk.clinic.still_here().await.expect("nothing to note");
        assert_eq!(seen().await, opened, "{}", desk.engine);
        clock.advance_seconds(200);
        desk.clinic.still_here().await.expect("noted");
        assert_eq!(seen().await, clock.now(), "{}", desk.engine);
        desk.end().await;
    }
}
