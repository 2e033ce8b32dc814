//! Moving an appointment: another time, length, practitioner or room.

use super::appointment::{Appointment, AppointmentSaved, seen, services_of};
use super::claims;
use super::plan::{Plan, Reason, choose_services, place};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::{AppointmentId, PractitionerId, RoomId};
use crate::operation::Operate;
use crate::store::Tx;
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Moves or resizes an appointment. `starts_at` is clinic wall time. One of a series stands on its own from then on: see
/// `series/shift.rs`.
///
/// Errors in this order: `appointment.not_found`, `appointment.changed_meanwhile`, `appointment.wrong_status` (only what is
/// still to come or in the house moves), those of the plan (see `Plan::agree`), `appointment.service_not_given`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct MoveAppointment {
    pub appointment_id: AppointmentId,
    #[ts(type = "number")]
    pub version: i64,
    pub practitioner_id: PractitionerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    pub starts_at: NaiveDateTime,
    #[ts(type = "number")]
    pub minutes: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overbook: Option<Reason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside_hours: Option<Reason>,
}

impl Operate for MoveAppointment {
    const PERMISSION: Permission = Permission::AppointmentBook;
    const OFFLINE: bool = true;
    type Outcome = AppointmentSaved;

    fn example() -> Self {
        MoveAppointment {
            appointment_id: AppointmentId::new(),
            version: 1,
            practitioner_id: PractitionerId::new(),
            room_id: None,
            starts_at: NaiveDate::from_ymd_opt(2026, 11, 23)
                .and_then(|day| day.and_hms_opt(11, 15, 0))
                .unwrap_or_default(),
            minutes: 30,
            overbook: None,
            outside_hours: None,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<AppointmentSaved> {
        let before = seen(tx, self.appointment_id, self.version).await?;
        // A walk-in who waits has no time to move: they wait for somebody.
        if !before.holds_claims() {
            return Err(Error::new(Code::AppointmentWrongStatus)
                .with("from", &before.status)
                .with("to", &before.status));
        }
        // Its own claims must not stand in its way.
        claims::free(tx, before.id).await?;
        let plan = Plan {
            appointment_id: before.id,
            patient_id: before.patient_id,
            practitioner_id: self.practitioner_id,
            room_id: self.room_id,
            starts_at: self.starts_at,
            minutes: self.minutes,
            overbook: self.overbook.as_ref(),
            outside_hours: self.outside_hours.as_ref(),
            kept: Some((before.doctor_id, before.room_id)),
            same_time: None,
        };
        let agreed = plan.agree(tx, cx).await?;
        if before.doctor_id != self.practitioner_id {
            let services = services_of(tx, before.id).await?;
            // A walk-in may still have none.
            if !services.is_empty() {
                let ids: Vec<_> = services.iter().map(|service| service.service_id).collect();
                choose_services(tx, &ids, &agreed.practitioner, &services).await?;
            }
        }
        let mut after = before.clone();
        place(&mut after, &agreed, &plan, cx);
        let stands = |row: &Appointment| (row.starts_at, row.ends_at, row.doctor_id);
        after.series_own_time |= before.series_id.is_some() && stands(&before) != stands(&after);
        claims::take(tx, after.id, agreed.lanes).await?;
        tx.update(&before, &mut after).await?;
        Ok(AppointmentSaved::from(&after))
    }
}
