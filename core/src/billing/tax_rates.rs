//! Tax rates, and which services bear them.

use crate::access::Permission;
use crate::args;
use crate::catalogue::specialties::RowSaved;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::{ServiceId, TaxRateId};
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Clause, Db, Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

crate::record! {
    pub struct TaxRate in "tax_rates" as TaxRate {
        pub id: TaxRateId,
        pub name: String,
        pub kind: String,
        pub basis_points: i64,
        pub inclusive: bool,
        pub reason: Option<String>,
        pub active: bool,
        pub account_code: Option<String>,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum TaxKind {
    Standard,
    Zero,
    Exempt,
}

impl TaxKind {
    fn text(self) -> &'static str {
        match self {
            TaxKind::Standard => "standard",
            TaxKind::Zero => "zero",
            TaxKind::Exempt => "exempt",
        }
    }
}

/// A rate as forms send it. `basis_points`: 1900 is 19 %; nought for zero-rated and exempt, which say why in `reason`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct TaxRateDetails {
    pub name: String,
    pub kind: TaxKind,
    #[ts(type = "number")]
    pub basis_points: i64,
    /// Prices hold the tax already.
    pub inclusive: bool,
    #[serde(default)]
    pub reason: Option<String>,
    /// The services that bear it; each bears one rate at most, so it leaves its old one.
    #[serde(default)]
    pub service_ids: Vec<ServiceId>,
    /// Under which code the ledger books its tax; nothing: under that of tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_code: Option<String>,
}

impl TaxRateDetails {
    fn example() -> TaxRateDetails {
        TaxRateDetails {
            name: "VAT 20 %".into(),
            kind: TaxKind::Standard,
            basis_points: 2000,
            inclusive: true,
            reason: None,
            service_ids: vec![],
            account_code: None,
        }
    }

    /// Errors in this order: field errors (name, basis_points, reason, account_code).
    fn checked(&self) -> Result<TaxRateDetails> {
        let name = fields::text("name", &self.name, 60)?;
        let (min, max) = if self.kind == TaxKind::Standard { (1, 10_000) } else { (0, 0) };
        if !(min..=max).contains(&self.basis_points) {
            return Err(Error::field(Code::FieldOutOfRange, "basis_points").with("min", min).with("max", max));
        }
        let reason = match self.kind {
            TaxKind::Standard => None,
            TaxKind::Zero | TaxKind::Exempt => {
                Some(fields::text("reason", self.reason.as_deref().unwrap_or_default(), 200)?)
            }
        };
        let mut service_ids = self.service_ids.clone();
        service_ids.sort();
        service_ids.dedup();
        let account_code = fields::optional("account_code", self.account_code.as_deref(), 20)?;
        Ok(TaxRateDetails { name, reason, service_ids, account_code, ..self.clone() })
    }

    fn put_on(&self, row: &mut TaxRate) {
        row.name = self.name.clone();
        row.kind = self.kind.text().to_owned();
        row.basis_points = self.basis_points;
        row.inclusive = self.inclusive;
        row.reason = self.reason.clone();
        row.account_code = self.account_code.clone();
    }
}

/// Errors: `name.taken` (field, name).
async fn free_name(tx: &mut Tx, name: &str, own: TaxRateId) -> Result<()> {
    let taken: Option<(i64,)> =
        tx.maybe("SELECT 1 FROM tax_rates WHERE name = ? AND id <> ?", args![name, own]).await?;
    if taken.is_some() { Err(Error::field(Code::NameTaken, "name").with("name", name)) } else { Ok(()) }
}

/// Errors: `record.not_found` (service).
async fn write_services(tx: &mut Tx, id: TaxRateId, after: &[ServiceId]) -> Result<()> {
    let known: Vec<(ServiceId,)> = tx.all("SELECT id FROM services", vec![]).await?;
    if after.iter().any(|service| !known.contains(&(*service,))) {
        return Err(Error::new(Code::NotFound).with("kind", Kind::Service));
    }
    let before: Vec<(ServiceId,)> =
        tx.all("SELECT service_id FROM service_taxes WHERE tax_rate_id = ? ORDER BY service_id", args![id]).await?;
    let before: Vec<ServiceId> = before.into_iter().map(|(id,)| id).collect();
    if before == after {
        return Ok(());
    }
    tx.exec("DELETE FROM service_taxes WHERE tax_rate_id = ?", args![id]).await?;
    if !after.is_empty() {
        let values = after.iter().map(|service| (*service).into()).collect();
        tx.exec_of(Clause::in_list("DELETE FROM service_taxes WHERE service_id IN (", ")", values)).await?;
        let rows = after.iter().map(|service| args![*service, id]).collect();
        tx.insert_rows("service_taxes", &["service_id", "tax_rate_id"], rows).await?;
    }
    tx.note(Kind::TaxRate, id.0, "service_ids", json!(before), json!(after));
    Ok(())
}

/// Adds a tax rate and names the services that bear it.
///
/// Errors in this order: those of the fields (name, basis_points, reason), `name.taken`, `record.not_found` (service).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddTaxRate {
    pub tax_rate_id: TaxRateId,
    pub details: TaxRateDetails,
}

impl Operate for AddTaxRate {
    const PERMISSION: Permission = Permission::BillingRules;
    type Outcome = RowSaved;

    fn example() -> Self {
        AddTaxRate { tax_rate_id: TaxRateId::new(), details: TaxRateDetails::example() }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let details = self.details.checked()?;
        free_name(tx, &details.name, self.tax_rate_id).await?;
        let mut row = TaxRate {
            id: self.tax_rate_id,
            version: 1,
            name: String::new(),
            kind: String::new(),
            basis_points: 0,
            inclusive: false,
            reason: None,
            active: true,
            account_code: None,
        };
        details.put_on(&mut row);
        tx.insert(&row).await?;
        write_services(tx, row.id, &details.service_ids).await?;
        Ok(RowSaved { version: 1 })
    }
}

/// Changes a tax rate. Lines of invoices keep the rate they were written with; drafts take the new one when they are changed.
///
/// Errors in this order: those of the fields, `record.not_found` (tax_rate), `record.changed_meanwhile`, `name.taken`,
/// `record.not_found` (service).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditTaxRate {
    pub tax_rate_id: TaxRateId,
    #[ts(type = "number")]
    pub version: i64,
    pub details: TaxRateDetails,
    pub active: bool,
}

impl Operate for EditTaxRate {
    const PERMISSION: Permission = Permission::BillingRules;
    type Outcome = RowSaved;

    fn example() -> Self {
        EditTaxRate { tax_rate_id: TaxRateId::new(), version: 1, details: TaxRateDetails::example(), active: true }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let details = self.details.checked()?;
        let before: TaxRate = tx.record(self.tax_rate_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        free_name(tx, &details.name, before.id).await?;
        let mut after = TaxRate { active: self.active, ..before.clone() };
        details.put_on(&mut after);
        tx.update(&before, &mut after).await?;
        write_services(tx, after.id, &details.service_ids).await?;
        Ok(RowSaved { version: after.version })
    }
}

/// All tax rates, those out of use too.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskTaxRates {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct TaxRateLine {
    pub tax_rate_id: TaxRateId,
    #[ts(type = "number")]
    pub version: i64,
    pub name: String,
    pub kind: String,
    #[ts(type = "number")]
    pub basis_points: i64,
    pub inclusive: bool,
    pub reason: Option<String>,
    pub service_ids: Vec<ServiceId>,
    pub account_code: Option<String>,
    pub active: bool,
}

impl Ask for AskTaxRates {
    const PERMISSION: Permission = Permission::BillingView;
    type Answer = Vec<TaxRateLine>;

    fn example() -> Self {
        AskTaxRates {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<TaxRateLine>> {
        let rows: Vec<TaxRate> = db.records("ORDER BY name, id", vec![]).await?;
        let borne: Vec<(TaxRateId, ServiceId)> =
            db.all("SELECT tax_rate_id, service_id FROM service_taxes ORDER BY service_id", vec![]).await?;
        let line = |row: TaxRate| TaxRateLine {
            service_ids: borne.iter().filter(|(id, _)| *id == row.id).map(|(_, service)| *service).collect(),
            tax_rate_id: row.id,
            version: row.version,
            name: row.name,
            kind: row.kind,
            basis_points: row.basis_points,
            inclusive: row.inclusive,
            reason: row.reason,
            account_code: row.account_code,
            active: row.active,
        };
        Ok(rows.into_iter().map(line).collect())
    }
}
