//! The short list that a new clinic works through before its first booking.

use super::details::SettingRow;
use crate::access::Permission;
use crate::args;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::ids::{RowId, derived};
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

const STEPS: [&str; 7] = ["clinic", "practitioner", "hours", "services", "people", "printer", "backup"];
const DISMISSED: &str = "dismissed";
const SETUP: &str = "setup";

/// Marks a step as done, or the whole list as dismissed.
///
/// Errors: `field.invalid` (step).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct FinishSetupStep {
    pub step: String,
}

impl Operate for FinishSetupStep {
    const PERMISSION: Permission = Permission::ClinicEdit;
    type Outcome = ();

    fn example() -> Self {
        FinishSetupStep { step: "printer".into() }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<()> {
        if self.step != DISMISSED && !STEPS.contains(&self.step.as_str()) {
            return Err(Error::field(Code::FieldInvalid, "step"));
        }
        let before: Option<SettingRow> = tx.records("WHERE name = ?", args![SETUP]).await?.into_iter().next();
        let mut finished = read(before.as_ref())?;
        if !finished.insert(self.step.clone()) {
            return Ok(());
        }
        let value = serde_json::to_string(&finished).map_err(Error::internal)?;
        match before {
            None => {
                tx.insert(&SettingRow {
                    id: RowId(derived(cx.operation, SETUP)),
                    version: 1,
                    name: SETUP.to_owned(),
                    value,
                })
                .await
            }
            Some(before) => tx.update(&before, &mut SettingRow { value, ..before.clone() }).await,
        }
    }
}

fn read(row: Option<&SettingRow>) -> Result<BTreeSet<String>> {
    row.map_or_else(|| Ok(BTreeSet::new()), |row| serde_json::from_str(&row.value).map_err(Error::internal))
}

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskSetup {}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct Setup {
    pub steps: Vec<SetupStep>,
    pub dismissed: bool,
}

#[derive(Debug, Clone, Serialize, ts_rs::TS)]
#[ts(export)]
pub struct SetupStep {
    pub step: &'static str,
    pub done: bool,
}

impl Ask for AskSetup {
    const PERMISSION: Permission = Permission::SignedIn;
    type Answer = Setup;

    fn example() -> Self {
        AskSetup {}
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Setup> {
        let row: Option<SettingRow> = db.records("WHERE name = ?", args![SETUP]).await?.into_iter().next();
        let finished = read(row.as_ref())?;
        let (practitioners, hours, services, people): (i64, i64, i64, i64) = db
            .one(
                "SELECT (SELECT COUNT(*) FROM doctors), (SELECT COUNT(*) FROM working_hours), (SELECT COUNT(*) FROM services), (SELECT COUNT(*) FROM users)",
                vec![],
            )
            .await?;
        let done = |step: &str| {
            finished.contains(step)
                || match step {
                    "clinic" => !asker.settings.details.address_lines.is_empty(),
                    "practitioner" => practitioners > 0,
                    "hours" => hours > 0,
                    "services" => services > 0,
                    "people" => people > 1,
                    _ => false,
                }
        };
        // The sample is set up already; nobody is asked to back it up.
        let dismissed = asker.settings.sample || finished.contains(DISMISSED);
        Ok(Setup { steps: STEPS.map(|step| SetupStep { step, done: done(step) }).to_vec(), dismissed })
    }
}
