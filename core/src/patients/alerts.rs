//! Alerts: what must be seen before anything else, each for its audience. Allergies have rows of their own in `records/allergies.rs`. How they are read is
//! in `seen_alerts.rs`.

use crate::access::Permission;
use crate::args;
use crate::catalogue::specialties::RowSaved;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::history::refuse_stale;
use crate::ids::{AlertId, AllergyId, PatientId};
use crate::operation::Operate;
use crate::records::allergies::{self, AllergyDetails, AllergyStatus, Severity};
use crate::store::{Read as _, Tx};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

crate::record! {
    pub struct PatientAlert in "patient_alerts" as PatientAlert {
        pub id: AlertId,
        pub patient_id: PatientId,
        pub kind: String,
        pub audience: String,
        pub text: Clinical,
        pub since: NaiveDate,
        pub ended_on: Option<NaiveDate>,
        pub severity: Option<String>,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum AlertKind {
    Alert,
    Allergy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Audience {
    Desk,
    Clinical,
    Both,
}

impl Audience {
    fn text(self) -> &'static str {
        match self {
            Audience::Desk => "desk",
            Audience::Clinical => "clinical",
            Audience::Both => "both",
        }
    }
}

/// How much it matters. What was written before this was asked is shown as important.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, ts_rs::TS,
)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum AlertSeverity {
    Critical,
    #[default]
    Important,
    Note,
}

impl AlertSeverity {
    fn text(self) -> &'static str {
        match self {
            AlertSeverity::Critical => "critical",
            AlertSeverity::Important => "important",
            AlertSeverity::Note => "note",
        }
    }

    fn read(text: Option<&str>) -> AlertSeverity {
        match text {
            Some("critical") => AlertSeverity::Critical,
            Some("note") => AlertSeverity::Note,
            _ => AlertSeverity::Important,
        }
    }
}

impl PatientAlert {
    pub(super) fn severity(&self) -> AlertSeverity {
        AlertSeverity::read(self.severity.as_deref())
    }
}

/// What is for clinical people is written by them, and what is for the desk by the desk. What everybody may read may be written by
/// either: whoever hears of it first.
fn may_write(cx: &Context, audience: &str) -> Result<()> {
    match audience {
        "both" if cx.may(Permission::AlertClinical) => Ok(()),
        "desk" | "both" => cx.require(Permission::AlertDesk),
        _ => cx.require(Permission::AlertClinical),
    }
}

/// Writes an alert. The kind `allergy` is how allergies were written before they had details of their own: its text becomes the
/// substance, whatever the audience.
///
/// Errors in this order: field errors (text), `access.denied`, `patient.not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddAlert {
    pub alert_id: AlertId,
    pub patient_id: PatientId,
    pub kind: AlertKind,
    pub audience: Audience,
    #[ts(type = "string")]
    pub text: Clinical,
    #[serde(default)]
    pub severity: AlertSeverity,
}

impl Operate for AddAlert {
    const PERMISSION: Permission = Permission::PatientView;
    type Outcome = ();

    fn example() -> Self {
        AddAlert {
            alert_id: AlertId::new(),
            patient_id: PatientId::new(),
            kind: AlertKind::Allergy,
            audience: Audience::Both,
            text: Clinical("Penicillin".into()),
            severity: AlertSeverity::Important,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let is_allergy = self.kind == AlertKind::Allergy;
        let text = fields::text("text", &self.text.0, if is_allergy { 200 } else { 500 })?;
        may_write(cx, self.audience.text())?;
        let known: Option<(i64,)> = tx.maybe("SELECT 1 FROM patients WHERE id = ?", args![self.patient_id]).await?;
        known.ok_or_else(|| Error::new(Code::PatientNotFound))?;
        if is_allergy {
            let details = AllergyDetails {
                substance: Clinical(text),
                reaction: None,
                severity: Severity::Unknown,
                since: None,
                until: None,
                status: AllergyStatus::Active,
            };
            return allergies::write_new(tx, cx, AllergyId(self.alert_id.0), self.patient_id, &details).await;
        }
        let row = PatientAlert {
            id: self.alert_id,
            version: 1,
            patient_id: self.patient_id,
            kind: "alert".to_owned(),
            audience: self.audience.text().to_owned(),
            text: Clinical(text),
            since: cx.wall_now().date(),
            ended_on: None,
            severity: Some(self.severity.text().to_owned()),
        };
        tx.insert(&row).await?;
        tx.touch(crate::store::Kind::Patient, self.patient_id.0);
        Ok(())
    }
}

/// Ends an alert; it stays in the history.
///
/// Errors in this order: `record.not_found`, `access.denied`, `record.struck`, `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EndAlert {
    pub alert_id: AlertId,
    #[ts(type = "number")]
    pub version: i64,
}

impl Operate for EndAlert {
    const PERMISSION: Permission = Permission::PatientView;
    type Outcome = ();

    fn example() -> Self {
        EndAlert { alert_id: AlertId::new(), version: 1 }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let before = changeable(tx, cx, self.alert_id, self.version).await?;
        let mut after = PatientAlert { ended_on: Some(cx.wall_now().date()), ..before.clone() };
        tx.update(&before, &mut after).await?;
        tx.touch(crate::store::Kind::Patient, before.patient_id.0);
        Ok(())
    }
}

/// An alert that may be changed by whoever asks.
///
/// Errors in this order: `record.not_found`, `access.denied`, `record.struck`, `record.changed_meanwhile`.
async fn changeable(tx: &mut Tx, cx: &Context, id: AlertId, seen: i64) -> Result<PatientAlert> {
    let row: PatientAlert = tx.record(id.0).await?;
    may_write(cx, &row.audience)?;
    let struck: Option<(i64,)> = tx.maybe("SELECT 1 FROM alert_strikes WHERE alert_id = ?", args![id]).await?;
    if struck.is_some() {
        return Err(Error::new(Code::RecordStruck));
    }
    refuse_stale(tx, &row, seen).await?;
    Ok(row)
}

/// What is said about an alert. `since` and `until` are dates; one that still counts has no `until`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AlertDetails {
    pub audience: Audience,
    pub severity: AlertSeverity,
    #[ts(type = "string")]
    pub text: Clinical,
    pub since: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// Replaces what is said about an alert; without `until` it counts again. Whom it is for may only change between what one may write.
///
/// Errors in this order: field errors (text, since, until), `access.denied`, `record.not_found`, `access.denied`, `record.struck`, `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditAlert {
    pub alert_id: AlertId,
    #[ts(type = "number")]
    pub version: i64,
    pub details: AlertDetails,
}

impl Operate for EditAlert {
    const PERMISSION: Permission = Permission::PatientView;
    type Outcome = RowSaved;

    fn example() -> Self {
        let details = AlertDetails {
            audience: Audience::Both,
            severity: AlertSeverity::Critical,
            text: Clinical("Needs a hoist".into()),
            since: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default(),
            until: None,
        };
        EditAlert { alert_id: AlertId::new(), version: 1, details }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RowSaved> {
        let details = &self.details;
        let text = fields::text("text", &details.text.0, 500)?;
        check_days(details.since, details.until, cx.wall_now().date())?;
        may_write(cx, details.audience.text())?;
        let before = changeable(tx, cx, self.alert_id, self.version).await?;
        let mut after = PatientAlert {
            audience: details.audience.text().to_owned(),
            severity: Some(details.severity.text().to_owned()),
            text: Clinical(text),
            since: details.since,
            ended_on: details.until,
            ..before.clone()
        };
        tx.update(&before, &mut after).await?;
        tx.touch(crate::store::Kind::Patient, before.patient_id.0);
        Ok(RowSaved { version: after.version })
    }
}

/// Errors: field errors (since, until). Neither lies ahead, and it does not end before it began.
fn check_days(since: NaiveDate, until: Option<NaiveDate>, today: NaiveDate) -> Result<()> {
    fields::day("since", since)?;
    until.map_or(Ok(()), |until| fields::day("until", until))?;
    if since > today {
        return Err(Error::field(Code::FieldOutOfRange, "since").with("max", today));
    }
    if until.is_some_and(|until| until > today || until < since) {
        return Err(Error::field(Code::FieldOutOfRange, "until").with("min", since).with("max", today));
    }
    Ok(())
}

/// Marks an alert as entered in error. It is shown nowhere beside the patient any more, and stays readable in the chart and the history.
///
/// Errors in this order: field errors (reason), `record.not_found`, `access.denied`, `record.struck`, `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct StrikeAlert {
    pub alert_id: AlertId,
    #[ts(type = "number")]
    pub version: i64,
    #[ts(type = "string")]
    pub reason: Clinical,
}

impl Operate for StrikeAlert {
    const PERMISSION: Permission = Permission::PatientView;
    type Outcome = ();

    fn example() -> Self {
        StrikeAlert { alert_id: AlertId::new(), version: 1, reason: Clinical("Another patient's".into()) }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        let reason = fields::text("reason", &self.reason.0, 500)?;
        let before = changeable(tx, cx, self.alert_id, self.version).await?;
        // It ends with it: whoever reads alerts asks for those that have not ended.
        let ended_on = before.ended_on.or(Some(cx.wall_now().date()));
        let mut after = PatientAlert { ended_on, ..before.clone() };
        tx.update(&before, &mut after).await?;
        tx.exec(
            "INSERT INTO alert_strikes (alert_id, reason, struck_at, struck_by) VALUES (?, ?, ?, ?)",
            args![self.alert_id, reason, cx.now, cx.actor],
        )
        .await?;
        tx.touch(crate::store::Kind::Patient, before.patient_id.0);
        Ok(())
    }
}
