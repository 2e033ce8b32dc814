//! A patient's page.

use super::patient::{Patient, PatientDetails};
use super::seen_alerts::{AlertLine, visible_alerts};
use super::write::{Rows, rows_of};
use crate::access::Permission;
use crate::appointments::missed::{Missed, missed};
use crate::args;
use crate::clinic::Asker;
use crate::error::{Code, Error, Result};
use crate::ids::PatientId;
use crate::question::Ask;
use crate::records::allergies::{AllergyBanner, banner};
use crate::store::{Db, Read};
use crate::time::Instant;
use chrono::NaiveDateTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Errors: `patient.not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPatient {
    pub id: PatientId,
}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct PatientPage {
    pub patient_id: PatientId,
    #[ts(type = "number")]
    pub version: i64,
    pub mrn: String,
    pub name: String,
    pub details: PatientDetails,
    pub alerts: Vec<AlertLine>,
    pub allergies: AllergyBanner,
    /// Opening the chart takes a reason.
    pub restricted: bool,
    /// Clinic wall time.
    pub next_visit: Option<NaiveDateTime>,
    pub missed: Missed,
    pub registered_at: Instant,
    pub registered_by: String,
}

impl Ask for AskPatient {
    const PERMISSION: Permission = Permission::PatientView;
    type Answer = PatientPage;

    fn example() -> Self {
        AskPatient { id: PatientId::new() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<PatientPage> {
        let rows: Vec<Patient> = db.records("WHERE id = ?", args![self.id]).await?;
        let row = rows.into_iter().next().ok_or_else(|| Error::new(Code::PatientNotFound))?;
        let by: Option<(String,)> = match row.registered_by {
            Some(user) => db.maybe("SELECT name FROM users WHERE id = ?", args![user]).await?,
            None => None,
        };
        let details = details_of(&row, rows_of(db, row.id).await?);
        let alerts = visible_alerts(db, row.id, asker.may(Permission::AlertClinical)).await?;
        let next: Option<(NaiveDateTime,)> = db
            .maybe(
                "SELECT starts_at FROM appointments WHERE patient_id = ? AND starts_at > ? AND status IN ('booked', 'confirmed') ORDER BY starts_at LIMIT 1",
                args![row.id, asker.wall_now()],
            )
            .await?;
        Ok(PatientPage {
            patient_id: row.id,
            version: row.version,
            name: details.names.list_name(),
            mrn: row.mrn,
            details,
            alerts,
            allergies: banner(db, row.id, asker).await?,
            restricted: row.restricted,
            next_visit: next.map(|(at,)| at),
            missed: missed(db, row.id, asker).await?,
            registered_at: row.registered_at,
            registered_by: by.map(|(name,)| name).unwrap_or_default(),
        })
    }
}

pub(super) fn details_of(row: &Patient, rows: Rows) -> PatientDetails {
    PatientDetails {
        names: row.names(),
        birth_date: row.birth_date,
        birth_estimated: row.birth_estimated,
        died_on: row.died_on,
        sex: row.sex.clone(),
        gender: row.gender.clone(),
        phones: rows.phones,
        email: row.email.clone(),
        language: row.language.clone(),
        note: row.note.clone(),
        reminders_allowed: row.reminders_allowed,
        addresses: rows.addresses,
        identifiers: rows.identifiers,
        price_list_id: rows.price_list_id,
        payer_id: rows.payer.as_ref().map(|(id, _)| *id),
        member_number: rows.payer.and_then(|(_, number)| number),
    }
}
