//! Specialties.

use crate::access::Permission;
use crate::args;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::SpecialtyId;
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

crate::record! {
    pub struct Specialty in "specialties" as Specialty {
        pub id: SpecialtyId,
        pub name: String,
        pub active: bool,
    }
}

/// What a change to a list's row answers.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct RowSaved {
    #[ts(type = "number")]
    pub version: i64,
}

/// Errors: `name.taken` (field, name).
async fn free_name(tx: &mut Tx, name: &str, own: SpecialtyId) -> Result<()> {
    let taken: Option<(i64,)> =
        tx.maybe("SELECT 1 FROM specialties WHERE name = ? AND id <> ?", args![name, own]).await?;
    if taken.is_some() { Err(Error::field(Code::NameTaken, "name").with("name", name)) } else { Ok(()) }
}

/// Errors in this order: field errors (name), `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddSpecialty {
    pub specialty_id: SpecialtyId,
    pub name: String,
}

impl Operate for AddSpecialty {
    const PERMISSION: Permission = Permission::CatalogueEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        AddSpecialty { specialty_id: SpecialtyId::new(), name: "General practice".into() }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let name = fields::text("name", &self.name, 80)?;
        free_name(tx, &name, self.specialty_id).await?;
        tx.insert(&Specialty { id: self.specialty_id, version: 1, name, active: true }).await?;
        Ok(RowSaved { version: 1 })
    }
}

/// Errors in this order: field errors (name), `record.not_found`, `record.changed_meanwhile`, `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditSpecialty {
    pub specialty_id: SpecialtyId,
    #[ts(type = "number")]
    pub version: i64,
    pub name: String,
    pub active: bool,
}

impl Operate for EditSpecialty {
    const PERMISSION: Permission = Permission::CatalogueEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        EditSpecialty { specialty_id: SpecialtyId::new(), version: 1, name: "Family medicine".into(), active: true }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let name = fields::text("name", &self.name, 80)?;
        let before: Specialty = tx.record(self.specialty_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        free_name(tx, &name, self.specialty_id).await?;
        let mut after = Specialty { name, active: self.active, ..before.clone() };
        tx.update(&before, &mut after).await?;
        Ok(RowSaved { version: after.version })
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskSpecialties {}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct SpecialtyLine {
    pub specialty_id: SpecialtyId,
    #[ts(type = "number")]
    pub version: i64,
    pub name: String,
    pub active: bool,
}

impl Ask for AskSpecialties {
    const PERMISSION: Permission = Permission::CatalogueView;
    type Answer = Vec<SpecialtyLine>;

    fn example() -> Self {
        AskSpecialties {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<SpecialtyLine>> {
        let rows: Vec<Specialty> = db.records("ORDER BY name, id", vec![]).await?;
        Ok(rows
            .into_iter()
            .map(|row| SpecialtyLine { specialty_id: row.id, version: row.version, name: row.name, active: row.active })
            .collect())
    }
}
