//! The confirmation list: whom to call about a day, and what came of it.

use chrono::Days;
use clinic_core::Code;
use clinic_core::access::Role;
use clinic_core::appointments::appointment::Status;
use clinic_core::appointments::status::ChangeStatus;
use clinic_core::appointments::undo::Undo;
use clinic_core::ids::*;
use clinic_core::patients::patient::PhoneLine;
use clinic_core::patients::register::RegisterPatient;
use clinic_core::reminders::call::{CallOutcome, RecordCall};
use clinic_core::reminders::templates::{AddMessageTemplate, AskMessagePreview, EditMessageTemplate};
use clinic_core::reminders::to_confirm::{AskToConfirm, ToConfirm};
use clinic_core::schedule::exception::{ExceptionDetails, ExceptionKind};
use clinic_core::schedule::exceptions::AddException;
use clinic_core::schedule::hours::SetWorkingHours;
use clinic_core::schedule::open_day::{AskNextOpenDay, NextOpenDay};
use clinic_core::staff::security::AskSecurityEvents;
use clinic_tests::desk::{Desk, at, day, desks, details, tomorrow};

async fn list(desk: &Desk) -> ToConfirm {
    desk.clinic.ask_as(&desk.admin, AskToConfirm { date: day() }).await.expect("the list")
}

fn call(appointment_id: AppointmentId, version: i64, outcome: CallOutcome) -> RecordCall {
    RecordCall { appointment_id, version, outcome, note: None }
}

async fn patient(desk: &Desk, given: &str, reminders_allowed: bool) -> PatientId {
    let patient_id = PatientId::new();
    let mut details = details(given, "Lindqvist");
    let phone = |kind: &str, number: &str| PhoneLine { kind: kind.into(), number: number.into() };
    details.phones = vec![phone("mobile", "07700 900101"), phone("home", "020 7946 0101")];
    details.reminders_allowed = reminders_allowed;
    details.language = Some("Swedish".into());
    desk.done(RegisterPatient { patient_id, details }).await;
    patient_id
}

#[tokio::test]
async fn a_day_lists_what_is_unconfirmed_with_its_phones() {
    for desk in desks().await {
        let known = patient(&desk, "Ingrid", true).await;
        for (hour, patient_id) in [(11, known), (9, known)] {
            let mut booking = desk.booking(at(hour, 0), 30);
            booking.patient_id = patient_id;
            desk.done(booking).await;
        }
        desk.done(desk.booking(tomorrow(at(9, 0)), 30)).await;
        let confirmed = desk.booking(at(12, 0), 30);
        desk.done(confirmed.clone()).await;
        let appointment_id = confirmed.appointment_id;
        let change =
            ChangeStatus { appointment_id, version: 1, to: Status::Confirmed, waiting_for: None, reason: None };
        desk.done(change).await;
        let found = list(&desk).await;
        let times: Vec<_> = found.rows.iter().map(|row| row.starts_at).collect();
        assert_eq!((times, found.confirmed), (vec![at(9, 0), at(11, 0)], 1), "{}", desk.engine);
        let numbers: Vec<_> = found.rows[1].phones.iter().map(|phone| phone.number.as_str()).collect();
        assert_eq!(numbers, ["07700 900101", "020 7946 0101"]);
        assert_eq!(
            (found.rows[0].language.as_deref(), found.rows[0].name.as_str()),
            (Some("Swedish"), "Lindqvist, Ingrid")
        );
        desk.end().await;
    }
}

#[tokio::test]
async fn whoever_wants_no_reminders_is_not_to_be_called() {
    for desk in desks().await {
        let mut booking = desk.booking(at(9, 0), 30);
        booking.patient_id = patient(&desk, "Sven", false).await;
        desk.done(booking).await;
        let row = list(&desk).await.rows.remove(0);
        assert!(!row.reminders_allowed && row.phones.is_empty(), "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_confirming_call_confirms_in_one_step_and_undo_takes_that_back() {
    for desk in desks().await {
        let booking = desk.booking(at(9, 0), 30);
        desk.done(booking.clone()).await;
        let id = booking.appointment_id;
        desk.done(RecordCall { note: Some("Voice mail".into()), ..call(id, 1, CallOutcome::NoAnswer) }).await;
        let row = list(&desk).await.rows.remove(0);
        let last = row.last_call.expect("a call");
        assert_eq!(
            (last.outcome.as_str(), last.by.as_str(), last.calls, row.version),
            ("no_answer", "Ada Admin", 1, 1)
        );
        let confirmed = desk.done(call(id, 1, CallOutcome::Confirmed)).await;
        assert_eq!(confirmed.outcome["status"], "confirmed", "{}", desk.engine);
        let found = list(&desk).await;
        assert_eq!((found.rows.len(), found.confirmed), (0, 1));
        desk.done(Undo { undoes: confirmed.id }).await;
        let row = list(&desk).await.rows.remove(0);
        assert_eq!(row.last_call.expect("the calls stay").calls, 2);
        desk.end().await;
    }
}

#[tokio::test]
async fn only_what_is_still_to_come_is_called_about() {
    for desk in desks().await {
        let booking = desk.booking(at(9, 0), 30);
        desk.done(booking.clone()).await;
        let id = booking.appointment_id;
        assert_eq!(desk.refused(call(id, 2, CallOutcome::NoAnswer)).await.code(), Code::AppointmentChangedMeanwhile);
        let arrive =
            ChangeStatus { appointment_id: id, version: 1, to: Status::Arrived, waiting_for: None, reason: None };
        desk.done(arrive).await;
        let error = desk.refused(call(id, 2, CallOutcome::Confirmed)).await;
        assert_eq!(error.code(), Code::AppointmentWrongStatus, "{}", desk.engine);
        let missing = desk.refused(call(AppointmentId::new(), 1, CallOutcome::Moved)).await;
        assert_eq!(missing.code(), Code::AppointmentNotFound);
        desk.end().await;
    }
}

#[tokio::test]
async fn the_reminder_is_written_in_the_patients_language() {
    for desk in desks().await {
        let add = |language: &str, text: &str| AddMessageTemplate {
            message_template_id: MessageTemplateId::new(),
            language: language.into(),
            text: text.into(),
        };
        let mut speaks = desk.booking(at(9, 0), 30);
        speaks.patient_id = patient(&desk, "Ingrid", true).await;
        let mut silent = desk.booking(at(10, 0), 30);
        silent.patient_id = patient(&desk, "Sven", false).await;
        for booking in [speaks, silent, desk.booking(at(11, 0), 30)] {
            desk.done(booking).await;
        }
        assert!(list(&desk).await.rows.iter().all(|row| row.text.is_none()), "no text yet on {}", desk.engine);
        desk.done(add("English", "{patient}: {date} {time}, {practitioner}")).await;
        desk.done(add("Swedish", "Hej {patient}, {time}. {clinic}")).await;
        let texts: Vec<_> = list(&desk).await.rows.into_iter().map(|row| row.text).collect();
        let expected = [
            Some("Hej Ingrid Lindqvist, 09:00. Northside Clinic".to_owned()),
            None,
            Some("Ada Okafor: 07/01/2030 11:00, Dr Adeyemi".to_owned()),
        ];
        assert_eq!(texts, expected, "{}", desk.engine);
        let unknown = desk.refused(add("German", "Hallo {name}")).await;
        assert_eq!(
            (unknown.code(), unknown.detail("placeholder").expect("which")),
            (Code::MessageUnknownPlaceholder, &"name".into())
        );
        assert_eq!(desk.refused(add("Swedish", "Hej")).await.code(), Code::NameTaken);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_reminder_text_is_edited_previewed_and_hidden() {
    for desk in desks().await {
        let message_template_id = MessageTemplateId::new();
        let text = "{patient}, {time}".to_owned();
        desk.done(AddMessageTemplate { message_template_id, language: "English".into(), text: text.clone() }).await;
        let edit =
            EditMessageTemplate { message_template_id, version: 1, language: "English".into(), text, active: false };
        desk.done(edit.clone()).await;
        assert_eq!(desk.refused(edit).await.code(), Code::ChangedMeanwhile, "{}", desk.engine);
        desk.done(desk.booking(at(9, 0), 30)).await;
        assert!(list(&desk).await.rows[0].text.is_none(), "a hidden text is not sent");
        let preview = AskMessagePreview { text: "{patient} at {time}".into() };
        let read: String = desk.clinic.ask_as(&desk.admin, preview).await.expect("a preview");
        assert_eq!(read, "Ada Okafor at 10:45");
        desk.end().await;
    }
}

#[tokio::test]
async fn the_next_open_day_is_no_holiday_and_none_on_which_all_are_away() {
    for desk in desks().await {
        let next = async |after| {
            let answer: NextOpenDay =
                desk.clinic.ask_as(&desk.admin, AskNextOpenDay { after }).await.expect("the next open day");
            answer.date
        };
        let (monday, friday) = (day(), day() + Days::new(4));
        assert_eq!(next(monday).await, monday + Days::new(1), "{}", desk.engine);
        assert_eq!(next(friday).await, monday + Days::new(7), "over the weekend");
        let off = |kind, who: Option<usize>, after: u64| AddException {
            exception_id: ExceptionId::new(),
            details: ExceptionDetails {
                kind,
                block: None,
                practitioner_id: who.map(|who| desk.doctors[who]),
                room_id: None,
                from: monday + Days::new(after),
                to: None,
                starts: None,
                ends: None,
                weekdays: vec![],
                replaces: false,
                label: None,
            },
        };
        desk.done(off(ExceptionKind::Holiday, None, 1)).await;
        desk.done(off(ExceptionKind::Leave, Some(0), 2)).await;
        assert_eq!(next(monday).await, monday + Days::new(2), "one of two is at work on {}", desk.engine);
        desk.done(off(ExceptionKind::Leave, Some(1), 2)).await;
        assert_eq!(next(monday).await, monday + Days::new(3), "{}", desk.engine);
        // Nobody has hours: the clinic's own, without its holiday.
        for practitioner_id in desk.doctors.clone() {
            desk.done(SetWorkingHours { practitioner_id, version: 2, spans: vec![] }).await;
        }
        assert_eq!(next(monday).await, monday + Days::new(2), "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn reminders_leave_without_those_who_want_none_and_that_is_noted() {
    for desk in desks().await {
        let add = AddMessageTemplate {
            message_template_id: MessageTemplateId::new(),
            language: "English".into(),
            text: "{patient}: {time}".into(),
        };
        let day = AskToConfirm { date: day() };
        let mut booking = desk.booking(at(9, 0), 30);
        booking.patient_id = patient(&desk, "Ingrid", true).await;
        desk.done(booking.clone()).await;
        let error = desk.clinic.reminder_file(&desk.admin, day.clone()).await.expect_err("no text yet");
        assert_eq!(error.code(), Code::MessageNoText, "{}", desk.engine);
        desk.done(add).await;
        let mut silent = desk.booking(at(10, 0), 30);
        silent.patient_id = patient(&desk, "Sven", false).await;
        desk.done(silent).await;
        desk.done(desk.booking(at(11, 0), 30)).await;
        let file = desk.clinic.reminder_file(&desk.admin, day.clone()).await.expect("a file");
        assert_eq!((file.rows, file.opted_out, file.without_phone), (1, 1, 1));
        let csv = String::from_utf8(file.csv).expect("text");
        // She speaks Swedish; the text that the clinic has is English, and whoever sends it has to know that.
        assert_eq!(csv, "phone,language,text\n+447700900101,English,Ingrid Lindqvist: 09:00\n");
        let events: serde_json::Value =
            desk.clinic.ask_as(&desk.admin, AskSecurityEvents { before: None, limit: 10 }).await.expect("events");
        let noted = events["rows"].as_array().expect("rows").iter().filter(|row| row["detail"] == "reminders").count();
        assert_eq!(noted, 1, "{events}");
        let accountant = desk.person("t.silva", Role::Accountant).await;
        let denied = desk.clinic.reminder_file(&accountant, day.clone()).await.expect_err("not theirs");
        assert_eq!(denied.code(), Code::AccessDenied);
        let no_email =
            desk.clinic.reminder_mail(&desk.admin, day, booking.appointment_id).await.expect_err("no address");
        assert_eq!(no_email.code(), Code::MessageNoEmail);
        desk.end().await;
    }
}
