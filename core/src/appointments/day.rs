//! The day: a column per bookable person, and its appointments. And single appointments, for one changed card.

use super::appointment::Status;
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::fields;
use crate::ids::{AppointmentId, ExceptionId, PatientId, PractitionerId, RoomId, SeriesId, SpecialtyId};
use crate::question::Ask;
use crate::schedule::availability::{Availability, Standing, availability_at_once};
use crate::schedule::exception::{BlockKind, ExceptionKind};
use crate::schedule::hours::WeeklySpan;
use crate::schedule::spans::{self, DaySpan};
use crate::store::{CHUNK, Clause, Db, Read};
use crate::time::{Instant, clock_text, midnight};
use chrono::{Days, NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An appointment as lists and cards show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct DayAppointment {
    pub id: AppointmentId,
    #[ts(type = "number")]
    pub version: i64,
    pub patient_id: PatientId,
    pub family: Option<String>,
    pub given: Option<String>,
    #[serde(skip_serializing, default)]
    preferred: Option<String>,
    /// As lists write it: "Okafor, Ada".
    #[sqlx(skip)]
    pub name: String,
    pub birth_date: Option<NaiveDate>,
    pub practitioner_id: PractitionerId,
    pub room_id: Option<RoomId>,
    pub room_name: Option<String>,
    pub series_id: Option<SeriesId>,
    pub starts_at: NaiveDateTime,
    pub ends_at: NaiveDateTime,
    pub status: String,
    pub status_since: Instant,
    pub services: String,
    pub overbooked: bool,
    pub outside_hours: bool,
    pub has_allergy: bool,
    pub has_alert: bool,
    pub is_new: bool,
    /// Came without an appointment; holds no time while waiting.
    pub walk_in: bool,
    /// Whoever is free first may call this walk-in in, of this specialty or any.
    pub for_anyone: bool,
    pub for_specialty: Option<SpecialtyId>,
    /// Of the day the patient came.
    #[ts(type = "number | null")]
    pub ticket: Option<i64>,
    #[serde(skip_serializing, default)]
    pub(super) ticket_day: Option<NaiveDate>,
    pub waiting_for: Option<PractitionerId>,
    pub note: Option<String>,
}

/// The columns of `DayAppointment`; to be followed by a clause.
pub(crate) const SELECT: &str = "SELECT a.id, a.version, a.patient_id, p.family_name AS family, p.given_name AS given, p.preferred_name AS preferred, p.birth_date, \
     a.doctor_id AS practitioner_id, a.room_id, r.name AS room_name, a.series_id, a.starts_at, a.ends_at, a.status, a.status_since, a.services_text AS services, a.overbooked, a.outside_hours, \
     EXISTS (SELECT 1 FROM allergies x WHERE x.patient_id = a.patient_id AND x.status = 'active') AS has_allergy, \
     EXISTS (SELECT 1 FROM patient_alerts x WHERE x.patient_id = a.patient_id AND x.ended_on IS NULL AND x.kind = 'alert' AND x.audience <> 'clinical') AS has_alert, \
     a.is_new, a.walk_in, a.for_anyone, a.for_specialty, a.ticket, a.ticket_day, a.waiting_for, a.note FROM appointments a JOIN patients p ON p.id = a.patient_id LEFT JOIN clinic_rooms r ON r.id = a.room_id ";

impl DayAppointment {
    pub(crate) fn named(mut self) -> DayAppointment {
        self.name = match (&self.family, self.given.as_ref().or(self.preferred.as_ref())) {
            (Some(family), Some(given)) => format!("{family}, {given}"),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => String::new(),
        };
        self
    }
}

/// One day of the clinic's calendar.
///
/// Errors: `field.out_of_range` (date).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskDay {
    pub date: NaiveDate,
    /// Only this practitioner's column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practitioner_id: Option<PractitionerId>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Day {
    pub date: NaiveDate,
    /// The clinic's opening hours that day.
    pub open: Vec<DaySpan>,
    pub columns: Vec<DayColumn>,
    /// The rooms that cannot be used, for part of the day or all of it.
    pub rooms_out: Vec<DayStanding>,
    /// Cancelled ones too, those taken back not.
    pub appointments: Vec<DayAppointment>,
    #[ts(type = "number")]
    pub hidden_cancelled: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct DayColumn {
    pub practitioner_id: PractitionerId,
    pub name: String,
    pub short_name: String,
    pub kind: String,
    pub room_id: Option<RoomId>,
    pub room_name: Option<String>,
    /// When this person works, leave and holidays aside.
    pub spans: Vec<DaySpan>,
    /// Leave, holidays and blocks.
    pub standing: Vec<DayStanding>,
    /// How many wait for this person.
    #[ts(type = "number")]
    pub waiting: i64,
}

/// Something that stands in the day by the rules: from `starts` to `ends` of this day, "24:00" being its end.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct DayStanding {
    pub exception_id: ExceptionId,
    pub kind: ExceptionKind,
    pub block: Option<BlockKind>,
    pub label: Option<String>,
    pub room_id: Option<RoomId>,
    pub starts: String,
    pub ends: String,
}

impl From<Standing<'_>> for DayStanding {
    fn from(standing: Standing<'_>) -> DayStanding {
        let Standing { exception, minutes: (starts, ends) } = standing;
        DayStanding {
            exception_id: exception.id,
            kind: exception.kind(),
            block: exception.block.as_deref().and_then(BlockKind::parse),
            label: exception.label.clone(),
            room_id: exception.room_id,
            starts: clock_text(starts),
            ends: clock_text(ends),
        }
    }
}

#[derive(sqlx::FromRow)]
struct ColumnRow {
    practitioner_id: PractitionerId,
    name: String,
    short_name: String,
    kind: String,
    room_id: Option<RoomId>,
    room_name: Option<String>,
    active: bool,
}

const COLUMNS: &str = "SELECT d.id AS practitioner_id, d.name, d.short_name, d.kind, d.room_id, r.name AS room_name, d.active \
     FROM doctors d LEFT JOIN clinic_rooms r ON r.id = d.room_id ";

impl Ask for AskDay {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = Day;

    fn example() -> Self {
        AskDay { date: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default(), practitioner_id: None }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Day> {
        fields::day("date", self.date)?;
        let mut clause = Clause::new(SELECT, vec![]);
        clause = match self.practitioner_id {
            Some(id) => clause.and("WHERE a.doctor_id = ? AND ", args![id]),
            None => clause.and("WHERE ", vec![]),
        };
        let next_day = self.date.checked_add_days(Days::new(1)).unwrap_or(self.date);
        clause = clause.and(
            "a.starts_at >= ? AND a.starts_at < ? AND a.status <> 'taken_back' ORDER BY a.starts_at, a.id",
            args![midnight(self.date), midnight(next_day)],
        );
        // One does not need the other, and a server answers both at once.
        let mut beside = db.clone();
        let (appointments, rules) = tokio::try_join!(db.all_of(clause), self.rules(&mut beside, asker))?;
        let appointments: Vec<DayAppointment> = appointments.into_iter().map(DayAppointment::named).collect();
        let hidden_cancelled = appointments.iter().filter(|row| row.status == "cancelled").count() as i64;
        let (columns, rooms_out) = self.columns(rules, &appointments);
        Ok(Day {
            date: self.date,
            open: open_on(&asker.settings.details.opening_hours, self.date),
            columns,
            rooms_out,
            appointments,
            hidden_cancelled,
        })
    }
}

impl AskDay {
    /// Who has a column, or could have one, and what holds for them that day.
    async fn rules(&self, db: &mut Db, asker: &Asker) -> Result<(Vec<ColumnRow>, Availability)> {
        let clause = Clause::new(COLUMNS, vec![]);
        let clause = match self.practitioner_id {
            Some(id) => clause.and("WHERE d.id = ?", args![id]),
            None => clause.and("ORDER BY d.position, d.id", vec![]),
        };
        let own = self.practitioner_id.as_ref().map(std::slice::from_ref);
        let beside = db.clone();
        let rules = availability_at_once(&beside, asker.settings.zone, own, self.date, self.date);
        let (rows, rules) = tokio::try_join!(db.all_of(clause), rules)?;
        Ok((rows, rules))
    }

    fn columns(
        &self,
        (rows, rules): (Vec<ColumnRow>, Availability),
        appointments: &[DayAppointment],
    ) -> (Vec<DayColumn>, Vec<DayStanding>) {
        let busy = |id: PractitionerId| appointments.iter().any(|row| row.practitioner_id == id);
        let waits_for = |id: PractitionerId| {
            move |row: &&DayAppointment| {
                row.status == Status::Arrived.text() && row.waiting_for.unwrap_or(row.practitioner_id) == id
            }
        };
        let column = |row: ColumnRow| DayColumn {
            spans: spans::texts(&rules.working(row.practitioner_id, self.date)),
            standing: rules.standing(row.practitioner_id, self.date).into_iter().map(DayStanding::from).collect(),
            waiting: appointments.iter().filter(waits_for(row.practitioner_id)).count() as i64,
            practitioner_id: row.practitioner_id,
            name: row.name,
            short_name: row.short_name,
            kind: row.kind,
            room_id: row.room_id,
            room_name: row.room_name,
        };
        let wanted = |row: &ColumnRow| row.active || busy(row.practitioner_id);
        let columns = rows.into_iter().filter(wanted).map(column).collect();
        (columns, rules.rooms_out(self.date).map(DayStanding::from).collect())
    }
}

pub(crate) fn open_on(hours: &[WeeklySpan], day: NaiveDate) -> Vec<DaySpan> {
    hours
        .iter()
        .filter(|span| span.holds_on(day))
        .map(|span| DaySpan { starts: span.starts.clone(), ends: span.ends.clone() })
        .collect()
}

/// These appointments, whatever their day and status (at most 1,000 ids).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskAppointments {
    pub ids: Vec<AppointmentId>,
}

impl Ask for AskAppointments {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = Vec<DayAppointment>;

    fn example() -> Self {
        AskAppointments { ids: vec![AppointmentId::new()] }
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<DayAppointment>> {
        if self.ids.is_empty() {
            return Ok(Vec::new());
        }
        let ids = self.ids.iter().take(CHUNK).map(|id| (*id).into()).collect();
        let clause =
            Clause::new(SELECT, vec![]).then(Clause::in_list("WHERE a.id IN (", ") ORDER BY a.starts_at, a.id", ids));
        Ok(db.all_of::<DayAppointment>(clause).await?.into_iter().map(DayAppointment::named).collect())
    }
}
