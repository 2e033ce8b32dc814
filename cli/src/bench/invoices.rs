//! Money: issuing an invoice against the same statements in one transaction, and what is owed by age out of 200,000 invoices. Those are
//! written in bulk like the rest of the set: sealed, numbered and settled as issued ones are, so that `check` finds nothing.

use super::fill::{self, AT_ONCE};
use super::set::{INVOICES, ITEMS, PARTS, PAYMENTS, Set, doctor, id, service};
use super::{Figure, Target, Times};
use chrono::{Days, NaiveDate};
use clinic_core::billing::aged::AskAged;
use clinic_core::billing::draft::{DraftInvoice, EditInvoice};
use clinic_core::billing::frozen::hash_of;
use clinic_core::billing::invoice::{Invoice, InvoiceSaved};
use clinic_core::billing::issue::IssueInvoice;
use clinic_core::billing::lines::InvoiceLine;
use clinic_core::ids::{InvoiceId, OperationId, RowId, UserId};
use clinic_core::patients::bulk;
use clinic_core::store::{Db, Read, Value};
use clinic_core::time::Instant as Moment;
use clinic_core::{Error, Result, Who, args};
use serde_json::json;
use std::time::Instant;

const COUNT: u64 = 200_000;
/// Issued over as many days, up to the day before the set's today.
const DAYS: u64 = 500;
/// Every tenth is still open; of the others as many are settled by one payment.
const OPEN_EACH: u64 = 10;
const SETTLED_AT_ONCE: usize = 20;
const PRICE: i64 = 4500;
const SERIES: &str = "BENCH-";
const ISSUED: u64 = 200;
const RUNS: u64 = 20;

const INVOICE_COLUMNS: &[&str] = &[
    "id",
    "version",
    "patient_id",
    "series",
    "number",
    "number_text",
    "status",
    "issued_on",
    "issued_at",
    "issued_by",
    "due_on",
    "currency",
    "net_minor",
    "tax_minor",
    "total_minor",
    "allocated_minor",
    "frozen",
];
const ITEM_COLUMNS: &[&str] = &[
    "id",
    "invoice_id",
    "position",
    "service_id",
    "description",
    "quantity",
    "unit_minor",
    "discount_minor",
    "tax_basis_points",
    "net_minor",
    "tax_minor",
];
const SEAL_COLUMNS: &[&str] =
    &["invoice_id", "series", "number", "net_minor", "tax_minor", "total_minor", "frozen_hash"];

pub async fn aged(set: &Set) -> Result<Figure> {
    let Who::Person(session) = &set.who else { return Err(Error::internal("nobody is signed in")) };
    write(set, session.user_id()).await?;
    let mut db = set.db();
    let on = set.clinic.today();
    let (mut ours, mut by_hand) = (Vec::new(), Vec::new());
    for n in 0..=RUNS {
        let started = Instant::now();
        set.clinic.ask(&set.who, AskAged { on }).await?;
        let took = started.elapsed();
        let started = Instant::now();
        let _: Vec<(RowId, i64)> = db
            .all(
                "SELECT patient_id, CAST(SUM(total_minor - allocated_minor) AS SIGNED) FROM invoices WHERE status = 'issued' AND allocated_minor < total_minor GROUP BY patient_id",
                vec![],
            )
            .await?;
        // The first run warms the caches.
        if n > 0 {
            ours.push(took);
            by_hand.push(started.elapsed());
        }
    }
    Ok(Figure {
        name: format!("what is owed by age, of {COUNT} invoices"),
        ours: Times::new(ours),
        by_hand: Times::new(by_hand),
        what_by_hand: "one statement with what each patient owes now, without ages, names or credit",
        target: Target::MedianMs(300.0),
    })
}

async fn write(set: &Set, user: UserId) -> Result<()> {
    let mut db = set.db();
    let mut missing = fill::chunks(COUNT);
    while let Some(middle) = missing.middle() {
        let first = id(INVOICES, middle * AT_ONCE);
        missing.narrow(middle, fill::is_there(&mut db, "SELECT 1 FROM invoices WHERE id = ?", args![first]).await?);
    }
    let mut at = missing.from * AT_ONCE;
    while at < COUNT {
        let until = (at + AT_ONCE).min(COUNT);
        write_chunk(&db, set, user, at..until).await?;
        at = until;
        fill::tell(at, COUNT, "invoices");
    }
    Ok(())
}

fn number(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(0)
}

/// The frozen text of an invoice with one line, as issuing writes it.
fn frozen(n: u64) -> String {
    let line = json!({
        "item_id": id(ITEMS, n), "kind": "service", "service_id": service(), "description": "Consultation", "quantity": 1, "unit_minor": PRICE,
        "discount_kind": null, "discount_value": null, "discount_reason": null, "discount_minor": 0, "tax_rate_id": null, "tax_name": null,
        "tax_kind": null, "tax_reason": null, "tax_basis_points": 0, "tax_inclusive": false, "net_minor": PRICE, "tax_minor": 0,
        "practitioner_id": doctor(n),
    });
    let clinic = json!({ "name": "Bench clinic", "address_lines": [], "phone": null, "email": null, "tax_number": null, "bank_lines": [] });
    let patient =
        json!({ "mrn": format!("{n}"), "names": { "given": "Bench", "family": "Patient" }, "address_lines": [] });
    json!({ "clinic": clinic, "patient": patient, "terms": null, "legal": null, "note": null, "lines": [line] })
        .to_string()
}

const PAYMENT_COLUMNS: &[&str] = &[
    "id",
    "patient_id",
    "kind",
    "method",
    "amount_minor",
    "currency",
    "receipt_series",
    "receipt_number",
    "receipt_text",
    "taken_on",
    "taken_at",
    "cashier_id",
    "workstation_id",
];

async fn write_chunk(db: &Db, set: &Set, user: UserId, chunk: std::ops::Range<u64>) -> Result<()> {
    let first = set.size.day_to_come(0) - Days::new(DAYS);
    let day = |n: u64| first + Days::new(n * DAYS / COUNT);
    let at = |day: NaiveDate| Moment(day.and_hms_opt(12, 0, 0).unwrap_or_default());
    let (mut invoices, mut items, mut seals, mut settled) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for n in chunk {
        let (invoice, day, count, text) = (id(INVOICES, n), day(n), number(n + 1), frozen(n));
        let paid = if n.is_multiple_of(OPEN_EACH) { 0 } else { PRICE };
        seals.push(args![invoice, SERIES, count, PRICE, 0_i64, PRICE, hash_of(&text)]);
        invoices.push(args![
            invoice,
            1_i64,
            bulk::patient(n % super::set::PATIENTS).id,
            SERIES,
            count,
            format!("{SERIES}{count}"),
            "issued",
            day,
            at(day),
            user,
            day + Days::new(14),
            "GBP",
            PRICE,
            0_i64,
            PRICE,
            paid,
            text
        ]);
        items.push(args![
            id(ITEMS, n),
            invoice,
            0_i64,
            service(),
            "Consultation",
            1_i64,
            PRICE,
            0_i64,
            0_i64,
            PRICE,
            0_i64
        ]);
        if paid > 0 {
            settled.push((n, at(day), day));
        }
    }
    let mut tx = db.begin().await?;
    tx.insert_rows("invoices", INVOICE_COLUMNS, invoices).await?;
    tx.insert_rows("invoice_items", ITEM_COLUMNS, items).await?;
    tx.insert_rows("invoice_seals", SEAL_COLUMNS, seals).await?;
    let (payments, balances, parts) = payments(set, user, &settled);
    tx.insert_rows("payments", PAYMENT_COLUMNS, payments).await?;
    let columns = &["payment_id", "amount_minor", "allocated_minor", "returned_minor"];
    tx.insert_rows("payment_balances", columns, balances).await?;
    let columns = &["id", "payment_id", "invoice_id", "amount_minor", "allocated_at"];
    tx.insert_rows("payment_allocations", columns, parts).await?;
    tx.commit().await
}

type Rows = Vec<Vec<Value>>;

/// One payment for several of them, as a family or a company pays; the rows of payments, of what is left of them and of their parts.
fn payments(set: &Set, user: UserId, settled: &[(u64, Moment, NaiveDate)]) -> (Rows, Rows, Rows) {
    let (mut payments, mut balances, mut parts) = (Rows::new(), Rows::new(), Rows::new());
    for together in settled.chunks(SETTLED_AT_ONCE) {
        let Some(&(last, at, day)) = together.last() else { continue };
        // Numbered without a gap: so many were settled before, of which each chunk settles whole payments.
        let settled_before = last - last / OPEN_EACH;
        let count = number(settled_before.div_ceil(SETTLED_AT_ONCE as u64));
        let (payment, amount) = (id(PAYMENTS, last), PRICE * number(together.len() as u64));
        payments.push(args![
            payment,
            bulk::patient(last % super::set::PATIENTS).id,
            "payment",
            "transfer",
            amount,
            "GBP",
            SERIES,
            count,
            format!("{SERIES}{count}"),
            day,
            at,
            user,
            set.clinic.workstation()
        ]);
        balances.push(args![payment, amount, amount, 0_i64]);
        parts.extend(together.iter().map(|(n, ..)| args![id(PARTS, *n), payment, id(INVOICES, *n), PRICE, at]));
    }
    (payments, balances, parts)
}

pub async fn issue(set: &Set) -> Result<Figure> {
    let Who::Person(session) = &set.who else { return Err(Error::internal("nobody is signed in")) };
    let user = session.user_id();
    let (mut ours, mut by_hand, mut made) = (Vec::new(), Vec::new(), Vec::new());
    for n in 0..=ISSUED {
        let draft = draft(set, n).await?;
        let started = Instant::now();
        set.clinic.perform(&set.who, OperationId::new(), draft).await?;
        let took = started.elapsed();

        let hand = Hand::new(&set.db(), n).await?;
        let started = Instant::now();
        hand.issue(set, user).await?;
        if n > 0 {
            ours.push(took);
            by_hand.push(started.elapsed());
        }
        made.push(hand);
    }
    for hand in made {
        hand.take_away(&set.db()).await?;
    }
    Ok(Figure {
        name: format!("issuing an invoice with its number and its seal, {ISSUED} times"),
        ours: Times::new(ours),
        by_hand: Times::new(by_hand),
        what_by_hand: "the same statements in one transaction, without a rule, a hash or a permission",
        target: Target::MedianRatio(3.0),
    })
}

/// A draft of two lines, to be issued.
async fn draft(set: &Set, n: u64) -> Result<IssueInvoice> {
    let invoice_id = InvoiceId::new();
    let patient_id = bulk::patient(n).id;
    let draft = DraftInvoice { invoice_id, patient_id, appointment_id: None };
    set.clinic.perform(&set.who, OperationId::new(), draft).await?;
    let line = |description: &str| InvoiceLine {
        service_id: None,
        description: description.into(),
        quantity: 1,
        unit_minor: PRICE,
        discount: None,
        tax_rate_id: None,
        practitioner_id: None,
        share_of_minor: None,
    };
    let lines = vec![line("Consultation"), line("Dressing")];
    let edit = EditInvoice { invoice_id, version: 1, lines, discount: None, note: None, approval_id: None };
    let done = set.clinic.perform(&set.who, OperationId::new(), edit).await?;
    let saved: InvoiceSaved = serde_json::from_value(done.outcome).map_err(Error::internal)?;
    Ok(IssueInvoice { invoice_id, version: saved.version })
}

/// An invoice that never was an operation.
struct Hand {
    operation: OperationId,
    invoice: InvoiceId,
    number: i64,
}

const HAND_SERIES: &str = "HAND-";
const HAND_COUNTER: &str = "invoice HAND-";

impl Hand {
    /// Its draft of two lines.
    async fn new(db: &Db, n: u64) -> Result<Hand> {
        let hand = Hand { operation: OperationId::new(), invoice: InvoiceId::new(), number: number(n + 1) };
        let mut tx = db.begin().await?;
        let total = 2 * PRICE;
        let row = args![hand.invoice, 1_i64, bulk::patient(n).id, "", "draft", "GBP", total, 0_i64, total, 0_i64];
        let columns = &[
            "id",
            "version",
            "patient_id",
            "series",
            "status",
            "currency",
            "net_minor",
            "tax_minor",
            "total_minor",
            "allocated_minor",
        ];
        tx.insert_rows("invoices", columns, vec![row]).await?;
        let item = |place: i64| {
            args![
                RowId::new(),
                hand.invoice,
                place,
                None::<RowId>,
                "Consultation",
                1_i64,
                PRICE,
                0_i64,
                0_i64,
                PRICE,
                0_i64
            ]
        };
        tx.insert_rows("invoice_items", ITEM_COLUMNS, vec![item(0), item(1)]).await?;
        tx.exec("DELETE FROM counters WHERE name = ?", args![HAND_COUNTER]).await?;
        tx.insert_rows("counters", &["name", "value"], vec![args![HAND_COUNTER, hand.number - 1]]).await?;
        tx.commit().await?;
        Ok(hand)
    }

    async fn issue(&self, set: &Set, user: UserId) -> Result<()> {
        let workstation = set.clinic.workstation();
        let (today, now) = (set.clinic.today(), set.clinic.clock().now());
        let text = "x".repeat(700);
        let mut tx = set.db().begin().await?;
        tx.exec(
            "INSERT INTO journal (id, workstation_id, actor_id, approver_id, at, name, operation) VALUES (?, ?, ?, ?, ?, ?, ?)",
            args![self.operation, workstation, user, None::<UserId>, now, "issue_invoice", &text[..120]],
        )
        .await?;
        let lock: (RowId, NaiveDate) =
            tx.one("SELECT id, locked_to FROM period_locks ORDER BY locked_to DESC LIMIT 1", vec![]).await?;
        tx.insert_rows(
            "billing_dates",
            &["operation_id", "day", "lock_id", "locked_to"],
            vec![args![self.operation, today, lock.0, lock.1]],
        )
        .await?;
        let _: (RowId, NaiveDate) =
            tx.one("SELECT id, locked_to FROM period_locks ORDER BY locked_to DESC LIMIT 1", vec![]).await?;
        let draft: Invoice = tx.record(self.invoice.0).await?;
        let _: Vec<(RowId, String, i64)> = tx
            .all(
                "SELECT id, description, net_minor FROM invoice_items WHERE invoice_id = ? ORDER BY position",
                args![self.invoice],
            )
            .await?;
        tx.exec("UPDATE counters SET value = value + 1 WHERE name = ?", args![HAND_COUNTER]).await?;
        let (number,): (i64,) = tx.one("SELECT value FROM counters WHERE name = ?", args![HAND_COUNTER]).await?;
        tx.exec(
            "UPDATE invoices SET version = 2, status = 'issued', series = ?, number = ?, number_text = ?, issued_on = ?, issued_at = ?, issued_by = ?, due_on = ?, frozen = ? WHERE id = ? AND version = ?",
            args![HAND_SERIES, number, format!("{HAND_SERIES}{number}"), today, now, user, today, &text, self.invoice, draft.version],
        )
        .await?;
        let seal = args![self.invoice, HAND_SERIES, number, draft.net_minor, 0_i64, draft.total_minor, &text[..64]];
        tx.insert_rows("invoice_seals", SEAL_COLUMNS, vec![seal]).await?;
        tx.insert_rows(
            "journal_touches",
            &["journal_id", "position", "kind", "row_id", "before_row", "after_row"],
            vec![args![self.operation, 0_i64, "invoice", self.invoice.0, &text, &text]],
        )
        .await?;
        tx.exec("UPDATE journal_heads SET seq = seq + 0 WHERE workstation_id = ?", args![workstation]).await?;
        let _: (i64, Vec<u8>) =
            tx.one("SELECT seq, hash FROM journal_heads WHERE workstation_id = ?", args![workstation]).await?;
        tx.exec("UPDATE journal SET outcome = ? WHERE id = ?", args![&text[..80], self.operation]).await?;
        tx.exec("UPDATE journal_heads SET seq = seq + 0 WHERE workstation_id = ?", args![workstation]).await?;
        tx.commit().await
    }

    async fn take_away(&self, db: &Db) -> Result<()> {
        let mut tx = db.begin().await?;
        for (sql, what) in [
            ("DELETE FROM journal_touches WHERE journal_id = ?", self.operation.0),
            ("DELETE FROM billing_dates WHERE operation_id = ?", self.operation.0),
            ("DELETE FROM journal WHERE id = ?", self.operation.0),
            ("DELETE FROM invoice_seals WHERE invoice_id = ?", self.invoice.0),
            ("DELETE FROM invoice_items WHERE invoice_id = ?", self.invoice.0),
            ("DELETE FROM invoices WHERE id = ?", self.invoice.0),
        ] {
            tx.exec(sql, args![what]).await?;
        }
        tx.exec("DELETE FROM counters WHERE name = ?", args![HAND_COUNTER]).await?;
        tx.commit().await
    }
}
