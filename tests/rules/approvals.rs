//! A second person agrees to a discount above the first one's limit: who may, for what, how long, and what is left of it.

use super::billing_steps::Bills;
use clinic_core::access::Role;
use clinic_core::billing::draft::EditInvoice;
use clinic_core::billing::lines::Discount;
use clinic_core::billing::preview::{AskInvoiceSums, InvoiceSums};
use clinic_core::billing::rules::{BillingRules, DiscountLimit, EditBillingRules};
use clinic_core::billing::sums::DiscountKind;
use clinic_core::billing::view::{AskInvoice, InvoiceView};
use clinic_core::history::AskRecordHistory;
use clinic_core::ids::*;
use clinic_core::staff::edit_person::EditPerson;
use clinic_core::staff::me::AskMe;
use clinic_core::store::{Kind, Read};
use clinic_core::{Approved, Code, Error, Performed, Session, Who, args, check};
use clinic_tests::desk::{Desk, PASSWORD, desks};
use serde_json::{Value as Json, json};

fn session(who: &Who) -> &Session {
    let Who::Person(session) = who else { unreachable!() };
    session
}

async fn approve(desk: &Desk, asks: &Who, invoice: InvoiceId, login: &str) -> Result<Approved, Error> {
    desk.clinic.approve_discount(session(asks), invoice, login, PASSWORD.to_owned().into()).await
}

/// A draft of one line with so much off the whole.
fn discounted(desk: &Desk, invoice_id: InvoiceId, basis_points: i64, approval_id: Option<ApprovalId>) -> EditInvoice {
    let discount = Discount { kind: DiscountKind::Percent, value: basis_points, reason: "Long wait".into() };
    EditInvoice { invoice_id, version: 2, lines: desk.lines(10_000), discount: Some(discount), note: None, approval_id }
}

async fn saved(desk: &Desk, who: &Who, edit: EditInvoice) -> Result<Performed, Error> {
    desk.clinic.perform(who, OperationId::new(), edit).await
}

async fn events(desk: &Desk) -> Vec<(String, Option<String>, Option<String>)> {
    desk.db
        .clone()
        .all("SELECT kind, login, detail FROM security_events ORDER BY at, id", vec![])
        .await
        .expect("the events")
}

#[tokio::test]
async fn somebody_with_a_higher_limit_agrees_and_the_history_says_who() {
    for desk in desks().await {
        let novak = desk.person("m.novak", Role::Receptionist).await;
        desk.person("t.silva", Role::Accountant).await;
        let invoice = desk.draft(0, 10_000).await;
        let alone = saved(&desk, &novak, discounted(&desk, invoice, 5000, None)).await.expect_err("too much");
        assert_eq!(alone.code(), Code::InvoiceDiscountAboveLimit, "{}", desk.engine);
        assert_eq!((alone.detail("limit_basis_points"), alone.detail("approved_by")), (Some(&json!(1000)), None));
        let approved = approve(&desk, &novak, invoice, "T.Silva").await.expect("an approval");
        assert_eq!(approved.by, "t.silva Person");
        let (id, edit) = (OperationId::new(), discounted(&desk, invoice, 5000, Some(approved.approval_id)));
        let done = desk.clinic.perform(&novak, id, edit.clone()).await.expect("saved");
        // The answer was lost: the same again, though the approval is used up.
        let again = desk.clinic.perform(&novak, id, edit).await.expect("known");
        assert_eq!((again.replayed, &again.outcome), (true, &done.outcome), "{}", desk.engine);
        let view: InvoiceView =
            desk.clinic.ask_as(&desk.admin, AskInvoice { invoice_id: invoice }).await.expect("an invoice");
        assert_eq!(view.total_minor, 5000);
        let history: Json = desk
            .clinic
            .ask_as(&novak, AskRecordHistory { kind: Kind::Invoice, id: invoice.0 })
            .await
            .expect("its history");
        let newest = &history[0];
        assert_eq!((&newest["actor"], &newest["approver"]), (&json!("m.novak Person"), &json!("t.silva Person")));
        assert!(history[1].get("approver").is_none(), "{history}");
        let noted = newest["changes"].as_array().expect("changes");
        assert!(noted.iter().any(|one| one["field"] == "approved_by" && one["after"] == "t.silva Person"), "{noted:?}");
        // Whoever sits there is still who they were, and no password went into anything.
        let me: Json = desk.clinic.ask_as(&novak, AskMe {}).await.expect("me");
        assert_eq!(me["name"], "m.novak Person");
        let texts: Vec<(String,)> = desk
            .db
            .clone()
            .all("SELECT operation FROM journal WHERE name = 'edit_invoice'", vec![])
            .await
            .expect("rows");
        assert!(texts.iter().all(|(text,)| !text.contains(PASSWORD) && !text.contains("argon2")), "{texts:?}");
        assert!(events(&desk).await.contains(&("approved".into(), None, Some("edit_invoice".into()))));
        let report = check::check(&desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{}: {:#?}", desk.engine, report.findings);
        desk.end().await;
    }
}

#[tokio::test]
async fn not_oneself_nor_an_equal_nor_somebody_who_writes_no_invoices() {
    for desk in desks().await {
        let novak = desk.person("m.novak", Role::Receptionist).await;
        desk.person("b.adeyemi", Role::Receptionist).await;
        desk.person("w.chen", Role::Doctor).await;
        let invoice = desk.draft(0, 10_000).await;
        for (login, code) in [
            ("m.novak", Code::ApprovalOwn),
            ("b.adeyemi", Code::ApprovalNotHigher),
            ("w.chen", Code::ApprovalNotHigher),
            ("nobody", Code::SessionWrongPassword),
        ] {
            let error = approve(&desk, &novak, invoice, login).await.expect_err("refused");
            assert_eq!(error.code(), code, "{login} on {}", desk.engine);
        }
        let unknown = approve(&desk, &novak, InvoiceId::new(), "admin").await.expect_err("no such draft");
        assert_eq!(unknown.code(), Code::NotFound);
        let issued = desk.issued(1, 5000).await;
        assert_eq!(approve(&desk, &novak, issued, "admin").await.expect_err("issued").code(), Code::InvoiceNotDraft);
        assert!(!events(&desk).await.iter().any(|(kind, _, _)| kind == "approved"), "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn a_wrong_password_slows_the_door_down_and_is_noted() {
    for desk in desks().await {
        let novak = desk.person("m.novak", Role::Receptionist).await;
        let invoice = desk.draft(0, 10_000).await;
        let wrong =
            || desk.clinic.approve_discount(session(&novak), invoice, "admin", "not the password".to_owned().into());
        let mut codes = Vec::new();
        for _ in 0..4 {
            codes.push(wrong().await.expect_err("refused").code());
        }
        let miss = Code::SessionWrongPassword;
        assert_eq!(codes, [miss, miss, miss, Code::SessionWait], "{}", desk.engine);
        // It is one door: the right password waits too, and so does a sign-in here.
        assert_eq!(approve(&desk, &novak, invoice, "admin").await.expect_err("wait").code(), Code::SessionWait);
        let door = desk.clinic.sign_in("admin", PASSWORD.to_owned().into()).await.expect_err("wait");
        assert_eq!(door.code(), Code::SessionWait);
        let failed = ("sign_in_failed".to_owned(), Some("admin".to_owned()), Some("approval".to_owned()));
        assert_eq!(events(&desk).await.iter().filter(|one| **one == failed).count(), 3, "{}", desk.engine);
        desk.clock.advance_seconds(4000);
        approve(&desk, &novak, invoice, "admin").await.expect("the wait is over");
        desk.end().await;
    }
}

#[tokio::test]
async fn an_approval_is_for_one_draft_once_for_who_asked_and_for_two_minutes() {
    for desk in desks().await {
        let novak = desk.person("m.novak", Role::Receptionist).await;
        let adeyemi = desk.person("b.adeyemi", Role::Receptionist).await;
        desk.person("t.silva", Role::Accountant).await;
        let (first, other) = (desk.draft(0, 10_000).await, desk.draft(1, 10_000).await);
        let agreed = || approve(&desk, &novak, first, "t.silva");
        let gone = async |who: &Who, edit: EditInvoice, why: &str| {
            let error = saved(&desk, who, edit).await.expect_err(why);
            assert_eq!(error.code(), Code::ApprovalGone, "{why} on {}", desk.engine);
        };
        let id = agreed().await.expect("an approval").approval_id;
        gone(&novak, discounted(&desk, other, 5000, Some(id)), "another draft").await;
        gone(&adeyemi, discounted(&desk, first, 5000, Some(id)), "another person").await;
        gone(&novak, discounted(&desk, first, 5000, Some(ApprovalId::new())), "made up").await;
        saved(&desk, &novak, discounted(&desk, first, 5000, Some(id))).await.expect("what it was for");
        gone(&novak, EditInvoice { version: 3, ..discounted(&desk, first, 5000, Some(id)) }, "a second time").await;
        let late = agreed().await.expect("an approval").approval_id;
        desk.clock.advance_seconds(121);
        gone(&novak, EditInvoice { version: 3, ..discounted(&desk, first, 5000, Some(late)) }, "too late").await;
        // Within one's own limit nobody has to agree, whatever is sent.
        let own = EditInvoice { version: 3, ..discounted(&desk, first, 1000, Some(late)) };
        saved(&desk, &novak, own).await.expect("one's own");
        let id = agreed().await.expect("an approval").approval_id;
        let rows: Vec<(UserId, i64)> =
            desk.db.clone().all("SELECT id, version FROM users WHERE login = 't.silva'", vec![]).await.expect("silva");
        let (user_id, version) = rows[0];
        let (name, roles) = ("t.silva Person".to_owned(), vec![Role::Accountant]);
        desk.done(EditPerson { user_id, version, name, roles, active: false }).await;
        let edit = EditInvoice { version: 4, ..discounted(&desk, first, 5000, Some(id)) };
        gone(&novak, edit, "somebody who no longer works here").await;
        let drafts: Vec<(i64,)> = desk
            .db
            .clone()
            .all("SELECT total_minor FROM invoices WHERE id = ? OR id = ? ORDER BY total_minor", args![first, other])
            .await
            .expect("the drafts");
        assert_eq!(drafts, [(9000,), (10_000,)], "{}", desk.engine);
        desk.end().await;
    }
}

#[tokio::test]
async fn what_is_above_the_approvers_limit_too_is_refused_with_their_name() {
    for desk in desks().await {
        let novak = desk.person("m.novak", Role::Receptionist).await;
        desk.person("t.silva", Role::Accountant).await;
        let limit = |role, basis_points| DiscountLimit { role, basis_points };
        let discount_limits = vec![limit(Role::Receptionist, 1000), limit(Role::Accountant, 2000)];
        desk.done(EditBillingRules { version: 0, rules: BillingRules { discount_limits, ..BillingRules::default() } })
            .await;
        let invoice = desk.draft(0, 10_000).await;
        let id = approve(&desk, &novak, invoice, "t.silva").await.expect("an approval").approval_id;
        let error = saved(&desk, &novak, discounted(&desk, invoice, 5000, Some(id))).await.expect_err("too much");
        assert_eq!(error.code(), Code::InvoiceDiscountAboveLimit, "{}", desk.engine);
        assert_eq!(error.detail("limit_basis_points"), Some(&json!(2000)));
        assert_eq!(error.detail("approved_by"), Some(&json!("t.silva Person")));
        // It was not used: less is taken with it.
        saved(&desk, &novak, discounted(&desk, invoice, 2000, Some(id))).await.expect("within theirs");
        desk.end().await;
    }
}

/// The list says 4500: a price that is typed lower takes off as much as a discount does, and says so before it is saved.
#[tokio::test]
async fn what_will_need_an_approval_is_said_before_it_is_saved() {
    for desk in desks().await {
        let novak = desk.person("m.novak", Role::Receptionist).await;
        let invoice_id = desk.draft(0, 4500).await;
        let mut version = 2;
        for (unit_minor, percent, fits) in [(4050, 0, true), (4049, 0, false), (4500, 1000, true), (4400, 1000, false)]
        {
            let lines = desk.lines(unit_minor);
            let discount = Discount { kind: DiscountKind::Percent, value: percent, reason: "Long wait".into() };
            let discount = (percent > 0).then_some(discount);
            let asked =
                AskInvoiceSums { lines: lines.clone(), discount: discount.clone(), invoice_id: Some(invoice_id) };
            let sums: InvoiceSums = desk.clinic.ask_as(&novak, asked).await.expect("sums");
            assert_eq!(sums.within_limit, fits, "{unit_minor} less {percent} on {}", desk.engine);
            assert_eq!(sums.total_minor, unit_minor * (10_000 - percent) / 10_000);
            let edit = EditInvoice { invoice_id, version, lines, discount, note: None, approval_id: None };
            let done = saved(&desk, &novak, edit).await;
            assert_eq!(done.is_ok(), fits, "{done:?}");
            version += i64::from(fits);
        }
        // A draft's lines alone, without the draft, know no list.
        let asked = AskInvoiceSums { lines: desk.lines(1), discount: None, invoice_id: None };
        assert!(desk.clinic.ask_as::<InvoiceSums>(&novak, asked).await.expect("sums").within_limit);
        let unknown = AskInvoiceSums { lines: vec![], discount: None, invoice_id: Some(InvoiceId::new()) };
        assert_eq!(desk.clinic.ask(&novak, unknown).await.expect_err("unknown").code(), Code::NotFound);
        desk.end().await;
    }
}

/// Who agreed is not what was done: a second try that has no approval any more, or another one, gets the first outcome.
#[tokio::test]
async fn a_second_try_needs_no_approval_again() {
    for desk in desks().await {
        let novak = desk.person("m.novak", Role::Receptionist).await;
        desk.person("t.silva", Role::Accountant).await;
        let invoice = desk.draft(0, 10_000).await;
        let approved = approve(&desk, &novak, invoice, "t.silva").await.expect("an approval").approval_id;
        let id = OperationId::new();
        let again = |approval, percent| desk.clinic.perform(&novak, id, discounted(&desk, invoice, percent, approval));
        again(Some(approved), 5000).await.expect("saved");
        for approval in [None, Some(ApprovalId::new())] {
            assert!(again(approval, 5000).await.expect("known").replayed, "{}", desk.engine);
            assert_eq!(again(approval, 4000).await.expect_err("another").code(), Code::OperationIdReused);
        }
        desk.end().await;
    }
}
