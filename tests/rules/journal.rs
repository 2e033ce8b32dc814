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

/// What somebody with the database's rights may do to the journal's rows, and how `check` names it.
struct Tampering {
    name: &'static str,
    statements: &'static [&'static str],
    kind: &'static str,
    /// Where the operations stood whose ids must be in what is found.
    named: &'static [i64],
    /// What else must be: `{end}` is the chain's last place, `{after}` the one behind it.
    words: &'static [&'static str],
}

const FORGED: &str = "00000000-0000-7000-8000-000000000001";

const TAMPERINGS: &[Tampering] = &[
    Tampering {
        name: "a changed operation",
        statements: &["UPDATE journal SET operation = '{}' WHERE seq = 3"],
        kind: "journal.changed",
        named: &[3],
        words: &["seq 3"],
    },
    Tampering {
        name: "a changed actor",
        statements: &["UPDATE journal SET actor_id = NULL WHERE seq = 4"],
        kind: "journal.changed",
        named: &[4],
        words: &["seq 4"],
    },
    Tampering {
        name: "a changed outcome",
        statements: &["UPDATE journal SET outcome = '1' WHERE seq = 3"],
        kind: "journal.changed",
        named: &[3],
        words: &["seq 3"],
    },
    Tampering {
        name: "a changed time",
        statements: &["UPDATE journal SET at = '2020-01-01 00:00:00.000000' WHERE seq = 5"],
        kind: "journal.changed",
        named: &[5],
        words: &["seq 5"],
    },
    Tampering {
        name: "a changed touch",
        statements: &[
            "UPDATE journal_touches SET after_row = '{}' WHERE position = 0 AND journal_id IN (SELECT id FROM journal WHERE seq = 3)",
        ],
        kind: "journal.changed",
        named: &[3],
        words: &["seq 3"],
    },
    Tampering {
        name: "a dropped touch",
        statements: &[
            "DELETE FROM journal_touches WHERE position = 0 AND journal_id IN (SELECT id FROM journal WHERE seq = 3)",
        ],
        kind: "journal.changed",
        named: &[3],
        words: &["seq 3"],
    },
    Tampering {
        name: "a dropped row",
        statements: &[
            "DELETE FROM journal_touches WHERE journal_id IN (SELECT id FROM journal WHERE seq = 5)",
            "DELETE FROM journal WHERE seq = 5",
        ],
        kind: "journal.dropped",
        // The one before it says where it stood.
        named: &[4],
        words: &["the row written at seq 5 is gone"],
    },
    Tampering {
        name: "a dropped row, the others moved up",
        statements: &[
            "DELETE FROM journal_touches WHERE journal_id IN (SELECT id FROM journal WHERE seq = 5)",
            "DELETE FROM journal WHERE seq = 5",
            "UPDATE journal SET seq = seq + 1000 WHERE seq > 5",
            "UPDATE journal SET seq = seq - 1001 WHERE seq > 1000",
        ],
        kind: "journal.dropped",
        named: &[4],
        words: &["the row written at seq 5 is gone"],
    },
    Tampering {
        name: "a row put behind the end",
        statements: &[
            "INSERT INTO journal (id, workstation_id, seq, actor_id, at, name, operation, outcome, previous_hash, hash) \
             SELECT X'00000000000070008000000000000001', workstation_id, 999, actor_id, at, name, operation, outcome, previous_hash, hash FROM journal WHERE seq = 3",
        ],
        kind: "journal.inserted",
        named: &[],
        words: &["seq 999", FORGED],
    },
    Tampering {
        name: "a row put between two, the others moved down",
        statements: &[
            "UPDATE journal SET seq = seq + 1000 WHERE seq > 3",
            "UPDATE journal SET seq = seq - 999 WHERE seq > 1000",
            "INSERT INTO journal (id, workstation_id, seq, actor_id, at, name, operation, outcome, previous_hash, hash) \
             SELECT X'00000000000070008000000000000001', workstation_id, 4, actor_id, at, name, operation, outcome, previous_hash, hash FROM journal WHERE seq = 3",
        ],
        kind: "journal.inserted",
        named: &[],
        words: &["seq 4", FORGED],
    },
    Tampering {
        name: "a row without a place",
        statements: &["INSERT INTO journal (id, workstation_id, actor_id, at, name, operation) \
             SELECT X'00000000000070008000000000000001', workstation_id, actor_id, at, name, operation FROM journal WHERE seq = 3"],
        kind: "journal.without_place",
        named: &[],
        words: &[FORGED],
    },
    Tampering {
        name: "two swapped rows",
        statements: &[
            "UPDATE journal SET seq = 1003 WHERE seq = 3",
            "UPDATE journal SET seq = 3 WHERE seq = 4",
            "UPDATE journal SET seq = 4 WHERE seq = 1003",
        ],
        kind: "journal.swapped",
        named: &[3, 4],
        words: &["was written at seq 3", "was written at seq 4"],
    },
    Tampering {
        name: "a head that is ahead",
        statements: &["UPDATE journal_heads SET seq = seq + 1"],
        kind: "journal.dropped",
        named: &[],
        words: &["the row written at seq {after} is gone"],
    },
    Tampering {
        name: "another head",
        statements: &["UPDATE journal_heads SET hash = (SELECT previous_hash FROM journal WHERE seq = 2)"],
        kind: "journal.changed",
        named: &[],
        words: &["seq {end}"],
    },
    Tampering {
        name: "no head",
        statements: &["DELETE FROM journal_heads"],
        kind: "journal.no_head",
        named: &[],
        words: &["has rows but no head"],
    },
];

#[tokio::test]
async fn every_tampering_is_found_and_the_row_is_named() {
    for engine in all() {
        for tampering in TAMPERINGS {
            let desk = Desk::new(&engine).await;
            whole(&desk).await;
            let ids: Vec<(i64, OperationId)> =
                desk.db.clone().all("SELECT seq, id FROM journal ORDER BY seq", vec![]).await.expect("the chain");
            let mut tx = desk.db.begin().await.expect("a transaction");
            for sql in tampering.statements {
                let done = tx.exec(sql, vec![]).await;
                let rows =
                    done.unwrap_or_else(|error| panic!("{}: {sql} on {}: {error:?}", tampering.name, desk.engine));
                assert!(rows > 0, "{}: {sql} met no row on {}", tampering.name, desk.engine);
            }
            tx.commit().await.expect("committed");
            let report = check::check(&desk.db, None).await.expect("a report");
            let found = format!("{} on {}: {:#?}", tampering.name, desk.engine, report.findings);
            let journal: Vec<&str> =
                report.findings.iter().map(|one| one.kind).filter(|kind| kind.starts_with("journal.")).collect();
            assert!(!journal.is_empty() && journal.iter().all(|kind| *kind == tampering.kind), "{found}");
            let what: String = report.findings.iter().map(|one| one.what.as_str()).collect::<Vec<_>>().join("\n");
            for seq in tampering.named {
                let (_, id) = ids[*seq as usize - 1];
                assert!(what.contains(&id.to_string()), "operation {id} is not named: {found}");
            }
            for words in tampering.words {
                let end = ids.len();
                let words = words.replace("{end}", &end.to_string()).replace("{after}", &(end + 1).to_string());
                assert!(what.contains(&words), "{words}: {found}");
            }
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
