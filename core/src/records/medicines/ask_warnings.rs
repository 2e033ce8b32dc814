//! What speaks against medicines before they are prescribed, so that whoever prescribes sees it without being refused first.

use super::warnings::Warning;
use super::write::{PrescribedItem, checked_items, find_warnings};
use crate::access::Permission;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::PatientId;
use crate::question::Ask;
use crate::records::opened::must_be_open;
use crate::store::Db;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What `write_prescription` with these items would refuse at this moment without a reason. A reason that stands in an item changes nothing.
///
/// Errors in this order: field errors (items, `items.n.…`), `patient.not_found`, `chart.not_opened`, `record.not_found` (medicine; prescription of a
/// line that is repeated).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPrescriptionWarnings {
    pub patient_id: PatientId,
    pub items: Vec<PrescribedItem>,
}

impl Ask for AskPrescriptionWarnings {
    const PERMISSION: Permission = Permission::PrescriptionWrite;
    type Answer = Vec<Warning>;

    fn example() -> Self {
        AskPrescriptionWarnings { patient_id: PatientId::new(), items: vec![PrescribedItem::example()] }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<Warning>> {
        let mut lines = checked_items(&self.items)?;
        must_be_open(db, asker.into(), self.patient_id).await?;
        find_warnings(db, self.patient_id, asker.wall_now().date(), &mut lines).await
    }
}
