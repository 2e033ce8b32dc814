//! A clinic's own methods of payment, and those that it does not take.

use super::billing_steps::{Bills, taken};
use clinic_core::billing::correct::{CorrectPayment, RefundPayment, RightPayment};
use clinic_core::billing::documents::Document;
use clinic_core::billing::documents::receipt::AskReceipt;
use clinic_core::billing::ledger::{Account, AskLedger, Ledger};
use clinic_core::billing::methods::own::{
    AddPaymentMethod, AskPaymentMethods, EditPaymentMethod, OrderPaymentMethods, PaymentMethodLine,
};
use clinic_core::billing::payment::{PaymentMethod, TakePayment};
use clinic_core::billing::payments::{AskPayments, Payments};
use clinic_core::billing::report_file::{AskReportFile, ReportKind};
use clinic_core::billing::revenue::{AskRevenue, Revenue, RevenueBy};
use clinic_core::billing::rules::{AccountCode, BillingRules, EditBillingRules};
use clinic_core::billing::till::{AskTill, TillNow};
use clinic_core::billing::till_close::CloseTill;
use clinic_core::exchange::ExportFile;
use clinic_core::ids::*;
use clinic_core::{Code, check};
use clinic_tests::desk::{Desk, desks};

fn add(name: &str, kind: PaymentMethod) -> AddPaymentMethod {
    AddPaymentMethod { method_id: PaymentMethodId::new(), name: name.into(), kind, account_code: None }
}

async fn added(desk: &Desk, name: &str, kind: PaymentMethod) -> PaymentMethodId {
    let add = add(name, kind);
    desk.done(add.clone()).await;
    add.method_id
}

async fn methods(desk: &Desk) -> Vec<PaymentMethodLine> {
    desk.clinic.ask_as(&desk.admin, AskPaymentMethods {}).await.expect("the methods")
}

fn by(desk: &Desk, method: PaymentMethod, method_id: Option<PaymentMethodId>, amount_minor: i64) -> TakePayment {
    TakePayment { method, method_id, ..desk.take(0, amount_minor, None) }
}

async fn clean(desk: &Desk) {
    let report = check::check(&desk.db, None).await.expect("a report");
    assert!(report.findings.is_empty(), "{}: {:#?}", desk.engine, report.findings);
}

#[tokio::test]
async fn own_methods_stand_after_the_four_in_their_order() {
    for desk in desks().await {
        assert_eq!(desk.refused(add("Petty", PaymentMethod::Cash)).await.detail("field").unwrap(), "kind");
        let cheque = added(&desk, "Cheque", PaymentMethod::Other).await;
        let twint = added(&desk, "TWINT", PaymentMethod::Card).await;
        let voucher = added(&desk, "Voucher", PaymentMethod::Other).await;
        assert_eq!(desk.refused(add("TWINT", PaymentMethod::Other)).await.code(), Code::NameTaken, "{}", desk.engine);
        desk.done(OrderPaymentMethods { method_ids: vec![voucher, cheque] }).await;
        let unknown = OrderPaymentMethods { method_ids: vec![PaymentMethodId::new()] };
        assert_eq!(desk.refused(unknown).await.code(), Code::NotFound);
        let rename = |version, name: &str, active| EditPaymentMethod {
            method_id: cheque,
            version,
            name: name.into(),
            account_code: Some("1090".into()),
            active,
        };
        assert_eq!(desk.refused(rename(9, "Bank cheque", true)).await.code(), Code::ChangedMeanwhile);
        let version = methods(&desk).await.iter().find(|one| one.method_id == Some(cheque)).expect("it").version;
        desk.done(rename(version, "Bank cheque", true)).await;
        let keys: Vec<String> = methods(&desk).await.into_iter().map(|one| one.key).collect();
        let own = [voucher, cheque, twint].map(|id| id.to_string());
        let expected: Vec<String> =
            ["cash", "card", "transfer", "other"].map(str::to_owned).into_iter().chain(own).collect();
        assert_eq!(keys, expected, "{}", desk.engine);
        desk.end().await;
    }
}

/// What is switched off is not taken, but gives back and puts right what was paid by it.
#[tokio::test]
async fn what_is_switched_off_is_not_taken() {
    for desk in desks().await {
        let voucher = added(&desk, "Voucher", PaymentMethod::Other).await;
        let of_card = desk.refused(by(&desk, PaymentMethod::Card, Some(voucher), 100)).await;
        assert_eq!(of_card.code(), Code::FieldInvalid, "{}", desk.engine);
        let unknown = by(&desk, PaymentMethod::Other, Some(PaymentMethodId::new()), 100);
        assert_eq!(desk.refused(unknown).await.code(), Code::NotFound);
        let paid = taken(&desk, by(&desk, PaymentMethod::Other, Some(voucher), 3000)).await.payment_id;
        let wrong = taken(&desk, by(&desk, PaymentMethod::Other, None, 500)).await.payment_id;
        desk.done(EditPaymentMethod {
            method_id: voucher,
            version: 1,
            name: "Voucher".into(),
            account_code: None,
            active: false,
        })
        .await;
        let rules = |methods_off| EditBillingRules {
            version: 0,
            rules: BillingRules { methods_off, ..BillingRules::default() },
        };
        assert_eq!(desk.refused(rules(PaymentMethod::ALL.to_vec())).await.code(), Code::FieldInvalid);
        desk.done(rules(vec![PaymentMethod::Other])).await;
        let off: Vec<bool> = methods(&desk).await.into_iter().map(|one| one.active).collect();
        assert_eq!(off, [true, true, true, false, false]);
        let error = desk.refused(by(&desk, PaymentMethod::Other, Some(voucher), 100)).await;
        assert_eq!(
            (error.code(), error.detail("name").and_then(|name| name.as_str())),
            (Code::PaymentMethodOff, Some("Voucher"))
        );
        assert_eq!(desk.refused(by(&desk, PaymentMethod::Other, None, 100)).await.code(), Code::PaymentMethodOff);
        let refund = |payment_id, method_id| RefundPayment {
            refund_id: PaymentId::new(),
            payment_id,
            method: PaymentMethod::Other,
            method_id,
            amount_minor: 100,
            reason: "Paid too much".into(),
        };
        desk.done(refund(paid, Some(voucher))).await;
        assert_eq!(desk.refused(refund(wrong, Some(voucher))).await.code(), Code::PaymentMethodOff);
        let right = RightPayment {
            payment_id: PaymentId::new(),
            patient_id: desk.patients[0],
            payer_id: None,
            method: PaymentMethod::Other,
            method_id: None,
            amount_minor: 600,
            parts: None,
        };
        let reversal_id = PaymentId::new();
        let reason = "It was more".to_owned();
        desk.done(CorrectPayment { payment_id: wrong, reversal_id, reason, right: Some(right) }).await;
        clean(&desk).await;
        desk.end().await;
    }
}

/// Lists, sums, the till and the ledger call it by the name of now; its receipt by that of then; what takes it back is by the same.
#[tokio::test]
async fn an_own_method_stands_by_its_name_wherever_money_is_told() {
    for desk in desks().await {
        desk.issued(0, 5000).await;
        let code = AccountCode { account: Account::Card, code: "1080".into() };
        let rules = BillingRules { account_codes: vec![code], ..BillingRules::default() };
        desk.done(EditBillingRules { version: 0, rules }).await;
        let twint = added(&desk, "TWINT", PaymentMethod::Card).await;
        let cheque = AddPaymentMethod { account_code: Some("1090".into()), ..add("Cheque", PaymentMethod::Other) };
        desk.done(cheque.clone()).await;
        let paid = taken(&desk, by(&desk, PaymentMethod::Card, Some(twint), 2000)).await.payment_id;
        desk.done(by(&desk, PaymentMethod::Card, None, 1000)).await;
        desk.done(by(&desk, PaymentMethod::Other, Some(cheque.method_id), 700)).await;
        let wrong = taken(&desk, by(&desk, PaymentMethod::Card, Some(twint), 300)).await.payment_id;
        let reason = "Never paid".to_owned();
        desk.done(CorrectPayment { payment_id: wrong, reversal_id: PaymentId::new(), reason, right: None }).await;
        let renamed = EditPaymentMethod {
            method_id: twint,
            version: 1,
            name: "TWINT app".into(),
            account_code: None,
            active: true,
        };
        desk.done(renamed).await;
        let receipt = desk.clinic.ask_as(&desk.admin, AskReceipt { payment_id: paid }).await.expect("a receipt");
        let Document::Receipt(receipt) = receipt else { panic!("no receipt") };
        assert_eq!(receipt.method_name.as_deref(), Some("TWINT"), "{}", desk.engine);
        let today = desk.clock.now().on_wall(chrono_tz::Europe::London).date();
        let span = AskPayments { from: today, to: today, cashier_id: None };
        let payments: Payments = desk.clinic.ask_as(&desk.admin, span).await.expect("the payments");
        let sums: Vec<_> = payments
            .methods
            .iter()
            .map(|one| (one.method_name.as_deref(), one.taken_minor, one.returned_minor))
            .collect();
        assert_eq!(sums, [(None, 1000, 0), (Some("TWINT app"), 2300, 300), (Some("Cheque"), 700, 0)]);
        let revenue = AskRevenue { from: today, to: today, by: RevenueBy::Method };
        let revenue: Revenue = desk.clinic.ask_as(&desk.admin, revenue).await.expect("the revenue");
        assert_eq!(revenue.rows[1].name.as_deref(), Some("TWINT app"));
        assert_eq!(revenue.total.total_minor, 3700);
        booked(&desk, today).await;
        let now: TillNow = desk.clinic.ask_as(&desk.admin, AskTill { till_id: None }).await.expect("a till");
        assert_eq!((now.expected.card_minor, now.expected.other_minor), (3000, 700));
        let own: Vec<_> = now.expected.own.iter().map(|one| (one.name.as_str(), one.amount_minor)).collect();
        assert_eq!(own, [("TWINT app", 2000), ("Cheque", 700)]);
        let close = CloseTill {
            entries: now.expected.entries,
            counted_minor: 0,
            card_counted_minor: 3000,
            reason: None,
            till_id: None,
        };
        desk.done(close).await;
        clean(&desk).await;
        // A closed day says what was by which of them, and that it does.
        let mut tx = desk.db.begin().await.expect("a transaction");
        let swap = "UPDATE payment_own_methods SET method_id = ?, name = 'Cheque' WHERE payment_id = ?";
        let refused = tx.exec(swap, clinic_core::args![cheque.method_id, paid]).await.is_err();
        assert!(refused, "{}: a card payment by a method of another kind", desk.engine);
        drop(tx);
        let mut tx = desk.db.begin().await.expect("a transaction");
        tx.exec("DELETE FROM payment_own_methods WHERE payment_id = ?", clinic_core::args![paid]).await.expect("gone");
        tx.commit().await.expect("committed");
        let report = check::check(&desk.db, None).await.expect("a report");
        assert!(report.findings.iter().any(|one| one.kind == "billing.closed_day"), "{:#?}", report.findings);
        desk.end().await;
    }
}

/// Under its own code, else under its kind's.
async fn booked(desk: &Desk, today: chrono::NaiveDate) {
    let ledger: Ledger = desk.clinic.ask_as(&desk.admin, AskLedger { from: today, to: today }).await.expect("a ledger");
    assert_eq!(ledger.debit_minor, ledger.credit_minor);
    let own = ledger.accounts.iter().filter(|one| !one.method_name.is_empty());
    let own: Vec<_> = own
        .map(|one| {
            (one.account.as_str(), one.method_name.as_str(), one.code.as_str(), one.debit_minor - one.credit_minor)
        })
        .collect();
    assert_eq!(own, [("card", "TWINT app", "1080", 2000), ("other", "Cheque", "1090", 700)], "{}", desk.engine);
    for (report, cell) in [(ReportKind::Ledger, ",1090,Cheque"), (ReportKind::Payments, ",TWINT app")] {
        let file = AskReportFile { report, from: today, to: today, by: None };
        let file: ExportFile = desk.clinic.ask_as(&desk.admin, file).await.expect("a file");
        assert!(file.content.lines().any(|line| line.ends_with(cell)), "{}", file.content);
    }
}
