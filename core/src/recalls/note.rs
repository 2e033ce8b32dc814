//! Noting whom to see again.

use super::{OPEN, Recall, RecallSaved};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{PatientId, PractitionerId, RecallId, ServiceId, VisitRecordId};
use crate::operation::Operate;
use crate::records::visits;
use crate::store::{Kind, Read, Tx};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Notes that a patient is to be seen again between two days of the clinic's calendar, today or later; for what, with whom, and a word for the desk.
///
/// Errors in this order: field errors (from_day, to_day, note), `patient.not_found`, `appointment.patient_died`, `record.not_found` (visit_record, also
/// another patient's), `chart.not_opened`, `record.struck`, `record.not_found` (service, practitioner).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct NoteRecall {
    pub recall_id: RecallId,
    pub patient_id: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit_id: Option<VisitRecordId>,
    pub from_day: NaiveDate,
    pub to_day: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_id: Option<ServiceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner_id: Option<PractitionerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Operate for NoteRecall {
    const PERMISSION: Permission = Permission::RecordWrite;
    type Outcome = RecallSaved;

    fn example() -> Self {
        NoteRecall {
            recall_id: RecallId::new(),
            patient_id: PatientId::new(),
            visit_id: None,
            from_day: NaiveDate::from_ymd_opt(2098, 12, 7).unwrap_or_default(),
            to_day: NaiveDate::from_ymd_opt(2098, 12, 14).unwrap_or_default(),
            service_id: None,
            practitioner_id: None,
            note: Some("Comes fasting".into()),
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RecallSaved> {
        let note = self.check(cx.wall_now().date())?;
        let patient: Option<(Option<NaiveDate>,)> = tx
            .maybe("SELECT died_on FROM patients WHERE id = ? AND merged_into IS NULL", args![self.patient_id])
            .await?;
        let (died_on,) = patient.ok_or_else(|| Error::new(Code::PatientNotFound))?;
        if let Some(day) = died_on {
            return Err(Error::new(Code::AppointmentPatientDied).with("died_on", day));
        }
        if let Some(visit) = self.visit_id {
            let row = visits::standing(tx, cx, visit).await?;
            if row.patient_id != self.patient_id {
                return Err(Error::new(Code::NotFound).with("kind", Kind::VisitRecord));
            }
        }
        self.known(tx).await?;
        let row = Recall {
            id: self.recall_id,
            version: 1,
            patient_id: self.patient_id,
            record_id: self.visit_id,
            from_day: self.from_day,
            to_day: self.to_day,
            service_id: self.service_id,
            doctor_id: self.practitioner_id,
            note,
            status: OPEN.to_owned(),
            appointment_id: None,
            reason: None,
            noted_at: cx.now,
            noted_by: cx.actor,
        };
        tx.insert(&row).await?;
        Ok(RecallSaved::of(&row))
    }
}

impl NoteRecall {
    /// Errors: field errors.
    fn check(&self, today: NaiveDate) -> Result<Option<String>> {
        fields::day("from_day", self.from_day)?;
        if self.from_day < today {
            return Err(Error::field(Code::FieldOutOfRange, "from_day").with("min", today));
        }
        fields::day("to_day", self.to_day)?;
        if self.to_day < self.from_day {
            return Err(Error::field(Code::FieldOutOfRange, "to_day").with("min", self.from_day));
        }
        fields::optional("note", self.note.as_deref(), 300)
    }

    /// Errors in this order: `record.not_found` (service, practitioner).
    async fn known(&self, tx: &mut Tx) -> Result<()> {
        if let Some(service) = self.service_id {
            let found: Option<(i64,)> = tx.maybe("SELECT 1 FROM services WHERE id = ?", args![service]).await?;
            found.ok_or_else(|| Error::new(Code::NotFound).with("kind", Kind::Service))?;
        }
        if let Some(practitioner) = self.practitioner_id {
            let found: Option<(i64,)> = tx.maybe("SELECT 1 FROM doctors WHERE id = ?", args![practitioner]).await?;
            found.ok_or_else(|| Error::new(Code::NotFound).with("kind", Kind::Practitioner))?;
        }
        Ok(())
    }
}
