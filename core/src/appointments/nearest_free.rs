//! The nearest free times for a practitioner, within working hours.

use super::calendar::{Calendar, DAYS_AHEAD, Place, WHOLE_DAY};
use crate::access::Permission;
use crate::clinic::Asker;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{PatientId, PractitionerId, RoomId};
use crate::question::Ask;
use crate::store::{Db, Read};
use crate::time::SLOT_MINUTES;
use chrono::{Days, NaiveDateTime};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How often the days ahead are looked through, when a long leave has to be passed: a year.
const WINDOWS: u64 = 13;

/// The first free times at or after `from` (clinic wall time), at most `count` (1 to 20).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskNearestFree {
    pub practitioner_id: PractitionerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PatientId>,
    pub from: NaiveDateTime,
    #[ts(type = "number")]
    pub minutes: i64,
    #[ts(type = "number")]
    pub count: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct FreeTime {
    pub practitioner_id: PractitionerId,
    pub starts_at: NaiveDateTime,
}

impl Ask for AskNearestFree {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = Vec<FreeTime>;

    fn example() -> Self {
        let from =
            chrono::NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(9, 0, 0)).unwrap_or_default();
        AskNearestFree {
            practitioner_id: PractitionerId::new(),
            room_id: None,
            patient_id: None,
            from,
            minutes: 30,
            count: 5,
        }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<FreeTime>> {
        if !(SLOT_MINUTES..=super::plan::MAX_MINUTES).contains(&self.minutes) {
            return Err(Error::new(Code::AppointmentLength).with("max_minutes", super::plan::MAX_MINUTES));
        }
        fields::moment("from", self.from)?;
        let place = Place { practitioner: self.practitioner_id, room: self.room_id, patient: self.patient_id };
        let wish = Wish { place, minutes: self.minutes, zone: asker.settings.zone };
        nearest(db, &wish, asker.wall_now(), self.from, self.count.clamp(1, 20)).await
    }
}

/// What a free time has to fit.
pub struct Wish {
    pub place: Place,
    pub minutes: i64,
    pub zone: Tz,
}

/// Free spans of `minutes`, the nearest to `from` first on its own day (before or after), then later ones; never in the past.
pub async fn nearest(
    read: &mut impl Read,
    wish: &Wish,
    now: NaiveDateTime,
    from: NaiveDateTime,
    count: i64,
) -> Result<Vec<FreeTime>> {
    let day = from.date();
    let end = day + Days::new(DAYS_AHEAD);
    let calendar = Calendar::read(read, wish.zone, &[wish.place], day, end).await?;
    let free = calendar.nearest(&wish.place, now, from, wish.minutes, count);
    let practitioner_id = wish.place.practitioner;
    Ok(free.into_iter().map(|starts_at| FreeTime { practitioner_id, starts_at }).collect())
}

/// The first free time at or after `from` in any of these places; of two at one time, the place that stands first.
///
/// Errors: `appointment.none_free` (days).
pub async fn next_free(
    read: &mut impl Read,
    zone: Tz,
    places: &[Place],
    minutes: i64,
    from: NaiveDateTime,
) -> Result<(Place, NaiveDateTime)> {
    let mut day = from.date();
    for _ in 0..WINDOWS {
        let end = day + Days::new(DAYS_AHEAD);
        let calendar = Calendar::read(read, zone, places, day, end).await?;
        for day in day.iter_days().take_while(|day| *day < end) {
            let first = |place: &Place| {
                let at = calendar.free_on(place, day, WHOLE_DAY, from, minutes).into_iter().next()?;
                Some((*place, at))
            };
            if let Some(found) = places.iter().filter_map(first).min_by_key(|(_, at)| *at) {
                return Ok(found);
            }
        }
        day = end;
    }
    Err(Error::new(Code::AppointmentNoneFree).with("days", DAYS_AHEAD * WINDOWS))
}
