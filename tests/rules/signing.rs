//! Who signs, reviews and adds: a practitioner for themselves while their account is open and may sign, else any doctor; and a nurse adds to nurses' visits alone.

use clinic_core::access::Role;
use clinic_core::catalogue::practitioners::{EditPractitioner, PractitionerKind};
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::operation::{Operate, Operation};
use clinic_core::records::files::FileKind;
use clinic_core::records::files::attach::AttachFile;
use clinic_core::records::opened::OpenChart;
use clinic_core::records::results::ResultOutcome;
use clinic_core::records::results::request::RequestTest;
use clinic_core::records::results::review::ReviewResult;
use clinic_core::records::results::to_review::{AskToReview, ToReview};
use clinic_core::records::visits::addendum::AddAddendum;
use clinic_core::records::visits::ask::{AskVisit, Visit};
use clinic_core::records::visits::sign::SignVisit;
use clinic_core::records::visits::start::StartVisit;
use clinic_core::records::visits::unsigned::{AskUnsigned, UnsignedLine};
use clinic_core::staff::edit_person::EditPerson;
use clinic_core::staff::me::AskMe;
use clinic_core::staff::people::AskPeople;
use clinic_core::time::{Clock, Instant};
use clinic_core::{Code, Error, Who};
use clinic_tests::contents::{PDF, send};
use clinic_tests::desk::{Desk, at, day};
use clinic_tests::engine_list::all;

/// The first practitioner is a doctor with an account, the second a nurse with one; another doctor cannot be booked. All have the first patient's chart open, on
/// the Monday of the tests.
struct Room {
    desk: Desk,
    doctor: Who,
    nurse: Who,
    other: Who,
}

const DOCTOR: usize = 0;
const NURSE: usize = 1;

async fn rooms() -> Vec<Room> {
    let mut rooms = Vec::new();
    for engine in all() {
        let desk = Desk::with_clock(&engine, Clock::standing_at(Instant(at(9, 0)))).await;
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let nurse = desk.person("a.nurse", Role::Nurse).await;
        let other = desk.person("an.other", Role::Doctor).await;
        let room = Room { desk, doctor, nurse, other };
        room.link(DOCTOR, PractitionerKind::Doctor, "Dr Adeyemi", &room.doctor).await;
        room.link(NURSE, PractitionerKind::Nurse, "Nurse Gupta", &room.nurse).await;
        for who in [&room.doctor, &room.nurse, &room.other] {
            room.open(who).await;
        }
        rooms.push(room);
    }
    rooms
}

impl Room {
    async fn link(&self, n: usize, kind: PractitionerKind, name: &str, who: &Who) {
        let me: serde_json::Value = self.desk.clinic.ask_as(who, AskMe {}).await.expect("me");
        let (name, short_name) = (name.to_owned(), name.to_owned());
        self.desk
            .done(EditPractitioner {
                practitioner_id: self.desk.doctors[n],
                version: 2,
                kind,
                name,
                short_name,
                user_id: serde_json::from_value(me["user_id"].clone()).expect("an id"),
                room_id: None,
                specialty_ids: vec![],
                active: true,
            })
            .await;
    }

    async fn open(&self, who: &Who) {
        self.by(who, OpenChart { patient_id: self.desk.patients[0], reason: None }).await.expect("opened");
    }

    async fn by(&self, who: &Who, operation: impl Into<Operation>) -> Result<(), Error> {
        self.desk.clinic.perform(who, OperationId::new(), operation).await.map(drop)
    }

    /// The administrator closes an account, or gives it other roles.
    async fn change(&self, login: &str, role: Role, active: bool) {
        let people: Vec<serde_json::Value> =
            self.desk.clinic.ask_as(&self.desk.admin, AskPeople {}).await.expect("people");
        let row = people.iter().find(|row| row["login"] == login).expect("the person");
        let version = row["version"].as_i64().expect("a version");
        let user_id = serde_json::from_value(row["user_id"].clone()).expect("an id");
        self.desk.done(EditPerson { user_id, version, name: login.into(), roles: vec![role], active }).await;
    }

    /// A draft in the name of a practitioner.
    async fn begun(&self, who: &Who, n: usize) -> VisitRecordId {
        let start = StartVisit {
            patient_id: self.desk.patients[0],
            practitioner_id: self.desk.doctors[n],
            ..StartVisit::example()
        };
        let visit_id = start.visit_id;
        self.by(who, start).await.expect("begun");
        visit_id
    }

    async fn unsigned(&self, who: &Who) -> Vec<(VisitRecordId, Option<String>)> {
        let lines: Vec<UnsignedLine> = self.desk.clinic.ask_as(who, AskUnsigned {}).await.expect("unsigned");
        lines.into_iter().map(|line| (line.visit_id, line.practitioner)).collect()
    }

    /// Whose results and overdue tests wait for somebody.
    async fn to_review(&self, who: &Who) -> (Vec<Option<String>>, Vec<Option<String>>) {
        let waiting: ToReview = self.desk.clinic.ask_as(who, AskToReview {}).await.expect("to review");
        let results = waiting.results.into_iter().map(|line| line.practitioner).collect();
        (results, waiting.overdue.into_iter().map(|line| line.practitioner).collect())
    }

    /// A result that a practitioner ordered, attached by the nurse.
    async fn result(&self, n: usize) -> FileId {
        let file_id = FileId::new();
        let bytes = [PDF, file_id.0.as_bytes()].concat();
        send(&self.desk.clinic, &self.nurse, file_id, "scan.pdf", &bytes).await.expect("sent");
        let attach = AttachFile {
            file_id,
            patient_id: self.desk.patients[0],
            kind: FileKind::Result,
            size_bytes: bytes.len() as i64,
            dated_on: Some(day()),
            practitioner_id: Some(self.desk.doctors[n]),
            ..AttachFile::example()
        };
        self.by(&self.nurse, attach).await.expect("attached");
        file_id
    }

    async fn add(&self, who: &Who, visit_id: VisitRecordId) -> Result<(), Error> {
        let (addendum_id, text) = (AddendumId::new(), Clinical("The laboratory called: normal".into()));
        self.by(who, AddAddendum { addendum_id, visit_id, text }).await
    }
}

fn of(name: &str) -> Option<String> {
    Some(name.to_owned())
}

#[tokio::test]
async fn a_nurses_own_visit_is_signed_by_any_doctor_in_their_name() {
    for room in rooms().await {
        let visit_id = room.begun(&room.nurse, NURSE).await;
        for doctor in [&room.doctor, &room.other] {
            assert_eq!(room.unsigned(doctor).await, [(visit_id, of("Nurse Gupta"))], "{}", room.desk.engine);
        }
        let sign = SignVisit { visit_id, version: 1 };
        assert_eq!(room.by(&room.nurse, sign.clone()).await.expect_err("denied").code(), Code::AccessDenied);
        room.by(&room.other, sign).await.expect("signed");
        let visit: Visit = room.desk.clinic.ask_as(&room.nurse, AskVisit { visit_id }).await.expect("a visit");
        assert_eq!((visit.practitioner.as_str(), visit.is_whole), ("Nurse Gupta", Some(true)));
        assert_eq!(visit.signed_by, of("an.other Person"));
        assert_eq!(room.unsigned(&room.doctor).await, []);
        room.desk.end().await;
    }
}

#[tokio::test]
async fn what_somebody_left_unsigned_is_signed_by_any_doctor() {
    for room in rooms().await {
        let visit_id = room.begun(&room.doctor, DOCTOR).await;
        let sign = || SignVisit { visit_id, version: 1 };
        assert_eq!(room.unsigned(&room.doctor).await, [(visit_id, None)], "{}", room.desk.engine);
        assert_eq!(room.unsigned(&room.other).await, [], "theirs while the account is open");
        let refused = room.by(&room.other, sign()).await.expect_err("another's");
        assert_eq!((refused.code(), refused.detail("practitioner")), (Code::VisitNotYours, Some(&"Dr Adeyemi".into())));
        // Whoever may sign no more has left, too.
        room.change("a.doctor", Role::Receptionist, true).await;
        assert_eq!(room.unsigned(&room.other).await, [(visit_id, of("Dr Adeyemi"))], "{}", room.desk.engine);
        room.change("a.doctor", Role::Doctor, true).await;
        assert_eq!(room.unsigned(&room.other).await, []);
        room.change("a.doctor", Role::Doctor, false).await;
        assert_eq!(room.unsigned(&room.other).await, [(visit_id, of("Dr Adeyemi"))], "{}", room.desk.engine);
        room.by(&room.other, sign()).await.expect("signed");
        room.desk.end().await;
    }
}

#[tokio::test]
async fn results_and_overdue_tests_of_who_does_not_review_wait_for_every_doctor() {
    for room in rooms().await {
        for n in [DOCTOR, NURSE] {
            room.result(n).await;
            let request = RequestTest {
                patient_id: room.desk.patients[0],
                practitioner_id: room.desk.doctors[n],
                due_on: day(),
                ..RequestTest::example()
            };
            room.by(&room.nurse, request).await.expect("requested");
        }
        room.desk.clock.advance_seconds(86_400);
        let both = |names: [Option<String>; 2]| (names.to_vec(), names.to_vec());
        assert_eq!(room.to_review(&room.doctor).await, both([None, of("Nurse Gupta")]), "{}", room.desk.engine);
        let (one, other) = (vec![of("Nurse Gupta")], vec![of("Nurse Gupta")]);
        assert_eq!(room.to_review(&room.other).await, (one, other), "{}", room.desk.engine);
        room.change("a.doctor", Role::Doctor, false).await;
        let (mut results, mut overdue) = room.to_review(&room.other).await;
        results.sort();
        overdue.sort();
        assert_eq!((results, overdue), both([of("Dr Adeyemi"), of("Nurse Gupta")]), "{}", room.desk.engine);
        room.open(&room.other).await;
        let file_id = room.result(DOCTOR).await;
        let normal = ReviewResult {
            file_id,
            outcome: ResultOutcome::Normal,
            task_id: None,
            task_text: None,
            due_on: None,
            ..ReviewResult::example()
        };
        room.by(&room.other, normal).await.expect("reviewed");
        room.desk.end().await;
    }
}

#[tokio::test]
async fn a_nurse_adds_to_nurses_visits_and_never_to_a_doctors() {
    for room in rooms().await {
        let (doctors, nurses) = (room.begun(&room.doctor, DOCTOR).await, room.begun(&room.nurse, NURSE).await);
        for visit_id in [doctors, nurses] {
            room.by(&room.doctor, SignVisit { visit_id, version: 1 }).await.expect("signed");
        }
        let refused = room.add(&room.nurse, doctors).await.expect_err("a doctor's");
        assert_eq!(
            (refused.code(), refused.detail("practitioner")),
            (Code::VisitNotYoursToAdd, Some(&"Dr Adeyemi".into())),
            "{}",
            room.desk.engine
        );
        room.add(&room.nurse, nurses).await.expect("her own");
        let second = room.desk.person("b.nurse", Role::Nurse).await;
        room.open(&second).await;
        room.add(&second, nurses).await.expect("another nurse's");
        // A doctor who left was a doctor.
        room.change("a.doctor", Role::Doctor, false).await;
        assert_eq!(room.add(&room.nurse, doctors).await.expect_err("a doctor's").code(), Code::VisitNotYoursToAdd);
        for visit_id in [doctors, nurses] {
            room.add(&room.other, visit_id).await.expect("a doctor adds to any");
        }
        let visit: Visit = room.desk.clinic.ask_as(&room.other, AskVisit { visit_id: nurses }).await.expect("a visit");
        let by: Vec<&str> = visit.addenda.iter().map(|line| line.written_by.as_str()).collect();
        assert_eq!((by, visit.is_whole), (vec!["a.nurse Person", "b.nurse Person", "an.other Person"], Some(true)));
        room.desk.end().await;
    }
}
