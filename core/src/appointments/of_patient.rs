//! A patient's appointments, the newest first.

use super::day::{DayAppointment, SELECT};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::fields;
use crate::ids::{PatientId, PractitionerId};
use crate::question::Ask;
use crate::store::{Clause, Db, Read};
use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `before` is the start of the last one seen; `limit` 1 to 200.
///
/// Errors: `field.out_of_range` (before).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPatientAppointments {
    pub patient_id: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<NaiveDateTime>,
    #[ts(type = "number")]
    pub limit: i64,
}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct PatientAppointment {
    #[serde(flatten)]
    #[ts(flatten)]
    pub appointment: DayAppointment,
    pub practitioner_name: String,
}

impl Ask for AskPatientAppointments {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = Vec<PatientAppointment>;

    fn example() -> Self {
        AskPatientAppointments { patient_id: PatientId::new(), before: None, limit: 50 }
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<PatientAppointment>> {
        let mut clause = Clause::new(SELECT, vec![])
            .and("WHERE a.patient_id = ? AND a.status <> 'taken_back' ", args![self.patient_id]);
        if let Some(before) = self.before {
            fields::moment("before", before)?;
            clause = clause.and("AND a.starts_at < ? ", args![before]);
        }
        let rows: Vec<DayAppointment> = db
            .all_of(clause.and("ORDER BY a.starts_at DESC, a.id DESC LIMIT ?", args![self.limit.clamp(1, 200)]))
            .await?;
        let names: Vec<(PractitionerId, String)> = db.all("SELECT id, short_name FROM doctors", vec![]).await?;
        let line = |row: DayAppointment| PatientAppointment {
            practitioner_name: names
                .iter()
                .find(|(id, _)| *id == row.practitioner_id)
                .map(|(_, name)| name.clone())
                .unwrap_or_default(),
            appointment: row.named(),
        };
        Ok(rows.into_iter().map(line).collect())
    }
}
