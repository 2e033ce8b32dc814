//! Moving an appointment to the next free time of the same practitioner and room.

use super::appointment::{AppointmentSaved, seen};
use super::calendar::Place;
use super::change_time::MoveAppointment;
use super::nearest_free::{Wish, next_free};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::Result;
use crate::ids::{AppointmentId, PractitionerId};
use crate::operation::Operate;
use crate::store::Tx;
use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Moves to the first time after the present one, and not before now, at which practitioner, room and patient are free within
/// working hours. Who moves many sends one of these for each: a refusal is that one's alone.
///
/// Errors in this order: `appointment.not_found`, `appointment.changed_meanwhile`, `appointment.none_free` (days), then those
/// of `MoveAppointment`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct MoveToNextFree {
    pub appointment_id: AppointmentId,
    #[ts(type = "number")]
    pub version: i64,
}

/// Where it went.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct MovedToNextFree {
    #[serde(flatten)]
    pub saved: AppointmentSaved,
    pub practitioner_id: PractitionerId,
    pub starts_at: NaiveDateTime,
}

impl Operate for MoveToNextFree {
    const PERMISSION: Permission = Permission::AppointmentBook;
    type Outcome = MovedToNextFree;

    fn example() -> Self {
        MoveToNextFree { appointment_id: AppointmentId::new(), version: 1 }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<MovedToNextFree> {
        let before = seen(tx, self.appointment_id, self.version).await?;
        let minutes = (before.ends_at - before.starts_at).num_minutes();
        let place = Place { practitioner: before.doctor_id, room: before.room_id, patient: Some(before.patient_id) };
        let wish = Wish { place, minutes, zone: cx.settings.zone };
        let starts_at = next_free(tx, &wish, before.starts_at.max(cx.wall_now())).await?;
        let moved = MoveAppointment {
            appointment_id: before.id,
            version: self.version,
            practitioner_id: before.doctor_id,
            room_id: before.room_id,
            starts_at,
            minutes,
            overbook: None,
            outside_hours: None,
        };
        let saved = moved.apply(tx, cx).await?;
        Ok(MovedToNextFree { saved, practitioner_id: before.doctor_id, starts_at })
    }
}
