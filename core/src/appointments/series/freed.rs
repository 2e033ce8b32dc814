//! The times that visits of a series no longer hold: they can be offered to who waits.

use crate::appointments::appointment::Appointment;
use crate::ids::{PractitionerId, RoomId};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// A time that somebody held and holds no longer. Whether it is free for others is asked of the claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct FreedTime {
    pub practitioner_id: PractitionerId,
    pub room_id: Option<RoomId>,
    pub starts_at: NaiveDateTime,
    pub ends_at: NaiveDateTime,
}

/// What of the old times the new ones do not take again.
pub(super) fn freed(before: &[Appointment], after: &[Appointment]) -> Vec<FreedTime> {
    let left = |old: &Appointment| {
        let mut parts = vec![(old.starts_at, old.ends_at)];
        for new in after.iter().filter(|new| new.doctor_id == old.doctor_id) {
            let cut = |(starts, ends): (NaiveDateTime, NaiveDateTime)| {
                [(starts, ends.min(new.starts_at)), (starts.max(new.ends_at), ends)]
            };
            parts = parts.into_iter().flat_map(cut).filter(|(starts, ends)| starts < ends).collect();
        }
        parts
    };
    let mut times: Vec<FreedTime> = before
        .iter()
        .flat_map(|old| {
            left(old).into_iter().map(|(starts_at, ends_at)| FreedTime {
                practitioner_id: old.doctor_id,
                room_id: old.room_id,
                starts_at,
                ends_at,
            })
        })
        .collect();
    times.sort_by_key(|time| time.starts_at);
    times
}
