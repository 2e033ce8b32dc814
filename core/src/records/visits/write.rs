//! Writing in a draft.

use super::text::{VisitText, write_diagnoses};
use super::{VisitSaved, draft};
use crate::access::Permission;
use crate::clinic::Context;
use crate::error::Result;
use crate::ids::VisitRecordId;
use crate::operation::Operate;
use crate::store::{Kind, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Replaces the text of a draft. Of two who write in one, the second is told what the first wrote.
///
/// Errors in this order: field errors of `VisitText`, `record.not_found` (visit_record), `chart.not_opened`, `record.struck`,
/// `visit.signed`, `visit.changed_meanwhile` (by, at, version, theirs).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct SaveVisit {
    pub visit_id: VisitRecordId,
    #[ts(type = "number")]
    pub version: i64,
    pub text: VisitText,
}

impl Operate for SaveVisit {
    const PERMISSION: Permission = Permission::RecordWrite;
    type Outcome = VisitSaved;

    fn example() -> Self {
        SaveVisit { visit_id: VisitRecordId::new(), version: 1, text: VisitText::example() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<VisitSaved> {
        let text = self.text.checked()?;
        let before = draft(tx, cx, self.visit_id, self.version).await?;
        let mut after = before.clone();
        text.put_on(&mut after);
        tx.update(&before, &mut after).await?;
        write_diagnoses(tx, cx, after.id, after.patient_id, &text.diagnoses).await?;
        tx.touch(Kind::Patient, after.patient_id.0);
        Ok(VisitSaved::of(&after))
    }
}
