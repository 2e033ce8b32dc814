//! Credit notes: what an issued invoice no longer asks for, under a number of its own.

use super::frozen::{FrozenClinic, FrozenInvoice, FrozenPatient, FrozenPayer};
use super::invoice::{self, DRAFT, ISSUED, Invoice};
use super::lines::{InvoiceItem, Lines, ROUNDING, items_of};
use super::payers::of_invoice::{InvoicePayer, payer_of, put};
use super::settle::{free_payment, settle, unsettle, write_allocation};
use super::{numbers, rounding, rules};
use crate::access::Permission;
use crate::args;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::ids::{CreditNoteId, InvoiceId, PaymentId, RowId, derived};
use crate::money;
use crate::operation::Operate;
use crate::store::{Kind, Read, Tx};
use chrono::Datelike;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What of a line is taken back, with its tax, in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct CreditLine {
    pub item_id: RowId,
    #[ts(type = "number")]
    pub total_minor: i64,
}

/// Takes back an issued invoice, or some of its lines. What was paid for it and is no longer owed becomes credit of whoever paid. With
/// `again` the invoice is written anew as a draft under that id, to be put right and issued.
///
/// Errors in this order: field errors (reason), `field.invalid` (again: with lines), `record.not_found` (invoice), `invoice.not_issued` (status), `record.not_found`
/// (invoice_line), `field.out_of_range` (lines: more than is left of a line), `credit_note.nothing_left`,
/// `credit_note.written_off` (left_minor).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct WriteCreditNote {
    pub credit_note_id: CreditNoteId,
    pub invoice_id: InvoiceId,
    pub reason: String,
    /// Nothing: all that is left of the invoice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<CreditLine>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<InvoiceId>,
}

/// `freed_minor` is what became credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct CreditNoteWritten {
    pub credit_note_id: CreditNoteId,
    pub number: String,
    #[ts(type = "number")]
    pub total_minor: i64,
    #[ts(type = "number")]
    pub freed_minor: i64,
}

/// A credit note as it was written; whatever changes later, it reads the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct FrozenCreditNote {
    pub clinic: FrozenClinic,
    pub patient: FrozenPatient,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub payer: Option<FrozenPayer>,
    pub invoice_number: Option<String>,
    pub lines: Vec<FrozenCreditLine>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct FrozenCreditLine {
    pub item_id: RowId,
    pub description: String,
    pub tax_name: Option<String>,
    #[ts(type = "number")]
    pub net_minor: i64,
    #[ts(type = "number")]
    pub tax_minor: i64,
}

/// What is left of a line to be taken back.
#[derive(Debug, Clone)]
pub(super) struct Left {
    pub item: InvoiceItem,
    pub net_minor: i64,
    pub tax_minor: i64,
}

impl Left {
    pub fn total(&self) -> i64 {
        self.net_minor + self.tax_minor
    }
}

pub(super) async fn left_of(read: &mut impl Read, invoice: InvoiceId) -> Result<Vec<Left>> {
    let credited: Vec<(RowId, i64, i64)> = read
        .all(
            "SELECT c.item_id, CAST(SUM(c.net_minor) AS SIGNED), CAST(SUM(c.tax_minor) AS SIGNED) FROM credit_note_items c \
             JOIN invoice_items t ON t.id = c.item_id WHERE t.invoice_id = ? GROUP BY c.item_id",
            args![invoice],
        )
        .await?;
    let left = |item: InvoiceItem| {
        let (net, tax) =
            credited.iter().find(|(id, ..)| *id == item.item_id).map_or((0, 0), |(_, net, tax)| (*net, *tax));
        Left { net_minor: item.net_minor - net, tax_minor: item.tax_minor - tax, item }
    };
    Ok(items_of(read, invoice).await?.into_iter().map(left).collect())
}

impl Operate for WriteCreditNote {
    const PERMISSION: Permission = Permission::BillingCorrect;
    const DATED: bool = true;
    type Outcome = CreditNoteWritten;

    fn example() -> Self {
        WriteCreditNote {
            credit_note_id: CreditNoteId::new(),
            invoice_id: InvoiceId::new(),
            reason: "Billed twice".into(),
            lines: Some(vec![CreditLine { item_id: RowId::new(), total_minor: 4500 }]),
            again: None,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<CreditNoteWritten> {
        let reason = fields::text("reason", &self.reason, 300)?;
        if self.lines.is_some() && self.again.is_some() {
            // What stays of this one would be billed a second time.
            return Err(Error::field(Code::FieldInvalid, "again"));
        }
        // Whoever else settles or credits this invoice waits here.
        tx.exec("UPDATE invoices SET allocated_minor = allocated_minor WHERE id = ?", args![self.invoice_id]).await?;
        let row = invoice::find(tx, self.invoice_id).await?;
        if row.status != ISSUED {
            return Err(Error::new(Code::InvoiceNotIssued).with("status", row.status));
        }
        let taken = self.taken_back(left_of(tx, row.id).await?)?;
        let total = money::sum(taken.iter().map(Left::total))?;
        if total <= 0 {
            return Err(Error::new(Code::CreditNoteNothingLeft));
        }
        let freed = make_room(tx, cx, &row, total).await?;
        if !settle(tx, row.id, total).await? {
            let left = super::settle::open_of(tx, row.id).await?;
            return Err(Error::new(Code::CreditNoteWrittenOff).with("left_minor", left));
        }
        if let Some(again) = self.again {
            write_again(tx, cx, &row, again).await?;
        }
        let number = self.write(tx, cx, &row, &reason, total, &taken).await?;
        tx.note(Kind::Invoice, row.id.0, "credit_note", json!(null), json!(number));
        if let Some(visit) = row.appointment_id {
            tx.touch(Kind::Appointment, visit.0);
        }
        Ok(CreditNoteWritten { credit_note_id: self.credit_note_id, number, total_minor: total, freed_minor: freed })
    }
}

impl WriteCreditNote {
    fn taken_back(&self, left: Vec<Left>) -> Result<Vec<Left>> {
        let Some(wanted) = &self.lines else {
            return Ok(left.into_iter().filter(|left| left.total() != 0).collect());
        };
        let mut taken = Vec::new();
        for line in wanted {
            let left = left.iter().find(|left| left.item.item_id == line.item_id && left.item.kind != ROUNDING);
            let left = left.ok_or_else(|| Error::new(Code::NotFound).with("kind", "invoice_line"))?;
            let twice = taken.iter().any(|one: &Left| one.item.item_id == line.item_id);
            if twice || !(1..=left.total()).contains(&line.total_minor) {
                return Err(Error::field(Code::FieldOutOfRange, "lines").with("min", 1).with("max", left.total()));
            }
            let tax = if line.total_minor == left.total() {
                left.tax_minor
            } else {
                money::part(line.total_minor, left.tax_minor, left.total())
            };
            taken.push(Left { item: left.item.clone(), net_minor: line.total_minor - tax, tax_minor: tax });
        }
        // With the last of the services goes what cash was rounded by.
        let of = |item: RowId| taken.iter().find(|one: &&Left| one.item.item_id == item).map_or(0, Left::total);
        let nothing_stays = left.iter().all(|one| one.item.kind == ROUNDING || of(one.item.item_id) == one.total());
        if nothing_stays {
            taken.extend(left.into_iter().filter(|one| one.item.kind == ROUNDING && one.total() != 0));
        }
        Ok(taken)
    }

    async fn write(
        &self,
        tx: &mut Tx,
        cx: &Context,
        row: &Invoice,
        reason: &str,
        total: i64,
        taken: &[Left],
    ) -> Result<String> {
        let today = cx.wall_now().date();
        let frozen = freeze(row, taken)?;
        let prefix = rules::load(tx).await?.credit_note_prefix;
        let number = numbers::take(tx, "credit_note", &prefix, today.year()).await?;
        tx.insert_rows(
            "credit_notes",
            &[
                "id",
                "invoice_id",
                "series",
                "number",
                "number_text",
                "issued_on",
                "issued_at",
                "issued_by",
                "reason",
                "total_minor",
                "frozen",
            ],
            vec![args![
                self.credit_note_id,
                row.id,
                number.series,
                number.number,
                &number.text,
                today,
                cx.now,
                cx.actor,
                reason,
                total,
                frozen
            ]],
        )
        .await?;
        let item = |left: &Left| {
            let id = RowId(derived(cx.operation, &format!("credit {}", left.item.item_id)));
            args![id, self.credit_note_id, left.item.item_id, left.net_minor, left.tax_minor]
        };
        let columns = &["id", "credit_note_id", "item_id", "net_minor", "tax_minor"];
        tx.insert_rows("credit_note_items", columns, taken.iter().map(item).collect()).await?;
        Ok(number.text)
    }
}

fn freeze(row: &Invoice, taken: &[Left]) -> Result<String> {
    let issued: FrozenInvoice =
        serde_json::from_str(row.frozen.as_deref().unwrap_or_default()).map_err(Error::internal)?;
    let line = |left: &Left| FrozenCreditLine {
        item_id: left.item.item_id,
        description: left.item.description.clone(),
        tax_name: left.item.tax_name.clone(),
        net_minor: left.net_minor,
        tax_minor: left.tax_minor,
    };
    let frozen = FrozenCreditNote {
        clinic: issued.clinic,
        patient: issued.patient,
        payer: issued.payer,
        invoice_number: row.number_text.clone(),
        lines: taken.iter().map(line).collect(),
    };
    serde_json::to_string(&frozen).map_err(Error::internal)
}

/// Frees payments of this invoice, the newest first, until `total` of it is open; says how much was freed.
async fn make_room(tx: &mut Tx, cx: &Context, row: &Invoice, total: i64) -> Result<i64> {
    let missing = total - (row.total_minor - row.allocated_minor);
    if missing <= 0 {
        return Ok(0);
    }
    let paid: Vec<(PaymentId, i64)> = tx
        .all(
            "SELECT a.payment_id, CAST(SUM(a.amount_minor) AS SIGNED) FROM payment_allocations a WHERE a.invoice_id = ? \
             GROUP BY a.payment_id HAVING SUM(a.amount_minor) > 0 ORDER BY MAX(a.allocated_at) DESC, a.payment_id DESC",
            args![row.id],
        )
        .await?;
    let (mut freed, mut open) = (0, 0);
    for (payment, amount) in paid {
        let part = amount.min(missing - open);
        if part <= 0 {
            break;
        }
        // With the whole of a payment goes what cash was rounded by.
        let rounded = rounding::of(tx, payment, row.id).await?;
        let (part, rounded) =
            if missing - open >= amount.min(amount - rounded) { (amount, rounded) } else { (part, 0) };
        free(tx, cx, payment, row.id, part, rounded).await?;
        freed += part;
        open += part - rounded;
    }
    Ok(freed)
}

/// A payment no longer settles this part of an invoice, nor does what it was rounded by with it.
///
/// Errors: `store.busy` when somebody else changed either meanwhile; the gate tries again.
pub(super) async fn free(
    tx: &mut Tx,
    cx: &Context,
    payment: PaymentId,
    invoice: InvoiceId,
    amount_minor: i64,
    rounded: i64,
) -> Result<()> {
    if !unsettle(tx, invoice, amount_minor - rounded).await? || !free_payment(tx, payment, amount_minor).await? {
        return Err(Error::classed(Code::StoreBusy, crate::error::Class::Transient));
    }
    write_allocation(tx, cx, payment, invoice, -amount_minor).await?;
    rounding::write(tx, cx, payment, invoice, -rounded).await
}

/// The same invoice as a new draft: its lines at the prices and rates that count now, without what cash was rounded by.
async fn write_again(tx: &mut Tx, cx: &Context, row: &Invoice, id: InvoiceId) -> Result<()> {
    let items = items_of(tx, row.id).await?;
    let wanted: Vec<_> = items.iter().filter(|item| item.kind != ROUNDING).map(InvoiceItem::as_line).collect();
    let discount = row.discount();
    let lines = Lines::checked(tx, &wanted, discount.as_ref()).await?;
    let mut draft = Invoice::draft(cx, id, row.patient_id, row.appointment_id);
    draft.note = row.note.clone();
    draft.put_discount(discount.as_ref());
    lines.total(&mut draft)?;
    tx.insert(&draft).await?;
    lines.write(tx, cx, &draft).await?;
    // To the same payer, and beside the same other share where that is a draft too: what is issued no longer depends on this one.
    let Some(payer) = payer_of(tx, row.id).await? else {
        tx.exec(
            "UPDATE invoice_payers SET shares_id = ? WHERE shares_id = ? AND invoice_id IN (SELECT id FROM invoices WHERE status = 'draft')",
            args![id, row.id],
        )
        .await?;
        return Ok(());
    };
    let mut shares_id = None;
    if let Some(own) = payer.shares_id
        && invoice::find(tx, own).await?.status == DRAFT
    {
        shares_id = Some(own);
    }
    put(tx, id, Some(&InvoicePayer { shares_id, ..payer })).await
}
