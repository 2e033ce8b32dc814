//! Appointments that stood among somebody's days and stand elsewhere now: a calendar that has them from an earlier file has to be told.

use super::calendar_file::AskCalendarFile;
use crate::appointments::day::{DayAppointment, SELECT};
use crate::args;
use crate::clinic::Asker;
use crate::error::{Error, Result};
use crate::ids::PractitionerId;
use crate::store::{CHUNK, Clause, Db, Read};
use crate::time::{instant_of, midnight};
use chrono::{Days, NaiveDate, NaiveDateTime};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// No file reaches further ahead than that: what was moved longer ago had not left yet.
const DAYS_BEFORE: u64 = 367;

/// Where an appointment stood.
#[derive(Clone)]
struct Place {
    practitioner: PractitionerId,
    starts_at: NaiveDateTime,
    ends_at: NaiveDateTime,
}

#[derive(sqlx::FromRow)]
struct TouchRow {
    row_id: Uuid,
    before_row: Option<String>,
    after_row: Option<String>,
}

/// The fields of a touch that say where and when.
#[derive(Default, Deserialize)]
struct Fields {
    version: Option<i64>,
    doctor_id: Option<PractitionerId>,
    starts_at: Option<NaiveDateTime>,
    ends_at: Option<NaiveDateTime>,
}

/// Those that stood among these days once and do so no longer, each with the time at which it stood there last.
pub(super) async fn gone(
    db: &mut Db,
    asker: &Asker,
    ask: &AskCalendarFile,
    after: NaiveDate,
) -> Result<Vec<DayAppointment>> {
    let ids = moved(db, asker, ask, after).await?;
    let mut rows: Vec<DayAppointment> = Vec::new();
    for ids in ids.chunks(CHUNK) {
        let values: Vec<_> = ids.iter().map(|id| (*id).into()).collect();
        let clause = Clause::new(SELECT, vec![]).then(Clause::in_list("WHERE a.id IN (", ")", values.clone()));
        let found: Vec<DayAppointment> = db.all_of(clause).await?;
        let touches = touches(db, values).await?;
        rows.extend(found.into_iter().filter_map(|row| {
            let place = stood(&row, touches.get(&row.id.0)?, |place| ask.holds(place.practitioner, place.starts_at))?;
            let mut row = row.named();
            (row.starts_at, row.ends_at) = (place.starts_at, place.ends_at);
            Some(row)
        }));
    }
    rows.sort_by_key(|row| (row.starts_at, row.id));
    Ok(rows)
}

/// Appointments that are not this person's in these days, and were moved or called in since; whether they ever were is not said yet.
async fn moved(db: &mut Db, asker: &Asker, ask: &AskCalendarFile, after: NaiveDate) -> Result<Vec<Uuid>> {
    let id = ask.practitioner_id;
    let (first, last) = (midnight(ask.from), midnight(after));
    // A clock may skip a midnight, never two.
    let known = ask.from.min(asker.wall_now().date());
    let since =
        (0..2).find_map(|more| instant_of(asker.settings.zone, midnight(known - Days::new(DAYS_BEFORE + more))));
    // The journal's texts are ours, written without spaces. By name and time it has an index; CROSS says to a file's engine that it comes first.
    let rows: Vec<(Uuid,)> = db
        .all(
            "SELECT t.row_id FROM journal j CROSS JOIN journal_touches t ON t.journal_id = j.id CROSS JOIN appointments a ON a.id = t.row_id \
             WHERE j.name IN ('move_appointment', 'move_to_next_free', 'move_series', 'undo') AND j.at >= ? AND t.kind = 'appointment' \
             AND NOT (a.doctor_id = ? AND a.starts_at >= ? AND a.starts_at < ?) \
             AND (INSTR(t.before_row, ?) > 0 OR (a.doctor_id = ? AND INSTR(t.before_row, '\"starts_at\":') > 0))",
            args![since, id, first, last, format!("\"doctor_id\":\"{id}\""), id],
        )
        .await?;
    // Who came without an appointment may be called in by somebody else, on the same day.
    let called: Vec<(Uuid,)> = db
        .all(
            "SELECT DISTINCT a.id FROM appointments a CROSS JOIN journal_touches t ON t.kind = 'appointment' AND t.row_id = a.id \
             WHERE a.starts_at >= ? AND a.starts_at < ? AND a.walk_in = TRUE AND a.doctor_id <> ? AND INSTR(t.before_row, ?) > 0",
            args![first, last, id, format!("\"doctor_id\":\"{id}\"")],
        )
        .await?;
    let ids: HashSet<Uuid> = rows.into_iter().chain(called).map(|(id,)| id).collect();
    Ok(ids.into_iter().collect())
}

/// What was done to each of these appointments, the newest first.
async fn touches(db: &mut Db, ids: Vec<crate::store::Value>) -> Result<HashMap<Uuid, Vec<Fields>>> {
    let clause = Clause::in_list(
        "SELECT row_id, before_row, after_row FROM journal_touches WHERE kind = 'appointment' AND row_id IN (",
        ")",
        ids,
    );
    let rows: Vec<TouchRow> = db.all_of(clause).await?;
    let mut of: HashMap<Uuid, Vec<(i64, Fields)>> = HashMap::new();
    for row in rows {
        // What was new has no place before; a touch without a version left the row as it was.
        let (Some(before), Some(version)) = (row.before_row, fields(row.after_row.as_deref())?.version) else {
            continue;
        };
        of.entry(row.row_id).or_default().push((version, fields(Some(&before))?));
    }
    let sorted = |mut list: Vec<(i64, Fields)>| {
        list.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
        list.into_iter().map(|(_, before)| before).collect()
    };
    Ok(of.into_iter().map(|(id, list)| (id, sorted(list))).collect())
}

fn fields(text: Option<&str>) -> Result<Fields> {
    text.map_or(Ok(Fields::default()), |text| serde_json::from_str(text).map_err(Error::internal))
}

/// Goes back through what was done to it, to the last place that is looked for.
fn stood(row: &DayAppointment, done: &[Fields], wanted: impl Fn(&Place) -> bool) -> Option<Place> {
    let mut place = Place { practitioner: row.practitioner_id, starts_at: row.starts_at, ends_at: row.ends_at };
    for before in done {
        place = Place {
            practitioner: before.doctor_id.unwrap_or(place.practitioner),
            starts_at: before.starts_at.unwrap_or(place.starts_at),
            ends_at: before.ends_at.unwrap_or(place.ends_at),
        };
        if wanted(&place) {
            return Some(place);
        }
    }
    None
}
