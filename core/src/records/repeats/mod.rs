//! Requests for more of what a patient takes: the desk notes them, a doctor approves or refuses, the desk hands over or tells. Whoever stands at the
//! desk sees which medicines a request is about only where they noted it or looked (`look`).

pub mod approve;
pub mod hand_over;
pub mod list;
pub mod look;
pub mod refuse;
pub mod request;
pub mod withdraw;

use crate::args;
use crate::error::{Code, Error, Result};
use crate::fields::Clinical;
use crate::history::refuse_stale;
use crate::ids::{PatientId, PrescriptionId, RepeatId, UserId};
use crate::store::{Read, Tx};
use crate::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const WAITING: &str = "waiting";
const APPROVED: &str = "approved";
const REFUSED: &str = "refused";
const WITHDRAWN: &str = "withdrawn";
const HANDED_OVER: &str = "handed_over";
const TOLD: &str = "told";

crate::record! {
    /// A row of `repeat_requests`.
    pub struct RepeatRequest in "repeat_requests" as RepeatRequest {
        pub id: RepeatId,
        pub patient_id: PatientId,
        pub text: Option<Clinical>,
        pub note: Option<Clinical>,
        pub way: String,
        pub status: String,
        pub reason: Option<Clinical>,
        pub prescription_id: Option<PrescriptionId>,
        pub requested_at: Instant,
        pub requested_by: Option<UserId>,
        pub answered_at: Option<Instant>,
        pub answered_by: Option<UserId>,
        pub closed_at: Option<Instant>,
        pub closed_by: Option<UserId>,
    }
}

/// How the patient wants to get it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum RepeatWay {
    #[default]
    Collect,
    Send,
}

impl RepeatWay {
    pub fn text(self) -> &'static str {
        match self {
            RepeatWay::Collect => "collect",
            RepeatWay::Send => "send",
        }
    }
}

/// What changes to a request answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct RepeatSaved {
    pub repeat_id: RepeatId,
    #[ts(type = "number")]
    pub version: i64,
}

impl RepeatSaved {
    fn of(row: &RepeatRequest) -> RepeatSaved {
        RepeatSaved { repeat_id: row.id, version: row.version }
    }
}

/// A request, held until the transaction ends: of two who answer it at once, the second sees what the first wrote.
///
/// Errors: `record.not_found` (repeat_request).
async fn held(tx: &mut Tx, id: RepeatId) -> Result<RepeatRequest> {
    tx.exec("UPDATE repeat_requests SET version = version WHERE id = ?", args![id]).await?;
    tx.record(id.0).await
}

/// Lets through a request as the caller saw it that nobody has answered or withdrawn.
///
/// Errors in this order: `repeat.settled` (status, by, at), `record.changed_meanwhile`.
async fn must_wait(tx: &mut Tx, row: &RepeatRequest, seen: i64) -> Result<()> {
    if row.status != WAITING {
        return Err(settled(tx, row).await?);
    }
    refuse_stale(tx, row, seen).await
}

/// Says who was first.
async fn settled(tx: &mut Tx, row: &RepeatRequest) -> Result<Error> {
    let who = row.closed_by.or(row.answered_by);
    let name: Option<(String,)> = tx.maybe("SELECT name FROM users WHERE id = ?", args![who]).await?;
    let error = Error::new(Code::RepeatSettled).with("status", row.status.clone()).with("by", name.map(|(name,)| name));
    Ok(error.with("at", row.closed_at.or(row.answered_at)))
}
