//! Recalls: noted at a visit, found by the desk, called about, booked, not wanted; and what becomes of them when the booking does not hold.

use chrono::Days;
use clinic_core::access::Role;
use clinic_core::appointments::cancel::{CancelAppointment, CancelledBy};
use clinic_core::appointments::undo::Undo;
use clinic_core::ids::*;
use clinic_core::operation::Operation;
use clinic_core::patients::edit::EditPatient;
use clinic_core::patients::patient::PhoneLine;
use clinic_core::recalls::book::BookRecall;
use clinic_core::recalls::call::RecordRecallCall;
use clinic_core::recalls::decline::DeclineRecall;
use clinic_core::recalls::list::{AskToRecall, RecallLine};
use clinic_core::recalls::note::NoteRecall;
use clinic_core::records::opened::OpenChart;
use clinic_core::records::visits::ask::{AskVisit, Visit};
use clinic_core::records::visits::sign::SignVisit;
use clinic_core::records::visits::start::StartVisit;
use clinic_core::records::visits::text::VisitText;
use clinic_core::time::{Clock, Instant};
use clinic_core::{Code, Error, Who};
use clinic_tests::desk::{Desk, at, day, details};
use clinic_tests::engine_list::all;

struct Room {
    desk: Desk,
    doctor: Who,
    front: Who,
}

async fn rooms() -> Vec<Room> {
    let mut rooms = Vec::new();
    for engine in all() {
        let desk = Desk::with_clock(&engine, Clock::standing_at(Instant(at(7, 30)))).await;
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let front = desk.person("m.novak", Role::Receptionist).await;
        rooms.push(Room { desk, doctor, front });
    }
    rooms
}

impl Room {
    async fn by(&self, who: &Who, operation: impl Into<Operation>) -> Result<OperationId, Error> {
        let id = OperationId::new();
        self.desk.clinic.perform(who, id, operation).await.map(|_| id)
    }

    async fn code(&self, who: &Who, operation: impl Into<Operation>) -> Code {
        self.by(who, operation).await.expect_err("refused").code()
    }

    /// In so many days, for a week.
    fn again(&self, patient: usize, days: u64) -> NoteRecall {
        NoteRecall {
            recall_id: RecallId::new(),
            patient_id: self.desk.patients[patient],
            visit_id: None,
            from_day: day() + Days::new(days),
            to_day: day() + Days::new(days + 7),
            service_id: Some(self.desk.services[0]),
            practitioner_id: Some(self.desk.doctors[0]),
            note: Some(" Comes fasting ".into()),
        }
    }

    async fn list(&self, question: AskToRecall) -> Vec<RecallLine> {
        self.desk.clinic.ask_as(&self.front, question).await.expect("the list")
    }

    async fn all(&self) -> Vec<RecallLine> {
        self.list(AskToRecall { patient_id: None, later: true }).await
    }

    fn book(&self, note: &NoteRecall) -> BookRecall {
        let mut booking = self.desk.booking(at(9, 0), 30);
        booking.patient_id = note.patient_id;
        BookRecall { recall_id: note.recall_id, version: 1, booking }
    }
}

#[tokio::test]
async fn the_longest_due_comes_first_with_what_it_takes_to_call() {
    for room in rooms().await {
        let phones = vec![PhoneLine { kind: "mobile".into(), number: "+44 7700 900123".into() }];
        let mut own = details("Ada", "Okafor");
        own.phones = phones.clone();
        room.desk.done(EditPatient { patient_id: room.desk.patients[0], version: 1, details: own }).await;
        let (later, due, first) = (room.again(0, 14), room.again(1, 0), room.again(0, 0));
        for note in [&later, &first, &due] {
            room.by(&room.doctor, note.clone()).await.expect("noted");
            room.desk.clock.advance_seconds(60);
        }
        let ids = |rows: &[RecallLine]| rows.iter().map(|row| row.recall_id).collect::<Vec<_>>();
        let rows = room.list(AskToRecall::default()).await;
        assert_eq!(ids(&rows), [first.recall_id, due.recall_id], "{}", room.desk.engine);
        assert_eq!((rows[0].name.as_str(), &rows[0].phones), ("Okafor, Ada", &phones));
        assert_eq!(
            (rows[0].service.as_deref(), rows[0].practitioner.as_deref()),
            (Some("Check-up"), Some("Dr Adeyemi"))
        );
        assert_eq!(
            (rows[0].note.as_deref(), rows[0].noted_by.as_deref()),
            (Some("Comes fasting"), Some("a.doctor Person"))
        );
        assert_eq!(ids(&room.all().await), [first.recall_id, due.recall_id, later.recall_id]);
        let hers = AskToRecall { patient_id: Some(room.desk.patients[0]), later: false };
        assert_eq!(ids(&room.list(hers).await), [first.recall_id, later.recall_id], "of one patient all");
        let mut booking = room.desk.booking(at(11, 0), 30);
        booking.patient_id = room.desk.patients[1];
        room.desk.done(booking).await;
        let rows = room.list(AskToRecall::default()).await;
        assert_eq!((rows[0].next_visit, rows[1].next_visit), (None, Some(at(11, 0))), "comes anyway");
        let mut dead = details("Luis", "García");
        dead.died_on = Some(day());
        room.desk.done(EditPatient { patient_id: room.desk.patients[1], version: 1, details: dead }).await;
        assert_eq!(ids(&room.list(AskToRecall::default()).await), [first.recall_id], "nobody calls the dead");
        let died = room.again(1, 3);
        assert_eq!(room.code(&room.doctor, died).await, Code::AppointmentPatientDied);
        room.desk.end().await;
    }
}

#[tokio::test]
async fn booking_settles_it_and_undoing_or_cancelling_opens_it_again() {
    for room in rooms().await {
        let note = room.again(0, 0);
        room.by(&room.doctor, note.clone()).await.expect("noted");
        let mut wrong = room.book(&note);
        wrong.booking.patient_id = room.desk.patients[1];
        let error = room.by(&room.front, wrong).await.expect_err("another patient's");
        assert_eq!(error.detail("field"), Some(&"booking.patient_id".into()), "{}", room.desk.engine);
        let book = room.book(&note);
        let booked = room.by(&room.front, book.clone()).await.expect("booked");
        assert!(room.all().await.is_empty());
        let mut second = room.book(&note);
        (second.version, second.booking.starts_at) = (2, at(15, 0));
        assert_eq!(room.code(&room.front, second.clone()).await, Code::RecallSettled);
        room.by(&room.front, Undo { undoes: booked }).await.expect("taken back");
        let rows = room.all().await;
        assert_eq!((rows.len(), rows[0].version, rows[0].lost.as_deref()), (1, 2, None));
        room.by(&room.front, second.clone()).await.expect("booked again");
        assert!(room.all().await.is_empty());
        let cancel = CancelAppointment {
            appointment_id: second.booking.appointment_id,
            version: 1,
            by: CancelledBy::Patient,
            reason: "Ill".into(),
        };
        room.by(&room.front, cancel).await.expect("cancelled");
        let rows = room.all().await;
        assert_eq!((rows.len(), rows[0].lost.as_deref()), (1, Some("cancelled")), "{}", room.desk.engine);
        let mut third = room.book(&note);
        third.version = 3;
        room.by(&room.front, third).await.expect("booked for good");
        assert!(room.all().await.is_empty());
        room.desk.end().await;
    }
}

/// Of two desks that book one recall at once, one has it.
#[tokio::test]
async fn two_desks_book_it_once() {
    for room in rooms().await {
        let note = room.again(0, 0);
        room.by(&room.doctor, note.clone()).await.expect("noted");
        let second = room.desk.second().await;
        let (one, mut other) = (room.book(&note), room.book(&note));
        other.booking.starts_at = at(15, 0);
        let both = tokio::join!(
            room.desk.clinic.perform(&room.front, OperationId::new(), one),
            second.perform(&room.front, OperationId::new(), other)
        );
        let refused: Vec<_> = [both.0, both.1].into_iter().filter_map(Result::err).map(|error| error.code()).collect();
        assert_eq!(refused.len(), 1, "{refused:?} on {}", room.desk.engine);
        assert!([Code::RecallSettled, Code::ChangedMeanwhile].contains(&refused[0]), "{refused:?}");
        second.db().clone().close().await;
        room.desk.end().await;
    }
}

#[tokio::test]
async fn calls_are_counted_and_what_is_not_wanted_says_why() {
    for room in rooms().await {
        let note = room.again(0, 0);
        room.by(&room.doctor, note.clone()).await.expect("noted");
        for text in [None, Some("Calls back".to_owned())] {
            let call = RecordRecallCall { recall_id: note.recall_id, version: 1, note: text };
            room.by(&room.front, call).await.expect("called");
            room.desk.clock.advance_seconds(60);
        }
        let last = room.all().await[0].last_call.clone().expect("a call");
        assert_eq!(
            (last.calls, last.note.as_deref(), last.by.as_deref()),
            (2, Some("Calls back"), Some("m.novak Person"))
        );
        let decline =
            |reason: &str, version| DeclineRecall { recall_id: note.recall_id, version, reason: reason.into() };
        assert_eq!(room.code(&room.front, decline(" ", 1)).await, Code::FieldRequired, "{}", room.desk.engine);
        assert_eq!(room.code(&room.front, decline("Moved away", 2)).await, Code::ChangedMeanwhile);
        room.by(&room.front, decline("Moved away", 1)).await.expect("not wanted");
        assert!(room.all().await.is_empty());
        assert_eq!(room.code(&room.front, decline("Moved away", 2)).await, Code::RecallSettled);
        let call = RecordRecallCall { recall_id: note.recall_id, version: 2, note: None };
        assert_eq!(room.code(&room.front, call).await, Code::RecallSettled);
        room.desk.end().await;
    }
}

#[tokio::test]
async fn days_are_checked_and_only_who_writes_visits_notes() {
    for room in rooms().await {
        let field = async |note: NoteRecall| {
            let error = room.by(&room.doctor, note).await.expect_err("refused");
            (error.code(), error.detail("field").and_then(|field| field.as_str()).unwrap_or_default().to_owned())
        };
        let yesterday = NoteRecall { from_day: day() - Days::new(1), ..room.again(0, 0) };
        let range = |field: &str| (Code::FieldOutOfRange, field.to_owned());
        assert_eq!(field(yesterday).await, range("from_day"), "{}", room.desk.engine);
        assert_eq!(field(NoteRecall { to_day: day(), ..room.again(0, 1) }).await, range("to_day"));
        let long = NoteRecall { note: Some("x".repeat(301)), ..room.again(0, 1) };
        assert_eq!(field(long).await, (Code::FieldTooLong, "note".into()));
        let unknown = NoteRecall { service_id: Some(ServiceId::new()), ..room.again(0, 1) };
        assert_eq!(field(unknown).await.0, Code::NotFound);
        let nobody = NoteRecall { practitioner_id: Some(PractitionerId::new()), ..room.again(0, 1) };
        assert_eq!(field(nobody).await.0, Code::NotFound);
        assert_eq!(room.code(&room.front, room.again(0, 1)).await, Code::AccessDenied);
        room.desk.end().await;
    }
}

/// A recall belongs to a visit without being part of what is signed: it may come after the signature and leaves it whole.
#[tokio::test]
async fn it_points_at_its_visit_and_leaves_the_signature_alone() {
    for room in rooms().await {
        for patient in [0, 1] {
            let open = OpenChart { patient_id: room.desk.patients[patient], reason: None };
            room.by(&room.doctor, open).await.expect("opened");
        }
        let visit_id = VisitRecordId::new();
        let start = StartVisit {
            visit_id,
            patient_id: room.desk.patients[0],
            practitioner_id: room.desk.doctors[0],
            appointment_id: None,
            text: VisitText::example(),
        };
        room.by(&room.doctor, start).await.expect("begun");
        let of = |patient| NoteRecall { visit_id: Some(visit_id), ..room.again(patient, 7) };
        assert_eq!(room.code(&room.doctor, of(1)).await, Code::NotFound, "another patient's visit");
        room.by(&room.doctor, of(0)).await.expect("noted");
        room.by(&room.doctor, SignVisit { visit_id, version: 1 }).await.expect("signed");
        room.by(&room.doctor, of(0)).await.expect("noted later");
        let visit: Visit = room.desk.clinic.ask_as(&room.doctor, AskVisit { visit_id }).await.expect("a visit");
        assert_eq!((visit.is_whole, visit.version), (Some(true), 2), "{}", room.desk.engine);
        assert_eq!(room.all().await.len(), 2);
        room.desk.end().await;
    }
}
