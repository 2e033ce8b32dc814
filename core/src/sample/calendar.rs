//! Four weeks of the sample's appointments around today, in every status, with people waiting now.

use super::build::{PRACTITIONERS, SERVICES, id, services_of};
use crate::appointments::appointment::Status;
use crate::appointments::book::BookAppointment;
use crate::appointments::cancel::{CancelAppointment, CancelledBy};
use crate::appointments::plan::Reason;
use crate::appointments::status::ChangeStatus;
use crate::clinic::Step;
use crate::ids::*;
use crate::operation::Operation;
use crate::patients::bulk::mixed;
use crate::time::{Instant, instant_of, midnight};
use chrono::{Days, Duration, NaiveDateTime};
use chrono_tz::Tz;
use std::collections::BTreeMap;

struct Calendar {
    now: Instant,
    /// The clinic's clock.
    wall: NaiveDateTime,
    zone: Tz,
    patients: u64,
    steps: Vec<Step>,
    booked: u64,
    seen: Vec<Seen>,
}

/// A visit that is over: it may be billed.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    /// Which booking it is.
    pub n: u64,
    pub patient_id: PatientId,
    pub service: u64,
    pub ended: Instant,
}

/// What a visit goes through, and its version after it.
const STATUSES: [Status; 3] = [Status::Arrived, Status::InRoom, Status::Done];

impl Seen {
    pub fn appointment_id(self) -> AppointmentId {
        AppointmentId(id("appointment", self.n))
    }

    pub fn version(self) -> i64 {
        4
    }

    pub fn price_minor(self) -> i64 {
        SERVICES[usize::try_from(self.service).unwrap_or(0)].2
    }
}

/// The calendar, and the visits of it that were seen to their end.
pub(super) fn steps(now: Instant, zone: Tz, patients: u64) -> (Vec<Step>, Vec<Seen>) {
    let mut calendar =
        Calendar { now, wall: now.on_wall(zone), zone, patients, steps: Vec::new(), booked: 0, seen: Vec::new() };
    let today = calendar.wall.date();
    for offset in 0..28_u64 {
        let day = today + Days::new(offset) - Days::new(14);
        for practitioner in 0..PRACTITIONERS.len() as u64 {
            for (starts, ends) in PRACTITIONERS[usize::try_from(practitioner).unwrap_or(0)].works {
                calendar.half_day(
                    practitioner,
                    midnight(day) + Duration::minutes(starts),
                    midnight(day) + Duration::minutes(ends),
                );
            }
        }
    }
    calendar.somebody_now();
    calendar.pays_now();
    (calendar.steps, calendar.seen)
}

impl Calendar {
    fn pick(&self, salt: u64, of: u64) -> u64 {
        mixed(self.booked * 101 + salt) % of
    }

    fn half_day(&mut self, practitioner: u64, mut at: NaiveDateTime, ends: NaiveDateTime) {
        let own = services_of(practitioner);
        let far = (at.date() - self.wall.date()).num_days();
        while at < ends {
            self.booked += 1;
            let service = own[usize::try_from(self.pick(1, own.len() as u64)).unwrap_or(0)];
            let minutes = SERVICES[usize::try_from(service).unwrap_or(0)].1;
            // The further ahead, the emptier; today is full, older days are a sample of what was.
            let gap_of = match far {
                0 => 12,
                1..=2 => 40,
                _ => 62,
            };
            if self.pick(2, 100) < gap_of {
                at += Duration::minutes(15);
                continue;
            }
            if at + Duration::minutes(minutes) <= ends {
                self.appointment(practitioner, service, at, minutes);
            }
            at += Duration::minutes(minutes);
        }
    }

    fn push(&mut self, label: &str, at: Instant, operation: impl Into<Operation>) {
        let id = OperationId(id(label, self.booked));
        self.steps.push(Step { id, at: Some(at), operation: operation.into() });
    }

    fn appointment(&mut self, practitioner: u64, service: u64, starts_at: NaiveDateTime, minutes: i64) {
        let Some(start) = instant_of(self.zone, starts_at) else { return };
        let booking = self.booking(practitioner, service, starts_at, minutes);
        let (appointment_id, patient_id) = (booking.appointment_id, booking.patient_id);
        let end = start.minus_seconds(-minutes * 60);
        let seen = Seen { n: self.booked, patient_id, service, ended: end };
        let booked_at = start.min(self.now).minus_seconds(86_400 + i64::try_from(self.pick(4, 600_000)).unwrap_or(0));
        self.push("book", booked_at, booking);
        if starts_at.date() == self.wall.date() {
            self.today(appointment_id, seen, start);
        } else if start < self.now {
            self.past(appointment_id, seen, start);
        } else {
            match self.pick(5, 20) {
                0..=6 => self.status(appointment_id, &[Status::Confirmed], &[self.now.minus_seconds(7200)]),
                7 => self.cancel(appointment_id, self.now.minus_seconds(90_000)),
                _ => {}
            }
        }
    }

    fn booking(&self, practitioner: u64, service: u64, starts_at: NaiveDateTime, minutes: i64) -> BookAppointment {
        // Each patient a few times at most, never twice at once: the number walks through all of them.
        let patient = (self.booked * 7 + practitioner) % self.patients;
        BookAppointment {
            appointment_id: AppointmentId(id("appointment", self.booked)),
            patient_id: PatientId(id("patient", patient)),
            practitioner_id: PractitionerId(id("practitioner", practitioner)),
            room_id: Some(RoomId(id("room", practitioner))),
            service_ids: vec![ServiceId(id("service", service))],
            starts_at,
            minutes,
            note: (self.pick(6, 15) == 0).then(|| "Brings earlier letters".to_owned()),
            overbook: None,
            outside_hours: None,
        }
    }

    fn past(&mut self, id: AppointmentId, seen: Seen, start: Instant) {
        let end = seen.ended;
        match self.pick(7, 20) {
            0 => self.status(id, &[Status::NoShow], &[end]),
            1 => self.cancel(id, start.minus_seconds(40_000)),
            2 => self.status(id, &[Status::Arrived, Status::Left], &[start, end]),
            _ => {
                self.seen.push(seen);
                self.status(id, &STATUSES, &[start.minus_seconds(420), start, end]);
            }
        }
    }

    fn today(&mut self, id: AppointmentId, seen: Seen, start: Instant) {
        let end = seen.ended;
        let until = start.seconds_since(self.now);
        if end < self.now {
            match self.pick(8, 12) {
                0 => self.status(id, &[Status::NoShow], &[end]),
                1 if self.now.seconds_since(end) < 2400 => self.status(
                    id,
                    &[Status::Arrived, Status::InRoom, Status::ToPay],
                    &[start.minus_seconds(300), start, end],
                ),
                _ => self.past(id, seen, start),
            }
        } else if start <= self.now {
            self.status(id, &[Status::Arrived, Status::InRoom], &[start.minus_seconds(480), start]);
        } else if until < 2100 && self.pick(9, 4) > 0 {
            let waited = i64::try_from(self.pick(10, 32)).unwrap_or(0) + 2;
            self.status(
                id,
                &[Status::Confirmed, Status::Arrived],
                &[self.now.minus_seconds(80_000), self.now.minus_seconds(waited * 60)],
            );
        } else if self.pick(11, 3) == 0 {
            self.status(id, &[Status::Confirmed], &[self.now.minus_seconds(80_000)]);
        } else if self.pick(12, 25) == 0 {
            self.cancel(id, self.now.minus_seconds(3000));
        }
    }

    fn status(&mut self, id: AppointmentId, to: &[Status], at: &[Instant]) {
        for (n, (to, at)) in to.iter().zip(at).enumerate() {
            let version = i64::try_from(n).unwrap_or(0) + 1;
            self.push(
                &format!("status {n}"),
                *at,
                ChangeStatus { appointment_id: id, version, to: *to, waiting_for: None, reason: None },
            );
        }
    }

    fn cancel(&mut self, id: AppointmentId, at: Instant) {
        let (by, reason) = if self.pick(13, 3) == 0 {
            (CancelledBy::Clinic, "Doctor at a course")
        } else {
            (CancelledBy::Patient, "Ill")
        };
        self.push("cancel", at, CancelAppointment { appointment_id: id, version: 1, by, reason: reason.into() });
    }

    /// Whatever the hour, the waiting list is not empty and somebody is in a room: where the day has nobody there, as emergencies.
    fn somebody_now(&mut self) {
        let minute = (self.wall - midnight(self.wall.date())).num_minutes();
        let start = midnight(self.wall.date()) + Duration::minutes((minute / 5 * 5).clamp(0, 1380));
        if self.now_are(Status::Arrived) == 0 {
            for (practitioner, waited) in [(0, 34), (1, 12), (6, 3)] {
                let id = self.emergency(practitioner, start);
                self.status(id, &[Status::Arrived], &[self.now.minus_seconds(waited * 60)]);
            }
        }
        if self.now_are(Status::InRoom) == 0 {
            let id = self.emergency(2, start);
            let at = [1320, 480].map(|ago| self.now.minus_seconds(ago));
            self.status(id, &[Status::Arrived, Status::InRoom], &at);
        }
    }

    /// How many stand there by their last step.
    fn now_are(&self, status: Status) -> usize {
        let mut last = BTreeMap::new();
        for step in &self.steps {
            if let Operation::ChangeStatus(change) = &step.operation {
                last.insert(change.appointment_id.0, change.to);
            }
        }
        last.values().filter(|to| **to == status).count()
    }

    /// Booked an hour ago, whoever else has the time.
    fn emergency(&mut self, practitioner: u64, start: NaiveDateTime) -> AppointmentId {
        self.booked += 1;
        let mut booking = self.booking(practitioner, 0, start, 20);
        booking.room_id = None;
        booking.outside_hours = Some(Reason { reason: "Emergency".into() });
        booking.overbook = Some(Reason { reason: "Emergency".into() });
        let id = booking.appointment_id;
        self.push("book", self.now.minus_seconds(3600), booking);
        id
    }

    /// Somebody stands at the desk to pay: of those seen last, or else an emergency, so that there always is one.
    fn pays_now(&mut self) {
        let recent = |one: &&Seen| one.price_minor() > 0 && self.now.seconds_since(one.ended) < 2400;
        let last = self.seen.iter().filter(recent).max_by_key(|one| one.ended).copied();
        if let Some(last) = last {
            self.seen.retain(|one| one.n != last.n);
            let done = OperationId(id(&format!("status {}", STATUSES.len() - 1), last.n));
            for step in self.steps.iter_mut().filter(|step| step.id == done) {
                if let Operation::ChangeStatus(change) = &mut step.operation {
                    change.to = Status::ToPay;
                }
            }
            return;
        }
        let minute = (self.wall - midnight(self.wall.date())).num_minutes();
        let start = midnight(self.wall.date()) + Duration::minutes(((minute - 25) / 5 * 5).clamp(0, 1380));
        let id = self.emergency(3, start);
        let at = [2100, 1500, 240].map(|ago| self.now.minus_seconds(ago));
        self.status(id, &[Status::Arrived, Status::InRoom, Status::ToPay], &at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// How each appointment stands in the end.
    fn standing(steps: &[Step]) -> Vec<Status> {
        let mut last = BTreeMap::new();
        for step in steps {
            match &step.operation {
                Operation::BookAppointment(one) => last.insert(one.appointment_id.0, Status::Booked),
                Operation::ChangeStatus(one) => last.insert(one.appointment_id.0, one.to),
                Operation::CancelAppointment(one) => last.insert(one.appointment_id.0, Status::Cancelled),
                _ => None,
            };
        }
        last.into_values().collect()
    }

    #[test]
    fn at_any_hour_somebody_waits_is_in_a_room_and_pays() {
        let midnight: Instant = serde_json::from_value(serde_json::json!("2026-11-23T00:00:00.000000Z")).unwrap();
        for quarter in 0..4 * 24 {
            let now = midnight.minus_seconds(-quarter * 900);
            let (steps, _) = steps(now, chrono_tz::Europe::London, 2000);
            let standing = standing(&steps);
            for status in [
                Status::Booked,
                Status::Confirmed,
                Status::Arrived,
                Status::InRoom,
                Status::ToPay,
                Status::Done,
                Status::NoShow,
                Status::Left,
                Status::Cancelled,
            ] {
                assert!(
                    standing.contains(&status),
                    "nobody is {status:?} at {:?}",
                    now.on_wall(chrono_tz::Europe::London)
                );
            }
            let ids: BTreeSet<_> = steps.iter().map(|step| step.id.0).collect();
            assert_eq!(ids.len(), steps.len(), "each step is one of its own");
        }
    }
}
