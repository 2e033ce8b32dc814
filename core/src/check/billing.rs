//! Billing: issued invoices are as they were sealed, numbers have no gaps, what is left of payments is what was not used, and what
//! patients owe is what the ledger says.

use super::{Report, Span, spans};
use crate::billing::frozen::hash_of;
use crate::billing::numbers::counter;
use crate::error::Result;
use crate::store::{Clause, Db, Read};
use chrono::NaiveDate;
use serde_json::Value as Json;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

const PIECE: i64 = 5_000;

pub(super) async fn check(db: &Db, report: &mut Report) -> Result<()> {
    let mut reader = db.clone();
    for span in spans(db, "invoices", "id", PIECE).await? {
        sealed(&mut reader, &span, report).await?;
        lines(&mut reader, &span, report).await?;
        credited_lines(&mut reader, &span, report).await?;
        payers(&mut reader, &span, report).await?;
    }
    for span in spans(db, "payments", "id", PIECE).await? {
        left(&mut reader, &span, report).await?;
    }
    numbers(&mut reader, report).await?;
    tills(&mut reader, report).await?;
    corrections(&mut reader, report).await?;
    ledger(&mut reader, report).await
}

/// A line is what it cost less its discount, with its tax in it or on it.
async fn lines(db: &mut Db, span: &Span, report: &mut Report) -> Result<()> {
    let clause = Clause::new("SELECT t.id, t.invoice_id FROM invoice_items t WHERE 1 = 1", vec![]);
    let clause = span.limit(clause, "t", "invoice_id").and(
        " AND t.quantity * t.unit_minor - t.discount_minor <> t.net_minor + CASE WHEN t.tax_inclusive = TRUE THEN t.tax_minor ELSE 0 END",
        vec![],
    );
    let rows: Vec<(Uuid, Uuid)> = db.all_of(clause).await?;
    for (id, invoice) in rows {
        report.find("billing.line", format!("line {id} of invoice {invoice} is not its price less its discount"));
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Issued {
    id: Uuid,
    frozen: Option<String>,
    frozen_hash: Option<String>,
    patient_id: Uuid,
    issued_on: Option<NaiveDate>,
    due_on: Option<NaiveDate>,
    discount_kind: Option<String>,
    discount_value: Option<i64>,
    discount_reason: Option<String>,
}

impl Issued {
    /// Whether the row says what the text kept of it; texts from before it was kept say nothing.
    fn same_row(&self) -> bool {
        let frozen: Json = serde_json::from_str(self.frozen.as_deref().unwrap_or_default()).unwrap_or(Json::Null);
        let row = &frozen["row"];
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        row.is_null()
            || row["patient_id"].as_str() == Some(self.patient_id.to_string().as_str())
                && row["issued_on"].as_str() == day(self.issued_on).as_deref()
                && row["due_on"].as_str() == day(self.due_on).as_deref()
                && row["discount"]["kind"].as_str() == self.discount_kind.as_deref()
                && row["discount"]["value"].as_i64() == self.discount_value
                && row["discount"]["reason"].as_str() == self.discount_reason.as_deref()
    }
}

#[derive(sqlx::FromRow)]
struct Item {
    invoice_id: Uuid,
    id: Uuid,
    description: String,
    quantity: i64,
    unit_minor: i64,
    net_minor: i64,
    tax_minor: i64,
}

/// An issued invoice has a seal, its frozen text is the one that was sealed, and its lines are those in the text.
async fn sealed(db: &mut Db, span: &Span, report: &mut Report) -> Result<()> {
    let clause = Clause::new(
        "SELECT i.id, i.frozen, s.frozen_hash, i.patient_id, i.issued_on, i.due_on, i.discount_kind, i.discount_value, i.discount_reason FROM invoices i LEFT JOIN invoice_seals s ON s.invoice_id = i.id WHERE i.status = 'issued'",
        vec![],
    );
    let issued: Vec<Issued> = db.all_of(span.limit(clause, "i", "id")).await?;
    let clause = Clause::new(
        "SELECT t.invoice_id, t.id, t.description, t.quantity, t.unit_minor, t.net_minor, t.tax_minor FROM invoice_items t JOIN invoices i ON i.id = t.invoice_id WHERE i.status = 'issued'",
        vec![],
    );
    let clause = span.limit(clause, "t", "invoice_id").and(" ORDER BY t.invoice_id, t.position", vec![]);
    let mut items: HashMap<Uuid, Vec<Item>> = HashMap::new();
    for item in db.all_of::<Item>(clause).await? {
        items.entry(item.invoice_id).or_default().push(item);
    }
    for one in issued {
        let same_row = one.same_row();
        let Issued { id, frozen, frozen_hash, .. } = one;
        let text = frozen.unwrap_or_default();
        if frozen_hash.as_deref() != Some(hash_of(&text).as_str()) {
            report.find("billing.seal", format!("invoice {id} is not the one that was issued"));
            continue;
        }
        if !same_row {
            report.find(
                "billing.frozen_row",
                format!("invoice {id}: its patient, days or discount are not those that were issued"),
            );
        }
        if !same_lines(&text, items.get(&id).map_or(&[], Vec::as_slice)) {
            report.find("billing.frozen_line", format!("invoice {id}: its lines are not those that were issued"));
        }
    }
    Ok(())
}

fn same_lines(frozen: &str, items: &[Item]) -> bool {
    let frozen: Json = serde_json::from_str(frozen).unwrap_or(Json::Null);
    let lines = frozen["lines"].as_array().cloned().unwrap_or_default();
    lines.len() == items.len()
        && lines.iter().zip(items).all(|(line, item)| {
            line["item_id"] == Json::String(item.id.to_string())
                && line["description"] == Json::String(item.description.clone())
                && ["quantity", "unit_minor", "net_minor", "tax_minor"].map(|field| line[field].as_i64())
                    == [item.quantity, item.unit_minor, item.net_minor, item.tax_minor].map(Some)
        })
}

/// No line is credited for more than it is, and a credit note is the sum of what it takes back.
async fn credited_lines(db: &mut Db, span: &Span, report: &mut Report) -> Result<()> {
    let clause = Clause::new(
        "SELECT t.id FROM credit_note_items c JOIN invoice_items t ON t.id = c.item_id WHERE 1 = 1",
        vec![],
    );
    let clause = span.limit(clause, "t", "invoice_id").and(
        " GROUP BY t.id, t.net_minor, t.tax_minor HAVING ABS(SUM(c.net_minor)) > ABS(t.net_minor) OR ABS(SUM(c.tax_minor)) > ABS(t.tax_minor)",
        vec![],
    );
    let rows: Vec<(Uuid,)> = db.all_of(clause).await?;
    for (id,) in rows {
        report.find("billing.credited_line", format!("line {id} is credited for more than it is"));
    }
    let clause = Clause::new(
        "SELECT n.id FROM credit_notes n LEFT JOIN credit_note_items c ON c.credit_note_id = n.id WHERE 1 = 1",
        vec![],
    );
    let clause = span.limit(clause, "n", "invoice_id").and(
        " GROUP BY n.id, n.total_minor HAVING COALESCE(SUM(c.net_minor + c.tax_minor), 0) <> n.total_minor",
        vec![],
    );
    let rows: Vec<(Uuid,)> = db.all_of(clause).await?;
    for (id,) in rows {
        report.find("billing.credit_note", format!("credit note {id} is not the sum of its lines"));
    }
    Ok(())
}

/// An issued invoice goes to whom it was issued, and is settled by them alone: a payer's by the payer, a patient's by patients.
async fn payers(db: &mut Db, span: &Span, report: &mut Report) -> Result<()> {
    let clause = Clause::new(
        "SELECT i.id, i.frozen, y.payer_id FROM invoices i LEFT JOIN invoice_payers y ON y.invoice_id = i.id WHERE i.status = 'issued'",
        vec![],
    );
    let rows: Vec<(Uuid, Option<String>, Option<Uuid>)> = db.all_of(span.limit(clause, "i", "id")).await?;
    for (id, frozen, payer) in rows {
        let frozen: Json = serde_json::from_str(&frozen.unwrap_or_default()).unwrap_or(Json::Null);
        if frozen["payer"]["payer_id"].as_str() != payer.map(|id| id.to_string()).as_deref() {
            report.find("billing.payer", format!("invoice {id} goes to somebody else than it was issued to"));
        }
    }
    let clause = Clause::new(
        "SELECT a.invoice_id, a.payment_id FROM payment_allocations a LEFT JOIN invoice_payers i ON i.invoice_id = a.invoice_id \
         LEFT JOIN payment_payers p ON p.payment_id = a.payment_id WHERE ((i.payer_id IS NULL) <> (p.payer_id IS NULL) OR i.payer_id <> p.payer_id)",
        vec![],
    );
    let rows: Vec<(Uuid, Uuid)> = db.all_of(span.limit(clause, "a", "invoice_id")).await?;
    for (invoice, payment) in rows {
        report.find(
            "billing.payer",
            format!("invoice {invoice} is settled by payment {payment}, which is somebody else's"),
        );
    }
    Ok(())
}

/// What is left of each payment: its amount less what settles invoices and what was given back.
async fn left(db: &mut Db, span: &Span, report: &mut Report) -> Result<()> {
    let clause = Clause::new(
        "SELECT x.id FROM (SELECT p.id AS id, p.amount_minor AS amount, b.amount_minor AS kept, b.allocated_minor AS used, b.returned_minor AS back, \
         CAST((SELECT COALESCE(SUM(a.amount_minor), 0) FROM payment_allocations a WHERE a.payment_id = p.id) AS SIGNED) AS parts, \
         CAST((SELECT COALESCE(SUM(r.amount_minor), 0) FROM payments r WHERE r.refunds_id = p.id OR r.reverses_id = p.id) AS SIGNED) AS given \
         FROM payments p LEFT JOIN payment_balances b ON b.payment_id = p.id WHERE p.kind = 'payment'",
        vec![],
    );
    let clause = span.limit(clause, "p", "id").and(
        ") x WHERE x.kept IS NULL OR x.kept <> x.amount OR x.used <> x.parts OR x.back <> x.given OR x.used + x.back > x.amount",
        vec![],
    );
    let rows: Vec<(Uuid,)> = db.all_of(clause).await?;
    for (id,) in rows {
        report.find("billing.payment_left", format!("payment {id}: what is left of it is not what was not used"));
    }
    Ok(())
}

/// Each series counts from one without a gap, up to its counter.
async fn numbers(db: &mut Db, report: &mut Report) -> Result<()> {
    let lists: [(&str, &'static str); 5] = [
        (
            "invoice",
            "SELECT series, COUNT(*), MIN(number), MAX(number) FROM invoices WHERE number IS NOT NULL GROUP BY series",
        ),
        ("credit_note", "SELECT series, COUNT(*), MIN(number), MAX(number) FROM credit_notes GROUP BY series"),
        (
            "receipt",
            "SELECT receipt_series, COUNT(*), MIN(receipt_number), MAX(receipt_number) FROM payments GROUP BY receipt_series",
        ),
        // Not money, but numbered as strictly.
        (
            "referral",
            "SELECT series, COUNT(*), MIN(number), MAX(number) FROM letters WHERE kind = 'referral' GROUP BY series",
        ),
        (
            "sick_note",
            "SELECT series, COUNT(*), MIN(number), MAX(number) FROM letters WHERE kind = 'sick_note' GROUP BY series",
        ),
    ];
    // Read before the rows: whoever takes a number meanwhile makes them more, never fewer.
    let counters: Vec<(String, i64)> = db.all("SELECT name, value FROM counters", vec![]).await?;
    let mut used = Vec::new();
    for (kind, sql) in lists {
        let rows: Vec<(String, i64, i64, i64)> = db.all(sql, vec![]).await?;
        for (series, count, first, last) in rows {
            let name = counter(kind, &series);
            let counted = counters.iter().find(|(counter, _)| *counter == name).map_or(0, |(_, value)| *value);
            if first != 1 || count != last || counted > last {
                report.find(
                    "billing.number_gap",
                    format!("{name}: {count} numbers from {first} to {last}, counted to {counted}"),
                );
            }
            used.push(name);
        }
    }
    for (name, value) in counters {
        let ours = lists.iter().any(|(kind, _)| name.strip_prefix(kind).is_some_and(|rest| rest.starts_with(' ')));
        if ours && value > 0 && !used.contains(&name) {
            report.find("billing.number_gap", format!("{name}: counted to {value}, and no row bears a number"));
        }
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Closed {
    id: Uuid,
    sealed: Option<String>,
    seal: Option<String>,
    float_minor: i64,
    counted_minor: Option<i64>,
    card_counted_minor: Option<i64>,
    difference_minor: Option<i64>,
    entries: i64,
    cash: i64,
    card: i64,
    transfer: i64,
    other: i64,
    moved: i64,
}

/// A closed day is as it was closed: its seal holds, and no entry was dated into it since.
async fn tills(db: &mut Db, report: &mut Report) -> Result<()> {
    let rows: Vec<Closed> = db
        .all(
            "SELECT t.id, t.sealed, t.seal, t.float_minor, t.counted_minor, t.card_counted_minor, t.difference_minor, \
             (SELECT COUNT(*) FROM payments p WHERE p.cashier_id = t.cashier_id AND COALESCE(p.drawer_on, p.taken_on) = t.day) AS entries, \
             CAST((SELECT COALESCE(SUM(CASE WHEN p.kind = 'payment' THEN p.amount_minor ELSE 0 - p.amount_minor END), 0) FROM payments p WHERE p.cashier_id = t.cashier_id AND COALESCE(p.drawer_on, p.taken_on) = t.day AND p.method = 'cash') AS SIGNED) AS cash, \
             CAST((SELECT COALESCE(SUM(CASE WHEN p.kind = 'payment' THEN p.amount_minor ELSE 0 - p.amount_minor END), 0) FROM payments p WHERE p.cashier_id = t.cashier_id AND COALESCE(p.drawer_on, p.taken_on) = t.day AND p.method = 'card') AS SIGNED) AS card, \
             CAST((SELECT COALESCE(SUM(CASE WHEN p.kind = 'payment' THEN p.amount_minor ELSE 0 - p.amount_minor END), 0) FROM payments p WHERE p.cashier_id = t.cashier_id AND COALESCE(p.drawer_on, p.taken_on) = t.day AND p.method = 'transfer') AS SIGNED) AS transfer, \
             CAST((SELECT COALESCE(SUM(CASE WHEN p.kind = 'payment' THEN p.amount_minor ELSE 0 - p.amount_minor END), 0) FROM payments p WHERE p.cashier_id = t.cashier_id AND COALESCE(p.drawer_on, p.taken_on) = t.day AND p.method = 'other') AS SIGNED) AS other, \
             CAST((SELECT COALESCE(SUM(m.amount_minor), 0) FROM till_moves m WHERE m.till_id = t.id) AS SIGNED) AS moved \
             FROM tills t WHERE t.status = 'closed'",
            vec![],
        )
        .await?;
    let own = own_methods(db).await?;
    for row in rows {
        let text = row.sealed.unwrap_or_default();
        let sealed: Json = serde_json::from_str(&text).unwrap_or(Json::Null);
        let of = |field: &str| sealed["expected"][field].as_i64();
        let same = row.seal.as_deref() == Some(hash_of(&text).as_str())
            && sealed["counted_minor"].as_i64() == row.counted_minor
            && sealed["card_counted_minor"].as_i64() == row.card_counted_minor
            && [
                "float_minor",
                "entries",
                "cash_taken_minor",
                "card_minor",
                "transfer_minor",
                "other_minor",
                "moved_minor",
            ]
            .map(of)
                == [row.float_minor, row.entries, row.cash, row.card, row.transfer, row.other, row.moved].map(Some)
            && sealed_own(&sealed) == own.get(&row.id).cloned().unwrap_or_default();
        if !same {
            report.find("billing.closed_day", format!("till {} is not as it was closed", row.id));
        }
        // The ledger books what a count differed by from these rows: it is what the close said.
        let differs = row.counted_minor.unwrap_or_default() - row.float_minor - row.cash - row.moved
            + row.card_counted_minor.unwrap_or_default()
            - row.card;
        if row.difference_minor != Some(differs) {
            let said = row.difference_minor.unwrap_or_default();
            report.find("billing.till_difference", format!("till {} said {said}, the entries give {differs}", row.id));
        }
    }
    Ok(())
}

/// What of each closed day was by the clinic's own methods.
async fn own_methods(db: &mut Db) -> Result<HashMap<Uuid, BTreeMap<String, i64>>> {
    let rows: Vec<(Uuid, Uuid, i64)> = db
        .all(
            "SELECT t.id, o.method_id, CAST(SUM(CASE WHEN p.kind = 'payment' THEN p.amount_minor ELSE 0 - p.amount_minor END) AS SIGNED) \
             FROM payment_own_methods o JOIN payments p ON p.id = o.payment_id \
             JOIN tills t ON t.cashier_id = p.cashier_id AND t.day = COALESCE(p.drawer_on, p.taken_on) WHERE t.status = 'closed' GROUP BY t.id, o.method_id",
            vec![],
        )
        .await?;
    let mut found: HashMap<Uuid, BTreeMap<String, i64>> = HashMap::new();
    for (till, method, minor) in rows {
        found.entry(till).or_default().insert(method.to_string(), minor);
    }
    Ok(found)
}

/// The same as a close sealed it.
fn sealed_own(sealed: &Json) -> BTreeMap<String, i64> {
    let own = sealed["expected"]["own"].as_array().into_iter().flatten();
    own.filter_map(|one| Some((one["method_id"].as_str()?.to_owned(), one["amount_minor"].as_i64()?))).collect()
}

/// A correction takes back the payment that it says; it is in another drawer than that one only after its day was closed.
async fn corrections(db: &mut Db, report: &mut Report) -> Result<()> {
    let rows: Vec<(Uuid,)> = db
        .all(
            "SELECT c.reversal_id FROM payment_corrections c JOIN payments r ON r.id = c.reversal_id LEFT JOIN payments n ON n.id = c.right_id \
             LEFT JOIN tills t ON t.id = c.closed_till_id WHERE r.kind <> 'reversal' OR r.reverses_id IS NULL OR r.reverses_id <> c.payment_id \
             OR (n.id IS NOT NULL AND n.kind <> 'payment') OR (t.id IS NOT NULL AND t.status <> 'closed')",
            vec![],
        )
        .await?;
    for (id,) in rows {
        report.find("billing.correction", format!("payment {id} does not correct what it says, or not in that drawer"));
    }
    let rows: Vec<(Uuid,)> = db
        .all(
            "SELECT p.id FROM payments p WHERE p.drawer_on <> p.taken_on AND NOT EXISTS (SELECT 1 FROM payment_corrections c \
             WHERE (c.reversal_id = p.id OR c.right_id = p.id) AND c.day = p.drawer_on AND c.day < p.taken_on)",
            vec![],
        )
        .await?;
    for (id,) in rows {
        report.find("billing.drawer", format!("payment {id} is in the drawer of another day, and corrects none"));
    }
    Ok(())
}

/// What is owed less what is credit is everything invoiced, less what was credited, written off and paid, plus what was given back, asked for
/// again, and rounded up.
async fn ledger(db: &mut Db, report: &mut Report) -> Result<()> {
    // One statement, so that both are of one moment.
    let (balances, entries): (i64, i64) = db
        .one(
            "SELECT CAST((SELECT COALESCE(SUM(total_minor - allocated_minor), 0) FROM invoices WHERE status = 'issued') \
             - (SELECT COALESCE(SUM(amount_minor - allocated_minor - returned_minor), 0) FROM payment_balances) AS SIGNED), \
             CAST((SELECT COALESCE(SUM(total_minor), 0) FROM invoices WHERE status = 'issued') - (SELECT COALESCE(SUM(total_minor), 0) FROM credit_notes) \
             - (SELECT COALESCE(SUM(amount_minor), 0) FROM write_offs) + (SELECT COALESCE(SUM(amount_minor), 0) FROM write_off_undos) \
             + (SELECT COALESCE(SUM(amount_minor), 0) FROM cash_roundings) \
             - (SELECT COALESCE(SUM(CASE WHEN kind = 'payment' THEN amount_minor ELSE 0 - amount_minor END), 0) FROM payments) AS SIGNED)",
            vec![],
        )
        .await?;
    if balances != entries {
        report.find("billing.ledger", format!("patients owe {balances}, the entries give {entries}"));
    }
    Ok(())
}
