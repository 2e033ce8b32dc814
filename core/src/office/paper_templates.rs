//! A clinic's own templates: how its papers look, where it wants them to look other than they come with the app. They are texts in the clinic's
//! database, so that every workstation prints the same. Whether one can be laid out is found out by `clinic-documents`, before it is sent here
//! (docs/adr/0025).

use crate::access::Permission;
use crate::args;
use crate::catalogue::specialties::RowSaved;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Result};
use crate::fields;
use crate::history::stale;
use crate::ids::{PaperTemplateId, UserId, derived};
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Kind, Read, Tx};
use crate::time::Instant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Characters of one template: the longest that comes with the app has a tenth of it, and a logo drawn in SVG finds room.
const LONGEST: usize = 60_000;

macro_rules! templates {
    ($($(#[doc = $doc:literal])* $variant:ident = $text:literal,)+) => {
        /// What a paper is laid out with. The last two are shared by all papers.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
        #[serde(rename_all = "snake_case")]
        #[ts(export, rename = "PaperTemplateName")]
        pub enum Template { $($(#[doc = $doc])* $variant,)+ }

        impl Template {
            pub const ALL: &[Template] = &[$(Template::$variant,)+];

            pub fn text(self) -> &'static str {
                match self { $(Template::$variant => $text,)+ }
            }

            pub fn parse(text: &str) -> Option<Template> {
                Template::ALL.iter().copied().find(|one| one.text() == text)
            }
        }
    };
}

templates! {
    Invoice = "invoice",
    CreditNote = "credit_note",
    Receipt = "receipt",
    Statement = "statement",
    PayerStatement = "payer_statement",
    Prescription = "prescription",
    Visit = "visit",
    Vaccinations = "vaccinations",
    /// Referrals and sick notes.
    Letter = "letter",
    Till = "till",
    Aged = "aged",
    Report = "report",
    /// The sheet, its type and the letterhead.
    Page = "page",
    /// Every word that is printed.
    Words = "words",
}

crate::record! {
    /// A row of `paper_templates`: never changed, each change is the next one.
    pub struct PaperTemplate in "paper_templates" as PaperTemplate {
        pub id: PaperTemplateId,
        pub template: String,
        pub text: Option<String>,
        pub changed_at: Instant,
        pub changed_by: Option<UserId>,
    }
}

/// The clinic's own text of a template, as a paper needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct OwnTemplate {
    pub template: Template,
    pub text: String,
}

/// What of the clinic's own a paper is laid out with: as it is now, or as it was at that moment.
pub(crate) async fn own_of(read: &mut impl Read, paper: Template, at: Option<Instant>) -> Result<Vec<OwnTemplate>> {
    let mut own = Vec::new();
    for template in [paper, Template::Page, Template::Words] {
        let row = match at {
            Some(at) => at_moment(read, template, at).await?,
            None => newest(read, template).await?,
        };
        own.extend(row.and_then(|row| row.text).map(|text| OwnTemplate { template, text }));
    }
    Ok(own)
}

async fn at_moment(read: &mut impl Read, template: Template, at: Instant) -> Result<Option<PaperTemplate>> {
    let sql = "WHERE template = ? AND changed_at <= ? ORDER BY version DESC LIMIT 1";
    let rows: Vec<PaperTemplate> = read.records(sql, args![template.text(), at]).await?;
    Ok(rows.into_iter().next())
}

/// The newest row of a template.
async fn newest(read: &mut impl Read, template: Template) -> Result<Option<PaperTemplate>> {
    let rows: Vec<PaperTemplate> =
        read.records("WHERE template = ? ORDER BY version DESC LIMIT 1", args![template.text()]).await?;
    Ok(rows.into_iter().next())
}

/// Errors: `record.changed_meanwhile` (kind, by, at, version). Two at once: the key of template and version refuses one, which then reads again.
async fn write(tx: &mut Tx, cx: &Context, template: Template, seen: i64, text: Option<String>) -> Result<RowSaved> {
    let last = newest(tx, template).await?;
    let version = last.as_ref().map_or(0, |row| row.version);
    if let Some(row) = last.as_ref().filter(|_| version != seen) {
        return Err(stale(tx, Code::ChangedMeanwhile, Kind::PaperTemplate, row.id.0, version).await?);
    }
    let same = last.map_or(text.is_none(), |row| row.text == text);
    if same {
        return Ok(RowSaved { version });
    }
    let id = PaperTemplateId(derived(cx.operation, "paper template"));
    let (template, version) = (template.text().to_owned(), version.saturating_add(1));
    tx.insert(&PaperTemplate { id, version, template, text, changed_at: cx.now, changed_by: cx.actor }).await?;
    Ok(RowSaved { version })
}

/// Lays a paper out with a text of the clinic's own from now on. `version` is the one that was seen, 0 where there was none. What was issued before
/// is printed again with what held then.
///
/// Errors in this order: field errors (text), `record.changed_meanwhile`. The window and `clinicctl` try it out first: `template.broken`,
/// `template.leaves_out`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct WriteTemplate {
    pub template: Template,
    #[ts(type = "number")]
    pub version: i64,
    pub text: String,
}

impl Operate for WriteTemplate {
    const PERMISSION: Permission = Permission::ClinicEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        let text = "#let words = (invoice: \"Rechnung\")".into();
        WriteTemplate { template: Template::Words, version: 0, text }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RowSaved> {
        let text = fields::text("text", &self.text, LONGEST)?;
        write(tx, cx, self.template, self.version, Some(text)).await
    }
}

/// Lays a paper out as it comes with the app again. The clinic's own text stays for what was issued with it.
///
/// Errors: `record.changed_meanwhile`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct UseShippedTemplate {
    pub template: Template,
    #[ts(type = "number")]
    pub version: i64,
}

impl Operate for UseShippedTemplate {
    const PERMISSION: Permission = Permission::ClinicEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        UseShippedTemplate { template: Template::Words, version: 1 }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<RowSaved> {
        write(tx, cx, self.template, self.version, None).await
    }
}

/// Every template: whether it is as it comes with the app, or whose change it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPaperTemplates {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PaperTemplateLine {
    pub template: Template,
    /// 0 where nothing was ever changed.
    #[ts(type = "number")]
    pub version: i64,
    /// The clinic's own; nothing where it is as it comes with the app.
    pub text: Option<String>,
    pub changed_at: Option<Instant>,
    pub changed_by: Option<String>,
}

impl Ask for AskPaperTemplates {
    const PERMISSION: Permission = Permission::ClinicEdit;
    type Answer = Vec<PaperTemplateLine>;

    fn example() -> Self {
        AskPaperTemplates {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<PaperTemplateLine>> {
        let names: Vec<(UserId, String)> =
            db.all("SELECT id, name FROM users WHERE id IN (SELECT changed_by FROM paper_templates)", vec![]).await?;
        let mut lines = Vec::new();
        for template in Template::ALL.iter().copied() {
            let row = newest(db, template).await?;
            let by = row.as_ref().and_then(|row| row.changed_by);
            lines.push(PaperTemplateLine {
                template,
                version: row.as_ref().map_or(0, |row| row.version),
                changed_at: row.as_ref().map(|row| row.changed_at),
                changed_by: names.iter().find(|(id, _)| Some(*id) == by).map(|(_, name)| name.clone()),
                text: row.and_then(|row| row.text),
            });
        }
        Ok(lines)
    }
}
