//! Registering a patient.

use super::patient::{AddressLine, Patient, PatientDetails, PatientNames, PhoneLine};
use super::write::{Rows, check_identifiers, check_paying, write_rows, write_terms};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::Result;
use crate::ids::PatientId;
use crate::operation::Operate;
use crate::store::{Read, Tx};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Registers a patient, who gets the next number.
///
/// Errors in this order: the field errors of `PatientDetails::checked`, `record.not_found` (identifier_type),
/// `patient.identifier_taken`, `record.not_found` (price_list).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct RegisterPatient {
    pub patient_id: PatientId,
    pub details: PatientDetails,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PatientSaved {
    pub patient_id: PatientId,
    pub mrn: String,
    #[ts(type = "number")]
    pub version: i64,
}

pub(super) fn example_details() -> PatientDetails {
    let names = PatientNames { given: Some("Ada".into()), family: Some("Okafor".into()), ..PatientNames::default() };
    PatientDetails {
        birth_date: NaiveDate::from_ymd_opt(1980, 3, 12),
        sex: "female".into(),
        phones: vec![PhoneLine { kind: "mobile".into(), number: "+44 20 7946 0102".into() }],
        addresses: vec![AddressLine {
            kind: "home".into(),
            primary: true,
            line1: Some("1 High Street".into()),
            line2: None,
            city: Some("Northside".into()),
            region: None,
            postcode: Some("N1 1AA".into()),
            country: Some("GB".into()),
        }],
        ..PatientDetails::named(names)
    }
}

impl Operate for RegisterPatient {
    const PERMISSION: Permission = Permission::PatientEdit;
    const OFFLINE: bool = true;
    type Outcome = PatientSaved;

    fn example() -> Self {
        RegisterPatient { patient_id: PatientId::new(), details: example_details() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<PatientSaved> {
        let details = self.details.checked(cx.wall_now().date())?;
        let new = Rows::of(&details);
        check_identifiers(tx, self.patient_id, &Rows::default(), &new).await?;
        check_paying(tx, &Rows::default(), &new).await?;
        // The number comes from one row that everybody waits for: only what needs the number comes after it.
        tx.exec("UPDATE counters SET value = value + 1 WHERE name = 'mrn'", vec![]).await?;
        let (number,): (i64,) = tx.one("SELECT value FROM counters WHERE name = 'mrn'", vec![]).await?;
        let mrn = number.to_string();
        let row = row_of(self.patient_id, &mrn, &details, cx);
        tx.insert(&row).await?;
        write_rows(tx, cx, row.id, &Rows::default(), &new).await?;
        write_terms(tx, cx, row.id, &mrn, &details, true).await?;
        Ok(PatientSaved { patient_id: row.id, mrn, version: 1 })
    }
}

fn row_of(id: PatientId, mrn: &str, details: &PatientDetails, cx: &Context) -> Patient {
    let names = details.names.clone();
    Patient {
        id,
        version: 1,
        mrn: mrn.to_owned(),
        sort_name: names.sort_name(),
        title: names.title,
        given_name: names.given,
        family_name: names.family,
        second_family_name: names.second_family,
        preferred_name: names.preferred,
        birth_date: details.birth_date,
        birth_estimated: details.birth_estimated,
        died_on: details.died_on,
        sex: details.sex.clone(),
        gender: details.gender.clone(),
        email: details.email.clone(),
        language: details.language.clone(),
        note: details.note.clone(),
        reminders_allowed: details.reminders_allowed,
        restricted: false,
        registered_at: cx.now,
        registered_by: cx.actor,
    }
}
