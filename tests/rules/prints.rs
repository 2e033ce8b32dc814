//! Of a paper of the books one comes out as the original, and every other one is a copy.

use super::billing_steps::{Bills, taken};
use clinic_core::access::Role;
use clinic_core::billing::credit_note::WriteCreditNote;
use clinic_core::billing::documents::Document;
use clinic_core::billing::documents::credit_note::AskCreditNoteDocument;
use clinic_core::billing::documents::invoice::AskInvoiceDocument;
use clinic_core::billing::documents::receipt::AskReceipt;
use clinic_core::billing::prints::{Paper, PrintRecorded, RecordPrint, RecordPrintFailed};
use clinic_core::ids::*;
use clinic_core::question::Question;
use clinic_core::store::Read;
use clinic_core::{Code, Who};
use clinic_tests::desk::{Desk, PASSWORD, desks};
use uuid::Uuid;

fn print(paper: Paper, document_id: Uuid) -> RecordPrint {
    RecordPrint { print_id: PrintId::new(), paper, document_id }
}

/// Whether it has to say that it is a copy.
async fn is_copy(desk: &Desk, print: RecordPrint) -> bool {
    let done = desk.done(print).await;
    serde_json::from_value::<PrintRecorded>(done.outcome).expect("an outcome").copy
}

async fn is_printed(desk: &Desk, question: impl Into<Question>) -> bool {
    let document: Document = desk.clinic.ask_as(&desk.admin, question).await.expect("a document");
    document.printed_at().is_some()
}

#[tokio::test]
async fn the_first_that_comes_out_is_the_original() {
    for desk in desks().await {
        let invoice_id = desk.issued(0, 4500).await;
        let payment_id = taken(&desk, desk.take(0, 1000, None)).await.payment_id;
        let credit_note_id = CreditNoteId::new();
        let reason = "Billed wrong".to_owned();
        desk.done(WriteCreditNote { credit_note_id, invoice_id, reason, lines: None, again: None }).await;
        let papers = [
            (Paper::Invoice, invoice_id.0, Question::from(AskInvoiceDocument { invoice_id })),
            (Paper::CreditNote, credit_note_id.0, AskCreditNoteDocument { credit_note_id }.into()),
            (Paper::Receipt, payment_id.0, AskReceipt { payment_id }.into()),
        ];
        for (paper, id, question) in papers {
            assert_eq!(Paper::of(&question), Some((paper, id)));
            assert!(!is_printed(&desk, question.clone()).await, "{} {paper:?}", desk.engine);
            let jammed = print(paper, id);
            assert!(!is_copy(&desk, jammed.clone()).await, "{} {paper:?}", desk.engine);
            assert!(is_printed(&desk, question.clone()).await);
            desk.done(RecordPrintFailed { print_id: jammed.print_id }).await;
            assert!(!is_printed(&desk, question.clone()).await, "{} {paper:?}: nothing came out", desk.engine);
            let original = print(paper, id);
            assert!(!is_copy(&desk, original).await);
            let copy = print(paper, id);
            assert!(is_copy(&desk, copy.clone()).await);
            // A copy that does not come out leaves the original what it is.
            desk.done(RecordPrintFailed { print_id: copy.print_id }).await;
            assert!(is_copy(&desk, print(paper, id)).await, "{} {paper:?}", desk.engine);
            assert!(is_printed(&desk, question).await);
        }
        desk.end().await;
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_printed() {
    for desk in desks().await {
        let draft = desk.draft(0, 4500).await;
        let refused = desk.refused(print(Paper::Invoice, draft.0)).await;
        assert_eq!(refused.code(), Code::InvoiceNotIssued, "{}", desk.engine);
        for paper in [Paper::Invoice, Paper::CreditNote, Paper::Receipt] {
            let refused = desk.refused(print(paper, Uuid::now_v7())).await;
            assert_eq!(refused.code(), Code::NotFound, "{} {paper:?}", desk.engine);
        }
        let unknown = desk.refused(RecordPrintFailed { print_id: PrintId::new() }).await;
        assert_eq!(unknown.code(), Code::NotFound);
        // What failed fails once, and only where it was tried.
        let invoice_id = desk.issued(0, 4500).await;
        let there = print(Paper::Invoice, invoice_id.0);
        let print_id = there.print_id;
        desk.done(there).await;
        let second = desk.second().await;
        let there = Who::Person(second.sign_in("admin", PASSWORD.to_owned().into()).await.expect("signed in"));
        let elsewhere = second.perform(&there, OperationId::new(), RecordPrintFailed { print_id }).await;
        assert_eq!(elsewhere.expect_err("another desk").code(), Code::NotFound, "{}", desk.engine);
        desk.done(RecordPrintFailed { print_id }).await;
        assert_eq!(desk.refused(RecordPrintFailed { print_id }).await.code(), Code::NotFound);
        let doctor = desk.person("doctor", Role::Doctor).await;
        let denied = desk.clinic.perform(&doctor, OperationId::new(), print(Paper::Invoice, invoice_id.0)).await;
        assert_eq!(denied.expect_err("not for doctors").code(), Code::AccessDenied);
        second.db().close().await;
        desk.end().await;
    }
}

/// Eight desks print the same invoice at the same moment.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_desks_one_prints_the_original() {
    for desk in desks().await {
        let invoice_id = desk.issued(0, 4500).await;
        let mut printing = Vec::new();
        for _ in 0..8 {
            let (clinic, admin) = (desk.clinic.clone(), desk.admin.clone());
            printing.push(tokio::spawn(async move {
                let done = clinic.perform(&admin, OperationId::new(), print(Paper::Invoice, invoice_id.0)).await;
                serde_json::from_value::<PrintRecorded>(done.expect("recorded").outcome).expect("an outcome").copy
            }));
        }
        let mut originals = 0;
        for one in printing {
            if !one.await.expect("a print") {
                originals += 1;
            }
        }
        assert_eq!(originals, 1, "{}", desk.engine);
        let sql = "SELECT COUNT(*) FROM prints";
        let (all,): (i64,) = desk.db.clone().one(sql, vec![]).await.expect("a count");
        assert_eq!(all, 8, "{}", desk.engine);
        desk.end().await;
    }
}
