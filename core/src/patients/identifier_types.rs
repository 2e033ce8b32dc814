//! The kinds of identifiers that this clinic keeps: national numbers, insurers' numbers, passports.

use crate::access::Permission;
use crate::args;
use crate::catalogue::specialties::RowSaved;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::IdentifierTypeId;
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

crate::record! {
    pub struct IdentifierType in "identifier_types" as IdentifierType {
        pub id: IdentifierTypeId,
        pub name: String,
        pub issuer: Option<String>,
        pub active: bool,
    }
}

/// Errors: `name.taken` (field, name).
async fn free_name(tx: &mut Tx, name: &str, own: IdentifierTypeId) -> Result<()> {
    let taken: Option<(i64,)> =
        tx.maybe("SELECT 1 FROM identifier_types WHERE name = ? AND id <> ?", args![name, own]).await?;
    if taken.is_some() { Err(Error::field(Code::NameTaken, "name").with("name", name)) } else { Ok(()) }
}

/// Errors in this order: field errors (name, issuer), `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddIdentifierType {
    pub identifier_type_id: IdentifierTypeId,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
}

impl Operate for AddIdentifierType {
    const PERMISSION: Permission = Permission::ClinicEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        AddIdentifierType {
            identifier_type_id: IdentifierTypeId::new(),
            name: "NHS number".into(),
            issuer: Some("NHS".into()),
        }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let name = fields::text("name", &self.name, 80)?;
        let issuer = fields::optional("issuer", self.issuer.as_deref(), 120)?;
        free_name(tx, &name, self.identifier_type_id).await?;
        tx.insert(&IdentifierType { id: self.identifier_type_id, version: 1, name, issuer, active: true }).await?;
        Ok(RowSaved { version: 1 })
    }
}

/// Errors in this order: field errors (name, issuer), `record.not_found`, `record.changed_meanwhile`, `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditIdentifierType {
    pub identifier_type_id: IdentifierTypeId,
    #[ts(type = "number")]
    pub version: i64,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    pub active: bool,
}

impl Operate for EditIdentifierType {
    const PERMISSION: Permission = Permission::ClinicEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        EditIdentifierType {
            identifier_type_id: IdentifierTypeId::new(),
            version: 1,
            name: "Passport".into(),
            issuer: None,
            active: true,
        }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let name = fields::text("name", &self.name, 80)?;
        let issuer = fields::optional("issuer", self.issuer.as_deref(), 120)?;
        let before: IdentifierType = tx.record(self.identifier_type_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        free_name(tx, &name, self.identifier_type_id).await?;
        let mut after = IdentifierType { name, issuer, active: self.active, ..before.clone() };
        tx.update(&before, &mut after).await?;
        Ok(RowSaved { version: after.version })
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskIdentifierTypes {}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct IdentifierTypeLine {
    pub identifier_type_id: IdentifierTypeId,
    #[ts(type = "number")]
    pub version: i64,
    pub name: String,
    pub issuer: Option<String>,
    pub active: bool,
}

impl Ask for AskIdentifierTypes {
    const PERMISSION: Permission = Permission::PatientView;
    type Answer = Vec<IdentifierTypeLine>;

    fn example() -> Self {
        AskIdentifierTypes {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<IdentifierTypeLine>> {
        let rows: Vec<IdentifierType> = db.records("ORDER BY name, id", vec![]).await?;
        let line = |row: IdentifierType| IdentifierTypeLine {
            identifier_type_id: row.id,
            version: row.version,
            name: row.name,
            issuer: row.issuer,
            active: row.active,
        };
        Ok(rows.into_iter().map(line).collect())
    }
}
