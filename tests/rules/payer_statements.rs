//! What a payer owes on paper: its own, patient by patient, as it stood at the end of a day.

use super::billing_steps::{Bills, taken};
use super::payers::{by_transfer, draft_of, payer, share, shared, view};
use chrono::{Days, NaiveDate};
use clinic_core::Code;
use clinic_core::access::Role;
use clinic_core::billing::documents::PayerStatementDocument;
use clinic_core::billing::documents::payer_statement::AskPayerStatement;
use clinic_core::billing::issue::IssueInvoice;
use clinic_core::documents::Document;
use clinic_core::ids::PayerId;
use clinic_tests::desk::{Desk, desks};

async fn statement(desk: &Desk, payer_id: PayerId, on: NaiveDate) -> PayerStatementDocument {
    let ask = AskPayerStatement { payer_id, on };
    let Document::PayerStatement(paper) = desk.clinic.ask_as(&desk.admin, ask).await.expect("a statement") else {
        panic!("no statement of a payer")
    };
    *paper
}

#[tokio::test]
async fn a_payers_statement_says_what_was_open_that_day_and_nothing_of_the_patients() {
    for desk in desks().await {
        let insurer = payer(&desk, "Harbour Health").await;
        let other = payer(&desk, "Quay Shipyard").await;
        let visit = desk.visit(0, 9).await;
        let draft = draft_of(&desk, visit).await;
        let parted = shared(&desk, share(&desk, draft, insurer, 3600).await).await;
        for part in [parted.own.expect("the patient's"), parted.share.clone()] {
            desk.done(IssueInvoice { invoice_id: part.invoice_id, version: part.version }).await;
        }
        let issued = view(&desk, parted.share.invoice_id).await;
        let today = issued.issued_on.expect("a day");

        let owed = statement(&desk, insurer, today).await;
        assert_eq!((owed.ageing.total_minor, owed.ageing.not_due_minor, owed.credit_minor), (3600, 3600, 0));
        assert_eq!(owed.payer.name, "Harbour Health");
        let [patient] = owed.patients.as_slice() else { panic!("one patient") };
        assert_eq!((patient.open_minor, patient.member_number.as_deref()), (3600, Some("HH 204")), "{}", desk.engine);
        let [open] = patient.invoices.as_slice() else { panic!("the insurer's alone") };
        assert_eq!((Some(&open.number), open.total_minor, open.settled_minor), (issued.number.as_ref(), 3600, 0));
        assert!(statement(&desk, other, today).await.patients.is_empty(), "another payer's");
        assert!(statement(&desk, insurer, today - Days::new(1)).await.patients.is_empty(), "not issued by then");
        let late = statement(&desk, insurer, today + Days::new(91)).await.ageing;
        assert_eq!((late.days_31_60_minor, late.total_minor), (3600, 3600), "due after sixty days");

        let part = taken(&desk, by_transfer(&desk, insurer, 1000, None)).await;
        assert_eq!((part.parts.len(), part.credit_minor), (1, 0));
        let open = statement(&desk, insurer, today).await.patients.remove(0).invoices.remove(0);
        assert_eq!((open.settled_minor, open.open_minor), (1000, 2600), "{}", desk.engine);
        let paid = taken(&desk, by_transfer(&desk, insurer, 2700, None)).await;
        assert_eq!((paid.parts.len(), paid.credit_minor), (1, 100));
        let settled = statement(&desk, insurer, today).await;
        assert_eq!((settled.patients.len(), settled.ageing.total_minor, settled.credit_minor), (0, 0, 100));

        let unknown = AskPayerStatement { payer_id: PayerId::new(), on: today };
        assert_eq!(desk.clinic.ask(&desk.admin, unknown).await.expect_err("nobody").code(), Code::NotFound);
        let nurse = desk.person("n.nurse", Role::Nurse).await;
        let denied = desk.clinic.ask(&nurse, AskPayerStatement { payer_id: insurer, on: today }).await;
        assert_eq!(denied.expect_err("denied").code(), Code::AccessDenied);
        desk.end().await;
    }
}
