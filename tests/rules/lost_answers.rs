//! The wire to the server breaks at COMMIT, or falls silent in the middle of a transaction: nothing is lost, nothing is done
//! twice, and what the broken connection left behind does not stand in the way.

use clinic_core::access::Role;
use clinic_core::appointments::book::BookAppointment;
use clinic_core::ids::*;
use clinic_core::staff::edit_person::EditPerson;
use clinic_core::store::{Db, FaultPoint, Read};
use clinic_core::{Clinic, Code, Who, Workstation, args, check};
use clinic_tests::desk::{Desk, PASSWORD, at, desks};
use clinic_tests::wire::{Break, Line, Plan, Seen, Wire};
use rand::Rng;
use std::sync::Arc;

/// A second workstation of a desk's clinic, over a line that breaks.
struct Far {
    clinic: Arc<Clinic>,
    who: Who,
    line: Arc<Line>,
}

impl Far {
    async fn of(desk: &Desk) -> Far {
        let (db, line) = Line::to(&desk.store, desk.db.clone()).await;
        let workstation = Workstation { id: WorkstationId::new(), name: "Far desk".into() };
        let clinic = Clinic::open(db, &workstation, desk.clock.clone()).await.expect("an open clinic");
        let who = Who::Person(clinic.sign_in("admin", PASSWORD.to_owned().into()).await.expect("a sign-in"));
        Far { clinic: Arc::new(clinic), who, line: Arc::new(line) }
    }

    fn wire(&self) -> &Wire {
        match &*self.line {
            Line::Wire(wire) => wire,
            Line::Fault(_) => panic!("a file has no wire"),
        }
    }
}

async fn count(db: &Db, sql: &'static str) -> i64 {
    let (rows,): (i64,) = db.clone().one(sql, vec![]).await.expect("a count");
    rows
}

async fn whole(desk: &Desk) {
    let report = check::check(&desk.db, None).await.expect("a report");
    assert!(report.findings.is_empty(), "{}: {:?}", desk.engine, report.findings);
}

/// Three of five COMMITs break: the answer is lost, the COMMIT is dropped, or it comes late.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_writers_over_breaking_commits_book_everything_once() {
    const EACH: i64 = 8;
    for desk in desks().await {
        let far = Far::of(&desk).await;
        if let Line::Wire(wire) = &*far.line {
            wire.plan(Plan::EachWay(0.2));
        }
        let mut writers = Vec::new();
        for writer in 0..16 {
            let bookings: Vec<_> = (0..EACH)
                .map(|n| desk.booking(at(8, 0) + chrono::Duration::minutes(5 * n) + chrono::Duration::weeks(writer), 5))
                .collect();
            let (clinic, who, line) = (far.clinic.clone(), far.who.clone(), far.line.clone());
            writers.push(tokio::spawn(async move {
                for booking in bookings {
                    until_known(&clinic, &who, &line, booking).await;
                }
            }));
        }
        for writer in writers {
            writer.await.expect("a writer");
        }
        if let Line::Wire(wire) = &*far.line {
            wire.plan(Plan::Whole);
            let Seen { answers_lost, dropped, late, .. } = wire.seen();
            eprintln!("{}: {answers_lost} answers lost, {dropped} COMMITs dropped, {late} late", desk.engine);
            assert!([answers_lost, dropped, late].iter().all(|breaks| *breaks > 0), "{}", desk.engine);
        }
        assert!(far.line.struck() > 10, "{}", desk.engine);
        let all = 16 * EACH;
        for (sql, expected) in [
            ("SELECT COUNT(*) FROM appointments WHERE version = 1", all),
            ("SELECT COUNT(*) FROM appointments", all),
            ("SELECT COUNT(*) FROM appointment_status_history", all),
            ("SELECT COUNT(*) FROM slot_claims", 2 * all),
            ("SELECT COUNT(*) FROM journal WHERE name = 'book_appointment' AND seq IS NOT NULL", all),
            ("SELECT COUNT(*) FROM journal WHERE seq IS NULL", 0),
        ] {
            assert_eq!(count(&desk.db, sql).await, expected, "{}: {sql}", desk.engine);
        }
        whole(&desk).await;
        desk.end().await;
    }
}

/// Sends a booking under one id until its outcome is known, as the window does it.
async fn until_known(clinic: &Clinic, who: &Who, line: &Line, booking: BookAppointment) {
    let id = OperationId::new();
    for _ in 0..20 {
        if let Line::Fault(_) = line {
            let roll: f64 = rand::rng().random();
            if let Some(how) = [Break::AnswerLost, Break::Dropped].into_iter().nth((roll / 0.3) as usize) {
                line.break_next(how);
            }
        }
        match clinic.perform(who, id, booking.clone()).await {
            Ok(performed) => return assert_eq!(performed.outcome["version"], 1),
            Err(error) => {
                assert!(matches!(error.code(), Code::StoreUnknownOutcome | Code::StoreBusy), "{error:?}");
            }
        }
    }
    panic!("a booking whose outcome nobody gets to know");
}

async fn desks_on_servers() -> Vec<Desk> {
    let mut kept = Vec::new();
    for desk in desks().await {
        if desk.db.is_server() { kept.push(desk) } else { desk.end().await }
    }
    kept
}

/// In the middle of a booking the connection falls silent, while another one of the same workstation is given back in good
/// order. The booking's locks are held by a thread of ours on the server: it is ended, and nobody else's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_falls_silent_is_ended_on_the_server_and_the_operation_is_done() {
    for desk in desks_on_servers().await {
        let far = Far::of(&desk).await;
        let mut neighbour = far.clinic.db().begin().await.expect("a transaction");
        let mut other = desk.db.begin().await.expect("a transaction");
        for tx in [&mut neighbour, &mut other] {
            let (_one,): (i64,) = tx.one("SELECT 1", vec![]).await.expect("a read");
        }
        far.wire().plan(Plan::Silence("INSERT INTO slot_claims"));
        let booking = desk.booking(at(9, 0), 30);
        let id = booking.appointment_id;
        let (performed, ()) = tokio::join!(far.clinic.perform(&far.who, OperationId::new(), booking), async {
            far.wire().until(|seen| seen.given_up == 1).await;
            neighbour.commit().await.expect("committed");
        });
        let performed = performed.unwrap_or_else(|error| panic!("{}: {error:?}", desk.engine));
        assert!(!performed.replayed, "{}", desk.engine);
        far.wire().until(|seen| seen.ended == 1).await;
        let (_one,): (i64,) = other.one("SELECT 1", vec![]).await.expect("a transaction that nobody ended");
        other.commit().await.expect("committed");
        once(&desk, id).await;
        desk.end().await;
    }
}

async fn once(desk: &Desk, id: AppointmentId) {
    let rows: Vec<(i64,)> =
        desk.db.clone().all("SELECT version FROM appointments WHERE id = ?", args![id]).await.expect("a read");
    assert_eq!(rows, [(1,)], "{}", desk.engine);
    whole(desk).await;
}

/// The COMMIT goes into the silence, and then there is no server at all: whether it was done is not known. Once the server
/// is back, the same operation under the same id is done, because the first try's thread is ended first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_silence_the_same_operation_is_done_once_the_server_is_back() {
    for desk in desks_on_servers().await {
        let far = Far::of(&desk).await;
        let (id, booking) = (OperationId::new(), desk.booking(at(9, 0), 30));
        far.wire().plan(Plan::Silence("COMMIT"));
        far.wire().cut(true);
        let error = far.clinic.perform(&far.who, id, booking.clone()).await.expect_err("nobody can know");
        assert_eq!(error.code(), Code::StoreUnknownOutcome, "{}", desk.engine);
        far.wire().until(|seen| seen.given_up == 1).await;
        assert_eq!(far.wire().seen().ended, 0, "the server knows nothing of it yet");

        far.wire().cut(false);
        let performed = far.clinic.perform(&far.who, id, booking.clone()).await;
        let performed = performed.unwrap_or_else(|error| panic!("{}: {error:?}", desk.engine));
        assert!(!performed.replayed, "{}", desk.engine);
        far.wire().until(|seen| seen.ended == 1).await;
        once(&desk, booking.appointment_id).await;
        desk.end().await;
    }
}

/// An administrator gives the role up and the answer is lost: the second try may no longer do it, and need not.
#[tokio::test]
async fn what_ends_ones_own_right_is_not_denied_when_its_answer_is_lost() {
    for desk in desks().await {
        let Who::Person(session) = desk.person("second.admin", Role::Admin).await else { unreachable!() };
        let step_down = EditPerson {
            user_id: session.user_id(),
            version: 2,
            name: "Second Admin".into(),
            roles: vec![Role::Nurse],
            active: true,
        };
        let (who, id) = (Who::Person(session), OperationId::new());
        desk.db.fault().arm(FaultPoint::AfterCommit);
        let performed = desk.clinic.perform(&who, id, step_down.clone()).await.expect("done");
        assert!(performed.replayed, "{}", desk.engine);
        // A try of its own is another thing.
        let again = desk.clinic.perform(&who, id, step_down).await.expect_err("denied");
        assert_eq!(again.code(), Code::AccessDenied, "{}", desk.engine);
        desk.end().await;
    }
}

/// What nobody waits for any more does not go on: a server would add up a stopped report to its end.
#[tokio::test]
async fn a_question_that_is_stopped_ends_on_the_server_too() {
    for desk in desks().await {
        if desk.db.is_server() {
            let name = uuid::Uuid::now_v7().simple();
            let sql = |text: String| -> &'static str { text.leak() };
            // Whoever runs this holds the lock of this name until they are done; a server looks after five seconds whether anybody waits.
            let slow = sql(format!("SELECT CAST(GET_LOCK('{name}', 0) + SLEEP(30) AS SIGNED)"));
            let free = sql(format!("SELECT CAST(IS_FREE_LOCK('{name}') AS SIGNED)"));
            let wait = sql(format!("SELECT CAST(GET_LOCK('{name}', 2) AS SIGNED)"));
            let (asked, other) = (desk.db.clone(), desk.store.open().await);
            let asking = tokio::spawn(async move { count(&asked, slow).await });
            while count(&other, free).await == 1 {}
            asking.abort();
            assert!(asking.await.is_err_and(|error| error.is_cancelled()));
            assert_eq!(count(&desk.db, wait).await, 1, "{}: it went on", desk.engine);
        }
        desk.end().await;
    }
}
