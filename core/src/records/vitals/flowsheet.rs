//! Everything that was measured of a patient, by time.

use super::kinds::{VitalKind, bmi_tenths};
use super::{ROWS, VitalLine, lines};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::PatientId;
use crate::question::Ask;
use crate::records::opened::must_be_open;
use crate::store::{Clause, Db};
use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Measurements of a patient, the newest first: `limit` (1 to 2000) numbers, those entered in error too.
///
/// Errors in this order: `patient.not_found`, `chart.not_opened`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskVitals {
    pub patient_id: PatientId,
    #[ts(type = "number")]
    pub limit: i64,
}

/// What was measured together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct VitalsAt {
    /// Clinic wall time.
    pub measured_at: NaiveDateTime,
    pub values: Vec<VitalLine>,
    /// Body mass index times 10, from this weight and the newest height until then.
    #[ts(type = "number | null")]
    pub bmi_tenths: Option<i64>,
}

impl Ask for AskVitals {
    const PERMISSION: Permission = Permission::RecordView;
    type Answer = Vec<VitalsAt>;

    fn example() -> Self {
        AskVitals { patient_id: PatientId::new(), limit: 500 }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<VitalsAt>> {
        must_be_open(db, asker.into(), self.patient_id).await?;
        let clause = Clause::new(ROWS, vec![]).and(
            "WHERE v.patient_id = ? ORDER BY v.measured_at DESC, v.entered_at DESC, v.id DESC LIMIT ?",
            args![self.patient_id, self.limit.clamp(1, 2000)],
        );
        Ok(together(lines(db, clause).await?))
    }
}

/// `lines` are the newest first.
fn together(lines: Vec<VitalLine>) -> Vec<VitalsAt> {
    let heights: Vec<VitalLine> =
        lines.iter().filter(|line| line.kind == VitalKind::Height && line.struck.is_none()).cloned().collect();
    let mut groups: Vec<VitalsAt> = Vec::new();
    for line in lines {
        match groups.last_mut().filter(|group| group.measured_at == line.measured_at) {
            Some(group) => group.values.push(line),
            None => groups.push(VitalsAt { measured_at: line.measured_at, values: vec![line], bmi_tenths: None }),
        }
    }
    for group in &mut groups {
        let weight = group.values.iter().find(|line| line.kind == VitalKind::Weight && line.struck.is_none());
        let height = heights.iter().find(|line| line.measured_at <= group.measured_at);
        group.bmi_tenths = weight.zip(height).and_then(|(weight, height)| {
            bmi_tenths((weight.value_scaled, &weight.unit), (height.value_scaled, &height.unit))
        });
    }
    groups
}
