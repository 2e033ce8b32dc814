//! Opening a chart is an operation: who looked at whom stands in the journal's chain, and nothing clinical is answered before.

use super::must_exist;
use crate::access::Permission;
use crate::args;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::stale;
use crate::ids::{FileId, PatientId, RowId, UserId, derived};
use crate::operation::Operate;
use crate::patients::patient::Patient;
use crate::patients::register::PatientSaved;
use crate::store::{Kind, Read, Tx};
use crate::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How long one opening lets its person read on: a long shift, not the next day.
const OPEN_SECONDS: i64 = 12 * 3600;

pub(super) const CHART: &str = "chart";
pub(super) const RESTRICTED: &str = "restricted";
pub(super) const ALLERGIES: &str = "allergies";
/// The names of what is taken, at the desk: opens nothing else.
pub(super) const MEDICINES: &str = "medicines";
/// Read as one of those who received a batch, which opens nothing else.
pub(super) const BATCH: &str = "batch";
/// One file of an open chart.
pub(super) const FILE: &str = "file";

/// Opens a patient's chart for whoever performs it, for twelve hours. A restricted one takes a reason, which the administrator reads.
///
/// Errors in this order: field errors (reason), `patient.not_found`, `chart.reason_needed`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct OpenChart {
    pub patient_id: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Operate for OpenChart {
    const PERMISSION: Permission = Permission::RecordView;
    type Outcome = ();

    fn example() -> Self {
        OpenChart { patient_id: PatientId::new(), reason: None }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let reason = fields::optional("reason", self.reason.as_deref(), 500)?;
        let restricted = is_restricted(tx, self.patient_id).await?;
        if restricted && reason.is_none() {
            return Err(Error::new(Code::ChartReasonNeeded));
        }
        log(tx, cx, self.patient_id, if restricted { RESTRICTED } else { CHART }, reason).await
    }
}

/// Lets whoever performs it read what a patient is allergic to, for twelve hours: at the desk, where it is not shown by itself.
///
/// Errors: `patient.not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct LookAtAllergies {
    pub patient_id: PatientId,
}

impl Operate for LookAtAllergies {
    const PERMISSION: Permission = Permission::AllergyLook;
    type Outcome = ();

    fn example() -> Self {
        LookAtAllergies { patient_id: PatientId::new() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        must_exist(tx, self.patient_id).await?;
        log(tx, cx, self.patient_id, ALLERGIES, None).await
    }
}

/// Restricts a patient's record, or ends that.
///
/// Errors in this order: `patient.not_found`, `patient.changed_meanwhile` (by, at, version).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct RestrictPatient {
    pub patient_id: PatientId,
    #[ts(type = "number")]
    pub version: i64,
    pub restricted: bool,
}

impl Operate for RestrictPatient {
    const PERMISSION: Permission = Permission::PatientRestrict;
    type Outcome = PatientSaved;

    fn example() -> Self {
        RestrictPatient { patient_id: PatientId::new(), version: 1, restricted: true }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<PatientSaved> {
        let rows: Vec<Patient> = tx.records("WHERE id = ?", args![self.patient_id]).await?;
        let before = rows.into_iter().next().ok_or_else(|| Error::new(Code::PatientNotFound))?;
        if before.version != self.version {
            let id = before.id.0;
            return Err(stale(tx, Code::PatientChangedMeanwhile, Kind::Patient, id, before.version).await?);
        }
        let mut after = Patient { restricted: self.restricted, ..before.clone() };
        tx.update(&before, &mut after).await?;
        Ok(PatientSaved { patient_id: after.id, mrn: after.mrn, version: after.version })
    }
}

/// No row of the patient changes, so no screen is told.
pub(super) async fn log(
    tx: &mut Tx,
    cx: &Context,
    patient: PatientId,
    what: &'static str,
    reason: Option<String>,
) -> Result<()> {
    tx.exec(
        "INSERT INTO access_log (id, at, workstation_id, user_id, patient_id, what, reason) VALUES (?, ?, ?, ?, ?, ?, ?)",
        args![RowId(derived(cx.operation, "access")), cx.now, cx.workstation, cx.actor, patient, what, reason],
    )
    .await?;
    Ok(())
}

async fn is_restricted(read: &mut impl Read, patient: PatientId) -> Result<bool> {
    let row: Option<(bool,)> = read.maybe("SELECT restricted FROM patients WHERE id = ?", args![patient]).await?;
    row.map(|(restricted,)| restricted).ok_or_else(|| Error::new(Code::PatientNotFound))
}

/// Who reads, and when: in a question or in an operation.
#[derive(Clone, Copy)]
pub(crate) struct Reader {
    user: Option<UserId>,
    now: Instant,
}

impl Reader {
    pub(super) fn of(user: UserId, now: Instant) -> Reader {
        Reader { user: Some(user), now }
    }
}

impl From<&Asker> for Reader {
    fn from(asker: &Asker) -> Reader {
        Reader { user: asker.user_id, now: asker.now }
    }
}

impl From<&Context> for Reader {
    fn from(cx: &Context) -> Reader {
        Reader { user: cx.actor, now: cx.now }
    }
}

/// What this person opened of this patient in the last twelve hours.
async fn openings(read: &mut impl Read, reader: Reader, patient: PatientId) -> Result<Vec<String>> {
    let since = reader.now.minus_seconds(OPEN_SECONDS);
    let rows: Vec<(String,)> = read
        .all(
            "SELECT DISTINCT what FROM access_log WHERE patient_id = ? AND at >= ? AND user_id = ?",
            args![patient, since, reader.user],
        )
        .await?;
    Ok(rows.into_iter().map(|(what,)| what).collect())
}

/// Of whom this person looked at `what` in the last twelve hours.
pub(super) async fn openings_since(
    read: &mut impl Read,
    reader: Reader,
    what: &'static str,
) -> Result<BTreeSet<PatientId>> {
    let since = reader.now.minus_seconds(OPEN_SECONDS);
    let rows: Vec<(PatientId,)> = read
        .all(
            "SELECT DISTINCT patient_id FROM access_log WHERE what = ? AND at >= ? AND user_id = ?",
            args![what, since, reader.user],
        )
        .await?;
    Ok(rows.into_iter().map(|(patient,)| patient).collect())
}

/// Whose charts this person may read now: those that they opened in the last twelve hours, restricted ones with a reason.
pub(crate) async fn open_charts(read: &mut impl Read, reader: Reader) -> Result<BTreeSet<PatientId>> {
    let since = reader.now.minus_seconds(OPEN_SECONDS);
    let rows: Vec<(PatientId,)> = read
        .all(
            "SELECT DISTINCT l.patient_id FROM access_log l JOIN patients p ON p.id = l.patient_id WHERE l.user_id = ? AND l.at >= ? \
             AND (l.what = ? OR (l.what = ? AND p.restricted = FALSE))",
            args![reader.user, since, RESTRICTED, CHART],
        )
        .await?;
    Ok(rows.into_iter().map(|(patient,)| patient).collect())
}

/// Lets through whoever opened the chart. The app itself reads without.
///
/// Errors in this order: `patient.not_found`, `chart.not_opened`.
pub(super) async fn must_be_open(read: &mut impl Read, reader: Reader, patient: PatientId) -> Result<()> {
    let restricted = is_restricted(read, patient).await?;
    let opened = openings(read, reader, patient).await?;
    // One that was restricted since takes its reason now.
    let open = opened.iter().any(|what| what == RESTRICTED || (what == CHART && !restricted));
    if open || reader.user.is_none() { Ok(()) } else { Err(Error::new(Code::ChartNotOpened)) }
}

/// As above, for the allergies alone.
pub(super) async fn must_have_looked(read: &mut impl Read, reader: Reader, patient: PatientId) -> Result<()> {
    must_exist(read, patient).await?;
    let looked = openings(read, reader, patient)
        .await?
        .iter()
        .any(|what| [CHART, RESTRICTED, ALLERGIES].contains(&what.as_str()));
    if looked || reader.user.is_none() { Ok(()) } else { Err(Error::new(Code::ChartNotOpened)) }
}

/// Lets through whoever looked at the names of what is taken, or opened the chart; of a restricted record: whoever opened it with a reason.
///
/// Errors in this order: `patient.not_found`, `chart.not_opened`.
pub(super) async fn must_have_looked_at_medicines(
    read: &mut impl Read,
    reader: Reader,
    patient: PatientId,
) -> Result<()> {
    let restricted = is_restricted(read, patient).await?;
    let opened = openings(read, reader, patient).await?;
    let seen = opened.iter().any(|what| what == RESTRICTED || (!restricted && (what == CHART || what == MEDICINES)));
    if seen || reader.user.is_none() { Ok(()) } else { Err(Error::new(Code::ChartNotOpened)) }
}

/// Nobody looks at the medicines alone where the record is restricted.
///
/// Errors in this order: `patient.not_found`, `repeat.restricted`.
pub(super) async fn refuse_restricted(read: &mut impl Read, patient: PatientId) -> Result<()> {
    if is_restricted(read, patient).await? { Err(Error::new(Code::RepeatRestricted)) } else { Ok(()) }
}

/// Whose medicines somebody saw in the last twelve hours.
pub(super) struct Seen {
    with_reason: BTreeSet<PatientId>,
    plain: BTreeSet<PatientId>,
}

impl Seen {
    pub(super) fn of(&self, patient: PatientId, restricted: bool) -> bool {
        self.with_reason.contains(&patient) || (!restricted && self.plain.contains(&patient))
    }
}

pub(super) async fn seen_medicines_of(read: &mut impl Read, reader: Reader) -> Result<Seen> {
    let with_reason = openings_since(read, reader, RESTRICTED).await?;
    let mut plain = openings_since(read, reader, CHART).await?;
    plain.extend(openings_since(read, reader, MEDICINES).await?);
    Ok(Seen { with_reason, plain })
}

/// Lets through whoever opened this file.
pub(super) async fn must_have_opened(read: &mut impl Read, reader: Reader, file: FileId) -> Result<()> {
    let since = reader.now.minus_seconds(OPEN_SECONDS);
    let sql = "SELECT 1 FROM access_log WHERE patient_id = (SELECT patient_id FROM attachments WHERE id = ?) AND at >= ? AND user_id = ? AND file_id = ? LIMIT 1";
    let opened: Option<(i64,)> = read.maybe(sql, args![file, since, reader.user, file]).await?;
    if opened.is_some() || reader.user.is_none() { Ok(()) } else { Err(Error::new(Code::ChartNotOpened)) }
}
