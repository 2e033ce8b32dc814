//! Results: asked for, attached, put before the doctor who ordered them, reviewed; and tests whose day has passed.

use clinic_core::access::Role;
use clinic_core::catalogue::practitioners::{EditPractitioner, PractitionerKind};
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::operation::{Operate, Operation};
use clinic_core::records::files::FileKind;
use clinic_core::records::files::attach::AttachFile;
use clinic_core::records::files::of_patient::{AskFiles, FileLine};
use clinic_core::records::files::strike::StrikeFile;
use clinic_core::records::opened::OpenChart;
use clinic_core::records::results::ResultOutcome;
use clinic_core::records::results::of_patient::{AskTestRequests, TestRequestLine};
use clinic_core::records::results::request::RequestTest;
use clinic_core::records::results::review::ReviewResult;
use clinic_core::records::results::to_review::{AskToReview, ToReview};
use clinic_core::records::results::withdraw::WithdrawTest;
use clinic_core::staff::me::AskMe;
use clinic_core::tasks::list::{AskTasks, TaskLine};
use clinic_core::time::{Clock, Instant};
use clinic_core::{Code, Error, Who};
use clinic_tests::contents::{PDF, send};
use clinic_tests::desk::{Desk, at, day};
use clinic_tests::engine_list::all;

struct Room {
    desk: Desk,
    doctor: Who,
    nurse: Who,
    receptionist: Who,
}

/// The first practitioner's account and a nurse, who opened the first patient's chart, and a receptionist, on the Monday of the tests.
async fn rooms() -> Vec<Room> {
    let mut rooms = Vec::new();
    for engine in all() {
        let desk = Desk::with_clock(&engine, Clock::standing_at(Instant(at(9, 0)))).await;
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let nurse = desk.person("a.nurse", Role::Nurse).await;
        let receptionist = desk.person("a.receptionist", Role::Receptionist).await;
        let me: serde_json::Value = desk.clinic.ask_as(&doctor, AskMe {}).await.expect("me");
        desk.done(EditPractitioner {
            practitioner_id: desk.doctors[0],
            version: 2,
            kind: PractitionerKind::Doctor,
            name: "Dr Adeyemi".into(),
            short_name: "Dr Adeyemi".into(),
            user_id: serde_json::from_value(me["user_id"].clone()).expect("an id"),
            room_id: None,
            specialty_ids: vec![],
            active: true,
        })
        .await;
        let room = Room { desk, doctor, nurse, receptionist };
        for who in [&room.doctor, &room.nurse] {
            room.by(who, OpenChart { patient_id: room.desk.patients[0], reason: None }).await.expect("opened");
        }
        rooms.push(room);
    }
    rooms
}

impl Room {
    async fn by(&self, who: &Who, operation: impl Into<Operation>) -> Result<(), Error> {
        self.desk.clinic.perform(who, OperationId::new(), operation).await.map(|_| ())
    }

    async fn code(&self, who: &Who, operation: impl Into<Operation>) -> (Code, Option<String>) {
        let error = self.by(who, operation).await.expect_err("refused");
        (error.code(), error.detail("field").and_then(|field| field.as_str()).map(str::to_owned))
    }

    fn request(&self) -> RequestTest {
        RequestTest {
            patient_id: self.desk.patients[0],
            practitioner_id: self.desk.doctors[0],
            due_on: day(),
            ..RequestTest::example()
        }
    }

    /// A result of the first practitioner's that somebody sent; each is another content.
    async fn sent(&self, who: &Who) -> AttachFile {
        let file_id = FileId::new();
        let bytes = [PDF, file_id.0.as_bytes()].concat();
        send(&self.desk.clinic, who, file_id, "scan.pdf", &bytes).await.expect("sent");
        AttachFile {
            file_id,
            patient_id: self.desk.patients[0],
            kind: FileKind::Result,
            size_bytes: bytes.len() as i64,
            dated_on: Some(day()),
            practitioner_id: Some(self.desk.doctors[0]),
            ..AttachFile::example()
        }
    }

    async fn attached(&self, who: &Who) -> FileId {
        let attach = self.sent(who).await;
        let id = attach.file_id;
        self.by(who, attach).await.expect("attached");
        id
    }

    fn review(&self, file_id: FileId, outcome: ResultOutcome) -> ReviewResult {
        let asks = outcome != ResultOutcome::Normal;
        ReviewResult {
            file_id,
            outcome,
            task_id: asks.then(TaskId::new),
            task_text: asks.then(|| Clinical("Please call the patient".into())),
            due_on: asks.then(day),
            ..ReviewResult::example()
        }
    }

    async fn waiting(&self, who: &Who) -> (Vec<FileId>, Vec<TestRequestId>) {
        let waiting: ToReview = self.desk.clinic.ask_as(who, AskToReview {}).await.expect("to review");
        let overdue = waiting.overdue.iter().map(|line| line.request_id).collect();
        (waiting.results.iter().map(|line| line.file_id).collect(), overdue)
    }

    async fn requests(&self) -> Vec<TestRequestLine> {
        let question = AskTestRequests { patient_id: self.desk.patients[0] };
        self.desk.clinic.ask_as(&self.doctor, question).await.expect("requests")
    }

    async fn tasks(&self) -> Vec<TaskLine> {
        self.desk.clinic.ask_as(&self.receptionist, AskTasks { done: false }).await.expect("tasks")
    }
}

#[tokio::test]
async fn a_result_waits_for_its_doctor_until_it_is_reviewed() {
    for room in rooms().await {
        let first = room.attached(&room.receptionist).await;
        room.desk.clock.advance_seconds(60);
        let second = room.attached(&room.nurse).await;
        let other = room.desk.person("b.doctor", Role::Doctor).await;
        assert_eq!(room.waiting(&room.doctor).await.0, [first, second], "{}", room.desk.engine);
        assert!(room.waiting(&other).await.0.is_empty(), "another doctor's");
        room.by(&room.doctor, room.review(first, ResultOutcome::Normal)).await.expect("normal");
        assert_eq!(room.waiting(&room.doctor).await.0, [second]);
        assert!(room.tasks().await.is_empty());
        let again = room.by(&room.doctor, room.review(first, ResultOutcome::Book)).await.expect_err("reviewed");
        assert_eq!(again.code(), Code::ResultReviewed);
        assert_eq!(again.detail("by"), Some(&serde_json::json!("a.doctor Person")));
        // What was attached in error waits for nobody.
        room.by(&room.nurse, StrikeFile { file_id: second, reason: "Another patient's".into() }).await.expect("struck");
        assert!(room.waiting(&room.doctor).await.0.is_empty());
        assert_eq!(room.code(&room.doctor, room.review(second, ResultOutcome::Normal)).await.0, Code::RecordStruck);
        let question = AskFiles { patient_id: room.desk.patients[0], visit_id: None };
        let files: Vec<FileLine> = room.desk.clinic.ask_as(&room.nurse, question).await.expect("files");
        let line = files.iter().find(|line| line.file_id == first).expect("the first");
        let review = line.review.as_ref().expect("a review");
        assert_eq!((review.outcome.as_str(), review.by.as_deref()), ("normal", Some("a.doctor Person")));
        assert_eq!(line.practitioner.as_deref(), Some("Dr Adeyemi"));
        room.desk.end().await;
    }
}

/// The desk is asked to call or to book, and learns nothing of what is in the result.
#[tokio::test]
async fn the_desk_is_asked_without_the_results_content() {
    for room in rooms().await {
        for outcome in [ResultOutcome::CallPatient, ResultOutcome::Book] {
            let file = room.attached(&room.nurse).await;
            let review = ReviewResult { note: Some(Clinical("Potassium 2.9".into())), ..room.review(file, outcome) };
            room.by(&room.doctor, review).await.expect("reviewed");
        }
        let tasks = room.tasks().await;
        assert_eq!(tasks.len(), 2, "{}", room.desk.engine);
        for task in &tasks {
            assert_eq!((task.patient_id, task.due_on), (Some(room.desk.patients[0]), Some(day())));
            assert_eq!((task.text.as_str(), task.for_role), ("Please call the patient", Some(Role::Receptionist)));
            let told = serde_json::to_string(task).expect("JSON");
            assert!(!told.contains("Potassium") && !told.contains("Letter from"), "{told}");
        }
        room.desk.end().await;
    }
}

#[tokio::test]
async fn what_is_missing_or_does_not_fit_is_named() {
    for room in rooms().await {
        let field = |code, field: &str| (code, Some(field.to_owned()));
        let sent = room.sent(&room.nurse).await;
        let nobody = AttachFile { practitioner_id: None, ..sent.clone() };
        let letter = AttachFile { kind: FileKind::Letter, ..sent.clone() };
        let unknown = AttachFile { practitioner_id: Some(PractitionerId::new()), ..sent.clone() };
        let request = AttachFile { request_id: Some(TestRequestId::new()), ..sent.clone() };
        assert_eq!(room.code(&room.nurse, nobody).await, field(Code::FieldRequired, "practitioner_id"));
        assert_eq!(room.code(&room.nurse, letter).await, field(Code::FieldInvalid, "practitioner_id"));
        assert_eq!(room.code(&room.nurse, unknown).await.0, Code::NotFound, "{}", room.desk.engine);
        assert_eq!(room.code(&room.nurse, request.clone()).await.0, Code::NotFound);
        assert_eq!(room.code(&room.receptionist, request).await.0, Code::AccessDenied);
        let letter = AttachFile { kind: FileKind::Letter, practitioner_id: None, ..sent };
        let file = letter.file_id;
        room.by(&room.nurse, letter).await.expect("attached");
        assert_eq!(
            room.code(&room.doctor, room.review(file, ResultOutcome::Normal)).await.0,
            Code::NotFound,
            "no result"
        );
        let result = room.attached(&room.nurse).await;
        let call = || room.review(result, ResultOutcome::CallPatient);
        for (review, expected) in [
            (ReviewResult { task_text: None, ..call() }, field(Code::FieldRequired, "task_text")),
            (ReviewResult { task_id: None, ..call() }, field(Code::FieldRequired, "task_id")),
            (ReviewResult { outcome: ResultOutcome::Normal, ..call() }, field(Code::FieldInvalid, "task_text")),
            (ReviewResult { request_id: Some(TestRequestId::new()), ..call() }, (Code::NotFound, None)),
        ] {
            assert_eq!(room.code(&room.doctor, review).await, expected);
        }
        assert_eq!(room.code(&room.nurse, call()).await.0, Code::AccessDenied);
        let unopened = room.desk.person("b.doctor", Role::Doctor).await;
        assert_eq!(room.code(&unopened, call()).await.0, Code::ChartNotOpened);
        assert!(room.tasks().await.is_empty(), "half done on {}", room.desk.engine);
        let early = RequestTest { due_on: day().pred_opt().expect("a day"), ..room.request() };
        assert_eq!(room.code(&room.nurse, early).await, field(Code::FieldOutOfRange, "due_on"));
        let nothing = RequestTest { what: Clinical(" ".into()), ..room.request() };
        assert_eq!(room.code(&room.nurse, nothing).await, field(Code::FieldRequired, "what"));
        room.desk.end().await;
    }
}

#[tokio::test]
async fn a_test_is_overdue_from_the_day_after_until_a_result_is_there() {
    for room in rooms().await {
        let request = room.request();
        let id = request.request_id;
        room.by(&room.nurse, request).await.expect("asked");
        assert!(room.waiting(&room.doctor).await.1.is_empty(), "overdue on its day on {}", room.desk.engine);
        room.desk.clock.advance_seconds(24 * 3600);
        for who in [&room.doctor, &room.nurse] {
            room.by(who, OpenChart { patient_id: room.desk.patients[0], reason: None }).await.expect("opened");
        }
        assert_eq!(room.waiting(&room.doctor).await.1, [id]);
        assert!(room.requests().await[0].overdue);
        let attach = AttachFile { practitioner_id: None, request_id: Some(id), ..room.sent(&room.nurse).await };
        let file_id = attach.file_id;
        room.by(&room.nurse, attach).await.expect("answered");
        assert_eq!(room.waiting(&room.doctor).await, (vec![file_id], vec![]));
        assert_eq!(room.requests().await[0].status, "answered");
        let second = AttachFile { request_id: Some(id), ..room.sent(&room.nurse).await };
        assert_eq!(room.code(&room.nurse, second).await.0, Code::RequestSettled);
        let withdraw = WithdrawTest { request_id: id, ..WithdrawTest::example() };
        assert_eq!(room.code(&room.nurse, withdraw.clone()).await.0, Code::RequestSettled);
        // What answered it was another patient's: it waits again.
        room.by(&room.doctor, StrikeFile { file_id, reason: "Another patient's".into() }).await.expect("struck");
        assert_eq!(room.waiting(&room.doctor).await, (vec![], vec![id]));
        let stale = WithdrawTest { version: 2, ..withdraw.clone() };
        assert_eq!(room.code(&room.nurse, stale).await.0, Code::ChangedMeanwhile);
        room.by(&room.nurse, withdraw.clone()).await.expect("withdrawn");
        assert_eq!(room.waiting(&room.doctor).await.1, []);
        assert_eq!(room.code(&room.nurse, withdraw).await.0, Code::RequestSettled);
        let line = &room.requests().await[0];
        assert_eq!((line.status.as_str(), line.withdrawn_reason.as_deref()), ("withdrawn", Some("Done elsewhere")));
        room.desk.end().await;
    }
}

/// Scanned at the desk, where nobody knows of requests: the doctor says which one it answers.
#[tokio::test]
async fn a_review_may_answer_a_request() {
    for room in rooms().await {
        let request = room.request();
        let id = request.request_id;
        room.by(&room.doctor, request).await.expect("asked");
        let file = room.attached(&room.receptionist).await;
        let review = ReviewResult { request_id: Some(id), ..room.review(file, ResultOutcome::Normal) };
        room.by(&room.doctor, review).await.expect("reviewed");
        assert_eq!(room.requests().await[0].status, "answered", "{}", room.desk.engine);
        room.desk.end().await;
    }
}

/// Two desks review one result at once: one of them is told, and one task is made.
#[tokio::test]
async fn of_two_who_review_at_once_one_is_told() {
    for room in rooms().await {
        let file = room.attached(&room.nurse).await;
        let second = room.desk.second().await;
        let (left, right) = (room.review(file, ResultOutcome::CallPatient), room.review(file, ResultOutcome::Book));
        let (a, b) = tokio::join!(
            room.desk.clinic.perform(&room.doctor, OperationId::new(), left),
            second.perform(&room.doctor, OperationId::new(), right),
        );
        let codes: Vec<_> = [a, b].into_iter().filter_map(|done| done.err().map(|error| error.code())).collect();
        assert_eq!(codes, [Code::ResultReviewed], "{}", room.desk.engine);
        assert_eq!(room.tasks().await.len(), 1);
        room.desk.end().await;
    }
}
