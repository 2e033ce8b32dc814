//! Many tills at once: nothing is paid twice, and numbers have no gaps.

use super::billing_steps::Bills;
use clinic_core::billing::issue::IssueInvoice;
use clinic_core::billing::payment::{PaymentMethod, PaymentPart, TakePayment};
use clinic_core::catalogue::rooms::AddRoom;
use clinic_core::ids::*;
use clinic_core::store::Read;
use clinic_core::{Code, Step, check};
use clinic_tests::desk::desks;
use rand::Rng;

/// Sixteen cashiers take 30 at random off twenty invoices of 100: each invoice is paid at most whole, by hand and oldest first.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_cashiers_never_overpay() {
    for desk in desks().await {
        let mut invoices = Vec::new();
        for n in 0..20 {
            invoices.push(desk.issued(n % 3, 100).await);
        }
        let mut cashiers = Vec::new();
        for _ in 0..16 {
            let (clinic, admin) = (desk.clinic.clone(), desk.admin.clone());
            let (invoices, patients) = (invoices.clone(), desk.patients.clone());
            cashiers.push(tokio::spawn(async move {
                for _ in 0..8 {
                    let (at, who, by_hand) = {
                        let mut rng = rand::rng();
                        (rng.random_range(0..20usize), rng.random_range(0..3usize), rng.random_bool(0.6))
                    };
                    let part = PaymentPart { invoice_id: invoices[at], amount_minor: 30 };
                    let payment = TakePayment {
                        payment_id: PaymentId::new(),
                        patient_id: patients[who],
                        payer_id: None,
                        method: PaymentMethod::Cash,
                        method_id: None,
                        amount_minor: 30,
                        parts: by_hand.then(|| vec![part]),
                        note: None,
                        rounding_minor: None,
                    };
                    if let Err(error) = clinic.perform(&admin, OperationId::new(), payment).await {
                        assert!(matches!(error.code(), Code::PaymentMoreThanOwed | Code::StoreBusy), "{error:?}");
                    }
                }
            }));
        }
        for cashier in cashiers {
            cashier.await.expect("a cashier");
        }
        let report = check::check(&desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{}: {:#?}", desk.engine, report.findings);
        let (over,): (i64,) = desk
            .db
            .clone()
            .one("SELECT COUNT(*) FROM invoices WHERE allocated_minor > total_minor", vec![])
            .await
            .expect("a count");
        assert_eq!(over, 0, "{}", desk.engine);
        desk.end().await;
    }
}

/// Sixteen issue at once, and every third of them fails after the number was taken: the numbers that stand are 1 to n.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_issuers_leave_no_gap() {
    for desk in desks().await {
        let mut issuers = Vec::new();
        for n in 0..16 {
            let mut drafts = Vec::new();
            for _ in 0..3 {
                drafts.push(desk.draft(n % 3, 100).await);
            }
            let (clinic, admin) = (desk.clinic.clone(), desk.admin.clone());
            issuers.push(tokio::spawn(async move {
                for (at, invoice_id) in drafts.into_iter().enumerate() {
                    let issue = IssueInvoice { invoice_id, version: 2 };
                    if at % 3 == 1 {
                        // The second step is refused, so the first is rolled back with its number.
                        let room = AddRoom { room_id: RoomId::new(), name: " ".into(), kind: None, capacity: 1 };
                        let step = |operation| Step { id: OperationId::new(), at: None, operation };
                        let steps = vec![step(issue.into()), step(room.into())];
                        clinic.perform_all(&admin, steps, |_| {}).await.expect_err("refused as a whole");
                        continue;
                    }
                    while let Err(error) = clinic.perform(&admin, OperationId::new(), issue.clone()).await {
                        assert_eq!(error.code(), Code::StoreBusy, "{error:?}");
                    }
                }
            }));
        }
        for issuer in issuers {
            issuer.await.expect("an issuer");
        }
        let (count, last): (i64, i64) = desk
            .db
            .clone()
            .one("SELECT COUNT(*), MAX(number) FROM invoices WHERE status = 'issued'", vec![])
            .await
            .expect("a count");
        assert_eq!((count, last), (32, 32), "{}", desk.engine);
        let report = check::check(&desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{}: {:#?}", desk.engine, report.findings);
        desk.end().await;
    }
}
