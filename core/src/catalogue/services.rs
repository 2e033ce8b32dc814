//! Services: how long they take, what they cost, who may give them.

use super::price_lists::STANDARD;
use super::prices::{self, PriceBook, ServicePrice};
use super::specialties::RowSaved;
use crate::access::Permission;
use crate::args;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::{PractitionerId, ServiceId};
use crate::money;
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Kind, Read, Tx};
use crate::time::SLOT_MINUTES;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

crate::record! {
    pub struct Service in "services" as Service {
        pub id: ServiceId,
        pub code: Option<String>,
        pub name: String,
        pub minutes: i64,
        pub price_minor: i64,
        pub active: bool,
        pub account_code: Option<String>,
    }
}

struct Checked {
    code: Option<String>,
    name: String,
    account_code: Option<String>,
}

/// Errors in this order: field errors (name, code), `field.out_of_range` (minutes, price_minor), field errors (account_code).
fn check(name: &str, codes: [Option<&str>; 2], minutes: i64, price_minor: i64) -> Result<Checked> {
    let [code, account_code] = codes;
    let name = fields::text("name", name, 120)?;
    let code = fields::optional("code", code, 20)?;
    if !(SLOT_MINUTES..=720).contains(&minutes) || minutes % SLOT_MINUTES != 0 {
        return Err(Error::field(Code::FieldOutOfRange, "minutes").with("min", SLOT_MINUTES).with("max", 720));
    }
    money::check_price("price_minor", price_minor)?;
    let account_code = fields::optional("account_code", account_code, 20)?;
    Ok(Checked { code, name, account_code })
}

/// Errors: `name.taken` (field, name).
async fn free_name(tx: &mut Tx, name: &str, own: ServiceId) -> Result<()> {
    let taken: Option<(i64,)> = tx.maybe("SELECT 1 FROM services WHERE name = ? AND id <> ?", args![name, own]).await?;
    if taken.is_some() { Err(Error::field(Code::NameTaken, "name").with("name", name)) } else { Ok(()) }
}

/// Errors: `record.not_found` (practitioner).
async fn write_practitioners(tx: &mut Tx, id: ServiceId, practitioners: &[PractitionerId]) -> Result<()> {
    let mut after = practitioners.to_vec();
    after.sort();
    after.dedup();
    let known: Vec<(PractitionerId,)> = tx.all("SELECT id FROM doctors", vec![]).await?;
    if after.iter().any(|id| !known.contains(&(*id,))) {
        return Err(Error::new(Code::NotFound).with("kind", "practitioner"));
    }
    let before: Vec<(PractitionerId,)> =
        tx.all("SELECT doctor_id FROM service_doctors WHERE service_id = ? ORDER BY doctor_id", args![id]).await?;
    let before: Vec<PractitionerId> = before.into_iter().map(|(id,)| id).collect();
    if before == after {
        return Ok(());
    }
    tx.exec("DELETE FROM service_doctors WHERE service_id = ?", args![id]).await?;
    tx.insert_rows(
        "service_doctors",
        &["service_id", "doctor_id"],
        after.iter().map(|practitioner| args![id, *practitioner]).collect(),
    )
    .await?;
    tx.note(Kind::Service, id.0, "practitioners", json!(before), json!(after));
    Ok(())
}

async fn checked_prices(tx: &mut Tx, prices: Option<&[ServicePrice]>) -> Result<Option<Vec<ServicePrice>>> {
    match prices {
        Some(prices) => prices::checked(tx, prices).await.map(Some),
        None => Ok(None),
    }
}

/// Adds a service. `price_minor` is the standard price where no dated one holds, in minor units of the clinic's currency; no practitioner named
/// means everybody gives it.
///
/// Errors in this order: field errors (name, code, minutes, price_minor), those of the dated prices (`prices::checked`), `name.taken`,
/// `record.not_found` (practitioner).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddService {
    pub service_id: ServiceId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    pub name: String,
    #[ts(type = "number")]
    pub minutes: i64,
    #[ts(type = "number")]
    pub price_minor: i64,
    #[serde(default)]
    pub practitioner_ids: Vec<PractitionerId>,
    /// Dated prices, in any list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices: Option<Vec<ServicePrice>>,
    /// Under which code the ledger books what it brings in; nothing: under that of revenue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_code: Option<String>,
}

impl Operate for AddService {
    const PERMISSION: Permission = Permission::CatalogueEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        AddService {
            service_id: ServiceId::new(),
            code: None,
            name: "Follow-up".into(),
            minutes: 15,
            price_minor: 4500,
            practitioner_ids: vec![],
            prices: None,
            account_code: None,
        }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let codes = [self.code.as_deref(), self.account_code.as_deref()];
        let Checked { code, name, account_code } = check(&self.name, codes, self.minutes, self.price_minor)?;
        let prices = checked_prices(tx, self.prices.as_deref()).await?;
        free_name(tx, &name, self.service_id).await?;
        tx.insert(&Service {
            id: self.service_id,
            version: 1,
            code,
            name,
            minutes: self.minutes,
            price_minor: self.price_minor,
            active: true,
            account_code,
        })
        .await?;
        write_practitioners(tx, self.service_id, &self.practitioner_ids).await?;
        prices::write(tx, self.service_id, &prices.unwrap_or_default()).await?;
        Ok(RowSaved { version: 1 })
    }
}

/// Changes a service; booked appointments keep the minutes they were booked with, and the standard price without dates. Dated prices hold
/// for every visit of their days that has no invoice yet.
///
/// Errors in this order: field errors, those of the dated prices (`prices::checked`), `record.not_found`, `record.changed_meanwhile`,
/// `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditService {
    pub service_id: ServiceId,
    #[ts(type = "number")]
    pub version: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    pub name: String,
    #[ts(type = "number")]
    pub minutes: i64,
    #[ts(type = "number")]
    pub price_minor: i64,
    #[serde(default)]
    pub practitioner_ids: Vec<PractitionerId>,
    pub active: bool,
    /// All its dated prices, in any list; left out, they stay as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prices: Option<Vec<ServicePrice>>,
    /// Under which code the ledger books what it brings in; nothing: under that of revenue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_code: Option<String>,
}

impl Operate for EditService {
    const PERMISSION: Permission = Permission::CatalogueEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        EditService {
            service_id: ServiceId::new(),
            version: 1,
            code: Some("FU".into()),
            name: "Follow-up".into(),
            minutes: 20,
            price_minor: 5000,
            practitioner_ids: vec![],
            active: true,
            prices: Some(vec![ServicePrice {
                price_list_id: STANDARD,
                valid_from: NaiveDate::from_ymd_opt(2027, 1, 1).unwrap_or_default(),
                valid_to: None,
                price_minor: 5200,
            }]),
            account_code: Some("8400".into()),
        }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let codes = [self.code.as_deref(), self.account_code.as_deref()];
        let Checked { code, name, account_code } = check(&self.name, codes, self.minutes, self.price_minor)?;
        let prices = checked_prices(tx, self.prices.as_deref()).await?;
        let before: Service = tx.record(self.service_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        free_name(tx, &name, self.service_id).await?;
        let mut after = Service {
            code,
            name,
            minutes: self.minutes,
            price_minor: self.price_minor,
            active: self.active,
            account_code,
            ..before.clone()
        };
        tx.update(&before, &mut after).await?;
        write_practitioners(tx, after.id, &self.practitioner_ids).await?;
        if let Some(prices) = &prices {
            prices::write(tx, after.id, prices).await?;
        }
        Ok(RowSaved { version: after.version })
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskServices {}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct ServiceLine {
    pub service_id: ServiceId,
    #[ts(type = "number")]
    pub version: i64,
    pub code: Option<String>,
    pub name: String,
    #[ts(type = "number")]
    pub minutes: i64,
    #[ts(type = "number")]
    pub price_minor: i64,
    /// What it costs today by the standard list.
    #[ts(type = "number")]
    pub today_minor: i64,
    /// Its dated prices in all lists, those out of use too.
    pub prices: Vec<ServicePrice>,
    pub practitioner_ids: Vec<PractitionerId>,
    pub account_code: Option<String>,
    pub active: bool,
}

impl Ask for AskServices {
    const PERMISSION: Permission = Permission::CatalogueView;
    type Answer = Vec<ServiceLine>;

    fn example() -> Self {
        AskServices {}
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<ServiceLine>> {
        let rows: Vec<Service> = db.records("ORDER BY name, id", vec![]).await?;
        let today = asker.wall_now().date();
        let prices = PriceBook::whole(db).await?;
        let given: Vec<(ServiceId, PractitionerId)> =
            db.all("SELECT service_id, doctor_id FROM service_doctors ORDER BY service_id, doctor_id", vec![]).await?;
        let line = |row: Service| ServiceLine {
            practitioner_ids: given
                .iter()
                .filter(|(id, _)| *id == row.id)
                .map(|(_, practitioner)| *practitioner)
                .collect(),
            today_minor: prices.price(row.id, STANDARD, today, row.price_minor).minor,
            prices: prices.of(row.id).cloned().collect(),
            service_id: row.id,
            version: row.version,
            code: row.code,
            name: row.name,
            minutes: row.minutes,
            price_minor: row.price_minor,
            account_code: row.account_code,
            active: row.active,
        };
        Ok(rows.into_iter().map(line).collect())
    }
}
