//! The clinic's work in figures: counted by hand on a small week, and what they leave out.

use super::billing_steps::{Bills, taken};
use chrono::{Days, NaiveDate};
use clinic_core::Code;
use clinic_core::access::Role;
use clinic_core::appointments::appointment::Status;
use clinic_core::appointments::cancel::{CancelAppointment, CancelledBy};
use clinic_core::appointments::status::ChangeStatus;
use clinic_core::appointments::walk_in::AdmitWalkIn;
use clinic_core::catalogue::practitioners::{AddPractitioner, PractitionerKind};
use clinic_core::exchange::ExportFile;
use clinic_core::ids::*;
use clinic_core::patients::register::RegisterPatient;
use clinic_core::reports::WorkBy;
use clinic_core::reports::file::{AskWorkFile, WorkReport};
use clinic_core::reports::glance::{AskGlance, Glance};
use clinic_core::reports::new_patients::{AskNewPatients, NewPatients};
use clinic_core::reports::no_shows::{AskNoShowRate, NoShowRate};
use clinic_core::reports::utilisation::{AskUtilisation, Utilisation};
use clinic_core::schedule::exception::{ExceptionDetails, ExceptionKind};
use clinic_core::schedule::exceptions::AddException;
use clinic_core::staff::security::AskSecurityEvents;
use clinic_core::time::{Clock, Instant};
use clinic_tests::desk::{Desk, at, day, details};
use clinic_tests::engine_list::all;

/// Desks whose clock shows noon of the Monday on which tests book.
async fn desks() -> Vec<Desk> {
    let mut desks = Vec::new();
    for engine in all() {
        let clock = Clock::standing_at(Instant::from_utc(at(12, 0).and_utc()));
        desks.push(Desk::with_clock(&engine, clock).await);
    }
    desks
}

async fn status(desk: &Desk, appointment_id: AppointmentId, to: Status) {
    desk.done(ChangeStatus { appointment_id, version: 1, to, waiting_for: None, reason: None }).await;
}

/// Books half an hour of a practitioner.
async fn booked(desk: &Desk, doctor: usize, starts_at: chrono::NaiveDateTime) -> AppointmentId {
    let mut booking = desk.booking(starts_at, 30);
    booking.practitioner_id = desk.doctors[doctor];
    booking.patient_id = desk.patients[doctor];
    let id = booking.appointment_id;
    desk.done(booking).await;
    id
}

/// Of the doctor: one who came, one who did not, one cancelled, one nobody said anything of, one in the afternoon. Of the nurse: one who
/// did not come, and a walk-in.
async fn a_morning(desk: &Desk) {
    let came = booked(desk, 0, at(8, 0)).await;
    status(desk, came, Status::ToPay).await;
    let missed = booked(desk, 0, at(8, 30)).await;
    status(desk, missed, Status::NoShow).await;
    let cancelled = booked(desk, 0, at(9, 0)).await;
    desk.done(CancelAppointment {
        appointment_id: cancelled,
        version: 1,
        by: CancelledBy::Patient,
        reason: "Ill".into(),
    })
    .await;
    booked(desk, 0, at(9, 30)).await;
    booked(desk, 0, at(15, 0)).await;
    let missed = booked(desk, 1, at(8, 0)).await;
    status(desk, missed, Status::NoShow).await;
}

fn sunday() -> NaiveDate {
    day() + Days::new(6)
}

async fn no_shows(desk: &Desk, by: WorkBy) -> NoShowRate {
    let question = AskNoShowRate { from: day() - Days::new(7), to: sunday(), by };
    desk.clinic.ask_as(&desk.admin, question).await.expect("a report")
}

async fn utilisation(desk: &Desk, by: WorkBy) -> Utilisation {
    let question = AskUtilisation { from: day(), to: sunday(), by };
    desk.clinic.ask_as(&desk.admin, question).await.expect("a report")
}

#[tokio::test]
async fn no_shows_are_of_those_expected_and_known() {
    for desk in desks().await {
        a_morning(&desk).await;
        let answer = no_shows(&desk, WorkBy::Practitioner).await;
        let rows: Vec<_> = answer
            .rows
            .iter()
            .map(|row| (row.name.as_deref().unwrap_or_default(), row.sums.expected, row.sums.no_shows, row.sums.rate))
            .collect();
        let nurse = ("Nurse Gupta", 1, 1, Some(10_000));
        assert_eq!(rows, [nurse, ("Dr Adeyemi", 2, 1, Some(5000))], "{}", desk.engine);
        let total = answer.total;
        assert_eq!((total.expected, total.no_shows, total.undecided, total.rate), (3, 2, 1, Some(6667)));
        // The span begins in December.
        let months = no_shows(&desk, WorkBy::Month).await;
        let keys: Vec<_> = months.rows.iter().map(|row| (row.key.as_str(), row.sums.expected, row.sums.rate)).collect();
        assert_eq!(keys, [("2029-12", 0, None), ("2030-01", 3, Some(6667))], "{}", desk.engine);
        assert_eq!(months.total, total);
        // Whose time is over since is asked about too.
        desk.clock.advance_seconds(4 * 3600);
        assert_eq!(no_shows(&desk, WorkBy::Month).await.total.undecided, 2, "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn who_walked_in_was_never_expected() {
    for desk in desks().await {
        let walk_in = AdmitWalkIn {
            appointment_id: AppointmentId::new(),
            patient_id: desk.patients[2],
            practitioner_id: Some(desk.doctors[0]),
            specialty_id: None,
            service_ids: vec![],
            note: None,
        };
        desk.done(walk_in).await;
        desk.clock.advance_seconds(3600);
        assert_eq!(no_shows(&desk, WorkBy::Month).await.total.expected, 0, "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn utilisation_is_what_visits_hold_of_what_could_be_booked() {
    for desk in desks().await {
        a_morning(&desk).await;
        let answer = utilisation(&desk, WorkBy::Practitioner).await;
        let rows: Vec<_> = answer
            .rows
            .iter()
            .map(|row| {
                (
                    row.name.as_deref().unwrap_or_default(),
                    row.sums.working_minutes,
                    row.sums.booked_minutes,
                    row.sums.missed_minutes,
                )
            })
            .collect();
        assert_eq!(rows, [("Dr Adeyemi", 3000, 90, 30), ("Nurse Gupta", 3000, 0, 30)], "{}", desk.engine);
        assert_eq!((answer.rows[0].sums.rate, answer.total.rate), (Some(300), Some(150)));
        let months = utilisation(&desk, WorkBy::Month).await;
        assert_eq!(months.rows.len(), 1);
        assert_eq!(months.rows[0].sums, answer.total, "{}", desk.engine);
        // Tuesday is a holiday; somebody without hours changes nothing.
        let tuesday = day() + Days::new(1);
        let holiday = ExceptionDetails {
            kind: ExceptionKind::Holiday,
            block: None,
            practitioner_id: None,
            room_id: None,
            from: tuesday,
            to: Some(tuesday),
            starts: None,
            ends: None,
            weekdays: vec![],
            replaces: false,
            label: None,
        };
        desk.done(AddException { exception_id: ExceptionId::new(), details: holiday }).await;
        desk.done(AddPractitioner {
            practitioner_id: PractitionerId::new(),
            kind: PractitionerKind::Therapist,
            name: "No hours".into(),
            short_name: "None".into(),
            user_id: None,
            room_id: None,
            specialty_ids: vec![],
        })
        .await;
        let answer = utilisation(&desk, WorkBy::Practitioner).await;
        assert_eq!(answer.total.working_minutes, 4800, "{}", desk.engine);
        assert_eq!(answer.rows.last().and_then(|row| row.sums.rate), None, "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn new_patients_are_counted_by_the_clinics_day() {
    for desk in desks().await {
        let came = desk.visit(0, 8).await;
        assert_ne!(came, AppointmentId::default());
        // Half an hour into February.
        desk.clock.advance_seconds(24 * 86_400 + 12 * 3600 + 1800);
        let patient_id = PatientId::new();
        desk.done(RegisterPatient { patient_id, details: details("Mei", "Tan") }).await;
        let question = AskNewPatients { from: day(), to: day() + Days::new(30) };
        let answer: NewPatients = desk.clinic.ask_as(&desk.admin, question).await.expect("a report");
        let rows: Vec<_> = answer.rows.iter().map(|row| (row.key.as_str(), row.registered, row.came)).collect();
        assert_eq!(rows, [("2030-01", 3, 1), ("2030-02", 1, 0)], "{}", desk.engine);
        assert_eq!((answer.registered, answer.came), (4, 1));
        let question = AskNewPatients { from: day(), to: day() + Days::new(24) };
        let answer: NewPatients = desk.clinic.ask_as(&desk.admin, question).await.expect("a report");
        assert_eq!(answer.registered, 3, "{}", desk.engine);
        desk.end().await;
    }
}

async fn saved(desk: &Desk, question: AskWorkFile) -> ExportFile {
    desk.clinic.ask_as(&desk.admin, question).await.expect("a file")
}

#[tokio::test]
async fn reports_of_the_work_leave_as_files_without_formulas() {
    for desk in desks().await {
        desk.done(AddPractitioner {
            practitioner_id: PractitionerId::new(),
            kind: PractitionerKind::Doctor,
            name: "=1+1".into(),
            short_name: "=1+1".into(),
            user_id: None,
            room_id: None,
            specialty_ids: vec![],
        })
        .await;
        a_morning(&desk).await;
        let file = |report, by| AskWorkFile { report, from: day(), to: sunday(), by };
        let used = saved(&desk, file(WorkReport::Utilisation, WorkBy::Practitioner)).await;
        assert!(used.content.contains("\n'=1+1,0,0,0,\n"), "{}", used.content);
        assert!(used.content.contains("\nDr Adeyemi,3000,90,30,3.00\n"), "{}", used.content);
        assert_eq!((used.file_name.as_str(), used.count), ("utilisation-2030-01-07-to-2030-01-13.csv", 3));
        let missed = saved(&desk, file(WorkReport::NoShows, WorkBy::Month)).await;
        assert_eq!(missed.content, "name,expected,no_shows,percent,undecided\n2030-01,3,2,66.67,1\n");
        let new = saved(&desk, file(WorkReport::NewPatients, WorkBy::Month)).await;
        assert_eq!(new.content, "month,registered,came\n2030-01,3,1\n");
        let log: serde_json::Value =
            desk.clinic.ask_as(&desk.admin, AskSecurityEvents { before: None, limit: 50 }).await.expect("the log");
        assert!(log.to_string().contains("report"), "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn the_span_of_a_report_has_an_end_and_a_right() {
    for desk in desks().await {
        let (from, to) = (day(), day() - Days::new(1));
        let error =
            desk.clinic.ask(&desk.admin, AskUtilisation { from, to, by: WorkBy::Month }).await.expect_err("none");
        assert_eq!((error.code(), error.detail("field").unwrap().as_str()), (Code::FieldOutOfRange, Some("to")));
        let desk_person = desk.person("m.novak", Role::Receptionist).await;
        let to = sunday();
        let error = desk.clinic.ask(&desk_person, AskNewPatients { from, to }).await.expect_err("denied");
        assert_eq!(error.code(), Code::AccessDenied, "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn the_day_at_a_glance_says_what_the_lists_say() {
    for desk in desks().await {
        let now: Glance = desk.clinic.ask_as(&desk.admin, AskGlance {}).await.expect("a glance");
        assert_eq!((now.visits.len(), now.expected_week, now.owed_minor, now.waiting), (0, 0, 0, 0), "{}", desk.engine);
        a_morning(&desk).await;
        booked(&desk, 0, at(9, 0) + Days::new(1)).await;
        let confirmed = booked(&desk, 1, at(9, 0) + Days::new(1)).await;
        status(&desk, confirmed, Status::Confirmed).await;
        desk.issued(0, 5000).await;
        desk.issued(1, 4000).await;
        taken(&desk, desk.take(0, 1500, None)).await;
        let now: Glance = desk.clinic.ask_as(&desk.admin, AskGlance {}).await.expect("a glance");
        let visits: Vec<_> = now.visits.iter().map(|one| (one.status.as_str(), one.count)).collect();
        assert_eq!(visits, [("booked", 2), ("to_pay", 1), ("no_show", 2), ("cancelled", 1)], "{}", desk.engine);
        assert_eq!((now.expected_week, now.no_shows_week), (3, 2), "{}", desk.engine);
        assert_eq!((now.to_confirm, now.confirmed), (1, 1));
        assert_eq!((now.owed_minor, now.owing_invoices, now.unsigned), (7500, 2, 0));
        assert_eq!((now.today, now.week_from, now.tomorrow), (day(), day(), day() + Days::new(1)));
        desk.end().await;
    }
}
