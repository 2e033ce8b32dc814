//! A payer's account: its invoices with whose visits they are of, what it paid, and putting its credit to what it owes.

use super::party::Party;
use super::payer::Payer;
use crate::access::Permission;
use crate::args;
use crate::billing::account::account_of;
use crate::billing::credit::{CreditApplied, check_parts, use_credit};
use crate::billing::lists::list_name;
use crate::billing::payment::PaymentPart;
use crate::billing::payments::{PAYMENTS, PaymentLine, PaymentRead};
use crate::clinic::{Asker, Context};
use crate::error::Result;
use crate::ids::{InvoiceId, PatientId, PayerId};
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Clause, Db, Read, Tx};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// At most this many of the newest invoices, and of the newest payments; open ones come first.
const MOST: i64 = 500;

/// Errors: `record.not_found` (payer).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPayerAccount {
    pub payer_id: PayerId,
}

/// Amounts in minor units. Open invoices first, the oldest of them first; then the settled ones, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PayerAccount {
    pub payer_id: PayerId,
    pub name: String,
    #[ts(type = "number")]
    pub open_minor: i64,
    #[ts(type = "number")]
    pub credit_minor: i64,
    pub invoices: Vec<PayerInvoice>,
    pub payments: Vec<PaymentLine>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PayerInvoice {
    pub invoice_id: InvoiceId,
    pub patient_id: PatientId,
    pub mrn: String,
    /// The patient's.
    pub name: String,
    pub member_number: Option<String>,
    pub status: String,
    pub number: Option<String>,
    pub issued_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    #[ts(type = "number")]
    pub total_minor: i64,
    #[ts(type = "number")]
    pub open_minor: i64,
}

#[derive(sqlx::FromRow)]
struct InvoiceRead {
    id: InvoiceId,
    patient_id: PatientId,
    mrn: String,
    family_name: Option<String>,
    given_name: Option<String>,
    preferred_name: Option<String>,
    member_number: Option<String>,
    status: String,
    number_text: Option<String>,
    issued_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    total_minor: i64,
    open_minor: i64,
}

impl InvoiceRead {
    fn line(self) -> PayerInvoice {
        PayerInvoice {
            invoice_id: self.id,
            patient_id: self.patient_id,
            mrn: self.mrn,
            name: list_name(self.family_name, self.given_name, self.preferred_name),
            member_number: self.member_number,
            status: self.status,
            number: self.number_text,
            issued_on: self.issued_on,
            due_on: self.due_on,
            total_minor: self.total_minor,
            open_minor: self.open_minor,
        }
    }
}

impl Ask for AskPayerAccount {
    const PERMISSION: Permission = Permission::BillingView;
    type Answer = PayerAccount;

    fn example() -> Self {
        AskPayerAccount { payer_id: PayerId::new() }
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<PayerAccount> {
        let payer: Payer = db.record(self.payer_id.0).await?;
        let party = Party::Payer(self.payer_id);
        let now = account_of(db, party).await?;
        let invoices: Vec<InvoiceRead> = db
            .all(
                "SELECT i.id, i.patient_id, x.mrn, x.family_name, x.given_name, x.preferred_name, y.member_number, i.status, i.number_text, i.issued_on, i.due_on, i.total_minor, \
                 CASE WHEN i.status = 'issued' THEN i.total_minor - i.allocated_minor ELSE 0 END AS open_minor FROM invoice_payers y JOIN invoices i ON i.id = y.invoice_id \
                 JOIN patients x ON x.id = i.patient_id WHERE y.payer_id = ? AND i.status <> 'void' \
                 ORDER BY CASE WHEN i.status = 'draft' THEN 0 WHEN i.allocated_minor < i.total_minor THEN 1 ELSE 2 END, \
                 CASE WHEN i.allocated_minor < i.total_minor THEN i.issued_on END, i.issued_on DESC, i.number DESC, i.id DESC LIMIT ?",
                args![self.payer_id, MOST],
            )
            .await?;
        let clause = party.payments(Clause::new(PAYMENTS, vec![]).and("WHERE ", vec![]));
        let payments: Vec<PaymentRead> =
            db.all_of(clause.and("ORDER BY p.taken_at DESC, p.id DESC LIMIT ?", args![MOST])).await?;
        Ok(PayerAccount {
            payer_id: payer.id,
            name: payer.name,
            open_minor: now.open_minor,
            credit_minor: now.credit_minor,
            invoices: invoices.into_iter().map(InvoiceRead::line).collect(),
            payments: payments.into_iter().map(PaymentRead::line).collect(),
        })
    }
}

/// Puts a payer's credit to its open invoices: the oldest credit first, to the oldest invoice first; with `parts` to exactly these.
///
/// Errors in this order: `field.out_of_range` (parts), `record.not_found` (payer), then those of `ApplyCredit`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct ApplyPayerCredit {
    pub payer_id: PayerId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<PaymentPart>>,
}

impl Operate for ApplyPayerCredit {
    const PERMISSION: Permission = Permission::BillingPay;
    const DATED: bool = true;
    type Outcome = CreditApplied;

    fn example() -> Self {
        ApplyPayerCredit { payer_id: PayerId::new(), parts: None }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<CreditApplied> {
        check_parts(self.parts.as_deref())?;
        super::payer::known(tx, self.payer_id).await?;
        use_credit(tx, cx, Party::Payer(self.payer_id), self.parts.as_deref()).await
    }
}
