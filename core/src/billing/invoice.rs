//! An invoice's row.

use super::lines::Discount;
use super::sums::DiscountKind;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::{AppointmentId, InvoiceId, PatientId, UserId};
use crate::store::Read;
use crate::time::Instant;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

crate::record! {
    /// A row of `invoices`. Amounts in minor units of `currency`; `allocated_minor` is everything that settles it.
    pub struct Invoice in "invoices" as Invoice {
        pub id: InvoiceId,
        pub patient_id: PatientId,
        pub appointment_id: Option<AppointmentId>,
        pub series: String,
        pub number: Option<i64>,
        pub number_text: Option<String>,
        pub status: String,
        pub issued_on: Option<NaiveDate>,
        pub issued_at: Option<Instant>,
        pub issued_by: Option<UserId>,
        pub due_on: Option<NaiveDate>,
        pub currency: String,
        pub net_minor: i64,
        pub tax_minor: i64,
        pub total_minor: i64,
        pub allocated_minor: i64,
        pub frozen: Option<String>,
        pub discount_kind: Option<String>,
        pub discount_value: Option<i64>,
        pub discount_reason: Option<String>,
        pub note: Option<String>,
        pub void_reason: Option<String>,
        pub drafted_at: Option<Instant>,
    }
}

pub(crate) const DRAFT: &str = "draft";
pub(crate) const ISSUED: &str = "issued";
pub(crate) const VOID: &str = "void";
/// What changes to an invoice answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct InvoiceSaved {
    pub invoice_id: InvoiceId,
    #[ts(type = "number")]
    pub version: i64,
    pub status: String,
    pub number: Option<String>,
    #[ts(type = "number")]
    pub total_minor: i64,
}

impl From<&Invoice> for InvoiceSaved {
    fn from(row: &Invoice) -> InvoiceSaved {
        InvoiceSaved {
            invoice_id: row.id,
            version: row.version,
            status: row.status.clone(),
            number: row.number_text.clone(),
            total_minor: row.total_minor,
        }
    }
}

impl Invoice {
    /// A draft without lines.
    pub(super) fn draft(
        cx: &Context,
        id: InvoiceId,
        patient_id: PatientId,
        appointment: Option<AppointmentId>,
    ) -> Invoice {
        Invoice {
            id,
            version: 1,
            patient_id,
            appointment_id: appointment,
            series: String::new(),
            number: None,
            number_text: None,
            status: DRAFT.to_owned(),
            issued_on: None,
            issued_at: None,
            issued_by: None,
            due_on: None,
            currency: cx.settings.details.currency.clone(),
            net_minor: 0,
            tax_minor: 0,
            total_minor: 0,
            allocated_minor: 0,
            frozen: None,
            discount_kind: None,
            discount_value: None,
            discount_reason: None,
            note: None,
            void_reason: None,
            drafted_at: Some(cx.now),
        }
    }

    /// Errors: `invoice.not_draft` (status, number).
    pub(super) fn must_be_draft(&self) -> Result<()> {
        if self.status == DRAFT {
            return Ok(());
        }
        let error = Error::new(Code::InvoiceNotDraft).with("status", &self.status);
        Err(error.with("number", &self.number_text))
    }

    pub(super) fn discount(&self) -> Option<Discount> {
        let kind = self.discount_kind.as_deref().and_then(DiscountKind::parse)?;
        Some(Discount { kind, value: self.discount_value?, reason: self.discount_reason.clone()? })
    }

    pub(super) fn put_discount(&mut self, discount: Option<&Discount>) {
        self.discount_kind = discount.map(|discount| discount.kind.text().to_owned());
        self.discount_value = discount.map(|discount| discount.value);
        self.discount_reason = discount.map(|discount| discount.reason.clone());
    }
}

/// Errors: `record.not_found` (invoice).
pub(super) async fn find(read: &mut impl Read, id: InvoiceId) -> Result<Invoice> {
    read.record(id.0).await
}
