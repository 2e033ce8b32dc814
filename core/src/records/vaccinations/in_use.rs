//! What the clinic gives these months, so that a batch is typed once.

use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::fields::Clinical;
use crate::question::Ask;
use crate::store::{Db, Read};
use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const DAYS: u64 = 180;
const MOST: i64 = 60;

/// Vaccines and batches that were given here in the last half year, the last one first.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskVaccinesInUse {}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct VaccineInUse {
    pub vaccine: String,
    pub batch: String,
    pub expires_on: NaiveDate,
}

impl Ask for AskVaccinesInUse {
    const PERMISSION: Permission = Permission::VitalsWrite;
    type Answer = Vec<VaccineInUse>;

    fn example() -> Self {
        AskVaccinesInUse {}
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Vec<VaccineInUse>> {
        let today = asker.wall_now().date();
        let rows: Vec<(Clinical, Clinical, NaiveDate)> = db
            .all(
                "SELECT v.vaccine, v.batch, v.expires_on FROM vaccinations v LEFT JOIN vaccination_strikes s ON s.vaccination_id = v.id \
                 WHERE v.given_on >= ? AND v.given_by IS NOT NULL AND v.expires_on >= ? AND s.vaccination_id IS NULL \
                 GROUP BY v.vaccine, v.batch, v.expires_on ORDER BY MAX(v.entered_at) DESC, v.vaccine LIMIT ?",
                args![today.checked_sub_days(Days::new(DAYS)).unwrap_or(today), today, MOST],
            )
            .await?;
        let line = |(vaccine, batch, expires_on): (Clinical, Clinical, NaiveDate)| VaccineInUse {
            vaccine: vaccine.0,
            batch: batch.0,
            expires_on,
        };
        Ok(rows.into_iter().map(line).collect())
    }
}
