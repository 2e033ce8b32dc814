//! Visits: what brought the patient, what was found and decided. A draft is everybody's to write in who may; signed, it stays as it is.

pub mod addendum;
pub mod ask;
pub mod of_patient;
pub mod seal;
pub mod sign;
pub mod start;
pub mod strike;
pub mod text;
pub mod unsigned;
pub mod write;

use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::Clinical;
use crate::history::stale;
use crate::ids::{AppointmentId, PatientId, PractitionerId, UserId, VisitRecordId};
use crate::store::{Kind, Read, Tx};
use crate::time::Instant;
use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

crate::record! {
    /// A row of `medical_records`. `visited_at` is clinic wall time.
    pub struct VisitRecord in "medical_records" as VisitRecord {
        pub id: VisitRecordId,
        pub patient_id: PatientId,
        pub appointment_id: Option<AppointmentId>,
        pub doctor_id: PractitionerId,
        pub visited_at: NaiveDateTime,
        pub reason: Option<Clinical>,
        pub history: Option<Clinical>,
        pub findings: Option<Clinical>,
        pub assessment: Option<Clinical>,
        pub plan: Option<Clinical>,
        pub status: String,
        pub signed_at: Option<Instant>,
        pub signed_by: Option<UserId>,
        pub content_hash: Option<ContentHash>,
    }
}

pub(crate) const DRAFT: &str = "draft";
pub(crate) const SIGNED: &str = "signed";

/// SHA-256 over a signed visit and what belongs to it; hex in JSON.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub struct ContentHash(pub Vec<u8>);

impl Serialize for ContentHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(&self.0))
    }
}

impl From<ContentHash> for crate::store::Value {
    fn from(hash: ContentHash) -> crate::store::Value {
        crate::store::Value::Bytes(hash.0)
    }
}

/// What changes to a visit answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct VisitSaved {
    pub visit_id: VisitRecordId,
    #[ts(type = "number")]
    pub version: i64,
}

impl VisitSaved {
    fn of(row: &VisitRecord) -> VisitSaved {
        VisitSaved { visit_id: row.id, version: row.version }
    }
}

/// A visit that may still be changed, by somebody who opened the chart.
///
/// Errors in this order: `record.not_found` (visit_record), `chart.not_opened`, `record.struck`, `visit.signed`,
/// `visit.changed_meanwhile` (by, at, version, theirs).
async fn draft(tx: &mut Tx, cx: &Context, id: VisitRecordId, version: i64) -> Result<VisitRecord> {
    let row = standing(tx, cx, id).await?;
    if row.status == SIGNED {
        return Err(Error::new(Code::VisitSigned));
    }
    same_version(tx, &row, version).await?;
    Ok(row)
}

/// A visit, signed or not, that was not entered in error.
///
/// Errors in this order: `record.not_found` (visit_record), `chart.not_opened`, `record.struck`.
pub(crate) async fn standing(tx: &mut Tx, cx: &Context, id: VisitRecordId) -> Result<VisitRecord> {
    let row: VisitRecord = tx.record(id.0).await?;
    super::opened::must_be_open(tx, cx.into(), row.patient_id).await?;
    let struck: Option<(i64,)> = tx.maybe("SELECT 1 FROM strikes WHERE row_id = ?", args![id]).await?;
    if struck.is_some() {
        return Err(Error::new(Code::RecordStruck));
    }
    Ok(row)
}

/// Holds a draft until the transaction ends: whoever signs it, and whoever adds to what is signed, wait for each other here.
pub(super) async fn hold(tx: &mut Tx, id: VisitRecordId) -> Result<()> {
    tx.exec("UPDATE medical_records SET version = version WHERE id = ? AND status = ?", args![id, DRAFT]).await?;
    Ok(())
}

/// Errors: `visit.changed_meanwhile` (by, at, version, theirs).
async fn same_version(tx: &mut Tx, row: &VisitRecord, version: i64) -> Result<()> {
    if row.version == version {
        return Ok(());
    }
    let error = stale(tx, Code::VisitChangedMeanwhile, Kind::VisitRecord, row.id.0, row.version).await?;
    Err(error.with("theirs", text::plain(&text::of(tx, row).await?)))
}
