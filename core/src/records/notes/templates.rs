//! Note templates: a text for each part of a visit, for one specialty or for everybody.

use crate::access::Permission;
use crate::args;
use crate::catalogue::specialties::RowSaved;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::{NoteTemplateId, SpecialtyId};
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

crate::record! {
    /// A row of `note_templates`.
    pub struct NoteTemplate in "note_templates" as NoteTemplate {
        pub id: NoteTemplateId,
        pub name: String,
        pub specialty_id: Option<SpecialtyId>,
        pub reason: Option<String>,
        pub history: Option<String>,
        pub findings: Option<String>,
        pub assessment: Option<String>,
        pub plan: Option<String>,
        pub active: bool,
    }
}

/// Characters in one text: what is written stays far below what a visit's text takes.
const LONGEST: usize = 5000;

/// What is said of a template. Without a specialty it is for everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct NoteTemplateDetails {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialty_id: Option<SpecialtyId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub findings: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<String>,
}

impl NoteTemplateDetails {
    pub fn example() -> NoteTemplateDetails {
        NoteTemplateDetails {
            name: "Sore throat".into(),
            reason: Some("Sore throat for [days]".into()),
            findings: Some("Tonsils: […]. Temperature [°C].".into()),
            plan: Some("Fluids and rest. Back if it is not better in [days].".into()),
            ..NoteTemplateDetails::default()
        }
    }

    /// Errors in this order: field errors (name, reason, history, findings, assessment, plan), `note_template.empty`, `record.not_found`
    /// (specialty).
    async fn checked(&self, tx: &mut Tx, id: NoteTemplateId) -> Result<NoteTemplate> {
        let text = |field: &str, text: &Option<String>| fields::optional(field, text.as_deref(), LONGEST);
        let row = NoteTemplate {
            id,
            version: 1,
            name: fields::text("name", &self.name, 80)?,
            specialty_id: self.specialty_id,
            reason: text("reason", &self.reason)?,
            history: text("history", &self.history)?,
            findings: text("findings", &self.findings)?,
            assessment: text("assessment", &self.assessment)?,
            plan: text("plan", &self.plan)?,
            active: true,
        };
        let texts = [&row.reason, &row.history, &row.findings, &row.assessment, &row.plan];
        if texts.iter().all(|text| text.is_none()) {
            return Err(Error::new(Code::NoteTemplateEmpty));
        }
        if let Some(specialty) = self.specialty_id {
            let known: Option<(i64,)> = tx.maybe("SELECT 1 FROM specialties WHERE id = ?", args![specialty]).await?;
            known.ok_or_else(|| Error::new(Code::NotFound).with("kind", "specialty"))?;
        }
        Ok(row)
    }
}

/// Errors: `name.taken` (field, name).
async fn free_name(tx: &mut Tx, row: &NoteTemplate) -> Result<()> {
    let sql = "SELECT 1 FROM note_templates WHERE name = ? AND id <> ?";
    let taken: Option<(i64,)> = tx.maybe(sql, args![&row.name, row.id]).await?;
    if taken.is_some() { Err(Error::field(Code::NameTaken, "name").with("name", &row.name)) } else { Ok(()) }
}

/// Adds a note template.
///
/// Errors in this order: field errors (name, reason, history, findings, assessment, plan), `note_template.empty`, `record.not_found`
/// (specialty), `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddNoteTemplate {
    pub note_template_id: NoteTemplateId,
    pub details: NoteTemplateDetails,
}

impl Operate for AddNoteTemplate {
    const PERMISSION: Permission = Permission::NoteTemplateEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        AddNoteTemplate { note_template_id: NoteTemplateId::new(), details: NoteTemplateDetails::example() }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let row = self.details.checked(tx, self.note_template_id).await?;
        free_name(tx, &row).await?;
        tx.insert(&row).await?;
        Ok(RowSaved { version: 1 })
    }
}

/// Changes a note template, hides it or shows it again. Visits keep what was written in them.
///
/// Errors in this order: field errors (name, reason, history, findings, assessment, plan), `note_template.empty`, `record.not_found`
/// (specialty, note_template), `record.changed_meanwhile`, `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditNoteTemplate {
    pub note_template_id: NoteTemplateId,
    #[ts(type = "number")]
    pub version: i64,
    pub details: NoteTemplateDetails,
    pub active: bool,
}

impl Operate for EditNoteTemplate {
    const PERMISSION: Permission = Permission::NoteTemplateEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        EditNoteTemplate {
            note_template_id: NoteTemplateId::new(),
            version: 1,
            details: NoteTemplateDetails::example(),
            active: true,
        }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let details = self.details.checked(tx, self.note_template_id).await?;
        let before: NoteTemplate = tx.record(self.note_template_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        free_name(tx, &details).await?;
        let mut after = NoteTemplate { version: before.version, active: self.active, ..details };
        tx.update(&before, &mut after).await?;
        Ok(RowSaved { version: after.version })
    }
}

/// Every note template by name, those that are hidden too.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskNoteTemplates {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct NoteTemplateLine {
    pub note_template_id: NoteTemplateId,
    #[ts(type = "number")]
    pub version: i64,
    pub name: String,
    pub specialty_id: Option<SpecialtyId>,
    pub reason: Option<String>,
    pub history: Option<String>,
    pub findings: Option<String>,
    pub assessment: Option<String>,
    pub plan: Option<String>,
    pub active: bool,
}

impl From<NoteTemplate> for NoteTemplateLine {
    fn from(row: NoteTemplate) -> NoteTemplateLine {
        NoteTemplateLine {
            note_template_id: row.id,
            version: row.version,
            name: row.name,
            specialty_id: row.specialty_id,
            reason: row.reason,
            history: row.history,
            findings: row.findings,
            assessment: row.assessment,
            plan: row.plan,
            active: row.active,
        }
    }
}

impl Ask for AskNoteTemplates {
    const PERMISSION: Permission = Permission::NoteTemplateUse;
    type Answer = Vec<NoteTemplateLine>;

    fn example() -> Self {
        AskNoteTemplates {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<NoteTemplateLine>> {
        let rows: Vec<NoteTemplate> = db.records("ORDER BY name, id", vec![]).await?;
        Ok(rows.into_iter().map(NoteTemplateLine::from).collect())
    }
}
