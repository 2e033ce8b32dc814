//! What stands on paper: the answers that documents are made of, on every engine.

use super::billing_steps::{Bills, taken};
use chrono::{Days, NaiveDate};
use clinic_core::access::Role;
use clinic_core::billing::correct::RefundPayment;
use clinic_core::billing::credit::ApplyCredit;
use clinic_core::billing::credit_note::WriteCreditNote;
use clinic_core::billing::documents::aged::AskAgedDocument;
use clinic_core::billing::documents::credit_note::AskCreditNoteDocument;
use clinic_core::billing::documents::invoice::AskInvoiceDocument;
use clinic_core::billing::documents::receipt::{AskReceipt, ReceiptPart};
use clinic_core::billing::documents::report::{AskRevenueDocument, AskWorkDocument, ReportCell};
use clinic_core::billing::documents::statement::{AskStatement, StatementKind};
use clinic_core::billing::documents::till_sheet::AskTillDocument;
use clinic_core::billing::documents::{
    CreditNoteDocument, Document, InvoiceDocument, ReceiptDocument, StatementDocument,
};
use clinic_core::billing::payment::{PaymentMethod, PaymentPart};
use clinic_core::billing::till::{MoveCash, SetFloat};
use clinic_core::billing::till_close::CloseTill;
use clinic_core::billing::write_off::WriteOff;
use clinic_core::ids::*;
use clinic_core::office::countries::proposal;
use clinic_core::office::details::ClinicDetails;
use clinic_core::office::edit::EditClinic;
use clinic_core::question::Question;
use clinic_core::{Code, Error};
use clinic_tests::desk::{Desk, desks};

async fn asked(desk: &Desk, question: impl Into<Question>) -> Result<Document, Error> {
    desk.clinic.ask_as(&desk.admin, question).await
}

async fn invoice(desk: &Desk, invoice_id: InvoiceId) -> InvoiceDocument {
    match asked(desk, AskInvoiceDocument { invoice_id }).await.expect("a document") {
        Document::Invoice(one) => *one,
        other => panic!("{other:?}"),
    }
}

async fn credit_note(desk: &Desk, credit_note_id: CreditNoteId) -> CreditNoteDocument {
    match asked(desk, AskCreditNoteDocument { credit_note_id }).await.expect("a document") {
        Document::CreditNote(one) => *one,
        other => panic!("{other:?}"),
    }
}

async fn receipt(desk: &Desk, payment_id: PaymentId) -> ReceiptDocument {
    match asked(desk, AskReceipt { payment_id }).await.expect("a document") {
        Document::Receipt(one) => *one,
        other => panic!("{other:?}"),
    }
}

async fn statement(desk: &Desk, patient: usize, from: NaiveDate, to: NaiveDate) -> StatementDocument {
    match asked(desk, AskStatement { patient_id: desk.patients[patient], from, to }).await.expect("a document") {
        Document::Statement(one) => *one,
        other => panic!("{other:?}"),
    }
}

fn year() -> String {
    chrono::Utc::now().format("%Y").to_string()
}

#[tokio::test]
async fn an_invoice_on_paper_stays_as_it_was_issued() {
    for desk in desks().await {
        let draft = desk.draft(0, 4500).await;
        let refused = asked(&desk, AskInvoiceDocument { invoice_id: draft }).await.expect_err("a draft is no document");
        assert_eq!(refused.code(), Code::InvoiceNotIssued, "{}", desk.engine);
        let invoice_id = desk.issued(0, 4500).await;
        let before = invoice(&desk, invoice_id).await;
        assert_eq!(before.number, format!("INV-{}-00001", year()));
        assert_eq!((before.net_minor, before.total_minor, before.frozen.lines.len()), (4500, 4500, 1));
        assert_eq!(before.frozen.lines[0].description, "Check-up");
        // The clinic moves to another house, under another name.
        let details =
            ClinicDetails { name: "Another name".into(), address_lines: vec!["Elsewhere 1".into()], ..proposal("GB") };
        desk.done(EditClinic { version: 1, details }).await;
        taken(&desk, desk.take(0, 1000, None)).await;
        let after = invoice(&desk, invoice_id).await;
        assert_eq!(after.frozen, before.frozen, "{}", desk.engine);
        assert_eq!((after.number, after.total_minor), (before.number, 4500));
        assert_eq!((after.format.currency.as_str(), after.format.decimals), ("GBP", 2));
        desk.end().await;
    }
}

#[tokio::test]
async fn a_credit_note_names_its_invoice() {
    for desk in desks().await {
        let invoice_id = desk.issued(0, 4500).await;
        let credit_note_id = CreditNoteId::new();
        let reason = "Billed wrong".to_owned();
        desk.done(WriteCreditNote { credit_note_id, invoice_id, reason, lines: None, again: None }).await;
        let found = credit_note(&desk, credit_note_id).await;
        assert_eq!(found.number, format!("CN-{}-00001", year()), "{}", desk.engine);
        assert_eq!(found.frozen.invoice_number, Some(format!("INV-{}-00001", year())));
        assert_eq!((found.total_minor, found.reason.as_str()), (4500, "Billed wrong"));
        let unknown = asked(&desk, AskCreditNoteDocument { credit_note_id: CreditNoteId::new() }).await;
        assert_eq!(unknown.expect_err("unknown").code(), Code::NotFound);
        desk.end().await;
    }
}

/// What becomes of the rest of a payment later stands on no receipt: a second print says what the first one did.
#[tokio::test]
async fn a_receipt_says_what_was_settled_when_it_was_taken() {
    for desk in desks().await {
        desk.issued(0, 4500).await;
        let paid = taken(&desk, desk.take(0, 10_000, None)).await;
        let before = receipt(&desk, paid.payment_id).await;
        assert_eq!(
            (before.number.as_str(), before.what.as_str()),
            (paid.receipt.as_str(), "payment"),
            "{}",
            desk.engine
        );
        assert_eq!(before.parts, [ReceiptPart { invoice: format!("INV-{}-00001", year()), amount_minor: 4500 }]);
        assert_eq!((before.amount_minor, before.credit_minor, before.method.as_str()), (10_000, 5500, "cash"));
        assert_eq!(before.cashier, "Ada Admin");
        desk.issued(0, 2000).await;
        desk.done(ApplyCredit { patient_id: desk.patients[0], parts: None }).await;
        let refund_id = PaymentId::new();
        let reason = "Paid twice".to_owned();
        let (payment_id, method) = (paid.payment_id, PaymentMethod::Cash);
        desk.done(RefundPayment { refund_id, payment_id, method, method_id: None, amount_minor: 500, reason }).await;
        assert_eq!(receipt(&desk, paid.payment_id).await, before, "{}", desk.engine);
        let back = receipt(&desk, refund_id).await;
        assert_eq!((back.what.as_str(), back.of_number.as_deref()), ("refund", Some(paid.receipt.as_str())));
        assert_eq!((back.amount_minor, back.parts.len(), back.credit_minor), (500, 0, 0));
        desk.end().await;
    }
}

/// That a statement ends where the account stands is played through by chance in `reports.rs`.
#[tokio::test]
async fn a_statement_says_what_moved_an_account_also_what_somebody_else_paid() {
    for desk in desks().await {
        let today = desk.clock.now().on_wall(chrono_tz::Europe::London).date();
        let invoice_id = desk.issued(0, 4500).await;
        let part = PaymentPart { invoice_id, amount_minor: 3000 };
        let paid = taken(&desk, desk.take(1, 5000, Some(vec![part]))).await;
        desk.done(WriteOff { invoice_id, amount_minor: 500, reason: "Rounded".into() }).await;
        let found = statement(&desk, 0, today, today).await;
        let lines: Vec<_> = found.lines.iter().map(|line| (line.kind, line.amount_minor, line.balance_minor)).collect();
        let expected = [
            (StatementKind::Invoice, 4500, 4500),
            (StatementKind::PaidByAnother, -3000, 1500),
            (StatementKind::WriteOff, -500, 1000),
        ];
        assert_eq!(lines, expected, "{}", desk.engine);
        assert_eq!((found.opening_minor, found.closing_minor), (0, 1000));
        assert_eq!(found.lines[1].number, paid.receipt);
        let number = format!("INV-{}-00001", year());
        let open: Vec<_> = found.open.iter().map(|one| (one.number.as_str(), one.open_minor)).collect();
        assert_eq!(open, [(number.as_str(), 1000)]);
        // Nothing of the other patient but the receipt's number; and there it is money that was used elsewhere.
        let other = statement(&desk, 1, today, today).await;
        let lines: Vec<_> = other.lines.iter().map(|line| (line.kind, line.balance_minor)).collect();
        assert_eq!(lines, [(StatementKind::Payment, -5000), (StatementKind::PaidForAnother, -2000)]);
        assert_eq!((other.closing_minor, other.open.len()), (-2000, 0));
        // Of the days before and after: what stood, and nothing that moved.
        let before = statement(&desk, 0, today - Days::new(9), today - Days::new(1)).await;
        assert_eq!((before.opening_minor, before.closing_minor, before.lines.len(), before.open.len()), (0, 0, 0, 0));
        let after = statement(&desk, 0, today + Days::new(1), today + Days::new(9)).await;
        assert_eq!((after.opening_minor, after.closing_minor, after.lines.len(), after.open.len()), (1000, 1000, 0, 1));
        let patient_id = desk.patients[0];
        let refused = asked(&desk, AskStatement { patient_id, from: today, to: today - Days::new(1) }).await;
        assert_eq!(refused.expect_err("no span").code(), Code::FieldOutOfRange);
        let unknown = asked(&desk, AskStatement { patient_id: PatientId::new(), from: today, to: today }).await;
        assert_eq!(unknown.expect_err("unknown").code(), Code::NotFound);
        desk.end().await;
    }
}

/// The sheet says what was sealed, to the cashier and to whoever may correct money; an open day has none.
#[tokio::test]
async fn a_closed_day_has_a_sheet_and_an_open_one_none() {
    for desk in desks().await {
        let id = desk.done(SetFloat { float_minor: 10_000 }).await.outcome["till_id"].clone();
        let till_id: TillId = serde_json::from_value(id).expect("an id");
        let question = || AskTillDocument { till_id };
        taken(&desk, desk.take(0, 4500, None)).await;
        desk.done(MoveCash { into: false, amount_minor: 2000, reason: "Stamps".into(), purpose: Default::default() })
            .await;
        assert_eq!(asked(&desk, question()).await.expect_err("open").code(), Code::TillNotClosed, "{}", desk.engine);
        let reason = Some("A note was missing".to_owned());
        let close = CloseTill { entries: 1, counted_minor: 12_400, card_counted_minor: 0, reason, till_id: None };
        desk.done(close).await;
        let Document::Till(sheet) = asked(&desk, question()).await.expect("a sheet") else { panic!("another paper") };
        let found = (sheet.expected.cash_minor, sheet.counted_minor, sheet.difference_minor, sheet.moves.len());
        assert_eq!(found, (12_500, 12_400, -100, 1), "{}", desk.engine);
        assert_eq!((sheet.cashier.as_str(), sheet.reason.as_deref()), ("Ada Admin", Some("A note was missing")));
        assert_eq!((sheet.moves[0].amount_minor, sheet.seal.len()), (-2000, 64));
        assert!(sheet.number.starts_with(&format!("TILL-{}-", sheet.day)), "{}", sheet.number);
        let code = async |role: Role| {
            let who = desk.person(&format!("{}.other", role.text()), role).await;
            desk.clinic.ask(&who, question()).await.map(drop).map_err(|error| error.code())
        };
        assert_eq!(code(Role::Receptionist).await, Err(Code::NotFound), "somebody else's on {}", desk.engine);
        assert_eq!(code(Role::Accountant).await, Ok(()));
        assert_eq!(code(Role::Doctor).await, Err(Code::AccessDenied));
        desk.end().await;
    }
}

#[tokio::test]
async fn what_is_owed_on_paper_is_what_the_report_says() {
    for desk in desks().await {
        let today = desk.clock.now().on_wall(chrono_tz::Europe::London).date();
        desk.issued(0, 4500).await;
        desk.issued(1, 2000).await;
        taken(&desk, desk.take(1, 500, None)).await;
        let Document::Aged(paper) = asked(&desk, AskAgedDocument { on: today }).await.expect("a paper") else {
            panic!("another paper")
        };
        let report: clinic_core::billing::aged::Aged =
            desk.clinic.ask_as(&desk.admin, clinic_core::billing::aged::AskAged { on: today }).await.expect("a report");
        assert_eq!(paper.aged, report, "{}", desk.engine);
        assert_eq!((paper.aged.ageing.total_minor, paper.aged.count), (6000, 2));
        assert_eq!(paper.number, format!("AGED-{today}"));
        let who = desk.person("a.desk", Role::Receptionist).await;
        let denied = desk.clinic.ask(&who, AskAgedDocument { on: today }).await;
        assert_eq!(denied.expect_err("denied").code(), Code::AccessDenied);
        desk.end().await;
    }
}

#[tokio::test]
async fn reports_on_paper_are_what_the_reports_say() {
    use clinic_core::billing::documents::journal::{AskLedgerDocument, AskPaymentsDocument};
    use clinic_core::billing::ledger::{AskLedger, Ledger};
    use clinic_core::billing::revenue::{AskRevenue, Revenue, RevenueBy};
    use clinic_core::reports::WorkBy;
    use clinic_core::reports::file::WorkReport;
    for desk in desks().await {
        let today = desk.clock.now().on_wall(chrono_tz::Europe::London).date();
        let (from, to) = (today, today);
        desk.issued(0, 4500).await;
        taken(&desk, desk.take(0, 4000, None)).await;
        let by = RevenueBy::Service;
        let report: Revenue = desk.clinic.ask_as(&desk.admin, AskRevenue { from, to, by }).await.expect("a report");
        let Document::Report(paper) = asked(&desk, AskRevenueDocument { from, to, by }).await.expect("a paper") else {
            panic!("another paper")
        };
        assert_eq!((paper.report.as_str(), paper.by.as_str()), ("revenue", "service"), "{}", desk.engine);
        assert_eq!(paper.total[4], ReportCell::Money(report.total.total_minor));
        assert_eq!((paper.total.len(), report.total.total_minor), (5, 4500));
        assert_eq!(paper.rows.len(), report.rows.len());
        assert_eq!(paper.printed_by, "Ada Admin");
        let by = RevenueBy::Method;
        let Document::Report(paper) = asked(&desk, AskRevenueDocument { from, to, by }).await.expect("a paper") else {
            panic!("another paper")
        };
        let total = [4000, 0, 4000].map(ReportCell::Money);
        assert_eq!((paper.report.as_str(), paper.total.as_slice()), ("received", total.as_slice()), "{}", desk.engine);
        for (report, columns) in [(WorkReport::NoShows, 4), (WorkReport::NewPatients, 2), (WorkReport::Utilisation, 4)]
        {
            let question = AskWorkDocument { report, from, to, by: WorkBy::Month };
            let Document::Report(paper) = asked(&desk, question).await.expect("a paper") else {
                panic!("another paper")
            };
            assert_eq!((paper.total.len(), paper.rows.len(), paper.by.as_str()), (columns, 1, "month"), "{report:?}");
        }
        let ledger: Ledger = desk.clinic.ask_as(&desk.admin, AskLedger { from, to }).await.expect("a report");
        let Document::Report(paper) = asked(&desk, AskLedgerDocument { from, to }).await.expect("a paper") else {
            panic!("another paper")
        };
        let [.., debit, credit] = paper.total.as_slice() else { panic!("no sums") };
        assert_eq!((debit, debit), (&ReportCell::Money(ledger.debit_minor), credit), "{}", desk.engine);
        let journal = paper.journal.expect("entries");
        assert_eq!((journal.entries, journal.count), (ledger.entries, ledger.count));
        let Document::Report(paper) = asked(&desk, AskPaymentsDocument { from, to }).await.expect("a paper") else {
            panic!("another paper")
        };
        assert_eq!(paper.total.last(), Some(&ReportCell::Money(4000)));
        let payments = paper.journal.expect("payments").payments;
        assert_eq!(payments.iter().map(|one| one.amount_minor).collect::<Vec<_>>(), [4000], "{}", desk.engine);
        let backwards = AskRevenueDocument { from: today, to: today - Days::new(1), by };
        assert_eq!(asked(&desk, backwards).await.expect_err("no span").code(), Code::FieldOutOfRange);
        desk.end().await;
    }
}
