//! Of a prescription and of a letter one paper comes out as the original, and every other one is a copy.

use chrono::Days;
use clinic_core::access::Role;
use clinic_core::billing::prints::PrintRecorded;
use clinic_core::documents::{Document, Original, is_of_record};
use clinic_core::ids::*;
use clinic_core::operation::{Operate, Operation};
use clinic_core::question::{Ask, Question};
use clinic_core::records::documents::letter::AskLetterDocument;
use clinic_core::records::documents::prescription::AskPrescriptionDocument;
use clinic_core::records::documents::prints::{RecordClinicalPrint, RecordClinicalPrintFailed, RecordPaper};
use clinic_core::records::documents::vaccinations::AskVaccinationDocument;
use clinic_core::records::documents::visit::AskVisitDocument;
use clinic_core::records::letters::LetterKind;
use clinic_core::records::letters::strike::StrikeLetter;
use clinic_core::records::letters::write::WriteLetter;
use clinic_core::records::medicines::write::WritePrescription;
use clinic_core::records::opened::OpenChart;
use clinic_core::store::Read;
use clinic_core::{Code, Error, Who, check};
use clinic_tests::desk::{Desk, PASSWORD, day, desks};
use uuid::Uuid;

fn print(paper: RecordPaper, document_id: Uuid) -> RecordClinicalPrint {
    RecordClinicalPrint { print_id: PrintId::new(), paper, document_id }
}

/// A doctor who opened the first patient's chart.
struct Room {
    desk: Desk,
    doctor: Who,
}

async fn rooms() -> Vec<Room> {
    let mut rooms = Vec::new();
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let room = Room { desk, doctor };
        room.open(&room.doctor).await;
        rooms.push(room);
    }
    rooms
}

impl Room {
    async fn by(&self, who: &Who, operation: impl Into<Operation>) -> Result<serde_json::Value, Error> {
        self.desk.clinic.perform(who, OperationId::new(), operation).await.map(|done| done.outcome)
    }

    async fn open(&self, who: &Who) {
        let patient_id = self.desk.patients[0];
        self.by(who, OpenChart { patient_id, reason: None }).await.expect("opened");
    }

    async fn code(&self, who: &Who, operation: impl Into<Operation>) -> Code {
        self.by(who, operation).await.expect_err("refused").code()
    }

    /// Whether it has to say that it is a copy.
    async fn is_copy(&self, print: RecordClinicalPrint) -> bool {
        let outcome = self.by(&self.doctor, print).await.expect("recorded");
        serde_json::from_value::<PrintRecorded>(outcome).expect("an outcome").copy
    }

    async fn is_printed(&self, question: Question) -> bool {
        let document: Document = self.desk.clinic.ask_as(&self.doctor, question).await.expect("a document");
        document.printed_at().is_some()
    }

    async fn prescription(&self) -> PrescriptionId {
        let (patient_id, practitioner_id) = (self.desk.patients[0], self.desk.doctors[0]);
        let write = WritePrescription { patient_id, practitioner_id, ..WritePrescription::example() };
        let id = write.prescription_id;
        self.by(&self.doctor, write).await.expect("prescribed");
        id
    }

    async fn sick_note(&self) -> LetterId {
        let write = WriteLetter {
            patient_id: self.desk.patients[0],
            practitioner_id: self.desk.doctors[0],
            kind: LetterKind::SickNote,
            addressee: None,
            text: None,
            diagnosis: None,
            from: Some(day()),
            until: day().checked_add_days(Days::new(4)),
            ..WriteLetter::example()
        };
        let id = write.letter_id;
        self.by(&self.doctor, write).await.expect("written");
        id
    }
}

#[tokio::test]
async fn the_first_prescription_that_comes_out_is_the_original_and_so_is_a_sick_note() {
    for room in rooms().await {
        let (prescription_id, letter_id) = (room.prescription().await, room.sick_note().await);
        let papers = [
            (RecordPaper::Prescription, prescription_id.0, Question::from(AskPrescriptionDocument { prescription_id })),
            (RecordPaper::Letter, letter_id.0, AskLetterDocument { letter_id }.into()),
        ];
        for (paper, id, question) in papers {
            let engine = &room.desk.engine;
            assert_eq!(Original::of(&question), Some(Original::Record(paper, id)));
            assert!(!room.is_printed(question.clone()).await, "{engine} {paper:?}");
            let jammed = print(paper, id);
            assert!(!room.is_copy(jammed.clone()).await, "{engine} {paper:?}");
            assert!(room.is_printed(question.clone()).await);
            let failed = RecordClinicalPrintFailed { print_id: jammed.print_id };
            room.by(&room.doctor, failed.clone()).await.expect("it did not come out");
            assert_eq!(room.code(&room.doctor, failed).await, Code::NotFound, "it fails once");
            assert!(!room.is_printed(question.clone()).await, "{engine} {paper:?}: nothing came out");
            assert!(!room.is_copy(print(paper, id)).await);
            let copy = print(paper, id);
            assert!(room.is_copy(copy.clone()).await, "{engine} {paper:?}");
            // A copy that does not come out leaves the original what it is.
            let failed = RecordClinicalPrintFailed { print_id: copy.print_id };
            room.by(&room.doctor, failed).await.expect("it did not come out");
            assert!(room.is_copy(print(paper, id)).await && room.is_printed(question).await);
        }
        // Another one has an original of its own.
        assert!(!room.is_copy(print(RecordPaper::Letter, room.sick_note().await.0)).await);
        assert_eq!(check::check(&room.desk.db, None).await.expect("a report").findings, [], "{}", room.desk.engine);
        room.desk.end().await;
    }
}

#[test]
fn a_summary_and_a_vaccination_record_are_printed_as_often_as_they_are_needed() {
    for question in [Question::from(AskVisitDocument::example()), AskVaccinationDocument::example().into()] {
        assert!(Original::of(&question).is_none() && is_of_record(&question), "{}", question.name());
    }
}

#[tokio::test]
async fn only_whoever_opened_the_chart_prints_and_only_where_it_was_tried_it_fails() {
    for room in rooms().await {
        let id = room.prescription().await.0;
        let other = room.desk.person("b.doctor", Role::Doctor).await;
        assert_eq!(room.code(&other, print(RecordPaper::Prescription, id)).await, Code::ChartNotOpened);
        let front = room.desk.person("a.desk", Role::Receptionist).await;
        assert_eq!(room.code(&front, print(RecordPaper::Prescription, id)).await, Code::AccessDenied);
        let failed = RecordClinicalPrintFailed { print_id: PrintId::new() };
        assert_eq!(room.code(&front, failed.clone()).await, Code::AccessDenied);
        assert_eq!(room.code(&room.doctor, failed).await, Code::NotFound, "{}", room.desk.engine);
        for paper in [RecordPaper::Prescription, RecordPaper::Letter] {
            assert_eq!(room.code(&room.doctor, print(paper, Uuid::now_v7())).await, Code::NotFound);
        }
        let there = print(RecordPaper::Prescription, id);
        let print_id = there.print_id;
        assert!(!room.is_copy(there).await);
        let second = room.desk.second().await;
        let who = Who::Person(second.sign_in("a.doctor", PASSWORD.to_owned().into()).await.expect("signed in"));
        let elsewhere = second.perform(&who, OperationId::new(), RecordClinicalPrintFailed { print_id }).await;
        assert_eq!(elsewhere.expect_err("another desk").code(), Code::NotFound, "{}", room.desk.engine);
        // The nurse has the chart open, too: what she prints is a copy.
        let nurse = room.desk.person("a.nurse", Role::Nurse).await;
        room.open(&nurse).await;
        let outcome = room.by(&nurse, print(RecordPaper::Prescription, id)).await.expect("recorded");
        assert!(serde_json::from_value::<PrintRecorded>(outcome).expect("an outcome").copy);
        second.db().close().await;
        room.desk.end().await;
    }
}

/// What was entered in error after it was printed is not printed again, and its original stays known.
#[tokio::test]
async fn a_struck_letter_is_no_paper_any_more() {
    for room in rooms().await {
        let letter_id = room.sick_note().await;
        assert!(!room.is_copy(print(RecordPaper::Letter, letter_id.0)).await);
        room.by(&room.doctor, StrikeLetter { letter_id, reason: "Another patient's".into() }).await.expect("struck");
        let asked = room.desk.clinic.ask(&room.doctor, AskLetterDocument { letter_id }).await;
        assert_eq!(asked.expect_err("struck").code(), Code::RecordStruck, "{}", room.desk.engine);
        room.desk.end().await;
    }
}

/// Eight desks print the same prescription at the same moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_desks_one_prints_the_original_prescription() {
    for room in rooms().await {
        let id = room.prescription().await.0;
        let mut printing = Vec::new();
        for _ in 0..8 {
            let (clinic, doctor) = (room.desk.clinic.clone(), room.doctor.clone());
            printing.push(tokio::spawn(async move {
                let done = clinic.perform(&doctor, OperationId::new(), print(RecordPaper::Prescription, id)).await;
                serde_json::from_value::<PrintRecorded>(done.expect("recorded").outcome).expect("an outcome").copy
            }));
        }
        let mut originals = 0;
        for one in printing {
            if !one.await.expect("a print") {
                originals += 1;
            }
        }
        let sql = "SELECT COUNT(*) FROM record_prints";
        let (all,): (i64,) = room.desk.db.clone().one(sql, vec![]).await.expect("a count");
        assert_eq!((originals, all), (1, 8), "{}", room.desk.engine);
        room.desk.end().await;
    }
}
