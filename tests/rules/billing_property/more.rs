//! Steps of the random sequences: the drawer and its close, own methods of payment, cash in coins, credit by hand, write-offs undone.

use super::super::billing_steps::Bills;
use super::Random;
use clinic_core::billing::account::{AskPatientAccount, PatientAccount};
use clinic_core::billing::check_out::{AskCheckout, CheckOut, CheckoutPayment, VisitBill};
use clinic_core::billing::credit::ApplyCredit;
use clinic_core::billing::methods::own::AddPaymentMethod;
use clinic_core::billing::payment::{PaymentMethod, PaymentPart};
use clinic_core::billing::rules::{BillingRules, EditBillingRules};
use clinic_core::billing::sums::cash_rounding;
use clinic_core::billing::till::{AskTill, CashPurpose, Expected, MoveCash, SetFloat, TillNow};
use clinic_core::billing::till_close::CloseTill;
use clinic_core::billing::undo_write_off::UndoWriteOff;
use clinic_core::ids::*;
use rand::Rng;

/// The smallest coin of this clinic.
const COIN: i64 = 5;

impl Random<'_> {
    /// Coins, and two methods of its own.
    pub(super) async fn begin(&mut self) {
        let rules = BillingRules { cash_rounding_minor: COIN, ..BillingRules::default() };
        assert!(self.does_as(&self.people[0], EditBillingRules { version: 0, rules }).await);
        for (name, kind) in [("TWINT", PaymentMethod::Card), ("Voucher", PaymentMethod::Other)] {
            let method_id = PaymentMethodId::new();
            let add = AddPaymentMethod { method_id, name: name.into(), kind, account_code: None };
            assert!(self.does_as(&self.people[0], add).await);
            self.own.push((kind, method_id));
        }
    }

    pub(super) fn way(&mut self) -> (PaymentMethod, Option<PaymentMethodId>) {
        match self.rng.random_range(0..6) {
            n @ (0 | 1) => (self.own[n].0, Some(self.own[n].1)),
            _ => (self.method(), None),
        }
    }

    /// All that somebody owes, in coins; now and then by something that is no rounding.
    pub(super) async fn pay_in_coins(&mut self) {
        let patient = self.patient();
        let patient_id = self.desk.patients[patient];
        let asked = AskPatientAccount { patient_id };
        let account: PatientAccount = self.desk.clinic.ask_as(&self.people[0], asked).await.expect("an account");
        let rounding = cash_rounding(account.open_minor, COIN) + i64::from(self.rng.random_bool(0.1));
        let amount_minor = account.open_minor + rounding;
        if amount_minor <= 0 {
            return;
        }
        let mut taking = self.desk.take(patient, amount_minor, None);
        taking.rounding_minor = Some(rounding);
        let payment_id = taking.payment_id;
        if self.does(taking).await {
            self.payments.push(payment_id);
        }
    }

    /// What is due at the desk in cash, whether its invoice is issued already or not.
    pub(super) async fn check_out_in_coins(&mut self) {
        let appointment_id = self.visit().await;
        let bill: VisitBill =
            self.desk.clinic.ask_as(&self.people[0], AskCheckout { appointment_id }).await.expect("a bill");
        let (invoice_id, payment_id) = (InvoiceId::new(), PaymentId::new());
        let amount_minor = bill.due_minor + bill.cash_rounding_minor;
        if amount_minor <= 0 {
            return;
        }
        let payment =
            CheckoutPayment { payment_id, method: PaymentMethod::Cash, method_id: None, amount_minor, note: None };
        let check_out =
            CheckOut { appointment_id, version: bill.version, invoice_id, payment: Some(payment), pays_later: false };
        if self.does(check_out).await {
            self.payments.push(payment_id);
            self.invoices.extend(bill.invoice_id.is_none().then_some(invoice_id).filter(|_| !bill.lines.is_empty()));
        }
    }

    pub(super) async fn drawer(&mut self) {
        let amount = self.amount();
        if self.rng.random_bool(0.3) {
            self.does(SetFloat { float_minor: amount }).await;
            return;
        }
        let purposes = [CashPurpose::Bank, CashPurpose::PettyCash, CashPurpose::Change, CashPurpose::Other];
        let purpose = purposes[self.rng.random_range(0..4)];
        let into = self.rng.random_bool(0.5);
        self.does(MoveCash { into, amount_minor: amount, reason: "As it is".into(), purpose }).await;
    }

    /// Counted right or wrong, seen or overtaken, one's own of today or one that was left open.
    pub(super) async fn close(&mut self) {
        let who = self.people[self.rng.random_range(0..3)].clone();
        let now = self.till(&who).await;
        let left = now.left_open.first().map(|one| one.till_id).filter(|_| self.rng.random_bool(0.7));
        let expected = match left {
            Some(till_id) => {
                let asked = AskTill { till_id: Some(till_id) };
                self.desk.clinic.ask_as::<TillNow>(&who, asked).await.expect("a till").expected
            }
            None => now.expected,
        };
        let wrong = if self.rng.random_bool(0.5) { self.rng.random_range(-50..50) } else { 0 };
        let close = CloseTill {
            entries: expected.entries + i64::from(self.rng.random_bool(0.1)),
            counted_minor: (expected.cash_minor + wrong).max(0),
            card_counted_minor: expected.card_minor - wrong / 2,
            reason: Some("Counted twice".into()),
            till_id: left,
        };
        self.does_as(&who, close).await;
    }

    pub(super) async fn credit_by_hand(&mut self) {
        let (patient, amount_minor) = (self.patient(), self.amount() / 3 + 1);
        let invoices = self.invoices.clone();
        let parts = (0..2).map(|_| PaymentPart { invoice_id: self.one(&invoices, InvoiceId::new()), amount_minor });
        let parts = Some(parts.collect());
        self.does(ApplyCredit { patient_id: self.desk.patients[patient], parts }).await;
    }

    pub(super) async fn undo_write_off(&mut self) {
        let invoices = self.invoices.clone();
        let invoice_id = self.one(&invoices, InvoiceId::new());
        let offs = self.view(invoice_id).await.write_offs;
        let write_off_id = offs.first().map_or(RowId(invoice_id.0), |one| one.write_off_id);
        let before = offs.first().is_some_and(|one| one.undone_on.is_none());
        let undo = UndoWriteOff { write_off_id, reason: "They paid after all".into() };
        let done = self.does_as(&self.people[0], undo).await;
        assert!(!done || before, "{}: undone twice", self.desk.engine);
    }

    /// What a till says of the clinic's own methods, by what its lines say.
    pub(super) fn own_adds_up(&self, expected: &Expected, lines: &[(Option<PaymentMethodId>, i64)], after: &str) {
        for (_, method_id) in &self.own {
            let told = expected.own.iter().find(|one| one.method_id == *method_id).map_or(0, |one| one.amount_minor);
            let sum: i64 = lines.iter().filter(|(own, _)| *own == Some(*method_id)).map(|(_, minor)| minor).sum();
            assert_eq!(told, sum, "{} after {after}", self.desk.engine);
        }
    }
}
