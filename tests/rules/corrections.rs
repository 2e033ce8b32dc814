//! Putting money right: credit notes, write-offs, refunds and corrected payments.

use super::billing_steps::{Bills, taken};
use clinic_core::billing::account::{AskPatientAccount, PatientAccount};
use clinic_core::billing::correct::{CorrectPayment, RefundPayment, RightPayment};
use clinic_core::billing::credit::ApplyCredit;
use clinic_core::billing::credit_note::{CreditLine, CreditNoteWritten, WriteCreditNote};
use clinic_core::billing::draft::EditInvoice;
use clinic_core::billing::issue::IssueInvoice;
use clinic_core::billing::payment::{PaymentMethod, PaymentPart};
use clinic_core::billing::view::{AskInvoice, InvoiceView};
use clinic_core::billing::write_off::WriteOff;
use clinic_core::ids::*;
use clinic_core::{Code, check};
use clinic_tests::desk::{Desk, desks};

async fn view(desk: &Desk, invoice_id: InvoiceId) -> InvoiceView {
    desk.clinic.ask_as(&desk.admin, AskInvoice { invoice_id }).await.expect("an invoice")
}

async fn account(desk: &Desk, patient: usize) -> PatientAccount {
    desk.clinic.ask_as(&desk.admin, AskPatientAccount { patient_id: desk.patients[patient] }).await.expect("an account")
}

async fn clean(desk: &Desk, what: &str) {
    let report = check::check(&desk.db, None).await.expect("a report");
    assert!(report.findings.is_empty(), "{} after {what}: {:#?}", desk.engine, report.findings);
}

fn note(invoice_id: InvoiceId, lines: Option<Vec<CreditLine>>, again: Option<InvoiceId>) -> WriteCreditNote {
    WriteCreditNote { credit_note_id: CreditNoteId::new(), invoice_id, reason: "Billed wrong".into(), lines, again }
}

async fn credited(desk: &Desk, operation: WriteCreditNote) -> CreditNoteWritten {
    serde_json::from_value(desk.done(operation).await.outcome).expect("an outcome")
}

fn refund(payment_id: PaymentId, amount_minor: i64) -> RefundPayment {
    let (refund_id, method) = (PaymentId::new(), PaymentMethod::Cash);
    RefundPayment { refund_id, payment_id, method, method_id: None, amount_minor, reason: "Paid twice".into() }
}

fn correct(payment_id: PaymentId, right: Option<RightPayment>) -> CorrectPayment {
    CorrectPayment { payment_id, reversal_id: PaymentId::new(), reason: "Entered wrong".into(), right }
}

#[tokio::test]
async fn a_credit_note_takes_an_invoice_back_and_frees_what_was_paid() {
    for desk in desks().await {
        let invoice_id = desk.issued(0, 5000).await;
        let payment = taken(&desk, desk.take(0, 3000, None)).await;
        let item_id = view(&desk, invoice_id).await.lines[0].item_id;
        let part = |total_minor| Some(vec![CreditLine { item_id, total_minor }]);
        assert_eq!(
            desk.refused(note(invoice_id, part(5001), None)).await.code(),
            Code::FieldOutOfRange,
            "{}",
            desk.engine
        );
        let first = credited(&desk, note(invoice_id, part(1500), None)).await;
        assert_eq!((first.total_minor, first.freed_minor), (1500, 0));
        assert_eq!(view(&desk, invoice_id).await.open_minor, 500);
        assert_eq!(desk.refused(refund(payment.payment_id, 1)).await.code(), Code::PaymentRefundAboveLeft);
        let again = InvoiceId::new();
        let rest = credited(&desk, note(invoice_id, None, Some(again))).await;
        assert_eq!((rest.total_minor, rest.freed_minor), (3500, 3000));
        assert!(rest.number.ends_with("-00002"), "{}", rest.number);
        assert_eq!(desk.refused(note(invoice_id, None, None)).await.code(), Code::CreditNoteNothingLeft);
        assert_eq!(account(&desk, 0).await.credit_minor, 3000);
        let draft = view(&desk, again).await;
        assert_eq!((draft.status.as_str(), draft.total_minor), ("draft", 5000));
        desk.done(EditInvoice {
            invoice_id: again,
            version: 1,
            lines: desk.lines(2000),
            discount: None,
            note: None,
            approval_id: None,
        })
        .await;
        desk.done(IssueInvoice { invoice_id: again, version: 2 }).await;
        desk.done(ApplyCredit { patient_id: desk.patients[0], parts: None }).await;
        assert_eq!((account(&desk, 0).await.open_minor, account(&desk, 0).await.credit_minor), (0, 1000));
        clean(&desk, "a credit note").await;
        desk.end().await;
    }
}

#[tokio::test]
async fn a_refund_is_capped_at_what_is_left_of_its_payment() {
    for desk in desks().await {
        let payment = taken(&desk, desk.take(0, 3000, None)).await.payment_id;
        desk.done(refund(payment, 1000)).await;
        let error = desk.refused(refund(payment, 2001)).await;
        assert_eq!(
            (error.code(), error.detail("left_minor").unwrap().as_i64()),
            (Code::PaymentRefundAboveLeft, Some(2000)),
            "{}",
            desk.engine
        );
        assert_eq!(desk.refused(correct(payment, None)).await.code(), Code::PaymentAlreadyRefunded);
        let back = desk.done(refund(payment, 2000)).await.outcome;
        let refund_id: PaymentId = serde_json::from_value(back["refund_id"].clone()).expect("an id");
        assert_eq!(desk.refused(refund(refund_id, 1)).await.code(), Code::PaymentNotAPayment);
        assert_eq!(account(&desk, 0).await.balance_minor, 0);
        clean(&desk, "refunds").await;
        desk.end().await;
    }
}

#[tokio::test]
async fn a_wrong_payment_is_taken_back_and_entered_right_in_one_step() {
    for desk in desks().await {
        let invoice_id = desk.issued(0, 5000).await;
        let wrong = taken(&desk, desk.take(0, 5000, None)).await.payment_id;
        let right = RightPayment {
            payment_id: PaymentId::new(),
            patient_id: desk.patients[0],
            payer_id: None,
            method: PaymentMethod::Card,
            method_id: None,
            amount_minor: 4000,
            parts: Some(vec![PaymentPart { invoice_id, amount_minor: 4000 }]),
        };
        desk.done(correct(wrong, Some(right.clone()))).await;
        assert_eq!(view(&desk, invoice_id).await.open_minor, 1000, "{}", desk.engine);
        let lines = account(&desk, 0).await.payments;
        let kinds: Vec<_> = lines.iter().map(|line| line.kind.as_str()).collect();
        assert!(kinds.contains(&"reversal") && kinds.len() == 3, "{kinds:?}");
        assert!(lines.iter().any(|line| line.payment_id == wrong && line.is_reversed));
        assert_eq!(desk.refused(correct(wrong, None)).await.code(), Code::PaymentAlreadyReversed);
        // What was never paid: nothing is entered instead.
        desk.done(correct(right.payment_id, None)).await;
        assert_eq!(view(&desk, invoice_id).await.open_minor, 5000);
        clean(&desk, "corrections").await;
        desk.end().await;
    }
}

#[tokio::test]
async fn writing_off_is_an_entry_of_its_own() {
    for desk in desks().await {
        let invoice_id = desk.issued(0, 5000).await;
        let off = |amount_minor| WriteOff { invoice_id, amount_minor, reason: "Moved away".into() };
        assert_eq!(desk.refused(off(5001)).await.code(), Code::PaymentMoreThanOwed, "{}", desk.engine);
        let draft = desk.draft(0, 100).await;
        assert_eq!(desk.refused(WriteOff { invoice_id: draft, ..off(1) }).await.code(), Code::InvoiceNotIssued);
        desk.done(off(2000)).await;
        let invoice = view(&desk, invoice_id).await;
        assert_eq!((invoice.total_minor, invoice.open_minor, invoice.write_offs.len()), (5000, 3000, 1));
        let error = desk.refused(note(invoice_id, None, None)).await;
        assert_eq!(
            (error.code(), error.detail("left_minor").unwrap().as_i64()),
            (Code::CreditNoteWrittenOff, Some(3000))
        );
        clean(&desk, "a write-off").await;
        desk.end().await;
    }
}

#[tokio::test]
async fn a_corrected_payment_settles_the_invoices_that_the_wrong_one_settled() {
    for desk in desks().await {
        let (older, chosen, relative) =
            (desk.issued(0, 3000).await, desk.issued(0, 2000).await, desk.issued(1, 1000).await);
        let part = |invoice_id, amount_minor| PaymentPart { invoice_id, amount_minor };
        let wrong = taken(&desk, desk.take(0, 2500, Some(vec![part(chosen, 1500), part(relative, 1000)]))).await;
        let by_card = |wrong, payment_id, amount_minor| {
            let right = RightPayment {
                payment_id,
                patient_id: desk.patients[0],
                payer_id: None,
                method: PaymentMethod::Card,
                method_id: None,
                amount_minor,
                parts: None,
            };
            correct(wrong, Some(right))
        };
        let (second, third, fourth) = (PaymentId::new(), PaymentId::new(), PaymentId::new());
        desk.done(by_card(wrong.payment_id, second, 2500)).await;
        let open = async || {
            [view(&desk, older).await, view(&desk, chosen).await, view(&desk, relative).await].map(|one| one.open_minor)
        };
        assert_eq!(open().await, [3000, 500, 0], "{}", desk.engine);
        // More goes to the same invoices, less to the first of them; what is beyond them is credit.
        desk.done(by_card(second, third, 4000)).await;
        assert_eq!(open().await, [3000, 0, 0]);
        assert_eq!(account(&desk, 0).await.credit_minor, 1000);
        desk.done(by_card(third, fourth, 700)).await;
        assert_eq!(open().await.iter().sum::<i64>(), 6000 - 700);
        clean(&desk, "three corrections").await;
        desk.end().await;
    }
}
