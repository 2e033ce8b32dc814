//! Noting that a patient asks for more of what they take.

use super::look::may_repeat;
use super::{RepeatRequest, RepeatSaved, RepeatWay, WAITING};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::ids::{PatientId, PrescriptionItemId, RepeatId};
use crate::operation::Operate;
use crate::patients::terms::fold;
use crate::records::medicines::of_patient::{MedicineLine, of_patient};
use crate::records::opened::must_have_looked_at_medicines;
use crate::store::{Kind, Read, Tx};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// As many as one prescription holds.
const MOST_ITEMS: usize = 30;

/// Notes what a patient asks for more of: medicines that were looked at before (`look_at_medicines`), or in words where they may not be seen, or both. The note
/// is for the desk and the doctor ("runs out on Friday").
///
/// Errors in this order: field errors (item_ids: needed unless there is a text; text, note), `patient.not_found`, `appointment.patient_died`, `chart.not_opened` (of
/// medicines nobody looked at), `record.not_found` (prescription: not this patient's), `repeat.not_taken` (item_id), `repeat.waiting` (item_id, by, at: the same is
/// asked for already).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct RequestRepeat {
    pub repeat_id: RepeatId,
    pub patient_id: PatientId,
    #[serde(default)]
    pub item_ids: Vec<PrescriptionItemId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub text: Option<Clinical>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub note: Option<Clinical>,
    #[serde(default)]
    pub way: RepeatWay,
}

/// What is asked for already and waits.
#[derive(sqlx::FromRow)]
struct Earlier {
    text: Option<Clinical>,
    medicine: Option<String>,
    strength: Option<String>,
    form: Option<String>,
    requested_at: Instant,
    by_name: Option<String>,
}

impl Operate for RequestRepeat {
    const PERMISSION: Permission = Permission::RepeatRequest;
    type Outcome = RepeatSaved;

    fn example() -> Self {
        RequestRepeat {
            repeat_id: RepeatId::new(),
            patient_id: PatientId::new(),
            item_ids: vec![],
            text: Some(Clinical("Her tablets for the blood pressure".into())),
            note: Some(Clinical("Runs out on Friday".into())),
            way: RepeatWay::Collect,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RepeatSaved> {
        let optional = |field: &str, text: &Option<Clinical>, max| {
            fields::optional(field, text.as_ref().map(|text| text.0.as_str()), max)
        };
        let (text, note) = (optional("text", &self.text, 500)?, optional("note", &self.note, 200)?);
        self.check_items(text.as_deref())?;
        self.patient(tx).await?;
        // Of two who note the same at once, the second sees what the first wrote.
        tx.exec("UPDATE patients SET version = version WHERE id = ?", args![self.patient_id]).await?;
        let lines = self.lines(tx, cx).await?;
        self.refuse_again(tx, &lines, text.as_deref()).await?;
        let row = RepeatRequest {
            id: self.repeat_id,
            version: 1,
            patient_id: self.patient_id,
            text: text.map(Clinical),
            note: note.map(Clinical),
            way: self.way.text().to_owned(),
            status: WAITING.to_owned(),
            reason: None,
            prescription_id: None,
            requested_at: cx.now,
            requested_by: cx.actor,
            answered_at: None,
            answered_by: None,
            closed_at: None,
            closed_by: None,
        };
        tx.insert(&row).await?;
        let items = self.item_ids.iter().enumerate().map(|(position, id)| args![row.id, position as i64, *id]);
        tx.insert_rows("repeat_items", &["repeat_id", "position", "item_id"], items.collect()).await?;
        tx.note(Kind::RepeatRequest, row.id.0, "item_ids", Json::Null, json!(self.item_ids));
        tx.touch(Kind::Patient, self.patient_id.0);
        Ok(RepeatSaved::of(&row))
    }
}

impl RequestRepeat {
    /// Errors: field errors (item_ids).
    fn check_items(&self, text: Option<&str>) -> Result<()> {
        let ids = &self.item_ids;
        if ids.is_empty() && text.is_none() {
            return Err(Error::field(Code::FieldRequired, "item_ids"));
        }
        if ids.len() > MOST_ITEMS {
            return Err(Error::field(Code::FieldTooLong, "item_ids").with("max", MOST_ITEMS));
        }
        let twice = ids.iter().enumerate().any(|(n, id)| ids[..n].contains(id));
        if twice { Err(Error::field(Code::FieldInvalid, "item_ids")) } else { Ok(()) }
    }

    /// Errors in this order: `patient.not_found`, `appointment.patient_died`.
    async fn patient(&self, tx: &mut Tx) -> Result<()> {
        let sql = "SELECT died_on FROM patients WHERE id = ? AND merged_into IS NULL";
        let found: Option<(Option<NaiveDate>,)> = tx.maybe(sql, args![self.patient_id]).await?;
        match found {
            None => Err(Error::new(Code::PatientNotFound)),
            Some((Some(day),)) => Err(Error::new(Code::AppointmentPatientDied).with("died_on", day)),
            Some((None,)) => Ok(()),
        }
    }

    /// The medicines that are asked for.
    ///
    /// Errors in this order: `chart.not_opened`, `record.not_found` (prescription), `repeat.not_taken` (item_id).
    async fn lines(&self, tx: &mut Tx, cx: &Context) -> Result<Vec<MedicineLine>> {
        if self.item_ids.is_empty() {
            return Ok(Vec::new());
        }
        must_have_looked_at_medicines(tx, cx.into(), self.patient_id).await?;
        let today = cx.wall_now().date();
        let mut taken = of_patient(tx, self.patient_id, today).await?;
        taken.retain(|line| self.item_ids.contains(&line.item_id));
        if taken.len() < self.item_ids.len() {
            return Err(Error::new(Code::NotFound).with("kind", Kind::Prescription));
        }
        match taken.iter().find(|line| !may_repeat(line, today)) {
            Some(line) => Err(Error::new(Code::RepeatNotTaken).with("item_id", line.item_id)),
            None => Ok(taken),
        }
    }

    /// The same medicine is the same by its words: it may have been prescribed twice.
    ///
    /// Errors: `repeat.waiting` (item_id, by, at).
    async fn refuse_again(&self, tx: &mut Tx, lines: &[MedicineLine], text: Option<&str>) -> Result<()> {
        let earlier: Vec<Earlier> = tx
            .all(
                "SELECT r.text, i.medicine, i.strength, i.form, r.requested_at, u.name AS by_name FROM repeat_requests r \
                 LEFT JOIN repeat_items q ON q.repeat_id = r.id LEFT JOIN prescription_items i ON i.id = q.item_id LEFT JOIN users u ON u.id = r.requested_by \
                 WHERE r.patient_id = ? AND r.status = 'waiting' ORDER BY r.requested_at, r.id, q.position",
                args![self.patient_id],
            )
            .await?;
        let key = |medicine: &str, strength: &Option<String>, form: &Option<String>| {
            [Some(medicine), strength.as_deref(), form.as_deref()].map(|text| plain(text.unwrap_or_default()))
        };
        for one in earlier {
            let line = one.medicine.as_ref().and_then(|medicine| {
                let waits = key(medicine, &one.strength, &one.form);
                lines.iter().find(|line| key(&line.medicine, &line.strength, &line.form) == waits)
            });
            let same_words = lines.is_empty()
                && one.medicine.is_none()
                && text.is_some_and(|text| one.text.as_ref().is_some_and(|other| plain(&other.0) == plain(text)));
            if line.is_some() || same_words {
                let error = Error::new(Code::RepeatWaiting).with("item_id", line.map(|line| line.item_id));
                return Err(error.with("by", one.by_name).with("at", one.requested_at));
            }
        }
        Ok(())
    }
}

/// As texts are compared: however they were typed.
fn plain(text: &str) -> String {
    fold(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
