//! A patient's account: what they owe, what credit they have, their invoices and payments.

use super::payments::{PAYMENTS, PaymentLine, PaymentRead};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::{AppointmentId, InvoiceId, PatientId};
use crate::question::Ask;
use crate::store::{Clause, Db, Read};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// In minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    pub open_minor: i64,
    pub credit_minor: i64,
}

impl Account {
    /// Below nought: credit.
    pub fn balance(self) -> i64 {
        self.open_minor - self.credit_minor
    }
}

pub(super) async fn account(read: &mut impl Read, patient: PatientId) -> Result<Account> {
    let (open_minor,): (i64,) = read
        .one(
            "SELECT CAST(COALESCE(SUM(total_minor - allocated_minor), 0) AS SIGNED) FROM invoices WHERE patient_id = ? AND status = 'issued'",
            args![patient],
        )
        .await?;
    let (credit_minor,): (i64,) = read
        .one(
            "SELECT CAST(COALESCE(SUM(b.amount_minor - b.allocated_minor - b.returned_minor), 0) AS SIGNED) \
             FROM payments p JOIN payment_balances b ON b.payment_id = p.id WHERE p.patient_id = ?",
            args![patient],
        )
        .await?;
    Ok(Account { open_minor, credit_minor })
}

/// At most this many of the newest invoices, and of the newest payments.
const MOST: i64 = 200;

#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPatientAccount {
    pub patient_id: PatientId,
}

/// Amounts in minor units; the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PatientAccount {
    pub patient_id: PatientId,
    #[ts(type = "number")]
    pub open_minor: i64,
    #[ts(type = "number")]
    pub credit_minor: i64,
    /// Owed less credit; below nought: credit.
    #[ts(type = "number")]
    pub balance_minor: i64,
    pub invoices: Vec<AccountInvoice>,
    pub payments: Vec<PaymentLine>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct AccountInvoice {
    pub invoice_id: InvoiceId,
    pub appointment_id: Option<AppointmentId>,
    pub status: String,
    pub number: Option<String>,
    pub issued_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub drafted_at: Option<Instant>,
    #[ts(type = "number")]
    pub total_minor: i64,
    #[ts(type = "number")]
    pub open_minor: i64,
}

impl Ask for AskPatientAccount {
    const PERMISSION: Permission = Permission::BillingView;
    type Answer = PatientAccount;

    fn example() -> Self {
        AskPatientAccount { patient_id: PatientId::new() }
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<PatientAccount> {
        let now = account(db, self.patient_id).await?;
        let invoices: Vec<AccountInvoice> = db
            .all(
                "SELECT id AS invoice_id, appointment_id, status, number_text AS number, issued_on, due_on, drafted_at, total_minor, \
                 CASE WHEN status = 'issued' THEN total_minor - allocated_minor ELSE 0 END AS open_minor \
                 FROM invoices WHERE patient_id = ? AND status <> 'void' ORDER BY CASE WHEN status = 'draft' THEN 0 ELSE 1 END, issued_on DESC, number DESC, id DESC LIMIT ?",
                args![self.patient_id, MOST],
            )
            .await?;
        let payments: Vec<PaymentRead> = db
            .all_of(Clause::new(PAYMENTS, vec![]).and(
                "WHERE p.patient_id = ? ORDER BY p.taken_at DESC, p.id DESC LIMIT ?",
                args![self.patient_id, MOST],
            ))
            .await?;
        Ok(PatientAccount {
            patient_id: self.patient_id,
            open_minor: now.open_minor,
            credit_minor: now.credit_minor,
            balance_minor: now.balance(),
            invoices,
            payments: payments.into_iter().map(PaymentRead::line).collect(),
        })
    }
}
