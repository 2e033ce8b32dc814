//! A row of the waitlist, with the practitioners and services it names.

use super::wishes::Wishes;
use crate::args;
use crate::error::{Code, Error, Result};
use crate::history::refuse_stale;
use crate::ids::{AppointmentId, PatientId, PractitionerId, ServiceId, UserId, WaitlistId};
use crate::store::{Kind, Read, Tx};
use crate::time::Instant;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

crate::record! {
    /// A row of `waitlist`. Times are minutes after midnight on the clinic's wall.
    pub struct WaitlistEntry in "waitlist" as Waitlist {
        pub id: WaitlistId,
        pub patient_id: PatientId,
        pub minutes: i64,
        pub earliest: NaiveDate,
        pub latest: Option<NaiveDate>,
        pub weekdays: i64,
        pub from_minute: i64,
        pub to_minute: i64,
        pub priority: String,
        pub note: Option<String>,
        pub status: String,
        pub appointment_id: Option<AppointmentId>,
        pub added_at: Instant,
        pub added_by: Option<UserId>,
    }
}

pub(crate) const WAITING: &str = "waiting";
pub(super) const BOOKED: &str = "booked";
pub(super) const WITHDRAWN: &str = "withdrawn";

/// What changes to the waitlist answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct WaitlistSaved {
    pub waitlist_id: WaitlistId,
    #[ts(type = "number")]
    pub version: i64,
}

impl WaitlistEntry {
    /// Puts the wishes onto the row; the practitioners and services go to their own tables.
    pub(super) fn wish(&mut self, wishes: &Wishes) {
        self.minutes = wishes.minutes;
        self.earliest = wishes.earliest;
        self.latest = wishes.latest;
        self.weekdays = wishes.weekday_bits();
        self.from_minute = wishes.first_minute();
        self.to_minute = wishes.last_minute();
        self.priority = wishes.priority.text().to_owned();
        self.note = wishes.note.clone();
    }

    /// Errors: `waitlist.not_waiting` (status).
    pub(super) fn must_wait(&self) -> Result<()> {
        if self.status == WAITING {
            return Ok(());
        }
        Err(Error::new(Code::WaitlistNotWaiting).with("status", &self.status))
    }
}

/// The entry as the caller saw it, still waiting.
///
/// Errors in this order: `record.not_found` (waitlist), `waitlist.not_waiting` (status), `record.changed_meanwhile`.
pub(super) async fn waiting(tx: &mut Tx, id: WaitlistId, version: i64) -> Result<WaitlistEntry> {
    let entry: WaitlistEntry = tx.record(id.0).await?;
    // Booked or withdrawn says more than changed.
    entry.must_wait()?;
    refuse_stale(tx, &entry, version).await?;
    Ok(entry)
}

pub(super) async fn practitioners_of(read: &mut impl Read, id: WaitlistId) -> Result<Vec<PractitionerId>> {
    let rows: Vec<(PractitionerId,)> =
        read.all("SELECT doctor_id FROM waitlist_doctors WHERE waitlist_id = ? ORDER BY doctor_id", args![id]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub(super) async fn services_of(read: &mut impl Read, id: WaitlistId) -> Result<Vec<ServiceId>> {
    let rows: Vec<(ServiceId,)> =
        read.all("SELECT service_id FROM waitlist_services WHERE waitlist_id = ? ORDER BY position", args![id]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub(super) async fn write_lists(tx: &mut Tx, id: WaitlistId, wishes: &Wishes) -> Result<()> {
    write_named(tx, id, &wishes.practitioner_ids, &wishes.service_ids).await
}

/// Writes what differs and notes it with the entry.
pub(super) async fn write_named(
    tx: &mut Tx,
    id: WaitlistId,
    practitioners: &[PractitionerId],
    services: &[ServiceId],
) -> Result<()> {
    let before = practitioners_of(tx, id).await?;
    if before != practitioners {
        tx.exec("DELETE FROM waitlist_doctors WHERE waitlist_id = ?", args![id]).await?;
        let rows = practitioners.iter().map(|practitioner| args![id, *practitioner]).collect();
        tx.insert_rows("waitlist_doctors", &["waitlist_id", "doctor_id"], rows).await?;
        tx.note(Kind::Waitlist, id.0, "practitioner_ids", json!(before), json!(practitioners));
    }
    let before = services_of(tx, id).await?;
    if before != services {
        tx.exec("DELETE FROM waitlist_services WHERE waitlist_id = ?", args![id]).await?;
        let row = |(position, service): (usize, &ServiceId)| args![id, position as i64, *service];
        let rows = services.iter().enumerate().map(row).collect();
        tx.insert_rows("waitlist_services", &["waitlist_id", "position", "service_id"], rows).await?;
        tx.note(Kind::Waitlist, id.0, "service_ids", json!(before), json!(services));
    }
    Ok(())
}

/// A booking that was made from the waitlist is taken back, or stands again: its entry waits again, or no longer.
pub(crate) async fn follow(tx: &mut Tx, appointment: AppointmentId, stands: bool) -> Result<()> {
    let entries: Vec<WaitlistEntry> = tx.records("WHERE appointment_id = ?", args![appointment]).await?;
    let (from, to) = if stands { (WAITING, BOOKED) } else { (BOOKED, WAITING) };
    for before in entries.into_iter().filter(|entry| entry.status == from) {
        let mut after = WaitlistEntry { status: to.to_owned(), ..before.clone() };
        tx.update(&before, &mut after).await?;
    }
    Ok(())
}
