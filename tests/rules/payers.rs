//! Insurers and others who pay for patients: shares of a visit, what each owes alone, and what cannot be.

use super::billing_steps::{Bills, taken};
use clinic_core::appointments::appointment::Status;
use clinic_core::appointments::status::ChangeStatus;
use clinic_core::billing::account::{AskPatientAccount, PatientAccount};
use clinic_core::billing::aged::{Aged, AskAged};
use clinic_core::billing::check_out::{AskCheckout, CheckOut, CheckedOut, CheckoutPayment, VisitBill};
use clinic_core::billing::correct::{CorrectPayment, RefundPayment, RightPayment};
use clinic_core::billing::credit_note::WriteCreditNote;
use clinic_core::billing::documents::statement::AskStatement;
use clinic_core::billing::draft::{DraftInvoice, EditInvoice, VoidInvoice};
use clinic_core::billing::issue::IssueInvoice;
use clinic_core::billing::lines::Discount;
use clinic_core::billing::payers::account::{ApplyPayerCredit, AskPayerAccount, PayerAccount};
use clinic_core::billing::payers::payer::{AddPayer, EditPayer, PayerDetails};
use clinic_core::billing::payers::share::{AddressInvoice, InvoiceShared, LineShare, ShareInvoice};
use clinic_core::billing::payment::{PaymentMethod, PaymentPart, TakePayment};
use clinic_core::billing::sums::DiscountKind;
use clinic_core::billing::view::{AskInvoice, InvoiceView};
use clinic_core::catalogue::price_lists::AddPriceList;
use clinic_core::documents::Document;
use clinic_core::ids::*;
use clinic_core::patients::edit::EditPatient;
use clinic_core::patients::patient::PatientDetails;
use clinic_core::{Code, args, check};
use clinic_tests::desk::{Desk, at, day, desks, details};

fn details_of(name: &str) -> PayerDetails {
    PayerDetails {
        name: name.into(),
        address_lines: vec!["PO Box 12".into(), "Porthaven".into()],
        tax_number: Some("GB 1".into()),
        email: None,
        due_days: Some(60),
        price_list_id: None,
    }
}

pub(super) async fn payer(desk: &Desk, name: &str) -> PayerId {
    let payer_id = PayerId::new();
    desk.done(AddPayer { payer_id, details: details_of(name) }).await;
    payer_id
}

pub(super) async fn shared(desk: &Desk, operation: ShareInvoice) -> InvoiceShared {
    serde_json::from_value(desk.done(operation).await.outcome).expect("two shares")
}

pub(super) async fn view(desk: &Desk, invoice_id: InvoiceId) -> InvoiceView {
    desk.clinic.ask_as(&desk.admin, AskInvoice { invoice_id }).await.expect("an invoice")
}

async fn patients(desk: &Desk) -> PatientAccount {
    desk.clinic.ask_as(&desk.admin, AskPatientAccount { patient_id: desk.patients[0] }).await.expect("an account")
}

async fn payers(desk: &Desk, payer_id: PayerId) -> PayerAccount {
    desk.clinic.ask_as(&desk.admin, AskPayerAccount { payer_id }).await.expect("an account")
}

async fn clean(desk: &Desk) {
    let report = check::check(&desk.db, None).await.expect("a report");
    assert!(report.findings.is_empty(), "{}: {:#?}", desk.engine, report.findings);
}

/// The first line of a draft, `minor` of it for the payer.
pub(super) async fn share(desk: &Desk, invoice_id: InvoiceId, payer_id: PayerId, minor: i64) -> ShareInvoice {
    let shown = view(desk, invoice_id).await;
    ShareInvoice {
        invoice_id,
        version: shown.version,
        share_id: InvoiceId::new(),
        payer_id,
        member_number: Some("HH 204".into()),
        shares: vec![LineShare { item_id: shown.lines[0].item_id, minor }],
    }
}

pub(super) async fn draft_of(desk: &Desk, visit: AppointmentId) -> InvoiceId {
    let invoice_id = InvoiceId::new();
    let patient_id = desk.patients[0];
    desk.done(DraftInvoice { invoice_id, patient_id, appointment_id: Some(visit) }).await;
    invoice_id
}

pub(super) fn by_transfer(
    desk: &Desk,
    payer_id: PayerId,
    amount_minor: i64,
    parts: Option<Vec<PaymentPart>>,
) -> TakePayment {
    TakePayment { payer_id: Some(payer_id), method: PaymentMethod::Transfer, ..desk.take(0, amount_minor, parts) }
}

#[tokio::test]
async fn a_visit_is_shared_by_patient_and_insurer_and_each_owes_their_own() {
    for desk in desks().await {
        let insurer = payer(&desk, "Harbour Health").await;
        let visit = desk.visit(0, 9).await;
        let draft = draft_of(&desk, visit).await;
        let parted = shared(&desk, share(&desk, draft, insurer, 3600).await).await;
        let (own, insured) = (parted.own.expect("the patient's"), parted.share);
        assert_eq!((own.total_minor, insured.total_minor), (900, 3600), "{}", desk.engine);
        let bill: VisitBill =
            desk.clinic.ask_as(&desk.admin, AskCheckout { appointment_id: visit }).await.expect("what to pay");
        assert_eq!((bill.visit_minor, bill.due_minor, bill.shares[0].total_minor), (900, 900, 3600));
        let payment = CheckoutPayment {
            payment_id: PaymentId::new(),
            method: PaymentMethod::Card,
            method_id: None,
            amount_minor: 900,
            note: None,
        };
        let out = CheckOut {
            appointment_id: visit,
            version: 2,
            invoice_id: InvoiceId::new(),
            payment: Some(payment),
            pays_later: false,
        };
        let out: CheckedOut = serde_json::from_value(desk.done(out).await.outcome).expect("checked out");
        assert_eq!((out.appointment.status.as_str(), out.balance_minor), ("done", 0));
        desk.done(IssueInvoice { invoice_id: insured.invoice_id, version: insured.version }).await;
        let issued = view(&desk, insured.invoice_id).await;
        let frozen = issued.frozen.expect("frozen").payer.expect("a payer");
        assert_eq!((frozen.name.as_str(), frozen.member_number.as_deref()), ("Harbour Health", Some("HH 204")));
        assert_eq!((issued.due_on.unwrap() - issued.issued_on.unwrap()).num_days(), 60, "the payer's own term");
        assert_eq!(issued.lines[0].share_of_minor, Some(4500));
        assert_eq!((patients(&desk).await.balance_minor, payers(&desk, insurer).await.open_minor), (0, 3600));
        let today = issued.issued_on.unwrap();
        let aged: Aged = desk.clinic.ask_as(&desk.admin, AskAged { on: today }).await.expect("what is owed");
        assert_eq!(aged.lines.len(), 1);
        assert_eq!((aged.lines[0].payer_id, aged.lines[0].ageing.total_minor), (Some(insurer), 3600));
        let ask = AskStatement { patient_id: desk.patients[0], from: today, to: today };
        let Document::Statement(paper) = desk.clinic.ask_as(&desk.admin, ask).await.expect("a statement") else {
            panic!("no statement")
        };
        assert_eq!((paper.closing_minor, paper.lines.len()), (0, 2), "nothing of the insurer's");
        let paid = taken(&desk, by_transfer(&desk, insurer, 3600, None)).await;
        assert_eq!((paid.parts.len(), paid.credit_minor), (1, 0));
        assert_eq!(payers(&desk, insurer).await.open_minor, 0);
        assert_eq!(patients(&desk).await.payments.len(), 1, "the insurer's payment is not the patient's");
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn what_the_insurer_pays_as_a_whole_keeps_nobody_at_the_desk() {
    for desk in desks().await {
        let insurer = payer(&desk, "Harbour Health").await;
        let booking = desk.booking(at(10, 0), 15);
        let appointment_id = booking.appointment_id;
        desk.done(booking).await;
        let to = |version, to| ChangeStatus { appointment_id, version, to, waiting_for: None, reason: None };
        desk.done(to(1, Status::Arrived)).await;
        let draft = draft_of(&desk, appointment_id).await;
        let whole = shared(&desk, share(&desk, draft, insurer, 4500).await).await;
        assert!(whole.own.is_none() && whole.share.invoice_id == draft, "{}: the draft itself", desk.engine);
        let after = desk.done(to(2, Status::ToPay)).await;
        assert_eq!(after.outcome["status"], "done", "nothing to pay at the desk");
        let bill: VisitBill =
            desk.clinic.ask_as(&desk.admin, AskCheckout { appointment_id }).await.expect("what to pay");
        assert_eq!((bill.due_minor, bill.lines.len(), bill.shares.len()), (0, 0, 1));
        // Refused by the insurer: the patient gets it after all.
        let back = AddressInvoice { invoice_id: draft, version: 2, payer_id: None, member_number: None };
        desk.done(back).await;
        let bill: VisitBill =
            desk.clinic.ask_as(&desk.admin, AskCheckout { appointment_id }).await.expect("what to pay");
        assert_eq!((bill.due_minor, bill.shares.len()), (4500, 0));
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn what_cannot_be_shared_is_refused_and_changes_nothing() {
    for desk in desks().await {
        let gone = payer(&desk, "Closed Fund").await;
        desk.done(EditPayer { payer_id: gone, version: 1, details: details_of("Closed Fund"), active: false }).await;
        let insurer = payer(&desk, "Harbour Health").await;
        let taken_name = AddPayer { payer_id: PayerId::new(), details: details_of("Harbour Health") };
        assert_eq!(desk.refused(taken_name).await.code(), Code::NameTaken, "{}", desk.engine);
        let draft = desk.draft(0, 4500).await;
        let good = share(&desk, draft, insurer, 3600).await;
        let line = good.shares[0].clone();
        let with = |shares| ShareInvoice { shares, ..good.clone() };
        for (operation, code) in [
            (with(vec![]), Code::FieldOutOfRange),
            (with(vec![LineShare { minor: 0, ..line.clone() }]), Code::FieldOutOfRange),
            (with(vec![LineShare { minor: -1, ..line.clone() }]), Code::FieldOutOfRange),
            (with(vec![LineShare { minor: 4501, ..line.clone() }]), Code::FieldOutOfRange),
            (with(vec![line.clone(), line.clone()]), Code::FieldOutOfRange),
            (with(vec![LineShare { item_id: RowId::new(), minor: 1 }]), Code::NotFound),
            (ShareInvoice { payer_id: PayerId::new(), ..good.clone() }, Code::NotFound),
            (ShareInvoice { payer_id: gone, ..good.clone() }, Code::FieldInvalid),
            (ShareInvoice { version: 1, ..good.clone() }, Code::ChangedMeanwhile),
        ] {
            assert_eq!(desk.refused(operation).await.code(), code, "{}", desk.engine);
        }
        assert_eq!(view(&desk, draft).await.total_minor, 4500);
        let parted = shared(&desk, good).await;
        let insured = parted.share.invoice_id;
        let again = share(&desk, insured, insurer, 1).await;
        assert_eq!(desk.refused(again).await.code(), Code::InvoiceHasPayer);
        let own = view(&desk, draft).await;
        desk.done(IssueInvoice { invoice_id: draft, version: own.version }).await;
        let alone = VoidInvoice { invoice_id: insured, version: 1, reason: "Written twice".into() };
        assert_eq!(desk.refused(alone).await.code(), Code::InvoiceShareIssued);
        desk.done(IssueInvoice { invoice_id: insured, version: 1 }).await;
        let part = |invoice_id| Some(vec![PaymentPart { invoice_id, amount_minor: 500 }]);
        let patients_money = desk.take(0, 500, part(insured));
        assert_eq!(desk.refused(patients_money).await.code(), Code::PaymentOtherPayer);
        let insurers_money = by_transfer(&desk, insurer, 500, part(draft));
        assert_eq!(desk.refused(insurers_money).await.code(), Code::PaymentOtherPayer);
        assert_eq!((view(&desk, draft).await.open_minor, view(&desk, insured).await.open_minor), (900, 3600));
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn shares_that_are_drafts_are_voided_together_and_the_visit_is_to_be_billed_again() {
    for desk in desks().await {
        let insurer = payer(&desk, "Harbour Health").await;
        let visit = desk.visit(0, 9).await;
        let draft = draft_of(&desk, visit).await;
        let parted = shared(&desk, share(&desk, draft, insurer, 3600).await).await;
        let insured = parted.share.invoice_id;
        desk.done(VoidInvoice { invoice_id: insured, version: 1, reason: "Another insurer".into() }).await;
        let both = [view(&desk, draft).await.status, view(&desk, insured).await.status];
        assert_eq!(both, ["void", "void"], "{}", desk.engine);
        let bill: VisitBill =
            desk.clinic.ask_as(&desk.admin, AskCheckout { appointment_id: visit }).await.expect("what to pay");
        assert_eq!((bill.due_minor, bill.invoice_id), (4500, None));
        desk.end().await;
    }
}

#[tokio::test]
async fn what_an_insurer_paid_too_much_is_its_own_credit() {
    for desk in desks().await {
        let insurer = payer(&desk, "Harbour Health").await;
        let address =
            |invoice_id| AddressInvoice { invoice_id, version: 2, payer_id: Some(insurer), member_number: None };
        let (first, second) = (desk.draft(0, 5000).await, desk.draft(0, 2000).await);
        for invoice_id in [first, second] {
            desk.done(address(invoice_id)).await;
            desk.done(IssueInvoice { invoice_id, version: 3 }).await;
        }
        let part = vec![PaymentPart { invoice_id: first, amount_minor: 5000 }];
        let paid = taken(&desk, by_transfer(&desk, insurer, 5000, Some(part))).await;
        let (credit_note_id, again) = (CreditNoteId::new(), InvoiceId::new());
        let reason = "Billed the wrong service".to_owned();
        desk.done(WriteCreditNote { credit_note_id, invoice_id: first, reason, lines: None, again: Some(again) }).await;
        assert_eq!(view(&desk, again).await.payer.expect("the same payer").payer_id, insurer, "{}", desk.engine);
        assert_eq!((payers(&desk, insurer).await.credit_minor, patients(&desk).await.credit_minor), (5000, 0));
        desk.done(ApplyPayerCredit { payer_id: insurer, parts: None }).await;
        let account = payers(&desk, insurer).await;
        assert_eq!((account.open_minor, account.credit_minor), (0, 3000));
        let refund = RefundPayment {
            refund_id: PaymentId::new(),
            payment_id: paid.payment_id,
            method: PaymentMethod::Transfer,
            method_id: None,
            amount_minor: 1000,
            reason: "Asked for it".into(),
        };
        desk.done(refund).await;
        assert_eq!(payers(&desk, insurer).await.payments.len(), 2, "the refund is the insurer's too");
        let other = taken(&desk, by_transfer(&desk, insurer, 700, None)).await;
        let right = RightPayment {
            payment_id: PaymentId::new(),
            patient_id: desk.patients[0],
            payer_id: Some(insurer),
            method: PaymentMethod::Transfer,
            method_id: None,
            amount_minor: 70,
            parts: None,
        };
        let correct = CorrectPayment {
            payment_id: other.payment_id,
            reversal_id: PaymentId::new(),
            reason: "A nought too many".into(),
            right: Some(right),
        };
        desk.done(correct).await;
        assert_eq!((payers(&desk, insurer).await.credit_minor, patients(&desk).await.payments.len()), (2070, 0));
        clean(&desk).await;
        for sql in ["DELETE FROM payment_payers WHERE payer_id = ?", "DELETE FROM invoice_payers WHERE payer_id = ?"] {
            let mut tx = desk.db.begin().await.expect("a transaction");
            tx.exec(sql, args![insurer]).await.expect("tampered");
            tx.commit().await.expect("committed");
            let report = check::check(&desk.db, None).await.expect("a report");
            assert!(report.findings.iter().any(|one| one.kind == "billing.payer"), "{sql}: {:?}", report.findings);
        }
        desk.end().await;
    }
}

#[tokio::test]
async fn a_patients_usual_payer_brings_its_number_and_its_prices() {
    for desk in desks().await {
        let price_list_id = PriceListId::new();
        desk.done(AddPriceList { price_list_id, name: "Insured".into() }).await;
        let payer_id = PayerId::new();
        let with_list = PayerDetails { price_list_id: Some(price_list_id), ..details_of("Harbour Health") };
        desk.done(AddPayer { payer_id, details: with_list }).await;
        let insured = super::prices::price(price_list_id, day(), None, 3000);
        desk.done(super::prices::priced(&desk, 1, vec![insured])).await;
        let patient_id = desk.patients[0];
        let insured =
            PatientDetails { payer_id: Some(payer_id), member_number: Some("HH 9".into()), ..details("Ada", "Okafor") };
        desk.done(EditPatient { patient_id, version: 1, details: insured.clone() }).await;
        let visit = desk.visit(0, 9).await;
        let draft = draft_of(&desk, visit).await;
        assert_eq!(view(&desk, draft).await.total_minor, 3000, "{}: the payer's list", desk.engine);
        let chosen = AddressInvoice { invoice_id: draft, version: 1, payer_id: Some(payer_id), member_number: None };
        desk.done(chosen).await;
        let named = view(&desk, draft).await.payer.expect("a payer");
        assert_eq!(named.member_number.as_deref(), Some("HH 9"));
        let unknown = EditPatient {
            patient_id,
            version: 2,
            details: PatientDetails { payer_id: Some(PayerId::new()), ..insured },
        };
        assert_eq!(desk.refused(unknown).await.code(), Code::NotFound);
        let nobodys = PatientDetails { member_number: Some("HH 9".into()), ..details("Ada", "Okafor") };
        let nobodys = desk.refused(EditPatient { patient_id, version: 2, details: nobodys }).await;
        assert_eq!(nobodys.detail("field").unwrap(), "details.member_number");
        desk.end().await;
    }
}

#[tokio::test]
async fn discounts_and_taxes_are_shared_to_the_last_unit() {
    for desk in desks().await {
        let insurer = payer(&desk, "Harbour Health").await;
        for (quantity, unit, share_minor) in [(3, 1999, 1), (3, 1999, 5996), (7, 333, 1165), (1, 2, 1)] {
            let invoice_id = desk.draft(0, 1).await;
            let mut lines = desk.lines(unit);
            lines[0].quantity = quantity;
            let edit = EditInvoice { invoice_id, version: 2, lines, discount: None, note: None, approval_id: None };
            desk.done(edit).await;
            let before = view(&desk, invoice_id).await.total_minor;
            let parted = shared(&desk, share(&desk, invoice_id, insurer, share_minor).await).await;
            let own = parted.own.expect("the patient's").total_minor;
            assert_eq!((own + parted.share.total_minor, parted.share.total_minor), (before, share_minor));
        }
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn what_a_discount_on_the_whole_took_off_stays_what_it_was() {
    for desk in desks().await {
        let insurer = payer(&desk, "Harbour Health").await;
        let invoice_id = desk.draft(0, 10_000).await;
        let discount = Some(Discount { kind: DiscountKind::Percent, value: 1000, reason: "Family".into() });
        let lines = desk.lines(10_000);
        desk.done(EditInvoice { invoice_id, version: 2, lines, discount, note: None, approval_id: None }).await;
        let parted = shared(&desk, share(&desk, invoice_id, insurer, 8000).await).await;
        let own = parted.own.expect("the patient's");
        assert_eq!((own.total_minor, parted.share.total_minor), (1000, 8000), "{}", desk.engine);
        // A second insurer takes part of the rest: all three are voided together.
        let other = payer(&desk, "Quay Shipyard").await;
        let more = desk.refused(share(&desk, invoice_id, other, 1500).await).await;
        assert_eq!(more.code(), Code::FieldOutOfRange, "less is left than the discount takes off");
        let second = shared(&desk, share(&desk, invoice_id, other, 500).await).await;
        let all = [own.total_minor - 500, parted.share.total_minor, second.share.total_minor];
        assert_eq!(view(&desk, invoice_id).await.total_minor, all[0]);
        assert_eq!(all.iter().sum::<i64>(), 9000);
        let back = AddressInvoice {
            invoice_id: parted.share.invoice_id,
            version: parted.share.version,
            payer_id: None,
            member_number: None,
        };
        assert_eq!(desk.refused(back).await.code(), Code::InvoiceIsShare);
        let (invoice, version) = (parted.share.invoice_id, parted.share.version);
        desk.done(VoidInvoice { invoice_id: invoice, version, reason: "Anew".into() }).await;
        for one in [invoice_id, second.share.invoice_id] {
            assert_eq!(view(&desk, one).await.status, "void");
        }
        desk.end().await;
    }
}

#[tokio::test]
async fn an_invoice_written_anew_stays_bound_to_the_share_that_is_a_draft() {
    for desk in desks().await {
        let insurer = payer(&desk, "Harbour Health").await;
        let draft = desk.draft(0, 4500).await;
        let parted = shared(&desk, share(&desk, draft, insurer, 3600).await).await;
        let version = parted.own.expect("the patient's").version;
        desk.done(IssueInvoice { invoice_id: draft, version }).await;
        let (credit_note_id, again) = (CreditNoteId::new(), InvoiceId::new());
        let note = WriteCreditNote {
            credit_note_id,
            invoice_id: draft,
            reason: "Wrong".into(),
            lines: None,
            again: Some(again),
        };
        let both = WriteCreditNote { lines: Some(vec![]), ..note.clone() };
        assert_eq!(desk.refused(both).await.code(), Code::FieldInvalid, "{}", desk.engine);
        desk.done(note).await;
        desk.done(VoidInvoice { invoice_id: again, version: 1, reason: "Anew".into() }).await;
        assert_eq!(view(&desk, parted.share.invoice_id).await.status, "void");
        clean(&desk).await;
        desk.end().await;
    }
}
