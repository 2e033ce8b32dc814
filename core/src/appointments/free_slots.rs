//! The next free slots for a wish: services, with any of several people, in any room of a kind, on some days and times of day.
//!
//! What is free follows from rules and claims; nothing is generated ahead. The search goes week by week, and each week costs the same four
//! statements, however many people are looked at and however long the clinic has been keeping its calendar.

use super::calendar::{Calendar, Place, WHOLE_DAY};
use super::plan::MAX_MINUTES;
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{PatientId, PractitionerId, RoomId, ServiceId, SpecialtyId};
use crate::question::Ask;
use crate::schedule::spans::Minutes;
use crate::store::{Clause, Db, Read};
use crate::time::{SLOT_MINUTES, parse_clock, weekday_number};
use chrono::{Days, Duration, NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many weeks ahead are looked at, at most.
const WEEKS: u64 = 26;
const WEEK: u64 = 7;
/// Noon parts the mornings from the afternoons.
const NOON: i64 = 12 * 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PartOfDay {
    #[default]
    Any,
    /// It ends by noon.
    Morning,
    /// It starts at noon or later.
    Afternoon,
}

/// The first free slots at or after `from` (clinic wall time), in order of time, at most `count` (1 to 20).
///
/// Errors in this order: `field.out_of_range` (from), `record.not_found` (service), `appointment.length` (no services and no minutes, or too long),
/// `field.out_of_range` (weekdays), `field.invalid` (starts, ends).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskFreeSlots {
    /// Only people who give all of them; their minutes add up.
    pub service_ids: Vec<ServiceId>,
    /// Instead of what the services take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "number | null")]
    pub minutes: Option<i64>,
    /// Any of these; nobody named means anybody.
    #[serde(default)]
    pub practitioner_ids: Vec<PractitionerId>,
    /// Only people of this specialty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialty_id: Option<SpecialtyId>,
    /// This very room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    /// Any room of this kind; the slot says which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_kind: Option<String>,
    /// Without a room or kind: each in their usual room, where they have one in use; the slot says which.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub usual_rooms: bool,
    /// When this patient has no other appointment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<PatientId>,
    pub from: NaiveDateTime,
    /// The last date that would do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    #[serde(default)]
    pub part: PartOfDay,
    /// "13:00": it does not begin before …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<String>,
    /// … and is over by then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<String>,
    /// Monday is 1; none means every day.
    #[serde(default)]
    #[ts(type = "number[]")]
    pub weekdays: Vec<i64>,
    #[ts(type = "number")]
    pub count: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct FreeSlot {
    pub practitioner_id: PractitionerId,
    pub room_id: Option<RoomId>,
    pub starts_at: NaiveDateTime,
    #[ts(type = "number")]
    pub minutes: i64,
}

#[derive(sqlx::FromRow)]
struct Person {
    id: PractitionerId,
    /// The usual one, if it is in use.
    room_id: Option<RoomId>,
}

impl Ask for AskFreeSlots {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = Vec<FreeSlot>;

    fn example() -> Self {
        let from = NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(9, 0, 0)).unwrap_or_default();
        AskFreeSlots {
            service_ids: vec![],
            minutes: Some(30),
            practitioner_ids: vec![],
            specialty_id: None,
            room_id: None,
            room_kind: None,
            usual_rooms: true,
            patient_id: None,
            from,
            until: None,
            part: PartOfDay::Morning,
            starts: None,
            ends: None,
            weekdays: vec![1, 2, 3, 4, 5],
            count: 5,
        }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<FreeSlot>> {
        fields::moment("from", self.from)?;
        let minutes = self.length(db).await?;
        if self.weekdays.iter().any(|day| !(1..=7).contains(day)) {
            return Err(Error::field(Code::FieldOutOfRange, "weekdays").with("min", 1).with("max", 7));
        }
        let hours = self.hours()?;
        let people = self.people(db).await?;
        let rooms = self.rooms(db).await?;
        let wants_room = self.room_id.is_some() || self.room_kind.is_some();
        if people.is_empty() || (wants_room && rooms.is_empty()) {
            return Ok(Vec::new());
        }
        let from = self.from.max(asker.wall_now());
        let count = usize::try_from(self.count.clamp(1, 20)).unwrap_or(5);
        let places: Vec<Place> = people.iter().flat_map(|person| self.places(person, &rooms)).collect();
        let mut found: Vec<FreeSlot> = Vec::new();
        let mut day = from.date();
        for _ in 0..WEEKS {
            let Some(end) = day.checked_add_days(Days::new(WEEK)) else { break };
            if self.until.is_some_and(|until| until < day) {
                break;
            }
            let calendar = Calendar::read(db, asker.settings.zone, &places, day, end).await?;
            for day in day.iter_days().take_while(|day| *day < end).filter(|day| self.wants(*day)) {
                found.extend(self.on_day(&calendar, &people, &rooms, day, from, (hours, minutes)));
                if found.len() >= count {
                    found.truncate(count);
                    return Ok(found);
                }
            }
            day = end;
        }
        Ok(found)
    }
}

impl AskFreeSlots {
    async fn length(&self, db: &mut Db) -> Result<i64> {
        let rows: Vec<(i64,)> = if self.service_ids.is_empty() {
            Vec::new()
        } else {
            let ids = self.service_ids.iter().map(|id| (*id).into()).collect();
            db.all_of(Clause::in_list("SELECT minutes FROM services WHERE id IN (", ")", ids)).await?
        };
        if rows.len() != self.service_ids.len() {
            return Err(Error::new(Code::NotFound).with("kind", "service"));
        }
        let minutes = self.minutes.unwrap_or_else(|| rows.iter().map(|(minutes,)| minutes).sum());
        if !(SLOT_MINUTES..=MAX_MINUTES).contains(&minutes) {
            return Err(Error::new(Code::AppointmentLength).with("max_minutes", MAX_MINUTES));
        }
        Ok(minutes)
    }

    /// Who would do: active, named or of the specialty, and giving every service that not everybody gives.
    async fn people(&self, db: &mut Db) -> Result<Vec<Person>> {
        let mut clause = Clause::new(
            "SELECT d.id, r.id AS room_id FROM doctors d LEFT JOIN clinic_rooms r ON r.id = d.room_id AND r.active = TRUE WHERE d.active = TRUE",
            vec![],
        );
        if !self.practitioner_ids.is_empty() {
            let ids = self.practitioner_ids.iter().map(|id| (*id).into()).collect();
            clause = clause.then(Clause::in_list(" AND d.id IN (", ")", ids));
        }
        if let Some(specialty) = self.specialty_id {
            clause = clause.and(
                " AND EXISTS (SELECT 1 FROM doctor_specialties s WHERE s.doctor_id = d.id AND s.specialty_id = ?)",
                args![specialty],
            );
        }
        for service in &self.service_ids {
            clause = clause.and(
                " AND (NOT EXISTS (SELECT 1 FROM service_doctors g WHERE g.service_id = ?) \
                 OR EXISTS (SELECT 1 FROM service_doctors g WHERE g.service_id = ? AND g.doctor_id = d.id))",
                args![*service, *service],
            );
        }
        db.all_of(clause.and(" ORDER BY d.position, d.id", vec![])).await
    }

    async fn rooms(&self, db: &mut Db) -> Result<Vec<RoomId>> {
        let rows: Vec<(RoomId,)> = match (self.room_id, &self.room_kind) {
            (Some(room), _) => {
                db.all("SELECT id FROM clinic_rooms WHERE id = ? AND active = TRUE", args![room]).await?
            }
            (None, Some(kind)) => {
                let sql = "SELECT id FROM clinic_rooms WHERE kind = ? AND active = TRUE ORDER BY name, id";
                db.all(sql, args![kind.trim()]).await?
            }
            (None, None) => Vec::new(),
        };
        Ok(rows.into_iter().map(|(id,)| id).collect())
    }

    /// Where somebody could see the patient: one's own room first, if it is one of those that would do.
    fn places(&self, person: &Person, rooms: &[RoomId]) -> Vec<Place> {
        let place = |room| Place { practitioner: person.id, room, patient: self.patient_id };
        if rooms.is_empty() {
            return vec![place(person.room_id.filter(|_| self.usual_rooms))];
        }
        let own = rooms.iter().filter(|room| Some(**room) == person.room_id);
        let others = rooms.iter().filter(|room| Some(**room) != person.room_id);
        own.chain(others).map(|room| place(Some(*room))).collect()
    }

    fn wants(&self, day: NaiveDate) -> bool {
        self.until.is_none_or(|until| day <= until)
            && (self.weekdays.is_empty() || self.weekdays.contains(&weekday_number(day)))
    }

    /// The part of a day in which it has to lie.
    ///
    /// Errors: `field.invalid` (starts, ends).
    fn hours(&self) -> Result<Minutes> {
        let clock = |field: &str, text: Option<&str>, otherwise: i64| match text {
            None => Ok(otherwise),
            Some(text) => parse_clock(text.trim()).ok_or_else(|| Error::field(Code::FieldInvalid, field)),
        };
        let part = match self.part {
            PartOfDay::Any => WHOLE_DAY,
            PartOfDay::Morning => (WHOLE_DAY.0, NOON),
            PartOfDay::Afternoon => (NOON, WHOLE_DAY.1),
        };
        let starts = clock("starts", self.starts.as_deref(), part.0)?;
        let ends = clock("ends", self.ends.as_deref(), part.1)?;
        Ok((starts.max(part.0), ends.min(part.1)))
    }

    /// In order of time; of two at one time, who stands first in the clinic's own order.
    fn on_day(
        &self,
        calendar: &Calendar,
        people: &[Person],
        rooms: &[RoomId],
        day: NaiveDate,
        from: NaiveDateTime,
        (hours, minutes): (Minutes, i64),
    ) -> Vec<FreeSlot> {
        let mut found: Vec<FreeSlot> = Vec::new();
        for person in people {
            let mut own: Vec<FreeSlot> = Vec::new();
            for place in self.places(person, rooms) {
                for starts_at in calendar.free_on(&place, day, hours, from, minutes) {
                    let slot = FreeSlot { practitioner_id: person.id, room_id: place.room, starts_at, minutes };
                    // An earlier place has this time already.
                    let length = Duration::minutes(minutes);
                    if own.iter().all(|one| (one.starts_at - starts_at).abs() >= length) {
                        own.push(slot);
                    }
                }
            }
            found.extend(own);
        }
        found.sort_by_key(|slot| slot.starts_at);
        found
    }
}
