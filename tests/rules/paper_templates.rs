//! A clinic's own templates: who writes them, that each change is the next row, and that what was issued keeps the look it had.

use super::billing_steps::{Bills, taken};
use clinic_core::access::Role;
use clinic_core::billing::documents::Document;
use clinic_core::billing::documents::aged::AskAgedDocument;
use clinic_core::billing::documents::invoice::AskInvoiceDocument;
use clinic_core::billing::documents::receipt::AskReceipt;
use clinic_core::ids::*;
use clinic_core::office::paper_templates::{
    AskPaperTemplates, OwnTemplate, PaperTemplateLine, Template, UseShippedTemplate, WriteTemplate,
};
use clinic_core::question::Question;
use clinic_core::{Code, check};
use clinic_tests::desk::{Desk, desks};

async fn lines(desk: &Desk) -> Vec<PaperTemplateLine> {
    desk.clinic.ask_as(&desk.admin, AskPaperTemplates {}).await.expect("templates")
}

async fn line(desk: &Desk, template: Template) -> PaperTemplateLine {
    lines(desk).await.into_iter().find(|line| line.template == template).expect("each template")
}

async fn own(desk: &Desk, question: impl Into<Question>) -> Vec<OwnTemplate> {
    let document: Document = desk.clinic.ask_as(&desk.admin, question).await.expect("a document");
    document.format().own.clone()
}

fn write(template: Template, version: i64, text: &str) -> WriteTemplate {
    WriteTemplate { template, version, text: text.into() }
}

fn of(template: Template, text: &str) -> OwnTemplate {
    OwnTemplate { template, text: text.into() }
}

#[tokio::test]
async fn each_change_is_the_next_one_and_says_whose_it_is() {
    for desk in desks().await {
        assert_eq!(lines(&desk).await.len(), Template::ALL.len());
        assert!(lines(&desk).await.iter().all(|line| line.version == 0 && line.text.is_none()), "{}", desk.engine);
        desk.done(write(Template::Invoice, 0, "First\n  line")).await;
        let first = line(&desk, Template::Invoice).await;
        assert_eq!((first.version, first.text.as_deref()), (1, Some("First\n  line")));
        assert_eq!(first.changed_by.as_deref(), Some("Ada Admin"));
        // Somebody who saw none.
        let stale = desk.refused(write(Template::Invoice, 0, "Mine")).await;
        assert_eq!(stale.code(), Code::ChangedMeanwhile, "{}", desk.engine);
        assert_eq!(stale.detail("by").and_then(|by| by.as_str()), Some("Ada Admin"));
        // The same text is no change.
        desk.done(write(Template::Invoice, 1, "First\n  line")).await;
        assert_eq!(line(&desk, Template::Invoice).await.version, 1);
        desk.done(UseShippedTemplate { template: Template::Invoice, version: 1 }).await;
        let back = line(&desk, Template::Invoice).await;
        assert_eq!((back.version, back.text), (2, None));
        let rows: (i64,) = clinic_core::store::Read::one(
            &mut desk.db.clone(),
            "SELECT COUNT(*) FROM paper_templates WHERE template = 'invoice'",
            vec![],
        )
        .await
        .expect("a count");
        assert_eq!(rows.0, 2, "what was changed stays");
        assert!(check::check(&desk.db, None).await.expect("checked").is_clean(), "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn only_who_keeps_the_clinics_details_may_and_a_text_has_its_limits() {
    for desk in desks().await {
        let doctor = desk.person("a.doctor", Role::Doctor).await;
        let denied = desk.clinic.perform(&doctor, OperationId::new(), write(Template::Letter, 0, "Mine")).await;
        assert_eq!(denied.expect_err("denied").code(), Code::AccessDenied, "{}", desk.engine);
        let denied = desk.clinic.ask_as(&doctor, AskPaperTemplates {}).await.map(|_: Vec<PaperTemplateLine>| ());
        assert_eq!(denied.expect_err("denied").code(), Code::AccessDenied);
        assert_eq!(desk.refused(write(Template::Letter, 0, "  ")).await.code(), Code::FieldRequired);
        let long = desk.refused(write(Template::Letter, 0, &"x".repeat(60_001))).await;
        assert_eq!(long.code(), Code::FieldTooLong);
        desk.done(write(Template::Letter, 0, &"x".repeat(60_000))).await;
        desk.end().await;
    }
}

#[tokio::test]
async fn what_was_issued_keeps_the_look_it_had_and_the_rest_has_that_of_today() {
    for desk in desks().await {
        let before = AskInvoiceDocument { invoice_id: desk.issued(0, 4500).await };
        assert_eq!(own(&desk, before.clone()).await, []);
        let old_receipt = AskReceipt { payment_id: taken(&desk, desk.take(0, 1000, None)).await.payment_id };
        desk.done(write(Template::Invoice, 0, "Ours")).await;
        desk.done(write(Template::Page, 0, "Our letterhead")).await;
        let during = AskInvoiceDocument { invoice_id: desk.issued(1, 4500).await };
        desk.done(write(Template::Invoice, 1, "Ours again")).await;
        desk.done(UseShippedTemplate { template: Template::Page, version: 1 }).await;
        desk.done(write(Template::Words, 0, "Our words")).await;
        let after = AskInvoiceDocument { invoice_id: desk.issued(2, 4500).await };
        let receipt = AskReceipt { payment_id: taken(&desk, desk.take(1, 1000, None)).await.payment_id };
        assert_eq!(own(&desk, before).await, [], "{}", desk.engine);
        assert_eq!(own(&desk, old_receipt).await, []);
        let then = [of(Template::Invoice, "Ours"), of(Template::Page, "Our letterhead")];
        assert_eq!(own(&desk, during.clone()).await, then, "{}", desk.engine);
        let now = [of(Template::Invoice, "Ours again"), of(Template::Words, "Our words")];
        // Those of today come with it, for where those of then cannot lay it out.
        let document: Document = desk.clinic.ask_as(&desk.admin, during).await.expect("a document");
        assert_eq!(document.format().own_now.as_deref(), Some(now.as_slice()), "{}", desk.engine);
        assert_eq!(own(&desk, after).await, now, "{}", desk.engine);
        // What is of another paper stays there, and what is made anew is made as of today.
        assert_eq!(own(&desk, receipt).await, [of(Template::Words, "Our words")]);
        let aged = AskAgedDocument { on: desk.day_of_visits() };
        assert_eq!(own(&desk, aged).await, [of(Template::Words, "Our words")]);
        desk.end().await;
    }
}
