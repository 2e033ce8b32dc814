//! Moving visits of a series by the same span of wall time.
//!
//! The chosen visit goes where it was put; the others of the scope are shifted by as much. A new practitioner, room or length reaches
//! them too, where it was changed. Visits that were moved on their own stay where they are and are counted (`kept_own`): somebody agreed
//! that time with the patient. Whichever cannot be shifted is listed before anything is written; the next try says for each where it goes
//! or that it stays, and it counts as moved on its own from then on.

use super::book::SeriesSaved;
use super::freed::freed;
use super::members::{SeriesScope, reached};
use super::visits::{Judged, Wanted, calendar, judge, refuse_clashes, refuse_overlaps};
use crate::access::Permission;
use crate::appointments::appointment::{Appointment, ChosenService};
use crate::appointments::calendar::DAYS_AHEAD;
use crate::appointments::claims;
use crate::appointments::plan::{Reason, choose_services};
use crate::catalogue::practitioners::Practitioner;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{AppointmentId, PractitionerId, RoomId, ServiceId};
use crate::operation::Operate;
use crate::store::{Clause, Read, Tx};
use chrono::{Duration, NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Moves the chosen visit to `starts_at` (clinic wall time), and the others of the scope by as much.
///
/// Errors in this order: field errors (outside_hours.reason), those of `members::reached`, those of the time (see `Plan::agree`),
/// `field.invalid` (instead: not one of these visits, or two at once), `patient.not_found`, `appointment.patient_died`,
/// `record.not_found` (practitioner, room), `appointment.practitioner_inactive`, `appointment.room_inactive`,
/// `appointment.service_not_given`, `series.clashes`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct MoveSeries {
    pub appointment_id: AppointmentId,
    #[ts(type = "number")]
    pub version: i64,
    pub scope: SeriesScope,
    pub practitioner_id: PractitionerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    pub starts_at: NaiveDateTime,
    #[ts(type = "number")]
    pub minutes: i64,
    /// Where visits go that cannot be shifted.
    #[serde(default)]
    pub instead: Vec<Instead>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside_hours: Option<Reason>,
}

/// Another time for one visit; without a time it stays as it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct Instead {
    pub appointment_id: AppointmentId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_at: Option<NaiveDateTime>,
}

impl Operate for MoveSeries {
    const PERMISSION: Permission = Permission::AppointmentBook;
    type Outcome = SeriesSaved;

    fn example() -> Self {
        MoveSeries {
            appointment_id: AppointmentId::new(),
            version: 1,
            scope: SeriesScope::Following,
            practitioner_id: PractitionerId::new(),
            room_id: None,
            starts_at: NaiveDate::from_ymd_opt(2026, 11, 24)
                .and_then(|day| day.and_hms_opt(11, 15, 0))
                .unwrap_or_default(),
            minutes: 30,
            instead: vec![],
            outside_hours: None,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<SeriesSaved> {
        let outside = self.outside_hours.as_ref();
        let outside = outside.map(|outside| fields::text("outside_hours.reason", &outside.reason, 200)).transpose()?;
        let (series_id, rows) = reached(tx, cx, self.appointment_id, self.version, self.scope).await?;
        let shift = self.shift(&rows, outside.is_some());
        let instead = self.instead(&shift.moving)?;
        let (moving, staying): (Vec<_>, Vec<_>) =
            shift.moving.into_iter().partition(|(row, _)| instead.get(&row.id) != Some(&None));
        let own_time = |id: AppointmentId| instead.contains_key(&id);
        let wanted: Vec<Wanted> = moving
            .iter()
            .map(|(row, wanted)| match instead.get(&row.id) {
                Some(Some(starts_at)) => Wanted { starts_at: *starts_at, ..wanted.clone() },
                _ => wanted.clone(),
            })
            .collect();
        let rows: Vec<Appointment> = moving.into_iter().map(|(row, _)| row).collect();
        let judged = self.agree(tx, cx, &rows, wanted).await?;

        let mut lanes = Vec::new();
        let mut moved = Vec::new();
        for (before, one) in rows.iter().zip(judged) {
            let mut after = before.clone();
            after.doctor_id = one.wanted.practitioner;
            after.room_id = one.wanted.room;
            after.starts_at = one.wanted.starts_at;
            after.ends_at = one.wanted.ends_at();
            after.series_own_time = before.series_own_time
                || own_time(before.id)
                || (self.scope == SeriesScope::One && before.starts_at != after.starts_at);
            (after.overbooked, after.overbook_reason, after.overbooked_by) = (false, None, None);
            after.outside_hours = one.outside;
            after.outside_reason = outside.clone().or_else(|| before.outside_reason.clone()).filter(|_| one.outside);
            after.outside_known = one.known;
            lanes.push((before.id, one.lanes));
            tx.update(before, &mut after).await?;
            moved.push(after);
        }
        claims::take_all(tx, lanes).await?;
        for (before, _) in &staying {
            let mut after = before.clone();
            after.series_own_time = true;
            tx.update(before, &mut after).await?;
        }
        let freed = freed(&rows, &moved);
        let mut in_order: Vec<&Appointment> = rows.iter().collect();
        in_order.sort_by_key(|row| row.starts_at);
        let appointment_ids = in_order.into_iter().map(|row| row.id).collect();
        Ok(SeriesSaved { series_id, appointment_ids, kept_own: shift.kept_own + staying.len() as i64, freed })
    }
}

struct Shift {
    moving: Vec<(Appointment, Wanted)>,
    kept_own: i64,
}

impl MoveSeries {
    /// Where each visit would go.
    fn shift(&self, rows: &[Appointment], outside: bool) -> Shift {
        let Some(chosen) = rows.first() else { return Shift { moving: vec![], kept_own: 0 } };
        let by = self.starts_at - chosen.starts_at;
        let minutes = |row: &Appointment| (row.ends_at - row.starts_at).num_minutes();
        let longer = self.minutes != minutes(chosen);
        let goes = |row: &Appointment| Wanted {
            id: row.id,
            patient: row.patient_id,
            practitioner: if self.practitioner_id == chosen.doctor_id { row.doctor_id } else { self.practitioner_id },
            room: if self.room_id == chosen.room_id { row.room_id } else { self.room_id },
            starts_at: row.starts_at.checked_add_signed(by).unwrap_or(row.starts_at),
            minutes: if longer { self.minutes } else { minutes(row) },
            // One that was outside on purpose, and only gets another day, stays so on purpose.
            outside: outside || (row.outside_hours && by == Duration::days(by.num_days())),
            overbook: false,
        };
        let stands = |row: &&Appointment| row.id == chosen.id || !row.series_own_time;
        let moving: Vec<_> = rows.iter().filter(stands).map(|row| (row.clone(), goes(row))).collect();
        Shift { kept_own: (rows.len() - moving.len()) as i64, moving }
    }

    fn instead(&self, moving: &[(Appointment, Wanted)]) -> Result<HashMap<AppointmentId, Option<NaiveDateTime>>> {
        let instead: HashMap<_, _> = self.instead.iter().map(|one| (one.appointment_id, one.starts_at)).collect();
        let known = |id: &AppointmentId| moving.iter().any(|(row, _)| row.id == *id && row.id != self.appointment_id);
        if instead.len() == self.instead.len() && instead.keys().all(known) {
            Ok(instead)
        } else {
            Err(Error::field(Code::FieldInvalid, "instead"))
        }
    }

    /// Checks everything and frees the old times; the caller takes the new ones.
    async fn agree(&self, tx: &mut Tx, cx: &Context, rows: &[Appointment], wanted: Vec<Wanted>) -> Result<Vec<Judged>> {
        let zone = cx.settings.zone;
        for one in &wanted {
            one.skipped(zone)?;
        }
        refuse_overlaps("instead", &wanted)?;
        let (Some(chosen), Some(first)) = (rows.first(), wanted.first()) else { return Ok(Vec::new()) };
        let last = wanted.iter().max_by_key(|one| one.starts_at).unwrap_or(first);
        last.plan(None).check_patient(tx).await?;
        let plan = first.plan(Some((chosen.doctor_id, chosen.room_id)));
        let practitioner = plan.check_practitioner(tx).await?;
        plan.check_room(tx).await?;
        if practitioner.id != chosen.doctor_id {
            gives_all(tx, &practitioner, rows).await?;
        }
        // Their own claims must not stand in their way.
        claims::free_all(tx, &rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
        let mut calendar = calendar(tx, cx.settings.zone, &wanted, DAYS_AHEAD).await?;
        let judged = judge(&mut calendar, zone, wanted)?;
        refuse_clashes(tx, &calendar, cx.wall_now(), &judged).await?;
        Ok(judged)
    }
}

/// Errors: `appointment.service_not_given`, when these visits hold services which this practitioner does not give.
async fn gives_all(tx: &mut Tx, practitioner: &Practitioner, rows: &[Appointment]) -> Result<()> {
    let ids = rows.iter().map(|row| row.id.into()).collect();
    let services: Vec<ChosenService> = tx
        .all_of(Clause::in_list(
            "SELECT DISTINCT a.service_id, s.name, s.minutes, s.price_minor FROM appointment_services a \
             JOIN services s ON s.id = a.service_id WHERE a.appointment_id IN (",
            ") ORDER BY a.service_id",
            ids,
        ))
        .await?;
    for some in services.chunks(20) {
        let ids: Vec<ServiceId> = some.iter().map(|service| service.service_id).collect();
        // Kept: what is no longer offered stays on the visits that have it.
        choose_services(tx, &ids, practitioner, some).await?;
    }
    Ok(())
}
