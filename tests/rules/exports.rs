//! What leaves as a file, and the report of overbookings.

use chrono::{Days, NaiveDateTime};
use chrono_tz::Tz;
use clinic_core::Code;
use clinic_core::access::Role;
use clinic_core::appointments::book::BookAppointment;
use clinic_core::appointments::cancel::{CancelAppointment, CancelledBy};
use clinic_core::appointments::change_time::MoveAppointment;
use clinic_core::appointments::overbooked::{AskOverbooked, Overbooking};
use clinic_core::appointments::undo::Undo;
use clinic_core::exchange::ExportFile;
use clinic_core::exchange::calendar_file::{AskCalendarFile, CalendarDetail};
use clinic_core::staff::security::AskSecurityEvents;
use clinic_tests::desk::{Desk, at, day, desks, reason};
use icalendar::{Calendar, CalendarDateTime, Component, DatePerhapsTime, Event, EventStatus};

async fn file(desk: &Desk, detail: CalendarDetail) -> ExportFile {
    let question =
        AskCalendarFile { practitioner_id: desk.doctors[0], from: day(), to: day() + Days::new(200), detail };
    desk.clinic.ask_as(&desk.admin, question).await.expect("a file")
}

/// As another program reads it.
fn events(file: &ExportFile) -> Vec<Event> {
    let calendar: Calendar = file.content.parse().expect("a calendar that another program can read");
    calendar.events().cloned().collect()
}

/// The wall time with its zone.
fn starts(event: &Event) -> (NaiveDateTime, Tz) {
    match event.get_start() {
        Some(DatePerhapsTime::DateTime(CalendarDateTime::WithTimezone { date_time, tzid })) => {
            (date_time, tzid.parse().expect("a zone of the database of zones"))
        }
        other => panic!("no time in a zone: {other:?}"),
    }
}

#[tokio::test]
async fn a_calendar_file_is_read_by_another_program_with_zone_sequence_and_cancellations() {
    for desk in desks().await {
        let (first, second) = (desk.booking(at(9, 0), 30), desk.booking(at(10, 0), 30));
        desk.done(first.clone()).await;
        desk.done(second.clone()).await;
        let mut summer = desk.booking(at(9, 0) + Days::new(182), 30);
        summer.note = None;
        desk.done(summer).await;
        desk.done(MoveAppointment {
            appointment_id: first.appointment_id,
            version: 1,
            practitioner_id: desk.doctors[0],
            room_id: None,
            starts_at: at(11, 0),
            minutes: 30,
            overbook: None,
            outside_hours: None,
        })
        .await;
        desk.done(CancelAppointment {
            appointment_id: second.appointment_id,
            version: 1,
            by: CancelledBy::Patient,
            reason: "Ill".into(),
        })
        .await;
        let file = file(&desk, CalendarDetail::Names).await;
        let events = events(&file);
        assert_eq!((events.len(), file.count), (3, 3), "{}", desk.engine);
        let cancelled = &events[0];
        assert_eq!(cancelled.get_status(), Some(EventStatus::Cancelled));
        assert_eq!(cancelled.get_sequence(), Some(1));
        let moved = &events[1];
        assert_eq!((moved.get_status(), moved.get_sequence()), (Some(EventStatus::Confirmed), Some(1)));
        assert_eq!(moved.get_uid(), Some(format!("{}@clinic-desk", first.appointment_id.0).as_str()));
        assert_eq!(starts(moved), (at(11, 0), chrono_tz::Europe::London));
        assert_eq!(moved.get_summary(), Some("Okafor, Ada"));
        // The wall time stays, and the zone says that the clock was changed between the two.
        assert_eq!(starts(&events[2]).0, at(9, 0) + Days::new(182));
        for line in ["BEGIN:VTIMEZONE", "BEGIN:DAYLIGHT", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", "METHOD:PUBLISH"] {
            assert!(file.content.lines().any(|one| one == line), "{line} in {}", file.content);
        }
        assert!(file.content.lines().all(|line| line.len() <= 75), "long lines are folded");
        desk.end().await;
    }
}

/// What a file says of an appointment: confirmed or not, its sequence, and when.
fn told(events: &[Event], booking: &BookAppointment) -> Option<(Option<EventStatus>, Option<u32>, NaiveDateTime)> {
    let uid = format!("{}@clinic-desk", booking.appointment_id.0);
    let event = events.iter().find(|event| event.get_uid() == Some(uid.as_str()))?;
    Some((event.get_status(), event.get_sequence(), starts(event).0))
}

#[tokio::test]
async fn what_was_moved_to_another_person_or_day_comes_as_cancelled() {
    for desk in desks().await {
        let far = at(9, 0) + Days::new(300);
        let [person, day_, back, later, never] = [9, 10, 11, 12, 13].map(|hour| desk.booking(at(hour, 0), 30));
        for booking in [&person, &day_, &back, &later, &never] {
            desk.done(booking.clone()).await;
        }
        let to = |booking: &BookAppointment, version, doctor: usize, starts_at| MoveAppointment {
            appointment_id: booking.appointment_id,
            version,
            practitioner_id: desk.doctors[doctor],
            room_id: None,
            starts_at,
            minutes: 30,
            overbook: None,
            outside_hours: reason("Agreed"),
        };
        desk.done(to(&person, 1, 1, at(9, 0))).await;
        desk.done(to(&day_, 1, 0, far)).await;
        desk.done(to(&back, 1, 1, at(11, 0))).await;
        let away = desk.done(to(&later, 1, 1, at(12, 0))).await;
        let file_now = file(&desk, CalendarDetail::Names).await;
        let events_now = events(&file_now);
        let cancelled = Some(EventStatus::Cancelled);
        assert_eq!(told(&events_now, &person), Some((cancelled, Some(1), at(9, 0))), "{}", desk.engine);
        let cancelled = Some(EventStatus::Cancelled);
        assert_eq!(told(&events_now, &day_), Some((cancelled, Some(1), at(10, 0))), "{}", desk.engine);
        assert_eq!((events_now.len(), file_now.count), (5, 5), "{}", desk.engine);

        // Once more, with another time there: the last place here counts, and the sequence goes on.
        desk.done(to(&person, 2, 1, at(15, 0))).await;
        // Given back, by hand and by undo: they are this person's as before.
        desk.done(to(&back, 2, 0, at(11, 0))).await;
        desk.done(Undo { undoes: away.id }).await;
        let events_now = events(&file(&desk, CalendarDetail::Names).await);
        let cancelled = Some(EventStatus::Cancelled);
        assert_eq!(told(&events_now, &person), Some((cancelled, Some(2), at(9, 0))), "{}", desk.engine);
        for (booking, hour) in [(&back, 11), (&later, 12)] {
            let confirmed = Some(EventStatus::Confirmed);
            assert_eq!(told(&events_now, booking), Some((confirmed, Some(2), at(hour, 0))), "{}", desk.engine);
        }
        assert_eq!(told(&events_now, &never), Some((Some(EventStatus::Confirmed), Some(0), at(13, 0))));
        // The other person's file knows of those that were theirs for a while.
        let question = AskCalendarFile {
            practitioner_id: desk.doctors[1],
            from: day(),
            to: day(),
            detail: CalendarDetail::Initials,
        };
        let theirs: ExportFile = desk.clinic.ask_as(&desk.admin, question).await.expect("a file");
        let theirs = events(&theirs);
        assert_eq!(told(&theirs, &person), Some((Some(EventStatus::Confirmed), Some(2), at(15, 0))));
        assert_eq!(told(&theirs, &back), Some((Some(EventStatus::Cancelled), Some(2), at(11, 0))));
        assert_eq!(told(&theirs, &day_), None, "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn names_leave_only_when_asked_for_and_each_export_is_recorded() {
    for desk in desks().await {
        desk.done(desk.booking(at(9, 0), 30)).await;
        let busy = file(&desk, CalendarDetail::Busy).await.content;
        let initials = file(&desk, CalendarDetail::Initials).await.content;
        assert!(!busy.contains("Okafor") && !busy.contains("Check-up") && busy.contains("SUMMARY:Busy"));
        assert!(!initials.contains("Okafor") && initials.contains("SUMMARY:A. O.") && initials.contains("Check-up"));
        let page: serde_json::Value =
            desk.clinic.ask_as(&desk.admin, AskSecurityEvents { before: None, limit: 50 }).await.expect("events");
        let exports = page["rows"].as_array().expect("rows").iter().filter(|row| row["kind"] == "export").count();
        assert_eq!(exports, 2, "{}", desk.engine);
        let accountant = desk.person("accounts", Role::Accountant).await;
        let question =
            AskCalendarFile { practitioner_id: desk.doctors[0], from: day(), to: day(), detail: CalendarDetail::Busy };
        let error = desk.clinic.ask(&accountant, question.clone()).await.expect_err("without the right");
        assert_eq!(error.code(), Code::AccessDenied);
        let backward = AskCalendarFile { to: day() - Days::new(1), ..question };
        let error = desk.clinic.ask(&desk.admin, backward).await.expect_err("an end before the beginning");
        assert_eq!(error.code(), Code::FieldOutOfRange);
        desk.end().await;
    }
}

#[tokio::test]
async fn overbookings_are_listed_with_reason_and_name() {
    for desk in desks().await {
        desk.done(desk.booking(at(9, 0), 30)).await;
        let mut second = desk.booking(at(9, 15), 30);
        second.patient_id = desk.patients[1];
        second.overbook = reason("Sent by the hospital");
        desk.done(second.clone()).await;
        let question = AskOverbooked { from: day(), to: day() };
        let rows: Vec<Overbooking> = desk.clinic.ask_as(&desk.admin, question.clone()).await.expect("a report");
        let row = &rows[0];
        assert_eq!(
            (rows.len(), row.reason.as_str(), row.by.as_deref(), row.practitioner_name.as_str()),
            (1, "Sent by the hospital", Some("Ada Admin"), "Dr Adeyemi"),
            "{}",
            desk.engine
        );
        desk.done(CancelAppointment {
            appointment_id: second.appointment_id,
            version: 1,
            by: CancelledBy::Clinic,
            reason: "Not needed".into(),
        })
        .await;
        let rows: Vec<Overbooking> = desk.clinic.ask_as(&desk.admin, question).await.expect("a report");
        assert!(rows.is_empty());
        desk.end().await;
    }
}
