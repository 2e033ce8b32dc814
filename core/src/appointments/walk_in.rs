//! Walk-ins: patients who come without an appointment.
//!
//! While they wait they hold no time: nothing was promised to them, so nothing is taken from anybody. Being called in takes the five
//! minutes that have begun and those after, also where an appointment stands: then the walk-in is the overbooked one, because the
//! patient really sits there. See docs/adr/0010.

use super::appointment::{Appointment, AppointmentSaved, Status, is_first, note_status, services_text, write_services};
use super::claims::{self, Resource};
use super::plan::{choose_services, patient_alive};
use super::ticket;
use crate::access::Permission;
use crate::args;
use crate::catalogue::practitioners::Practitioner;
use crate::catalogue::rooms::Room;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{AppointmentId, PatientId, PractitionerId, ServiceId, SpecialtyId};
use crate::operation::Operate;
use crate::schedule::availability::availability;
use crate::store::{Clause, Read, Tx};
use crate::time::{midnight, slot_of};
use chrono::{Days, Duration, NaiveDateTime};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// As long as a walk-in takes when nobody said what for.
const USUAL_MINUTES: i64 = 15;
/// Kept as the reason where a walk-in was called in over an appointment or outside hours.
const REASON: &str = "Walk-in";

/// Admits somebody who came without an appointment: waiting from now on, with a ticket.
///
/// Without `practitioner_id` whoever is free first calls them in, of `specialty_id` or of any; the one expected is whoever works today
/// and has the fewest waiting.
///
/// Errors in this order: field errors (note), `patient.not_found`, `appointment.patient_died`, `record.not_found` (practitioner,
/// specialty), `appointment.practitioner_inactive`, `appointment.nobody_to_see`, those of the services (see `choose_services`),
/// `appointment.already_here` (ticket).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AdmitWalkIn {
    pub appointment_id: AppointmentId,
    pub patient_id: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner_id: Option<PractitionerId>,
    /// Not with `practitioner_id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialty_id: Option<SpecialtyId>,
    #[serde(default)]
    pub service_ids: Vec<ServiceId>,
    /// Why the patient came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Operate for AdmitWalkIn {
    const PERMISSION: Permission = Permission::AppointmentBook;
    const OFFLINE: bool = true;
    type Outcome = AppointmentSaved;

    fn example() -> Self {
        AdmitWalkIn {
            appointment_id: AppointmentId::new(),
            patient_id: PatientId::new(),
            practitioner_id: None,
            specialty_id: None,
            service_ids: vec![],
            note: Some("Cut on the hand".into()),
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<AppointmentSaved> {
        let note = fields::optional("note", self.note.as_deref(), 500)?;
        let starts_at = slot_of(cx.wall_now());
        patient_alive(tx, self.patient_id, starts_at.date()).await?;
        let practitioner = self.expected(tx, cx.settings.zone, starts_at).await?;
        let services = match self.service_ids.as_slice() {
            [] => Vec::new(),
            ids => choose_services(tx, ids, &practitioner, &[]).await?,
        };
        let minutes = services.iter().map(|service| service.minutes).sum::<i64>();
        let is_new = is_first(tx, self.patient_id).await?;
        let mut row = Appointment {
            id: self.appointment_id,
            version: 1,
            patient_id: self.patient_id,
            doctor_id: practitioner.id,
            room_id: None,
            starts_at,
            ends_at: end_of(starts_at, if minutes > 0 { minutes } else { USUAL_MINUTES }),
            status: Status::Arrived.text().to_owned(),
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
            walk_in: true,
            for_anyone: self.practitioner_id.is_none(),
            for_specialty: self.specialty_id.filter(|_| self.practitioner_id.is_none()),
            ticket_day: None,
            ticket: None,
            booked_at: cx.now,
            booked_by: cx.actor,
            series_id: None,
            series_own_time: false,
        };
        ticket::give(tx, cx, None, &mut row).await?;
        // After the counter's row is ours nobody else arrives: two desks cannot admit one patient twice.
        self.check_not_here(tx, cx).await?;
        tx.insert(&row).await?;
        write_services(tx, row.id, &services).await?;
        note_status(tx, cx, None, &row, None).await?;
        Ok(AppointmentSaved::from(&row))
    }
}

impl AdmitWalkIn {
    /// The practitioner who was named, or the one we expect.
    async fn expected(&self, tx: &mut Tx, zone: Tz, now: NaiveDateTime) -> Result<Practitioner> {
        if let Some(id) = self.practitioner_id {
            let named: Practitioner = tx.record(id.0).await?;
            return if named.active { Ok(named) } else { Err(Error::new(Code::AppointmentPractitionerInactive)) };
        }
        if let Some(specialty) = self.specialty_id {
            let known: Option<(i64,)> = tx.maybe("SELECT 1 FROM specialties WHERE id = ?", args![specialty]).await?;
            known.ok_or_else(|| Error::new(Code::NotFound).with("kind", "specialty"))?;
        }
        let candidates = self.candidates(tx).await?;
        let waiting: Vec<(PractitionerId, i64)> = tx
            .all(
                "SELECT COALESCE(waiting_for, doctor_id), COUNT(*) FROM appointments WHERE ticket_day = ? AND status = 'arrived' GROUP BY COALESCE(waiting_for, doctor_id)",
                args![now.date()],
            )
            .await?;
        let waiting: HashMap<PractitionerId, i64> = waiting.into_iter().collect();
        let ids: Vec<PractitionerId> = candidates.iter().map(|one| one.id).collect();
        let rules = availability(tx, zone, &ids, now.date(), now.date()).await?;
        let minute = (now - midnight(now.date())).num_minutes();
        let still_works = |id: PractitionerId| rules.spans(id, now.date()).iter().any(|(_, ends)| minute < *ends);
        // The candidates stand in the clinic's own order, which decides between equals.
        let first =
            candidates.into_iter().min_by_key(|one| (!still_works(one.id), waiting.get(&one.id).copied().unwrap_or(0)));
        first.ok_or_else(|| Error::new(Code::AppointmentNobodyToSee))
    }

    /// Everybody bookable who has the specialty and gives the services.
    async fn candidates(&self, tx: &mut Tx) -> Result<Vec<Practitioner>> {
        let mut everybody: Vec<Practitioner> = tx.records("WHERE active = TRUE ORDER BY position, id", vec![]).await?;
        if let Some(specialty) = self.specialty_id {
            let with: Vec<(PractitionerId,)> =
                tx.all("SELECT doctor_id FROM doctor_specialties WHERE specialty_id = ?", args![specialty]).await?;
            everybody.retain(|one| with.contains(&(one.id,)));
        }
        if self.service_ids.is_empty() {
            return Ok(everybody);
        }
        let ids = self.service_ids.iter().map(|id| (*id).into()).collect();
        let limited: Vec<(ServiceId, PractitionerId)> = tx
            .all_of(Clause::in_list(
                "SELECT service_id, doctor_id FROM service_doctors WHERE service_id IN (",
                ")",
                ids,
            ))
            .await?;
        let gives = |one: &Practitioner, service: &ServiceId| {
            let mut by = limited.iter().filter(|(id, _)| id == service).peekable();
            by.peek().is_none() || by.any(|(_, doctor)| *doctor == one.id)
        };
        everybody.retain(|one| self.service_ids.iter().all(|service| gives(one, service)));
        Ok(everybody)
    }

    async fn check_not_here(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let here: Option<(Option<i64>,)> = tx
            .maybe(
                "SELECT ticket FROM appointments WHERE patient_id = ? AND status IN ('arrived', 'in_room', 'to_pay') AND status_since >= ? LIMIT 1",
                args![self.patient_id, ticket::in_house_since(cx.now)],
            )
            .await?;
        match here {
            Some((ticket,)) => Err(Error::new(Code::AppointmentAlreadyHere).with("ticket", ticket)),
            None => Ok(()),
        }
    }
}

/// Not past midnight.
fn end_of(starts_at: NaiveDateTime, minutes: i64) -> NaiveDateTime {
    (starts_at + Duration::minutes(minutes)).min(midnight(starts_at.date() + Days::new(1)))
}

/// From now on this walk-in waits for one person.
pub(super) fn settle(row: &mut Appointment) {
    row.for_anyone = false;
    row.for_specialty = None;
}

/// A walk-in comes to its time: now, with `by`, else the practitioner who calls, else the one waited for.
pub(super) async fn call_in(
    tx: &mut Tx,
    cx: &Context,
    before: &Appointment,
    row: &mut Appointment,
    by: Option<PractitionerId>,
) -> Result<()> {
    let own: Option<(PractitionerId,)> = match cx.actor.filter(|_| before.for_anyone) {
        Some(actor) => tx.maybe("SELECT id FROM doctors WHERE user_id = ? AND active = TRUE", args![actor]).await?,
        None => None,
    };
    row.doctor_id = by.or(own.map(|(id,)| id)).or(before.waiting_for).unwrap_or(before.doctor_id);
    settle(row);
    if row.doctor_id != before.doctor_id || row.room_id.is_none() {
        let practitioner: Practitioner = tx.record(row.doctor_id.0).await?;
        row.room_id = practitioner.room_id;
    }
    row.starts_at = slot_of(cx.wall_now());
    row.ends_at = end_of(row.starts_at, (before.ends_at - before.starts_at).num_minutes());
    take_time(tx, cx, row).await
}

/// Takes the row's time in the lowest free lanes, above the capacity where it has to be: never refused.
pub(super) async fn take_time(tx: &mut Tx, cx: &Context, row: &mut Appointment) -> Result<()> {
    let mut resources =
        vec![Resource { id: row.doctor_id.0, capacity: 1 }, Resource { id: row.patient_id.0, capacity: 1 }];
    if let Some(id) = row.room_id {
        let room: Room = tx.record(id.0).await?;
        resources.push(Resource { id: id.0, capacity: room.capacity });
    }
    let lanes = claims::choose(tx, &resources, row.starts_at, row.ends_at).await?;
    row.overbooked = !lanes.clashes.is_empty();
    row.overbook_reason = row.overbooked.then(|| REASON.to_owned());
    row.overbooked_by = cx.actor.filter(|_| row.overbooked);
    let day = row.starts_at.date();
    let rules = availability(tx, cx.settings.zone, &[row.doctor_id], day, day).await?;
    row.outside_hours = !rules.works(row.doctor_id, row.starts_at, row.ends_at)
        || !rules.obstacles(row.doctor_id, row.room_id, row.starts_at, row.ends_at).is_empty();
    row.outside_reason = row.outside_hours.then(|| REASON.to_owned());
    claims::take(tx, row.id, lanes).await
}
