//! Hours, leave, holidays, blocks, rooms out of use: what they ask of a booking, and what has to be moved.

use chrono::{Days, Duration, NaiveDate};
use clinic_core::appointments::book::BookAppointment;
use clinic_core::appointments::change_time::MoveAppointment;
use clinic_core::appointments::day::{AskDay, Day};
use clinic_core::appointments::edit::EditAppointment;
use clinic_core::appointments::next_free::MoveToNextFree;
use clinic_core::appointments::to_be_moved::{AskToBeMoved, ToBeMoved};
use clinic_core::appointments::undo::Undo;
use clinic_core::catalogue::rooms::AddRoom;
use clinic_core::ids::*;
use clinic_core::schedule::exception::{BlockKind, ExceptionDetails, ExceptionKind};
use clinic_core::schedule::exceptions::*;
use clinic_core::schedule::hours::{SetWorkingHours, WeeklySpan, Weeks};
use clinic_core::{Code, Error};
use clinic_tests::desk::{Desk, at, day, desks, reason, tomorrow};

fn exception(kind: ExceptionKind, from: NaiveDate, to: NaiveDate) -> ExceptionDetails {
    ExceptionDetails {
        kind,
        block: None,
        practitioner_id: None,
        room_id: None,
        from,
        to: Some(to),
        starts: None,
        ends: None,
        weekdays: vec![],
        replaces: false,
        label: None,
    }
}

fn leave(desk: &Desk, from: NaiveDate, to: NaiveDate) -> ExceptionDetails {
    ExceptionDetails { practitioner_id: Some(desk.doctors[0]), ..exception(ExceptionKind::Leave, from, to) }
}

fn timed(details: ExceptionDetails, starts: &str, ends: &str) -> ExceptionDetails {
    ExceptionDetails { starts: Some(starts.into()), ends: Some(ends.into()), ..details }
}

fn block(desk: &Desk, block: BlockKind, starts: &str, ends: &str) -> ExceptionDetails {
    let details = ExceptionDetails { block: Some(block), kind: ExceptionKind::Block, ..leave(desk, day(), day()) };
    timed(details, starts, ends)
}

fn add(details: ExceptionDetails) -> AddException {
    AddException { exception_id: ExceptionId::new(), details }
}

async fn to_be_moved(desk: &Desk) -> ToBeMoved {
    desk.clinic.ask_as(&desk.admin, AskToBeMoved { exception_id: None, limit: 500 }).await.expect("what is to be moved")
}

async fn moved_ids(desk: &Desk) -> Vec<AppointmentId> {
    to_be_moved(desk).await.rows.iter().map(|row| row.appointment.id).collect()
}

fn why(error: &Error) -> Vec<String> {
    assert_eq!(error.code(), Code::AppointmentOutsideHours, "{error:?}");
    let why = error.detail("why").and_then(|why| why.as_array()).expect("why").clone();
    why.iter().map(|one| one["kind"].as_str().unwrap_or_default().to_owned()).collect()
}

fn moving(booking: &BookAppointment, version: i64) -> MoveAppointment {
    MoveAppointment {
        appointment_id: booking.appointment_id,
        version,
        practitioner_id: booking.practitioner_id,
        room_id: booking.room_id,
        starts_at: booking.starts_at,
        minutes: booking.minutes,
        overbook: None,
        outside_hours: None,
    }
}

#[tokio::test]
async fn a_booking_is_asked_for_a_reason_and_told_what_is_there() {
    for desk in desks().await {
        let label = Some("Training".to_owned());
        desk.done(add(ExceptionDetails { label, ..leave(&desk, day(), day() + Days::new(2)) })).await;
        let error = desk.refused(desk.booking(at(9, 0), 30)).await;
        assert_eq!(why(&error), ["leave"], "{}", desk.engine);
        let there = &error.detail("why").expect("why")[0];
        assert_eq!((there["label"].as_str(), there["to"].as_str()), (Some("Training"), Some("2030-01-09")));
        assert_eq!(error.detail("practitioner").and_then(|name| name.as_str()), Some("Dr Adeyemi"));
        desk.done(BookAppointment { outside_hours: reason("Agreed"), ..desk.booking(at(9, 0), 30) }).await;

        let other = |starts_at| BookAppointment {
            practitioner_id: desk.doctors[1],
            patient_id: desk.patients[1],
            ..desk.booking(starts_at, 30)
        };
        desk.done(other(at(9, 0))).await;
        assert_eq!(why(&desk.refused(other(at(18, 0))).await), ["hours"]);
        let on = |details: ExceptionDetails| ExceptionDetails { practitioner_id: Some(desk.doctors[1]), ..details };
        desk.done(add(on(block(&desk, BlockKind::Emergencies, "11:00", "12:00")))).await;
        let emergency = desk.refused(other(at(11, 30))).await;
        assert_eq!(why(&emergency), ["block"]);
        assert_eq!(emergency.detail("why").expect("why")[0]["block"], "emergencies");
        let room =
            ExceptionDetails { room_id: Some(desk.rooms[0]), ..exception(ExceptionKind::OutOfUse, day(), day()) };
        desk.done(add(timed(room, "14:00", "16:00"))).await;
        let in_room = |hour| BookAppointment { room_id: Some(desk.rooms[0]), ..other(at(hour, 0)) };
        assert_eq!(why(&desk.refused(in_room(14)).await), ["out_of_use"]);
        desk.done(in_room(16)).await;
        let friday = day() + Days::new(4);
        desk.done(add(exception(ExceptionKind::Holiday, friday, friday))).await;
        let on_friday = |hour| other(friday.and_hms_opt(hour, 0, 0).expect("a time"));
        assert_eq!(why(&desk.refused(on_friday(9)).await), ["holiday"]);
        desk.done(add(timed(
            on(ExceptionDetails { kind: ExceptionKind::Open, ..leave(&desk, friday, friday) }),
            "09:00",
            "10:00",
        )))
        .await;
        desk.done(on_friday(9)).await;
        assert_eq!(why(&desk.refused(on_friday(10)).await), ["holiday"], "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn odd_weeks_validity_and_a_weekly_block_count() {
    for desk in desks().await {
        // 7 January 2030 is the Monday of week 2.
        let next = day() + Days::new(7);
        let spans = vec![
            WeeklySpan { weeks: Weeks::Odd, ..WeeklySpan::every(1, "08:00", "12:00") },
            WeeklySpan { weeks: Weeks::Even, valid_from: Some(next), ..WeeklySpan::every(1, "13:00", "17:00") },
        ];
        desk.done(SetWorkingHours { practitioner_id: desk.doctors[0], version: 2, spans }).await;
        assert_eq!(why(&desk.refused(desk.booking(at(14, 0), 30)).await), ["hours"], "not valid yet");
        desk.done(desk.booking(at(9, 0) + Days::new(7), 30)).await;
        assert_eq!(why(&desk.refused(desk.booking(at(14, 0) + Days::new(7), 30)).await), ["hours"]);
        desk.done(desk.booking(at(14, 0) + Days::new(14), 30)).await;
        let lunch =
            ExceptionDetails { weekdays: vec![1], to: None, ..block(&desk, BlockKind::Lunch, "15:00", "16:00") };
        desk.done(add(lunch)).await;
        for weeks in [2, 52 * 2] {
            let starts_at = at(15, 30) + Days::new(7 * weeks);
            assert_eq!(why(&desk.refused(desk.booking(starts_at, 15)).await), ["block"], "{}", desk.engine);
        }
        let asked: Day = desk
            .clinic
            .ask_as(&desk.admin, AskDay { date: day() + Days::new(14), practitioner_id: None })
            .await
            .expect("a day");
        let column = asked.columns.iter().find(|column| column.practitioner_id == desk.doctors[0]).expect("a column");
        assert_eq!((column.spans[0].starts.as_str(), column.standing[0].starts.as_str()), ("13:00", "15:00"));
        desk.end().await;
    }
}

#[tokio::test]
async fn bad_exceptions_are_refused_at_their_field_and_nothing_is_written() {
    for desk in desks().await {
        let yesterday = chrono::Utc::now().date_naive() - Days::new(2);
        let past = desk.refused(add(leave(&desk, yesterday - Days::new(7), yesterday))).await;
        assert_eq!((past.code(), past.detail("field").and_then(|f| f.as_str())), (Code::HoursPast, Some("to")));
        desk.done(add(leave(&desk, day(), day() + Days::new(4)))).await;
        let twice = desk.refused(add(leave(&desk, day() + Days::new(4), day() + Days::new(8)))).await;
        assert_eq!((twice.code(), twice.detail("field").and_then(|f| f.as_str())), (Code::HoursOverlap, Some("from")));
        desk.done(add(leave(&desk, day() + Days::new(5), day() + Days::new(8)))).await;
        let skipped = NaiveDate::from_ymd_opt(2030, 3, 31).expect("a date");
        let skips = desk.refused(add(timed(leave(&desk, skipped, skipped), "01:30", "05:00"))).await;
        assert_eq!(skips.code(), Code::HoursTimeSkipped);
        let unknown =
            ExceptionDetails { practitioner_id: Some(PractitionerId::new()), ..leave(&desk, skipped, skipped) };
        assert_eq!(desk.refused(add(unknown)).await.code(), Code::NotFound);
        let lines: Vec<ExceptionLine> = desk.clinic.ask_as(&desk.admin, AskExceptions {}).await.expect("the list");
        assert_eq!(lines.len(), 2, "{}", desk.engine);
        let remove = RemoveException { exception_id: lines[0].exception_id, version: 1 };
        desk.done(remove.clone()).await;
        assert_eq!(desk.refused(remove).await.code(), Code::ChangedMeanwhile);
        desk.done(desk.booking(at(9, 0), 30)).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn leave_over_bookings_lists_them_until_each_is_moved() {
    for desk in desks().await {
        let (first, mut second) = (desk.booking(at(9, 0), 30), desk.booking(at(10, 0), 30));
        second.patient_id = desk.patients[1];
        desk.done(first.clone()).await;
        desk.done(second.clone()).await;
        let adds = add(leave(&desk, day(), day() + Days::new(1)));
        desk.done(adds.clone()).await;
        let found = to_be_moved(&desk).await;
        assert_eq!((found.total, found.rows.len()), (2, 2), "{}", desk.engine);
        assert_eq!(found.rows[0].exception_id, adds.exception_id);
        let moved = desk.done(MoveToNextFree { appointment_id: first.appointment_id, version: 1 }).await;
        assert_eq!(moved.outcome["starts_at"], "2030-01-09T08:00:00");
        assert_eq!(moved_ids(&desk).await, [second.appointment_id]);
        desk.done(Undo { undoes: moved.id }).await;
        assert_eq!(moved_ids(&desk).await.len(), 2, "back where it was, it is to be moved again");
        // Moved within the leave, with a reason: that was known.
        let knowing = MoveAppointment { outside_hours: reason("Comes in for her"), ..moving(&second, 1) };
        desk.done(knowing).await;
        assert_eq!(moved_ids(&desk).await, [first.appointment_id]);
        // Another absence was not known then.
        desk.done(add(exception(ExceptionKind::Holiday, day(), day()))).await;
        assert_eq!(moved_ids(&desk).await.len(), 2, "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn an_earlier_reason_does_not_hide_a_booking_from_a_later_leave() {
    for desk in desks().await {
        let early = BookAppointment {
            room_id: Some(desk.rooms[1]),
            outside_hours: reason("Before work"),
            ..desk.booking(at(7, 0), 30)
        };
        desk.done(early.clone()).await;
        desk.done(add(leave(&desk, day(), day()))).await;
        assert_eq!(moved_ids(&desk).await, [early.appointment_id], "{}", desk.engine);
        // Nor does a change of the room, which asks nothing about the time.
        let edit = EditAppointment {
            appointment_id: early.appointment_id,
            version: 1,
            service_ids: early.service_ids.clone(),
            room_id: Some(desk.rooms[0]),
            note: None,
            overbook: None,
            outside_hours: None,
        };
        desk.done(edit).await;
        assert_eq!(moved_ids(&desk).await, [early.appointment_id]);
        // A room out of use counts like somebody's leave.
        let other = BookAppointment {
            practitioner_id: desk.doctors[1],
            patient_id: desk.patients[1],
            room_id: Some(desk.rooms[1]),
            ..desk.booking(tomorrow(at(9, 0)), 30)
        };
        desk.done(other.clone()).await;
        let (from, to) = (day(), day() + Days::new(40));
        let room = ExceptionDetails { room_id: Some(desk.rooms[1]), ..exception(ExceptionKind::OutOfUse, from, to) };
        desk.done(add(room)).await;
        assert_eq!(moved_ids(&desk).await, [early.appointment_id, other.appointment_id]);
        let moved = desk.done(MoveToNextFree { appointment_id: other.appointment_id, version: 1 }).await;
        assert_eq!(moved.outcome["starts_at"], "2030-02-18T08:00:00", "past the month and the week-end");
        desk.end().await;
    }
}

/// A room out of use puts nobody off while a like one is free.
#[tokio::test]
async fn whose_room_is_out_of_use_keeps_the_time_in_a_like_room() {
    for desk in desks().await {
        let rooms = [RoomId::new(), RoomId::new(), RoomId::new()];
        for (n, room_id) in rooms.into_iter().enumerate() {
            let kind = Some(if n < 2 { "Treatment" } else { "Office" }.to_owned());
            desk.done(AddRoom { room_id, name: format!("New {n}"), kind, capacity: 1 }).await;
        }
        let of = |who: usize, patient: usize, room: usize, starts_at| BookAppointment {
            practitioner_id: desk.doctors[who],
            patient_id: desk.patients[patient],
            room_id: Some(rooms[room]),
            ..desk.booking(starts_at, 30)
        };
        let (first, second) = (of(0, 0, 0, at(9, 0)), of(0, 1, 0, at(9, 30)));
        let taken = of(1, 2, 1, at(9, 30));
        for booking in [&first, &second, &taken] {
            desk.done(booking.clone()).await;
        }
        let (from, to) = (day(), day() + Days::new(20));
        desk.done(add(ExceptionDetails { room_id: Some(rooms[0]), ..exception(ExceptionKind::OutOfUse, from, to) }))
            .await;
        let next = async |one: &BookAppointment| {
            let moved = desk.done(MoveToNextFree { appointment_id: one.appointment_id, version: 1 }).await;
            let room: RoomId = serde_json::from_value(moved.outcome["room_id"].clone()).expect("a room");
            (moved.outcome["starts_at"].as_str().expect("a time").to_owned(), room, moved.id)
        };
        let (when, room, moved) = next(&first).await;
        assert_eq!((when.as_str(), room), ("2030-01-07T09:00:00", rooms[1]), "the same time beside: {}", desk.engine);
        // There somebody else sits then: the first time in any of the kind, not three weeks later.
        let (when, room, _) = next(&second).await;
        assert_eq!((when.as_str(), room), ("2030-01-07T10:00:00", rooms[1]), "{}", desk.engine);
        assert_eq!(moved_ids(&desk).await, []);
        desk.done(Undo { undoes: moved }).await;
        assert_eq!(moved_ids(&desk).await, [first.appointment_id], "{}", desk.engine);
        // Somebody's leave is no reason for another room.
        let own = of(0, 2, 1, at(11, 0) + Days::new(1));
        desk.done(own.clone()).await;
        desk.done(add(leave(&desk, day() + Days::new(1), day() + Days::new(1)))).await;
        let (when, room, _) = next(&own).await;
        assert_eq!((when.as_str(), room), ("2030-01-09T08:00:00", rooms[1]), "{}", desk.engine);
        desk.end().await;
    }
}

/// Leave and bookings at the same moment: each booking was asked, or is to be moved; none is hidden.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_booking_that_slips_in_beside_the_leave_is_never_hidden() {
    let rounds: u64 = std::env::var("CLINIC_TEST_RACE_PAIRS").ok().and_then(|n| n.parse().ok()).unwrap_or(40);
    for desk in desks().await {
        let second = desk.second().await;
        let session = second.sign_in("admin", clinic_tests::desk::PASSWORD.to_owned().into()).await.expect("signed in");
        let other = clinic_core::Who::Person(session);
        let (mut asked, mut slipped) = (0, 0);
        for round in 0..rounds {
            let date = day() + Days::new(7 * round);
            let starts_at = at(9, 0) + Days::new(7 * round);
            let booking = desk.booking(starts_at, 30);
            // Booked for a reason of its own, which says nothing about the leave.
            let early = BookAppointment {
                patient_id: desk.patients[1],
                outside_hours: reason("Before work"),
                ..desk.booking(starts_at - Duration::hours(2), 30)
            };
            let adds = add(leave(&desk, date, date));
            let admin = [desk.admin.clone(), other.clone(), desk.admin.clone()];
            let clinics = [desk.clinic.clone(), second.clone(), desk.clinic.clone()];
            let operations: [clinic_core::operation::Operation; 3] =
                [booking.clone().into(), adds.clone().into(), early.clone().into()];
            let tasks = clinics.into_iter().zip(admin).zip(operations).map(|((clinic, who), operation)| {
                tokio::spawn(async move { clinic.perform(&who, OperationId::new(), operation).await })
            });
            let mut outcomes = Vec::new();
            for task in tasks.collect::<Vec<_>>() {
                outcomes.push(task.await.expect("a task"));
            }
            let ask = AskToBeMoved { exception_id: Some(adds.exception_id), limit: 10 };
            let found: ToBeMoved = desk.clinic.ask_as(&desk.admin, ask).await.expect("what is to be moved");
            let listed = |id: AppointmentId| found.rows.iter().any(|row| row.appointment.id == id);
            outcomes[1].as_ref().expect("the leave");
            match &outcomes[0] {
                Ok(_) => {
                    slipped += 1;
                    assert!(listed(booking.appointment_id), "{}: hidden in round {round}", desk.engine);
                }
                Err(error) => {
                    asked += 1;
                    assert_eq!(error.code(), Code::AppointmentOutsideHours, "{error:?}");
                }
            }
            outcomes[2].as_ref().expect("booked with a reason");
            let known = known(&desk, early.appointment_id).await;
            let knew = known.is_some_and(|known| known.contains(&adds.exception_id.to_string()));
            assert!(knew != listed(early.appointment_id), "{}: known and listed in round {round}", desk.engine);
        }
        eprintln!("{}: {asked} asked, {slipped} slipped in and listed", desk.engine);
        desk.end().await;
    }
}

async fn known(desk: &Desk, id: AppointmentId) -> Option<String> {
    use clinic_core::store::Read;
    let (known,): (Option<String>,) = desk
        .db
        .clone()
        .one("SELECT outside_known FROM appointments WHERE id = ?", clinic_core::args![id])
        .await
        .expect("the appointment");
    known
}
