//! The till: what should be in the drawer, and a day that is closed for good.

use super::billing_steps::{Bills, taken};
use clinic_core::access::Role;
use clinic_core::billing::correct::{CorrectPayment, RightPayment};
use clinic_core::billing::draft::EditInvoice;
use clinic_core::billing::issue::IssueInvoice;
use clinic_core::billing::ledger::{Account, AskLedger, Ledger};
use clinic_core::billing::lines::InvoiceLine;
use clinic_core::billing::payment::PaymentMethod;
use clinic_core::billing::report_file::{AskReportFile, ReportKind};
use clinic_core::billing::rules::{AccountCode, BillingRules, EditBillingRules};
use clinic_core::billing::tax_rates::{AddTaxRate, TaxKind, TaxRateDetails};
use clinic_core::billing::till::{AskTill, CashPurpose, MoveCash, SetFloat, TillNow};
use clinic_core::billing::till_close::CloseTill;
use clinic_core::catalogue::services::EditService;
use clinic_core::exchange::ExportFile;
use clinic_core::ids::*;
use clinic_core::{Code, Who, args, check};
use clinic_tests::desk::{Desk, desks};

async fn till(desk: &Desk, who: &Who) -> TillNow {
    desk.clinic.ask_as(who, AskTill { till_id: None }).await.expect("a till")
}

fn close(entries: i64, counted_minor: i64, card_counted_minor: i64, reason: Option<&str>) -> CloseTill {
    CloseTill { entries, counted_minor, card_counted_minor, reason: reason.map(str::to_owned), till_id: None }
}

#[tokio::test]
async fn a_day_is_counted_closed_and_takes_nothing_more() {
    for desk in desks().await {
        desk.done(SetFloat { float_minor: 10_000 }).await;
        let cash = taken(&desk, desk.take(0, 4500, None)).await;
        let card =
            clinic_core::billing::payment::TakePayment { method: PaymentMethod::Card, ..desk.take(1, 2000, None) };
        desk.done(card).await;
        let out = |amount_minor| MoveCash {
            into: false,
            amount_minor,
            reason: "To the bank".into(),
            purpose: CashPurpose::Bank,
        };
        assert_eq!(desk.refused(out(14_501)).await.code(), Code::TillNotThatMuch, "{}", desk.engine);
        desk.done(out(5000)).await;
        let now = till(&desk, &desk.admin).await.expected;
        assert_eq!((now.cash_minor, now.card_minor, now.entries), (9500, 2000, 2));
        assert_eq!(desk.refused(close(1, 9500, 2000, None)).await.code(), Code::ChangedMeanwhile);
        assert_eq!(desk.refused(close(2, 9400, 2000, None)).await.detail("field").unwrap(), "reason");
        let done = desk.done(close(2, 9400, 2000, Some("A note was missing"))).await.outcome;
        assert_eq!(done["difference_minor"].as_i64(), Some(-100));
        assert_eq!(till(&desk, &desk.admin).await.closes[0].seal.len(), 64);
        for code in [
            desk.refused(desk.take(0, 100, None)).await.code(),
            desk.refused(out(1)).await.code(),
            desk.refused(SetFloat { float_minor: 1 }).await.code(),
            desk.refused(close(2, 9400, 2000, None)).await.code(),
        ] {
            assert_eq!(code, Code::TillClosed);
        }
        // Somebody whose day is open corrects what was taken that day: dated into their own.
        let other = desk.person("t.silva", Role::Accountant).await;
        let right = RightPayment {
            payment_id: PaymentId::new(),
            patient_id: desk.patients[0],
            payer_id: None,
            method: PaymentMethod::Card,
            method_id: None,
            amount_minor: 4500,
            parts: None,
        };
        let correct = CorrectPayment {
            payment_id: cash.payment_id,
            reversal_id: PaymentId::new(),
            reason: "By card".into(),
            right: Some(right),
        };
        desk.clinic.perform(&other, OperationId::new(), correct).await.expect("corrected");
        let theirs = till(&desk, &other).await;
        assert_eq!((theirs.expected.cash_minor, theirs.expected.card_minor, theirs.closes.len()), (-4500, 4500, 1));
        let report = check::check(&desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{}: {:#?}", desk.engine, report.findings);
        let mut tx = desk.db.begin().await.expect("a transaction");
        tx.exec("UPDATE till_moves SET amount_minor = -4000 WHERE ? <> ''", args!["x"]).await.expect("tampered");
        tx.commit().await.expect("committed");
        let report = check::check(&desk.db, None).await.expect("a report");
        for kind in ["billing.closed_day", "billing.till_difference"] {
            assert!(report.findings.iter().any(|one| one.kind == kind), "{:?}", report.findings);
        }
        desk.end().await;
    }
}

/// What was put into a drawer, taken out of it, and what the count differed by: each with the account that stands against it.
#[tokio::test]
async fn the_ledger_holds_the_cash_that_moved_and_what_a_count_differed_by() {
    for desk in desks().await {
        desk.done(SetFloat { float_minor: 10_000 }).await;
        let invoice = desk.issued(0, 4500).await;
        desk.done(desk.take(0, 4500, None)).await;
        let card =
            clinic_core::billing::payment::TakePayment { method: PaymentMethod::Card, ..desk.take(1, 2000, None) };
        desk.done(card).await;
        let purposes = [
            (false, 5000, CashPurpose::Bank),
            (false, 700, CashPurpose::PettyCash),
            (true, 300, CashPurpose::Change),
            (false, 40, CashPurpose::Other),
        ];
        for (into, amount_minor, purpose) in purposes {
            desk.done(MoveCash { into, amount_minor, reason: "As it is".into(), purpose }).await;
        }
        // 9060 should be there, and 2000 on the slip.
        desk.done(close(2, 9000, 2050, Some("Typed wrong at the card machine"))).await;
        let today = desk.clock.now().on_wall(chrono_tz::Europe::London).date();
        let ledger: Ledger =
            desk.clinic.ask_as(&desk.admin, AskLedger { from: today, to: today }).await.expect("a ledger");
        assert_eq!(ledger.debit_minor, ledger.credit_minor, "{}", desk.engine);
        let of = |kind: &str| -> Vec<(&str, &str, i64)> {
            let own = ledger.entries.iter().filter(|entry| entry.kind == kind);
            own.map(|one| (one.number.as_str(), one.account.as_str(), one.debit_minor - one.credit_minor)).collect()
        };
        let ada = "Ada Admin";
        assert_eq!(
            of("cash_move"),
            [
                (ada, "bank", 5000),
                (ada, "cash_moved", 40),
                (ada, "petty_cash", 700),
                (ada, "cash", -5440),
                (ada, "change", -300)
            ],
            "{}",
            desk.engine
        );
        assert_eq!(of("till_difference"), [(ada, "card", 50), (ada, "differences", 10), (ada, "cash", -60)]);
        // What is in the drawer is its float and what the ledger says of cash.
        let cash = ledger.accounts.iter().find(|one| one.account == "cash").expect("cash");
        assert_eq!(10_000 + cash.debit_minor - cash.credit_minor, 9000);
        let file: ExportFile = desk
            .clinic
            .ask_as(&desk.admin, AskReportFile { report: ReportKind::Ledger, from: today, to: today, by: None })
            .await
            .expect("a file");
        assert!(file.content.contains("till_difference,Ada Admin,differences,0.10,0.00"), "{}", file.content);
        let report = check::check(&desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{invoice}: {:#?}", report.findings);
        desk.end().await;
    }
}

/// Each entry says under which code it is booked: the service's or the rate's, else the account's, else the account's own name.
#[tokio::test]
async fn the_ledger_says_under_which_codes_the_accountant_books() {
    for desk in desks().await {
        let service = EditService {
            service_id: desk.services[0],
            version: 1,
            code: None,
            name: "Check-up".into(),
            minutes: 30,
            price_minor: 4500,
            practitioner_ids: vec![],
            active: true,
            prices: None,
            account_code: Some("8401".into()),
        };
        desk.done(service).await;
        let details = TaxRateDetails {
            name: "VAT 20 %".into(),
            kind: TaxKind::Standard,
            basis_points: 2000,
            inclusive: false,
            reason: None,
            service_ids: vec![],
            account_code: Some("1776".into()),
        };
        let tax_rate_id = TaxRateId::new();
        desk.done(AddTaxRate { tax_rate_id, details }).await;
        let code = |account, code: &str| AccountCode { account, code: code.into() };
        let account_codes = vec![code(Account::Cash, "1000"), code(Account::Revenue, "8000"), code(Account::Card, " ")];
        desk.done(EditBillingRules { version: 0, rules: BillingRules { account_codes, ..BillingRules::default() } })
            .await;
        let long = vec![code(Account::Cash, "1000"), code(Account::Tax, &"1".repeat(21))];
        let rules = BillingRules { account_codes: long, ..BillingRules::default() };
        let refused = desk.refused(EditBillingRules { version: 1, rules }).await;
        assert_eq!(refused.detail("field").unwrap(), "account_codes.1.code", "{}", desk.engine);
        let invoice_id = desk.draft(0, 5000).await;
        let mut lines = desk.lines(5000);
        lines[0].tax_rate_id = Some(tax_rate_id);
        lines.push(InvoiceLine { service_id: None, tax_rate_id: None, ..lines[0].clone() });
        let discount = None;
        desk.done(EditInvoice { invoice_id, version: 2, lines, discount, note: None, approval_id: None }).await;
        desk.done(IssueInvoice { invoice_id, version: 3 }).await;
        desk.done(desk.take(0, 11_000, None)).await;
        let today = desk.clock.now().on_wall(chrono_tz::Europe::London).date();
        let ledger: Ledger =
            desk.clinic.ask_as(&desk.admin, AskLedger { from: today, to: today }).await.expect("a ledger");
        let said: Vec<_> = ledger
            .accounts
            .iter()
            .map(|one| (one.account.as_str(), one.code.as_str(), one.debit_minor - one.credit_minor))
            .collect();
        assert_eq!(
            said,
            [
                ("receivables", "receivables", 0),
                ("revenue", "8000", -5000),
                ("revenue", "8401", -5000),
                ("tax", "1776", -1000),
                ("cash", "1000", 11_000)
            ],
            "{}",
            desk.engine
        );
        assert_eq!(ledger.debit_minor, ledger.credit_minor);
        desk.end().await;
    }
}

/// A payment that is on its way when the day is closed is either counted or refused, never dated into the closed day.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn closing_while_others_take_money_in_ones_name() {
    for desk in desks().await {
        let mut takers = Vec::new();
        for n in 0..8 {
            let (clinic, admin) = (desk.clinic.clone(), desk.admin.clone());
            let operations: Vec<_> = (0..6).map(|_| desk.take(n % 3, 100, None)).collect();
            takers.push(tokio::spawn(async move {
                for operation in operations {
                    if let Err(error) = clinic.perform(&admin, OperationId::new(), operation).await {
                        assert!(matches!(error.code(), Code::TillClosed | Code::StoreBusy), "{error:?}");
                    }
                }
            }));
        }
        loop {
            let now = till(&desk, &desk.admin).await.expected;
            match desk.perform(close(now.entries, now.cash_minor, 0, None)).await {
                Ok(_) => break,
                Err(error) => {
                    assert!(
                        matches!(error.code(), Code::ChangedMeanwhile | Code::FieldRequired | Code::StoreBusy),
                        "{error:?}"
                    )
                }
            }
        }
        for taker in takers {
            taker.await.expect("a taker");
        }
        let report = check::check(&desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{}: {:#?}", desk.engine, report.findings);
        desk.end().await;
    }
}
