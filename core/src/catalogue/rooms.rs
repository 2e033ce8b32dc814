//! Rooms, with how many appointments they hold at once.

use super::specialties::RowSaved;
use crate::access::Permission;
use crate::args;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::RoomId;
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

crate::record! {
    pub struct Room in "clinic_rooms" as Room {
        pub id: RoomId,
        pub name: String,
        pub kind: Option<String>,
        pub capacity: i64,
        pub active: bool,
    }
}

/// Errors in this order: field errors (name, kind), `field.out_of_range` (capacity).
fn check(name: &str, kind: Option<&str>, capacity: i64) -> Result<(String, Option<String>)> {
    let name = fields::text("name", name, 80)?;
    let kind = fields::optional("kind", kind, 40)?;
    if !(1..=100).contains(&capacity) {
        return Err(Error::field(Code::FieldOutOfRange, "capacity").with("min", 1).with("max", 100));
    }
    Ok((name, kind))
}

/// Errors: `name.taken` (field, name).
async fn free_name(tx: &mut Tx, name: &str, own: RoomId) -> Result<()> {
    let taken: Option<(i64,)> =
        tx.maybe("SELECT 1 FROM clinic_rooms WHERE name = ? AND id <> ?", args![name, own]).await?;
    if taken.is_some() { Err(Error::field(Code::NameTaken, "name").with("name", name)) } else { Ok(()) }
}

/// Errors in this order: field errors (name, kind, capacity), `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddRoom {
    pub room_id: RoomId,
    pub name: String,
    /// What it is for: "Treatment", "Consulting" …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[ts(type = "number")]
    pub capacity: i64,
}

impl Operate for AddRoom {
    const PERMISSION: Permission = Permission::CatalogueEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        AddRoom { room_id: RoomId::new(), name: "Room 1".into(), kind: None, capacity: 1 }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let (name, kind) = check(&self.name, self.kind.as_deref(), self.capacity)?;
        free_name(tx, &name, self.room_id).await?;
        let room = Room { id: self.room_id, version: 1, name, kind, capacity: self.capacity, active: true };
        tx.insert(&room).await?;
        Ok(RowSaved { version: 1 })
    }
}

/// Errors in this order: field errors (name, kind, capacity), `record.not_found`, `record.changed_meanwhile`, `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditRoom {
    pub room_id: RoomId,
    #[ts(type = "number")]
    pub version: i64,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[ts(type = "number")]
    pub capacity: i64,
    pub active: bool,
}

impl Operate for EditRoom {
    const PERMISSION: Permission = Permission::CatalogueEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        let kind = Some("Treatment".to_owned());
        EditRoom { room_id: RoomId::new(), version: 1, name: "Treatment room".into(), kind, capacity: 2, active: true }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let (name, kind) = check(&self.name, self.kind.as_deref(), self.capacity)?;
        let before: Room = tx.record(self.room_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        free_name(tx, &name, self.room_id).await?;
        let mut after = Room { name, kind, capacity: self.capacity, active: self.active, ..before.clone() };
        tx.update(&before, &mut after).await?;
        Ok(RowSaved { version: after.version })
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskRooms {}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct RoomLine {
    pub room_id: RoomId,
    #[ts(type = "number")]
    pub version: i64,
    pub name: String,
    pub kind: Option<String>,
    #[ts(type = "number")]
    pub capacity: i64,
    pub active: bool,
}

impl Ask for AskRooms {
    const PERMISSION: Permission = Permission::CatalogueView;
    type Answer = Vec<RoomLine>;

    fn example() -> Self {
        AskRooms {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<RoomLine>> {
        let rows: Vec<Room> = db.records("ORDER BY name, id", vec![]).await?;
        Ok(rows
            .into_iter()
            .map(|row| RoomLine {
                room_id: row.id,
                version: row.version,
                name: row.name,
                kind: row.kind,
                capacity: row.capacity,
                active: row.active,
            })
            .collect())
    }
}
