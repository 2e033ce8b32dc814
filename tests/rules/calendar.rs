//! Looking ahead and back: a person's week, how full a month is, and the day on paper.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use clinic_core::Code;
use clinic_core::access::Role;
use clinic_core::appointments::book::BookAppointment;
use clinic_core::appointments::cancel::{CancelAppointment, CancelledBy};
use clinic_core::appointments::day::DayStanding;
use clinic_core::appointments::day_sheet::{AskDaySheet, DaySheet};
use clinic_core::appointments::month::{AskMonth, Month, MonthDay};
use clinic_core::appointments::walk_in::AdmitWalkIn;
use clinic_core::appointments::week::{AskWeek, Week};
use clinic_core::ids::{AppointmentId, ExceptionId, PatientId};
use clinic_core::office::details::ClinicDetails;
use clinic_core::office::edit::EditClinic;
use clinic_core::patients::patient::PhoneLine;
use clinic_core::patients::register::RegisterPatient;
use clinic_core::schedule::exception::{BlockKind, ExceptionDetails, ExceptionKind};
use clinic_core::schedule::exceptions::AddException;
use clinic_core::staff::permissions::SetPermission;
use clinic_core::staff::security::AskSecurityEvents;
use clinic_tests::desk::{Desk, at, day, desks, details, reason};

async fn week(desk: &Desk, from: NaiveDate) -> Week {
    desk.clinic.ask_as(&desk.admin, AskWeek { practitioner_id: desk.doctors[0], from }).await.expect("a week")
}

async fn month(desk: &Desk, first: NaiveDate, doctor: Option<usize>) -> Month {
    let question = AskMonth { first, practitioner_id: doctor.map(|n| desk.doctors[n]) };
    desk.clinic.ask_as(&desk.admin, question).await.expect("a month")
}

fn on(month: &Month, date: NaiveDate) -> &MonthDay {
    month.days.iter().find(|one| one.date == date).expect("a day of the month")
}

async fn cancel(desk: &Desk, booking: &BookAppointment) {
    desk.done(CancelAppointment {
        appointment_id: booking.appointment_id,
        version: 1,
        by: CancelledBy::Patient,
        reason: "Ill".into(),
    })
    .await;
}

async fn edit_clinic(desk: &Desk, change: impl FnOnce(&mut ClinicDetails)) {
    let settings = desk.clinic.settings();
    let mut details = settings.details.clone();
    change(&mut details);
    desk.done(EditClinic { version: settings.version, details }).await;
}

/// The same clock time a number of days later.
fn later(wall: NaiveDateTime, days: u64) -> NaiveDateTime {
    wall + Days::new(days)
}

#[tokio::test]
async fn a_week_begins_as_the_clinics_does_and_holds_what_is_not_cancelled() {
    for desk in desks().await {
        let (first, gone, sunday) =
            (desk.booking(at(9, 0), 30), desk.booking(at(10, 0), 30), desk.booking(later(at(11, 0), 6), 30));
        desk.done(first.clone()).await;
        desk.done(gone.clone()).await;
        desk.done(BookAppointment { outside_hours: reason("Emergency"), ..sunday.clone() }).await;
        let mut others = desk.booking(at(12, 0), 30);
        others.practitioner_id = desk.doctors[1];
        desk.done(others).await;
        cancel(&desk, &gone).await;

        let shown = week(&desk, day() + Days::new(3)).await;
        assert_eq!(
            shown.days.iter().map(|one| one.date).collect::<Vec<_>>(),
            day().iter_days().take(7).collect::<Vec<_>>()
        );
        assert_eq!((shown.days[0].spans.len(), shown.days[6].spans.len()), (1, 0), "{}", desk.engine);
        let ids: Vec<_> = shown.appointments.iter().map(|one| one.id).collect();
        assert_eq!(ids, [first.appointment_id, sunday.appointment_id], "{}", desk.engine);

        // Where the week begins on Sunday, that Sunday is another week's first day.
        edit_clinic(&desk, |clinic| clinic.week_start = 7).await;
        let shown = week(&desk, day()).await;
        assert_eq!(shown.days[0].date, day() - Days::new(1));
        assert_eq!(shown.appointments.len(), 1);
        assert_eq!(week(&desk, day() + Days::new(6)).await.appointments[0].id, sunday.appointment_id);

        let nobody = AskWeek { practitioner_id: clinic_core::ids::PractitionerId::new(), from: day() };
        assert_eq!(desk.clinic.ask(&desk.admin, nobody).await.expect_err("nobody").code(), Code::NotFound);
        desk.end().await;
    }
}

#[tokio::test]
async fn the_weeks_of_a_clock_change_have_seven_days_and_their_wall_times() {
    for desk in desks().await {
        // The clocks of London are changed on 31 March and 27 October 2030.
        for sunday in ["2030-03-31", "2030-10-27"] {
            let sunday: NaiveDate = sunday.parse().expect("a date");
            let (before, on_it) = (sunday - Days::new(1), sunday);
            for date in [before, on_it] {
                let mut late = desk.booking(date.and_hms_opt(23, 30, 0).expect("a time"), 30);
                late.outside_hours = reason("Night");
                desk.done(late).await;
                let mut early = desk.booking(date.and_hms_opt(0, 0, 0).expect("a time"), 30);
                early.outside_hours = reason("Night");
                desk.done(early).await;
            }
            let shown = week(&desk, sunday).await;
            assert_eq!(shown.days.len(), 7);
            assert_eq!(shown.days[6].date, sunday);
            assert_eq!(shown.appointments.len(), 4, "{} {sunday}", desk.engine);
            let counted = month(&desk, sunday.with_day(1).expect("a first"), Some(0)).await;
            for date in [before, on_it] {
                assert_eq!(
                    (on(&counted, date).appointments, on(&counted, date).booked_minutes),
                    (2, 60),
                    "{}",
                    desk.engine
                );
            }
            assert_eq!(counted.days.len(), 31);
        }
        desk.end().await;
    }
}

#[tokio::test]
async fn a_month_counts_held_time_against_worked_time() {
    for desk in desks().await {
        let first = NaiveDate::from_ymd_opt(2030, 1, 1).expect("a date");
        edit_clinic(&desk, |clinic| clinic.opening_hours.retain(|span| span.weekday != 3)).await;
        let gone = desk.booking(at(16, 0), 60);
        for booking in [desk.booking(at(9, 0), 30), desk.booking(at(10, 5), 25), gone.clone()] {
            desk.done(booking).await;
        }
        cancel(&desk, &gone).await;
        let mut over = desk.booking(at(9, 0), 45);
        (over.patient_id, over.overbook) = (desk.patients[1], reason("Urgent"));
        desk.done(over).await;
        let mut other = desk.booking(at(11, 0), 15);
        other.practitioner_id = desk.doctors[1];
        desk.done(other).await;
        // The month after is not this one's.
        desk.done(desk.booking(later(at(9, 0), 25), 30)).await;

        let own = month(&desk, first, Some(0)).await;
        assert_eq!(own.first, first);
        assert_eq!(own.days.len(), 31);
        let monday = MonthDay { date: day(), open: true, appointments: 3, booked_minutes: 100, working_minutes: 600 };
        assert_eq!(on(&own, day()), &monday, "{}", desk.engine);
        let everybody = month(&desk, day(), None).await;
        assert_eq!(everybody.first, first, "any day of the month will do");
        let monday = MonthDay { appointments: 4, booked_minutes: 115, working_minutes: 1200, ..monday };
        assert_eq!(on(&everybody, day()), &monday, "{}", desk.engine);
        let sunday = on(&everybody, day() - Days::new(1));
        assert_eq!((sunday.working_minutes, sunday.appointments), (0, 0));
        assert!(!on(&everybody, day() + Days::new(2)).open, "closed on Wednesdays");
        assert_eq!(everybody.days.iter().map(|one| one.appointments).sum::<i64>(), 4);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_walk_in_who_waits_is_counted_and_holds_no_time() {
    for desk in desks().await {
        desk.done(AdmitWalkIn {
            appointment_id: AppointmentId::new(),
            patient_id: desk.patients[0],
            practitioner_id: Some(desk.doctors[0]),
            specialty_id: None,
            service_ids: vec![],
            note: None,
        })
        .await;
        let today = desk.clock.now().on_wall(desk.clinic.settings().zone).date();
        let counted = month(&desk, today, Some(0)).await;
        assert_eq!((on(&counted, today).appointments, on(&counted, today).booked_minutes), (1, 0), "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_day_sheet_carries_phones_and_nothing_clinical_and_is_recorded() {
    for desk in desks().await {
        let patient_id = PatientId::new();
        let mut known = details("Sara", "Rossi");
        known.phones = ["+44 20 7946 0102", "+44 7700 900188"]
            .iter()
            .map(|number| PhoneLine { kind: "mobile".into(), number: (*number).into() })
            .collect();
        desk.done(RegisterPatient { patient_id, details: known }).await;
        let mut booking = desk.booking(at(9, 0), 30);
        (booking.patient_id, booking.note, booking.room_id) =
            (patient_id, Some("Brings the letter".into()), Some(desk.rooms[0]));
        desk.done(booking).await;
        let gone = desk.booking(at(10, 0), 30);
        desk.done(gone.clone()).await;
        cancel(&desk, &gone).await;
        let mut other = desk.booking(at(11, 0), 15);
        other.practitioner_id = desk.doctors[1];
        desk.done(other).await;

        let question = AskDaySheet { date: day(), practitioner_id: None };
        let sheet: DaySheet = desk.clinic.ask_as(&desk.admin, question.clone()).await.expect("a sheet");
        assert_eq!(sheet.people.iter().map(|one| one.lines.len()).collect::<Vec<_>>(), [1, 1], "{}", desk.engine);
        let line = &sheet.people[0].lines[0];
        assert_eq!(
            (line.name.as_str(), line.room_name.as_deref(), line.note.as_deref()),
            ("Rossi, Sara", Some("Room 1"), Some("Brings the letter"))
        );
        let numbers: Vec<_> = line.phones.iter().map(|phone| phone.number.as_str()).collect();
        assert_eq!(numbers, ["+44 20 7946 0102", "+44 7700 900188"], "{}", desk.engine);
        let own = AskDaySheet { practitioner_id: Some(desk.doctors[1]), ..question.clone() };
        let sheet: DaySheet = desk.clinic.ask_as(&desk.admin, own).await.expect("a sheet");
        assert_eq!((sheet.people.len(), sheet.people[0].lines[0].phones.len()), (1, 0));
        let text = desk.clinic.ask(&desk.admin, question.clone()).await.expect("a sheet").get().to_owned();
        assert!(!text.contains("allergy") && !text.contains("alert"), "{text}");

        let page: serde_json::Value =
            desk.clinic.ask_as(&desk.admin, AskSecurityEvents { before: None, limit: 50 }).await.expect("events");
        let exports = page["rows"].as_array().expect("rows").iter().filter(|row| row["kind"] == "export").count();
        assert_eq!(exports, 3, "{}", desk.engine);

        let nurse = desk.person("nurse", Role::Nurse).await;
        desk.done(SetPermission { role: Role::Nurse, permission: "patient.view".into(), allowed: false }).await;
        let error = desk.clinic.ask(&nurse, question).await.expect_err("without the right to patients");
        assert_eq!(error.code(), Code::AccessDenied);
        desk.end().await;
    }
}

/// Leave of the first doctor from noon on Monday to Tuesday, their lunch of every weekday, and a holiday on Friday.
async fn absences(desk: &Desk) {
    let leave = ExceptionDetails {
        kind: ExceptionKind::Leave,
        block: None,
        practitioner_id: Some(desk.doctors[0]),
        room_id: None,
        from: day(),
        to: Some(day() + Days::new(1)),
        starts: Some("12:00".into()),
        ends: None,
        weekdays: vec![],
        replaces: false,
        label: Some("Training".into()),
    };
    let lunch = ExceptionDetails {
        kind: ExceptionKind::Block,
        block: Some(BlockKind::Lunch),
        to: None,
        ends: Some("13:00".into()),
        weekdays: (1..=5).collect(),
        label: None,
        ..leave.clone()
    };
    let friday = day() + Days::new(4);
    let holiday = ExceptionDetails {
        kind: ExceptionKind::Holiday,
        practitioner_id: None,
        from: friday,
        to: Some(friday),
        starts: None,
        ..leave.clone()
    };
    for details in [leave, lunch, holiday] {
        desk.done(AddException { exception_id: ExceptionId::new(), details }).await;
    }
}

fn stands(standing: &[DayStanding]) -> Vec<String> {
    standing.iter().map(|one| format!("{} {}-{}", one.kind.text(), one.starts, one.ends)).collect()
}

#[tokio::test]
async fn a_week_and_a_day_sheet_say_who_is_away_and_what_stands_in_the_day() {
    for desk in desks().await {
        absences(&desk).await;
        let days: Vec<Vec<String>> = week(&desk, day()).await.days.iter().map(|one| stands(&one.standing)).collect();
        let lunch = "block 12:00-13:00";
        let expected: [&[&str]; 7] = [
            &["leave 12:00-24:00", lunch],
            &["leave 00:00-24:00", lunch],
            &[lunch],
            &[lunch],
            &["holiday 00:00-24:00", lunch],
            &[],
            &[],
        ];
        assert_eq!(days, expected, "{}", desk.engine);
        let sheet = async |date| {
            let question = AskDaySheet { date, practitioner_id: None };
            let sheet: DaySheet = desk.clinic.ask_as(&desk.admin, question).await.expect("a sheet");
            sheet.people.iter().map(|one| stands(&one.standing)).collect::<Vec<_>>()
        };
        assert_eq!(sheet(day() + Days::new(1)).await, [vec!["leave 00:00-24:00", lunch], vec![]], "{}", desk.engine);
        assert_eq!(
            sheet(day() + Days::new(4)).await,
            [vec!["holiday 00:00-24:00", lunch], vec!["holiday 00:00-24:00"]]
        );
        desk.end().await;
    }
}
