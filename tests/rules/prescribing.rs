//! A doctor who prescribes: what the tests of medicines begin with.

use chrono::NaiveDate;
use clinic_core::access::Role;
use clinic_core::catalogue::practitioners::{EditPractitioner, PractitionerKind};
use clinic_core::fields::Clinical;
use clinic_core::ids::*;
use clinic_core::operation::{Operate, Operation};
use clinic_core::records::allergies::{AddAllergy, AllergyDetails};
use clinic_core::records::medicines::ask_warnings::AskPrescriptionWarnings;
use clinic_core::records::medicines::find::{FindMedicines, MedicineRow};
use clinic_core::records::medicines::of_patient::{AskPatientMedicines, MedicineLine};
use clinic_core::records::medicines::warnings::Warning;
use clinic_core::records::medicines::write::{AllTheSame, PrescribedItem, WritePrescription};
use clinic_core::records::opened::OpenChart;
use clinic_core::records::visits::ask::{AskVisit, Visit};
use clinic_core::records::visits::start::StartVisit;
use clinic_core::records::visits::text::VisitText;
use clinic_core::staff::me::AskMe;
use clinic_core::{Code, Error, Who};
use clinic_tests::desk::{Desk, desks};

/// A clinic whose first practitioner has an account, with the first patient's chart open.
pub(super) struct Room {
    pub desk: Desk,
    pub doctor: Who,
}

pub(super) async fn rooms() -> Vec<Room> {
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
        room.act(OpenChart { patient_id: room.desk.patients[0], reason: None }).await.expect("an open chart");
        rooms.push(room);
    }
    rooms
}

pub(super) fn item(medicine: &str) -> PrescribedItem {
    PrescribedItem { medicine: Clinical(medicine.into()), ingredient: None, ..PrescribedItem::example() }
}

impl Room {
    pub(super) async fn act(&self, operation: impl Into<Operation>) -> Result<(), Error> {
        self.desk.clinic.perform(&self.doctor, OperationId::new(), operation).await.map(|_| ())
    }

    pub(super) async fn code(&self, operation: impl Into<Operation>) -> Code {
        self.act(operation).await.expect_err("refused").code()
    }

    pub(super) fn write(&self, items: Vec<PrescribedItem>) -> WritePrescription {
        WritePrescription {
            patient_id: self.desk.patients[0],
            practitioner_id: self.desk.doctors[0],
            items,
            ..WritePrescription::example()
        }
    }

    /// What was prescribed, and the id of its only item.
    pub(super) async fn prescribed(&self, one: PrescribedItem) -> PrescriptionItemId {
        let id = one.item_id;
        self.act(self.write(vec![one])).await.unwrap_or_else(|error| panic!("{error:?} on {}", self.desk.engine));
        id
    }

    pub(super) async fn lines(&self) -> Vec<MedicineLine> {
        let ask = AskPatientMedicines { patient_id: self.desk.patients[0] };
        self.desk.clinic.ask_as(&self.doctor, ask).await.expect("medicines")
    }

    pub(super) async fn line(&self, id: PrescriptionItemId) -> MedicineLine {
        self.lines().await.into_iter().find(|line| line.item_id == id).expect("a medicine")
    }

    pub(super) async fn found(&self, text: &str) -> Vec<String> {
        let rows: Vec<MedicineRow> = self
            .desk
            .clinic
            .ask_as(&self.desk.admin, FindMedicines { text: text.into(), limit: 12 })
            .await
            .expect("rows");
        rows.into_iter().map(|row| format!("{} {}", row.name, row.strength)).collect()
    }

    /// What was said against it: of the refusal, and of the question before it.
    pub(super) async fn warned(&self, items: Vec<PrescribedItem>) -> Vec<Warning> {
        let asked = self.asked(items.clone()).await;
        let error = self.act(self.write(items)).await.expect_err("warned");
        assert_eq!(error.code(), Code::PrescriptionWarned, "{error:?} on {}", self.desk.engine);
        let found: Vec<Warning> =
            serde_json::from_value(error.detail("warnings").cloned().unwrap_or_default()).expect("warnings");
        assert_eq!(asked, found, "{}", self.desk.engine);
        found
    }

    pub(super) async fn asked(&self, items: Vec<PrescribedItem>) -> Vec<Warning> {
        let question = AskPrescriptionWarnings { patient_id: self.desk.patients[0], items };
        self.desk.clinic.ask_as(&self.doctor, question).await.expect("warnings")
    }

    pub(super) async fn allergy(&self, substance: &str) -> AllergyId {
        let (allergy_id, details) = (AllergyId::new(), AllergyDetails::example());
        let details = AllergyDetails { substance: Clinical(substance.into()), ..details };
        self.desk.done(AddAllergy { allergy_id, patient_id: self.desk.patients[0], details }).await;
        allergy_id
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.desk.clock.now().on_wall(self.desk.clinic.settings().zone).date()
    }

    pub(super) async fn draft(&self) -> VisitRecordId {
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

    pub(super) async fn visit(&self, visit_id: VisitRecordId) -> Visit {
        self.desk.clinic.ask_as(&self.doctor, AskVisit { visit_id }).await.expect("a visit")
    }
}

pub(super) fn all_the_same(reason: &str, warnings: &[Warning]) -> Option<AllTheSame> {
    let seen = warnings.iter().map(|one| RowId(one.row_id)).collect();
    Some(AllTheSame { reason: Clinical(reason.into()), seen })
}
