//! Everybody who can be booked: doctors, nurses, therapists.

use super::specialties::RowSaved;
use crate::access::Permission;
use crate::args;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::{PractitionerId, RoomId, SpecialtyId, UserId};
use crate::operation::Operate;
use crate::question::Ask;
use crate::schedule::hours::{self, WeeklySpan};
use crate::store::{Db, Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

crate::record! {
    pub struct Practitioner in "doctors" as Practitioner {
        pub id: PractitionerId,
        pub kind: String,
        pub name: String,
        /// As it stands over a column: "Dr Adeyemi".
        pub short_name: String,
        pub user_id: Option<UserId>,
        pub room_id: Option<RoomId>,
        pub position: i64,
        pub active: bool,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PractitionerKind {
    Doctor,
    Nurse,
    Therapist,
    Assistant,
    Other,
}

impl PractitionerKind {
    pub(crate) fn text(self) -> &'static str {
        match self {
            PractitionerKind::Doctor => "doctor",
            PractitionerKind::Nurse => "nurse",
            PractitionerKind::Therapist => "therapist",
            PractitionerKind::Assistant => "assistant",
            PractitionerKind::Other => "other",
        }
    }
}

/// Errors in this order: `record.not_found` (user, room, specialty), `field.invalid` (user_id) when the account belongs to
/// another practitioner.
async fn check_links(
    tx: &mut Tx,
    own: PractitionerId,
    user: Option<UserId>,
    room: Option<RoomId>,
    specialties: &[SpecialtyId],
) -> Result<()> {
    let missing = |kind: &str| Error::new(Code::NotFound).with("kind", kind);
    if let Some(user) = user {
        let known: Option<(i64,)> = tx.maybe("SELECT 1 FROM users WHERE id = ?", args![user]).await?;
        known.ok_or_else(|| missing("user"))?;
        let other: Option<(i64,)> =
            tx.maybe("SELECT 1 FROM doctors WHERE user_id = ? AND id <> ?", args![user, own]).await?;
        if other.is_some() {
            return Err(Error::field(Code::FieldInvalid, "user_id"));
        }
    }
    if let Some(room) = room {
        let known: Option<(i64,)> = tx.maybe("SELECT 1 FROM clinic_rooms WHERE id = ?", args![room]).await?;
        known.ok_or_else(|| missing("room"))?;
    }
    let known: Vec<(SpecialtyId,)> = tx.all("SELECT id FROM specialties", vec![]).await?;
    if specialties.iter().any(|id| !known.contains(&(*id,))) {
        return Err(missing("specialty"));
    }
    Ok(())
}

async fn write_specialties(tx: &mut Tx, id: PractitionerId, specialties: &[SpecialtyId]) -> Result<()> {
    let mut after = specialties.to_vec();
    after.sort();
    after.dedup();
    let before: Vec<(SpecialtyId,)> = tx
        .all("SELECT specialty_id FROM doctor_specialties WHERE doctor_id = ? ORDER BY specialty_id", args![id])
        .await?;
    let before: Vec<SpecialtyId> = before.into_iter().map(|(id,)| id).collect();
    if before == after {
        return Ok(());
    }
    tx.exec("DELETE FROM doctor_specialties WHERE doctor_id = ?", args![id]).await?;
    tx.insert_rows(
        "doctor_specialties",
        &["doctor_id", "specialty_id"],
        after.iter().map(|specialty| args![id, *specialty]).collect(),
    )
    .await?;
    tx.note(Kind::Practitioner, id.0, "specialties", json!(before), json!(after));
    Ok(())
}

/// Errors in this order: field errors (name, short_name), those of the links.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddPractitioner {
    pub practitioner_id: PractitionerId,
    pub kind: PractitionerKind,
    pub name: String,
    pub short_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    #[serde(default)]
    pub specialty_ids: Vec<SpecialtyId>,
}

impl Operate for AddPractitioner {
    const PERMISSION: Permission = Permission::CatalogueEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        AddPractitioner {
            practitioner_id: PractitionerId::new(),
            kind: PractitionerKind::Doctor,
            name: "Dr Ada Adeyemi".into(),
            short_name: "Dr Adeyemi".into(),
            user_id: None,
            room_id: None,
            specialty_ids: vec![],
        }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let name = fields::text("name", &self.name, 120)?;
        let short_name = fields::text("short_name", &self.short_name, 60)?;
        check_links(tx, self.practitioner_id, self.user_id, self.room_id, &self.specialty_ids).await?;
        let (position,): (i64,) = tx.one("SELECT COUNT(*) FROM doctors", vec![]).await?;
        let row = Practitioner {
            id: self.practitioner_id,
            version: 1,
            kind: self.kind.text().to_owned(),
            name,
            short_name,
            user_id: self.user_id,
            room_id: self.room_id,
            position,
            active: true,
        };
        tx.insert(&row).await?;
        write_specialties(tx, row.id, &self.specialty_ids).await?;
        Ok(RowSaved { version: 1 })
    }
}

/// Errors in this order: field errors (name, short_name), `record.not_found`, `record.changed_meanwhile`, those of the links.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditPractitioner {
    pub practitioner_id: PractitionerId,
    #[ts(type = "number")]
    pub version: i64,
    pub kind: PractitionerKind,
    pub name: String,
    pub short_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    #[serde(default)]
    pub specialty_ids: Vec<SpecialtyId>,
    pub active: bool,
}

impl Operate for EditPractitioner {
    const PERMISSION: Permission = Permission::CatalogueEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        EditPractitioner {
            practitioner_id: PractitionerId::new(),
            version: 1,
            kind: PractitionerKind::Nurse,
            name: "Nurse Isha Gupta".into(),
            short_name: "Nurse Gupta".into(),
            user_id: None,
            room_id: None,
            specialty_ids: vec![],
            active: true,
        }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let name = fields::text("name", &self.name, 120)?;
        let short_name = fields::text("short_name", &self.short_name, 60)?;
        let before: Practitioner = tx.record(self.practitioner_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        check_links(tx, self.practitioner_id, self.user_id, self.room_id, &self.specialty_ids).await?;
        let mut after = Practitioner {
            kind: self.kind.text().to_owned(),
            name,
            short_name,
            user_id: self.user_id,
            room_id: self.room_id,
            active: self.active,
            ..before.clone()
        };
        tx.update(&before, &mut after).await?;
        write_specialties(tx, after.id, &self.specialty_ids).await?;
        Ok(RowSaved { version: after.version })
    }
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPractitioners {}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct PractitionerLine {
    pub practitioner_id: PractitionerId,
    #[ts(type = "number")]
    pub version: i64,
    pub kind: String,
    pub name: String,
    pub short_name: String,
    pub user_id: Option<UserId>,
    pub room_id: Option<RoomId>,
    pub specialty_ids: Vec<SpecialtyId>,
    pub active: bool,
    pub hours: Vec<WeeklySpan>,
}

impl Ask for AskPractitioners {
    const PERMISSION: Permission = Permission::CatalogueView;
    type Answer = Vec<PractitionerLine>;

    fn example() -> Self {
        AskPractitioners {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<PractitionerLine>> {
        let rows: Vec<Practitioner> = db.records("ORDER BY position, id", vec![]).await?;
        let specialties: Vec<(PractitionerId, SpecialtyId)> = db
            .all("SELECT doctor_id, specialty_id FROM doctor_specialties ORDER BY doctor_id, specialty_id", vec![])
            .await?;
        let weekly = hours::weekly(db).await?;
        let line = |row: Practitioner| PractitionerLine {
            specialty_ids: specialties
                .iter()
                .filter(|(id, _)| *id == row.id)
                .map(|(_, specialty)| *specialty)
                .collect(),
            hours: weekly.iter().filter(|rule| rule.practitioner_id == row.id).map(|rule| rule.span.clone()).collect(),
            practitioner_id: row.id,
            version: row.version,
            kind: row.kind,
            name: row.name,
            short_name: row.short_name,
            user_id: row.user_id,
            room_id: row.room_id,
            active: row.active,
        };
        Ok(rows.into_iter().map(line).collect())
    }
}
