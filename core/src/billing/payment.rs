//! Taking a payment: one over several invoices, several on one, part of one, or more than is owed.

use super::draft::known_patient;
use super::drawers::drawer;
use super::invoice::{self, ISSUED};
use super::methods::way::Way;
use super::payers::party::{Party, write_payer_of_payment};
use super::payers::payer;
use super::settle::{open_invoices, open_of, settle, settle_in_order, write_allocation};
use super::{numbers, rounding, rules};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{InvoiceId, PatientId, PayerId, PaymentId, PaymentMethodId};
use crate::money::{self, MAX_MINOR};
use crate::operation::Operate;
use crate::store::{Kind, Tx};
use chrono::Datelike;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum PaymentMethod {
    Cash,
    Card,
    Transfer,
    Other,
}

impl PaymentMethod {
    pub const ALL: [PaymentMethod; 4] =
        [PaymentMethod::Cash, PaymentMethod::Card, PaymentMethod::Transfer, PaymentMethod::Other];

    pub fn text(self) -> &'static str {
        match self {
            PaymentMethod::Cash => "cash",
            PaymentMethod::Card => "card",
            PaymentMethod::Transfer => "transfer",
            PaymentMethod::Other => "other",
        }
    }

    pub(super) fn parse(text: &str) -> Option<PaymentMethod> {
        PaymentMethod::ALL.into_iter().find(|method| method.text() == text)
    }
}

/// What of a payment goes to one invoice, in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct PaymentPart {
    pub invoice_id: InvoiceId,
    #[ts(type = "number")]
    pub amount_minor: i64,
}

/// Takes a payment of a patient, or with `payer_id` of a payer, in minor units. Without `parts` it settles their open invoices, the oldest
/// first; with them exactly these, which may be other patients' too. What is left is their credit.
///
/// Errors in this order: `field.out_of_range` (amount_minor, parts), field errors (note), `patient.not_found`, `record.not_found`
/// (payer, payment_method), `field.invalid` (method), `payment.method_off` (method, name), `field.out_of_range` (rounding_minor),
/// `payment.rounding` (step_minor), `payment.allocation_sum`, `record.not_found` (invoice), `invoice.not_issued` (status), `payment.more_than_owed` (invoice_id,
/// number, open_minor), `payment.other_payer` (number, payer), `payment.rounding` (step_minor) when the invoices would not be settled,
/// `till.closed` (day).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct TakePayment {
    pub payment_id: PaymentId,
    /// Of a payer's payment: one of those for whom it is paid.
    pub patient_id: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer_id: Option<PayerId>,
    pub method: PaymentMethod,
    /// The clinic's own method, of that kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method_id: Option<PaymentMethodId>,
    #[ts(type = "number")]
    pub amount_minor: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<PaymentPart>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What is paid in cash more (above nought) or less than the invoices ask for, because of the coins: half the smallest one at most. They
    /// are settled as a whole then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "number")]
    pub rounding_minor: Option<i64>,
}

/// A payment as it was taken. `credit_minor` is what is left of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PaymentTaken {
    pub payment_id: PaymentId,
    pub receipt: String,
    #[ts(type = "number")]
    pub amount_minor: i64,
    pub parts: Vec<PaymentPart>,
    #[ts(type = "number")]
    pub credit_minor: i64,
}

impl TakePayment {
    fn way(&self) -> Way {
        Way { method: self.method, own: self.method_id }
    }
}

impl Operate for TakePayment {
    const PERMISSION: Permission = Permission::BillingPay;
    const DATED: bool = true;
    type Outcome = PaymentTaken;

    fn example() -> Self {
        TakePayment {
            payment_id: PaymentId::new(),
            patient_id: PatientId::new(),
            payer_id: None,
            method: PaymentMethod::Cash,
            method_id: None,
            amount_minor: 4500,
            parts: Some(vec![PaymentPart { invoice_id: InvoiceId::new(), amount_minor: 4500 }]),
            note: None,
            rounding_minor: None,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<PaymentTaken> {
        take(tx, cx, self, Taking::default()).await
    }
}

#[derive(Default)]
pub(super) struct Taking {
    /// What is settled before the oldest.
    pub first: Option<InvoiceId>,
    /// The payment that was entered wrong, in whose place this one stands.
    pub corrects: Option<PaymentId>,
}

/// Errors: those of `TakePayment`.
pub(super) async fn take(tx: &mut Tx, cx: &Context, wanted: &TakePayment, how: Taking) -> Result<PaymentTaken> {
    check_amount("amount_minor", wanted.amount_minor)?;
    for part in wanted.parts.iter().flatten() {
        check_amount("parts", part.amount_minor)?;
    }
    let note = fields::optional("note", wanted.note.as_deref(), 300)?;
    known_patient(tx, wanted.patient_id).await?;
    if let Some(payer) = wanted.payer_id {
        payer::known(tx, payer).await?;
    }
    wanted.way().must_be_taken(tx, how.corrects).await?;
    let goes = rounding::settled_by(tx, wanted).await?;
    let party = Party::of(wanted.patient_id, wanted.payer_id);
    let given = match &wanted.parts {
        Some(parts) => {
            let given = settle_by_hand(tx, parts, goes).await?;
            let settled: Vec<InvoiceId> = given.iter().map(|(invoice, _)| *invoice).collect();
            party.must_owe(tx, &settled).await?;
            given
        }
        None => {
            let open = open_invoices(tx, party, how.first).await?;
            settle_in_order(tx, &open, goes).await?
        }
    };
    let (paid, rounded) = rounding::spread(tx, wanted, &given).await?;
    let row = PaymentRow { kind: "payment", refunds: None, reverses: None, corrects: how.corrects, note };
    let receipt = match (party, given.first()) {
        // One of those for whom it is paid, and nobody else.
        (Party::Payer(_), Some((invoice, _))) => {
            let patient_id = invoice::find(tx, *invoice).await?.patient_id;
            write(tx, cx, &TakePayment { patient_id, ..wanted.clone() }, row, &paid).await?
        }
        _ => write(tx, cx, wanted, row, &paid).await?,
    };
    if let Some((invoice, rounding)) = rounded {
        rounding::write(tx, cx, wanted.payment_id, invoice, rounding).await?;
    }
    let used: i64 = given.iter().map(|(_, part)| part).sum();
    let part = |(invoice_id, amount_minor)| PaymentPart { invoice_id, amount_minor };
    Ok(PaymentTaken {
        payment_id: wanted.payment_id,
        receipt,
        amount_minor: wanted.amount_minor,
        parts: given.into_iter().map(part).collect(),
        credit_minor: goes - used,
    })
}

pub(super) fn check_amount(field: &str, minor: i64) -> Result<()> {
    if (1..=MAX_MINOR).contains(&minor) {
        return Ok(());
    }
    Err(Error::field(Code::FieldOutOfRange, field).with("min", 1).with("max", MAX_MINOR))
}

/// In the order of the invoices' ids, so that two payments over the same invoices wait for each other instead of both giving up.
pub(super) async fn settle_by_hand(
    tx: &mut Tx,
    parts: &[PaymentPart],
    amount_minor: i64,
) -> Result<Vec<(InvoiceId, i64)>> {
    let sum = money::sum(parts.iter().map(|part| part.amount_minor))?;
    if sum > amount_minor {
        let error = Error::new(Code::PaymentAllocationSum).with("amount_minor", amount_minor);
        return Err(error.with("allocated_minor", sum));
    }
    let mut joined = std::collections::BTreeMap::new();
    for part in parts {
        *joined.entry(part.invoice_id).or_insert(0) += part.amount_minor;
    }
    for (invoice, part) in &joined {
        if settle(tx, *invoice, *part).await? {
            continue;
        }
        let found = invoice::find(tx, *invoice).await?;
        if found.status != ISSUED {
            return Err(Error::new(Code::InvoiceNotIssued).with("status", found.status));
        }
        let error = Error::new(Code::PaymentMoreThanOwed).with("invoice_id", invoice);
        return Err(error.with("number", found.number_text).with("open_minor", open_of(tx, *invoice).await?));
    }
    Ok(joined.into_iter().collect())
}

/// What a row of `payments` is besides an amount taken.
pub(super) struct PaymentRow {
    pub kind: &'static str,
    pub refunds: Option<PaymentId>,
    pub reverses: Option<PaymentId>,
    /// The wrong payment, when this row corrects one: it says in whose drawer it is.
    pub corrects: Option<PaymentId>,
    pub note: Option<String>,
}

/// Writes the payment, what is left of it and what it settles, and returns its receipt's number, which it takes last.
///
/// Errors in this order: `session.none` when nobody is at the till, `till.closed` (day).
pub(super) async fn write(
    tx: &mut Tx,
    cx: &Context,
    wanted: &TakePayment,
    row: PaymentRow,
    given: &[(InvoiceId, i64)],
) -> Result<String> {
    let drawer = drawer(tx, cx, row.corrects).await?;
    let today = cx.wall_now().date();
    let prefix = rules::load(tx).await?.receipt_prefix;
    let used: i64 = given.iter().map(|(_, part)| part).sum();
    let receipt = numbers::take(tx, "receipt", &prefix, today.year()).await?;
    tx.insert_rows(
        "payments",
        &[
            "id",
            "patient_id",
            "kind",
            "refunds_id",
            "reverses_id",
            "method",
            "amount_minor",
            "currency",
            "receipt_series",
            "receipt_number",
            "receipt_text",
            "taken_on",
            "drawer_on",
            "taken_at",
            "cashier_id",
            "workstation_id",
            "note",
        ],
        vec![args![
            wanted.payment_id,
            wanted.patient_id,
            row.kind,
            row.refunds,
            row.reverses,
            wanted.method.text(),
            wanted.amount_minor,
            &cx.settings.details.currency,
            receipt.series,
            receipt.number,
            &receipt.text,
            today,
            drawer.day,
            cx.now,
            drawer.cashier,
            cx.workstation,
            row.note
        ]],
    )
    .await?;
    write_payer_of_payment(tx, wanted.payment_id, wanted.payer_id).await?;
    wanted.way().write(tx, wanted.payment_id).await?;
    if row.kind == "payment" {
        tx.insert_rows(
            "payment_balances",
            &["payment_id", "amount_minor", "allocated_minor", "returned_minor"],
            vec![args![wanted.payment_id, wanted.amount_minor, used, 0_i64]],
        )
        .await?;
    }
    for (invoice, part) in given {
        write_allocation(tx, cx, wanted.payment_id, *invoice, *part).await?;
    }
    note_payment(tx, wanted, &receipt.text);
    Ok(receipt.text)
}

fn note_payment(tx: &mut Tx, wanted: &TakePayment, receipt: &str) {
    let id = wanted.payment_id.0;
    tx.note(Kind::Payment, id, "amount_minor", json!(null), json!(wanted.amount_minor));
    tx.note(Kind::Payment, id, "method", json!(null), json!(wanted.method));
    tx.note(Kind::Payment, id, "receipt", json!(null), json!(receipt));
}
