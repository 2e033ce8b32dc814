//! Taking back what was done to the schedule beside appointments: leave, holidays, blocks, weekly hours, the waitlist.

use chrono::Days;
use clinic_core::Code;
use clinic_core::access::Role;
use clinic_core::appointments::cancel::{CancelAppointment, CancelledBy};
use clinic_core::appointments::undo::Undo;
use clinic_core::catalogue::practitioners::AskPractitioners;
use clinic_core::clinic::Who;
use clinic_core::ids::*;
use clinic_core::schedule::exception::{ExceptionDetails, ExceptionKind};
use clinic_core::schedule::exceptions::*;
use clinic_core::schedule::hours::{SetWorkingHours, WeeklySpan};
use clinic_core::staff::permissions::SetPermission;
use clinic_core::waitlist::add::AddToWaitlist;
use clinic_core::waitlist::book::BookFromWaitlist;
use clinic_core::waitlist::edit::{EditWaitlist, WithdrawFromWaitlist};
use clinic_core::waitlist::list::{AskWaitlist, WaitlistLine};
use clinic_core::waitlist::wishes::{Priority, Wishes};
use clinic_tests::desk::{Desk, at, day, desks};

fn leave(desk: &Desk, days: u64) -> ExceptionDetails {
    ExceptionDetails {
        kind: ExceptionKind::Leave,
        block: None,
        practitioner_id: Some(desk.doctors[0]),
        room_id: None,
        from: day(),
        to: Some(day() + Days::new(days)),
        starts: None,
        ends: None,
        weekdays: vec![],
        replaces: false,
        label: Some("Training".into()),
    }
}

/// The last days of what is entered.
async fn entered(desk: &Desk) -> Vec<(Option<chrono::NaiveDate>, Option<String>)> {
    let lines: Vec<ExceptionLine> = desk.clinic.ask_as(&desk.admin, AskExceptions {}).await.expect("the exceptions");
    lines.into_iter().map(|line| (line.details.to, line.details.label)).collect()
}

/// Another person, who does it under their own name.
async fn by(desk: &Desk, who: &Who, operation: impl Into<clinic_core::operation::Operation>) {
    desk.clinic.perform(who, OperationId::new(), operation).await.expect("done by somebody else");
}

#[tokio::test]
async fn leave_is_undone_and_done_again_through_the_whole_chain() {
    for desk in desks().await {
        let exception_id = ExceptionId::new();
        let (short, long) = (leave(&desk, 1), ExceptionDetails { label: None, ..leave(&desk, 3) });
        let is = |details: &ExceptionDetails| vec![(details.to, details.label.clone())];
        let added = desk.done(AddException { exception_id, details: short.clone() }).await;
        let edited = desk.done(EditException { exception_id, version: 1, details: long.clone() }).await;
        let removed = desk.done(RemoveException { exception_id, version: 2 }).await;
        assert_eq!(entered(&desk).await, []);
        // What was added cannot go before what was changed of it is back.
        assert_eq!(desk.refused(Undo { undoes: added.id }).await.code(), Code::UndoChangedMeanwhile, "{}", desk.engine);
        let back_2 = desk.done(Undo { undoes: removed.id }).await;
        assert_eq!(back_2.outcome["exception_id"], exception_id.to_string());
        assert_eq!(entered(&desk).await, is(&long), "{}", desk.engine);
        let back_1 = desk.done(Undo { undoes: edited.id }).await;
        assert_eq!(entered(&desk).await, is(&short));
        let back_0 = desk.done(Undo { undoes: added.id }).await;
        assert_eq!(entered(&desk).await, []);
        for (undoes, then) in [(back_0.id, is(&short)), (back_1.id, is(&long)), (back_2.id, vec![])] {
            desk.done(Undo { undoes }).await;
            assert_eq!(entered(&desk).await, then, "{}", desk.engine);
        }
        desk.end().await;
    }
}

#[tokio::test]
async fn leave_that_somebody_else_changed_or_entered_anew_is_left_alone() {
    for desk in desks().await {
        let exception_id = ExceptionId::new();
        let added = desk.done(AddException { exception_id, details: leave(&desk, 1) }).await;
        let front = desk.person("front", Role::Receptionist).await;
        by(&desk, &front, EditException { exception_id, version: 1, details: leave(&desk, 2) }).await;
        let error = desk.refused(Undo { undoes: added.id }).await;
        assert_eq!(error.code(), Code::UndoChangedMeanwhile, "{}", desk.engine);
        assert_eq!(error.detail("by").and_then(|name| name.as_str()), Some("front Person"));
        let removed = desk.done(RemoveException { exception_id, version: 2 }).await;
        by(&desk, &front, AddException { exception_id: ExceptionId::new(), details: leave(&desk, 0) }).await;
        assert_eq!(desk.refused(Undo { undoes: removed.id }).await.code(), Code::HoursOverlap);
        assert_eq!(entered(&desk).await, [(Some(day()), Some("Training".into()))], "{}", desk.engine);
        // Who may not enter leave may not bring it back either.
        desk.done(SetPermission { role: Role::Receptionist, permission: "schedule.edit".into(), allowed: false }).await;
        let denied = desk.clinic.perform(&front, OperationId::new(), Undo { undoes: removed.id }).await;
        assert_eq!(denied.expect_err("without the right").code(), Code::AccessDenied);
        desk.end().await;
    }
}

#[tokio::test]
async fn weekly_hours_are_as_they_were() {
    for desk in desks().await {
        let hours = async || {
            let all: Vec<serde_json::Value> =
                desk.clinic.ask_as(&desk.admin, AskPractitioners {}).await.expect("the practitioners");
            let id = desk.doctors[0].to_string();
            let one = all.into_iter().find(|one| one["practitioner_id"] == id.as_str()).expect("the doctor");
            let hours: Vec<WeeklySpan> = serde_json::from_value(one["hours"].clone()).expect("hours");
            (one["version"].as_i64().expect("a version"), hours)
        };
        let (version, before) = hours().await;
        let spans = vec![WeeklySpan::every(2, "10:00", "12:00")];
        let set = SetWorkingHours { practitioner_id: desk.doctors[0], version, spans: spans.clone() };
        let set = desk.done(set).await;
        let undone = desk.done(Undo { undoes: set.id }).await;
        assert_eq!(undone.outcome["practitioner_id"], desk.doctors[0].to_string());
        assert_eq!(hours().await.1, before, "{}", desk.engine);
        desk.done(Undo { undoes: undone.id }).await;
        let (version, now) = hours().await;
        assert_eq!(now, spans, "{}", desk.engine);
        let front = desk.person("front", Role::Receptionist).await;
        by(&desk, &front, SetWorkingHours { practitioner_id: desk.doctors[0], version, spans: vec![] }).await;
        assert_eq!(desk.refused(Undo { undoes: set.id }).await.code(), Code::UndoChangedMeanwhile);
        desk.end().await;
    }
}

fn wishes(desk: &Desk, priority: Priority) -> Wishes {
    Wishes {
        practitioner_ids: vec![],
        service_ids: vec![desk.services[0]],
        minutes: 30,
        earliest: day(),
        latest: None,
        weekdays: vec![],
        from: None,
        to: None,
        priority,
        note: None,
    }
}

async fn waits(desk: &Desk) -> Vec<Wishes> {
    let lines: Vec<WaitlistLine> = desk.clinic.ask_as(&desk.admin, AskWaitlist::default()).await.expect("the waitlist");
    lines.into_iter().map(|line| line.wishes).collect()
}

#[tokio::test]
async fn what_was_done_to_the_waitlist_is_undone_and_done_again() {
    for desk in desks().await {
        let waitlist_id = WaitlistId::new();
        let first = wishes(&desk, Priority::Normal);
        let mut doctors = desk.doctors.clone();
        doctors.sort();
        let second =
            Wishes { practitioner_ids: doctors, service_ids: desk.services.clone(), ..wishes(&desk, Priority::Urgent) };
        let add = AddToWaitlist { waitlist_id, patient_id: desk.patients[0], wishes: first.clone() };
        let added = desk.done(add).await;
        let edited = desk.done(EditWaitlist { waitlist_id, version: 1, wishes: second.clone() }).await;
        let withdrawn = desk.done(WithdrawFromWaitlist { waitlist_id, version: 2 }).await;
        assert_eq!(waits(&desk).await, []);
        let back_2 = desk.done(Undo { undoes: withdrawn.id }).await;
        assert_eq!(back_2.outcome["waitlist_id"], waitlist_id.to_string());
        assert_eq!(waits(&desk).await, std::slice::from_ref(&second), "{}", desk.engine);
        let back_1 = desk.done(Undo { undoes: edited.id }).await;
        assert_eq!(waits(&desk).await, std::slice::from_ref(&first), "{}", desk.engine);
        let back_0 = desk.done(Undo { undoes: added.id }).await;
        assert_eq!(waits(&desk).await, []);
        for (undoes, then) in [(back_0.id, vec![first]), (back_1.id, vec![second.clone()]), (back_2.id, vec![])] {
            desk.done(Undo { undoes }).await;
            assert_eq!(waits(&desk).await, then, "{}", desk.engine);
        }
        desk.end().await;
    }
}

#[tokio::test]
async fn who_was_booked_since_is_not_taken_off_the_waitlist() {
    for desk in desks().await {
        let waitlist_id = WaitlistId::new();
        let add = AddToWaitlist { waitlist_id, patient_id: desk.patients[0], wishes: wishes(&desk, Priority::Normal) };
        let added = desk.done(add).await;
        let front = desk.person("front", Role::Receptionist).await;
        let booking = desk.booking(at(10, 0), 30);
        by(&desk, &front, BookFromWaitlist { waitlist_id, version: 1, booking: booking.clone() }).await;
        let error = desk.refused(Undo { undoes: added.id }).await;
        assert_eq!(error.code(), Code::UndoChangedMeanwhile, "{}", desk.engine);
        assert_eq!(error.detail("by").and_then(|name| name.as_str()), Some("front Person"));
        // A cancellation is no undo: their waiting was over.
        let cancel = CancelAppointment {
            appointment_id: booking.appointment_id,
            version: 1,
            by: CancelledBy::Patient,
            reason: "Ill".into(),
        };
        desk.done(cancel).await;
        assert_eq!(desk.refused(Undo { undoes: added.id }).await.code(), Code::UndoChangedMeanwhile);
        desk.end().await;
    }
}
