//! A visit that was entered in error leaves everything with what belongs to it, and stays readable, struck through.

use clinic_core::access::Role;
use clinic_core::documents::Document;
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::operation::{Operate, Operation};
use clinic_core::question::Question;
use clinic_core::recalls::list::{AskToRecall, RecallLine};
use clinic_core::records::chart::{AskChart, Chart};
use clinic_core::records::documents::letter::AskLetterDocument;
use clinic_core::records::documents::prescription::AskPrescriptionDocument;
use clinic_core::records::documents::vaccinations::AskVaccinationDocument;
use clinic_core::records::documents::visit::AskVisitDocument;
use clinic_core::records::files::attach::AttachFile;
use clinic_core::records::files::of_patient::{AskFiles, FileLine};
use clinic_core::records::letters::of_patient::{AskPatientLetters, LetterLine};
use clinic_core::records::letters::write::WriteLetter;
use clinic_core::records::medicines::of_patient::{AskPatientMedicines, MedicineLine};
use clinic_core::records::medicines::write::WritePrescription;
use clinic_core::records::opened::OpenChart;
use clinic_core::records::repeats::approve::ApproveRepeat;
use clinic_core::records::repeats::hand_over::HandOverRepeat;
use clinic_core::records::repeats::list::{AskRepeatRequests, RepeatLine};
use clinic_core::records::repeats::look::{AskMedicinesToRepeat, LookAtMedicines, MedicineToRepeat};
use clinic_core::records::repeats::request::RequestRepeat;
use clinic_core::records::vaccinations::batch::{AskBatch, BatchLine, LookUpBatch};
use clinic_core::records::vaccinations::enter::EnterVaccination;
use clinic_core::records::vaccinations::in_use::{AskVaccinesInUse, VaccineInUse};
use clinic_core::records::vaccinations::of_patient::{AskVaccinations, VaccinationLine};
use clinic_core::records::visits::ask::{AskVisit, Visit};
use clinic_core::records::visits::of_patient::{AskPatientVisits, VisitsPage};
use clinic_core::records::visits::sign::SignVisit;
use clinic_core::records::visits::start::StartVisit;
use clinic_core::records::visits::strike::StrikeVisit;
use clinic_core::records::vitals::flowsheet::{AskVitals, VitalsAt};
use clinic_core::records::vitals::strike::StrikeVital;
use clinic_core::time::{Clock, Instant};
use clinic_core::{Code, Error, Who, check};
use clinic_tests::contents::{PDF, send};
use clinic_tests::desk::{Desk, at};
use clinic_tests::engine_list::all;
use clinic_tests::whole_visit::{WholeVisit, item, today};

/// The answer to the doctor, of the type that stands where it goes.
macro_rules! asked {
    ($room:expr, $question:expr) => {
        $room.desk.clinic.ask_as(&$room.doctor, $question).await.expect("an answer")
    };
}

const WHY: &str = "Another patient's";

/// A doctor who opened the first patient's chart, and somebody at the desk, on the Monday of the tests.
struct Room {
    desk: Desk,
    doctor: Who,
    front: Who,
}

async fn rooms() -> Vec<Room> {
    let mut rooms = Vec::new();
    for engine in all() {
        let desk = Desk::with_clock(&engine, Clock::standing_at(Instant(at(9, 0)))).await;
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let front = desk.person("a.desk", Role::Receptionist).await;
        let room = Room { desk, doctor, front };
        room.act(OpenChart { patient_id: room.desk.patients[0], reason: None }).await.expect("opened");
        rooms.push(room);
    }
    rooms
}

impl Room {
    async fn act(&self, operation: impl Into<Operation>) -> Result<(), Code> {
        let done = self.desk.clinic.perform(&self.doctor, OperationId::new(), operation).await;
        done.map(drop).map_err(|error| error.code())
    }

    async fn at_desk(&self, operation: impl Into<Operation>) -> Result<(), Code> {
        let done = self.desk.clinic.perform(&self.front, OperationId::new(), operation).await;
        done.map(drop).map_err(|error| error.code())
    }

    async fn paper(&self, question: impl Into<Question>) -> Result<Document, Code> {
        self.desk.clinic.ask_as(&self.doctor, question).await.map_err(|error: Error| error.code())
    }

    async fn strike(&self, one: &WholeVisit, version: i64) {
        self.act(StrikeVisit { visit_id: one.visit_id, version, reason: WHY.into() }).await.expect("struck");
    }

    async fn medicines(&self, patient_id: PatientId) -> Vec<MedicineLine> {
        asked!(self, AskPatientMedicines { patient_id })
    }

    /// What is taken, by name.
    async fn taken(&self) -> Vec<String> {
        let lines = self.medicines(self.desk.patients[0]).await;
        let mut names: Vec<String> =
            lines.into_iter().filter(|line| line.is_current).map(|line| line.medicine).collect();
        names.sort();
        names
    }

    fn write(&self, medicine: &str) -> WritePrescription {
        WritePrescription {
            patient_id: self.desk.patients[0],
            practitioner_id: self.desk.doctors[0],
            items: vec![item(medicine)],
            ..WritePrescription::example()
        }
    }

    /// Prescribed before the visit.
    async fn earlier(&self, medicine: &str) -> PrescriptionItemId {
        let write = self.write(medicine);
        let id = write.items[0].item_id;
        self.act(write).await.expect("prescribed");
        id
    }

    async fn to_repeat(&self) -> Vec<String> {
        let patient_id = self.desk.patients[0];
        self.at_desk(LookAtMedicines { patient_id }).await.expect("looked");
        let question = AskMedicinesToRepeat { patient_id };
        let lines: Vec<MedicineToRepeat> = self.desk.clinic.ask_as(&self.front, question).await.expect("medicines");
        let mut names: Vec<String> = lines.into_iter().map(|line| line.medicine).collect();
        names.sort();
        names
    }

    async fn recipients(&self) -> usize {
        let batch = Clinical("AB123-4".into());
        self.act(LookUpBatch { batch: batch.clone() }).await.expect("looked up");
        let lines: Vec<BatchLine> = asked!(self, AskBatch { batch });
        lines.len()
    }

    async fn whole(&self) {
        let report = check::check(&self.desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{}: {:?}", self.desk.engine, report.findings);
    }
}

#[tokio::test]
async fn medicines_of_a_struck_visit_are_taken_repeated_weighed_and_printed_no_more() {
    for room in rooms().await {
        let earlier = room.earlier("Metformin").await;
        let one = WholeVisit::begun(&room.desk, &room.doctor, Some(("Metformin", earlier))).await;
        let request = RequestRepeat { patient_id: one.patient_id, ..RequestRepeat::example() };
        let repeat_id = request.repeat_id;
        room.at_desk(request).await.expect("noted");
        let given = WritePrescription { visit_id: Some(one.visit_id), ..room.write("Zinc") };
        room.act(ApproveRepeat { repeat_id, version: 1, prescription: given }).await.expect("approved");
        one.sign(&room.desk, &room.doctor).await;
        assert_eq!(room.taken().await, ["Ibuprofen", "Metformin", "Zinc"], "{}", room.desk.engine);
        assert_eq!(room.to_repeat().await, ["Ibuprofen", "Metformin", "Zinc"]);
        assert_eq!(room.act(room.write("Ibuprofen")).await, Err(Code::PrescriptionWarned), "taken already");
        room.paper(AskPrescriptionDocument { prescription_id: one.prescription_id }).await.expect("a paper");
        room.strike(&one, 2).await;
        // The earlier one counts again: what went on from it never was.
        assert_eq!(room.taken().await, ["Metformin"], "{}", room.desk.engine);
        let kept = room.medicines(one.patient_id).await;
        let metformin = kept.iter().find(|line| line.item_id == earlier).expect("the earlier one");
        assert!(metformin.is_current && !metformin.repeated);
        let struck: Vec<_> = kept.iter().filter(|line| line.visit_id == Some(one.visit_id)).collect();
        assert_eq!(struck.len(), 3, "readable");
        assert!(struck.iter().all(|line| line.struck.as_deref() == Some(WHY)), "{struck:?}");
        assert_eq!(room.to_repeat().await, ["Metformin"]);
        let question = AskRepeatRequests { patient_id: Some(one.patient_id) };
        let lines: Vec<RepeatLine> = room.desk.clinic.ask_as(&room.front, question).await.expect("requests");
        assert_eq!(lines[0].state, "void", "nothing of it stands");
        let hand_over = HandOverRepeat { repeat_id, ..HandOverRepeat::example() };
        assert_eq!(room.at_desk(hand_over).await, Err(Code::PrescriptionNotValid));
        let paper = AskPrescriptionDocument { prescription_id: one.prescription_id };
        assert_eq!(room.paper(paper).await.err(), Some(Code::PrescriptionNotValid));
        room.act(room.write("Ibuprofen")).await.expect("nothing speaks against it");
        room.whole().await;
        room.desk.end().await;
    }
}

#[tokio::test]
async fn values_of_a_struck_visit_leave_the_summary_and_the_trend() {
    for room in rooms().await {
        let one = WholeVisit::begun(&room.desk, &room.doctor, None).await;
        one.sign(&room.desk, &room.doctor).await;
        room.act(StrikeVital { vital_id: one.vital_id, reason: "Shoes on".into() }).await.expect("struck");
        let patient_id = one.patient_id;
        let chart: Chart = asked!(room, AskChart { patient_id });
        assert_eq!(chart.vitals.len(), 1, "{}", room.desk.engine);
        room.strike(&one, 2).await;
        let chart: Chart = asked!(room, AskChart { patient_id });
        assert!(chart.vitals.is_empty(), "{}", room.desk.engine);
        let sheet: Vec<VitalsAt> = asked!(room, AskVitals { patient_id, limit: 500 });
        let mut why: Vec<_> = sheet[0].values.iter().filter_map(|line| line.struck.clone()).collect();
        why.sort();
        assert_eq!(why, [WHY, "Shoes on"], "what was struck before keeps its reason");
        room.desk.end().await;
    }
}

#[tokio::test]
async fn vaccinations_of_a_struck_visit_are_in_no_list_batch_or_paper() {
    for room in rooms().await {
        let one = WholeVisit::begun(&room.desk, &room.doctor, None).await;
        one.sign(&room.desk, &room.doctor).await;
        let patient_id = one.patient_id;
        let given = async || match room.paper(AskVaccinationDocument { patient_id }).await.expect("a paper") {
            Document::Vaccinations(paper) => paper.lines.len(),
            other => panic!("{other:?}"),
        };
        let in_use = async || -> usize {
            let lines: Vec<VaccineInUse> = asked!(room, AskVaccinesInUse {});
            lines.len()
        };
        assert_eq!((given().await, in_use().await, room.recipients().await), (1, 1, 1), "{}", room.desk.engine);
        room.strike(&one, 2).await;
        assert_eq!((given().await, in_use().await, room.recipients().await), (0, 0, 0), "{}", room.desk.engine);
        let lines: Vec<VaccinationLine> = asked!(room, AskVaccinations { patient_id });
        assert_eq!(lines[0].struck.as_deref(), Some(WHY), "readable");
        // It is not asked whether the same is given again.
        let again = EnterVaccination { patient_id, given_on: today(&room.desk), ..EnterVaccination::example() };
        room.act(again).await.expect("entered");
        room.desk.end().await;
    }
}

#[tokio::test]
async fn papers_files_and_recalls_of_a_struck_visit_leave_too_and_none_comes_after() {
    for room in rooms().await {
        let one = WholeVisit::begun(&room.desk, &room.doctor, None).await;
        one.sign(&room.desk, &room.doctor).await;
        let patient_id = one.patient_id;
        let recalls = async || -> usize {
            let lines: Vec<RecallLine> = asked!(room, AskToRecall { patient_id: Some(patient_id), later: true });
            lines.len()
        };
        assert_eq!(recalls().await, 1, "{}", room.desk.engine);
        room.strike(&one, 2).await;
        assert_eq!(recalls().await, 0, "{}", room.desk.engine);
        let letters: Vec<LetterLine> = asked!(room, AskPatientLetters { patient_id });
        let files: Vec<FileLine> = asked!(room, AskFiles { patient_id, visit_id: None });
        assert_eq!((letters[0].struck.as_deref(), files[0].struck.as_deref()), (Some(WHY), Some(WHY)));
        for paper in [
            room.paper(AskLetterDocument { letter_id: one.letter_id }).await,
            room.paper(AskVisitDocument { visit_id: one.visit_id }).await,
        ] {
            assert_eq!(paper.err(), Some(Code::RecordStruck));
        }
        let visit_id = Some(one.visit_id);
        let practitioner_id = room.desk.doctors[0];
        let letter = WriteLetter { patient_id, practitioner_id, visit_id, ..WriteLetter::example() };
        assert_eq!(room.act(letter).await, Err(Code::RecordStruck));
        let file_id = FileId::new();
        send(&room.desk.clinic, &room.doctor, file_id, "scan.pdf", PDF).await.expect("sent");
        let dated_on = Some(today(&room.desk));
        let attach = AttachFile { file_id, patient_id, visit_id, dated_on, ..AttachFile::example() };
        assert_eq!(room.act(attach).await, Err(Code::RecordStruck), "{}", room.desk.engine);
        room.desk.end().await;
    }
}

#[tokio::test]
async fn a_struck_visit_stays_whole_and_readable_and_is_copied_to_the_right_patient() {
    for room in rooms().await {
        let one = WholeVisit::begun(&room.desk, &room.doctor, None).await;
        one.sign(&room.desk, &room.doctor).await;
        room.strike(&one, 2).await;
        let visit: Visit = asked!(room, AskVisit { visit_id: one.visit_id });
        assert_eq!((visit.is_whole, visit.status.as_str()), (Some(true), "signed"), "{}", room.desk.engine);
        assert_eq!((visit.vitals.len(), visit.vaccinations.len(), visit.medicines.len()), (2, 1, 1));
        assert!(visit.vitals.iter().all(|line| line.struck.is_some()));
        let page: VisitsPage = asked!(room, AskPatientVisits { patient_id: one.patient_id, before: None, limit: 10 });
        assert_eq!((page.rows[0].struck.as_deref(), page.rows[0].diagnoses.len()), (Some(WHY), 1));
        let right = room.desk.patients[1];
        room.act(OpenChart { patient_id: right, reason: None }).await.expect("opened");
        let copy = StartVisit {
            visit_id: VisitRecordId::new(),
            patient_id: right,
            practitioner_id: room.desk.doctors[0],
            appointment_id: None,
            text: serde_json::from_value(visit.text.clone()).expect("its text"),
        };
        let visit_id = copy.visit_id;
        room.act(copy).await.expect("begun");
        let copied: Visit = asked!(room, AskVisit { visit_id });
        assert_eq!(copied.text, visit.text);
        assert!(copied.medicines.is_empty() && copied.vitals.is_empty() && copied.vaccinations.is_empty());
        room.act(SignVisit { visit_id, version: 1 }).await.expect("signed");
        room.whole().await;
        room.desk.end().await;
    }
}

/// Of the day's values and vaccinations a draft owns none: the next visit's signature takes them.
#[tokio::test]
async fn a_struck_draft_takes_what_was_written_at_it_and_leaves_the_days_values() {
    for room in rooms().await {
        let one = WholeVisit::begun(&room.desk, &room.doctor, None).await;
        room.strike(&one, 1).await;
        assert_eq!(room.taken().await, Vec::<String>::new(), "{}", room.desk.engine);
        let patient_id = one.patient_id;
        let letters: Vec<LetterLine> = asked!(room, AskPatientLetters { patient_id });
        assert_eq!(letters[0].struck.as_deref(), Some(WHY));
        let chart: Chart = asked!(room, AskChart { patient_id });
        assert_eq!(chart.vitals.len(), 2);
        let next = StartVisit {
            visit_id: VisitRecordId::new(),
            patient_id,
            practitioner_id: room.desk.doctors[0],
            appointment_id: None,
            text: StartVisit::example().text,
        };
        let visit_id = next.visit_id;
        room.act(next).await.expect("begun again");
        room.act(SignVisit { visit_id, version: 1 }).await.expect("signed");
        let visit: Visit = asked!(room, AskVisit { visit_id });
        assert_eq!((visit.vitals.len(), visit.vaccinations.len(), visit.medicines.len()), (2, 1, 0));
        room.desk.end().await;
    }
}
