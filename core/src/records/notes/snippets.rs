//! Snippets: a short name that stands for a text, for the whole clinic or for whoever keeps it.

use crate::access::Permission;
use crate::args;
use crate::catalogue::specialties::RowSaved;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::fields::{self, Clinical};
use crate::history::refuse_stale;
use crate::ids::{SnippetId, UserId};
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

crate::record! {
    /// A row of `snippets`. The text is clinical: it is written for the record, and somebody may keep a patient's words in it.
    pub struct Snippet in "snippets" as Snippet {
        pub id: SnippetId,
        pub user_id: Option<UserId>,
        pub owner: String,
        pub name: String,
        pub text: Clinical,
        pub active: bool,
    }
}

const LONGEST: usize = 5000;

/// Errors: field errors (name, text). A name is typed after `/`, so it is one line.
fn checked(name: &str, text: &Clinical) -> Result<(String, Clinical)> {
    let name = fields::text("name", name, 40)?;
    if name.contains(['\n', '\r', '\t']) {
        return Err(Error::field(Code::FieldBadCharacters, "name"));
    }
    Ok((name, Clinical(fields::text("text", &text.0, LONGEST)?)))
}

/// Errors: `name.taken` (field, name), among the clinic's or among those of its person.
async fn free_name(tx: &mut Tx, row: &Snippet) -> Result<()> {
    let sql = "SELECT 1 FROM snippets WHERE owner = ? AND name = ? AND id <> ?";
    let taken: Option<(i64,)> = tx.maybe(sql, args![&row.owner, &row.name, row.id]).await?;
    if taken.is_some() { Err(Error::field(Code::NameTaken, "name").with("name", &row.name)) } else { Ok(()) }
}

/// Adds a snippet of one's own, or with `clinic` one for everybody, which takes what note templates take.
///
/// Errors in this order: field errors (name, text), `access.denied` (note_template.edit), `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddSnippet {
    pub snippet_id: SnippetId,
    pub name: String,
    #[ts(type = "string")]
    pub text: Clinical,
    #[serde(default)]
    pub clinic: bool,
}

impl Operate for AddSnippet {
    const PERMISSION: Permission = Permission::NoteTemplateUse;
    type Outcome = RowSaved;

    fn example() -> Self {
        AddSnippet {
            snippet_id: SnippetId::new(),
            name: "chest clear".into(),
            text: Clinical("Chest clear on both sides, no wheeze. Breathing rate [per minute].".into()),
            clinic: false,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RowSaved> {
        let (name, text) = checked(&self.name, &self.text)?;
        if self.clinic {
            cx.require(Permission::NoteTemplateEdit)?;
        }
        let user_id = if self.clinic { None } else { cx.actor };
        let owner = user_id.map(|user| user.to_string()).unwrap_or_default();
        let row = Snippet { id: self.snippet_id, version: 1, user_id, owner, name, text, active: true };
        free_name(tx, &row).await?;
        tx.insert(&row).await?;
        Ok(RowSaved { version: 1 })
    }
}

/// Changes a snippet, hides it or shows it again: one's own, or the clinic's with what note templates take. Somebody else's is not there.
///
/// Errors in this order: field errors (name, text), `record.not_found` (snippet), `access.denied` (note_template.edit),
/// `record.changed_meanwhile`, `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditSnippet {
    pub snippet_id: SnippetId,
    #[ts(type = "number")]
    pub version: i64,
    pub name: String,
    #[ts(type = "string")]
    pub text: Clinical,
    pub active: bool,
}

impl Operate for EditSnippet {
    const PERMISSION: Permission = Permission::NoteTemplateUse;
    type Outcome = RowSaved;

    fn example() -> Self {
        EditSnippet {
            snippet_id: SnippetId::new(),
            version: 1,
            name: "chest".into(),
            text: Clinical("Chest clear.".into()),
            active: true,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RowSaved> {
        let (name, text) = checked(&self.name, &self.text)?;
        let before: Snippet = tx.record(self.snippet_id.0).await?;
        match before.user_id {
            None => cx.require(Permission::NoteTemplateEdit)?,
            own if own == cx.actor => {}
            Some(_) => return Err(Error::new(Code::NotFound).with("kind", Kind::Snippet)),
        }
        refuse_stale(tx, &before, self.version).await?;
        let mut after = Snippet { name, text, active: self.active, ..before.clone() };
        free_name(tx, &after).await?;
        tx.update(&before, &mut after).await?;
        Ok(RowSaved { version: after.version })
    }
}

/// The clinic's snippets and one's own by name, those that are hidden too.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskSnippets {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct SnippetLine {
    pub snippet_id: SnippetId,
    #[ts(type = "number")]
    pub version: i64,
    pub name: String,
    pub text: String,
    /// The clinic's, as opposed to one's own.
    pub clinic: bool,
    pub active: bool,
}

impl Ask for AskSnippets {
    const PERMISSION: Permission = Permission::NoteTemplateUse;
    type Answer = Vec<SnippetLine>;

    fn example() -> Self {
        AskSnippets {}
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<SnippetLine>> {
        let rows: Vec<Snippet> =
            db.records("WHERE user_id IS NULL OR user_id = ? ORDER BY name, id", args![asker.user_id]).await?;
        let line = |row: Snippet| SnippetLine {
            snippet_id: row.id,
            version: row.version,
            name: row.name,
            text: row.text.0,
            clinic: row.user_id.is_none(),
            active: row.active,
        };
        Ok(rows.into_iter().map(line).collect())
    }
}
