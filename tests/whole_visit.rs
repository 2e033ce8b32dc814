//! A visit at which everything was done that can be done at one: values, a vaccination, two medicines, a letter, a file, a recall.

use crate::contents::{PDF, send};
use crate::desk::Desk;
use chrono::NaiveDate;
use clinic_core::Who;
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::operation::{Operate, Operation};
use clinic_core::recalls::note::NoteRecall;
use clinic_core::records::files::attach::AttachFile;
use clinic_core::records::letters::write::WriteLetter;
use clinic_core::records::medicines::write::{PrescribedItem, WritePrescription};
use clinic_core::records::vaccinations::enter::EnterVaccination;
use clinic_core::records::visits::sign::SignVisit;
use clinic_core::records::visits::start::StartVisit;
use clinic_core::records::visits::text::VisitText;
use clinic_core::records::vitals::enter::EnterVitals;
use clinic_core::staff::me::AskMe;

pub struct WholeVisit {
    pub visit_id: VisitRecordId,
    pub patient_id: PatientId,
    pub vital_id: VitalId,
    pub vaccination_id: VaccinationId,
    pub prescription_id: PrescriptionId,
    pub item_id: PrescriptionItemId,
    pub letter_id: LetterId,
    pub file_id: FileId,
}

pub fn item(medicine: &str) -> PrescribedItem {
    PrescribedItem { medicine: Clinical(medicine.into()), ingredient: None, days: None, ..PrescribedItem::example() }
}

pub fn today(desk: &Desk) -> NaiveDate {
    desk.clock.now().on_wall(desk.clinic.settings().zone).date()
}

async fn done(desk: &Desk, who: &Who, operation: impl Into<Operation>) {
    let operation = operation.into();
    let name = operation.name();
    let done = desk.clinic.perform(who, OperationId::new(), operation).await;
    done.unwrap_or_else(|error| panic!("{name} on {}: {error:?}", desk.engine));
}

impl WholeVisit {
    /// Of the first patient, whose chart the doctor has open, in the name of the first practitioner; a draft. Its second medicine goes on from `earlier`.
    pub async fn begun(desk: &Desk, doctor: &Who, earlier: Option<(&str, PrescriptionItemId)>) -> WholeVisit {
        let (patient_id, practitioner_id) = (desk.patients[0], desk.doctors[0]);
        let visit_id = VisitRecordId::new();
        let text = VisitText::example();
        done(desk, doctor, StartVisit { visit_id, patient_id, practitioner_id, appointment_id: None, text }).await;
        let entered = EnterVitals { patient_id, ..EnterVitals::example() };
        let vital_id = entered.values[0].vital_id;
        done(desk, doctor, entered).await;
        let me: serde_json::Value = desk.clinic.ask_as(doctor, AskMe {}).await.expect("me");
        let given = EnterVaccination {
            patient_id,
            given_on: today(desk),
            given_by: serde_json::from_value(me["user_id"].clone()).expect("an id"),
            given_elsewhere: None,
            ..EnterVaccination::example()
        };
        let vaccination_id = given.vaccination_id;
        done(desk, doctor, given).await;
        let mut items = vec![item("Ibuprofen")];
        items.extend(earlier.map(|(medicine, id)| PrescribedItem { repeats_id: Some(id), ..item(medicine) }));
        let item_id = items[0].item_id;
        let example = WritePrescription::example();
        let visit = Some(visit_id);
        let written = WritePrescription { patient_id, practitioner_id, visit_id: visit, items, ..example };
        let prescription_id = written.prescription_id;
        done(desk, doctor, written).await;
        let letter = WriteLetter { patient_id, practitioner_id, visit_id: visit, ..WriteLetter::example() };
        let letter_id = letter.letter_id;
        done(desk, doctor, letter).await;
        let file_id = FileId::new();
        let bytes = [PDF, file_id.0.as_bytes()].concat();
        send(&desk.clinic, doctor, file_id, "scan.pdf", &bytes).await.expect("sent");
        let size_bytes = bytes.len() as i64;
        let attach = AttachFile {
            file_id,
            patient_id,
            visit_id: visit,
            size_bytes,
            dated_on: Some(today(desk)),
            ..AttachFile::example()
        };
        done(desk, doctor, attach).await;
        done(desk, doctor, NoteRecall { patient_id, visit_id: visit, ..NoteRecall::example() }).await;
        WholeVisit { visit_id, patient_id, vital_id, vaccination_id, prescription_id, item_id, letter_id, file_id }
    }

    pub async fn sign(&self, desk: &Desk, doctor: &Who) {
        done(desk, doctor, SignVisit { visit_id: self.visit_id, version: 1 }).await;
    }
}
