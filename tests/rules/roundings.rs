//! Cash rounded to coins beside an issued invoice, write-offs that are undone, and credit that goes where somebody says.

use super::billing_steps::{Bills, taken};
use clinic_core::billing::account::{AskPatientAccount, PatientAccount};
use clinic_core::billing::aged::{Aged, AskAged};
use clinic_core::billing::correct::{CorrectPayment, RightPayment};
use clinic_core::billing::credit::ApplyCredit;
use clinic_core::billing::credit_note::WriteCreditNote;
use clinic_core::billing::documents::Document;
use clinic_core::billing::documents::receipt::AskReceipt;
use clinic_core::billing::documents::statement::{AskStatement, StatementKind};
use clinic_core::billing::ledger::{AskLedger, Ledger};
use clinic_core::billing::payment::{PaymentMethod, PaymentPart, TakePayment};
use clinic_core::billing::period::LockPeriod;
use clinic_core::billing::rules::{BillingRules, EditBillingRules};
use clinic_core::billing::undo_write_off::UndoWriteOff;
use clinic_core::billing::view::{AskInvoice, InvoiceView};
use clinic_core::billing::write_off::WriteOff;
use clinic_core::ids::*;
use clinic_core::{Code, check};
use clinic_tests::desk::{Desk, desks};

const DAY: i64 = 86_400;

async fn view(desk: &Desk, invoice_id: InvoiceId) -> InvoiceView {
    desk.clinic.ask_as(&desk.admin, AskInvoice { invoice_id }).await.expect("an invoice")
}

async fn account(desk: &Desk, patient: usize) -> PatientAccount {
    desk.clinic.ask_as(&desk.admin, AskPatientAccount { patient_id: desk.patients[patient] }).await.expect("an account")
}

fn today(desk: &Desk) -> chrono::NaiveDate {
    desk.clock.now().on_wall(chrono_tz::Europe::London).date()
}

/// By account: debits less credits of these days.
async fn balance(desk: &Desk, account: &str) -> i64 {
    let (from, to) = (today(desk) - chrono::Days::new(30), today(desk));
    let ledger: Ledger = desk.clinic.ask_as(&desk.admin, AskLedger { from, to }).await.expect("a ledger");
    assert_eq!(ledger.debit_minor, ledger.credit_minor);
    let of = ledger.accounts.iter().filter(|one| one.account == account);
    of.map(|one| one.debit_minor - one.credit_minor).sum()
}

/// What the checks, the ledger, what is owed by age and the statement say is one thing.
async fn clean(desk: &Desk, what: &str) {
    let report = check::check(&desk.db, None).await.expect("a report");
    assert!(report.findings.is_empty(), "{} after {what}: {:#?}", desk.engine, report.findings);
    let now = account(desk, 0).await;
    let (patient_id, day) = (desk.patients[0], today(desk));
    let asked = AskStatement { patient_id, from: day - chrono::Days::new(30), to: day };
    let Document::Statement(paper) = desk.clinic.ask_as(&desk.admin, asked).await.expect("a statement") else {
        panic!("no statement")
    };
    assert_eq!(paper.closing_minor, now.balance_minor, "{} after {what}", desk.engine);
    assert_eq!(paper.open.iter().map(|one| one.open_minor).sum::<i64>(), now.open_minor, "after {what}");
    let aged: Aged = desk.clinic.ask_as(&desk.admin, AskAged { on: day }).await.expect("what is owed");
    assert_eq!(aged.ageing.total_minor, now.open_minor, "after {what}");
    let before: Aged = desk.clinic.ask_as(&desk.admin, AskAged { on: day - chrono::Days::new(1) }).await.expect("it");
    assert!(before.ageing.total_minor >= 0);
}

async fn coins(desk: &Desk) {
    let rules = BillingRules { cash_rounding_minor: 5, ..BillingRules::default() };
    desk.done(EditBillingRules { version: 0, rules }).await;
}

fn rounded(desk: &Desk, amount_minor: i64, rounding: i64, parts: Option<Vec<PaymentPart>>) -> TakePayment {
    TakePayment { rounding_minor: Some(rounding), ..desk.take(0, amount_minor, parts) }
}

#[tokio::test]
async fn an_issued_invoice_is_paid_in_coins() {
    for desk in desks().await {
        let before = desk.issued(0, 1002).await;
        let refused = desk.refused(rounded(&desk, 1000, -2, None)).await;
        assert_eq!(refused.code(), Code::PaymentRounding, "{}: no coins in the rules", desk.engine);
        coins(&desk).await;
        for (wrong, code) in [
            (rounded(&desk, 1000, -3, None), Code::PaymentRounding),
            (rounded(&desk, 1001, -1, None), Code::PaymentRounding),
            (rounded(&desk, 995, -2, None), Code::PaymentRounding),
            (rounded(&desk, 1000, 6000, None), Code::FieldOutOfRange),
            (TakePayment { method: PaymentMethod::Card, ..rounded(&desk, 1000, -2, None) }, Code::PaymentRounding),
        ] {
            assert_eq!(desk.refused(wrong.clone()).await.code(), code, "{wrong:?}");
        }
        let done = taken(&desk, rounded(&desk, 1000, -2, None)).await;
        assert_eq!((done.parts[0].amount_minor, done.credit_minor), (1002, 0));
        let paid = view(&desk, before).await;
        assert_eq!((paid.open_minor, paid.total_minor, paid.roundings[0].amount_minor), (0, 1002, -2));
        assert_eq!(balance(&desk, "rounding").await, 2, "{}: lost", desk.engine);
        clean(&desk, "rounding down").await;
        // The other way, over two invoices and by hand: the later one bears it.
        let (second, third) = (desk.issued(0, 501).await, desk.issued(0, 502).await);
        let part = |invoice_id, amount_minor| PaymentPart { invoice_id, amount_minor };
        let parts = Some(vec![part(second, 501), part(third, 502)]);
        let short = Some(vec![part(second, 501), part(third, 501)]);
        assert_eq!(desk.refused(rounded(&desk, 1005, 2, short)).await.code(), Code::PaymentRounding);
        let done = taken(&desk, rounded(&desk, 1005, 2, parts)).await;
        assert_eq!(done.credit_minor, 0);
        assert_eq!((account(&desk, 0).await.open_minor, account(&desk, 0).await.credit_minor), (0, 0));
        assert_eq!(balance(&desk, "rounding").await, 0, "{}: won again", desk.engine);
        let receipt = desk.clinic.ask_as(&desk.admin, AskReceipt { payment_id: done.payment_id }).await.expect("one");
        let Document::Receipt(receipt) = receipt else { panic!("no receipt") };
        let parts: i64 = receipt.parts.iter().map(|one| one.amount_minor).sum();
        assert_eq!((receipt.amount_minor, parts, receipt.rounding_minor, receipt.credit_minor), (1005, 1003, 2, 0));
        clean(&desk, "rounding up").await;
        desk.end().await;
    }
}

#[tokio::test]
async fn what_takes_a_rounded_payment_back_takes_the_rounding_back() {
    for desk in desks().await {
        coins(&desk).await;
        let invoice_id = desk.issued(0, 1003).await;
        let wrong = taken(&desk, rounded(&desk, 1005, 2, None)).await.payment_id;
        let correct = |payment_id, right| {
            let reversal_id = PaymentId::new();
            CorrectPayment { payment_id, reversal_id, reason: "Entered wrong".into(), right }
        };
        let right = |method, amount_minor| RightPayment {
            payment_id: PaymentId::new(),
            patient_id: desk.patients[0],
            payer_id: None,
            method,
            method_id: None,
            amount_minor,
            parts: None,
        };
        // The same in cash again is rounded as it was.
        let again = right(PaymentMethod::Cash, 1005);
        desk.done(correct(wrong, Some(again.clone()))).await;
        assert_eq!((account(&desk, 0).await.open_minor, account(&desk, 0).await.credit_minor), (0, 0));
        clean(&desk, "the same again").await;
        let by_card = right(PaymentMethod::Card, 1003);
        desk.done(correct(again.payment_id, Some(by_card.clone()))).await;
        assert_eq!((account(&desk, 0).await.open_minor, account(&desk, 0).await.credit_minor), (0, 0));
        assert_eq!(balance(&desk, "rounding").await, 0, "{}", desk.engine);
        clean(&desk, "by card").await;
        desk.done(correct(by_card.payment_id, None)).await;
        assert_eq!(view(&desk, invoice_id).await.open_minor, 1003);
        // A credit note over the whole gives all of the money back, in either direction.
        for (amount_minor, rounding) in [(1005, 2), (1000, -2)] {
            let total = amount_minor - rounding;
            let invoice_id = if total == 1003 { invoice_id } else { desk.issued(0, total).await };
            let part = Some(vec![PaymentPart { invoice_id, amount_minor: total }]);
            desk.done(rounded(&desk, amount_minor, rounding, part)).await;
            let credit_before = account(&desk, 0).await.credit_minor;
            let (credit_note_id, reason) = (CreditNoteId::new(), "Not done".to_owned());
            desk.done(WriteCreditNote { credit_note_id, invoice_id, reason, lines: None, again: None }).await;
            assert_eq!(account(&desk, 0).await.credit_minor - credit_before, amount_minor, "{}", desk.engine);
            assert_eq!(balance(&desk, "rounding").await, 0);
            clean(&desk, "a credit note").await;
        }
        desk.end().await;
    }
}

#[tokio::test]
async fn a_write_off_is_undone_once_by_an_entry_of_its_own() {
    for desk in desks().await {
        let invoice_id = desk.issued(0, 5000).await;
        desk.done(WriteOff { invoice_id, amount_minor: 2000, reason: "Moved away".into() }).await;
        let write_off_id = view(&desk, invoice_id).await.write_offs[0].write_off_id;
        let undo = |reason: &str| UndoWriteOff { write_off_id, reason: reason.into() };
        assert_eq!(desk.refused(undo(" ")).await.code(), Code::FieldRequired, "{}", desk.engine);
        let unknown = UndoWriteOff { write_off_id: RowId(invoice_id.0), reason: "No".into() };
        assert_eq!(desk.refused(unknown).await.code(), Code::NotFound);
        // Its day is locked by then: what undoes it is dated today, and not into locked days either.
        desk.clock.advance_seconds(DAY);
        desk.done(LockPeriod { to: today(&desk) - chrono::Days::new(1) }).await;
        desk.clock.advance_seconds(-DAY);
        assert_eq!(desk.refused(undo("They paid")).await.code(), Code::PeriodLocked);
        desk.clock.advance_seconds(DAY);
        let done = desk.done(undo("They paid after all")).await.outcome;
        assert_eq!((done["amount_minor"].as_i64(), done["open_minor"].as_i64()), (Some(2000), Some(5000)));
        let error = desk.refused(undo("Twice")).await;
        assert_eq!(error.code(), Code::WriteOffUndone);
        assert!(error.detail("by").is_some());
        let off = view(&desk, invoice_id).await.write_offs.remove(0);
        assert_eq!((off.undone_on, off.undone_reason.as_deref()), (Some(today(&desk)), Some("They paid after all")));
        assert_eq!(balance(&desk, "write_offs").await, 0);
        let patient_id = desk.patients[0];
        let asked = AskStatement { patient_id, from: today(&desk), to: today(&desk) };
        let Document::Statement(paper) = desk.clinic.ask_as(&desk.admin, asked).await.expect("a statement") else {
            panic!("no statement")
        };
        assert_eq!((paper.lines[0].kind, paper.lines[0].amount_minor), (StatementKind::WriteOffUndone, 2000));
        clean(&desk, "undoing a write-off").await;
        let yesterday = AskAged { on: today(&desk) - chrono::Days::new(1) };
        let aged: Aged = desk.clinic.ask_as(&desk.admin, yesterday).await.expect("what was owed");
        assert_eq!(aged.ageing.total_minor, 3000, "{}: as it was that day", desk.engine);
        // It can be written off again, and the database lets nobody undo one twice.
        desk.done(WriteOff { invoice_id, amount_minor: 5000, reason: "Moved away again".into() }).await;
        let mut tx = desk.db.begin().await.expect("a transaction");
        let twice = "INSERT INTO write_off_undos (id, write_off_id, invoice_id, amount_minor, reason, undone_on, undone_at, user_id) \
                     SELECT ?, write_off_id, invoice_id, amount_minor, reason, undone_on, undone_at, user_id FROM write_off_undos";
        assert!(tx.exec(twice, clinic_core::args![RowId(invoice_id.0)]).await.is_err(), "{}", desk.engine);
        drop(tx);
        clean(&desk, "writing off again").await;
        desk.end().await;
    }
}

#[tokio::test]
async fn credit_goes_where_somebody_says() {
    for desk in desks().await {
        desk.done(desk.take(0, 1000, None)).await;
        desk.clock.advance_seconds(1);
        desk.done(desk.take(0, 800, None)).await;
        let (older, newer, others) =
            (desk.issued(0, 3000).await, desk.issued(0, 1500).await, desk.issued(1, 900).await);
        let draft = desk.draft(0, 100).await;
        let part = |invoice_id, amount_minor| PaymentPart { invoice_id, amount_minor };
        let by_hand = |parts| ApplyCredit { patient_id: desk.patients[0], parts: Some(parts) };
        for (parts, code) in [
            (vec![part(newer, 0)], Code::FieldOutOfRange),
            (vec![part(newer, 1500), part(older, 301)], Code::PaymentAllocationSum),
            (vec![part(InvoiceId::new(), 10)], Code::NotFound),
            (vec![part(draft, 10)], Code::InvoiceNotIssued),
            (vec![part(newer, 1501)], Code::PaymentMoreThanOwed),
        ] {
            assert_eq!(desk.refused(by_hand(parts)).await.code(), code, "{}", desk.engine);
        }
        let done = desk.done(by_hand(vec![part(newer, 1200), part(others, 100), part(newer, 100)])).await.outcome;
        assert_eq!(done["applied_minor"].as_i64(), Some(1400));
        assert_eq!(view(&desk, newer).await.open_minor, 200);
        assert_eq!(view(&desk, older).await.open_minor, 3000);
        assert_eq!(view(&desk, others).await.open_minor, 800, "{}: of a family", desk.engine);
        assert_eq!(account(&desk, 0).await.credit_minor, 400);
        // The oldest credit is used up first.
        let mut left: Vec<i64> =
            account(&desk, 0).await.payments.iter().map(|one| one.amount_minor - one.allocated_minor).collect();
        left.sort_unstable();
        assert_eq!(left, [0, 400]);
        desk.done(by_hand(vec![])).await;
        desk.done(ApplyCredit { patient_id: desk.patients[0], parts: None }).await;
        assert_eq!(view(&desk, older).await.open_minor, 2600);
        let report = check::check(&desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{}: {:#?}", desk.engine, report.findings);
        desk.end().await;
    }
}
