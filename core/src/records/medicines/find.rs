//! The clinic's medicines: all of them, and those found by what is typed.

use super::formulary::{Medicine, words};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::MedicineId;
use crate::patients::terms::after;
use crate::question::Ask;
use crate::store::{Clause, Db, Read, Record};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// More words than anybody types of one medicine.
const MOST_WORDS: usize = 8;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct MedicineRow {
    pub medicine_id: MedicineId,
    #[ts(type = "number")]
    pub version: i64,
    pub name: String,
    pub ingredient: String,
    pub strength: String,
    pub form: String,
    pub dose: Option<String>,
    pub family: Option<String>,
    pub active: bool,
}

impl From<Medicine> for MedicineRow {
    fn from(row: Medicine) -> MedicineRow {
        MedicineRow {
            medicine_id: row.id,
            version: row.version,
            name: row.name,
            ingredient: row.ingredient,
            strength: row.strength,
            form: row.form,
            dose: row.dose,
            family: row.family,
            active: row.active,
        }
    }
}

/// The whole list, with what is hidden.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskMedicines {}

impl Ask for AskMedicines {
    const PERMISSION: Permission = Permission::CatalogueView;
    type Answer = Vec<MedicineRow>;

    fn example() -> Self {
        AskMedicines {}
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<MedicineRow>> {
        let rows: Vec<Medicine> = db.records("ORDER BY name, strength, form, id", vec![]).await?;
        Ok(rows.into_iter().map(MedicineRow::from).collect())
    }
}

/// The medicines that have every word of the text, each from its beginning and in any order: of the name, an ingredient, the strength or
/// the form. Without a word the first of the list. Hidden ones are left out; `limit` 1 to 100.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct FindMedicines {
    pub text: String,
    #[ts(type = "number")]
    pub limit: i64,
}

impl Ask for FindMedicines {
    const PERMISSION: Permission = Permission::CatalogueView;
    type Answer = Vec<MedicineRow>;

    fn example() -> Self {
        FindMedicines { text: "500 amox".into(), limit: 12 }
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<Vec<MedicineRow>> {
        let mut clause = Clause::new(Medicine::SELECT, vec![]).and("WHERE active = ? ", args![true]);
        for word in words(&self.text).into_iter().take(MOST_WORDS) {
            let Some(end) = after(&word) else { return Ok(vec![]) };
            let any = "AND id IN (SELECT medicine_id FROM medicine_terms WHERE term >= ? AND term < ?) ";
            clause = clause.and(any, args![word, end]);
        }
        let limit = self.limit.clamp(1, 100);
        let rows: Vec<Medicine> =
            db.all_of(clause.and("ORDER BY name, strength, form, id LIMIT ?", args![limit])).await?;
        Ok(rows.into_iter().map(MedicineRow::from).collect())
    }
}
