//! Booking, moving, status and undo.

use clinic_core::appointments::appointment::Status;
use clinic_core::appointments::cancel::{CancelAppointment, CancelledBy};
use clinic_core::appointments::change_time::MoveAppointment;
use clinic_core::appointments::day::{AskDay, Day};
use clinic_core::appointments::status::ChangeStatus;
use clinic_core::appointments::undo::Undo;
use clinic_core::ids::*;
use clinic_core::{Code, Step};
use clinic_tests::desk::{Desk, at, day, desks, reason};

async fn statuses(desk: &Desk) -> Vec<(String, String)> {
    let day: Day =
        desk.clinic.ask_as(&desk.admin, AskDay { date: day(), practitioner_id: None }).await.expect("the day");
    day.appointments.iter().map(|row| (row.starts_at.format("%H:%M").to_string(), row.status.clone())).collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[tokio::test]
async fn a_taken_time_names_the_holder_and_offers_the_nearest_free() {
    for desk in desks().await {
        desk.done(desk.booking(at(9, 0), 30)).await;
        let mut clash = desk.booking(at(9, 15), 30);
        clash.patient_id = desk.patients[1];
        let error = desk.refused(clash.clone()).await;
        assert_eq!(error.code(), Code::AppointmentSlotTaken, "{}: {error:?}", desk.engine);
        let by = &error.detail("by").expect("who")[0];
        assert_eq!((by["resource"].as_str(), by["patient"].as_str()), (Some("practitioner"), Some("Okafor, Ada")));
        let free = error.detail("free").and_then(|free| free.as_array()).expect("free times").clone();
        assert!(free.iter().any(|one| one["starts_at"] == "2030-01-07T09:30:00"), "{free:?}");
        clash.starts_at = at(9, 30);
        desk.done(clash).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn the_same_id_books_once() {
    for desk in desks().await {
        let (id, booking) = (OperationId::new(), desk.booking(at(9, 0), 30));
        let first = desk.clinic.perform(&desk.admin, id, booking.clone()).await.expect("booked");
        let again = desk.clinic.perform(&desk.admin, id, booking.clone()).await.expect("the first outcome");
        assert!(again.replayed && !first.replayed && again.outcome == first.outcome, "{}", desk.engine);
        let mut other = booking;
        other.starts_at = at(11, 0);
        let reused = desk.clinic.perform(&desk.admin, id, other).await.expect_err("another content");
        assert_eq!(reused.code(), Code::OperationIdReused);
        assert_eq!(statuses(&desk).await.len(), 1);
        desk.end().await;
    }
}

#[tokio::test]
async fn among_many_an_id_is_used_once() {
    for desk in desks().await {
        let used = OperationId::new();
        desk.clinic.perform(&desk.admin, used, desk.booking(at(9, 0), 30)).await.expect("booked");
        let twice = OperationId::new();
        for (ids, step) in [([OperationId::new(), used], 1), ([twice, twice], 1), ([used, OperationId::new()], 0)] {
            let times = [at(11, 0), at(12, 0)];
            let step_of = |(id, time)| Step { id, at: None, operation: desk.booking(time, 30).into() };
            let steps = ids.into_iter().zip(times).map(step_of).collect();
            let reused = desk.clinic.perform_all(&desk.admin, steps, |_| {}).await.expect_err("an id again");
            assert_eq!(reused.code(), Code::OperationIdReused, "{}", desk.engine);
            assert_eq!(reused.detail("step"), Some(&step.into()), "{}", desk.engine);
            assert_eq!(statuses(&desk).await.len(), 1, "{}: all or nothing", desk.engine);
        }
        desk.end().await;
    }
}

#[tokio::test]
async fn overbooking_needs_a_reason_and_moves_down_when_the_first_goes() {
    for desk in desks().await {
        let first = desk.booking(at(9, 0), 30);
        desk.done(first.clone()).await;
        let mut second = desk.booking(at(9, 0), 30);
        second.patient_id = desk.patients[1];
        second.overbook = reason("An emergency");
        desk.done(second).await;
        desk.done(CancelAppointment {
            appointment_id: first.appointment_id,
            version: 1,
            by: CancelledBy::Patient,
            reason: "Ill".into(),
        })
        .await;
        // The overbooked one holds the ordinary lane now: a third is refused without a reason.
        let mut third = desk.booking(at(9, 0), 30);
        third.patient_id = desk.patients[2];
        assert_eq!(desk.refused(third).await.code(), Code::AppointmentSlotTaken, "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_move_is_undone_unless_somebody_else_changed_it() {
    for desk in desks().await {
        let booking = desk.booking(at(9, 0), 30);
        desk.done(booking.clone()).await;
        let id = booking.appointment_id;
        let to = |version, starts_at| MoveAppointment {
            appointment_id: id,
            version,
            practitioner_id: desk.doctors[1],
            room_id: None,
            starts_at,
            minutes: 30,
            overbook: None,
            outside_hours: None,
        };
        let moved = desk.done(to(1, at(10, 0))).await;
        assert_eq!(desk.refused(to(1, at(11, 0))).await.code(), Code::AppointmentChangedMeanwhile);
        let undone = desk.done(Undo { undoes: moved.id }).await;
        assert_eq!(statuses(&desk).await, pairs(&[("09:00", "booked")]), "{}", desk.engine);
        let redone = desk.done(Undo { undoes: undone.id }).await;
        assert_eq!(statuses(&desk).await, pairs(&[("10:00", "booked")]));
        desk.done(ChangeStatus {
            appointment_id: id,
            version: 4,
            to: Status::Arrived,
            waiting_for: None,
            reason: None,
        })
        .await;
        let error = desk.refused(Undo { undoes: redone.id }).await;
        assert_eq!(
            (error.code(), error.detail("by").and_then(|by| by.as_str())),
            (Code::UndoChangedMeanwhile, Some("Ada Admin"))
        );
        desk.end().await;
    }
}

#[tokio::test]
async fn a_chain_of_changes_is_undone_and_done_again_step_by_step() {
    for desk in desks().await {
        let booking = desk.booking(at(9, 0), 30);
        let id = booking.appointment_id;
        let booked = desk.done(booking).await;
        let to = |version, to| ChangeStatus { appointment_id: id, version, to, waiting_for: None, reason: None };
        let arrived = desk.done(to(1, Status::Arrived)).await;
        let in_room = desk.done(to(2, Status::InRoom)).await;
        // Not the one below while the one above stands.
        let error = desk.refused(Undo { undoes: arrived.id }).await;
        assert_eq!(error.code(), Code::UndoChangedMeanwhile, "{}", desk.engine);
        let back_2 = desk.done(Undo { undoes: in_room.id }).await;
        let back_1 = desk.done(Undo { undoes: arrived.id }).await;
        assert_eq!(statuses(&desk).await, pairs(&[("09:00", "booked")]), "{}", desk.engine);
        let back_0 = desk.done(Undo { undoes: booked.id }).await;
        assert!(statuses(&desk).await.is_empty());
        for (undoes, status) in [(&back_0, "booked"), (&back_1, "arrived"), (&back_2, "in_room")] {
            desk.done(Undo { undoes: undoes.id }).await;
            assert_eq!(statuses(&desk).await, pairs(&[("09:00", status)]), "{}", desk.engine);
        }
        // What was undone once is not undone twice.
        assert_eq!(desk.refused(Undo { undoes: back_2.id }).await.code(), Code::UndoChangedMeanwhile);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_booking_taken_back_is_no_cancellation_and_frees_the_time() {
    for desk in desks().await {
        let booked = desk.done(desk.booking(at(9, 0), 30)).await;
        desk.done(Undo { undoes: booked.id }).await;
        assert!(statuses(&desk).await.is_empty(), "{}", desk.engine);
        desk.done(desk.booking(at(9, 0), 30)).await;
        let error = desk.refused(Undo { undoes: OperationId::new() }).await;
        assert_eq!(error.code(), Code::UndoNotPossible);
        desk.end().await;
    }
}

#[tokio::test]
async fn going_back_from_no_show_asks_for_the_time_again() {
    for desk in desks().await {
        let booking = desk.booking(at(9, 0), 30);
        desk.done(booking.clone()).await;
        let change = |version, to| ChangeStatus {
            appointment_id: booking.appointment_id,
            version,
            to,
            waiting_for: None,
            reason: None,
        };
        desk.done(change(1, Status::NoShow)).await;
        let mut other = desk.booking(at(9, 0), 30);
        other.patient_id = desk.patients[1];
        desk.done(other.clone()).await;
        assert_eq!(
            desk.refused(change(2, Status::Arrived)).await.code(),
            Code::AppointmentSlotTaken,
            "{}",
            desk.engine
        );
        desk.done(CancelAppointment {
            appointment_id: other.appointment_id,
            version: 1,
            by: CancelledBy::Clinic,
            reason: "Doctor away".into(),
        })
        .await;
        desk.done(change(2, Status::Arrived)).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn times_that_cannot_be_are_refused_with_their_reason() {
    for desk in desks().await {
        let tries = [
            (desk.booking(at(9, 3), 30), Code::AppointmentNotFiveMinutes),
            (desk.booking(at(9, 0), 0), Code::AppointmentLength),
            (desk.booking(at(9, 0), 725), Code::AppointmentLength),
            (desk.booking(at(23, 30), 60), Code::AppointmentLength),
            (desk.booking(at(7, 0), 30), Code::AppointmentOutsideHours),
            (desk.booking("2030-03-31T01:30:00".parse().expect("a time"), 30), Code::AppointmentTimeSkipped),
        ];
        for (booking, code) in tries {
            assert_eq!(desk.refused(booking).await.code(), code, "{}", desk.engine);
        }
        let mut early = desk.booking(at(7, 0), 30);
        early.outside_hours = reason("The patient works");
        desk.done(early).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn to_pay_is_passed_over_when_nothing_is_owed() {
    for desk in desks().await {
        let free = ServiceId::new();
        desk.done(clinic_core::catalogue::services::AddService {
            service_id: free,
            code: None,
            name: "Dressing".into(),
            minutes: 10,
            price_minor: 0,
            practitioner_ids: vec![],
            prices: None,
            account_code: None,
        })
        .await;
        for (service, hour, expected) in [(free, 9, "done"), (desk.services[0], 10, "to_pay")] {
            let mut booking = desk.booking(at(hour, 0), 30);
            booking.service_ids = vec![service];
            desk.done(booking.clone()).await;
            let performed = desk
                .done(ChangeStatus {
                    appointment_id: booking.appointment_id,
                    version: 1,
                    to: Status::ToPay,
                    waiting_for: None,
                    reason: None,
                })
                .await;
            assert_eq!(performed.outcome["status"], expected, "{}", desk.engine);
        }
        desk.end().await;
    }
}
