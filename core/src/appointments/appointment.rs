//! An appointment's row, its services, and its status.

use crate::args;
use crate::catalogue::prices::PatientPrices;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::history::stale;
use crate::ids::{
    AppointmentId, PatientId, PractitionerId, RoomId, RowId, SeriesId, ServiceId, SpecialtyId, UserId, derived,
};
use crate::store::{Kind, Read, Tx};
use crate::time::Instant;
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

crate::record! {
    /// A row of `appointments`. `starts_at` and `ends_at` are clinic wall time.
    pub struct Appointment in "appointments" as Appointment {
        pub id: AppointmentId,
        pub patient_id: PatientId,
        pub doctor_id: PractitionerId,
        pub room_id: Option<RoomId>,
        pub series_id: Option<SeriesId>,
        /// Moved on its own: a shift of its series leaves it where it is.
        pub series_own_time: bool,
        pub starts_at: NaiveDateTime,
        pub ends_at: NaiveDateTime,
        pub status: String,
        pub status_since: Instant,
        pub waiting_for: Option<PractitionerId>,
        pub services_text: String,
        pub note: Option<String>,
        pub overbooked: bool,
        pub overbook_reason: Option<String>,
        pub overbooked_by: Option<UserId>,
        pub outside_hours: bool,
        pub outside_reason: Option<String>,
        /// See `schedule::availability::write_known`.
        pub outside_known: Option<String>,
        pub cancelled_by: Option<String>,
        pub cancel_reason: Option<String>,
        pub is_new: bool,
        pub walk_in: bool,
        pub for_anyone: bool,
        pub for_specialty: Option<SpecialtyId>,
        pub ticket_day: Option<NaiveDate>,
        pub ticket: Option<i64>,
        pub booked_at: Instant,
        pub booked_by: Option<UserId>,
    }
}

impl Appointment {
    pub fn status(&self) -> Status {
        Status::parse(&self.status).unwrap_or(Status::Booked)
    }

    /// Whether its time is taken: a walk-in who still waits holds none.
    pub fn holds_claims(&self) -> bool {
        self.status().holds_claims() && !(self.walk_in && self.status() == Status::Arrived)
    }
}

/// Where an appointment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Status {
    Booked,
    Confirmed,
    Arrived,
    InRoom,
    ToPay,
    Done,
    NoShow,
    /// Left before being seen.
    Left,
    Cancelled,
    /// A booking that was undone: not a patient's cancellation.
    TakenBack,
}

impl Status {
    pub const ALL: [Status; 10] = [
        Status::Booked,
        Status::Confirmed,
        Status::Arrived,
        Status::InRoom,
        Status::ToPay,
        Status::Done,
        Status::NoShow,
        Status::Left,
        Status::Cancelled,
        Status::TakenBack,
    ];

    pub fn text(self) -> &'static str {
        match self {
            Status::Booked => "booked",
            Status::Confirmed => "confirmed",
            Status::Arrived => "arrived",
            Status::InRoom => "in_room",
            Status::ToPay => "to_pay",
            Status::Done => "done",
            Status::NoShow => "no_show",
            Status::Left => "left",
            Status::Cancelled => "cancelled",
            Status::TakenBack => "taken_back",
        }
    }

    pub fn parse(text: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|status| status.text() == text)
    }

    /// Whether somebody in this status is in the house.
    pub fn in_house(self) -> bool {
        matches!(self, Status::Arrived | Status::InRoom | Status::ToPay)
    }

    /// Whether the time stays taken (see `Appointment::holds_claims` for walk-ins).
    pub fn holds_claims(self) -> bool {
        matches!(
            self,
            Status::Booked | Status::Confirmed | Status::Arrived | Status::InRoom | Status::ToPay | Status::Done
        )
    }
}

/// The appointment as the caller saw it.
///
/// Errors in this order: `appointment.not_found`, `appointment.changed_meanwhile` (by, at, version).
pub(crate) async fn seen(tx: &mut Tx, id: AppointmentId, version: i64) -> Result<Appointment> {
    let found = find(tx, id).await?;
    if found.version != version {
        return Err(stale(tx, Code::AppointmentChangedMeanwhile, Kind::Appointment, id.0, found.version).await?);
    }
    Ok(found)
}

/// Errors: `appointment.not_found`.
pub(crate) async fn find(read: &mut impl Read, id: AppointmentId) -> Result<Appointment> {
    let found: Vec<Appointment> = read.records("WHERE id = ?", args![id]).await?;
    found.into_iter().next().ok_or_else(|| Error::new(Code::AppointmentNotFound))
}

/// Whether this would be the patient's first visit.
pub(super) async fn is_first(read: &mut impl Read, patient: PatientId) -> Result<bool> {
    let earlier: Option<(i64,)> = read
        .maybe("SELECT 1 FROM appointments WHERE patient_id = ? AND status NOT IN ('cancelled', 'taken_back', 'no_show') LIMIT 1", args![patient])
        .await?;
    Ok(earlier.is_none())
}

/// Writes one line of the status history.
pub(crate) async fn note_status(
    tx: &mut Tx,
    cx: &Context,
    before: Option<Status>,
    after: &Appointment,
    reason: Option<&str>,
) -> Result<()> {
    note_statuses(tx, cx, &[(before, after)], reason).await
}

/// The same for several appointments at once; the first of each pair is the status before.
pub(super) async fn note_statuses(
    tx: &mut Tx,
    cx: &Context,
    changes: &[(Option<Status>, &Appointment)],
    reason: Option<&str>,
) -> Result<()> {
    let row = |(before, after): &(Option<Status>, &Appointment)| {
        args![
            RowId(derived(cx.operation, &format!("status {}", after.id))),
            after.id,
            before.map(Status::text),
            after.status.clone(),
            after.waiting_for,
            reason,
            cx.now,
            cx.actor
        ]
    };
    tx.insert_rows(
        "appointment_status_history",
        &["id", "appointment_id", "from_status", "to_status", "waiting_for", "reason", "at", "user_id"],
        changes.iter().map(row).collect(),
    )
    .await
}

/// A service as it was chosen, with the minutes and the standard price (without dates) of that moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct ChosenService {
    pub service_id: ServiceId,
    pub name: String,
    #[ts(type = "number")]
    pub minutes: i64,
    #[ts(type = "number")]
    pub price_minor: i64,
}

pub(super) async fn services_of(read: &mut impl Read, id: AppointmentId) -> Result<Vec<ChosenService>> {
    read.all(
        "SELECT a.service_id, s.name, a.minutes, a.price_minor FROM appointment_services a JOIN services s ON s.id = a.service_id WHERE a.appointment_id = ? ORDER BY a.position",
        args![id],
    )
    .await
}

/// The services of a visit at the prices of its patient's list on its day.
pub(super) async fn priced_services_of(
    read: &mut impl Read,
    id: AppointmentId,
    patient: PatientId,
    day: NaiveDate,
) -> Result<Vec<ChosenService>> {
    let mut services = services_of(read, id).await?;
    let prices = PatientPrices::load(read, Some(patient), day).await?;
    for service in &mut services {
        service.price_minor = prices.price(service.service_id, service.price_minor).minor;
    }
    Ok(services)
}

pub(super) async fn write_services(tx: &mut Tx, id: AppointmentId, services: &[ChosenService]) -> Result<()> {
    write_services_of(tx, &[(id, services)]).await
}

pub(super) async fn write_services_of(tx: &mut Tx, chosen: &[(AppointmentId, &[ChosenService])]) -> Result<()> {
    let mut rows = Vec::new();
    for (id, services) in chosen {
        for (position, service) in services.iter().enumerate() {
            rows.push(args![*id, position as i64, service.service_id, service.minutes, service.price_minor]);
        }
    }
    tx.insert_rows(
        "appointment_services",
        &["appointment_id", "position", "service_id", "minutes", "price_minor"],
        rows,
    )
    .await
}

/// The line that stands on the card: at most 300 characters.
pub(super) fn services_text(services: &[ChosenService]) -> String {
    services.iter().map(|service| service.name.as_str()).collect::<Vec<_>>().join(", ").chars().take(300).collect()
}

/// What changes to an appointment answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct AppointmentSaved {
    pub appointment_id: AppointmentId,
    #[ts(type = "number")]
    pub version: i64,
    pub status: String,
    /// The patient's ticket, once here.
    #[ts(type = "number | null")]
    pub ticket: Option<i64>,
}

impl From<&Appointment> for AppointmentSaved {
    fn from(row: &Appointment) -> AppointmentSaved {
        AppointmentSaved {
            appointment_id: row.id,
            version: row.version,
            status: row.status.clone(),
            ticket: row.ticket,
        }
    }
}
