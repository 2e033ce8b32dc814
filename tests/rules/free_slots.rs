//! The next free slots: for services, with any of several people, in a kind of room, on some days and times of day.

use chrono::{Datelike, Days, NaiveDateTime, Timelike, Weekday};
use clinic_core::Code;
use clinic_core::appointments::book::BookAppointment;
use clinic_core::appointments::free_slots::{AskFreeSlots, FreeSlot, PartOfDay};
use clinic_core::catalogue::practitioners::{EditPractitioner, PractitionerKind};
use clinic_core::catalogue::rooms::{AddRoom, EditRoom};
use clinic_core::catalogue::services::AddService;
use clinic_core::ids::*;
use clinic_tests::desk::{Desk, at, day, desks};
use rand::{Rng, SeedableRng};

fn wish(desk: &Desk) -> AskFreeSlots {
    AskFreeSlots {
        service_ids: vec![desk.services[0]],
        minutes: None,
        practitioner_ids: vec![],
        specialty_id: None,
        room_id: None,
        room_kind: None,
        usual_rooms: false,
        patient_id: Some(desk.patients[0]),
        from: at(0, 0),
        until: None,
        part: PartOfDay::Any,
        starts: None,
        ends: None,
        weekdays: vec![],
        count: 5,
    }
}

async fn free(desk: &Desk, wish: AskFreeSlots) -> Vec<FreeSlot> {
    desk.clinic.ask_as(&desk.admin, wish).await.expect("free slots")
}

fn times(slots: &[FreeSlot]) -> Vec<NaiveDateTime> {
    slots.iter().map(|slot| slot.starts_at).collect()
}

#[tokio::test]
async fn the_first_five_of_anybody_come_in_order_of_time() {
    for desk in desks().await {
        let slots = free(&desk, wish(&desk)).await;
        assert_eq!(times(&slots), [at(8, 0), at(8, 0), at(8, 30), at(8, 30), at(9, 0)], "{}", desk.engine);
        assert_eq!((slots[0].practitioner_id, slots[1].practitioner_id), (desk.doctors[0], desk.doctors[1]));
        // Somebody's time goes to another patient, and the wish is for that person alone.
        let mut booking = desk.booking(at(8, 0), 60);
        booking.patient_id = desk.patients[1];
        desk.done(booking).await;
        let one = AskFreeSlots { practitioner_ids: vec![desk.doctors[0]], ..wish(&desk) };
        assert_eq!(times(&free(&desk, one).await)[..2], [at(9, 0), at(9, 30)], "{}", desk.engine);
        // The patient cannot be in two places at once.
        desk.done(desk.booking(at(9, 0), 30)).await;
        let other = AskFreeSlots { practitioner_ids: vec![desk.doctors[1]], ..wish(&desk) };
        assert_eq!(times(&free(&desk, other).await)[..3], [at(8, 0), at(8, 30), at(9, 30)], "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn services_add_up_and_only_those_who_give_them_are_asked() {
    for desk in desks().await {
        let service_id = ServiceId::new();
        desk.done(AddService {
            service_id,
            code: None,
            name: "ECG".into(),
            minutes: 20,
            price_minor: 3000,
            practitioner_ids: vec![desk.doctors[1]],
            prices: None,
            account_code: None,
        })
        .await;
        let both = AskFreeSlots { service_ids: vec![desk.services[0], service_id], count: 2, ..wish(&desk) };
        let slots = free(&desk, both).await;
        assert!(slots.iter().all(|slot| slot.practitioner_id == desk.doctors[1] && slot.minutes == 50), "{slots:?}");
        assert_eq!(times(&slots), [at(8, 0), at(8, 50)], "{}", desk.engine);
        let nothing = AskFreeSlots { service_ids: vec![], ..wish(&desk) };
        let error = desk.clinic.ask(&desk.admin, nothing).await.expect_err("no length");
        assert_eq!(error.code(), Code::AppointmentLength);
        let stranger = AskFreeSlots { service_ids: vec![ServiceId::new()], ..wish(&desk) };
        let error = desk.clinic.ask(&desk.admin, stranger).await.expect_err("no such service");
        assert_eq!(error.code(), Code::NotFound);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_kind_of_room_means_any_that_is_free() {
    for desk in desks().await {
        let rooms = [RoomId::new(), RoomId::new()];
        for (n, room_id) in rooms.into_iter().enumerate() {
            let kind = Some("Treatment".into());
            desk.done(AddRoom { room_id, name: format!("Treatment {n}"), kind, capacity: 1 }).await;
        }
        for (n, room_id) in rooms.into_iter().enumerate() {
            let mut booking = desk.booking(at(8, 0), 30);
            booking.patient_id = desk.patients[n + 1];
            booking.practitioner_id = desk.doctors[n];
            booking.room_id = Some(room_id);
            booking.starts_at = at(8, 30 * u32::try_from(n).expect("small"));
            desk.done(booking).await;
        }
        let any = AskFreeSlots { room_kind: Some("Treatment".into()), count: 3, ..wish(&desk) };
        let slots = free(&desk, any).await;
        // At 8:00 the nurse is free and so is the second room; at 8:30 the doctor and the first.
        let found: Vec<_> = slots.iter().map(|slot| (slot.starts_at, slot.practitioner_id, slot.room_id)).collect();
        assert_eq!(
            found[..2],
            [(at(8, 0), desk.doctors[1], Some(rooms[1])), (at(8, 30), desk.doctors[0], Some(rooms[0]))],
            "{}",
            desk.engine
        );
        let none = AskFreeSlots { room_kind: Some("Theatre".into()), ..wish(&desk) };
        assert!(free(&desk, none).await.is_empty());
        desk.end().await;
    }
}

/// Each in their own room: what is offered is free in it, and says which it is.
#[tokio::test]
async fn anybody_is_looked_for_in_their_usual_room() {
    for desk in desks().await {
        // Both have the one room for one at a time.
        let edit = |n: usize, room_id: Option<RoomId>, version: i64| EditPractitioner {
            practitioner_id: desk.doctors[n],
            version,
            kind: PractitionerKind::Doctor,
            name: format!("Practitioner {n}"),
            short_name: format!("P {n}"),
            user_id: None,
            room_id,
            specialty_ids: vec![],
            active: true,
        };
        for n in 0..2 {
            desk.done(edit(n, Some(desk.rooms[0]), 2)).await;
        }
        let taken = BookAppointment {
            patient_id: desk.patients[1],
            room_id: Some(desk.rooms[0]),
            ..desk.booking(at(8, 0), 60)
        };
        desk.done(taken).await;
        let usual = AskFreeSlots { usual_rooms: true, count: 2, ..wish(&desk) };
        let slots = free(&desk, usual.clone()).await;
        let places = |slots: &[FreeSlot]| slots.iter().map(|slot| (slot.starts_at, slot.room_id)).collect::<Vec<_>>();
        let room = Some(desk.rooms[0]);
        assert_eq!(
            places(&slots),
            [(at(9, 0), room), (at(9, 0), room)],
            "the second one's room is taken: {}",
            desk.engine
        );
        for slot in &slots[..1] {
            let (practitioner_id, room_id) = (slot.practitioner_id, slot.room_id);
            desk.done(BookAppointment { practitioner_id, room_id, ..desk.booking(slot.starts_at, 30) }).await;
        }
        // Without the wish for it nobody's room is looked at, and none is promised.
        let slots = free(&desk, AskFreeSlots { usual_rooms: false, ..usual.clone() }).await;
        assert_eq!(places(&slots)[0], (at(8, 0), None), "{}", desk.engine);
        // A room that is no longer in use is nobody's.
        let gone = EditRoom {
            room_id: desk.rooms[0],
            version: 1,
            name: "Room 1".into(),
            kind: None,
            capacity: 1,
            active: false,
        };
        desk.done(gone).await;
        let slots = free(&desk, usual).await;
        assert_eq!(places(&slots)[0], (at(8, 0), None), "{}", desk.engine);
        desk.end().await;
    }
}

/// As somebody on the waitlist says it: between two times of day, and by a last date.
#[tokio::test]
async fn hours_and_a_last_date_limit_the_search() {
    for desk in desks().await {
        let hours = |starts: &str, ends: &str| AskFreeSlots {
            practitioner_ids: vec![desk.doctors[0]],
            starts: Some(starts.into()),
            ends: Some(ends.into()),
            count: 3,
            ..wish(&desk)
        };
        let slots = free(&desk, hours("13:00", "14:10")).await;
        assert_eq!(times(&slots), [at(13, 0), at(13, 30), at(13, 0) + Days::new(1)], "{}", desk.engine);
        let slots = free(&desk, AskFreeSlots { until: Some(day()), ..hours("13:00", "24:00") }).await;
        assert!(times(&slots).iter().all(|at| at.date() == day()) && slots.len() == 3, "{slots:?}");
        let slots = free(&desk, AskFreeSlots { until: Some(day()), ..hours("13:00", "14:10") }).await;
        assert_eq!(times(&slots), [at(13, 0), at(13, 30)], "nothing after the last date: {}", desk.engine);
        // Both the part of the day and the hours hold.
        let slots = free(&desk, AskFreeSlots { part: PartOfDay::Morning, ..hours("11:00", "15:00") }).await;
        assert_eq!(times(&slots)[..2], [at(11, 0), at(11, 30)], "{}", desk.engine);
        assert_eq!(times(&slots)[2], at(11, 0) + Days::new(1), "{}", desk.engine);
        let odd = desk.clinic.ask(&desk.admin, hours("noon", "14:00")).await.expect_err("no time");
        assert_eq!(odd.code(), Code::FieldInvalid);
        desk.end().await;
    }
}

/// Whatever is booked already: what is offered keeps to the wish, and can be booked as it stands.
#[tokio::test]
async fn every_offer_keeps_to_the_wish_and_can_be_booked() {
    for desk in desks().await {
        let mut rng = rand::rngs::StdRng::seed_from_u64(7);
        for n in 0..40 {
            let mut booking = desk.booking(at(8, 0) + Days::new(rng.random_range(0..5)), 5 * rng.random_range(1..12));
            booking.starts_at += chrono::Duration::minutes(5 * rng.random_range(0..100));
            booking.patient_id = desk.patients[1 + n % 2];
            booking.practitioner_id = desk.doctors[n % 2];
            // Some fall outside hours or on one another: those are not there then.
            let _ = desk.perform(booking).await;
        }
        let weekdays: Vec<i64> = vec![2, 4];
        for part in [PartOfDay::Morning, PartOfDay::Afternoon] {
            let wish = AskFreeSlots { part, weekdays: weekdays.clone(), count: 20, ..wish(&desk) };
            for slot in free(&desk, wish).await.into_iter().step_by(4) {
                let at = slot.starts_at;
                assert!(matches!(at.weekday(), Weekday::Tue | Weekday::Thu), "{at}");
                let ends = at + chrono::Duration::minutes(slot.minutes);
                match part {
                    PartOfDay::Morning => assert!(ends.hour() < 12 || (ends.hour(), ends.minute()) == (12, 0), "{at}"),
                    _ => assert!(at.hour() >= 12, "{at}"),
                }
                let booking = BookAppointment {
                    appointment_id: AppointmentId::new(),
                    practitioner_id: slot.practitioner_id,
                    minutes: slot.minutes,
                    ..desk.booking(at, 30)
                };
                // Two offers at one time with two people are for one patient only once.
                match desk.perform(booking).await {
                    Ok(_) => {}
                    Err(error) => {
                        let by = &error.detail("by").expect("who")[0];
                        assert_eq!(by["patient"].as_str(), Some("Okafor, Ada"), "{}: {error:?}", desk.engine);
                    }
                }
            }
        }
        let odd = AskFreeSlots { weekdays: vec![8], ..wish(&desk) };
        let error = desk.clinic.ask(&desk.admin, odd).await.expect_err("no such weekday");
        assert_eq!(error.code(), Code::FieldOutOfRange);
        desk.end().await;
    }
}
