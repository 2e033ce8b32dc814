//! Price lists: the clinic's own, beside the standard one, and whose prices they are.

use super::specialties::RowSaved;
use crate::access::Permission;
use crate::args;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::{PatientId, PriceListId};
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The list of whoever has no other. The migration makes it.
pub const STANDARD: PriceListId = PriceListId(Uuid::from_u128(1));

crate::record! {
    pub struct PriceList in "price_lists" as PriceList {
        pub id: PriceListId,
        pub name: String,
        pub active: bool,
    }
}

/// Errors: `name.taken` (field, name).
async fn free_name(tx: &mut Tx, name: &str, own: PriceListId) -> Result<()> {
    let taken: Option<(i64,)> =
        tx.maybe("SELECT 1 FROM price_lists WHERE name = ? AND id <> ?", args![name, own]).await?;
    if taken.is_some() { Err(Error::field(Code::NameTaken, "name").with("name", name)) } else { Ok(()) }
}

/// Errors: `record.not_found` (price_list).
pub(crate) async fn known(read: &mut impl Read, id: PriceListId) -> Result<()> {
    let found: Option<(i64,)> = read.maybe("SELECT 1 FROM price_lists WHERE id = ?", args![id]).await?;
    found.map(drop).ok_or_else(|| Error::new(Code::NotFound).with("kind", "price_list"))
}

/// The list of a patient, whether or not it is in use.
pub(crate) async fn list_of(read: &mut impl Read, patient: PatientId) -> Result<Option<PriceListId>> {
    let found: Option<(PriceListId,)> =
        read.maybe("SELECT price_list_id FROM patient_price_lists WHERE patient_id = ?", args![patient]).await?;
    Ok(found.map(|(id,)| id))
}

/// Errors in this order: field errors (name), `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddPriceList {
    pub price_list_id: PriceListId,
    pub name: String,
}

impl Operate for AddPriceList {
    const PERMISSION: Permission = Permission::CatalogueEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        AddPriceList { price_list_id: PriceListId::new(), name: "Staff".into() }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let name = fields::text("name", &self.name, 80)?;
        free_name(tx, &name, self.price_list_id).await?;
        tx.insert(&PriceList { id: self.price_list_id, version: 1, name, active: true }).await?;
        Ok(RowSaved { version: 1 })
    }
}

/// Renames a price list, or takes it out of use: then its patients pay the standard prices until it is in use again.
///
/// Errors in this order: field errors (name), `field.invalid` (active: the standard list stays in use), `record.not_found`,
/// `record.changed_meanwhile`, `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditPriceList {
    pub price_list_id: PriceListId,
    #[ts(type = "number")]
    pub version: i64,
    pub name: String,
    pub active: bool,
}

impl Operate for EditPriceList {
    const PERMISSION: Permission = Permission::CatalogueEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        EditPriceList { price_list_id: PriceListId::new(), version: 1, name: "Staff and family".into(), active: true }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let name = fields::text("name", &self.name, 80)?;
        if self.price_list_id == STANDARD && !self.active {
            return Err(Error::field(Code::FieldInvalid, "active"));
        }
        let before: PriceList = tx.record(self.price_list_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        free_name(tx, &name, before.id).await?;
        let mut after = PriceList { name, active: self.active, ..before.clone() };
        tx.update(&before, &mut after).await?;
        Ok(RowSaved { version: after.version })
    }
}

/// All price lists, the standard one first; those out of use too.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPriceLists {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PriceListLine {
    pub price_list_id: PriceListId,
    #[ts(type = "number")]
    pub version: i64,
    pub name: String,
    pub active: bool,
    /// The list of whoever has no other.
    pub standard: bool,
    /// How many patients have it; nought for the standard list, which is everybody else's.
    #[ts(type = "number")]
    pub patients: i64,
    /// How many services have a dated price in it.
    #[ts(type = "number")]
    pub services: i64,
}

impl Ask for AskPriceLists {
    const PERMISSION: Permission = Permission::CatalogueView;
    type Answer = Vec<PriceListLine>;

    fn example() -> Self {
        AskPriceLists {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<PriceListLine>> {
        let rows: Vec<PriceList> = db.records("ORDER BY name, id", vec![]).await?;
        let patients: Vec<(PriceListId, i64)> =
            db.all("SELECT price_list_id, COUNT(*) FROM patient_price_lists GROUP BY price_list_id", vec![]).await?;
        let services: Vec<(PriceListId, i64)> = db
            .all("SELECT price_list_id, COUNT(DISTINCT service_id) FROM service_prices GROUP BY price_list_id", vec![])
            .await?;
        let of = |counts: &[(PriceListId, i64)], id| counts.iter().find(|(list, _)| *list == id).map_or(0, |one| one.1);
        let mut lines: Vec<PriceListLine> = rows
            .into_iter()
            .map(|row| PriceListLine {
                price_list_id: row.id,
                version: row.version,
                name: row.name,
                active: row.active,
                standard: row.id == STANDARD,
                patients: of(&patients, row.id),
                services: of(&services, row.id),
            })
            .collect();
        lines.sort_by_key(|line| !line.standard);
        Ok(lines)
    }
}
