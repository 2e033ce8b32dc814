//! What was paid, given back and taken back.

use super::lists::{MOST, by_months, check_years, list_name};
use super::payment::PaymentMethod;
use crate::access::Permission;
use crate::args;
use crate::clinic::Asker;
use crate::error::Result;
use crate::ids::{PatientId, PayerId, PaymentId, PaymentMethodId, UserId};
use crate::money;
use crate::question::Ask;
use crate::store::{Clause, Db, Read};
use crate::time::Instant;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Payments from `from` to `to` (dates of the clinic, both included, at most ten years), the newest first.
///
/// Errors: `field.out_of_range` (from, to; total when a sum is more than can be said).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema, ts_rs::TS)]
#[ts(export)]
pub struct AskPayments {
    pub from: NaiveDate,
    pub to: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cashier_id: Option<UserId>,
}

/// The newest 500; the sums are of all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct Payments {
    pub lines: Vec<PaymentLine>,
    /// Those by which money moved, in the order of `PaymentMethod`, each followed by the clinic's own of its kind.
    pub methods: Vec<MethodSum>,
    #[ts(type = "number")]
    pub count: i64,
    /// Taken less given back.
    #[ts(type = "number")]
    pub total_minor: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow, ts_rs::TS)]
#[ts(export)]
pub struct MethodSum {
    pub method: String,
    /// The clinic's own, of that kind; as it is called now.
    pub method_id: Option<PaymentMethodId>,
    pub method_name: Option<String>,
    /// Where the clinic put its own method.
    #[serde(skip)]
    #[ts(skip)]
    pub position: Option<i64>,
    #[ts(type = "number")]
    pub entries: i64,
    #[ts(type = "number")]
    pub taken_minor: i64,
    /// Refunds, and what was taken back because it was entered wrong.
    #[ts(type = "number")]
    pub returned_minor: i64,
}

/// A payment, refund or reversal; what the last two gave back stands as `amount_minor` too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(export)]
pub struct PaymentLine {
    pub payment_id: PaymentId,
    /// payment, refund or reversal.
    pub kind: String,
    pub patient_id: PatientId,
    pub mrn: String,
    pub name: String,
    /// Who paid for the patient.
    pub payer_id: Option<PayerId>,
    pub payer: Option<String>,
    pub method: String,
    /// The clinic's own, of that kind; as it is called now.
    pub method_id: Option<PaymentMethodId>,
    pub method_name: Option<String>,
    #[ts(type = "number")]
    pub amount_minor: i64,
    /// What of a payment settles invoices, and what was refunded or reversed; nought for the others.
    #[ts(type = "number")]
    pub allocated_minor: i64,
    #[ts(type = "number")]
    pub returned_minor: i64,
    pub receipt: String,
    pub taken_on: NaiveDate,
    /// The day in whose drawer it is: another one when it corrects a day that was left open.
    pub drawer_on: NaiveDate,
    pub taken_at: Instant,
    pub cashier_id: UserId,
    pub cashier: String,
    pub workstation: String,
    pub note: Option<String>,
    /// The payment that a refund or reversal gives back.
    pub of_payment_id: Option<PaymentId>,
    pub of_receipt: Option<String>,
    pub is_reversed: bool,
    /// Who put a wrong payment right: on it, on what took it back and on what was entered instead. Their drawer is not always theirs. Where what
    /// was entered instead was wrong too, it is about that.
    pub corrected_by: Option<String>,
    pub corrected_at: Option<Instant>,
    /// The wrong payment in whose place this one stands.
    pub corrects_receipt: Option<String>,
    /// The day that was closed by then, and whose it was.
    pub closed_day: Option<NaiveDate>,
    pub closed_cashier: Option<String>,
}

/// The columns of `PaymentRead`; to be followed by a clause.
pub(super) const PAYMENTS: &str = "SELECT p.id, p.kind, p.patient_id, x.mrn, x.family_name, x.given_name, x.preferred_name, y.payer_id, q.name AS payer, p.method, om.method_id, pm.name AS method_name, p.amount_minor, \
     COALESCE(b.allocated_minor, 0) AS allocated_minor, COALESCE(b.returned_minor, 0) AS returned_minor, p.receipt_text, p.taken_on, COALESCE(p.drawer_on, p.taken_on) AS drawer_on, p.taken_at, p.cashier_id, u.name AS cashier, w.name AS workstation, p.note, \
     COALESCE(p.refunds_id, p.reverses_id) AS of_payment_id, o.receipt_text AS of_receipt, EXISTS (SELECT 1 FROM payments r WHERE r.reverses_id = p.id) AS is_reversed, \
     ku.name AS corrected_by, kr.taken_at AS corrected_at, kp.receipt_text AS corrects_receipt, kt.day AS closed_day, kc.name AS closed_cashier \
     FROM payments p JOIN patients x ON x.id = p.patient_id JOIN users u ON u.id = p.cashier_id JOIN workstations w ON w.id = p.workstation_id \
     LEFT JOIN payment_balances b ON b.payment_id = p.id LEFT JOIN payments o ON o.id = COALESCE(p.refunds_id, p.reverses_id) \
     LEFT JOIN payment_payers y ON y.payment_id = p.id LEFT JOIN payers q ON q.id = y.payer_id \
     LEFT JOIN payment_own_methods om ON om.payment_id = p.id LEFT JOIN payment_methods pm ON pm.id = om.method_id \
     LEFT JOIN payment_corrections k1 ON k1.payment_id = p.id LEFT JOIN payment_corrections k2 ON k2.reversal_id = p.id LEFT JOIN payment_corrections k3 ON k3.right_id = p.id \
     LEFT JOIN payment_corrections k ON k.reversal_id = COALESCE(k1.reversal_id, k2.reversal_id, k3.reversal_id) LEFT JOIN users ku ON ku.id = k.user_id LEFT JOIN payments kr ON kr.id = k.reversal_id \
     LEFT JOIN payments kp ON kp.id = k3.payment_id LEFT JOIN tills kt ON kt.id = k.closed_till_id LEFT JOIN users kc ON kc.id = kt.cashier_id ";

#[derive(sqlx::FromRow)]
pub(super) struct PaymentRead {
    id: PaymentId,
    kind: String,
    patient_id: PatientId,
    mrn: String,
    family_name: Option<String>,
    given_name: Option<String>,
    preferred_name: Option<String>,
    payer_id: Option<PayerId>,
    payer: Option<String>,
    method: String,
    method_id: Option<PaymentMethodId>,
    method_name: Option<String>,
    amount_minor: i64,
    allocated_minor: i64,
    returned_minor: i64,
    receipt_text: String,
    taken_on: NaiveDate,
    drawer_on: NaiveDate,
    taken_at: Instant,
    cashier_id: UserId,
    cashier: String,
    workstation: String,
    note: Option<String>,
    of_payment_id: Option<PaymentId>,
    of_receipt: Option<String>,
    is_reversed: bool,
    corrected_by: Option<String>,
    corrected_at: Option<Instant>,
    corrects_receipt: Option<String>,
    closed_day: Option<NaiveDate>,
    closed_cashier: Option<String>,
}

impl PaymentRead {
    pub fn line(self) -> PaymentLine {
        PaymentLine {
            payment_id: self.id,
            kind: self.kind,
            patient_id: self.patient_id,
            mrn: self.mrn,
            name: list_name(self.family_name, self.given_name, self.preferred_name),
            payer_id: self.payer_id,
            payer: self.payer,
            method: self.method,
            method_id: self.method_id,
            method_name: self.method_name,
            amount_minor: self.amount_minor,
            allocated_minor: self.allocated_minor,
            returned_minor: self.returned_minor,
            receipt: self.receipt_text,
            taken_on: self.taken_on,
            drawer_on: self.drawer_on,
            taken_at: self.taken_at,
            cashier_id: self.cashier_id,
            cashier: self.cashier,
            workstation: self.workstation,
            note: self.note,
            of_payment_id: self.of_payment_id,
            of_receipt: self.of_receipt,
            is_reversed: self.is_reversed,
            corrected_by: self.corrected_by,
            corrected_at: self.corrected_at,
            corrects_receipt: self.corrects_receipt,
            closed_day: self.closed_day,
            closed_cashier: self.closed_cashier,
        }
    }
}

impl Ask for AskPayments {
    const PERMISSION: Permission = Permission::BillingView;
    type Answer = Payments;

    fn example() -> Self {
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        AskPayments { from: day, to: day, cashier_id: None }
    }

    async fn answer(&self, db: &mut Db, asker: &Asker) -> Result<Payments> {
        self.read(db, asker, MOST).await
    }
}

impl AskPayments {
    /// With the newest `most`.
    pub(super) async fn read(&self, db: &mut Db, asker: &Asker, most: i64) -> Result<Payments> {
        check_years(self.from, self.to)?;
        let months = by_months(self.from, self.to);
        let methods = method_sums(db, asker, &months, self.cashier_id).await?;
        let parts = methods.iter().flat_map(|one| [one.taken_minor, -one.returned_minor]);
        Ok(Payments {
            lines: self.newest(db, most).await?,
            count: methods.iter().map(|one| one.entries).sum(),
            total_minor: money::sum(parts)?,
            methods,
        })
    }

    /// The newest month first, until there are enough.
    async fn newest(&self, db: &mut Db, most: i64) -> Result<Vec<PaymentLine>> {
        let mut lines = Vec::new();
        for part in by_months(self.from, self.to).into_iter().rev() {
            let left = most.saturating_sub(i64::try_from(lines.len()).unwrap_or(i64::MAX));
            if left == 0 {
                break;
            }
            lines.extend(self.of_part(db, part, left).await?);
        }
        Ok(lines)
    }

    /// All of them, the oldest first.
    pub(super) async fn all(&self, db: &mut Db, asker: &Asker) -> Result<Vec<PaymentLine>> {
        check_years(self.from, self.to)?;
        let mut lines = Vec::new();
        for part in asker.through(by_months(self.from, self.to)) {
            lines.extend(self.of_part(db, part, i64::MAX).await?.into_iter().rev());
        }
        Ok(lines)
    }

    async fn of_part(&self, db: &mut Db, part: (NaiveDate, NaiveDate), most: i64) -> Result<Vec<PaymentLine>> {
        let clause = taken(Clause::new(PAYMENTS, vec![]), part, self.cashier_id);
        let rows: Vec<PaymentRead> =
            db.all_of(clause.and("ORDER BY p.taken_at DESC, p.id DESC LIMIT ?", args![most])).await?;
        Ok(rows.into_iter().map(PaymentRead::line).collect())
    }
}

fn taken(clause: Clause, (from, to): (NaiveDate, NaiveDate), cashier: Option<UserId>) -> Clause {
    let clause = clause.and("WHERE p.taken_on >= ? AND p.taken_on <= ? ", args![from, to]);
    match cashier {
        Some(cashier) => clause.and("AND p.cashier_id = ? ", args![cashier]),
        None => clause,
    }
}

/// How much was taken and given back by each method, in all of these spans.
pub(super) async fn method_sums(
    db: &mut Db,
    asker: &Asker,
    spans: &[(NaiveDate, NaiveDate)],
    cashier: Option<UserId>,
) -> Result<Vec<MethodSum>> {
    let mut sums: Vec<MethodSum> = Vec::new();
    for span in asker.through(spans.to_vec()) {
        let clause = Clause::new(
            "SELECT p.method, pm.id AS method_id, pm.name AS method_name, pm.position, COUNT(*) AS entries, CAST(SUM(CASE WHEN p.kind = 'payment' THEN p.amount_minor ELSE 0 END) AS SIGNED) AS taken_minor, \
             CAST(SUM(CASE WHEN p.kind = 'payment' THEN 0 ELSE p.amount_minor END) AS SIGNED) AS returned_minor FROM payments p \
             LEFT JOIN payment_own_methods om ON om.payment_id = p.id LEFT JOIN payment_methods pm ON pm.id = om.method_id ",
            vec![],
        );
        let grouped = taken(clause, span, cashier).and("GROUP BY p.method, pm.id, pm.name, pm.position", vec![]);
        for one in db.all_of::<MethodSum>(grouped).await? {
            match sums.iter_mut().find(|sum| (&sum.method, sum.method_id) == (&one.method, one.method_id)) {
                Some(sum) => {
                    sum.entries += one.entries;
                    sum.taken_minor = money::sum([sum.taken_minor, one.taken_minor])?;
                    sum.returned_minor = money::sum([sum.returned_minor, one.returned_minor])?;
                }
                None => sums.push(one),
            }
        }
    }
    // Those of the clinic's own in the clinic's order, behind the kind they are of.
    sums.sort_by(|a, b| {
        let place = |one: &MethodSum| (PaymentMethod::parse(&one.method), one.position);
        place(a).cmp(&place(b)).then_with(|| a.method_name.cmp(&b.method_name))
    });
    Ok(sums)
}
