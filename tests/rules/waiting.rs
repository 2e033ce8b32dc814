//! The waiting room: tickets, walk-ins, being called in, no-shows.

use chrono::{Duration, NaiveDateTime};
use clinic_core::access::Role;
use clinic_core::appointments::appointment::Status;
use clinic_core::appointments::cancel::{CancelAppointment, CancelledBy};
use clinic_core::appointments::change_time::MoveAppointment;
use clinic_core::appointments::no_shows::AskNoShowProposals;
use clinic_core::appointments::status::ChangeStatus;
use clinic_core::appointments::undo::Undo;
use clinic_core::appointments::waiting_room::{AskWaitingRoom, AskWallScreen};
use clinic_core::appointments::walk_in::AdmitWalkIn;
use clinic_core::catalogue::practitioners::EditPractitioner;
use clinic_core::ids::*;
use clinic_core::patients::details::AskPatient;
use clinic_core::patients::register::RegisterPatient;
use clinic_core::time::instant_of;
use clinic_core::{Code, Performed, Who, check};
use clinic_tests::desk::{Desk, PASSWORD, at, day, desks, details, reason};
use serde_json::Value as Json;
use std::collections::BTreeSet;

/// Moves the desk's clock to this wall time of the test's day.
fn set_clock(desk: &Desk, wall: NaiveDateTime) {
    let zone = desk.clinic.settings().zone;
    let then = instant_of(zone, wall).expect("a time that exists");
    desk.clock.advance_seconds(then.seconds_since(desk.clock.now()));
}

fn walk_in(desk: &Desk, patient: usize, doctor: Option<usize>) -> AdmitWalkIn {
    AdmitWalkIn {
        appointment_id: AppointmentId::new(),
        patient_id: desk.patients[patient],
        practitioner_id: doctor.map(|n| desk.doctors[n]),
        specialty_id: None,
        service_ids: vec![],
        note: Some("Cut on the hand".into()),
    }
}

fn status(id: AppointmentId, version: i64, to: Status) -> ChangeStatus {
    ChangeStatus { appointment_id: id, version, to, waiting_for: None, reason: None }
}

async fn room(desk: &Desk) -> Json {
    desk.clinic.ask_as(&desk.admin, AskWaitingRoom { ids: None }).await.expect("the waiting room")
}

async fn clean(desk: &Desk) {
    let report = check::check(&desk.db, None).await.expect("a report");
    assert!(report.findings.is_empty(), "{}: {:?}", desk.engine, report.findings);
}

fn ticket(performed: &Performed) -> i64 {
    performed.outcome["ticket"].as_i64().expect("a ticket")
}

#[tokio::test]
async fn a_waiting_walk_in_takes_nobodys_time_and_being_called_in_does() {
    for desk in desks().await {
        set_clock(&desk, at(10, 2));
        let walk_in = walk_in(&desk, 0, Some(0));
        let id = walk_in.appointment_id;
        let admitted = desk.done(walk_in).await;
        assert_eq!((ticket(&admitted), admitted.outcome["status"].as_str()), (1, Some("arrived")), "{}", desk.engine);
        // The doctor's time and the patient's own are still there to be booked.
        let mut booked = desk.booking(at(10, 0), 30);
        booked.patient_id = desk.patients[1];
        desk.done(booked).await;
        clean(&desk).await;
        let moved = MoveAppointment {
            appointment_id: id,
            version: 1,
            practitioner_id: desk.doctors[1],
            room_id: None,
            starts_at: at(11, 0),
            minutes: 15,
            overbook: None,
            outside_hours: None,
        };
        assert_eq!(desk.refused(moved.clone()).await.code(), Code::AppointmentWrongStatus);

        set_clock(&desk, at(10, 13));
        let called = desk.done(status(id, 1, Status::InRoom)).await;
        let row = room(&desk).await["rows"][0].clone();
        assert_eq!(
            (row["starts_at"].as_str(), row["ends_at"].as_str()),
            (Some("2030-01-07T10:10:00"), Some("2030-01-07T10:25:00"))
        );
        assert_eq!((row["overbooked"].as_bool(), row["ticket"].as_i64()), (Some(true), Some(1)), "{}", desk.engine);
        clean(&desk).await;
        // Now the time is taken, for everybody.
        let mut late = desk.booking(at(10, 20), 15);
        late.patient_id = desk.patients[2];
        assert_eq!(desk.refused(late).await.code(), Code::AppointmentSlotTaken);

        let undone = desk.done(Undo { undoes: called.id }).await;
        clean(&desk).await;
        let row = room(&desk).await["rows"][0].clone();
        assert_eq!((row["status"].as_str(), row["starts_at"].as_str()), (Some("arrived"), Some("2030-01-07T10:00:00")));
        desk.done(Undo { undoes: undone.id }).await;
        clean(&desk).await;
        // Once called in it moves like any other, though nobody said what it is for.
        desk.done(MoveAppointment { version: 4, ..moved }).await;
        clean(&desk).await;
        desk.done(status(id, 5, Status::Arrived)).await;
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn a_walk_in_taken_back_is_gone_and_can_never_be_a_no_show() {
    for desk in desks().await {
        set_clock(&desk, at(10, 0));
        let walk_in = walk_in(&desk, 0, Some(0));
        let id = walk_in.appointment_id;
        let admitted = desk.done(walk_in).await;
        for to in [Status::Booked, Status::Confirmed, Status::NoShow] {
            assert_eq!(desk.refused(status(id, 1, to)).await.code(), Code::AppointmentWrongStatus, "{}", desk.engine);
        }
        desk.done(Undo { undoes: admitted.id }).await;
        assert_eq!(room(&desk).await["rows"].as_array().map(Vec::len), Some(0));
        desk.end().await;
    }
}

#[tokio::test]
async fn whoever_is_free_is_expected_by_the_fewest_waiting_and_is_whoever_calls() {
    for desk in desks().await {
        set_clock(&desk, at(10, 0));
        desk.done(walk_in(&desk, 0, Some(0))).await;
        let anyone = walk_in(&desk, 1, None);
        let id = anyone.appointment_id;
        desk.done(anyone).await;
        let row = |rows: &Json, id: AppointmentId| {
            rows["rows"]
                .as_array()
                .and_then(|rows| rows.iter().find(|row| row["id"] == id.to_string()).cloned())
                .expect("a row")
        };
        let waiting = row(&room(&desk).await, id);
        assert_eq!(
            (waiting["practitioner_name"].as_str(), waiting["for_anyone"].as_bool()),
            (Some("Nurse Gupta"), Some(true)),
            "{}",
            desk.engine
        );

        let doctor = desk.person("dr.adeyemi", Role::Doctor).await;
        let people: Vec<Json> =
            desk.clinic.ask_as(&desk.admin, clinic_core::staff::people::AskPeople {}).await.expect("people");
        let user = people.iter().find(|one| one["login"] == "dr.adeyemi").expect("the doctor")["user_id"].clone();
        let lists: Vec<Json> = desk
            .clinic
            .ask_as(&desk.admin, clinic_core::catalogue::practitioners::AskPractitioners {})
            .await
            .expect("practitioners");
        let practitioner =
            lists.iter().find(|one| one["practitioner_id"] == desk.doctors[0].to_string()).expect("the doctor");
        desk.done(EditPractitioner {
            practitioner_id: desk.doctors[0],
            version: practitioner["version"].as_i64().expect("a version"),
            kind: clinic_core::catalogue::practitioners::PractitionerKind::Doctor,
            name: "Dr Adeyemi".into(),
            short_name: "Dr Adeyemi".into(),
            user_id: serde_json::from_value(user).expect("an id"),
            room_id: Some(desk.rooms[0]),
            specialty_ids: vec![],
            active: true,
        })
        .await;
        desk.clinic.perform(&doctor, OperationId::new(), status(id, 1, Status::InRoom)).await.expect("called in");
        let called = row(&room(&desk).await, id);
        assert_eq!(
            (called["practitioner_name"].as_str(), called["for_anyone"].as_bool(), called["room_name"].as_str()),
            (Some("Dr Adeyemi"), Some(false), Some("Room 1")),
            "{}",
            desk.engine
        );
        clean(&desk).await;
        let nobody = AdmitWalkIn { specialty_id: Some(SpecialtyId::new()), ..walk_in(&desk, 2, None) };
        assert_eq!(desk.refused(nobody).await.code(), Code::NotFound);
        let specialty_id = SpecialtyId::new();
        desk.done(clinic_core::catalogue::specialties::AddSpecialty { specialty_id, name: "Dermatology".into() }).await;
        let nobody = AdmitWalkIn { specialty_id: Some(specialty_id), ..walk_in(&desk, 2, None) };
        assert_eq!(desk.refused(nobody).await.code(), Code::AppointmentNobodyToSee);
        desk.end().await;
    }
}

#[tokio::test]
async fn everybody_who_comes_gets_one_ticket_and_keeps_it() {
    for desk in desks().await {
        let booking = desk.booking(at(10, 0), 30);
        desk.done(booking.clone()).await;
        set_clock(&desk, at(9, 50));
        let id = booking.appointment_id;
        let arrived = desk.done(status(id, 1, Status::Arrived)).await;
        assert_eq!(ticket(&arrived), 1, "{}", desk.engine);
        desk.done(Undo { undoes: arrived.id }).await;
        assert_eq!(ticket(&desk.done(status(id, 3, Status::Arrived)).await), 1, "the slip is in the patient's hand");
        let again = desk.refused(walk_in(&desk, 0, Some(1))).await;
        assert_eq!(
            (again.code(), again.detail("ticket").and_then(Json::as_i64)),
            (Code::AppointmentAlreadyHere, Some(1))
        );
        assert_eq!(ticket(&desk.done(walk_in(&desk, 1, None)).await), 2, "a refusal takes no number");
        // Past midnight they are still here, and the new day's numbers go on from theirs.
        set_clock(&desk, at(23, 58));
        desk.done(status(id, 4, Status::InRoom)).await;
        let late = desk.booking(at(23, 55), 5);
        let late = clinic_core::appointments::book::BookAppointment {
            patient_id: desk.patients[2],
            outside_hours: reason("Night"),
            practitioner_id: desk.doctors[1],
            ..late
        };
        desk.done(late.clone()).await;
        desk.done(status(late.appointment_id, 1, Status::Arrived)).await;
        set_clock(&desk, at(23, 59) + Duration::minutes(6));
        assert_eq!(
            room(&desk).await["rows"].as_array().map(Vec::len),
            Some(2),
            "the one who waited since ten in the morning is forgotten"
        );
        let patient_id = PatientId::new();
        desk.done(RegisterPatient { patient_id, details: details("Night", "Owl") }).await;
        let next = AdmitWalkIn { patient_id, ..walk_in(&desk, 0, Some(0)) };
        assert_eq!(ticket(&desk.done(next).await), 4, "{}", desk.engine);
        let done = desk.done(status(late.appointment_id, 2, Status::InRoom)).await;
        assert_eq!(ticket(&done), 3, "one stay, one ticket");
        desk.end().await;
    }
}

#[tokio::test]
async fn minutes_count_from_the_stage_and_are_never_below_zero() {
    for desk in desks().await {
        set_clock(&desk, at(10, 0));
        let walk_in = walk_in(&desk, 0, Some(0));
        let id = walk_in.appointment_id;
        desk.done(walk_in).await;
        for (minutes, past) in [(20, false), (21, true)] {
            set_clock(&desk, at(10, minutes) + Duration::seconds(5));
            let rows = room(&desk).await;
            assert_eq!(rows["limit_minutes"], 20);
            let row = &rows["rows"][0];
            assert_eq!(
                (row["minutes"].as_i64(), row["past_limit"].as_bool()),
                (Some(i64::from(minutes)), Some(past)),
                "{}",
                desk.engine
            );
            assert_eq!(row["initials"], "A. O.");
        }
        // A workstation whose clock is behind.
        set_clock(&desk, at(9, 0));
        assert_eq!(room(&desk).await["rows"][0]["minutes"], 0);
        let none: Json = desk
            .clinic
            .ask_as(&desk.admin, AskWaitingRoom { ids: Some(vec![AppointmentId::new()]) })
            .await
            .expect("an answer");
        assert_eq!(none["rows"].as_array().map(Vec::len), Some(0));
        set_clock(&desk, at(10, 30));
        let wall: Json = desk.clinic.ask_as(&desk.admin, AskWallScreen {}).await.expect("the wall");
        let wall = wall.to_string();
        for secret in ["Okafor", "Ada", "1980", &id.to_string(), &desk.patients[0].to_string()] {
            assert!(!wall.contains(secret), "{secret} in {wall}");
        }
        assert!(wall.contains(r#""ticket":1"#) && wall.contains("A. O."), "{wall}");
        desk.end().await;
    }
}

/// Sixteen writers on two workstations admit at once: no number twice, none missing, and one patient is never here twice.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tickets_never_collide() {
    const WRITERS: usize = 16;
    const EACH: usize = 5;
    for desk in desks().await {
        let mut patients = Vec::new();
        for n in 0..WRITERS * EACH {
            let patient_id = PatientId::new();
            desk.done(RegisterPatient { patient_id, details: details(&format!("Person {n}"), "Crowd") }).await;
            patients.push(patient_id);
        }
        set_clock(&desk, at(10, 0));
        let second = desk.second().await;
        let there = Who::Person(second.sign_in("admin", PASSWORD.to_owned().into()).await.expect("signed in"));
        let twice = desk.patients[0];
        let mut writers = Vec::new();
        for (n, mine) in patients.chunks(EACH).map(<[PatientId]>::to_vec).enumerate() {
            let (clinic, who) =
                if n % 2 == 0 { (desk.clinic.clone(), desk.admin.clone()) } else { (second.clone(), there.clone()) };
            writers.push(tokio::spawn(async move {
                let admit = |patient_id| AdmitWalkIn {
                    appointment_id: AppointmentId::new(),
                    patient_id,
                    practitioner_id: None,
                    specialty_id: None,
                    service_ids: vec![],
                    note: None,
                };
                let mut tickets = Vec::new();
                for patient_id in mine {
                    let id = OperationId::new();
                    let operation = admit(patient_id);
                    // A desk that is told "busy" asks again under the same id, as the screens do.
                    loop {
                        match clinic.perform(&who, id, operation.clone()).await {
                            Ok(performed) => {
                                break tickets.push(performed.outcome["ticket"].as_i64().expect("a ticket"));
                            }
                            Err(error) => assert_eq!(error.code(), Code::StoreBusy, "{error:?}"),
                        }
                    }
                }
                (tickets, clinic.perform(&who, OperationId::new(), admit(twice)).await.is_ok())
            }));
        }
        let (mut tickets, mut admitted) = (Vec::new(), 0);
        for writer in writers {
            let (mine, also) = writer.await.expect("a writer");
            tickets.extend(mine);
            admitted += usize::from(also);
        }
        let distinct: BTreeSet<i64> = tickets.iter().copied().collect();
        assert_eq!(distinct.len(), WRITERS * EACH, "{}: {tickets:?}", desk.engine);
        assert_eq!(admitted, 1, "{}: one patient came once", desk.engine);
        let highest = i64::try_from(WRITERS * EACH).expect("a number") + 1;
        assert!(distinct.iter().all(|ticket| (1..=highest).contains(ticket)), "{}", desk.engine);
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn no_shows_are_proposed_when_their_time_is_over_and_counted_when_somebody_says_so() {
    for desk in desks().await {
        let proposed = async |desk: &Desk| -> Vec<Json> {
            desk.clinic.ask_as(&desk.admin, AskNoShowProposals { date: day() }).await.expect("proposals")
        };
        let (missed, came, later) =
            (desk.booking(at(9, 0), 30), desk.booking(at(9, 30), 30), desk.booking(at(16, 0), 30));
        for booking in [&missed, &came, &later] {
            desk.done(booking.clone()).await;
        }
        set_clock(&desk, at(9, 29));
        assert!(proposed(&desk).await.is_empty(), "{}", desk.engine);
        set_clock(&desk, at(10, 0));
        desk.done(status(came.appointment_id, 1, Status::Arrived)).await;
        let rows = proposed(&desk).await;
        assert_eq!(rows.len(), 1, "{}: {rows:?}", desk.engine);
        assert_eq!(
            (rows[0]["name"].as_str(), rows[0]["status"].as_str()),
            (Some("Okafor, Ada"), Some("booked")),
            "nothing is set by itself"
        );
        let counts = async |desk: &Desk| -> [i64; 4] {
            let page: Json =
                desk.clinic.ask_as(&desk.admin, AskPatient { id: desk.patients[0] }).await.expect("a page");
            ["no_shows", "no_shows_year", "late_cancels", "late_cancels_year"]
                .map(|name| page["missed"][name].as_i64().expect("a count"))
        };
        assert_eq!(counts(&desk).await, [0; 4]);
        let marked = desk.done(status(missed.appointment_id, 1, Status::NoShow)).await;
        assert_eq!(counts(&desk).await, [1, 1, 0, 0], "{}", desk.engine);
        desk.done(Undo { undoes: marked.id }).await;
        assert_eq!(counts(&desk).await, [0; 4]);
        desk.done(status(missed.appointment_id, 3, Status::NoShow)).await;
        let cancel = |id, by| CancelAppointment { appointment_id: id, version: 1, by, reason: "Ill".into() };
        desk.done(cancel(later.appointment_id, CancelledBy::Patient)).await;
        assert_eq!(counts(&desk).await, [1, 1, 1, 1], "six hours before is late");
        for (days, by) in [(2, CancelledBy::Patient), (0, CancelledBy::Clinic)] {
            let other = desk.booking(at(17, 0) + Duration::days(days), 30);
            desk.done(other.clone()).await;
            desk.done(cancel(other.appointment_id, by)).await;
        }
        assert_eq!(counts(&desk).await, [1, 1, 1, 1], "two days before is in time, and the clinic's own do not count");
        set_clock(&desk, at(10, 0) + Duration::days(366));
        assert_eq!(counts(&desk).await, [1, 0, 1, 0], "{}", desk.engine);
        desk.end().await;
    }
}
