//! Recording that somebody was asked whether a time suits.

use super::entry::WaitlistEntry;
use crate::access::Permission;
use crate::appointments::plan::check_start;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{PractitionerId, RowId, WaitlistId, derived};
use crate::operation::Operate;
use crate::store::{Kind, Read, Tx};
use chrono::{NaiveDate, NaiveDateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum AskAnswer {
    NoAnswer,
    Declined,
    Accepted,
}

impl AskAnswer {
    pub fn text(self) -> &'static str {
        match self {
            AskAnswer::NoAnswer => "no_answer",
            AskAnswer::Declined => "declined",
            AskAnswer::Accepted => "accepted",
        }
    }
}

/// Records that a patient was asked whether a time (clinic wall time) with a practitioner suits, and the answer. They go on
/// waiting: booking them is `book_from_waitlist`.
///
/// Errors in this order: those of `check_start`, field errors (note), `record.not_found` (waitlist), `waitlist.not_waiting`,
/// `record.not_found` (practitioner).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct RecordWaitlistAsk {
    pub waitlist_id: WaitlistId,
    pub practitioner_id: PractitionerId,
    pub starts_at: NaiveDateTime,
    pub answer: AskAnswer,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Operate for RecordWaitlistAsk {
    const PERMISSION: Permission = Permission::AppointmentBook;
    type Outcome = ();

    fn example() -> Self {
        RecordWaitlistAsk {
            waitlist_id: WaitlistId::new(),
            practitioner_id: PractitionerId::new(),
            starts_at: NaiveDate::from_ymd_opt(2026, 11, 23)
                .and_then(|day| day.and_hms_opt(10, 15, 0))
                .unwrap_or_default(),
            answer: AskAnswer::NoAnswer,
            note: None,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        check_start(self.starts_at)?;
        let note = fields::optional("note", self.note.as_deref(), 200)?;
        let entry: WaitlistEntry = tx.record(self.waitlist_id.0).await?;
        entry.must_wait()?;
        let known: Option<(i64,)> = tx.maybe("SELECT 1 FROM doctors WHERE id = ?", args![self.practitioner_id]).await?;
        known.ok_or_else(|| Error::new(Code::NotFound).with("kind", "practitioner"))?;
        write_ask(tx, cx, entry.id, self.practitioner_id, self.starts_at, self.answer, note).await
    }
}

pub(super) async fn write_ask(
    tx: &mut Tx,
    cx: &Context,
    id: WaitlistId,
    practitioner: PractitionerId,
    starts_at: NaiveDateTime,
    answer: AskAnswer,
    note: Option<String>,
) -> Result<()> {
    tx.exec(
        "INSERT INTO waitlist_asks (id, waitlist_id, doctor_id, starts_at, answer, note, at, user_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        args![
            RowId(derived(cx.operation, "ask")),
            id,
            practitioner,
            starts_at,
            answer.text(),
            note,
            cx.now,
            cx.actor
        ],
    )
    .await?;
    let asked = json!({ "practitioner_id": practitioner, "starts_at": starts_at, "answer": answer });
    tx.note(Kind::Waitlist, id.0, "asked", Json::Null, asked);
    Ok(())
}
