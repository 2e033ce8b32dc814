//! Recalls: whom the clinic wants to see again, and what came of it. A doctor notes them, the desk books them; nothing of them is clinical.

pub mod book;
pub mod call;
pub mod decline;
pub mod list;
pub mod note;

use crate::args;
use crate::error::{Code, Error, Result};
use crate::history::refuse_stale;
use crate::ids::{AppointmentId, PatientId, PractitionerId, RecallId, ServiceId, UserId, VisitRecordId};
use crate::store::{Read, Tx};
use crate::time::Instant;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

const OPEN: &str = "open";
const BOOKED: &str = "booked";
const NOT_WANTED: &str = "not_wanted";

crate::record! {
    /// A row of `recalls`.
    pub struct Recall in "recalls" as Recall {
        pub id: RecallId,
        pub patient_id: PatientId,
        pub record_id: Option<VisitRecordId>,
        pub from_day: NaiveDate,
        pub to_day: NaiveDate,
        pub service_id: Option<ServiceId>,
        pub doctor_id: Option<PractitionerId>,
        pub note: Option<String>,
        pub status: String,
        pub appointment_id: Option<AppointmentId>,
        pub reason: Option<String>,
        pub noted_at: Instant,
        pub noted_by: Option<UserId>,
    }
}

/// What changes to a recall answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct RecallSaved {
    pub recall_id: RecallId,
    #[ts(type = "number")]
    pub version: i64,
}

impl RecallSaved {
    fn of(row: &Recall) -> RecallSaved {
        RecallSaved { recall_id: row.id, version: row.version }
    }
}

/// The recall as the caller saw it, which nobody settled: open, or booked for an appointment that does not stand.
///
/// Errors in this order: `record.not_found` (recall), `recall.settled` (status), `record.changed_meanwhile`.
async fn open(tx: &mut Tx, id: RecallId, version: i64) -> Result<Recall> {
    let row: Recall = tx.record(id.0).await?;
    if row.status == NOT_WANTED || (row.status == BOOKED && stands(tx, row.appointment_id).await?) {
        return Err(Error::new(Code::RecallSettled).with("status", row.status));
    }
    refuse_stale(tx, &row, version).await?;
    Ok(row)
}

async fn stands(tx: &mut Tx, appointment: Option<AppointmentId>) -> Result<bool> {
    let sql =
        "SELECT 1 FROM appointments WHERE id = ? AND status NOT IN ('cancelled', 'no_show', 'left', 'taken_back')";
    let found: Option<(i64,)> = tx.maybe(sql, args![appointment]).await?;
    Ok(found.is_some())
}
