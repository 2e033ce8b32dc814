//! Billing in the script: rates and rules, a visit invoiced and paid in parts, one paid later, a deposit put to use.

use super::{Ids, Script};
use crate::desk::at;
use chrono::NaiveDate;
use clinic_core::appointments::appointment::Status;
use clinic_core::appointments::book::BookAppointment;
use clinic_core::appointments::status::ChangeStatus;
use clinic_core::billing::check_out::{CheckOut, CheckoutPayment};
use clinic_core::billing::correct::{CorrectPayment, RefundPayment, RightPayment};
use clinic_core::billing::credit::ApplyCredit;
use clinic_core::billing::credit_note::WriteCreditNote;
use clinic_core::billing::draft::{DraftInvoice, EditInvoice, VoidInvoice};
use clinic_core::billing::issue::IssueInvoice;
use clinic_core::billing::ledger::Account;
use clinic_core::billing::lines::{Discount, InvoiceLine};
use clinic_core::billing::methods::own::{AddPaymentMethod, EditPaymentMethod, OrderPaymentMethods};
use clinic_core::billing::payers::account::ApplyPayerCredit;
use clinic_core::billing::payers::payer::{AddPayer, EditPayer, PayerDetails};
use clinic_core::billing::payers::share::{AddressInvoice, LineShare, ShareInvoice};
use clinic_core::billing::payment::{PaymentMethod, PaymentPart, TakePayment};
use clinic_core::billing::period::LockPeriod;
use clinic_core::billing::prints::{Paper, RecordPrint, RecordPrintFailed};
use clinic_core::billing::rules::{AccountCode, BillingRules, EditBillingRules};
use clinic_core::billing::sums::DiscountKind;
use clinic_core::billing::tax_rates::{AddTaxRate, EditTaxRate, TaxKind, TaxRateDetails};
use clinic_core::billing::till::{CashPurpose, MoveCash, SetFloat};
use clinic_core::billing::till_close::CloseTill;
use clinic_core::billing::undo_write_off::UndoWriteOff;
use clinic_core::billing::write_off::WriteOff;
use clinic_core::ids::*;

pub(super) fn billing(script: &mut Script, ids: &Ids) {
    script.admin(SetFloat { float_minor: 10_000 });
    let tax_rate_id = TaxRateId::new();
    rates_and_rules(script, ids, tax_rate_id);
    let first = visit(script, ids, 16);
    let invoice_id = InvoiceId::new();
    let patient_id = ids.patient;
    script.admin(DraftInvoice { invoice_id, patient_id, appointment_id: Some(first) });
    let line = InvoiceLine {
        service_id: Some(ids.service),
        description: "Check-up".into(),
        quantity: 2,
        unit_minor: 5000,
        discount: Some(Discount { kind: DiscountKind::Percent, value: 1000, reason: "Family".into() }),
        tax_rate_id: Some(tax_rate_id),
        practitioner_id: Some(ids.doctor),
        share_of_minor: None,
    };
    let whole = Discount { kind: DiscountKind::Amount, value: 500, reason: "Waited long".into() };
    let lines = vec![line];
    script.admin(EditInvoice {
        invoice_id,
        version: 1,
        lines: lines.clone(),
        discount: Some(whole),
        note: None,
        approval_id: None,
    });
    script.admin(IssueInvoice { invoice_id, version: 2 });
    let print = RecordPrint { print_id: PrintId::new(), paper: Paper::Invoice, document_id: invoice_id.0 };
    script.admin(print.clone());
    script.admin(RecordPrintFailed { print_id: print.print_id });
    script.admin(TakePayment {
        payment_id: PaymentId::new(),
        patient_id,
        payer_id: None,
        method: PaymentMethod::Transfer,
        method_id: None,
        amount_minor: 2000,
        parts: Some(vec![PaymentPart { invoice_id, amount_minor: 1500 }]),
        note: Some("From her employer".into()),
        rounding_minor: None,
    });
    let payment = CheckoutPayment {
        payment_id: PaymentId::new(),
        method: PaymentMethod::Cash,
        method_id: None,
        amount_minor: 10_000,
        note: None,
    };
    let pays = |appointment_id, payment, pays_later| CheckOut {
        appointment_id,
        version: 2,
        invoice_id: InvoiceId::new(),
        payment,
        pays_later,
    };
    script.admin(pays(first, Some(payment), false));
    let second = visit(script, ids, 17);
    let written_twice = InvoiceId::new();
    script.admin(DraftInvoice { invoice_id: written_twice, patient_id, appointment_id: Some(second) });
    script.admin(VoidInvoice { invoice_id: written_twice, version: 1, reason: "Written twice".into() });
    script.admin(pays(second, None, true));
    let twint = methods(script);
    corrections(script, patient_id, invoice_id, twint);
    payers(script, patient_id);
    coins(script, patient_id);
    close(script, patient_id);
}

/// Credit is used, cash moved, the day closed and a year locked.
fn close(script: &mut Script, patient_id: PatientId) {
    script.admin(ApplyCredit { patient_id, parts: None });
    script.admin(MoveCash {
        into: false,
        amount_minor: 2000,
        reason: "Stamps".into(),
        purpose: CashPurpose::PettyCash,
    });
    // Taken by transfer, in cash, a deposit, its reversal, the right one, a refund, an insurer's, in coins.
    let reason = Some("A coin was missing".into());
    script.admin(CloseTill { entries: 8, counted_minor: 18_695, card_counted_minor: 3300, reason, till_id: None });
    script.admin(LockPeriod { to: NaiveDate::from_ymd_opt(2025, 12, 31).unwrap_or_default() });
}

/// A payment that was entered twice, one that was another amount, and the first invoice taken back and written anew.
fn corrections(script: &mut Script, patient_id: PatientId, invoice_id: InvoiceId, twint: PaymentMethodId) {
    let wrong = PaymentId::new();
    let deposit = |payment_id, amount_minor| TakePayment {
        payment_id,
        patient_id,
        payer_id: None,
        method: PaymentMethod::Cash,
        method_id: None,
        amount_minor,
        parts: Some(vec![]),
        note: None,
        rounding_minor: None,
    };
    script.admin(deposit(wrong, 3000));
    let right = RightPayment {
        payment_id: PaymentId::new(),
        patient_id,
        payer_id: None,
        method: PaymentMethod::Card,
        method_id: Some(twint),
        amount_minor: 3300,
        parts: Some(vec![]),
    };
    let payment_id = right.payment_id;
    let reversal_id = PaymentId::new();
    let reason = "Paid by card".to_owned();
    script.admin(CorrectPayment { payment_id: wrong, reversal_id, reason, right: Some(right) });
    let (refund_id, reason) = (PaymentId::new(), "Paid too much".to_owned());
    script.admin(RefundPayment {
        refund_id,
        payment_id,
        method: PaymentMethod::Cash,
        method_id: None,
        amount_minor: 300,
        reason,
    });
    let (credit_note_id, again) = (CreditNoteId::new(), InvoiceId::new());
    let reason = "Billed the wrong service".to_owned();
    script.admin(WriteCreditNote { credit_note_id, invoice_id, reason, lines: None, again: Some(again) });
    script.admin(IssueInvoice { invoice_id: again, version: 1 });
    let off = script.admin(WriteOff { invoice_id: again, amount_minor: 500, reason: "Goodwill".into() });
    let write_off_id = RowId(derived(off, "write-off"));
    script.admin(UndoWriteOff { write_off_id, reason: "They pay after all".into() });
    script.admin(WriteOff { invoice_id: again, amount_minor: 300, reason: "Goodwill".into() });
}

/// Two methods of the clinic's own, put in another order; one of them is no longer taken.
fn methods(script: &mut Script) -> PaymentMethodId {
    let (twint, cheque) = (PaymentMethodId::new(), PaymentMethodId::new());
    let add = |method_id, name: &str, kind, code: &str| AddPaymentMethod {
        method_id,
        name: name.into(),
        kind,
        account_code: Some(code.into()),
    };
    script.admin(add(twint, "TWINT", PaymentMethod::Card, "1081"));
    script.admin(add(cheque, "Cheque", PaymentMethod::Other, "1090"));
    script.admin(OrderPaymentMethods { method_ids: vec![cheque, twint] });
    let (name, account_code) = ("Bank cheque".to_owned(), Some("1091".to_owned()));
    script.admin(EditPaymentMethod { method_id: cheque, version: 2, name, account_code, active: false });
    twint
}

/// An issued invoice that cannot be paid in coins, paid in coins.
fn coins(script: &mut Script, patient_id: PatientId) {
    let invoice_id = InvoiceId::new();
    script.admin(DraftInvoice { invoice_id, patient_id, appointment_id: None });
    let line = InvoiceLine {
        service_id: None,
        description: "Copy of a letter".into(),
        quantity: 1,
        unit_minor: 1003,
        discount: None,
        tax_rate_id: None,
        practitioner_id: None,
        share_of_minor: None,
    };
    let lines = vec![line];
    script.admin(EditInvoice { invoice_id, version: 1, lines, discount: None, note: None, approval_id: None });
    script.admin(IssueInvoice { invoice_id, version: 2 });
    script.admin(TakePayment {
        payment_id: PaymentId::new(),
        patient_id,
        payer_id: None,
        method: PaymentMethod::Cash,
        method_id: None,
        amount_minor: 1005,
        parts: Some(vec![PaymentPart { invoice_id, amount_minor: 1003 }]),
        note: None,
        rounding_minor: Some(2),
    });
}

/// An insurer that pays a whole invoice, too much, uses what is left, and gets its share of another.
fn payers(script: &mut Script, patient_id: PatientId) {
    let payer_id = PayerId::new();
    let details = PayerDetails {
        name: "Harbour Health".into(),
        address_lines: vec!["PO Box 12".into()],
        tax_number: None,
        email: None,
        due_days: Some(30),
        price_list_id: None,
    };
    script.admin(AddPayer { payer_id, details: details.clone() });
    let details = PayerDetails { email: Some("claims@harbour.example".into()), ..details };
    script.admin(EditPayer { payer_id, version: 1, details, active: true });
    for amount_minor in [4000, 1000, 900] {
        let invoice_id = InvoiceId::new();
        script.admin(DraftInvoice { invoice_id, patient_id, appointment_id: None });
        let line = InvoiceLine {
            service_id: None,
            description: "Report for the insurer".into(),
            quantity: 1,
            unit_minor: amount_minor,
            discount: None,
            tax_rate_id: None,
            practitioner_id: None,
            share_of_minor: None,
        };
        let lines = vec![line];
        let edit = EditInvoice { invoice_id, version: 1, lines, discount: None, note: None, approval_id: None };
        let edited = script.admin(edit);
        if amount_minor == 900 {
            let item_id = RowId(derived(edited, &format!("line {invoice_id} 0")));
            script.admin(ShareInvoice {
                invoice_id,
                version: 2,
                share_id: InvoiceId::new(),
                payer_id,
                member_number: None,
                shares: vec![LineShare { item_id, minor: 800 }],
            });
            continue;
        }
        let member_number = Some("HH 204".to_owned());
        script.admin(AddressInvoice { invoice_id, version: 2, payer_id: Some(payer_id), member_number });
        script.admin(IssueInvoice { invoice_id, version: 3 });
        if amount_minor == 4000 {
            script.admin(TakePayment {
                payment_id: PaymentId::new(),
                patient_id,
                payer_id: Some(payer_id),
                method: PaymentMethod::Transfer,
                method_id: None,
                amount_minor: 4500,
                parts: None,
                note: None,
                rounding_minor: None,
            });
        }
    }
    script.admin(ApplyPayerCredit { payer_id, parts: None });
}

fn rates_and_rules(script: &mut Script, ids: &Ids, tax_rate_id: TaxRateId) {
    let details = TaxRateDetails {
        name: "VAT 20 %".into(),
        kind: TaxKind::Standard,
        basis_points: 2000,
        inclusive: false,
        reason: None,
        service_ids: vec![],
        account_code: None,
    };
    script.admin(AddTaxRate { tax_rate_id, details: details.clone() });
    let borne = TaxRateDetails { inclusive: true, service_ids: vec![ids.service], ..details };
    script.admin(EditTaxRate { tax_rate_id, version: 1, details: borne, active: true });
    let bank_lines = vec!["Account 00 11 22".to_owned()];
    let account_codes = vec![AccountCode { account: Account::Revenue, code: "8000".into() }];
    let rules =
        BillingRules { account_codes, due_days: 30, cash_rounding_minor: 5, bank_lines, ..BillingRules::default() };
    script.admin(EditBillingRules { version: 0, rules });
}

/// A visit of the script's patient that is over and to be paid.
fn visit(script: &mut Script, ids: &Ids, hour: u32) -> AppointmentId {
    let appointment_id = AppointmentId::new();
    script.admin(BookAppointment {
        appointment_id,
        patient_id: ids.patient,
        practitioner_id: ids.doctor,
        room_id: None,
        service_ids: vec![ids.service],
        starts_at: at(hour, 0),
        minutes: 30,
        note: None,
        overbook: None,
        outside_hours: None,
    });
    script.admin(ChangeStatus { appointment_id, version: 1, to: Status::ToPay, waiting_for: None, reason: None });
    appointment_id
}
