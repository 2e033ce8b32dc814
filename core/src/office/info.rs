//! What every screen may know of the clinic.

use super::details::{ClinicDetails, Settings};
use crate::access::Permission;
use crate::clinic::Asker;
use crate::error::Result;
use crate::question::Ask;
use crate::store::Db;
use crate::time::Instant;
use chrono::{NaiveDate, NaiveDateTime, SubsecRound};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskClinic {}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct ClinicInfo {
    #[serde(flatten)]
    #[ts(flatten)]
    pub details: ClinicDetails,
    #[ts(type = "number")]
    pub version: i64,
    pub sample: bool,
    pub currency_decimals: u32,
    /// The date on the clinic's wall.
    pub today: NaiveDate,
    /// Clinic wall time, and the same moment as an instant, so that screens can go on counting.
    pub now: NaiveDateTime,
    pub at: Instant,
}

impl ClinicInfo {
    pub fn of(settings: &Settings, now: Instant) -> ClinicInfo {
        let wall = now.on_wall(settings.zone).trunc_subsecs(0);
        ClinicInfo {
            details: settings.details.clone(),
            version: settings.version,
            sample: settings.sample,
            currency_decimals: settings.currency_decimals,
            today: wall.date(),
            now: wall,
            at: now,
        }
    }
}

impl Ask for AskClinic {
    const PERMISSION: Permission = Permission::SignedIn;
    type Answer = ClinicInfo;

    fn example() -> Self {
        AskClinic {}
    }

    async fn answer(&self, _db: &mut Db, asker: &Asker) -> Result<ClinicInfo> {
        Ok(ClinicInfo::of(&asker.settings, asker.now))
    }
}
