//! A clinic's own list of diagnosis codes: another country's edition, a specialty's. It stands beside the one that comes with the program, and
//! either can be left out of the search.

use super::list::{self, lists};
use crate::access::Permission;
use crate::args;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::exchange::table_read;
use crate::fields;
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Read, Tx, code_lists};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

const MOST_CODES: usize = 150_000;
/// Examples are enough to find what is wrong with a table.
const MOST_WRONG: usize = 20;

/// What would come of a table of codes, with the columns code and title, parted by commas, semicolons or tabs.
///
/// Errors in this order: `import.too_much` (field, most), `import.column_missing` (field, column).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskCodeImport {
    pub table: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct CodeImport {
    #[ts(type = "number")]
    pub codes: usize,
    #[ts(type = "number")]
    pub left_out: usize,
    /// Some of what is taken, and of what is left out.
    pub first: Vec<ImportedCode>,
    pub wrong: Vec<ImportedCode>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ImportedCode {
    /// Of the file, from 1.
    #[ts(type = "number")]
    pub line: u64,
    pub code: String,
    pub title: String,
    /// An error as it is told to people; nothing of a line whose code stands above already.
    #[ts(type = "any")]
    pub problem: Option<serde_json::Value>,
}

impl Ask for AskCodeImport {
    const PERMISSION: Permission = Permission::CatalogueEdit;
    type Answer = CodeImport;

    fn example() -> Self {
        AskCodeImport { table: "code,title\nA09,Gastroenteritis\n".into() }
    }

    async fn answer(&self, _db: &mut Db, _asker: &Asker) -> Result<CodeImport> {
        let (taken, mut wrong) = read(&self.table)?;
        let (codes, left_out) = (taken.len(), wrong.len());
        wrong.truncate(MOST_WRONG);
        let first = taken.into_iter().take(MOST_WRONG).collect();
        Ok(CodeImport { codes, left_out, first, wrong })
    }
}

/// Takes a table of codes as the list of this name, in the place of the one that had it. Lines that are wrong are left out. A long table comes `packed`: its
/// UTF-8 as gzip, in base64.
///
/// Errors in this order: field errors (name, edition), `codes.shipped` (field) for the name of the list that comes with the program,
/// `field.invalid` (packed), `import.too_much` (field, most), `import.column_missing` (field, column), `import.nothing_new` (field).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct ImportCodes {
    pub name: String,
    pub edition: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub table: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packed: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct CodesImported {
    #[ts(type = "number")]
    pub codes: usize,
    #[ts(type = "number")]
    pub left_out: usize,
}

impl Operate for ImportCodes {
    const PERMISSION: Permission = Permission::CatalogueEdit;
    const MOST_BYTES: usize = table_read::MOST_PACKED;
    type Outcome = CodesImported;

    fn example() -> Self {
        let table = "code,title\nA04,Weakness\n".into();
        ImportCodes { name: "ICPC-2".into(), edition: "7".into(), table, packed: None }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<CodesImported> {
        let name = fields::text("name", &self.name, 20)?;
        let edition = fields::text("edition", &self.edition, 20)?;
        if name.eq_ignore_ascii_case(code_lists::CODE_SYSTEM) || name.eq_ignore_ascii_case("icd-10-cm") {
            return Err(Error::field(Code::CodesShipped, "name"));
        }
        let (taken, wrong) = match &self.packed {
            Some(packed) => read(&table_read::unpacked(packed, MOST_CODES)?)?,
            None => read(&self.table)?,
        };
        if taken.is_empty() {
            return Err(Error::field(Code::ImportNothingNew, "table"));
        }
        let lines = taken.iter().map(|one| list::line(&one.code, &one.title)).collect::<Result<Vec<String>>>()?;
        code_lists::write(tx, &name, &edition, &lines).await?;
        Ok(CodesImported { codes: taken.len(), left_out: wrong.len() })
    }
}

impl ImportCodes {
    /// A table as it is sent.
    ///
    /// Errors: `internal`.
    pub fn of(name: &str, edition: &str, table: &str) -> Result<ImportCodes> {
        let packed = Some(table_read::packed(table)?);
        Ok(ImportCodes { name: name.to_owned(), edition: edition.to_owned(), table: String::new(), packed })
    }
}

/// What is taken and what is not.
fn read(table: &str) -> Result<(Vec<ImportedCode>, Vec<ImportedCode>)> {
    let (mut taken, mut wrong) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for (line, cells) in table_read::read(table, &["code", "title"], 2, MOST_CODES)? {
        let mut cells = cells.into_iter();
        let (code, title) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        let checked = fields::text("code", &code, 20)
            .and_then(|code| fields::text("title", &title, 300).map(|title| (code, title)));
        match checked {
            Ok((code, title)) if seen.insert(code.clone()) => {
                taken.push(ImportedCode { line, code, title, problem: None });
            }
            Ok((code, title)) => wrong.push(ImportedCode { line, code, title, problem: None }),
            Err(error) => wrong.push(ImportedCode { line, code, title, problem: Some(error.to_json()) }),
        }
    }
    Ok((taken, wrong))
}

/// Takes a list into the search, or leaves it out. Diagnoses keep code and words as they were written.
///
/// Errors: `record.not_found` (field, kind).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct UseCodes {
    pub code_list: String,
    pub active: bool,
}

impl Operate for UseCodes {
    const PERMISSION: Permission = Permission::CatalogueEdit;
    type Outcome = ();

    fn example() -> Self {
        UseCodes { code_list: code_lists::CODE_SYSTEM.into(), active: true }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<()> {
        let sql = "SELECT 1 FROM code_lists WHERE code_system = ?";
        let found: Option<(i64,)> = tx.maybe(sql, args![&self.code_list]).await?;
        if found.is_none() {
            return Err(Error::field(Code::NotFound, "code_list").with("kind", "code_list"));
        }
        tx.exec("UPDATE code_lists SET active = ? WHERE code_system = ?", args![self.active, &self.code_list]).await?;
        Ok(())
    }
}

/// The clinic's lists, with those that are left out.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskCodeLists {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct CodeListLine {
    pub name: String,
    pub edition: String,
    #[ts(type = "number")]
    pub codes: usize,
    /// It came with the program, which brings its next edition too.
    pub shipped: bool,
    pub active: bool,
}

impl Ask for AskCodeLists {
    const PERMISSION: Permission = Permission::CatalogueView;
    type Answer = Vec<CodeListLine>;

    fn example() -> Self {
        AskCodeLists {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<CodeListLine>> {
        let rows: Vec<(String, String, bool)> =
            db.all("SELECT code_system, edition, active FROM code_lists ORDER BY code_system", vec![]).await?;
        let lists = lists(db, true).await?;
        let codes =
            |name: &str| lists.iter().find(|(other, _)| other == name).map_or(0, |(_, list)| list.entries.len());
        let line = |(name, edition, active): (String, String, bool)| CodeListLine {
            codes: codes(&name),
            shipped: name == code_lists::CODE_SYSTEM,
            name,
            edition,
            active,
        };
        Ok(rows.into_iter().map(line).collect())
    }
}
