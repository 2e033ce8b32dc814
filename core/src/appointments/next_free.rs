//! Moving an appointment to the next free time of the same practitioner and room. Whose room is out of use keeps the time in a like
//! room, if one is free: a patient is not put off for a lamp.

use super::appointment::{Appointment, AppointmentSaved, seen};
use super::calendar::{Calendar, Place};
use super::change_time::MoveAppointment;
use super::nearest_free::next_free;
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::Result;
use crate::ids::{AppointmentId, PractitionerId, RoomId};
use crate::operation::Operate;
use crate::schedule::availability::availability;
use crate::schedule::exception::ExceptionKind;
use crate::store::{Read, Tx};
use chrono::{Days, NaiveDateTime};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Moves to the first time after the present one, and not before now, at which practitioner, room and patient are free within
/// working hours. Where the room is out of use: the same time in another room of its kind, else the first time in any of them. Who
/// moves many sends one of these for each: a refusal is that one's alone.
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
    #[serde(default)]
    pub room_id: Option<RoomId>,
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
        let zone = cx.settings.zone;
        let minutes = (before.ends_at - before.starts_at).num_minutes();
        let rooms = if room_is_out(tx, zone, &before).await? { like_rooms(tx, before.room_id).await? } else { vec![] };
        let in_room = |room| Place { practitioner: before.doctor_id, room, patient: Some(before.patient_id) };
        let others: Vec<Place> = rooms.into_iter().map(|room| in_room(Some(room))).collect();
        let (place, starts_at) = match same_time(tx, cx, &before, &others).await? {
            Some(place) => (place, before.starts_at),
            None => {
                let places: Vec<Place> = std::iter::once(in_room(before.room_id)).chain(others).collect();
                next_free(tx, zone, &places, minutes, before.starts_at.max(cx.wall_now())).await?
            }
        };
        let moved = MoveAppointment {
            appointment_id: before.id,
            version: self.version,
            practitioner_id: before.doctor_id,
            room_id: place.room,
            starts_at,
            minutes,
            overbook: None,
            outside_hours: None,
        };
        let saved = moved.apply(tx, cx).await?;
        Ok(MovedToNextFree { saved, practitioner_id: before.doctor_id, room_id: place.room, starts_at })
    }
}

async fn room_is_out(read: &mut impl Read, zone: Tz, one: &Appointment) -> Result<bool> {
    let day = one.starts_at.date();
    let rules = availability(read, zone, &[one.doctor_id], day, day).await?;
    let there = rules.obstacles(one.doctor_id, one.room_id, one.starts_at, one.ends_at);
    Ok(there.iter().any(|obstacle| obstacle.kind() == ExceptionKind::OutOfUse))
}

/// The other rooms of its kind. One without a kind is like no other.
async fn like_rooms(read: &mut impl Read, room: Option<RoomId>) -> Result<Vec<RoomId>> {
    let rows: Vec<(RoomId,)> = read
        .all(
            "SELECT r.id FROM clinic_rooms r JOIN clinic_rooms o ON o.kind = r.kind WHERE o.id = ? AND r.id <> o.id AND r.active = TRUE \
             ORDER BY r.name, r.id",
            args![room],
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The first of these places in which the time can stay as it is, unless it is over.
async fn same_time(tx: &mut Tx, cx: &Context, one: &Appointment, places: &[Place]) -> Result<Option<Place>> {
    if places.is_empty() || one.starts_at < cx.wall_now() {
        return Ok(None);
    }
    let day = one.starts_at.date();
    let calendar = Calendar::read(tx, cx.settings.zone, places, day, day + Days::new(1)).await?.without(one.id);
    Ok(places.iter().find(|place| calendar.suits(place, one.starts_at, one.ends_at)).copied())
}
