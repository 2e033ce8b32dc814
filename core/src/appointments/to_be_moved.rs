//! What is booked where nobody will be: in leave, a holiday, or a room out of use.
//!
//! Found by the rules when asked, never from a mark that somebody would have to set: a booking that is committed at the same
//! moment as the leave is seen by the first question after both. What was knowingly booked there is left out.

use super::day::{DayAppointment, SELECT};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::{AppointmentId, ExceptionId, PractitionerId, RoomId};
use crate::question::Ask;
use crate::schedule::availability::{Availability, knew, moves_bookings};
use crate::schedule::exception::{ExceptionDetails, ExceptionKind, WorkingException};
use crate::schedule::exceptions::not_over;
use crate::store::{Clause, Db, Read, Value};
use crate::time::midnight;
use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// SQLite takes no more than a thousand conditions in one statement.
const RANGES: usize = 200;
const MOST_ROWS: i64 = 500;

/// Today's and later appointments that are booked or confirmed and have to be moved, the earliest first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskToBeMoved {
    /// Only those of this absence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exception_id: Option<ExceptionId>,
    /// 0 (for the number alone) to 500.
    #[ts(type = "number")]
    pub limit: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ToBeMoved {
    #[ts(type = "number")]
    pub total: i64,
    pub rows: Vec<ToMove>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ToMove {
    pub appointment: DayAppointment,
    pub exception_id: ExceptionId,
    /// What is in the way.
    pub because: ExceptionDetails,
}

/// What decides whether it is to be moved, before anything of the patient is read.
#[derive(Debug, Clone, sqlx::FromRow)]
struct Booked {
    id: AppointmentId,
    doctor_id: PractitionerId,
    room_id: Option<RoomId>,
    starts_at: NaiveDateTime,
    ends_at: NaiveDateTime,
    outside_known: Option<String>,
}

impl Ask for AskToBeMoved {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = ToBeMoved;

    fn example() -> Self {
        AskToBeMoved { exception_id: None, limit: 200 }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<ToBeMoved> {
        let exceptions = not_over(db, asker.wall_now().date()).await?;
        let booked = booked_there(db, &exceptions, midnight(asker.wall_now().date())).await?;
        let rules = Availability::new(asker.settings.zone, vec![], exceptions);
        let mut found: Vec<(Booked, WorkingException)> = Vec::new();
        for row in booked {
            let there = rules.obstacles(row.doctor_id, row.room_id, row.starts_at, row.ends_at);
            let unknown =
                |one: &&WorkingException| moves_bookings(one.kind()) && !knew(row.outside_known.as_deref(), one.id);
            let wanted = |one: &&WorkingException| self.exception_id.is_none_or(|id| id == one.id);
            if let Some(because) = there.into_iter().filter(unknown).find(wanted) {
                found.push((row, because.clone()));
            }
        }
        found.sort_by_key(|(row, _)| (row.starts_at, row.id));
        let total = found.len() as i64;
        found.truncate(usize::try_from(self.limit.clamp(0, MOST_ROWS)).unwrap_or(0));
        Ok(ToBeMoved { total, rows: shown(db, found).await? })
    }
}

/// Whose time an absence takes: an index of its own serves each.
#[derive(Clone, Copy)]
struct Taken {
    kind: ExceptionKind,
    piece: &'static str,
    id: fn(&WorkingException) -> Option<Value>,
}

const ROWS: &str = "SELECT id, doctor_id, room_id, starts_at, ends_at, outside_known FROM appointments WHERE status IN ('booked', 'confirmed') AND (";

const TAKEN: [Taken; 3] = [
    Taken {
        kind: ExceptionKind::Leave,
        piece: "(doctor_id = ? AND starts_at >= ? AND starts_at < ?)",
        id: |one| one.doctor_id.map(Value::from),
    },
    Taken {
        kind: ExceptionKind::OutOfUse,
        piece: "(room_id = ? AND starts_at >= ? AND starts_at < ?)",
        id: |one| one.room_id.map(Value::from),
    },
    Taken { kind: ExceptionKind::Holiday, piece: "(starts_at >= ? AND starts_at < ?)", id: |_| None },
];

/// What may stand in these absences, from `since` on. An appointment never goes over midnight, so the one that an absence
/// cuts into begins on its first day.
async fn booked_there(
    read: &mut impl Read,
    exceptions: &[WorkingException],
    since: NaiveDateTime,
) -> Result<Vec<Booked>> {
    let mut found: HashMap<AppointmentId, Booked> = HashMap::new();
    for taken in TAKEN {
        let of_kind = exceptions.iter().filter(|one| one.kind() == taken.kind);
        let ranges: Vec<Vec<Value>> = of_kind
            .map(|one| {
                let from = midnight(one.starts_at.date()).max(since);
                (taken.id)(one).into_iter().chain(args![from, one.ends_at]).collect()
            })
            .collect();
        for chunk in ranges.chunks(RANGES) {
            let rows: Vec<Booked> = read.all_of(Clause::repeat(ROWS, taken.piece, " OR ", ")", chunk.to_vec())).await?;
            found.extend(rows.into_iter().map(|row| (row.id, row)));
        }
    }
    Ok(found.into_values().collect())
}

async fn shown(db: &mut Db, found: Vec<(Booked, WorkingException)>) -> Result<Vec<ToMove>> {
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let ids = found.iter().map(|(row, _)| row.id.into()).collect();
    let clause = Clause::new(SELECT, vec![]).then(Clause::in_list("WHERE a.id IN (", ")", ids));
    let rows: Vec<DayAppointment> = db.all_of(clause).await?;
    let mut by_id: HashMap<AppointmentId, DayAppointment> = rows.into_iter().map(|row| (row.id, row.named())).collect();
    let line = |(row, because): (Booked, WorkingException)| {
        Some(ToMove { appointment: by_id.remove(&row.id)?, exception_id: because.id, because: because.details() })
    };
    Ok(found.into_iter().filter_map(line).collect())
}
