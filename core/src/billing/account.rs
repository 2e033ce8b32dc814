//! A patient's account: what they owe, what credit they have, their invoices and payments.

use super::payers::party::Party;
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

/// The patient's own: what payers owe for them is the payers'.
pub(super) async fn account(read: &mut impl Read, patient: PatientId) -> Result<Account> {
    account_of(read, Party::Patient(patient)).await
}

pub(super) async fn account_of(read: &mut impl Read, party: Party) -> Result<Account> {
    let owed = Clause::new(
        "SELECT CAST(COALESCE(SUM(i.total_minor - i.allocated_minor), 0) AS SIGNED) FROM invoices i WHERE i.status = 'issued' AND ",
        vec![],
    );
    let paid = Clause::new(
        "SELECT CAST(COALESCE(SUM(b.amount_minor - b.allocated_minor - b.returned_minor), 0) AS SIGNED) \
         FROM payments p JOIN payment_balances b ON b.payment_id = p.id WHERE ",
        vec![],
    );
    let sum = |rows: Vec<(i64,)>| rows.first().map_or(0, |(minor,)| *minor);
    let open_minor = sum(read.all_of(party.invoices(owed)).await?);
    let credit_minor = sum(read.all_of(party.payments(paid)).await?);
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
    /// Who gets it instead of the patient: then it is no part of what they owe.
    pub payer: Option<String>,
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
                "SELECT i.id AS invoice_id, i.appointment_id, i.status, i.number_text AS number, q.name AS payer, i.issued_on, i.due_on, i.drafted_at, i.total_minor, \
                 CASE WHEN i.status = 'issued' THEN i.total_minor - i.allocated_minor ELSE 0 END AS open_minor \
                 FROM invoices i LEFT JOIN invoice_payers y ON y.invoice_id = i.id LEFT JOIN payers q ON q.id = y.payer_id \
                 WHERE i.patient_id = ? AND i.status <> 'void' ORDER BY CASE WHEN i.status = 'draft' THEN 0 ELSE 1 END, i.issued_on DESC, i.number DESC, i.id DESC LIMIT ?",
                args![self.patient_id, MOST],
            )
            .await?;
        let clause = Party::Patient(self.patient_id).payments(Clause::new(PAYMENTS, vec![]).and("WHERE ", vec![]));
        let payments: Vec<PaymentRead> =
            db.all_of(clause.and("ORDER BY p.taken_at DESC, p.id DESC LIMIT ?", args![MOST])).await?;
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
