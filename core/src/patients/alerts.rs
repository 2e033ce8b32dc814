//! Alerts: what must be seen before anything else, each for its audience. Allergies have rows of their own in `records/allergies.rs`.

use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::history::refuse_stale;
use crate::ids::{AlertId, AllergyId, PatientId};
use crate::operation::Operate;
use crate::records::allergies::{self, AllergyDetails, AllergyStatus, Severity};
use crate::store::{Read, Tx};
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
        };
        tx.insert(&row).await?;
        tx.touch(crate::store::Kind::Patient, self.patient_id.0);
        Ok(())
    }
}

/// Ends an alert; it stays in the history.
///
/// Errors in this order: `record.not_found`, `access.denied`, `record.changed_meanwhile`.
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
        let before: PatientAlert = tx.record(self.alert_id.0).await?;
        may_write(cx, &before.audience)?;
        refuse_stale(tx, &before, self.version).await?;
        let mut after = PatientAlert { ended_on: Some(cx.wall_now().date()), ..before.clone() };
        tx.update(&before, &mut after).await?;
        tx.touch(crate::store::Kind::Patient, before.patient_id.0);
        Ok(())
    }
}

/// An alert as somebody may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct AlertLine {
    pub id: AlertId,
    #[ts(type = "number")]
    pub version: i64,
    pub kind: String,
    pub audience: String,
    pub text: String,
    pub since: NaiveDate,
}

/// The open alerts; clinical ones are left out at the desk.
pub async fn visible_alerts(read: &mut impl Read, patient: PatientId, may_clinical: bool) -> Result<Vec<AlertLine>> {
    let rows: Vec<PatientAlert> = read
        .records("WHERE patient_id = ? AND ended_on IS NULL AND kind = 'alert' ORDER BY since, id", args![patient])
        .await?;
    let line = |row: PatientAlert| AlertLine {
        id: row.id,
        version: row.version,
        kind: row.kind,
        audience: row.audience,
        text: row.text.0,
        since: row.since,
    };
    Ok(rows.into_iter().filter(|row| may_clinical || row.audience != "clinical").map(line).collect())
}
