//! What patients owed on a day, for paper: everybody, with the sums.

use super::{Document, DocumentFormat};
use crate::access::Permission;
use crate::billing::aged::{Aged, aged};
use crate::billing::frozen::{FrozenClinic, clinic_now};
use crate::billing::rules;
use crate::clinic::Asker;
use crate::error::Result;
use crate::office::paper_templates::Template;
use crate::question::Ask;
use crate::store::Db;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Errors: `field.out_of_range` (on; total when a sum is more than can be said).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskAgedDocument {
    pub on: NaiveDate,
}

/// Amounts in minor units. Not only the first 500: whoever checks the books needs all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct AgedDocument {
    pub format: DocumentFormat,
    pub number: String,
    pub clinic: FrozenClinic,
    pub aged: Aged,
}

impl Ask for AskAgedDocument {
    const PERMISSION: Permission = Permission::BillingReports;
    type Answer = Document;

    fn example() -> Self {
        AskAgedDocument { on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default() }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Document> {
        let aged = aged(db, self.on, asker.settings.zone).await?;
        let rules = rules::load(db).await?;
        Ok(Document::from(AgedDocument {
            format: DocumentFormat::usual(db, &asker.settings, Template::Aged).await?,
            number: format!("AGED-{}", self.on),
            clinic: clinic_now(&asker.settings, &rules),
            aged,
        }))
    }
}
