//! Drafts: made from a visit or empty, changed, and voided. A draft has no number.

use super::approve_discount::{OPERATION, within_limits};
use super::invoice::{self, Invoice, InvoiceSaved, VOID};
use super::lines::{Discount, InvoiceLine, Lines, checked_discount};
use super::payers::share::void_shares;
use super::sums::{DiscountKind, within_limit};
use crate::access::Permission;
use crate::appointments::appointment::{self as visits, Appointment};
use crate::args;
use crate::catalogue::prices::PatientPrices;
use crate::clinic::{Context, NeedsApproval};
use crate::error::{Code, Error, Result};
use crate::fields;
use crate::history::refuse_stale;
use crate::ids::{AppointmentId, ApprovalId, InvoiceId, PatientId, PriceListId, ServiceId, TaxRateId};
use crate::operation::Operate;
use crate::store::{Kind, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Writes a draft: of a visit with its services at the prices of the patient's list on that day, or of a patient without lines.
///
/// Errors in this order: `appointment.not_found`, `field.invalid` (patient_id: another patient's visit), `patient.not_found`,
/// `invoice.already_made` (invoice_id, number).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct DraftInvoice {
    pub invoice_id: InvoiceId,
    pub patient_id: PatientId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment_id: Option<AppointmentId>,
}

impl Operate for DraftInvoice {
    const PERMISSION: Permission = Permission::BillingInvoice;
    type Outcome = InvoiceSaved;

    fn example() -> Self {
        DraftInvoice { invoice_id: InvoiceId::new(), patient_id: PatientId::new(), appointment_id: None }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<InvoiceSaved> {
        if let Some(id) = self.appointment_id {
            let visit = visits::find(tx, id).await?;
            if visit.patient_id != self.patient_id {
                return Err(Error::field(Code::FieldInvalid, "patient_id"));
            }
            return Ok(InvoiceSaved::from(&of_visit(tx, cx, self.invoice_id, &visit).await?));
        }
        known_patient(tx, self.patient_id).await?;
        let row = Invoice::draft(cx, self.invoice_id, self.patient_id, None);
        tx.insert(&row).await?;
        Ok(InvoiceSaved::from(&row))
    }
}

/// Errors: `patient.not_found`.
pub(super) async fn known_patient(read: &mut impl Read, id: PatientId) -> Result<()> {
    let found: Option<(i64,)> =
        read.maybe("SELECT 1 FROM patients WHERE id = ? AND merged_into IS NULL", args![id]).await?;
    found.map(drop).ok_or_else(|| Error::new(Code::PatientNotFound))
}

/// A visit's draft, with its lines.
///
/// Errors: `invoice.already_made` (invoice_id, number).
pub(super) async fn of_visit(tx: &mut Tx, cx: &Context, id: InvoiceId, visit: &Appointment) -> Result<Invoice> {
    // Whoever bills the same visit waits here, and then finds this draft.
    tx.exec("UPDATE appointments SET version = version WHERE id = ?", args![visit.id]).await?;
    if let Some(made) = live_of(tx, visit.id).await? {
        let error = Error::new(Code::InvoiceAlreadyMade).with("invoice_id", made.id);
        return Err(error.with("number", made.number_text));
    }
    let wanted = lines_of_visit(tx, visit).await?;
    let lines = Lines::checked(tx, &wanted, None).await?;
    let mut row = Invoice::draft(cx, id, visit.patient_id, Some(visit.id));
    lines.total(&mut row)?;
    tx.insert(&row).await?;
    lines.write(tx, cx, &row).await?;
    // Its card and panel show what is to pay.
    tx.touch(Kind::Appointment, visit.id.0);
    Ok(row)
}

/// Services that were given at a visit after its invoice was written, and stand on none.
pub(super) async fn given_since(read: &mut impl Read, visit: &Appointment) -> Result<Vec<InvoiceLine>> {
    let billed: Vec<(ServiceId,)> = read
        .all(
            "SELECT t.service_id FROM invoice_items t JOIN invoices i ON i.id = t.invoice_id WHERE i.appointment_id = ? AND t.service_id IS NOT NULL \
             AND i.status <> 'void' AND (i.status = 'draft' OR i.total_minor = 0 OR i.total_minor > \
             (SELECT COALESCE(SUM(n.total_minor), 0) FROM credit_notes n WHERE n.invoice_id = i.id))",
            args![visit.id],
        )
        .await?;
    let mut lines = lines_of_visit(read, visit).await?;
    lines.retain(|line| line.service_id.is_some_and(|id| !billed.contains(&(id,))));
    Ok(lines)
}

/// The invoice that stands for a visit: not voided, and not taken back as a whole by credit notes. The patient's own before a payer's.
pub(super) async fn live_of(read: &mut impl Read, visit: AppointmentId) -> Result<Option<Invoice>> {
    let rows: Vec<Invoice> = read
        .records(
            "WHERE appointment_id = ? AND status <> 'void' AND (status = 'draft' OR total_minor = 0 OR total_minor > \
             (SELECT COALESCE(SUM(n.total_minor), 0) FROM credit_notes n WHERE n.invoice_id = invoices.id)) \
             ORDER BY CASE WHEN EXISTS (SELECT 1 FROM invoice_payers y WHERE y.invoice_id = invoices.id) THEN 1 ELSE 0 END, \
             CASE WHEN status = 'draft' THEN 0 ELSE 1 END, id DESC LIMIT 1",
            args![visit],
        )
        .await?;
    Ok(rows.into_iter().next())
}

#[derive(sqlx::FromRow)]
struct Given {
    service_id: ServiceId,
    name: String,
    price_minor: i64,
    tax_rate_id: Option<TaxRateId>,
}

/// What a visit's services come to as lines: those that cost something.
pub(super) async fn lines_of_visit(read: &mut impl Read, visit: &Appointment) -> Result<Vec<InvoiceLine>> {
    Ok(priced_lines_of(read, visit).await?.into_iter().map(|(line, _)| line).collect())
}

/// The same with the list in which each price stands: the patient's on the day of the visit, or the standard one.
pub(super) async fn priced_lines_of(
    read: &mut impl Read,
    visit: &Appointment,
) -> Result<Vec<(InvoiceLine, PriceListId)>> {
    let given: Vec<Given> = read
        .all(
            "SELECT a.service_id, s.name, a.price_minor, t.tax_rate_id FROM appointment_services a JOIN services s ON s.id = a.service_id \
             LEFT JOIN service_taxes t ON t.service_id = a.service_id WHERE a.appointment_id = ? ORDER BY a.position",
            args![visit.id],
        )
        .await?;
    let prices = PatientPrices::load(read, Some(visit.patient_id), visit.starts_at.date()).await?;
    let line = |given: Given| {
        let priced = prices.price(given.service_id, given.price_minor);
        let line = InvoiceLine {
            service_id: Some(given.service_id),
            description: given.name,
            quantity: 1,
            unit_minor: priced.minor,
            discount: None,
            tax_rate_id: given.tax_rate_id,
            practitioner_id: Some(visit.doctor_id),
            share_of_minor: None,
        };
        (line, priced.list)
    };
    Ok(given.into_iter().map(line).filter(|(line, _)| line.unit_minor > 0).collect())
}

/// Replaces a draft's lines, its discount on the whole and its note. A price below the list's counts as a discount.
///
/// Errors in this order: field errors (lines, discount, note), `record.not_found` (tax_rate, service, practitioner), `field.out_of_range`
/// (discount, lines), `record.not_found` (invoice), `invoice.not_draft`, `record.changed_meanwhile`, `approval.gone`,
/// `invoice.discount_above_limit` (limit_basis_points, approved_by).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct EditInvoice {
    pub invoice_id: InvoiceId,
    #[ts(type = "number")]
    pub version: i64,
    pub lines: Vec<InvoiceLine>,
    #[serde(default)]
    pub discount: Option<Discount>,
    #[serde(default)]
    pub note: Option<String>,
    /// Of somebody with a higher limit, who signed in for it: `Clinic::approve_discount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval_id: Option<ApprovalId>,
}

impl Operate for EditInvoice {
    const PERMISSION: Permission = Permission::BillingInvoice;
    type Outcome = InvoiceSaved;

    fn approval(&self) -> Option<NeedsApproval> {
        self.approval_id.map(|id| NeedsApproval { id, operation: OPERATION, record: self.invoice_id.0 })
    }

    fn example() -> Self {
        let line = InvoiceLine {
            service_id: Some(ServiceId::new()),
            description: "Follow-up".into(),
            quantity: 1,
            unit_minor: 4500,
            discount: None,
            tax_rate_id: Some(TaxRateId::new()),
            practitioner_id: None,
            share_of_minor: None,
        };
        let discount = Discount { kind: DiscountKind::Percent, value: 1000, reason: "Family".into() };
        EditInvoice {
            invoice_id: InvoiceId::new(),
            version: 1,
            lines: vec![line],
            discount: Some(discount),
            note: None,
            approval_id: None,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<InvoiceSaved> {
        let discount = self.discount.as_ref().map(checked_discount).transpose()?;
        let note = fields::optional("note", self.note.as_deref(), 500)?;
        let lines = Lines::checked(tx, &self.lines, discount.as_ref()).await?;
        let before = draft_as_seen(tx, self.invoice_id, self.version).await?;
        let sums = lines.with_typed_prices(tx, cx.wall_now().date(), &before).await?;
        let approved_by = within_limits(tx, cx, self.approval_id, |limit| within_limit(&sums, limit)).await?;
        let mut after = Invoice { note, ..before.clone() };
        after.put_discount(discount.as_ref());
        lines.total(&mut after)?;
        tx.update(&before, &mut after).await?;
        lines.write(tx, cx, &after).await?;
        if let Some(name) = approved_by {
            tx.note(Kind::Invoice, after.id.0, "approved_by", json!(null), json!(name));
        }
        Ok(InvoiceSaved::from(&after))
    }
}

/// Errors in this order: `record.not_found` (invoice), `invoice.not_draft`, `record.changed_meanwhile`.
pub(super) async fn draft_as_seen(tx: &mut Tx, id: InvoiceId, version: i64) -> Result<Invoice> {
    let row = invoice::find(tx, id).await?;
    row.must_be_draft()?;
    refuse_stale(tx, &row, version).await?;
    Ok(row)
}

/// Voids a draft: it never had a number, and none is used up. An issued invoice is corrected by a credit note. The other share of the
/// same services, a patient's or a payer's, is voided with it.
///
/// Errors in this order: field errors (reason), `record.not_found` (invoice), `invoice.not_draft`, `record.changed_meanwhile`,
/// `invoice.share_issued` (number).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct VoidInvoice {
    pub invoice_id: InvoiceId,
    #[ts(type = "number")]
    pub version: i64,
    pub reason: String,
}

impl Operate for VoidInvoice {
    const PERMISSION: Permission = Permission::BillingInvoice;
    type Outcome = InvoiceSaved;

    fn example() -> Self {
        VoidInvoice { invoice_id: InvoiceId::new(), version: 1, reason: "Written twice".into() }
    }

    async fn apply(&self, tx: &mut Tx, _cx: &Context) -> Result<InvoiceSaved> {
        let reason = fields::text("reason", &self.reason, 300)?;
        let before = draft_as_seen(tx, self.invoice_id, self.version).await?;
        let mut after = Invoice { status: VOID.to_owned(), void_reason: Some(reason.clone()), ..before.clone() };
        tx.update(&before, &mut after).await?;
        void_shares(tx, &after, &reason).await?;
        if let Some(visit) = after.appointment_id {
            tx.touch(Kind::Appointment, visit.0);
        }
        Ok(InvoiceSaved::from(&after))
    }
}
