//! Claims: one row per resource, five-minute slot and lane. Their primary key makes a double booking impossible.
//!
//! Ordinary bookings use lanes below the resource's capacity; a deliberate overbooking goes above. When a claim is freed, a
//! higher lane of that slot moves down, so that no hole lets a third one in unpermitted.

use super::appointment::Appointment;
use crate::args;
use crate::error::{Class, Code, Error, Result};
use crate::ids::AppointmentId;
use crate::store::{Clause, Read, Tx, Value};
use crate::time::slots;
use chrono::NaiveDateTime;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Something that can be taken: a practitioner, a room or a patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resource {
    pub id: Uuid,
    pub capacity: i64,
}

#[derive(Debug, Clone, sqlx::FromRow)]
struct ClaimRow {
    resource_id: Uuid,
    slot_at: NaiveDateTime,
    lane: i64,
    appointment_id: AppointmentId,
}

/// What stands in the way of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    pub resource_id: Uuid,
    pub appointment_id: AppointmentId,
}

/// Lanes for every slot of every resource; or the clashes, when a lane would lie at or above a capacity.
#[derive(Debug)]
pub struct Lanes {
    rows: Vec<(Uuid, NaiveDateTime, i64)>,
    pub clashes: Vec<Clash>,
}

/// What is claimed of some resources over a stretch of time: read in one statement, asked for any number of times in it.
#[derive(Debug, Default)]
pub struct Taken(BTreeMap<(Uuid, NaiveDateTime), BTreeMap<i64, AppointmentId>>);

impl Taken {
    pub async fn read(
        read: &mut impl Read,
        resources: impl IntoIterator<Item = Uuid>,
        from: NaiveDateTime,
        to: NaiveDateTime,
    ) -> Result<Taken> {
        let rows: Vec<ClaimRow> = read
            .all_of(
                Clause::in_list(
                    "SELECT resource_id, slot_at, lane, appointment_id FROM slot_claims WHERE resource_id IN (",
                    ") ",
                    resources.into_iter().map(Into::into).collect(),
                )
                .and("AND slot_at >= ? AND slot_at < ?", args![from, to]),
            )
            .await?;
        let mut taken = Taken::default();
        for claim in rows {
            taken.0.entry((claim.resource_id, claim.slot_at)).or_default().insert(claim.lane, claim.appointment_id);
        }
        Ok(taken)
    }

    /// Whether a slot has room for one more.
    pub fn has_room(&self, resource: &Resource, slot: NaiveDateTime) -> bool {
        self.0.get(&(resource.id, slot)).is_none_or(|lanes| (lanes.len() as i64) < resource.capacity)
    }

    /// Chooses the lowest free lane of each slot.
    pub fn choose(&self, resources: &[Resource], starts_at: NaiveDateTime, ends_at: NaiveDateTime) -> Lanes {
        let mut lanes = Lanes { rows: Vec::new(), clashes: Vec::new() };
        for resource in resources {
            for slot in slots(starts_at, ends_at) {
                let used = self.0.get(&(resource.id, slot));
                let lane = (0..).find(|lane| used.is_none_or(|used| !used.contains_key(lane))).unwrap_or(0);
                lanes.rows.push((resource.id, slot, lane));
                if lane >= resource.capacity {
                    note_clashes(&mut lanes.clashes, used, resource.id);
                }
            }
        }
        // Ascending, so that two bookings which meet wait for each other in one order.
        lanes.rows.sort_unstable();
        lanes
    }

    /// As if an appointment held nothing.
    pub fn let_go(&mut self, appointment: AppointmentId) {
        for lanes in self.0.values_mut() {
            lanes.retain(|_, holder| *holder != appointment);
        }
    }

    /// Counts lanes in that are about to be taken.
    pub fn hold(&mut self, appointment: AppointmentId, lanes: &Lanes) {
        for (resource, slot, lane) in &lanes.rows {
            self.0.entry((*resource, *slot)).or_default().insert(*lane, appointment);
        }
    }
}

/// Chooses the lowest free lane of each slot.
pub async fn choose(
    tx: &mut Tx,
    resources: &[Resource],
    starts_at: NaiveDateTime,
    ends_at: NaiveDateTime,
) -> Result<Lanes> {
    let taken = Taken::read(tx, resources.iter().map(|resource| resource.id), starts_at, ends_at).await?;
    Ok(taken.choose(resources, starts_at, ends_at))
}

fn note_clashes(clashes: &mut Vec<Clash>, used: Option<&BTreeMap<i64, AppointmentId>>, resource_id: Uuid) {
    for appointment_id in used.into_iter().flat_map(BTreeMap::values) {
        let clash = Clash { resource_id, appointment_id: *appointment_id };
        if !clashes.contains(&clash) {
            clashes.push(clash);
        }
    }
}

/// Writes the claims. Somebody who took a lane meanwhile makes the database refuse it, and the gate runs the operation again.
///
/// Errors: a transient one when a lane below was freed meanwhile.
pub async fn take(tx: &mut Tx, appointment: AppointmentId, lanes: Lanes) -> Result<()> {
    take_all(tx, vec![(appointment, lanes)]).await
}

/// The claims of several appointments, again in one ascending order.
///
/// Errors: as `take`.
pub async fn take_all(tx: &mut Tx, all: Vec<(AppointmentId, Lanes)>) -> Result<()> {
    let mut rows: Vec<_> =
        all.into_iter().flat_map(|(id, lanes)| lanes.rows.into_iter().map(move |row| (row, id))).collect();
    rows.sort_unstable();
    hold_lanes_below(tx, rows.iter().map(|(row, _)| *row)).await?;
    let rows = rows.into_iter().map(|((resource, slot, lane), id)| args![resource, slot, lane, id]).collect();
    tx.insert_rows("slot_claims", &["resource_id", "slot_at", "lane", "appointment_id"], rows).await
}

/// A higher lane stands on the lanes below it. They are held until the end of the transaction: else whoever frees one at the same
/// moment would not see the new lane, leave it where it is, and the hole would let the next one in without permission.
async fn hold_lanes_below(tx: &mut Tx, rows: impl Iterator<Item = (Uuid, NaiveDateTime, i64)>) -> Result<()> {
    let mut above: BTreeMap<(Uuid, i64), Vec<Value>> = BTreeMap::new();
    for (resource, slot, lane) in rows.filter(|(_, _, lane)| *lane > 0) {
        above.entry((resource, lane)).or_default().push(slot.into());
    }
    for ((resource, lane), slots) in above {
        let wanted = slots.len() as u64 * lane.unsigned_abs();
        let held = Clause::new(
            "UPDATE slot_claims SET appointment_id = appointment_id WHERE resource_id = ? AND lane < ?",
            args![resource, lane],
        );
        let held = tx.exec_of(held.then(Clause::in_list(" AND slot_at IN (", ")", slots))).await?;
        if held != wanted {
            return Err(Error::classed(Code::StoreBusy, Class::Transient));
        }
    }
    Ok(())
}

/// Frees an appointment's claims and moves higher lanes down.
pub async fn free(tx: &mut Tx, appointment: AppointmentId) -> Result<()> {
    free_all(tx, &[appointment]).await
}

/// Frees the claims of several appointments (at most `CHUNK`) and moves higher lanes down.
pub async fn free_all(tx: &mut Tx, appointments: &[AppointmentId]) -> Result<()> {
    let ids = || appointments.iter().map(|id| (*id).into()).collect::<Vec<Value>>();
    if appointments.is_empty() {
        return Ok(());
    }
    let own = hold_own(tx, ids).await?;
    if own.is_empty() {
        return Ok(());
    }
    tx.exec_of(Clause::in_list("DELETE FROM slot_claims WHERE appointment_id IN (", ")", ids())).await?;
    let mut freed: BTreeMap<(Uuid, NaiveDateTime), Vec<i64>> = BTreeMap::new();
    for claim in &own {
        freed.entry((claim.resource_id, claim.slot_at)).or_default().push(claim.lane);
    }
    let resources: BTreeSet<Uuid> = own.iter().map(|claim| claim.resource_id).collect();
    let (first, last) = own.iter().fold((own[0].slot_at, own[0].slot_at), |(first, last), claim| {
        (first.min(claim.slot_at), last.max(claim.slot_at))
    });
    let mut above: Vec<ClaimRow> = tx
        .all_of(
            Clause::in_list(
                "SELECT resource_id, slot_at, lane, appointment_id FROM slot_claims WHERE resource_id IN (",
                ") ",
                resources.into_iter().map(Into::into).collect(),
            )
            .and("AND slot_at >= ? AND slot_at <= ? AND lane > 0", args![first, last]),
        )
        .await?;
    above.sort_by_key(|claim| claim.lane);
    for claim in above {
        let below = freed
            .get(&(claim.resource_id, claim.slot_at))
            .map_or(0, |lanes| lanes.iter().filter(|lane| **lane < claim.lane).count());
        if below > 0 {
            let moved = tx
                .exec(
                    "UPDATE slot_claims SET lane = ? WHERE resource_id = ? AND slot_at = ? AND lane = ?",
                    args![claim.lane - below as i64, claim.resource_id, claim.slot_at, claim.lane],
                )
                .await?;
            // Somebody else moved or freed it meanwhile: what was read above is no longer so.
            if moved != 1 {
                return Err(Error::classed(Code::StoreBusy, Class::Transient));
            }
        }
    }
    Ok(())
}

/// The claims of some appointments, held until the end of the transaction. Somebody who frees a lane below moves them down at the
/// same moment: a statement that was waiting for the old place steps over the new one, and would leave a claim behind.
async fn hold_own(tx: &mut Tx, ids: impl Fn() -> Vec<Value>) -> Result<Vec<ClaimRow>> {
    let hold = "UPDATE slot_claims SET appointment_id = appointment_id WHERE appointment_id IN (";
    let held = tx.exec_of(Clause::in_list(hold, ")", ids())).await?;
    let own = "SELECT resource_id, slot_at, lane, appointment_id FROM slot_claims WHERE appointment_id IN (";
    let own: Vec<ClaimRow> = tx.all_of(Clause::in_list(own, ")", ids())).await?;
    if held != own.len() as u64 {
        return Err(Error::classed(Code::StoreBusy, Class::Transient));
    }
    Ok(own)
}

/// The resources of an appointment, without their capacities.
pub fn resource_ids(appointment: &Appointment) -> Vec<Uuid> {
    let mut ids = vec![appointment.doctor_id.0, appointment.patient_id.0];
    ids.extend(appointment.room_id.map(|room| room.0));
    ids
}
