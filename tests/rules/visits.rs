//! Visits: drafts of several hands, signing, what is sealed, additions, and what was entered in error.

use clinic_core::access::Role;
use clinic_core::catalogue::practitioners::{EditPractitioner, PractitionerKind};
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::operation::Operation;
use clinic_core::records::opened::OpenChart;
use clinic_core::records::visits::addendum::AddAddendum;
use clinic_core::records::visits::ask::{AskVisit, Visit};
use clinic_core::records::visits::of_patient::{AskPatientVisits, VisitsPage};
use clinic_core::records::visits::sign::SignVisit;
use clinic_core::records::visits::start::StartVisit;
use clinic_core::records::visits::strike::StrikeVisit;
use clinic_core::records::visits::text::{Diagnosis, VisitText};
use clinic_core::records::visits::unsigned::{AskUnsigned, UnsignedLine};
use clinic_core::records::visits::write::SaveVisit;
use clinic_core::staff::me::AskMe;
use clinic_core::store::{Clause, Read};
use clinic_core::{Code, Error, Who, check};
use clinic_tests::desk::{Desk, at, desks};
use std::collections::BTreeSet;

/// A clinic whose first practitioner has an account, with the first patient's chart open.
struct Room {
    desk: Desk,
    doctor: Who,
}

async fn rooms() -> Vec<Room> {
    let mut rooms = Vec::new();
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let me: serde_json::Value = desk.clinic.ask_as(&doctor, AskMe {}).await.expect("me");
        let user_id = serde_json::from_value(me["user_id"].clone()).expect("an id");
        desk.done(EditPractitioner {
            practitioner_id: desk.doctors[0],
            version: 2,
            kind: PractitionerKind::Doctor,
            name: "Dr Adeyemi".into(),
            short_name: "Dr Adeyemi".into(),
            user_id: Some(user_id),
            room_id: None,
            specialty_ids: vec![],
            active: true,
        })
        .await;
        let room = Room { desk, doctor };
        room.open(&room.doctor, 0).await;
        rooms.push(room);
    }
    rooms
}

fn text(plan: &str) -> VisitText {
    VisitText { plan: Some(Clinical(plan.into())), ..VisitText::example() }
}

impl Room {
    async fn open(&self, who: &Who, patient: usize) {
        let open = OpenChart { patient_id: self.desk.patients[patient], reason: None };
        self.desk.clinic.perform(who, OperationId::new(), open).await.expect("an open chart");
    }

    async fn by(&self, who: &Who, operation: impl Into<Operation>) -> Result<i64, Error> {
        let done = self.desk.clinic.perform(who, OperationId::new(), operation).await?;
        Ok(done.outcome["version"].as_i64().unwrap_or_default())
    }

    async fn act(&self, operation: impl Into<Operation>) -> Result<i64, Code> {
        self.by(&self.doctor, operation).await.map_err(|error| error.code())
    }

    fn start(&self, plan: &str) -> StartVisit {
        StartVisit {
            visit_id: VisitRecordId::new(),
            patient_id: self.desk.patients[0],
            practitioner_id: self.desk.doctors[0],
            appointment_id: None,
            text: text(plan),
        }
    }

    async fn read(&self, visit_id: VisitRecordId) -> Visit {
        self.desk.clinic.ask_as(&self.doctor, AskVisit { visit_id }).await.expect("a visit")
    }

    async fn signed(&self) -> VisitRecordId {
        let start = self.start("Rest");
        self.act(start.clone()).await.expect("begun");
        self.act(SignVisit { visit_id: start.visit_id, version: 1 }).await.expect("signed");
        start.visit_id
    }

    /// Every row of what a signature covers.
    async fn rows(&self, visit: VisitRecordId) -> Vec<(String, i64, Option<String>)> {
        let clause =
            Clause::new("SELECT status, version, plan FROM medical_records WHERE id = ?", clinic_core::args![visit]);
        self.desk.db.clone().all_of(clause).await.expect("the row")
    }
}

#[tokio::test]
async fn an_appointment_has_one_record_whoever_begins_it() {
    for room in rooms().await {
        let desk = &room.desk;
        let booking = desk.booking(at(9, 0), 30);
        desk.done(booking.clone()).await;
        let of = |plan| StartVisit { appointment_id: Some(booking.appointment_id), ..room.start(plan) };
        let second = desk.second().await;
        let (one, other) = (of("One"), of("Other"));
        let both = tokio::join!(
            desk.clinic.perform(&room.doctor, OperationId::new(), one.clone()),
            second.perform(&room.doctor, OperationId::new(), other.clone())
        );
        let refused: Vec<_> = [both.0, both.1].into_iter().filter_map(Result::err).collect();
        assert_eq!(refused.iter().map(Error::code).collect::<Vec<_>>(), [Code::VisitExists], "{}", desk.engine);
        let kept: VisitRecordId =
            serde_json::from_value(refused[0].detail("visit_id").cloned().expect("an id")).expect("an id");
        assert_eq!(room.read(kept).await.visited_at, at(9, 0));
        let wrong = StartVisit { patient_id: desk.patients[1], ..of("Another patient's appointment") };
        room.open(&room.doctor, 1).await;
        assert_eq!(room.act(wrong).await.unwrap_err(), Code::AppointmentNotFound);
        second.db().clone().close().await;
        room.desk.end().await;
    }
}

#[tokio::test]
async fn of_two_who_write_in_one_draft_nobody_overwrites_the_other() {
    for room in rooms().await {
        let nurse = room.desk.person("a.nurse", Role::Nurse).await;
        let start = room.start("Rest");
        let visit_id = start.visit_id;
        assert_eq!(room.act(start).await, Ok(1));
        let save = SaveVisit { visit_id, version: 1, text: text("Tablets") };
        let closed = room.by(&nurse, save.clone()).await.expect_err("not opened");
        assert_eq!(closed.code(), Code::ChartNotOpened, "{}", room.desk.engine);
        room.open(&nurse, 0).await;
        assert_eq!(room.by(&nurse, save.clone()).await.expect("saved"), 2);
        let error = room.by(&room.doctor, SaveVisit { text: text("Mine"), ..save }).await.expect_err("stale");
        assert_eq!(error.code(), Code::VisitChangedMeanwhile);
        let theirs = error.detail("theirs").expect("theirs");
        assert_eq!((theirs["plan"].as_str(), error.detail("by")), (Some("Tablets"), Some(&"a.nurse Person".into())));
        assert_eq!(theirs["diagnoses"][0]["code"], "R51.9");
        let stale = SignVisit { visit_id, version: 1 };
        assert_eq!(room.act(stale).await.unwrap_err(), Code::VisitChangedMeanwhile, "signs what was not read");
        room.desk.end().await;
    }
}

#[tokio::test]
async fn one_signs_ones_own_and_only_what_is_written() {
    for room in rooms().await {
        let other = room.desk.person("an.other", Role::Doctor).await;
        room.open(&other, 0).await;
        let start = room.start("Rest");
        let sign = SignVisit { visit_id: start.visit_id, version: 1 };
        room.act(start).await.expect("begun");
        let error = room.by(&other, sign.clone()).await.expect_err("another's");
        assert_eq!((error.code(), error.detail("practitioner")), (Code::VisitNotYours, Some(&"Dr Adeyemi".into())));
        // Nurse Gupta has no account: whoever may sign does.
        let empty = StartVisit { practitioner_id: room.desk.doctors[1], text: VisitText::default(), ..room.start("") };
        let visit_id = empty.visit_id;
        room.by(&other, empty).await.expect("begun");
        let nothing = room.by(&other, SignVisit { visit_id, version: 1 }).await.expect_err("empty");
        assert_eq!(nothing.code(), Code::VisitEmpty, "{}", room.desk.engine);
        let list = async || -> Vec<UnsignedLine> {
            room.desk.clinic.ask_as(&room.doctor, AskUnsigned {}).await.expect("unsigned")
        };
        let ids = |lines: Vec<UnsignedLine>| lines.into_iter().map(|line| line.visit_id).collect::<BTreeSet<_>>();
        assert_eq!(ids(list().await), BTreeSet::from([sign.visit_id, visit_id]));
        room.act(sign).await.expect("signed");
        assert_eq!(ids(list().await), BTreeSet::from([visit_id]), "Nurse Gupta's waits for every doctor");
        room.desk.end().await;
    }
}

#[tokio::test]
async fn what_is_unsigned_comes_oldest_first() {
    for room in rooms().await {
        let mut booked = Vec::new();
        for (hour, patient) in [(11, 0), (9, 1), (10, 2)] {
            let booking = clinic_core::appointments::book::BookAppointment {
                patient_id: room.desk.patients[patient],
                ..room.desk.booking(at(hour, 0), 30)
            };
            room.desk.done(booking.clone()).await;
            room.open(&room.doctor, patient).await;
            let start = StartVisit {
                patient_id: booking.patient_id,
                appointment_id: Some(booking.appointment_id),
                ..room.start("Rest")
            };
            booked.push((hour, start.visit_id));
            room.act(start).await.expect("begun");
        }
        booked.sort();
        let mine: Vec<UnsignedLine> = room.desk.clinic.ask_as(&room.doctor, AskUnsigned {}).await.expect("unsigned");
        let expected: Vec<_> = booked.iter().map(|(_, id)| *id).collect();
        assert_eq!(mine.iter().map(|line| line.visit_id).collect::<Vec<_>>(), expected, "{}", room.desk.engine);
        room.desk.end().await;
    }
}

#[tokio::test]
async fn a_signed_visit_takes_additions_and_nothing_else() {
    for room in rooms().await {
        let visit_id = room.signed().await;
        let visit = room.read(visit_id).await;
        assert_eq!((visit.status.as_str(), visit.is_whole, visit.version), ("signed", Some(true), 2));
        assert_eq!(visit.signed_by.as_deref(), Some("a.doctor Person"));
        let save = SaveVisit { visit_id, version: 2, text: text("Changed") };
        assert_eq!(room.act(save).await.unwrap_err(), Code::VisitSigned, "{}", room.desk.engine);
        assert_eq!(room.act(SignVisit { visit_id, version: 2 }).await.unwrap_err(), Code::VisitSigned);
        let add = AddAddendum { addendum_id: AddendumId::new(), visit_id, text: Clinical("Normal".into()) };
        room.act(add.clone()).await.expect("added");
        let visit = room.read(visit_id).await;
        assert_eq!((visit.addenda[0].text.as_str(), visit.is_whole), ("Normal", Some(true)));
        assert_eq!(visit.addenda[0].written_by, "a.doctor Person");
        let draft = room.start("Draft");
        room.act(draft.clone()).await.expect("begun");
        let early = AddAddendum { addendum_id: AddendumId::new(), visit_id: draft.visit_id, ..add };
        assert_eq!(room.act(early).await.unwrap_err(), Code::VisitNotSigned);
        room.desk.end().await;
    }
}

/// Whatever statement it is: the database lets nobody count a signed visit up or take it away.
#[tokio::test]
async fn the_database_refuses_to_change_a_signed_visit() {
    for room in rooms().await {
        let visit_id = room.signed().await;
        for statement in [
            "UPDATE medical_records SET plan = 'Other', version = version + 1 WHERE id = ?",
            "UPDATE medical_records SET status = 'draft', version = 1 WHERE id = ?",
            "DELETE FROM medical_records WHERE id = ?",
        ] {
            let mut tx = room.desk.db.begin().await.expect("a transaction");
            let done = tx.exec(statement, clinic_core::args![visit_id]).await;
            let committed = match done {
                Ok(_) => tx.commit().await.is_ok(),
                Err(_) => false,
            };
            assert!(!committed, "{statement} on {}", room.desk.engine);
        }
        assert_eq!(room.rows(visit_id).await[0].1, 2);
        // What gets around the database is found by the hash: on the screen, and by `check`.
        let mut tx = room.desk.db.begin().await.expect("a transaction");
        tx.exec("UPDATE medical_records SET plan = 'Other' WHERE id = ?", clinic_core::args![visit_id])
            .await
            .expect("changed behind its back");
        tx.commit().await.expect("committed");
        assert_eq!(room.read(visit_id).await.is_whole, Some(false), "{}", room.desk.engine);
        let report = check::check(&room.desk.db, None).await.expect("a report");
        assert_eq!(report.findings.iter().map(|one| one.kind).collect::<Vec<_>>(), ["visits.changed"]);
        room.desk.end().await;
    }
}

#[tokio::test]
async fn diagnoses_are_part_of_what_is_signed() {
    for room in rooms().await {
        let visit_id = room.signed().await;
        let mut tx = room.desk.db.begin().await.expect("a transaction");
        tx.exec("DELETE FROM diagnoses WHERE record_id = ?", clinic_core::args![visit_id]).await.expect("deleted");
        tx.commit().await.expect("committed");
        assert_eq!(room.read(visit_id).await.is_whole, Some(false), "{}", room.desk.engine);
        room.desk.end().await;
    }
}

#[tokio::test]
async fn entered_in_error_a_visit_stays_readable_and_leaves_everything_else() {
    for room in rooms().await {
        let first = room.signed().await;
        let strike = StrikeVisit { visit_id: first, version: 2, reason: "Another patient's".into() };
        let stale = StrikeVisit { version: 1, ..strike.clone() };
        assert_eq!(room.act(stale).await.unwrap_err(), Code::VisitChangedMeanwhile, "{}", room.desk.engine);
        room.act(strike.clone()).await.expect("struck");
        assert_eq!(room.act(strike).await.unwrap_err(), Code::RecordStruck);
        let add = AddAddendum { addendum_id: AddendumId::new(), visit_id: first, text: Clinical("x".into()) };
        assert_eq!(room.act(add).await.unwrap_err(), Code::RecordStruck);
        let visit = room.read(first).await;
        assert_eq!((visit.text["plan"].as_str(), visit.is_whole), (Some("Rest"), Some(true)));
        assert_eq!(visit.strike.expect("struck").reason, "Another patient's");
        // The right patient's draft begins with the same text, and its last visit is not the struck one.
        let copy = room.start("Rest");
        room.act(copy.clone()).await.expect("begun");
        assert_eq!(room.read(copy.visit_id).await.last, None);
        let page = AskPatientVisits { patient_id: room.desk.patients[0], before: None, limit: 1 };
        let rows: VisitsPage = room.desk.clinic.ask_as(&room.doctor, page.clone()).await.expect("visits");
        let rest = AskPatientVisits { before: rows.next.clone(), limit: 10, ..page };
        let rest: VisitsPage = room.desk.clinic.ask_as(&room.doctor, rest).await.expect("visits");
        assert_eq!((rows.rows[0].visit_id, rest.rows[0].visit_id), (copy.visit_id, first));
        assert_eq!(rest.rows[0].struck.as_deref(), Some("Another patient's"));
        room.desk.end().await;
    }
}

#[tokio::test]
async fn a_struck_draft_lets_go_of_its_appointment() {
    for room in rooms().await {
        let booking = room.desk.booking(at(9, 0), 30);
        room.desk.done(booking.clone()).await;
        let of = || StartVisit { appointment_id: Some(booking.appointment_id), ..room.start("Rest") };
        let first = of();
        room.act(first.clone()).await.expect("begun");
        let strike = StrikeVisit { visit_id: first.visit_id, version: 1, reason: "Wrong day".into() };
        room.act(strike).await.expect("struck");
        room.act(of()).await.expect("begun again");
        let mine: Vec<UnsignedLine> = room.desk.clinic.ask_as(&room.doctor, AskUnsigned {}).await.expect("unsigned");
        assert_eq!(mine.len(), 1, "{}", room.desk.engine);
        room.desk.end().await;
    }
}

#[tokio::test]
async fn texts_and_diagnoses_are_checked() {
    for room in rooms().await {
        let field = async |text: VisitText| {
            let error = room.by(&room.doctor, StartVisit { text, ..room.start("") }).await.expect_err("refused");
            (error.code(), error.detail("field").cloned())
        };
        let long = VisitText { findings: Some(Clinical("x".repeat(20_001))), ..VisitText::default() };
        assert_eq!(field(long).await, (Code::FieldTooLong, Some("findings".into())), "{}", room.desk.engine);
        let one = |title: &str, is_main| Diagnosis {
            code_system: String::new(),
            code: Clinical(String::new()),
            title: Clinical(title.into()),
            is_main,
        };
        let of = |diagnoses| VisitText { diagnoses, ..VisitText::default() };
        assert_eq!(field(of(vec![one("A", true), one("B", true)])).await.0, Code::FieldInvalid);
        assert_eq!(field(of(vec![one(" ", true)])).await.0, Code::FieldRequired);
        let twice = StartVisit { text: of(vec![one("B", false), one("A", true), one("B", false)]), ..room.start("") };
        room.act(twice.clone()).await.expect("begun");
        let kept = room.read(twice.visit_id).await.text["diagnoses"].clone();
        let titles: Vec<_> = kept.as_array().expect("a list").iter().map(|one| one["title"].clone()).collect();
        assert_eq!(titles, ["A", "B"]);
        room.desk.end().await;
    }
}
