//! A patient's chart: what is known of them, for those who opened it.

use super::allergies::{Allergy, AllergyLine};
use super::none_known::{self, Standing};
use super::opened::must_be_open;
use super::problems::{self, ProblemLine};
use super::vitals::{self, VitalLine};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::PatientId;
use crate::patients::seen_alerts::{ChartAlert, of_chart};
use crate::question::Ask;
use crate::store::{Db, Read};
use crate::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The chart of a patient.
///
/// Errors in this order: `patient.not_found`, `chart.not_opened`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskChart {
    pub patient_id: PatientId,
}

/// Lists hold what was struck too, with the status `struck`; `strikes` says why.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Chart {
    pub patient_id: PatientId,
    pub allergy_standing: Standing,
    pub allergies: Vec<AllergyLine>,
    pub problems: Vec<ProblemLine>,
    pub alerts: Vec<ChartAlert>,
    /// The newest of each kind.
    pub vitals: Vec<VitalLine>,
    pub strikes: Vec<StrikeLine>,
}

/// Which entry was struck (`row_id`), why and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct StrikeLine {
    #[ts(type = "string")]
    pub row_id: Uuid,
    pub kind: String,
    pub reason: String,
    pub struck_at: Instant,
    pub struck_by: String,
}

impl Ask for AskChart {
    const PERMISSION: Permission = Permission::RecordView;
    type Answer = Chart;

    fn example() -> Self {
        AskChart { patient_id: PatientId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Chart> {
        must_be_open(db, asker.into(), self.patient_id).await?;
        let rows: Vec<Allergy> =
            db.records("WHERE patient_id = ? ORDER BY status, substance, id", args![self.patient_id]).await?;
        let has_active = rows.iter().any(|row| row.status == "active");
        let alerts = of_chart(db, self.patient_id, asker.may(Permission::AlertClinical)).await?;
        let mut strikes = strikes_of(db, self.patient_id).await?;
        strikes.retain(|strike| strike.kind != "alert" || alerts.iter().any(|alert| alert.id.0 == strike.row_id));
        Ok(Chart {
            patient_id: self.patient_id,
            allergy_standing: none_known::standing(db, self.patient_id, has_active).await?,
            allergies: rows.into_iter().map(AllergyLine::from).collect(),
            problems: problems::of_patient(db, self.patient_id).await?,
            alerts,
            vitals: vitals::newest(db, self.patient_id).await?,
            strikes,
        })
    }
}

pub(super) async fn strikes_of(read: &mut impl Read, patient: PatientId) -> Result<Vec<StrikeLine>> {
    let mut all: Vec<StrikeLine> = read
        .all(
            "SELECT s.row_id, s.kind, s.reason, s.struck_at, COALESCE(u.name, '') AS struck_by FROM strikes s \
             LEFT JOIN users u ON u.id = s.struck_by WHERE s.patient_id = ? ORDER BY s.struck_at DESC, s.row_id",
            args![patient],
        )
        .await?;
    let alerts: Vec<StrikeLine> = read
        .all(
            "SELECT s.alert_id AS row_id, 'alert' AS kind, s.reason, s.struck_at, COALESCE(u.name, '') AS struck_by FROM alert_strikes s \
             JOIN patient_alerts a ON a.id = s.alert_id LEFT JOIN users u ON u.id = s.struck_by WHERE a.patient_id = ? ORDER BY s.struck_at DESC, s.alert_id",
            args![patient],
        )
        .await?;
    all.extend(alerts);
    Ok(all)
}
