//! What the history keeps back of operations that tell of somebody's health: all but whose record it is, from everybody who may not read that record now.
//! The permission of the operation says which ones these are, not the types of its fields: a number or a plain text tells as much.

use crate::access::Permission;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::PatientId;
use crate::operation::Operation;
use crate::records::opened::open_charts;
use crate::store::Read;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The patients whose records whoever asks may read now.
pub(super) struct Readable(BTreeSet<PatientId>);

impl Readable {
    pub(super) async fn by(read: &mut impl Read, asker: &Asker) -> Result<Readable> {
        let may = asker.may(Permission::RecordView);
        Ok(Readable(if may { open_charts(read, asker.into()).await? } else { BTreeSet::new() }))
    }

    /// Whether everything of an operation that touched these patients is kept back but whose record it is.
    pub(super) fn withholds(&self, operation: &str, details: &Json, touched: impl Iterator<Item = Uuid>) -> bool {
        if !is_clinical(operation) {
            return false;
        }
        let patients: BTreeSet<Uuid> = touched.chain(named(details)).collect();
        patients.is_empty() || !patients.into_iter().all(|patient| self.0.contains(&PatientId(patient)))
    }
}

/// One that is not known any more may have been.
fn is_clinical(operation: &str) -> bool {
    let about = Operation::ALL.iter().find(|about| about.name == operation);
    about.is_none_or(|about| about.permission.is_clinical())
}

/// Whom an operation itself names: opening a chart touches no row.
fn named(details: &Json) -> Option<Uuid> {
    details.get("patient_id")?.as_str()?.parse().ok()
}

/// What stands of it for those from whom the rest is kept back.
pub(super) fn whose(details: &Json) -> Json {
    named(details).map_or(Json::Null, |patient| json!({ "patient_id": patient }))
}
