//! The journal: lost answers, the feed, tampering, and what must never stand in it.

use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::journal::Head;
use clinic_core::patients::alerts::{AddAlert, AlertKind, AlertSeverity, Audience};
use clinic_core::store::{FaultPoint, Kind, Read};
use clinic_core::{Code, args, check};
use clinic_tests::desk::{Desk, PASSWORD, at, desks};
use clinic_tests::engine_list::all;

/// The answer to COMMIT is lost, or COMMIT never goes out, or a statement breaks: the operation is done once.
#[tokio::test]
async fn a_broken_transaction_is_done_exactly_once() {
    for desk in desks().await {
        let mut points = vec![FaultPoint::BeforeCommit, FaultPoint::AfterCommit];
        points.extend((1..=12).flat_map(|n| [FaultPoint::BeforeStatement(n), FaultPoint::AfterStatement(n)]));
        for (n, point) in points.into_iter().enumerate() {
            let starts_at = at(8, 0) + chrono::Duration::minutes(15 * n as i64);
            desk.db.fault().arm(point);
            let performed = desk.done(desk.booking(starts_at, 15)).await;
            assert_eq!(performed.outcome["version"], 1, "{point:?} on {}", desk.engine);
        }
        assert_eq!(desk.db.fault().struck(), 26, "every fault struck on {}", desk.engine);
        let (rows,): (i64,) = desk.db.clone().one("SELECT COUNT(*) FROM appointments", vec![]).await.expect("a count");
        assert_eq!(rows, 26, "{}", desk.engine);
        whole(&desk).await;
        desk.end().await;
    }
}

async fn whole(desk: &Desk) {
    let report = check::check(&desk.db, None).await.expect("a report");
    assert!(report.findings.is_empty(), "{}: {:?}", desk.engine, report.findings);
}

#[tokio::test]
async fn another_workstation_sees_what_changed_and_only_that() {
    for desk in desks().await {
        let second = desk.second().await;
        let mut cursor = second.cursor().await.expect("a cursor");
        assert!(second.feed(&mut cursor).await.expect("the feed").is_empty());
        let booking = desk.booking(at(9, 0), 30);
        desk.done(booking.clone()).await;
        let changes = second.feed(&mut cursor).await.expect("the feed");
        let seen: Vec<_> = changes.iter().map(|(_, touched)| (touched.kind, touched.id)).collect();
        assert_eq!(seen, [(Kind::Appointment, booking.appointment_id.0)], "{}", desk.engine);
        assert!(second.feed(&mut cursor).await.expect("the feed").is_empty());
        desk.end().await;
    }
}

/// One change of each kind to the journal's rows, and what `check` must say.
#[tokio::test]
async fn every_tampering_is_found_and_named() {
    let tamperings: [(&str, &'static str); 8] = [
        ("changed", "UPDATE journal SET operation = '{}' WHERE seq = 3"),
        ("changed actor", "UPDATE journal SET actor_id = NULL WHERE seq = 4"),
        ("changed outcome", "UPDATE journal SET outcome = '1' WHERE seq = 3"),
        ("changed touch", "UPDATE journal_touches SET after_row = '{}' WHERE position = 0"),
        ("dropped touch", "DELETE FROM journal_touches WHERE position = 0"),
        ("swapped", "UPDATE journal SET seq = CASE WHEN seq = 3 THEN 104 ELSE 103 END WHERE seq IN (3, 4)"),
        ("inserted", "UPDATE journal_heads SET seq = seq + 1"),
        ("changed head", "UPDATE journal_heads SET hash = (SELECT previous_hash FROM journal WHERE seq = 2)"),
    ];
    for engine in all() {
        for (name, sql) in tamperings {
            let desk = Desk::new(&engine).await;
            whole(&desk).await;
            let mut tx = desk.db.begin().await.expect("a transaction");
            tx.exec(sql, vec![]).await.unwrap_or_else(|error| panic!("{name} on {}: {error:?}", desk.engine));
            tx.commit().await.expect("committed");
            let report = check::check(&desk.db, None).await.expect("a report");
            assert!(
                report.findings.iter().any(|finding| finding.kind.starts_with("journal.")),
                "{name} was not found on {}",
                desk.engine
            );
            desk.end().await;
        }
    }
}

#[tokio::test]
async fn a_cut_off_end_is_found_against_outside_heads() {
    for desk in desks().await {
        let heads: Vec<Head> = desk.clinic.heads().await.expect("heads");
        let mut tx = desk.db.begin().await.expect("a transaction");
        let (seq,): (i64,) = tx.one("SELECT MAX(seq) FROM journal", vec![]).await.expect("the end");
        let (id, previous): (OperationId, Vec<u8>) =
            tx.one("SELECT id, previous_hash FROM journal WHERE seq = ?", args![seq]).await.expect("the last row");
        tx.exec("DELETE FROM journal_touches WHERE journal_id = ?", args![id]).await.expect("deleted");
        tx.exec("DELETE FROM journal WHERE id = ?", args![id]).await.expect("deleted");
        tx.exec("UPDATE journal_heads SET seq = ?, hash = ?", args![seq - 1, previous]).await.expect("moved back");
        tx.commit().await.expect("committed");
        let report = check::check(&desk.db, Some(&heads)).await.expect("a report");
        assert!(!report.findings.is_empty(), "{}", desk.engine);
        desk.end().await;
    }
}

/// Canaries: a password stands nowhere, a clinical text only where the record is.
#[tokio::test]
async fn secrets_and_clinical_texts_stay_where_they_belong() {
    for desk in desks().await {
        let text = "canary-clinical-7731";
        desk.done(AddAlert {
            alert_id: AlertId::new(),
            patient_id: desk.patients[0],
            kind: AlertKind::Allergy,
            audience: Audience::Both,
            text: Clinical(text.into()),
            severity: AlertSeverity::default(),
        })
        .await;
        let rows: Vec<(String, Option<String>)> =
            desk.db.clone().all("SELECT operation, outcome FROM journal", vec![]).await.expect("the journal");
        assert!(
            rows.iter().all(|(operation, outcome)| !operation.contains(PASSWORD)
                && !outcome.as_deref().unwrap_or("").contains(PASSWORD)),
            "{}",
            desk.engine
        );
        let history = desk
            .clinic
            .ask(&desk.admin, clinic_core::history::AskHistory { limit: 200, ..Default::default() })
            .await
            .expect("the history");
        assert!(!history.get().contains(text) && !history.get().contains("argon2"), "{}", desk.engine);
        let own = desk
            .clinic
            .ask(&desk.admin, clinic_core::history::AskRecordHistory { kind: Kind::Patient, id: desk.patients[0].0 })
            .await
            .expect("a history");
        assert!(!own.get().contains(text));
        let reception = desk.person("reception", clinic_core::access::Role::Receptionist).await;
        let denied = desk
            .clinic
            .ask(&reception, clinic_core::history::AskHistory { limit: 200, ..Default::default() })
            .await
            .expect_err("denied");
        assert_eq!(denied.code(), Code::AccessDenied);
        desk.end().await;
    }
}
