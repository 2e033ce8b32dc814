//! Taking back a change to the schedule, from what the journal kept of it: appointments and series here, what is worked in
//! `schedule::undo`, who waits in `waitlist::undo`.

use super::appointment::{
    Appointment, AppointmentSaved, ChosenService, Status, note_statuses, services_of, write_services,
};
use super::undo_chain::{Done, put_back};
use super::{claims, status};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::{AppointmentId, ExceptionId, OperationId, PractitionerId};
use crate::operation::Operate;
use crate::schedule;
use crate::store::{Clause, Kind, Read, Record, Tx};
use crate::waitlist;
use crate::waitlist::entry::WaitlistSaved;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

/// Undoes a booking or a walk-in (the appointment is *taken back*, which is no cancellation), a move, an edit, a status change, a
/// cancellation, or an undo; of a series the whole. Leave, holidays, blocks, rooms out of use and weekly hours, and what was done to the
/// waitlist, too. `undoes` is the id under which it was performed.
///
/// Errors in this order: `undo.not_possible` (unknown, or another kind of operation), `access.denied` (schedule.edit) for what is
/// worked, `undo.changed_meanwhile` (by, at) when anybody changed the row, or any appointment of the series, since and that was not
/// undone too, `appointment.slot_taken` when the old time is no longer free, `hours.overlap` when something else was entered there.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct Undo {
    pub undoes: OperationId,
}

const UNDOABLE: [&str; 22] = [
    "book_appointment",
    "admit_walk_in",
    "book_from_waitlist",
    "book_recall",
    "move_appointment",
    "move_to_next_free",
    "edit_appointment",
    "change_status",
    "cancel_appointment",
    "record_call",
    "book_series",
    "move_series",
    "edit_series",
    "cancel_series",
    "add_exception",
    "edit_exception",
    "remove_exception",
    "set_working_hours",
    "add_to_waitlist",
    "edit_waitlist",
    "withdraw_from_waitlist",
    "undo",
];

/// One appointment as it is, as it is to be, and its services if they change too.
struct Back {
    now: Appointment,
    back: Appointment,
    services: Option<Vec<ChosenService>>,
}

/// What was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(untagged)]
#[ts(export)]
pub enum Undone {
    Appointments(UndoneAppointments),
    Exception(UndoneException),
    Waitlist(WaitlistSaved),
    Hours(UndoneHours),
}

/// Leave, a holiday, a block or a room out of use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct UndoneException {
    pub exception_id: ExceptionId,
    #[ts(type = "number")]
    pub version: i64,
}

/// Somebody's weekly hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct UndoneHours {
    pub practitioner_id: PractitionerId,
    #[ts(type = "number")]
    pub version: i64,
}

/// One appointment, and the others when it was a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct UndoneAppointments {
    #[serde(flatten)]
    #[ts(flatten)]
    pub saved: AppointmentSaved,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<AppointmentId>,
}

impl Operate for Undo {
    const PERMISSION: Permission = Permission::AppointmentBook;
    type Outcome = Undone;

    fn example() -> Self {
        Undo { undoes: OperationId::new() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<Undone> {
        let done: Vec<Done> = tx
            .all(
                "SELECT j.name, t.kind, t.row_id, t.before_row, t.after_row FROM journal j JOIN journal_touches t ON t.journal_id = j.id \
                 WHERE j.id = ? AND t.kind IN ('appointment', 'exception', 'waitlist', 'practitioner') ORDER BY t.position",
                args![self.undoes],
            )
            .await?;
        if done.iter().any(|done| !UNDOABLE.contains(&done.name.as_str())) {
            return Err(Error::new(Code::UndoNotPossible));
        }
        let of = |kind: Kind| done.iter().filter(move |done| done.kind == kind.text());
        let appointments: Vec<&Done> = of(Kind::Appointment).collect();
        if !appointments.is_empty() {
            return Ok(Undone::Appointments(undo_appointments(tx, cx, &appointments).await?));
        }
        // Each of the others changes one row.
        if let Some(done) = of(Kind::Exception).next() {
            return Ok(Undone::Exception(schedule::undo::exception(tx, cx, done).await?));
        }
        if let Some(done) = of(Kind::Waitlist).next() {
            return Ok(Undone::Waitlist(waitlist::undo::entry(tx, done).await?));
        }
        match of(Kind::Practitioner).next() {
            Some(done) => Ok(Undone::Hours(schedule::undo::hours(tx, cx, done).await?)),
            None => Err(Error::new(Code::UndoNotPossible)),
        }
    }
}

async fn undo_appointments(tx: &mut Tx, cx: &Context, done: &[&Done]) -> Result<UndoneAppointments> {
    let mut all = backs(tx, cx, done).await?;
    move_claims(tx, cx, &mut all).await?;
    write(tx, cx, &mut all).await?;
    let mut saved = all.iter().map(|one| AppointmentSaved::from(&one.back));
    let first = saved.next().ok_or_else(|| Error::new(Code::UndoNotPossible))?;
    Ok(UndoneAppointments { saved: first, others: saved.map(|one| one.appointment_id).collect() })
}

/// Errors: `undo.changed_meanwhile`, when any of them is no longer as the operation left it.
async fn backs(tx: &mut Tx, cx: &Context, done: &[&Done]) -> Result<Vec<Back>> {
    let ids = done.iter().map(|done| AppointmentId(done.row_id).into()).collect::<Vec<_>>();
    let rows: Vec<Appointment> =
        tx.all_of(Clause::new(Appointment::SELECT, vec![]).then(Clause::in_list("WHERE id IN (", ")", ids))).await?;
    let mut all = Vec::new();
    for done in done {
        let now = rows.iter().find(|row| row.id.0 == done.row_id).cloned();
        let now = now.ok_or_else(|| Error::new(Code::AppointmentNotFound))?;
        done.must_stand(tx, &now).await?;
        let mut back = now.clone();
        let mut services = None;
        match done.before()? {
            None => take_back(&mut back, cx),
            Some(old) => {
                restore(&mut back, &old, cx)?;
                services = before_services(&old)?;
            }
        }
        all.push(Back { now, back, services });
    }
    Ok(all)
}

/// First all that is let go, then all that is taken again: one may go where another was.
async fn move_claims(tx: &mut Tx, cx: &Context, all: &mut [Back]) -> Result<()> {
    let place = |row: &Appointment| (row.doctor_id, row.room_id, row.starts_at, row.ends_at);
    let moves = |one: &Back| place(&one.now) != place(&one.back);
    let lets_go = |one: &&Back| one.now.holds_claims() && (moves(one) || !one.back.holds_claims());
    for one in all.iter_mut().filter(|one| !moves(one) && one.now.holds_claims() && one.back.holds_claims()) {
        // Its lanes stay as they are, and so does what was said of them.
        one.back.overbooked = one.now.overbooked;
        one.back.overbook_reason.clone_from(&one.now.overbook_reason);
        one.back.overbooked_by = one.now.overbooked_by;
    }
    let freed: Vec<AppointmentId> = all.iter().filter(lets_go).map(|one| one.now.id).collect();
    claims::free_all(tx, &freed).await?;
    for one in all.iter_mut() {
        if one.back.holds_claims() && (moves(one) || !one.now.holds_claims()) {
            status::take_again(tx, cx, &mut one.back).await?;
        }
    }
    Ok(())
}

async fn write(tx: &mut Tx, cx: &Context, all: &mut [Back]) -> Result<()> {
    for Back { now, back, .. } in all.iter_mut() {
        tx.update(now, back).await?;
        // Who came from the waitlist waits again, or no longer.
        let taken_back = |row: &Appointment| row.status() == Status::TakenBack;
        if taken_back(now) != taken_back(back) {
            waitlist::entry::follow(tx, now.id, !taken_back(back)).await?;
        }
    }
    let statuses: Vec<_> = all
        .iter()
        .filter(|one| one.now.status != one.back.status)
        .map(|one| (Some(one.now.status()), &one.back))
        .collect();
    note_statuses(tx, cx, &statuses, None).await?;
    for Back { now, services, .. } in all.iter() {
        if let Some(services) = services {
            let standing = services_of(tx, now.id).await?;
            tx.exec("DELETE FROM appointment_services WHERE appointment_id = ?", args![now.id]).await?;
            write_services(tx, now.id, services).await?;
            tx.note(Kind::Appointment, now.id.0, "services", json!(standing), json!(services));
        }
    }
    Ok(())
}

fn take_back(row: &mut Appointment, cx: &Context) {
    row.status = Status::TakenBack.text().to_owned();
    row.status_since = cx.now;
    row.waiting_for = None;
}

/// Puts the old values of the changed fields back; the version goes on counting.
fn restore(row: &mut Appointment, old: &Map<String, Json>, cx: &Context) -> Result<()> {
    put_back(old, "doctor_id", &mut row.doctor_id)?;
    put_back(old, "room_id", &mut row.room_id)?;
    put_back(old, "series_own_time", &mut row.series_own_time)?;
    put_back(old, "starts_at", &mut row.starts_at)?;
    put_back(old, "ends_at", &mut row.ends_at)?;
    put_back(old, "status", &mut row.status)?;
    // Waiting goes on from when it began: the clock of a status that was never really left.
    put_back(old, "status_since", &mut row.status_since)?;
    put_back(old, "waiting_for", &mut row.waiting_for)?;
    put_back(old, "for_anyone", &mut row.for_anyone)?;
    put_back(old, "for_specialty", &mut row.for_specialty)?;
    put_back(old, "services_text", &mut row.services_text)?;
    put_back(old, "note", &mut row.note)?;
    put_back(old, "overbooked", &mut row.overbooked)?;
    put_back(old, "overbook_reason", &mut row.overbook_reason)?;
    put_back(old, "overbooked_by", &mut row.overbooked_by)?;
    put_back(old, "outside_hours", &mut row.outside_hours)?;
    put_back(old, "outside_reason", &mut row.outside_reason)?;
    put_back(old, "outside_known", &mut row.outside_known)?;
    put_back(old, "cancelled_by", &mut row.cancelled_by)?;
    put_back(old, "cancel_reason", &mut row.cancel_reason)?;
    // A ticket stays: the patient holds the slip already.
    if row.status == Status::TakenBack.text() {
        row.status_since = cx.now;
    }
    Ok(())
}

/// The services as they stood before the operation, when it changed them.
fn before_services(old: &Map<String, Json>) -> Result<Option<Vec<ChosenService>>> {
    old.get("services").map(|services| serde_json::from_value(services.clone()).map_err(Error::internal)).transpose()
}
