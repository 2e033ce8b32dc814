//! Many workstations at once: no time is ever given twice.

use chrono::Duration;
use clinic_core::appointments::book::BookAppointment;
use clinic_core::appointments::cancel::{CancelAppointment, CancelledBy};
use clinic_core::ids::*;
use clinic_core::patients::register::RegisterPatient;
use clinic_core::{Code, check};
use clinic_tests::desk::{at, desks, details, reason};
use rand::Rng;

/// Sixteen writers book at random; afterwards no slot of anybody is held twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_writers_never_overlap() {
    let tries: u32 = std::env::var("CLINIC_TEST_RACE_TRIES").ok().and_then(|n| n.parse().ok()).unwrap_or(500);
    for desk in desks().await {
        let mut writers = Vec::new();
        for _ in 0..16 {
            let clinic = desk.clinic.clone();
            let (admin, doctors, patients, service) =
                (desk.admin.clone(), desk.doctors.clone(), desk.patients.clone(), desk.services[0]);
            writers.push(tokio::spawn(async move {
                let mut booked = 0;
                for _ in 0..tries {
                    let (start, minutes, who, patient) = {
                        let mut rng = rand::rng();
                        (
                            rng.random_range(0..100) * 5,
                            rng.random_range(1..7) * 5,
                            rng.random_range(0..2),
                            rng.random_range(0..3),
                        )
                    };
                    let booking = BookAppointment {
                        appointment_id: AppointmentId::new(),
                        patient_id: patients[patient],
                        practitioner_id: doctors[who],
                        room_id: None,
                        service_ids: vec![service],
                        starts_at: at(8, 0) + Duration::minutes(start),
                        minutes,
                        note: None,
                        overbook: None,
                        outside_hours: Some(clinic_core::appointments::plan::Reason { reason: "A race".into() }),
                    };
                    match clinic.perform(&admin, OperationId::new(), booking).await {
                        Ok(_) => booked += 1,
                        Err(error) => {
                            assert!(matches!(error.code(), Code::AppointmentSlotTaken | Code::StoreBusy), "{error:?}")
                        }
                    }
                }
                booked
            }));
        }
        let mut booked = 0;
        for writer in writers {
            booked += writer.await.expect("a writer");
        }
        assert!(booked > 0);
        let report = check::check(&desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{}: {:?}", desk.engine, report.findings);
        eprintln!("{}: {booked} bookings, no overlap", desk.engine);
        desk.end().await;
    }
}

/// Two at the same moment on one slot: exactly one wins, every time.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_at_once_exactly_one_wins() {
    let pairs: i64 = std::env::var("CLINIC_TEST_RACE_PAIRS").ok().and_then(|n| n.parse().ok()).unwrap_or(1000);
    for desk in desks().await {
        let second = desk.second().await;
        let other = clinic_core::Who::Person(
            second.sign_in("admin", clinic_tests::desk::PASSWORD.to_owned().into()).await.expect("signed in"),
        );
        for n in 0..pairs {
            let starts_at = at(8, 0) + Duration::days(7 * (n / 100)) + Duration::minutes(5 * (n % 100));
            let mut left = desk.booking(starts_at, 5);
            left.patient_id = desk.patients[1];
            let right = desk.booking(starts_at, 5);
            let (a, b) = tokio::join!(
                desk.clinic.perform(&desk.admin, OperationId::new(), left),
                second.perform(&other, OperationId::new(), right)
            );
            assert!(a.is_ok() != b.is_ok(), "{} at {starts_at}: {a:?} {b:?}", desk.engine);
        }
        desk.end().await;
    }
}

/// Some overbook a slot while others cancel what stands there: no lane is left empty below one that is held, so that nobody gets in
/// without a permission afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn overbooking_while_others_cancel_leaves_no_hole() {
    for desk in desks().await {
        let mut writers = Vec::new();
        for writer in 0..8 {
            let (clinic, admin) = (desk.clinic.clone(), desk.admin.clone());
            // Each its own patient, so that only the practitioner's lanes are fought over.
            let patient_id = PatientId::new();
            desk.done(RegisterPatient { patient_id, details: details(&format!("Writer {writer}"), "Rossi") }).await;
            let booking = desk.booking(at(9, 0), 5);
            writers.push(tokio::spawn(async move {
                for _ in 0..40 {
                    let mut booking = booking.clone();
                    booking.appointment_id = AppointmentId::new();
                    booking.patient_id = patient_id;
                    booking.overbook = reason("A race");
                    let cancel = CancelAppointment {
                        appointment_id: booking.appointment_id,
                        version: 1,
                        by: CancelledBy::Patient,
                        reason: "A race".into(),
                    };
                    match clinic.perform(&admin, OperationId::new(), booking).await {
                        Ok(_) => {}
                        Err(error) if error.code() == Code::StoreBusy => continue,
                        Err(error) => panic!("{error:?}"),
                    }
                    while let Err(error) = clinic.perform(&admin, OperationId::new(), cancel.clone()).await {
                        assert_eq!(error.code(), Code::StoreBusy, "{error:?}");
                    }
                }
            }));
        }
        for writer in writers {
            // Looked at in the middle, where the holes would be.
            let report = check::check(&desk.db, None).await.expect("a report");
            let holes: Vec<_> = report.findings.iter().filter(|one| one.kind == "claims.lane_hole").collect();
            assert!(holes.is_empty(), "{}: {holes:?}", desk.engine);
            writer.await.expect("a writer");
        }
        let report = check::check(&desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{}: {:?}", desk.engine, report.findings);
        desk.end().await;
    }
}
