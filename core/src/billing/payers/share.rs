//! Two payers for one visit: a draft goes to a payer as a whole, or the payer's share of it becomes an invoice of its own.

use super::of_invoice::{InvoicePayer, chosen, payer_of, put};
use crate::access::Permission;
use crate::args;
use crate::billing::draft::draft_as_seen;
use crate::billing::invoice::{self, DRAFT, ISSUED, Invoice, InvoiceSaved, VOID};
use crate::billing::lines::{Discount, InvoiceItem, InvoiceLine, Lines, items_of};
use crate::billing::sums::DiscountKind;
use crate::clinic::Context;
use crate::error::{Code, Error, Result};
use crate::ids::{InvoiceId, PayerId, RowId};
use crate::operation::Operate;
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Sends a draft to a payer as a whole, or back to its patient.
///
/// Errors in this order: `record.not_found` (invoice), `invoice.not_draft`, `record.changed_meanwhile`, field errors (member_number),
/// `record.not_found` (payer), `field.invalid` (payer_id: out of use); `invoice.is_share` (number) for back to the patient, while their own
/// part stands.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AddressInvoice {
    pub invoice_id: InvoiceId,
    #[ts(type = "number")]
    pub version: i64,
    /// Nothing: the patient gets it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer_id: Option<PayerId>,
    /// Nothing: as it stands with the patient; an empty one: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_number: Option<String>,
}

impl Operate for AddressInvoice {
    const PERMISSION: Permission = Permission::BillingInvoice;
    type Outcome = InvoiceSaved;

    fn example() -> Self {
        AddressInvoice {
            invoice_id: InvoiceId::new(),
            version: 1,
            payer_id: Some(PayerId::new()),
            member_number: Some("HH 204 881".into()),
        }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<InvoiceSaved> {
        let before = draft_as_seen(tx, self.invoice_id, self.version).await?;
        let shares_id = payer_of(tx, before.id).await?.and_then(|before| before.shares_id);
        let payer = match self.payer_id {
            Some(payer) => {
                let chosen = chosen(tx, before.patient_id, payer, self.member_number.as_deref()).await?;
                Some(InvoicePayer { shares_id, ..chosen })
            }
            None => {
                not_a_share(tx, shares_id).await?;
                None
            }
        };
        let mut after = before.clone();
        tx.update(&before, &mut after).await?;
        put(tx, after.id, payer.as_ref()).await?;
        touch_visit(tx, &after);
        Ok(InvoiceSaved::from(&after))
    }
}

/// What of a line the payer pays, in minor units of its price: after its own discount, before tax that is not in the price.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct LineShare {
    pub item_id: RowId,
    #[ts(type = "number")]
    pub minor: i64,
}

/// Makes the payer's share of a patient's draft an invoice of its own, `share_id`; the draft keeps the rest. A line that the payer pays
/// in part stands in both, each with its part of the price, so the two come to what the draft came to; each is taxed for itself. What a
/// discount on the whole took off stays with the patient's. When nothing is left for the patient, the draft itself goes to the payer.
///
/// Errors in this order: `field.out_of_range` (shares: none), `record.not_found` (invoice), `invoice.not_draft`,
/// `record.changed_meanwhile`, `invoice.has_payer` (payer), field errors (member_number), `record.not_found` (payer), `field.invalid`
/// (payer_id: out of use), `record.not_found` (invoice_line), `field.out_of_range` (shares.0.minor: more than the line costs, or not
/// above nought; discount: more than is left for the patient).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct ShareInvoice {
    pub invoice_id: InvoiceId,
    #[ts(type = "number")]
    pub version: i64,
    pub share_id: InvoiceId,
    pub payer_id: PayerId,
    /// Nothing: as it stands with the patient; an empty one: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_number: Option<String>,
    pub shares: Vec<LineShare>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct InvoiceShared {
    /// The patient's; nothing when the payer pays it all.
    pub own: Option<InvoiceSaved>,
    pub share: InvoiceSaved,
}

impl Operate for ShareInvoice {
    const PERMISSION: Permission = Permission::BillingInvoice;
    type Outcome = InvoiceShared;

    fn example() -> Self {
        ShareInvoice {
            invoice_id: InvoiceId::new(),
            version: 1,
            share_id: InvoiceId::new(),
            payer_id: PayerId::new(),
            member_number: None,
            shares: vec![LineShare { item_id: RowId::new(), minor: 3600 }],
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<InvoiceShared> {
        if self.shares.is_empty() {
            return Err(Error::field(Code::FieldOutOfRange, "shares").with("min", 1));
        }
        let before = draft_as_seen(tx, self.invoice_id, self.version).await?;
        if let Some(payer) = payer_of(tx, before.id).await? {
            return Err(Error::new(Code::InvoiceHasPayer).with("payer", payer.payer));
        }
        let chosen = chosen(tx, before.patient_id, self.payer_id, self.member_number.as_deref()).await?;
        let items = items_of(tx, before.id).await?;
        let (own, share) = self.parted(&items)?;
        let mut after = before.clone();
        if own.is_empty() {
            tx.update(&before, &mut after).await?;
            put(tx, after.id, Some(&chosen)).await?;
            touch_visit(tx, &after);
            return Ok(InvoiceShared { own: None, share: InvoiceSaved::from(&after) });
        }
        let whole = as_amount(before.discount(), &items)?;
        let own = Lines::checked(tx, &own, whole.as_ref()).await?;
        own.total(&mut after)?;
        after.put_discount(whole.as_ref());
        tx.update(&before, &mut after).await?;
        own.write(tx, cx, &after).await?;
        let lines = Lines::checked(tx, &share, None).await?;
        let mut row = Invoice::draft(cx, self.share_id, before.patient_id, before.appointment_id);
        lines.total(&mut row)?;
        tx.insert(&row).await?;
        lines.write(tx, cx, &row).await?;
        put(tx, row.id, Some(&InvoicePayer { shares_id: Some(after.id), ..chosen })).await?;
        touch_visit(tx, &row);
        Ok(InvoiceShared { own: Some(InvoiceSaved::from(&after)), share: InvoiceSaved::from(&row) })
    }
}

impl ShareInvoice {
    /// What is left for the patient, and what the payer gets.
    fn parted(&self, items: &[InvoiceItem]) -> Result<(Vec<InvoiceLine>, Vec<InvoiceLine>)> {
        let known = |share: &LineShare| items.iter().any(|item| item.item_id == share.item_id);
        if !self.shares.iter().all(known) {
            return Err(Error::new(Code::NotFound).with("kind", "invoice_line"));
        }
        let (mut own, mut payers) = (Vec::new(), Vec::new());
        for item in items {
            let line = item.as_line();
            let Some(at) = self.shares.iter().position(|share| share.item_id == item.item_id) else {
                own.push(line);
                continue;
            };
            let (minor, price) = (self.shares[at].minor, line.price_minor()?);
            let twice = self.shares.iter().filter(|share| share.item_id == item.item_id).count() > 1;
            if twice || !(1..=price).contains(&minor) {
                let error = Error::field(Code::FieldOutOfRange, &format!("shares.{at}.minor"));
                return Err(error.with("min", 1).with("max", price));
            }
            if minor == price {
                payers.push(line);
                continue;
            }
            let part = |unit_minor| InvoiceLine {
                quantity: 1,
                unit_minor,
                discount: None,
                share_of_minor: Some(line.share_of_minor.unwrap_or(price)),
                ..line.clone()
            };
            own.push(part(price - minor));
            payers.push(part(minor));
        }
        // What costs nothing goes along when nothing else is left.
        let mut left = 0;
        for line in &own {
            left += line.price_minor()?;
        }
        if left == 0 {
            payers.append(&mut own);
        }
        Ok((own, payers))
    }
}

/// A percentage would take less off what is left: it stays the amount that it was.
fn as_amount(whole: Option<Discount>, items: &[InvoiceItem]) -> Result<Option<Discount>> {
    let Some(whole) = whole else { return Ok(None) };
    if whole.kind == DiscountKind::Amount {
        return Ok(Some(whole));
    }
    let mut value = 0;
    for item in items {
        let line = item.as_line();
        value += item.discount_minor - (line.quantity * line.unit_minor - line.price_minor()?);
    }
    Ok(Some(Discount { kind: DiscountKind::Amount, value, ..whole }))
}

/// Errors: `invoice.is_share` (number): alone, the visit would be billed to the patient twice in part.
async fn not_a_share(read: &mut impl Read, shares_id: Option<InvoiceId>) -> Result<()> {
    let Some(own) = shares_id else { return Ok(()) };
    let own = invoice::find(read, own).await?;
    if own.status == VOID || own.status == ISSUED && is_taken_back(read, &own).await? {
        return Ok(());
    }
    Err(Error::new(Code::InvoiceIsShare).with("number", own.number_text))
}

fn touch_visit(tx: &mut Tx, row: &Invoice) {
    if let Some(visit) = row.appointment_id {
        tx.touch(Kind::Appointment, visit.0);
    }
}

/// Voids what shares its services with a draft that is being voided: alone, either would bill only part of them.
///
/// Errors: `invoice.share_issued` (number).
pub(in crate::billing) async fn void_shares(tx: &mut Tx, row: &Invoice, reason: &str) -> Result<()> {
    let own = payer_of(tx, row.id).await?.and_then(|payer| payer.shares_id).unwrap_or(row.id);
    let rows: Vec<(InvoiceId,)> =
        tx.all("SELECT invoice_id FROM invoice_payers WHERE shares_id = ? ORDER BY invoice_id", args![own]).await?;
    let shares = std::iter::once(own).chain(rows.into_iter().map(|(id,)| id)).filter(|id| *id != row.id);
    for id in shares {
        let before = invoice::find(tx, id).await?;
        if before.status == ISSUED && !is_taken_back(tx, &before).await? {
            return Err(Error::new(Code::InvoiceShareIssued).with("number", before.number_text));
        }
        if before.status == DRAFT {
            let void_reason = Some(reason.to_owned());
            let mut after = Invoice { status: VOID.to_owned(), void_reason, ..before.clone() };
            tx.update(&before, &mut after).await?;
        }
    }
    Ok(())
}

async fn is_taken_back(read: &mut impl Read, row: &Invoice) -> Result<bool> {
    let (credited,): (i64,) = read
        .one(
            "SELECT CAST(COALESCE(SUM(total_minor), 0) AS SIGNED) FROM credit_notes WHERE invoice_id = ?",
            args![row.id],
        )
        .await?;
    Ok(row.total_minor > 0 && credited >= row.total_minor)
}
