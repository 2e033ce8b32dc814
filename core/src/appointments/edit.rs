//! Changing what an appointment is for: services, room, note. The time stays.

use super::appointment::{AppointmentSaved, seen, services_of, services_text, write_services};
use super::plan::{Plan, Reason, choose_services, place};
use super::{claims, plan};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{AppointmentId, RoomId, ServiceId};
use crate::operation::Operate;
use crate::store::{Kind, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Changes services, room and note.
///
/// Errors in this order: field errors (note), `appointment.not_found`, `appointment.changed_meanwhile`,
/// `appointment.wrong_status`, those of the plan when the room changes, those of the services.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditAppointment {
    pub appointment_id: AppointmentId,
    #[ts(type = "number")]
    pub version: i64,
    pub service_ids: Vec<ServiceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overbook: Option<Reason>,
    /// Takes a room that is out of use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside_hours: Option<Reason>,
}

impl Operate for EditAppointment {
    const PERMISSION: Permission = Permission::AppointmentBook;
    type Outcome = AppointmentSaved;

    fn example() -> Self {
        EditAppointment {
            appointment_id: AppointmentId::new(),
            version: 1,
            service_ids: vec![ServiceId::new()],
            room_id: None,
            note: None,
            overbook: None,
            outside_hours: None,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<AppointmentSaved> {
        let note = fields::optional("note", self.note.as_deref(), 500)?;
        let before = seen(tx, self.appointment_id, self.version).await?;
        if !before.status().holds_claims() {
            return Err(Error::new(Code::AppointmentWrongStatus)
                .with("from", &before.status)
                .with("to", &before.status));
        }
        let mut after = before.clone();
        if self.room_id != before.room_id && !before.holds_claims() {
            plan::room_in_use(tx, self.room_id).await?;
            after.room_id = self.room_id;
        } else if self.room_id != before.room_id {
            claims::free(tx, before.id).await?;
            let kept_overbook = before.overbook_reason.clone().map(|reason| Reason { reason });
            let plan = Plan {
                appointment_id: before.id,
                patient_id: before.patient_id,
                practitioner_id: before.doctor_id,
                room_id: self.room_id,
                starts_at: before.starts_at,
                minutes: (before.ends_at - before.starts_at).num_minutes(),
                overbook: self.overbook.as_ref().or(kept_overbook.as_ref()),
                outside_hours: self.outside_hours.as_ref(),
                kept: Some((before.doctor_id, before.room_id)),
                same_time: Some(&before),
            };
            let agreed = plan.agree(tx, cx).await?;
            place(&mut after, &agreed, &plan, cx);
            claims::take(tx, after.id, agreed.lanes).await?;
        }
        let old = services_of(tx, before.id).await?;
        let practitioner = crate::store::Read::record(tx, before.doctor_id.0).await?;
        let new = choose_services(tx, &self.service_ids, &practitioner, &old).await?;
        after.note = note;
        after.services_text = services_text(&new);
        tx.update(&before, &mut after).await?;
        if old != new {
            tx.exec("DELETE FROM appointment_services WHERE appointment_id = ?", args![before.id]).await?;
            write_services(tx, before.id, &new).await?;
            tx.note(Kind::Appointment, before.id.0, "services", json!(old), json!(new));
        }
        Ok(AppointmentSaved::from(&after))
    }
}
