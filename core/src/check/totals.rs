//! Money: invoices are the sum of their lines, allocations never exceed what was paid or what was owed.

use super::{Report, Span, spans};
use crate::error::Result;
use crate::store::{Clause, Db, Read};
use uuid::Uuid;

const PIECE: i64 = 20_000;

pub(super) async fn check(db: &Db, report: &mut Report) -> Result<()> {
    let mut reader = db.clone();
    let (invoices,): (i64,) = reader.one("SELECT COUNT(*) FROM invoices", vec![]).await?;
    let (payments,): (i64,) = reader.one("SELECT COUNT(*) FROM payments", vec![]).await?;
    report.invoices = invoices.unsigned_abs();
    report.payments = payments.unsigned_abs();
    for span in spans(db, "invoices", "id", PIECE).await? {
        lines(&mut reader, &span, report).await?;
        allocated(&mut reader, &span, report).await?;
        credited(&mut reader, &span, report).await?;
    }
    for span in spans(db, "payments", "id", PIECE).await? {
        paid(&mut reader, &span, report).await?;
    }
    Ok(())
}

async fn lines(db: &mut Db, span: &Span, report: &mut Report) -> Result<()> {
    let clause = Clause::new(
        "SELECT i.id, i.net_minor, i.tax_minor, i.total_minor, CAST(COALESCE(SUM(t.net_minor), 0) AS SIGNED), CAST(COALESCE(SUM(t.tax_minor), 0) AS SIGNED) \
         FROM invoices i LEFT JOIN invoice_items t ON t.invoice_id = i.id WHERE 1 = 1",
        vec![],
    );
    let clause = span.limit(clause, "i", "id").and(
        " GROUP BY i.id, i.net_minor, i.tax_minor, i.total_minor HAVING COALESCE(SUM(t.net_minor), 0) <> i.net_minor \
         OR COALESCE(SUM(t.tax_minor), 0) <> i.tax_minor OR i.total_minor <> i.net_minor + i.tax_minor",
        vec![],
    );
    let rows: Vec<(Uuid, i64, i64, i64, i64, i64)> = db.all_of(clause).await?;
    for (id, net, tax, total, net_lines, tax_lines) in rows {
        report.find(
            "totals.invoice",
            format!(
                "invoice {id}: net {net}, tax {tax}, total {total}; its lines give net {net_lines}, tax {tax_lines}"
            ),
        );
    }
    Ok(())
}

/// What settles an invoice: payments less what they were rounded up by, credit notes, write-offs that stand.
async fn allocated(db: &mut Db, span: &Span, report: &mut Report) -> Result<()> {
    let clause = Clause::new(
        "SELECT x.id, x.total_minor, x.allocated_minor, x.settled FROM (SELECT i.id AS id, i.total_minor AS total_minor, i.allocated_minor AS allocated_minor, \
         CAST((SELECT COALESCE(SUM(a.amount_minor), 0) FROM payment_allocations a WHERE a.invoice_id = i.id) \
         + (SELECT COALESCE(SUM(n.total_minor), 0) FROM credit_notes n WHERE n.invoice_id = i.id) \
         + (SELECT COALESCE(SUM(w.amount_minor), 0) FROM write_offs w WHERE w.invoice_id = i.id) \
         - (SELECT COALESCE(SUM(w.amount_minor), 0) FROM write_off_undos w WHERE w.invoice_id = i.id) \
         - (SELECT COALESCE(SUM(c.amount_minor), 0) FROM cash_roundings c WHERE c.invoice_id = i.id) AS SIGNED) AS settled FROM invoices i WHERE 1 = 1",
        vec![],
    );
    let clause = span
        .limit(clause, "i", "id")
        .and(") x WHERE x.settled <> x.allocated_minor OR x.settled > x.total_minor OR x.settled < 0", vec![]);
    let rows: Vec<(Uuid, i64, i64, i64)> = db.all_of(clause).await?;
    for (id, total, noted, sum) in rows {
        if sum != noted {
            report.find(
                "totals.allocated",
                format!("invoice {id}: {noted} is noted as settled, what settles it gives {sum}"),
            );
        }
        if sum > total || sum < 0 {
            report.find("totals.overpaid", format!("invoice {id}: {sum} of {total} is settled"));
        }
    }
    Ok(())
}

async fn credited(db: &mut Db, span: &Span, report: &mut Report) -> Result<()> {
    let clause = Clause::new(
        "SELECT i.id, i.total_minor, CAST(COALESCE(SUM(n.total_minor), 0) AS SIGNED) FROM invoices i JOIN credit_notes n ON n.invoice_id = i.id WHERE 1 = 1",
        vec![],
    );
    let clause = span
        .limit(clause, "i", "id")
        .and(" GROUP BY i.id, i.total_minor HAVING SUM(n.total_minor) > i.total_minor", vec![]);
    let rows: Vec<(Uuid, i64, i64)> = db.all_of(clause).await?;
    for (id, total, sum) in rows {
        report.find("totals.credited", format!("invoice {id}: {sum} of {total} is credited"));
    }
    Ok(())
}

async fn paid(db: &mut Db, span: &Span, report: &mut Report) -> Result<()> {
    let clause = Clause::new(
        "SELECT p.id, p.amount_minor, CAST(COALESCE(SUM(a.amount_minor), 0) AS SIGNED) \
         FROM payments p JOIN payment_allocations a ON a.payment_id = p.id WHERE 1 = 1",
        vec![],
    );
    let clause = span.limit(clause, "p", "id").and(
        " GROUP BY p.id, p.amount_minor HAVING SUM(a.amount_minor) > p.amount_minor OR SUM(a.amount_minor) < 0",
        vec![],
    );
    let rows: Vec<(Uuid, i64, i64)> = db.all_of(clause).await?;
    for (id, amount, sum) in rows {
        report.find("totals.payment", format!("payment {id}: {sum} of {amount} is given to invoices"));
    }
    Ok(())
}
