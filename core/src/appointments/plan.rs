//! The rules that booking, moving and editing share: who, where, which services, when.

use super::appointment::{Appointment, ChosenService};
use super::calendar::Place;
use super::claims::{self, Clash, Lanes, Resource};
use super::nearest_free::{Wish, nearest};
use crate::access::Permission;
use crate::args;
use crate::catalogue::practitioners::Practitioner;
use crate::catalogue::rooms::Room;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{AppointmentId, PatientId, PractitionerId, RoomId, ServiceId};
use crate::schedule::availability::{Availability, availability, knew, moves_bookings, write_known};
use crate::schedule::exception::{ExceptionKind, WorkingException};
use crate::schedule::spans;
use crate::store::{CHUNK, Clause, Read, Tx};
use crate::time::{self, SLOT_MINUTES, midnight};
use chrono::{Days, Duration, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Twelve hours.
pub const MAX_MINUTES: i64 = 720;

/// Why a rule is passed over; kept with the appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct Reason {
    pub reason: String,
}

/// A wanted time and place.
pub struct Plan<'a> {
    pub appointment_id: AppointmentId,
    pub patient_id: PatientId,
    pub practitioner_id: PractitionerId,
    pub room_id: Option<RoomId>,
    pub starts_at: NaiveDateTime,
    pub minutes: i64,
    pub overbook: Option<&'a Reason>,
    pub outside_hours: Option<&'a Reason>,
    /// The practitioner and room it had before: those may have become inactive since.
    pub kept: Option<(PractitionerId, Option<RoomId>)>,
    /// The appointment as it stands, when its time and practitioner stay: what was agreed about those is not asked again.
    pub same_time: Option<&'a Appointment>,
}

/// A plan that may be carried out.
pub struct Agreed {
    pub ends_at: NaiveDateTime,
    pub practitioner: Practitioner,
    pub lanes: Lanes,
    pub overbook_reason: Option<String>,
    pub outside: Outside,
}

/// Why it lies outside what can be booked, and the absences that were known then.
#[derive(Debug, Clone, Default)]
pub struct Outside {
    reason: Option<String>,
    known: Option<String>,
}

impl Plan<'_> {
    /// Checks the plan against the calendar and the claims, without writing.
    ///
    /// Errors in this order: field errors (reasons), `appointment.not_five_minutes`, `appointment.length`,
    /// `appointment.time_skipped`, `patient.not_found`, `appointment.patient_died`, `record.not_found` (practitioner, room),
    /// `appointment.practitioner_inactive`, `appointment.room_inactive`, `appointment.outside_hours`, `access.denied`,
    /// `appointment.slot_taken`.
    pub async fn agree(&self, tx: &mut Tx, cx: &Context) -> Result<Agreed> {
        let overbook_reason =
            self.overbook.map(|overbook| fields::text("overbook.reason", &overbook.reason, 200)).transpose()?;
        let outside_reason =
            self.outside_hours.map(|outside| fields::text("outside_hours.reason", &outside.reason, 200)).transpose()?;
        let ends_at = self.check_time(cx.settings.zone)?;
        self.check_patient(tx).await?;
        let practitioner = self.check_practitioner(tx).await?;
        let room = self.check_room(tx).await?;
        let outside = self.check_hours(tx, cx, ends_at, outside_reason, (&practitioner, room.as_ref())).await?;
        let mut resources =
            vec![Resource { id: self.practitioner_id.0, capacity: 1 }, Resource { id: self.patient_id.0, capacity: 1 }];
        resources.extend(room.map(|room| Resource { id: room.id.0, capacity: room.capacity }));
        let lanes = claims::choose(tx, &resources, self.starts_at, ends_at).await?;
        if lanes.clashes.is_empty() {
            return Ok(Agreed { ends_at, practitioner, lanes, overbook_reason: None, outside });
        }
        if overbook_reason.is_none() {
            return Err(self.taken(tx, cx, &lanes.clashes).await?);
        }
        cx.require(Permission::AppointmentOverbook)?;
        Ok(Agreed { ends_at, practitioner, lanes, overbook_reason, outside })
    }

    /// The end. Errors: those of `check_start`, `appointment.not_five_minutes`, `appointment.length`,
    /// `appointment.time_skipped`.
    pub(super) fn check_time(&self, zone: Tz) -> Result<NaiveDateTime> {
        check_start(self.starts_at)?;
        if self.minutes % SLOT_MINUTES != 0 {
            return Err(Error::new(Code::AppointmentNotFiveMinutes));
        }
        let too_long = || Error::new(Code::AppointmentLength).with("max_minutes", MAX_MINUTES);
        if !(SLOT_MINUTES..=MAX_MINUTES).contains(&self.minutes) {
            return Err(too_long());
        }
        let ends_at = self.starts_at + Duration::minutes(self.minutes);
        if ends_at > midnight(self.starts_at.date() + Days::new(1)) {
            return Err(too_long());
        }
        let last_slot = ends_at - Duration::minutes(SLOT_MINUTES);
        if !time::exists(zone, self.starts_at) || !time::exists(zone, last_slot) {
            return Err(Error::new(Code::AppointmentTimeSkipped).with("starts_at", self.starts_at));
        }
        Ok(ends_at)
    }

    pub(super) async fn check_patient(&self, read: &mut impl Read) -> Result<()> {
        patient_alive(read, self.patient_id, self.starts_at.date()).await
    }

    pub(super) async fn check_practitioner(&self, read: &mut impl Read) -> Result<Practitioner> {
        let practitioner: Practitioner = read.record(self.practitioner_id.0).await?;
        let kept = self.kept.is_some_and(|(kept, _)| kept == practitioner.id);
        if practitioner.active || kept {
            Ok(practitioner)
        } else {
            Err(Error::new(Code::AppointmentPractitionerInactive))
        }
    }

    pub(super) async fn check_room(&self, read: &mut impl Read) -> Result<Option<Room>> {
        match self.room_id {
            Some(id) if self.kept.is_some_and(|(_, kept)| kept == Some(id)) => Ok(Some(read.record(id.0).await?)),
            room => room_in_use(read, room).await,
        }
    }

    /// Within working hours, with nothing in the way; or knowingly not.
    async fn check_hours(
        &self,
        tx: &mut Tx,
        cx: &Context,
        ends_at: NaiveDateTime,
        reason: Option<String>,
        who: (&Practitioner, Option<&Room>),
    ) -> Result<Outside> {
        let day = self.starts_at.date();
        let rules = availability(tx, cx.settings.zone, &[self.practitioner_id], day, day).await?;
        let there = rules.obstacles(self.practitioner_id, self.room_id, self.starts_at, ends_at);
        let works = rules.works(self.practitioner_id, self.starts_at, ends_at);
        let asked = |one: &WorkingException| {
            self.same_time.is_none_or(|before| one.kind() == ExceptionKind::OutOfUse && before.room_id != self.room_id)
        };
        let kept =
            |one: &WorkingException| self.same_time.is_some_and(|before| knew(before.outside_known.as_deref(), one.id));
        let asks_hours = !works && self.same_time.is_none();
        if !asks_hours && !there.iter().any(|one| asked(one)) {
            let ids: Vec<_> = there.iter().filter(|one| kept(one)).map(|one| one.id).collect();
            let reason = self.same_time.and_then(|before| before.outside_reason.clone());
            return Ok(Outside { reason: reason.filter(|_| !works || !there.is_empty()), known: write_known(&ids) });
        }
        let Some(reason) = reason else {
            let there = there.into_iter().filter(|one| asked(one)).collect();
            return Err(self.outside(&rules, there, asks_hours, who));
        };
        let known = there.iter().filter(|one| moves_bookings(one.kind()) && (asked(one) || kept(one)));
        let ids: Vec<_> = known.map(|one| one.id).collect();
        Ok(Outside { reason: Some(reason), known: write_known(&ids) })
    }

    /// What is there, in words' raw material: the spans that can be booked that day, and each thing in the way.
    fn outside(
        &self,
        rules: &Availability,
        there: Vec<&WorkingException>,
        asks_hours: bool,
        (practitioner, room): (&Practitioner, Option<&Room>),
    ) -> Error {
        let mut why: Vec<_> = there
            .into_iter()
            .map(|one| {
                let details = one.details();
                let room = room.filter(|_| one.kind() == ExceptionKind::OutOfUse).map(|room| &room.name);
                json!({
                    "kind": details.kind, "block": details.block, "label": details.label, "room": room,
                    "from": details.from, "to": details.to, "starts": details.starts, "ends": details.ends,
                })
            })
            .collect();
        if asks_hours {
            why.push(json!({ "kind": "hours" }));
        }
        let spans = rules.spans_in(self.practitioner_id, self.room_id, self.starts_at.date());
        Error::new(Code::AppointmentOutsideHours)
            .with("practitioner", &practitioner.short_name)
            .with("spans", spans::texts(&spans))
            .with("why", why)
    }

    /// Who has the time, and the nearest free ones.
    async fn taken(&self, tx: &mut Tx, cx: &Context, clashes: &[Clash]) -> Result<Error> {
        let holders = holders(tx, clashes).await?;
        let by = taken_by(clashes, &holders, self.practitioner_id, self.patient_id);
        let place = Place { practitioner: self.practitioner_id, room: self.room_id, patient: Some(self.patient_id) };
        let wish = Wish { place, minutes: self.minutes, zone: cx.settings.zone };
        let free = nearest(tx, &wish, cx.wall_now(), self.starts_at, 5).await?;
        Ok(Error::new(Code::AppointmentSlotTaken).with("by", by).with("free", free))
    }
}

/// Errors in this order: `patient.not_found`, `appointment.patient_died` when that was before this day.
pub async fn patient_alive(read: &mut impl Read, patient: PatientId, day: NaiveDate) -> Result<()> {
    let found: Option<(Option<NaiveDate>,)> =
        read.maybe("SELECT died_on FROM patients WHERE id = ? AND merged_into IS NULL", args![patient]).await?;
    let (died_on,) = found.ok_or_else(|| Error::new(Code::PatientNotFound))?;
    match died_on.filter(|died| *died < day) {
        Some(died) => Err(Error::new(Code::AppointmentPatientDied).with("died_on", died)),
        None => Ok(()),
    }
}

/// Errors in this order: `record.not_found` (room), `appointment.room_inactive`.
pub async fn room_in_use(read: &mut impl Read, room: Option<RoomId>) -> Result<Option<Room>> {
    let Some(id) = room else { return Ok(None) };
    let room: Room = read.record(id.0).await?;
    if room.active { Ok(Some(room)) } else { Err(Error::new(Code::AppointmentRoomInactive)) }
}

/// Who or what is taken, and by which appointment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct TakenBy {
    /// practitioner, patient or room.
    pub resource: String,
    pub name: String,
    pub patient: String,
    pub starts_at: NaiveDateTime,
    pub ends_at: NaiveDateTime,
    pub appointment_id: AppointmentId,
    pub practitioner: String,
}

/// The appointments behind clashes.
pub(super) async fn holders(read: &mut impl Read, clashes: &[Clash]) -> Result<Vec<Holder>> {
    let mut ids: Vec<AppointmentId> = clashes.iter().map(|clash| clash.appointment_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let ids: Vec<_> = ids.into_iter().take(CHUNK).map(Into::into).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    read.all_of(Clause::in_list(
        "SELECT a.id, a.starts_at, a.ends_at, p.family_name, p.given_name, p.preferred_name, d.short_name AS practitioner, r.name AS room FROM appointments a \
         JOIN patients p ON p.id = a.patient_id JOIN doctors d ON d.id = a.doctor_id LEFT JOIN clinic_rooms r ON r.id = a.room_id WHERE a.id IN (",
        ") ORDER BY a.starts_at",
        ids,
    ))
    .await
}

/// The clashes for people to read.
pub(super) fn taken_by(
    clashes: &[Clash],
    holders: &[Holder],
    practitioner: PractitionerId,
    patient: PatientId,
) -> Vec<TakenBy> {
    let line = |clash: &Clash| {
        let holder = holders.iter().find(|row| row.id == clash.appointment_id)?;
        let (resource, name) = if clash.resource_id == practitioner.0 {
            ("practitioner", holder.practitioner.clone())
        } else if clash.resource_id == patient.0 {
            ("patient", holder.patient())
        } else {
            ("room", holder.room.clone().unwrap_or_default())
        };
        Some(TakenBy {
            resource: resource.to_owned(),
            name,
            patient: holder.patient(),
            starts_at: holder.starts_at,
            ends_at: holder.ends_at,
            appointment_id: holder.id,
            practitioner: holder.practitioner.clone(),
        })
    };
    clashes.iter().filter_map(line).take(20).collect()
}

#[derive(sqlx::FromRow)]
pub(super) struct Holder {
    id: AppointmentId,
    starts_at: NaiveDateTime,
    ends_at: NaiveDateTime,
    family_name: Option<String>,
    given_name: Option<String>,
    preferred_name: Option<String>,
    practitioner: String,
    room: Option<String>,
}

impl Holder {
    fn patient(&self) -> String {
        let parts = [self.family_name.clone(), self.given_name.clone().or_else(|| self.preferred_name.clone())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

#[derive(sqlx::FromRow)]
struct ServiceRow {
    id: ServiceId,
    name: String,
    minutes: i64,
    price_minor: i64,
    active: bool,
}

/// The chosen services with today's minutes and prices; a service that was on the appointment already keeps its own.
///
/// Errors in this order: `field.required` (service_ids), `record.not_found` (service), `appointment.service_inactive`,
/// `appointment.service_not_given` (services, practitioner).
pub async fn choose_services(
    read: &mut impl Read,
    ids: &[ServiceId],
    practitioner: &Practitioner,
    kept: &[ChosenService],
) -> Result<Vec<ChosenService>> {
    let mut wanted: Vec<ServiceId> = Vec::new();
    for id in ids {
        if !wanted.contains(id) {
            wanted.push(*id);
        }
    }
    if wanted.is_empty() {
        return Err(Error::field(Code::FieldRequired, "service_ids"));
    }
    if wanted.len() > 20 {
        return Err(Error::field(Code::FieldOutOfRange, "service_ids").with("max", 20));
    }
    let args = || wanted.iter().map(|id| (*id).into()).collect();
    let rows: Vec<ServiceRow> = read
        .all_of(Clause::in_list(
            "SELECT id, name, minutes, price_minor, active FROM services WHERE id IN (",
            ")",
            args(),
        ))
        .await?;
    let given: Vec<(ServiceId, PractitionerId)> = read
        .all_of(Clause::in_list("SELECT service_id, doctor_id FROM service_doctors WHERE service_id IN (", ")", args()))
        .await?;
    let mut chosen = Vec::new();
    let (mut inactive, mut not_given) = (Vec::new(), Vec::new());
    for id in &wanted {
        let row =
            rows.iter().find(|row| row.id == *id).ok_or_else(|| Error::new(Code::NotFound).with("kind", "service"))?;
        let before = kept.iter().find(|service| service.service_id == *id);
        if !row.active && before.is_none() {
            inactive.push(row.name.clone());
        }
        let limited = given.iter().any(|(service, _)| service == id);
        if limited && !given.contains(&(*id, practitioner.id)) {
            not_given.push(row.name.clone());
        }
        chosen.push(before.cloned().unwrap_or_else(|| ChosenService {
            service_id: row.id,
            name: row.name.clone(),
            minutes: row.minutes,
            price_minor: row.price_minor,
        }));
    }
    if !inactive.is_empty() {
        return Err(Error::new(Code::AppointmentServiceInactive).with("services", inactive));
    }
    if !not_given.is_empty() {
        return Err(Error::new(Code::AppointmentServiceNotGiven)
            .with("services", not_given)
            .with("practitioner", &practitioner.short_name));
    }
    Ok(chosen)
}

/// When visits may begin at all. Errors: `appointment.not_five_minutes`, `field.out_of_range` (starts_at).
pub fn check_start(starts_at: NaiveDateTime) -> Result<()> {
    if !time::on_slot(starts_at) {
        return Err(Error::new(Code::AppointmentNotFiveMinutes));
    }
    fields::day("starts_at", starts_at.date())
}

/// Puts what was agreed onto the row.
pub fn place(row: &mut Appointment, agreed: &Agreed, plan: &Plan<'_>, cx: &Context) {
    row.doctor_id = plan.practitioner_id;
    row.room_id = plan.room_id;
    row.starts_at = plan.starts_at;
    row.ends_at = agreed.ends_at;
    row.overbooked = agreed.overbook_reason.is_some();
    row.overbooked_by = cx.actor.filter(|_| row.overbooked);
    row.overbook_reason = agreed.overbook_reason.clone();
    row.outside_hours = agreed.outside.reason.is_some();
    row.outside_reason = agreed.outside.reason.clone();
    row.outside_known = agreed.outside.known.clone();
}
