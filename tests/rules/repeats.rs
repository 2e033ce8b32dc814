//! Requests for more of a medicine: what the desk sees of what is taken, noting, answering, handing over, and that of two who act at once one does.

mod answers;
mod races;

use clinic_core::access::Role;
use clinic_core::catalogue::practitioners::{EditPractitioner, PractitionerKind};
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::operation::{Operate, Operation};
use clinic_core::records::allergies::AskAllergies;
use clinic_core::records::medicines::of_patient::{AskPatientMedicines, MedicineLine};
use clinic_core::records::medicines::stop::{StopMedicine, StrikeMedicine};
use clinic_core::records::medicines::write::{PrescribedItem, WritePrescription};
use clinic_core::records::opened::{OpenChart, RestrictPatient};
use clinic_core::records::repeats::approve::ApproveRepeat;
use clinic_core::records::repeats::hand_over::HandOverRepeat;
use clinic_core::records::repeats::list::{AskRepeatRequests, RepeatLine};
use clinic_core::records::repeats::look::{AskMedicinesToRepeat, LookAtMedicines, MedicineToRepeat};
use clinic_core::records::repeats::refuse::RefuseRepeat;
use clinic_core::records::repeats::request::RequestRepeat;
use clinic_core::records::repeats::withdraw::WithdrawRepeat;
use clinic_core::records::seen::{AskWhoSaw, SeenPage};
use clinic_core::staff::me::AskMe;
use clinic_core::time::{Clock, Instant};
use clinic_core::{Code, Error, Who, check};
use clinic_tests::desk::{Desk, at, day};
use clinic_tests::engine_list::all;

/// A doctor with an account, who opened the first patient's chart, another doctor, a nurse and two at the desk, on the Monday of the tests.
struct Room {
    desk: Desk,
    doctor: Who,
    other: Who,
    front: Who,
    back: Who,
}

async fn rooms() -> Vec<Room> {
    let mut rooms = Vec::new();
    for engine in all() {
        let desk = Desk::with_clock(&engine, Clock::standing_at(Instant(at(9, 0)))).await;
        let doctor = desk.person("a.doctor", Role::Doctor).await;
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
        let other = desk.person("b.doctor", Role::Doctor).await;
        let front = desk.person("a.desk", Role::Receptionist).await;
        let back = desk.person("b.desk", Role::Receptionist).await;
        let room = Room { desk, doctor, other, front, back };
        room.open(&room.doctor).await;
        rooms.push(room);
    }
    rooms
}

fn item(medicine: &str) -> PrescribedItem {
    PrescribedItem { medicine: Clinical(medicine.into()), ingredient: None, days: None, ..PrescribedItem::example() }
}

impl Room {
    async fn by(&self, who: &Who, operation: impl Into<Operation>) -> Result<(), Error> {
        self.desk.clinic.perform(who, OperationId::new(), operation).await.map(|_| ())
    }

    async fn done(&self, who: &Who, operation: impl Into<Operation>) {
        self.by(who, operation).await.unwrap_or_else(|error| panic!("{error:?} on {}", self.desk.engine));
    }

    async fn code(&self, who: &Who, operation: impl Into<Operation>) -> (Code, Option<String>) {
        let error = self.by(who, operation).await.expect_err("refused");
        (error.code(), error.detail("field").and_then(|field| field.as_str()).map(str::to_owned))
    }

    async fn open(&self, who: &Who) {
        self.done(who, OpenChart { patient_id: self.desk.patients[0], reason: None }).await;
    }

    async fn look(&self, who: &Who) {
        self.done(who, LookAtMedicines { patient_id: self.desk.patients[0] }).await;
    }

    fn write(&self, items: Vec<PrescribedItem>) -> WritePrescription {
        WritePrescription {
            patient_id: self.desk.patients[0],
            practitioner_id: self.desk.doctors[0],
            items,
            ..WritePrescription::example()
        }
    }

    async fn prescribed(&self, one: PrescribedItem) -> PrescriptionItemId {
        let id = one.item_id;
        self.done(&self.doctor, self.write(vec![one])).await;
        id
    }

    fn request(&self, item_ids: Vec<PrescriptionItemId>) -> RequestRepeat {
        RequestRepeat { patient_id: self.desk.patients[0], item_ids, text: None, ..RequestRepeat::example() }
    }

    /// Noted at the desk by somebody who looked.
    async fn noted(&self, item_ids: Vec<PrescriptionItemId>) -> RepeatId {
        self.look(&self.front).await;
        let request = self.request(item_ids);
        let id = request.repeat_id;
        self.done(&self.front, request).await;
        id
    }

    /// Approving with one medicine that goes on from an earlier line.
    fn approve(&self, repeat_id: RepeatId, medicine: &str, repeats_id: Option<PrescriptionItemId>) -> ApproveRepeat {
        let prescription = self.write(vec![PrescribedItem { repeats_id, ..item(medicine) }]);
        ApproveRepeat { repeat_id, version: 1, prescription }
    }

    fn refuse(&self, repeat_id: RepeatId) -> RefuseRepeat {
        RefuseRepeat { repeat_id, ..RefuseRepeat::example() }
    }

    async fn lines(&self, who: &Who) -> Vec<RepeatLine> {
        self.desk.clinic.ask_as(who, AskRepeatRequests::default()).await.expect("requests")
    }

    async fn line(&self, who: &Who, id: RepeatId) -> RepeatLine {
        let question = AskRepeatRequests { patient_id: Some(self.desk.patients[0]) };
        let lines: Vec<RepeatLine> = self.desk.clinic.ask_as(who, question).await.expect("requests");
        lines.into_iter().find(|line| line.repeat_id == id).expect("a request")
    }

    async fn to_repeat(&self, who: &Who) -> Result<Vec<MedicineToRepeat>, Error> {
        self.desk.clinic.ask_as(who, AskMedicinesToRepeat { patient_id: self.desk.patients[0] }).await
    }

    async fn medicines(&self) -> Vec<MedicineLine> {
        let question = AskPatientMedicines { patient_id: self.desk.patients[0] };
        self.desk.clinic.ask_as(&self.doctor, question).await.expect("medicines")
    }

    async fn end(self) {
        assert_eq!(check::check(&self.desk.db, None).await.expect("a report").findings, [], "{}", self.desk.engine);
        self.desk.end().await;
    }
}

#[tokio::test]
async fn the_desk_sees_names_and_strengths_after_looking_and_nothing_else() {
    for room in rooms().await {
        let patient_id = room.desk.patients[0];
        let id = room.prescribed(item("Metformin")).await;
        assert_eq!(room.to_repeat(&room.front).await.expect_err("not looked").code(), Code::ChartNotOpened);
        assert_eq!(
            room.code(&room.front, room.request(vec![id])).await.0,
            Code::ChartNotOpened,
            "{}",
            room.desk.engine
        );
        // Of what happens in the same moment nobody says which was first.
        room.desk.clock.advance_seconds(60);
        room.look(&room.front).await;
        let seen = room.to_repeat(&room.front).await.expect("names");
        let told = serde_json::to_value(&seen).expect("JSON");
        assert_eq!(
            told,
            serde_json::json!([{ "item_id": id, "medicine": "Metformin", "strength": "500 mg", "form": "tablet", "waiting": false }])
        );
        // A look at the medicines is none at the allergies, and opens no chart; who looked is known.
        let allergies = room.desk.clinic.ask(&room.front, AskAllergies { patient_id }).await;
        assert_eq!(allergies.expect_err("not looked").code(), Code::ChartNotOpened);
        let page: SeenPage = room
            .desk
            .clinic
            .ask_as(&room.desk.admin, AskWhoSaw { patient_id, before: None, limit: 9 })
            .await
            .expect("who saw it");
        assert_eq!((page.rows[0].what.as_str(), page.rows[0].who.as_str()), ("medicines", "a.desk Person"));
        for who in [&room.desk.admin, &room.desk.person("an.accountant", Role::Accountant).await] {
            assert_eq!(room.code(who, LookAtMedicines { patient_id }).await.0, Code::AccessDenied);
            assert_eq!(room.code(who, room.request(vec![id])).await.0, Code::AccessDenied);
        }
        room.done(&room.front, room.request(vec![id])).await;
        assert!(room.to_repeat(&room.front).await.expect("names")[0].waiting);
        // The next day takes another look.
        room.desk.clock.advance_seconds(86_400);
        assert_eq!(room.to_repeat(&room.front).await.expect_err("yesterday").code(), Code::ChartNotOpened);
        room.end().await;
    }
}

#[tokio::test]
async fn a_request_says_what_it_is_about_to_those_who_noted_or_looked() {
    for room in rooms().await {
        let id = room.prescribed(item("Metformin")).await;
        let repeat = room.noted(vec![id]).await;
        let own = room.line(&room.front, repeat).await;
        assert_eq!(own.asked.expect("what was noted").medicines[0].medicine, "Metformin");
        let told = room.line(&room.back, repeat).await;
        assert_eq!(
            (told.asked.clone(), told.medicines, told.state.as_str()),
            (None, 1, "waiting"),
            "{}",
            room.desk.engine
        );
        assert_eq!((told.note.as_deref(), told.way.as_str()), (Some("Runs out on Friday"), "collect"));
        assert_eq!(told.practitioners, ["Dr Adeyemi"]);
        assert!(!serde_json::to_string(&told).expect("JSON").contains("Metformin"));
        room.look(&room.back).await;
        assert!(room.line(&room.back, repeat).await.asked.is_some());
        // A doctor reads it in the chart.
        assert_eq!(room.line(&room.other, repeat).await.asked, None);
        room.open(&room.other).await;
        assert!(room.line(&room.other, repeat).await.asked.is_some(), "{}", room.desk.engine);
        room.end().await;
    }
}

#[tokio::test]
async fn of_a_restricted_record_the_desk_notes_in_words() {
    for room in rooms().await {
        let patient_id = room.desk.patients[0];
        let id = room.prescribed(item("Metformin")).await;
        room.look(&room.back).await;
        room.desk.done(RestrictPatient { patient_id, version: 1, restricted: true }).await;
        assert_eq!(room.code(&room.front, LookAtMedicines { patient_id }).await.0, Code::RepeatRestricted);
        // Who looked before it was restricted sees no more of it.
        assert_eq!(room.to_repeat(&room.back).await.expect_err("restricted").code(), Code::ChartNotOpened);
        assert_eq!(room.code(&room.back, room.request(vec![id])).await.0, Code::ChartNotOpened);
        let words = RequestRepeat { text: Some(Clinical("The white tablets".into())), ..room.request(vec![]) };
        let repeat = words.repeat_id;
        room.done(&room.front, words).await;
        let own = room.line(&room.front, repeat).await.asked.expect("what was noted");
        assert_eq!(own.text.as_deref(), Some("The white tablets"));
        for who in [&room.back, &room.doctor] {
            let line = room.line(who, repeat).await;
            assert_eq!((line.asked, line.in_words, line.medicines), (None, true, 0), "{}", room.desk.engine);
        }
        assert_eq!(room.code(&room.doctor, room.refuse(repeat)).await.0, Code::ChartNotOpened);
        room.done(&room.doctor, OpenChart { patient_id, reason: Some("Treats her".into()) }).await;
        assert!(room.line(&room.doctor, repeat).await.asked.is_some());
        room.done(&room.doctor, room.approve(repeat, "Metformin", Some(id))).await;
        room.end().await;
    }
}

#[tokio::test]
async fn what_is_over_is_not_asked_for() {
    for room in rooms().await {
        let long = room.prescribed(PrescribedItem { days: Some(28), ..item("Amlodipine") }).await;
        let course = room.prescribed(PrescribedItem { days: Some(27), ..item("Doxycycline") }).await;
        let (stopped, struck) = (room.prescribed(item("Simvastatin")).await, room.prescribed(item("Ibuprofen")).await);
        let first = room.prescribed(item("Metformin")).await;
        let second = room.prescribed(PrescribedItem { repeats_id: Some(first), ..item("Metformin") }).await;
        let stop = StopMedicine { item_id: stopped, stopped_on: day(), reason: Clinical("Muscle pain".into()) };
        room.done(&room.doctor, stop).await;
        room.done(&room.doctor, StrikeMedicine { item_id: struck, reason: "Another's".into() }).await;
        let ids = async || -> Vec<PrescriptionItemId> {
            room.look(&room.front).await;
            room.to_repeat(&room.front).await.expect("names").into_iter().map(|one| one.item_id).collect()
        };
        assert_eq!(ids().await, [second, course, long], "{}", room.desk.engine);
        for gone in [stopped, struck, first] {
            assert_eq!(room.code(&room.front, room.request(vec![second, gone])).await.0, Code::RepeatNotTaken);
        }
        // Amlodipine ran out yesterday, and is still offered for thirty days; the course is over.
        room.desk.clock.advance_seconds(28 * 86_400);
        assert_eq!(ids().await, [second, long]);
        room.desk.clock.advance_seconds(29 * 86_400);
        assert_eq!(ids().await, [second, long]);
        room.desk.clock.advance_seconds(86_400);
        assert_eq!(ids().await, [second]);
        assert_eq!(room.code(&room.front, room.request(vec![long])).await.0, Code::RepeatNotTaken);
        assert_eq!(room.code(&room.front, room.request(vec![PrescriptionItemId::new()])).await.0, Code::NotFound);
        let patient_id = room.desk.patients[1];
        room.done(&room.front, LookAtMedicines { patient_id }).await;
        let elsewhere = RequestRepeat { patient_id, ..room.request(vec![second]) };
        assert_eq!(room.code(&room.front, elsewhere).await.0, Code::NotFound, "another patient's");
        room.end().await;
    }
}

#[tokio::test]
async fn the_same_medicine_is_asked_for_once_while_it_waits() {
    for room in rooms().await {
        let id = room.prescribed(item("Metformin")).await;
        let other = room.prescribed(item("Amlodipine")).await;
        let repeat = room.noted(vec![id]).await;
        room.look(&room.back).await;
        let again = room.by(&room.back, room.request(vec![other, id])).await.expect_err("waits already");
        assert_eq!((again.code(), again.detail("item_id")), (Code::RepeatWaiting, Some(&serde_json::json!(id))));
        assert_eq!(again.detail("by"), Some(&serde_json::json!("a.desk Person")), "{}", room.desk.engine);
        // Prescribed once more meanwhile, it is the same medicine still.
        let later = room.prescribed(PrescribedItem { repeats_id: Some(id), ..item("Metformin") }).await;
        assert_eq!(room.code(&room.back, room.request(vec![later])).await.0, Code::RepeatWaiting);
        room.done(&room.back, room.request(vec![other])).await;
        let words = |text: &str| RequestRepeat { text: Some(Clinical(text.into())), ..room.request(vec![]) };
        room.done(&room.front, words("The inhaler")).await;
        assert_eq!(room.code(&room.back, words("the  INHALER ")).await.0, Code::RepeatWaiting);
        room.done(&room.back, words("The cream")).await;
        assert_eq!(room.lines(&room.front).await.len(), 4);
        // Another patient's inhaler is another one.
        room.done(&room.back, RequestRepeat { patient_id: room.desk.patients[1], ..words("The inhaler") }).await;
        room.done(&room.doctor, room.refuse(repeat)).await;
        room.done(&room.back, room.request(vec![later])).await;
        room.end().await;
    }
}

#[tokio::test]
async fn what_is_missing_or_too_much_is_named() {
    for room in rooms().await {
        let field = |code, field: &str| (code, Some(field.to_owned()));
        let text = |text: String| Some(Clinical(text));
        let id = PrescriptionItemId::new();
        let request = |item_ids| room.request(item_ids);
        for (request, expected) in [
            (request(vec![]), field(Code::FieldRequired, "item_ids")),
            (RequestRepeat { text: text(" ".into()), ..request(vec![]) }, field(Code::FieldRequired, "item_ids")),
            (request(vec![id, id]), field(Code::FieldInvalid, "item_ids")),
            (request((0..31).map(|_| PrescriptionItemId::new()).collect()), field(Code::FieldTooLong, "item_ids")),
            (RequestRepeat { text: text("x".repeat(501)), ..request(vec![]) }, field(Code::FieldTooLong, "text")),
            (RequestRepeat { note: text("x".repeat(201)), ..request(vec![id]) }, field(Code::FieldTooLong, "note")),
            (RequestRepeat { patient_id: PatientId::new(), ..RequestRepeat::example() }, (Code::PatientNotFound, None)),
        ] {
            assert_eq!(room.code(&room.front, request).await, expected, "{}", room.desk.engine);
        }
        let nothing = RepeatId::new();
        assert_eq!(room.code(&room.doctor, room.approve(nothing, "Metformin", None)).await.0, Code::NotFound);
        assert_eq!(room.code(&room.doctor, room.refuse(nothing)).await.0, Code::NotFound);
        assert_eq!(room.code(&room.front, WithdrawRepeat::example()).await.0, Code::NotFound);
        assert_eq!(room.code(&room.front, HandOverRepeat::example()).await.0, Code::NotFound);
        assert!(room.lines(&room.front).await.is_empty(), "half done on {}", room.desk.engine);
        room.end().await;
    }
}

#[tokio::test]
async fn the_oldest_stands_first_and_a_patients_newest() {
    for room in rooms().await {
        let mut noted = Vec::new();
        for n in 0..3 {
            let request = RequestRepeat { text: Some(Clinical(format!("Cream {n}"))), ..room.request(vec![]) };
            noted.push(request.repeat_id);
            room.done(&room.front, request).await;
            room.desk.clock.advance_seconds(60);
        }
        let ids: Vec<RepeatId> = room.lines(&room.doctor).await.iter().map(|line| line.repeat_id).collect();
        assert_eq!(ids, noted, "{}", room.desk.engine);
        let question = AskRepeatRequests { patient_id: Some(room.desk.patients[0]) };
        let own: Vec<RepeatLine> = room.desk.clinic.ask_as(&room.front, question).await.expect("requests");
        noted.reverse();
        assert_eq!(own.iter().map(|line| line.repeat_id).collect::<Vec<_>>(), noted);
        let strange = AskRepeatRequests { patient_id: Some(room.desk.patients[1]) };
        assert!(room.desk.clinic.ask_as::<Vec<RepeatLine>>(&room.front, strange).await.expect("none").is_empty());
        room.end().await;
    }
}
