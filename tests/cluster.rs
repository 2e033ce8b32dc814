//! A group of three servers whose primary is killed while sixteen writers book.
//!
//! Needs `CLINIC_TEST_CLUSTER_URL` (one URL with the three hosts) and `CLINIC_MYSQL_TOOL`, which kills and names the primary.

use clinic_core::appointments::book::BookAppointment;
use clinic_core::ids::*;
use clinic_core::store::Read;
use clinic_core::{args, check};
use clinic_tests::desk::{Desk, at, reason};
use clinic_tests::engine_list::Engine;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// From the moment that the group has a new primary until a booking is written there.
const OURS: Duration = Duration::from_secs(20);

fn tool(arguments: &[&str]) -> String {
    let tool = std::env::var("CLINIC_MYSQL_TOOL").expect("CLINIC_MYSQL_TOOL names the server tool");
    let output = Command::new(tool).args(arguments).output().expect("the server tool runs");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// How long the group takes to give up a member and to choose another primary is the servers' own setting, and how fast the computer under three of
/// them is: a minute is the end of that. What is this program's, to find the new one and to write there, has twenty seconds.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_primarys_death_loses_and_doubles_nothing() {
    let url = std::env::var("CLINIC_TEST_CLUSTER_URL").expect("CLINIC_TEST_CLUSTER_URL names the group");
    let desk = Arc::new(Desk::new(&Engine::server("group", &url)).await);
    let stop = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..16).map(|writer| tokio::spawn(write(desk.clone(), stop.clone(), writer))).collect();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let primary = tool(&["cluster", "primary"]);
    tool(&["kill", &primary]);
    let killed = Instant::now();
    let chosen = tokio::task::spawn_blocking({
        let before = primary.clone();
        move || another_primary(&before, killed)
    });
    loop {
        if desk.perform(booking(&desk, 40, i64::try_from(killed.elapsed().as_secs()).expect("seconds"))).await.is_ok() {
            break;
        }
        assert!(killed.elapsed() < Duration::from_secs(60), "nobody writes again");
    }
    let back = Instant::now();
    let chosen = chosen.await.expect("a new primary");
    let ours = back.saturating_duration_since(chosen);
    eprintln!("writing again after {:?}, {ours:?} of it with a new primary", back - killed);
    assert!(ours <= OURS, "{ours:?} until the new primary was found and written to");
    tokio::time::sleep(Duration::from_secs(2)).await;
    stop.store(true, Ordering::SeqCst);
    let mut acknowledged = Vec::new();
    for writer in writers {
        acknowledged.extend(writer.await.expect("a writer"));
    }
    for id in &acknowledged {
        let rows: Vec<(i64,)> =
            desk.db.clone().all("SELECT version FROM appointments WHERE id = ?", args![*id]).await.expect("a read");
        assert_eq!(rows.len(), 1, "an acknowledged booking is there once");
    }
    let report = check::check(&desk.db, None).await.expect("a report");
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    eprintln!("{} acknowledged, none lost", acknowledged.len());
    tool(&["cluster", "rejoin", &primary]);
}

/// When the group first had another primary than this one.
fn another_primary(before: &str, killed: Instant) -> Instant {
    loop {
        let now = tool(&["cluster", "primary"]);
        if !now.is_empty() && now != before {
            return Instant::now();
        }
        assert!(killed.elapsed() < Duration::from_secs(60), "the group chooses nobody");
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Each writer has days of its own patients' time; the doctor's time is what they fight for.
fn booking(desk: &Desk, writer: i64, n: i64) -> BookAppointment {
    let mut booking = desk.booking(
        at(8, 0) + chrono::Duration::days(writer / 16 * 700 + n / 100) + chrono::Duration::minutes(5 * (n % 100)),
        5,
    );
    booking.patient_id = desk.patients[usize::try_from(writer % 3).expect("a number")];
    booking.practitioner_id = desk.doctors[usize::try_from(writer % 2).expect("a number")];
    booking.outside_hours = reason("A test");
    booking
}

async fn write(desk: Arc<Desk>, stop: Arc<AtomicBool>, writer: i64) -> Vec<AppointmentId> {
    let mut acknowledged = Vec::new();
    let mut n = 0;
    while !stop.load(Ordering::SeqCst) {
        n += 1;
        let one = booking(&desk, writer, n);
        let (id, operation) = (one.appointment_id, OperationId::new());
        // The same id until the outcome is known, as the window does it.
        for _ in 0..40 {
            match desk.clinic.perform(&desk.admin, operation, one.clone()).await {
                Ok(_) => {
                    acknowledged.push(id);
                    break;
                }
                Err(error) if error.code().text().starts_with("appointment.") => break,
                Err(_) => tokio::time::sleep(Duration::from_millis(500)).await,
            }
        }
    }
    acknowledged
}
