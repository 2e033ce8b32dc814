//! What is taken and when somebody works, over a stretch of days: read once, asked for any number of times in it.

use super::claims::{Lanes, Resource, Taken};
use crate::error::Result;
use crate::ids::{AppointmentId, PatientId, PractitionerId, RoomId};
use crate::schedule::availability::{Availability, availability, moves_bookings, write_known};
use crate::schedule::spans::{Minutes, at_minute, covers, within};
use crate::store::{Clause, Read};
use crate::time::{SLOT_MINUTES, midnight, slots};
use chrono::{Days, Duration, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// How far after a wanted time another one is looked for.
pub const DAYS_AHEAD: u64 = 28;

/// With whom, where and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub practitioner: PractitionerId,
    pub room: Option<RoomId>,
    pub patient: Option<PatientId>,
}

/// From midnight to midnight.
pub const WHOLE_DAY: Minutes = (0, 24 * 60);

pub struct Calendar {
    rules: Availability,
    capacities: HashMap<RoomId, i64>,
    taken: Taken,
}

impl Calendar {
    /// Everything about these places from `first` to before `end`: one statement for the claims, one for the rooms and two for the
    /// rules, whatever the range.
    pub async fn read(
        read: &mut impl Read,
        zone: Tz,
        places: &[Place],
        first: NaiveDate,
        end: NaiveDate,
    ) -> Result<Calendar> {
        let people: BTreeSet<PractitionerId> = places.iter().map(|place| place.practitioner).collect();
        let rooms: BTreeSet<RoomId> = places.iter().filter_map(|place| place.room).collect();
        let patients: BTreeSet<PatientId> = places.iter().filter_map(|place| place.patient).collect();
        let everybody: Vec<PractitionerId> = people.iter().copied().collect();
        let rules = availability(read, zone, &everybody, first, end).await?;
        let mut capacities = HashMap::new();
        if !rooms.is_empty() {
            let ids = rooms.iter().map(|room| (*room).into()).collect();
            let rows: Vec<(RoomId, i64)> =
                read.all_of(Clause::in_list("SELECT id, capacity FROM clinic_rooms WHERE id IN (", ")", ids)).await?;
            capacities.extend(rows);
        }
        let ids: Vec<Uuid> = people
            .iter()
            .map(|person| person.0)
            .chain(rooms.iter().map(|room| room.0))
            .chain(patients.iter().map(|patient| patient.0))
            .collect();
        let taken = Taken::read(read, ids, midnight(first), midnight(end)).await?;
        Ok(Calendar { rules, capacities, taken })
    }

    /// When this place can be booked that day without a question, in minutes after midnight.
    pub fn bookable(&self, place: &Place, day: NaiveDate) -> Vec<Minutes> {
        self.rules.spans_in(place.practitioner, place.room, day)
    }

    /// Whether a time lies outside what can be booked without a question.
    pub fn outside(&self, place: &Place, starts_at: NaiveDateTime, ends_at: NaiveDateTime) -> bool {
        let day = starts_at.date();
        within(day, starts_at, ends_at).is_none_or(|wanted| !covers(&self.bookable(place, day), wanted))
    }

    /// The absences that stand in the way of a time, as an appointment keeps them that was knowingly booked there.
    pub fn known(&self, place: &Place, starts_at: NaiveDateTime, ends_at: NaiveDateTime) -> Option<String> {
        let there = self.rules.obstacles(place.practitioner, place.room, starts_at, ends_at);
        let ids: Vec<_> = there.into_iter().filter(|one| moves_bookings(one.kind())).map(|one| one.id).collect();
        write_known(&ids)
    }

    /// The lanes of a time, or who has them.
    pub fn lanes(&self, place: &Place, starts_at: NaiveDateTime, ends_at: NaiveDateTime) -> Lanes {
        self.taken.choose(&self.resources(place), starts_at, ends_at)
    }

    /// Counts a time in that is about to be taken.
    pub fn hold(&mut self, appointment: AppointmentId, lanes: &Lanes) {
        self.taken.hold(appointment, lanes);
    }

    /// As if an appointment held nothing: it is about to leave its time.
    pub fn without(mut self, appointment: AppointmentId) -> Calendar {
        self.taken.let_go(appointment);
        self
    }

    /// Whether a time could be booked there without a question.
    pub fn suits(&self, place: &Place, starts_at: NaiveDateTime, ends_at: NaiveDateTime) -> bool {
        !self.outside(place, starts_at, ends_at) && self.lanes(place, starts_at, ends_at).clashes.is_empty()
    }

    /// Free spans of `minutes`, the nearest to `from` first on its own day (before or after), then later ones; never in the past. In
    /// order of time.
    pub fn nearest(
        &self,
        place: &Place,
        now: NaiveDateTime,
        from: NaiveDateTime,
        minutes: i64,
        count: i64,
    ) -> Vec<NaiveDateTime> {
        let first_day = from.date();
        let mut free: Vec<NaiveDateTime> = Vec::new();
        for offset in 0..DAYS_AHEAD {
            free.extend(self.free_on(place, first_day + Days::new(offset), WHOLE_DAY, now, minutes));
            if free.len() as i64 >= count && (offset > 0 || free.len() as i64 >= 2 * count) {
                break;
            }
        }
        free.sort_by_key(|at| {
            (at.date() != first_day, if at.date() == first_day { (*at - from).abs() } else { *at - from })
        });
        free.truncate(usize::try_from(count).unwrap_or(5));
        free.sort_unstable();
        free
    }

    /// The free times of a day within a part of it, not before `from`, in order of time; none overlaps another.
    pub fn free_on(
        &self,
        place: &Place,
        day: NaiveDate,
        part: Minutes,
        from: NaiveDateTime,
        minutes: i64,
    ) -> Vec<NaiveDateTime> {
        let resources = self.resources(place);
        let free_at = |at: NaiveDateTime| resources.iter().all(|resource| self.taken.has_room(resource, at));
        let length = Duration::minutes(minutes.max(SLOT_MINUTES));
        let mut free: Vec<NaiveDateTime> = Vec::new();
        for (starts, ends) in self.bookable(place, day) {
            let first = (starts.max(part.0) + SLOT_MINUTES - 1) / SLOT_MINUTES * SLOT_MINUTES;
            let mut at = at_minute(day, first);
            let end = at_minute(day, ends.min(part.1));
            while at + length <= end {
                if at >= from && slots(at, at + length).into_iter().all(free_at) {
                    free.push(at);
                    // The next offer does not overlap this one.
                    at += length;
                } else {
                    at += Duration::minutes(SLOT_MINUTES);
                }
            }
        }
        free
    }

    fn resources(&self, place: &Place) -> Vec<Resource> {
        let mut resources = vec![Resource { id: place.practitioner.0, capacity: 1 }];
        resources.extend(place.patient.map(|patient| Resource { id: patient.0, capacity: 1 }));
        let capacity = |room: RoomId| self.capacities.get(&room).copied().unwrap_or(1);
        resources.extend(place.room.map(|room| Resource { id: room.0, capacity: capacity(room) }));
        resources
    }
}
