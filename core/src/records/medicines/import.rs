//! Medicines from a table: what another program or a colleague keeps, as CSV. Looked at first, then taken.

use super::formulary::{Medicine, MedicineDetails};
use crate::access::Permission;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::exchange::table_read::{self, Table};
use crate::ids::{MedicineId, derived};
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Taken by one operation: each is a row, its words and its place in the journal.
const MOST_LINES: usize = 5000;
/// Looked at in one go: a country's list.
const MOST_LOOKED_AT: usize = 50_000;
/// What a column may be called at its head. The first two must be there.
const COLUMNS: [&str; 6] = ["name", "ingredient", "strength", "form", "dose", "family"];

/// What came of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export, rename = "ImportStanding")]
pub enum Standing {
    New,
    /// The clinic's list has this name, strength and form.
    There,
    /// A line above says the same.
    Twice,
    /// `problem` says why it is not taken.
    Wrong,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct ImportedMedicine {
    /// Of the file, from 1.
    #[ts(type = "number")]
    pub line: u64,
    pub standing: Standing,
    pub name: String,
    pub strength: String,
    pub form: String,
    /// An error as it is told to people.
    #[ts(type = "any")]
    pub problem: Option<serde_json::Value>,
}

/// What would come of a table of medicines, also of one that takes several operations (`ImportMedicines::parts`): its columns are named at the head (name and ingredient; strength, form, dose, family), its
/// cells are parted by commas, semicolons or tabs.
///
/// Errors in this order: `import.too_much` (field, most), `import.column_missing` (field, column).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskMedicineImport {
    pub table: String,
}

impl Ask for AskMedicineImport {
    const PERMISSION: Permission = Permission::MedicineEdit;
    type Answer = Vec<ImportedMedicine>;

    fn example() -> Self {
        AskMedicineImport { table: example() }
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<ImportedMedicine>> {
        let lines = read(&self.table, MOST_LOOKED_AT)?;
        let known = known(db).await?;
        Ok(judged(lines, known).into_iter().map(|(told, _)| told).collect())
    }
}

/// Adds what is new of such a table to the clinic's list; what is there stays as it is, and lines that are wrong are left out. A long table comes `packed`: its
/// UTF-8 as gzip, in base64.
///
/// Errors in this order: `field.invalid` (packed), `import.too_much` (field, most), `import.column_missing` (field, column), `import.nothing_new` (field).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct ImportMedicines {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub table: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packed: Option<String>,
}

/// How many were added, and how many lines were not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct MedicinesImported {
    #[ts(type = "number")]
    pub added: usize,
    #[ts(type = "number")]
    pub left_out: usize,
}

impl Operate for ImportMedicines {
    const PERMISSION: Permission = Permission::MedicineEdit;
    const MOST_BYTES: usize = table_read::MOST_PACKED;
    type Outcome = MedicinesImported;

    fn example() -> Self {
        ImportMedicines { table: example(), packed: None }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<MedicinesImported> {
        let lines = match &self.packed {
            Some(packed) => read(&table_read::unpacked(packed, MOST_LINES)?, MOST_LINES)?,
            None => read(&self.table, MOST_LINES)?,
        };
        let all = lines.len();
        let known = known(tx).await?;
        let mut rows: Vec<Medicine> = Vec::new();
        for (told, details) in judged(lines, known) {
            if told.standing == Standing::New {
                let id = MedicineId(derived(cx.operation, &format!("medicine of line {}", told.line)));
                rows.push(details.checked(id)?);
            }
        }
        if rows.is_empty() {
            return Err(Error::field(Code::ImportNothingNew, "table"));
        }
        tx.insert_all(&rows).await?;
        Medicine::write_first_terms(tx, &rows).await?;
        Ok(MedicinesImported { added: rows.len(), left_out: all - rows.len() })
    }
}

impl ImportMedicines {
    /// A table that was looked at, in as many operations as it takes, each with the table's head. Where nothing is new there is none. The window does the same in
    /// `ui/src/parts/medicine-import.js`.
    ///
    /// Errors: `internal`.
    pub fn parts(table: &str, found: &[ImportedMedicine]) -> Result<Vec<ImportMedicines>> {
        let table = table_read::with_plain_ends(table);
        let lines: Vec<&str> = table.split_inclusive('\n').collect();
        let place = |line: &ImportedMedicine| usize::try_from(line.line).unwrap_or(1).saturating_sub(1);
        let head = lines.get(..found.first().map_or(0, place)).unwrap_or_default().concat();
        let chunks: Vec<&[ImportedMedicine]> = found.chunks(MOST_LINES).collect();
        let mut parts = Vec::new();
        for (n, chunk) in chunks.iter().enumerate().filter(|(_, chunk)| chunk.iter().any(is_new)) {
            let from = chunk.first().map_or(0, place);
            let to = chunks.get(n + 1).and_then(|next| next.first()).map_or(lines.len(), place);
            let text = format!("{head}{}", lines.get(from..to).unwrap_or_default().concat());
            parts.push(ImportMedicines { table: String::new(), packed: Some(table_read::packed(&text)?) });
        }
        Ok(parts)
    }
}

fn is_new(line: &ImportedMedicine) -> bool {
    line.standing == Standing::New
}

fn example() -> String {
    "name,ingredient,strength,form,family\nAmoxicillin,amoxicillin,500 mg,capsule,penicillin\n".to_owned()
}

fn read(text: &str, most: usize) -> Result<Vec<(u64, MedicineDetails)>> {
    let table: Table = table_read::read(text, &COLUMNS, 2, most)?;
    let of = |(line, cells): (u64, Vec<String>)| {
        let mut cells = cells.into_iter();
        let mut next = || cells.next().unwrap_or_default();
        let details = MedicineDetails {
            name: next(),
            ingredient: next(),
            strength: Some(next()),
            form: Some(next()),
            dose: Some(next()),
            family: Some(next()),
        };
        (line, details)
    };
    Ok(table.into_iter().map(of).collect())
}

type Known = BTreeSet<(String, String, String)>;

async fn known(read: &mut impl Read) -> Result<Known> {
    let rows: Vec<(String, String, String)> = read.all("SELECT name, strength, form FROM medicines", vec![]).await?;
    Ok(rows.into_iter().collect())
}

fn judged(lines: Vec<(u64, MedicineDetails)>, known: Known) -> Vec<(ImportedMedicine, MedicineDetails)> {
    let mut seen = Known::new();
    let mut judge = |line: u64, details: &MedicineDetails| {
        let row = match details.checked(MedicineId::new()) {
            Ok(row) => row,
            Err(error) => {
                let text = |value: &Option<String>| value.clone().unwrap_or_default();
                let (name, strength, form) = (details.name.clone(), text(&details.strength), text(&details.form));
                let problem = Some(error.to_json());
                return ImportedMedicine { line, standing: Standing::Wrong, name, strength, form, problem };
            }
        };
        let key = (row.name.clone(), row.strength.clone(), row.form.clone());
        let standing = match (known.contains(&key), seen.insert(key)) {
            (true, _) => Standing::There,
            (false, false) => Standing::Twice,
            (false, true) => Standing::New,
        };
        ImportedMedicine { line, standing, name: row.name, strength: row.strength, form: row.form, problem: None }
    };
    lines.into_iter().map(|(line, details)| (judge(line, &details), details)).collect()
}
