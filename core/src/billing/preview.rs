//! What a draft would come to, while it is being typed: the same sums as when it is saved.

use super::lines::{Discount, InvoiceLine, Lines, checked_discount};
use super::rules;
use super::sums::within_limit;
use crate::access::Permission;
use crate::clinic::Asker;
use crate::error::Result;
use crate::money;
use crate::question::Ask;
use crate::store::Db;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Errors: those of the lines and discounts of `EditInvoice`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskInvoiceSums {
    pub lines: Vec<InvoiceLine>,
    #[serde(default)]
    pub discount: Option<Discount>,
}

/// In minor units; `line_minor` are the lines with their tax, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct InvoiceSums {
    #[ts(type = "number[]")]
    pub line_minor: Vec<i64>,
    #[ts(type = "number")]
    pub net_minor: i64,
    #[ts(type = "number")]
    pub tax_minor: i64,
    #[ts(type = "number")]
    pub total_minor: i64,
    /// Whether the asking person may give these discounts.
    pub within_limit: bool,
}

impl Ask for AskInvoiceSums {
    const PERMISSION: Permission = Permission::BillingInvoice;
    type Answer = InvoiceSums;

    fn example() -> Self {
        AskInvoiceSums { lines: vec![], discount: None }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<InvoiceSums> {
        let discount = self.discount.as_ref().map(checked_discount).transpose()?;
        let sums = Lines::checked(db, &self.lines, discount.as_ref()).await?.sums;
        let net_minor = money::sum(sums.iter().map(|sum| sum.net_minor))?;
        let tax_minor = money::sum(sums.iter().map(|sum| sum.tax_minor))?;
        let limit = rules::load(db).await?.limit_of(&asker.roles);
        Ok(InvoiceSums {
            line_minor: sums.iter().map(|sum| sum.net_minor + sum.tax_minor).collect(),
            net_minor,
            tax_minor,
            total_minor: net_minor + tax_minor,
            within_limit: within_limit(&sums, limit),
        })
    }
}
