//! What an issued invoice keeps as it was on that day: names, addresses, terms, lines. Whatever changes later, it reads the same.

use super::lines::{Discount, InvoiceItem};
use super::payers::payer::Payer;
use super::rules::BillingRules;
use crate::args;
use crate::error::{Error, Result};
use crate::ids::{PatientId, PayerId};
use crate::office::details::Settings;
use crate::patients::patient::{Patient, PatientNames};
use crate::store::Read;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct FrozenInvoice {
    pub clinic: FrozenClinic,
    pub patient: FrozenPatient,
    /// Who gets it instead of the patient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub payer: Option<FrozenPayer>,
    pub terms: Option<String>,
    pub legal: Option<String>,
    pub note: Option<String>,
    pub lines: Vec<InvoiceItem>,
    /// What the row says beside the text; nothing in what was issued before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub row: Option<FrozenRow>,
}

/// What `clinicctl check` holds against the invoice's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct FrozenRow {
    pub patient_id: PatientId,
    pub issued_on: NaiveDate,
    pub due_on: Option<NaiveDate>,
    pub discount: Option<Discount>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct FrozenClinic {
    pub name: String,
    pub address_lines: Vec<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub tax_number: Option<String>,
    pub bank_lines: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct FrozenPatient {
    pub mrn: String,
    pub names: PatientNames,
    /// The billing address, else the main one, in the clinic's order.
    pub address_lines: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct FrozenPayer {
    pub payer_id: PayerId,
    pub name: String,
    pub address_lines: Vec<String>,
    pub tax_number: Option<String>,
    /// Under which the payer knows the patient.
    pub member_number: Option<String>,
}

impl FrozenInvoice {
    pub(super) fn text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(Error::internal)
    }
}

/// The seal of a frozen text: SHA-256 in hex digits.
pub fn hash_of(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

pub(super) fn clinic_now(settings: &Settings, rules: &BillingRules) -> FrozenClinic {
    let details = &settings.details;
    FrozenClinic {
        name: details.name.clone(),
        address_lines: details.address_lines.clone(),
        phone: details.phone.clone(),
        email: details.email.clone(),
        tax_number: rules.tax_number.clone(),
        bank_lines: rules.bank_lines.clone(),
    }
}

pub(super) fn payer_now(payer: &Payer, member_number: Option<String>) -> FrozenPayer {
    FrozenPayer {
        payer_id: payer.id,
        name: payer.name.clone(),
        address_lines: payer.address_lines(),
        tax_number: payer.tax_number.clone(),
        member_number,
    }
}

#[derive(sqlx::FromRow)]
struct Address {
    line1: Option<String>,
    line2: Option<String>,
    city: Option<String>,
    region: Option<String>,
    postcode: Option<String>,
    country: Option<String>,
}

pub(super) async fn patient_now(read: &mut impl Read, settings: &Settings, id: PatientId) -> Result<FrozenPatient> {
    let patient: Patient = read.record(id.0).await?;
    let address_lines = address_lines(read, settings, id, "billing").await?;
    Ok(FrozenPatient { mrn: patient.mrn.clone(), names: patient.names(), address_lines })
}

/// The address of this kind, else the main one, in the clinic's order.
pub(crate) async fn address_lines(
    read: &mut impl Read,
    settings: &Settings,
    id: PatientId,
    kind: &str,
) -> Result<Vec<String>> {
    let addresses: Vec<Address> = read
        .all(
            "SELECT line1, line2, city, region, postcode, country FROM addresses WHERE patient_id = ? \
             ORDER BY CASE WHEN kind = ? THEN 0 WHEN is_primary = TRUE THEN 1 ELSE 2 END, position",
            args![id, kind],
        )
        .await?;
    let lines = |address: Address| -> Vec<String> {
        let part = |name: &String| match name.as_str() {
            "line1" => address.line1.clone(),
            "line2" => address.line2.clone(),
            "city" => address.city.clone(),
            "region" => address.region.clone(),
            "postcode" => address.postcode.clone(),
            "country" => address.country.clone(),
            _ => None,
        };
        settings.details.address_format.iter().filter_map(part).collect()
    };
    Ok(addresses.into_iter().next().map(lines).unwrap_or_default())
}
