//! The accountant's reports: whatever was done with money, they say what was owed that day, and they add up.

use crate::rules::billing_steps::Bills;
use chrono::{NaiveDate, NaiveTime};
use clinic_core::access::Role;
use clinic_core::args;
use clinic_core::billing::account::{AskPatientAccount, PatientAccount};
use clinic_core::billing::aged::{Aged, AskAged};
use clinic_core::billing::correct::{CorrectPayment, RefundPayment};
use clinic_core::billing::credit::ApplyCredit;
use clinic_core::billing::credit_note::{CreditLine, WriteCreditNote};
use clinic_core::billing::documents::Document;
use clinic_core::billing::documents::statement::AskStatement;
use clinic_core::billing::draft::{DraftInvoice, EditInvoice};
use clinic_core::billing::issue::IssueInvoice;
use clinic_core::billing::ledger::{AskLedger, Ledger};
use clinic_core::billing::payment::{PaymentMethod, TakePayment};
use clinic_core::billing::payments::{AskPayments, Payments};
use clinic_core::billing::report_file::{AskReportFile, ReportKind};
use clinic_core::billing::revenue::{AskRevenue, Revenue, RevenueBy};
use clinic_core::billing::tax_rates::{AddTaxRate, TaxKind, TaxRateDetails};
use clinic_core::billing::unpaid::{Ageing, AskUnpaid, Unpaid};
use clinic_core::billing::view::{AskInvoice, InvoiceView};
use clinic_core::billing::write_off::WriteOff;
use clinic_core::exchange::ExportFile;
use clinic_core::ids::*;
use clinic_core::operation::Operation;
use clinic_core::patients::register::RegisterPatient;
use clinic_core::staff::security::AskSecurityEvents;
use clinic_core::store::Read;
use clinic_core::time::{Clock, Instant};
use clinic_core::{Code, check};
use clinic_tests::Desk;
use clinic_tests::desk::{desks, details};
use clinic_tests::engine_list::all;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;

const METHODS: [PaymentMethod; 4] =
    [PaymentMethod::Cash, PaymentMethod::Card, PaymentMethod::Transfer, PaymentMethod::Other];

/// The answer to a question, in the type that it is put into.
macro_rules! ask {
    ($desk:expr, $question:expr) => {
        $desk
            .clinic
            .ask_as(&$desk.admin, $question)
            .await
            .unwrap_or_else(|error| panic!("on {}: {error:?}", $desk.engine))
    };
}

/// `which` counts among the invoices or payments that there are by then.
#[derive(Debug, Clone)]
enum Act {
    Invoice { patient: usize, amount: i64, rate: usize },
    Pay { patient: usize, amount: i64, method: usize },
    CreditNote { which: usize, part: bool },
    WriteOff { which: usize, amount: i64 },
    Refund { which: usize, amount: i64 },
    Correct { which: usize },
    UseCredit { patient: usize },
    Later { hours: i64 },
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let (patient, which, amount) = (0..3_usize, 0..20_usize, 1..9000_i64);
    let act = prop_oneof![
        5 => (patient.clone(), amount.clone(), 0..3_usize).prop_map(|(patient, amount, rate)| Act::Invoice { patient, amount, rate }),
        5 => (patient.clone(), amount.clone(), 0..4_usize).prop_map(|(patient, amount, method)| Act::Pay { patient, amount, method }),
        2 => (which.clone(), any::<bool>()).prop_map(|(which, part)| Act::CreditNote { which, part }),
        1 => (which.clone(), amount.clone()).prop_map(|(which, amount)| Act::WriteOff { which, amount }),
        2 => (which.clone(), amount).prop_map(|(which, amount)| Act::Refund { which, amount }),
        2 => which.prop_map(|which| Act::Correct { which }),
        2 => patient.prop_map(|patient| Act::UseCredit { patient }),
        6 => prop_oneof![3 => 1..14_i64, 2 => 14..60_i64, 1 => 400..1100_i64].prop_map(|hours| Act::Later { hours }),
    ];
    prop::collection::vec(act, 12..40)
}

#[test]
fn whatever_was_done_a_past_day_is_owed_what_was_owed_that_day() {
    for engine in all() {
        let cases = if engine.name == "sqlite" { 6 } else { 2 };
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let config = Config { cases, max_shrink_iters: 20, failure_persistence: None, ..Config::default() };
        let outcome = TestRunner::new(config).run(&acts(), |acts| {
            runtime.block_on(async {
                // Before the clocks change, so that a day of 23 hours is among them.
                let begins: NaiveDate = "2030-03-20".parse().expect("a date");
                let begins = begins.and_time(NaiveTime::from_hms_opt(9, 30, 0).expect("a time"));
                let desk = Desk::with_clock(&engine, Clock::standing_at(Instant(begins))).await;
                let mut played = Played::new(desk).await;
                for act in acts {
                    played.act(act).await;
                }
                played.agree().await;
                played.desk.end().await;
            });
            Ok(())
        });
        if let Err(error) = outcome {
            panic!("on {}: {error}", engine.name);
        }
    }
}

/// What was owed at the end of a day, as it was said on that day.
struct Kept {
    ageing: Ageing,
    credit: i64,
    accounts: Vec<PatientAccount>,
}

struct Played {
    desk: Desk,
    rates: [Option<TaxRateId>; 3],
    invoices: Vec<InvoiceId>,
    payments: Vec<PaymentId>,
    days: BTreeMap<NaiveDate, Kept>,
}

impl Played {
    async fn new(desk: Desk) -> Played {
        let mut rates = [None; 3];
        for (place, (points, inclusive)) in rates.iter_mut().zip([(2000, false), (770, true)]) {
            let (tax_rate_id, name) = (TaxRateId::new(), format!("VAT {points}"));
            let (kind, reason, service_ids) = (TaxKind::Standard, None, vec![]);
            let details =
                TaxRateDetails { name, kind, basis_points: points, inclusive, reason, service_ids, account_code: None };
            desk.done(AddTaxRate { tax_rate_id, details }).await;
            *place = Some(tax_rate_id);
        }
        Played { desk, rates, invoices: vec![], payments: vec![], days: BTreeMap::new() }
    }

    fn today(&self) -> NaiveDate {
        self.desk.clock.now().on_wall(chrono_tz::Europe::London).date()
    }

    async fn act(&mut self, act: Act) {
        let invoice = |which: usize| which.checked_rem(self.invoices.len()).map(|at| self.invoices[at]);
        let payment = |which: usize| which.checked_rem(self.payments.len()).map(|at| self.payments[at]);
        let reason = || "As it was".to_owned();
        match act {
            Act::Invoice { patient, amount, rate } => self.invoice(patient, amount, rate).await,
            Act::Pay { patient, amount, method } => {
                let take = TakePayment { method: METHODS[method], ..self.desk.take(patient, amount, None) };
                self.payments.push(take.payment_id);
                self.desk.done(take).await;
            }
            Act::CreditNote { which, part } => {
                let Some(invoice_id) = invoice(which) else { return };
                let view: InvoiceView = ask!(self.desk, AskInvoice { invoice_id });
                let left = view.left.first().filter(|left| part && left.total_minor > 1);
                let half = |left: &CreditLine| CreditLine { total_minor: left.total_minor / 2, ..left.clone() };
                let lines = left.map(|left| vec![half(left)]);
                let credit_note_id = CreditNoteId::new();
                self.may(WriteCreditNote { credit_note_id, invoice_id, reason: reason(), lines, again: None }).await;
            }
            Act::WriteOff { which, amount: amount_minor } => {
                let Some(invoice_id) = invoice(which) else { return };
                self.may(WriteOff { invoice_id, amount_minor, reason: reason() }).await;
            }
            Act::Refund { which, amount: amount_minor } => {
                let Some(payment_id) = payment(which) else { return };
                let (refund_id, method) = (PaymentId::new(), PaymentMethod::Card);
                self.may(RefundPayment {
                    refund_id,
                    payment_id,
                    method,
                    method_id: None,
                    amount_minor,
                    reason: reason(),
                })
                .await;
            }
            Act::Correct { which } => {
                let Some(payment_id) = payment(which) else { return };
                let reversal_id = PaymentId::new();
                self.may(CorrectPayment { payment_id, reversal_id, reason: reason(), right: None }).await;
            }
            Act::UseCredit { patient } => {
                let patient_id = self.desk.patients[patient];
                self.may(ApplyCredit { patient_id, parts: None }).await;
            }
            Act::Later { hours } => {
                self.keep().await;
                self.desk.clock.advance_seconds(hours * 3600);
            }
        }
    }

    async fn invoice(&mut self, patient: usize, amount: i64, rate: usize) {
        let invoice_id = InvoiceId::new();
        let draft = DraftInvoice { invoice_id, patient_id: self.desk.patients[patient], appointment_id: None };
        self.desk.done(draft).await;
        let mut lines = self.desk.lines(amount);
        lines[0].tax_rate_id = self.rates[rate];
        let mut second = lines[0].clone();
        (second.service_id, second.practitioner_id) = (Some(self.desk.services[1]), None);
        (second.unit_minor, second.tax_rate_id) = (700, None);
        lines.push(second);
        self.desk
            .done(EditInvoice { invoice_id, version: 1, lines, discount: None, note: None, approval_id: None })
            .await;
        self.desk.done(IssueInvoice { invoice_id, version: 2 }).await;
        self.invoices.push(invoice_id);
    }

    /// It is done, or refused for a reason of the rules.
    async fn may(&self, operation: impl Into<Operation>) {
        if let Err(error) = self.desk.perform(operation).await {
            let code = error.code().text();
            assert!(code != "internal" && !code.starts_with("store."), "{error:?} on {}", self.desk.engine);
        }
    }

    async fn keep(&mut self) {
        let unpaid: Unpaid = ask!(self.desk, AskUnpaid {});
        let mut accounts = Vec::new();
        for patient_id in &self.desk.patients {
            let account: PatientAccount = ask!(self.desk, AskPatientAccount { patient_id: *patient_id });
            accounts.push(account);
        }
        let credit = accounts.iter().map(|account| account.credit_minor).sum();
        self.days.insert(self.today(), Kept { ageing: unpaid.ageing, credit, accounts });
    }

    async fn agree(&mut self) {
        self.keep().await;
        let desk = &self.desk;
        for (on, kept) in &self.days {
            let aged: Aged = ask!(desk, AskAged { on: *on });
            assert_eq!((&aged.ageing, aged.credit_minor), (&kept.ageing, kept.credit), "{on} on {}", desk.engine);
            let ages = &aged.ageing;
            let parts = ages.not_due_minor + ages.days_1_30_minor + ages.days_31_60_minor + ages.days_61_90_minor;
            assert_eq!(parts + ages.days_over_90_minor, ages.total_minor);
            let lines: i64 = aged.lines.iter().map(|line| line.ageing.total_minor).sum();
            assert_eq!((lines, aged.lines.len() as i64), (ages.total_minor, aged.count));
            for account in &kept.accounts {
                self.states(*on, account).await;
            }
        }
        let (first, last) = (*self.days.keys().next().expect("a day"), self.today());
        let middle = first + (last - first) / 2;
        for (from, to) in [(first, last), (first, middle), (middle, last)] {
            if (to - from).num_days() < 366 {
                self.adds_up(from, to).await;
            }
        }
        let all: Ledger =
            ask!(desk, AskLedger { from: last.max(first + chrono::Days::new(365)) - chrono::Days::new(365), to: last });
        if (last - first).num_days() < 366 {
            let receivables = all.accounts.iter().find(|one| one.account == "receivables");
            let balance = receivables.map_or(0, |one| one.debit_minor - one.credit_minor);
            let kept = &self.days[&last];
            assert_eq!(balance, kept.ageing.total_minor - kept.credit, "receivables on {}", desk.engine);
        }
        let report = check::check(&desk.db, None).await.expect("a report");
        assert!(report.findings.is_empty(), "{:?}", report.findings);
    }

    /// A statement ends where the account stood on that day, whenever it is written.
    async fn states(&self, on: NaiveDate, account: &PatientAccount) {
        let from = *self.days.keys().next().expect("a day");
        let from = from.max(on - chrono::Days::new(300));
        let patient_id = account.patient_id;
        let found: Document = ask!(self.desk, AskStatement { patient_id, from, to: on });
        let Document::Statement(statement) = found else { panic!("{found:?}") };
        let moved: i64 = statement.lines.iter().map(|line| line.amount_minor).sum();
        assert_eq!(statement.opening_minor + moved, statement.closing_minor, "{on} on {}", self.desk.engine);
        assert_eq!(statement.closing_minor, account.balance_minor, "{on} on {}: {statement:#?}", self.desk.engine);
        let open: i64 = statement.open.iter().map(|one| one.open_minor).sum();
        assert_eq!(open, account.open_minor, "{on} on {}: {statement:#?}", self.desk.engine);
    }

    /// Revenue is what invoices come to less credit notes, however it is grouped; debits are credits, entry by entry.
    async fn adds_up(&self, from: NaiveDate, to: NaiveDate) {
        let desk = &self.desk;
        let (invoiced, credited, received, given): (i64, i64, i64, i64) = desk
            .db
            .clone()
            .one(
                "SELECT CAST((SELECT COALESCE(SUM(total_minor), 0) FROM invoices WHERE issued_on BETWEEN ? AND ?) AS SIGNED), \
                 CAST((SELECT COALESCE(SUM(total_minor), 0) FROM credit_notes WHERE issued_on BETWEEN ? AND ?) AS SIGNED), \
                 CAST((SELECT COALESCE(SUM(amount_minor), 0) FROM payments WHERE kind = 'payment' AND taken_on BETWEEN ? AND ?) AS SIGNED), \
                 CAST((SELECT COALESCE(SUM(amount_minor), 0) FROM payments WHERE kind <> 'payment' AND taken_on BETWEEN ? AND ?) AS SIGNED)",
                args![from, to, from, to, from, to, from, to],
            )
            .await
            .expect("sums");
        for by in [RevenueBy::Practitioner, RevenueBy::Service, RevenueBy::Month, RevenueBy::Method] {
            let revenue: Revenue = ask!(desk, AskRevenue { from, to, by });
            let expected = if by == RevenueBy::Method { (received, given) } else { (invoiced, credited) };
            let total = &revenue.total;
            assert_eq!((total.invoiced_minor, total.credited_minor), expected, "{by:?} on {}", desk.engine);
            assert_eq!(total.total_minor, expected.0 - expected.1);
            assert_eq!(total.net_minor + total.tax_minor, total.total_minor);
            assert_eq!(revenue.rows.iter().map(|row| row.sums.total_minor).sum::<i64>(), total.total_minor);
        }
        let payments: Payments = ask!(desk, AskPayments { from, to, cashier_id: None });
        assert_eq!((payments.total_minor, payments.count), (received - given, payments.lines.len() as i64));
        let ledger: Ledger = ask!(desk, AskLedger { from, to });
        assert_eq!(ledger.debit_minor, ledger.credit_minor, "the ledger on {}", desk.engine);
        let mut documents: BTreeMap<(&str, &str), i64> = BTreeMap::new();
        for entry in &ledger.entries {
            *documents.entry((&entry.kind, &entry.number)).or_default() += entry.debit_minor - entry.credit_minor;
        }
        assert!(ledger.count > 500 || documents.values().all(|balance| *balance == 0), "{documents:?}");
        let of = |account: &str| -> i64 {
            let lines = ledger.accounts.iter().filter(|one| one.account == account);
            lines.map(|one| one.credit_minor - one.debit_minor).sum()
        };
        assert_eq!(of("revenue") + of("tax") + of("rounding"), invoiced - credited);
    }
}

/// The cells of a file, without its head.
fn rows(file: &ExportFile) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(file.content.as_bytes());
    let records = reader.records().map(|record| record.expect("a row"));
    records.map(|record| record.iter().map(str::to_owned).collect()).collect()
}

#[tokio::test]
async fn a_file_has_every_row_no_formula_and_is_recorded() {
    for mut desk in desks().await {
        let patient_id = PatientId::new();
        let register = RegisterPatient { patient_id, details: details("Eve", "=HYPERLINK(\"x\")") };
        desk.done(register).await;
        desk.patients[0] = patient_id;
        desk.issued(0, 5000).await;
        let mut take = desk.take(0, 2000, None);
        take.note = Some("+41 of \"them\", later".into());
        let payment_id = take.payment_id;
        desk.done(take).await;
        let today = desk.clock.now().on_wall(chrono_tz::Europe::London).date();
        let (reversal_id, reason) = (PaymentId::new(), "@once".to_owned());
        desk.done(CorrectPayment { payment_id, reversal_id, reason, right: None }).await;
        let wanted = |report| AskReportFile { report, from: today, to: today, by: None };

        let aged: ExportFile = ask!(desk, wanted(ReportKind::Aged));
        assert_eq!(aged.file_name, format!("receivables-{today}.csv"), "{}", desk.engine);
        assert_eq!(rows(&aged)[0][1..4], ["'=HYPERLINK(\"x\"), Eve", "50.00", "0.00"]);
        let payments: ExportFile = ask!(desk, wanted(ReportKind::Payments));
        let lines = rows(&payments);
        assert_eq!((lines.len(), payments.count), (2, 2));
        assert_eq!((lines[0][7].as_str(), lines[0][11].as_str()), ("20.00", "'+41 of \"them\", later"));
        assert_eq!((lines[1][7].as_str(), lines[1][11].as_str()), ("-20.00", "'@once"));
        let ledger: ExportFile = ask!(desk, wanted(ReportKind::Ledger));
        let entries: Vec<_> =
            rows(&ledger).into_iter().map(|row| (row[3].clone(), row[4].clone(), row[5].clone())).collect();
        let entry =
            |account: &str, debit: &str, credit: &str| (account.to_owned(), debit.to_owned(), credit.to_owned());
        assert_eq!(entries[..2], [entry("receivables", "50.00", "0.00"), entry("revenue", "0.00", "50.00")]);
        let revenue: ExportFile = ask!(desk, wanted(ReportKind::Revenue));
        assert_eq!(rows(&revenue)[0][1..], ["50.00", "0.00", "50.00", "0.00", "50.00"]);

        let page: serde_json::Value = ask!(desk, AskSecurityEvents { before: None, limit: 50 });
        let exports = page["rows"].as_array().expect("rows").iter().filter(|row| row["kind"] == "export").count();
        assert_eq!(exports, 4, "{}", desk.engine);
        let receptionist = desk.person("m.novak", Role::Receptionist).await;
        let denied = desk.clinic.ask(&receptionist, wanted(ReportKind::Aged)).await.expect_err("not theirs");
        assert_eq!(denied.code(), Code::AccessDenied);
        let accountant = desk.person("accounts", Role::Accountant).await;
        desk.clinic.ask(&accountant, wanted(ReportKind::Ledger)).await.expect("the accountant's");
        desk.end().await;
    }
}
