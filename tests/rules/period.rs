//! The lock of the books: nothing is dated into locked days by any operation, and what got around that is found.

use super::billing_steps::{Bills, taken};
use clinic_core::access::Role;
use clinic_core::billing::correct::{CorrectPayment, RefundPayment};
use clinic_core::billing::credit::ApplyCredit;
use clinic_core::billing::credit_note::WriteCreditNote;
use clinic_core::billing::draft::VoidInvoice;
use clinic_core::billing::issue::IssueInvoice;
use clinic_core::billing::payment::PaymentMethod;
use clinic_core::billing::period::{AskPeriod, LockPeriod, Period};
use clinic_core::billing::till::{AskTill, MoveCash, SetFloat, TillNow};
use clinic_core::billing::till_close::CloseTill;
use clinic_core::billing::write_off::WriteOff;
use clinic_core::ids::*;
use clinic_core::operation::Operation;
use clinic_core::store::Read;
use clinic_core::time::{Clock, Instant};
use clinic_core::{Code, Who, args, check};
use clinic_tests::desk::{Desk, day};
use clinic_tests::engine_list::all;
use std::collections::BTreeSet;

const DAY: i64 = 86_400;

/// Desks whose clock shows ten in the morning of the Monday on which tests book.
async fn desks() -> Vec<Desk> {
    let mut desks = Vec::new();
    for engine in all() {
        let ten = day().and_hms_opt(10, 0, 0).expect("a time").and_utc();
        desks.push(Desk::with_clock(&engine, Clock::standing_at(Instant::from_utc(ten))).await);
    }
    desks
}

fn lock(days_from_monday: i64) -> LockPeriod {
    LockPeriod { to: day() + chrono::Duration::days(days_from_monday) }
}

async fn till(desk: &Desk, till_id: Option<TillId>) -> TillNow {
    desk.clinic.ask_as(&desk.admin, AskTill { till_id }).await.expect("a till")
}

/// Counts a till as it should be and closes it.
async fn close(desk: &Desk, till_id: Option<TillId>) {
    let now = till(desk, till_id).await.expected;
    let (counted_minor, card_counted_minor) = (now.cash_minor, now.card_minor);
    desk.done(CloseTill { entries: now.entries, counted_minor, card_counted_minor, reason: None, till_id }).await;
}

async fn findings(desk: &Desk) -> Vec<&'static str> {
    let report = check::check(&desk.db, None).await.expect("a report");
    report.findings.iter().map(|one| one.kind).collect()
}

/// How many rows bear a date.
async fn dated(desk: &Desk) -> Vec<i64> {
    let mut counts = Vec::new();
    for sql in [
        "SELECT COUNT(*) FROM invoices WHERE status = 'issued'",
        "SELECT COUNT(*) FROM payments",
        "SELECT COUNT(*) FROM credit_notes",
        "SELECT COUNT(*) FROM write_offs",
        "SELECT COUNT(*) FROM write_off_undos",
        "SELECT COUNT(*) FROM cash_roundings",
        "SELECT COUNT(*) FROM payment_allocations",
        "SELECT COUNT(*) FROM tills",
        "SELECT COUNT(*) FROM till_moves",
        "SELECT COUNT(*) FROM billing_dates",
    ] {
        let (count,): (i64,) = desk.db.clone().one(sql, vec![]).await.expect("a count");
        counts.push(count);
    }
    counts
}

async fn tamper(desk: &Desk, sql: &'static str) -> bool {
    let mut tx = desk.db.begin().await.expect("a transaction");
    tx.exec(sql, vec![]).await.is_ok() && tx.commit().await.is_ok()
}

/// Of what has a billing permission: what bears no date, and so is done while today is locked.
const UNDATED: [&str; 16] = [
    "add_payer",
    "add_payment_method",
    "add_tax_rate",
    "address_invoice",
    "draft_invoice",
    "edit_billing_rules",
    "edit_invoice",
    "edit_payer",
    "edit_payment_method",
    "edit_tax_rate",
    "lock_period",
    "order_payment_methods",
    "record_print",
    "record_print_failed",
    "share_invoice",
    "void_invoice",
];

#[tokio::test]
async fn no_operation_with_money_is_dated_into_locked_days() {
    for desk in desks().await {
        desk.done(lock(0)).await;
        let before = dated(&desk).await;
        let mut undated = BTreeSet::new();
        for about in Operation::ALL.iter().filter(|about| about.permission.text().starts_with("billing.")) {
            let operation: Operation = serde_json::from_value((about.example)()).expect("an example");
            // Today, and with the clock of this workstation a day behind.
            for seconds in [0, -DAY] {
                desk.clock.advance_seconds(seconds);
                let error = desk.perform(operation.clone()).await.err();
                desk.clock.advance_seconds(-seconds);
                let refused = error.as_ref().is_some_and(|error| error.code() == Code::PeriodLocked);
                assert_eq!(refused, about.dated, "{} on {}: {error:?}", about.name, desk.engine);
                if let Some(error) = error.filter(|_| refused) {
                    assert_eq!(error.detail("locked_to").and_then(|to| to.as_str()), Some("2030-01-07"));
                }
            }
            if !about.dated {
                undated.insert(about.name);
            }
        }
        assert_eq!(undated, BTreeSet::from(UNDATED), "{}", desk.engine);
        assert_eq!(dated(&desk).await, before, "{}", desk.engine);
        desk.end().await;
    }
}

/// Everything that could be done before is refused while it would be dated into locked days, and done when it is dated after them.
#[tokio::test]
async fn what_was_locked_is_put_right_the_day_after() {
    for desk in desks().await {
        let invoice_id = desk.issued(0, 5000).await;
        let other = desk.issued(1, 4000).await;
        let paid = taken(&desk, desk.take(0, 9000, None)).await;
        let (draft, unused) = (desk.draft(2, 3000).await, desk.draft(2, 100).await);
        close(&desk, None).await;
        desk.done(lock(0)).await;
        let visit = desk.visit(1, 11).await;
        let later: Vec<Operation> = vec![
            IssueInvoice { invoice_id: draft, version: 2 }.into(),
            desk.take(1, 500, None).into(),
            ApplyCredit { patient_id: desk.patients[0], parts: None }.into(),
            RefundPayment {
                refund_id: PaymentId::new(),
                payment_id: paid.payment_id,
                method: PaymentMethod::Cash,
                method_id: None,
                amount_minor: 1000,
                reason: "Paid too much".into(),
            }
            .into(),
            WriteCreditNote {
                credit_note_id: CreditNoteId::new(),
                invoice_id,
                reason: "Billed wrong".into(),
                lines: None,
                again: None,
            }
            .into(),
            WriteOff { invoice_id: other, amount_minor: 100, reason: "Goodwill".into() }.into(),
            SetFloat { float_minor: 10_000 }.into(),
            MoveCash { into: true, amount_minor: 100, reason: "Change".into(), purpose: Default::default() }.into(),
            clinic_core::billing::check_out::CheckOut {
                appointment_id: visit,
                version: 2,
                invoice_id: InvoiceId::new(),
                payment: None,
                pays_later: true,
            }
            .into(),
        ];
        let before = dated(&desk).await;
        for operation in &later {
            assert_eq!(desk.refused(operation.clone()).await.code(), Code::PeriodLocked, "{}", operation.name());
        }
        assert_eq!(dated(&desk).await, before, "{}", desk.engine);
        // A draft has no date.
        desk.done(VoidInvoice { invoice_id: unused, version: 2, reason: "Written twice".into() }).await;
        desk.clock.advance_seconds(DAY);
        for operation in later {
            desk.done(operation).await;
        }
        let payment_id = taken(&desk, desk.take(1, 200, None)).await.payment_id;
        let reason = "Entered wrong".to_owned();
        desk.done(CorrectPayment { payment_id, reversal_id: PaymentId::new(), reason, right: None }).await;
        assert_eq!(findings(&desk).await, Vec::<&str>::new(), "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_lock_goes_forward_and_needs_every_till_closed() {
    for desk in desks().await {
        let future = desk.refused(lock(1)).await;
        assert_eq!((future.code(), future.detail("field").unwrap().as_str()), (Code::FieldOutOfRange, Some("to")));
        let novak = desk.person("m.novak", Role::Receptionist).await;
        let accountant = desk.person("t.silva", Role::Accountant).await;
        let by = |who: &Who, operation: Operation| {
            let (clinic, who) = (desk.clinic.clone(), who.clone());
            async move { clinic.perform(&who, OperationId::new(), operation).await }
        };
        assert_eq!(by(&novak, lock(-1).into()).await.expect_err("denied").code(), Code::AccessDenied);
        by(&novak, desk.take(0, 4500, None).into()).await.expect("taken");
        desk.done(SetFloat { float_minor: 100 }).await;
        desk.clock.advance_seconds(DAY);
        let open = by(&accountant, lock(0).into()).await.expect_err("open tills");
        assert_eq!((open.code(), open.detail("count").and_then(|n| n.as_i64())), (Code::PeriodTillsOpen, Some(2)));
        let asked: Period =
            desk.clinic.ask_as(&accountant, AskPeriod { to: Some(day()) }).await.expect("what stands before it");
        assert_eq!(asked.tills.len(), 2);
        let of = |name: &str| asked.tills.iter().find(|till| till.cashier.contains(name)).expect("a till").till_id;
        let (hers, mine) = (of("novak"), of("Ada"));
        let closing = |till_id| CloseTill {
            entries: 0,
            counted_minor: 100,
            card_counted_minor: 0,
            reason: None,
            till_id: Some(till_id),
        };
        assert_eq!(by(&novak, closing(mine).into()).await.expect_err("another's").code(), Code::AccessDenied);
        close(&desk, Some(mine)).await;
        let left: TillNow = desk.clinic.ask_as(&novak, AskTill { till_id: None }).await.expect("a till");
        assert_eq!(left.left_open.iter().map(|one| one.till_id).collect::<Vec<_>>(), [hers]);
        close(&desk, Some(hers)).await;
        assert_eq!(desk.refused(closing(hers)).await.code(), Code::TillClosed, "{}", desk.engine);
        by(&accountant, lock(0).into()).await.expect("locked");
        assert_eq!(desk.refused(closing(hers)).await.code(), Code::PeriodLocked, "{}", desk.engine);
        for again in [0, -1] {
            assert_eq!(desk.refused(lock(again)).await.code(), Code::PeriodNotForward, "{}", desk.engine);
        }
        desk.clock.advance_seconds(DAY);
        by(&accountant, lock(1).into()).await.expect("forward");
        let asked: Period = desk.clinic.ask_as(&accountant, AskPeriod { to: None }).await.expect("the locks");
        let locks: Vec<_> = asked.locks.iter().map(|one| one.locked_to.to_string()).collect();
        assert_eq!(locks, ["2030-01-08", "2030-01-07"]);
        assert_eq!((asked.locks[0].locked_by.as_str(), asked.locks[0].seal.len()), ("t.silva Person", 64));
        assert_eq!(asked.to.to_string(), "2029-12-31");
        assert_eq!(findings(&desk).await, Vec::<&str>::new(), "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn the_database_refuses_what_the_lock_refuses() {
    for desk in desks().await {
        taken(&desk, desk.take(0, 100, None)).await;
        close(&desk, None).await;
        desk.done(lock(0)).await;
        for sql in [
            "UPDATE billing_dates SET day = locked_to",
            "UPDATE billing_dates SET locked_to = '2030-01-07'",
            "UPDATE period_locks SET locked_to = '2029-01-01' WHERE locked_to = '1899-12-31'",
            "UPDATE period_locks SET previous_to = locked_to WHERE previous_id IS NOT NULL",
            "DELETE FROM period_locks WHERE previous_id IS NULL",
            "UPDATE period_locks SET sealed = NULL WHERE previous_id IS NOT NULL",
        ] {
            assert!(!tamper(&desk, sql).await, "{sql} on {}", desk.engine);
        }
        assert_eq!(findings(&desk).await, Vec::<&str>::new(), "{}", desk.engine);
        desk.end().await;
    }
}

/// Whatever is put into locked days beside the operations is found by the journal's links.
#[tokio::test]
async fn what_is_written_into_locked_days_afterwards_is_found() {
    for desk in desks().await {
        desk.issued(0, 5000).await;
        taken(&desk, desk.take(0, 100, None)).await;
        close(&desk, None).await;
        desk.done(lock(0)).await;
        desk.clock.advance_seconds(DAY);
        let invoice_id = desk.issued(0, 700).await;
        taken(&desk, desk.take(0, 300, None)).await;
        desk.done(WriteOff { invoice_id, amount_minor: 100, reason: "Goodwill".into() }).await;
        let (credit_note_id, invoice_id) = (CreditNoteId::new(), desk.issued(1, 800).await);
        let again = None;
        desk.done(WriteCreditNote { credit_note_id, invoice_id, reason: "Wrong".into(), lines: None, again }).await;
        assert_eq!(findings(&desk).await, Vec::<&str>::new(), "{}", desk.engine);
        for (there, back) in [
            (
                "UPDATE payments SET taken_on = '2030-01-06' WHERE taken_on = '2030-01-08'",
                "UPDATE payments SET taken_on = '2030-01-08' WHERE taken_on = '2030-01-06'",
            ),
            (
                "UPDATE invoices SET issued_on = '2030-01-06' WHERE issued_on = '2030-01-08'",
                "UPDATE invoices SET issued_on = '2030-01-08' WHERE issued_on = '2030-01-06'",
            ),
            ("UPDATE write_offs SET written_on = '2030-01-07'", "UPDATE write_offs SET written_on = '2030-01-08'"),
            ("UPDATE credit_notes SET issued_on = '2030-01-07'", "UPDATE credit_notes SET issued_on = '2030-01-08'"),
        ] {
            assert!(tamper(&desk, there).await, "{there}");
            assert!(findings(&desk).await.contains(&"billing.locked_period"), "{there} on {}", desk.engine);
            assert!(tamper(&desk, back).await, "{back}");
            assert!(!findings(&desk).await.contains(&"billing.locked_period"), "{back} on {}", desk.engine);
        }
        assert!(tamper(&desk, "UPDATE period_locks SET sealed = '{}' WHERE previous_id IS NOT NULL").await);
        assert!(findings(&desk).await.contains(&"billing.period_seal"), "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_date_of_no_operation_is_found() {
    for desk in desks().await {
        taken(&desk, desk.take(0, 100, None)).await;
        assert_eq!(findings(&desk).await, Vec::<&str>::new(), "{}", desk.engine);
        let sql = "INSERT INTO billing_dates (operation_id, day, lock_id, locked_to) SELECT X'00000000000070008000000000000001', day, lock_id, locked_to FROM billing_dates";
        assert!(tamper(&desk, sql).await);
        assert_eq!(findings(&desk).await, ["billing.date_of_none"], "{}", desk.engine);
        desk.end().await;
    }
}

/// Whoever is writing while the books are locked is either in before the lock or refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn locking_while_others_issue_invoices() {
    for desk in desks().await {
        let mut drafts = Vec::new();
        for n in 0..24 {
            drafts.push(desk.draft(n % 3, 100).await);
        }
        let mut issuers = Vec::new();
        for part in drafts.chunks(6) {
            let (clinic, admin, part) = (desk.clinic.clone(), desk.admin.clone(), part.to_vec());
            issuers.push(tokio::spawn(async move {
                for invoice_id in part {
                    let issue = IssueInvoice { invoice_id, version: 2 };
                    if let Err(error) = clinic.perform(&admin, OperationId::new(), issue).await {
                        assert!(matches!(error.code(), Code::PeriodLocked | Code::StoreBusy), "{error:?}");
                    }
                }
            }));
        }
        while let Err(error) = desk.perform(lock(0)).await {
            assert_eq!(error.code(), Code::StoreBusy, "{}", desk.engine);
        }
        let (issued,): (i64,) = desk
            .db
            .clone()
            .one("SELECT COUNT(*) FROM invoices WHERE status = ?", args!["issued"])
            .await
            .expect("a count");
        for issuer in issuers {
            issuer.await.expect("an issuer");
        }
        let (after,): (i64,) = desk
            .db
            .clone()
            .one("SELECT COUNT(*) FROM invoices WHERE status = ?", args!["issued"])
            .await
            .expect("a count");
        assert_eq!(issued, after, "{}: nothing was issued after the lock", desk.engine);
        assert_eq!(findings(&desk).await, Vec::<&str>::new(), "{}", desk.engine);
        desk.end().await;
    }
}
