//! Anything in any order, by two people and over several days: what is refused writes nothing, and after each step everything adds up.

mod more;

use super::billing_steps::Bills;
use chrono::{Days, NaiveDate, NaiveDateTime};
use clinic_core::access::Role;
use clinic_core::appointments::appointment::Status;
use clinic_core::appointments::status::ChangeStatus;
use clinic_core::billing::account::{AskPatientAccount, PatientAccount};
use clinic_core::billing::check_out::{CheckOut, CheckoutPayment};
use clinic_core::billing::correct::{CorrectPayment, RefundPayment, RightPayment};
use clinic_core::billing::credit::ApplyCredit;
use clinic_core::billing::credit_note::{CreditLine, WriteCreditNote};
use clinic_core::billing::draft::{DraftInvoice, EditInvoice, VoidInvoice};
use clinic_core::billing::issue::IssueInvoice;
use clinic_core::billing::ledger::{AskLedger, Ledger};
use clinic_core::billing::lines::Discount;
use clinic_core::billing::payment::{PaymentMethod, PaymentPart};
use clinic_core::billing::payments::{AskPayments, Payments};
use clinic_core::billing::period::LockPeriod;
use clinic_core::billing::sums::DiscountKind;
use clinic_core::billing::till::{AskTill, TillNow};
use clinic_core::billing::view::{AskInvoice, InvoiceView};
use clinic_core::billing::write_off::WriteOff;
use clinic_core::ids::*;
use clinic_core::operation::Operation;
use clinic_core::store::Read;
use clinic_core::{Code, Who, check};
use clinic_tests::desk::{Desk, at, desks};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

const DAY: i64 = 24 * 3600;
/// Of a quarter of an hour, in one day.
const SLOTS: u32 = 40;

struct Random<'a> {
    desk: &'a Desk,
    rng: StdRng,
    /// The administrator, somebody who may correct, and a receptionist, whose discounts are limited.
    people: [Who; 3],
    invoices: Vec<InvoiceId>,
    drafts: Vec<InvoiceId>,
    payments: Vec<PaymentId>,
    /// The clinic's own methods of payment, with their kinds.
    own: Vec<(PaymentMethod, PaymentMethodId)>,
    visits: Vec<AppointmentId>,
    booked: u32,
    began: NaiveDate,
}

impl Random<'_> {
    fn today(&self) -> NaiveDate {
        self.desk.clock.now().on_wall(chrono_tz::Europe::London).date()
    }

    fn one<T: Copy>(&mut self, of: &[T], otherwise: T) -> T {
        if of.is_empty() { otherwise } else { of[self.rng.random_range(0..of.len())] }
    }

    fn patient(&mut self) -> usize {
        self.rng.random_range(0..3)
    }

    fn amount(&mut self) -> i64 {
        self.rng.random_range(1..6000)
    }

    fn method(&mut self) -> PaymentMethod {
        let all = [PaymentMethod::Cash, PaymentMethod::Card, PaymentMethod::Transfer, PaymentMethod::Other];
        all[self.rng.random_range(0..4)]
    }

    async fn view(&self, invoice_id: InvoiceId) -> InvoiceView {
        self.desk.clinic.ask_as(&self.people[0], AskInvoice { invoice_id }).await.expect("an invoice")
    }

    async fn till(&self, who: &Who) -> TillNow {
        self.desk.clinic.ask_as(who, AskTill { till_id: None }).await.expect("a till")
    }

    /// Whoever it is; what is refused leaves no row behind.
    async fn does(&mut self, operation: impl Into<Operation>) -> bool {
        let who = self.people[self.rng.random_range(0..3)].clone();
        self.does_as(&who, operation).await
    }

    async fn does_as(&self, who: &Who, operation: impl Into<Operation>) -> bool {
        let before = self.written().await;
        let done = self.desk.clinic.perform(who, OperationId::new(), operation).await;
        if let Err(error) = &done {
            // A rule said no, not the database.
            assert_ne!(error.code(), Code::Internal, "{} {error:?}", self.desk.engine);
            assert_eq!(self.written().await, before, "{} after {error:?}", self.desk.engine);
        }
        done.is_ok()
    }

    /// What stands in the tables of billing, roughly: enough to see that something was written.
    async fn written(&self) -> Vec<i64> {
        let mut db = self.desk.db.clone();
        let mut found = Vec::new();
        for sql in [
            "SELECT COUNT(*) FROM journal",
            "SELECT CAST(COALESCE(SUM(version + allocated_minor + total_minor), 0) AS SIGNED) FROM invoices",
            "SELECT COUNT(*) FROM invoice_items",
            "SELECT COUNT(*) FROM payments",
            "SELECT CAST(COALESCE(SUM(allocated_minor + 3 * returned_minor), 0) AS SIGNED) FROM payment_balances",
            "SELECT COUNT(*) FROM payment_allocations",
            "SELECT COUNT(*) FROM payment_corrections",
            "SELECT COUNT(*) FROM credit_note_items",
            "SELECT COUNT(*) FROM write_offs",
            "SELECT COUNT(*) FROM write_off_undos",
            "SELECT COUNT(*) FROM cash_roundings",
            "SELECT COUNT(*) FROM payment_own_methods",
            "SELECT CAST(COALESCE(SUM(version), 0) AS SIGNED) FROM tills",
            "SELECT COUNT(*) FROM till_moves",
            "SELECT COUNT(*) FROM billing_dates",
            "SELECT CAST(COALESCE(SUM(value), 0) AS SIGNED) FROM counters",
        ] {
            let (count,): (i64,) = db.one(sql, vec![]).await.expect("a count");
            found.push(count);
        }
        found
    }

    async fn draft(&mut self) -> InvoiceId {
        let (patient, amount) = (self.patient(), self.amount());
        let invoice_id = InvoiceId::new();
        let patient_id = self.desk.patients[patient];
        assert!(self.does_as(&self.people[0], DraftInvoice { invoice_id, patient_id, appointment_id: None }).await);
        let lines = self.desk.lines(amount);
        let edit = EditInvoice { invoice_id, version: 1, lines, discount: None, note: None, approval_id: None };
        assert!(self.does_as(&self.people[0], edit).await);
        self.drafts.push(invoice_id);
        invoice_id
    }

    async fn issue(&mut self) {
        let nothing = self.draft().await;
        let drafts = self.drafts.clone();
        let invoice_id = self.one(&drafts, nothing);
        let version = self.view(invoice_id).await.version;
        if self.does(IssueInvoice { invoice_id, version }).await {
            self.drafts.retain(|one| *one != invoice_id);
            self.invoices.push(invoice_id);
        }
    }

    async fn pay(&mut self, by_hand: bool) {
        let (patient, amount, way) = (self.patient(), self.amount(), self.way());
        let invoices = self.invoices.clone();
        let invoice_id = self.one(&invoices, InvoiceId::new());
        let parts = by_hand.then(|| vec![PaymentPart { invoice_id, amount_minor: amount / 2 + 1 }]);
        let mut taking = self.desk.take(patient, amount, parts);
        (taking.method, taking.method_id) = way;
        let payment_id = taking.payment_id;
        if self.does(taking).await {
            self.payments.push(payment_id);
        }
    }

    async fn give_back(&mut self) {
        let payments = self.payments.clone();
        let payment_id = self.one(&payments, PaymentId::new());
        let (amount_minor, (method, method_id)) = (self.amount(), self.way());
        let refund_id = PaymentId::new();
        self.does(RefundPayment {
            refund_id,
            payment_id,
            method,
            method_id,
            amount_minor,
            reason: "Paid twice".into(),
        })
        .await;
    }

    async fn correct(&mut self) {
        let payments = self.payments.clone();
        let payment_id = self.one(&payments, PaymentId::new());
        let (patient, amount_minor, (method, method_id)) = (self.patient(), self.amount(), self.way());
        let right = RightPayment {
            payment_id: PaymentId::new(),
            patient_id: self.desk.patients[patient],
            payer_id: None,
            method,
            method_id,
            amount_minor,
            parts: None,
        };
        let entered = right.payment_id;
        let right = self.rng.random_bool(0.7).then_some(right);
        let reason = "Entered wrong".to_owned();
        if self.does(CorrectPayment { payment_id, reversal_id: PaymentId::new(), reason, right }).await {
            self.payments.push(entered);
        }
    }

    async fn credit(&mut self) {
        let (invoices, amount) = (self.invoices.clone(), self.amount());
        let invoice_id = self.one(&invoices, InvoiceId::new());
        let item_id = self.view(invoice_id).await.lines[0].item_id;
        let lines = self.rng.random_bool(0.5).then(|| vec![CreditLine { item_id, total_minor: amount }]);
        let (credit_note_id, reason) = (CreditNoteId::new(), "Billed wrong".to_owned());
        self.does(WriteCreditNote { credit_note_id, invoice_id, reason, lines, again: None }).await;
    }

    async fn write_off(&mut self) {
        let (invoices, amount) = (self.invoices.clone(), self.amount());
        let invoice_id = self.one(&invoices, InvoiceId::new());
        self.does(WriteOff { invoice_id, amount_minor: amount / 4 + 1, reason: "Goodwill".into() }).await;
    }

    /// Percent or an amount, on a line or on the whole, within one's limit or above it.
    async fn discount(&mut self) {
        let nothing = self.draft().await;
        let drafts = self.drafts.clone();
        let invoice_id = self.one(&drafts, nothing);
        let before = self.view(invoice_id).await;
        let amount = self.amount();
        let mut off = |on: bool| {
            let kind = if self.rng.random_bool(0.5) { DiscountKind::Percent } else { DiscountKind::Amount };
            let value = self.rng.random_range(1..7000);
            on.then(|| Discount { kind, value, reason: "Long wait".into() })
        };
        let (whole, line) = (off(amount % 2 == 0), off(amount % 3 == 0));
        let mut lines = self.desk.lines(amount);
        lines[0].discount = line;
        let version = before.version;
        self.does(EditInvoice { invoice_id, version, lines, discount: whole, note: None, approval_id: None }).await;
    }

    async fn void(&mut self) {
        let of = if self.rng.random_bool(0.8) { self.drafts.clone() } else { self.invoices.clone() };
        let Some(invoice_id) = (!of.is_empty()).then(|| of[self.rng.random_range(0..of.len())]) else { return };
        let before = self.view(invoice_id).await;
        let version = before.version - i64::from(self.rng.random_bool(0.2));
        let void = VoidInvoice { invoice_id, version, reason: "Written twice".into() };
        let done = self.does_as(&self.people[0], void).await;
        assert_eq!(done, before.status == "draft" && version == before.version, "{}", self.desk.engine);
        if done {
            self.drafts.retain(|one| *one != invoice_id);
        }
    }

    /// A visit that is over, or one that was checked out already.
    async fn visit(&mut self) -> AppointmentId {
        if self.booked >= SLOTS || (!self.visits.is_empty() && self.rng.random_bool(0.3)) {
            let visits = self.visits.clone();
            return self.one(&visits, AppointmentId::new());
        }
        let starts_at: NaiveDateTime = at(8 + self.booked / 4, self.booked % 4 * 15);
        self.booked += 1;
        let mut booking = self.desk.booking(starts_at, 15);
        booking.patient_id = self.desk.patients[self.rng.random_range(0..3usize)];
        let appointment_id = booking.appointment_id;
        self.desk.done(booking).await;
        let to = Status::ToPay;
        self.desk.done(ChangeStatus { appointment_id, version: 1, to, waiting_for: None, reason: None }).await;
        self.visits.push(appointment_id);
        appointment_id
    }

    async fn check_out(&mut self) {
        let appointment_id = self.visit().await;
        let (invoice_id, payment_id) = (InvoiceId::new(), PaymentId::new());
        let (amount_minor, method) = (self.amount(), self.method());
        let payment = CheckoutPayment { payment_id, method, method_id: None, amount_minor, note: None };
        let payment = self.rng.random_bool(0.6).then_some(payment);
        let (paid, pays_later) = (payment.is_some(), self.rng.random_bool(0.3));
        let version = self.rng.random_range(2..4);
        if self.does(CheckOut { appointment_id, version, invoice_id, payment, pays_later }).await {
            let (found,): (i64,) = self
                .desk
                .db
                .clone()
                .one("SELECT COUNT(*) FROM invoices WHERE id = ?", clinic_core::args![invoice_id])
                .await
                .expect("a count");
            self.invoices.extend((found > 0).then_some(invoice_id));
            self.payments.extend(paid.then_some(payment_id));
        }
    }

    /// The night: what was left open stays so, and the books are locked where nothing is.
    async fn night(&mut self) {
        self.desk.clock.advance_seconds(DAY);
        if self.rng.random_bool(0.3) {
            let to = self.today() - Days::new(1);
            self.does_as(&self.people[0], LockPeriod { to }).await;
        }
    }

    async fn step(&mut self) -> &'static str {
        match self.rng.random_range(0..25) {
            0 | 1 => (self.issue().await, "issue").1,
            2 => (self.pay(true).await, "payment by hand").1,
            3 | 4 => (self.pay(false).await, "payment").1,
            5 => {
                let patient = self.patient();
                self.does(ApplyCredit { patient_id: self.desk.patients[patient], parts: None }).await;
                "credit used"
            }
            6 => (self.credit().await, "credit note").1,
            7 => (self.give_back().await, "refund").1,
            8 | 9 => (self.correct().await, "correction").1,
            10 => (self.write_off().await, "write-off").1,
            11 | 12 => (self.discount().await, "discount").1,
            13 => (self.void().await, "void").1,
            14..=16 => (self.check_out().await, "checkout").1,
            17 => (self.drawer().await, "drawer").1,
            18 => (self.close().await, "close").1,
            20 => (self.pay_in_coins().await, "payment in coins").1,
            21 => (self.check_out_in_coins().await, "checkout in coins").1,
            22 => (self.credit_by_hand().await, "credit by hand").1,
            23 | 24 => (self.undo_write_off().await, "write-off undone").1,
            _ => (self.night().await, "night").1,
        }
    }

    /// The checks of the clinic's own data; each drawer is what its cashier took and moved; debits are credits; what patients owe is
    /// what the books say of receivables.
    async fn adds_up(&self, after: &str) {
        let report = check::check(&self.desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{} after {after}: {:#?}", self.desk.engine, report.findings);
        let (admin, today) = (&self.people[0], self.today());
        for who in &self.people {
            let Who::Person(session) = who else { unreachable!() };
            let till = self.till(who).await;
            let asked = AskPayments { from: self.began, to: today, cashier_id: Some(session.user_id()) };
            let payments: Payments = self.desk.clinic.ask_as(admin, asked).await.expect("the payments");
            // Not what was put into the drawer of an earlier day.
            let inside: Vec<_> = payments.lines.iter().filter(|line| line.drawer_on == today).collect();
            let of = |method: &str| {
                let own = inside.iter().filter(|line| line.method == method);
                own.map(|line| if line.kind == "payment" { line.amount_minor } else { -line.amount_minor }).sum::<i64>()
            };
            let lines: Vec<_> = inside
                .iter()
                .map(|line| {
                    (line.method_id, if line.kind == "payment" { line.amount_minor } else { -line.amount_minor })
                })
                .collect();
            self.own_adds_up(&till.expected, &lines, after);
            let moved: i64 = till.moves.iter().map(|one| one.amount_minor).sum();
            let expected = &till.expected;
            assert_eq!(expected.cash_minor, expected.float_minor + of("cash") + moved, "cash after {after}");
            let others = [expected.card_minor, expected.transfer_minor, expected.other_minor];
            assert_eq!(others, ["card", "transfer", "other"].map(of), "after {after}");
            assert_eq!(expected.entries, inside.len() as i64, "after {after}");
        }
        let asked = AskLedger { from: self.began, to: today };
        let ledger: Ledger = self.desk.clinic.ask_as(admin, asked).await.expect("a ledger");
        assert_eq!(ledger.debit_minor, ledger.credit_minor, "after {after}");
        let receivables = ledger.accounts.iter().filter(|one| one.account == "receivables");
        let booked: i64 = receivables.map(|one| one.debit_minor - one.credit_minor).sum();
        let mut owed = 0;
        for patient_id in self.desk.patients.clone() {
            let account: PatientAccount =
                self.desk.clinic.ask_as(admin, AskPatientAccount { patient_id }).await.expect("an account");
            owed += account.balance_minor;
        }
        assert_eq!(owed, booked, "{} after {after}", self.desk.engine);
    }
}

#[tokio::test]
async fn whatever_is_done_it_adds_up() {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let rounds = number("CLINIC_TEST_BILLING_ROUNDS").unwrap_or(80);
    for desk in desks().await {
        let seed = number("CLINIC_TEST_SEED").unwrap_or_else(rand::random::<u64>);
        eprintln!("{}: seed {seed}", desk.engine);
        let people = [
            desk.admin.clone(),
            desk.person("t.silva", Role::Accountant).await,
            desk.person("m.novak", Role::Receptionist).await,
        ];
        let began = desk.clock.now().on_wall(chrono_tz::Europe::London).date();
        let (drafts, payments, visits) = (vec![], vec![], vec![]);
        let rng = StdRng::seed_from_u64(seed);
        let mut random = Random {
            desk: &desk,
            rng,
            people,
            invoices: vec![],
            drafts,
            payments,
            own: vec![],
            visits,
            booked: 0,
            began,
        };
        random.begin().await;
        for n in 0..3 {
            random.invoices.push(desk.issued(n, 100 + 2500 * i64::try_from(n).unwrap_or(0)).await);
        }
        for round in 0..rounds {
            let what = random.step().await;
            random.adds_up(&format!("step {round} ({what}) of seed {seed}")).await;
        }
        desk.end().await;
    }
}
