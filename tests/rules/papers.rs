//! What of the record goes on paper, and letters: who may ask for it, what stands on it, and what is never printed as if it stood.

use chrono::Days;
use clinic_core::access::Role;
use clinic_core::documents::Document;
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::operation::{Operate, Operation};
use clinic_core::question::Question;
use clinic_core::records::documents::letter::AskLetterDocument;
use clinic_core::records::documents::prescription::AskPrescriptionDocument;
use clinic_core::records::documents::vaccinations::AskVaccinationDocument;
use clinic_core::records::documents::visit::AskVisitDocument;
use clinic_core::records::documents::{LetterDocument, PrescriptionDocument, VaccinationDocument, VisitDocument};
use clinic_core::records::letters::LetterKind;
use clinic_core::records::letters::of_patient::{AskPatientLetters, LetterLine};
use clinic_core::records::letters::strike::StrikeLetter;
use clinic_core::records::letters::write::WriteLetter;
use clinic_core::records::medicines::stop::{StopMedicine, StrikeMedicine};
use clinic_core::records::medicines::write::{PrescribedItem, WritePrescription};
use clinic_core::records::opened::OpenChart;
use clinic_core::records::vaccinations::enter::EnterVaccination;
use clinic_core::records::vaccinations::strike::StrikeVaccination;
use clinic_core::records::visits::addendum::AddAddendum;
use clinic_core::records::visits::sign::SignVisit;
use clinic_core::records::visits::start::StartVisit;
use clinic_core::records::visits::strike::StrikeVisit;
use clinic_core::records::visits::text::VisitText;
use clinic_core::records::vitals::enter::EnterVitals;
use clinic_core::records::vitals::strike::StrikeVital;
use clinic_core::time::{Clock, Instant};
use clinic_core::{Code, Error, Who, check};
use clinic_tests::desk::{Desk, at, day};
use clinic_tests::engine_list::all;

/// A doctor who opened the first patient's chart, on the Monday of the tests.
struct Room {
    desk: Desk,
    doctor: Who,
}

async fn rooms() -> Vec<Room> {
    let mut rooms = Vec::new();
    for engine in all() {
        let desk = Desk::with_clock(&engine, Clock::standing_at(Instant(at(9, 0)))).await;
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let room = Room { desk, doctor };
        room.act(OpenChart { patient_id: room.desk.patients[0], reason: None }).await.expect("opened");
        rooms.push(room);
    }
    rooms
}

fn item(medicine: &str) -> PrescribedItem {
    PrescribedItem { medicine: Clinical(medicine.into()), ingredient: None, ..PrescribedItem::example() }
}

fn clinical(text: &str) -> Option<Clinical> {
    Some(Clinical(text.into()))
}

impl Room {
    async fn act(&self, operation: impl Into<Operation>) -> Result<serde_json::Value, Error> {
        self.desk.clinic.perform(&self.doctor, OperationId::new(), operation).await.map(|done| done.outcome)
    }

    async fn refused(&self, operation: impl Into<Operation>) -> (Code, Option<String>) {
        let error = self.act(operation).await.expect_err("refused");
        (error.code(), error.detail("field").and_then(|field| field.as_str()).map(str::to_owned))
    }

    async fn asked(&self, question: impl Into<Question>) -> Result<Document, Code> {
        self.desk.clinic.ask_as(&self.doctor, question).await.map_err(|error: Error| error.code())
    }

    async fn prescription(&self, prescription_id: PrescriptionId) -> PrescriptionDocument {
        match self.asked(AskPrescriptionDocument { prescription_id }).await.expect("a document") {
            Document::Prescription(one) => *one,
            other => panic!("{other:?}"),
        }
    }

    async fn visit(&self, visit_id: VisitRecordId) -> VisitDocument {
        match self.asked(AskVisitDocument { visit_id }).await.expect("a document") {
            Document::Visit(one) => *one,
            other => panic!("{other:?}"),
        }
    }

    async fn vaccinations(&self) -> VaccinationDocument {
        let patient_id = self.desk.patients[0];
        match self.asked(AskVaccinationDocument { patient_id }).await.expect("a document") {
            Document::Vaccinations(one) => *one,
            other => panic!("{other:?}"),
        }
    }

    async fn letter(&self, letter_id: LetterId) -> LetterDocument {
        match self.asked(AskLetterDocument { letter_id }).await.expect("a document") {
            Document::Letter(one) => *one,
            other => panic!("{other:?}"),
        }
    }

    async fn letters(&self) -> Vec<LetterLine> {
        let question = AskPatientLetters { patient_id: self.desk.patients[0] };
        self.desk.clinic.ask_as(&self.doctor, question).await.expect("letters")
    }

    fn referral(&self) -> WriteLetter {
        let (patient_id, practitioner_id) = (self.desk.patients[0], self.desk.doctors[0]);
        WriteLetter { patient_id, practitioner_id, ..WriteLetter::example() }
    }

    fn note(&self) -> WriteLetter {
        WriteLetter {
            kind: LetterKind::SickNote,
            addressee: None,
            text: None,
            diagnosis: None,
            from: Some(day()),
            until: day().checked_add_days(Days::new(4)),
            ..self.referral()
        }
    }

    async fn begun(&self) -> VisitRecordId {
        let visit_id = VisitRecordId::new();
        let start = StartVisit {
            visit_id,
            patient_id: self.desk.patients[0],
            practitioner_id: self.desk.doctors[0],
            appointment_id: None,
            text: VisitText::example(),
        };
        self.act(start).await.expect("begun");
        visit_id
    }
}

/// The paper shows what stands; of what was stopped or struck nothing can be handed to a pharmacy.
#[tokio::test]
async fn a_prescription_on_paper_holds_what_stands_of_it_and_nothing_else() {
    for room in rooms().await {
        let items = vec![item("Ibuprofen"), item("Amlodipine"), item("Metformin")];
        let ids: Vec<_> = items.iter().map(|one| one.item_id).collect();
        let write = WritePrescription {
            patient_id: room.desk.patients[0],
            practitioner_id: room.desk.doctors[0],
            items,
            note: clinical("Before meals"),
            ..WritePrescription::example()
        };
        let id = write.prescription_id;
        room.act(write).await.expect("prescribed");
        let paper = room.prescription(id).await;
        let named = |paper: &PrescriptionDocument| -> Vec<String> {
            paper.items.iter().map(|one| one.medicine.clone()).collect()
        };
        assert_eq!(named(&paper), ["Ibuprofen", "Amlodipine", "Metformin"], "{}", room.desk.engine);
        assert_eq!((paper.prescribed_on, paper.note.as_deref()), (day(), Some("Before meals")));
        assert_eq!((paper.patient.mrn.is_empty(), paper.clinic.tax_number.as_deref()), (false, None));
        let end = id.0.simple().to_string().to_uppercase()[28..].to_owned();
        assert_eq!(paper.number, format!("{}-RX-{}-{end}", paper.patient.mrn, day()));
        room.act(StopMedicine { item_id: ids[0], stopped_on: day(), reason: Clinical("Dizzy".into()) })
            .await
            .expect("stopped");
        room.act(StrikeMedicine { item_id: ids[1], reason: "Another patient's".into() }).await.expect("struck");
        assert_eq!(named(&room.prescription(id).await), ["Metformin"], "{}", room.desk.engine);
        room.act(StopMedicine { item_id: ids[2], stopped_on: day(), reason: Clinical("Over".into()) })
            .await
            .expect("stopped");
        assert_eq!(room.asked(AskPrescriptionDocument { prescription_id: id }).await, Err(Code::PrescriptionNotValid));
        let unknown = AskPrescriptionDocument { prescription_id: PrescriptionId::new() };
        assert_eq!(room.asked(unknown).await, Err(Code::NotFound));
        room.desk.end().await;
    }
}

#[tokio::test]
async fn a_visit_on_paper_says_that_it_is_a_draft_until_it_is_signed() {
    for room in rooms().await {
        let patient_id = room.desk.patients[0];
        let (standing, wrong) = (
            EnterVitals { patient_id, ..EnterVitals::example() },
            EnterVitals { patient_id, ..EnterVitals::example() },
        );
        let struck = wrong.values[0].vital_id;
        let count = standing.values.len();
        room.act(standing).await.expect("measured");
        let visit_id = room.begun().await;
        let draft = room.visit(visit_id).await;
        assert_eq!((draft.signed.is_none(), draft.number.ends_with("-DRAFT")), (true, true), "{}", room.desk.engine);
        room.act(wrong).await.expect("measured");
        room.act(SignVisit { visit_id, version: 1 }).await.expect("signed");
        room.act(StrikeVital { vital_id: struck, reason: "Shoes on".into() }).await.expect("struck");
        let text = Clinical("The laboratory called".into());
        room.act(AddAddendum { addendum_id: AddendumId::new(), visit_id, text }).await.expect("added");
        let paper = room.visit(visit_id).await;
        let signed = paper.signed.as_ref().expect("a signature");
        assert_eq!((signed.by.as_str(), signed.is_whole, signed.hash.len()), ("a.doctor Person", true, 64));
        assert_eq!(signed.at, at(9, 0), "the clinic's wall time on {}", room.desk.engine);
        assert!(!paper.number.ends_with("-DRAFT"), "{}", paper.number);
        assert_eq!(paper.texts.iter().map(|text| text.name.as_str()).collect::<Vec<_>>(), ["reason", "plan"]);
        assert_eq!(paper.diagnoses[0].code, "R51.9");
        assert_eq!(paper.vitals.len(), 2 * count - 1, "what was struck is left out");
        assert_eq!(paper.addenda[0].text, "The laboratory called");
        // Somebody gets at the row itself: the paper does not say that it was signed so.
        let mut tx = room.desk.db.begin().await.expect("a transaction");
        let sql = "UPDATE medical_records SET plan = 'Another plan' WHERE id = ?";
        tx.exec(sql, vec![visit_id.into()]).await.expect("changed behind the app's back");
        tx.commit().await.expect("committed");
        assert!(!room.visit(visit_id).await.signed.expect("a signature").is_whole, "{}", room.desk.engine);
        room.act(StrikeVisit { visit_id, version: 2, reason: "Another patient's".into() }).await.expect("struck");
        assert_eq!(room.asked(AskVisitDocument { visit_id }).await, Err(Code::RecordStruck));
        room.desk.end().await;
    }
}

#[tokio::test]
async fn a_vaccination_record_holds_what_was_given_the_oldest_first() {
    for room in rooms().await {
        let patient_id = room.desk.patients[0];
        let of = |vaccine: &str, days: u64| EnterVaccination {
            vaccination_id: VaccinationId::new(),
            patient_id,
            vaccine: Clinical(vaccine.into()),
            given_on: day().checked_sub_days(Days::new(days)).expect("a day"),
            ..EnterVaccination::example()
        };
        assert_eq!(room.vaccinations().await.lines, []);
        let wrong = of("Rabies", 3);
        let wrong_id = wrong.vaccination_id;
        for one in [of("Influenza", 1), of("Tetanus", 900), wrong] {
            room.act(one).await.expect("given");
        }
        let no = EnterVaccination {
            refused: true,
            refused_reason: clinical("Afraid of needles"),
            dose_number: None,
            batch: None,
            expires_on: None,
            site: None,
            given_elsewhere: None,
            ..of("Hepatitis B", 2)
        };
        room.act(no).await.expect("refused");
        room.act(StrikeVaccination { vaccination_id: wrong_id, reason: "Her sister's".into() }).await.expect("struck");
        let paper = room.vaccinations().await;
        let named: Vec<_> = paper.lines.iter().map(|line| line.vaccine.as_str()).collect();
        assert_eq!(named, ["Tetanus", "Influenza"], "{}", room.desk.engine);
        assert_eq!((paper.as_of, paper.number), (day(), format!("{}-VAC-{}", paper.patient.mrn, day())));
        room.desk.end().await;
    }
}

#[tokio::test]
async fn letters_are_numbered_by_kind_listed_and_printed_until_they_are_struck() {
    for room in rooms().await {
        let visit_id = room.begun().await;
        let referral = WriteLetter { visit_id: Some(visit_id), ..room.referral() };
        let (note, second) = (room.note(), room.note());
        for (letter, number) in
            [(&referral, "REF-2030-00001"), (&note, "SICK-2030-00001"), (&second, "SICK-2030-00002")]
        {
            assert_eq!(room.act(letter.clone()).await.expect("written")["number"], number, "{}", room.desk.engine);
        }
        let paper = room.letter(referral.letter_id).await;
        assert_eq!((paper.number.as_str(), paper.letter.kind), ("REF-2030-00001", LetterKind::Referral));
        assert_eq!(paper.letter.addressee.as_deref(), Some("Cardiology, City Hospital"));
        assert_eq!(paper.letter.diagnosis.as_deref(), Some("Chest pain, unspecified"));
        assert_eq!(paper.letter.visited_at, Some(at(9, 0)), "{}", room.desk.engine);
        // Nobody asked for a diagnosis: none is on the paper, although the visit has one.
        let paper = room.letter(note.letter_id).await;
        assert_eq!((paper.letter.from, paper.letter.until), (note.from, note.until));
        assert_eq!((paper.letter.diagnosis, paper.letter.addressee), (None, None));
        room.act(StrikeLetter { letter_id: second.letter_id, reason: "Another patient's".into() })
            .await
            .expect("struck");
        assert_eq!(room.asked(AskLetterDocument { letter_id: second.letter_id }).await, Err(Code::RecordStruck));
        let again = StrikeLetter { letter_id: second.letter_id, reason: "Again".into() };
        assert_eq!(room.refused(again).await.0, Code::RecordStruck);
        let listed: Vec<_> = room.letters().await.into_iter().map(|line| (line.number, line.struck)).collect();
        let struck = Some("Another patient's".to_owned());
        let wanted = [("SICK-2030-00002", struck), ("SICK-2030-00001", None), ("REF-2030-00001", None)];
        assert_eq!(listed, wanted.map(|(number, struck)| (number.to_owned(), struck)), "{}", room.desk.engine);
        let report = check::check(&room.desk.db, None).await.expect("checked");
        assert!(report.is_clean(), "{:?} on {}", report.findings, room.desk.engine);
        // A number that is gone is found.
        let mut tx = room.desk.db.begin().await.expect("a transaction");
        tx.exec("UPDATE letters SET number = 9 WHERE id = ?", vec![note.letter_id.into()]).await.expect("changed");
        tx.commit().await.expect("committed");
        let report = check::check(&room.desk.db, None).await.expect("checked");
        assert!(report.findings.iter().any(|one| one.kind == "billing.number_gap"), "{:?}", report.findings);
        room.desk.end().await;
    }
}

#[tokio::test]
async fn a_letter_says_what_its_kind_needs_and_a_note_has_days_that_can_be() {
    for room in rooms().await {
        let field = |code, name: &str| (code, Some(name.to_owned()));
        let (referral, note) = (room.referral(), room.note());
        let wanted = [
            (WriteLetter { addressee: None, ..referral.clone() }, field(Code::FieldRequired, "addressee")),
            (WriteLetter { text: clinical(" "), ..referral.clone() }, field(Code::FieldRequired, "text")),
            (WriteLetter { from: Some(day()), ..referral.clone() }, field(Code::FieldInvalid, "from")),
            (WriteLetter { until: None, ..note.clone() }, field(Code::FieldRequired, "until")),
            (WriteLetter { until: day().pred_opt(), ..note.clone() }, field(Code::FieldOutOfRange, "until")),
            (
                WriteLetter { until: day().checked_add_days(Days::new(366)), ..note.clone() },
                field(Code::FieldOutOfRange, "until"),
            ),
            (
                WriteLetter { diagnosis: clinical(&"x".repeat(501)), ..note.clone() },
                field(Code::FieldTooLong, "diagnosis"),
            ),
            (WriteLetter { patient_id: room.desk.patients[1], ..note.clone() }, (Code::ChartNotOpened, None)),
            (WriteLetter { visit_id: Some(VisitRecordId::new()), ..note.clone() }, (Code::NotFound, None)),
            (WriteLetter { practitioner_id: PractitionerId::new(), ..note.clone() }, (Code::NotFound, None)),
        ];
        for (letter, refusal) in wanted {
            assert_eq!(room.refused(letter.clone()).await, refusal, "{letter:?} on {}", room.desk.engine);
        }
        assert_eq!(room.letters().await, []);
        // One day is a note of one day.
        room.act(WriteLetter { until: Some(day()), ..note }).await.expect("written");
        assert_eq!(room.letters().await[0].number, "SICK-2030-00001", "nothing that was refused took a number");
        room.desk.end().await;
    }
}

/// Papers of the record are for those who read it, once they have opened the chart; writing letters is the doctors'.
#[tokio::test]
async fn papers_of_the_record_take_an_open_chart() {
    for room in rooms().await {
        let letter = room.referral();
        room.act(letter.clone()).await.expect("written");
        let visit_id = room.begun().await;
        let write = WritePrescription {
            patient_id: room.desk.patients[0],
            practitioner_id: room.desk.doctors[0],
            ..WritePrescription::example()
        };
        room.act(write.clone()).await.expect("prescribed");
        let questions: [Question; 5] = [
            AskPrescriptionDocument { prescription_id: write.prescription_id }.into(),
            AskVisitDocument { visit_id }.into(),
            AskVaccinationDocument { patient_id: room.desk.patients[0] }.into(),
            AskLetterDocument { letter_id: letter.letter_id }.into(),
            AskPatientLetters { patient_id: room.desk.patients[0] }.into(),
        ];
        let (nurse, desk) =
            (room.desk.person("a.nurse", Role::Nurse).await, room.desk.person("a.desk", Role::Receptionist).await);
        for question in questions {
            let name = question.name();
            let ask = async |who: &Who| {
                room.desk.clinic.ask(who, question.clone()).await.map(drop).map_err(|error| error.code())
            };
            assert_eq!(ask(&desk).await, Err(Code::AccessDenied), "{name}");
            assert_eq!(ask(&nurse).await, Err(Code::ChartNotOpened), "{name} on {}", room.desk.engine);
        }
        let by_nurse = room.desk.clinic.perform(&nurse, OperationId::new(), room.referral()).await;
        assert_eq!(by_nurse.expect_err("a doctor's").code(), Code::AccessDenied);
        room.desk.end().await;
    }
}
