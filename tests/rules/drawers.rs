//! Whose drawer a corrected payment is in, and what a closed day says of what was put right later.

use super::billing_steps::{Bills, taken};
use clinic_core::access::Role;
use clinic_core::billing::correct::{CorrectPayment, RightPayment};
use clinic_core::billing::documents::till_sheet::{AskTillDocument, TillDocument};
use clinic_core::billing::payment::PaymentMethod;
use clinic_core::billing::payments::{AskPayments, PaymentLine, Payments};
use clinic_core::billing::period::LockPeriod;
use clinic_core::billing::report_file::{AskReportFile, ReportKind};
use clinic_core::billing::till::{AskTill, TillNow};
use clinic_core::billing::till_close::CloseTill;
use clinic_core::documents::Document;
use clinic_core::exchange::ExportFile;
use clinic_core::ids::*;
use clinic_core::operation::Operation;
use clinic_core::store::Read;
use clinic_core::{Code, Error, Performed, Who, args, check};
use clinic_tests::desk::{Desk, desks};

const DAY: i64 = 24 * 3600;

async fn by(desk: &Desk, who: &Who, operation: impl Into<Operation>) -> Result<Performed, Error> {
    desk.clinic.perform(who, OperationId::new(), operation).await
}

async fn till(desk: &Desk, who: &Who, till_id: Option<TillId>) -> TillNow {
    desk.clinic.ask_as(who, AskTill { till_id }).await.expect("a till")
}

/// To be entered by card instead.
fn by_card(desk: &Desk, payment_id: PaymentId, amount_minor: i64) -> CorrectPayment {
    let right = RightPayment {
        payment_id: PaymentId::new(),
        patient_id: desk.patients[0],
        payer_id: None,
        method: PaymentMethod::Card,
        method_id: None,
        amount_minor,
        parts: None,
    };
    CorrectPayment { payment_id, reversal_id: PaymentId::new(), reason: "By card".into(), right: Some(right) }
}

async fn journal(desk: &Desk) -> Vec<PaymentLine> {
    let today = desk.clock.now().on_wall(chrono_tz::Europe::London).date();
    let from = today - chrono::Days::new(30);
    let asked = AskPayments { from, to: today, cashier_id: None };
    desk.clinic.ask_as::<Payments>(&desk.admin, asked).await.expect("the payments").lines
}

async fn clean(desk: &Desk) {
    let report = check::check(&desk.db, None).await.expect("a report");
    assert!(report.findings.is_empty(), "{}: {:#?}", desk.engine, report.findings);
}

fn close(till: &TillNow, till_id: Option<TillId>) -> CloseTill {
    let expected = &till.expected;
    CloseTill {
        entries: expected.entries,
        counted_minor: expected.cash_minor.max(0),
        card_counted_minor: expected.card_minor,
        reason: (expected.cash_minor < 0).then(|| "Nothing was there".to_owned()),
        till_id,
    }
}

/// What a cashier took in cash, and the till as it stood before it was closed.
async fn closed_over(desk: &Desk, cashier: &Who) -> (PaymentId, TillNow) {
    let wrong = desk.take(0, 4500, None);
    let payment_id = wrong.payment_id;
    by(desk, cashier, wrong).await.expect("taken");
    let before = till(desk, cashier, None).await;
    by(desk, cashier, close(&before, None)).await.expect("closed");
    (payment_id, before)
}

#[tokio::test]
async fn what_somebody_else_corrects_stays_in_the_drawer_that_holds_the_money() {
    for desk in desks().await {
        let novak = desk.person("m.novak", Role::Receptionist).await;
        let silva = desk.person("t.silva", Role::Accountant).await;
        desk.issued(0, 4500).await;
        let wrong = desk.take(0, 4500, None);
        let payment_id = wrong.payment_id;
        by(&desk, &novak, wrong).await.expect("taken");
        // Whoever corrects has closed their own day, which is another one.
        by(&desk, &silva, close(&till(&desk, &silva, None).await, None)).await.expect("closed");
        by(&desk, &silva, by_card(&desk, payment_id, 4400)).await.expect("corrected");
        let hers = till(&desk, &novak, None).await;
        let sums = (hers.expected.cash_minor, hers.expected.card_minor, hers.expected.entries);
        assert_eq!(sums, (0, 4400, 3), "{}", desk.engine);
        let theirs = till(&desk, &silva, None).await;
        assert_eq!((theirs.expected.entries, theirs.corrections.len()), (0, 0), "{}", desk.engine);
        let [told] = hers.corrections.as_slice() else { panic!("{:?}", hers.corrections) };
        assert_eq!((told.method.as_str(), told.amount_minor), ("cash", 4500));
        assert_eq!((told.right_method.as_deref(), told.right_minor), (Some("card"), Some(4400)));
        assert_eq!((told.corrected_by.as_str(), told.closed_day), ("t.silva Person", None));
        let lines = journal(&desk).await;
        assert_eq!(lines.len(), 3);
        for line in &lines {
            assert_eq!(
                (line.cashier.as_str(), line.corrected_by.as_deref()),
                ("m.novak Person", Some("t.silva Person"))
            );
        }
        let entered = lines.iter().find(|line| line.method == "card").expect("the right one");
        assert_eq!(entered.corrects_receipt.as_deref(), Some(told.receipt.as_str()));
        clean(&desk).await;
        desk.end().await;
    }
}

/// The day was left open over night: the money is still in it. It counts what was corrected, and is closed with it.
#[tokio::test]
async fn a_day_that_was_left_open_takes_the_correction_too() {
    for desk in desks().await {
        let novak = desk.person("m.novak", Role::Receptionist).await;
        let wrong = desk.take(0, 4500, None);
        let payment_id = wrong.payment_id;
        by(&desk, &novak, wrong).await.expect("taken");
        desk.clock.advance_seconds(DAY);
        let left = till(&desk, &desk.admin, None).await.left_open[0].till_id;
        let counted = close(&till(&desk, &desk.admin, Some(left)).await, Some(left));
        let corrected = by_card(&desk, payment_id, 4500);
        desk.done(corrected.clone()).await;
        // It was counted against other sums.
        assert_eq!(desk.refused(counted).await.code(), Code::ChangedMeanwhile, "{}", desk.engine);
        let now = till(&desk, &desk.admin, Some(left)).await;
        assert_eq!((now.expected.cash_minor, now.expected.card_minor), (0, 4500), "{}", desk.engine);
        // Dated today like every correction, and in no drawer of today.
        assert_eq!(till(&desk, &desk.admin, None).await.expected.entries, 0);
        assert_eq!(till(&desk, &novak, None).await.expected.entries, 0);
        let today = desk.clock.now().on_wall(chrono_tz::Europe::London).date();
        let lines = journal(&desk).await;
        let entered = lines.iter().find(|line| line.method == "card").expect("the right one");
        assert_eq!((entered.taken_on, entered.drawer_on), (today, today - chrono::Days::new(1)), "{}", desk.engine);
        desk.done(close(&now, Some(left))).await;
        // Now it is closed: what is corrected of it is dated today, in the drawer of whoever corrects.
        let again = corrected.right.expect("an entry").payment_id;
        desk.done(by_card(&desk, again, 4000)).await;
        assert_eq!(till(&desk, &desk.admin, None).await.expected.card_minor, -500);
        clean(&desk).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn a_closed_day_keeps_its_figures_and_says_what_was_corrected_later() {
    for desk in desks().await {
        let novak = desk.person("m.novak", Role::Receptionist).await;
        let (payment_id, _) = closed_over(&desk, &novak).await;
        let closed = till(&desk, &novak, None).await.closes.remove(0);
        desk.clock.advance_seconds(DAY);
        desk.done(by_card(&desk, payment_id, 4000)).await;
        desk.done(CorrectPayment {
            right: None,
            ..by_card(&desk, taken(&desk, desk.take(0, 10, None)).await.payment_id, 1)
        })
        .await;
        let mine = till(&desk, &desk.admin, None).await;
        assert_eq!((mine.expected.cash_minor, mine.expected.card_minor), (-4500, 4000), "{}", desk.engine);
        assert_eq!(mine.corrections.len(), 2);
        assert_eq!(mine.corrections[0].closed_cashier.as_deref(), Some("m.novak Person"));
        assert_eq!((mine.corrections[1].closed_day, mine.corrections[1].right_minor), (None, None));
        // The cashier sees it on her closed day; nothing of what was sealed is another.
        let hers = till(&desk, &novak, None).await.closes.remove(0);
        let [later] = hers.corrected_later.as_slice() else { panic!("{:?}", hers.corrected_later) };
        assert_eq!((later.corrected_by.as_str(), later.closed_day), ("Ada Admin", Some(closed.day)));
        assert_eq!((&later.reason, later.right_minor), (&Some("By card".to_owned()), Some(4000)));
        assert_eq!(clinic_core::billing::till::TillClose { corrected_later: vec![], ..hers.clone() }, closed);
        let asked = AskTillDocument { till_id: closed.till_id };
        let Document::Till(sheet) = desk.clinic.ask_as(&novak, asked).await.expect("a sheet") else { panic!() };
        let TillDocument { expected, corrected_later, .. } = *sheet;
        assert_eq!((expected.cash_minor, expected.entries), (4500, 1), "{}", desk.engine);
        assert_eq!((corrected_later[0].by.as_str(), corrected_later[0].right_minor), ("Ada Admin", Some(4000)));
        let lines = journal(&desk).await;
        let of = |id: PaymentId| lines.iter().find(|line| line.payment_id == id).expect("a line");
        assert_eq!(of(payment_id).corrected_by.as_deref(), Some("Ada Admin"));
        let right = lines.iter().find(|line| line.amount_minor == 4000).expect("the right one");
        assert_eq!((right.closed_day, right.closed_cashier.as_deref()), (Some(closed.day), Some("m.novak Person")));
        let to = right.taken_on;
        let asked = AskReportFile { report: ReportKind::Payments, from: closed.day, to, by: None };
        let file: ExportFile = desk.clinic.ask_as(&desk.admin, asked).await.expect("a file");
        let ends = format!("Ada Admin,{},{},{to},", right.corrects_receipt.as_deref().unwrap_or_default(), closed.day);
        assert!(file.content.lines().any(|line| line.ends_with(&ends)), "{ends} in {}", file.content);
        clean(&desk).await;
        desk.end().await;
    }
}

/// A correction is on its way while the cashier closes: it is in the count, or dated into the drawer of whoever corrects.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn correcting_while_the_cashier_closes() {
    for desk in desks().await {
        let novak = desk.person("m.novak", Role::Receptionist).await;
        let mut wrong = Vec::new();
        for _ in 0..6 {
            let one = desk.take(0, 100, None);
            wrong.push(one.payment_id);
            by(&desk, &novak, one).await.expect("taken");
        }
        let (clinic, admin) = (desk.clinic.clone(), desk.admin.clone());
        let corrections: Vec<_> = wrong.into_iter().map(|id| by_card(&desk, id, 100)).collect();
        let correcting = tokio::spawn(async move {
            for one in corrections {
                clinic.perform(&admin, OperationId::new(), one).await.expect("corrected");
            }
        });
        loop {
            match by(&desk, &novak, close(&till(&desk, &novak, None).await, None)).await {
                Ok(_) => break,
                Err(error) => assert!(
                    matches!(error.code(), Code::ChangedMeanwhile | Code::FieldRequired | Code::StoreBusy),
                    "{error:?}"
                ),
            }
        }
        correcting.await.expect("all corrected");
        let hers = till(&desk, &novak, None).await;
        let mine = till(&desk, &desk.admin, None).await;
        assert_eq!(hers.corrections.len() + mine.corrections.len(), 6, "{}", desk.engine);
        assert_eq!(hers.closes[0].corrected_later.len(), mine.corrections.len(), "{}", desk.engine);
        clean(&desk).await;
        desk.end().await;
    }
}

/// What was entered instead was wrong too: it is told of the second correction, not of the first one's closed day.
#[tokio::test]
async fn a_correction_is_corrected() {
    for desk in desks().await {
        let novak = desk.person("m.novak", Role::Receptionist).await;
        let (payment_id, before) = closed_over(&desk, &novak).await;
        desk.clock.advance_seconds(DAY);
        let first = by_card(&desk, payment_id, 4000);
        let again = first.right.as_ref().expect("an entry").payment_id;
        desk.done(first).await;
        desk.done(by_card(&desk, again, 3900)).await;
        let lines = journal(&desk).await;
        let of = |id: PaymentId| lines.iter().find(|line| line.payment_id == id).expect("a line");
        assert!(of(again).is_reversed && of(again).corrects_receipt.is_some(), "{}", desk.engine);
        assert_eq!((of(again).closed_day, of(payment_id).closed_day), (None, Some(before.day)), "{}", desk.engine);
        clean(&desk).await;
        desk.end().await;
    }
}

/// A workstation that was not updated yet writes no drawer: it is that of the day.
#[tokio::test]
async fn a_payment_of_an_earlier_version_is_in_the_drawer_of_its_day() {
    for desk in desks().await {
        let paid = taken(&desk, desk.take(0, 4500, None)).await.payment_id;
        let mut tx = desk.db.begin().await.expect("a transaction");
        tx.exec("UPDATE payments SET drawer_on = NULL WHERE id = ?", args![paid]).await.expect("as it was written");
        tx.commit().await.expect("committed");
        let line = journal(&desk).await.remove(0);
        assert_eq!((line.payment_id, line.drawer_on), (paid, line.taken_on), "{}", desk.engine);
        assert_eq!(till(&desk, &desk.admin, None).await.expected.cash_minor, 4500, "{}", desk.engine);
        clean(&desk).await;
        desk.done(by_card(&desk, paid, 4500)).await;
        assert_eq!(till(&desk, &desk.admin, None).await.expected.card_minor, 4500, "{}", desk.engine);
        clean(&desk).await;
        desk.end().await;
    }
}

/// The database itself takes no correction into another drawer, unless that day is closed.
#[tokio::test]
async fn the_database_holds_a_correction_to_its_drawer() {
    for desk in desks().await {
        let novak = desk.person("m.novak", Role::Receptionist).await;
        let wrong = desk.take(0, 4500, None);
        let payment_id = wrong.payment_id;
        by(&desk, &novak, wrong).await.expect("taken");
        desk.done(by_card(&desk, payment_id, 4500)).await;
        let (mine,): (UserId,) =
            desk.db.clone().one("SELECT id FROM users WHERE login = 'admin'", vec![]).await.expect("me");
        for sql in [
            "UPDATE payment_corrections SET cashier_id = ? WHERE 1 = 1",
            "UPDATE payments SET cashier_id = ? WHERE kind = 'reversal'",
            "UPDATE payments SET cashier_id = ? WHERE method = 'card'",
            "UPDATE payments SET drawer_on = '2030-02-01' WHERE method = 'card' AND cashier_id <> ?",
        ] {
            let mut tx = desk.db.begin().await.expect("a transaction");
            let refused = tx.exec(sql, args![mine]).await;
            assert!(refused.is_err(), "{}: {sql}", desk.engine);
            drop(tx);
        }
        // Every day of the books is closed before they are locked, so no open drawer is behind a lock.
        let today = desk.clock.now().on_wall(chrono_tz::Europe::London).date();
        assert_eq!(desk.refused(LockPeriod { to: today }).await.code(), Code::PeriodTillsOpen);
        desk.end().await;
    }
}
