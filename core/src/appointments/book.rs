//! Booking an appointment.

use super::appointment::{Appointment, AppointmentSaved, Status, is_first, note_status, services_text, write_services};
use super::claims;
use super::plan::{Plan, Reason, choose_services, place};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::Result;
use crate::fields;
use crate::ids::{AppointmentId, PatientId, PractitionerId, RoomId, ServiceId};
use crate::operation::Operate;
use crate::store::Tx;
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Books an appointment. `starts_at` is clinic wall time; a repeated time means its first occurrence.
///
/// Errors in this order: field errors (note), those of the plan (see `Plan::agree`), those of the services (see
/// `choose_services`).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct BookAppointment {
    pub appointment_id: AppointmentId,
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    pub service_ids: Vec<ServiceId>,
    pub starts_at: NaiveDateTime,
    /// A multiple of five, at most 720, not past midnight.
    #[ts(type = "number")]
    pub minutes: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Books over another appointment; needs `appointment.overbook`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overbook: Option<Reason>,
    /// Books outside the practitioner's working hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside_hours: Option<Reason>,
}

impl Operate for BookAppointment {
    const PERMISSION: Permission = Permission::AppointmentBook;
    const OFFLINE: bool = true;
    type Outcome = AppointmentSaved;

    fn example() -> Self {
        BookAppointment {
            appointment_id: AppointmentId::new(),
            patient_id: PatientId::new(),
            practitioner_id: PractitionerId::new(),
            room_id: None,
            service_ids: vec![ServiceId::new()],
            starts_at: NaiveDate::from_ymd_opt(2026, 11, 23)
                .and_then(|day| day.and_hms_opt(10, 45, 0))
                .unwrap_or_default(),
            minutes: 30,
            note: Some("Brings earlier letters".into()),
            overbook: None,
            outside_hours: None,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<AppointmentSaved> {
        let note = fields::optional("note", self.note.as_deref(), 500)?;
        let plan = Plan {
            appointment_id: self.appointment_id,
            patient_id: self.patient_id,
            practitioner_id: self.practitioner_id,
            room_id: self.room_id,
            starts_at: self.starts_at,
            minutes: self.minutes,
            overbook: self.overbook.as_ref(),
            outside_hours: self.outside_hours.as_ref(),
            kept: None,
            same_time: None,
        };
        let agreed = plan.agree(tx, cx).await?;
        let services = choose_services(tx, &self.service_ids, &agreed.practitioner, &[]).await?;
        let is_new = is_first(tx, self.patient_id).await?;
        let mut row = Appointment {
            id: self.appointment_id,
            version: 1,
            patient_id: self.patient_id,
            doctor_id: self.practitioner_id,
            room_id: self.room_id,
            series_id: None,
            series_own_time: false,
            starts_at: self.starts_at,
            ends_at: agreed.ends_at,
            status: Status::Booked.text().to_owned(),
            status_since: cx.now,
            waiting_for: None,
            services_text: services_text(&services),
            note,
            overbooked: false,
            overbook_reason: None,
            overbooked_by: None,
            outside_hours: false,
            outside_reason: None,
            outside_known: None,
            cancelled_by: None,
            cancel_reason: None,
            is_new,
            walk_in: false,
            for_anyone: false,
            for_specialty: None,
            ticket_day: None,
            ticket: None,
            booked_at: cx.now,
            booked_by: cx.actor,
        };
        place(&mut row, &agreed, &plan, cx);
        tx.insert(&row).await?;
        write_services(tx, row.id, &services).await?;
        claims::take(tx, row.id, agreed.lanes).await?;
        note_status(tx, cx, None, &row, None).await?;
        Ok(AppointmentSaved::from(&row))
    }
}
