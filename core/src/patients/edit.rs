//! Editing a patient.

use super::details::details_of;
use super::patient::{Patient, PatientDetails};
use super::register::PatientSaved;
use super::write::{Rows, check_identifiers, check_paying, rows_of, write_rows, write_terms};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::history::stale;
use crate::ids::PatientId;
use crate::operation::Operate;
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Replaces a patient's details.
///
/// Errors in this order: the field errors of `PatientDetails::checked`, `patient.not_found`, `patient.changed_meanwhile` (by, at,
/// version, theirs), `record.not_found` (identifier_type), `patient.identifier_taken`, `record.not_found` (price_list).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditPatient {
    pub patient_id: PatientId,
    #[ts(type = "number")]
    pub version: i64,
    pub details: PatientDetails,
}

impl Operate for EditPatient {
    const PERMISSION: Permission = Permission::PatientEdit;
    type Outcome = PatientSaved;

    fn example() -> Self {
        EditPatient { patient_id: PatientId::new(), version: 1, details: super::register::example_details() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<PatientSaved> {
        let details = self.details.checked(cx.wall_now().date())?;
        let rows: Vec<Patient> = tx.records("WHERE id = ?", args![self.patient_id]).await?;
        let before = rows.into_iter().next().ok_or_else(|| Error::new(Code::PatientNotFound))?;
        let old = rows_of(tx, before.id).await?;
        if before.version != self.version {
            let error = stale(tx, Code::PatientChangedMeanwhile, Kind::Patient, before.id.0, before.version).await?;
            return Err(error.with("theirs", details_of(&before, old)));
        }
        let new = Rows::of(&details);
        check_identifiers(tx, before.id, &old, &new).await?;
        check_paying(tx, &old, &new).await?;
        let mut after = Patient {
            sort_name: details.names.sort_name(),
            title: details.names.title.clone(),
            given_name: details.names.given.clone(),
            family_name: details.names.family.clone(),
            second_family_name: details.names.second_family.clone(),
            preferred_name: details.names.preferred.clone(),
            birth_date: details.birth_date,
            birth_estimated: details.birth_estimated,
            died_on: details.died_on,
            sex: details.sex.clone(),
            gender: details.gender.clone(),
            email: details.email.clone(),
            language: details.language.clone(),
            note: details.note.clone(),
            reminders_allowed: details.reminders_allowed,
            ..before.clone()
        };
        tx.update(&before, &mut after).await?;
        write_rows(tx, cx, before.id, &old, &new).await?;
        write_terms(tx, cx, before.id, &before.mrn, &details, false).await?;
        Ok(PatientSaved { patient_id: after.id, mrn: after.mrn, version: after.version })
    }
}
