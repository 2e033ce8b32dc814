//! Changing the clinic's details.

use super::details::{CLINIC, ClinicDetails, SettingRow, Stored};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::history::stale;
use crate::operation::Operate;
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Changes the clinic's details.
///
/// Errors in this order: the field errors of `ClinicDetails::checked`, `clinic.not_started`, `clinic.changed_meanwhile` (by, at,
/// version, theirs), `clinic.currency_fixed`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditClinic {
    #[ts(type = "number")]
    pub version: i64,
    pub details: ClinicDetails,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ClinicEdited {
    #[ts(type = "number")]
    pub version: i64,
}

impl Operate for EditClinic {
    const PERMISSION: Permission = Permission::ClinicEdit;
    type Outcome = ClinicEdited;

    fn example() -> Self {
        EditClinic { version: 1, details: super::countries::proposal("DE") }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<ClinicEdited> {
        let details = self.details.checked()?;
        let rows: Vec<SettingRow> = tx.records("WHERE name = ?", args![CLINIC]).await?;
        let before = rows.into_iter().next().ok_or_else(|| Error::new(Code::ClinicNotStarted))?;
        let stored: Stored = serde_json::from_str(&before.value).map_err(Error::internal)?;
        if before.version != self.version {
            let error = stale(tx, Code::ClinicChangedMeanwhile, Kind::Clinic, before.id.0, before.version).await?;
            return Err(error.with("theirs", stored.details));
        }
        if details.currency != stored.details.currency && has_money(tx).await? {
            return Err(Error::field(Code::ClinicCurrencyFixed, "currency"));
        }
        let value = serde_json::to_string(&Stored { details, sample: stored.sample }).map_err(Error::internal)?;
        let mut after = SettingRow { value, ..before.clone() };
        tx.update(&before, &mut after).await?;
        Ok(ClinicEdited { version: after.version })
    }
}

/// Whether anything was ever written in the clinic's currency.
async fn has_money(tx: &mut Tx) -> Result<bool> {
    let invoice: Option<(i64,)> = tx.maybe("SELECT 1 FROM invoices WHERE status <> 'void' LIMIT 1", vec![]).await?;
    let payment: Option<(i64,)> = tx.maybe("SELECT 1 FROM payments LIMIT 1", vec![]).await?;
    Ok(invoice.is_some() || payment.is_some())
}
