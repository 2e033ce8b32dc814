//! Single visits of a series: whether each could be, and what else is near.

use super::super::calendar::{Calendar, Place};
use super::super::claims::{Clash, Lanes};
use super::super::plan::{Plan, TakenBy, holders, taken_by};
use crate::error::{Code, Error, Result};
use crate::ids::{AppointmentId, PatientId, PractitionerId, RoomId};
use crate::schedule::spans::{self, DaySpan};
use crate::store::Read;
use chrono::{Duration, NaiveDateTime};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Other times offered for one that cannot be.
const OFFERED: i64 = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum VisitState {
    Free,
    Taken,
    OutsideHours,
    /// The clinic's clock skips that time that day.
    Skipped,
}

/// A visit of a series before it is written. Times are clinic wall time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct PlannedVisit {
    /// The appointment that is to be moved or edited; nothing while it is being planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub appointment_id: Option<AppointmentId>,
    pub starts_at: NaiveDateTime,
    pub state: VisitState,
    pub by: Vec<TakenBy>,
    /// When the practitioner works that day, where the time is outside.
    pub spans: Vec<DaySpan>,
    /// At most three free times near it: on its day first, then after it.
    pub free: Vec<NaiveDateTime>,
}

/// A wanted visit.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub id: AppointmentId,
    pub patient: PatientId,
    pub practitioner: PractitionerId,
    pub room: Option<RoomId>,
    pub starts_at: NaiveDateTime,
    pub minutes: i64,
    /// Outside working hours, on purpose.
    pub outside: bool,
    /// Over another one, on purpose.
    pub overbook: bool,
}

impl Wanted {
    pub(super) fn place(&self) -> Place {
        Place { practitioner: self.practitioner, room: self.room, patient: Some(self.patient) }
    }

    pub(super) fn ends_at(&self) -> NaiveDateTime {
        self.starts_at + Duration::minutes(self.minutes)
    }

    /// As a plan, for the rules that booking one has too.
    pub(super) fn plan(&self, kept: Option<(PractitionerId, Option<RoomId>)>) -> Plan<'static> {
        Plan {
            appointment_id: self.id,
            patient_id: self.patient,
            practitioner_id: self.practitioner,
            room_id: self.room,
            starts_at: self.starts_at,
            minutes: self.minutes,
            overbook: None,
            outside_hours: None,
            kept,
            same_time: None,
        }
    }

    /// Errors: those of `Plan::check_time`, without the skipped one: that is a state.
    pub(super) fn skipped(&self, zone: Tz) -> Result<bool> {
        match self.plan(None).check_time(zone) {
            Ok(_) => Ok(false),
            Err(error) if error.code() == Code::AppointmentTimeSkipped => Ok(true),
            Err(error) => Err(error),
        }
    }
}

/// One visit judged: what stands in its way, and the lanes it would take.
pub(super) struct Judged {
    pub wanted: Wanted,
    pub state: VisitState,
    pub outside: bool,
    /// The absences it would knowingly be booked into.
    pub known: Option<String>,
    pub lanes: Lanes,
}

/// What must be read to judge these, and to offer others up to so many days after them.
pub(super) async fn calendar(read: &mut impl Read, zone: Tz, wanted: &[Wanted], ahead: u64) -> Result<Calendar> {
    let days = || wanted.iter().map(|one| one.starts_at.date());
    let places: Vec<Place> = wanted.iter().map(Wanted::place).collect();
    let first = days().min().unwrap_or_default();
    let end = days().max().unwrap_or_default() + chrono::Days::new(1 + ahead);
    Calendar::read(read, zone, &places, first, end).await
}

/// Judges each in turn; what is possible counts as taken for those after it.
///
/// Errors: those of `Plan::check_time` but `appointment.time_skipped`.
pub(super) fn judge(calendar: &mut Calendar, zone: Tz, wanted: Vec<Wanted>) -> Result<Vec<Judged>> {
    let mut judged = Vec::with_capacity(wanted.len());
    for one in wanted {
        let skipped = one.skipped(zone)?;
        let outside = calendar.outside(&one.place(), one.starts_at, one.ends_at());
        let lanes = calendar.lanes(&one.place(), one.starts_at, one.ends_at());
        let state = if skipped {
            VisitState::Skipped
        } else if outside && !one.outside {
            VisitState::OutsideHours
        } else if !lanes.clashes.is_empty() && !one.overbook {
            VisitState::Taken
        } else {
            VisitState::Free
        };
        if state == VisitState::Free {
            calendar.hold(one.id, &lanes);
        }
        let known = calendar.known(&one.place(), one.starts_at, one.ends_at());
        judged.push(Judged { wanted: one, state, outside, known, lanes });
    }
    Ok(judged)
}

/// What was judged, for people to read: who has a taken time, when somebody works, what else is free.
pub(super) async fn explain(
    read: &mut impl Read,
    calendar: &Calendar,
    now: NaiveDateTime,
    judged: &[Judged],
) -> Result<Vec<PlannedVisit>> {
    let taken = judged.iter().filter(|one| one.state == VisitState::Taken);
    let clashes: Vec<Clash> = taken.flat_map(|one| one.lanes.clashes.clone()).collect();
    let holders = holders(read, &clashes).await?;
    let line = |one: &Judged| {
        let wanted = &one.wanted;
        let by = match one.state {
            VisitState::Taken => taken_by(&one.lanes.clashes, &holders, wanted.practitioner, wanted.patient),
            _ => Vec::new(),
        };
        let working = match one.state {
            VisitState::OutsideHours => calendar.bookable(&wanted.place(), wanted.starts_at.date()),
            _ => Vec::new(),
        };
        let free = match one.state {
            VisitState::Free => Vec::new(),
            _ => calendar.nearest(&wanted.place(), now, wanted.starts_at, wanted.minutes, OFFERED),
        };
        PlannedVisit {
            appointment_id: Some(wanted.id),
            starts_at: wanted.starts_at,
            state: one.state,
            by,
            spans: spans::texts(&working),
            free,
        }
    };
    Ok(judged.iter().map(line).collect())
}

/// `series.clashes` with those that cannot be, or nothing when all can.
pub(super) async fn refuse_clashes(
    read: &mut impl Read,
    calendar: &Calendar,
    now: NaiveDateTime,
    judged: &[Judged],
) -> Result<()> {
    if judged.iter().all(|one| one.state == VisitState::Free) {
        return Ok(());
    }
    let mut clashes = explain(read, calendar, now, judged).await?;
    clashes.retain(|one| one.state != VisitState::Free);
    Err(Error::new(Code::SeriesClashes).with("clashes", clashes))
}

/// Errors: `field.invalid` (field) when two of them are the same appointment or overlap.
pub(super) fn refuse_overlaps(field: &str, wanted: &[Wanted]) -> Result<()> {
    let mut spans: Vec<(NaiveDateTime, NaiveDateTime)> =
        wanted.iter().map(|one| (one.starts_at, one.ends_at())).collect();
    spans.sort_unstable();
    let mut ids: Vec<AppointmentId> = wanted.iter().map(|one| one.id).collect();
    ids.sort_unstable();
    let twice = ids.windows(2).any(|pair| pair[0] == pair[1]);
    if twice || spans.windows(2).any(|pair| pair[1].0 < pair[0].1) {
        return Err(Error::field(Code::FieldInvalid, field));
    }
    Ok(())
}
