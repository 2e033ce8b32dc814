//! Moving, editing and cancelling a series, races, and two hundred visits.

use super::*;

#[tokio::test]
async fn a_shift_leaves_what_was_moved_on_its_own_and_what_has_come() {
    for desk in desks().await {
        let booked = weekly(&desk, at(9, 0), 5);
        desk.done(booked.clone()).await;
        desk.done(move_one(&booked, 3, 1, at(14, 0) + Duration::days(22))).await;
        let arrive = |visit: usize| ChangeStatus {
            appointment_id: booked.visits[visit].appointment_id,
            version: 1,
            to: Status::Arrived,
            waiting_for: None,
            reason: None,
        };
        desk.done(arrive(0)).await;
        // The second and all others half an hour later: onto the ends of their own old times.
        let moved = desk.done(shift(&booked, 1, 1, All, at(9, 15) + Duration::days(7))).await;
        assert_eq!(moved.outcome["kept_own"], 1, "{}", desk.engine);
        assert_eq!(moved.outcome["appointment_ids"].as_array().map(Vec::len), Some(3));
        let after = [
            "01-07 09:00 arrived",
            "01-14 09:15 booked",
            "01-21 09:15 booked",
            "01-29 14:00 booked",
            "02-04 09:15 booked",
        ];
        assert_eq!(lines(&desk, &booked).await, after);
        // Only one, then this and the following by a day.
        desk.done(shift(&booked, 1, 2, One, at(10, 0) + Duration::days(7))).await;
        desk.done(shift(&booked, 2, 2, Following, at(9, 15) + Duration::days(15))).await;
        assert_eq!(
            lines(&desk, &booked).await[1..],
            ["01-14 10:00 booked", "01-22 09:15 booked", "01-29 14:00 booked", "02-05 09:15 booked"]
        );
        let stale = desk.refused(shift(&booked, 2, 2, Following, at(9, 0) + Duration::days(15))).await;
        assert_eq!(stale.code(), Code::AppointmentChangedMeanwhile);
        let come = desk.refused(cancel(&booked, 0, 2, All)).await;
        assert_eq!(come.code(), Code::AppointmentWrongStatus);
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn a_shift_lists_its_clashes_first_and_each_gets_its_way_out() {
    for desk in desks().await {
        let booked = weekly(&desk, at(9, 0), 4);
        desk.done(booked.clone()).await;
        for week in [1, 2] {
            let mut other = desk.booking(at(11, 0) + Duration::days(7 * week), 30);
            other.patient_id = desk.patients[1];
            desk.done(other).await;
        }
        let mut wanted = shift(&booked, 0, 1, All, at(11, 0));
        let error = desk.refused(wanted.clone()).await;
        assert_eq!(error.code(), Code::SeriesClashes, "{}", desk.engine);
        let clashes = error.detail("clashes").and_then(Json::as_array).expect("clashes").clone();
        let ids: Vec<_> = clashes.iter().map(|clash| clash["appointment_id"].clone()).collect();
        assert_eq!(ids, [1, 2].map(|visit: usize| Json::from(booked.visits[visit].appointment_id.to_string())));
        assert!(lines(&desk, &booked).await.iter().all(|line| line.ends_with("09:00 booked")), "nothing written");

        let offer = wall(clashes[0]["free"][0].as_str().expect("an offer"));
        let way = |visit: usize, starts_at| Instead { appointment_id: booked.visits[visit].appointment_id, starts_at };
        wanted.instead = vec![way(1, Some(offer)), way(2, None)];
        let moved = desk.done(wanted).await;
        assert_eq!(moved.outcome["kept_own"], 1);
        let offered = offer.format("%m-%d %H:%M booked").to_string();
        let after = ["01-07 11:00 booked", &offered, "01-21 09:00 booked", "01-28 11:00 booked"];
        assert_eq!(lines(&desk, &booked).await, after);
        // Both count as moved on their own now.
        let again = desk.done(shift(&booked, 0, 2, All, at(11, 30))).await;
        assert_eq!(again.outcome["kept_own"], 2);
        clean(&desk).await;
        desk.done(Undo { undoes: again.id }).await;
        assert_eq!(lines(&desk, &booked).await, after, "{}", desk.engine);
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn an_edit_reaches_those_that_stood_alike() {
    for desk in desks().await {
        let mut booked = weekly(&desk, at(9, 0), 4);
        booked.note = Some("Stairs are hard".into());
        desk.done(booked.clone()).await;
        let edit = |visit: usize, version, scope, service: usize, note: &str| EditSeries {
            appointment_id: booked.visits[visit].appointment_id,
            version,
            scope,
            service_ids: vec![desk.services[service]],
            room_id: None,
            note: Some(note.into()),
            leave: vec![],
        };
        desk.done(edit(2, 1, One, 0, "Brings a letter")).await;
        let edited = desk.done(edit(1, 1, Following, 1, "Uses the lift")).await;
        assert_eq!(edited.outcome["kept_own"], 1, "{}", desk.engine);
        let seen: Vec<_> = rows(&desk, &booked)
            .await
            .iter()
            .map(|row| format!("{}: {}", row["services"].as_str().unwrap_or(""), row["note"].as_str().unwrap_or("")))
            .collect();
        let expected = [
            "Check-up: Stairs are hard",
            "Blood test: Uses the lift",
            "Blood test: Brings a letter",
            "Blood test: Uses the lift",
        ];
        assert_eq!(seen, expected);

        // The room is taken on one of the days: told first, then that one keeps its own.
        let mut other = desk.booking(at(9, 0) + Duration::days(14), 30);
        (other.patient_id, other.practitioner_id) = (desk.patients[1], desk.doctors[1]);
        other.room_id = Some(desk.rooms[0]);
        desk.done(other).await;
        let mut room = EditSeries { room_id: Some(desk.rooms[0]), ..edit(0, 1, All, 0, "Stairs are hard") };
        let error = desk.refused(room.clone()).await;
        let clash = &error.detail("clashes").expect("clashes")[0];
        assert_eq!((error.code(), clash["by"][0]["resource"].as_str()), (Code::SeriesClashes, Some("room")));
        room.leave = vec![booked.visits[2].appointment_id];
        desk.done(room).await;
        let rooms: Vec<_> = rows(&desk, &booked).await.iter().map(|row| row["room_name"].clone()).collect();
        assert_eq!(rooms, ["Room 1".into(), "Room 1".into(), Json::Null, Json::from("Room 1")]);
        clean(&desk).await;
        // The edit was followed by the room: it can no longer be taken back alone.
        assert_eq!(desk.refused(Undo { undoes: edited.id }).await.code(), Code::UndoChangedMeanwhile);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_cancellation_takes_its_scope_and_undo_the_whole() {
    for desk in desks().await {
        let booked = weekly(&desk, at(9, 0), 4);
        let booking = desk.done(booked.clone()).await;
        desk.done(move_one(&booked, 2, 1, at(14, 0) + Duration::days(14))).await;
        let cancelled = desk.done(cancel(&booked, 1, 1, Following)).await;
        assert_eq!(
            lines(&desk, &booked).await,
            ["01-07 09:00 booked", "01-14 09:00 cancelled", "01-21 14:00 cancelled", "01-28 09:00 cancelled"],
            "{}",
            desk.engine
        );
        clean(&desk).await;
        let back = desk.done(Undo { undoes: cancelled.id }).await;
        assert_eq!(back.outcome["others"].as_array().map(Vec::len), Some(2));
        assert!(lines(&desk, &booked).await.iter().all(|line| line.ends_with("booked")));
        clean(&desk).await;
        // One of them was changed since the booking: the booking stays whole.
        let error = desk.refused(Undo { undoes: booking.id }).await;
        assert_eq!(error.code(), Code::UndoChangedMeanwhile);
        assert!(lines(&desk, &booked).await.iter().all(|line| line.ends_with("booked")));

        let fresh = weekly(&desk, at(10, 0), 3);
        let booking = desk.done(fresh.clone()).await;
        desk.done(Undo { undoes: booking.id }).await;
        assert!(lines(&desk, &fresh).await.iter().all(|line| line.ends_with("taken_back")));
        desk.done(weekly(&desk, at(10, 0), 3)).await;
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn what_a_shift_and_a_cancellation_free_is_told() {
    for desk in desks().await {
        let booked = weekly(&desk, at(9, 0), 3);
        desk.done(booked.clone()).await;
        let freed = |outcome: &Json| -> Vec<String> {
            let freed = outcome["freed"].as_array().cloned().unwrap_or_default();
            let text = |value: &Json| value.as_str().unwrap_or_default()[5..16].to_owned();
            freed.iter().map(|one| format!("{} {}", text(&one["starts_at"]), &text(&one["ends_at"])[6..])).collect()
        };
        // A quarter of an hour later: the rest of each time is theirs still.
        let moved = desk.done(shift(&booked, 0, 1, All, at(9, 15))).await;
        let firsts = ["01-07T09:00 09:15", "01-14T09:00 09:15", "01-21T09:00 09:15"];
        assert_eq!(freed(&moved.outcome), firsts, "{}", desk.engine);
        // A week later each takes the place of the next.
        let moved = desk.done(shift(&booked, 0, 2, All, at(9, 15) + Duration::days(7))).await;
        assert_eq!(freed(&moved.outcome), ["01-07T09:15 09:45"], "{}", desk.engine);
        let cancelled = desk.done(cancel(&booked, 1, 3, Following)).await;
        assert_eq!(freed(&cancelled.outcome), ["01-21T09:15 09:45", "01-28T09:15 09:45"], "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_single_appointment_is_no_series() {
    for desk in desks().await {
        let booking = desk.booking(at(9, 0), 30);
        desk.done(booking.clone()).await;
        let cancel = CancelSeries {
            appointment_id: booking.appointment_id,
            version: 1,
            scope: All,
            by: CancelledBy::Clinic,
            reason: "Doctor away".into(),
        };
        assert_eq!(desk.refused(cancel).await.code(), Code::SeriesNone, "{}", desk.engine);
        desk.end().await;
    }
}

/// Series and single bookings race for the same doctor from two workstations: no overlap is left, nothing is half-written, and each
/// loser is told.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn series_and_bookings_race_without_overlap() {
    let rounds: i64 =
        std::env::var("CLINIC_TEST_RACE_TRIES").ok().and_then(|n| n.parse().ok()).unwrap_or(100).clamp(8, 400) / 8;
    for desk in desks().await {
        let second = desk.second().await;
        let other = Who::Person(second.sign_in("admin", PASSWORD.to_owned().into()).await.expect("signed in"));
        let mut racers = Vec::new();
        for racer in 0..8_usize {
            let (clinic, who) = if racer % 2 == 0 {
                (desk.clinic.clone(), desk.admin.clone())
            } else {
                (second.clone(), other.clone())
            };
            let mut work: Vec<clinic_core::operation::Operation> = Vec::new();
            for round in 0..rounds {
                let start = at(8, 0) + Duration::minutes(15 * ((round * 7 + racer as i64) % 30));
                if racer < 4 {
                    let mut wanted = weekly(&desk, start, 5);
                    wanted.patient_id = desk.patients[racer % 3];
                    work.push(wanted.into());
                } else {
                    let mut booking = desk.booking(start + Duration::days(7 * (round % 5)), 30);
                    booking.patient_id = desk.patients[racer % 3];
                    work.push(booking.into());
                }
            }
            racers.push(tokio::spawn(async move {
                let mut won = Vec::new();
                for operation in work {
                    match clinic.perform(&who, OperationId::new(), operation.clone()).await {
                        Ok(_) => won.push(operation),
                        Err(error) => assert!(
                            matches!(error.code(), Code::SeriesClashes | Code::AppointmentSlotTaken | Code::StoreBusy),
                            "{error:?}"
                        ),
                    }
                }
                won
            }));
        }
        let (mut series, mut single) = (0, 0);
        for racer in racers {
            for won in racer.await.expect("a racer") {
                match won {
                    clinic_core::operation::Operation::BookSeries(won) => {
                        series += 1;
                        assert_eq!(rows(&desk, &won).await.len(), 5, "{}", desk.engine);
                    }
                    _ => single += 1,
                }
            }
        }
        assert!(series > 0 && single > 0);
        clean(&desk).await;
        eprintln!("{}: {series} series and {single} bookings, no overlap", desk.engine);
        desk.end().await;
    }
}

/// Two series for the same doctor at the same moment: exactly one is booked, the other is told which of its visits clash.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_series_at_once_exactly_one_is_booked() {
    for desk in desks().await {
        let second = desk.second().await;
        let other = Who::Person(second.sign_in("admin", PASSWORD.to_owned().into()).await.expect("signed in"));
        for round in 0..10 {
            let start = at(8, 0) + Duration::minutes(30 * round);
            let left = weekly(&desk, start, 6);
            // They meet in one visit alone.
            let mut right = weekly(&desk, start + Duration::days(35), 6);
            right.patient_id = desk.patients[1];
            let (a, b) = tokio::join!(
                desk.clinic.perform(&desk.admin, OperationId::new(), left.clone()),
                second.perform(&other, OperationId::new(), right.clone())
            );
            assert!(a.is_ok() != b.is_ok(), "{}: {a:?} {b:?}", desk.engine);
            let loser = a.err().or(b.err()).expect("a loser");
            assert_eq!(loser.code(), Code::SeriesClashes, "{loser:?}");
            assert_eq!(loser.detail("clashes").and_then(Json::as_array).map(Vec::len), Some(1));
            let written = rows(&desk, &left).await.len() + rows(&desk, &right).await.len();
            assert_eq!(written, 6, "nothing half-written on {}", desk.engine);
        }
        clean(&desk).await;
        desk.end().await;
    }
}

/// The longest series there may be, there and back.
#[tokio::test]
async fn two_hundred_visits_are_one_booking() {
    for desk in desks().await {
        let start = NaiveDate::from_ymd_opt(2030, 1, 7).and_then(|day| day.and_hms_opt(9, 0, 0)).expect("a time");
        let booked = weekly(&desk, start, 200);
        desk.done(booked.clone()).await;
        assert_eq!(rows(&desk, &booked).await.len(), 200, "{}", desk.engine);
        let moved = desk.done(shift(&booked, 0, 1, All, start + Duration::minutes(30))).await;
        desk.done(Undo { undoes: moved.id }).await;
        clean(&desk).await;
        desk.end().await;
    }
}
