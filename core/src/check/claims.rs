//! Claims and appointments, both ways: who holds a slot has an appointment then, and the other way round.

use super::{Report, Span, spans};
use crate::error::Result;
use crate::ids::{AppointmentId, PatientId, PractitionerId, RoomId};
use crate::store::{Clause, Db, Read, Value};
use crate::time::slots;
use chrono::NaiveDateTime;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// Statuses whose time is taken.
const HOLDING: [&str; 6] = ["booked", "confirmed", "arrived", "in_room", "to_pay", "done"];
/// Appointments in one piece: each has some ten claims.
const PIECE: i64 = 1000;
const LANES_PIECE: i64 = 100_000;

#[derive(sqlx::FromRow)]
struct Appointment {
    id: AppointmentId,
    patient_id: PatientId,
    doctor_id: PractitionerId,
    room_id: Option<RoomId>,
    starts_at: NaiveDateTime,
    ends_at: NaiveDateTime,
    status: String,
    overbooked: bool,
    walk_in: bool,
}

#[derive(sqlx::FromRow)]
struct Claim {
    appointment_id: AppointmentId,
    resource_id: Uuid,
    slot_at: NaiveDateTime,
    lane: i64,
}

const APPOINTMENTS: &str = "SELECT id, patient_id, doctor_id, room_id, starts_at, ends_at, status, overbooked, walk_in FROM appointments WHERE 1 = 1";

pub(super) async fn check(db: &Db, report: &mut Report) -> Result<()> {
    let capacities = capacities(&mut db.clone()).await?;
    for span in spans(db, "appointments", "id", PIECE).await? {
        piece(&mut db.clone(), &span, &capacities, report).await?;
    }
    for span in spans(db, "slot_claims", "resource_id", LANES_PIECE).await? {
        lanes(&mut db.clone(), &span, report).await?;
    }
    Ok(())
}

async fn capacities(db: &mut Db) -> Result<HashMap<Uuid, i64>> {
    let rows: Vec<(Uuid, i64)> = db.all("SELECT id, capacity FROM clinic_rooms", vec![]).await?;
    Ok(rows.into_iter().collect())
}

async fn piece(db: &mut Db, span: &Span, capacities: &HashMap<Uuid, i64>, report: &mut Report) -> Result<()> {
    let appointments: Vec<Appointment> =
        db.all_of(span.limit(Clause::new(APPOINTMENTS, vec![]), "appointments", "id")).await?;
    let claims = Clause::new("SELECT appointment_id, resource_id, slot_at, lane FROM slot_claims WHERE 1 = 1", vec![]);
    let claims: Vec<Claim> = db.all_of(span.limit(claims, "slot_claims", "appointment_id")).await?;
    report.appointments += appointments.len() as u64;
    report.claims += claims.len() as u64;
    let mut by_appointment: HashMap<AppointmentId, Vec<Claim>> = HashMap::new();
    for claim in claims {
        by_appointment.entry(claim.appointment_id).or_default().push(claim);
    }
    for appointment in appointments {
        let held = by_appointment.remove(&appointment.id).unwrap_or_default();
        if differs(&appointment, &held) {
            // It may have been moved between the two reads: one statement tells.
            again(db, appointment.id, report).await?;
        } else {
            too_high(&appointment, &held, capacities, report);
        }
    }
    Ok(())
}

/// The slots that an appointment must hold.
fn due(appointment: &Appointment) -> BTreeSet<(Uuid, NaiveDateTime)> {
    let waits_without = appointment.walk_in && appointment.status == "arrived";
    if waits_without || !HOLDING.contains(&appointment.status.as_str()) {
        return BTreeSet::new();
    }
    let resources =
        [Some(appointment.doctor_id.0), Some(appointment.patient_id.0), appointment.room_id.map(|room| room.0)];
    let slots = slots(appointment.starts_at, appointment.ends_at);
    resources.into_iter().flatten().flat_map(|resource| slots.iter().map(move |slot| (resource, *slot))).collect()
}

fn differs(appointment: &Appointment, held: &[Claim]) -> bool {
    let due = due(appointment);
    held.len() != due.len() || !held.iter().all(|claim| due.contains(&(claim.resource_id, claim.slot_at)))
}

#[derive(sqlx::FromRow)]
struct Joined {
    #[sqlx(flatten)]
    appointment: Appointment,
    resource_id: Option<Uuid>,
    slot_at: Option<NaiveDateTime>,
}

async fn again(db: &mut Db, id: AppointmentId, report: &mut Report) -> Result<()> {
    let rows: Vec<Joined> = db
        .all(
            "SELECT a.id, a.patient_id, a.doctor_id, a.room_id, a.starts_at, a.ends_at, a.status, a.overbooked, a.walk_in, c.resource_id, c.slot_at \
             FROM appointments a LEFT JOIN slot_claims c ON c.appointment_id = a.id WHERE a.id = ?",
            vec![Value::from(id)],
        )
        .await?;
    let Some(first) = rows.first() else { return Ok(()) };
    let due = due(&first.appointment);
    let held: Vec<(Uuid, NaiveDateTime)> =
        rows.iter().filter_map(|row| Some((row.resource_id?, row.slot_at?))).collect();
    let held_set: BTreeSet<_> = held.iter().copied().collect();
    let status = &first.appointment.status;
    for (resource, slot) in due.difference(&held_set) {
        let who = role(&first.appointment, *resource);
        report.find(
            "claims.missing",
            format!("appointment {id} ({status}) does not hold its {who} {resource} at {slot}"),
        );
    }
    for (resource, slot) in held_set.difference(&due) {
        report.find(
            "claims.extra",
            format!("appointment {id} ({status}) holds {resource} at {slot}, which it does not take up"),
        );
    }
    if held.len() > held_set.len() {
        report.find("claims.twice", format!("appointment {id} ({status}) holds the same slot in more than one lane"));
    }
    Ok(())
}

fn role(appointment: &Appointment, resource: Uuid) -> &'static str {
    match resource {
        id if id == appointment.doctor_id.0 => "practitioner",
        id if id == appointment.patient_id.0 => "patient",
        _ => "room",
    }
}

/// Only a deliberate overbooking may stand above what a resource can take.
fn too_high(appointment: &Appointment, held: &[Claim], capacities: &HashMap<Uuid, i64>, report: &mut Report) {
    if appointment.overbooked {
        return;
    }
    for claim in held {
        let room = capacities.get(&claim.resource_id);
        if claim.lane < room.copied().unwrap_or(1) {
            continue;
        }
        let what = format!(
            "appointment {} holds {} {} at {} in lane {} without being an overbooking",
            appointment.id,
            role(appointment, claim.resource_id),
            claim.resource_id,
            claim.slot_at,
            claim.lane
        );
        match room {
            // The room may have held more when it was booked.
            Some(_) => report.note("claims.above_capacity", what),
            None => report.find("claims.above_capacity", what),
        }
    }
}

/// The lanes of a slot are 0, 1, 2 … without holes: a hole would let one more in without permission.
async fn lanes(db: &mut Db, span: &Span, report: &mut Report) -> Result<()> {
    let clause = span
        .limit(
            Clause::new("SELECT resource_id, slot_at, MAX(lane), COUNT(*) FROM slot_claims WHERE 1 = 1", vec![]),
            "slot_claims",
            "resource_id",
        )
        .and(" GROUP BY resource_id, slot_at HAVING MAX(lane) <> COUNT(*) - 1 ORDER BY resource_id, slot_at", vec![]);
    let rows: Vec<(Uuid, NaiveDateTime, i64, i64)> = db.all_of(clause).await?;
    for (resource, slot, highest, count) in rows {
        report.find(
            "claims.lane_hole",
            format!("resource {resource} at {slot}: {count} claims, but the highest lane is {highest}"),
        );
    }
    Ok(())
}
