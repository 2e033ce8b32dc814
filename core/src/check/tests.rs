//! Every kind of tampering, on a clinic in a file: found, and named.

use super::{Report, check, heads};
use crate::args;
use crate::catalogue::rooms::AddRoom;
use crate::clinic::{Clinic, Who, Workstation};
use crate::fields::Secret;
use crate::ids::{OperationId, RoomId, UserId, WorkstationId};
use crate::office::countries;
use crate::office::start::StartClinic;
use crate::store::{Clause, Db, Read, StoreUrl, Value, migrate};
use crate::time::Clock;
use uuid::Uuid;

struct Bench {
    clinic: Clinic,
    path: std::path::PathBuf,
    ids: Vec<OperationId>,
}

impl Drop for Bench {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

const PASSWORD: &str = "seven bright lanterns";

/// A clinic whose chain has six operations: the start and five rooms.
async fn clinic() -> Bench {
    let path = std::env::temp_dir().join(format!("clinic-check-{}.clinic", Uuid::now_v7()));
    let db = Db::open(&StoreUrl::File(path.clone()), Some(&"ab".repeat(32)), true).await.unwrap();
    let clock = Clock::default();
    migrate::migrate(&db, &clock, |_, _| {}).await.unwrap();
    let clinic = Clinic::open(db, &Workstation { id: WorkstationId::new(), name: "Desk".into() }, clock).await.unwrap();
    let mut details = countries::proposal("GB");
    details.name = "Clinic".into();
    let start = StartClinic {
        clinic: details,
        user_id: UserId::new(),
        login: "ada".into(),
        name: "Ada".into(),
        password: Secret::plain(PASSWORD),
        sample: false,
    };
    let mut ids = vec![OperationId::new()];
    clinic.perform(&Who::System, ids[0], start).await.unwrap();
    let who: Who = clinic.sign_in("ada", zeroize::Zeroizing::new(PASSWORD.to_owned())).await.unwrap().into();
    for n in 1..=5 {
        ids.push(OperationId::new());
        clinic
            .perform(
                &who,
                ids[n],
                AddRoom { room_id: RoomId::new(), name: format!("Room {n}"), kind: None, capacity: 1 },
            )
            .await
            .unwrap();
    }
    Bench { clinic, path, ids }
}

impl Bench {
    async fn tamper(&self, steps: Vec<(&'static str, Vec<Value>)>) {
        let mut tx = self.clinic.db().begin().await.unwrap();
        for (sql, args) in steps {
            tx.exec_of(Clause::new(sql, args)).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    async fn report(&self) -> Report {
        check(self.clinic.db(), None).await.unwrap()
    }

    /// The only finding is of this kind and names these words.
    async fn names(&self, kind: &str, words: &[String]) {
        let report = self.report().await;
        let kinds: Vec<_> = report.findings.iter().map(|finding| finding.kind).collect();
        assert_eq!(kinds, [kind], "{:#?}", report.findings);
        for word in words {
            assert!(report.findings[0].what.contains(word), "{word}: {}", report.findings[0].what);
        }
    }
}

#[tokio::test]
async fn an_honest_clinic_is_clean_and_a_cut_off_end_is_said_to_be_possible() {
    let bench = clinic().await;
    let report = bench.report().await;
    assert!(report.is_clean(), "{:#?}", report.findings);
    assert_eq!((report.journal_rows, report.workstations), (6, 1));
    assert_eq!(report.notes[0].kind, "journal.no_outside_heads");
    let outside = heads(bench.clinic.db()).await.unwrap();
    let with = check(bench.clinic.db(), Some(&outside)).await.unwrap();
    assert!(with.is_clean() && with.notes.is_empty());
}

#[tokio::test]
async fn every_changed_column_is_found() {
    let columns = [
        "UPDATE journal SET operation = '{}' WHERE id = ?",
        "UPDATE journal SET outcome = '{}' WHERE id = ?",
        "UPDATE journal SET outcome = NULL WHERE id = ?",
        "UPDATE journal SET name = 'add_service' WHERE id = ?",
        "UPDATE journal SET at = '2020-01-01 00:00:00.000000' WHERE id = ?",
        "UPDATE journal SET at = 'never' WHERE id = ?",
        "UPDATE journal SET actor_id = NULL WHERE id = ?",
        "UPDATE journal SET approver_id = actor_id WHERE id = ?",
        "UPDATE journal SET hash = previous_hash WHERE id = ?",
        "UPDATE journal SET hash = NULL WHERE id = ?",
        "UPDATE journal SET previous_hash = hash WHERE id = ?",
        "UPDATE journal_touches SET after_row = '{}' WHERE journal_id = ?",
        "UPDATE journal_touches SET before_row = '{}' WHERE journal_id = ?",
        "UPDATE journal_touches SET kind = 'service' WHERE journal_id = ?",
        "DELETE FROM journal_touches WHERE journal_id = ?",
        "INSERT INTO journal_touches (journal_id, position, kind, row_id) SELECT journal_id, 1, kind, row_id FROM journal_touches WHERE journal_id = ?",
    ];
    for sql in columns {
        let bench = clinic().await;
        bench.tamper(vec![(sql, args![bench.ids[3]])]).await;
        let readable = !sql.contains("never");
        let words =
            if readable { vec!["seq 4".to_owned(), bench.ids[3].to_string()] } else { vec!["seq 4".to_owned()] };
        bench.names("journal.changed", &words).await;
    }
}

#[tokio::test]
async fn dropped_swapped_and_inserted_rows_are_found() {
    let drop = [("DELETE FROM journal_touches WHERE journal_id = ?"), ("DELETE FROM journal WHERE id = ?")];
    let bench = clinic().await;
    bench.tamper(drop.map(|sql| (sql, args![bench.ids[2]])).to_vec()).await;
    bench.names("journal.dropped", &["seq 3".into(), bench.ids[1].to_string()]).await;
    // Renumbered, so that no gap shows.
    for seq in 4..=6_i64 {
        bench.tamper(vec![("UPDATE journal SET seq = ? WHERE seq = ?", args![seq - 1, seq])]).await;
    }
    bench.tamper(vec![("UPDATE journal_heads SET seq = 5", vec![])]).await;
    assert!(!bench.report().await.is_clean());

    let bench = clinic().await;
    bench.tamper(drop.map(|sql| (sql, args![bench.ids[5]])).to_vec()).await;
    bench.names("journal.dropped", &["seq 6".into()]).await;

    let bench = clinic().await;
    let swap = "UPDATE journal SET seq = ? WHERE id = ?";
    bench
        .tamper(vec![
            (swap, args![99_i64, bench.ids[1]]),
            (swap, args![2_i64, bench.ids[4]]),
            (swap, args![5_i64, bench.ids[1]]),
        ])
        .await;
    let report = bench.report().await;
    let kinds: Vec<_> = report.findings.iter().map(|finding| finding.kind).collect();
    assert_eq!(kinds, ["journal.swapped", "journal.swapped"], "{:#?}", report.findings);
    assert!(
        report.findings[0].what.contains(&bench.ids[4].to_string())
            && report.findings[1].what.contains(&bench.ids[1].to_string())
    );

    let insert = "INSERT INTO journal (id, workstation_id, seq, at, name, operation, outcome, previous_hash, hash) \
                  SELECT ?, workstation_id, ?, at, name, operation, outcome, previous_hash, hash FROM journal WHERE id = ?";
    for (seq, kind) in [(Some(7_i64), "journal.inserted"), (None, "journal.without_place")] {
        let bench = clinic().await;
        let forged = OperationId::new();
        bench.tamper(vec![(insert, args![forged, seq, bench.ids[3]])]).await;
        bench.names(kind, &[forged.to_string()]).await;
    }
}

#[tokio::test]
async fn a_cut_off_end_is_found_against_outside_heads() {
    let bench = clinic().await;
    let outside = heads(bench.clinic.db()).await.unwrap();
    bench
        .tamper(vec![
            ("DELETE FROM journal_touches WHERE journal_id = ?", args![bench.ids[5]]),
            ("DELETE FROM journal WHERE id = ?", args![bench.ids[5]]),
            ("UPDATE journal_heads SET seq = 5, hash = (SELECT hash FROM journal WHERE seq = 5)", vec![]),
        ])
        .await;
    assert!(bench.report().await.is_clean(), "without outside heads it cannot be known");
    let report = check(bench.clinic.db(), Some(&outside)).await.unwrap();
    assert_eq!(report.findings[0].kind, "journal.cut_off");
    let mut other = outside.clone();
    other[0].seq = 5;
    let report = check(bench.clinic.db(), Some(&other)).await.unwrap();
    assert_eq!(report.findings[0].kind, "journal.rewritten");
    assert!(report.findings[0].what.contains(&bench.ids[4].to_string()));
    other[0].workstation = WorkstationId::new();
    let report = check(bench.clinic.db(), Some(&other)).await.unwrap();
    assert_eq!(report.findings[0].kind, "journal.cut_off");
    assert_eq!(report.notes[0].kind, "journal.no_outside_heads");
}

/// Two appointments of one doctor, the second an overbooking of the first, with their claims.
async fn with_appointments(bench: &Bench) -> (Uuid, Uuid, Uuid) {
    let (doctor, first, second) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    let mut steps = vec![(
        "INSERT INTO doctors (id, version, kind, name, short_name, position, active) VALUES (?, 1, 'doctor', 'Dr A', 'A', 0, TRUE)",
        args![doctor],
    )];
    for (lane, appointment) in [(0_i64, first), (1, second)] {
        let patient = Uuid::now_v7();
        steps.push((
            "INSERT INTO patients (id, version, mrn, given_name, sort_name, birth_estimated, sex, reminders_allowed, restricted, registered_at) \
             VALUES (?, 1, ?, 'Ada', 'ada', FALSE, 'unknown', TRUE, FALSE, '2026-01-01 00:00:00')",
            args![patient, lane.to_string()],
        ));
        steps.push((
            "INSERT INTO appointments (id, version, patient_id, doctor_id, series_own_time, starts_at, ends_at, status, status_since, services_text, overbooked, overbook_reason, outside_hours, is_new, walk_in, for_anyone, booked_at) \
             VALUES (?, 1, ?, ?, FALSE, '2026-11-23 10:00:00', '2026-11-23 10:10:00', 'booked', '2026-01-01 00:00:00', 'x', ?, 'y', FALSE, FALSE, FALSE, FALSE, '2026-01-01 00:00:00')",
            args![appointment, patient, doctor, lane > 0],
        ));
        for (resource, lane) in [(doctor, lane), (patient, 0)] {
            for slot in ["2026-11-23 10:00:00", "2026-11-23 10:05:00"] {
                steps.push((
                    "INSERT INTO slot_claims (resource_id, slot_at, lane, appointment_id) VALUES (?, ?, ?, ?)",
                    args![resource, slot, lane, appointment],
                ));
            }
        }
    }
    bench.tamper(steps).await;
    (doctor, first, second)
}

#[tokio::test]
async fn claims_and_appointments_must_agree_both_ways() {
    let bench = clinic().await;
    with_appointments(&bench).await;
    let report = bench.report().await;
    assert!(report.is_clean(), "{:#?}", report.findings);
    assert_eq!((report.appointments, report.claims), (2, 8));

    let cases: [(&'static str, &str, usize); 7] = [
        (
            "DELETE FROM slot_claims WHERE slot_at = '2026-11-23 10:05:00' AND lane = 1 AND appointment_id <> ?",
            "claims.missing",
            1,
        ),
        ("UPDATE appointments SET status = 'no_show' WHERE id <> ?", "claims.extra", 4),
        ("UPDATE appointments SET status = 'arrived', walk_in = TRUE WHERE id <> ?", "claims.extra", 4),
        ("UPDATE appointments SET starts_at = '2026-11-23 10:05:00' WHERE id <> ?", "claims.extra", 2),
        ("UPDATE appointments SET overbooked = FALSE WHERE id <> ?", "claims.above_capacity", 2),
        ("UPDATE slot_claims SET lane = 2 WHERE lane = 1 AND appointment_id <> ?", "claims.lane_hole", 2),
        (
            "UPDATE slot_claims SET lane = 1 WHERE lane = 0 AND appointment_id = ? AND resource_id NOT IN (SELECT id FROM doctors)",
            "claims.above_capacity",
            2,
        ),
    ];
    for (sql, kind, count) in cases {
        let bench = clinic().await;
        let (_, first, _) = with_appointments(&bench).await;
        bench.tamper(vec![(sql, args![first])]).await;
        let report = bench.report().await;
        assert_eq!(
            report.findings.iter().filter(|finding| finding.kind == kind).count(),
            count,
            "{sql}: {:#?}",
            report.findings
        );
    }
}

#[tokio::test]
async fn sums_that_do_not_add_up_are_found() {
    let bench = clinic().await;
    let (_, first, _) = with_appointments(&bench).await;
    let mut db = bench.clinic.db().clone();
    let (patient,): (Uuid,) = db.one("SELECT patient_id FROM appointments WHERE id = ?", args![first]).await.unwrap();
    let (invoice, payment) = (Uuid::now_v7(), Uuid::now_v7());
    bench
        .tamper(vec![
            (
                "INSERT INTO invoices (id, version, patient_id, series, status, currency, net_minor, tax_minor, total_minor, allocated_minor) VALUES (?, 1, ?, 'A', 'draft', 'GBP', 100, 0, 100, 60)",
                args![invoice, patient],
            ),
            (
                "INSERT INTO invoice_items (id, invoice_id, position, description, quantity, unit_minor, discount_minor, tax_basis_points, net_minor, tax_minor) VALUES (?, ?, 0, 'x', 1, 90, 0, 0, 90, 0)",
                args![Uuid::now_v7(), invoice],
            ),
            (
                "INSERT INTO payments (id, patient_id, kind, method, amount_minor, currency, receipt_series, receipt_number, receipt_text, taken_on, drawer_on, taken_at, cashier_id, workstation_id) \
                 SELECT ?, ?, 'payment', 'cash', 50, 'GBP', 'R', 1, 'R1', '2026-01-01', '2026-01-01', '2026-01-01 00:00:00', u.id, w.id FROM users u, workstations w",
                args![payment, patient],
            ),
            ("INSERT INTO payment_allocations (id, payment_id, invoice_id, amount_minor, allocated_at) VALUES (?, ?, ?, 110, '2026-01-01 00:00:00')", args![Uuid::now_v7(), payment, invoice]),
        ])
        .await;
    let report = bench.report().await;
    let kinds: Vec<_> = report.findings.iter().map(|finding| finding.kind).collect();
    assert_eq!(
        kinds,
        [
            "totals.invoice",
            "totals.allocated",
            "totals.overpaid",
            "totals.payment",
            "billing.payment_left",
            "billing.ledger"
        ],
        "{:#?}",
        report.findings
    );
}
