//! The list of patients, page by page: all of them by name, or those a text finds.

use super::find::{PatientLine, found, lines};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::PatientId;
use crate::question::Ask;
use crate::store::{Db, Read};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A search shows this many at most; whoever has more should type another letter.
const MOST_FOUND: usize = 500;

/// `limit` (1 to 200) patients from `offset` on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPatientsPage {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[ts(type = "number")]
    pub offset: i64,
    #[ts(type = "number")]
    pub limit: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PatientsPage {
    pub rows: Vec<PatientLine>,
    #[ts(type = "number")]
    pub total: i64,
    /// There are more than `total`.
    pub total_is_capped: bool,
}

impl Ask for AskPatientsPage {
    const PERMISSION: Permission = Permission::PatientView;
    type Answer = PatientsPage;

    fn example() -> Self {
        AskPatientsPage { text: None, offset: 0, limit: 50 }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<PatientsPage> {
        let (offset, limit) = (self.offset.max(0), self.limit.clamp(1, 200));
        let text = self.text.as_deref().unwrap_or_default();
        if text.trim().is_empty() {
            let (total,): (i64,) = db.one("SELECT COUNT(*) FROM patients WHERE merged_into IS NULL", vec![]).await?;
            let ids: Vec<(PatientId,)> = db
                .all(
                    "SELECT id FROM patients WHERE merged_into IS NULL ORDER BY sort_name, id LIMIT ? OFFSET ?",
                    args![limit, offset],
                )
                .await?;
            let ids: Vec<PatientId> = ids.into_iter().map(|(id,)| id).collect();
            return Ok(PatientsPage { rows: lines(db, &ids, asker.wall_now()).await?, total, total_is_capped: false });
        }
        let mut ids = found(db, asker, text, MOST_FOUND + 1).await?;
        let total_is_capped = ids.len() > MOST_FOUND;
        ids.truncate(MOST_FOUND);
        let total = ids.len() as i64;
        let page: Vec<PatientId> = ids.into_iter().skip(offset as usize).take(limit as usize).collect();
        Ok(PatientsPage { rows: lines(db, &page, asker.wall_now()).await?, total, total_is_capped })
    }
}
