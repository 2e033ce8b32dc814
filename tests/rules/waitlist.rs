//! The waitlist: who waits, who fits a free time, asking and booking them.

use chrono::{Days, NaiveDateTime};
use clinic_core::Code;
use clinic_core::appointments::cancel::{CancelAppointment, CancelledBy};
use clinic_core::appointments::undo::Undo;
use clinic_core::ids::*;
use clinic_core::waitlist::add::AddToWaitlist;
use clinic_core::waitlist::asked::{AskAnswer, RecordWaitlistAsk};
use clinic_core::waitlist::book::BookFromWaitlist;
use clinic_core::waitlist::edit::{EditWaitlist, WithdrawFromWaitlist};
use clinic_core::waitlist::fits::{AskWaitlistFits, WaitlistFit};
use clinic_core::waitlist::list::{AskWaitlist, WaitlistLine};
use clinic_core::waitlist::wishes::{Priority, Wishes};
use clinic_tests::desk::{Desk, at, day, desks, tomorrow};

fn wishes(desk: &Desk) -> Wishes {
    Wishes {
        practitioner_ids: vec![],
        service_ids: vec![desk.services[0]],
        minutes: 30,
        earliest: day() - Days::new(30),
        latest: None,
        weekdays: vec![],
        from: None,
        to: None,
        priority: Priority::Normal,
        note: None,
    }
}

async fn add(desk: &Desk, patient: usize, wishes: Wishes) -> WaitlistId {
    let waitlist_id = WaitlistId::new();
    desk.done(AddToWaitlist { waitlist_id, patient_id: desk.patients[patient], wishes }).await;
    waitlist_id
}

fn gap(desk: &Desk, starts_at: NaiveDateTime, ends_at: NaiveDateTime) -> AskWaitlistFits {
    AskWaitlistFits { practitioner_id: desk.doctors[0], room_id: None, starts_at, ends_at, limit: 50 }
}

async fn fits(desk: &Desk, ask: AskWaitlistFits) -> Vec<WaitlistFit> {
    desk.clinic.ask_as(&desk.admin, ask).await.expect("the fits")
}

async fn ids(desk: &Desk, starts_at: NaiveDateTime, ends_at: NaiveDateTime) -> Vec<WaitlistId> {
    fits(desk, gap(desk, starts_at, ends_at)).await.iter().map(|fit| fit.entry.waitlist_id).collect()
}

async fn listed(desk: &Desk, status: &str) -> Vec<WaitlistLine> {
    let ask = AskWaitlist { status: Some(status.into()), ..AskWaitlist::default() };
    desk.clinic.ask_as(&desk.admin, ask).await.expect("the waitlist")
}

fn booking_of(desk: &Desk, fit: &WaitlistFit) -> BookFromWaitlist {
    let mut booking = desk.booking(fit.starts_at, fit.entry.wishes.minutes);
    booking.patient_id = fit.entry.patient_id;
    booking.service_ids = fit.entry.wishes.service_ids.clone();
    BookFromWaitlist { waitlist_id: fit.entry.waitlist_id, version: fit.entry.version, booking }
}

#[tokio::test]
async fn a_cancelled_time_offers_the_best_fits_first() {
    for desk in desks().await {
        let booked = desk.booking(at(10, 0), 30);
        desk.done(booked.clone()).await;
        let plain = add(&desk, 1, wishes(&desk)).await;
        let named = add(&desk, 2, Wishes { practitioner_ids: vec![desk.doctors[0]], ..wishes(&desk) }).await;
        let urgent = add(&desk, 1, Wishes { priority: Priority::Urgent, ..wishes(&desk) }).await;
        let other = Wishes { practitioner_ids: vec![desk.doctors[1]], ..wishes(&desk) };
        add(&desk, 2, other).await;
        assert!(ids(&desk, at(10, 0), at(10, 30)).await.is_empty(), "still taken on {}", desk.engine);
        desk.done(CancelAppointment {
            appointment_id: booked.appointment_id,
            version: 1,
            by: CancelledBy::Patient,
            reason: "Ill".into(),
        })
        .await;
        assert_eq!(ids(&desk, at(10, 0), at(10, 30)).await, [urgent, named, plain], "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn days_hours_dates_and_length_must_suit() {
    for desk in desks().await {
        let wait = |change: fn(&mut Wishes)| {
            let mut wanted = wishes(&desk);
            change(&mut wanted);
            wanted
        };
        add(&desk, 1, wait(|w| w.weekdays = vec![2])).await;
        add(&desk, 1, wait(|w| w.from = Some("10:10".into()))).await;
        add(&desk, 1, wait(|w| w.to = Some("10:25".into()))).await;
        add(&desk, 1, wait(|w| w.minutes = 35)).await;
        add(&desk, 1, wait(|w| w.earliest = day() + Days::new(1))).await;
        add(&desk, 1, wait(|w| w.latest = Some(day() - Days::new(1)))).await;
        let short = add(&desk, 1, wait(|w| (w.minutes, w.from) = (20, Some("10:10".into())))).await;
        let found = fits(&desk, gap(&desk, at(10, 0), at(10, 30))).await;
        assert_eq!(found.len(), 1, "{}", desk.engine);
        assert_eq!((found[0].entry.waitlist_id, found[0].starts_at, found[0].picky), (short, at(10, 10), true));
        desk.end().await;
    }
}

#[tokio::test]
async fn whoever_has_an_appointment_then_is_not_asked() {
    for desk in desks().await {
        let mut elsewhere = desk.booking(at(10, 0), 15);
        (elsewhere.patient_id, elsewhere.practitioner_id) = (desk.patients[1], desk.doctors[1]);
        desk.done(elsewhere).await;
        add(&desk, 1, wishes(&desk)).await;
        let short = Wishes { minutes: 15, ..wishes(&desk) };
        let later = add(&desk, 1, short).await;
        let found = fits(&desk, gap(&desk, at(10, 0), at(10, 30))).await;
        let found: Vec<_> = found.iter().map(|fit| (fit.entry.waitlist_id, fit.starts_at)).collect();
        assert_eq!(found, [(later, at(10, 15))], "{}", desk.engine);
        // Outside working hours nobody is offered anything.
        assert!(ids(&desk, at(7, 0), at(8, 0)).await.is_empty());
        desk.end().await;
    }
}

#[tokio::test]
async fn a_service_that_is_not_given_there_does_not_fit() {
    for desk in desks().await {
        let limited = ServiceId::new();
        desk.done(clinic_core::catalogue::services::AddService {
            service_id: limited,
            code: None,
            name: "Dressing".into(),
            minutes: 10,
            price_minor: 0,
            practitioner_ids: vec![desk.doctors[1]],
            prices: None,
            account_code: None,
        })
        .await;
        let both = vec![desk.services[0], limited];
        let entry = add(&desk, 1, Wishes { service_ids: both, ..wishes(&desk) }).await;
        assert!(ids(&desk, at(10, 0), at(10, 30)).await.is_empty(), "{}", desk.engine);
        let with_nurse = AskWaitlistFits { practitioner_id: desk.doctors[1], ..gap(&desk, at(10, 0), at(10, 30)) };
        assert_eq!(fits(&desk, with_nurse).await[0].entry.waitlist_id, entry);
        desk.end().await;
    }
}

/// Many wishes of every kind, and a room that is busy at times: each fit can be booked as it stands.
#[tokio::test]
async fn every_fit_can_be_booked_as_it_is_offered() {
    for desk in desks().await {
        for n in 0..24_u32 {
            let hour = 8 + n % 9;
            let wanted = Wishes {
                practitioner_ids: if n % 3 == 0 { vec![desk.doctors[0]] } else { vec![] },
                service_ids: vec![desk.services[(n % 2) as usize]],
                minutes: i64::from(5 + 5 * (n % 7)),
                weekdays: if n % 5 == 0 { vec![1, 3] } else { vec![] },
                from: (n % 4 == 0).then(|| format!("{hour:02}:05")),
                to: (n % 4 == 1).then(|| format!("{:02}:00", hour + 3)),
                priority: [Priority::Normal, Priority::Soon, Priority::Urgent][(n % 3) as usize],
                ..wishes(&desk)
            };
            add(&desk, (n % 3) as usize, wanted).await;
        }
        let mut elsewhere = desk.booking(at(9, 0), 20);
        (elsewhere.practitioner_id, elsewhere.room_id) = (desk.doctors[1], Some(desk.rooms[0]));
        desk.done(elsewhere).await;
        let ask = AskWaitlistFits { room_id: Some(desk.rooms[0]), ..gap(&desk, at(8, 50), at(9, 40)) };
        let found = fits(&desk, ask.clone()).await;
        assert!(found.len() > 10, "{} fit on {}", found.len(), desk.engine);
        assert_eq!(found, fits(&desk, ask.clone()).await, "the same order each time");
        for fit in &found {
            let mut book = booking_of(&desk, fit);
            book.booking.room_id = Some(desk.rooms[0]);
            let booked = desk.done(book).await;
            desk.done(Undo { undoes: booked.id }).await;
            // The entry counts on; the next fit is booked from a fresh list.
        }
        let again: Vec<_> = fits(&desk, ask).await.iter().map(|fit| (fit.entry.waitlist_id, fit.starts_at)).collect();
        assert_eq!(again, found.iter().map(|fit| (fit.entry.waitlist_id, fit.starts_at)).collect::<Vec<_>>());
        desk.end().await;
    }
}

#[tokio::test]
async fn booking_ends_the_waiting_and_undo_begins_it_again() {
    for desk in desks().await {
        let entry = add(&desk, 1, wishes(&desk)).await;
        let fit = fits(&desk, gap(&desk, at(10, 0), at(10, 30))).await.remove(0);
        let booked = desk.done(booking_of(&desk, &fit)).await;
        let line = listed(&desk, "booked").await.remove(0);
        assert_eq!((line.waitlist_id, line.asked[0].answer.as_str()), (entry, "accepted"), "{}", desk.engine);
        assert!(line.appointment_id.is_some() && listed(&desk, "waiting").await.is_empty());
        let again = desk.refused(booking_of(&desk, &fit)).await;
        assert_eq!(
            (again.code(), again.detail("status").and_then(|s| s.as_str())),
            (Code::WaitlistNotWaiting, Some("booked"))
        );
        let undone = desk.done(Undo { undoes: booked.id }).await;
        assert_eq!(listed(&desk, "waiting").await.len(), 1);
        desk.done(Undo { undoes: undone.id }).await;
        assert_eq!(listed(&desk, "booked").await.len(), 1);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_taken_slot_is_refused_and_they_go_on_waiting() {
    for desk in desks().await {
        add(&desk, 1, wishes(&desk)).await;
        let fit = fits(&desk, gap(&desk, at(10, 0), at(10, 30))).await.remove(0);
        desk.done(desk.booking(at(10, 0), 30)).await;
        assert_eq!(desk.refused(booking_of(&desk, &fit)).await.code(), Code::AppointmentSlotTaken, "{}", desk.engine);
        let mut stranger = booking_of(&desk, &fit);
        stranger.booking.patient_id = desk.patients[2];
        assert_eq!(desk.refused(stranger).await.detail("field").expect("a field"), "booking.patient_id");
        assert_eq!(listed(&desk, "waiting").await.len(), 1);
        desk.end().await;
    }
}

#[tokio::test]
async fn who_was_asked_is_recorded_and_a_no_goes_last() {
    for desk in desks().await {
        let first = add(&desk, 1, wishes(&desk)).await;
        let second = add(&desk, 2, wishes(&desk)).await;
        let asked = |waitlist_id, answer, starts_at| RecordWaitlistAsk {
            waitlist_id,
            practitioner_id: desk.doctors[0],
            starts_at,
            answer,
            note: Some("Rang twice".into()),
        };
        desk.done(asked(first, AskAnswer::Declined, at(10, 0))).await;
        assert_eq!(ids(&desk, at(10, 0), at(10, 30)).await, [second, first], "{}", desk.engine);
        // A no to one time is no answer about another.
        assert_eq!(ids(&desk, at(11, 0), at(11, 30)).await, [first, second]);
        let line = listed(&desk, "waiting").await.remove(0);
        let told = &line.asked[0];
        assert_eq!((told.answer.as_str(), told.by.as_str(), told.starts_at), ("declined", "Ada Admin", at(10, 0)));
        let unknown = RecordWaitlistAsk {
            practitioner_id: PractitionerId::new(),
            ..asked(first, AskAnswer::NoAnswer, tomorrow(at(10, 0)))
        };
        assert_eq!(desk.refused(unknown).await.code(), Code::NotFound);
        desk.end().await;
    }
}

#[tokio::test]
async fn wishes_are_changed_and_withdrawn_once() {
    for desk in desks().await {
        let entry = add(&desk, 1, wishes(&desk)).await;
        let changed =
            Wishes { practitioner_ids: desk.doctors.clone(), service_ids: desk.services.clone(), ..wishes(&desk) };
        let edit = EditWaitlist { waitlist_id: entry, version: 1, wishes: changed };
        desk.done(edit.clone()).await;
        let line = listed(&desk, "waiting").await.remove(0);
        assert_eq!((line.wishes.practitioner_ids.len(), line.wishes.service_ids.len(), line.version), (2, 2, 2));
        assert_eq!(desk.refused(edit).await.code(), Code::ChangedMeanwhile, "{}", desk.engine);
        desk.done(WithdrawFromWaitlist { waitlist_id: entry, version: 2 }).await;
        let again = desk.refused(WithdrawFromWaitlist { waitlist_id: entry, version: 3 }).await;
        assert_eq!(again.code(), Code::WaitlistNotWaiting);
        assert!(ids(&desk, at(10, 0), at(10, 30)).await.is_empty());
        desk.end().await;
    }
}
