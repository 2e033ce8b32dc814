//! Alerts as they are read: beside a name those that count, in the chart all of them.

use super::alerts::{AlertSeverity, PatientAlert};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::{Code, Error, Result};
use crate::ids::{AlertId, PatientId};
use crate::question::Ask;
use crate::store::{Db, Kind, Read};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An alert as somebody may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct AlertLine {
    pub id: AlertId,
    #[ts(type = "number")]
    pub version: i64,
    pub kind: String,
    pub audience: String,
    pub severity: AlertSeverity,
    pub text: String,
    pub since: NaiveDate,
}

/// One of the chart. `status`: active, ended or struck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ChartAlert {
    pub id: AlertId,
    #[ts(type = "number")]
    pub version: i64,
    pub audience: String,
    pub severity: AlertSeverity,
    pub text: String,
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
    pub status: String,
}

/// The open alerts, what matters most first; clinical ones are left out at the desk.
pub async fn visible_alerts(read: &mut impl Read, patient: PatientId, may_clinical: bool) -> Result<Vec<AlertLine>> {
    let mut rows: Vec<PatientAlert> = read
        .records("WHERE patient_id = ? AND ended_on IS NULL AND kind = 'alert' ORDER BY since, id", args![patient])
        .await?;
    rows.sort_by_key(PatientAlert::severity);
    let line = |row: PatientAlert| AlertLine {
        id: row.id,
        version: row.version,
        severity: row.severity(),
        kind: row.kind,
        audience: row.audience,
        text: row.text.0,
        since: row.since,
    };
    Ok(rows.into_iter().filter(|row| may_clinical || row.audience != "clinical").map(line).collect())
}

/// Every alert there ever was: those that count first, then the newest. For whoever opened the chart; clinical ones for those who may see them.
pub(crate) async fn of_chart(read: &mut impl Read, patient: PatientId, may_clinical: bool) -> Result<Vec<ChartAlert>> {
    let mut rows: Vec<PatientAlert> =
        read.records("WHERE patient_id = ? AND kind = 'alert' ORDER BY since DESC, id DESC", args![patient]).await?;
    rows.retain(|row| may_clinical || row.audience != "clinical");
    rows.sort_by_key(|row| {
        (row.ended_on.is_some(), if row.ended_on.is_some() { AlertSeverity::Critical } else { row.severity() })
    });
    let struck: Vec<(AlertId,)> = read
        .all(
            "SELECT s.alert_id FROM alert_strikes s JOIN patient_alerts a ON a.id = s.alert_id WHERE a.patient_id = ?",
            args![patient],
        )
        .await?;
    let struck: BTreeSet<AlertId> = struck.into_iter().map(|(id,)| id).collect();
    Ok(rows.into_iter().map(|row| ChartAlert::of(struck.contains(&row.id), row)).collect())
}

impl ChartAlert {
    fn of(is_struck: bool, row: PatientAlert) -> ChartAlert {
        let status = match row.ended_on {
            _ if is_struck => "struck",
            Some(_) => "ended",
            None => "active",
        };
        ChartAlert {
            id: row.id,
            version: row.version,
            severity: row.severity(),
            audience: row.audience,
            text: row.text.0,
            since: row.since,
            until: row.ended_on,
            status: status.to_owned(),
        }
    }
}

/// One alert as it stands now, also where it has ended: for whoever edits it while somebody else does.
///
/// Errors: `record.not_found` (also of one that is for clinical people alone, asked at the desk).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskAlert {
    pub alert_id: AlertId,
}

impl Ask for AskAlert {
    const PERMISSION: Permission = Permission::PatientView;
    type Answer = ChartAlert;

    fn example() -> Self {
        AskAlert { alert_id: AlertId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<ChartAlert> {
        let row: PatientAlert = db.record(self.alert_id.0).await?;
        if row.audience == "clinical" && !asker.may(Permission::AlertClinical) {
            return Err(Error::new(Code::NotFound).with("kind", Kind::PatientAlert));
        }
        let sql = "SELECT 1 FROM alert_strikes WHERE alert_id = ?";
        let struck: Option<(i64,)> = db.maybe(sql, args![self.alert_id]).await?;
        Ok(ChartAlert::of(struck.is_some(), row))
    }
}
