//! Billing: from a visit to its invoice and its payment, and what must never happen on the way.

use super::billing_steps::{Bills, taken};
use clinic_core::access::Role;
use clinic_core::appointments::appointment::Status;
use clinic_core::billing::account::{AskPatientAccount, PatientAccount};
use clinic_core::billing::check_out::{AskCheckout, CheckOut, CheckedOut, CheckoutPayment, VisitBill};
use clinic_core::billing::draft::{DraftInvoice, EditInvoice, VoidInvoice};
use clinic_core::billing::issue::IssueInvoice;
use clinic_core::billing::lines::Discount;
use clinic_core::billing::payment::{PaymentMethod, PaymentPart, TakePayment};
use clinic_core::billing::payments::{AskPayments, Payments};
use clinic_core::billing::rules::{BillingRules, EditBillingRules};
use clinic_core::billing::sums::DiscountKind;
use clinic_core::billing::tax_rates::{AddTaxRate, TaxKind, TaxRateDetails};
use clinic_core::billing::to_bill::{AskToBill, ToBill};
use clinic_core::billing::unpaid::{AskUnpaid, Unpaid};
use clinic_core::billing::view::{AskInvoice, InvoiceView};
use clinic_core::ids::*;
use clinic_core::office::countries::proposal;
use clinic_core::office::details::ClinicDetails;
use clinic_core::office::edit::EditClinic;
use clinic_core::{Code, args, check};
use clinic_tests::desk::{Desk, desks};

fn pays(method: PaymentMethod, amount_minor: i64) -> Option<CheckoutPayment> {
    Some(CheckoutPayment { payment_id: PaymentId::new(), method, method_id: None, amount_minor, note: None })
}

fn out(appointment_id: AppointmentId, payment: Option<CheckoutPayment>, pays_later: bool) -> CheckOut {
    CheckOut { appointment_id, version: 2, invoice_id: InvoiceId::new(), payment, pays_later }
}

async fn checked_out(desk: &Desk, operation: CheckOut) -> CheckedOut {
    serde_json::from_value(desk.done(operation).await.outcome).expect("an outcome")
}

async fn account(desk: &Desk, patient: usize) -> PatientAccount {
    desk.clinic.ask_as(&desk.admin, AskPatientAccount { patient_id: desk.patients[patient] }).await.expect("an account")
}

async fn view(desk: &Desk, invoice_id: InvoiceId) -> InvoiceView {
    desk.clinic.ask_as(&desk.admin, AskInvoice { invoice_id }).await.expect("an invoice")
}

async fn clean(desk: &Desk) {
    let report = check::check(&desk.db, None).await.expect("a report");
    assert!(report.findings.is_empty(), "{}: {:#?}", desk.engine, report.findings);
}

fn year() -> String {
    chrono::Utc::now().format("%Y").to_string()
}

#[tokio::test]
async fn a_visit_is_invoiced_paid_and_done_in_one_step() {
    for desk in desks().await {
        let visit = desk.visit(0, 9).await;
        let before: VisitBill =
            desk.clinic.ask_as(&desk.admin, AskCheckout { appointment_id: visit }).await.expect("what to pay");
        assert_eq!((before.visit_minor, before.due_minor, before.lines.len()), (4500, 4500, 1), "{}", desk.engine);
        let done = checked_out(&desk, out(visit, pays(PaymentMethod::Card, 4500), false)).await;
        assert_eq!(done.appointment.status, Status::Done.text());
        assert_eq!(done.number, Some(format!("INV-{}-00001", year())));
        let payment = done.payment.expect("a payment");
        assert_eq!((payment.receipt, payment.credit_minor), (format!("R-{}-00001", year()), 0));
        assert_eq!(done.balance_minor, 0);
        let list: Payments = {
            let day = desk.clinic.clock().now().on_wall(chrono_tz::Europe::London).date();
            desk.clinic.ask_as(&desk.admin, AskPayments { from: day, to: day, cashier_id: None }).await.expect("a list")
        };
        let line = &list.lines[0];
        assert_eq!((line.cashier.as_str(), line.workstation.as_str()), ("Ada Admin", "Front desk"));
        assert_eq!(
            (list.methods[0].method.as_str(), list.methods[0].taken_minor, list.total_minor),
            ("card", 4500, 4500)
        );
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn part_of_it_keeps_them_at_the_desk_and_later_lets_them_go() {
    for desk in desks().await {
        let visit = desk.visit(0, 9).await;
        let part = checked_out(&desk, out(visit, pays(PaymentMethod::Cash, 2000), false)).await;
        assert_eq!((part.appointment.status.as_str(), part.balance_minor), ("to_pay", 2500), "{}", desk.engine);
        let later = checked_out(&desk, out(visit, None, true)).await;
        assert_eq!((later.appointment.status.as_str(), later.balance_minor), ("done", 2500));
        assert_eq!(later.invoice_id, part.invoice_id, "one invoice for one visit");
        let unpaid: Unpaid = desk.clinic.ask_as(&desk.admin, AskUnpaid {}).await.expect("what is unpaid");
        assert_eq!(
            (unpaid.lines[0].open_minor, unpaid.ageing.not_due_minor, unpaid.ageing.total_minor),
            (2500, 2500, 2500)
        );
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn too_much_is_credit_and_pays_for_the_next_visit() {
    for desk in desks().await {
        let first = desk.visit(0, 9).await;
        let over = checked_out(&desk, out(first, pays(PaymentMethod::Cash, 10_000), false)).await;
        assert_eq!(over.balance_minor, -5500, "{}", desk.engine);
        assert_eq!(account(&desk, 0).await.credit_minor, 5500);
        let second = desk.visit(0, 10).await;
        let due: VisitBill =
            desk.clinic.ask_as(&desk.admin, AskCheckout { appointment_id: second }).await.expect("what to pay");
        assert_eq!((due.credit_minor, due.due_minor), (5500, 0));
        let done = checked_out(&desk, out(second, None, false)).await;
        assert_eq!((done.appointment.status.as_str(), done.balance_minor), ("done", -1000));
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn the_oldest_invoices_are_settled_first_or_those_chosen() {
    for desk in desks().await {
        let mut invoices = Vec::new();
        for amount in [3000, 2000, 1000] {
            invoices.push(desk.issued(0, amount).await);
        }
        let other = desk.issued(1, 700).await;
        let oldest = taken(&desk, desk.take(0, 3500, None)).await;
        let parts: Vec<_> = oldest.parts.iter().map(|part| (part.invoice_id, part.amount_minor)).collect();
        assert_eq!(parts, [(invoices[0], 3000), (invoices[1], 500)], "{}", desk.engine);
        // A family's: one payment also for another patient's invoice.
        let chosen = vec![
            PaymentPart { invoice_id: other, amount_minor: 700 },
            PaymentPart { invoice_id: invoices[2], amount_minor: 600 },
        ];
        let family = taken(&desk, desk.take(0, 1500, Some(chosen))).await;
        assert_eq!((family.parts.len(), family.credit_minor), (2, 200));
        assert_eq!(view(&desk, other).await.open_minor, 0);
        assert_eq!((account(&desk, 0).await.open_minor, account(&desk, 0).await.credit_minor), (1900, 200));
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn what_cannot_be_paid_is_refused_and_nothing_is_written() {
    for desk in desks().await {
        let draft = desk.draft(0, 5000).await;
        let issued = desk.issued(0, 5000).await;
        let part = |invoice_id, amount_minor| Some(vec![PaymentPart { invoice_id, amount_minor }]);
        for (operation, code) in [
            (desk.take(0, 5000, part(draft, 5000)), Code::InvoiceNotIssued),
            (desk.take(0, 6000, part(issued, 5001)), Code::PaymentMoreThanOwed),
            (desk.take(0, 1000, part(issued, 1001)), Code::PaymentAllocationSum),
            (desk.take(0, 1000, part(InvoiceId::new(), 1000)), Code::NotFound),
            (desk.take(0, 0, None), Code::FieldOutOfRange),
            (desk.take(0, -5, None), Code::FieldOutOfRange),
            (desk.take(0, 9_007_199_254_740_992, None), Code::FieldOutOfRange),
            (desk.take(0, 1000, part(issued, -1)), Code::FieldOutOfRange),
            (TakePayment { patient_id: PatientId::new(), ..desk.take(0, 1000, None) }, Code::PatientNotFound),
        ] {
            assert_eq!(desk.refused(operation).await.code(), code, "{}", desk.engine);
        }
        desk.done(desk.take(0, 5000, part(issued, 5000))).await;
        let twice = desk.refused(desk.take(0, 5000, part(issued, 5000))).await;
        assert_eq!((twice.code(), twice.detail("open_minor").unwrap().as_i64()), (Code::PaymentMoreThanOwed, Some(0)));
        assert_eq!(account(&desk, 0).await.payments.len(), 1);
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn an_issued_invoice_never_changes() {
    for desk in desks().await {
        let invoice_id = desk.issued(0, 5000).await;
        let edit =
            EditInvoice { invoice_id, version: 3, lines: desk.lines(1), discount: None, note: None, approval_id: None };
        assert_eq!(desk.refused(edit).await.code(), Code::InvoiceNotDraft, "{}", desk.engine);
        let void = VoidInvoice { invoice_id, version: 3, reason: "Wrong".into() };
        assert_eq!(desk.refused(void).await.code(), Code::InvoiceNotDraft);
        assert_eq!(desk.refused(IssueInvoice { invoice_id, version: 3 }).await.code(), Code::InvoiceNotDraft);
        for sql in [
            "UPDATE invoices SET net_minor = 1, total_minor = 1, allocated_minor = 0 WHERE id = ?",
            "UPDATE invoices SET number = 7 WHERE id = ?",
            "UPDATE invoices SET status = 'void', number = NULL WHERE id = ?",
            "DELETE FROM invoices WHERE id = ?",
        ] {
            let mut tx = desk.db.begin().await.expect("a transaction");
            assert!(tx.exec(sql, args![invoice_id]).await.is_err(), "{sql} on {}", desk.engine);
        }
        clean(&desk).await;
        for (sql, finding) in [
            ("UPDATE invoice_items SET description = 'Something else' WHERE invoice_id = ?", "billing.frozen_line"),
            ("UPDATE invoices SET due_on = '2099-12-31' WHERE id = ?", "billing.frozen_row"),
            ("UPDATE invoices SET frozen = '{}' WHERE id = ?", "billing.seal"),
            ("UPDATE invoice_items SET quantity = 2 WHERE invoice_id = ?", "billing.line"),
            ("UPDATE counters SET value = value + 1 WHERE name LIKE 'invoice %' AND ? <> ''", "billing.number_gap"),
        ] {
            let mut tx = desk.db.begin().await.expect("a transaction");
            tx.exec(sql, args![invoice_id]).await.expect("tampered");
            tx.commit().await.expect("committed");
            let report = check::check(&desk.db, None).await.expect("a report");
            assert!(report.findings.iter().any(|one| one.kind == finding), "{sql}: {:?}", report.findings);
        }
        desk.end().await;
    }
}

#[tokio::test]
async fn a_visit_has_one_invoice_and_a_voided_draft_leaves_no_number() {
    for desk in desks().await {
        let visit = desk.visit(0, 9).await;
        let patient_id = desk.patients[0];
        let draft = |invoice_id| DraftInvoice { invoice_id, patient_id, appointment_id: Some(visit) };
        let first = InvoiceId::new();
        desk.done(draft(first)).await;
        let made = desk.refused(draft(InvoiceId::new())).await;
        assert_eq!(made.code(), Code::InvoiceAlreadyMade, "{}", desk.engine);
        assert_eq!(made.detail("invoice_id").unwrap(), &serde_json::json!(first));
        let other = DraftInvoice { patient_id: desk.patients[1], ..draft(InvoiceId::new()) };
        assert_eq!(desk.refused(other).await.code(), Code::FieldInvalid);
        desk.done(VoidInvoice { invoice_id: first, version: 1, reason: "Written twice".into() }).await;
        let second = InvoiceId::new();
        desk.done(draft(second)).await;
        desk.done(IssueInvoice { invoice_id: second, version: 1 }).await;
        assert_eq!(view(&desk, second).await.number, Some(format!("INV-{}-00001", year())));
        let day = desk.day_of_visits();
        let left: ToBill =
            desk.clinic.ask_as(&desk.admin, AskToBill { from: day, to: day }).await.expect("what to bill");
        assert_eq!((left.visits.len(), left.drafts.len()), (0, 0));
        let empty = InvoiceId::new();
        desk.done(DraftInvoice { invoice_id: empty, patient_id, appointment_id: None }).await;
        assert_eq!(desk.refused(IssueInvoice { invoice_id: empty, version: 1 }).await.code(), Code::InvoiceEmpty);
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn each_role_discounts_within_its_limit() {
    for desk in desks().await {
        let who = desk.person("m.novak", Role::Receptionist).await;
        let invoice_id = desk.draft(0, 5000).await;
        let percent = |value| Some(Discount { kind: DiscountKind::Percent, value, reason: "Family".into() });
        let edit = |version, discount| EditInvoice {
            invoice_id,
            version,
            lines: desk.lines(5000),
            discount,
            note: None,
            approval_id: None,
        };
        let error = desk.clinic.perform(&who, OperationId::new(), edit(2, percent(2000))).await.expect_err("too much");
        assert_eq!(error.code(), Code::InvoiceDiscountAboveLimit, "{}", desk.engine);
        assert_eq!(error.detail("limit_basis_points").unwrap(), 1000);
        desk.clinic.perform(&who, OperationId::new(), edit(2, percent(1000))).await.expect("within");
        desk.done(edit(3, percent(2000))).await;
        assert_eq!(view(&desk, invoice_id).await.total_minor, 4000);
        let unsaid = Some(Discount { kind: DiscountKind::Percent, value: 100, reason: " ".into() });
        assert_eq!(desk.refused(edit(4, unsaid)).await.code(), Code::FieldRequired);
        assert_eq!(desk.refused(edit(2, None)).await.code(), Code::ChangedMeanwhile);
        desk.end().await;
    }
}

#[tokio::test]
async fn services_bear_their_tax_and_cash_is_rounded_by_its_own_line() {
    for desk in desks().await {
        let rate = TaxRateDetails {
            name: "VAT 7.7 %".into(),
            kind: TaxKind::Standard,
            basis_points: 770,
            inclusive: false,
            reason: None,
            service_ids: vec![desk.services[0]],
            account_code: None,
        };
        desk.done(AddTaxRate { tax_rate_id: TaxRateId::new(), details: rate.clone() }).await;
        let twice = AddTaxRate { tax_rate_id: TaxRateId::new(), details: rate.clone() };
        assert_eq!(desk.refused(twice).await.code(), Code::NameTaken, "{}", desk.engine);
        let silent = TaxRateDetails { name: "Exempt".into(), kind: TaxKind::Exempt, basis_points: 0, ..rate };
        let silent = AddTaxRate { tax_rate_id: TaxRateId::new(), details: silent };
        assert_eq!(desk.refused(silent).await.detail("field").unwrap(), "reason");
        let rules = BillingRules { cash_rounding_minor: 5, ..BillingRules::default() };
        desk.done(EditBillingRules { version: 0, rules }).await;
        let visit = desk.visit(0, 9).await;
        // 45.00 and 7.7 % are 48.465, so 48.47; in coins of five 48.45.
        let due: VisitBill =
            desk.clinic.ask_as(&desk.admin, AskCheckout { appointment_id: visit }).await.expect("what to pay");
        assert_eq!((due.due_minor, due.tax_minor, due.cash_rounding_minor), (4847, 347, -2));
        let done = checked_out(&desk, out(visit, pays(PaymentMethod::Cash, 4845), false)).await;
        assert_eq!((done.appointment.status.as_str(), done.balance_minor), ("done", 0));
        let invoice = view(&desk, done.invoice_id.expect("an invoice")).await;
        let lines: Vec<_> =
            invoice.lines.iter().map(|line| (line.kind.as_str(), line.net_minor, line.tax_minor)).collect();
        assert_eq!(lines, [("service", 4500, 347), ("rounding", -2, 0)]);
        assert_eq!(invoice.frozen.expect("frozen").lines.len(), 2);
        let by_card = desk.visit(1, 9).await;
        let done = checked_out(&desk, out(by_card, pays(PaymentMethod::Card, 4847), false)).await;
        assert_eq!((done.appointment.status.as_str(), done.balance_minor), ("done", 0));
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn the_currency_stays_once_money_was_written() {
    for desk in desks().await {
        let details = |currency: &str| ClinicDetails {
            name: "Northside Clinic".into(),
            currency: currency.into(),
            ..proposal("GB")
        };
        desk.done(EditClinic { version: 1, details: details("EUR") }).await;
        desk.issued(0, 5000).await;
        let error = desk.refused(EditClinic { version: 2, details: details("USD") }).await;
        assert_eq!(
            (error.code(), error.detail("field").unwrap().as_str()),
            (Code::ClinicCurrencyFixed, Some("currency"))
        );
        desk.done(EditClinic { version: 2, details: details("EUR") }).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn a_lower_price_is_a_discount_and_needs_who_may_give_it() {
    for desk in desks().await {
        let who = desk.person("m.novak", Role::Receptionist).await;
        let invoice_id = desk.draft(0, 4500).await;
        let edit = |version, unit_minor, quantity| {
            let mut lines = desk.lines(unit_minor);
            lines[0].quantity = quantity;
            EditInvoice { invoice_id, version, lines, discount: None, note: None, approval_id: None }
        };
        for (unit_minor, quantity) in [(0, 1), (4000, 1), (4000, 3)] {
            let lower = edit(2, unit_minor, quantity);
            let error = desk.clinic.perform(&who, OperationId::new(), lower).await.expect_err("too low");
            assert_eq!(error.code(), Code::InvoiceDiscountAboveLimit, "{}", desk.engine);
        }
        // A tenth less is within the limit, and more than the list is nobody's discount.
        desk.clinic.perform(&who, OperationId::new(), edit(2, 4050, 2)).await.expect("within");
        desk.clinic.perform(&who, OperationId::new(), edit(3, 9000, 1)).await.expect("more");
        let mut sharing = edit(4, 1, 1);
        sharing.lines[0].share_of_minor = Some(1);
        let error =
            desk.clinic.perform(&who, OperationId::new(), sharing).await.expect_err("it only says that it is a share");
        assert_eq!(error.code(), Code::InvoiceDiscountAboveLimit);
        desk.done(edit(4, 0, 1)).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn what_is_given_after_the_invoice_was_written_is_not_forgotten() {
    for desk in desks().await {
        let visit = desk.visit(0, 9).await;
        let invoice_id = InvoiceId::new();
        desk.done(DraftInvoice { invoice_id, patient_id: desk.patients[0], appointment_id: Some(visit) }).await;
        assert!(view(&desk, invoice_id).await.given_since.is_empty(), "{}", desk.engine);
        let mut lines = desk.lines(1000);
        lines[0].service_id = None;
        let edit = EditInvoice { invoice_id, version: 1, lines, discount: None, note: None, approval_id: None };
        desk.done(edit).await;
        assert_eq!(view(&desk, invoice_id).await.given_since.len(), 1);
        let bill: VisitBill =
            desk.clinic.ask_as(&desk.admin, AskCheckout { appointment_id: visit }).await.expect("what to pay");
        assert_eq!((bill.given_since.len(), bill.given_since[0].total_minor, bill.due_minor), (1, 4500, 1000));
        desk.end().await;
    }
}
