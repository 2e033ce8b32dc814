//! The clinic's reminder texts, one per language.

use super::render::{self, Values};
use crate::access::Permission;
use crate::args;
use crate::catalogue::specialties::RowSaved;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::MessageTemplateId;
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Read, Tx};
use crate::time::midnight;
use chrono::{Days, Duration};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

crate::record! {
    pub struct MessageTemplate in "message_templates" as MessageTemplate {
        pub id: MessageTemplateId,
        pub position: i64,
        pub language: String,
        pub text: String,
        pub active: bool,
    }
}

const MOST_CHARACTERS: usize = 1000;

/// The texts in use, the clinic's first one first.
pub(super) async fn active(read: &mut impl Read) -> Result<Vec<MessageTemplate>> {
    read.records("WHERE active = TRUE ORDER BY position, id", vec![]).await
}

/// Errors in this order: field errors (language, text), `message.unknown_placeholder`.
fn check(language: &str, text: &str) -> Result<(String, String)> {
    let language = fields::text("language", language, 35)?;
    let text = fields::text("text", text, MOST_CHARACTERS)?;
    render::check("text", &text)?;
    Ok((language, text))
}

/// Errors: `name.taken` (field, name).
async fn free_language(tx: &mut Tx, language: &str, own: MessageTemplateId) -> Result<()> {
    let taken: Option<(i64,)> =
        tx.maybe("SELECT 1 FROM message_templates WHERE language = ? AND id <> ?", args![language, own]).await?;
    if taken.is_some() { Err(Error::field(Code::NameTaken, "language").with("name", language)) } else { Ok(()) }
}

/// Adds a reminder text. `{patient}`, `{date}`, `{time}`, `{practitioner}`, `{clinic}` and `{phone}` are filled in.
///
/// Errors in this order: field errors (language, text), `message.unknown_placeholder`, `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddMessageTemplate {
    pub message_template_id: MessageTemplateId,
    pub language: String,
    pub text: String,
}

impl Operate for AddMessageTemplate {
    const PERMISSION: Permission = Permission::ClinicEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        AddMessageTemplate {
            message_template_id: MessageTemplateId::new(),
            language: "English".into(),
            text: "Dear {patient}, see you on {date} at {time}. {clinic}, {phone}".into(),
        }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let (language, text) = check(&self.language, &self.text)?;
        free_language(tx, &language, self.message_template_id).await?;
        let last: Option<(i64,)> =
            tx.maybe("SELECT position FROM message_templates ORDER BY position DESC LIMIT 1", vec![]).await?;
        let position = last.map_or(1, |(position,)| position + 1);
        let id = self.message_template_id;
        tx.insert(&MessageTemplate { id, version: 1, position, language, text, active: true }).await?;
        Ok(RowSaved { version: 1 })
    }
}

/// Changes a reminder text, hides it or shows it again.
///
/// Errors in this order: field errors (language, text), `message.unknown_placeholder`, `record.not_found`,
/// `record.changed_meanwhile`, `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditMessageTemplate {
    pub message_template_id: MessageTemplateId,
    #[ts(type = "number")]
    pub version: i64,
    pub language: String,
    pub text: String,
    pub active: bool,
}

impl Operate for EditMessageTemplate {
    const PERMISSION: Permission = Permission::ClinicEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        EditMessageTemplate {
            message_template_id: MessageTemplateId::new(),
            version: 1,
            language: "Deutsch".into(),
            text: "{patient}: {date}, {time}".into(),
            active: true,
        }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let (language, text) = check(&self.language, &self.text)?;
        let before: MessageTemplate = tx.record(self.message_template_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        free_language(tx, &language, before.id).await?;
        let mut after = MessageTemplate { language, text, active: self.active, ..before.clone() };
        tx.update(&before, &mut after).await?;
        Ok(RowSaved { version: after.version })
    }
}

/// Every reminder text, those that are hidden too.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskMessageTemplates {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct MessageTemplateLine {
    pub message_template_id: MessageTemplateId,
    #[ts(type = "number")]
    pub version: i64,
    pub language: String,
    pub text: String,
    pub active: bool,
}

impl Ask for AskMessageTemplates {
    const PERMISSION: Permission = Permission::AppointmentView;
    type Answer = Vec<MessageTemplateLine>;

    fn example() -> Self {
        AskMessageTemplates {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<MessageTemplateLine>> {
        let rows: Vec<MessageTemplate> = db.records("ORDER BY position, id", vec![]).await?;
        let line = |row: MessageTemplate| MessageTemplateLine {
            message_template_id: row.id,
            version: row.version,
            language: row.language,
            text: row.text,
            active: row.active,
        };
        Ok(rows.into_iter().map(line).collect())
    }
}

/// How a text would read: for an invented patient, tomorrow.
///
/// Errors in this order: field errors (text), `message.unknown_placeholder`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskMessagePreview {
    pub text: String,
}

impl Ask for AskMessagePreview {
    const PERMISSION: Permission = Permission::ClinicEdit;
    type Answer = String;

    fn example() -> Self {
        AskMessagePreview { text: "Dear {patient}, see you at {time}.".into() }
    }

    async fn answer(&self, _db: &mut Db, asker: &Asker) -> Result<String> {
        let text = fields::text("text", &self.text, MOST_CHARACTERS)?;
        render::check("text", &text)?;
        let details = &asker.settings.details;
        let patient = render::full_name(details, Some("Ada"), Some("Okafor"));
        let at = midnight(asker.wall_now().date() + Days::new(1)) + Duration::minutes(10 * 60 + 45);
        Ok(render::render(&text, &Values::of(details, patient, "Dr Chen".to_owned(), at)))
    }
}
