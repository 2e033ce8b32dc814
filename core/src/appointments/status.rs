//! An appointment's way through the house: booked → confirmed → arrived → in room → to pay → done, and its side doors.

use super::appointment::{Appointment, AppointmentSaved, Status, note_status, priced_services_of, seen};
use super::plan::Plan;
use super::{claims, plan, ticket, walk_in};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{AppointmentId, PractitionerId};
use crate::operation::Operate;
use crate::store::{Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Changes the status. Every way is open, also back, and each change is recorded; only a cancelled booking is booked anew by
/// undoing, not here. `waiting_for` names the next person: when somebody goes back from the room to waiting, and when a walk-in is
/// called in by another than the one expected.
/// Whoever comes into the house gets a ticket of the day, once. A walk-in takes its time when called in (see `walk_in`); who came
/// without an appointment cannot be booked, confirmed or a no-show.
///
/// `to_pay` becomes `done` by itself when nothing is owed. Going back from no-show or left takes the time again.
///
/// Errors in this order: field errors (reason), `appointment.not_found`, `appointment.changed_meanwhile`,
/// `appointment.wrong_status` (from, to), `record.not_found` (waiting_for), `appointment.slot_taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct ChangeStatus {
    pub appointment_id: AppointmentId,
    #[ts(type = "number")]
    pub version: i64,
    pub to: Status,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_for: Option<PractitionerId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Operate for ChangeStatus {
    const PERMISSION: Permission = Permission::AppointmentStatus;
    const OFFLINE: bool = true;
    type Outcome = AppointmentSaved;

    fn example() -> Self {
        ChangeStatus {
            appointment_id: AppointmentId::new(),
            version: 1,
            to: Status::Arrived,
            waiting_for: None,
            reason: None,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<AppointmentSaved> {
        let reason = fields::optional("reason", self.reason.as_deref(), 200)?;
        let before = seen(tx, self.appointment_id, self.version).await?;
        let from = before.status();
        let to = if self.to == Status::ToPay && !owes(tx, &before).await? { Status::Done } else { self.to };
        let names_next = to == Status::Arrived && self.waiting_for.is_some_and(|next| Some(next) != before.waiting_for);
        let never_came = before.walk_in && matches!(to, Status::Booked | Status::Confirmed | Status::NoShow);
        let allowed = (to != from || names_next) && !closed(to) && !closed(from) && !never_came;
        if !allowed {
            return Err(Error::new(Code::AppointmentWrongStatus).with("from", from).with("to", self.to));
        }
        if let Some(next) = self.waiting_for {
            let known: Option<(i64,)> = tx.maybe("SELECT 1 FROM doctors WHERE id = ?", args![next]).await?;
            known.ok_or_else(|| Error::new(Code::NotFound).with("kind", "practitioner"))?;
        }
        let mut after = before.clone();
        after.status = to.text().to_owned();
        after.status_since = cx.now;
        after.waiting_for = self.waiting_for.filter(|_| to == Status::Arrived);
        if before.walk_in && after.waiting_for.is_some() {
            walk_in::settle(&mut after);
        }
        if !before.holds_claims() && after.holds_claims() && before.walk_in {
            walk_in::call_in(tx, cx, &before, &mut after, self.waiting_for).await?;
        } else {
            move_claims(tx, cx, &before, &mut after).await?;
        }
        if to.in_house() {
            ticket::give(tx, cx, Some(from), &mut after).await?;
        }
        tx.update(&before, &mut after).await?;
        note_status(tx, cx, Some(from), &after, reason.as_deref()).await?;
        Ok(AppointmentSaved::from(&after))
    }
}

fn closed(status: Status) -> bool {
    matches!(status, Status::Cancelled | Status::TakenBack)
}

/// Whether an invoice of this appointment is still open that the patient pays, or a service with a price has not been invoiced.
async fn owes(tx: &mut Tx, visit: &Appointment) -> Result<bool> {
    let (invoiced, open): (i64, i64) = tx
        .one(
            "SELECT CAST(COALESCE(SUM(CASE WHEN i.status <> 'void' THEN 1 ELSE 0 END), 0) AS SIGNED), \
             CAST(COALESCE(SUM(CASE WHEN i.status <> 'void' AND i.allocated_minor < i.total_minor AND y.payer_id IS NULL THEN 1 ELSE 0 END), 0) AS SIGNED) \
             FROM invoices i LEFT JOIN invoice_payers y ON y.invoice_id = i.id WHERE i.appointment_id = ? AND (i.status <> 'issued' OR i.total_minor = 0 \
             OR i.total_minor > (SELECT COALESCE(SUM(n.total_minor), 0) FROM credit_notes n WHERE n.invoice_id = i.id))",
            args![visit.id],
        )
        .await?;
    if invoiced > 0 {
        return Ok(open > 0);
    }
    let services = priced_services_of(tx, visit.id, visit.patient_id, visit.starts_at.date()).await?;
    Ok(services.iter().any(|service| service.price_minor > 0))
}

/// Frees or takes the time when a status begins or ceases to hold it.
///
/// Errors: `appointment.slot_taken`, when the time went to somebody else meanwhile.
pub(super) async fn move_claims(
    tx: &mut Tx,
    cx: &Context,
    before: &Appointment,
    after: &mut Appointment,
) -> Result<()> {
    match (before.holds_claims(), after.holds_claims()) {
        (true, false) => claims::free(tx, before.id).await,
        (false, true) => take_again(tx, cx, after).await,
        _ => Ok(()),
    }
}

pub(super) async fn take_again(tx: &mut Tx, cx: &Context, row: &mut Appointment) -> Result<()> {
    if row.walk_in {
        return walk_in::take_time(tx, cx, row).await;
    }
    let kept_outside = plan::Reason { reason: row.outside_reason.clone().unwrap_or_else(|| "as before".to_owned()) };
    let kept_overbook = row.overbook_reason.clone().map(|reason| plan::Reason { reason });
    let wanted = Plan {
        appointment_id: row.id,
        patient_id: row.patient_id,
        practitioner_id: row.doctor_id,
        room_id: row.room_id,
        starts_at: row.starts_at,
        minutes: (row.ends_at - row.starts_at).num_minutes(),
        overbook: kept_overbook.as_ref(),
        outside_hours: Some(&kept_outside),
        kept: Some((row.doctor_id, row.room_id)),
        same_time: None,
    };
    let agreed = wanted.agree(tx, cx).await?;
    claims::take(tx, row.id, agreed.lanes).await
}
