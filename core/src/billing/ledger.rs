//! Bookings for the accountant's program: each document as debits and credits that are equal.
//!
//! - An invoice: receivables to revenue (and what cash was rounded by), and to tax. A credit note: the same, turned round.
//! - A payment: its method's account to receivables; what was given back the other way. Credit stays in receivables.
//! - A write-off: write-offs to receivables; one that was undone the other way.
//! - What cash was rounded by when an issued invoice was paid: receivables to rounding, or the other way.
//! - Cash moved: the drawer to the bank, petty cash, change or another account, or the other way.
//! - What a count differed by, when a till is closed: cash and cards to differences, or the other way.
//!
//! Under which code an entry is booked: that of the service, the tax rate or the clinic's own method of payment, else that of the account (`BillingRules::account_codes`), else
//! the account's own name. Codes are those of now.
//!
//! What a drawer begins a day with is money that was there: it is booked nowhere.

use super::lists::{MOST, by_months, check_years};
use super::rules::{self, BillingRules};
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::money;
use crate::question::Ask;
use crate::store::{Clause, Db, Read, Value};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The bookings of the documents dated from `from` to `to` (dates of the clinic, both included, at most ten years).
///
/// Errors: `field.out_of_range` (from, to; total when a sum is more than can be said).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskLedger {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// Amounts in minor units; debits and credits are equal. The first 500 entries; the sums are of all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Ledger {
    pub accounts: Vec<LedgerAccount>,
    pub entries: Vec<LedgerEntry>,
    #[ts(type = "number")]
    pub count: i64,
    #[ts(type = "number")]
    pub debit_minor: i64,
    #[ts(type = "number")]
    pub credit_minor: i64,
}

/// What was booked on an account with one tax code and one code of the accountant's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct LedgerAccount {
    /// receivables, revenue, tax, rounding, write_offs, differences, a method of payment, or where cash was moved: bank, petty_cash, change, cash_moved.
    pub account: String,
    /// The clinic's own method, of that kind; else empty.
    pub method_name: String,
    pub tax_code: String,
    /// Under which code it is booked: the service's or the tax rate's, else the account's, else the account's name.
    pub code: String,
    #[ts(type = "number")]
    pub entries: i64,
    #[ts(type = "number")]
    pub debit_minor: i64,
    #[ts(type = "number")]
    pub credit_minor: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct LedgerEntry {
    pub day: NaiveDate,
    /// invoice, credit_note, payment, refund, reversal, rounding, write_off, write_off_undo, cash_move or till_difference.
    pub kind: String,
    /// Of the document; a write-off's is that of its invoice. A till's entries bear the cashier's name.
    pub number: String,
    pub account: String,
    #[ts(type = "number")]
    pub debit_minor: i64,
    #[ts(type = "number")]
    pub credit_minor: i64,
    /// The name of the tax rate, or nothing.
    pub tax_code: String,
    /// As of the account.
    pub code: String,
    pub method_name: String,
}

/// Every booking with its amount, a debit above nought and a credit below. To be selected from as `m`; eleven spans. Only an
/// invoice that is issued has a day of issue.
const BOOKINGS: &str = "(\
     SELECT i.issued_on AS day, 'invoice' AS kind, i.number_text AS number, 'receivables' AS account, '' AS tax_code, '' AS own, '' AS code, i.total_minor AS minor \
     FROM invoices i WHERE i.issued_on >= ? AND i.issued_on <= ? \
     UNION ALL SELECT i.issued_on AS day, 'invoice' AS kind, i.number_text AS number, \
     CASE WHEN v.part = 'tax' THEN 'tax' WHEN t.kind = 'rounding' THEN 'rounding' ELSE 'revenue' END AS account, COALESCE(t.tax_name, '') AS tax_code, '' AS own, \
     COALESCE(CASE WHEN v.part = 'tax' THEN r.account_code WHEN t.kind = 'rounding' THEN NULL ELSE s.account_code END, '') AS code, \
     CASE WHEN v.part = 'tax' THEN 0 - t.tax_minor ELSE 0 - t.net_minor END AS minor \
     FROM invoices i JOIN invoice_items t ON t.invoice_id = i.id JOIN (SELECT 'net' AS part UNION ALL SELECT 'tax' AS part) v ON 1 = 1 \
     LEFT JOIN services s ON s.id = t.service_id LEFT JOIN invoice_item_links k ON k.item_id = t.id LEFT JOIN tax_rates r ON r.id = k.tax_rate_id \
     WHERE i.issued_on >= ? AND i.issued_on <= ? \
     UNION ALL SELECT n.issued_on AS day, 'credit_note' AS kind, n.number_text AS number, 'receivables' AS account, '' AS tax_code, '' AS own, '' AS code, 0 - n.total_minor AS minor \
     FROM credit_notes n WHERE n.issued_on >= ? AND n.issued_on <= ? \
     UNION ALL SELECT n.issued_on AS day, 'credit_note' AS kind, n.number_text AS number, \
     CASE WHEN v.part = 'tax' THEN 'tax' WHEN t.kind = 'rounding' THEN 'rounding' ELSE 'revenue' END AS account, COALESCE(t.tax_name, '') AS tax_code, '' AS own, \
     COALESCE(CASE WHEN v.part = 'tax' THEN r.account_code WHEN t.kind = 'rounding' THEN NULL ELSE s.account_code END, '') AS code, \
     CASE WHEN v.part = 'tax' THEN c.tax_minor ELSE c.net_minor END AS minor \
     FROM credit_notes n JOIN credit_note_items c ON c.credit_note_id = n.id JOIN invoice_items t ON t.id = c.item_id \
     JOIN (SELECT 'net' AS part UNION ALL SELECT 'tax' AS part) v ON 1 = 1 \
     LEFT JOIN services s ON s.id = t.service_id LEFT JOIN invoice_item_links k ON k.item_id = t.id LEFT JOIN tax_rates r ON r.id = k.tax_rate_id \
     WHERE n.issued_on >= ? AND n.issued_on <= ? \
     UNION ALL SELECT p.taken_on AS day, p.kind AS kind, p.receipt_text AS number, p.method AS account, '' AS tax_code, COALESCE(pm.name, '') AS own, COALESCE(pm.account_code, '') AS code, \
     CASE WHEN p.kind = 'payment' THEN p.amount_minor ELSE 0 - p.amount_minor END AS minor FROM payments p \
     LEFT JOIN payment_own_methods om ON om.payment_id = p.id LEFT JOIN payment_methods pm ON pm.id = om.method_id WHERE p.taken_on >= ? AND p.taken_on <= ? \
     UNION ALL SELECT p.taken_on AS day, p.kind AS kind, p.receipt_text AS number, 'receivables' AS account, '' AS tax_code, '' AS own, '' AS code, \
     CASE WHEN p.kind = 'payment' THEN 0 - p.amount_minor ELSE p.amount_minor END AS minor FROM payments p WHERE p.taken_on >= ? AND p.taken_on <= ? \
     UNION ALL SELECT w.written_on AS day, 'write_off' AS kind, i.number_text AS number, v.account AS account, '' AS tax_code, '' AS own, '' AS code, \
     CASE WHEN v.account = 'write_offs' THEN w.amount_minor ELSE 0 - w.amount_minor END AS minor FROM write_offs w JOIN invoices i ON i.id = w.invoice_id \
     JOIN (SELECT 'write_offs' AS account UNION ALL SELECT 'receivables' AS account) v ON 1 = 1 WHERE w.written_on >= ? AND w.written_on <= ? \
     UNION ALL SELECT w.undone_on AS day, 'write_off_undo' AS kind, i.number_text AS number, v.account AS account, '' AS tax_code, '' AS own, '' AS code, \
     CASE WHEN v.account = 'write_offs' THEN 0 - w.amount_minor ELSE w.amount_minor END AS minor FROM write_off_undos w JOIN invoices i ON i.id = w.invoice_id \
     JOIN (SELECT 'write_offs' AS account UNION ALL SELECT 'receivables' AS account) v ON 1 = 1 WHERE w.undone_on >= ? AND w.undone_on <= ? \
     UNION ALL SELECT c.written_on AS day, 'rounding' AS kind, p.receipt_text AS number, v.account AS account, '' AS tax_code, '' AS own, '' AS code, \
     CASE WHEN v.account = 'receivables' THEN c.amount_minor ELSE 0 - c.amount_minor END AS minor FROM cash_roundings c JOIN payments p ON p.id = c.payment_id \
     JOIN (SELECT 'rounding' AS account UNION ALL SELECT 'receivables' AS account) v ON 1 = 1 WHERE c.written_on >= ? AND c.written_on <= ? \
     UNION ALL SELECT t.day AS day, 'cash_move' AS kind, u.name AS number, \
     CASE WHEN v.account = 'cash' THEN 'cash' WHEN x.purpose IN ('bank', 'petty_cash', 'change') THEN x.purpose ELSE 'cash_moved' END AS account, '' AS tax_code, '' AS own, '' AS code, \
     CASE WHEN v.account = 'cash' THEN x.amount_minor ELSE 0 - x.amount_minor END AS minor FROM tills t JOIN users u ON u.id = t.cashier_id \
     JOIN till_moves x ON x.till_id = t.id JOIN (SELECT 'cash' AS account UNION ALL SELECT 'other' AS account) v ON 1 = 1 WHERE t.day >= ? AND t.day <= ? \
     UNION ALL SELECT d.day AS day, 'till_difference' AS kind, d.name AS number, v.account AS account, '' AS tax_code, '' AS own, '' AS code, \
     CASE WHEN v.account = 'cash' THEN d.cash WHEN v.account = 'card' THEN d.card ELSE 0 - d.cash - d.card END AS minor FROM (\
     SELECT t.day AS day, u.name AS name, \
     t.counted_minor - t.float_minor - (SELECT COALESCE(SUM(x.amount_minor), 0) FROM till_moves x WHERE x.till_id = t.id) \
     - (SELECT COALESCE(SUM(CASE WHEN p.kind = 'payment' THEN p.amount_minor ELSE 0 - p.amount_minor END), 0) FROM payments p \
     WHERE p.cashier_id = t.cashier_id AND COALESCE(p.drawer_on, p.taken_on) = t.day AND p.method = 'cash') AS cash, \
     t.card_counted_minor - (SELECT COALESCE(SUM(CASE WHEN p.kind = 'payment' THEN p.amount_minor ELSE 0 - p.amount_minor END), 0) FROM payments p \
     WHERE p.cashier_id = t.cashier_id AND COALESCE(p.drawer_on, p.taken_on) = t.day AND p.method = 'card') AS card \
     FROM tills t JOIN users u ON u.id = t.cashier_id WHERE t.status = 'closed' AND t.day >= ? AND t.day <= ?) d \
     JOIN (SELECT 'cash' AS account UNION ALL SELECT 'card' AS account UNION ALL SELECT 'differences' AS account) v ON 1 = 1) m ";
const SPANS: usize = 11;

/// One entry per document, account, tax code and code, none of nought.
const ENTRIES: &str = "SELECT m.day AS day, m.kind AS kind, m.number AS number, m.account AS account, m.tax_code AS tax_code, m.own AS own, m.code AS code, SUM(m.minor) AS minor FROM ";
const GROUPED: &str = "GROUP BY m.day, m.kind, m.number, m.account, m.tax_code, m.own, m.code HAVING SUM(m.minor) <> 0";

impl Ask for AskLedger {
    const PERMISSION: Permission = Permission::BillingReports;
    type Answer = Ledger;

    fn example() -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        AskLedger { from: day, to: day }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Ledger> {
        self.read(db, asker, MOST).await
    }
}

impl AskLedger {
    /// With the first `most` entries.
    pub(super) async fn read(&self, db: &mut Db, asker: &Asker, most: i64) -> Result<Ledger> {
        check_years(self.from, self.to)?;
        let rules = rules::load(db).await?;
        let (mut accounts, mut entries) = (Vec::<LedgerAccount>::new(), Vec::new());
        for part in asker.through(by_months(self.from, self.to)) {
            add_up(&mut accounts, sums(db, part).await?)?;
            let left = most.saturating_sub(i64::try_from(entries.len()).unwrap_or(i64::MAX));
            if left > 0 {
                entries.extend(entries_of(db, &rules, part, left).await?);
            }
        }
        for one in &mut accounts {
            one.code = rules.code_of(&one.account, &one.code).to_owned();
        }
        accounts.sort_by_key(|one| {
            (
                place_of(&one.account),
                one.account.clone(),
                one.method_name.clone(),
                one.code.clone(),
                one.tax_code.clone(),
            )
        });
        Ok(Ledger {
            entries,
            count: accounts.iter().map(|one| one.entries).sum(),
            debit_minor: money::sum(accounts.iter().map(|one| one.debit_minor))?,
            credit_minor: money::sum(accounts.iter().map(|one| one.credit_minor))?,
            accounts,
        })
    }

    /// All entries, in the order of days and numbers, the debits of a document first.
    pub(super) async fn all(&self, db: &mut Db, asker: &Asker) -> Result<Vec<LedgerEntry>> {
        check_years(self.from, self.to)?;
        let rules = rules::load(db).await?;
        let mut entries = Vec::new();
        for part in asker.through(by_months(self.from, self.to)) {
            entries.extend(entries_of(db, &rules, part, i64::MAX).await?);
        }
        Ok(entries)
    }
}

fn booked(before: Clause, (from, to): (NaiveDate, NaiveDate)) -> Clause {
    let spans: Vec<Value> = (0..SPANS).flat_map(|_| args![from, to]).collect();
    before.and(ENTRIES, vec![]).and(BOOKINGS, spans).and(GROUPED, vec![])
}

async fn sums(db: &mut Db, part: (NaiveDate, NaiveDate)) -> Result<Vec<LedgerAccount>> {
    let clause = Clause::new(
        "SELECT e.account, e.own AS method_name, e.tax_code, e.code, COUNT(*) AS entries, CAST(SUM(CASE WHEN e.minor > 0 THEN e.minor ELSE 0 END) AS SIGNED) AS debit_minor, \
         CAST(SUM(CASE WHEN e.minor < 0 THEN 0 - e.minor ELSE 0 END) AS SIGNED) AS credit_minor FROM (",
        vec![],
    );
    db.all_of(booked(clause, part).and(") e GROUP BY e.account, e.own, e.tax_code, e.code", vec![])).await
}

fn add_up(accounts: &mut Vec<LedgerAccount>, part: Vec<LedgerAccount>) -> Result<()> {
    let key =
        |one: &LedgerAccount| (one.account.clone(), one.method_name.clone(), one.tax_code.clone(), one.code.clone());
    for one in part {
        match accounts.iter_mut().find(|sum| key(sum) == key(&one)) {
            Some(sum) => {
                sum.entries += one.entries;
                sum.debit_minor = money::sum([sum.debit_minor, one.debit_minor])?;
                sum.credit_minor = money::sum([sum.credit_minor, one.credit_minor])?;
            }
            None => accounts.push(one),
        }
    }
    Ok(())
}

async fn entries_of(
    db: &mut Db,
    rules: &BillingRules,
    part: (NaiveDate, NaiveDate),
    most: i64,
) -> Result<Vec<LedgerEntry>> {
    let clause = Clause::new(
        "SELECT e.day, e.kind, e.number, e.account, CAST(CASE WHEN e.minor > 0 THEN e.minor ELSE 0 END AS SIGNED) AS debit_minor, \
         CAST(CASE WHEN e.minor < 0 THEN 0 - e.minor ELSE 0 END AS SIGNED) AS credit_minor, e.tax_code, e.code, e.own AS method_name FROM (",
        vec![],
    );
    let order = ") e ORDER BY e.day, e.kind, e.number, CASE WHEN e.minor > 0 THEN 0 ELSE 1 END, e.account, e.tax_code, e.code, e.own LIMIT ?";
    let mut entries: Vec<LedgerEntry> = db.all_of(booked(clause, part).and(order, args![most])).await?;
    for one in &mut entries {
        one.code = rules.code_of(&one.account, &one.code).to_owned();
    }
    Ok(entries)
}

/// The accounts, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum Account {
    Receivables,
    Revenue,
    Rounding,
    Tax,
    Cash,
    Card,
    Transfer,
    Other,
    Bank,
    PettyCash,
    Change,
    CashMoved,
    Differences,
    WriteOffs,
}

impl Account {
    pub const ALL: [Account; 14] = [
        Account::Receivables,
        Account::Revenue,
        Account::Rounding,
        Account::Tax,
        Account::Cash,
        Account::Card,
        Account::Transfer,
        Account::Other,
        Account::Bank,
        Account::PettyCash,
        Account::Change,
        Account::CashMoved,
        Account::Differences,
        Account::WriteOffs,
    ];

    pub fn text(self) -> &'static str {
        match self {
            Account::Receivables => "receivables",
            Account::Revenue => "revenue",
            Account::Rounding => "rounding",
            Account::Tax => "tax",
            Account::Cash => "cash",
            Account::Card => "card",
            Account::Transfer => "transfer",
            Account::Other => "other",
            Account::Bank => "bank",
            Account::PettyCash => "petty_cash",
            Account::Change => "change",
            Account::CashMoved => "cash_moved",
            Account::Differences => "differences",
            Account::WriteOffs => "write_offs",
        }
    }
}

fn place_of(account: &str) -> usize {
    Account::ALL.iter().position(|one| one.text() == account).unwrap_or(Account::ALL.len())
}
