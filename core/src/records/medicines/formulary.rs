//! The medicines a clinic prescribes: its own list, to be found by any of their words.

use crate::access::Permission;
use crate::args;
use crate::catalogue::specialties::RowSaved;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::MedicineId;
use crate::operation::Operate;
use crate::patients::terms::{fold, pieces, word};
use crate::store::{Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

crate::record! {
    /// A row of `medicines`; strength and form may be empty.
    pub struct Medicine in "medicines" as Medicine {
        pub id: MedicineId,
        pub name: String,
        pub ingredient: String,
        pub strength: String,
        pub form: String,
        pub dose: Option<String>,
        pub family: Option<String>,
        pub active: bool,
    }
}

/// What is said of a medicine. `ingredient` joins several with `+`; `family` is what else an allergy to it may be written as; `dose` is what a
/// prescription begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct MedicineDetails {
    pub name: String,
    pub ingredient: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
}

impl MedicineDetails {
    pub fn example() -> MedicineDetails {
        MedicineDetails {
            name: "Amoxicillin".into(),
            ingredient: "amoxicillin".into(),
            strength: Some("500 mg".into()),
            form: Some("capsule".into()),
            dose: Some("1 capsule".into()),
            family: Some("penicillin".into()),
        }
    }

    /// Errors: field errors (name, ingredient, strength, form, dose, family).
    pub(super) fn checked(&self, id: MedicineId) -> Result<Medicine> {
        let optional = |field, value: &Option<String>, max| fields::optional(field, value.as_deref(), max);
        Ok(Medicine {
            id,
            version: 1,
            name: fields::text("name", &self.name, 120)?,
            ingredient: fields::text("ingredient", &self.ingredient, 200)?,
            strength: optional("strength", &self.strength, 60)?.unwrap_or_default(),
            form: optional("form", &self.form, 60)?.unwrap_or_default(),
            dose: optional("dose", &self.dose, 120)?,
            family: optional("family", &self.family, 120)?,
            active: true,
        })
    }
}

impl Medicine {
    /// Errors: `name.taken` (field, name).
    async fn must_be_new(&self, tx: &mut Tx) -> Result<()> {
        match self.is_there(tx).await? {
            true => Err(Error::field(Code::NameTaken, "name").with("name", &self.name)),
            false => Ok(()),
        }
    }

    /// Whether another one has this name, strength and form.
    pub(super) async fn is_there(&self, tx: &mut Tx) -> Result<bool> {
        let sql = "SELECT 1 FROM medicines WHERE name = ? AND strength = ? AND form = ? AND id <> ?";
        let same: Option<(i64,)> = tx.maybe(sql, args![&self.name, &self.strength, &self.form, self.id]).await?;
        Ok(same.is_some())
    }

    pub(super) async fn write_terms(&self, tx: &mut Tx) -> Result<()> {
        tx.exec("DELETE FROM medicine_terms WHERE medicine_id = ?", args![self.id]).await?;
        Medicine::write_first_terms(tx, std::slice::from_ref(self)).await
    }

    /// Of rows that have none yet.
    pub(super) async fn write_first_terms(tx: &mut Tx, medicines: &[Medicine]) -> Result<()> {
        let rows = medicines.iter().flat_map(|one| one.terms().into_iter().map(|term| args![term, one.id])).collect();
        tx.insert_rows("medicine_terms", &["term", "medicine_id"], rows).await
    }

    fn terms(&self) -> BTreeSet<String> {
        let mut terms: BTreeSet<String> = BTreeSet::new();
        for text in [&self.name, &self.ingredient, &self.strength, &self.form] {
            terms.extend(words(text));
        }
        // "500 mg" is typed in one, too.
        terms.insert(word(&words(&self.strength).concat()));
        terms.remove("");
        terms
    }
}

/// The words of a text as they are compared.
pub(super) fn words(text: &str) -> Vec<String> {
    fold(text).split_whitespace().flat_map(pieces).map(word).collect()
}

/// Adds a medicine to the clinic's list.
///
/// Errors in this order: field errors (name, ingredient, strength, form, dose, family), `name.taken` when one of this name, strength and
/// form is there.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddMedicine {
    pub medicine_id: MedicineId,
    pub details: MedicineDetails,
}

impl Operate for AddMedicine {
    const PERMISSION: Permission = Permission::MedicineEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        AddMedicine { medicine_id: MedicineId::new(), details: MedicineDetails::example() }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let row = self.details.checked(self.medicine_id)?;
        row.must_be_new(tx).await?;
        tx.insert(&row).await?;
        row.write_terms(tx).await?;
        Ok(RowSaved { version: 1 })
    }
}

/// Changes a medicine of the list, or hides it; prescriptions keep what was written in them.
///
/// Errors in this order: field errors (name, ingredient, strength, form, dose, family), `record.not_found` (medicine),
/// `record.changed_meanwhile`, `name.taken`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditMedicine {
    pub medicine_id: MedicineId,
    #[ts(type = "number")]
    pub version: i64,
    pub details: MedicineDetails,
    pub active: bool,
}

impl Operate for EditMedicine {
    const PERMISSION: Permission = Permission::MedicineEdit;
    type Outcome = RowSaved;

    fn example() -> Self {
        EditMedicine { medicine_id: MedicineId::new(), version: 1, details: MedicineDetails::example(), active: true }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<RowSaved> {
        let details = self.details.checked(self.medicine_id)?;
        let before: Medicine = tx.record(self.medicine_id.0).await?;
        refuse_stale(tx, &before, self.version).await?;
        details.must_be_new(tx).await?;
        let mut after = Medicine { version: before.version, active: self.active, ..details };
        tx.update(&before, &mut after).await?;
        after.write_terms(tx).await?;
        Ok(RowSaved { version: after.version })
    }
}
