//! What a draft would come to, while it is being typed: the same sums as when it is saved.

use super::invoice;
use super::lines::{Discount, InvoiceLine, Lines, checked_discount};
use super::rules;
use super::sums::within_limit;
use crate::access::Permission;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::InvoiceId;
use crate::money;
use crate::question::Ask;
use crate::store::Db;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Errors: those of the lines and discounts of `EditInvoice`, `record.not_found` (invoice).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskInvoiceSums {
    pub lines: Vec<InvoiceLine>,
    #[serde(default)]
    pub discount: Option<Discount>,
    /// The draft that is typed into: by its patient's prices on its day a price below the list's counts as a discount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice_id: Option<InvoiceId>,
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
    /// Whether the asking person may save it alone: discounts, and prices below the list, as `EditInvoice` looks at them.
    pub within_limit: bool,
}

impl Ask for AskInvoiceSums {
    const PERMISSION: Permission = Permission::BillingInvoice;
    type Answer = InvoiceSums;

    fn example() -> Self {
        AskInvoiceSums { lines: vec![], discount: None, invoice_id: None }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<InvoiceSums> {
        let discount = self.discount.as_ref().map(checked_discount).transpose()?;
        let lines = Lines::checked(db, &self.lines, discount.as_ref()).await?;
        let looked_at = match self.invoice_id {
            Some(id) => {
                let row = invoice::find(db, id).await?;
                lines.with_typed_prices(db, asker.wall_now().date(), &row).await?
            }
            None => lines.sums.clone(),
        };
        let sums = lines.sums;
        let net_minor = money::sum(sums.iter().map(|sum| sum.net_minor))?;
        let tax_minor = money::sum(sums.iter().map(|sum| sum.tax_minor))?;
        let limit = rules::load(db).await?.limit_of(&asker.roles);
        Ok(InvoiceSums {
            line_minor: sums.iter().map(|sum| sum.net_minor + sum.tax_minor).collect(),
            net_minor,
            tax_minor,
            total_minor: net_minor + tax_minor,
            within_limit: within_limit(&looked_at, limit),
        })
    }
}
