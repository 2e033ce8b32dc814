//! Beginning the record of a visit.

use super::text::{VisitText, write_diagnoses};
use super::{DRAFT, VisitRecord, VisitSaved};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::{AppointmentId, PatientId, PractitionerId, VisitRecordId};
use crate::operation::Operate;
use crate::records::opened;
use crate::store::{Kind, Read, Tx};
use crate::time::to_minute;
use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Begins the record of a visit: of an appointment, which has one at most, or without one, of now. With a text it is also how what was
/// written for another patient by mistake begins again with the right one.
///
/// Errors in this order: field errors of `VisitText`, `patient.not_found`, `chart.not_opened`, `record.not_found` (practitioner),
/// `appointment.not_found` (also when it is another patient's), `visit.exists` (visit_id).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct StartVisit {
    pub visit_id: VisitRecordId,
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment_id: Option<AppointmentId>,
    #[serde(default)]
    pub text: VisitText,
}

impl Operate for StartVisit {
    const PERMISSION: Permission = Permission::RecordWrite;
    type Outcome = VisitSaved;

    fn example() -> Self {
        StartVisit {
            visit_id: VisitRecordId::new(),
            patient_id: PatientId::new(),
            practitioner_id: PractitionerId::new(),
            appointment_id: None,
            text: VisitText::example(),
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<VisitSaved> {
        let text = self.text.checked()?;
        opened::must_be_open(tx, cx.into(), self.patient_id).await?;
        let known: Option<(i64,)> = tx.maybe("SELECT 1 FROM doctors WHERE id = ?", args![self.practitioner_id]).await?;
        known.ok_or_else(|| Error::new(Code::NotFound).with("kind", "practitioner"))?;
        let visited_at = match self.appointment_id {
            Some(appointment) => self.time_of(tx, appointment).await?,
            None => to_minute(cx.wall_now()),
        };
        let mut row = VisitRecord {
            id: self.visit_id,
            version: 1,
            patient_id: self.patient_id,
            appointment_id: self.appointment_id,
            doctor_id: self.practitioner_id,
            visited_at,
            reason: None,
            history: None,
            findings: None,
            assessment: None,
            plan: None,
            status: DRAFT.to_owned(),
            signed_at: None,
            signed_by: None,
            content_hash: None,
        };
        text.put_on(&mut row);
        tx.insert(&row).await?;
        write_diagnoses(tx, cx, row.id, row.patient_id, &text.diagnoses).await?;
        tx.touch(Kind::Patient, row.patient_id.0);
        if let Some(appointment) = self.appointment_id {
            tx.touch(Kind::Appointment, appointment.0);
        }
        Ok(VisitSaved::of(&row))
    }
}

impl StartVisit {
    /// Errors in this order: `appointment.not_found`, `visit.exists` (visit_id).
    async fn time_of(&self, tx: &mut Tx, appointment: AppointmentId) -> Result<NaiveDateTime> {
        let row: Option<(NaiveDateTime,)> = tx
            .maybe(
                "SELECT starts_at FROM appointments WHERE id = ? AND patient_id = ? AND status <> 'taken_back'",
                args![appointment, self.patient_id],
            )
            .await?;
        let (starts_at,) = row.ok_or_else(|| Error::new(Code::AppointmentNotFound))?;
        // When two begin at once, the unique key stops the second, which then sees the first here.
        let has: Option<(VisitRecordId,)> =
            tx.maybe("SELECT id FROM medical_records WHERE appointment_id = ?", args![appointment]).await?;
        match has {
            Some((visit,)) => Err(Error::new(Code::VisitExists).with("visit_id", visit)),
            None => Ok(starts_at),
        }
    }
}
