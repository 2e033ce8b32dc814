//! Checkout at the desk: the visit's invoice is issued, paid, and the visit is done, all at once or not at all.

use super::account::{Account, account};
use super::credit::apply_credit;
use super::draft::{given_since, lines_of_visit, live_of, of_visit, priced_lines_of};
use super::invoice::{DRAFT, Invoice};
use super::issue::issue;
use super::lines::{InvoiceItem, InvoiceLine, Lines, items_of};
use super::payers::of_invoice::{PayerShare, payer_of, shares_of};
use super::payers::party::Party;
use super::payment::{PaymentMethod, PaymentTaken, TakePayment, Taking, check_amount, take};
use super::rules;
use super::settle::open_of;
use super::sums::cash_rounding;
use crate::access::Permission;
use crate::appointments::appointment::{self as visits, Appointment, AppointmentSaved, Status};
use crate::appointments::status::ChangeStatus;
use crate::catalogue::prices;
use crate::clinic::{Asker, Context};
use crate::error::{Code, Error, Result};
use crate::ids::{AppointmentId, InvoiceId, PatientId, PaymentId, PaymentMethodId};
use crate::operation::Operate;
use crate::question::Ask;
use crate::store::{Db, Read, Tx};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is paid at once, in minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct CheckoutPayment {
    pub payment_id: PaymentId,
    pub method: PaymentMethod,
    /// The clinic's own method, of that kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method_id: Option<PaymentMethodId>,
    #[ts(type = "number")]
    pub amount_minor: i64,
    #[serde(default)]
    pub note: Option<String>,
}

/// Issues a visit's invoice (written from its services if there is none, under `invoice_id`), puts the patient's credit to it, and takes
/// the payment: for this invoice first, then for the oldest. Who is *to pay* is done when the visit's invoice is settled, or
/// when they pay later. Paid in full in cash at once, a new invoice is rounded to the clinic's coins by a line of its own, and what is issued
/// already by an entry of its own.
///
/// Errors in this order: `field.out_of_range` (amount_minor), `appointment.not_found`, `appointment.changed_meanwhile`,
/// `appointment.wrong_status` (cancelled, taken back, no-show), then those of `IssueInvoice` and `TakePayment`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct CheckOut {
    pub appointment_id: AppointmentId,
    #[ts(type = "number")]
    pub version: i64,
    pub invoice_id: InvoiceId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<CheckoutPayment>,
    #[serde(default)]
    pub pays_later: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct CheckedOut {
    pub appointment: AppointmentSaved,
    pub invoice_id: Option<InvoiceId>,
    pub number: Option<String>,
    pub payment: Option<PaymentTaken>,
    /// What the patient owes now; below nought: credit.
    #[ts(type = "number")]
    pub balance_minor: i64,
}

impl Operate for CheckOut {
    const PERMISSION: Permission = Permission::BillingPay;
    const DATED: bool = true;
    type Outcome = CheckedOut;

    fn example() -> Self {
        let payment = CheckoutPayment {
            payment_id: PaymentId::new(),
            method: PaymentMethod::Card,
            method_id: None,
            amount_minor: 4500,
            note: None,
        };
        CheckOut {
            appointment_id: AppointmentId::new(),
            version: 1,
            invoice_id: InvoiceId::new(),
            payment: Some(payment),
            pays_later: false,
        }
    }

    async fn apply(&self, tx: &mut Tx, cx: &Context) -> Result<CheckedOut> {
        if let Some(payment) = &self.payment {
            check_amount("amount_minor", payment.amount_minor)?;
        }
        let visit = visits::seen(tx, self.appointment_id, self.version).await?;
        if matches!(visit.status(), Status::Cancelled | Status::TakenBack | Status::NoShow) {
            let error = Error::new(Code::AppointmentWrongStatus).with("from", visit.status());
            return Err(error.with("to", Status::Done));
        }
        let invoice = self.issued(tx, cx, &visit).await?;
        let first = invoice.as_ref().map(|invoice| invoice.id);
        apply_credit(tx, cx, Party::Patient(visit.patient_id), first).await?;
        let payment = match &self.payment {
            Some(payment) => {
                // What is issued already gets no line: cash in coins is rounded by an entry of its own.
                let due = account(tx, visit.patient_id).await?.balance().max(0);
                let rounding = cash_rounding(due, rules::load(tx).await?.cash_rounding_minor);
                let rounds =
                    payment.method == PaymentMethod::Cash && rounding != 0 && payment.amount_minor == due + rounding;
                let wanted = TakePayment {
                    payment_id: payment.payment_id,
                    patient_id: visit.patient_id,
                    payer_id: None,
                    method: payment.method,
                    method_id: payment.method_id,
                    amount_minor: payment.amount_minor,
                    parts: None,
                    note: payment.note.clone(),
                    rounding_minor: rounds.then_some(rounding),
                };
                Some(take(tx, cx, &wanted, Taking { first, corrects: None }).await?)
            }
            None => None,
        };
        let open = match first {
            Some(invoice) => open_of(tx, invoice).await?,
            None => 0,
        };
        let appointment = if visit.status() == Status::ToPay && (open == 0 || self.pays_later) {
            let done = ChangeStatus {
                appointment_id: visit.id,
                version: visit.version,
                to: Status::Done,
                waiting_for: None,
                reason: None,
            };
            done.apply(tx, cx).await?
        } else {
            AppointmentSaved::from(&visit)
        };
        Ok(CheckedOut {
            appointment,
            invoice_id: first,
            number: invoice.and_then(|invoice| invoice.number_text),
            payment,
            balance_minor: account(tx, visit.patient_id).await?.balance(),
        })
    }
}

impl CheckOut {
    /// The patient's issued invoice of the visit; nothing when it costs them nothing. What a payer gets is issued apart.
    async fn issued(&self, tx: &mut Tx, cx: &Context, visit: &Appointment) -> Result<Option<Invoice>> {
        let found = live_of(tx, visit.id).await?;
        if let Some(found) = &found
            && payer_of(tx, found.id).await?.is_some()
        {
            return Ok(None);
        }
        let draft = match found {
            Some(found) if found.status != DRAFT => return Ok(Some(found)),
            Some(draft) => draft,
            None if lines_of_visit(tx, visit).await?.is_empty() => return Ok(None),
            None => of_visit(tx, cx, self.invoice_id, visit).await?,
        };
        let before = account(tx, visit.patient_id).await?;
        let due = draft.total_minor + before.balance();
        let step = rules::load(tx).await?.cash_rounding_minor;
        let rounding = cash_rounding(due.max(0), step);
        let in_cash = self.payment.as_ref().is_some_and(|payment| {
            payment.method == PaymentMethod::Cash && due > 0 && payment.amount_minor == due + rounding
        });
        let rounding = if in_cash && draft.total_minor + rounding >= 0 { rounding } else { 0 };
        Ok(Some(issue(tx, cx, draft, rounding).await?))
    }
}

/// What stands at the desk when a visit is paid.
///
/// Errors: `appointment.not_found`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskCheckout {
    pub appointment_id: AppointmentId,
}

/// Amounts in minor units. `due_minor` is what to ask for: this visit and earlier invoices, less credit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct VisitBill {
    pub appointment_id: AppointmentId,
    #[ts(type = "number")]
    pub version: i64,
    pub patient_id: PatientId,
    pub lines: Vec<CheckoutLine>,
    /// What others pay of this visit.
    pub shares: Vec<PayerShare>,
    /// Services that were given after its invoice was written: on none, and asked for by nobody.
    pub given_since: Vec<CheckoutLine>,
    pub invoice_id: Option<InvoiceId>,
    /// draft, issued, or nothing when none was written yet.
    pub invoice_status: Option<String>,
    pub number: Option<String>,
    /// What this visit still asks for.
    #[ts(type = "number")]
    pub visit_minor: i64,
    #[ts(type = "number")]
    pub tax_minor: i64,
    /// What is open of other invoices.
    #[ts(type = "number")]
    pub earlier_minor: i64,
    #[ts(type = "number")]
    pub credit_minor: i64,
    #[ts(type = "number")]
    pub due_minor: i64,
    /// What is added to `due_minor` when all of it is paid in cash now: a line of the invoice, or an entry of its own beside an issued one.
    #[ts(type = "number")]
    pub cash_rounding_minor: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct CheckoutLine {
    pub description: String,
    #[ts(type = "number")]
    pub quantity: i64,
    /// With its tax and less its discount.
    #[ts(type = "number")]
    pub total_minor: i64,
    /// The list whose price it bears; nothing when somebody typed another one.
    pub price_list: Option<String>,
}

impl Ask for AskCheckout {
    const PERMISSION: Permission = Permission::BillingView;
    type Answer = VisitBill;

    fn example() -> Self {
        AskCheckout { appointment_id: AppointmentId::new() }
    }

    async fn answer(&self, db: &mut Db, _asker: &Asker) -> Result<VisitBill> {
        let visit = visits::find(db, self.appointment_id).await?;
        let bill = bill_of(db, &visit).await?;
        let given_since =
            if bill.invoice.is_some() || !bill.shares.is_empty() { given_since(db, &visit).await? } else { vec![] };
        let given_since = given_since.into_iter().map(CheckoutLine::from).collect();
        let before = account(db, visit.patient_id).await?;
        let issued = bill.invoice.as_ref().is_some_and(|invoice| invoice.status != DRAFT);
        let earlier = before.open_minor - if issued { bill.open_minor } else { 0 };
        let due = (bill.open_minor + earlier - before.credit_minor).max(0);
        let rounding = cash_rounding(due, rules::load(db).await?.cash_rounding_minor);
        Ok(VisitBill {
            appointment_id: visit.id,
            version: visit.version,
            patient_id: visit.patient_id,
            lines: bill.lines,
            shares: bill.shares,
            given_since,
            invoice_id: bill.invoice.as_ref().map(|invoice| invoice.id),
            number: bill.invoice.as_ref().and_then(|invoice| invoice.number_text.clone()),
            invoice_status: bill.invoice.map(|invoice| invoice.status),
            visit_minor: bill.open_minor,
            tax_minor: bill.tax_minor,
            earlier_minor: earlier,
            credit_minor: before.credit_minor,
            due_minor: due,
            cash_rounding_minor: rounding,
        })
    }
}

impl From<InvoiceLine> for CheckoutLine {
    fn from(line: InvoiceLine) -> CheckoutLine {
        CheckoutLine {
            total_minor: line.quantity.saturating_mul(line.unit_minor),
            description: line.description,
            quantity: line.quantity,
            price_list: None,
        }
    }
}

struct Bill {
    invoice: Option<Invoice>,
    lines: Vec<CheckoutLine>,
    shares: Vec<PayerShare>,
    open_minor: i64,
    tax_minor: i64,
}

/// What a visit costs the patient: by their invoice, or by its services as they would be invoiced.
async fn bill_of(read: &mut impl Read, visit: &Appointment) -> Result<Bill> {
    if let Some(invoice) = live_of(read, visit.id).await? {
        let shares = shares_of(read, visit.id).await?;
        if shares.iter().any(|share| share.invoice_id == invoice.id) {
            return Ok(Bill { invoice: None, lines: Vec::new(), shares, open_minor: 0, tax_minor: 0 });
        }
        let items = items_of(read, invoice.id).await?;
        let line = |item: InvoiceItem| CheckoutLine {
            description: item.description,
            quantity: item.quantity,
            total_minor: item.net_minor + item.tax_minor,
            price_list: item.price_list,
        };
        let (open_minor, tax_minor) = (invoice.total_minor - invoice.allocated_minor, invoice.tax_minor);
        let lines = items.into_iter().map(line).collect();
        return Ok(Bill { invoice: Some(invoice), lines, shares, open_minor, tax_minor });
    }
    let (wanted, from): (Vec<_>, Vec<_>) = priced_lines_of(read, visit).await?.into_iter().unzip();
    let reckoned = Lines::checked(read, &wanted, None).await?;
    let lists = prices::names(read).await?;
    let lines: Vec<CheckoutLine> = wanted
        .iter()
        .zip(&reckoned.sums)
        .zip(from)
        .map(|((line, sum), from)| CheckoutLine {
            price_list: lists.iter().find(|(id, _)| *id == from).map(|(_, name)| name.clone()),
            description: line.description.clone(),
            quantity: line.quantity,
            total_minor: sum.net_minor + sum.tax_minor,
        })
        .collect();
    let open_minor = lines.iter().map(|line| line.total_minor).sum();
    let tax_minor = reckoned.sums.iter().map(|sum| sum.tax_minor).sum();
    Ok(Bill { invoice: None, lines, shares: Vec::new(), open_minor, tax_minor })
}

/// What the patient owes with this visit, as the panel beside the day says it: also what is not invoiced yet once they were seen.
/// Below nought: credit.
pub(crate) async fn balance_at(read: &mut impl Read, visit: AppointmentId) -> Result<i64> {
    let visit = visits::find(read, visit).await?;
    let Account { open_minor, credit_minor } = account(read, visit.patient_id).await?;
    let seen = matches!(visit.status(), Status::InRoom | Status::ToPay | Status::Done);
    let bill = bill_of(read, &visit).await?;
    let unbilled = bill.invoice.as_ref().is_none_or(|invoice| invoice.status == DRAFT);
    Ok(open_minor - credit_minor + if seen && unbilled { bill.open_minor } else { 0 })
}
