//! Steps of patients: one is registered, edited, and has an alert for a while.

use super::{Ids, Script};
use crate::desk::details;
use clinic_core::fields::Clinical;
use clinic_core::ids::AlertId;
use clinic_core::operation::Operate;
use clinic_core::patients::alerts::{AddAlert, AlertKind, AlertSeverity, Audience, EditAlert, EndAlert, StrikeAlert};
use clinic_core::patients::edit::EditPatient;
use clinic_core::patients::identifier_types::{AddIdentifierType, EditIdentifierType};
use clinic_core::patients::patient::{AddressLine, IdentifierLine, PatientDetails, PhoneLine};
use clinic_core::patients::register::RegisterPatient;

pub(super) fn patients(script: &mut Script, ids: &Ids) {
    let Ids { passport, patient: patient_id, .. } = *ids;
    script.admin(AddIdentifierType { identifier_type_id: passport, name: "Passport no.".into(), issuer: None });
    script.admin(EditIdentifierType {
        identifier_type_id: passport,
        version: 1,
        name: "Passport".into(),
        issuer: Some("GB".into()),
        active: true,
    });
    let registered = PatientDetails {
        phones: vec![PhoneLine { kind: "mobile".into(), number: "+44 20 7946 0102".into() }],
        identifiers: vec![IdentifierLine {
            type_id: passport,
            value: "123456789".into(),
            issuer: None,
            valid_until: None,
        }],
        ..details("Ada", "Okafor")
    };
    script.admin(RegisterPatient { patient_id, details: registered.clone() });
    let home = AddressLine {
        kind: "home".into(),
        primary: true,
        line1: Some("2 Mill Lane".into()),
        city: Some("Northside".into()),
        ..AddressLine::default()
    };
    let moved =
        PatientDetails { addresses: vec![home], phones: vec![], price_list_id: Some(ids.price_list), ..registered };
    script.admin(EditPatient { patient_id, version: 1, details: moved });
    let alert_id = AlertId::new();
    script.admin(AddAlert {
        alert_id,
        patient_id,
        kind: AlertKind::Alert,
        audience: Audience::Both,
        text: Clinical("Needs an interpreter".into()),
        severity: AlertSeverity::default(),
    });
    script.admin(EditAlert { alert_id, ..EditAlert::example() });
    script.admin(EndAlert { alert_id, version: 2 });
    let wrong = AddAlert { alert_id: AlertId::new(), patient_id, kind: AlertKind::Alert, ..AddAlert::example() };
    let alert_id = wrong.alert_id;
    script.admin(wrong);
    script.admin(StrikeAlert { alert_id, ..StrikeAlert::example() });
}
